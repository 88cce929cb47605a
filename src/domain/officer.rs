//! Grid officers (S2 管理办法): the certificate before work, the conditions of hiring, and the grades of a year.

use std::{collections::BTreeSet, ops::Bound};

use chrono::{Days, NaiveDate};
use serde::Serialize;

use super::{rule::RuleError, workday::WorkCalendar};

/// What is done about somebody who may not inspect yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Strictness {
    #[default]
    Off,
    Warn,
    Refuse,
}

/// The regime's numbers and words; without them nothing is asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rules {
    /// Nobody has written down an exam of somebody who was there before the office.
    pub unrecorded: Strictness,
    /// The same of somebody who came later.
    pub newcomer: Strictness,
    /// Calendar days from the office's first day in which who is put on the list without a first day was there before.
    pub settling_days: u32,
    /// The exam was failed, the certificate has no number or has run out.
    pub invalid: Strictness,
    /// Born on this day or later.
    pub born_from: Option<NaiveDate>,
    /// Words of 学历 that are enough; none for any.
    pub educations: Vec<String>,
    /// Words of absences for which a quarter is to be graded 不合格.
    pub absences: Vec<String>,
    /// So many failed quarters make a failed year; 0 for never.
    pub failed_quarters: u32,
    /// Working days within which dismissal and replacement are done.
    pub dismissal_workdays: u32,
    /// Working days within which a major hazard or a clue is reported, the day of finding not counted; `None` for no
    /// limit.
    pub report_workdays: Option<u32>,
}

/// How something that had to be reported was (S2 管理办法四（六）3 不及时报告).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reporting {
    /// Calendar days from finding to reporting, to today while it is not reported.
    pub days: u32,
    pub late: bool,
}

impl Reporting {
    /// Found on a day and reported on another, or not yet.
    pub fn of(
        calendar: &WorkCalendar,
        found: NaiveDate,
        reported: Option<NaiveDate>,
        today: NaiveDate,
        within: Option<u32>,
    ) -> Reporting {
        let on = reported.unwrap_or(today);
        let days = u32::try_from((on - found).num_days()).unwrap_or(0);
        let late = within.is_some_and(|workdays| on > calendar.add_workdays(found, workdays));
        Reporting { days, late }
    }
}

/// Why somebody was not there, as far as it matters what goes together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absence {
    /// 事假、病假、公休
    Leave,
    /// 旷工
    Unexcused,
}

/// Whether two absences of one person cannot both be so: nobody is absent without leave on a day of leave. First and last
/// day of each, both counted.
pub fn contradict(
    (one, (from, to)): (Absence, (NaiveDate, NaiveDate)),
    (other, (since, until)): (Absence, (NaiveDate, NaiveDate)),
) -> bool {
    one != other && from <= until && since <= to
}

/// One pre-service training with its exam.
#[derive(Clone, Debug, PartialEq)]
pub struct Exam {
    /// Its last day.
    pub on: NaiveDate,
    pub passed: bool,
    /// 证号; empty when none was given.
    pub certificate: String,
    /// The last day of the certificate; `None` for ever.
    pub until: Option<NaiveDate>,
}

/// How somebody stands by the exams.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Certified {
    Unrecorded,
    Valid { certificate: String, until: Option<NaiveDate> },
    Failed { on: NaiveDate },
    WithoutNumber { on: NaiveDate },
    Expired { on: NaiveDate },
}

impl Certified {
    /// On a day, by the exams up to it. A certificate that holds outlives a later exam that was failed.
    pub fn of(exams: &[Exam], day: NaiveDate) -> Certified {
        let past = || exams.iter().filter(|exam| exam.on <= day);
        let given = |exam: &&Exam| exam.passed && !exam.certificate.trim().is_empty();
        let holding = past()
            .filter(given)
            .filter(|exam| exam.until.is_none_or(|until| day <= until))
            .max_by_key(|exam| exam.until.unwrap_or(NaiveDate::MAX));
        if let Some(exam) = holding {
            let certificate = exam.certificate.trim().to_owned();
            return Certified::Valid { certificate, until: exam.until };
        }
        match past().max_by_key(|exam| exam.on) {
            None => Certified::Unrecorded,
            Some(exam) if !exam.passed => Certified::Failed { on: exam.on },
            Some(exam) => match exam.until {
                Some(until) if until < day => Certified::Expired { on: until },
                _ => Certified::WithoutNumber { on: exam.on },
            },
        }
    }

