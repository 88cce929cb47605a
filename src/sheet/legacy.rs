//! A look at an xls file before the parser gets it.
//!
//! The parser trusts chains of sectors and sizes of sheets. A ring in a chain, or a sheet said to
//! be larger than any can be, would make it ask for all memory there is, and that ends the
//! program: no guard behind it could help. So both are followed here first, without believing.

use std::collections::HashSet;

use super::grid::{MAX_CELLS, ReadError};

const END_OF_CHAIN: u32 = 0xFFFF_FFFE;

/// Sector numbers from here on are marks.
const MARKS: u32 = 0xFFFF_FFFA;

/// The most rows and columns that a sheet of this format has.
const SHEET: (u64, u64) = (65_536, 256);

/// Refuses what the parser must not see.
pub fn inspect(bytes: &[u8]) -> Result<(), ReadError> {
    let book = workbook_stream(bytes).ok_or(ReadError::Damaged)?;
    let mut globals = Records { stream: &book };
    let mut sheets = Vec::new();
    for (kind, data) in &mut globals {
        match kind {
            0x0085 => sheets.push(u32_at(data, 0).ok_or(ReadError::Damaged)? as usize),
            0x002F if u16_at(data, 0) != Some(0) => return Err(ReadError::PasswordProtected),
            0x000A => break,
            _ => {}
        }
    }
    sheets.iter().try_for_each(|start| inspect_sheet(book.get(*start..).unwrap_or_default()))
}

/// Follows one sheet as far as the parser does.
fn inspect_sheet(stream: &[u8]) -> Result<(), ReadError> {
    let mut area: Option<[u64; 4]> = None;
    let mut depth = 0u32;
    for (kind, data) in (Records { stream }) {
        match kind {
            0x0809 => depth += 1,
            0x000A if depth <= 1 => break,
            0x000A => depth -= 1,
            0x0200 if !is_believable(data) => return Err(ReadError::Damaged),
            0x0203..=0x0205 | 0x00D6 | 0x027E | 0x00FD | 0x00BD | 0x0006 => {
                let (Some(row), Some(column)) = (u16_at(data, 0), u16_at(data, 2)) else {
                    return Err(ReadError::Damaged);
                };
                let (row, first) = (u64::from(row), u64::from(column));
                let more = if kind == 0x00BD { data.len().saturating_sub(6) / 6 } else { 0 };
                let last = first + more as u64;
                let [top, bottom, left, right] = area.unwrap_or([row, row, first, last]);
                area = Some([top.min(row), bottom.max(row), left.min(first), right.max(last)]);
            }
            _ => {}
        }
    }
    match area {
        Some([top, bottom, left, right])
            if (bottom - top + 1) * (right - left + 1) > MAX_CELLS as u64 =>
        {
            Err(ReadError::TooBig(format!("一张工作表占{}行", bottom - top + 1)))
        }
        _ => Ok(()),
    }
}

/// Whether a record of dimensions can be true: the parser reserves memory for it.
fn is_believable(data: &[u8]) -> bool {
    let wide = |at| u32_at(data, at).map(u64::from);
    let narrow = |at| u16_at(data, at).map(u64::from);
    let (rows, columns) = match data.len() {
        10 => ((narrow(0), narrow(2)), (narrow(4), narrow(6))),
        14 | 16 => ((wide(0), wide(4)), (narrow(8), narrow(10))),
        // The parser refuses every other length by itself.
        _ => return true,
    };
    match (rows, columns) {
        ((Some(top), Some(bottom)), (Some(_), Some(right))) => {
            // An empty sheet says 0 to 0.
            (bottom == 0 || right == 0 || top < bottom) && bottom <= SHEET.0 && right <= SHEET.1
        }
        _ => false,
    }
}

/// Records of a stream: a kind and its data. Ends where one is cut off.
struct Records<'a> {
    stream: &'a [u8],
}

impl<'a> Iterator for Records<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let kind = u16_at(self.stream, 0)?;
        let end = 4 + u16_at(self.stream, 2)? as usize;
        let data = self.stream.get(4..end)?;
        self.stream = &self.stream[end..];
        Some((kind, data))
    }
}

