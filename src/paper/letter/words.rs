//! Text of a paper form on the page: broken with all of its words, printed on preprinted stationery without the
//! form's own (套打).

use super::{Desk, Style};
use crate::{
    form::letter::{Face, Look, Words},
    paper::{
        fonts::Glyph,
        line::{Line, Wrap, break_lines, wrap},
        page::{Align, Page, Pen},
        strip::Strip,
    },
};

/// In em: a cell narrower than this is set without a straight right edge.
const NARROW: f32 = 14.0;

impl Desk<'_> {
    /// Lines of a text in `width` points; `first` and `rest` are indents in em.
    pub(super) fn lines(
        &self,
        pen: &Pen,
        words: &Words,
        width: f32,
        (first, rest): (f32, f32),
    ) -> Vec<Line> {
        let how = how(pen, width, (first, rest));
        let track = self.track(pen);
        let paragraph = |words: &Words| {
            let mut glyphs = Vec::new();
            for piece in words.pieces() {
                let shaped = pen.fonts.shape(pen.style, piece.text).into_iter();
                glyphs.extend(shaped.map(|glyph| Glyph {
                    form: !piece.case,
                    after: glyph.after + track,
                    ..glyph
                }));
            }
            break_lines(glyphs, how)
        };
        words.paragraphs().iter().flat_map(paragraph).collect()
    }

    /// The same for words of the case alone, of which a register has very many.
    pub(super) fn case_lines(&self, pen: &Pen, text: &str, width: f32) -> Vec<Line> {
        if self.track(pen) != 0.0 {
            return self.lines(pen, &Words::case(text), width, (0.0, 0.0));
        }
        wrap(pen.fonts, pen.style, text, how(pen, width, (0.0, 0.0)))
    }

    /// In em: how much closer the characters of an official letter stand.
    fn track(&self, pen: &Pen) -> f32 {
        let body = self.letter.look == Look::Official && pen.size == super::sheet::OFFICIAL;
        if body { super::sheet::OFFICIAL_TRACK } else { 0.0 }
    }

    /// A label in the room that it has, its lines about equally long.
    pub(super) fn label_lines(&self, pen: &Pen, text: &str, width: f32) -> Vec<Line> {
        let whole = pen.measure(text);
        let lines = (whole / width).ceil().max(1.0);
        let even = ((whole / lines / pen.size).ceil() * pen.size).min(width);
        self.form_lines(pen, text, even)
    }

    /// Lines of the form's own words.
    pub(super) fn form_lines(&self, pen: &Pen, text: &str, width: f32) -> Vec<Line> {
        self.lines(pen, &Words::form(text), width, (0.0, 0.0))
    }

    /// Puts a line down within `width` points from `x`; over a preprinted form only the case's words.
    pub(super) fn put(
        &self,
        page: &mut Page,
        line: &Line,
        size: f32,
        (x, top, width): (f32, f32, f32),
        align: Align,
    ) {
        if !self.overlay {
            return page.aligned(line, size, x, top, width, align);
        }
        let free = width - (line.indent + line.width()) * size;
        let mut x = x
            + line.indent * size
            + match align {
                Align::Left => 0.0,
                Align::Centre => free / 2.0,
                Align::Right => free,
            };
        for run in line.glyphs.chunk_by(|a, b| a.form == b.form) {
            let part = Line { glyphs: run.to_vec(), indent: 0.0 };
            let wide = part.width() * size;
            if !run[0].form {
                page.line(&part, size, x, top);
            }
            x += wide;
        }
    }

    /// Strips of a text block.
    pub(super) fn text(
        &self,
        words: &Words,
        face: Face,
        align: crate::form::letter::Align,
        flush: bool,
    ) -> Vec<Strip> {
        let align = aligned(align);
        let indent = if flush || align != Align::Left { 0.0 } else { 2.0 };
        let column = self.sheet.column;
        let paragraph = |words: &Words| {
            let pen = self.pen_of(face, words);
            let lines = self.lines(&pen, words, column, (indent, 0.0));
            self.paragraph(&pen, &lines, (0.0, column), align)
        };
        let mut strips: Vec<Strip> = words.paragraphs().iter().flat_map(paragraph).collect();
        // A heading does not stand alone at the foot of a page.
        if face == Face::Heading {
            for strip in &mut strips {
                strip.keep = true;
            }
        }
        strips
    }

    /// One strip a line; the first two and the last two stay together.
    pub(super) fn paragraph(
        &self,
        pen: &Pen,
        lines: &[Line],
        (x, width): (f32, f32),
        align: Align,
    ) -> Vec<Strip> {
        let drop = (pen.leading - pen.size) / 2.0;
        // A page of an official letter has all of its 22 lines.
        let together = lines.len() > 1 && self.letter.look != Look::Official;
        lines
            .iter()
            .enumerate()
            .map(|(at, line)| {
                let mut page = Page::default();
                self.put(&mut page, line, pen.size, (x, drop, width), align);
                Strip {
                    height: pen.leading,
                    marks: page.marks,
                    keep: together && (at == 0 || at + 2 == lines.len()),
                    ..Strip::default()
                }
            })
            .collect()
    }

    fn pen_of(&self, face: Face, words: &Words) -> Pen<'_> {
        let style = match face {
            Face::Body if self.letter.look == Look::Official => heading_style(&words.text()),
            Face::Body => Style::Body,
            Face::Heading => Style::Heading,
            Face::Kai => Style::Note,
            Face::Small => Style::Small,
        };
        let size = if face == Face::Small { self.look.detail } else { self.look.body };
        self.pen(style, size)
    }
}

fn how(pen: &Pen, width: f32, (first, rest): (f32, f32)) -> Wrap {
    // Few characters on a line are not spread over it.
    let justify = width > NARROW * pen.size;
    Wrap { width: width / pen.size, first, rest, justify }
}

pub(super) fn aligned(align: crate::form::letter::Align) -> Align {
    match align {
        crate::form::letter::Align::Left => Align::Left,
        crate::form::letter::Align::Centre => Align::Centre,
        crate::form::letter::Align::Right => Align::Right,
    }
}

/// The type of a heading by its mark (GB/T 9704-2012 7.3.3): 一、黑体, （一）楷体; all else is body.
fn heading_style(text: &str) -> Style {
    // A heading stands alone; a paragraph that begins with its mark is body.
    if text.contains(['：', '。']) {
        return Style::Body;
    }
    let numeral = |c: char| "一二三四五六七八九十百".contains(c);
    let after = |text: &str| text.trim_start_matches(numeral).chars().next();
    if text.starts_with(numeral) && after(text) == Some('、') {
        Style::Heading
    } else if let Some(rest) = text.strip_prefix('（')
        && rest.starts_with(numeral)
        && after(rest) == Some('）')
    {
        Style::Note
    } else {
        Style::Body
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_by_their_marks() {
        for (text, style) in [
            ("一、存在问题", Style::Heading),
            ("十二、要求", Style::Heading),
            ("（三）限期整改", Style::Note),
            ("一是加强巡查", Style::Body),
            ("一、约谈地点：街道会议室", Style::Body),
            ("（注）", Style::Body),
            ("1.人员", Style::Body),
        ] {
            assert_eq!(heading_style(text), style, "{text}");
        }
    }
}
