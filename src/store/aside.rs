//! What is read at the same time as something else, on a second connection. In a file that is closed when it is done: a
//! desk that waits keeps no second cache. At a server it is left to the server, which closes what nobody has used for a
//! minute: a desk that waits takes no second place there, and one that is looked through does not knock each time.

use std::{
    collections::VecDeque,
    panic,
    sync::{Arc, Mutex, PoisonError},
    thread::{self, JoinHandle},
};

use super::{Driver, Engine, Fault, Store};

/// One thing that is read.
pub type Read<T> = Box<dyn FnOnce(&mut dyn Driver) -> Result<T, Fault> + Send>;

type Queue<T> = Arc<Mutex<VecDeque<Read<T>>>>;

/// Some things that are being read, in no order: whoever waits for them takes those that nobody has begun.
pub struct Aside<T> {
    left: Queue<T>,
    under_way: Option<JoinHandle<Done<T>>>,
}

struct Done<T> {
    read: Result<Vec<T>, Fault>,
    /// To be used again.
    spare: Option<Box<dyn Driver>>,
}

/// Where reading aside is worth its connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worth {
    Everywhere,
    /// In a file: what is asked all day at many desks takes no second place at a server.
    InFile,
}

impl Store {
    /// Begins to read; each read sees what is committed.
    pub fn aside<T: Send + 'static>(&mut self, worth: Worth, reads: Vec<Read<T>>) -> Aside<T> {
        let left: Queue<T> = Arc::new(Mutex::new(reads.into()));
        if worth == Worth::InFile && self.driver.engine() != Engine::Sqlite {
            return Aside { left, under_way: None };
        }
        let (open, spare, reads) = (self.driver.another(), self.spare.take(), left.clone());
        let under_way = thread::spawn(move || match spare.and_then(awake).map_or_else(open, Ok) {
            Ok(mut driver) => {
                let read = drain(&reads, &mut *driver);
                Done { read, spare: driver.may_rest().then_some(driver) }
            }
            // A server that is full, a disk that fails: it is all read where reading has gone well.
            Err(_) => Done { read: Ok(Vec::new()), spare: None },
        });
        Aside { left, under_way: Some(under_way) }
    }

    /// Reads on two connections at once; whoever is done with one thing takes the next.
    pub fn both<T: Send + 'static>(&mut self, reads: Vec<Read<T>>) -> Result<Vec<T>, Fault> {
        let aside = self.aside(Worth::Everywhere, reads);
        self.wait(aside)
    }

    /// What was read aside.
    pub fn wait<T>(&mut self, aside: Aside<T>) -> Result<Vec<T>, Fault> {
        let mut all = drain(&aside.left, &mut *self.driver)?;
        if let Some(thread) = aside.under_way {
            let done = thread.join().unwrap_or_else(|panic| panic::resume_unwind(panic));
            self.spare = done.spare;
            all.extend(done.read?);
        }
        Ok(all)
    }
}

/// A connection that nobody has closed meanwhile.
fn awake(mut driver: Box<dyn Driver>) -> Option<Box<dyn Driver>> {
    driver.query("SELECT 1", &[]).is_ok().then_some(driver)
}

/// Reads until nothing is left.
fn drain<T>(left: &Queue<T>, driver: &mut dyn Driver) -> Result<Vec<T>, Fault> {
    let mut done = Vec::new();
    loop {
        let read = left.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        match read {
            Some(read) => done.push(read(driver)?),
            None => return Ok(done),
        }
    }
}
