//! What registers do beyond being typed in, told to both engines: the log of a day, ticks, a document for everybody, drills
//! against the clock, what has run out at a visit.

use serde_json::Value;

use crate::{
    engines::Schema,
    review::{House, house},
};

fn json(house: &House, day: &str, args: &[&str]) -> Value {
    serde_json::from_str(&house.run(day, &[&["--json"], args].concat())).unwrap()
}

fn rows(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap()
}

#[test]
fn the_log_of_a_day_is_made_from_what_was_done_in_it() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let one = house.desk.write("一条.toml", crate::desk::ANSWERS);
        let none = house.desk.write("无.toml", "default = \"normal\"\n");
        house.inspect("2026-11-10", "恒捷鞋材厂", &one);
        house.inspect("2026-11-17", "丰泽服饰", &one);
        // The same day: a visit without a finding, and a recheck of what was found a week before.
        house.inspect("2026-11-17", "恒捷鞋材厂", &none);
        let hazard = "招联安监整改〔2026〕1号-1";
        house.run(
            "2026-11-17",
            &["hazard", "extend", hazard, "--deadline", "2026-11-30", "--reason", "配件未到"],
        );
        house.run_as(
            "2026-11-17",
            "",
            &["hazard", "recheck", hazard, "--passed", "--acceptor", "林安全"],
        );

        let day = ["ledger", "day", "worklog", "--by", "陈一鸣"];
        let log = json(&house, "2026-11-17", &day);
        let names: Vec<&str> =
            rows(&log["rows"]).iter().map(|row| row["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["丰泽服饰", "恒捷鞋材厂"], "in the order of the visits");
        let found = &log["rows"][0]["fields"];
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        assert!(text(&found["problems"]).contains("通道"), "{found}");
        assert!(text(&found["handling"]).contains("限期整改，2026年11月18日前整改好"), "{found}");
        assert!(
            text(&found["handling"]).contains("整改通知书：招联安监整改〔2026〕2号"),
            "{found}"
        );
        assert_eq!((&found["tracking"], &found["duty"]), (&Value::Null, &"监督员".into()));
        assert_eq!((&found["writer"], &found["day"]), (&"陈一鸣".into(), &"2026-11-17".into()));
        let followed = &log["rows"][1]["fields"];
        assert!(text(&followed["problems"]).starts_with("以前查出的："), "{followed}");
        let tracked = text(&followed["tracking"]);
        assert!(tracked.contains("复查合格") && tracked.contains("现在待销号"), "{tracked}");
        assert!(!tracked.contains("延期"), "another person has extended it: {tracked}");
        // 林安全 has only followed up.
        let other = json(&house, "2026-11-17", &["ledger", "day", "worklog"]);
        assert_eq!(rows(&other["rows"]).len(), 1);
        assert!(text(&other["rows"][0]["fields"]["tracking"]).contains("延期"), "{other}");

        // Nothing is kept until it is entered; then all of it in one act, and never twice.
        assert_eq!(rows(&json(&house, "2026-11-18", &["ledger", "list", "worklog"])).len(), 0);
        let one_by_hand =
            ["ledger", "add", "worklog", "--premises", "丰泽服饰", "--set", "problems=通道堵塞"];
        house.run_as("2026-11-17", "陈一鸣", &one_by_hand);
        let hand = json(&house, "2026-11-17", &["ledger", "list", "worklog"]);
        assert_eq!(hand[0]["fields"]["problems"], "通道堵塞");
        assert!(
            text(&hand[0]["fields"]["handling"]).contains("限期整改"),
            "what is not typed is drafted: {hand}"
        );
        let saved =
            house.run("2026-11-18", &[&day[..], &["--on", "2026-11-17", "--save"]].concat());
        assert!(saved.contains("已登记1条") && saved.contains("登记过"), "{saved}");
        let again =
            house.run("2026-11-18", &[&day[..], &["--on", "2026-11-17", "--save"]].concat());
        assert!(again.contains("都登记过了"), "{again}");
        let list = json(&house, "2026-11-18", &["ledger", "list", "worklog"]);
        assert_eq!(rows(&list).len(), 2);
        assert!(rows(&list).iter().all(|row| row["on"] == "2026-11-17"), "{list}");
        // Then put right, as any row.
        let id = list[0]["id"].as_str().unwrap();
        house.run("2026-11-18", &["ledger", "edit", id, "--set", "tracking=已当面告知"]);

        let empty = house.run("2026-11-18", &day);
        assert!(empty.contains("没有检查、复查的记录"), "{empty}");
        let nobody = house.refused("2026-11-18", &["ledger", "day", "drill"]);
        assert!(nobody.contains("不由当天的记录拟稿"), "{nobody}");
    }
}

