//! A street of the largest size that the program is for, made by rule.

use std::collections::BTreeMap;

use anban::{
    domain::{
        answer::Answer,
        grade::{Disposal, Grade},
        hazard::{Course, Step},
        id::Id,
        inspection::{Hazard, Inspection},
        notice::Notice,
        premises::{Change, ChangeKind, Kind, Premises, Status},
        staff::Role,
        unit::{Level, Unit, UnitPath},
    },
    form::{answers::Answers, hazard_draft::HazardEntry},
    office::{Office, inspect::Report, premises::Fields, setup::Plan},
    sheet::roster::RosterEntry,
    store::{self, Driver, Fault, hazards, inspections, notices, premises, transaction, units},
};
use chrono::{Days, NaiveDate};

pub const TODAY: &str = "2026-11-20";
pub const STREET_OFFICER: &str = "周安平";
pub const SAFETY_OFFICER: &str = "林安全";

const GRIDS: usize = 10;
/// Days.
const YEAR: u64 = 360;
/// Before all that is filled in.
const FOUNDED: &str = "2021-01-01";
/// How much is filled in.
#[derive(Clone, Copy)]
pub struct Size {
    communities: usize,
    premises: usize,
    inspections: usize,
    hazards: usize,
    /// Over so many days before today the inspections are spread.
    days: u64,
}

pub const FULL: Size = Size::of(20);
pub const SMALL: Size =
    Size { communities: 20, premises: 2_000, inspections: 1_200, hazards: 4_000, days: YEAR };

impl Size {
    /// So many communities of 5,000 premises.
    pub const fn of(communities: usize) -> Size {
        Size {
            communities,
            premises: communities * 5_000,
            inspections: communities * 11_364 / 10,
            hazards: communities * 10_000,
            days: 5 * YEAR,
        }
    }

    /// All of it in the last year: five times as much in every week.
    pub const fn busy(self) -> Size {
        Size { days: YEAR, ..self }
    }
}

/// Rows of one transaction.
const CHUNK: usize = 5_000;

const BRANDS: [&str; 12] = [
    "恒鑫", "丰泽", "顺发", "嘉祥", "永隆", "华泰", "宏达", "瑞源", "盛通", "䶮源", "兴旺", "荣和",
];
const TRADES: [(&str, &str); 8] = [
    ("加工厂", "机械加工"),
    ("鞋材厂", "制鞋业"),
    ("服饰有限公司", "服装制造"),
    ("小吃店", "餐饮"),
    ("超市", "商店超市"),
    ("家具厂", "家具制造"),
    ("宾馆", "住宿"),
    ("便利店", "零售"),
];

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub struct Street {
    pub home: String,
    communities: usize,
    pub premises: usize,
    pub hazards: usize,
    pub inspections: usize,
}

impl Street {
    /// What an office of that size is filled with.
    pub fn of(office: &Office, size: Size) -> Street {
        Street {
            home: office.scope().to_string(),
            communities: size.communities,
            premises: size.premises,
            hazards: size.hazards,
            inspections: size.inspections,
        }
    }

    /// Names of premises that `who` may inspect, each once.
    pub fn names(&self, who: &str) -> impl Iterator<Item = String> {
        let communities = self.communities;
        let (start, step) = if who == "community" { (0, communities) } else { (1, 1) };
        (0..).map(move |n| name(start + n * step, communities))
    }

    /// Numbers of notices that were issued this year.
    pub fn numbers(&self, office: &mut Office, count: usize) -> Vec<String> {
        let scope = office.scope().clone();
        let all = office
            .notices(&anban::office::notices::Filter {
                limit: Some(count as u32),
                ..Default::default()
            })
            .unwrap();
        // Communities without an office's short name of their own would share a number.
        let numbers: Vec<String> = all
            .into_iter()
            .filter(|line| scope.covers(&line.notice.community))
            .map(|line| line.notice.id.to_string())
            .take(count)
            .collect();
        assert_eq!(numbers.len(), count);
        numbers
    }
}

pub fn community_name(index: usize) -> String {
    const PLACES: [&str; 20] = [
        "招联", "招贤", "普贤", "清源", "环清", "石坑", "群山", "群石", "招丰", "霞美", "塘西",
        "博东", "后茂", "田边", "山边", "井头", "溪后", "前坑", "美峰", "丰山",
    ];
    const NUMBERS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    format!("{}{}社区", PLACES[index / NUMBERS.len()], NUMBERS[index % NUMBERS.len()])
}

pub fn plan(size: Size) -> Plan {
    let names: Vec<String> = (0..size.communities).map(community_name).collect();
    Plan::of_street(["泉州市", "丰泽区", "北峰街道"], names.iter().map(String::as_str), "beifeng")
}

fn name(index: usize, communities: usize) -> String {
    let (trade, _) = TRADES[index / communities % TRADES.len()];
    format!("{}{}号{trade}", BRANDS[index % BRANDS.len()], index)
}

