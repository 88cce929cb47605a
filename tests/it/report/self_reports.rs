//! INS-26: what enterprises find themselves goes up step by step, by trade: community, street, district.

use serde_json::Value;

use anban::sheet::{grid::Cell, read::read_bytes};

use super::{Street, on_both};

/// An enterprise of the first or the second community has found so much.
fn enter(street: &Street, day: &str, on: &str, who: &str, what: [&str; 4]) -> String {
    let [unit, industry, found, fixed] = what;
    let fields = [("day", on), ("unit", unit), ("industry", industry), ("way", "书面")];
    let fields = [&fields[..], &[("found", found), ("fixed", fixed)]].concat();
    let sets: Vec<String> = fields.iter().map(|(id, value)| format!("{id}={value}")).collect();
    let mut args = vec!["--json", "ledger", "add", "self_report", "--premises", unit];
    sets.iter().for_each(|set| args.extend(["--set", set]));
    street.at(day, who, &args).json()["id"].as_str().unwrap().to_owned()
}

/// 报送企业、报送次数、自查隐患、已整改 of the first row that begins so.
fn row(said: &str, word: &str) -> Vec<String> {
    let line = said.lines().find(|line| line.contains(word)).unwrap_or_else(|| panic!("{said}"));
    line.split_whitespace().map(str::to_owned).collect()
}

fn plain(said: &str) -> String {
    said.split_whitespace().collect()
}

/// The lines of the sum of November, as a spreadsheet has them.
fn lines(street: &Street, day: &str) -> Vec<String> {
    let file = street.desk.path("汇总.xlsx");
    let report = [&["report"], &month("2026-11")[..], &["-o", &file]].concat();
    street.at(day, "郑街道", &report).done();
    let told = |row: &Vec<Cell>| row.iter().map(Cell::text).collect::<Vec<_>>().join(" ");
    let sheets = read_bytes(&std::fs::read(&file).unwrap(), None).unwrap();
    sheets.iter().flat_map(|sheet| sheet.rows.iter().map(told)).collect()
}

fn month(period: &'static str) -> [&'static str; 3] {
    ["self_report", "--period", period]
}

fn found(sent: &Value) -> [Value; 2] {
    ["found", "closed"].map(|name| sent["figures"][name].clone())
}

/// What is found is counted in whole, and no more of it is put right than there was.
#[test]
fn no_enterprise_puts_right_more_than_it_has_found() {
    let street = second_workshop(None);
    for (found, fixed, why) in [
        ("found=1.5", "fixed=1", "“自查隐患（条）”写的是1.5，要填整数"),
        ("found=1", "fixed=9", "“已整改（条）”9多于“自查隐患（条）”1"),
    ] {
        let line = ["ledger", "add", "self_report", "--premises", "恒捷鞋材厂"];
        let sets = ["--set", "day=2026-10-15", "--set", "way=书面", "--set", found, "--set", fixed];
        let said = street.at("2026-10-15", "林安全", &[&line[..], &sets].concat()).refused(1);
        assert!(said.contains(why), "{said}");
    }
    enter(&street, "2026-10-15", "2026-10-15", "林安全", ["恒捷鞋材厂", "制鞋业", "9.0", "9"]);
}

