//! `notice`: the notices that inspections end in.

use std::path::{Path, PathBuf};

use chrono::{Datelike, NaiveDate};
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::{
    Stop, files,
    output::{Output, Table},
    sheets::{Sheets, Stub},
    values,
};
use crate::{
    domain::notice,
    office::{
        Office,
        notices::{Filter, Line},
        print,
        stack::STACK,
    },
    terms,
};

#[derive(Debug, Subcommand)]
pub enum Notice {
    #[command(
        about = "列出一年的整改通知书，作废的也在其中",
        after_help = "例：
  anban notice list --year 2026
  anban notice list --unsigned                还没有附上签收扫描件的（anban evidence add 或 take 附上）"
    )]
    List(List),
    #[command(about = "看一份通知书的文字")]
    Show(Number),
    #[command(
        about = "打印通知书：写成 PDF、文字，或送到打印机",
        after_help = "例：
  anban notice print 招联安监整改〔2026〕11号 -o 通知书.pdf
  anban notice print 招联安监整改〔2026〕11号 --text
  anban notice print --all --year 2026 -o 通知书
  anban notice print --all --year 2026 -o 2026年通知书.pdf     一年的装成一个文件
  anban notice print 招联安监整改〔2026〕11号 -o 套打.pdf --overlay 0,-1.5
  anban notice print 招联安监整改〔2026〕11号 -o 带存根.pdf --stub

文号里的〔〕也可写成 [ ]。几个文号或 --all 时，-o 是文件夹，每份一个文件；--all 时 -o 写成 .pdf 文件，就装成一个文件（合订本，照发出时的文字排印）。作废的不在 --all 之内。"
    )]
    Print(Print),
    #[command(
        about = "作废一份通知书，文号保留",
        after_help = "例：anban notice void 招联安监整改〔2026〕11号 --reason 单位名称写错"
    )]
    Void(Void),
    #[command(
        name = "refused",
        about = "单位拒绝签名：写清见证人",
        after_help = "例：anban notice refused 招联安监整改〔2026〕11号 --witness 刘新 --witness 周洋 --note 负责人当场离开"
    )]
    Refused(Refused),
    #[command(about = "作废之后重发：新的文号，隐患照现在的情况")]
    Reissue(Reissue),
}

#[derive(Debug, Args)]
pub struct List {
    #[arg(long, value_name = "年份", value_parser = values::year, help = "哪一年，不写是今年")]
    pub year: Option<i32>,
    #[arg(long, conflicts_with = "year", help = "只看签收的扫描件还没有附上的，不论哪一年")]
    pub unsigned: bool,
    #[arg(
        long,
        value_name = "天数",
        value_parser = values::days,
        requires = "unsigned",
        help = "与 --unsigned 合用：签发后过了几个工作日，不写是1"
    )]
    pub workdays: Option<u32>,
}

#[derive(Debug, Args)]
pub struct Number {
    #[arg(value_name = "文号", help = "文号或编号")]
    pub number: String,
}

#[derive(Debug, Args)]
pub struct Print {
    #[arg(value_name = "文号", help = "文号或编号，可写几个", required_unless_present = "all")]
    pub numbers: Vec<String>,
    #[arg(long, conflicts_with = "numbers", help = "一年的通知书全打，作废的除外")]
    pub all: bool,
    #[arg(
        long,
        value_name = "年份",
        value_parser = values::year,
        requires = "all",
        help = "与 --all 合用：哪一年，不写是今年"
    )]
    pub year: Option<i32>,
    #[arg(
        short,
        long,
        value_name = "文件",
        required_unless_present_any = ["text", "printer"],
        help = "写到哪个文件，- 为标准输出；打几份时是文件夹，--all 时写 .pdf 就是一本"
    )]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub sheets: Sheets,
    #[command(flatten)]
    pub stub: Stub,
    #[arg(long, conflicts_with_all = ["copies", "overlay", "stub", "no_stub", "printer", "all"], help = "只要文字，不要 PDF")]
    pub text: bool,
    #[arg(long, value_name = "打印机", num_args = 0..=1, default_missing_value = "", help = "送到打印机，不写名称用默认的那台")]
    pub printer: Option<String>,
}

#[derive(Debug, Args)]
pub struct Void {
    #[arg(value_name = "文号", help = "文号或编号")]
    pub number: String,
    #[arg(long, value_name = "原因", help = "作废的原因")]
    pub reason: String,
}

