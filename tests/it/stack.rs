//! A year's notices printed in one go, and the papers kept of them.

use std::{collections::BTreeMap, fs, path::Path};

use anban::{
    domain::{id::Id, unit::UnitPath},
    store::{
        self, Fault,
        papers::{self, Damaged, Paper},
    },
};
use chrono::NaiveDate;

use crate::{desk::Desk, engines::on_each};

fn number(serial: u32) -> String {
    format!("招联安监整改〔2026〕{serial}号")
}

/// Name and bytes of each file.
fn files(folder: &str) -> BTreeMap<String, Vec<u8>> {
    fs::read_dir(folder)
        .unwrap()
        .map(|file| {
            let path = file.unwrap().path();
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, fs::read(path).unwrap())
        })
        .collect()
}

#[test]
fn a_year_of_notices_goes_into_a_folder_and_is_kept() {
    let desk = Desk::with_register();
    for _ in 0..4 {
        desk.inspect("恒捷鞋材厂", "答案.toml").done();
    }
    let alone = |serial: u32| {
        let file = desk.path("一份.pdf");
        desk.run(&["notice", "print", &number(serial), "-o", &file]).done();
        fs::read(file).unwrap()
    };
    let first = alone(1);
    desk.run(&["notice", "void", &number(2), "--reason", "写错"]).done();
    let folder = desk.path("通知书");
    let said = desk.run(&["notice", "print", "--all", "--year", "2026", "-o", &folder]).done();
    assert_eq!(said, format!("3份通知书已写到文件夹 {folder}。\n另有1份已作废，没有打印。\n"));
    let printed = files(&folder);
    let names: Vec<String> =
        [1, 3, 4].map(|serial| format!("整改通知书 {}", number(serial))).into();
    assert_eq!(printed.keys().cloned().collect::<Vec<_>>(), names);
    // Printed before or afterwards, alone or in the stack: the same paper.
    assert!(printed[&names[0]] == first && alone(3) == printed[&names[1]]);

    let again = desk.path("再印");
    desk.run(&["notice", "print", "--all", "-o", &again]).done();
    assert!(files(&again) == printed);
    // Each was kept once.
    let journal = desk.run(&["--json", "journal", "--limit", "100"]).json();
    let prints = journal.as_array().unwrap().iter().filter(|link| link["verb"] == "print");
    assert_eq!(prints.count(), 3);
    desk.sound();
}

#[test]
fn what_cannot_be_printed_is_named_and_the_others_are() {
    let desk = Desk::with_register();
    for _ in 0..2 {
        desk.inspect("恒捷鞋材厂", "答案.toml").done();
    }
    desk.run(&["notice", "void", &number(2), "--reason", "写错"]).done();
    let folder = desk.path("几份");
    let stack = ["notice", "print", &number(1), &number(9), &number(1), &number(2), "-o", &folder];
    let ran = desk.run(&stack);
    assert_eq!(ran.code, Some(1));
    assert_eq!(ran.out, format!("2份通知书已写到文件夹 {folder}。\n1份没有打成，原因见下。\n"));
    assert_eq!(
        ran.err,
        format!(
            "{0} 没有打成：没有文号为“{0}”的通知书。请用 anban notice list 查看文号。\n",
            number(9)
        )
    );
    // Asked for by its number a void notice is printed, as void.
    assert_eq!(files(&folder).len(), 2);
    let blocked = desk.write("不是文件夹", "");
    for (wrong, code) in [
        (vec!["notice", "print", "--all", "-o", &blocked], 1),
        (vec!["notice", "print", "--all", "-o", "-"], 2),
        (vec!["notice", "print", "甲", "乙", "--text"], 2),
        (vec!["notice", "print", "甲", "--all", "-o", &blocked], 2),
        (vec!["notice", "print", "-o", &blocked], 2),
    ] {
        desk.run(&wrong).refused(code);
    }
    assert!(Path::new(&blocked).is_file());
}

#[test]
fn a_kept_paper_that_was_altered_is_found() {
    on_each(|driver| {
        let community = UnitPath::parse("350000/350500/350503/001/001").unwrap();
        let paper = |at: u8, sha: &str| Paper {
            community: community.clone(),
            kind: "notice".to_owned(),
            subject: Id([at; 16]),
            sha: sha.to_owned(),
            made_on: NaiveDate::from_ymd_opt(2026, 3, 5).unwrap(),
            bytes: vec![at; 3],
        };
        let kept: Result<(), Fault> = store::transaction(driver, |driver| {
            for at in 0..150 {
                let sha = if at == 140 { "0".repeat(64) } else { papers::sha(&[at; 3]) };
                assert!(papers::keep(driver, &paper(at, &sha))?);
            }
            Ok(())
        });
        kept.unwrap();
        let found = Damaged {
            community: community.clone(),
            kind: "notice".to_owned(),
            subject: Id([140; 16]),
        };
        assert_eq!(papers::damaged(driver).unwrap(), [found]);
        assert_eq!(papers::subjects(driver, &community, "notice").unwrap().len(), 150);
        assert!(papers::subjects(driver, &community, "checklist").unwrap().is_empty());
    });
}
