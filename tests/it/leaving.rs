//! Somebody leaves, and what was open goes on under another name, told to both engines.

use serde_json::{Value, json};

use crate::{
    desk::Desk,
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

/// A number that changes, or was mistyped; a name stands on what was signed.
#[test]
fn what_is_known_of_a_person_is_put_right() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let add = |role| ["staff", "add", "许小梅", "--role", role, "--unit", "招联社区"];
        at_desk(&house, "2026-11-17", &[&add("grid_officer")[..], &["--card", "甲1"]].concat());
        let nothing = house.refused("2026-11-17", &["staff", "edit", "许小梅"]);
        assert!(nothing.contains("没有写要更改什么") && nothing.contains("--phone"), "{nothing}");
        let edit = ["staff", "edit", "许小梅", "--phone", "13805950009", "--part-time"];
        let said = at_desk(&house, "2026-11-18", &edit);
        assert_eq!(said, "已更改：许小梅，电话13805950009，证号甲1，兼职，来源无。\n");
        let staff = json(&house, "2026-11-18", &["staff", "list"]);
        let she = staff.as_array().unwrap().iter().find(|one| one["name"] == "许小梅").unwrap();
        let known = ["phone", "card", "full_time"].map(|field| she[field].clone());
        assert_eq!(known, [json!("13805950009"), json!("甲1"), json!(false)]);
        let journal = json(&house, "2026-11-18", &["journal"]);
        assert_eq!(journal[0]["verb"], "staff_edit");
        let said = house.refused("2026-11-18", &["staff", "edit", "许小海", "--phone", "1"]);
        assert!(said.contains("人员名单里没有“许小海”"), "{said}");
        // Whoever has two posts leaves both, and is told so.
        at_desk(&house, "2026-11-18", &add("community_head"));
        let leave = ["staff", "leave", "许小梅", "--reason", "调走"];
        let said = at_desk(&house, "2026-11-18", &leave);
        assert!(said.contains("都不再担任"), "{said}");
    }
}

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
                   "hazards_moved": 1, "visits_moved": 2, "tasks_moved": 0, "to": ""})
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

/// What the board says of each grid in a week: name and premises.
fn board(house: &House, day: &str, week: &str) -> Vec<(String, i64)> {
    let board = json(house, day, &["review", "--week", week]);
    let rows = board["grids"].as_array().unwrap().iter();
    rows.map(|row| (row["grid"].as_str().unwrap().to_owned(), row["premises"].as_i64().unwrap()))
        .collect()
}

