//! Where the worker sits: the office once it is open, and how to open it.

use chrono::NaiveDate;

use super::shared::Sign;
use crate::{
    domain::unit::UnitPath,
    office::{Key, Office, Opening, Refusal, door, passwords},
};

/// What came of a name and a password.
pub enum Sat {
    Down(Sign),
    /// What was typed is the recovery code: a new password has to be set first.
    Recovers,
}

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
                    // A door may keep nobody out: what was open in the name of who left is closed first.
                    self.office = None;
                    self.office = Some(Office::open(&self.opening)?);
                }
            },
            empty => {
                let opened = Office::open(&self.opening);
                *empty = Some(match opened {
                    // A database that is busy says nothing about who sits here, and a door asks them first.
                    Err(refusal @ (Refusal::Store(_) | Refusal::Shut(_))) => return Err(refusal),
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

    /// Closes the office, so that the next job opens it anew for who sits here.
    pub fn leave(&mut self) {
        if let Some(office) = self.office.take() {
            self.opening.key = office.key();
        }
        self.sat = None;
    }

    /// Somebody sits down, who sat here before where nobody is named; whoever sits here stays until they are let in.
    pub fn sit(&mut self, person: Option<String>, typed: &str) -> Result<Sat, Refusal> {
        let opening = self.opening_for(person);
        if door::recovers(&opening, typed) {
            return Ok(Sat::Recovers);
        }
        let opening = Opening { key: Key::typed(typed), ..opening };
        let office = Office::open(&opening)?;
        self.seated(opening, office).map(Sat::Down)
    }

    /// The same with the recovery code and a new password; gives the code that takes its place.
    pub fn renew(
        &mut self,
        person: Option<String>,
        code: &str,
        new: &str,
    ) -> Result<(Sign, String), Refusal> {
        let opening = self.opening_for(person);
        let (office, set) = passwords::recover(&opening, code, new)?;
        let sign = self.seated(opening, office)?;
        Ok((sign, set.recovery.unwrap_or_default()))
    }

    fn opening_for(&self, person: Option<String>) -> Opening {
        let actor = person.or_else(|| self.opening.actor.clone());
        Opening { actor, key: Key::default(), ..self.opening.clone() }
    }

    fn seated(&mut self, opening: Opening, office: Office) -> Result<Sign, Refusal> {
        let sign = Sign::of(&office);
        office.folder().keep_person(opening.actor.as_deref().unwrap_or_default())?;
        self.remembered = false;
        self.opening = Opening { key: office.key(), ..opening };
        self.office = Some(office);
        Ok(sign)
    }
}
