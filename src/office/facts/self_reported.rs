//! 企业隐患自查自报 by trade, step by step from the community up (S2 制度三; INS-26): what was told of each trade, added up
//! from below, and what of earlier periods came late. It is told once, so that a year of reports is what the ledger has.

use std::collections::BTreeMap;

use super::{
    Facts, Known, Office, Period, Refusal, Spoken,
    earlier::{Others, Since},
    numbered, put,
    report::{ADDED, Corrected, TOLD},
    spoken::{self, REPORTED},
    summed::Below,
};
use crate::{
    domain::{
        period,
        report::{Figures, Report, Row},
    },
    form::paper::PaperForm,
    store::reports::{self, Stored},
    terms,
};

/// The list of 企业自查自报, what it counts and in which unit.
pub(in crate::office) const SELF_REPORTS: &str = "self_reports";
pub(in crate::office) const SELF_REPORTED: [(&str, &str, &str); 4] = [
    ("units", "报送企业", "家"),
    ("count", "报送", "次"),
    ("found", "自查隐患", "条"),
    ("fixed", "已整改", "条"),
];
/// In a line that tells of an earlier period: which, and in a sum which report from below.
pub(super) const OF: &str = "of";
const BELOW: &str = "below";
/// The trade, or the kind, of a line that is called otherwise.
pub(super) const KIND: &str = "trade";
/// The name under which is kept that a report from below was there, with what it comes to.
const ALL: &str = "";

/// What lines say by the report from below (empty where they were counted here) and the trade.
pub(super) type Lines = BTreeMap<(String, String), Counts>;
type Trades = BTreeMap<String, Counts>;

/// In the order of [`SELF_REPORTED`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts([i64; 4]);

impl Counts {
    fn read(row: &Row) -> Counts {
        let count = |name: &str| row.get(name).and_then(|count| count.parse().ok());
        Counts(SELF_REPORTED.map(|(name, ..)| count(name).unwrap_or(0)))
    }

    fn told(self) -> Row {
        let counts = SELF_REPORTED.into_iter().zip(self.0);
        counts.map(|((name, ..), count)| (name.to_owned(), count.to_string())).collect()
    }

    fn plus(self, other: Counts) -> Counts {
        Counts(std::array::from_fn(|at| self.0[at] + other.0[at]))
    }

    fn minus(self, other: Counts) -> Counts {
        Counts(std::array::from_fn(|at| self.0[at] - other.0[at]))
    }

    /// 更正 where something became less, 补报 where there is only more.
    fn kind(self, before: Counts) -> &'static str {
        if self.minus(before).0.iter().any(|more| *more < 0) { "更正" } else { ADDED }
    }

    /// 报送2次（原报1），自查隐患5条（原报3）; of what was not there before all that it says.
    fn change(self, before: Option<Counts>) -> String {
        let was = before.unwrap_or_default();
        let counts = SELF_REPORTED.into_iter().zip(self.0.into_iter().zip(was.0));
        let told = counts.filter(|(_, (is, was))| before.is_none() || is != was);
        let says = told.map(|((_, label, unit), (is, was))| match before {
            None => format!("{label}{is}{unit}"),
            Some(_) => format!("{label}{is}{unit}（原报{was}）"),
        });
        says.collect::<Vec<_>>().join("，")
    }
}

/// One line of the list.
#[derive(Clone)]
struct Line {
    /// As it is called, and the trade that it is of.
    name: String,
    trade: String,
    counts: Counts,
    /// The earlier period that it tells of, and the report from below.
    late: Option<(Period, String)>,
}

impl Line {
    fn of(trade: &str, counts: Counts) -> Line {
        Line { name: trade.to_owned(), trade: trade.to_owned(), counts, late: None }
    }

    fn read(row: &Row) -> Line {
        let name = row.get("industry").cloned().unwrap_or_default();
        Line { trade: trade(row), name, counts: Counts::read(row), late: None }
    }

