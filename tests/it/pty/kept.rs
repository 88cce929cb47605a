//! A power cut in the middle of a word: what was typed is there when the desk is opened again.

use std::cell::RefCell;

use anban::{
    office::{Office, Opening},
    store::Store,
};

use super::{CTRL_A, CTRL_Q, CTRL_S, ENTER, F3, F4, Terminal};
use crate::desk::Desk;

const DOWN: &str = "\x1b[B";
const END: &str = "\x1b[F";
const F2: &str = "\x1bOQ";

/// The same office, read by another program.
fn office(desk: &Desk) -> Office {
    let opening = Opening {
        data: Some(desk.office()),
        actor: Some("陈一鸣".into()),
        today: "2026-11-20".parse().ok(),
        ..Opening::default()
    };
    Office::open(&opening).unwrap()
}

/// Waits until the disk has what stands on the screen, as it has a moment after each key.
fn on_disk(terminal: &mut Terminal, desk: &Desk, kept: impl Fn(&str) -> bool) {
    let office = RefCell::new(office(desk));
    terminal.until("the draft on the disk", |_| {
        let drafts = office.borrow_mut().drafts().unwrap();
        drafts.iter().any(|draft| kept(&draft.body))
    });
}

/// The checklist of 恒捷鞋材厂, all normal.
fn checklist(desk: &Desk) -> Terminal {
    let mut terminal = Terminal::open(desk, &[], &[]);
    terminal.shows("逾期 0");
    terminal.press(F4);
    terminal.shows("检查哪一家");
    terminal.shows("恒捷鞋材厂");
    terminal.press("hjxc");
    terminal.shows("1/2家");
    terminal.press(ENTER);
    terminal.shows("已答0/44");
    terminal.press(CTRL_A);
    terminal.shows("已答44/44");
    terminal
}

/// The plug is pulled; the desk is opened anew, and the draft is taken up from 今日.
fn taken_up(mut terminal: Terminal, desk: &Desk, draft: &str) -> Terminal {
    terminal.signal("-KILL");
    terminal.ended();
    let mut terminal = Terminal::open(desk, &[], &[]);
    // With the rounds, which come behind what the first frame has, and the whole of that frame: its last bytes put the
    // cursor to the chosen line.
    let chosen = |contents: &str| contents.lines().position(|line| line.starts_with('>'));
    terminal.until(draft, |screen| {
        let contents = screen.contents();
        let (row, column) = screen.cursor_position();
        contents.contains(draft)
            && !contents.contains("未查 ..")
            && (chosen(&contents), column) == (Some(usize::from(row)), 0)
    });
    let contents = terminal.screen.screen().contents();
    let wanted = contents.lines().position(|line| line.contains(draft)).unwrap();
    for _ in chosen(&contents).unwrap()..wanted {
        terminal.press(DOWN);
    }
    terminal.press(ENTER);
    terminal
}

/// The same with the sheet.
fn pulled(terminal: Terminal, desk: &Desk) -> Terminal {
    let mut terminal = taken_up(terminal, desk, "恒捷鞋材厂 表四 ");
    terminal.shows("已答44/44");
    terminal
}

#[test]
fn a_kill_in_the_middle_of_a_checklist_loses_nothing_answered() {
    let desk = Desk::with_register();
    let mut terminal = checklist(&desk);
    terminal.press("mhq");
    terminal.shows("找项：mhq");
    terminal.press("3");
    terminal.shows("隐患1");
    on_disk(&mut terminal, &desk, |body| {
        let kept: serde_json::Value = serde_json::from_str(body).unwrap();
        kept["answers"].as_str().is_some_and(|answers| answers.contains('3'))
    });
    let mut terminal = pulled(terminal, &desk);
    terminal.shows("隐患1");
    terminal.press(CTRL_Q);
    assert_eq!(terminal.ended(), 0);
    desk.sound();
}

#[test]
fn a_kill_in_the_middle_of_a_word_about_a_hazard_loses_no_letter() {
    let desk = Desk::with_register();
    let mut terminal = checklist(&desk);
    terminal.press("mhq");
    terminal.shows("找项：mhq");
    terminal.press("3");
    terminal.shows("隐患1");
    terminal.press(ENTER);
    terminal.shows("隐患内容");
    terminal.press("东侧两");
    // The caret stands in the field, behind a word that is not finished; no field was left.
    terminal.until("the caret behind the word", |screen| {
        let (row, column) = screen.cursor_position();
        let before: String = screen.rows(0, column).nth(row.into()).unwrap();
        before.ends_with("东侧两")
    });
    on_disk(&mut terminal, &desk, |body| body.contains("东侧两"));
    let mut terminal = taken_up(terminal, &desk, "恒捷鞋材厂 表四的隐患");
    terminal.shows("上次填到一半");
    terminal.press("1");
    terminal.shows("东侧两");
    terminal.press("具");
    terminal.shows("东侧两具");
    terminal.press(CTRL_S);
    terminal.shows("东侧两具");
    terminal.press(CTRL_Q);
    assert_eq!(terminal.ended(), 0);
    desk.sound();
}

#[test]
fn a_kill_in_a_blank_of_the_paper_loses_no_letter() {
    let desk = Desk::with_register();
    let mut terminal = checklist(&desk);
    terminal.press(END);
    terminal.shows("非法生产经营储存危险品");
    terminal.press("1");
    terminal.shows("地址：");
    terminal.press(DOWN);
    terminal.press("后院");
    terminal.shows("后院");
    on_disk(&mut terminal, &desk, |body| body.contains("后院"));
    let mut terminal = pulled(terminal, &desk);
    terminal.press(END);
    terminal.shows("后院");
    terminal.press(CTRL_Q);
    assert_eq!(terminal.ended(), 0);
}

