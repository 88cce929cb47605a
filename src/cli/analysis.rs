//! `analysis`: the situation in figures, and what hazards have in common.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;
use serde_json::{Map, Value, json};

use super::{
    Stop,
    output::{Output, Table},
    paper, values,
};
use crate::{
    domain::analysis::Tally,
    office::{
        Office,
        analysis::{Analysis, Group, PAPER},
        documents::Request,
        facts::Period,
    },
    terms,
};

#[derive(Debug, Args)]
#[command(after_help = "例：
  anban analysis
  anban analysis --from 2026-07-01 --to 2026-09-30
  anban analysis -o 形势分析.pdf

分组说的是时段内查出的隐患，不写时段是最近十二个月。各组的明细用 anban hazard list --found-from … 查。")]
pub struct Situation {
    #[arg(long, value_name = "日期", value_parser = values::day, requires = "to", help = "从哪一天起查出的")]
    pub from: Option<NaiveDate>,
    #[arg(long, value_name = "日期", value_parser = values::day, requires = "from", help = "到哪一天止查出的")]
    pub to: Option<NaiveDate>,
    #[arg(short, long, value_name = "文件", help = "写到哪个文件（pdf、xlsx、csv、txt）")]
    pub output: Option<PathBuf>,
}

impl Situation {
    pub fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        let analysis = office.analysis(self.from.zip(self.to))?;
        if self.output.is_some() {
            let (from, to) = analysis.days;
            let request = Request {
                code: PAPER.to_owned(),
                period: Some(Period { from, to }),
                ..Request::default()
            };
            return paper::Out { output: self.output, ..paper::Out::default() }
                .draft(office, &request, out);
        }
        if out.json {
            out.document(&document(&analysis));
        } else {
            tell(&analysis, out);
        }
        Ok(())
    }
}

fn rate(tally: Tally) -> String {
    tally.rate().map(terms::rate).unwrap_or_default()
}

fn tell(analysis: &Analysis, out: &mut Output) {
    let today = &analysis.today;
    let (from, to) = analysis.days;
    out.line(format!("{} 安全生产形势", analysis.unit));
    out.line(format!(
        "今日到期{}条  逾期{}条  本周重点已查{}/{}  本月已查{}/{}  未销号重大隐患{}条",
        today.due_today,
        today.overdue,
        today.key_seen.0,
        today.key_seen.1,
        today.month_seen.0,
        today.month_seen.1,
        today.major_open
    ));
    out.line("");
    let mut table = Table::new(["月份", "检查", "查出", "已销号", "整改率", "重大"]);
    for month in &analysis.months {
        let tally = month.tally;
        table.row([
            terms::month(month.days.0),
            month.inspections.to_string(),
            tally.found.to_string(),
            tally.closed.to_string(),
            rate(tally),
            tally.major.to_string(),
        ]);
    }
    out.table(&table);
    out.line("");
    out.line(format!(
        "{}至{}查出{}条，已销号{}条{}",
        terms::date(from),
        terms::date(to),
        analysis.total.found,
        analysis.total.closed,
        match analysis.total.rate() {
            Some(share) => format!("，整改率{}", terms::rate(share)),
            None => String::new(),
        }
    ));
    for (title, groups) in [
        ("类别", &analysis.categories),
        ("行业", &analysis.industries),
        ("街道", &analysis.streets),
        ("社区", &analysis.communities),
        ("网格", &analysis.grids),
    ] {
        if title == "街道" && groups.is_empty() {
            continue;
        }
        out.line("");
        let mut table = Table::new([title, "查出", "未销号", "整改率", "重大"]).bending([title]);
        for group in groups {
            let tally = group.tally;
            table.row([
                group.name.clone(),
                tally.found.to_string(),
                tally.open().to_string(),
                rate(tally),
                tally.major.to_string(),
            ]);
        }
        out.table(&table);
    }
    if !analysis.items.is_empty() {
        out.line("");
        let mut table = Table::new(["常见和回潮的检查项", "单位", "隐患", "回潮"])
            .bending(["常见和回潮的检查项"]);
        for item in &analysis.items {
            table.row([
                item.name.clone(),
                item.premises.to_string(),
                item.hazards.to_string(),
                item.recurring.to_string(),
            ]);
        }
        out.table(&table);
    }
}

fn tally(tally: Tally) -> Map<String, Value> {
    let mut all = Map::new();
    all.insert("found".to_owned(), json!(tally.found));
    all.insert("closed".to_owned(), json!(tally.closed));
    all.insert("open".to_owned(), json!(tally.open()));
    all.insert("major".to_owned(), json!(tally.major));
    // Per thousand, as it is counted.
    all.insert("rate_per_mille".to_owned(), json!(tally.rate()));
    all
}

fn groups(groups: &[Group]) -> Value {
    groups
        .iter()
        .map(|group| {
            let mut all = tally(group.tally);
            all.insert("name".to_owned(), json!(group.name));
            Value::Object(all)
        })
        .collect()
}

fn document(analysis: &Analysis) -> Value {
    let today = &analysis.today;
    let months: Vec<Value> = analysis
        .months
        .iter()
        .map(|month| {
            let mut all = tally(month.tally);
            all.insert("from".to_owned(), json!(month.days.0));
            all.insert("to".to_owned(), json!(month.days.1));
            all.insert("inspections".to_owned(), json!(month.inspections));
            Value::Object(all)
        })
        .collect();
    json!({
        "unit": analysis.unit, "from": analysis.days.0, "to": analysis.days.1,
        "today": {
            "due": today.due_today, "overdue": today.overdue,
            "key_seen": today.key_seen.0, "key_all": today.key_seen.1,
            "month_seen": today.month_seen.0, "month_all": today.month_seen.1,
            "major_open": today.major_open
        },
        "months": months, "total": tally(analysis.total),
        "categories": groups(&analysis.categories), "industries": groups(&analysis.industries),
        "streets": groups(&analysis.streets),
        "communities": groups(&analysis.communities), "grids": groups(&analysis.grids),
        "items": analysis.items
    })
}
