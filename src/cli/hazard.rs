//! `hazard`: follow a hazard until it is closed (闭环、销号).

mod view;

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{ArgGroup, Args, Subcommand};
use serde_json::json;

use self::view::{add_people, stored_json, stored_text};
pub use self::view::{found_table, hazard_json, line_json, lines_table, moved, stopped_text};
use super::{
    Stop,
    evidence::{evidence_json, evidence_table},
    files, matters,
    output::{Output, Table},
    values,
};
use crate::{
    domain::{
        grade::Grade,
        hazard::{Recipient, StateKind, untold},
        time_of_day::TimeOfDay,
        unit::Level,
    },
    office::{
        Office,
        answerable::Unassessed,
        hazards::{Filter, Line, Outcome, Stored, Term},
    },
    terms,
};

#[derive(Debug, Subcommand)]
pub enum Hazard {
    #[command(
        about = "列出隐患：没有销号的在前，期限近的先列；然后是销号的，新的先列",
        after_help = "例：
  anban hazard list --overdue
  anban hazard list --due-by 2026-11-30 --grid 招联一网格"
    )]
    List(List),
    #[command(about = "看一条隐患和它的经过")]
    Show(One),
    #[command(
        about = "登记复查",
        after_help = "例：
  anban hazard recheck 63646566 --passed --acceptor 林安全
  anban hazard recheck 63646566 --failed --days 7 --note 仍堆放纸箱
  anban hazard recheck 63646566 --failed --refused --note 拒绝搬离"
    )]
    Recheck(Recheck),
    #[command(
        about = "延期",
        after_help = "例：anban hazard extend 63646566 --deadline 2026-12-10 --reason 设备未到货"
    )]
    Extend(Extend),
    #[command(
        about = "评估定级：等级只升不降",
        after_help = "例：anban hazard regrade 63646566 --grade major --reason 住宿与生产未分隔"
    )]
    Regrade(Regrade),
    #[command(
        about = "登记停业、停用、撤人，写明时刻",
        after_help = "例：anban hazard stop 63646566 --at 14:30 --measures 停用二楼夹层，撤出12人 --by 陈一鸣"
    )]
    Stop(Stopping),
    #[command(
        about = "报告街道安办、下派民警或有关部门",
        after_help = "例：anban hazard report 63646566 --to street --reason 拒不整改"
    )]
    Report(Report),
    #[command(
        about = "编制一条隐患的全套材料：报告、通知书、隐患和经过、照片和扫描件，合成一个 PDF",
        after_help = "例：anban hazard pack 63646566 -o 材料.pdf

登记过拒不整改的，第一份是拒不整改报告。通知书和 PDF 扫描件原样装入，不加页码；目录写明每一份在第几页。
全部是本机做的文书和照片时是 PDF/A；装有别处做的 PDF 扫描件时不保证，文件也不标明是 PDF/A。"
    )]
    Pack(Pack),
    #[command(about = "销号：复查合格之后")]
    Close(Close),
    #[command(
        about = "撤销销号，重新整改",
        after_help = "例：anban hazard reopen 63646566 --reason 回潮 --days 7"
    )]
    Reopen(Reopen),
    #[command(
        about = "回潮：同一检查项在多少家出现，各出现几条",
        after_help = "例：anban hazard recurring --months 12"
    )]
    Recurring(Recurring),
}

#[derive(Debug, Args)]
pub struct Recurring {
    #[arg(long, value_name = "月数", value_parser = values::count, default_value = "12", help = "最近几个月")]
    pub months: u32,
}

