//! 套打 of a checklist: on sheets with the form printed on them before. All is laid out as on the blank form, whatever was
//! filled in, and only the ticks and what was written in are printed: a remark that would move what stands behind it
//! is a stroke through its boxes, and words too long for their blank are set smaller.

use super::{Band, Desk, Fonts, Glyph, Line, PAD, Page, PaperError, Style, bands};
use crate::paper::page::Mark;

/// What has to be written by hand where nothing is known.
pub(super) const BLANK: &str = "　　　　";
/// Of their usual size: words that would have to be smaller are refused.
const SMALLEST: f32 = 0.4;
/// Through a box: does not concern the place. Until it is put down it stands for itself as a box does.
const STRUCK: char = '☒';
const STROKE: &str = "／";

/// A piece of a question as it is printed.
pub(super) enum Piece<'a> {
    Form(String),
    Box(Sign),
    Blank(Option<&'a str>),
    /// Behind a question that does not concern the place.
    Remark(String),
}

#[derive(Clone, Copy)]
pub(super) enum Sign {
    Empty,
    Ticked,
    Struck,
}

impl Piece<'_> {
    /// As it stands on a whole print.
    pub(super) fn text(&self) -> &str {
        match self {
            Piece::Form(text) | Piece::Remark(text) => text,
            Piece::Box(Sign::Ticked) => "☑",
            Piece::Box(_) => "□",
            Piece::Blank(text) => text.unwrap_or(BLANK),
        }
    }
}

/// Words of the form itself.
pub(super) fn fixed(mut line: Line) -> Line {
    line.glyphs.iter_mut().for_each(|glyph| glyph.form = true);
    line
}

impl Desk<'_> {
    /// As wide as the blank form has it, the case's own marked as such.
    pub(super) fn over_blank(&self, pieces: &[Piece<'_>]) -> Vec<Glyph> {
        let shape = |text: &str| self.fonts.shape(Style::Small, text);
        let fixed = |text: &str| -> Vec<Glyph> {
            shape(text).into_iter().map(|glyph| Glyph { form: true, ..glyph }).collect()
        };
        let glyphs = pieces.iter().flat_map(|piece| match piece {
            Piece::Form(_) | Piece::Box(Sign::Empty) | Piece::Blank(None) => fixed(piece.text()),
            Piece::Box(Sign::Ticked) => shape(piece.text()),
            Piece::Box(Sign::Struck) => shape(piece.text())
                .into_iter()
                .map(|glyph| Glyph { char: STRUCK, ..glyph })
                .collect(),
            Piece::Blank(Some(text)) => {
                let (mut glyphs, room) = (shape(text), wide(&shape(BLANK)));
                let used = wide(&glyphs);
                match glyphs.last_mut() {
                    Some(last) if used <= room => last.after += room - used,
                    _ => glyphs.iter_mut().for_each(|glyph| glyph.advance *= room / used),
                }
                glyphs
            }
            Piece::Remark(_) => Vec::new(),
        });
        glyphs.collect()
    }

    /// The size that a value of the head has on its one line.
    pub(super) fn one_line(&self, line: &Line, width: f32) -> f32 {
        self.size.min((width - 2.0 * PAD) / line.width().max(1.0))
    }

    /// Refuses what is too long for its blank or its cell.
    pub(super) fn fits(&self) -> Result<(), PaperError> {
        let lacking = |label: &str, text: &str| {
            let label = label.trim_end_matches('：').to_owned();
            Err(PaperError::NoRoom { label, text: text.to_owned() })
        };
        let pen = self.pen(Style::Small, self.size);
        for band in self.head_bands() {
            let Band::Fields(pair) = band else { continue };
            for ((label, value), widths) in pair.iter().zip(bands::fields(pair.len()).chunks(2)) {
                if self.one_line(&pen.one(value), widths[1]) < SMALLEST * self.size {
                    return lacking(label, value);
                }
            }
        }
        let wide = |text: &str| wide(&self.fonts.shape(Style::Small, text));
        let room = wide(BLANK);
        for item in self.form.items() {
            for blank in &item.blanks {
                let mut written = self.filled.blanks.iter();
                let written = written.find(|(of, id, _)| (of, id) == (&item.id, &blank.id));
                if let Some((_, _, text)) = written
                    && wide(text) * SMALLEST > room
                {
                    return lacking(&blank.label, text);
                }
            }
        }
        Ok(())
    }
}

/// The case's words and signs alone.
pub(super) fn only_case(page: &Page, fonts: &Fonts) -> Page {
    let mut marks = Vec::new();
    for mark in &page.marks {
        match mark {
            Mark::Rule { .. } => {}
            Mark::Fill { .. } => marks.push(mark.clone()),
            Mark::Text { x, y, size, glyphs } => {
                let mut x = *x;
                let kind = |glyph: &Glyph| (glyph.form, glyph.char == STRUCK);
                for run in glyphs.chunk_by(|a, b| kind(a) == kind(b)) {
                    if !run[0].form && run.iter().any(|glyph| !glyph.char.is_whitespace()) {
                        marks.extend(written(run, fonts, (x, *y, *size)));
                    }
                    x += wide(run) * size;
                }
            }
        }
    }
    Page { marks, ..*page }
}

/// One run of the case: strokes where boxes are struck, smaller where it was squeezed into its blank.
fn written(run: &[Glyph], fonts: &Fonts, (x, y, size): (f32, f32, f32)) -> Vec<Mark> {
    if run[0].char == STRUCK {
        let stroke = fonts.shape(Style::Small, STROKE);
        let mut at = x;
        return run
            .iter()
            .map(|glyph| {
                let left = at + (glyph.width() - wide(&stroke)) * size / 2.0;
                at += glyph.width() * size;
                Mark::Text { x: left, y, size, glyphs: stroke.clone() }
            })
            .collect();
    }
    let text: String = run.iter().map(|glyph| glyph.char).collect();
    let natural = fonts.shape(Style::Small, &text);
    let advance = |glyphs: &[Glyph]| glyphs.iter().map(|glyph| glyph.advance).sum::<f32>();
    let squeezed = advance(run) / advance(&natural).max(0.1);
    if squeezed < 0.99 {
        return vec![Mark::Text { x, y, size: size * squeezed, glyphs: natural }];
    }
    vec![Mark::Text { x, y, size, glyphs: run.to_vec() }]
}

fn wide(glyphs: &[Glyph]) -> f32 {
    glyphs.iter().map(Glyph::width).sum()
}
