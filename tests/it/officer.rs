//! Grid officers, told to both engines: certified before they inspect, what the year asks of each, graded by people on
//! the records' evidence, a failed year by the rule.

mod hands;

use serde_json::Value;

use crate::{desk::Desk, engines::Schema, house::Founded};

pub struct House {
    pub desk: Desk,
    database: Option<Schema>,
}

impl House {
    pub fn call(&self, day: &str, who: &str, args: &[&str]) -> crate::desk::Ran {
        self.desk.on(day, who, self.database.as_ref(), args)
    }

    pub fn run(&self, day: &str, args: &[&str]) -> String {
        self.call(day, "林安全", args).done()
    }

    pub fn json(&self, day: &str, args: &[&str]) -> Value {
        serde_json::from_str(&self.run(day, &[&["--json"], args].concat())).unwrap()
    }

    fn inspect(&self, day: &str) -> crate::desk::Ran {
        let answers = self.desk.write("一条.toml", crate::desk::ANSWERS);
        let words = ["inspect", "record", "--premises", "恒捷鞋材厂", "--form", "table4"];
        self.call(day, "林安全", &[&words[..], &["--answers", &answers, "--by", "陈一鸣"]].concat())
    }
}

pub fn house(database: Option<Schema>, regime: &str) -> House {
    let house = House { desk: Desk::bare(), database };
    let founded = Founded {
        first: "2026-01-05",
        regime,
        communities: &["招联社区"],
        grids: &[["一网格", "招联社区", "陈一鸣"]],
        staff: &[["陈一鸣", "grid_officer", "招联社区"], ["林安全", "safety_officer", "招联社区"]],
    };
    founded.on(&house.desk, house.database.as_ref());
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

/// S2 管理办法二（一）: who comes after the office had begun has no excuse; who was there before is told.
#[test]
fn who_came_after_the_office_had_begun_does_not_inspect_before_the_exam() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "yanta");
        let add = ["staff", "add", "新来", "--role", "grid_officer", "--unit", "招联社区"];
        house.call("2026-03-02", "", &add).done();
        let answers = house.desk.write("一条.toml", crate::desk::ANSWERS);
        let inspect = |day: &str, by: &str| {
            let words = ["inspect", "record", "--premises", "恒捷鞋材厂", "--form", "table4"];
            house.call(day, "林安全", &[&words[..], &["--answers", &answers, "--by", by]].concat())
        };
        let refused = inspect("2026-03-03", "新来").refused(1);
        assert!(refused.contains("新来没有岗前考试记录，是本办公室启用以后到岗的"), "{refused}");
        assert!(refused.contains("2026年3月3日不能检查"), "{refused}");
        // Nor as the second of two.
        inspect("2026-03-03", "陈一鸣,新来").refused(1);
        inspect("2026-03-03", "陈一鸣").done();
        let short = house.json("2026-03-03", &["officer", "list", "--short"]);
        assert!(short.as_array().unwrap().iter().any(|one| one["name"] == "新来"), "{short:#}");
        // The file says that he was there long before: told, not kept out.
        let file =
            ["ledger", "add", "officer", "--set", "name=新来", "--set", "hired_on=2024-05-06"];
        house.run("2026-03-04", &file);
        inspect("2026-03-04", "新来").done();
        // Of another the file says the contrary of the list.
        let later =
            ["ledger", "add", "officer", "--set", "name=陈一鸣", "--set", "hired_on=2026-02-02"];
        house.run("2026-03-04", &later);
        inspect("2026-03-04", "陈一鸣").refused(1);
        let exam = ["name=陈一鸣", "trained_from=2026-03-02", "trained_to=2026-03-04", "hours=40"];
        let passed = ["score=90", "result=合格", "certificate=YT-9"];
        let sets = exam.iter().chain(&passed).flat_map(|field| ["--set", *field]);
        let exam: Vec<&str> = ["ledger", "add", "officer_exam"].into_iter().chain(sets).collect();
        house.run("2026-03-05", &exam);
        inspect("2026-03-05", "陈一鸣").done();
    }
}

