//! `ledger`: registers whose columns a form file names (台账).

use std::{collections::BTreeMap, path::PathBuf};

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::{
    Stop, files, matters,
    output::{Output, Table},
    values,
};
use crate::{
    domain::{entry::Entry, id::Id, period, unit::Level},
    office::{
        Office,
        decisions::Followed,
        event::CLUES,
        ledger::{Filter, Spread, Stored, Typed, Whose},
    },
    terms,
};

#[derive(Debug, Subcommand)]
pub enum Ledger {
    #[command(about = "有哪些台账，各要填什么")]
    Kinds,
    #[command(
        about = "登记一条台账记录",
        after_help = r#"例：
  anban ledger add penalty --premises 恒捷鞋材厂 --set decided_on=2026-11-18 --set kind=罚款 --set amount=5000 --set basis=安全生产法第一百零二条 --set organ=丰泽区应急管理局
  anban ledger add delivery --premises 恒捷鞋材厂 --values 送达.toml

送达.toml（一项一行，也可以用 json）：
  document = "整改通知书"
  method = "直接送达"
  receiver = "黄恒捷"
  deliverer = "陈一鸣"

有哪些台账、各要填哪些项，用 anban ledger kinds 查看；带 * 的必填，括号里是可填的词；登记册里有的（如单位名称）不用写。"#
    )]
    Add(Add),
    #[command(
        about = "由某人一天的记录拟出日志，看过再一起登记",
        after_help = "例：
  anban ledger day worklog --by 陈一鸣
  anban ledger day worklog --by 陈一鸣 --on 2026-11-20 --save

当天到过、办过的每家单位一条。不加 --save 只拟不登记；登记过的不重复登记，登记以后用 anban ledger edit 改。"
    )]
    Day(Day),
    #[command(
        about = "逐日登记：看一个月谁哪天报了，或一次登记几家",
        after_help = "例：
  anban ledger tick self_check --month 2026-11
  anban ledger tick self_check --premises 恒捷鞋材厂 --premises 丰泽服饰
  anban ledger tick self_check --rest --on 2026-11-20
  anban ledger tick self_check --premises 顺发纸箱厂 --value 未报

不写 --premises、--rest 只看不登记；--value 不写是第一种情况（已报，无隐患）。登记过的改成这一次的。"
    )]
    Tick(Tick),
    #[command(
        about = "多家一起登记：一个网格、社区或查到的每家一条",
        after_help = "例：
  anban ledger spread delivery --grid 招联一网格 --set document=夏季消防安全提示 --set method=直接送达 --set send_by=2026-11-30
  anban ledger spread delivery --community 招联社区 --key --find 鞋 --set …

在营的每家登记一条，同一批（同一份文件）登记过的不重复。没有办完的（单位后来关闭、迁出的不再列）用 anban ledger list delivery --waiting 查看，
用 anban report waiting/delivery 打印。"
    )]
    Spread(Spreading),
    #[command(
        about = "列出台账记录，新的在前",
        after_help = "例：
  anban ledger list penalty --premises 恒捷鞋材厂
  anban ledger list certificate --until 2026-12-31"
    )]
    List(List),
    #[command(
        about = "更正一条台账记录，原来的内容留在留痕里",
        after_help = "例：
  anban ledger edit 编号 --set amount=6000
  anban ledger edit 编号 --premises 丰泽服饰

编号见 anban ledger list。只写要改的项。登记错了单位、社区的用 --premises、--community 改到对的；
改到别的社区的，原来那一条作废，另给编号。"
    )]
    Edit(Edit),
    #[command(
        about = "作废一条台账记录，仍然看得见",
        after_help = "例：anban ledger void 编号 --reason 登记重复
编号见 anban ledger list；作废的用 anban ledger list 代码 --void 看。"
    )]
    Void(Void),
}

