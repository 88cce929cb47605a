//! The calendar while it is being read, and what its cells count.

use anban::{
    domain::period::{self, Span},
    office::{Office, Opening, agenda::Task, calendar::Owed, report::Wanted},
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
    let mut office = Office::open(&opening(&bench.folder, "2026-11-20")).unwrap();
    office.make_plan(Span::Month, day("2026-11-20")).unwrap();
    let mut seen = [0; 5];
    for of in [day("2026-11-20"), day("2026-12-01")] {
        let (first, last) = period::month_of(of);
        let month = office.month(first).unwrap();
        let owed = office.owed_by_day(first, last).unwrap();
        for one in &month.days {
            let list = office.day_list(one.date).unwrap();
            let of = |task: Task| list.items.iter().filter(|item| item.task == task).count();
            let Owed { reports, others } = owed.get(&one.date).copied().unwrap_or_default();
            assert_eq!(reports as usize, of(Task::Report), "{}", one.date);
            let visits = of(Task::PlannedVisit) + list.made.len();
            assert_eq!(one.visits as usize, visits, "{}", one.date);
            assert!(one.due as usize >= of(Task::Recheck), "{}", one.date);
            // Every row is counted once.
            let counted = one.due + reports + one.visits + others;
            assert_eq!(counted as usize, list.items.len() + list.made.len(), "{}", one.date);
            for (total, count) in
                seen.iter_mut().zip([one.due, reports, one.visits, others, one.done])
            {
                *total += count;
            }
        }
    }
    assert!(seen.iter().all(|count| *count > 0), "{seen:?}");
}

/// What was sent is owed no more.
#[test]
fn a_report_that_was_sent_leaves_its_day() {
    let bench = Bench::new();
    let by = Opening { actor: Some("林安全".into()), ..opening(&bench.folder, "2026-11-20") };
    let mut office = Office::open(&by).unwrap();
    let (first, last) = period::month_of(day("2026-11-20"));
    let owed = |office: &mut Office| office.owed_by_day(first, last).unwrap();
    let before = owed(&mut office);
    let (date, _) = before.iter().find(|(_, owed)| owed.reports > 0).unwrap();
    let items = office.day_list(*date).unwrap().items;
    let paper = items.into_iter().find_map(|item| item.paper).unwrap();
    let wanted = Wanted { code: paper.code, unit: None, period: Some(paper.period) };
    let mut submit =
        |zero| office.meaning(true, |office| office.submit_report(&wanted, zero, None, None));
    if submit(false).is_err() {
        submit(true).unwrap();
    }
    let after = owed(&mut office).get(date).copied().unwrap_or_default();
    assert_eq!(after.reports, before[date].reports - 1);
}

/// What is owed since longer is one line of today, and stands in the calendar on each of its days.
#[test]
fn each_report_that_is_owed_stands_on_its_own_day() {
    let bench = Bench::new();
    let by = Opening { actor: Some("林安全".into()), ..opening(&bench.folder, "2027-03-10") };
    let mut office = Office::open(&by).unwrap();
    // The eve of 春节 is off by law.
    for due in ["2026-12-04", "2027-01-05", "2027-02-04", "2027-03-05"] {
        let (first, last) = period::month_of(day(due));
        let owed = office.owed_by_day(first, last).unwrap();
        let list = office.day_list(day(due)).unwrap().items;
        let reports: Vec<_> = list.iter().filter(|item| item.task == Task::Report).collect();
        assert_eq!(owed.get(&day(due)).map(|owed| owed.reports), Some(1), "{due}: {owed:?}");
        assert_eq!(reports.len(), 1, "{due}: {reports:?}");
        let paper = reports[0].paper.as_ref().unwrap();
        assert!(paper.older.is_empty() && paper.period.to < day(due), "{paper:?}");
    }
    let today = office.agenda(None, None).unwrap().items;
    assert_eq!(today.iter().filter(|item| item.task == Task::Report).count(), 2);
}

#[test]
fn a_day_with_nothing_but_other_work_says_so_in_its_cell() {
    let mut bench = Bench::with_roads();
    let (first, last) = period::month_of(day("2026-11-20"));
    let mut office = Office::open(&opening(&bench.folder, "2026-11-20")).unwrap();
    let others: Vec<u32> =
        office.owed_by_day(first, last).unwrap().values().map(|owed| owed.others).collect();
    assert!(others.iter().any(|count| *count > 0));
    bench.input(Input::Resize(160, 50));
    bench.press("F6");
    let screen = bench.screen();
    for count in others.into_iter().filter(|count| *count > 0) {
        assert!(screen.contains(&format!("办{count}")), "{count}: {screen}");
    }
}
