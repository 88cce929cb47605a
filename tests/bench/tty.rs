//! The desk from outside: the real program on a terminal of its own, over a whole street. What is measured is
//! the time from a key written to the last byte of its answer, and how many bytes that answer takes.

use std::{
    io::{Read, Write},
    path::Path,
    sync::mpsc::{Receiver, channel},
    thread,
    time::{Duration, Instant},
};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use crate::{Table, Times, street};

/// No byte for so long is the end of an answer.
const QUIET: Duration = Duration::from_millis(30);
/// No byte for so long is the end of one frame.
const FRAME: Duration = Duration::from_millis(3);
const DOWN: &[u8] = b"\x1b[B";

struct Tty {
    keys: Box<dyn Write + Send>,
    output: Receiver<(Instant, Vec<u8>)>,
    child: Box<dyn Child + Send + Sync>,
    started: Instant,
    _master: Box<dyn MasterPty + Send>,
}

/// What an answer took.
#[derive(Clone, Copy)]
struct Took {
    ms: f64,
    bytes: usize,
}

impl Tty {
    fn open(command: CommandBuilder) -> Tty {
        let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
        let pty = native_pty_system().openpty(size).unwrap();
        let mut reader = pty.master.try_clone_reader().unwrap();
        let (send, output) = channel();
        let started = Instant::now();
        let child = pty.slave.spawn_command(command).unwrap();
        drop(pty.slave);
        thread::spawn(move || {
            let mut buffer = [0; 65536];
            while let Ok(read @ 1..) = reader.read(&mut buffer) {
                if send.send((Instant::now(), buffer[..read].to_vec())).is_err() {
                    return;
                }
            }
        });
        let keys = pty.master.take_writer().unwrap();
        Tty { keys, output, child, started, _master: pty.master }
    }

    /// Takes what is written until it holds some words and then nothing more comes: what that took, and what the frame
    /// took that had the words first.
    fn until(&mut self, words: &str) -> (Took, Took) {
        let (mut text, mut last) = (Vec::new(), self.started);
        let seen = |text: &[u8]| String::from_utf8_lossy(text).contains(words);
        let took = |last: Instant, text: &[u8]| Took {
            ms: (last - self.started).as_secs_f64() * 1000.0,
            bytes: text.len(),
        };
        let mut frame: Option<Took> = None;
        let end = Instant::now() + Duration::from_secs(60);
        while Instant::now() < end {
            let waits = frame.is_none() && seen(&text);
            match self.output.recv_timeout(if waits { FRAME } else { QUIET }) {
                Ok((at, bytes)) => {
                    text.extend_from_slice(&bytes);
                    last = at;
                }
                Err(_) if waits => frame = Some(took(last, &text)),
                Err(_) if seen(&text) => break,
                Err(_) => {}
            }
        }
        let all = took(last, &text);
        (all, frame.unwrap_or(all))
    }

    /// Writes keys at once and waits until their answer has ended.
    fn press(&mut self, keys: &[u8]) -> Took {
        let start = Instant::now();
        self.keys.write_all(keys).unwrap();
        self.keys.flush().unwrap();
        let (mut last, mut count) = (start, 0);
        while let Ok((at, bytes)) = self.output.recv_timeout(QUIET) {
            last = at;
            count += bytes.len();
        }
        Took { ms: (last - start).as_secs_f64() * 1000.0, bytes: count }
    }

    /// The same key so many times, one after the other.
    fn each(&mut self, key: &[u8], times: usize) -> Vec<Took> {
        (0..times).map(|_| self.press(key)).collect()
    }

    fn status(&self, name: &str) -> u64 {
        let id = self.child.process_id().unwrap();
        let of = |path: &Path| -> u64 {
            let text = std::fs::read_to_string(path).unwrap_or_default();
            let line = text.lines().find(|line| line.starts_with(name)).unwrap_or_default();
            line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).unwrap_or(0)
        };
        match name {
            "VmHWM" => of(Path::new(&format!("/proc/{id}/status"))),
            _ => std::fs::read_dir(format!("/proc/{id}/task"))
                .map(|tasks| tasks.flatten().map(|task| of(&task.path().join("status"))).sum())
                .unwrap_or(0),
        }
    }
}

