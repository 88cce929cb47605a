//! Marks → what a page of a PDF says, as bytes. Its glyphs stand there as their own font numbers them until all pages are
//! known; then the file has a cut of each font with new numbers.

use std::{
    collections::{BTreeMap, HashSet},
    io::{Read, Write},
};

use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};

use super::Used;
use crate::paper::{
    PaperError,
    fonts::Glyph,
    page::{Leaf, Mark, Page},
    quick::Quick,
};

/// Begins a run of glyphs; nothing else in the bytes is zero.
const RUN: u8 = 0;
/// Points by which the rows of a code overlap.
const SEAM: f32 = 0.02;
/// Hundredths of a point.
const FINE: i64 = 1;
/// A quarter of one, finer than any printer still: of a long list every place counts.
const COARSE: i64 = 25;

/// What is written of a page so far.
#[derive(Clone)]
pub(in crate::paper) struct Ink {
    pub width: f32,
    pub height: f32,
    /// What was written first, packed, of one of very many pages.
    packed: Option<Box<[u8]>>,
    /// The glyphs in it.
    noted: Box<[(u16, u16, char)]>,
    bytes: Vec<u8>,
    /// Hundredths of a point that a place is rounded to.
    step: i64,
    thickness: f32,
    /// Where the last line of text began, in its face and size, while a text section is open.
    text: Option<(u16, i64, Place)>,
    glyphs: HashSet<(u16, u16, char), Quick>,
}

/// In steps: short in the file.
type Place = (i64, i64);

/// For each face the new numbers of its glyphs, by their old ones.
pub(super) type Numbers = BTreeMap<u16, Vec<u16>>;

impl Leaf for Ink {
    fn of(page: Page, long: bool) -> Ink {
        let step = if long { COARSE } else { FINE };
        let mut ink = Ink::new(page.width, page.height, step);
        ink.marks(&page.marks);
        if long {
            ink.pack();
        }
        ink
    }

    fn add(&mut self, page: Page) {
        self.marks(&page.marks);
    }
}

impl Ink {
    fn new(width: f32, height: f32, step: i64) -> Ink {
        Ink {
            width,
            height,
            packed: None,
            noted: Box::default(),
            bytes: Vec::new(),
            step,
            thickness: 0.0,
            text: None,
            glyphs: HashSet::default(),
        }
    }

    pub fn marks(&mut self, marks: &[Mark]) {
        for mark in marks {
            match mark {
                Mark::Text { x, y, size, glyphs } => {
                    self.write(*x, self.height - y, *size, glyphs);
                }
                Mark::Rule { from, to, width } => self.stroke(*from, *to, *width),
                Mark::Fill { x, y, w, h } => {
                    // A thick stroke says the same as a filled rectangle in half the operators; the
                    // overlap hides the seam between the rows of a code.
                    let middle = y + h / 2.0;
                    self.stroke((*x, middle), (x + w, middle), h + SEAM);
                }
            }
        }
    }

    /// A page waits for all others, and most of what it says it says again and again: packed it takes a sixth of the room.
    fn pack(&mut self) {
        let bytes = std::mem::take(&mut self.bytes);
        let mut packer = DeflateEncoder::new(Vec::new(), Compression::fast());
        match packer.write_all(&bytes).and_then(|()| packer.finish()) {
            Ok(packed) => self.packed = Some(packed.into_boxed_slice()),
            Err(_) => self.bytes = bytes,
        }
        self.noted = std::mem::take(&mut self.glyphs).into_iter().collect();
    }

    /// Adds the characters of the page to those known.
    pub fn note(&self, used: &mut Used) {
        for (face, id, char) in self.noted.iter().chain(&self.glyphs) {
            used.entry(*face).or_default().entry(*id).or_default().insert(*char);
        }
    }

