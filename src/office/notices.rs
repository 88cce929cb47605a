//! Notices: issued with the inspection, voided, issued anew, printed.

use chrono::{Datelike, NaiveDate};
use sha2::{Digest, Sha256};

use super::{Office, Refusal, act::Trace, clock, documents::written, forms, written::written_in};
pub use crate::store::notices::{Filter, Line};
use crate::{
    domain::{
        grade::{Disposal, Grade},
        hazard::{StateKind, Step},
        id::Id,
        inspection::{Hazard, Inspection},
        notice::{Notice, SignRefusal, Void},
        number,
        numbering::{NumberParts, NumberPattern},
        permission::Deed,
        premises::Premises,
        rule::RuleError,
        staff::{self, Staff},
        unit::UnitPath,
    },
    form::{
        letter::Letter,
        library::Kind,
        notice::{self, Inspector, NoticeFacts, NoticeForm, NoticeHazard, Variant},
    },
    store::{self, Driver, forms::FormRevision, hazards},
};

/// The one form that every inspection ends in.
pub const FORM: &str = "rectification";
/// The series of its numbers.
pub const SERIES: &str = "整改";

/// Everything a notice needs before it has a number.
pub(super) struct Issue {
    form: NoticeForm,
    revision: FormRevision,
    variant: Variant,
    pattern: NumberPattern,
    copies: Vec<String>,
    review_body: String,
    court: String,
    unit: UnitPath,
    office: String,
    issuer: String,
    premises: Premises,
    inspection: Inspection,
    inspectors: Vec<Inspector>,
    issued_on: NaiveDate,
    /// The day on which the number is given.
    entered_on: NaiveDate,
}

impl Issue {
    pub(super) fn prepare(
        office: &Office,
        premises: &Premises,
        inspection: &Inspection,
        people: Vec<Staff>,
    ) -> Result<Issue, Refusal> {
        let unit = office.notice_unit(premises, inspection, &people);
        let form = office.library.notice(FORM).cloned().ok_or_else(|| {
            Refusal::said(
                "缺少整改通知书的表单文件 forms/notice/rectification.toml，请放好后再试。",
            )
        })?;
        let inspectors = inspection
            .inspectors
            .iter()
            .map(|name| Inspector {
                name: name.clone(),
                certificate: staff::card_of(&people, name, inspection.on).to_owned(),
            })
            .collect();
        Ok(Issue {
            form,
            revision: office.revision(Kind::Notice, FORM)?,
            variant: office.variant_of(&unit),
            pattern: office.regime.number(FORM).cloned().ok_or_else(|| {
                Refusal::said(format!(
                    "监管制度“{}”没有写整改通知书的文号格式。请在它的文件里补上 series = \"rectification\" 一项。",
                    office.regime.title
                ))
            })?,
            copies: office.regime.notice.copies.clone(),
            review_body: office.regime.notice.review_body.clone(),
            court: office.regime.notice.court.clone(),
            office: office.office_code(&unit),
            issuer: office.issuer_name(&unit),
            unit,
            premises: premises.clone(),
            inspection: inspection.clone(),
            inspectors,
            issued_on: inspection.on,
            entered_on: office.act.today,
        })
    }

    /// Takes the next number, fills the letter, keeps both.
    pub(super) fn write(
        self,
        driver: &mut dyn Driver,
        trace: &mut Trace,
        id: Id,
        hazards: &[Hazard],
    ) -> Result<Notice, Refusal> {
        let year = self.issued_on.year();
        let serial = store::notices::next_serial(driver, &self.unit, SERIES, year)?;
        let number = self.pattern.render(&NumberParts {
            office: self.office.clone(),
            series: SERIES.to_owned(),
            year,
            serial,
        });
        check_own_number(driver, &number, &self.unit)?;
        let letter = self.letter(&number, hazards)?;
        let notice = Notice {
            id,
            community: self.inspection.community.clone(),
            unit: self.unit,
            series: SERIES.to_owned(),
            year,
            serial,
            number,
            inspection: self.inspection.id,
            premises: self.premises.id,
            issued_on: self.issued_on,
            void: None,
            unsigned: None,
        };
        let text = written(&letter)?;
        store::forms::keep(driver, &self.revision)?;
        store::notices::insert(
            driver,
            &store::notices::Stored {
                notice: notice.clone(),
                form_sha: self.revision.sha,
                addressee: letter.addressee,
                letter: text,
            },
            self.entered_on,
        )?;
        trace.note("notice_issue", Some(&notice.community), notice.id, &notice)?;
        Ok(notice)
    }

    fn letter(&self, number: &str, hazards: &[Hazard]) -> Result<Letter, Refusal> {
        let facts = NoticeFacts {
            number: number.to_owned(),
            addressee: self.premises.name.clone(),
            address: self.premises.whereabouts().place().to_owned(),
            inspected_on: Some(self.inspection.on),
            inspectors: self.inspectors.clone(),
            hazards: hazards.iter().map(notice_hazard).collect(),
            issuer: self.issuer.clone(),
            date: Some(self.issued_on),
            copies: self.copies.clone(),
            review_body: self.review_body.clone(),
            court: self.court.clone(),
        };
        let mut letter = notice::fill(&self.form, self.variant, &facts);
        letter.qr = code(number, &written(&letter)?);
        Ok(letter)
    }
}

