//! Words of the agenda.

use chrono::NaiveDate;

use crate::domain::{
    agenda::{Stage, Standing, Task, Urgency},
    campaign,
    staff::Role,
};

/// How soon something has to be done.
pub fn urgency(urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::Overdue => "逾期",
        Urgency::Today => "今日",
        Urgency::ThisWeek => "本周",
        Urgency::Later => "以后",
    }
}

/// What has to be done, in two to five characters.
pub fn task(task: Task) -> &'static str {
    match task {
        Task::ReportAccident => "报告事故",
        Task::Recheck => "复查",
        Task::Assess => "评估定级",
        Task::ReportRefusal => "报告拒改",
        Task::MajorReport => "重大填报",
        Task::Accept => "重大验收",
        Task::Close => "销号",
        Task::ReportUnfit => "提请关闭",
        Task::Reissue => "重发通知书",
        Task::Reply => "催办回复",
        Task::Supervise => "挂牌督办",
        Task::Event => "网格事件",
        Task::PlannedVisit => "计划检查",
        Task::Campaign => "专项检查",
        Task::Holiday => "节前检查",
        Task::KeyRound => "重点巡查",
        Task::MonthRound => "每月检查",
        Task::HandOver => "离岗移交",
        Task::Entry => "到期",
        Task::Regular => "定期工作",
        Task::Verify => "核实档案",
        Task::Report => "上报",
    }
}

/// How far it has come on its ladder.
pub fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Ahead => "未到提醒",
        Stage::Reminder => "提醒",
        Stage::Overdue => "逾期",
        Stage::Raised => "逾期上报",
    }
}

/// Who had to be told by now, and who is next: 应已告诉社区安全员，2026年11月29日起告诉社区主干.
pub fn standing(standing: &Standing) -> Option<String> {
    let told = standing.told.map(|role| format!("应已告诉{}", super::role(role)));
    told_and_next(told, standing.next)
}

/// The same of several that are not equally late: 应已告诉社区安全员33家、社区主干2家，2027年1月7日起告诉社区主干.
pub fn several(told: &[(Role, u32)], next: Option<(NaiveDate, Role)>) -> Option<String> {
    let each = told.iter().map(|(role, count)| format!("{}{count}家", super::role(*role)));
    let each: Vec<String> = each.collect();
    let told = (!each.is_empty()).then(|| format!("应已告诉{}", each.join("、")));
    told_and_next(told, next)
}

fn told_and_next(told: Option<String>, next: Option<(NaiveDate, Role)>) -> Option<String> {
    let next = next.map(|(on, role)| format!("{}起告诉{}", super::date(on), super::role(role)));
    let words: Vec<String> = told.into_iter().chain(next).collect();
    (!words.is_empty()).then(|| words.join("，"))
}

/// How often a campaign has a premises seen.
pub fn campaign_every(every: campaign::Every) -> &'static str {
    match every {
        campaign::Every::Week => "每周",
        campaign::Every::Month => "每月",
        campaign::Every::Whole => "行动期间",
    }
}

/// When a campaign is reported on.
pub fn campaign_reports(reports: &campaign::Reports) -> String {
    match reports {
        campaign::Reports::None => String::new(),
        campaign::Reports::Daily => "每个工作日".to_owned(),
        campaign::Reports::Weekly(day) => {
            let names = ["一", "二", "三", "四", "五", "六", "日"];
            format!("每周{}", names[day.num_days_from_monday() as usize])
        }
        campaign::Reports::Days(days) => {
            days.iter().map(|day| super::month_day(*day)).collect::<Vec<_>>().join("、")
        }
    }
}
