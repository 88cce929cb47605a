//! Coverage, the plan of visits, campaigns and what falls due, told to both engines.

use serde_json::Value;

use crate::{
    engines::Schema,
    review::{House, house},
};

fn json(house: &House, day: &str, args: &[&str]) -> Value {
    serde_json::from_str(&house.run(day, &[&["--json"], args].concat())).unwrap()
}

/// `required` and `covered` of the round of a rule.
fn round(coverage: &Value, rule: &str) -> (i64, i64) {
    let rounds = coverage["rounds"].as_array().unwrap();
    let round = rounds.iter().find(|round| round["code"] == rule).unwrap_or_else(|| {
        panic!("{rule}: {coverage:#}");
    });
    (round["required"].as_i64().unwrap(), round["covered"].as_i64().unwrap())
}

#[test]
fn coverage_counts_what_was_seen_and_names_what_was_missed() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let one = house.desk.write("一条.toml", crate::desk::ANSWERS);
        house.inspect("2026-11-17", "恒捷鞋材厂", &one);
        let wednesday = json(&house, "2026-11-18", &["coverage"]);
        assert_eq!(round(&wednesday, "key_weekly"), (2, 1));
        assert_eq!(round(&wednesday, "all_monthly"), (2, 1));
        let said = house.run("2026-11-18", &["coverage"]);
        assert!(said.contains("50.0%") && said.contains("丰泽服饰"), "{said}");
        let said = house.run("2026-11-18", &["coverage", "--by", "community"]);
        let heads = said.lines().find(|line| line.contains("覆盖率")).unwrap();
        assert_eq!(heads.matches("社区").count(), 1, "{said}");
        // A day before the visit nobody had been there; the day is told, not today.
        let monday = json(&house, "2026-11-18", &["coverage", "--on", "2026-11-16"]);
        assert_eq!(round(&monday, "key_weekly"), (2, 0));
        // The month alone, and the week alone: of one gone by as it stood at its end.
        let codes = |told: &Value| {
            let rounds = told["rounds"].as_array().unwrap();
            rounds
                .iter()
                .map(|round| round["code"].as_str().unwrap().to_owned())
                .collect::<Vec<_>>()
        };
        let month = json(&house, "2026-11-18", &["coverage", "--month"]);
        assert_eq!(
            (&month["on"], codes(&month)),
            (&"2026-11-18".into(), vec!["all_monthly".into()])
        );
        assert_eq!(round(&month, "all_monthly"), (2, 1));
        let past = json(&house, "2026-12-02", &["coverage", "--month", "2026-11"]);
        assert_eq!((&past["on"], codes(&past)), (&"2026-11-30".into(), vec!["all_monthly".into()]));
        assert_eq!(round(&past, "all_monthly"), (2, 1));
        let week = json(&house, "2026-11-24", &["coverage", "--week", "2026-W47"]);
        assert_eq!((&week["on"], codes(&week)), (&"2026-11-22".into(), vec!["key_weekly".into()]));
        assert_eq!(round(&week, "key_weekly"), (2, 1));
        let said = house.run("2026-12-02", &["coverage", "--month", "2026-11", "--by", "person"]);
        assert!(said.contains("截至2026年11月30日") && !said.contains("重点"), "{said}");
        let ahead = house.refused("2026-11-18", &["coverage", "--month", "2026-12"]);
        assert!(ahead.contains("2026"), "{ahead}");
        // A department's own is not the grid's to walk, with the reason.
        let reason = "应急管理局直接监管";
        house.run("2026-11-18", &["premises", "edit", "丰泽服饰", "--direct", reason]);
        let without = json(&house, "2026-11-18", &["coverage"]);
        assert_eq!(round(&without, "key_weekly"), (1, 1));
        assert!(house.run("2026-11-18", &["coverage"]).contains(reason));
        let file = house.desk.path("覆盖.pdf");
        house.run("2026-11-18", &["coverage", "-o", &file]);
        assert!(std::fs::read(&file).unwrap().starts_with(b"%PDF-"));
        // A file is of the days that were asked for, and says what it cannot tell.
        let file = house.desk.path("十一月.csv");
        house.run("2026-12-01", &["coverage", "--month", "2026-11", "-o", &file]);
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(text.contains("2026-11-30") && !text.contains("2026-12-06"), "{text}");
        // By person and by community it has what the screen has, with the names of what was missed: every week that ended
        // in the month, and the month.
        for by in ["person", "community"] {
            let month = ["coverage", "--month", "2026-11", "--by", by];
            let told = json(&house, "2026-12-01", &month);
            let round = &told["rounds"][0];
            assert_eq!(told["rounds"].as_array().unwrap().len(), 1);
            let weeks = ["2026-W45", "2026-W46", "2026-W47", "2026-W48"].map(|week| {
                let told = json(&house, "2026-12-01", &["coverage", "--week", week, "--by", by]);
                told["rounds"][0]["rows"].as_array().unwrap().clone()
            });
            let month_rows = round["rows"].as_array().unwrap();
            let rows: Vec<&Value> = weeks.iter().flatten().chain(month_rows).collect();
            let file = house.desk.path("分.csv");
            house.run("2026-12-01", &[&month[..], &["-o", &file]].concat());
            let text = std::fs::read_to_string(&file).unwrap();
            let lines: Vec<Vec<&str>> =
                text.lines().skip(1).map(|line| line.split(',').collect()).collect();
            assert_eq!(lines.len(), rows.len(), "{text}");
            for (line, row) in lines.iter().zip(rows.iter()) {
                let whose = if by == "person" { line[6] } else { line[4] };
                assert_eq!(whose, row["name"], "{text}");
                let counts = ["required", "covered", "missed"].map(|key| row[key].to_string());
                assert_eq!([line[7], line[8], line[9]], counts, "{text}");
                let names = line[11].split('、').filter(|name| !name.is_empty());
                assert_eq!(names.count().to_string(), counts[2], "{text}");
            }
            let missed = round["missed_premises"].as_array().unwrap();
            assert!(
                missed.iter().all(|one| text.contains(one["name"].as_str().unwrap())),
                "{text}"
            );
            let pdf = house.desk.path("分.pdf");
            house.run("2026-12-01", &[&month[..], &["-o", &pdf]].concat());
            assert!(std::fs::read(&pdf).unwrap().starts_with(b"%PDF-"));
        }
    }
}

