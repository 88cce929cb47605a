//! What the agenda counts over the whole register, read at the same time as the rest.

use chrono::NaiveDate;

use super::Office;
use crate::{
    domain::unit::{Level, UnitPath},
    office::coverage::Rule,
    store::{
        Driver, Fault, Worth,
        each::Each,
        premises::{self, VerifyCount},
        rounds::{self, Asked, EVER, Round, Tallies, Unreached, Which},
    },
};

/// What is to be counted.
pub(super) struct Counting {
    scope: UnitPath,
    each: Each,
    key: Option<Asked>,
    all: Option<Asked>,
    unreached: Vec<Unreached>,
    /// What was compared last before the first is late, up to the second it comes due.
    verify: (NaiveDate, NaiveDate),
}

pub(super) struct Counted {
    pub key: Round,
    pub all: Round,
    pub left: Tallies,
    pub verified: Vec<VerifyCount>,
}

impl Office {
    /// What a figure of the agenda counts by; none where the round is of those above.
    fn walked(&self, which: Which, on: NaiveDate) -> Option<Asked> {
        let level = self.scope.level().min(Level::Community);
        self.counter(which, on).filter(|asked| asked.level.unwrap_or(Level::Community) >= level)
    }

    pub(super) fn counting(
        &self,
        rules: &[(Rule, bool)],
        ahead: Option<(NaiveDate, NaiveDate)>,
    ) -> Counting {
        let today = self.act.today;
        let (communities, _) = self.shares();
        Counting {
            scope: self.scope.clone(),
            each: self.each(&communities),
            key: self.walked(Which::Key, today),
            all: self.walked(Which::All, today),
            unreached: self.foreseen(rules, ahead),
            verify: self.verify_days(),
        }
    }
}

impl Counting {
    /// A street has much to count. A community's counts are short, and asked all day at many desks: they take no second
    /// place at a server.
    pub fn worth(&self) -> Worth {
        match self.each {
            Each::Community(_) => Worth::Everywhere,
            Each::Place(_) => Worth::InFile,
        }
    }

    pub fn count(&self, driver: &mut dyn Driver) -> Result<Counted, Fault> {
        let left = rounds::left(driver, &self.each, &self.unreached)?;
        let (late, last) = self.verify;
        let mut verified = premises::verified_before(driver, &self.each, late)?;
        verified.extend(premises::verified_by_day(driver, &self.scope, late, last)?);
        Ok(Counted {
            key: self.round(driver, self.key, &left)?,
            all: self.round(driver, self.all, &left)?,
            left,
            verified,
        })
    }

    /// How far a round has come: of one whose rest is counted already, what was seen makes it whole.
    fn round(
        &self,
        driver: &mut dyn Driver,
        asked: Option<Asked>,
        left: &Tallies,
    ) -> Result<Round, Fault> {
        let known = asked.filter(|asked| asked.times <= 1);
        let known = known.and_then(|Asked { which, from, level, .. }| {
            let left = left.get(&Unreached { which, level, since: from, known: EVER })?;
            Some(((which, level), from, left.iter().map(|(_, count)| count).sum::<u32>()))
        });
        match known {
            Some((asks, from, unseen)) => {
                let seen = rounds::seen(driver, &self.scope, asks, from)?;
                Ok(Round { all: seen + unseen, unseen })
            }
            None => rounds::round(driver, &self.scope, asked),
        }
    }
}
