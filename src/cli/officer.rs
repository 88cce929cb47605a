//! `officer`: 网格员 — certificates, what the year asks of each, the evidence of a quarter, the grades.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::{
    Stop,
    output::{Output, Table},
    values,
};
use crate::{
    domain::{
        officer::{Mark, Strictness},
        period::Span,
        unit::Level,
    },
    office::{
        Office,
        coverage::percent,
        officers::{self, Appraising, Evidence},
    },
    terms,
};

#[derive(Debug, Subcommand)]
pub enum Officer {
    #[command(about = "列出网格员：持证、培训、考核、考勤、以奖代补")]
    List(List),
    #[command(about = "一个网格员的情况，和这一季度的考核依据")]
    Show(Show),
    #[command(
        about = "登记季度或年度考核：依据由记录填好，等次由人评",
        after_help = "例：
  anban officer show 陈一鸣 --period 2026-Q4
  anban officer appraise 陈一鸣 --period 2026-Q4 --grade 合格 --ability 90 --attitude 92 --performance 88 --by 林安全

岗前考试、培训、考勤、以奖代补、档案用 anban ledger add officer_exam、training、attendance、reward、officer 登记。"
    )]
    Appraise(Appraise),
}

#[derive(Debug, Args)]
pub struct List {
    #[arg(long, help = "只看到期前还缺培训、考核，或不能检查的")]
    pub short: bool,
}

#[derive(Debug, Args)]
pub struct Show {
    #[arg(value_name = "姓名", help = "网格员的姓名，同名的写编号")]
    pub name: String,
    #[arg(long, value_name = "时段", value_parser = values::stretch, help = "考核依据的时段，例如 2026-Q4、2026，不写是本季度")]
    pub period: Option<(NaiveDate, NaiveDate)>,
}

#[derive(Debug, Args)]
pub struct Appraise {
    #[arg(value_name = "姓名", help = "网格员的姓名，同名的写编号")]
    pub name: String,
    #[arg(long, value_name = "时段", value_parser = values::stretch, help = "哪一季度或哪一年，例如 2026-Q4、2026")]
    pub period: (NaiveDate, NaiveDate),
    #[arg(long, value_name = "等次", value_parser = grade, help = "合格、基本合格、不合格")]
    pub grade: Mark,
    #[arg(long, value_name = "分数", help = "工作能力")]
    pub ability: String,
    #[arg(long, value_name = "分数", help = "工作态度")]
    pub attitude: String,
    #[arg(long, value_name = "分数", help = "工作绩效")]
    pub performance: String,
    #[arg(long, value_name = "意见", default_value = "", help = "考核意见")]
    pub opinion: String,
    #[arg(long, value_name = "姓名", help = "考核人，不写是经办人")]
    pub by: Option<String>,
    #[arg(long, value_name = "社区", help = "登记到哪个社区，不写是他网格或名单上的社区")]
    pub community: Option<String>,
}

fn grade(text: &str) -> Result<Mark, String> {
    terms::read_mark(text.trim())
        .ok_or_else(|| format!("的“{text}”不是考核等次。可写：合格、基本合格、不合格。"))
}

impl Officer {
    pub fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        match self {
            Officer::List(list) => {
                let mut all = office.grid_officers()?;
                all.retain(|one| !list.short || lacks(one));
                if out.json {
                    out.document(&all.iter().map(|one| document(office, one)).collect());
                } else if all.is_empty() {
                    let none = if list.short {
                        "没有要列出的网格员。"
                    } else {
                        "没有网格员。"
                    };
                    out.line(none);
                    if list.short {
                        office.asked_of_officers().into_iter().for_each(|line| out.line(line));
                    }
                } else {
                    tell(office, &all, out);
                }
            }
            Officer::Show(show) => {
                let one = office.grid_officer(&show.name)?;
                let (from, to) = show.period.unwrap_or_else(|| Span::Quarter.of(office.today()));
                let evidence = office.officer_evidence(&show.name, from, to)?;
                if out.json {
                    let mut value = document(office, &one);
                    value["evidence"] = evidence_json(&evidence, (from, to));
                    out.document(&value);
                } else {
                    office.officer_words(&one).into_iter().for_each(|line| out.line(line));
                    out.line("");
                    out.line(format!("{}的考核依据：", terms::period(from, to)));
                    for line in officers::words(&evidence) {
                        out.line(format!("  {line}"));
                    }
                }
            }
            Officer::Appraise(appraise) => return appraise.run(office, out),
        }
        Ok(())
    }
}

