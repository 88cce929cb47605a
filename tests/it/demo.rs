//! The sample street: whole, ending today, the same each time.

use anban::office::{Opening, agenda::Task, demo, hazards, premises};
use anban::terms;
use chrono::NaiveDate;

use crate::engines::Folder;

fn opening(folder: &Folder, today: &str) -> Opening {
    Opening {
        data: Some(folder.path().to_owned()),
        today: Some(today.parse::<NaiveDate>().unwrap()),
        ..Opening::default()
    }
}

#[test]
fn the_sample_street_has_a_year_of_work_and_is_the_same_each_time() {
    let mut told = Vec::new();
    for _ in 0..2 {
        let folder = Folder::new();
        let mut office = demo::demo(&opening(&folder, "2026-11-20")).unwrap();
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
        told.push((serde_json::to_string(&agenda).unwrap(), all, notices));
    }
    assert_eq!(told[0], told[1]);
}

#[test]
fn a_folder_that_holds_an_office_is_left_alone() {
    let folder = Folder::new();
    std::fs::write(folder.path().join("anban.db"), b"mine").unwrap();
    let Err(refusal) = demo::demo(&opening(&folder, "2026-11-20")) else {
        panic!("an office must not be written over")
    };
    assert!(refusal.to_string().contains("已经有办公室"), "{refusal}");
    assert_eq!(std::fs::read(folder.path().join("anban.db")).unwrap(), b"mine");
}
