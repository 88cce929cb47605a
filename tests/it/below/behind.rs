//! What those below enter for a day gone by takes nothing away that the records hold against them by then: it is refused
//! with the way on, or the case stays and says what was entered since.

use serde_json::Value;

use super::House;

const FIRE: &str = "2026-12-10";
const AFTER: &str = "2026-12-11";
const WAY: &str = "请由街道的人办理";

impl House {
    fn second_grid(&self) {
        let begin = |args: &[&str]| self.ran("2026-10-26", "", args).done();
        begin(&["staff", "add", "黄小燕", "--role", "grid_officer", "--unit", "招联社区"]);
        begin(&["grid", "add", "二网格", "--community", "招联社区", "--lead", "黄小燕"]);
    }

    fn fire(&self, premises: &str) {
        let fields = ["kind=火灾", "happened_at=2时", "place=车间", "dead=0", "missing=0"];
        let rest = ["injured=0", "course=短路", "reporter=林安全", "happened_on=2026-12-10"];
        let sets = fields.iter().chain(&rest).flat_map(|field| ["--set", *field]);
        let add = ["ledger", "add", "accident", "--premises", premises].into_iter().chain(sets);
        self.ran(FIRE, "周安平", &add.collect::<Vec<_>>()).done();
    }

    fn visits(&self, day: &str, who: &str, premises: &str, more: &[&str]) -> String {
        let fine = self.desk.write("正常.toml", "default = \"normal\"\n");
        let record = ["--json", "inspect", "record", "--premises", premises, "--form", "table4"];
        let words = ["--answers", &fine, "--by", who, "--sure"];
        let made = self.ran(day, who, &[&record[..], &words, more].concat()).json();
        made["inspection"].as_str().unwrap().to_owned()
    }

    /// No round asks for them.
    fn none_on_the_key_list(&self) {
        for premises in ["恒捷鞋材厂", "丰泽服饰"] {
            let edit = ["premises", "edit", premises, "--not-key", "--reason", "核实"];
            self.ran("2026-10-26", "", &edit).done();
        }
    }

    /// Target and message of what holds.
    fn held(&self, day: &str, code: &str) -> Vec<(String, String)> {
        let all = self.ran(day, "沈卫东", &["--json", "warn"]).json();
        let text = |each: &Value, key: &str| each[key].as_str().unwrap().to_owned();
        let all = all.as_array().unwrap().iter();
        let all = all.filter(|each| each["code"] == code && each["state"] == "holds");
        all.map(|each| (text(each, "target"), text(each, "message"))).collect()
    }

    fn targets(&self, day: &str, code: &str) -> Vec<String> {
        self.held(day, code).into_iter().map(|(target, _)| target).collect()
    }

    fn refused_on(&self, day: &str, who: &str, args: &[&str], says: &str) {
        let ran = self.ran(day, who, args);
        assert!(ran.code == Some(1) && ran.err.contains(says), "{who} {args:?}: {ran:?}");
    }
}

