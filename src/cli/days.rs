//! `agenda` and `calendar`: what is due, and the month at a glance.

use std::path::PathBuf;

use chrono::{Days, NaiveDate};
use clap::Args;
use serde_json::{Value, json};

use super::{
    Stop, files,
    output::{Output, Table},
    values,
};
use crate::{
    office::{
        Office, Opening,
        agenda::{self, HAZARDS_NAMED, Rounds, Task, Urgency},
        calendar,
        drafts::Draft,
    },
    terms,
};

/// Days that a calendar file looks ahead.
const AHEAD: u64 = 31;

#[derive(Debug, Default, Args)]
#[command(after_help = "例：
  anban agenda --from 2026-11-23 --to 2026-11-29
  anban agenda --why                         连同为什么要办、依据哪条
  anban agenda --ics 安办.ics --to 2026-12-31  导入手机或电脑的日历")]
pub struct Agenda {
    #[arg(long, value_name = "日期", value_parser = values::day, help = "从哪天起，不写是今天")]
    pub from: Option<NaiveDate>,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "到哪天止，不写是七天后")]
    pub to: Option<NaiveDate>,
    #[arg(long, help = "每一项写明为什么要办、依据哪条、逾期告诉谁")]
    pub why: bool,
    #[arg(
        long,
        value_name = "文件",
        help = "存成日历文件（ics），- 为标准输出；不写 --to 到31天后"
    )]
    pub ics: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = "例：anban calendar --month 2026-10")]
pub struct Calendar {
    #[arg(long, value_name = "月份", value_parser = values::month, help = "哪个月，例如 2026-10，不写是本月")]
    pub month: Option<NaiveDate>,
}

/// `anban` without a command: what is due today and where the office is, or how to begin.
pub fn start(office: &mut Office, opening: &Opening, out: &mut Output) -> Result<(), Stop> {
    Agenda::default().run(office, out)?;
    if !out.json {
        out.line("");
        if opening.database.is_none() {
            out.line(format!("办公室在：{}", office.folder().path().display()));
        }
        out.line("全部命令见 anban --help");
    }
    Ok(())
}

impl Agenda {
    pub fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        if let Some(path) = &self.ics {
            let from = self.from.unwrap_or(office.today());
            let to = self.to.unwrap_or_else(|| from.max(office.today()) + Days::new(AHEAD));
            let file = office.agenda_file(from, to)?;
            return files::deliver_text(&file, Some(path.as_path()), out);
        }
        let agenda = office.agenda(self.from, self.to)?;
        let drafts = office.drafts()?;
        if out.json {
            let mut value = agenda_json(&agenda, &drafts);
            value["inbox"] = json!(office.inbox_count());
            out.document(&value);
            return Ok(());
        }
        out.line(format!(
            "{}  {} {}",
            agenda.unit,
            terms::date(agenda.today),
            terms::weekday(agenda.today)
        ));
        let Rounds { key, all } = agenda.rounds.unwrap_or_default();
        out.line(format!(
            "隐患逾期 {}  今日到期 {}  本周重点未查 {}/{}  本月未查 {}/{}  草稿 {}",
            agenda.overdue,
            agenda.due_today,
            key.unseen,
            key.all,
            all.unseen,
            all.all,
            drafts.len()
        ));
        out.line("");
        if agenda.items.is_empty() && drafts.is_empty() {
            out.line(format!("到{}没有要办的事。", terms::date(agenda.to)));
        } else {
            // Who answers for more than a community reads of units, too.
            let units = agenda.items.iter().any(|item| item.unit.is_some());
            let whose = if units { "属地" } else { "网格" };
            let mut table =
                Table::new(["时间", "要办", "单位", "内容", whose]).bending(["单位", "内容"]);
            for row in rows(&agenda.items, &drafts) {
                table.row(row);
            }
            out.table(&table);
            if self.why {
                tell_why(&agenda.items, out);
            }
        }
        let waiting = office.inbox_count();
        if waiting > 0 {
            out.line("");
            out.line(format!(
                "“收件”文件夹里有{waiting}份照片、扫描件还没有附到记录上，用 anban evidence take 收下。"
            ));
        }
        if agenda.more_hazards {
            out.line("");
            out.line(format!(
                "隐患多，这里只列出最急的{HAZARDS_NAMED}条；全部用 anban hazard list 看。"
            ));
        }
        if let Some(year) = agenda.unpublished {
            out.line("");
            out.line(terms::year_unpublished(year));
        }
        Ok(())
    }
}

