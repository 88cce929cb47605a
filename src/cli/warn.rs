//! `warn`: what the records suggest against a community or a person, what a person says to it, and the ladder.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::{
    Stop,
    days::tell_unpublished,
    ledger::Given,
    output::{Output, Table},
    values,
};
use crate::{
    domain::{
        accountability::{Found, Kind, ladder::Whom},
        id::Id,
        unit::Level,
    },
    office::{
        Office,
        warn::{self, ByHand, Confirmed, Record, Said, Standing, Suggestion, Which, Word},
    },
    terms,
};

#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "例：
  anban warn
  anban warn show TB-4
  anban warn confirm TB-4 --target 招联社区 --set demand=三日内复查完毕
  anban warn dismiss YT-3 --target 陈一鸣 --reason 现场已断电，能保证安全
  anban warn add GP-1 --community 招联社区 --reason 区安委会通报整改逾期
  anban warn ladder

约谈要写明 --set held_on=2026-11-30 --set held_at=9时30分 --set place=街道会议室。
提醒只说记录里看得出什么，是否追究由人决定。推诿扯皮记录里看不出（YT-5 只提醒多日没有工作记录的），用 anban warn add YT-5 登记。
确认后出文书，确认或搁置过的不再提醒。"
)]
pub struct Warn {
    #[command(subcommand)]
    act: Option<Act>,
}

#[derive(Debug, Subcommand)]
enum Act {
    #[command(about = "看一条提醒的依据：有哪些记录")]
    Show(Named),
    #[command(about = "确认一条提醒，登记并准备文书（通报、约谈、督办、诫勉、移送）")]
    Confirm(Confirm),
    #[command(about = "搁置一条提醒，写明原因")]
    Dismiss(Dismiss),
    #[command(about = "登记记录里看不出的情形（如被上级通报、其它情形）")]
    Add(Add),
    #[command(about = "各社区和个人一年里各受过几次，接着是哪一级")]
    Ladder(Ladder),
    #[command(about = "确认和搁置过的提醒，新的在前")]
    Said,
    #[command(about = "撤回一次确认或搁置：登记的记录作废，记录里看得出的情形再提醒")]
    Withdraw(Withdraw),
}

#[derive(Debug, Args)]
struct Named {
    #[arg(value_name = "编号", help = "情形的编号，例如 TB-4")]
    code: String,
    #[arg(long, value_name = "对象", help = "社区或责任人，只有一条时不用写")]
    target: Option<String>,
    #[arg(long, value_name = "单位", help = "哪里的记录，同一个人在几处有提醒时写明")]
    unit: Option<String>,
}

/// Who answers for what is said.
#[derive(Debug, Args)]
struct SaidBy {
    #[arg(long, value_name = "姓名", help = "由谁核实决定，不写是经办人")]
    by: Option<String>,
}

impl SaidBy {
    fn word(self) -> Word {
        Word { by: self.by, person: None }
    }
}

#[derive(Debug, Args)]
struct Confirm {
    #[command(flatten)]
    named: Named,
    #[arg(long, value_name = "责任人", help = "记录里看不出责任人的，写明是谁")]
    person: Option<String>,
    #[arg(long, value_name = "说明", help = "确认的说明，不写照提醒的话")]
    reason: Option<String>,
    #[command(flatten)]
    said: SaidBy,
    #[command(flatten)]
    given: Given,
}

#[derive(Debug, Args)]
struct Dismiss {
    #[command(flatten)]
    named: Named,
    #[arg(long, value_name = "原因", help = "为什么搁置")]
    reason: String,
    #[command(flatten)]
    said: SaidBy,
}

#[derive(Debug, Args)]
struct Add {
    #[arg(value_name = "编号", help = "情形的编号，例如 GP-1")]
    code: String,
    #[arg(long, value_name = "社区", help = "哪个社区，只有一个社区时不用写")]
    community: Option<String>,
    #[arg(long, value_name = "责任人", help = "约谈、诫勉、移送写明责任人")]
    person: Option<String>,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "从哪天起，不写是今天")]
    since: Option<chrono::NaiveDate>,
    #[arg(long, value_name = "事实", help = "有什么事实")]
    reason: String,
    #[command(flatten)]
    said: SaidBy,
    #[command(flatten)]
    given: Given,
}

#[derive(Debug, Args)]
struct Withdraw {
    #[arg(value_name = "编号", help = "用 anban warn said 查看，写后八位就行")]
    id: String,
    #[arg(long, value_name = "原因", help = "为什么撤回")]
    reason: String,
    #[command(flatten)]
    said: SaidBy,
}

