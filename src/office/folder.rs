//! The office's folder: the database, the office's own forms, printed papers, backups.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{clock, refusal::Refusal};
use crate::{sheet::write::Ending, store};

/// Names inside the folder are part of the contract (CLI.md).
#[derive(Clone, Debug, PartialEq)]
pub struct Folder(PathBuf);

impl Folder {
    pub fn at(path: impl Into<PathBuf>) -> Folder {
        Folder(path.into())
    }

    /// Where the platform keeps a user's data.
    pub fn default_path() -> Option<PathBuf> {
        let from = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        if cfg!(windows) {
            from("LOCALAPPDATA")
                .or_else(|| from("APPDATA"))
                .map(|base| PathBuf::from(base).join("anban"))
        } else if let Some(base) = from("XDG_DATA_HOME") {
            Some(PathBuf::from(base).join("anban"))
        } else {
            from("HOME").map(|home| PathBuf::from(home).join(".local/share/anban"))
        }
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn database(&self) -> PathBuf {
        self.0.join("anban.db")
    }

    pub fn forms(&self) -> PathBuf {
        self.0.join("forms")
    }

    pub fn papers(&self) -> PathBuf {
        self.0.join("papers")
    }

    pub fn backups(&self) -> PathBuf {
        self.0.join("backups")
    }

    /// The databases among the backups, the newest first.
    pub fn databases_backed_up(&self) -> Vec<PathBuf> {
        let files = fs::read_dir(self.backups()).into_iter().flatten().filter_map(Result::ok);
        let mut files: Vec<_> = files
            .map(|file| file.path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "db"))
            .map(|path| (fs::metadata(&path).and_then(|data| data.modified()).ok(), path))
            .collect();
        files.sort_by(|a, b| b.cmp(a));
        files.into_iter().map(|(_, path)| path).collect()
    }

    /// Files of evidence, by their sha256.
    pub fn evidence(&self) -> PathBuf {
        self.0.join("evidence")
    }

    /// Where photos and scans are put to be taken in.
    pub fn inbox(&self) -> PathBuf {
        self.0.join("收件")
    }

    /// Answers to the questions of the first run, as long as there is no office.
    pub fn begun(&self) -> PathBuf {
        self.0.join("begun.json")
    }

    /// Whether an office lives here already. A folder that may not be entered, and a database that was emptied, are
    /// no answer.
    pub fn holds_office(&self) -> Result<bool, Refusal> {
        let path = self.database();
        match fs::metadata(&path) {
            // SQLite takes a single byte for nothing too.
            Ok(file) if file.is_file() && file.len() <= 1 && self.was_used() => {
                Err(store::Fault::Emptied { path, advice: self.way_back() }.into())
            }
            Ok(_) => Ok(true),
            Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {
                Err(store::Fault::NoEntry { path: self.0.clone() }.into())
            }
            Err(_) if self.was_used() => {
                Err(store::Fault::Lost { path, advice: self.way_back() }.into())
            }
            Err(_) => Ok(false),
        }
    }

    /// Whether something lies here that only an office leaves behind: its desk's name, an older database, papers, backups, evidence,
    /// a log that is still to be folded in.
    fn was_used(&self) -> bool {
        let holds = |folder: &Path| {
            fs::read_dir(folder).is_ok_and(|mut names| names.any(|name| name.is_ok()))
        };
        let beside = fs::read_dir(&self.0).into_iter().flatten().flatten().any(|file| {
            let name = file.file_name().to_string_lossy().into_owned();
            let log = name == "anban.db-wal" && file.metadata().is_ok_and(|log| log.len() > 0);
            log || (name.starts_with("anban.db.") && name.ends_with(".bak"))
        });
        beside
            || self.desk_file().exists()
            || [self.papers(), self.backups(), self.evidence()].iter().any(|path| holds(path))
    }

    /// What to do where the database is lost: the newest backups by name.
    fn way_back(&self) -> String {
        let mut found: Vec<(std::time::SystemTime, PathBuf)> = fs::read_dir(self.backups())
            .into_iter()
            .flatten()
            .flatten()
            .filter(|file| file.path().extension().is_some_and(|ending| ending == "db"))
            .filter_map(|file| Some((file.metadata().ok()?.modified().ok()?, file.path())))
            .collect();
        found.sort();
        let newest: Vec<String> =
            found.iter().rev().take(3).map(|(_, path)| path.display().to_string()).collect();
        match newest.as_slice() {
            [] => "请先停止录入，不要删除任何文件，找出备份（anban backup 做的 .db 文件），用 anban restore 恢复。"
                .to_owned(),
            names => format!(
                "请先停止录入，不要删除任何文件，用 anban restore 恢复。本机最近的备份：{}。",
                names.join("、")
            ),
        }
    }

    /// Makes the folder and what stands in it.
    pub fn make(&self) -> Result<(), Refusal> {
        let folders = [
            self.0.clone(),
            self.forms(),
            self.papers(),
            self.backups(),
            self.evidence(),
            self.inbox(),
        ];
        folders.iter().try_for_each(|folder| {
            fs::create_dir_all(folder).map_err(|error| not_made(folder, &error))
        })
    }

