//! Who is named, and what stays once it has been made good late, on both engines.

use super::{FIRST, House};

impl House {
    /// One hazard, found by whoever inspects.
    fn found_by(&self, day: &str, who: &str, premises: &str, days: u32) {
        let hazard = format!(
            "default = \"normal\"\n[[hazards]]\ntext = \"{who}{day}查出堆物\"\ngrade = \"general\"\n\
             disposal = \"by_deadline\"\ndays = {days}\nrequirement = \"清除\"\ninterim = \"值守\"\n"
        );
        let file = self.desk.write("一条.toml", hazard);
        let record = ["inspect", "record", "--premises", premises, "--form", "table4"];
        self.ran(day, who, &[&record[..], &["--answers", &file, "--by", who]].concat()).done();
    }

    fn check(&self, day: &str, premises: &str, more: &[&str]) {
        let (on, target) = (format!("checked_on={day}"), format!("target={premises}"));
        let fields =
            ["level=区", "why=随机抽取", "found_any=是", "problems=通道堵塞", &on, &target];
        let ledger = ["spot_check", "--premises", premises];
        self.add(day, &ledger, &[&fields[..], more].concat());
    }

    fn accident(&self, day: &str, premises: &str, kind: &str, dead: u32) {
        let on = format!("happened_on={day}");
        let (kind, dead) = (format!("kind={kind}"), format!("dead={dead}"));
        let fields = ["happened_at=2时", "place=车间", &kind, &dead, "missing=0", "injured=0"];
        let rest = ["course=线路短路", "reporter=林安全", &on];
        self.add(day, &["accident", "--premises", premises], &[&fields[..], &rest].concat());
    }

    fn leave(&self, name: &str, (from, to): (&str, &str), days: u32) {
        let all = [
            format!("name={name}"),
            format!("absent_on={from}"),
            format!("absent_to={to}"),
            format!("days={days}"),
            "kind=病假".to_owned(),
            "reason=住院".to_owned(),
        ];
        let fields: Vec<&str> = all.iter().map(String::as_str).collect();
        self.add(from, &["attendance"], &fields);
    }

    fn says(&self, day: &str, code: &str) -> String {
        let all = self.warnings(day, code);
        let all: Vec<&str> = all.iter().map(|each| each["message"].as_str().unwrap()).collect();
        all.join("\n")
    }

    fn rows(&self, day: &str, ledger: &str) -> Vec<String> {
        let all = self.ran(day, "沈卫东", &["--json", "ledger", "list", ledger]).json();
        let id = |row: &serde_json::Value| row["id"].as_str().unwrap().to_owned();
        all.as_array().unwrap().iter().map(id).collect()
    }

    fn none_on_the_key_list(&self) {
        for premises in ["恒捷鞋材厂", "丰泽服饰"] {
            self.edit(FIRST, premises, &["--not-key"]);
        }
    }
}

/// G3: a task that is late is whose it was on its day; one that was handed on before is the other's.
#[test]
fn a_late_task_that_is_handed_on_stays_with_who_let_it_pass() {
    for house in House::each() {
        house.none_on_the_key_list();
        for (content, due) in [("报材料", "2026-11-05"), ("贴海报", "2026-11-12")] {
            let (content, due) = (format!("content={content}"), format!("due_on={due}"));
            house.add("2026-11-02", &["task"], &["from=街道", &content, "owner=陈一鸣", &due]);
        }
        for id in house.rows("2026-11-09", "task") {
            house.run("2026-11-09", &["ledger", "edit", &id, "--set", "owner=黄小燕"]);
        }
        let first = "holds 招联社区陈一鸣 2026-11-06 1";
        let told = [first, "near 招联社区黄小燕 2026-11-13 1"];
        assert_eq!(house.told("2026-11-10", "YT-1"), told);
        let told = [first, "holds 招联社区黄小燕 2026-11-13 1"];
        assert_eq!(house.told("2026-11-13", "YT-1"), told);
        let says = house.says("2026-11-13", "YT-1");
        let handed =
            "任务“报材料”没有按期完成（2026年11月9日起改由黄小燕负责），自2026年11月6日起算。";
        assert!(says.contains(handed), "{says}");
        assert!(says.contains("任务“贴海报”没有按期完成，自"), "{says}");
    }
}

