//! `staff`: who works at the desk, and who leaves it.

use std::io::{Read, Write};

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::{
    cli::{
        Stop, door,
        output::{Output, Table},
        values,
    },
    domain::staff::{self, Role},
    office::{
        Key, Office,
        leaving::{Gone, Leaving},
        units,
    },
    terms,
};

#[derive(Debug, Subcommand)]
pub enum Staff {
    #[command(
        about = "登记一个人员",
        after_help = "例：anban staff add 陈一鸣 --role grid_officer --unit 招联社区 --phone 13805950001"
    )]
    Add(StaffAdd),
    #[command(
        about = "更改人员的电话、证号、来源、专兼职",
        after_help = "例：anban staff edit 陈一鸣 --phone 13805950009\n以前签发的文书不变。姓名、职责写错的，登记离岗（staff leave），再登记一个对的。"
    )]
    Edit(StaffEdit),
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
pub struct StaffEdit {
    #[arg(value_name = "姓名", help = "姓名；几个人同名的写编号")]
    pub name: String,
    #[arg(long, value_name = "电话", help = "联系电话")]
    pub phone: Option<String>,
    #[arg(long, value_name = "证号", help = "检查证件的号码，印在签名旁边")]
    pub card: Option<String>,
    #[arg(long, value_name = "来源", help = "原来的岗位，例如 巡防员、调解员、安全专干")]
    pub origin: Option<String>,
    #[arg(long, conflicts_with = "full_time", help = "改为兼职")]
    pub part_time: bool,
    #[arg(long, help = "改为专职")]
    pub full_time: bool,
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

impl Staff {
    pub fn run(
        self,
        office: &mut Office,
        key: &Key,
        asked: (&mut dyn Read, Option<&mut dyn Write>),
        out: &mut Output,
    ) -> Result<(), Stop> {
        match self {
            Staff::Password(password) => password.run(office, key, asked, out),
            Staff::Recovery => door::renew(office, out),
            Staff::Add(add) => add.run(office, out),
            Staff::Leave(StaffLeave { name, date, reason, to }) => {
                let to = to.as_deref();
                let leaving = Leaving { who: &name, on: date, why: &reason, to };
                let gone = office.leave(&leaving)?;
                if out.json {
                    out.document(&gone_json(&gone));
                } else {
                    out.line(gone.says());
                }
                Ok(())
            }
            Staff::Edit(edit) => edit.run(office, out),
            Staff::Handover(StaffHandover { name, to }) => {
                let gone = office.hand_over_left(&name, to.as_deref())?;
                if out.json {
                    out.document(&gone_json(&gone));
                } else if gone.handed.says().is_empty() {
                    out.line(format!("{}名下没有要移交的。", gone.name));
                } else {
                    out.line(gone.handed.says());
                }
                Ok(())
            }
            Staff::List => list(office, out),
        }
    }
}

impl StaffAdd {
    fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        let person = office.hire(units::Hire {
            name: &self.name,
            role: self.role,
            unit: &self.unit,
            phone: &self.phone,
            card: &self.card,
            full_time: !self.part_time,
            origin: &self.origin,
            since: self.from,
        })?;
        let unit = office.unit_name(&person.unit);
        if out.json {
            out.document(&staff_json(&person, &unit, office.today()));
        } else {
            let post = terms::post(&unit, person.role);
            out.line(format!("已登记：{}，{post}。", person.name));
        }
        Ok(())
    }
}

impl StaffEdit {
    fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        let edit = units::StaffEdit {
            phone: self.phone,
            card: self.card,
            origin: self.origin,
            full_time: (self.part_time || self.full_time).then_some(self.full_time),
        };
        let posts = office.edit_staff(&self.name, &edit)?;
        if out.json {
            let today = office.today();
            let rows =
                posts.iter().map(|post| staff_json(post, &office.unit_name(&post.unit), today));
            out.document(&rows.collect());
        } else if let Some(person) = posts.first() {
            out.line(format!("已更改：{}。", told(person)));
        }
        Ok(())
    }
}

/// 陈一鸣，电话13805950009，证号无，专职，来源巡防员
fn told(person: &staff::Staff) -> String {
    let said = |text: &str| if text.is_empty() { "无".to_owned() } else { text.to_owned() };
    format!(
        "{}，电话{}，证号{}，{}，来源{}",
        person.name,
        said(&person.phone),
        said(&person.card),
        terms::full_time(person.full_time),
        said(&person.origin)
    )
}

fn list(office: &mut Office, out: &mut Output) -> Result<(), Stop> {
    let today = office.today();
    let people = office.staff()?;
    if out.json {
        let rows =
            people.iter().map(|person| staff_json(person, &office.unit_name(&person.unit), today));
        out.document(&rows.collect());
        return Ok(());
    }
    if people.is_empty() {
        out.line("还没有登记人员。请用 anban staff add 登记。");
        return Ok(());
    }
    let mut table = Table::new(["姓名", "职责", "专兼职", "来源", "单位", "电话", "证号", "在岗"]);
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
    Ok(())
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
