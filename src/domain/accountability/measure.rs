//! What a row of accountability says goes together (S0 §四): each situation has its measure, and a measure its target: 通报 and
//! 挂牌督办 are of a community, 约谈, 诫勉谈话 and 移送 of 相关责任人.

use super::{Kind, Situation};

/// Whom a row is against, as far as its words tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Against {
    Unit,
    Person,
}

/// What does not go with the measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mismatch {
    /// The situation has another one.
    Situation(Kind),
    Target,
}

/// The first that does not go together; `None` for words that nobody knows: an office may have situations of its own.
pub fn mismatch(
    kind: Kind,
    situation: Option<Situation>,
    against: Option<Against>,
) -> Option<Mismatch> {
    let own = situation.map(Situation::kind).filter(|own| *own != kind);
    let other = if kind.of_person() { Against::Unit } else { Against::Person };
    own.map(Mismatch::Situation).or((against == Some(other)).then_some(Mismatch::Target))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn situation_measure_and_target_go_together() {
        use Against::{Person, Unit};
        use Kind::{Admonition, Circular, Interview, Supervision, Transfer};
        for (kind, situation, against, expected) in [
            (Circular, "TB-7", Some(Unit), None),
            (Circular, "TB-7", None, None),
            (Circular, "TB-7", Some(Person), Some(Mismatch::Target)),
            (Circular, "JM-3", Some(Unit), Some(Mismatch::Situation(Admonition))),
            (Transfer, "TB-7", Some(Person), Some(Mismatch::Situation(Circular))),
            (Transfer, "YS-1", Some(Person), None),
            (Transfer, "YS-1", Some(Unit), Some(Mismatch::Target)),
            (Supervision, "GP-1", Some(Unit), None),
            (Supervision, "GP-1", Some(Person), Some(Mismatch::Target)),
            (Supervision, "TB-1", Some(Unit), Some(Mismatch::Situation(Circular))),
            (Admonition, "JM-1", Some(Person), None),
            (Admonition, "YT-1", Some(Person), Some(Mismatch::Situation(Interview))),
            (Interview, "YT-1", Some(Person), None),
            (Interview, "YT-1", Some(Unit), Some(Mismatch::Target)),
            // A situation of the office's own.
            (Circular, "", Some(Unit), None),
            (Circular, "", Some(Person), Some(Mismatch::Target)),
        ] {
            let found = mismatch(kind, Situation::from_code(situation), against);
            assert_eq!(found, expected, "{kind:?} {situation} {against:?}");
        }
        for situation in Situation::ALL {
            let measures: Vec<Kind> = Kind::ALL
                .into_iter()
                .filter(|kind| mismatch(*kind, Some(*situation), None).is_none())
                .collect();
            assert_eq!(measures, [situation.kind()], "{}", situation.code());
        }
    }
}
