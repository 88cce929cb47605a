//! `unit`, `grid`, `staff`: communities, grids with their people, and who works at the desk.

mod grid;
mod grid_move;
mod import;
mod staff;

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

pub use self::{grid::Grid, staff::Staff};
use super::{
    Stop,
    output::{Output, Table},
    values,
};
use crate::{
    domain::unit,
    office::{Office, units},
    terms,
};

#[derive(Debug, Subcommand)]
pub enum Unit {
    #[command(
        about = "登记下级单位：街道下的社区，区下的街道",
        after_help = "例：anban unit add 招贤社区 --leader 陈主任\n    anban unit add 小寨路街道 大雁塔街道\n    anban unit add 明德门社区 长延堡社区 --in 长延堡街道\n不写 --in 就登记在本办公室下面：街道的办公室登记社区，区的办公室登记街道。写几个名称就一次登记几个，有一个不对就都不登记。"
    )]
    Add(UnitAdd),
    #[command(
        about = "成批登记下级单位：按程序里的区划表，或按名单文件",
        after_help = import::EXAMPLES
    )]
    Import(import::UnitImport),
    #[command(
        about = "更改一个单位：社区的挂钩领导、名称、机关代字",
        after_help = "例：anban unit edit 招贤社区 --leader 苏主任\n只改写明的几项；已经签发的文书不变。更改的日子和改前改后都留痕。"
    )]
    Edit(UnitEdit),
    #[command(
        about = "撤并一个网格（或没有单位的社区、没有社区的街道）：从某天起不再设",
        after_help = "例：anban unit close 招联三网格 --date 2026-12-01 --reason 并入招联一网格\n还有单位、没办结的事的不能撤并：先把单位划到别的网格（grid move）。以前的记录不变，网格的责任人到前一天为止。"
    )]
    Close(UnitClose),
    #[command(about = "列出市、区、街道、社区和网格，各有多少监管对象和没有销号的隐患")]
    List(UnitList),
}

#[derive(Debug, Args)]
pub struct UnitClose {
    #[arg(value_name = "单位", help = "网格或社区的名称或编码")]
    pub unit: String,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "从哪天起不再设，不写是今天")]
    pub date: Option<NaiveDate>,
    #[arg(long, value_name = "原因", help = "为什么撤并，例如 并入招联一网格")]
    pub reason: String,
}

#[derive(Debug, Args)]
pub struct UnitList {
    #[arg(long, help = "只列已经撤并的，带日期和原因")]
    pub closed: bool,
}

#[derive(Debug, Args)]
pub struct UnitAdd {
    #[arg(value_name = "名称", required = true, help = "单位的名称，例如 招贤社区，可以写几个")]
    pub name: Vec<String>,
    #[arg(
        long = "in",
        value_name = "上级",
        help = "在哪个单位下面，例如 长延堡街道；不写就是本办公室"
    )]
    pub above: Option<String>,
    #[arg(long, value_name = "姓名", default_value = "", help = "挂钩社区的党政领导")]
    pub leader: String,
}

#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("what").args(["leader", "rename", "office", "trade"]).multiple(true).required(true)))]
pub struct UnitEdit {
    #[arg(value_name = "单位", help = "社区、街道或网格的名称或编码")]
    pub unit: String,
    #[arg(long, value_name = "姓名", help = "挂钩社区的党政领导；写 \"\" 是没有")]
    pub leader: Option<String>,
    #[arg(long, value_name = "名称", help = "改用的名称")]
    pub rename: Option<String>,
    #[arg(long, value_name = "代字", help = "机关代字，从以后的文号起用")]
    pub office: Option<String>,
    #[arg(
        long,
        value_name = "专业",
        help = "专业网格管哪一行，例如 工业商贸集聚；写 \"\" 是按块划的网格"
    )]
    pub trade: Option<String>,
}

fn tell_unknown_leader(
    office: &mut Office,
    unit: &unit::Unit,
    out: &mut Output,
) -> Result<(), Stop> {
    if let Some(sentence) = office.unknown_leader(unit)? {
        out.remark(sentence);
    }
    Ok(())
}

impl Unit {
    pub fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        match self {
            Unit::Add(add) => add.run(office, out),
            Unit::Import(import) => import.run(office, out),
            Unit::Edit(edit) => edit.run(office, out),
            Unit::Close(UnitClose { unit, date, reason }) => {
                let unit = office.close_unit(&unit, date, &reason)?;
                if out.json {
                    out.document(&unit_json(&unit));
                } else {
                    out.line(format!("已撤并：{}。", terms::closed(&unit)));
                }
                Ok(())
            }
            Unit::List(UnitList { closed: true }) => {
                list_closed(office, out);
                Ok(())
            }
            Unit::List(UnitList { closed: false }) => list(office, out),
        }
    }
}

