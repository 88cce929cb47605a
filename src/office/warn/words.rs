//! What a suggestion says in one sentence.

use super::Case;
use crate::{
    domain::accountability::{Found, Situation},
    terms,
};

pub(super) fn message(situation: Situation, found: Found, cases: &[Case]) -> String {
    let said = match cases {
        [only] if !only.says.is_empty() => only.says.clone(),
        _ => phrase(situation, cases.len()),
    };
    match found {
        Found::Holds { since } => format!("{said}，自{}起。", terms::date(since)),
        // 前 includes the day that it names.
        Found::Near { on } => {
            let last = on.pred_opt().unwrap_or(on);
            format!("{said}；{}前办好就不算。", terms::date(last))
        }
    }
}

fn phrase(situation: Situation, n: usize) -> String {
    use Situation::*;
    match situation {
        SlowProgress => format!("{n}个月整改进度滞后"),
        NoticeLate => format!("{n}次检查的整改通知书没有及时下发，或作废后没有重新下发"),
        NoLedger => format!("{n}个月没有检查和隐患记录，也没有零报告"),
        RecheckLate => format!("{n}条隐患整改期限届满后没有及时复查"),
        ResumedTooEarly => format!("{n}家单位停业整改的隐患没有整改到位，已经复产复工"),
        NotReported => format!("{n}条拒不整改或多次复查不合格的隐患没有及时上报"),
        ReportLate => format!("{n}份整改情况没有按期上报"),
        TasksMissed => format!("{n}项任务或巡查没有按期完成"),
        NoBetter => format!("{n}次通报后同样的情形仍然存在"),
        NotStopped => {
            format!("{n}条重大隐患的填报表写明要停产停业，当日没有责令停业、停用或者撤人")
        }
        PushedWeakly => format!("{n}项督促不力：同一隐患多次延期，或撤销销号过多"),
        ShovedAbout => format!("{n}项不作为：多日没有检查、没有办理隐患，也没有日志"),
        FalseProgress => format!("{n}条隐患销号后又查出同样问题、抽查仍未整改，或被撤销销号"),
        GrownMajor => format!("{n}条一般隐患逾期没有整改，升为重大隐患"),
        NotReportedForClosure => format!("{n}家不具备安全生产条件的单位没有及时上报关闭"),
        Accident => format!("{n}起事故发生时，该单位有逾期的隐患"),
        Fire => format!("{n}起火灾发生前，该单位没有按期检查或有没销号的隐患"),
        FoundByInspectors => {
            format!("{n}次上级督查发现问题，该单位没有按期检查或有逾期的隐患")
        }
        GraveAccident => format!("{n}起较大及以上、或者社会影响较大的事故"),
        OtherCircular | OtherInterview | Reprimanded | OtherSupervision | OtherAdmonition => {
            terms::accountable(situation).to_owned()
        }
    }
}