#[test]
fn a_plan_is_made_walked_and_put_right() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let one = house.desk.write("一条.toml", crate::desk::ANSWERS);
        let empty = house.run("2026-11-16", &["plan"]);
        assert!(empty.contains("还没有排计划"), "{empty}");
        let made = json(&house, "2026-11-16", &["plan", "make", "--week", "2026-W47"]);
        assert_eq!((&made["visits"], &made["left"]), (&2.into(), &0.into()), "{made:#}");
        let plan = json(&house, "2026-11-16", &["plan"]);
        let visits = plan.as_array().unwrap();
        assert_eq!(visits.len(), 2);
        for visit in visits {
            assert_eq!(visit["person"], "陈一鸣");
            assert_eq!(visit["rule"], "key_weekly");
        }
        // Spread over the working days of the week: not both on one.
        assert_ne!(visits[0]["day"], visits[1]["day"]);
        // The calendar counts the days of the plan.
        let month = json(&house, "2026-11-16", &["calendar", "--month", "2026-11"]);
        let planned: i64 = month
            .as_array()
            .unwrap()
            .iter()
            .filter(|day| ("2026-11-16".."2026-11-23").contains(&day["date"].as_str().unwrap()))
            .map(|day| day["planned"].as_i64().unwrap())
            .sum();
        assert_eq!(planned, 2);

        house.run("2026-11-16", &["plan", "move", "丰泽服饰", "--to", "2026-11-20"]);
        house.inspect("2026-11-17", "恒捷鞋材厂", &one);
        // Made anew, what was moved by hand and what was done stays.
        let again = json(&house, "2026-11-18", &["plan", "make", "--week", "2026-W47"]);
        assert_eq!(again["left"], 0);
        let plan = json(&house, "2026-11-18", &["plan", "--week", "2026-W47"]);
        let of = |name: &str| -> Vec<Value> {
            let visits = plan.as_array().unwrap().iter();
            visits.filter(|visit| visit["premises"] == name).cloned().collect()
        };
        assert_eq!(of("丰泽服饰").len(), 1, "{plan:#}");
        assert_eq!(of("丰泽服饰")[0]["day"], "2026-11-20");
        assert!(of("恒捷鞋材厂").iter().all(|visit| visit["done_on"] == "2026-11-17"), "{plan:#}");
        let sheet = house.desk.path("走访单.txt");
        house.run("2026-11-18", &["plan", "-o", &sheet]);
        let words = std::fs::read_to_string(&sheet).unwrap();
        assert!(words.contains("丰泽服饰") && words.contains("□"), "{words}");
        // One person's sheet has nobody else's visits.
        house.run("2026-11-18", &["plan", "-o", &sheet, "--person", "林安全"]);
        assert!(!std::fs::read_to_string(&sheet).unwrap().contains("丰泽服饰"));
        house.run("2026-11-18", &["plan", "drop", "丰泽服饰"]);
        house.run("2026-11-18", &["plan", "add", "丰泽服饰", "--on", "2026-11-19"]);
        let plan = json(&house, "2026-11-18", &["plan", "--week", "2026-W47"]);
        let added =
            plan.as_array().unwrap().iter().find(|it| it["premises"] == "丰泽服饰").unwrap();
        assert_eq!((&added["day"], &added["by_hand"]), (&"2026-11-19".into(), &true.into()));
    }
}

