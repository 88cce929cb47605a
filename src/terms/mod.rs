//! The one Chinese spelling of every domain word: labels of codes, dates, deadlines, refused rules.
//!
//! Every `match` names all its cases, so a new code does not compile before it has its word.

mod accident;
mod accountability;
mod agenda;
mod answer;
mod criteria;
mod day;
mod evidence;
mod form;
mod hazard;
mod matter;
mod officer;
mod password;
mod penalty;
mod people;
mod permission;
mod premises;
mod regime;
mod review;
mod rule;
mod sample;
mod verb;

pub use accident::{clock, severity};
pub use accountability::{accountability, accountable};
pub use agenda::{
    campaign_every, campaign_reports, several as agenda_several, stage as agenda_stage,
    standing as agenda_standing, task, urgency,
};
pub use answer::{NOT_APPLICABLE, UNCHECKED, answer};
pub use criteria::{criteria_not_in_force, pending_clause, pending_criteria};
pub use day::{
    date, deadline_counted, deadline_reason, month, month_day, period, periods, plan_unpublished,
    rate, week, weekday, year_unpublished,
};
pub use evidence::{about, evidence_kind, media};
pub use form::{field_kind, figure_unit, form_kind, paper_about};
pub use hazard::{
    UNSEEN, across, advance, beside_street, compared, counted_later, disposal, elsewhere, grade,
    measure, next_stage, put_right_before, read_disposal, recipient, sign_refusal, stage, state,
    step, step_detail,
};
pub use matter::{
    desk, event_detail, event_state, event_step, every, link, matter, seat, situation, source,
    supervision_detail, supervision_state, supervision_step, transfer_detail, transfer_state,
    transfer_step, yuan,
};
pub use officer::{
    appraised, before_corrected, certified, condition, kept_out, mark, read_mark, year_corrected,
};
pub use password::{shut, weak};
pub use penalty::{penalty_flag, reached};
pub use people::{
    closed, duty, full_time, grid_kind, joint, level, post, role, serves, shortage, visit_of,
};
pub use permission::deed;
pub use premises::{change, extra, key_spell, kind, namesake, risk, status, unfit};
pub use regime::{Ruled, each, kept_by, regime};
pub use review::figure;
pub use rule::rule;
pub use sample::drawn_why;
pub use verb::verb;

use crate::domain::{
    event::{self, Desk, Source},
    evidence::Kind as EvidenceKind,
    grade::{Disposal, Grade},
    hazard::{Recipient, StateKind},
    major::{Advance, Measure, StageKind},
    matter::MatterKind,
    premises::{ChangeKind, Kind, Namesake, Risk, Status},
    staff::Role,
    supervision::{self, Every, Situation},
    transfer,
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
    Namesake, namesake, "同名处理";
    Role, role, "职责";
    Duty, duty, "网格职责";
    Level, level, "层级";
    EvidenceKind, evidence_kind, "佐证类别";
    Measure, measure, "五落实";
    StageKind, stage, "填报表状态";
    Advance, advance, "填报表的步骤";
    MatterKind, matter, "事项类别";
    transfer::StateKind, transfer_state, "抄告状态";
    supervision::StateKind, supervision_state, "督办状态";
    Every, every, "报告周期";
    Situation, situation, "社区督办情形";
    event::StateKind, event_state, "事件状态";
    Desk, desk, "办理单位";
    Source, source, "事件来源";
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::domain::hazard::StepKind;

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
        check_term::<Namesake>();
        check_term::<Role>();
        check_term::<Duty>();
        check_term::<Level>();
        check_term::<EvidenceKind>();
        check_term::<Measure>();
        check_term::<StageKind>();
        check_term::<Advance>();
        check_term::<MatterKind>();
        check_term::<transfer::StateKind>();
        check_term::<supervision::StateKind>();
        check_term::<Every>();
        check_term::<Situation>();
        check_term::<event::StateKind>();
        check_term::<Desk>();
        check_term::<Source>();
    }

    #[test]
    fn steps_have_their_own_words() {
        check("步骤", &StepKind::ALL.map(step));
        check("抄告步骤", &transfer::StepKind::ALL.map(transfer_step));
        check("督办步骤", &supervision::StepKind::ALL.map(supervision_step));
        check("事件步骤", &event::StepKind::ALL.map(event_step));
        let waits: Vec<&str> =
            std::iter::once(None).chain(StageKind::ALL.map(Some)).map(next_stage).collect();
        check("填报表下一步", &waits);
    }

    #[test]
    fn a_list_names_code_and_label() {
        assert_eq!(Grade::list(), "general（一般）、major（重大）、unsure（待评估）");
    }
}
