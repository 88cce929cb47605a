//! Each level makes and changes its own, and what it asks of those below is told to them: the plan of the street and of its
//! communities, tasks that the street gives out, training wherever it was entered; told to both engines.

use anban::store::Store;
use serde_json::Value;

use crate::{desk::Desk, engines::Schema, house::Founded};

mod given;
mod joint;

struct House {
    desk: Desk,
    database: Option<Schema>,
}

impl House {
    fn call(&self, day: &str, who: &str, args: &[&str]) -> crate::desk::Ran {
        self.desk.on(day, who, self.database.as_ref(), args)
    }

    fn json(&self, day: &str, who: &str, args: &[&str]) -> Value {
        serde_json::from_str(&self.call(day, who, &[&["--json"], args].concat()).done()).unwrap()
    }

    /// A row of a ledger of what a unit does.
    fn add(&self, day: &str, who: &str, place: &str, ledger: &str, sets: &[&str]) -> String {
        let sets = sets.iter().flat_map(|set| ["--set", *set]);
        let words = ["--json", "ledger", "add", ledger, "--community", place];
        let args: Vec<&str> = words.into_iter().chain(sets).collect();
        let said: Value = serde_json::from_str(&self.call(day, who, &args).done()).unwrap();
        said["id"].as_str().unwrap().to_owned()
    }

    /// The lines of a week of the plan that are of a rule: id, premises, day, person.
    fn lines(&self, day: &str, week: &str, rule: &str) -> Vec<[String; 4]> {
        let plan = self.json(day, "", &["plan", "--week", week]);
        let visits = plan.as_array().unwrap().iter().filter(|visit| visit["rule"] == rule);
        let told = |visit: &Value| {
            ["id", "premises", "day", "person"]
                .map(|name| visit[name].as_str().unwrap_or_default().to_owned())
        };
        let mut lines: Vec<[String; 4]> = visits.map(told).collect();
        lines.sort();
        lines
    }

    /// Changes what is stored behind the program's back, as an older one has left it.
    fn store(&self, statement: &str) {
        let mut store = match &self.database {
            None => Store::open_file(&self.desk.office().join("anban.db")).unwrap(),
            Some(schema) => Store::open_url(&schema.url).unwrap(),
        };
        assert_eq!(store.driver.execute(statement, &[]).unwrap(), 1);
    }

    /// What the agenda of somebody says, a line an item.
    fn agenda(&self, day: &str, who: &str) -> Vec<(String, i64)> {
        let agenda = self.json(day, who, &["agenda"]);
        let items = agenda["items"].as_array().unwrap().iter();
        items
            .map(|item| {
                let text = item["text"].as_str().unwrap_or_default().to_owned();
                (text, item["days_late"].as_i64().unwrap())
            })
            .collect()
    }
}

/// A street of two communities with a grid each; the premises are in the first.
fn house(database: Option<Schema>, regime: &str) -> House {
    let house = House { desk: Desk::bare(), database };
    let founded = Founded {
        first: "2026-01-05",
        regime,
        communities: &["招联社区", "招贤社区"],
        grids: &[
            ["一网格", "招联社区", "陈一鸣"],
            ["二网格", "招联社区", "黄小燕"],
            ["三网格", "招贤社区", "郑巧云"],
        ],
        staff: &[
            ["陈一鸣", "grid_officer", "招联社区"],
            ["黄小燕", "grid_officer", "招联社区"],
            ["郑巧云", "grid_officer", "招贤社区"],
            ["林安全", "safety_officer", "招联社区"],
            ["许建安", "safety_officer", "招贤社区"],
            ["周安平", "street_officer", "北峰街道"],
        ],
    };
    founded.on(&house.desk, house.database.as_ref());
    for name in ["恒捷鞋材厂", "丰泽服饰"] {
        let edit = ["premises", "edit", name, "--key", "--reason", "重大隐患"];
        house.call(founded.first, "", &edit).done();
    }
    house
}

