//! Every screen as a person sees it, kept as text in four looks; a change of a screen is a change of its picture.

use anban::office::{Office, ledger::Typed};
use anban::tui::{
    keys::{Code, Command, Key},
    look::{Look, Symbols},
    screens,
    terminal::input::Input,
};

use super::{BOX, Bench, acts, furnish, furnish_roads, named, opening, rounds::furnish_rounds};
use crate::{desk::ROSTER, engines::Folder};

pub(super) const ASCII: Look =
    Look { symbols: Symbols::Ascii, wide: true, colour: false, plain: false };

/// The office that a screen is pictured over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum House {
    /// Nothing is set up.
    Bare,
    /// A register and two visits.
    Small,
    /// The same with every road begun.
    Roads,
    /// The small one with a plan of the week, a campaign and an accident.
    Rounds,
}
use House::{Bare, Roads, Rounds, Small};

/// Name, office, keys that lead there. A new screen takes one line, and is pictured in every look. Those of one office
/// follow one another at the same desk: what leaves something behind stands last.
pub const SCREENS: &[(&str, House, &str)] = &[
    ("first_run", Bare, ""),
    ("first_run_questions", Bare, "1 泉州市 Enter Enter"),
    ("first_run_missing", Bare, "1 泉州市 Enter 丰泽区 Enter 北峰街道 Enter Enter Enter"),
    ("first_run_district", Bare, "3 西安市 Enter 雁塔区 Enter"),
    ("today", Small, ""),
    ("premises", Small, "F3"),
    ("premises_found", Small, "F3 xmcs"),
    ("premises_none", Small, "F3 zzzz"),
    ("page", Small, "F3 hjxc Enter"),
    ("premises_form", Small, "F3 hjxc Enter ^E"),
    ("premises_change", Small, "F3 hjxc Enter ^G"),
    ("filter", Small, "F3 ^T"),
    ("inspection", Small, "F3 hjxc Enter F4"),
    ("inspection_bad", Small, "F3 hjxc Enter F4 ^A mhq 3"),
    ("inspection_hazard", Small, "F3 hjxc Enter F4 ^A mhq 3 Enter"),
    ("inspection_save", Small, "F3 hjxc Enter F4 ^A ^S"),
    ("inspection_done", Small, "F3 hjxc Enter F4 ^A ^S ^S"),
    ("hazards", Small, "F5"),
    ("hazard_acts", Small, "F5 Enter"),
    ("recheck", Small, "F5 ^R"),
    ("calendar", Small, "F6"),
    ("calendar_october", Small, "F6 PgUp"),
    ("calendar_unpublished", Small, "F6 PgDn PgDn"),
    ("notices", Small, "F7"),
    ("notice_text", Small, "F7 ^F"),
    ("units", Small, "F8"),
    ("units_acts", Small, "F8 Down Down Down Down Enter"),
    ("handover", Small, "F8 Down Down Down Down Enter 1"),
    ("menu", Small, "F10"),
    ("help", Small, "F1"),
    ("inspect_which", Small, "F4"),
    ("timeline", Small, "F3 hjxc Enter ^L"),
    ("palette", Small, "^P"),
    ("palette_found", Small, "^P fc"),
    ("settings", Small, "^U"),
    ("settings_person", Small, "^U 1"),
    ("settings_signs", Small, "^U 3"),
    ("settings_regime", Small, "^U 7"),
    ("settings_password", Small, "^U 8 1"),
    ("settings_lock", Small, "^U 9"),
    ("units_password", Small, "F8 Down Enter 2"),
    ("exchange", Small, "^U 0"),
    ("exchange_out", Small, "^U 0 1"),
    ("exchange_in", Small, "^U 0 2"),
    ("import", Small, "F3 ^O"),
    ("import_preview", Small, "F3 ^O 名册.csv ^S"),
    ("small", Small, "60x20"),
    ("undo", Small, "F3 hjxc Enter ^E 东 ^S ^Z"),
    ("road_today", Roads, ""),
    ("road_hazard", Roads, "F5 Tab Tab Tab Tab Enter"),
    ("road_assess", Roads, "F5 Tab Tab Tab Enter 4"),
    ("road_stop", Roads, "F5 Tab Tab Tab Tab Enter 8"),
    ("road_send", Roads, "^U Enter 1 F5 Tab Tab Tab Tab Enter 9"),
    ("road_put", Roads, "^U Enter 1 F5 Tab Tab Tab Tab Enter 0"),
    ("road_evidence", Roads, "F5 Tab Tab Tab Tab Enter End Enter"),
    ("major", Roads, "F5 Tab Tab Tab Tab Enter 7"),
    ("major_fill", Roads, "F5 Tab Tab Tab Tab Enter 7 1"),
    ("major_sign", Roads, "^U Enter 1 F5 Tab Tab Tab Tab Enter 7 3 ^S"),
    ("major_progress", Roads, "F5 Tab Tab Tab Tab Enter 7 9"),
    ("matters", Roads, "Alt+x"),
    ("matters_filter", Roads, "Alt+x ^T"),
    ("matter_event", Roads, "Alt+x Down Enter"),
    ("matter_link", Roads, "Alt+x Down Enter 7"),
    ("matter_transfer", Roads, "Alt+x Down Down Enter"),
    ("matter_supervision", Roads, "Alt+x Down Down Down Enter"),
    ("matter_new", Roads, "Alt+x ^N 1 ^S"),
    ("matter_community", Roads, "^U Enter 1 Alt+x ^N 2"),
    ("matter_handle", Roads, "Alt+x Enter 1 ^S"),
    ("matter_assign", Roads, "^U Enter 1 Alt+x Enter 3"),
    ("reports", Roads, "Alt+b"),
    ("reports_acts", Roads, "Alt+b Enter"),
    ("reports_submit", Roads, "Alt+b Enter 1"),
    ("documents", Roads, "Alt+w"),
    ("documents_acts", Roads, "Alt+w Enter"),
    ("documents_new", Roads, "Alt+w ^N"),
    ("documents_period", Roads, "Alt+w ^N 7"),
    ("documents_void", Roads, "Alt+w ^W ^S"),
    ("documents_text", Roads, "Alt+w ^F"),
    ("analysis", Roads, "Alt+a"),
    ("analysis_rows", Roads, "Alt+a PgDn Up Enter"),
    ("review", Roads, "Alt+l"),
    ("review_acts", Roads, "Alt+l ^D"),
    ("projector", Roads, "Alt+l ^D 1 Right"),
    ("warn", Roads, "Alt+t"),
    ("warn_records", Roads, "Alt+t Enter"),
    ("warn_acts", Roads, "Alt+t ^D"),
    ("warn_confirm", Roads, "Alt+t ^D 1"),
    ("warn_by_hand", Roads, "Alt+t ^N 2"),
    ("ledgers", Roads, "Alt+z"),
    ("ledger", Roads, "Alt+z Down Down Down Down Down Down Down Down Down Enter"),
    ("ledger_new", Roads, "Alt+z Down Down Down Down Down Down Down Down Down Enter ^N 恒捷 Enter"),
    ("ledger_edit", Roads, "Alt+z Down Down Down Down Down Down Down Down Down Enter Enter Alt+c"),
    ("sample", Roads, "Alt+z ccdc Enter ^D 1"),
    ("accident_acts", Rounds, "Alt+z Enter ^D"),
    ("accident", Rounds, "Alt+z Enter ^D 1"),
    ("officers", Rounds, "Alt+k"),
    ("officer_acts", Rounds, "Alt+k Enter"),
    ("officer_evidence", Rounds, "Alt+k Enter 1"),
    ("officer_rows", Rounds, "Alt+k Enter 1 Down Enter"),
    ("coverage", Rounds, "Alt+j"),
    ("coverage_filter", Rounds, "Alt+j ^T"),
    ("coverage_month", Rounds, "Alt+j Left Left Left Left"),
    ("coverage_rows", Rounds, "Alt+j Enter"),
    ("coverage_seen", Rounds, "Alt+j Down Down Enter Tab"),
    ("plan", Rounds, "Alt+j Tab"),
    ("plan_acts", Rounds, "Alt+j Tab Down Enter"),
    ("plan_move", Rounds, "Alt+j Tab Down Enter 3"),
    ("plan_make", Rounds, "Alt+j Tab Right Enter"),
    ("campaigns", Rounds, "Alt+j Tab Tab"),
    ("campaign_acts", Rounds, "Alt+j Tab Tab Enter"),
    ("campaign_new", Rounds, "Alt+j Tab Tab ^N"),
];

