//! A PNG file unpacked row by row to grey or colour on white (PNG 1.2: chunks, filters, Adam7).

use std::io::{Read, Write};

use flate2::{Compression, Crc, read::ZlibDecoder, write::ZlibEncoder};

use super::{Coding, Picture, PictureError, Pixels, fits};

const MARK: &[u8] = b"\x89PNG\r\n\x1A\n";

/// How hard the dots are packed again, of 9.
const PACKING: u32 = 3;

pub(super) fn read(bytes: &[u8]) -> Result<Picture, PictureError> {
    let file = File::of(bytes)?;
    file.rows(&mut |_| Ok(()))?;
    let (width, height) = (file.width, file.height);
    Ok(Picture { width, height, turn: 1, taken_on: None, coding: Coding::Png })
}

pub(super) fn pixels(bytes: &[u8]) -> Result<Pixels, PictureError> {
    let file = File::of(bytes)?;
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::new(PACKING));
    file.rows(&mut |row| packer.write_all(row).map_err(|_| PictureError::Broken))?;
    Ok(Pixels {
        data: packer.finish().map_err(|_| PictureError::Broken)?,
        width: file.width,
        height: file.height,
        parts: file.parts() as u8,
        bits: if file.is_line_art() { 1 } else { 8 },
        inverted: false,
        jpeg: false,
    })
}

/// Takes a row by its number within its pass.
type TakeRow<'a> = dyn FnMut(u32, &[u8]) -> Result<(), PictureError> + 'a;

/// The chunks that matter, with their checksums found right.
struct File<'a> {
    width: u32,
    height: u32,
    /// Bits of one sample as stored: 1, 2, 4, 8 or 16.
    depth: u8,
    colour: Colour,
    interlaced: bool,
    palette: &'a [u8],
    /// tRNS: alphas of the palette, or the one colour that is not drawn.
    clear: Option<&'a [u8]>,
    packed: Vec<&'a [u8]>,
}

#[derive(Clone, Copy, PartialEq)]
enum Colour {
    Grey,
    Rgb,
    Palette,
    GreyAlpha,
    RgbAlpha,
}

