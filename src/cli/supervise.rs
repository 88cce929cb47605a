//! `supervise`: a hazard or a community under supervision (挂牌督办).

use chrono::NaiveDate;
use clap::{ArgGroup, Args, Subcommand};
use serde_json::{Value, json};

use super::{
    Stop,
    days::tell_unpublished,
    matters::{self, One, Who, day, facts, late},
    output::{Output, Table},
    values,
};
use crate::{
    domain::{
        matter::Road,
        supervision::{Every, Of, Situation, Step},
    },
    office::{
        Office, hazards,
        supervision::{Putting, Stored, Target, Which},
    },
    terms::{self, Term},
};

#[derive(Debug, Subcommand)]
pub enum Supervise {
    #[command(
        about = "挂牌督办一条隐患，或一个社区",
        after_help = "例：
  anban supervise open 63646566 --unit 丰泽区安委会办公室 --leader 刘副区长 --deadline 2026-12-31
  anban supervise open --community 招联社区 --unit 北峰街道 --situation GP-2 --words 三次复查仍未整改"
    )]
    Open(Open),
    #[command(
        about = "登记定期报告",
        after_help = "例：anban supervise report 63646566 --note 隔板已拆除，正在装喷淋"
    )]
    Report(Report),
    #[command(
        about = "申请延期，要在期限届满前15个工作日",
        after_help = "例：anban supervise extend 63646566 --until 2027-01-31 --reason 设备到货推迟"
    )]
    Extend(Extend),
    #[command(
        about = "同意延期",
        after_help = "例：anban supervise grant 63646566 --by 区安委办 --opinion 同意"
    )]
    Grant(Grant),
    #[command(
        about = "不同意延期",
        after_help = "例：anban supervise deny 63646566 --opinion 应按期完成"
    )]
    Deny(Deny),
    #[command(about = "申请验收", after_help = "例：anban supervise ask-acceptance 63646566")]
    AskAcceptance(Plain),
    #[command(
        about = "登记验收意见",
        after_help = "例：
  anban supervise accept 63646566 --passed --opinion 治理完毕，同意摘牌
  anban supervise accept 63646566 --failed --opinion 喷淋没有通水"
    )]
    Accept(Accept),
    #[command(
        about = "解除督办：隐患验收合格或已销号，社区写明原因",
        after_help = "例：
  anban supervise lift 63646566
  anban supervise lift 63646566 --reason 连续三个月按期整改"
    )]
    Lift(Lift),
    #[command(
        about = "撤销立项：挂错了，还没有办过后续的",
        after_help = "例：anban supervise withdraw 63646566 --reason 挂到别的社区去了"
    )]
    Withdraw(matters::Withdraw),
    #[command(
        about = "列出挂牌督办",
        after_help = "例：
  anban supervise list --open
  anban supervise list --report-due 2026-11-30      该定期报告的"
    )]
    List(List),
    #[command(about = "看一件督办和它的经过")]
    Show(One),
}

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("of").required(true).args(["hazard", "community"])))]
pub struct Open {
    #[arg(value_name = "编号", requires = "deadline", help = "隐患的编号，或“文号-序号”")]
    pub hazard: Option<String>,
    #[arg(long, value_name = "名称", requires = "situation", help = "督办这个社区")]
    pub community: Option<String>,
    #[arg(long, value_name = "单位", help = "督办单位")]
    pub unit: String,
    #[arg(long, value_name = "日期", value_parser = values::day, conflicts_with = "community", help = "治理期限")]
    pub deadline: Option<NaiveDate>,
    #[arg(
        long,
        value_name = "单位",
        default_value = "",
        help = "治理责任单位，不写是隐患所在的单位"
    )]
    pub responsible_unit: String,
    #[arg(long, value_name = "姓名", default_value = "", help = "责任人，不写是单位的负责人")]
    pub responsible: String,
    #[arg(long, value_name = "姓名", default_value = "", help = "分管的区级领导")]
    pub leader: String,
    #[arg(long, value_name = "周期", value_parser = values::term::<Every>, help = values::choices::<Every>("多久报告一次，不写按监管制度"))]
    pub every: Option<Every>,
    #[arg(long, value_name = "情形", value_parser = values::term::<Situation>, conflicts_with = "hazard", help = values::choices::<Situation>("督办社区的情形"))]
    pub situation: Option<Situation>,
    #[arg(long, value_name = "文字", default_value = "", help = "情形的说明，GP-5 必须写")]
    pub words: String,
    #[command(flatten)]
    pub who: Who,
}

#[derive(Debug, Args)]
pub struct Report {
    #[command(flatten)]
    pub one: One,
    #[arg(long, value_name = "文字", help = "治理进展")]
    pub note: String,
    #[command(flatten)]
    pub who: Who,
}

