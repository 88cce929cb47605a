//! A refused rule in one Chinese sentence: what is wrong, and what to do.

use crate::domain::{
    grade::Grade,
    hazard::{StateKind, StepKind},
    premises::Status,
    rule::RuleError,
};

use super::{change, date, grade, measure, permission, state, status, step};

/// Longest piece of a hazard's text that a sentence quotes.
const QUOTED: usize = 20;

pub fn rule(error: &RuleError) -> String {
    match error {
        RuleError::NotNow { step: wanted, state: now } => not_now(*wanted, *now),
        RuleError::OnTheSpotNotGeneral { grade: found } => format!(
            "{}隐患不能按当场整改登记。请改为限期整改或停业整改，跟踪到验收。",
            grade(*found)
        ),
        RuleError::GradeUnsure => {
            "这条隐患的等级待评估，不能销号。请社区安全员先评估定级，再销号。".into()
        }
        RuleError::GradeNotRaised { from, to } => not_raised(*from, *to),
        RuleError::AcceptorMissing => "没有写明验收人。请填写验收人的姓名，再保存。".into(),
        RuleError::AcceptorOfPremises { name } => format!(
            "验收人“{name}”是被检查单位的人，不能验收自己的隐患。请改填社区或街道的验收人。"
        ),
        RuleError::ReasonMissing => "没有写明原因。请补上原因，再保存。".into(),
        RuleError::NoteMissing => {
            "当场整改没有记明整改情况。请写明现场看到已经怎样整改，再保存。".into()
        }
        RuleError::ResponsibleMissing => {
            "没有写明整改责任人。请填写被检查单位的责任人，或先在监管对象中补上负责人。".into()
        }
        RuleError::InspectorMissing => "没有写明检查人。请用 --by 或 --as 写明检查人的姓名。".into(),
        RuleError::InterimMissing { hazard } => format!(
            "隐患“{}”限期整改，没有写明整改期间的安全措施。请补上临时措施，再保存。",
            quoted(hazard)
        ),
        RuleError::RequirementMissing { hazard } => {
            format!("隐患“{}”没有写明整改要求。请补上要求怎样整改，再保存。", quoted(hazard))
        }
        RuleError::TextMissing => "有一条隐患没有写明内容。请补上隐患情况，或删去这一条。".into(),
        RuleError::DeadlineMissing { hazard } => format!(
            "隐患“{}”没有整改期限。请写明天数、工作日数或期限日期，再保存。",
            quoted(hazard)
        ),
        RuleError::DeadlineBefore { deadline, on } => format!(
            "期限{}早于{}。请改为当天或以后的日期。",
            date(*deadline),
            date(*on)
        ),
        RuleError::DeadlineNotLater { deadline, standing } => format!(
            "延期后的期限{}不晚于现在的期限{}。请改为更晚的日期。",
            date(*deadline),
            date(*standing)
        ),
        RuleError::BeforeLast { on, last } => format!(
            "日期{}早于上一步的日期{}。请按办理的先后登记，改为{}或以后的日期。",
            date(*on),
            date(*last),
            date(*last)
        ),
        RuleError::InFuture { on, today } => format!(
            "日期{}还没有到，今天是{}。请改为今天或以前的日期。",
            date(*on),
            date(*today)
        ),
        RuleError::MajorNotAccepted => {
            "这是重大隐患，还没有验收，不能销号。请先落实责任、措施、资金、时限和预案，组织验收后再销号。"
                .into()
        }
        RuleError::NotMajor => {
            "这条隐患不是重大隐患，不需要五落实验收。请在复查合格后直接销号。".into()
        }
        RuleError::MeasuresMissing { missing } => {
            let names: Vec<&str> = missing.iter().map(|gap| measure(*gap)).collect();
            format!("五落实还缺{}。请补齐后再办理。", names.join("、"))
        }
        RuleError::ChangeNotNow { status: now, change: wanted } => {
            let advice = match now {
                Status::Operating => "请先查看它的变动情况，改选停产、关闭、转产或迁出",
                Status::Suspended => "请先登记复产复工，或改选关闭、迁出",
                Status::Closed => "请先登记复产复工",
                Status::MovedOut => "它迁回时请作为新的监管对象登记",
            };
            format!(
                "这个监管对象现在是“{}”，不能登记“{}”。{advice}。",
                status(*now),
                change(*wanted)
            )
        }
        RuleError::AlreadyVoid => "这份整改通知书已经作废，不用再办。还没有重发的，请重发一份。".into(),
        RuleError::EvidenceWithdrawn => {
            "这份佐证已经撤回过，不用再办。要重新附上，请再附一次原来的文件。".into()
        }
        RuleError::NoticeStands { number } => format!(
            "这次检查的整改通知书{number}仍然有效。请先把它作废，再重发。"
        ),
        RuleError::MayNot { name, roles, deed } => permission::may_not(name, roles, *deed),
        RuleError::SignerMissing { deed } => permission::signer_missing(*deed),
        RuleError::SignerUnknown { name, deed } => permission::signer_unknown(name, *deed),
        RuleError::NotForOthers { name, roles, signer, deed } => {
            permission::not_for_others(name, roles, signer, *deed)
        }
    }
}