/// G1, G16: each answers for his own hazards that are late, and a community for none of the street's.
#[test]
fn a_newer_hazard_of_another_takes_nothing_over() {
    for house in House::each() {
        house.found_by("2026-11-02", "陈一鸣", "恒捷鞋材厂", 3);
        house.found_by("2026-11-09", "沈卫东", "恒捷鞋材厂", 20);
        house.found_by("2026-11-09", "黄小燕", "恒捷鞋材厂", 3);
        house.found_by("2026-11-09", "沈卫东", "丰泽服饰", 3);
        house.found_by("2026-11-10", "陈一鸣", "丰泽服饰", 30);
        house.check("2026-11-10", "恒捷鞋材厂", &[]);
        assert_eq!(house.told("2026-11-10", "JM-2"), ["holds 招联社区陈一鸣 2026-11-10 3"]);
        house.accident("2026-11-11", "恒捷鞋材厂", "火灾", 3);
        for code in ["JM-1", "YS-1"] {
            assert_eq!(house.told("2026-11-11", code), ["holds 招联社区陈一鸣 2026-11-11 3"]);
        }
        assert_eq!(house.told("2026-11-11", "GP-4"), ["holds 招联社区 2026-11-11 3"]);
        // Two have each let one pass.
        house.check("2026-11-16", "恒捷鞋材厂", &[]);
        let all = house.told("2026-11-16", "JM-2");
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        let both = ["holds 招联社区陈一鸣 2026-11-10 4", "holds 招联社区黄小燕 2026-11-16 3"];
        assert_eq!(all, both);
        // Only the street's own is late.
        house.accident("2026-11-18", "丰泽服饰", "触电", 3);
        assert_eq!(house.told("2026-11-18", "GP-4"), ["holds 招联社区 2026-11-11 3"]);
        let grave = house.told("2026-11-18", "YS-1");
        assert_eq!(grave[0], "holds 北峰街道沈卫东 2026-11-18 3");
        assert_eq!(grave.len(), 2, "{grave:#?}");
    }
}

/// G1: who has taken over the day before what was not late yet is not named for it; who has had it all along is.
#[test]
fn what_was_taken_over_and_not_late_names_nobody() {
    for house in House::each() {
        house.none_on_the_key_list();
        house.found_by("2026-11-09", "陈一鸣", "恒捷鞋材厂", 20);
        house.found_by("2026-11-09", "黄小燕", "丰泽服饰", 20);
        let assign = ["grid", "assign", "一网格", "--lead", "黄小燕"];
        house.run("2026-11-11", &assign);
        house.accident("2026-11-12", "恒捷鞋材厂", "火灾", 0);
        house.accident("2026-11-12", "丰泽服饰", "火灾", 0);
        let both = ["holds 招联社区网格责任人 2026-11-12 3", "holds 招联社区黄小燕 2026-11-12 3"];
        assert_eq!(house.told("2026-11-12", "JM-1"), both);
    }
}

/// G2, G15: nobody is named for rounds of his leave, for a day on which he was not there, or before the other officer.
#[test]
fn who_was_not_there_is_not_named() {
    for house in House::each() {
        house.leave("陈一鸣", ("2026-11-04", "2026-12-20"), 33);
        house.check("2026-11-10", "丰泽服饰", &[]);
        house.accident("2026-11-10", "丰泽服饰", "火灾", 3);
        // Monday the 2nd to Sunday the 8th: of five working days three were leave.
        for (code, shown) in [("JM-1", 2), ("JM-2", 2), ("YS-1", 2)] {
            let nobody = format!("holds 招联社区网格责任人 2026-11-10 {shown}");
            assert_eq!(house.told("2026-11-10", code), [nobody], "{code}");
        }
        let says = house.says("2026-11-10", "JM-2");
        assert!(says.contains("该单位没有检查过（其间陈一鸣请假或者不能检查）"), "{says}");
    }
    for house in House::each() {
        // Back before the round began.
        house.leave("陈一鸣", ("2026-10-26", "2026-10-30"), 5);
        house.check("2026-11-10", "丰泽服饰", &[]);
        house.accident("2026-11-10", "丰泽服饰", "触电", 3);
        for code in ["JM-2", "YS-1"] {
            assert_eq!(house.told("2026-11-10", code), ["holds 招联社区陈一鸣 2026-11-10 2"]);
        }
        // Two go there since: neither is the first.
        let two = ["grid", "assign", "一网格", "--lead", "陈一鸣", "--lead", "黄小燕"];
        house.run("2026-11-16", &[&two[..], &["--from", "2026-11-16"]].concat());
        house.accident("2026-11-17", "恒捷鞋材厂", "触电", 3);
        let all = house.told("2026-11-17", "YS-1");
        assert_eq!(all[0], "holds 招联社区网格责任人 2026-11-17 2", "{all:#?}");
    }
}

