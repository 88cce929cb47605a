//! The register as a list, and the key list.

use std::collections::HashMap;

use chrono::NaiveDate;
use clap::Args;
use serde_json::json;

use super::view::entry_json;
use crate::{
    cli::{
        Stop,
        output::{Output, Table},
        values,
    },
    domain::{
        id::Id,
        key_list::KeySpell,
        premises::{Premises, Status},
        unit::Level,
    },
    office::{Office, premises::Filter},
    terms,
};

/// An entry and the day of its last visit.
type Row = (Premises, Option<NaiveDate>);

#[derive(Debug, Args)]
pub struct List {
    #[arg(
        long,
        value_name = "文字",
        default_value = "",
        help = "按名称、拼音、首字母、信用代码、电话或地址查找"
    )]
    pub find: String,
    #[arg(long, value_name = "网格", help = "只看这个网格")]
    pub grid: Option<String>,
    #[arg(long, help = "只看重点监管的，带列入的日期和原因")]
    pub key: bool,
    #[arg(
        long,
        conflicts_with_all = ["as_of", "key", "limit"],
        help = "只看该核实还没有核实的（一企一档），连同上次核实的日期"
    )]
    pub unverified: bool,
    #[arg(
        long,
        value_name = "日期",
        requires = "unverified",
        value_parser = values::day,
        help = "连同到这一天为止要核实的"
    )]
    pub until: Option<NaiveDate>,
    #[arg(long, requires = "key", help = "重点监管的，连同列入过、已经移出的")]
    pub left: bool,
    #[arg(
        long,
        value_name = "状态",
        value_parser = values::term::<Status>,
        help = values::choices::<Status>("只看这种状态")
    )]
    pub status: Option<Status>,
    #[arg(long, value_name = "行数", value_parser = values::count, help = "最多列几家")]
    pub limit: Option<u32>,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "列出那一天结束时的名册")]
    pub as_of: Option<NaiveDate>,
}

impl List {
    pub fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        let spells = match self.key {
            true => office.key_spells(self.as_of)?,
            false => HashMap::new(),
        };
        let mut rows = self.rows(office, &spells)?;
        let due = match self.unverified {
            true => Some(office.unverified(self.until)?),
            false => None,
        };
        if let Some(due) = &due {
            rows.retain(|(entry, _)| due.contains_key(&entry.id));
            rows.sort_by_key(|(entry, _)| due.get(&entry.id).copied());
        }
        let spell = |entry: &Premises| spells.get(&entry.id).and_then(|spells| spells.last());
        if out.json {
            let rows = rows.iter().map(|(entry, last_on)| {
                let mut value = entry_json(office, entry);
                if self.as_of.is_none() {
                    value["last_on"] = json!(last_on);
                }
                if let Some(due) = &due {
                    value["verified_on"] = json!(due.get(&entry.id));
                }
                if self.key {
                    let spell = spell(entry);
                    let gone = spell.and_then(|spell| spell.out.as_ref());
                    value["key_since"] = json!(spell.map(|spell| spell.from));
                    value["key_left_on"] = json!(gone.map(|out| out.on));
                    value["key_left_reason"] = json!(gone.map(|out| &out.reason));
                }
                value
            });
            out.document(&rows.collect());
            return Ok(());
        }
        if rows.is_empty() && self.unverified {
            out.line("没有该核实的，一企一档都核实过了。");
            return Ok(());
        }
        if rows.is_empty() {
            out.line("没有找到监管对象。可用 anban premises add 登记，或用 import 导入名册。");
            return Ok(());
        }
        let table = if self.key {
            key_table(office, &rows, self.left, spell)
        } else if let Some(due) = &due {
            verify_table(office, &rows, due)
        } else {
            table(office, &rows)
        };
        out.table(&table);
        let all = match self.limit {
            Some(limit) if rows.len() == limit as usize => "只列前",
            _ => "共",
        };
        out.line(format!("{all}{}家", rows.len()));
        Ok(())
    }

    /// Entries with the day of the last visit, of which a past day knows none.
    fn rows(
        &self,
        office: &mut Office,
        spells: &HashMap<Id, Vec<KeySpell>>,
    ) -> Result<Vec<Row>, Stop> {
        let grid =
            self.grid.as_ref().map(|name| office.find_unit_ever(Level::Grid, name)).transpose()?;
        // Whoever was on the list has a stretch on it, whoever is on it has one that runs.
        let listed = |entry: &Premises| {
            // Who is gone is on no list of today, unless those are asked for.
            let here = entry.status.is_there();
            !self.key
                || entry.key && (here || self.status.is_some() || self.left)
                || self.left && spells.contains_key(&entry.id)
        };
        let most = self.limit.map_or(usize::MAX, |limit| limit as usize);
        let Some(day) = self.as_of else {
            let filter = Filter {
                find: self.find.clone(),
                grid,
                key: self.key && !self.left,
                status: self.status,
                limit: self.limit.filter(|_| !self.left),
            };
            let found = office.list_premises(&filter)?;
            let rows = found.into_iter().map(|stored| (stored.entry, stored.last_on));
            return Ok(rows.filter(|(entry, _)| listed(entry)).take(most).collect());
        };
        if !self.find.trim().is_empty() {
            return Err(Stop::Usage("--as-of 不能与 --find 同时使用，请只留一个。".into()));
        }
        let mut entries = office.premises_as_of(day)?;
        entries.retain(|entry| {
            grid.as_ref().is_none_or(|grid| entry.grid.as_ref() == Some(grid))
                && listed(entry)
                && self.status.is_none_or(|status| entry.status == status)
        });
        Ok(entries.into_iter().take(most).map(|entry| (entry, None)).collect())
    }
}