/// 国务院 publishes a year's days off late in the one before: until then a plan says so, and knows what is off by law.
#[test]
fn a_plan_of_an_unpublished_year_says_so_and_sends_nobody_out_on_a_festival() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        // Everybody is seen on every working day.
        let add = ["campaign", "add", "岁末年初", "--from", "2026-12-28", "--to", "2027-02-28"];
        house.run("2026-11-18", &[&add[..], &["--every", "week", "--times", "5"]].concat());
        let days = |plan: &Value| -> Vec<String> {
            let visits = plan.as_array().unwrap().iter();
            let mut days: Vec<String> =
                visits.map(|visit| visit["day"].as_str().unwrap().to_owned()).collect();
            days.dedup();
            days
        };
        let week = ["--week", "2026-W53"];
        let made = json(&house, "2026-11-18", &[&["plan", "make"][..], &week].concat());
        assert_eq!((&made["unpublished"], &made["left"]), (&2027.into(), &2.into()), "{made:#}");
        let plan = json(&house, "2026-11-18", &[&["plan"][..], &week].concat());
        assert_eq!(days(&plan), ["2026-12-28", "2026-12-29", "2026-12-30", "2026-12-31"]);
        assert!(plan.as_array().unwrap().iter().all(|visit| visit["unpublished"].is_null()));
        // 除夕 is Friday the 5th, 初三 Monday the 8th.
        let month = ["--month", "2027-02"];
        let said = house.run("2026-11-18", &[&["plan", "make"][..], &month].concat());
        assert!(said.contains("2027年的放假安排还没有公布") && said.contains("未含调休"), "{said}");
        let plan = json(&house, "2026-11-18", &[&["plan"][..], &month].concat());
        assert_eq!(
            days(&plan)[..6],
            ["01", "02", "03", "04", "09", "10"].map(|d| format!("2027-02-{d}"))
        );
        assert_eq!(plan[0]["unpublished"], 2027);
        let told = house.run("2026-11-18", &[&["plan"][..], &month].concat());
        assert!(told.contains("未含调休"), "{told}");
        let sheet = house.desk.path("走访单.txt");
        house.run("2026-11-18", &[&["plan"][..], &month, &["-o", &sheet]].concat());
        let words = std::fs::read_to_string(&sheet).unwrap();
        assert!(words.contains("2027年的放假安排还没有公布"), "{words}");
        // A year that is published has nothing to say.
        let known = json(&house, "2026-11-18", &["plan", "make", "--week", "2026-W48"]);
        assert_eq!(known["unpublished"], Value::Null);
        house.run("2026-11-18", &["plan", "--week", "2026-W48", "-o", &sheet]);
        assert!(!std::fs::read_to_string(&sheet).unwrap().contains("公布"));
        // Once it is, its days count as they were published.
        let days_off = "schema = \"calendar/1\"\ncode = \"2027\"\nrevision = 1\nyear = 2027\n\
             source = \"样例\"\noff = [{ name = \"春节\", from = 2027-02-05, to = 2027-02-16 }]\n";
        house.desk.write("办公室/forms/calendar/2027.toml", days_off);
        let made = json(&house, "2026-11-18", &[&["plan", "make"][..], &month].concat());
        assert_eq!(made["unpublished"], Value::Null);
        let plan = json(&house, "2026-11-18", &[&["plan"][..], &month].concat());
        assert_eq!(days(&plan)[3..6], ["2027-02-04", "2027-02-17", "2027-02-18"]);
    }
}

