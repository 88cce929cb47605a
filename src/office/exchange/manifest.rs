//! What a parcel says of itself: of which community, made by whom and when, by which program, and what lies in it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::super::Refusal;
use crate::{
    store::{exchange, migrate},
    terms,
};

/// The shape of the file. A program reads the one that it writes.
pub const FORMAT: u32 = 1;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    pub format: u32,
    pub program: String,
    /// The newest step of the schema that the sender's database has.
    pub schema: String,
    pub office: Sender,
    pub community: Community,
    pub made: Made,
    pub tables: BTreeMap<String, Member>,
    /// Other files, by their name in the parcel.
    pub files: BTreeMap<String, Size>,
    /// A sentence for each piece of evidence whose file was gone when it was made.
    pub lacking: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sender {
    /// By which others know its database.
    pub id: String,
    /// 丰泽区北峰街道
    pub name: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Community {
    pub path: String,
    pub name: String,
    /// The units that it lies in, the city first.
    pub within: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Made {
    /// Milliseconds since 1970 UTC, by the clock of the sender.
    pub at_ms: i64,
    pub on: NaiveDate,
    pub by: String,
}

/// A table in the parcel: its rows, a line each, with their columns in this order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Member {
    pub rows: usize,
    pub columns: Vec<String>,
    #[serde(flatten)]
    pub size: Size,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Size {
    pub bytes: u64,
    pub sha256: String,
}

impl Manifest {
    /// 招联社区 2026年11月27日 丰泽区北峰街道 陈一鸣
    pub fn says(&self) -> String {
        format!(
            "{}的交换包，{}由{}（{}）导出",
            self.community.name,
            terms::date(self.made.on),
            self.office.name,
            self.made.by
        )
    }

    /// Whether this program can read the rows: those of an older one that has the same columns, of a newer one none.
    pub fn readable(&self) -> Result<(), Refusal> {
        let ours = migrate::STEPS.last().map_or("", |(name, _)| name);
        if self.format > FORMAT || self.schema.as_str() > ours {
            return Err(Refusal::said(format!(
                "这个交换包是新版的安办（{}）做的，本机的安办太旧，读不了。请先升级本机的安办，再导入。",
                self.program
            )));
        }
        // What an older one did not know, none of its records has.
        let lacks = |table: &&exchange::Table| {
            !self.tables.contains_key(table.name) && exchange::has(&self.schema, table.name)
        };
        let same = |(name, member): (&String, &Member)| {
            exchange::table(name).is_some_and(|table| table.names() == member.columns)
        };
        if self.format < FORMAT
            || exchange::tables().iter().any(|table| lacks(&table))
            || !self.tables.iter().all(same)
        {
            return Err(Refusal::said(format!(
                "这个交换包是旧版的安办（{}，数据库 {}）做的，和本机的对不上。请对方先升级安办，再导出一次。",
                self.program, self.schema
            )));
        }
        Ok(())
    }
}
