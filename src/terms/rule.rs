//! A refused rule in one Chinese sentence: what is wrong, and what to do.

use crate::domain::{
    event,
    grade::Grade,
    hazard::{StateKind, StepKind},
    major::StageKind,
    premises::Status,
    rule::RuleError,
    supervision, transfer,
};

use super::{
    change, date, desk, event_state, event_step, grade, measure, next_stage, permission, stage,
    state, status, step, supervision_state, supervision_step, transfer_state, transfer_step,
};

/// Longest piece of a hazard's text that a sentence quotes.
const QUOTED: usize = 20;

pub fn rule(error: &RuleError) -> String {
    match error {
        RuleError::NotNow { step: wanted, state: now } => not_now(*wanted, *now),
        RuleError::NothingToTakeBack => {
            "这条隐患的上一步不能撤销。请打开隐患看办理经过，按现在的状态接着办。".into()
        }
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
        RuleError::AcceptorUnknown { name } => format!(
            "验收人“{name}”不在本社区和街道的人员名册上。请改填社区或街道的人，或先登记这位人员（anban staff add），再验收。"
        ),
        RuleError::RefusalUnsaid { deadline } => format!(
            "整改期限{}还没有到。当事人当场表示拒不整改的，请在情况（--note）里写明他怎么说、谁在场，再登记。",
            date(*deadline)
        ),
        RuleError::ReasonMissing => "没有写明原因。请补上原因，再保存。".into(),
        RuleError::NoteMissing => {
            "当场整改没有记明整改情况。请写明现场看到已经怎样整改，再保存。".into()
        }
        RuleError::ResponsibleMissing => {
            "没有写明整改责任人。请填写被检查单位的责任人，或先在监管对象中补上负责人。".into()
        }
        RuleError::InspectorMissing => "没有写明检查人。请写明检查人的姓名，再保存。".into(),
        RuleError::InterimMissing { hazard } => format!(
            "隐患“{}”限期整改，没有写明整改期间的安全措施。请补上临时措施，再保存。",
            quoted(hazard)
        ),
        RuleError::RequirementMissing { hazard } => {
            format!("隐患“{}”没有写明整改要求。请补上要求怎样整改，再保存。", quoted(hazard))
        }
        RuleError::TextMissing => "有一条隐患没有写明内容。请补上隐患情况，或删去这一条。".into(),
        RuleError::YearFailed { quarters } => format!(
            "这一年有{quarters}次季度考核不合格，年度考核等次只能是不合格（管理办法四（五））。季度考核有误的，请先更正那一条。"
        ),
        RuleError::CampaignTooOften { most } => {
            format!("专项行动每遍最多查{most}次。请把次数写成 1 到 {most} 的数。")
        }
        RuleError::CampaignReportDays => {
            "按指定日期上报的，没有写是哪几天。请写明上报的日期（命令行用 --report-on）。".into()
        }
        RuleError::CampaignReportEarly { day, from } => format!(
            "上报日期{}早于专项行动开始的{}。请核对上报日期。",
            date(*day),
            date(*from)
        ),
        RuleError::CampaignNameless => "没有写专项行动的名称。请写上名称，再保存。".into(),
        RuleError::CampaignBackwards { from, to } => format!(
            "专项行动的起止日期写反了：从{}到{}。请核对后再保存。",
            date(*from),
            date(*to)
        ),
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
            "这条隐患不是重大隐患，不用填报、审定和验收。请在复查合格后直接销号；确属重大的，请先评估定级。"
                .into()
        }
        RuleError::MeasuresMissing { missing } => {
            let names: Vec<&str> = missing.iter().map(|gap| measure(*gap)).collect();
            format!("五落实还缺{}。请补齐后再办理。", names.join("、"))
        }
        RuleError::MajorNotNow { step: wanted, stage: now } => major_not_now(*wanted, *now),
        RuleError::SignedByOne { name } => {
            format!("双签要两位社区主干签字，写的都是“{name}”。请写另一位主干的姓名。")
        }
        RuleError::PersonMissing => "没有写明由谁办理。请写明姓名，再保存。".into(),
        RuleError::ProgressMissing => "没有写明进展情况。请写明进展，再保存。".into(),
        RuleError::StopMissing => {
            "没有写明停了什么。请写明停业、停用哪些设备或从哪里撤出人员，再保存。".into()
        }
        RuleError::StopOwed => {
            "这条重大隐患要停业整改、停用设备或撤出人员，还没有登记停下的时刻。请先登记停业停用撤人（隐患的“停业、停用、撤人”，或 anban hazard stop），再办这一步。"
                .into()
        }
        RuleError::ReceiptTimeMissing => {
            "没有写明街道安办接收的时刻。请写明时刻，例如 15:20（--at 15:20）。".into()
        }
        RuleError::ApprovalMissing => {
            "没有写明审定意见。请写明意见，例如“同意上报”（--opinion 同意上报）。".into()
        }
        RuleError::PlanBeforeFound { plan, found } => format!(
            "计划完成整改时间{}早于发现隐患的{}。请核对后改为发现当天或以后的日期。",
            date(*plan),
            date(*found)
        ),
        RuleError::NothingToStop => {
            "这条隐患不是重大隐患，也不是停业整改，不用登记停业停用。请先评估定级，或按限期整改跟踪。"
                .into()
        }
        RuleError::SameOwner { name } => {
            format!("这条隐患已经由“{name}”跟踪。请写要移交给的另一个人。")
        }
        RuleError::TransferNotNow { step, state } => transfer_not_now(*step, *state),
        RuleError::DepartmentMissing => "没有写明交给哪个部门。请写明部门或科室的名称，再保存。".into(),
        RuleError::WordsMissing => "没有写明内容。请写明情况或处理意见，再保存。".into(),
        RuleError::SupervisionNotNow { step, state } => supervision_not_now(*step, *state),
        RuleError::SupervisorMissing => "没有写明督办单位。请写明由哪个单位督办，再保存。".into(),
        RuleError::ExtensionLate { left, needed } => format!(
            "离督办期限只剩{left}个工作日，延期要在期限届满前{needed}个工作日申请。请按期治理，或请督办单位另行处理。"
        ),
        RuleError::LiftTooEarly => {
            "挂牌督办的隐患还没有验收合格，也没有销号，不能解除督办。请先申请验收，验收合格后再解除。".into()
        }
        RuleError::EventNotNow { step, desk, state } => event_not_now(*step, *desk, *state),
        RuleError::NotThatDesk { from, to } => format!(
            "事件现在在{}，不能由这里交给{}。{}。",
            desk(*from),
            desk(*to),
            event_ways(*from)
        ),
        RuleError::FeedbackMissing { desk: at } => format!(
            "事件还在{}，信息还没有反馈到网格，不能办结。请先逐级反馈，再由网格办结。",
            desk(*at)
        ),
        RuleError::InformantMissing => {
            "这个事件没有登记举报人，不能兑现奖励。请核对是不是这个事件。".into()
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
        RuleError::NothingToVisit { status: then, since, .. } => {
            let advice = match then {
                Status::MovedOut => "已经迁回的，请作为新的监管对象登记",
                _ => "又在经营的，请先登记复产复工",
            };
            format!(
                "这个监管对象{}起“{}”，以后的日子没有检查可以登记。{advice}；那天以前去检查的，请改检查日期。",
                super::date(*since),
                status(*then)
            )
        }
        RuleError::AlreadyVoid => "这份整改通知书已经作废，不用再办。还没有重发的，请重发一份。".into(),
        RuleError::EvidenceWithdrawn => {
            "这份佐证已经撤回过，不用再办。要重新附上，请再附一次原来的文件。".into()
        }
        RuleError::SignatureRefusedBefore => {
            "这份整改通知书的拒签已经登记过了。写错的请作废这份通知书再重发。".into()
        }
        RuleError::WitnessMissing => "没有写见证人。拒绝签名的，请写清在场的见证人。".into(),
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

fn major_not_now(wanted: StepKind, now: Option<StageKind>) -> String {
    let standing = match now {
        None => "还没有填报重大隐患填报表".to_owned(),
        Some(now) => format!("重大隐患填报表现在是“{}”", stage(now)),
    };
    let next = next_stage(now);
    match now {
        Some(now) if wanted == StepKind::MajorFilled => format!(
            "填报表现在是“{}”，审定以后不再改。新的情况请记为整改进展，或在“{next}”时写进意见。",
            stage(now)
        ),
        Some(now) if now.is_past(wanted) => {
            format!("{standing}，“{}”已经办过。请接着办“{next}”。", step(wanted))
        }
        _ => format!("{standing}，不能办“{}”。请先办“{next}”。", step(wanted)),
    }
}

fn transfer_not_now(wanted: transfer::StepKind, now: transfer::StateKind) -> String {
    let next = match now {
        transfer::StateKind::Sent => "请先登记部门接收",
        transfer::StateKind::Received => "请先登记部门回复",
        transfer::StateKind::Replied => "请登记处理结果反馈",
        transfer::StateKind::FedBack => "处理结果已经反馈，不用再办；还有问题的请另行抄告",
        transfer::StateKind::Withdrawn => "抄告已经撤回，要抄告的请重新抄告",
    };
    format!("这份抄告现在是“{}”，不能办“{}”。{next}。", transfer_state(now), transfer_step(wanted))
}

fn supervision_not_now(wanted: supervision::StepKind, now: supervision::StateKind) -> String {
    let next = match now {
        supervision::StateKind::Lifted => "督办已经解除；还有问题的请另行挂牌",
        supervision::StateKind::Withdrawn => "督办已经撤销立项；要督办的请另行挂牌",
        _ if wanted == supervision::StepKind::Withdrawn => {
            "立项以后已经办过；错了的请登记一次定期报告，写明更正什么"
        }
        supervision::StateKind::Running => "请先申请延期或申请验收",
        supervision::StateKind::ExtensionAsked => "请先批复延期申请",
        supervision::StateKind::AcceptanceAsked => "请先登记验收意见",
        supervision::StateKind::Accepted => "请解除督办",
        supervision::StateKind::Watched => "对社区的督办请登记定期报告，整改到位后写明原因解除",
    };
    format!(
        "这件督办现在是“{}”，不能办“{}”。{next}。",
        supervision_state(now),
        supervision_step(wanted)
    )
}

fn event_not_now(wanted: event::StepKind, at: event::Desk, now: event::StateKind) -> String {
    let next = match (wanted, now) {
        (_, event::StateKind::Withdrawn) => "事件已经撤销立项；有情况的请另行登记",
        (event::StepKind::Withdrawn, event::StateKind::Done) => {
            "事件已经办结；错了的请另行登记，写明更正什么"
        }
        (event::StepKind::Withdrawn, _) => "登记以后已经办过；错了的请在处置或办结时写明更正什么",
        (event::StepKind::Rewarded, _) => "请核对：奖励只兑现一次，金额要大于零",
        (_, event::StateKind::At) => "请先登记处置，不能处置的请上报",
        (_, event::StateKind::Handled) if at == event::Desk::Grid => "请办结",
        (_, event::StateKind::Handled) => "请向下一级反馈",
        (_, event::StateKind::Returned) if at == event::Desk::Grid => "请办结，或再上报",
        (_, event::StateKind::Returned) => "请向下一级反馈，或另行指派、上报",
        (_, event::StateKind::Done) => "事件已经办结；又有情况的请另行登记",
    };
    format!(
        "事件在{}，现在是“{}”，不能办“{}”。{next}。",
        desk(at),
        event_state(now),
        event_step(wanted)
    )
}

/// Where an event may go from a desk.
fn event_ways(from: event::Desk) -> &'static str {
    match from {
        event::Desk::Grid => "请上报社区或街道网格办",
        event::Desk::Community => "请上报街道网格办；由街道指派来的，处置后请反馈",
        event::Desk::Street => "请指派社区或科室，或上报区网格办",
        event::Desk::Section => "请处置后向街道反馈",
        event::Desk::District => "请指派职能部门，或上报市网格办",
        event::Desk::Department => "请转交其他职能部门，或处置后反馈",
        event::Desk::City => "请指派市职能部门",
    }
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
    use crate::domain::{major::Measure, premises::ChangeKind};

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
            (
                RuleError::NothingToVisit {
                    status: Status::Closed,
                    since: day("2026-11-08"),
                    on: day("2026-11-20"),
                },
                "这个监管对象2026年11月8日起“关闭”，以后的日子没有检查可以登记。又在经营的，请先登记复产复工；那天以前去检查的，请改检查日期。",
            ),
            (
                RuleError::MajorNotNow { step: StepKind::MajorVerified, stage: None },
                "还没有填报重大隐患填报表，不能办“社区安全员核实”。请先办“填报”。",
            ),
            (
                RuleError::MajorNotNow {
                    step: StepKind::MajorSealed,
                    stage: Some(StageKind::Verified),
                },
                "重大隐患填报表现在是“社区已核实”，不能办“社区盖章”。请先办“社区主干双签”。",
            ),
            (
                RuleError::ExtensionLate { left: 14, needed: 15 },
                "离督办期限只剩14个工作日，延期要在期限届满前15个工作日申请。请按期治理，或请督办单位另行处理。",
            ),
            (
                RuleError::FeedbackMissing { desk: event::Desk::Street },
                "事件还在街道网格办，信息还没有反馈到网格，不能办结。请先逐级反馈，再由网格办结。",
            ),
            (
                RuleError::NotThatDesk { from: event::Desk::Grid, to: event::Desk::City },
                "事件现在在网格，不能由这里交给市网格办。请上报社区或街道网格办。",
            ),
        ];
        for (error, sentence) in table {
            assert_eq!(rule(&error), sentence);
        }
    }

    fn whole(sentence: &str) {
        assert!(sentence.ends_with('。') && sentence.contains('请'), "{sentence}");
    }

    #[test]
    fn every_step_is_refused_in_a_whole_sentence() {
        for now in StateKind::ALL {
            whole(&not_now(StepKind::Extended, now));
        }
        for now in std::iter::once(None).chain(StageKind::ALL.map(Some)) {
            whole(&major_not_now(StepKind::MajorSealed, now));
        }
        for now in transfer::StateKind::ALL {
            whole(&transfer_not_now(transfer::StepKind::Replied, now));
        }
        for now in supervision::StateKind::ALL {
            whole(&supervision_not_now(supervision::StepKind::AcceptanceAsked, now));
        }
        for (now, from) in
            event::StateKind::ALL.into_iter().flat_map(|now| event::Desk::ALL.map(|at| (now, at)))
        {
            whole(&event_not_now(event::StepKind::Handled, from, now));
            whole(&rule(&RuleError::NotThatDesk { from, to: event::Desk::Grid }));
        }
    }
}