/// An officer without a grid, one who left in mid-quarter, one who came in mid-quarter: each has a grade of that quarter.
#[test]
fn a_quarter_is_graded_of_whoever_served_in_it() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "yanta");
        let begin = |day: &str, args: &[&str]| house.call(day, "", args).done();
        begin("2026-01-05", &["unit", "add", "霞美社区"]);
        begin(
            "2026-01-05",
            &["staff", "add", "沈卫东", "--role", "street_officer", "--unit", "北峰街道"],
        );
        let come = ["staff", "add", "新来", "--role", "grid_officer", "--unit", "霞美社区"];
        begin("2026-11-02", &[&come[..], &["--from", "2026-11-02"]].concat());
        let loose = ["staff", "add", "街巡", "--role", "grid_officer", "--unit", "北峰街道"];
        begin("2026-01-05", &loose);
        let grade = |day: &str, name: &str, period: &str, more: &[&str]| {
            let words = ["officer", "appraise", name, "--period", period, "--grade", "合格"];
            let marks = ["--ability", "90", "--attitude", "90", "--performance", "90"];
            house.call(day, "沈卫东", &[&words[..], &marks[..], more].concat())
        };
        // At the street there are two communities: his own is known from the list.
        grade("2026-12-31", "新来", "2026-Q4", &[]).done();
        let nowhere = grade("2026-12-31", "街巡", "2026-Q4", &[]).refused(1);
        assert!(nowhere.contains("街巡没有网格") && nowhere.contains("--community"), "{nowhere}");
        grade("2026-12-31", "街巡", "2026-Q4", &["--community", "霞美社区"]).done();
        // Hired on the 2nd of November: days before are not his.
        let shown =
            house.call("2026-11-04", "沈卫东", &["--json", "officer", "show", "新来"]).json();
        let days = serde_json::json!(["2026-11-02", "2026-11-03", "2026-11-04"]);
        assert_eq!(shown["evidence"]["silent_days"], days, "{shown:#}");
        // Who has left in mid-quarter keeps the records, and is graded on the days of service.
        house.inspect("2026-10-09").done();
        let assign = ["grid", "assign", "一网格", "--lead", "林安全", "--from", "2026-10-13"];
        begin("2026-10-13", &[&assign[..], &["--keep-work"]].concat());
        let leave = ["staff", "leave", "陈一鸣", "--date", "2026-10-13", "--reason", "调走"];
        begin("2026-10-13", &[&leave[..], &["--to", "林安全"]].concat());
        let shown =
            house.call("2026-12-31", "沈卫东", &["--json", "officer", "show", "陈一鸣"]).json();
        let evidence = &shown["evidence"];
        assert_eq!(evidence["visits"], 1, "{shown:#}");
        let days = serde_json::json!(["2026-10-08", "2026-10-10", "2026-10-12"]);
        assert_eq!(evidence["silent_days"], days, "{shown:#}");
        grade("2026-12-31", "陈一鸣", "2026-Q4", &[]).done();
        let rows = house.call("2026-12-31", "沈卫东", &["ledger", "list", "appraisal"]).done();
        assert!(rows.contains("陈一鸣") && rows.contains("新来"), "{rows}");
        let listed = house.call("2026-12-31", "沈卫东", &["--json", "officer", "list"]).json();
        assert!(!listed.to_string().contains("陈一鸣"), "{listed:#}");

        // A quarter to come is not graded, and a score is of a hundred.
        let future = grade("2026-12-31", "新来", "2027-Q1", &[]).refused(1);
        assert!(future.contains("2027年第1季度还没有开始"), "{future}");
        let words = ["officer", "appraise", "新来", "--period", "2026", "--grade", "合格"];
        let marks = ["--ability", "900", "--attitude", "90", "--performance", "90"];
        let high =
            house.call("2026-12-31", "沈卫东", &[&words[..], &marks[..]].concat()).refused(1);
        assert!(high.contains("“工作能力”写的是900，最多100"), "{high}");
    }
}

