//! What has happened at a premises, as lines of its page.

use chrono::NaiveDate;

use crate::{
    domain::{id::Id, key_list::spells, matter::MatterKind},
    office::premises::Dossier,
    terms,
    tui::screens::{hazards, papers::Paper},
};

/// One line of the history, newest first.
pub struct Moment {
    pub on: NaiveDate,
    pub what: &'static str,
    pub text: String,
    pub opens: Opens,
}

/// What Enter opens.
pub enum Opens {
    Nothing,
    Hazard(Id),
    Paper(Paper),
    Evidence(Id),
    Matter(MatterKind, Id),
}

/// All of them, the newest first; those of one day in this order.
pub fn history(dossier: &Dossier) -> Vec<Moment> {
    let mut moments: Vec<Moment> = visits(dossier)
        .chain(notices(dossier))
        .chain(found(dossier))
        .chain(evidence(dossier))
        .chain(matters(dossier))
        .chain(closing(dossier))
        .chain(changes(dossier))
        .chain(on_key_list(dossier))
        .collect();
    moments.sort_by_key(|moment| std::cmp::Reverse(moment.on));
    moments
}

fn visits(dossier: &Dossier) -> impl Iterator<Item = Moment> {
    dossier.inspections.iter().map(|visit| {
        let found = dossier.hazards.iter().filter(|hazard| hazard.inspection == visit.id).count();
        let found = if found == 0 { "无隐患".to_owned() } else { format!("隐患{found}条") };
        let name = dossier.stored.entry.name.clone();
        Moment {
            on: visit.on,
            what: "检查",
            text: format!("{} {found}", visit.inspectors.join("、")),
            opens: Opens::Paper(Paper::Checklist(visit.id, name)),
        }
    })
}

fn notices(dossier: &Dossier) -> impl Iterator<Item = Moment> {
    dossier.notices.iter().map(|line| {
        let number = line.notice.number.clone();
        let void = match &line.notice.void {
            Some(void) => format!("  作废（{}）", void.reason),
            None => String::new(),
        };
        Moment {
            on: line.notice.issued_on,
            what: "通知",
            text: format!("{number}{void}"),
            opens: Opens::Paper(Paper::Notice(number)),
        }
    })
}

fn found(dossier: &Dossier) -> impl Iterator<Item = Moment> {
    dossier.hazards.iter().map(|hazard| {
        let deadline = match (hazard.closed_on, hazard.deadline) {
            (Some(day), _) => format!("，{}销号", terms::month_day(day)),
            (None, Some(day)) => format!("，期限{}", terms::month_day(day)),
            (None, None) => String::new(),
        };
        Moment {
            on: hazard.found_on,
            what: "隐患",
            text: format!(
                "{} {}{deadline}  {}{}",
                terms::grade(hazard.grade),
                terms::state(hazard.state),
                hazards::mark(hazard),
                hazard.text
            ),
            opens: Opens::Hazard(hazard.id),
        }
    })
}

fn evidence(dossier: &Dossier) -> impl Iterator<Item = Moment> {
    dossier.evidence.iter().map(|evidence| {
        let what = if evidence.note.is_empty() { &evidence.name } else { &evidence.note };
        let void = match &evidence.void {
            Some(void) => format!("  撤回（{}）", void.reason),
            None => String::new(),
        };
        Moment {
            on: evidence.day(),
            what: "佐证",
            text: format!(
                "{}{} {what}（{}）{void}",
                terms::about(evidence.about),
                terms::evidence_kind(evidence.kind),
                evidence.actor
            ),
            opens: Opens::Evidence(evidence.id),
        }
    })
}

fn matters(dossier: &Dossier) -> impl Iterator<Item = Moment> {
    dossier.matters.iter().map(|line| {
        let closed = match line.closed_on {
            Some(on) if line.is_withdrawn() => format!("，{}撤销", terms::month_day(on)),
            Some(on) => format!("，{}了结", terms::month_day(on)),
            None => String::new(),
        };
        Moment {
            on: line.opened_on,
            what: "事项",
            text: format!("{} {}{closed}", terms::matter(line.kind), line.title),
            opens: Opens::Matter(line.kind, line.id),
        }
    })
}

fn closing(dossier: &Dossier) -> impl Iterator<Item = Moment> {
    let moment = |on, text| Moment { on, what: "关闭", text, opens: Opens::Nothing };
    dossier.flags.iter().flat_map(move |flag| {
        let text = format!("不具备安全生产条件：{}（{}）", flag.reason, flag.by);
        let reported = flag.reported_on.map(|on| moment(on, "上报提请关闭".to_owned()));
        let lifted = flag
            .lifted
            .as_ref()
            .map(|(on, reason)| moment(*on, format!("撤销不具备安全生产条件的登记：{reason}")));
        [Some(moment(flag.on, text)), reported, lifted].into_iter().flatten()
    })
}

fn changes(dossier: &Dossier) -> impl Iterator<Item = Moment> {
    dossier.changes.iter().map(|change| Moment {
        on: change.on,
        what: "变更",
        text: format!("{} {}（{}）", terms::change(change.kind), change.reason, change.by),
        opens: Opens::Nothing,
    })
}

fn on_key_list(dossier: &Dossier) -> impl Iterator<Item = Moment> {
    let moment = |on, text| Moment { on, what: "重点", text, opens: Opens::Nothing };
    spells(&dossier.changes).into_iter().flat_map(move |spell| {
        let put_on = format!("列入重点监管名单 {}", spell.reasons.join("、"));
        let out = spell.out.map(|out| {
            let kind = terms::change(out.kind);
            moment(out.on, format!("移出重点监管名单 {kind} {}（{}）", out.reason, out.by))
        });
        [Some(moment(spell.from, put_on)), out].into_iter().flatten()
    })
}