#[test]
fn a_campaign_asks_for_more_and_reports_on_its_own_days() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let add = ["campaign", "add", "冬春火灾防控", "--from", "2026-11-16", "--to", "2026-12-13"];
        let often = ["--word", "鞋", "--every", "week", "--times", "2", "--report", "weekly"];
        house.run("2026-11-16", &[&add[..], &often[..]].concat());
        let one = house.desk.write("一条.toml", crate::desk::ANSWERS);
        house.inspect("2026-11-17", "恒捷鞋材厂", &one);
        let coverage = json(&house, "2026-11-18", &["coverage"]);
        let rounds = coverage["rounds"].as_array().unwrap();
        let campaign = rounds.iter().find(|round| round["label"] == "冬春火灾防控").unwrap();
        assert_eq!(
            (&campaign["times"], &campaign["required"], &campaign["covered"]),
            (&2.into(), &1.into(), &0.into()),
            "one visit of two is not enough: {campaign:#}"
        );
        let agenda = house.run("2026-11-18", &["agenda"]);
        assert!(agenda.contains("冬春火灾防控"), "{agenda}");
        let made = json(&house, "2026-11-18", &["plan", "make", "--week", "2026-W47"]);
        assert!(made["visits"].as_i64().unwrap() >= 2, "{made:#}");
        house.run("2026-11-19", &["campaign", "end", "冬春火灾防控", "--reason", "上级另有部署"]);
        let after = json(&house, "2026-11-23", &["coverage"]);
        let over = after["rounds"].as_array().unwrap();
        assert!(over.iter().all(|round| round["label"] != "冬春火灾防控"), "{after:#}");
    }
}

/// 撤销立项 of a campaign: it is asked for by nothing any more, and its name is free.
#[test]
fn a_campaign_is_put_right_by_command() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let add = ["campaign", "add", "冬春火灾防控", "--from", "2026-11-16", "--to", "2026-12-13"];
        house.run("2026-11-16", &[&add[..], &["--word", "鞋", "--report", "weekly"]].concat());
        let edit = ["campaign", "edit", "冬春火灾防控", "--to", "2026-12-31", "--times", "2"];
        let said = house.run("2026-11-17", &edit);
        assert!(said.contains("已更正") && said.contains("2026年12月31日"), "{said}");
        let told = json(&house, "2026-11-17", &["campaign", "list"])[0].clone();
        // What was not said stays.
        let words: Vec<&Value> = told["scope"]["words"].as_array().unwrap().iter().collect();
        assert_eq!(
            (words, &told["times"], &told["last"]),
            (vec![&"鞋".into()], &2.into(), &"2026-12-31".into())
        );
        assert_eq!(told["reports_label"], "每周五");
        let twice = ["campaign", "edit", "冬春火灾防控", "--to", "2026-11-01"];
        house.refused("2026-11-17", &twice);
    }
}

#[test]
fn a_campaign_begun_by_mistake_is_taken_back() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let add = ["campaign", "add", "冬春火灾防控", "--from", "2026-11-16", "--to", "2026-12-13"];
        house.run("2026-11-16", &[&add[..], &["--word", "鞋", "--report", "weekly"]].concat());
        let agenda = |day: &str| house.run(day, &["agenda", "--to", "2026-11-30"]);
        assert!(agenda("2026-11-18").contains("冬春火灾防控"));
        house.run("2026-11-18", &["campaign", "withdraw", "冬春火灾防控", "--reason", "登记重复"]);
        assert!(!agenda("2026-11-18").contains("冬春火灾防控"));
        let rounds = json(&house, "2026-11-18", &["coverage"]);
        assert!(!rounds.to_string().contains("冬春火灾防控"), "{rounds:#}");
        let list = house.run("2026-11-18", &["campaign", "list"]);
        assert!(list.contains("冬春火灾防控（已撤销立项）"), "{list}");
        assert!(!house.run("2026-11-18", &["campaign", "list", "--running"]).contains("冬春"));
        let again = json(&house, "2026-11-18", &add);
        let ended = json(
            &house,
            "2026-11-19",
            &["campaign", "end", "冬春火灾防控", "--reason", "上级另有部署"],
        );
        assert_eq!(again["id"], ended["id"], "the name is the new one's");
    }
}

