//! Every deed that the journal knows is taken back, or the advice that stands in its place is followed and accepted.

use std::collections::{BTreeMap, BTreeSet};

use anban::{
    domain::{
        accountability::Situation as Accountable,
        campaign::{Every, Reports, Scope},
        event::{Desk, Source},
        hazard::Recipient,
        id::Id,
        major::Advance,
        period::Span,
        premises::ChangeKind,
        staff::Role,
        supervision::Situation,
        time_of_day::TimeOfDay,
        unit::{Duty, Level},
    },
    form::hazard_draft::HazardEntry,
    office::{
        Key, Office, Opening, Refusal, campaigns,
        documents::Request,
        event::{Linking, Registering},
        evidence::{Said, Subject},
        exchange::Decisions,
        facts::Period,
        hazards::{Outcome, Term},
        inspect::Report,
        leaving::Leaving,
        ledger::Typed,
        major::Signing,
        premises::{Fields, Share},
        report::Wanted,
        restore,
        roster::Import,
        sample,
        setup::{self, Plan},
        supervision::{Putting, Target},
        transfer::Sending,
        units::{People, UnitEdit},
        warn::{ByHand, Word},
    },
    terms,
};
use chrono::NaiveDate;

use crate::{
    engines::{Folder, Place},
    images,
};

const SHOP: &str = "恒捷鞋材厂";
const GRID: &str = "招联一网格";
const FIRE: &str = "丰泽区消防救援大队";

/// Gives what the record is called.
type Deed = fn(&mut House) -> String;
type Way = fn(&mut House, &str) -> Result<(), Refusal>;

/// What becomes of a deed when it is to be taken back.
enum Back {
    /// It is.
    Taken,
    /// It stays; each of these is said, and accepted.
    Instead(&'static str, &'static [Way]),
}
use Back::{Instead, Taken};

/// An office where nobody signed in, and what was made last in it.
struct House {
    office: Office,
    folder: Folder,
    made: u32,
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn plan() -> Plan {
    Plan::of_street(["泉州市", "丰泽区", "北峰街道"], ["招联社区"], "beifeng")
}

/// What is said in accountability bears the name of a person of the street.
fn signed() -> Word {
    Word { by: Some("周安平".into()), person: None }
}

impl House {
    fn new(place: &Place) -> House {
        let folder = Folder::new();
        let database = match place {
            Place::File(_) => None,
            Place::Server(schema) => Some(schema.url.clone()),
        };
        let data = Some(folder.file("办公室"));
        let today = Some(day("2026-11-20"));
        let opening = Opening { data, database, today, ..Opening::default() };
        setup::init(&Opening { today: Some(day("2026-10-01")), ..opening.clone() }, &plan())
            .unwrap();
        let mut office = Office::open(&opening).unwrap();
        let people = People { people: vec![(Duty::GridOfficer, "陈一鸣".into())] };
        office.add_grid("招联社区", GRID, "", &people).unwrap();
        for (name, role, unit) in [
            ("陈一鸣", Role::GridOfficer, "招联社区"),
            ("林安全", Role::SafetyOfficer, "招联社区"),
            ("蔡书记", Role::CommunityHead, "招联社区"),
            ("王主任", Role::CommunityHead, "招联社区"),
            ("周安平", Role::StreetOfficer, "北峰街道"),
            ("沈卫东", Role::LinkedLeader, "北峰街道"),
        ] {
            office.add_staff(name, role, unit, "", "").unwrap();
        }
        let mut house = House { office, folder, made: 0 };
        house.premises(SHOP);
        house
    }

    fn premises(&mut self, name: &str) -> String {
        let grid = self.office.units_at(Level::Grid).next().unwrap().path.clone();
        let fields = Fields {
            name: Some(name.into()),
            industry: Some("制鞋业".into()),
            person_in_charge: Some("黄恒捷".into()),
            address: Some("北峰街道普贤路1号".into()),
            grid: Some(grid),
            ..Fields::default()
        };
        self.office.add_premises(None, &fields, None).unwrap().id.to_string()
    }

    /// Another name each time.
    fn fresh(&mut self, what: &str) -> String {
        self.made += 1;
        format!("{what}{}", self.made)
    }

    fn report(&self, grade: &str) -> Report {
        let said = |text: &str| Some(text.to_owned());
        let mut report = Report {
            premises: SHOP.into(),
            form: "table4".into(),
            inspectors: vec!["陈一鸣".into()],
            ..Report::default()
        };
        report.answers.rest = said("normal");
        report.answers.hazards.push(HazardEntry {
            text: said("二楼夹层住人，与车间无分隔"),
            grade: said(grade),
            disposal: said("by_deadline"),
            days: Some(30),
            requirement: said("人员搬离，拆除隔板"),
            interim: said("切断夹层电源"),
            ..HazardEntry::default()
        });
        report
    }

    /// Gives the number of the notice.
    fn noticed(&mut self) -> String {
        let report = self.report("general");
        self.office.record(&report).unwrap().notice.number
    }

    fn hazard(&mut self, grade: &str) -> String {
        let report = self.report(grade);
        self.office.record(&report).unwrap().hazards[0].id.to_string()
    }

    fn pass(&mut self, hazard: &str) -> Result<(), Refusal> {
        let acceptor = "林安全".to_owned();
        self.office.recheck(hazard, None, Outcome::Passed { acceptor }, "").map(drop)
    }

    fn fail(&mut self, hazard: &str) -> Result<(), Refusal> {
        let term = Term::Days(7);
        self.office.recheck(hazard, None, Outcome::Failed { term }, "还住着人").map(drop)
    }

