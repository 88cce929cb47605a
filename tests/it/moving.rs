//! All premises of a grid go to other grids in one deed, told to both engines: by a word of the address, from a day on, with
//! the visits that are planned; back again as a whole.

use serde_json::{Value, json};

use crate::{
    engines::Schema,
    review::{House, house},
};

fn at_desk(house: &House, day: &str, args: &[&str]) -> String {
    house.run_as(day, "", args)
}

fn json(house: &House, day: &str, args: &[&str]) -> Value {
    serde_json::from_str(&house.run(day, &[&["--json"], args].concat())).unwrap()
}

/// What the month's round counts in each grid on a day: required and covered.
fn covered(house: &House, on: &str) -> Vec<(String, u64, u64)> {
    let coverage = json(house, "2026-11-20", &["coverage", "--on", on]);
    let rounds = coverage["rounds"].as_array().unwrap();
    let month = rounds.iter().find(|round| round["code"] == "all_monthly").unwrap();
    let rows = month["rows"].as_array().unwrap().iter();
    let mut rows: Vec<_> = rows
        .map(|row| {
            let name = row["name"].as_str().unwrap().to_owned();
            (name, row["required"].as_u64().unwrap(), row["covered"].as_u64().unwrap())
        })
        .collect();
    rows.sort();
    rows
}

fn of(rows: &[(&str, u64, u64)]) -> Vec<(String, u64, u64)> {
    let mut rows: Vec<_> = rows.iter().map(|(name, a, b)| ((*name).to_owned(), *a, *b)).collect();
    rows.sort();
    rows
}

fn grids(house: &House, args: &[&str]) -> Vec<(String, String)> {
    let list = json(house, "2026-11-20", &[&["premises", "list"], args].concat());
    let mut rows: Vec<_> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|row| ["name", "grid"].map(|key| row[key].as_str().unwrap().to_owned()))
        .map(|[name, grid]| (name, grid))
        .collect();
    rows.sort();
    rows
}

