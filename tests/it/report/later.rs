//! What is told after a report was sent: corrections, what was done since, what came late from below, what was given back.

use serde_json::Value;

use anban::sheet::{grid::Cell, read::read_bytes};

use super::{Street, on_both};

/// TB-7: a list that was sent in time is not late for being sent anew; while it waits it has a day of its own.
#[test]
fn what_was_sent_in_time_and_given_back_is_not_late() {
    on_both(|database| {
        let street = Street::new(database, "beifeng", "2026-09-28");
        street.inspect("2026-10-12", "2026-10-12", "恒捷鞋材厂");
        let list = ["problem_list", "--period", "2026-10"];
        let sent = street.submit("2026-11-05", "林安全", &list).json();
        street.submit("2026-11-05", "何安全", &[&list[..], &["--zero"]].concat()).done();
        let back = ["report", "return", sent["id"].as_str().unwrap(), "--reason", "漏签字"];
        street.at("2026-11-06", "郑街道", &back).done();
        let state = |day: &str| {
            let all = street.status(day, "林安全", "problem_list");
            all.into_iter().find(|row| row.starts_with("2026-10")).unwrap()
        };
        let warned = |day: &str| {
            let warned = street.at(day, "郑街道", &["--json", "warn"]).json();
            let is = |row: &&Value| row["code"] == "TB-7" && row["since"] == "2026-11-06";
            warned.as_array().unwrap().iter().filter(is).count()
        };
        assert_eq!(state("2026-11-09"), "2026-10 招联社区 2026-11-11 退回待重报");
        let days_late = |day: &str| {
            let agenda = street.at(day, "林安全", &["--json", "agenda"]).json();
            let items = agenda["items"].as_array().unwrap().iter();
            let mut told = items.filter(|item| item["text"].as_str().unwrap().contains("退回"));
            told.next().unwrap()["days_late"].clone()
        };
        assert_eq!([days_late("2026-11-11"), days_late("2026-11-12")], [0, 1]);
        assert_eq!(warned("2026-11-12"), 0);
        // Once more given back, as it comes: the day for that counts from the last giving back.
        let in_time = street.submit("2026-11-11", "林安全", &list).json();
        assert_eq!(state("2026-11-11"), "2026-10 招联社区 2026-11-05 已报");
        let back = ["report", "return", in_time["id"].as_str().unwrap(), "--reason", "漏盖章"];
        street.at("2026-11-16", "郑街道", &back).done();
        assert_eq!(state("2026-11-17"), "2026-10 招联社区 2026-11-19 退回待重报");
        let again = street.submit("2026-11-20", "林安全", &list).json();
        assert_eq!(again["late"], false);
        assert_eq!(state("2026-11-20"), "2026-10 招联社区 2026-11-05 重报逾期");
        assert_eq!(warned("2026-11-20"), 0);
    });
}

