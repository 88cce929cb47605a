//! A sample street: two communities, six grids, more than sixty premises and a year of work that ends
//! today. Made through the same verbs that the desk uses, by rule from a seed: the same each time.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, Months, NaiveDate};

use super::{
    Office, Opening, Refusal, clock,
    hazards::{Outcome, Term},
    inspect::Report,
    premises::Fields,
    setup::{self, Plan},
    units::People,
};
use crate::{
    domain::{
        grade::Grade,
        hazard::{Recipient, StateKind},
        premises::{ChangeKind, Kind, Premises, Risk},
        staff::Role,
        unit::{Duty, UnitPath},
    },
    form::{answers::Answers, hazard_draft::HazardEntry},
};

mod reports;
mod roads;

const COMMUNITIES: [&str; 2] = ["招联社区", "招贤社区"];
const GRIDS: [&str; 3] = ["一网格", "二网格", "三网格"];
/// A round number of premises a grid.
const PREMISES_A_GRID: usize = 11;

/// What is made there, and what it is called after.
const TRADES: [(&str, &str, Kind); 22] = [
    ("鞋材厂", "制鞋业", Kind::Enterprise),
    ("服饰有限公司", "服装制造", Kind::Enterprise),
    ("纸箱厂", "纸制品", Kind::Enterprise),
    ("电子有限公司", "电子器件制造", Kind::Enterprise),
    ("塑胶制品厂", "塑料制品", Kind::Enterprise),
    ("小吃店", "餐饮", Kind::Enterprise),
    ("超市", "商店超市", Kind::Enterprise),
    ("五金机械加工部", "机械加工", Kind::Enterprise),
    ("理发店", "居民服务", Kind::Enterprise),
    ("便利店", "零售", Kind::Enterprise),
    ("药店", "零售", Kind::Enterprise),
    ("宾馆", "住宿", Kind::Enterprise),
    ("汽车修理厂", "汽车修理", Kind::Enterprise),
    ("网吧", "网吧", Kind::Enterprise),
    ("幼儿园", "学前教育", Kind::Social),
    ("诊所", "医疗机构", Kind::Social),
    ("出租公寓", "房屋租赁", Kind::Rental),
    ("饭店", "餐饮", Kind::Enterprise),
    ("奶茶店", "餐饮", Kind::Enterprise),
    ("洗衣店", "居民服务", Kind::Enterprise),
    ("棋牌室", "娱乐", Kind::Enterprise),
    ("食品加工厂", "食品加工", Kind::Enterprise),
];
const FIRST: [&str; 16] = [
    "恒", "顺", "鑫", "隆", "泰", "丰", "嘉", "荣", "宏", "盛", "永", "华", "䶮", "兴", "瑞", "源",
];
const SECOND: [&str; 12] = ["捷", "发", "达", "成", "源", "通", "盛", "美", "佳", "旺", "和", "祥"];
const SURNAMES: [&str; 14] =
    ["黄", "林", "陈", "吴", "王", "蔡", "郑", "许", "苏", "庄", "曾", "单", "傅", "谢"];
const GIVEN: [&str; 14] = [
    "志明", "美玲", "建国", "丽华", "文彬", "秀英", "家豪", "晓燕", "永福", "雅婷", "金水", "喆",
    "子轩", "国平",
];
const ROADS: [&str; 6] = ["普贤路", "北清路", "新华北路", "招联街", "招贤路", "群山路"];

/// What a visit may find: item and the paper's word.
const FAULTS: [(&str, &str); 12] = [
    ("q20", "堵塞"),
    ("q21", "损坏"),
    ("q22", "损坏"),
    ("q23", "无"),
    ("q24", "有"),
    ("q25", "有"),
    ("q39", "无"),
    ("q40", "失效"),
    ("q41", "无"),
    ("q42", "无"),
    ("q10", "无"),
    ("q14", "无"),
];

/// Chance by rule (a linear congruential generator): the same throws each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % n.max(1) as u64) as usize
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}

/// What the street still has to do about a hazard, by day.
enum Errand {
    Recheck(String),
    Close(String),
    Report(String),
    Assess(String),
    Resume(String),
}

/// Builds the sample office in a folder that holds none.
pub fn demo(opening: &Opening) -> Result<Office, Refusal> {
    let folder = opening.folder()?;
    if opening.database.is_none() && folder.holds_office()? {
        return Err(Refusal::said(format!(
            "文件夹 {} 里已经有办公室，没有动它。看示例请用 --data 指定一个空文件夹，或不写 --data。",
            folder.path().display()
        )));
    }
    let today = opening.today();
    clock::rehearse(|| Street::build(opening, today))
}