#[test]
fn a_closing_grid_moves_all_at_once_from_its_day_on_and_back_as_a_whole() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        for (name, lead) in [("二网格", "林安全"), ("三网格", "黄小燕")] {
            let add = ["grid", "add", name, "--community", "招联社区", "--lead", lead];
            at_desk(&house, "2026-11-03", &add);
        }
        let add = ["premises", "add", "永达纸箱厂", "--grid", "一网格", "--address", "普贤路8号"];
        house.run("2026-11-03", &add);
        // One comes after the day of the move, another has come from elsewhere by then.
        let late = ["premises", "add", "后来的店", "--grid", "一网格", "--address", "普贤路9号"];
        let normal = house.desk.write("正常.toml", "default = \"normal\"\n");
        house.inspect("2026-11-10", "恒捷鞋材厂", &normal);
        house.run("2026-11-16", &["plan", "make", "--week", "2026-W48"]);
        house.run("2026-11-18", &late);
        house.run("2026-11-19", &["premises", "edit", "丰泽服饰", "--phone", "13805950009"]);
        let before = grids(&house, &[]);
        let planned = |house: &House| json(house, "2026-11-20", &["plan", "--week", "2026-W48"]);
        let plan = planned(&house);

        let moving = |to: &[&str], day: &str| {
            let words = ["grid", "move", "一网格", "--on", day, "--reason", "一网格撤并"];
            let to = to.iter().flat_map(|to| ["--to", *to]);
            words.into_iter().chain(to).map(str::to_owned).collect::<Vec<_>>()
        };
        let refused = |to: &[&str], day: &str| {
            let words = moving(to, day);
            house.refused("2026-11-20", &words.iter().map(String::as_str).collect::<Vec<_>>())
        };
        assert!(refused(&["一网格"], "2026-11-16").contains("现在就在一网格"));
        let left = refused(&["二网格=普贤路"], "2026-11-16");
        assert!(
            left.contains("2家的地址里没有写明的字") && left.contains("不带字的网格"),
            "{left}"
        );
        assert!(refused(&["二网格"], "2026-11-02").contains("从2026年11月3日起设立"));
        assert!(refused(&["二网格=路", "三网格=路"], "2026-11-16").contains("写了两次"));
        assert_eq!(grids(&house, &[]), before, "what is refused moves nothing");

        let words = moving(&["二网格=普贤路", "三网格"], "2026-11-16");
        let said = house.run("2026-11-20", &words.iter().map(String::as_str).collect::<Vec<_>>());
        assert!(
            said.starts_with("一网格的单位从2026年11月16日起划到")
                && said.contains("二网格2家")
                && said.contains("三网格2家")
                && said.contains("计划里还没去的检查"),
            "{said}"
        );
        let pair = |name: &str, grid: &str| (name.to_owned(), grid.to_owned());
        let mut now = vec![
            pair("恒捷鞋材厂", "三网格"),
            pair("丰泽服饰", "三网格"),
            pair("永达纸箱厂", "二网格"),
            pair("后来的店", "二网格"),
        ];
        now.sort();
        assert_eq!(grids(&house, &[]), now);
        // A day counts by the grid of that day; the visit before the move counts in the grid that has the premises now.
        assert_eq!(covered(&house, "2026-11-15"), of(&[("一网格", 3, 1)]));
        assert_eq!(covered(&house, "2026-11-16"), of(&[("三网格", 2, 1), ("二网格", 1, 0)]));
        assert_eq!(covered(&house, "2026-11-20"), of(&[("三网格", 2, 1), ("二网格", 2, 0)]));
        // Who goes is who has the new grid.
        let people: Vec<String> = planned(&house)
            .as_array()
            .unwrap()
            .iter()
            .map(|visit| visit["person"].as_str().unwrap().to_owned())
            .collect();
        assert!(
            people.contains(&"黄小燕".to_owned()) && !people.contains(&"陈一鸣".to_owned()),
            "{people:?}"
        );
        // What was told on a later day stands.
        let shown = json(&house, "2026-11-20", &["premises", "show", "丰泽服饰"]);
        assert_eq!(shown["phone"], "13805950009", "{shown:#}");
        let journal = json(&house, "2026-11-20", &["journal", "--limit", "1"]);
        assert_eq!(journal[0]["verb"], "premises_move", "{journal:#}");

        // Nothing holds the grid any more.
        let close = ["unit", "close", "一网格", "--date", "2026-11-16", "--reason", "撤并"];
        at_desk(&house, "2026-11-20", &close);
        let undo = ["undo", "--reason", "不撤并了"];
        at_desk(&house, "2026-11-20", &undo);
        let said = house.run("2026-11-20", &undo);
        assert!(said.contains("已撤销，4家单位照旧在一网格"), "{said}");
        assert_eq!(grids(&house, &[]), before);
        assert_eq!(covered(&house, "2026-11-16"), of(&[("一网格", 3, 1)]));
        let back = planned(&house);
        let of_plan = |plan: &Value| -> Vec<Value> {
            let rows = plan.as_array().unwrap().iter();
            rows.map(|row| json!([row["premises"], row["person"], row["day"], row["grid"]]))
                .collect()
        };
        assert_eq!(of_plan(&back), of_plan(&plan));
        house.run("2026-11-20", &["check"]);
    }
}

/// The last deed of this desk is still the move when another desk has moved one on.
#[test]
fn a_move_is_not_taken_back_over_a_later_one() {
    let house = house(Some(Schema::new()));
    for name in ["二网格", "三网格"] {
        at_desk(&house, "2026-11-03", &["grid", "add", name, "--community", "招联社区"]);
    }
    house.run("2026-11-16", &["grid", "move", "一网格", "--to", "二网格", "--reason", "撤并"]);
    let url = &house.database.as_ref().unwrap().url;
    let edit =
        ["--database", url, "--today", "2026-11-16", "premises", "edit", "丰泽服饰", "--grid"];
    let mut other = house.desk.command(&[&edit[..], &["三网格"]].concat());
    assert!(other.env("ANBAN_DATA", house.desk.path("另一台")).status().unwrap().success());
    let said = house.refused("2026-11-17", &["undo", "--reason", "不撤并了"]);
    assert!(said.contains("“丰泽服饰”后来又改过网格，不能整批划回"), "{said}");
}

