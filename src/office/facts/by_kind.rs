//! Lists that count by kind: 处罚, 打非, 检查组. What was entered, changed or struck out after its period was sent is a
//! line of the list in the report that is sent next, and among its corrections: once, so that all reports together come to
//! what the records say (S2 制度一; REP-09).

use std::collections::BTreeMap;

use super::{
    Known, Office, Period, Refusal, Spoken,
    counted::{cents, yuan},
    earlier::{Others, Since},
    numbered, put,
    report::{ADDED, Corrected, TOLD},
    self_reported::{KIND, OF},
    spoken,
};
use crate::{
    domain::{period, report::Row, unit::UnitPath},
    form::paper::PaperForm,
    store::reports::Stored,
    terms,
};

/// A list, what its lines are told apart by, and what it counts of each: the fact, its name and its unit.
#[derive(Clone, Copy)]
struct List {
    name: &'static str,
    key: &'static str,
    /// Before the key, where another list says the same otherwise.
    by: &'static str,
    counts: &'static [(&'static str, &'static str, &'static str)],
}

const AMOUNT: &str = "amount";

const CLUES: &[(&str, &str, &str)] = &[
    ("known", "已掌握", "个"),
    ("banned", "已取缔", "个"),
    ("fighting", "正在打击", "个"),
    ("count", "合计", "个"),
    ("banned_before", "以前发现、当期取缔", "个"),
];

const LISTS: [List; 4] = [
    List {
        name: "penalties",
        key: "kind",
        by: "",
        counts: &[("count", "起数", "起"), (AMOUNT, "金额", "元")],
    },
    List { name: "clues", key: "kind", by: "", counts: CLUES },
    List { name: "clues_by_industry", key: "industry", by: "按行业：", counts: CLUES },
    List {
        name: "teams",
        key: "people",
        by: "检查组：",
        counts: &[("visits", "检查次数", "次"), ("heads", "检查人次", "人次")],
    },
];

/// Counts of each line, in the order of [`List::counts`]; money in hundredths.
type Kinds = BTreeMap<String, Vec<i64>>;

impl List {
    fn of(form: &PaperForm) -> impl Iterator<Item = List> {
        let lists = form.lists();
        let tells = lists.contains("corrections");
        LISTS.into_iter().filter(move |list| tells && lists.contains(list.name))
    }

    fn read(&self, row: &Row) -> Vec<i64> {
        let said = |name: &str| row.get(name).map_or("", String::as_str);
        let count = |name: &str| match name {
            AMOUNT => cents(said(name)),
            _ => said(name).parse().ok(),
        };
        self.counts.iter().map(|(name, ..)| count(name).unwrap_or(0)).collect()
    }

    fn row(&self, counts: &[i64]) -> Row {
        let named = self.counts.iter().zip(counts);
        named.map(|((name, ..), count)| ((*name).to_owned(), said(name, *count))).collect()
    }

    /// What is known of each kind; lines that tell of an earlier period are not of this one.
    fn kinds(&self, rows: &[Known]) -> Kinds {
        let own = rows.iter().filter(|row| !row.contains_key(OF));
        own.map(|row| (self.kind(row), self.read(row))).collect()
    }

    /// The kind that a line is of: it stands beside a name that says more.
    fn kind(&self, row: &Row) -> String {
        row.get(KIND).or_else(|| row.get(self.key)).cloned().unwrap_or_default()
    }

    fn none(&self) -> Vec<i64> {
        vec![0; self.counts.len()]
    }

    /// Under which a report keeps what it has told of the kinds of a period.
    fn kept_under(&self, of: Period) -> String {
        format!("{}|{}|", self.name, period::stretch_name(of.from, of.to))
    }

    fn told_under(&self, others: &Others, of: Period) -> Kinds {
        let under = self.kept_under(of);
        let told = others.told.iter().filter_map(|(key, row)| {
            Some((key.strip_prefix(&under)?.to_owned(), self.read(row.as_ref()?)))
        });
        told.collect()
    }

    fn keep(&self, told: &mut Corrected, of: Period, now: &Kinds, then: &Kinds) {
        let under = self.kept_under(of);
        for kind in now.keys().chain(then.keys()) {
            let counts = now.get(kind).cloned().unwrap_or_else(|| self.none());
            told.insert(format!("{under}{kind}"), Some(self.row(&counts)));
        }
    }

    /// Each kind that is not what it was: now, then.
    fn differing(&self, now: &Kinds, then: &Kinds) -> Vec<(String, Vec<i64>, Vec<i64>)> {
        let of = |all: &Kinds, kind: &String| all.get(kind).cloned().unwrap_or_else(|| self.none());
        let gone = then.keys().filter(|kind| !now.contains_key(*kind));
        let both = now.keys().chain(gone).map(|kind| (kind.clone(), of(now, kind), of(then, kind)));
        both.filter(|(_, is, was)| is != was).collect()
    }

    /// 起数2起（原报1），金额1500元（原报1000）
    fn change(&self, is: &[i64], was: &[i64]) -> String {
        let counts = self.counts.iter().zip(is.iter().zip(was));
        let told = counts.filter(|(_, (is, was))| is != was);
        let says = told.map(|((name, label, unit), (is, was))| {
            format!("{label}{}{unit}（原报{}）", said(name, *is), said(name, *was))
        });
        says.collect::<Vec<_>>().join("，")
    }
}

