//! 联合检查: a visit that people of several levels make together is one of each of their rounds (S2 §职责二(二)3).

use anban::store::Store;
use serde_json::{Value, json};

use super::{House, house};
use crate::{desk::Desk, engines::Schema};

const SHOES: &str = "恒捷鞋材厂";
const CLOTHES: &str = "丰泽服饰";
const TOGETHER: [&str; 3] = ["秦区办", "周安平", "陈一鸣"];

impl House {
    fn visit(&self, day: &str, premises: &str, by: &[&str], more: &[&str]) -> String {
        self.entered(day, "林安全", premises, by, more)
    }

    fn entered(&self, day: &str, who: &str, premises: &str, by: &[&str], more: &[&str]) -> String {
        let answers = self.desk.write("一条.toml", crate::desk::ANSWERS);
        let words = ["--json", "inspect", "record", "--premises", premises, "--form", "table4"];
        let by: Vec<&str> = by.iter().flat_map(|name| ["--by", *name]).collect();
        let with = ["--answers", &answers, "--sure"];
        let said = self.call(day, who, &[&words[..], &with, &by, more].concat()).done();
        let said: Value = serde_json::from_str(&said).unwrap();
        said["inspection"].as_str().unwrap().to_owned()
    }

    /// How many of the two key premises the rounds of the street and of the district have reached in the week of the visits
    /// and in its month, as it is told on a day.
    fn reached(&self, day: &str) -> [u64; 2] {
        [("key_weekly", ["--week", "2026-W48"]), ("key_monthly_district", ["--month", "2026-11"])]
            .map(|(code, period)| {
                let told = self.json(day, "", &[&["coverage"], &period[..]].concat());
                let rounds = told["rounds"].as_array().unwrap();
                let round = rounds.iter().find(|round| round["code"] == code);
                let round = round.unwrap_or_else(|| panic!("{code}: {told:#}"));
                assert_eq!(round["required"], 2, "{round:#}");
                round["covered"].as_u64().unwrap()
            })
    }

    /// The premises that YT-1 holds against the street's office, by how many they are.
    fn accused(&self, day: &str) -> Vec<usize> {
        let all = self.json(day, "周安平", &["warn"]);
        let all = all.as_array().unwrap().iter();
        let held = all.filter(|it| it["code"] == "YT-1" && it["state"] == "holds");
        let street = held.filter(|it| it["message"].as_str().unwrap().contains("街道对重点"));
        street.map(|it| it["evidence"].as_array().unwrap().len()).collect()
    }

    /// The visits of the street's own round in the plan of the week, each with the day on which it was made.
    fn planned(&self, day: &str) -> Vec<(String, String)> {
        let plan = self.json(day, "", &["plan", "--week", "2026-W48"]);
        let visits = plan.as_array().unwrap().iter().filter(|visit| visit["rule"] == "key_weekly");
        let text = |visit: &Value, name: &str| visit[name].as_str().unwrap_or_default().to_owned();
        let mut lines: Vec<_> =
            visits.map(|visit| (text(visit, "premises"), text(visit, "done_on"))).collect();
        lines.sort();
        lines
    }
}

fn with_district(database: Option<Schema>) -> House {
    let house = house(database, "yanta");
    let post = ["staff", "add", "秦区办", "--role", "district_officer", "--unit", "北峰街道"];
    house.call("2026-01-05", "", &post).done();
    house
}

/// Both have been there: the street and the district at the one, the district and the grid at the other.
fn visited(database: Option<Schema>) -> (House, String) {
    let house = with_district(database);
    let joint = house.visit("2026-11-25", SHOES, &TOGETHER, &[]);
    house.visit("2026-11-25", CLOTHES, &["秦区办", "陈一鸣"], &[]);
    (house, joint)
}

