//! Which visit makes a line of the plan: plan, coverage and agenda tell the same, on both engines.

use serde_json::Value;

use crate::{
    engines::Schema,
    officer::{House, house},
};

/// Each line of the plan of a week, with the day on which it was made.
fn plan(house: &House, day: &str, week: &str) -> Vec<(String, String, String, String)> {
    let plan = house.json(day, &["plan", "--week", week]);
    let text = |visit: &Value, name: &str| visit[name].as_str().unwrap_or_default().to_owned();
    let visits = plan.as_array().unwrap().iter();
    visits
        .map(|visit| {
            let of = |name| text(visit, name);
            (of("premises"), of("day"), of("rule_label"), of("done_on"))
        })
        .collect()
}

/// What an agenda says of the plan: the premises, the day, and how many its line counts.
fn told(house: &House, day: &str, who: &str) -> Vec<(String, String, u64)> {
    let agenda: Value =
        serde_json::from_str(&house.call(day, who, &["--json", "agenda"]).done()).unwrap();
    let items = agenda["items"].as_array().unwrap().iter();
    let planned = items.filter(|item| item["task"] == "planned_visit").map(|item| {
        let text = |name: &str| item[name].as_str().unwrap_or_default().to_owned();
        (text("premises"), text("day"), item["count"].as_u64().unwrap_or_default())
    });
    planned.collect()
}

fn line(name: &str, day: &str, rule: &str, done: &str) -> (String, String, String, String) {
    (name.to_owned(), day.to_owned(), rule.to_owned(), done.to_owned())
}

#[test]
fn one_visit_makes_one_line_of_the_plan() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "beifeng");
        let days = ["--from", "2026-11-23", "--to", "2026-12-20"];
        let often = ["--word", "鞋", "--every", "week", "--times", "2"];
        house.run("2026-11-20", &[&["campaign", "add", "双查"], &days[..], &often].concat());
        house.run("2026-11-20", &["plan", "make", "--week", "2026-W48"]);
        const SHOES: &str = "恒捷鞋材厂";
        let shoes = |day: &str| {
            let mut lines = plan(&house, day, "2026-W48");
            lines.retain(|(name, ..)| name == SHOES);
            lines
        };
        let laid = shoes("2026-11-20");
        let [first, second] = &laid[..] else { panic!("{laid:?}") };
        // The usual round asks for the first, the campaign for the second.
        assert_eq!((first.2.as_str(), second.2.as_str()), ("重点监管企业巡查", "专项行动"));
        assert!(first.1.as_str() < second.1.as_str() && second.1.as_str() < "2026-11-28");
        house.visit(&first.1, SHOES, "陈一鸣");
        let with = |day: &str, done: &str| {
            [line(SHOES, &first.1, &first.2, &first.1), line(SHOES, day, &second.2, done)]
        };
        assert_eq!(shoes("2026-11-28"), with(&second.1, ""));
        let late = || told(&house, "2026-11-28", "林安全");
        let mut names: Vec<String> = late().into_iter().map(|(name, ..)| name).collect();
        names.sort();
        assert_eq!(names, ["丰泽服饰", SHOES]);
        assert!(late().contains(&(SHOES.to_owned(), second.1.clone(), 2)), "{:?}", late());
        let coverage = house.json("2026-11-28", &["coverage"]);
        let rounds = coverage["rounds"].as_array().unwrap();
        let campaign = rounds.iter().find(|round| round["label"] == "双查").unwrap();
        assert_eq!(campaign["covered"], 0, "{campaign:#}");
        // The second visit makes the second line, and the campaign's week.
        house.visit("2026-11-28", SHOES, "陈一鸣");
        assert_eq!(shoes("2026-11-28"), with(&second.1, "2026-11-28"));
        assert!(late().iter().all(|(name, ..)| name != SHOES), "{:?}", late());
    }
}