#[derive(Debug, Args)]
pub struct Given {
    #[arg(
        long = "set",
        value_name = "项=内容",
        value_parser = values::pair,
        help = "填一项，可写几次，例如 --set reason=设备在途"
    )]
    pub set: Vec<(String, String)>,
    #[arg(long, value_name = "文件", help = "从 toml 或 json 文件读各项，- 为标准输入")]
    pub values: Option<PathBuf>,
}

impl Given {
    /// What was given in the file, and over it what was given by flags.
    pub fn read(self, stdin: &mut dyn std::io::Read) -> Result<BTreeMap<String, String>, Stop> {
        let mut fields = match &self.values {
            Some(path) => files::read_fields(path, stdin)?,
            None => BTreeMap::new(),
        };
        fields.extend(self.set);
        Ok(fields)
    }
}

#[derive(Debug, Args)]
pub struct Add {
    #[arg(value_name = "代码", help = "台账的代码，例如 penalty")]
    pub code: String,
    #[arg(long, value_name = "单位", help = "是哪家单位的")]
    pub premises: Option<String>,
    #[arg(long, value_name = "隐患", help = "是哪条隐患的")]
    pub hazard: Option<String>,
    #[arg(
        long,
        value_name = "社区",
        help = "登记到哪个社区，只有一个社区时不用写；街道、区自己的写街道、区的名字"
    )]
    pub community: Option<String>,
    #[arg(long, help = "核对过了：和登记过的一样，也照样再登记一条")]
    pub sure: bool,
    #[command(flatten)]
    pub given: Given,
}

#[derive(Debug, Args)]
pub struct Day {
    #[arg(value_name = "代码", help = "台账的代码，例如 worklog")]
    pub code: String,
    #[arg(long, value_name = "姓名", help = "谁的日志，不写是当前使用的人")]
    pub by: Option<String>,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "哪一天的，不写是今天")]
    pub on: Option<NaiveDate>,
    #[arg(long, help = "登记还没有登记的")]
    pub save: bool,
}

#[derive(Debug, Args)]
pub struct Tick {
    #[arg(value_name = "代码", help = "台账的代码，例如 self_check")]
    pub code: String,
    #[arg(long, value_name = "单位", help = "登记哪一家，可写几次")]
    pub premises: Vec<String>,
    #[arg(long, conflicts_with = "premises", help = "登记这一天还没有登记的每一家")]
    pub rest: bool,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "哪一天的，不写是今天")]
    pub on: Option<NaiveDate>,
    #[arg(long, value_name = "情况", help = "登记成什么，不写是第一种")]
    pub value: Option<String>,
    #[arg(long, value_name = "年-月", value_parser = values::month, help = "看哪个月，不写是本月")]
    pub month: Option<NaiveDate>,
}

#[derive(Debug, Args)]
pub struct Spreading {
    #[arg(value_name = "代码", help = "台账的代码，例如 delivery")]
    pub code: String,
    #[arg(long, value_name = "网格", conflicts_with = "community", help = "哪个网格的每一家")]
    pub grid: Option<String>,
    #[arg(long, value_name = "社区", help = "哪个社区的每一家")]
    pub community: Option<String>,
    #[arg(long, help = "只要重点监管的")]
    pub key: bool,
    #[arg(long, value_name = "文字", help = "只要名册里这样找得到的")]
    pub find: Option<String>,
    #[command(flatten)]
    pub given: Given,
}

#[derive(Debug, Args)]
pub struct List {
    #[arg(value_name = "代码", help = "台账的代码")]
    pub code: String,
    #[arg(long, value_name = "单位", help = "只看一家单位的")]
    pub premises: Option<String>,
    #[arg(long, value_name = "社区", help = "只看一个社区的")]
    pub community: Option<String>,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "从哪一天起")]
    pub from: Option<NaiveDate>,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "到哪一天止")]
    pub to: Option<NaiveDate>,
    #[arg(long, help = "只看没有办完的")]
    pub waiting: bool,
    #[arg(long, value_name = "文字", help = "按内容，或单位的名称、拼音首字母查找")]
    pub find: Option<String>,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "这一天或以前到期的")]
    pub until: Option<NaiveDate>,
    #[arg(long, help = "作废的也列出")]
    pub void: bool,
}