#[derive(Debug, Args)]
pub struct Extend {
    #[command(flatten)]
    pub one: One,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "申请延到哪天")]
    pub until: NaiveDate,
    #[arg(long, value_name = "原因", help = "延期的原因和防控措施")]
    pub reason: String,
    #[command(flatten)]
    pub who: Who,
}

#[derive(Debug, Args)]
pub struct Grant {
    #[command(flatten)]
    pub one: One,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "同意延到哪天，不写按申请的")]
    pub until: Option<NaiveDate>,
    #[arg(long, value_name = "文字", default_value = "", help = "审批意见")]
    pub opinion: String,
    #[command(flatten)]
    pub who: Who,
}

#[derive(Debug, Args)]
pub struct Deny {
    #[command(flatten)]
    pub one: One,
    #[arg(long, value_name = "文字", help = "不同意的原因")]
    pub opinion: String,
    #[command(flatten)]
    pub who: Who,
}

#[derive(Debug, Args)]
pub struct Plain {
    #[command(flatten)]
    pub one: One,
    #[command(flatten)]
    pub who: Who,
}

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("outcome").required(true).args(["passed", "failed"])))]
pub struct Accept {
    #[command(flatten)]
    pub one: One,
    #[arg(long, help = "验收合格")]
    pub passed: bool,
    #[arg(long, help = "验收不合格，要写 --opinion")]
    pub failed: bool,
    #[arg(long, value_name = "文字", default_value = "", help = "验收意见")]
    pub opinion: String,
    #[command(flatten)]
    pub who: Who,
}

#[derive(Debug, Args)]
pub struct Lift {
    #[command(flatten)]
    pub one: One,
    #[arg(long, value_name = "原因", default_value = "", help = "解除的原因，督办社区的必须写")]
    pub reason: String,
    #[command(flatten)]
    pub who: Who,
}

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("which").args(["open", "report_due"])))]
pub struct List {
    #[arg(long, help = "只看没有解除的")]
    pub open: bool,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "只看到这天为止该定期报告的")]
    pub report_due: Option<NaiveDate>,
}

impl Supervise {
    pub fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        // How a day that was asked for has moved, where it fell on a day off.
        let mut moved = None;
        let (what, stored) = match self {
            Supervise::List(list) => {
                let which = match (list.report_due, list.open) {
                    (Some(day), _) => Which::ReportDue(day),
                    (None, true) => Which::Open,
                    (None, false) => Which::All,
                };
                return listed(office, which, out);
            }
            Supervise::Show(one) => {
                let stored = office.supervision(&one.id)?;
                if out.json {
                    out.document(&supervision_json(office, &stored));
                } else {
                    text(&stored, out);
                }
                return Ok(());
            }
            Supervise::Open(open) => ("已挂牌督办", office.open_supervision(&open.putting()?)?),
            Supervise::Report(Report { one, note, who }) => {
                ("已登记定期报告", office.report_supervision(&one.id, who.by(), &note, who.on)?)
            }
            Supervise::Extend(Extend { one, until, reason, who }) => {
                moved = office.deadline_rolled(who.on, hazards::Term::Day(until))?;
                ("已申请延期", office.ask_extension(&one.id, who.by(), until, &reason, who.on)?)
            }
            Supervise::Grant(Grant { one, until, opinion, who }) => {
                if let Some(until) = until {
                    moved = office.deadline_rolled(who.on, hazards::Term::Day(until))?;
                }
                ("已同意延期", office.grant_extension(&one.id, who.by(), until, &opinion, who.on)?)
            }
            Supervise::Deny(Deny { one, opinion, who }) => {
                ("不同意延期", office.deny_extension(&one.id, who.by(), &opinion, who.on)?)
            }
            Supervise::AskAcceptance(Plain { one, who }) => {
                ("已申请验收", office.ask_acceptance(&one.id, who.by(), who.on)?)
            }
            Supervise::Accept(Accept { one, passed, failed: _, opinion, who }) => {
                let what = if passed {
                    "验收合格，可以解除"
                } else {
                    "验收不合格，继续治理"
                };
                (what, office.give_acceptance(&one.id, who.by(), passed, &opinion, who.on)?)
            }
            Supervise::Lift(Lift { one, reason, who }) => {
                ("已解除督办", office.lift_supervision(&one.id, who.by(), &reason, who.on)?)
            }
            Supervise::Withdraw(matters::Withdraw { one, reason, who }) => {
                let stored = office.withdraw_supervision(&one.id, who.by(), &reason, who.on)?;
                ("已撤销立项", stored)
            }
        };
        if out.json {
            out.document(&supervision_json(office, &stored));
            return Ok(());
        }
        let matter = &stored.matter;
        let deadline = match matter.course.deadline() {
            Some(day) => format!("，期限{}", terms::date(day)),
            None => String::new(),
        };
        out.line(format!(
            "{what}：{}（编号 {}，{}{deadline}）。",
            matter.title,
            matter.id.short(),
            terms::supervision_state(matter.course.kind())
        ));
        if let Some(moved) = moved {
            out.remark(format!("延到的日子：{moved}。"));
        }
        Ok(())
    }
}

