//! Communities of a whole street, streets of a whole district with theirs, added at once from a list or the published
//! table.

use serde_json::Value;

use crate::{desk::Desk, engines::Schema, review::house};

fn paths(said: &Value) -> Vec<String> {
    let added = said["added"].as_array().unwrap().iter();
    added.map(|unit| unit["path"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_communities_of_a_street_come_from_the_published_table_with_their_codes() {
    let desk = Desk::set_up();
    let shown = desk.run(&["--json", "unit", "import", "--dry-run"]).json();
    assert!(paths(&shown).len() > 3, "{shown:#}");
    assert!(paths(&shown).iter().all(|path| path.starts_with("3505/03/008/")), "{shown:#}");
    assert_eq!(shown["known"], 1, "{shown:#}");
    let before = desk.state();
    assert!(desk.run(&["unit", "import", "--dry-run"]).done().contains("将登记"));
    assert_eq!(desk.state(), before, "a look changes nothing");
    let said = desk.run(&["--json", "unit", "import"]).json();
    assert_eq!(paths(&said), paths(&shown));
    let again = desk.run(&["unit", "import"]).done();
    assert!(again.contains("已登记0个单位"), "{again}");
    let list = desk.run(&["--json", "unit", "list"]).json();
    let offices: Vec<&str> = list
        .as_array()
        .unwrap()
        .iter()
        .filter(|unit| unit["level"] == "community")
        .map(|unit| unit["office"].as_str().unwrap())
        .collect();
    let mut once = offices.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), offices.len(), "{offices:?}");
    desk.run(&["check"]).done();
}

#[test]
fn a_list_of_units_is_read_whole_or_refused_whole() {
    let desk = Desk::set_up();
    let list = desk.write(
        "名单.csv",
        "2026年社区名单\n序号,街道,社区名称,代码\n1,北峰街道,招联社区,350503008006\n2,,新港社区,350503008901\n3,,东边社区,\n合计,,,\n",
    );
    let shown = desk.run(&["--json", "unit", "import", &list, "--dry-run"]).json();
    assert_eq!(shown["known"], 1, "{shown:#}");
    assert_eq!(paths(&shown)[0], "3505/03/008/901", "{shown:#}");
    assert_eq!(paths(&shown).len(), 2, "{shown:#}");
    let wrong = desk.write(
        "错的.csv",
        "社区名称,代码\n新港社区,350503008901\n南边社区,350503009001\n西边社区,350503008006\n一网格,\n",
    );
    let before = desk.state();
    let said = desk.run(&["unit", "import", &wrong]).refused(1);
    for part in [
        "第3行：“南边社区”的代码350503009001",
        "第4行：代码350503008006已经是招联社区的",
        "第5行：“一网格”像是网格",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert_eq!(desk.state(), before, "nothing of it is added");
    let said = desk.run(&["unit", "import", &list]).done();
    assert_eq!(said, "已登记2个单位，已经登记过的1个不重复。\n");
    desk.run(&["grid", "add", "新港一网格", "--community", "新港社区"]).done();
}

#[test]
fn a_district_gets_its_streets_with_their_communities() {
    let desk = Desk::bare();
    let init = ["init", "--level", "区", "--city", "西安市", "--district", "雁塔区"];
    desk.run(&[&init[..], &["--regime", "yanta", "--street", "小寨路街道"]].concat()).done();
    let said = desk.run(&["--json", "unit", "import"]).json();
    let streets = said["added"].as_array().unwrap().iter().filter(|unit| unit["level"] == "street");
    let (streets, all) = (streets.count(), paths(&said).len());
    assert!(streets >= 7 && all > 10 * streets, "{streets} {all}");
    let other = desk.write("名单.csv", "街道,社区\n新设街道,甲社区\n,乙社区\n");
    let said = desk.run(&["--json", "unit", "import", &other]).json();
    assert_eq!(paths(&said).len(), 3, "{said:#}");
}

/// Told to both engines: all of a list go again, and their names and codes are free.
#[test]
fn an_import_is_taken_back_whole() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let run = |args: &[&str]| house.run_as("2026-11-03", "", args);
        let tree = || run(&["unit", "list"]);
        let list = |name: &str| {
            let text = format!("社区名称,代码\n{name},350503008901\n东边社区,\n");
            house.desk.write("名单.csv", text)
        };
        let before = tree();
        run(&["unit", "import", &list("新岗社区")]);
        assert!(tree().contains("新岗社区"));
        let said = run(&["undo"]);
        assert!(said.contains("批量登记单位：新岗社区等2个"), "{said}");
        let said = run(&["undo", "--reason", "名单错了"]);
        assert!(said.contains("已撤销，登记的2个单位都取消了"), "{said}");
        assert_eq!(tree(), before);
        // The deed before it has its turn again, and the list comes in under the same code once it is put right.
        assert!(run(&["undo"]).contains("一份名册"));
        run(&["unit", "import", &list("新港社区")]);
        assert!(tree().contains("新港社区"));
        run(&["check"]);
    }
}
