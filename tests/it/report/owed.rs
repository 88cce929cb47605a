//! Who owes what, on the board of the meeting and to a campaign.

use serde_json::Value;

use anban::store::Store;

use super::{EACH, Street, on_both};

/// The board of the meeting, its paper and the agenda tell one list: who has not sent what.
#[test]
fn the_board_tells_what_is_owed_as_the_agenda_does() {
    on_both(|database| {
        let street = Street::new(database, "yanta", "2026-09-28");
        let campaign =
            ["campaign", "add", "冬春火灾防控", "--from", "2026-10-19", "--to", "2026-10-30"];
        street
            .at("2026-10-19", "郑街道", &[&campaign[..], &["--report", "weekly"]].concat())
            .done();
        let board = |day: &str, args: &[&str]| {
            let all = [&["--json", "review"], args].concat();
            let told = street.at(day, "郑街道", &all).json();
            let line = |owed: &Value| {
                let units: Vec<&str> =
                    owed["units"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
                let due = owed["due"].as_str().unwrap();
                format!("{due} {} {}", owed["title"].as_str().unwrap(), units.join("、"))
            };
            told["reports"].as_array().unwrap().iter().map(line).collect::<Vec<_>>()
        };
        let zero = |day: &str, who: &str| {
            street.submit(day, who, &["monthly", "--period", "2026-10", "--zero"]).done();
        };
        zero("2026-10-21", "林安全");
        let told = board("2026-10-21", &[]);
        assert_eq!(
            told,
            [
                "2026-09-30 隐患排查情况季度汇总 电子城街道",
                "2026-10-20 安全监管工作情况（社区月报） 霞美社区",
                "2026-10-20 企业隐患自查自报情况（社区） 霞美社区、招联社区",
                "2026-10-23 专项行动“冬春火灾防控”情况 霞美社区、招联社区",
                "2026-10-23 安全监管工作情况（街道月报） 电子城街道",
                "2026-10-23 企业隐患自查自报情况（街道汇总） 电子城街道",
                "2026-10-30 专项行动“冬春火灾防控”情况 霞美社区、招联社区",
            ]
        );
        // A year is asked for as a whole, what was sent in it as well.
        let year = ["--json", "report", "status", "--period", "2026"];
        let year = street.at("2027-06-01", "郑街道", &year).json();
        let states: Vec<&str> =
            year.as_array().unwrap().iter().filter_map(|row| row["state_label"].as_str()).collect();
        assert!(states.contains(&"迟报") && states.contains(&"逾期未报"), "{year:#}");
        let in_year = |row: &Value| row["due"].as_str().is_some_and(|due| due.starts_with("2026"));
        assert!(year.as_array().unwrap().iter().all(in_year), "{year:#}");
        // The agenda has the same of these days, and says what asks for it.
        let agenda =
            street.at("2026-10-21", "郑街道", &["--json", "agenda", "--to", "2026-11-01"]).json();
        let items: Vec<&Value> = agenda["items"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|it| it["task"] == "report")
            .collect();
        let days: Vec<&str> = items.iter().map(|item| item["day"].as_str().unwrap()).collect();
        let due: Vec<&str> = told.iter().map(|line| &line[..10]).collect();
        assert_eq!(days, due, "{items:#?}");
        let quoted = |item: &&&Value| {
            let rule = item["rule"].as_str().unwrap();
            rule.contains("按照专项行动方案报送时限要求报送") && !rule.contains("20日前")
        };
        assert_eq!(items.iter().filter(quoted).count(), 2, "{items:#?}");
        let said = street.at("2026-10-21", "郑街道", &["review"]).done();
        let late = "10月20日前上报：安全监管工作情况（社区月报）（逾期1天；霞美社区未报；2026年10月；社区报街道）";
        assert!(said.contains(late), "{said}");
        let week = ["--from", "2026-10-19", "--to", "2026-10-25", "--text"];
        let paper = [&["paper", "print", "weekly_review"], &week[..]].concat();
        let paper = street.at("2026-10-21", "郑街道", &paper).done();
        let listed = paper.split("逾期未报和到下周末").nth(1).expect("they are listed");
        assert!(listed.contains("霞美社区") && listed.contains("逾期1天"), "{paper}");

        zero("2026-10-26", "何安全");
        zero("2026-10-26", "郑街道");
        let left = board("2026-10-26", &[]);
        assert!(left.iter().all(|line| !line.contains("月报")), "{left:?}");
        // A week gone by is told as it was at its end.
        let then = board("2026-10-27", &["--week", "2026-W43"]);
        assert_eq!(then, told);
    });
}

/// What a past week's board lists below its figures is what they counted.
#[test]
fn a_board_of_a_week_gone_by_lists_what_was_open_then() {
    on_both(|database| {
        let street = Street::new(database, "beifeng", "2026-09-28");
        street.desk.write("一条.toml", EACH);
        street.inspect("2026-10-12", "2026-10-12", "恒捷鞋材厂");
        let told = |day: &str, week: &str| {
            let told = street.at(day, "林安全", &["--json", "review", "--week", week]).json();
            let majors = told["majors"].as_array().unwrap().len() as i64;
            let paper = street.at(day, "林安全", &["review", "--week", week]).done();
            (
                majors,
                told["totals"]["major_open"].as_i64().unwrap(),
                told["unsigned"].as_i64().unwrap(),
                paper,
            )
        };
        let (majors, counted, unsigned, said) = told("2026-10-26", "2026-W41");
        assert_eq!((majors, counted, unsigned), (0, 0, 0), "{said}");
        let (majors, counted, unsigned, said) = told("2026-10-26", "2026-W42");
        assert_eq!((majors, counted, unsigned), (2, 2, 1), "{said}");
        assert!(said.contains("二楼夹层住人"), "{said}");
    });
}

/// Two campaigns of one name at a time are refused; where there are two already, each report counts its own.
#[test]
fn two_campaigns_of_one_name_are_told_apart() {
    on_both(|database| {
        let street = Street::new(database, "beifeng", "2026-11-02");
        let days = ["--from", "2026-11-09", "--to", "2026-11-22", "--report", "weekly"];
        let add = |name: &'static str, more: &[&str]| {
            let args = [&["campaign", "add", name], &days[..], more].concat();
            street.at("2026-11-09", "郑街道", &args)
        };
        add("甲行动", &["--word", "服饰"]).done();
        let refused = add("甲行动", &[]).refused(1);
        assert!(refused.contains("已有叫“甲行动”的专项行动"), "{refused}");
        add("乙行动", &[]).done();
        let mut store = match &street.database {
            Some(schema) => Store::open_url(&schema.url).unwrap(),
            None => Store::open_file(&street.desk.office().join("anban.db")).unwrap(),
        };
        let rename = "UPDATE campaign SET name = '甲行动' WHERE name = '乙行动'";
        store.driver.execute(rename, &[]).unwrap();
        drop(store);
        let all = street.at("2026-11-10", "郑街道", &["--json", "report", "status"]).json();
        let mut codes: Vec<(String, String)> = Vec::new();
        for row in all.as_array().unwrap().iter().filter(|row| row["unit"] == "招联社区") {
            let (code, title) = (row["code"].as_str().unwrap(), row["title"].as_str().unwrap());
            if title.contains("甲行动") && codes.iter().all(|(known, _)| known != code) {
                codes.push((code.to_owned(), title.to_owned()));
            }
        }
        assert_eq!(codes.len(), 2, "{all:#}");
        assert_ne!(codes[0].1, codes[1].1, "their titles are apart");
        let refused = street.at("2026-11-10", "林安全", &["report", "甲行动", "--text"]).refused(1);
        assert!(refused.contains("不止一个") && refused.contains("请写编号"), "{refused}");
        let mut counted: Vec<bool> = codes
            .iter()
            .map(|(code, _)| {
                let said = street.text("2026-11-10", "林安全", &[code]);
                assert!(
                    said.contains(&format!("甲行动（编号{}）", &code[code.len() - 8..])),
                    "{said}"
                );
                said.contains("应排查单位1家")
            })
            .collect();
        counted.sort_unstable();
        assert_eq!(counted, [false, true]);
        let number = &codes[0].0[codes[0].0.len() - 8..];
        street.text("2026-11-10", "林安全", &[number]);
    });
}

