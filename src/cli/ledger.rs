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
    domain::{id::Id, unit::Level},
    office::{
        Office,
        decisions::Followed,
        event::CLUES,
        ledger::{Filter, Stored, Typed},
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
        about = "列出台账记录，新的在前",
        after_help = "例：
  anban ledger list penalty --premises 恒捷鞋材厂
  anban ledger list certificate --until 2026-12-31"
    )]
    List(List),
    #[command(
        about = "更正一条台账记录，原来的内容留在留痕里",
        after_help = "例：anban ledger edit 编号 --set amount=6000
编号见 anban ledger list。只写要改的项。"
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
    #[arg(long, value_name = "社区", help = "登记到哪个社区，只有一个社区时不用写")]
    pub community: Option<String>,
    #[command(flatten)]
    pub given: Given,
}

#[derive(Debug, Args)]
pub struct List {
    #[arg(value_name = "代码", help = "台账的代码")]
    pub code: String,
    #[arg(long, value_name = "单位", help = "只看一家单位的")]
    pub premises: Option<String>,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "从哪一天起")]
    pub from: Option<NaiveDate>,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "到哪一天止")]
    pub to: Option<NaiveDate>,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "这一天或以前到期的")]
    pub until: Option<NaiveDate>,
    #[arg(long, help = "作废的也列出")]
    pub void: bool,
}

#[derive(Debug, Args)]
pub struct Edit {
    #[arg(value_name = "编号", value_parser = values::id, help = "台账记录的编号")]
    pub id: Id,
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
                let community = add
                    .community
                    .as_deref()
                    .map(|name| office.find_unit(Level::Community, name))
                    .transpose()?;
                let premises = match &add.premises {
                    Some(wanted) => Some(office.find_premises(wanted)?.entry.id),
                    None => None,
                };
                // What nobody has spoken of is filled in from what is known.
                let mut fields = office.entry_proposals(&add.code, premises)?;
                fields.extend(add.given.read(stdin)?);
                let typed = Typed { premises: add.premises, hazard: add.hazard, community, fields };
                let entry = office.add_entry(&add.code, &typed)?;
                told(office, entry.id, "已登记", out)?;
                if let Some(flag) = office.penalties_after(&entry)? {
                    out.remark(format!("{}。", terms::penalty_flag(&flag)));
                }
                if let Some(words) = office.accident_after(&entry)? {
                    out.remark(format!("{words}。"));
                }
            }
            Ledger::List(list) => list.run(office, out)?,
            Ledger::Edit(edit) => {
                let entry = office.edit_entry(edit.id, &edit.given.read(stdin)?, None)?;
                told(office, entry.id, "已更正", out)?;
            }
            Ledger::Void(void) => {
                let entry = office.void_entry(void.id, &void.reason)?;
                told(office, entry.id, "已作废", out)?;
            }
        }
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
            void: self.void,
            ..Filter::default()
        };
        let entries = office.entries(&filter)?;
        let clues = ledger.code == CLUES;
        if out.json {
            let mut rows = Vec::new();
            for stored in &entries {
                let mut value = entry_json(stored);
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
                None => String::new(),
            };
            let mut words: Vec<String> = ledger
                .fields
                .iter()
                .filter_map(|field| entry.fields.get(&field.id).map(|value| field.printed(value)))
                .collect();
            for line in if clues { office.events_about(entry.id)? } else { Vec::new() } {
                words.push(format!("（关联事件 {}）", line.id.short()));
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
