//! One hazard as the inspector wrote it, completed from the form's draft and checked.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::{
    deadline::{self, Deadline, DeadlineError, LONGEST},
    grade::{Disposal, Grade},
    typed::is_invisible,
    workday::WorkCalendar,
};

use super::{
    checklist::{Draft, Item},
    document::shown,
};

/// Longest text of one hazard; a notice prints it whole.
const LONGEST_TEXT: usize = 2000;

/// One hazard as the inspector wrote it; what is left out comes from the form's draft.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HazardEntry {
    /// Left out for a hazard that no item of the list asks for.
    pub item: Option<String>,
    pub text: Option<String>,
    /// `general`, `major` or `unsure`
    pub grade: Option<String>,
    /// `on_the_spot`, `by_deadline`, `suspend` or `refer`
    pub disposal: Option<String>,
    /// Calendar days to the deadline.
    pub days: Option<i64>,
    pub workdays: Option<i64>,
    /// YYYY-MM-DD
    pub deadline: Option<String>,
    pub interim: Option<String>,
    pub requirement: Option<String>,
    pub basis: Option<String>,
    pub category: Option<String>,
    pub evidence: Option<String>,
}

/// A hazard ready to be recorded. At most one of `days`, `workdays` and `deadline` is given; with none
/// of them a `by_deadline` hazard takes the regime's preset.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HazardDraft {
    pub item: Option<String>,
    pub text: String,
    pub grade: Grade,
    pub disposal: Disposal,
    pub days: Option<u32>,
    pub workdays: Option<u32>,
    pub deadline: Option<NaiveDate>,
    pub requirement: String,
    pub interim: String,
    pub basis: String,
    pub category: String,
    pub evidence: String,
}

impl HazardDraft {
    /// The deadline counted from the inspection. `None` when nothing is ordered by a day: put right on the
    /// spot, or stopped or handed up without a period. A `by_deadline` hazard without a period of its
    /// own takes `default_days`, the regime's preset.
    pub fn deadline(
        &self,
        calendar: &WorkCalendar,
        inspected: NaiveDate,
        default_days: u32,
    ) -> Result<Option<Deadline>, DeadlineError> {
        match (self.days, self.workdays, self.deadline) {
            _ if self.disposal == Disposal::OnTheSpot => Ok(None),
            (_, _, Some(day)) => deadline::fixed(calendar, inspected, day).map(Some),
            (_, Some(n), _) => deadline::by_workdays(calendar, inspected, n).map(Some),
            (Some(n), _, _) => deadline::by_days(calendar, inspected, n).map(Some),
            _ if self.disposal == Disposal::ByDeadline => {
                deadline::by_days(calendar, inspected, default_days).map(Some)
            }
            _ => Ok(None),
        }
    }
}

/// The disposal of a draft. That a hazard was put right on the spot has to be said by the inspector; a
/// draft only suggests it, and until then it is ordered.
pub fn ordered(draft: &Draft) -> Disposal {
    match draft.disposal {
        Disposal::OnTheSpot => Disposal::ByDeadline,
        other => other,
    }
}

/// The form's own draft as a hazard.
pub fn raised(item: &Item, draft: &Draft) -> HazardDraft {
    HazardDraft {
        item: Some(item.id.clone()),
        text: draft.text.clone(),
        grade: draft.grade,
        disposal: ordered(draft),
        days: draft.days,
        workdays: None,
        deadline: None,
        requirement: draft.requirement.clone(),
        interim: draft.interim.clone(),
        basis: draft.basis.clone(),
        category: draft.category.clone(),
        evidence: String::new(),
    }
}