struct Street {
    office: Office,
    dice: Dice,
    errands: BTreeMap<NaiveDate, Vec<Errand>>,
    officers: BTreeMap<UnitPath, String>,
    /// The 社区安全员 of each community.
    safety: BTreeMap<UnitPath, String>,
    premises: Vec<Premises>,
    /// What is under way on the longer roads, by its id.
    major: Option<String>,
    transfer: Option<String>,
    event: Option<String>,
    today: NaiveDate,
}

impl Street {
    fn build(opening: &Opening, today: NaiveDate) -> Result<Office, Refusal> {
        let start = today - Months::new(12);
        clock::set_day(start);
        let plan = Plan::of_street(["泉州市", "丰泽区", "北峰街道"], COMMUNITIES, "beifeng");
        let first = Opening { today: Some(start), actor: None, ..opening.clone() };
        let office = setup::init(&first, &plan)?;
        let mut street = Street {
            office,
            dice: Dice(20_201_029),
            errands: BTreeMap::new(),
            officers: BTreeMap::new(),
            safety: BTreeMap::new(),
            premises: Vec::new(),
            major: None,
            transfer: None,
            event: None,
            today,
        };
        street.people()?;
        street.register()?;
        for day in start.iter_days().take_while(|day| *day <= today) {
            street.day(day)?;
        }
        let mut office = street.office;
        office.act.today = today;
        office.act.actor = String::new();
        Ok(office)
    }

    fn name(&mut self) -> String {
        format!("{}{}", self.dice.pick(&SURNAMES), self.dice.pick(&GIVEN))
    }

    fn people(&mut self) -> Result<(), Refusal> {
        self.office.add_staff(
            "周安平",
            Role::StreetOfficer,
            "北峰街道",
            "0595-22700001",
            "AB-0001",
        )?;
        self.office.add_staff("沈卫东", Role::LinkedLeader, "北峰街道", "", "")?;
        for (place, community) in COMMUNITIES.into_iter().enumerate() {
            let safety = ["林安全", "许建安"][place];
            let registered = self.office.add_staff(
                safety,
                Role::SafetyOfficer,
                community,
                "",
                &format!("AB-01{place:02}"),
            )?;
            self.safety.insert(registered.unit, safety.to_owned());
            // Two heads of each community, who sign the report of a major hazard (双签).
            for head in [["蔡书记", "王主任"], ["苏主任", "李书记"]][place] {
                self.office.add_staff(head, Role::CommunityHead, community, "", "")?;
            }
            for (index, grid) in GRIDS.into_iter().enumerate() {
                let officer =
                    [["陈一鸣", "黄小燕", "吴志强"], ["郑巧云", "庄海生", "傅晓东"]][place][index];
                let name = format!("{}{grid}", crate::domain::unit::Unit::short_name(community));
                let people = People {
                    people: vec![
                        (Duty::GridOfficer, officer.to_owned()),
                        (Duty::Supervisor, safety.to_owned()),
                        (Duty::Contact, "沈卫东".to_owned()),
                        (Duty::Guarantor, "周安平".to_owned()),
                    ],
                };
                let unit = self.office.add_grid(community, &name, "以道路中线为界", &people)?;
                let card = format!("AB-1{place}{index:02}");
                self.office.add_staff(officer, Role::GridOfficer, community, "", &card)?;
                self.officers.insert(unit.path, officer.to_owned());
            }
        }
        Ok(())
    }

    fn register(&mut self) -> Result<(), Refusal> {
        let grids: Vec<UnitPath> = self.officers.keys().cloned().collect();
        let mut number = 0;
        for grid in grids {
            for _ in 0..PREMISES_A_GRID {
                let (trade, industry, kind) = TRADES[number % TRADES.len()];
                let given = number / TRADES.len();
                let brand = format!(
                    "{}{}",
                    FIRST[(number * 5 + given) % FIRST.len()],
                    SECOND[(number * 7 + given * 3) % SECOND.len()]
                );
                number += 1;
                let licensed = kind == Kind::Enterprise && !self.dice.one_in(9);
                let head = self.name();
                let fields = Fields {
                    name: Some(format!("{brand}{trade}")),
                    uscc: Some(if licensed { sample_code(number) } else { String::new() }),
                    licensed: Some(licensed),
                    kind: Some(kind),
                    address: Some(format!(
                        "北峰街道{}{}号",
                        self.dice.pick(&ROADS),
                        number * 2 + 1
                    )),
                    industry: Some(industry.to_owned()),
                    safety_lead: Some(self.name()),
                    person_in_charge: Some(head),
                    phone: Some(format!("1380595{:04}", number * 37 % 10_000)),
                    grid: Some(grid.clone()),
                    risk: Some(self.dice.pick(&[
                        Risk::Orange,
                        Risk::Yellow,
                        Risk::Yellow,
                        Risk::Blue,
                    ])),
                    ..Fields::default()
                };
                let entry = self.office.add_premises(None, &fields, None)?;
                self.premises.push(entry);
            }
        }
        Ok(())
    }

