//! The program asks nothing of the locale: it shows the same in each, in one that this computer does not have, and with
//! no environment at all.

use super::{Answers, CTRL_Q, ENTER, F3, Terminal};
use crate::desk::Desk;

/// Finds premises by pinyin and reads their page.
fn works(mut terminal: Terminal, place: &str) {
    terminal.shows("逾期 0");
    terminal.press(F3);
    terminal.shows("恒捷鞋材厂");
    terminal.press("hjxc");
    terminal.until("the cursor in the field", |screen| {
        screen.contents().contains("1/2家") && screen.cursor_position() == (1, 11)
    });
    terminal.press(ENTER);
    terminal.shows("一企一档 恒捷鞋材厂");
    terminal.shows("负责人 黄恒捷");
    // Typed letters are characters, whatever the locale calls them.
    terminal.press(F3);
    terminal.press("丰泽");
    terminal.shows("查找：丰泽");
    terminal.press(CTRL_Q);
    assert_eq!(terminal.ended(), 0, "{place}");
    terminal.restored();
}

#[test]
fn the_desk_is_the_same_in_every_locale() {
    let desk = Desk::with_register();
    let installed = std::process::Command::new("locale").arg("-a").output();
    let installed = installed.map(|all| String::from_utf8_lossy(&all.stdout).to_lowercase());
    for place in ["C", "POSIX", "C.UTF-8", "zh_CN.UTF-8", "zh_CN.GB18030", "xx_XX.NONE"] {
        let known = installed.as_ref().is_ok_and(|all| {
            let place = place.to_lowercase();
            all.lines().any(|line| line == place || line == place.replace('-', ""))
        });
        if !known {
            println!("{place} is not installed here: it stands in the environment by name alone");
        }
        let env = [("LANG", place), ("LC_ALL", place), ("LC_CTYPE", place), ("LANGUAGE", place)];
        works(Terminal::open(&desk, &[], &env), place);
    }
}

#[test]
fn the_desk_needs_no_environment() {
    let desk = Desk::with_register();
    let office = desk.office();
    let args = ["--data", office.to_str().unwrap(), "--today", "2026-11-20"];
    let mut command = Terminal::command(&desk, &args, &[]);
    command.env_clear();
    works(Terminal::start(command, Answers::Narrow), "no environment");
}

#[test]
fn sentences_are_chinese_in_every_locale() {
    let desk = Desk::with_register();
    for place in ["C", "POSIX", "zh_CN.UTF-8", "en_US.UTF-8"] {
        let mut command = desk.command(&["premises", "show", "没有的厂"]);
        command.env("LC_ALL", place).env("LANG", place).env("LANGUAGE", place);
        crate::desk::Ran::of(command.output().unwrap()).refused(1);
    }
    let mut command = desk.command(&["premises", "list"]);
    command.env_clear().env("ANBAN_DATA", desk.office());
    let list = crate::desk::Ran::of(command.output().unwrap()).done();
    assert!(list.contains("恒捷鞋材厂"), "{list}");
}