/// Checks the entry at `index` and completes it from `draft`; problems go to `problems`.
pub fn judge_entry(
    index: usize,
    entry: &HazardEntry,
    draft: Option<&Draft>,
    problems: &mut Vec<String>,
) -> Option<HazardDraft> {
    let before = problems.len();
    let place = format!("第{}条隐患", index + 1);
    let mut words = |name: &str, own: &Option<String>, drafted: Option<&String>| {
        if let Some(own) = own {
            check_text(&format!("{place}的 {name}"), own, problems);
        }
        own.as_ref().or(drafted).map(|text| text.trim().to_owned()).unwrap_or_default()
    };
    let text = words("text", &entry.text, draft.map(|draft| &draft.text));
    let requirement =
        words("requirement", &entry.requirement, draft.map(|draft| &draft.requirement));
    let interim = words("interim", &entry.interim, draft.map(|draft| &draft.interim));
    let basis = words("basis", &entry.basis, draft.map(|draft| &draft.basis));
    let category = words("category", &entry.category, draft.map(|draft| &draft.category));
    let evidence = words("evidence", &entry.evidence, None);
    if text.is_empty() {
        problems.push(format!("{place}没有写 text：请写明隐患是什么、在哪里"));
    }
    let grade = code(
        &place,
        "grade",
        &entry.grade,
        Grade::from_code,
        &Grade::ALL.map(Grade::code),
        problems,
    )
    .or(draft.map(|draft| draft.grade))
    .unwrap_or(Grade::General);
    let disposal = code(
        &place,
        "disposal",
        &entry.disposal,
        Disposal::from_code,
        &Disposal::ALL.map(Disposal::code),
        problems,
    )
    .or(draft.map(ordered))
    .unwrap_or(Disposal::ByDeadline);
    if disposal == Disposal::ByDeadline && interim.is_empty() {
        problems.push(format!("{place}是限期整改，要写 interim：整改期间采取什么措施保证场所安全"));
    }
    let days = count(&place, "days", entry.days, problems);
    let workdays = count(&place, "workdays", entry.workdays, problems);
    let deadline = entry.deadline.as_ref().and_then(|text| {
        let day = text.trim().parse().ok();
        if day.is_none() {
            problems.push(format!(
                "{place}的 deadline“{}”不是日期：请写成 2026-11-30 这样",
                shown(text)
            ));
        }
        day
    });
    let given = [entry.days.is_some(), entry.workdays.is_some(), entry.deadline.is_some()]
        .into_iter()
        .filter(|given| *given)
        .count();
    if given > 1 {
        problems.push(format!("{place}的期限写了 {given} 种：days、workdays、deadline 只能写一种"));
    }
    if given > 0 && disposal == Disposal::OnTheSpot {
        problems.push(format!("{place}是当场整改，不写期限：请删去，或改为限期整改"));
    }
    let days = match draft {
        Some(draft) if given == 0 && disposal == Disposal::ByDeadline => draft.days,
        _ => days,
    };
    (problems.len() == before).then(|| HazardDraft {
        item: entry.item.as_deref().map(|id| id.trim().to_owned()),
        text,
        grade,
        disposal,
        days,
        workdays,
        deadline,
        requirement,
        interim,
        basis,
        category,
        evidence,
    })
}

fn code<T>(
    place: &str,
    name: &str,
    written: &Option<String>,
    from_code: impl Fn(&str) -> Option<T>,
    codes: &[&str],
    problems: &mut Vec<String>,
) -> Option<T> {
    let written = written.as_deref()?;
    let value = from_code(written.trim());
    if value.is_none() {
        problems.push(format!(
            "{place}的 {name}“{}”不认识：只能写 {}",
            shown(written),
            codes.join("、")
        ));
    }
    value
}

fn count(place: &str, name: &str, written: Option<i64>, problems: &mut Vec<String>) -> Option<u32> {
    let written = written?;
    let count = u32::try_from(written).ok().filter(|count| (1..=LONGEST).contains(count));
    if count.is_none() {
        problems.push(format!("{place}的 {name} 写的是 {written}：要写 1 到 {LONGEST} 之间的整数"));
    }
    count
}

/// Reports control characters and texts that are too long for a notice.
pub fn check_text(place: &str, text: &str, problems: &mut Vec<String>) {
    if text.chars().any(|c| is_invisible(c) && c != '\n') {
        problems.push(format!("{place}里有看不见的控制字符：请删去后重新输入"));
    }
    if text.chars().count() > LONGEST_TEXT {
        problems.push(format!("{place}太长：最多 {LONGEST_TEXT} 字"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::workday::sample::{calendar_2026, day};

    #[test]
    fn the_deadline_follows_what_was_written() {
        let hazard = |disposal, days, workdays, deadline: Option<&str>| HazardDraft {
            item: None,
            text: "样例".into(),
            grade: Grade::General,
            disposal,
            days,
            workdays,
            deadline: deadline.map(day),
            requirement: String::new(),
            interim: String::new(),
            basis: String::new(),
            category: String::new(),
            evidence: String::new(),
        };
        let calendar = calendar_2026();
        let inspected = day("2026-02-10");
        for (hazard, due) in [
            (hazard(Disposal::ByDeadline, Some(3), None, None), Some("2026-02-13")),
            (hazard(Disposal::ByDeadline, None, Some(5), None), Some("2026-02-24")),
            (hazard(Disposal::ByDeadline, None, None, Some("2026-02-28")), Some("2026-02-28")),
            (hazard(Disposal::ByDeadline, None, None, None), Some("2026-02-24")),
            (hazard(Disposal::Suspend, None, None, None), None),
            (hazard(Disposal::Suspend, Some(30), None, None), Some("2026-03-12")),
            (hazard(Disposal::OnTheSpot, Some(1), None, None), None),
        ] {
            let got = hazard.deadline(&calendar, inspected, 7).expect("a deadline");
            assert_eq!(got.map(|got| got.day), due.map(day), "{hazard:?}");
        }
        let early = hazard(Disposal::ByDeadline, None, None, Some("2026-02-09"));
        assert_eq!(early.deadline(&calendar, inspected, 7), Err(DeadlineError::BeforeInspection));
    }
}
