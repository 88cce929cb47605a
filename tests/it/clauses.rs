//! What the two documents ask for, row by row (`clauses.toml`): each has a command, a screen and a test that are really
//! there. What is not served stands here as well, whole, so that a gap can be closed but not opened unseen.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use anban::{
    cli::{self, World},
    form::library::Library,
    tui::{keys::Command, screens},
};
use serde::Deserialize;

use crate::screens::SCREENS;

const ROWS: &str = include_str!("clauses.toml");

/// Families of rows with how many each has; the papers (T) have names instead of numbers. The 44 questions of 表四 are
/// a family of their own, see below.
const FAMILIES: [(&str, usize); 12] = [
    ("ORG", 16),
    ("REG", 20),
    ("INS", 32),
    ("REP", 22),
    ("GRD", 16),
    ("EVT", 6),
    ("TB", 8),
    ("YT", 7),
    ("GP", 5),
    ("JM", 3),
    ("YS", 1),
    ("NF", 9),
];

const PAPERS: [&str; 6] = ["T1", "T2", "T3", "T4", "T4-N", "T5"];

const QUESTIONS: usize = 44;

/// Rows that nothing serves. The list only shrinks.
const MISSING: &str = "";

/// Rows that are served but for a part. The list only shrinks.
const LACKING: &str = "";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    /// What is asked for, in few words of the source.
    what: String,
    /// Words of a command: `hazard close`.
    #[serde(default)]
    command: Vec<String>,
    /// A screen that has a key (`Documents`), or the name of a picture (`hazards`).
    #[serde(default)]
    screen: Vec<String>,
    /// Forms without which it would not be served: `ledger/accident`.
    #[serde(default)]
    form: Vec<String>,
    #[serde(default)]
    test: Vec<String>,
    /// Why nothing serves it.
    missing: Option<String>,
    /// Which part is not there.
    lacks: Option<String>,
}

/// Rows by id: `ORG-01`, `TB-1`, `T4-N`.
fn rows() -> BTreeMap<String, Row> {
    let families: BTreeMap<String, BTreeMap<String, Row>> = toml::from_str(ROWS).unwrap();
    let id = |family: &str, number: &str| match family {
        "T" => format!("T{number}"),
        _ => format!("{family}-{number}"),
    };
    families
        .into_iter()
        .flat_map(|(family, rows)| {
            rows.into_iter().map(move |(number, row)| (id(&family, &number), row))
        })
        .collect()
}

#[test]
fn every_row_is_there_once() {
    let mut ids: BTreeSet<String> = PAPERS.iter().map(ToString::to_string).collect();
    for (family, count) in FAMILIES {
        // Families with one digit are those of accountability.
        let width = if count > 8 || family == "EVT" { 2 } else { 1 };
        ids.extend((1..=count).map(|number| format!("{family}-{number:0width$}")));
    }
    // A family or row that stands twice is no valid file.
    let rows = rows();
    assert_eq!(rows.keys().cloned().collect::<BTreeSet<_>>(), ids);
    assert_eq!(rows.len() + QUESTIONS, 195);
    for (id, row) in &rows {
        assert!(!row.what.is_empty(), "{id}");
    }
}

#[test]
fn what_is_not_served_is_known_and_no_more() {
    let known =
        |list: &str| -> BTreeSet<String> { list.split_whitespace().map(str::to_owned).collect() };
    let of = |gap: fn(&Row) -> bool| -> BTreeSet<String> {
        rows().into_iter().filter(|(_, row)| gap(row)).map(|(id, _)| id).collect()
    };
    assert_eq!(of(|row| row.missing.is_some()), known(MISSING));
    assert_eq!(of(|row| row.lacks.is_some()), known(LACKING));
}

