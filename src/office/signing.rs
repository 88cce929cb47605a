//! Who answers for a deed: the person who acts, or the one named from the paper.

use chrono::NaiveDate;

use super::{Office, Refusal};
use crate::{
    domain::{
        permission::{Actor, Deed},
        rule::RuleError,
        staff::{Role, Staff},
        unit::UnitPath,
    },
    store, terms,
};

impl Office {
    /// Why the one who acts may not begin a deed; `None` for who may.
    pub fn barred(&self, deed: Deed) -> Option<String> {
        self.act.may_begin(deed).err().map(|why| terms::rule(&why))
    }

    /// The same of who neither signs a deed nor may type in that somebody else has signed it.
    pub fn barred_from_signing(&self, deed: Deed) -> Option<String> {
        self.act.person().may_take_up(deed).err().map(|why| terms::rule(&why))
    }

    /// The name of who answers for a deed about a record of `at`: the named person, who is on the staff list
    /// with a post that may do it and worked there or above on the day of the deed; else who acts. A desk where nobody signed in
    /// answers as itself for what needs no signature.
    pub(super) fn signer(
        &mut self,
        deed: Deed,
        by: Option<&str>,
        at: Option<&UnitPath>,
        on: NaiveDate,
    ) -> Result<String, Refusal> {
        let Some(name) = by.map(str::trim).filter(|name| !name.is_empty()) else {
            self.act.person().may(deed)?;
            return Ok(self.act.signature().to_owned());
        };
        let staff = store::staff::under(&mut *self.store.driver, &self.home)?;
        self.signer_among(&staff, deed, name, at, on)
    }

    /// Who inspects is of this office. One that has not written down yet who works there asks nobody's post.
    pub(super) fn check_inspector(
        &self,
        staff: &[Staff],
        name: &str,
        on: NaiveDate,
    ) -> Result<(), Refusal> {
        if staff.is_empty() {
            return Ok(());
        }
        self.signer_among(staff, Deed::Inspect, name, None, on)?;
        Ok(())
    }

    fn signer_among(
        &self,
        staff: &[Staff],
        deed: Deed,
        name: &str,
        at: Option<&UnitPath>,
        on: NaiveDate,
    ) -> Result<String, Refusal> {
        let (name, roles) = posts(staff, name, at, on)
            .ok_or_else(|| RuleError::SignerUnknown { name: name.to_owned(), deed })?;
        let signer = Actor { name: &name, roles: &roles };
        self.act.person().may_enter_for(&signer, deed)?;
        Ok(name)
    }

    /// 验收人 is of this office, once it has written down who works there.
    pub(super) fn check_accepts(
        &mut self,
        name: &str,
        at: &UnitPath,
        on: NaiveDate,
    ) -> Result<(), Refusal> {
        let staff = store::staff::under(&mut *self.store.driver, &self.home)?;
        let of_office = |(_, roles): &(String, Vec<Role>)| roles.iter().any(|role| role.accepts());
        if staff.is_empty()
            || posts(&staff, name.trim(), Some(at), on).as_ref().is_some_and(of_office)
        {
            return Ok(());
        }
        Err(RuleError::AcceptorUnknown { name: name.trim().to_owned() }.into())
    }

    /// Whether the office has written down who works there. Until then nobody's post can be asked.
    pub(super) fn has_staff(&mut self) -> Result<bool, Refusal> {
        Ok(!store::staff::under(&mut *self.store.driver, &self.home)?.is_empty())
    }
}

/// The person of this name (or id) and every post that they had on a day, at a place or above it.
fn posts(
    staff: &[Staff],
    wanted: &str,
    at: Option<&UnitPath>,
    on: NaiveDate,
) -> Option<(String, Vec<Role>)> {
    let near = |unit: &UnitPath| at.is_none_or(|at| unit.covers(at) || at.covers(unit));
    let found: Vec<&Staff> = staff
        .iter()
        .filter(|person| person.serves_on(on) && near(&person.unit))
        .filter(|person| person.is_meant_by(wanted))
        .collect();
    let name = found.first()?.name.clone();
    Some((name, found.into_iter().map(|person| person.role).collect()))
}
