//! The worker: one thread that owns the office and does one job after the other. A job that panics takes
//! down neither the desk nor the worker.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::mpsc::{Receiver, Sender, channel},
    thread,
    time::Duration,
};

use super::{
    screen::{Job, Reply},
    seat::Seat,
};

/// The name of its thread.
pub const THREAD: &str = "office";

pub struct Worker {
    pub jobs: Sender<Job>,
    /// Nothing comes from it; it is closed when the last job is done.
    ended: Receiver<()>,
}

/// Starts the worker; what it answers goes to `done`.
pub fn start(mut seat: Seat, done: impl Fn(Reply) + Send + 'static) -> std::io::Result<Worker> {
    let (jobs, waiting): (Sender<Job>, Receiver<Job>) = channel();
    let (end, ended) = channel::<()>();
    thread::Builder::new().name(THREAD.into()).spawn(move || {
        for job in waiting {
            done(perform(&mut seat, job));
        }
        drop(end);
    })?;
    Ok(Worker { jobs, ended })
}

impl Worker {
    /// Lets it do what it was given (the draft of the last key), unless that takes longer: a server may be gone.
    pub fn finish(self, patience: Duration) {
        drop(self.jobs);
        let _ = self.ended.recv_timeout(patience);
    }
}

/// Does one job, and says so when it was the first of a new day or who acts has other posts by then. After a panic the office is opened anew, since nobody knows what it was about.
pub fn perform(seat: &mut Seat, job: Job) -> Reply {
    let reply = catch_unwind(AssertUnwindSafe(|| job(seat))).unwrap_or_else(|_| {
        seat.leave();
        Box::new(|app| {
            app.alarm(
                "这一步出了意外，没有办成；已经保存的都在。请再试一次，仍不行请联系维护人员。"
                    .into(),
            );
        })
    });
    match seat.changed() {
        None => reply,
        Some(sign) => Box::new(move |app| {
            reply(app);
            app.signed(sign);
        }),
    }
}