fn notice_hazard(hazard: &Hazard) -> NoticeHazard {
    // What was put right on the spot and came back is ordered like any other.
    let disposal = match hazard.disposal {
        Disposal::OnTheSpot
            if hazard.course.kind().is_open() && hazard.course.deadline().is_some() =>
        {
            Disposal::ByDeadline
        }
        disposal => disposal,
    };
    let done = disposal != Disposal::OnTheSpot
        && matches!(hazard.course.kind(), StateKind::Passed | StateKind::Closed);
    let disposal_label = if done {
        "已整改，复查合格".to_owned()
    } else {
        crate::terms::disposal(disposal).to_owned()
    };
    NoticeHazard {
        done,
        text: hazard.text.clone(),
        major: hazard.course.grade() == Grade::Major,
        disposal,
        disposal_label,
        // What is handed up is no longer the premises' own to put right by a day.
        deadline: hazard.course.deadline().filter(|_| disposal != Disposal::Refer && !done),
        requirement: hazard.requirement.clone(),
        interim: hazard.interim.clone(),
        basis: hazard.basis.clone(),
        responsible: hazard.responsible.clone(),
        grid_lead: hazard.owner.clone(),
        acceptor: hazard.acceptor.clone(),
    }
}

/// What bears a number: as it was typed, else as it would be printed.
pub(super) fn numbered<T>(
    wanted: &str,
    mut find: impl FnMut(&str) -> Result<Vec<T>, store::Fault>,
) -> Result<Vec<T>, Refusal> {
    let found = find(wanted)?;
    Ok(if found.is_empty() { find(&number::proper(wanted))? } else { found })
}

