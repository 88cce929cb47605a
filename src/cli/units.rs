//! `unit`, `grid`, `staff`: communities, grids with their people, and who works at the desk.

mod grid_move;
mod import;

use std::io::{Read, Write};

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::{
    Stop, door,
    output::{Output, Table},
    values,
};
use crate::{
    domain::{
        staff::{self, Role},
        unit::{self, Duty},
    },
    office::{
        Key, Office,
        leaving::{Gone, Leaving},
        units,
    },
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

#[derive(Debug, Subcommand)]
pub enum Staff {
    #[command(
        about = "登记一个人员",
        after_help = "例：anban staff add 陈一鸣 --role grid_officer --unit 招联社区 --phone 13805950001"
    )]
    Add(StaffAdd),
    #[command(
        about = "登记离岗：从某天起不在岗",
        after_help = "例：anban staff leave 陈一鸣 --date 2026-12-01 --reason 调走 --to 林小芳\n名下还有网格、没有销号的隐患、没去的检查或没完成的任务的，先移交。以前的记录不变；再来上班，重新登记（staff add --from）。离岗的日子还没有到的也可以登记：到那天以前照常办理，那天起的检查先移交，隐患和任务到那天移交（staff handover）。"
    )]
    Leave(StaffLeave),
    #[command(
        about = "离岗那天移交：把他名下没有销号的隐患、没去的检查、没完成的任务交给别人",
        after_help = "例：anban staff handover 陈一鸣\n不写 --to 就交给登记离岗时写的那一位。"
    )]
    Handover(StaffHandover),
    #[command(about = "列出人员，离岗的也在内")]
    List,
    #[command(
        about = "设密码、改密码，或取消",
        after_help = "例：anban --as 王管理 staff password            给自己设，或改自己的\n    anban --as 王管理 staff password 陈一鸣     给别人设一个，他再自己改\n第一个密码由管得到整个办公室的管理员给自己设，同时给出恢复码。从那时起，不写姓名和密码谁也打不开这个办公室。密码在终端里问，写两遍，不显示。"
    )]
    Password(door::Password),
    #[command(
        about = "换一个恢复码，原来的作废",
        after_help = "例：anban --as 王管理 staff recovery\n恢复码抄在纸上锁好：能给人设密码的都忘了密码时，在密码那里写它，就能设新密码。"
    )]
    Recovery,
}

#[derive(Debug, Args)]
pub struct StaffLeave {
    #[arg(value_name = "姓名", help = "姓名；几个人同名的写编号")]
    pub name: String,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "从哪天起不在岗，不写是今天，可以是以后的日子")]
    pub date: Option<NaiveDate>,
    #[arg(long, value_name = "原因", help = "为什么离岗，例如 退休、调走")]
    pub reason: String,
    #[arg(long, value_name = "姓名", help = "他跟踪的隐患和计划里没去的检查交给谁")]
    pub to: Option<String>,
}

#[derive(Debug, Args)]
pub struct StaffHandover {
    #[arg(value_name = "姓名", help = "离岗的人；几个人同名的写编号")]
    pub name: String,
    #[arg(long, value_name = "姓名", help = "交给谁，不写是登记离岗时写的")]
    pub to: Option<String>,
}

