//! `plan`: the agreed visits of a week or a month, by day and person, in walking order.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::{
    Stop,
    output::{Output, Table},
    paper, values,
};
use crate::{
    domain::period::Span,
    office::{
        Office,
        documents::Request,
        facts::Period,
        plan::{PAPER, Planned, who},
    },
    terms,
};

#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "例：
  anban plan                                本周的巡查计划
  anban plan make --month 2026-12           排下个月的：按制度应查的，均匀分到工作日，按路线排
  anban plan --week 2026-W49 --person 陈一鸣 -o 走访单.pdf
  anban plan move 恒捷鞋材厂 --to 2026-11-27

重排只动还没有到的日子；已经查过的和手工改过的不动。"
)]
pub struct Plan {
    #[command(subcommand)]
    pub act: Option<Act>,
    #[command(flatten)]
    pub days: Stretch,
    #[arg(long, value_name = "姓名", help = "只看这个人的")]
    pub person: Option<String>,
    #[arg(short, long, value_name = "文件", help = "走访单写到哪个文件（pdf、xlsx、csv、txt）")]
    pub output: Option<PathBuf>,
}

#[derive(Debug, Default, Args)]
pub struct Stretch {
    #[arg(long, value_name = "周", value_parser = values::week, help = "哪一周，例如 2026-W47，不写是本周")]
    pub week: Option<NaiveDate>,
    #[arg(long, value_name = "月份", value_parser = values::month, conflicts_with = "week", help = "哪个月，例如 2026-12")]
    pub month: Option<NaiveDate>,
}

impl Stretch {
    fn of(&self, today: NaiveDate) -> (Span, NaiveDate) {
        match (self.month, self.week) {
            (Some(month), _) => (Span::Month, month),
            (None, week) => (Span::Week, week.unwrap_or(today)),
        }
    }
}

#[derive(Debug, Subcommand)]
pub enum Act {
    #[command(about = "排计划，排过的重排：应查的均匀分到工作日，按路线排")]
    Make(Stretch),
    #[command(about = "把一次检查挪到另一天，或换一个人")]
    Move(Move),
    #[command(about = "在计划里加一次检查")]
    Add(Add),
    #[command(about = "从计划里去掉一次检查")]
    Drop(Drop),
}

#[derive(Debug, Args)]
pub struct Move {
    #[arg(value_name = "单位", help = "单位名称，或计划里这一次的编号")]
    pub visit: String,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "原来在哪一天，不写是今天起最近的一次")]
    pub on: Option<NaiveDate>,
    #[arg(long, value_name = "日期", value_parser = values::day, required_unless_present = "person", help = "挪到哪一天")]
    pub to: Option<NaiveDate>,
    #[arg(long, value_name = "姓名", help = "换成谁去")]
    pub person: Option<String>,
}

#[derive(Debug, Args)]
pub struct Add {
    #[arg(value_name = "单位", help = "单位名称")]
    pub premises: String,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "哪一天去")]
    pub on: NaiveDate,
    #[arg(long, value_name = "姓名", help = "谁去，不写是这个网格的网格员")]
    pub person: Option<String>,
}

#[derive(Debug, Args)]
pub struct Drop {
    #[arg(value_name = "单位", help = "单位名称，或计划里这一次的编号")]
    pub visit: String,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "在哪一天，不写是今天起最近的一次")]
    pub on: Option<NaiveDate>,
}

impl Plan {
    pub fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        match self.act {
            Some(act) => act.run(office, out),
            None => {
                let (span, day) = self.days.of(office.today());
                let (from, to) = span.of(day);
                if let Some(person) = self.person.as_deref() {
                    office.check_planned(person, (from, to))?;
                }
                if self.output.is_some() {
                    let person = self.person.map(|person| ("person".to_owned(), person));
                    let request = Request {
                        code: PAPER.to_owned(),
                        period: Some(Period { from, to }),
                        fields: person.into_iter().collect(),
                        ..Request::default()
                    };
                    return paper::Out { output: self.output, ..paper::Out::default() }
                        .draft(office, &request, out);
                }
                let planned = office.planned(from, to, self.person.as_deref())?;
                if out.json {
                    out.document(&planned.iter().map(|one| document(office, one)).collect());
                } else {
                    tell(office, &planned, (from, to), out);
                }
                Ok(())
            }
        }
    }
}

