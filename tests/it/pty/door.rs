//! The door on a real terminal: what is asked, what is seen of it, what lies behind.

use super::{CTRL_Q, CTRL_S, ENTER, F3, Terminal};
use crate::{
    desk::Desk,
    door::{WORD, guarded},
};

const ALT_M: &str = "\x1bm";

/// What no terminal may ever be sent.
fn never_shown(terminal: &Terminal) {
    let bytes = String::from_utf8_lossy(&terminal.bytes);
    assert!(!bytes.contains(WORD) && !bytes.contains(&WORD[..9]), "the password was shown");
}

#[test]
fn a_command_asks_at_the_terminal_and_shows_nothing_of_what_is_typed() {
    let desk = guarded();
    let mut terminal = Terminal::open(&desk, &["premises", "list"], &[]);
    terminal.shows("陈一鸣的密码：");
    terminal.press("不是这个密码呀\r");
    terminal.shows("陈一鸣的密码不对");
    assert!(!terminal.screen.screen().contents().contains("恒捷"));
    terminal.press(&format!("{WORD}\r"));
    terminal.shows("恒捷鞋材厂");
    assert_eq!(terminal.ended(), 0);
    never_shown(&terminal);
    // Three in one go are enough.
    let mut terminal = Terminal::open(&desk, &["premises", "list"], &[]);
    for turn in 1..=3 {
        terminal.until("asked again", |screen| {
            screen.contents().matches("陈一鸣的密码：").count() == turn
        });
        terminal.press("又不是这个密码\r");
    }
    assert_eq!(terminal.ended(), 1);
    assert!(!terminal.screen.screen().contents().contains("恒捷"));
}

#[test]
fn a_new_password_is_typed_twice_at_the_terminal() {
    let desk = guarded();
    let mut terminal = Terminal::open(&desk, &["staff", "password"], &[]);
    terminal.shows("陈一鸣的密码：");
    terminal.press(&format!("{WORD}\r"));
    terminal.until("a new one", |screen| {
        screen.contents().lines().any(|line| line.starts_with("密码："))
    });
    terminal.press("换成这个新的密码\r");
    terminal.shows("再写一遍密码：");
    terminal.press("换成这个新的密码\r");
    terminal.shows("陈一鸣的密码设好了。");
    assert_eq!(terminal.ended(), 0);
    never_shown(&terminal);
    let file = desk.write("新.txt", "换成这个新的密码");
    desk.run(&["--as", "陈一鸣", "--login-file", &file, "agenda"]).done();
    let old = desk.path("陈.txt");
    assert_eq!(desk.run(&["--as", "陈一鸣", "--login-file", &old, "agenda"]).code, Some(1));
}

/// In, as far as 今日.
fn entered(desk: &Desk) -> Terminal {
    let mut terminal = Terminal::open(desk, &[], &[]);
    terminal.shows("这个办公室设了密码");
    terminal.press(WORD);
    terminal.shows("********");
    terminal.press(ENTER);
    terminal.shows("隐患逾期");
    terminal
}

#[test]
fn the_desk_asks_before_it_shows_anything() {
    let desk = guarded();
    let mut terminal = Terminal::open(&desk, &[], &[]);
    terminal.shows("这个办公室设了密码");
    terminal.shows("经办人 陈一鸣");
    // No other way leads in.
    terminal.press(F3);
    terminal.shows("还没有打开办公室");
    terminal.press("不是这个密码呀");
    terminal.shows("*******");
    terminal.press(ENTER);
    terminal.shows("陈一鸣的密码不对");
    let contents = terminal.screen.screen().contents();
    assert!(contents.contains("经办人 陈一鸣") && !contents.contains("**"), "{contents}");
    for known in ["恒捷", "招联", "逾期"] {
        assert!(!contents.contains(known), "{contents}");
    }
    terminal.press(WORD);
    terminal.shows("********");
    terminal.press(ENTER);
    terminal.shows("隐患逾期");
    terminal.press(CTRL_Q);
    assert_eq!(terminal.ended(), 0);
    never_shown(&terminal);
    // Who sat here last is offered, and nobody is let in for it.
    let mut command = portable_pty::CommandBuilder::new(crate::desk::PROGRAM);
    command.env("ANBAN_DATA", desk.office());
    command.env("TERM", "xterm-256color");
    let mut terminal = Terminal::start(command, super::Answers::Narrow);
    terminal.shows("经办人 陈一鸣");
    terminal.press(CTRL_Q);
    assert_eq!(terminal.ended(), 0);
}

#[test]
fn a_locked_desk_shows_nothing_and_loses_nothing() {
    let desk = guarded();
    let mut terminal = entered(&desk);
    terminal.press(F3);
    terminal.shows("恒捷鞋材厂");
    terminal.press("hjxc");
    terminal.shows("1/2家");
    terminal.press(ENTER);
    terminal.shows("一企一档");
    terminal.press("\x05");
    terminal.shows("修改登记");
    terminal.press("新的厂名");
    terminal.shows("新的厂名");
    terminal.press(ALT_M);
    terminal.shows("屏幕锁着");
    let contents = terminal.screen.screen().contents();
    for known in ["恒捷", "新的厂名", "招联", "2026"] {
        assert!(!contents.contains(known), "{contents}");
    }
    // No command of the desk is done.
    for key in [F3, CTRL_S, "\x10", "\x1bOP", "\x1b[21~"] {
        terminal.press(key);
    }
    terminal.press("不是这个密码呀");
    terminal.shows("*******");
    terminal.press(ENTER);
    terminal.shows("陈一鸣的密码不对");
    assert!(!terminal.screen.screen().contents().contains("恒捷"));
    terminal.press(WORD);
    terminal.shows("********");
    terminal.press(ENTER);
    terminal.shows("新的厂名");
    terminal.press(ALT_M);
    terminal.shows("屏幕锁着");
    // The plug is pulled from a locked desk: what was typed is there, behind the door.
    terminal.signal("-KILL");
    terminal.ended();
    let mut terminal = entered(&desk);
    terminal.shows("草稿 1");
    terminal.press(CTRL_Q);
    assert_eq!(terminal.ended(), 0);
    never_shown(&terminal);
}

#[test]
fn lines_ask_for_the_password_too() {
    let desk = guarded();
    let told =
        desk.typed(&["--as", "陈一鸣", "--plain"], "不是这个密码呀\n/回车\n/f3\n/退出\n").done();
    assert!(told.contains("密码不对") && !told.contains("恒捷"), "{told}");
    let lines = format!("{WORD}\n/回车\n/f3\n/alt+m\n/f3\n{WORD}\n/回车\n/退出\n");
    let told = desk.typed(&["--as", "陈一鸣", "--plain"], &lines).done();
    let (before, after) = told.split_once("屏幕锁着").unwrap();
    assert!(before.contains("恒捷鞋材厂") && after.contains("恒捷鞋材厂"), "{told}");
    assert!(!told.contains(WORD), "{told}");
    // At a terminal nobody sees it being typed.
    let mut terminal = Terminal::open(&desk, &["--plain"], &[]);
    terminal.shows("这个办公室设了密码");
    terminal.shows("> ");
    terminal.press(&format!("{WORD}\r"));
    terminal.shows("********");
    terminal.press("/回车\r");
    terminal.shows("隐患逾期");
    terminal.press("/退出\r");
    assert_eq!(terminal.ended(), 0);
    never_shown(&terminal);
}
