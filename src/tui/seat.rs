//! Where the worker sits: the office once it is open, and how to open it.

use chrono::NaiveDate;

use super::shared::Sign;
use crate::{
    domain::unit::UnitPath,
    office::{Office, Opening, Refusal},
};

pub struct Seat {
    pub opening: Opening,
    office: Option<Office>,
    /// Who acts was not said but sat here last.
    remembered: bool,
    /// The day that stands at the top of the screens.
    day: Option<NaiveDate>,
    /// Who acts, and what is seen.
    sat: Option<(String, UnitPath)>,
}

impl Seat {
    pub fn new(mut opening: Opening) -> Seat {
        let last = || opening.folder().ok()?.person();
        let last = if opening.actor.is_none() { last() } else { None };
        let remembered = last.is_some();
        opening.actor = opening.actor.or(last);
        Seat { opening, office: None, remembered, day: None, sat: None }
    }

    /// The office, opened when it is first asked for.
    pub fn office(&mut self) -> Result<&mut Office, Refusal> {
        match &mut self.office {
            Some(office) => match office.turn_to(self.opening.today()) {
                Ok(()) => {}
                Err(refusal @ Refusal::Store(_)) => return Err(refusal),
                // Whoever sits here has left: nobody does, until somebody sits down.
                Err(_) => {
                    self.remembered = false;
                    self.opening.actor = None;
                    self.office = Some(Office::open(&self.opening)?);
                }
            },
            empty => {
                let opened = Office::open(&self.opening);
                *empty = Some(match opened {
                    // A database that is busy says nothing about who sits here.
                    Err(refusal @ Refusal::Store(_)) => return Err(refusal),
                    // Whoever sat here last may have left since.
                    Err(_) if self.remembered => {
                        self.remembered = false;
                        self.opening.actor = None;
                        Office::open(&self.opening)?
                    }
                    opened => opened?,
                });
            }
        }
        self.office.as_mut().ok_or_else(|| Refusal::said("办公室没有打开，请退出后再打开。"))
    }

    /// Sits down in an office that was set up just now.
    pub fn take(&mut self, office: Office) {
        self.office = Some(office);
    }

    /// What stands at the top, where it is another than after the last job: midnight has passed, or who acts has other
    /// posts or none.
    pub fn changed(&mut self) -> Option<Sign> {
        let office = self.office.as_ref()?;
        let day = self.day.replace(office.today());
        let sat = self.sat.replace((office.act().actor.clone(), office.scope().clone()));
        let turned = day.is_some() && day != self.day;
        let moved = sat.is_some() && sat != self.sat;
        (turned || moved).then(|| Sign::of(office))
    }

    /// Closes the office, so that the next job opens it anew (another person, another folder).
    pub fn leave(&mut self) {
        self.office = None;
        self.sat = None;
    }
}