impl Open {
    fn putting(self) -> Result<Putting, Stop> {
        let of = match (self.hazard, self.deadline, self.community, self.situation) {
            (Some(hazard), Some(deadline), None, None) => Target::Hazard {
                hazard,
                responsible_unit: self.responsible_unit,
                responsible: self.responsible,
                leader: self.leader,
                deadline,
            },
            (None, None, Some(community), Some(situation)) => {
                Target::Community { community, situation, words: self.words }
            }
            _ => {
                return Err(Stop::Usage(
                    "请写隐患编号和 --deadline，或写 --community 和 --situation。".into(),
                ));
            }
        };
        let Who { by, on } = self.who;
        Ok(Putting { of, unit: self.unit, every: self.every, by, on })
    }
}

fn told(step: &Step) -> (&'static str, String) {
    (terms::supervision_step(step.kind()), terms::supervision_detail(step))
}

fn listed(office: &mut Office, which: Which, out: &mut Output) -> Result<(), Stop> {
    let supervisions = office.supervisions(which)?;
    if out.json {
        let rows = supervisions.iter().map(|stored| supervision_json(office, stored));
        out.document(&rows.collect());
        return Ok(());
    }
    if supervisions.is_empty() {
        out.line("没有这样的挂牌督办。");
        return Ok(());
    }
    let mut table = Table::new([
        "编号",
        "挂牌日期",
        "督办单位",
        "督办内容",
        "状态",
        "期限",
        "下次报告",
        "逾期",
    ])
    .bending(["督办单位", "督办内容"]);
    for stored in &supervisions {
        let matter = &stored.matter;
        let course = &matter.course;
        table.row([
            matter.id.short(),
            matter.opening.on.to_string(),
            matter.opening.unit.clone(),
            matter.title.clone(),
            terms::supervision_state(course.kind()).into(),
            day(course.deadline()),
            day(course.next_report()),
            late(office, course.due()),
        ]);
    }
    out.table(&table);
    out.line(format!("共{}件", supervisions.len()));
    let due = supervisions.iter().filter_map(|stored| stored.matter.course.due());
    tell_unpublished(office, due, out);
    Ok(())
}

fn supervision_json(office: &Office, stored: &Stored) -> Value {
    let course = &stored.matter.course;
    let opened = &stored.matter.opening;
    let state = terms::supervision_state(course.kind());
    let mut value = matters::json_of(office, stored, state, told);
    let own = match &opened.of {
        Of::Hazard(of) => json!({
            "of": "hazard", "of_label": "隐患", "responsible_unit": of.responsible_unit,
            "responsible": of.responsible, "leader": of.leader, "first_deadline": of.deadline
        }),
        Of::Community(of) => json!({
            "of": "community", "of_label": "社区", "situation": of.situation.code(),
            "situation_label": of.situation.label(), "words": of.words
        }),
    };
    for (name, known) in own.as_object().into_iter().flatten() {
        value[name] = known.clone();
    }
    for (name, known) in [
        ("unit", json!(opened.unit)),
        ("by", json!(opened.by)),
        ("every", json!(opened.every)),
        ("every_label", json!(terms::every(opened.every))),
        ("deadline", json!(course.last_deadline())),
        ("next_report", json!(course.next_report())),
        ("extensions", json!(course.extensions())),
    ] {
        value[name] = known;
    }
    value
}

fn text(stored: &Stored, out: &mut Output) {
    let matter = &stored.matter;
    let opened = &matter.opening;
    let course = &matter.course;
    facts(
        out,
        &[
            ("编号", matter.id.to_string()),
            ("督办", matter.title.clone()),
            ("状态", terms::supervision_state(course.kind()).into()),
            ("督办单位", opened.unit.clone()),
            ("报告周期", terms::every(opened.every).into()),
            ("下次报告", course.next_report().map(terms::date).unwrap_or_default()),
        ],
    );
    match &opened.of {
        Of::Hazard(of) => facts(
            out,
            &[
                ("责任单位", of.responsible_unit.clone()),
                ("责任人", of.responsible.clone()),
                ("区级领导", of.leader.clone()),
                ("期限", terms::date(course.last_deadline().unwrap_or(of.deadline))),
            ],
        ),
        Of::Community(of) => facts(out, &[("说明", of.words.clone())]),
    }
    matters::road(out, stored, "挂牌", told);
}