/// A certificate that has run out, equipment that is past its check, and two that were seen to.
fn run_out(house: &House) {
    let add = |ledger: &str, set: &[&str]| {
        let mut args = vec!["ledger", "add", ledger, "--premises", "恒捷鞋材厂"];
        set.iter().for_each(|one| args.extend(["--set", one]));
        house.run("2026-11-02", &args);
    };
    let welder = ["kind=特种作业操作证", "holder=张三"];
    let first = ["certificate_number=电工A1", "expires_on=2026-10-01"];
    add("certificate", &[&welder[..], &first].concat());
    let truck = ["name=叉车", "quantity=1", "place=一车间", "archive_number=档1"];
    add("equipment", &[&truck[..], &["next_check_on=2026-11-16"]].concat());
    // Renewed in a row of its own; and one that holds on the day of the visit, its last.
    add("certificate", &["kind=安全员证", "holder=李四", "expires_on=2026-10-05"]);
    add("certificate", &["kind=安全员证", "holder=李四", "expires_on=2028-10-05"]);
    add("certificate", &["kind=营业执照", "expires_on=2026-11-17"]);
    // A second trade of his, and a second truck, hold by themselves.
    let other = ["certificate_number=焊工B7", "expires_on=2028-12-01"];
    add("certificate", &[&welder[..], &other].concat());
    let truck = ["name=叉车", "quantity=1", "place=一车间", "archive_number=档2"];
    add("equipment", &[&truck[..], &["next_check_on=2027-12-01"]].concat());
}

#[test]
fn what_has_run_out_answers_its_item_at_a_visit() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        run_out(&house);
        let record = |answers: &str| {
            let words = ["inspect", "record", "--premises", "恒捷鞋材厂", "--form", "table4"];
            json(
                &house,
                "2026-11-17",
                &[&words[..], &["--answers", answers, "--by", "陈一鸣", "--sure"]].concat(),
            )
        };
        let warned = |told: &Value, words: &str| {
            rows(&told["warnings"]).iter().filter(|it| it.as_str().unwrap().contains(words)).count()
        };
        let normal = house.desk.write("正常.toml", "default = \"normal\"\n");
        let told = record(&normal);
        let found: Vec<&str> =
            rows(&told["hazards"]).iter().map(|it| it["item"].as_str().unwrap()).collect();
        assert_eq!(found, ["q11", "q33"], "all the rest is normal: {told:#}");
        assert_eq!(
            warned(&told, "按台账答“是”：特种作业操作证（张三）有效期止：2026年10月1日到期"),
            1,
            "{told:#}"
        );
        assert_eq!(
            warned(
                &told,
                "叉车准用证没有写答案，按台账答“无”：叉车（一车间）检验：2026年11月16日到期"
            ),
            1
        );
        assert_eq!(warned(&told, "台账"), 2, "what holds or was renewed is none: {told:#}");
        // Whoever answers otherwise is asked to look again, and nothing is put in the place of the answer.
        let seen = house
            .desk
            .write("看过.toml", "default = \"normal\"\n[answers]\nq11 = \"否\"\nq33 = \"有\"\n");
        let told = record(&seen);
        assert_eq!((rows(&told["hazards"]).len(), warned(&told, "请核对")), (0, 2), "{told:#}");
        // What is not looked at stays so.
        let part = house.desk.write("部分.toml", "[answers]\nq20 = \"畅通\"\n");
        let told = record(&part);
        assert_eq!((rows(&told["hazards"]).len(), warned(&told, "没有查，但台账里")), (0, 2));
    }
}

