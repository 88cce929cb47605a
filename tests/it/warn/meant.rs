//! Who is meant: whose visit it was, who might inspect at all, which refusal was reported, what a circular spoke of.

use serde_json::Value;

use super::{House, house, house_under, new_house};
use crate::{
    desk::TWO,
    engines::Schema,
    report::{Street, on_both},
};

impl House {
    /// Those that are told of one situation on a day.
    fn of(&self, day: &str, code: &str) -> Vec<String> {
        self.told(day).into_iter().filter(|told| told.starts_with(code)).collect()
    }
}

/// S0 §一.2(3), §二.2: the notice that the street's own officer was slow to issue, the recheck that he owes, and what he did
/// not report are not the community's, until he hands the hazard to somebody of it.
#[test]
fn what_the_street_left_undone_is_not_the_communitys() {
    for database in [None, Some(Schema::new())] {
        let house = new_house(database);
        let file = house.desk.write("答案.toml", TWO);
        let record = |day: &str, premises: &str, by: &str| {
            let record = ["inspect", "record", "--premises", premises, "--form", "table4"];
            let words = ["--answers", &file, "--by", by, "--on", "2026-11-02"];
            house.ran(day, by, &[&record[..], &words].concat()).done();
        };
        record("2026-11-09", "恒捷鞋材厂", "沈卫东");
        let of = |code: &str| house.of("2026-11-16", code);
        assert_eq!([of("TB-2"), of("TB-4")], [Vec::<String>::new(), Vec::new()]);
        record("2026-11-09", "丰泽服饰", "陈一鸣");
        assert_eq!(of("TB-2"), ["TB-2 holds 招联社区 2026-11-04"]);
        assert_eq!(of("TB-4"), ["TB-4 holds 招联社区 2026-11-11"]);
        let count = |code: &str| -> Value {
            let all = house.warnings("2026-11-16");
            all.iter()
                .find(|each| each["code"] == code)
                .map_or(Value::Null, |it| it["count"].clone())
        };
        assert_eq!([count("TB-2"), count("TB-4")], [Value::from(1), Value::from(2)]);
        // Refused before the street's own officer, who is whom it would be reported to.
        let refused = |number: u32, by: &str| {
            let wanted = house.hazard(number, 1);
            let recheck = ["hazard", "recheck", &wanted, "--failed", "--refused"];
            house.ran("2026-11-09", by, &recheck).done();
        };
        refused(1, "沈卫东");
        assert_eq!(of("TB-6"), Vec::<String>::new());
        refused(2, "林安全");
        assert_eq!((of("TB-6"), count("TB-6")), (vec![HOLDS_TB6.to_owned()], Value::from(1)));
        assert_eq!(count("TB-4"), Value::from(1));
        // A notice of the street that was voided and not issued anew is nobody else's either.
        let void = ["notice", "void", "招联安监整改〔2026〕1号", "--reason", "填错"];
        house.ran("2026-11-10", "沈卫东", &void).done();
        assert_eq!(count("TB-2"), Value::from(1));
    }
}

/// TB-1, GP-2: nor are the hazards that the street's own people follow, in the rate, among the overdue, or grown meanwhile.
#[test]
fn what_the_street_follows_is_not_in_the_communitys_month() {
    for database in [None, Some(Schema::new())] {
        let house = new_house(database);
        let six: String = (1..=6)
            .map(|n| {
                format!(
                    "[[hazards]]\ntext = \"第{n}处堆物\"\ngrade = \"general\"\n\
                     disposal = \"by_deadline\"\ndays = 7\nrequirement = \"清除\"\ninterim = \"值守\"\n"
                )
            })
            .collect();
        let six = house
            .desk
            .write("六条.toml", format!("default = \"normal\"\nacceptor = \"林安全\"\n{six}"));
        let visit = |premises: &str, by: &str| {
            let record = ["inspect", "record", "--premises", premises, "--form", "table4"];
            let words = ["--answers", &six, "--by", by];
            house.ran("2026-11-09", by, &[&record[..], &words].concat()).done();
        };
        let grown = |number: u32| {
            let wanted = house.hazard(number, 1);
            let regrade = ["hazard", "regrade", &wanted, "--grade", "major", "--reason", "堆满"];
            house.ran("2026-11-20", "", &regrade).done();
        };
        let of = |code: &str| house.of("2026-12-01", code);
        visit("恒捷鞋材厂", "沈卫东");
        grown(1);
        assert_eq!([of("TB-1"), of("GP-2")], [Vec::<String>::new(), Vec::new()]);
        visit("丰泽服饰", "陈一鸣");
        grown(2);
        assert_eq!(of("TB-1"), ["TB-1 holds 招联社区 2026-12-01"]);
        assert_eq!(of("GP-2"), ["GP-2 holds 招联社区 2026-11-20"]);
        let all = house.warnings("2026-12-01");
        let month = all.iter().find(|it| it["code"] == "TB-1").unwrap();
        let message = month["message"].as_str().unwrap();
        assert!(message.contains("查出6条、整改0条（全街道查出6条"), "{message}");
        assert!(message.contains("月底逾期6条"), "{message}");
        assert_eq!(month["evidence"].as_array().unwrap().len(), 6, "{month:#}");
    }
}