#[test]
fn a_regime_without_officers_rules_asks_for_no_certificate() {
    let house = house(None, "beifeng");
    let done = house.inspect("2026-03-02");
    assert!(!(done.out + &done.err).contains("岗前考试"));
    let list = house.json("2026-10-08", &["officer", "list", "--short"]);
    assert_eq!(list, serde_json::json!([]));
    // Whoever finds nobody reads what is asked for, here and where there are rules.
    let said = house.run("2026-10-08", &["officer", "list", "--short"]);
    for words in [
        "没有要列出的网格员。",
        "“北峰街道”的监管制度不要求岗前考试、持证上岗",
        "没有要求每个网格员的培训和考核。",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
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
        // Neither by himself, nor by nobody, nor by somebody whom nobody knows.
        let others = |who: &str, more: &[&str]| {
            let words = ["officer", "appraise", "陈一鸣", "--period", "2026-Q1", "--grade", "合格"];
            house.call("2026-03-31", who, &[&words[..], &marks[..], more].concat()).refused(1)
        };
        for (who, more, said) in [
            ("陈一鸣", &[][..], "陈一鸣不能登记自己的“网格员考核登记”"),
            ("陈一鸣", &["--by", "林安全"], "陈一鸣不能登记自己的"),
            ("林安全", &["--by", "陈一鸣"], "“考核人”写的是陈一鸣本人"),
            ("", &[], "请写明考核人"),
            ("", &["--by", "张无名"], "“张无名”不在人员名单里"),
        ] {
            let refused = others(who, more);
            assert!(refused.contains(said), "{who} {more:?}: {refused}");
        }
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

/// What others give of an officer is neither made nor put right nor struck out by him.
#[test]
fn nobody_makes_or_strikes_out_their_own_record() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "yanta");
        let day = "2026-03-31";
        let own = |args: &[&str]| house.call(day, "陈一鸣", args).refused(1);
        let exam = ["name=陈一鸣", "trained_from=2026-03-20", "trained_to=2026-03-22", "hours=48"];
        let exam = [&exam[..], &["score=90", "result=合格", "certificate=假1"]].concat();
        let reward = ["name=陈一鸣", "kind=隐患信息", "content=通道", "accepted=是"];
        let absent = ["name=陈一鸣", "kind=旷工", "absent_on=2026-03-10", "days=1"];
        let training =
            ["kind=专业培训", "subject=安全", "people=陈一鸣", "headcount=1", "hours=48"];
        let add = |ledger: &'static str, set: &[&'static str]| {
            let mut args = vec!["ledger", "add", ledger];
            set.iter().for_each(|one| args.extend(["--set", one]));
            args
        };
        for (ledger, set, other) in [
            ("officer_exam", &exam[..], "name=李四"),
            ("officer", &["name=陈一鸣"], "name=李四"),
            ("reward", &reward, "amount=10"),
            ("attendance", &absent, "kind=公休"),
            ("training", &training, "people=李四"),
        ] {
            let said = own(&add(ledger, set));
            assert!(said.contains("陈一鸣不能登记自己的"), "{ledger}: {said}");
            assert!(said.contains("社区安全员或街道的人"), "{ledger}: {said}");
            let id = house.json(day, &add(ledger, set))["id"].as_str().unwrap().to_owned();
            let said = own(&["ledger", "void", &id, "--reason", "错"]);
            assert!(said.contains("不能作废自己的"), "{ledger}: {said}");
            let said = own(&["ledger", "edit", &id, "--set", other]);
            assert!(said.contains("自己的"), "{ledger}: {said}");
        }
        // Nor does anybody enter what he has confirmed of himself.
        let confirmed = [&reward[..], &["confirmed_by=陈一鸣"]].concat();
        let said = house.call(day, "林安全", &add("reward", &confirmed)).refused(1);
        assert!(said.contains("“审核人”写的是陈一鸣本人"), "{said}");
        // What everybody takes part in is entered by whoever was there.
        let activity = ["kind=宣传活动", "subject=入户", "people=陈一鸣", "headcount=20"];
        house.call(day, "陈一鸣", &add("training", &activity)).done();
    }
}