#[derive(Debug, Args)]
pub struct List {
    #[arg(long, help = "只看没有销号的")]
    pub open: bool,
    #[arg(long, help = "只看逾期的")]
    pub overdue: bool,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "只看期限在这天或以前、还没复查合格的")]
    pub due_by: Option<NaiveDate>,
    #[arg(long, value_name = "等级", value_parser = values::term::<Grade>, help = values::choices::<Grade>("只看这个等级"))]
    pub grade: Option<Grade>,
    #[arg(long, conflicts_with_all = ["grade", "overdue", "due_by", "state", "recurring"], help = "只看等级待评估的：由谁评估、哪天到期")]
    pub unsure: bool,
    #[arg(long, help = "只看回潮的：同一家同一检查项，销号后12个月内又出现")]
    pub recurring: bool,
    #[arg(long, value_name = "状态", value_parser = values::term::<StateKind>, help = values::choices::<StateKind>("只看这种状态"))]
    pub state: Option<StateKind>,
    #[arg(long, value_name = "名称", help = "只看这一家")]
    pub premises: Option<String>,
    #[arg(long, value_name = "网格", help = "只看这个网格")]
    pub grid: Option<String>,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "只看从这天起查出的，不写 --found-to 就到今天")]
    pub found_from: Option<NaiveDate>,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "只看到这天止查出的，不写 --found-from 就从最早的起")]
    pub found_to: Option<NaiveDate>,
    #[arg(long, value_name = "类别", help = "只看这个类别")]
    pub category: Option<String>,
    #[arg(long, value_name = "行业", help = "只看这个行业的单位")]
    pub industry: Option<String>,
    #[arg(
        long,
        value_name = "检查项",
        help = "只看这个检查项，例如 q20；几张检查表有同一编号的写成 table4/q20"
    )]
    pub item: Option<String>,
    #[arg(long, value_name = "行数", value_parser = values::count, help = "最多列几条")]
    pub limit: Option<u32>,
}

#[derive(Debug, Args)]
pub struct One {
    #[arg(value_name = "编号", help = "隐患的编号（列表里的后八位即可），或“文号-序号”")]
    pub hazard: String,
}

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("outcome").required(true).args(["passed", "failed"])))]
#[command(group(ArgGroup::new("next").args(["days", "workdays", "deadline", "refused"])))]
pub struct Recheck {
    #[command(flatten)]
    pub one: One,
    #[arg(long, help = "合格")]
    pub passed: bool,
    #[arg(long, help = "不合格，要写明新的期限，或 --refused")]
    pub failed: bool,
    #[arg(long, value_name = "姓名", default_value = "", help = "验收人，合格时必须写")]
    pub acceptor: String,
    #[command(flatten)]
    pub term: TermFlags,
    #[arg(long, conflicts_with = "passed", help = "拒不整改")]
    pub refused: bool,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "复查的日期，不写是今天")]
    pub on: Option<NaiveDate>,
    #[arg(long, value_name = "文字", default_value = "", help = "现场情况")]
    pub note: String,
}

/// A new deadline, in one of three ways.
#[derive(Debug, Args)]
pub struct TermFlags {
    #[arg(long, value_name = "天数", value_parser = values::days, conflicts_with_all = ["workdays", "deadline"], help = "新的期限：多少天（从办理次日算起）")]
    pub days: Option<u32>,
    #[arg(long, value_name = "天数", value_parser = values::days, conflicts_with = "deadline", help = "新的期限：多少个工作日")]
    pub workdays: Option<u32>,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "新的期限：哪一天")]
    pub deadline: Option<NaiveDate>,
}

#[derive(Debug, Args)]
pub struct Extend {
    #[command(flatten)]
    pub one: One,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "延到哪天")]
    pub deadline: NaiveDate,
    #[arg(long, value_name = "原因", help = "延期的原因")]
    pub reason: String,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "同意延期的日期，不写是今天")]
    pub on: Option<NaiveDate>,
}

#[derive(Debug, Args)]
pub struct Regrade {
    #[command(flatten)]
    pub one: One,
    #[arg(long, value_name = "等级", value_parser = values::term::<Grade>, help = values::choices::<Grade>("定为"))]
    pub grade: Grade,
    #[arg(long, value_name = "原因", help = "定级的依据")]
    pub reason: String,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "评估的日期，不写是今天")]
    pub on: Option<NaiveDate>,
    #[arg(
        long,
        value_name = "姓名",
        help = "由谁评估，不写是 --as 的人；待评估的由社区安全员或街道评估"
    )]
    pub by: Option<String>,
}

