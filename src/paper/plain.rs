//! The same pages as plain text: the same words, one line for each line of the page, columns aligned
//! by display width.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::page::{Mark, Page};

/// Runs whose baselines differ by less than this (points) stand on one line.
const SAME_LINE: f32 = 3.0;
/// A step down by more than this many em leaves an empty line.
const GAP: f32 = 2.4;
/// The narrowest half-width column (points): half of the smallest text there is.
const NARROWEST: f32 = 3.0;

/// Room of more than this many em between two characters of a run stands for a space.
const PARTING: f32 = 0.8;

struct Run {
    x: f32,
    y: f32,
    size: f32,
    text: String,
}

/// Pages parted by a form feed.
pub fn plain(pages: &[Page]) -> String {
    pages.iter().map(page).collect::<Vec<_>>().join("\u{c}\n")
}

fn page(page: &Page) -> String {
    let mut runs: Vec<Run> = page.marks.iter().filter_map(run).collect();
    let size = runs.iter().map(|run| run.size).fold(f32::INFINITY, f32::min);
    let column = (size / 2.0).max(NARROWEST);
    let left = runs.iter().map(|run| run.x).fold(f32::INFINITY, f32::min);
    runs.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut out = String::new();
    let mut above: Option<f32> = None;
    for line in runs.chunk_by_mut(|a, b| b.y - a.y < SAME_LINE) {
        line.sort_by(|a, b| a.x.total_cmp(&b.x));
        let (y, size) = (line[0].y, line[0].size);
        if above.is_some_and(|above| y - above > GAP * size) {
            out.push('\n');
        }
        above = Some(y);
        let mut text = String::new();
        for run in line.iter() {
            let at = ((run.x - left) / column).round() as usize;
            let used = text.width();
            let pad = at.saturating_sub(used).max(usize::from(used > 0));
            text.extend(std::iter::repeat_n(' ', pad));
            text.push_str(&run.text);
        }
        out.push_str(text.trim_end());
        out.push('\n');
    }
    out
}

fn run(mark: &Mark) -> Option<Run> {
    let Mark::Text { x, y, size, glyphs } = mark else {
        return None;
    };
    let mut text = String::new();
    let mut room = 0.0;
    for glyph in glyphs {
        // Room that was left on purpose parts words; what justifying adds between characters is less.
        if !text.is_empty() && room + glyph.before > PARTING {
            text.push_str("  ");
        }
        room = glyph.after;
        match glyph.char {
            '\u{A0}' => text.push(' '),
            // A character without a width would shift what stands behind it.
            c if c.width().is_some() => text.push(c),
            _ => {}
        }
    }
    Some(Run { x: *x, y: *y, size: *size, text })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::{
        fonts::{Fonts, Style},
        page::Pen,
    };

    #[test]
    fn columns_are_aligned_by_width_and_pages_parted() {
        let fonts = Fonts::embedded().unwrap();
        let pen = Pen { fonts: &fonts, style: Style::Body, size: 10.0, leading: 16.0 };
        let mut page = Page::default();
        for (x, y, text) in [
            (60.0, 10.0, "右"),
            (10.0, 10.0, "单位名称"),
            (10.0, 26.0, "AB"),
            (60.0, 26.0, "右"),
            (10.0, 80.0, "末"),
        ] {
            page.line(&pen.one(text), 10.0, x, y);
        }
        assert_eq!(
            plain(&[page.clone(), page]),
            "单位名称  右\nAB        右\n\n末\n\u{c}\n单位名称  右\nAB        右\n\n末\n"
        );
    }
}
