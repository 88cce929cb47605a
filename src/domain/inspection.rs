//! An inspection (检查): one filled checklist at one premises on one day by named people, and the
//! hazards it found. Signed, it never changes; a correction is a new one that names the old.

use std::iter;

use chrono::NaiveDate;

use super::{
    answer::Answer,
    deadline::Deadline,
    grade::{Disposal, Grade},
    hazard::{Course, Step},
    id::Id,
    premises::Status,
    rule::RuleError,
    staff::{Role, Staff},
    unit::{Assignment, Duty, Level, UnitPath},
};

#[derive(Clone, Debug, PartialEq)]
pub struct Inspection {
    pub id: Id,
    pub community: UnitPath,
    pub grid: Option<UnitPath>,
    pub premises: Id,
    pub on: NaiveDate,
    /// The people who went; the first one owns the hazards (谁检查、谁签字、谁负责、谁跟踪).
    pub inspectors: Vec<String>,
    pub form: String,
    /// sha256 of the form's text: the revision it was filled on.
    pub form_sha: String,
    pub answers: Vec<Answer>,
    /// Ticked 场所性质.
    pub nature: Vec<usize>,
    /// `(item, blank, text)`
    pub blanks: Vec<(String, String, String)>,
    /// Whose visit it was: the community's, the street's or the district's (INS-04).
    pub level: Level,
    /// The levels below it whose people went too, where they have rounds of their own (联合检查, [`also_of`]).
    pub also: Vec<Level>,
    /// The inspection that this one corrects.
    pub corrects: Option<Id>,
}

impl Inspection {
    /// For the rounds of which levels it counts, the highest first.
    pub fn levels(&self) -> impl Iterator<Item = Level> {
        iter::once(self.level).chain(self.also.iter().copied())
    }
}

/// What was found, with what was ordered; its road since is the `Course`.
#[derive(Clone, Debug, PartialEq)]
pub struct Hazard {
    pub id: Id,
    pub community: UnitPath,
    pub grid: Option<UnitPath>,
    pub premises: Id,
    pub inspection: Id,
    /// Place in the inspection, from 1.
    pub ordinal: u32,
    /// The item of the checklist; `None` when found outside the list.
    pub item: Option<String>,
    pub text: String,
    pub category: String,
    pub disposal: Disposal,
    pub requirement: String,
    pub interim: String,
    pub basis: String,
    /// 责任人 of the premises.
    pub responsible: String,
    /// 验收人
    pub acceptor: String,
    /// 网格责任人: the inspector, of several the one whose grid it is, until it is handed over (INS-16).
    pub owner: String,
    pub found_on: NaiveDate,
    pub first_grade: Grade,
    /// How the first deadline came about.
    pub term: Option<Deadline>,
    pub course: Course,
}

/// The field of 重大隐患填报表 that says 隐患类别; several with 、 between them.
pub const CATEGORIES: &str = "categories";

impl Hazard {
    /// 隐患类别: that of its item; what was found beside the checklist has no other than 重大隐患填报表 gives it.
    pub fn category(&self) -> &str {
        let said = || self.course.report()?.form().fields.get(CATEGORIES);
        match self.category.as_str() {
            "" => said().map_or("", |said| said.trim()),
            known => known,
        }
    }

    /// Under which it counts: the first of several.
    pub fn first_category(&self) -> &str {
        self.category().split('、').next().unwrap_or_default().trim()
    }

    /// Takes one step; whoever it is handed over to follows it from then on.
    pub fn take(self, step: &Step) -> Result<Hazard, RuleError> {
        match step {
            Step::Stopped { .. }
                if self.disposal != Disposal::Suspend && self.course.grade() != Grade::Major =>
            {
                return Err(RuleError::NothingToStop);
            }
            Step::HandedOver { to, .. } if to.trim() == self.owner => {
                return Err(RuleError::SameOwner { name: self.owner });
            }
            _ => {}
        }
        let course = self.course.take(step)?;
        let owner = match step {
            Step::HandedOver { to, .. } => to.trim().to_owned(),
            _ => self.owner,
        };
        Ok(Hazard { course, owner, ..self })
    }
}

/// 网格责任人 of what a visit finds (INS-16): who inspected; of several, the one whose grid it is that day.
pub fn first_owner<'a>(
    inspectors: &'a [String],
    grid: Option<&UnitPath>,
    posts: &[Assignment],
    on: NaiveDate,
) -> &'a str {
    let first = inspectors.first().map_or("", String::as_str);
    let (Some(grid), true) = (grid, inspectors.len() > 1) else { return first };
    let own = |name: &&String| {
        posts.iter().any(|post| {
            post.duty == Duty::GridOfficer
                && post.grid == *grid
                && post.name == **name
                && post.holds_on(on)
        })
    };
    inspectors.iter().find(own).map_or(first, String::as_str)
}

