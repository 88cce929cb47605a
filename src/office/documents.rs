//! Papers other than the 整改通知书 and the checklists: looked up by their form, filled with what is known and printed, or
//! issued with a number where the form has one. What was issued keeps its words, and from the first print on its bytes.

mod issued;
mod once;
mod register;
mod rows;
mod subject;

pub use register::{Held, Only};

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use self::subject::met;
use super::{
    Office, Refusal,
    exports::{How, Listed, Sheet, mask, sheet_of},
    facts::{Gather, Period},
    print::{Print, Printed},
};
use crate::{
    domain::{
        id::Id,
        unit::{Level, Unit, UnitPath},
    },
    form::{
        facts::{About, Facts},
        field::Field,
        ledger::Ledger,
        letter::Letter,
        paper::{self as paper_form, PaperForm},
    },
    paper::{self, Meta},
    terms,
};

pub use crate::store::documents::{Filter, Stored};

/// What a paper is made of besides its form.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Request {
    /// Code of the paper.
    pub code: String,
    /// The record that it is about, as a person names it; nothing for a paper of the whole unit.
    pub about: Option<String>,
    /// The answers to the paper's own fields. What is not among them is taken from the record as far as it is known;
    /// an empty answer leaves it open.
    pub fields: BTreeMap<String, String>,
    /// Day of issue; today when not said.
    pub on: Option<NaiveDate>,
    /// The days that it speaks of; the month of `on` when not said.
    pub period: Option<Period>,
    /// What is not answered is left to be written by hand, required or not.
    pub blanks: bool,
    /// Which rows of a ledger it lists.
    pub only: Only,
}

/// A field to be asked, with what is proposed for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    pub field: Field,
    pub proposal: String,
}

/// The record that a paper is about, with what papers say of it.
pub(super) struct Subject {
    pub community: UnitPath,
    pub id: Option<Id>,
    pub premises: Option<Id>,
    pub name: String,
    pub facts: Facts,
}

/// The words of a paper.
pub struct Said {
    pub text: String,
    pub title: String,
    pub list: Option<Listed>,
}

/// What a letter is as a list; its numbers are hidden where that is wanted, and it is one.
fn listed(letter: &mut Letter, masked: bool) -> Result<Option<Listed>, Refusal> {
    let list = Listed::of(letter, masked);
    if masked && list.is_none() {
        return Err(Refusal::said(format!(
            "“{}”不是表册，号码遮不了。请不遮号码出这份文书。",
            letter.title
        )));
    }
    if masked {
        mask(letter);
    }
    Ok(list)
}

/// How the list of a ledger is named where a paper has the ledger's code.
pub const LISTED: &str = "ledger/";

/// How the list of those rows of a ledger is named that somebody still has to see to.
pub const WAITING: &str = "waiting/";

impl Office {
    pub fn paper_form(&self, code: &str) -> Result<PaperForm, Refusal> {
        // A ledger whose entries have a paper of the same code is named `ledger/…`.
        if let Some(ledger) = code.strip_prefix(WAITING).and_then(|code| self.library.ledger(code))
        {
            return Ok(ledger.waiting());
        }
        let listed = || {
            let code = code.strip_prefix(LISTED).unwrap_or(code);
            self.library.ledger(code).map(Ledger::list)
        };
        self.library.paper(code).cloned().or_else(listed).ok_or_else(|| {
            Refusal::said(format!(
                "没有代码为“{code}”的文书。请用 anban paper list 查看有哪些文书。"
            ))
        })
    }

    /// Code and title of the papers that may be made of a record, or of the unit for an empty name.
    pub fn papers_about(
        &mut self,
        about: About,
        wanted: &str,
    ) -> Result<Vec<(String, String)>, Refusal> {
        if self.is_taken_back(about, wanted)? {
            return Ok(Vec::new());
        }
        let forms: Vec<PaperForm> =
            self.library.papers().filter(|form| form.about == about).cloned().collect();
        let mut may = Vec::new();
        for form in forms {
            let request = Request { about: Some(wanted.to_owned()), ..Request::default() };
            let so_far = wanted.is_empty()
                || form.requires.is_empty()
                || met(&form, &self.subject(&form, &request, self.act.today)?).is_ok();
            if so_far {
                may.push((form.code, form.name));
            }
        }
        Ok(may)
    }

    /// What a person still has to say for a paper, each with a proposal from what is known.
    pub fn asked(&mut self, request: &Request) -> Result<Vec<Asked>, Refusal> {
        let form = self.paper_form(&request.code)?;
        let on = self.act.day(request.on)?;
        let subject = self.subject(&form, request, on)?;
        self.proposals(&form, &subject)
    }

    /// The words of a paper as it would be issued now; nothing is kept.
    pub fn drafted(&mut self, request: &Request) -> Result<Letter, Refusal> {
        Ok(self.made(request)?.0)
    }

    /// The words, and how the record is called that they are about.
    fn made(&mut self, request: &Request) -> Result<(Letter, String), Refusal> {
        let form = self.paper_form(&request.code)?;
        let subject = self.answered_subject(&form, request, &Gather::told_by(&form))?;
        Ok((paper_form::fill_with(&form, subject.facts), subject.name))
    }

    /// All that a paper may print of its record, its own fields among it.
    pub fn printable(&mut self, request: &Request) -> Result<Facts, Refusal> {
        let form = self.paper_form(&request.code)?;
        Ok(self.answered_subject(&form, request, &Gather::All)?.facts)
    }