#[derive(Debug, Args)]
pub struct Edit {
    #[arg(value_name = "编号", value_parser = values::id, help = "台账记录的编号")]
    pub id: Id,
    #[arg(long, value_name = "单位", conflicts_with = "community", help = "改到哪家单位")]
    pub premises: Option<String>,
    #[arg(long, value_name = "社区", help = "不是一家单位的，改到哪个社区")]
    pub community: Option<String>,
    #[command(flatten)]
    pub given: Given,
}

#[derive(Debug, Args)]
pub struct Void {
    #[arg(value_name = "编号", value_parser = values::id, help = "台账记录的编号")]
    pub id: Id,
    #[arg(long, value_name = "原因", help = "为什么作废")]
    pub reason: String,
}

impl Ledger {
    pub fn run(
        self,
        office: &mut Office,
        stdin: &mut dyn std::io::Read,
        out: &mut Output,
    ) -> Result<(), Stop> {
        match self {
            Ledger::Kinds => kinds(office, out),
            Ledger::Add(add) => {
                let community =
                    add.community.as_deref().map(|name| office.find_place(name)).transpose()?;
                let premises = match &add.premises {
                    Some(wanted) => Some(office.find_premises(wanted)?.entry.id),
                    None => None,
                };
                // What nobody has spoken of is filled in from what is known.
                let mut fields = office.entry_proposals(&add.code, premises)?;
                fields.extend(add.given.read(stdin)?);
                let typed = Typed { premises: add.premises, hazard: add.hazard, community, fields };
                let entry =
                    office.meaning(add.sure, |office| office.add_entry(&add.code, &typed))?;
                told(office, entry.id, "已登记", out)?;
                if let Some(flag) = office.penalties_after(&entry)? {
                    out.remark(format!("{}。", terms::penalty_flag(&flag)));
                }
                if let Some(words) = office.accident_after(&entry)? {
                    out.remark(format!("{words}。"));
                }
                let also = [
                    office.still_owed_before(&entry)?,
                    office.row_not_listed(&entry)?,
                    office.left_beside(&entry)?,
                ];
                also.into_iter().flatten().for_each(|said| out.remark(said));
            }
            Ledger::Day(day) => day.run(office, out)?,
            Ledger::Spread(spread) => spread.run(office, stdin, out)?,
            Ledger::Tick(tick) => tick.run(office, out)?,
            Ledger::List(list) => list.run(office, out)?,
            Ledger::Edit(edit) => edit.run(office, stdin, out)?,
            Ledger::Void(void) => {
                let entry = office.void_entry(void.id, &void.reason)?;
                told(office, entry.id, "已作废", out)?;
                if let Some(left) = office.papers_left(entry.id)? {
                    out.remark(left);
                }
            }
        }
        Ok(())
    }
}

