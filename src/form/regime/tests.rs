use super::{
    super::{calendar::work_calendar, regime_file},
    *,
};
use crate::domain::numbering::NumberParts;

fn regime(text: &str) -> Regime {
    let (regime, faults) = regime_file::parse("regime.toml", text);
    assert_eq!(faults, []);
    regime.expect("a regime")
}

fn beifeng() -> Regime {
    regime(include_str!("../../../forms/regime/beifeng.toml"))
}

fn yanta() -> Regime {
    regime(include_str!("../../../forms/regime/yanta.toml"))
}

#[test]
fn the_two_monthly_clocks_differ() {
    let calendar = work_calendar([]);
    let (beifeng, yanta) = (beifeng(), yanta());
    for (regime, code, of, due) in [
        (&beifeng, "problem_list", "2026-10-18", "2026-11-05"),
        (&beifeng, "problem_list", "2026-09-30", "2026-09-30"),
        (&beifeng, "problem_list", "2025-12-31", "2026-01-05"),
        (&yanta, "monthly_community", "2026-11-02", "2026-11-20"),
        (&yanta, "monthly_community", "2026-02-02", "2026-02-14"),
        (&yanta, "monthly_street", "2026-09-30", "2026-09-24"),
        (&yanta, "monthly_district", "2026-11-30", "2026-11-27"),
        (&yanta, "quarterly", "2026-04-01", "2026-06-30"),
        (&yanta, "quarterly", "2025-02-11", "2025-03-31"),
    ] {
        let rule = regime.report(code).expect("a report");
        let of: NaiveDate = of.parse().expect("a day");
        let got = rule.due(&calendar, of).expect("a day");
        assert_eq!(got.day.to_string(), due, "{code} {of}");
    }
}

#[test]
fn a_month_is_cut_where_the_regime_says() {
    let (beifeng, yanta) = (beifeng(), yanta());
    for (regime, code, of, from, to) in [
        (&yanta, "monthly_community", "2026-11-01", "2026-10-21", "2026-11-20"),
        (&yanta, "monthly_community", "2026-01-31", "2025-12-21", "2026-01-20"),
        (&yanta, "monthly_street", "2026-03-01", "2026-02-21", "2026-03-20"),
        (&yanta, "quarterly", "2026-11-01", "2026-10-01", "2026-12-31"),
        (&beifeng, "problem_list", "2026-11-01", "2026-11-01", "2026-11-30"),
    ] {
        let rule = regime.report(code).expect("a report");
        let days = rule.days(of.parse().expect("a day"));
        assert_eq!(
            (days.0.to_string(), days.1.to_string()),
            (from.into(), to.into()),
            "{code} {of}"
        );
    }
    let cut = |text: &str| {
        let text = include_str!("../../../forms/regime/yanta.toml").replacen("cut = 20", text, 1);
        regime_file::parse("regime.toml", &text).1.len()
    };
    assert_eq!(["cut = 28", "cut = 29", "cut = 0"].map(cut), [0, 1, 1]);
}

#[test]
fn key_premises_are_suggested_with_their_reason() {
    let beifeng = beifeng();
    let suggested = |industry, name, fire_class, processes| {
        let known = KeyFacts { industry, name, fire_class, processes };
        let rules = beifeng.suggest_key(known);
        rules.iter().map(|rule| rule.code.as_str()).collect::<Vec<_>>()
    };
    for (industry, name, codes) in [
        ("服装制造", "丰泽服饰有限公司", vec!["class_c_production"]),
        ("", "建发塑胶鞋材厂", vec!["class_c_production", "prominent_fire_risk"]),
        ("金属制品", "某某喷漆作坊", vec!["prominent_fire_risk"]),
        ("零售", "小丽服装店", vec![]),
        ("餐饮", "北峰面馆", vec![]),
        ("电子商务", "某某网络公司", vec![]),
    ] {
        assert_eq!(suggested(industry, name, None, ""), codes, "{industry}/{name}");
    }
    // A known class stands above the words, where the rule speaks of classes.
    for (industry, class, codes) in [
        ("家具制造", '丙', vec!["class_c_production", "prominent_fire_risk"]),
        ("制鞋业", '丁', vec![]),
        ("机械加工", '甲', vec!["class_c_production"]),
    ] {
        assert_eq!(suggested(industry, "某某厂", Some(class), ""), codes, "{industry} {class}");
    }
    // What is done there counts whatever the place is called.
    for (processes, codes) in [
        ("金属制品喷漆", vec!["prominent_fire_risk"]),
        ("切割、木材", vec!["prominent_fire_risk"]),
        ("泡沫发泡", vec!["class_c_production"]),
        ("切割", vec![]),
    ] {
        assert_eq!(suggested("零售", "小丽服装店", None, processes), codes, "{processes}");
    }
    assert!(beifeng.processes().eq([
        "危化品使用",
        "金属制品喷漆",
        "塑料",
        "橡胶制品",
        "布料",
        "木材",
        "陶瓷",
        "食品加工"
    ]));
}

