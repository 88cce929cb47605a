//! The sheet that a paper is laid out on: its size, its margins and its sizes of type, by the look of the paper.

use super::Look as Sizes;
use crate::{
    form::letter::Look,
    paper::page::{HEIGHT, MM, Page, WIDTH},
};

/// Places in points from the top left corner of the sheet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sheet {
    pub width: f32,
    pub height: f32,
    /// The column of text.
    pub left: f32,
    pub column: f32,
    pub top: f32,
    pub bottom: f32,
    /// The lines above the text (copy label, number on further pages) and below it (page numbers).
    pub above: f32,
    pub below: f32,
}

/// 3号
pub(super) const OFFICIAL: f32 = 16.0;
/// In em: so much closer stand the characters, for 28 of them on a line of 156 mm.
pub(super) const OFFICIAL_TRACK: f32 = 156.0 * MM / 28.0 / OFFICIAL - 1.0;
/// 22 lines on the 225 mm of a page.
pub(super) const OFFICIAL_PITCH: f32 = 225.0 * MM / 22.0;

const ROOMY: Sizes = Sizes { body: (14.0, 22.0), detail: (11.0, 16.5), low: false };
const CLOSE: Sizes = Sizes { body: (12.5, 19.0), detail: (10.5, 15.0), low: true };
/// The smallest that is still read with ease.
const TIGHT: Sizes = Sizes { body: (12.0, 17.5), detail: (10.0, 14.0), low: true };
pub(super) const BELOW_STUB: Sizes = Sizes { body: (10.5, 15.0), detail: (9.5, 12.5), low: true };
const LETTER: Sizes = Sizes { body: (OFFICIAL, OFFICIAL_PITCH), detail: (12.0, 18.0), low: false };
/// 小五 in the cells, so that a number of eleven digits needs no more than 21 mm.
const TABLE: Sizes = Sizes { body: (12.0, 18.0), detail: (9.0, 12.0), low: false };

impl Sheet {
    pub fn of(look: Look) -> Sheet {
        let upright = |left: f32, right: f32, top: f32, bottom: f32| Sheet {
            width: WIDTH,
            height: HEIGHT,
            left: left * MM,
            column: WIDTH - (left + right) * MM,
            top: top * MM,
            bottom: HEIGHT - bottom * MM,
            above: 12.0 * MM,
            below: HEIGHT - 15.0 * MM,
        };
        match look {
            Look::Notice => upright(28.0, 26.0, 20.0, 20.0),
            Look::Form => upright(25.0, 20.0, 20.0, 20.0),
            Look::Official => Sheet {
                above: 20.0 * MM,
                // The middle of the number stands 7 mm below the text.
                below: HEIGHT - 35.0 * MM + 7.0 * MM - 7.0,
                ..upright(28.0, 26.0, 37.0, 35.0)
            },
            Look::Wide => Sheet {
                width: HEIGHT,
                height: WIDTH,
                left: 20.0 * MM,
                column: HEIGHT - 40.0 * MM,
                top: 22.0 * MM,
                bottom: WIDTH - 20.0 * MM,
                above: 13.0 * MM,
                below: WIDTH - 15.0 * MM,
            },
        }
    }

    pub fn page(&self) -> Page {
        Page { width: self.width, height: self.height, marks: Vec::new() }
    }
}

/// The sizes that a paper is tried in, the first one that fits a page is taken.
pub(super) fn sizes(look: Look) -> &'static [Sizes] {
    match look {
        Look::Notice | Look::Form => &[ROOMY, CLOSE, TIGHT],
        Look::Official => &[LETTER],
        Look::Wide => &[TABLE],
    }
}