/// The levels below that of a visit whose people went too (联合检查): each has done its own round (S2 §职责二(二)3). Those of a
/// community are not told, since its rounds count anybody's visit. Who has posts at several levels goes for the highest;
/// somebody of another street is not on the round of this one.
pub fn also_of(
    level: Level,
    inspectors: &[String],
    people: &[Staff],
    at: &UnitPath,
    on: NaiveDate,
) -> Vec<Level> {
    let went = |own: &Level| {
        inspectors.iter().any(|name| {
            let posts = || people.iter().filter(|post| post.name == *name && post.serves_on(on));
            let is_own =
                |post: &Staff| post.visits_for() == *own && post.unit.at(*own) == at.at(*own);
            posts().map(Staff::visits_for).min() == Some(*own) && posts().any(is_own)
        })
    };
    let below = Level::ALL.into_iter().filter(|own| *own > level && *own < Level::Community);
    below.filter(went).collect()
}

/// The rules that a hazard meets before its inspection is signed (INS-08, INS-14).
pub fn check_found(hazard: &Hazard) -> Result<(), RuleError> {
    let named = || hazard.text.clone();
    let empty = |text: &str| text.trim().is_empty();
    if empty(&hazard.text) {
        return Err(RuleError::TextMissing);
    }
    if empty(&hazard.requirement) {
        return Err(RuleError::RequirementMissing { hazard: named() });
    }
    if hazard.disposal == Disposal::ByDeadline && empty(&hazard.interim) {
        return Err(RuleError::InterimMissing { hazard: named() });
    }
    if empty(&hazard.responsible) {
        return Err(RuleError::ResponsibleMissing);
    }
    if empty(&hazard.acceptor) {
        return Err(RuleError::AcceptorMissing);
    }
    if hazard.disposal != Disposal::OnTheSpot && hazard.term.is_none() {
        return Err(RuleError::DeadlineMissing { hazard: named() });
    }
    Ok(())
}

/// What closed or moved out before a day has nothing that could be inspected on it; on the day itself it may have been
/// visited before. `statuses` as they were told, in the order of their days.
pub fn check_visited(
    statuses: impl IntoIterator<Item = (NaiveDate, Status)>,
    on: NaiveDate,
) -> Result<(), RuleError> {
    let gone = |status| matches!(status, Status::Closed | Status::MovedOut);
    let mut stands: Option<(NaiveDate, Status)> = None;
    for (since, status) in statuses.into_iter().filter(|(day, _)| *day <= on) {
        if stands.is_none_or(|(_, before)| before != status) {
            stands = Some((since, status));
        }
    }
    match stands {
        Some((since, status)) if gone(status) && since < on => {
            Err(RuleError::NothingToVisit { status, since, on })
        }
        _ => Ok(()),
    }
}

/// Days after which a visit is entered only once somebody has looked at its day again: a year that was typed wrong is
/// farther back, what was kept on paper for two months is not.
const LONG_AGO: i64 = 60;

/// Whether a visit lies so far back that its day may be a slip.
pub fn is_long_ago(on: NaiveDate, today: NaiveDate) -> bool {
    (today - on).num_days() > LONG_AGO
}

/// Whether a visit looks like one that was recorded before: the same premises, checklist and day, by one of the same people.
pub fn is_again(visit: &Inspection, before: &Inspection) -> bool {
    (visit.premises, visit.on, &visit.form) == (before.premises, before.on, &before.form)
        && visit.inspectors.iter().any(|name| before.inspectors.contains(name))
}

/// 验收人 may not be of the premises (INS-18).
pub fn check_acceptor(acceptor: &str, of_premises: &[&str]) -> Result<(), RuleError> {
    let name = acceptor.trim();
    if name.is_empty() {
        return Err(RuleError::AcceptorMissing);
    }
    if of_premises.iter().any(|other| other.trim() == name) {
        return Err(RuleError::AcceptorOfPremises { name: name.to_owned() });
    }
    Ok(())
}