#[test]
fn a_plan_made_below_leaves_the_visits_of_those_above() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "yanta");
        const DAY: &str = "2026-11-20";
        let make = ["plan", "make", "--week", "2026-W48"];
        house.call(DAY, "周安平", &make).done();
        let of_street = || house.lines(DAY, "2026-W48", "key_weekly");
        let laid = of_street();
        assert_eq!(laid.len(), 2, "{laid:?}");
        assert!(laid.iter().all(|line| line[3] == "周安平"), "{laid:?}");
        for who in ["陈一鸣", "林安全", "郑巧云"] {
            house.call(DAY, who, &make).done();
            assert_eq!(of_street(), laid, "{who}");
        }
        // Nor is one of them moved or struck out by those below.
        let [id, name, on, _] = &laid[0];
        let day = if on == "2026-11-27" { "2026-11-26" } else { "2026-11-27" };
        for who in ["陈一鸣", "林安全"] {
            for act in [&["plan", "move", id, "--to", day][..], &["plan", "drop", id]] {
                let said = house.call(DAY, who, act).refused(1);
                assert!(said.contains("是街道的检查") && said.contains("请告诉周安平"), "{said}");
            }
        }
        house
            .call(
                DAY,
                "周安平",
                &["plan", "add", "丰泽服饰", "--on", "2026-11-25", "--person", "周安平"],
            )
            .done();
        let by_hand = house.lines(DAY, "2026-W48", "by_hand").remove(0);
        let said = house.call(DAY, "林安全", &["plan", "drop", &by_hand[0]]).refused(1);
        assert!(said.contains("请告诉周安平"), "{said}");
        house.call(DAY, "周安平", &["plan", "drop", &by_hand[0]]).done();
        assert_eq!(of_street(), laid);
        // The street moves its own, and makes it anew.
        house.call(DAY, "周安平", &["plan", "move", id, "--to", day]).done();
        house.call(DAY, "林安全", &make).done();
        let moved = of_street();
        assert!(moved.iter().any(|line| line[1] == *name && line[2] == day), "{moved:?}");
        house.call(DAY, "周安平", &make).done();
        assert_eq!(of_street().len(), 2);
        // What is of the grid is still the community's to change.
        let grids = house.lines(DAY, "2026-W48", "all_monthly");
        let [id, ..] = &grids.first().unwrap_or_else(|| panic!("{grids:?}"));
        house.call(DAY, "林安全", &["plan", "drop", id]).done();
        assert_eq!(house.lines(DAY, "2026-W48", "all_monthly").len(), grids.len() - 1);
    }
}

#[test]
fn a_visit_goes_to_whom_it_counts_for_and_is_laid_once() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "yanta");
        const DAY: &str = "2026-11-20";
        let make = ["plan", "make", "--week", "2026-W48"];
        house.call(DAY, "周安平", &make).done();
        let laid = house.lines(DAY, "2026-W48", "key_weekly");
        let [id, name, ..] = &laid[0];
        let to = |person| ["plan", "move", id, "--person", person];
        let said = house.call(DAY, "周安平", &to("陈一鸣")).refused(1);
        assert!(said.contains("陈一鸣去查不算数") && said.contains("请换周安平"), "{said}");
        let add = ["staff", "add", "钱街办", "--role", "street_officer", "--unit", "北峰街道"];
        house.call(DAY, "", &add).done();
        house.call(DAY, "周安平", &to("钱街办")).done();
        house.call(DAY, "周安平", &make).done();
        let again = house.lines(DAY, "2026-W48", "key_weekly");
        let of = again.iter().filter(|line| line[1] == *name);
        assert_eq!((again.len(), of.count()), (2, 1), "{again:?}");
        // A name that nobody has is no empty plan.
        let said = house.call(DAY, "", &["plan", "--person", "无此人"]).refused(1);
        assert!(said.contains("没有叫“无此人”的"), "{said}");
        assert!(
            house.call(DAY, "", &["plan", "--person", "郑巧云"]).done().contains("还没有排计划")
        );
    }
}

