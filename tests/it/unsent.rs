//! What is suggested against a community that did not report, on both engines and under both regimes (TB-3, TB-7).

use crate::report::{Street, on_both};

/// `state target since` of the suggestions of one situation.
fn told(street: &Street, day: &str, code: &str) -> Vec<String> {
    let all = street.at(day, "郑街道", &["--json", "warn"]).json();
    let of = all.as_array().unwrap().iter().filter(|each| each["code"] == code);
    let mut told: Vec<String> = of
        .map(|each| {
            ["state", "target", "since"].map(|key| each[key].as_str().unwrap().to_owned()).join(" ")
        })
        .collect();
    told.sort();
    told
}

/// Both communities have a premises to look after.
fn street(database: Option<crate::engines::Schema>, regime: &str) -> Street {
    let street = Street::new(database, regime, "2026-09-01");
    let add = ["premises", "add", "霞美纸箱厂", "--grid", "二网格", "--industry", "纸箱"];
    let rest = ["--address", "霞美路1号", "--person-in-charge", "黄霞"];
    street.at("2026-09-01", "", &[&add[..], &rest].concat()).done();
    street
}

#[test]
fn who_reports_that_nothing_was_found_is_not_accused_of_keeping_no_ledger() {
    on_both(|database| {
        let street = street(database, "beifeng");
        let october = ["problem_list", "--period", "2026-10", "--zero"];
        let holds = |day: &str| -> Vec<String> {
            let all = told(&street, day, "TB-3").into_iter();
            all.filter(|each| each.starts_with("holds")).collect()
        };
        // The month's report may still say it until its day.
        assert_eq!(
            told(&street, "2026-11-03", "TB-3"),
            ["near 招联社区 2026-11-06", "near 霞美社区 2026-11-06"]
        );
        let sent = street.submit("2026-11-04", "林安全", &october).json();
        assert_eq!(told(&street, "2026-11-05", "TB-3"), ["near 霞美社区 2026-11-06"]);
        assert_eq!(holds("2026-11-06"), ["holds 霞美社区 2026-11-06"]);
        // Late is TB-7, and no more than that.
        street.submit("2026-11-09", "何安全", &october).json();
        assert_eq!(holds("2026-11-10"), Vec::<String>::new());
        // What was given back says nothing.
        let id = sent["id"].as_str().unwrap();
        street
            .at("2026-11-10", "郑街道", &["report", "return", id, "--reason", "与台账不符"])
            .done();
        assert_eq!(holds("2026-11-10"), ["holds 招联社区 2026-11-06"]);
    });
    // A month that is cut on its 20th: the report of its name speaks for it, with all that it tells of.
    on_both(|database| {
        let street = street(database, "yanta");
        let october = ["monthly_community", "--period", "2026-10"];
        street.inspect("2026-09-25", "2026-09-25", "恒捷鞋材厂");
        street.submit("2026-10-20", "林安全", &october).json();
        street.submit("2026-10-20", "何安全", &[&october[..], &["--zero"]].concat()).json();
        assert_eq!(told(&street, "2026-11-02", "TB-3"), Vec::<String>::new());
        assert_eq!(
            told(&street, "2026-12-01", "TB-3"),
            ["holds 招联社区 2026-12-01", "holds 霞美社区 2026-12-01"]
        );
    });
}

/// A month in which hazards were put right has a ledger, whether its report is there or not.
#[test]
fn a_month_of_closings_alone_has_a_ledger() {
    on_both(|database| {
        let street = street(database, "beifeng");
        street.inspect("2026-09-10", "2026-09-10", "恒捷鞋材厂");
        let first = "招联安监整改〔2026〕1号-1";
        let recheck = ["hazard", "recheck", first, "--passed", "--acceptor", "林安全"];
        street.at("2026-10-12", "林安全", &recheck).done();
        assert_eq!(told(&street, "2026-11-06", "TB-3"), ["holds 霞美社区 2026-11-06"]);
        street.at("2026-11-02", "林安全", &["hazard", "close", first]).done();
        // November's report tells of it without 零报告, and needs no visit beside it.
        street.submit("2026-12-01", "林安全", &["problem_list", "--period", "2026-11"]).json();
        assert_eq!(told(&street, "2026-12-07", "TB-3"), ["holds 霞美社区 2026-12-05"]);
    });
}

