//! What is due on the roads beside the usual one: reports of major hazards, transfers, supervisions, events.

use chrono::NaiveDate;

use super::{HAZARDS_NAMED, Item, Office, Refusal, Task};
use crate::{
    domain::{
        event,
        grade::Disposal,
        hazard::{StateKind, Step, untold},
        major::StageKind,
        matter::{Matter, Road},
        stop, supervision, transfer,
    },
    office::{
        hazards::{Line, ReportFilter},
        major::to_stop,
        matters::{Filter, Stored},
    },
    store::hazards,
    terms,
};

impl Office {
    /// Major hazards whose report waits for its next step: by the working day after the last one.
    pub(super) fn major_items(&mut self) -> Result<Vec<Item>, Refusal> {
        let today = self.act.today;
        let majors = self.majors(ReportFilter::Any, true, Some(HAZARDS_NAMED))?;
        let unstopped = hazards::unstopped(&mut *self.store.driver, &self.scope)?;
        let mut items = Vec::new();
        for (line, waits) in majors {
            let Some(waits) = waits else { continue };
            if unstopped.contains(&line.id) && self.owes_stop(&line)? {
                let text = format!("停业停用撤人还没有登记时刻：{}", line.text);
                let why = "重大隐患要马上停业整改、停止使用设备或撤出人员，并记下时刻".to_owned();
                let known = if waits.stage.is_none() { waits.since } else { line.found_on };
                items.push(self.item(Task::MajorReport, &line, known, text, why));
                // Nothing is signed before.
                if waits.stage.is_some() {
                    continue;
                }
            }
            let next = terms::next_stage(waits.stage);
            match waits.stage {
                // It is put right meanwhile; the recheck is told as such.
                Some(StageKind::StreetVerified) if line.state != StateKind::Passed => {}
                Some(StageKind::StreetVerified) => {
                    let text = format!("复查合格，待验收：{}", line.text);
                    let since = line.since.unwrap_or(today);
                    let why = format!(
                        "{}复查合格，重大隐患复查合格以后，要组织验收才能销号",
                        terms::month_day(since)
                    );
                    items.push(self.item(Task::Accept, &line, since, text, why));
                }
                Some(StageKind::Accepted) => {}
                _ => {
                    let day = self.calendar.add_workdays(waits.since, 1);
                    let days = match waits.took.days {
                        0 => String::new(),
                        days => format!("（已{days}天）"),
                    };
                    let text = format!("待{next}{days}：{}", line.text);
                    let why = format!(
                        "填报表的上一步{}办好，{next}应在下一个工作日前办",
                        terms::date(waits.since)
                    );
                    items.push(self.item(Task::MajorReport, &line, day, text, why));
                }
            }
        }
        Ok(items)
    }

    /// Refusals of which the street or the police was told, and the other was not (INS-20).
    pub(super) fn untold_items(&mut self) -> Result<Vec<Item>, Refusal> {
        let today = self.act.today;
        let mut items = Vec::new();
        for id in hazards::refused_and_reported(&mut *self.store.driver, &self.scope)? {
            let stored = self.hazard(&id.to_string())?;
            let Some(to) = untold(stored.standing().iter().map(|(step, _)| step)).first().copied()
            else {
                continue;
            };
            let hazard = &stored.hazard;
            let text = format!("拒不整改，还应报告{}：{}", terms::recipient(to), hazard.text);
            let steps = stored.standing();
            let refused = steps.iter().filter_map(|(step, _)| match step {
                Step::Refused { on, .. } => Some(*on),
                _ => None,
            });
            let since = refused.max().unwrap_or(today);
            let why = format!(
                "{}复查时拒不整改，要报告街道安办和下派民警，两处都要报",
                terms::month_day(since)
            );
            items.push(Item {
                premises: Some(self.find_premises(&hazard.premises.to_string())?.entry.name),
                premises_id: Some(hazard.premises),
                grid: hazard.grid.as_ref().map(|grid| self.grid_name(Some(grid))),
                grade: Some(hazard.course.grade()),
                subject: Some(hazard.id),
                ..Item::new(Task::ReportRefusal, since, today, text, why)
            });
        }
        Ok(items)
    }

    /// Whether the stop of a major hazard that has none is owed.
    fn owes_stop(&mut self, line: &Line) -> Result<bool, Refusal> {
        if line.disposal == Disposal::Suspend {
            return Ok(true);
        }
        if line.report.is_none() {
            return Ok(false);
        }
        let hazard = self.hazard(&line.id.to_string())?.hazard;
        Ok(stop::is_owed(hazard.disposal, to_stop(&hazard.course), &hazard.course))
    }

    /// Transfers, supervisions and events that wait for something in a range of days, or should have had it.
    pub(super) fn matter_items(
        &mut self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<Item>, Refusal> {
        let transfers = self.due_matters::<transfer::Course>(to)?;
        let supervisions = self.due_matters::<supervision::Course>(to)?;
        let events = self.due_matters::<event::Course>(to)?;
        let replies = transfers.iter().map(|stored| {
            let Matter { title, opening, .. } = &stored.matter;
            let text = format!("{}未回复：{title}", opening.to);
            let days = self.regime.transfer.reply_workdays;
            let why = format!("移送、抄告以后，有关部门应在{days}个工作日内回复");
            self.matter_item(Task::Reply, stored, text, why)
        });
        let supervised = supervisions.iter().map(|stored| {
            let Matter { title, course, .. } = &stored.matter;
            let what =
                if course.due() == course.next_report() { "定期报告" } else { "治理期限" };
            let why = format!("挂牌督办的{what}到了");
            self.matter_item(Task::Supervise, stored, format!("{what}：{title}"), why)
        });
        let lying = events.iter().map(|stored| {
            let Matter { title, course, .. } = &stored.matter;
            let (desk, state) =
                (terms::desk(course.seat().desk), terms::event_state(course.kind()));
            let days = self.regime.event.hop_days;
            let why = format!("事件在每一级最多停留{days}天");
            self.matter_item(Task::Event, stored, format!("在{desk}{state}：{title}"), why)
        });
        let today = self.act.today;
        Ok(replies
            .chain(supervised)
            .chain(lying)
            .filter(|item| item.day <= today || item.day >= from)
            .collect())
    }

    fn due_matters<R: Road>(&mut self, to: NaiveDate) -> Result<Vec<Stored<R>>, Refusal> {
        let due_by = Some(to.max(self.act.today));
        let limit = Some(HAZARDS_NAMED);
        self.list_matters(&Filter { due_by, limit, ..Filter::default() })
    }

    fn matter_item<R: Road>(
        &self,
        task: Task,
        stored: &Stored<R>,
        text: String,
        why: String,
    ) -> Item {
        let today = self.act.today;
        let day = stored.matter.course.due().unwrap_or(today);
        Item {
            premises: stored.premises_name.clone(),
            premises_id: stored.matter.premises,
            subject: Some(stored.matter.id),
            ..Item::new(task, day, today, text, why)
        }
    }
}