/// What somebody rechecks on the day on which another found it is in the log of that day.
#[test]
fn a_recheck_on_the_day_of_finding_is_in_the_log_of_who_made_it() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let one = house.desk.write("一条.toml", crate::desk::ANSWERS);
        house.inspect("2026-11-17", "恒捷鞋材厂", &one);
        let log = ["ledger", "day", "worklog"];
        let own = json(&house, "2026-11-17", &log);
        assert_eq!(rows(&own["rows"]).len(), 0, "who typed the visit was not there: {own:#}");
        let hazard = "招联安监整改〔2026〕1号-1";
        let recheck = ["hazard", "recheck", hazard, "--passed", "--acceptor", "林安全"];
        house.run("2026-11-17", &recheck);
        let own = json(&house, "2026-11-17", &log);
        let [row] = &rows(&own["rows"])[..] else { panic!("{own:#}") };
        let said = row.to_string();
        assert!(said.contains("恒捷鞋材厂") && said.contains("当天别人查出的"), "{said}");
        assert!(said.contains("复查合格") && !said.contains("以前查出的"), "{said}");
        // In the log of who inspected it stands once, with the visit.
        let his = json(&house, "2026-11-17", &[&log[..], &["--by", "陈一鸣"]].concat());
        assert_eq!(rows(&his["rows"]).len(), 1, "{his:#}");
        assert!(!his.to_string().contains("别人查出的"), "{his:#}");
        let said = house.refused("2026-11-17", &[&log[..], &["--by", "陈一呜"]].concat());
        assert!(said.contains("人员名册上没有“陈一呜”"), "{said}");
    }
}

/// A day that is over without its self-checks stays late, in one line of the community with all such days.
#[test]
fn what_was_not_reported_on_a_day_before_stays_on_the_agenda() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let late = |day: &str| -> Vec<Value> {
            let all = json(&house, day, &["agenda"])["items"].as_array().unwrap().clone();
            let of = |item: &Value| item["ledger"] == "self_check" && item["urgency"] == "overdue";
            all.into_iter().filter(of).collect()
        };
        let said = |day: &str| -> String {
            let late = late(day);
            assert!(late.len() < 2, "{late:#?}");
            late.first().map_or("", |item| item["text"].as_str().unwrap()).to_owned()
        };
        // Nobody is held to a sheet that was never used: one line of today says so, however long ago the office began.
        assert_eq!(said("2026-11-03"), "");
        let today = json(&house, "2026-11-20", &["agenda"])["items"].as_array().unwrap().clone();
        let today: Vec<&Value> =
            today.iter().filter(|item| item["ledger"] == "self_check").collect();
        assert_eq!(today.len(), 1, "{today:#?}");
        assert_eq!(today[0]["text"], "重点监管企业每日自查：还没有登记过，从登记的第一天起算");
        assert_eq!(today[0]["urgency"], "today");

        // The first day that was ticked is the first that something is owed of.
        let tick = |day: &str, on: &str, more: &[&str]| {
            house.run(day, &[&["ledger", "tick", "self_check", "--on", on], more].concat());
        };
        tick("2026-11-02", "2026-11-02", &["--premises", "丰泽服饰", "--value", "未报"]);
        assert_eq!(said("2026-11-02"), "");
        assert_eq!(said("2026-11-03"), "重点监管企业每日自查：招联社区11月2日2家未报");
        assert_eq!(
            said("2026-11-05"),
            "重点监管企业每日自查：招联社区11月2日至11月4日有3天没有报齐，共6家次"
        );
        let item = &late("2026-11-05")[0];
        assert_eq!((&item["day"], &item["days_late"]), (&"2026-11-02".into(), &3.into()));
        assert_eq!(item["tell"], "safety_officer", "{item:#}");
        assert_eq!(late("2026-11-09")[0]["tell"], "community_head");

        // One is entered late; that nothing came is kept and makes nothing good.
        tick("2026-11-05", "2026-11-03", &["--premises", "恒捷鞋材厂"]);
        tick("2026-11-05", "2026-11-03", &["--premises", "丰泽服饰", "--value", "未报"]);
        assert!(said("2026-11-05").ends_with("有3天没有报齐，共5家次"), "{}", said("2026-11-05"));
        tick("2026-11-05", "2026-11-02", &["--rest"]);
        tick("2026-11-05", "2026-11-02", &["--premises", "丰泽服饰"]);
        assert!(said("2026-11-05").contains("11月3日至11月4日有2天没有报齐，共3家次"));
        // What is no key premises on a day owes nothing for it, though it is one again.
        let edit = |day: &str, key: &[&str]| {
            let edit = ["premises", "edit", "丰泽服饰", "--reason", "核对名单"];
            house.run(day, &[&edit[..], key].concat());
        };
        edit("2026-11-05", &["--not-key"]);
        assert!(
            said("2026-11-06").ends_with("11月4日至11月5日有2天没有报齐，共2家次"),
            "{}",
            said("2026-11-06")
        );
        edit("2026-11-07", &["--key"]);
        let text = said("2026-11-08");
        assert!(text.ends_with("11月3日至11月7日有5天没有报齐，共7家次"), "{text}");
        // For a month, as what a round has missed.
        assert!(said("2026-12-20").contains("11月19日至12月19日有31天"), "{}", said("2026-12-20"));
    }
}

