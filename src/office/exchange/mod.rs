//! 交换包: the records of a community from one office's database to another's and back (NF-04, 五级、多网格员), on a stick or
//! by mail. What is taken in is looked at first; what only a person can decide stays as it is until one has.

mod alike;
mod apply;
mod decisions;
mod held;
mod manifest;
mod merge;
mod pack;
mod parcel;
mod sheet;
mod telling;
pub(super) mod words;

use std::path::{Path, PathBuf};

use serde::Serialize;

pub use self::{
    decisions::Decisions,
    pack::Packed,
    parcel::is_locked,
    sheet::{COUNTED, UNDECIDED},
};
use self::{merge::Plan, parcel::Parcel};
use super::{Office, Refusal, encrypted::Password};
use crate::domain::unit::{Level, UnitPath};

/// How many records of a kind fare how.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Count {
    pub kind: &'static str,
    pub kind_label: &'static str,
    /// Not here yet: they come in.
    pub new: usize,
    pub same: usize,
    /// Newer there: they take the place of ours, or go on from it.
    pub forward: usize,
    /// Newer here: they stay.
    pub kept: usize,
    /// Taken out there, and so here.
    pub gone: usize,
    /// Ours stay until somebody decides.
    pub conflicts: usize,
    /// Hang on a record that somebody has to decide about first.
    pub waiting: usize,
}

impl Count {
    pub fn moves(&self) -> usize {
        self.new + self.forward + self.gone
    }

    fn is_empty(&self) -> bool {
        self.moves() + self.same + self.kept + self.conflicts + self.waiting == 0
    }
}

/// What only a person can decide.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Conflict {
    /// Its number in the list, from 1.
    pub no: usize,
    /// The id of theirs, or its key where it has none.
    pub id: String,
    pub kind: &'static str,
    pub kind_label: &'static str,
    /// What it is called.
    pub what: String,
    /// `maybe_same`, `both_changed`, `parted`, `altered`, `gone_here`, `gone_there`
    pub clash: &'static str,
    pub clash_label: &'static str,
    /// What ours and theirs say, in words.
    pub ours: String,
    pub theirs: String,
    pub fields: Vec<Differing>,
    pub advice: String,
}

/// A field in which the two sides differ.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Differing {
    pub field: &'static str,
    pub label: String,
    pub ours: String,
    pub theirs: String,
}

/// What a parcel brings, or has brought.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Unpacked {
    /// What the parcel is, in words.
    pub says: String,
    pub community: UnitPath,
    pub community_name: String,
    pub office: String,
    pub counts: Vec<Count>,
    pub conflicts: Vec<Conflict>,
    /// A newer one of the same office was taken in before: nothing of it is.
    pub older: bool,
    /// It was written; else only looked at.
    pub done: bool,
    /// The database as it was before, in the office's backups.
    pub backup: Option<PathBuf>,
    /// A sentence for each piece of evidence whose file is not in it.
    pub lacking: Vec<String>,
}

impl Unpacked {
    pub fn moves(&self) -> usize {
        self.counts.iter().map(Count::moves).sum()
    }

    pub fn waiting(&self) -> usize {
        self.counts.iter().map(|count| count.waiting).sum()
    }
}

impl Office {
    /// What a parcel would bring. Nothing is written.
    pub fn look_into(
        &mut self,
        file: &Path,
        password: Option<&Password>,
        decisions: &Decisions,
    ) -> Result<Unpacked, Refusal> {
        let parcel = Parcel::open(file, password)?;
        let plan = self.plan_unpacking(&parcel, decisions)?;
        Ok(self.told_unpacking(&parcel, &plan))
    }

    /// Takes a parcel in, in one transaction; what is not decided stays as it is here.
    pub fn unpack(
        &mut self,
        file: &Path,
        password: Option<&Password>,
        decisions: &Decisions,
    ) -> Result<Unpacked, Refusal> {
        let mut parcel = Parcel::open(file, password)?;
        let plan = self.plan_unpacking(&parcel, decisions)?;
        let mut told = self.told_unpacking(&parcel, &plan);
        if plan.older {
            return Ok(told);
        }
        told.backup = self.apply_parcel(file, &mut parcel, plan)?;
        told.done = true;
        self.read_units()?;
        Ok(told)
    }

    fn told_unpacking(&self, parcel: &Parcel, plan: &Plan) -> Unpacked {
        Unpacked {
            says: parcel.manifest.says(),
            community: plan.community.clone(),
            community_name: self.unit_name(&plan.community),
            office: parcel.manifest.office.name.clone(),
            counts: plan.counts.clone(),
            conflicts: plan.conflicts.clone(),
            older: plan.older,
            done: false,
            backup: None,
            lacking: parcel.manifest.lacking.clone(),
        }
    }

    /// Which community of this office a parcel is of: the one at the same place of the same name, else the only one of that
    /// name in a street of the same name.
    fn community_meant(&self, parcel: &Parcel) -> Result<UnitPath, Refusal> {
        let told = &parcel.manifest.community;
        let here = |unit: &&crate::domain::unit::Unit| unit.path.level() == Level::Community;
        let street = told.within.last().map_or("", String::as_str);
        let in_street =
            |path: &UnitPath| path.parent().is_some_and(|above| self.unit_name(&above) == street);
        let named: Vec<&UnitPath> = self
            .units
            .iter()
            .filter(here)
            .filter(|unit| unit.name == told.name)
            .map(|unit| &unit.path)
            .collect();
        let found = named
            .iter()
            .find(|path| path.as_str() == told.path)
            .or_else(|| named.iter().find(|path| in_street(path)));
        match found {
            Some(path) if self.scope.covers(path) => Ok((*path).clone()),
            Some(_) => Err(Refusal::said(format!(
                "这个交换包是{}的，不归您办理。请换有权的经办人再导入。",
                told.name
            ))),
            None => {
                let at = UnitPath::parse(&told.path).and_then(|path| self.unit(&path));
                let renamed = match at {
                    Some(unit) => format!(
                        "这里同一个代码（{}）的是{}：只是改了名的，先把名称改成一样（anban unit edit --rename）。",
                        told.path, unit.name
                    ),
                    None => String::new(),
                };
                Err(Refusal::said(format!(
                    "这个交换包是{street}{}的，本办公室没有这个社区。{renamed}要收它的记录，请先登记这个社区（anban unit add {} --in {street}），再导入。",
                    told.name, told.name
                )))
            }
        }
    }
}
