//! Every built-in paper and ledger as it looks with samples: its words, line by line, in `papers/`. A change of a form, of
//! the samples or of the layout shows there.

mod pictures;
mod source;

use std::{fs, path::Path};

use anban::{
    form::{
        fault::Fault,
        ledger::Ledger,
        library::{Form, Library},
        paper::{PaperForm, fill, sample},
    },
    paper::{self, Fonts, Meta},
};
use chrono::NaiveDate;

use crate::paper::{PREFLIGHT, run};

/// Papers that are a book or a letter, and whose samples go on to a second page.
const LONGER: [&str; 7] = [
    "analysis",
    "circular",
    "closure_report",
    "community_book",
    "community_supervision",
    "dossier",
    "quarterly",
];

/// Words that only an organ with the power to punish may say of itself.
const OF_ENFORCEMENT: [&str; 4] = ["责令", "行政处罚", "行政复议", "行政诉讼"];

fn library() -> Library {
    let (library, faults) = Library::new(&[]);
    assert_eq!(faults, Vec::<Fault>::new());
    library
}

/// The first copy of a paper with samples: its words, and how many pages it has.
fn looks(form: &PaperForm, ledger: Option<&Ledger>, fonts: &Fonts) -> (String, usize) {
    let day = NaiveDate::from_ymd_opt(2026, 11, 25).unwrap();
    let mut letter = fill(form, &sample(form, ledger, day));
    letter.copies.truncate(1);
    let pages = paper::letter(&letter, fonts, None).unwrap();
    (paper::plain(&pages), pages.len())
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
    for form in library.papers() {
        let (words, pages) = looks(form, library.ledger(&form.ledger), &fonts);
        insta::assert_snapshot!(format!("paper_{}", form.code), words);
        if pages > 1 {
            crowded.push(form.code.as_str());
        }
    }
    assert_eq!(crowded, LONGER);
    for ledger in library.ledgers() {
        let (words, pages) = looks(&ledger.list(), Some(ledger), &fonts);
        insta::assert_snapshot!(format!("ledger_{}", ledger.code), words);
        assert_eq!(pages, 1, "{}", ledger.code);
    }
}

/// With all their copies: sound for qpdf, every font embedded, cut down and readable, PDF/A-1b. One Java looks at
/// all of them. Each check is left out where its tool is not installed.
#[test]
fn every_paper_and_ledger_is_whole_for_other_programs() {
    let (library, fonts) = (library(), Fonts::embedded().unwrap());
    let date = NaiveDate::from_ymd_opt(2026, 11, 25).unwrap();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("papers");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let lists: Vec<_> = library.ledgers().map(|ledger| (ledger.list(), Some(ledger))).collect();
    let papers = library.papers().map(|form| (form.clone(), library.ledger(&form.ledger)));
    let mut made = 0;
    for (form, ledger) in papers.chain(lists) {
        let letter = fill(&form, &sample(&form, ledger, date));
        let pages = paper::letter(&letter, &fonts, None).unwrap();
        let meta = Meta { title: form.title.clone(), author: "北峰街道".into(), date };
        // The worklog is a paper and a ledger.
        let path = folder.join(format!("{made:02}_{}.pdf", form.code));
        fs::write(&path, paper::pdf(&pages, &meta, &fonts).unwrap()).unwrap();
        made += 1;
        let file = path.to_str().unwrap();
        if let Some((good, said)) = run("qpdf", &["--check", file]) {
            assert!(good, "{}: {said}", form.code);
        }
        if let Some((_, said)) = run("pdffonts", &[file]) {
            for line in said.lines().skip(2) {
                assert!(line.contains("yes yes yes"), "{}: {line}", form.code);
            }
        }
    }
    assert!(made >= 50, "{made}");
    let jars = PREFLIGHT.map(|name| format!("/usr/share/java/{name}.jar"));
    if !jars.iter().all(|jar| Path::new(jar).exists()) {
        return;
    }
    let class = "org.apache.pdfbox.preflight.Validator_A1b";
    let arguments = ["-cp", &jars.join(":"), class, "batch", folder.to_str().unwrap()];
    if let Some((_, said)) = run("java", &arguments) {
        assert_eq!(said.matches("is a valid PDF/A-1b file").count(), made, "{said}");
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
