//! A file that somebody hands in: read whole, known by its first bytes, looked through for damage.

use std::{fs::File, io::Read, path::Path};

use chrono::NaiveDate;

use crate::{
    domain::{evidence::Media, typed},
    office::{Refusal, folder},
    paper::{self, Picture},
    store, terms,
};

/// Characters of a file's name that are kept.
const LONGEST_NAME: usize = 100;

pub(super) struct Handed {
    pub facts: Facts,
    pub bytes: Vec<u8>,
}

/// What a file is.
pub(super) struct Facts {
    pub name: String,
    pub media: Media,
    pub size: u64,
    pub sha: String,
    /// As the camera wrote it down.
    pub taken_on: Option<NaiveDate>,
}

/// Reads a file of at most `limit` megabytes.
pub(super) fn read(path: &Path, limit: u32) -> Result<Handed, Refusal> {
    let shown = path.display();
    let about = std::fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    if about.is_dir() {
        return Err(Refusal::said(format!("{shown} 是一个文件夹。请写明里面的文件。")));
    }
    if !about.is_file() {
        return Err(Refusal::said(format!("{shown} 不是文件，没有附上。请写明照片或扫描件。")));
    }
    let most = u64::from(limit) << 20;
    let too_large = |size: u64| {
        Refusal::said(format!(
            "文件 {shown} 有{}MB，超过每份{limit}MB的上限。请用黑白或灰度、200至300dpi重新扫描，或分成几份再附；确要放宽，在 office.toml 的 [evidence] limit_mb 写明。",
            size.div_ceil(1 << 20)
        ))
    };
    if about.len() > most {
        return Err(too_large(about.len()));
    }
    let mut bytes = Vec::with_capacity(about.len() as usize);
    let opened = File::open(path).map_err(|error| unreadable(path, &error))?;
    // It may grow while it is read.
    opened.take(most + 1).read_to_end(&mut bytes).map_err(|error| unreadable(path, &error))?;
    if bytes.len() as u64 > most {
        return Err(too_large(bytes.len() as u64));
    }
    if bytes.is_empty() {
        return Err(Refusal::said(format!(
            "文件 {shown} 是空的，没有附上。请重新拷贝、拍照或扫描。"
        )));
    }
    let (media, taken_on) =
        known(&bytes).map_err(|why| Refusal::said(format!("文件 {shown} {why}")))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name = typed::tidy_name(&name).chars().take(LONGEST_NAME).collect();
    let sha = store::papers::sha(&bytes);
    let facts = Facts { name, media, size: bytes.len() as u64, sha, taken_on };
    Ok(Handed { facts, bytes })
}

pub(super) fn unreadable(path: &Path, error: &std::io::Error) -> Refusal {
    Refusal::said(format!(
        "读不了文件 {}：{}。请核对文件名和位置。",
        path.display(),
        folder::reason(error)
    ))
}

/// What the bytes are and the day in them, or the rest of a sentence that says why they are refused.
fn known(bytes: &[u8]) -> Result<(Media, Option<NaiveDate>), String> {
    let Some(media) = Media::of(bytes) else {
        let looks = other(bytes).map(|kind| format!("（看起来是{kind}）")).unwrap_or_default();
        return Err(format!(
            "不是 JPG、PNG 图片或 PDF{looks}，没有附上。请另存为这三种之一，再附一次。"
        ));
    };
    let again = |why: String| {
        format!("是{}，但{why}，没有附上。请重新拷贝、拍照或扫描，再附一次。", terms::media(media))
    };
    match media {
        Media::Jpeg | Media::Png => {
            let picture = Picture::read(bytes).map_err(|error| again(error.to_string()))?;
            Ok((media, picture.taken_on))
        }
        Media::Pdf => match paper::scan(bytes) {
            Ok(_) => Ok((media, None)),
            Err(paper::ScanError::Locked) => Err(format!(
                "是{}，但设了密码，没有附上。请先去掉密码另存一份，再附一次。",
                terms::media(media)
            )),
            Err(error) => Err(again(error.to_string())),
        },
    }
}

/// Kinds of files that a desk is likely to hand in by mistake.
fn other(bytes: &[u8]) -> Option<&'static str> {
    let brand = bytes.get(4..12).unwrap_or_default();
    let begins = |mark: &[u8]| bytes.starts_with(mark);
    if [&b"ftypheic"[..], b"ftypheix", b"ftypmif1", b"ftypmsf1"].contains(&brand) {
        Some("苹果手机的 HEIC 照片，请在手机里改为“兼容性最佳”或转成 JPG")
    } else if brand.starts_with(b"ftyp") {
        Some("视频")
    } else if begins(b"PK\x03\x04") {
        Some("Word、Excel 文档或压缩包")
    } else if begins(b"\xD0\xCF\x11\xE0") {
        Some("旧版 Word 或 Excel 文档")
    } else if begins(b"GIF8") {
        Some("GIF 图片")
    } else if begins(b"BM") {
        Some("BMP 图片")
    } else if begins(b"II*\0") || begins(b"MM\0*") {
        Some("TIFF 图片")
    } else if begins(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        Some("WebP 图片")
    } else {
        None
    }
}