impl Appraise {
    fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        let (from, to) = self.period;
        let community = match &self.community {
            Some(name) => Some(office.find_unit(Level::Community, name)?),
            None => None,
        };
        let entry = office.appraise(&Appraising {
            officer: self.name.clone(),
            period: (from, to),
            grade: self.grade,
            scores: [self.ability, self.attitude, self.performance],
            opinion: self.opinion,
            by: self.by,
            community,
        })?;
        let after = office.grid_officer(&self.name)?;
        if out.json {
            let mut value = document(office, &after);
            value["entry"] = json!(entry.id);
            out.document(&value);
            return Ok(());
        }
        let (period, mark) = (terms::period(from, to), terms::mark(self.grade));
        out.line(format!("已登记：{}，{period}{mark}。", office.officer_called(&after)));
        if let Some(told) = office.year_told(&entry)? {
            out.line(told);
        }
        Ok(())
    }
}

/// Not allowed to inspect, or short of something near its end.
fn lacks(one: &officers::Officer) -> bool {
    one.strictness != Strictness::Off || one.owed.iter().any(|owed| owed.short)
}

fn grids(office: &Office, one: &officers::Officer) -> String {
    let names: Vec<String> = one.grids.iter().map(|grid| office.grid_name(Some(grid))).collect();
    names.join("、")
}

fn tell(office: &Office, all: &[officers::Officer], out: &mut Output) {
    let mut table = Table::new(["姓名", "网格", "持证", "还缺", "四季考核", "年度", "奖励"])
        .bending(["网格", "持证", "还缺"]);
    for one in all {
        let short: Vec<String> = one
            .owed
            .iter()
            .filter(|owed| owed.short)
            .map(|owed| format!("{}{}/{}", owed.label, owed.have, owed.times))
            .collect();
        table.row([
            office.officer_called(one),
            grids(office, one),
            terms::certified(&one.certified),
            short.join("、"),
            officers::quarters(one),
            one.mark.map_or("", terms::mark).to_owned(),
            format!("{}条{:.2}元", one.rewards.0, one.rewards.1),
        ]);
    }
    out.table(&table);
}

fn document(office: &Office, one: &officers::Officer) -> Value {
    let owed = one.owed.iter().map(|owed| {
        json!({
            "label": owed.label, "have": owed.have, "times": owed.times, "to": owed.to,
            "short": owed.short, "source": owed.source
        })
    });
    let conditions = one.conditions.iter().map(|(condition, met)| {
        json!({ "code": condition, "label": terms::condition(*condition), "met": met })
    });
    let mark = |mark: Option<Mark>| json!({ "grade": mark, "grade_label": mark.map(terms::mark) });
    json!({
        "name": one.name, "id": one.id, "unit": one.unit.as_ref().map(|unit| office.unit_name(unit)),
        "listed": one.id.is_some(), "full_time": one.full_time,
        "grids": one.grids.iter().map(|grid| office.unit_name(grid)).collect::<Vec<_>>(),
        "certified": one.certified, "certified_label": terms::certified(&one.certified),
        "conditions": conditions.collect::<Vec<_>>(), "owed": owed.collect::<Vec<_>>(),
        "quarters": one.year.quarters.map(mark), "annual": mark(one.mark),
        "absences": one.absences, "rewards": { "count": one.rewards.0, "yuan": one.rewards.1 }
    })
}

fn evidence_json(evidence: &Evidence, (from, to): (NaiveDate, NaiveDate)) -> Value {
    let rounds = evidence.rounds.iter().map(|round| {
        let count = round.count;
        json!({
            "label": round.label, "required": count.required, "covered": count.covered,
            "percent": percent(count)
        })
    });
    let absences: BTreeMap<&str, usize> =
        evidence.absences.iter().map(|(kind, rows)| (kind.as_str(), rows.len())).collect();
    let figures = evidence.figures().into_iter().map(|figure| {
        let ids: Vec<String> = figure.rows.iter().map(|proof| proof.id.to_string()).collect();
        json!({ "says": figure.says, "ids": ids })
    });
    let reported = |of: &officers::Reported| json!({ "count": of.all.len(), "late": of.late.len(), "longest_days": of.longest });
    let register = &evidence.register;
    json!({
        "from": from, "to": to, "visits": evidence.visits.len(), "silent": evidence.silent.len(),
        "silent_days": evidence.silent,
        "rounds": rounds.collect::<Vec<_>>(), "found": evidence.found.len(),
        "major": evidence.major.len(), "closed": evidence.closed.len(),
        "overdue": evidence.overdue.len(), "premises": register.all.len(),
        "unverified": register.unverified.len(), "incomplete": register.incomplete.len(),
        "ungridded": register.ungridded.len(), "majors_reported": reported(&evidence.majors),
        "clues_reported": reported(&evidence.clues), "tasks_late": evidence.tasks_late.len(),
        "trained": evidence.trained.iter().map(|it| {
            json!({ "label": it.label, "have": it.rows.len(), "times": it.times })
        }).collect::<Vec<_>>(),
        "absences": absences, "grounds": evidence.grounds, "figures": figures.collect::<Vec<_>>()
    })
}