impl<'a> File<'a> {
    fn of(bytes: &'a [u8]) -> Result<File<'a>, PictureError> {
        let mut rest = bytes.strip_prefix(MARK).ok_or(PictureError::Broken)?;
        let (kind, head) = chunk(&mut rest)?;
        let &[w3, w2, w1, w0, h3, h2, h1, h0, depth, colour, 0, 0, interlaced @ 0..=1] = head
        else {
            return Err(PictureError::Broken);
        };
        let colour = match (colour, depth) {
            (0, 1 | 2 | 4 | 8 | 16) => Colour::Grey,
            (2, 8 | 16) => Colour::Rgb,
            (3, 1 | 2 | 4 | 8) => Colour::Palette,
            (4, 8 | 16) => Colour::GreyAlpha,
            (6, 8 | 16) => Colour::RgbAlpha,
            _ => return Err(PictureError::Broken),
        };
        let mut file = File {
            width: u32::from_be_bytes([w3, w2, w1, w0]),
            height: u32::from_be_bytes([h3, h2, h1, h0]),
            depth,
            colour,
            interlaced: interlaced == 1,
            palette: &[],
            clear: None,
            packed: Vec::new(),
        };
        if kind != b"IHDR" {
            return Err(PictureError::Broken);
        }
        fits(file.width, file.height)?;
        loop {
            let (kind, body) = chunk(&mut rest)?;
            match kind {
                b"PLTE" => file.palette = body,
                b"tRNS" => file.clear = Some(body),
                b"IDAT" => file.packed.push(body),
                b"IEND" => break,
                _ => {}
            }
        }
        let unusable = file.packed.is_empty()
            || (colour == Colour::Palette
                && (file.palette.is_empty() || !file.palette.len().is_multiple_of(3)));
        if unusable { Err(PictureError::Broken) } else { Ok(file) }
    }

    /// Samples of a dot as stored.
    fn samples(&self) -> usize {
        match self.colour {
            Colour::Grey | Colour::Palette => 1,
            Colour::GreyAlpha => 2,
            Colour::Rgb => 3,
            Colour::RgbAlpha => 4,
        }
    }

    /// Samples of a dot as given: grey or red-green-blue.
    fn parts(&self) -> usize {
        match self.colour {
            Colour::Grey | Colour::GreyAlpha => 1,
            Colour::Rgb | Colour::Palette | Colour::RgbAlpha => 3,
        }
    }

    /// Black and white of one bit a dot, as scanners make it, is given on as it is.
    fn is_line_art(&self) -> bool {
        self.colour == Colour::Grey && self.depth == 1 && self.clear.is_none() && !self.interlaced
    }

    /// Hands over every row from the top, in as many samples as [`File::parts`] says.
    fn rows(
        &self,
        take: &mut dyn FnMut(&[u8]) -> Result<(), PictureError>,
    ) -> Result<(), PictureError> {
        let mut stream = ZlibDecoder::new(Joined { pieces: &self.packed, at: 0 });
        if !self.interlaced {
            let mut row = Vec::new();
            return self.pass(&mut stream, self.width, self.height, &mut |_, dots| {
                if self.is_line_art() {
                    return take(dots);
                }
                row.clear();
                self.convert(dots, self.width, &mut row);
                take(&row)
            });
        }
        let (width, parts) = (self.width as usize, self.parts());
        let mut canvas = vec![0_u8; width * self.height as usize * parts];
        let mut row = Vec::new();
        for (x, y, dx, dy) in ADAM7 {
            let (across, down) = (
                self.width.saturating_sub(x).div_ceil(dx),
                self.height.saturating_sub(y).div_ceil(dy),
            );
            if across == 0 || down == 0 {
                continue;
            }
            self.pass(&mut stream, across, down, &mut |index, dots| {
                row.clear();
                self.convert(dots, across, &mut row);
                let line = (y + index * dy) as usize * width;
                for (column, dot) in row.chunks_exact(parts).enumerate() {
                    let place = (line + x as usize + column * dx as usize) * parts;
                    if let Some(place) = canvas.get_mut(place..place + parts) {
                        place.copy_from_slice(dot);
                    }
                }
                Ok(())
            })?;
        }
        canvas.chunks_exact(width * parts).try_for_each(take)
    }

    /// The rows of one pass, unfiltered.
    fn pass(
        &self,
        stream: &mut impl Read,
        width: u32,
        height: u32,
        take: &mut TakeRow,
    ) -> Result<(), PictureError> {
        let bits = self.samples() * usize::from(self.depth);
        let length = (width as usize * bits).div_ceil(8);
        let step = bits.div_ceil(8);
        let mut before = vec![0_u8; length];
        let mut filtered = vec![0_u8; length + 1];
        for index in 0..height {
            stream.read_exact(&mut filtered).map_err(|error| match error.kind() {
                std::io::ErrorKind::UnexpectedEof => PictureError::Cut,
                _ => PictureError::Broken,
            })?;
            let (filter, row) = filtered.split_first_mut().ok_or(PictureError::Broken)?;
            unfilter(*filter, step, row, &before)?;
            take(index, row)?;
            before.copy_from_slice(row);
        }
        Ok(())
    }

    /// One row as eight-bit samples on white.
    fn convert(&self, dots: &[u8], width: u32, row: &mut Vec<u8>) {
        let samples = self.samples();
        let wide = |at: usize| -> u16 {
            match self.depth {
                16 => u16::from_be_bytes([
                    dots.get(at * 2).copied().unwrap_or_default(),
                    dots.get(at * 2 + 1).copied().unwrap_or_default(),
                ]),
                8 => dots.get(at).copied().unwrap_or_default().into(),
                depth => {
                    let bit = at * usize::from(depth);
                    let byte = dots.get(bit / 8).copied().unwrap_or_default();
                    let shift = 8 - usize::from(depth) - bit % 8;
                    u16::from(byte >> shift) & ((1 << depth) - 1)
                }
            }
        };
        let eight = |value: u16| match self.depth {
            16 => (value >> 8) as u8,
            8 => value as u8,
            depth => (u32::from(value) * 255 / ((1 << depth) - 1)) as u8,
        };
        for dot in 0..width as usize {
            let at = dot * samples;
            match self.colour {
                Colour::Grey => {
                    row.push(if self.is_clear(&[wide(at)]) { 255 } else { eight(wide(at)) })
                }
                Colour::Rgb => {
                    let colour = [wide(at), wide(at + 1), wide(at + 2)];
                    let clear = self.is_clear(&colour);
                    row.extend(colour.map(|value| if clear { 255 } else { eight(value) }));
                }
                Colour::Palette => {
                    let index = usize::from(wide(at));
                    let alpha =
                        self.clear.and_then(|clear| clear.get(index)).copied().unwrap_or(255);
                    let entry = self.palette.get(index * 3..index * 3 + 3).unwrap_or(&[0; 3]);
                    row.extend(entry.iter().map(|&value| over_white(value, alpha)));
                }
                Colour::GreyAlpha => row.push(over_white(eight(wide(at)), eight(wide(at + 1)))),
                Colour::RgbAlpha => {
                    let alpha = eight(wide(at + 3));
                    row.extend([0, 1, 2].map(|part| over_white(eight(wide(at + part)), alpha)));
                }
            }
        }
    }

    /// Whether this is the colour that is not drawn.
    fn is_clear(&self, colour: &[u16]) -> bool {
        self.clear.is_some_and(|clear| {
            clear.len() == colour.len() * 2
                && clear
                    .chunks_exact(2)
                    .zip(colour)
                    .all(|(pair, value)| u16::from_be_bytes([pair[0], pair[1]]) == *value)
        })
    }
}

/// First column and row of a pass, and the steps from there.
const ADAM7: [(u32, u32, u32, u32); 7] = [
    (0, 0, 8, 8),
    (4, 0, 8, 8),
    (0, 4, 4, 8),
    (2, 0, 4, 4),
    (0, 2, 2, 4),
    (1, 0, 2, 2),
    (0, 1, 1, 2),
];

fn over_white(value: u8, alpha: u8) -> u8 {
    let (value, alpha) = (u32::from(value), u32::from(alpha));
    ((value * alpha + 255 * (255 - alpha) + 127) / 255) as u8
}

/// Takes a chunk off the front: its kind and its body.
fn chunk<'a>(rest: &mut &'a [u8]) -> Result<(&'a [u8], &'a [u8]), PictureError> {
    let (length, behind) = rest.split_first_chunk::<4>().ok_or(PictureError::Cut)?;
    let length = u32::from_be_bytes(*length) as usize;
    if length > i32::MAX as usize {
        return Err(PictureError::Broken);
    }
    let whole = behind.get(..length + 4).ok_or(PictureError::Cut)?;
    let sum = behind.get(length + 4..length + 8).ok_or(PictureError::Cut)?;
    let mut crc = Crc::new();
    crc.update(whole);
    if crc.sum().to_be_bytes() != sum {
        return Err(PictureError::Broken);
    }
    *rest = &behind[length + 8..];
    Ok(whole.split_at(4))
}

