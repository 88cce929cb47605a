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

use super::{
    BOX, Bench, furnish, furnish_roads,
    looks::{House, SCREENS, built, inputs},
};
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
        (Symbols::Box, false),
        (Symbols::Box, true),
        (Symbols::Ascii, false),
        (Symbols::Ascii, true),
    ]
    .map(|(symbols, wide)| Look { symbols, wide, colour: !wide, plain: false });
    let folder = std::cell::RefCell::new(Some(folder));
    let mut runner = TestRunner::new(Config {
        cases,
        failure_persistence: None,
        max_shrink_iters: 60,
        ..Config::default()
    });
    let strategy =
        (0..looks.len(), prop::collection::vec(prop::collection::vec(input(), 1..5), 1..60));
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

/// In every field that the screens lead to: a letter stands where the cursor stood, the cursor behind it, and both are
/// as they were when it is taken away.
#[test]
fn a_letter_stands_where_the_cursor_stood() {
    let mut fields = 0;
    for wanted in [House::Bare, House::Small, House::Roads] {
        let mut folder = Some(built(wanted));
        for (name, _, keys) in SCREENS.iter().filter(|(_, house, _)| *house == wanted) {
            let mut bench = Bench::over(folder.take().unwrap(), (80, 24), BOX);
            for input in inputs(&bench.folder, keys) {
                bench.input(input);
            }
            let mut seen = Vec::new();
            for _ in 0..24 {
                if bench.paint().laid.focus.is_some() {
                    // What was wrong with the field is no longer said.
                    bench.typed("厦").press("Back");
                }
                let before = bench.paint();
                let (focus, caret) = (before.laid.focus.clone(), before.caret.unwrap());
                if let Some((line, _)) = focus
                    && !seen.contains(&line)
                    && caret.x + 3 < line.right()
                {
                    seen.push(line);
                    bench.typed("厦");
                    let typed = bench.paint();
                    let told = || format!("{name} at {caret:?}:\n{}", typed.text());
                    typed.check().unwrap_or_else(|fault| panic!("{fault}: {}", told()));
                    // A password is a star for each letter.
                    let (shown, wide) =
                        if bench.app.takes_secret() { ("*", 1) } else { ("厦", 2) };
                    assert_eq!(typed.buffer[(caret.x, caret.y)].symbol(), shown, "{}", told());
                    assert_eq!(typed.caret, Some((caret.x + wide, caret.y).into()), "{}", told());
                    bench.press("Left");
                    assert_eq!(bench.paint().caret, Some(caret), "{}", told());
                    bench.press("Del");
                    let after = bench.paint();
                    assert_eq!(
                        (after.caret, after.laid.focus),
                        (Some(caret), before.laid.focus),
                        "{}",
                        told()
                    );
                    fields += 1;
                }
                bench.press("Down");
            }
            folder = Some(bench.folder);
        }
    }
    assert!(fields > 120, "{fields} fields");
}
