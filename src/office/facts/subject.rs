//! The record that a paper is about, with everything that papers may say of it.

use chrono::NaiveDate;

use super::{
    Facts, Gather, Known, Office, Period, Refusal, Rows, Spoken,
    lists::{key_since, verified},
    matter, numbered,
    place::answering,
    put, under,
};
use crate::{
    domain::{
        event,
        id::Id,
        inspection::Inspection,
        key_list,
        matter::{Matter, Road},
        notice::Notice,
        premises::Premises,
        supervision, transfer,
        unit::{Level, UnitPath},
    },
    form::{facts::About, paper::PaperForm},
    office::{
        accident,
        documents::{Only, Request, Subject},
        inspect::Visit,
        review::counted_apart,
        sample,
    },
    store::{self, documents, evidence},
    terms,
};

/// The list of the rows that a letter has no room for.
const BESIDE: &str = "beside";

impl Office {
    pub(in crate::office) fn about_unit(
        &mut self,
        form: &PaperForm,
        request: &Request,
        on: NaiveDate,
        period: Period,
        gather: &Gather,
    ) -> Result<Subject, Refusal> {
        let wanted = request.about.as_deref().map(str::trim).filter(|text| !text.is_empty());
        let of = self.named_unit(wanted)?;
        if form.is_report() && of.level() == Level::Grid {
            return Err(Refusal::said(format!(
                "“{}”由社区、街道报送，{}是网格。请改写社区或街道。",
                form.title,
                self.unit_name(&of)
            )));
        }
        if !form.is_report() {
            return self.unit_subject(form, &request.only, of, on, period, gather);
        }
        let rule = self.regime.report_on(&form.code, of.level()).cloned();
        let rule = rule.as_ref();
        let days = self.spoken_days(rule, &of, period)?;
        let campaign = self.campaign_told(form, &request.fields, period)?;
        let within = self.within(campaign.as_ref(), &of, days.to)?;
        let id = campaign.as_ref().map(|campaign| campaign.id.to_string());
        let code = match (&id, rule) {
            (Some(id), _) => id,
            (None, Some(rule)) => &rule.code,
            (None, None) => &form.code,
        };
        let mut subject = self.unit_subject(form, Only::all(), of.clone(), on, days, gather)?;
        let spoken = Spoken { code, rule, unit: &of, period, days, campaign, within, form };
        self.report_facts(&mut subject.facts, &spoken)?;
        Ok(subject)
    }

    /// A unit without what only reports say of it.
    pub(in crate::office) fn unit_subject(
        &mut self,
        form: &PaperForm,
        only: &Only,
        of: UnitPath,
        on: NaiveDate,
        period: Period,
        gather: &Gather,
    ) -> Result<Subject, Refusal> {
        let mut facts = self.unit_facts(&of, on);
        self.period_facts(&mut facts, period);
        let rows = Rows { ledger: &form.ledger, only };
        for list in form.lists() {
            let table = form.plain_table(&list).filter(|_| matches!(gather, Gather::Told(_)));
            let told = match table {
                Some(table) => self.unit_cells(&list, &of, period, rows, (table, gather))?,
                None => None,
            };
            if let Some(cells) = told {
                facts.cells.insert(list, cells);
            } else if let Some(mut rows) = self.unit_list(&list, &of, period, rows, gather)? {
                counted_apart(&mut facts, &list, &mut rows);
                facts.lists.insert(list, rows);
            }
        }
        Ok(Subject { community: of, id: None, premises: None, name: String::new(), facts })
    }

    /// A grid by its name; of a unit that has only one, that one.
    fn grid_named(&self, form: &PaperForm, wanted: &str) -> Result<UnitPath, Refusal> {
        let above = self.list_units().into_iter().find(|unit| {
            unit.path.level() < Level::Grid && (unit.path.as_str() == wanted || unit.name == wanted)
        });
        let Some(above) = above else { return self.find_unit(Level::Grid, wanted) };
        let below: Vec<_> =
            self.units_at(Level::Grid).filter(|grid| above.path.covers(&grid.path)).collect();
        match below.as_slice() {
            [only] => Ok(only.path.clone()),
            grids => {
                let names: Vec<&str> =
                    grids.iter().map(|grid| grid.name.as_str()).take(12).collect();
                let has = match names.as_slice() {
                    [] => "还没有登记网格".to_owned(),
                    names => format!("有{}个网格：{}", grids.len(), names.join("、")),
                };
                Err(Refusal::said(format!(
                    "“{}”一个网格一张，{}{has}。请写明是哪个网格（命令行用 --unit 或 --about 写网格名称）。",
                    form.title, above.name
                )))
            }
        }
    }

