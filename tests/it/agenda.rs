//! What the agenda holds, told to both engines: a round that was missed stays until it is made good, every grid has its
//! line, the key figure is the regime's own, and what runs out in any ledger is told.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use anban::{
    domain::agenda::Task,
    form::{field::FieldKind, library::Library},
};
use serde_json::{Value, json};

use crate::{
    engines::Schema,
    officer::{House, house},
};

impl House {
    /// The items of a task, each with its premises, its day, how late it is, and who is told.
    pub fn told(&self, day: &str, task: &str, late: bool) -> Vec<(String, String, i64, String)> {
        let agenda = self.json(day, &["agenda"]);
        let items = agenda["items"].as_array().unwrap().iter();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let mut told: Vec<_> = items
            .filter(|item| item["task"] == task && (item["days_late"] != 0) == late)
            .map(|item| {
                let days = item["days_late"].as_i64().unwrap();
                (text(&item["premises"]), text(&item["day"]), days, text(&item["tell"]))
            })
            .collect();
        told.sort();
        told
    }

    pub fn visit(&self, day: &str, premises: &str, by: &str) {
        let answers = self.desk.write("一条.toml", crate::desk::ANSWERS);
        let words = ["inspect", "record", "--premises", premises, "--form", "table4"];
        let by = ["--answers", &answers, "--by", by, "--sure"];
        self.call(day, by[3], &[&words[..], &by[..]].concat()).done();
    }

    fn missed(&self, day: &str, span: &[&str], code: &str) -> Vec<String> {
        let told = self.json(day, &[&["coverage"], span].concat());
        let rounds = told["rounds"].as_array().unwrap();
        let round = rounds.iter().find(|round| round["code"] == code).unwrap();
        let missed = round["missed_premises"].as_array().unwrap().iter();
        let mut names: Vec<String> =
            missed.map(|one| one["name"].as_str().unwrap().to_owned()).collect();
        names.sort();
        names
    }
}

fn late(name: &str, day: &str, days: i64, told: &str) -> (String, String, i64, String) {
    (name.to_owned(), day.to_owned(), days, told.to_owned())
}

#[test]
fn what_a_week_has_missed_is_overdue_on_monday_until_it_is_made_good() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "beifeng");
        house.visit("2026-11-03", "丰泽服饰", "陈一鸣");
        house.visit("2026-11-10", "恒捷鞋材厂", "陈一鸣");
        // The week still runs: nothing of it is late.
        assert_eq!(house.told("2026-11-15", "key_round", true), []);
        let of = |day| house.told(day, "key_round", true);
        assert_eq!(of("2026-11-16"), [late("丰泽服饰", "2026-11-15", 1, "safety_officer")]);
        assert_eq!(of("2026-11-22"), [late("丰泽服饰", "2026-11-15", 7, "community_head"),]);
        // As the coverage of that week has it.
        assert_eq!(house.missed("2026-11-16", &["--week", "2026-W46"], "key_weekly"), ["丰泽服饰"]);
        let said = house.run("2026-11-16", &["agenda", "--why"]);
        assert!(said.contains("没有查到；补查以后不再列"), "{said}");
        // What is said of one premises is said of a line of one.
        assert!(said.contains("\n重点巡查 丰泽服饰 上次检查2026年11月3日\n"), "{said}");
        house.visit("2026-11-17", "丰泽服饰", "陈一鸣");
        assert_eq!(of("2026-11-18"), []);
        // The week after that is told as its own.
        assert_eq!(of("2026-11-23"), [late("恒捷鞋材厂", "2026-11-22", 1, "safety_officer")]);
        // Missed again, each is late since the first of its weeks, and its ladder goes on.
        let both = |week: &str, dress: (i64, &str), shoes: (i64, &str)| {
            [late("丰泽服饰", week, dress.0, dress.1), late("恒捷鞋材厂", week, shoes.0, shoes.1)]
        };
        let told = both("2026-11-29", (1, "safety_officer"), (8, "community_head"));
        assert_eq!(of("2026-11-30"), told);
        let told = both("2026-12-06", (9, "community_head"), (16, "street_officer"));
        assert_eq!(of("2026-12-08"), told);
        let said = house.run("2026-12-08", &["agenda", "--why"]);
        assert!(said.contains("最久16天") && !said.contains("逾期16天"), "{said}");
        assert!(!said.contains("上次检查"), "{said}");
        let who = "应已告诉社区安全员2家、社区主干2家、街道安办执法人员1家，2026年12月13日起告诉街道安办执法人员";
        assert!(said.contains(who), "{said}");
        house.visit("2026-12-08", "恒捷鞋材厂", "陈一鸣");
        assert_eq!(of("2026-12-08"), [late("丰泽服饰", "2026-12-06", 9, "community_head")]);
    }
}

/// A line of more than it names counts those who have come to each rung, named or not.
#[test]
fn who_is_told_is_told_of_those_that_are_so_late() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "beifeng");
        let rows = (0..40).map(|n| format!("{n}号店,普贤路{n}号\n")).collect::<String>();
        let file = house.desk.write("四十家.csv", format!("名称,地址\n{rows}"));
        house.run("2026-01-06", &["premises", "import", &file, "--grid", "一网格"]);
        for name in ["恒捷鞋材厂", "丰泽服饰"] {
            house.visit("2026-02-10", name, "陈一鸣");
        }
        // February missed 40, March all; the ladder has steps after 1, 7 and 14 days.
        let agenda = house.json("2026-04-10", &["agenda"]);
        let items = agenda["items"].as_array().unwrap().iter();
        let month: Vec<&Value> =
            items.filter(|item| item["task"] == "month_round" && item["days_late"] != 0).collect();
        assert!(month.iter().all(|item| item["count"] == 42), "{month:#?}");
        assert!(month.iter().all(|item| item["days_late"] == 41), "the longest unseen are named");
        let said = house.run("2026-04-10", &["agenda", "--why"]);
        let told = "应已告诉社区安全员42家、社区主干42家、街道安办执法人员40家";
        assert!(said.contains(told) && said.contains("最久41天"), "{said}");
    }
}

/// What a campaign has missed is owed until somebody has been there, until it is closed, or for a year.
#[test]
fn what_a_campaign_has_missed_stays_until_it_is_closed() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "beifeng");
        let add = ["campaign", "add", "周报行动", "--from", "2026-11-23", "--to", "2026-12-09"];
        house.run("2026-11-23", &[&add[..], &["--key", "--every", "whole"]].concat());
        let of = |day: &str| {
            let told = house.told(day, "campaign", true).into_iter();
            told.map(|(name, _, days, who)| format!("{name} {days} {who}")).collect::<Vec<_>>()
        };
        let all = ["丰泽服饰", "恒捷鞋材厂"].map(|name| format!("{name} 21 street_officer"));
        assert_eq!(of("2026-12-30"), all);
        // The turn of the year makes nothing good.
        let next = ["丰泽服饰", "恒捷鞋材厂"].map(|name| format!("{name} 26 street_officer"));
        assert_eq!(of("2027-01-04"), next);
        assert_eq!((of("2027-12-09").len(), of("2027-12-10").len()), (2, 0));
        // One visit makes good one of them.
        house.visit("2026-12-14", "恒捷鞋材厂", "陈一鸣");
        assert_eq!(of("2026-12-30"), all[..1]);
        let end = ["campaign", "end", "周报行动", "--reason", "街道验收通过"];
        let said = house.run("2026-12-29", &end);
        assert!(said.contains("已结束") && said.contains("2026年12月9日"), "{said}");
        assert_eq!(of("2026-12-30"), [""; 0]);
        let again = house.call("2026-12-30", "林安全", &end).refused(1);
        assert!(again.contains("不用结束"), "{again}");
    }
}