/// REP-03, REP-09: what is done in a month about earlier ones is told by the report that comes next, once.
#[test]
fn a_year_has_every_closing_ban_and_penalty_in_one_report() {
    on_both(|database| {
        let street = Street::new(database, "yanta", "2026-09-28");
        street.inspect("2026-10-12", "2026-10-12", "恒捷鞋材厂");
        street.inspect("2026-10-13", "2026-10-13", "丰泽服饰");
        let enter = |day: &str, ledger: &str, fields: &[&str]| {
            let sets: Vec<&str> = fields.iter().flat_map(|set| ["--set", set]).collect();
            let args = [&["--json", "ledger", "add", ledger], &sets[..]].concat();
            street.at(day, "林安全", &args).json()["id"].as_str().unwrap().to_owned()
        };
        let clue = enter(
            "2026-10-14",
            "clue",
            &[
                "found_on=2026-10-14",
                "kind=非法生产",
                "place=招联街1号",
                "content=无证",
                "reporter=陈一鸣",
                "situation=已掌握",
            ],
        );
        let closed = |day: &str, name: &str| {
            let all = street.at(day, "林安全", &["--json", "hazard", "list"]).json();
            let of = |row: &&Value| row["premises"] == name && row["is_open"] != false;
            let hazard = all.as_array().unwrap().iter().find(of).unwrap()["id"].clone();
            let hazard = hazard.as_str().unwrap();
            let recheck = ["hazard", "recheck", hazard, "--passed", "--acceptor", "林安全"];
            street.at(day, "林安全", &recheck).done();
            street.at(day, "林安全", &["hazard", "close", hazard]).done();
        };
        let names =
            ["found", "found_late", "closed", "closed_before", "clues", "banned", "penalties"];
        let sent = |day: &str, who: &str, period: &str| {
            let sent = street.submit(day, who, &["monthly", "--period", period]).json();
            names.map(|name| sent["figures"][name].as_i64().unwrap())
        };
        let zero = |day: &str, period: &str| {
            let args = ["monthly", "--period", period, "--zero"];
            street.submit(day, "何安全", &args).done();
        };
        let first = [2, 0, 0, 0, 1, 0, 0];
        assert_eq!(sent("2026-10-20", "林安全", "2026-10"), first);
        zero("2026-10-20", "2026-10");
        assert_eq!(sent("2026-10-23", "郑街道", "2026-10"), first);

        closed("2026-10-27", "恒捷鞋材厂");
        street
            .at("2026-10-28", "林安全", &["ledger", "edit", &clue, "--set", "situation=已取缔"])
            .done();
        enter(
            "2026-10-26",
            "penalty",
            &[
                "decided_on=2026-10-18",
                "unit=恒捷鞋材厂",
                "kind=罚款",
                "basis=违法",
                "amount=500",
                "organ=应急局",
            ],
        );
        let month = ["monthly", "--period", "2026-11"];
        let refused = street.submit("2026-11-20", "林安全", &[&month[..], &["--zero"]].concat());
        let refused = refused.refused(1);
        assert!(
            refused.contains("以前各期隐患本期整改1条") && refused.contains("处罚1起"),
            "{refused}"
        );
        let second = [0, 0, 0, 1, 0, 1, 1];
        assert_eq!(sent("2026-11-20", "林安全", "2026-11"), second);
        zero("2026-11-20", "2026-11");
        assert_eq!(sent("2026-11-25", "郑街道", "2026-11"), second);
        let said = street.text("2026-11-25", "林安全", &month);
        let plain: String = said.chars().filter(|c| !c.is_whitespace()).collect();
        assert!(plain.contains("以前各期隐患本期整改1条"), "{said}");
        let listed = said.split("以前各期隐患本期整改的").nth(1).expect("they are listed");
        assert!(listed.contains("恒捷鞋材厂") && listed.contains("2026-10-27"), "{said}");
        // Banned in these days, punished in the ones before.
        assert!(plain.contains("已取缔1条"), "{said}");
        assert!(
            plain.contains("处罚1起（原报0）") && !plain.contains("已取缔1条（原报0）"),
            "{said}"
        );
        let sum = street.text("2026-11-25", "郑街道", &month);
        let plain: String = sum.chars().filter(|c| !c.is_whitespace()).collect();
        assert!(plain.contains("以前各期隐患本期整改1条"), "{sum}");

        // Entered late and closed: both are told, each once, and what was told is not told again.
        street.inspect("2026-11-26", "2026-11-10", "恒捷鞋材厂");
        closed("2026-12-01", "恒捷鞋材厂");
        closed("2026-12-01", "丰泽服饰");
        assert_eq!(sent("2026-12-18", "林安全", "2026-12"), [0, 1, 0, 2, 0, 0, 0]);
    });
}

/// A month that was given back and is sent again after the next one has told what was closed since.
#[test]
fn what_the_next_month_has_told_is_not_counted_again_in_one_sent_anew() {
    let street = Street::new(None, "yanta", "2026-09-28");
    street.inspect("2026-10-12", "2026-10-12", "恒捷鞋材厂");
    let send = |day: &str, period: &str| {
        street.submit(day, "林安全", &["monthly", "--period", period]).json()
    };
    let names = ["closed", "closed_before", "penalties"];
    let counts = |sent: &Value| names.map(|name| sent["figures"][name].clone());
    let october = send("2026-10-20", "2026-10");
    let all = street.at("2026-10-27", "林安全", &["--json", "hazard", "list"]).json();
    let hazard = all[0]["id"].as_str().unwrap();
    let recheck = ["hazard", "recheck", hazard, "--passed", "--acceptor", "林安全"];
    street.at("2026-10-27", "林安全", &recheck).done();
    street.at("2026-10-27", "林安全", &["hazard", "close", hazard]).done();
    let penalty = ["decided_on=2026-10-18", "unit=恒捷", "kind=警告", "basis=违法", "organ=应急局"];
    let sets: Vec<&str> = penalty.iter().flat_map(|set| ["--set", set]).collect();
    let add = [&["ledger", "add", "penalty"], &sets[..]].concat();
    street.at("2026-10-27", "林安全", &add).done();
    assert_eq!(counts(&send("2026-11-20", "2026-11")), [0, 1, 1]);
    let back = ["report", "return", october["id"].as_str().unwrap(), "--reason", "漏盖章"];
    street.at("2026-11-23", "郑街道", &back).done();
    assert_eq!(counts(&send("2026-11-24", "2026-10")), [0, 0, 0]);
}

