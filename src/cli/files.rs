//! Files that a command reads and writes; `-` is standard input or output.

use std::{
    io::Read,
    path::{Path, PathBuf},
};

use super::{Stop, output::Output};
use crate::office::folder;

fn is_dash(path: &Path) -> bool {
    path.as_os_str() == "-"
}

pub fn read_text(path: &Path, stdin: &mut dyn Read) -> Result<String, Stop> {
    if !is_dash(path) {
        return Ok(folder::read_text(path)?);
    }
    let mut bytes = Vec::new();
    stdin.read_to_end(&mut bytes).map_err(|_| Stop::said("读不了标准输入，请改用文件。"))?;
    String::from_utf8(bytes)
        .map_err(|_| Stop::said("标准输入不是 UTF-8 编码的文本，请转为 UTF-8 后再试。"))
}

/// Writes the bytes where they were wanted: a file, whole or not at all, or standard output. Returns the
/// file that was written.
pub fn write(path: &Path, bytes: &[u8], out: &mut Output) -> Result<Option<PathBuf>, Stop> {
    if is_dash(path) {
        out.raw(bytes);
        return Ok(None);
    }
    folder::write_whole(path, bytes)?;
    Ok(Some(path.to_owned()))
}