    fn fill(&mut self, hazard: &str, measures: &str) -> Result<(), Refusal> {
        let filled = [
            ("responsibility", "厂长黄恒捷负总责"),
            ("measures", measures),
            ("funds", "自筹2万元"),
            ("time_limit", "2026年12月10日前"),
            ("plan", "已编制现场应急处置方案"),
            ("phone", "13805950001"),
            ("partial_stop", "否"),
            ("full_stop", "否"),
        ];
        let filled = filled.into_iter().chain(crate::major::BOXES);
        let filled = filled.map(|(field, words)| (field.to_owned(), words.to_owned())).collect();
        self.office.fill_major(hazard, &filled, Some("林安全"), None).map(drop)
    }

    fn sign(&mut self, hazard: &str, to: Advance) -> Result<(), Refusal> {
        let by: &[&str] = match to {
            Advance::Verified | Advance::Accepted | Advance::Progress => &["林安全"],
            Advance::Signed => &["蔡书记", "王主任"],
            Advance::Sealed => &["蔡书记"],
            Advance::Approved => &["沈卫东"],
            Advance::Received | Advance::StreetVerified => &["周安平"],
        };
        let by = by.iter().map(|name| (*name).to_owned()).collect();
        let signing = Signing {
            by,
            opinion: "更正：夹层在三楼".into(),
            at: TimeOfDay::read("10:30"),
            on: None,
        };
        self.office.advance_major(hazard, to, &signing).map(drop)
    }

    /// A major hazard whose report has come so far.
    fn major(&mut self, to: Advance) -> String {
        const WAY: [Advance; 7] = [
            Advance::Verified,
            Advance::Signed,
            Advance::Sealed,
            Advance::Approved,
            Advance::Received,
            Advance::StreetVerified,
            Advance::Accepted,
        ];
        let hazard = self.hazard("major");
        self.fill(&hazard, "人员搬离").unwrap();
        let until = match to {
            Advance::Progress => 4,
            to => WAY.iter().position(|step| *step == to).unwrap(),
        };
        for step in &WAY[..=until] {
            if *step == Advance::Accepted {
                self.pass(&hazard).unwrap();
            }
            self.sign(&hazard, *step).unwrap();
        }
        if to == Advance::Progress {
            self.sign(&hazard, to).unwrap();
        }
        hazard
    }

    fn send(&mut self) -> Result<String, Refusal> {
        let hazard = Some(self.hazard("general"));
        let sending = Sending {
            hazard,
            to: FIRE.into(),
            approver: "周安平".into(),
            opinion: "请依法查处".into(),
            ..Sending::default()
        };
        Ok(self.office.send_transfer(&sending)?.matter.id.to_string())
    }

    /// A transfer that has come so far.
    fn sent(&mut self, steps: usize) -> String {
        let id = self.send().unwrap();
        let by = Some("消防王强");
        if steps > 0 {
            self.office.receive_transfer(&id, by, None).unwrap();
        }
        if steps > 1 {
            self.office.reply_transfer(&id, by, "已立案查处", None).unwrap();
        }
        if steps > 2 {
            self.office.feed_back_transfer(&id, by, "已清理", None).unwrap();
        }
        id
    }

    fn put_up(&mut self, of: Target) -> String {
        let unit = "丰泽区安委会办公室".into();
        let putting = Putting { of, unit, every: None, by: None, on: None };
        self.office.open_supervision(&putting).unwrap().matter.id.to_string()
    }

    fn supervised(&mut self) -> String {
        let hazard = self.hazard("major");
        self.put_up(Target::Hazard {
            hazard,
            responsible_unit: String::new(),
            responsible: String::new(),
            leader: "分管副区长".into(),
            deadline: day("2027-02-26"),
        })
    }

    fn watched(&mut self) -> String {
        self.put_up(Target::Community {
            community: "招联社区".into(),
            situation: Situation::Reprimanded,
            words: String::new(),
        })
    }

    fn register(&mut self) -> Result<String, Refusal> {
        let registering = Registering {
            source: Source::Call,
            grid: None,
            community: None,
            premises: Some(SHOP.into()),
            hazard: None,
            links: Linking::default(),
            at: None,
            place: "厂门口".into(),
            object: String::new(),
            content: "消防通道停放电动车".into(),
            informant: "热心居民".into(),
            phone: String::new(),
            by: None,
            on: None,
        };
        Ok(self.office.register_event(&registering)?.matter.id.to_string())
    }

    /// A clue on record, as an event is linked with it.
    fn clue(&mut self) -> Linking {
        let fields = [
            ("found_on", "2026-11-19"),
            ("kind", "非法生产"),
            ("place", "后巷平房"),
            ("content", "无证喷漆"),
            ("reporter", "陈一鸣"),
            ("situation", "已掌握"),
        ];
        let fields = fields.map(|(id, value)| (id.to_owned(), value.to_owned())).into();
        let typed = Typed { premises: Some(SHOP.into()), fields, ..Typed::default() };
        let clue = self.office.add_entry("clue", &typed).unwrap();
        Linking { clues: vec![clue.id], ..Linking::default() }
    }

    /// The clues that an event is linked with.
    fn linked(&mut self, event: &str) -> Linking {
        let stored = self.office.event(event).unwrap();
        let links = self.office.event_links(&stored).unwrap();
        Linking { clues: links.iter().map(|it| it.link.id).collect(), ..Linking::default() }
    }

    fn event(&mut self) -> String {
        self.register().unwrap()
    }

    fn handle(&mut self, id: &str) -> Result<(), Refusal> {
        self.office.handle_event(id, None, "登记错了，是另一家", None).map(drop)
    }

