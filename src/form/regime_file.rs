//! The grammar of `forms/regime/*.toml`.

mod asked;

use crate::domain::{
    accountability::Limits,
    agenda::{Ladder, Rung},
    deadline::LONGEST,
    numbering::{NumberPattern, PatternFault},
    officer::{Rules, Strictness},
    recurrence::{COUNTED, Share},
    sample::Weights,
    staff::Role,
    supervision,
    unit::Level,
};

use super::{
    condition::{self, Condition},
    document::{self, Header, Placed, Section, no_doubles, shown},
    facts::{self, About},
    fault::{Fault, Faults},
    notice::Variant,
    regime::{
        AccidentRule, AccountabilityRule, AcrossRule, BoundRule, Completeness, DeadlineRule,
        EventRule, Every, HolidayRule, KeyRow, KeyRule, ListRule, Listed, NoticeRule, NumberRule,
        OfficerRule, RecheckRule, Regime, RemindRule, ReportRule, SampleRule, Scope, SignRule,
        SupervisionRule, TransferRule, VerifyRule,
    },
};

pub const SCHEMA: &str = "regime/1";

const EVERY: [(&str, Every); 4] = [
    ("week", Every::Week),
    ("month", Every::Month),
    ("quarter", Every::Quarter),
    ("year", Every::Year),
];

const SCOPES: [(&str, Scope); 2] = [("key", Scope::Key), ("all", Scope::All)];

const LEVELS: [(&str, Level); 5] = [
    ("grid", Level::Grid),
    ("community", Level::Community),
    ("street", Level::Street),
    ("district", Level::District),
    ("city", Level::City),
];

/// The roles that a rule may name.
const ROLES: [&str; 9] = [
    "grid_officer",
    "safety_officer",
    "community_head",
    "street_officer",
    "linked_leader",
    "unit_head",
    "assigned_police",
    "discipline",
    "district_officer",
];

pub fn parse(file: &str, text: &str) -> (Option<Regime>, Vec<Fault>) {
    document::read(file, text, SCHEMA, regime)
}

fn regime(top: &mut Section<'_>, header: Header, faults: &mut Faults) -> Option<Regime> {
    let title = top.words("title", faults);
    let source = top.words("source", faults);
    let notice = top.section("notice", faults).and_then(|section| notice(section, faults));
    let numbers = each(top.sections("number", faults), number, faults);
    let patrols = each(top.sections("patrol", faults), asked::patrol, faults);
    let reports = each(top.sections("report", faults), report, faults);
    let recheck = top.section("recheck", faults).and_then(|section| recheck(section, faults));
    let deadline = top.section("deadline", faults).and_then(|section| deadline(section, faults));
    let transfer = optional(top, "transfer", transfer, faults);
    let supervision = optional(top, "supervision", supervision, faults);
    let event = optional(top, "event", event, faults);
    for rule in &reports {
        let sums = rule.value.sums.as_str();
        let below = |other: &Placed<ReportRule>| {
            other.value.code == sums && other.value.from > rule.value.from
        };
        if !sums.is_empty() && !reports.iter().any(below) {
            faults.add(
                rule.at,
                format!(
                    "sums 写的“{}”不是下级的报送规则：要写下级一条 [[report]] 的 code",
                    shown(sums)
                ),
            );
        }
    }
    let accountability = optional(top, "accountability", accountability, faults);
    let officer = optional(top, "officer", officer, faults);
    let keys = each(top.optional_sections("key", faults), key, faults);
    let signs = each(top.optional_sections("sign", faults), sign, faults);
    let verify = optional(top, "verify", verify, faults);
    let holiday = optional(top, "holiday", holiday, faults);
    let sample = optional(top, "sample", sample, faults);
    let across = optional(top, "across", across, faults);
    let accident = optional(top, "accident", accident, faults);
    let regulars = each(top.optional_sections("regular", faults), asked::regular, faults);
    let bounds = each(top.optional_sections("bound", faults), bound, faults);
    let reminders = each(top.optional_sections("remind", faults), remind, faults);
    let of =
        reminders.iter().flat_map(|rule| rule.value.of.iter().map(|of| (of.as_str(), rule.at)));
    no_doubles("提醒", of, faults);
    let lists = each(top.optional_sections("list", faults), list, faults);
    let completeness = optional(top, "completeness", completeness, faults);
    for (what, codes) in [
        ("文号系列", codes(&numbers, |rule| &rule.series)),
        ("报送规则", codes(&reports, |rule| &rule.code)),
        ("重点理由", codes(&keys, |rule| &rule.code)),
        ("清单", codes(&lists, |rule| &rule.code)),
    ] {
        no_doubles(what, codes, faults);
    }
    asked::check_patrols(&patrols, faults);
    asked::check_regulars(&regulars, faults);
    Some(Regime {
        code: header.code,
        revision: header.revision,
        title,
        source,
        notice: notice?,
        numbers: values(numbers),
        patrols: values(patrols),
        reports: values(reports),
        recheck: recheck?,
        deadline: deadline?,
        transfer: transfer?,
        supervision: supervision?,
        event: event?,
        accountability: accountability?,
        officer: officer?,
        keys: values(keys),
        signs: values(signs),
        verify: verify?,
        holiday: holiday?,
        sample: sample?,
        across: across?,
        accident: accident?,
        regulars: values(regulars),
        bounds: values(bounds),
        reminders: values(reminders),
        lists: values(lists),
        completeness: completeness?,
    })
}