/// The stream named Workbook (or Book), if every chain that leads there ends.
fn workbook_stream(bytes: &[u8]) -> Option<Vec<u8>> {
    let size = match u16_at(bytes, 30)? {
        9 => 512,
        12 => 4096,
        _ => return None,
    };
    let sectors = Sectors { bytes, size, first: size, next: fat(bytes, size)? };
    let directory = sectors.chain(u32_at(bytes, 48)?, usize::MAX)?;
    let entries: Vec<&[u8]> = directory.chunks_exact(128).collect();
    let start_and_length = |entry: &[u8]| {
        let length = match size {
            512 => u64::from(u32_at(entry, 120)?),
            _ => u64::from(u32_at(entry, 120)?) | u64::from(u32_at(entry, 124)?) << 32,
        };
        Some((u32_at(entry, 116)?, usize::try_from(length).ok()?))
    };
    let (start, length) = start_and_length(entries.first()?)?;
    let small_fat_sectors = u32_at(bytes, 64)? as usize;
    let (small_bytes, small_next) = if small_fat_sectors == 0 {
        Default::default()
    } else {
        let small = sectors.chain(start, length)?;
        (small, words(&sectors.chain(u32_at(bytes, 60)?, small_fat_sectors.checked_mul(size)?)?))
    };
    let small = Sectors { bytes: &small_bytes, size: 64, first: 0, next: small_next };
    let named = |name: &str| entries.iter().find(|entry| is_named(entry, name));
    let (start, length) = start_and_length(named("workbook").or_else(|| named("book"))?)?;
    if length < 4096 { small.chain(start, length) } else { sectors.chain(start, length) }
}

fn is_named(entry: &[u8], name: &str) -> bool {
    let units = entry[..64].chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    let units: Vec<u16> = units.take_while(|unit| *unit != 0).collect();
    String::from_utf16_lossy(&units).eq_ignore_ascii_case(name)
}

/// For every sector the one that follows it.
fn fat(bytes: &[u8], size: usize) -> Option<Vec<u32>> {
    let most = bytes.len() / size;
    let file = Sectors { bytes, size, first: size, next: Vec::new() };
    let mut parts = words(bytes.get(76..512)?);
    let mut at = u32_at(bytes, 68)?;
    let mut seen = HashSet::new();
    while at < MARKS {
        if !seen.insert(at) {
            return None;
        }
        parts.extend(words(file.sector(at)?));
        at = parts.pop()?;
    }
    parts.retain(|part| *part < MARKS);
    if parts.len() > most + 1 {
        return None;
    }
    let mut next = Vec::new();
    for part in parts {
        next.extend(words(file.sector(part)?));
    }
    Some(next)
}

struct Sectors<'a> {
    bytes: &'a [u8],
    size: usize,
    /// Where sector 0 begins.
    first: usize,
    next: Vec<u32>,
}

impl<'a> Sectors<'a> {
    /// One sector; the last of a file may be short.
    fn sector(&self, id: u32) -> Option<&'a [u8]> {
        let start = (id as usize).checked_mul(self.size)?.checked_add(self.first)?;
        let end = start.checked_add(self.size)?.min(self.bytes.len());
        self.bytes.get(start..end)
    }

    /// The bytes of a chain, at most `length`; `None` when it leads nowhere or in a ring.
    fn chain(&self, mut id: u32, length: usize) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        let mut steps = 0;
        while id != END_OF_CHAIN {
            let sector = self.sector(id)?;
            out.extend(sector.iter().take(length - out.len()));
            if out.len() >= length {
                break;
            }
            steps += 1;
            if steps > self.next.len() {
                return None;
            }
            id = *self.next.get(id as usize)?;
        }
        Some(out)
    }
}