/// A folder with such an office, and a roster beside it.
pub fn built(house: House) -> Folder {
    let folder = Folder::new();
    if house != Bare {
        furnish(&folder);
        std::fs::write(folder.file("名册.csv"), ROSTER.replace("恒捷鞋材厂", "新捷鞋材厂"))
            .unwrap();
    }
    match house {
        Bare | Small => {}
        Roads => drop(furnish_roads(&folder)),
        Rounds => {
            furnish_rounds(&folder);
            enter_accident(&folder);
        }
    }
    folder
}

/// An accident that nobody has reported yet.
fn enter_accident(folder: &Folder) {
    let mut office = Office::open(&opening(folder, "2026-11-16")).unwrap();
    let fields = [
        ("unit", "恒捷鞋材厂"),
        ("happened_on", "2026-11-16"),
        ("happened_at", "14时05分"),
        ("place", "成型车间"),
        ("kind", "机械伤害"),
        ("dead", "0"),
        ("missing", "0"),
        ("injured", "1"),
        ("course", "清理模具时被压伤手臂"),
        ("reporter", "陈一鸣"),
    ];
    let fields = fields.map(|(id, value)| (id.to_owned(), value.to_owned()));
    let typed =
        Typed {
            premises: Some("恒捷鞋材厂".into()), fields: fields.into(), ..Typed::default()
        };
    office.add_entry("accident", &typed).unwrap();
}