#[test]
fn a_premises_missed_twice_is_one_in_the_agenda() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "beifeng");
        let days = ["--from", "2026-11-23", "--to", "2026-12-20"];
        let often = ["--word", "鞋", "--every", "week", "--times", "2"];
        house.run("2026-11-20", &[&["campaign", "add", "双查"], &days[..], &often].concat());
        house.run("2026-11-20", &["plan", "make", "--week", "2026-W48"]);
        let late = told(&house, "2026-11-28", "林安全");
        let counts: Vec<(&str, u64)> =
            late.iter().map(|(name, _, count)| (name.as_str(), *count)).collect();
        assert_eq!(late.len(), 2, "{late:?}");
        assert!(counts.contains(&("恒捷鞋材厂", 2)) && counts.contains(&("丰泽服饰", 2)));
    }
}

/// Nobody owes a visit to what is gone, stands still or is asked for no more, nor for what was taken back.
#[test]
fn a_planned_visit_that_no_round_asks_for_is_no_debt() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "beifeng");
        let days = ["--from", "2026-11-23", "--to", "2026-12-20"];
        let often = ["--word", "鞋", "--every", "week", "--times", "2"];
        house.run("2026-11-20", &[&["campaign", "add", "双查"], &days[..], &often].concat());
        house.run("2026-11-20", &["plan", "make", "--week", "2026-W48"]);
        let late = || {
            let told = told(&house, "2026-11-28", "林安全").into_iter();
            let mut told: Vec<_> = told.map(|(name, _, count)| (name, count)).collect();
            told.sort();
            told
        };
        let all = |names: &[&str]| -> Vec<(String, u64)> {
            names.iter().map(|name| ((*name).to_owned(), names.len() as u64)).collect()
        };
        assert_eq!(late(), all(&["丰泽服饰", "恒捷鞋材厂"]));
        let rested = ["premises", "change", "恒捷鞋材厂", "--to", "suspended", "--reason", "淡季"];
        house.run("2026-11-24", &rested);
        assert_eq!(late(), all(&["丰泽服饰"]));
        house.run(
            "2026-11-24",
            &["premises", "edit", "丰泽服饰", "--not-key", "--reason", "已整改"],
        );
        assert_eq!(late(), all(&[]));
        // What was put there by hand waits as long as somebody can go there.
        let by_hand = ["plan", "add", "恒捷鞋材厂", "--on", "2026-11-26"];
        house.run("2026-11-24", &by_hand);
        assert_eq!(late(), all(&["恒捷鞋材厂"]));
        let gone = ["premises", "change", "恒捷鞋材厂", "--to", "moved_out", "--reason", "搬走"];
        house.run("2026-11-25", &gone);
        assert_eq!(late(), all(&[]));
    }
}

#[test]
fn what_a_withdrawn_campaign_had_planned_is_no_debt() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "beifeng");
        let days = ["--from", "2026-11-23", "--to", "2026-12-20"];
        let often = ["--word", "鞋", "--every", "week", "--times", "2"];
        house.run("2026-11-20", &[&["campaign", "add", "双查"], &days[..], &often].concat());
        house.run("2026-11-20", &["plan", "make", "--week", "2026-W48"]);
        house.visit("2026-11-23", "恒捷鞋材厂", "陈一鸣");
        house.visit("2026-11-23", "丰泽服饰", "陈一鸣");
        let late = || told(&house, "2026-11-28", "林安全").len();
        assert_eq!(late(), 1);
        house.run("2026-11-25", &["campaign", "withdraw", "双查", "--reason", "重复立项"]);
        assert_eq!(late(), 0);
    }
}

