//! Posts and units that end where two people bear one name, two windows are open, or the past is told otherwise, told to
//! both engines.

use anban::office::{Office, Opening, units::UnitEdit};
use serde_json::Value;

use crate::{
    desk::Desk,
    engines::Schema,
    review::{House, house},
};

/// People are entered and leave where nobody signed in.
fn at_desk(house: &House, day: &str, args: &[&str]) -> String {
    house.run_as(day, "", args)
}

fn json(house: &House, day: &str, args: &[&str]) -> Value {
    serde_json::from_str(&house.run(day, &[&["--json"], args].concat())).unwrap()
}

/// A second grid with an officer of its own, and the words that close it.
fn second_grid(house: &House) -> [&'static str; 5] {
    let add = ["grid", "add", "二网格", "--community", "招联社区", "--lead", "林安全"];
    at_desk(house, "2026-11-03", &add);
    ["unit", "close", "二网格", "--reason", "并入一网格"]
}

#[test]
fn of_two_people_of_one_name_the_one_who_leaves_hands_over_his_own() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        at_desk(&house, "2026-11-02", &["unit", "add", "招贤社区"]);
        let one = house.desk.write("一条.toml", crate::desk::ANSWERS);
        house.inspect("2026-11-16", "恒捷鞋材厂", &one);
        let add = ["staff", "add", "陈一鸣", "--role", "grid_officer", "--unit", "招贤社区"];
        at_desk(&house, "2026-11-17", &add);
        let staff = json(&house, "2026-11-17", &["staff", "list"]);
        let id = |unit: &str| {
            let mut people = staff.as_array().unwrap().iter();
            let one = people.find(|one| one["name"] == "陈一鸣" && one["unit"] == unit).unwrap();
            one["id"].as_str().unwrap().to_owned()
        };
        let (here, there) = (id("招联社区"), id("招贤社区"));
        let leave = |id: &str, date: &str| {
            ["staff", "leave", id, "--date", date, "--reason", "调走"].map(str::to_owned)
        };
        let walked = leave(&here, "2026-11-16");
        let said = house.refused("2026-11-18", &walked.each_ref().map(String::as_str));
        assert!(said.contains("在2026年11月16日还检查过“恒捷鞋材厂”"), "{said}");
        let open = leave(&here, "2026-11-18");
        let said = house.refused("2026-11-18", &open.each_ref().map(String::as_str));
        assert!(said.contains("负责的网格1个（一网格）、没有销号的隐患1条"), "{said}");
        // The walks and hazards of the one are not the other's.
        let other = leave(&there, "2026-11-16");
        let said = at_desk(&house, "2026-11-18", &other.each_ref().map(String::as_str));
        assert_eq!(said, "陈一鸣从2026年11月16日起离岗（调走）。\n");
    }
}

#[test]
fn whoever_runs_one_community_lets_nobody_of_another_leave() {
    let house = house(None);
    at_desk(&house, "2026-11-02", &["unit", "add", "招贤社区"]);
    let add = ["staff", "add", "苏主任", "--role", "community_head", "--unit", "招贤社区"];
    at_desk(&house, "2026-11-02", &add);
    let leave = ["staff", "leave", "林安全", "--reason", "调走"];
    let all = [&["--today", "2026-11-03", "--as", "苏主任"], &leave[..]].concat();
    let said = house.desk.run(&all).refused(1);
    assert!(said.contains("“林安全”是招联社区的人员，不在您的招贤社区"), "{said}");
}

#[test]
fn who_has_left_gets_no_grid_and_is_known_by_the_later_post() {
    let house = house(None);
    let add = |day: &str, phone: &str, card: &str| {
        let who = ["staff", "add", "许小梅", "--role", "grid_officer", "--unit", "招联社区"];
        at_desk(&house, day, &[&who[..], &["--phone", phone, "--card", card]].concat());
    };
    add("2026-11-03", "13805950011", "旧证1号");
    at_desk(&house, "2026-11-10", &["staff", "leave", "许小梅", "--reason", "休假"]);
    let assign = ["grid", "assign", "一网格", "--lead", "许小梅", "--from", "2026-11-12"];
    let said = house.refused("2026-11-12", &assign);
    assert!(said.contains("许小梅从2026年11月10日起已经离岗"), "{said}");
    add("2026-12-01", "13805950022", "新证2号");
    let said = house.refused("2026-12-01", &assign);
    assert!(said.contains("许小梅从2026年11月10日起已经离岗"), "{said}");
    let assign = ["grid", "assign", "一网格", "--lead", "许小梅", "--from", "2026-12-01"];
    house.run("2026-12-01", &assign);
    for list in ["table3", "grid_duties"] {
        let text = house.run("2026-12-02", &["paper", "print", list, "--text"]);
        let bare: String = text.split_whitespace().collect();
        assert!(bare.contains("13805950022") && !bare.contains("13805950011"), "{text}");
    }
}

