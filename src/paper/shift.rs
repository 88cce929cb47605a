//! 套打: a print that is moved to meet its printed form stays on the sheet, else it is said what would not.

use super::{
    PaperError,
    fonts::Glyph,
    page::{ASCENT, MM, Mark, Page},
};
use crate::domain::spelling::MOST_OFFSET;

/// What a print that is moved loses, and how far it may be moved instead. Lengths are tenths of a millimetre.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OffSheet {
    pub lost: Vec<Lost>,
    /// The least and the most that fit: to the right, down.
    pub right: (i32, i32),
    pub down: (i32, i32),
}

/// What lies beyond one edge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    pub edge: Edge,
    pub by: i32,
    /// The words that lie there, those that lie furthest out first.
    pub what: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    Left,
    Right,
    Top,
    Bottom,
}

const EDGES: [Edge; 4] = [Edge::Left, Edge::Right, Edge::Top, Edge::Bottom];

/// Moves all pages right and down by so many millimetres. What is black on them and no word is called `fills`.
pub(super) fn shift(
    pages: &mut [Page],
    (right, down): (f32, f32),
    fills: &str,
) -> Result<(), PaperError> {
    let mut room = [f32::from(MOST_OFFSET); 4];
    let mut beyond: [Vec<(f32, String)>; 4] = Default::default();
    let towards = [-right, right, -down, down];
    for page in pages.iter() {
        for mark in &page.marks {
            let Some(ink) = ink(mark) else { continue };
            let free = [ink[0], page.width - ink[1], ink[2], page.height - ink[3]];
            for at in 0..4 {
                let free = free[at] / MM;
                room[at] = room[at].min(free);
                if towards[at] > free {
                    beyond[at].push((towards[at] - free, called(mark, fills)));
                }
            }
        }
    }
    let tenths = |mm: f32| (mm.max(0.0) * 10.0).floor() as i32;
    let mut lost = Vec::new();
    for (edge, mut marks) in EDGES.into_iter().zip(beyond) {
        marks.sort_by(|a, b| b.0.total_cmp(&a.0));
        let Some((most, _)) = marks.first() else { continue };
        let by = (most * 10.0).ceil() as i32;
        let mut what: Vec<String> = Vec::new();
        for (_, name) in marks {
            if !what.contains(&name) {
                what.push(name);
            }
        }
        lost.push(Lost { edge, by, what });
    }
    if !lost.is_empty() {
        let [left, right, up, down] = room.map(tenths);
        let (right, down) = ((-left, right), (-up, down));
        return Err(PaperError::OffSheet(OffSheet { lost, right, down }));
    }
    for page in pages {
        page.moved(right, down);
    }
    Ok(())
}

/// Left, right, top and bottom of what is black; blanks are not.
fn ink(mark: &Mark) -> Option<[f32; 4]> {
    match mark {
        Mark::Text { x, y, size, glyphs } => {
            let black = |glyph: &Glyph| !glyph.char.is_whitespace();
            let (first, last) = (glyphs.iter().position(black)?, glyphs.iter().rposition(black)?);
            let wide = |glyphs: &[Glyph]| glyphs.iter().map(Glyph::width).sum::<f32>() * size;
            let (left, right) = (x + wide(&glyphs[..first]), x + wide(&glyphs[..=last]));
            let top = y - ASCENT * size;
            Some([left, right - glyphs[last].after * size, top, top + size])
        }
        Mark::Rule { from, to, .. } => {
            Some([from.0.min(to.0), from.0.max(to.0), from.1.min(to.1), from.1.max(to.1)])
        }
        Mark::Fill { x, y, w, h } => Some([*x, x + w, *y, y + h]),
    }
}

/// The first words of a run; enough to find it on the paper.
fn called(mark: &Mark, fills: &str) -> String {
    const ENOUGH: usize = 16;
    let Mark::Text { glyphs, .. } = mark else { return fills.to_owned() };
    let words: String = glyphs.iter().map(|glyph| glyph.char).collect();
    let words = words.trim();
    let more = if words.chars().count() > ENOUGH { "…" } else { "" };
    format!("“{}{more}”", words.chars().take(ENOUGH).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A black square of 10 mm, 20 mm from the left and 15 mm from the top of an A4 page.
    fn page() -> Page {
        let (x, y, side) = (20.0 * MM, 15.0 * MM, 10.0 * MM);
        Page { marks: vec![Mark::Fill { x, y, w: side, h: side }], ..Page::default() }
    }

    #[test]
    fn what_is_moved_off_the_sheet_is_told_with_the_largest_way_that_fits() {
        let fits = |by| shift(&mut [page()], by, "二维码");
        for by in [(0.0, 0.0), (-20.0, -15.0), (30.0, 30.0), (-19.9, 30.0)] {
            assert_eq!(fits(by), Ok(()), "{by:?}");
        }
        let lost = |edge, by| Lost { edge, by, what: vec!["二维码".to_owned()] };
        for (by, lost) in [
            ((-20.3, 0.0), vec![lost(Edge::Left, 3)]),
            ((-30.0, 0.0), vec![lost(Edge::Left, 100)]),
            ((0.0, -16.0), vec![lost(Edge::Top, 10)]),
            ((-21.0, -30.0), vec![lost(Edge::Left, 10), lost(Edge::Top, 150)]),
        ] {
            let room = OffSheet { lost, right: (-200, 300), down: (-150, 300) };
            let Err(PaperError::OffSheet(said)) = fits(by) else { panic!("{by:?} fits") };
            assert_eq!(said.right, room.right);
            assert_eq!(said.down, room.down);
            for (said, wanted) in said.lost.iter().zip(&room.lost) {
                assert_eq!((said.edge, &said.what), (wanted.edge, &wanted.what), "{by:?}");
                // Points are not exact millimetres.
                assert!((wanted.by..=wanted.by + 1).contains(&said.by), "{by:?} {}", said.by);
            }
            assert_eq!(said.lost.len(), room.lost.len(), "{by:?}");
        }
        let mut moved = [page()];
        shift(&mut moved, (2.0, -1.0), "").unwrap();
        assert_eq!(moved[0].marks[0], page().marks[0].moved(2.0 * MM, -MM));
    }
}