/// G24: what has passed its recheck is put right, though nobody has closed it yet.
#[test]
fn a_fire_after_the_recheck_is_nobodys_hazard() {
    for house in House::each() {
        let all = house.find("2026-11-02", "恒捷鞋材厂", 2);
        house.pass("2026-11-04", &all[0]);
        house.accident("2026-11-05", "恒捷鞋材厂", "火灾", 0);
        assert_eq!(house.told("2026-11-05", "JM-1"), ["holds 招联社区陈一鸣 2026-11-05 3"]);
        house.pass("2026-11-04", &all[1]);
        assert_eq!(house.told("2026-11-05", "JM-1"), Vec::<String>::new());
    }
}

/// A letter about a fire tells of a hazard how it stood on its eve, whatever has become of it since.
#[test]
fn a_letter_tells_hazards_as_they_stood_before_the_fire() {
    for house in House::each() {
        let all = house.find("2026-11-02", "恒捷鞋材厂", 2);
        house.accident("2026-11-05", "恒捷鞋材厂", "火灾", 0);
        // Everybody puts things right on the day of a fire.
        house.pass("2026-11-05", &all[0]);
        house.pass("2026-11-09", &all[1]);
        let shown = house.ran("2026-11-10", "沈卫东", &["warn", "show", "JM-1"]).done();
        assert_eq!(shown.matches("事故前整改中").count(), 2, "{shown}");
        house.ran("2026-11-10", "沈卫东", &["warn", "confirm", "JM-1"]).done();
        let list = ["--json", "ledger", "list", "accountability"];
        let told = house.ran("2026-11-10", "沈卫东", &list).json().to_string();
        assert_eq!(told.matches("事故前整改中").count(), 2, "{told}");
        assert!(!told.contains("待销号"), "{told}");
    }
}

/// G11: what was made good late was late.
#[test]
fn what_is_made_good_late_is_told_on() {
    for house in House::each() {
        let all = house.find("2026-11-02", "恒捷鞋材厂", 5);
        house.pass("2026-11-10", &all[0]);
        let late = |hazards: usize| [format!("holds 招联社区 2026-11-11 {hazards}")];
        assert_eq!(house.told("2026-11-12", "TB-4"), late(4));
        house.pass("2026-11-12", &all[1]);
        assert_eq!(house.told("2026-11-12", "TB-4"), late(4));
        house.close("2026-11-12", &all[2]);
        let failed = ["hazard", "recheck", &all[3], "--failed", "--deadline", "2026-11-20"];
        house.ran("2026-11-12", "林安全", &failed).done();
        house.close("2026-11-16", &all[4]);
        assert_eq!(house.told("2026-11-16", "TB-4"), late(4));
        house.close("2026-11-20", &all[3]);
        assert_eq!(house.told("2026-11-20", "TB-4"), late(4));
        // Within its 180 days; what waits for its closing is told on.
        assert_eq!(house.told("2027-05-11", "TB-4"), late(4));
        assert_eq!(house.told("2027-05-18", "TB-4"), late(1 + 1));

        let unfit = ["premises", "unfit", "丰泽服饰"];
        house.run("2026-11-09", &[&unfit[..], &["--reason", "三合一"]].concat());
        house.run("2026-11-20", &[&unfit[..], &["--reported-on", "2026-11-20"]].concat());
        assert_eq!(house.told("2026-11-20", "GP-3"), ["holds 招联社区 2026-11-12 1"]);

        // The week after, as long as it runs.
        assert_eq!(house.told("2026-11-23", "YT-1"), ["holds 招联社区陈一鸣 2026-11-23 2"]);
        house.found_by("2026-11-24", "陈一鸣", "恒捷鞋材厂", 3);
        assert_eq!(house.told("2026-11-25", "YT-1"), ["holds 招联社区陈一鸣 2026-11-23 2"]);
        assert_eq!(house.told("2026-11-30", "YT-1"), ["holds 招联社区陈一鸣 2026-11-30 1"]);
    }
}

