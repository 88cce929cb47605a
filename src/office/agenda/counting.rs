//! What the agenda counts over the whole register, read at the same time as the rest.

use chrono::NaiveDate;

use super::{Office, Refusal, Rounds};
use crate::{
    domain::unit::{Level, UnitPath},
    office::coverage::Rule,
    store::{
        Read, Worth,
        each::Each,
        premises::{self, VerifyCount},
        rounds::{self, Asked, EVER, Round, Tallies, Unreached, Which},
    },
};

/// What is to be counted.
pub(super) struct Counting {
    scope: UnitPath,
    each: Each,
    unreached: Vec<Unreached>,
    /// What was compared last before the first is late, up to the second it comes due.
    verify: (NaiveDate, NaiveDate),
}

#[derive(Default)]
pub(super) struct Counted {
    pub left: Tallies,
    pub verified: Vec<VerifyCount>,
}

impl Office {
    pub(super) fn counting(
        &self,
        rules: &[(Rule, bool)],
        ahead: Option<(NaiveDate, NaiveDate)>,
    ) -> Counting {
        let (communities, _) = self.shares();
        Counting {
            scope: self.scope.clone(),
            each: self.each(&communities),
            unreached: self.foreseen(rules, ahead),
            verify: self.verify_days(),
        }
    }

    /// How far the rounds of today have come.
    pub(super) fn rounds_counted(&mut self, left: &Tallies) -> Result<Rounds, Refusal> {
        Ok(Rounds { key: self.round(Which::Key, left)?, all: self.round(Which::All, left)? })
    }

    /// What a figure of the agenda counts by; none where the round is of those above.
    fn walked(&self, which: Which) -> Option<Asked> {
        let level = self.scope.level().min(Level::Community);
        self.counter(which, self.act.today)
            .filter(|asked| asked.level.unwrap_or(Level::Community) >= level)
    }

    /// How far a round has come: of one whose rest is counted already, what was seen makes it whole.
    fn round(&mut self, which: Which, left: &Tallies) -> Result<Round, Refusal> {
        let asked = self.walked(which);
        let known = asked.filter(|asked| asked.times <= 1);
        let known = known.and_then(|Asked { which, from, level, .. }| {
            let left = left.get(&Unreached { which, level, since: from, known: EVER })?;
            Some(((which, level), from, left.iter().map(|(_, count)| count).sum::<u32>()))
        });
        let driver = &mut *self.store.driver;
        Ok(match known {
            Some((asks, from, unseen)) => {
                let seen = rounds::seen(driver, &self.scope, asks, from)?;
                Round { all: seen + unseen, unseen }
            }
            None => rounds::round(driver, &self.scope, asked)?,
        })
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

    /// The reads that count it, the longest first.
    pub fn reads(self) -> Vec<Read<Counted>> {
        let walks = rounds::walks(&self.each, &self.unreached);
        let walks = walks.into_iter().map(|walk| -> Read<Counted> {
            Box::new(move |driver| Ok(Counted { left: walk.count(driver)?, ..Counted::default() }))
        });
        let Counting { each, scope, verify: (late, last), .. } = self;
        let verified: Read<Counted> = Box::new(move |driver| {
            let mut verified = premises::verified_before(driver, &each, late)?;
            verified.extend(premises::verified_by_day(driver, &scope, late, last)?);
            Ok(Counted { verified, ..Counted::default() })
        });
        walks.chain([verified]).collect()
    }
}

impl Counted {
    /// All that the reads have counted.
    pub fn of(parts: Vec<Counted>) -> Counted {
        parts.into_iter().fold(Counted::default(), |mut all, part| {
            rounds::add(&mut all.left, part.left);
            all.verified.extend(part.verified);
            all
        })
    }
}
