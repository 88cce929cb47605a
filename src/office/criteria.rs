//! 判定标准 at work: which clauses a hazard's words point to, and the basis as it is printed.

use chrono::NaiveDate;
use serde::Serialize;

use super::{Office, Refusal};
use crate::{
    domain::{grade::Grade, id::Id},
    form::{
        criteria::{self, Criteria, Match},
        document::is_code,
        library::Library,
    },
    store, terms,
};

/// A clause to be read beside a hazard. Whether it is met is judged on the spot.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hint {
    /// What an answers file writes as the basis: `gongmao_2023/a03_2`.
    pub key: String,
    /// As a notice prints it.
    pub basis: String,
    /// 第三条（二）
    pub clause: String,
    pub text: String,
    /// Not compared with the published text word by word.
    pub paraphrase: bool,
    /// The words that point to it.
    pub found: Vec<String>,
}

/// What the standards in force on a day say to some words.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Lookup {
    pub hints: Vec<Hint>,
    /// In force, but the office has not entered their clauses: a sentence each.
    pub pending: Vec<String>,
}

/// Looks words up among the standards in force on a day.
pub fn look_up(library: &Library, text: &str, industry: &str, on: NaiveDate) -> Lookup {
    let (bare, found): (Vec<Match>, Vec<Match>) =
        criteria::look_up(library.criteria(), text, industry, on)
            .into_iter()
            .partition(|found| found.item.pending.is_some());
    let hints = found
        .into_iter()
        .map(|found| Hint {
            key: found.pack.key(found.item),
            basis: found.pack.basis(found.item),
            clause: found.item.clause.clone(),
            text: found.item.text.clone(),
            paraphrase: found.item.paraphrase,
            found: found.found.into_iter().map(str::to_owned).collect(),
        })
        .collect();
    let clauses = bare.into_iter().map(|bare| terms::pending_clause(bare.pack, bare.item));
    let packs = criteria::pending(library.criteria(), on).into_iter().map(terms::pending_criteria);
    Lookup { hints, pending: clauses.chain(packs).collect() }
}

impl Office {
    /// What the standards in force on a day say to the words of a hazard at some premises.
    pub fn criteria(&mut self, premises: Id, text: &str, on: NaiveDate) -> Result<Lookup, Refusal> {
        let stored = store::premises::by_id(&mut *self.store.driver, &self.scope, premises)?;
        let industry = stored.map(|stored| stored.entry.industry).unwrap_or_default();
        Ok(look_up(&self.library, text, &industry, on))
    }

    /// What may make a hazard a major one, where its grade is major or still to be told.
    pub(super) fn hints(
        &self,
        grade: Grade,
        text: &str,
        industry: &str,
        on: NaiveDate,
    ) -> Option<Lookup> {
        match grade {
            Grade::General => None,
            Grade::Major | Grade::Unsure => Some(look_up(&self.library, text, industry, on)),
        }
    }

    /// The basis as the notice prints it. A clause may be named by its key; it is printed in full, and only
    /// if its standard was in force on the day of inspection.
    pub(super) fn printed_basis(&self, written: &str, on: NaiveDate) -> Result<String, Refusal> {
        let Some((code, id)) = written.trim().split_once('/') else {
            return Ok(written.to_owned());
        };
        if !is_code(code) || !is_code(id) {
            return Ok(written.to_owned());
        }
        let pack = self.library.criteria().find(|pack| pack.code == code).ok_or_else(|| {
            Refusal::said(format!(
                "依据“{written}”：没有代码为“{code}”的判定标准。请用 anban form list 查看。"
            ))
        })?;
        if !pack.holds_on(on) {
            return Err(Refusal::said(terms::criteria_not_in_force(pack, on)));
        }
        let item = pack.item(id).ok_or_else(|| {
            Refusal::said(format!(
                "依据“{written}”：{}里没有编号为“{id}”的条款。请用 anban form criteria 查找。",
                pack.name()
            ))
        })?;
        Ok(pack.basis(item))
    }

    /// A form's own basis without what was not in force on the day; what an inspector wrote is his.
    pub(super) fn drafted_basis(&self, basis: &str, on: NaiveDate) -> String {
        let parts = basis.split('；').filter(|part| self.outdated_basis(part, on).is_none());
        parts.collect::<Vec<&str>>().join("；")
    }

    /// A standard that a basis names and that was not in force on the day.
    pub(super) fn outdated_basis(&self, basis: &str, on: NaiveDate) -> Option<String> {
        let named = |pack: &&Criteria| pack.is_named_in(basis) && !pack.holds_on(on);
        self.library.criteria().find(named).map(|pack| terms::criteria_not_in_force(pack, on))
    }
}
