//! `review`: the board of the weekly meeting.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;
use serde_json::{Value, json};

use super::{
    Stop, hazard,
    output::{Output, Table},
    paper, values,
};
use crate::{
    domain::{
        period,
        review::{Counts, Figure},
        unit::Level,
    },
    office::{
        Office,
        documents::Request,
        facts::Period,
        hazards,
        review::{self, Decision, Review, Rows, Within, figures},
    },
    terms,
};

#[derive(Debug, Args)]
#[command(after_help = "例：
  anban review
  anban review --week 2026-W47 -o 例会.pdf
  anban review --pack 例会            把这一周的材料存成PDF和电子表格")]
pub struct Board {
    #[arg(long, value_name = "周", value_parser = values::week, help = "哪一周，例如 2026-W47，也可写那周的一天，不写是本周")]
    pub week: Option<NaiveDate>,
    #[arg(short, long, value_name = "文件", help = "写到哪个文件（pdf、xlsx、csv、txt）")]
    pub output: Option<PathBuf>,
    #[arg(
        long,
        value_name = "文件夹",
        conflicts_with = "output",
        help = "把例会材料存到哪个文件夹，PDF和电子表格各一份"
    )]
    pub pack: Option<PathBuf>,
    #[arg(long, help = "写成文件的材料里，手机号和身份证号遮住中间几位")]
    pub mask: bool,
    #[arg(
        long,
        value_name = "哪一项",
        value_parser = values::figure,
        conflicts_with_all = ["output", "pack", "mask"],
        help = "列出一个数后面的记录：检查、查出隐患、销号、逾期、延期、拒不整改、未销号重大隐患、本周通知书未签收、回潮"
    )]
    pub rows: Option<Figure>,
    #[arg(long, value_name = "网格", requires = "rows", help = "只列这个网格的，不写是全部")]
    pub grid: Option<String>,
}

impl Board {
    pub fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        if let Some(folder) = &self.pack {
            let files = office.review_pack(self.week, Some(folder), self.mask)?;
            if out.json {
                out.document(&json!({ "files": files }));
            } else {
                for file in files {
                    out.line(format!("已写到 {}。", file.display()));
                }
            }
            return Ok(());
        }
        if let Some(figure) = self.rows {
            return rows(office, self.week, self.grid, figure, out);
        }
        let review = office.review(self.week)?;
        if self.output.is_some() {
            let request = Request {
                code: review::PAPER.to_owned(),
                period: Some(Period { from: review.week.from, to: review.week.to }),
                ..Request::default()
            };
            return paper::Out { output: self.output, mask: self.mask, ..paper::Out::default() }
                .draft(office, &request, out);
        }
        if out.json {
            out.document(&document(&review));
            return Ok(());
        }
        tell(&review, out);
        Ok(())
    }
}

/// What stands behind a figure.
fn rows(
    office: &mut Office,
    week: Option<NaiveDate>,
    grid: Option<String>,
    figure: Figure,
    out: &mut Output,
) -> Result<(), Stop> {
    let unit = match grid {
        Some(name) => office.find_unit_ever(Level::Grid, &name)?,
        None => office.scope().clone(),
    };
    match office.review_figure(week, &Within::all_of(unit), figure)? {
        Rows::Hazards(ids) => {
            let filter = hazards::Filter { among: Some(ids), ..hazards::Filter::default() };
            let lines = office.hazards(&filter)?;
            hazard::tell_lines(office, &lines, out);
        }
        Rows::Visits(visits) => {
            let rows = visits.iter().map(|visit| {
                let made = &visit.inspection;
                Row {
                    id: json!(made.id),
                    cells: [
                        made.on.to_string(),
                        visit.premises_name.clone(),
                        made.inspectors.join("、"),
                        format!("{}项", visit.hazards),
                    ],
                }
            });
            tell_rows(["检查日期", "单位", "检查人", "隐患"], rows.collect(), out);
        }
        Rows::Notices(notices) => {
            let rows = notices.into_iter().map(|notice| Row {
                id: json!(notice.number),
                cells: [
                    notice.issued_on.to_string(),
                    notice.addressee,
                    notice.number,
                    String::new(),
                ],
            });
            tell_rows(["签发日期", "单位", "文号", ""], rows.collect(), out);
        }
    }
    Ok(())
}

/// A record behind a figure.
struct Row {
    id: Value,
    cells: [String; 4],
}

