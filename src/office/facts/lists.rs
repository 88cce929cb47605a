//! The lists that papers print: each asked for only when a paper shows it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Days, NaiveDate};

use super::{
    Gather, Known, Office, Period, Refusal, day, numbered,
    place::{DUTIES, answering, premises_of},
    put,
    subject::conclusion,
};
use crate::{
    domain::{
        answer::Answer,
        entry::Entry,
        grade::Grade,
        key_list::KeySpell,
        premises::{Premises, Status},
        staff,
        unit::{Level, UnitPath},
    },
    form::{
        answers,
        ledger::WAITING,
        packed::Packed,
        paper::{self, Table},
    },
    office::{accident, documents::Only, inspect::Visit, premises::Dossier},
    store::{self, analysis::By, hazards::Told},
    terms,
};

/// Days read at once.
const STRETCH: Days = Days::new(7);

/// Which rows of which ledger a list holds.
#[derive(Clone, Copy)]
pub(in crate::office) struct Rows<'a> {
    /// Empty for rows of all.
    pub ledger: &'a str,
    pub only: &'a Only,
}

impl<'a> Rows<'a> {
    pub fn of(ledger: &'a str) -> Rows<'a> {
        Rows { ledger, only: Only::all() }
    }

    fn filter(self) -> store::entries::Filter {
        store::entries::Filter {
            ledger: Some(self.ledger.to_owned()).filter(|ledger| !ledger.is_empty()),
            premises: self.only.premises,
            find: self.only.find.clone(),
            ..store::entries::Filter::default()
        }
    }
}

impl Office {
    /// A list of a whole unit, over a period where that matters; `None` for a name that is no such list.
    /// Records lie under their community: of a grid they are the rows of its community that name the grid.
    pub(in crate::office) fn unit_list(
        &mut self,
        list: &str,
        of: &UnitPath,
        period: Period,
        rows: Rows<'_>,
        gather: &Gather,
    ) -> Result<Option<Vec<Known>>, Refusal> {
        let narrows = ["premises", "key_premises", "grids", "categories"].contains(&list);
        let (Level::Grid, Some(community), false) = (of.level(), of.at(Level::Community), narrows)
        else {
            return self.list_of(list, of, period, rows, gather);
        };
        let grid = self.unit_name(of);
        let Some(all) = self.list_of(list, &community, period, rows, gather)? else {
            return Ok(None);
        };
        if all.iter().any(|row| !row.contains_key("grid")) {
            return Err(Refusal::said(format!(
                "这份表册不按网格分，“{grid}”出不了。请改写社区“{}”。",
                self.unit_name(&community)
            )));
        }
        let own = all.into_iter().filter(|row| row.get("grid") == Some(&grid));
        Ok(Some(numbered(own.collect::<Vec<_>>())))
    }

