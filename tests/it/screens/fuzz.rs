//! Whatever is typed, pasted or resized, in every frame: no panic, every row and every window exactly as wide as its
//! area, no character cut, the cursor in the field that has the focus.

use anban::tui::{
    keys::{Code, Command, Key},
    look::{Look, Symbols},
    terminal::input::Input,
};
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};

use super::{Bench, furnish, furnish_roads};
use crate::engines::Folder;

/// Characters that break programs.
const STRANGE: &str = "e\u{301}\u{200b}\u{200d}\u{202e}עא\u{e000}𠮷䶮厦（１２３ＡＢ“”·…①√─☑\u{fe0f}👨\u{200d}👩\u{200d}👧\u{3000}";

fn code() -> impl Strategy<Value = Code> {
    prop_oneof![
        6 => prop::sample::select(STRANGE.chars().collect::<Vec<_>>()).prop_map(Code::Char),
        6 => prop::sample::select("abchjxcmq 0123456789-".chars().collect::<Vec<_>>()).prop_map(Code::Char),
        12 => prop::sample::select(vec![
            Code::Enter, Code::Esc, Code::Tab, Code::BackTab, Code::Backspace, Code::Delete, Code::Insert,
            Code::Up, Code::Down, Code::Left, Code::Right, Code::Home, Code::End, Code::PageUp, Code::PageDown,
        ]),
    ]
}

fn chord() -> impl Strategy<Value = Key> {
    let keys: Vec<Key> = Command::ALL
        .iter()
        .filter(|command| !matches!(command, Command::Quit))
        .flat_map(|command| command.keys())
        .copied()
        .collect();
    prop::sample::select(keys)
}

fn size() -> impl Strategy<Value = (u16, u16)> {
    prop_oneof![
        4 => Just((80, 24)),
        2 => Just((120, 40)),
        1 => (0u16..300, 0u16..100),
    ]
}

fn input() -> impl Strategy<Value = Input> {
    prop_oneof![
        10 => code().prop_map(|code| Input::Key(Key::of(code))),
        5 => chord().prop_map(Input::Key),
        1 => any::<String>().prop_map(Input::Paste),
        1 => size().prop_map(|(columns, rows)| Input::Resize(columns, rows)),
    ]
}

/// What is typed may be the name of a file to be written, so it is done in a folder of its own, in a program of its
/// own: a folder to work in belongs to all threads of a program.
#[test]
fn whatever_is_pressed_the_screen_stays_whole() {
    let folder = Folder::new();
    let pressed = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "screens::fuzz::pressing", "--ignored", "--nocapture"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&pressed.stdout);
    let faults = String::from_utf8_lossy(&pressed.stderr);
    assert!(pressed.status.success() && said.contains("1 passed"), "{said}{faults}");
}

#[test]
#[ignore = "run by whatever_is_pressed_the_screen_stays_whole"]
fn pressing() {
    let cases = std::env::var("ANBAN_FUZZ").ok().and_then(|n| n.parse().ok()).unwrap_or(40);
    let folder = Folder::new();
    furnish(&folder);
    furnish_roads(&folder);
    let looks = [
        Look { symbols: Symbols::Box, wide: false, colour: true, plain: false },
        Look { symbols: Symbols::Ascii, wide: true, colour: false, plain: false },
    ];
    let folder = std::cell::RefCell::new(Some(folder));
    let mut runner = TestRunner::new(Config {
        cases,
        failure_persistence: None,
        max_shrink_iters: 60,
        ..Config::default()
    });
    let strategy = (0usize..2, prop::collection::vec(prop::collection::vec(input(), 1..5), 1..60));
    let outcome = runner.run(&strategy, |(look, bursts)| {
        let mut bench = Bench::over(folder.borrow_mut().take().unwrap(), (80, 24), looks[look]);
        let mut fault = None;
        for burst in bursts {
            bench.burst(burst);
            let painted = bench.paint();
            if let Err(why) = painted.check() {
                fault = Some(format!("{why}\n{}", painted.text()));
                break;
            }
        }
        *folder.borrow_mut() = Some(bench.folder);
        prop_assert!(fault.is_none(), "{}", fault.unwrap_or_default());
        Ok(())
    });
    if let Err(failed) = outcome {
        panic!("{failed}");
    }
}
