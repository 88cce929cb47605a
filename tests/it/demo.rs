//! The sample street: whole, ending today, the same each time.

use std::{collections::BTreeSet, path::Path, process::Command};

use anban::office::{Office, Opening, agenda::Task, demo, hazards, premises};
use anban::terms;
use chrono::NaiveDate;

use crate::{
    desk::{PROGRAM, Ran},
    engines::Folder,
};

fn opening(folder: &Path, today: &str) -> Opening {
    Opening {
        data: Some(folder.to_owned()),
        today: Some(today.parse::<NaiveDate>().unwrap()),
        ..Opening::default()
    }
}

fn has_a_year_of_work(office: &mut Office) {
    let premises = office.list_premises(&premises::Filter::default()).unwrap();
    assert!(premises.len() >= 60, "{}", premises.len());
    assert_eq!(office.grids().unwrap().len(), 6);
    let all = office.hazards(&hazards::Filter::default()).unwrap();
    let open = office.hazards(&hazards::Filter { open: true, ..Default::default() }).unwrap();
    assert!(all.len() > 200 && open.len() > 5, "{} {}", all.len(), open.len());
    let notices = office.notices(&anban::office::notices::Filter::default()).unwrap();
    assert!(notices.iter().any(|line| line.notice.void.is_some()));
    let agenda = office.agenda(None, None).unwrap();
    for task in [Task::Recheck, Task::KeyRound, Task::MonthRound] {
        assert!(agenda.items.iter().any(|item| item.task == task), "{task:?}");
    }
    let health = office.check().unwrap();
    assert!(health.troubles.is_empty() && health.broken.is_empty(), "{health:?}");
    for link in office.journal(100_000).unwrap() {
        let code = &link.entry.verb;
        assert_ne!(terms::verb(code), code, "a deed that has no word");
    }
}

/// The program as a stranger starts it: nothing set but the day and where temporary folders go.
fn ran(place: &Path, args: &[&str]) -> Ran {
    let mut command = Command::new(PROGRAM);
    for name in ["ANBAN_DATA", "ANBAN_DATABASE", "ANBAN_USER", "ANBAN_TODAY"] {
        command.env_remove(name);
    }
    command.env("TMPDIR", place).current_dir(place).args(["--today", "2026-11-20"]).args(args);
    Ran::of(command.output().unwrap())
}

#[test]
fn by_command_it_is_the_same_street_each_time_to_the_byte() {
    let folder = Folder::new();
    // Without a folder of its own it makes one, tells the day's work and where it lies.
    let told = ran(folder.path(), &["demo"]).done();
    let (agenda, rest) = told.split_once("示例街道已建好，数据在：").unwrap();
    assert!(agenda.starts_with("北峰街道  2026年11月20日 星期五"), "{told}");
    for task in ["复查", "重点巡查", "每月检查"] {
        assert!(agenda.contains(task), "{task}: {told}");
    }
    let first = rest.lines().next().unwrap();
    assert!(first.starts_with(folder.path().to_str().unwrap()) && Path::new(first).is_dir());
    // In the one that is named, without the day's work.
    let told = ran(folder.path(), &["--data", "示例", "demo", "--no-open"]).done();
    assert!(told.starts_with("示例街道已建好") && told.contains("示例"), "{told}");
    let lists = |data: &str, name: &str| -> Vec<Vec<u8>> {
        let mut lists = Vec::new();
        let written = [
            ("名册.csv", vec!["premises", "export"]),
            ("名册.xlsx", vec!["premises", "export"]),
            ("清单.csv", vec!["report", "problem_list", "--period", "2026-10", "-o"]),
            ("清单.pdf", vec!["report", "problem_list", "--period", "2026-10", "-o"]),
        ];
        for (ending, args) in written {
            let file = folder.file(&format!("{name}{ending}"));
            let to = file.to_str().unwrap();
            ran(folder.path(), &[&["--data", data], &args[..], &[to]].concat()).done();
            lists.push(std::fs::read(file).unwrap());
        }
        for args in [
            &["premises", "list"][..],
            &["hazard", "list"],
            &["notice", "list"],
            &["inspect", "list", "--from", "2025-01-01"],
            &["agenda"],
            &["unit", "list"],
            &["staff", "list"],
            &["transfer", "list"],
        ] {
            let said = ran(folder.path(), &[&["--data", data, "--json"], args].concat()).done();
            lists.push(said.into_bytes());
        }
        lists
    };
    let (one, two) = (lists(first, "一"), lists("示例", "二"));
    for (place, (one, two)) in one.iter().zip(&two).enumerate() {
        assert!(one == two, "list {place} differs");
    }
    has_a_year_of_work(&mut Office::open(&opening(&folder.file("示例"), "2026-11-20")).unwrap());
    // Two communities, six grids; the year ends today.
    let json =
        |args: &[&str]| ran(folder.path(), &[&["--data", "示例", "--json"], args].concat()).json();
    let levels = |level: &str| {
        let units = json(&["unit", "list"]);
        units.as_array().unwrap().iter().filter(|unit| unit["level"] == level).count()
    };
    assert_eq!((levels("community"), levels("grid")), (2, 6));
    assert!(json(&["premises", "list"]).as_array().unwrap().len() >= 60);
    let visits = json(&["inspect", "list", "--from", "2025-01-01"]);
    let days: BTreeSet<&str> =
        visits.as_array().unwrap().iter().map(|visit| visit["on"].as_str().unwrap()).collect();
    let (first_day, last_day) = (*days.first().unwrap(), *days.last().unwrap());
    assert!(("2025-11-20".."2025-12-01").contains(&first_day), "{first_day}");
    assert!(("2026-11-16"..="2026-11-20").contains(&last_day), "{last_day}");
    let months: BTreeSet<&str> = days.iter().map(|day| &day[..7]).collect();
    assert!(months.len() >= 12, "{months:?}");

    // A second time in the same folder: refused, and the office stays as it was.
    let database = folder.file("示例").join("anban.db");
    let before = std::fs::read(&database).unwrap();
    let said = ran(folder.path(), &["--data", "示例", "demo"]).refused(1);
    assert!(said.contains("已经有办公室") && said.contains("--data"), "{said}");
    assert!(std::fs::read(&database).unwrap() == before);
}

#[test]
fn a_folder_that_holds_an_office_is_left_alone() {
    let folder = Folder::new();
    std::fs::write(folder.path().join("anban.db"), b"mine").unwrap();
    let Err(refusal) = demo::demo(&opening(folder.path(), "2026-11-20")) else {
        panic!("an office must not be written over")
    };
    assert!(refusal.to_string().contains("已经有办公室"), "{refusal}");
    assert_eq!(std::fs::read(folder.path().join("anban.db")).unwrap(), b"mine");
}