    /// What the regime has done about it.
    pub fn strictness(&self, rules: &Rules, newcomer: bool) -> Strictness {
        match self {
            Certified::Valid { .. } => Strictness::Off,
            Certified::Unrecorded if newcomer => rules.newcomer,
            Certified::Unrecorded => rules.unrecorded,
            Certified::Failed { .. }
            | Certified::WithoutNumber { .. }
            | Certified::Expired { .. } => rules.invalid,
        }
    }
}

/// The stretches within some days, both of each counted, in which the exams keep somebody from inspecting, the earliest
/// first: how somebody stands turns only on the day of an exam and behind the last day of a certificate.
pub fn kept_out(
    exams: &[Exam],
    rules: &Rules,
    newcomer: bool,
    (from, to): (NaiveDate, NaiveDate),
) -> Vec<(NaiveDate, NaiveDate)> {
    let ends = exams.iter().filter_map(|exam| exam.until?.succ_opt());
    let turns = exams.iter().map(|exam| exam.on).chain(ends);
    let turns = turns.filter(|day| from < *day && *day <= to).chain((from <= to).then_some(from));
    let turns: BTreeSet<NaiveDate> = turns.collect();
    let mut out: Vec<(NaiveDate, NaiveDate)> = Vec::new();
    for first in &turns {
        if Certified::of(exams, *first).strictness(rules, newcomer) != Strictness::Refuse {
            continue;
        }
        let next = turns.range((Bound::Excluded(*first), Bound::Unbounded)).next();
        let last = next.and_then(|next| next.pred_opt()).unwrap_or(to);
        match out.last_mut().filter(|(_, before)| before.succ_opt() == Some(*first)) {
            Some((_, end)) => *end = last,
            None => out.push((*first, last)),
        }
    }
    out
}

/// Since when somebody is there, as far as it is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Began {
    /// First day of the post, or 录用日期 of the file; the later one.
    pub told: Option<NaiveDate>,
    /// When the name was put on the staff list.
    pub listed: Option<NaiveDate>,
}

impl Began {
    /// Whether it was after the office had begun: who was there before has no record of an exam to show.
    pub fn is_newcomer(self, office: NaiveDate, rules: &Rules) -> bool {
        match self.told {
            Some(told) => told > office,
            None => self
                .listed
                .is_some_and(|listed| listed > office + Days::new(rules.settling_days.into())),
        }
    }
}

/// Conditions of hiring (S2 管理办法一（三）).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    Age,
    Education,
    /// 户口或居住证
    Residence,
    /// 无违法犯罪记录
    CleanRecord,
}

/// What the file of somebody says; empty and `None` where it says nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct File {
    pub born: Option<NaiveDate>,
    pub education: String,
    pub resident: Option<bool>,
    pub clean: Option<bool>,
}

impl File {
    /// Each condition that the regime has, and whether it is met; `None` where the file says nothing.
    pub fn conditions(&self, rules: &Rules) -> Vec<(Condition, Option<bool>)> {
        let mut all = Vec::new();
        if let Some(from) = rules.born_from {
            all.push((Condition::Age, self.born.map(|born| born >= from)));
        }
        if !rules.educations.is_empty() {
            let known = Some(&self.education).filter(|education| !education.is_empty());
            let enough = known.map(|education| rules.educations.contains(education));
            all.push((Condition::Education, enough));
        }
        if !all.is_empty() {
            all.push((Condition::Residence, self.resident));
            all.push((Condition::CleanRecord, self.clean));
        }
        all
    }
}

/// 考核等次: three, no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    Pass,
    Fair,
    Fail,
}

