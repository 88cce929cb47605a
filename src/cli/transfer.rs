//! `transfer`: what is handed over to a department (移送、抄告), until its answer is back.

use clap::{ArgGroup, Args, Subcommand};
use serde_json::{Value, json};

use super::{
    Stop,
    days::tell_unpublished,
    evidence::evidence_json,
    matters::{self, One, Who, day, facts, late},
    output::{Output, Table},
};
use crate::{
    domain::{matter::Road, transfer::Step},
    office::{
        Office,
        transfer::{Sending, Stored, Which},
    },
    terms,
};

#[derive(Debug, Subcommand)]
pub enum Transfer {
    #[command(
        about = "抄告一条隐患、一个事件或一家单位的问题给部门",
        after_help = "例：
  anban transfer send --hazard 63646566 --to 丰泽区消防救援大队 --approver 沈卫东 --opinion 请依法查处
  anban transfer send --premises 恒捷鞋材厂 --to 区市场监管局 --content 无证生产食品"
    )]
    Send(Send),
    #[command(
        about = "登记部门接收",
        after_help = "例：anban transfer receive 63646566 --by 消防王强"
    )]
    Receive(Receive),
    #[command(
        about = "登记部门回复",
        after_help = "例：anban transfer reply 63646566 --by 消防王强 --opinion 已立案查处"
    )]
    Reply(Reply),
    #[command(
        about = "登记处理结果反馈，这份抄告办完",
        after_help = "例：anban transfer feed-back 63646566 --by 消防王强 --result 已责令停产整顿"
    )]
    FeedBack(FeedBack),
    #[command(
        about = "登记催办",
        after_help = "例：anban transfer remind 63646566 --note 电话催办"
    )]
    Remind(Remind),
    #[command(
        about = "撤回抄告错了的，部门回复以前都可以",
        after_help = "例：anban transfer withdraw 63646566 --reason 抄告错了部门"
    )]
    Withdraw(Withdraw),
    #[command(
        about = "列出抄告，回复期限近的在前",
        after_help = "例：
  anban transfer list --unanswered       已抄告未回复
  anban transfer list --unfed            已接收未反馈"
    )]
    List(List),
    #[command(about = "看一份抄告和它的经过")]
    Show(One),
}

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("what").required(true).args(["hazard", "event", "premises"])))]
pub struct Send {
    #[arg(long, value_name = "编号", help = "抄告这条隐患")]
    pub hazard: Option<String>,
    #[arg(long, value_name = "编号", help = "抄告这个网格事件")]
    pub event: Option<String>,
    #[arg(long, value_name = "名称", help = "抄告这家单位的问题，要写 --content")]
    pub premises: Option<String>,
    #[arg(long, value_name = "部门", help = "主送部门")]
    pub to: String,
    #[arg(long, value_name = "部门", help = "抄送部门，可以写几个")]
    pub cc: Vec<String>,
    #[arg(long, value_name = "姓名", default_value = "", help = "批准人")]
    pub approver: String,
    #[arg(long, value_name = "文字", default_value = "", help = "处理意见")]
    pub opinion: String,
    #[arg(
        long,
        value_name = "文字",
        default_value = "",
        help = "抄告的内容，不写用隐患或事件的内容"
    )]
    pub content: String,
    #[command(flatten)]
    pub who: Who,
}

#[derive(Debug, Args)]
pub struct Receive {
    #[command(flatten)]
    pub one: One,
    #[command(flatten)]
    pub who: Who,
}

#[derive(Debug, Args)]
pub struct Reply {
    #[command(flatten)]
    pub one: One,
    #[arg(long, value_name = "文字", help = "部门的处理意见")]
    pub opinion: String,
    #[command(flatten)]
    pub who: Who,
}

#[derive(Debug, Args)]
pub struct FeedBack {
    #[command(flatten)]
    pub one: One,
    #[arg(long, value_name = "文字", help = "处理结果")]
    pub result: String,
    #[command(flatten)]
    pub who: Who,
}

#[derive(Debug, Args)]
pub struct Remind {
    #[command(flatten)]
    pub one: One,
    #[arg(long, value_name = "文字", default_value = "", help = "怎样催办的")]
    pub note: String,
    #[command(flatten)]
    pub who: Who,
}

#[derive(Debug, Args)]
pub struct Withdraw {
    #[command(flatten)]
    pub one: One,
    #[arg(long, value_name = "原因", help = "为什么撤回")]
    pub reason: String,
    #[command(flatten)]
    pub who: Who,
}

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("which").args(["open", "unanswered", "unfed", "overdue"])))]
pub struct List {
    #[arg(long, help = "只看没有办完的")]
    pub open: bool,
    #[arg(long, help = "只看已抄告未回复的")]
    pub unanswered: bool,
    #[arg(long, help = "只看已接收未反馈的")]
    pub unfed: bool,
    #[arg(long, help = "只看回复逾期的")]
    pub overdue: bool,
}

impl List {
    fn which(&self) -> Which {
        if self.open {
            Which::Open
        } else if self.unanswered {
            Which::Unanswered
        } else if self.unfed {
            Which::Unfed
        } else if self.overdue {
            Which::Overdue
        } else {
            Which::All
        }
    }
}