/// The step that is refused, and the one that the state waits for.
fn not_now(wanted: StepKind, now: StateKind) -> String {
    let next = match now {
        StateKind::Found => "请先出整改通知书，或登记当场整改",
        StateKind::Ordered => "请先登记复查",
        StateKind::Passed => "请销号；重大隐患先验收，仍不合格的登记复查不合格",
        StateKind::Refused => "请报告街道安办或下派民警，整改后再登记复查",
        StateKind::Reported => "请登记复查结果",
        StateKind::Closed => "要继续办理，请先撤销销号",
        StateKind::Withdrawn => "请在更正后的检查里办理",
    };
    format!("这条隐患现在是“{}”，不能办“{}”。{next}。", state(now), step(wanted))
}

fn not_raised(from: Grade, to: Grade) -> String {
    if from == to {
        return format!("这条隐患的等级已经是“{}”。请核对要改成的等级。", grade(to));
    }
    format!(
        "隐患等级不能由“{}”改为“{}”：等级只升不降。请保留原来的等级，整改后按规定复查。",
        grade(from),
        grade(to)
    )
}

fn quoted(text: &str) -> String {
    let mut letters = text.trim().chars();
    let mut short: String = letters.by_ref().take(QUOTED).collect();
    if letters.next().is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::domain::{hazard::Measure, premises::ChangeKind};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_rule_says_what_is_wrong_and_what_to_do() {
        let table = [
            (
                RuleError::NotNow { step: StepKind::Closed, state: StateKind::Ordered },
                "这条隐患现在是“整改中”，不能办“销号”。请先登记复查。",
            ),
            (
                RuleError::GradeNotRaised { from: Grade::Major, to: Grade::General },
                "隐患等级不能由“重大”改为“一般”：等级只升不降。请保留原来的等级，整改后按规定复查。",
            ),
            (
                RuleError::InterimMissing {
                    hazard: "二楼车间疏散通道堆放鞋材、纸箱和半成品堵塞出口".into(),
                },
                "隐患“二楼车间疏散通道堆放鞋材、纸箱和半成品堵…”限期整改，没有写明整改期间的安全措施。请补上临时措施，再保存。",
            ),
            (
                RuleError::DeadlineBefore { deadline: day("2026-11-08"), on: day("2026-11-09") },
                "期限2026年11月8日早于2026年11月9日。请改为当天或以后的日期。",
            ),
            (
                RuleError::MeasuresMissing { missing: vec![Measure::Funds, Measure::Plan] },
                "五落实还缺资金、预案。请补齐后再办理。",
            ),
            (
                RuleError::ChangeNotNow { status: Status::Closed, change: ChangeKind::Suspended },
                "这个监管对象现在是“关闭”，不能登记“停产”。请先登记复产复工。",
            ),
        ];
        for (error, sentence) in table {
            assert_eq!(rule(&error), sentence);
        }
    }

    #[test]
    fn every_step_is_refused_in_a_whole_sentence() {
        for now in StateKind::ALL {
            let sentence = not_now(StepKind::Extended, now);
            assert!(sentence.ends_with('。') && sentence.contains("请"), "{sentence}");
        }
    }
}