    pub(in crate::office) fn about_grid(
        &mut self,
        form: &PaperForm,
        wanted: &str,
        on: NaiveDate,
        period: Period,
        gather: &Gather,
    ) -> Result<Subject, Refusal> {
        let path = self.grid_named(form, wanted)?;
        let community = path.at(Level::Community).unwrap_or_else(|| path.clone());
        let mut facts = self.unit_facts(&community, on);
        self.period_facts(&mut facts, period);
        let staff = store::staff::under(&mut *self.store.driver, &self.home)?;
        let grids = self.grids()?;
        if let Some(grid) = grids.iter().find(|grid| grid.path == path) {
            let mut known = self.grid_known(grid, &staff);
            for (name, value) in self.grid_counts(&path)? {
                put(&mut known, name, value);
            }
            facts.values.extend(under("grid", known));
            facts.values.extend(self.category_counts(&path)?);
            facts.values.extend(self.supervisors_of(&community, &staff, on));
        }
        for list in form.lists() {
            if let Some(rows) =
                self.unit_list(&list, &path, period, Rows::of(&form.ledger), gather)?
            {
                facts.lists.insert(list, rows);
            }
        }
        let name = self.unit_name(&path);
        Ok(Subject { community, id: None, premises: None, name, facts })
    }

    pub(in crate::office) fn about_premises(
        &mut self,
        wanted: &str,
        on: NaiveDate,
    ) -> Result<Subject, Refusal> {
        let dossier = self.dossier(wanted)?;
        let entry = dossier.stored.entry.clone();
        let mut facts = self.unit_facts(&entry.community, on);
        self.premises_facts(&mut facts, &entry)?;
        facts.lists.extend(self.dossier_lists(&dossier)?);
        Ok(subject(&entry, Some(entry.id), facts))
    }

    /// What is known of a premises itself, without the lists of what happened there.
    pub(in crate::office) fn facts_of_premises(
        &mut self,
        id: Id,
        on: NaiveDate,
    ) -> Result<Facts, Refusal> {
        let entry = self.find_premises(&id.to_string())?.entry;
        let mut facts = self.unit_facts(&entry.community, on);
        self.premises_facts(&mut facts, &entry)?;
        Ok(facts)
    }

    pub(in crate::office) fn about_hazard(
        &mut self,
        wanted: &str,
        on: NaiveDate,
    ) -> Result<Subject, Refusal> {
        let stored = self.hazard(wanted)?;
        let hazard = &stored.hazard;
        let entry = self.entry_of(hazard.premises)?;
        let visit = self.visit(hazard.inspection)?;
        let mut facts = self.unit_facts(&hazard.community, on);
        self.premises_facts(&mut facts, &entry)?;
        self.visit_facts(&mut facts, &visit);
        let known = self.hazard_known(&stored);
        let rechecker = known.get("recheck_by").map(String::as_str);
        facts.lists.insert("recheckers".to_owned(), self.certified(rechecker, on)?);
        let inspectors = visit.inspection.inspectors.iter().map(String::as_str);
        facts
            .lists
            .insert("inspectors".to_owned(), self.certified(inspectors, visit.inspection.on)?);
        facts.values.extend(under("hazard", known));
        let number = facts.values.get("notice.number").cloned().unwrap_or_default();
        put(&mut facts.values, "hazard.notice", number);
        // Who would not sign has refused as well.
        if !facts.get("notice.refusal").is_empty() {
            put(&mut facts.values, "hazard.is_refused", "是");
        }
        facts.lists.insert("steps".to_owned(), self.step_rows(&stored));
        facts.lists.insert("reports".to_owned(), self.report_rows(&stored));
        let (major, progress) = self.major_known(&stored);
        facts.values.extend(under("major", major));
        facts.lists.insert("progress".to_owned(), progress);
        let filter = evidence::Filter { subject: Some(hazard.id), ..evidence::Filter::default() };
        facts.lists.insert("evidence".to_owned(), self.evidence_rows(&filter)?);
        Ok(subject(&entry, Some(hazard.id), facts))
    }

    pub(in crate::office) fn about_inspection(
        &mut self,
        wanted: &str,
        on: NaiveDate,
    ) -> Result<Subject, Refusal> {
        let id = Id::parse(wanted).ok_or_else(|| {
            Refusal::said(format!("“{wanted}”不是检查的编号。请用 anban inspect list 查看编号。"))
        })?;
        let visit = self.visit(id)?;
        self.about_visit(&visit, Some(id), on)
    }

