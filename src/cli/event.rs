//! `event`: what is reported to a grid, on its way up and back (S2, the flowchart at its end).

use clap::{ArgGroup, Args, Subcommand};
use serde_json::{Value, json};

use super::{
    Stop,
    evidence::evidence_json,
    matters::{self, One, Who, day, facts, late},
    output::{Output, Table},
    values,
};
use crate::{
    domain::{
        event::{Desk, Hop, Seat, Source, Step},
        id::Id,
        matter::Road,
        time_of_day::TimeOfDay,
    },
    office::{
        Office, Refusal,
        event::{Linked, Linking, Registering, Stored, Which, way},
    },
    terms,
};

#[derive(Debug, Subcommand)]
pub enum Event {
    #[command(
        about = "登记一个事件：上访、电话、走访、短信、检查",
        after_help = "例：
  anban event register --source call --grid 招联一网格 --content 夜间违规生产 --place 招联街12号
  anban event register --source petition --premises 恒捷鞋材厂 --content 夹层住人 --informant 热心居民 --phone 13805950001"
    )]
    Register(Register),
    #[command(
        about = "登记处置：事件在哪一级就由哪一级处置",
        after_help = "例：anban event handle 63646566 --note 已责令停止，人员撤离"
    )]
    Handle(Handle),
    #[command(
        about = "不能处置的上报：网格 → 社区或街道 → 区 → 市",
        after_help = "例：anban event up 63646566 --opinion 超出网格权限"
    )]
    Up(Up),
    #[command(
        about = "指派：街道给社区或科室，区、市给职能部门",
        after_help = "例：anban event assign 63646566 --to section --name 城建科 --helper 招联社区"
    )]
    Assign(Assign),
    #[command(
        about = "信息反馈，逐级退回",
        after_help = "例：anban event feed-back 63646566 --opinion 已处置完毕"
    )]
    FeedBack(FeedBack),
    #[command(
        about = "办结：反馈回到网格以后",
        after_help = "例：anban event done 63646566 --result 已回访，居民满意"
    )]
    Done(Done),
    #[command(
        about = "关联检查、隐患、非法线索：在两边都看得到",
        after_help = "例：
  anban event link 63646566 --inspection 招联安监整改〔2026〕11号
  anban event link 63646566 --clue 0198f2b0-8a3e-7c11-9d52-63646566aabb"
    )]
    Link(Link),
    #[command(
        about = "取消关联：关联错了的",
        after_help = "例：anban event unlink 63646566 --inspection 招联安监整改〔2026〕11号"
    )]
    Unlink(Link),
    #[command(about = "兑现举报奖励", after_help = "例：anban event reward 63646566 --amount 500")]
    Reward(Reward),
    #[command(
        about = "撤销立项：登记错了，还没有办过后续的",
        after_help = "例：anban event withdraw 63646566 --reason 和另一件重复"
    )]
    Withdraw(matters::Withdraw),
    #[command(
        about = "列出事件，办理期限近的在前",
        after_help = "例：
  anban event list --open
  anban event list --overdue             在一级停留超过时限的"
    )]
    List(List),
    #[command(about = "看一个事件和它的流转")]
    Show(One),
}

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("place_of").required(true).multiple(true).args(["grid", "community", "premises", "hazard", "inspection", "clue"])))]
pub struct Register {
    #[arg(long, value_name = "来源", value_parser = values::term::<Source>, help = values::choices::<Source>("事件来源"))]
    pub source: Source,
    #[arg(long, value_name = "网格", help = "在哪个网格")]
    pub grid: Option<String>,
    #[arg(long, value_name = "社区", conflicts_with = "grid", help = "在哪个社区，不知道网格时写")]
    pub community: Option<String>,
    #[arg(long, value_name = "名称", help = "涉及登记册里的这家单位")]
    pub premises: Option<String>,
    #[arg(long, value_name = "编号", help = "涉及这条隐患")]
    pub hazard: Option<String>,
    #[arg(
        long,
        value_name = "检查",
        help = "由这次检查来的：通知书的文号或检查的编号，可以写几次"
    )]
    pub inspection: Vec<String>,
    #[arg(long, value_name = "编号", value_parser = values::id, help = "涉及这条非法线索：台账记录的编号，可以写几次")]
    pub clue: Vec<Id>,
    #[arg(long, value_name = "时刻", value_parser = values::time, help = "发生的时刻，例如 22:30")]
    pub at: Option<TimeOfDay>,
    #[arg(long, value_name = "地点", default_value = "", help = "地点，不写是单位的地址")]
    pub place: String,
    #[arg(long, value_name = "对象", default_value = "", help = "涉及的人或单位")]
    pub object: String,
    #[arg(long, value_name = "文字", help = "事件内容")]
    pub content: String,
    #[arg(long, value_name = "姓名", default_value = "", help = "来访人、举报人")]
    pub informant: String,
    #[arg(long, value_name = "电话", default_value = "", help = "来访人、举报人的电话")]
    pub phone: String,
    #[command(flatten)]
    pub who: Who,
}

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("what").required(true).multiple(true).args(["inspection", "hazard", "clue"])))]
pub struct Link {
    #[command(flatten)]
    pub one: One,
    #[arg(long, value_name = "检查", help = "通知书的文号或检查的编号，可以写几次")]
    pub inspection: Vec<String>,
    #[arg(long, value_name = "隐患", help = "文号加序号，或编号，可以写几次")]
    pub hazard: Vec<String>,
    #[arg(long, value_name = "编号", value_parser = values::id, help = "非法线索台账记录的编号，可以写几次")]
    pub clue: Vec<Id>,
}

