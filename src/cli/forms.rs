//! `form`: what forms there are, and whether a form file is right.

mod facts;
mod show;

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::{
    Stop, files,
    output::{Output, Table},
    values,
};
use crate::{
    form::library::Library,
    office::{Opening, Refusal, criteria, folder, folder::Folder, preview},
    terms,
};

#[derive(Debug, Subcommand)]
pub enum Form {
    #[command(about = "列出全部表单")]
    List,
    #[command(
        about = "查一个表单文件写得对不对",
        after_help = "例：anban form check forms/checklist/table4.toml"
    )]
    Check(Check),
    #[command(
        about = "看一张表：检查表的项目、选项和缺省隐患，文书和台账要填的栏目",
        after_help = "例：
  anban form show table4
  anban form show transfer --source > transfer.toml     取出文件来改"
    )]
    Show(Show),
    #[command(
        about = "写文书表单时能用哪些事实（花括号里的名称）",
        after_help = "例：anban form facts hazard"
    )]
    Facts(facts::Facts),
    #[command(
        about = "按隐患的文字查判定标准：哪些条款可能判为重大隐患",
        after_help = "例：
  anban form criteria 电焊工无证上岗
  anban form criteria 彩钢夹芯板搭建宿舍 --on 2025-10-31     按那一天施行的标准"
    )]
    Criteria(Criteria),
    #[command(
        about = "用示例数据印一张表",
        after_help = "例：anban form preview table4 -o 表四.pdf"
    )]
    Preview(Preview),
}

#[derive(Debug, Args)]
pub struct Check {
    #[arg(value_name = "文件", help = "表单文件（toml）")]
    pub file: PathBuf,
}

#[derive(Debug, Args)]
pub struct Show {
    #[arg(value_name = "代码", help = "表单的代码，例如 table4")]
    pub code: String,
    #[arg(long, help = "原样给出表单文件，改动前先存一份")]
    pub source: bool,
}

#[derive(Debug, Args)]
pub struct Criteria {
    #[arg(value_name = "文字", help = "隐患的文字，例如 电焊工无证上岗")]
    pub text: String,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "按哪一天施行的标准，不写是今天")]
    pub on: Option<NaiveDate>,
    #[arg(
        long,
        value_name = "行业",
        default_value = "",
        help = "所在行业，写了就不列别的行业的条款"
    )]
    pub industry: String,
}

impl Criteria {
    fn run(self, opening: &Opening, library: &Library, out: &mut Output) {
        let on = self.on.unwrap_or_else(|| opening.today());
        let found = criteria::look_up(library, &self.text, &self.industry, on);
        if out.json {
            out.document(&json!({ "on": on, "items": found.hints, "pending": found.pending }));
            return;
        }
        if found.hints.is_empty() {
            out.line(match found.pending.as_slice() {
                [] => "没有找到对得上的条款。",
                _ => "已经录入的条款里没有对得上的。",
            });
        }
        for hint in &found.hints {
            out.line(format!("{}  {}", hint.key, hint.basis));
            out.line(format!(
                "  {}{}",
                hint.text,
                if hint.paraphrase { "（归纳，引用前请核对原文）" } else { "" }
            ));
        }
        for sentence in found.pending {
            out.remark(sentence);
        }
    }
}

#[derive(Debug, Args)]
pub struct Preview {
    #[arg(value_name = "代码", help = "表单的代码，例如 table4；或一个还没有放进办公室的表单文件")]
    pub code: String,
    #[arg(
        short,
        long,
        value_name = "文件",
        help = "写到哪个 PDF 文件（txt 为文字），- 为标准输出"
    )]
    pub output: PathBuf,
    #[arg(long, help = "只要文字，不要 PDF")]
    pub text: bool,
}