/// Undoes the filter of a row; `step` is the distance in bytes to the dot on the left.
fn unfilter(filter: u8, step: usize, row: &mut [u8], before: &[u8]) -> Result<(), PictureError> {
    for at in 0..row.len() {
        let left = if at >= step { row[at - step] } else { 0 };
        let above = before[at];
        let guess = match filter {
            0 => 0,
            1 => left,
            2 => above,
            3 => ((u16::from(left) + u16::from(above)) / 2) as u8,
            4 => paeth(left, above, if at >= step { before[at - step] } else { 0 }),
            _ => return Err(PictureError::Broken),
        };
        row[at] = row[at].wrapping_add(guess);
    }
    Ok(())
}

/// The neighbour that is nearest to left + above − corner.
fn paeth(left: u8, above: u8, corner: u8) -> u8 {
    let guess = i16::from(left) + i16::from(above) - i16::from(corner);
    let far = |value: u8| (guess - i16::from(value)).abs();
    if far(left) <= far(above) && far(left) <= far(corner) {
        left
    } else if far(above) <= far(corner) {
        above
    } else {
        corner
    }
}

/// The packed pieces one behind the other.
struct Joined<'a> {
    pieces: &'a [&'a [u8]],
    /// Bytes of the first piece that were read.
    at: usize,
}