/// Under the table: why, by which rule, and who is told; a round is told once, and of those that are not equally late
/// each line.
fn tell_why(items: &[agenda::Item], out: &mut Output) {
    let mut told: Vec<(Task, &str, Option<&str>)> = Vec::new();
    for item in items {
        let whose = item.several.as_ref().and_then(|_| item.whose());
        let key = (item.task, &*item.why, whose);
        if item.task.is_round() && told.contains(&key) {
            continue;
        }
        told.push(key);
        out.line("");
        let same = |other: &&agenda::Item| (other.task, &*other.why) == (item.task, &*item.why);
        let alone = !item.is_more_than(1) && items.iter().filter(same).count() == 1;
        // What is said of one premises is not said of all of a round.
        let one = !item.task.is_round() || alone;
        let name = whose.or(item.premises.as_deref().filter(|_| one)).unwrap_or_default();
        let text = if one { &*item.text } else { "" };
        out.line(format!("{} {name} {text}", terms::task(item.task)).trim_end());
        item.told().iter().for_each(|line| out.line(format!("  {line}")));
    }
}

/// One row an item; the rounds take one row a grid, or a unit of the next level, with the names they still have to reach. What is half filled at
/// this desk stands after what is due today, as on the desk.
fn rows(items: &[agenda::Item], drafts: &[Draft]) -> Vec<[String; 5]> {
    let today = items.partition_point(|item| item.urgency <= Urgency::Today);
    let (now, later) = items.split_at(today);
    let drafts = drafts.iter().map(|draft| {
        ["草稿", "接着填", &draft.title, "没有填完，在工作台的“今日”里接着填", ""]
            .map(str::to_owned)
    });
    due(now).into_iter().chain(drafts).chain(due(later)).collect()
}

fn due(items: &[agenda::Item]) -> Vec<[String; 5]> {
    let mut rows: Vec<[String; 5]> = Vec::new();
    let mut rounds: Vec<(&agenda::Item, usize, Vec<&str>)> = Vec::new();
    for item in items {
        let name = item.premises.as_deref().unwrap_or_default();
        if item.task.is_round() {
            match rounds.iter_mut().find(|(first, ..)| item.is_same_round(first)) {
                Some((_, row, names)) => {
                    names.push(name);
                    rows[*row][2] = item.stops(names.len());
                    let more = if item.is_more_than(names.len()) { "等" } else { "" };
                    rows[*row][3] = format!("{}{more}", names.join("、"));
                    rows[*row][4] = item.whose().unwrap_or_default().to_owned();
                    continue;
                }
                None => rounds.push((item, rows.len(), vec![name])),
            }
        }
        let named = usize::from(item.premises.is_some());
        let task = match item.campaign() {
            Some(campaign) => format!("{}“{campaign}”", terms::task(item.task)),
            None => terms::task(item.task).to_owned(),
        };
        let (first, text, whose) = match item.task.is_round() && item.is_more_than(named) {
            true => {
                let names = if name.is_empty() { listed(item) } else { name.to_owned() };
                (item.stops(named), names, item.whose())
            }
            false => (name.to_owned(), item.text.clone(), item.grid.as_deref()),
        };
        rows.push([when(item), task, first, text, whose.unwrap_or_default().into()]);
    }
    rows
}