/// A hazard that was entered late and told by the next month is not told again by its own, sent anew; the year adds up.
#[test]
fn a_hazard_told_late_is_not_found_again_in_its_own_month_sent_anew() {
    on_both(|database| {
        let street = Street::new(database, "yanta", "2026-09-28");
        street.inspect("2026-10-12", "2026-10-12", "恒捷鞋材厂");
        let send = |day: &str, who: &str, period: &str| {
            street.submit(day, who, &["monthly", "--period", period]).json()
        };
        let names = ["found", "found_late", "by_deadline", "general", "closed", "closed_before"];
        let counts = |sent: &Value| names.map(|name| sent["figures"][name].as_i64().unwrap());
        let back = |day: &str, who: &str, sent: &Value| {
            let args = ["report", "return", sent["id"].as_str().unwrap(), "--reason", "漏盖章"];
            street.at(day, who, &args).done();
        };
        let october = send("2026-10-20", "林安全", "2026-10");
        street.submit("2026-10-20", "何安全", &["monthly", "--period", "2026-10", "--zero"]).done();
        let sum = send("2026-10-23", "郑街道", "2026-10");
        // Seen in October, entered in November, and closed after November was sent.
        street.inspect("2026-10-27", "2026-10-16", "丰泽服饰");
        assert_eq!(counts(&send("2026-11-20", "林安全", "2026-11")), [0, 1, 0, 0, 0, 0]);
        street.submit("2026-11-20", "何安全", &["monthly", "--period", "2026-11", "--zero"]).done();
        assert_eq!(counts(&send("2026-11-23", "郑街道", "2026-11"))[..2], [0, 1]);
        let all = street.at("2026-11-23", "林安全", &["--json", "hazard", "list"]).json();
        let late = |row: &&Value| row["premises"] == "丰泽服饰";
        let late = all.as_array().unwrap().iter().find(late).unwrap()["id"].clone();
        let late = late.as_str().unwrap();
        let recheck = ["hazard", "recheck", late, "--passed", "--acceptor", "林安全"];
        street.at("2026-11-23", "林安全", &recheck).done();
        street.at("2026-11-23", "林安全", &["hazard", "close", late]).done();

        back("2026-11-23", "郑街道", &october);
        let anew = send("2026-11-24", "林安全", "2026-10");
        assert_eq!(counts(&anew), [1, 0, 1, 1, 0, 0]);
        let said = street.text("2026-11-24", "林安全", &["monthly", "--period", "2026-10"]);
        let plain: String = said.chars().filter(|c| !c.is_whitespace()).collect();
        assert!(plain.contains("合计1条"), "{said}");
        assert!(plain.contains("已由2026年11月的报表补报，不再列入本期"), "{said}");
        // The street's own, sent anew, has nothing twice either, and loses nothing.
        back("2026-11-24", "", &sum);
        assert_eq!(counts(&send("2026-11-25", "郑街道", "2026-10"))[..2], [1, 0]);
        // The closing is told by the month after, once.
        assert_eq!(counts(&send("2026-12-18", "林安全", "2026-12")), [0, 0, 0, 0, 0, 1]);
    });
}