#[test]
fn a_grid_is_not_closed_before_what_was_recorded_in_it() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let close = second_grid(&house);
        house.run("2026-11-03", &["premises", "edit", "丰泽服饰", "--grid", "二网格"]);
        let normal = house.desk.write("正常.toml", "default = \"normal\"\n");
        house.inspect("2026-11-16", "丰泽服饰", &normal);
        house.run("2026-11-20", &["premises", "edit", "丰泽服饰", "--grid", "一网格"]);
        let refused =
            |date: &str| house.refused("2026-11-20", &[&close[..], &["--date", date]].concat());
        assert!(refused("2026-11-16").contains("在2026年11月16日还检查过“丰泽服饰”"));
        let stood = refused("2026-11-17");
        assert!(stood.contains("“丰泽服饰”在2026年11月17日还登记在二网格"), "{stood}");
        // Found later: it had moved on the 18th.
        let moved = ["premises", "edit", "丰泽服饰", "--grid", "一网格", "--on", "2026-11-18"];
        house.run("2026-11-20", &moved);
        at_desk(&house, "2026-11-20", &[&close[..], &["--date", "2026-11-18"]].concat());
        house.run("2026-11-20", &["check"]);
    }
}

#[test]
fn what_was_closed_in_a_closed_grid_does_not_work_there_again() {
    let house = house(None);
    let close = second_grid(&house);
    house.run("2026-11-03", &["premises", "edit", "丰泽服饰", "--grid", "二网格"]);
    let change =
        |to: &'static str| ["premises", "change", "丰泽服饰", "--to", to, "--reason", "照旧"];
    house.run("2026-11-05", &change("closed"));
    at_desk(&house, "2026-11-10", &close);
    let said = house.refused("2026-11-11", &change("resumed"));
    assert!(said.contains("登记在二网格，这个网格已经撤并"), "{said}");
    house.run("2026-11-11", &["premises", "edit", "丰泽服饰", "--grid", "一网格"]);
    house.run("2026-11-11", &change("resumed"));
}

#[test]
fn a_closing_takes_the_unit_as_it_stands_and_not_as_a_window_has_read_it() {
    let house = house(None);
    second_grid(&house);
    let opening = Opening {
        data: Some(house.desk.office()),
        today: "2026-11-10".parse().ok(),
        ..Opening::default()
    };
    let mut first = Office::open(&opening).unwrap();
    let mut second = Office::open(&opening).unwrap();
    let edit = UnitEdit { name: Some("东网格".into()), ..UnitEdit::default() };
    second.edit_unit("二网格", &edit).unwrap();
    let said = first.close_unit("二网格", None, "并入一网格").unwrap_err().to_string();
    assert!(said.contains("没有叫“二网格”的单位"), "{said}");
    let edit = UnitEdit { trade: Some("工业商贸集聚".into()), ..UnitEdit::default() };
    second.edit_unit("东网格", &edit).unwrap();
    let closed = first.close_unit("东网格", None, "并入一网格").unwrap();
    assert_eq!((closed.name.as_str(), closed.trade.as_str()), ("东网格", "工业商贸集聚"));
    // The other window has not read that it is closed.
    let again = second.close_unit("东网格", None, "另一个原因").unwrap_err().to_string();
    assert!(again.contains("已经撤并（并入一网格）"), "{again}");
}

#[test]
fn a_closing_is_taken_back_only_where_its_place_is_free() {
    let schema = Schema::new();
    let url = schema.url.clone();
    let house = house(Some(schema));
    let other = Desk::bare();
    let there = |day: &str, args: &[&str]| {
        other.run(&[&["--today", day, "--database", &url], args].concat()).done()
    };
    let close = second_grid(&house);
    at_desk(&house, "2026-11-10", &close);
    let undo = ["undo", "--reason", "不并了"];
    there("2026-11-10", &["grid", "add", "二网格", "--community", "招联社区"]);
    let said = house.refused("2026-11-10", &undo);
    assert!(said.contains("后来又设了一个叫“二网格”的网格"), "{said}");
    there("2026-11-11", &["unit", "edit", "二网格", "--rename", "南网格"]);
    // Who had it has left meanwhile: it goes on, and nobody is said to have it who is gone.
    there("2026-11-12", &["staff", "leave", "林安全", "--reason", "退休"]);
    let said = house.run_as("2026-11-13", "", &undo);
    assert_eq!(
        said.lines().last().unwrap(),
        "已撤销，二网格照旧，林安全已经离岗，请重新办人员交接。"
    );
    let grids = house.run_as("2026-11-13", "", &["--json", "grid", "list"]);
    let grids: Value = serde_json::from_str(&grids).unwrap();
    let grid = grids.as_array().unwrap().iter().find(|grid| grid["name"] == "二网格").unwrap();
    assert_eq!(grid["people"].as_array().unwrap().len(), 0, "{grid:#}");
}

#[test]
fn a_reason_is_a_line_that_can_be_read() {
    let house = house(None);
    let close = second_grid(&house);
    for reason in ["并入\u{1b}[31m一网格", "并入\n一网格"] {
        let said = house.refused("2026-11-10", &[&close[..4], &[reason]].concat());
        assert!(said.contains("原因里有看不见的控制字符"), "{said}");
        let leave = ["staff", "leave", "林安全", "--reason", reason];
        let said = house.refused("2026-11-10", &leave);
        assert!(said.contains("原因里有看不见的控制字符"), "{said}");
        let trade = ["unit", "edit", "二网格", "--trade", reason];
        let said = house.refused("2026-11-10", &trade);
        assert!(said.contains("专业里有看不见的控制字符"), "{said}");
    }
}