/// What the plan has on a day to come is counted, however few of it are named.
#[test]
fn a_day_of_the_plan_to_come_has_its_count() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "beifeng");
        let day = "2026-11-16";
        // In an office of so many communities each has three names.
        let communities: Vec<String> = (1..=12).map(|n| format!("第{n}社区")).collect();
        let names: Vec<&str> = communities.iter().map(String::as_str).collect();
        house.call(day, "", &[&["unit", "add"], &names[..]].concat()).done();
        for name in ["甲厂", "乙厂", "丙厂"] {
            house.call(day, "", &["premises", "add", name, "--grid", "一网格"]).done();
        }
        for name in ["甲厂", "乙厂", "丙厂", "恒捷鞋材厂", "丰泽服饰"] {
            house.call(day, "", &["plan", "add", name, "--on", "2026-11-20"]).done();
        }
        house.call(day, "", &["plan", "add", "甲厂", "--on", "2026-11-24"]).done();
        let ahead = ["agenda", "--to", "2026-11-25"];
        let said = house.call(day, "", &ahead).done();
        let lines: Vec<&str> = said.lines().filter(|line| line.contains("计划检查")).collect();
        assert_eq!(lines.len(), 2, "{said}");
        assert!(lines[0].contains("5家") && lines[1].contains("1家"), "{lines:#?}");
        assert!(!said.contains("以上"), "{said}");
        let json = house.call(day, "", &[&["--json"], &ahead[..]].concat()).json();
        let items = json["items"].as_array().unwrap().iter();
        let counts: Vec<&Value> = items
            .filter(|item| item["task"] == "planned_visit" && item["day"] == "2026-11-20")
            .map(|item| &item["count"])
            .collect();
        assert_eq!(counts, [5, 5, 5]);
    }
}

/// What came later, or was at rest, owes nothing for the month that is over; what came on the way or back again is missing
/// in its coverage and stays on the agenda until somebody has been there.
#[test]
fn a_missed_month_names_what_its_coverage_misses() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "beifeng");
        let add = |day: &str, name: &str| {
            house.run(day, &["premises", "add", name, "--grid", "一网格"]);
        };
        add("2026-11-20", "来得早");
        add("2026-10-20", "歇着的");
        let change = ["premises", "change", "歇着的", "--reason", "订单不足", "--to"];
        house.run("2026-10-30", &[&change[..], &["suspended"]].concat());
        house.run("2026-12-01", &[&change[..], &["resumed"]].concat());
        add("2026-12-01", "来得晚");
        house.visit("2026-11-10", "恒捷鞋材厂", "陈一鸣");
        // At rest for some days, before the month and within it.
        for (name, rest, back) in
            [("回来的", "2026-10-26", "2026-11-07"), ("停几天", "2026-11-11", "2026-11-23")]
        {
            let add = ["premises", "add", name, "--grid", "一网格", "--person-in-charge", "王五"];
            house.run("2026-09-20", &add);
            house.visit("2026-09-28", name, "陈一鸣");
            let change = ["premises", "change", name, "--reason", "设备检修", "--to"];
            house.run(rest, &[&change[..], &["suspended"]].concat());
            house.run(back, &[&change[..], &["resumed"]].concat());
        }
        let overdue = house.told("2026-12-02", "month_round", true);
        // Where nobody has been since the office began it is late since the end of February; what was back in time is late
        // since October.
        let late: Vec<(&str, i64)> =
            overdue.iter().map(|(name, _, days, _)| (name.as_str(), *days)).collect();
        assert_eq!(late, [("丰泽服饰", 277), ("停几天", 32), ("回来的", 2), ("来得早", 2)]);
        assert!(overdue.iter().all(|(_, day, ..)| day == "2026-11-30"));
        let month = ["--month", "2026-11"];
        let missed = house.missed("2026-12-02", &month, "all_monthly");
        assert_eq!(missed, ["丰泽服饰", "停几天", "回来的", "来得早"]);
        // The line counts them, and a visit makes one good.
        let line = || {
            let said = house.run("2026-12-02", &["agenda"]);
            let line = said.lines().find(|line| line.contains("最久277天")).map(str::to_owned);
            line.unwrap_or_else(|| panic!("{said}"))
        };
        assert!(line().contains(" 4家 "), "{}", line());
        house.visit("2026-12-02", "回来的", "陈一鸣");
        assert!(line().contains(" 3家 ") && !line().contains("回来的"), "{}", line());
        // Nobody comes in December either.
        let overdue = house.told("2027-01-02", "month_round", true);
        let late =
            |name: &str| overdue.iter().find(|(of, ..)| of == name).map(|(_, _, days, _)| *days);
        assert_eq!((late("来得早"), late("丰泽服饰")), (Some(33), Some(308)), "{overdue:?}");
        let agenda = house.run("2027-01-02", &["agenda"]);
        assert!(agenda.contains("最久308天") && agenda.contains("来得早"), "{agenda}");
    }
}

#[test]
fn a_planned_visit_that_was_not_made_stays_while_it_still_counts() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "beifeng");
        house.run("2026-11-16", &["plan", "make", "--week", "2026-W47"]);
        let plan = house.json("2026-11-16", &["plan"]);
        let planned = |name: &str| {
            let visit = plan.as_array().unwrap().iter().find(|visit| visit["premises"] == name);
            visit.unwrap()["day"].as_str().unwrap().to_owned()
        };
        let (shoes, dress) = (planned("恒捷鞋材厂"), planned("丰泽服饰"));
        assert!(shoes.max(dress).as_str() < "2026-11-19", "{plan:#}");
        house.run("2026-11-16", &["plan", "add", "丰泽服饰", "--on", "2026-11-20"]);
        assert_eq!(house.told("2026-11-19", "planned_visit", true).len(), 2);
        house.visit("2026-11-19", "恒捷鞋材厂", "陈一鸣");
        let overdue = house.told("2026-11-19", "planned_visit", true);
        assert!(overdue.len() == 1 && overdue[0].0 == "丰泽服饰", "{overdue:?}");
        assert_eq!(overdue[0].3, "safety_officer");
        // After the week the round has missed it; what was put there by hand has no round.
        let after = house.told("2026-11-23", "planned_visit", true);
        assert_eq!(after, [late("丰泽服饰", "2026-11-20", 3, "safety_officer")]);
        assert_eq!(house.told("2026-11-23", "key_round", true).len(), 1);
    }
}

