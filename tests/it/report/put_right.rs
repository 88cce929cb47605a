//! What was put right since, or given up: what was sent and told before stays so, and nobody owes what he never had to send.

use super::{Street, on_both};

const FIRST: &str = "2026-08-01";

fn street(database: Option<crate::engines::Schema>) -> Street {
    Street::new(database, "yanta", FIRST)
}

#[test]
fn a_campaign_that_is_put_right_leaves_what_was_sent_as_it_was_sent() {
    on_both(|database| {
        let street = street(database);
        let add = ["campaign", "add", "燃气行动", "--from", "2026-08-31", "--to", "2026-09-30"];
        let rest = ["--basis", "方案", "--report", "weekly", "--report-weekday", "5"];
        street.at("2026-08-31", "郑街道", &[&add[..], &rest].concat()).done();
        for day in ["2026-09-04", "2026-09-11"] {
            for who in ["林安全", "何安全"] {
                street.submit(day, who, &["燃气行动", "--zero"]).json();
            }
        }
        let edit = ["campaign", "edit", "燃气行动", "--report", "weekly", "--report-weekday", "3"];
        street.at("2026-09-15", "郑街道", &edit).done();
        let owed = street.at("2026-09-15", "郑街道", &["--json", "report", "status"]).json();
        let rows = owed
            .as_array()
            .unwrap()
            .iter()
            .filter(|row| row["title"].to_string().contains("燃气行动"));
        let rows = rows.filter(|row| row["unit"].to_string().contains("招联社区"));
        let told: Vec<String> = rows
            .map(|row| {
                let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
                format!("{} {}", text("due"), row["zero"] == true)
            })
            .take(3)
            .collect();
        assert_eq!(told, ["2026-09-04 true", "2026-09-11 true", "2026-09-16 false"], "{owed:#}");
        let late = street.at("2026-09-15", "郑街道", &["--json", "warn"]).json();
        let of_it = |each: &&serde_json::Value| {
            each["state"] == "holds" && each["message"].to_string().contains("燃气行动")
        };
        assert!(!late.as_array().unwrap().iter().any(|each| of_it(&each)), "{late:#}");
    });
}

/// What a community has sent stays on the list when the campaign goes on without it; it owes nothing more.
#[test]
fn a_campaign_that_is_narrowed_hides_nothing_that_was_sent() {
    on_both(|database| {
        let street = street(database);
        let add = ["campaign", "add", "燃气行动", "--from", "2026-08-31", "--to", "2026-09-30"];
        let rest = ["--basis", "方案", "--report", "weekly", "--report-weekday", "5"];
        street.at("2026-08-31", "郑街道", &[&add[..], &rest].concat()).done();
        street.submit("2026-09-04", "何安全", &["燃气行动", "--zero"]).json();
        street.submit("2026-09-11", "何安全", &["燃气行动", "--zero"]).json();
        let told = |who: &str| {
            let owed = street.at("2026-09-15", who, &["--json", "report", "status"]).json();
            let of_it = |row: &&serde_json::Value| {
                row["title"].to_string().contains("燃气行动")
                    && row["unit"].to_string().contains("霞美社区")
            };
            let line = |row: &serde_json::Value| {
                let text = |key: &str| row[key].as_str().unwrap_or("-").to_owned();
                let keys = ["due", "submitted", "submitted_by", "state_label"];
                keys.map(text).join(" ")
            };
            owed.as_array().unwrap().iter().filter(of_it).map(line).collect::<Vec<_>>()
        };
        let sent = ["2026-09-04 2026-09-04 何安全 零报告", "2026-09-11 2026-09-11 何安全 零报告"];
        assert_eq!(told("郑街道")[..2], sent);
        let edit = ["campaign", "edit", "燃气行动", "--grid", "一网格"];
        street.at("2026-09-15", "郑街道", &edit).done();
        assert_eq!(told("郑街道"), sent);
        assert_eq!(told("何安全"), sent);
        // The list of one period has it where its day lies.
        let of = ["--json", "report", "status", "--from", "2026-09-05", "--to", "2026-09-11"];
        let owed = street.at("2026-09-15", "郑街道", &of).json().to_string();
        assert_eq!(owed.matches("霞美社区").count(), 1, "{owed}");
        // Each is still read, given back and sent anew; of others nothing is asked, and that is said.
        let unit = ["--unit", "霞美社区"];
        let of = ["report", "燃气行动", "--period", "2026-09-05/2026-09-11", "--text"];
        for who in ["郑街道", "何安全"] {
            let paper = street.at("2026-09-15", who, &[&of[..], &unit].concat()).done();
            assert!(paper.contains("燃气行动") && paper.contains("霞美社区"), "{paper}");
        }
        if street.database.is_none() {
            let desk = ["--today", "2026-09-15", "--as", "郑街道", "--plain"];
            let told = street.desk.typed(&desk, "/alt+b\n/退出\n").done();
            let rows = told.lines().filter(|line| line.contains("燃气行动"));
            assert_eq!(rows.filter(|line| line.contains("霞美社区")).count(), 2, "{told}");
        }
        let back = ["report", "return", "燃气行动", "--period", "2026-09-05/2026-09-11"];
        let back = [&back[..], &unit, &["--reason", "有误"]].concat();
        street.at("2026-09-15", "郑街道", &back).done();
        let anew = ["燃气行动", "--period", "2026-09-05/2026-09-11", "--zero"];
        street.submit("2026-09-15", "何安全", &anew).json();
        assert_eq!(told("郑街道").len(), 2);
        let other = ["燃气行动", "--period", "2026-09-12/2026-09-18", "--zero"];
        let said = street.submit("2026-09-15", "何安全", &other).refused(1);
        assert!(said.contains("不要求霞美社区报送"), "{said}");
    });
}