    fn answered_subject(
        &mut self,
        form: &PaperForm,
        request: &Request,
        gather: &Gather,
    ) -> Result<Subject, Refusal> {
        let on = self.act.day(request.on)?;
        let mut subject = self.subject_of(form, request, on, gather)?;
        self.answered(form, request, &mut subject)?;
        Ok(subject)
    }

    pub fn drafted_text(&mut self, request: &Request) -> Result<String, Refusal> {
        Ok(self.drafted_words(request, false)?.text)
    }

    /// The same, and what goes on record where it leaves as a file.
    pub fn drafted_words(&mut self, request: &Request, masked: bool) -> Result<Said, Refusal> {
        let mut letter = self.drafted(request)?;
        let list = listed(&mut letter, masked)?;
        Ok(Said { text: self.letter_text(&letter)?, title: letter.title, list })
    }

    /// A paper that needs no number, made from what is known today.
    pub fn drafted_pdf(&mut self, request: &Request, print: &Print) -> Result<Printed, Refusal> {
        let form = self.paper_form(&request.code)?;
        let (letter, name) = self.made(request)?;
        let on = self.act.day(request.on)?;
        let mut title = letter.title.clone();
        match request.about.as_deref().map(|about| (about, Id::parse(about))) {
            // A screen names a record by its id, which is no name for a file.
            Some((_, Some(id))) => title = format!("{title} {name} {}", id.short()),
            Some((about, None)) => {
                let unit = UnitPath::parse(about).map(|path| self.unit_name(&path));
                title = format!("{title} {}", unit.as_deref().unwrap_or(about));
            }
            None => {}
        }
        // One period after another would have the same name.
        if let (Some(Period { from, to }), About::None) = (request.period, form.about) {
            title = format!("{title} {}", terms::period(from, to));
        }
        let mut printed = self.letter_pdf(letter, title, on, print)?;
        if form.number.is_some() {
            printed.warnings.push(
                "这是草稿，没有文号。请用 anban paper issue 出具正式文书，再打印。".to_owned(),
            );
        }
        Ok(printed)
    }

    /// The tables of a paper as a spreadsheet, each a sheet.
    pub fn register_sheet(&mut self, request: &Request, how: How) -> Result<Sheet, Refusal> {
        let form = self.paper_form(&request.code)?;
        let subject = self.answered_subject(&form, request, &Gather::printed_by(&form))?;
        let tables = paper_form::sheets(&form, &subject.facts);
        sheet_of(form.title, tables, how)
    }

    pub(super) fn letter_text(&mut self, letter: &Letter) -> Result<String, Refusal> {
        let office = self.fonts()?;
        let pages = paper::letter(letter, &office.fonts, None).map_err(super::print::refused)?;
        Ok(paper::plain(&pages))
    }

    pub(super) fn letter_pdf(
        &mut self,
        letter: Letter,
        title: String,
        date: NaiveDate,
        print: &Print,
    ) -> Result<Printed, Refusal> {
        let mut letter = print.of(letter)?;
        let list = listed(&mut letter, print.masked)?;
        let office = self.fonts()?;
        let (fonts, warnings) = (&office.fonts, office.problems.clone());
        let author = if letter.issuer.is_empty() {
            self.unit_name(&self.scope)
        } else {
            letter.issuer.clone()
        };
        let meta = Meta { title: title.clone(), author, date };
        let bytes = paper::letter_pdf(letter, fonts, print.overlay, &meta);
        Ok(Printed { bytes: bytes.map_err(super::print::refused)?, title, warnings, list })
    }

    /// 机关代字, as it stands in a number.
    pub(super) fn office_code(&self, unit: &UnitPath) -> String {
        let code = self.unit(unit).map(|unit| unit.office.clone()).unwrap_or_default();
        if code.is_empty() { Unit::short_name(&self.unit_name(unit)).to_owned() } else { code }
    }

    /// A unit by its name, one that was closed as well: its last month is still to be reported. The desk's own when none is
    /// named.
    pub(super) fn named_unit(&self, wanted: Option<&str>) -> Result<UnitPath, Refusal> {
        let Some(wanted) = wanted else { return Ok(self.scope.clone()) };
        if let Some(unit) = self.called_in_full(wanted) {
            return Ok(unit);
        }
        let standing = self.find_unit(Level::Community, wanted);
        standing.or_else(|_| self.find_any_unit(wanted)).or_else(|refusal| {
            let ever = |level| self.find_unit_ever(level, wanted).ok();
            [Level::Community, Level::Grid].into_iter().find_map(ever).ok_or(refusal)
        })
    }
}

/// Lays the answers over what is known, each under its own name.
pub(super) fn lay_fields(facts: &mut Facts, form: &PaperForm, fields: &BTreeMap<String, String>) {
    for field in &form.fields {
        facts.set(&field.id, fields.get(&field.id).map_or("", String::as_str));
    }
}

/// The words of a paper as they are kept.
pub(super) fn written(words: &impl Serialize) -> Result<String, Refusal> {
    serde_json::to_string(words)
        .map_err(|error| Refusal::said(format!("文书写不成文字（{error}），这次没有保存。")))
}

/// A title as the name of a sheet: without the signs that spreadsheets refuse, 31 characters at most.
pub(super) fn sheet_name(title: &str) -> String {
    title.chars().filter(|c| !"[]:*?/\\'".contains(*c)).take(31).collect()
}
