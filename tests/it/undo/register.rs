//! The register of premises: entries, changes, imports, parcels, who is unfit.

use anban::{
    domain::premises::ChangeKind,
    office::{
        exchange::Decisions,
        premises::{Fields, Share},
        units::People,
    },
};

use super::{
    Back::{Instead, Taken},
    Row, Way,
    house::{GRID, House, day},
};

const RETYPE: Way = |house, name| {
    let fields = Fields { phone: Some("13805950002".into()), ..Fields::default() };
    house.office.edit_premises(name, &fields, None, "", None).map(drop)
};
const SHUT: Way = |house, name| {
    let fields = Fields::default();
    house
        .office
        .change_premises(name, ChangeKind::Closed, None, "登记错了", &fields, None)
        .map(drop)
};
const LIFT: Way = |house, name| house.office.lift_unfit(name, None, "登记错了").map(drop);

pub(super) const DEEDS: &[Row] = &[
    (
        "premises_add",
        |house| {
            let name = house.fresh("新登记的厂");
            house.premises(&name);
            name
        },
        Taken,
    ),
    (
        "premises_verify",
        |house| {
            let name = house.fresh("核实的厂");
            house.premises(&name);
            house.office.verify_premises(&name, None, "").unwrap();
            name
        },
        Instead("请修改；不该登记的请变更为关闭", &[RETYPE, SHUT]),
    ),
    (
        "premises_change",
        |house| {
            let name = house.fresh("变更的厂");
            house.premises(&name);
            RETYPE(house, &name).unwrap();
            name
        },
        Taken,
    ),
    (
        "premises_move",
        |house| {
            let name = house.fresh("并入网格");
            house.office.add_grid("招联社区", &name, "", &People::default()).unwrap();
            let share = Share { to: name.clone(), word: String::new() };
            house.office.move_grid(GRID, &[share], None, "撤并").unwrap();
            name
        },
        Taken,
    ),
    (
        "import",
        |house| {
            house.import().unwrap();
            String::new()
        },
        Taken,
    ),
    (
        "unpack",
        |house| {
            let name = house.fresh("顺发纸箱厂");
            house.premises(&name);
            let file = house.folder.file("招联社区.zip");
            house.office.pack_community("招联社区", &file, None).unwrap();
            house.office.unpack(&file, None, &Decisions::default()).unwrap();
            name
        },
        Instead("只有几条不对的，请照实更正", &[RETYPE]),
    ),
    (
        "undo_import",
        |house| {
            house.import().unwrap();
            house.office.undo_import(None, false, "").unwrap();
            String::new()
        },
        Instead("请把名册再导入一次", &[|house, _| house.import()]),
    ),
    ("unfit_flag", House::flagged, Instead("请撤销这个登记，写明原因", &[LIFT])),
    (
        "unfit_report",
        |house| {
            let name = house.flagged();
            house.office.report_unfit(&name, day("2026-11-20")).unwrap();
            name
        },
        Instead("请撤销这个登记，写明原因", &[LIFT]),
    ),
    (
        "unfit_lift",
        |house| {
            let name = house.flagged();
            LIFT(house, &name).unwrap();
            name
        },
        Instead(
            "请重新登记",
            &[|house, name| house.office.flag_unfit(name, None, "仍无安全出口", None).map(drop)],
        ),
    ),
];