    /// Whether the folder could be made, without leaving anything there.
    pub fn can_be_made(&self) -> Result<(), Refusal> {
        let missing = |folder: &&Path| !folder.as_os_str().is_empty() && !folder.exists();
        let Some(first) = self.0.ancestors().take_while(missing).last() else { return Ok(()) };
        let made = fs::create_dir(first).and_then(|()| fs::remove_dir(first));
        made.map_err(|error| not_made(&self.0, &error))
    }

    fn desk_file(&self) -> PathBuf {
        self.0.join("desk")
    }

    /// The name of this desk in the journal, made once and kept beside the database.
    pub fn desk(&self) -> Result<String, Refusal> {
        let file = self.desk_file();
        if let Ok(text) = fs::read_to_string(&file) {
            let name = text.trim().to_owned();
            if !name.is_empty()
                && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            {
                return Ok(name);
            }
        }
        self.make()?;
        let name = clock::new_id().to_string();
        write_own(&file, name.as_bytes())?;
        Ok(name)
    }

    fn person_file(&self) -> PathBuf {
        self.0.join("person")
    }

    /// Who sat at this desk last, by the id of the staff list.
    pub fn person(&self) -> Option<String> {
        let text = fs::read_to_string(self.person_file()).ok()?;
        Some(text.trim().to_owned()).filter(|id| !id.is_empty())
    }

    /// Keeps who sits at this desk, for the next start; empty for nobody.
    pub fn keep_person(&self, id: &str) -> Result<(), Refusal> {
        write_own(&self.person_file(), id.as_bytes())
    }

    /// The office's own form files: path below the folder, and text.
    pub fn own_forms(&self) -> Result<Vec<(String, String)>, Refusal> {
        let root = self.forms();
        let within = |folder: &Path| fs::read_dir(folder).into_iter().flatten().flatten();
        let mut found = Vec::new();
        // What a file is, it says itself: one that lies beside the folders of its kind counts too.
        for entry in within(&root).chain(within(&root).flat_map(|kind| within(&kind.path()))) {
            let path = entry.path();
            let below = path.strip_prefix(&root).unwrap_or(&path);
            if path.extension().is_some_and(|ending| ending == "toml") && path.is_file() {
                let below: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
                found.push((format!("forms/{}", below.join("/")), read_text(&path)?));
            }
        }
        found.sort();
        Ok(found)
    }
}

/// Reads a file of text, in Chinese where it fails.
pub fn read_text(path: &Path) -> Result<String, Refusal> {
    let bytes = fs::read(path).map_err(|error| {
        let next = match error.kind() {
            std::io::ErrorKind::NotFound => "请核对文件名和所在的文件夹",
            std::io::ErrorKind::IsADirectory => "请写出里面是哪个文件",
            _ => "请换一个位置，或者核对这个文件的读取权限",
        };
        Refusal::said(format!("读不了文件 {}：{}。{next}。", path.display(), reason(&error)))
    })?;
    String::from_utf8(bytes).map_err(|_| {
        Refusal::said(format!(
            "文件 {} 不是 UTF-8 编码的文本，请另存为 UTF-8 后再试。",
            path.display()
        ))
    })
}

/// Makes the folder that somebody named for files, where it is not there yet.
pub fn make_for(folder: &Path) -> Result<(), Refusal> {
    fs::create_dir_all(folder).map_err(|error| {
        Refusal::said(format!(
            "建不了文件夹 {}：{}。请换一个位置，写明别的文件夹。",
            folder.display(),
            reason(&error)
        ))
    })
}

/// The kind of spreadsheet that a file's name asks for.
pub fn sheet_ending(file: &Path) -> Result<Ending, Refusal> {
    let ending = file.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        Some("csv") => Ok(Ending::Csv),
        Some("xlsx") => Ok(Ending::Xlsx),
        _ => Err(Refusal::said(format!(
            "文件名 {} 要以 .xlsx 或 .csv 结尾，请改名再导出。",
            file.display()
        ))),
    }
}

/// The first of `名称`, `名称-2`, `名称-3` … that fits: nothing that was saved before is written over in silence.
pub fn unused(path: &Path, fits: impl Fn(&Path) -> bool) -> PathBuf {
    let ending = path.extension().map(|ending| format!(".{}", ending.to_string_lossy()));
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let further = (2u32..).map(|number| {
        path.with_file_name(format!("{stem}-{number}{}", ending.as_deref().unwrap_or_default()))
    });
    std::iter::once(path.to_owned()).chain(further).find(|path| fits(path)).unwrap_or_default()
}

/// Whether nothing lies at a place but these bytes: the same saved again needs no second file.
pub fn is_free(path: &Path, bytes: &[u8]) -> bool {
    match fs::metadata(path) {
        Ok(at) if at.len() == bytes.len() as u64 => fs::read(path).is_ok_and(|old| old == bytes),
        Ok(_) => false,
        Err(_) => true,
    }
}

