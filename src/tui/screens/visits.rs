//! The inspections behind a figure, as a list to choose from.

use super::{
    choose::{Choose, choice},
    premises::page::Page,
};
use crate::{office::review::Visited, terms, tui::screen::Cx};

/// So many are listed.
const MOST: usize = 500;

/// Each leads to the page of its premises.
pub fn list(topic: &'static str, title: String, lines: Vec<Visited>) -> Choose {
    let more = lines.len().saturating_sub(MOST);
    let choices = lines.into_iter().take(MOST).map(|line| {
        let visit = line.inspection;
        let label = format!(
            "{}  {}  {}  隐患{}项",
            terms::month_day(visit.on),
            line.premises_name,
            visit.inspectors.join("、"),
            line.hazards
        );
        choice(label, move |cx: &mut Cx| cx.open(Page::of(visit.premises)))
    });
    let list = Choose::new(topic, title, choices.collect());
    match more {
        0 => list,
        more => list.intro(vec![format!("先列{MOST}次，另有{more}次。请换成网格或更短的时段看。")]),
    }
}
