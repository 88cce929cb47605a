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