    fn feed_back(&mut self, id: &str) -> Result<(), Refusal> {
        self.office.feed_back_event(id, None, "更正：已移开", None).map(drop)
    }

    fn finish(&mut self, id: &str) -> Result<(), Refusal> {
        self.office.finish_event(id, None, "更正：已移开", None).map(drop)
    }

    fn up(&mut self) -> String {
        let id = self.event();
        self.office.pass_event_up(&id, None, Some(Desk::Street), "", "请街道处置", None).unwrap();
        id
    }

    fn campaign(&mut self) -> String {
        let name = self.fresh("冬春火灾防控");
        self.office.add_campaign(&campaign(&name)).unwrap().name
    }

    /// A tick of today for the shop.
    fn typed_check(&self) -> Typed {
        let fields = [("day", "2026-11-20"), ("name", SHOP), ("received", "已报，无隐患")];
        let fields = fields.map(|(id, value)| (id.to_owned(), value.to_owned())).into();
        Typed { premises: Some(SHOP.into()), fields, ..Typed::default() }
    }

    fn entry(&mut self) -> String {
        self.delivered().unwrap()
    }

    fn delivered(&mut self) -> Result<String, Refusal> {
        let fields = [("document", "整改通知书"), ("method", "直接送达"), ("unit", SHOP)]
            .into_iter()
            .chain([
                ("delivered_on", "2026-11-16"),
                ("receiver", "黄恒捷"),
                ("deliverer", "陈一鸣"),
            ])
            .map(|(field, value)| (field.to_owned(), value.to_owned()))
            .collect();
        let typed = Typed { premises: Some(SHOP.into()), fields, ..Typed::default() };
        Ok(self.office.add_entry("delivery", &typed)?.id.to_string())
    }

    fn issue(&mut self) -> Result<String, Refusal> {
        let about = Some(self.noticed());
        let fields = [("document".to_owned(), "整改通知书".to_owned())].into();
        let request =
            Request { code: "service_receipt".into(), about, fields, ..Request::default() };
        Ok(self.office.issue_paper(&request)?.id.to_string())
    }

    fn attach(&mut self) -> Result<String, Refusal> {
        self.made += 1;
        let file = self.folder.file("照片.png");
        std::fs::write(&file, images::png(8, 8, [self.made as u8, 0, 0, 255])).unwrap();
        let (_, added) =
            self.office.add_evidence(&Subject::Premises(SHOP.into()), &[file], &Said::default())?;
        Ok(added[0].evidence.id.to_string())
    }

    fn warned(&mut self, situation: Accountable, person: &str) -> Result<Id, Refusal> {
        let community = self.office.units_at(Level::Community).next().unwrap().path.clone();
        let by_hand = ByHand {
            situation,
            community: Some(community),
            person: person.into(),
            since: None,
            facts: "区安委会通报".into(),
            fields: BTreeMap::new(),
        };
        Ok(self.office.add_warning(&by_hand, &signed())?.said.id)
    }

    fn import(&mut self) -> Result<(), Refusal> {
        let name = self.fresh("新捷鞋材厂");
        let roster =
            crate::desk::ROSTER.replace(SHOP, &name).replace("丰泽服饰", &self.fresh("服饰"));
        let roster = roster.replace("91350503MA2XN0Y69J", "");
        let file = self.folder.file("名册.csv");
        std::fs::write(&file, roster).unwrap();
        self.office
            .import(&file, &Import { grid: Some(GRID.into()), ..Import::default() })
            .map(drop)
    }

    fn planned(&mut self) -> String {
        let name = self.fresh("计划里的厂");
        self.premises(&name);
        self.office.add_visit(&name, day("2026-11-24"), None).unwrap();
        name
    }

    fn visit(
        &mut self,
        name: &str,
        change: fn(&mut Office, &anban::store::plans::Line) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        let line = self.office.planned_visit(name, None)?;
        change(&mut self.office, &line)
    }

    fn flagged(&mut self) -> String {
        let name = self.fresh("无证作坊");
        self.premises(&name);
        self.office.flag_unfit(&name, None, "无安全出口", None).unwrap();
        name
    }

    fn assign(&mut self, to: &str) -> Result<(), Refusal> {
        let people = People { people: vec![(Duty::GridOfficer, to.into())] };
        self.office.assign(GRID, &people, day("2026-11-20"), false).map(drop)
    }

    fn submit(&mut self) -> Result<String, Refusal> {
        self.made += 1;
        let (from, to) =
            [("2026-09-01", "2026-09-30"), ("2026-10-01", "2026-10-31")][self.made as usize % 2];
        let period = Period { from: day(from), to: day(to) };
        let wanted = Wanted {
            code: "problem_list".into(),
            unit: Some("招联社区".into()),
            period: Some(period),
        };
        Ok(self.office.submit_report(&wanted, true, None)?.id.to_string())
    }