const HOLDS_TB6: &str = "TB-6 holds 招联社区 2026-11-12";

/// S2 管理办法二（一）: who has a grid and has not passed the exam is told so, stands on the agenda, and is not accused of
/// not inspecting. Whose certificate has run out is not either.
#[test]
fn who_may_not_inspect_is_not_accused_of_not_inspecting() {
    for database in [None, Some(Schema::new())] {
        let house = house_under(database, "yanta");
        let hire = ["staff", "add", "新来", "--role", "grid_officer", "--unit", "招联社区"];
        let first = "2026-11-02";
        house.ran(first, "", &[&hire[..], &["--from", first]].concat()).done();
        let assign = ["grid", "assign", "一网格", "--lead", "新来", "--from", first];
        let given = house.ran(first, "", &assign);
        let told = format!("{}{}", given.out, given.err);
        assert!(told.contains("新来没有岗前考试记录，不能独立检查，直到考试合格"), "{told}");
        let agenda = |day: &str| house.ran(day, "沈卫东", &["agenda"]).done();
        let line = "网格员不能独立检查：一网格新来（没有岗前考试记录）";
        assert!(agenda("2026-11-13").contains(line), "{}", agenda("2026-11-13"));
        let of = |day: &str| -> Vec<String> {
            let all = house.told(day).into_iter();
            all.filter(|it| it.starts_with("YT-1") || it.starts_with("YT-5")).collect()
        };
        assert_eq!(of("2026-11-13"), Vec::<String>::new());
        assert_eq!(of("2027-02-02"), Vec::<String>::new());
        let exam = |name: &str, on: &str, until: &str| {
            let (name, until) = (format!("name={name}"), format!("valid_to={until}"));
            let (from, to) = (format!("trained_from={on}"), format!("trained_to={on}"));
            let rest = ["hours=40", "score=90", "result=合格", "certificate=YT-9"];
            let sets = [&name, &from, &to, &until].map(String::as_str).into_iter().chain(rest);
            let sets = sets.flat_map(|field| ["--set", field]);
            let add = ["ledger", "add", "officer_exam"].into_iter().chain(sets);
            house.run(on, &add.collect::<Vec<_>>());
        };
        exam("新来", "2026-11-20", "2026-12-10");
        assert!(!agenda("2026-11-20").contains("不能独立检查"), "{}", agenda("2026-11-20"));
        // Five working days since the exam, and why it is as late as that.
        assert_eq!(of("2026-11-27"), ["YT-5 holds 招联社区新来 2026-11-27"]);
        let all = house.warnings("2026-11-27");
        let silent = all.iter().find(|each| each["code"] == "YT-5").unwrap();
        let said = silent["message"].as_str().unwrap();
        assert!(
            said.contains("11月2日以后5个工作日（请假和不能检查的日子不算）没有检查"),
            "{said}"
        );
        // He goes out on the 9th, and his certificate runs out on the 10th.
        let file = house.desk.write("答案.toml", TWO);
        let visit = ["inspect", "record", "--premises", "恒捷鞋材厂", "--form", "table4"];
        let by = ["--answers", &file, "--by", "新来"];
        house.run("2026-12-09", &[&visit[..], &by].concat());
        assert_eq!(of("2026-12-30"), Vec::<String>::new());
    }
}

/// TB-6: each refusal has a report of its own; that of the time before the hazard was closed is not one of the next.
#[test]
fn a_second_refusal_is_reported_anew() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let hazard = house.hazard(1, 1);
        let refuse =
            ["hazard", "recheck", &hazard, "--failed", "--refused", "--note", "厂长说不搬"];
        let report = ["hazard", "report", &hazard, "--to", "street", "--reason", "拒绝整改"];
        house.run("2026-11-03", &refuse);
        house.run("2026-11-03", &report);
        assert_eq!(house.of("2026-11-09", "TB-6"), Vec::<String>::new());
        let passed = ["hazard", "recheck", &hazard, "--passed", "--acceptor", "林安全"];
        house.run("2026-11-09", &passed);
        house.run("2026-11-09", &["hazard", "close", &hazard]);
        house.run("2026-11-10", &["hazard", "reopen", &hazard, "--reason", "又堆放"]);
        house.run("2026-11-11", &refuse);
        assert_eq!(house.of("2026-11-13", "TB-6"), ["TB-6 near 招联社区 2026-11-14"]);
        assert_eq!(house.of("2026-11-16", "TB-6"), ["TB-6 holds 招联社区 2026-11-14"]);
        let again = [&report[..], &["--on", "2026-11-12"]].concat();
        house.run("2026-11-16", &again);
        assert_eq!(house.of("2026-11-16", "TB-6"), Vec::<String>::new());
    }
}