fn notice(mut section: Section<'_>, faults: &mut Faults) -> Option<NoticeRule> {
    let variants = [("street", Variant::Street), ("district", Variant::District)];
    let variant = section.choice("variant", &variants, faults);
    let copies = values(section.texts("copies", faults));
    let mut named = |key| section.optional(key, faults).map(|text| text.value).unwrap_or_default();
    let (review_body, court, issuer) = (named("review_body"), named("court"), named("issuer"));
    let source = section.words("source", faults);
    section.finish(faults);
    Some(NoticeRule { variant: variant?, copies, review_body, court, issuer, source })
}

fn number(section: &mut Section<'_>, faults: &mut Faults) -> Option<NumberRule> {
    let series = section.words("series", faults);
    let pattern = section.text("pattern", faults);
    let source = section.words("source", faults);
    let pattern = pattern?;
    let at = pattern.at;
    let pattern = NumberPattern::parse(&pattern.value)
        .map_err(|problems| {
            for problem in problems {
                faults.add(at, pattern_sentence(&problem));
            }
        })
        .ok()?;
    Some(NumberRule { series, pattern, source })
}

pub(super) fn pattern_sentence(fault: &PatternFault) -> String {
    match fault {
        PatternFault::UnknownPlaceholder(name) => format!(
            "文号里的空 {{{}}} 不认识：只能写 {{office}}、{{series}}、{{year}}、{{serial}}",
            shown(name)
        ),
        PatternFault::LoneBrace => "文号里的花括号没有成对".to_owned(),
        PatternFault::NoSerial => "文号里缺少流水号：请补上 {serial}".to_owned(),
        PatternFault::NoYear => "文号里缺少年份：请补上 〔{year}〕".to_owned(),
        PatternFault::YearOutsideBrackets => {
            "文号里的年份要用六角括号括起来：〔{year}〕".to_owned()
        }
        PatternFault::Repeated(name) => format!("文号里的 {{{name}}} 只能写一次"),
        PatternFault::Adjacent => {
            "文号里 {office} 和 {series} 之间要有文字，否则无法分辨".to_owned()
        }
        PatternFault::ControlCharacter => "文号里有看不见的控制字符：请删去".to_owned(),
    }
}

fn report(section: &mut Section<'_>, faults: &mut Faults) -> Option<ReportRule> {
    let code = section.words("code", faults);
    let label = section.words("label", faults);
    let from = section.choice("from", &LEVELS, faults);
    let to = section.choice("to", &LEVELS, faults);
    let every = section.choice("every", &EVERY[1..], faults);
    let periods = [("previous", true), ("current", false)];
    let of_previous = section.choice("period", &periods, faults);
    let day = section.number("day", 1..=31, faults);
    let at = section.at;
    let cut = section.optional_number("cut", 1..=28, faults);
    if cut.is_some() && (every != Some(Every::Month) || of_previous == Some(true)) {
        faults.add(
            at,
            "cut（截止日）只写在每月报本期（every = \"month\"、period = \"current\"）的报表里",
        );
    }
    let mut named = |key| section.optional(key, faults).map(|text| text.value);
    let (paper, sums) = (named("paper"), named("sums"));
    let source = section.words("source", faults);
    if let (Some(from), Some(to)) = (from, to)
        // Levels stand from the city down: what is above is less.
        && to >= from
    {
        faults.add(section.at, "报送要向上级：to 必须比 from 高一级以上");
    }
    Some(ReportRule {
        paper: paper.unwrap_or_else(|| code.clone()),
        sums: sums.unwrap_or_default(),
        code,
        label,
        from: from?,
        to: to?,
        every: every?,
        of_previous: of_previous?,
        day: day?,
        cut,
        source,
    })
}

