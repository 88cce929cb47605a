//! Units, staff and the duties of a grid.

use anban::{
    domain::{staff::Role, unit::Duty},
    office::{
        leaving::Leaving,
        undo::Undoable,
        units::{Listed, People, StaffEdit, UnitEdit},
    },
};

use super::{
    Back::{Instead, Taken},
    Row, Way,
    house::{GRID, House, day},
};
use crate::engines::Place;

fn imported(house: &mut House, names: &[&str]) -> Undoable {
    let row = |name: &&str| Listed { name: (*name).to_owned(), ..Listed::default() };
    let rows: Vec<Listed> = names.iter().map(row).collect();
    house.office.import_units(&rows, None, false).unwrap();
    house.office.last_deed().unwrap()
}

/// By whomever, at whatever desk: it was found as the last deed before.
#[test]
fn an_import_of_units_stays_once_something_is_recorded_in_one_of_them() {
    for place in Place::both() {
        let mut house = House::new(&place);
        let refused = |house: &mut House, deed: &Undoable| {
            let said = house.office.undo(deed, "名单错了").unwrap_err().to_string();
            assert!(
                said.contains("不能撤销这次批量登记") && said.contains("anban unit close"),
                "{said}"
            );
            said
        };
        let staffed = imported(&mut house, &["东边社区", "西边社区"]);
        house.office.add_staff("沈岚", Role::GridOfficer, "西边社区", "", "").unwrap();
        assert!(refused(&mut house, &staffed).contains("“西边社区”里已经有人员"));
        let gridded = imported(&mut house, &["南边社区"]);
        house.office.add_grid("南边社区", "南网格", "", &People::default()).unwrap();
        assert!(refused(&mut house, &gridded).contains("后来登记了网格“南网格”"));
        let renamed = imported(&mut house, &["北边社区"]);
        let edit = UnitEdit { leader: Some("沈卫东".into()), ..UnitEdit::default() };
        house.office.edit_unit("北边社区", &edit).unwrap();
        assert!(refused(&mut house, &renamed).contains("“北边社区”后来又更改过"));
        // What is done elsewhere stands in nobody's way.
        let alone = imported(&mut house, &["中边社区"]);
        house.office.add_staff("沈青", Role::GridOfficer, "招联社区", "", "").unwrap();
        house.office.undo(&alone, "名单错了").unwrap();
        assert!(house.office.find_any_unit("中边社区").is_err());
    }
}

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
        "unit_import",
        |house| {
            let name = house.fresh("东区社区");
            let row = Listed { name: name.clone(), ..Listed::default() };
            house.office.import_units(&[row], None, false).unwrap();
            name
        },
        Taken,
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
        "staff_edit",
        |house| {
            let name = house.fresh("赵某");
            house.office.add_staff(&name, Role::GridOfficer, "招联社区", "", "").unwrap();
            let edit = StaffEdit { phone: Some("13805950009".into()), ..StaffEdit::default() };
            house.office.edit_staff(&name, &edit).unwrap();
            name
        },
        Instead(
            "请再更改一次",
            &[|house, name| {
                let edit = StaffEdit { phone: Some("13805950008".into()), ..StaffEdit::default() };
                house.office.edit_staff(name, &edit).map(drop)
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
