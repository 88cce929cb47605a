//! The real program on a real terminal: what it writes, where the cursor stands, what it leaves behind.

mod door;
mod kept;
mod places;
mod plain;
mod signs;

use std::{
    io::{Read, Write},
    sync::mpsc::{Receiver, channel},
    time::{Duration, Instant},
};

use anban::tui::keys::{Command, written};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use unicode_width::UnicodeWidthStr;

use crate::desk::{Desk, PROGRAM};

/// What a terminal says when it is asked where its cursor is.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Answers {
    /// Ambiguous characters take one column.
    Narrow,
    /// They take two, as on a Chinese console.
    Wide,
    Mute,
}

struct Terminal {
    answers: Answers,
    screen: vt100::Parser,
    bytes: Vec<u8>,
    /// Where the last frame begins in `bytes`.
    answered: usize,
    output: Receiver<Vec<u8>>,
    keys: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    before: String,
}

impl Terminal {
    fn open(desk: &Desk, args: &[&str], env: &[(&str, &str)]) -> Terminal {
        Terminal::start(Terminal::command(desk, args, env), Answers::Narrow)
    }

    fn command(desk: &Desk, args: &[&str], env: &[(&str, &str)]) -> CommandBuilder {
        let mut command = CommandBuilder::new(PROGRAM);
        command.args(["--as", "陈一鸣"]);
        command.args(args);
        for name in ["ANBAN_DATABASE", "ANBAN_USER", "NO_COLOR", "ANBAN_SYMBOLS", "LC_ALL"] {
            command.env_remove(name);
        }
        command.env("ANBAN_DATA", desk.office());
        command.env("ANBAN_TODAY", "2026-11-20");
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C");
        for (name, value) in env {
            command.env(name, value);
        }
        command
    }

    fn start(command: CommandBuilder, answers: Answers) -> Terminal {
        let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
        let pty = native_pty_system().openpty(size).unwrap();
        let before = format!("{:?}", pty.master.get_termios());
        let child = pty.slave.spawn_command(command).unwrap();
        drop(pty.slave);
        let mut reader = pty.master.try_clone_reader().unwrap();
        let (send, output) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 65536];
            while let Ok(read @ 1..) = reader.read(&mut buffer) {
                if send.send(buffer[..read].to_vec()).is_err() {
                    return;
                }
            }
        });
        let keys = pty.master.take_writer().unwrap();
        Terminal {
            answers,
            screen: vt100::Parser::new(cells(24), cells(80), 0),
            bytes: Vec::new(),
            answered: 0,
            output,
            keys,
            child,
            master: pty.master,
            before,
        }
    }

    fn take(&mut self, bytes: &[u8]) {
        self.screen.process(bytes);
        self.bytes.extend_from_slice(bytes);
        // Asked where the cursor is, a terminal answers.
        let asked = self.asked();
        while self.answered < asked {
            self.answered += 1;
            let (row, column) = self.screen.screen().cursor_position();
            match self.answers {
                Answers::Narrow => self.press(&format!("\x1b[{};{}R", row + 1, column + 1)),
                Answers::Wide => self.press(&format!("\x1b[{};{}R", row + 1, 2 * column + 1)),
                Answers::Mute => {}
            }
        }
    }

    /// How often it was asked where its cursor is.
    fn asked(&self) -> usize {
        self.bytes.windows(4).filter(|window| *window == b"\x1b[6n").count()
    }

    /// Waits until the screen is as wanted.
    fn until(&mut self, what: &str, wanted: impl Fn(&vt100::Screen) -> bool) {
        let end = Instant::now() + Duration::from_secs(30);
        while !wanted(self.screen.screen()) {
            assert!(Instant::now() < end, "{what}:\n{}", self.screen.screen().contents());
            if let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(100)) {
                self.take(&bytes);
            }
        }
    }

    fn shows(&mut self, text: &str) {
        self.until(text, |screen| screen.contents().contains(text));
    }

    fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// Waits for the end of the program; gives its exit code.
    fn ended(&mut self) -> u32 {
        let end = Instant::now() + Duration::from_secs(30);
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(200)) {
                    self.take(&bytes);
                }
                return status.exit_code();
            }
            assert!(Instant::now() < end, "still open:\n{}", self.screen.screen().contents());
            if let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(50)) {
                self.take(&bytes);
            }
        }
    }

    /// The terminal is as it was before the program.
    fn restored(&self) {
        let screen = self.screen.screen();
        assert!(!screen.alternate_screen(), "the other screen is still on");
        assert!(!screen.hide_cursor(), "the cursor is hidden");
        assert!(!screen.bracketed_paste(), "paste mode is on");
        // Some terminals keep the rows that the window has grown by: they are emptied, and nothing is painted after it.
        let bytes = String::from_utf8_lossy(&self.bytes);
        let (desk, _) = bytes.rsplit_once("\x1b[?1049l").unwrap();
        let (_, modes) = desk.rsplit_once("\x1b[2J").unwrap();
        assert_eq!(modes, "\x1b[?2004l\x1b[?25h", "painted after the last clearing");
        assert_eq!(format!("{:?}", self.master.get_termios()), self.before);
    }

    fn signal(&self, signal: &str) {
        let id = self.child.process_id().unwrap().to_string();
        let sent = std::process::Command::new("kill").args([signal, &id]).status().unwrap();
        assert!(sent.success());
    }
}

