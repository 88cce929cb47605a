//! The office of a district: it is set up with its streets, the rest of the tree follows, and what the communities report
//! comes by way of the streets to the 28th (REP-05).

use serde_json::Value;

use super::{CLEAN, House, hide_ids};
use crate::{desk::Desk, engines::Schema};

/// One hazard put right on the spot, one that is not.
const TWO: &str = super::ANSWERS;

fn words(line: &str) -> Vec<&str> {
    line.split(' ').collect()
}

impl House {
    fn all(&mut self, day: &str, who: &str, lines: &[&str]) {
        for line in lines {
            self.tell(day, who, &words(line));
        }
    }

    /// What the last command said.
    fn last(&self) -> String {
        let from = self.said.iter().rposition(|line| line.contains("$ ")).unwrap_or_default();
        self.said[from..].join("\n")
    }

    fn visit(&mut self, day: &str, who: &str, premises: &str, answers: &str) {
        let answers = self.file(answers);
        let line = ["inspect", "record", "--premises", premises, "--form", "table4", "--answers"];
        self.tell(day, who, &[&line[..], &[&answers]].concat());
    }
}

fn set_up(house: &mut House) {
    let day = "2026-09-01";
    let place = "init --level 区 --city 西安市 --district 雁塔区 --regime yanta --street 小寨路街道 --street 长延堡街道";
    // A community is told with its street where there are several; one that is not named is a slip.
    for (community, said) in
        [("明德门社区", "请写成 街道/社区"), ("曲江街道/明德门社区", "不在 --street 写明的街道里")]
    {
        let ran = house.desk.run(&words(&format!("{place} --community {community}")));
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.err.contains(said), "{}", ran.err);
    }
    house.tell(day, "", &words(&format!("{place} --community 长延堡街道/明德门社区")));
    house.said.retain(|line| !line.starts_with("数据在："));
    house.all(
        day,
        "",
        &[
            // What is added without a place is a street: a community has to say where.
            "unit add 长延堡社区",
            "unit add 长延堡社区 吉祥社区居委会 --in 没有的街道",
            "unit add 长延堡社区 --in 长延堡街道",
            "unit add 兴善社区 吉祥社区居委会 吉祥村委会 --in 小寨路街道",
            // One that is there already: none of them is added.
            "unit add 育华社区 兴善社区 --in 小寨路街道",
            "unit add 大雁塔街道",
            // Two streets have a community of one name: their numbers differ.
            "unit add 明德门社区 --in 大雁塔街道",
            "unit add 一网格 --in 长延堡街道",
            "grid add 一网格 --community 明德门社区",
            "unit list",
            "unit close 大雁塔街道 --reason 区划调整",
            "grid add 长一网格 --community 长延堡社区 --lead 李四",
            "grid add 兴一网格 --community 兴善社区 --lead 周五",
            "staff add 李四 --role grid_officer --unit 长延堡社区",
            "staff add 周五 --role grid_officer --unit 兴善社区",
            "staff add 何安全 --role safety_officer --unit 长延堡社区",
            "staff add 白安全 --role safety_officer --unit 兴善社区",
            "staff add 郑街道 --role street_officer --unit 长延堡街道",
            "staff add 孙街道 --role street_officer --unit 小寨路街道",
            "staff add 秦区办 --role district_officer --unit 雁塔区",
            "premises add 长安饭店 --grid 长一网格 --industry 餐饮 --address 长延堡2号 --person-in-charge 钱七",
            "premises add 兴善液化气站 --grid 兴一网格 --industry 液化石油气 --address 兴善1号 --person-in-charge 赵六",
        ],
    );
}

fn of_september(house: &mut House) {
    house.visit("2026-09-10", "李四", "长安饭店", "答案.toml");
    house.visit("2026-09-11", "周五", "兴善液化气站", "答案.toml");
    house.all("2026-09-16", "秦区办", &["agenda --to 2026-09-30", "report status --open"]);
    house.all("2026-09-18", "何安全", &["report submit monthly --period 2026-09"]);
    house.all("2026-09-18", "白安全", &["report submit monthly --period 2026-09"]);
    // What enterprises found themselves, step by step.
    let found = "ledger add self_report --premises 长安饭店 --set day=2026-09-15 --set way=书面 --set found=3 --set fixed=2";
    house.all("2026-09-18", "何安全", &[found, "report submit self_report --period 2026-09"]);
    house.all("2026-09-23", "郑街道", &["report submit self_report --period 2026-09"]);
    // A street speaks for nobody else, and not for the district.
    house.all(
        "2026-09-23",
        "郑街道",
        &[
            "report submit monthly --period 2026-09 --unit 雁塔区",
            "report monthly --period 2026-09 --text",
            "report submit monthly --period 2026-09",
        ],
    );
}