/// Where those of a line are listed of which none is named here.
fn listed(item: &agenda::Item) -> String {
    let way = match (item.task, item.urgency) {
        (Task::Verify, Urgency::Overdue) => "premises list --unverified",
        (Task::Verify, _) => {
            return format!("名单见 anban premises list --unverified --until {}", item.day);
        }
        (Task::PlannedVisit, _) => "plan",
        _ => "coverage",
    };
    format!("名单见 anban {way}")
}

/// That some of these days were counted without knowing the days off of their year.
pub(super) fn tell_unpublished(
    office: &Office,
    days: impl IntoIterator<Item = NaiveDate>,
    out: &mut Output,
) {
    if let Some(year) = office.unpublished(days) {
        out.line(terms::year_unpublished(year));
    }
}

fn when(item: &agenda::Item) -> String {
    match item.urgency {
        Urgency::Overdue => item.says_late(),
        Urgency::Today => terms::urgency(item.urgency).into(),
        Urgency::ThisWeek | Urgency::Later => terms::month_day(item.day),
    }
}

fn agenda_json(agenda: &agenda::Agenda, drafts: &[Draft]) -> Value {
    let Rounds { key, all } = agenda.rounds.unwrap_or_default();
    let drafts: Vec<Value> = drafts
        .iter()
        .map(|draft| json!({ "kind": draft.kind, "subject": draft.subject, "title": draft.title }))
        .collect();
    let items: Vec<Value> = agenda
        .items
        .iter()
        .map(|item| {
            json!({
                "urgency": item.urgency, "urgency_label": terms::urgency(item.urgency),
                "task": item.task, "task_label": terms::task(item.task),
                "day": item.day, "days_late": item.days_late,
                "premises": item.premises, "premises_id": item.premises_id, "grid": item.grid,
                "unit": item.unit,
                "grade": item.grade, "grade_label": item.grade.map(terms::grade),
                "text": item.text, "why": item.why, "rule": item.rule,
                "stage": item.standing.stage, "stage_label": terms::agenda_stage(item.standing.stage),
                "tell": item.standing.told, "tell_label": item.standing.told.map(terms::role),
                "tell_next": item.standing.next.map(|(on, role)| json!({
                    "on": on, "role": role, "role_label": terms::role(role)
                })),
                "ledger": item.ledger, "subject": item.subject,
                "count": item.count
            })
        })
        .collect();
    json!({
        "today": agenda.today, "from": agenda.from, "to": agenda.to, "unit": agenda.unit,
        "overdue": agenda.overdue, "due_today": agenda.due_today,
        "key_unseen": key.unseen, "key_all": key.all,
        "month_unseen": all.unseen, "month_all": all.all,
        "more_hazards": agenda.more_hazards, "unpublished": agenda.unpublished, "items": items,
        "drafts": drafts
    })
}

impl Calendar {
    pub fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        let of = self.month.unwrap_or(office.today());
        let month = office.month(of)?;
        if out.json {
            out.document(&month.days.iter().map(|day| json!(day)).collect());
            return Ok(());
        }
        out.line(terms::month(of));
        let mut table =
            Table::new(["日期", "星期", "农历", "休班", "到期", "逾期", "巡查", "已检", "上报"])
                .bending(["上报"]);
        for day in &month.days {
            table.row(row(day));
        }
        out.table(&table);
        if month.unpublished {
            out.line(terms::year_unpublished(chrono::Datelike::year(&of)));
        }
        Ok(())
    }
}

fn row(day: &calendar::Day) -> [String; 9] {
    let count = |n: u32| if n == 0 { String::new() } else { n.to_string() };
    [
        terms::month_day(day.date),
        day.weekday.into(),
        day.lunar.clone(),
        format!(
            "{}{}",
            day.mark.unwrap_or_default(),
            day.festival.as_deref().or(day.holiday.as_deref()).unwrap_or_default()
        ),
        count(day.due),
        count(day.overdue),
        count(day.planned),
        count(day.done),
        day.reports.join("、"),
    ]
}