fn tell_rows(heads: [&'static str; 4], rows: Vec<Row>, out: &mut Output) {
    if out.json {
        return out.document(&rows.into_iter().map(|row| json!({ "id": row.id })).collect());
    }
    let mut table = Table::new(heads).bending(["单位"]);
    let count = rows.len();
    for row in rows {
        table.row(row.cells);
    }
    out.table(&table);
    out.line(format!("共{count}条"));
}

fn tell(review: &Review, out: &mut Output) {
    let week = review.week;
    out.line(format!(
        "{}周例会  {}至{}",
        period::week_name(week.from),
        terms::date(week.from),
        terms::date(week.end)
    ));
    for missed in &review.missed {
        out.line(format!("{}。请在“例会登记”里补记。", missed.says()));
    }
    for (title, decisions) in
        [("上次部署的事项", &review.decisions), ("本次部署的事项", &review.decided)]
    {
        if decisions.is_empty() {
            continue;
        }
        out.line("");
        out.line(title);
        let mut table =
            Table::new(["部署日期", "事项", "责任人", "期限", "完成情况"]).bending(["事项"]);
        for decision in decisions {
            table.row([
                decision.on.to_string(),
                decision.content.clone(),
                decision.owner.clone(),
                decision.due.map(|due| due.to_string()).unwrap_or_default(),
                review::state(decision),
            ]);
        }
        out.table(&table);
    }
    out.line("");
    let word = terms::level(review.by);
    out.line(format!("各{word}，括号里是上周"));
    let mut table = Table::new([
        word,
        "对象",
        "重点已查",
        "检查",
        "查出",
        "销号",
        "逾期",
        "延期",
        "拒改",
        "重大",
        "未签收",
        "回潮",
    ]);
    for row in &review.rows {
        table.row(cells(row.name(), &row.now, &row.before));
    }
    table.row(cells("合计", &review.totals.0, &review.totals.1));
    out.table(&table);
    for row in review.rows.iter().filter(|row| !row.missing.is_empty()) {
        out.line(format!("{}本周重点未查：{}", row.name(), row.missing.join("、")));
    }
    out.line("");
    for (line, waits) in &review.majors {
        let next = waits.as_ref().map(|waits| terms::next_stage(waits.stage)).unwrap_or_default();
        out.line(format!("重大隐患：{} {}（等待{next}）", line.premises_name, line.text));
    }
    if review.unsigned > 0 {
        out.line(format!("还没有签收件的通知书：{}份", review.unsigned));
    }
    for report in &review.reports {
        let due = terms::month_day(report.due);
        out.line(format!("{due}前上报：{}", report.says(review.week.end)));
    }
}

fn cells(name: &str, now: &Counts, before: &Counts) -> [String; 12] {
    let beside = |now: i64, before: i64| format!("{now}（{before}）");
    [
        name.to_owned(),
        beside(now.premises, before.premises),
        format!(
            "{}/{}（{}/{}）",
            now.key_inspected, now.key_required, before.key_inspected, before.key_required
        ),
        beside(now.inspections, before.inspections),
        beside(now.found, before.found),
        beside(now.closed, before.closed),
        beside(now.overdue, before.overdue),
        beside(now.extended, before.extended),
        beside(now.refused, before.refused),
        beside(now.major_open, before.major_open),
        beside(now.unsigned, before.unsigned),
        beside(now.recurring, before.recurring),
    ]
}

fn counts(now: &Counts) -> serde_json::Map<String, Value> {
    figures(now).into_iter().map(|(name, count)| (name.to_owned(), json!(count))).collect()
}

fn document(review: &Review) -> Value {
    let both = |now: &Counts, before: &Counts| {
        let mut all = counts(now);
        all.insert("before".to_owned(), Value::Object(counts(before)));
        all
    };
    let grids: Vec<Value> = review
        .rows
        .iter()
        .map(|row| {
            let mut all = both(&row.now, &row.before);
            let grid = (review.by == Level::Grid).then_some(&row.grid);
            all.insert("grid".to_owned(), json!(grid));
            all.insert("community".to_owned(), json!(row.community));
            all.insert("unit".to_owned(), json!(row.unit));
            all.insert("key_missing".to_owned(), json!(row.missing));
            Value::Object(all)
        })
        .collect();
    let decision = |decision: &Decision| {
        json!({
            "id": decision.id, "on": decision.on, "content": decision.content,
            "owner": decision.owner, "due": decision.due, "done_on": decision.done_on,
            "late": decision.late, "state_label": review::state(decision)
        })
    };
    let decisions: Vec<Value> = review.decisions.iter().map(decision).collect();
    let decided: Vec<Value> = review.decided.iter().map(decision).collect();
    let missed: Vec<Value> = review
        .missed
        .iter()
        .map(|missed| {
            json!({ "week": period::week_name(missed.week.from), "communities": missed.communities })
        })
        .collect();
    let reports: Vec<Value> = review
        .reports
        .iter()
        .map(|owed| {
            let late = owed.days_late(review.week.end);
            json!({
                "code": owed.code, "title": owed.title, "from": owed.from.code(), "to": owed.to.code(),
                "period": period::stretch_name(owed.period.from, owed.period.to),
                "older": owed.older.iter()
                    .map(|it| period::stretch_name(it.from, it.to)).collect::<Vec<_>>(),
                "due": owed.due, "days_late": late, "returned": owed.returned,
                "units": owed.units.iter().map(|(_, name)| name).collect::<Vec<_>>()
            })
        })
        .collect();
    json!({
        "week": period::week_name(review.week.from),
        "from": review.week.from, "to": review.week.to,
        "by": review.by, "grids": grids, "totals": both(&review.totals.0, &review.totals.1), "decisions": decisions,
        "decided": decided,
        "meeting_held": review.held, "meeting_held_before": review.held_before(),
        "meetings_missed": missed,
        "majors": review.majors.iter().map(|(line, _)| line.id).collect::<Vec<_>>(),
        "unsigned": review.unsigned,
        "reports": reports
    })
}
