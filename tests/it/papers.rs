//! Every built-in paper and ledger as it looks with samples: its words, line by line, in `papers/`. A change of a form, of
//! the samples or of the layout shows there.

mod pictures;
pub mod shipped;
mod source;

use std::{collections::BTreeMap, fs, path::Path};

use anban::{
    form::{
        fault::Fault,
        library::{Form, Library},
    },
    paper::{self, Fonts},
};

use crate::tools::{preflight, run};
use shipped::{Copies, all};

/// Papers that are a book or a letter, and whose samples go on to a second page.
const LONGER: [&str; 15] = [
    "admonition",
    "analysis",
    "campaign_report",
    "circular",
    "closure_report",
    "community_book",
    "community_supervision",
    "discipline_transfer",
    "dossier",
    "interview_notice",
    "interview_record",
    "monthly_community",
    "problem_list",
    "quarterly",
    "weekly_review",
];

/// Words that only an organ with the power to punish may say of itself.
const OF_ENFORCEMENT: [&str; 4] = ["责令", "行政处罚", "行政复议", "行政诉讼"];

pub fn library() -> Library {
    let (library, faults) = Library::new(&[]);
    assert_eq!(faults, Vec::<Fault>::new());
    library
}

#[test]
fn every_paper_and_ledger_looks_like_this() {
    let library = library();
    let fonts = Fonts::embedded().unwrap();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/papers"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let _guard = settings.bind_to_scope();
    let mut crowded = Vec::new();
    let all = all(&library, &fonts, Copies::First);
    for shipped in &all {
        insta::assert_snapshot!(shipped.name.as_str(), paper::plain(&shipped.pages));
        if shipped.name.starts_with("ledger_") {
            assert_eq!(shipped.pages.len(), 1, "{}", shipped.name);
        } else if let Some(code) = shipped.name.strip_prefix("paper_")
            && shipped.pages.len() > 1
        {
            crowded.push(code.to_owned());
        }
    }
    assert_eq!(crowded, LONGER);
    // Every form that is printed is among them, and no golden text is of none.
    for entry in library.entries() {
        let code = entry.code();
        let names = match entry.form {
            Form::Checklist(_) => vec![format!("checklist_{code}")],
            Form::Notice(_) => ["street_0", "street_1", "district_0", "district_1"]
                .map(|word| format!("notice_{code}_{word}"))
                .to_vec(),
            Form::Paper(_) => vec![format!("paper_{code}")],
            Form::Ledger(_) => vec![format!("ledger_{code}")],
            _ => continue,
        };
        for name in names {
            assert!(all.iter().any(|shipped| shipped.name == name), "{name}");
        }
    }
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/papers");
    let kept = fs::read_dir(golden).unwrap().map(|file| file.unwrap().path());
    let kept = kept.filter(|path| path.extension().is_some_and(|ending| ending == "snap"));
    assert_eq!(kept.count(), all.len());
}

/// With all their copies: sound for qpdf, every font embedded, cut down and readable, PDF/A-1b. One Java looks at
/// all of them.
#[test]
fn every_paper_and_ledger_is_whole_for_other_programs() {
    let (library, fonts) = (library(), Fonts::embedded().unwrap());
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("papers");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let papers = all(&library, &fonts, Copies::All);
    for paper in &papers {
        let path = folder.join(format!("{}.pdf", paper.name));
        fs::write(&path, paper.pdf(&fonts)).unwrap();
        let file = path.to_str().unwrap();
        if let Some((good, said)) = run("qpdf", &["--check", file]) {
            assert!(good, "{}: {said}", paper.name);
        }
        if let Some((_, said)) = run("pdffonts", &[file]) {
            assert!(said.lines().count() > 2, "{}: {said}", paper.name);
            for line in said.lines().skip(2) {
                assert!(line.contains("yes yes yes"), "{}: {line}", paper.name);
            }
        }
    }
    assert!(papers.len() >= 90, "{}", papers.len());
    if let Some(said) = preflight(&["batch", folder.to_str().unwrap()]) {
        let valid = said.matches("is a valid PDF/A-1b file").count();
        assert_eq!(valid, papers.len(), "{said}");
    }
}

/// 检查和处罚统计 lists all ten kinds of penalty, whether there was one or not: with the groups that a street sends it is one
/// page, and with very many as many as it takes.
#[test]
fn checks_and_penalties_are_told_on_one_page() {
    let (library, fonts) = (library(), Fonts::embedded().unwrap());
    let form = library.paper("penalty_sum").unwrap();
    let row = |fields: &[(&str, &str)]| -> BTreeMap<String, String> {
        fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    };
    for (teams, expected) in [(0, 1), (6, 1), (12, 1), (60, 3)] {
        let mut facts = anban::form::paper::sample(form, None, shipped::day());
        let kinds = (1..=10).map(|no| row(&[("no", &no.to_string()), ("kind", "停产停业")]));
        facts.lists.insert("penalties".to_owned(), kinds.collect());
        let people = [("people", "傅晓东、周安平"), ("visits", "7"), ("heads", "14")];
        facts.lists.insert("teams".to_owned(), vec![row(&people); teams]);
        facts.lists.remove("corrections");
        facts.set("report.later", "");
        let mut letter = anban::form::paper::fill(form, &facts);
        letter.copies.truncate(1);
        let pages = paper::letter(&letter, &fonts, None).unwrap();
        assert_eq!(pages.len(), expected, "{teams}");
    }
}