/// What nobody has sent stays: the latest that is overdue in a line of its own, what is owed since longer in one.
#[test]
fn what_is_owed_stays_until_it_is_sent() {
    on_both(|database| {
        let street = Street::new(database, "beifeng", "2026-09-28");
        const DAY: &str = "2027-01-20";
        let lists = |who: &str| -> Vec<(String, i64, String)> {
            let agenda = street.at(DAY, who, &["--json", "agenda"]).json();
            let items = agenda["items"].as_array().unwrap().iter();
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            items
                .filter(|item| item["task"] == "report" && item["days_late"] != 0)
                .map(|item| {
                    let late = item["days_late"].as_i64().unwrap();
                    (text(&item["day"]), late, text(&item["text"]))
                })
                .filter(|(_, _, text)| text.contains("问题清单"))
                .collect()
        };
        let told = lists("郑街道");
        let says = |at: usize| (told[at].0.as_str(), told[at].1, told[at].2.as_str());
        let older = "招联社区、霞美社区另有3期未报：2026年9月、10月、11月";
        assert_eq!(told.len(), 2, "{told:#?}");
        assert_eq!((says(0).0, says(0).1), ("2026-09-30", 112));
        assert!(says(0).2.contains(older), "{told:#?}");
        assert_eq!((says(1).0, says(1).1), ("2027-01-05", 15));
        // Board, its paper and the projector's lines are of the same.
        let board = street.at(DAY, "郑街道", &["review"]).done();
        assert!(board.contains(older) && board.contains("逾期"), "{board}");
        let paper =
            ["paper", "print", "weekly_review", "--from", "2027-01-18", "--to", "2027-01-24"];
        let paper = street.at(DAY, "郑街道", &[&paper[..], &["--text"]].concat()).done();
        let words: String = paper.split_whitespace().collect();
        assert!(words.contains("另有3期") && words.contains("逾期112天"), "{paper}");
        // The list names each, and nothing from before the office.
        let open = || {
            let all = street.at(DAY, "郑街道", &["--json", "report", "status", "--open"]).json();
            let rows = all.as_array().unwrap().iter();
            rows.filter(|row| row["code"] == "problem_list" && row["late"] == true)
                .map(|row| {
                    format!("{} {}", row["unit"].as_str().unwrap(), row["period"].as_str().unwrap())
                })
                .collect::<Vec<_>>()
        };
        assert_eq!((open().len(), open().iter().min().unwrap().as_str()), (8, "招联社区 2026-09"));
        // Sent, it is gone there and here; the other still owes three.
        street.submit(DAY, "林安全", &["problem_list", "--period", "2026-09", "--zero"]).done();
        assert_eq!(open().len(), 7);
        let told: Vec<String> = lists("郑街道").into_iter().map(|(_, _, text)| text).collect();
        assert_eq!(told.len(), 3, "{told:#?}");
        assert!(told[0].contains("霞美社区另有3期未报：2026年9月、10月、11月"), "{told:#?}");
        assert!(told[1].contains("招联社区另有2期未报：2026年10月、11月"), "{told:#?}");
        // A community reads its own.
        let own = lists("林安全");
        assert!(own[0].2.contains("另有2期未报") && !own[0].2.contains("霞美"), "{own:#?}");
    });
}

