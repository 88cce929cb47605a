//! A submitted report (报表): what a unit sent to the level above about a stretch of days. Once sent it stays as sent
//! (S0 §二.3, S2 制度一); what changes afterwards is told by the next one as corrections.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{id::Id, unit::UnitPath, workday::WorkCalendar};

mod figures;

pub use figures::{Figures, STANDING};

/// What a report says of one hazard, by the names that papers print.
pub type Row = BTreeMap<String, String>;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    pub id: Id,
    /// Who owes it: a community, a street, a district.
    pub unit: UnitPath,
    pub code: String,
    pub title: String,
    /// First and last day that it speaks of.
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// The last day in time; `None` where nobody asks for it.
    pub due: Option<NaiveDate>,
    pub submitted_on: NaiveDate,
    /// When it was first sent, where that one was given back and this one is sent anew.
    #[serde(default)]
    pub first_on: Option<NaiveDate>,
    /// When that one was given back; of several the last.
    #[serde(default)]
    pub back_on: Option<NaiveDate>,
    /// Milliseconds since 1970 UTC.
    pub submitted_at: i64,
    /// Who sent it, and whose signature it bears (empty where none is asked for).
    pub by: String,
    pub signer: String,
    /// 零报告
    pub zero: bool,
    pub figures: Figures,
    pub returned: Option<Returned>,
}

/// 退回: the level above wants it anew. The returned one stays visible.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Returned {
    pub on: NaiveDate,
    pub by: String,
    pub reason: String,
}

impl Report {
    /// 迟报: whether it was first sent after its last day. What was sent in time, given back and sent anew is in time
    /// (S0 §四.1(7) speaks of not reporting as required); what is sent anew has a day of its own, [`again_by`].
    pub fn is_late(&self) -> bool {
        self.due.is_some_and(|due| self.first_on.unwrap_or(self.submitted_on) > due)
    }

    /// Of what was given back the day by which it was to be there anew, where it is due on a day.
    pub fn anew_by(&self, calendar: &WorkCalendar) -> Option<NaiveDate> {
        Some(again_by(calendar, self.due?, self.back_on?))
    }

    /// 重报逾期: whether it was sent anew after the day for that.
    pub fn is_late_anew(&self, calendar: &WorkCalendar) -> bool {
        self.anew_by(calendar).is_some_and(|by| self.submitted_on > by)
    }

    /// A 零报告 of days in which nobody went anywhere: nothing was found because nothing was looked at.
    pub fn is_unseen(&self) -> bool {
        self.zero && self.figures.premises > 0 && self.figures.seen == 0
    }
}

/// Whether a report had come in time as things stood at the end of a day, of every sending about the same days: by the
/// first of them; the last that was sent by then was given back by then and the day to send it anew was over. What is
/// sent or given back later changes no quarter before.
pub fn had_come(sent: &[Report], calendar: &WorkCalendar, due: NaiveDate, on: NaiveDate) -> bool {
    let stood = sent.iter().filter(|one| one.submitted_on <= on);
    let stood = stood.max_by_key(|one| one.submitted_at);
    let back = stood.and_then(|one| one.returned.as_ref()).map(|back| back.on);
    let lacked = back.is_some_and(|back| back <= on && again_by(calendar, due, back) <= on);
    let first = sent.iter().min_by_key(|one| one.submitted_at);
    first.is_some_and(|first| !first.is_late()) && !lacked
}

/// A report may be sent so many days before its last day, and not before its stretch of days is nearly over.
const AHEAD: u64 = 7;

/// The first day on which a report may be sent that speaks of these days and has a last day: a week before that, of a stretch
/// of three weeks and less no more than a third of it.
pub fn sent_from((from, to): (NaiveDate, NaiveDate), last: NaiveDate) -> NaiveDate {
    let third = ((to - from).num_days() + 1) / 3;
    last - Days::new(AHEAD.min(third.unsigned_abs()))
}

/// Whether a unit that exists since a day owes a report: nothing that speaks of the time before it, or was due before it.
pub fn was_there(since: NaiveDate, period_to: NaiveDate, due: NaiveDate) -> bool {
    since <= period_to.min(due)
}

/// So many working days after it was given back a report is to be there anew. 惯例
const AGAIN_WORKDAYS: u32 = 3;

/// By when a report that was given back is to be sent anew: the agenda reminds of it, and from the day after it is not
/// sent (TB-7). Not before the report was due at all.
pub fn again_by(calendar: &WorkCalendar, due: NaiveDate, returned_on: NaiveDate) -> NaiveDate {
    calendar.add_workdays(returned_on, AGAIN_WORKDAYS).max(due)
}

