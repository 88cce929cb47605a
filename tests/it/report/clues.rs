//! 打非统计: a clue is found in one month and banned in one, in whatever month it is looked at.

use super::{Street, on_both};

const CLUE: [&str; 5] =
    ["found_on=2026-10-14", "kind=非法生产", "place=招联街1号", "content=无证", "reporter=陈一鸣"];

fn add(street: &Street, day: &str, more: &[&str]) -> crate::desk::Ran {
    let sets = CLUE.iter().chain(more).flat_map(|set| ["--set", set]);
    let args: Vec<&str> = ["--json", "ledger", "add", "clue"].into_iter().chain(sets).collect();
    street.at(day, "林安全", &args)
}

/// 已掌握、已取缔、正在打击、合计、以前发现本期取缔 of 非法生产.
fn counted(street: &Street, period: &str) -> Vec<String> {
    let said = street.text("2026-12-20", "林安全", &["clue_sum", "--period", period]);
    let line = said.lines().find(|line| line.contains("非法生产")).unwrap();
    line.split_whitespace().skip(2).map(str::to_owned).collect()
}

#[test]
fn a_clue_counts_as_found_in_its_month_and_as_banned_in_that_of_its_ban() {
    on_both(|database| {
        let street = Street::new(database, "yanta", "2026-09-28");
        let id = add(&street, "2026-10-14", &["situation=已掌握"]).json()["id"].clone();
        let id = id.as_str().unwrap();
        add(&street, "2026-10-15", &["situation=正在打击"]).done();
        // Entered when it was banned already: on the day on which it was found.
        add(&street, "2026-11-02", &["situation=已取缔"]).done();
        assert_eq!(counted(&street, "2026-10"), ["1", "1", "1", "3", "0"]);
        let edit = |day: &str, sets: &[&str]| {
            let sets: Vec<&str> = sets.iter().flat_map(|set| ["--set", set]).collect();
            street.at(day, "林安全", &[&["ledger", "edit", id], &sets[..]].concat())
        };
        for (sets, said) in [
            (&["situation=已取缔", "banned_on=2026-10-13"][..], "早于“发现日期”2026年10月14日"),
            (&["situation=已取缔", "banned_on=2026-11-19"], "还没有到"),
            (&["banned_on=2026-11-18"], "只在打击情况是“已取缔”时填"),
        ] {
            let refused = edit("2026-11-18", sets).refused(1);
            assert!(refused.contains(said), "{refused}");
        }
        // Nobody names the day: today.
        edit("2026-11-18", &["situation=已取缔"]).done();
        assert_eq!(counted(&street, "2026-10"), ["1", "1", "1", "3", "0"]);
        assert_eq!(counted(&street, "2026-11"), ["0", "0", "0", "0", "1"]);
        // It was banned earlier than it was entered.
        edit("2026-12-01", &["banned_on=2026-10-30"]).done();
        assert_eq!(counted(&street, "2026-10"), ["0", "2", "1", "3", "0"]);
        assert_eq!(counted(&street, "2026-11"), ["0", "0", "0", "0", "0"]);
        assert_eq!(counted(&street, "2026"), ["0", "2", "1", "3", "0"]);
        // What is begun in November was not being dealt with when October ended.
        let id = add(&street, "2026-10-20", &["situation=已掌握"]).json()["id"].clone();
        let begun = ["ledger", "edit", id.as_str().unwrap(), "--set", "situation=正在打击"];
        street.at("2026-11-05", "林安全", &begun).done();
        assert_eq!(counted(&street, "2026-10"), ["1", "2", "1", "4", "0"]);
        assert_eq!(counted(&street, "2026"), ["0", "2", "2", "4", "0"]);
        // The same by trade; nobody is made to know it.
        add(&street, "2026-10-22", &["situation=已掌握", "industry=制鞋业"]).done();
        let said = street.text("2026-12-20", "林安全", &["clue_sum", "--period", "2026-10"]);
        let rows: Vec<Vec<&str>> =
            said.lines().map(|line| line.split_whitespace().skip(1).collect()).collect();
        for row in [["制鞋业", "1", "0", "0", "1", "0"], ["未注明行业", "1", "2", "1", "4", "0"]]
        {
            assert!(rows.iter().any(|told| *told == row), "{row:?}\n{said}");
        }
    });
}
