//! Every screen as a person sees it, kept as text; a change of a screen is a change of its picture.

use anban::tui::look::{Look, Symbols};

use super::{BOX, Bench, furnish, furnish_roads};
use crate::engines::Folder;

pub(super) const ASCII: Look =
    Look { symbols: Symbols::Ascii, wide: true, colour: false, plain: false };

/// Name, keys that lead there.
const SCREENS: [(&str, &str); 23] = [
    ("today", ""),
    ("premises", "F3"),
    ("premises_found", "F3 xmcs"),
    ("premises_none", "F3 zzzz"),
    ("page", "F3 hjxc Enter"),
    ("premises_form", "F3 hjxc Enter ^E"),
    ("premises_change", "F3 hjxc Enter ^G"),
    ("filter", "F3 ^T"),
    ("inspection", "F3 hjxc Enter F4"),
    ("inspection_bad", "F3 hjxc Enter F4 ^A mhq 3"),
    ("inspection_hazard", "F3 hjxc Enter F4 ^A mhq 3 Enter"),
    ("inspection_save", "F3 hjxc Enter F4 ^A ^S"),
    ("inspection_done", "F3 hjxc Enter F4 ^A ^S ^S"),
    ("hazards", "F5"),
    ("hazard_acts", "F5 Enter"),
    ("recheck", "F5 ^R"),
    ("calendar", "F6"),
    ("calendar_october", "F6 PgUp"),
    ("notices", "F7"),
    ("notice_text", "F7 ^F"),
    ("units", "F8"),
    ("menu", "F10"),
    ("help", "F1"),
];

/// The newer screens and their windows, over an office with every road begun.
const ROADS: [(&str, &str); 43] = [
    ("road_today", ""),
    ("road_hazard", "F5 Tab Tab Tab Tab Enter"),
    ("road_assess", "F5 Tab Tab Tab Enter 4"),
    ("road_stop", "F5 Tab Tab Tab Tab Enter 8"),
    ("road_send", "F5 Tab Tab Tab Tab Enter 9"),
    ("road_put", "F5 Tab Tab Tab Tab Enter 0"),
    ("road_evidence", "F5 Tab Tab Tab Tab Enter End Enter"),
    ("major", "F5 Tab Tab Tab Tab Enter 7"),
    ("major_fill", "F5 Tab Tab Tab Tab Enter 7 1"),
    ("major_sign", "F5 Tab Tab Tab Tab Enter 7 3 ^S"),
    ("major_progress", "F5 Tab Tab Tab Tab Enter 7 9"),
    ("matters", "Alt+x"),
    ("matters_filter", "Alt+x ^T"),
    ("matter_event", "Alt+x Down Enter"),
    ("matter_transfer", "Alt+x Down Down Enter"),
    ("matter_supervision", "Alt+x Down Down Down Enter"),
    ("matter_new", "Alt+x ^N 1 ^S"),
    ("matter_community", "Alt+x ^N 2"),
    ("matter_handle", "Alt+x Enter 1 ^S"),
    ("matter_assign", "Alt+x Enter 3"),
    ("reports", "Alt+b"),
    ("reports_acts", "Alt+b Enter"),
    ("reports_submit", "Alt+b Enter 1"),
    ("documents", "Alt+w"),
    ("documents_acts", "Alt+w Enter"),
    ("documents_new", "Alt+w ^N"),
    ("documents_period", "Alt+w ^N 7"),
    ("documents_void", "Alt+w ^W ^S"),
    ("documents_text", "Alt+w ^F"),
    ("analysis", "Alt+a"),
    ("analysis_rows", "Alt+a PgDn Up Enter"),
    ("review", "Alt+l"),
    ("review_acts", "Alt+l ^D"),
    ("projector", "Alt+l ^D 1 Right"),
    ("warn", "Alt+t"),
    ("warn_records", "Alt+t Enter"),
    ("warn_acts", "Alt+t ^D"),
    ("warn_confirm", "Alt+t ^D 1"),
    ("warn_by_hand", "Alt+t ^N 2"),
    ("ledgers", "Alt+z"),
    ("ledger", "Alt+z Down Down Down Down Down Down Down Down Down Enter"),
    ("ledger_new", "Alt+z Down Down Down Down Down Down Down Down Down Enter ^N 恒捷 Enter"),
    ("ledger_edit", "Alt+z Down Down Down Down Down Down Down Down Down Enter Enter Alt+c"),
];

fn pictures(size: (u16, u16), look: Look, suffix: &str) {
    let folder = Folder::new();
    furnish(&folder);
    paint(folder, &SCREENS, size, look, suffix);
}

pub(super) fn paint(
    folder: Folder,
    screens: &[(&str, &str)],
    size: (u16, u16),
    look: Look,
    suffix: &str,
) {
    let mut folder = Some(folder);
    for (name, keys) in screens {
        let mut bench = Bench::over(folder.take().unwrap(), size, look);
        bench.press(keys);
        let painted = bench.paint();
        painted.check().unwrap_or_else(|fault| panic!("{name}: {fault}\n{}", painted.text()));
        insta::assert_snapshot!(format!("{name}_{suffix}"), painted.text());
        folder = Some(bench.folder);
    }
}

#[test]
fn screens_at_80_by_24_with_box_lines() {
    pictures((80, 24), BOX, "80");
}

#[test]
fn screens_at_80_by_24_with_plain_signs() {
    pictures((80, 24), ASCII, "80_ascii");
}

#[test]
fn screens_at_120_by_40_with_boxes() {
    pictures((120, 40), BOX, "120_box");
}

#[test]
fn screens_at_120_by_40_with_plain_signs_on_a_wide_console() {
    pictures((120, 40), ASCII, "120");
}

#[test]
fn the_newer_screens_at_80_by_24_with_box_lines() {
    let folder = Folder::new();
    furnish(&folder);
    furnish_roads(&folder);
    paint(folder, &ROADS, (80, 24), BOX, "80");
}

#[test]
fn the_newer_screens_at_120_by_40_with_plain_signs_on_a_wide_console() {
    let folder = Folder::new();
    furnish(&folder);
    furnish_roads(&folder);
    paint(folder, &ROADS, (120, 40), ASCII, "120");
}

#[test]
fn the_first_run_asks_five_questions_and_builds_the_office() {
    let mut bench = Bench::over(Folder::new(), (80, 24), BOX);
    // The folder has another name each time.
    let screen = bench.screen();
    let lines = screen.lines().map(|line| match line.split_once("数据放在：") {
        Some((before, _)) => format!("{before}数据放在：…"),
        None => line.to_owned(),
    });
    insta::assert_snapshot!("first_run", lines.collect::<Vec<_>>().join("\n"));
    bench.press("1 泉州市 Enter 丰泽区 Enter 北峰街道 Enter");
    // The fourth is left empty: it is said beside the field, and nothing typed is lost.
    bench.press("Enter Enter");
    assert!(bench.screen().contains("这一项要写"), "{}", bench.screen());
    bench.press("招联社区 Enter Enter");
    assert!(bench.screen().contains("导入名册"), "{}", bench.screen());
    bench.press("Esc");
    assert!(bench.screen().contains("名册是空的"), "{}", bench.screen());
}

#[test]
fn a_window_that_is_too_small_says_so_and_keeps_what_is_open() {
    let mut bench = Bench::new();
    bench.press("F3 hjxc Enter F4 ^A");
    bench.size = (60, 20);
    assert!(bench.screen().contains("窗口太小"), "{}", bench.screen());
    bench.size = (80, 24);
    assert!(bench.screen().contains("已答44/44"), "{}", bench.screen());
}
