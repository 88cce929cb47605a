//! The register: find, add, correct, change, read as of a day.

use chrono::NaiveDate;

use super::{Office, Refusal, clock};
use crate::{
    domain::{
        id::Id,
        inspection::Inspection,
        premises::{Change, ChangeKind, Premises, Status},
        unit::{Level, UnitPath},
    },
    store::{self, hazards, inspections},
};

pub use crate::store::premises::{Filter, Stored};

/// The reasons of a decision by hand about the key list.
const PUT_ON: &str = "人工指定";
const TAKEN_OFF: &str = "人工移出";

/// Everything kept of one premises (一企一档).
#[derive(Clone, Debug, PartialEq)]
pub struct Dossier {
    pub stored: Stored,
    pub changes: Vec<Change>,
    pub inspections: Vec<Inspection>,
    pub hazards: Vec<hazards::Line>,
}

/// What was typed or imported for an entry; `None` leaves a field as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fields {
    pub name: Option<String>,
    pub uscc: Option<String>,
    pub licensed: Option<bool>,
    pub kind: Option<crate::domain::premises::Kind>,
    pub address: Option<String>,
    pub site_address: Option<String>,
    pub industry: Option<String>,
    pub category: Option<String>,
    pub person_in_charge: Option<String>,
    pub safety_lead: Option<String>,
    pub phone: Option<String>,
    pub grid: Option<UnitPath>,
    /// By hand: on the key list or not, whatever the keywords say.
    pub key: Option<bool>,
    pub key_reasons: Option<Vec<String>>,
    pub risk: Option<crate::domain::premises::Risk>,
}

impl Fields {
    /// Lays the fields over an entry.
    pub(super) fn over(&self, entry: &mut Premises) {
        fn lay<T: Clone>(field: &mut T, value: &Option<T>) {
            if let Some(value) = value {
                *field = value.clone();
            }
        }
        lay(&mut entry.name, &self.name);
        lay(&mut entry.uscc, &self.uscc);
        lay(&mut entry.licensed, &self.licensed);
        lay(&mut entry.kind, &self.kind);
        lay(&mut entry.address, &self.address);
        lay(&mut entry.site_address, &self.site_address);
        lay(&mut entry.industry, &self.industry);
        lay(&mut entry.category, &self.category);
        lay(&mut entry.person_in_charge, &self.person_in_charge);
        lay(&mut entry.safety_lead, &self.safety_lead);
        lay(&mut entry.phone, &self.phone);
        lay(&mut entry.key, &self.key);
        lay(&mut entry.key_reasons, &self.key_reasons);
        if self.grid.is_some() {
            entry.grid.clone_from(&self.grid);
        }
        if self.risk.is_some() {
            entry.risk = self.risk;
        }
    }
}

impl Office {
    pub fn list_premises(&mut self, filter: &Filter) -> Result<Vec<Stored>, Refusal> {
        Ok(store::premises::list(&mut *self.store.driver, &self.scope, filter)?)
    }

    /// The register as it stood at the end of a day.
    pub fn premises_as_of(&mut self, day: NaiveDate) -> Result<Vec<Premises>, Refusal> {
        Ok(store::premises::as_of(&mut *self.store.driver, &self.scope, day)?)
    }

    /// One premises by id, by its exact name, or by anything that finds only one.
    pub fn find_premises(&mut self, wanted: &str) -> Result<Stored, Refusal> {
        let wanted = wanted.trim();
        let driver = &mut *self.store.driver;
        if let Some(id) = Id::parse(wanted)
            && let Some(stored) = store::premises::by_id(driver, &self.scope, id)?
        {
            return Ok(stored);
        }
        let mut found = store::premises::by_name(driver, &self.scope, wanted)?;
        if found.is_empty() && !wanted.is_empty() {
            let filter = Filter { find: wanted.to_owned(), limit: Some(9), ..Filter::default() };
            found = store::premises::list(driver, &self.scope, &filter)?;
        }
        match found.len() {
            1 => Ok(found.remove(0)),
            0 => Err(Refusal::said(format!(
                "登记册里没有“{wanted}”。请先登记企业（anban premises add 或 import），再做这一步。"
            ))),
            _ => {
                let names: Vec<String> = found
                    .iter()
                    .take(8)
                    .map(|stored| {
                        let entry = &stored.entry;
                        let place = if entry.address.is_empty() {
                            self.unit_name(&entry.community)
                        } else {
                            entry.address.clone()
                        };
                        format!("{}（{}，编号 {}）", entry.name, place, entry.id)
                    })
                    .collect();
                Err(Refusal::said(format!(
                    "“{wanted}”对得上不止一家，请写全名或编号：\n{}",
                    names.join("\n")
                )))
            }
        }
    }

