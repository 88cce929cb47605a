//! What was left half filled and cannot go on: it is shown, and let go by a person. That every window goes on: `again`.

use anban::{
    domain::{
        staff::Role,
        unit::{Duty, Level},
    },
    office::{leaving::Leaving, report::Wanted, units::People},
};

use super::{Bench, day};

impl Bench {
    /// Opens the one draft that stands in 今日.
    pub fn go_on(&mut self) -> String {
        self.press("F2 Home");
        for _ in 0..40 {
            let paint = self.paint();
            let row = paint.caret.map_or(0, |caret| usize::from(caret.y));
            if paint.text().lines().nth(row).is_some_and(|line| line.contains("接着填")) {
                break;
            }
            self.press("Down");
        }
        self.press("Enter");
        self.screen()
    }
}

/// What the window was about has been done elsewhere: it is said, and what was typed goes only when that is said too.
#[test]
fn a_draft_whose_report_went_another_way_is_shown_and_let_go() {
    let mut bench = Bench::new().seated("林安全");
    bench.press("Alt+b Enter 1 Down").typed("半句").press("Esc");
    let office = bench.seat.office().unwrap();
    let owed = office.report_status(None, None).unwrap();
    let first = owed.iter().find(|owed| owed.submitted.is_none()).unwrap();
    assert_eq!(first.unit.level(), Level::Community);
    let wanted = Wanted {
        code: first.code.clone(),
        unit: Some(first.unit.to_string()),
        period: Some(first.period),
    };
    office.submit_report(&wanted, true, None, None).unwrap();
    let screen = bench.go_on();
    assert!(screen.contains("已经报出或退回") && screen.contains("半句"), "{screen}");
    bench.press("1");
    assert!(bench.screen().contains("草稿 1"), "{}", bench.screen());
    bench.go_on();
    bench.press("2 F2");
    assert!(bench.screen().contains("草稿 0"), "{}", bench.screen());
}

#[test]
fn the_name_of_a_printer_waits_for_who_comes_back() {
    let mut bench = Bench::new();
    bench.press("^U 2").typed("二楼激光").press("Esc");
    let mut bench = bench.again();
    assert!(bench.screen().contains("草稿 1"), "{}", bench.screen());
    bench.press("^U 2 1");
    assert!(bench.screen().contains("二楼激光"), "{}", bench.screen());
}

/// Told in 今日 before the day, handed over from there on it.
#[test]
fn who_leaves_on_a_day_to_come_is_handed_over_from_today() {
    let mut bench = Bench::new().seated("");
    let office = bench.seat.office().unwrap();
    office.add_staff("许小梅", Role::GridOfficer, "招联社区", "", "").unwrap();
    let people = People { people: vec![(Duty::GridOfficer, "许小梅".into())] };
    office.assign("招联一网格", &people, day("2026-11-23"), false).unwrap();
    let leaving =
        Leaving {
            who: "陈一鸣", on: Some(day("2026-11-23")), why: "调走", to: Some("许小梅")
        };
    office.leave(&leaving).unwrap();
    bench.press("F8");
    assert!(bench.screen().contains("2026-11-23起离岗"), "{}", bench.screen());
    let chosen = |bench: &mut Bench| {
        bench.press("F2 Home");
        for _ in 0..40 {
            let paint = bench.paint();
            let row = paint.caret.map_or(0, |caret| usize::from(caret.y));
            if paint.text().lines().nth(row).is_some_and(|line| line.contains("离岗")) {
                return;
            }
            bench.press("Down");
        }
        panic!("{}", bench.screen());
    };
    chosen(&mut bench);
    bench.press("Enter");
    assert!(bench.screen().contains("2026年11月23日前完成"), "{}", bench.screen());
    bench.seat.opening.today = Some(day("2026-11-23"));
    let mut bench = bench.seated("");
    chosen(&mut bench);
    bench.press("Enter");
    let screen = bench.screen();
    assert!(screen.contains("离岗移交 陈一鸣") && screen.contains("许小梅"), "{screen}");
    bench.press("^S");
    assert!(
        bench.screen().contains("已移交没有销号的隐患2条，现在由许小梅跟踪"),
        "{}",
        bench.screen()
    );
}

