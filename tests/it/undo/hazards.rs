//! The follow-up of hazards, and the report of a major one.

use anban::{
    domain::{hazard::Recipient, major::Advance, time_of_day::TimeOfDay},
    office::Refusal,
};

use super::{
    Back::{Instead, Taken},
    Row, Way,
    house::{House, day},
};

const REFILL: Way = |house, id| house.fill(id, "人员全部搬离，拆除隔板");
const PROGRESS: Way = |house, id| house.sign(id, Advance::Progress);

pub(super) const DEEDS: &[Row] = &[
    (
        "recheck",
        |house| {
            let hazard = house.hazard("general");
            house.pass(&hazard).unwrap();
            hazard
        },
        Taken,
    ),
    (
        "extend",
        |house| {
            let hazard = house.hazard("general");
            house.office.extend(&hazard, None, day("2027-01-08"), "材料未到").unwrap();
            hazard
        },
        Taken,
    ),
    (
        "regrade",
        |house| {
            let hazard = house.hazard("general");
            let grade = anban::domain::grade::Grade::Major;
            house.office.regrade(&hazard, None, grade, "夹层住人", None).unwrap();
            hazard
        },
        Taken,
    ),
    (
        "report",
        |house| {
            let hazard = house.hazard("general");
            house.office.report(&hazard, Recipient::Street, None, "请协助").unwrap();
            hazard
        },
        Taken,
    ),
    (
        "close",
        |house| {
            let hazard = house.hazard("general");
            house.pass(&hazard).unwrap();
            house.office.close(&hazard, None).unwrap();
            hazard
        },
        Taken,
    ),
    (
        "reopen",
        |house| {
            let hazard = house.hazard("general");
            house.pass(&hazard).unwrap();
            house.office.close(&hazard, None).unwrap();
            house.office.reopen(&hazard, None, None, "又住人了").unwrap();
            hazard
        },
        Taken,
    ),
    (
        "stop",
        |house| {
            let hazard = house.hazard("major");
            stop(house, &hazard).unwrap();
            hazard
        },
        Instead("写错的请再登记一次，写明更正什么", &[stop]),
    ),
    (
        "major_fill",
        |house| {
            let hazard = house.hazard("major");
            house.fill(&hazard, "人员搬离").unwrap();
            hazard
        },
        Instead("请再改填报表", &[REFILL]),
    ),
    (
        "major_verify",
        |house| house.major(Advance::Verified),
        Instead(
            "请改填报表，改了签过的内容，从核实起重新签",
            &[REFILL, |house, id| {
                house.fill(id, "人员全部搬离")?;
                house.sign(id, Advance::Verified)
            }],
        ),
    ),
    (
        "major_sign",
        |house| house.major(Advance::Signed),
        Instead("请改填报表，改了签过的内容，从核实起重新签", &[REFILL]),
    ),
    (
        "major_seal",
        |house| house.major(Advance::Sealed),
        Instead("请改填报表，改了签过的内容，从核实起重新签", &[REFILL]),
    ),
    (
        "major_approve",
        |house| house.major(Advance::Approved),
        Instead(
            "请先登记街道安办接收，再记一条整改进展",
            &[|house, id| {
                house.sign(id, Advance::Received)?;
                house.sign(id, Advance::Progress)
            }],
        ),
    ),
    (
        "major_receive",
        |house| house.major(Advance::Received),
        Instead("请记一条整改进展", &[PROGRESS]),
    ),
    (
        "major_street_verify",
        |house| house.major(Advance::StreetVerified),
        Instead("请记一条整改进展", &[PROGRESS]),
    ),
    (
        "major_progress",
        |house| house.major(Advance::Progress),
        Instead("请记一条整改进展", &[PROGRESS]),
    ),
    (
        "major_accept",
        |house| house.major(Advance::Accepted),
        Instead(
            "请登记复查不合格，另定期限，整改好再复查、验收",
            &[|house, id| {
                house.fail(id)?;
                house.pass(id)?;
                house.sign(id, Advance::Accepted)
            }],
        ),
    ),
];

fn stop(house: &mut House, hazard: &str) -> Result<(), Refusal> {
    let at = TimeOfDay::read("10:30").unwrap();
    house.office.stop(hazard, None, at, "更正：停用三楼夹层", Some("陈一鸣")).map(drop)
}
