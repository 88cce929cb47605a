//! Words of a hazard: how grave it is, what is ordered, where it stands (S0 §二).

use crate::domain::{
    grade::{Disposal, Grade},
    hazard::{Recipient, StateKind, Step, StepKind},
    major::{Advance, Measure, StageKind},
    notice::SignRefusal,
    recurrence::COUNTED,
};

use super::{Term, date};

pub fn grade(grade: Grade) -> &'static str {
    match grade {
        Grade::General => "一般",
        Grade::Major => "重大",
        Grade::Unsure => "待评估",
    }
}

pub fn disposal(disposal: Disposal) -> &'static str {
    match disposal {
        Disposal::OnTheSpot => "当场整改",
        Disposal::ByDeadline => "限期整改",
        Disposal::Suspend => "停业整改",
        Disposal::Refer => "上报",
    }
}

/// Reads a 处置方式 by its code, its label, or as people shorten it (S0 §二.1: 停业整改、停止使用、撤出人员).
pub fn read_disposal(word: &str) -> Option<Disposal> {
    Disposal::read(word).or(match word.trim() {
        "当场" => Some(Disposal::OnTheSpot),
        "限期" => Some(Disposal::ByDeadline),
        "停业" | "停用" | "撤人" | "停业停用" | "停业停用撤人" => {
            Some(Disposal::Suspend)
        }
        _ => None,
    })
}

pub fn state(state: StateKind) -> &'static str {
    match state {
        StateKind::Found => "已发现",
        StateKind::Ordered => "整改中",
        StateKind::Passed => "待销号",
        StateKind::Refused => "拒不整改",
        StateKind::Reported => "已上报",
        StateKind::Closed => "已销号",
        StateKind::Withdrawn => "已撤回",
    }
}

/// The step as a noun: what was, or would be, done.
pub fn step(step: StepKind) -> &'static str {
    match step {
        StepKind::PutRight => "当场整改",
        StepKind::Ordered => "通知整改",
        StepKind::Referred => "随通知书上报",
        StepKind::Renoticed => "重发通知书",
        StepKind::Passed => "复查合格",
        StepKind::Failed => "复查不合格",
        StepKind::Refused => "登记拒不整改",
        StepKind::Reported => "报告",
        StepKind::Extended => "延期",
        StepKind::Regraded => "评估定级",
        StepKind::Stopped => "停业停用撤人",
        StepKind::HandedOver => "移交跟踪",
        StepKind::MajorFilled => "填报重大隐患",
        StepKind::MajorVerified => "社区安全员核实",
        StepKind::MajorSigned => "社区主干双签",
        StepKind::MajorSealed => "社区盖章",
        StepKind::MajorApproved => "挂钩领导审定",
        StepKind::MajorReceived => "街道安办接收",
        StepKind::MajorStreetVerified => "街道核实",
        StepKind::MajorProgress => "整改进展",
        StepKind::Accepted => "验收",
        StepKind::Closed => "销号",
        StepKind::Reopened => "撤销销号",
        StepKind::TakenBack => "撤销上一步",
        StepKind::Withdrawn => "撤回",
    }
}

