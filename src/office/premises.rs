//! The register: find, add, correct, change, read as of a day.

mod changes;
mod fields;
mod finding;
mod moving;

use chrono::NaiveDate;

pub(super) use self::changes::Changed;
use self::changes::state_after;
pub use self::{
    fields::Fields,
    moving::{Moved, Share},
};
use super::{Office, Refusal, clock};
use crate::{
    domain::{
        evidence::Evidence,
        inspection::Inspection,
        penalty::Flag,
        permission::Deed,
        premises::{Change, ChangeKind, Kind, Premises, Status},
        typed,
        unfit::Unfit,
        unit::{Level, UnitPath},
    },
    form::regime::KeyFacts,
    store::{self, hazards, inspections},
    terms,
};

pub use crate::store::premises::{Filter, Stored};

/// How many others of the same name or code are named.
const BESIDE: usize = 3;

/// Characters that a field of an entry may have.
const LONGEST_FIELD: usize = 200;

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
    pub notices: Vec<store::notices::Line>,
    /// Of the premises and of all its records, the newest first; what was taken back too.
    pub evidence: Vec<Evidence>,
    /// Flagged as 不具备安全生产条件.
    pub unfit: Option<Unfit>,
    /// Every such flag, those taken back too, the newest first.
    pub flags: Vec<Unfit>,
    /// Penalties that add up (安全生产法 第一百一十三条).
    pub penalties: Option<Flag>,
    /// Events, transfers, supervisions.
    pub matters: Vec<store::matters::Line>,
}

impl Office {
    pub fn list_premises(&mut self, filter: &Filter) -> Result<Vec<Stored>, Refusal> {
        Ok(store::premises::list(&mut *self.store.driver, &self.scope, filter)?)
    }

    /// The register as it stood at the end of a day.
    pub fn premises_as_of(&mut self, day: NaiveDate) -> Result<Vec<Premises>, Refusal> {
        Ok(store::premises::as_of(&mut *self.store.driver, &self.scope, day)?)
    }

