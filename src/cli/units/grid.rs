//! `grid`: grids with their people.

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::{added, grid_move};
use crate::{
    cli::{
        Stop,
        output::{Output, Table},
        values,
    },
    domain::unit::Duty,
    office::{Office, units},
    terms,
};

#[derive(Debug, Subcommand)]
pub enum Grid {
    #[command(
        about = "在社区下登记一个网格",
        after_help = "例：anban grid add 招联一网格 --community 招联社区 --lead 陈一鸣"
    )]
    Add(GridAdd),
    #[command(about = "列出网格和今天的责任人")]
    List,
    #[command(
        about = "网格人员交接：从某天起换人",
        after_help = "例：anban grid assign 招联一网格 --lead 林小芳 --from 2026-12-01"
    )]
    Assign(GridAssign),
    #[command(
        about = "把一个网格的单位整批划到别的网格",
        after_help = grid_move::EXAMPLES
    )]
    Move(grid_move::GridMove),
    #[command(
        about = "移交工作：把前任网格员没有销号的隐患移交给现任",
        after_help = "例：anban grid handover 招联一网格"
    )]
    Handover(GridHandover),
}

#[derive(Debug, Args)]
pub struct GridAdd {
    #[arg(value_name = "名称", help = "网格的名称，例如 招联一网格")]
    pub name: String,
    #[arg(long, value_name = "社区", help = "所在的社区")]
    pub community: String,
    #[arg(long, value_name = "文字", default_value = "", help = "网格的边界")]
    pub boundary: String,
    #[command(flatten)]
    pub people: People,
}

#[derive(Debug, Args)]
pub struct GridHandover {
    #[arg(value_name = "网格", help = "网格的名称或编码")]
    pub grid: String,
}

#[derive(Debug, Args)]
pub struct GridAssign {
    #[arg(value_name = "网格", help = "网格的名称或编码")]
    pub grid: String,
    #[command(flatten)]
    pub people: People,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "从哪天起，不写是今天")]
    pub from: Option<NaiveDate>,
    #[arg(long, help = "没有销号的隐患仍由原来的网格员跟踪，不移交")]
    pub keep_work: bool,
}

/// The four duties of a grid (S2 §三(二)).
#[derive(Debug, Args)]
pub struct People {
    #[arg(long, value_name = "姓名", help = "网格员，可以写几次")]
    lead: Vec<String>,
    #[arg(long, value_name = "姓名", help = "监管责任人，可以写几次")]
    supervisor: Vec<String>,
    #[arg(long, value_name = "姓名", help = "联系负责人，可以写几次")]
    contact: Vec<String>,
    #[arg(long, value_name = "姓名", help = "包保责任人，可以写几次")]
    guarantor: Vec<String>,
}

impl People {
    fn named(&self) -> Vec<(Duty, String)> {
        let each = |duty: Duty, names: &[String]| -> Vec<(Duty, String)> {
            names.iter().map(|name| (duty, name.clone())).collect()
        };
        [
            each(Duty::GridOfficer, &self.lead),
            each(Duty::Supervisor, &self.supervisor),
            each(Duty::Contact, &self.contact),
            each(Duty::Guarantor, &self.guarantor),
        ]
        .concat()
    }
}

impl Grid {
    pub fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        match self {
            Grid::Add(add) => {
                let people = units::People { people: add.people.named() };
                let unit = office.add_grid(&add.community, &add.name, &add.boundary, &people)?;
                added(&unit, out);
                warn_of_kept_out(office, &people, office.today(), out)
            }
            Grid::Assign(assign) => assign.run(office, out),
            Grid::Move(moving) => moving.run(office, out),
            Grid::Handover(handover) => handover.run(office, out),
            Grid::List => list(office, out),
        }
    }
}