#[derive(Debug, Args)]
pub struct Report {
    #[command(flatten)]
    pub one: One,
    #[arg(long, value_name = "对象", value_parser = values::term::<Recipient>, help = values::choices::<Recipient>("报告给谁"))]
    pub to: Recipient,
    #[arg(long, value_name = "原因", help = "报告的原因")]
    pub reason: String,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "报告的日期，不写是今天")]
    pub on: Option<NaiveDate>,
}

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("where").required(true).multiple(true).args(["output", "printer"])))]
pub struct Pack {
    #[command(flatten)]
    pub one: One,
    #[arg(short, long, value_name = "文件", help = "写到哪个文件，- 为标准输出")]
    pub output: Option<PathBuf>,
    #[arg(long, value_name = "打印机", num_args = 0..=1, default_missing_value = "", help = "送到打印机，不写名称用默认的那台")]
    pub printer: Option<String>,
}

#[derive(Debug, Args)]
pub struct Stopping {
    #[command(flatten)]
    pub one: One,
    #[arg(long, value_name = "时刻", value_parser = values::time, help = "从几点起，例如 14:30")]
    pub at: TimeOfDay,
    #[arg(long, value_name = "文字", help = "停业、停用哪些设备，从哪里撤出人员")]
    pub measures: String,
    #[arg(long, value_name = "姓名", help = "由谁督促，不写是登录的人")]
    pub by: Option<String>,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "哪一天，不写是今天")]
    pub on: Option<NaiveDate>,
}

#[derive(Debug, Args)]
pub struct Close {
    #[command(flatten)]
    pub one: One,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "销号的日期，不写是今天")]
    pub on: Option<NaiveDate>,
}

#[derive(Debug, Args)]
pub struct Reopen {
    #[command(flatten)]
    pub one: One,
    #[arg(long, value_name = "原因", help = "撤销销号的原因")]
    pub reason: String,
    #[command(flatten)]
    pub term: TermFlags,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "撤销销号的日期，不写是今天")]
    pub on: Option<NaiveDate>,
}

impl Hazard {
    pub fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        // Why a new deadline is not the day that was asked for; empty where it is.
        let mut moved = String::new();
        let (what, stored) = match self {
            Hazard::List(list) => return list.run(office, out),
            Hazard::Recurring(recurring) => return recurring.run(office, out),
            Hazard::Show(one) => return show(&one, office, out),
            Hazard::Pack(pack) => {
                let paper = office.hazard_pack(&pack.one.hazard)?;
                let (file, printer) = (pack.output.as_deref(), pack.printer.as_deref());
                return files::deliver(office, &paper, file, printer, out);
            }
            Hazard::Recheck(recheck) => {
                let outcome = recheck.outcome()?;
                if let Outcome::Failed { term } = outcome {
                    moved = office.deadline_moved(recheck.on, term)?;
                }
                recheck.run(outcome, office, out)?
            }
            Hazard::Extend(Extend { one, deadline, reason, on }) => {
                moved = office.deadline_moved(on, Term::Day(deadline))?;
                ("已延期", office.extend(&one.hazard, on, deadline, &reason)?)
            }
            Hazard::Regrade(Regrade { one, grade, reason, on, by }) => {
                let stored = office.regrade(&one.hazard, on, grade, &reason, by.as_deref())?;
                if let Some(says) = office.graded_not_listed(&stored.hazard)? {
                    out.remark(says);
                }
                ("已定级", stored)
            }
            Hazard::Report(report) => {
                let (to, on) = (report.to, report.on);
                let stored = office.report(&report.one.hazard, to, on, &report.reason)?;
                let what = match untold(stored.standing().iter().map(|(step, _)| step)).first() {
                    Some(Recipient::Street) => "已报告，还要报告街道安办",
                    Some(_) => "已报告，还要报告下派民警",
                    None => "已报告",
                };
                (what, stored)
            }
            Hazard::Stop(Stopping { one, at, measures, by, on }) => {
                let stored = office.stop(&one.hazard, on, at, &measures, by.as_deref())?;
                ("已登记停业停用撤人", stored)
            }
            Hazard::Close(close) => ("已销号", office.close(&close.one.hazard, close.on)?),
            Hazard::Reopen(Reopen { one, reason, term, on }) => {
                let term = term.term();
                if let Some(term) = term {
                    moved = office.deadline_moved(on, term)?;
                }
                ("已撤销销号，重新整改", office.reopen(&one.hazard, on, term, &reason)?)
            }
        };
        if out.json {
            let mut value = stored_json(office, &stored);
            if !moved.is_empty() {
                value["deadline_reason"] = json!(moved);
            }
            out.document(&value);
            return Ok(());
        }
        let hazard = &stored.hazard;
        let deadline = match hazard.course.deadline() {
            Some(day) if hazard.course.kind().is_open() && !moved.is_empty() => {
                format!("，期限{}：{moved}", terms::date(day))
            }
            Some(day) if hazard.course.kind().is_open() => format!("，期限{}", terms::date(day)),
            _ => String::new(),
        };
        out.line(format!(
            "{what}：{}（{}，{}{deadline}）。",
            hazard.text,
            terms::grade(hazard.course.grade()),
            terms::state(hazard.course.kind())
        ));
        Ok(())
    }
}

