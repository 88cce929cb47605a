//! What can be told of a database file without opening it as one.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::fault::Fault;
use super::platform;

pub(super) fn refuse_network(path: &Path) -> Result<(), Fault> {
    // The folder decides for a new file, the file behind a link for an existing one.
    let folder =
        path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let real = path
        .canonicalize()
        .or_else(|_| folder.canonicalize())
        .map_err(|error| io_fault(error, path))?;
    if platform::is_network(&real) {
        Err(Fault::NetworkDrive { path: path.to_owned() })
    } else {
        Ok(())
    }
}

/// No log beside the file, or an empty one: the file is complete by itself.
pub(super) fn log_is_empty(path: &Path) -> bool {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    std::fs::metadata(PathBuf::from(name)).map_or(true, |log| log.len() == 0)
}

/// A file that ends inside a page. SQLite reads the missing bytes as zeros, and its own check cannot tell
/// them from what somebody typed. Beside a log that is still to be folded in, the file may be of any length.
pub(super) fn is_cut(path: &Path) -> bool {
    let mut header = [0; 18];
    let read = File::open(path).and_then(|mut file| {
        file.read_exact(&mut header)?;
        file.metadata()
    });
    // What cannot be read here is for SQLite to explain.
    let Ok(file) = read else { return false };
    let page = match u16::from_be_bytes([header[16], header[17]]) {
        1 => 65_536,
        size => u64::from(size),
    };
    header.starts_with(b"SQLite format 3\0")
        && page > 0
        && file.len() % page != 0
        && log_is_empty(path)
}

/// Makes the new name last through a power cut; Windows keeps names in its own log.
pub(super) fn sync_folder(path: &Path) -> std::io::Result<()> {
    match path.parent() {
        Some(folder) if cfg!(unix) && !folder.as_os_str().is_empty() => {
            File::open(folder)?.sync_all()
        }
        _ => Ok(()),
    }
}

/// A failure of the file system, by what the person can do about it.
pub(super) fn io_fault(error: std::io::Error, path: &Path) -> Fault {
    use std::io::ErrorKind;
    let (path, detail) = (path.to_owned(), error.to_string());
    match error.kind() {
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Fault::ReadOnly { path },
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            Fault::DiskFull { place: Some(path.display().to_string()), detail }
        }
        _ => Fault::CannotOpen { path, detail },
    }
}
