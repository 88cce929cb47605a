//! What a regime asks for from a day on is not held against the days before it (a frequency is raised, a round or a work
//! that comes again is new).

use serde_json::Value;

use super::House;

const OURS: &str = include_str!("../../../forms/regime/beifeng.toml");
const BOTH: [&str; 2] = ["恒捷鞋材厂", "丰泽服饰"];

/// 重点监管企业巡查 twice a week.
const TWICE: &str = r#"
[[patrol]]
code = "key_weekly"
label = "重点监管企业巡查（每周两次）"
scope = "key"
every = "week"
times = 2
by = "grid_officer"
source = "方案"
"#;

const OF_STREET: &str = r#"
[[patrol]]
code = "street_weekly"
label = "街道每周检查"
scope = "key"
every = "week"
times = 1
by = "street_officer"
source = "方案"
"#;

const MONTHLY: &str = r#"
[[regular]]
code = "night_watch"
label = "夜间巡防"
ledger = "training"
level = "community"
every = "month"
times = 1
before = 6
source = "方案"
"#;

const SINCE: &str = "since = \"2026-12-01\"\n";

impl House {
    /// Puts a regime of our own into the office's folder, which `form check` has nothing to say against.
    fn ruled(&self, regime: &str) {
        let file = self.desk.write("办公室/forms/regime/beifeng.toml", regime);
        let said = self.ran("2026-12-01", "", &["form", "check", &file]).done();
        assert!(said.contains("没有问题"), "{said}");
    }

    fn seen(&self, days: &[&str]) {
        for day in days {
            for premises in BOTH {
                self.find(day, premises, 0);
            }
        }
    }

    fn json(&self, day: &str, args: &[&str]) -> Value {
        self.ran(day, "沈卫东", &[&["--json"], args].concat()).json()
    }

    /// Required and covered of a round in a week.
    fn week(&self, day: &str, week: &str, code: &str) -> Option<(i64, i64)> {
        let told = self.json(day, &["coverage", "--week", week]);
        let round =
            told["rounds"].as_array().unwrap().iter().find(|it| it["code"] == code)?.clone();
        let count = |key: &str| round[key].as_i64().unwrap();
        Some((count("required"), count("covered")))
    }

    /// What is late on the agenda: the work, the day, and for how long.
    fn late(&self, day: &str) -> Vec<String> {
        let agenda = self.json(day, &["agenda"]);
        let items = agenda["items"].as_array().unwrap().iter();
        let late = items.filter(|item| item["days_late"] != 0);
        let mut told: Vec<String> = late
            .map(|item| {
                format!("{} {} {} {}", item["task"], item["text"], item["day"], item["days_late"])
            })
            .collect();
        told.sort();
        told
    }

    /// All that looks at past rounds, on a day.
    fn past(&self, day: &str) -> Vec<String> {
        let mut told: Vec<String> = [
            &["coverage", "--week", "2026-W45"][..],
            &["coverage", "--week", "2026-W45", "--by", "person"],
            &["coverage", "--week", "2026-W49"],
            &["review", "--week", "2026-W45"],
            &["review", "--week", "2026-W49"],
            &["officer", "show", "陈一鸣", "--period", "2026-11"],
            &["warn"],
        ]
        .into_iter()
        .map(|args| self.json(day, args).to_string())
        .collect();
        told.extend(self.late(day));
        told
    }
}

/// F13 (a)
#[test]
fn a_raised_frequency_leaves_the_past_as_it_was() {
    for house in House::each() {
        house.seen(&["2026-10-28", "2026-11-04", "2026-11-11", "2026-11-18", "2026-11-25"]);
        house.seen(&["2026-12-02"]);
        let before = house.past("2026-12-07");
        assert_eq!(house.week("2026-12-07", "2026-W49", "key_weekly"), Some((2, 2)));
        // Without its days the same rule would be held against every week before it.
        let weekly = "code = \"key_weekly\"\n";
        let blunt =
            OURS.replacen("every = \"week\"\ntimes = 1\n", "every = \"week\"\ntimes = 2\n", 1);
        house.ruled(&blunt);
        assert_ne!(house.past("2026-12-07"), before);
        let until = format!("{weekly}until = \"2026-11-30\"\n");
        house.ruled(&format!("{}{TWICE}{SINCE}", OURS.replacen(weekly, &until, 1)));
        assert_eq!(house.past("2026-12-07"), before);
        let rules = house.ran("2026-12-07", "", &["form", "show", "beifeng"]).done();
        for days in ["由网格员办，到2026年11月30日止", "由网格员办，2026年12月1日起"]
        {
            assert!(rules.contains(days), "{rules}");
        }
        // The week from the 7th on asks for two.
        house.seen(&["2026-12-08"]);
        assert_eq!(house.week("2026-12-13", "2026-W50", "key_weekly"), Some((2, 0)));
        assert!(!house.late("2026-12-13").iter().any(|told| told.contains("key_round")));
        let late = house.late("2026-12-14");
        let week = late.iter().filter(|told| told.contains("key_round")).count();
        assert_eq!(week, 2, "{late:?}");
        assert!(
            late.iter()
                .all(|told| !told.contains("key_round") || told.ends_with("\"2026-12-13\" 1"))
        );
        // Held against somebody only when two weeks of it are missed.
        assert_eq!(house.told("2026-12-14", "YT-1"), Vec::<String>::new());
        assert_eq!(house.told("2026-12-21", "YT-1"), ["holds 招联社区陈一鸣 2026-12-21 2"]);
        assert_eq!(house.week("2026-12-21", "2026-W49", "key_weekly"), Some((2, 2)));
    }
}