/// What a step says beyond its name.
pub fn step_detail(step: &Step) -> String {
    match step {
        Step::PutRight { note, .. } | Step::Refused { note, .. } => note.clone(),
        // Steps of earlier days say in their reason too what they are.
        Step::TakenBack { reason, .. } => reason.trim_start_matches("撤销：").to_owned(),
        Step::Ordered { deadline, .. } | Step::Referred { deadline, .. } => {
            format!("期限{}", date(*deadline))
        }
        Step::Passed { acceptor, note, .. } => {
            let note = if note.is_empty() { String::new() } else { format!("，{note}") };
            format!("验收人{acceptor}{note}")
        }
        Step::Failed { deadline, note, .. } => {
            let note = if note.is_empty() { String::new() } else { format!("，{note}") };
            format!("新的期限{}{note}", date(*deadline))
        }
        Step::Reported { to, reason, .. } => format!("{}，{reason}", recipient(*to)),
        Step::Extended { deadline, reason, .. } | Step::Reopened { deadline, reason, .. } => {
            format!("期限{}，{reason}", date(*deadline))
        }
        Step::Regraded { to, reason, .. } => format!("{}，{reason}", grade(*to)),
        Step::Stopped { at, by, measures, .. } => format!("{at} {measures}，{by}"),
        Step::HandedOver { to, reason, .. } => format!("{to}，{reason}"),
        Step::MajorSigned { by, .. } => by.join("、"),
        Step::MajorReceived { by, at, .. } => {
            format!("{by}{}", at.map(|at| format!("，{at}")).unwrap_or_default())
        }
        Step::MajorFilled { by, .. } | Step::MajorSealed { by, .. } => by.clone(),
        Step::MajorVerified { by, opinion, .. }
        | Step::MajorApproved { by, opinion, .. }
        | Step::MajorStreetVerified { by, opinion, .. }
        | Step::MajorProgress { by, note: opinion, .. }
        | Step::Accepted { by, opinion, .. } => {
            let opinion = if opinion.is_empty() { String::new() } else { format!("，{opinion}") };
            format!("{by}{opinion}")
        }
        Step::Renoticed { .. } | Step::Closed { .. } | Step::Withdrawn { .. } => String::new(),
    }
}

pub fn recipient(recipient: Recipient) -> &'static str {
    match recipient {
        Recipient::Street => "街道安办",
        Recipient::Police => "下派民警",
        Recipient::Department => "有关部门",
    }
}

/// One of the five 落实 (S0 §一.1(3): 整改责任、措施、资金、时限和预案).
pub fn measure(measure: Measure) -> &'static str {
    match measure {
        Measure::Responsibility => "责任",
        Measure::Measures => "措施",
        Measure::Funds => "资金",
        Measure::TimeLimit => "时限",
        Measure::Plan => "预案",
    }
}

/// How far the 重大隐患填报表 has come.
pub fn stage(stage: StageKind) -> &'static str {
    match stage {
        StageKind::Filled => "已填报",
        StageKind::Verified => "社区已核实",
        StageKind::Signed => "已双签",
        StageKind::Sealed => "已盖章",
        StageKind::Approved => "已审定",
        StageKind::Received => "街道已接收",
        StageKind::StreetVerified => "街道已核实",
        StageKind::Accepted => "已验收",
    }
}

/// What the 重大隐患填报表 waits for, `None` before it is filled.
pub fn next_stage(stage: Option<StageKind>) -> &'static str {
    match stage {
        None => "填报",
        Some(StageKind::Filled) => "社区安全员核实",
        Some(StageKind::Verified) => "社区主干双签",
        Some(StageKind::Signed) => "社区盖章",
        Some(StageKind::Sealed) => "挂钩领导审定",
        Some(StageKind::Approved) => "街道安办接收",
        Some(StageKind::Received) => "街道核实",
        Some(StageKind::StreetVerified) => "验收",
        Some(StageKind::Accepted) => "销号",
    }
}

/// A step of the 重大隐患填报表, as the word of its command.
pub fn advance(advance: Advance) -> &'static str {
    match advance {
        Advance::Verified => "核实",
        Advance::Signed => "双签",
        Advance::Sealed => "盖章",
        Advance::Approved => "审定",
        Advance::Received => "接收",
        Advance::StreetVerified => "街道核实",
        Advance::Accepted => "验收",
        Advance::Progress => "进展",
    }
}

/// That a premises would not sign its notice, and who saw it.
pub fn sign_refusal(refusal: &SignRefusal) -> String {
    let mut said = format!("{}拒绝签名，见证人{}", date(refusal.on), refusal.witnesses.join("、"));
    if !refusal.note.is_empty() {
        said = format!("{said}：{}", refusal.note);
    }
    said
}

/// At how many other premises of the street an item was found; what is beyond counting is said so.
pub fn elsewhere(premises: u32) -> String {
    match premises {
        0 => String::new(),
        many if many > COUNTED => format!("{COUNTED}家以上"),
        few => format!("{few}家"),
    }
}

