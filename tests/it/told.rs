//! What a command says beside the thing it did: why a day moved, what is still owed, whose a unit is; on both engines
//! where it is stored.

use serde_json::Value;

use crate::{
    engines::Schema,
    review::{House, house},
};

const ROLLED: &str = r#"default = "normal"
[[hazards]]
text = "疏散通道堆放杂物"
grade = "general"
disposal = "by_deadline"
deadline = 2026-11-28
requirement = "清除杂物"
interim = "专人值守"
"#;
const HAZARD: &str = "招联安监整改〔2026〕1号-1";

fn on_both(story: impl Fn(&House)) {
    for database in [None, Some(Schema::new())] {
        story(&house(database));
    }
}

#[test]
fn the_leader_of_a_community_changes_and_its_papers_follow() {
    on_both(|house| {
        let run = |args: &[&str]| house.run_as("2026-11-20", "", args);
        let tree = || run(&["paper", "print", "grid_tree", "--text"]);
        assert!(!tree().contains("挂钩领导"));
        let said = run(&["unit", "edit", "招联社区", "--leader", "沈卫东"]);
        assert!(said.contains("挂钩领导沈卫东"), "{said}");
        assert!(tree().contains("挂钩领导沈卫东"), "{}", tree());
        let edit = ["unit", "edit", "招联", "--leader", "苏主任", "--office", "招联社"];
        house.run_as("2026-11-21", "", &edit);
        assert!(tree().contains("挂钩领导苏主任"));
        let listed: Value = serde_json::from_str(&run(&["--json", "unit", "list"])).unwrap();
        let community = listed.as_array().unwrap().iter().find(|unit| unit["name"] == "招联社区");
        let community = community.unwrap();
        assert_eq!([&community["linked_leader"], &community["office"]], ["苏主任", "招联社"]);
        let journal: Value = serde_json::from_str(&run(&["--json", "journal"])).unwrap();
        assert_eq!([&journal[0]["verb"], &journal[0]["day"]], ["unit_edit", "2026-11-21"]);
        let leader = |side: &str| journal[0]["body"][side]["linked_leader"].clone();
        assert_eq!([leader("before"), leader("after")], ["沈卫东", "苏主任"]);

        // The same again changes nothing and leaves no trace.
        house.run_as("2026-11-21", "", &edit);
        let again: Value = serde_json::from_str(&run(&["--json", "journal"])).unwrap();
        assert_eq!(again[0]["seq"], journal[0]["seq"]);
        run(&["unit", "edit", "招联社区", "--leader", ""]);
        assert!(!tree().contains("挂钩领导"));
    });
}

#[test]
fn what_a_unit_cannot_be_changed_to_is_refused() {
    let house = house(None);
    house.run_as("2026-11-20", "", &["unit", "add", "招贤社区"]);
    let refused = |args: &[&str]| {
        let mut all = vec!["--today", "2026-11-20", "unit", "edit"];
        all.extend(args);
        house.desk.run(&all).refused(1)
    };
    for (args, wanted) in [
        (&["招联社区", "--rename", "招贤社区"][..], "已经有叫“招贤社区”的社区"),
        (&["北峰街道", "--leader", "沈卫东"], "请写社区的名称"),
        (&["一网格", "--leader", "沈卫东"], "请写社区的名称"),
        (&["招联社区", "--office", " "], "没有写机关代字"),
        (&["招贤社区", "--office", "招联"], "招联社区已经用机关代字“招联”"),
        (&["招贤社区", "--office", "〔2026〕"], "不能印在文号里"),
        (&["没有的社区", "--leader", "沈卫东"], "没有叫"),
    ] {
        let said = refused(args);
        assert!(said.contains(wanted), "{args:?}: {said}");
    }
    let said = house.refused("2026-11-20", &["unit", "edit", "招联社区", "--leader", "沈卫东"]);
    assert!(said.contains("林安全的职责是“社区安全员”"), "{said}");
    house.desk.run(&["unit", "edit", "招联社区"]).refused(2);
}