/// F13 (b)
#[test]
fn nobody_is_late_on_the_first_day_of_a_round() {
    for house in House::each() {
        house.seen(&["2026-10-28", "2026-11-04", "2026-11-11", "2026-11-18", "2026-11-25"]);
        let before = house.past("2026-12-01");
        house.ruled(&format!("{OURS}{OF_STREET}"));
        let street = "招联社区沈卫东";
        assert!(house.told("2026-12-01", "YT-1").iter().any(|told| told.contains("沈卫东")));
        house.ruled(&format!("{OURS}{OF_STREET}{SINCE}"));
        assert_eq!(house.past("2026-12-01"), before);
        assert_eq!(house.week("2026-12-06", "2026-W49", "street_weekly"), None);
        assert_eq!(house.week("2026-12-07", "2026-W50", "street_weekly"), Some((2, 0)));
        let held = |day: &str| {
            let told = house.told(day, "YT-1").into_iter();
            told.filter(|told| told.starts_with("holds") && told.contains("沈卫东"))
                .collect::<Vec<_>>()
        };
        let mine = |day: &str| {
            let agenda = house.json(day, &["agenda"]).to_string();
            agenda.contains("街道每周检查")
        };
        assert!(!mine("2026-12-06") && mine("2026-12-07"));
        for day in ["2026-12-07", "2026-12-14", "2026-12-20"] {
            assert_eq!(held(day), Vec::<String>::new(), "{day} {street}");
        }
        assert_eq!(held("2026-12-21").len(), 1);
        // One that was asked for until a day is asked for no more, and what it has missed passes with it.
        let until = "until = \"2026-12-13\"\n";
        house.ruled(&format!("{OURS}{OF_STREET}{SINCE}{until}"));
        assert_eq!(house.week("2026-12-21", "2026-W50", "street_weekly"), Some((2, 0)));
        assert_eq!(house.week("2026-12-21", "2026-W51", "street_weekly"), None);
        assert_eq!(held("2026-12-21"), Vec::<String>::new());
    }
}

/// F13 (c)
#[test]
fn a_work_that_comes_again_is_owed_from_its_first_period_on() {
    for house in House::each() {
        let of = |day: &str| {
            let late = house.late(day).into_iter();
            late.filter(|told| told.contains("夜间巡防")).collect::<Vec<_>>()
        };
        house.ruled(&format!("{OURS}{MONTHLY}"));
        assert_eq!(of("2026-12-01").len(), 1);
        house.ruled(&format!("{OURS}{MONTHLY}{SINCE}"));
        assert_eq!(of("2026-12-01"), Vec::<String>::new());
        assert_eq!(of("2026-12-31"), Vec::<String>::new());
        assert_eq!(of("2027-01-01").len(), 1);
        house.ruled(&format!("{OURS}{MONTHLY}{SINCE}until = \"2026-12-31\"\n"));
        assert_eq!(of("2027-01-05").len(), 1);
        assert_eq!(of("2027-02-05"), Vec::<String>::new());
    }
}

/// F13 (d)
#[test]
fn a_campaign_that_is_put_right_leaves_its_past_rounds_as_they_were() {
    for house in House::each() {
        let add = ["campaign", "add", "行动甲", "--from", "2026-11-23", "--to", "2026-12-20"];
        let by = |day: &str, args: &[&str]| house.ran(day, "沈卫东", args).done();
        by("2026-11-23", &[&add[..], &["--every", "week", "--key"]].concat());
        house.seen(&["2026-11-25", "2026-12-02"]);
        let code = house.json("2026-12-07", &["campaign", "list"])[0]["id"].clone();
        let code = code.as_str().unwrap();
        let late = |day: &str| {
            let late = house.late(day).into_iter();
            late.filter(|told| told.contains("\"campaign\"")).collect::<Vec<_>>()
        };
        assert_eq!(house.week("2026-12-07", "2026-W48", code), Some((2, 2)));
        by("2026-12-07", &["campaign", "edit", "行动甲", "--times", "2"]);
        for week in ["2026-W48", "2026-W49"] {
            assert_eq!(house.week("2026-12-07", week, code), Some((2, 2)), "{week}");
        }
        assert_eq!(late("2026-12-07"), Vec::<String>::new());
        // The week that runs asks for two.
        house.seen(&["2026-12-08"]);
        assert_eq!(house.week("2026-12-08", "2026-W50", code), Some((2, 0)));
        let told = late("2026-12-14");
        assert!(!told.is_empty() && told.iter().all(|told| told.ends_with(" 1")), "{told:?}");
        // What ends sooner than it was said has asked for two in that week all the same.
        by("2026-12-15", &["campaign", "edit", "行动甲", "--to", "2026-12-06"]);
        assert_eq!(house.week("2026-12-15", "2026-W49", code), Some((2, 2)));
        assert_eq!(house.week("2026-12-15", "2026-W50", code), Some((2, 0)));
        assert_eq!(late("2026-12-15"), Vec::<String>::new());
        assert_eq!(house.week("2026-12-15", "2026-W51", code), None);
    }
}