    /// One day of the street: the errands that fall due, then the rounds of a working day.
    fn day(&mut self, day: NaiveDate) -> Result<(), Refusal> {
        clock::set_day(day);
        self.office.act.today = day;
        for errand in self.errands.remove(&day).unwrap_or_default() {
            self.run(errand, day)?;
        }
        self.roads(day)?;
        self.reports(day)?;
        if !self.office.calendar.is_workday(day) {
            return Ok(());
        }
        for place in self.round(day) {
            // The last days are left half done, so that the desk has something to do.
            if self.today - day >= chrono::Duration::days(3) || self.dice.one_in(3) {
                self.visit(place, day)?;
            }
        }
        if self.dice.one_in(60) {
            self.suspend(day)?;
        }
        Ok(())
    }

    /// Who is visited on a working day: a fifth of the key premises, so that each is seen every week, and
    /// a twentieth of the others, so that each is seen every month (S0 §一.1(3)).
    fn round(&self, day: NaiveDate) -> Vec<usize> {
        let weekday = day.weekday().num_days_from_monday() as usize;
        let first = day.with_day(1).unwrap_or(day);
        let worked = first
            .iter_days()
            .take_while(|other| *other < day)
            .filter(|other| self.office.calendar.is_workday(*other))
            .count();
        (0..self.premises.len())
            .filter(|place| {
                if self.premises[*place].key { place % 5 == weekday } else { place % 20 == worked }
            })
            .collect()
    }

    fn visit(&mut self, place: usize, day: NaiveDate) -> Result<(), Refusal> {
        let entry = self.office.find_premises(&self.premises[place].id.to_string())?.entry;
        if !entry.status.is_patrolled() {
            return Ok(());
        }
        let officer = entry
            .grid
            .as_ref()
            .and_then(|grid| self.officers.get(grid))
            .cloned()
            .unwrap_or_else(|| "周安平".to_owned());
        self.office.act.actor = officer.clone();
        let mut answers = Answers { rest: Some("normal".to_owned()), ..Answers::default() };
        answers.answers.insert("q31".to_owned(), "不涉及".to_owned());
        let faults = [0, 0, 1, 1, 2][self.dice.below(5)];
        for _ in 0..faults {
            let (item, word) = self.dice.pick(&FAULTS);
            if answers.answers.insert(item.to_owned(), word.to_owned()).is_none() {
                answers.hazards.push(self.hazard(item));
            }
        }
        let second = if self.dice.one_in(3) { vec!["周安平".to_owned()] } else { Vec::new() };
        let report = Report {
            premises: entry.id.to_string(),
            form: "table4".to_owned(),
            answers,
            inspectors: std::iter::once(officer).chain(second).collect(),
            ..Report::default()
        };
        let recorded = self.office.meaning(true, |office| office.record(&report))?;
        for hazard in recorded.hazards {
            let id = hazard.id.to_string();
            if hazard.first_grade == Grade::Unsure {
                self.later(day, 1, Errand::Assess(id.clone()));
            }
            if let Some(term) = hazard.term {
                let late = [0, 0, 0, 0, 1, 6][self.dice.below(6)];
                let days = (term.day - day).num_days().max(0) as u64 + late;
                self.later(day, days.max(1), Errand::Recheck(id));
            }
        }
        if self.dice.one_in(150) {
            self.office.void_notice(&recorded.notice.number, "被检查单位名称写错")?;
            self.office.reissue(&recorded.notice.number, None)?;
        }
        Ok(())
    }

