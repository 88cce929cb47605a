//! `report`: what goes to the level above: looked at, sent, given back, and who owes what by when.

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::{
    Stop,
    days::tell_unpublished,
    files,
    output::{Output, Table},
    paper, values,
};
use crate::{
    domain::{id::Id, period, report},
    office::{
        Office,
        facts::Period,
        report::{Owed, Wanted},
    },
    terms,
};

const EXAMPLES: &str = "例：
  anban report problem_list --period 2026-10 -o 问题清单.pdf
  anban --as 林安全 report submit problem_list --period 2026-10
  anban report submit problem_list --period 2026-10 --unit 霞美社区 --by 何安全 --zero
  anban --as 沈卫东 report submit quarterly --period 2026-Q3 --signer 韩书记
  anban report problem_list --period 2026-10 --map 平台列.toml -o 导入.xlsx
  anban report status --period 2026 --open";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Report {
    #[command(subcommand)]
    pub deed: Option<Deed>,
    #[arg(value_name = "代码", help = "报表的代码，例如 problem_list、monthly、quarterly、table1")]
    pub code: Option<String>,
    #[command(flatten)]
    pub of: Of,
    #[arg(long, help = "已上报的也按现在的记录做，不用报出时的")]
    pub live: bool,
    #[arg(
        long,
        value_name = "导出列",
        help = "存成电子表格时用哪一套列：代码，或自己写的 .toml 文件"
    )]
    pub map: Option<String>,
    #[command(flatten)]
    pub out: paper::Out,
}

#[derive(Debug, Default, Args)]
pub struct Of {
    #[arg(long, value_name = "时段", value_parser = values::stretch_or_day, help = "说的是哪一段：2026-10、2026-Q4、2026，专项行动写那一期里的一天；不写是该报的那一段")]
    pub period: Option<(NaiveDate, NaiveDate)>,
    #[arg(long, value_name = "单位", help = "哪个单位的报表，不写是本单位的")]
    pub unit: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum Deed {
    #[command(about = "上报：报出的数字和文字不再改动", after_help = EXAMPLES)]
    Submit(Submit),
    #[command(about = "谁该报什么、什么时候报、报了没有")]
    Status(Status),
    #[command(
        about = "退回一份报表，让下级重报",
        after_help = "例：anban --as 沈卫东 report return problem_list --period 2026-10 --unit 霞美社区 --reason 漏了两家"
    )]
    Return(Return),
}

#[derive(Debug, Args)]
pub struct Submit {
    #[arg(value_name = "代码", help = "报表的代码，例如 problem_list、monthly、quarterly")]
    pub code: String,
    #[command(flatten)]
    pub of: Of,
    #[arg(long, help = "零报告：确实没有可报的")]
    pub zero: bool,
    #[arg(long, value_name = "姓名", help = "报送人，不写是 --as 写的人")]
    pub by: Option<String>,
    #[arg(long, value_name = "姓名", help = "签字的主要领导（季度汇总要写）")]
    pub signer: Option<String>,
    #[arg(long, help = "核对过了：上一期还没有报，也照样先报这一期")]
    pub sure: bool,
}

#[derive(Debug, Args)]
pub struct Status {
    #[arg(long, value_name = "日期", value_parser = values::day, help = "从哪一天到期的看起，不写是两个月前")]
    pub from: Option<NaiveDate>,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "看到哪一天到期的，不写是一个月后")]
    pub to: Option<NaiveDate>,
    #[arg(long, value_name = "时段", value_parser = values::stretch, conflicts_with_all = ["from", "to"], help = "只看这一段到期的：2026、2026-Q4、2026-10")]
    pub period: Option<(NaiveDate, NaiveDate)>,
    #[arg(long, help = "只看没有报的")]
    pub open: bool,
}