#[test]
fn daily_self_checks_are_ticked_and_those_who_have_not_reported_are_named() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let agenda = |day: &str| {
            let said = house.run(day, &["agenda"]);
            said.lines().find(|line| line.contains("每日自查")).unwrap_or_default().to_owned()
        };
        let all = json(&house, "2026-11-16", &["agenda"]);
        let item = rows(&all["items"]).iter().rfind(|it| it["ledger"] == "self_check").unwrap();
        assert!(
            item["text"].as_str().unwrap().ends_with("还没有登记过，从登记的第一天起算"),
            "{item}"
        );

        let tick = ["ledger", "tick", "self_check"];
        house.run("2026-11-15", &[&tick[..], &["--premises", "恒捷鞋材厂"]].concat());
        let all = json(&house, "2026-11-16", &["agenda"]);
        let item = rows(&all["items"]).iter().rfind(|it| it["ledger"] == "self_check").unwrap();
        assert!(
            item["text"].as_str().unwrap().contains("2家未报（丰泽服饰、恒捷鞋材厂）"),
            "{item}"
        );
        let said = house.run("2026-11-16", &[&tick[..], &["--premises", "恒捷鞋材厂"]].concat());
        assert!(said.contains("已登记1家") && said.contains("还有1家没有报：丰泽服饰"), "{said}");
        // That nothing came is kept as well, and counts for nothing.
        let value = ["--premises", "丰泽服饰", "--value", "未报"];
        house.run("2026-11-16", &[&tick[..], &value].concat());
        let all = json(&house, "2026-11-16", &["agenda"]);
        let item = rows(&all["items"]).iter().rfind(|it| it["ledger"] == "self_check").unwrap();
        assert!(item["text"].as_str().unwrap().contains("1家未报（丰泽服饰）"), "{item}");
        // It comes late: the row is put right, no second one is made.
        house.run("2026-11-16", &[&tick[..], &["--premises", "丰泽服饰"]].concat());
        house.run("2026-11-15", &[&tick[..], &["--rest"]].concat());
        for day in 2..15 {
            let on = format!("2026-11-{day:02}");
            house.run("2026-11-16", &[&tick[..], &["--rest", "--on", &on]].concat());
        }
        assert_eq!(agenda("2026-11-16"), "", "all is there");
        let sheet = json(&house, "2026-11-16", &tick);
        assert_eq!(sheet["missing"], Value::Array(vec![]));
        let days = |row: &Value| row["days"].as_object().unwrap().len();
        assert!(rows(&sheet["rows"]).iter().all(|row| days(row) == 15), "{sheet:#}");
        assert!(!sheet.to_string().contains("未报\""), "{sheet:#}");
        let entered = json(&house, "2026-11-16", &["ledger", "list", "self_check"]);
        assert_eq!(rows(&entered).len(), 30);
        let shown = house.run("2026-11-16", &tick);
        assert!(shown.contains("15报 16报") && shown.contains("都报了"), "{shown}");
        let wrong =
            house.refused("2026-11-16", &[&tick[..], &["--rest", "--on", "2026-11-17"]].concat());
        assert!(wrong.contains("2026年11月17日"), "{wrong}");
    }
}

