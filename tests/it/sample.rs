//! 抽查, told to both engines: drawn by a seed, entered once, waiting on the agenda until it is checked.

use serde_json::Value;

use crate::{
    engines::Schema,
    review::{House, house},
};

fn json(house: &House, day: &str, args: &[&str]) -> Value {
    serde_json::from_str(&house.run(day, &[&["--json"], args].concat())).unwrap()
}

/// `name why lots` in the order in which they were drawn.
fn drawn(draw: &Value) -> Vec<String> {
    let words = |row: &Value| {
        format!(
            "{} {} {}",
            row["name"].as_str().unwrap(),
            row["why"].as_str().unwrap(),
            row["lots"]
        )
    };
    draw["drawn"].as_array().unwrap().iter().map(words).collect()
}

#[test]
fn premises_are_drawn_by_lot_and_entered_once() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let one = house.desk.write("一条.toml", crate::desk::ANSWERS);
        house.inspect("2026-11-10", "恒捷鞋材厂", &one);
        let draw = json(&house, "2026-11-11", &["sample", "5", "--seed", "482913"]);
        assert_eq!((&draw["pool"], &draw["seed"]), (&2.into(), &482_913.into()));
        assert_eq!(draw["since"], "2026-08-11");
        let mut lots = drawn(&draw);
        let again = json(&house, "2026-11-12", &["sample", "5", "--seed", "482913"]);
        assert_eq!(drawn(&again), lots, "the same seed draws the same");
        assert_eq!(
            drawn(&json(&house, "2026-11-12", &["sample", "1", "--seed", "482913"])),
            lots[..1]
        );
        lots.sort();
        assert_eq!(lots, ["丰泽服饰 no_hazards 2", "恒捷鞋材厂 random 1"]);
        let said = house.run("2026-11-11", &["sample", "1"]);
        assert!(said.contains("抽签号") && said.contains("还没有登记"), "{said}");
        assert_eq!(
            json(&house, "2026-11-11", &["ledger", "list", "spot_check"]),
            Value::Array(vec![])
        );

        // Who is sent is on the staff list, or is of another body and written with it.
        let send = |name| ["sample", "1", "--seed", "482913", "--enter", "--checkers", name];
        let said = house.refused("2026-11-11", &send("林安全、陈鸣"));
        assert!(said.contains("“陈鸣”不在人员名册上，可能是陈一鸣。"), "{said}");
        let said = house.refused("2026-11-11", &send("秦月"));
        assert!(
            said.contains("在册的有林安全、陈一鸣") && said.contains("秦月（消防大队）"),
            "{said}"
        );
        assert_eq!(
            json(&house, "2026-11-11", &["ledger", "list", "spot_check"]),
            serde_json::json!([])
        );

        // Entered, they wait for their check; entered again, they do not stand twice.
        let enter = [
            "sample",
            "2",
            "--seed",
            "482913",
            "--enter",
            "--due",
            "2026-11-20",
            "--checkers",
            "林安全、秦月（消防大队）",
        ];
        let entered = json(&house, "2026-11-11", &enter);
        assert_eq!(entered["entered"].as_array().unwrap().len(), 2);
        let twice = house.run("2026-11-12", &enter);
        assert!(twice.contains("没有重复登记"), "{twice}");
        let rows = json(&house, "2026-11-12", &["ledger", "list", "spot_check"]);
        let rows = rows.as_array().unwrap();
        assert_eq!(rows.len(), 2);
        let row = rows.iter().find(|row| row["fields"]["target"] == "丰泽服饰").unwrap();
        let fields = &row["fields"];
        assert_eq!(fields["checkers"], "林安全、秦月（消防大队）");
        assert_eq!((&fields["why"], &fields["level"]), (&"未查出隐患".into(), &"社区".into()));
        assert_eq!(
            (&fields["seed"], &fields["drawn_on"]),
            (&"482913".into(), &"2026-11-11".into())
        );
        let agenda = house.run("2026-11-19", &["agenda"]);
        assert!(agenda.contains("抽查丰泽服饰"), "{agenda}");

        // Checked, it waits no more and stands on the day of its check.
        let id = row["id"].as_str().unwrap();
        let checkers = ["ledger", "edit", id, "--set", "checkers=林安全"];
        house.run("2026-11-12", &checkers);
        let still = json(&house, "2026-11-12", &["ledger", "list", "spot_check"]);
        assert!(still.as_array().unwrap().iter().all(|row| row["on"] == "2026-11-11"), "{still:#}");
        let done = ["--set", "checked_on=2026-11-18", "--set", "problems=无"];
        house.run("2026-11-18", &[&checkers[..], &done[..]].concat());
        let agenda = house.run("2026-11-19", &["agenda"]);
        assert!(!agenda.contains("抽查丰泽服饰"), "{agenda}");
        let checked = json(&house, "2026-11-19", &["ledger", "list", "spot_check"]);
        assert_eq!(checked[0]["on"], "2026-11-18");
    }
}