    pub fn dossier(&mut self, wanted: &str) -> Result<Dossier, Refusal> {
        let stored = self.find_premises(wanted)?;
        let (community, id) = (stored.entry.community.clone(), stored.entry.id);
        let driver = &mut *self.store.driver;
        let changes = store::premises::changes(driver, &community, id)?;
        let inspections = inspections::of_premises(driver, &community, id, 50)?;
        let filter = hazards::Filter { premises: Some(id), ..hazards::Filter::default() };
        let hazards = hazards::list(driver, &community, &filter)?;
        Ok(Dossier { stored, changes, inspections, hazards })
    }

    pub fn add_premises(
        &mut self,
        community: Option<&UnitPath>,
        fields: &Fields,
        on: Option<NaiveDate>,
    ) -> Result<Premises, Refusal> {
        let on = self.act.day(on)?;
        let community = self.community_for(community, fields.grid.as_ref())?;
        let mut entry = self.blank_entry(community, on);
        fields.over(&mut entry);
        self.complete(&mut entry, fields);
        check_entry(&entry)?;
        let same = store::premises::by_name(&mut *self.store.driver, &entry.community, &entry.name)?;
        if let Some(old) = same.iter().find(|old| old.entry.address == entry.address) {
            return Err(Refusal::said(format!(
                "“{}”已经登记在{}，地址相同，没有重复登记。要改内容请用 anban premises edit。",
                entry.name,
                self.unit_name(&old.entry.community)
            )));
        }
        let change = self.change_of(&entry, ChangeKind::Added, on, "新增登记");
        self.act.write(&mut self.store, |driver, trace| {
            store::premises::insert(driver, std::slice::from_ref(&entry))?;
            store::premises::add_changes(driver, std::slice::from_ref(&change), None)?;
            trace.note("premises_add", Some(&entry.community), entry.id, &entry)
        })?;
        Ok(entry)
    }

    /// Puts facts right, with the reason; the status stays.
    pub fn edit_premises(
        &mut self,
        wanted: &str,
        fields: &Fields,
        on: Option<NaiveDate>,
        reason: &str,
    ) -> Result<Premises, Refusal> {
        let on = self.act.day(on)?;
        let stored = self.find_premises(wanted)?;
        let mut after = stored.entry.clone();
        fields.over(&mut after);
        self.complete(&mut after, fields);
        check_entry(&after)?;
        if let Some(grid) = &after.grid
            && !after.community.covers(grid)
        {
            return Err(Refusal::said(format!(
                "网格“{}”不在{}。换社区请先迁出，再在新社区登记。",
                self.unit_name(grid),
                self.unit_name(&after.community)
            )));
        }
        if after == stored.entry {
            return Ok(after);
        }
        let reason = if reason.trim().is_empty() { "更正登记内容" } else { reason.trim() };
        self.write_change(stored, after, ChangeKind::Corrected, on, reason)
    }

    /// A dated change of the register (停产、关闭、复产复工、转产、迁出).
    pub fn change_premises(
        &mut self,
        wanted: &str,
        kind: ChangeKind,
        on: Option<NaiveDate>,
        reason: &str,
        fields: &Fields,
    ) -> Result<Premises, Refusal> {
        let on = self.act.day(on)?;
        if reason.trim().is_empty() {
            return Err(crate::domain::rule::RuleError::ReasonMissing.into());
        }
        let stored = self.find_premises(wanted)?;
        if on < stored.entry.since {
            return Err(Refusal::said(format!(
                "变动日期{}早于登记日期{}，请核对日期。",
                crate::terms::date(on),
                crate::terms::date(stored.entry.since)
            )));
        }
        let changes = store::premises::changes(
            &mut *self.store.driver,
            &stored.entry.community,
            stored.entry.id,
        )?;
        if let Some(last) = changes.last().filter(|last| last.on > on) {
            return Err(crate::domain::rule::RuleError::BeforeLast { on, last: last.on }.into());
        }
        let mut after = stored.entry.clone();
        after.status = after.status.after(kind)?;
        fields.over(&mut after);
        self.complete(&mut after, fields);
        check_entry(&after)?;
        self.write_change(stored, after, kind, on, reason.trim())
    }