/// Whichever is entered first: two failed quarters make the year a failed one, its tasks come and go with it.
#[test]
fn the_grade_of_a_year_follows_its_quarters_in_any_order() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "yanta");
        let marks = ["--ability", "60", "--attitude", "50", "--performance", "55"];
        let grade = |day: &str, period: &str, grade: &str| {
            let words = ["officer", "appraise", "陈一鸣", "--period", period, "--grade", grade];
            house.run(day, &[&words[..], &marks[..]].concat())
        };
        let day = "2026-12-31";
        let tasks = || house.run(day, &["ledger", "list", "task"]);
        let annual = || {
            let rows = house.json(day, &["ledger", "list", "appraisal"]);
            let row = |row: &&Value| row["fields"]["period"] == "2026年";
            let rows = rows.as_array().unwrap();
            rows.iter().find(row).unwrap()["fields"]["grade"].as_str().unwrap().to_owned()
        };
        grade(day, "2026", "合格");
        grade(day, "2026-Q1", "不合格");
        assert!(!tasks().contains("辞退"), "{}", tasks());
        let second = grade(day, "2026-Q2", "不合格");
        assert!(second.contains("年度那一条已改为不合格"), "{second}");
        assert!(second.contains("已列入任务台账"), "{second}");
        assert_eq!(annual(), "不合格");
        assert_eq!(tasks().matches("办理陈一鸣的辞退手续").count(), 1, "{}", tasks());
        assert!(tasks().contains("增补网格员，接替陈一鸣"), "{}", tasks());
        // A quarter that was graded wrongly: the year stands as people have given it, and nobody is dismissed.
        let rows = house.json(day, &["ledger", "list", "appraisal"]);
        let mut quarters = rows.as_array().unwrap().iter();
        let quarter = quarters.find(|row| row["fields"]["period"] == "2026年第2季度");
        let id = quarter.unwrap()["id"].as_str().unwrap();
        let told = house.run(day, &["ledger", "edit", id, "--set", "grade=合格"]);
        assert!(told.contains("辞退和增补的任务已作废"), "{told}");
        assert_eq!(annual(), "合格");
        assert!(!tasks().contains("辞退"), "{}", tasks());
        // And struck out, after it had failed again.
        house.run(day, &["ledger", "edit", id, "--set", "grade=不合格"]);
        assert!(tasks().contains("辞退"), "{}", tasks());
        house.run(day, &["ledger", "void", id, "--reason", "登错"]);
        assert!(!tasks().contains("辞退"), "{}", tasks());
    }
}

/// The year's appraisal is asked for as it ends, and until it is there.
#[test]
fn the_appraisal_of_a_year_is_due() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "yanta");
        let due = |day: &str| house.run(day, &["agenda"]).contains("网格员年度考核：陈一鸣");
        assert!(!due("2026-12-10"));
        assert!(due("2026-12-20") && due("2027-01-05"));
        let marks = ["--ability", "60", "--attitude", "50", "--performance", "55"];
        let grade = |period: &str| {
            let words = ["officer", "appraise", "陈一鸣", "--grade", "合格", "--period", period];
            house.run("2027-01-05", &[&words[..], &marks[..]].concat());
        };
        // A quarter is none, and neither is this year's.
        grade("2026-Q4");
        assert!(due("2027-01-05"));
        grade("2026");
        assert!(!due("2027-01-05") && !due("2027-06-30"));
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

const MAJOR: &str = r#"default = "normal"
[[hazards]]
text = "车间夜间住人"
grade = "major"
disposal = "by_deadline"
days = 10
requirement = "搬离"
interim = "专人值守"
"#;

