//! A form with sample data, to look at before it is used; there need be no office yet.

use std::path::Path;

use chrono::NaiveDate;

use super::{Refusal, folder::Folder, print::Printed, settings::Settings};
use crate::{
    domain::grade::Disposal,
    form::{
        checklist::{Checklist, Filled},
        letter::Letter,
        library::{Kind, Library},
        notice::{Inspector, NoticeFacts, NoticeForm, NoticeHazard, Variant, fill},
        paper as paper_form,
    },
    paper::{self, Fonts, Meta, Page},
};

/// The pages of a form with sample data.
pub struct Preview {
    pub title: String,
    pages: Vec<Page>,
    fonts: Fonts,
    date: NaiveDate,
    warnings: Vec<String>,
}

/// Lays out a form of the library with samples. `folder` names the fonts; a folder without an office will do.
pub fn preview(
    library: &Library,
    folder: Option<&Path>,
    code: &str,
    date: NaiveDate,
) -> Result<Preview, Refusal> {
    let named = match folder {
        Some(folder) => Settings::read(&Folder::at(folder))?.fonts.named(),
        None => Vec::new(),
    };
    let (fonts, problems) = Fonts::of_office(&named).map_err(super::print::refused)?;
    let warnings = problems.iter().map(|problem| format!("{problem}，已改用内置字体。")).collect();
    let lay = |letter: &Letter| paper::letter(letter, &fonts, None);
    let sampled = |form: &paper_form::PaperForm, ledger: &str| {
        let facts = paper_form::sample(form, library.ledger(ledger), date);
        paper_form::fill(form, &facts)
    };
    let (title, pages) = if let Some(form) = library.checklist(code) {
        (form.title.clone(), paper::checklist(form, &sample_filled(form, date), &fonts, None))
    } else if let Some(form) = library.notice(code) {
        let letter = sample_letter(form, Variant::Street, date);
        (letter.title.clone(), lay(&letter))
    } else if let Some(form) = library.paper(code) {
        (form.title.clone(), lay(&sampled(form, &form.ledger)))
    } else if let Some(ledger) = library.ledger(code) {
        (ledger.title.clone(), lay(&sampled(&ledger.list(), code)))
    } else {
        let mut known: Vec<&str> = library
            .entries()
            .filter(|entry| {
                matches!(entry.kind(), Kind::Checklist | Kind::Notice | Kind::Paper | Kind::Ledger)
            })
            .map(|entry| entry.code())
            .collect();
        // A paper and a ledger may have one code.
        known.sort_unstable();
        known.dedup();
        return Err(Refusal::said(format!(
            "代码为“{code}”的表单不能预览成纸。能预览的有：{}。",
            known.join("、")
        )));
    };
    let pages = pages.map_err(super::print::refused)?;
    Ok(Preview { title, pages, fonts, date, warnings })
}

impl Preview {
    pub fn text(&self) -> String {
        paper::plain(&self.pages)
    }

    /// The words cell by cell, as they were put down.
    pub fn cells(&self) -> String {
        self.pages.iter().map(Page::text).collect()
    }

    pub fn pdf(&self) -> Result<Printed, Refusal> {
        let meta = Meta { title: self.title.clone(), author: "样例".to_owned(), date: self.date };
        let bytes = paper::pdf(&self.pages, &meta, &self.fonts).map_err(super::print::refused)?;
        Ok(Printed {
            bytes,
            title: self.title.clone(),
            warnings: self.warnings.clone(),
            list: None,
        })
    }
}

fn sample_filled(form: &Checklist, date: NaiveDate) -> Filled {
    let head = form
        .head
        .iter()
        .map(|head| match head.field.as_str() {
            "name" => "样例鞋材厂".to_owned(),
            "person_in_charge" => "张三".to_owned(),
            "address" => "样例路1号".to_owned(),
            "phone" => "13800000000".to_owned(),
            "date" => crate::terms::date(date),
            _ => String::new(),
        })
        .collect();
    let answers = form.items().map(crate::form::answers::normal).collect();
    Filled { head, nature: vec![0], answers, ..Filled::default() }
}

fn sample_letter(form: &NoticeForm, variant: Variant, date: NaiveDate) -> Letter {
    let facts = NoticeFacts {
        number: "样例〔2026〕1号".to_owned(),
        addressee: "样例鞋材厂".to_owned(),
        address: "样例路1号".to_owned(),
        inspected_on: Some(date),
        inspectors: vec![Inspector { name: "李四".to_owned(), certificate: String::new() }],
        hazards: vec![NoticeHazard {
            text: "车间东侧疏散通道堆放鞋材".to_owned(),
            major: false,
            disposal: Disposal::ByDeadline,
            done: false,
            disposal_label: crate::terms::disposal(Disposal::ByDeadline).to_owned(),
            deadline: Some(date + chrono::Days::new(7)),
            requirement: "清除堆放物，保持疏散通道畅通".to_owned(),
            interim: "专人值守".to_owned(),
            basis: String::new(),
            responsible: "张三".to_owned(),
            grid_lead: "李四".to_owned(),
            acceptor: "王五".to_owned(),
        }],
        issuer: "样例社区".to_owned(),
        date: Some(date),
        ..NoticeFacts::default()
    };
    fill(form, variant, &facts)
}
