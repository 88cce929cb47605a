//! `inspect`: record a filled checklist, look at past ones.

use std::path::PathBuf;

use chrono::NaiveDate;
use std::io::Read;

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::{
    Stop, files, hazard, matters, notice,
    output::{Output, Table},
    sheets::Sheets,
    values,
};
use crate::{
    domain::{answer, inspection::Inspection, period, rule::RuleError, unit::Level},
    form::answers_file,
    office::{
        Office, Refusal,
        inspect::{Answered, Recorded, Report, Visit},
    },
    terms,
};

/// Clauses that are named beside one hazard.
const HINTS: usize = 3;

#[derive(Debug, Subcommand)]
pub enum Inspect {
    #[command(
        about = "登记一次检查：判定答案，记下隐患，开出整改通知书",
        after_help = r#"例：
  anban inspect record --premises 恒捷鞋材厂 --form table4 --answers 答案.toml --by 陈一鸣 --by 林安全

答案文件（toml 或 json）：
  default = "normal"              其余各项都正常；不写则为未查
  nature = ["饭店", "停车场"]     场所性质，可以有几种
  responsible = "黄恒捷"           整改责任人
  acceptor = "林安全"             验收人
  [answers]
  q20 = "堵塞"                    用表上的原字，另可写 未查、不涉及
  [blanks]
  "q44.address" = "普贤路9号"     填空
  [[hazards]]
  item = "q20"
  text = "疏散通道堆放鞋材"
  disposal = "当场"               处置方式：当场、限期、停业、上报
  requirement = "清走鞋材"        整改要求；表上的项不写就用表里的
  basis = "消防法第二十八条"      依据；表上的项不写就用表里的
  grade = "一般"                  等级：一般、重大、待评估
  days = 3                        期限几天；也可写 workdays = 3 或 deadline = "2026-11-30"
  interim = "专人看守"            整改期间的安全措施

项目、填空和场所性质的写法见 anban form show table4。"#
    )]
    Record(Record),
    #[command(about = "列出检查")]
    List(List),
    #[command(about = "看一次检查：答案、隐患、通知书、与上次的不同")]
    Show(Show),
    #[command(
        about = "打印填好的检查表：写成 PDF、文字，或送到打印机",
        after_help = "例：anban inspect print 招联安监整改〔2026〕11号 -o 表四.pdf
    anban inspect print 招联安监整改〔2026〕11号 -o 表四.pdf --overlay 0,-1.5
套打只印勾和填写的字，“不涉及”的划去方框。"
    )]
    Print(Print),
    #[command(
        about = "导出检查记录：一项一行，xlsx 或 csv",
        after_help = "例：anban inspect export 检查记录.xlsx --from 2026-01-01 --to 2026-12-31"
    )]
    Export(Export),
}

#[derive(Debug, Args)]
pub struct Export {
    #[arg(value_name = "文件", help = "写到哪个文件，以 .xlsx 或 .csv 结尾")]
    pub file: PathBuf,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "从哪天起，不写是本月1日")]
    pub from: Option<NaiveDate>,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "到哪天止，不写是今天")]
    pub to: Option<NaiveDate>,
    #[arg(long, help = "遮住手机号和身份证号的中间几位")]
    pub mask: bool,
}

#[derive(Debug, Args)]
pub struct Record {
    #[arg(long, value_name = "名称", help = "检查哪一家：名称或编号")]
    pub premises: String,
    #[arg(long, value_name = "代码", help = "检查表的代码，例如 table4")]
    pub form: String,
    #[arg(long, value_name = "文件", help = "答案文件，- 为标准输入")]
    pub answers: PathBuf,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "检查的日期，不写是今天")]
    pub on: Option<NaiveDate>,
    #[arg(long, value_name = "姓名", help = "检查人，可以写几次，不写是 --as 的人")]
    pub by: Vec<String>,
    #[arg(
        long,
        value_name = "层级",
        value_parser = level,
        help = "算谁的检查：community（社区）、street（街道）、district（区），不写按检查人的职责；算区的，检查人里有本街道人员的，街道的轮次也算"
    )]
    pub level: Option<Level>,
    #[arg(long, value_name = "编号", value_parser = values::id, help = "更正哪一次检查：原检查撤回，另开通知书")]
    pub corrects: Option<crate::domain::id::Id>,
    #[arg(long, help = "核对过了：同一天又去一次的、日期在两个月以前的，也照样登记")]
    pub sure: bool,
}

/// The levels that have rounds of their own.
fn level(text: &str) -> Result<Level, String> {
    let known = [Level::Community, Level::Street, Level::District];
    values::term::<Level>(text).ok().filter(|level| known.contains(level)).ok_or_else(|| {
        format!(
            "的“{text}”不是检查的层级。可写：community（社区）、street（街道）、district（区）。"
        )
    })
}

#[derive(Debug, Args)]
pub struct List {
    #[arg(long, value_name = "名称", help = "只看这一家")]
    pub premises: Option<String>,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "从哪天起，不写是本月1日")]
    pub from: Option<NaiveDate>,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "到哪天止，不写是今天")]
    pub to: Option<NaiveDate>,
}

