//! `major`: the report of a major hazard (重大隐患填报表), from filling it in to the acceptance.

use std::{io::Read, path::PathBuf};

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::{
    Stop, files,
    hazard::{hazard_json, line_json, stopped_text},
    matters::facts,
    output::{Output, Table, padded},
    sheets::Sheets,
    values,
};
use crate::{
    domain::{
        major::{Advance, Measure, StageKind},
        time_of_day::TimeOfDay,
    },
    office::{
        Office,
        hazards::{Line, ReportFilter},
        major::{Elapsed, Major as Report, Signing, Undone, Waits},
    },
    terms::{self, Term},
};

#[derive(Debug, Subcommand)]
pub enum Major {
    #[command(
        about = "列出重大隐患，填报表办到哪一步、等了多久",
        after_help = "例：
  anban major list --open
  anban major list --report verified      等双签的"
    )]
    List(List),
    #[command(about = "看一条重大隐患的填报表：每一步由谁、哪天、用了多久，还缺什么")]
    Show(One),
    #[command(
        about = "填写重大隐患填报表，审定以前可以再填",
        after_help = "例：anban major fill 63646566 填报.toml
填报.toml 里写（五落实也可以写 responsibility、measures、funds、time_limit、plan）：
  责任 = \"厂长黄志明负总责\"
  措施 = \"停用夹层，人员搬离，拆除隔板\"
  资金 = \"2万元，企业自筹\"
  时限 = \"2026年12月10日前\"
  预案 = \"已编制现场应急处置方案\"
  隐患类别 = \"三合一\"
  需局部停产停业 = \"是\"
  需全部停产停业 = \"否\"
  落实治理目标 = \"是\"
  落实治理机构人员 = \"是\"
  落实安全措施及应急预案 = \"是\"
  落实治理经费物资 = \"是\"
  落实治理经费（万元） = \"2\"
其他各项照“重大隐患填报表”的栏目名称或代码写，已知的自动带出；用 anban major show 查看还缺什么。
只补空白的不用重新签字；改动签过的内容，要重新核实、双签、盖章。"
    )]
    Fill(Fill),
    #[command(
        about = "填报表往下办一步：核实、双签、盖章、审定、接收、街道核实、验收；整改进展",
        after_help = "例：
  anban major advance 63646566 verified --by 林安全 --opinion 情况属实
  anban major advance 63646566 signed --by 蔡书记 --by 王主任
  anban major advance 63646566 sealed --by 蔡书记
  anban major advance 63646566 approved --by 沈卫东 --opinion 同意上报
  anban major advance 63646566 received --by 周安平 --at 15:20
  anban major advance 63646566 street_verified --by 周安平
  anban major advance 63646566 progress --by 林安全 --opinion 隔板已拆除
  anban major advance 63646566 accepted --by 林安全 --opinion 验收合格"
    )]
    Advance(Step),
    #[command(
        about = "打印重大隐患填报表，没有填的留空手写",
        after_help = "例：anban major print 63646566 -o 填报表.pdf
    anban major print 63646566 --text"
    )]
    Print(Paper),
}

#[derive(Debug, Args)]
pub struct List {
    #[arg(long, help = "只看没有销号的")]
    pub open: bool,
    #[arg(long, value_name = "状态", value_parser = stage, help = format!("{}、unfilled（未填报）", values::choices::<StageKind>("只看填报表办到这一步的")))]
    pub report: Option<ReportFilter>,
    #[arg(long, value_name = "行数", value_parser = values::count, help = "最多列几条")]
    pub limit: Option<u32>,
}

fn stage(text: &str) -> Result<ReportFilter, String> {
    if matches!(text.trim(), "unfilled" | "未填报") {
        return Ok(ReportFilter::Unfilled);
    }
    values::term::<StageKind>(text).map(ReportFilter::At)
}

#[derive(Debug, Args)]
pub struct One {
    #[arg(value_name = "编号", help = "隐患的编号（列表里的后八位即可），或“文号-序号”")]
    pub hazard: String,
}

#[derive(Debug, Args)]
pub struct Fill {
    #[command(flatten)]
    pub one: One,
    #[arg(value_name = "文件", help = "填写的内容，TOML 或 JSON；- 为标准输入")]
    pub file: PathBuf,
    #[arg(long, value_name = "姓名", help = "填报人，不写是登录的人")]
    pub by: Option<String>,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "填报的日期，不写是今天")]
    pub on: Option<NaiveDate>,
}

#[derive(Debug, Args)]
pub struct Step {
    #[command(flatten)]
    pub one: One,
    #[arg(value_name = "步骤", value_parser = values::term::<Advance>, help = values::choices::<Advance>("办哪一步"))]
    pub step: Advance,
    #[arg(long, value_name = "姓名", help = "由谁办理；双签要写两位社区主干")]
    pub by: Vec<String>,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "办理的日期，不写是今天")]
    pub on: Option<NaiveDate>,
    #[arg(long, value_name = "时刻", value_parser = values::time, help = "街道接收的时刻，接收时必须写，例如 15:20")]
    pub at: Option<TimeOfDay>,
    #[arg(
        long,
        visible_alias = "note",
        value_name = "文字",
        default_value = "",
        help = "意见，或整改进展"
    )]
    pub opinion: String,
}