    /// The content of the page, every glyph by its new number.
    pub fn content(mut self, numbers: &Numbers) -> Result<Vec<u8>, PaperError> {
        self.close();
        if let Some(packed) = self.packed.take() {
            let mut whole = Vec::new();
            let read = DeflateDecoder::new(&*packed).read_to_end(&mut whole);
            read.map_err(|error| PaperError::Pdf(error.to_string()))?;
            whole.append(&mut self.bytes);
            self.bytes = whole;
        }
        // Glyphs take two bytes either way; a mark in a string takes one more.
        let mut content = Vec::with_capacity(self.bytes.len() + self.bytes.len() / 16);
        let mut rest = &self.bytes[..];
        while let Some(at) = memchr::memchr(RUN, rest) {
            content.extend_from_slice(&rest[..at]);
            let word = |at: usize| u16::from_be_bytes([rest[at], rest[at + 1]]);
            let (face, length) = (word(at + 1), usize::from(word(at + 3)));
            let ids = &rest[at + 5..][..2 * length];
            string(&mut content, ids, numbers.get(&face).map_or(&[], Vec::as_slice));
            rest = &rest[at + 5 + 2 * length..];
        }
        content.extend_from_slice(rest);
        // The last line ends with the stream.
        content.pop();
        Ok(content)
    }

    fn place(&self, points: f32) -> i64 {
        (points * (100 / self.step) as f32).round() as i64
    }

    /// Two numbers given in steps, and what is to be done there.
    fn at(&mut self, (x, y): Place, operator: &str) {
        for steps in [x, y] {
            number(&mut self.bytes, steps * self.step, 2);
            self.bytes.push(b' ');
        }
        self.operator(operator);
    }

    fn operator(&mut self, operator: &str) {
        self.bytes.extend_from_slice(operator.as_bytes());
        self.bytes.push(b'\n');
    }

    /// PDF counts from the bottom.
    fn stroke(&mut self, from: (f32, f32), to: (f32, f32), width: f32) {
        self.close();
        if self.thickness != width {
            number(&mut self.bytes, hundredths(width), 2);
            self.operator(" w");
            self.thickness = width;
        }
        for ((x, y), operator) in [(from, "m"), (to, "l")] {
            self.at((self.place(x), self.place(self.height - y)), operator);
        }
        self.operator("S");
    }

    fn close(&mut self) {
        if self.text.take().is_some() {
            self.operator("ET");
        }
    }

    /// A stretch for each face; the room between glyphs goes in as offsets.
    fn write(&mut self, mut x: f32, y: f32, size: f32, glyphs: &[Glyph]) {
        for run in glyphs.chunk_by(|left, right| left.face == right.face) {
            self.move_to(run[0].face, size, x + run[0].before * size, y);
            let start = self.bytes.len();
            let (mut open, mut parted) = (None, false);
            let mut offset = 0.0;
            for (at, glyph) in run.iter().enumerate() {
                self.glyphs.insert((glyph.face, glyph.id, glyph.char));
                if at > 0 {
                    offset += glyph.before;
                }
                // Thousandths of an em, to one decimal.
                let tenths = (-offset * 10_000.0).round() as i64;
                if tenths != 0 {
                    parted = true;
                    open = None;
                    number(&mut self.bytes, tenths, 1);
                }
                let begun = *open.get_or_insert_with(|| begin(&mut self.bytes, glyph.face));
                self.bytes.extend(glyph.id.to_be_bytes());
                if count(&mut self.bytes, begun) == u16::MAX {
                    open = None;
                    parted = true;
                }
                offset = glyph.after;
                x += glyph.width() * size;
            }
            if parted {
                self.bytes.insert(start, b'[');
                self.operator("] TJ");
            } else {
                self.operator(" Tj");
            }
        }
    }

    /// Text that follows text says only what is new: the font if it is another, and how far it is from the line before,
    /// which packs to almost nothing in a column.
    fn move_to(&mut self, face: u16, size: f32, x: f32, y: f32) {
        let (size, place) = (hundredths(size), (self.place(x), self.place(y)));
        let (same, from) = match &self.text {
            Some((last, last_size, from)) => (*last == face && *last_size == size, *from),
            None => {
                self.operator("BT");
                (false, (0, 0))
            }
        };
        if !same {
            self.bytes.extend_from_slice(format!("/{} ", super::font_name(face)).as_bytes());
            number(&mut self.bytes, size, 2);
            self.operator(" Tf");
        }
        self.at((place.0 - from.0, place.1 - from.1), "Td");
        self.text = Some((face, size, place));
    }
}

fn hundredths(points: f32) -> i64 {
    (points * 100.0).round() as i64
}