impl Day {
    fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        let log = office.day_log(&self.code, self.by.as_deref(), self.on)?;
        let made = if self.save { office.enter_day_log(&log)? } else { Vec::new() };
        let entry_of = |premises: Id| {
            let made = made.iter().find(|entry| entry.premises == Some(premises));
            made.map(|entry| entry.id)
        };
        if out.json {
            let rows = log.rows.iter().map(|row| {
                let stands = row.entered.as_ref().map(|stored| stored.entry.id);
                json!({
                    "premises": row.premises.to_string(), "name": row.name, "fields": row.fields,
                    "entry": stands.or_else(|| entry_of(row.premises)).map(|id| id.to_string()),
                    "entered_now": entry_of(row.premises).is_some()
                })
            });
            let rows: Vec<Value> = rows.collect();
            out.document(&json!({ "ledger": self.code, "by": log.by, "on": log.on, "rows": rows }));
            return Ok(());
        }
        let day = terms::date(log.on);
        if log.rows.is_empty() {
            out.line(format!("{}{day}没有检查、复查的记录，没有可拟的日志。", log.by));
            return Ok(());
        }
        let mut table = Table::new(["单位", "内容", "登记"]).bending(["单位", "内容"]);
        for row in &log.rows {
            let words = log.ledger.told(&row.fields, &[]);
            let stands = match (&row.entered, entry_of(row.premises)) {
                (Some(_), _) => "登记过",
                (None, Some(_)) => "已登记",
                (None, None) => "没有登记",
            };
            table.row([row.name.clone(), words, stands.to_owned()]);
        }
        out.table(&table);
        match (made.len(), log.missing().len()) {
            (0, 0) => out.line(format!("{}{day}的日志都登记过了。", log.by)),
            (0, missing) => out.line(format!("还有{missing}条没有登记，登记请加 --save。")),
            (made, _) => out.line(format!("已登记{made}条。要改的用 anban ledger edit。")),
        }
        Ok(())
    }
}

impl Spreading {
    fn run(
        self,
        office: &mut Office,
        stdin: &mut dyn std::io::Read,
        out: &mut Output,
    ) -> Result<(), Stop> {
        let of = match (&self.grid, &self.community) {
            (Some(grid), _) => Some(office.find_unit(Level::Grid, grid)?),
            (None, Some(community)) => Some(office.find_unit(Level::Community, community)?),
            (None, None) => None,
        };
        let to = Spread { of, key: self.key, find: self.find.unwrap_or_default() };
        let done = office.spread(&self.code, &to, &self.given.read(stdin)?)?;
        if out.json {
            let rows = done.made.iter().map(|entry| entry.id.to_string());
            let rows: Vec<String> = rows.collect();
            out.document(&json!({ "ledger": self.code, "rows": rows, "before": done.before }));
            return Ok(());
        }
        out.line(format!("已登记{}家。", done.made.len()));
        if done.before > 0 {
            out.line(format!("另{}家登记过，没有重复登记。", done.before));
        }
        Ok(())
    }
}

impl Tick {
    fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        let on = self.on.unwrap_or(office.today());
        let mut premises = Vec::new();
        for wanted in &self.premises {
            premises.push(office.find_premises(wanted)?.entry.id);
        }
        if self.rest {
            let sheet = office.ticks(&self.code, (on, on))?;
            let open = sheet.rows.iter().filter(|row| row.days.is_empty());
            premises = open.map(|row| row.premises).collect();
        }
        let made = match self.rest || !premises.is_empty() {
            true => Some(office.tick(&self.code, &premises, Some(on), self.value.as_deref())?),
            false => None,
        };
        let (from, to) = period::month_of(self.month.unwrap_or(on));
        let sheet = office.ticks(&self.code, (from, to))?;
        let missing: Vec<&str> = sheet.missing(on).map(|row| row.name.as_str()).collect();
        if out.json {
            let rows = sheet.rows.iter().map(|row| {
                let days = row.days.iter().map(|(day, cell)| (day.to_string(), json!(cell.value)));
                let days: serde_json::Map<String, Value> = days.collect();
                json!({ "premises": row.premises.to_string(), "name": row.name, "days": days })
            });
            let rows: Vec<Value> = rows.collect();
            let made = made.map(|made| made.len());
            out.document(&json!({
                "ledger": self.code, "on": on, "missing": missing, "entered": made, "rows": rows
            }));
            return Ok(());
        }
        if let Some(made) = made {
            out.line(format!("已登记{}家。", made.len()));
        } else {
            let mut table = Table::new(["单位", "天数", "各日情况"]).bending(["单位"]);
            for row in &sheet.rows {
                let signs = row
                    .days
                    .keys()
                    .map(|day| format!("{}{}", day.format("%d"), sheet.sign(row, *day)));
                let signs: Vec<String> = signs.collect();
                table.row([row.name.clone(), row.days.len().to_string(), signs.join(" ")]);
            }
            out.table(&table);
        }
        match missing.as_slice() {
            [] => out.line(format!("{}都报了。", terms::date(on))),
            names => out.line(format!(
                "{}还有{}家没有报：{}。",
                terms::date(on),
                names.len(),
                names.join("、")
            )),
        }
        Ok(())
    }
}