fn figure(house: &House, day: &str, who: &str, args: &[&str]) -> Value {
    let args = [&["--json"], args].concat();
    house.desk.on(day, who, house.database.as_ref(), &args).json()
}

/// The 28th: one street has reported, two have not; it is sent all the same, and the next month corrects it.
fn on_the_28th(house: &mut House) {
    let day = "2026-09-28";
    house.all(day, "秦区办", &["report monthly --period 2026-09 --text"]);
    let said = house.last();
    assert!(said.contains("小寨路街道"), "{said}");
    let sent =
        figure(house, day, "秦区办", &["report", "submit", "monthly", "--period", "2026-09"]);
    assert_eq!(sent["unit"], "6101/13", "{sent}");
    // Two hazards of the one street that had reported; the four of the district come with the other.
    assert_eq!((&sent["figures"]["found"], &sent["late"]), (&2.into(), &false.into()), "{sent}");
    house.all(day, "秦区办", &["report self_report --period 2026-09 --text"]);
    let sent =
        figure(house, day, "秦区办", &["report", "submit", "self_report", "--period", "2026-09"]);
    assert_eq!(sent["code"], "self_report_district", "{sent}");
    assert_eq!((&sent["figures"]["found"], &sent["figures"]["closed"]), (&3.into(), &2.into()));
    house.all("2026-09-29", "孙街道", &["report submit monthly --period 2026-09"]);
    house.all(
        "2026-10-15",
        "秦区办",
        &[
            "report status --from 2026-09-01 --to 2026-09-30",
            "report monthly --period 2026-10 --text",
        ],
    );
}

/// What the other screens of a district are made of.
fn looks_over(house: &mut House) {
    house.all(
        "2026-10-15",
        "秦区办",
        &[
            "coverage --by community",
            "review",
            "unit list",
            "report ranking --period 2026-Q3 --text",
            "premises list",
        ],
    );
    by_street(house);
    let board = figure(house, "2026-10-15", "秦区办", &["review"]);
    assert_eq!((&board["by"], &board["grids"][0]["grid"]), (&"street".into(), &Value::Null));
    // Of a street it is told by grid, as ever.
    let board = figure(house, "2026-10-15", "郑街道", &["review"]);
    assert_eq!((&board["by"], &board["grids"][0]["grid"]), (&"grid".into(), &"长一网格".into()));
    // A score of a street is kept with it, whoever's desk it is.
    let add = ["ledger", "add", "score", "--set", "unit=小寨路街道", "--set", "indicator=组织领导"];
    let score = figure(house, "2026-10-15", "秦区办", &[&add[..], &["--set", "score=80"]].concat());
    assert_eq!(score["community"], "6101/13/001/006", "{score:#}");
    house.tell("2026-10-15", "", &["journal", "--verify"]);
}