    fn list_of(
        &mut self,
        list: &str,
        of: &UnitPath,
        period: Period,
        rows: Rows<'_>,
        gather: &Gather,
    ) -> Result<Option<Vec<Known>>, Refusal> {
        Ok(Some(match list {
            "premises" | "key_premises" => {
                let key = list == "key_premises";
                self.premises_rows(of, gather, |filter| filter.key = key)?
            }
            "grids" => self.grid_rows(of)?,
            "communities" => self.unit_rows(of, Level::Community, period)?,
            "streets" if of.level() < Level::Street => self.unit_rows(of, Level::Street, period)?,
            "streets" => Vec::new(),
            "people" => self.people_rows(of, period.to)?,
            "hazards" => self.hazard_rows(of, period, gather)?,
            "unfinished" => self.unfinished_rows(of, period, gather)?,
            "notices" => self.notice_rows(of, period)?,
            "week" => self.week_rows(of, period.from)?,
            "planned" => self.planned_rows(of, period.from, period.to)?,
            "coverage" => self.coverage_rows(of, period)?,
            "decisions" => self.decision_rows(period.from, false)?,
            "decided" => self.decision_rows(period.from, true)?,
            "waiting_majors" => self.waiting_major_rows(of, period.to)?,
            "unsigned" => self.unsigned_rows(of, period.to)?,
            "owed_reports" => self.owed_rows(period.from)?,
            "missed_meetings" => self.missed_rows(period.from)?,
            "attendance" => self.attendance_rows(of, period)?,
            "months" => self.month_rows(of, period.to)?,
            "by_category" => self.group_rows(of, By::Category, (period.from, period.to))?,
            "by_industry" => self.group_rows(of, By::Industry, (period.from, period.to))?,
            "by_street" => self.street_group_rows(of, (period.from, period.to))?,
            "by_community" => self.group_rows(of, By::Community, (period.from, period.to))?,
            "by_grid" => self.group_rows(of, By::Grid, (period.from, period.to))?,
            "items" => self.item_rows()?,
            "inspections" => self.inspection_rows(of, period)?,
            "entries" => {
                let filter = store::entries::Filter {
                    from: Some(period.from),
                    to: Some(period.to),
                    waiting: self.with_open(rows.ledger, period),
                    ..rows.filter()
                };
                self.entry_rows(of, &filter)?
            }
            WAITING => {
                let filter = store::entries::Filter {
                    only_waiting: true,
                    reaching: self.reaching(),
                    ..rows.filter()
                };
                self.entry_rows(of, &filter)?
            }
            "register_changes" => self.change_rows(of, period)?,
            "duties" => self.duty_rows(of)?,
            "categories" => self.category_rows(of)?,
            "tree" => self.tree_rows(of)?,
            "kept_lists" => self.kept_list_rows(of)?,
            "kept_rows" => self.kept_rows(of)?,
            "dossiers" => self.dossier_rows(of)?,
            "books" => self.book_rows(of)?,
            "clues" => self.clue_rows(of, period)?,
            "clues_by_industry" => self.clue_industry_rows(of, period)?,
            "teams" => self.team_rows(of, period)?,
            "penalties" => self.penalty_rows(of, period)?,
            "rewards" => self.reward_rows(of, period)?,
            "self_reports" => self.self_report_rows(of, period)?,
            "ranking" => self.ranking_rows(of, period)?,
            "overruled" => self.overruled_rows(of, period)?,
            _ => return Ok(None),
        }))
    }

    pub(super) fn premises_rows(
        &mut self,
        of: &UnitPath,
        gather: &Gather,
        narrow: impl FnOnce(&mut store::premises::Filter),
    ) -> Result<Vec<Known>, Refusal> {
        let (scope, mut filter) = premises_of(of);
        narrow(&mut filter);
        let mut entries = store::premises::list(&mut *self.store.driver, &scope, &filter)?;
        entries.retain(|stored| stored.entry.status != Status::MovedOut);
        let spells = match gather.takes("key_since") {
            true => self.key_spells_of(&scope, None)?,
            false => HashMap::new(),
        };
        let people = match DUTIES.iter().any(|(_, name)| gather.takes(name)) {
            true => self.who_answers(&scope)?,
            false => HashMap::new(),
        };
        // Each entry is given up for its row: a street has a hundred thousand of either.
        Ok(numbered(entries.into_iter().map(|stored| {
            let mut row = self.premises_gathered(&stored.entry, gather);
            if gather.takes("last_verified") {
                verified(&mut row, &stored);
            }
            if gather.takes("key_since") {
                put(&mut row, "key_since", key_since(spells.get(&stored.entry.id)));
            }
            if !people.is_empty() {
                answering(&mut row, stored.entry.grid.as_ref().and_then(|grid| people.get(grid)));
            }
            row
        })))
    }

    fn grid_rows(&mut self, of: &UnitPath) -> Result<Vec<Known>, Refusal> {
        let grids = self.grids()?;
        let staff = store::staff::under(&mut *self.store.driver, &self.home)?;
        Ok(numbered(
            grids
                .iter()
                .filter(|grid| of.covers(&grid.path) || *of == grid.path)
                .map(|grid| self.grid_known(grid, &staff)),
        ))
    }