#[derive(Debug, Args)]
pub struct Paper {
    #[command(flatten)]
    pub one: One,
    #[arg(short, long, value_name = "文件", help = "写到哪个文件（pdf、txt），- 为标准输出")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub sheets: Sheets,
    #[arg(long, conflicts_with_all = ["copies", "overlay", "printer"], help = "只要文字，不要 PDF")]
    pub text: bool,
    #[arg(long, value_name = "打印机", num_args = 0..=1, default_missing_value = "", help = "送到打印机，不写名称用默认的那台")]
    pub printer: Option<String>,
}

impl Major {
    pub fn run(
        self,
        office: &mut Office,
        stdin: &mut dyn Read,
        out: &mut Output,
    ) -> Result<(), Stop> {
        match self {
            Major::List(list) => list.run(office, out),
            Major::Show(one) => {
                let report = office.major(&one.hazard)?;
                if out.json {
                    out.document(&report_json(&report));
                } else {
                    report_text(office, &report, out);
                }
                Ok(())
            }
            Major::Fill(fill) => {
                let typed = files::read_fields(&fill.file, stdin)?;
                let before = office.hazard(&fill.one.hazard)?.hazard.course.report_kind();
                let report =
                    office.fill_major(&fill.one.hazard, &typed, fill.by.as_deref(), fill.on)?;
                if before > Some(StageKind::Filled)
                    && report.stored.hazard.course.report_kind() == Some(StageKind::Filled)
                {
                    out.remark("签过字的内容改动了，请重新核实、双签、盖章。");
                }
                told(&report, "已填报", out);
                Ok(())
            }
            Major::Advance(step) => {
                let signing =
                    Signing { by: step.by, on: step.on, at: step.at, opinion: step.opinion };
                let report = office.advance_major(&step.one.hazard, step.step, &signing)?;
                told(&report, &format!("已办“{}”", terms::advance(step.step)), out);
                Ok(())
            }
            Major::Print(paper) => paper.run(office, out),
        }
    }
}

impl Paper {
    fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        let request = office.major_paper(&self.one.hazard)?;
        let ending = self.output.as_deref();
        let text = ending
            .map_or(self.printer.is_none(), |path| path.extension().is_some_and(|e| e == "txt"));
        if text || self.text {
            let text = office.drafted_text(&request)?;
            return files::deliver_text(&text, self.output.as_deref(), out);
        }
        let printed = office.drafted_pdf(&request, &self.sheets.print())?;
        files::deliver(office, &printed, self.output.as_deref(), self.printer.as_deref(), out)
    }
}

/// What a step has come to.
fn told(report: &Report, what: &str, out: &mut Output) {
    if out.json {
        out.document(&report_json(report));
        return;
    }
    let course = &report.stored.hazard.course;
    out.line(format!("{what}：{}。下一步：{}。", report.stored.hazard.text, report.next()));
    if report.owes_stop() {
        out.line("停业停用撤人还没有登记。请用 anban hazard stop 编号 --at 时刻 --measures 停了什么，登记以后才能核实、签批。");
    }
    if !report.missing.is_empty() && course.report_kind() < Some(StageKind::Approved) {
        out.line(format!("五落实还缺{}，审定前要补齐。", labels(&report.missing)));
    }
}

fn labels(missing: &[Measure]) -> String {
    let names: Vec<&str> = missing.iter().map(|measure| measure.label()).collect();
    names.join("、")
}

impl List {
    fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        let report = self.report.unwrap_or(ReportFilter::Any);
        let majors = office.majors(report, self.open, self.limit)?;
        if out.json {
            let rows = majors.iter().map(|(line, waits)| {
                let mut value = line_json(office, line);
                add_waits(&mut value, waits.as_ref());
                value
            });
            out.document(&rows.collect());
        } else if majors.is_empty() {
            out.line("没有这样的重大隐患。");
        } else {
            out.table(&table(office, &majors));
            out.line(format!("共{}条", majors.len()));
        }
        Ok(())
    }
}

fn add_waits(value: &mut Value, waits: Option<&Waits>) {
    let next = waits.map(|waits| terms::next_stage(waits.stage));
    value["next_label"] = json!(next);
    value["since"] = json!(waits.map(|waits| waits.since));
    value["days"] = json!(waits.map(|waits| waits.took.days));
    value["workdays"] = json!(waits.map(|waits| waits.took.workdays));
}

