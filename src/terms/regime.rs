//! 监管制度 in sentences: each number that the program goes by, with the source that stands beside it in the file.

use crate::{
    domain::{officer::Strictness, staff::Role},
    form::regime::{Each, Every, Lasts, Listed, Regime, Scope},
    terms,
};

/// One rule of a regime.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruled {
    /// What it is about: 复查
    pub label: String,
    /// 期限届满后3个工作日内
    pub says: String,
    /// Empty where the file says nothing, and the usual number holds.
    pub source: String,
}

/// 每季度
pub fn each(every: Every) -> &'static str {
    match every {
        Every::Week => "每周",
        Every::Month => "每月",
        Every::Quarter => "每季度",
        Every::Year => "每年",
    }
}

fn role(code: &str) -> &str {
    match Role::from_code(code) {
        Some(role) => terms::role(role),
        None => code,
    }
}

fn scope(scope: Scope) -> &'static str {
    match scope {
        Scope::Key => "重点监管单位",
        Scope::All => "全部监管对象",
    }
}

/// From which day to which, behind what is asked for.
fn lasts(of: Lasts) -> String {
    let since = of.since.map(|day| format!("，{}起", terms::date(day)));
    let until = of.until.map(|day| format!("，到{}止", terms::date(day)));
    since.into_iter().chain(until).collect()
}

/// Why a list takes no rows by hand, behind its title, and how it is changed.
pub fn kept_by(list: Listed) -> &'static str {
    match list {
        Listed::Premises | Listed::Rental => "由人增减",
        Listed::Key => "照重点监管的登记列。请更正这家单位，列入重点监管或者取消，写明理由。",
        Listed::Hazards => "照隐患的记录列，查出的列入，销号的移出。请办理这条隐患。",
        Listed::Duties => "照网格的责任人列。请更正网格的责任人。",
        Listed::Ledger => "照它的台账列。请在这个台账里登记，或作废一条。",
    }
}

fn strictness(strictness: Strictness) -> &'static str {
    match strictness {
        Strictness::Off => "不管",
        Strictness::Warn => "提醒",
        Strictness::Refuse => "不能检查",
    }
}