impl Act {
    fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        match self {
            Act::Make(stretch) => {
                let (span, day) = stretch.of(office.today());
                let made = office.make_plan(span, day)?;
                if out.json {
                    out.document(&json!({
                        "from": made.from, "to": made.to, "visits": made.visits,
                        "left": made.left, "left_names": made.left_names,
                        "barred": made.barred.iter().map(|(name, why, from)| {
                            json!({ "person": name, "why": why, "from": from })
                        }).collect::<Vec<_>>(),
                        "unpublished": made.unpublished
                    }));
                    return Ok(());
                }
                out.line(format!(
                    "{}至{}排了{}次检查。",
                    terms::date(made.from),
                    terms::date(made.to),
                    made.visits
                ));
                for (name, why, from) in &made.barred {
                    out.line(format!(
                        "{name}{why}，{}起不能检查，没有排给他；请换人，或先登记新的证件。",
                        terms::date(*from)
                    ));
                }
                if made.left > 0 {
                    out.line(format!(
                        "可用的工作日不够，还有{}次没有排上：{}。",
                        made.left,
                        made.left_names.join("、")
                    ));
                }
                if let Some(year) = made.unpublished {
                    out.line(terms::plan_unpublished(year));
                }
            }
            Act::Move(Move { visit, on, to, person }) => {
                let line = office.planned_visit(&visit, on)?;
                let (day, person) = office.move_visit(&line, to, person.as_deref())?;
                let said = format!("{}已改到{}，{}去", line.name, terms::date(day), who(&person));
                done(&said, json!({ "id": line.visit.id, "day": day, "person": person }), out);
            }
            Act::Add(Add { premises, on, person }) => {
                let visit = office.add_visit(&premises, on, person.as_deref())?;
                let said = format!("已加上：{}，{}去", terms::date(visit.day), who(&visit.person));
                let body = json!({ "id": visit.id, "day": visit.day, "person": visit.person });
                done(&said, body, out);
            }
            Act::Drop(Drop { visit, on }) => {
                let line = office.planned_visit(&visit, on)?;
                office.drop_visit(&line)?;
                let said = format!("{}的计划里已去掉{}", terms::date(line.visit.day), line.name);
                done(&said, json!({ "id": line.visit.id }), out);
            }
        }
        Ok(())
    }
}

fn done(said: &str, body: Value, out: &mut Output) {
    if out.json { out.document(&body) } else { out.line(format!("{said}。")) }
}

fn tell(
    office: &Office,
    planned: &[Planned],
    (from, to): (NaiveDate, NaiveDate),
    out: &mut Output,
) {
    if planned.is_empty() {
        return out.line(format!(
            "{}至{}还没有排计划。请用 anban plan make 排。",
            terms::date(from),
            terms::date(to)
        ));
    }
    let mut table = Table::new(["日期", "人", "顺序", "单位", "地址", "网格", "为什么", "已查"])
        .bending(["单位", "地址"]);
    for one in planned {
        let visit = &one.line.visit;
        table.row([
            format!("{} {}", terms::month_day(visit.day), terms::weekday(visit.day)),
            who(&visit.person),
            one.order.to_string(),
            one.line.name.clone(),
            one.line.address.clone(),
            office.grid_name(visit.grid.as_ref()),
            office.rule_label(visit),
            one.done_on.map(terms::month_day).unwrap_or_default(),
        ]);
    }
    out.table(&table);
    let made = planned.iter().filter(|one| one.done_on.is_some()).count();
    out.line(format!("共{}次，已查{made}次。", planned.len()));
    if let Some(year) = office.unpublished([from, to]) {
        out.line(terms::plan_unpublished(year));
    }
}

fn document(office: &Office, one: &Planned) -> Value {
    let visit = &one.line.visit;
    json!({
        "id": visit.id, "day": visit.day, "person": visit.person, "order": one.order,
        "premises": one.line.name, "premises_id": visit.premises, "address": one.line.address,
        "grid": visit.grid.as_ref().map(|grid| office.unit_name(grid)),
        "rule": visit.rule, "rule_label": office.rule_label(visit),
        "from": visit.from, "to": visit.to, "by_hand": visit.by_hand, "done_on": one.done_on,
        "unpublished": office.unpublished([visit.day])
    })
}