#[test]
fn a_round_before_a_rest_is_told_after_it_as_well() {
    let house = house(None, "beifeng");
    // 国庆节 begins on Thursday the 1st of October.
    house.visit("2026-09-29", "恒捷鞋材厂", "陈一鸣");
    assert_eq!(house.told("2026-09-30", "holiday", false).len(), 1);
    // 中秋节 before it has a round of its own.
    let mut after = house.told("2026-10-09", "holiday", true);
    after.retain(|item| item.1 == "2026-09-30");
    assert_eq!(after, [late("丰泽服饰", "2026-09-30", 9, "community_head")]);
    house.visit("2026-10-09", "丰泽服饰", "陈一鸣");
    assert_eq!(house.told("2026-10-10", "holiday", true), []);
}

/// Who is told last hears of it, and has some days to see to it: no date is printed that does not come.
#[test]
fn a_round_before_a_rest_stays_until_all_are_told() {
    let house = house(None, "beifeng");
    let said = house.run("2026-10-01", &["agenda", "--why"]);
    assert!(said.contains("2026年10月8日起告诉街道安办执法人员"), "{said}");
    for (day, told) in [("2026-10-07", "community_head"), ("2026-10-08", "street_officer")] {
        let moon = house.told(day, "holiday", true);
        let moon = moon.iter().find(|item| item.1 == "2026-09-24");
        assert_eq!(moon.map(|item| item.3.as_str()), Some(told), "{day}");
    }
    let moon = house.told("2026-10-16", "holiday", true);
    assert!(moon.iter().all(|item| item.1 != "2026-09-24"), "{moon:?}");
}

/// 元旦 of a year whose days off are not published is known by law, and the line says how far.
#[test]
fn a_round_before_a_rest_is_told_of_a_year_that_is_not_published() {
    let house = house(None, "beifeng");
    assert_eq!(house.told("2026-12-20", "holiday", false), []);
    let before = house.told("2026-12-28", "holiday", false);
    assert!(!before.is_empty() && before.iter().all(|item| item.1 == "2026-12-31"), "{before:?}");
    let said = house.run("2026-12-28", &["agenda", "--why"]);
    let known = "元旦1月1日至1月3日休3天（2027年的放假安排未公布，按法定节日和周末，未含调休、补假），节前增加一次检查";
    assert!(said.contains(known), "{said}");
    // Of one that is, nothing is said beside it.
    let said = house.run("2026-09-28", &["agenda", "--why"]);
    assert!(said.contains("国庆节10月1日至10月7日休7天，节前增加一次检查"), "{said}");
}

/// More than are named wait in one grid: the next grid has its line all the same, and each says how many.
#[test]
fn every_grid_has_its_line_with_its_count() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "beifeng");
        let grid = ["grid", "add", "二网格", "--community", "招联社区"];
        house.call("2026-01-05", "", &grid).done();
        for (grid, count, day) in [("一网格", 40, "2026-01-05"), ("二网格", 5, "2026-01-06")]
        {
            let rows = (0..count).map(|n| format!("{grid}{n}号店,普贤路{n}号\n"));
            let text = format!("名称,地址\n{}", rows.collect::<String>());
            let file = house.desk.write(&format!("{grid}.csv"), &text);
            house.run(day, &["premises", "import", &file, "--grid", grid]);
        }
        let said = house.run("2026-04-10", &["agenda"]);
        let of = |task: &str, grid: &str| {
            let line = said.lines().find(|line| {
                line.contains(task) && line.trim_end().ends_with(grid) && line.contains("家")
            });
            line.unwrap_or_else(|| panic!("{task} {grid}:\n{said}")).to_owned()
        };
        for task in ["核实档案", "每月检查"] {
            assert!(of(task, "一网格").contains("42家"), "{said}");
            assert!(of(task, "二网格").contains("5家"), "{said}");
        }
        assert!(!said.contains("家以上"), "{said}");
        let all = house.json("2026-04-10", &["premises", "list", "--unverified"]);
        assert_eq!(all.as_array().unwrap().len(), 47);
        assert_eq!(all[0]["verified_on"], "2026-01-05");
        house.run("2026-04-10", &["premises", "verify", "恒捷鞋材厂"]);
        let said = house.run("2026-04-10", &["premises", "list", "--unverified"]);
        assert!(!said.contains("恒捷鞋材厂") && said.contains("共46家"), "{said}");
    }
}

/// Who answers for a street walks no grid: a line is a community, with all that its grids have left.
#[test]
fn a_street_has_a_line_for_each_community() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "beifeng");
        let first = |args: &[&str]| house.call("2026-01-05", "", args).done();
        first(&["unit", "add", "霞美社区"]);
        first(&["staff", "add", "周安平", "--role", "street_officer", "--unit", "北峰街道"]);
        for (grid, community) in
            [("二网格", "招联社区"), ("东网格", "霞美社区"), ("西网格", "霞美社区")]
        {
            first(&["grid", "add", grid, "--community", community]);
        }
        for (grid, count) in [("二网格", 4), ("东网格", 5), ("西网格", 6)] {
            let rows = (0..count).map(|n| format!("{grid}{n}号店,普贤路{n}号\n"));
            let text = format!("名称,地址\n{}", rows.collect::<String>());
            let file = house.desk.write(&format!("{grid}.csv"), &text);
            house
                .call("2026-01-06", "周安平", &["premises", "import", &file, "--grid", grid])
                .done();
        }
        house.visit("2026-04-08", "恒捷鞋材厂", "陈一鸣");
        let day = "2026-04-10";
        let said = house.call(day, "周安平", &["agenda"]).done();
        let lines = |task: &str| -> Vec<Vec<&str>> {
            let lines = said.lines().filter(|line| line.contains(task));
            lines.map(|line| line.split_whitespace().collect()).collect()
        };
        for task in ["核实档案", "每月检查"] {
            let lines = lines(task);
            let whose: Vec<&str> = lines.iter().map(|line| *line.last().unwrap()).collect();
            let both = ["招联社区", "霞美社区"];
            assert!(whose.iter().all(|unit| both.contains(unit)), "{said}");
            assert!(both.iter().all(|unit| whose.contains(unit)), "{said}");
            // What April still has to reach: all but the one seen; what is to be compared: all.
            let of = |unit: &str| if unit == "霞美社区" { "11家" } else { "5家" };
            let late = |line: &&Vec<&str>| task == "每月检查" && line[0].starts_with("逾期");
            for line in lines.iter().filter(|line| task == "每月检查" && !late(line)) {
                assert_eq!(line[2], of(line.last().unwrap()), "{said}");
            }
        }
        let json = house.call(day, "周安平", &["--json", "agenda"]).done();
        let json: Value = serde_json::from_str(&json).unwrap();
        assert_eq!((&json["month_unseen"], &json["month_all"]), (&16.into(), &17.into()));
        // Every name says its own grid, and for which community the line is.
        let names: Vec<&Value> = json["items"].as_array().unwrap().iter().collect();
        let east = names.iter().find(|item| item["grid"] == "东网格").unwrap();
        assert_eq!((&east["unit"], &east["count"]), (&"霞美社区".into(), &11.into()), "{east:#}");
        // The community itself walks grid by grid.
        let own = house.run(day, &["agenda"]);
        assert!(
            own.contains("一网格") && own.contains("二网格") && !own.contains("东网格"),
            "{own}"
        );
    }
}