/// The day each of them has, and nobody but who owes it by the regime has it in 今日.
#[test]
fn what_enterprises_find_goes_up_step_by_step_and_who_is_missing_is_named() {
    on_both(|database| {
        let street = second_workshop(database);
        enter(&street, "2026-10-15", "2026-10-15", "林安全", ["恒捷鞋材厂", "制鞋业", "3", "2"]);
        enter(&street, "2026-10-16", "2026-10-16", "林安全", ["丰泽服饰", "服装", "2", "0"]);
        enter(&street, "2026-10-16", "2026-10-16", "何安全", ["霞美鞋厂", "制鞋业", "4", "4"]);
        let agenda = street.at("2026-10-19", "林安全", &["agenda", "--to", "2026-10-20"]).done();
        assert!(agenda.contains("企业隐患自查自报情况（社区）"), "{agenda}");
        let zero =
            street.submit("2026-10-20", "林安全", &[&month("2026-10")[..], &["--zero"]].concat());
        let zero = zero.refused(1);
        assert!(
            zero.contains("报送企业2家，报送2次，自查隐患5条，已整改2条，不能作零报告"),
            "{zero}"
        );
        let sent = street.submit("2026-10-20", "林安全", &month("2026-10")).json();
        assert_eq!(
            (&sent["code"], &sent["due"]),
            (&"self_report_community".into(), &"2026-10-20".into())
        );
        assert_eq!(found(&sent), [5, 2]);

        // One of two has reported.
        let said = street.text("2026-10-23", "郑街道", &month("2026-10"));
        assert!(plain(&said).contains("应收报表2份，已收1份"), "{said}");
        assert!(plain(&said).contains("未报：霞美社区2026年10月"), "{said}");
        street.submit("2026-10-23", "何安全", &month("2026-10")).done();
        let said = street.text("2026-10-23", "郑街道", &month("2026-10"));
        assert!(!said.contains("未报"), "{said}");
        assert_eq!(row(&said, "制鞋业")[2..], ["2", "2", "7", "6", "86%"]);
        assert_eq!(row(&said, "霞美社区")[3..], ["迟报", "2026-10-23", "1", "1", "4", "4"]);
        let sent = street.submit("2026-10-23", "郑街道", &month("2026-10")).json();
        assert_eq!(
            (&sent["code"], &sent["due"]),
            (&"self_report_street".into(), &"2026-10-23".into())
        );
        assert_eq!(found(&sent), [9, 6]);

        // What is frozen is added up, not what has been entered since.
        enter(&street, "2026-10-26", "2026-10-19", "林安全", ["恒捷鞋材厂", "制鞋业", "1", "0"]);
        let said = street.text("2026-10-26", "郑街道", &month("2026-10"));
        assert_eq!(row(&said, "制鞋业")[2..], ["2", "2", "7", "6", "86%"]);
        let next = street.submit("2026-11-20", "林安全", &month("2026-11")).json();
        assert_eq!(found(&next), [1, 0]);
        let zero = [&month("2026-11")[..], &["--zero"]].concat();
        street.submit("2026-11-20", "何安全", &zero).done();
        let said = street.text("2026-11-25", "郑街道", &month("2026-11"));
        let lines = lines(&street, "2026-11-25");
        assert!(lines.contains(&"1 制鞋业（2026年10月补报） 0 1 1 0 —".into()), "{lines:?}");
        assert_eq!(row(&said, "霞美社区")[3..5], ["零报告", "2026-11-20"]);
        assert_eq!(found(&street.submit("2026-11-25", "郑街道", &month("2026-11")).json()), [1, 0]);
        // Nobody found anything, and says so all the way up.
        for (who, on) in
            [("林安全", "2026-12-18"), ("何安全", "2026-12-18"), ("郑街道", "2026-12-25")]
        {
            assert!(street.submit(on, who, &month("2026-12")).refused(1).contains("请作零报告"));
            street.submit(on, who, &[&month("2026-12")[..], &["--zero"]].concat()).done();
        }
    });
    // Where the regime asks for none, nobody owes it.
    let street = Street::new(None, "beifeng", "2026-09-28");
    let owed = street.at("2026-10-19", "林安全", &["agenda", "--to", "2026-10-31"]).done();
    assert!(!owed.contains("企业隐患自查自报情况"), "{owed}");
}

/// What came late, came anew or was given back is in one sum, whatever is sent first; the year is what the ledger has.
#[test]
fn a_year_of_sums_has_each_self_report_once() {
    on_both(|database| {
        let street = second_workshop(database);
        let hengjie = |day: &str, on: &str, found: &str| {
            enter(&street, day, on, "林安全", ["恒捷鞋材厂", "制鞋业", found, "0"])
        };
        hengjie("2026-10-15", "2026-10-15", "3");
        enter(&street, "2026-10-16", "2026-10-16", "何安全", ["霞美鞋厂", "制鞋业", "4", "4"]);
        let send = |day: &str, who: &str, period: &'static str| {
            street.submit(day, who, &month(period)).json()
        };
        let back = |day: &str, who: &str, sent: &Value| {
            let args = ["report", "return", sent["id"].as_str().unwrap(), "--reason", "漏报"];
            street.at(day, who, &args).done();
        };
        let first = send("2026-10-20", "林安全", "2026-10");
        let sum = send("2026-10-23", "郑街道", "2026-10");
        assert_eq!(found(&sum), [3, 0]);
        // One comes late; the other is given back and comes anew with one more.
        assert_eq!(found(&send("2026-10-26", "何安全", "2026-10")), [4, 4]);
        back("2026-10-26", "郑街道", &first);
        hengjie("2026-10-27", "2026-10-20", "2");
        assert_eq!(found(&send("2026-10-28", "林安全", "2026-10")), [5, 0]);
        hengjie("2026-11-02", "2026-11-02", "1");
        send("2026-11-20", "林安全", "2026-11");
        let zero = |day: &str, who: &str, period: &'static str| {
            street.submit(day, who, &[&month(period)[..], &["--zero"]].concat()).done();
        };
        zero("2026-11-20", "何安全", "2026-11");
        let november = send("2026-11-25", "郑街道", "2026-11");
        let said = street.text("2026-11-25", "郑街道", &month("2026-11"));
        // 1 of November, 2 more of the one and 4 of the other of October.
        assert_eq!(found(&november), [7, 4], "{said}");
        let lines = lines(&street, "2026-11-25");
        for line in [
            "3 制鞋业（招联社区2026年10月更正） 0 1 2 0 —",
            "2 制鞋业（霞美社区2026年10月补报） 1 1 4 4 —",
        ] {
            assert!(lines.contains(&line.into()), "{lines:?}");
        }
        for correction in [
            "2026年10月 补报 霞美社区2026年10月 报送企业1家，报送1次，自查隐患4条，已整改4条",
            "2026年10月 更正 招联社区2026年10月 报送2次（原报1），自查隐患5条（原报3）",
        ] {
            assert!(lines.iter().any(|line| line.ends_with(correction)), "{lines:?}");
        }
        // October is sent anew: what November has told is not in it again.
        back("2026-11-26", "", &sum);
        let anew = send("2026-11-27", "郑街道", "2026-10");
        let said = street.text("2026-11-27", "郑街道", &month("2026-10"));
        assert_eq!(found(&anew), [3, 0], "{said}");
        assert_eq!(row(&said, "霞美社区")[3..], ["已补报", "2026-10-26", "0", "0", "0", "0"]);
        zero("2026-12-18", "林安全", "2026-12");
        zero("2026-12-18", "何安全", "2026-12");
        zero("2026-12-25", "郑街道", "2026-12");
    });
}