    /// The communities, or the streets, of a unit, each with what was done in a period.
    fn unit_rows(
        &mut self,
        of: &UnitPath,
        level: Level,
        period: Period,
    ) -> Result<Vec<Known>, Refusal> {
        let units: Vec<_> = self
            .units_on(level, period.to.min(self.act.today))
            .filter(|unit| of.covers(&unit.path) || unit.path == *of)
            .map(|unit| {
                let name = self.unit_name_within(&unit.path, of);
                (unit.path.clone(), name, unit.linked_leader.clone())
            })
            .collect();
        let grids: Vec<UnitPath> = self
            .units_on(Level::Grid, period.to.min(self.act.today))
            .map(|unit| unit.path.clone())
            .collect();
        let (mut rows, today) = (Vec::new(), self.act.today);
        for (path, name, leader) in units {
            let mut row = Known::new();
            put(&mut row, "name", name);
            put(&mut row, "leader", leader);
            put(&mut row, "code", path.as_str().replace('/', ""));
            let own = grids.iter().filter(|grid| path.covers(grid)).count();
            put(&mut row, "grids", own.to_string());
            let (required, _) = self.required(&path, period.to)?;
            put(&mut row, "required", required.to_string());
            let mut count = |name: &str, count: usize| put(&mut row, name, count.to_string());
            let driver = &mut *self.store.driver;
            let all = store::premises::Filter::default();
            let entries = store::premises::list(driver, &path, &all)?;
            let here = |stored: &&store::premises::Stored| stored.entry.status != Status::MovedOut;
            count("premises", entries.iter().filter(here).count());
            count("key", entries.iter().filter(here).filter(|stored| stored.entry.key).count());
            let visits = store::inspections::between(driver, &path, period.from, period.to)?;
            count("inspections", visits.iter().filter(|line| !line.corrected).count());
            let found = store::hazards::found_between(driver, &path, period.from, period.to)?;
            count("hazards", found.len());
            let closed = |told: &&Told| told.stored.hazard.course.closed_on().is_some();
            count("closed", found.iter().filter(closed).count());
            count("overdue", store::rounds::overdue_of(driver, &path, period.to, today)? as usize);
            rows.push(row);
        }
        Ok(numbered(rows))
    }

    /// Photos and scans, the oldest first.
    pub(super) fn evidence_rows(
        &mut self,
        filter: &store::evidence::Filter,
    ) -> Result<Vec<Known>, Refusal> {
        let scope = self.scope.clone();
        let mut shown = store::evidence::list(&mut *self.store.driver, &scope, filter)?;
        shown.sort_by_key(|evidence| (evidence.taken_on.unwrap_or(evidence.added_on), evidence.id));
        Ok(numbered(shown.iter().map(|evidence| {
            let mut row = Known::new();
            put(&mut row, "name", evidence.name.clone());
            put(&mut row, "kind", terms::evidence_kind(evidence.kind));
            put(&mut row, "on", day(evidence.taken_on));
            put(&mut row, "note", evidence.note.clone());
            put(&mut row, "by", evidence.actor.clone());
            row
        })))
    }

    fn people_rows(&mut self, of: &UnitPath, on: NaiveDate) -> Result<Vec<Known>, Refusal> {
        let staff = store::staff::under(&mut *self.store.driver, of)?;
        Ok(numbered(staff.iter().filter(|person| person.serves_on(on)).map(|person| {
            let mut row = Known::new();
            put(&mut row, "name", person.name.clone());
            put(&mut row, "role", terms::role(person.role));
            put(&mut row, "unit", self.unit_name(&person.unit));
            put(&mut row, "phone", person.phone.clone());
            put(&mut row, "certificate", person.card.clone());
            row
        })))
    }

