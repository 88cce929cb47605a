//! The plan of the rounds and the campaigns.

use anban::domain::period::Span;

use super::{
    Back::{Instead, Taken},
    Row, Way,
    house::{House, campaign, day},
};

const RECAMPAIGN: Way =
    |house, name| house.office.edit_campaign(name, &campaign(name), None).map(drop);

pub(super) const DEEDS: &[Row] = &[
    (
        "plan_make",
        |house| {
            let name = house.fresh("要排的厂");
            house.premises(&name);
            house.office.make_plan(Span::Month, day("2026-12-01")).unwrap();
            name
        },
        Instead(
            "请再排一次计划，或逐家改期、移出",
            &[
                |house, _| house.office.make_plan(Span::Month, day("2026-12-01")).map(drop),
                |house, name| {
                    house.visit(name, |office, line| {
                        office.move_visit(line, Some(line.visit.to), None).map(drop)
                    })
                },
                |house, name| house.visit(name, |office, line| office.drop_visit(line)),
            ],
        ),
    ),
    (
        "plan_add",
        House::planned,
        Instead(
            "请把它移出计划",
            &[|house, name| house.visit(name, |office, line| office.drop_visit(line))],
        ),
    ),
    (
        "plan_move",
        |house| {
            let name = house.planned();
            let moved = house.visit(&name, |office, line| {
                office.move_visit(line, Some(day("2026-11-25")), None).map(drop)
            });
            moved.unwrap();
            name
        },
        Instead(
            "请再改期一次",
            &[|house, name| {
                house.visit(name, |office, line| {
                    office.move_visit(line, Some(day("2026-11-24")), None).map(drop)
                })
            }],
        ),
    ),
    (
        "plan_remove",
        |house| {
            let name = house.planned();
            house.visit(&name, |office, line| office.drop_visit(line)).unwrap();
            name
        },
        Instead(
            "请再加入计划",
            &[|house, name| house.office.add_visit(name, day("2026-11-24"), None).map(drop)],
        ),
    ),
    ("campaign_add", House::campaign, Taken),
    (
        "campaign_withdraw",
        |house| {
            let name = house.campaign();
            house.office.withdraw_campaign(&name, "登记重复").unwrap();
            name
        },
        Instead(
            "请重新登记",
            &[|house, _| {
                house.campaign();
                Ok(())
            }],
        ),
    ),
    (
        "campaign_edit",
        |house| {
            let name = house.campaign();
            RECAMPAIGN(house, &name).unwrap();
            name
        },
        Instead("请更正这个专项行动", &[RECAMPAIGN]),
    ),
    // These last: what they undo is the house itself.
    (
        "campaign_end",
        |house| {
            let name = house.campaign();
            house.office.end_campaign(&name, None, "提前完成").unwrap();
            name
        },
        Instead("请更正这个专项行动", &[RECAMPAIGN]),
    ),
];
