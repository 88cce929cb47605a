//! The real program, recording one inspection after the other, is killed again and again in the middle of it: on both
//! engines nothing is torn, nothing that was acknowledged is lost, and the numbers have no gap.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read},
    os::unix::process::CommandExt,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use anban::domain::hazard::StateKind;

use crate::{
    desk::PROGRAM,
    events::{Chance, seed},
    visits::{BAD, Street},
};

const ROUNDS: u64 = 30;
/// The knife falls so long after an answer at the latest; a record takes about that long.
const LATEST: u64 = 400_000;

#[test]
fn a_desk_killed_while_it_records_keeps_what_it_acknowledged() {
    let [street, _] = Street::both();
    killed_while_recording(&street.with_safety_officer());
}

#[test]
fn so_does_a_desk_of_a_server() {
    let [_, street] = Street::both();
    killed_while_recording(&street.with_safety_officer());
}

/// The number that an answer acknowledges.
fn number_of(line: &str) -> Option<String> {
    let (_, after) = line.split_once("开出 ")?;
    let (number, _) = after.split_once("。编号 ")?;
    Some(number.to_owned())
}

fn killed_while_recording(street: &Street) {
    let answers = street.desk.write("答案.toml", BAD);
    let record = [
        "inspect",
        "record",
        "--premises",
        "恒捷鞋材厂",
        "--sure",
        "--form",
        "table4",
        "--answers",
        &answers,
    ];
    let one = street.command("2026-11-20", "陈一鸣", &record);
    let seed = seed();
    let mut acknowledged: Vec<String> = Vec::new();
    for round in 0..ROUNDS {
        let mut chance = Chance::of(seed, round);
        // A shell that starts the program as soon as it has ended, both in a group of their own.
        let mut desk = Command::new("sh");
        desk.args(["-c", "while \"$0\" \"$@\"; do :; done", PROGRAM])
            .args(one.get_args())
            .envs(one.get_envs().filter_map(|(name, value)| Some((name, value?))))
            .env_remove("ANBAN_DATABASE")
            .env_remove("ANBAN_USER")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .process_group(0);
        let mut desk = desk.spawn().unwrap();
        let mut lines = BufReader::new(desk.stdout.take().unwrap());
        let mut said = String::new();
        let mut left = 1 + chance.below(3);
        while left > 0 {
            let mut line = String::new();
            if lines.read_line(&mut line).unwrap() == 0 {
                let mut why = String::new();
                desk.stderr.take().unwrap().read_to_string(&mut why).unwrap();
                panic!("round {round}: the desk ended by itself: {said}{why}");
            }
            left -= u64::from(number_of(&line).is_some());
            said.push_str(&line);
        }
        let falls = Instant::now() + Duration::from_micros(chance.below(LATEST));
        while Instant::now() < falls {
            std::hint::spin_loop();
        }
        let group = format!("-{}", desk.id());
        assert!(Command::new("kill").args(["-KILL", "--", &group]).status().unwrap().success());
        // What it had said before it died counts as well, but for a line cut in the middle.
        lines.read_to_string(&mut said).unwrap();
        desk.wait().unwrap();
        let whole = said.rfind('\n').map_or("", |end| &said[..end]);
        acknowledged.extend(whole.lines().filter_map(number_of));
    }

    street.ran("2026-11-20", "", &["journal", "--verify"]).done();
    street.ran("2026-11-20", "", &["check"]).done();
    let mut office = street.office();
    let notices = office.notices(&Default::default()).unwrap();
    let mut serials: Vec<u32> = notices.iter().map(|line| line.notice.serial).collect();
    serials.sort_unstable();
    assert_eq!(serials, (1..=notices.len() as u32).collect::<Vec<_>>(), "a gap or a double");
    let kept: BTreeMap<&str, _> =
        notices.iter().map(|line| (line.notice.number.as_str(), &line.notice)).collect();
    let lost: Vec<&String> =
        acknowledged.iter().filter(|number| !kept.contains_key(number.as_str())).collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
    acknowledged.sort_unstable();
    let all = acknowledged.len();
    acknowledged.dedup();
    assert_eq!(acknowledged.len(), all, "a number was given twice");
    assert!(all >= ROUNDS as usize);
    // Every inspection is whole: its hazard ordered by its notice, and the deed in the journal.
    for notice in kept.values() {
        let visit = office.visit(notice.inspection).unwrap();
        let [hazard] = visit.hazards.as_slice() else { panic!("{}: torn", notice.number) };
        let course = &hazard.hazard.course;
        assert_eq!((course.kind(), course.notice()), (StateKind::Ordered, Some(notice.id)));
        assert_eq!((visit.notices.len(), hazard.steps.len()), (1, 1), "{}", notice.number);
    }
    let today = "2026-11-20".parse().unwrap();
    assert_eq!(office.visits(today, today).unwrap().len(), notices.len());
    let mut deeds: BTreeMap<String, usize> = BTreeMap::new();
    for link in office.journal(100_000).unwrap() {
        *deeds.entry(link.entry.verb).or_default() += 1;
    }
    for verb in ["inspect", "hazard_found", "notice_issue"] {
        assert_eq!(deeds[verb], notices.len(), "{verb}");
    }
    println!("{ROUNDS} kills, {} inspections kept, {all} acknowledged", notices.len());
}
