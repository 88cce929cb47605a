//! What a list tells beside its rows where there is room; asked for the rows in view.

use std::collections::HashMap;

use super::{Office, Refusal};
use crate::{
    domain::{event::Source, id::Id},
    store::beside,
};

pub use crate::store::beside::{Contact, PAGE, Standing};

impl Office {
    /// Address, person in charge and phone of premises; those out of scope are left out.
    pub fn contacts(&mut self, premises: &[Id]) -> Result<HashMap<Id, Contact>, Refusal> {
        Ok(beside::contacts(&mut *self.store.driver, &self.scope, premises)?)
    }

    /// How far the hazards of notices have come.
    pub fn standings(&mut self, notices: &[Id]) -> Result<HashMap<Id, Standing>, Refusal> {
        Ok(beside::standings(&mut *self.store.driver, &self.scope, notices)?)
    }

    /// How events came to the desk.
    pub fn sources(&mut self, events: &[Id]) -> Result<HashMap<Id, Source>, Refusal> {
        Ok(beside::sources(&mut *self.store.driver, &self.scope, events)?)
    }
}
