//! Where the bytes of evidence lie: on a desk of its own in the office's folder, `evidence/ab/ab12….jpg` by
//! their sha256; where desks share a server, there.

use std::{
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

use crate::{
    domain::evidence::Evidence,
    office::{
        Refusal,
        folder::{self, Folder},
        notices::hex,
    },
    store::{self, Driver, Engine},
};

/// How the bytes of a piece of evidence are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::office) enum State {
    Sound,
    Missing,
    Altered,
}

/// The file of evidence below a folder of such files.
pub(in crate::office) fn file(shelf: &Path, evidence: &Evidence) -> PathBuf {
    let sha = &evidence.sha;
    let name = format!("{sha}.{}", evidence.media.ending());
    shelf.join(sha.get(..2).unwrap_or("00")).join(name)
}

/// Puts bytes on the shelf, safe from a power cut when it returns. Sound ones stay; what is missing or altered
/// is made good.
pub(in crate::office) fn put(
    driver: &mut dyn Driver,
    office: &Folder,
    evidence: &Evidence,
    bytes: &[u8],
) -> Result<(), Refusal> {
    match driver.engine() {
        Engine::Postgres => Ok(store::evidence::keep_bytes(driver, &evidence.sha, bytes.to_vec())?),
        Engine::Sqlite => {
            let file = file(&office.evidence(), evidence);
            if state_of(&file, &evidence.sha) == State::Sound {
                return Ok(());
            }
            write(&file, bytes)
        }
    }
}

/// Writes a file of a shelf and the folders that it lies in.
pub(in crate::office) fn write(file: &Path, bytes: &[u8]) -> Result<(), Refusal> {
    if let Some(parent) = file.parent() {
        fs::create_dir_all(parent).map_err(|error| {
            Refusal::said(format!(
                "建不了文件夹 {}：{}。请清出空间或改好权限，再试一次。",
                parent.display(),
                folder::reason(&error)
            ))
        })?;
    }
    folder::write_own(file, bytes)?;
    for parent in file.ancestors().skip(1).take(2) {
        folder::settle(parent);
    }
    Ok(())
}

/// The bytes, found to be those that were handed in.
pub(in crate::office) fn get(
    driver: &mut dyn Driver,
    office: &Folder,
    evidence: &Evidence,
) -> Result<Vec<u8>, Refusal> {
    let bytes = match driver.engine() {
        Engine::Postgres => store::evidence::bytes(driver, &evidence.sha)?,
        Engine::Sqlite => match fs::read(file(&office.evidence(), evidence)) {
            Ok(bytes) => Some(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => {
                let file = file(&office.evidence(), evidence);
                return Err(super::file::unreadable(&file, &error));
            }
        },
    };
    match bytes {
        Some(bytes) if store::papers::sha(&bytes) == evidence.sha => Ok(bytes),
        Some(_) => Err(Refusal::said(format!(
            "佐证“{}”的文件和附上时不一样，可能被改动过。请用备份恢复，或把原来的文件再附一次。",
            evidence.name
        ))),
        None => Err(Refusal::said(format!(
            "佐证“{}”的文件不见了。请用备份恢复，或把原来的文件再附一次。",
            evidence.name
        ))),
    }
}

pub(super) fn state(
    driver: &mut dyn Driver,
    office: &Folder,
    evidence: &Evidence,
) -> Result<State, Refusal> {
    Ok(match driver.engine() {
        Engine::Postgres => match store::evidence::intact(driver, &evidence.sha)? {
            Some(true) => State::Sound,
            Some(false) => State::Altered,
            None => State::Missing,
        },
        Engine::Sqlite => state_of(&file(&office.evidence(), evidence), &evidence.sha),
    })
}

/// Compares a file with its sha256; one that cannot be read is as good as altered.
pub(in crate::office) fn state_of(file: &Path, sha: &str) -> State {
    match digest(file) {
        Ok(found) if found == sha => State::Sound,
        Err(error) if error.kind() == io::ErrorKind::NotFound => State::Missing,
        Ok(_) | Err(_) => State::Altered,
    }
}

fn digest(file: &Path) -> io::Result<String> {
    let mut file = File::open(file)?;
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hex(&digest.finalize())),
            count => digest.update(&buffer[..count]),
        }
    }
}