/// A line of a roster.
pub fn row(index: usize, communities: usize) -> RosterEntry {
    let (_, industry) = TRADES[index / communities % TRADES.len()];
    let text = |text: String| Some(text);
    let body = format!("9235050399{index:07}");
    let digit = anban::domain::uscc::check_digit(&body).unwrap();
    RosterEntry {
        name: name(index, communities),
        uscc: text(format!("{body}{digit}")),
        address: text(format!("北峰街道普贤路{index}号")),
        industry: text(industry.into()),
        person_in_charge: text("黄志明".into()),
        safety_lead: text("林美玲".into()),
        phone: text(format!("138{:08}", index * 37 % 100_000_000)),
        ..RosterEntry::default()
    }
}

/// An inspection with two hazards, as it comes from the screen.
pub fn report(premises: &str) -> Report {
    let text = |text: &str| Some(text.to_owned());
    Report {
        premises: premises.into(),
        form: "table4".into(),
        answers: Answers {
            rest: text("normal"),
            answers: BTreeMap::from([
                ("q20".to_owned(), "堵塞".to_owned()),
                ("q24".to_owned(), "有".to_owned()),
            ]),
            hazards: vec![HazardEntry {
                item: text("q20"),
                disposal: text("on_the_spot"),
                evidence: text("已清空"),
                ..HazardEntry::default()
            }],
            responsible: text("黄志明"),
            acceptor: text("林安全"),
            ..Answers::default()
        },
        inspectors: vec!["陈一鸣".into()],
        ..Report::default()
    }
}

fn id(kind: u8, number: usize) -> Id {
    let mut bytes = [kind; 16];
    bytes[..8].copy_from_slice(&(number as u64).to_be_bytes());
    Id(bytes)
}

/// Runs over numbers in transactions of a useful size.
fn in_chunks(
    driver: &mut dyn Driver,
    count: usize,
    mut deed: impl FnMut(&mut dyn Driver, std::ops::Range<usize>) -> Result<(), Fault>,
) {
    for start in (0..count).step_by(CHUNK) {
        let range = start..(start + CHUNK).min(count);
        let saved: Result<(), Fault> = transaction(driver, |driver| deed(driver, range));
        saved.unwrap();
    }
}

pub fn fill(office: &mut Office, driver: &mut dyn Driver, size: Size) -> Street {
    office.add_staff(STREET_OFFICER, Role::StreetOfficer, "北峰街道", "", "").unwrap();
    office.add_staff(SAFETY_OFFICER, Role::SafetyOfficer, &community_name(0), "", "").unwrap();
    office.add_staff("陈一鸣", Role::GridOfficer, "北峰街道", "", "").unwrap();
    let communities: Vec<UnitPath> = (0..size.communities)
        .map(|index| office.find_unit(Level::Community, &community_name(index)).unwrap())
        .collect();
    // One through the desk shows what a letter and a form look like.
    let fields = Fields { name: Some("样张加工厂".into()), ..Fields::default() };
    office.add_premises(Some(&communities[0]), &fields, None).unwrap();
    let sample = office.record(&report("样张加工厂")).unwrap();
    let letter = sample_letter(driver, &sample.notice.community, sample.notice.inspection);
    let answers = sample.inspection.answers.clone();
    let form_sha = sample.inspection.form_sha.clone();

    let grids = grids(driver, &communities);
    let entry = |index: usize| {
        let community = index % size.communities;
        let row = row(index, size.communities);
        let (_, industry) = TRADES[index / size.communities % TRADES.len()];
        Premises {
            id: id(1, index),
            community: communities[community].clone(),
            grid: Some(grids[community * GRIDS + index / size.communities % GRIDS].clone()),
            name: row.name,
            uscc: row.uscc.unwrap(),
            licensed: true,
            kind: Kind::Enterprise,
            address: row.address.unwrap(),
            site_address: String::new(),
            industry: industry.into(),
            category: "q_other".into(),
            person_in_charge: "黄志明".into(),
            safety_lead: "林美玲".into(),
            phone: row.phone.unwrap(),
            key: (index / size.communities).is_multiple_of(10),
            key_reasons: vec![],
            risk: None,
            extra: BTreeMap::new(),
            direct: String::new(),
            status: if index % 50 == 7 { Status::Suspended } else { Status::Operating },
            since: day(FOUNDED),
        }
    };
    in_chunks(driver, size.premises, |driver, range| {
        let entries: Vec<Premises> = range.clone().map(entry).collect();
        premises::insert(driver, &entries)?;
        let changes: Vec<Change> = range
            .zip(entries)
            .map(|(index, after)| Change {
                id: id(2, index),
                kind: ChangeKind::Added,
                on: after.since,
                reason: "导入名册".into(),
                by: SAFETY_OFFICER.into(),
                after,
            })
            .collect();
        premises::add_changes(driver, &changes, None)
    });
    let mut serials = vec![[0u32; 6]; size.communities];
    in_chunks(driver, size.inspections, |driver, range| {
        for index in range {
            visit(
                driver,
                size,
                index,
                &communities,
                &grids,
                &answers,
                &form_sha,
                &letter,
                &mut serials,
            )?;
        }
        Ok(())
    });
    Street::of(office, size)
}