impl Link {
    fn linking(self) -> (String, Linking) {
        let Link { one, inspection, hazard, clue } = self;
        (one.id, Linking { inspections: inspection, hazards: hazard, clues: clue })
    }
}

#[derive(Debug, Args)]
pub struct Handle {
    #[command(flatten)]
    pub one: One,
    #[arg(long, value_name = "文字", help = "怎样处置的")]
    pub note: String,
    #[command(flatten)]
    pub who: Who,
}

#[derive(Debug, Args)]
pub struct Up {
    #[command(flatten)]
    pub one: One,
    #[arg(long, value_name = "单位", value_parser = values::term::<Desk>, help = values::choices::<Desk>("报到哪一级，不写是上一级"))]
    pub to: Option<Desk>,
    #[arg(long, value_name = "名称", default_value = "", help = "那一级的名称，不写按登记的单位")]
    pub name: String,
    #[arg(long, value_name = "文字", default_value = "", help = "上报的意见")]
    pub opinion: String,
    #[command(flatten)]
    pub who: Who,
}

#[derive(Debug, Args)]
pub struct Assign {
    #[command(flatten)]
    pub one: One,
    #[arg(long, value_name = "单位", value_parser = values::term::<Desk>, help = "指派给 community（社区）、section（街道科室）或 department（职能部门）")]
    pub to: Desk,
    #[arg(
        long,
        value_name = "名称",
        default_value = "",
        help = "科室或部门的名称，社区不写是事件所在的社区"
    )]
    pub name: String,
    #[arg(long, value_name = "单位", help = "协助处置的，可以写几个")]
    pub helper: Vec<String>,
    #[arg(long, value_name = "文字", default_value = "", help = "指派的意见")]
    pub opinion: String,
    #[command(flatten)]
    pub who: Who,
}

#[derive(Debug, Args)]
pub struct FeedBack {
    #[command(flatten)]
    pub one: One,
    #[arg(long, value_name = "文字", default_value = "", help = "反馈的内容")]
    pub opinion: String,
    #[command(flatten)]
    pub who: Who,
}

#[derive(Debug, Args)]
pub struct Done {
    #[command(flatten)]
    pub one: One,
    #[arg(long, value_name = "文字", help = "办理结果")]
    pub result: String,
    #[command(flatten)]
    pub who: Who,
}

#[derive(Debug, Args)]
pub struct Reward {
    #[command(flatten)]
    pub one: One,
    #[arg(long, value_name = "元", value_parser = values::yuan, help = "奖励金额，元")]
    pub amount: u64,
    #[command(flatten)]
    pub who: Who,
}

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("which").args(["open", "overdue"])))]
pub struct List {
    #[arg(long, help = "只看没有办结的")]
    pub open: bool,
    #[arg(long, help = "只看在一级停留超过时限的")]
    pub overdue: bool,
}