    fn hazard(&mut self, item: &str) -> HazardEntry {
        let days = self.dice.pick(&[3, 5, 7, 7, 15]);
        let mut entry = HazardEntry {
            item: Some(item.to_owned()),
            disposal: Some("by_deadline".to_owned()),
            days: Some(days),
            ..HazardEntry::default()
        };
        if matches!(item, "q20" | "q25") && !self.dice.one_in(3) {
            entry.disposal = Some("on_the_spot".to_owned());
            entry.days = None;
            entry.evidence = Some("现场已清理、恢复".to_owned());
        } else if self.dice.one_in(25) {
            entry.grade = Some("unsure".to_owned());
        }
        entry
    }

    fn later(&mut self, day: NaiveDate, days: u64, errand: Errand) {
        self.errands.entry(day + Days::new(days)).or_default().push(errand);
    }

    fn run(&mut self, errand: Errand, day: NaiveDate) -> Result<(), Refusal> {
        match errand {
            Errand::Recheck(id) => self.recheck(id, day),
            Errand::Close(id) => {
                let stored = self.office.hazard(&id)?;
                let grade = stored.hazard.course.grade();
                if stored.hazard.course.kind() == StateKind::Passed && grade == Grade::General {
                    self.office.close(&id, None)?;
                }
                Ok(())
            }
            Errand::Report(id) => {
                self.office.report(&id, Recipient::Police, None, "复查时拒不整改")?;
                self.later(day, 6, Errand::Recheck(id));
                Ok(())
            }
            Errand::Assess(id) => {
                if self.office.hazard(&id)?.hazard.course.kind().is_open() {
                    let place = self.office.hazard(&id)?.hazard.community;
                    let safety = self.safety.get(&place).cloned();
                    self.office.regrade(
                        &id,
                        None,
                        Grade::General,
                        "社区安全员现场辨识，评估为一般隐患",
                        safety.as_deref(),
                    )?;
                }
                Ok(())
            }
            Errand::Resume(id) => {
                self.office.change_premises(
                    &id,
                    ChangeKind::Resumed,
                    None,
                    "设备检修完毕，复产复工",
                    &Fields::default(),
                    None,
                )?;
                Ok(())
            }
        }
    }

    fn recheck(&mut self, id: String, day: NaiveDate) -> Result<(), Refusal> {
        let stored = self.office.hazard(&id)?;
        let course = &stored.hazard.course;
        if !matches!(course.kind(), StateKind::Ordered | StateKind::Reported) {
            return Ok(());
        }
        let acceptor = stored.hazard.acceptor.clone();
        let (rounds, deadline) = (course.rounds(), course.deadline());
        match self.dice.below(10) {
            0 if rounds == 0 && course.kind() == StateKind::Ordered && deadline >= Some(day) => {
                let to = deadline.unwrap_or(day) + Days::new(7);
                self.office.extend(&id, None, to, "更换的器材在途，申请延期")?;
                let days = (to - day).num_days().max(1) as u64;
                self.later(day, days, Errand::Recheck(id));
            }
            1 if rounds == 0 => {
                let outcome = Outcome::Failed { term: Term::Days(5) };
                self.office.recheck(&id, None, outcome, "只整改了一部分")?;
                self.later(day, 6, Errand::Recheck(id));
            }
            2 if rounds == 1 && course.kind() == StateKind::Ordered => {
                self.office.recheck(&id, None, Outcome::Refused, "负责人拒绝整改")?;
                self.later(day, 1, Errand::Report(id));
            }
            _ => {
                let outcome = Outcome::Passed { acceptor };
                self.office.recheck(&id, None, outcome, "现场核对，已整改到位")?;
                let days = self.dice.pick(&[1, 1, 2]);
                self.later(day, days, Errand::Close(id));
            }
        }
        Ok(())
    }

    fn suspend(&mut self, day: NaiveDate) -> Result<(), Refusal> {
        let place = self.dice.below(self.premises.len());
        let id = self.premises[place].id.to_string();
        let status = self.office.find_premises(&id)?.entry.status;
        if status.is_patrolled() {
            self.office.change_premises(
                &id,
                ChangeKind::Suspended,
                None,
                "设备检修，临时停产",
                &Fields::default(),
                None,
            )?;
            self.later(day, 12, Errand::Resume(id));
        }
        Ok(())
    }
}

/// A credit code of the right shape and check digit, with a body that no office has given
/// (GB 32100-2015).
fn sample_code(number: usize) -> String {
    let body = format!("9235050399{number:07}");
    crate::domain::uscc::check_digit(&body)
        .map_or_else(String::new, |digit| format!("{body}{digit}"))
}