fn words(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect()
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A record of a workbook stream.
    pub fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let mut out = kind.to_le_bytes().to_vec();
        out.extend((data.len() as u16).to_le_bytes());
        out.extend(data);
        out
    }

    /// A text cell.
    pub fn label(row: u16, column: u16, text: &str) -> Vec<u8> {
        let units: Vec<u16> = text.encode_utf16().collect();
        let mut data = Vec::new();
        for number in [row, column, 0, units.len() as u16] {
            data.extend(number.to_le_bytes());
        }
        data.push(1);
        data.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
        record(0x0204, &data)
    }

    pub fn dimensions(rows: u32, columns: u16) -> Vec<u8> {
        let mut data = vec![0; 4];
        data.extend(rows.to_le_bytes());
        data.extend([0, 0]);
        data.extend(columns.to_le_bytes());
        data.extend([0, 0]);
        record(0x0200, &data)
    }

    /// An xls with one sheet named S that holds these records.
    pub fn xls(records: &[Vec<u8>]) -> Vec<u8> {
        xls_with(&[], records)
    }

    /// As [`xls`], with more records before the list of sheets.
    fn xls_with(more: &[u8], records: &[Vec<u8>]) -> Vec<u8> {
        let bof = |kind: u8| record(0x0809, &[0, 6, kind, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        let mut globals = bof(5);
        globals.extend(more);
        let start = globals.len() + 4 + 9 + 4;
        let mut sheet = (start as u32).to_le_bytes().to_vec();
        sheet.extend([0, 0, 1, 0, b'S']);
        globals.extend(record(0x0085, &sheet));
        globals.extend(record(0x000A, &[]));
        globals.extend(bof(16));
        globals.extend(records.concat());
        globals.extend(record(0x000A, &[]));
        globals.resize(globals.len().max(4096).next_multiple_of(512), 0);
        let count = globals.len() / 512;

        let mut header = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
        header.resize(512, 0);
        let mut put = |at: usize, bytes: &[u8]| header[at..at + bytes.len()].copy_from_slice(bytes);
        put(26, &[3, 0, 0xFE, 0xFF, 9, 0, 6, 0]);
        put(44, &1u32.to_le_bytes());
        put(48, &1u32.to_le_bytes());
        put(60, &END_OF_CHAIN.to_le_bytes());
        put(68, &END_OF_CHAIN.to_le_bytes());
        put(76, &[0xFF; 436]);
        put(76, &0u32.to_le_bytes());
        let mut fat = vec![0xFFFF_FFFDu32, END_OF_CHAIN];
        fat.extend((0..count as u32).map(|i| i + 3));
        *fat.last_mut().unwrap() = END_OF_CHAIN;
        assert!(fat.len() <= 128, "one sector of numbers is enough for tests");
        fat.resize(128, u32::MAX);
        let entry = |name: &str, kind: u8, start: u32, length: u32| {
            let mut out: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            out.resize(128, 0);
            out[64] = name.len() as u8 * 2 + 2;
            out[66] = kind;
            out[116..120].copy_from_slice(&start.to_le_bytes());
            out[120..124].copy_from_slice(&length.to_le_bytes());
            out
        };
        let mut out = header;
        out.extend(fat.iter().flat_map(|id| id.to_le_bytes()));
        out.extend(entry("Root Entry", 5, END_OF_CHAIN, 0));
        out.extend(entry("Workbook", 2, 2, globals.len() as u32));
        out.resize(1536, 0);
        out.extend(globals);
        out
    }

    #[test]
    fn honest_files_pass_and_the_others_are_stopped() {
        let honest = xls(&[dimensions(2, 2), label(0, 0, "单位名称"), label(1, 1, "丰泽")]);
        assert_eq!(inspect(&honest), Ok(()));
        for bytes in [
            xls(&[dimensions(u32::MAX, 60_000)]),
            xls(&[dimensions(65_537, 2)]),
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(),
        ] {
            assert_eq!(inspect(&bytes), Err(ReadError::Damaged));
        }
        let locked = xls_with(&record(0x002F, &[1, 0, 0, 0]), &[]);
        assert_eq!(inspect(&locked), Err(ReadError::PasswordProtected));
        let far = xls(&[label(0, 0, "甲"), label(65_535, 65_535, "乙")]);
        assert!(matches!(inspect(&far), Err(ReadError::TooBig(_))));
    }

    #[test]
    fn a_ring_of_sectors_is_stopped() {
        let honest = xls(&[label(0, 0, "单位名称")]);
        for (entry, to) in [(1usize, 1u32), (4, 2), (4, 9_999)] {
            let mut bytes = honest.clone();
            bytes[512 + entry * 4..516 + entry * 4].copy_from_slice(&to.to_le_bytes());
            // A chain that is long enough may end in a ring that no one walks into.
            let expected = if to == 2 { Ok(()) } else { Err(ReadError::Damaged) };
            assert_eq!(inspect(&bytes), expected, "{entry} -> {to}");
        }
    }
}