/// In 雁塔 the week's round of the key premises is the street's: what a grid officer sees is not counted, by anybody.
#[test]
fn the_key_figure_is_the_regimes_own() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "yanta");
        house
            .call(
                "2026-11-02",
                "",
                &["staff", "add", "周安平", "--role", "street_officer", "--unit", "北峰街道"],
            )
            .done();
        for name in ["恒捷鞋材厂", "丰泽服饰"] {
            let key = ["premises", "edit", name, "--key", "--reason", "重大隐患"];
            house.run("2026-11-02", &key);
        }
        let figures = |day: &str| {
            let at = |args: &[&str]| -> Value {
                let args = [&["--json"], args].concat();
                serde_json::from_str(&house.call(day, "", &args).done()).unwrap()
            };
            let agenda = at(&["agenda"]);
            let unseen = agenda["key_unseen"].as_u64().unwrap();
            let all = agenda["key_all"].as_u64().unwrap();
            let analysis = at(&["analysis"])["today"].clone();
            let board = at(&["review"])["grids"][0].clone();
            let coverage = at(&["coverage"])["rounds"][0].clone();
            let number = |value: &Value| value.as_u64().unwrap_or_else(|| panic!("{value}"));
            [
                (all - unseen, all),
                (number(&analysis["key_seen"]), number(&analysis["key_all"])),
                (number(&board["key_inspected"]), number(&board["key_required"])),
                (number(&coverage["covered"]), number(&coverage["required"])),
            ]
        };
        house.call("2026-11-16", "", &["plan", "make", "--week", "2026-W47"]).done();
        let planned = |day: &str| {
            let agenda = house.call(day, "", &["--json", "agenda"]).done();
            agenda.matches("\"planned_visit\"").count()
        };
        house.visit("2026-11-17", "恒捷鞋材厂", "陈一鸣");
        assert_eq!(figures("2026-11-18"), [(0, 2); 4]);
        // Of the street's two and the grid's two only the grid's own is made.
        assert_eq!(planned("2026-11-18"), 3);
        house.visit("2026-11-18", "恒捷鞋材厂", "周安平");
        assert_eq!(planned("2026-11-18"), 2);
        assert_eq!(figures("2026-11-18"), [(1, 2); 4]);
        // Whom the street has missed is named, and stays on its agenda.
        let board =
            house.call("2026-11-23", "", &["--json", "review", "--week", "2026-W47"]).done();
        let board: Value = serde_json::from_str(&board).unwrap();
        assert_eq!(board["grids"][0]["key_missing"], json!(["丰泽服饰"]));
        let agenda = house.call("2026-11-23", "", &["--json", "agenda"]).done();
        let agenda: Value = serde_json::from_str(&agenda).unwrap();
        let items = agenda["items"].as_array().unwrap().iter();
        let late: Vec<&Value> = items
            .filter(|item| item["task"] == "key_round" && item["day"] == "2026-11-22")
            .map(|item| &item["premises"])
            .collect();
        assert_eq!(late, ["丰泽服饰"], "{agenda:#}");
    }
}

/// The street's round is late since the first week in which none of its officers came, whoever else was there, and since
/// no week in which the premises did not come under it.
#[test]
fn a_round_of_the_street_is_late_since_the_first_week_that_it_missed() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "yanta");
        let street = ["staff", "add", "周安平", "--role", "street_officer", "--unit", "北峰街道"];
        house.call("2026-10-05", "", &street).done();
        let key = |day: &str, name: &str| {
            house.run(day, &["premises", "edit", name, "--key", "--reason", "重大隐患"]);
        };
        key("2026-10-05", "恒捷鞋材厂");
        let late = |day: &str| {
            let agenda = house.call(day, "", &["--json", "agenda"]).done();
            let agenda: Value = serde_json::from_str(&agenda).unwrap();
            let items = agenda["items"].as_array().unwrap().iter();
            let mut told: Vec<String> = items
                .filter(|item| item["task"] == "key_round" && item["days_late"] != 0)
                .map(|item| {
                    let text = |of: &str| item[of].as_str().unwrap().to_owned();
                    format!("{} {} {}", text("premises"), item["days_late"], text("text"))
                })
                .collect();
            told.sort();
            told
        };
        house.visit("2026-10-22", "恒捷鞋材厂", "周安平");
        house.visit("2026-11-05", "恒捷鞋材厂", "陈一鸣");
        let never = "丰泽服饰 1 街道安办执法人员还没有检查过";
        let shoes = |days: u32| format!("恒捷鞋材厂 {days} 街道安办执法人员上次检查2026年10月22日");
        assert_eq!(late("2026-11-02"), [shoes(1)]);
        // Registered since January, on the key list since the 9th, a Monday.
        key("2026-11-09", "丰泽服饰");
        assert_eq!(late("2026-11-16"), [never.to_owned(), shoes(15)]);
        let said = house.call("2026-11-16", "", &["agenda", "--why"]).done();
        assert!(said.contains("最久15天"), "{said}");
        let told = "应已告诉社区安全员2家、社区主干1家、街道安办执法人员1家";
        assert!(said.contains(told), "{said}");
        // The grid's own round of the month is anybody's.
        house.visit("2026-11-17", "丰泽服饰", "周安平");
        assert_eq!(late("2026-11-18"), [shoes(17)]);
        // A visit that was corrected away makes nothing good.
        house.visit("2026-11-18", "恒捷鞋材厂", "周安平");
        assert_eq!(late("2026-11-18"), [""; 0]);
        let visits = house.json("2026-11-18", &["inspect", "list", "--premises", "恒捷鞋材厂"]);
        let last = visits.as_array().unwrap().iter().find(|one| one["on"] == "2026-11-18");
        let id = last.unwrap()["id"].as_str().unwrap().to_owned();
        let answers = house.desk.write("一条.toml", crate::desk::ANSWERS);
        let words = ["inspect", "record", "--premises", "丰泽服饰", "--form", "table4"];
        let corrects = ["--answers", &answers, "--by", "周安平", "--corrects", &id];
        house.call("2026-11-18", "周安平", &[&words[..], &corrects].concat()).done();
        assert_eq!(late("2026-11-18"), [shoes(17)]);
    }
}

/// A day in a ledger that is the end of something, by its name.
fn ends(label: &str) -> bool {
    ["期止", "期限", "到期", "下次", "应送达", "移出日期"].iter().any(|word| label.contains(word))
        && !label.starts_with("实际")
}