/// A campaign that names a grid: whoever moves its premises elsewhere is told what it loses, and the grid is not closed
/// before the campaign is put right.
#[test]
fn a_campaign_of_a_grid_does_not_lose_its_premises_in_silence() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        at_desk(&house, "2026-11-03", &["grid", "add", "二网格", "--community", "招联社区"]);
        let add = ["campaign", "add", "一网格整治", "--from", "2026-11-09", "--to", "2026-12-20"];
        let rest = ["--basis", "方案", "--every", "week", "--grid", "一网格"];
        at_desk(&house, "2026-11-09", &[&add[..], &rest].concat());
        let required = || {
            let coverage = json(&house, "2026-11-20", &["coverage"]);
            let mut rounds = coverage["rounds"].as_array().unwrap().iter();
            let round = rounds.find(|round| round["campaign"] == true);
            round.map(|round| round["required"].as_u64().unwrap()).unwrap_or_default()
        };
        assert_eq!(required(), 2);
        let moving = ["grid", "move", "一网格", "--to", "二网格", "--reason", "撤并"];
        let close = ["unit", "close", "一网格", "--reason", "撤并"];
        let said = house.refused("2026-11-20", &moving);
        for words in [
            "专项行动“一网格整治”（到2026年12月20日）写明查一网格",
            "2家就不在它的范围里",
            "把二网格也写上",
            "--sure",
        ] {
            assert!(said.contains(words), "{words}: {said}");
        }
        assert_eq!(required(), 2, "nothing was moved");
        // Meant all the same: the grid stands until the campaign is put right.
        house.run("2026-11-20", &[&moving[..], &["--sure"]].concat());
        assert_eq!(required(), 0);
        let refused = at_desk_refused(&house, "2026-11-20", &close);
        assert!(refused.contains("原来在这里的2家已经不在它的范围里，不能撤并"), "{refused}");
        let edit = ["campaign", "edit", "一网格整治", "--grid", "一网格", "--grid", "二网格"];
        at_desk(&house, "2026-11-20", &edit);
        assert_eq!(required(), 2);
        at_desk(&house, "2026-11-20", &close);
        // One that names both loses nothing, and asks nothing.
        at_desk(&house, "2026-11-20", &["grid", "add", "三网格", "--community", "招联社区"]);
        let edit = ["campaign", "edit", "一网格整治", "--grid", "二网格", "--grid", "三网格"];
        at_desk(&house, "2026-11-20", &edit);
        let moving = ["grid", "move", "二网格", "--to", "三网格", "--reason", "撤并"];
        house.run("2026-11-20", &moving);
        at_desk(&house, "2026-11-20", &["unit", "close", "二网格", "--reason", "撤并"]);
        assert_eq!(required(), 2);
    }
}

/// The same where one premises alone goes to another grid.
#[test]
fn a_campaign_of_a_grid_does_not_lose_a_single_premises_in_silence() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        at_desk(&house, "2026-11-03", &["grid", "add", "二网格", "--community", "招联社区"]);
        let add = ["campaign", "add", "一网格整治", "--from", "2026-11-09", "--to", "2026-12-20"];
        let rest = ["--basis", "方案", "--every", "week", "--grid", "一网格"];
        at_desk(&house, "2026-11-09", &[&add[..], &rest].concat());
        let required = || {
            let coverage = json(&house, "2026-11-20", &["coverage"]);
            let mut rounds = coverage["rounds"].as_array().unwrap().iter();
            let round = rounds.find(|round| round["campaign"] == true).unwrap();
            round["required"].as_u64().unwrap()
        };
        assert_eq!(required(), 2);
        let edit = ["premises", "edit", "恒捷鞋材厂", "--grid", "二网格"];
        let said = house.refused("2026-11-20", &edit);
        for words in [
            "专项行动“一网格整治”（到2026年12月20日）写明查一网格，“恒捷鞋材厂”划走就不在它的范围里了",
            "把二网格也写上",
            "--sure",
        ] {
            assert!(said.contains(words), "{words}: {said}");
        }
        assert_eq!(required(), 2, "nothing was moved");
        // A roster that brings another grid says so.
        let roster = house.desk.write("换网格.csv", crate::desk::ROSTER);
        let import = ["premises", "import", &roster, "--grid", "二网格", "--dry-run"];
        let told = json(&house, "2026-11-20", &import).to_string();
        assert!(told.contains("“恒捷鞋材厂”划走就不在它的范围里了"), "{told}");
        // What stays in its grid is not asked about, nor what a campaign of both names.
        house.run("2026-11-20", &["premises", "edit", "恒捷鞋材厂", "--phone", "13805950009"]);
        house.run("2026-11-20", &[&edit[..], &["--sure"]].concat());
        assert_eq!(required(), 1);
        let both = ["campaign", "edit", "一网格整治", "--grid", "一网格", "--grid", "二网格"];
        at_desk(&house, "2026-11-20", &both);
        assert_eq!(required(), 2);
        house.run("2026-11-20", &["premises", "edit", "恒捷鞋材厂", "--grid", "一网格"]);
        assert_eq!(required(), 2);
    }
}