#[test]
fn the_agenda_goes_into_a_calendar_of_its_own() {
    let house = house(None);
    let two = house.desk.write("一条.toml", crate::desk::ANSWERS);
    house.inspect("2026-11-17", "恒捷鞋材厂", &two);
    let file = house.desk.path("安办.ics");
    house.run("2026-11-18", &["agenda", "--ics", &file, "--to", "2026-12-31"]);
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"));
    // Lines end as the format wants, none longer than 75 octets, none cut inside a character.
    for line in text.split_terminator("\r\n") {
        assert!(line.len() <= 75 && !line.contains('\n'), "{line}");
    }
    let unfolded = text.replace("\r\n ", "");
    assert_eq!(unfolded.matches("BEGIN:VEVENT").count(), unfolded.matches("UID:").count());
    assert!(unfolded.contains("恒捷鞋材厂"), "{unfolded}");
    // The same agenda gives the same file: what was imported before is found again by its UID.
    let again = house.desk.path("再.ics");
    house.run("2026-11-18", &["agenda", "--ics", &again, "--to", "2026-12-31"]);
    assert_eq!(std::fs::read_to_string(&again).unwrap(), text);
}

#[test]
fn each_item_says_why_and_by_which_rule() {
    let house = house(None);
    let one = house.desk.write("一条.toml", crate::desk::ANSWERS);
    house.inspect("2026-11-17", "恒捷鞋材厂", &one);
    let agenda = json(&house, "2026-11-30", &["agenda"]);
    let items = agenda["items"].as_array().unwrap();
    assert!(!items.is_empty());
    for item in items {
        assert!(!item["why"].as_str().unwrap_or_default().is_empty(), "{item:#}");
        assert!(!item["rule"].as_str().unwrap_or_default().is_empty(), "{item:#}");
    }
    // The week before nobody met: the meeting is on the list.
    assert!(
        items.iter().any(|item| item["text"].as_str().unwrap().contains("每周例会")),
        "{agenda:#}"
    );
}

#[test]
fn the_register_is_verified_again_after_ninety_days() {
    let house = house(None);
    let told = |day: &str| -> Vec<String> {
        let agenda = json(&house, day, &["agenda"]);
        let items = agenda["items"].as_array().unwrap().iter();
        items
            .filter(|item| item["task"] == "verify")
            .map(|item| format!("{} {}", item["premises"].as_str().unwrap(), item["on"]))
            .collect()
    };
    // Both were entered on 2 November, and one is told of a week ahead.
    assert_eq!(told("2027-01-23"), Vec::<String>::new());
    assert_eq!(told("2027-01-24").len(), 2);
    house.run("2027-01-25", &["premises", "verify", "恒捷鞋材厂", "--note", "与登记相符"]);
    let left = told("2027-01-25");
    assert!(left.len() == 1 && left[0].starts_with("丰泽服饰"), "{left:?}");
}

#[test]
fn what_is_found_wrong_in_a_community_is_due_on_its_day() {
    let house = house(None);
    let scores = ["grids=25", "lists=20", "book=24", "dossiers=15"];
    let rest =
        ["unit=招联社区", "problems=缺危险源清单", "rectify_by=2026-11-20", "checkers=沈卫东"];
    let mut add = vec!["ledger", "add", "oversight"];
    for field in scores.iter().chain(&rest) {
        add.extend(["--set", field]);
    }
    house.run_as("2026-11-16", "", &add);
    let due =
        |day: &str| house.run(day, &["agenda"]).contains("招联社区督查问题整改：缺危险源清单");
    assert!(due("2026-11-18") && due("2026-11-23"));
    let rows = json(&house, "2026-11-19", &["ledger", "list", "oversight"]);
    let id = rows[0]["id"].as_str().or(rows["entries"][0]["id"].as_str()).unwrap();
    house.run_as("2026-11-19", "", &["ledger", "edit", id, "--set", "rectified_on=2026-11-19"]);
    assert!(!due("2026-11-23"));
}

