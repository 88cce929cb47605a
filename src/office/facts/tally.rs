//! What reports have counted of each hazard, of each period and of each report from below. A report counts what there is
//! beyond what the others that stand have counted, so that together they come to what the records say, in whatever order
//! they are sent, given back and sent anew (S2 制度一; REP-03, REP-04, REP-09).

use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;

use super::{Period, report::Corrected, spoken::day_said};
use crate::{
    domain::{
        grade::{Disposal, Grade},
        period,
        report::{Figures, Row},
    },
    store::reports::Stored,
    terms,
};

/// What ledgers and matters count; of an earlier period more of it is added to the next.
pub(in crate::office) const TAKEN: [&str; 5] =
    ["supervised", "transferred", "clues", "banned", "penalties"];
const VISITS: &str = "inspections";

/// Before the id of a hazard, before a period, before a period and a unit: under which a report keeps what it counts.
const HAZARD: &str = "counted|hazard|";
const PERIOD: &str = "counted|period|";
const BELOW: &str = "counted|below|";
/// The day on which a hazard was found, beside its counts.
const ON: &str = "on";

/// What was counted of a hazard.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counted {
    pub found_on: Option<NaiveDate>,
    pub figures: Figures,
    /// By the report of which period last.
    pub by: Option<Period>,
}

/// What some reports of one unit and code have counted together.
#[derive(Default)]
pub(super) struct Tally {
    /// By id.
    pub hazards: BTreeMap<String, Counted>,
    periods: BTreeMap<String, Figures>,
    below: BTreeMap<String, Figures>,
    /// The same of sums that called a report from below by its printed name.
    named: BTreeMap<String, Figures>,
}

impl Tally {
    pub fn of(reports: &[Stored]) -> Tally {
        let mut tally = Tally::default();
        let listed: HashSet<&String> = reports
            .iter()
            .flat_map(|stored| stored.facts.rows("hazards"))
            .filter_map(|row| row.get("id"))
            .collect();
        for stored in reports {
            let by = Period { from: stored.report.from, to: stored.report.to };
            let counted = stored.told.iter().filter_map(|(key, row)| Some((key, row.as_ref()?)));
            for (key, row) in counted {
                let figures = figures_of(row, "");
                if let Some(id) = key.strip_prefix(HAZARD) {
                    let on = row.get(ON).and_then(|on| on.parse().ok());
                    tally.add_hazard(id, on, &figures, by);
                } else if let Some(of) = key.strip_prefix(PERIOD) {
                    tally.periods.entry(of.to_owned()).or_default().add(&figures);
                } else if let Some(of) = key.strip_prefix(BELOW) {
                    tally.below.entry(of.to_owned()).or_default().add(&figures);
                }
            }
            if !is_kept(stored) {
                tally.add_older(stored, &listed);
            }
        }
        tally
    }

    fn add_hazard(&mut self, id: &str, on: Option<NaiveDate>, figures: &Figures, by: Period) {
        let counted = self.hazards.entry(id.to_owned()).or_default();
        counted.found_on = counted.found_on.or(on);
        counted.by = Some(by);
        counted.figures.add(figures);
    }

