//! `campaign`: 专项行动, for whose days some premises are seen more often.

use chrono::{NaiveDate, Weekday};
use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value, json};

use super::{
    Stop,
    output::{Output, Table},
    values,
};
use crate::{
    domain::{
        campaign::{self, Every, Reports, Scope},
        premises::{Kind, Risk},
        unit::Level,
    },
    office::{Office, campaigns::Typed},
    terms,
};

#[derive(Debug, Subcommand)]
pub enum Campaign {
    #[command(about = "列出专项行动")]
    List(List),
    #[command(
        about = "登记一次专项行动：时段、范围、加查几次、什么时候上报",
        after_help = "例：
  anban campaign add 冬春火灾防控 --from 2026-12-01 --to 2027-03-15 --word 服装 --word 鞋 --every week --times 2 --report weekly --report-weekday 5
  anban campaign add 节前检查 --from 2027-01-25 --to 2027-02-10 --key --every whole --times 1"
    )]
    Add(Add),
    #[command(
        about = "更正一次专项行动：写哪项改哪项",
        after_help = "例：
  anban campaign edit 冬春火灾防控 --to 2027-03-31
  anban campaign edit 节前检查 --word 鞋 --word 服装 --times 2"
    )]
    Edit(Edit),
    #[command(about = "结束一次专项行动：提前结束，或到期以后登记结束（漏查的不再列在今日）")]
    End(End),
    #[command(
        about = "撤销立项：登记错了的专项行动，还没有上报过的",
        after_help = "例：anban campaign withdraw 节前检查 --reason 登记重复"
    )]
    Withdraw(Withdraw),
}

#[derive(Debug, Args)]
pub struct List {
    #[arg(long, help = "只看还没有结束的")]
    pub running: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Often {
    #[default]
    Week,
    Month,
    Whole,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Report {
    #[default]
    None,
    Daily,
    Weekly,
    Days,
}

#[derive(Debug, Args)]
pub struct Add {
    #[arg(value_name = "名称", help = "专项行动的名称")]
    pub name: String,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "哪一天开始")]
    pub from: NaiveDate,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "哪一天结束")]
    pub to: NaiveDate,
    #[arg(long, value_name = "文件", default_value = "", help = "依据的文件，例如文号")]
    pub basis: String,
    #[arg(long, value_name = "社区", help = "只在这个社区，不写是本单位的全部")]
    pub community: Option<String>,
    #[arg(long, help = "只查重点监管对象")]
    pub key: bool,
    #[arg(long, value_name = "类型", value_parser = values::term::<Kind>, help = values::choices::<Kind>("只查这类对象"))]
    pub kind: Vec<Kind>,
    #[arg(long, value_name = "风险", value_parser = values::term::<Risk>, help = values::choices::<Risk>("只查这个风险等级的"))]
    pub risk: Vec<Risk>,
    #[arg(long = "word", value_name = "词", help = "名称或行业里有这个词的，几个词就写几次")]
    pub words: Vec<String>,
    #[arg(long = "grid", value_name = "网格", help = "只查这个网格，几个网格就写几次")]
    pub grids: Vec<String>,
    #[arg(
        long,
        value_enum,
        value_name = "多久",
        default_value = "week",
        help = "多久查一遍：week（每周）、month（每月）、whole（整个行动）"
    )]
    pub every: Often,
    #[arg(long, value_name = "次数", value_parser = values::count, default_value = "1", help = "每遍查几次")]
    pub times: u32,
    #[arg(
        long,
        value_enum,
        value_name = "上报",
        default_value = "none",
        help = "什么时候上报：none（不另报）、daily（每个工作日）、weekly（每周）、days（写明的日子）"
    )]
    pub report: Report,
    #[arg(long, value_name = "星期", value_parser = clap::value_parser!(u8).range(1..=7), default_value = "5", help = "每周上报的是星期几，1到7")]
    pub report_weekday: u8,
    #[arg(long = "report-on", value_name = "日期", value_parser = values::day, help = "上报的日子，几天就写几次")]
    pub report_on: Vec<NaiveDate>,
}

