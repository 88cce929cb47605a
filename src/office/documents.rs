//! Papers other than the 整改通知书 and the checklists: looked up by their form, filled with what is known,
//! issued with a number where the form has one, and printed. What was issued keeps its words, and from the first
//! print on its bytes.

mod once;
mod register;
mod rows;

pub use register::{Held, Only};

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use super::{
    Office, Refusal, clock,
    exports::{How, Listed, Sheet, mask, sheet_of},
    facts::{Gather, Period},
    notices::{code, numbered},
    print::{Print, Printed},
};
use crate::{
    domain::{
        document::Document,
        entry::Entry,
        id::Id,
        notice::Void,
        numbering::{NumberParts, NumberPattern},
        permission::Deed,
        unit::{Level, Unit, UnitPath},
    },
    form::{
        facts::{About, Facts},
        field::Field,
        filled,
        ledger::Ledger,
        letter::{Letter, Look},
        library::Kind,
        paper::{self as paper_form, IssuedBy, PaperForm},
    },
    paper::{self, Meta},
    store::{self, documents},
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

/// Refuses a paper whose record is not so far.
fn met(form: &PaperForm, subject: &Subject) -> Result<(), Refusal> {
    match paper_form::unmet(form, &subject.facts) {
        Some(say) => Err(Refusal::said(format!("“{}”没有出：{say}", form.title))),
        None => Ok(()),
    }
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

    /// The fields of a paper with what the record says of them.
    fn proposals(&mut self, form: &PaperForm, subject: &Subject) -> Result<Vec<Asked>, Refusal> {
        let filled = self.filled_before(form, subject.id)?;
        Ok(form
            .fields
            .iter()
            .map(|field| {
                let before = filled.get(&field.id).cloned();
                let proposal = before.unwrap_or_else(|| field.proposal(&subject.facts));
                Asked { field: field.clone(), proposal }
            })
            .collect())
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

    /// Issues a paper: its number, its words, and what was answered are kept.
    pub fn issue_paper(&mut self, request: &Request) -> Result<Document, Refusal> {
        let form = self.paper_form(&request.code)?;
        let on = self.act.day(request.on)?;
        let mut subject = self.subject(&form, request, on)?;
        self.check_not_issued(&form, &subject)?;
        let fields = self.answered(&form, request, &mut subject)?;
        let revision = self.revision(Kind::Paper, &form.code)?;
        let deed = deed_of(&form);
        let pattern = self.pattern(&form);
        let unit = self.issuing_unit(&form, &subject);
        let office = self.office_code(&unit);
        let parts = |serial| NumberParts {
            office: office.clone(),
            series: form.code.clone(),
            year: on.year(),
            serial,
        };
        // A number that was given is never given again, so what cannot be printed has none.
        let mut facts = subject.facts.clone();
        if let Some(pattern) = &pattern {
            facts.set("number", pattern.render(&parts(1)));
        }
        self.check_prints(&form, &facts)?;
        let mut document = Document {
            id: clock::new_id(),
            community: subject.community.clone(),
            code: form.code.clone(),
            title: if subject.name.is_empty() {
                form.title.clone()
            } else {
                format!("{} {}", form.title, subject.name)
            },
            subject: subject.id,
            premises: subject.premises,
            unit,
            year: on.year(),
            serial: None,
            number: String::new(),
            issued_on: on,
            void: None,
        };
        self.act.write(&mut self.store, deed, |driver, trace| {
            if let Some(pattern) = pattern {
                let (unit, year) = (&document.unit, document.year);
                let serial = store::notices::next_serial(driver, unit, &document.code, year)?;
                document.number = pattern.render(&parts(serial));
                super::notices::check_own_number(driver, &document.number, unit)?;
                document.serial = Some(serial);
                subject.facts.values.insert("number".to_owned(), document.number.clone());
            }
            let mut letter = paper_form::fill(&form, &subject.facts);
            letter.number.clone_from(&document.number);
            if form.qr && !document.number.is_empty() {
                letter.qr = code(&document.number, &written(&letter)?);
            }
            store::forms::keep(driver, &revision)?;
            documents::insert(
                driver,
                &Stored {
                    document: document.clone(),
                    form_sha: revision.sha,
                    fields,
                    letter: written(&letter)?,
                },
            )?;
            trace.note("paper_issue", Some(&document.community), document.id, &document)?;
            Ok(document)
        })
    }

    /// Refuses a paper that could not be printed.
    fn check_prints(&mut self, form: &PaperForm, facts: &Facts) -> Result<(), Refusal> {
        let letter = paper_form::fill(form, facts);
        let office = self.fonts()?;
        match paper::letter(&letter, &office.fonts, None) {
            Ok(_) => Ok(()),
            Err(error) => {
                let why = super::print::unprinted(&error);
                Err(Refusal::said(format!("“{}”没有出具，没有用掉文号：{why}", form.title)))
            }
        }
    }

    pub fn documents(&mut self, filter: &Filter) -> Result<Vec<Document>, Refusal> {
        Ok(documents::list(&mut *self.store.driver, &self.scope, filter)?)
    }

    /// An issued paper by its number as printed, or by its id.
    pub fn document(&mut self, wanted: &str) -> Result<Stored, Refusal> {
        let wanted = wanted.trim();
        let driver = &mut *self.store.driver;
        if let Some(id) = Id::parse(wanted)
            && let Some(stored) = documents::by_id(driver, &self.scope, id)?
        {
            return Ok(stored);
        }
        let find = |number: &str| documents::by_number(driver, &self.scope, number);
        let mut found = numbered(wanted, find)?;
        match found.len() {
            1 => Ok(found.remove(0)),
            0 => Err(Refusal::said(format!(
                "没有文号为“{wanted}”的文书。请用 anban paper issued 查看已出具的文书。"
            ))),
            _ => Err(Refusal::said(format!(
                "文号“{wanted}”在几个社区都有，请写编号：{}。",
                found
                    .iter()
                    .map(|stored| stored.document.id.to_string())
                    .collect::<Vec<_>>()
                    .join("、")
            ))),
        }
    }

    /// An issued paper as PDF. The plain print is kept and always the same bytes.
    pub fn document_pdf(&mut self, wanted: &str, print: &Print) -> Result<Printed, Refusal> {
        let stored = self.document(wanted)?;
        let document = &stored.document;
        let kept = print.is_kept(document.void.is_some());
        let letter = shown(&stored)?;
        let title = [document.title.as_str(), document.number.as_str()].join(" ");
        let title = title.trim_end().to_owned();
        if kept
            && let Some(paper) =
                self.kept_paper(&document.community, &document.code, document.id)?
        {
            let list = Listed::of(&letter, false);
            return Ok(Printed { bytes: paper.bytes, title, warnings: Vec::new(), list });
        }
        let mut printed = self.letter_pdf(letter, title, document.issued_on, print)?;
        if kept {
            let (community, code, id) = (&document.community, &document.code, document.id);
            printed.bytes = self.keep_paper(community, code, id, printed.bytes)?;
        }
        Ok(printed)
    }

    pub fn document_text(&mut self, wanted: &str) -> Result<String, Refusal> {
        let letter = shown(&self.document(wanted)?)?;
        self.letter_text(&letter)
    }

    /// Marks an issued paper void. Its number stays visible and is never given again.
    pub fn void_document(&mut self, wanted: &str, reason: &str) -> Result<Document, Refusal> {
        let document = self.document(wanted)?.document;
        let voided = document.clone().voided(self.act.today, reason)?;
        let void = Void { on: self.act.today, reason: reason.trim().to_owned() };
        let deed = self.voiding(&document)?;
        self.act.write(&mut self.store, deed, |driver, trace| {
            documents::void(driver, &document, &void)?;
            trace.note("paper_void", Some(&document.community), document.id, &void)
        })?;
        Ok(voided)
    }

    /// A letter against a community or its people is called in by those who may issue it, and by nobody whom it is about.
    pub(super) fn voiding(&mut self, document: &Document) -> Result<Deed, Refusal> {
        let letter = self.library.paper(&document.code).map(deed_of) == Some(Deed::Letter);
        if !letter {
            return Ok(Deed::VoidNotice);
        }
        self.act.person().may(Deed::Letter)?;
        let row = document.subject.map(|id| self.entry(id));
        if let Some(row) = row.and_then(Result::ok) {
            let void = Some(Void { on: self.act.today, reason: String::new() });
            let after = Entry { void, ..row.entry.clone() };
            self.check_own(Some(&row.entry), &after)?;
        }
        Ok(Deed::Letter)
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

    /// How a paper is numbered: as the regime says, else as its form does.
    fn pattern(&self, form: &PaperForm) -> Option<NumberPattern> {
        form.number.as_ref()?;
        self.regime.number(&form.code).cloned().or_else(|| form.number.clone())
    }

    /// What was filled in for a paper before it is printed: the report of a major hazard has its own screen.
    fn filled_before(
        &mut self,
        form: &PaperForm,
        hazard: Option<Id>,
    ) -> Result<BTreeMap<String, String>, Refusal> {
        let Some(id) = hazard.filter(|_| form.code == super::major::PAPER) else {
            return Ok(BTreeMap::new());
        };
        let stored = self.hazard(&id.to_string())?;
        let report = stored.hazard.course.report().map(|report| report.form().fields.clone());
        Ok(report.unwrap_or_default())
    }

    /// Lays the answers among the facts; gives those to be kept.
    fn answered(
        &mut self,
        form: &PaperForm,
        request: &Request,
        subject: &mut Subject,
    ) -> Result<BTreeMap<String, String>, Refusal> {
        // Nobody is asked for a paper that is not to be made.
        met(form, subject)?;
        let fields = self.fields_of(form, request, subject)?;
        lay_fields(&mut subject.facts, form, &fields);
        met(form, subject)?;
        Ok(fields)
    }

    fn fields_of(
        &mut self,
        form: &PaperForm,
        request: &Request,
        subject: &Subject,
    ) -> Result<BTreeMap<String, String>, Refusal> {
        let mut answers = request.fields.clone();
        for Asked { field, proposal } in self.proposals(form, subject)? {
            // A proposal that the field itself would not take is for a person to read.
            if !answers.keys().any(|name| field.is_called(name))
                && let Ok(value) = field.read(&proposal)
            {
                answers.insert(field.id, value);
            }
        }
        // The report of a major hazard is filled in on its own; what is open there is written by hand.
        let blanks = request.blanks || !self.filled_before(form, subject.id)?.is_empty();
        let mut fields = form.fields.clone();
        for field in &mut fields {
            field.required &= !blanks;
        }
        filled::check(&fields, &answers).map_err(Refusal::from)
    }

    /// The record that a paper is about, found by what was typed, and all that papers may say of it.
    fn subject(
        &mut self,
        form: &PaperForm,
        request: &Request,
        on: NaiveDate,
    ) -> Result<Subject, Refusal> {
        self.subject_of(form, request, on, &Gather::All)
    }

    fn subject_of(
        &mut self,
        form: &PaperForm,
        request: &Request,
        on: NaiveDate,
        gather: &Gather,
    ) -> Result<Subject, Refusal> {
        let (from, to) = form.days_of(on);
        let period = request.period.unwrap_or(Period { from, to });
        let wanted = request.about.as_deref().map(str::trim).filter(|text| !text.is_empty());
        let named = |what: &str| {
            wanted.map(str::to_owned).ok_or_else(|| {
                Refusal::said(format!(
                    "“{}”要写明是哪{what}的。请用 --about 写明是哪{what}，再出这份文书。",
                    form.title
                ))
            })
        };
        let mut subject = match form.about {
            About::None => self.about_unit(form, request, on, period, gather),
            About::Grid => self.about_grid(form, &named("个网格")?, on, period, gather),
            About::Premises => self.about_premises(&named("家单位")?, on),
            About::Hazard => self.about_hazard(&named("条隐患")?, on),
            About::Inspection => self.about_inspection(&named("次检查")?, on),
            About::Notice => self.about_notice(&named("份通知书")?, on),
            About::Entry => {
                let row = named("条台账记录")?;
                self.check_row(form, &row)?;
                self.about_entry(&row, on)
            }
            About::Transfer | About::Supervision | About::Event => {
                let matter = named("个事项")?;
                self.check_matter_stands(form, &matter)?;
                self.about_matter(form.about, &matter, on)
            }
        }?;
        // An opinion on a recheck that nobody has made would be signed for nothing.
        let none = |list: &str| form.lists().contains(list) && subject.facts.count(list) == 0;
        if form.about == About::Notice && none("passed") && none("failed") {
            return Err(Refusal::said(format!(
                "这份通知书上的隐患还没有复查，出不了“{}”。请先登记复查（anban hazard recheck）。",
                form.title
            )));
        }
        let issuer = self.unit_name(&self.issuing_unit(form, &subject));
        subject.facts.set("issuer.name", issuer);
        let staff = store::staff::under(&mut *self.store.driver, &self.home)?;
        let actor =
            staff.iter().find(|one| one.serves_on(self.act.today) && one.name == self.act.actor);
        let contact = actor.filter(|one| !one.phone.is_empty());
        let contact = contact.map(|one| format!("{} {}", one.name, one.phone));
        subject.facts.set("actor_contact", contact.unwrap_or_default());
        Ok(subject)
    }

    /// The unit whose paper it is: its 机关代字, its series of numbers, its name as the sender.
    fn issuing_unit(&self, form: &PaperForm, subject: &Subject) -> UnitPath {
        let at = |level| subject.community.at(level);
        let above = match form.issued_by {
            IssuedBy::Own => None,
            IssuedBy::Street => at(Level::Street),
            IssuedBy::Supervisor => {
                let named = subject.facts.get("supervision.unit");
                let levels = [Level::Street, Level::District, Level::City];
                let mut units = levels.into_iter().filter_map(at);
                units.find(|unit| named.contains(Unit::short_name(&self.unit_name(unit))))
            }
        };
        above
            .or_else(|| match form.issued_by {
                IssuedBy::Own => None,
                _ => at(Level::Street),
            })
            .unwrap_or_else(|| subject.community.clone())
    }

    /// A unit by its name, one that was closed as well: its last month is still to be reported. The desk's own when none is
    /// named.
    pub(super) fn named_unit(&self, wanted: Option<&str>) -> Result<UnitPath, Refusal> {
        let Some(wanted) = wanted else { return Ok(self.scope.clone()) };
        let standing = self.find_unit(Level::Community, wanted);
        standing.or_else(|_| self.find_any_unit(wanted)).or_else(|refusal| {
            let ever = |level| self.find_unit_ever(level, wanted).ok();
            [Level::Community, Level::Grid].into_iter().find_map(ever).ok_or(refusal)
        })
    }
}

/// An official letter that is not about premises is about a community or its people: 通报、约谈、督办、诫勉、移送函.
fn deed_of(form: &PaperForm) -> Deed {
    if form.look == Look::Official && form.about != About::Premises {
        Deed::Letter
    } else {
        Deed::Document
    }
}

/// Lays the answers over what is known, each under its own name.
pub(super) fn lay_fields(facts: &mut Facts, form: &PaperForm, fields: &BTreeMap<String, String>) {
    for field in &form.fields {
        facts.set(&field.id, fields.get(&field.id).map_or("", String::as_str));
    }
}

/// What is printed of an issued paper; a void one says so.
fn shown(stored: &Stored) -> Result<Letter, Refusal> {
    let mut letter: Letter = serde_json::from_str(&stored.letter).map_err(|error| {
        Refusal::Store(store::Fault::Damaged {
            place: None,
            detail: format!("a paper cannot be read: {error}"),
        })
    })?;
    if stored.document.void.is_some() {
        for label in &mut letter.copies {
            *label = format!("{label}（作废）");
        }
        letter.number = if letter.number.is_empty() {
            "（作废）".to_owned()
        } else {
            format!("{}（作废）", letter.number)
        };
    }
    Ok(letter)
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