fn recheck(mut section: Section<'_>, faults: &mut Faults) -> Option<RecheckRule> {
    let grace_workdays = section.number("grace_workdays", 0..=60, faults);
    let source = section.words("source", faults);
    section.finish(faults);
    Some(RecheckRule { grace_workdays: grace_workdays?, source })
}

fn deadline(mut section: Section<'_>, faults: &mut Faults) -> Option<DeadlineRule> {
    let presets = section.numbers("presets", 0..=LONGEST, faults);
    let default_days = section.number("default_days", 1..=LONGEST, faults);
    let warn_general_days = section.number("warn_general_days", 1..=LONGEST, faults);
    let warn_major_days = section.number("warn_major_days", 1..=LONGEST, faults);
    let source = section.words("source", faults);
    section.finish(faults);
    Some(DeadlineRule {
        presets,
        default_days: default_days?,
        warn_general_days: warn_general_days?,
        warn_major_days: warn_major_days?,
        source,
    })
}

fn transfer(mut section: Section<'_>, faults: &mut Faults) -> Option<TransferRule> {
    let reply_workdays = section.number("reply_workdays", 1..=60, faults);
    let source = section.words("source", faults);
    section.finish(faults);
    Some(TransferRule { reply_workdays: reply_workdays?, source })
}

fn supervision(mut section: Section<'_>, faults: &mut Faults) -> Option<SupervisionRule> {
    let periods = supervision::Every::ALL.map(|every| (every.code(), every));
    let every = section.choice("every", &periods, faults);
    let extension_workdays = section.number("extension_workdays", 0..=60, faults);
    let source = section.words("source", faults);
    section.finish(faults);
    Some(SupervisionRule { every: every?, extension_workdays: extension_workdays?, source })
}

fn event(mut section: Section<'_>, faults: &mut Faults) -> Option<EventRule> {
    let hop_days = section.number("hop_days", 1..=60, faults);
    let source = section.words("source", faults);
    section.finish(faults);
    Some(EventRule { hop_days: hop_days?, source })
}

fn verify(mut section: Section<'_>, faults: &mut Faults) -> Option<VerifyRule> {
    let days = section.number("days", 1..=LONGEST, faults);
    let source = section.words("source", faults);
    section.finish(faults);
    Some(VerifyRule { days: days?, source })
}

fn holiday(mut section: Section<'_>, faults: &mut Faults) -> Option<HolidayRule> {
    let rest_days = section.number("rest_days", 2..=30, faults);
    let before = section.number("before", 1..=60, faults);
    let scope = section.choice("scope", &SCOPES, faults);
    let source = section.words("source", faults);
    section.finish(faults);
    Some(HolidayRule { rest_days: rest_days?, before: before?, scope: scope?, source })
}

fn sample(mut section: Section<'_>, faults: &mut Faults) -> Option<SampleRule> {
    let days = section.number("days", 1..=LONGEST, faults);
    let zero_report = section.number("zero_report", 1..=100, faults);
    let no_hazards = section.number("no_hazards", 1..=100, faults);
    let source = section.words("source", faults);
    section.finish(faults);
    let weights = Weights { zero_report: zero_report?, no_hazards: no_hazards? };
    Some(SampleRule { days: days?, weights, source })
}

fn across(mut section: Section<'_>, faults: &mut Faults) -> Option<AcrossRule> {
    let premises = section.number("premises", 1..=COUNTED, faults);
    let percent = section.number("percent", 0..=100, faults);
    let source = section.words("source", faults);
    section.finish(faults);
    let share = Share { premises: premises?, percent: percent? };
    Some(AcrossRule { share, source })
}

