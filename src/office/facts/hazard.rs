//! The facts of a hazard: what was found, what was ordered, and what its steps have told since.

use chrono::NaiveDate;

use super::{Known, Office, day, matter::noted, put};
use crate::{
    domain::{
        grade::Grade,
        hazard::{Course, StateKind, Step},
        major::{Measure, StageKind},
        resumption::{forbids, is_stop},
    },
    store::hazards::Stored,
    terms,
};

impl Office {
    /// One hazard, without its premises and its notice.
    pub(super) fn hazard_known(&self, stored: &Stored) -> Known {
        let mut known = Known::new();
        let hazard = &stored.hazard;
        let course = &hazard.course;
        for (name, value) in [
            ("id", hazard.id.to_string()),
            ("text", hazard.text.clone()),
            ("item", hazard.item.clone().unwrap_or_default()),
            ("category", hazard.category().to_owned()),
            ("grade", terms::grade(course.grade()).to_owned()),
            ("disposal", terms::disposal(hazard.disposal).to_owned()),
            ("requirement", hazard.requirement.clone()),
            ("interim", hazard.interim.clone()),
            ("basis", hazard.basis.clone()),
            ("responsible", hazard.responsible.clone()),
            ("acceptor", hazard.acceptor.clone()),
            ("owner", hazard.owner.clone()),
            ("found_on", terms::date(hazard.found_on)),
            ("deadline", day(course.deadline())),
            ("state", terms::state(course.kind()).to_owned()),
            ("closed_on", day(course.closed_on())),
            ("ordinal", hazard.ordinal.to_string()),
            ("rounds", course.rounds().to_string()),
            ("grid", hazard.grid.as_ref().map(|grid| self.unit_name(grid)).unwrap_or_default()),
            ("community", self.unit_name(&hazard.community)),
        ] {
            put(&mut known, name, value);
        }
        for (name, holds) in [
            ("is_major", course.grade() == Grade::Major),
            ("is_stop", is_stop(hazard.disposal, course)),
            ("is_refused", matches!(course.kind(), StateKind::Refused | StateKind::Reported)),
            ("is_passed", matches!(course.kind(), StateKind::Passed | StateKind::Closed)),
            ("may_resume", !forbids(hazard.disposal, course)),
        ] {
            put(&mut known, name, if holds { "是" } else { "" });
        }
        for (step, actor) in stored.standing() {
            told(&mut known, step);
            if matches!(step, Step::Passed { .. } | Step::Failed { .. } | Step::Refused { .. }) {
                put(&mut known, "recheck_by", actor.clone());
            }
        }
        reported(&mut known, &self.report_rows(stored));
        // The day that the notice named, and the one that stands instead.
        let first = stored.steps.iter().find_map(|(step, _)| match step {
            Step::Ordered { deadline, .. } | Step::Referred { deadline, .. } => Some(*deadline),
            _ => None,
        });
        put(&mut known, "first_deadline", day(first));
        put(&mut known, "later_deadline", day(course.deadline().filter(|day| Some(*day) != first)));
        known
    }

    /// 重大隐患填报表: what was filled in, and who has signed it when; and how the work goes on.
    pub(super) fn major_known(&self, stored: &Stored) -> (Known, Vec<Known>) {
        let mut known = Known::new();
        let mut progress = Vec::new();
        let mut said: Vec<String> = Vec::new();
        for (step, _) in &stored.steps {
            major_told(&mut known, step);
            if let Step::Reopened { .. } = step {
                known.retain(|name, _| !name.starts_with("accepted_"));
            }
            if let Step::MajorProgress { on, by, note } = step {
                progress.push(noted(*on, by, note));
                said.push(format!("{}{note}", terms::date(*on)));
            }
        }
        put(&mut known, "progress", said.join("；"));
        if let Some(report) = stored.hazard.course.report() {
            let form = report.form();
            put(&mut known, "filled_on", terms::date(form.on));
            put(&mut known, "filled_by", form.by.clone());
            // What was signed before a signed word was changed counts no longer.
            let ahead = StageKind::ALL.into_iter().filter(|stage| *stage > report.kind());
            let ahead: Vec<String> = ahead.map(|stage| format!("{}_", stage.code())).collect();
            known.retain(|name, _| !ahead.iter().any(|prefix| name.starts_with(prefix)));
        }
        (known, super::numbered(progress))
    }

    /// Every report of the refusal, one row each.
    pub(super) fn report_rows(&self, stored: &Stored) -> Vec<Known> {
        let told = stored.standing().into_iter().filter_map(|(step, actor)| {
            let Step::Reported { on, to, reason } = step else { return None };
            let mut row = Known::new();
            put(&mut row, "on", terms::date(*on));
            put(&mut row, "to", terms::recipient(*to));
            put(&mut row, "by", actor.clone());
            put(&mut row, "text", reason.clone());
            Some(row)
        });
        super::numbered(told)
    }

