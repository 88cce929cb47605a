//! Every deed that the journal knows is taken back, or the advice that stands in its place is followed and accepted.

mod hazards;
mod house;
mod matters;
mod papers;
mod register;
mod reports;
mod rounds;
mod units;

use std::collections::BTreeSet;

use anban::{
    domain::staff::Role,
    office::{Key, Office, Opening, Refusal, restore, setup},
    terms,
};

use self::{
    Back::{Instead, Taken},
    house::{House, day, plan},
};
use crate::engines::{Folder, Place};

/// Gives what the record is called.
type Deed = fn(&mut House) -> String;
type Way = fn(&mut House, &str) -> Result<(), Refusal>;

/// What becomes of a deed when it is to be taken back.
enum Back {
    /// It is.
    Taken,
    /// It stays; each of these is said, and accepted.
    Instead(&'static str, &'static [Way]),
}

/// The verb, a deed that leaves it, and what becomes of it.
type Row = (&'static str, Deed, Back);

/// In an order in which none undoes the house of another: a campaign has ended at the end.
const DEEDS: [&[Row]; 7] = [
    units::DEEDS,
    register::DEEDS,
    papers::DEEDS,
    reports::DEEDS,
    hazards::DEEDS,
    matters::DEEDS,
    rounds::DEEDS,
];

fn deeds() -> impl Iterator<Item = &'static Row> {
    DEEDS.into_iter().flatten()
}

/// Notes that others follow in the same deed: never the last one.
const WITHIN: [&str; 10] = [
    "hazard_found",
    "inspect",
    "hazard_withdraw",
    "hazard_renotice",
    "hazard_hand_over",
    "premises_remove",
    "premises_restore",
    // Changes nothing.
    "print",
    "export",
    // Done with what it took back.
    "take_back",
];

#[test]
fn every_deed_is_taken_back_or_its_advice_is_accepted() {
    for place in Place::both() {
        let mut house = House::new(&place);
        for (verb, deed, back) in deeds() {
            match back {
                Taken => {
                    deed(&mut house);
                    assert_eq!(house.last(), *verb);
                    let last = house.office.last_deed().unwrap_or_else(|no| panic!("{verb}: {no}"));
                    let undone = house.office.undo(&last, "点错了");
                    assert!(undone.is_ok(), "{verb}: {undone:?}");
                    // It is done with: the next time it is another's turn.
                    assert_ne!(house.office.last_deed().ok(), Some(last), "{verb}");
                }
                Instead(said, ways) => {
                    for way in *ways {
                        let object = deed(&mut house);
                        assert_eq!(house.last(), *verb);
                        let refused = house.office.last_deed().expect_err(verb).to_string();
                        assert!(
                            refused.contains(terms::verb(verb)) && refused.contains(said),
                            "{verb}: {refused}"
                        );
                        let done = way(&mut house, &object);
                        assert!(done.is_ok(), "{verb}: {refused}\n{}", done.unwrap_err());
                    }
                }
            }
        }
    }
}

/// Those that need another office than the one above.
const ELSEWHERE: [&str; 9] = [
    "init",
    "restore",
    "warn_confirm",
    "warn_dismiss",
    "evidence_aside",
    "password_set",
    "password_clear",
    "password_wrong",
    "recovery_code",
];

#[test]
fn no_verb_of_the_journal_is_without_a_way_back() {
    let source = include_str!("../../src/terms/verb.rs");
    let known = source.lines().filter_map(|line| line.trim().strip_prefix('"')?.split('"').next());
    let known: BTreeSet<&str> = known.collect();
    let told: BTreeSet<&str> =
        deeds().map(|(verb, ..)| *verb).chain(WITHIN).chain(ELSEWHERE).collect();
    assert_eq!(known, told);
}

/// A password is not brought back: what was kept of it is gone. A wrong one is no deed, and stands in nobody's way.
#[test]
fn a_password_is_set_anew_and_never_taken_back() {
    let folder = Folder::new();
    let opening = Opening { data: Some(folder.file("办公室")), ..Opening::default() };
    setup::init(&opening, &plan())
        .unwrap()
        .add_staff("王管理", Role::Admin, "北峰街道", "", "")
        .unwrap();
    let opening = Opening { actor: Some("王管理".into()), ..opening };
    let mut office = Office::open(&opening).unwrap();
    let advice = |office: &mut Office| office.last_deed().unwrap_err().to_string();
    office.set_password("", None, "王管理的门今天开着").unwrap();
    assert!(advice(&mut office).contains("上一步是“设密码”。原来的密码没有留下"));
    assert!(advice(&mut office).contains("请再设一次"));
    office.set_password("", Some("王管理的门今天开着"), "王管理的门明天开着").unwrap();
    office.new_recovery_code().unwrap();
    assert!(advice(&mut office).contains("请再换一个"));
    office.new_recovery_code().unwrap();
    office.add_staff("陈一鸣", Role::GridOfficer, "招联社区", "", "").unwrap();
    assert!(Office::open(&Opening { key: Key::typed("猜一猜是哪个密码"), ..opening }).is_err());
    assert!(advice(&mut office).contains("上一步是“登记人员”"));
    office.clear_password("", Some("王管理的门明天开着")).unwrap();
    assert!(advice(&mut office).contains("请重新设一个"));
    office.set_password("", None, "王管理的门后天开着").unwrap();
}

#[test]
fn a_new_office_and_a_restored_one_say_what_can_be_done() {
    let folder = Folder::new();
    let opening = Opening {
        data: Some(folder.file("办公室")),
        today: Some(day("2026-11-20")),
        ..Opening::default()
    };
    let mut office = setup::init(&opening, &plan()).unwrap();
    let advice = office.last_deed().unwrap_err().to_string();
    assert!(advice.contains("请另用一个数据文件夹重新建立"), "{advice}");
    let other = Opening { data: Some(folder.file("另一个")), ..opening.clone() };
    setup::init(&other, &plan()).unwrap();
    let backup = office.backup(None).unwrap();
    drop(office);
    let restored = restore::restore(&opening, &backup.file, None).unwrap();
    let advice = Office::open(&opening).unwrap().last_deed().unwrap_err().to_string();
    assert!(advice.contains("请用留存的那一份再恢复一次"), "{advice}");
    restore::restore(&opening, &restored.kept, None).unwrap();
}