/// The days off of a year are put in after a report of it was sent.
#[test]
fn days_off_that_are_published_later_leave_what_was_sent_as_it_was_sent() {
    on_both(|database| {
        let street = street(database);
        let add = ["campaign", "add", "燃气行动", "--from", "2027-04-17", "--to", "2027-05-14"];
        let rest = ["--basis", "方案", "--report", "weekly", "--report-weekday", "5"];
        street.at("2027-04-16", "郑街道", &[&add[..], &rest].concat()).done();
        let zero = ["燃气行动", "--zero"];
        for who in ["林安全", "何安全"] {
            street.submit("2027-04-23", who, &zero).json();
        }
        street.submit("2027-04-30", "林安全", &zero).json();
        let off = "schema = \"calendar/1\"\ncode = \"2027\"\nrevision = 1\nyear = 2027\n\
                   source = \"样例\"\noff = [{ name = \"劳动节\", from = 2027-04-30, to = 2027-05-05 },\n\
                   { name = \"国庆节\", from = 2027-10-01, to = 2027-10-08 }]\n";
        street.desk.write("办公室/forms/calendar/2027.toml", off);
        let told = |day: &str, whose: &str| {
            let owed = street.at(day, "郑街道", &["--json", "report", "status"]).json();
            let text = |row: &serde_json::Value, key: &str| {
                row[key].as_str().unwrap_or_default().to_owned()
            };
            let of_it = |row: &&serde_json::Value| {
                text(row, "title").contains("燃气行动") && text(row, "unit").contains(whose)
            };
            let line = |row: &serde_json::Value| {
                let days = ["period", "due", "state_label"].map(|key| text(row, key));
                days.join(" ").replace("2027-", "").replace('/', " ")
            };
            let rows = owed.as_array().unwrap().iter().filter(of_it);
            rows.take(3).map(line).collect::<Vec<_>>()
        };
        let first = "04-17 04-23 04-23 零报告";
        assert_eq!(
            told("2027-05-06", "招联社区"),
            [first, "04-24 04-30 04-30 零报告", "05-01 05-07 05-07 未报"]
        );
        // Who had not sent it owes it by the day as it is now.
        assert_eq!(
            told("2027-05-06", "霞美社区"),
            [first, "04-24 04-29 04-29 逾期未报", "04-30 05-07 05-07 未报"]
        );
    });
}

#[test]
fn a_campaign_of_one_communitys_grids_is_reported_by_that_community() {
    on_both(|database| {
        let street = street(database);
        let add = ["campaign", "add", "燃气行动", "--from", "2026-08-31", "--to", "2026-09-30"];
        let rest = ["--report", "weekly", "--report-weekday", "5", "--grid", "一网格"];
        let basis = ["--basis", "方案"];
        street.at("2026-08-31", "郑街道", &[&add[..], &rest, &basis].concat()).done();
        let owed = street.at("2026-09-07", "郑街道", &["--json", "report", "status"]).json();
        let rows = owed
            .as_array()
            .unwrap()
            .iter()
            .filter(|row| row["title"].to_string().contains("燃气行动"));
        let units: Vec<String> = rows.map(|row| row["unit"].to_string()).collect();
        assert!(
            !units.is_empty() && units.iter().all(|unit| unit.contains("招联社区")),
            "{units:?}"
        );
        let late = street.at("2026-09-07", "郑街道", &["--json", "warn"]).json();
        let late: Vec<String> = late
            .as_array()
            .unwrap()
            .iter()
            .filter(|each| each["code"] == "TB-7" && each["message"].to_string().contains("燃气"))
            .map(|each| each["target"].as_str().unwrap().to_owned())
            .collect();
        assert!(late.iter().all(|target| target == "招联社区"), "{late:?}");
    });
}