impl Read for Joined<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        while let Some((first, others)) = self.pieces.split_first() {
            let left = &first[self.at..];
            if left.is_empty() {
                (self.pieces, self.at) = (others, 0);
                continue;
            }
            let count = left.len().min(into.len());
            into[..count].copy_from_slice(&left[..count]);
            self.at += count;
            return Ok(count);
        }
        Ok(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file of these chunks around packed rows.
    fn file(
        width: u32,
        height: u32,
        depth: u8,
        colour: u8,
        interlaced: u8,
        rows: &[u8],
    ) -> Vec<u8> {
        with(width, height, depth, colour, interlaced, rows, &[])
    }

    fn with(
        width: u32,
        height: u32,
        depth: u8,
        colour: u8,
        interlaced: u8,
        rows: &[u8],
        more: &[(&[u8], &[u8])],
    ) -> Vec<u8> {
        let mut bytes = MARK.to_vec();
        let mut put = |kind: &[u8], body: &[u8]| {
            let mut crc = Crc::new();
            crc.update(kind);
            crc.update(body);
            bytes.extend((body.len() as u32).to_be_bytes());
            bytes.extend(kind);
            bytes.extend(body);
            bytes.extend(crc.sum().to_be_bytes());
        };
        let mut head = [width.to_be_bytes(), height.to_be_bytes()].concat();
        head.extend([depth, colour, 0, 0, interlaced]);
        put(b"IHDR", &head);
        for (kind, body) in more {
            put(kind, body);
        }
        let mut packer = ZlibEncoder::new(Vec::new(), Compression::fast());
        packer.write_all(rows).unwrap();
        let packed = packer.finish().unwrap();
        // In two pieces, as an encoder may cut them anywhere.
        let (first, second) = packed.split_at(packed.len() / 2);
        put(b"IDAT", first);
        put(b"IDAT", second);
        put(b"IEND", b"");
        bytes
    }

    fn dots(bytes: &[u8]) -> Vec<u8> {
        let mut dots = Vec::new();
        let file = File::of(bytes).unwrap();
        file.rows(&mut |row| {
            dots.extend(row);
            Ok(())
        })
        .unwrap();
        dots
    }

    #[test]
    fn every_filter_is_undone() {
        // The same grey rows, each filtered in another way.
        let plain = [10, 20, 30, 40];
        let mut rows = Vec::new();
        rows.extend([0, 10, 20, 30, 40]);
        rows.extend([1, 10, 10, 10, 10]);
        rows.extend([2, 0, 0, 0, 0]);
        rows.extend([3, 5, 5, 5, 5]);
        rows.extend([4, 0, 0, 0, 0]);
        assert_eq!(dots(&file(4, 5, 8, 0, 0, &rows)), plain.repeat(5));
        assert!(read(&file(4, 1, 8, 0, 0, &[7, 1, 2, 3, 4])).is_err());
    }

    #[test]
    fn every_colour_comes_out_on_white() {
        for (name, bytes, expected) in [
            ("grey of two bits", file(4, 1, 2, 0, 0, &[0, 0b00_01_10_11]), vec![0, 85, 170, 255]),
            (
                "grey of sixteen",
                file(2, 1, 16, 0, 0, &[0, 0x12, 0x34, 0xFF, 0xFF]),
                vec![0x12, 255],
            ),
            ("one bit as it is", file(9, 1, 1, 0, 0, &[0, 0b1010_1010, 0x80]), vec![0xAA, 0x80]),
            ("colour", file(1, 1, 8, 2, 0, &[0, 1, 2, 3]), vec![1, 2, 3]),
            ("grey, half clear", file(2, 1, 8, 4, 0, &[0, 0, 128, 9, 255]), vec![127, 9]),
            ("colour, all clear", file(1, 1, 8, 6, 0, &[0, 1, 2, 3, 0]), vec![255; 3]),
            (
                "palette",
                with(2, 1, 4, 3, 0, &[0, 0x10], &[(b"PLTE", &[9, 8, 7, 6, 5, 4]), (b"tRNS", &[0])]),
                vec![6, 5, 4, 255, 255, 255],
            ),
            (
                "a colour that is not drawn",
                with(2, 1, 8, 0, 0, &[0, 7, 8], &[(b"tRNS", &[0, 7])]),
                vec![255, 8],
            ),
        ] {
            assert_eq!(dots(&bytes), expected, "{name}");
        }
    }

    #[test]
    fn an_interlaced_picture_comes_out_in_rows() {
        // 3×3: passes 1 (0,0), 4 (2,0), 5 (0,2 and 2,2), 6 (1,0 and 1,2), 7 (row 1).
        let rows = [0, 1, 0, 3, 0, 7, 9, 0, 2, 0, 8, 0, 4, 5, 6];
        assert_eq!(dots(&file(3, 3, 8, 0, 1, &rows)), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    }

    #[test]
    fn what_is_cut_or_broken_is_told() {
        let good = file(4, 2, 8, 0, 0, &[0, 1, 2, 3, 4, 0, 5, 6, 7, 8]);
        assert_eq!(read(&good).map(|picture| picture.shown()), Ok((4, 2)));
        for end in 8..good.len() {
            assert_eq!(read(&good[..end]), Err(PictureError::Cut), "{end}");
        }
        for at in 8..good.len() {
            let mut bad = good.clone();
            bad[at] ^= 0x10;
            assert!(read(&bad).is_err(), "{at}");
        }
        // Rows that are not there.
        assert_eq!(read(&file(4, 2, 8, 0, 0, &[0, 1, 2, 3, 4])), Err(PictureError::Cut));
        assert_eq!(
            read(&file(60_000, 60_000, 8, 0, 0, &[0])),
            Err(PictureError::TooLarge { width: 60_000, height: 60_000 })
        );
        assert_eq!(read(&file(0, 1, 8, 0, 0, &[0])), Err(PictureError::Broken));
        assert_eq!(read(&file(1, 1, 8, 3, 0, &[0, 0])), Err(PictureError::Broken));
    }
}