impl Edit {
    fn run(
        self,
        office: &mut Office,
        stdin: &mut dyn std::io::Read,
        out: &mut Output,
    ) -> Result<(), Stop> {
        let fields = self.given.read(stdin)?;
        if self.premises.is_none() && self.community.is_none() {
            let entry = office.edit_entry(self.id, &fields, None)?;
            return Edit::told(office, &entry, "已更正", out);
        }
        let community = self.community.as_deref();
        let community =
            community.map(|name| office.find_unit(Level::Community, name)).transpose()?;
        let to = Whose { premises: self.premises, community };
        let before = office.entry(self.id)?.entry;
        let entry = office.move_entry(self.id, &to, &fields, None)?;
        let stays = (&before.community, before.premises) == (&entry.community, entry.premises);
        let did = match stays {
            true => "已更正".to_owned(),
            false => format!("已改登记到{}", office.whose_entry(&entry)?),
        };
        Edit::told(office, &entry, &did, out)
    }

    fn told(office: &mut Office, entry: &Entry, did: &str, out: &mut Output) -> Result<(), Stop> {
        told(office, entry.id, did, out)?;
        office.row_not_listed(entry)?.into_iter().for_each(|said| out.remark(said));
        Ok(())
    }
}

impl List {
    fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        let ledger = office.ledger(&self.code)?;
        let premises = match &self.premises {
            Some(wanted) => Some(office.find_premises(wanted)?.entry.id),
            None => None,
        };
        let filter = Filter {
            ledger: Some(self.code),
            premises,
            from: self.from,
            to: self.to,
            until: self.until,
            only_waiting: self.waiting,
            find: self.find.unwrap_or_default(),
            void: self.void,
            ..Filter::default()
        };
        let community = self.community.as_deref();
        let of = community.map(|name| office.find_unit(Level::Community, name)).transpose()?;
        let entries = office.entries_under(of.as_ref(), &filter)?;
        let clues = ledger.code == CLUES;
        if out.json {
            let mut rows = Vec::new();
            for stored in &entries {
                let mut value = entry_json(stored);
                value["short"] = json!(office.falls_short(&stored.entry).map(|(_, why)| why));
                value["formerly"] = json!(office.formerly(stored)?);
                if clues {
                    value["events"] = matters::events_json(&office.events_about(stored.entry.id)?);
                }
                rows.push(value);
            }
            out.document(&rows.into_iter().collect());
            return Ok(());
        }
        if entries.is_empty() {
            out.line(format!("“{}”还没有记录。", ledger.title));
            return Ok(());
        }
        let mut table = Table::new(["日期", "单位", "内容", "编号"]).bending(["单位", "内容"]);
        for stored in &entries {
            let entry = &stored.entry;
            let name = match entry.premises {
                Some(id) => office.find_premises(&id.to_string())?.entry.name,
                None => office.unit_name(&entry.community),
            };
            let mut words: Vec<String> = ledger
                .fields
                .iter()
                .filter_map(|field| entry.fields.get(&field.id).map(|value| field.printed(value)))
                .collect();
            for line in if clues { office.events_about(entry.id)? } else { Vec::new() } {
                words.push(format!("（关联事件 {}）", line.id.short()));
            }
            if let Some(had) = office.formerly(stored)? {
                words.push(format!("（{had}）"));
            }
            if let Some((_, why)) = office.falls_short(entry) {
                words.insert(0, format!("（{why}）"));
            }
            if entry.void.is_some() {
                words.insert(0, "（作废）".to_owned());
            }
            table.row([entry.on.to_string(), name, words.join(" "), entry.id.to_string()]);
        }
        out.table(&table);
        Ok(())
    }
}

