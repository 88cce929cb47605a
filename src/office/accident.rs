//! 事故 (REP-16): how grave it is, whether it was reported in time, and all that had gone before it at the premises. All of it
//! follows from its row in the ledger.

mod timeline;

use chrono::Days;

use super::{
    Office, Refusal,
    agenda::{Item, Task},
    facts::{Known, put},
    ledger::{Filter, Stored},
};
use crate::{
    domain::{
        accident::{Clock, Moment},
        accountability::{Severity, severity},
        entry::Entry,
        id::Id,
        time_of_day::TimeOfDay,
    },
    store::entries,
    terms,
};

pub use self::timeline::{InCharge, Step};

/// What changes within so many days of an accident is reported as well (生产安全事故报告和调查处理条例 第十三条): one of that time
/// before the office was opened is still to be reported.
const TOLD_AGAIN: Days = Days::new(30);

/// The ledger that holds accidents, and the paper with what went before one.
pub const LEDGER: &str = "accident";
pub const TIMELINE: &str = "accident_timeline";

/// What the clocks run from, in words.
pub const HEARD: &str = "事故发生或单位接报";
pub const TOLD: &str = "单位报告";

#[derive(Clone, Debug, PartialEq)]
pub struct Accident {
    pub stored: Stored,
    pub severity: Severity,
    /// The report of the 单位负责人, from when he heard of it.
    pub told: Clock,
    /// The report that goes up, from the unit's report on.
    pub sent: Clock,
}

impl Accident {
    /// Its grade and its clocks, a line each.
    pub fn words(&self) -> [String; 3] {
        [
            format!("{}（国务院令第493号第三条）", terms::severity(self.severity)),
            format!("单位报告：{}", terms::clock(self.told, HEARD)),
            format!("逐级上报：{}", terms::clock(self.sent, TOLD)),
        ]
    }
}

/// By the dead with those missing, the gravely injured, and the loss, which is typed in 万元.
pub(super) fn severity_of(entry: &Entry) -> Severity {
    let number = |id: &str| {
        entry.fields.get(id).and_then(|value| value.parse::<f64>().ok()).unwrap_or(0.0).max(0.0)
    };
    let people = |id: &str| number(id) as u32;
    let loss = (number("loss") * 1e6) as u64;
    severity(people("dead").saturating_add(people("missing")), people("injured"), loss)
}

/// What happened, in one sentence without its end: when, where, what, who came to harm, the loss, and how grave that is.
pub(super) fn facts(entry: &Entry) -> String {
    let field = |id: &str| entry.fields.get(id).map_or("", |value| value.trim());
    let people = |id: &str| if field(id).is_empty() { "0" } else { field(id) };
    let missing = match people("missing") {
        "0" => String::new(),
        missing => format!("、失踪{missing}人"),
    };
    let loss = match field("loss") {
        "" => String::new(),
        loss => format!("，初步经济损失{loss}万元"),
    };
    let stir = if field("impact") == "是" { "，社会影响较大" } else { "" };
    let place = field("place");
    let place = if place.is_empty() { String::new() } else { format!("（{place}）") };
    format!(
        "{}{}，{}{place}发生{}事故，死亡{}人{missing}、重伤{}人{loss}，属{}{stir}",
        terms::date(entry.on),
        field("happened_at"),
        field("unit"),
        field("kind"),
        people("dead"),
        people("injured"),
        terms::severity(severity_of(entry)),
    )
}

/// A day and a time of two fields; without a day of its own it was on the day of the accident.
fn moment(entry: &Entry, day: &str, time: &str) -> Option<Moment> {
    let at = TimeOfDay::read(entry.fields.get(time)?)?;
    let on = entry.fields.get(day).and_then(|day| day.parse().ok()).unwrap_or(entry.on);
    Some(Moment { on, at })
}

impl Office {
    /// The accidents of the desk, the newest first.
    pub fn accidents(&mut self) -> Result<Vec<Accident>, Refusal> {
        let filter = Filter { ledger: Some(LEDGER.to_owned()), ..Filter::default() };
        Ok(self.entries(&filter)?.into_iter().map(|stored| self.measured(stored)).collect())
    }