/// Every rule in the order of the file. `called` names ledgers, papers and items of the agenda by their codes.
pub fn regime(of: &Regime, called: &dyn Fn(&str) -> String) -> Vec<Ruled> {
    let mut all = Vec::new();
    let mut put = |label: &str, says: String, source: &str| {
        let (label, source) = (label.to_owned(), source.to_owned());
        all.push(Ruled { label, says, source });
    };
    put("整改通知书", format!("联次：{}", of.notice.copies.join("、")), &of.notice.source);
    for patrol in &of.patrols {
        let says = format!(
            "{}，{}至少{}次，由{}办{}",
            scope(patrol.scope),
            each(patrol.every),
            patrol.times,
            role(&patrol.by),
            lasts(patrol.lasts)
        );
        put(&patrol.label, says, &patrol.source);
    }
    for report in &of.reports {
        let about = match report.cut {
            Some(cut) => format!("上月{}日至本月{cut}日的情况", cut + 1),
            None if report.of_previous => "上一期".to_owned(),
            None => "本期".to_owned(),
        };
        let says = format!(
            "{}报{about}，{}日前由{}报到{}",
            each(report.every),
            report.day,
            terms::level(report.from),
            terms::level(report.to)
        );
        put(&report.label, says, &report.source);
    }
    let says = format!("期限届满后{}个工作日内", of.recheck.grace_workdays);
    put("复查", says, &of.recheck.source);
    let deadline = &of.deadline;
    let says = format!(
        "不写的按{}天；一般隐患超过{}天、重大隐患超过{}天的提醒",
        deadline.default_days, deadline.warn_general_days, deadline.warn_major_days
    );
    put("整改期限", says, &deadline.source);
    let says = format!("{}个工作日内回复", of.transfer.reply_workdays);
    put("移送抄告", says, &of.transfer.source);
    let says = format!(
        "{}报一次，期限届满前{}个工作日申请延期",
        terms::every(of.supervision.every),
        of.supervision.extension_workdays
    );
    put("挂牌督办", says, &of.supervision.source);
    let says = format!("在一级最多{}天", of.event.hop_days);
    put("网格事件", says, &of.event.source);
    let limits = &of.accountability.limits;
    for (label, says) in [
        ("提前", format!("将成立的提前{}个工作日提醒", limits.forecast_workdays)),
        ("回看", format!("看以前{}天的记录，没有办完的不限", limits.look_back_days)),
        (
            "整改进度滞后",
            format!(
                "整改率低于全街道{}个百分点（至少{}条才比），或月底逾期超过{}条",
                limits.rate_gap, limits.rate_least, limits.overdue_most
            ),
        ),
        ("通知书", format!("检查后{}个工作日内下发", limits.notice_workdays)),
        (
            "上报处罚",
            format!(
                "拒不整改或{}次复查不合格后{}个工作日内上报",
                limits.failed_rechecks, limits.report_workdays
            ),
        ),
        ("监管任务", format!("连续{}期没有完成", limits.missed_periods)),
        ("通报后", format!("{}天后仍没有进展", limits.improve_days)),
        (
            "督促不力",
            format!("延期{}次，或重开超过{}%", limits.extensions, limits.reopened_percent),
        ),
        (
            "推诿不作为",
            format!("{}个工作日没有检查、没有办理隐患，也没有日志", limits.silent_workdays),
        ),
        ("虚报", format!("销号后{}天内又查出同样的隐患", limits.relapse_days)),
    ] {
        put(&format!("问责 {label}"), says, &of.accountability.source);
    }
    for key in &of.keys {
        put(&format!("重点监管 {}", key.label), key.words.join("、"), &key.source);
    }
    for sign in &of.signs {
        let roles: Vec<&str> = sign.roles.iter().map(|code| role(code)).collect();
        put(&format!("签字 {}", called(&sign.paper)), roles.join("、"), &sign.source);
    }
    put("一企一档", format!("{}天核实一次", of.verify.days), &of.verify.source);
    let holiday = &of.holiday;
    let says = format!(
        "连休{}天以上的，提前{}天对{}增加一次",
        holiday.rest_days,
        holiday.before,
        scope(holiday.scope)
    );
    put("节前检查", says, &holiday.source);
    let rules = &of.officer.rules;
    let mut says = vec![format!(
        "没有岗前考试记录的，以前就在岗的{}、后来到岗的{}；证件无效的{}",
        strictness(rules.unrecorded),
        strictness(rules.newcomer),
        strictness(rules.invalid)
    )];
    if rules.failed_quarters > 0 {
        says.push(format!("{}次季度考核不合格的年度不合格", rules.failed_quarters));
        says.push(format!("辞退和增补{}个工作日内办完", rules.dismissal_workdays));
    }
    if let Some(workdays) = rules.report_workdays {
        says.push(format!("重大隐患和非法线索{workdays}个工作日内报告"));
    }
    if let Some(born) = rules.born_from {
        says.push(format!("{}以后出生", terms::date(born)));
    }
    put("网格员", says.join("；"), &of.officer.source);
    for regular in &of.regulars {
        let whose = match regular.each {
            Each::Unit => "",
            Each::Key => "每家重点监管单位",
            Each::Officer(_) => "每个网格员",
        };
        let every = regular.every.map_or("每天", each);
        let says = format!(
            "{whose}{every}{}次，到期前{}天列入今日{}",
            regular.times,
            regular.before,
            lasts(regular.lasts)
        );
        put(&regular.label, says, &regular.source);
    }
    for bound in &of.bounds {
        let within = match (bound.least, bound.most) {
            (Some(least), _) => format!("至少{least}，少于的"),
            (None, most) => format!("最多{}，超过的", most.unwrap_or_default()),
        };
        put(&bound.label, format!("{within}照样登记，标为不达标"), &bound.source);
    }
    let says = format!(
        "看{}天以来的记录；零报告放{}支签，没有查出隐患的放{}支",
        of.sample.days, of.sample.weights.zero_report, of.sample.weights.no_hazards
    );
    put("抽查", says, &of.sample.source);
    let share = of.across.share;
    let says = format!(
        "同一检查项12个月内在别的{}家以上单位查出过，并且超过查过的单位的{}%的，在隐患列表里标出",
        share.premises, share.percent
    );
    put("同街道", says, &of.across.source);
    let says = format!(
        "单位负责人{}分钟内报告，每级{}分钟内上报",
        of.accident.told_minutes, of.accident.sent_minutes
    );
    put("事故报告", says, &of.accident.source);
    for remind in &of.reminders {
        let named: Vec<String> = remind.of.iter().map(|code| called(code)).collect();
        let mut says = vec![format!("提前{}天提醒", remind.ladder.before)];
        says.extend(
            remind
                .ladder
                .rungs
                .iter()
                .map(|rung| format!("过期{}天告诉{}", rung.after, terms::role(rung.to))),
        );
        put(&format!("提醒 {}", named.join("、")), says.join("，"), &remind.source);
    }
    all
}