/// The keys of a line of the table, one by one: `60x20` is another size, `名册.csv` the whole name of the roster.
pub fn inputs(folder: &Folder, keys: &str) -> Vec<Input> {
    let mut inputs = Vec::new();
    for word in keys.split_whitespace() {
        let size = word
            .split_once('x')
            .and_then(|(columns, rows)| Some((columns.parse().ok()?, rows.parse().ok()?)));
        let letters = |text: &str| {
            text.chars()
                .map(|c| Input::Key(Key::of(anban::tui::keys::Code::Char(c))))
                .collect::<Vec<_>>()
        };
        match (size, named(word)) {
            (Some((columns, rows)), _) => inputs.push(Input::Resize(columns, rows)),
            (None, Some(key)) => inputs.push(Input::Key(key)),
            (None, None) if word == "名册.csv" => {
                inputs.extend(letters(folder.file(word).to_str().unwrap()))
            }
            (None, None) => inputs.extend(letters(word)),
        }
    }
    inputs
}

/// What a person sees, but for the names of folders and what fonts this computer has: they are others each time, and
/// may take another line.
fn steady(text: &str, path: &str, look: Look) -> String {
    const BORDERS: [char; 2] = ['│', '|'];
    let mut lines = Vec::new();
    let (mut follows, mut fonts) = (false, false);
    for line in text.lines() {
        let varies = ["数据放在：", "导入预览 ", "数据：", "字体："].into_iter().find_map(|mark| {
            let (before, after) = line.split_once(mark)?;
            // A window may lie over what follows.
            let window = after.find(BORDERS).map_or("", |from| &after[from..]);
            let window = window.rfind(BORDERS).map_or("", |to| {
                &window[..to + window[to..].chars().next().map_or(0, char::len_utf8)]
            });
            let covered = look.width(&after[..after.find(BORDERS).unwrap_or(0)]);
            let blank = " ".repeat(covered.saturating_sub(look.width("…")).into());
            fonts = mark == "字体：";
            Some(format!("{before}{mark}…{blank}{window}"))
        });
        let more = !line.trim().is_empty() && (fonts || path.contains(line.trim()));
        match varies {
            Some(line) => {
                follows = true;
                lines.push(line);
            }
            None if follows && more && !line.contains(BORDERS) => {}
            None => {
                (follows, fonts) = (false, false);
                lines.push(line.to_owned());
            }
        }
    }
    lines.join("\n")
}

