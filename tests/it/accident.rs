//! An accident, told to both engines: its grade and its two clocks follow from its row, and all that had gone before it at
//! the premises is told up to its day.

use serde_json::Value;

use crate::{
    engines::Schema,
    review::{House, house},
};

fn json(house: &House, day: &str, args: &[&str]) -> Value {
    serde_json::from_str(&house.run(day, &[&["--json"], args].concat())).unwrap()
}

const DAY: &str = "2026-11-11";

/// Enters an accident at 恒捷鞋材厂 on the 11th at 14:05; returns what was said.
fn enter(house: &House, day: &str, more: &[&str]) -> String {
    let fields = [
        "happened_on=2026-11-11",
        "happened_at=14时05分",
        "place=车间",
        "kind=机械伤害",
        "dead=0",
        "missing=0",
        "injured=1",
        "course=注塑机夹伤",
        "reporter=林安全",
    ];
    let mut args = vec!["ledger", "add", "accident", "--premises", "恒捷鞋材厂"];
    for field in fields.iter().chain(more) {
        args.extend(["--set", field]);
    }
    house.run(day, &args)
}

fn only(house: &House, day: &str) -> Value {
    let all = json(house, day, &["accident", "list"]);
    assert_eq!(all.as_array().unwrap().len(), 1, "{all:#}");
    all[0].clone()
}

#[test]
fn an_accident_has_its_grade_and_two_clocks() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        assert!(house.run(DAY, &["accident", "list"]).contains("还没有登记事故"));
        enter(&house, DAY, &[]);
        let accident = only(&house, DAY);
        assert_eq!(
            (&accident["severity"], &accident["severity_label"]),
            (&"ordinary".into(), &"一般事故".into())
        );
        let told = &accident["told"];
        assert_eq!((&told["state"], &told["until"]), (&"runs".into(), &"2026-11-11 15:05".into()));
        assert_eq!(accident["sent"]["state"], "unknown");
        // The printed register says it as well.
        let list = house.run(DAY, &["report", "accident", "--period", "2026-11", "--text"]);
        let words: String = list.split_whitespace().collect();
        assert!(words.contains("事故等级") && words.contains("一般事故"), "{list}");
        let items = json(&house, DAY, &["agenda"]);
        let items = items["items"].as_array().unwrap();
        let item = items.iter().find(|item| item["task"] == "report_accident").unwrap();
        assert_eq!((&item["urgency"], &item["premises"]), (&"today".into(), &"恒捷鞋材厂".into()));
        assert!(item["text"].as_str().unwrap().contains("最迟2026年11月11日15:05"), "{item:#}");
        assert!(item["rule"].as_str().unwrap().contains("第493号"), "{item:#}");

        // The unit reported in time, the office too late; the second clock runs from the first report.
        let id = accident["id"].as_str().unwrap();
        let edit = |fields: &[&str]| {
            let mut args = vec!["ledger", "edit", id];
            fields.iter().for_each(|field| args.extend(["--set", field]));
            house.run(DAY, &args);
        };
        edit(&["told_at=15:05"]);
        let accident = only(&house, DAY);
        assert_eq!(
            (&accident["told"]["state"], &accident["told"]["minutes"]),
            (&"in_time".into(), &60.into())
        );
        assert_eq!(accident["sent"]["until"], "2026-11-11 17:05");
        let agenda = house.run("2026-11-12", &["agenda"]);
        assert!(agenda.contains("逐级上报") && agenda.contains("已超过时限"), "{agenda}");
        edit(&["sent_at=17:06", "dead=2", "missing=1"]);
        let accident = only(&house, DAY);
        assert_eq!(
            (&accident["sent"]["state"], &accident["sent"]["minutes_over"]),
            (&"late".into(), &1.into())
        );
        assert_eq!(accident["severity"], "considerable", "three with the missing one");
        let agenda = house.run("2026-11-12", &["agenda"]);
        assert!(!agenda.contains("报告事故"), "{agenda}");
        let said = house.run(DAY, &["accident", "list"]);
        assert!(said.contains("用时1小时，在时限内") && said.contains("超过时限1分钟"), "{said}");

        // He heard of it later; on the next day.
        edit(&["heard_at=23:50", "told_on=2026-11-12", "told_at=0:51"]);
        assert_eq!(only(&house, "2026-11-12")["told"]["minutes_over"], 1);
        edit(&["told_on=2026-11-11", "told_at=23:40"]);
        assert_eq!(only(&house, DAY)["told"]["state"], "contradicts");
        // A time that cannot be read is not taken, and nothing has changed.
        let said = house.refused(DAY, &["ledger", "edit", id, "--set", "told_at=下午三点"]);
        assert!(said.contains("单位报告时间") && said.contains("14时05分"), "{said}");
        assert_eq!(only(&house, DAY)["told"]["state"], "contradicts");
    }
}