#[test]
fn every_row_has_a_command_a_screen_and_a_test_that_are_there() {
    let (library, faults) = Library::new(&[]);
    assert!(faults.is_empty(), "{faults:?}");
    let forms: BTreeSet<String> = library
        .entries()
        .map(|entry| format!("{}/{}", entry.kind().code(), entry.code()))
        .collect();
    let tests = tests();
    assert!(tests.len() > 400, "only {} tests were found", tests.len());
    let mut wrong = Vec::new();
    for (id, row) in rows() {
        let named = [&row.command, &row.screen, &row.test];
        match &row.missing {
            Some(why) => {
                let empty = named.iter().all(|names| names.is_empty()) && row.lacks.is_none();
                assert!(!why.is_empty() && empty, "{id} is missing and is served");
                continue;
            }
            None if named.iter().any(|names| names.is_empty()) => {
                wrong.push(format!("{id} {}: no command, no screen or no test", row.what));
            }
            None => {}
        }
        let mut check = |names: &[String], kind: &str, there: &dyn Fn(&str) -> bool| {
            for name in names.iter().filter(|name| !there(name)) {
                wrong.push(format!("{id} {}: there is no {kind} {name}", row.what));
            }
        };
        check(&row.command, "command", &is_command);
        check(&row.screen, "screen", &is_screen);
        check(&row.form, "form", &|name| forms.contains(name));
        check(&row.test, "test", &|name| tests.contains(name));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every question of 表四 is asked by its number, has boxes, and a hazard that its bad answer raises.
#[test]
fn every_question_of_table_four_is_served() {
    let (library, _) = Library::new(&[]);
    let form = library.checklist("table4").unwrap();
    let items: Vec<_> = form.items().collect();
    assert_eq!(items.len(), QUESTIONS);
    for (at, item) in items.iter().enumerate() {
        assert_eq!(item.id.trim_start_matches(['q', '0']), (at + 1).to_string());
        assert!(!item.bad.is_empty() && item.bad.len() < item.options.len(), "{}", item.id);
        for bad in &item.bad {
            let said = &item.options[usize::from(*bad)];
            assert!(item.drafts.iter().any(|draft| draft.when == *said), "{}: {said}", item.id);
        }
    }
}

/// Whether the program knows these words: its help names them in the usage.
fn is_command(words: &str) -> bool {
    let args = std::iter::once("anban").chain(words.split(' ')).chain(["--help"]);
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code = cli::run(
        args.map(Into::into).collect(),
        World {
            env: &|_| None,
            stdin: &mut std::io::empty(),
            stdout: &mut out,
            stderr: &mut err,
            columns: None,
            asks: false,
            desk: None,
            plain: &|_| Ok(()),
            keys: String::new,
            manual: String::new,
        },
    );
    let usage = format!("用法：anban {words}");
    let said = String::from_utf8(out).unwrap();
    let end =
        |line: &str| line.strip_prefix(&usage).map(|rest| rest.is_empty() || rest.starts_with(' '));
    code == 0 && said.lines().any(|line| end(line) == Some(true))
}

fn is_screen(name: &str) -> bool {
    let command = Command::ALL.iter().find(|command| format!("{command:?}") == name);
    match command {
        Some(command) => screens::home(*command).is_some(),
        None => SCREENS.iter().any(|(picture, _, _)| *picture == name),
    }
}

/// Names of all functions behind `#[test]`, in the program and in its tests.
fn tests() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("src"), root.join("tests/it")];
    let mut names = BTreeSet::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                for after in text.split("#[test]").skip(1) {
                    let name = after.split("fn ").nth(1).and_then(|rest| rest.split('(').next());
                    names.extend(name.map(str::to_owned));
                }
            }
        }
    }
    names
}

/// The checks say no to what is not there.
#[test]
fn what_is_not_there_is_not_found() {
    assert!(is_command("hazard close") && is_command("plan"));
    for words in ["hazard fly", "plans", "hazard clos", "report problem_list"] {
        assert!(!is_command(words), "{words}");
    }
    assert!(
        is_screen("Documents")
            && is_screen("hazards")
            && !is_screen("Print")
            && !is_screen("nowhere")
    );
    assert!(tests().contains("what_is_not_there_is_not_found") && !tests().contains("rows"));
}