#[test]
fn a_visit_made_together_is_one_of_each_round() {
    for database in [None, Some(Schema::new())] {
        let house = with_district(database);
        house.call("2026-11-20", "周安平", &["plan", "make", "--week", "2026-W48"]).done();
        let joint = house.visit("2026-11-25", SHOES, &TOGETHER, &[]);
        house.visit("2026-11-25", CLOTHES, &["秦区办", "陈一鸣"], &[]);
        let shown = house.json("2026-11-25", "", &["inspect", "show", &joint]);
        assert_eq!((&shown["level"], &shown["also"]), (&json!("district"), &json!(["street"])));
        let said = house.call("2026-11-25", "", &["inspect", "show", &joint]).done();
        assert!(said.contains("区、街道联合检查"), "{said}");
        let list = house.json("2026-11-25", "", &["inspect", "list"]);
        let also: Vec<&Value> = list.as_array().unwrap().iter().map(|it| &it["also"]).collect();
        assert!(also.contains(&&json!(["street"])) && also.contains(&&json!([])), "{list:#}");

        // Told by the last visits while the week runs, by the visits themselves when it is over.
        let done = |shoes: &str| {
            [(CLOTHES.to_owned(), String::new()), (SHOES.to_owned(), shoes.to_owned())]
        };
        for day in ["2026-11-26", "2026-11-30"] {
            assert_eq!(house.reached(day), [1, 2], "{day}");
            assert_eq!(house.planned(day), done("2026-11-25"), "{day}");
        }
        // What was planned and not made, and what the street has missed.
        let late = |day: &str, task: &str| {
            let agenda = house.json(day, "周安平", &["agenda"]);
            let items = agenda["items"].as_array().unwrap().iter();
            let of = items.filter(|it| it["task"] == task && it["days_late"].as_i64() > Some(0));
            let mut names: Vec<String> =
                of.map(|item| item["premises"].as_str().unwrap().to_owned()).collect();
            names.sort();
            names
        };
        assert_eq!(late("2026-11-26", "planned_visit"), [CLOTHES]);
        assert_eq!(late("2026-11-30", "key_round"), [CLOTHES]);
        let board = house.json("2026-11-30", "", &["review", "--week", "2026-W48"]);
        assert_eq!(board["totals"]["key_inspected"], 1, "{board:#}");
        let list = house.json("2026-11-26", "", &["premises", "list"]);
        let seen = list.as_array().unwrap().iter().all(|it| it["last_on"] == "2026-11-25");
        assert!(seen, "{list:#}");

        // The weeks before were missed by both; of the one before and this one the joint visit has made one.
        assert_eq!(house.accused("2026-11-26"), [2]);
        assert_eq!(house.accused("2026-11-30"), [1]);

        // It turns out that nobody but the grid officer was there, then that they all were, as it had said first.
        let alone = ["--corrects", &joint, "--level", "community"];
        let alone = house.entered("2026-11-30", "周安平", SHOES, &["陈一鸣"], &alone);
        assert_eq!(
            (house.reached("2026-11-30"), house.planned("2026-11-30")),
            ([0, 1], done("").into())
        );
        assert_eq!(house.accused("2026-11-30"), [2]);
        assert_eq!(late("2026-11-30", "key_round"), [CLOTHES, SHOES]);
        // Somebody of the district who is on no list here: whose visit it is has to be said.
        let all = ["--corrects", &alone, "--level", "district"];
        let went = ["周安平", "区消防", "陈一鸣"];
        let all = house.visit("2026-11-30", SHOES, &went, &all);
        assert_eq!((house.reached("2026-11-30"), house.accused("2026-11-30")), ([1, 2], vec![1]));
        // Put right in something else it stays so as long as the same people went.
        house.entered("2026-11-30", "周安平", SHOES, &went, &["--corrects", &all]);
        assert_eq!(house.reached("2026-11-30"), [1, 2]);
        assert_eq!(house.planned("2026-11-30"), done("2026-11-25"));
    }
}

#[test]
fn a_parcel_has_whose_visits_they_were() {
    for database in [None, Some(Schema::new())] {
        let (from, joint) = visited(None);
        let stick = from.desk.path("招联社区.zip");
        let words = ["--community", "招联社区", "--out", &stick, "--no-password"];
        from.call("2026-11-26", "", &[&["pack"], &words[..]].concat()).done();
        let to = House { desk: Desk::bare(), database };
        let units = ["--city", "泉州市", "--district", "丰泽区", "--street", "北峰街道"];
        let init = ["--community", "招联社区", "--regime", "yanta"];
        to.call("2026-01-05", "", &[&["init"], &units[..], &init].concat()).done();
        to.call("2026-11-26", "", &["unpack", &stick, "--confirm"]).done();
        for day in ["2026-11-26", "2026-11-30"] {
            assert_eq!(to.reached(day), [1, 2], "{day}");
        }
        let shown = to.json("2026-11-26", "", &["inspect", "show", &joint]);
        assert_eq!(shown["also"], json!(["street"]), "{shown:#}");
        // Told once more, nothing is new.
        let again = to.json("2026-11-26", "", &["unpack", &stick, "--confirm"]);
        assert_eq!(crate::exchange::count(&again, "inspection_level", "same"), 1, "{again:#}");
    }
}

/// What was recorded by a program that counted such a visit for the district alone.
#[test]
fn what_was_recorded_before_is_told_by_the_names() {
    const BEFORE: &str = "DROP TABLE inspection_level; UPDATE premises SET street_on = NULL;
        DELETE FROM schema_step WHERE name = '0062_joint';";
    for database in [None, Some(Schema::new())] {
        let (house, joint) = visited(database);
        {
            let mut store = match &house.database {
                None => Store::open_file(&house.desk.office().join("anban.db")).unwrap(),
                Some(schema) => Store::open_url(&schema.url).unwrap(),
            };
            store.driver.batch(BEFORE).unwrap();
        }
        for day in ["2026-11-26", "2026-11-30"] {
            assert_eq!(house.reached(day), [1, 2], "{day}");
        }
        let shown = house.json("2026-11-26", "", &["inspect", "show", &joint]);
        assert_eq!(shown["also"], json!(["street"]), "{shown:#}");
    }
}

/// The district's paper is about those who went for it; of nobody else does it make an enforcement officer.
#[test]
fn the_record_of_the_district_names_nobody_of_street_or_community() {
    let (house, joint) = visited(None);
    let street = house.visit("2026-11-26", SHOES, &["周安平", "陈一鸣"], &[]);
    let issue = |about: &str| {
        let words = ["paper", "issue", "site_record_district", "--about", about, "--text"];
        house.call("2026-11-26", "周安平", &words)
    };
    let why = issue(&street).refused(1);
    assert!(why.contains("不是区级执法部门的") && why.contains("site_record"), "{why}");
    let paper = issue(&joint).done().replace([' ', '\n'], "");
    assert!(paper.contains("丰泽区行政执法人员秦区办，"), "{paper}");
    assert!(!paper.contains("周安平") && !paper.contains("陈一鸣"), "{paper}");
    // Whoever types it in: it is of the district's series.
    assert!(paper.contains("（丰泽区）应急检记〔2026〕1号"), "{paper}");
}
