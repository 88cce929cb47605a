//! The worker: one thread that owns the office and does one job after the other. A job that panics takes
//! down neither the desk nor the worker.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::mpsc::{Receiver, Sender, channel},
    thread,
};

use super::{
    screen::{Job, Reply},
    seat::Seat,
};

/// The name of its thread.
pub const THREAD: &str = "office";

/// Starts the worker; what it answers goes to `done`.
pub fn start(
    mut seat: Seat,
    done: impl Fn(Reply) + Send + 'static,
) -> std::io::Result<Sender<Job>> {
    let (jobs, waiting): (Sender<Job>, Receiver<Job>) = channel();
    thread::Builder::new().name(THREAD.into()).spawn(move || {
        for job in waiting {
            done(perform(&mut seat, job));
        }
    })?;
    Ok(jobs)
}

/// Does one job, and says so when it was the first of a new day. After a panic the office is opened anew, since nobody knows what it was about.
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
    match seat.new_day() {
        None => reply,
        Some(sign) => Box::new(move |app| {
            reply(app);
            app.new_day(sign);
        }),
    }
}