#[test]
fn a_drill_over_three_minutes_is_held_and_told_as_failed() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let drill = |day: &str, kind: &str, minutes: &str| {
            let (kind, minutes) = (format!("kind={kind}"), format!("minutes={minutes}"));
            let words = [
                "ledger",
                "add",
                "drill",
                "--set",
                "unit=招联社区微型消防站",
                "--set",
                "headcount=8",
            ];
            house.run(day, &[&words[..], &["--set", &kind, "--set", &minutes]].concat())
        };
        let due = |day: &str| {
            let said = house.run(day, &["agenda"]);
            said.lines()
                .filter(|line| line.contains("拉动演练"))
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        let said = drill("2026-12-23", "拉动演练", "9");
        assert!(said.contains("集结用时（分钟）9，超过3，不达标"), "{said}");
        drill("2026-12-23", "疏散演练", "20");
        let list = json(&house, "2026-12-23", &["ledger", "list", "drill"]);
        let short = |kind: &str| {
            let row = rows(&list).iter().find(|row| row["fields"]["kind"] == kind).unwrap();
            row["short"].clone()
        };
        assert_eq!(short("拉动演练"), "集结用时（分钟）9，超过3，不达标");
        assert_eq!(short("疏散演练"), Value::Null, "no clock runs at an evacuation");
        let shown = house.run("2026-12-23", &["ledger", "list", "drill"]);
        assert_eq!(shown.matches("不达标").count(), 1, "{shown}");
        // On paper and in the spreadsheet.
        let paper = house.desk.path("演练.txt");
        house.run("2026-12-23", &["report", "drill", "--period", "2026-12", "-o", &paper]);
        let paper = std::fs::read_to_string(paper).unwrap();
        assert_eq!(paper.matches("9（不达标）").count(), 1, "{paper}");
        // Held it is; and it is told until one is good.
        let told = due("2026-12-23");
        assert!(told.len() == 1 && told[0].contains("不达标"), "{told:?}");
        assert_eq!(due("2027-01-04").iter().filter(|line| line.contains("不达标")).count(), 0);
        drill("2026-12-24", "拉动演练", "2.5");
        assert_eq!(due("2026-12-24"), Vec::<String>::new());

        let duty = [
            "on_duty=2026-12-24",
            "shift=甲班",
            "leader=陈一鸣",
            "people=陈一鸣、林安全",
            "headcount=2",
            "equipment=完好",
        ];
        let mut words = vec!["ledger", "add", "station_duty"];
        duty.iter().for_each(|one| words.extend(["--set", one]));
        let said = house.run("2026-12-24", &words);
        assert!(said.contains("人数2，少于3，不达标"), "{said}");
        // Told today and tomorrow, on the page of the row.
        let told = |day: &str| {
            let said = house.run(day, &["agenda"]);
            said.lines().filter(|line| line.contains("人数2，少于3，不达标")).count()
        };
        assert_eq!([told("2026-12-24"), told("2026-12-25"), told("2026-12-26")], [1, 1, 0]);
    }
}

/// Whoever is above several communities is told of those that have drilled badly beside those that have not at all; what is
/// entered while the month before is still owed says for which month it counts.
#[test]
fn a_street_hears_of_failed_drills_beside_missing_ones() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        house.run_as("2026-11-02", "", &["unit", "add", "霞美社区"]);
        let drill = |day: &str, minutes: &str| {
            let minutes = format!("minutes={minutes}");
            let words = ["ledger", "add", "drill", "--community", "招联社区", "--set"];
            let set = ["unit=招联社区微型消防站", "--set", "headcount=8", "--set", "kind=拉动演练"];
            let args = [&words[..], &set[..], &["--set", &minutes]].concat();
            house.desk.on(day, "林安全", house.database.as_ref(), &args).err
        };
        let said = drill("2026-12-23", "9");
        assert!(!said.contains("还没有登记"), "November is not owed: {said}");
        let told = |day: &str| {
            let said = house.run_as(day, "", &["agenda"]);
            said.lines().filter(|line| line.contains("拉动演练：")).map(str::to_owned).collect()
        };
        let lines: Vec<String> = told("2026-12-24");
        assert_eq!(lines.len(), 2, "{lines:#?}");
        assert!(lines.iter().any(|line| line.contains("霞美社区")), "{lines:#?}");
        let failed = "招联社区集结用时（分钟）9，超过3，不达标";
        assert!(lines.iter().any(|line| line.contains(failed)), "{lines:#?}");
        // February's is entered while January's is missing: it says for which month it counts.
        let said = drill("2027-02-03", "2");
        let counts = "算在2月1日至2月28日；1月1日至1月31日的微型消防站拉动演练还没有登记";
        assert!(said.contains(counts), "{said}");
    }
}

