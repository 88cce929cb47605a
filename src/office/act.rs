//! Who acts, on which day, at which desk; and the one way to write: the deed and its trace are saved
//! together or not at all.

use chrono::NaiveDate;
use serde::Serialize;

use super::{clock, refusal::Refusal};
use crate::{
    domain::{
        permission::{self, Deed},
        rule::{Asked, RuleError},
        staff::Role,
        unit::UnitPath,
    },
    store::{self, Driver, Store, journal, transaction},
};

/// How the record names who acts where nobody said who.
pub(super) const NOBODY: &str = "本机";

#[derive(Clone, Debug, PartialEq)]
pub struct Act {
    pub desk: String,
    /// Name of the person; empty when nobody said who acts.
    pub actor: String,
    /// The posts of the person; none where nobody signed in.
    pub roles: Vec<Role>,
    pub today: NaiveDate,
    /// Numbers of the entries of this desk's journal that are being taken back: whatever is written meanwhile names them,
    /// so that they are known to be done with.
    pub(super) undoing: Vec<i64>,
    /// Whoever acts was asked whether what looks like a slip is meant, and has said so.
    pub(super) meant: bool,
}

/// What a deed leaves in the journal.
#[derive(Debug, Default)]
pub struct Trace(Vec<Note>);

#[derive(Debug)]
struct Note {
    verb: &'static str,
    community: String,
    object: String,
    body: String,
}

impl Trace {
    /// Notes one deed: what was done, to which record, before → after.
    pub fn note(
        &mut self,
        verb: &'static str,
        community: Option<&UnitPath>,
        object: impl ToString,
        body: &impl Serialize,
    ) -> Result<(), Refusal> {
        let body = serde_json::to_string(body)
            .map_err(|error| Refusal::said(format!("留痕写不成文字（{error}），这次没有保存。")))?;
        self.0.push(Note {
            verb,
            community: community.map(ToString::to_string).unwrap_or_default(),
            object: object.to_string(),
            body,
        });
        Ok(())
    }
}

impl Act {
    /// The actor's name for the record; a desk where nobody signed in is named as such.
    pub fn signature(&self) -> &str {
        if self.actor.is_empty() { NOBODY } else { &self.actor }
    }

    /// Who acts, as the table of permissions asks.
    pub fn person(&self) -> permission::Actor<'_> {
        permission::Actor { name: &self.actor, roles: &self.roles }
    }

    /// Whether the actor only looks.
    pub fn only_looks(&self) -> bool {
        !self.roles.is_empty() && self.roles.iter().all(|role| !role.may_write())
    }

    /// Whether the actor may begin a deed. What is signed was asked for by [`super::signing`] before: who types a
    /// signature in need not be able to give it.
    pub fn may_begin(&self, what: Deed) -> Result<(), RuleError> {
        if self.only_looks() || !what.is_signature() { self.person().may(what) } else { Ok(()) }
    }

    /// Does one deed, if the actor may.
    pub fn write<T>(
        &self,
        store: &mut Store,
        what: Deed,
        deed: impl FnOnce(&mut dyn Driver, &mut Trace) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        self.may_begin(what)?;
        self.commit(store, deed)
    }

    /// Does one deed that hangs on what other desks write: it is judged in the deed's own transaction, while nobody
    /// else writes. What stands in its way is said before who may do it.
    pub fn write_judged<J, T>(
        &self,
        store: &mut Store,
        what: Deed,
        judge: impl FnOnce(&mut dyn Driver) -> Result<J, Refusal>,
        deed: impl FnOnce(&mut dyn Driver, &mut Trace, J) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        self.commit(store, |driver, trace| {
            store::keep_still(driver)?;
            let judged = judge(driver)?;
            self.may_begin(what)?;
            deed(driver, trace, judged)
        })
    }

    /// Tells the journal what changed nothing, whoever it was.
    pub fn tell(
        &self,
        store: &mut Store,
        note: impl FnOnce(&mut Trace) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        self.commit(store, |_, trace| note(trace))
    }

    /// Writes what is no deed of the office and hangs on no post: one's own password, and that one was wrong.
    pub(super) fn at_the_door<T>(
        &self,
        store: &mut Store,
        deed: impl FnOnce(&mut dyn Driver, &mut Trace) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        self.commit(store, deed)
    }

    /// One transaction with what it leaves in the journal, whoever acts: for what is nobody's deed.
    pub(super) fn commit<T>(
        &self,
        store: &mut Store,
        deed: impl FnOnce(&mut dyn Driver, &mut Trace) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let mut trace = Trace::default();
        transaction(&mut *store.driver, |driver| {
            let value = deed(driver, &mut trace)?;
            let entries: Vec<journal::Entry> = trace
                .0
                .drain(..)
                .map(|note| journal::Entry {
                    desk: self.desk.clone(),
                    at_ms: clock::now_ms(),
                    day: self.today,
                    actor: self.signature().to_owned(),
                    verb: note.verb.to_owned(),
                    cid: note.community,
                    object: note.object,
                    body: self.marked(note.body),
                })
                .collect();
            journal::append_many(driver, &entries)?;
            Ok(value)
        })
    }

    /// The body of an entry, with what it takes back.
    fn marked(&self, body: String) -> String {
        if self.undoing.is_empty() {
            return body;
        }
        match serde_json::from_str(&body) {
            Ok(serde_json::Value::Object(mut fields)) => {
                fields.insert("undoes".to_owned(), self.undoing.clone().into());
                serde_json::Value::Object(fields).to_string()
            }
            _ => body,
        }
    }

    /// Asks whether what looks like a slip is meant; nothing looks like one, or it was answered before, is no question.
    pub(super) fn ask(&self, doubts: Vec<(Asked, String)>) -> Result<(), Refusal> {
        if self.meant || doubts.is_empty() { Ok(()) } else { Err(Refusal::Unsure(doubts)) }
    }

    /// The day of a deed: today unless said, never in the future.
    pub fn day(&self, on: Option<NaiveDate>) -> Result<NaiveDate, Refusal> {
        let on = on.unwrap_or(self.today);
        if on > self.today {
            return Err(RuleError::InFuture { on, today: self.today }.into());
        }
        Ok(on)
    }
}
