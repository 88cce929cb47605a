//! Two deeds, taken back one after the other: the second undo reaches the deed before, and never what the first has
//! just put right.

use std::collections::BTreeMap;

use anban::{
    domain::{
        accountability::Situation,
        premises::ChangeKind,
        staff::Role,
        unit::{Duty, Level},
    },
    form::hazard_draft::HazardEntry,
    office::{
        Office, Opening,
        documents::Request,
        evidence::{Said, Subject},
        hazards::{Outcome, Term},
        inspect::Report,
        leaving::Leaving,
        ledger::Typed,
        premises::{Fields, Filter, Share, Stored},
        roster::Import,
        sample,
        setup::{self, Plan},
        transfer::Sending,
        units::People,
        warn::{ByHand, Word},
    },
};
use chrono::NaiveDate;

use crate::{
    engines::{Folder, Place},
    images,
};

const SHOP: &str = "恒捷鞋材厂";
const GRIDS: [&str; 3] = ["招联一网格", "招联二网格", "招联三网格"];

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

struct House {
    office: Office,
    folder: Folder,
    notice: String,
    hazard: String,
}

fn fields(of: &[(&str, &str)]) -> BTreeMap<String, String> {
    of.iter().map(|(id, value)| ((*id).to_owned(), (*value).to_owned())).collect()
}

fn checked() -> Typed {
    let of = [("day", "2026-11-20"), ("name", SHOP), ("received", "已报，无隐患")];
    Typed { premises: Some(SHOP.into()), fields: fields(&of), ..Typed::default() }
}

impl House {
    fn new(place: &Place) -> House {
        let folder = Folder::new();
        let database = match place {
            Place::File(_) => None,
            Place::Server(schema) => Some(schema.url.clone()),
        };
        let (data, today) = (Some(folder.file("办公室")), Some(day("2026-11-20")));
        let opening = Opening { data, database, today, ..Opening::default() };
        let plan = Plan::of_street(["泉州市", "丰泽区", "北峰街道"], ["招联社区"], "beifeng");
        let begun = Opening { today: Some(day("2026-10-01")), ..opening.clone() };
        let mut office = setup::init(&begun, &plan).unwrap();
        let people = People { people: vec![(Duty::GridOfficer, "陈一鸣".into())] };
        for grid in GRIDS {
            office.add_grid("招联社区", grid, "", &people).unwrap();
        }
        for (name, role, unit) in [
            ("陈一鸣", Role::GridOfficer, "招联社区"),
            ("林安全", Role::SafetyOfficer, "招联社区"),
            ("周安平", Role::StreetOfficer, "北峰街道"),
            ("许小梅", Role::GridOfficer, "招联社区"),
            ("王小兰", Role::GridOfficer, "招联社区"),
        ] {
            office.add_staff(name, role, unit, "", "").unwrap();
        }
        let mut house = House { office, folder, notice: String::new(), hazard: String::new() };
        house.register(SHOP);
        house.office = Office::open(&opening).unwrap();
        let mut report = Report {
            premises: SHOP.into(),
            form: "table4".into(),
            inspectors: vec!["陈一鸣".into()],
            ..Report::default()
        };
        report.answers.rest = Some("normal".into());
        report.answers.hazards.push(HazardEntry {
            text: Some("疏散通道堵塞".into()),
            grade: Some("general".into()),
            disposal: Some("by_deadline".into()),
            days: Some(7),
            requirement: Some("立即清理".into()),
            interim: Some("专人看守".into()),
            ..HazardEntry::default()
        });
        let recorded = house.office.record(&report).unwrap();
        house.notice = recorded.notice.number;
        house.hazard = recorded.hazards[0].id.to_string();
        house
    }

    fn register(&mut self, name: &str) {
        let grid = self.office.units_at(Level::Grid).next().unwrap();
        let fields = Fields {
            name: Some(name.into()),
            person_in_charge: Some("苏秀英".into()),
            address: Some("北峰街道普贤路1号".into()),
            phone: Some("13800000001".into()),
            grid: Some(grid.path.clone()),
            ..Fields::default()
        };
        self.office.add_premises(None, &fields, None).unwrap();
    }

