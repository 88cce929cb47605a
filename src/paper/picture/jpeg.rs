//! The segments of a JPEG file, from its beginning to its end mark; the dots themselves stay packed.

use super::{Coding, Picture, PictureError, exif, fits};

pub(super) fn read(bytes: &[u8]) -> Result<Picture, PictureError> {
    if !bytes.starts_with(b"\xFF\xD8") {
        return Err(PictureError::Broken);
    }
    let mut frame: Option<(u32, u32, u8)> = None;
    let (mut adobe, mut scanned) = (false, false);
    let (mut turn, mut taken_on) = (1, None);
    let mut at = 2;
    loop {
        let mark = marker(bytes, &mut at)?;
        match mark {
            // The end. What a phone puts behind it (a film, a second picture) is not looked at.
            0xD9 => break,
            0x01 | 0xD0..=0xD8 => continue,
            _ => {}
        }
        let body = segment(bytes, &mut at)?;
        match mark {
            0xE1 if body.starts_with(b"Exif\0\0") => (turn, taken_on) = exif::read(&body[6..]),
            0xEE if body.starts_with(b"Adobe") => adobe = true,
            0xC0..=0xC2 => frame = Some(head(body)?),
            // Lossless, hierarchical and arithmetic codings, which no PDF knows.
            0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => return Err(PictureError::Coding),
            0xDA => {
                if frame.is_none() {
                    return Err(PictureError::Broken);
                }
                skip_dots(bytes, &mut at)?;
                scanned = true;
            }
            _ => {}
        }
    }
    let (width, height, parts) = frame.filter(|_| scanned).ok_or(PictureError::Broken)?;
    fits(width, height)?;
    let coding = Coding::Jpeg { parts, inverted: adobe && parts == 4 };
    Ok(Picture { width, height, turn, taken_on, coding })
}

/// The next mark; any number of fill bytes may stand before it.
fn marker(bytes: &[u8], at: &mut usize) -> Result<u8, PictureError> {
    if *bytes.get(*at).ok_or(PictureError::Cut)? != 0xFF {
        return Err(PictureError::Broken);
    }
    loop {
        *at += 1;
        match *bytes.get(*at).ok_or(PictureError::Cut)? {
            0xFF => {}
            0x00 => return Err(PictureError::Broken),
            mark => {
                *at += 1;
                return Ok(mark);
            }
        }
    }
}

/// What stands in a segment behind its length.
fn segment<'a>(bytes: &'a [u8], at: &mut usize) -> Result<&'a [u8], PictureError> {
    let pair = bytes.get(*at..*at + 2).ok_or(PictureError::Cut)?;
    let length = usize::from(u16::from_be_bytes([pair[0], pair[1]]));
    if length < 2 {
        return Err(PictureError::Broken);
    }
    let body = bytes.get(*at + 2..*at + length).ok_or(PictureError::Cut)?;
    *at += length;
    Ok(body)
}

/// Width, height and samples of a dot.
fn head(body: &[u8]) -> Result<(u32, u32, u8), PictureError> {
    let &[bits, h1, h0, w1, w0, parts, ..] = body else { return Err(PictureError::Broken) };
    if bits != 8 || !matches!(parts, 1 | 3 | 4) {
        return Err(PictureError::Coding);
    }
    Ok((u16::from_be_bytes([w1, w0]).into(), u16::from_be_bytes([h1, h0]).into(), parts))
}

/// To the next mark that is neither a stuffed byte nor a restart.
fn skip_dots(bytes: &[u8], at: &mut usize) -> Result<(), PictureError> {
    loop {
        let found = memchr::memchr(0xFF, bytes.get(*at..).unwrap_or_default());
        *at += found.ok_or(PictureError::Cut)?;
        match *bytes.get(*at + 1).ok_or(PictureError::Cut)? {
            0x00 | 0xD0..=0xD7 => *at += 2,
            0xFF => *at += 1,
            _ => return Ok(()),
        }
    }
}