    /// Hazards found in a period, with what a list says beside them.
    fn hazard_rows(
        &mut self,
        of: &UnitPath,
        period: Period,
        gather: &Gather,
    ) -> Result<Vec<Known>, Refusal> {
        let mut rows = Vec::new();
        self.each_listed("hazards", of, period, gather, &mut |row| rows.push(row))?;
        Ok(rows)
    }

    /// Those that are not closed, whenever they were found, and of those found in the period the major ones.
    fn unfinished_rows(
        &mut self,
        of: &UnitPath,
        period: Period,
        gather: &Gather,
    ) -> Result<Vec<Known>, Refusal> {
        let mut rows = Vec::new();
        self.each_listed("unfinished", of, period, gather, &mut |row| rows.push(row))?;
        Ok(rows)
    }

    /// The rows of a long list as the one table over it prints them; `None` for a list that is kept as facts.
    pub(super) fn unit_cells(
        &mut self,
        list: &str,
        of: &UnitPath,
        period: Period,
        rows: Rows<'_>,
        (table, gather): (&Table, &Gather),
    ) -> Result<Option<Packed>, Refusal> {
        if of.level() == Level::Grid {
            return Ok(None);
        }
        let mut cells = Packed::default();
        let mut told = |row: Known| {
            cells.push(paper::row_cells(table, &row).iter().map(String::as_str));
        };
        match list {
            "hazards" | "unfinished" => self.each_listed(list, of, period, gather, &mut told)?,
            // Of what is still to be seen to, rows of other days are among them.
            "entries" if !rows.ledger.is_empty() && !self.with_open(rows.ledger, period) => {
                self.each_entry(of, period, rows, &mut told)?;
            }
            _ => return Ok(None),
        }
        Ok(Some(cells))
    }

    /// Whether what is still to be seen to today stands among the rows of a ledger.
    fn with_open(&self, ledger: &str, period: Period) -> bool {
        let done = self.library.ledger(ledger).is_some_and(|it| it.done.is_some());
        done && period.to >= self.act.today
    }

    /// The rows of a ledger in a period one after the other, with their numbers, read some days at a time as well.
    fn each_entry(
        &mut self,
        of: &UnitPath,
        period: Period,
        rows: Rows<'_>,
        take: &mut dyn FnMut(Known),
    ) -> Result<(), Refusal> {
        let days = store::entries::days(&mut *self.store.driver, of, rows.ledger)?;
        let Some((first, end)) = days else { return Ok(()) };
        let (mut day, end) = (first.max(period.from), end.min(period.to));
        let mut no = 0;
        while day <= end {
            let last = (day + STRETCH - Days::new(1)).min(end);
            let filter =
                store::entries::Filter { from: Some(day), to: Some(last), ..rows.filter() };
            for mut row in self.entry_rows(of, &filter)? {
                no += 1;
                put(&mut row, "no", no.to_string());
                take(row);
            }
            day = last + Days::new(1);
        }
        Ok(())
    }

    /// The hazards of a list one after the other, with their numbers. Those found in a period are read some days at a time:
    /// a street's year is more than one wants to hold.
    fn each_listed(
        &mut self,
        list: &str,
        of: &UnitPath,
        period: Period,
        gather: &Gather,
        take: &mut dyn FnMut(Known),
    ) -> Result<(), Refusal> {
        let mut no = 0;
        let mut told = |office: &Office, told: &Told| {
            no += 1;
            let mut row = gather.trimmed(office.told_known(told));
            put(&mut row, "no", no.to_string());
            take(row);
        };
        if list != "unfinished" {
            return self.each_told(of, period, &mut told);
        }
        let open = store::hazards::open_before(&mut *self.store.driver, of, period.from)?;
        open.iter().for_each(|hazard| told(self, hazard));
        self.each_told(of, period, &mut |office, hazard| {
            if is_unfinished(hazard) {
                told(office, hazard);
            }
        })
    }