#[test]
fn a_month_has_all_of_its_first_week_and_a_premises_takes_its_visits_along() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "beifeng");
        // Monday, the last of November, whose plan nobody has made.
        house.call("2026-11-30", "林安全", &["plan", "make", "--month", "2026-12"]).done();
        let laid = house.lines("2026-11-30", "2026-W49", "key_weekly");
        assert_eq!(laid.len(), 2, "{laid:?}");
        assert!(laid.iter().all(|line| line[2].as_str() >= "2026-12-01"), "{laid:?}");
        // November made afterwards does not lay them again.
        house.call("2026-11-30", "林安全", &["plan", "make", "--month", "2026-11"]).done();
        assert_eq!(house.lines("2026-11-30", "2026-W49", "key_weekly"), laid);
        // In another grid it is seen by whoever has that one; taken back, by the one before.
        let whose = || -> Vec<String> {
            let lines = house.lines("2026-11-30", "2026-W49", "key_weekly").into_iter();
            lines.filter(|line| line[1] == "丰泽服饰").map(|[.., person]| person).collect()
        };
        assert_eq!(whose(), ["陈一鸣"]);
        let edit = ["premises", "edit", "丰泽服饰", "--grid", "二网格"];
        house.call("2026-11-30", "林安全", &edit).done();
        assert_eq!(whose(), ["黄小燕"]);
        house.call("2026-11-30", "林安全", &["undo", "--reason", "划错了"]).done();
        assert_eq!(whose(), ["陈一鸣"]);
    }
}

/// By person a round of the street is whose the post was longest in it, as a grid's is.
#[test]
fn a_round_of_the_street_is_not_of_who_came_on_its_last_days() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "yanta");
        let rows = |day: &str, week: &str| -> Vec<(String, u64, u64)> {
            let told = house.json(day, "", &["coverage", "--week", week, "--by", "person"]);
            let rounds = told["rounds"].as_array().unwrap();
            let round = rounds.iter().find(|round| round["code"] == "key_weekly").unwrap();
            let count = |row: &Value, name: &str| row[name].as_u64().unwrap();
            let of = |row: &Value| {
                let name = row["name"].as_str().unwrap().to_owned();
                (name, count(row, "required"), count(row, "covered"))
            };
            round["rows"].as_array().unwrap().iter().map(of).collect()
        };
        let of = |name: &str, covered: u64| vec![(name.to_owned(), 2, covered)];
        let answers = house.desk.write("一条.toml", crate::desk::ANSWERS);
        let words = ["inspect", "record", "--premises", "恒捷鞋材厂", "--form", "table4"];
        let with = ["--answers", &answers, "--by", "周安平"];
        house.call("2026-11-25", "周安平", &[&words[..], &with].concat()).done();
        // The newcomer's first day is a Saturday: of the five working days he had none.
        let post = ["staff", "add", "新街员", "--role", "street_officer", "--unit", "北峰街道"];
        house.call("2026-11-28", "", &[&post[..], &["--from", "2026-11-28"]].concat()).done();
        assert_eq!(rows("2026-11-29", "2026-W48"), of("周安平", 1));
        let leave = ["staff", "leave", "周安平", "--date", "2026-11-28", "--reason", "调走"];
        house.call("2026-11-28", "", &[&leave[..], &["--to", "新街员"]].concat()).done();
        assert_eq!(rows("2026-11-30", "2026-W48"), of("周安平", 1));
        assert_eq!(rows("2026-12-07", "2026-W49"), of("新街员", 0));
    }
}

#[test]
fn a_decision_with_a_day_that_nobody_can_tell_says_so() {
    let house = house(None, "beifeng");
    let sets = ["held_on=2026-11-23", "host=林安全", "present=陈一鸣", "recorder=林安全"];
    let decided = ["--set", "decisions=清通道，陈一鸣，月底前"];
    let sets: Vec<&str> = sets.iter().flat_map(|set| ["--set", *set]).chain(decided).collect();
    let words = ["ledger", "add", "meeting", "--community", "招联社区"];
    let said = house.call("2026-11-23", "林安全", &[&words[..], &sets].concat()).done();
    assert!(said.contains("“清通道”的期限“月底前”看不出是例会以后的哪一天"), "{said}");
    assert!(!said.contains("责任人和期限"), "{said}");
}

