//! What is suggested against a community that did not report, on both engines and under both regimes (TB-3).

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