fn sample_letter(driver: &mut dyn Driver, scope: &UnitPath, inspection: Id) -> notices::Stored {
    notices::of_inspection(driver, scope, inspection).unwrap().remove(0)
}

fn grids(driver: &mut dyn Driver, communities: &[UnitPath]) -> Vec<UnitPath> {
    let mut paths = Vec::new();
    let saved: Result<(), Fault> = transaction(driver, |driver| {
        for community in communities {
            for number in 1..=GRIDS {
                let path = community.child(&format!("{number:02}")).unwrap();
                units::insert(
                    driver,
                    &Unit {
                        path: path.clone(),
                        name: format!("第{number}网格"),
                        office: String::new(),
                        linked_leader: String::new(),
                        boundary: String::new(),
                        valid_from: day(FOUNDED),
                        valid_to: None,
                        closed_why: String::new(),
                        trade: String::new(),
                    },
                )?;
                paths.push(path);
            }
        }
        Ok(())
    });
    saved.unwrap();
    paths
}

/// One inspection of the time before, with its hazards and its notice. Nine hazards in ten are closed.
#[allow(clippy::too_many_arguments)]
fn visit(
    driver: &mut dyn Driver,
    size: Size,
    index: usize,
    communities: &[UnitPath],
    grids: &[UnitPath],
    answers: &[Answer],
    form_sha: &str,
    letter: &notices::Stored,
    serials: &mut [[u32; 6]],
) -> Result<(), Fault> {
    let place = index * 7 % size.premises;
    let community = place % size.communities;
    let path = &communities[community];
    let grid = grids[community * GRIDS + place / size.communities % GRIDS].clone();
    let on = day(TODAY)
        - Days::new((size.inspections - index) as u64 * size.days / size.inspections as u64);
    let (from, to) =
        (index * size.hazards / size.inspections, (index + 1) * size.hazards / size.inspections);
    let inspection = Inspection {
        id: id(3, index),
        community: path.clone(),
        grid: Some(grid.clone()),
        premises: id(1, place),
        on,
        inspectors: vec!["陈一鸣".into()],
        form: "table4".into(),
        form_sha: form_sha.to_owned(),
        answers: answers.to_vec(),
        nature: vec![],
        blanks: vec![],
        level: Level::Community,
        also: vec![],
        corrects: None,
    };
    inspections::insert(driver, &inspection, (to - from) as u32)?;
    premises::seen_on(driver, path, inspection.premises, on, inspection.levels())?;
    for number in from..to {
        let deadline = on + Days::new(7);
        let mut steps = vec![Step::Ordered { on, notice: id(5, index), deadline }];
        if number % 10 != 0 && deadline < day(TODAY) {
            steps.push(Step::Passed {
                on: deadline,
                acceptor: SAFETY_OFFICER.into(),
                note: "已整改".into(),
            });
            steps.push(Step::Closed { on: deadline });
        }
        let hazard = Hazard {
            id: id(4, number),
            community: path.clone(),
            grid: Some(grid.clone()),
            premises: inspection.premises,
            inspection: inspection.id,
            ordinal: (number - from) as u32 + 1,
            // As a year spreads them over the sheet: a register of one item would be asked in another way.
            item: Some(format!("q{}", 1 + number % 44)),
            text: "现场私拉乱接电气线路。".into(),
            category: "用电安全".into(),
            disposal: Disposal::ByDeadline,
            requirement: "拆除私拉乱接的线路，由持证电工重新敷设。".into(),
            interim: "立即停用私拉乱接的线路，线路附近不堆放可燃物。".into(),
            basis: "《中华人民共和国消防法》第二十七条".into(),
            responsible: "黄志明".into(),
            acceptor: SAFETY_OFFICER.into(),
            owner: "陈一鸣".into(),
            found_on: on,
            first_grade: Grade::General,
            term: None,
            course: Course::replay(on, Grade::General, &steps).unwrap(),
        };
        hazards::insert(driver, &hazard, "table4", &steps, "陈一鸣")?;
    }
    let year = chrono::Datelike::year(&on);
    let serial = &mut serials[community][(year - 2021) as usize];
    *serial = store::notices::next_serial(driver, path, &letter.notice.series, year)?;
    let notice = Notice {
        id: id(5, index),
        community: path.clone(),
        unit: path.clone(),
        series: letter.notice.series.clone(),
        year,
        serial: *serial,
        number: format!("招联{community}安监整改〔{year}〕{serial}号"),
        inspection: inspection.id,
        premises: inspection.premises,
        issued_on: on,
        void: None,
        unsigned: None,
    };
    let stored = notices::Stored { notice, ..letter.clone() };
    notices::insert(driver, &stored, on)
}