fn accident(mut section: Section<'_>, faults: &mut Faults) -> Option<AccidentRule> {
    let told_minutes = section.number("told_minutes", 1..=1440, faults);
    let sent_minutes = section.number("sent_minutes", 1..=1440, faults);
    // An office's own file may still say for how many days an accident is asked for: it is until it is told.
    section.optional_number("days", 1..=365, faults);
    let source = section.words("source", faults);
    section.finish(faults);
    Some(AccidentRule { told_minutes: told_minutes?, sent_minutes: sent_minutes?, source })
}

fn bound(section: &mut Section<'_>, faults: &mut Faults) -> Option<BoundRule> {
    let label = section.words("label", faults);
    let ledger = section.words("ledger", faults);
    let field = section.words("number", faults);
    let least = section.optional_number("least", 1..=100_000, faults);
    let most = section.optional_number("most", 1..=100_000, faults);
    if least.is_none() == most.is_none() {
        faults.add(section.at, "bound 要写 least（至少多少）或 most（最多多少）之一");
    }
    let when = section.optional("field", faults).map(|text| text.value);
    let value = section.optional("value", faults).map(|text| text.value);
    if when.is_some() != value.is_some() {
        faults.add(section.at, "field 和 value 要一起写");
    }
    let source = section.words("source", faults);
    Some(BoundRule { label, ledger, field, least, most, only: when.zip(value), source })
}

fn remind(section: &mut Section<'_>, faults: &mut Faults) -> Option<RemindRule> {
    let of = values(section.texts("of", faults));
    let before = section.number("before", 0..=366, faults);
    let mut rungs: Vec<Rung> = Vec::new();
    for mut rung in section.optional_sections("tell", faults) {
        let after = rung.number("after", 0..=366, faults);
        let to = rung.choice("to", &Role::ALL.map(|role| (role.code(), role)), faults);
        rung.finish(faults);
        let (Some(after), Some(to)) = (after, to) else { continue };
        if rungs.last().is_some_and(|last| last.after >= after) {
            faults.add(rung.at, "tell 要按天数从少到多写，每一级比前一级晚");
        }
        rungs.push(Rung { after, to });
    }
    let source = section.words("source", faults);
    Some(RemindRule { of, ladder: Ladder { before: before?, rungs }, source })
}

fn accountability(mut section: Section<'_>, faults: &mut Faults) -> Option<AccountabilityRule> {
    let mut number = |key, allowed| section.number(key, allowed, faults);
    let limits = [
        // Three working days ahead at least.
        number("forecast_workdays", 3..=20),
        number("look_back_days", 30..=730),
        number("rate_gap", 1..=100),
        number("rate_least", 1..=1000),
        number("overdue_most", 0..=1000),
        number("notice_workdays", 0..=30),
        number("report_workdays", 0..=30),
        number("failed_rechecks", 1..=20),
        number("missed_periods", 1..=6),
        number("improve_days", 1..=365),
        number("extensions", 1..=20),
        number("reopened_percent", 0..=100),
        number("silent_workdays", 1..=60),
        number("relapse_days", 1..=365),
    ];
    // Once how often a hazard was handed over: an office's own regime may still say it.
    section.optional_number("handovers", 1..=20, faults);
    let source = section.words("source", faults);
    section.finish(faults);
    let mut limits = limits.into_iter();
    let mut next = || limits.next().flatten();
    let limits = Limits {
        forecast_workdays: next()?,
        look_back_days: next()?,
        rate_gap: next()?,
        rate_least: next()?,
        overdue_most: next()?,
        notice_workdays: next()?,
        report_workdays: next()?,
        failed_rechecks: next()?,
        missed_periods: next()?,
        improve_days: next()?,
        extensions: next()?,
        reopened_percent: next()?,
        silent_workdays: next()?,
        relapse_days: next()?,
    };
    Some(AccountabilityRule { limits, source })
}

