//! Papers about rows of a ledger: which of them a row has, and those that are left when a row is struck out.

use super::{Filter, documents};
use crate::{
    domain::{document::Document, entry::Entry, event, id::Id, supervision, transfer},
    form::{facts::About, paper::PaperForm},
    office::{Office, Refusal},
};

impl Office {
    /// The papers that a row has.
    pub fn papers_of_row<'o>(&'o self, row: &'o Entry) -> impl Iterator<Item = &'o PaperForm> {
        self.library().papers().filter(|form| is_of(form, row) && row.void.is_none())
    }

    /// Refuses a paper about a row that is struck out, or that is another's.
    pub(super) fn check_row(&mut self, form: &PaperForm, wanted: &str) -> Result<(), Refusal> {
        // What is no id is told where the row is read.
        let Some(id) = Id::parse(wanted) else { return Ok(()) };
        let row = self.entry(id)?.entry;
        if let Some(void) = &row.void {
            return Err(Refusal::said(format!(
                "这条记录已经作废（{}），不能出“{}”。确要出的，请另登记一条。",
                void.reason, form.title
            )));
        }
        if is_of(form, &row) {
            return match self.mismatched(&row)? {
                None => Ok(()),
                Some((_, why)) => Err(Refusal::said(format!(
                    "“{}”不能出：{why}已经确认的，请撤回后重新登记。",
                    form.title
                ))),
            };
        }
        let ledger = self.ledger(&row.ledger)?;
        let said = form.of.as_ref().filter(|_| form.ledger == row.ledger);
        let which = match said.and_then(|of| Some((ledger.field(&of.field)?, of))) {
            Some((field, of)) => {
                let now = row.fields.get(&of.field).map_or("", String::as_str);
                let (label, only) = (&field.label, of.values.join("、"));
                format!("这条记录的“{label}”是{now}，“{}”只用于{only}", form.title)
            }
            None => format!("这条记录是“{}”的，不出“{}”", ledger.title, form.title),
        };
        let own: Vec<String> = self
            .papers_of_row(&row)
            .map(|form| format!("“{}”（{}）", form.title, form.code))
            .collect();
        let next = match own.is_empty() {
            true => "这条记录没有要出的文书".to_owned(),
            false => format!("请出{}", own.join("、")),
        };
        Err(Refusal::said(format!("{which}。{next}。")))
    }

    /// Whether a supervision, an event or a transfer was taken back.
    pub(super) fn is_taken_back(&mut self, about: About, wanted: &str) -> Result<bool, Refusal> {
        Ok(match about {
            About::Supervision => {
                let course = self.matter::<supervision::Course>(wanted)?.matter.course;
                course.kind() == supervision::StateKind::Withdrawn
            }
            About::Event => {
                let course = self.matter::<event::Course>(wanted)?.matter.course;
                course.kind() == event::StateKind::Withdrawn
            }
            About::Transfer => {
                let course = self.matter::<transfer::Course>(wanted)?.matter.course;
                course.kind() == transfer::StateKind::Withdrawn
            }
            _ => false,
        })
    }

    /// Refuses a paper about what was taken back.
    pub(super) fn check_matter_stands(
        &mut self,
        form: &PaperForm,
        wanted: &str,
    ) -> Result<(), Refusal> {
        if !self.is_taken_back(form.about, wanted)? {
            return Ok(());
        }
        let (what, next) = match form.about {
            About::Supervision => ("这件督办已经撤销立项", "另行挂牌督办"),
            About::Event => ("这个事件已经撤销立项", "重新登记事件"),
            _ => ("这份抄告已经撤回", "重新抄告"),
        };
        Err(Refusal::said(format!("{what}，不能出“{}”。确要出的，请先{next}。", form.title)))
    }

    /// The papers with a number that were issued about a record and still stand, in one sentence: they are not void with it.
    pub fn papers_left(&mut self, record: Id) -> Result<Option<String>, Refusal> {
        let filter = Filter { subject: Some(record), ..Filter::default() };
        let left = documents::list(&mut *self.store.driver, &self.scope, &filter)?;
        let left: Vec<Document> = left
            .into_iter()
            .filter(|document| document.void.is_none() && !document.number.is_empty())
            .collect();
        if left.is_empty() {
            return Ok(None);
        }
        let numbers: Vec<&str> = left.iter().map(|document| document.number.as_str()).collect();
        let ways: Vec<String> =
            numbers.iter().map(|number| format!("anban paper void {number}")).collect();
        Ok(Some(format!(
            "已经出具的{}仍然有效，请收回，在文书里作废（{}）。",
            numbers.join("、"),
            ways.join("；")
        )))
    }
}

fn is_of(form: &PaperForm, row: &Entry) -> bool {
    form.about == About::Entry
        && form.ledger == row.ledger
        && form.of.as_ref().is_none_or(|of| of.fits(&row.fields))
}