/// S2 管理办法四（六）1 底数不清 and 3 不及时报告: what is not verified, not complete, in no grid; how late major hazards and
/// clues were reported, and the records behind each figure.
#[test]
fn the_evidence_says_what_is_not_known_and_what_was_reported_late() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "yanta");
        let answers = house.desk.write("重大.toml", MAJOR);
        let words = ["inspect", "record", "--premises", "恒捷鞋材厂", "--form", "table4"];
        // Two of a Monday: one is reported the next day, the other on Thursday.
        let mut hazards = Vec::new();
        for premises in ["恒捷鞋材厂", "丰泽服饰"] {
            let words = words.map(|word| if word == "恒捷鞋材厂" { premises } else { word });
            let with = ["--answers", &answers, "--by", "陈一鸣"];
            let done = house.json("2026-11-16", &[&words[..], &with[..]].concat());
            hazards.push(done["hazards"][0]["id"].as_str().unwrap().to_owned());
        }
        let report = |day: &str, id: &str| {
            let why = ["--to", "street", "--reason", "重大隐患"];
            house.run(day, &[&["hazard", "report", id], &why[..]].concat());
        };
        report("2026-11-17", &hazards[0]);
        let clue = |reported: &[&str]| {
            let known =
                ["kind=非法生产", "place=一网格12号", "content=无证喷漆", "situation=已掌握"];
            let found = ["found_on=2026-11-16", "reporter=陈一鸣"];
            let sets = known.iter().chain(&found).chain(reported);
            let sets: Vec<&str> = sets.flat_map(|set| ["--set", set]).collect();
            let added = house.json("2026-11-18", &[&["ledger", "add", "clue"], &sets[..]].concat());
            added["id"].as_str().unwrap().to_owned()
        };
        clue(&["reported_to=街道安办", "reported_on=2026-11-17"]);
        let late = clue(&["reported_to=街道安办", "reported_on=2026-11-18"]);
        // Told, on a day that nobody wrote down.
        clue(&["reported_to=街道安办"]);
        let shown = house.json("2026-11-18", &["officer", "show", "陈一鸣"]);
        let evidence = &shown["evidence"];
        let reported = |count: u32, late: u32, days: u32| serde_json::json!({ "count": count, "late": late, "longest_days": days });
        // On the second day the other is late, reported or not.
        assert_eq!(evidence["majors_reported"], reported(2, 1, 2), "{evidence:#}");
        assert_eq!(evidence["clues_reported"], reported(3, 1, 2), "{evidence:#}");
        report("2026-11-19", &hazards[1]);
        let shown = house.json("2026-11-30", &["officer", "show", "陈一鸣"]);
        let evidence = &shown["evidence"];
        assert_eq!(evidence["majors_reported"], reported(2, 1, 3), "{evidence:#}");
        let ids = |begins: &str| -> Vec<String> {
            let figures = evidence["figures"].as_array().unwrap();
            let figure =
                figures.iter().find(|one| one["says"].as_str().unwrap().starts_with(begins));
            let ids = figure.unwrap()["ids"].as_array().unwrap();
            ids.iter().map(|id| id.as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(ids("报告：重大隐患"), [hazards[1].as_str()]);
        assert_eq!(ids("报告：非法线索"), [late.as_str()]);
        // A roster of seven columns leaves much of a dossier open; one more stands in no grid.
        assert_eq!(evidence["premises"], evidence["incomplete"], "{evidence:#}");
        assert_eq!(evidence["ungridded"], 0);
        let fields = ["--community", "招联社区", "--address", "招联路9号"];
        house.run("2026-11-30", &[&["premises", "add", "海滨小吃"], &fields[..]].concat());
        let shown = house.json("2026-11-30", &["officer", "show", "陈一鸣"]);
        assert_eq!(shown["evidence"]["ungridded"], 1, "{:#}", shown["evidence"]);
        let told = house.run("2026-11-30", &["officer", "show", "陈一鸣"]);
        assert!(told.contains("重大隐患报告2条，不及时报告的1条，最长用3天"), "{told}");
        assert!(told.contains("社区里没有划入网格1家"), "{told}");
    }
}

/// S2 管理办法五（四）: who has earned how much, of a month and of a quarter.
#[test]
fn rewards_are_listed_by_month_and_by_quarter() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "yanta");
        for (on, accepted, amount, paid) in [
            ("2026-10-08", "是", "50", "2026-10-31"),
            ("2026-10-20", "否", "30", ""),
            ("2026-11-05", "是", "20.5", ""),
        ] {
            let on = format!("reported_on={on}");
            let (accepted, amount) = (format!("accepted={accepted}"), format!("amount={amount}"));
            let paid = format!("paid_on={paid}");
            let sets =
                ["name=陈一鸣", "kind=隐患信息", "content=通道堵塞", &on, &accepted, &amount];
            let mut sets: Vec<&str> = sets.iter().flat_map(|set| ["--set", *set]).collect();
            if !paid.ends_with('=') {
                sets.extend(["--set", &paid]);
            }
            house.run("2026-11-16", &[&["ledger", "add", "reward"], &sets[..]].concat());
        }
        let row = |period: &str| -> Vec<String> {
            let path = house.desk.path("奖励.csv");
            let args = ["report", "reward_list", "--unit", "招联社区", "--period", period];
            house.run("2026-11-30", &[&args[..], &["-o", &path]].concat());
            let text = std::fs::read_to_string(&path).unwrap();
            assert!(text.starts_with('\u{feff}'), "{text}");
            let line = text.lines().find(|line| line.contains("陈一鸣")).unwrap().to_owned();
            line.split(',').map(str::to_owned).collect()
        };
        assert_eq!(row("2026-10")[1..], ["陈一鸣", "2", "1", "50", "50"]);
        assert_eq!(row("2026-11")[1..], ["陈一鸣", "1", "1", "20.50", ""]);
        assert_eq!(row("2026-Q4")[1..], ["陈一鸣", "3", "2", "70.50", "50"]);
        // Nothing is paid before it is reported.
        let early = ["name=陈一鸣", "kind=隐患信息", "content=通道", "accepted=是", "amount=10"];
        let days = ["reported_on=2026-11-10", "paid_on=2026-11-09"];
        let sets = early.iter().chain(&days).flat_map(|set| ["--set", *set]);
        let args: Vec<&str> = ["ledger", "add", "reward"].into_iter().chain(sets).collect();
        let said = house.call("2026-11-16", "林安全", &args).refused(1);
        assert!(said.contains("发放日期"), "{said}");
    }
}

