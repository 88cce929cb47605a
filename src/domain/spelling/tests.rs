use super::*;

#[test]
fn a_class_of_fire_danger_is_one_of_five() {
    for (text, is) in [
        ("甲", true),
        ("丙类", true),
        ("丙类2项", true),
        ("戊类", true),
        ("丙烯", false),
        ("一类", false),
        ("", false),
    ] {
        assert_eq!(is_fire_class(text), is, "{text}");
    }
}

#[test]
fn an_offset_is_two_lengths() {
    for (text, expected) in [
        ("1.5,-2", Some((1.5, -2.0))),
        ("０，－１．５", Some((0.0, -1.5))),
        (" 0 、 0 ", Some((0.0, 0.0))),
        ("31,0", None),
        ("1.5", None),
        ("a,b", None),
    ] {
        assert_eq!(offset(text), expected, "{text}");
    }
}

#[test]
fn days_in_every_spelling() {
    for text in [
        "2020.3.5",
        "2020-03-05",
        "2020/3/5",
        "2020年3月5日",
        "3月5日",
        "3月5号",
        "03月05日",
        "20200305",
        "43895",
        "43895.0",
        "43895.75",
        "２０２０．３．５",
        "２０２０年３月５日",
        "2020-03-05 00:00:00",
        "2020-3-5 0:00:00",
        "2020-03-05T00:00:00",
        " 2020 . 3 . 5 ",
        "2020年 3月 5日",
        "三月五日",
        "二〇二〇年三月五日",
        "二零二零年三月五日",
        "2020.3.5.",
        "2020。3。5",
        "2020年3月5日 14:30",
    ] {
        assert_eq!(date(text, Some(2020)), Ok(NaiveDate::from_ymd_opt(2020, 3, 5)), "{text}");
    }
    let day = |y, m, d| Ok(NaiveDate::from_ymd_opt(y, m, d));
    assert_eq!(date("2020.2.29", None), day(2020, 2, 29));
    assert_eq!(date("十二月三十一日", Some(2025)), day(2025, 12, 31));
    assert_eq!(date("十月二十日", Some(2025)), day(2025, 10, 20));
    assert_eq!(date("四月十日", Some(2025)), day(2025, 4, 10));
    assert_eq!(date("25569", None), day(1970, 1, 1));
    for nothing in ["", " ", "无", "待补", "None", "—", "/"] {
        assert_eq!(date(nothing, None), Ok(None), "{nothing}");
    }
}

#[test]
fn a_day_typed_without_its_year_is_the_nearest() {
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    for (typed, today, meant) in [
        ("11-30", "2026-11-23", "2026-11-30"),
        ("12-05", "2026-11-23", "2026-12-05"),
        ("１２．５", "2026-11-23", "2026-12-05"),
        ("12/5", "2026-11-23", "2026-12-05"),
        ("12月5号", "2026-11-23", "2026-12-05"),
        ("11-20", "2026-11-23", "2026-11-20"),
        ("1-5", "2026-12-20", "2027-01-05"),
        ("12-30", "2027-01-03", "2026-12-30"),
        ("2-29", "2027-12-31", "2028-02-29"),
        ("2026-11-30", "2027-01-03", "2026-11-30"),
        ("今天", "2026-11-23", "2026-11-23"),
        ("昨天", "2026-11-01", "2026-10-31"),
        ("明天", "2026-12-31", "2027-01-01"),
    ] {
        assert_eq!(typed_day(typed, day(today)), Ok(Some(day(meant))), "{typed} on {today}");
    }
    assert_eq!(typed_day(" ", day("2026-11-23")), Ok(None));
    assert_eq!(typed_day("11-31", day("2026-11-23")), Err(DateFlaw::Impossible));
    assert_eq!(typed_day("2-29", day("2026-11-23")), Err(DateFlaw::Impossible));
    assert_eq!(typed_day("2026-11", day("2026-11-23")), Err(DateFlaw::NoDay));
    assert_eq!(typed_day("三天后", day("2026-11-23")), Err(DateFlaw::NotADate));
}

#[test]
fn what_is_not_a_day_is_refused_and_never_shifted() {
    let table = [
        ("2020.2.30", DateFlaw::Impossible),
        ("2021-02-29", DateFlaw::Impossible),
        ("2020年13月1日", DateFlaw::Impossible),
        ("20200231", DateFlaw::Impossible),
        ("0220-03-05", DateFlaw::Impossible),
        ("2020年3月", DateFlaw::NoDay),
        ("2020.03", DateFlaw::NoDay),
        ("2020", DateFlaw::NoDay),
        ("202003", DateFlaw::NoDay),
        ("3月5日", DateFlaw::NoYear),
        ("3.5", DateFlaw::NotADate),
        ("20.3.5", DateFlaw::NotADate),
        ("2020-3-5-6", DateFlaw::NotADate),
        ("去年", DateFlaw::NotADate),
        ("-43895", DateFlaw::NotADate),
        ("99999", DateFlaw::NotADate),
    ];
    for (text, flaw) in table {
        assert_eq!(date(text, None), Err(flaw), "{text}");
    }
    assert_eq!(date("2月29日", Some(2021)), Err(DateFlaw::Impossible));
}

#[test]
fn yes_and_no() {
    for (text, expected) in [
        ("是", Some(true)),
        ("有", Some(true)),
        ("√", Some(true)),
        ("Ｙ", Some(true)),
        ("1", Some(true)),
        ("否", Some(false)),
        ("无", Some(false)),
        ("×", Some(false)),
        ("n", Some(false)),
        ("０", Some(false)),
        ("X", Some(false)),
        ("也许", None),
        ("", None),
    ] {
        assert_eq!(yes_no(text), expected, "{text}");
    }
}

#[test]
fn words_of_the_closed_lists() {
    let table: [(&[Choice], &str, Option<&str>); 14] = [
        (&RISKS, "红", Some("red")),
        (&RISKS, "红色风险", Some("red")),
        (&RISKS, "橙 色", Some("orange")),
        (&RISKS, "低风险", Some("blue")),
        (&RISKS, "Ⅱ级", Some("orange")),
        (&RISKS, "yellow", Some("yellow")),
        (&RISKS, "紫", None),
        (&KINDS, "企业", Some("enterprise")),
        (&KINDS, "出租屋", Some("rental")),
        (&KINDS, "社会单位", Some("social")),
        (&STATUSES, "停业", Some("suspended")),
        (&STATUSES, "moved_out", Some("moved_out")),
        (&STATUSES, "正常", Some("operating")),
        (&STATUSES, "", None),
    ];
    for (list, word, code) in table {
        assert_eq!(choice(list, word), code, "{word}");
    }
}

#[test]
fn every_word_belongs_to_one_choice_and_labels_read_back() {
    for list in [&RISKS[..], &KINDS, &STATUSES] {
        for entry in list {
            assert_eq!(choice(list, label(list, entry.code)), Some(entry.code));
            for word in entry.words {
                assert_eq!(choice(list, word), Some(entry.code), "{word}");
            }
        }
    }
}
