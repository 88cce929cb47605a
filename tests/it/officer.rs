//! Grid officers, told to both engines: certified before they inspect, what the year asks of each, graded by people on
//! the records' evidence, a failed year by the rule.

use serde_json::Value;

use crate::{desk::Desk, engines::Schema};

struct House {
    desk: Desk,
    database: Option<Schema>,
}

impl House {
    fn call(&self, day: &str, who: &str, args: &[&str]) -> crate::desk::Ran {
        let url = self.database.as_ref().map(|schema| schema.url.clone());
        let mut all = vec!["--today", day];
        if !who.is_empty() {
            all.extend(["--as", who]);
        }
        if let Some(url) = &url {
            all.extend(["--database", url]);
        }
        all.extend(args);
        self.desk.run(&all)
    }

    fn run(&self, day: &str, args: &[&str]) -> String {
        self.call(day, "林安全", args).done()
    }

    fn json(&self, day: &str, args: &[&str]) -> Value {
        serde_json::from_str(&self.run(day, &[&["--json"], args].concat())).unwrap()
    }

    fn inspect(&self, day: &str) -> crate::desk::Ran {
        let answers = self.desk.write("一条.toml", crate::desk::ANSWERS);
        let words = ["inspect", "record", "--premises", "恒捷鞋材厂", "--form", "table4"];
        self.call(day, "林安全", &[&words[..], &["--answers", &answers, "--by", "陈一鸣"]].concat())
    }
}

fn house(database: Option<Schema>, regime: &str) -> House {
    let house = House { desk: Desk::bare(), database };
    const FIRST: &str = "2026-01-05";
    let begin = |args: &[&str]| house.call(FIRST, "", args).done();
    let units = ["--city", "泉州市", "--district", "丰泽区", "--street", "北峰街道"];
    begin(&[&["init"], &units[..], &["--community", "招联社区", "--regime", regime]].concat());
    begin(&["grid", "add", "一网格", "--community", "招联社区", "--lead", "陈一鸣"]);
    for (name, role) in [("陈一鸣", "grid_officer"), ("林安全", "safety_officer")] {
        begin(&["staff", "add", name, "--role", role, "--unit", "招联社区"]);
    }
    let roster = house.desk.write("名册.csv", crate::desk::ROSTER);
    begin(&["premises", "import", &roster, "--grid", "一网格"]);
    house
}

#[test]
fn nobody_inspects_with_a_certificate_that_has_run_out() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "yanta");
        // Those who were there before have no record: told, not kept out.
        let done = house.inspect("2026-03-02");
        assert_eq!(done.code, Some(0), "{}", done.err);
        let told = done.out + &done.err;
        assert!(told.contains("陈一鸣没有岗前考试记录"), "{told}");
        let exam = [
            "ledger",
            "add",
            "officer_exam",
            "--set",
            "name=陈一鸣",
            "--set",
            "trained_from=2026-03-02",
            "--set",
            "trained_to=2026-03-06",
            "--set",
            "hours=40",
            "--set",
            "score=90",
            "--set",
            "result=合格",
            "--set",
            "certificate=YT-7",
            "--set",
            "valid_to=2026-09-30",
        ];
        house.run("2026-03-09", &exam);
        let done = house.inspect("2026-03-10");
        assert!(!(done.out + &done.err).contains("考试"));
        let refused = house.inspect("2026-10-08");
        assert_eq!(refused.code, Some(1));
        assert!(
            refused.err.contains("陈一鸣证件2026年9月30日到期，2026年10月8日不能检查"),
            "{}",
            refused.err
        );
        let list = house.json("2026-10-08", &["officer", "list", "--short"]);
        assert_eq!(list[0]["certified"]["state"], "expired", "{list:#}");
        // From October the shortfall of the year is told.
        let owed = list[0]["owed"].as_array().unwrap();
        let training = owed.iter().find(|owed| owed["times"] == 2).unwrap();
        assert_eq!((&training["have"], &training["short"]), (&0.into(), &true.into()));
        let before = house.json("2026-09-30", &["officer", "list"]);
        let owed = before[0]["owed"].as_array().unwrap();
        assert!(owed.iter().any(|owed| owed["times"] == 2 && owed["short"] == false), "{before:#}");
    }
}