/// REP-04: what a later sum has added of a report is taken off it when its sum is sent anew, and no more than that.
#[test]
fn a_sum_sent_anew_loses_nothing_that_was_in_it_before() {
    on_both(|database| {
        let street = Street::new(database, "yanta", "2026-09-28");
        let send = |day: &str, who: &str, period: &str| {
            let sent = street.submit(day, who, &["monthly", "--period", period]).json();
            (sent["figures"]["found"].as_i64().unwrap(), sent["id"].as_str().unwrap().to_owned())
        };
        let back = |day: &str, who: &str, id: &str| {
            street.at(day, who, &["report", "return", id, "--reason", "漏报"]).done();
        };
        let zero = |day: &str, who: &str, period: &str| {
            street.submit(day, who, &["monthly", "--period", period, "--zero"]).done();
        };
        street.inspect("2026-10-12", "2026-10-12", "恒捷鞋材厂");
        let (found, october) = send("2026-10-20", "林安全", "2026-10");
        zero("2026-10-20", "何安全", "2026-10");
        let (summed, sum) = send("2026-10-23", "郑街道", "2026-10");
        assert_eq!((found, summed), (1, 1));
        // The community's list was not whole; it comes anew with one more.
        back("2026-10-26", "郑街道", &october);
        street.inspect("2026-10-26", "2026-10-16", "丰泽服饰");
        assert_eq!(send("2026-10-27", "林安全", "2026-10").0, 2);
        zero("2026-11-20", "林安全", "2026-11");
        zero("2026-11-20", "何安全", "2026-11");
        assert_eq!(send("2026-11-25", "郑街道", "2026-11").0, 1);
        back("2026-11-26", "", &sum);
        assert_eq!(send("2026-11-27", "郑街道", "2026-10").0, 1);
        zero("2026-12-18", "林安全", "2026-12");
        zero("2026-12-18", "何安全", "2026-12");
        zero("2026-12-25", "郑街道", "2026-12");
    });
}

/// REP-04: a report that came late is in one sum, in whatever order the sums are sent, and if one is sent anew.
#[test]
fn what_came_late_is_in_one_sum_whatever_is_sent_first() {
    on_both(|database| {
        let street = Street::new(database, "yanta", "2026-09-28");
        street.inspect("2026-10-12", "2026-10-12", "恒捷鞋材厂");
        let month = |period: &'static str| ["monthly", "--period", period];
        let zero = |day: &str, who: &str, period: &'static str| {
            street.submit(day, who, &[&month(period)[..], &["--zero"]].concat()).done();
        };
        zero("2026-10-20", "何安全", "2026-10");
        zero("2026-10-23", "郑街道", "2026-10");
        street.submit("2026-10-26", "林安全", &month("2026-10")).done();
        for (day, period) in [("2026-11-20", "2026-11"), ("2026-12-18", "2026-12")] {
            zero(day, "林安全", period);
            zero(day, "何安全", period);
        }
        let made =
            |sent: &Value| ["inspections", "found"].map(|name| sent["figures"][name].clone());
        let december = street.submit("2026-12-25", "郑街道", &month("2026-12")).json();
        assert_eq!(made(&december), [1, 1]);
        // November is sent after it.
        zero("2026-12-26", "郑街道", "2026-11");
        let said = street.text("2026-12-26", "郑街道", &month("2026-11"));
        assert!(!said.contains("以前报表的更正"), "{said}");
        // October is sent anew, and says so.
        let owed = street
            .at("2026-12-26", "", &["--json", "report", "status", "--from", "2026-10-01"])
            .json();
        let of = |row: &&Value| row["code"] == "monthly_street" && row["period"] == "2026-10";
        let october = owed.as_array().unwrap().iter().find(of).unwrap()["id"].clone();
        let back = ["report", "return", october.as_str().unwrap(), "--reason", "漏盖章"];
        street.at("2026-12-27", "", &back).done();
        street.submit("2026-12-28", "郑街道", &month("2026-10")).done();
        let said = street.text("2026-12-28", "郑街道", &month("2026-10"));
        assert!(said.contains("已补报") && said.contains("已收2份"), "{said}");
    });
}