#[derive(Debug, Args)]
pub struct StaffAdd {
    #[arg(value_name = "姓名", help = "人员的姓名")]
    pub name: String,
    #[arg(
        long,
        value_name = "职责",
        value_parser = values::term::<Role>,
        help = values::choices::<Role>("职责")
    )]
    pub role: Role,
    #[arg(long, value_name = "单位", help = "所在的街道、社区或网格")]
    pub unit: String,
    #[arg(long, value_name = "电话", default_value = "", help = "联系电话")]
    pub phone: String,
    #[arg(long, value_name = "证号", default_value = "", help = "检查证件的号码，印在签名旁边")]
    pub card: String,
    #[arg(long, help = "兼职；不写就是专职")]
    pub part_time: bool,
    #[arg(
        long,
        value_name = "来源",
        default_value = "",
        help = "原来的岗位，例如 巡防员、调解员、安全专干"
    )]
    pub origin: String,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "从哪天起到岗；离岗以后再来的不写是今天")]
    pub from: Option<NaiveDate>,
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
            Unit::Add(add) => {
                let names: Vec<&str> = add.name.iter().map(String::as_str).collect();
                let units = office.add_units(&names, add.above.as_deref(), &add.leader)?;
                match units.as_slice() {
                    several if out.json && several.len() > 1 => {
                        out.document(&several.iter().map(unit_json).collect());
                    }
                    units => units.iter().for_each(|unit| added(unit, out)),
                }
                for unit in &units {
                    tell_unknown_leader(office, unit, out)?;
                }
            }
            Unit::Import(import) => import.run(office, out)?,
            Unit::Edit(UnitEdit { unit, leader, rename, office: code, trade }) => {
                let edit = units::UnitEdit { name: rename, office: code, leader, trade };
                let unit = office.edit_unit(&unit, &edit)?;
                if out.json {
                    out.document(&unit_json(&unit));
                } else {
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
                    tell_unknown_leader(office, &unit, out)?;
                }
            }
            Unit::Close(UnitClose { unit, date, reason }) => {
                let unit = office.close_unit(&unit, date, &reason)?;
                if out.json {
                    out.document(&unit_json(&unit));
                } else {
                    out.line(format!("已撤并：{}。", terms::closed(&unit)));
                }
            }
            Unit::List(UnitList { closed: true }) => {
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
            Unit::List(UnitList { closed: false }) => {
                let counts = office.unit_counts()?;
                let units: Vec<&unit::Unit> = office.list_units();
                let above = units.iter().any(|unit| {
                    office.is_above_home(&unit.path) && counts.contains_key(&unit.path)
                });
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
                } else {
                    let mut table = Table::new([
                        "层级",
                        "名称",
                        "监管对象",
                        "重点",
                        "未销号",
                        "编码",
                        "机关代字",
                        "挂钩领导",
                    ]);
                    for unit in units {
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
                    if above {
                        let home = office.unit_name(office.scope());
                        out.line(format!("{home}以上各级的数字只是本办公室登记的合计，不含别处。"));
                    }
                }
            }
        }
        Ok(())
    }
}

impl Grid {
    pub fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        match self {
            Grid::Add(add) => {
                let people = units::People { people: add.people.named() };
                let unit = office.add_grid(&add.community, &add.name, &add.boundary, &people)?;
                added(&unit, out);
            }
            Grid::Assign(assign) => {
                let people = assign.people.named();
                if people.is_empty() {
                    return Err(Stop::Usage(
                        "没有写明换谁。请用 --lead、--supervisor、--contact 或 --guarantor 写明姓名。".into(),
                    ));
                }
                let from = assign.from.unwrap_or(office.today());
                let posts = units::People { people: people.clone() };
                let handed = office.assign(&assign.grid, &posts, from, assign.keep_work)?;
                warn_of_strangers(office, &people, out)?;
                if out.json {
                    let people: Vec<Value> =
                        people.iter().map(|(duty, name)| person_json(*duty, name)).collect();
                    out.document(&json!({
                        "grid": assign.grid, "from": from, "people": people,
                        "hazards_moved": handed.moved, "visits_moved": handed.visits,
                        "events": handed.events
                    }));
                } else {
                    out.line(format!("{}的人员从{}起交接。", assign.grid, terms::date(from)));
                    if !handed.says().is_empty() {
                        out.line(handed.says());
                    }
                }
                if handed.later {
                    out.remark(format!(
                        "没有销号的隐患现在不移交。请到{}再运行 anban grid handover {}。",
                        terms::date(from),
                        assign.grid
                    ));
                }
            }
            Grid::Move(moving) => moving.run(office, out)?,
            Grid::Handover(handover) => {
                let handed = office.hand_over_work(&handover.grid)?;
                if out.json {
                    out.document(&json!({
                        "grid": handover.grid, "to": handed.to, "hazards_moved": handed.moved,
                        "visits_moved": handed.visits, "events": handed.events
                    }));
                } else if handed.moved == 0 && handed.visits == 0 {
                    out.line("前任网格员没有留下未销号的隐患和没去的检查。");
                } else {
                    out.line(handed.says());
                }
            }
            Grid::List => {
                let grids = office.grids()?;
                if out.json {
                    out.document(&grids.iter().map(grid_json).collect());
                } else if grids.is_empty() {
                    out.line("还没有登记网格。请用 anban grid add 登记。");
                } else {
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
                            let names: Vec<&str> = grid
                                .people
                                .iter()
                                .filter(|person| person.duty == duty)
                                .map(|person| person.name.as_str())
                                .collect();
                            names.join("、")
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
                }
            }
        }
        Ok(())
    }
}

