//! Every spreadsheet that leaves the office, read by a program that is neither ours nor that of the library which wrote
//! it: `readers/read.py`, Python's own zip, XML and csv, as strict as a spreadsheet that offers to repair. Codes are text,
//! days are days, and the figures are those that `--json` says.

use std::{collections::BTreeMap, fs, path::Path};

use anban::form::{
    facts::About,
    field::{FieldKind, bare_amount},
};
use serde_json::Value;

use crate::{
    papers::library,
    sweep::records::{LAST, Records},
    tools::run,
};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/readers/read.py");
/// The days that the lists are about.
const DAYS: [&str; 4] = ["--from", "2026-01-01", "--to", LAST];

/// The rows of each sheet, by the sheet's name.
type Sheets = Vec<(String, Vec<Vec<Value>>)>;

struct House {
    street: Records,
    folder: String,
}

impl House {
    fn ran(&self, args: &[&str]) -> crate::desk::Ran {
        self.street.desk.run(&[&["--today", LAST], args].concat())
    }

    fn json(&self, args: &[&str]) -> Value {
        self.ran(&[&["--json"], args].concat()).json()
    }

    fn file(&self, name: &str) -> String {
        format!("{}/{name}", self.folder)
    }

    /// Makes a list in both spellings; false for what is no list.
    fn made(&self, name: &str, args: &[&str]) -> bool {
        for ending in ["xlsx", "csv"] {
            let file = self.file(&format!("{name}.{ending}"));
            let mut all: Vec<String> =
                args.iter().chain(&["-o", &file]).map(|word| (*word).to_owned()).collect();
            let ran =
                |all: &[String]| self.ran(&all.iter().map(String::as_str).collect::<Vec<_>>());
            let mut ran_last = ran(&all);
            // What nobody but a person can say is said.
            for _ in 0..9 {
                let Some((_, rest)) = ran_last.err.split_once("--set ") else { break };
                let field: String =
                    rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
                all.extend(["--set".to_owned(), format!("{field}=3")]);
                ran_last = ran(&all);
            }
            let ran = ran_last;
            if ran.code != Some(0) {
                assert!(ran.err.contains("不是表格"), "{all:?}: {}", ran.err);
                return false;
            }
        }
        true
    }
}

/// What a cell says; a day as it is written in JSON.
fn said(cell: &Value) -> String {
    match cell {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Object(day) => day["day"].as_str().unwrap().to_owned(),
        other => other.to_string(),
    }
}

/// What a cell of a csv file says, days and amounts spelt as in JSON.
fn plain(text: &str) -> String {
    let day = text.trim_end_matches('日').replace(['年', '月'], "-");
    match chrono::NaiveDate::parse_from_str(&day, "%Y-%m-%d") {
        Ok(day) => day.to_string(),
        Err(_) => bare_amount(text).map_or_else(|| text.to_owned(), number),
    }
}

/// 5001.50 as a spreadsheet says it: 5001.5
fn number(text: String) -> String {
    text.parse::<f64>().map_or(text, |number| number.to_string())
}

/// The column below a head, down the sheet.
fn column<'a>(rows: &'a [Vec<Value>], head: &str) -> Vec<&'a Value> {
    let at = rows[0].iter().position(|cell| said(cell) == head);
    let at = at.unwrap_or_else(|| panic!("{head} is not among {:?}", rows[0]));
    rows[1..].iter().map(|row| row.get(at).unwrap_or(&Value::Null)).collect()
}

fn words(rows: &[Vec<Value>], head: &str) -> Vec<String> {
    column(rows, head).into_iter().map(said).collect()
}