/// INS-26: what enterprises report late is in the next sum, once.
#[test]
fn self_reports_entered_late_are_in_the_next_report() {
    on_both(|database| {
        let street = Street::new(database, "yanta", "2026-09-28");
        let enter = |day: &str, on: &str, found: &str| {
            let (on, found) = (format!("day={on}"), format!("found={found}"));
            let sets = ["--set", &on, "--set", "way=书面", "--set", &found, "--set", "fixed=0"];
            let add = ["ledger", "add", "self_report", "--premises", "恒捷鞋材厂"];
            street.at(day, "林安全", &[&add[..], &sets].concat()).done();
        };
        let month = |period: &'static str| ["self_report", "--period", period];
        enter("2026-10-15", "2026-10-15", "2");
        street.submit("2026-10-20", "林安全", &month("2026-10")).done();
        enter("2026-11-02", "2026-10-19", "5");
        let zero = [&month("2026-11")[..], &["--zero"]].concat();
        assert!(street.submit("2026-11-20", "林安全", &zero).refused(1).contains("不能作零报告"));
        street.submit("2026-11-20", "林安全", &month("2026-11")).done();
        let said = street.text("2026-11-20", "林安全", &month("2026-11"));
        let line = said.lines().find(|line| line.contains("合计")).unwrap();
        let sum: Vec<&str> = line.split_whitespace().collect();
        assert_eq!(sum, ["合计", "0", "1", "5", "0"], "{said}");
        let corrected = said.split("以前报表的更正").nth(1).expect("corrections are told");
        assert!(corrected.contains("2026年10月") && corrected.contains("补报"), "{said}");
        let told: String = corrected.chars().filter(|c| !c.is_whitespace()).collect();
        assert!(told.contains("自查隐患7条"), "{said}");
        // Once.
        let zero = [&month("2026-12")[..], &["--zero"]].concat();
        street.submit("2026-12-18", "林安全", &zero).done();
    });
}

/// What a list corrects of earlier ones is in its spreadsheet, before it is sent and after, whoever prints it.
#[test]
fn a_problem_list_has_its_corrections_in_a_spreadsheet() {
    on_both(|database| {
        let street = Street::new(database, "beifeng", "2026-09-28");
        street.inspect("2026-10-12", "2026-10-12", "恒捷鞋材厂");
        street.submit("2026-11-03", "林安全", &["problem_list", "--period", "2026-10"]).done();
        street.inspect("2026-11-08", "2026-10-20", "丰泽服饰");
        let next = ["report", "problem_list", "--period", "2026-11"];
        let print = ["paper", "print", "problem_list", "--month", "2026-11"];
        let about = [&print[..], &["--about", "招联社区"]].concat();
        let tables = |who: &str, args: &[&str]| -> Vec<Vec<String>> {
            let file = street.desk.path("清单.xlsx");
            street.at("2026-12-01", who, &[args, &["-o", &file]].concat()).done();
            let sheets = read_bytes(&std::fs::read(&file).unwrap(), None).unwrap();
            let told = |row: &Vec<Cell>| row.iter().map(Cell::text).collect::<Vec<_>>().join(" ");
            sheets.iter().map(|sheet| sheet.rows.iter().map(told).collect()).collect()
        };
        let corrected = |tables: Vec<Vec<String>>| {
            let [list, corrections] = &tables[..] else { panic!("{tables:?}") };
            assert_eq!(list.len(), 1, "{list:?}");
            let row = &corrections[1];
            assert!(row.contains("补报") && row.contains("丰泽服饰"), "{corrections:?}");
        };
        corrected(tables("林安全", &next));
        corrected(tables("林安全", &about));
        corrected(tables("郑街道", &print));
        // The columns of a platform hold the list alone.
        let platform = tables("林安全", &[&next[..], &["--map", "problem_list"]].concat());
        assert_eq!(platform.len(), 1, "{platform:?}");
        street.submit("2026-12-01", "林安全", &["problem_list", "--period", "2026-11"]).done();
        corrected(tables("林安全", &next));
        let file = street.desk.path("清单.csv");
        let said = street.at("2026-12-01", "林安全", &[&next[..], &["-o", &file]].concat()).done();
        let beside = street.desk.path("清单-以前报出的清单，报后有变的.csv");
        assert!(said.contains(&beside), "{said}");
        assert!(std::fs::read_to_string(&beside).unwrap().contains("丰泽服饰"));
    });
}