#[test]
fn a_grid_goes_into_another_and_the_weeks_before_keep_it() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let add = ["grid", "add", "二网格", "--community", "招联社区", "--lead", "林安全"];
        at_desk(&house, "2026-11-03", &add);
        house.run("2026-11-03", &["premises", "edit", "丰泽服饰", "--grid", "二网格"]);
        let one = house.desk.write("一条.toml", crate::desk::ANSWERS);
        house.inspect("2026-11-16", "丰泽服饰", &one);
        house.run("2026-11-16", &["plan", "make", "--week", "2026-W48"]);
        let event =
            ["event", "register", "--source", "call", "--grid", "二网格", "--place", "东门"];
        house.run("2026-11-16", &[&event[..], &["--content", "路灯不亮"]].concat());

        let close = ["unit", "close", "二网格", "--date", "2026-11-23", "--reason", "并入一网格"];
        let said = house.refused("2026-11-23", &close);
        assert_eq!(
            said,
            "二网格还有监管对象1家、没有销号的隐患1条、计划里还没去的检查1次、没有办结的网格事件1件，不能撤并。\
             请先办好：单位划到别的网格（anban grid move）或变更为迁出，别的办结或移交。\n"
        );
        // Its premises moves with what is open there; the plan is laid anew, the event is done.
        house.run("2026-11-23", &["premises", "edit", "丰泽服饰", "--grid", "一网格"]);
        house.run("2026-11-23", &["plan", "make", "--week", "2026-W48"]);
        let events = json(&house, "2026-11-23", &["event", "list"]);
        let event = events[0]["id"].as_str().unwrap();
        house.run("2026-11-23", &["event", "handle", event, "--note", "已报修"]);
        house.run("2026-11-23", &["event", "done", event, "--result", "已修好"]);
        assert_eq!(
            at_desk(&house, "2026-11-23", &close),
            "已撤并：二网格，设到2026年11月22日（并入一网格）。\n"
        );

        // Lists and what asks for a grid leave it out; it is told where somebody names it.
        let names = |args: &[&str]| -> Vec<String> {
            let rows = json(&house, "2026-11-24", args);
            let rows = rows.as_array().unwrap().iter();
            rows.map(|row| row["name"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(names(&["grid", "list"]), ["一网格"]);
        assert!(!names(&["unit", "list"]).contains(&"二网格".to_owned()));
        assert_eq!(names(&["unit", "list", "--closed"]), ["二网格"]);
        let closed = "二网格从2026年11月23日起已经撤并（并入一网格），不再办理。\n";
        let named: [&[&str]; 3] = [
            &["premises", "edit", "丰泽服饰", "--grid", "二网格"],
            &["grid", "assign", "二网格", "--lead", "陈一鸣"],
            &close,
        ];
        for args in named {
            assert_eq!(house.refused("2026-11-24", args), closed, "{args:?}");
        }
        // What was found there is still read by its name, and the weeks before have it.
        let found = json(&house, "2026-11-24", &["hazard", "list", "--grid", "二网格"]);
        assert_eq!(found.as_array().unwrap().len(), 1, "{found:#}");
        assert_eq!(
            board(&house, "2026-11-30", "2026-W47"),
            [("一网格".to_owned(), 1), ("二网格".to_owned(), 1)]
        );
        let after = board(&house, "2026-12-07", "2026-W49");
        assert_eq!(after[0], ("一网格".to_owned(), 2), "{after:?}");

        // Another grid gets a number of its own.
        let again = ["--json", "grid", "add", "三网格", "--community", "招联社区"];
        let third: Value = serde_json::from_str(&at_desk(&house, "2026-11-24", &again)).unwrap();
        assert!(third["path"].as_str().unwrap().ends_with("/03"), "{third:#}");
        house.run("2026-11-24", &["check"]);
    }
}

#[test]
fn a_grid_by_trade_is_told_from_one_by_area() {
    let house = house(None);
    let edit = |unit: &str| {
        at_desk(&house, "2026-11-10", &["unit", "edit", unit, "--trade", "工业商贸集聚"])
    };
    assert_eq!(edit("一网格"), "已更改：一网格，专业（工业商贸集聚）。\n");
    let list = house.run("2026-11-10", &["grid", "list"]);
    assert!(list.contains("专业（工业商贸集聚）"), "{list}");
    let of = ["unit", "edit", "招联社区", "--trade", "工业商贸集聚"];
    assert!(house.refused("2026-11-10", &of).contains("专业是网格的"));
    at_desk(&house, "2026-11-10", &["unit", "edit", "一网格", "--trade", ""]);
    let list = house.run("2026-11-10", &["grid", "list"]);
    assert!(list.contains("按块"), "{list}");
}

#[test]
fn a_closed_grid_is_opened_again_with_its_people() {
    let house = house(None);
    let add = ["grid", "add", "二网格", "--community", "招联社区", "--lead", "林安全"];
    at_desk(&house, "2026-11-03", &add);
    let close = |date: &str| -> Vec<String> {
        ["unit", "close", "二网格", "--reason", "并入一网格", "--date", date]
            .map(str::to_owned)
            .into()
    };
    let refused = |date: &str| {
        let close = close(date);
        house.refused("2026-11-10", &close.iter().map(String::as_str).collect::<Vec<_>>())
    };
    assert!(refused("2026-11-01").contains("从2026年11月3日起设立"));
    assert!(refused("2026-11-20").contains("2026年11月20日"), "a day that has not come");
    let street = ["unit", "close", "北峰街道", "--reason", "并入"];
    assert!(house.refused("2026-11-10", &street).contains("撤并的是网格和社区"));
    let community = ["unit", "close", "招联社区", "--reason", "并入"];
    let said = house.refused("2026-11-10", &community);
    assert!(said.contains("网格2个、监管对象2家") && said.contains("在岗的人员2名"), "{said}");
    let args = close("2026-11-10");
    at_desk(&house, "2026-11-10", &args.iter().map(String::as_str).collect::<Vec<_>>());
    at_desk(&house, "2026-11-10", &["undo", "--reason", "不并了"]);
    let grids = json(&house, "2026-11-10", &["grid", "list"]);
    assert_eq!(grids[1]["name"], "二网格");
    assert_eq!(grids[1]["people"][0]["name"], "林安全", "{grids:#}");
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

/// Two people of one name: each is told with the community and with eight digits, and those are enough to write.
#[test]
fn people_of_one_name_are_told_apart_by_eight_digits() {
    let desk = Desk::bare();
    let run = |who: &str, args: &[&str]| {
        let by = if who.is_empty() { vec![] } else { vec!["--as", who] };
        desk.run(&[&["--today", "2026-11-20"], &by[..], args].concat())
    };
    let units = ["--city", "泉州市", "--district", "丰泽区", "--street", "北峰街道"];
    let places = ["--community", "招联社区", "--community", "招贤社区", "--regime", "beifeng"];
    run("", &[&["init"], &units[..], &places].concat()).done();
    for unit in ["招联社区", "招贤社区"] {
        run("", &["staff", "add", "王芳", "--role", "safety_officer", "--unit", unit]).done();
    }
    let said = run("王芳", &["agenda"]).refused(1);
    let written = |post: &str| -> String {
        let (before, _) = said.split_once(&format!("（{post}）")).unwrap();
        before[before.len() - 8..].to_owned()
    };
    let (here, there) = (written("招联社区安全员"), written("招贤社区安全员"));
    let whose = |who: &str| {
        let agenda = run(who, &["agenda"]).done();
        agenda.lines().next().unwrap_or_default().to_owned()
    };
    assert!(whose(&here).contains("招联社区"), "{said}");
    assert!(whose(&there.to_uppercase()).contains("招贤社区"), "{said}");
    run("", &["staff", "leave", "王芳", "--reason", "调走"]).refused(1);
    run("", &["staff", "leave", &there, "--reason", "调走"]).done();
    assert!(whose("王芳").contains("招联社区"), "{said}");
}

/// What the agenda says of who leaves.
fn told(house: &House, day: &str) -> Vec<String> {
    let agenda = json(house, day, &["agenda"]);
    let items = agenda["items"].as_array().unwrap().iter();
    items
        .filter(|item| item["task"] == "hand_over")
        .map(|item| item["text"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn who_leaves_on_a_day_to_come_acts_until_then_and_leaves_nothing_open() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let one = house.desk.write("一条.toml", crate::desk::ANSWERS);
        house.inspect("2026-11-16", "恒捷鞋材厂", &one);
        house.run("2026-11-16", &["plan", "make", "--month", "2026-12"]);
        house.run("2026-11-16", &TASK);
        let assign = ["grid", "assign", "一网格", "--lead", "许小梅", "--from", "2026-12-01"];
        let add = ["staff", "add", "许小梅", "--role", "grid_officer", "--unit", "招联社区"];
        at_desk(&house, "2026-11-17", &add);
        house.run("2026-11-17", &assign);

        let leave = ["staff", "leave", "陈一鸣", "--date", "2026-12-01", "--reason", "调走"];
        let said = house.refused("2026-11-17", &leave);
        assert!(
            said.contains("没有销号的隐患1条、计划里还没去的检查") && said.contains("到那天交给谁"),
            "{said}"
        );
        let to = [&leave[..], &["--to", "许小梅"]].concat();
        let said = at_desk(&house, "2026-11-17", &to);
        assert!(
            said.starts_with("陈一鸣从2026年12月1日起离岗（调走）。已移交计划里还没去的检查")
                && said.ends_with(
                    "名下的没有销号的隐患1条、没有完成的任务1件，到那天移交给许小梅。\n"
                ),
            "{said}"
        );
        assert_eq!(told(&house, "2026-11-17"), [""; 0], "far off, and somebody is named");
        // The month's plan is who is there's; what is open stays with who acts.
        let people = |day: &str| -> Vec<String> {
            let plan = json(&house, day, &["plan", "--month", "2026-12"]);
            let rows = plan.as_array().unwrap().iter();
            rows.map(|row| row["person"].as_str().unwrap().to_owned()).collect()
        };
        assert!(people("2026-11-17").iter().all(|name| name == "许小梅"));
        let owners = |day: &str| -> Vec<String> {
            let list = json(&house, day, &["hazard", "list", "--open"]);
            let rows = list.as_array().unwrap().iter();
            rows.map(|row| row["owner"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(owners("2026-11-17"), ["陈一鸣"]);
        let early = ["staff", "handover", "陈一鸣"];
        assert!(house.refused("2026-11-20", &early).contains("到那天再移交"));
        // Another hazard arises on the last day, and the agenda tells of it.
        house.inspect("2026-11-30", "丰泽服饰", &one);
        assert_eq!(
            told(&house, "2026-11-30"),
            ["陈一鸣从2026年12月1日起离岗，名下有没有销号的隐患2条、没有完成的任务1件，\
              到那天移交给许小梅"]
        );
        assert_eq!(
            told(&house, "2026-12-01"),
            ["陈一鸣从2026年12月1日起已经离岗，名下还有没有销号的隐患2条、没有完成的任务1件，\
              请移交给许小梅"]
        );
        let acting = ["--today", "2026-12-01", "--as", "陈一鸣", "agenda"];
        match &house.database {
            None => house.desk.run(&acting),
            Some(schema) => house.desk.run(&[&["--database", &schema.url], &acting[..]].concat()),
        }
        .refused(1);

        let said = house.run("2026-12-01", &early);
        assert_eq!(
            said,
            "已移交没有销号的隐患2条，现在由许小梅跟踪；没有完成的任务1件，责任人改为许小梅。\n"
        );
        assert_eq!(owners("2026-12-01"), ["许小梅", "许小梅"]);
        let task = json(&house, "2026-12-01", &["ledger", "list", "task"]);
        assert_eq!(task[0]["fields"]["owner"], "许小梅、林安全");
        assert_eq!(told(&house, "2026-12-01"), [""; 0]);
        assert!(house.refused("2026-12-01", &early).contains("没有写明陈一鸣的工作交给谁"));
        let again = [&early[..], &["--to", "许小梅"]].concat();
        assert_eq!(house.run("2026-12-01", &again), "陈一鸣名下没有要移交的。\n");
        // Late under another's name it says whose it was; what else is put right changes nothing of that.
        let id = task[0]["id"].as_str().unwrap();
        house.run("2026-12-02", &["ledger", "edit", id, "--set", "content=摸排出租房和群租房"]);
        let had = "2026年12月1日前由陈一鸣、林安全负责";
        let why = house.run("2026-12-14", &["agenda", "--why"]);
        assert!(why.contains(&format!("完成期限2026年12月10日；{had}\n")), "{why}");
        let listed = house.run("2026-12-14", &["ledger", "list", "task"]);
        assert!(listed.contains(had), "{listed}");
        let task = json(&house, "2026-12-14", &["ledger", "list", "task"]);
        assert_eq!(task[0]["formerly"], had);
        house.run("2026-12-01", &["check"]);
    }
}

#[test]
fn a_leaving_to_come_is_entered_anew_or_taken_back() {
    let house = house(None);
    let add = ["staff", "add", "许小梅", "--role", "grid_officer", "--unit", "招联社区"];
    at_desk(&house, "2026-11-17", &add);
    let leave = |date: &str, why: &str| {
        let args = ["staff", "leave", "许小梅", "--date", date, "--reason", why];
        at_desk(&house, "2026-11-18", &args)
    };
    leave("2026-12-01", "调走");
    assert_eq!(leave("2026-12-15", "退休"), "许小梅从2026年12月15日起离岗（退休）。\n");
    let serving = |day: &str| {
        let staff = json(&house, day, &["staff", "list"]);
        let mut rows = staff.as_array().unwrap().iter();
        rows.find(|row| row["name"] == "许小梅").unwrap()["active"] == true
    };
    assert!(serving("2026-12-14") && !serving("2026-12-15"));
    assert_eq!(told(&house, "2026-12-10"), ["许小梅从2026年12月15日起离岗，名下没有要移交的"]);
    at_desk(&house, "2026-11-18", &["undo", "--reason", "不走了"]);
    assert!(serving("2026-12-15"));
}