/// Writes a file whole or not at all: beside it first, then renamed over it. Never over what an office keeps.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Refusal> {
    write_by(path, |file| Ok(std::io::Write::write_all(file, bytes)?))
}

/// The same for what the office itself keeps: evidence, settings.
pub fn write_own(path: &Path, bytes: &[u8]) -> Result<(), Refusal> {
    written(path, |file| Ok(std::io::Write::write_all(file, bytes)?))
}

/// With which a database of SQLite begins.
const DATABASE: &[u8; 16] = b"SQLite format 3\0";

/// Why a file that is written bit by bit was not written.
pub enum Unwritten {
    Disk(std::io::Error),
    Refused(Refusal),
}

impl From<std::io::Error> for Unwritten {
    fn from(error: std::io::Error) -> Unwritten {
        Unwritten::Disk(error)
    }
}

impl From<Refusal> for Unwritten {
    fn from(refusal: Refusal) -> Unwritten {
        Unwritten::Refused(refusal)
    }
}

/// As [`write_whole`], by somebody who writes as he goes.
pub fn write_by<T>(
    path: &Path,
    write: impl FnOnce(&mut fs::File) -> Result<T, Unwritten>,
) -> Result<T, Refusal> {
    if holds_records(path) {
        return Err(Refusal::said(format!(
            "{} 是办公室自己的数据，不能用别的内容盖掉，没有动它。请换一个文件名。",
            path.display()
        )));
    }
    written(path, write)
}

fn written<T>(
    path: &Path,
    write: impl FnOnce(&mut fs::File) -> Result<T, Unwritten>,
) -> Result<T, Refusal> {
    let refused = |error: std::io::Error| {
        Refusal::said(format!(
            "写不了文件 {}：{}。请换一个能写的位置，或清出空间后再试。",
            path.display(),
            reason(&error)
        ))
    };
    // A device or a pipe takes the bytes; a file must not stand in its place.
    if fs::metadata(path).is_ok_and(|at| !at.is_file() && !at.is_dir()) {
        let opened = fs::OpenOptions::new().write(true).open(path);
        let written = opened.map_err(Unwritten::Disk).and_then(|mut device| write(&mut device));
        return written.map_err(|error| match error {
            Unwritten::Disk(error) => refused(error),
            Unwritten::Refused(refusal) => refusal,
        });
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", clock::new_id().short()));
    let beside = path.with_file_name(name);
    let written = (|| {
        let mut file = fs::File::create(&beside)?;
        let done = write(&mut file)?;
        file.sync_all()?;
        fs::rename(&beside, path)?;
        Ok(done)
    })();
    if written.is_err() {
        // What is left of a failed write is of no use to anyone.
        let _ = fs::remove_file(&beside);
    }
    written.map_err(|error| match error {
        Unwritten::Disk(error) => refused(error),
        Unwritten::Refused(refusal) => refusal,
    })
}

/// Whether a file is an office's own: a database or what belongs to one, a file of evidence, its settings.
fn holds_records(path: &Path) -> bool {
    // A pipe would wait for who writes into it.
    if !path.is_file() {
        return names_records(path);
    }
    let mut head = [0; DATABASE.len()];
    let opened = fs::File::open(path);
    let read = opened.and_then(|mut file| std::io::Read::read_exact(&mut file, &mut head));
    if read.is_ok() && head == *DATABASE {
        return true;
    }
    if names_records(path) {
        return true;
    }
    let Ok(whole) = path.canonicalize() else { return false };
    whole.ancestors().skip(1).any(|above| {
        let office = Folder::at(above);
        office.database().is_file()
            && (whole.starts_with(office.evidence()) || whole == above.join("office.toml"))
    })
}

/// What SQLite keeps beside a database.
fn names_records(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    ["-wal", "-shm", "-journal"].iter().any(|ending| name.ends_with(ending))
}

/// Makes sure that a new name in a folder outlives a power cut, where the system can be told.
pub fn settle(folder: &Path) {
    #[cfg(unix)]
    if let Ok(folder) = fs::File::open(folder) {
        // A file system that cannot do it keeps its names in another way.
        let _ = folder.sync_all();
    }
    #[cfg(not(unix))]
    let _ = folder;
}

fn not_made(folder: &Path, error: &std::io::Error) -> Refusal {
    Refusal::said(format!(
        "建不了文件夹 {}：{}。请换一个能写的位置，用 --data 指定。",
        folder.display(),
        reason(error)
    ))
}

/// The system's reason in Chinese.
pub fn reason(error: &std::io::Error) -> &'static str {
    use std::io::ErrorKind::*;
    match error.kind() {
        NotFound => "没有这个文件或文件夹",
        PermissionDenied => "没有权限",
        ReadOnlyFilesystem => "磁盘是只读的",
        StorageFull => "磁盘已满",
        IsADirectory => "这是一个文件夹",
        NotADirectory => "路径中有一段不是文件夹",
        InvalidFilename => "文件名不合规定",
        _ => "系统拒绝了这次读写",
    }
}