impl Form {
    /// Forms are there before the office is: the built-in ones, and over them those of its folder.
    pub fn run(self, opening: &Opening, out: &mut Output) -> Result<(), Stop> {
        match self {
            Form::List => {
                let library = library(opening, out)?;
                list(&library, out);
            }
            Form::Check(check) => check.run(opening, out)?,
            Form::Show(show) => {
                let library = library(opening, out)?;
                if show.source {
                    let mut entries = library.entries();
                    let entry = entries.find(|entry| entry.code() == show.code);
                    out.text(&entry.ok_or_else(|| unknown(&show.code))?.source);
                } else if !self::show::show(&library, &show.code, out) {
                    return Err(unknown(&show.code));
                }
            }
            Form::Facts(facts) => facts.run(out)?,
            Form::Criteria(criteria) => {
                let library = library(opening, out)?;
                criteria.run(opening, &library, out);
            }
            Form::Preview(preview) => {
                let (library, code) = match preview.code.ends_with(".toml") {
                    true => with_file(opening, &preview.code)?,
                    false => (library(opening, out)?, preview.code.clone()),
                };
                let folder = opening.folder().ok();
                let folder = folder.as_ref().map(Folder::path);
                let made = preview::preview(&library, folder, &code, opening.today())?;
                let is_text = preview.output.extension().is_some_and(|ending| ending == "txt");
                if preview.text || is_text {
                    let output = Some(preview.output.as_path());
                    return files::deliver_text(&made.text(), output, out);
                }
                files::write(&made.pdf()?, &preview.output, out)?;
            }
        }
        Ok(())
    }
}

/// The forms in use. A faulty one of the office is named and the built-in one stands.
fn library(opening: &Opening, out: &mut Output) -> Result<Library, Stop> {
    let (library, faults) = Library::new(&own(opening)?);
    for fault in faults {
        out.remark(fault.to_string());
    }
    Ok(library)
}

/// The forms in use with one file beside them, which takes the place of what has its kind and code; and its code.
fn with_file(opening: &Opening, path: &str) -> Result<(Library, String), Stop> {
    let text = folder::read_text(Path::new(path))?;
    let mut forms = own(opening)?;
    let faults = Library::new(&forms).0.check(path, &text);
    if !faults.is_empty() {
        return Err(Refusal::Faults(faults).into());
    }
    let code = code_of(path, &text).unwrap_or_default();
    // The office's own of that code gives way to the one that is looked at.
    forms.retain(|(_, own)| code_of(path, own).as_ref() != Some(&code));
    forms.push((path.to_owned(), text));
    Ok((Library::new(&forms).0, code))
}

/// The code that a form file has.
fn code_of(path: &str, text: &str) -> Option<String> {
    let (library, _) = Library::new(&[(path.to_owned(), text.to_owned())]);
    library.entries().find(|entry| entry.path == path).map(|entry| entry.code().to_owned())
}

/// Without a folder of its own the office has the built-in forms alone.
fn own(opening: &Opening) -> Result<Vec<(String, String)>, Refusal> {
    match opening.folder() {
        Ok(folder) => folder.own_forms(),
        Err(_) => Ok(Vec::new()),
    }
}

fn unknown(code: &str) -> Stop {
    Stop::said(format!(
        "没有代码为“{code}”的检查表、文书或台账。请用 anban form list 查看有哪些表。"
    ))
}

fn list(library: &Library, out: &mut Output) {
    if out.json {
        let rows = library.entries().map(|entry| {
            json!({
                "code": entry.code(), "title": entry.title(), "kind": entry.kind().code(),
                "kind_label": terms::form_kind(entry.kind()), "revision": entry.revision(),
                "own": entry.own
            })
        });
        out.document(&rows.collect());
        return;
    }
    let mut table = Table::new(["代码", "种类", "名称", "版本", "来源"]).bending(["名称"]);
    for entry in library.entries() {
        table.row([
            entry.code().to_owned(),
            terms::form_kind(entry.kind()).into(),
            entry.title(),
            entry.revision().to_string(),
            if entry.own { "本办公室" } else { "程序自带" }.into(),
        ]);
    }
    out.table(&table);
}

impl Check {
    fn run(self, opening: &Opening, out: &mut Output) -> Result<(), Stop> {
        let text = folder::read_text(&self.file)?;
        // What it names in other files is looked up among the forms in use.
        let (library, _) = Library::new(&own(opening)?);
        let faults = library.check(&self.file.display().to_string(), &text);
        if out.json {
            let rows: Vec<Value> = faults
                .iter()
                .map(|fault| {
                    json!({ "file": fault.file, "line": fault.line, "message": fault.message })
                })
                .collect();
            out.document(&json!({ "sound": rows.is_empty(), "faults": rows }));
            for fault in faults {
                out.trouble(fault.to_string());
            }
            return Ok(());
        }
        if !faults.is_empty() {
            return Err(Refusal::Faults(faults).into());
        }
        out.line(format!("{} 写得没有问题。", self.file.display()));
        Ok(())
    }
}