/// What is read off the PDF, what the proof says and what stands on the pages are the same words, page by page.
#[test]
fn the_words_of_every_paper_are_those_of_its_proof() {
    let (library, fonts) = (library(), Fonts::embedded().unwrap());
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("proofs");
    fs::create_dir_all(&folder).unwrap();
    for paper in all(&library, &fonts, Copies::All) {
        let path = folder.join(format!("{}.pdf", paper.name));
        fs::write(&path, paper.pdf(&fonts)).unwrap();
        let proof = paper::plain(&paper.pages);
        let proof: Vec<&str> = proof.split('\u{c}').collect();
        assert_eq!(proof.len(), paper.pages.len(), "{}", paper.name);
        let arguments = ["-raw", "-enc", "UTF-8", path.to_str().unwrap(), "-"];
        let Some((_, read)) = run("pdftotext", &arguments) else { return };
        let read: Vec<&str> = read.split_terminator('\u{c}').collect();
        assert_eq!(read.len(), paper.pages.len(), "{}", paper.name);
        for (at, page) in paper.pages.iter().enumerate() {
            let place = format!("{}, page {}", paper.name, at + 1);
            assert_eq!(counted(read[at]), counted(proof[at]), "{place}");
            let (read, proof) = (bare(read[at]), bare(proof[at]));
            for words in page.text().lines().map(bare) {
                assert!(read.contains(&words), "{place}: {words} in {read}");
                assert!(proof.contains(&words), "{place}: {words} in {proof}");
            }
        }
    }
}

/// Who signs writes by hand: the cell beside 签名, 签字 or 盖章 is never printed full.
#[test]
fn no_cell_for_a_signature_is_printed_full() {
    fn cells<'a>(value: &'a toml::Value, found: &mut Vec<&'a [toml::Value]>) {
        match value {
            toml::Value::Table(table) => {
                for (key, value) in table {
                    match value.as_array().filter(|_| key == "cells") {
                        Some(row) => found.push(row),
                        None => cells(value, found),
                    }
                }
            }
            toml::Value::Array(values) => values.iter().for_each(|value| cells(value, found)),
            _ => {}
        }
    }
    let library = library();
    let mut seen = 0;
    for entry in library.entries() {
        let Form::Paper(_) = &entry.form else { continue };
        let form: toml::Value = toml::from_str(&entry.source).unwrap();
        let mut rows = Vec::new();
        cells(&form, &mut rows);
        for pair in rows.iter().flat_map(|row| row.windows(2)) {
            let words = |cell: &toml::Value, key: &str| -> String {
                cell.get(key).and_then(toml::Value::as_str).unwrap_or_default().to_owned()
            };
            let label = words(&pair[0], "label");
            if !["签名", "签字", "盖章"].iter().any(|sign| label.contains(sign)) {
                continue;
            }
            seen += 1;
            let printed = words(&pair[1], "text");
            assert!(!printed.contains('{'), "{}: {label}: {printed}", entry.path);
        }
    }
    assert!(seen >= 6, "{seen}");
}

/// Without blanks.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn counted(text: &str) -> BTreeMap<char, usize> {
    let mut counts = BTreeMap::new();
    for c in bare(text).chars() {
        *counts.entry(c).or_default() += 1;
    }
    counts
}

/// What is printed holds in every place: no form but a regime itself names the paper of a regime, and what an item of a
/// checklist rests on is a law, a rule or a standard, or is left to the inspector.
#[test]
fn no_basis_names_the_paper_of_another_place() {
    let library = library();
    let papers: Vec<&str> = library
        .entries()
        .filter_map(|entry| match &entry.form {
            Form::Regime(regime) => Some(&*regime.source),
            _ => None,
        })
        .collect();
    assert_eq!(papers, ["泉丰北办〔2020〕29号", "雁政办发〔2018〕72号"]);
    for entry in library.entries() {
        // A regime may name its own; `source` says where a form is from and is not printed.
        let own = match &entry.form {
            Form::Regime(regime) => &*regime.source,
            _ => "",
        };
        let printed = entry.source.lines().filter(|line| !line.trim_start().starts_with('#'));
        for line in printed.filter(|line| !line.starts_with("source = ")) {
            for paper in papers.iter().filter(|paper| **paper != own) {
                assert!(!line.contains(paper), "{}：{line}", entry.path);
            }
        }
        let Form::Checklist(form) = &entry.form else { continue };
        let drafts: Vec<_> = form.items().flat_map(|item| &item.drafts).collect();
        for draft in &drafts {
            let national = draft.basis.split('；').all(|basis| basis.contains('《'));
            assert!(national || draft.basis.is_empty(), "{}：{}", draft.text, draft.basis);
        }
        let own: Vec<&str> = drafts
            .iter()
            .filter(|draft| draft.basis.is_empty())
            .map(|draft| &*draft.text)
            .collect();
        assert_eq!(own, ["安全机构成立文件未盖章。"], "{}", entry.path);
    }
}

/// A street office punishes nobody, so its papers do not speak as if it did.
#[test]
fn no_paper_of_the_street_speaks_as_an_enforcement_organ() {
    let library = library();
    for entry in library.entries() {
        let Form::Paper(form) = &entry.form else { continue };
        if form.code == "site_record_district" {
            continue;
        }
        let printed = entry.source.lines().filter(|line| !line.starts_with('#'));
        for line in printed.filter(|line| !line.starts_with("source = ")) {
            for word in OF_ENFORCEMENT {
                assert!(!line.contains(word), "{}：{line}", entry.path);
            }
        }
    }
}