fn pictures(size: (u16, u16), look: Look, suffix: &str) {
    let mut built: Vec<(House, Option<Folder>)> =
        [Bare, Small, Roads, Rounds].map(|house| (house, Some(self::built(house)))).into();
    for (name, house, keys) in SCREENS {
        let (_, folder) = built.iter_mut().find(|(known, _)| known == house).unwrap();
        // What is typed before there is an office is offered again: each begins with an empty folder.
        let over = folder.take().filter(|_| *house != Bare).unwrap_or_else(Folder::new);
        let bench = Bench::over(over, size, look);
        // What a grid officer may not begin is pictured where nobody signed in.
        let mut bench =
            if ["warn_confirm", "warn_by_hand"].contains(name) { bench.seated("") } else { bench };
        for input in inputs(&bench.folder, keys) {
            bench.input(input);
        }
        let painted = bench.paint();
        painted.check().unwrap_or_else(|fault| panic!("{name}: {fault}\n{}", painted.text()));
        let path = bench.folder.path().to_str().unwrap().to_owned();
        insta::assert_snapshot!(format!("{name}_{suffix}"), steady(&painted.text(), &path, look));
        *folder = Some(bench.folder);
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
fn every_screen_that_has_a_key_is_pictured() {
    for command in Command::ALL.iter().filter(|command| screens::home(**command).is_some()) {
        let leads = |keys: &str| {
            let first = keys.split_whitespace().next().and_then(named);
            first.is_some_and(|key| command.keys().contains(&key))
        };
        // 今日 is there without a key.
        let pictured = SCREENS.iter().any(|(_, _, keys)| leads(keys))
            || acts::PICTURES.iter().any(|(_, keys)| leads(keys));
        assert!(pictured || *command == Command::Today, "{command:?} is not pictured");
    }
}

#[test]
fn what_is_typed_at_the_first_run_is_there_again_after_esc() {
    let mut bench = Bench::over(built(Bare), (80, 24), BOX);
    bench.press("1 泉州市 Enter 丰泽区 Esc");
    assert!(bench.screen().contains("1  建自己的办公室"), "{}", bench.screen());
    bench.press("1");
    let screen = bench.screen();
    assert!(screen.contains("泉州市") && screen.contains("丰泽区"), "{screen}");
}

#[test]
fn what_is_typed_at_the_first_run_outlives_the_program() {
    let mut first = Bench::over(Folder::new(), (80, 24), BOX);
    assert!(!first.screen().contains("上次填了一半"), "{}", first.screen());
    first.press("1 泉州市 Enter 丰泽区");
    // Neither closed nor left by Esc.
    let mut again = first.again();
    assert!(again.screen().contains("上次填了一半的还在"), "{}", again.screen());
    again.press("1");
    let screen = again.screen();
    assert!(screen.contains("泉州市") && screen.contains("丰泽区"), "{screen}");
    again.press("Enter Enter 北峰街道 Enter 招联社区 Enter Enter");
    assert!(again.screen().contains("办公室建好了"), "{}", again.screen());
    assert!(!again.folder.file("begun.json").exists());
}

#[test]
fn the_first_run_asks_five_questions_and_builds_the_office() {
    let mut bench = Bench::over(Folder::new(), (80, 24), BOX);
    bench.press("1 泉州市 Enter 丰泽区 Enter 北峰街道 Enter");
    // The fourth is left empty: it is said beside the field, and nothing typed is lost.
    bench.press("Enter Enter");
    assert!(bench.screen().contains("这一项要写"), "{}", bench.screen());
    // Nor is it by Esc; what is pasted where nothing is typed begins nothing.
    bench.press("Esc");
    assert!(bench.screen().contains("先看示例"), "{}", bench.screen());
    let pasted = |c| Input::Key(Key { pasted: true, ..Key::of(Code::Char(c)) });
    bench.input(pasted('2'));
    assert!(bench.screen().contains("先看示例"), "{}", bench.screen());
    bench.press("1");
    let screen = bench.screen();
    assert!(screen.contains("泉州市") && screen.contains("> 社区（村）"), "{screen}");
    bench.press("招联社区 Enter Enter");
    assert!(bench.screen().contains("导入名册"), "{}", bench.screen());
    bench.press("Esc");
    assert!(bench.screen().contains("名册是空的"), "{}", bench.screen());
}

#[test]
fn a_window_that_is_too_small_says_so_and_keeps_what_is_open() {
    let mut bench = Bench::new();
    bench.press("F3 hjxc Enter F4 ^A");
    bench.input(Input::Resize(60, 20));
    assert!(bench.screen().contains("窗口太小"), "{}", bench.screen());
    bench.input(Input::Resize(80, 24));
    assert!(bench.screen().contains("已答44/44"), "{}", bench.screen());
}