    fn row(&self) -> Known {
        let mut row = self.counts.told();
        let [_, _, found, fixed] = self.counts.0;
        let rate = Figures::rate(fixed, found).filter(|_| self.name == self.trade);
        put(&mut row, "rate", rate.map_or_else(|| "—".to_owned(), |rate| format!("{rate}%")));
        put(&mut row, "industry", self.name.clone());
        if self.name != self.trade {
            put(&mut row, KIND, self.trade.clone());
        }
        if let Some((of, below)) = &self.late {
            put(&mut row, OF, period::stretch_name(of.from, of.to));
            put(&mut row, BELOW, below.clone());
        }
        row
    }
}

/// What a report has to say of the trades besides its own figures.
#[derive(Default)]
pub(super) struct Summed {
    /// The lines by unit, and what is told of earlier sums.
    pub reported: Vec<Known>,
    pub rows: Vec<Known>,
    pub told: Corrected,
}

impl Office {
    /// Whether a report tells what was found by inspecting, as 零报告 of the records and TB-3, TB-7 mean it: one of what
    /// enterprises found themselves does not. `code`: of a rule of the regime, or of a paper.
    pub(in crate::office) fn tells_of_inspecting(&self, code: &str) -> bool {
        let paper = self.regime.report(code).map_or(code, |rule| rule.paper.as_str());
        self.library.paper(paper).is_none_or(|form| !is_of_self_reports(form))
    }

    /// What a community's report tells of earlier ones: entered or put right after they were sent.
    pub(super) fn self_reports_late(
        &mut self,
        spoken: &Spoken<'_>,
        others: &Others,
        late: &mut Since,
    ) -> Result<(), Refusal> {
        for stored in &others.earlier {
            let report = &stored.report;
            if !stored.facts.lists.contains_key(SELF_REPORTS) {
                continue;
            }
            let of = Period { from: report.from, to: report.to };
            let now = self.self_reports_of(spoken, spoken::told_days(stored, spoken.rule))?;
            let own = stored.facts.rows(SELF_REPORTS).iter().filter(|row| !row.contains_key(OF));
            let mut then: Trades = own.map(|row| (trade(row), Counts::read(row))).collect();
            then.extend(told_under(others, &kept_under(of, "")));
            then.remove(ALL);
            let span = terms::period(of.from, of.to);
            for (trade, is, was) in differing(&now, &then) {
                let kind = is.kind(was);
                let name = format!("{trade}（{span}{kind}）");
                let late_of = Some((of, String::new()));
                let counts = is.minus(was);
                let line = Line { name, trade: trade.clone(), counts, late: late_of };
                late.listed.entry(SELF_REPORTS).or_default().push(line.row());
                let mut row = Known::new();
                put(&mut row, "kind", kind);
                put(&mut row, "period", span.clone());
                put(&mut row, "what", trade.clone());
                put(&mut row, "change", is.change(Some(was)));
                late.rows.push(row);
            }
            keep(&mut late.told, &kept_under(of, ""), &now, &then);
        }
        let own = kept_under(spoken.period, "");
        let now = self.self_reports_of(spoken, spoken.days)?;
        keep(&mut late.told, &own, &now, &told_under(others, &own));
        Ok(())
    }

    fn self_reports_of(&mut self, spoken: &Spoken<'_>, days: Period) -> Result<Trades, Refusal> {
        let rows = self.self_report_rows(spoken.unit, days)?;
        Ok(rows.iter().map(|row| (trade(row), Counts::read(row))).collect())
    }

