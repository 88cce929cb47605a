//! A grade as people give it, with the evidence that the records fill in; and an officer's file in words.

use chrono::NaiveDate;

use super::{Evidence, Office, Officer, Refusal, evidence::Trained};
use crate::{
    domain::{
        entry::Entry,
        officer::Mark,
        unit::{Level, UnitPath},
    },
    office::{coverage::percent, ledger::Typed},
    terms,
};

/// What people say of an officer's quarter or year.
#[derive(Clone, Debug, PartialEq)]
pub struct Appraising {
    /// The officer's name, or the id where others bear it.
    pub officer: String,
    /// First and last day of a quarter or a year.
    pub period: (NaiveDate, NaiveDate),
    pub grade: Mark,
    /// 工作能力、工作态度、工作绩效, as typed.
    pub scores: [String; 3],
    pub opinion: String,
    /// Who acts when not said.
    pub by: Option<String>,
    /// Where it is entered; the community of the officer when not said.
    pub community: Option<UnitPath>,
}

impl Office {
    /// Enters an appraisal into its ledger.
    pub fn appraise(&mut self, said: &Appraising) -> Result<Entry, Refusal> {
        let (from, to) = said.period;
        let officer = self.grid_officer(&said.officer)?;
        let community = said.community.clone().or_else(|| officer.community());
        if community.is_none() && self.units_at(Level::Community).nth(1).is_some() {
            return Err(Refusal::field(
                "community",
                format!(
                    "{}没有网格，人员名单里也没有写明社区。请写明登记到哪个社区（--community）。",
                    officer.name
                ),
            ));
        }
        if let (Some(unit), Some(community)) = (&officer.who.unit, &said.community)
            && self.namesakes()?.who(&officer.name, community) != officer.who
        {
            return Err(Refusal::field(
                "community",
                format!(
                    "叫“{}”的不止一位，{}的考核请登记到{}。",
                    officer.name,
                    self.officer_called(&officer),
                    self.unit_name_apart(unit)
                ),
            ));
        }
        let by = said.by.clone().unwrap_or_else(|| self.act.actor.clone());
        if by.is_empty() {
            return Err(Refusal::field(
                "by",
                "请写明考核人：姓名照人员名册写（命令行用 --by，或用 --as 写明是谁在办）。",
            ));
        }
        let evidence = self.officer_evidence(&said.officer, from, to)?;
        let [ability, attitude, performance] = said.scores.clone();
        let fields = [
            ("appraised_on", self.act.today.to_string()),
            ("name", officer.name.clone()),
            ("period", terms::period(from, to)),
            ("ability", ability),
            ("attitude", attitude),
            ("performance", performance),
            ("grade", terms::mark(said.grade).to_owned()),
            ("evidence", words(&evidence).join("；")),
            ("opinion", said.opinion.clone()),
            ("by", by),
        ];
        let fields = fields.into_iter().filter(|(_, value)| !value.is_empty());
        let typed = Typed {
            community,
            fields: fields.map(|(id, value)| (id.to_owned(), value)).collect(),
            ..Typed::default()
        };
        self.add_entry(super::APPRAISALS, &typed)
    }

    /// What is known of an officer, a line each.
    pub fn officer_words(&self, one: &Officer) -> Vec<String> {
        let post = match one.id {
            None => "没有登记人员",
            Some(_) => terms::full_time(one.full_time),
        };
        let grids: Vec<String> = one.grids.iter().map(|grid| self.unit_name(grid)).collect();
        let mut lines = vec![
            format!("{}  {post}  {}", self.officer_called(one), grids.join("、"))
                .trim_end()
                .to_owned(),
            format!("持证：{}", terms::certified(&one.certified)),
        ];
        if let Some(left) = one.left {
            lines.push(format!("离岗：{}起", terms::date(left)));
        }
        for (condition, met) in &one.conditions {
            let said = match met {
                Some(true) => "符合",
                Some(false) => "不符合",
                None => "没有登记",
            };
            lines.push(format!("招录条件 {}：{said}", terms::condition(*condition)));
        }
        for owed in &one.owed {
            let short = if owed.short { "，还缺" } else { "" };
            let to = terms::date(owed.to);
            lines.push(format!("{}：{}/{}，到{to}{short}", owed.label, owed.have, owed.times));
        }
        lines.push(format!("四季考核：{}", quarters(one)));
        lines.push(format!("年度考核：{}", one.mark.map_or("还没有", terms::mark)));
        for (kind, count) in &one.absences {
            lines.push(format!("今年{kind}：{count}次"));
        }
        let (count, yuan) = one.rewards;
        lines.push(format!("今年以奖代补：采纳{count}条，{yuan:.2}元"));
        lines
    }
}

/// 合格 － － －
pub fn quarters(one: &Officer) -> String {
    let marks = one.year.quarters.iter().map(|mark| mark.map_or("－", terms::mark));
    marks.collect::<Vec<_>>().join(" ")
}

/// What the records say, a line each; what the regime names as grounds last.
pub fn words(evidence: &Evidence) -> Vec<String> {
    let days: Vec<String> = evidence.silent.iter().map(|day| terms::month_day(*day)).collect();
    let which = if days.is_empty() { String::new() } else { format!("：{}", days.join("、")) };
    let mut said = vec![format!(
        "检查{}次，没有检查记录的工作日{}天{which}",
        evidence.visits.len(),
        evidence.silent.len()
    )];
    for round in &evidence.rounds {
        said.push(format!("{}覆盖率{}", round.label, percent(round.count)));
    }
    said.push(format!(
        "跟踪的隐患{}条（重大{}条），已销号{}条，现逾期{}条",
        evidence.found.len(),
        evidence.major.len(),
        evidence.closed.len(),
        evidence.overdue.len()
    ));
    let register = &evidence.register;
    said.push(format!(
        "一企一档{}家，超期未核实{}家，有缺项{}家，社区里没有划入网格{}家，任务逾期{}件",
        register.all.len(),
        register.unverified.len(),
        register.incomplete.len(),
        register.ungridded.len(),
        evidence.tasks_late.len()
    ));
    said.push(format!(
        "重大隐患报告{}；非法线索报告{}",
        evidence.majors.words(),
        evidence.clues.words()
    ));
    said.extend(evidence.trained.iter().map(Trained::words));
    for (kind, rows) in &evidence.absences {
        said.push(format!("考勤：{kind}{}次", rows.len()));
    }
    for kind in &evidence.grounds {
        said.push(format!("有“{kind}”的，应在季度考核中评价为不合格，由考核人认定"));
    }
    said
}