/// Two people of one name are two in what the agenda asks of officers; and what a year lacks is late after it.
#[test]
fn what_a_year_asks_of_officers_is_told_by_person_and_stays_after_it() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "yanta");
        let begin = |args: &[&str]| house.call("2026-02-02", "", args).done();
        let post = ["staff", "add", "陈一鸣", "--role", "grid_officer", "--unit", "招贤社区"];
        begin(&[&post[..], &["--from", "2026-02-02"]].concat());
        begin(&["grid", "add", "四网格", "--community", "招贤社区", "--lead", "陈一鸣"]);
        let held = ["kind=专业培训", "subject=消防", "hours=48", "headcount=1", "people=陈一鸣"];
        for day in ["held_on=2026-10-10", "held_on=2026-10-17"] {
            let sets = [&held[..], &[day]].concat();
            house.add("2026-11-23", "林安全", "招联社区", "training", &sets);
        }
        let lacking = |day: &str, who: &str| {
            let mut items = house.agenda(day, who);
            items.retain(|(text, _)| text.starts_with("网格员专业培训"));
            items
        };
        let theirs = "网格员专业培训（不少于48学时）：郑巧云、陈一鸣（招贤社区）";
        assert_eq!(lacking("2026-12-20", "许建安"), [(theirs.to_owned(), 0)]);
        let own = "网格员专业培训（不少于48学时）：黄小燕".to_owned();
        assert_eq!(lacking("2026-12-20", "林安全"), [(own.clone(), 0)]);
        // The year is over, and who has to hear of it does.
        assert_eq!(lacking("2027-01-08", "林安全"), [(own, 8)]);
        assert_eq!(lacking("2027-02-08", "林安全"), []);
        let show = |name: &str, who: &str| {
            let args = ["officer", "show", name, "--period", "2026"];
            house.call("2027-01-08", who, &args).done()
        };
        let told = show("黄小燕", "林安全");
        assert!(told.contains("网格员专业培训（不少于48学时）0次，应有2次"), "{told}");
        let told = show("陈一鸣", "林安全");
        assert!(told.contains("网格员专业培训（不少于48学时）2次，应有2次"), "{told}");
    }
}

/// Two people of one name are two in the plan: whoever may not inspect is not sent out for the other's exam.
#[test]
fn a_namesake_without_an_exam_is_not_sent_out() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "yanta");
        let call = |day: &str, args: &[&str]| house.call(day, "", args).done();
        call("2026-01-05", &["premises", "edit", "丰泽服饰", "--grid", "二网格"]);
        let shop = ["premises", "add", "贤店", "--community", "招贤社区", "--grid", "三网格"];
        call("2026-01-05", &[&shop[..], &["--address", "招贤路9号"]].concat());
        let exam = ["name=黄小燕", "trained_from=2026-03-02", "trained_to=2026-03-06", "hours=40"];
        let passed = ["score=90", "result=合格", "certificate=YT-7"];
        let sets = [&exam[..], &passed].concat();
        house.add("2026-03-10", "林安全", "招联社区", "officer_exam", &sets);
        let post = ["staff", "add", "黄小燕", "--role", "grid_officer", "--unit", "招贤社区"];
        call("2026-11-20", &[&post[..], &["--from", "2026-11-20"]].concat());
        let lead = ["grid", "assign", "三网格", "--lead", "黄小燕", "--from", "2026-11-23"];
        call("2026-11-23", &lead);
        let said = call("2026-11-23", &["plan", "make", "--month", "2026-12"]);
        assert!(said.contains("黄小燕没有岗前考试记录"), "{said}");
        let planned: Vec<[String; 4]> = ["W49", "W50", "W51", "W52", "W53"]
            .into_iter()
            .flat_map(|week| house.lines("2026-11-23", &format!("2026-{week}"), "all_monthly"))
            .collect();
        let of = |name: &str| planned.iter().filter(|line| line[1] == name).count();
        assert_eq!((of("丰泽服饰"), of("贤店")), (1, 0), "{planned:?}");
        assert!(planned.iter().any(|line| line[1] == "丰泽服饰" && line[3] == "黄小燕"));
    }
}