    fn write_change(
        &mut self,
        stored: Stored,
        after: Premises,
        kind: ChangeKind,
        on: NaiveDate,
        reason: &str,
    ) -> Result<Premises, Refusal> {
        let change = self.change_of(&after, kind, on, reason);
        self.act.write(&mut self.store, |driver, trace| {
            store::premises::update(driver, &after, stored.version)?;
            store::premises::add_changes(driver, std::slice::from_ref(&change), None)?;
            trace.note(
                "premises_change",
                Some(&after.community),
                after.id,
                &serde_json::json!({
                    "kind": kind, "on": on, "reason": reason, "before": stored.entry, "after": after
                }),
            )
        })?;
        Ok(after)
    }

    pub(super) fn change_of(
        &self,
        after: &Premises,
        kind: ChangeKind,
        on: NaiveDate,
        reason: &str,
    ) -> Change {
        Change {
            id: clock::new_id(),
            kind,
            on,
            reason: reason.to_owned(),
            by: self.act.signature().to_owned(),
            after: after.clone(),
        }
    }

    pub(super) fn blank_entry(&self, community: UnitPath, since: NaiveDate) -> Premises {
        Premises {
            id: clock::new_id(),
            community,
            grid: None,
            name: String::new(),
            uscc: String::new(),
            licensed: true,
            kind: Default::default(),
            address: String::new(),
            site_address: String::new(),
            industry: String::new(),
            category: String::new(),
            person_in_charge: String::new(),
            safety_lead: String::new(),
            phone: String::new(),
            key: false,
            key_reasons: Vec::new(),
            risk: None,
            extra: Default::default(),
            status: Status::Operating,
            since,
        }
    }

    /// Fills in what follows from the rest: the key list by the regime's keywords (S0 §三.1) and the
    /// counter of 表二. What was given by hand stands.
    pub(super) fn complete(&self, entry: &mut Premises, given: &Fields) {
        let undecided = !entry.key && entry.key_reasons.is_empty();
        if given.key.is_none() && given.key_reasons.is_none() && undecided {
            let reasons = self.key_reasons(entry);
            if !reasons.is_empty() {
                entry.key = true;
                entry.key_reasons = reasons;
            }
        }
        if given.key == Some(true) && given.key_reasons.is_none() {
            entry.key_reasons.retain(|reason| reason != TAKEN_OFF);
        }
        if given.key == Some(true) && entry.key_reasons.is_empty() {
            entry.key_reasons = self.key_reasons(entry);
            if entry.key_reasons.is_empty() {
                entry.key_reasons.push(PUT_ON.to_owned());
            }
        }
        if given.key == Some(false) {
            // Remembered where the keywords would put it back; elsewhere 否 is no decision, and a roster
            // that says so changes nothing.
            let suggested = !self.key_reasons(entry).is_empty();
            entry.key_reasons = suggested.then(|| TAKEN_OFF.to_owned()).into_iter().collect();
        }
        if entry.category.is_empty() {
            entry.category = self
                .library
                .register("table2")
                .and_then(|table| table.category_of(&entry.industry, &entry.name))
                .map(|counter| counter.id.clone())
                .unwrap_or_default();
        }
    }

    /// The reasons that the regime's keywords suggest, in words.
    fn key_reasons(&self, entry: &Premises) -> Vec<String> {
        let rules = self.regime.suggest_key(&entry.industry, &entry.name);
        rules.into_iter().map(|rule| rule.label.clone()).collect()
    }

    /// The community an entry goes to: the one named, the one of its grid, or the only one there is.
    pub(super) fn community_for(
        &self,
        community: Option<&UnitPath>,
        grid: Option<&UnitPath>,
    ) -> Result<UnitPath, Refusal> {
        if let Some(community) = community.cloned().or_else(|| grid?.at(Level::Community)) {
            return Ok(community);
        }
        let mut all = self.units_at(Level::Community);
        match (all.next(), all.next()) {
            (Some(only), None) => Ok(only.path.clone()),
            _ => Err(Refusal::said(
                "没有写明社区或网格。请用 --community 或 --grid 指定登记到哪里。",
            )),
        }
    }
}

fn check_entry(entry: &Premises) -> Result<(), Refusal> {
    if entry.name.trim().is_empty() {
        return Err(Refusal::said("没有写单位名称，请补上再试。"));
    }
    let texts = [
        ("单位名称", &entry.name),
        ("地址", &entry.address),
        ("负责人", &entry.person_in_charge),
        ("联系方式", &entry.phone),
    ];
    for (what, text) in texts {
        if text.chars().any(char::is_control) {
            return Err(Refusal::said(format!("{what}里有看不见的控制字符，请重新输入。")));
        }
    }
    Ok(())
}