#[test]
fn a_document_goes_to_everybody_and_waits_until_each_has_signed() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let spread = ["ledger", "spread", "delivery", "--grid", "一网格"];
        let set = ["--set", "document=夏季消防安全提示", "--set", "method=直接送达"];
        let refused = house.refused("2026-11-16", &[&spread[..], &set[..]].concat());
        assert!(refused.contains("应送达日期"), "{refused}");
        let all = [&spread[..], &set[..], &["--set", "send_by=2026-11-18"]].concat();
        assert!(house.run("2026-11-16", &all).contains("已登记2家"));
        let again = house.run("2026-11-16", &all);
        assert!(again.contains("已登记0家") && again.contains("另2家登记过"), "{again}");

        let waiting = |find: &str| {
            let list = ["ledger", "list", "delivery", "--waiting", "--find", find];
            let list = json(&house, "2026-11-18", &list);
            let name = |row: &Value| row["fields"]["unit"].as_str().unwrap().to_owned();
            let mut names: Vec<String> = rows(&list).iter().map(name).collect();
            names.sort();
            names
        };
        assert_eq!(waiting("消防安全提示"), ["丰泽服饰", "恒捷鞋材厂"]);
        assert_eq!((waiting("冬季").len(), waiting("hj").len()), (0, 1));
        // One line of the agenda tells of all.
        let agenda = house.run("2026-11-18", &["agenda"]);
        let lines: Vec<&str> =
            agenda.lines().filter(|line| line.contains("消防安全提示")).collect();
        assert_eq!(lines.len(), 1, "{agenda}");
        let items = json(&house, "2026-11-18", &["agenda"]);
        let item = rows(&items["items"]).iter().find(|it| it["ledger"] == "delivery").unwrap();
        let text = item["text"].as_str().unwrap();
        assert!(
            text.contains("夏季消防安全提示：还有2家没有办完") && text.contains("丰泽服饰"),
            "{item}"
        );
        // Delivered is not signed for.
        let list = json(&house, "2026-11-18", &["ledger", "list", "delivery"]);
        let shop = rows(&list).iter().find(|row| row["fields"]["unit"] == "恒捷鞋材厂").unwrap();
        let edit = ["ledger", "edit", shop["id"].as_str().unwrap(), "--set"];
        house.run("2026-11-18", &[&edit[..], &["delivered_on=2026-11-18"]].concat());
        assert_eq!(waiting("提示").len(), 2);
        let paper = house.desk.path("没有送到.txt");
        house.run("2026-11-18", &["report", "waiting/delivery", "-o", &paper]);
        let paper = std::fs::read_to_string(paper).unwrap();
        assert!(paper.contains("没有办完的") && paper.contains("应送达日期"), "{paper}");
        assert!(paper.contains("恒捷鞋材厂") && paper.contains("丰泽服饰"), "{paper}");
        house.run("2026-11-18", &[&edit[..], &["receiver=黄恒捷"]].concat());
        assert_eq!(waiting("提示"), ["丰泽服饰"]);
        let agenda = house.run("2026-11-20", &["agenda"]);
        assert!(
            agenda.contains("夏季消防安全提示送达丰泽服饰"),
            "alone it is told by itself: {agenda}"
        );
    }
}