/// 验收人 when nobody is named: the 社区安全员 of the community, whose duty the acceptance is (组织整改复查验收,
/// S0 §一.2(3)). Where that post is empty somebody has to be named (INS-14): who inspects does not become the
/// acceptor by himself.
pub fn usual_acceptor(staff: &[Staff], on: NaiveDate) -> Option<&str> {
    let officer = |person: &&Staff| person.serves_on(on) && person.role == Role::SafetyOfficer;
    staff.iter().find(officer).map(|person| person.name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time_of_day::TimeOfDay;

    #[test]
    fn the_safety_officer_accepts_unless_somebody_else_is_named() {
        let on = NaiveDate::from_ymd_opt(2026, 11, 2).unwrap();
        let person = |name: &str, role, there: bool| Staff {
            id: Id([4; 16]),
            name: name.into(),
            role,
            unit: UnitPath::parse("3505/03/008/006").unwrap(),
            phone: String::new(),
            card: String::new(),
            full_time: false,
            origin: String::new(),
            since: None,
            left: (!there).then(|| crate::domain::staff::Left {
                on,
                why: "退休".into(),
                to: String::new(),
            }),
        };
        let grid = || person("陈一鸣", Role::GridOfficer, true);
        let head = || person("蔡书记", Role::CommunityHead, true);
        let safety = |active| person("林安全", Role::SafetyOfficer, active);
        for (staff, usual) in [
            (vec![], None),
            (vec![grid(), head()], None),
            (vec![grid(), safety(false)], None),
            (vec![grid(), head(), safety(true)], Some("林安全")),
            (vec![safety(false), person("许建安", Role::SafetyOfficer, true)], Some("许建安")),
        ] {
            assert_eq!(usual_acceptor(&staff, on), usual, "{staff:?}");
        }
    }

    #[test]
    fn what_has_closed_is_not_visited_until_it_works_again() {
        use Status::{Closed, MovedOut, Operating, Suspended};
        let day = |day| NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
        let told = |days: &[(u32, Status)]| -> Vec<(NaiveDate, Status)> {
            days.iter().map(|(on, status)| (day(*on), *status)).collect()
        };
        for (statuses, on, since) in [
            (vec![], 10, None),
            (vec![(1, Operating)], 10, None),
            (vec![(1, Operating), (5, Suspended)], 10, None),
            (vec![(1, Operating), (5, Closed)], 4, None),
            (vec![(1, Operating), (5, Closed)], 5, None),
            (vec![(1, Operating), (5, Closed)], 6, Some((5, Closed))),
            (vec![(1, Operating), (5, Closed), (8, Closed)], 10, Some((5, Closed))),
            (vec![(1, Operating), (5, Closed), (8, Operating)], 7, Some((5, Closed))),
            (vec![(1, Operating), (5, Closed), (8, Operating)], 8, None),
            (vec![(1, Operating), (5, MovedOut)], 9, Some((5, MovedOut))),
        ] {
            let expected = match since {
                Some((since, status)) => {
                    Err(RuleError::NothingToVisit { status, since: day(since), on: day(on) })
                }
                None => Ok(()),
            };
            assert_eq!(check_visited(told(&statuses), day(on)), expected, "{statuses:?} {on}");
        }
    }

    #[test]
    fn each_level_whose_people_went_has_been_there() {
        use Level::{Community, District, Street};
        let on = NaiveDate::from_ymd_opt(2026, 11, 2).unwrap();
        let at = UnitPath::parse("3505/03/008/006").unwrap();
        let post = |name: &str, role, unit: &str| Staff {
            id: Id([4; 16]),
            name: name.into(),
            role,
            unit: UnitPath::parse(unit).unwrap(),
            phone: String::new(),
            card: String::new(),
            full_time: false,
            origin: String::new(),
            since: None,
            left: None,
        };
        let left =
            |on| Some(crate::domain::staff::Left { on, why: "退休".into(), to: String::new() });
        let people = [
            post("区查", Role::DistrictOfficer, "3505/03"),
            post("街办", Role::StreetOfficer, "3505/03/008"),
            post("挂钩", Role::LinkedLeader, "3505/03/008/004"),
            post("网格", Role::GridOfficer, "3505/03/008/006"),
            post("邻街", Role::StreetOfficer, "3505/03/009"),
            Staff { left: left(on), ..post("已走", Role::StreetOfficer, "3505/03/008") },
            post("两职", Role::StreetOfficer, "3505/03/008"),
            post("两职", Role::DistrictOfficer, "3505/03"),
        ];
        for (level, names, also) in [
            (District, &["区查", "街办", "网格"][..], &[Street][..]),
            (District, &["区查", "挂钩"], &[Street]),
            // Said to be the district's: whose people are on no list of the street's office.
            (District, &["某某", "街办"], &[Street]),
            (District, &["区查", "网格"], &[]),
            (District, &["区查", "邻街"], &[]),
            (District, &["区查", "已走"], &[]),
            (District, &["两职"], &[]),
            // The highest is told already; what is said to be of a lower one is of no higher.
            (Street, &["街办", "网格"], &[]),
            (Street, &["区查", "街办"], &[]),
            (Community, &["街办", "网格"], &[]),
        ] {
            let inspectors: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            assert_eq!(also_of(level, &inspectors, &people, &at, on), also, "{level:?} {names:?}");
        }
    }

    #[test]
    fn a_visit_of_more_than_two_months_ago_may_be_a_slip() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let today = day("2026-12-08");
        for (on, asked) in [
            ("2026-12-08", false),
            ("2026-11-01", false),
            ("2026-10-09", false),
            ("2026-10-08", true),
            ("2025-12-08", true),
            ("2025-01-01", true),
        ] {
            assert_eq!(is_long_ago(day(on), today), asked, "{on}");
        }
    }

    #[test]
    fn a_visit_is_the_same_again_by_place_day_sheet_and_one_of_the_people() {
        let visit = |premises: u8, day: u32, form: &str, people: &[&str]| Inspection {
            id: Id([9; 16]),
            community: UnitPath::parse("3505/03/008/006").unwrap(),
            grid: None,
            premises: Id([premises; 16]),
            on: NaiveDate::from_ymd_opt(2026, 11, day).unwrap(),
            inspectors: people.iter().map(|name| (*name).to_owned()).collect(),
            form: form.into(),
            form_sha: String::new(),
            answers: Vec::new(),
            nature: Vec::new(),
            blanks: Vec::new(),
            level: Level::Community,
            also: Vec::new(),
            corrects: None,
        };
        let before = visit(1, 2, "table4", &["陈一鸣", "林安全"]);
        for (after, again) in [
            (visit(1, 2, "table4", &["陈一鸣"]), true),
            (visit(1, 2, "table4", &["黄小燕", "林安全"]), true),
            (visit(1, 2, "table4", &["黄小燕"]), false),
            (visit(1, 3, "table4", &["陈一鸣"]), false),
            (visit(1, 2, "fire", &["陈一鸣"]), false),
            (visit(2, 2, "table4", &["陈一鸣"]), false),
        ] {
            assert_eq!(is_again(&after, &before), again, "{after:?}");
        }
    }

    fn hazard(disposal: Disposal, grade: Grade) -> Hazard {
        let found_on = NaiveDate::from_ymd_opt(2026, 11, 2).unwrap();
        Hazard {
            id: Id([1; 16]),
            community: UnitPath::parse("3505/03/008/006").unwrap(),
            grid: None,
            premises: Id([2; 16]),
            inspection: Id([3; 16]),
            ordinal: 1,
            item: None,
            text: "夹层住人".into(),
            category: String::new(),
            disposal,
            requirement: "搬离".into(),
            interim: "断电".into(),
            basis: String::new(),
            responsible: "黄志明".into(),
            acceptor: "林安全".into(),
            owner: "陈一鸣".into(),
            found_on,
            first_grade: grade,
            term: None,
            course: Course::found(found_on, grade),
        }
    }

    #[test]
    fn whoever_takes_it_over_follows_it() {
        let hazard = hazard(Disposal::ByDeadline, Grade::General);
        let to = |name: &str| Step::HandedOver {
            on: hazard.found_on,
            to: name.into(),
            reason: "网格调整".into(),
        };
        let same = RuleError::SameOwner { name: "陈一鸣".into() };
        assert_eq!(hazard.clone().take(&to("陈一鸣")), Err(same));
        assert_eq!(hazard.clone().take(&to(" ")), Err(RuleError::PersonMissing));
        let handed = hazard.clone().take(&to(" 黄小燕 ")).unwrap();
        assert_eq!((handed.owner.as_str(), handed.course.kind()), ("黄小燕", hazard.course.kind()));
    }

    #[test]
    fn only_what_is_major_or_ordered_to_stop_is_stopped() {
        use Disposal::{ByDeadline, Suspend};
        for (disposal, grade, stopped) in [
            (Suspend, Grade::General, true),
            (ByDeadline, Grade::Major, true),
            (ByDeadline, Grade::General, false),
            (ByDeadline, Grade::Unsure, false),
        ] {
            let hazard = hazard(disposal, grade);
            let step = Step::Stopped {
                on: hazard.found_on,
                at: TimeOfDay::read("9:30").unwrap(),
                by: "陈一鸣".into(),
                measures: "停产".into(),
            };
            let outcome = hazard.take(&step).map(|hazard| hazard.course.stopped_on().is_some());
            let expected = if stopped { Ok(true) } else { Err(RuleError::NothingToStop) };
            assert_eq!(outcome, expected, "{disposal:?} {grade:?}");
        }
    }
}