impl Office {
    /// What a report tells of the lists of earlier ones: entered, changed or struck out after they were sent.
    pub(super) fn kinds_since(
        &mut self,
        spoken: &Spoken<'_>,
        others: &Others,
        since: &mut Since,
    ) -> Result<(), Refusal> {
        for list in List::of(spoken.form) {
            for stored in &others.earlier {
                self.kinds_late(list, spoken, others, stored, since)?;
            }
            let then = list.told_under(others, spoken.period);
            let now = self.kinds_of(list, spoken.unit, spoken.days)?;
            list.keep(&mut since.told, spoken.period, &now, &then);
        }
        Ok(())
    }

    fn kinds_late(
        &mut self,
        list: List,
        spoken: &Spoken<'_>,
        others: &Others,
        stored: &Stored,
        since: &mut Since,
    ) -> Result<(), Refusal> {
        let Some(rows) = stored.facts.lists.get(list.name) else { return Ok(()) };
        let of = Period { from: stored.report.from, to: stored.report.to };
        let now = self.kinds_of(list, spoken.unit, spoken::told_days(stored, spoken.rule))?;
        let mut then = list.kinds(rows);
        then.extend(list.told_under(others, of));
        let span = terms::period(of.from, of.to);
        for (kind, is, was) in list.differing(&now, &then) {
            let more: Vec<i64> = is.iter().zip(&was).map(|(is, was)| is - was).collect();
            let word = if more.iter().any(|more| *more < 0) { "更正" } else { ADDED };
            let mut line = list.row(&more);
            put(&mut line, list.key, format!("{kind}（{span}{word}）"));
            put(&mut line, KIND, kind.clone());
            put(&mut line, OF, period::stretch_name(of.from, of.to));
            since.listed.entry(list.name).or_default().push(line);
            let mut row = Known::new();
            put(&mut row, "kind", word);
            put(&mut row, "period", span.clone());
            put(&mut row, "what", format!("{}{kind}", list.by));
            put(&mut row, "change", list.change(&is, &was));
            since.rows.push(row);
        }
        list.keep(&mut since.told, of, &now, &then);
        Ok(())
    }

    fn kinds_of(&mut self, list: List, of: &UnitPath, days: Period) -> Result<Kinds, Refusal> {
        let rows = match list.name {
            "penalties" => self.penalty_rows(of, days)?,
            "clues" => self.clue_rows(of, days)?,
            "clues_by_industry" => self.clue_industry_rows(of, days)?,
            _ => self.team_rows(of, days)?,
        };
        let mut kinds = list.kinds(&rows);
        kinds.retain(|_, counts| counts.iter().any(|count| *count != 0));
        Ok(kinds)
    }
}

/// Takes off the lines of the period itself what other reports have told of it, before it was given back and sent anew.
/// What was taken off is said in a row of its own.
pub(super) fn without_told(
    form: &PaperForm,
    of: Period,
    others: &Others,
    lists: &mut BTreeMap<String, Vec<Known>>,
) -> Vec<Known> {
    let mut said = Vec::new();
    for list in List::of(form) {
        let Some(rows) = lists.get_mut(list.name) else { continue };
        for (kind, told) in others.kinds.iter().filter(|((name, _), _)| *name == list.name) {
            if told.iter().all(|count| *count == 0) {
                continue;
            }
            let row = match rows.iter_mut().find(|row| list.kind(row) == kind.1) {
                Some(row) => row,
                None => {
                    let mut row = Known::new();
                    put(&mut row, list.key, kind.1.clone());
                    rows.push(row);
                    let Some(row) = rows.last_mut() else { continue };
                    row
                }
            };
            let left: Vec<i64> =
                list.read(row).iter().zip(told).map(|(own, told)| own - told).collect();
            row.extend(list.row(&left));
            let told = list.counts.iter().zip(told).filter(|(_, count)| **count != 0);
            let told = told.map(|((name, label, unit), count)| {
                format!("{label}{}{unit}", self::said(name, *count))
            });
            let told = told.collect::<Vec<_>>().join("，");
            let mut row = Known::new();
            put(&mut row, "kind", TOLD);
            put(&mut row, "period", terms::period(of.from, of.to));
            put(&mut row, "what", format!("{}{}", list.by, kind.1));
            put(&mut row, "change", format!("{told}，已由别的一期补报，本期不再计"));
            said.push(row);
        }
        *rows = numbered(std::mem::take(rows));
    }
    said
}

/// What other reports have told of the kinds of a period, by list and kind.
pub(super) type Told = BTreeMap<(&'static str, String), Vec<i64>>;

pub(super) fn told_about(others: &[Stored], of: Period) -> Told {
    let of = period::stretch_name(of.from, of.to);
    let mut all = Told::new();
    for list in LISTS {
        let rows = others.iter().flat_map(|stored| stored.facts.rows(list.name));
        for row in rows.filter(|row| row.get(OF) == Some(&of)) {
            let known = all.entry((list.name, list.kind(row))).or_insert_with(|| list.none());
            for (known, more) in known.iter_mut().zip(list.read(row)) {
                *known += more;
            }
        }
    }
    all
}

/// A count as it is printed.
fn said(name: &str, count: i64) -> String {
    match (name, count) {
        (AMOUNT, 0) => "0".to_owned(),
        (AMOUNT, cents) => yuan(cents),
        _ => count.to_string(),
    }
}