fn cells(n: u16) -> std::num::NonZeroU16 {
    std::num::NonZeroU16::new(n).unwrap()
}

const ENTER: &str = "\r";
const F3: &str = "\x1bOR";
const F4: &str = "\x1bOS";
const F5: &str = "\x1b[15~";
const CTRL_A: &str = "\x01";
const CTRL_S: &str = "\x13";
const CTRL_R: &str = "\x12";
const CTRL_Q: &str = "\x11";

#[test]
fn a_visit_goes_from_the_search_to_the_printer_and_the_hazard_to_its_closure() {
    let desk = Desk::with_register();
    let printed = desk.path("印出");
    std::fs::write(
        desk.office().join("office.toml"),
        format!("[print]\ncommand = [\"cp\", \"{{file}}\", \"{printed}\"]\n"),
    )
    .unwrap();
    let mut terminal = Terminal::open(&desk, &[], &[]);
    terminal.shows("逾期 0");
    // The register is found in by initials; the cursor stands behind what was typed.
    terminal.press(F3);
    terminal.shows("恒捷鞋材厂");
    terminal.press("hjxc");
    terminal.until("the cursor in the field", |screen| {
        screen.contents().contains("1/2家") && screen.cursor_position() == (1, 11)
    });
    terminal.press(ENTER);
    terminal.shows("一企一档");
    terminal.press(F4);
    terminal.shows("已答0/44");
    terminal.press(CTRL_A);
    terminal.shows("已答44/44 隐患0");
    terminal.press("mhq");
    terminal.shows("找项：mhq");
    terminal.press("3");
    terminal.shows("隐患1");
    terminal.press(CTRL_S);
    terminal.shows("检查人 陈一鸣");
    terminal.press(CTRL_S);
    terminal.shows("整改通知书已编号");
    terminal.press("1");
    terminal.until("the printer has it", |_| {
        std::fs::read(&printed).is_ok_and(|bytes| bytes.starts_with(b"%PDF-"))
    });
    terminal.press(F5);
    terminal.shows("整改中");
    terminal.press(CTRL_R);
    terminal.shows("登记复查");
    terminal.press(CTRL_S);
    terminal.shows("待销号");
    terminal.press(ENTER);
    terminal.shows("销号：复查合格后了结");
    terminal.press("2");
    terminal.shows("日期");
    terminal.press(CTRL_S);
    terminal.shows("已办好：已销号");
    terminal.press(CTRL_Q);
    assert_eq!(terminal.ended(), 0);
    terminal.restored();
    desk.sound();
}