#[test]
fn who_never_sent_a_report_is_named_and_who_was_not_there_is_not() {
    // When the months of September and October are sent in time, and the first day on which September is late.
    for (regime, code, sent, late) in [
        ("beifeng", "problem_list", ["2026-10-01", "2026-11-05"], "2026-10-01"),
        ("yanta", "monthly_community", ["2026-09-18", "2026-10-20"], "2026-09-21"),
    ] {
        on_both(|database| {
            let street = street(database, regime);
            // Nothing is owed from before the office was there, though it may still be sent.
            assert_eq!(told(&street, "2026-09-02", "TB-7"), Vec::<String>::new());
            for (period, day) in ["2026-09", "2026-10"].into_iter().zip(sent) {
                street.submit(day, "林安全", &[code, "--period", period, "--zero"]).json();
            }
            street.at("2026-11-02", "", &["unit", "add", "新社区"]).done();
            let all = told(&street, "2026-11-06", "TB-7");
            let never = format!("holds 霞美社区 {late}");
            assert!(all.contains(&never), "{all:#?}");
            assert!(!all.iter().any(|each| each.starts_with("holds 新社区")), "{all:#?}");
            let warned = street.at("2026-11-06", "郑街道", &["warn"]).done();
            assert!(warned.contains("2份整改情况没有按期上报"), "{warned}");
            // Which ones they are is told, and the letter names each.
            let show = ["warn", "show", "TB-7", "--target", "霞美社区"];
            let shown = street.at("2026-11-06", "郑街道", &show).done();
            let rows: Vec<&str> = shown.lines().filter(|line| line.contains("应于")).collect();
            assert_eq!(rows.len(), 2, "{shown}");
            assert!(rows[1].contains("（2026年10月）应于") && rows[1].ends_with("没有上报"));
            let confirm = ["warn", "confirm", "TB-7", "--target", "霞美社区"];
            street.at("2026-11-06", "郑街道", &confirm).done();
            let rows_of = ["--json", "ledger", "list", "accountability"];
            let row = street.at("2026-11-06", "郑街道", &rows_of).json().to_string();
            for (at, line) in rows.iter().enumerate() {
                assert!(row.contains(&format!("{}．{line}", at + 1)), "{row}");
            }
        });
    }
}

/// TB-7: what was given back and never sent anew was not sent, however long ago; sent anew it was in time.
#[test]
fn a_report_that_was_given_back_and_never_came_anew_is_named() {
    on_both(|database| {
        let street = street(database, "beifeng");
        let october = ["problem_list", "--period", "2026-10", "--zero"];
        let of = |day: &str| -> Vec<String> {
            told(&street, day, "TB-7").into_iter().filter(|it| it.contains("招联社区")).collect()
        };
        for (day, period) in [("2026-09-30", "2026-09"), ("2026-12-03", "2026-11")] {
            let month = ["problem_list", "--period", period, "--zero"];
            if period == "2026-11" {
                let sent = street.submit("2026-11-04", "林安全", &october).json();
                let id = sent["id"].as_str().unwrap();
                let back = ["report", "return", id, "--reason", "与台账不符"];
                street.at("2026-11-23", "郑街道", &back).done();
                assert_eq!(of("2026-11-20"), Vec::<String>::new());
                assert_eq!(of("2026-11-26"), ["near 招联社区 2026-11-27"]);
            }
            street.submit(day, "林安全", &month).json();
        }
        assert_eq!(of("2026-12-23"), ["holds 招联社区 2026-11-27"]);
        street.submit("2026-12-24", "林安全", &october).json();
        assert!(!of("2026-12-24").iter().any(|it| it.starts_with("holds")));
    });
}

/// YT-2: what was late and is over is what the circular spoke of; what is late anew goes on.
#[test]
fn a_circular_has_a_sequel_only_where_the_same_goes_on() {
    on_both(|database| {
        let street = street(database, "beifeng");
        let send = |day: &str, period: &str| {
            street.submit(day, "何安全", &["problem_list", "--period", period, "--zero"]).json();
        };
        send("2026-09-30", "2026-09");
        send("2026-11-09", "2026-10");
        let confirm = ["warn", "confirm", "TB-7", "--target", "霞美社区"];
        street.at("2026-11-10", "郑街道", &confirm).done();
        send("2026-12-03", "2026-11");
        assert_eq!(told(&street, "2026-12-24", "YT-2"), Vec::<String>::new());
        // December's is not there on its day.
        assert_eq!(told(&street, "2027-01-06", "YT-2"), ["holds 霞美社区网格责任人 2027-01-06"]);
        send("2027-01-07", "2026-12");
        assert_eq!(told(&street, "2027-01-08", "YT-2"), ["holds 霞美社区网格责任人 2027-01-06"]);
    });
}

/// A campaign's reporting day is one as well (REP-02).
#[test]
fn a_report_of_a_campaign_that_never_came_is_named() {
    on_both(|database| {
        let street = street(database, "beifeng");
        let add = ["campaign", "add", "冬春行动", "--from", "2026-11-09", "--to", "2026-11-27"];
        let rest = ["--community", "霞美社区", "--report", "days", "--report-on", "2026-11-20"];
        street.at("2026-11-09", "郑街道", &[&add[..], &rest].concat()).done();
        let told = |day: &str| -> Vec<String> {
            let all = told(&street, day, "TB-7").into_iter();
            all.filter(|each| each.ends_with("2026-11-21")).collect()
        };
        assert_eq!(told("2026-11-17"), ["near 霞美社区 2026-11-21"]);
        assert_eq!(told("2026-11-16"), Vec::<String>::new());
    });
}