#[test]
fn what_nobody_reported_stays_on_the_agenda() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        enter(&house, DAY, &[]);
        let owed = |day: &str| house.run(day, &["agenda"]).contains("报告事故");
        assert!(owed("2026-12-11") && owed("2027-03-12"));
        let id = only(&house, DAY)["id"].as_str().unwrap().to_owned();
        house.run(DAY, &["ledger", "void", &id, "--reason", "不是生产安全事故"]);
        assert!(!owed("2026-11-12"), "a void row has no clock");
        assert!(house.run(DAY, &["accident", "list"]).contains("还没有登记事故"));
    }
}

#[test]
fn all_that_had_gone_before_an_accident_is_told() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let one = house.desk.write("一条.toml", crate::desk::ANSWERS);
        house.inspect("2026-11-04", "恒捷鞋材厂", &one);
        house.inspect("2026-11-05", "丰泽服饰", &one);
        let change = ["premises", "change", "恒捷鞋材厂", "--to", "suspended", "--reason", "检修"];
        house.run("2026-11-06", &change);
        let back = ["premises", "change", "恒捷鞋材厂", "--to", "resumed", "--reason", "检修好了"];
        house.run("2026-11-07", &back);
        enter(&house, DAY, &["told_at=14:40", "sent_at=16:00"]);
        house.inspect("2026-11-12", "恒捷鞋材厂", &one);

        let id = only(&house, DAY)["id"].as_str().unwrap().to_owned();
        let whole = json(&house, "2026-11-13", &["accident", "timeline", &id]);
        let steps = whole["timeline"].as_array().unwrap();
        let kinds: Vec<&str> = steps.iter().map(|step| step["kind"].as_str().unwrap()).collect();
        assert!(
            ["change", "inspection", "hazard", "notice"].iter().all(|kind| kinds.contains(kind)),
            "{kinds:?}"
        );
        let days: Vec<&str> = steps.iter().map(|step| step["on"].as_str().unwrap()).collect();
        assert!(days.is_sorted() && days.iter().all(|day| *day <= DAY), "{days:?}");
        let visits: Vec<&Value> =
            steps.iter().filter(|step| step["kind"] == "inspection").collect();
        assert_eq!(visits.len(), 1, "neither another's nor a later one: {steps:#?}");
        assert_eq!(visits[0]["by"], "陈一鸣");
        let changes = steps.iter().filter(|step| step["kind"] == "change");
        assert!(changes.clone().any(|step| step["text"] == "检修"), "{steps:#?}");
        let people = whole["in_charge"].as_array().unwrap();
        assert!(
            people.iter().any(|one| one["name"] == "陈一鸣" && one["then"] == true),
            "{people:#?}"
        );

        // The same as a paper, and the 快报 filled from the row.
        let said = house.run("2026-11-13", &["accident", "timeline", &id, "--text"]);
        for words in ["事故前监管经过", "一般事故", "用时35分钟，在时限内", "陈一鸣", "检修好了"]
        {
            assert!(said.contains(words), "{words}: {said}");
        }
        let brief = house
            .run("2026-11-13", &["paper", "print", "accident_report", "--about", &id, "--text"]);
        for words in ["生产安全事故快报", "恒捷鞋材厂", "注塑机夹伤", "机械伤害", "一般事故"]
        {
            assert!(brief.contains(words), "{words}: {brief}");
        }
        let task = ["assigned_on=2026-11-11", "from=例会", "content=查电动车", "owner=陈一鸣"];
        let mut args = vec!["ledger", "add", "task", "--set", "due_on=2026-11-20"];
        task.iter().for_each(|field| args.extend(["--set", field]));
        house.run(DAY, &args);
        let rows = json(&house, DAY, &["ledger", "list", "task"]);
        let wrong = rows[0]["id"].as_str().unwrap();
        let said = house.refused(DAY, &["accident", "timeline", wrong]);
        assert!(said.contains("不是事故登记的记录"), "{said}");
    }
}