/// What is overdue in a report of days gone by is of what was found in them, as its list is; a ranking stays as its quarter
/// ended.
#[test]
fn what_is_found_after_a_period_is_not_overdue_in_it() {
    on_both(|database| {
        let street = Street::new(database, "yanta", "2026-06-29");
        street.inspect("2026-07-13", "2026-07-13", "恒捷鞋材厂");
        street.inspect("2026-10-12", "2026-10-12", "丰泽服饰");
        let day = "2026-11-16";
        let all = street.at(day, "郑街道", &["--json", "hazard", "list", "--overdue"]).json();
        assert_eq!(all.as_array().unwrap().len(), 2, "{all}");
        let third = ["quarterly", "--period", "2026-Q3"];
        let paper = street.text(day, "郑街道", &third);
        let plain = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let said = plain(&paper);
        assert!(said.contains("逾期未整改1条") && said.contains("恒捷鞋材厂"), "{paper}");
        assert!(!said.contains("丰泽服饰"), "{paper}");
        let second = street.text(day, "郑街道", &["quarterly", "--period", "2026-Q2"]);
        assert!(plain(&second).contains("逾期未整改0条"), "{second}");

        let ranking = |day: &str| -> Vec<String> {
            let told = street.text(day, "郑街道", &["ranking", "--period", "2026-Q3"]);
            let line = told.lines().find(|line| line.contains("招联社区")).unwrap_or_default();
            line.split_whitespace().map(str::to_owned).collect()
        };
        let clue = ["ledger", "add", "clue", "--community", "招联社区", "--set", "kind=非法生产"];
        let told = ["place=普贤路", "content=无照加工", "reporter=陈一鸣", "situation=已掌握"];
        let told = told.iter().flat_map(|set| ["--set", set]).collect::<Vec<_>>();
        let on = ["--set", "found_on=2026-09-10"];
        let add = [&["--json"], &clue[..], &told, &on].concat();
        let clue = street.at("2026-09-10", "林安全", &add).json();
        let then = ranking(day);
        // 打非 and 责任人履职.
        assert_eq!([&*then[4], &*then[5]], ["0", "0"], "{then:?}");
        let of = |row: &&serde_json::Value| row["premises"] == "恒捷鞋材厂";
        let hazard = all.as_array().unwrap().iter().find(of).unwrap()["id"].as_str().unwrap();
        let recheck = ["hazard", "recheck", hazard, "--passed", "--acceptor", "林安全"];
        street.at("2026-12-01", "林安全", &recheck).done();
        street.at("2026-12-01", "林安全", &["hazard", "close", hazard]).done();
        let clue = clue["id"].as_str().unwrap();
        let begun = ["ledger", "edit", clue, "--set", "situation=正在打击"];
        street.at("2026-12-01", "林安全", &begun).done();
        assert_eq!(ranking("2026-12-02"), then);
    });
}

/// The 起数 and 金额 of a sum, or what a line of 打非 counts: the words of the line that begins so, behind its number.
fn line_of(said: &str, first: &str) -> Vec<String> {
    let words = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let found = said.lines().map(words).find(|words| words.iter().any(|word| word == first));
    let words = found.unwrap_or_else(|| panic!("{first}\n{said}"));
    words.into_iter().skip_while(|word| word != first).skip(1).collect()
}

