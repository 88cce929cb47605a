//! Which signs and colours a terminal gets, by what it answers, what it is called and what is asked for; and that
//! nothing is painted behind the cursor's back.

use super::{Answers, CTRL_A, CTRL_Q, CTRL_S, ENTER, F3, F4, F5, Terminal};
use crate::desk::Desk;

const F10: &str = "\x1b[21~";

/// The signs of the window of the menu, and all that was written.
fn menu(args: &[&str], env: &[(&str, &str)], answers: Answers) -> (String, String, usize) {
    let desk = Desk::with_register();
    let mut terminal = Terminal::start(Terminal::command(&desk, args, env), answers);
    terminal.shows("逾期 0");
    terminal.press(F10);
    terminal.shows("数字直接选");
    terminal.until("a window", |screen| {
        let contents = screen.contents();
        contents.contains('┌') || contents.contains("+-")
    });
    let signs = terminal.screen.screen().contents();
    terminal.press(CTRL_Q);
    assert_eq!(terminal.ended(), 0);
    terminal.restored();
    (signs, String::from_utf8_lossy(&terminal.bytes).into_owned(), terminal.asked())
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Signs {
    Lines,
    Plain,
}
use Signs::{Lines, Plain};

#[test]
fn the_signs_are_those_that_the_terminal_shows_or_that_are_asked_for() {
    for (args, env, answers, signs) in [
        (&[][..], &[][..], Answers::Narrow, Lines),
        (&[], &[], Answers::Wide, Plain),
        (&[], &[], Answers::Mute, Plain),
        (&["--symbols", "auto"], &[], Answers::Narrow, Lines),
        (&["--symbols", "auto"], &[], Answers::Wide, Plain),
        (&["--symbols", "box"], &[], Answers::Narrow, Lines),
        (&["--symbols", "box"], &[], Answers::Mute, Lines),
        (&["--symbols", "ascii"], &[], Answers::Narrow, Plain),
        (&[], &[("ANBAN_SYMBOLS", "ascii")], Answers::Narrow, Plain),
        (&["--symbols", "box"], &[("ANBAN_SYMBOLS", "ascii")], Answers::Narrow, Lines),
        (&[], &[("TERM", "linux")], Answers::Narrow, Plain),
        (&[], &[("TERM", "dumb")], Answers::Narrow, Plain),
        (&[], &[("TERM", "vt100")], Answers::Narrow, Lines),
    ] {
        let (screen, written, asked) = menu(args, env, answers);
        let what = format!("{args:?} {env:?} {answers:?}\n{screen}");
        let (lines, plain) = (screen.contains('┌'), screen.contains("+-"));
        assert_eq!((lines, plain), (signs == Lines, signs == Plain), "{what}");
        // A screen of plain signs has none of the others, in no frame before it either; what is tried on the terminal
        // is no frame.
        let frames = written.replacen("\x1b[H…─", "", 1);
        assert_eq!(frames.contains(['─', '│', '┌', '√']), signs == Lines, "{what}");
        // Nobody is asked who has no answer to give, or whose answer would not count.
        let mute = env.iter().any(|(_, value)| matches!(*value, "linux" | "dumb"));
        let told = args.iter().any(|arg| matches!(*arg, "box" | "ascii"))
            || env.iter().any(|(name, _)| *name == "ANBAN_SYMBOLS");
        assert_eq!(asked, usize::from(!mute && !told), "{what}");
    }
}

#[test]
fn an_answer_is_remembered_for_terminals_of_this_kind() {
    let desk = Desk::with_register();
    for (term, asked) in [("xterm-256color", 1), ("xterm-256color", 0), ("screen", 1)] {
        let mut terminal = Terminal::open(&desk, &[], &[("TERM", term)]);
        terminal.shows("逾期 0");
        terminal.press(CTRL_Q);
        assert_eq!(terminal.ended(), 0);
        assert_eq!(terminal.asked(), asked, "{term}");
    }
}

/// Whether a colour is set anywhere.
fn coloured(written: &str) -> bool {
    written.split("\x1b[").skip(1).any(|part| {
        let Some((codes, _)) = part.split_once('m') else { return false };
        codes.split(';').any(|code| {
            code.parse::<u8>()
                .is_ok_and(|code| matches!(code, 30..=37 | 40..=47 | 90..=97 | 100..=107))
        })
    })
}

#[test]
fn colours_are_for_terminals_that_have_them_and_people_who_want_them() {
    for (env, colours) in [
        (&[][..], true),
        (&[("NO_COLOR", "1")], false),
        (&[("NO_COLOR", "")], true),
        (&[("TERM", "vt100")], false),
        (&[("TERM", "vt220")], false),
        (&[("TERM", "dumb")], false),
        (&[("TERM", "xterm-mono")], false),
        (&[("TERM", "linux")], true),
    ] {
        let (screen, written, _) = menu(&[], env, Answers::Narrow);
        assert_eq!(coloured(&written), colours, "{env:?}\n{screen}");
        // What a colour would say is said by other means: the chosen line is reversed and has its sign.
        assert!(written.contains("\x1b[7") || written.contains(";7"), "{env:?}");
        assert!(screen.contains(">1"), "{screen}");
    }
}

/// The first thing that was written while the cursor could be seen, moves apart.
fn behind_its_back(written: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(written);
    let first = text.find("\x1b[?25h")?;
    let mut shown = true;
    let mut rest = &text[first + 6..];
    while let Some(next) = rest.chars().next() {
        if next != '\x1b' {
            // To the beginning of the next line is a move as well.
            if shown && !matches!(next, '\r' | '\n') {
                return Some(rest.chars().take(40).collect());
            }
            rest = &rest[next.len_utf8()..];
            continue;
        }
        let end = rest[2..].find(|c: char| c.is_ascii_alphabetic()).map_or(rest.len(), |at| at + 3);
        let (sequence, after) = rest.split_at(end);
        match sequence {
            "\x1b[?25h" => shown = true,
            "\x1b[?25l" => shown = false,
            // The other screen is left, and with it the desk.
            "\x1b[?1049l" => return None,
            _ => {}
        }
        rest = after;
    }
    None
}

#[test]
fn every_frame_ends_with_the_cursor_where_it_belongs() {
    let desk = Desk::with_register();
    desk.inspect("恒捷鞋材厂", "答案.toml").done();
    let mut terminal = Terminal::open(&desk, &[], &[]);
    terminal.shows("本周重点未查");
    for (keys, shown) in [
        (F3, "恒捷鞋材厂"),
        ("h", "查找：h"),
        ("j", "查找：hj"),
        (ENTER, "一企一档"),
        ("\x0c", "记录"),
        (F4, "已答0/44"),
        (CTRL_A, "已答44/44"),
        ("m", "找项：m"),
        ("\x1b[B", "已答44/44"),
        (CTRL_S, "检查人 陈一鸣"),
        ("、", "陈一鸣、"),
        (F5, "整改中"),
        ("\x12", "登记复查"),
        ("\x1b[17~", "日历"),
        ("\x1b[18~", "招联安监整改"),
        ("\x1b[19~", "一网格"),
        ("\x1bx", "没有要办的事项"),
        ("\x1bz", "生产安全事故登记"),
        ("\x1bw", "还没有出具过文书"),
        (F10, "数字直接选"),
        ("\x10", "查找："),
        ("fc", "查找：fc"),
        ("\x1bOP", "PgDn"),
        ("\x15", "画面线框"),
    ] {
        terminal.press(keys);
        terminal.until(shown, |screen| screen.contents().contains(shown) && !screen.hide_cursor());
    }
    terminal.press(CTRL_Q);
    assert_eq!(terminal.ended(), 0);
    let frames = terminal.bytes.windows(6).filter(|part| part == b"\x1b[?25h").count();
    assert!(frames >= 20, "{frames} frames");
    assert_eq!(behind_its_back(&terminal.bytes), None);
}
