//! What is read at the same time as something else, on a connection of its own that is closed when it is done: a desk that
//! waits takes no place at a server, and keeps no second cache.

use std::thread::{self, JoinHandle};

use super::{Driver, Engine, Fault, Store};

type Read<T> = Box<dyn FnOnce(&mut dyn Driver) -> Result<T, Fault> + Send>;

/// Something that is being read, or will be when it is waited for.
pub enum Aside<T> {
    UnderWay(JoinHandle<Result<Result<T, Fault>, Read<T>>>),
    Later(Read<T>),
}

/// Where reading aside is worth its connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worth {
    Everywhere,
    /// In a file: what is asked all day takes no second place at a server.
    InFile,
}

impl Store {
    /// Begins to read; it sees what is committed.
    pub fn aside<T: Send + 'static>(
        &self,
        worth: Worth,
        read: impl FnOnce(&mut dyn Driver) -> Result<T, Fault> + Send + 'static,
    ) -> Aside<T> {
        if worth == Worth::InFile && self.driver.engine() != Engine::Sqlite {
            return Aside::Later(Box::new(read));
        }
        let open = self.driver.another();
        Aside::UnderWay(thread::spawn(move || match open() {
            Ok(mut driver) => Ok(read(&mut *driver)),
            // A server that is full, a disk that fails: it is read where reading has gone well.
            Err(_) => Err(Box::new(read) as Read<T>),
        }))
    }

    /// What was read aside.
    pub fn wait<T>(&mut self, aside: Aside<T>) -> Result<T, Fault> {
        let unread = match aside {
            Aside::Later(read) => read,
            Aside::UnderWay(thread) => match thread.join() {
                Ok(Ok(read)) => return read,
                Ok(Err(unread)) => unread,
                Err(panic) => std::panic::resume_unwind(panic),
            },
        };
        unread(&mut *self.driver)
    }
}