    /// The same before anything is said of them.
    pub(super) fn each_told(
        &mut self,
        of: &UnitPath,
        period: Period,
        take: &mut dyn FnMut(&Office, &Told),
    ) -> Result<(), Refusal> {
        let (from, to) = (period.from, period.to);
        let found = store::hazards::found_days(&mut *self.store.driver, of, from, to)?;
        let Some((mut day, end)) = found else { return Ok(()) };
        while day <= end {
            let last = (day + STRETCH - Days::new(1)).min(end);
            let found = store::hazards::found_between(&mut *self.store.driver, of, day, last)?;
            found.iter().for_each(|told| take(self, told));
            day = last + Days::new(1);
        }
        Ok(())
    }

    pub(super) fn told_known(&self, told: &Told) -> Known {
        let mut row = self.hazard_known(&told.stored);
        put(&mut row, "premises", told.premises.clone());
        put(&mut row, "address", told.address.clone());
        put(&mut row, "phone", told.phone.clone());
        put(&mut row, "inspectors", told.inspectors.join("、"));
        put(&mut row, "notice", told.notice.clone().unwrap_or_default());
        row
    }

    fn notice_rows(&mut self, of: &UnitPath, period: Period) -> Result<Vec<Known>, Refusal> {
        let filter = store::notices::Filter::default();
        let mut lines = store::notices::list(&mut *self.store.driver, of, &filter)?;
        lines.retain(|line| (period.from..=period.to).contains(&line.notice.issued_on));
        lines.reverse();
        Ok(numbered(lines.iter().map(notice_known)))
    }

    fn inspection_rows(&mut self, of: &UnitPath, period: Period) -> Result<Vec<Known>, Refusal> {
        let driver = &mut *self.store.driver;
        let mut lines = store::inspections::between(driver, of, period.from, period.to)?;
        lines.retain(|line| !line.corrected);
        lines.reverse();
        Ok(numbered(lines.iter().map(|line| {
            let mut row = Known::new();
            put(&mut row, "on", terms::date(line.inspection.on));
            put(&mut row, "premises", line.premises_name.clone());
            put(&mut row, "inspectors", line.inspection.inspectors.join("、"));
            put(&mut row, "hazards", line.hazards.to_string());
            put(&mut row, "conclusion", conclusion(line.hazards as usize));
            put(&mut row, "notice", line.notice.clone().unwrap_or_default());
            row
        })))
    }

    /// Rows of ledgers, the oldest first.
    pub(super) fn entry_rows(
        &mut self,
        of: &UnitPath,
        filter: &store::entries::Filter,
    ) -> Result<Vec<Known>, Refusal> {
        let mut entries = store::entries::list(&mut *self.store.driver, of, filter)?;
        entries.reverse();
        let mut rows = Vec::new();
        for stored in &entries {
            rows.push(self.entry_known(&stored.entry)?);
        }
        Ok(numbered(rows))
    }

    /// An entry by the ids of its ledger's fields, its days as papers print them.
    pub(super) fn entry_known(&mut self, entry: &Entry) -> Result<Known, Refusal> {
        let mut known: Known = entry
            .fields
            .iter()
            .map(|(id, value)| (id.clone(), self.printed(&entry.ledger, id, value)))
            .collect();
        if let Some((field, _)) = self.falls_short(entry)
            && let Some(number) = known.get_mut(field)
        {
            number.push_str("（不达标）");
        }
        if entry.ledger == accident::LEDGER {
            put(&mut known, "severity", terms::severity(accident::severity_of(entry)));
        }
        let ledger = self.library.ledger(&entry.ledger);
        put(&mut known, "ledger", ledger.map(|ledger| ledger.title.clone()).unwrap_or_default());
        put(&mut known, "number", "");
        // The last day has a place of its own.
        let until = ledger.and_then(|ledger| ledger.until.as_deref());
        let until: Vec<&str> = until.into_iter().collect();
        let told = ledger.map(|ledger| ledger.told(&entry.fields, &until));
        put(&mut known, "text", told.unwrap_or_default());
        put(&mut known, "on", terms::date(entry.on));
        put(&mut known, "weekday", terms::weekday(entry.on));
        put(&mut known, "until", day(entry.until));
        let community = self.unit_name(&entry.community);
        put(&mut known, "whose", community.clone());
        put(&mut known, "whose_address", "");
        put(&mut known, "community", community);
        if let Some(premises) = entry.premises {
            let stored =
                store::premises::by_id(&mut *self.store.driver, &entry.community, premises)?;
            let entry = stored.map(|stored| stored.entry);
            let name = entry.as_ref().map(|entry| entry.name.clone()).unwrap_or_default();
            let address = entry.map(|entry| self.premises_known(&entry).remove("address"));
            put(&mut known, "whose", name.clone());
            put(&mut known, "whose_address", address.flatten().unwrap_or_default());
            put(&mut known, "premises", name);
        }
        Ok(known)
    }

