//! The one Chinese spelling of every domain word: labels of codes, dates, deadlines, refused rules.
//!
//! Every `match` names all its cases, so a new code does not compile before it has its word.

mod agenda;
mod answer;
mod day;
mod evidence;
mod form;
mod hazard;
mod people;
mod permission;
mod premises;
mod rule;
mod verb;

pub use agenda::{task, urgency};
pub use answer::{NOT_APPLICABLE, UNCHECKED, answer};
pub use day::{date, deadline_counted, deadline_reason, month, month_day, weekday};
pub use evidence::{about, evidence_kind, media};
pub use form::{field_kind, form_kind, paper_about};
pub use hazard::{disposal, grade, measure, recipient, state, step, step_detail};
pub use people::{duty, level, role};
pub use permission::deed;
pub use premises::{change, kind, risk, status};
pub use rule::rule;
pub use verb::verb;

use crate::domain::{
    evidence::Kind as EvidenceKind,
    grade::{Disposal, Grade},
    hazard::{Recipient, StateKind},
    premises::{ChangeKind, Kind, Risk, Status},
    staff::Role,
    unit::{Duty, Level},
};

/// A closed list of words, each with an English code and a Chinese label.
pub trait Term: Copy + Sized + 'static {
    /// What the list is called: 隐患等级, 处置方式 …
    const NAME: &'static str;
    const ALL: &'static [Self];

    fn code(self) -> &'static str;
    fn label(self) -> &'static str;

    /// Reads the code or the Chinese label.
    fn read(word: &str) -> Option<Self> {
        let word = word.trim();
        Self::ALL.iter().copied().find(|term| term.code() == word || term.label() == word)
    }

    /// Every word of the list, for a sentence: `general（一般）、major（重大）`.
    fn list() -> String {
        let words: Vec<String> =
            Self::ALL.iter().map(|term| format!("{}（{}）", term.code(), term.label())).collect();
        words.join("、")
    }
}

macro_rules! terms {
    ($($code:ty, $label:path, $name:literal;)*) => {$(
        impl Term for $code {
            const NAME: &'static str = $name;
            const ALL: &'static [$code] = &<$code>::ALL;

            fn code(self) -> &'static str {
                <$code>::code(self)
            }

            fn label(self) -> &'static str {
                $label(self)
            }
        }
    )*};
}

terms! {
    Grade, grade, "隐患等级";
    Disposal, disposal, "处置方式";
    StateKind, state, "隐患状态";
    Recipient, recipient, "报告对象";
    Kind, kind, "监管对象类别";
    Risk, risk, "风险等级";
    Status, status, "生产经营状态";
    ChangeKind, change, "变动情况";
    Role, role, "职责";
    Duty, duty, "网格职责";
    Level, level, "层级";
    EvidenceKind, evidence_kind, "佐证类别";
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::domain::hazard::{Measure, StepKind};

    fn check(list: &str, labels: &[&str]) {
        let different: BTreeSet<&&str> = labels.iter().collect();
        assert_eq!(different.len(), labels.len(), "{list} says one word twice: {labels:?}");
        assert!(labels.iter().all(|label| !label.trim().is_empty()), "{list}: {labels:?}");
    }

    fn check_term<T: Term + PartialEq + std::fmt::Debug>() {
        let labels: Vec<&str> = T::ALL.iter().map(|term| term.label()).collect();
        check(T::NAME, &labels);
        for term in T::ALL {
            assert_eq!(T::read(term.code()), Some(*term), "{}", T::NAME);
            assert_eq!(T::read(&format!(" {} ", term.label())), Some(*term), "{}", T::NAME);
        }
        assert_eq!(T::read("不在其中"), None);
    }

    #[test]
    fn every_code_has_its_own_word_and_is_read_back() {
        check_term::<Grade>();
        check_term::<Disposal>();
        check_term::<StateKind>();
        check_term::<Recipient>();
        check_term::<Kind>();
        check_term::<Risk>();
        check_term::<Status>();
        check_term::<ChangeKind>();
        check_term::<Role>();
        check_term::<Duty>();
        check_term::<Level>();
        check_term::<EvidenceKind>();
    }

    #[test]
    fn steps_and_measures_have_their_own_words() {
        use Measure as M;
        use StepKind as S;
        let steps = [
            S::PutRight,
            S::Ordered,
            S::Referred,
            S::Renoticed,
            S::Passed,
            S::Failed,
            S::Refused,
            S::Reported,
            S::Extended,
            S::Regraded,
            S::Accepted,
            S::Closed,
            S::Reopened,
            S::Withdrawn,
        ];
        check("步骤", &steps.map(step));
        check(
            "五落实",
            &[M::Responsibility, M::Measures, M::Funds, M::TimeLimit, M::Plan].map(measure),
        );
    }

    #[test]
    fn a_list_names_code_and_label() {
        assert_eq!(Grade::list(), "general（一般）、major（重大）、unsure（待评估）");
    }
}