    pub(in crate::office) fn about_notice(
        &mut self,
        wanted: &str,
        on: NaiveDate,
    ) -> Result<Subject, Refusal> {
        let notice = self.stored_notice(wanted)?.notice;
        let visit = self.visit(notice.inspection)?;
        let mut subject = self.about_visit(&visit, Some(notice.id), on)?;
        // The notice that was named, not the one that took its place.
        put(&mut subject.facts.values, "notice.number", notice.number.clone());
        // Of what failed, some is ordered anew and some was refused.
        let failed = subject.facts.rows("failed");
        let has =
            |name: &str| failed.iter().any(|row| row.get(name).is_some_and(|v| !v.is_empty()));
        let (again, refuses) = (has("new_deadline"), has("refused_on"));
        for (name, holds) in [("notice.ordered_again", again), ("notice.is_refused", refuses)] {
            put(&mut subject.facts.values, name, if holds { "是" } else { "" });
        }
        put(&mut subject.facts.values, "notice.issued_on", terms::date(notice.issued_on));
        refused(&mut subject.facts, &notice);
        Ok(subject)
    }

    pub(in crate::office) fn about_entry(
        &mut self,
        wanted: &str,
        on: NaiveDate,
    ) -> Result<Subject, Refusal> {
        let id = Id::parse(wanted).ok_or_else(|| {
            Refusal::said(format!(
                "“{wanted}”不是台账记录的编号。请用 anban ledger list 查看编号。"
            ))
        })?;
        let row = self.entry(id)?;
        let stored = row.entry.clone();
        let mut facts = self.unit_facts(&stored.community, on);
        let mut name = String::new();
        if let Some(premises) = stored.premises {
            let entry = self.entry_of(premises)?;
            self.premises_facts(&mut facts, &entry)?;
            name = entry.name;
        }
        facts.values.extend(under("entry", self.entry_known(&stored)?));
        facts.lists.insert(BESIDE.to_owned(), self.beside_rows(&stored.community, id)?);
        if stored.ledger == sample::LEDGER {
            facts.lists.insert("drawn".to_owned(), self.drawn_rows(&stored)?);
        }
        if stored.ledger == accident::LEDGER {
            let measured = self.measured(row);
            facts.values.extend(under("accident", self.accident_known(&measured)));
            facts.lists.extend(self.accident_lists(&stored)?);
        }
        Ok(Subject {
            community: stored.community,
            id: Some(id),
            premises: stored.premises,
            name,
            facts,
        })
    }

    pub(in crate::office) fn about_matter(
        &mut self,
        about: About,
        wanted: &str,
        on: NaiveDate,
    ) -> Result<Subject, Refusal> {
        let scope = self.scope.clone();
        let (id, place, kind, known, lists) = match about {
            About::Transfer => {
                let stored = self.matter::<transfer::Course>(wanted)?;
                let mut known = matter::transfer_known(&stored);
                let by = &stored.matter.opening.by;
                let staff = store::staff::under(&mut *self.store.driver, &self.home)?;
                let phone = staff.iter().find(|one| one.serves_on(on) && one.name == *by);
                put(&mut known, "by_phone", phone.map(|one| one.phone.clone()).unwrap_or_default());
                (stored.matter.id, Place::of(&stored.matter), "transfer", known, None)
            }
            About::Supervision => {
                let stored = self.matter::<supervision::Course>(wanted)?;
                let (mut known, progress) = matter::supervision_known(&stored);
                let community = &stored.matter.community;
                if let (None, Some(unit)) = (stored.matter.hazard, self.unit(community)) {
                    put(&mut known, "responsible_unit", unit.name.clone());
                    put(&mut known, "leader", unit.linked_leader.clone());
                }
                let lists = Some(("progress", progress));
                (stored.matter.id, Place::of(&stored.matter), "supervision", known, lists)
            }
            _ => {
                let stored = self.matter::<event::Course>(wanted)?;
                let (known, hops) = matter::event_known(&stored);
                (stored.matter.id, Place::of(&stored.matter), "event", known, Some(("hops", hops)))
            }
        };
        let mut found = match place.hazard {
            Some(hazard) => self.about_hazard(&hazard.to_string(), on)?,
            None => Subject {
                facts: self.unit_facts(&place.community, on),
                community: place.community,
                id: None,
                premises: None,
                name: String::new(),
            },
        };
        if let (None, Some(premises)) = (place.hazard, place.premises) {
            let entry = self.entry_of(premises)?;
            self.premises_facts(&mut found.facts, &entry)?;
            found.premises = Some(premises);
            found.name = entry.name;
        }
        found.id = Some(id);
        found.facts.values.extend(under(kind, known));
        if about == About::Supervision {
            let beside = self.beside_rows(&found.community, id)?;
            found.facts.lists.insert(BESIDE.to_owned(), beside);
        }
        if let Some((_, rows)) = lists.as_ref().filter(|_| about == About::Supervision) {
            let all = told(rows, found.facts.rows("progress"));
            put(&mut found.facts.values, "supervision.progress", all);
        }
        // The number of the paper that opened it.
        let filter = documents::Filter { subject: Some(id), ..documents::Filter::default() };
        let issued = documents::list(&mut *self.store.driver, &scope, &filter)?;
        let opened_by = if about == About::Supervision { "supervision_notice" } else { kind };
        let number = issued
            .iter()
            .find(|document| document.code == opened_by && document.void.is_none())
            .map(|document| document.number.clone());
        put(&mut found.facts.values, &format!("{kind}.number"), number.unwrap_or_default());
        if let Some((name, rows)) = lists {
            found.facts.lists.insert(name.to_owned(), rows);
        }
        Ok(found)
    }