/// The texts below a key of each row of a document.
fn texts(rows: &Value, key: &str) -> Vec<String> {
    let of = |row: &Value| match &row[key] {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    rows.as_array().unwrap().iter().map(of).collect()
}

fn sorted(mut all: Vec<String>) -> Vec<String> {
    all.sort();
    all
}

#[test]
fn every_list_is_read_by_a_stranger_and_says_what_json_says() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("readers");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let house = House { street: Records::new(), folder: folder.to_str().unwrap().to_owned() };
    let library = library();
    let mut lists = 0;
    for form in library.papers().filter(|form| form.about == About::None) {
        let print = ["paper", "print", &form.code, "--from", "2026-11-23", "--to", "2026-11-29"];
        lists += usize::from(house.made(&form.code, &print));
    }
    for ledger in library.ledgers() {
        let code = format!("ledger/{}", ledger.code);
        let print = [&["paper", "print", &code][..], &DAYS].concat();
        assert!(house.made(&format!("ledger_{}", ledger.code), &print), "{code}");
        lists += 1;
    }
    assert!(lists >= 60, "{lists}");
    for code in ["problem_list", "table1", "monthly_community", "quarterly"] {
        let period = if code == "quarterly" { "2026-Q4" } else { "2026-11" };
        house.made(&format!("report_{code}"), &["report", code, "--period", period]);
    }
    house.made("map", &["report", "problem_list", "--period", "2026-11", "--map", "enterprise"]);
    for (name, verb) in [("review", "review"), ("coverage_now", "coverage"), ("now", "analysis")] {
        assert!(house.made(name, &[verb]), "{verb}");
    }
    for ending in ["xlsx", "csv"] {
        let file = house.file(&format!("register.{ending}"));
        house.ran(&["premises", "export", &file]).done();
        let file = house.file(&format!("answers.{ending}"));
        house.ran(&[&["inspect", "export", &file][..], &DAYS].concat()).done();
    }

    let Some((good, text)) = run("python3", &[SCRIPT, &house.folder]) else { return };
    assert!(good, "{text}");
    let read: BTreeMap<String, Value> = serde_json::from_str(&text).unwrap();
    let faults: Vec<String> = read
        .iter()
        .flat_map(|(file, told)| {
            let faults = told["faults"].as_array().unwrap();
            faults.iter().map(move |fault| format!("{file}: {fault}"))
        })
        .collect();
    assert_eq!(faults, Vec::<String>::new());
    let sheets = |file: &str| -> Sheets {
        let told = read.get(file).unwrap_or_else(|| panic!("no {file}"));
        let of = |sheet: &Value| {
            let rows = serde_json::from_value(sheet["rows"].clone()).unwrap();
            (sheet["name"].as_str().unwrap().to_owned(), rows)
        };
        told["sheets"].as_array().unwrap().iter().map(of).collect()
    };
    let first = |name: &str| sheets(&format!("{name}.xlsx")).swap_remove(0).1;

    same_in_both(&read, &sheets);
    ledgers(&house, &first);
    register(&house, &first);
    answers(&house, &first);
    hazards(&house, &first);
    coverage(&house, &first);
    review(&house, &sheets("review.xlsx"));
    analysis(&house, &sheets("now.xlsx"));
}

/// Whatever is in the first sheet is in the csv, cell by cell.
fn same_in_both(read: &BTreeMap<String, Value>, sheets: &dyn Fn(&str) -> Sheets) {
    let mut days = 0;
    for file in read.keys().filter(|file| file.ends_with(".xlsx")) {
        let (_, rows) = sheets(file).swap_remove(0);
        let (_, plainly) = sheets(&file.replace(".xlsx", ".csv")).swap_remove(0);
        assert_eq!(rows.len(), plainly.len(), "{file}");
        for (row, line) in rows.iter().zip(&plainly) {
            for (at, cell) in line.iter().enumerate() {
                let there = row.get(at).unwrap_or(&Value::Null);
                days += usize::from(there.is_object());
                let (said, plain) = (plain(&said(there)), plain(&said(cell)));
                assert_eq!(said, plain, "{file} {row:?} {line:?}");
            }
        }
    }
    assert!(days > 500, "{days}");
}

