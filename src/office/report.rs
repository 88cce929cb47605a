//! Reports to the level above (S0 §二.3, S2 制度一、制度三): submitted once, kept as they were sent, given back by the
//! level above; and the list of who owes what by when.

use chrono::NaiveDate;

use super::{
    Office, Refusal,
    documents::Request,
    exports::Listed,
    facts::Period,
    print::{Print, Printed},
};
use crate::{
    domain::{
        id::Id,
        period,
        report::Report,
        unit::{Level, UnitPath},
    },
    form::letter::Letter,
    store::{self, reports},
    terms,
};

mod campaigns;
mod former;
mod given_back;
mod naming;
mod owed;
mod senders;
mod sending;
mod sheet;
mod status;
mod zero;

pub(super) use campaigns::{AFTER, CAMPAIGN, NAME, apart, campaign_title};
pub use naming::{Named, Wanted};
pub use owed::StillOwed;

pub use crate::store::reports::Stored;

/// What is sent anew too late.
pub(super) const LATE_ANEW: &str = "重报逾期";
/// The kind under which the first print of a submitted report is kept.
const KEPT: &str = "report";

/// Something that a unit owes, and what has come of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Owed {
    pub code: String,
    pub title: String,
    /// Of a campaign, not of the regime.
    pub campaign: bool,
    /// The rule or the paper that asks for it.
    pub rule: String,
    pub to: Level,
    pub unit: UnitPath,
    pub unit_name: String,
    pub period: Period,
    /// The last day in time; of what was given back and is not sent anew yet, the day for that.
    pub due: NaiveDate,
    /// Why it is due on that day, where the day was rolled back or it is to be sent anew.
    pub reason: String,
    /// Whether somebody asks for it; else it was sent all the same, and its day is the last that it speaks of.
    pub asked: bool,
    pub submitted: Option<Report>,
    /// One that was given back, and waits to be sent anew.
    pub returned: Option<Report>,
    /// Of what is asked for every sending about these days, those that were given back too.
    pub sent: Vec<Report>,
    pub late: bool,
    /// 重报逾期: it stands, and came anew after the day for that.
    pub late_anew: bool,
}

impl Office {
    /// The report that stands about these days, if it was sent.
    pub fn submitted(&mut self, named: &Named) -> Result<Option<Stored>, Refusal> {
        let Period { from, to } = named.period;
        let driver = &mut *self.store.driver;
        let found = reports::standing(driver, &named.unit, &named.code, from, from)?;
        Ok(found.into_iter().find(|stored| stored.report.to == to))
    }

    /// The id of the report that stands about these days; refused where none was sent.
    pub fn report_sent(&mut self, named: &Named) -> Result<Id, Refusal> {
        let Some(stored) = self.submitted(named)? else {
            let Period { from, to } = named.period;
            return Err(Refusal::said(format!(
                "{}没有报过{}的“{}”，或者已经退回，没有可退回的。请核对是哪一段、哪个单位的（--period、--unit），报了哪些用 anban report status 查看。",
                self.unit_name(&named.unit),
                terms::period(from, to),
                named.title
            )));
        };
        Ok(stored.report.id)
    }

    /// What is said where a report is made as of now that was sent: two papers of the same days would tell two things.
    pub fn sent_already(&mut self, request: &Request) -> Result<Option<String>, Refusal> {
        if !self.regime.reports.iter().any(|rule| rule.paper == request.code) {
            return Ok(None);
        }
        let form = self.paper_form(&request.code)?;
        let (from, to) = form.days_of(self.act.day(request.on)?);
        let wanted = Wanted {
            code: request.code.clone(),
            unit: request.about.clone(),
            period: Some(request.period.unwrap_or(Period { from, to })),
        };
        let Ok(named) = self.named_report(&wanted, false) else { return Ok(None) };
        let Some(Stored { report, .. }) = self.submitted(&named)? else { return Ok(None) };
        Ok(Some(format!(
            "{}的这份报表已由{}在{}上报，这里印的是现在的数。要印报出的那一份，请从报送里打印（anban report {} --period {} --unit {}）。",
            terms::period(report.from, report.to),
            report.by,
            terms::date(report.submitted_on),
            report.code,
            period::stretch_name(report.from, report.to),
            self.unit_name(&report.unit)
        )))
    }

    pub fn submitted_report(&mut self, id: Id) -> Result<Stored, Refusal> {
        reports::by_id(&mut *self.store.driver, &self.scope, id)?
            .ok_or_else(|| Refusal::said("没有这份报表。请用 anban report status 查看报送情况。"))
    }

    /// What is printed when nothing was sent yet: the same as would be sent today.
    pub fn report_request(&self, named: &Named) -> Request {
        Request {
            code: named.paper.clone(),
            about: Some(named.unit.to_string()),
            period: Some(named.period),
            fields: named.fields.clone(),
            blanks: true,
            ..Request::default()
        }
    }

    /// A submitted report as PDF: the first print is kept and always the same bytes.
    pub fn report_pdf(&mut self, id: Id, print: &Print) -> Result<Printed, Refusal> {
        let stored = self.submitted_report(id)?;
        let report = &stored.report;
        let kept = print.is_kept(report.returned.is_some());
        let title = self.report_title(report);
        let letter = shown(&stored)?;
        if kept && let Some(paper) = self.kept_paper(&report.unit, KEPT, report.id)? {
            let list = Listed::of(&letter, false);
            return Ok(Printed { bytes: paper.bytes, title, warnings: Vec::new(), list });
        }
        let mut printed = self.letter_pdf(letter, title, report.submitted_on, print)?;
        if kept {
            printed.bytes = self.keep_paper(&report.unit, KEPT, report.id, printed.bytes)?;
        }
        Ok(printed)
    }

    pub fn report_text(&mut self, id: Id) -> Result<String, Refusal> {
        let letter = shown(&self.submitted_report(id)?)?;
        self.letter_text(&letter)
    }

    fn report_title(&self, report: &Report) -> String {
        self.titled(&report.title, &report.unit, (report.from, report.to))
    }

    /// A report by its name, its unit and its period.
    pub fn report_named(&self, named: &Named) -> String {
        self.titled(&named.title, &named.unit, (named.period.from, named.period.to))
    }

    fn titled(&self, title: &str, unit: &UnitPath, (from, to): (NaiveDate, NaiveDate)) -> String {
        format!("{title} {} {}", self.unit_name(unit), terms::period(from, to))
    }
}

impl Owed {
    /// What has come of it, in a word.
    pub fn state(&self) -> &'static str {
        match (&self.submitted, &self.returned, self.late) {
            (Some(_), _, true) => "迟报",
            (Some(_), _, false) if self.late_anew => LATE_ANEW,
            (Some(report), _, false) if report.zero => "零报告",
            (Some(_), _, false) => "已报",
            (None, Some(_), _) => "退回待重报",
            (None, None, true) => "逾期未报",
            (None, None, false) => "未报",
        }
    }
}

/// What is printed of a submitted report; one that was given back says so.
fn shown(stored: &Stored) -> Result<Letter, Refusal> {
    let mut letter: Letter = serde_json::from_str(&stored.letter).map_err(|error| {
        Refusal::Store(store::Fault::Damaged {
            place: None,
            detail: format!("a report cannot be read: {error}"),
        })
    })?;
    if stored.report.returned.is_some() {
        letter.title = format!("{}（已退回）", letter.title);
    }
    Ok(letter)
}
