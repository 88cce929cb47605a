//! A row that was entered under the wrong premises or community goes to the right one. Within a community it stays the row that
//! it is; to another it goes as a new row, and the old one is struck out where it stood: each community's records are
//! told, counted and exchanged by themselves.

use std::collections::BTreeMap;

use super::{Entry, Filter, Ledger, Office, Refusal, Stored, Typed};
use crate::{
    domain::{id::Id, notice::Void, permission::Deed, unit::UnitPath},
    form::facts::About,
    office::{clock, facts::BY_HAND, officers::is_of_year, review::TASKS, sample},
    store::{self, documents, entries, forms::FormRevision},
    terms,
};

/// Whose a row is to be.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Whose {
    /// Name or id.
    pub premises: Option<String>,
    /// Where it belongs when it is about no premises.
    pub community: Option<UnitPath>,
}

/// Where a row stands: its community, and its premises if it has any.
type Place = (UnitPath, Option<Id>);

impl Office {
    /// Puts an entry right that stands under the wrong premises or in the wrong community, and what it says with it. What its
    /// fields have from where it stood follows. Gives the row as it stands then, in another community under a new id.
    pub fn move_entry(
        &mut self,
        id: Id,
        to: &Whose,
        fields: &BTreeMap<String, String>,
        read: Option<i64>,
    ) -> Result<Entry, Refusal> {
        self.put_right(id, fields, Some(to), read)
    }

    /// Whose a row is, by name.
    pub fn whose_entry(&mut self, row: &Entry) -> Result<String, Refusal> {
        Ok(match row.premises {
            Some(id) => self.find_premises(&id.to_string())?.entry.name,
            None => self.unit_name_apart(&row.community),
        })
    }

    /// Where a row goes, with what it then says in `laid`.
    pub(super) fn going(
        &mut self,
        ledger: &Ledger,
        row: &Entry,
        to: &Whose,
        laid: &mut BTreeMap<String, String>,
    ) -> Result<Place, Refusal> {
        let title = &ledger.title;
        if to.premises.is_some() && ledger.about == About::None {
            return Err(Refusal::said(format!(
                "“{title}”不是一家单位一条的，不能改到一家单位。要改到别的社区，请写明社区。"
            )));
        }
        if row.hazard.is_some() {
            return Err(Refusal::said(
                "这条记录是一条隐患的，随那条隐患。登记错了的请作废，在对的隐患上另登记一条。",
            ));
        }
        let (premises, community) = (to.premises.clone(), to.community.clone());
        let typed = Typed { premises, community, ..Typed::default() };
        let (community, premises, _) = self.entry_place(ledger, &typed)?;
        let place = (community, premises);
        if place == (row.community.clone(), row.premises) {
            return Ok(place);
        }
        self.check_free(ledger, row)?;
        let was = self.known_at(ledger, row.premises, &row.community)?;
        let is = self.known_at(ledger, place.1, &place.0)?;
        for (id, known) in was {
            if laid.get(&id) == Some(&known) && row.fields.get(&id) == Some(&known) {
                laid.insert(id.clone(), is.get(&id).cloned().unwrap_or_default());
            }
        }
        Ok(place)
    }

    /// Refuses what stands where it does because of another deed, or has been told on since.
    fn check_free(&mut self, ledger: &Ledger, row: &Entry) -> Result<(), Refusal> {
        let field = |id: &str| row.fields.get(id).map_or("", String::as_str);
        let refused = |why: &str| Err(Refusal::said(format!("这条记录不能改到别处：{why}。")));
        if ledger.code == BY_HAND {
            return refused("它原来所在的清单要留着这一笔。请作废这一条，为对的单位另登记一条");
        }
        if ledger.code == sample::LEDGER && !field("seed").is_empty() {
            return refused(
                "是抽签抽到的，改了就和抽签结果对不上。不查的请作废，要查别家的另登记一条",
            );
        }
        if ledger.code == TASKS && is_of_year(row) {
            return refused("是年度考核不合格带出的任务，随考核那一条。请更正那一条");
        }
        if let Some(minutes) = self.minutes_behind(row)? {
            let on = terms::date(minutes.entry.on);
            return refused(&format!("是{on}例会部署的。请把例会记录改到对的社区，任务跟着走"));
        }
        let leads = |said: &store::warn::Said| said.void.is_none() && said.leads_to == Some(row.id);
        if self.warnings_said()?.iter().any(leads) {
            return refused("是确认问责提醒时登记的。确认错了的请在“问责”里撤回");
        }
        let about = documents::Filter { subject: Some(row.id), ..documents::Filter::default() };
        let papers = documents::list(&mut *self.store.driver, &self.scope, &about)?;
        if let Some(paper) = papers.iter().find(|paper| paper.void.is_none()) {
            let number = if paper.number.is_empty() { "" } else { &paper.number };
            return refused(&format!("已经出过《{}》{number}。请先作废这份文书", paper.title));
        }
        if !self.events_about(row.id)?.is_empty() {
            return refused("有网格事件关联着它。请先取消关联");
        }
        Ok(())
    }

    /// A sheet of ticks has one row a day of each premises.
    pub(super) fn check_ticked(
        &mut self,
        ledger: &Ledger,
        before: &Entry,
        after: &Entry,
    ) -> Result<(), Refusal> {
        if ledger.tick.is_none() || after.premises.is_none() || after.premises == before.premises {
            return Ok(());
        }
        let there = Filter {
            ledger: Some(ledger.code.clone()),
            premises: after.premises,
            from: Some(after.on),
            to: Some(after.on),
            ..Filter::default()
        };
        if entries::list(&mut *self.store.driver, &after.community, &there)?.is_empty() {
            return Ok(());
        }
        Err(Refusal::said(format!(
            "那一家{}已经登记过“{}”。请更正那一条，把这一条作废。",
            terms::date(after.on),
            ledger.title
        )))
    }

    /// Strikes a row out where it stood and enters it where it belongs, in one deed.
    pub(super) fn write_elsewhere(
        &mut self,
        before: &Stored,
        (after, others): (Entry, Vec<Entry>),
        revision: &FormRevision,
    ) -> Result<Entry, Refusal> {
        let today = self.act.today;
        let reason = format!("改登记到{}", self.whose_entry(&after)?);
        let void = Some(Void { on: today, reason });
        let struck = Entry { void, waits: false, ..before.entry.clone() };
        let fresh = Entry { id: clock::new_id(), ..after };
        let (mut follow, tasks) = self.following_away(&before.entry, &struck, &fresh)?;
        follow.add.extend(others);
        self.act.write(&mut self.store, Deed::Entry, |driver, trace| {
            store::forms::keep(driver, revision)?;
            follow.write(driver, trace, revision, tasks.as_ref(), today)?;
            entries::update(driver, &struck, &before.form_sha, before.version, today)?;
            let body = serde_json::json!({ "before": before.entry, "after": struck });
            trace.note("entry_void", Some(&struck.community), struck.id, &body)?;
            entries::insert(driver, &fresh, &revision.sha)?;
            let body = serde_json::json!({ "before": before.entry, "after": fresh });
            trace.note("entry_move", Some(&fresh.community), fresh.id, &body)
        })?;
        Ok(fresh)
    }
}
