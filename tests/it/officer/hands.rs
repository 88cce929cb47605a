//! What changes hands within a quarter: the evidence holds nothing against somebody that became late before him, and
//! keeps it with who had it then; told to both engines.

use serde_json::{Value, json};

use super::{MAJOR, house};
use crate::engines::Schema;

#[test]
fn what_became_late_before_a_handover_stays_with_who_had_it() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "yanta");
        let add = ["staff", "add", "黄小燕", "--role", "grid_officer", "--unit", "招联社区"];
        house.call("2026-01-05", "", &add).done();
        let answers = house.desk.write("重大.toml", MAJOR);
        let found = |day: &str, premises: &str| {
            let words = ["inspect", "record", "--premises", premises, "--form", "table4"];
            let with = ["--answers", &answers, "--by", "陈一鸣"];
            let done = house.json(day, &[&words[..], &with].concat());
            done["hazards"][0]["id"].as_str().unwrap().to_owned()
        };
        let task = |content: &str, due: &str| {
            let sets = ["from=社区", "owner=陈一鸣", "assigned_on=2026-11-12", content, due];
            let sets: Vec<&str> = sets.into_iter().flat_map(|set| ["--set", set]).collect();
            let done = house.json("2026-11-12", &[&["ledger", "add", "task"], &sets[..]].concat());
            done["id"].as_str().unwrap().to_owned()
        };
        // Both are due within ten days. The first is never reported; the other in time, on a Monday.
        found("2026-11-10", "恒捷鞋材厂");
        let early = task("content=甲", "due_on=2026-11-16");
        let late = task("content=乙", "due_on=2026-11-28");
        let second = found("2026-11-20", "丰泽服饰");
        let report = ["hazard", "report", &second, "--to", "street", "--reason", "重大隐患"];
        house.run("2026-11-23", &report);
        let evidence = |name: &str| {
            let shown = house.json("2026-12-05", &["officer", "show", name, "--period", "2026-Q4"]);
            let of = &shown["evidence"];
            let counts = ["found", "major", "overdue", "tasks_late"].map(|key| of[key].clone());
            (counts.map(|count| count.as_u64().unwrap()), of["majors_reported"].clone())
        };
        let reported = |count: u32, late: u32, days: u32| -> Value {
            json!({ "count": count, "late": late, "longest_days": days })
        };
        assert_eq!(evidence("陈一鸣"), ([2, 2, 2, 2], reported(2, 1, 25)));
        assert_eq!(evidence("黄小燕"), ([0, 0, 0, 0], reported(0, 0, 0)));
        let assign = ["grid", "assign", "一网格", "--lead", "黄小燕", "--from", "2026-11-24"];
        house.run("2026-11-24", &assign);
        for id in [&early, &late] {
            house.run("2026-11-24", &["ledger", "edit", id, "--set", "owner=黄小燕"]);
        }
        // Each answers for what came to its end in his days; both have followed them.
        assert_eq!(evidence("陈一鸣"), ([2, 2, 1, 1], reported(2, 1, 25)));
        assert_eq!(evidence("黄小燕"), ([2, 2, 1, 1], reported(0, 0, 0)));
        let told = house.run("2026-12-05", &["officer", "show", "黄小燕", "--period", "2026-Q4"]);
        assert!(told.contains("重大隐患报告0条"), "{told}");
        let told = house.run("2026-12-05", &["officer", "show", "陈一鸣", "--period", "2026-Q4"]);
        assert!(told.contains("重大隐患报告2条，不及时报告的1条，最长用25天"), "{told}");
    }
}

/// A regime that names no last day for the report of a major hazard: whose it was when it was known.
#[test]
fn a_major_hazard_that_nobody_reported_stays_with_who_had_it() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "beifeng");
        let add = ["staff", "add", "黄小燕", "--role", "grid_officer", "--unit", "招联社区"];
        house.call("2026-01-05", "", &add).done();
        let answers = house.desk.write("重大.toml", MAJOR);
        let words = ["inspect", "record", "--premises", "恒捷鞋材厂", "--form", "table4"];
        house
            .json("2026-11-10", &[&words[..], &["--answers", &answers, "--by", "陈一鸣"]].concat());
        let reported = |name: &str| {
            let shown = house.json("2026-12-05", &["officer", "show", name, "--period", "2026-Q4"]);
            shown["evidence"]["majors_reported"].clone()
        };
        let of = |count: u32, days: u32| json!({ "count": count, "late": 0, "longest_days": days });
        assert_eq!([reported("陈一鸣"), reported("黄小燕")], [of(1, 25), of(0, 0)]);
        let assign = ["grid", "assign", "一网格", "--lead", "黄小燕", "--from", "2026-11-24"];
        house.run("2026-11-24", &assign);
        assert_eq!([reported("陈一鸣"), reported("黄小燕")], [of(1, 25), of(0, 0)]);
    }
}

/// Whoever takes a grid that nobody had is not told the weeks and months before as his.
#[test]
fn a_vacant_grid_is_nobodys_for_the_month_in_which_somebody_takes_it() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "yanta");
        let begin = |args: &[&str]| house.call("2026-01-05", "", args).done();
        begin(&["staff", "add", "黄小燕", "--role", "grid_officer", "--unit", "招联社区"]);
        begin(&["grid", "add", "二网格", "--community", "招联社区"]);
        begin(&["premises", "edit", "丰泽服饰", "--grid", "二网格"]);
        let assign = ["grid", "assign", "二网格", "--lead", "黄小燕", "--from", "2026-11-28"];
        house.run("2026-11-28", &assign);
        let by = |month: &str| -> Vec<(String, u64)> {
            let args = ["coverage", "--month", month, "--by", "person"];
            let told = house.json("2027-01-04", &args);
            let rounds = told["rounds"].as_array().unwrap();
            let round = rounds.iter().find(|round| round["code"] == "all_monthly").unwrap();
            let of = |row: &Value| {
                (row["name"].as_str().unwrap().to_owned(), row["required"].as_u64().unwrap())
            };
            let mut rows: Vec<_> = round["rows"].as_array().unwrap().iter().map(of).collect();
            rows.sort();
            rows
        };
        let rows = |second: &str| {
            let mut rows = vec![("陈一鸣".to_owned(), 1), (second.to_owned(), 1)];
            rows.sort();
            rows
        };
        assert_eq!(by("2026-11"), rows("未定网格员"));
        assert_eq!(by("2026-12"), rows("黄小燕"));
        let show = ["officer", "show", "黄小燕", "--period", "2026-Q4"];
        let shown = house.json("2026-12-01", &show);
        let rounds = shown["evidence"]["rounds"].as_array().unwrap();
        assert!(rounds.iter().all(|round| round["required"] == 0), "{shown:#}");
    }
}
