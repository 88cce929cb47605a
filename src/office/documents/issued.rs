//! Papers that were issued: numbered, kept with their words, printed, voided.

use chrono::Datelike;

use super::{Listed, Print, Printed, Request, Stored, written};
use crate::{
    domain::{
        document::Document,
        entry::Entry,
        id::Id,
        notice::Void,
        numbering::{NumberParts, NumberPattern},
        permission::Deed,
    },
    form::{
        facts::{About, Facts},
        letter::{Letter, Look},
        library::Kind,
        paper::{self as paper_form, PaperForm},
    },
    office::{
        Office, Refusal, clock,
        notices::{check_own_number, code, numbered},
        print::unprinted,
    },
    paper,
    store::{
        self,
        documents::{self, Filter},
    },
};

impl Office {
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
                check_own_number(driver, &document.number, unit)?;
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
                let why = unprinted(&error);
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
    pub(in crate::office) fn voiding(&mut self, document: &Document) -> Result<Deed, Refusal> {
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

    /// How a paper is numbered: as the regime says, else as its form does.
    fn pattern(&self, form: &PaperForm) -> Option<NumberPattern> {
        form.number.as_ref()?;
        self.regime.number(&form.code).cloned().or_else(|| form.number.clone())
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