/// Every entry of every ledger with its days as days and its words as text.
fn ledgers(house: &House, first: &dyn Fn(&str) -> Vec<Vec<Value>>) {
    let (mut days, mut texts) = (0, 0);
    for ledger in library().ledgers() {
        let rows = first(&format!("ledger_{}", ledger.code));
        let entries = house.json(&[&["ledger", "list", &ledger.code][..], &DAYS].concat());
        let entries = entries.as_array().unwrap();
        assert_eq!(rows.len() - 1, entries.len(), "{}", ledger.code);
        for shown in &ledger.columns {
            let Some(field) = ledger.field(&shown.field) else {
                // What follows from the row: how grave an accident was.
                assert_eq!(shown.field, "severity");
                let told = house.json(&["accident", "list"]);
                let told = told.as_array().unwrap().iter();
                let told = told.map(|it| it["severity_label"].as_str().unwrap().to_owned());
                assert_eq!(sorted(words(&rows, "事故等级")), sorted(told.collect()));
                continue;
            };
            let kept = |entry: &Value| entry["fields"][&field.id].as_str().unwrap_or("").to_owned();
            let kept = sorted(entries.iter().map(kept).collect());
            let cells = column(&rows, &field.label);
            let words: Vec<String> = cells.iter().map(|cell| said(cell)).collect();
            match field.kind {
                FieldKind::Day => {
                    let is_day = |cell: &&&Value| cell.is_object();
                    let filled = kept.iter().filter(|kept| !kept.is_empty()).count();
                    assert_eq!(cells.iter().filter(is_day).count(), filled, "{}", ledger.code);
                    assert_eq!(sorted(words), kept, "{} {}", ledger.code, field.label);
                    days += filled;
                }
                FieldKind::Money => {
                    assert!(cells.iter().all(|cell| !cell.is_string()), "{}", ledger.code);
                    let number = |text: &String| text.parse::<f64>().map(|it| it.to_string());
                    let numbers = |all: &[String]| {
                        sorted(all.iter().filter_map(|text| number(text).ok()).collect())
                    };
                    assert_eq!(numbers(&words), numbers(&kept), "{}", ledger.code);
                }
                _ => {
                    assert_eq!(sorted(words), kept, "{} {}", ledger.code, field.label);
                    texts += cells.iter().filter(|cell| cell.is_string()).count();
                }
            }
        }
    }
    assert!(days > 40 && texts > 100, "{days} {texts}");
}

/// The register with its codes and phones as text.
fn register(house: &House, first: &dyn Fn(&str) -> Vec<Vec<Value>>) {
    let rows = first("register");
    let known = house.json(&["premises", "list", "--limit", "1000"]);
    for (head, key) in [("单位、场所名称", "name"), ("联系方式", "phone"), ("所属网格", "grid")]
    {
        assert_eq!(sorted(words(&rows, head)), sorted(texts(&known, key)), "{head}");
    }
    let codes = column(&rows, "统一社会信用代码");
    assert!(codes.iter().all(|code| code.is_null() || code.is_string()));
    let codes: Vec<String> = codes.into_iter().map(said).filter(|code| !code.is_empty()).collect();
    let kept = texts(&known, "uscc").into_iter().filter(|code| !code.is_empty()).collect();
    let licensed: Vec<String> = codes.into_iter().filter(|code| code != "无证").collect();
    assert_eq!(sorted(licensed), sorted(kept));
}

/// A row an answer, of every visit one block of its day.
fn answers(house: &House, first: &dyn Fn(&str) -> Vec<Vec<Value>>) {
    let rows = first("answers");
    let visits = house.json(&[&["inspect", "list"][..], &DAYS].concat());
    let mut told: Vec<String> = Vec::new();
    for (day, name) in column(&rows, "检查日期").into_iter().zip(words(&rows, "检查对象")) {
        let visit = format!("{} {name}", day["day"].as_str().unwrap());
        if !told.contains(&visit) {
            told.push(visit);
        }
    }
    let of = |visit: &Value| {
        let [on, name] = ["on", "premises"].map(|key| visit[key].as_str().unwrap());
        format!("{on} {name}")
    };
    let mut kept: Vec<String> = visits
        .as_array()
        .unwrap()
        .iter()
        .filter(|visit| visit["corrected"] != true)
        .map(of)
        .collect();
    kept.sort();
    kept.dedup();
    assert_eq!(sorted(told), kept);
}

