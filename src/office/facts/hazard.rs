//! The facts of a hazard: what was found, what was ordered, and what its steps have told since.

use super::{Known, Office, day, put};
use crate::{
    domain::hazard::{Course, Step},
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
            ("category", hazard.category.clone()),
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
        for (step, _) in &stored.steps {
            told(&mut known, step);
        }
        known
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
            put(&mut row, "step", terms::step(step.kind()));
            put(&mut row, "actor", actor.clone());
            put(&mut row, "note", terms::step_detail(step));
            let state = course.as_ref().map(|course| terms::state(course.kind()));
            put(&mut row, "state", state.unwrap_or_default());
            put(&mut row, "deadline", day(course.and_then(|course| course.deadline())));
            rows.push(row);
        }
        super::numbered(rows)
    }
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
            put(known, "refused_on", terms::date(*on));
            put(known, "refusal_note", note.clone());
        }
        Step::Reported { on, to, reason } => {
            put(known, "reported_on", terms::date(*on));
            put(known, "reported_to", terms::recipient(*to));
            put(known, "report_reason", reason.clone());
        }
        Step::Extended { deadline, reason, .. } => {
            put(known, "extended_to", terms::date(*deadline));
            put(known, "extension_reason", reason.clone());
        }
        Step::Regraded { to, reason, .. } => {
            put(known, "assessed", terms::grade(*to));
            put(known, "assessment_reason", reason.clone());
        }
        _ => {}
    }
}