/// What a campaign does not ask for any more was planned for nothing: closed, shortened or narrowed, as what was taken back.
#[test]
fn what_a_campaign_asks_for_no_more_is_no_debt() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "beifeng");
        let call = |args: &[&str]| house.run("2026-11-25", args);
        // A campaign about both, whose visits are all that is planned; each premises has two of the week.
        let begin = |name: &str, to: &str| {
            let days = ["--from", "2026-11-23", "--to", to];
            let often = ["--word", "鞋", "--word", "服饰", "--every", "week", "--times", "3"];
            house.run("2026-11-20", &[&["campaign", "add", name], &days[..], &often].concat());
            house.run("2026-11-20", &["plan", "make", "--week", "2026-W48"]);
            house.run("2026-11-20", &["plan", "make", "--week", "2026-W49"]);
        };
        let late = |day: &str| -> Vec<(String, String)> {
            let mut told = told(&house, day, "林安全");
            told.retain(|(_, on, _)| on.as_str() < day);
            let mut told: Vec<_> = told.into_iter().map(|(name, on, _)| (name, on)).collect();
            told.sort();
            told
        };
        let ahead = |day: &str, to: &str| {
            let agenda = house.json(day, &["agenda", "--to", to]);
            let items = agenda["items"].as_array().unwrap().iter();
            let planned = items.filter(|item| item["task"] == "planned_visit");
            planned.filter(|item| item["day"].as_str().unwrap() >= day).count()
        };
        for name in ["恒捷鞋材厂", "丰泽服饰"] {
            house.run("2026-11-20", &["premises", "edit", name, "--not-key", "--reason", "已整改"]);
            // The round of the month.
            house.visit("2026-11-20", name, "陈一鸣");
        }
        begin("行动甲", "2026-12-20");
        let names = |day: &str| late(day).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        let both = ["丰泽服饰", "恒捷鞋材厂"];
        assert_eq!(names("2026-11-28"), both);
        assert!(ahead("2026-11-25", "2026-12-06") > 0);
        // Narrowed, and as it was again: by a word, by a kind, to 重点监管.
        call(&["campaign", "edit", "行动甲", "--word", "鞋"]);
        assert_eq!(names("2026-11-28"), both[1..]);
        call(&["campaign", "edit", "行动甲", "--word", "鞋", "--word", "服饰", "--kind", "出租房"]);
        assert_eq!((names("2026-11-28"), ahead("2026-11-25", "2026-12-06")), (vec![], 0));
        call(&["campaign", "edit", "行动甲", "--kind", "生产经营单位"]);
        assert_eq!(names("2026-11-28"), both);
        // Shortened: what lies behind its last day is nobody's, and after it the round itself says what it has missed.
        call(&["campaign", "edit", "行动甲", "--to", "2026-11-29"]);
        assert_eq!(
            (names("2026-11-28"), ahead("2026-11-30", "2026-12-06")),
            (both.map(Into::into).to_vec(), 0)
        );
        call(&["campaign", "edit", "行动甲", "--to", "2026-11-25"]);
        assert_eq!(
            (names("2026-11-25"), names("2026-11-26")),
            (both.map(Into::into).to_vec(), vec![])
        );
        let missed = house.json("2026-11-26", &["agenda"]).to_string();
        assert!(missed.contains("专项检查") && missed.contains("恒捷鞋材厂"), "{missed}");
        // Closed: nothing is owed any more from the day after.
        call(&["campaign", "edit", "行动甲", "--to", "2026-12-20"]);
        assert_eq!(names("2026-11-28"), both);
        call(&["campaign", "end", "行动甲", "--on", "2026-11-25", "--reason", "已验收"]);
        assert_eq!(
            (names("2026-11-25"), names("2026-11-28")),
            (both.map(Into::into).to_vec(), vec![])
        );
        assert_eq!((names("2026-12-01"), ahead("2026-11-26", "2026-12-06")), (vec![], 0));
    }
}

