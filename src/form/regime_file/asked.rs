//! What a regime asks for again and again (`[[patrol]]`, `[[regular]]`), and from which day to which.

use chrono::NaiveDate;

use super::{EVERY, LEVELS, ROLES, SCOPES};
use crate::form::{
    document::{Placed, Section, shown},
    fault::Faults,
    regime::{Each, Lasts, Patrol, RegularRule},
};

pub(super) fn patrol(section: &mut Section<'_>, faults: &mut Faults) -> Option<Patrol> {
    let code = section.words("code", faults);
    let label = section.words("label", faults);
    let scope = section.choice("scope", &SCOPES, faults);
    let every = section.choice("every", &EVERY, faults);
    let times = section.number("times", 1..=31, faults);
    let skips_rest = section.flag("skips_rest", faults);
    let by = section.choice("by", &ROLES.map(|role| (role, role)), faults);
    let lasts = lasts(section, faults);
    let source = section.words("source", faults);
    Some(Patrol {
        code,
        label,
        scope: scope?,
        every: every?,
        times: times?,
        skips_rest,
        by: by?.to_owned(),
        lasts,
        source,
    })
}

pub(super) fn regular(section: &mut Section<'_>, faults: &mut Faults) -> Option<RegularRule> {
    let code = section.words("code", faults);
    let label = section.words("label", faults);
    let ledger = section.words("ledger", faults);
    let level = section.choice("level", &LEVELS[1..4], faults);
    let periods = EVERY.map(|(word, every)| (word, Some(every)));
    let periods = [&[("day", None)][..], &periods[..]].concat();
    let every = section.choice("every", &periods, faults);
    let each = section.optional("each", faults);
    let officer = section.optional("officer", faults);
    let each = match (each.as_ref().map(|each| each.value.as_str()), officer) {
        (None | Some("unit"), None) => Each::Unit,
        (Some("key"), None) => Each::Key,
        (Some("officer"), Some(field)) => Each::Officer(field.value),
        _ => {
            faults.add(
                section.at,
                "each 只能写：unit、key、officer；写 officer 时要用 officer = \"…\" 写明姓名在哪个字段",
            );
            Each::Unit
        }
    };
    let times = section.number("times", 1..=366, faults);
    let mut pair = |field, value, faults: &mut Faults| match (
        section.optional(field, faults),
        section.has(value),
    ) {
        (Some(field), true) => Some(field.value),
        (None, false) => None,
        _ => {
            faults.add(section.at, format!("{field} 和 {value} 要一起写"));
            None
        }
    };
    let field = pair("field", "value", faults);
    let number = pair("number", "least", faults);
    let only = field.zip(section.optional("value", faults).map(|value| value.value));
    let least = number.zip(section.optional_number("least", 1..=100_000, faults));
    let own = section.flag("own", faults);
    let speaks = section.optional("speaks", faults).map(|text| text.value);
    let before = section.number("before", 0..=366, faults);
    let lasts = lasts(section, faults);
    let source = section.words("source", faults);
    Some(RegularRule {
        code,
        label,
        ledger,
        level: level?,
        every: every?,
        each,
        times: times?,
        only,
        own,
        least,
        speaks,
        before: before?,
        lasts,
        source,
    })
}

/// First and last day of a rule. A faulty one is as if it were not there.
fn lasts(section: &mut Section<'_>, faults: &mut Faults) -> Lasts {
    let since = day(section, "since", "第一天", faults);
    let until = day(section, "until", "最后一天", faults);
    if let (Some(first), Some(last)) = (&since, &until)
        && last.value < first.value
    {
        faults.add(
            last.at,
            format!(
                "until（最后一天）{}早于 since（第一天）{}：请改正其中一个",
                last.value, first.value
            ),
        );
    }
    Lasts { since: since.map(|day| day.value), until: until.map(|day| day.value) }
}

fn day(
    section: &mut Section<'_>,
    key: &'static str,
    means: &str,
    faults: &mut Faults,
) -> Option<Placed<NaiveDate>> {
    let text = section.optional(key, faults)?;
    let day = text.value.parse::<NaiveDate>().ok();
    let day = day.filter(|day| day.to_string() == text.value);
    if day.is_none() {
        faults.add(
            text.at,
            format!(
                "{key}（{means}）写的是“{}”，要写一个有的日子，写成 \"2026-12-01\" 的样子",
                shown(&text.value)
            ),
        );
    }
    Some(Placed { value: day?, at: text.at })
}

/// Rules of one code follow each other, and are of one round: who owes it, what of and how often is told by its code.
pub(super) fn check_patrols(all: &[Placed<Patrol>], faults: &mut Faults) {
    follow("巡查规则", all, |rule| (&rule.code, rule.lasts), faults);
    for (at, rule) in all.iter().enumerate() {
        let former = all[..at].iter().find(|former| former.value.code == rule.value.code);
        let Some(former) = former else { continue };
        let (line, of, was) = (faults.line(former.at), &rule.value, &former.value);
        for (key, same) in [
            ("scope", of.scope == was.scope),
            ("every", of.every == was.every),
            ("by", of.by == was.by),
        ] {
            if !same {
                faults.add(
                    rule.at,
                    format!(
                        "巡查规则“{}”的 {key} 和第{line}行的一条不一样：查哪些、多长一期、由谁查变了就是另一项巡查，请另取一个 code，并给原来的一条写 until（最后一天）",
                        shown(&of.code)
                    ),
                );
            }
        }
    }
}

pub(super) fn check_regulars(all: &[Placed<RegularRule>], faults: &mut Faults) {
    follow("定期工作", all, |rule| (&rule.code, rule.lasts), faults);
}

/// Reports rules of one code that hold on one day.
fn follow<T>(
    what: &str,
    all: &[Placed<T>],
    of: impl Fn(&T) -> (&String, Lasts),
    faults: &mut Faults,
) {
    for (at, rule) in all.iter().enumerate() {
        let (code, lasts) = of(&rule.value);
        let same = |former: &&Placed<T>| {
            let (known, before) = of(&former.value);
            !code.is_empty() && known == code && before.meets(lasts)
        };
        if let Some(former) = all[..at].iter().find(same) {
            let line = faults.line(former.at);
            faults.add(
                rule.at,
                format!(
                    "{what}“{}”重复：和第{line}行的一条管到同样的日子。同一个 code 要一条接一条：先前的写 until（最后一天），后来的写 since（第一天），日子不重叠",
                    shown(code)
                ),
            );
        }
    }
}

#[cfg(test)]
mod tests;
