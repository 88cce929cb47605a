//! Units, staff and the duties of a grid.

use anban::{
    domain::{staff::Role, unit::Duty},
    office::{
        leaving::Leaving,
        units::{People, UnitEdit},
    },
};

use super::{
    Back::{Instead, Taken},
    Row, Way,
    house::{GRID, day},
};

const ASSIGN: Way = |house, _| house.assign("陈一鸣");
const RENAME: Way = |house, unit| {
    let leader = house.fresh("苏主任");
    let edit = UnitEdit { leader: Some(leader), ..UnitEdit::default() };
    house.office.edit_unit(unit, &edit).map(drop)
};

pub(super) const DEEDS: &[Row] = &[
    (
        "unit_add",
        |house| {
            let name = house.fresh("新区社区");
            house.office.add_units(&[&name], None, "").unwrap().remove(0).name
        },
        Instead("请更改单位", &[RENAME]),
    ),
    (
        "unit_edit",
        |house| {
            let name = house.fresh("新港社区");
            house.office.add_units(&[&name], None, "").unwrap();
            let edit = UnitEdit { leader: Some("沈卫东".into()), ..UnitEdit::default() };
            house.office.edit_unit(&name, &edit).unwrap().name
        },
        Instead("请再更改一次", &[RENAME]),
    ),
    (
        "staff_add",
        |house| {
            let name = house.fresh("李某");
            house.office.add_staff(&name, Role::GridOfficer, "招联社区", "", "").unwrap().name
        },
        Instead(
            "请另登记一条对的",
            &[|house, _| {
                let name = house.fresh("李某");
                house.office.add_staff(&name, Role::GridOfficer, "招联社区", "", "").map(drop)
            }],
        ),
    ),
    (
        "unit_close",
        |house| {
            let name = house.fresh("旧网格");
            house.office.add_grid("招联社区", &name, "", &People::default()).unwrap();
            house.office.close_unit(&name, Some(day("2026-11-20")), "并入一网格").unwrap();
            name
        },
        Taken,
    ),
    (
        "staff_leave",
        |house| {
            let name = house.fresh("王某");
            house.office.add_staff(&name, Role::GridOfficer, "招联社区", "", "").unwrap();
            house.office.leave(&Leaving { who: &name, why: "退休", ..Leaving::default() }).unwrap();
            name
        },
        Taken,
    ),
    (
        "grid_assign",
        |house| {
            let name = house.fresh("东网格");
            let people = People { people: vec![(Duty::GridOfficer, "陈一鸣".into())] };
            house.office.add_grid("招联社区", &name, "", &people).unwrap();
            name
        },
        Instead(
            "请再交接一次",
            &[|house, grid| {
                let people = People { people: vec![(Duty::GridOfficer, "林安全".into())] };
                house.office.assign(grid, &people, day("2026-11-20"), false).map(drop)
            }],
        ),
    ),
    (
        "grid_work",
        |house| {
            house.hazard("general");
            house.assign("林安全").unwrap();
            GRID.into()
        },
        Instead("请再交接一次", &[ASSIGN]),
    ),
];