#[derive(Debug, Args)]
pub struct Refused {
    #[arg(value_name = "文号", help = "文号或编号")]
    pub number: String,
    #[arg(long = "witness", value_name = "姓名", required = true, help = "见证人，几个人就写几次")]
    pub witnesses: Vec<String>,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "拒签的日期，不写是今天")]
    pub on: Option<NaiveDate>,
    #[arg(long, value_name = "说明", default_value = "", help = "当时的情况")]
    pub note: String,
}

#[derive(Debug, Args)]
pub struct Reissue {
    #[command(flatten)]
    pub old: Number,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "重发的日期，不写是今天")]
    pub on: Option<NaiveDate>,
}

impl Notice {
    pub fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        match self {
            Notice::List(list) => {
                let mut notices = if list.unsigned {
                    office.unsigned_notices(list.workdays.unwrap_or(1))?
                } else {
                    let year = list.year.unwrap_or_else(|| office.today().year());
                    office.notices(&Filter { year: Some(year), ..Filter::default() })?
                };
                notices.sort_by(|a, b| a.notice.place().cmp(&b.notice.place()));
                let late = notice::entered_after(notices.iter().map(|line| &line.notice));
                if out.json {
                    let rows = notices.iter().map(|line| {
                        let mut value = notice_json(&line.notice);
                        value["addressee"] = json!(line.addressee);
                        value["entered_after"] = json!(late.get(&line.notice.id));
                        value
                    });
                    out.document(&rows.collect());
                } else if notices.is_empty() && list.unsigned {
                    out.line("该附的签收扫描件都附上了。");
                } else if notices.is_empty() {
                    out.line("这一年还没有整改通知书。");
                } else {
                    let mut table = Table::new(["文号", "日期", "送达单位", "作废"])
                        .bending(["送达单位", "作废"]);
                    for Line { notice, addressee } in notices {
                        let void = void_text(&notice);
                        let mark = if late.contains_key(&notice.id) { "补登" } else { "" };
                        let day = format!("{}{mark}", notice.issued_on);
                        table.row([notice.number, day, addressee, void]);
                    }
                    out.table(&table);
                    if !late.is_empty() {
                        out.line("文号按登记的先后编，日期是检查的日子；补登的检查过后才登记，所以号大日期早。");
                    }
                }
            }
            Notice::Show(show) => {
                let (notice, letter) = office.notice(&show.number)?;
                if out.json {
                    let mut value = notice_json(&notice);
                    value["letter"] = json!(letter);
                    out.document(&value);
                } else {
                    let text = office.notice_text(&show.number)?;
                    out.text(first_copy(&text, letter.copies.len()));
                    if notice.void.is_some() {
                        out.line("");
                        out.line(format!("作废：{}", void_text(&notice)));
                    }
                    if let Some(refusal) = &notice.unsigned {
                        out.line("");
                        out.line(terms::sign_refusal(refusal));
                    }
                }
            }
            Notice::Print(print) => print.run(office, out)?,
            Notice::Void(void) => {
                let notice = office.void_notice(&void.number, &void.reason)?;
                done("已作废，文号保留。请用 anban notice reissue 重发", &notice, out);
            }
            Notice::Refused(refused) => {
                let Refused { number, witnesses, on, note } = refused;
                let notice = office.sign_refused(&number, &witnesses, on, &note)?;
                done("已登记拒签，请把见证人签过字的那份扫描附上", &notice, out);
            }
            Notice::Reissue(Reissue { old, on }) => {
                let notice = office.reissue(&old.number, on)?;
                done("已重发", &notice, out);
            }
        }
        Ok(())
    }
}

/// The pages of the first copy; the other copies say the same.
fn first_copy(text: &str, copies: usize) -> &str {
    let pages = text.split('\u{c}').count() / copies.max(1);
    text.match_indices('\u{c}').nth(pages.saturating_sub(1)).map_or(text, |(end, _)| &text[..end])
}

fn done(what: &str, notice: &notice::Notice, out: &mut Output) {
    if out.json {
        out.document(&notice_json(notice));
    } else {
        out.line(format!("{what}：{}。", notice.number));
    }
}

fn void_text(notice: &notice::Notice) -> String {
    match &notice.void {
        Some(void) => format!("{} {}", terms::date(void.on), void.reason),
        None => String::new(),
    }
}

