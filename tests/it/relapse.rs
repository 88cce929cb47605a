//! The same item across a street (REG-10): told when it is found, and beside the hazard in its lists.

use serde_json::{Value, json};

use crate::{
    desk::Desk,
    engines::Schema,
    major::{House, set_up},
};

const BLOCKED: &str = "default = \"normal\"\nacceptor = \"林安全\"\n[answers]\nq20 = \"堵塞\"\n";

fn json_of(house: &mut House, day: &str, who: &str, args: &[&str]) -> Value {
    let said = house.hear(day, who, &[&["--json"], args].concat());
    let told: Vec<&str> = said.lines().filter(|line| !line.starts_with('✗')).collect();
    serde_json::from_str(&told.join("\n")).unwrap_or_else(|why| panic!("{why}: {said}"))
}

#[test]
fn the_same_item_across_a_street_is_told_and_marked_on_both_engines() {
    for database in [None, Some(Schema::new())] {
        let mut house = House { desk: Desk::bare(), database, said: Vec::new() };
        set_up(&mut house);
        house.hear("2026-11-02", "", &["unit", "add", "招贤社区"]);
        let add = [
            "premises",
            "add",
            "南门鞋厂",
            "--community",
            "招贤社区",
            "--person-in-charge",
            "吴南门",
        ];
        let said = house.hear("2026-11-02", "", &add);
        assert!(!said.contains('✗'), "{said}");
        let answers = house.desk.write("答案.toml", BLOCKED);
        let visit = |house: &mut House, day: &str, premises: &str, more: &[&str]| {
            let of = ["inspect", "record", "--form", "table4", "--sure", "--answers", &answers];
            json_of(house, day, "周安平", &[&of[..], &["--premises", premises], more].concat())
        };
        let told = |visit: &Value| {
            let told = visit["warnings"].to_string();
            let told = told.contains("同一检查项12个月内在本街道别的单位也查出过");
            (visit["hazards"][0]["elsewhere"].clone(), told)
        };
        let first = visit(&mut house, "2025-11-20", "恒捷鞋材厂", &[]);
        assert_eq!(told(&first), (json!(0), false), "{first:#}");
        // A year later to the day, at a premises of another community of the street.
        let second = visit(&mut house, "2026-11-20", "南门鞋厂", &[]);
        assert_eq!(told(&second), (json!(1), true), "{second:#}");
        assert!(second["warnings"].to_string().contains("”1家。"), "{second:#}");
        let listed = |house: &mut House, day: &str| -> Vec<Value> {
            let list = json_of(house, day, "周安平", &["hazard", "list"]);
            let mut list: Vec<_> = list.as_array().unwrap().to_vec();
            list.sort_by_key(|line| line["found_on"].to_string());
            list.iter().map(|line| line["elsewhere"].clone()).collect()
        };
        assert_eq!(listed(&mut house, "2026-11-20"), [json!(1), json!(1)]);
        let marked = |house: &mut House| {
            let table = house.hear("2026-11-20", "周安平", &["hazard", "list"]);
            table.matches("另1家").count()
        };
        // One other premises is told, and marks no item as common in the street, until the regime says that it does.
        assert_eq!(marked(&mut house), 0);
        let regime = include_str!("../../forms/regime/beifeng.toml");
        for (premises, percent, count) in [(1, 10, 2), (1, 50, 0), (2, 10, 0), (1, 49, 2)] {
            let ours = regime.replace(
                "premises = 3\npercent = 10\n",
                &format!("premises = {premises}\npercent = {percent}\n"),
            );
            assert_ne!(ours, regime);
            house.desk.write("办公室/forms/regime/beifeng.toml", ours);
            assert_eq!(marked(&mut house), count, "{premises} {percent}");
        }
        let id = second["hazards"][0]["id"].as_str().unwrap().to_owned();
        let shown = house.hear("2026-11-20", "周安平", &["hazard", "show", &id]);
        assert!(shown.contains("同一检查项12个月内在本街道另有1家单位查出过"), "{shown}");
        // The day after, the first is too old to be looked at or to count.
        assert_eq!(listed(&mut house, "2026-11-21"), [json!(0), json!(0)]);
        // Another visit to the same premises is no other premises; a third premises sees one.
        let again = visit(&mut house, "2026-11-23", "南门鞋厂", &[]);
        assert_eq!(told(&again), (json!(0), false), "{again:#}");
        let third = visit(&mut house, "2026-11-23", "丰泽服饰", &[]);
        assert_eq!(told(&third), (json!(1), true), "{third:#}");
        assert_eq!(listed(&mut house, "2026-11-23"), [json!(0), json!(1), json!(1), json!(1)]);
        // What was taken back counts no more.
        house.desk.write("答案.toml", "default = \"normal\"\n");
        let wrong = third["inspection"].as_str().unwrap().to_owned();
        visit(&mut house, "2026-11-23", "丰泽服饰", &["--corrects", &wrong]);
        assert_eq!(listed(&mut house, "2026-11-23")[1], json!(0));
    }
}