    /// What the last deed is called in the journal.
    fn last(&mut self) -> String {
        self.office.journal(1).unwrap().remove(0).entry.verb
    }
}

fn campaign(name: &str) -> campaigns::Typed {
    campaigns::Typed {
        name: name.into(),
        unit: None,
        from: day("2026-11-20"),
        to: day("2026-12-20"),
        basis: String::new(),
        scope: Scope::default(),
        every: Every::Week,
        times: 1,
        reports: Reports::None,
    }
}

fn id(text: &str) -> Id {
    Id::parse(text).unwrap()
}

/// Notes that others follow in the same deed: never the last one.
const WITHIN: [&str; 10] = [
    "hazard_found",
    "inspect",
    "hazard_withdraw",
    "hazard_renotice",
    "hazard_hand_over",
    "premises_remove",
    "premises_restore",
    // Changes nothing.
    "print",
    "export",
    // Done with what it took back.
    "take_back",
];

const REFILL: Way = |house, id| house.fill(id, "人员全部搬离，拆除隔板");
const PROGRESS: Way = |house, id| house.sign(id, Advance::Progress);
const REPORT: Way =
    |house, id| house.office.report_supervision(id, None, "更正：挂错了", None).map(drop);
const VOID: Way = |house, number| {
    house.office.void_notice(number, "写错了")?;
    house.office.reissue(number, None).map(drop)
};
const ASSIGN: Way = |house, _| house.assign("陈一鸣");
const RETYPE: Way = |house, name| {
    let fields = Fields { phone: Some("13805950002".into()), ..Fields::default() };
    house.office.edit_premises(name, &fields, None, "", None).map(drop)
};
const SHUT: Way = |house, name| {
    let fields = Fields::default();
    house
        .office
        .change_premises(name, ChangeKind::Closed, None, "登记错了", &fields, None)
        .map(drop)
};
const RENAME: Way = |house, unit| {
    let leader = house.fresh("苏主任");
    let edit = UnitEdit { leader: Some(leader), ..UnitEdit::default() };
    house.office.edit_unit(unit, &edit).map(drop)
};
const AGAIN: Way = |house, _| house.send().map(drop);
const LIFT: Way = |house, name| house.office.lift_unfit(name, None, "登记错了").map(drop);
const RECAMPAIGN: Way =
    |house, name| house.office.edit_campaign(name, &campaign(name), None).map(drop);

/// The verb, a deed that leaves it, and what becomes of it.
const DEEDS: &[(&str, Deed, Back)] = &[
    (
        "unit_add",
        |house| {
            let name = house.fresh("新区社区");
            house.office.add_units(&[&name], None, "").unwrap().remove(0).name
        },
        Instead("请更改单位", &[RENAME]),
    ),
    (
        "unit_edit",
        |house| {
            let name = house.fresh("新港社区");
            house.office.add_units(&[&name], None, "").unwrap();
            let edit = UnitEdit { leader: Some("沈卫东".into()), ..UnitEdit::default() };
            house.office.edit_unit(&name, &edit).unwrap().name
        },
        Instead("请再更改一次", &[RENAME]),
    ),
    (
        "staff_add",
        |house| {
            let name = house.fresh("李某");
            house.office.add_staff(&name, Role::GridOfficer, "招联社区", "", "").unwrap().name
        },
        Instead(
            "请另登记一条对的",
            &[|house, _| {
                let name = house.fresh("李某");
                house.office.add_staff(&name, Role::GridOfficer, "招联社区", "", "").map(drop)
            }],
        ),
    ),
    (
        "unit_close",
        |house| {
            let name = house.fresh("旧网格");
            house.office.add_grid("招联社区", &name, "", &People::default()).unwrap();
            house.office.close_unit(&name, Some(day("2026-11-20")), "并入一网格").unwrap();
            name
        },
        Taken,
    ),
    (
        "staff_leave",
        |house| {
            let name = house.fresh("王某");
            house.office.add_staff(&name, Role::GridOfficer, "招联社区", "", "").unwrap();
            house.office.leave(&Leaving { who: &name, why: "退休", ..Leaving::default() }).unwrap();
            name
        },
        Taken,
    ),
    (
        "grid_assign",
        |house| {
            let name = house.fresh("东网格");
            let people = People { people: vec![(Duty::GridOfficer, "陈一鸣".into())] };
            house.office.add_grid("招联社区", &name, "", &people).unwrap();
            name
        },
        Instead(
            "请再交接一次",
            &[|house, grid| {
                let people = People { people: vec![(Duty::GridOfficer, "林安全".into())] };
                house.office.assign(grid, &people, day("2026-11-20"), false).map(drop)
            }],
        ),
    ),
    (
        "grid_work",
        |house| {
            house.hazard("general");
            house.assign("林安全").unwrap();
            GRID.into()
        },
        Instead("请再交接一次", &[ASSIGN]),
    ),
    (
        "premises_add",
        |house| {
            let name = house.fresh("新登记的厂");
            house.premises(&name);
            name
        },
        Taken,
    ),
    (
        "premises_verify",
        |house| {
            let name = house.fresh("核实的厂");
            house.premises(&name);
            house.office.verify_premises(&name, None, "").unwrap();
            name
        },
        Instead("请修改；不该登记的请变更为关闭", &[RETYPE, SHUT]),
    ),
    (
        "premises_change",
        |house| {
            let name = house.fresh("变更的厂");
            house.premises(&name);
            RETYPE(house, &name).unwrap();
            name
        },
        Taken,
    ),
    (
        "premises_move",
        |house| {
            let name = house.fresh("并入网格");
            house.office.add_grid("招联社区", &name, "", &People::default()).unwrap();
            let share = Share { to: name.clone(), word: String::new() };
            house.office.move_grid(GRID, &[share], None, "撤并").unwrap();
            name
        },
        Taken,
    ),
    (
        "import",
        |house| {
            house.import().unwrap();
            String::new()
        },
        Taken,
    ),
    (
        "unpack",
        |house| {
            let name = house.fresh("顺发纸箱厂");
            house.premises(&name);
            let file = house.folder.file("招联社区.zip");
            house.office.pack_community("招联社区", &file, None).unwrap();
            house.office.unpack(&file, None, &Decisions::default()).unwrap();
            name
        },
        Instead("只有几条不对的，请照实更正", &[RETYPE]),
    ),
    (
        "undo_import",
        |house| {
            house.import().unwrap();
            house.office.undo_import(None, false, "").unwrap();
            String::new()
        },
        Instead("请把名册再导入一次", &[|house, _| house.import()]),
    ),
    (
        "notice_issue",
        House::noticed,
        Instead(
            "请重新检查并更正这一次，或作废通知书后重发",
            &[
                |house, number| {
                    let inspection = house.office.notice(number)?.0.inspection;
                    let again = house.report("general");
                    house.office.record(&Report { corrects: Some(inspection), ..again }).map(drop)
                },
                VOID,
            ],
        ),
    ),
    (
        "notice_void",
        |house| {
            let number = house.noticed();
            house.office.void_notice(&number, "写错了").unwrap();
            number
        },
        Instead("请重发通知书", &[|house, number| house.office.reissue(number, None).map(drop)]),
    ),
    (
        "notice_unsigned",
        |house| {
            let number = house.noticed();
            house.office.sign_refused(&number, &["蔡书记".to_owned()], None, "").unwrap();
            number
        },
        Instead("请作废这份通知书再重发", &[VOID]),
    ),
    ("paper_issue", |house| house.issue().unwrap(), Taken),
    (
        "paper_void",
        |house| {
            let id = house.issue().unwrap();
            house.office.void_document(&id, "写错了").unwrap();
            id
        },
        Instead("请重新出一份文书", &[|house, _| house.issue().map(drop)]),
    ),
    (
        "plan_make",
        |house| {
            let name = house.fresh("要排的厂");
            house.premises(&name);
            house.office.make_plan(Span::Month, day("2026-12-01")).unwrap();
            name
        },
        Instead(
            "请再排一次计划，或逐家改期、移出",
            &[
                |house, _| house.office.make_plan(Span::Month, day("2026-12-01")).map(drop),
                |house, name| {
                    house.visit(name, |office, line| {
                        office.move_visit(line, Some(line.visit.to), None).map(drop)
                    })
                },
                |house, name| house.visit(name, |office, line| office.drop_visit(line)),
            ],
        ),
    ),
    (
        "plan_add",
        House::planned,
        Instead(
            "请把它移出计划",
            &[|house, name| house.visit(name, |office, line| office.drop_visit(line))],
        ),
    ),
    (
        "plan_move",
        |house| {
            let name = house.planned();
            let moved = house.visit(&name, |office, line| {
                office.move_visit(line, Some(day("2026-11-25")), None).map(drop)
            });
            moved.unwrap();
            name
        },
        Instead(
            "请再改期一次",
            &[|house, name| {
                house.visit(name, |office, line| {
                    office.move_visit(line, Some(day("2026-11-24")), None).map(drop)
                })
            }],
        ),
    ),
    (
        "plan_remove",
        |house| {
            let name = house.planned();
            house.visit(&name, |office, line| office.drop_visit(line)).unwrap();
            name
        },
        Instead(
            "请再加入计划",
            &[|house, name| house.office.add_visit(name, day("2026-11-24"), None).map(drop)],
        ),
    ),
    ("campaign_add", House::campaign, Taken),
    (
        "campaign_withdraw",
        |house| {
            let name = house.campaign();
            house.office.withdraw_campaign(&name, "登记重复").unwrap();
            name
        },
        Instead(
            "请重新登记",
            &[|house, _| {
                house.campaign();
                Ok(())
            }],
        ),
    ),
    (
        "campaign_edit",
        |house| {
            let name = house.campaign();
            RECAMPAIGN(house, &name).unwrap();
            name
        },
        Instead("请更正这个专项行动", &[RECAMPAIGN]),
    ),
    (
        "report_submit",
        |house| house.submit().unwrap(),
        Instead(
            "请上级先退回",
            &[|house, report| {
                house.office.give_back_report(id(report), "报错了")?;
                Ok(())
            }],
        ),
    ),
    (
        "report_give_back",
        |house| {
            let report = house.submit().unwrap();
            house.office.give_back_report(id(&report), "报错了").unwrap();
            report
        },
        Instead(
            "请重新上报一次",
            &[|house, _| {
                // The same month.
                house.made -= 1;
                house.submit().map(drop)
            }],
        ),
    ),
    ("entry_add", House::entry, Taken),
    (
        "sample",
        |house| {
            let wanted = sample::Wanted { count: 1, ..sample::Wanted::default() };
            let draw = house.office.draw(&wanted).unwrap();
            let rows = house.office.enter_draw(&draw, &sample::Order::default()).unwrap();
            rows[0].id.to_string()
        },
        Taken,
    ),
    (
        "entry_together",
        |house| {
            let typed = [house.typed_check(), house.typed_check()];
            house.office.add_entries("self_check", &typed).unwrap()[0].id.to_string()
        },
        Taken,
    ),
    (
        "entry_edit",
        |house| {
            let entry = house.entry();
            house.office.edit_entry(id(&entry), &BTreeMap::new(), None).unwrap();
            entry
        },
        Instead(
            "请再更正一次，或作废这一条",
            &[
                |house, entry| house.office.edit_entry(id(entry), &BTreeMap::new(), None).map(drop),
                |house, entry| house.office.void_entry(id(entry), "登记错了").map(drop),
            ],
        ),
    ),
    (
        "entry_void",
        |house| {
            let entry = house.entry();
            house.office.void_entry(id(&entry), "登记错了").unwrap();
            entry
        },
        Instead("请重新登记一条", &[|house, _| house.delivered().map(drop)]),
    ),
    (
        "recheck",
        |house| {
            let hazard = house.hazard("general");
            house.pass(&hazard).unwrap();
            hazard
        },
        Taken,
    ),
    (
        "extend",
        |house| {
            let hazard = house.hazard("general");
            house.office.extend(&hazard, None, day("2027-01-08"), "材料未到").unwrap();
            hazard
        },
        Taken,
    ),
    (
        "regrade",
        |house| {
            let hazard = house.hazard("general");
            let grade = anban::domain::grade::Grade::Major;
            house.office.regrade(&hazard, None, grade, "夹层住人", None).unwrap();
            hazard
        },
        Taken,
    ),
    (
        "report",
        |house| {
            let hazard = house.hazard("general");
            house.office.report(&hazard, Recipient::Street, None, "请协助").unwrap();
            hazard
        },
        Taken,
    ),
    (
        "close",
        |house| {
            let hazard = house.hazard("general");
            house.pass(&hazard).unwrap();
            house.office.close(&hazard, None).unwrap();
            hazard
        },
        Taken,
    ),
    (
        "reopen",
        |house| {
            let hazard = house.hazard("general");
            house.pass(&hazard).unwrap();
            house.office.close(&hazard, None).unwrap();
            house.office.reopen(&hazard, None, None, "又住人了").unwrap();
            hazard
        },
        Taken,
    ),
    ("evidence_add", |house| house.attach().unwrap(), Taken),
    (
        "evidence_withdraw",
        |house| {
            let evidence = house.attach().unwrap();
            house.office.withdraw_evidence(&evidence, "附错了").unwrap();
            evidence
        },
        Instead(
            "请把原来的文件再附一次",
            &[|house, _| {
                let file = house.folder.file("照片.png");
                let about = Subject::Premises(SHOP.into());
                house.office.add_evidence(&about, &[file], &Said::default()).map(drop)
            }],
        ),
    ),
    (
        "stop",
        |house| {
            let hazard = house.hazard("major");
            stop(house, &hazard).unwrap();
            hazard
        },
        Instead("写错的请再登记一次，写明更正什么", &[stop]),
    ),
    (
        "major_fill",
        |house| {
            let hazard = house.hazard("major");
            house.fill(&hazard, "人员搬离").unwrap();
            hazard
        },
        Instead("请再改填报表", &[REFILL]),
    ),
    (
        "major_verify",
        |house| house.major(Advance::Verified),
        Instead(
            "请改填报表，改了签过的内容，从核实起重新签",
            &[REFILL, |house, id| {
                house.fill(id, "人员全部搬离")?;
                house.sign(id, Advance::Verified)
            }],
        ),
    ),
    (
        "major_sign",
        |house| house.major(Advance::Signed),
        Instead("请改填报表，改了签过的内容，从核实起重新签", &[REFILL]),
    ),
    (
        "major_seal",
        |house| house.major(Advance::Sealed),
        Instead("请改填报表，改了签过的内容，从核实起重新签", &[REFILL]),
    ),
    (
        "major_approve",
        |house| house.major(Advance::Approved),
        Instead(
            "请先登记街道安办接收，再记一条整改进展",
            &[|house, id| {
                house.sign(id, Advance::Received)?;
                house.sign(id, Advance::Progress)
            }],
        ),
    ),
    (
        "major_receive",
        |house| house.major(Advance::Received),
        Instead("请记一条整改进展", &[PROGRESS]),
    ),
    (
        "major_street_verify",
        |house| house.major(Advance::StreetVerified),
        Instead("请记一条整改进展", &[PROGRESS]),
    ),
    (
        "major_progress",
        |house| house.major(Advance::Progress),
        Instead("请记一条整改进展", &[PROGRESS]),
    ),
    (
        "major_accept",
        |house| house.major(Advance::Accepted),
        Instead(
            "请登记复查不合格，另定期限，整改好再复查、验收",
            &[|house, id| {
                house.fail(id)?;
                house.pass(id)?;
                house.sign(id, Advance::Accepted)
            }],
        ),
    ),
    ("transfer_send", |house| house.sent(0), Taken),
    (
        "transfer_receive",
        |house| house.sent(1),
        Instead(
            "请撤回这份抄告，写明原因，再重新抄告",
            &[|house, id| {
                house.office.withdraw_transfer(id, None, "登记错了", None)?;
                house.send().map(drop)
            }],
        ),
    ),
    (
        "transfer_reply",
        |house| house.sent(2),
        Instead(
            "请在登记处理结果反馈时写明更正什么",
            &[|house, id| {
                let by = Some("消防王强");
                house.office.feed_back_transfer(id, by, "更正：已立案", None).map(drop)
            }],
        ),
    ),
    ("transfer_feed_back", |house| house.sent(3), Instead("请另行抄告", &[AGAIN])),
    (
        "transfer_remind",
        |house| {
            let id = house.sent(1);
            house.office.remind_transfer(&id, None, "请尽快回复", None).unwrap();
            id
        },
        Instead(
            "请撤回这份抄告，写明原因，再重新抄告",
            &[|house, id| house.office.withdraw_transfer(id, None, "登记错了", None).map(drop)],
        ),
    ),
    (
        "transfer_withdraw",
        |house| {
            let id = house.sent(0);
            house.office.withdraw_transfer(&id, None, "抄告错了", None).unwrap();
            id
        },
        Instead("请重新抄告", &[AGAIN]),
    ),
    ("supervise_open", House::supervised, Taken),
    ("supervise_open", House::watched, Taken),
    (
        "supervise_withdraw",
        |house| {
            let id = house.watched();
            house.office.withdraw_supervision(&id, None, "挂错了", None).unwrap();
            id
        },
        Instead(
            "请另行挂牌督办",
            &[|house, _| {
                house.watched();
                Ok(())
            }],
        ),
    ),
    (
        "supervise_report",
        |house| {
            let id = house.supervised();
            REPORT(house, &id).unwrap();
            id
        },
        Instead("请登记一次定期报告", &[REPORT]),
    ),
    (
        "supervise_extend",
        |house| {
            let id = house.supervised();
            extend(house, &id);
            id
        },
        Instead("请登记一次定期报告", &[REPORT]),
    ),
    (
        "supervise_grant",
        |house| {
            let id = house.supervised();
            extend(house, &id);
            house.office.grant_extension(&id, None, None, "同意", None).unwrap();
            id
        },
        Instead("请登记一次定期报告", &[REPORT]),
    ),
    (
        "supervise_deny",
        |house| {
            let id = house.supervised();
            extend(house, &id);
            house.office.deny_extension(&id, None, "不同意", None).unwrap();
            id
        },
        Instead("请登记一次定期报告", &[REPORT]),
    ),
    (
        "supervise_ask_acceptance",
        |house| {
            let id = house.supervised();
            house.office.ask_acceptance(&id, None, None).unwrap();
            id
        },
        Instead("请登记一次定期报告", &[REPORT]),
    ),
    (
        "supervise_accept",
        |house| {
            let id = house.supervised();
            house.office.ask_acceptance(&id, None, None).unwrap();
            house.office.give_acceptance(&id, None, true, "合格", None).unwrap();
            id
        },
        Instead("请登记一次定期报告", &[REPORT]),
    ),
    (
        "supervise_lift",
        |house| {
            let id = house.watched();
            house.office.lift_supervision(&id, None, "整改到位", None).unwrap();
            id
        },
        Instead(
            "请另行挂牌督办",
            &[|house, _| {
                house.watched();
                Ok(())
            }],
        ),
    ),
    ("event_register", House::event, Taken),
    (
        "event_withdraw",
        |house| {
            let id = house.event();
            house.office.withdraw_event(&id, None, "重复登记", None).unwrap();
            id
        },
        Instead("请重新登记事件", &[|house, _| house.register().map(drop)]),
    ),
    (
        "event_link",
        |house| {
            let id = house.event();
            let linking = house.clue();
            house.office.link_event(&id, &linking).unwrap();
            id
        },
        Instead(
            "请取消关联",
            &[|house, id| {
                let linking = house.linked(id);
                house.office.unlink_event(id, &linking).map(drop)
            }],
        ),
    ),
    (
        "event_unlink",
        |house| {
            let id = house.event();
            let linking = house.clue();
            house.office.link_event(&id, &linking).unwrap();
            house.office.unlink_event(&id, &linking).unwrap();
            id
        },
        Instead(
            "请再关联一次",
            &[|house, id| {
                let linking = house.clue();
                house.office.link_event(id, &linking).map(drop)
            }],
        ),
    ),
    (
        "event_handle",
        |house| {
            let id = house.event();
            house.handle(&id).unwrap();
            id
        },
        Instead("请在办结时写明更正什么", &[House::finish]),
    ),
    (
        "event_handle",
        |house| {
            let id = house.up();
            house.handle(&id).unwrap();
            id
        },
        Instead("请在向下反馈时写明更正什么", &[House::feed_back]),
    ),
    (
        "event_up",
        House::up,
        Instead(
            "请在现在的部门登记处置，写明转错了，再反馈回来",
            &[|house, id| {
                house.handle(id)?;
                house.feed_back(id)
            }],
        ),
    ),
    (
        "event_assign",
        |house| {
            let id = house.up();
            house.office.assign_event(&id, None, Desk::Section, "城建科", &[], "", None).unwrap();
            id
        },
        Instead(
            "请在现在的部门登记处置，写明转错了，再反馈回来",
            &[|house, id| {
                house.handle(id)?;
                house.feed_back(id)
            }],
        ),
    ),
    (
        "event_feed_back",
        |house| {
            let id = house.up();
            house.handle(&id).unwrap();
            house.feed_back(&id).unwrap();
            id
        },
        Instead("请在办结时写明更正什么", &[House::finish]),
    ),
    (
        "event_done",
        |house| {
            let id = house.event();
            house.handle(&id).unwrap();
            house.finish(&id).unwrap();
            id
        },
        Instead("请另行登记事件", &[|house, _| house.register().map(drop)]),
    ),
    (
        "event_reward",
        |house| {
            let id = house.event();
            house.handle(&id).unwrap();
            house.finish(&id).unwrap();
            house.office.reward_event(&id, None, 20_000, None).unwrap();
            id
        },
        Instead("请另行登记事件，写明更正什么", &[|house, _| house.register().map(drop)]),
    ),
    ("unfit_flag", House::flagged, Instead("请撤销这个登记，写明原因", &[LIFT])),
    (
        "unfit_report",
        |house| {
            let name = house.flagged();
            house.office.report_unfit(&name, day("2026-11-20")).unwrap();
            name
        },
        Instead("请撤销这个登记，写明原因", &[LIFT]),
    ),
    (
        "unfit_lift",
        |house| {
            let name = house.flagged();
            LIFT(house, &name).unwrap();
            name
        },
        Instead(
            "请重新登记",
            &[|house, name| house.office.flag_unfit(name, None, "仍无安全出口", None).map(drop)],
        ),
    ),
    (
        "warn_add",
        |house| house.warned(Accountable::from_code("TB-1").unwrap(), "").unwrap().to_string(),
        Taken,
    ),
    (
        "warn_withdraw",
        |house| {
            let said = house.warned(Accountable::from_code("TB-1").unwrap(), "").unwrap();
            house.office.withdraw_warning(said, &signed(), "登记错了").unwrap();
            String::new()
        },
        Instead(
            "请在“问责”里重新确认、搁置或登记",
            &[|house, _| house.warned(Accountable::from_code("TB-1").unwrap(), "").map(drop)],
        ),
    ),
    // These last: what they undo is the house itself.
    (
        "campaign_end",
        |house| {
            let name = house.campaign();
            house.office.end_campaign(&name, None, "提前完成").unwrap();
            name
        },
        Instead("请更正这个专项行动", &[RECAMPAIGN]),
    ),
];

fn stop(house: &mut House, hazard: &str) -> Result<(), Refusal> {
    let at = TimeOfDay::read("10:30").unwrap();
    house.office.stop(hazard, None, at, "更正：停用三楼夹层", Some("陈一鸣")).map(drop)
}

fn extend(house: &mut House, id: &str) {
    house.office.ask_extension(id, None, day("2027-04-30"), "设备未到", None).unwrap();
}

#[test]
fn every_deed_is_taken_back_or_its_advice_is_accepted() {
    for place in Place::both() {
        let mut house = House::new(&place);
        for (verb, deed, back) in DEEDS {
            match back {
                Taken => {
                    deed(&mut house);
                    assert_eq!(house.last(), *verb);
                    let last = house.office.last_deed().unwrap_or_else(|no| panic!("{verb}: {no}"));
                    let undone = house.office.undo(&last, "点错了");
                    assert!(undone.is_ok(), "{verb}: {undone:?}");
                    // It is done with: the next time it is another's turn.
                    assert_ne!(house.office.last_deed().ok(), Some(last), "{verb}");
                }
                Instead(said, ways) => {
                    for way in *ways {
                        let object = deed(&mut house);
                        assert_eq!(house.last(), *verb);
                        let refused = house.office.last_deed().expect_err(verb).to_string();
                        assert!(
                            refused.contains(terms::verb(verb)) && refused.contains(said),
                            "{verb}: {refused}"
                        );
                        let done = way(&mut house, &object);
                        assert!(done.is_ok(), "{verb}: {refused}\n{}", done.unwrap_err());
                    }
                }
            }
        }
    }
}

/// Those that need another office than the one above.
const ELSEWHERE: [&str; 9] = [
    "init",
    "restore",
    "warn_confirm",
    "warn_dismiss",
    "evidence_aside",
    "password_set",
    "password_clear",
    "password_wrong",
    "recovery_code",
];

#[test]
fn no_verb_of_the_journal_is_without_a_way_back() {
    let source = include_str!("../../src/terms/verb.rs");
    let known = source.lines().filter_map(|line| line.trim().strip_prefix('"')?.split('"').next());
    let known: BTreeSet<&str> = known.collect();
    let told: BTreeSet<&str> =
        DEEDS.iter().map(|(verb, ..)| *verb).chain(WITHIN).chain(ELSEWHERE).collect();
    assert_eq!(known, told);
}

/// A password is not brought back: what was kept of it is gone. A wrong one is no deed, and stands in nobody's way.
#[test]
fn a_password_is_set_anew_and_never_taken_back() {
    let folder = Folder::new();
    let opening = Opening { data: Some(folder.file("办公室")), ..Opening::default() };
    setup::init(&opening, &plan())
        .unwrap()
        .add_staff("王管理", Role::Admin, "北峰街道", "", "")
        .unwrap();
    let opening = Opening { actor: Some("王管理".into()), ..opening };
    let mut office = Office::open(&opening).unwrap();
    let advice = |office: &mut Office| office.last_deed().unwrap_err().to_string();
    office.set_password("", None, "王管理的门今天开着").unwrap();
    assert!(advice(&mut office).contains("上一步是“设密码”。原来的密码没有留下"));
    assert!(advice(&mut office).contains("请再设一次"));
    office.set_password("", Some("王管理的门今天开着"), "王管理的门明天开着").unwrap();
    office.new_recovery_code().unwrap();
    assert!(advice(&mut office).contains("请再换一个"));
    office.new_recovery_code().unwrap();
    office.add_staff("陈一鸣", Role::GridOfficer, "招联社区", "", "").unwrap();
    assert!(Office::open(&Opening { key: Key::typed("猜一猜是哪个密码"), ..opening }).is_err());
    assert!(advice(&mut office).contains("上一步是“登记人员”"));
    office.clear_password("", Some("王管理的门明天开着")).unwrap();
    assert!(advice(&mut office).contains("请重新设一个"));
    office.set_password("", None, "王管理的门后天开着").unwrap();
}

#[test]
fn a_new_office_and_a_restored_one_say_what_can_be_done() {
    let folder = Folder::new();
    let opening = Opening {
        data: Some(folder.file("办公室")),
        today: Some(day("2026-11-20")),
        ..Opening::default()
    };
    let mut office = setup::init(&opening, &plan()).unwrap();
    let advice = office.last_deed().unwrap_err().to_string();
    assert!(advice.contains("请另用一个数据文件夹重新建立"), "{advice}");
    let other = Opening { data: Some(folder.file("另一个")), ..opening.clone() };
    setup::init(&other, &plan()).unwrap();
    let backup = office.backup(None).unwrap();
    drop(office);
    let restored = restore::restore(&opening, &backup.file, None).unwrap();
    let advice = Office::open(&opening).unwrap().last_deed().unwrap_err().to_string();
    assert!(advice.contains("请用留存的那一份再恢复一次"), "{advice}");
    restore::restore(&opening, &restored.kept, None).unwrap();
}