fn table(office: &Office, majors: &[(Line, Option<Waits>)]) -> Table {
    let mut table = Table::new([
        "编号",
        "单位",
        "隐患",
        "隐患状态",
        "填报表",
        "等待",
        "已等",
        "工作日",
        "期限",
        "网格",
    ])
    .bending(["单位", "隐患"]);
    for (line, waits) in majors {
        let waited = |told: fn(&Waits) -> String| waits.as_ref().map(told).unwrap_or_default();
        table.row([
            line.id.short(),
            line.premises_name.clone(),
            line.text.clone(),
            terms::state(line.state).into(),
            line.report.map_or("未填报", terms::stage).into(),
            waited(|waits| terms::next_stage(waits.stage).into()),
            waited(|waits| format!("{}天", waits.took.days)),
            waited(|waits| waits.took.workdays.to_string()),
            line.deadline.map(|day| day.to_string()).unwrap_or_default(),
            office.grid_name(line.grid.as_ref()),
        ]);
    }
    table
}

fn report_json(report: &Report) -> Value {
    let hazard = &report.stored.hazard;
    let course = &hazard.course;
    let mut value = hazard_json(hazard);
    value["premises"] = json!(report.premises);
    value["stopped_on"] = json!(course.stopped_on());
    value["stopped_at"] = json!(report.stored.stopped().map(|(_, at)| at));
    value["report"] = json!(course.report_kind());
    value["report_label"] = json!(course.report_kind().map(terms::stage));
    add_waits(&mut value, report.waits.as_ref());
    value["steps"] = report
        .passages
        .iter()
        .map(|passage| {
            json!({
                "step": passage.step, "step_label": terms::step(passage.step), "on": passage.on,
                "by": passage.by, "opinion": passage.words, "actor": passage.actor,
                "days": passage.took.days, "workdays": passage.took.workdays,
                "undone": passage.undone.map(Undone::code),
                "undone_label": passage.undone.map(Undone::label)
            })
        })
        .collect();
    value["road"] = report
        .road()
        .into_iter()
        .map(|(step, mark)| {
            json!({ "step_label": step, "mark": mark.code(), "mark_label": mark.label() })
        })
        .collect();
    value["measures"] = Measure::ALL
        .into_iter()
        .map(|measure| (measure.code().to_owned(), json!(report.measures.get(measure))))
        .collect();
    value["missing"] = report.missing.iter().map(|measure| json!(measure)).collect();
    value["missing_labels"] = report.missing.iter().map(|measure| json!(measure.label())).collect();
    value["fields"] = report
        .fields
        .iter()
        .map(|filled| {
            json!({
                "id": filled.field.id, "label": filled.field.label, "value": filled.value,
                "required": filled.field.required
            })
        })
        .collect();
    value
}

fn report_text(office: &Office, report: &Report, out: &mut Output) {
    let hazard = &report.stored.hazard;
    let course = &hazard.course;
    facts(
        out,
        &[
            ("编号", hazard.id.to_string()),
            ("单位", report.premises.clone()),
            ("隐患", hazard.text.clone()),
            ("状态", terms::state(course.kind()).into()),
            ("期限", course.deadline().map(terms::date).unwrap_or_default()),
            ("停业停用", stopped_text(&report.stored)),
            ("所在网格", office.grid_name(hazard.grid.as_ref())),
            ("填报表", course.report_kind().map_or("未填报", terms::stage).into()),
            ("下一步", report.waits.as_ref().map(waiting).unwrap_or_default()),
        ],
    );
    out.line("");
    out.line(format!("{}  发现", terms::date(hazard.found_on)));
    for passage in &report.passages {
        let words =
            if passage.words.is_empty() { String::new() } else { format!("，{}", passage.words) };
        out.line(format!(
            "{}  {}：{}{words}  （{}）{}",
            terms::date(passage.on),
            terms::step(passage.step),
            passage.by.join("、"),
            elapsed(passage.took),
            passage.undone.map(|undone| format!("【{}】", undone.label())).unwrap_or_default()
        ));
    }
    out.line("");
    out.line("各步");
    for (step, mark) in report.road() {
        out.line(format!("  {}  {step}", mark.label()));
    }
    out.line("");
    out.line("五落实");
    for measure in Measure::ALL {
        let text = report.measures.get(measure);
        out.line(format!(
            "  {}  {}",
            measure.label(),
            if text.is_empty() { "（未填）" } else { text }
        ));
    }
    out.line("");
    out.line("各栏");
    for filled in &report.fields {
        let value = match (filled.value.as_str(), filled.field.required) {
            ("", true) => "（未填）",
            ("", false) => continue,
            (value, _) => value,
        };
        let label = format!("{}（{}）", filled.field.label, filled.field.id);
        out.line(format!("  {}  {value}", padded(&label, 36)));
    }
}

fn waiting(waits: &Waits) -> String {
    let next = terms::next_stage(waits.stage);
    format!("{next}，自{}起已等{}", terms::date(waits.since), elapsed(waits.took))
}

fn elapsed(took: Elapsed) -> String {
    format!("{}天，{}个工作日", took.days, took.workdays)
}