    /// Where a premises is, beside its name.
    pub fn premises_place(&self, entry: &Premises) -> String {
        match entry.whereabouts().seat() {
            "" => self.unit_name(&entry.community),
            seat => seat.to_owned(),
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
        let filter = store::notices::Filter { premises: Some(id), ..Default::default() };
        let notices = store::notices::list(driver, &community, &filter)?;
        let filter =
            store::evidence::Filter { premises: Some(id), withdrawn: true, ..Default::default() };
        let evidence = store::evidence::list(driver, &community, &filter)?;
        let flags = store::unfit::of_premises(driver, &community, id)?;
        let unfit = flags.iter().find(|flag| flag.stands()).cloned();
        let filter = store::matters::Filter { premises: Some(id), ..Default::default() };
        let matters = store::matters::lines(driver, &community, None, &filter)?;
        let penalties = self.penalties(&community, id)?;
        Ok(Dossier {
            stored,
            changes,
            inspections,
            hazards,
            notices,
            evidence,
            unfit,
            flags,
            penalties,
            matters,
        })
    }

    /// What no paper about an entry could print, said while it is registered; nothing is refused for it.
    pub fn unprintable_entry(&mut self, entry: &Premises) -> Result<Option<String>, Refusal> {
        let Premises { name, address, person_in_charge, safety_lead, .. } = entry;
        self.unprintable(&[name, address, person_in_charge, safety_lead])
    }

    /// Others of the register with this entry's name or code: said while it is registered, for a second shop of a
    /// firm is as usual as the same shop typed twice.
    pub fn registered_beside(&mut self, entry: &Premises) -> Result<Option<String>, Refusal> {
        let driver = &mut *self.store.driver;
        let mut others = store::premises::like_name(driver, &self.scope, &entry.name)?;
        if !entry.uscc.is_empty() {
            let find = Filter { find: entry.uscc.clone(), ..Filter::default() };
            let coded = store::premises::list(driver, &self.scope, &find)?;
            others.extend(coded.into_iter().filter(|other| other.entry.uscc == entry.uscc));
        }
        let mut named: Vec<String> = Vec::new();
        let mut moved = false;
        others.retain(|other| other.entry.status != Status::MovedOut);
        for Stored { entry: other, .. } in others {
            let place = match [&other.site_address, &other.address].map(String::as_str) {
                ["", ""] => self.unit_name(&other.community),
                ["", address] | [address, _] => address.to_owned(),
            };
            let said = format!("{}（{place}，{}）", other.name, terms::status(other.status));
            if other.id != entry.id && !named.contains(&said) {
                moved |= other.community != entry.community;
                named.push(said);
            }
        }
        let most = named.len().min(BESIDE);
        let more =
            if named.len() > most { format!("等{}家", named.len()) } else { String::new() };
        let what = match moved {
            true => {
                "从别的社区搬来的，请给原来那一家登记迁出，这次的登记留着；登重了的，请撤销这次登记，改那一家。"
            }
            false => "是同一家请撤销这次登记，改那一家。",
        };
        Ok((most > 0).then(|| {
            format!("登记册里还有同名或同一代码的：{}{more}。{what}", named[..most].join("、"))
        }))
    }

    pub fn add_premises(
        &mut self,
        community: Option<&UnitPath>,
        fields: &Fields,
        on: Option<NaiveDate>,
    ) -> Result<Premises, Refusal> {
        let on = self.act.day(on)?;
        let community = self.community_for(community, fields.grid.as_ref())?;
        let fields = &self.counted(fields.clone().tidied()?, "")?;
        let mut entry = self.blank_entry(community, on);
        fields.over(&mut entry);
        self.complete(&mut entry, fields);
        self.check_entry(&entry)?;
        let same =
            store::premises::like_name(&mut *self.store.driver, &entry.community, &entry.name)?;
        // Who moved out and comes back is registered anew.
        let here = |old: &&Stored| {
            typed::name_key(&old.entry.address) == typed::name_key(&entry.address)
                && old.entry.status != Status::MovedOut
        };
        if let Some(old) = same.iter().find(here) {
            return Err(Refusal::said(format!(
                "“{}”已经登记在{}，地址相同，没有重复登记。要改内容请用 anban premises edit。",
                old.entry.name,
                self.unit_name(&old.entry.community)
            )));
        }
        let change = self.change_of(&entry, ChangeKind::Added, on, "新增登记");
        self.act.write(&mut self.store, Deed::Register, |driver, trace| {
            store::premises::insert(driver, std::slice::from_ref(&entry))?;
            store::premises::add_changes(driver, std::slice::from_ref(&change), None)?;
            trace.note("premises_add", Some(&entry.community), entry.id, &entry)
        })?;
        Ok(entry)
    }

    /// The entry to be changed. A form filled from an older version would write over what somebody else
    /// has saved meanwhile: that is a conflict. `None` takes the entry as it is now.
    fn read_before(&mut self, wanted: &str, read: Option<i64>) -> Result<Stored, Refusal> {
        let stored = self.find_premises(wanted)?;
        match read {
            Some(version) if version != stored.version => Err(store::Fault::Conflict.into()),
            _ => Ok(stored),
        }
    }

    /// Puts facts right, with the reason; the status stays. `read` is the version that the caller has seen. Where a running
    /// campaign loses the premises with its old grid it is asked whether that is meant.
    pub fn edit_premises(
        &mut self,
        wanted: &str,
        fields: &Fields,
        on: Option<NaiveDate>,
        reason: &str,
        read: Option<i64>,
    ) -> Result<Premises, Refusal> {
        let on = self.act.day(on)?;
        let stored = self.read_before(wanted, read)?;
        let fields = &self.counted(fields.clone().tidied()?, &stored.entry.category)?;
        let then = self.then(stored, on)?;
        let mut after = then.before.clone();
        fields.over(&mut after);
        self.complete(&mut after, fields);
        self.check_entry(&after)?;
        if after == then.before {
            return Ok(then.stored.entry);
        }
        self.act.may_begin(Deed::Register)?;
        let doubts = self.campaigns_of_grid_left(&then.before, &after)?;
        self.act.ask(doubts)?;
        let reason = if reason.trim().is_empty() { "更正登记内容" } else { reason.trim() };
        self.write_change(then, after, ChangeKind::Corrected, on, reason, Deed::Register)
    }

    /// A dated change of the register (停产、关闭、复产复工、转产、迁出).
    pub fn change_premises(
        &mut self,
        wanted: &str,
        kind: ChangeKind,
        on: Option<NaiveDate>,
        reason: &str,
        fields: &Fields,
        read: Option<i64>,
    ) -> Result<Premises, Refusal> {
        let on = self.act.day(on)?;
        if reason.trim().is_empty() {
            return Err(crate::domain::rule::RuleError::ReasonMissing.into());
        }
        let stored = self.read_before(wanted, read)?;
        let then = self.then(stored, on)?;
        let stored = &then.stored;
        let mut after = then.before.clone();
        after.status = state_after(&then, kind, on)?;
        let deed = match kind {
            ChangeKind::Resumed => self.resumption(&stored.entry)?,
            _ => Deed::Register,
        };
        let fields = &self.counted(fields.clone().tidied()?, &stored.entry.category)?;
        if kind == ChangeKind::Switched && fields.industry.is_some() {
            // Another trade: what followed from the old one is told anew.
            after.category.clear();
            let told = self.key_reasons(&then.before);
            after.key_reasons.retain(|reason| !told.contains(reason));
            after.key = !after.key_reasons.is_empty() && after.key;
        }
        fields.over(&mut after);
        self.complete(&mut after, fields);
        self.check_entry(&after)?;
        self.write_change(then, after, kind, on, reason.trim(), deed)
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
            direct: String::new(),
            status: Status::Operating,
            since,
        }
    }