    fn edit(&mut self, fields: &Fields, on: Option<&str>) {
        self.office.edit_premises(SHOP, fields, on.map(day), "", None).unwrap();
    }

    fn import(&mut self, phone: &str) {
        let file = self.folder.file("名册.csv");
        let rows = [(SHOP, "北峰街道普贤路1号"), ("新来一厂", "北峰街道普贤路2号")];
        let rows = rows.map(|(name, address)| format!("{name},{address},{phone}\n")).concat();
        std::fs::write(&file, format!("名称,地址,电话\n{rows}")).unwrap();
        let import = Import { grid: Some(GRIDS[0].into()), ..Import::default() };
        self.office.import(&file, &import).unwrap();
    }

    fn move_grid(&mut self, from: usize, to: usize) {
        let share = Share { to: GRIDS[to].into(), word: String::new() };
        self.office.move_grid(GRIDS[from], &[share], None, "撤并").unwrap();
    }

    /// What the register says: name, phone, who is in charge, grid and state of each.
    fn register_says(&mut self) -> Vec<String> {
        let all = self.office.list_premises(&Filter::default()).unwrap();
        let says = |stored: &Stored| {
            let entry = &stored.entry;
            let (name, phone, person) = (&entry.name, &entry.phone, &entry.person_in_charge);
            format!("{name} {phone} {person} {:?} {:?}", entry.grid, entry.status)
        };
        all.iter().map(says).collect()
    }
}

fn phone(phone: &str) -> Fields {
    Fields { phone: Some(phone.into()), ..Fields::default() }
}

fn person(name: &str) -> Fields {
    Fields { person_in_charge: Some(name.into()), ..Fields::default() }
}

type Deed = fn(&mut House);

/// What is done first and what then, by the verbs that the journal has for both.
const TWO: &[(&str, Deed, Deed)] = &[
    (
        "premises_change",
        |house| house.edit(&phone("13800000009"), None),
        |house| house.edit(&person("张三"), None),
    ),
    (
        "premises_change, the first of an earlier day",
        |house| house.edit(&phone("13800000009"), Some("2026-11-19")),
        |house| house.edit(&person("张三"), None),
    ),
    (
        "premises_change, a state and a word",
        |house| {
            let kind = ChangeKind::Suspended;
            let office = &mut house.office;
            office.change_premises(SHOP, kind, None, "停产", &Fields::default(), None).unwrap();
        },
        |house| house.edit(&person("张三"), None),
    ),
    ("premises_add", |house| house.register("东海一厂"), |house| house.register("东海二厂")),
    (
        "premises_add, premises_change",
        |house| house.register("东海一厂"),
        |house| {
            let office = &mut house.office;
            office.edit_premises("东海一厂", &phone("13800000009"), None, "", None).unwrap();
        },
    ),
    ("import", |house| house.import("13800000007"), |house| house.import("13800000008")),
    (
        "import, premises_change",
        |house| house.import("13800000007"),
        |house| house.edit(&phone("13800000009"), None),
    ),
    (
        "premises_change, import",
        |house| house.edit(&phone("13800000009"), None),
        |house| house.import("13800000007"),
    ),
    ("premises_move", |house| house.move_grid(0, 1), |house| house.move_grid(1, 2)),
    (
        "premises_change, premises_move",
        |house| house.edit(&phone("13800000009"), None),
        |house| house.move_grid(0, 1),
    ),
    (
        "recheck",
        |house| {
            let failed = Outcome::Failed { term: Term::Days(7) };
            house.office.recheck(&house.hazard, None, failed, "还堵着").unwrap();
        },
        |house| {
            let passed = Outcome::Passed { acceptor: "林安全".into() };
            house.office.recheck(&house.hazard, None, passed, "").unwrap();
        },
    ),
    (
        "entry_add",
        |house| drop(house.office.add_entry("self_check", &checked()).unwrap()),
        |house| {
            let again = |office: &mut Office| office.add_entry("self_check", &checked());
            drop(house.office.meaning(true, again).unwrap())
        },
    ),
    (
        "entry_together",
        |house| drop(house.office.add_entries("self_check", &[checked(), checked()]).unwrap()),
        |house| drop(house.office.add_entries("self_check", &[checked(), checked()]).unwrap()),
    ),
    ("sample", draw, draw),
    ("evidence_add", |house| attach(house, 1), |house| attach(house, 2)),
    ("paper_issue", issue, issue),
    ("transfer_send", |house| send(house, "丰泽区消防救援大队"), |house| send(house, "住建局")),
    ("warn_add", |house| warn(house, 18), |house| warn(house, 19)),
    ("staff_leave", |house| leave(house, "许小梅"), |house| leave(house, "王小兰")),
    (
        "unit_close",
        |house| drop(house.office.close_unit(GRIDS[1], None, "并入一网格").unwrap()),
        |house| drop(house.office.close_unit(GRIDS[2], None, "并入一网格").unwrap()),
    ),
];