#[test]
fn what_was_closed_is_shown_with_its_days_where_it_is_asked_for() {
    let mut bench = Bench::new().seated("");
    bench.press("F8 ^T");
    assert!(bench.screen().contains("没有撤并过的社区和网格"), "{}", bench.screen());
    let office = bench.seat.office().unwrap();
    office.add_units(&["招贤社区"], None, "").unwrap();
    office.add_grid("招联社区", "招联二网格", "", &People::default()).unwrap();
    office.close_unit("招联二网格", None, "并入招联一网格").unwrap();
    office.close_unit("招贤社区", None, "并入招联社区").unwrap();
    bench.press("F8");
    assert!(!bench.screen().contains("二网格"), "{}", bench.screen());
    bench.press("^T");
    let screen = bench.screen();
    let row = |words: &str| screen.lines().position(|line| line.contains(words)).unwrap();
    let told = "招联二网格  2026-11-20设立，设到2026-11-19（并入招联一网格）";
    assert!(row("招联一网格") + 1 == row(told), "{screen}");
    assert!(row(told) < row("招贤社区  2026-11-20设立"), "{screen}");
    bench.press("Down Down Down Down Down Down Enter");
    assert!(bench.screen().contains("不再办理"), "{}", bench.screen());
    bench.press("^T");
    assert!(!bench.screen().contains("二网格  "), "{}", bench.screen());
}

/// A draft is of who filled it in: nobody else's desk counts it, goes on with it or throws it away; nor does its line say
/// an id.
#[test]
fn a_draft_waits_for_who_filled_it_in() {
    let mut bench = Bench::new().seated("林安全");
    bench.press("F5 Enter 1 Down Down").typed("半句").press("Esc");
    let mut bench = bench.seated("蔡书记");
    bench.press("F2");
    let screen = bench.screen();
    assert!(screen.contains("草稿 0") && screen.contains("等本人"), "{screen}");
    let waiting = |bench: &mut Bench| {
        bench.press("F2 Home");
        for _ in 0..40 {
            let paint = bench.paint();
            let row = paint.caret.map_or(0, |caret| usize::from(caret.y));
            if paint.text().lines().nth(row).is_some_and(|line| line.contains("等本人")) {
                return bench.press("Enter").screen();
            }
            bench.press("Down");
        }
        panic!("{}", bench.screen());
    };
    let screen = waiting(&mut bench);
    assert!(screen.contains("由林安全接着填") && screen.contains("半句"), "{screen}");
    assert!(!screen.contains("丢掉") && !screen.contains("passed"), "{screen}");
    // The same window opens empty for somebody else, and what that one types takes nothing away.
    bench.press("Esc F5 Enter 1 Down Down");
    assert!(!bench.screen().contains("上次填到一半"), "{}", bench.screen());
    bench.typed("另一句").press("Esc");
    let mut bench = bench.seated("林安全");
    assert!(bench.go_on().contains("上次填到一半"), "{}", bench.screen());
    bench.press("1");
    assert!(bench.screen().contains("半句"), "{}", bench.screen());
    // Who has left comes back to nothing: then it may go.
    let mut bench = bench.seated("");
    let office = bench.seat.office().unwrap();
    let leaving =
        Leaving { who: "林安全", why: "退休", to: Some("蔡书记"), ..Leaving::default() };
    office.leave(&leaving).unwrap();
    let mut bench = bench.seated("蔡书记");
    let screen = waiting(&mut bench);
    assert!(screen.contains("现在没有这个人了") && screen.contains("丢掉"), "{screen}");
}