#[derive(Debug, Args)]
pub struct Edit {
    #[arg(value_name = "名称", help = "名称或编号")]
    pub campaign: String,
    #[arg(long, value_name = "名称", help = "改成什么名称")]
    pub name: Option<String>,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "哪一天开始")]
    pub from: Option<NaiveDate>,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "哪一天结束")]
    pub to: Option<NaiveDate>,
    #[arg(long, value_name = "文件", help = "依据的文件，例如文号")]
    pub basis: Option<String>,
    #[arg(long, value_name = "是否", help = "只查重点监管对象：true（是）、false（不限）")]
    pub key: Option<bool>,
    #[arg(long, value_name = "类型", value_parser = values::term::<Kind>, help = values::choices::<Kind>("改成只查这类对象"))]
    pub kind: Vec<Kind>,
    #[arg(long, value_name = "风险", value_parser = values::term::<Risk>, help = values::choices::<Risk>("改成只查这个风险等级的"))]
    pub risk: Vec<Risk>,
    #[arg(long = "word", value_name = "词", help = "改成名称或行业里有这个词的，几个词就写几次")]
    pub words: Vec<String>,
    #[arg(long = "grid", value_name = "网格", help = "改成只查这个网格，几个网格就写几次")]
    pub grids: Vec<String>,
    #[arg(
        long,
        value_enum,
        value_name = "多久",
        help = "多久查一遍：week（每周）、month（每月）、whole（整个行动）"
    )]
    pub every: Option<Often>,
    #[arg(long, value_name = "次数", value_parser = values::count, help = "每遍查几次")]
    pub times: Option<u32>,
    #[arg(
        long,
        value_enum,
        value_name = "上报",
        help = "什么时候上报：none（不另报）、daily（每个工作日）、weekly（每周）、days（写明的日子）"
    )]
    pub report: Option<Report>,
    #[arg(long, value_name = "星期", value_parser = clap::value_parser!(u8).range(1..=7), default_value = "5", help = "每周上报的是星期几，1到7")]
    pub report_weekday: u8,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "改成这一天上报，几天就写几次")]
    pub report_on: Vec<NaiveDate>,
}

#[derive(Debug, Args)]
pub struct End {
    #[arg(value_name = "名称", help = "名称或编号")]
    pub campaign: String,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "最后一天，不写是今天")]
    pub on: Option<NaiveDate>,
    #[arg(long, value_name = "原因", help = "为什么结束，例如已经验收")]
    pub reason: String,
}

#[derive(Debug, Args)]
pub struct Withdraw {
    #[arg(value_name = "名称", help = "名称或编号")]
    pub campaign: String,
    #[arg(long, value_name = "原因", help = "为什么撤销")]
    pub reason: String,
}

impl Campaign {
    pub fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        match self {
            Campaign::List(list) => {
                let all = office.campaigns(list.running)?;
                if out.json {
                    let rows = all.iter().map(|stored| document(office, &stored.campaign));
                    out.document(&rows.collect());
                } else if all.is_empty() {
                    out.line("没有专项行动。");
                } else {
                    let mut table =
                        Table::new(["名称", "从", "到", "单位", "频次", "上报"]).bending(["名称"]);
                    for stored in all {
                        let campaign = stored.campaign;
                        let gone = campaign.withdrawn.as_ref().map_or("", |_| "（已撤销立项）");
                        table.row([
                            format!("{}{gone}", campaign.name),
                            campaign.from.to_string(),
                            campaign.last().to_string(),
                            office.unit_name(&campaign.unit),
                            format!(
                                "{}{}次",
                                terms::campaign_every(campaign.every),
                                campaign.times
                            ),
                            terms::campaign_reports(&office.reports_asked(&campaign)),
                        ]);
                    }
                    out.table(&table);
                }
            }
            Campaign::Add(add) => {
                let campaign = office_add(add, office)?;
                done("已登记", &campaign, office, out);
                tell_nobody(&campaign, office, out)?;
            }
            Campaign::Edit(edit) => {
                let campaign = office_edit(edit, office)?;
                done("已更正", &campaign, office, out);
                tell_nobody(&campaign, office, out)?;
            }
            Campaign::End(End { campaign, on, reason }) => {
                let campaign = office.end_campaign(&campaign, on, &reason)?;
                let early = campaign.ended.as_ref().is_some_and(|(on, _)| *on < campaign.to);
                done(if early { "已提前结束" } else { "已结束" }, &campaign, office, out);
            }
            Campaign::Withdraw(Withdraw { campaign, reason }) => {
                let campaign = office.withdraw_campaign(&campaign, &reason)?;
                done("已撤销立项", &campaign, office, out);
                if !out.json {
                    out.remark("今日里已经没有它了；按它排过的计划请再排一次（anban plan make）。");
                }
            }
        }
        Ok(())
    }
}