#[test]
fn what_runs_out_in_any_ledger_is_asked_by_the_agenda() {
    let (library, faults) = Library::new(&[]);
    assert!(faults.is_empty(), "{faults:?}");
    let regimes = ["beifeng", "yanta"].map(|code| library.regime(code).unwrap());
    let mut seen = 0;
    for ledger in library.ledgers() {
        for field in ledger.fields.iter().filter(|field| field.kind == FieldKind::Day) {
            if ends(&field.label) {
                assert_eq!(
                    ledger.until.as_ref(),
                    Some(&field.id),
                    "{} {}",
                    ledger.title,
                    field.label
                );
            }
        }
        if ledger.until.is_none() {
            continue;
        }
        seen += 1;
        assert!(!ledger.due.is_empty(), "{} is kept and never told", ledger.title);
        for regime in regimes {
            let ladder = regime.remind(&ledger.code).map(|rule| rule.ladder.rungs.len());
            assert!(ladder.is_some_and(|rungs| rungs > 0), "{} {}", regime.code, ledger.code);
        }
    }
    assert_eq!(seen, 14);
}

#[test]
fn both_regimes_say_who_is_told_of_everything_and_what_is_done_regularly() {
    let (library, _) = Library::new(&[]);
    for code in ["beifeng", "yanta"] {
        let regime = library.regime(code).unwrap();
        for task in Task::ALL.into_iter().filter(|task| *task != Task::Entry) {
            let rungs = regime.remind(task.code()).map_or(0, |rule| rule.ladder.rungs.len());
            assert!(rungs > 0, "{code}: nobody is told of {}", task.code());
        }
        for ledger in ["meeting", "drill", "publicity", "self_check", "training"] {
            let known = regime.regulars.iter().any(|rule| rule.ledger == ledger);
            assert!(known, "{code}: {ledger}");
        }
    }
}

/// 雁政办发〔2018〕72号 制度四: the district checks the streets each month, and each quarter; that is no street's work.
#[test]
fn the_districts_own_checks_are_on_its_agenda_until_they_are_made() {
    for database in [None, Some(Schema::new())] {
        let desk = crate::desk::Desk::bare();
        let url = database.as_ref().map(|schema| schema.url.clone());
        let run = |day: &str, args: &[&str]| {
            let mut all = vec!["--today", day];
            if let Some(url) = &url {
                all.extend(["--database", url]);
            }
            desk.run(&[&all[..], args].concat())
        };
        let init = ["init", "--level", "区", "--city", "西安市", "--district", "雁塔区"];
        let below = ["--street", "小寨路街道", "--community", "兴善社区", "--regime", "yanta"];
        run("2026-09-01", &[&init[..], &below].concat()).done();
        let staff = ["staff", "add", "孙街道", "--role", "street_officer", "--unit", "小寨路街道"];
        run("2026-09-01", &staff).done();
        let told = |day: &str, more: &[&str]| -> Vec<String> {
            let agenda = run(day, &[more, &["--json", "agenda"]].concat()).json();
            let items = agenda["items"].as_array().unwrap().iter();
            let of = items.filter(|item| item["ledger"] == "spot_check");
            of.map(|item| format!("{} {}", item["text"], item["day"]).replace('"', "")).collect()
        };
        let (month, quarter) = ("区对街道运行情况的抽查", "区对街道的季度督查抽查");
        let both = told("2026-11-23", &[]);
        assert!(both.contains(&format!("{month}：雁塔区 2026-10-30")), "{both:#?}");
        assert!(both.contains(&format!("{month}：雁塔区 2026-11-30")), "{both:#?}");
        assert!(told("2026-12-14", &[]).contains(&format!("{quarter}：雁塔区 2026-12-31")));
        assert_eq!(told("2026-11-23", &["--as", "孙街道"]), Vec::<String>::new());
        let add = ["ledger", "add", "spot_check", "--community", "兴善社区"];
        let fields =
            ["level=区", "target=小寨路街道", "why=专项督查", "checkers=区督查组", "problems=无"];
        let sets: Vec<&str> = fields.iter().flat_map(|field| ["--set", *field]).collect();
        run("2026-11-24", &[&add[..], &sets].concat()).done();
        let left = told("2026-11-24", &[]);
        assert!(!left.iter().any(|each| each.ends_with("2026-11-30")), "{left:#?}");
        assert!(!told("2026-12-14", &[]).iter().any(|each| each.starts_with(quarter)));
    }
}

#[test]
fn a_certificate_that_runs_out_is_told_until_there_is_a_new_one() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "yanta");
        let sat = |from: &str, to: &str, rest: &[&str]| {
            let (from, to) = (format!("trained_from={from}"), format!("trained_to={to}"));
            let mut add = vec!["ledger", "add", "officer_exam"];
            for field in ["name=陈一鸣", &from, &to, "hours=48"].iter().chain(rest) {
                add.extend(["--set", field]);
            }
            house.run("2026-11-23", &add);
        };
        let exam = |from: &str, to: &str, until: &str| {
            let until = format!("valid_to={until}");
            sat(from, to, &["score=90", "result=合格", "certificate=A1", &until]);
        };
        exam("2026-01-05", "2026-01-09", "2026-11-24");
        // Who failed has the old one still.
        sat("2026-11-10", "2026-11-13", &["score=40", "result=不合格"]);
        let told = |day: &str| house.run(day, &["agenda"]).contains("陈一鸣的岗前培训证件有效期止");
        assert!(told("2026-11-23") && told("2026-11-26"));
        let raised = house.told("2026-11-26", "entry", true);
        assert_eq!(raised[0].3, "safety_officer");
        exam("2026-11-16", "2026-11-20", "2028-11-20");
        assert!(!told("2026-11-23") && !told("2026-11-26"));
        assert!(told("2028-11-20"));
    }
}

/// Two certificates of one kind held side by side come to their ends by themselves.
#[test]
fn another_number_is_another_certificate() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "beifeng");
        let add = |number: &str, rest: &[&str]| {
            let number = format!("certificate_number={number}");
            let mut args = vec!["ledger", "add", "certificate", "--premises", "恒捷鞋材厂"];
            for field in ["kind=特种作业操作证", "holder=张三", &number].iter().chain(rest)
            {
                args.extend(["--set", field]);
            }
            house.run("2026-11-23", &args);
        };
        add("电工A1", &["expires_on=2026-12-01"]);
        add("焊工B7", &["expires_on=2028-12-01"]);
        let told = |day: &str| house.run(day, &["agenda"]).contains("张三");
        assert!(told("2026-11-23") && told("2026-12-05"));
        add("电工A2", &["issued_on=2026-11-20", "expires_on=2032-12-01"]);
        assert!(!told("2026-11-23") && !told("2026-12-05"));
    }
}