fn text(day: Option<NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

fn table(office: &Office, rows: &[Row]) -> Table {
    let mut table =
        Table::new(["名称", "重点", "状态", "网格", "上次检查", "负责人", "电话", "行业"])
            .bending(["名称"]);
    for (entry, last_on) in rows {
        table.row([
            entry.name.clone(),
            if entry.key { "重点" } else { "" }.into(),
            terms::status(entry.status).into(),
            office.grid_name(entry.grid.as_ref()),
            text(*last_on),
            entry.person_in_charge.clone(),
            entry.phone.clone(),
            entry.industry.clone(),
        ]);
    }
    table
}

/// What is to be compared with what is there, the longest ago first.
fn verify_table(office: &Office, rows: &[Row], due: &HashMap<Id, NaiveDate>) -> Table {
    let mut table = Table::new(["名称", "上次核实", "网格", "负责人", "电话"]).bending(["名称"]);
    for (entry, _) in rows {
        table.row([
            entry.name.clone(),
            text(due.get(&entry.id).copied()),
            office.grid_name(entry.grid.as_ref()),
            entry.person_in_charge.clone(),
            entry.phone.clone(),
        ]);
    }
    table
}

/// The key list (S2 职责二(二)3): since when and why; with `left` until when and why no longer, in place of the
/// last visit.
fn key_table<'a>(
    office: &Office,
    rows: &[Row],
    left: bool,
    spell: impl Fn(&Premises) -> Option<&'a KeySpell>,
) -> Table {
    let [on, what] =
        if left { ["移出日期", "移出原因"] } else { ["上次检查", "行业"] };
    let heads = ["名称", "列入日期", "列入原因", on, what, "状态", "网格", "负责人", "电话"];
    let mut table = Table::new(heads).bending(["名称", "列入原因", "移出原因", "行业"]);
    for (entry, last_on) in rows {
        let spell = spell(entry);
        let reasons = spell.map_or(&entry.key_reasons, |spell| &spell.reasons);
        let gone = spell.and_then(|spell| spell.out.as_ref());
        let [on, what] = if left {
            [text(gone.map(|out| out.on)), gone.map_or(String::new(), |out| out.reason.clone())]
        } else {
            [text(*last_on), entry.industry.clone()]
        };
        table.row([
            entry.name.clone(),
            text(spell.map(|spell| spell.from)),
            reasons.join("、"),
            on,
            what,
            terms::status(entry.status).into(),
            office.grid_name(entry.grid.as_ref()),
            entry.person_in_charge.clone(),
            entry.phone.clone(),
        ]);
    }
    table
}