/// G21: a check that does not say which closing was false speaks of one.
#[test]
fn a_check_that_names_no_hazard_does_not_accuse_of_all_closings() {
    for house in House::each() {
        for (day, who) in [("2026-11-02", "陈一鸣"), ("2026-11-03", "陈一鸣")] {
            house.found_by(day, who, "恒捷鞋材厂", 3);
        }
        let all = house.ran("2026-11-03", "林安全", &["--json", "hazard", "list"]).json();
        let ids = all.as_array().unwrap().iter().map(|each| each["id"].as_str().unwrap());
        ids.for_each(|id| house.close("2026-11-04", id));
        house.check("2026-11-10", "恒捷鞋材厂", &["unchanged=是"]);
        assert_eq!(house.told("2026-11-10", "YT-6"), ["holds 招联社区陈一鸣 2026-11-10 3"]);
        let says = house.says("2026-11-10", "YT-6");
        assert!(
            says.contains("有1条已销号的隐患仍未整改；此前不久销号的有2条，没有写明是哪一条"),
            "{says}"
        );
        // One of another's among them: the records do not tell whose it is.
        house.found_by("2026-11-04", "黄小燕", "恒捷鞋材厂", 3);
        let list = ["--json", "hazard", "list"];
        let all = house.ran("2026-11-05", "林安全", &list).json();
        let open = all.as_array().unwrap().iter().find(|each| each["state"] == "ordered").unwrap();
        house.close("2026-11-05", open["id"].as_str().unwrap());
        assert_eq!(house.told("2026-11-10", "YT-6"), ["holds 招联社区网格责任人 2026-11-10 4"]);
    }
}

/// G18: what is confirmed is what was suggested.
#[test]
fn a_confirmation_turns_to_nobody_else() {
    for house in House::each() {
        house.find("2026-11-02", "恒捷鞋材厂", 1);
        let confirm = |field: &str| {
            let words = ["warn", "confirm", "TB-4", "--set", field];
            house.ran("2026-11-11", "沈卫东", &words)
        };
        let situation = "situation=未按要求上报整改情况的";
        for (field, label) in
            [("target=霞美社区", "对象"), ("kind=移送线索", "种类"), (situation, "情形")]
        {
            let said = confirm(field).refused(1);
            assert!(said.contains("不能改成") && said.contains(label), "{field} {said}");
        }
        confirm("target=招联社区").done();
        assert_eq!(house.told("2026-11-11", "TB-4"), Vec::<String>::new());
    }
}

/// G23: what was confirmed does not come back because the first of it is put right.
#[test]
fn a_sequel_that_was_confirmed_is_not_told_again_of_the_rest() {
    for house in House::each() {
        house.none_on_the_key_list();
        let first = house.find("2026-11-02", "恒捷鞋材厂", 1);
        house.ran("2026-11-11", "沈卫东", &["warn", "confirm", "TB-4"]).done();
        house.find("2026-12-07", "恒捷鞋材厂", 1);
        let sequel = ["holds 招联社区网格责任人 2026-12-11 3"];
        assert_eq!(house.told("2026-12-21", "YT-2"), sequel);
        let at = ["held_on=2026-12-28", "held_at=9时30分", "place=会议室"];
        let at = at.iter().flat_map(|field| ["--set", *field]);
        let confirm = ["warn", "confirm", "YT-2", "--person", "陈一鸣"].into_iter().chain(at);
        house.ran("2026-12-21", "沈卫东", &confirm.collect::<Vec<_>>()).done();
        assert_eq!(house.told("2026-12-21", "YT-2"), Vec::<String>::new());
        house.close("2026-12-22", &first[0]);
        assert_eq!(house.told("2026-12-22", "YT-2"), Vec::<String>::new());
    }
}