#[test]
fn a_visit_told_days_later_says_how_late() {
    let house = house(None);
    let answers = house.desk.write("一条.toml", crate::desk::ANSWERS);
    let told = |on: &str| {
        let words = ["--form", "table4", "--answers", &answers, "--by", "陈一鸣", "--on", on];
        let visit = ["inspect", "record", "--premises", "恒捷鞋材厂"];
        json(&house, "2026-11-17", &[&visit[..], &words[..]].concat())["warnings"].to_string()
    };
    assert!(!told("2026-11-16").contains("才登记"));
    assert!(told("2026-11-13").contains("过了4天才登记"));
}

#[test]
fn a_campaign_of_one_community_is_not_told_in_another() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let street = |args: &[&str]| house.run_as("2026-11-16", "", args);
        street(&["unit", "add", "霞美社区"]);
        street(&["grid", "add", "霞美一网格", "--community", "霞美社区"]);
        let other = "单位名称,地址,所属行业,直管部门\n霞美鞋材厂,霞美路1号,制鞋业,\n霞美鞋业,霞美路2号,制鞋业,住建局\n";
        let roster = house.desk.write("霞美.csv", other);
        street(&["premises", "import", &roster, "--grid", "霞美一网格"]);
        let days = ["--from", "2026-11-16", "--to", "2026-12-13", "--word", "鞋"];
        street(&[&["campaign", "add", "霞美行动", "--community", "霞美社区"], &days[..]].concat());
        let agenda: Value = serde_json::from_str(&street(&["--json", "agenda"])).unwrap();
        let items = agenda["items"].as_array().unwrap().iter();
        let told: Vec<&Value> =
            items.filter(|item| item["task"] == "campaign").map(|item| &item["premises"]).collect();
        // Neither the other community's shoe factory nor what a department supervises itself.
        assert_eq!(told, ["霞美鞋材厂"], "{agenda:#}");
        let coverage: Value = serde_json::from_str(&street(&["--json", "coverage"])).unwrap();
        assert_eq!(coverage["direct"][0]["reason"], "住建局", "{coverage:#}");
        // The column goes out as it came in.
        let file = house.desk.path("出.csv");
        street(&["premises", "export", &file]);
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(text.contains("部门直管") && text.contains("住建局"), "{text}");
        let again: Value =
            serde_json::from_str(&street(&["--json", "premises", "import", &file])).unwrap();
        assert_eq!((&again["updated"], &again["added"]), (&0.into(), &0.into()), "{again:#}");
    }
}

/// Grids of two communities may be called alike: who walks them reads which is which.
#[test]
fn the_day_sheet_of_a_street_says_in_which_grid_of_which_community_each_is() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let street = |args: &[&str]| house.run_as("2026-11-16", "", args);
        street(&["unit", "add", "霞美社区"]);
        street(&["grid", "add", "一网格", "--community", "霞美社区", "--lead", "吴二"]);
        let grids = street(&["--json", "grid", "list"]);
        let grids: Value = serde_json::from_str(&grids).unwrap();
        let grids = grids.as_array().unwrap().iter();
        let theirs = grids.filter_map(|grid| grid["path"].as_str()).find(|path| {
            // The new community is the second one of the street.
            !path.starts_with("3505/03/008/006/")
        });
        let roster =
            house.desk.write("霞美.csv", "单位名称,地址,重点监管\n霞美鞋材厂,霞美路1号,是\n");
        street(&["premises", "import", &roster, "--grid", theirs.unwrap()]);
        street(&["plan", "make", "--week", "2026-W47"]);
        let days = ["--from", "2026-11-16", "--to", "2026-11-22", "--text"];
        let text = street(&[&["paper", "print", "day_sheet"], &days[..]].concat());
        assert!(text.contains("社区、网格"), "{text}");
        for (premises, community) in [("霞美鞋材厂", "霞美社区"), ("恒捷鞋材厂", "招联社区")]
        {
            let mut lines = text.lines();
            let line =
                lines.find(|line| line.contains(premises)).unwrap_or_else(|| panic!("{text}"));
            // Community and grid stand one below the other in the cell.
            let near = text.lines().skip_while(|other| *other != line).take(2);
            let near = near.collect::<Vec<_>>().join("\n");
            let before = text.lines().take_while(|other| *other != line).last().unwrap_or_default();
            assert!(format!("{before}\n{near}").contains(community), "{premises}: {text}");
        }
    }
}