#[test]
fn who_had_a_grid_is_not_changed_behind_a_case_by_whom_it_speaks_against() {
    for house in House::each() {
        house.second_grid();
        let assign = ["grid", "assign", "一网格", "--lead", "黄小燕", "--from"];
        let moving = ["grid", "move", "一网格", "--to", "二网格", "--reason", "调整", "--on"];
        let edit = ["premises", "edit", "丰泽服饰", "--grid", "二网格", "--reason", "核实", "--on"];
        let on = |words: &[&'static str], day: &'static str| [words, &[day]].concat();
        // Both premises were missed in two weeks, by who had them.
        let missed = || house.targets("2026-11-10", "YT-1");
        assert_eq!(missed(), ["招联社区陈一鸣"]);
        for words in [&assign[..], &moving, &edit] {
            house.refused_on("2026-11-10", "王主任", &on(words, "2026-11-02"), WAY);
        }
        assert_eq!(missed(), ["招联社区陈一鸣"]);
        house.fire("丰泽服饰");
        let burnt = || house.targets(AFTER, "JM-1");
        assert_eq!(burnt(), ["招联社区陈一鸣"]);
        for words in [&assign[..], &moving, &edit] {
            house.refused_on(AFTER, "王主任", &on(words, "2026-10-27"), WAY);
        }
        // From today on it is theirs to say; behind the case it is the street's.
        house.ran(AFTER, "王主任", &on(&edit, AFTER)).done();
        assert_eq!(burnt(), ["招联社区陈一鸣"]);
        house.ran(AFTER, "沈卫东", &on(&moving, "2026-10-27")).done();
        house.ran(AFTER, "沈卫东", &on(&assign, "2026-10-27")).done();
        assert_eq!(burnt(), ["招联社区黄小燕"]);
        let verified = house.ran(AFTER, "", &["--json", "journal", "--verify"]).json();
        assert_eq!(verified["sound"], true, "{verified:#}");
    }
}

#[test]
fn a_late_task_is_not_said_to_have_been_done_in_time_by_who_had_it() {
    for house in House::each() {
        house.none_on_the_key_list();
        let fields = ["from=例会", "content=报材料", "owner=陈一鸣", "due_on=2026-11-25"];
        let of_street = house.add("周安平", &["task", "--community", "北峰街道"], &fields);
        let of_community = house.add("林安全", &["task", "--community", "招联社区"], &fields);
        let done = |who: &str, id: &str, on: &str| {
            let on = format!("done_on={on}");
            house.ran("2026-11-30", who, &["ledger", "edit", id, "--set", &on])
        };
        // Both are one case of the person's.
        let late = || {
            let held = house.ran("2026-11-30", "沈卫东", &["--json", "warn"]).json().to_string();
            [&of_street, &of_community].map(|task| held.contains(task.as_str()))
        };
        assert_eq!(late(), [true, true]);
        for (who, id, way) in [
            ("陈一鸣", &of_street, "请由北峰街道的人更正"),
            ("林安全", &of_street, "请由北峰街道的人更正"),
            ("王主任", &of_street, "请由北峰街道的人更正"),
            ("陈一鸣", &of_community, "请由招联社区林安全更正"),
        ] {
            let said = done(who, id, "2026-11-24").refused(1);
            assert!(said.contains("不能早于登记的日子2026年11月30日"), "{said}");
            assert!(said.contains(way), "{who}: {said}");
        }
        assert_eq!(late(), [true, true]);
        // Today is theirs; what was late stays late.
        done("陈一鸣", &of_street, "2026-11-30").done();
        assert_eq!(late(), [true, true]);
        assert_eq!(done("陈一鸣", &of_street, "2026-11-24").code, Some(1));
        // Whoever has laid it says when it was done.
        done("沈卫东", &of_street, "2026-11-24").done();
        assert_eq!(late(), [false, true]);
        done("林安全", &of_community, "2026-11-24").done();
        assert_eq!(late(), [false, false]);
    }
}

/// Who was on leave as a task came due is not late before he is back (YT-1), and enters then when it was done.
#[test]
fn a_task_that_came_due_on_leave_is_entered_on_the_day_of_the_return() {
    for house in House::each() {
        house.none_on_the_key_list();
        let fields = ["from=例会", "content=报材料", "owner=陈一鸣", "due_on=2026-11-25"];
        let task = house.add("周安平", &["task", "--community", "北峰街道"], &fields);
        let ill =
            ["absent_on=2026-11-25", "absent_to=2026-11-29", "name=陈一鸣", "kind=病假", "days=3"];
        let done = |day: &str| {
            let edit = ["ledger", "edit", &task, "--set", "done_on=2026-11-24"];
            house.ran(day, "陈一鸣", &edit)
        };
        assert_eq!(done("2026-11-30").code, Some(1));
        let sets = ill.iter().flat_map(|field| ["--set", field]);
        let add = ["ledger", "add", "attendance", "--community", "招联社区"];
        let add: Vec<&str> = add.into_iter().chain(sets).collect();
        house.ran("2026-11-30", "林安全", &add).done();
        let said = done("2026-12-01").refused(1);
        assert!(
            said.contains("2026年11月25日到期（请假，顺延到2026年11月30日），已经逾期"),
            "{said}"
        );
        done("2026-11-30").done();
        assert_eq!(house.targets("2026-12-01", "YT-1"), Vec::<String>::new());
    }
}

#[test]
fn a_task_that_was_done_in_time_is_entered_and_put_right_in_time() {
    for house in House::each() {
        house.none_on_the_key_list();
        let fields = ["from=例会", "content=报材料", "owner=陈一鸣", "due_on=2026-11-25"];
        let task = house.add("周安平", &["task", "--community", "北峰街道"], &fields);
        let done = |day: &str, on: &str| {
            let on = format!("done_on={on}");
            house.ran(day, "陈一鸣", &["ledger", "edit", &task, "--set", &on]).done()
        };
        done("2026-11-25", "2026-11-24");
        done("2026-11-30", "2026-11-25");
        let result = ["ledger", "edit", &task, "--set", "result=已报"];
        house.ran("2026-11-30", "陈一鸣", &result).done();
        assert_eq!(house.targets("2026-11-30", "YT-1"), Vec::<String>::new());
    }
}

#[test]
fn the_report_for_closure_is_not_put_back_by_whom_it_speaks_against() {
    for house in House::each() {
        let unfit = ["premises", "unfit", "恒捷鞋材厂"];
        house.done("林安全", &[&unfit[..], &["--reason", "三合一"]].concat());
        let report = |who: &str, on: &str| {
            house.ran("2026-11-30", who, &[&unfit[..], &["--reported-on", on]].concat())
        };
        let late = || house.targets("2026-11-30", "GP-3");
        assert_eq!(late(), ["招联社区"]);
        for who in ["陈一鸣", "林安全", "王主任"] {
            let said = report(who, "2026-11-25").refused(1);
            assert!(said.contains(WAY), "{said}");
        }
        // A day on which it was late already takes nothing away.
        report("林安全", "2026-11-29").done();
        assert_eq!(late(), ["招联社区"]);
        house.done("林安全", &["premises", "unfit", "丰泽服饰", "--reason", "三合一"]);
        let report = ["premises", "unfit", "丰泽服饰", "--reported-on", "2026-11-25"];
        house.ran("2026-11-30", "沈卫东", &report).done();
        assert!(house.held("2026-11-30", "GP-3")[0].1.contains("1家"));
    }
}

#[test]
fn a_visit_that_was_entered_after_a_fire_is_told_beside_it() {
    for house in House::each() {
        house.fire("丰泽服饰");
        let fire = || house.held(AFTER, "JM-1");
        assert!(fire()[0].1.contains("该单位没有检查过"), "{:?}", fire());
        house.visits(AFTER, "陈一鸣", "丰泽服饰", &["--on", "2026-12-03"]);
        let told = fire();
        let beside = "2026年12月3日的检查在2026年12月11日才登记，请核实";
        assert!(told.len() == 1 && told[0].1.contains(beside), "{told:?}");
        assert_eq!(told[0].0, "招联社区陈一鸣");
    }
    for house in House::each() {
        // Entered late, and before it: somebody had been there.
        house.visits("2026-12-09", "陈一鸣", "丰泽服饰", &["--on", "2026-12-03"]);
        house.fire("丰泽服饰");
        assert_eq!(house.held(AFTER, "JM-1"), []);
        // Put right since, it is the same visit.
        let made = house.visits("2026-12-09", "陈一鸣", "恒捷鞋材厂", &[]);
        house.visits(AFTER, "陈一鸣", "恒捷鞋材厂", &["--corrects", &made]);
        house.fire("恒捷鞋材厂");
        assert_eq!(house.held(AFTER, "JM-1"), []);
    }
}

#[test]
fn a_visit_of_the_street_is_put_right_by_the_street() {
    for house in House::each() {
        let made = house.visits("2026-11-24", "沈卫东", "恒捷鞋材厂", &[]);
        let fine = house.desk.write("正常.toml", "default = \"normal\"\n");
        let record = ["inspect", "record", "--premises", "恒捷鞋材厂", "--form", "table4"];
        let words = ["--answers", &fine, "--corrects", &made, "--by"];
        let correct = |by: &'static str| [&record[..], &words, &[by]].concat();
        for who in ["陈一鸣", "林安全", "王主任"] {
            house.refused(who, &correct("陈一鸣"), "请由北峰街道的人更正");
        }
        house.done("周安平", &correct("沈卫东"));
        // Their own is theirs, and the street's too.
        let own = house.visits("2026-11-24", "陈一鸣", "丰泽服饰", &[]);
        let words = ["--answers", &fine, "--corrects", &own, "--by", "陈一鸣"];
        let record = ["inspect", "record", "--premises", "丰泽服饰", "--form", "table4"];
        house.done("林安全", &[&record[..], &words].concat());
    }
}

#[test]
fn what_the_street_has_changed_is_not_taken_back_below() {
    for house in House::each() {
        let edit = ["premises", "edit", "恒捷鞋材厂", "--reason", "核实", "--phone"];
        house.done("沈卫东", &[&edit[..], &["13905950099"]].concat());
        let undo = ["undo", "--reason", "点错了"];
        for who in ["陈一鸣", "林安全", "王主任"] {
            house.refused(who, &undo, "北峰街道沈卫东办的");
            house.refused(who, &undo, "请由北峰街道的人办理");
        }
        // Somebody else of the street; and below what was done there.
        house.done("周安平", &undo);
        house.done("陈一鸣", &[&edit[..], &["13905950098"]].concat());
        house.done("林安全", &undo);
    }
}
