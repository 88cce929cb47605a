//! The file of a parcel: a ZIP, with AES-256 unless somebody said otherwise. Nothing in it is believed before its size and
//! sha256 are those of the manifest, and nothing of it is written under a name that it gives.

use std::{
    collections::HashSet,
    fs::File,
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use serde_json::Value as Json;
use zip::{AesMode, ZipArchive, ZipWriter, result::ZipError, write::SimpleFileOptions};

use super::{
    super::{
        Refusal,
        encrypted::Password,
        folder::{self, Unwritten},
    },
    held::Holding,
    manifest::{Manifest, Size},
};
use crate::store::{
    exchange::{self, Agreed, Values, from_json, to_json},
    papers,
};

const MANIFEST: &str = "manifest.json";
/// What the sender has agreed on with others.
const AGREED: &str = "exchanged.jsonl";
pub const PAPERS: &str = "papers/";
pub const EVIDENCE: &str = "evidence/";

/// Bytes that a parcel may unpack to: a small file that claims more is no parcel.
const LARGEST_MANIFEST: u64 = 64 << 20;
const LARGEST_TABLES: u64 = 1 << 30;
const LARGEST_FILE: u64 = 512 << 20;
const LARGEST: u64 = 16 << 30;

pub fn table_member(table: &str) -> String {
    format!("tables/{table}.jsonl")
}

/// Rows as lines of JSON.
pub fn lines(rows: &[Values]) -> Vec<u8> {
    let mut out = Vec::new();
    for row in rows {
        out.extend(Json::Array(row.iter().map(to_json).collect()).to_string().bytes());
        out.push(b'\n');
    }
    out
}

/// Writes a parcel member by member; the manifest comes last and is the first that is read.
pub struct Writing<'a> {
    zip: ZipWriter<&'a mut File>,
    options: SimpleFileOptions,
    password: Option<&'a Password>,
    names: HashSet<String>,
}

impl<'a> Writing<'a> {
    pub fn new(out: &'a mut File, password: Option<&'a Password>) -> Writing<'a> {
        let options = SimpleFileOptions::default().large_file(true);
        Writing { zip: ZipWriter::new(out), options, password, names: HashSet::new() }
    }

    /// Adds a member; one that is there already is the same bytes.
    pub fn add(&mut self, name: &str, bytes: &[u8]) -> Result<Size, Unwritten> {
        let size = Size { bytes: bytes.len() as u64, sha256: papers::sha(bytes) };
        if !self.names.insert(name.to_owned()) {
            return Ok(size);
        }
        let mut options = self.options;
        // Photos, scans and PDF are compressed already.
        if name.starts_with(EVIDENCE) || name.starts_with(PAPERS) {
            options = options.compression_method(zip::CompressionMethod::Stored);
        }
        match self.password {
            Some(password) => {
                let options = options.with_aes_encryption(AesMode::Aes256, password.as_str());
                self.zip.start_file(name, options).map_err(unwritten)?;
            }
            None => self.zip.start_file(name, options).map_err(unwritten)?,
        }
        self.zip.write_all(bytes)?;
        Ok(size)
    }

    pub fn agreed(&mut self, agreed: &[Agreed]) -> Result<Size, Unwritten> {
        let mut out = Vec::new();
        for one in agreed {
            let row = serde_json::json!([
                one.other,
                one.kind,
                one.record,
                one.ours,
                one.theirs,
                one.made_ms,
                one.taken_ms
            ]);
            out.extend(row.to_string().bytes());
            out.push(b'\n');
        }
        self.add(AGREED, &out)
    }

    pub fn finish(mut self, manifest: &Manifest) -> Result<(), Unwritten> {
        let text = serde_json::to_vec_pretty(manifest)
            .map_err(|error| Unwritten::Disk(io::Error::other(error)))?;
        self.add(MANIFEST, &text)?;
        self.zip.finish().map_err(unwritten)?;
        Ok(())
    }
}

fn unwritten(error: ZipError) -> Unwritten {
    Unwritten::Disk(error.into())
}

pub const AGREED_MEMBER: &str = AGREED;