fn hazards(house: &House, first: &dyn Fn(&str) -> Vec<Vec<Value>>) {
    let rows = first("report_problem_list");
    let found =
        ["hazard", "list", "--found-from", "2026-11-01", "--found-to", "2026-11-30", "--limit"];
    let kept = house.json(&[&found[..], &["100000"]].concat());
    assert_eq!(sorted(words(&rows, "隐患描述")), sorted(texts(&kept, "text")));
    assert_eq!(sorted(words(&rows, "通知书文号")), sorted(texts(&kept, "notice")));
    assert_eq!(sorted(words(&rows, "检查日期")), sorted(texts(&kept, "found_on")));
    assert!(column(&rows, "序号").iter().all(|no| no.is_number()));
}

fn coverage(house: &House, first: &dyn Fn(&str) -> Vec<Vec<Value>>) {
    let rows = first("coverage_now");
    let told = ["巡查要求", "网格", "应查", "已查", "未查"].map(|head| words(&rows, head));
    let told = (0..rows.len() - 1).map(|at| told.each_ref().map(|column| column[at].clone()));
    let told = told.map(|row| row.join(" ")).collect();
    let coverage = house.json(&["coverage"]);
    let mut kept = Vec::new();
    for round in coverage["rounds"].as_array().unwrap() {
        for row in round["rows"].as_array().unwrap() {
            let figures =
                ["required", "covered", "missed"].map(|key| row[key].as_u64().unwrap().to_string());
            let [label, name] = [&round["label"], &row["name"]].map(|text| text.as_str().unwrap());
            kept.push(format!("{label} {name} {}", figures.join(" ")));
        }
    }
    assert!(!kept.is_empty());
    assert_eq!(sorted(told), sorted(kept));
}

fn review(house: &House, sheets: &Sheets) {
    let review = house.json(&["review"]);
    let rows = |head: &str| {
        let sheet = sheets.iter().find(|(_, rows)| rows[0].iter().any(|cell| said(cell) == head));
        &sheet.unwrap_or_else(|| panic!("no {head}: {sheets:?}")).1
    };
    let board = rows("检查次数");
    let grids = review["grids"].as_array().unwrap();
    for (head, key) in [
        ("监管对象", "premises"),
        ("检查次数", "inspections"),
        ("查出隐患", "found"),
        ("销号", "closed"),
        ("逾期", "overdue"),
        ("重大隐患", "major_open"),
        ("回潮", "recurring"),
    ] {
        // The sum of all grids stands below them.
        let with_sum = |counts: Vec<i64>| -> Vec<String> {
            let sum: i64 = counts.iter().sum();
            counts.iter().chain([&sum]).map(ToString::to_string).collect()
        };
        let counts = |of: &dyn Fn(&Value) -> Option<i64>| {
            with_sum(grids.iter().map(|row| of(row).unwrap()).collect())
        };
        let now = counts(&|row| row[key].as_i64());
        let before = counts(&|row| row["before"][key].as_i64());
        assert_eq!(words(board, head), now, "{head}");
        assert_eq!(words(board, &format!("{head}（上周）")), before, "{head}");
    }
    assert_eq!(words(rows("完成情况"), "事项"), texts(&review["decisions"], "content"));
}

/// Month by month and group by group.
fn analysis(house: &House, sheets: &Sheets) {
    let analysis = house.json(&["analysis"]);
    let groups = ["categories", "industries", "communities", "grids"];
    let mut held = 0;
    for key in groups {
        let groups = analysis[key].as_array().unwrap();
        let names = texts(&analysis[key], "name");
        let same = |rows: &&Vec<Vec<Value>>| {
            let told: Vec<String> = rows[1..].iter().map(|row| said(&row[0])).collect();
            sorted(told) == sorted(names.clone())
        };
        let Some(rows) = sheets.iter().map(|(_, rows)| rows).find(same) else {
            panic!("{key}: {names:?} {sheets:?}")
        };
        let figure = |head: &str, key: &str| {
            let told: Vec<String> = words(rows, head);
            let told = rows[1..].iter().zip(told).map(|(row, n)| format!("{} {n}", said(&row[0])));
            let kept = groups
                .iter()
                .map(|group| format!("{} {}", group["name"].as_str().unwrap(), group[key]));
            assert_eq!(sorted(told.collect()), sorted(kept.collect()), "{head}");
        };
        figure("查出", "found");
        held += groups.len();
    }
    assert!(held > 10, "{held}");
}
