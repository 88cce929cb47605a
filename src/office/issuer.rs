//! Whose a notice is, and whose name stands below it (落款): the community's of the premises, or that of the district whose
//! own people inspected.

use super::Office;
use crate::{
    domain::{
        inspection::Inspection,
        premises::Premises,
        staff::Staff,
        unit::{Level, UnitPath},
    },
    form::notice::Variant,
};

impl Office {
    /// The unit that issues a notice, and numbers it. A district inspects where all who did are of the district itself
    /// (区级部门执法人员); who of a community comes along with them speaks for the community.
    pub(super) fn notice_unit(
        &self,
        premises: &Premises,
        inspection: &Inspection,
        people: &[Staff],
    ) -> UnitPath {
        let at = |level| premises.community.at(level);
        let district = at(Level::District).filter(|district| {
            let own = |name: &String| {
                people.iter().any(|one| {
                    one.name == *name && one.unit == *district && one.serves_on(inspection.on)
                })
            };
            !inspection.inspectors.is_empty() && inspection.inspectors.iter().all(own)
        });
        district.or(at(Level::Community)).unwrap_or_else(|| premises.community.clone())
    }

    /// The words of what a unit orders: a district's are those of an enforcement office.
    pub(super) fn variant_of(&self, unit: &UnitPath) -> Variant {
        match unit.level() {
            Level::City | Level::District => Variant::District,
            _ => self.regime.notice.variant,
        }
    }

    /// 落款 of a letter by which others are held to account: the street's office, or the district's body.
    pub(super) fn issuer_body(&self, unit: &UnitPath) -> String {
        let named = |level| unit.at(level).map(|path| self.unit_name(&path)).unwrap_or_default();
        let district = format!("{}{}", named(Level::City), named(Level::District));
        match unit.level() {
            Level::City | Level::District => self.issuer_name(unit),
            _ => format!("{district}人民政府{}办事处", named(Level::Street)),
        }
    }

    /// 落款 of what a unit orders: its street and itself; where it is written in the words of an enforcement office, the
    /// district's body that the regime names, else its 应急管理局.
    pub(super) fn issuer_name(&self, unit: &UnitPath) -> String {
        let named = |level| unit.at(level).map(|path| self.unit_name(&path)).unwrap_or_default();
        if self.variant_of(unit) == Variant::Street {
            return format!("{}{}", named(Level::Street), named(Level::Community));
        }
        match self.regime.notice.issuer.as_str() {
            "" => format!("{}{}应急管理局", named(Level::City), named(Level::District)),
            issuer => issuer.to_owned(),
        }
    }
}