#[derive(Debug, Args)]
pub struct Show {
    #[arg(value_name = "编号", help = "检查的编号（见 anban inspect list），或它的通知书文号")]
    pub visit: String,
}

#[derive(Debug, Args)]
pub struct Print {
    #[command(flatten)]
    pub visit: Show,
    #[arg(
        short,
        long,
        value_name = "文件",
        required_unless_present_any = ["text", "printer"],
        help = "写到哪个文件，- 为标准输出"
    )]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub sheets: Sheets,
    #[arg(long, conflicts_with_all = ["copies", "overlay", "printer"], help = "只要文字，不要 PDF")]
    pub text: bool,
    #[arg(long, value_name = "打印机", num_args = 0..=1, default_missing_value = "", help = "送到打印机，不写名称用默认的那台")]
    pub printer: Option<String>,
}

impl Inspect {
    pub fn run(
        self,
        office: &mut Office,
        stdin: &mut dyn Read,
        out: &mut Output,
    ) -> Result<(), Stop> {
        match self {
            Inspect::Record(record) => record.run(office, stdin, out),
            Inspect::List(list) => list.run(office, out),
            Inspect::Export(export) => {
                let to = export.to.unwrap_or(office.today());
                let from = export.from.unwrap_or(period::month_of(to).0);
                let replaced = files::replaced(&export.file);
                let rows = office.export_answers(&export.file, from, to, export.mask)?;
                if out.json {
                    out.document(&json!({ "file": export.file, "rows": rows }));
                } else {
                    out.line(format!("已导出 {rows} 行到 {}{replaced}。", export.file.display()));
                }
                Ok(())
            }
            Inspect::Print(print) => {
                let id = office.visit_named(&print.visit.visit)?;
                let output = print.output.as_deref();
                let number = Some(print.visit.visit.trim());
                if print.text {
                    return files::deliver_text(&office.checklist_text(id, number)?, output, out);
                }
                let paper = office.checklist_pdf(id, number, &print.sheets.print())?;
                files::deliver(office, &paper, output, print.printer.as_deref(), out)
            }
            Inspect::Show(show) => {
                let id = office.visit_named(&show.visit)?;
                let visit = office.visit(id)?;
                let answers = office.answers(&visit.inspection)?;
                let compared = office.compare(&visit.inspection)?;
                if out.json {
                    let mut value = visit_json(&visit, &answers);
                    value["changed"] = json!(compared);
                    value["events"] = matters::events_json(&office.events_about(id)?);
                    out.document(&value);
                    return Ok(());
                }
                visit_text(&visit, answers, out);
                matters::events_text(&office.events_about(id)?, out);
                if !compared.is_empty() {
                    out.line("与上次不同");
                    for item in &compared {
                        out.line(format!(
                            "  {} {}  上次 {}，这次 {}",
                            item.item, item.ask, item.before, item.now
                        ));
                    }
                }
                Ok(())
            }
        }
    }
}

impl Record {
    fn run(self, office: &mut Office, stdin: &mut dyn Read, out: &mut Output) -> Result<(), Stop> {
        let name = self.answers.display().to_string();
        let text = files::read_text(&self.answers, stdin)?;
        let answers = answers_file::parse(&text).map_err(|problems| {
            let problems = problems.iter().map(|problem| format!("{name}：{problem}"));
            Refusal::Many(problems.collect())
        })?;
        let report = Report {
            premises: self.premises,
            form: self.form,
            answers,
            on: self.on,
            inspectors: self.by,
            level: self.level,
            corrects: self.corrects,
        };
        let recorded =
            office.meaning(self.sure, |office| office.record(&report)).map_err(|refusal| {
                match refusal {
                    Refusal::Rule(RuleError::InspectorMissing) => {
                        Refusal::said("没有写明检查人。请用 --by 或 --as 写明检查人的姓名。")
                    }
                    refusal => refusal,
                }
            })?;
        if out.json {
            out.document(&recorded_json(&recorded));
            return Ok(());
        }
        out.line(format!(
            "已登记{}对{}的检查，开出 {}。编号 {}",
            terms::date(recorded.inspection.on),
            recorded.premises.name,
            recorded.notice.number,
            recorded.inspection.id
        ));
        if let Some(joint) = terms::joint(&recorded.inspection) {
            out.line(joint);
        }
        if recorded.hazards.is_empty() {
            out.line("没有发现隐患。");
        } else {
            out.line(format!("隐患 {} 条", recorded.hazards.len()));
            out.table(&hazard::found_table(&recorded.hazards));
            for (text, reason) in recorded.hazards.iter().filter_map(hazard::moved) {
                out.line(format!("“{text}”的期限：{reason}。"));
            }
        }
        for (hazard, lookup) in recorded.hazards.iter().zip(&recorded.criteria) {
            let Some(lookup) = lookup else { continue };
            for hint in lookup.hints.iter().take(HINTS) {
                out.remark(format!(
                    "“{}”请对照{}：{}{}",
                    hazard.text,
                    hint.basis,
                    hint.text,
                    if hint.paraphrase { "（归纳，引用前请核对原文）" } else { "" }
                ));
            }
        }
        for warning in recorded.warnings {
            out.remark(warning);
        }
        Ok(())
    }
}

