//! `paper`: every paper besides the notice and the checklists, issued, printed, or saved as a spreadsheet.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::{
    Stop, files,
    ledger::Given,
    output::{Output, Table},
    sheets::{Sheets, Stub},
    values,
};
use crate::{
    domain::{document::Document, period},
    form::facts::About,
    office::{
        Office,
        documents::{Filter, Request},
        exports::How,
        facts::Period,
        print::Print,
    },
    terms,
};

const EXAMPLES: &str = "例：
  anban paper print table1 -o 表一.pdf
  anban paper print problem_list --month 2026-10 -o 问题清单.xlsx
  anban paper print dossier --about 恒捷鞋材厂 -o 一企一档.pdf
  anban paper issue recheck --about 招联安监整改〔2026〕11号 -o 复查意见书.pdf
  anban paper reprint 招联安监复查〔2026〕3号 -o 复查意见书.pdf";

#[derive(Debug, Subcommand)]
pub enum Paper {
    #[command(about = "有哪些文书和表册，各是关于什么的")]
    List,
    #[command(about = "看一份文书要填哪些项，已知的先填好")]
    Ask(Ask),
    #[command(about = "出具一份文书：编号、存档，可同时打印", after_help = EXAMPLES)]
    Issue(Make),
    #[command(about = "打印不编号的文书和表册，或存成 xlsx、csv", after_help = EXAMPLES)]
    Print(Make),
    #[command(about = "列出已出具的文书，新的在前")]
    Issued(Issued),
    #[command(about = "重印一份已出具的文书，和第一次印的一样")]
    Reprint(Reprint),
    #[command(about = "作废一份已出具的文书，文号保留")]
    Void(Void),
}

#[derive(Debug, Args)]
pub struct Ask {
    #[arg(value_name = "代码", help = "文书的代码，例如 recheck")]
    pub code: String,
    #[arg(long, value_name = "对象", help = "关于哪条记录：单位名称、隐患编号、通知书文号等")]
    pub about: Option<String>,
}

#[derive(Debug, Args)]
pub struct Make {
    #[arg(value_name = "代码", help = "文书的代码，例如 recheck")]
    pub code: String,
    #[arg(long, value_name = "对象", help = "关于哪条记录：单位名称、隐患编号、通知书文号等")]
    pub about: Option<String>,
    #[command(flatten)]
    pub given: Given,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "出具的日期，不写是今天")]
    pub on: Option<NaiveDate>,
    #[arg(long, value_name = "月份", value_parser = values::month, help = "表册说的是哪个月，不写是本月")]
    pub month: Option<NaiveDate>,
    #[arg(long, value_name = "日期", value_parser = values::day, requires = "to", help = "表册从哪一天起")]
    pub from: Option<NaiveDate>,
    #[arg(long, value_name = "日期", value_parser = values::day, requires = "from", help = "表册到哪一天止")]
    pub to: Option<NaiveDate>,
    #[command(flatten)]
    pub out: Out,
}

#[derive(Debug, Default, Args)]
pub struct Out {
    #[arg(
        short,
        long,
        value_name = "文件",
        help = "写到哪个文件（pdf、xlsx、csv、txt），- 为标准输出"
    )]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub sheets: Sheets,
    #[command(flatten)]
    pub stub: Stub,
    #[arg(long, help = "表册里的手机号和身份证号遮住中间几位")]
    pub mask: bool,
    #[arg(long, conflicts_with_all = ["copies", "overlay", "stub", "no_stub", "printer"], help = "只要文字，不要 PDF")]
    pub text: bool,
    #[arg(long, value_name = "打印机", num_args = 0..=1, default_missing_value = "", help = "送到打印机，不写名称用默认的那台")]
    pub printer: Option<String>,
}

#[derive(Debug, Args)]
pub struct Issued {
    #[arg(value_name = "代码", help = "只看这一种文书")]
    pub code: Option<String>,
    #[arg(long, value_name = "单位", help = "只看一家单位的")]
    pub premises: Option<String>,
    #[arg(long, value_name = "年份", value_parser = values::year, help = "只看一年的")]
    pub year: Option<i32>,
}

#[derive(Debug, Args)]
pub struct Reprint {
    #[arg(value_name = "文号", help = "文号或编号")]
    pub number: String,
    #[command(flatten)]
    pub out: Out,
}

#[derive(Debug, Args)]
pub struct Void {
    #[arg(value_name = "文号", help = "文号或编号")]
    pub number: String,
    #[arg(long, value_name = "原因", help = "作废的原因")]
    pub reason: String,
}