/// YT-1: the street's own round of the key premises is its officer's, whatever a grid officer has seen; nobody answers for
/// himself.
#[test]
fn a_round_of_the_street_that_was_left_out_is_its_officers() {
    on_both(|database| {
        let street = Street::new(database, "yanta", "2026-09-01");
        let add = ["premises", "add", "兴善液化气站", "--grid", "一网格", "--key"];
        let rest =
            ["--industry", "液化石油气", "--address", "兴善1号", "--person-in-charge", "赵六"];
        street.at("2026-09-01", "", &[&add[..], &rest].concat()).done();
        for day in ["2026-09-08", "2026-09-15"] {
            street.inspect(day, day, "兴善液化气站");
        }
        // The first week that is asked for begins on the 7th; two of them are over on the 20th.
        assert_eq!(told(&street, "2026-09-15", "YT-1"), Vec::<String>::new());
        assert_eq!(told(&street, "2026-09-17", "YT-1"), ["near 电子城街道郑街道 2026-09-21"]);
        assert_eq!(told(&street, "2026-09-21", "YT-1"), ["holds 电子城街道郑街道 2026-09-21"]);
        let warned = street.at("2026-09-21", "郑街道", &["warn"]).done();
        assert!(
            warned.contains("“街道对重点监管单位的检查”连续2期没有完成，1家没有查到"),
            "{warned}"
        );
        for act in [["warn", "confirm"], ["warn", "dismiss"]] {
            let args = [&act[..], &["YT-1", "--reason", "已经查过"]].concat();
            let own = street.at("2026-09-21", "郑街道", &args).refused(1);
            assert!(own.contains("不能由本人确认或搁置"), "{own}");
        }
        // Whatever communities it left out, it is one round of one person; a community is not told of it.
        let other = ["premises", "add", "霞美液化气站", "--grid", "二网格", "--key"];
        let place = ["--address", "霞美2号", "--person-in-charge", "钱七"];
        let gas = ["--industry", "液化石油气"];
        street.at("2026-09-01", "", &[&other[..], &gas, &place].concat()).done();
        assert_eq!(told(&street, "2026-09-21", "YT-1"), ["holds 电子城街道郑街道 2026-09-21"]);
        let warned = street.at("2026-09-21", "郑街道", &["warn"]).done();
        assert!(warned.contains("连续2期没有完成，2家没有查到"), "{warned}");
        let community = street.at("2026-09-21", "林安全", &["--json", "warn"]).json();
        assert!(!community.to_string().contains("郑街道"), "{community:#}");
        // Of two officers nobody knows whose it was.
        let second = ["staff", "add", "王街道", "--role", "street_officer", "--unit", "电子城街道"];
        street.at("2026-09-21", "", &second).done();
        assert_eq!(told(&street, "2026-09-21", "YT-1"), ["holds 电子城街道执法人员 2026-09-21"]);
        let visit = ["inspect", "record", "--premises", "兴善液化气站", "--form", "table4"];
        let answers = street.desk.path("一条.toml");
        let by = ["--answers", &answers, "--by", "王街道"];
        street.at("2026-09-22", "王街道", &[&visit[..], &by].concat()).done();
        let visit = ["inspect", "record", "--premises", "霞美液化气站", "--form", "table4"];
        street.at("2026-09-22", "王街道", &[&visit[..], &by].concat()).done();
        // Made good in the week after, it is told on as long as that runs.
        assert_eq!(told(&street, "2026-09-27", "YT-1"), ["holds 电子城街道执法人员 2026-09-21"]);
        assert_eq!(told(&street, "2026-09-28", "YT-1"), Vec::<String>::new());
    });
}

/// A month keeps the day that was asked for as it was sent: a regime that asks earlier since accuses nobody of it.
#[test]
fn a_reporting_day_that_moves_leaves_what_was_sent_in_time() {
    on_both(|database| {
        let street = street(database, "yanta");
        let september = ["monthly_community", "--period", "2026-09", "--zero"];
        for who in ["林安全", "何安全"] {
            street.submit("2026-09-18", who, &september).json();
        }
        assert_eq!(told(&street, "2026-09-30", "TB-7"), Vec::<String>::new());
        let regime = include_str!("../../forms/regime/yanta.toml");
        let (begin, rest) = regime.split_once("code = \"monthly_community\"").unwrap();
        let rest = rest.replacen("day = 20\ncut = 20", "day = 15\ncut = 15", 1);
        let earlier = format!("{begin}code = \"monthly_community\"{rest}");
        assert_ne!(earlier, regime);
        street.desk.write("办公室/forms/regime/yanta.toml", earlier);
        let october = |day: &str| -> Vec<String> {
            let all = told(&street, day, "TB-7").into_iter();
            all.filter(|told| told.contains("霞美")).collect()
        };
        assert_eq!(october("2026-09-30"), Vec::<String>::new());
        // What is not sent yet is due on the new day.
        assert_eq!(october("2026-10-16"), ["holds 霞美社区 2026-10-16"]);
    });
}