impl UnitAdd {
    fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        let names: Vec<&str> = self.name.iter().map(String::as_str).collect();
        let units = office.add_units(&names, self.above.as_deref(), &self.leader)?;
        match units.as_slice() {
            several if out.json && several.len() > 1 => {
                out.document(&several.iter().map(unit_json).collect());
            }
            units => units.iter().for_each(|unit| added(unit, out)),
        }
        units.iter().try_for_each(|unit| tell_unknown_leader(office, unit, out))
    }
}

impl UnitEdit {
    fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        let UnitEdit { unit, leader, rename, office: code, trade } = self;
        let edit = units::UnitEdit { name: rename, office: code, leader, trade };
        let unit = office.edit_unit(&unit, &edit)?;
        if out.json {
            out.document(&unit_json(&unit));
            return Ok(());
        }
        if unit.path.level() == unit::Level::Grid {
            let kind = terms::grid_kind(&unit.trade);
            out.line(format!("已更改：{}，{kind}。", unit.name));
            return Ok(());
        }
        let leader = match unit.linked_leader.as_str() {
            "" => String::new(),
            leader => format!("，挂钩领导{leader}"),
        };
        out.line(format!("已更改：{}{leader}，机关代字“{}”。", unit.name, unit.office));
        tell_unknown_leader(office, &unit, out)
    }
}

fn list_closed(office: &Office, out: &mut Output) {
    let units = office.closed_units();
    if out.json {
        out.document(&units.into_iter().map(unit_json).collect());
    } else if units.is_empty() {
        out.line("没有撤并过的单位。");
    } else {
        for unit in units {
            out.line(terms::closed(unit));
        }
    }
}

fn list(office: &mut Office, out: &mut Output) -> Result<(), Stop> {
    let counts = office.unit_counts()?;
    let units: Vec<&unit::Unit> = office.list_units();
    if out.json {
        let rows = units.into_iter().map(|unit| {
            let (mut value, counts) = (unit_json(unit), counts.get(&unit.path));
            value["partial"] = json!(office.is_above_home(&unit.path));
            value["premises"] = json!(counts.map(|counts| counts.premises));
            value["key_premises"] = json!(counts.map(|counts| counts.key_premises));
            value["open_hazards"] = json!(counts.map(|counts| counts.open_hazards));
            value
        });
        out.document(&rows.collect());
        return Ok(());
    }
    let mut table =
        Table::new(["层级", "名称", "监管对象", "重点", "未销号", "编码", "机关代字", "挂钩领导"]);
    for unit in &units {
        let counts = counts.get(&unit.path);
        let figure = |of: fn(&units::Counts) -> i64| {
            counts.map(|counts| of(counts).to_string()).unwrap_or_default()
        };
        table.row([
            terms::level(unit.path.level()).into(),
            unit.name.clone(),
            figure(|counts| counts.premises),
            figure(|counts| counts.key_premises),
            figure(|counts| counts.open_hazards),
            unit.path.to_string(),
            unit.office.clone(),
            unit.linked_leader.clone(),
        ]);
    }
    out.table(&table);
    let above =
        |unit: &&unit::Unit| office.is_above_home(&unit.path) && counts.contains_key(&unit.path);
    if units.iter().any(above) {
        let home = office.unit_name(office.scope());
        out.line(format!("{home}以上各级的数字只是本办公室登记的合计，不含别处。"));
    }
    Ok(())
}

fn added(unit: &unit::Unit, out: &mut Output) {
    if out.json {
        out.document(&unit_json(unit));
    } else {
        let level = terms::level(unit.path.level());
        out.line(format!("已登记{level}：{}，编码 {}。", unit.name, unit.path));
    }
}

pub fn unit_json(unit: &unit::Unit) -> Value {
    let level = unit.path.level();
    json!({
        "path": unit.path, "name": unit.name, "level": level, "level_label": terms::level(level),
        "office": unit.office, "linked_leader": unit.linked_leader, "boundary": unit.boundary,
        "valid_from": unit.valid_from, "valid_to": unit.valid_to, "closed_reason": unit.closed_why,
        "trade": unit.trade
    })
}