fn show(one: &One, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
    let stored = office.hazard(&one.hazard)?;
    let people = office.answerable(&stored)?;
    let before = office.before(&stored)?;
    let evidence = office.evidence_of_hazard(&stored)?;
    let events = office.events_about(stored.hazard.id)?;
    if out.json {
        let mut value = stored_json(office, &stored);
        add_people(&mut value, &people, before);
        value["evidence"] = evidence.iter().map(evidence_json).collect();
        value["events"] = matters::events_json(&events);
        out.document(&value);
        return Ok(());
    }
    stored_text(office, &stored, &people, before, &evidence, out);
    matters::events_text(&events, out);
    if !evidence.is_empty() {
        out.line("");
        out.line(format!("佐证 {} 份", evidence.len()));
        out.table(&evidence_table(&evidence));
    }
    Ok(())
}

/// What is still owed where a refusal is followed by another deadline.
const UNREPORTED: &str =
    "拒不整改要马上报告街道安办和下派民警（anban hazard report），报告以前一直列在今天要办的事里。";

/// What has to follow a recheck of a major hazard whose report is not there (S0 §二.1(3)).
const UNFILLED: &str = "《重大隐患填报表》还没有填报。发现时就应当填报；请马上补填（anban major fill），走完核实、双签、盖章、审定和报送，才能验收、销号。";

impl TermFlags {
    fn term(&self) -> Option<Term> {
        self.days
            .map(Term::Days)
            .or(self.workdays.map(Term::Workdays))
            .or(self.deadline.map(Term::Day))
    }
}

impl Recheck {
    /// What was done, and the hazard after it.
    fn run(
        self,
        outcome: Outcome,
        office: &mut Office,
        out: &mut Output,
    ) -> Result<(&'static str, Stored), Stop> {
        let stored = office.recheck(&self.one.hazard, self.on, outcome.clone(), &self.note)?;
        let course = &stored.hazard.course;
        if course.kind() == StateKind::Refused && !matches!(outcome, Outcome::Refused) {
            out.remark(UNREPORTED);
        }
        let what = match (outcome, course.grade()) {
            (Outcome::Failed { .. }, _) => "复查不合格，继续整改",
            (Outcome::Refused, _) => "已登记拒不整改，请报告街道安办和下派民警",
            (Outcome::Passed { .. }, Grade::Unsure) => {
                "复查合格。等级还待评估，请社区安全员先定级（anban hazard regrade 编号），定级后才能销号"
            }
            (Outcome::Passed { .. }, Grade::Major) => {
                if course.report().is_none() {
                    out.remark(UNFILLED);
                }
                "复查合格。重大隐患还要验收（anban major advance 编号 accepted），验收后才能销号"
            }
            (Outcome::Passed { .. }, _) => "复查合格，可以销号",
        };
        Ok((what, stored))
    }

    fn outcome(&self) -> Result<Outcome, Stop> {
        if self.passed {
            if self.term.term().is_some() {
                return Err(Stop::Usage(
                    "复查合格不用再写期限。请去掉 --days、--workdays 或 --deadline，或改用 --failed。".into(),
                ));
            }
            return Ok(Outcome::Passed { acceptor: self.acceptor.clone() });
        }
        match (self.refused, self.term.term()) {
            (true, _) => Ok(Outcome::Refused),
            (false, Some(term)) => Ok(Outcome::Failed { term }),
            (false, None) => Err(Stop::Usage(
                "复查不合格要写明下一步。请加 --days、--workdays 或 --deadline 写明新的期限，或加 --refused 登记拒不整改。"
                    .into(),
            )),
        }
    }
}