/// What was sent, against what would be sent now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Correction {
    /// Entered after the report was sent.
    Added(Row),
    /// Sent, and withdrawn since.
    Removed(Row),
    /// Each fact that differs: its name, then, now.
    Changed { now: Row, facts: Vec<(&'static str, String, String)> },
}

impl Correction {
    /// The row as it stands; of a removed one, as it was sent.
    pub fn row(&self) -> &Row {
        match self {
            Correction::Added(row) | Correction::Removed(row) => row,
            Correction::Changed { now, .. } => now,
        }
    }
}

/// What makes a hazard another one than was sent. Who owns it or what the premises is called today is not of it.
pub const COMPARED: [&str; 11] = [
    "found_on",
    "text",
    "category",
    "grade",
    "disposal",
    "requirement",
    "deadline",
    "notice",
    "state",
    "recheck_result",
    "closed_on",
];

/// Compares rows by the hazard they are about, in the order of its id.
pub fn corrections(then: &BTreeMap<String, Row>, now: &BTreeMap<String, Row>) -> Vec<Correction> {
    let of = |row: &Row, name: &str| row.get(name).cloned().unwrap_or_default();
    let mut all = Vec::new();
    for (id, row) in then {
        let Some(now) = now.get(id) else {
            all.push(Correction::Removed(row.clone()));
            continue;
        };
        let differs = |name: &&str| of(row, name) != of(now, name);
        let facts: Vec<_> = COMPARED
            .into_iter()
            .filter(differs)
            .map(|name| (name, of(row, name), of(now, name)))
            .collect();
        if !facts.is_empty() {
            all.push(Correction::Changed { now: now.clone(), facts });
        }
    }
    let added = now.iter().filter(|(id, _)| !then.contains_key(*id));
    all.extend(added.map(|(_, row)| Correction::Added(row.clone())));
    all
}

#[cfg(test)]
mod tests {
    use super::super::workday::sample::calendar_2026;
    use super::*;

    fn rows(rows: &[(&str, &str, &str)]) -> BTreeMap<String, Row> {
        let row = |(id, text, owner): &(&str, &str, &str)| {
            let row = [("text", *text), ("owner", *owner)];
            let row = row.map(|(name, value)| (name.to_owned(), value.to_owned()));
            ((*id).to_owned(), Row::from(row))
        };
        rows.iter().map(row).collect()
    }

    #[test]
    fn a_report_is_not_sent_before_its_days_are_nearly_over() {
        for (from, to, last, first) in [
            ("2026-11-01", "2026-11-30", "2026-11-20", "2026-11-13"),
            ("2026-10-01", "2026-12-31", "2027-01-05", "2026-12-29"),
            // A week of a campaign, one that was cut off, and a single day.
            ("2026-12-05", "2026-12-11", "2026-12-11", "2026-12-09"),
            ("2026-12-01", "2026-12-04", "2026-12-04", "2026-12-03"),
            ("2026-12-04", "2026-12-04", "2026-12-04", "2026-12-04"),
        ] {
            let day = |text: &str| text.parse().unwrap();
            assert_eq!(
                sent_from((day(from), day(to)), day(last)),
                day(first),
                "{from} {to} {last}"
            );
        }
    }

    #[test]
    fn a_unit_owes_nothing_that_was_due_before_there_was_one() {
        let day = |text: &str| format!("2026-{text}").parse::<NaiveDate>().unwrap();
        for (since, period_to, due, owed) in [
            // Of the month before, and of the running month by its 20th.
            ("10-01", "10-31", "11-05", true),
            ("11-01", "10-31", "11-05", false),
            ("11-21", "11-30", "11-20", false),
            ("11-20", "11-30", "11-20", true),
            ("11-18", "11-30", "11-20", true),
        ] {
            let told = was_there(day(since), day(period_to), day(due));
            assert_eq!(told, owed, "since {since}, of {period_to}, due {due}");
        }
    }

    #[test]
    fn only_what_was_said_of_the_hazard_itself_is_corrected() {
        let then =
            rows(&[("1", "通道堵塞", "甲"), ("2", "乱拉电线", "甲"), ("3", "无灭火器", "甲")]);
        let now = rows(&[("1", "通道堵塞", "乙"), ("2", "乱接电线", "甲"), ("4", "三合一", "甲")]);
        let told: Vec<String> = corrections(&then, &now)
            .iter()
            .map(|correction| match correction {
                Correction::Added(row) => format!("+{}", row["text"]),
                Correction::Removed(row) => format!("-{}", row["text"]),
                Correction::Changed { facts, .. } => format!("{facts:?}"),
            })
            .collect();
        assert_eq!(told, [r#"[("text", "乱拉电线", "乱接电线")]"#, "-无灭火器", "+三合一"]);
        assert_eq!(corrections(&then, &then), []);
    }

    fn sent(due: &str, on: &str) -> Report {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        Report {
            id: Id([0; 16]),
            unit: UnitPath::parse("3505/03/008/006").unwrap(),
            code: "problem_list".into(),
            title: String::new(),
            from: day("2026-10-01"),
            to: day("2026-10-31"),
            due: Some(day(due)),
            submitted_on: day(on),
            first_on: None,
            back_on: None,
            submitted_at: 0,
            by: "林安全".into(),
            signer: String::new(),
            zero: false,
            figures: Figures::default(),
            returned: None,
        }
    }

    #[test]
    fn a_report_is_late_from_the_day_after_it_was_due() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for (due, first, on, late) in [
            (Some("2026-11-05"), None, "2026-11-05", false),
            (Some("2026-11-05"), None, "2026-11-06", true),
            (None, None, "2026-12-31", false),
            // Given back and sent anew: the first sending tells.
            (Some("2026-11-05"), Some("2026-11-05"), "2026-11-20", false),
            (Some("2026-11-05"), Some("2026-11-06"), "2026-11-06", true),
        ] {
            let due = due.map(day);
            let report = Report { due, first_on: first.map(day), ..sent("2026-11-05", on) };
            assert_eq!(report.is_late(), late, "{due:?} {first:?} {on}");
        }
    }

    #[test]
    fn what_is_given_back_after_a_day_had_come_by_then() {
        /// When it was sent, and given back.
        type Sending = (&'static str, Option<&'static str>);
        let day = |text: &str| format!("2026-{text}").parse::<NaiveDate>().unwrap();
        let cases: [(&[Sending], bool); 11] = [
            (&[("09-05", None)], true),
            (&[("09-07", None)], false),
            // Given back after the quarter, within it, and late all the same.
            (&[("09-05", Some("10-12"))], true),
            (&[("09-05", Some("09-10"))], false),
            (&[("09-05", Some("09-25"))], false),
            (&[("09-05", Some("09-28"))], true),
            (&[("09-07", Some("10-12"))], false),
            // Came anew: within the quarter, after it though it was to be there, after it and in time.
            (&[("09-05", Some("09-10")), ("09-29", None)], true),
            (&[("09-05", Some("09-10")), ("10-08", None)], false),
            (&[("09-05", Some("09-29")), ("10-09", None)], true),
            // What is given back once more after the quarter changes nothing.
            (&[("09-05", Some("09-10")), ("10-08", Some("10-12"))], false),
        ];
        for (sendings, came) in cases {
            let all = sendings.iter().enumerate().map(|(at, (on, back))| {
                let (by, reason) = (String::new(), String::new());
                let returned = back.map(|on| Returned { on: day(on), by, reason });
                let sent = sent("2026-09-05", &format!("2026-{on}"));
                Report { returned, submitted_at: at as i64, ..sent }
            });
            let all: Vec<Report> = all.collect();
            let told = had_come(&all, &calendar_2026(), day("09-05"), day("09-30"));
            assert_eq!(told, came, "{sendings:?}");
        }
    }

    #[test]
    fn what_comes_anew_after_its_day_says_so() {
        let day = |text: &str| format!("2026-{text}").parse::<NaiveDate>().unwrap();
        for (due, back, anew, late) in [
            (Some("11-05"), None, "11-20", false),
            (None, Some("11-05"), "11-20", false),
            (Some("11-05"), Some("11-05"), "11-10", false),
            (Some("11-05"), Some("11-05"), "11-11", true),
            // Given back before it was due at all.
            (Some("11-20"), Some("11-05"), "11-20", false),
            (Some("11-20"), Some("11-05"), "11-21", true),
        ] {
            let (due, back_on) = (due.map(day), back.map(day));
            let report = Report { due, back_on, ..sent("2026-11-05", &format!("2026-{anew}")) };
            assert_eq!(report.is_late_anew(&calendar_2026()), late, "{due:?} {back_on:?} {anew}");
        }
    }

    #[test]
    fn what_was_given_back_is_due_anew_and_not_before_its_day() {
        let calendar = calendar_2026();
        let day = |text: &str| format!("2026-{text}").parse::<NaiveDate>().unwrap();
        for (due, returned, by) in [
            // A Thursday; three working days on is Tuesday.
            ("11-05", "11-05", "11-10"),
            ("11-20", "11-05", "11-20"),
            ("11-05", "11-23", "11-26"),
        ] {
            let told = again_by(&calendar, day(due), day(returned));
            assert_eq!(told, day(by), "due {due}, given back {returned}");
        }
    }
}
