//! A notice is found by its number, however that is written; the very number leads the list.

use anban::office::inspect::Report;

use super::Bench;

/// The first line of the list.
fn first(bench: &Bench) -> String {
    let screen = bench.screen();
    screen.lines().find(|line| line.starts_with('>')).unwrap_or_default().to_owned()
}

#[test]
fn a_notice_is_found_however_its_number_is_written() {
    let mut bench = Bench::new();
    bench.press("F7");
    assert!(first(&bench).contains("〔2026〕2号"), "{}", bench.screen());
    for typed in [
        "[2026]1号",
        "(2026)1号",
        "（2026）1号",
        "【2026】1",
        "2026 1",
        "2026-1",
        "招联安监整改[2026]1",
        "第1号",
        // Both are of one telephone number, which has a 1.
        "1",
    ] {
        bench.typed(typed);
        assert!(first(&bench).contains("〔2026〕1号"), "{typed}:\n{}", bench.screen());
        bench.press("Esc");
    }
    // By the command as well, and by a document's number.
    let office = bench.seat.office().unwrap();
    for typed in ["招联安监整改[2026]1号", "招联安监整改（2026）1号"] {
        assert_eq!(office.notice(typed).unwrap().0.serial, 1, "{typed}");
    }
    assert!(office.hazard("招联安监整改(2026)1号-1").is_ok());
}

/// At the end of what is read at once the older ones follow, and it is said how they are found.
#[test]
fn the_list_does_not_end_at_what_is_read_at_once() {
    let mut bench = Bench::new();
    let mut report = Report {
        premises: "恒捷鞋材厂".into(),
        form: "table4".into(),
        inspectors: vec!["陈一鸣".into()],
        ..Report::default()
    };
    report.answers.rest = Some("normal".into());
    let office = bench.seat.office().unwrap();
    for _ in 0..500 {
        office.meaning(true, |office| office.record(&report)).unwrap();
    }
    bench.press("F7");
    assert!(bench.screen().contains("通知书 500份以上"), "{}", bench.screen());
    bench.press("End");
    let screen = bench.screen();
    assert!(screen.contains("通知书 502份"), "{screen}");
    assert!(screen.contains("更早的在往下读") && screen.contains("[2026]12号"), "{screen}");
    bench.press("End");
    assert!(first(&bench).contains("〔2026〕1号"), "{}", bench.screen());
}
