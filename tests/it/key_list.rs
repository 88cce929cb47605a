//! The key list with its days (REG-11), told to both engines: in, out, why, and as of any day.

use serde_json::{Value, json};

use crate::engines::Schema;
use crate::review::{House, house};

fn listed(house: &House, flags: &[&str]) -> Value {
    let said = house.run("2026-11-20", &[&["--json", "premises", "list", "--key"], flags].concat());
    let rows: Value = serde_json::from_str(&said).unwrap();
    let fields = ["name", "key_since", "key_left_on", "key_left_reason"];
    let row = |row: &Value| json!(fields.map(|field| row[field].clone()));
    let mut rows: Vec<Value> = rows.as_array().unwrap().iter().map(row).collect();
    rows.sort_by_key(Value::to_string);
    json!(rows)
}

#[test]
fn the_key_list_says_since_when_and_until_when_and_why() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        // Both came onto it by the words of their trade on the day of registration.
        let none = Value::Null;
        let both = json!([
            ["丰泽服饰", "2026-11-02", none, none],
            ["恒捷鞋材厂", "2026-11-02", none, none],
        ]);
        assert_eq!(listed(&house, &[]), both);
        let edit = |day: &str, name: &str, flags: &[&str]| {
            house.run(day, &[&["premises", "edit", name], flags].concat());
        };
        edit("2026-11-09", "丰泽服饰", &["--not-key", "--reason", "整治完成"]);
        edit("2026-11-10", "恒捷鞋材厂", &["--phone", "13805950009"]);
        house.run("2026-11-10", &["premises", "add", "新店", "--grid", "一网格"]);
        edit("2026-11-12", "新店", &["--key-reason", "群众举报多", "--reason", "举报三次"]);
        assert_eq!(
            listed(&house, &[]),
            json!([["恒捷鞋材厂", "2026-11-02", none, none], ["新店", "2026-11-12", none, none]])
        );
        assert_eq!(
            listed(&house, &["--left"]),
            json!([
                ["丰泽服饰", "2026-11-02", "2026-11-09", "整治完成"],
                ["恒捷鞋材厂", "2026-11-02", none, none],
                ["新店", "2026-11-12", none, none],
            ])
        );
        // As of a day, what came later is not known.
        assert_eq!(listed(&house, &["--as-of", "2026-11-08"]), both);
        assert_eq!(listed(&house, &["--left", "--as-of", "2026-11-08"]), both);
        let on_the_tenth = listed(&house, &["--as-of", "2026-11-10"]);
        assert_eq!(on_the_tenth, json!([["恒捷鞋材厂", "2026-11-02", none, none]]));

        // Back again: two stretches.
        edit("2026-11-16", "丰泽服饰", &["--key", "--reason", "又查出三合一"]);
        let shown = house.run("2026-11-20", &["--json", "premises", "show", "丰泽服饰"]);
        let shown: Value = serde_json::from_str(&shown).unwrap();
        let spells: Vec<Value> = shown["key_list"]
            .as_array()
            .unwrap()
            .iter()
            .map(|spell| {
                json!([spell["from"], spell["out_on"], spell["out_reason"], spell["out_by"]])
            })
            .collect();
        assert_eq!(
            json!(spells),
            json!([
                ["2026-11-02", "2026-11-09", "整治完成", "林安全"],
                ["2026-11-16", none, none, none]
            ])
        );
        let said = house.run("2026-11-20", &["premises", "show", "丰泽服饰"]);
        assert!(said.contains("列入重点监管 2 次"), "{said}");
        assert!(said.contains("，2026年11月9日移出（更正：整治完成）"), "{said}");
        let said = house.run("2026-11-20", &["premises", "list", "--key", "--left"]);
        assert!(said.contains("列入日期") && said.contains("移出原因"), "{said}");
        let file = house.desk.path("重点.csv");
        house.run("2026-11-20", &["report", "key_list", "--unit", "招联社区", "-o", &file]);
        let paper = std::fs::read_to_string(&file).unwrap();
        assert!(paper.contains("列入日期"), "{paper}");
        assert!(paper.contains("2026年11月16日") || paper.contains("2026-11-16"), "{paper}");
    }
}
