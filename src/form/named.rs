//! The fields of a ledger, as a further part of its file (`[daily]`, `[tick]`, `[rating]`) names them.

use super::{
    document::{Placed, shown},
    fault::Faults,
    field::{Field, FieldKind},
};

#[derive(Clone, Copy)]
pub(super) struct Named<'a> {
    /// The part that names them.
    pub part: &'static str,
    pub fields: &'a [Field],
}

impl<'a> Named<'a> {
    /// The field of an id; another id is a fault.
    pub fn any(self, id: &Placed<String>, faults: &mut Faults) -> Option<&'a Field> {
        let found = self.fields.iter().find(|field| field.id == id.value);
        if found.is_none() {
            let (part, what) = (self.part, shown(&id.value));
            faults.add(id.at, format!("{part} 里的“{what}”不是上面的字段"));
        }
        found
    }

    /// The field that a key names, of one kind; anything else is a fault.
    pub fn of_kind(
        self,
        key: &str,
        id: &Placed<String>,
        kind: FieldKind,
        faults: &mut Faults,
    ) -> Option<&'a Field> {
        let found = self.fields.iter().find(|field| field.id == id.value && field.kind == kind);
        if found.is_none() {
            let (part, kind) = (self.part, kind.code());
            faults.add(id.at, format!("{part} 的 {key} 要写一个 kind = \"{kind}\" 的字段的 id"));
        }
        found
    }
}

/// Each line of a form file written otherwise is told.
#[cfg(test)]
pub(super) fn check_faults(form: &str, cases: &[(&str, &str, &str)]) {
    let (_, faults) = super::ledger::parse("form.toml", form);
    assert!(faults.is_empty(), "{faults:?}");
    for (old, new, said) in cases {
        let text = form.replacen(old, new, 1);
        assert_ne!(text, form, "{old}");
        let (_, faults) = super::ledger::parse("x.toml", &text);
        assert!(faults.iter().any(|fault| fault.to_string().contains(said)), "{said}: {faults:?}");
    }
}
