//! The calendar while it is being read, and what its cells count.

use anban::{
    domain::period,
    office::{Office, agenda::Task, calendar::is_other},
    tui::{terminal::input::Input, worker},
};

use super::{Bench, day, named, opening};

/// Keys that come while the office is at something.
fn ahead(bench: &mut Bench, keys: &str) {
    for word in keys.split_whitespace() {
        bench.app.input(Input::Key(named(word).unwrap()));
    }
}

#[test]
fn months_that_are_passed_by_are_not_read_and_never_painted_under_another_name() {
    let mut bench = Bench::new();
    bench.press("F6");
    assert!(bench.screen().contains("日历 2026年11月"), "{}", bench.screen());
    let cells = |screen: &str| screen.lines().skip(2).take(4).collect::<Vec<_>>().join("\n");
    let november = cells(&bench.screen());

    ahead(&mut bench, &"PgDn ".repeat(40));
    let screen = bench.screen();
    assert!(screen.contains("日历 2030年3月"), "{screen}");
    assert!(screen.contains("正在读取.."), "{screen}");
    assert_ne!(cells(&screen), november);
    assert!(!screen.contains("没有到期的"), "{screen}");

    // One question is out; when it is answered the last month is asked for, and nothing between.
    let mut questions = 0;
    loop {
        let jobs = bench.app.take_jobs();
        if jobs.is_empty() {
            break;
        }
        questions += jobs.len();
        for job in jobs {
            let reply = worker::perform(&mut bench.seat, job);
            bench.app.reply(reply);
        }
    }
    assert_eq!(questions, 2);
    let screen = bench.screen();
    assert!(screen.contains("日历 2030年3月") && !screen.contains("正在读取.."), "{screen}");
    assert!(screen.contains("31"), "{screen}");
}

#[test]
fn a_day_counts_what_its_list_holds() {
    let bench = Bench::with_roads();
    let (first, last) = period::month_of(day("2026-11-20"));
    let mut office = Office::open(&opening(&bench.folder, "2026-11-20")).unwrap();
    let month = office.month(first).unwrap();
    let others = office.other_due(first, last).unwrap();
    let mut seen = 0;
    for one in &month.days {
        let list = office.due_on(one.date, one.date).unwrap();
        let other = list.iter().filter(|item| is_other(item.task)).count();
        assert_eq!(others.get(&one.date).copied().unwrap_or(0) as usize, other, "{}", one.date);
        let rechecks = list.iter().filter(|item| item.task == Task::Recheck).count();
        assert!(one.due as usize >= rechecks, "{}: {rechecks} of {}", one.date, one.due);
        seen += other;
    }
    assert!(seen > 3, "{seen}");
}

#[test]
fn a_day_with_nothing_but_other_work_says_so_in_its_cell() {
    let mut bench = Bench::with_roads();
    let (first, last) = period::month_of(day("2026-11-20"));
    let mut office = Office::open(&opening(&bench.folder, "2026-11-20")).unwrap();
    let others = office.other_due(first, last).unwrap();
    assert!(others.values().any(|count| *count > 0));
    bench.input(Input::Resize(160, 50));
    bench.press("F6");
    let screen = bench.screen();
    for count in others.values() {
        assert!(screen.contains(&format!("办{count}")), "{count}: {screen}");
    }
}