/// What the QR code of a paper says: its number and the first 16 digits of the sha256 of its words, the code not among them.
pub(super) fn code(number: &str, words: &str) -> String {
    format!("{number} {}", &hex(&Sha256::digest(words.as_bytes()))[..16])
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Office {
    /// Notices, void ones too, the newest first.
    pub fn notices(&mut self, filter: &Filter) -> Result<Vec<Line>, Refusal> {
        Ok(store::notices::list(&mut *self.store.driver, &self.scope, filter)?)
    }

    /// Valid notices whose signed scan is still missing when `workdays` after their issue have passed, the
    /// newest first.
    pub fn unsigned_notices(&mut self, workdays: u32) -> Result<Vec<Line>, Refusal> {
        self.unsigned_among(workdays, Filter::default())
    }

    /// Those of them that a filter leaves.
    pub fn unsigned_among(&mut self, workdays: u32, filter: Filter) -> Result<Vec<Line>, Refusal> {
        let day = self.to_be_signed(workdays);
        if day.is_none() {
            Ok(Vec::new())
        } else {
            self.notices(&Filter { unsigned_by: day, ..filter })
        }
    }

    /// How many there are of them.
    pub fn unsigned_count(&mut self, workdays: u32) -> Result<u32, Refusal> {
        let Some(day) = self.to_be_signed(workdays) else { return Ok(0) };
        Ok(store::notices::unsigned(&mut *self.store.driver, &self.scope, day)?)
    }

    /// The last day whose notices should be back signed.
    fn to_be_signed(&self, workdays: u32) -> Option<NaiveDate> {
        let today = self.act.today;
        let passed = |day: &NaiveDate| self.calendar.add_workdays(*day, workdays) < today;
        today.iter_days().rev().skip(1).find(passed)
    }

    /// A notice by its number as printed, or by its id.
    pub fn notice(&mut self, number: &str) -> Result<(Notice, Letter), Refusal> {
        let stored = self.stored_notice(number)?;
        let letter = read_letter(&stored)?;
        Ok((stored.notice, letter))
    }

    pub(super) fn stored_notice(
        &mut self,
        number: &str,
    ) -> Result<store::notices::Stored, Refusal> {
        let wanted = number.trim();
        let driver = &mut *self.store.driver;
        let find = |number: &str| store::notices::by_number(driver, &self.scope, number);
        let mut found = numbered(wanted, find)?;
        if let (true, Some(id)) = (found.is_empty(), Id::parse(wanted)) {
            found = store::notices::by_id(&mut *self.store.driver, &self.scope, id)?;
        }
        match found.len() {
            1 => Ok(found.remove(0)),
            0 => Err(Refusal::said(format!(
                "没有文号为“{wanted}”的通知书。请用 anban notice list 查看文号。"
            ))),
            _ => Err(Refusal::said(format!(
                "文号“{wanted}”在几个社区都有，请写编号：{}。",
                found
                    .iter()
                    .map(|stored| stored.notice.id.to_string())
                    .collect::<Vec<_>>()
                    .join("、")
            ))),
        }
    }

    /// Marks a notice void. Its number stays; the inspection waits for a new notice.
    pub fn void_notice(&mut self, number: &str, reason: &str) -> Result<Notice, Refusal> {
        let notice = self.stored_notice(number)?.notice;
        let voided = notice.clone().voided(self.act.today, reason)?;
        let void = Void { on: self.act.today, reason: reason.trim().to_owned() };
        self.act.write(&mut self.store, Deed::VoidNotice, |driver, trace| {
            store::notices::void(driver, &notice, &void)?;
            trace.note("notice_void", Some(&notice.community), notice.id, &void)
        })?;
        Ok(voided)
    }

    /// Keeps that the premises would not sign a notice, and who saw it (S0 §一.2(2)).
    pub fn sign_refused(
        &mut self,
        number: &str,
        witnesses: &[String],
        on: Option<NaiveDate>,
        note: &str,
    ) -> Result<Notice, Refusal> {
        let on = self.act.day(on)?;
        let notice = self.stored_notice(number)?.notice;
        let named = witnesses.iter().map(|name| written_in("witnesses", name, "见证人姓名"));
        let mut witnesses = named.collect::<Result<Vec<String>, Refusal>>()?;
        witnesses.retain(|name| !name.is_empty());
        let refusal = SignRefusal { on, witnesses, note: note.trim().to_owned() };
        let refused = notice.clone().sign_refused(refusal.clone())?;
        self.act.write(&mut self.store, Deed::SignRefused, |driver, trace| {
            store::notices::sign_refused(driver, &notice, &refusal)?;
            trace.note("notice_unsigned", Some(&notice.community), notice.id, &refusal)
        })?;
        Ok(refused)
    }

    /// Issues the successor of a void notice, with a new number and the hazards as they stand now. Its day is
    /// not before the one on which the other was made void.
    pub fn reissue(&mut self, number: &str, on: Option<NaiveDate>) -> Result<Notice, Refusal> {
        let on = self.act.day(on)?;
        let old = self.stored_notice(number)?.notice;
        let visit = self.visit(old.inspection)?;
        if let Some(valid) = visit.notices.iter().find(|notice| notice.void.is_none()) {
            return Err(RuleError::NoticeStands { number: valid.number.clone() }.into());
        }
        if store::inspections::is_corrected(&mut *self.store.driver, visit.inspection.id)? {
            return Err(Refusal::said(
                "这次检查已由后来的检查更正，通知书以更正的那次为准，不再重开。",
            ));
        }
        let premises = store::premises::by_id(&mut *self.store.driver, &self.scope, old.premises)?
            .ok_or_else(|| Refusal::said("登记册里找不到这家单位，不能重开通知书。"))?
            .entry;
        let last =
            visit.notices.iter().filter_map(|notice| notice.void.as_ref()).map(|void| void.on);
        if let Some(last) = last.max().filter(|last| on < *last) {
            return Err(RuleError::BeforeLast { on, last }.into());
        }
        let hazards = visit.hazards.iter().map(|stored| &stored.hazard);
        let undone = "通知书没有重发，没有用掉文号";
        self.check_printable(&visit.inspection, &premises, hazards, undone)?;
        let people = store::staff::under(&mut *self.store.driver, &self.home)?;
        let mut issue = Issue::prepare(self, &premises, &visit.inspection, people)?;
        issue.issued_on = on;
        let actor = self.act.signature().to_owned();
        self.act.write(&mut self.store, Deed::Reissue, |driver, trace| {
            let id = clock::new_id();
            let mut listed = Vec::new();
            for stored in &visit.hazards {
                let mut hazard = stored.hazard.clone();
                if hazard.course.kind().is_open() && hazard.course.kind() != StateKind::Found {
                    let step = Step::Renoticed { on, notice: id };
                    hazard.course = hazard.course.take(&step)?;
                    hazards::follow(
                        driver,
                        &hazard,
                        stored.steps.len(),
                        std::slice::from_ref(&step),
                        &actor,
                    )?;
                    trace.note("hazard_renotice", Some(&hazard.community), hazard.id, &step)?;
                }
                listed.push(hazard);
            }
            issue.write(driver, trace, id, &listed)
        })
    }

    /// The form that a record was filled on, by the sha of its source.
    pub(super) fn filled_on(
        &mut self,
        sha: &str,
    ) -> Result<crate::form::checklist::Checklist, Refusal> {
        forms::checklist_of(&mut *self.store.driver, sha)
    }
}

pub(super) fn read_letter(stored: &store::notices::Stored) -> Result<Letter, Refusal> {
    serde_json::from_str(&stored.letter).map_err(|error| {
        store::Fault::Damaged { place: None, detail: format!("a letter cannot be read: {error}") }
            .into()
    })
}

/// One number stands on one paper: two units with the same 机关代字 would both give it.
pub(super) fn check_own_number(
    driver: &mut dyn Driver,
    number: &str,
    unit: &UnitPath,
) -> Result<(), Refusal> {
    if store::notices::given_elsewhere(driver, number, unit)? {
        return Err(Refusal::said(format!(
            "文号“{number}”已经由另一个单位开出过，没有再开：两个单位的机关代字相同，或者文号格式里没有代字。请先用 anban unit edit --office 改其中一个的机关代字。"
        )));
    }
    Ok(())
}
