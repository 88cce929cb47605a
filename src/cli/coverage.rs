//! `coverage`: how far the rounds have come on a day, with the premises that they have missed.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::{
    Stop,
    output::{Output, Table},
    paper, values,
};
use crate::{
    domain::{coverage::Count, period::Span},
    office::{
        Office,
        coverage::{self, Missed, Round, percent},
        documents::Request,
        facts::Period,
    },
    terms,
};

/// Names of a round that a terminal is shown unless more are asked for.
const NAMED: u32 = 20;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum By {
    #[default]
    Grid,
    Community,
    Person,
}

#[derive(Debug, Args)]
#[command(after_help = "例：
  anban coverage                             本周重点、本月全部查了多少
  anban coverage --on 2026-10-31 --by person
  anban coverage --month 2026-10            只看那个月的，到月底止
  anban coverage --week 2026-W47
  anban coverage -o 覆盖.xlsx
  anban coverage --month 2026-10 --by person -o 十月.xlsx

一家部门直管、不纳入巡查的，用 anban premises edit 名称 --direct 部门和原因 登记。")]
pub struct Coverage {
    #[arg(long, value_name = "日期", value_parser = values::day, help = "到哪一天止，不写是今天")]
    pub on: Option<NaiveDate>,
    #[arg(long, value_name = "周", value_parser = values::week, conflicts_with = "on", help = "只看每周的巡查，写是哪一周：2026-W47，或那周的一天；不写是本周")]
    pub week: Option<Option<NaiveDate>>,
    #[arg(long, value_name = "月份", value_parser = values::month, conflicts_with_all = ["on", "week"], help = "只看每月的巡查，写是哪个月：2026-10；不写是本月")]
    pub month: Option<Option<NaiveDate>>,
    #[arg(
        long,
        value_enum,
        value_name = "分组",
        default_value = "grid",
        help = "按什么分：grid（网格）、community（社区）、person（网格员）"
    )]
    pub by: By,
    #[arg(long, value_name = "家数", value_parser = values::count, help = "每项巡查最多列几家没有查到的，不写列20家（JSON 全列）")]
    pub limit: Option<u32>,
    #[arg(short, long, value_name = "文件", help = "写到哪个文件（pdf、xlsx、csv、txt）")]
    pub output: Option<PathBuf>,
}

impl Coverage {
    pub fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        let today = office.today();
        let span = match (self.week, self.month) {
            (Some(week), _) => Some((Span::Week, week)),
            (None, Some(month)) => Some((Span::Month, month)),
            (None, None) => None,
        };
        let stretch = span.map(|(span, of)| span.of(of.unwrap_or(today)));
        // A stretch that is gone is told at its end, one that lasts as of today; one to come is refused below.
        let on = stretch.map(|(from, to)| to.min(today).max(from)).or(self.on);
        let by = match self.by {
            By::Grid => coverage::By::Grid,
            By::Community => coverage::By::Community,
            By::Person => coverage::By::Person,
        };
        if self.output.is_some() {
            let on = on.unwrap_or(today);
            office.act().day(Some(on))?;
            let (from, to) = stretch.unwrap_or((on, on));
            let request = Request {
                code: "coverage".to_owned(),
                period: Some(Period { from, to }),
                fields: [("by".to_owned(), by.label().to_owned())].into(),
                ..Request::default()
            };
            return paper::Out { output: self.output, ..paper::Out::default() }
                .draft(office, &request, out);
        }
        let most = self.limit.or((!out.json).then_some(NAMED));
        office.act().day(on)?;
        let mut coverage = office.coverage(on, by, most)?;
        if let Some((from, to)) = stretch {
            coverage.rounds.retain(|round| (round.rule.from, round.rule.to) == (from, to));
        }
        if out.json {
            out.document(&document(office, &coverage));
        } else {
            tell(office, &coverage, self.by, out);
        }
        Ok(())
    }
}

fn heading(by: By, rule: &coverage::Rule) -> &'static str {
    match by {
        By::Grid => "网格",
        By::Community => "社区",
        By::Person => rule.walker(),
    }
}

