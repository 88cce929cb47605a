//! Files that a command reads and writes; `-` is standard input or output.

use std::{collections::BTreeMap, io::Read, path::Path};

use serde_json::json;

use super::{Stop, output::Output};
use crate::{
    form::answers_file,
    office::{Office, Refusal, folder, print::Printed},
};

fn is_dash(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Behind a sentence that says where something was written: that something else lay there. Asked before it is written.
pub fn replaced(path: &Path) -> &'static str {
    if path.is_file() { "，换掉了原来的同名文件" } else { "" }
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

/// The answers that a file holds, `field = "words"`.
pub fn read_fields(path: &Path, stdin: &mut dyn Read) -> Result<BTreeMap<String, String>, Stop> {
    let name = path.display().to_string();
    Ok(answers_file::flat(&read_text(path, stdin)?).map_err(|problems| {
        Refusal::Many(problems.iter().map(|problem| format!("{name}：{problem}")).collect())
    })?)
}

/// Writes a finished paper to a file or to standard output, and says so.
pub fn write(paper: &Printed, path: &Path, out: &mut Output) -> Result<(), Stop> {
    for warning in &paper.warnings {
        out.remark(warning);
    }
    if is_dash(path) {
        out.raw(&paper.bytes);
        return Ok(());
    }
    let replaced = replaced(path);
    folder::write_whole(path, &paper.bytes)?;
    if out.json {
        out.document(&json!({ "title": paper.title, "file": path, "bytes": paper.bytes.len() }));
    } else {
        out.line(format!("{} 已写到 {}{replaced}。", paper.title, path.display()));
    }
    Ok(())
}

/// Writes a finished paper where it was wanted, a file (whole or not at all), standard output or the
/// printer, and says so.
pub fn deliver(
    office: &mut Office,
    paper: &Printed,
    output: Option<&Path>,
    printer: Option<&str>,
    out: &mut Output,
) -> Result<(), Stop> {
    for warning in &paper.warnings {
        out.remark(warning);
    }
    let replaced = output.map_or("", replaced);
    if let Some(path) = output {
        if is_dash(path) {
            out.raw(&paper.bytes);
            return Ok(office.note_list(&paper.title, paper.list, path)?);
        }
        // A file that says it is something else opens in the wrong program.
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        if ending.is_some_and(|ending| ending != "pdf") {
            return Err(Stop::Usage(format!(
                "“{}”写不成：文书存成 PDF，请写 .pdf 结尾的文件名；表册还可以写 .xlsx、.csv、.txt。",
                path.display()
            )));
        }
        office.write_paper(paper, path)?;
    }
    let sent = match printer {
        Some(name) => Some(office.send(paper, Some(name).filter(|name| !name.is_empty()))?),
        None => None,
    };
    if out.json {
        out.document(&json!({
            "title": paper.title, "file": output, "bytes": paper.bytes.len(), "sent": sent
        }));
        return Ok(());
    }
    if let Some(path) = output {
        out.line(format!("{} 已写到 {}{replaced}。", paper.title, path.display()));
    }
    if let Some(sent) = sent {
        out.line(sent);
    }
    Ok(())
}

/// Writes the words of a paper: to a file, or to standard output.
pub fn deliver_text(text: &str, output: Option<&Path>, out: &mut Output) -> Result<(), Stop> {
    match output.filter(|path| !is_dash(path)) {
        Some(path) => {
            let replaced = replaced(path);
            folder::write_whole(path, text.as_bytes())?;
            if out.json {
                out.document(&json!({ "file": path }));
            } else {
                out.line(format!("文字已写到 {}{replaced}。", path.display()));
            }
        }
        None if out.json => out.document(&json!({ "text": text })),
        None => out.text(text),
    }
    Ok(())
}
