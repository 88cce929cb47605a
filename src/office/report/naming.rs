//! A report by the name that a person gives it.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Office, Period, Refusal};
use crate::{
    domain::{
        period,
        unit::{Level, UnitPath},
    },
    form::{facts::About, paper::PaperForm, regime::ReportRule},
    office::documents::LISTED,
    terms,
};

/// A report as a person names it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wanted {
    /// Code of the regime's rule, of a paper, or of both without the level (`monthly`).
    pub code: String,
    /// The unit it is of; the desk's own when not said.
    pub unit: Option<String>,
    /// What it speaks of; the period that is due when not said.
    pub period: Option<Period>,
}

/// A report found by its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    pub code: String,
    pub title: String,
    /// The paper that it is printed on.
    pub paper: String,
    pub form: PaperForm,
    pub rule: Option<ReportRule>,
    pub unit: UnitPath,
    pub period: Period,
    pub due: Option<NaiveDate>,
    /// What is told to the paper's own fields.
    pub fields: BTreeMap<String, String>,
}

impl Office {
    /// Finds a report by what was typed. `strict`: it has to be one unit's, as for submitting.
    pub fn named_report(&mut self, wanted: &Wanted, strict: bool) -> Result<Named, Refusal> {
        if let Some(named) = self.named_campaign(wanted)? {
            return Ok(named);
        }
        let code = wanted.code.trim();
        let named = wanted.unit.as_deref().map(str::trim).filter(|unit| !unit.is_empty());
        let unit = self.named_unit(named)?;
        let rules = || self.regime.reports.iter();
        let of_level = |level: Level| {
            let full = format!("{code}_{}", level.code());
            rules().find(|rule| {
                rule.from == level && (rule.code == code || rule.paper == code || rule.code == full)
            })
        };
        let mut rule = of_level(unit.level());
        let mut of = unit;
        if rule.is_none() && named.is_none() {
            // A desk above that names no unit means the only one that owes it.
            let below = Level::ALL.into_iter().filter(|level| *level > of.level());
            if let Some(owing) = below.filter_map(of_level).next() {
                let units: Vec<UnitPath> =
                    self.units_at(owing.from).map(|unit| unit.path.clone()).collect();
                match units.as_slice() {
                    [only] => {
                        rule = Some(owing);
                        of = only.clone();
                    }
                    _ if strict => {
                        let level = terms::level(owing.from);
                        return Err(Refusal::said(format!(
                            "“{}”由{level}报送，这里有{}个{level}。请用 --unit 写明是哪个{level}。",
                            owing.label,
                            units.len()
                        )));
                    }
                    _ => {}
                }
            }
        }
        if rule.is_none()
            && strict
            && let Some(other) = rules().find(|rule| rule.code == code || rule.paper == code)
        {
            return Err(Refusal::said(format!(
                "“{}”由{}报送，{}是{}。请用 --unit 写明由谁报送。",
                other.label,
                terms::level(other.from),
                self.unit_name(&of),
                terms::level(of.level())
            )));
        }
        // Above the communities a report of theirs is the sum of what they have sent.
        let summed = (of.level() < Level::Community).then(|| format!("{code}_sum"));
        let own = [of.level(), Level::Community].map(|level| format!("{code}_{}", level.code()));
        let mut own = summed.into_iter().chain(own);
        let by_level;
        let paper = match rule {
            Some(rule) => rule.paper.as_str(),
            // Where nobody asks for `monthly`, it may still be printed and sent.
            None if self.library.paper(code).is_some() => code,
            None => {
                by_level = own.find(|code| self.library.paper(code).is_some());
                by_level.as_deref().unwrap_or(code)
            }
        };
        let mut form = self.paper_form(paper)?;
        let mut paper = paper.to_owned();
        if form.about == About::Entry {
            // 工作日志 of a period is its ledger.
            paper = format!("{LISTED}{paper}");
            form = self.paper_form(&paper)?;
        }
        if of.level() == Level::Grid && form.about == About::None && !is_told_by_grid(&form) {
            return Err(Refusal::said(format!(
                "“{}”没有按网格的数，只按社区统计。请用 --unit 写明是哪个社区。",
                form.title
            )));
        }
        let period = match wanted.period {
            Some(period) => period,
            None => self.due_period(rule, &form),
        };
        if let Some(rule) = rule
            && rule.period(period.from) != (period.from, period.to)
        {
            let (from, to) = rule.period(period.from);
            return Err(Refusal::said(format!(
                "“{}”每次报{}，写的却是{}。请写成 --period {}。",
                rule.label,
                terms::period(from, to),
                terms::period(period.from, period.to),
                period::stretch_name(from, to)
            )));
        }
        let due = rule.and_then(|rule| rule.due(&self.calendar, period.from));
        Ok(Named {
            code: rule.map_or(&paper, |rule| &rule.code).clone(),
            paper: paper.clone(),
            title: rule.map_or(&form.title, |rule| &rule.label).clone(),
            form,
            rule: rule.cloned(),
            unit: of,
            period,
            due: due.map(|due| due.day),
            fields: BTreeMap::new(),
        })
    }

    /// What a report is about when nobody says so.
    fn due_period(&self, rule: Option<&ReportRule>, form: &PaperForm) -> Period {
        let today = self.act.today;
        let (from, to) = match rule {
            Some(rule) => {
                let (from, to) = rule.period(today);
                let eve = from.pred_opt().filter(|_| rule.of_previous);
                eve.map_or((from, to), |eve| rule.period(eve))
            }
            None => form.days_of(today),
        };
        Period { from, to }
    }
}

/// Whether all that a paper prints is known of a single grid. Figures, ledgers and trends are kept by community.
fn is_told_by_grid(form: &PaperForm) -> bool {
    const BY_GRID: [&str; 10] = [
        "premises",
        "key_premises",
        "grids",
        "hazards",
        "unfinished",
        "inspections",
        "categories",
        "duties",
        "tree",
        "planned",
    ];
    !form.is_report() && form.lists().iter().all(|list| BY_GRID.contains(&list.as_str()))
}