/// What a district looks at stands by street, the communities of each below it, and all add up to the same.
fn by_street(house: &mut House) {
    let day = "2026-10-15";
    let told = figure(house, day, "秦区办", &["analysis"]);
    let groups = |list: &str| -> Vec<(String, i64)> {
        let groups = told[list].as_array().unwrap().iter();
        groups
            .map(|it| (it["name"].as_str().unwrap().into(), it["found"].as_i64().unwrap()))
            .collect()
    };
    let sum = |list: &str| groups(list).iter().map(|(_, found)| found).sum::<i64>();
    let (streets, communities) = (groups("streets"), groups("communities"));
    let names: Vec<&str> = streets.iter().map(|(name, _)| &**name).collect();
    assert_eq!(names, ["小寨路街道", "长延堡街道"]);
    let within: Vec<&str> = communities.iter().map(|(name, _)| &**name).collect();
    assert_eq!(within, ["小寨路街道 兴善社区", "长延堡街道 长延堡社区"]);
    for list in ["streets", "communities", "grids"] {
        assert_eq!(sum(list), told["total"]["found"].as_i64().unwrap(), "{list}");
    }
    for code in ["analysis", "quarterly"] {
        let print = ["paper", "print", code, "--from", "2026-07-01", "--to", "2026-09-30"];
        let args = [&print[..], &["--text"]].concat();
        let text = house.desk.on(day, "秦区办", house.database.as_ref(), &args).done();
        let at = |words: &str| {
            let found = text.find(words);
            found.unwrap_or_else(|| panic!("{code}: {words}\n{text}"))
        };
        assert!(at("街道") < at("小寨路街道 兴善社区"), "{text}");
        assert!(at("小寨路街道 兴善社区") < at("长延堡街道 长延堡社区"), "{text}");
    }
}

#[test]
fn a_district_gathers_what_its_streets_report_on_both_engines() {
    let told = [None, Some(Schema::new())].map(|database| {
        let mut house = House { desk: Desk::bare(), database, said: Vec::new() };
        house.desk.write("答案.toml", TWO);
        house.desk.write("无.toml", CLEAN);
        set_up(&mut house);
        of_september(&mut house);
        on_the_28th(&mut house);
        looks_over(&mut house);
        hide_ids(house.said)
    });
    assert_eq!(told[0], told[1]);
    insta::assert_snapshot!(told[0].join("\n"));
}

#[test]
fn what_the_people_of_a_district_order_bears_its_name_and_number() {
    let mut house = House { desk: Desk::bare(), database: None, said: Vec::new() };
    house.desk.write("答案.toml", TWO);
    set_up(&mut house);
    house.said.clear();
    // A visit of the community before, one of the district, and one on which both go.
    house.visit("2026-09-10", "李四", "长安饭店", "答案.toml");
    house.visit("2026-09-11", "秦区办", "长安饭店", "答案.toml");
    let answers = house.file("答案.toml");
    let both = "inspect record --premises 长安饭店 --form table4 --by 李四 --by 秦区办 --answers";
    house.tell("2026-09-12", "秦区办", &[&words(both)[..], &[&answers]].concat());
    house.said.clear();
    house.all("2026-09-14", "秦区办", &["notice list", "notice show 雁塔区安监整改〔2026〕1号"]);
    let second = "雁塔区安监整改〔2026〕1号-2";
    house.tell(
        "2026-09-18",
        "秦区办",
        &["hazard", "recheck", second, "--passed", "--acceptor", "秦区办"],
    );
    let recheck = ["paper", "print", "recheck", "--about", "雁塔区安监整改〔2026〕1号", "--text"];
    house.tell("2026-09-18", "秦区办", &recheck);
    insta::assert_snapshot!(hide_ids(house.said).join("\n"));
}

#[test]
fn a_city_has_its_districts_and_they_their_streets() {
    let desk = Desk::bare();
    let run = |line: &str| desk.run(&[&["--today", "2026-09-01"], &words(line)[..]].concat());
    run("init --level 市 --city 西安市 --district 雁塔区 --district 碑林区 --regime yanta").done();
    run("unit add 长延堡街道 --in 雁塔区").done();
    run("unit add 明德门社区 --in 长延堡街道").done();
    let units = run("--json unit list").json();
    let shown = |row: &Value| format!("{} {}", row["level"], row["name"]).replace('"', "");
    let mut units: Vec<String> = units.as_array().unwrap().iter().map(shown).collect();
    units.sort();
    assert_eq!(
        units,
        [
            "city 西安市",
            "community 明德门社区",
            "district 碑林区",
            "district 雁塔区",
            "street 长延堡街道"
        ]
    );
    let board = run("--json review").json();
    assert_eq!((&board["by"], board["grids"].as_array().unwrap().len()), (&"district".into(), 2));
}