#[test]
fn a_regime_without_officers_rules_asks_for_no_certificate() {
    let house = house(None, "beifeng");
    let done = house.inspect("2026-03-02");
    assert!(!(done.out + &done.err).contains("岗前考试"));
    let list = house.json("2026-10-08", &["officer", "list", "--short"]);
    assert_eq!(list, serde_json::json!([]));
}

#[test]
fn two_failed_quarters_fail_the_year_and_leave_tasks() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "yanta");
        house.inspect("2026-03-02").done();
        let absent = [
            "ledger",
            "add",
            "attendance",
            "--set",
            "absent_on=2026-03-03",
            "--set",
            "name=陈一鸣",
        ];
        house
            .run("2026-03-04", &[&absent[..], &["--set", "kind=旷工", "--set", "days=1"]].concat());
        let shown = house.json("2026-03-31", &["officer", "show", "陈一鸣"]);
        let evidence = &shown["evidence"];
        assert_eq!((&evidence["visits"], &evidence["found"]), (&1.into(), &1.into()), "{shown:#}");
        assert_eq!(evidence["grounds"], serde_json::json!(["旷工"]));
        let marks = ["--ability", "60", "--attitude", "50", "--performance", "55"];
        let grade = |day: &str, period: &str, grade: &str| {
            let words = ["officer", "appraise", "陈一鸣", "--period", period, "--grade", grade];
            house.call(day, "林安全", &[&words[..], &marks[..]].concat())
        };
        grade("2026-03-31", "2026-Q1", "不合格").done();
        let twice = grade("2026-04-01", "2026-Q1", "合格");
        assert!(twice.code == Some(1) && twice.err.contains("已经考核过"), "{}", twice.err);
        let second = grade("2026-06-30", "2026-Q2", "不合格").done();
        assert!(second.contains("年度考核等次为不合格"), "{second}");
        // People do not make a failed year better.
        let better = grade("2026-12-30", "2026", "合格");
        assert!(better.code == Some(1) && better.err.contains("只能是不合格"), "{}", better.err);
        grade("2026-12-30", "2026", "不合格").done();
        let tasks = house.run("2026-12-30", &["ledger", "list", "task"]);
        assert!(tasks.contains("办理陈一鸣的辞退手续") && tasks.contains("增补网格员"), "{tasks}");
        let entries = house.run("2026-12-30", &["ledger", "list", "appraisal"]);
        assert!(entries.contains("旷工1次"), "{entries}");
    }
}

/// S2 制度四 每个工作日有巡检记录: the days without one are named; S2 职责三: where an officer comes from.
#[test]
fn working_days_without_a_visit_are_listed_by_officer() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "beifeng");
        house.inspect("2026-10-09").done();
        house.inspect("2026-10-12").done();
        // The festival and its weekend are no working days, the 10th is one.
        let shown = house.json("2026-10-14", &["officer", "show", "陈一鸣"]);
        let days = ["2026-10-08", "2026-10-10", "2026-10-13", "2026-10-14"];
        assert_eq!(shown["evidence"]["silent_days"], serde_json::json!(days), "{shown:#}");
        assert_eq!(shown["evidence"]["silent"], days.len());
        let told = house.run("2026-10-14", &["officer", "show", "陈一鸣"]);
        assert!(
            told.contains("没有检查记录的工作日4天：10月8日、10月10日、10月13日、10月14日"),
            "{told}"
        );
        let add = ["staff", "add", "许巡", "--role", "grid_officer", "--unit", "招联社区"];
        house
            .call("2026-10-14", "", &[&add[..], &["--part-time", "--origin", "巡防员"]].concat())
            .done();
        let staff = house.json("2026-10-14", &["staff", "list"]);
        let origins: Vec<&str> =
            staff.as_array().unwrap().iter().map(|one| one["origin"].as_str().unwrap()).collect();
        assert_eq!(origins, ["", "", "巡防员"]);
        assert!(house.run("2026-10-14", &["staff", "list"]).contains("兼职    巡防员"));
    }
}
