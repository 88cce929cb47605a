//! The two things that are read of what a camera writes beside a photo: how it was held, and the day.

use chrono::NaiveDate;

const ORIENTATION: u16 = 0x0112;
const CHANGED: u16 = 0x0132;
const EXIF: u16 = 0x8769;
const TAKEN: u16 = 0x9003;
const SCANNED: u16 = 0x9004;

/// `tiff` is what stands behind `Exif\0\0`. What cannot be read is as if it were not there.
pub(super) fn read(tiff: &[u8]) -> (u8, Option<NaiveDate>) {
    let Some(file) = Tiff::of(tiff) else { return (1, None) };
    let first = file.long(4);
    let turn = first
        .and_then(|folder| file.find(folder, ORIENTATION))
        .and_then(|entry| file.short(entry + 8))
        .filter(|turn| (1..=8).contains(turn))
        .unwrap_or(1);
    let inner =
        first.and_then(|folder| file.find(folder, EXIF)).and_then(|entry| file.long(entry + 8));
    let day = |folder: Option<usize>, tag| {
        let entry = folder.and_then(|folder| file.find(folder, tag))?;
        file.day(entry)
    };
    let day = day(inner, TAKEN).or_else(|| day(inner, SCANNED)).or_else(|| day(first, CHANGED));
    (turn as u8, day)
}

struct Tiff<'a> {
    bytes: &'a [u8],
    /// Least significant byte first.
    little: bool,
}

impl Tiff<'_> {
    fn of(bytes: &[u8]) -> Option<Tiff<'_>> {
        let little = match bytes.get(..4)? {
            b"II*\0" => true,
            b"MM\0*" => false,
            _ => return None,
        };
        Some(Tiff { bytes, little })
    }

    fn short(&self, at: usize) -> Option<u16> {
        let pair = <[u8; 2]>::try_from(self.bytes.get(at..at.checked_add(2)?)?).ok()?;
        Some(if self.little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) })
    }

    fn long(&self, at: usize) -> Option<usize> {
        let four = <[u8; 4]>::try_from(self.bytes.get(at..at.checked_add(4)?)?).ok()?;
        let value = if self.little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) };
        usize::try_from(value).ok()
    }

    /// Place of the entry with this tag in a folder of twelve-byte entries.
    fn find(&self, folder: usize, tag: u16) -> Option<usize> {
        let count = usize::from(self.short(folder)?);
        (0..count).map(|index| folder + 2 + index * 12).find(|&at| self.short(at) == Some(tag))
    }

    /// `2026:11:20 09:30:00`; cameras without a clock write blanks or zeros.
    fn day(&self, entry: usize) -> Option<NaiveDate> {
        let at = self.long(entry + 8)?;
        let text = std::str::from_utf8(self.bytes.get(at..at.checked_add(10)?)?).ok()?;
        NaiveDate::parse_from_str(text, "%Y:%m:%d").ok()
    }
}
