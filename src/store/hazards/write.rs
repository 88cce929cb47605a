//! A hazard written: its first day, the steps that follow, its columns folded anew.

use super::by_id;
use crate::{
    domain::{
        hazard::{Step, StepKind},
        id::Id,
        inspection::Hazard,
        major::{Report, StageKind},
        unit::UnitPath,
    },
    params,
    store::{Driver, Fault, text::to_json},
};

/// A new hazard with the steps of its first day.
pub fn insert(
    driver: &mut dyn Driver,
    hazard: &Hazard,
    form: &str,
    steps: &[Step],
    actor: &str,
) -> Result<(), Fault> {
    driver.execute(
        "INSERT INTO hazard(cid, id, grid, premises, inspection, ordinal, item, text, category,
             disposal, requirement, interim, basis, responsible, acceptor, owner, found_on, first_grade,
             term, state, grade, is_open, deadline, closed_on, report, report_on,
             steps, form)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
             $20, $21, $22, $23, $24, $25, $26, $27, $28)",
        params![
            hazard.community.as_str(),
            hazard.id.0,
            hazard.grid.as_ref().map(UnitPath::as_str),
            hazard.premises.0,
            hazard.inspection.0,
            hazard.ordinal,
            hazard.item.as_deref(),
            &hazard.text,
            &hazard.category,
            hazard.disposal.code(),
            &hazard.requirement,
            &hazard.interim,
            &hazard.basis,
            &hazard.responsible,
            &hazard.acceptor,
            &hazard.owner,
            hazard.found_on,
            hazard.first_grade.code(),
            hazard.term.as_ref().map(to_json).transpose()?,
            hazard.course.kind().code(),
            hazard.course.grade().code(),
            hazard.course.kind().is_open(),
            hazard.course.deadline(),
            hazard.course.closed_on(),
            report(hazard),
            hazard.course.report().map(Report::last_on),
            steps.len() as i64,
            form
        ],
    )?;
    add_steps(driver, hazard, 0, steps, actor)
}

/// What the column `report` says.
fn report(hazard: &Hazard) -> &'static str {
    hazard.course.report_kind().map_or("", StageKind::code)
}

fn add_steps(
    driver: &mut dyn Driver,
    hazard: &Hazard,
    after: usize,
    steps: &[Step],
    actor: &str,
) -> Result<(), Fault> {
    for (index, step) in steps.iter().enumerate() {
        driver.execute(
            "INSERT INTO hazard_step(cid, hazard, seq, on_day, kind, actor, body)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            params![
                hazard.community.as_str(),
                hazard.id.0,
                (after + index + 1) as i64,
                step.on(),
                step_code(step.kind())?,
                actor,
                to_json(step)?
            ],
        )?;
    }
    Ok(())
}

/// What the column `kind` of a step says.
pub(in crate::store) fn step_code(kind: StepKind) -> Result<String, Fault> {
    let code = serde_json::to_value(kind).ok();
    code.and_then(|code| code.as_str().map(str::to_owned))
        .ok_or_else(|| Fault::other("a kind of step has no code".to_owned()))
}

/// Writes the steps that follow those that were read; another desk's step in between is a conflict.
/// `hazard` is as it stands after the steps.
pub fn follow(
    driver: &mut dyn Driver,
    hazard: &Hazard,
    known: usize,
    steps: &[Step],
    actor: &str,
) -> Result<(), Fault> {
    let touched = driver.execute(
        "UPDATE hazard SET state = $4, grade = $5, is_open = $6, deadline = $7, closed_on = $8,
             steps = $9, owner = $10, report = $11, report_on = $12
         WHERE cid = $1 AND id = $2 AND steps = $3",
        params![
            hazard.community.as_str(),
            hazard.id.0,
            known as i64,
            hazard.course.kind().code(),
            hazard.course.grade().code(),
            hazard.course.kind().is_open(),
            hazard.course.deadline(),
            hazard.course.closed_on(),
            (known + steps.len()) as i64,
            &hazard.owner,
            report(hazard),
            hazard.course.report().map(Report::last_on)
        ],
    )?;
    if touched != 1 {
        return Err(Fault::Conflict);
    }
    add_steps(driver, hazard, known, steps, actor)
}

/// Tells anew where a hazard stands after its steps came from elsewhere. Errors: [`Fault::Damaged`] where they do not follow
/// from one another.
pub fn refold(driver: &mut dyn Driver, community: &UnitPath, id: Id) -> Result<(), Fault> {
    let Some(stored) = by_id(driver, community, id)? else {
        return Err(Fault::damaged(format!("hazard {id} is not there")));
    };
    let steps = stored.steps.len();
    driver.execute(
        "UPDATE hazard SET steps = $3 WHERE cid = $1 AND id = $2",
        params![community.as_str(), id.0, steps as i64],
    )?;
    follow(driver, &stored.hazard, steps, &[], "")
}