fn officer(mut section: Section<'_>, faults: &mut Faults) -> Option<OfficerRule> {
    let ways =
        [("off", Strictness::Off), ("warn", Strictness::Warn), ("refuse", Strictness::Refuse)];
    let unrecorded = section.choice("unrecorded", &ways, faults);
    let newcomer = match section.has("newcomer") {
        true => section.choice("newcomer", &ways, faults),
        false => unrecorded,
    };
    let settling_days = section.optional_number("settling_days", 0..=366, faults).unwrap_or(30);
    let invalid = section.choice("invalid", &ways, faults);
    let born_from = section.optional("born_from", faults).and_then(|text| {
        let day = text.value.parse();
        if day.is_err() {
            faults.add(text.at, "born_from 要写成 \"1982-10-01\" 的样子");
        }
        day.ok()
    });
    let educations = values(section.optional_texts("educations", faults));
    let absences = values(section.optional_texts("absences", faults));
    let failed_quarters = section.number("failed_quarters", 0..=4, faults);
    let dismissal_workdays = section.number("dismissal_workdays", 0..=60, faults);
    let report_workdays = section.optional_number("report_workdays", 0..=30, faults);
    let source = section.words("source", faults);
    section.finish(faults);
    let rules = Rules {
        unrecorded: unrecorded?,
        newcomer: newcomer?,
        settling_days,
        invalid: invalid?,
        born_from,
        educations,
        absences,
        failed_quarters: failed_quarters?,
        dismissal_workdays: dismissal_workdays?,
        report_workdays,
    };
    Some(OfficerRule { rules, source })
}

/// A section that need not be there: the rule's usual numbers without it.
fn optional<'d, T: Default>(
    top: &mut Section<'d>,
    key: &'static str,
    grammar: impl Fn(Section<'d>, &mut Faults) -> Option<T>,
    faults: &mut Faults,
) -> Option<T> {
    if !top.has(key) {
        return Some(T::default());
    }
    top.section(key, faults).and_then(|section| grammar(section, faults))
}

fn key(section: &mut Section<'_>, faults: &mut Faults) -> Option<KeyRule> {
    Some(KeyRule {
        code: section.words("code", faults),
        label: section.words("label", faults),
        words: values(section.texts("words", faults)),
        except: values(section.optional_texts("except", faults)),
        fire: values(section.optional_texts("fire", faults))
            .iter()
            .filter_map(|class| class.chars().next())
            .collect(),
        processes: values(section.optional_texts("processes", faults)),
        major_hazard: section.flag("major_hazard", faults),
        rows: section
            .optional_sections("row", faults)
            .iter_mut()
            .map(|row| key_row(row, faults))
            .collect(),
        source: section.words("source", faults),
    })
}

fn key_row(section: &mut Section<'_>, faults: &mut Faults) -> KeyRow {
    let row = KeyRow {
        ledger: section.words("ledger", faults),
        field: section.words("field", faults),
        value: section.words("value", faults),
        has: section.words("has", faults),
        line: faults.line(section.at),
    };
    section.finish(faults);
    row
}

fn sign(section: &mut Section<'_>, faults: &mut Faults) -> Option<SignRule> {
    let paper = section.words("paper", faults);
    let roles = section.texts("roles", faults);
    for role in &roles {
        if !ROLES.contains(&role.value.as_str()) {
            faults.add(
                role.at,
                format!("职责“{}”不认识：只能写 {}", shown(&role.value), ROLES.join("、")),
            );
        }
    }
    Some(SignRule { paper, roles: values(roles), source: section.words("source", faults) })
}

fn list(section: &mut Section<'_>, faults: &mut Faults) -> Option<ListRule> {
    let code = section.words("code", faults);
    let title = section.words("title", faults);
    let all = [
        ("premises", Listed::Premises),
        ("key", Listed::Key),
        ("rental", Listed::Rental),
        ("hazards", Listed::Hazards),
        ("duties", Listed::Duties),
        ("ledger", Listed::Ledger),
    ];
    let line = faults.line(section.at);
    let of = section.choice("of", &all, faults);
    let conditions = condition::conditions(section, faults);
    if let Some(of) = of {
        check_reach(of, &conditions, faults);
    }
    let filter = conditions.into_iter().map(|(condition, _)| condition).collect();
    let paper = section.words("paper", faults);
    let source = section.words("source", faults);
    Some(ListRule { code, title, of: of?, filter, paper, source, line })
}

/// That every condition asks for a fact that the rows have when it is judged: on another it would never hold.
fn check_reach(of: Listed, conditions: &[(Condition, usize)], faults: &mut Faults) {
    let scope = facts::Scope::of(About::None);
    let Some(list) = of.facts().and_then(|list| scope.list(list)) else { return };
    let names = list.rows.iter().filter_map(|row| row.name.strip_prefix("row."));
    let names: Vec<&str> = names.filter(|name| !of.out_of_reach().contains(name)).collect();
    for (condition, at) in conditions {
        let fact = condition.fact.as_str();
        if !names.contains(&fact) {
            let (list, shown) = (list.name, shown(fact));
            let wrong = match of.out_of_reach().contains(&fact) {
                true => format!("清单 {list} 不能按“{shown}”筛选"),
                false => format!("清单 {list} 的行里没有“{shown}”"),
            };
            faults.add(*at, format!("{wrong}：filter 的 fact 能写 {}", names.join("、")));
        }
    }
}