/// A period goes up after the one before it, or by somebody who has been asked and means it.
#[test]
fn a_period_is_asked_about_while_the_one_before_it_is_owed() {
    on_both(|database| {
        let street = Street::new(database, "beifeng", "2026-09-28");
        const DAY: &str = "2026-12-02";
        let send = |who: &str, period: &str, more: &[&str]| {
            let words = ["report", "submit", "problem_list", "--period", period, "--zero"];
            street.at(DAY, who, &[&words[..], more].concat())
        };
        let submit = |period: &str, more: &[&str]| send("林安全", period, more);
        let asked = submit("2026-11", &[]).refused(1);
        let doubt = "招联社区上一期（2026年10月）的“隐患排查治理问题清单”还没有报，应在2026年11月5日前报出。";
        assert!(asked.contains(doubt) && asked.contains("请先报上一期"), "{asked}");
        assert!(asked.contains("--sure"), "{asked}");
        // September's stands in the way of October's in the same way, and of nothing once it is sent.
        assert!(submit("2026-10", &[]).refused(1).contains("上一期（2026年9月）"));
        submit("2026-09", &[]).done();
        submit("2026-10", &[]).done();
        submit("2026-11", &[]).done();
        let back = ["report", "return", "problem_list", "--unit", "霞美社区", "--period"];
        let other = |period: &str, more: &[&str]| send("何安全", period, more);
        other("2026-11", &["--sure"]).done();
        other("2026-10", &["--sure"]).done();
        // September is owed still: that is no reason to ask about November.
        let back = [&back[..], &["2026-11", "--reason", "漏了一条"]].concat();
        street.at(DAY, "郑街道", &back).done();
        other("2026-11", &[]).done();
        // What was given back is owed again.
        let back = ["report", "return", "problem_list", "--unit", "招联社区", "--period"];
        for period in ["2026-11", "2026-10"] {
            let back = [&back[..], &[period, "--reason", "漏了一条"]].concat();
            street.at(DAY, "郑街道", &back).done();
        }
        let asked = submit("2026-11", &[]).refused(1);
        assert!(asked.contains("退回以后还没有重报"), "{asked}");
    });
}