#[test]
fn a_closed_community_still_reports_its_last_month() {
    // In mid-month, and as a month begins.
    for (database, date) in [(None, "2026-11-20"), (Some(Schema::new()), "2026-12-01")] {
        let house = house(database);
        at_desk(&house, "2026-11-02", &["unit", "add", "招贤社区"]);
        let staff = ["staff", "add", "沈卫东", "--role", "street_officer", "--unit", "北峰街道"];
        at_desk(&house, "2026-11-02", &staff);
        let close = ["unit", "close", "招贤社区", "--date", date, "--reason", "并入招联社区"];
        at_desk(&house, date, &close);
        let report = ["report", "submit", "problem_list", "--unit", "招贤社区"];
        let submit = |day: &str, month: &str| {
            // Nobody has a post there any more: the street speaks for it.
            house.run_as(day, "沈卫东", &[&report[..], &["--period", month, "--zero"]].concat())
        };
        let owed = |day: &str| {
            let all = at_desk(&house, day, &["--json", "report", "status", "--open"]);
            let all: Value = serde_json::from_str(&all).unwrap();
            let of = |row: &&Value| row["unit"] == "招贤社区";
            all.as_array().unwrap().iter().filter(of).count()
        };
        assert_eq!(owed("2026-12-02"), 1);
        submit("2026-12-02", "2026-11");
        assert_eq!((owed("2026-12-02"), owed("2027-01-02")), (0, 0));
        // What is to be done there is told as closed.
        if house.is_file() {
            let staff = ["staff", "add", "许小梅", "--role", "grid_officer", "--unit", "招贤社区"];
            let said =
                house.desk.run(&[&["--today", "2026-12-02"], &staff[..]].concat()).refused(1);
            let closed = "招贤社区从2026年11月20日起已经撤并（并入招联社区）";
            assert!(said.contains(closed), "{said}");
        }
    }
}

#[test]
fn what_is_written_down_late_is_handed_over_from_who_has_left() {
    let house = house(None);
    let add = ["staff", "add", "许小梅", "--role", "grid_officer", "--unit", "招联社区"];
    at_desk(&house, "2026-11-03", &add);
    at_desk(&house, "2026-11-18", &["staff", "leave", "许小梅", "--reason", "调走"]);
    let one = house.desk.write("一条.toml", crate::desk::ANSWERS);
    let visit =
        ["inspect", "record", "--premises", "丰泽服饰", "--form", "table4", "--answers", &one];
    let late = [&visit[..], &["--by", "许小梅", "--on", "2026-11-17"]].concat();
    let all = [&["--today", "2026-11-19", "--as", "林安全"], &late[..]].concat();
    let ran = house.desk.run(&all);
    assert!(ran.err.contains("许小梅从2026年11月18日起已经离岗"), "{ran:?}");
    let said = house.run("2026-11-19", &["grid", "handover", "一网格"]);
    assert!(said.contains("没有销号的隐患1条，现在由陈一鸣跟踪"), "{said}");
}

#[test]
fn a_visit_written_down_late_is_of_the_grid_of_its_day() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        second_grid(&house);
        house.run("2026-11-20", &["premises", "edit", "恒捷鞋材厂", "--grid", "二网格"]);
        let normal = house.desk.write("正常.toml", "default = \"normal\"\n");
        let visit = ["inspect", "record", "--premises", "恒捷鞋材厂", "--form", "table4"];
        let late = ["--answers", &normal, "--by", "陈一鸣", "--on", "2026-11-10"];
        house.run("2026-11-20", &[&visit[..], &late].concat());
        let board = json(&house, "2026-11-20", &["review", "--week", "2026-W46"]);
        let visits: Vec<(&str, i64)> = board["grids"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| (row["grid"].as_str().unwrap(), row["inspections"].as_i64().unwrap()))
            .collect();
        assert_eq!(visits, [("一网格", 1), ("二网格", 0)]);
    }
}

#[test]
fn a_linked_leader_leaves_once_the_community_has_another() {
    let house = house(None);
    let add = ["staff", "add", "郑挂钩", "--role", "linked_leader", "--unit", "北峰街道"];
    at_desk(&house, "2026-11-03", &add);
    let leader = |who: &str| {
        at_desk(&house, "2026-11-03", &["unit", "edit", "招联社区", "--leader", who]);
    };
    leader("郑挂钩（党工委委员）");
    let leave = ["staff", "leave", "郑挂钩", "--reason", "调走"];
    let all = [&["--today", "2026-11-10"], &leave[..]].concat();
    let said = house.desk.run(&all).refused(1);
    assert!(said.contains("挂钩的社区1个（招联社区）") && said.contains("--leader"), "{said}");
    leader("吴书记");
    assert_eq!(at_desk(&house, "2026-11-10", &leave), "郑挂钩从2026年11月10日起离岗（调走）。\n");
}