#[test]
fn a_deadline_that_moved_says_why() {
    let house = house(None);
    let answers = house.desk.write("顺延.toml", ROLLED);
    let record = ["inspect", "record", "--premises", "恒捷鞋材厂", "--form", "table4"];
    let rest = ["--answers", &answers, "--by", "陈一鸣"];
    let said = house.run("2026-11-20", &[&record[..], &rest[..]].concat());
    let why = "“疏散通道堆放杂物”的期限：11月28日为星期六，顺延至11月30日。";
    assert!(said.contains(why), "{said}");
    let said = house
        .run("2026-11-27", &["hazard", "recheck", HAZARD, "--failed", "--deadline", "2026-12-05"]);
    let why = "期限2026年12月7日：12月5日为星期六，顺延至12月7日";
    assert!(said.contains(why), "{said}");
    let extend = ["hazard", "extend", HAZARD, "--deadline", "2026-12-12", "--reason", "设备未到货"];
    let said = house.run("2026-11-28", &extend);
    assert!(said.contains("期限2026年12月14日：12月12日为星期六，顺延至12月14日"), "{said}");
    // Where nothing moved, nothing is said of it.
    let said = house
        .run("2026-12-14", &["hazard", "recheck", HAZARD, "--failed", "--deadline", "2026-12-18"]);
    assert!(said.contains("期限2026年12月18日）"), "{said}");
}

#[test]
fn a_refusal_is_owed_to_the_street_until_it_is_reported_or_passes() {
    on_both(|house| {
        let answers = house.desk.write("顺延.toml", ROLLED);
        house.inspect("2026-11-20", "恒捷鞋材厂", &answers);
        let owed = |day: &str| {
            let agenda = house.run(day, &["agenda"]);
            agenda.contains("拒不整改，应报告街道安办和下派民警")
        };
        house.run("2026-11-30", &["hazard", "recheck", HAZARD, "--failed", "--refused"]);
        assert!(owed("2026-11-30"));
        let failed = ["hazard", "recheck", HAZARD, "--failed", "--days", "5"];
        house.run("2026-12-01", &failed);
        assert!(owed("2026-12-01"), "another deadline does not settle a refusal");
        house
            .run("2026-12-02", &["hazard", "report", HAZARD, "--to", "street", "--reason", "拒改"]);
        assert!(!owed("2026-12-02"));
        // It was reported once: a later recheck that fails is an order like any other.
        house.run("2026-12-08", &failed);
        assert!(!owed("2026-12-08"));
    });
}

#[test]
fn only_the_counters_of_table_two_are_categories() {
    on_both(|house| {
        let run = |args: &[&str]| house.run("2026-11-20", args);
        for args in [
            &["premises", "edit", "丰泽服饰", "--category", "nosuch"][..],
            &["premises", "add", "新厂", "--category", "学校类"],
        ] {
            let said = house.refused("2026-11-20", args);
            assert!(
                said.contains("不是表二的栏目") && said.contains("加油（气）站（gas_station）"),
                "{said}"
            );
        }
        for (written, code) in [("gas_station", "gas_station"), ("液化气站", "lpg_station")] {
            run(&["premises", "edit", "丰泽服饰", "--category", written]);
            let shown = run(&["--json", "premises", "show", "丰泽服饰"]);
            let shown: Value = serde_json::from_str(&shown).unwrap();
            let entry = shown.get("category").or_else(|| shown["premises"].get("category"));
            assert_eq!(entry.unwrap(), code);
        }
        let roster = house
            .desk
            .write("类.csv", "名称,地址,类别\n新厂,一号,不明场所\n新站,二号,加油（气）站\n");
        let done = run(&["--json", "premises", "import", &roster]);
        let done: Value = serde_json::from_str(&done).unwrap();
        assert_eq!(done["added"], 2);
        let codes: Vec<&str> = done["problems"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|problem| problem["code"].as_str())
            .collect();
        assert!(codes.contains(&"unknown_category"), "{done:#}");
    });
}