/// What is entered anew stands in place of the old; where it does not say enough for that, it says so as it is entered.
#[test]
fn what_is_renewed_goes_or_it_is_said_why_it_stays() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "beifeng");
        let add = |ledger: &str, premises: &[&str], sets: &[&str]| {
            let mut args = vec!["ledger", "add", ledger];
            args.extend(premises);
            sets.iter().for_each(|set| args.extend(["--set", set]));
            house.call("2026-11-28", "陈一鸣", &args)
        };
        let told = |of: &str| house.run("2026-11-28", &["agenda"]).matches(of).count();
        let station = |place: &str, expires: &str, more: &[&str]| {
            let fields = [format!("place={place}"), format!("expires_on={expires}")];
            let fields = [&fields[0], fields[1].as_str(), "condition=完好"];
            let sets = ["station=招联站", "name=灭火器", "quantity=2", "keeper=李四"];
            add("fire_station", &[], &[&sets[..], &fields, more].concat())
        };
        station("门口", "2026-12-05", &[]);
        assert_eq!(told("招联站灭火器有效期止"), 1);
        // Neither says what model it is.
        let said = station("门口", "2028-12-05", &[]);
        assert_eq!((told("招联站灭火器有效期止"), said.err.as_str()), (0, ""));
        // Only the new one says it.
        station("仓库", "2026-12-06", &[]);
        let said = station("仓库", "2028-12-06", &["model=4kg"]);
        let why =
            "到2026年12月6日的那一条仍列在今日里：这一条是换新、重新检验的，请把两条的规格写得一样";
        assert!(said.err.contains(why), "{}", said.err);
        assert_eq!(told("招联站灭火器有效期止"), 1);

        let of = ["--premises", "恒捷鞋材厂"];
        let certificate = |number: &str, expires: &str, more: &[&str]| {
            let fields = [format!("certificate_number={number}"), format!("expires_on={expires}")];
            let fields = [&fields[0], fields[1].as_str()];
            let kind = ["kind=特种设备使用登记证", "holder=电梯1号"];
            add("certificate", &of, &[&kind[..], &fields, more].concat())
        };
        certificate("梯001", "2026-11-01", &[]);
        let said = certificate("梯002", "2027-11-01", &[]);
        let why = "证号不同、没有写发证日期的算另一本，到2026年11月1日的那一本仍列在今日里；换证的请写发证日期（期满前90天起的算换证）";
        assert!(said.err.contains(why), "{}", said.err);
        assert_eq!(told("电梯1号"), 1);
        let said = certificate("梯003", "2028-11-01", &["issued_on=2026-10-30"]);
        assert_eq!((told("电梯1号"), said.err.as_str()), (0, ""));

        let equipment = |next: &str, name: &str| {
            let fields = [format!("name={name}"), format!("next_check_on={next}")];
            add("equipment", &of, &[&fields[0], &fields[1], "quantity=1"])
        };
        equipment("2026-11-20", "储气罐");
        assert_eq!(equipment("2027-11-20", "叉车").err, "", "it is another thing");
        let said = equipment("2027-11-20", "储气罐");
        assert!(
            said.err.contains("请把两条的档案（登记）号写得一样，或者作废那一条"),
            "{}",
            said.err
        );
    }
}

#[test]
fn who_had_a_grid_in_a_month_answers_for_it() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "beifeng");
        let people = |day: &str, month: &str| -> BTreeMap<String, (i64, i64)> {
            let told = house.json(day, &["coverage", "--month", month, "--by", "person"]);
            let rounds = told["rounds"].as_array().unwrap();
            let rows = rounds[0]["rows"].as_array().unwrap().iter();
            rows.map(|row| {
                let number = |of: &str| row[of].as_i64().unwrap();
                let name = row["name"].as_str().unwrap().to_owned();
                (name, (number("required"), number("covered")))
            })
            .collect()
        };
        house.visit("2026-11-10", "恒捷鞋材厂", "陈一鸣");
        let staff = ["staff", "add", "吴志强", "--role", "grid_officer", "--unit", "招联社区"];
        house.call("2026-11-27", "", &staff).done();
        let assign = ["grid", "assign", "一网格", "--lead", "吴志强"];
        house.call("2026-11-27", "", &assign).done();
        let one = |name: &str, counts| BTreeMap::from([(name.to_owned(), counts)]);
        assert_eq!(people("2026-12-10", "2026-11"), one("陈一鸣", (2, 1)));
        assert_eq!(people("2026-12-10", "2026-12"), one("吴志强", (2, 0)));
        // Two who walk it together have a part each, as in the plan.
        let both = ["grid", "assign", "一网格", "--lead", "吴志强", "--lead", "陈一鸣"];
        house.call("2026-12-31", "", &both).done();
        house.visit("2027-01-05", "恒捷鞋材厂", "陈一鸣");
        let parts = people("2027-01-20", "2027-01");
        assert_eq!(parts.values().map(|(required, _)| required).sum::<i64>(), 2, "{parts:?}");
        assert_eq!(parts.values().map(|(_, covered)| covered).sum::<i64>(), 1, "{parts:?}");
        assert_eq!(parts.len(), 2, "{parts:?}");
    }
}

/// Next week's agenda, and a month for another calendar, have what comes again: meetings, rounds, drills, training.
#[test]
fn the_days_to_come_have_what_comes_again() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "beifeng");
        let ahead = |day: &str, from: &str, to: &str| -> Vec<(String, String, String)> {
            let agenda = house.json(day, &["agenda", "--from", from, "--to", to]);
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let items = agenda["items"].as_array().unwrap().iter();
            items
                .map(|item| (text(&item["task"]), text(&item["day"]), text(&item["text"])))
                .collect()
        };
        let days = |items: &[(String, String, String)], task: &str, word: &str| -> Vec<String> {
            let of = items.iter().filter(|(it, _, text)| it == task && text.contains(word));
            let mut days: Vec<String> = of.map(|(_, day, _)| day.clone()).collect();
            days.dedup();
            days
        };
        // Friday: the week that comes, and nothing of the one after.
        let week = ahead("2026-11-27", "2026-11-30", "2026-12-06");
        assert!(days(&week, "regular", "例会").contains(&"2026-12-04".to_owned()), "{week:?}");
        assert!(days(&week, "key_round", "").contains(&"2026-12-06".to_owned()), "{week:?}");
        assert!(
            days(&week, "regular", "例会").iter().all(|day| day.as_str() <= "2026-12-06"),
            "{week:?}"
        );
        let december = ahead("2026-11-24", "2026-12-01", "2027-01-03");
        let rounds = days(&december, "key_round", "");
        for sunday in ["2026-12-06", "2026-12-13", "2026-12-20", "2026-12-27", "2027-01-03"] {
            assert!(rounds.contains(&sunday.to_owned()), "{sunday}: {rounds:?}");
        }
        assert!(days(&december, "month_round", "").contains(&"2026-12-31".to_owned()));
        assert_eq!(days(&december, "holiday", ""), ["2026-12-31"]);
        for word in ["例会", "演练", "宣传"] {
            let told = days(&december, "regular", word);
            assert!(told.iter().any(|day| day.as_str() > "2026-12-01"), "{word}: {december:?}");
        }
        // A campaign that begins only then.
        let add = ["campaign", "add", "岁末行动", "--from", "2026-12-10", "--to", "2026-12-20"];
        house.run("2026-11-24", &[&add[..], &["--key", "--every", "whole"]].concat());
        let with = ahead("2026-11-24", "2026-12-01", "2027-01-03");
        assert_eq!(days(&with, "campaign", ""), ["2026-12-20"]);
        // Without days that were asked for, today's list is today's.
        let today = house.json("2026-11-24", &["agenda"]);
        let items = today["items"].as_array().unwrap().iter();
        assert!(items.filter(|it| it["task"] == "key_round").all(|it| it["day"] != "2026-12-06"));
    }
    let house = house(None, "beifeng");
    let file = house.desk.path("十二月.ics");
    house.run("2026-11-24", &["agenda", "--ics", &file, "--to", "2026-12-31"]);
    let text = fs::read_to_string(Path::new(&file)).unwrap().replace("\r\n ", "");
    for day in ["20261206", "20261213", "20261220", "20261227"] {
        let of = text.split("BEGIN:VEVENT").filter(|event| event.contains(day));
        assert!(of.clone().any(|event| event.contains("2家")), "{day}");
    }
    assert!(text.matches("例会").count() > 4, "{text}");
}