    /// What a letter of accountability has no room for.
    fn beside_rows(&mut self, community: &UnitPath, id: Id) -> Result<Vec<Known>, Refusal> {
        let beside = store::warn::beside(&mut *self.store.driver, community, id)?;
        Ok(numbered(beside.into_iter().map(|row| {
            Known::from([("number".to_owned(), row.number), ("text".to_owned(), row.text)])
        })))
    }

    fn about_visit(
        &mut self,
        visit: &Visit,
        id: Option<Id>,
        on: NaiveDate,
    ) -> Result<Subject, Refusal> {
        let entry = self.entry_of(visit.inspection.premises)?;
        let mut facts = self.unit_facts(&visit.inspection.community, on);
        self.premises_facts(&mut facts, &entry)?;
        self.visit_facts(&mut facts, visit);
        facts.lists.extend(self.visit_lists(visit, &entry)?);
        let enforcers = self.enforcers(&visit.inspection)?;
        let all = facts.rows("inspectors").to_vec();
        let own = |row: &&Known| row.get("name").is_some_and(|name| enforcers.contains(name));
        let own: Vec<Known> = all.iter().filter(own).cloned().collect();
        put(&mut facts.values, "inspection.certificates", cards(&all));
        put(&mut facts.values, "inspection.enforcer_cards", cards(&own));
        put(&mut facts.values, "inspection.enforcers", enforcers.join("、"));
        facts.lists.insert("enforcers".to_owned(), numbered(own));
        let passed = passed(facts.rows("passed_items"));
        put(&mut facts.values, "inspection.passed", passed);
        Ok(subject(&entry, id, facts))
    }

    /// The visit and its valid notice.
    fn visit_facts(&self, facts: &mut Facts, visit: &Visit) {
        let mut known = Known::new();
        let inspection = &visit.inspection;
        let count = visit.hazards.len();
        put(&mut known, "on", terms::date(inspection.on));
        put(&mut known, "inspectors", inspection.inspectors.join("、"));
        put(&mut known, "form", self.form_title(&inspection.form));
        put(&mut known, "hazards", count.to_string());
        put(&mut known, "conclusion", conclusion(count));
        facts.values.extend(under("inspection", known));
        if let Some(notice) = visit.notices.iter().rev().find(|notice| notice.void.is_none()) {
            put(&mut facts.values, "notice.number", notice.number.clone());
            put(&mut facts.values, "notice.issued_on", terms::date(notice.issued_on));
            // Who ordered it looks at it again.
            let issuer = self.issuer_name(&notice.unit);
            put(&mut facts.values, "notice.issuer", issuer.clone());
            put(&mut facts.values, "unit.issuer", issuer);
            refused(facts, notice);
        }
    }

    /// Those who went for the district, which punishes: nobody of a street or of a community is one of them.
    fn enforcers(&mut self, visit: &Inspection) -> Result<Vec<String>, Refusal> {
        if !visit.levels().any(|level| level <= Level::District) {
            return Ok(Vec::new());
        }
        let people = store::staff::under(&mut *self.store.driver, &self.home)?;
        let of_district = |name: &&String| {
            let posts = people.iter().filter(|one| one.name == **name && one.serves_on(visit.on));
            let level = posts.map(|one| one.visits_for_at(&visit.community)).min();
            level.is_none_or(|level| level <= Level::District)
        };
        Ok(visit.inspectors.iter().filter(of_district).cloned().collect())
    }