/// Days on which somebody was no longer there are none of his; those before stay his, however late they are entered.
#[test]
fn who_has_left_gets_no_task_no_absence_and_no_appraisal() {
    for (regime, database) in [("beifeng", None), ("yanta", Some(Schema::new()))] {
        let house = house(database, regime);
        let at_desk = |day: &str, args: &[&str]| house.call(day, "", args).done();
        let add = ["staff", "add", "许小梅", "--role", "grid_officer", "--unit", "招联社区"];
        at_desk("2026-11-10", &add);
        at_desk("2026-11-16", &["grid", "assign", "一网格", "--lead", "许小梅"]);
        at_desk("2026-11-16", &["staff", "leave", "陈一鸣", "--reason", "调走"]);
        let row = |ledger: &str, sets: &[&str]| {
            let sets: Vec<&str> = sets.iter().flat_map(|set| ["--set", set]).collect();
            house.call("2026-11-20", "林安全", &[&["ledger", "add", ledger], &sets[..]].concat())
        };
        let task = ["from=例会", "content=清通道"];
        let open = ["owner=许小梅、陈一鸣", "due_on=2026-11-30"];
        let said = row("task", &[&task[..], &open].concat()).refused(1);
        assert!(said.contains("陈一鸣从2026年11月16日起离岗，不再领任务"), "{said}");
        let past = ["owner=陈一鸣", "assigned_on=2026-11-02", "due_on=2026-11-10"];
        row("task", &[&task[..], &past, &["done_on=2026-11-09"]].concat()).done();

        let absent = ["name=陈一鸣", "kind=事假", "days=2", "reason=家事", "approver=林安全"];
        let days = |from: &'static str, to: &'static str| [&absent[..], &[from, to]].concat();
        let said = row("attendance", &days("absent_on=2026-11-17", "absent_to=2026-11-18"));
        assert!(said.refused(1).contains("离岗以后不登记考勤"));
        let said = row("attendance", &days("absent_on=2026-11-12", "absent_to=2026-11-16"));
        assert!(said.refused(1).contains("离岗以后不登记考勤"));
        row("attendance", &days("absent_on=2026-11-12", "absent_to=2026-11-13")).done();

        let appraise = |day: &str, period: &str, grade: &str| {
            let words = ["officer", "appraise", "陈一鸣", "--period", period, "--grade", grade];
            let points = ["--ability", "60", "--attitude", "60", "--performance", "50"];
            house.call(day, "林安全", &[&words[..], &points].concat())
        };
        appraise("2026-11-20", "2026-Q3", "不合格").done();
        appraise("2026-12-30", "2026-Q4", "不合格").done();
        let tasks = house.run("2026-12-30", &["ledger", "list", "task"]);
        assert!(!tasks.contains("辞退"), "{tasks}");
        let said = appraise("2027-04-02", "2027-Q1", "合格").refused(1);
        assert!(said.contains("陈一鸣从2026年11月16日起离岗，那以后的时段不再考核"), "{said}");
    }
}

