//! Reports, rows of ledgers, draws, accountability.

use std::collections::BTreeMap;

use anban::{
    domain::{accountability::Situation as Accountable, unit::Level},
    office::{
        ledger::{Typed, Whose},
        sample,
    },
};

use super::{
    Back::{Instead, Taken},
    Row,
    house::{House, id, signed},
};

pub(super) const DEEDS: &[Row] = &[
    (
        "report_submit",
        |house| house.submit().unwrap(),
        Instead(
            "请上级先退回",
            &[|house, report| {
                house.sit("周安平");
                let given_back = house.office.give_back_report(id(report), "报错了");
                house.sit("");
                given_back.map(drop)
            }],
        ),
    ),
    (
        "report_give_back",
        |house| {
            let report = house.submit().unwrap();
            house.sit("周安平");
            house.office.give_back_report(id(&report), "报错了").unwrap();
            report
        },
        Instead(
            "请重新上报一次",
            &[|house, _| {
                // The same month.
                house.sit("");
                house.made -= 1;
                house.submit().map(drop)
            }],
        ),
    ),
    ("entry_add", House::entry, Taken),
    (
        "sample",
        |house| {
            let wanted = sample::Wanted { count: 1, ..sample::Wanted::default() };
            let draw = house.office.draw(&wanted).unwrap();
            let rows = house.office.enter_draw(&draw, &sample::Order::default()).unwrap();
            rows[0].id.to_string()
        },
        Taken,
    ),
    (
        "entry_together",
        |house| {
            let typed = [house.typed_check(), house.typed_check()];
            house.office.add_entries("self_check", &typed).unwrap()[0].id.to_string()
        },
        Taken,
    ),
    (
        "entry_edit",
        |house| {
            let entry = house.entry();
            house.office.edit_entry(id(&entry), &BTreeMap::new(), None).unwrap();
            entry
        },
        Instead(
            "请再更正一次，或作废这一条",
            &[
                |house, entry| house.office.edit_entry(id(entry), &BTreeMap::new(), None).map(drop),
                |house, entry| house.office.void_entry(id(entry), "登记错了").map(drop),
            ],
        ),
    ),
    (
        "entry_move",
        |house| {
            let name = house.fresh("改到的社区");
            let there = house.office.add_units(&[&name], None, "").unwrap().remove(0).path;
            let community =
                house.office.units_at(Level::Community).next().map(|it| it.path.clone());
            let fields = [
                ("assigned_on", "2026-11-16"),
                ("from", "区里"),
                ("content", "报数"),
                ("owner", "陈一鸣"),
                ("due_on", "2026-11-30"),
            ];
            let fields = fields.map(|(id, value)| (id.to_owned(), value.to_owned())).into();
            let typed = Typed { community, fields, ..Typed::default() };
            let row =
                house.office.meaning(true, |office| office.add_entry("task", &typed)).unwrap().id;
            let to = Whose { community: Some(there), ..Whose::default() };
            house.office.move_entry(row, &to, &BTreeMap::new(), None).unwrap().id.to_string()
        },
        Instead(
            "请再更正一次，或作废这一条",
            &[|house, entry| house.office.void_entry(id(entry), "登记错了").map(drop)],
        ),
    ),
    (
        "entry_void",
        |house| {
            let entry = house.entry();
            house.office.void_entry(id(&entry), "登记错了").unwrap();
            entry
        },
        Instead("请重新登记一条", &[|house, _| house.delivered().map(drop)]),
    ),
    (
        "warn_add",
        |house| house.warned(Accountable::from_code("TB-1").unwrap(), "").unwrap().to_string(),
        Taken,
    ),
    (
        "warn_withdraw",
        |house| {
            let said = house.warned(Accountable::from_code("TB-1").unwrap(), "").unwrap();
            house.office.withdraw_warning(said, &signed(), "登记错了").unwrap();
            String::new()
        },
        Instead(
            "请在“问责”里重新确认、搁置或登记",
            &[|house, _| house.warned(Accountable::from_code("TB-1").unwrap(), "").map(drop)],
        ),
    ),
];
