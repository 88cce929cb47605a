//! What the agenda holds, told to both engines: what runs out in any ledger.

use anban::{
    domain::agenda::Task,
    form::{field::FieldKind, library::Library},
};
use serde_json::Value;

use crate::{
    engines::Schema,
    officer::{House, house},
};

impl House {
    /// The items of a task, each with its premises, its day, how late it is, and who is told.
    fn told(&self, day: &str, task: &str, late: bool) -> Vec<(String, String, i64, String)> {
        let agenda = self.json(day, &["agenda"]);
        let items = agenda["items"].as_array().unwrap().iter();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let mut told: Vec<_> = items
            .filter(|item| item["task"] == task && (item["days_late"] != 0) == late)
            .map(|item| {
                let days = item["days_late"].as_i64().unwrap();
                (text(&item["premises"]), text(&item["day"]), days, text(&item["tell"]))
            })
            .collect();
        told.sort();
        told
    }
}

/// A day in a ledger that is the end of something, by its name.
fn ends(label: &str) -> bool {
    ["期止", "期限", "到期", "下次", "应送达", "移出日期"].iter().any(|word| label.contains(word))
        && !label.starts_with("实际")
}

#[test]
fn what_runs_out_in_any_ledger_is_asked_by_the_agenda() {
    let (library, faults) = Library::new(&[]);
    assert!(faults.is_empty(), "{faults:?}");
    let regimes = ["beifeng", "yanta"].map(|code| library.regime(code).unwrap());
    let mut seen = 0;
    for ledger in library.ledgers() {
        for field in ledger.fields.iter().filter(|field| field.kind == FieldKind::Day) {
            if ends(&field.label) {
                assert_eq!(
                    ledger.until.as_ref(),
                    Some(&field.id),
                    "{} {}",
                    ledger.title,
                    field.label
                );
            }
        }
        if ledger.until.is_none() {
            continue;
        }
        seen += 1;
        assert!(!ledger.due.is_empty(), "{} is kept and never told", ledger.title);
        for regime in regimes {
            let ladder = regime.remind(&ledger.code).map(|rule| rule.ladder.rungs.len());
            assert!(ladder.is_some_and(|rungs| rungs > 0), "{} {}", regime.code, ledger.code);
        }
    }
    assert_eq!(seen, 13);
}

#[test]
fn both_regimes_say_who_is_told_of_everything_and_what_is_done_regularly() {
    let (library, _) = Library::new(&[]);
    for code in ["beifeng", "yanta"] {
        let regime = library.regime(code).unwrap();
        for task in Task::ALL.into_iter().filter(|task| *task != Task::Entry) {
            let rungs = regime.remind(task.code()).map_or(0, |rule| rule.ladder.rungs.len());
            assert!(rungs > 0, "{code}: nobody is told of {}", task.code());
        }
        for ledger in ["meeting", "drill", "publicity", "self_check", "training"] {
            let known = regime.regulars.iter().any(|rule| rule.ledger == ledger);
            assert!(known, "{code}: {ledger}");
        }
    }
}

#[test]
fn a_certificate_that_runs_out_is_told_until_there_is_a_new_one() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "yanta");
        let exam = |from: &str, to: &str, until: &str| {
            let (from, to) = (format!("trained_from={from}"), format!("trained_to={to}"));
            let (until, name) = (format!("valid_to={until}"), "name=陈一鸣");
            let mut add = vec!["ledger", "add", "officer_exam"];
            let rest = ["hours=48", "score=90", "result=合格", "certificate=A1"];
            for field in [name, &from, &to, &until].into_iter().chain(rest) {
                add.extend(["--set", field]);
            }
            house.run("2026-11-23", &add);
        };
        exam("2026-01-05", "2026-01-09", "2026-11-24");
        let told = |day: &str| house.run(day, &["agenda"]).contains("陈一鸣的岗前培训证件有效期止");
        assert!(told("2026-11-23") && told("2026-11-26"));
        let raised = house.told("2026-11-26", "entry", true);
        assert_eq!(raised[0].3, "safety_officer");
        exam("2026-11-16", "2026-11-20", "2028-11-20");
        assert!(!told("2026-11-23") && !told("2026-11-26"));
        assert!(told("2028-11-20"));
    }
}