/// What was given back is owed again from that day on, however long ago it was due at first.
#[test]
fn what_was_given_back_late_is_told_until_it_is_sent_anew() {
    on_both(|database| {
        let street = Street::new(database, "beifeng", "2026-09-28");
        let sent = ["problem_list", "--period", "2026-10", "--zero"];
        let id = street.submit("2026-11-04", "林安全", &sent).json()["id"].clone();
        let back = ["report", "return", id.as_str().unwrap(), "--reason", "漏了一家"];
        street.at("2026-12-10", "郑街道", &back).done();
        let told = |day: &str| {
            let agenda = street.at(day, "林安全", &["--json", "agenda"]).json();
            let items = agenda["items"].as_array().unwrap().iter();
            let told: Vec<(String, i64)> = items
                .filter(|item| item["text"].as_str().unwrap_or_default().contains("有退回的"))
                .map(|item| {
                    let day = item["day"].as_str().unwrap().to_owned();
                    (day, item["days_late"].as_i64().unwrap())
                })
                .collect();
            let board = street.at(day, "郑街道", &["review"]).done();
            (told, board.contains("有退回的"))
        };
        let due = |late: i64| (vec![("2026-12-15".to_owned(), late)], true);
        assert_eq!(told("2026-12-11"), due(0));
        assert_eq!(told("2026-12-18"), due(3));
        street.submit("2026-12-18", "林安全", &sent).done();
        assert_eq!(told("2026-12-18"), (Vec::new(), false));
    });
}

/// The last days of a campaign are in a report as well, and one that was broken off owes the report on its days.
#[test]
fn the_last_days_of_a_campaign_are_reported_on() {
    on_both(|database| {
        let street = Street::new(database, "beifeng", "2026-09-28");
        let call = |day: &str, args: &[&str]| street.at(day, "郑街道", args);
        let days = ["--from", "2026-11-23", "--to", "2026-12-09"];
        let weekly = ["--report", "weekly", "--report-weekday", "5"];
        call("2026-11-23", &[&["campaign", "add", "周报行动"], &days[..], &weekly].concat()).done();
        let named = ["--report-on", "2026-11-27", "--report-on", "2026-12-04"];
        call("2026-11-23", &[&["campaign", "add", "定日行动"], &days[..], &named].concat()).done();
        let end = ["campaign", "end", "定日行动", "--on", "2026-11-25", "--reason", "提前完成"];
        call("2026-11-25", &end).done();
        let of = |name: &str| {
            let all = ["--json", "report", "status", "--from", "2026-11-01", "--to", "2027-01-31"];
            let all = call("2026-11-25", &all).json();
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            let rows = all.as_array().unwrap().iter();
            rows.filter(|row| row["unit"] == "招联社区" && text(&row["title"]).contains(name))
                .map(|row| format!("{} {}", text(&row["due"]), text(&row["period"])))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            of("周报行动"),
            [
                "2026-11-27 2026-11-23/2026-11-27",
                "2026-12-04 2026-11-28/2026-12-04",
                "2026-12-11 2026-12-05/2026-12-09",
            ]
        );
        assert_eq!(of("定日行动"), ["2026-11-27 2026-11-23/2026-11-25"]);
        let list = call("2026-11-25", &["campaign", "list"]).done();
        let ended = list.lines().find(|line| line.contains("定日行动")).unwrap();
        assert!(ended.contains("11月27日") && !ended.contains("12月4日"), "{list}");
    });
}

