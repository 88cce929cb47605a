//! A backup as one encrypted file (S2 五(三) 保密), for a stick or a mailbox: a ZIP with AES-256, the database and all evidence in it.
//! Common archivers open it with the password too, so that nobody needs this program to read what is theirs.

use std::{
    fs::{self, File},
    io::{self, Read, Write},
    path::{Component, Path, PathBuf},
};

use zip::{AesMode, ZipArchive, ZipWriter, result::ZipError, write::SimpleFileOptions};

use super::{
    Office, Refusal, clock, evidence,
    folder::{self, Unwritten},
    keep::Backup,
};

/// Names in the file.
const DATABASE: &str = "anban.db";
const EVIDENCE: &str = "evidence";

/// Characters that a password has at least: what a ZIP does to slow down guessing is little.
const SHORTEST: usize = 12;

/// What opens an encrypted backup. It is kept nowhere.
#[derive(Clone, PartialEq)]
pub struct Password(String);

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password")
    }
}

impl Password {
    /// For a new backup. Archivers do not agree on how other characters than these are written.
    pub fn new(typed: &str) -> Result<Password, Refusal> {
        let refused = |what: &str| {
            Err(Refusal::field(
                "password",
                format!("{what}。请至少写{SHORTEST}个字，只用英文字母、数字和英文符号。"),
            ))
        };
        if !typed.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ') {
            return refused("密码里有汉字、全角字或别的字");
        }
        if typed.len() < SHORTEST {
            return refused(&format!("密码只有{}个字，太短，容易被猜出来", typed.len()));
        }
        Ok(Password(typed.to_owned()))
    }

    /// For a backup that is there, as it was typed.
    pub fn of(typed: &str) -> Password {
        Password(typed.to_owned())
    }
}

impl Password {
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether a file is such a backup: any other is read as a plain one.
pub fn is_one(file: &Path) -> bool {
    let zip = File::open(file).ok().and_then(|file| ZipArchive::new(file).ok());
    zip.is_some_and(|mut zip| {
        let place = zip.index_for_name(DATABASE);
        place.is_some_and(|place| zip.by_index_raw(place).is_ok_and(|entry| entry.encrypted()))
    })
}

/// A folder that is gone when it is no longer needed, with what lay in it.
pub(super) struct Passing(PathBuf);

impl Passing {
    fn new(within: &Path) -> Result<Passing, Refusal> {
        let folder = within.join(format!("encrypted-{}", clock::new_id().short()));
        folder::make_for(&folder)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // A disk that knows no owners has none to keep out.
            let _ = fs::set_permissions(&folder, fs::Permissions::from_mode(0o700));
        }
        Ok(Passing(folder))
    }

    pub(super) fn database(&self) -> PathBuf {
        self.0.join(DATABASE)
    }
}

impl Drop for Passing {
    fn drop(&mut self) {
        // What is left behind lies among the office's own backups.
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl Office {
    /// As [`Office::backup`], into one encrypted file, which is read back before it is called done.
    pub fn backup_encrypted(
        &mut self,
        file: Option<&Path>,
        password: &Password,
    ) -> Result<Backup, Refusal> {
        let file = self.backup_file(file, "zip")?;
        let copy = Passing::new(&self.folder.backups())?;
        self.store.driver.backup_to(&copy.database())?;
        let all = evidence::all(&mut *self.store.driver, &self.home)?;
        let mut troubles = Vec::new();
        folder::write_by(&file, |out| {
            let mut zip = ZipWriter::new(out);
            let mut names = std::collections::HashSet::new();
            let options = SimpleFileOptions::default()
                .large_file(true)
                .with_aes_encryption(AesMode::Aes256, &password.0);
            zip.start_file(DATABASE, options).map_err(unwritten)?;
            io::copy(&mut File::open(copy.database())?, &mut zip)?;
            for evidence in &all {
                let name = evidence::shelf::file(Path::new(EVIDENCE), evidence);
                let name = name.to_string_lossy().replace('\\', "/");
                if !names.insert(name.clone()) {
                    continue;
                }
                match self.evidence_bytes(evidence) {
                    Ok(bytes) => {
                        // Photos and scans are compressed already.
                        let stored = options.compression_method(zip::CompressionMethod::Stored);
                        zip.start_file(name, stored).map_err(unwritten)?;
                        zip.write_all(&bytes)?;
                    }
                    Err(refusal @ Refusal::Store(_)) => return Err(refusal.into()),
                    Err(refusal) => troubles.push(refusal.to_string()),
                }
            }
            zip.finish().map_err(unwritten)?;
            Ok(())
        })?;
        if let Err(refusal) = each(&file, password, |_, bytes| io::copy(bytes, &mut io::sink())) {
            let _ = fs::remove_file(&file);
            return Err(refusal);
        }
        Ok(Backup { file, troubles })
    }
}

/// Opens an encrypted backup: the database, and the evidence beside it, in a passing folder.
pub(super) fn open(file: &Path, password: &Password, within: &Path) -> Result<Passing, Refusal> {
    let folder = Passing::new(within)?;
    each(file, password, |name, bytes| {
        let Some(name) = own(name) else { return Ok(0) };
        let place = folder.0.join(name);
        place.parent().map(fs::create_dir_all).transpose()?;
        io::copy(bytes, &mut File::create(place)?)
    })?;
    Ok(folder)
}

/// A name as this program writes it: no other leads out of the folder.
fn own(name: &str) -> Option<PathBuf> {
    let path = PathBuf::from(name);
    let plain = path.components().all(|part| matches!(part, Component::Normal(_)));
    (plain && (name == DATABASE || path.starts_with(EVIDENCE))).then_some(path)
}

/// Reads every file of it to the end: only then is it known to be whole.
fn each(
    file: &Path,
    password: &Password,
    mut read: impl FnMut(&str, &mut dyn Read) -> io::Result<u64>,
) -> Result<(), Refusal> {
    let told = |error: ZipError| match error {
        ZipError::InvalidPassword => Refusal::field(
            "password",
            format!("文件 {} 的密码不对。请核对大小写和输入法，再试一次。", file.display()),
        ),
        ZipError::Io(error) if error.kind() != io::ErrorKind::InvalidData => {
            unusable(file, &format!("读写失败：{}。", folder::reason(&error)))
        }
        _ => unusable(file, "它自身有损坏，请换一份备份。"),
    };
    let opened = File::open(file).map_err(|error| told(ZipError::Io(error)))?;
    let mut zip = ZipArchive::new(opened).map_err(told)?;
    for index in 0..zip.len() {
        let mut entry = zip.by_index_decrypt(index, password.0.as_bytes()).map_err(told)?;
        let name = entry.name().map(|name| name.into_owned()).map_err(told)?;
        read(&name, &mut entry).map_err(|error| told(ZipError::Io(error)))?;
    }
    Ok(())
}

fn unusable(file: &Path, what: &str) -> Refusal {
    Refusal::said(format!("文件 {} 用不了。{what}", file.display()))
}

fn unwritten(error: ZipError) -> Unwritten {
    Unwritten::Disk(error.into())
}
