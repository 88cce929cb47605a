//! What the sample street has under way on the longer roads: a major hazard that waits for its 双签, a transfer,
//! a supervision, two events.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::{Refusal, Street};
use crate::{
    domain::{event::Source, major::Advance, time_of_day::TimeOfDay},
    form::{answers::Answers, hazard_draft::HazardEntry},
    office::{
        event::{Linking, Registering},
        hazards::Filter,
        inspect::Report,
        major::Signing,
        supervision::{Putting, Target},
        transfer::Sending,
    },
};

/// The head of the list of premises, a workshop of the first grid.
const WORKSHOP: usize = 0;

impl Street {
    /// The steps of a day, counted back from the day on which the sample ends.
    pub(super) fn roads(&mut self, day: NaiveDate) -> Result<(), Refusal> {
        match (self.today - day).num_days() {
            11 => {
                self.find_major(day)?;
                self.transfer(day)
            }
            10 => self.fill_major(),
            9 => {
                self.receive_transfer()?;
                self.verify_major()
            }
            7 => self.supervise(day),
            6 => self.event(Source::Call, "夜间违规生产，噪声大", "热心居民"),
            5 => self.pass_up(),
            1 => self.event(Source::Visit, "消防通道停放电动车", ""),
            _ => Ok(()),
        }
    }

    /// Whose grid the workshop is in.
    fn officer(&self) -> String {
        let grid = self.premises[WORKSHOP].grid.as_ref();
        grid.and_then(|grid| self.officers.get(grid)).cloned().unwrap_or_default()
    }

    /// A mezzanine where people live: work there is stopped within the hour.
    fn find_major(&mut self, day: NaiveDate) -> Result<(), Refusal> {
        let place = &self.premises[WORKSHOP];
        let officer = self.officer();
        self.office.act.actor = officer.clone();
        let text = |text: &str| Some(text.to_owned());
        let hazard = HazardEntry {
            text: text("车间二楼夹层住人，与生产区没有防火分隔"),
            grade: text("major"),
            disposal: text("suspend"),
            days: Some(45),
            requirement: text("人员搬离，拆除夹层隔板，恢复疏散通道"),
            interim: text("停用夹层，切断夹层电源，派人值守"),
            ..HazardEntry::default()
        };
        let report = Report {
            premises: place.id.to_string(),
            form: "table4".to_owned(),
            answers: Answers {
                rest: Some("normal".to_owned()),
                hazards: vec![hazard],
                ..Answers::default()
            },
            inspectors: vec![officer.clone()],
            on: Some(day),
            ..Report::default()
        };
        let recorded = self.office.meaning(true, |office| office.record(&report))?;
        let Some(hazard) = recorded.hazards.first() else { return Ok(()) };
        let id = hazard.id.to_string();
        if let Some(at) = TimeOfDay::read("10:30") {
            self.office.stop(&id, None, at, "停用二楼夹层，撤出住宿人员12人", Some(&officer))?;
        }
        self.major = Some(id);
        Ok(())
    }

    fn fill_major(&mut self) -> Result<(), Refusal> {
        let Some(id) = self.major.clone() else { return Ok(()) };
        let typed: BTreeMap<String, String> = [
            ("responsibility", "负责人负总责，安全负责人具体负责"),
            ("measures", "人员搬离，拆除隔板，恢复两个疏散出口"),
            ("funds", "自筹6万元"),
            ("time_limit", "45天内完成"),
            ("partial_stop", "是"),
            ("full_stop", "否"),
            ("categories", "三合一"),
            ("goals", "是"),
            ("organization", "是"),
            ("safety_plan", "是"),
            ("funds_ready", "是"),
            ("funds_amount", "6"),
        ]
        .map(|(field, words)| (field.to_owned(), words.to_owned()))
        .into();
        let officer = self.officer();
        self.office.fill_major(&id, &typed, Some(&officer), None)?;
        Ok(())
    }

    fn verify_major(&mut self) -> Result<(), Refusal> {
        let Some(id) = self.major.clone() else { return Ok(()) };
        let place = self.premises[WORKSHOP].community.clone();
        let safety = self.safety.get(&place).cloned().unwrap_or_default();
        self.office.act.actor = safety.clone();
        let signing = Signing {
            by: vec![safety],
            opinion: "现场核实，情况属实".to_owned(),
            ..Signing::default()
        };
        self.office.advance_major(&id, Advance::Verified, &signing)?;
        Ok(())
    }

    /// Another hazard, which the street has no power to punish.
    fn transfer(&mut self, day: NaiveDate) -> Result<(), Refusal> {
        let open = self.office.hazards(&Filter { open: true, ..Filter::default() })?;
        let Some(line) = open.iter().rev().find(|line| Some(line.id.to_string()) != self.major)
        else {
            return Ok(());
        };
        self.office.act.actor = "周安平".to_owned();
        let sent = self.office.send_transfer(&Sending {
            hazard: Some(line.id.to_string()),
            to: "丰泽区消防救援大队".to_owned(),
            approver: "沈卫东".to_owned(),
            opinion: "涉嫌违反消防法，请依法查处并回复".to_owned(),
            on: Some(day),
            ..Sending::default()
        })?;
        self.transfer = Some(sent.matter.id.to_string());
        Ok(())
    }

    fn receive_transfer(&mut self) -> Result<(), Refusal> {
        let Some(id) = self.transfer.clone() else { return Ok(()) };
        self.office.act.actor = "周安平".to_owned();
        self.office.receive_transfer(&id, Some("大队值班员"), None)?;
        Ok(())
    }

    fn supervise(&mut self, day: NaiveDate) -> Result<(), Refusal> {
        let Some(hazard) = self.major.clone() else { return Ok(()) };
        self.office.act.actor = "周安平".to_owned();
        self.office.open_supervision(&Putting {
            of: Target::Hazard {
                hazard,
                responsible_unit: String::new(),
                responsible: String::new(),
                leader: "分管副区长".to_owned(),
                deadline: day + Days::new(40),
            },
            unit: "丰泽区安委会办公室".to_owned(),
            every: None,
            by: None,
            on: None,
        })?;
        Ok(())
    }

    fn event(&mut self, source: Source, content: &str, informant: &str) -> Result<(), Refusal> {
        let place = &self.premises[WORKSHOP];
        let officer = self.officer();
        let premises = Some(place.id.to_string());
        self.office.act.actor = officer;
        let event = self.office.register_event(&Registering {
            source,
            grid: None,
            community: None,
            premises,
            hazard: None,
            links: Linking::default(),
            at: TimeOfDay::read("21:40"),
            place: String::new(),
            object: String::new(),
            content: content.to_owned(),
            informant: informant.to_owned(),
            phone: String::new(),
            by: None,
            on: None,
        })?;
        self.event = Some(event.matter.id.to_string());
        Ok(())
    }

    fn pass_up(&mut self) -> Result<(), Refusal> {
        let Some(id) = self.event.clone() else { return Ok(()) };
        self.office.pass_event_up(&id, None, None, "", "超出网格权限，请街道处置", None)?;
        Ok(())
    }
}