/// Whether a file asks for a password. What is no parcel at all is told when it is opened.
pub fn is_locked(file: &Path) -> bool {
    let zip = File::open(file).ok().and_then(|file| ZipArchive::new(file).ok());
    zip.is_some_and(|mut zip| {
        let place = zip.index_for_name(MANIFEST);
        place.is_some_and(|place| zip.by_index_raw(place).is_ok_and(|entry| entry.encrypted()))
    })
}

/// A parcel that was read and found whole.
pub struct Parcel {
    pub manifest: Manifest,
    pub holding: Holding,
    /// What its sender agreed on with others.
    pub agreed: Vec<Agreed>,
    reading: Reading,
}

impl Parcel {
    /// Reads all of it, to the last byte of the last file.
    pub fn open(file: &Path, password: Option<&Password>) -> Result<Parcel, Refusal> {
        let mut zip = Reading::open(file, password)?;
        let text = zip.read(MANIFEST, None, LARGEST_MANIFEST)?;
        let manifest: Manifest = serde_json::from_slice(&text)
            .map_err(|_| unusable(file, "它不是交换包，或者清单（manifest.json）读不懂。"))?;
        manifest.readable()?;
        let sizes = || {
            let tables = manifest.tables.iter();
            let tables = tables.map(|(name, member)| (table_member(name), &member.size));
            tables.chain(manifest.files.iter().map(|(name, size)| (name.clone(), size)))
        };
        let known: HashSet<String> =
            sizes().map(|(name, _)| name).chain([MANIFEST.to_owned()]).collect();
        if let Some(name) = zip.names()?.into_iter().find(|name| !known.contains(name)) {
            let name = name.chars().take(60).collect::<String>();
            return Err(unusable(file, &format!("里面有清单上没有的文件“{name}”。")));
        }
        let all = sizes().fold(0u64, |all, (_, size)| all.saturating_add(size.bytes));
        let tables =
            manifest.tables.values().fold(0u64, |all, one| all.saturating_add(one.size.bytes));
        let file_too_large = manifest.files.values().any(|size| size.bytes > LARGEST_FILE);
        if all > LARGEST || tables > LARGEST_TABLES || file_too_large {
            return Err(unusable(file, "里面的内容大得不像交换包，没有打开它。"));
        }
        let mut holding = Holding::default();
        for table in exchange::tables() {
            let Some(member) = manifest.tables.get(table.name) else { continue };
            let bytes = zip.read(&table_member(table.name), Some(&member.size), LARGEST_TABLES)?;
            let rows = rows(table, &bytes).filter(|rows| rows.len() == member.rows);
            let rows = rows.ok_or_else(|| {
                unusable(file, &format!("里面的 {} 读不懂。", table_member(table.name)))
            })?;
            holding.0.insert(table.name, rows);
        }
        let agreed = match manifest.files.get(AGREED) {
            Some(size) => agreed(&zip.read(AGREED, Some(size), LARGEST_TABLES)?)
                .ok_or_else(|| unusable(file, &format!("里面的 {AGREED} 读不懂。")))?,
            None => Vec::new(),
        };
        for (name, size) in manifest.files.iter().filter(|(name, _)| *name != AGREED) {
            zip.read(name, Some(size), LARGEST_FILE)?;
        }
        Ok(Parcel { manifest, holding, agreed, reading: zip })
    }

    /// The bytes of a file in it, by their sha256; `None` where it has none.
    pub fn bytes(&mut self, folder: &str, sha: &str) -> Result<Option<Vec<u8>>, Refusal> {
        let name = format!("{folder}{sha}");
        let Some(size) = self.manifest.files.get(&name) else { return Ok(None) };
        let bytes = self.reading.read(&name, Some(size), LARGEST_FILE)?;
        // The name is what the record says of the bytes.
        (size.sha256 == sha).then_some(Some(bytes)).ok_or_else(|| {
            unusable(&self.reading.file, &format!("里面的文件 {name} 和它的名字对不上。"))
        })
    }
}