/// 长延堡社区 lies in 长延堡街道: whose name is written in full is meant.
#[test]
fn a_unit_is_meant_by_its_whole_name_though_another_begins_so() {
    for database in [None, Some(Schema::new())] {
        let mut house = House { desk: Desk::bare(), database, said: Vec::new() };
        set_up(&mut house);
        let sum = "report monthly_sum --period 2026-09 --text --unit";
        for (who, unit) in
            [("郑街道", "长延堡街道"), ("秦区办", "长延堡街道"), ("秦区办", "长延堡社区")]
        {
            house.all("2026-09-25", who, &[&format!("{sum} {unit}")]);
            let said = house.last();
            assert!(said.contains(&format!("：{unit}")), "{who} {unit}: {said}");
        }
        house.all("2026-09-25", "郑街道", &["report submit monthly_sum --unit 长延堡街道"]);
        assert!(!house.last().contains('✗'), "{}", house.last());
        // Made as of now beside what was sent: that is said, and how to have the other.
        house.all(
            "2026-09-26",
            "秦区办",
            &["paper print monthly_sum --about 长延堡街道 --month 2026-09 --text"],
        );
        let said = house.last();
        assert!(said.contains("已由郑街道在2026年9月25日上报，这里印的是现在的数"), "{said}");
        assert!(said.contains("--period 2026-09 --unit 长延堡街道"), "{said}");
        let back = "report return monthly_sum --unit 长延堡街道 --period 2026-09 --reason 漏报";
        house.all("2026-09-26", "秦区办", &[back]);
        assert!(house.last().contains("已退回"), "{}", house.last());
        // 本单位 is not the one above; and what was before the office is nobody's 零报告.
        house.all("2026-09-25", "", &["staff add 区领导 --role unit_head --unit 雁塔区"]);
        let quarter = "report submit quarterly --period 2026-Q3 --signer 区领导";
        house.all("2026-09-30", "郑街道", &[quarter]);
        assert!(house.last().contains("长延堡街道还没有登记主要领导"), "{}", house.last());
        house.all("2026-09-25", "何安全", &["report submit monthly --period 2025-01 --zero"]);
        assert!(house.last().contains("登记册里没有那时的记录"), "{}", house.last());
        let held = "ledger add publicity --set held_on=2026-09-25 --set subject=用电 --set kind=集中宣讲 --set headcount=30";
        for unit in ["长延堡街道", "长延堡社区"] {
            house.all("2026-09-25", "郑街道", &[&format!("{held} --community {unit}")]);
            assert!(!house.last().contains('✗'), "{}", house.last());
        }
        house.all("2026-09-25", "郑街道", &["warn add TB-8 --reason 试 --community 长延堡街道"]);
        assert!(house.last().contains('✗'), "{}", house.last());
        house.all("2026-09-25", "郑街道", &["--json ledger list publicity"]);
        let said = house.last();
        let rows: Value = serde_json::from_str(said.split_once('\n').unwrap().1).unwrap();
        let mut units: Vec<&str> =
            rows.as_array().unwrap().iter().map(|row| row["community"].as_str().unwrap()).collect();
        units.sort();
        assert_eq!(units, ["6101/13/003", "6101/13/003/xuz"], "{rows:#}");
    }
}

/// Who holds somebody to account signs the letter and is answered: the district where its own people do.
#[test]
fn a_letter_of_accountability_is_of_the_level_that_writes_it() {
    for database in [None, Some(Schema::new())] {
        let mut house = House { desk: Desk::bare(), database, said: Vec::new() };
        set_up(&mut house);
        let add = "warn add YT-7 --reason 例会缺席 --set held_on=2026-09-29 --set held_at=9:30 --set place=会议室";
        for (who, community, person, body, desk) in [
            ("秦区办", "长延堡社区", "何安全", "西安市雁塔区应急管理局", "区安委办"),
            ("郑街道", "长延堡社区", "李四", "西安市雁塔区人民政府长延堡街道办事处", "街道安办"),
        ] {
            let add = format!("{add} --community {community} --person {person}");
            house.all("2026-09-25", who, &[&add]);
            let said = house.last();
            let id = said.split("--about ").nth(1).unwrap().split_whitespace().next().unwrap();
            let letter =
                format!("paper print interview_notice --about {id} --set contact=王 --text");
            house.all("2026-09-25", who, &[&letter]);
            let said = house.last();
            assert!(said.contains(body) && said.contains(desk), "{who}: {said}");
        }
    }
}
