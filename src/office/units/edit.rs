//! Units of the tree: what is added below one, and what changes of one.

use super::{required, said_twice};
use crate::{
    domain::{
        permission::Deed,
        staff::Role,
        unit::{Level, Unit, UnitPath},
    },
    office::{Office, Refusal, setup::place, written::required_in},
    store, terms,
};

/// What is put right of a unit, and what changes; what is not named stays as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UnitEdit {
    pub name: Option<String>,
    /// 机关代字, in the numbers of what is issued from now on.
    pub office: Option<String>,
    /// 挂钩领导 of a community; nobody when empty.
    pub leader: Option<String>,
    /// What a 专业网格 looks after; by area when empty.
    pub trade: Option<String>,
}

impl Office {
    /// Adds units below another, below the office's own when none is said: communities to a street, streets to a
    /// district. All of them or none.
    pub fn add_units(
        &mut self,
        names: &[&str],
        above: Option<&str>,
        leader: &str,
    ) -> Result<Vec<Unit>, Refusal> {
        let above = match above.map(str::trim).filter(|above| !above.is_empty()) {
            Some(wanted) => self.find_any_unit(wanted)?,
            None => self.home.clone(),
        };
        let level =
            above.level().below().filter(|level| *level < Level::Grid).ok_or_else(|| {
                Refusal::said(format!(
                    "{}是社区，下面设网格。请用 anban grid add 登记网格。",
                    self.unit_name(&above)
                ))
            })?;
        let (word, leader) = (terms::level(level), leader.trim());
        if !leader.is_empty() && level != Level::Community {
            return Err(Refusal::field(
                "leader",
                format!("挂钩领导是社区的，这里登记的是{word}。请不写挂钩领导。"),
            ));
        }
        let mut known = store::units::all(&mut *self.store.driver)?;
        let mut added = Vec::new();
        for name in names {
            let name = required(name, &format!("{word}名称"))?;
            if let Some(lower) = Level::of_name(&name).filter(|said| *said > level) {
                if lower == Level::Grid {
                    return Err(Refusal::field(
                        "name",
                        format!("“{name}”像是网格。请用 anban grid add 登记网格，写明在哪个社区。"),
                    ));
                }
                let parent = lower.above().map(terms::level).unwrap_or_default();
                return Err(Refusal::field(
                    "name",
                    format!(
                        "{}下面登记的是{word}，“{name}”像是{}。请写明它在哪个{parent}（命令行用 --in）。",
                        self.unit_name(&above),
                        terms::level(lower)
                    ),
                ));
            }
            let library = &self.library;
            let mut unit = place::new_unit(library, &known, Some(&above), &name, self.act.today)?
                .ok_or_else(|| said_twice(&name))?;
            unit.linked_leader = leader.to_owned();
            known.push(unit.clone());
            added.push(unit);
        }
        self.insert_units(&added, &[])?;
        Ok(added)
    }

    /// Changes what may change of a unit (ORG-11: 挂钩领导). Papers that are issued keep what they say.
    pub fn edit_unit(&mut self, wanted: &str, edit: &UnitEdit) -> Result<Unit, Refusal> {
        let path = self.find_any_unit(wanted)?;
        let tidy = |text: &Option<String>, name: &str, what: &str| {
            text.as_ref().map(|text| required_in(name, text, what)).transpose()
        };
        let name = tidy(&edit.name, "name", "单位名称")?;
        let office = tidy(&edit.office, "office", "机关代字")?;
        let leader = match edit.leader.as_deref().map(str::trim) {
            Some("") => Some(String::new()),
            Some(leader) => Some(required_in("leader", leader, "挂钩领导的姓名")?),
            None => None,
        };
        let trade = match edit.trade.as_deref().map(str::trim) {
            Some("") => Some(String::new()),
            Some(trade) => Some(required_in("trade", trade, "专业")?),
            None => None,
        };
        if trade.is_some() && path.level() != Level::Grid {
            return Err(Refusal::field(
                "trade",
                format!(
                    "专业是网格的，{}是{}。请写网格的名称。",
                    self.unit_name(&path),
                    terms::level(path.level())
                ),
            ));
        }
        if leader.is_some() && path.level() != Level::Community {
            return Err(Refusal::field(
                "leader",
                format!(
                    "挂钩领导是社区的，{}是{}。请写社区的名称。",
                    self.unit_name(&path),
                    terms::level(path.level())
                ),
            ));
        }
        if let Some(name) = &name
            && let Some(other) = self.units.iter().find(|unit| {
                unit.path != path
                    && unit.path.parent() == path.parent()
                    && unit.name == *name
                    && !unit.is_closed_on(self.act.today)
            })
        {
            return Err(Refusal::field(
                "name",
                format!("已经有叫“{}”的{}，请换一个名称。", name, terms::level(other.path.level())),
            ));
        }
        if let Some(office) = &office {
            self.check_office(&path, office)?;
        }
        let unit = self.act.write(&mut self.store, Deed::SetUp, |driver, trace| {
            // As it stands now: another desk may have changed the rest of it.
            let before = store::units::under(driver, &path)?
                .into_iter()
                .next()
                .filter(|unit| unit.path == path)
                .ok_or(store::Fault::Conflict)?;
            let after = Unit {
                name: name.clone().unwrap_or_else(|| before.name.clone()),
                office: office.clone().unwrap_or_else(|| before.office.clone()),
                linked_leader: leader.clone().unwrap_or_else(|| before.linked_leader.clone()),
                trade: trade.clone().unwrap_or_else(|| before.trade.clone()),
                ..before.clone()
            };
            if after != before {
                store::units::update(driver, &after)?;
                let body = serde_json::json!({ "before": before, "after": after });
                trace.note("unit_edit", path.at(Level::Community).as_ref(), &path, &body)?;
            }
            Ok(after)
        })?;
        if let Some(known) = self.units.iter_mut().find(|known| known.path == unit.path) {
            known.clone_from(&unit);
        }
        Ok(unit)
    }

    /// That nobody of the staff has the name and the post of a community's linked leader: a slip, or somebody who is still to
    /// be entered.
    pub fn unknown_leader(&mut self, unit: &Unit) -> Result<Option<String>, Refusal> {
        let staff = store::staff::under(&mut *self.store.driver, &self.home)?;
        let today = self.act.today;
        let known = staff.iter().any(|person| {
            person.role == Role::LinkedLeader
                && person.serves_on(today)
                && unit.is_led_by(&person.name)
        });
        let asked = !unit.linked_leader.is_empty() && !staff.is_empty() && !known;
        Ok(asked.then(|| {
            format!(
                "人员名册上没有叫“{}”的挂钩领导。写错了的请改过来；还没有登记的，请用 anban staff add 登记，职责写 linked_leader。",
                unit.linked_leader
            )
        }))
    }

    /// 机关代字 stands in numbers: short, without their brackets, and no other unit's.
    fn check_office(&self, path: &UnitPath, office: &str) -> Result<(), Refusal> {
        if office.chars().count() > 12 || office.contains(['〔', '〕', '[', ']', '（', '）']) {
            return Err(Refusal::field(
                "office",
                format!("机关代字“{office}”不能印在文号里。请写12个字以内，不带括号，例如“北峰”。"),
            ));
        }
        let same = |unit: &&Unit| {
            unit.path != *path && unit.path.level() == path.level() && unit.office == office
        };
        match self.units.iter().find(same) {
            Some(other) => Err(Refusal::field(
                "office",
                format!("{}已经用机关代字“{office}”，两家的文号会相同。请换一个。", other.name),
            )),
            None => Ok(()),
        }
    }
}