#[test]
fn the_streets_visit_is_made_by_the_street() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "yanta");
        let street = |day: &str, args: &[&str]| house.call(day, "", args).done();
        let officer = ["staff", "add", "周安平", "--role", "street_officer", "--unit", "北峰街道"];
        street("2026-11-20", &officer);
        for name in ["恒捷鞋材厂", "丰泽服饰"] {
            let key = ["premises", "edit", name, "--key", "--reason", "重大隐患"];
            street("2026-11-20", &key);
        }
        street("2026-11-20", &["plan", "make", "--week", "2026-W48"]);
        let of_street = |day: &str| -> Vec<(String, String)> {
            let plan: Value = serde_json::from_str(&street(
                day,
                &["--json", "plan", "--week", "2026-W48", "--person", "周安平"],
            ))
            .unwrap();
            let visits = plan.as_array().unwrap().iter();
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            visits.map(|visit| (text(&visit["premises"]), text(&visit["done_on"]))).collect()
        };
        house.visit("2026-11-23", "恒捷鞋材厂", "陈一鸣");
        let done = |day: &str| {
            let mut of = of_street(day);
            of.retain(|(_, done)| !done.is_empty());
            of
        };
        assert_eq!((of_street("2026-11-28").len(), done("2026-11-28").len()), (2, 0));
        let late = told(&house, "2026-11-28", "");
        let streets = |name: &str| late.iter().filter(|line| line.0 == name).count();
        assert_eq!((streets("恒捷鞋材厂"), streets("丰泽服饰")), (1, 2), "{late:?}");
        // Whoever walks a grid is not sent on the street's round, nor told how far it has come.
        let own = told(&house, "2026-11-28", "陈一鸣");
        assert!(own.len() == 1 && own[0].0 == "丰泽服饰", "{own:?}");
        let agenda: Value =
            serde_json::from_str(&house.call("2026-11-28", "陈一鸣", &["--json", "agenda"]).done())
                .unwrap();
        assert_eq!(
            (&agenda["key_all"], &agenda["month_all"]),
            (&0.into(), &2.into()),
            "{agenda:#}"
        );
        // The round is told to those who owe it.
        let rows = |code: &str| -> Vec<(String, u64, u64)> {
            let args = ["--json", "coverage", "--by", "person"];
            let told: Value =
                serde_json::from_str(&house.call("2026-11-28", "", &args).done()).unwrap();
            let rounds = told["rounds"].as_array().unwrap();
            let round = rounds.iter().find(|round| round["code"] == code).unwrap();
            let rows = round["rows"].as_array().unwrap().iter();
            let count = |row: &Value, name: &str| row[name].as_u64().unwrap();
            let name = |row: &Value| row["name"].as_str().unwrap().to_owned();
            rows.map(|row| (name(row), count(row, "required"), count(row, "covered"))).collect()
        };
        assert_eq!(rows("key_weekly"), [("周安平".to_owned(), 2, 0)]);
        assert_eq!(rows("all_monthly"), [("陈一鸣".to_owned(), 2, 1)]);
        let district = [("未定区级部门执法人员".to_owned(), 2, 0)];
        assert_eq!(rows("key_monthly_district"), district);
        house.visit("2026-11-28", "恒捷鞋材厂", "周安平");
        assert_eq!(done("2026-11-28"), [("恒捷鞋材厂".to_owned(), "2026-11-28".to_owned())]);
        assert!(told(&house, "2026-11-28", "").iter().all(|line| line.0 != "恒捷鞋材厂"));
    }
}

#[test]
fn nobody_is_sent_out_who_may_not_inspect() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "yanta");
        let exam = ["name=陈一鸣", "trained_from=2026-03-02", "trained_to=2026-03-06", "hours=40"];
        let passed = ["score=90", "result=合格", "certificate=YT-7", "valid_to=2026-11-24"];
        let sets = exam.iter().chain(&passed).flat_map(|set| ["--set", set]);
        let add: Vec<&str> = ["ledger", "add", "officer_exam"].into_iter().chain(sets).collect();
        house.run("2026-03-09", &add);
        let said = house.run("2026-11-23", &["plan", "make", "--month", "2026-11"]);
        assert!(said.contains("陈一鸣证件2026年11月24日到期，2026年11月25日起不能检查"), "{said}");
        let plan = house.json("2026-11-23", &["plan", "--month", "2026-11", "--person", "陈一鸣"]);
        let days: Vec<&str> =
            plan.as_array().unwrap().iter().map(|visit| visit["day"].as_str().unwrap()).collect();
        assert!(!days.is_empty() && days.iter().all(|day| *day <= "2026-11-24"), "{days:?}");
        let add = ["plan", "add", "恒捷鞋材厂", "--on", "2026-11-26"];
        let refused = house.call("2026-11-23", "林安全", &add).refused(1);
        assert!(refused.contains("2026年11月26日不能检查"), "{refused}");
    }
}
