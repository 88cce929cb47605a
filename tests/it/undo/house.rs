//! An office in which each deed can be done, with what it takes done before.

use std::collections::BTreeMap;

use anban::{
    domain::{
        accountability::Situation as Accountable,
        campaign::{Every, Reports, Scope},
        event::{Desk, Source},
        id::Id,
        major::Advance,
        staff::Role,
        supervision::Situation,
        time_of_day::TimeOfDay,
        unit::{Duty, Level},
    },
    form::hazard_draft::HazardEntry,
    office::{
        Office, Opening, Refusal, campaigns,
        documents::Request,
        event::{Linking, Registering},
        evidence::{Said, Subject},
        facts::Period,
        hazards::{Outcome, Term},
        inspect::{Recorded, Report},
        ledger::Typed,
        major::Signing,
        premises::Fields,
        report::Wanted,
        roster::Import,
        setup::{self, Plan},
        supervision::{Putting, Target},
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

pub(super) const SHOP: &str = "恒捷鞋材厂";
pub(super) const GRID: &str = "招联一网格";
pub(super) const FIRE: &str = "丰泽区消防救援大队";

/// An office where nobody signed in, and what was made last in it.
pub(super) struct House {
    pub(super) office: Office,
    pub(super) folder: Folder,
    pub(super) made: u32,
    opening: Opening,
}

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(super) fn plan() -> Plan {
    Plan::of_street(["泉州市", "丰泽区", "北峰街道"], ["招联社区"], "beifeng")
}

/// What is said in accountability bears the name of a person of the street.
pub(super) fn signed() -> Word {
    Word { by: Some("周安平".into()), person: None }
}

impl House {
    pub(super) fn new(place: &Place) -> House {
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
        let mut house = House { office, folder, made: 0, opening };
        house.premises(SHOP);
        house
    }

    /// Somebody sits down at it; nobody where no name is given.
    pub(super) fn sit(&mut self, who: &str) {
        let actor = Some(who.to_owned()).filter(|who| !who.is_empty());
        self.office = Office::open(&Opening { actor, ..self.opening.clone() }).unwrap();
    }

    pub(super) fn premises(&mut self, name: &str) -> String {
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
    pub(super) fn fresh(&mut self, what: &str) -> String {
        self.made += 1;
        format!("{what}{}", self.made)
    }

    pub(super) fn report(&self, grade: &str) -> Report {
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

    /// A visit, of one day as often as wanted.
    fn recorded(&mut self, report: &Report) -> Recorded {
        self.office.meaning(true, |office| office.record(report)).unwrap()
    }

    /// Gives the number of the notice.
    pub(super) fn noticed(&mut self) -> String {
        let report = self.report("general");
        self.recorded(&report).notice.number
    }

    pub(super) fn hazard(&mut self, grade: &str) -> String {
        let report = self.report(grade);
        self.recorded(&report).hazards[0].id.to_string()
    }

    pub(super) fn pass(&mut self, hazard: &str) -> Result<(), Refusal> {
        let acceptor = "林安全".to_owned();
        self.office.recheck(hazard, None, Outcome::Passed { acceptor }, "").map(drop)
    }

    pub(super) fn fail(&mut self, hazard: &str) -> Result<(), Refusal> {
        let term = Term::Days(7);
        self.office.recheck(hazard, None, Outcome::Failed { term }, "还住着人").map(drop)
    }

    pub(super) fn fill(&mut self, hazard: &str, measures: &str) -> Result<(), Refusal> {
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

    pub(super) fn sign(&mut self, hazard: &str, to: Advance) -> Result<(), Refusal> {
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
    pub(super) fn major(&mut self, to: Advance) -> String {
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

    pub(super) fn send(&mut self) -> Result<String, Refusal> {
        let hazard = Some(self.hazard("general"));
        let sending = Sending {
            hazard,
            to: FIRE.into(),
            by: Some("周安平".into()),
            approver: "周安平".into(),
            opinion: "请依法查处".into(),
            ..Sending::default()
        };
        Ok(self.office.send_transfer(&sending)?.matter.id.to_string())
    }

    /// A transfer that has come so far.
    pub(super) fn sent(&mut self, steps: usize) -> String {
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

    pub(super) fn put_up(&mut self, of: Target) -> String {
        let unit = "丰泽区安委会办公室".into();
        let putting = Putting { of, unit, every: None, by: Some("周安平".into()), on: None };
        self.office.open_supervision(&putting).unwrap().matter.id.to_string()
    }

    pub(super) fn supervised(&mut self) -> String {
        let hazard = self.hazard("major");
        self.put_up(Target::Hazard {
            hazard,
            responsible_unit: String::new(),
            responsible: String::new(),
            leader: "分管副区长".into(),
            deadline: day("2027-02-26"),
        })
    }

    pub(super) fn watched(&mut self) -> String {
        self.put_up(Target::Community {
            community: "招联社区".into(),
            situation: Situation::Reprimanded,
            words: String::new(),
        })
    }

    pub(super) fn register(&mut self) -> Result<String, Refusal> {
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
    pub(super) fn clue(&mut self) -> Linking {
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
        let clue = self.office.meaning(true, |office| office.add_entry("clue", &typed)).unwrap();
        Linking { clues: vec![clue.id], ..Linking::default() }
    }

    /// The clues that an event is linked with.
    pub(super) fn linked(&mut self, event: &str) -> Linking {
        let stored = self.office.event(event).unwrap();
        let links = self.office.event_links(&stored).unwrap();
        Linking { clues: links.iter().map(|it| it.link.id).collect(), ..Linking::default() }
    }

    pub(super) fn event(&mut self) -> String {
        self.register().unwrap()
    }

    pub(super) fn handle(&mut self, id: &str) -> Result<(), Refusal> {
        self.office.handle_event(id, None, "登记错了，是另一家", None).map(drop)
    }

    pub(super) fn feed_back(&mut self, id: &str) -> Result<(), Refusal> {
        self.office.feed_back_event(id, None, "更正：已移开", None).map(drop)
    }

    pub(super) fn finish(&mut self, id: &str) -> Result<(), Refusal> {
        self.office.finish_event(id, None, "更正：已移开", None).map(drop)
    }

    pub(super) fn up(&mut self) -> String {
        let id = self.event();
        self.office.pass_event_up(&id, None, Some(Desk::Street), "", "请街道处置", None).unwrap();
        id
    }

    pub(super) fn campaign(&mut self) -> String {
        let name = self.fresh("冬春火灾防控");
        self.office.add_campaign(&campaign(&name)).unwrap().name
    }

    /// A tick of today for the shop.
    pub(super) fn typed_check(&self) -> Typed {
        let fields = [("day", "2026-11-20"), ("name", SHOP), ("received", "已报，无隐患")];
        let fields = fields.map(|(id, value)| (id.to_owned(), value.to_owned())).into();
        Typed { premises: Some(SHOP.into()), fields, ..Typed::default() }
    }

    pub(super) fn entry(&mut self) -> String {
        self.delivered().unwrap()
    }

    pub(super) fn delivered(&mut self) -> Result<String, Refusal> {
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
        Ok(self.office.meaning(true, |office| office.add_entry("delivery", &typed))?.id.to_string())
    }

    pub(super) fn issue(&mut self) -> Result<String, Refusal> {
        let about = Some(self.noticed());
        let fields = [("document".to_owned(), "整改通知书".to_owned())].into();
        let request =
            Request { code: "service_receipt".into(), about, fields, ..Request::default() };
        Ok(self.office.issue_paper(&request)?.id.to_string())
    }

    pub(super) fn attach(&mut self) -> Result<String, Refusal> {
        self.made += 1;
        let file = self.folder.file("照片.png");
        std::fs::write(&file, images::png(8, 8, [self.made as u8, 0, 0, 255])).unwrap();
        let (_, added) =
            self.office.add_evidence(&Subject::Premises(SHOP.into()), &[file], &Said::default())?;
        Ok(added[0].evidence.id.to_string())
    }

    pub(super) fn warned(&mut self, situation: Accountable, person: &str) -> Result<Id, Refusal> {
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

    pub(super) fn import(&mut self) -> Result<(), Refusal> {
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

    pub(super) fn planned(&mut self) -> String {
        let name = self.fresh("计划里的厂");
        self.premises(&name);
        self.office.add_visit(&name, day("2026-11-24"), None).unwrap();
        name
    }

    pub(super) fn visit(
        &mut self,
        name: &str,
        change: fn(&mut Office, &anban::store::plans::Line) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        let line = self.office.planned_visit(name, None)?;
        change(&mut self.office, &line)
    }

    pub(super) fn flagged(&mut self) -> String {
        let name = self.fresh("无证作坊");
        self.premises(&name);
        self.office.flag_unfit(&name, None, "无安全出口", None).unwrap();
        name
    }

    pub(super) fn assign(&mut self, to: &str) -> Result<(), Refusal> {
        let people = People { people: vec![(Duty::GridOfficer, to.into())] };
        self.office.assign(GRID, &people, day("2026-11-20"), false).map(drop)
    }

    pub(super) fn submit(&mut self) -> Result<String, Refusal> {
        self.made += 1;
        let (from, to) =
            [("2026-09-01", "2026-09-30"), ("2026-10-01", "2026-10-31")][self.made as usize % 2];
        let period = Period { from: day(from), to: day(to) };
        let wanted = Wanted {
            code: "problem_list".into(),
            unit: Some("招联社区".into()),
            period: Some(period),
        };
        let submit =
            |office: &mut Office| office.submit_report(&wanted, true, Some("林安全"), None);
        Ok(self.office.meaning(true, submit)?.id.to_string())
    }

    /// What the last deed is called in the journal.
    pub(super) fn last(&mut self) -> String {
        self.office.journal(1).unwrap().remove(0).entry.verb
    }
}

pub(super) fn campaign(name: &str) -> campaigns::Typed {
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

pub(super) fn id(text: &str) -> Id {
    Id::parse(text).unwrap()
}