fn completeness(mut section: Section<'_>, faults: &mut Faults) -> Option<Completeness> {
    let (about, desk) = (facts::Scope::of(About::Premises), facts::Scope::of(About::None));
    let mut known = |key, knows: &dyn Fn(&str) -> bool, faults: &mut Faults| {
        let words = section.texts(key, faults);
        for word in words.iter().filter(|word| !knows(&word.value)) {
            faults.add(
                word.at,
                format!("“{}”不认识：能写的请看 anban form facts", shown(&word.value)),
            );
        }
        values(words)
    };
    let premises = known("premises", &|word| about.has(&format!("premises.{word}")), faults);
    let community = known("community", &|word| desk.list(word).is_some(), faults);
    let source = section.words("source", faults);
    section.finish(faults);
    Some(Completeness { premises, community, source })
}

/// Reads each section with one rule's grammar.
fn each<'d, T>(
    sections: Vec<Section<'d>>,
    grammar: impl Fn(&mut Section<'d>, &mut Faults) -> Option<T>,
    faults: &mut Faults,
) -> Vec<Placed<T>> {
    sections
        .into_iter()
        .filter_map(|mut section| {
            let rule = grammar(&mut section, faults);
            section.finish(faults);
            Some(Placed { value: rule?, at: section.at })
        })
        .collect()
}

fn codes<T>(rules: &[Placed<T>], code: impl Fn(&T) -> &str) -> Vec<(&str, usize)> {
    rules.iter().map(|rule| (code(&rule.value), rule.at)).collect()
}

fn values<T>(placed: Vec<Placed<T>>) -> Vec<T> {
    placed.into_iter().map(|rule| rule.value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_of_a_former_program_is_still_read() {
        let now = include_str!("../../forms/regime/beifeng.toml");
        let former = now.replacen("sent_minutes = 120\n", "sent_minutes = 120\ndays = 30\n", 1);
        assert_ne!(former, now);
        let (regime, faults) = parse("b.toml", &former);
        assert!(regime.is_some() && faults.is_empty(), "{faults:?}");
    }

    #[test]
    fn a_faulty_regime_reports_everything_at_once() {
        let text = include_str!("../../forms/regime/beifeng.toml")
            .replacen("{office}安监整改〔{year}〕{serial}号", "{office}安监整改({year}){no}号", 1)
            .replacen("every = \"week\"", "every = \"day\"", 1)
            .replacen("to = \"street\"", "to = \"grid\"", 1)
            .replacen("grace_workdays = 3", "grace_workdays = -3", 1)
            .replacen("forecast_workdays = 3", "forecast_workdays = 2", 1)
            .replacen("zero_report = 3", "zero_report = 0", 1)
            .replacen("told_minutes = 60", "told_minutes = 0", 1)
            .replacen("code = \"relapse\"", "code = \"class_c_production\"", 1)
            .replacen("\"linked_leader\"", "\"boss\"", 1);
        let (regime, faults) = parse("b.toml", &text);
        assert_eq!(regime, None);
        let messages: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "文号里的空 {no} 不认识：只能写 {office}、{series}、{year}、{serial}",
                "文号里缺少流水号：请补上 {serial}",
                "文号里的年份要用六角括号括起来：〔{year}〕",
                "every 写的是“day”，只能写：week、month、quarter、year",
                "报送要向上级：to 必须比 from 高一级以上",
                "grace_workdays 要写 0 到 60 之间的整数",
                "forecast_workdays 要写 3 到 20 之间的整数",
                "重点理由“class_c_production”重复：每个只能出现一次",
                "职责“boss”不认识：只能写 grid_officer、safety_officer、community_head、street_officer、linked_leader、unit_head、assigned_police、discipline、district_officer",
                "zero_report 要写 1 到 100 之间的整数",
                "told_minutes 要写 1 到 1440 之间的整数",
            ]
        );
    }
}
