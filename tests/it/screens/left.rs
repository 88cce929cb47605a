//! What was left half filled and cannot go on: it is shown, and let go by a person. That every window goes on: `again`.

use anban::{domain::unit::Level, office::report::Wanted};

use super::Bench;

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
    office.submit_report(&wanted, true, None).unwrap();
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