impl Transfer {
    pub fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        let (what, stored) = match self {
            Transfer::List(list) => return listed(office, list.which(), out),
            Transfer::Show(one) => {
                let stored = office.transfer(&one.id)?;
                let evidence = matters::evidence(office, stored.matter.id)?;
                if out.json {
                    let mut value = transfer_json(office, &stored);
                    value["evidence"] = evidence.iter().map(evidence_json).collect();
                    out.document(&value);
                } else {
                    text(office, &stored, out);
                    matters::evidence_text(&evidence, out);
                }
                return Ok(());
            }
            Transfer::Send(send) => {
                let sending = Sending {
                    hazard: send.hazard,
                    event: send.event,
                    premises: send.premises,
                    to: send.to,
                    cc: send.cc,
                    by: send.who.by,
                    approver: send.approver,
                    opinion: send.opinion,
                    content: send.content,
                    on: send.who.on,
                };
                ("已抄告", office.send_transfer(&sending)?)
            }
            Transfer::Receive(Receive { one, who }) => {
                ("部门已接收", office.receive_transfer(&one.id, who.by(), who.on)?)
            }
            Transfer::Reply(Reply { one, opinion, who }) => {
                ("部门已回复", office.reply_transfer(&one.id, who.by(), &opinion, who.on)?)
            }
            Transfer::FeedBack(FeedBack { one, result, who }) => {
                ("已反馈，抄告办完", office.feed_back_transfer(&one.id, who.by(), &result, who.on)?)
            }
            Transfer::Remind(Remind { one, note, who }) => {
                ("已登记催办", office.remind_transfer(&one.id, who.by(), &note, who.on)?)
            }
            Transfer::Withdraw(Withdraw { one, reason, who }) => {
                ("已撤回抄告", office.withdraw_transfer(&one.id, who.by(), &reason, who.on)?)
            }
        };
        if out.json {
            out.document(&transfer_json(office, &stored));
            return Ok(());
        }
        let matter = &stored.matter;
        let due = match matter.course.due() {
            Some(due) => format!("，{}前回复", terms::date(due)),
            None => String::new(),
        };
        out.line(format!(
            "{what}：{}，{}（编号 {}{due}）。",
            matter.opening.to,
            matter.title,
            matter.id.short()
        ));
        Ok(())
    }
}

fn told(step: &Step) -> (&'static str, String) {
    (terms::transfer_step(step.kind()), terms::transfer_detail(step))
}

fn listed(office: &mut Office, which: Which, out: &mut Output) -> Result<(), Stop> {
    let transfers = office.transfers(which)?;
    if out.json {
        out.document(&transfers.iter().map(|stored| transfer_json(office, stored)).collect());
        return Ok(());
    }
    if transfers.is_empty() {
        out.line("没有这样的抄告。");
        return Ok(());
    }
    let mut table =
        Table::new(["编号", "抄告日期", "主送部门", "内容", "状态", "回复期限", "逾期", "催办"])
            .bending(["主送部门", "内容"]);
    for stored in &transfers {
        let matter = &stored.matter;
        let due = matter.course.due();
        table.row([
            matter.id.short(),
            matter.opening.on.to_string(),
            matter.opening.to.clone(),
            matter.title.clone(),
            terms::transfer_state(matter.course.kind()).into(),
            day(due),
            late(office, due),
            match matter.course.reminders() {
                0 => String::new(),
                times => format!("{times}次"),
            },
        ]);
    }
    out.table(&table);
    out.line(format!("共{}件", transfers.len()));
    let due = transfers.iter().filter_map(|stored| stored.matter.course.due());
    tell_unpublished(office, due, out);
    Ok(())
}

fn transfer_json(office: &Office, stored: &Stored) -> Value {
    let course = &stored.matter.course;
    let sent = &stored.matter.opening;
    let mut value = matters::json_of(office, stored, terms::transfer_state(course.kind()), told);
    for (name, own) in [
        ("to", json!(sent.to)),
        ("cc", json!(sent.cc)),
        ("by", json!(sent.by)),
        ("approver", json!(sent.approver)),
        ("opinion", json!(sent.opinion)),
        ("content", json!(sent.content)),
        ("event", json!(sent.event)),
        ("reply_due", json!(sent.due)),
        ("reminders", json!(course.reminders())),
    ] {
        value[name] = own;
    }
    value
}

fn text(office: &Office, stored: &Stored, out: &mut Output) {
    let matter = &stored.matter;
    let sent = &matter.opening;
    let course = &matter.course;
    let overdue = if course.is_overdue(office.today()) { "，回复已逾期" } else { "" };
    facts(
        out,
        &[
            ("编号", matter.id.to_string()),
            ("抄告", matter.title.clone()),
            ("状态", format!("{}{overdue}", terms::transfer_state(course.kind()))),
            ("主送部门", sent.to.clone()),
            ("抄送", sent.cc.join("、")),
            ("内容", sent.content.clone()),
            ("处理意见", sent.opinion.clone()),
            ("经办人", sent.by.clone()),
            ("批准人", sent.approver.clone()),
            ("回复期限", terms::date(sent.due)),
        ],
    );
    tell_unpublished(office, course.due(), out);
    matters::road(out, stored, "抄告", told);
}