/// Whether a week that is off as a whole owes a round is the regime's to say.
#[test]
fn a_week_off_owes_a_round_where_the_regime_does_not_skip_it() {
    let house = house(None, "beifeng");
    let told = || {
        let weeks = house.json("2026-02-24", &["coverage", "--week", "2026-W08"]);
        let rounds = weeks["rounds"].as_array().unwrap();
        let weekly = rounds.iter().any(|round| round["code"] == "key_weekly");
        let late = house.told("2026-02-24", "key_round", true);
        let days: Vec<(String, i64)> =
            late.into_iter().map(|(_, day, days, _)| (day, days)).collect();
        (weekly, days)
    };
    house.visit("2026-02-04", "恒捷鞋材厂", "陈一鸣");
    // 春节: the 15th to the 23rd of February.
    let late = |day: &str, days: [i64; 2]| days.map(|days| (day.to_owned(), days)).to_vec();
    let mut both = told();
    both.1.sort();
    assert_eq!(both, (true, late("2026-02-22", [9, 44])));
    let ours = include_str!("../../forms/regime/beifeng.toml");
    let skips = "every = \"week\"\ntimes = 1\nskips_rest = true\nby = \"grid_officer\"";
    let theirs = ours.replacen("every = \"week\"\ntimes = 1\nby = \"grid_officer\"", skips, 1);
    assert_ne!(ours, theirs);
    house.desk.write("办公室/forms/regime/beifeng.toml", theirs);
    let mut both = told();
    both.1.sort();
    assert_eq!(both, (false, late("2026-02-15", [9, 44])));
}

/// What is to be done for one day is as many events as there are works, and campaigns that run at the same time are two.
#[test]
fn a_calendar_file_loses_no_work_of_a_day() {
    let house = house(None, "beifeng");
    for document in ["冬季消防提示", "动火作业通知"] {
        let document = format!("document={document}");
        let mut spread = vec!["ledger", "spread", "delivery", "--grid", "一网格"];
        for set in [&*document, "method=直接送达", "send_by=2026-11-30", "deliverer=陈一鸣"]
        {
            spread.extend(["--set", set]);
        }
        house.run("2026-11-16", &spread);
    }
    for name in ["冬春火灾防控", "用电整治"] {
        let add = ["campaign", "add", name, "--from", "2026-11-16", "--to", "2026-11-29"];
        house.run("2026-11-16", &[&add[..], &["--every", "whole", "--key"]].concat());
    }
    let told = house.run("2026-11-16", &["agenda", "--to", "2026-11-30"]);
    let file = house.desk.path("安办.ics");
    house.run("2026-11-16", &["agenda", "--ics", &file, "--to", "2026-11-30"]);
    let text = fs::read_to_string(Path::new(&file)).unwrap().replace("\r\n ", "");
    let events: Vec<&str> = text.split("BEGIN:VEVENT").skip(1).collect();
    for of in ["冬季消防提示", "动火作业通知", "“冬春火灾防控”", "“用电整治”"]
    {
        assert_eq!(told.matches(of).count(), 1, "{of}: {told}");
        let own = events.iter().filter(|event| event.contains(of)).count();
        assert_eq!(own, 1, "{of}: {text}");
    }
    let uids: BTreeSet<&str> = text.lines().filter(|line| line.starts_with("UID:")).collect();
    assert_eq!(uids.len(), events.len(), "{text}");
}

/// A calendar of a phone has no ladder of its own: the entry says who is told next.
#[test]
fn a_calendar_file_says_who_is_told_next() {
    let house = house(None, "beifeng");
    let file = house.desk.path("安办.ics");
    house.run("2026-11-16", &["agenda", "--ics", &file, "--to", "2026-12-10"]);
    let text = fs::read_to_string(Path::new(&file)).unwrap().replace("\r\n ", "");
    let events: Vec<&str> = text.split("BEGIN:VEVENT").skip(1).collect();
    assert!(!events.is_empty());
    for event in events {
        for word in ["为什么：", "依据：", "告诉"] {
            assert!(event.contains(word), "{word}: {event}");
        }
    }
}

#[test]
fn broken_equipment_is_told_until_it_is_put_right() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "beifeng");
        let entry = |checked: &'static str, condition: &'static str| {
            let mut add = vec!["ledger", "add", "fire_station"];
            let fixed = ["station=招联微型消防站", "name=水带", "quantity=2", "place=值班室"];
            let told = ["keeper=李四", checked, condition, "expires_on=2030-01-01"];
            fixed.into_iter().chain(told).for_each(|set| add.extend(["--set", set]));
            add
        };
        // That it was whole before puts nothing right.
        house.run("2026-11-23", &entry("checked_on=2026-10-20", "condition=完好"));
        let add = entry("checked_on=2026-11-23", "condition=失效");
        let row = house.json("2026-11-23", &add);
        let id = row["id"].as_str().unwrap();
        let of = |day: &str| {
            let agenda = house.json(day, &["agenda"]);
            let mut items = agenda["items"].as_array().unwrap().clone();
            items.retain(|item| item["text"].as_str().unwrap_or_default().contains("水带"));
            items
        };
        let edit = |day: &str, sets: &[&str]| {
            let sets: Vec<&str> = sets.iter().flat_map(|set| ["--set", set]).collect();
            house.run(day, &[&["ledger", "edit", id], &sets[..]].concat())
        };
        let told = of("2026-11-23");
        assert_eq!(told.len(), 1, "{told:?}");
        assert_eq!(told[0]["text"], "招联微型消防站水带（值班室）失效，换新");
        assert_eq!(told[0]["day"], "2026-11-26");
        let (why, rule) = (told[0]["why"].as_str().unwrap(), told[0]["rule"].as_str().unwrap());
        assert!(why.contains("2026年11月23日检查情况：失效"), "{why}");
        assert!(rule.contains("一、3（7）微型消防站"), "{rule}");
        let raised = house.told("2026-11-27", "entry", true);
        assert_eq!(raised, [late("", "2026-11-26", 1, "safety_officer")]);
        // Seven days for what can be repaired; then only its validity is asked for.
        edit("2026-11-27", &["condition=待修", "checked_on=2026-11-27"]);
        let told = of("2026-11-28");
        assert_eq!((&told[0]["day"], told.len()), (&json!("2026-12-04"), 1));
        assert!(told[0]["text"].as_str().unwrap().ends_with("维修"), "{told:?}");
        let waits = house.run("2026-11-28", &["ledger", "list", "fire_station", "--waiting"]);
        assert!(waits.contains("待修"), "{waits}");
        edit("2026-11-28", &["condition=完好", "checked_on=2026-11-28"]);
        assert!(of("2026-11-28").is_empty());
        let told = of("2029-12-20");
        assert!(told[0]["text"].as_str().unwrap().ends_with("有效期止"), "{told:?}");
        edit("2026-11-28", &["condition=失效"]);
        house.run("2026-11-28", &["ledger", "void", id, "--reason", "登记错了"]);
        assert!(of("2026-12-28").is_empty());
    }
}