#[derive(Debug, Args)]
pub struct Return {
    #[arg(value_name = "代码", help = "报表的代码，例如 problem_list、monthly；或者报表的编号")]
    pub what: String,
    #[command(flatten)]
    pub of: Of,
    #[arg(long, value_name = "原因", help = "退回的原因")]
    pub reason: String,
}

impl Return {
    /// The report by its id, or that which stands of a unit about some days.
    fn id(self, office: &mut Office) -> Result<Id, Stop> {
        if let Some(id) = Id::parse(self.what.trim()) {
            return Ok(id);
        }
        let named = office.named_report(&self.of.wanted(self.what), true)?;
        Ok(office.report_sent(&named)?)
    }
}

impl Of {
    fn wanted(self, code: String) -> Wanted {
        let period = self.period.map(|(from, to)| Period { from, to });
        Wanted { code, unit: self.unit, period }
    }
}

impl Report {
    pub fn run(
        self,
        office: &mut Office,
        _: &mut dyn std::io::Read,
        out: &mut Output,
    ) -> Result<(), Stop> {
        match self.deed {
            Some(Deed::Submit(submit)) => submit.run(office, out),
            Some(Deed::Status(status)) => status.run(office, out),
            Some(Deed::Return(back)) => {
                let reason = back.reason.clone();
                let id = back.id(office)?;
                let report = office.give_back_report(id, &reason)?;
                if out.json {
                    out.document(&document(&report));
                } else {
                    out.line(format!("已退回：{}。请通知该单位重报。", called(office, &report)));
                }
                Ok(())
            }
            None => {
                let Some(code) = self.code else {
                    return Err(Stop::Usage(
                        "请写明哪一份报表，例如 anban report problem_list；该报什么用 anban report status 查看。"
                            .to_owned(),
                    ));
                };
                let wanted = self.of.wanted(code);
                show(office, &wanted, self.live, self.map.as_deref(), &self.out, out)
            }
        }
    }
}

/// What was sent, where it was sent; else what would be sent today.
fn show(
    office: &mut Office,
    wanted: &Wanted,
    live: bool,
    map: Option<&str>,
    to: &paper::Out,
    out: &mut Output,
) -> Result<(), Stop> {
    let named = office.named_report(wanted, false)?;
    let sent = if live { None } else { office.submitted(&named)? };
    let ending = to.ending();
    if let ("xlsx" | "csv", Some(path)) = (ending.as_str(), &to.output) {
        let sheet = office.report_table(&named, sent.as_ref(), map, to.how())?;
        let replaced = files::replaced(path);
        let written = office.write_sheet(&sheet, path)?;
        if out.json {
            out.document(&json!({
                "file": path, "bytes": sheet.bytes.len(), "submitted": sent.is_some(), "files": written,
                "map": sheet.map
            }));
        } else {
            let as_sent = if sent.is_some() { "（报出时的内容）" } else { "" };
            let title = office.report_named(&named);
            out.line(format!("{title} 已写到 {}{as_sent}{replaced}。", paper::listed(&written)));
            if let Some(columns) = &sheet.map {
                let code = &named.paper;
                out.line(format!(
                    "列是平台录入用的“{columns}”；要纸面的列，请用 anban paper print {code} -o 存。"
                ));
            }
        }
        let request = office.report_request(&named);
        return paper::tell_days(office, &request, Some(sheet.rows), true, out);
    }
    if map.is_some() {
        return Err(Stop::Usage(
            "--map 只用在存成电子表格时：请用 -o 写明 .xlsx 或 .csv 文件。".into(),
        ));
    }
    let Some(sent) = sent else {
        return to.draft(office, &office.report_request(&named), out);
    };
    let id = sent.report.id;
    if to.text || ending == "txt" || (to.output.is_none() && to.printer.is_none()) {
        let text = office.report_text(id)?;
        return files::deliver_text(&text, to.output.as_deref(), out);
    }
    let printed = office.report_pdf(id, &to.print())?;
    files::deliver(office, &printed, to.output.as_deref(), to.printer.as_deref(), out)
}