#[derive(Debug, Args)]
struct Ladder {
    #[arg(long, value_name = "年份", value_parser = values::year, help = "哪一年，不写是今年")]
    year: Option<i32>,
}

impl Named {
    fn which(self) -> Which {
        Which { code: self.code, target: self.target, unit: self.unit }
    }
}

impl Warn {
    pub fn run(
        self,
        office: &mut Office,
        stdin: &mut dyn std::io::Read,
        out: &mut Output,
    ) -> Result<(), Stop> {
        match self.act {
            None => {
                let (all, unclear) = office.suggested()?;
                list(&all, office, out);
                if let Some(unclear) = unclear.filter(|_| !out.json) {
                    out.line(unclear);
                }
            }
            Some(Act::Show(named)) => show(office, &named.which(), out)?,
            Some(Act::Confirm(confirm)) => {
                let fields = confirm.given.read(stdin)?;
                let reason = confirm.reason.unwrap_or_default();
                let word = Word { person: confirm.person, ..confirm.said.word() };
                let confirmed =
                    office.confirm_warning(&confirm.named.which(), &word, &fields, &reason)?;
                told(&confirmed, "已确认", out);
            }
            Some(Act::Dismiss(dismiss)) => {
                let said = office.dismiss_warning(
                    &dismiss.named.which(),
                    &dismiss.said.word(),
                    &dismiss.reason,
                )?;
                if out.json {
                    out.document(&said_json(&said));
                } else {
                    out.line(format!("已搁置：{} {}，不再提醒。", said.code, said.target));
                }
            }
            Some(Act::Add(add)) => {
                let community = match &add.community {
                    Some(name) => Some(office.find_unit(Level::Community, name)?),
                    None => None,
                };
                let by_hand = ByHand {
                    situation: warn::situation(&add.code)?,
                    community,
                    person: add.person.unwrap_or_default(),
                    since: add.since,
                    facts: add.reason,
                    fields: add.given.read(stdin)?,
                };
                told(&office.add_warning(&by_hand, &add.said.word())?, "已登记", out);
            }
            Some(Act::Ladder(ladder)) => climb(&office.ladder(ladder.year)?, out),
            Some(Act::Withdraw(withdraw)) => {
                let id = office.warning_said(&withdraw.id)?;
                let withdrawn =
                    office.withdraw_warning(id, &withdraw.said.word(), &withdraw.reason)?;
                let said = &withdrawn.said;
                if out.json {
                    out.document(&said_json(said));
                } else {
                    let says = withdrawn.says();
                    out.line(format!("已撤回：{} {}，{says}。", said.code, said.target));
                }
                if let Some(about) = said.leads_to
                    && let Some(left) = office.papers_left(about)?
                {
                    out.remark(left);
                }
            }
            Some(Act::Said) => spoken(&office.warnings_said()?, out),
        }
        Ok(())
    }
}

fn state(found: Found) -> (&'static str, &'static str) {
    if found.holds() { ("holds", "已成立") } else { ("near", "将成立") }
}

fn row(each: &Suggestion) -> Value {
    let (state, label) = state(each.found);
    let kind = each.situation.kind();
    json!({
        "code": each.situation.code(), "kind": terms::accountability(kind), "kind_code": kind.code(),
        "situation": terms::accountable(each.situation), "state": state, "state_label": label,
        "community": each.community.as_str(), "target": each.target,
        "person": Some(&each.person).filter(|person| !person.is_empty()),
        "since": each.found.day(), "count": each.cases.len(),
        "evidence": each.proofs().iter().map(|proof| proof.id).collect::<Vec<_>>(),
        "message": each.message
    })
}

fn list(all: &[Suggestion], office: &Office, out: &mut Output) {
    if out.json {
        return out.document(&all.iter().map(row).collect());
    }
    if all.is_empty() {
        return out.line("没有问责提醒。");
    }
    let mut table = Table::new(["编号", "种类", "状态", "对象", "起算", "说明"]).bending(["说明"]);
    for each in all {
        table.row([
            each.situation.code().to_owned(),
            terms::accountability(each.situation.kind()).to_owned(),
            state(each.found).1.to_owned(),
            each.target.clone(),
            each.found.day().to_string(),
            each.message.clone(),
        ]);
    }
    out.table(&table);
    tell_unpublished(office, all.iter().map(|each| each.found.day()), out);
    out.line("提醒不是结论：请核实后确认（anban warn confirm）或搁置（anban warn dismiss）。");
}