    /// The lists of one premises.
    pub(super) fn dossier_lists(
        &mut self,
        dossier: &Dossier,
    ) -> Result<BTreeMap<String, Vec<Known>>, Refusal> {
        let mut lists = BTreeMap::new();
        let entry = &dossier.stored.entry;
        let inspections = dossier.inspections.iter().rev().map(|visit| {
            let mut row = Known::new();
            put(&mut row, "on", terms::date(visit.on));
            put(&mut row, "inspectors", visit.inspectors.join("、"));
            let found = dossier.hazards.iter().filter(|line| line.inspection == visit.id).count();
            put(&mut row, "hazards", found.to_string());
            put(&mut row, "conclusion", conclusion(found));
            row
        });
        lists.insert("inspections".to_owned(), numbered(inspections));
        let mut hazards = Vec::new();
        let mut lines: Vec<_> = dossier.hazards.iter().collect();
        lines.sort_by_key(|line| (line.found_on, line.id));
        for line in lines {
            let stored = store::hazards::by_id(&mut *self.store.driver, &entry.community, line.id)?;
            if let Some(stored) = stored {
                let mut row = self.hazard_known(&stored);
                put(&mut row, "notice", line.notice.clone().unwrap_or_default());
                self.beside(&mut row, entry);
                hazards.push(row);
            }
        }
        lists.insert("hazards".to_owned(), numbered(hazards));
        let notices = dossier.notices.iter().rev().map(notice_known);
        lists.insert("notices".to_owned(), numbered(notices));
        let changes = dossier.changes.iter().map(|change| {
            let mut row = Known::new();
            put(&mut row, "on", terms::date(change.on));
            put(&mut row, "kind", terms::change(change.kind));
            put(&mut row, "text", change.reason.clone());
            put(&mut row, "by", change.by.clone());
            row
        });
        lists.insert("changes".to_owned(), numbered(changes));
        let filter = store::entries::Filter {
            premises: Some(entry.id),
            ..store::entries::Filter::default()
        };
        lists.insert("entries".to_owned(), self.entry_rows(&entry.community, &filter)?);
        let filter = store::evidence::Filter {
            premises: Some(entry.id),
            ..store::evidence::Filter::default()
        };
        lists.insert("evidence".to_owned(), self.evidence_rows(&filter)?);
        Ok(lists)
    }

    /// What a hazard's row says of its premises.
    fn beside(&self, row: &mut Known, entry: &Premises) {
        let known = self.premises_known(entry);
        put(row, "premises", entry.name.clone());
        for name in ["address", "phone"] {
            put(row, name, known.get(name).cloned().unwrap_or_default());
        }
    }