fn recorded_json(recorded: &Recorded) -> Value {
    let told = recorded.recurs_of.iter().zip(&recorded.elsewhere).zip(&recorded.criteria);
    let hazards: Vec<Value> = recorded
        .hazards
        .iter()
        .zip(told)
        .map(|(hazard, ((earlier, elsewhere), criteria))| {
            let mut value = hazard::hazard_json(hazard);
            value["recurs_of"] = json!(earlier);
            value["elsewhere"] = json!(elsewhere);
            value["criteria"] =
                json!(criteria.as_ref().map(|lookup| lookup.hints.as_slice()).unwrap_or_default());
            value
        })
        .collect();
    json!({
        "inspection": recorded.inspection.id, "on": recorded.inspection.on,
        "premises": recorded.premises.name, "premises_id": recorded.premises.id,
        "inspectors": recorded.inspection.inspectors, "hazards": hazards,
        "notice": { "number": recorded.notice.number, "id": recorded.notice.id },
        "warnings": recorded.warnings
    })
}

impl List {
    fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        let to = self.to.unwrap_or(office.today());
        let from = self.from.unwrap_or(period::month_of(to).0);
        if to < from {
            return Err(Stop::Usage(format!(
                "起止日期写反了：从{}到{}。请把早的写在 --from。",
                terms::date(from),
                terms::date(to)
            )));
        }
        let wanted = self.premises.map(|name| office.find_premises(&name)).transpose()?;
        let mut rows = office.visits(from, to)?;
        if let Some(wanted) = &wanted {
            rows.retain(|line| line.inspection.premises == wanted.entry.id);
        }
        if out.json {
            let rows = rows.iter().map(|line| {
                let mut value = inspection_json(&line.inspection);
                value["premises"] = json!(line.premises_name);
                value["hazards"] = json!(line.hazards);
                value["notice"] = json!(line.notice);
                value["corrected"] = json!(line.corrected);
                value
            });
            out.document(&rows.collect());
            return Ok(());
        }
        if rows.is_empty() {
            out.line(format!("{}到{}没有检查。", terms::date(from), terms::date(to)));
            return Ok(());
        }
        let mut table =
            Table::new(["编号", "日期", "单位", "隐患", "检查人", "通知书"]).bending(["单位"]);
        for line in &rows {
            table.row([
                line.inspection.id.to_string(),
                line.inspection.on.to_string(),
                line.premises_name.clone(),
                line.hazards.to_string(),
                line.inspection.inspectors.join("、"),
                match &line.notice {
                    _ if line.corrected => "已更正".to_owned(),
                    Some(number) => number.clone(),
                    None => "待重发".to_owned(),
                },
            ]);
        }
        out.table(&table);
        Ok(())
    }
}

pub fn inspection_json(inspection: &Inspection) -> Value {
    json!({
        "id": inspection.id, "on": inspection.on, "premises_id": inspection.premises,
        "inspectors": inspection.inspectors, "form": inspection.form,
        "form_sha": inspection.form_sha, "answers": answer::to_text(&inspection.answers),
        "level": inspection.level, "level_label": terms::level(inspection.level),
        "also": inspection.also, "corrects": inspection.corrects
    })
}

fn visit_json(visit: &Visit, answers: &[Answered]) -> Value {
    let mut value = inspection_json(&visit.inspection);
    value["premises"] = json!(visit.premises);
    value["answers"] = json!(answers);
    value["hazards"] =
        visit.hazards.iter().map(|stored| hazard::hazard_json(&stored.hazard)).collect();
    value["notices"] = visit.notices.iter().map(notice::notice_json).collect();
    value
}

fn visit_text(visit: &Visit, answers: Vec<Answered>, out: &mut Output) {
    let inspection = &visit.inspection;
    out.line(format!(
        "{}  {}  检查人 {}",
        visit.premises,
        terms::date(inspection.on),
        inspection.inspectors.join("、")
    ));
    out.line(format!("编号 {}", inspection.id));
    if !inspection.also.is_empty() {
        out.line(terms::visit_of(inspection.levels()));
    }
    if let Some(old) = inspection.corrects {
        out.line(format!("更正 {old}"));
    }
    for notice in &visit.notices {
        let void = match &notice.void {
            Some(void) => format!("（{}作废：{}）", terms::date(void.on), void.reason),
            None => String::new(),
        };
        out.line(format!("通知书 {}{void}", notice.number));
    }
    out.line(format!("隐患 {} 条", visit.hazards.len()));
    if !visit.hazards.is_empty() {
        let hazards: Vec<_> = visit.hazards.iter().map(|stored| stored.hazard.clone()).collect();
        out.table(&hazard::found_table(&hazards));
    }
    let mut table = Table::new(["项目", "问", "答"]).bending(["问"]);
    for Answered { item, ask, answer } in answers {
        table.row([item, ask, answer]);
    }
    out.table(&table);
}