    /// Adds up what came from below (逐级), and what has come since the sums before.
    pub(super) fn self_reports_summed(
        &mut self,
        facts: &mut Facts,
        spoken: &Spoken<'_>,
        below: &str,
        came: Vec<Below>,
        others: &Others,
    ) -> Result<Summed, Refusal> {
        let mut all = Summed::default();
        let mut lines: BTreeMap<String, Line> = BTreeMap::new();
        for Below { mut row, report, key } in came {
            if let Some(report) = report {
                let mut sent = self.self_reports_sent(spoken, &report)?;
                let under = kept_under(spoken.period, &key);
                keep(&mut all.told, &under, &by_trade(&sent), &told_under(others, &under));
                if take_told(&mut sent, &key, &others.added_lines) {
                    put(&mut row, "state", TOLD);
                }
                put_counts(&mut row, sum(&sent));
                for line in sent {
                    let known = lines
                        .entry(line.name.clone())
                        .or_insert_with(|| Line { counts: Counts::default(), ..line.clone() });
                    known.counts = known.counts.plus(line.counts);
                }
            }
            all.reported.push(row);
        }
        let own = lines.into_values().filter(|line| line.counts != Counts::default());
        let mut listed: Vec<Known> = own.map(|line| line.row()).collect();
        self.came_since(spoken, below, others, &mut all, &mut listed)?;
        facts.lists.insert(SELF_REPORTS.to_owned(), numbered(listed));
        Ok(all)
    }

    /// Reports from below that came, or came anew, after the sum of their period was sent.
    fn came_since(
        &mut self,
        spoken: &Spoken<'_>,
        below: &str,
        others: &Others,
        all: &mut Summed,
        listed: &mut Vec<Known>,
    ) -> Result<(), Refusal> {
        for Stored { report, facts, .. } in &others.earlier {
            // One that counted the records itself, where the regime had no step below it, lacks nothing from below.
            if !facts.lists.contains_key(REPORTED) {
                continue;
            }
            let of = Period { from: report.from, to: report.to };
            for came in self.reported_below(below, spoken.unit, of)? {
                let name = came.name();
                let Below { mut row, report: Some(report), key } = came else { continue };
                let under = kept_under(of, &key);
                let mut then = told_under(others, &under);
                let was_there = then.remove(ALL);
                let sent = self.self_reports_sent(spoken, &report)?;
                let now = by_trade(&sent);
                let changed = differing(&now, &then);
                if was_there.is_some() && changed.is_empty() {
                    continue;
                }
                let kind = if was_there.is_some() { "更正" } else { ADDED };
                let (is, was) = (sum(&sent), was_there.unwrap_or_default());
                for (trade, is, was) in &changed {
                    let name_of = format!("{trade}（{name}{kind}）");
                    let (trade, counts) = (trade.clone(), is.minus(*was));
                    let late = Some((of, key.clone()));
                    listed.push(Line { name: name_of, trade, counts, late }.row());
                }
                let mut told = Known::new();
                put(&mut told, "kind", kind);
                put(&mut told, "period", terms::period(report.from, report.to));
                put(&mut told, "what", name);
                put(&mut told, "change", is.change(was_there));
                all.rows.push(told);
                put(&mut row, "state", kind);
                put_counts(&mut row, is.minus(was));
                all.reported.push(row);
                keep(&mut all.told, &under, &now, &then);
            }
        }
        Ok(())
    }

    /// The lines of a report from below, as they were sent.
    fn self_reports_sent(
        &mut self,
        spoken: &Spoken<'_>,
        report: &Report,
    ) -> Result<Vec<Line>, Refusal> {
        let stored = reports::by_id(&mut *self.store.driver, spoken.unit, report.id)?;
        let lines =
            |stored: &Stored| stored.facts.rows(SELF_REPORTS).iter().map(Line::read).collect();
        Ok(stored.as_ref().map(lines).unwrap_or_default())
    }
}

/// Whether a paper reports what enterprises found themselves.
pub(super) fn is_of_self_reports(form: &PaperForm) -> bool {
    form.is_report() && form.lists().contains(SELF_REPORTS)
}

/// The figures of such a report are of its list: what was found, and of that put right.
pub(super) fn figures(facts: &Facts) -> Figures {
    let all = facts.rows(SELF_REPORTS).iter().map(Counts::read);
    let Counts([_, _, found, closed]) = all.fold(Counts::default(), Counts::plus);
    Figures { found, closed, ..Figures::default() }
}