impl Mark {
    pub const ALL: [Mark; 3] = [Mark::Pass, Mark::Fair, Mark::Fail];

    pub fn code(self) -> &'static str {
        match self {
            Mark::Pass => "pass",
            Mark::Fair => "fair",
            Mark::Fail => "fail",
        }
    }

    pub fn from_code(code: &str) -> Option<Mark> {
        Mark::ALL.into_iter().find(|mark| mark.code() == code)
    }
}

/// The appraisals of a year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Year {
    pub quarters: [Option<Mark>; 4],
    /// As people have given it.
    pub annual: Option<Mark>,
}

impl Year {
    pub fn failed(&self) -> u32 {
        self.quarters.iter().filter(|mark| **mark == Some(Mark::Fail)).count() as u32
    }

    /// So many quarters were failed that the year is (S2 管理办法四（五）: 2次季度考核不合格的，年度考核等次为不合格).
    pub fn is_failed(&self, rules: &Rules) -> bool {
        rules.failed_quarters > 0 && self.failed() >= rules.failed_quarters
    }

    /// The grade of the year: by the rule, else as people have given it.
    pub fn mark(&self, rules: &Rules) -> Option<Mark> {
        if self.is_failed(rules) { Some(Mark::Fail) } else { self.annual }
    }

    /// Whether people may give the year this grade: a failed year is not made better.
    pub fn check(&self, annual: Mark, rules: &Rules) -> Result<(), RuleError> {
        if annual != Mark::Fail && self.is_failed(rules) {
            return Err(RuleError::YearFailed { quarters: self.failed() });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn rules() -> Rules {
        Rules {
            unrecorded: Strictness::Warn,
            newcomer: Strictness::Refuse,
            settling_days: 30,
            invalid: Strictness::Refuse,
            born_from: Some(day("1982-10-01")),
            educations: ["大专", "本科"].map(str::to_owned).to_vec(),
            absences: vec!["旷工".into()],
            failed_quarters: 2,
            dismissal_workdays: 10,
            report_workdays: Some(1),
        }
    }

    fn exam(on: &str, passed: bool, certificate: &str, until: &str) -> Exam {
        let until = Some(until).filter(|until| !until.is_empty()).map(day);
        Exam { on: day(on), passed, certificate: certificate.into(), until }
    }

    #[test]
    fn nobody_is_absent_without_leave_on_a_day_of_leave() {
        use Absence::{Leave, Unexcused};
        let days = |from: u32, to: u32| {
            let day = |day| NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
            (day(from), day(to))
        };
        for (one, other, wrong) in [
            ((Unexcused, days(16, 16)), (Leave, days(16, 18)), true),
            ((Unexcused, days(18, 20)), (Leave, days(16, 18)), true),
            ((Leave, days(16, 18)), (Unexcused, days(17, 17)), true),
            ((Unexcused, days(19, 20)), (Leave, days(16, 18)), false),
            ((Unexcused, days(12, 15)), (Leave, days(16, 18)), false),
            ((Leave, days(16, 18)), (Leave, days(17, 20)), false),
            ((Unexcused, days(16, 18)), (Unexcused, days(17, 20)), false),
        ] {
            assert_eq!(contradict(one, other), wrong, "{one:?} {other:?}");
        }
    }

    #[test]
    fn who_may_not_inspect_is_kept_out_for_stretches() {
        let passed = exam("2026-03-01", true, "YT-1", "2026-05-31");
        let again = exam("2026-07-10", true, "YT-2", "");
        let failed = exam("2026-06-15", false, "", "");
        let late = exam("2026-06-01", true, "YT-3", "2026-12-31");
        let year = (day("2026-01-01"), day("2026-12-31"));
        let one = [passed.clone()];
        let three = [passed.clone(), failed, again];
        let renewed = [passed, late];
        let (before, since) = (("2026-01-01", "2026-02-28"), ("2026-06-01", "2026-12-31"));
        for (exams, newcomer, expected) in [
            // Who was there before is told, not kept out.
            (&[][..], false, &[][..]),
            (&[], true, &[("2026-01-01", "2026-12-31")]),
            (&one, false, &[since]),
            (&one, true, &[before, since]),
            (&three, true, &[before, ("2026-06-01", "2026-07-09")]),
            (&renewed, false, &[]),
        ] {
            let expected: Vec<_> = expected.iter().map(|(a, b)| (day(a), day(b))).collect();
            assert_eq!(kept_out(exams, &rules(), newcomer, year), expected, "{exams:?}");
        }
        assert_eq!(kept_out(&[], &rules(), true, (year.1, year.0)), []);
        assert_eq!(kept_out(&[], &Rules::default(), true, year), []);
    }

    #[test]
    fn nobody_inspects_before_the_certificate() {
        let valid = |certificate: &str, until: &str| Certified::Valid {
            certificate: certificate.into(),
            until: Some(until).filter(|until| !until.is_empty()).map(day),
        };
        let passed = exam("2026-03-01", true, "YT-1", "2027-02-28");
        let for_ever = exam("2025-03-01", true, "YT-0", "");
        let failed = exam("2026-05-01", false, "", "");
        let bare = exam("2026-04-01", true, " ", "");
        let table: [(&[Exam], &str, Certified, Strictness); 11] = [
            (&[], "2026-11-26", Certified::Unrecorded, Strictness::Warn),
            // The training is over on its last day; before it there is nothing.
            (std::slice::from_ref(&passed), "2026-02-28", Certified::Unrecorded, Strictness::Warn),
            (
                std::slice::from_ref(&passed),
                "2026-03-01",
                valid("YT-1", "2027-02-28"),
                Strictness::Off,
            ),
            (
                std::slice::from_ref(&passed),
                "2027-02-28",
                valid("YT-1", "2027-02-28"),
                Strictness::Off,
            ),
            (
                std::slice::from_ref(&passed),
                "2027-03-01",
                Certified::Expired { on: day("2027-02-28") },
                Strictness::Refuse,
            ),
            (std::slice::from_ref(&for_ever), "2040-01-01", valid("YT-0", ""), Strictness::Off),
            (
                std::slice::from_ref(&failed),
                "2026-11-26",
                Certified::Failed { on: day("2026-05-01") },
                Strictness::Refuse,
            ),
            (
                std::slice::from_ref(&bare),
                "2026-11-26",
                Certified::WithoutNumber { on: day("2026-04-01") },
                Strictness::Refuse,
            ),
            // Failed once more, the certificate still holds.
            (
                &[passed.clone(), failed.clone()],
                "2026-11-26",
                valid("YT-1", "2027-02-28"),
                Strictness::Off,
            ),
            // The one that holds longest is named.
            (&[for_ever.clone(), passed.clone()], "2026-11-26", valid("YT-0", ""), Strictness::Off),
            // Passed at the second attempt.
            (
                &[exam("2026-01-01", false, "", ""), passed.clone()],
                "2026-11-26",
                valid("YT-1", "2027-02-28"),
                Strictness::Off,
            ),
        ];
        for (exams, on, certified, strictness) in table {
            let found = Certified::of(exams, day(on));
            assert_eq!(found, certified, "{on} {exams:?}");
            assert_eq!(found.strictness(&rules(), false), strictness, "{on} {exams:?}");
            let of_newcomer = match strictness {
                Strictness::Warn => Strictness::Refuse,
                other => other,
            };
            assert_eq!(found.strictness(&rules(), true), of_newcomer, "{on} {exams:?}");
            assert_eq!(found.strictness(&Rules::default(), true), Strictness::Off);
        }
    }

    #[test]
    fn who_came_after_the_office_had_begun_is_new() {
        // The office began on the 5th of January.
        for (told, listed, new) in [
            ("", "", false),
            ("", "2026-01-05", false),
            ("", "2026-02-04", false),
            ("", "2026-02-05", true),
            ("2019-03-01", "2026-09-01", false),
            ("2026-01-05", "2026-09-01", false),
            ("2026-01-06", "2026-01-06", true),
            ("2026-09-01", "2026-01-05", true),
        ] {
            let may = |text: &str| Some(text).filter(|text| !text.is_empty()).map(day);
            let began = Began { told: may(told), listed: may(listed) };
            assert_eq!(began.is_newcomer(day("2026-01-05"), &rules()), new, "{told} {listed}");
        }
    }

    #[test]
    fn a_file_meets_the_conditions_or_says_nothing() {
        use Condition::{Age, CleanRecord, Education, Residence};
        let file = File {
            born: Some(day("1982-10-01")),
            education: "大专".into(),
            resident: Some(true),
            clean: Some(true),
        };
        let none = File::default();
        for (file, met) in [
            (file.clone(), [Some(true); 4]),
            (
                File { born: Some(day("1982-09-30")), ..file.clone() },
                [Some(false), Some(true), Some(true), Some(true)],
            ),
            (
                File { education: "高中".into(), ..file.clone() },
                [Some(true), Some(false), Some(true), Some(true)],
            ),
            (
                File { resident: Some(false), ..file.clone() },
                [Some(true), Some(true), Some(false), Some(true)],
            ),
            (
                File { clean: Some(false), ..file },
                [Some(true), Some(true), Some(true), Some(false)],
            ),
            (none, [None; 4]),
        ] {
            let told: Vec<(Condition, Option<bool>)> =
                [Age, Education, Residence, CleanRecord].into_iter().zip(met).collect();
            assert_eq!(file.conditions(&rules()), told);
            assert_eq!(file.conditions(&Rules::default()), []);
        }
    }

    #[test]
    fn two_failed_quarters_are_a_failed_year_and_nobody_makes_it_better() {
        use Mark::{Fail, Fair, Pass};
        let (pass, fair, fail) = (Some(Pass), Some(Fair), Some(Fail));
        for (quarters, annual, mark) in [
            ([None; 4], None, None),
            ([pass, pass, fair, pass], pass, pass),
            ([pass, fail, fair, pass], fair, fair),
            ([fail, fail, None, None], None, fail),
            ([fail, pass, pass, fail], pass, fail),
            ([fail, fail, fail, fail], None, fail),
            // People may find it failed for other reasons.
            ([pass, pass, pass, pass], fail, fail),
        ] {
            let year = Year { quarters, annual };
            assert_eq!(year.mark(&rules()), mark, "{quarters:?}");
            assert_eq!(year.mark(&Rules::default()), annual, "no rule, no verdict");
            let failed = year.failed();
            for given in Mark::ALL {
                let may = year.check(given, &rules());
                let refused = failed >= 2 && given != Fail;
                assert_eq!(may.is_err(), refused, "{quarters:?} {given:?}");
                if refused {
                    assert_eq!(may, Err(RuleError::YearFailed { quarters: failed }));
                }
            }
        }
    }

    #[test]
    fn what_is_not_reported_by_the_next_working_day_is_late() {
        let calendar = WorkCalendar::default();
        // The 20th of November 2026 is a Friday.
        for (found, reported, today, days, late) in [
            ("2026-11-20", "2026-11-20", "2026-11-26", 0, false),
            ("2026-11-20", "2026-11-23", "2026-11-26", 3, false),
            ("2026-11-20", "2026-11-24", "2026-11-26", 4, true),
            // Reported before it was found: entered the wrong way round, and not late.
            ("2026-11-20", "2026-11-19", "2026-11-26", 0, false),
            // Not yet.
            ("2026-11-20", "", "2026-11-23", 3, false),
            ("2026-11-20", "", "2026-11-24", 4, true),
        ] {
            let reported = Some(reported).filter(|day| !day.is_empty()).map(day);
            let of = |within| Reporting::of(&calendar, day(found), reported, day(today), within);
            assert_eq!(of(Some(1)), Reporting { days, late }, "{found} {reported:?} {today}");
            // Where the regime sets no limit nothing is late.
            assert_eq!(of(None), Reporting { days, late: false });
        }
    }
}