/// Two officers of one name in two communities are two people: what is entered of one is nothing of the other.
#[test]
fn officers_of_one_name_are_told_apart_by_their_communities() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "yanta");
        let begin = |args: &[&str]| house.call("2026-01-05", "", args).done();
        begin(&["unit", "add", "招贤社区"]);
        begin(&["staff", "add", "周安平", "--role", "street_officer", "--unit", "北峰街道"]);
        begin(&["staff", "add", "许建安", "--role", "safety_officer", "--unit", "招贤社区"]);
        begin(&["staff", "add", "陈一鸣", "--role", "grid_officer", "--unit", "招贤社区"]);
        begin(&["grid", "add", "四网格", "--community", "招贤社区", "--lead", "陈一鸣"]);
        let call = |day: &str, who: &str, args: &[&str]| house.call(day, who, args);
        let json = |who: &str, args: &[&str]| -> Value {
            let said = call("2026-07-01", who, &[&["--json"], args].concat()).done();
            serde_json::from_str(&said).unwrap()
        };
        let all = json("周安平", &["officer", "list"]);
        let whose = |unit: &str| -> Value {
            let all = all.as_array().unwrap();
            all.iter().find(|one| one["unit"] == unit).unwrap_or_else(|| panic!("{all:#?}")).clone()
        };
        assert_eq!(all.as_array().unwrap().len(), 2, "{all:#}");
        assert_eq!(whose("招联社区")["grids"], serde_json::json!(["一网格"]));
        assert_eq!(whose("招贤社区")["grids"], serde_json::json!(["四网格"]));
        let id = |unit: &str| whose(unit)["id"].as_str().unwrap().to_owned();
        // A name of two is asked for by id; each community means its own.
        let asked = call("2026-07-01", "周安平", &["officer", "show", "陈一鸣"]).refused(1);
        assert!(asked.contains("叫“陈一鸣”的人员有2位，请写编号"), "{asked}");
        let scores = ["--ability", "60", "--attitude", "60", "--performance", "60"];
        let appraise = |who: &str, officer: &str, period: &str, grade: &str, by: &str| {
            let args = ["officer", "appraise", officer, "--period", period, "--grade", grade];
            call("2026-07-01", who, &[&args[..], &scores, &["--by", by]].concat())
        };
        appraise("林安全", "陈一鸣", "2026-Q1", "不合格", "林安全").done();
        appraise("许建安", "陈一鸣", "2026-Q1", "合格", "许建安").done();
        let said = appraise("周安平", &id("招联社区"), "2026-Q2", "不合格", "周安平").done();
        assert!(
            said.contains("陈一鸣（招联社区）") && said.contains("年度考核等次为不合格"),
            "{said}"
        );
        let quarters = |unit: &str| {
            let all = json("周安平", &["officer", "show", &id(unit)]);
            let grades = all["quarters"].as_array().unwrap().iter();
            let grades = grades.map(|one| one["grade"].as_str().unwrap_or("-").to_owned());
            (grades.collect::<Vec<_>>().join(" "), all["annual"]["grade"].clone())
        };
        assert_eq!(quarters("招联社区"), ("fail fail - -".into(), "fail".into()));
        assert_eq!(quarters("招贤社区"), ("pass - - -".into(), Value::Null));
        // Dismissed is the one who has failed.
        let tasks = |who: &str| json(who, &["ledger", "list", "task"]).as_array().unwrap().len();
        assert_eq!((tasks("林安全"), tasks("许建安")), (2, 0));
        // Hours and absences count for whom their community means, and in a street nobody knows whom.
        let ledger = |who: &str, code: &str, fields: &[&str]| {
            let mut args = vec!["ledger", "add", code];
            fields.iter().for_each(|field| args.extend(["--set", field]));
            call("2026-07-01", who, &args)
        };
        let absent =
            ["name=陈一鸣", "absent_on=2026-06-29", "days=1", "kind=旷工", "approver=林安全"];
        ledger("林安全", "attendance", &absent).done();
        let absences =
            |unit: &str| json("周安平", &["officer", "show", &id(unit)])["absences"].clone();
        assert_eq!(absences("招联社区")["旷工"], 1);
        assert_eq!(absences("招贤社区"), serde_json::json!({}));
        let mut args = vec!["ledger", "add", "attendance", "--community", "北峰街道"];
        absent.iter().for_each(|field| args.extend(["--set", field]));
        let unclear = call("2026-07-01", "周安平", &args);
        assert_ne!(unclear.code, Some(0), "{}", unclear.out);
        // A name that nobody bears is a slip.
        let slip =
            ["name=陈一呜", "absent_on=2026-06-29", "days=1", "kind=旷工", "approver=林安全"];
        let said = ledger("林安全", "attendance", &slip).refused(1);
        assert!(said.contains("“陈一呜”不在人员名单里"), "{said}");
        // Nor grades a colleague.
        begin(&["staff", "add", "黄小燕", "--role", "grid_officer", "--unit", "招联社区"]);
        let said = appraise("林安全", "黄小燕", "2026-Q2", "合格", "陈一鸣").refused(1);
        assert!(said.contains("陈一鸣是网格员，不能考核网格员"), "{said}");
    }
}