/// A terminal without bracketed paste sends the text as it stands.
#[test]
fn a_line_end_that_was_pasted_records_nothing() {
    let desk = plain::inspected();
    let mut terminal = Terminal::open(&desk, &[], &[]);
    terminal.press(F5);
    terminal.shows("整改中");
    terminal.press(CTRL_R);
    terminal.shows("登记复查");
    // The last field: an Enter of a finger records from here.
    terminal.press(&"\x1b[B".repeat(9));
    terminal.press("改好了\r");
    terminal.shows("改好了");
    // What is answered after it shows that the paste was taken as a whole.
    terminal.press("\x1bOP");
    terminal.shows("这一项：情况");
    assert_eq!(plain::hazard(&desk)["state"], "ordered");
    terminal.press("\x1b");
    terminal.shows("改好了");
    terminal.press(ENTER);
    terminal.shows("待销号");
    terminal.press(CTRL_Q);
    assert_eq!(terminal.ended(), 0);
    desk.sound();
}

#[test]
fn an_event_and_a_row_of_a_ledger_are_entered_in_a_real_terminal() {
    let desk = Desk::with_register();
    let mut terminal = Terminal::open(&desk, &[], &[]);
    terminal.shows("逾期 0");
    terminal.press("\x1bx");
    terminal.shows("没有要办的事项");
    terminal.press("\x0e");
    terminal.shows("对社区挂牌督办");
    terminal.press("1");
    terminal.shows("涉及对象");
    // The cursor stands in the field that is typed into; Alt+C empties it, and has it back.
    terminal.press("\r写错了");
    terminal.until("the cursor behind what was typed", |screen| {
        screen.contents().contains("写错了") && screen.cursor_position().1 == 23
    });
    terminal.press("\x1bc");
    terminal.until("an empty field", |screen| !screen.contents().contains("写错了"));
    terminal.press("一网格\r\r\r\r路灯不亮");
    terminal.shows("路灯不亮");
    terminal.press(CTRL_S);
    terminal.shows("事项 1件");
    terminal.press("\x1bz");
    terminal.shows("生产安全事故登记");
    terminal.press(ENTER);
    terminal.shows("还没有记录");
    terminal.press("\x1bw");
    terminal.shows("还没有出具过文书");
    terminal.press(CTRL_Q);
    assert_eq!(terminal.ended(), 0);
    terminal.restored();
    desk.sound();
}

/// A terminal that sends Ctrl+H for Backspace, and a text pasted without brackets whose lines end in a bare line feed.
#[test]
fn backspace_and_line_ends_mean_that_whichever_code_is_sent() {
    let desk = Desk::with_register();
    let mut terminal = Terminal::open(&desk, &[], &[]);
    terminal.press(F3);
    terminal.shows("恒捷鞋材厂");
    terminal.press("hjxcw");
    terminal.shows("0/2家");
    terminal.press("\x08");
    terminal.shows("1/2家");
    terminal.press("\x1bx");
    terminal.shows("没有要办的事项");
    terminal.press("\x0e");
    terminal.shows("对社区挂牌督办");
    terminal.press("1");
    terminal.shows("涉及对象");
    terminal.press("\n一网格\n路灯不亮");
    terminal.shows("路灯不亮");
    let contents = terminal.screen.screen().contents();
    assert!(contents.contains("一网格") && !contents.contains("一网格路灯"), "{contents}");
    terminal.press(CTRL_Q);
    assert_eq!(terminal.ended(), 0);
    terminal.restored();
}

#[test]
fn a_signal_gives_the_terminal_back() {
    for signal in ["-TERM", "-HUP", "-INT"] {
        let desk = Desk::set_up();
        let mut terminal = Terminal::open(&desk, &[], &[]);
        terminal.shows("逾期 0");
        terminal.signal(signal);
        assert_eq!(terminal.ended(), 0, "{signal}");
        terminal.restored();
    }
}

