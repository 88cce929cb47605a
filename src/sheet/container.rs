//! What a file is, told from its first bytes and its directory and never from its name.

use std::io::Read;

use super::grid::{MAX_UNPACKED, ReadError};

/// The kinds of file that can hold a roster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    Xlsx,
    Xlsb,
    Ods,
    Xls,
    /// csv, tsv, txt: whatever is left and is text.
    Text,
}

const OLE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// First bytes of what people choose by mistake.
const OTHERS: [(&[u8], &str); 16] = [
    (b"%PDF", "PDF 文档"),
    (b"\x89PNG", "PNG 图片"),
    (b"\xFF\xD8\xFF", "JPEG 图片"),
    (b"GIF8", "GIF 图片"),
    (b"II*\0", "TIFF 图片"),
    (b"MM\0*", "TIFF 图片"),
    (b"MZ", "程序文件"),
    (b"\x7FELF", "程序文件"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xBC\xAF", "7z 压缩包"),
    (b"\x1F\x8B", "gz 压缩包"),
    (b"{\\rtf", "RTF 文档"),
    (b"SQLite format 3", "数据库文件"),
    (b"RIFF", "音频、视频或图片"),
    (b"ID3", "音频"),
    (b"wOFF", "字体文件"),
];

/// Tells the container, or says what the file is instead.
pub fn tell(bytes: &[u8]) -> Result<Container, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    if let Some((_, what)) = OTHERS.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(ReadError::NotASheet(what));
    }
    if bytes.starts_with(OLE) {
        return tell_ole(bytes);
    }
    if bytes.starts_with(b"PK") {
        return tell_zip(bytes);
    }
    if bytes.get(4..12).is_some_and(|b| b.starts_with(b"ftyp")) {
        return Err(ReadError::NotASheet("视频"));
    }
    let head: Vec<u8> = bytes.iter().take(2048).map(u8::to_ascii_lowercase).collect();
    let has = |word: &[u8]| head.windows(word.len()).any(|window| window == word);
    if has(b"<html") || has(b"<table") || has(b"<!doctype html") {
        return Err(ReadError::NotASheet(
            "网页（系统导出的假 xls，请用 Excel 或 WPS 打开后另存为 xlsx）",
        ));
    }
    if head.starts_with(b"<?xml") {
        return Err(ReadError::NotASheet("XML 文件（请用 Excel 或 WPS 打开后另存为 xlsx）"));
    }
    Ok(Container::Text)
}

fn tell_ole(bytes: &[u8]) -> Result<Container, ReadError> {
    // Names of streams stand in the directory as UTF-16; looking for them needs no parsing.
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|window| window == wide)
    };
    if has("EncryptedPackage") {
        Err(ReadError::PasswordProtected)
    } else if has("Workbook") || has("Book") {
        Ok(Container::Xls)
    } else if has("WordDocument") {
        Err(ReadError::NotASheet("Word 文档（doc）"))
    } else if has("PowerPoint Document") {
        Err(ReadError::NotASheet("演示文稿（ppt）"))
    } else {
        Err(ReadError::Damaged)
    }
}

fn tell_zip(bytes: &[u8]) -> Result<Container, ReadError> {
    let directory = zip_directory(bytes).ok_or(ReadError::Damaged)?;
    let unpacked = directory.iter().fold(0u64, |sum, part| sum.saturating_add(part.size));
    if unpacked > MAX_UNPACKED {
        return Err(ReadError::TooBig(format!("解压后约 {} MB", unpacked / 1024 / 1024)));
    }
    let has = |name: &str| directory.iter().any(|part| part.name.eq_ignore_ascii_case(name));
    let has_under = |folder: &str| directory.iter().any(|part| part.name.starts_with(folder));
    if has("xl/workbook.bin") {
        Ok(Container::Xlsb)
    } else if has_under("xl/") {
        Ok(Container::Xlsx)
    } else if has("word/document.xml") {
        Err(ReadError::NotASheet("Word 文档（docx）"))
    } else if has_under("ppt/") {
        Err(ReadError::NotASheet("演示文稿（pptx）"))
    } else if has("OFD.xml") {
        Err(ReadError::NotASheet("OFD 版式文档"))
    } else if has("content.xml") {
        match open_document(bytes) {
            Some(b"text") => Err(ReadError::NotASheet("文字文档（odt）")),
            Some(b"presentation") => Err(ReadError::NotASheet("演示文稿（odp）")),
            Some(b"graphics") => Err(ReadError::NotASheet("绘图（odg）")),
            _ => Ok(Container::Ods),
        }
    } else {
        Err(ReadError::NotASheet("压缩包（请先解压，再选择其中的表格）"))
    }
}

/// What an OpenDocument file is, by the `mimetype` that stands unpacked at its beginning.
fn open_document(bytes: &[u8]) -> Option<&[u8]> {
    const KIND: &[u8] = b"mimetypeapplication/vnd.oasis.opendocument.";
    let rest = bytes.get(30..)?.strip_prefix(KIND)?;
    let end = rest.iter().position(|byte| !byte.is_ascii_lowercase())?;
    Some(&rest[..end])
}

/// One file in a zip.
struct Part {
    name: String,
    /// Unpacked, as the directory says.
    size: u64,
    packed: u32,
    method: u16,
    /// Where its local head stands.
    at: u32,
}