fn tell(office: &Office, coverage: &coverage::Coverage, by: By, out: &mut Output) {
    out.line(format!("截至{}", terms::date(coverage.on)));
    for round in &coverage.rounds {
        let rule = &round.rule;
        out.line("");
        let times =
            if rule.times > 1 { format!("，每家{}次", rule.times) } else { String::new() };
        out.line(format!(
            "{}（{}至{}{times}）  应查{}家，已查{}家，{}",
            rule.label,
            terms::month_day(rule.from),
            terms::month_day(rule.to),
            round.total.required,
            round.total.covered,
            percent(round.total)
        ));
        if round.rows.is_empty() {
            continue;
        }
        let head = heading(by, rule);
        let mut table = match by {
            By::Community => Table::new([head, "应查", "已查", "未查", "覆盖率"]),
            By::Grid | By::Person => Table::new([head, "社区", "应查", "已查", "未查", "覆盖率"]),
        };
        for row in &round.rows {
            let count = row.count;
            let [name, of] = [row.name.clone(), row.community.clone()];
            let required = count.required.to_string();
            let (covered, missed) = (count.covered.to_string(), count.missed().to_string());
            match by {
                By::Community => table.row([name, required, covered, missed, percent(count)]),
                By::Grid | By::Person => {
                    table.row([name, of, required, covered, missed, percent(count)]);
                }
            }
        }
        out.table(&table);
        tell_missed(office, round, out);
    }
    if !coverage.direct.is_empty() {
        out.line("");
        out.line(format!("部门直管，不计入{}家：", coverage.direct.len()));
        for direct in &coverage.direct {
            out.line(format!("  {}  {}", direct.name, direct.reason));
        }
    }
}

fn tell_missed(office: &Office, round: &Round, out: &mut Output) {
    if round.missed.is_empty() {
        return;
    }
    let all = round.total.missed();
    let more = if (round.missed.len() as u32) < all {
        format!("（列出{}家，全部用 --limit {all} 看）", round.missed.len())
    } else {
        String::new()
    };
    out.line(format!("没有查到的{all}家{more}："));
    for missed in &round.missed {
        let last = match missed.last_on {
            Some(on) => format!("上次检查{}", terms::date(on)),
            None => String::new(),
        };
        let grid = office.grid_name(missed.place.1.as_ref());
        out.line(format!("  {}  {grid}  {last}", missed.name).trim_end());
    }
}

fn counted(count: Count) -> Value {
    json!({
        "required": count.required, "covered": count.covered, "missed": count.missed(),
        "percent": count.permille().map(|permille| f64::from(permille) / 10.0)
    })
}

fn document(office: &Office, coverage: &coverage::Coverage) -> Value {
    let missed = |missed: &Missed| {
        json!({
            "id": missed.id, "name": missed.name,
            "community": office.unit_name(&missed.place.0),
            "grid": missed.place.1.as_ref().map(|grid| office.unit_name(grid)),
            "last_on": missed.last_on
        })
    };
    let rounds: Vec<Value> = coverage
        .rounds
        .iter()
        .map(|round| {
            let rows: Vec<Value> = round
                .rows
                .iter()
                .map(|row| {
                    let mut value = counted(row.count);
                    value["name"] = json!(row.name);
                    value["community"] = json!(row.community);
                    value["path"] = json!(row.unit);
                    value
                })
                .collect();
            let rule = &round.rule;
            let mut value = counted(round.total);
            value["code"] = json!(rule.code);
            value["label"] = json!(rule.label);
            value["source"] = json!(rule.source);
            value["key"] = json!(rule.key);
            value["campaign"] = json!(rule.campaign.is_some());
            value["level"] = json!(rule.level());
            value["level_label"] = json!(terms::level(rule.level()));
            value["times"] = json!(rule.times);
            value["from"] = json!(rule.from);
            value["to"] = json!(rule.to);
            value["rows"] = json!(rows);
            value["missed_premises"] = round.missed.iter().map(missed).collect();
            value
        })
        .collect();
    let direct: Vec<Value> = coverage
        .direct
        .iter()
        .map(|direct| {
            json!({
                "id": direct.id, "name": direct.name, "reason": direct.reason,
                "community": office.unit_name(&direct.place.0),
                "grid": direct.place.1.as_ref().map(|grid| office.unit_name(grid))
            })
        })
        .collect();
    json!({ "on": coverage.on, "rounds": rounds, "direct": direct })
}