    /// One by the id of its row.
    pub fn accident(&mut self, id: Id) -> Result<Accident, Refusal> {
        let stored = self.entry(id)?;
        if stored.entry.ledger != LEDGER {
            return Err(Refusal::said(format!(
                "编号 {id} 不是事故登记的记录。请用 anban accident list 查看编号。"
            )));
        }
        Ok(self.measured(stored))
    }

    pub(super) fn measured(&self, stored: Stored) -> Accident {
        let entry = &stored.entry;
        let happened = moment(entry, "happened_on", "happened_at");
        let heard = moment(entry, "heard_on", "heard_at").or(happened);
        let told = moment(entry, "told_on", "told_at");
        let sent = moment(entry, "sent_on", "sent_at");
        let (rule, today, now) = (&self.regime.accident, self.act.today, self.time_of_day());
        Accident {
            severity: severity_of(entry),
            told: Clock::read(heard, told, rule.told_minutes, today, now),
            sent: Clock::read(told, sent, rule.sent_minutes, today, now),
            stored,
        }
    }

    /// What an accident's row comes to, for whoever has just entered it; `None` for a row of another ledger.
    pub fn accident_after(&mut self, entry: &Entry) -> Result<Option<String>, Refusal> {
        if entry.ledger != LEDGER || entry.void.is_some() {
            return Ok(None);
        }
        Ok(Some(self.accident(entry.id)?.words().join("；")))
    }

    /// The clocks can only run from times that can be read.
    pub(super) fn check_accident(&self, entry: &Entry) -> Result<(), Refusal> {
        if entry.ledger != LEDGER {
            return Ok(());
        }
        let Some(ledger) = self.library.ledger(LEDGER) else { return Ok(()) };
        for id in ["happened_at", "heard_at", "told_at", "sent_at"] {
            let said = entry.fields.get(id).filter(|said| !said.is_empty());
            if let (Some(said), Some(field)) = (said, ledger.field(id))
                && TimeOfDay::read(said).is_none()
            {
                return Err(Refusal::said(format!(
                    "“{}”写的是“{said}”，看不出几时几分。请写成 14时05分 或 14:05。",
                    field.label
                )));
            }
        }
        Ok(())
    }

    /// Accidents whose clocks nobody has stopped yet.
    pub(super) fn accident_items(&mut self) -> Result<Vec<Item>, Refusal> {
        let today = self.act.today;
        let rule = self.regime.accident.clone();
        let filter = entries::Filter {
            ledger: Some(LEDGER.to_owned()),
            from: Some(self.records_began() - TOLD_AGAIN),
            ..entries::Filter::default()
        };
        let mut items = Vec::new();
        for stored in self.entries(&filter)? {
            let accident = self.measured(stored);
            let entry = &accident.stored.entry;
            let grade = terms::severity(accident.severity);
            let unit = entry.fields.get("unit").cloned().unwrap_or_default();
            // Without the unit's report the second clock does not run.
            let clocks = [("单位报告", accident.told, HEARD), ("逐级上报", accident.sent, TOLD)];
            for (what, clock, since) in clocks {
                let Some(until) = clock.until() else { continue };
                let text = format!("{grade}{what}：{}", terms::clock(clock, since));
                let why = format!("{}{unit}发生事故", terms::date(entry.on));
                let mut item = Item {
                    premises: Some(unit.clone()),
                    premises_id: entry.premises,
                    rule: rule.source.clone(),
                    subject: Some(entry.id),
                    ledger: Some(LEDGER.to_owned()),
                    ..Item::new(Task::ReportAccident, until.on, today, text, why)
                };
                if clock.is_late() {
                    item.urgency = super::agenda::Urgency::Overdue;
                }
                items.push(item);
            }
        }
        Ok(items)
    }

    pub(super) fn accident_known(&self, accident: &Accident) -> Known {
        let mut known = Known::new();
        put(&mut known, "grade", terms::severity(accident.severity));
        put(&mut known, "told", terms::clock(accident.told, HEARD));
        put(&mut known, "sent", terms::clock(accident.sent, TOLD));
        known
    }
}