/// 【同街道另3家】 before the words of a hazard whose item was found at other premises; empty where it was not.
pub fn beside_street(premises: u32) -> String {
    match premises {
        0 => String::new(),
        some => format!("【同街道另{}】", elsewhere(some)),
    }
}

/// That the item of a hazard was found at other premises of the street, where it was (REG-10).
pub fn across(premises: u32) -> Option<String> {
    let told = || format!("同一检查项12个月内在本街道另有{}单位查出过", elsewhere(premises));
    (premises > 0).then(told)
}

/// What a fact of a hazard is called where two reports differ in it.
pub fn compared(fact: &str) -> &str {
    match fact {
        "found_on" => "发现日期",
        "text" => "隐患描述",
        "category" => "类别",
        "grade" => "等级",
        "disposal" => "处置方式",
        "requirement" => "整改要求",
        "deadline" => "整改期限",
        "notice" => "通知书文号",
        "state" => "状态",
        "recheck_result" => "复查结果",
        "closed_on" => "销号日期",
        other => other,
    }
}

/// What a report tells of the hazards of earlier ones: how many were put right, less those whose closing was taken back.
/// Where these are more, nobody reads a count below nothing.
pub fn put_right_before(all: i64, major: i64) -> String {
    let said = |count: i64, done: &str| match count {
        0.. => format!("{done}{count}条"),
        _ => format!("净减{}条", -count),
    };
    let taken_back =
        if all < 0 || major < 0 { "；撤销销号的多于本期整改的" } else { "" };
    format!("以前各期隐患{}（其中重大{}{taken_back}）", said(all, "本期整改"), said(major, ""))
}

/// Said of a 零报告 of days without a visit ([`crate::domain::report::Report::is_unseen`]).
pub const UNSEEN: &str = "这一期没有一次检查记录：漏登的请补登，由下一次报表补报。";

/// A count of a report, where another one tells of it: 处罚2起.
pub fn counted_later(figure: &str, count: i64) -> String {
    let (name, unit) = match figure {
        "inspections" => ("检查", "家次"),
        "found" => ("隐患", "条"),
        "on_the_spot" => ("当场整改", "条"),
        "by_deadline" => ("限期整改", "条"),
        "suspend" => ("停业整改", "条"),
        "refer" => ("上报", "条"),
        "closed" => ("已整改", "条"),
        "closed_before" => ("以前各期隐患本期整改", "条"),
        "major_closed_before" => ("其中重大", "条"),
        "general" => ("一般隐患", "条"),
        "general_closed" => ("一般隐患已整改", "条"),
        "major" => ("重大隐患", "条"),
        "major_closed" => ("重大隐患已销号", "条"),
        "supervised" => ("挂牌督办", "件"),
        "transferred" => ("移送抄告", "件"),
        "clues" => ("打非线索", "条"),
        "banned" => ("已取缔", "条"),
        "penalties" => ("处罚", "起"),
        "inspections_late" => ("补报、更正检查", "家次"),
        "found_late" => ("补报、更正以前各期隐患", "条"),
        "on_the_spot_late" => ("其中当场整改", "条"),
        "by_deadline_late" => ("其中限期整改", "条"),
        "suspend_late" => ("其中停业整改", "条"),
        "refer_late" => ("其中上报", "条"),
        "general_late" => ("其中一般隐患", "条"),
        "major_late" => ("其中重大隐患", "条"),
        other => (other, ""),
    };
    format!("{name}{count}{unit}")
}

#[cfg(test)]
mod tests {
    use super::put_right_before;

    #[test]
    fn nobody_reads_that_less_than_nothing_was_put_right() {
        for (all, major, said) in [
            (6, 1, "以前各期隐患本期整改6条（其中重大1条）"),
            (0, 0, "以前各期隐患本期整改0条（其中重大0条）"),
            (-1, 0, "以前各期隐患净减1条（其中重大0条；撤销销号的多于本期整改的）"),
            (2, -1, "以前各期隐患本期整改2条（其中重大净减1条；撤销销号的多于本期整改的）"),
        ] {
            assert_eq!(put_right_before(all, major), said);
        }
    }
}