#[test]
fn a_void_notice_without_a_new_one_grows_late() {
    on_both(|database| {
        let street = street(database);
        street.inspect("2026-08-14", "2026-08-14", "恒捷鞋材厂");
        let all = street.at("2026-08-14", "林安全", &["--json", "notice", "list"]).json();
        let number = all[0]["number"].as_str().unwrap();
        let void = ["notice", "void", number, "--reason", "写错了"];
        street.at("2026-08-17", "林安全", &void).done();
        let told = |day: &str| {
            let agenda = street.at(day, "林安全", &["--json", "agenda"]).json();
            let items = agenda["items"].as_array().unwrap();
            let item = items.iter().find(|item| item["task"] == "reissue").unwrap();
            format!("{} {} {}", item["day"].as_str().unwrap(), item["days_late"], item["stage"])
        };
        assert_eq!(told("2026-08-17"), "2026-08-17 0 \"reminder\"");
        assert_eq!(told("2026-08-18"), "2026-08-17 1 \"overdue\"");
        assert_eq!(told("2026-08-25"), "2026-08-17 8 \"raised\"");
    });
}

/// What was late stays late where the new notice came in the end; one that came by the next working day is in time.
#[test]
fn a_void_notice_with_a_late_new_one_stays_told() {
    on_both(|database| {
        let street = street(database);
        street.inspect("2026-08-14", "2026-08-14", "恒捷鞋材厂");
        street.inspect("2026-08-14", "2026-08-14", "丰泽服饰");
        let all = street.at("2026-08-14", "林安全", &["--json", "notice", "list"]).json();
        let numbers: Vec<&str> =
            all.as_array().unwrap().iter().map(|one| one["number"].as_str().unwrap()).collect();
        for number in &numbers {
            let void = ["notice", "void", number, "--reason", "写错了"];
            street.at("2026-08-17", "林安全", &void).done();
        }
        let told = |day: &str| -> Vec<String> {
            let all = street.at(day, "郑街道", &["--json", "warn"]).json();
            let of = all.as_array().unwrap().iter().filter(|each| each["code"] == "TB-2");
            of.map(|each| {
                ["state", "since", "message"].map(|key| each[key].as_str().unwrap()).join(" ")
            })
            .collect()
        };
        street.at("2026-08-18", "林安全", &["notice", "reissue", numbers[0]]).done();
        let waits = "holds 2026-08-19 整改通知书作废后没有重新下发，自2026年8月19日起算。";
        assert_eq!(told("2026-08-21"), [waits]);
        street.at("2026-08-25", "林安全", &["notice", "reissue", numbers[1]]).done();
        let late = "holds 2026-08-19 整改通知书2026年8月17日作废，过了8天才重新下发，自2026年8月19日起算。";
        assert_eq!(told("2026-08-25"), [late]);
        assert_eq!(told("2026-09-02"), [late]);
    });
}

#[test]
fn a_sum_names_nobody_who_owed_nothing() {
    on_both(|database| {
        let street = street(database);
        let add = ["unit", "add", "纬二社区", "--in", "电子城街道"];
        street.at("2026-08-22", "", &add).done();
        let told = |period: &str, day: &str| {
            let of = ["monthly", "--period", period, "--unit", "电子城街道"];
            street.text(day, "郑街道", &of)
        };
        let august = told("2026-08", "2026-08-25");
        assert!(august.contains("应收报表2份") && !august.contains("纬二社区"), "{august}");
        let september = told("2026-09", "2026-09-25");
        assert!(september.contains("应收报表3份") && september.contains("纬二社区"), "{september}");
    });
}

