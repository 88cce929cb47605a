//! The analysis, told to both engines: every figure is the number of rows that it opens.

use serde_json::Value;

use crate::{
    desk::GRAVE,
    engines::Schema,
    review::{House, house},
};

fn json(house: &House, day: &str, args: &[&str]) -> Value {
    serde_json::from_str(&house.run(day, &[&["--json"], args].concat())).unwrap()
}

#[test]
fn every_figure_is_the_number_of_its_rows() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let two = house.desk.write("两条.toml", GRAVE);
        let one = house.desk.write("一条.toml", crate::desk::ANSWERS);
        house.inspect("2026-11-03", "恒捷鞋材厂", &two);
        house.inspect("2026-12-16", "丰泽服饰", &one);
        let hazard = "招联安监整改〔2026〕1号-1";
        let passed = ["hazard", "recheck", hazard, "--passed", "--acceptor", "林安全"];
        house.run("2026-11-06", &passed);
        house.run("2026-11-06", &["hazard", "close", hazard]);

        // What was found beside the checklist has its category from its report, of several the first.
        let major = "招联安监整改〔2026〕1号-2";
        let none = json(&house, "2026-12-20", &["analysis"]);
        assert!(none["categories"].as_array().unwrap().iter().any(|it| it["name"] == "没有分类"));
        house.run(
            "2026-11-06",
            &["hazard", "stop", major, "--at", "10:30", "--measures", "停用夹层"],
        );
        let five =
            ["责任", "措施", "资金", "时限", "预案"].map(|name| format!("{name} = \"有\"\n"));
        let boxes = crate::major::boxes().replace("三合一", "消防安全、用电");
        let stops = "需局部停产停业 = \"是\"\n需全部停产停业 = \"否\"\n";
        let report = house.desk.write("填报.toml", [&*five.concat(), stops, &boxes].concat());
        house.run_as("2026-11-06", "陈一鸣", &["major", "fill", major, &report]);

        let all = json(&house, "2026-12-20", &["analysis"]);
        let categories = all["categories"].as_array().unwrap();
        let of = |name: &str| categories.iter().find(|it| it["name"] == name);
        assert_eq!(of("没有分类"), None, "{all:#}");
        assert_eq!(of("消防安全").map(|it| &it["major"]), Some(&1.into()), "{all:#}");
        let months = all["months"].as_array().unwrap();
        assert_eq!(months.len(), 12);
        assert_eq!(
            (&months[0]["from"], &months[11]["to"]),
            (&"2026-01-01".into(), &"2026-12-20".into())
        );
        let figures = |month: &Value| {
            ["inspections", "found", "closed", "open", "major"]
                .map(|name| month[name].as_i64().unwrap())
        };
        assert_eq!(figures(&months[10]), [1, 2, 1, 1, 1], "{all:#}");
        assert_eq!(months[10]["rate_per_mille"], 500);
        assert_eq!(figures(&months[9]), [0, 0, 0, 0, 0]);
        assert_eq!(months[9]["rate_per_mille"], Value::Null);
        let found = all["total"]["found"].as_i64().unwrap();
        assert_eq!(found, 2 + figures(&months[11])[1]);
        assert_eq!(all["today"]["major_open"], 1);

        // Each group adds up to the whole, and its rows are as many as it says.
        let year = ["--found-from", "2026-01-01", "--found-to", "2026-12-20"];
        let count = |more: &[&str]| {
            let args = [&["hazard", "list"], &year[..], more].concat();
            json(&house, "2026-12-20", &args).as_array().unwrap().len() as i64
        };
        assert_eq!(count(&[]), found);
        let since = json(&house, "2026-12-20", &["hazard", "list", "--found-from", "2026-01-01"]);
        assert_eq!(since.as_array().unwrap().len() as i64, found);
        for (groups, flag) in [("categories", "--category"), ("industries", "--industry")] {
            let groups = all[groups].as_array().unwrap();
            let mut sum = 0;
            for group in groups {
                let one = group["found"].as_i64().unwrap();
                let name = group["name"].as_str().unwrap();
                let code = if name.starts_with("没有") { "" } else { name };
                assert_eq!(count(&[flag, code]), one, "{name}");
                sum += one;
            }
            assert_eq!(sum, found, "{flag}");
        }
        for groups in ["communities", "grids"] {
            let sum: i64 = all[groups]
                .as_array()
                .unwrap()
                .iter()
                .map(|it| it["found"].as_i64().unwrap())
                .sum();
            assert_eq!(sum, found, "{groups}");
        }

        // A quarter of its own; days the wrong way round.
        let quarter =
            json(&house, "2026-12-20", &["analysis", "--from", "2026-10-01", "--to", "2026-11-30"]);
        assert_eq!(quarter["total"]["found"], 2);
        assert_eq!(quarter["months"], all["months"]);
        // On paper with the bars of the months.
        let pdf = house.desk.path("分析.pdf");
        house.run("2026-12-20", &["analysis", "-o", &pdf]);
        let text = house.run("2026-12-20", &["analysis", "-o", &house.desk.path("分析.txt")]);
        assert!(text.contains("已写到"), "{text}");
        let words = std::fs::read_to_string(house.desk.path("分析.txt")).unwrap();
        assert!(words.contains("11月") && words.contains("50.0%"), "{words}");
    }
}