impl List {
    fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        let premises = self.premises.map(|name| office.find_premises(&name)).transpose()?;
        let grid = self.grid.map(|name| office.find_unit_ever(Level::Grid, &name)).transpose()?;
        let until = self.found_to.unwrap_or(office.today());
        let since = self.found_from.unwrap_or(NaiveDate::from_ymd_opt(1900, 1, 1).unwrap_or(until));
        let asked = self.found_from.is_some() || self.found_to.is_some();
        let found = asked.then_some((since, until));
        let item = self.item.map(|said| office.item_named(&said)).transpose()?;
        let (form, item) = item.map_or((None, None), |(form, item)| (form, Some(item)));
        let filter = Filter {
            open: self.open,
            overdue_on: self.overdue.then_some(office.today()),
            due_by: self.due_by,
            grade: self.grade,
            state: self.state,
            recurring: self.recurring,
            premises: premises.map(|stored| stored.entry.id),
            grid,
            found,
            category: self.category,
            industry: self.industry,
            item,
            form,
            limit: self.limit,
            ..Filter::default()
        };
        if self.unsure {
            return unassessed(office, &filter, out);
        }
        let lines = office.hazards(&filter)?;
        tell_lines(office, &lines, out);
        Ok(())
    }
}

pub(super) fn tell_lines(office: &Office, lines: &[Line], out: &mut Output) {
    if out.json {
        out.document(&lines.iter().map(|line| line_json(office, line)).collect());
    } else if lines.is_empty() {
        out.line("没有这样的隐患。");
    } else {
        out.table(&lines_table(office, lines));
        out.line(format!("共{}条", lines.len()));
    }
}

/// The queue of the 社区安全员: what waits for its grade.
fn unassessed(office: &mut Office, filter: &Filter, out: &mut Output) -> Result<(), Stop> {
    let waiting = office.unassessed(filter)?;
    if out.json {
        let rows = waiting.iter().map(|waiting| {
            let mut value = line_json(office, &waiting.line);
            value["assess_by"] = json!(waiting.due);
            value["assessors"] = json!(waiting.assessors);
            // What is late here is the grade, not yet the repair.
            value["overdue"] = json!(waiting.days_late > 0);
            value["days_late"] = json!(waiting.days_late);
            value
        });
        out.document(&rows.collect());
        return Ok(());
    }
    if waiting.is_empty() {
        out.line("没有等级待评估的隐患。");
        return Ok(());
    }
    let mut table = Table::new([
        "编号",
        "评估期限",
        "逾期",
        "单位",
        "隐患",
        "由谁评估",
        "发现",
        "发现人",
        "网格",
    ])
    .bending(["单位", "隐患"]);
    for Unassessed { line, due, days_late, assessors } in &waiting {
        table.row([
            line.id.short(),
            due.to_string(),
            if *days_late > 0 { format!("{days_late}天") } else { String::new() },
            line.premises_name.clone(),
            line.text.clone(),
            if assessors.is_empty() {
                "没有社区安全员".into()
            } else {
                assessors.join("、")
            },
            line.found_on.to_string(),
            line.owner.clone(),
            office.grid_name(line.grid.as_ref()),
        ]);
    }
    out.table(&table);
    out.line(format!("共{}条", waiting.len()));
    Ok(())
}

impl Recurring {
    fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        let counts = office.recurring(self.months)?;
        if out.json {
            out.document(&json!(counts));
            return Ok(());
        }
        if counts.is_empty() {
            out.line(format!("最近{}个月没有在多家出现或回潮的检查项。", self.months));
            return Ok(());
        }
        let mut table = Table::new(["检查项", "问", "几家", "隐患", "回潮"]).bending(["问"]);
        for count in &counts {
            table.row([
                count.code.clone(),
                count.name.clone(),
                count.premises.to_string(),
                count.hazards.to_string(),
                if count.recurring > 0 { count.recurring.to_string() } else { String::new() },
            ]);
        }
        out.table(&table);
        Ok(())
    }
}