#[test]
fn numbers_and_limits_are_those_of_the_file() {
    let beifeng = beifeng();
    let parts =
        NumberParts { office: "招联".into(), year: 2026, serial: 11, ..NumberParts::default() };
    let pattern = beifeng.number("rectification").expect("a pattern");
    assert_eq!(pattern.render(&parts), "招联安监整改〔2026〕11号");
    assert_eq!(beifeng.recheck.grace_workdays, 3);
    assert_eq!(beifeng.deadline.presets, [0, 3, 5, 7, 15, 30]);
    for regime in [&beifeng, &yanta()] {
        let supervision = (regime.supervision.every, regime.supervision.extension_workdays);
        assert_eq!(supervision, (supervision::Every::Month, 15));
        assert_eq!((regime.transfer.reply_workdays, regime.event.hop_days), (10, 3));
    }
    let [from, thirty, more] = ["2026-11-01", "2026-12-01", "2026-12-02"]
        .map(|day| day.parse::<NaiveDate>().expect("a day"));
    assert!(!beifeng.deadline.is_long(from, thirty, false));
    assert!(beifeng.deadline.is_long(from, more, false));
    assert!(!beifeng.deadline.is_long(from, more, true));
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// The weekly round, once a week until the end of November and, where days are given, twice from then on.
fn raised(since: Option<&str>, then: Option<(&str, Option<&str>)>) -> Regime {
    let mut regime = beifeng();
    let until = then.map(|_| day("2026-11-30"));
    regime.patrols[0].lasts = Lasts { since: since.map(day), until };
    if let Some((first, last)) = then {
        let lasts = Lasts { since: Some(day(first)), until: last.map(day) };
        let more = Patrol { times: 2, lasts, ..regime.patrols[0].clone() };
        regime.patrols.push(more);
    }
    regime
}

#[test]
fn a_round_goes_by_the_rule_that_held_as_it_began() {
    let none = raised(None, None);
    let begun = raised(Some("2026-12-01"), None);
    let twice = raised(None, Some(("2026-12-01", None)));
    let again = raised(Some("2026-11-04"), Some(("2027-01-01", Some("2027-01-20"))));
    for (regime, on, times, since) in [
        (&none, "1999-01-01", Some(1), None),
        // The week of the first day has begun before it.
        (&begun, "2026-11-30", None, None),
        (&begun, "2026-12-06", None, None),
        (&begun, "2026-12-07", Some(1), Some("2026-12-07")),
        (&begun, "2028-12-07", Some(1), Some("2026-12-07")),
        (&twice, "2026-10-01", Some(1), None),
        (&twice, "2026-12-06", Some(1), None),
        (&twice, "2026-12-07", Some(2), None),
        (&again, "2026-11-08", None, None),
        (&again, "2026-11-09", Some(1), Some("2026-11-09")),
        (&again, "2026-12-06", Some(1), Some("2026-11-09")),
        (&again, "2026-12-07", None, None),
        (&again, "2027-01-03", None, None),
        (&again, "2027-01-04", Some(2), Some("2027-01-04")),
        (&again, "2027-01-24", Some(2), Some("2027-01-04")),
        (&again, "2027-01-25", None, None),
    ] {
        let patrol = regime.patrol("key_weekly", day(on));
        assert_eq!(patrol.map(|patrol| patrol.times), times, "{on}");
        let own = regime.patrols_of(day(on)).filter(|patrol| patrol.code == "key_weekly");
        assert_eq!(own.count(), usize::from(times.is_some()), "{on}");
        assert_eq!(regime.asked_since("key_weekly", day(on)), since.map(day), "{on}");
        assert_eq!(regime.patrols_by_code().count(), 2);
    }
    for (regime, on, over) in [
        (&none, "2026-12-07", false),
        (&begun, "2026-01-01", false),
        (&twice, "2030-01-01", false),
        (&again, "2026-12-20", false),
        (&again, "2027-01-24", false),
        (&again, "2027-01-25", true),
    ] {
        assert_eq!(regime.is_over("key_weekly", day(on)), over, "{on}");
    }
}

#[test]
fn a_rule_that_follows_another_without_a_gap_goes_on_with_it() {
    let mut regime = raised(Some("2026-11-02"), Some(("2026-12-01", Some("2026-12-31"))));
    let lasts = Lasts { since: Some(day("2027-01-01")), until: None };
    regime.patrols.push(Patrol { times: 3, lasts, ..regime.patrols[0].clone() });
    for (on, times) in [("2026-11-08", 1), ("2026-12-07", 2), ("2027-01-03", 2), ("2027-01-04", 3)]
    {
        let patrol = regime.patrol("key_weekly", day(on));
        assert_eq!(patrol.map(|patrol| patrol.times), Some(times), "{on}");
        assert_eq!(regime.asked_since("key_weekly", day(on)), Some(day("2026-11-02")), "{on}");
    }
}

#[test]
fn spans_meet_where_they_share_a_day() {
    let of = |since: &str, until: &str| Lasts {
        since: (!since.is_empty()).then(|| day(since)),
        until: (!until.is_empty()).then(|| day(until)),
    };
    for (one, other, meets) in [
        (of("", ""), of("", ""), true),
        (of("", "2026-11-30"), of("2026-12-01", ""), false),
        (of("", "2026-12-01"), of("2026-12-01", ""), true),
        (of("", ""), of("2026-12-01", ""), true),
        (of("2026-12-01", ""), of("2027-12-01", ""), true),
        (of("2026-01-01", "2026-01-31"), of("2026-02-01", "2026-02-28"), false),
        (of("2026-01-01", "2026-12-31"), of("2026-02-01", "2026-02-28"), true),
    ] {
        assert_eq!((one.meets(other), other.meets(one)), (meets, meets), "{one:?} {other:?}");
    }
}
