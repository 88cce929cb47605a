//! A number in a row that the regime bounds (`[[bound]]`): a drill that took too long to assemble, a watch of too few. The row
//! stands as it was entered; it is told as not up to the mark wherever it is shown.

use super::{Entry, Office};
use crate::form::regime::BoundRule;

impl Office {
    /// How a row falls short, with the field that says so: 集结用时（分钟）9，超过3，不达标.
    pub fn falls_short(&self, entry: &Entry) -> Option<(&str, String)> {
        let ledger = self.library.ledger(&entry.ledger)?;
        self.bounds(&entry.ledger).find_map(|rule| {
            let said = |id: &str| entry.fields.get(id).map_or("", String::as_str);
            let meant = rule.only.as_ref().is_none_or(|(field, value)| said(field) == value);
            let written = said(&rule.field);
            let number = written.parse::<f64>().ok().filter(|_| meant)?;
            let why = match (rule.least, rule.most) {
                (_, Some(most)) if number > f64::from(most) => format!("超过{most}"),
                (Some(least), _) if number < f64::from(least) => format!("少于{least}"),
                _ => return None,
            };
            let label = ledger.field(&rule.field).map_or("", |field| field.label.as_str());
            Some((rule.field.as_str(), format!("{label}{written}，{why}，不达标")))
        })
    }

    pub(in crate::office) fn bounds(&self, ledger: &str) -> impl Iterator<Item = &BoundRule> {
        let ledger = ledger.to_owned();
        self.regime.bounds.iter().filter(move |rule| rule.ledger == ledger)
    }
}