impl Paper {
    pub fn run(
        self,
        office: &mut Office,
        stdin: &mut dyn std::io::Read,
        out: &mut Output,
    ) -> Result<(), Stop> {
        match self {
            Paper::List => list(office, out),
            Paper::Ask(ask) => ask.run(office, out)?,
            Paper::Issue(make) => {
                let (request, to) = make.read(stdin)?;
                office.check_print(&request, &to.print())?;
                let document = office.issue_paper(&request)?;
                issued(office, &document, &to, out)?;
            }
            Paper::Print(make) => {
                let (request, to) = make.read(stdin)?;
                to.draft(office, &request, out)?;
                if let Some(sent) = office.sent_already(&request)? {
                    out.remark(sent);
                }
            }
            Paper::Issued(issued) => issued.run(office, out)?,
            Paper::Reprint(reprint) => reprint.out.document(office, &reprint.number, out)?,
            Paper::Void(void) => {
                let document = office.void_document(&void.number, &void.reason)?;
                if out.json {
                    out.document(&document_json(&document));
                } else {
                    out.line(format!("{} {} 已作废。", document.title, document.number));
                }
            }
        }
        Ok(())
    }
}

impl Make {
    fn read(self, stdin: &mut dyn std::io::Read) -> Result<(Request, Out), Stop> {
        let month = self.month.map(|day| {
            let (from, to) = period::month_of(day);
            Period { from, to }
        });
        let days = self.from.zip(self.to).map(|(from, to)| Period { from, to });
        if let Some(Period { from, to }) = days.filter(|days| days.to < days.from) {
            return Err(Stop::Usage(format!(
                "起止日期写反了：从{}到{}。请把早的写在 --from。",
                terms::date(from),
                terms::date(to)
            )));
        }
        let request = Request {
            code: self.code,
            about: self.about,
            fields: self.given.read(stdin)?,
            on: self.on,
            period: days.or(month),
            ..Request::default()
        };
        Ok((request, self.out))
    }
}

impl Out {
    pub fn print(&self) -> Print {
        Print { masked: self.mask, ..self.sheets.with(&self.stub) }
    }

    /// Whether nothing but the words is asked for, and no file.
    pub fn is_plain(&self) -> bool {
        self.output.is_none() && self.printer.is_none() && !self.text
    }

    /// The ending of the file's name, which says what it is to hold.
    pub fn ending(&self) -> String {
        let path = self.output.as_deref().unwrap_or(Path::new(""));
        path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default()
    }

    /// How a spreadsheet is written.
    pub fn how(&self) -> How {
        How { csv: self.ending() == "csv", masked: self.mask }
    }

    pub fn draft(
        &self,
        office: &mut Office,
        request: &Request,
        out: &mut Output,
    ) -> Result<(), Stop> {
        match (self.ending().as_str(), &self.output) {
            ("xlsx" | "csv", Some(path)) => {
                let sheet = office.register_sheet(request, self.how())?;
                let replaced = files::replaced(path);
                let written = office.write_sheet(&sheet, path)?;
                if out.json {
                    out.document(
                        &json!({ "file": path, "bytes": sheet.bytes.len(), "files": written }),
                    );
                } else {
                    out.line(format!("已写到 {}{replaced}。", listed(&written)));
                }
                tell_days(office, request, Some(sheet.rows), true, out)
            }
            (ending, output)
                if self.text || ending == "txt" || (output.is_none() && self.printer.is_none()) =>
            {
                let said = office.drafted_words(request, self.mask)?;
                files::deliver_text(&said.text, output.as_deref(), out)?;
                tell_days(office, request, said.list.map(|list| list.rows), false, out)?;
                match output {
                    Some(file) => Ok(office.note_list(&said.title, said.list, file)?),
                    None => Ok(()),
                }
            }
            (_, output) => {
                let printed = office.drafted_pdf(request, &self.print())?;
                tell_days(office, request, printed.list.map(|list| list.rows), false, out)?;
                files::deliver(office, &printed, output.as_deref(), self.printer.as_deref(), out)
            }
        }
    }

    fn document(&self, office: &mut Office, number: &str, out: &mut Output) -> Result<(), Stop> {
        if self.text || self.ending() == "txt" || (self.output.is_none() && self.printer.is_none())
        {
            let text = office.document_text(number)?;
            return files::deliver_text(&text, self.output.as_deref(), out);
        }
        let printed = office.document_pdf(number, &self.print())?;
        files::deliver(office, &printed, self.output.as_deref(), self.printer.as_deref(), out)
    }
}