/// 检查与处罚统计 and 打非统计: what was entered, changed or struck out after a month was sent is told by the next, once, so
/// that the months together come to what the ledgers have.
#[test]
fn penalties_and_clues_entered_late_are_in_the_next_report() {
    on_both(|database| {
        let street = Street::new(database, "yanta", "2026-09-28");
        let enter = |day: &str, ledger: &str, fields: &[&str]| {
            let sets: Vec<&str> = fields.iter().flat_map(|set| ["--set", set]).collect();
            let args = [&["--json", "ledger", "add", ledger], &sets[..]].concat();
            street.at(day, "林安全", &args).json()["id"].as_str().unwrap().to_owned()
        };
        let penalty = |day: &str, on: &str, amount: &str| {
            let (on, amount) = (format!("decided_on={on}"), format!("amount={amount}"));
            let rest = ["unit=恒捷鞋材厂", "kind=罚款", "basis=违法", "organ=应急局"];
            enter(day, "penalty", &[&[&on[..], &amount], &rest[..]].concat())
        };
        let clue = |day: &str, on: &str| {
            let on = format!("found_on={on}");
            let rest = ["kind=非法经营", "place=招联街1号", "content=无证", "reporter=陈一鸣"];
            enter(day, "clue", &[&[&on[..], "situation=已掌握"], &rest[..]].concat())
        };
        let send = |day: &str, code: &str, month: &str| {
            street.submit(day, "林安全", &[code, "--period", month]).json();
            street.text(day, "林安全", &[code, "--period", month])
        };
        let first = penalty("2026-10-12", "2026-10-12", "1000");
        let known = clue("2026-10-12", "2026-10-12");
        let october = send("2026-11-02", "penalty_sum", "2026-10");
        assert_eq!(line_of(&october, "合计"), ["1", "1000"], "{october}");
        let october = send("2026-11-02", "clue_sum", "2026-10");
        assert_eq!(line_of(&october, "合计"), ["1", "0", "0", "1", "0"], "{october}");
        assert!(!october.contains("更正的项目"), "{october}");

        penalty("2026-11-10", "2026-10-20", "500.50");
        clue("2026-11-10", "2026-10-25");
        penalty("2026-11-12", "2026-11-12", "300");
        let november = send("2026-12-01", "penalty_sum", "2026-11");
        assert_eq!(line_of(&november, "合计"), ["2", "800.50"], "{november}");
        let told: String = november.chars().filter(|c| !c.is_whitespace()).collect();
        assert!(told.contains("罚款（2026年10月补报）1500.50"), "{november}");
        assert!(told.contains("起数2起（原报1），金额1500.50元"), "{november}");
        // A figure that this paper does not say is not corrected in it.
        assert!(!told.contains("打非线索"), "{november}");
        let november = send("2026-12-01", "clue_sum", "2026-11");
        assert_eq!(line_of(&november, "合计"), ["1", "0", "0", "1", "0"], "{november}");
        let told: String = november.chars().filter(|c| !c.is_whitespace()).collect();
        assert!(told.contains("已掌握2个（原报1），合计2个"), "{november}");
        assert!(told.contains("按行业：未注明行业"), "{november}");

        // Struck out, changed, banned in the first of these months: less of one, more of the other. Spreadsheets say the same.
        let strike = ["ledger", "void", &first, "--reason", "重复登记"];
        street.at("2026-12-10", "林安全", &strike).done();
        let banned = ["--set", "situation=已取缔", "--set", "banned_on=2026-10-30"];
        let edit = [&["ledger", "edit", &known], &banned[..]].concat();
        street.at("2026-12-10", "林安全", &edit).done();
        let file = street.desk.path("处罚.csv");
        let december = ["report", "penalty_sum", "--period", "2026-12", "-o", &file];
        street.at("2026-12-31", "林安全", &december).done();
        // The figures of the month come first; the penalties are a table of their own beside them.
        let sheet = std::fs::read_to_string(&file).unwrap();
        assert!(sheet.contains("应排查单位,2"), "{sheet}");
        let beside = file.replace("处罚.csv", "处罚-安全生产检查与处罚情况统计表2.csv");
        let sheet = std::fs::read_to_string(beside).unwrap();
        assert!(sheet.contains("罚款（2026年10月更正）,-1,-1000"), "{sheet}");
        let file = street.desk.path("处罚.xlsx");
        let december = ["report", "penalty_sum", "--period", "2026-12", "-o", &file];
        street.at("2026-12-31", "林安全", &december).done();
        let sheets = read_bytes(&std::fs::read(&file).unwrap(), None).unwrap();
        let cells = sheets.iter().flat_map(|sheet| &sheet.rows).flatten().map(Cell::text);
        assert!(cells.into_iter().any(|cell| cell.contains("金额500.50元（原报1500.50）")));
        let december = send("2027-01-04", "penalty_sum", "2026-12");
        assert_eq!(line_of(&december, "合计"), ["-1", "-1000"], "{december}");
        let december = send("2027-01-04", "clue_sum", "2026-12");
        assert_eq!(line_of(&december, "合计"), ["-1", "1", "0", "0", "0"], "{december}");
        // Once; and a month that is sent anew leaves out what others have told of it.
        let january = send("2027-02-02", "penalty_sum", "2027-01");
        assert!(!january.contains("更正的项目"), "{january}");
        for code in ["penalty_sum", "clue_sum"] {
            let back = ["report", "return", code, "--period", "2026-10", "--unit", "招联社区"];
            let back = [&back[..], &["--reason", "重报"]].concat();
            street.at("2027-02-03", "郑街道", &back).done();
        }
        let anew = send("2027-02-04", "penalty_sum", "2026-10");
        assert_eq!(line_of(&anew, "合计"), ["1", "1000"], "{anew}");
        let anew = send("2027-02-04", "clue_sum", "2026-10");
        assert_eq!(line_of(&anew, "合计"), ["1", "0", "0", "1", "0"], "{anew}");
    });
}