fn draw(house: &mut House) {
    let draw = house.office.draw(&sample::Wanted { count: 1, ..sample::Wanted::default() });
    house.office.enter_draw(&draw.unwrap(), &sample::Order::default()).unwrap();
}

fn attach(house: &mut House, shade: u8) {
    let file = house.folder.file("照片.png");
    std::fs::write(&file, images::png(8, 8, [shade, 0, 0, 255])).unwrap();
    let subject = Subject::Premises(SHOP.into());
    house.office.add_evidence(&subject, &[file], &Said::default()).unwrap();
}

fn issue(house: &mut House) {
    let request = Request {
        code: "service_receipt".into(),
        about: Some(house.notice.clone()),
        fields: fields(&[("document", "整改通知书")]),
        ..Request::default()
    };
    house.office.issue_paper(&request).unwrap();
}

fn send(house: &mut House, to: &str) {
    let sending = Sending {
        hazard: Some(house.hazard.clone()),
        to: to.into(),
        by: Some("周安平".into()),
        approver: "周安平".into(),
        opinion: "请依法查处".into(),
        ..Sending::default()
    };
    house.office.send_transfer(&sending).unwrap();
}

fn warn(house: &mut House, since: u32) {
    let community = house.office.units_at(Level::Community).next();
    let by_hand = ByHand {
        situation: Situation::from_code("TB-1").unwrap(),
        community: community.map(|unit| unit.path.clone()),
        person: String::new(),
        since: NaiveDate::from_ymd_opt(2026, 11, since),
        facts: "区安委会通报".into(),
        fields: BTreeMap::new(),
    };
    let word = Word { by: Some("周安平".into()), person: None };
    house.office.add_warning(&by_hand, &word).unwrap();
}

fn leave(house: &mut House, who: &str) {
    house.office.leave(&Leaving { who, why: "退休", ..Leaving::default() }).unwrap();
}

#[test]
fn the_second_undo_takes_back_the_deed_before() {
    for place in Place::both() {
        let mut house = House::new(&place);
        for (verb, first, second) in TWO {
            let before = house.register_says();
            first(&mut house);
            let one = house.office.last_deed().unwrap_or_else(|no| panic!("{verb}: {no}"));
            let between = house.register_says();
            second(&mut house);
            let two = house.office.last_deed().unwrap_or_else(|no| panic!("{verb}: {no}"));
            assert_ne!(one.number(), two.number(), "{verb}");
            for (deed, stands) in [(&two, &between), (&one, &before)] {
                let last = house.office.last_deed().unwrap_or_else(|no| panic!("{verb}: {no}"));
                assert_eq!(last.number(), deed.number(), "{verb}: {}", last.says);
                let undone = house.office.undo(&last, "点错了");
                assert!(undone.is_ok(), "{verb}: {undone:?}");
                assert_eq!(house.register_says(), *stands, "{verb}");
            }
            // It goes on before both, to what the house was furnished with.
            let refused = house.office.last_deed().unwrap_err().to_string();
            assert!(refused.contains("上一步是“开出通知书”"), "{verb}: {refused}");
        }
    }
}