    /// A premises with those who answer for its grid.
    fn premises_facts(&mut self, facts: &mut Facts, entry: &Premises) -> Result<(), Refusal> {
        let mut known = self.premises_known(entry);
        let driver = &mut *self.store.driver;
        if let Some(stored) = store::premises::by_id(driver, &entry.community, entry.id)? {
            verified(&mut known, &stored);
        }
        let changes =
            store::premises::changes(&mut *self.store.driver, &entry.community, entry.id)?;
        put(&mut known, "key_since", key_since(Some(&key_list::spells(&changes))));
        let unfit = self.unfit(&entry.community, entry.id)?;
        put(&mut known, "unfit", unfit.map(|flag| flag.reason).unwrap_or_default());
        if let Some(grid) = &entry.grid {
            answering(&mut known, self.who_answers(grid)?.get(grid));
        }
        facts.values.extend(under("premises", known));
        Ok(())
    }

    fn period_facts(&self, facts: &mut Facts, period: Period) {
        let words = if period.from == period.to {
            terms::date(period.from)
        } else {
            terms::period(period.from, period.to)
        };
        put(&mut facts.values, "period", words);
        if let Some(year) = self.unpublished([period.from, period.to]) {
            put(&mut facts.values, "unpublished", terms::plan_unpublished(year));
        }
    }

    fn form_title(&self, code: &str) -> String {
        self.library.checklist(code).map_or_else(|| code.to_owned(), |form| form.caption.clone())
    }

    fn entry_of(&mut self, premises: Id) -> Result<Premises, Refusal> {
        let stored = store::premises::by_id(&mut *self.store.driver, &self.scope, premises)?;
        stored
            .map(|stored| stored.entry)
            .ok_or_else(|| Refusal::said("登记册里找不到这家单位。请核对它是否属于您的社区。"))
    }
}

/// The numbers of the cards of inspectors.
fn cards(of: &[Known]) -> String {
    let cards = of.iter().filter_map(|row| row.get("certificate")).map(String::as_str);
    cards.filter(|card| !card.is_empty()).collect::<Vec<_>>().join("、")
}

/// What was reported of a hazard under supervision, on either road, the oldest first.
fn told(supervised: &[Known], reported: &[Known]) -> String {
    let of = |row: &Known, name: &str| row.get(name).cloned().unwrap_or_default();
    let mut notes: Vec<(NaiveDate, String)> = Vec::new();
    for row in supervised.iter().chain(reported) {
        let on = of(row, "on");
        let day = on.trim_end_matches('日').replace(['年', '月'], "-");
        let day = NaiveDate::parse_from_str(&day, "%Y-%m-%d").unwrap_or_default();
        notes.push((day, format!("{on}{}", of(row, "note"))));
    }
    notes.sort_by_key(|(day, _)| *day);
    notes.into_iter().map(|(_, note)| note).collect::<Vec<_>>().join("；")
}

/// What was found in order, in one sentence: forty items are a page in a list.
fn passed(items: &[Known]) -> String {
    let of = |row: &Known, name: &str| row.get(name).cloned().unwrap_or_default();
    let said: Vec<String> = (1..)
        .zip(items)
        .map(|(number, row): (u32, _)| {
            format!("{number}．{}：{}", of(row, "ask"), of(row, "answer"))
        })
        .collect();
    if said.is_empty() { "无。".to_owned() } else { format!("{}。", said.join("；")) }
}

/// What an inspection came to.
pub(super) fn conclusion(hazards: usize) -> String {
    match hazards {
        0 => "未发现事故隐患".to_owned(),
        hazards => format!("发现事故隐患{hazards}项"),
    }
}

/// Where a matter belongs.
struct Place {
    community: UnitPath,
    premises: Option<Id>,
    hazard: Option<Id>,
}

impl Place {
    fn of<R: Road>(matter: &Matter<R>) -> Place {
        Place {
            community: matter.community.clone(),
            premises: matter.premises,
            hazard: matter.hazard,
        }
    }
}

fn subject(entry: &Premises, id: Option<Id>, facts: Facts) -> Subject {
    let community: UnitPath = entry.community.clone();
    Subject { community, id, premises: Some(entry.id), name: entry.name.clone(), facts }
}

/// That the premises would not sign the notice, and who saw it.
fn refused(facts: &mut Facts, notice: &Notice) {
    let refusal = notice.unsigned.as_ref();
    put(&mut facts.values, "notice.refusal", refusal.map(terms::sign_refusal).unwrap_or_default());
    let delivery = if refusal.is_some() { "留置送达" } else { "直接送达" };
    put(&mut facts.values, "notice.delivery", delivery);
    let witnesses = refusal.map(|refusal| refusal.witnesses.join("、")).unwrap_or_default();
    put(&mut facts.values, "notice.witnesses", witnesses);
}