/// What other reports have told of this very period, which was given back and is sent anew.
pub(super) fn lines_about(others: &[Stored], of: Period) -> Lines {
    let of = period::stretch_name(of.from, of.to);
    let rows = others.iter().flat_map(|stored| stored.facts.rows(SELF_REPORTS));
    let mut lines = Lines::new();
    for row in rows.filter(|row| row.get(OF) == Some(&of)) {
        let key = (row.get(BELOW).cloned().unwrap_or_default(), trade(row));
        let known = lines.entry(key).or_default();
        *known = known.plus(Counts::read(row));
    }
    lines
}

/// The lines that were counted here, without what was told of them before.
pub(super) fn left_to_tell(rows: &[Known], others: &Others) -> Vec<Known> {
    let mut lines: Vec<Line> = rows.iter().map(Line::read).collect();
    take_told(&mut lines, "", &others.added_lines);
    lines.retain(|line| line.counts != Counts::default());
    lines.iter().map(Line::row).collect()
}

/// Takes off what was told before of one report from below, or of what was counted here. Says whether there was any.
fn take_told(lines: &mut Vec<Line>, below: &str, told: &Lines) -> bool {
    let mut any = false;
    for ((_, trade), more) in told.iter().filter(|((of, _), _)| of == below) {
        any = true;
        match lines.iter_mut().find(|line| line.trade == *trade) {
            Some(line) => line.counts = line.counts.minus(*more),
            None => lines.push(Line::of(trade, Counts::default().minus(*more))),
        }
    }
    any
}

/// The trade that a row is of: it stands beside a name that says more.
fn trade(row: &Row) -> String {
    let name = row.get("industry").map_or("", String::as_str);
    row.get(KIND).map_or(name, String::as_str).to_owned()
}

fn by_trade(lines: &[Line]) -> Trades {
    let mut all = Trades::new();
    for line in lines {
        let known = all.entry(line.trade.clone()).or_default();
        *known = known.plus(line.counts);
    }
    all
}

fn sum(lines: &[Line]) -> Counts {
    lines.iter().map(|line| line.counts).fold(Counts::default(), Counts::plus)
}

/// A line of a sum by unit has the figures of its report, and how many enterprises reported how often.
fn put_counts(row: &mut Known, Counts([units, count, found, closed]): Counts) {
    for (name, count) in [("units", units), ("count", count), ("found", found), ("closed", closed)]
    {
        put(row, name, count.to_string());
    }
}

/// Each trade that is not what it was: now, then.
fn differing(now: &Trades, then: &Trades) -> Vec<(String, Counts, Counts)> {
    let of = |all: &Trades, trade: &String| all.get(trade).copied().unwrap_or_default();
    let gone = then.keys().filter(|trade| !now.contains_key(*trade));
    let mut trades: Vec<&String> = now.keys().chain(gone).collect();
    trades.sort();
    let both = trades.into_iter().map(|trade| (trade.clone(), of(now, trade), of(then, trade)));
    both.filter(|(_, is, was)| is != was).collect()
}

/// Before the names of the trades under which a report keeps what it has told of a period, of a sum what it has told of
/// one report from below.
fn kept_under(of: Period, below: &str) -> String {
    let of = format!("{SELF_REPORTS}|{}|", period::stretch_name(of.from, of.to));
    if below.is_empty() { of } else { format!("{of}{below}|") }
}

fn told_under(others: &Others, under: &str) -> Trades {
    let told = others.told.iter().filter_map(|(key, row)| {
        Some((key.strip_prefix(under)?.to_owned(), Counts::read(row.as_ref()?)))
    });
    told.collect()
}

/// Keeps all that is told now of the trades that are known or were.
fn keep(told: &mut Corrected, under: &str, now: &Trades, then: &Trades) {
    let of = |trade: &str| now.get(trade).copied().unwrap_or_default();
    for trade in now.keys().chain(then.keys()).filter(|trade| *trade != ALL) {
        told.insert(format!("{under}{trade}"), Some(of(trade).told()));
    }
    let all = now.values().copied().fold(Counts::default(), Counts::plus);
    told.insert(format!("{under}{ALL}"), Some(all.told()));
}