#[test]
fn what_is_verified_again_does_not_lower_the_quarter_before() {
    on_both(|database| {
        let street = street(database);
        for premises in ["恒捷鞋材厂", "丰泽服饰"] {
            let verify = ["premises", "verify", premises, "--on", "2026-09-15"];
            street.at("2026-09-15", "陈一鸣", &verify).done();
        }
        let ranking = |day: &str| street.text(day, "郑街道", &["ranking", "--period", "2026-Q3"]);
        let lines = |text: String| -> Vec<String> {
            text.lines().filter(|line| line.contains("社区")).map(str::to_owned).collect()
        };
        let then = lines(ranking("2026-10-08"));
        for premises in ["恒捷鞋材厂", "丰泽服饰"] {
            street.at("2026-11-20", "陈一鸣", &["premises", "verify", premises]).done();
        }
        assert_eq!(lines(ranking("2026-11-23")), then);
    });
}

/// S2 制度二: a quarter is ranked as it stood at its end. What was sent in time lowers it only where it was given back, and
/// had to be there anew, within the quarter.
#[test]
fn what_is_given_back_later_does_not_lower_the_quarter_before() {
    on_both(|database| {
        let street = street(database);
        let mut sent = Vec::new();
        for (period, day) in [("2026-08", "2026-08-20"), ("2026-09", "2026-09-18")] {
            for who in ["林安全", "何安全"] {
                let of = ["monthly_community", "--period", period, "--zero"];
                let report = street.submit(day, who, &of).json();
                sent.push(report["id"].as_str().unwrap().to_owned());
            }
        }
        // 3 of the eight: 按月排查报送隐患.
        let ranking = |day: &str, unit: &str| -> String {
            let text = street.text(day, "郑街道", &["ranking", "--period", "2026-Q3"]);
            let line = text.lines().find(|line| line.contains(unit));
            let line = line.unwrap_or_else(|| panic!("{text}"));
            let columns = line.split_whitespace().skip_while(|word| !word.contains(unit));
            columns.collect::<Vec<_>>()[3].to_owned()
        };
        let give_back = |day: &str, id: &str| {
            street.at(day, "郑街道", &["report", "return", id, "--reason", "与台账不符"]).done()
        };
        let then = ["招联社区", "霞美社区"].map(|unit| ranking("2026-10-09", unit));
        assert_eq!(then, ["100", "100"]);
        give_back("2026-10-12", &sent[2]);
        assert_eq!(ranking("2026-11-20", "招联社区"), "100");
        // Given back within the quarter it lacks from its end on.
        give_back("2026-09-21", &sent[3]);
        assert_eq!(ranking("2026-10-09", "霞美社区"), "50");
    });
}

/// Each community has a grid of the same name, and somebody with two posts is one person.
#[test]
fn table_two_keeps_grids_of_one_name_apart_and_counts_people() {
    on_both(|database| {
        let street = Street::new(database, "beifeng", FIRST);
        let grid = ["grid", "add", "一网格", "--community", "霞美社区", "--lead", "吴二"];
        street.at(FIRST, "", &grid).done();
        let add = |name: &str, community: &str| {
            let rest = ["--community", community, "--grid", "一网格", "--industry", "饭店"];
            let more = ["--unlicensed", "--address", name, "--person-in-charge", "张三"];
            street.at(FIRST, "", &[&["premises", "add", name], &rest[..], &more].concat()).done();
        };
        for name in ["霞一饭店", "霞二饭店", "霞三饭店"] {
            add(name, "霞美社区");
        }
        let count = |community: &str, count: &str| {
            let sets = ["--set", "grid=一网格", "--set", "label=饭店", "--set", count];
            let add = ["ledger", "add", "manual_count", "--community", community];
            street.at("2026-11-23", "郑街道", &[&add[..], &sets].concat()).done();
        };
        let row = || {
            let text = street.text("2026-11-23", "郑街道", &["category_list"]);
            let line = text.lines().find(|line| line.contains("饭店"));
            line.unwrap_or_else(|| panic!("{text}")).to_owned()
        };
        count("招联社区", "count=5");
        let told = row();
        assert!(told.contains(" 8 "), "{told}");
        count("霞美社区", "count=7");
        let told = row();
        assert!(told.contains(" 12 "), "{told}");

        let table = || {
            let print = ["paper", "print", "table2", "--about", "二网格", "--text"];
            let text = street.at("2026-11-23", "何安全", &print).done();
            let people = text.lines().filter(|line| line.contains("专职"));
            people.map(str::to_owned).collect::<Vec<_>>()
        };
        let before = table();
        assert!(!before.is_empty());
        let post = ["staff", "add", "何安全", "--role", "grid_officer", "--unit", "霞美社区"];
        street.at(FIRST, "", &post).done();
        assert_eq!(table(), before);
    });
}
