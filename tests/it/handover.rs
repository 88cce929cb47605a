//! A grid goes to another officer with all its open work, told to both engines.

use serde_json::{Value, json};

use crate::{
    engines::Schema,
    review::{House, house},
};

fn json(house: &House, day: &str, args: &[&str]) -> Value {
    serde_json::from_str(&house.run(day, &[&["--json"], args].concat())).unwrap()
}

#[test]
fn visits_of_the_plan_and_events_of_the_grid_go_with_it() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let one = house.desk.write("一条.toml", crate::desk::ANSWERS);
        json(&house, "2026-11-16", &["plan", "make", "--week", "2026-W47"]);
        house.inspect("2026-11-16", "恒捷鞋材厂", &one);
        // The new officer is to go to 丰泽服饰 on the very day that stands on the old one's plan.
        let plan = json(&house, "2026-11-16", &["plan"]);
        let of = |plan: &Value, name: &str| -> Vec<(Value, Value)> {
            let visits = plan.as_array().unwrap().iter();
            visits
                .filter(|visit| visit["premises"] == name)
                .map(|visit| (visit["person"].clone(), visit["day"].clone()))
                .collect()
        };
        let day = of(&plan, "丰泽服饰")[0].1.as_str().unwrap().to_owned();
        house.run("2026-11-16", &["plan", "add", "丰泽服饰", "--on", &day, "--person", "林安全"]);
        let event =
            ["event", "register", "--source", "call", "--grid", "一网格", "--place", "东门"];
        house.run("2026-11-16", &[&event[..], &["--content", "路灯不亮"]].concat());
        let moved = json(&house, "2026-11-17", &["grid", "assign", "一网格", "--lead", "林安全"]);
        assert_eq!(
            (&moved["hazards_moved"], &moved["visits_moved"], &moved["events"]),
            (&json!(1), &json!(1), &json!(1)),
            "{moved:#}"
        );
        let plan = json(&house, "2026-11-17", &["plan", "--week", "2026-W47"]);
        // Once, not twice on one day; what was walked before stays whose it was.
        assert_eq!(of(&plan, "丰泽服饰"), [(json!("林安全"), json!(day))], "{plan:#}");
        let walked = of(&plan, "恒捷鞋材厂");
        assert!(walked.iter().all(|(person, _)| person == "陈一鸣"), "{plan:#}");
        let again = json(&house, "2026-11-17", &["grid", "handover", "一网格"]);
        assert_eq!((&again["hazards_moved"], &again["visits_moved"]), (&json!(0), &json!(0)));
    }
}