fn rows(table: &exchange::Table, bytes: &[u8]) -> Option<Vec<Values>> {
    let row = |line: &str| {
        let cells: Vec<Json> = serde_json::from_str(line).ok()?;
        (cells.len() == table.columns.len()).then_some(())?;
        table
            .columns
            .iter()
            .zip(&cells)
            .map(|(column, cell)| from_json(column.kind, cell))
            .collect()
    };
    std::str::from_utf8(bytes).ok()?.lines().map(row).collect()
}

fn agreed(bytes: &[u8]) -> Option<Vec<Agreed>> {
    let one = |line: &str| {
        let (other, kind, record, ours, theirs, made_ms, taken_ms) =
            serde_json::from_str::<(String, String, String, String, String, i64, i64)>(line)
                .ok()?;
        Some(Agreed { other, kind, record, ours, theirs, made_ms, taken_ms })
    };
    std::str::from_utf8(bytes).ok()?.lines().map(one).collect()
}

struct Reading {
    zip: ZipArchive<File>,
    file: PathBuf,
    password: Option<Password>,
}

impl Reading {
    fn open(file: &Path, password: Option<&Password>) -> Result<Reading, Refusal> {
        let opened = File::open(file).map_err(|error| told(file, ZipError::Io(error)))?;
        let zip = ZipArchive::new(opened).map_err(|error| match error {
            ZipError::Io(error) if error.kind() != io::ErrorKind::UnexpectedEof => {
                told(file, ZipError::Io(error))
            }
            _ => unusable(file, "它不是交换包，或者没有复制完整，请重新复制一份。"),
        })?;
        Ok(Reading { zip, file: file.to_owned(), password: password.cloned() })
    }

    fn names(&mut self) -> Result<Vec<String>, Refusal> {
        let file = &self.file;
        let name = |name: Result<std::borrow::Cow<str>, ZipError>| {
            name.map(|name| name.into_owned()).map_err(|error| told(file, error))
        };
        self.zip.file_names().map(name).collect()
    }

    /// The bytes of a member, found to be those that were put in, and never more than `most`.
    fn read(&mut self, name: &str, size: Option<&Size>, most: u64) -> Result<Vec<u8>, Refusal> {
        let Some(index) = self.zip.index_for_name(name) else {
            let what = match size {
                None => "它不是交换包：里面没有清单（manifest.json）。".to_owned(),
                Some(_) => format!("里面缺少 {name}。"),
            };
            return Err(unusable(&self.file, &what));
        };
        let file = &self.file;
        let entry = match &self.password {
            Some(password) => self.zip.by_index_decrypt(index, password.as_str().as_bytes()),
            None => self.zip.by_index(index),
        };
        let entry = entry.map_err(|error| told(file, error))?;
        let most = size.map_or(most, |size| size.bytes.min(most));
        let mut bytes = Vec::new();
        entry
            .take(most.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(|error| told(file, ZipError::Io(error)))?;
        let whole = bytes.len() as u64 <= most
            && size.is_none_or(|size| {
                size.bytes == bytes.len() as u64 && size.sha256 == papers::sha(&bytes)
            });
        if whole {
            return Ok(bytes);
        }
        Err(unusable(file, &format!("里面的 {name} 和清单对不上，被改动过或没有复制完整。")))
    }
}

fn told(file: &Path, error: ZipError) -> Refusal {
    match error {
        ZipError::InvalidPassword => Refusal::field(
            "password",
            format!("交换包 {} 的密码不对。请核对大小写和输入法，再试一次。", file.display()),
        ),
        ZipError::UnsupportedArchive(_) => Refusal::field(
            "password",
            format!("交换包 {} 有密码。请写上密码再导入。", file.display()),
        ),
        ZipError::Io(error)
            if !matches!(
                error.kind(),
                io::ErrorKind::InvalidData
                    | io::ErrorKind::UnexpectedEof
                    | io::ErrorKind::InvalidInput
            ) =>
        {
            unusable(file, &format!("读不了：{}。", folder::reason(&error)))
        }
        _ => unusable(file, "它自身有损坏，请重新复制一份。"),
    }
}

fn unusable(file: &Path, what: &str) -> Refusal {
    Refusal::said(format!("文件 {} 不能导入。{what}什么也没有改动。", file.display()))
}