impl Ask {
    fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        let request = Request { code: self.code, about: self.about, ..Request::default() };
        let asked = office.asked(&request)?;
        if out.json {
            let rows = asked.iter().map(|asked| {
                let field = &asked.field;
                json!({
                    "id": field.id, "label": field.label, "kind": field.kind.code(),
                    "options": field.options, "required": field.required, "proposal": asked.proposal
                })
            });
            out.document(&rows.collect());
            return Ok(());
        }
        if asked.is_empty() {
            out.line("这份文书不用填写，已知的都能填好。");
            return Ok(());
        }
        let mut table =
            Table::new(["项", "名称", "必填", "可选", "建议"]).bending(["建议", "可选"]);
        for asked in asked {
            let field = asked.field;
            table.row([
                field.id,
                field.label,
                if field.required { "是" } else { "" }.into(),
                field.options.join("、"),
                asked.proposal,
            ]);
        }
        out.table(&table);
        Ok(())
    }
}

impl Issued {
    fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        let premises = match &self.premises {
            Some(wanted) => Some(office.find_premises(wanted)?.entry.id),
            None => None,
        };
        let filter = Filter { code: self.code, premises, year: self.year, ..Filter::default() };
        let documents = office.documents(&filter)?;
        if out.json {
            out.document(&documents.iter().map(document_json).collect());
        } else if documents.is_empty() {
            out.line("还没有出具过文书。");
        } else {
            let mut table =
                Table::new(["日期", "文书", "文号", "编号", "作废"]).bending(["文书", "作废"]);
            for document in documents {
                table.row([
                    document.issued_on.to_string(),
                    document.title,
                    document.number,
                    document.id.to_string(),
                    document.void.map(|void| void.reason).unwrap_or_default(),
                ]);
            }
            out.table(&table);
        }
        Ok(())
    }
}

fn list(office: &Office, out: &mut Output) {
    if out.json {
        let rows = office.library().papers().map(|form| {
            json!({
                "code": form.code, "title": form.title, "name": form.name, "about": form.about.code(),
                "about_label": about(form.about), "numbered": form.number.is_some(),
                "fields": form.fields.len()
            })
        });
        out.document(&rows.collect());
        return;
    }
    let mut table = Table::new(["代码", "名称", "关于", "编号"]).bending(["名称"]);
    for form in office.library().papers() {
        table.row([
            form.code.clone(),
            form.name.clone(),
            about(form.about).to_owned(),
            if form.number.is_some() { "编号" } else { "" }.to_owned(),
        ]);
    }
    out.table(&table);
}

fn about(about: About) -> &'static str {
    terms::paper_about(about)
}

fn issued(
    office: &mut Office,
    document: &Document,
    to: &Out,
    out: &mut Output,
) -> Result<(), Stop> {
    if to.output.is_some() || to.printer.is_some() || to.text {
        if !out.json {
            out.line(format!("已出具 {} {}。", document.title, document.number));
        }
        return to.document(office, &document.id.to_string(), out);
    }
    if out.json {
        out.document(&document_json(document));
    } else {
        out.line(format!("已出具 {} {}，编号 {}。", document.title, document.number, document.id));
    }
    Ok(())
}

pub fn document_json(document: &Document) -> Value {
    json!({
        "id": document.id, "code": document.code, "title": document.title,
        "number": document.number, "issued_on": document.issued_on,
        "subject": document.subject, "premises_id": document.premises,
        "void_on": document.void.as_ref().map(|void| void.on),
        "void_reason": document.void.as_ref().map(|void| &void.reason)
    })
}

/// Of which days the list of a ledger is, where the file itself does not say so, or where it is empty.
pub(super) fn tell_days(
    office: &Office,
    request: &Request,
    rows: Option<usize>,
    always: bool,
    out: &mut Output,
) -> Result<(), Stop> {
    let Some(rows) = rows.filter(|rows| always || *rows == 0) else { return Ok(()) };
    let Some(held) = office.list_held(request, rows)? else { return Ok(()) };
    let mut says = held.says();
    if held.is_of_other_days() {
        says += "要别的日子的，anban paper print 写 --month 2026-11 或 --from、--to，anban report 写 --period 2026-11。";
    }
    out.remark(says);
    Ok(())
}

/// The files of a list; a csv file holds one table.
pub(super) fn listed(files: &[PathBuf]) -> String {
    let names: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
    match names.len() {
        1 => names.join(""),
        count => format!("{}（{count}张表，csv一张表一个文件）", names.join("、")),
    }
}