/// A certificate is of the person who has passed, not of the name.
#[test]
fn a_namesakes_certificate_lets_nobody_inspect() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "yanta");
        let begin = |args: &[&str]| house.call("2026-03-02", "", args).done();
        let exam = ["name=陈一鸣", "trained_from=2026-03-02", "trained_to=2026-03-06", "hours=40"];
        let passed = ["score=90", "result=合格", "certificate=YT-7", "valid_to=2027-09-30"];
        let mut args = vec!["ledger", "add", "officer_exam"];
        exam.iter().chain(&passed).for_each(|field| args.extend(["--set", field]));
        house.run("2026-03-09", &args);
        begin(&["unit", "add", "招贤社区"]);
        begin(&["grid", "add", "四网格", "--community", "招贤社区"]);
        let hire = ["staff", "add", "陈一鸣", "--role", "grid_officer", "--unit", "招贤社区"];
        house.call("2026-05-06", "", &[&hire[..], &["--from", "2026-05-06"]].concat()).done();
        let words = ["premises", "add", "盛成食品厂", "--address", "普贤路9号"];
        let rest = ["--industry", "食品加工", "--grid", "四网格"];
        house.call("2026-05-06", "", &[&words[..], &rest].concat()).done();
        let staff = house.call("2026-05-06", "", &["--json", "staff", "list"]).done();
        let staff: Value = serde_json::from_str(&staff).unwrap();
        let post = |unit: &str| {
            let all = staff.as_array().unwrap().iter();
            let mut of = all.filter(|one| one["name"] == "陈一鸣" && one["unit"] == unit);
            of.next().unwrap_or_else(|| panic!("{staff:#}"))["id"].as_str().unwrap().to_owned()
        };
        let answers = house.desk.write("一条.toml", crate::desk::ANSWERS);
        let inspect = |who: &str, premises: &str| {
            let words = ["inspect", "record", "--premises", premises, "--form", "table4"];
            house.call("2026-05-07", who, &[&words[..], &["--answers", &answers]].concat())
        };
        let refused = inspect(&post("招贤社区"), "盛成食品厂").refused(1);
        assert!(refused.contains("没有岗前考试记录"), "{refused}");
        let done = inspect(&post("招联社区"), "恒捷鞋材厂");
        assert_eq!(done.code, Some(0), "{}", done.err);
    }
}

/// A round is held against who had the grid in those days, and of several against each with a part of it, as the coverage
/// tells it by person.
#[test]
fn the_evidence_of_a_round_is_of_who_had_the_grid_then() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "beifeng");
        let begin = |day: &str, args: &[&str]| house.call(day, "", args).done();
        let hire = ["--role", "grid_officer", "--unit", "招联社区", "--from", "2020-01-01"];
        for name in ["林小芳", "傅晓东"] {
            begin("2026-01-05", &[&["staff", "add", name], &hire[..]].concat());
        }
        house.visit("2026-02-03", "恒捷鞋材厂", "陈一鸣");
        let evidence = |day: &str, who: &str, period: &str| {
            house.json(day, &["officer", "show", who, "--period", period])["evidence"].clone()
        };
        // Required and covered of the months of a quarter.
        let months = |day: &str, who: &str, period: &str| {
            let told = evidence(day, who, period);
            let rounds = told["rounds"].as_array().unwrap().iter();
            let of = |one: &Value, what: &str| one[what].as_i64().unwrap();
            let month =
                rounds.clone().find(|one| one["label"].as_str().unwrap().contains("辖区企业"));
            let month = month.unwrap_or_else(|| panic!("{told:#}"));
            (of(month, "required"), of(month, "covered"))
        };
        let before = months("2026-04-01", "陈一鸣", "2026-Q1");
        assert!(before.0 > 0 && before.1 == 1, "{before:?}");
        begin(
            "2026-04-01",
            &["grid", "assign", "一网格", "--lead", "林小芳", "--from", "2026-04-01"],
        );
        // He has handed it over and stays, she has taken it over: the quarter stays his.
        assert_eq!(months("2026-04-02", "陈一鸣", "2026-Q1"), before);
        assert_eq!(months("2026-04-02", "林小芳", "2026-Q1"), (0, 0));
        assert_eq!(evidence("2026-04-02", "林小芳", "2026-Q1")["silent"], 0);
        // From April on it is hers, and from May that of both.
        let both = ["grid", "assign", "一网格", "--lead", "林小芳", "--lead", "傅晓东"];
        begin("2026-05-01", &[&both[..], &["--from", "2026-05-01"]].concat());
        let of = |who: &str| months("2026-06-01", who, "2026-Q2").0;
        assert_eq!((of("陈一鸣"), of("林小芳"), of("傅晓东")), (0, 3, 1));
    }
}