fn times(took: &[Took]) -> Times {
    let mut all: Vec<f64> = took.iter().map(|took| took.ms).collect();
    all.sort_by(f64::total_cmp);
    let at = |share: f64| all[((all.len() - 1) as f64 * share).round() as usize];
    Times { p50: at(0.5), p95: at(0.95) }
}

fn bytes(took: &[Took]) -> u64 {
    let mut all: Vec<usize> = took.iter().map(|took| took.bytes).collect();
    all.sort_unstable();
    all[all.len() / 2] as u64
}

fn program(data: &Path) -> CommandBuilder {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_anban"));
    command.args(["--as", street::STREET_OFFICER, "--symbols", "box", "--data"]);
    command.arg(data);
    command.args(["--today", street::TODAY]);
    command.env("TERM", "xterm-256color");
    for name in ["ANBAN_DATABASE", "ANBAN_USER", "NO_COLOR", "ANBAN_SYMBOLS"] {
        command.env_remove(name);
    }
    command
}

/// The figures of the desk; the floor is `cat` on the same kind of terminal.
pub fn desk(data: &Path) {
    let mut cat = CommandBuilder::new("sh");
    cat.args(["-c", "stty raw -echo; printf ready; exec cat"]);
    let mut cat = Tty::open(cat);
    cat.until("ready");
    let floor = times(&cat.each(b"x", 60));
    let _ = cat.child.kill();

    Table::head("The desk from outside, the whole street at 80×24; floor: cat");
    let (whole, first): (Vec<Took>, Vec<Took>) = (0..7)
        .map(|_| {
            let mut tty = Tty::open(program(data));
            let took = tty.until("逾期 ");
            tty.press(b"\x11");
            let _ = tty.child.wait();
            took
        })
        .unzip();
    // The middle of the runs counts: the machine's other work is in the rest.
    let middle = |took: &[Took]| {
        let Times { p50, .. } = times(took);
        Times { p50, p95: p50 }
    };
    Table::row("the first frame with today's work", middle(&first), floor, Some(30.0));
    Table::row("the rounds of the whole street behind it", middle(&whole), floor, None);
    Table::bytes("bytes of the first frame", bytes(&first), 4_500);

    let mut tty = Tty::open(program(data));
    tty.until("逾期 ");
    tty.press(b"\x1bOR");
    tty.until("/1");
    let page = tty.each(DOWN, 19);
    let scroll = tty.each(DOWN, 40);
    let typed: Vec<Took> = "hxjgc".chars().map(|c| tty.press(c.to_string().as_bytes())).collect();
    Table::row("a key in the page (p50)", middle(&page), floor, Some(1.0));
    Table::row("a key that scrolls (p50)", middle(&scroll), floor, Some(1.0));
    Table::row("a letter of the search", times(&typed), floor, Some(5.0));
    Table::bytes("bytes of a key in the page", bytes(&page), 350);
    Table::bytes("bytes of a key that scrolls", bytes(&scroll), 1_700);
    tty.press(b"\x1b");
    thread::sleep(Duration::from_millis(200));
    let flood = tty.press(&DOWN.repeat(1_000));
    Table::row("1,000 keys at once", times(&[flood]), floor, Some(15.0));
    let before = tty.status("voluntary_ctxt_switches");
    let mut idle = 0;
    let end = Instant::now() + Duration::from_secs(3);
    while Instant::now() < end {
        if let Ok((_, more)) = tty.output.recv_timeout(Duration::from_millis(500)) {
            idle += more.len() as u64;
        }
    }
    Table::bytes("wake-ups in 3 idle seconds", tty.status("voluntary_ctxt_switches") - before, 0);
    Table::bytes("bytes in 3 idle seconds", idle, 0);
    Table::size("most resident memory", tty.status("VmHWM") * 1024, 40 * 1024 * 1024);
    tty.press(b"\x11");
    let _ = tty.child.wait();
}
