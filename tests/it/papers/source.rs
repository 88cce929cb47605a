//! 表一 to 表四 and the worklog beside the words of 雁政办发〔2018〕72号: each phrase of the source stands on the blank paper,
//! one after the other. `source/` has a phrase a line, without blanks.

use anban::{
    form::{
        library::Library,
        paper::{fill, sample},
    },
    office::preview,
    paper::{self, Fonts},
};
use chrono::NaiveDate;

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 25).unwrap()
}

/// What a paper says, cell by cell, without blanks.
fn said(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The phrases that are not there behind the one before.
fn missing(paper: &str, source: &str) -> Vec<String> {
    let mut rest = paper;
    let mut missing = Vec::new();
    for phrase in source.lines() {
        match rest.find(phrase) {
            Some(at) => rest = &rest[at + phrase.len()..],
            None => missing.push(phrase.to_owned()),
        }
    }
    missing
}

#[test]
fn the_papers_say_what_the_source_says() {
    let (library, _) = Library::new(&[]);
    let fonts = Fonts::embedded().unwrap();
    for (code, source) in [
        ("table1", include_str!("source/table1.txt")),
        ("table2", include_str!("source/table2.txt")),
        ("table3", include_str!("source/table3.txt")),
        ("worklog", include_str!("source/worklog.txt")),
    ] {
        let form = library.paper(code).unwrap();
        // The day of a log stands where its template has 年 月 日 星期.
        let facts = match code {
            "worklog" => sample(form, library.ledger(&form.ledger), day()),
            _ => Default::default(),
        };
        let mut letter = fill(form, &facts);
        letter.copies.truncate(1);
        let pages = paper::letter(&letter, &fonts, None).unwrap();
        let paper: String = pages.iter().map(|page| said(&page.text())).collect();
        assert_eq!(missing(&paper, source), Vec::<String>::new(), "{code}: {paper}");
    }
}

#[test]
fn the_checklist_says_what_the_source_says() {
    let (library, _) = Library::new(&[]);
    let sample = preview::preview(&library, None, "table4", day()).unwrap();
    let paper = said(&sample.cells()).replace('☑', "□");
    let source = include_str!("source/table4.txt");
    assert_eq!(missing(&paper, source), Vec::<String>::new(), "{paper}");
    assert_eq!(source.matches('□').count(), 90 + 22, "boxes of 44 questions and 22 kinds of place");
}
