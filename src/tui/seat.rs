//! Where the worker sits: the office once it is open, and how to open it.

use crate::office::{Office, Opening, Refusal};

pub struct Seat {
    pub opening: Opening,
    office: Option<Office>,
}

impl Seat {
    pub fn new(opening: Opening) -> Seat {
        Seat { opening, office: None }
    }

    /// The office, opened when it is first asked for.
    pub fn office(&mut self) -> Result<&mut Office, Refusal> {
        match &mut self.office {
            Some(_) => {}
            empty => *empty = Some(Office::open(&self.opening)?),
        }
        self.office.as_mut().ok_or_else(|| Refusal::said("办公室没有打开，请退出后再打开。"))
    }

    /// Sits down in an office that was set up just now.
    pub fn take(&mut self, office: Office) {
        self.office = Some(office);
    }

    /// Closes the office, so that the next job opens it anew (another person, another folder).
    pub fn leave(&mut self) {
        self.office = None;
    }
}