/// One file of a zip as text, if it is whole.
pub fn unpack(bytes: &[u8], name: &str) -> Option<String> {
    let part = zip_directory(bytes)?.into_iter().find(|part| part.name == name)?;
    let at = part.at as usize;
    let head = |from: usize| u16_at(bytes, at + from).map(usize::from);
    let start = at + 30 + head(26)? + head(28)?;
    let packed = bytes.get(start..start.checked_add(part.packed as usize)?)?;
    let mut text = String::new();
    match part.method {
        0 => text.push_str(std::str::from_utf8(packed).ok()?),
        8 => {
            let unpacked = flate2::read::DeflateDecoder::new(packed);
            unpacked.take(MAX_UNPACKED).read_to_string(&mut text).ok()?;
        }
        _ => return None,
    }
    Some(text)
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

/// What a zip's central directory lists; `None` when it has none (cut off).
fn zip_directory(bytes: &[u8]) -> Option<Vec<Part>> {
    let u16_at = |at: usize| u16_at(bytes, at);
    let u32_at = |at: usize| u32_at(bytes, at);
    // The end record stands last, behind it only a comment of at most 64 KiB.
    let from = bytes.len().saturating_sub(22 + 65_536);
    let end = (from..bytes.len().saturating_sub(21))
        .rev()
        .find(|at| bytes[*at..].starts_with(b"PK\x05\x06"))?;
    let entries = u16_at(end + 10)?;
    let mut at = u32_at(end + 16)? as usize;
    let mut out = Vec::new();
    for _ in 0..entries {
        if !bytes.get(at..)?.starts_with(b"PK\x01\x02") {
            return None;
        }
        let size = u32_at(at + 24)?;
        let name_length = u16_at(at + 28)? as usize;
        let name = bytes.get(at + 46..at + 46 + name_length)?;
        out.push(Part {
            name: String::from_utf8_lossy(name).replace('\\', "/"),
            size: u64::from(size),
            packed: u32_at(at + 20)?,
            method: u16_at(at + 10)?,
            at: u32_at(at + 42)?,
        });
        at += 46 + name_length + u16_at(at + 30)? as usize + u16_at(at + 32)? as usize;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A zip with empty entries that claim a size: enough for the directory.
    fn zip(entries: &[(&str, u32)]) -> Vec<u8> {
        let mut directory = Vec::new();
        for (name, size) in entries {
            directory.extend(b"PK\x01\x02");
            directory.extend([0; 20]);
            directory.extend(size.to_le_bytes());
            directory.extend((name.len() as u16).to_le_bytes());
            directory.extend([0; 16]);
            directory.extend(name.as_bytes());
        }
        let mut out = b"PK\x03\x04".to_vec();
        out.extend(&directory);
        out.extend(b"PK\x05\x06\0\0\0\0");
        out.extend([0, 0]);
        out.extend((entries.len() as u16).to_le_bytes());
        out.extend((directory.len() as u32).to_le_bytes());
        out.extend(4u32.to_le_bytes());
        out.extend([0, 0]);
        out
    }

    fn ole(name: &str) -> Vec<u8> {
        let mut out = OLE.to_vec();
        out.resize(512, 0);
        out.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
        out.resize(1024, 0);
        out
    }

    #[test]
    fn files_are_told_by_content() {
        use Container::*;
        let table = [
            (zip(&[("xl/workbook.xml", 9)]), Ok(Xlsx)),
            (zip(&[("xl/workbook.bin", 9)]), Ok(Xlsb)),
            (zip(&[("mimetype", 9), ("content.xml", 9)]), Ok(Ods)),
            (ole("Workbook"), Ok(Xls)),
            ("名称,电话".as_bytes().to_vec(), Ok(Text)),
            (ole("EncryptedPackage"), Err(ReadError::PasswordProtected)),
            (ole("WordDocument"), Err(ReadError::NotASheet("Word 文档（doc）"))),
            (zip(&[("word/document.xml", 9)]), Err(ReadError::NotASheet("Word 文档（docx）"))),
            (zip(&[("OFD.xml", 9)]), Err(ReadError::NotASheet("OFD 版式文档"))),
            (b"%PDF-1.7".to_vec(), Err(ReadError::NotASheet("PDF 文档"))),
            (b"MZ\x90".to_vec(), Err(ReadError::NotASheet("程序文件"))),
            (b"\x89PNG\r\n".to_vec(), Err(ReadError::NotASheet("PNG 图片"))),
            (b"PK\x03\x04 cut off".to_vec(), Err(ReadError::Damaged)),
            (Vec::new(), Err(ReadError::Empty)),
        ];
        for (bytes, expected) in table {
            assert_eq!(tell(&bytes), expected);
        }
        let html = tell(b"<HTML xmlns:o=\"\"><table><tr>");
        assert!(matches!(html, Err(ReadError::NotASheet(_))));
    }

    #[test]
    fn a_bomb_is_refused_by_its_directory() {
        let bomb = zip(&[("xl/workbook.xml", 9), ("xl/worksheets/sheet1.xml", u32::MAX)]);
        assert!(matches!(tell(&bomb), Err(ReadError::TooBig(_))));
    }
}