fn office_add(add: Add, office: &mut Office) -> Result<campaign::Campaign, Stop> {
    let unit = add.community.map(|name| office.find_unit(Level::Community, &name)).transpose()?;
    let grids: Result<Vec<_>, _> =
        add.grids.iter().map(|name| office.find_unit(Level::Grid, name)).collect();
    let typed = Typed {
        name: add.name,
        unit,
        from: add.from,
        to: add.to,
        basis: add.basis,
        scope: Scope {
            key: add.key,
            kinds: add.kind,
            risks: add.risk,
            words: add.words,
            grids: grids?,
        },
        every: every(add.every),
        times: add.times,
        reports: reports(add.report, add.report_weekday, add.report_on),
    };
    Ok(office.add_campaign(&typed)?)
}

fn every(often: Often) -> Every {
    match often {
        Often::Week => Every::Week,
        Often::Month => Every::Month,
        Often::Whole => Every::Whole,
    }
}

fn reports(report: Report, weekday: u8, on: Vec<NaiveDate>) -> Reports {
    match report {
        Report::None if on.is_empty() => Reports::None,
        Report::None | Report::Days => Reports::Days(on),
        Report::Daily => Reports::Daily,
        Report::Weekly => Reports::Weekly(Weekday::try_from(weekday - 1).unwrap_or(Weekday::Fri)),
    }
}

/// What is not said stays as it is.
fn office_edit(edit: Edit, office: &mut Office) -> Result<campaign::Campaign, Stop> {
    let stored = office.campaign(&edit.campaign)?;
    let (before, version) = (stored.campaign, stored.version);
    let grids: Result<Vec<_>, _> =
        edit.grids.iter().map(|name| office.find_unit(Level::Grid, name)).collect();
    fn said<T>(now: Vec<T>, before: Vec<T>) -> Vec<T> {
        if now.is_empty() { before } else { now }
    }
    let typed = Typed {
        name: edit.name.unwrap_or(before.name),
        unit: Some(before.unit),
        from: edit.from.unwrap_or(before.from),
        to: edit.to.unwrap_or(before.to),
        basis: edit.basis.unwrap_or(before.basis),
        scope: Scope {
            key: edit.key.unwrap_or(before.scope.key),
            kinds: said(edit.kind, before.scope.kinds),
            risks: said(edit.risk, before.scope.risks),
            words: said(edit.words, before.scope.words),
            grids: said(grids?, before.scope.grids),
        },
        every: edit.every.map_or(before.every, every),
        times: edit.times.unwrap_or(before.times),
        reports: match (edit.report, edit.report_on) {
            (None, on) if on.is_empty() => before.reports,
            (report, on) => reports(report.unwrap_or_default(), edit.report_weekday, on),
        },
    };
    let id = before.id.to_string();
    Ok(office.edit_campaign(&id, &typed, Some(version))?)
}

/// A scope that hits nobody is mostly a slip.
fn tell_nobody(
    campaign: &campaign::Campaign,
    office: &mut Office,
    out: &mut Output,
) -> Result<(), Stop> {
    if let Some(said) = office.campaign_of_nobody(campaign)? {
        out.remark(said);
    }
    Ok(())
}

fn done(said: &str, campaign: &campaign::Campaign, office: &Office, out: &mut Output) {
    if out.json {
        out.document(&document(office, campaign));
    } else {
        out.line(format!(
            "{said}：{}，{}至{}。",
            campaign.name,
            terms::date(campaign.from),
            terms::date(campaign.last())
        ));
    }
}

fn document(office: &Office, campaign: &campaign::Campaign) -> Value {
    let mut value = json!(campaign);
    value["last"] = json!(campaign.last());
    value["every_label"] = json!(terms::campaign_every(campaign.every));
    value["reports_label"] = json!(terms::campaign_reports(&office.reports_asked(campaign)));
    value
}