    /// The lists of one visit: its hazards, and those that a recheck has spoken of.
    pub(super) fn visit_lists(
        &mut self,
        visit: &Visit,
        entry: &Premises,
    ) -> Result<BTreeMap<String, Vec<Known>>, Refusal> {
        let number = visit.notices.iter().rev().find(|notice| notice.void.is_none());
        let number = number.map(|notice| notice.number.clone()).unwrap_or_default();
        let rows: Vec<Known> = visit
            .hazards
            .iter()
            .map(|stored| {
                let mut row = self.hazard_known(stored);
                self.beside(&mut row, entry);
                put(&mut row, "inspectors", visit.inspection.inspectors.join("、"));
                put(&mut row, "notice", number.clone());
                row
            })
            .collect();
        let by_result = |results: &[&str]| {
            let said = |row: &&Known| {
                row.get("recheck_result").is_some_and(|result| results.contains(&result.as_str()))
            };
            numbered(rows.iter().filter(said).cloned())
        };
        let mut lists = BTreeMap::from([
            ("passed".to_owned(), by_result(&["合格"])),
            ("failed".to_owned(), by_result(&["不合格", "拒不整改"])),
        ]);
        let asked = self.answers(&visit.inspection)?;
        let form = self.filled_on(&visit.inspection.form_sha)?;
        let passed = form
            .items()
            .zip(&visit.inspection.answers)
            .zip(asked)
            .filter(|((item, answer), _)| {
                matches!(answer, Answer::Option(_)) && !answers::is_bad(item, **answer)
            })
            .map(|(_, answered)| {
                let mut row = Known::new();
                put(&mut row, "ask", form.called(&answered.item));
                put(&mut row, "item", answered.item);
                put(&mut row, "answer", answered.answer);
                row
            });
        lists.insert("passed_items".to_owned(), numbered(passed));
        let rechecked = rows.iter().filter_map(|row| row.get("recheck_by"));
        let rechecked: BTreeSet<&str> = rechecked.map(String::as_str).collect();
        lists.insert("recheckers".to_owned(), self.certified(rechecked, self.act.today)?);
        let inspectors = visit.inspection.inspectors.iter().map(String::as_str);
        lists.insert("inspectors".to_owned(), self.certified(inspectors, visit.inspection.on)?);
        lists.insert("hazards".to_owned(), numbered(rows));
        Ok(lists)
    }

    /// People who sign as inspectors, with their 证号.
    pub(super) fn certified<'a>(
        &mut self,
        names: impl IntoIterator<Item = &'a str>,
        on: NaiveDate,
    ) -> Result<Vec<Known>, Refusal> {
        let staff = store::staff::under(&mut *self.store.driver, &self.home)?;
        let people = names.into_iter().filter(|name| !name.is_empty()).map(|name| {
            let mut row = Known::new();
            put(&mut row, "name", name);
            put(&mut row, "certificate", staff::card_of(&staff, name, on));
            row
        });
        Ok(numbered(people.collect::<Vec<_>>()))
    }
}

/// Major, or not closed.
fn is_unfinished(told: &Told) -> bool {
    let course = &told.stored.hazard.course;
    course.grade() == Grade::Major || course.closed_on().is_none()
}

/// The day of the last 核实, for which the registration counts as well.
pub(super) fn verified(known: &mut Known, stored: &store::premises::Stored) {
    if let Some(on) = stored.verified_on {
        put(known, "last_verified", terms::date(on));
    }
}

/// The day since which it stands on the key list; empty when it does not.
pub(super) fn key_since(spells: Option<&Vec<KeySpell>>) -> String {
    let running = spells.and_then(|spells| spells.last()).filter(|spell| spell.out.is_none());
    day(running.map(|spell| spell.from))
}

fn notice_known(line: &store::notices::Line) -> Known {
    let mut row = Known::new();
    let notice = &line.notice;
    put(&mut row, "number", notice.number.clone());
    put(&mut row, "issued_on", terms::date(notice.issued_on));
    put(&mut row, "premises", line.addressee.clone());
    let void = notice.void.as_ref().map(|void| format!("作废：{}", void.reason));
    put(&mut row, "void", void.unwrap_or_default());
    row
}