/// YT-2: where all that a circular spoke of was put right and the same begins again, it is not said to have gone on.
#[test]
fn what_begins_again_after_a_circular_is_told_as_such() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        house.street("2026-11-12", &["warn", "confirm", "TB-4"]);
        for ordinal in [1, 2] {
            let hazard = house.hazard(1, ordinal);
            let passed = ["hazard", "recheck", &hazard, "--passed", "--acceptor", "林安全"];
            house.run("2026-11-13", &passed);
            house.run("2026-11-13", &["hazard", "close", &hazard]);
        }
        house.inspect("2026-11-30", "恒捷鞋材厂", TWO);
        assert_eq!(house.of("2026-12-20", "YT-2"), ["YT-2 holds 招联社区网格责任人 2026-12-12"]);
        let all = house.warnings("2026-12-20");
        let again = all.iter().find(|each| each["code"] == "YT-2").unwrap();
        let said = again["message"].as_str().unwrap();
        assert!(said.starts_with("1次通报后又出现同样的情形"), "{said}");
    }
}

/// A row stands with the community that it is about: the ladder reads the name, the sequel the place.
#[test]
fn a_row_of_one_community_does_not_name_another() {
    on_both(|database| {
        let street = Street::new(database, "beifeng", "2026-09-01");
        let fields = |target: &str| {
            let all = [
                "kind=通报",
                "situation=未按要求上报整改情况的",
                "facts=九月没有上报",
                "decided_on=2026-10-12",
                target,
            ];
            all.iter().flat_map(|field| ["--set", *field]).map(str::to_owned).collect::<Vec<_>>()
        };
        let add = |target: &str| {
            let fields = fields(target);
            let add = ["--json", "ledger", "add", "accountability", "--community", "招联社区"];
            let fields = fields.iter().map(String::as_str);
            street.at("2026-10-12", "郑街道", &add.into_iter().chain(fields).collect::<Vec<_>>())
        };
        let other = add("target=霞美社区").refused(1);
        assert!(other.contains("--community 霞美社区"), "{other}");
        let row = add("target=招联社区").json();
        let id = row["id"].as_str().unwrap();
        let edit = |target: &str| {
            street.at("2026-10-13", "郑街道", &["ledger", "edit", id, "--set", target])
        };
        let moved = edit("target=霞美社区居委会").refused(1);
        assert!(moved.contains("请把这一条作废，在霞美社区另登记一条"), "{moved}");
        edit("target=招联社区居委会").done();
    });
}

/// 约谈后5个工作日内书面报告: its day is on the agenda without anybody counting it, and goes along with the interview.
#[test]
fn what_comes_of_an_interview_is_reported_in_writing() {
    for database in [None, Some(Schema::new())] {
        let house = new_house(database);
        let fields = ["target=招联社区林安全", "situation=其它应当进行约谈的情形", "subject=缺席"];
        let at = ["decided_on=2026-11-23", "held_on=2026-11-24", "held_at=9时30分", "place=会议室"];
        let sets = fields.iter().chain(&at).flat_map(|field| ["--set", *field]);
        let add = ["ledger", "add", "interview", "--community", "招联社区"].into_iter();
        let row = house.street("2026-11-23", &add.chain(sets).collect::<Vec<_>>());
        let id = row["id"].as_str().unwrap();
        assert_eq!(row["until"], "2026-12-01", "{row:#}");
        let agenda = |day: &str| house.ran(day, "沈卫东", &["agenda"]).done();
        let line = |held: &str| format!("招联社区林安全书面报告约谈（{held}）的落实情况");
        let first = agenda("2026-11-24");
        assert!(first.contains(&line("2026年11月24日")), "{first}");
        let moved = ["ledger", "edit", id, "--set", "held_on=2026-11-26"];
        assert_eq!(house.street("2026-11-24", &moved)["until"], "2026-12-03");
        let late = agenda("2026-12-04");
        assert!(late.contains(&line("2026年11月26日")) && late.contains("逾期1天"), "{late}");
        house.street("2026-12-04", &["ledger", "edit", id, "--set", "reported_on=2026-12-04"]);
        assert!(!agenda("2026-12-04").contains("书面报告约谈"), "{}", agenda("2026-12-04"));
    }
}
