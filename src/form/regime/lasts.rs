//! What a regime asked for when: a rule of rounds or of regular work may have a first and a last day. A round and a period
//! go by the rule that held as they began, whatever the file asks for since.

use chrono::{Days, NaiveDate};

use super::{Patrol, Regime};

/// First and last day on which a rule asks for something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lasts {
    pub since: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
}

impl Lasts {
    /// Whether what begins on a day is asked for.
    pub fn holds(self, begins: NaiveDate) -> bool {
        self.since.is_none_or(|since| since <= begins)
            && self.until.is_none_or(|until| begins <= until)
    }

    /// Whether two hold on one day.
    pub fn meets(self, other: Lasts) -> bool {
        let before =
            |a: Lasts, b: Lasts| a.until.zip(b.since).is_some_and(|(until, since)| until < since);
        !before(self, other) && !before(other, self)
    }
}

impl Patrol {
    /// Whether it asks for the round that a day lies in.
    pub fn asks(&self, day: NaiveDate) -> bool {
        self.lasts.holds(self.every.stretch(day).0)
    }
}

impl Regime {
    /// The rules of the rounds that a day lies in, of each code one at most.
    pub fn patrols_of(&self, day: NaiveDate) -> impl Iterator<Item = &Patrol> {
        self.patrols.iter().filter(move |patrol| patrol.asks(day))
    }

    /// The rule of a code by which the round goes that a day lies in; `None` where there was none.
    pub fn patrol(&self, code: &str, day: NaiveDate) -> Option<&Patrol> {
        self.patrols_of(day).find(|patrol| patrol.code == code)
    }

    /// The first rule of a code. Who owes it, what of and in which stretches is the same in all of them.
    pub fn first_patrol(&self, code: &str) -> Option<&Patrol> {
        self.patrols.iter().find(|patrol| patrol.code == code)
    }

    /// The first rule of each code.
    pub fn patrols_by_code(&self) -> impl Iterator<Item = &Patrol> {
        let known = |at: usize, code: &str| self.patrols[..at].iter().any(|it| it.code == code);
        let all = self.patrols.iter().enumerate();
        all.filter(move |(at, patrol)| !known(*at, &patrol.code)).map(|(_, patrol)| patrol)
    }

    /// Whether no rule of a code asks for the round that a day lies in, nor for a later one.
    pub fn is_over(&self, code: &str, day: NaiveDate) -> bool {
        let over = |patrol: &Patrol| {
            let begins = patrol.every.stretch(day).0;
            patrol.lasts.until.is_some_and(|until| until < begins)
        };
        self.patrols.iter().filter(|patrol| patrol.code == code).all(over)
    }

    /// The first day of the first round of a code of those that were asked for without a break up to the one that a day
    /// lies in; `None` where there always was one, or none is.
    pub fn asked_since(&self, code: &str, day: NaiveDate) -> Option<NaiveDate> {
        let mut rule = self.patrol(code, day)?;
        loop {
            let since = rule.lasts.since?;
            let (from, to) = rule.every.stretch(since);
            let first = if from == since { from } else { to + Days::new(1) };
            match self.patrol(code, first - Days::new(1)) {
                Some(before) => rule = before,
                None => return Some(first),
            }
        }
    }
}