/// Begins a run of glyphs; gives where its length stands.
fn begin(bytes: &mut Vec<u8>, face: u16) -> usize {
    bytes.push(RUN);
    bytes.extend(face.to_be_bytes());
    bytes.extend([0, 0]);
    bytes.len() - 2
}

/// Counts one glyph more.
fn count(bytes: &mut [u8], at: usize) -> u16 {
    let length = u16::from_be_bytes([bytes[at], bytes[at + 1]]) + 1;
    bytes[at..at + 2].copy_from_slice(&length.to_be_bytes());
    length
}

/// A string of glyphs by their new numbers.
fn string(content: &mut Vec<u8>, ids: &[u8], numbers: &[u16]) {
    content.push(b'(');
    for id in ids.chunks_exact(2) {
        let id = usize::from(u16::from_be_bytes([id[0], id[1]]));
        for byte in numbers.get(id).copied().unwrap_or_default().to_be_bytes() {
            match byte {
                b'(' | b')' | b'\\' => content.extend([b'\\', byte]),
                // A bare end of line would be read as another.
                b'\r' => content.extend(b"\\r"),
                _ => content.push(byte),
            }
        }
    }
    content.push(b')');
}

/// A number of parts of a unit, ten to the `decimals` of them, without zeros at its end.
fn number(bytes: &mut Vec<u8>, parts: i64, decimals: u32) {
    let unit = 10_u64.pow(decimals);
    let all = parts.unsigned_abs();
    if parts < 0 {
        bytes.push(b'-');
    }
    let mut whole = all / unit;
    let start = bytes.len();
    loop {
        bytes.push(b'0' + (whole % 10) as u8);
        whole /= 10;
        if whole == 0 {
            break;
        }
    }
    bytes[start..].reverse();
    let (mut part, mut place) = (all % unit, unit / 10);
    if part > 0 {
        bytes.push(b'.');
    }
    while part > 0 {
        bytes.push(b'0' + (part / place) as u8);
        part %= place;
        place /= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_no_zeros_too_many() {
        for (parts, decimals, said) in [
            (0, 2, "0"),
            (5, 2, "0.05"),
            (1250, 2, "12.5"),
            (-84189, 2, "-841.89"),
            (100, 2, "1"),
            (-3, 1, "-0.3"),
        ] {
            let mut bytes = Vec::new();
            number(&mut bytes, parts, decimals);
            assert_eq!(String::from_utf8(bytes).unwrap(), said);
        }
    }

    #[test]
    fn glyphs_are_written_by_their_new_numbers() {
        let glyph = |id: u16, after: f32| Glyph {
            char: '字',
            face: 3,
            id,
            advance: 1.0,
            before: 0.0,
            after,
            form: false,
        };
        let text = |y: f32, glyphs: Vec<Glyph>| Mark::Text { x: 10.0, y, size: 9.0, glyphs };
        let mut page = Page { width: 100.0, height: 100.0, marks: Vec::new() };
        page.marks.push(text(20.0, vec![glyph(2, 0.0), glyph(0, 0.05), glyph(4, 0.0)]));
        page.marks.push(text(40.5, vec![glyph(4, 0.0)]));
        page.rule((0.0, 1.0), (50.0, 1.0), 0.5);
        let numbers = Numbers::from([(3, vec![0, 0, 0x0028, 0, 0x0D41])]);
        let ink = Ink::of(page, false);
        let mut used = Used::new();
        ink.note(&mut used);
        assert_eq!(used[&3].keys().copied().collect::<Vec<_>>(), [0, 2, 4]);
        let mut packed = ink.clone();
        packed.pack();
        packed.marks(&[]);
        let mut known = Used::new();
        packed.note(&mut known);
        assert_eq!(known, used);
        assert_eq!(packed.content(&numbers).unwrap(), ink.clone().content(&numbers).unwrap());
        assert_eq!(
            String::from_utf8(ink.content(&numbers).unwrap()).unwrap(),
            "BT\n/Face3 9 Tf\n10 80 Td\n[(\0\\(\0\0)-50(\\rA)] TJ\n0 -20.5 Td\n(\\rA) Tj\nET\n\
             0.5 w\n0 99 m\n50 99 l\nS"
        );
    }
}
