//! Somebody leaves, and what was open goes on under another name, told to both engines.

use serde_json::{Value, json};

use crate::{
    engines::Schema,
    review::{House, house},
};

fn json(house: &House, day: &str, args: &[&str]) -> Value {
    serde_json::from_str(&house.run(day, &[&["--json"], args].concat())).unwrap()
}

/// People are entered and leave where nobody signed in.
fn at_desk(house: &House, day: &str, args: &[&str]) -> String {
    house.run_as(day, "", args)
}

const TASK: [&str; 11] = [
    "ledger",
    "add",
    "task",
    "--set",
    "from=街道安办",
    "--set",
    "content=摸排出租房",
    "--set",
    "owner=陈一鸣、林安全",
    "--set",
    "due_on=2026-12-10",
];

#[test]
fn who_leaves_in_mid_year_hands_everything_over_first() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let one = house.desk.write("一条.toml", crate::desk::ANSWERS);
        house.inspect("2026-11-16", "恒捷鞋材厂", &one);
        json(&house, "2026-11-16", &["plan", "make", "--week", "2026-W48"]);
        house.run("2026-11-16", &TASK);
        let add = ["staff", "add", "许小梅", "--role", "grid_officer", "--unit", "招联社区"];
        at_desk(&house, "2026-11-17", &add);

        let leave = ["staff", "leave", "陈一鸣", "--date", "2026-11-18", "--reason", "调走"];
        let said = house.refused("2026-11-18", &leave);
        assert_eq!(
            said,
            "陈一鸣名下还有负责的网格1个（一网格）、没有销号的隐患1条、计划里还没去的检查2次、没有完成的任务1件，\
             2026年11月18日不能离岗。请先移交：网格办人员交接（anban grid assign）；隐患和检查写明交给谁（--to 姓名）；\
             任务在任务台账里改责任人，或登记完成（anban ledger edit）。\n"
        );
        // Grid and task are handed over by themselves, hazards and visits here.
        let assign = ["grid", "assign", "一网格", "--lead", "许小梅", "--from", "2026-11-18"];
        house.run("2026-11-18", &[&assign[..], &["--keep-work"]].concat());
        let task = json(&house, "2026-11-18", &["ledger", "list", "task"]);
        let id = task[0]["id"].as_str().unwrap();
        house.run("2026-11-18", &["ledger", "edit", id, "--set", "owner=林安全"]);
        let said = house.refused("2026-11-18", &leave);
        assert!(said.contains("没有销号的隐患1条、计划里还没去的检查2次，"), "{said}");
        let nobody = house.refused("2026-11-18", &[&leave[..], &["--to", "某某"]].concat());
        assert!(nobody.contains("在岗的人员里没有叫“某某”的"), "{nobody}");
        let all = [&["--json"], &leave[..], &["--to", "许小梅"]].concat();
        let gone: Value = serde_json::from_str(&at_desk(&house, "2026-11-18", &all)).unwrap();
        assert_eq!(
            gone,
            json!({"name": "陈一鸣", "left_on": "2026-11-18", "reason": "调走", "posts": 1,
                   "hazards_moved": 1, "visits_moved": 2})
        );
        let again = house.refused("2026-11-19", &leave);
        assert!(again.contains("从2026年11月18日起已经离岗（调走）"), "{again}");

        // Nobody finds the name any more; a day before is told by who was there.
        let signed = house.desk.run(&["--today", "2026-11-19", "--as", "陈一鸣", "agenda"]);
        if house.is_file() {
            assert!(signed.refused(1).contains("人员中没有“陈一鸣”"));
        }
        let visit = ["inspect", "record", "--premises", "丰泽服饰", "--form", "table4"];
        let by = [&visit[..], &["--answers", &one, "--by", "陈一鸣", "--on"]].concat();
        let late = house.refused("2026-11-19", &[&by[..], &["2026-11-19"]].concat());
        assert!(late.contains("陈一鸣"), "{late}");
        house.run("2026-11-19", &[&by[..], &["2026-11-17"]].concat());

        let staff = house.run("2026-11-19", &["staff", "list"]);
        assert!(staff.contains("2026年11月18日起离岗（调走）"), "{staff}");
        let hazards = json(&house, "2026-11-19", &["hazard", "list"]);
        let followed: Vec<&Value> =
            hazards.as_array().unwrap().iter().map(|one| &one["owner"]).collect();
        assert!(followed.contains(&&json!("许小梅")), "{hazards:#}");

        // Back in the spring: a post of its own, from its own day.
        let back = ["staff", "add", "陈一鸣", "--role", "grid_officer", "--unit", "招联社区"];
        let early = house.refused("2027-03-01", &[&back[..], &["--from", "2026-11-17"]].concat());
        assert!(early.contains("重新到岗不能更早"), "{early}");
        at_desk(&house, "2027-03-01", &back);
        let staff = json(&house, "2027-03-01", &["staff", "list"]);
        let posts: Vec<[&Value; 3]> = staff
            .as_array()
            .unwrap()
            .iter()
            .filter(|person| person["name"] == "陈一鸣")
            .map(|person| [&person["active"], &person["since"], &person["left_on"]])
            .collect();
        assert_eq!(
            posts,
            [
                [&json!(false), &Value::Null, &json!("2026-11-18")],
                [&json!(true), &json!("2027-03-01"), &Value::Null]
            ]
        );
        house.run("2027-03-01", &["check"]);
    }
}

#[test]
fn a_day_on_which_somebody_worked_is_not_one_without_them() {
    let house = house(None);
    let normal = house.desk.write("正常.toml", "default = \"normal\"\n");
    house.inspect("2026-11-16", "恒捷鞋材厂", &normal);
    house.run("2026-11-17", &["grid", "assign", "一网格", "--lead", "林安全"]);
    let leave = |date: &str, reason: &str| {
        let leave = ["staff", "leave", "陈一鸣", "--date", date, "--reason", reason];
        house.refused("2026-11-18", &leave)
    };
    let walked = leave("2026-11-16", "退休");
    assert!(walked.contains("在2026年11月16日还检查过“恒捷鞋材厂”"), "{walked}");
    assert!(leave("2026-11-30", "退休").contains("2026年11月30日"), "a day that has not come");
    assert!(leave("2026-11-17", " ").contains("没有写明原因"));
    let unknown = ["staff", "leave", "某某", "--reason", "退休"];
    assert!(house.refused("2026-11-18", &unknown).contains("人员名单里没有“某某”"));
    let leave = ["staff", "leave", "陈一鸣", "--date", "2026-11-17", "--reason", "退休"];
    assert_eq!(at_desk(&house, "2026-11-18", &leave), "陈一鸣从2026年11月17日起离岗（退休）。\n");
    // Taken back: there again, as if nothing had been entered.
    let undone = at_desk(&house, "2026-11-18", &["undo", "--reason", "登记错了"]);
    assert!(undone.contains("陈一鸣仍在岗"), "{undone}");
    let staff = json(&house, "2026-11-18", &["staff", "list"]);
    assert!(staff.as_array().unwrap().iter().all(|person| person["active"] == true), "{staff:#}");
}