/// More than are read at once: all are counted, and what is due after them is told all the same.
#[test]
fn a_document_for_thousands_hides_nothing_that_is_due_later() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let mut roster = "单位名称,地址\n".to_owned();
        (0..2100).for_each(|at| roster += &format!("沿街店铺{at:04},招联街{at}号\n"));
        let roster = house.desk.write("店铺.csv", roster);
        house.run("2026-11-16", &["premises", "import", &roster, "--grid", "一网格"]);
        let spread = |document: &str, by: &str, find: &[&str]| {
            let (document, by) = (format!("document={document}"), format!("send_by={by}"));
            let words = ["ledger", "spread", "delivery", "--grid", "一网格", "--set", &document];
            let how = ["--set", "method=直接送达", "--set", &by];
            house.run("2026-11-16", &[&words[..], &how, find].concat())
        };
        assert!(spread("消防安全提示", "2026-11-18", &[]).contains("已登记2102家"));
        spread("用电提示", "2026-11-19", &["--find", "恒捷"]);
        let told = json(&house, "2026-11-20", &["agenda"]);
        let of = |words: &str| {
            let items = rows(&told["items"]).iter().map(|item| item["text"].as_str().unwrap());
            items.filter(|text| text.contains(words)).map(str::to_owned).collect::<Vec<_>>()
        };
        let all = of("消防安全提示");
        assert!(all.len() == 1 && all[0].contains("还有2102家没有办完"), "{all:?}");
        assert_eq!(of("用电提示").len(), 1, "{told:#}");
        // The list on paper has them all.
        let paper = house.desk.path("没有送到.csv");
        house.run("2026-11-20", &["report", "waiting/delivery", "-o", &paper]);
        assert_eq!(std::fs::read_to_string(paper).unwrap().lines().count(), 2104);
    }
}

/// What stands is printed whenever it was entered; what happens is of the days asked for, and says so.
#[test]
fn a_register_prints_what_stands_and_says_whose_it_is() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let add = |day: &str, ledger: &str, more: &[&str]| {
            house.run(day, &[&["ledger", "add", ledger], more].concat());
        };
        let of = ["--premises", "恒捷鞋材厂", "--set"];
        add("2026-11-23", "equipment", &[&of[..], &["name=叉车", "--set", "quantity=1"]].concat());
        add("2026-11-23", "certificate", &[&of[..], &["kind=安全员证"]].concat());
        add("2026-11-24", "worklog", &[&of[..], &["problems=无"]].concat());
        let minutes =
            ["--set", "host=林安全", "--set", "present=林安全", "--set", "decisions=查通道"];
        add("2026-11-24", "meeting", &minutes);
        let task = ["--set", "from=街道", "--set", "content=查仓库", "--set", "owner=陈一鸣"];
        add("2026-11-24", "task", &[&task[..], &["--set", "due_on=2026-11-30"]].concat());
        let done = ["--set", "due_on=2026-11-28", "--set", "done_on=2026-11-24"];
        add("2026-11-24", "task", &[&task[..4], &["--set", "owner=林安全"], &done[..]].concat());

        let later = "2027-03-05";
        let text = |code: &str| house.run(later, &["report", code, "--text"]);
        for (code, words) in [
            ("certificate", &["恒捷鞋材厂", "安全员证", "截至2027年3月5日"][..]),
            ("equipment", &["恒捷鞋材厂", "北峰路1号", "叉车"]),
            // Still to be done, and therefore no matter of November.
            ("task", &["招联社区", "查仓库", "2027年3月"]),
        ] {
            let text = text(code);
            words.iter().for_each(|word| assert!(text.contains(word), "{word}: {text}"));
        }
        assert!(!text("task").contains("林安全"), "done in another month: {}", text("task"));
        assert!(!text("meeting").contains("林安全"), "{}", text("meeting"));
        let asked = ["report", "meeting", "--text", "--period"];
        let november = house.run(later, &[&asked[..], &["2026-11"]].concat());
        assert!(november.contains("招联社区") && november.contains("林安全"), "{november}");
        let log = house.run("2026-11-30", &["report", "worklog", "--text"]);
        assert!(log.contains("恒捷鞋材厂") && log.contains("林安全"), "who wrote it: {log}");

        // A file that holds nothing says of which days it is, and how others are had.
        let file = house.desk.path("例会.csv");
        let call = ["report", "meeting", "-o", &file];
        let ran = house.desk.on(later, "林安全", house.database.as_ref(), &call);
        assert!(ran.err.contains("“例会登记”2027年3月没有记录"), "{}", ran.err);
        assert!(ran.err.contains("--period 2026-11"), "{}", ran.err);
        let file = house.desk.path("证照.csv");
        house.run(later, &["report", "certificate", "-o", &file]);
        let csv = std::fs::read_to_string(&file).unwrap();
        assert!(csv.contains("单位") && csv.contains("恒捷鞋材厂"), "{csv}");

        // Rows of no premises are told apart by their community.
        let list = house.run(later, &["ledger", "list", "meeting", "--community", "招联社区"]);
        assert!(list.contains("招联社区") && list.contains("查通道"), "{list}");
        house.refused(later, &["ledger", "list", "meeting", "--community", "霞美社区"]);
    }
}

