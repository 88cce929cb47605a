//! What came under a round on the way is late for none of the days that are over, and what a unit owes of its own is not
//! done by what somebody else has done.

use crate::{
    engines::Schema,
    officer::{House, house},
};

/// The premises of which a round that is over is told, and since how many days the latest is late.
fn late(house: &House, day: &str, task: &str) -> Vec<(String, i64)> {
    house.told(day, task, true).into_iter().map(|(name, _, days, _)| (name, days)).collect()
}

#[test]
fn what_comes_under_a_round_on_the_way_is_missed_by_it() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "beifeng");
        let add = |day: &str, name: &str, rest: &[&str]| {
            let words = ["premises", "add", name, "--grid", "一网格"];
            house.run(day, &[&words[..], rest].concat());
        };
        for name in ["恒捷鞋材厂", "丰泽服饰"] {
            house.visit("2026-11-24", name, "陈一鸣");
            house.visit("2026-12-01", name, "陈一鸣");
        }
        add("2026-11-23", "周一新店", &["--key"]);
        add("2026-11-27", "周五新店", &["--key"]);
        add("2026-11-02", "老店", &[]);
        let normal = house.desk.write("正常.toml", "default = \"normal\"\n");
        let visit = ["inspect", "record", "--premises", "老店", "--form", "table4"];
        let by = ["--answers", &normal, "--by", "陈一鸣"];
        house.call("2026-11-20", "陈一鸣", &[&visit[..], &by].concat()).done();
        house.run("2026-11-27", &["premises", "edit", "老店", "--key", "--reason", "列入重点"]);
        let of = |name: &str, days: i64| (name.to_owned(), days);
        let all = |days: i64| ["周一新店", "周五新店", "老店"].map(|name| of(name, days));
        assert_eq!(late(&house, "2026-11-30", "key_round"), all(1));
        assert_eq!(late(&house, "2026-12-01", "month_round"), all(1)[..2], "one was seen");
        assert_eq!(late(&house, "2026-12-07", "key_round"), all(8));
        // What rested at the end of a week is missed by the one in which it is back.
        let change = ["premises", "change", "丰泽服饰", "--reason", "订单不足", "--to"];
        house.run("2026-12-05", &[&change[..], &["suspended"]].concat());
        house.run("2026-12-12", &[&change[..], &["resumed"]].concat());
        let week = late(&house, "2026-12-14", "key_round");
        assert!(week.contains(&of("丰泽服饰", 1)), "{week:?}");
        let week = late(&house, "2026-12-21", "key_round");
        assert!(week.contains(&of("丰泽服饰", 8)), "{week:?}");
    }
}

#[test]
fn the_training_of_an_enterprise_is_not_the_communitys_own() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "beifeng");
        let held = |of: &[&str]| {
            let mut add = vec!["ledger", "add", "training"];
            add.extend(of);
            for field in ["held_on=2026-12-01", "subject=三级教育", "headcount=3"] {
                add.extend(["--set", field]);
            }
            house.run("2026-12-01", &add);
        };
        let of = "安全生产和消防业务培训";
        let owed = || {
            let agenda = house.run("2026-12-14", &["agenda"]);
            agenda.lines().any(|line| line.contains("12月31日") && line.contains(of))
        };
        held(&["--premises", "恒捷鞋材厂", "--set", "kind=企业培训"]);
        assert!(owed());
        held(&["--set", "kind=专业培训", "--set", "people=陈一鸣"]);
        assert!(!owed());
    }
}

/// Who takes a grid that nobody had on a Saturday has neither its week nor its month.
#[test]
fn a_vacant_grid_is_nobodys_for_the_days_before() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "beifeng");
        let setup = |day: &str, args: &[&str]| house.call(day, "", args).done();
        let staff = ["staff", "add", "吴志强", "--role", "grid_officer", "--unit", "招联社区"];
        setup("2026-09-01", &staff);
        setup("2026-09-01", &["grid", "add", "二网格", "--community", "招联社区"]);
        setup("2026-09-01", &["premises", "add", "海滨小吃", "--grid", "二网格"]);
        let assign = ["grid", "assign", "二网格", "--lead", "吴志强", "--from", "2026-11-28"];
        setup("2026-11-28", &assign);
        let by = |span: &[&str]| {
            let told =
                house.run("2026-12-08", &[&["coverage"], span, &["--by", "person"]].concat());
            let mut rows =
                told.lines().filter(|line| line.contains("吴志强") || line.contains("未定网格员"));
            rows.next().unwrap_or_default().to_owned()
        };
        assert!(by(&["--month", "2026-11"]).contains("未定网格员"));
        assert!(by(&["--on", "2026-12-08"]).contains("吴志强"));
        let evidence =
            house.json("2026-12-01", &["officer", "show", "吴志强", "--period", "2026-Q4"]);
        assert!(!evidence.to_string().contains("\"required\":1"), "{evidence:#}");
    }
}