#[test]
fn a_crash_gives_the_terminal_back_and_the_draft_is_there() {
    let desk = Desk::with_register();
    let mut terminal = Terminal::open(&desk, &[], &[("ANBAN_CRASH", "1")]);
    terminal.shows("逾期 0");
    terminal.press(F3);
    terminal.shows("恒捷鞋材厂");
    terminal.press(ENTER);
    terminal.shows("一企一档");
    terminal.press(F4);
    terminal.shows("已答0/44");
    terminal.press(CTRL_A);
    terminal.shows("已答44/44");
    terminal.press("\x1bOQ");
    terminal.shows("草稿 1");
    terminal.press("\x1b[23~");
    assert_ne!(terminal.ended(), 0);
    terminal.restored();
    let screen = terminal.screen.screen().contents();
    assert!(screen.contains("程序出了意外") && !screen.contains("panicked"), "{screen}");
    let mut terminal = Terminal::open(&desk, &[], &[]);
    terminal.shows("草稿 1");
}

#[test]
fn keys_that_wait_in_great_number_are_all_answered() {
    let desk = Desk::with_register();
    let mut terminal = Terminal::open(&desk, &[], &[]);
    terminal.shows("逾期 ");
    // More than are read from a terminal at once, and the last of them ends the program.
    terminal.press(&format!("\x1bOR{}\x11", "\x1b[B".repeat(1_000)));
    assert_eq!(terminal.ended(), 0);
    terminal.restored();
}

#[test]
fn another_size_is_painted_anew() {
    let desk = Desk::with_register();
    let mut terminal = Terminal::open(&desk, &[], &[]);
    terminal.shows("逾期 0");
    let size = PtySize { rows: 40, cols: 120, pixel_width: 0, pixel_height: 0 };
    terminal.screen.screen_mut().set_size(cells(40), cells(120));
    terminal.master.resize(size).unwrap();
    terminal.until("the keys stand in the last row", |screen| {
        screen.rows(0, 120).nth(39).is_some_and(|row| row.contains("去办"))
    });
    let size = PtySize { rows: 20, cols: 60, pixel_width: 0, pixel_height: 0 };
    terminal.screen.screen_mut().set_size(cells(20), cells(60));
    terminal.master.resize(size).unwrap();
    terminal.shows("窗口太小");
    terminal.press(CTRL_Q);
    assert_eq!(terminal.ended(), 0);
    terminal.restored();
}

#[test]
fn the_card_of_keys_is_one_page() {
    let desk = Desk::bare();
    let card = desk.run(&["help", "keys"]).done();
    for words in ["keys", "manual"] {
        let plain = desk.run(&["help", words]).done();
        let office = desk.path("别处");
        for flags in [&["--data", &office, "--json"][..], &["--as=陈一鸣", "--today", "2026-11-20"]]
        {
            assert_eq!(desk.run(&[flags, &["help", words]].concat()).done(), plain, "{flags:?}");
        }
    }
    assert!(card.lines().count() <= 48, "{card}");
    let widest = card.lines().map(UnicodeWidthStr::width).max();
    assert!(widest.is_some_and(|columns| columns <= 80), "{widest:?}\n{card}");
    for key in ["F1 或 Alt+1", "^Q", "^Z", "↑↓"] {
        assert!(card.contains(key), "{key}\n{card}");
    }
    for command in Command::ALL {
        let (key, says) = (written(command.keys()[0]), command.says());
        assert!(card.contains(&key) && card.contains(says), "{key} {says}\n{card}");
    }
}

#[test]
fn the_manual_is_printed_whole() {
    let desk = Desk::bare();
    let manual = desk.run(&["help", "manual"]).done();
    for part in ["今日", "一企一档", "【单位名称】营业执照上的全名", "^Z"] {
        assert!(manual.contains(part), "{part}\n{manual}");
    }
    assert!(!manual.contains(['{', '}']), "{manual}");
}