fn show(office: &mut Office, which: &Which, out: &mut Output) -> Result<(), Stop> {
    let suggestion = office.warning(which)?;
    let records = office.warning_records(&suggestion)?;
    if out.json {
        let mut value = row(&suggestion);
        value["records"] = records
            .iter()
            .map(|told| {
                let (kind, id) = (told.proof.map(|it| it.record), told.proof.map(|it| it.id));
                json!({ "record": kind, "id": id, "says": told.says })
            })
            .collect();
        out.document(&value);
        return Ok(());
    }
    let kind = terms::accountability(suggestion.situation.kind());
    out.line(format!("{} {kind}  {}", suggestion.situation.code(), suggestion.target));
    out.line(format!("情形：{}", terms::accountable(suggestion.situation)));
    out.line(format!("{}：{}", state(suggestion.found).1, suggestion.message));
    for told in &records {
        let Some(proof) = told.proof else {
            out.line(&told.says);
            continue;
        };
        let word = match proof.record {
            Record::Hazard => "隐患",
            Record::Inspection => "检查",
            Record::Premises => "单位",
            Record::Entry => "台账",
        };
        out.line(format!("{word} {}  {}", proof.id, told.says));
    }
    Ok(())
}

fn told(confirmed: &Confirmed, did: &str, out: &mut Output) {
    let (said, paper, about) = (&confirmed.said, confirmed.paper, confirmed.about);
    if out.json {
        let mut value = said_json(said);
        value["about"] = json!(about);
        value["paper"] = json!(paper);
        return out.document(&value);
    }
    out.line(format!("{did}：{} {}。", said.code, said.target));
    out.line(format!("出文书：anban paper issue {paper} --about {about} -o 文书.pdf"));
    out.line(format!("要填哪些项：anban paper ask {paper} --about {about}"));
}

fn said_json(said: &Said) -> Value {
    json!({
        "id": said.id, "code": said.code, "community": said.community.as_str(),
        "target": said.target, "confirmed": said.confirmed, "on": said.on, "since": said.since,
        "reason": said.reason, "by": said.by, "leads_to": said.leads_to,
        "void_on": said.void.as_ref().map(|void| void.on),
        "void_reason": said.void.as_ref().map(|void| &void.reason)
    })
}

fn spoken(all: &[Said], out: &mut Output) {
    if out.json {
        return out.document(&all.iter().map(said_json).collect());
    }
    if all.is_empty() {
        return out.line("还没有确认或搁置过提醒。");
    }
    let mut table =
        Table::new(["日期", "情形", "对象", "结果", "办理人", "说明", "编号"]).bending(["说明"]);
    let ids: Vec<Id> = all.iter().map(|said| said.id).collect();
    for said in all {
        table.row([
            said.on.to_string(),
            said.code.clone(),
            said.target.clone(),
            match (&said.void, said.confirmed) {
                (Some(_), _) => "已撤回",
                (None, true) => "确认",
                (None, false) => "搁置",
            }
            .to_owned(),
            said.by.clone(),
            said.reason.clone(),
            said.id.among(&ids),
        ]);
    }
    out.table(&table);
}

fn climb(all: &[Standing], out: &mut Output) {
    let next = |standing: &Standing| standing.next.map(terms::accountability);
    if out.json {
        let rows = all.iter().map(|standing| {
            let counts: serde_json::Map<String, Value> = Kind::ALL
                .iter()
                .zip(standing.counts)
                .map(|(kind, count)| (kind.code().to_owned(), json!(count)))
                .collect();
            json!({
                "target": standing.target, "community": standing.community.as_str(),
                "whom": match standing.whom { Whom::Community => "community", Whom::Person => "person" },
                "counts": counts,
                "next": standing.next.map(Kind::code), "next_label": next(standing),
                "taken": standing.taken.iter().map(|taken| json!({
                    "kind": taken.kind.code(), "kind_label": terms::accountability(taken.kind),
                    "on": taken.on, "situation": taken.situation, "id": taken.id
                })).collect::<Vec<_>>()
            })
        });
        return out.document(&rows.collect());
    }
    if all.is_empty() {
        return out.line("还没有通报、约谈、挂牌督办、诫勉谈话或移送的记录。");
    }
    let mut table =
        Table::new(["对象", "通报", "约谈", "挂牌督办", "诫勉谈话", "移送线索", "再有的，可考虑"]);
    for standing in all {
        let [circular, interview, supervision, admonition, transfer] =
            standing.counts.map(|count| count.to_string());
        table.row([
            standing.target.clone(),
            circular,
            interview,
            supervision,
            admonition,
            transfer,
            next(standing).unwrap_or("（已到最后一级）").to_owned(),
        ]);
    }
    out.table(&table);
}