/// What is moved into another grid on the last days of a round takes nothing of it along: neither in the coverage by
/// person nor in the evidence of an officer.
#[test]
fn what_is_moved_leaves_its_rounds_with_who_had_it() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "beifeng");
        let setup = |day: &str, args: &[&str]| house.call(day, "", args).done();
        let staff = ["staff", "add", "吴志强", "--role", "grid_officer", "--unit", "招联社区"];
        setup("2026-01-05", &staff);
        let add = ["grid", "add", "二网格", "--community", "招联社区", "--lead", "吴志强"];
        setup("2026-01-05", &add);
        for name in ["海滨小吃", "海滨茶行"] {
            setup("2026-10-01", &["premises", "add", name, "--grid", "二网格"]);
        }
        for name in ["恒捷鞋材厂", "丰泽服饰"] {
            house.visit("2026-11-24", name, "陈一鸣");
        }
        let normal = house.desk.write("正常.toml", "default = \"normal\"\n");
        let visit = ["inspect", "record", "--premises", "海滨茶行", "--form", "table4"];
        let by = ["--answers", &normal, "--by", "吴志强"];
        house.call("2026-11-20", "吴志强", &[&visit[..], &by].concat()).done();

        let november = |day: &str| -> Vec<(String, u64, u64)> {
            let args = ["coverage", "--month", "2026-11", "--by", "person"];
            let told = house.json(day, &args);
            let rows = told["rounds"][0]["rows"].as_array().unwrap().iter();
            let count = |row: &serde_json::Value, name: &str| row[name].as_u64().unwrap();
            let name = |row: &serde_json::Value| row["name"].as_str().unwrap().to_owned();
            rows.map(|row| (name(row), count(row, "required"), count(row, "covered"))).collect()
        };
        let evidence = |name: &str| {
            let told = house.json("2026-12-01", &["officer", "show", name, "--period", "2026-Q4"]);
            let rounds = told["evidence"]["rounds"].clone();
            assert!(rounds.is_array(), "{told:#}");
            rounds
        };
        let apart = [("陈一鸣".to_owned(), 2, 2), ("吴志强".to_owned(), 2, 1)];
        assert_eq!(november("2026-12-01"), apart);
        let before = ["陈一鸣", "吴志强"].map(evidence);

        // One of them alone, then the whole grid: the day before the last, and on it.
        let moved = ["premises", "edit", "海滨小吃", "--grid", "一网格"];
        house.run("2026-11-29", &moved);
        assert_eq!(november("2026-12-01"), apart);
        let cut = ["grid", "move", "二网格", "--to", "一网格", "--reason", "撤并"];
        house.run("2026-11-30", &cut);
        assert_eq!(november("2026-11-30"), apart, "as of today");
        assert_eq!(november("2026-12-01"), apart);
        assert_eq!(["陈一鸣", "吴志强"].map(evidence), before);
        // The paper names what each has missed; the next month is whose the premises are.
        let file = house.desk.path("十一月.csv");
        let by = ["coverage", "--month", "2026-11", "--by", "person", "-o", &file];
        house.run("2026-12-01", &by);
        let text = std::fs::read_to_string(&file).unwrap();
        let his = text.lines().find(|line| line.contains("吴志强")).unwrap();
        assert!(his.contains("海滨小吃") && !his.contains("海滨茶行"), "{text}");
        let next = house.json("2026-12-01", &["coverage", "--by", "person"]);
        let round = next["rounds"].as_array().unwrap();
        let month = round.iter().find(|round| round["code"] == "all_monthly").unwrap();
        assert_eq!(month["rows"].as_array().unwrap().len(), 1, "{month:#}");
    }
}