pub fn notice_json(notice: &notice::Notice) -> Value {
    json!({
        "id": notice.id, "number": notice.number, "year": notice.year, "serial": notice.serial,
        "series": notice.series, "unit": notice.unit, "inspection": notice.inspection,
        "premises_id": notice.premises, "issued_on": notice.issued_on,
        "void": notice.void.is_some(),
        "void_on": notice.void.as_ref().map(|void| void.on),
        "void_reason": notice.void.as_ref().map(|void| &void.reason),
        "sign_refused": notice.unsigned
    })
}

impl Print {
    fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        let output = self.output.as_deref();
        let wanted = self.sheets.with(&self.stub);
        match self.numbers.as_slice() {
            [number] if self.text => files::deliver_text(&office.notice_text(number)?, output, out),
            [number] => {
                let paper = office.notice_pdf(number, &wanted)?;
                files::deliver(office, &paper, output, self.printer.as_deref(), out)
            }
            _ if self.text => Err(Stop::Usage("--text 一次只写一份，请只写一个文号。".to_owned())),
            _ if output.is_some_and(|output| output.as_os_str() == "-") => {
                Err(Stop::Usage("打几份时 -o 是文件夹，不能是标准输出。".to_owned()))
            }
            _ => self.stack(office, &wanted, out),
        }
    }

    /// The one file that a whole year goes into.
    fn volume(&self) -> Option<&Path> {
        let file = self.output.as_deref().filter(|_| self.all)?;
        let ending = file.extension()?.to_str()?;
        ending.eq_ignore_ascii_case("pdf").then_some(file)
    }

    /// Several notices: each a file of the folder, or each to the printer, and what could not be done named.
    fn stack(
        &self,
        office: &mut Office,
        wanted: &print::Print,
        out: &mut Output,
    ) -> Result<(), Stop> {
        let volume = self.volume();
        let folder = self.output.as_deref().filter(|_| volume.is_none());
        let replaced = volume.map_or("", files::replaced);
        let mut stack = if let Some(file) = volume {
            office.print_volume(self.year, wanted, file)?
        } else if self.all {
            office.print_year(self.year, wanted, folder)?
        } else {
            office.print_notices(&self.numbers, wanted, folder)?
        };
        if let Some(printer) = &self.printer {
            let printer = Some(printer.as_str()).filter(|name| !name.is_empty());
            for (notice, file) in std::mem::take(&mut stack.done) {
                let paper = office.notice_pdf(&notice.id.to_string(), wanted)?;
                match office.send(&paper, printer) {
                    Ok(_) => stack.done.push((notice, file)),
                    Err(refusal) => stack.failed.push((notice.number, refusal)),
                }
            }
            if !stack.done.is_empty() {
                office.note_taken(STACK, "打印", stack.done.len(), false)?;
            }
        }
        for warning in &stack.warnings {
            out.remark(warning);
        }
        for (number, refusal) in &stack.failed {
            out.trouble(format!("{number} 没有打成：{refusal}"));
        }
        if out.json {
            out.document(&json!({
                "folder": folder, "file": volume,
                "done": stack.done.iter().map(|(notice, file)| json!({
                    "id": notice.id, "number": notice.number, "file": file
                })).collect::<Vec<_>>(),
                "failed": stack.failed.iter().map(|(number, refusal)| json!({
                    "number": number, "reason": refusal.to_string()
                })).collect::<Vec<_>>(),
                "void": stack.void
            }));
            return Ok(());
        }
        let count = stack.done.len();
        if let Some(file) = volume.filter(|_| count > 0) {
            out.line(format!("{count}份通知书已写到 {}{replaced}。", file.display()));
        } else if volume.is_some() {
            out.line("没有可打的通知书，没有写文件。");
        }
        if let Some(folder) = folder {
            out.line(format!("{count}份通知书已写到文件夹 {}。", folder.display()));
        }
        if self.printer.is_some() {
            out.line(format!("{count}份通知书已交给打印机。出纸后请核对份数。"));
        }
        if !stack.failed.is_empty() {
            out.line(format!("{}份没有打成，原因见下。", stack.failed.len()));
        }
        if stack.void > 0 {
            out.line(format!("另有{}份已作废，没有打印。", stack.void));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_copy_is_shown_with_all_its_pages() {
        for (text, copies, shown) in [
            ("a\u{c}b", 2, "a"),
            ("a\u{c}b\u{c}a\u{c}b", 2, "a\u{c}b"),
            ("a", 1, "a"),
            ("a", 0, "a"),
        ] {
            assert_eq!(first_copy(text, copies), shown);
        }
    }
}
