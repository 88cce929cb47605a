//! Papers that are wanting: a notice in the place of a void one, the report for the closure of a premises.

use super::{Item, Office, Refusal, Task};
use crate::{domain::unfit::REPORT_WORKDAYS, store, terms};

impl Office {
    /// Inspections whose notice is void.
    pub(super) fn reissue_items(&mut self) -> Result<Vec<Item>, Refusal> {
        let today = self.act.today;
        let scope = self.scope.clone();
        let mut items = Vec::new();
        for notice in store::notices::waiting(&mut *self.store.driver, &scope)? {
            let premises =
                store::premises::by_id(&mut *self.store.driver, &scope, notice.premises)?;
            let text = format!("{}已作废，这次检查要重新开具通知书", notice.number);
            let why = "每次检查都要有有效的整改通知书".to_owned();
            // The inspection has been without one since that day.
            let since = notice.void.as_ref().map_or(today, |void| void.on);
            items.push(Item {
                premises: premises.map(|stored| stored.entry.name),
                premises_id: Some(notice.premises),
                subject: Some(notice.inspection),
                ..Item::new(Task::Reissue, since, today, text, why)
            });
        }
        Ok(items)
    }

    /// Premises flagged as 不具备安全生产条件 whose report for closure is still to be made.
    pub(super) fn unfit_items(&mut self) -> Result<Vec<Item>, Refusal> {
        let today = self.act.today;
        let waiting = store::unfit::waiting(&mut *self.store.driver, &self.scope)?;
        Ok(waiting
            .into_iter()
            .map(|waiting| {
                let day = self.unfit_due(&waiting.unfit);
                let text =
                    format!("不具备安全生产条件，应上报依法予以关闭：{}", waiting.unfit.reason);
                let why = format!(
                    "{}登记不具备安全生产条件，{REPORT_WORKDAYS}个工作日内上报",
                    terms::date(waiting.unfit.on)
                );
                Item {
                    premises: Some(waiting.name),
                    premises_id: Some(waiting.unfit.premises),
                    grid: waiting.grid.as_ref().map(|grid| self.grid_name(Some(grid))),
                    subject: Some(waiting.unfit.premises),
                    ..Item::new(Task::ReportUnfit, day, today, text, why)
                }
            })
            .collect())
    }
}
