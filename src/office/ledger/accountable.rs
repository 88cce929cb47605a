//! 通报督办、约谈: a row stands with the community that it is about, by which it is counted and gone on with. What it says
//! goes together, and stands once it was confirmed.

use super::{Entry, Office, Refusal};
use crate::{
    domain::{
        accountability::{Against, Kind, Mismatch, Situation, mismatch},
        unit::{Level, Unit},
    },
    office::warn::{ACCOUNTABILITY, INTERVIEW},
    terms,
};

/// The fields that say against whom it is, for what and how.
const SAYS: [&str; 3] = ["kind", "target", "situation"];

fn said<'e>(entry: &'e Entry, id: &str) -> &'e str {
    entry.fields.get(id).map_or("", |value| value.trim())
}

impl Office {
    /// Whom a row names is of the community with which the row stands: the ladder reads the name, what follows a circular
    /// the place.
    pub(super) fn check_accountable(
        &self,
        before: Option<&Entry>,
        entry: &Entry,
    ) -> Result<(), Refusal> {
        let target = |entry: &Entry| entry.fields.get("target").cloned().unwrap_or_default();
        let (of, said) = (&entry.community, target(entry));
        let is_ours = [ACCOUNTABILITY, INTERVIEW].contains(&entry.ledger.as_str());
        // A firm may be called as a community is.
        if !is_ours
            || entry.premises.is_some()
            || before.is_some_and(|before| target(before) == said)
        {
            return Ok(());
        }
        let begins = |unit: &&Unit| {
            unit.path.level() == Level::Community
                && self.home.covers(&unit.path)
                && said.starts_with(unit.name.as_str())
        };
        let named: Vec<&Unit> = self.units.iter().filter(begins).collect();
        let longest = named.iter().map(|unit| unit.name.len()).max();
        let mut longest = named.iter().filter(|unit| Some(unit.name.len()) == longest).peekable();
        let Some(other) = longest.peek().map(|unit| unit.name.clone()) else { return Ok(()) };
        if longest.any(|unit| unit.path == *of) {
            return Ok(());
        }
        let own = self.unit_name(of);
        let next = match before {
            Some(_) => format!("对象写错社区的，请把这一条作废，在{other}另登记一条。"),
            None => format!("请登记到{other}（命令行用 --community {other}），或者改对象。"),
        };
        Err(Refusal::field("target", format!("这一条登记在{own}，对象写的却是{said}。{next}")))
    }

    /// Refuses what does not go together in a row that is new or changed in it, and to change it once it was confirmed.
    pub(super) fn check_measure(
        &mut self,
        before: Option<&Entry>,
        entry: &Entry,
    ) -> Result<(), Refusal> {
        if before.is_some_and(|before| SAYS.iter().all(|id| said(before, id) == said(entry, id))) {
            return Ok(());
        }
        if let Some((field, why)) = self.mismatched(entry)? {
            return Err(Refusal::field(field, why));
        }
        let is_ours = [ACCOUNTABILITY, INTERVIEW].contains(&entry.ledger.as_str());
        let Some(before) = before.filter(|_| is_ours) else { return Ok(()) };
        match self.confirmed_as(before.id)? {
            None => Ok(()),
            Some(known) => Err(Refusal::said(format!(
                "这一条已经由{}在{}确认，种类、对象、情形不能改。弄错的，请撤回（anban warn withdraw {}），再重新确认或者另行登记。",
                known.by,
                terms::date(known.on),
                known.id
            ))),
        }
    }

    /// The field of a row whose words do not go with its 种类, and why.
    pub(in crate::office) fn mismatched(
        &mut self,
        entry: &Entry,
    ) -> Result<Option<(&'static str, String)>, Refusal> {
        let kind = said(entry, "kind");
        let known = match entry.ledger.as_str() {
            ACCOUNTABILITY => Kind::ALL.into_iter().find(|of| terms::accountability(*of) == kind),
            // A firm is spoken to as well.
            INTERVIEW if entry.premises.is_none() => Some(Kind::Interview),
            _ => None,
        };
        let Some(known) = known else { return Ok(None) };
        let kind = terms::accountability(known);
        let words = said(entry, "situation");
        let mut all = Situation::ALL.iter().copied();
        let situation = all.find(|situation| terms::accountable(*situation) == words);
        let target = said(entry, "target");
        let against = self.against(target)?;
        Ok(mismatch(known, situation, against).map(|what| match what {
            Mismatch::Situation(own) => {
                let own = terms::accountability(own);
                ("situation", format!("这种情形应当{own}，不是{kind}。请改种类或者情形。"))
            }
            Mismatch::Target if known.of_person() => {
                let why =
                    format!("{kind}的对象是个人，这里写的是{target}。请写明单位、职务和姓名。");
                ("target", why)
            }
            Mismatch::Target => {
                let why = format!("{kind}的对象是社区，这里写的是{target}。请写社区，或者改种类。");
                ("target", why)
            }
        }))
    }

    /// Whom a target names: a unit of the office, or somebody of the staff behind a unit's name.
    fn against(&mut self, target: &str) -> Result<Option<Against>, Refusal> {
        if self.units.iter().any(|unit| unit.name == target) {
            return Ok(Some(Against::Unit));
        }
        let named = self.staff()?.iter().any(|person| target.ends_with(person.name.as_str()));
        Ok(named.then_some(Against::Person))
    }
}