    /// The counter of 表二 by its code, which may be written as the paper writes it (REG-17). What is no counter is
    /// refused, but for what stands in the entry already.
    fn counted(&self, fields: Fields, standing: &str) -> Result<Fields, Refusal> {
        let (Some(written), Some(table)) = (&fields.category, self.library.register("table2"))
        else {
            return Ok(fields);
        };
        if written.is_empty() || written == standing {
            return Ok(fields);
        }
        let counter = table.counters.iter().find(|one| one.id == *written || one.label == *written);
        let Some(counter) = counter else {
            let known: Vec<String> = table
                .counters
                .iter()
                .map(|counter| format!("{}（{}）", counter.label, counter.id))
                .collect();
            return Err(Refusal::field(
                "category",
                format!("“{written}”不是表二的栏目。可写：{}。", known.join("、")),
            ));
        };
        Ok(Fields { category: Some(counter.id.clone()), ..fields })
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
            // Remembered where something speaks for the list, so that the keywords do not put it back; a
            // roster's 否 at any other premises decides nothing.
            let decided = !entry.key_reasons.is_empty() || !self.key_reasons(entry).is_empty();
            entry.key_reasons = if decided { vec![TAKEN_OFF.to_owned()] } else { Vec::new() };
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
        // The class tells of what is made there: of a shop or a house it says nothing.
        let fire_class = |entry: &Premises| match entry.kind {
            Kind::Enterprise => entry.extra.get("fire_class").and_then(|text| text.chars().next()),
            Kind::Rental | Kind::Social => None,
        };
        let rules = self.regime.suggest_key(KeyFacts {
            industry: &entry.industry,
            name: &entry.name,
            fire_class: fire_class(entry),
            processes: entry.extra.get("processes").map_or("", String::as_str),
        });
        rules.into_iter().map(|rule| rule.label.clone()).collect()
    }

    /// What an entry may belong to that is about no premises: the communities that the actor sees, and before them the
    /// unit that he acts for where it is none of them.
    pub fn places(&self) -> Vec<(UnitPath, String)> {
        let own = (self.scope.level() < Level::Community).then(|| self.scope.clone());
        own.into_iter()
            .chain(self.units_at(Level::Community).map(|unit| unit.path.clone()))
            .map(|path| {
                let name = self.unit_name(&path);
                (path, name)
            })
            .collect()
    }

    /// Where a roster may go: each community, and each of its grids, as people call them.
    pub fn roster_places(&self) -> Vec<(UnitPath, String)> {
        let below = [Level::Community, Level::Grid];
        let units = self
            .units
            .iter()
            .filter(|unit| below.contains(&unit.path.level()) && self.scope.covers(&unit.path));
        units
            .map(|unit| {
                let within = unit.path.at(Level::Community).filter(|path| *path != unit.path);
                let within = within.map(|path| format!("{} ", self.unit_name(&path)));
                (unit.path.clone(), format!("{}{}", within.unwrap_or_default(), unit.name))
            })
            .collect()
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

    fn check_entry(&self, entry: &Premises) -> Result<(), Refusal> {
        if entry.name.is_empty() {
            return Err(Refusal::field("name", "没有写单位名称，请补上再试。"));
        }
        let none = String::new();
        let extra = |key: &str| entry.extra.get(key).unwrap_or(&none);
        let texts = [
            ("单位名称", &entry.name),
            ("地址", &entry.address),
            ("生产经营地址", &entry.site_address),
            ("所在行业", &entry.industry),
            ("负责人", &entry.person_in_charge),
            ("安全负责人", &entry.safety_lead),
            ("联系方式", &entry.phone),
            ("部门直管", &entry.direct),
            ("主管部门", extra("reg_dept")),
            ("火灾危险性类别", extra("fire_class")),
            ("涉及工艺", extra("processes")),
            ("从业人数", extra("staff")),
        ];
        if let Some((what, _)) = texts.iter().find(|(_, text)| text.chars().count() > LONGEST_FIELD)
        {
            return Err(Refusal::said(format!(
                "{what}太长：最多{LONGEST_FIELD}字，请缩短后再试。"
            )));
        }
        match &entry.grid {
            Some(grid) if !entry.community.covers(grid) => Err(Refusal::said(format!(
                "网格“{}”不在{}。换社区请先迁出，再在新社区登记。",
                self.unit_name(grid),
                self.unit_name(&entry.community)
            ))),
            _ => Ok(()),
        }
    }
}