impl Staff {
    pub fn run(
        self,
        office: &mut Office,
        key: &Key,
        asked: (&mut dyn Read, Option<&mut dyn Write>),
        out: &mut Output,
    ) -> Result<(), Stop> {
        match self {
            Staff::Password(password) => return password.run(office, key, asked, out),
            Staff::Recovery => door::renew(office, out)?,
            Staff::Add(add) => {
                let person = office.hire(units::Hire {
                    name: &add.name,
                    role: add.role,
                    unit: &add.unit,
                    phone: &add.phone,
                    card: &add.card,
                    full_time: !add.part_time,
                    origin: &add.origin,
                    since: add.from,
                })?;
                let unit = office.unit_name(&person.unit);
                if out.json {
                    out.document(&staff_json(&person, &unit, office.today()));
                } else {
                    let post = terms::post(&unit, person.role);
                    out.line(format!("已登记：{}，{post}。", person.name));
                }
            }
            Staff::Leave(StaffLeave { name, date, reason, to }) => {
                let to = to.as_deref();
                let leaving = Leaving { who: &name, on: date, why: &reason, to };
                let gone = office.leave(&leaving)?;
                if out.json {
                    out.document(&gone_json(&gone));
                } else {
                    out.line(gone.says());
                }
            }
            Staff::Handover(StaffHandover { name, to }) => {
                let gone = office.hand_over_left(&name, to.as_deref())?;
                if out.json {
                    out.document(&gone_json(&gone));
                } else if gone.handed.says().is_empty() {
                    out.line(format!("{}名下没有要移交的。", gone.name));
                } else {
                    out.line(gone.handed.says());
                }
            }
            Staff::List => {
                let today = office.today();
                let people = office.staff()?;
                if out.json {
                    out.document(
                        &people
                            .iter()
                            .map(|person| {
                                staff_json(person, &office.unit_name(&person.unit), today)
                            })
                            .collect(),
                    );
                } else if people.is_empty() {
                    out.line("还没有登记人员。请用 anban staff add 登记。");
                } else {
                    let mut table = Table::new([
                        "姓名",
                        "职责",
                        "专兼职",
                        "来源",
                        "单位",
                        "电话",
                        "证号",
                        "在岗",
                    ]);
                    for person in &people {
                        table.row([
                            person.name.clone(),
                            terms::role(person.role).into(),
                            terms::full_time(person.full_time).into(),
                            person.origin.clone(),
                            office.unit_name(&person.unit),
                            person.phone.clone(),
                            person.card.clone(),
                            terms::serves(person, today),
                        ]);
                    }
                    out.table(&table);
                }
            }
        }
        Ok(())
    }
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

fn gone_json(gone: &Gone) -> Value {
    let handed = &gone.handed;
    json!({
        "name": gone.name, "left_on": gone.left.on, "reason": gone.left.why, "to": gone.left.to,
        "posts": gone.posts.len(), "hazards_moved": handed.moved, "visits_moved": handed.visits,
        "tasks_moved": handed.tasks
    })
}

fn staff_json(person: &staff::Staff, unit: &str, today: NaiveDate) -> Value {
    json!({
        "id": person.id, "name": person.name, "role": person.role,
        "role_label": terms::role(person.role), "unit": unit, "unit_path": person.unit,
        "phone": person.phone, "card": person.card, "active": person.serves_on(today), "since": person.since,
        "left_on": person.left.as_ref().map(|left| left.on),
        "left_reason": person.left.as_ref().map(|left| &left.why),
        "left_to": person.left.as_ref().map(|left| &left.to),
        "full_time": person.full_time, "origin": person.origin
    })
}
