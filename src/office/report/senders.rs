//! Who sends a report and whose signature it bears.

use super::{Named, Office, Refusal};
use crate::{
    domain::{
        permission::Deed,
        staff::{Role, Staff},
        unit::{Level, UnitPath},
    },
    store, terms,
};

impl Office {
    /// Whose word the report is: of the unit that owes it, or the administrator's.
    pub(super) fn report_sender(
        &mut self,
        named: &Named,
        by: Option<&str>,
    ) -> Result<String, Refusal> {
        let (unit, today) = (&named.unit, self.act.today);
        let by = by.map(str::trim).filter(|name| !name.is_empty());
        let staff = store::staff::under(&mut *self.store.driver, &self.home)?;
        if let Some(name) = by.filter(|_| staff.is_empty()) {
            return Ok(name.to_owned());
        }
        let sender = self.signer(Deed::Submit, by, Some(unit), today)?;
        let own = |post: &Staff| self.speaks_for(unit, &post.unit) || post.role == Role::Admin;
        let mut posts = staff.iter().filter(|post| post.name == sender && post.serves_on(today));
        // Who acts was judged by [`Office::may_submit`].
        if by.is_some() && !posts.any(own) {
            return Err(self.sent_by_others(named, &sender));
        }
        Ok(sender)
    }

    /// Whether people of a place send the reports of a unit: its own, and where it was closed those above.
    pub(super) fn speaks_for(&self, unit: &UnitPath, place: &UnitPath) -> bool {
        let closed = self.unit(unit).is_some_and(|unit| unit.is_closed_on(self.act.today));
        place == unit || closed && place.covers(unit)
    }

    pub(super) fn sent_by_others(&self, named: &Named, who: &str) -> Refusal {
        Refusal::field(
            "by",
            format!(
                "“{}”由{}报送，请由该单位的人员上报；{who}可以退回、不能代报。",
                named.title,
                self.unit_name(&named.unit)
            ),
        )
    }

    /// 经本单位主要领导签字后上报 (S2 制度三): whose signature it bears, where the regime asks for one, or else the paper.
    pub(super) fn report_signer(
        &mut self,
        named: &Named,
        signer: Option<&str>,
    ) -> Result<String, Refusal> {
        let roles: Vec<Role> = match self.regime.signs(&named.form.code) {
            Some(rule) => rule.roles.iter().filter_map(|role| Role::from_code(role)).collect(),
            None => named.form.signed_by.clone(),
        };
        if roles.is_empty() {
            return Ok(signer.unwrap_or_default().trim().to_owned());
        }
        let wanted = signer.map(str::trim).filter(|name| !name.is_empty());
        let staff = store::staff::under(&mut *self.store.driver, &self.home)?;
        // 本单位: a community's is that of its street, every other unit's its own.
        let own = named.unit.at(Level::Street).unwrap_or_else(|| named.unit.clone());
        let fits = |person: &&Staff| {
            person.serves_on(self.act.today)
                && own.covers(&person.unit)
                && person.unit.covers(&named.unit)
                && roles.contains(&person.role)
        };
        let names: Vec<&str> =
            staff.iter().filter(fits).map(|person| person.name.as_str()).collect();
        match wanted {
            Some(name) if staff.is_empty() || names.contains(&name) => Ok(name.to_owned()),
            _ => {
                let called: Vec<&str> = roles.iter().map(|role| terms::role(*role)).collect();
                let who = if names.is_empty() {
                    let codes: Vec<&str> = roles.iter().map(|role| role.code()).collect();
                    format!(
                        "。{}还没有登记{}，请先用 anban staff add 登记，职责写{}",
                        self.unit_name(&named.unit),
                        called.join("、"),
                        codes.join("或")
                    )
                } else {
                    format!("，可以是：{}", names.join("、"))
                };
                Err(Refusal::said(format!(
                    "“{}”要经本单位主要领导签字后上报。请写明签字人（命令行用 --signer）{who}。",
                    named.title,
                )))
            }
        }
    }
}