/// What an enterprise does for its people is no training of the community's own.
#[test]
fn an_enterprises_training_is_not_the_communitys() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "beifeng");
        let lacking = || {
            let mut items = house.agenda("2026-12-14", "林安全");
            // Of this quarter: the one before is late.
            items.retain(|(text, late)| text.starts_with("安全生产和消防业务培训") && *late == 0);
            items.len()
        };
        assert_eq!(lacking(), 1);
        let held = ["held_on=2026-12-01", "subject=三级教育", "headcount=3"];
        let sets: Vec<&str> = held.iter().flat_map(|set| ["--set", *set]).collect();
        let words = ["ledger", "add", "training", "--premises", "恒捷鞋材厂"];
        let kind = ["--set", "kind=企业培训"];
        house.call("2026-12-01", "林安全", &[&words[..], &kind, &sets].concat()).done();
        assert_eq!(lacking(), 1);
        let sets = [&["kind=专业培训"], &held[..]].concat();
        house.add("2026-12-01", "林安全", "招联社区", "training", &sets);
        assert_eq!(lacking(), 0);
    }
}

#[test]
fn training_counts_for_a_person_wherever_it_was_entered() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "yanta");
        let held = ["kind=专业培训", "subject=消防", "hours=48", "headcount=3"];
        let own = ["held_on=2026-10-10", "people=陈一鸣、郑巧云"];
        house.add("2026-11-23", "林安全", "招联社区", "training", &[&held[..], &own].concat());
        let all = ["held_on=2026-10-12", "people=陈一鸣、黄小燕、郑巧云"];
        house.add("2026-11-23", "周安平", "北峰街道", "training", &[&held[..], &all].concat());
        let of = |who: &str, name: &str| {
            let list = house.json("2026-11-23", who, &["officer", "list"]);
            let officer = list.as_array().unwrap().iter().find(|one| one["name"] == name).unwrap();
            let owed = officer["owed"].as_array().unwrap();
            owed.iter().find(|owed| owed["times"] == 2).unwrap()["have"].as_i64().unwrap()
        };
        for (name, have) in [("陈一鸣", 2), ("黄小燕", 1), ("郑巧云", 2)] {
            assert_eq!(of("周安平", name), have, "{name}");
        }
        assert_eq!(
            (of("林安全", "陈一鸣"), of("林安全", "黄小燕"), of("许建安", "郑巧云")),
            (2, 1, 2)
        );
        let lacking = |who: &str| {
            let mut items = house.agenda("2026-12-31", who);
            items.retain(|(text, _)| text.starts_with("网格员专业培训"));
            items.into_iter().map(|(text, _)| text).collect::<Vec<_>>().join("")
        };
        assert_eq!(lacking("许建安"), "");
        assert!(lacking("林安全").ends_with("：黄小燕"), "{}", lacking("林安全"));
    }
}

#[test]
fn equipment_that_was_checked_anew_is_not_late_any_more() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "beifeng");
        let row = |number: &str, until: &str| {
            let until = format!("next_check_on={until}");
            let number = format!("archive_number={number}");
            let words = ["ledger", "add", "equipment", "--premises", "丰泽服饰"];
            let sets =
                ["--set", "name=叉车", "--set", "quantity=1", "--set", &number, "--set", &until];
            house.call("2026-11-23", "林安全", &[&words[..], &sets].concat()).done();
        };
        let late = || {
            let mut items = house.agenda("2026-12-10", "林安全");
            items.retain(|(text, _)| text.contains("叉车"));
            items.len()
        };
        for (number, until, expected) in [
            ("档1", "2026-12-01", 1),
            // Another one.
            ("档2", "2027-12-01", 1),
            ("档1", "2027-12-01", 0),
            // Without a number nobody knows which it is.
            ("", "2026-12-01", 1),
            ("", "2027-12-01", 1),
        ] {
            row(number, until);
            assert_eq!(late(), expected, "{number} {until}");
        }
    }
}