/// Days that cannot be, and a drill without its time, are said as they are entered.
#[test]
fn what_a_row_says_goes_together() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let task = ["task", "from=街道", "content=查仓库", "owner=陈一鸣", "due_on=2026-11-30"];
        let absent = ["attendance", "name=陈一鸣", "kind=公休", "days=1", "absent_on=2026-11-20"];
        let drill =
            ["drill", "kind=拉动演练", "unit=招联社区", "headcount=6", "held_on=2026-11-20"];
        let accident = [
            ["accident", "unit=某厂", "happened_on=2026-11-20", "happened_at=14:05", "kind=火灾"],
            ["place=车间", "dead=0", "missing=0", "injured=0", "course=短路"],
            ["reporter=李四", "measures=断电", "reported_at=14:20", "heard_at=14:06", "loss=0"],
        ]
        .concat();
        for (row, more, wrong) in [
            (&task[..], "done_on=2026-12-25", "“完成日期”2026年12月25日还没有到"),
            (&task, "done_on=2026-11-20", "早于“交办日期”2026年11月23日"),
            (&absent, "absent_to=2026-11-19", "“至”2026年11月19日早于“日期起”"),
            (&drill, "minutes=0", "拉动演练要写“集结用时（分钟）”"),
            (&accident, "heard_on=2026-11-19", "2026年11月19日早于"),
        ] {
            let mut args = vec!["ledger", "add", row[0]];
            row[1..].iter().chain([&more]).for_each(|one| args.extend(["--set", one]));
            let said = house.refused("2026-11-23", &args);
            assert!(said.contains(wrong), "{more}: {said}");
        }
    }
}

/// What ran out at premises that are no longer there asks for nothing; what nobody has written leaves no brackets.
#[test]
fn the_agenda_renews_nothing_of_premises_that_are_gone() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let of = ["--premises", "恒捷鞋材厂", "--set"];
        let set = ["name=叉车", "--set", "quantity=1", "--set", "next_check_on=2026-12-01"];
        house.run("2026-11-02", &[&["ledger", "add", "equipment"], &of[..], &set[..]].concat());
        let agenda = |day: &str| house.run(day, &["agenda"]);
        let told = agenda("2026-11-27");
        assert!(told.contains("叉车检验") && !told.contains("（）"), "{told}");
        let leave = ["premises", "change", "恒捷鞋材厂", "--to", "moved_out", "--reason", "搬走"];
        house.run("2026-11-24", &leave);
        assert!(!agenda("2026-11-27").contains("叉车检验"), "{}", agenda("2026-11-27"));
    }
}

/// At the end of a week gone by a task that was done later is open; that nothing was decided is no decision.
#[test]
fn a_past_week_does_not_know_what_was_done_after_it() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let mut args = vec!["ledger", "add", "task"];
        let set = ["from=例会", "content=查仓库", "owner=陈一鸣", "due_on=2026-11-12"];
        let set = [&set[..], &["assigned_on=2026-11-10", "done_on=2026-11-24"]].concat();
        set.iter().for_each(|one| args.extend(["--set", one]));
        house.run("2026-11-24", &args);
        let board = |week: &str| house.run("2026-11-24", &["review", "--week", week]);
        let past = board("2026-W47");
        assert!(past.contains("逾期未完成") && !past.contains("11月24日完成"), "{past}");
        assert!(board("2026-W48").contains("2026年11月24日完成，逾期"), "{}", board("2026-W48"));
        let mut args = vec!["ledger", "add", "meeting"];
        let set = ["host=林安全", "present=林安全", "decisions=无"];
        set.iter().for_each(|one| args.extend(["--set", one]));
        let said = house.run("2026-11-24", &args);
        assert!(!said.contains("没有写明"), "{said}");
    }
}