    /// A report that was sent before reports kept what they count: what its lists and figures say. `listed`: the hazards
    /// that some report has among those of its own period.
    fn add_older(&mut self, stored: &Stored, listed: &HashSet<&String>) {
        let Stored { report, facts, told, .. } = stored;
        let by = Period { from: report.from, to: report.to };
        for row in facts.rows("reported").iter().filter(|row| row.contains_key("submitted_on")) {
            let of = |name: &str| row.get(name).map_or("", String::as_str);
            let name = format!("{}{}", of("unit"), of("period"));
            self.named.entry(name).or_default().add(&figures_of(row, ""));
        }
        for row in facts.rows("hazards") {
            let (id, on, one) = one_of(row);
            self.add_hazard(&id, on, &one, by);
        }
        for row in facts.rows("closed_before") {
            let (id, on, one) = one_of(row);
            self.add_hazard(&id, on, &one.closed_of(&Figures::default()), by);
        }
        let mut own = taken_of(&report.figures);
        for (key, row) in told {
            let Some(row) = row else { continue };
            if let Some(of) = key.strip_prefix("figures|") {
                let more = figures_of(row, "more.");
                self.periods.entry(of.to_owned()).or_default().add(&more);
                own = own.beyond(&more);
            } else if let Some(id) = row.get("id").filter(|id| !listed.contains(id)) {
                let (_, on, one) = one_of(row);
                let one = Figures::default().closed_of(&one);
                self.add_hazard(id, on, &one, by);
            }
        }
        self.periods.entry(named(by)).or_default().add(&own);
    }

    /// The visits and the [`TAKEN`] that were counted of a period.
    pub fn of_period(&self, of: Period) -> Figures {
        self.periods.get(&named(of)).copied().unwrap_or_default()
    }

    /// What sums have added of a report from below; `None` where they have not had it. `name`: as it is printed.
    pub fn of_below(&self, key: &str, name: &str) -> Option<Figures> {
        match (self.below.get(key), self.named.get(name)) {
            (None, None) => None,
            (one, other) => {
                let mut all = one.copied().unwrap_or_default();
                all.add(&other.copied().unwrap_or_default());
                Some(all)
            }
        }
    }
}

pub(super) fn keep_hazard(told: &mut Corrected, id: &str, on: NaiveDate, figures: &Figures) {
    let mut row = row_of(figures);
    row.insert(ON.to_owned(), on.to_string());
    told.insert(format!("{HAZARD}{id}"), Some(row));
}

pub(super) fn keep_period(told: &mut Corrected, of: Period, figures: &Figures) {
    told.insert(format!("{PERIOD}{}", named(of)), Some(row_of(figures)));
}

pub(super) fn keep_below(told: &mut Corrected, key: &str, figures: &Figures) {
    told.insert(format!("{BELOW}{key}"), Some(row_of(figures)));
}

/// The visits and the [`TAKEN`] alone.
pub(super) fn taken_of(figures: &Figures) -> Figures {
    let kept = |name: &str| name == VISITS || TAKEN.contains(&name);
    Figures::read(|name| if kept(name) { figures.get(name) } else { 0 })
}

/// Whether a report keeps what it has counted; also one that counted nothing does, of its own period or of one below.
fn is_kept(stored: &Stored) -> bool {
    let kept = |key: &String| key.starts_with(PERIOD) || key.starts_with(BELOW);
    stored.told.keys().any(kept)
}

fn named(of: Period) -> String {
    period::stretch_name(of.from, of.to)
}

fn row_of(figures: &Figures) -> Row {
    let counts = figures.named().into_iter().filter(|(_, count)| *count != 0);
    counts.map(|(name, count)| (name.to_owned(), count.to_string())).collect()
}

fn figures_of(row: &Row, prefix: &str) -> Figures {
    Figures::read(|name| {
        row.get(&format!("{prefix}{name}")).and_then(|count| count.parse().ok()).unwrap_or(0)
    })
}

/// A hazard as a list says it: its id, when it was found, what it counts.
fn one_of(row: &Row) -> (String, Option<NaiveDate>, Figures) {
    let of = |name: &str| row.get(name).map_or("", String::as_str);
    let disposal = [Disposal::OnTheSpot, Disposal::Suspend, Disposal::Refer]
        .into_iter()
        .find(|disposal| terms::disposal(*disposal) == of("disposal"));
    let major = of("grade") == terms::grade(Grade::Major);
    let one = Figures::of_hazard(
        disposal.unwrap_or(Disposal::ByDeadline),
        if major { Grade::Major } else { Grade::General },
        !of("closed_on").is_empty(),
    );
    (of("id").to_owned(), day_said(of("found_on")), one)
}
