//! 零报告: whether it would be true that there was nothing.

use std::collections::BTreeMap;

use crate::{
    domain::report::Figures,
    form::{facts::Facts, paper::PaperForm, regime::ReportRule},
    office::facts::{SELF_REPORTED, SELF_REPORTS, TAKEN, TOLD, adds_hazard, is_of_nothing},
    terms,
};

/// How many lines it tells that an earlier report should have told.
fn added(facts: &Facts) -> usize {
    facts.rows("corrections").iter().filter(|row| adds_hazard(row)).count()
}

/// What stands in the way of a 零报告.
pub(super) fn content(facts: &Facts, figures: &Figures) -> String {
    let enterprises = facts.rows(SELF_REPORTS);
    if !enterprises.is_empty() {
        let told = SELF_REPORTED.map(|(name, label, unit)| {
            let counts = enterprises.iter().filter_map(|row| row.get(name)?.parse::<i64>().ok());
            format!("{label}{}{unit}", counts.sum::<i64>())
        });
        return told.join("，");
    }
    if is_of_nothing(facts) {
        let none = facts.rows("reported").iter().all(|row| !row.contains_key("submitted_on"));
        return match none {
            true => "还没有收到下级的报表".to_owned(),
            false => "收到的汇总本身都没有收到下级的报表".to_owned(),
        };
    }
    let mut parts = vec![format!("查出隐患{}条", figures.found)];
    if figures.found_late != 0 {
        parts.push(format!("补报{}条", figures.found_late));
    }
    for name in ["closed", "closed_before"].into_iter().chain(TAKEN) {
        let count = figures.get(name);
        // Of those found that were put right nobody asks here.
        if count != 0 && (name != "closed" || figures.found == 0) {
            parts.push(terms::counted_later(name, count));
        }
    }
    if is_told(facts) {
        parts.push("有已由别的一期报过的数".to_owned());
    }
    parts.join("，")
}

/// Whether a 零报告 would be true: no hazard was found, none is told late, or the rows that it is made of are none. A sum
/// of which nothing has come says nothing, and not that there was nothing.
pub(super) fn is_zero(
    form: &PaperForm,
    rule: Option<&ReportRule>,
    facts: &Facts,
    figures: &Figures,
) -> bool {
    let first = form.tables().next().map(|table| table.rows.as_str());
    let summed = rule.is_some_and(|rule| !rule.sums.is_empty());
    match first {
        _ if is_told(facts) || is_of_nothing(facts) => false,
        Some(SELF_REPORTS) => facts.rows(SELF_REPORTS).is_empty(),
        // What came late from below is in the sum.
        Some(_) if summed => {
            [figures.found, figures.found_late, figures.closed].into_iter().all(|count| count == 0)
        }
        Some("hazards" | "reported" | "streets" | "communities" | "quarter") | None => {
            figures.found == 0 && figures.found_late == 0 && added(facts) == 0
        }
        Some(list) => facts.rows(list).is_empty(),
    }
}

/// Whether another report has told some of it, before this one was sent anew.
fn is_told(facts: &Facts) -> bool {
    let says = |name: &'static str| {
        move |row: &BTreeMap<String, String>| row.get(name).is_some_and(|said| said == TOLD)
    };
    facts.rows("corrections").iter().any(says("kind"))
        || facts.rows("reported").iter().any(says("state"))
}