impl Submit {
    fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        let wanted = self.of.wanted(self.code);
        let (by, signer) = (self.by.as_deref(), self.signer.as_deref());
        let report = office
            .meaning(self.sure, |office| office.submit_report(&wanted, self.zero, by, signer))?;
        if out.json {
            let mut told = document(&report);
            told["late_anew"] = json!(office.is_late_anew(&report));
            out.document(&told);
            return Ok(());
        }
        let zero = if report.zero { "（零报告）" } else { "" };
        out.line(format!("已上报：{}{zero}。", called(office, &report)));
        if let Some(late) = office.late_said(&report) {
            out.line(late);
        }
        if report.is_unseen() {
            out.remark(terms::UNSEEN);
        }
        Ok(())
    }
}

impl Status {
    fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        let (from, to) = match self.period {
            Some((from, to)) => (Some(from), Some(to)),
            None => (self.from, self.to),
        };
        let mut owed = office.report_status(from, to)?;
        if self.open {
            owed.retain(|owed| owed.submitted.is_none());
        }
        if out.json {
            out.document(&owed.iter().map(line).collect());
            return Ok(());
        }
        if owed.is_empty() {
            out.line("这一段没有要报的报表。");
            return Ok(());
        }
        let mut table = Table::new(["到期", "报表", "时段", "单位", "报送", "报出", "报送人"])
            .bending(["报表", "单位"]);
        let ahead: Vec<NaiveDate> =
            owed.iter().filter(|owed| owed.submitted.is_none()).map(|owed| owed.due).collect();
        for owed in owed {
            table.row([
                owed.due.to_string(),
                owed.title.clone(),
                terms::period(owed.period.from, owed.period.to),
                owed.unit_name.clone(),
                owed.state().to_owned(),
                owed.submitted
                    .as_ref()
                    .map(|report| report.submitted_on.to_string())
                    .unwrap_or_default(),
                owed.submitted.map(|report| report.by).unwrap_or_default(),
            ]);
        }
        out.table(&table);
        tell_unpublished(office, ahead, out);
        Ok(())
    }
}

fn called(office: &Office, report: &report::Report) -> String {
    format!(
        "{} {} {}",
        report.title,
        office.unit_name(&report.unit),
        terms::period(report.from, report.to)
    )
}

fn document(report: &report::Report) -> Value {
    json!({
        "id": report.id, "code": report.code, "title": report.title, "unit": report.unit,
        "period": period::stretch_name(report.from, report.to),
        "from": report.from, "to": report.to, "due": report.due,
        "submitted": report.submitted_on, "submitted_at": report.submitted_at,
        "submitted_by": report.by, "signer": report.signer, "zero": report.zero,
        "late": report.is_late(), "figures": report.figures,
        "returned": report.returned.as_ref().map(|returned| returned.on),
        "returned_by": report.returned.as_ref().map(|returned| &returned.by),
        "returned_reason": report.returned.as_ref().map(|returned| &returned.reason)
    })
}

fn line(owed: &Owed) -> Value {
    let sent = owed.submitted.as_ref();
    json!({
        "code": owed.code, "title": owed.title, "to": owed.to.code(), "to_label": terms::level(owed.to),
        "period": period::stretch_name(owed.period.from, owed.period.to),
        "unit": owed.unit_name, "unit_path": owed.unit, "due": owed.due, "due_reason": owed.reason,
        "submitted": sent.map(|report| report.submitted_on),
        "submitted_by": sent.map(|report| &report.by),
        "zero": sent.map(|report| report.zero),
        "id": sent.or(owed.returned.as_ref()).map(|report| report.id),
        "returned_reason": owed.returned.as_ref()
            .and_then(|report| report.returned.as_ref()).map(|returned| &returned.reason),
        "asked": owed.asked, "late": owed.late, "late_anew": owed.late_anew, "state_label": owed.state()
    })
}
