//! Pages as lists of marks at fixed places: what the layout makes and the writers read.
//!
//! Measures are points (1/72 inch) from the top left corner of the page; y grows downwards.

use std::collections::BTreeMap;

use super::{
    fonts::{Fonts, Glyph, Style},
    line::{Line, Wrap, break_lines, wrap},
};

/// Points in a millimetre.
pub const MM: f32 = 72.0 / 25.4;
/// A4 upright.
pub const WIDTH: f32 = 210.0 * MM;
pub const HEIGHT: f32 = 297.0 * MM;

#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    pub width: f32,
    pub height: f32,
    pub marks: Vec<Mark>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// A run of glyphs; `y` is its baseline, `size` the em in points.
    Text { x: f32, y: f32, size: f32, glyphs: Vec<Glyph> },
    /// A straight line, `width` points thick.
    Rule { from: (f32, f32), to: (f32, f32), width: f32 },
    /// A black rectangle.
    Fill { x: f32, y: f32, w: f32, h: f32 },
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    #[default]
    Left,
    Centre,
    Right,
}

/// From the top of the em square to the baseline.
pub(super) const ASCENT: f32 = 0.88;

impl Default for Page {
    /// An empty A4 page.
    fn default() -> Page {
        Page { width: WIDTH, height: HEIGHT, marks: Vec::new() }
    }
}

impl Page {
    /// An empty A4 page on its long side.
    pub fn landscape() -> Page {
        Page { width: HEIGHT, height: WIDTH, marks: Vec::new() }
    }

    /// A line whose em square begins at `top`.
    pub fn line(&mut self, line: &Line, size: f32, x: f32, top: f32) {
        if !line.glyphs.is_empty() {
            self.marks.push(Mark::Text {
                x: x + line.indent * size,
                y: top + ASCENT * size,
                size,
                glyphs: line.glyphs.clone(),
            });
        }
    }

    /// A line placed within `width` points from `x`.
    pub fn aligned(&mut self, line: &Line, size: f32, x: f32, top: f32, width: f32, align: Align) {
        let free = width - (line.indent + line.width()) * size;
        let shift = match align {
            Align::Left => 0.0,
            Align::Centre => free / 2.0,
            Align::Right => free,
        };
        self.line(line, size, x + shift, top);
    }

    pub fn rule(&mut self, from: (f32, f32), to: (f32, f32), width: f32) {
        self.marks.push(Mark::Rule { from, to, width });
    }

    pub fn frame(&mut self, x: f32, y: f32, w: f32, h: f32, width: f32) {
        let corners = [(x, y), (x + w, y), (x + w, y + h), (x, y + h)];
        for side in 0..4 {
            self.rule(corners[side], corners[(side + 1) % 4], width);
        }
    }

    /// Marks made elsewhere with their own origin.
    pub fn place(&mut self, marks: &[Mark], dx: f32, dy: f32) {
        self.marks.extend(marks.iter().map(|mark| mark.moved(dx, dy)));
    }

    /// Marks made elsewhere, which are given up.
    pub fn take(&mut self, marks: Vec<Mark>, dx: f32, dy: f32) {
        self.marks.extend(marks.into_iter().map(|mut mark| {
            mark.shift(dx, dy);
            mark
        }));
    }

    /// All of it, right and down by so many millimetres.
    pub fn moved(&mut self, right: f32, down: f32) {
        self.marks.iter_mut().for_each(|mark| mark.shift(right * MM, down * MM));
    }