#[test]
fn a_kill_in_the_last_questions_loses_no_letter_and_what_is_saved_is_no_draft() {
    let desk = Desk::with_register();
    let mut terminal = checklist(&desk);
    terminal.press(CTRL_S);
    terminal.shows("检查人 陈一鸣");
    terminal.press(DOWN);
    terminal.press(DOWN);
    terminal.press("黄恒");
    terminal.shows("整改责任人 黄恒");
    on_disk(&mut terminal, &desk, |body| body.contains("黄恒"));
    let mut terminal = pulled(terminal, &desk);
    terminal.press(CTRL_S);
    terminal.shows("上次填到一半");
    terminal.press("1");
    terminal.shows("整改责任人 黄恒");
    terminal.press(CTRL_S);
    terminal.shows("整改通知书已编号");
    terminal.press("5");
    terminal.press(F2);
    terminal.shows("草稿 0");
    terminal.press(CTRL_Q);
    assert_eq!(terminal.ended(), 0);
    desk.sound();
}

/// What ends the desk in the middle of a word, in the same moment as its last letter.
#[test]
fn the_end_in_the_moment_of_the_last_letter_loses_none() {
    type End = fn(&mut Terminal);
    let ends: [(&str, End); 4] = [
        ("quit", |terminal| terminal.press("墙角还有一具没有压力\x11")),
        ("another screen", |terminal| {
            terminal.press("墙角还有一具没有压力\x1bOQ");
            terminal.shows("草稿 2");
            terminal.press(CTRL_Q);
        }),
        ("terminated", |terminal| {
            terminal.press("墙角还有一具没有压力");
            terminal.shows("没有压力");
            terminal.signal("-TERM");
        }),
        ("hung up", |terminal| {
            terminal.press("墙角还有一具没有压力");
            terminal.shows("没有压力");
            terminal.signal("-HUP");
        }),
    ];
    for (what, end) in ends {
        let desk = Desk::with_register();
        let mut terminal = checklist(&desk);
        terminal.press("mhq");
        terminal.shows("找项：mhq");
        terminal.press("3");
        terminal.shows("隐患1");
        terminal.press(ENTER);
        terminal.shows("隐患内容");
        end(&mut terminal);
        assert_eq!(terminal.ended(), 0, "{what}");
        terminal.restored();
        let drafts = office(&desk).drafts().unwrap();
        let kept = drafts.iter().any(|draft| draft.body.contains("墙角还有一具没有压力"));
        assert!(kept, "{what}: {drafts:?}");
    }
}

/// Another program holds the file while the desk is closed: the terminal is given back at once, the last letters are
/// written when the file is free.
#[test]
fn the_last_letters_are_waited_for_when_the_file_is_held() {
    let desk = Desk::with_register();
    let mut terminal = checklist(&desk);
    terminal.press("mhq");
    terminal.shows("找项：mhq");
    terminal.press("3");
    terminal.shows("隐患1");
    terminal.press(ENTER);
    terminal.shows("隐患内容");
    terminal.press("墙角");
    on_disk(&mut terminal, &desk, |body| body.contains("墙角"));
    let mut other = Store::open_file(&desk.office().join("anban.db")).unwrap();
    other.driver.begin().unwrap();
    terminal.press("有一具");
    terminal.shows("墙角有一具");
    terminal.press(CTRL_Q);
    terminal.until("the terminal is given back", |screen| !screen.alternate_screen());
    assert!(terminal.child.try_wait().unwrap().is_none(), "it is gone before it has written");
    other.driver.rollback().unwrap();
    assert_eq!(terminal.ended(), 0);
    terminal.restored();
    let drafts = office(&desk).drafts().unwrap();
    assert!(drafts.iter().any(|draft| draft.body.contains("墙角有一具")), "{drafts:?}");
}

/// The keys that lead to a window, each with what shows then, what is typed there, and its line in 今日.
type Window = (&'static [(&'static str, &'static str)], &'static str, &'static str);

const WINDOWS: [Window; 3] = [
    (&[("\x1bj", "覆盖率"), ("\t", "计划"), ("\x0e", "加一次检查")], "恒捷鞋", "加一次检查"),
    (
        &[("\x1bj", "覆盖率"), ("\t", "计划"), ("\t", "进行中0个"), ("\x0e", "名称")],
        "冬春火灾防",
        "登记专项行动",
    ),
    (&[(F3, "2/2家"), ("\x0f", "导入名册")], "/优盘/名册", "导入名册"),
];

#[test]
fn a_kill_in_a_window_loses_no_letter_and_today_opens_it_again() {
    for (keys, typed, line) in WINDOWS {
        let desk = Desk::with_register();
        let mut terminal = Terminal::open(&desk, &[], &[]);
        terminal.shows("逾期 0");
        for (key, shows) in keys {
            terminal.press(key);
            terminal.shows(shows);
        }
        terminal.press(typed);
        terminal.shows(typed);
        on_disk(&mut terminal, &desk, |body| body.contains(typed));
        let mut terminal = taken_up(terminal, &desk, line);
        terminal.shows("上次填到一半");
        terminal.press("1");
        terminal.shows(typed);
        terminal.press(CTRL_Q);
        assert_eq!(terminal.ended(), 0);
    }
}