#[test]
fn a_unit_with_a_zero_report_has_more_lots() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let zero = ["report", "submit", "problem_list", "--sure", "--period", "2026-10", "--zero"];
        house.run("2026-11-03", &zero);
        let draw = json(&house, "2026-11-03", &["sample", "5"]);
        let mut lots = drawn(&draw);
        lots.sort();
        assert_eq!(lots, ["丰泽服饰 zero_report 3", "恒捷鞋材厂 zero_report 3"]);
        assert_eq!(draw["zero_reports"], serde_json::json!(["招联社区"]));
        // Three months later the report is forgotten.
        let later = json(&house, "2027-02-20", &["sample", "5"]);
        assert!(drawn(&later).iter().all(|row| row.ends_with("no_hazards 2")), "{later:#}");
        // Premises that have stopped are not drawn.
        for name in ["恒捷鞋材厂", "丰泽服饰"] {
            let stop = ["premises", "change", name, "--to", "suspended", "--reason", "停产"];
            house.run("2027-02-20", &stop);
        }
        let said = house.refused("2027-02-20", &["sample", "5"]);
        assert!(said.contains("没有可抽取的监管对象"), "{said}");
    }
}

#[test]
fn communities_are_drawn_entered_and_printed() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let said = house.refused("2026-11-03", &["sample", "1", "--units", "社区"]);
        assert!(said.contains("没有社区"), "the desk is a community: {said}");
        let street = |args: &[&str]| house.run_as("2026-11-03", "", args);
        street(&["unit", "add", "霞美社区"]);
        let zero = ["report", "submit", "problem_list", "--sure", "--period", "2026-10", "--zero"];
        house.run("2026-11-03", &zero);
        let draw = ["--json", "sample", "5", "--units", "社区", "--seed", "482913"];
        let draw: Value = serde_json::from_str(&street(&draw)).unwrap();
        let mut lots = drawn(&draw);
        lots.sort();
        assert_eq!(lots, ["招联社区 zero_report 3", "霞美社区 no_hazards 2"]);
        assert_eq!(draw["drawn"][0]["premises"], Value::Null);

        // Entered and printed in one go: the seed, the pool and the reason of each stand on the list.
        let enter = ["sample", "5", "--units", "社区", "--seed", "482913", "--enter", "--text"];
        let list = street(&enter);
        for words in ["抽查抽签单", "482913", "2家里抽2家", "霞美社区", "零报告", "未查出隐患"]
        {
            assert!(list.contains(words), "{words}: {list}");
        }
        let rows: Value =
            serde_json::from_str(&street(&["--json", "ledger", "list", "spot_check"])).unwrap();
        assert_eq!(rows.as_array().unwrap().len(), 2, "{rows:#}");
        // Once more: nothing is entered twice, and the list is there all the same.
        let again = street(&enter);
        assert!(again.contains("抽查抽签单") && again.contains("霞美社区"), "{again}");
        let rows: Value =
            serde_json::from_str(&street(&["--json", "ledger", "list", "spot_check"])).unwrap();
        assert_eq!(rows.as_array().unwrap().len(), 2, "{rows:#}");
    }
}
