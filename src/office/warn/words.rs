//! What a suggestion says in one sentence.

use super::{Case, gather::Eve};
use crate::{
    domain::accountability::{Found, Part, Situation, Visited},
    terms,
};

/// What stands for how many.
const COUNT: &str = "{n}";

/// YT-2 where what the circular spoke of was put right, and the same has begun again.
pub(super) const ANEW: &str = "{n}次通报后又出现同样的情形";

pub(super) fn message(found: Found, cases: &[Case]) -> String {
    let said = said(cases);
    match found {
        Found::Holds { since } => format!("{said}，自{}起算。", terms::date(since)),
        // 前 includes the day that it names.
        Found::Near { on } => {
            let last = on.pred_opt().unwrap_or(on);
            format!("{said}；{}前办好就不算。", terms::date(last))
        }
    }
}

/// What it says, without the day.
pub(super) fn said(cases: &[Case]) -> String {
    match cases {
        [only] if !only.says.is_empty() => only.says.clone(),
        _ => counted(cases),
    }
}

/// How many there are of each phrase, in the order in which they come.
fn counted(cases: &[Case]) -> String {
    let mut phrases: Vec<(&str, usize)> = Vec::new();
    for case in cases {
        match phrases.iter_mut().find(|(phrase, _)| *phrase == case.phrase) {
            Some((_, count)) => *count += 1,
            None => phrases.push((case.phrase, 1)),
        }
    }
    let phrases = phrases.iter().map(|(phrase, n)| phrase.replace(COUNT, &n.to_string()));
    phrases.collect::<Vec<_>>().join("，")
}

/// What cases of a situation have in common. Where it has alternatives, whoever finds the case says which one holds.
pub(super) fn phrase(situation: Situation) -> &'static str {
    use Situation::*;
    match situation {
        SlowProgress => "{n}个月整改进度滞后",
        NoticeLate => "{n}次检查的整改通知书没有及时下发",
        NoLedger => "{n}个月没有检查和隐患记录，也没有上报",
        RecheckLate => "{n}条隐患整改期限届满后没有及时复查",
        ResumedTooEarly => "{n}家单位停业整改的隐患没有整改到位，已经复产复工",
        NotReported => "{n}条拒不整改的隐患没有及时上报",
        ReportLate => "{n}份整改情况没有按期上报",
        TasksMissed => "{n}项任务没有按期完成",
        NoBetter => "{n}次通报后同样的情形仍然存在",
        NotStopped => "{n}条重大隐患的填报表写明要停产停业，当日没有责令停业、停用或者撤人",
        PushedWeakly => "{n}条隐患多次延期",
        ShovedAbout => "{n}项不作为：多日没有检查、没有办理隐患，也没有工作日志",
        FalseProgress => "{n}条隐患销号后又查出同样问题",
        GrownMajor => "{n}条一般隐患逾期没有整改，升为重大隐患",
        NotReportedForClosure => "{n}家不具备安全生产条件的单位没有及时上报关闭",
        Accident => "{n}起事故发生时，该单位有逾期的隐患",
        Fire => "{n}起火灾发生前，该单位没有按期检查",
        FoundByInspectors => "{n}次上级督查发现问题，该单位没有按期检查",
        GraveAccident => "{n}起较大及以上生产安全事故",
        OtherCircular | OtherInterview | Reprimanded | OtherSupervision | OtherAdmonition => {
            terms::accountable(situation)
        }
    }
}

/// How things stood at a premises before a day, as far as a part of it says: no visit when one was due, and hazards (in
/// these words).
pub(super) fn before(eve: &Eve, part: &Part<'_>, words: &str) -> String {
    let away = eve.kept_away.as_ref().filter(|_| part.unseen);
    let away = away.map(|name| format!("（其间{name}请假或者不能检查）")).unwrap_or_default();
    // Whether somebody was there after all is for a person to say.
    let since = eve.said_since.filter(|_| part.unseen).map(|Visited { on, entered, .. }| {
        format!("（{}的检查在{}才登记，请核实）", terms::date(on), terms::date(entered))
    });
    let since = since.unwrap_or_default();
    let unseen = part.unseen.then(|| match eve.seen {
        Some(seen) => format!("该单位{}以后没有检查{away}{since}", terms::date(seen)),
        None => format!("该单位没有检查过{away}{since}"),
    });
    let count = part.hazards.len();
    let hazards = (count > 0).then(|| format!("该单位有{count}条隐患{words}"));
    unseen.into_iter().chain(hazards).collect::<Vec<_>>().join("，")
}

/// Checks that are told by name.
const NAMED: usize = 3;

/// Checks of which it is not said whether they found something, by day and place.
pub(super) fn unclear(rows: &[String]) -> Option<String> {
    let named = rows.iter().take(NAMED).cloned().collect::<Vec<_>>().join("、");
    let more = if rows.len() > NAMED { "等" } else { "" };
    (!rows.is_empty()).then(|| {
        format!(
            "有{}条抽查督查写了发现的问题，没有选“查出问题”是或否，不作提醒，请核实后在“抽查督查登记”里补上：{named}{more}。",
            rows.len()
        )
    })
}