    /// The road of a hazard, one row a step.
    pub(super) fn step_rows(&self, stored: &Stored) -> Vec<Known> {
        let mut rows = Vec::new();
        let mut so_far: Vec<&Step> = Vec::new();
        for (step, actor) in &stored.steps {
            so_far.push(step);
            let hazard = &stored.hazard;
            let course =
                Course::replay(hazard.found_on, hazard.first_grade, so_far.iter().copied()).ok();
            let mut row = Known::new();
            put(&mut row, "on", terms::date(step.on()));
            put(&mut row, "what", terms::step(step.kind()));
            put(&mut row, "by", actor.clone());
            put(&mut row, "text", terms::step_detail(step));
            let state = course.as_ref().map(|course| terms::state(course.kind()));
            put(&mut row, "state", state.unwrap_or_default());
            put(&mut row, "deadline", day(course.and_then(|course| course.deadline())));
            rows.push(row);
        }
        super::numbered(rows)
    }
}

/// Several are told of one refusal (INS-20): each of them stands, under the day of the last.
fn reported(known: &mut Known, reports: &[Known]) {
    let mut to: Vec<&str> = Vec::new();
    for row in reports {
        if !to.contains(&row["to"].as_str()) {
            to.push(&row["to"]);
        }
    }
    put(known, "reported_to", to.join("、"));
    put(known, "reported_on", reports.last().map(|row| row["on"].clone()).unwrap_or_default());
    let all = reports.iter().map(|row| format!("{}{}（{}）", row["on"], row["to"], row["by"]));
    put(known, "reports", all.collect::<Vec<_>>().join("；"));
}

/// What a step says that later papers repeat; the last one of its kind stands.
fn told(known: &mut Known, step: &Step) {
    match step {
        Step::Passed { on, note, acceptor } => {
            put(known, "recheck_on", terms::date(*on));
            put(known, "recheck_result", "合格");
            put(known, "recheck_note", note.clone());
            put(known, "acceptor", acceptor.clone());
            put(known, "new_deadline", "");
        }
        Step::Failed { on, deadline, note } => {
            put(known, "recheck_on", terms::date(*on));
            put(known, "recheck_result", "不合格");
            put(known, "recheck_note", note.clone());
            put(known, "new_deadline", terms::date(*deadline));
        }
        Step::Refused { on, note } => {
            put(known, "recheck_on", terms::date(*on));
            put(known, "recheck_result", "拒不整改");
            put(known, "new_deadline", "");
            put(known, "refused_on", terms::date(*on));
            put(known, "refusal_note", note.clone());
        }
        Step::Extended { deadline, reason, .. } => {
            put(known, "extended_to", terms::date(*deadline));
            put(known, "extension_reason", reason.clone());
        }
        Step::Regraded { to, reason, .. } => {
            put(known, "assessed", terms::grade(*to));
            put(known, "assessment_reason", reason.clone());
        }
        Step::Stopped { on, at, by, measures } => {
            put(known, "stopped_on", terms::date(*on));
            put(known, "stopped_at", at.to_string());
            put(known, "stopped_by", by.clone());
            put(known, "stop_measures", measures.clone());
        }
        // What was passed counts no longer.
        Step::Reopened { .. } => {
            for name in
                ["recheck_on", "recheck_by", "recheck_result", "recheck_note", "new_deadline"]
            {
                put(known, name, "");
            }
        }
        Step::HandedOver { to, .. } => put(known, "owner", to.clone()),
        _ => {}
    }
}

/// What a step of the major report says.
fn major_told(known: &mut Known, step: &Step) {
    let mut word = |what: &str, on: NaiveDate, by: &str, opinion: &str| {
        put(known, &format!("{what}_on"), terms::date(on));
        put(known, &format!("{what}_by"), by);
        put(known, &format!("{what}_opinion"), opinion);
    };
    match step {
        Step::MajorFilled { on, by, fields, measures } => {
            word("filled", *on, by, "");
            known.extend(fields.clone());
            for measure in Measure::ALL {
                put(known, measure.code(), measures.get(measure));
            }
        }
        Step::MajorVerified { on, by, opinion } => word("verified", *on, by, opinion),
        Step::MajorSigned { on, by: [first, second] } => {
            put(known, "signed_on", terms::date(*on));
            put(known, "signed_by_1", first.clone());
            put(known, "signed_by_2", second.clone());
        }
        Step::MajorSealed { on, by } => word("sealed", *on, by, ""),
        Step::MajorApproved { on, by, opinion } => word("approved", *on, by, opinion),
        Step::MajorReceived { on, by, at } => {
            word("received", *on, by, "");
            put(known, "received_at", at.map(|at| at.to_string()).unwrap_or_default());
        }
        Step::MajorStreetVerified { on, by, opinion } => word("street_verified", *on, by, opinion),
        Step::Accepted { on, by, opinion } => word("accepted", *on, by, opinion),
        _ => {}
    }
}