fn at_desk_refused(house: &House, day: &str, args: &[&str]) -> String {
    house.desk.on(day, "", house.database.as_ref(), args).refused(1)
}

/// To another community premises go one by one and by the spreadsheet: each of the two has what was there in its days.
#[test]
fn a_grid_goes_to_another_community_in_mid_month_and_loses_nothing() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let day = "2026-11-16";
        at_desk(&house, "2026-11-03", &["unit", "add", "招贤社区"]);
        let add = ["grid", "add", "五网格", "--community", "招贤社区", "--lead", "黄小燕"];
        at_desk(&house, "2026-11-03", &add);
        let before = grids(&house, &["--grid", "一网格"]);
        let told = |args: &[&str]| -> Value {
            let said = at_desk(&house, "2026-11-20", &[&["--json"], args].concat());
            serde_json::from_str(&said).unwrap()
        };
        let hazards = || told(&["hazard", "list"]).as_array().unwrap().len();
        let found = hazards();
        assert!(!before.is_empty());
        let over = ["grid", "move", "一网格", "--to", "五网格", "--reason", "区划调整"];
        let said = at_desk_refused(&house, day, &over);
        assert!(said.contains("先导出名册，逐家登记迁出"), "{said}");
        let file = house.desk.path("名册.xlsx");
        at_desk(&house, day, &["premises", "export", &file]);
        for (name, _) in &before {
            let out = ["premises", "change", name, "--to", "moved_out", "--reason", "划归招贤社区"];
            at_desk(&house, day, &out);
        }
        let said = at_desk(&house, day, &["premises", "import", &file, "--grid", "五网格"]);
        assert!(said.contains(&format!("新增{}家", before.len())), "{said}");
        assert_eq!(hazards(), found);
        let names = |grid: &str, status: &str| {
            let list = told(&["premises", "list", "--grid", grid, "--status", status]);
            let name = |row: &Value| row["name"].as_str().unwrap().to_owned();
            let mut names: Vec<String> = list.as_array().unwrap().iter().map(name).collect();
            names.sort();
            names
        };
        let all: Vec<String> = before.iter().map(|(name, _)| name.clone()).collect();
        assert_eq!(
            (names("一网格", "moved_out"), names("五网格", "operating")),
            (all.clone(), all)
        );
        // Each community answers for its own days.
        let required = |on: &str| -> Vec<(String, u64)> {
            let coverage = told(&["coverage", "--on", on]);
            let rounds = coverage["rounds"].as_array().unwrap();
            let month = rounds.iter().find(|round| round["code"] == "all_monthly").unwrap();
            let rows = month["rows"].as_array().unwrap().iter();
            let row = |row: &Value| {
                (row["name"].as_str().unwrap().to_owned(), row["required"].as_u64().unwrap())
            };
            rows.map(row).filter(|(_, required)| *required > 0).collect()
        };
        let count = before.len() as u64;
        assert_eq!(required("2026-11-15"), [("一网格".to_owned(), count)]);
        assert_eq!(required("2026-11-20"), [("五网格".to_owned(), count)]);
    }
}