/// A community's own month that is sent anew leaves out what the next has told.
#[test]
fn self_reports_told_by_the_next_month_are_not_in_one_sent_anew() {
    on_both(|database| {
        let street = second_workshop(database);
        let hengjie = |day: &str, on: &str, found: &str| {
            enter(&street, day, on, "林安全", ["恒捷鞋材厂", "制鞋业", found, "0"])
        };
        let send =
            |day: &str, period: &'static str| street.submit(day, "林安全", &month(period)).json();
        hengjie("2026-10-15", "2026-10-15", "3");
        let first = send("2026-10-20", "2026-10");
        let entry = hengjie("2026-10-27", "2026-10-18", "2");
        assert_eq!(found(&send("2026-11-20", "2026-11")), [2, 0]);
        let id = first["id"].as_str().unwrap();
        street.at("2026-11-23", "郑街道", &["report", "return", id, "--reason", "漏盖章"]).done();
        hengjie("2026-11-23", "2026-10-19", "7");
        assert_eq!(found(&send("2026-11-24", "2026-10")), [10, 0]);
        // What is put right after both is told by the third, once.
        let edit = ["ledger", "edit", &entry, "--set", "found=1"];
        street.at("2026-12-01", "林安全", &edit).done();
        assert_eq!(found(&send("2026-12-18", "2026-12")), [-1, 0]);
    });
}

/// Before there was a step below it, by a regime of its own, the street counted the ledger itself, up to the day of sending:
/// what it has told then is not in the first reports from below, which begin on the day after.
#[test]
fn what_a_street_has_told_itself_is_not_told_again_from_below() {
    on_both(|database| {
        let street = second_workshop(database);
        let now = include_str!("../../../forms/regime/yanta.toml");
        let step =
            "day = 25\ncut = 20\npaper = \"self_report_total\"\nsums = \"self_report_community\"\n";
        let once = now.replacen(step, "day = 31\npaper = \"self_report_sum\"\n", 1);
        assert_ne!(once, now);
        let revised = |text: &str, to: &str| {
            let text = text.replacen("revision = 1", &format!("revision = {to}"), 1);
            street.desk.write("办公室/forms/regime/yanta.toml", text);
        };
        let shoes = |on: &str, found: &str| {
            enter(&street, on, on, "林安全", ["恒捷鞋材厂", "制鞋业", found, "0"]);
        };
        let send = |day: &str, who: &str, period: &'static str| {
            street.submit(day, who, &month(period)).json()
        };
        revised(&once, "2");
        shoes("2026-10-15", "3");
        shoes("2026-10-26", "2");
        enter(&street, "2026-10-28", "2026-10-28", "何安全", ["霞美鞋厂", "制鞋业", "4", "4"]);
        assert_eq!(found(&send("2026-10-30", "郑街道", "2026-10")), [9, 4]);
        revised(now, "3");
        shoes("2026-10-31", "2");
        shoes("2026-11-05", "1");
        assert_eq!(found(&send("2026-11-20", "林安全", "2026-11")), [3, 0]);
        // A report about the month that the street has told itself adds nothing to what it tells.
        assert_eq!(found(&send("2026-11-20", "林安全", "2026-10"))[1], 0);
        let zero = [&month("2026-11")[..], &["--zero"]].concat();
        street.submit("2026-11-20", "何安全", &zero).done();
        assert_eq!(found(&send("2026-11-25", "郑街道", "2026-11")), [3, 0]);
        // The month after that goes on where the community's own ended.
        shoes("2026-11-23", "5");
        enter(&street, "2026-12-03", "2026-12-03", "何安全", ["霞美鞋厂", "制鞋业", "6", "6"]);
        assert_eq!(found(&send("2026-12-18", "林安全", "2026-12")), [5, 0]);
        assert_eq!(found(&send("2026-12-18", "何安全", "2026-12")), [6, 6]);
        assert_eq!(found(&send("2026-12-25", "郑街道", "2026-12")), [11, 6]);
    });
}

/// A street with a workshop in either of its communities.
fn second_workshop(database: Option<crate::engines::Schema>) -> Street {
    let street = Street::new(database, "yanta", "2026-09-28");
    let add = ["premises", "add", "霞美鞋厂", "--grid", "二网格", "--industry", "制鞋业"];
    let rest = ["--address", "霞美街1号", "--person-in-charge", "吴七"];
    street.at("2026-09-28", "何安全", &[&add[..], &rest].concat()).done();
    street
}
