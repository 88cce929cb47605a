//! Hazards that wait for somebody: rechecks, closures, reports of a refusal, grades to be told.

use chrono::NaiveDate;

use super::{HAZARDS_NAMED, Item, Office, RECHECK_LATE, Refusal, Task};
use crate::{
    domain::{deadline::recheck_limit, grade::Grade, hazard::StateKind, major::StageKind},
    store::hazards,
    terms,
};

impl Office {
    /// Hazards that wait for somebody, a page of the most urgent, and whether there are more.
    pub(super) fn hazard_items(
        &mut self,
        today: NaiveDate,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<(Vec<Item>, bool), Refusal> {
        let scope = self.scope.clone();
        let driver = &mut *self.store.driver;
        let due = hazards::Filter {
            due_by: Some(to.max(today)),
            limit: Some(HAZARDS_NAMED),
            unnumbered: true,
            ..hazards::Filter::default()
        };
        let mut lines = hazards::list(driver, &scope, &due)?;
        let full = |page: &[hazards::Line]| page.len() == HAZARDS_NAMED as usize;
        let more = full(&lines);
        lines.retain(|line| {
            line.deadline.is_some_and(|deadline| deadline <= today || deadline >= from)
        });
        let waiting = hazards::Filter {
            waiting: true,
            limit: Some(HAZARDS_NAMED),
            unnumbered: true,
            ..hazards::Filter::default()
        };
        let waiting = hazards::list(driver, &scope, &waiting)?;
        let more = more || full(&waiting);
        // A major hazard is closed after its acceptance, which has an item of its own.
        let closes = |line: &hazards::Line| {
            line.state != StateKind::Passed
                || line.grade != Grade::Major
                || line.report == Some(StageKind::Accepted)
        };
        // What waits for its grade is told as such, and cannot be closed before.
        for line in waiting.iter().filter(|line| line.grade != Grade::Unsure && closes(line)) {
            if !lines.iter().any(|known| known.id == line.id) {
                lines.push(line.clone());
            }
        }
        let mut items: Vec<Item> = lines.iter().map(|line| self.hazard_item(line, today)).collect();
        items.extend(waiting.iter().filter(|line| line.grade == Grade::Unsure).map(|line| {
            let limit = self.assess_due(line.found_on);
            let why = format!(
                "{}发现时拿不准等级，应由社区安全员在下一个工作日前辨识、评估",
                terms::date(line.found_on)
            );
            self.item(Task::Assess, line, limit, format!("待评估：{}", line.text), why)
        }));
        Ok((items, more))
    }

    /// The hazards whose deadline is this very day and still runs, all of them.
    pub(in crate::office) fn due_hazards(&mut self, day: NaiveDate) -> Result<Vec<Item>, Refusal> {
        let due = hazards::Filter { due_on: Some(day), unnumbered: true, ..Default::default() };
        let lines = hazards::list(&mut *self.store.driver, &self.scope, &due)?;
        let today = self.act.today;
        Ok(lines.iter().map(|line| Item { day, ..self.hazard_item(line, today) }).collect())
    }

    fn hazard_item(&self, line: &hazards::Line, today: NaiveDate) -> Item {
        let day = line.deadline.unwrap_or(today);
        let until = terms::date(day);
        // What was to be done at once is late from the day after the step that asks for it.
        let since = line.since.unwrap_or(today);
        match line.state {
            StateKind::Passed => self.item(
                Task::Close,
                line,
                since,
                format!("复查合格，待销号：{}", line.text),
                format!("{}复查合格，合格以后要及时销号", terms::month_day(since)),
            ),
            StateKind::Refused => self.item(
                Task::ReportRefusal,
                line,
                since,
                format!("拒不整改，应报告街道安办和下派民警：{}", line.text),
                format!("{}复查时拒不整改，要马上报告", terms::month_day(since)),
            ),
            StateKind::Found
            | StateKind::Ordered
            | StateKind::Reported
            | StateKind::Closed
            | StateKind::Withdrawn => {
                let grace = self.regime.recheck.grace_workdays;
                let limit = recheck_limit(&self.calendar, day, grace);
                let late = if limit < today { RECHECK_LATE } else { "" };
                let why =
                    format!("整改期限{until}，到期应当回访复查，最迟{}", terms::month_day(limit));
                self.item(Task::Recheck, line, day, format!("{}{late}", line.text), why)
            }
        }
    }

    pub(super) fn item(
        &self,
        task: Task,
        line: &hazards::Line,
        day: NaiveDate,
        text: String,
        why: String,
    ) -> Item {
        Item {
            premises: Some(line.premises_name.clone()),
            premises_id: Some(line.premises),
            grid: line.grid.as_ref().map(|grid| self.grid_name(Some(grid))),
            grade: Some(line.grade),
            subject: Some(line.id),
            ..Item::new(task, day, self.act.today, text, why)
        }
    }
}