fn kinds(office: &Office, out: &mut Output) {
    if out.json {
        let rows = office.library().ledgers().map(|ledger| {
            let fields: Vec<Value> = ledger
                .fields
                .iter()
                .map(|field| {
                    json!({
                        "id": field.id, "label": field.label, "kind": field.kind.code(),
                        "options": field.options, "required": field.required
                    })
                })
                .collect();
            json!({ "code": ledger.code, "title": ledger.title, "about": ledger.about.code(), "fields": fields })
        });
        out.document(&rows.collect());
        return;
    }
    let mut table = Table::new(["代码", "名称", "要填的项"]).bending(["要填的项"]);
    for ledger in office.library().ledgers() {
        let fields: Vec<String> = ledger
            .fields
            .iter()
            .map(|field| {
                let must = if field.required { "*" } else { "" };
                let one_of = match field.options.as_slice() {
                    [] => String::new(),
                    options => format!("（{}）", options.join("、")),
                };
                format!("{}{must}={}{one_of}", field.id, field.label)
            })
            .collect();
        table.row([ledger.code.clone(), ledger.title.clone(), fields.join(" ")]);
    }
    out.table(&table);
}

fn told(office: &mut Office, id: Id, did: &str, out: &mut Output) -> Result<(), Stop> {
    let stored = office.entry(id)?;
    let rating = office.rating_of(&stored.entry);
    let followed = office.decided_after(&stored.entry)?;
    if out.json {
        let mut value = entry_json(&stored);
        value["short"] = json!(office.falls_short(&stored.entry).map(|(_, why)| why));
        if let Some(rating) = rating {
            value["rating"] = json!({
                "points": rating.points, "of": rating.of, "grade": rating.grade,
                "items": rating.items.iter().map(|(label, points, of)| {
                    json!({ "label": label, "points": points, "of": of })
                }).collect::<Vec<_>>()
            });
        }
        if let Some(followed) = followed {
            let tasks = followed.tasks.iter().map(|task| task.entry.id.to_string());
            let lacking = followed.lacking.iter().map(|(_, line)| &line.content);
            value["tasks"] = tasks.collect();
            value["not_tasks"] = json!(lacking.collect::<Vec<_>>());
        }
        out.document(&value);
    } else {
        let title = office.ledger(&stored.entry.ledger)?.title;
        out.line(format!("{did}：{title}，编号 {id}。"));
        for sentence in followed.iter().map(Followed::says).filter(|says| !says.is_empty()) {
            out.line(sentence);
        }
        for told in [office.year_told(&stored.entry)?, office.given_apart(&stored.entry)?] {
            told.into_iter().for_each(|told| out.line(told));
        }
        if let Some((_, why)) = office.falls_short(&stored.entry) {
            out.line(format!("{why}。"));
        }
        if let Some(rating) = rating {
            out.line(format!("按各项计分：{}。", rating.says()));
        }
    }
    Ok(())
}

fn entry_json(stored: &Stored) -> Value {
    let entry = &stored.entry;
    json!({
        "id": entry.id.to_string(), "ledger": entry.ledger, "community": entry.community.as_str(),
        "premises": entry.premises.map(|id| id.to_string()),
        "hazard": entry.hazard.map(|id| id.to_string()),
        "on": entry.on, "until": entry.until, "fields": entry.fields, "version": stored.version,
        "void_on": entry.void.as_ref().map(|void| void.on),
        "void_reason": entry.void.as_ref().map(|void| &void.reason)
    })
}
