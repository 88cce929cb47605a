//! What a terminal gets: every frame in one write that ends with the cursor at the caret, and after another size
//! exactly the screen of that size.

use std::{
    cell::RefCell,
    fs,
    io::{self, Write},
    num::NonZeroU16,
    path::Path,
    rc::Rc,
};

use anban::tui::{
    app::SMALLEST,
    keys::{Command, command},
    terminal::{glass::Glass, input::Input},
};

use super::{
    BOX, Bench,
    looks::{House, SCREENS, built, inputs},
};
use crate::engines::Folder;

/// Keeps what is written, write by write.
#[derive(Clone, Default)]
struct Wire(Rc<RefCell<Vec<Vec<u8>>>>);

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().push(bytes.to_vec());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The desk's end of a terminal, and another program's idea of what it shows.
struct Shown {
    glass: Glass<Wire>,
    wire: Wire,
    terminal: vt100::Parser,
}

fn cells(n: u16) -> NonZeroU16 {
    NonZeroU16::new(n).unwrap()
}

impl Shown {
    fn new((columns, rows): (u16, u16)) -> Shown {
        let wire = Wire::default();
        let glass = Glass::new(wire.clone(), columns, rows).unwrap();
        Shown { glass, wire, terminal: vt100::Parser::new(cells(rows), cells(columns), 0) }
    }

    fn resize(&mut self, columns: u16, rows: u16) {
        self.terminal.screen_mut().set_size(cells(rows), cells(columns));
        self.glass.resize(columns, rows).unwrap();
    }

    /// One frame: what was written for it.
    fn frame(&mut self, bench: &Bench) -> Vec<u8> {
        self.glass.draw(&bench.app).unwrap();
        let writes = self.wire.0.take();
        assert!(writes.len() <= 1, "a frame in {} writes\n{}", writes.len(), bench.screen());
        let bytes = writes.concat();
        self.terminal.process(&bytes);
        bytes
    }

    /// Characters, styles and cursor.
    fn looks(&self) -> String {
        let screen = self.terminal.screen();
        format!("{}{:?}", screen.contents_formatted(), screen.cursor_position())
    }
}

/// Whether the bytes of a frame end with the way to the caret: a move, or the cursor shown where it got to.
fn ends_at_the_cursor(bytes: &[u8]) -> bool {
    const SHOWN: &[u8] = b"\x1b[?25h";
    let painted = bytes.windows(SHOWN.len()).filter(|part| *part == SHOWN).count();
    let last =
        bytes.iter().rposition(|byte| *byte == b'\x1b').map_or(&[] as &[u8], |at| &bytes[at..]);
    let moved = matches!(last, [b'\x1b', b'[', way @ .., b'H' | b'C'] if way.iter().all(|byte| byte.is_ascii_digit() || *byte == b';'));
    match painted {
        0 => bytes.is_empty() || moved || bytes == b"\r\n",
        1 => bytes.ends_with(SHOWN),
        _ => false,
    }
}

#[test]
fn every_frame_of_a_walk_through_all_screens_ends_with_the_cursor_at_the_caret() {
    let mut shown = Shown::new((80, 24));
    let mut frames = 0;
    for wanted in [House::Bare, House::Small, House::Roads] {
        let mut folder = Some(built(wanted));
        for (name, _, keys) in SCREENS.iter().filter(|(_, house, _)| *house == wanted) {
            let mut bench = Bench::over(folder.take().unwrap(), (80, 24), BOX);
            for input in
                std::iter::once(None).chain(inputs(&bench.folder, keys).into_iter().map(Some))
            {
                if let Some(input) = input {
                    // Nothing is redrawn in full for its own sake, so that the frames are the changes alone.
                    if matches!(input, Input::Resize(..)) {
                        continue;
                    }
                    bench.input(input);
                }
                let bytes = shown.frame(&bench);
                let caret = bench.paint().caret.unwrap();
                let screen = shown.terminal.screen();
                let told =
                    || format!("{name}: {:?}\n{}", String::from_utf8_lossy(&bytes), bench.screen());
                assert!(ends_at_the_cursor(&bytes), "{}", told());
                assert_eq!(screen.cursor_position(), (caret.y, caret.x), "{}", told());
                assert!(!screen.hide_cursor(), "{}", told());
                frames += usize::from(!bytes.is_empty());
            }
            folder = Some(bench.folder);
        }
    }
    assert!(frames > 400, "{frames} frames");
}

/// The office of a folder as it was, under the same name.
fn put_back(folder: &Folder, kept: &Path) {
    let _ = fs::remove_dir_all(folder.file("办公室"));
    copy(kept, &folder.file("办公室"));
}

fn copy(from: &Path, to: &Path) {
    if !from.is_dir() {
        return;
    }
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &to),
            false => drop(fs::copy(entry.path(), to).unwrap()),
        }
    }
}

#[test]
fn after_another_size_every_screen_is_that_of_the_size() {
    const SIZES: [(u16, u16); 2] = [SMALLEST, (120, 40)];
    for wanted in [House::Bare, House::Small, House::Roads] {
        let mut folder = Some(built(wanted));
        let kept = Folder::new();
        copy(&folder.as_ref().unwrap().file("办公室"), kept.path());
        let lines = SCREENS.iter().filter(|(name, house, _)| *house == wanted && *name != "small");
        for (name, _, keys) in lines {
            // Opened at a size, and then brought to the other one.
            let [first, second] = SIZES.map(|size| {
                let opened = folder.take().unwrap();
                put_back(&opened, kept.path());
                let mut bench = Bench::over(opened, size, BOX);
                for input in inputs(&bench.folder, keys) {
                    bench.input(input);
                }
                let mut shown = Shown::new(size);
                shown.frame(&bench);
                let fresh = shown.looks();
                // A column too few, on the way: it says so and keeps what is open.
                let other = if size == SMALLEST { SIZES[1] } else { SIZES[0] };
                for (columns, rows) in
                    [(SMALLEST.0 - 1, SMALLEST.1), (SMALLEST.0, SMALLEST.1 - 1), other]
                {
                    bench.input(Input::Resize(columns, rows));
                    shown.resize(columns, rows);
                    shown.frame(&bench);
                    let small = shown.terminal.screen().contents().contains("窗口太小");
                    assert_eq!(small, (columns, rows) != other, "{name} at {columns}x{rows}");
                    bench.paint().check().unwrap();
                }
                let resized = (shown.looks(), bench.screen());
                folder = Some(bench.folder);
                (fresh, resized)
            });
            for ((fresh, _), (_, (resized, screen))) in [(&first, &second), (&second, &first)] {
                assert!(
                    fresh == resized,
                    "{name} is another screen after a change of size:\n{screen}"
                );
            }
        }
    }
}

#[test]
fn the_key_that_paints_all_anew_does() {
    let mut bench = Bench::new();
    let mut shown = Shown::new((80, 24));
    bench.press("F3 hjxc Enter");
    shown.frame(&bench);
    let before = shown.looks();
    // Another program has written over it.
    shown.terminal.process(b"\x1b[5;5Hwall: the system goes down\x1b[m");
    assert!(shown.looks() != before);
    let redraw = Command::Redraw.keys()[0];
    assert_eq!(command(redraw), Some(Command::Redraw));
    bench.key(redraw);
    assert!(bench.app.wants_redraw());
    shown.glass.again().unwrap();
    shown.frame(&bench);
    assert!(shown.looks() == before, "{}", shown.terminal.screen().contents());
}