/// What was meant for premises that have closed or moved out since is nobody's work any more.
#[test]
fn a_delivery_to_premises_that_are_gone_since_waits_no_longer() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "beifeng");
        let sets = ["document=夏季消防安全提示", "method=直接送达", "send_by=2026-11-30"];
        let sets = sets.iter().flat_map(|set| ["--set", set]);
        let spread = ["ledger", "spread", "delivery", "--grid", "一网格"].into_iter().chain(sets);
        house.run("2026-11-16", &spread.collect::<Vec<_>>());
        let told = |day: &str| -> Vec<String> {
            let agenda = house.json(day, &["agenda"]);
            let items = agenda["items"].as_array().unwrap().iter();
            let own = items.filter(|item| item["ledger"] == "delivery");
            own.map(|item| item["text"].as_str().unwrap().to_owned()).collect()
        };
        let waiting = |day: &str| {
            let rows = house.json(day, &["ledger", "list", "delivery", "--waiting"]);
            rows.as_array().unwrap().len()
        };
        assert_eq!(
            told("2026-12-01"),
            ["夏季消防安全提示：还有2家没有办完（丰泽服饰、恒捷鞋材厂）"]
        );
        let gone = ["premises", "change", "丰泽服饰", "--to", "moved_out", "--reason", "搬走"];
        house.run("2026-11-20", &gone);
        assert_eq!(told("2026-12-01"), ["夏季消防安全提示送达恒捷鞋材厂"]);
        assert_eq!((waiting("2026-12-01"), waiting("2026-11-20")), (1, 1));
        let file = house.desk.path("未办.csv");
        house.run("2026-12-01", &["report", "waiting/delivery", "-o", &file]);
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.contains("恒捷鞋材厂") && !text.contains("丰泽服饰"), "{text}");
        // What is to reach those that are gone is entered after they went, and waits.
        let late = ["document=关闭决定书", "method=邮寄", "delivered_on=", "send_by=2026-12-10"];
        let late = late.iter().flat_map(|set| ["--set", set]);
        let add = ["ledger", "add", "delivery", "--premises", "丰泽服饰"].into_iter().chain(late);
        house.run("2026-12-02", &add.collect::<Vec<_>>());
        assert_eq!(waiting("2026-12-03"), 2);
    }
}

/// One premises that comes to be compared among many that are late has its name, and the list that a line points to holds
/// those whom it counts.
#[test]
fn a_line_of_records_to_compare_names_or_points_to_those_it_counts() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "beifeng");
        let rows = (0..70).map(|n| format!("{n}号店,普贤路{n}号\n")).collect::<String>();
        let file = house.desk.write("七十家.csv", format!("名称,地址\n{rows}"));
        house.run("2026-01-05", &["premises", "import", &file, "--grid", "一网格"]);
        house.run("2026-02-01", &["premises", "verify", "恒捷鞋材厂"]);
        let said = house.run("2026-04-28", &["agenda"]);
        let line =
            said.lines().find(|line| line.starts_with("5月2日") && line.contains("核实档案"));
        assert!(line.is_some_and(|line| line.contains("恒捷鞋材厂")), "{said}");
        // Seventy that come due on one day are more than are named.
        for (day, until) in [("2026-04-01", "2026-04-05"), ("2026-04-20", "2026-05-02")] {
            let all = ["premises", "list", "--unverified", "--until", until];
            let rows = house.json(day, &all);
            let names: Vec<&str> =
                rows.as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect();
            assert_eq!(names.contains(&"恒捷鞋材厂"), until == "2026-05-02", "{names:?}");
            assert_eq!(names.len(), if until == "2026-05-02" { 72 } else { 71 }, "{names:?}");
        }
        let late = house.json("2026-04-28", &["premises", "list", "--unverified"]);
        assert_eq!(late.as_array().unwrap().len(), 71);
    }
}

/// New year's day is off by law before its year is published: nobody owes a report on it.
#[test]
fn no_report_is_owed_on_a_day_that_is_off_by_law() {
    let house = house(None, "beifeng");
    let add = ["campaign", "add", "岁末行动", "--from", "2026-12-30", "--to", "2027-01-05"];
    house.call("2026-12-28", "", &[&add[..], &["--report", "daily"]].concat()).done();
    let due: Vec<String> = house
        .json("2026-12-30", &["report", "status", "--from", "2026-12-30", "--to", "2027-01-06"])
        .as_array()
        .unwrap()
        .iter()
        .filter(|owed| owed["title"].as_str().unwrap().contains("岁末行动"))
        .map(|owed| owed["due"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(due, ["2026-12-30", "2026-12-31", "2027-01-04", "2027-01-05"]);
    let said = house.run("2027-01-02", &["agenda"]);
    assert!(!said.contains("2027年1月1日"), "{said}");
    // The 5th of February 2027 is the eve of the new year: the list of January is due before it.
    let status = ["report", "status", "--from", "2027-01-20", "--to", "2027-02-10"];
    let owed = house.json("2027-01-20", &status);
    let list = owed.as_array().unwrap().iter().find(|owed| owed["code"] == "problem_list").unwrap();
    assert_eq!(list["due"], "2027-02-04", "{owed:#}");
}

/// A campaign about nobody is mostly a slip of a word.
#[test]
fn a_campaign_about_nobody_says_so() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "beifeng");
        let add = ["campaign", "add", "烟花行动", "--from", "2026-12-10", "--to", "2026-12-20"];
        let ran = house.call("2026-12-01", "", &[&add[..], &["--word", "烟花"]].concat());
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let told = ran.out + &ran.err;
        assert!(told.contains("范围里现在一家也没有"), "{told}");
        let edit = ["campaign", "edit", "烟花行动", "--word", "鞋"];
        let ran = house.call("2026-12-01", "", &edit);
        let told = ran.out + &ran.err;
        assert!(told.contains("已更正") && !told.contains("一家也没有"), "{told}");
    }
}