impl GridAssign {
    fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        let people = self.people.named();
        if people.is_empty() {
            return Err(Stop::Usage(
                "没有写明换谁。请用 --lead、--supervisor、--contact 或 --guarantor 写明姓名。"
                    .into(),
            ));
        }
        let from = self.from.unwrap_or(office.today());
        let posts = units::People { people: people.clone() };
        let handed = office.assign(&self.grid, &posts, from, self.keep_work)?;
        warn_of_strangers(office, &people, out)?;
        warn_of_kept_out(office, &posts, from, out)?;
        if out.json {
            let people: Vec<Value> =
                people.iter().map(|(duty, name)| person_json(*duty, name)).collect();
            out.document(&json!({
                "grid": self.grid, "from": from, "people": people,
                "hazards_moved": handed.moved, "visits_moved": handed.visits,
                "events": handed.events
            }));
        } else {
            out.line(format!("{}的人员从{}起交接。", self.grid, terms::date(from)));
            if !handed.says().is_empty() {
                out.line(handed.says());
            }
        }
        if handed.later {
            out.remark(format!(
                "没有销号的隐患现在不移交。请到{}再运行 anban grid handover {}。",
                terms::date(from),
                self.grid
            ));
        }
        Ok(())
    }
}

impl GridHandover {
    fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        let handed = office.hand_over_work(&self.grid)?;
        if out.json {
            out.document(&json!({
                "grid": self.grid, "to": handed.to, "hazards_moved": handed.moved,
                "visits_moved": handed.visits, "events": handed.events
            }));
        } else if handed.moved == 0 && handed.visits == 0 {
            out.line("前任网格员没有留下未销号的隐患和没去的检查。");
        } else {
            out.line(handed.says());
        }
        Ok(())
    }
}

fn list(office: &mut Office, out: &mut Output) -> Result<(), Stop> {
    let grids = office.grids()?;
    if out.json {
        out.document(&grids.iter().map(grid_json).collect());
        return Ok(());
    }
    if grids.is_empty() {
        out.line("还没有登记网格。请用 anban grid add 登记。");
        return Ok(());
    }
    let mut table = Table::new([
        "网格",
        "社区",
        "类型",
        "网格员",
        "监管责任人",
        "联系负责人",
        "包保责任人",
        "人手",
        "编码",
    ]);
    for grid in &grids {
        let who = |duty: Duty| -> String {
            let people = grid.people.iter().filter(|person| person.duty == duty);
            people.map(|person| person.name.as_str()).collect::<Vec<_>>().join("、")
        };
        table.row([
            grid.name.clone(),
            grid.community.clone(),
            terms::grid_kind(&grid.trade),
            who(Duty::GridOfficer),
            who(Duty::Supervisor),
            who(Duty::Contact),
            who(Duty::Guarantor),
            terms::shortage(grid.short),
            grid.path.to_string(),
        ]);
    }
    out.table(&table);
    Ok(())
}

/// A name that the staff list does not have may be a slip; a roster that comes first is none.
fn warn_of_strangers(
    office: &mut Office,
    people: &[(Duty, String)],
    out: &mut Output,
) -> Result<(), Stop> {
    let staff = office.staff()?;
    for (_, name) in people.iter().filter(|_| !staff.is_empty()) {
        if !staff.iter().any(|person| person.name == *name) {
            out.remark(format!(
                "“{name}”不在人员名册上。请核对姓名；是新来的人，请用 anban staff add 登记。"
            ));
        }
    }
    Ok(())
}

/// Who may not inspect is told so as the grid is given out.
fn warn_of_kept_out(
    office: &mut Office,
    people: &units::People,
    on: NaiveDate,
    out: &mut Output,
) -> Result<(), Stop> {
    for says in office.told_kept_out(people, on)? {
        out.remark(says);
    }
    Ok(())
}

fn grid_json(grid: &units::GridView) -> Value {
    let people: Vec<Value> = grid
        .people
        .iter()
        .map(|person| {
            let mut value = person_json(person.duty, &person.name);
            value["from"] = json!(person.from);
            value["to"] = json!(person.to);
            value
        })
        .collect();
    json!({
        "path": grid.path, "name": grid.name, "community": grid.community, "boundary": grid.boundary,
        "people": people, "short": grid.short, "trade": grid.trade
    })
}

fn person_json(duty: Duty, name: &str) -> Value {
    json!({ "duty": duty, "duty_label": terms::duty(duty), "name": name })
}