/// Nobody owes a report of days on which nobody here knew of the campaign, nor is late with what was before the unit.
#[test]
fn nobody_is_late_with_what_was_before() {
    on_both(|database| {
        let street = Street::new(database, "beifeng", "2026-09-28");
        let add = |name: &'static str, to: &'static str| {
            let days = ["campaign", "add", name, "--from", "2026-11-12", "--to", to];
            let weekly = ["--report", "weekly", "--report-weekday", "5"];
            street.at("2026-11-23", "郑街道", &[&days[..], &weekly].concat()).done();
        };
        add("还在进行", "2026-12-11");
        add("已经过去", "2026-11-20");
        let owed = street.at("2026-11-23", "郑街道", &["--json", "report", "status"]).json();
        let rows = |name: &str| -> Vec<String> {
            let all = owed.as_array().unwrap().iter();
            let of = all.filter(|row| row["unit"] == "招联社区");
            let of = of.filter(|row| row["title"].as_str().unwrap().contains(name));
            of.map(|row| {
                ["period", "due"].map(|key| row[key].as_str().unwrap().to_owned()).join(" ")
            })
            .collect()
        };
        // The first one tells of all days since the campaign began.
        assert_eq!(rows("还在进行")[0], "2026-11-12/2026-11-27 2026-11-27");
        assert_eq!(rows("已经过去"), ["2026-11-12/2026-11-20 2026-11-24"]);
        let told = street.at("2026-11-23", "郑街道", &["--json", "warn"]).json();
        let held = told.as_array().unwrap().iter().filter(|each| each["state"] == "holds");
        let held: Vec<&Value> = held.filter(|each| each["code"] == "TB-7").collect();
        assert!(held.iter().all(|each| !each.to_string().contains("专项行动")), "{held:#?}");
        // A community that came later may still say that there was nothing.
        street.at("2026-11-05", "", &["unit", "add", "新设社区", "--in", "北峰街道"]).done();
        let hire = ["staff", "add", "新安全", "--role", "safety_officer", "--unit", "新设社区"];
        street.at("2026-11-05", "", &hire).done();
        let october = ["problem_list", "--period", "2026-10", "--zero"];
        let sent = street.submit("2026-11-23", "新安全", &october).json();
        assert_eq!((&sent["late"], &sent["due"]), (&false.into(), &Value::Null), "{sent:#}");
    });
}

/// What is given back is named as it was sent: by report, days and unit.
#[test]
fn a_report_is_given_back_by_what_it_is() {
    on_both(|database| {
        let street = Street::new(database, "beifeng", "2026-09-28");
        let sent = ["problem_list", "--period", "2026-10", "--zero"];
        street.submit("2026-11-04", "何安全", &sent).done();
        let of = |unit: &'static str| {
            let back = ["report", "return", "problem_list", "--period", "2026-10"];
            [&back[..], &["--unit", unit, "--reason", "漏了一家"]].concat()
        };
        let refused = street.at("2026-11-05", "郑街道", &of("招联社区")).refused(1);
        assert!(refused.contains("招联社区没有报过2026年10月的"), "{refused}");
        let done = street.at("2026-11-05", "郑街道", &of("霞美社区")).done();
        assert!(done.contains("已退回") && done.contains("霞美社区"), "{done}");
        let again = street.at("2026-11-05", "郑街道", &of("霞美社区")).refused(1);
        assert!(again.contains("已经退回"), "{again}");
    });
}

/// A street that asks for the month of its communities has their sum, not their form with its own name on it.
#[test]
fn the_month_of_a_street_is_the_sum_of_its_communities() {
    let street = Street::new(None, "beifeng", "2026-09-28");
    let month = |who: &str| {
        street.at("2026-11-20", who, &["report", "monthly", "--period", "2026-10", "--text"]).done()
    };
    let own = month("郑街道");
    assert!(own.contains("月报（汇总）") && !own.contains("社区存档联"), "{own}");
    let theirs = month("林安全");
    assert!(theirs.contains("月报（社区）"), "{theirs}");
}
