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
fn what_comes_under_a_round_on_the_way_is_late_after_the_next_one() {
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
        assert_eq!(late(&house, "2026-11-30", "key_round"), [of("周一新店", 1)]);
        assert_eq!(late(&house, "2026-12-01", "month_round"), [], "all of November came in it");
        let week = late(&house, "2026-12-07", "key_round");
        assert_eq!(week, [of("周一新店", 8), of("周五新店", 1), of("老店", 1)]);
        // What rested on the first day of a week came on the way, too.
        let change = ["premises", "change", "丰泽服饰", "--reason", "订单不足", "--to"];
        house.run("2026-12-05", &[&change[..], &["suspended"]].concat());
        house.run("2026-12-12", &[&change[..], &["resumed"]].concat());
        let week = late(&house, "2026-12-14", "key_round");
        assert!(!week.iter().any(|(name, _)| name == "丰泽服饰"), "{week:?}");
        let week = late(&house, "2026-12-21", "key_round");
        assert!(week.contains(&of("丰泽服饰", 1)), "{week:?}");
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