    /// Makes one rule of those that lie on one another or meet end to end, as the cells of a grid leave them.
    pub fn join_rules(&mut self) {
        let mut lying: BTreeMap<(bool, u32, i32), Vec<(f32, f32)>> = BTreeMap::new();
        self.marks.retain(|mark| {
            let Mark::Rule { from, to, width } = mark else { return true };
            let (upright, at, ends) = if from.0 == to.0 {
                (true, from.0, (from.1, to.1))
            } else if from.1 == to.1 {
                (false, from.1, (from.0, to.0))
            } else {
                return true;
            };
            // Places are compared to a hundredth of a point.
            let key = (upright, width.to_bits(), (at * 100.0).round() as i32);
            lying.entry(key).or_default().push((ends.0.min(ends.1), ends.0.max(ends.1)));
            false
        });
        for ((upright, width, at), mut spans) in lying {
            let (width, at) = (f32::from_bits(width), at as f32 / 100.0);
            spans.sort_by(|a, b| a.0.total_cmp(&b.0));
            let mut joined: Vec<(f32, f32)> = Vec::new();
            for (from, to) in spans {
                match joined.last_mut() {
                    Some(last) if from <= last.1 + 0.02 => last.1 = last.1.max(to),
                    _ => joined.push((from, to)),
                }
            }
            for (from, to) in joined {
                if upright {
                    self.rule((at, from), (at, to), width);
                } else {
                    self.rule((from, at), (to, at), width);
                }
            }
        }
    }

    /// The words in the order they were put down, one run a line.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for mark in &self.marks {
            if let Mark::Text { glyphs, .. } = mark {
                text.extend(glyphs.iter().map(|glyph| glyph.char));
                text.push('\n');
            }
        }
        text
    }
}

impl Mark {
    pub fn moved(&self, dx: f32, dy: f32) -> Mark {
        let mut mark = self.clone();
        mark.shift(dx, dy);
        mark
    }

    fn shift(&mut self, dx: f32, dy: f32) {
        match self {
            Mark::Text { x, y, .. } | Mark::Fill { x, y, .. } => {
                *x += dx;
                *y += dy;
            }
            Mark::Rule { from, to, .. } => {
                for point in [from, to] {
                    point.0 += dx;
                    point.1 += dy;
                }
            }
        }
    }
}

/// What a page becomes as soon as it is laid out: of many pages the marks would take too much room.
pub trait Leaf: Send {
    /// `long`: it is one of very many.
    fn of(page: Page, long: bool) -> Self;

    /// Puts what is known later behind it: the number of the page, the label of the copy.
    fn add(&mut self, page: Page);
}

impl Leaf for Page {
    fn of(page: Page, _: bool) -> Page {
        page
    }

    fn add(&mut self, page: Page) {
        self.marks.extend(page.marks);
    }
}

/// A font and its size: what it takes to make lines of a text.
#[derive(Clone, Copy)]
pub struct Pen<'a> {
    pub fonts: &'a Fonts,
    pub style: Style,
    /// Points.
    pub size: f32,
    /// Points from line to line.
    pub leading: f32,
}

impl Pen<'_> {
    /// One line, never broken.
    pub fn one(&self, text: &str) -> Line {
        let how = Wrap { width: f32::INFINITY, ..Wrap::default() };
        break_lines(self.fonts.shape_name(self.style, text), how)
            .into_iter()
            .next()
            .unwrap_or_default()
    }

    /// Width in points of a text on one line.
    pub fn measure(&self, text: &str) -> f32 {
        self.one(text).width() * self.size
    }

    /// Lines of a text in `width` points; `first` and `rest` are indents in em.
    pub fn lines(&self, text: &str, width: f32, first: f32, rest: f32) -> Vec<Line> {
        let how = Wrap { width: width / self.size, first, rest, justify: true };
        wrap(self.fonts, self.style, text, how)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_that_meet_are_one() {
        let mut page = Page::default();
        page.frame(10.0, 10.0, 20.0, 20.0, 0.5);
        page.frame(30.0, 10.0, 20.0, 20.0, 0.5);
        page.rule((80.0, 10.0), (90.0, 10.0), 0.5);
        page.rule((10.0, 10.0), (30.0, 10.0), 1.2);
        page.join_rules();
        // Top and bottom over both cells, three upright ones, the one that lies apart, the thick one.
        assert_eq!(page.marks.len(), 7);
        let top = Mark::Rule { from: (10.0, 10.0), to: (50.0, 10.0), width: 0.5 };
        assert!(page.marks.contains(&top), "{:?}", page.marks);
    }
}