impl Event {
    pub fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        let (what, stored) = match self {
            Event::List(list) => {
                let which = match (list.overdue, list.open) {
                    (true, _) => Which::Overdue,
                    (false, true) => Which::Open,
                    (false, false) => Which::All,
                };
                return listed(office, which, out);
            }
            Event::Show(one) => {
                let stored = office.event(&one.id)?;
                let evidence = matters::evidence(office, stored.matter.id)?;
                if out.json {
                    let mut value = event_json(office, &stored)?;
                    value["links"] = office.event_links(&stored)?.iter().map(link_json).collect();
                    value["evidence"] = evidence.iter().map(evidence_json).collect();
                    out.document(&value);
                } else {
                    text(office, &stored, out)?;
                    let links = office.event_links(&stored)?;
                    if !links.is_empty() {
                        out.line("");
                    }
                    for Linked { link, on, says } in links {
                        let word = terms::link(link.kind);
                        out.line(format!("{}  关联{word}：{says}  {}", terms::date(on), link.id));
                    }
                    matters::evidence_text(&evidence, out);
                }
                return Ok(());
            }
            Event::Register(register) => {
                ("已登记", office.register_event(&register.registering())?)
            }
            Event::Handle(Handle { one, note, who }) => {
                ("已处置", office.handle_event(&one.id, who.by(), &note, who.on)?)
            }
            Event::Up(Up { one, to, name, opinion, who }) => {
                ("已上报", office.pass_event_up(&one.id, who.by(), to, &name, &opinion, who.on)?)
            }
            Event::Assign(Assign { one, to, name, helper, opinion, who }) => (
                "已指派",
                office.assign_event(&one.id, who.by(), to, &name, &helper, &opinion, who.on)?,
            ),
            Event::FeedBack(FeedBack { one, opinion, who }) => {
                ("已反馈", office.feed_back_event(&one.id, who.by(), &opinion, who.on)?)
            }
            Event::Done(Done { one, result, who }) => {
                ("已办结", office.finish_event(&one.id, who.by(), &result, who.on)?)
            }
            Event::Link(link) => {
                let (id, linking) = link.linking();
                ("已关联", office.link_event(&id, &linking)?)
            }
            Event::Unlink(link) => {
                let (id, linking) = link.linking();
                ("已取消关联", office.unlink_event(&id, &linking)?)
            }
            Event::Reward(Reward { one, amount, who }) => {
                ("已兑现奖励", office.reward_event(&one.id, who.by(), amount, who.on)?)
            }
            Event::Withdraw(matters::Withdraw { one, reason, who }) => {
                ("已撤销立项", office.withdraw_event(&one.id, who.by(), &reason, who.on)?)
            }
        };
        if out.json {
            out.document(&event_json(office, &stored)?);
            return Ok(());
        }
        let matter = &stored.matter;
        let course = &matter.course;
        let due = match course.due() {
            Some(due) => format!("，{}前办理", terms::date(due)),
            None => String::new(),
        };
        out.line(format!(
            "{what}：{}（编号 {}，在{}，{}{due}）。",
            matter.title,
            matter.id.short(),
            seat(course.seat()),
            terms::event_state(course.kind())
        ));
        Ok(())
    }
}

impl Register {
    fn registering(self) -> Registering {
        let Who { by, on } = self.who;
        Registering {
            source: self.source,
            grid: self.grid,
            community: self.community,
            premises: self.premises,
            hazard: self.hazard,
            links: Linking { inspections: self.inspection, hazards: Vec::new(), clues: self.clue },
            at: self.at,
            place: self.place,
            object: self.object,
            content: self.content,
            informant: self.informant,
            phone: self.phone,
            by,
            on,
        }
    }
}

fn seat(seat: &Seat) -> String {
    terms::seat(seat.desk, &seat.name)
}

fn told(step: &Step) -> (&'static str, String) {
    (terms::event_step(step.kind()), terms::event_detail(step))
}

fn listed(office: &mut Office, which: Which, out: &mut Output) -> Result<(), Stop> {
    let events = office.events(which)?;
    if out.json {
        let rows = events.iter().map(|stored| event_json(office, stored));
        out.document(&rows.collect::<Result<Value, Stop>>()?);
        return Ok(());
    }
    if events.is_empty() {
        out.line("没有这样的事件。");
        return Ok(());
    }
    let mut table =
        Table::new(["编号", "登记日期", "来源", "事件", "在哪一级", "状态", "办理期限", "逾期"])
            .bending(["事件", "在哪一级"]);
    for stored in &events {
        let matter = &stored.matter;
        let course = &matter.course;
        table.row([
            matter.id.short(),
            matter.opening.on.to_string(),
            terms::source(matter.opening.source).into(),
            matter.title.clone(),
            seat(course.seat()),
            terms::event_state(course.kind()).into(),
            day(course.due()),
            late(office, course.due()),
        ]);
    }
    out.table(&table);
    out.line(format!("共{}件", events.len()));
    Ok(())
}

