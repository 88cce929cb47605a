//! Pictures that go onto a page: what a JPEG or PNG file holds, found out without trusting a byte of it.
//!
//! A JPEG goes into the paper as it is. A PNG is unpacked row by row and packed again, since a paper for the
//! archive knows neither its transparency nor its sixteen bits.

use chrono::NaiveDate;
use thiserror::Error;

mod exif;
mod jpeg;
mod png;

/// Dots that a picture may have: two A3 sheets at 600 dpi.
const MOST_DOTS: u64 = 140_000_000;

/// Why a picture cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PictureError {
    #[error("不完整，后面的内容缺了")]
    Cut,
    #[error("已经损坏")]
    Broken,
    #[error("用了打印不了的编码方式")]
    Coding,
    #[error("太大（{width}×{height}点）")]
    TooLarge { width: u32, height: u32 },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Dots as they are stored.
    width: u32,
    height: u32,
    /// How the camera was held: 1–8, as EXIF counts (1 is upright).
    turn: u8,
    /// Day of the photo as the camera wrote it down.
    pub taken_on: Option<NaiveDate>,
    coding: Coding,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Coding {
    Jpeg { parts: u8, inverted: bool },
    Png,
}

/// What a writer puts into the file.
pub(super) struct Pixels {
    pub data: Vec<u8>,
    pub width: u32,
    pub height: u32,
    /// Samples of one dot: 1 grey, 3 red-green-blue, 4 cyan-magenta-yellow-black.
    pub parts: u8,
    /// Bits of one sample.
    pub bits: u8,
    /// The samples are upside down (Adobe's CMYK).
    pub inverted: bool,
    /// The data are a JPEG; packed by deflate otherwise.
    pub jpeg: bool,
}

impl Picture {
    /// Reads a whole JPEG or PNG file and finds what is missing or broken in it.
    pub fn read(bytes: &[u8]) -> Result<Picture, PictureError> {
        if bytes.starts_with(b"\x89PNG") { png::read(bytes) } else { jpeg::read(bytes) }
    }

    /// Width and height in dots as a person looks at it.
    pub fn shown(&self) -> (u32, u32) {
        if self.turn >= 5 { (self.height, self.width) } else { (self.width, self.height) }
    }

    /// Whether it is printed in inks, which PDF/A forbids beside a screen's colours.
    pub(super) fn inks(&self) -> bool {
        matches!(self.coding, Coding::Jpeg { parts: 4, .. })
    }

    /// The dots of the same file, for a writer.
    pub(super) fn pixels(&self, bytes: &[u8]) -> Result<Pixels, PictureError> {
        match self.coding {
            Coding::Jpeg { parts, inverted } => Ok(Pixels {
                data: bytes.to_vec(),
                width: self.width,
                height: self.height,
                parts,
                bits: 8,
                inverted,
                jpeg: true,
            }),
            Coding::Png => png::pixels(bytes),
        }
    }

    /// Where the unit square goes so that the picture stands upright in a box: the six numbers of a PDF
    /// matrix, y upwards, `(x, y)` the lower left corner.
    pub(super) fn matrix(&self, x: f32, y: f32, w: f32, h: f32) -> [f32; 6] {
        match self.turn {
            2 => [-w, 0.0, 0.0, h, x + w, y],
            3 => [-w, 0.0, 0.0, -h, x + w, y + h],
            4 => [w, 0.0, 0.0, -h, x, y + h],
            5 => [0.0, -h, -w, 0.0, x + w, y + h],
            6 => [0.0, -h, w, 0.0, x, y + h],
            7 => [0.0, h, w, 0.0, x, y],
            8 => [0.0, h, -w, 0.0, x + w, y],
            _ => [w, 0.0, 0.0, h, x, y],
        }
    }
}

fn fits(width: u32, height: u32) -> Result<(), PictureError> {
    if width == 0 || height == 0 {
        return Err(PictureError::Broken);
    }
    if u64::from(width) * u64::from(height) > MOST_DOTS {
        return Err(PictureError::TooLarge { width, height });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The corners of the picture as stored (upper left, upper right, lower left) land on these corners of
    /// the page, counted from the lower left.
    #[test]
    fn a_camera_held_any_way_gives_an_upright_picture() {
        for (turn, upper_left, upper_right, lower_left) in [
            (1, (0.0, 1.0), (1.0, 1.0), (0.0, 0.0)),
            (2, (1.0, 1.0), (0.0, 1.0), (1.0, 0.0)),
            (3, (1.0, 0.0), (0.0, 0.0), (1.0, 1.0)),
            (4, (0.0, 0.0), (1.0, 0.0), (0.0, 1.0)),
            (5, (0.0, 1.0), (0.0, 0.0), (1.0, 1.0)),
            (6, (1.0, 1.0), (1.0, 0.0), (0.0, 1.0)),
            (7, (1.0, 0.0), (1.0, 1.0), (0.0, 0.0)),
            (8, (0.0, 0.0), (0.0, 1.0), (1.0, 0.0)),
        ] {
            let coding = Coding::Jpeg { parts: 3, inverted: false };
            let picture = Picture { width: 4, height: 3, turn, taken_on: None, coding };
            let [a, b, c, d, e, f] = picture.matrix(0.0, 0.0, 1.0, 1.0);
            let at = |u: f32, v: f32| (a * u + c * v + e, b * u + d * v + f);
            assert_eq!(at(0.0, 1.0), upper_left, "{turn}");
            assert_eq!(at(1.0, 1.0), upper_right, "{turn}");
            assert_eq!(at(0.0, 0.0), lower_left, "{turn}");
            assert_eq!(picture.shown(), if turn < 5 { (4, 3) } else { (3, 4) });
        }
    }
}