fn hops(stored: &Stored) -> Result<Vec<Hop>, Stop> {
    Ok(way(stored).map_err(Refusal::from)?)
}

fn seat_json(seat: &Seat) -> Value {
    json!({
        "desk": seat.desk, "desk_label": terms::desk(seat.desk), "name": seat.name,
        "assigned": seat.assigned
    })
}

fn link_json(linked: &Linked) -> Value {
    let Linked { link, on, says } = linked;
    json!({
        "kind": link.kind, "kind_label": terms::link(link.kind), "id": link.id, "on": on, "says": says
    })
}

fn event_json(office: &Office, stored: &Stored) -> Result<Value, Stop> {
    let course = &stored.matter.course;
    let opening = &stored.matter.opening;
    let mut value = matters::json_of(office, stored, terms::event_state(course.kind()), told);
    let hops: Vec<Value> = hops(stored)?
        .iter()
        .map(|hop| {
            json!({
                "from": seat_json(&hop.from), "to": hop.to.as_ref().map(seat_json),
                "back": hop.back, "on": hop.on, "by": hop.by, "opinion": hop.opinion,
                "days": hop.days
            })
        })
        .collect();
    for (name, own) in [
        ("source", json!(opening.source)),
        ("source_label", json!(terms::source(opening.source))),
        ("at", json!(opening.at)),
        ("place", json!(opening.place)),
        ("object", json!(opening.object)),
        ("content", json!(opening.content)),
        ("informant", json!(opening.informant)),
        ("phone", json!(opening.phone)),
        ("by", json!(opening.by)),
        ("seat", seat_json(course.seat())),
        ("since", json!(course.here_since())),
        ("waiting", course.waiting().iter().map(seat_json).collect()),
        ("hops", json!(hops)),
        ("result", json!(course.result())),
        ("rewarded_on", json!(course.rewarded().map(|(on, _)| on))),
        ("reward_yuan", json!(course.rewarded().map(|(_, fen)| fen as f64 / 100.0))),
    ] {
        value[name] = own;
    }
    Ok(value)
}

fn text(office: &Office, stored: &Stored, out: &mut Output) -> Result<(), Stop> {
    let matter = &stored.matter;
    let opening = &matter.opening;
    let course = &matter.course;
    let overdue = if course.is_overdue(office.today()) { "，已超时" } else { "" };
    let at = opening.at.map(|at| format!(" {at}")).unwrap_or_default();
    facts(
        out,
        &[
            ("编号", matter.id.to_string()),
            ("事件", opening.content.clone()),
            ("来源", terms::source(opening.source).into()),
            ("时间", format!("{}{at}", terms::date(opening.on))),
            ("地点", opening.place.clone()),
            ("对象", opening.object.clone()),
            ("来访举报人", opening.informant.clone()),
            ("电话", opening.phone.clone()),
            ("状态", format!("{}{overdue}", terms::event_state(course.kind()))),
            ("在哪一级", seat(course.seat())),
            ("办理期限", course.due().map(terms::date).unwrap_or_default()),
            ("办理结果", course.result().unwrap_or_default().to_owned()),
            ("奖励", course.rewarded().map(|(_, fen)| terms::yuan(fen)).unwrap_or_default()),
        ],
    );
    matters::road(out, stored, "登记", told);
    let hops = hops(stored)?;
    if !hops.is_empty() {
        out.line("");
        let mut table = Table::new(["日期", "从", "到", "用时", "经办"]).bending(["从", "到"]);
        for hop in &hops {
            let to = hop.to.as_ref().map_or_else(|| "办结".to_owned(), seat);
            table.row([
                hop.on.to_string(),
                seat(&hop.from),
                to,
                format!("{}天", hop.days),
                hop.by.clone(),
            ]);
        }
        out.table(&table);
    }
    Ok(())
}
