//! 问责提醒, told to both engines: real commands make situations hold, a person confirms one and prints its letter, sets
//! another aside, and the ladder counts.

mod meant;
mod rights;

use serde_json::{Value, json};

use crate::{
    desk::{Desk, Ran, TWO},
    engines::Schema,
    house::Founded,
};

const MAJOR: &str = r#"default = "normal"
[[hazards]]
text = "车间夜间住人"
grade = "major"
disposal = "by_deadline"
days = 10
requirement = "搬离"
interim = "专人值守"
"#;

struct House {
    desk: Desk,
    database: Option<Schema>,
}

impl House {
    fn ran(&self, day: &str, who: &str, args: &[&str]) -> Ran {
        self.desk.on(day, who, self.database.as_ref(), args)
    }

    /// The safety officer's work.
    fn run(&self, day: &str, args: &[&str]) -> String {
        self.ran(day, "林安全", args).done()
    }

    /// The street officer's.
    fn street(&self, day: &str, args: &[&str]) -> Value {
        self.ran(day, "沈卫东", &[&["--json"], args].concat()).json()
    }

    fn inspect(&self, day: &str, premises: &str, answers: &str) {
        let file = self.desk.write("答案.toml", answers);
        let words = ["--form", "table4", "--answers", &file, "--by", "陈一鸣", "--sure"];
        self.run(day, &[&["inspect", "record", "--premises", premises], &words[..]].concat());
    }

    fn warnings(&self, day: &str) -> Vec<Value> {
        self.street(day, &["warn"]).as_array().unwrap().clone()
    }

    /// Code, state, target and day of each.
    fn told(&self, day: &str) -> Vec<String> {
        let text = |each: &Value, key: &str| each[key].as_str().unwrap().to_owned();
        let keys = ["code", "state", "target", "since"];
        let line = |each: &Value| keys.map(|key| text(each, key)).join(" ");
        self.warnings(day).iter().map(line).collect()
    }

    fn hazard(&self, number: u32, ordinal: u32) -> String {
        format!("招联安监整改〔2026〕{number}号-{ordinal}")
    }

    /// The id of a hazard.
    fn id(&self, wanted: &str) -> Value {
        self.street("2026-11-20", &["hazard", "show", wanted])["id"].clone()
    }
}

/// Nobody has been visited yet.
fn new_house(database: Option<Schema>) -> House {
    house_under(database, "beifeng")
}

fn house_under(database: Option<Schema>, regime: &str) -> House {
    let house = House { desk: Desk::bare(), database };
    let founded = Founded {
        first: "2026-10-26",
        regime,
        communities: &["招联社区"],
        grids: &[["一网格", "招联社区", "陈一鸣"]],
        staff: &[
            ["陈一鸣", "grid_officer", "招联社区"],
            ["林安全", "safety_officer", "招联社区"],
            ["沈卫东", "street_officer", "北峰街道"],
        ],
    };
    founded.on(&house.desk, house.database.as_ref());
    house
}

/// October is reported.
fn report_october(house: &House, day: &str) {
    house
        .run(day, &["report", "submit", "problem_list", "--sure", "--period", "2026-10", "--zero"]);
}

const FIVE: &str = "responsibility = \"厂长负总责\"\nmeasures = \"搬离\"\nfunds = \"自筹\"\n\
                    time_limit = \"十日内\"\nplan = \"已编制\"\n";

/// Monday the 2nd of November: a visit with two hazards due on the 5th, and one with a major hazard, whose report says that
/// the whole place has to stop.
fn house(database: Option<Schema>) -> House {
    let house = new_house(database);
    report_october(&house, "2026-11-02");
    house.inspect("2026-11-02", "恒捷鞋材厂", TWO);
    house.inspect("2026-11-02", "丰泽服饰", MAJOR);
    fill_major(&house, "2026-11-02", "否", "是");
    house
}

/// 重大隐患填报表, with its boxes on what has to stop.
fn fill_major(house: &House, day: &str, partly: &str, wholly: &str) {
    let stops = format!("partial_stop = \"{partly}\"\nfull_stop = \"{wholly}\"\n");
    let text = format!("{FIVE}{stops}{}", crate::major::boxes());
    let file = house.desk.write("填报.toml", text);
    house.ran(day, "陈一鸣", &["major", "fill", &house.hazard(2, 1), &file]).done();
}

/// YT-3: only where the report says that work has to stop is it held against anybody that it did not.
#[test]
fn a_major_hazard_that_can_be_kept_safe_need_not_stop() {
    for database in [None, Some(Schema::new())] {
        let house = new_house(database);
        house.inspect("2026-11-02", "恒捷鞋材厂", TWO);
        house.inspect("2026-11-02", "丰泽服饰", MAJOR);
        let of = |day: &str| -> Vec<String> {
            house.told(day).into_iter().filter(|told| told.starts_with("YT-3")).collect()
        };
        assert_eq!(of("2026-11-03"), Vec::<String>::new());
        fill_major(&house, "2026-11-03", "否", "否");
        assert_eq!(of("2026-11-04"), Vec::<String>::new());
        fill_major(&house, "2026-11-04", "是", "否");
        assert_eq!(of("2026-11-04"), ["YT-3 near 招联社区陈一鸣 2026-11-05"]);
        assert_eq!(of("2026-11-05"), ["YT-3 holds 招联社区陈一鸣 2026-11-05"]);
        let stop = ["hazard", "stop", &house.hazard(2, 1), "--by", "陈一鸣", "--on", "2026-11-04"];
        house.run("2026-11-05", &[&stop[..], &["--at", "16:30", "--measures", "断电"]].concat());
        assert_eq!(of("2026-11-05"), Vec::<String>::new());
    }
}

#[test]
fn situations_come_near_hold_and_are_answered_on_both_engines() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        // Thursday the 5th: the deadlines run out, and three working days are left for the recheck.
        assert_eq!(
            house.told("2026-11-05"),
            [
                "YT-3 holds 招联社区陈一鸣 2026-11-03",
                "YT-5 near 招联社区陈一鸣 2026-11-10",
                "TB-4 near 招联社区 2026-11-11",
            ]
        );
        // 前 includes its day: until the 10th it is in time.
        let near = &house.warnings("2026-11-05")[2]["message"];
        let words = "2条隐患整改期限届满后没有及时复查；2026年11月10日前办好就不算。";
        assert_eq!(near, words);
        // Monday: one refuses. It is to be reported by Wednesday.
        let refused = house.hazard(1, 2);
        house.run("2026-11-09", &["hazard", "recheck", &refused, "--failed", "--refused"]);
        let grown = house.hazard(1, 1);
        assert_eq!(
            house.told("2026-11-11"),
            [
                "YT-3 holds 招联社区陈一鸣 2026-11-03",
                "TB-4 holds 招联社区 2026-11-11",
                "YT-5 near 招联社区陈一鸣 2026-11-17",
                "TB-6 near 招联社区 2026-11-12",
            ]
        );
        let regrade = ["hazard", "regrade", &grown, "--grade", "major", "--reason", "堆到门口"];
        house.run("2026-11-16", &regrade);
        assert_eq!(
            house.told("2026-11-16"),
            [
                "GP-2 holds 招联社区 2026-11-16",
                "YT-3 holds 招联社区陈一鸣 2026-11-03",
                "TB-4 holds 招联社区 2026-11-11",
                "TB-6 holds 招联社区 2026-11-12",
                "TB-4 near 招联社区 2026-11-18",
            ]
        );
        let late = &house.warnings("2026-11-16")[2];
        let expected = json!({
            "code": "TB-4", "kind": "通报", "state": "holds", "target": "招联社区",
            "since": "2026-11-11", "evidence": [house.id(&grown)],
            "message": "1条隐患整改期限届满后没有及时复查，自2026年11月11日起算。"
        });
        for (key, value) in expected.as_object().unwrap() {
            assert_eq!(late[key], *value, "{key}: {late:#}");
        }
        answered(&house);
    }
}

/// TB-4 is confirmed and printed, YT-3 set aside, GP-2 put under supervision; none is suggested again.
fn answered(house: &House) {
    let day = "2026-11-16";
    // Never by those whom it is about, and never what does not hold yet.
    let own = house.ran(day, "林安全", &["warn", "confirm", "TB-4"]).refused(1);
    assert!(own.contains("不能登记、确认、搁置问责"), "{own}");
    let early = house.ran("2026-11-11", "沈卫东", &["warn", "confirm", "TB-6"]).refused(1);
    assert!(early.contains("2026年11月12日才成立"), "{early}");
    let unknown = house.ran(day, "沈卫东", &["warn", "confirm", "TB-9"]).refused(1);
    assert!(unknown.contains("没有编号为“TB-9”的情形"), "{unknown}");

    let shown = house.ran(day, "沈卫东", &["warn", "show", "TB-4"]).done();
    assert!(shown.contains("恒捷鞋材厂：疏散通道堆放杂物（2026年11月2日查出，"), "{shown}");
    // A unit that is none, one of which nothing is suggested, somebody of whom nothing is: each is told as what it is.
    let acts = [vec!["show"], vec!["confirm"], vec!["dismiss", "--reason", "核实过"]];
    for act in acts {
        let asked = |which: [&str; 2]| {
            let act = [&["warn", act[0], "TB-4"], &act[1..], &which].concat();
            house.ran(day, "沈卫东", &act).refused(1)
        };
        let said = asked(["--unit", "小寨路"]);
        assert!(said.contains("小寨路") && !said.contains("的提醒"), "{said}");
        let said = asked(["--unit", "北峰街道"]);
        assert!(said.contains("的提醒（北峰街道）。有的是招联社区的，"), "{said}");
        let said = asked(["--target", "张三"]);
        assert!(
            said.contains("的提醒（张三）。有的是招联社区的，请照这样写明 --target。"),
            "{said}"
        );
    }
    let shown = house.ran(day, "沈卫东", &["warn", "show", "TB-4", "--unit", "招联"]).done();
    assert!(shown.starts_with("TB-4 通报"), "{shown}");
    let confirm = ["warn", "confirm", "TB-4", "--set", "demand=三日内复查完毕"];
    let confirmed = house.street(day, &confirm);
    assert_eq!(confirmed["paper"], "circular", "{confirmed:#}");
    let about = confirmed["about"].as_str().unwrap();
    let paper = house.desk.path("通报.txt");
    house.street(day, &["paper", "issue", "circular", "--about", about, "-o", &paper]);
    let letter = std::fs::read_to_string(paper).unwrap().replace(['\n', ' '], "");
    let twice = house.ran(day, "沈卫东", &["paper", "issue", "circular", "--about", about]);
    let twice = twice.refused(1);
    assert!(twice.contains("这一条已经在2026年11月16日出具") && twice.contains("1号"), "{twice}");
    for words in [
        "招联社区出现以下情形：未及时依法复查生产经营单位整改情况的。",
        "1．恒捷鞋材厂：疏散通道堆放杂物（2026年11月2日查出",
        "上述情形自2026年11月11日起存在。",
        "三日内复查完毕",
    ] {
        assert!(letter.contains(words), "{words}\n{letter}");
    }

    let dismiss = ["warn", "dismiss", "YT-3", "--reason", "夜间已断电清人，能保证安全"];
    let aside = house.street(day, &dismiss);
    assert_eq!((&aside["confirmed"], &aside["leads_to"]), (&json!(false), &Value::Null));
    let nameless = house.ran(day, "沈卫东", &["warn", "dismiss", "TB-6", "--reason", " "]);
    assert!(nameless.refused(1).contains("原因"));

    // Put up by mistake: the confirmation is taken back, and the supervision with it.
    let mistaken = house.street(day, &["warn", "confirm", "GP-2"]);
    let matter = mistaken["about"].as_str().unwrap();
    let back = ["supervise", "withdraw", matter, "--reason", "还没核实"];
    let way = house.ran(day, "沈卫东", &back).refused(1);
    let said = mistaken["id"].as_str().unwrap();
    assert!(
        way.contains(&format!("请在问责里撤回那次确认（anban warn withdraw {said} --reason")),
        "{way}"
    );
    // By what the list shows.
    let short = &said[said.len() - 8..];
    let list = house.ran(day, "沈卫东", &["warn", "said"]).done();
    assert!(list.contains(short), "{list}");
    let none = house.ran(day, "沈卫东", &["warn", "withdraw", "GP-2", "--reason", "还没核实"]);
    assert!(none.refused(1).contains("最后一列"));
    house.street(day, &["warn", "withdraw", short, "--reason", "还没核实"]);
    assert_eq!(house.street(day, &["supervise", "show", matter])["state"], "withdrawn");

    let supervised = house.street(day, &["warn", "confirm", "GP-2"]);
    let matter = supervised["about"].as_str().unwrap();
    let open = house.street(day, &["supervise", "show", matter]).to_string();
    assert!(open.contains("导致一般隐患演变为重大隐患"), "{open}");
    let paper = house.desk.path("督办.txt");
    let issue = ["paper", "issue", "community_supervision", "--about", matter];
    let issue = [&issue[..], &["--set", "report_every=每周"]].concat();
    let fields = ["--set", "facts=通道堵塞逾期", "--set", "demand=三日内整改"];
    let fields = [&fields[..], &["--set", "rectify_by=2026-11-30", "-o", &paper]].concat();
    house.street(day, &[&issue[..], &fields[..]].concat());
    let letter = std::fs::read_to_string(paper).unwrap().replace(['\n', ' '], "");
    let words = "你社区出现以下情形：因督促整改不力，导致一般隐患演变为重大隐患。";
    assert!(letter.contains(words), "{letter}");
    assert!(letter.contains("你社区应于2026年11月30日前整改到位，每周向"), "{letter}");

    // What was answered is gone; the same situation by another record comes.
    assert_eq!(
        house.told("2026-11-17"),
        [
            "TB-6 holds 招联社区 2026-11-12",
            "YT-1 near 招联社区陈一鸣 2026-11-23",
            "TB-4 near 招联社区 2026-11-18",
        ]
    );
    let again = house.ran(day, "沈卫东", &["warn", "confirm", "GP-2"]).refused(1);
    assert!(again.contains("现在没有GP-2"), "{again}");
    slips(house);
    by_hand(house);
}

/// A slip: what was said is taken back, and its case is suggested again.
fn slips(house: &House) {
    let day = "2026-11-17";
    let holds =
        |code: &str| house.told(day).iter().any(|told| told.starts_with(&format!("{code} holds")));
    let aside = house.street(day, &["warn", "dismiss", "TB-6", "--reason", "点错了"]);
    assert!(!holds("TB-6"));
    let withdraw = ["warn", "withdraw", aside["id"].as_str().unwrap(), "--reason", "看错了一条"];
    let said = house.ran(day, "沈卫东", &withdraw).done();
    assert!(said.contains("已撤回：TB-6 招联社区，记录里还看得出的会再提醒"), "{said}");
    assert_eq!(house.street(day, &["warn", "said"])[0]["void_reason"], "看错了一条");
    assert!(holds("TB-6"));
    let twice = house.ran(day, "沈卫东", &withdraw).refused(1);
    assert!(twice.contains("已经撤回"), "{twice}");
    // By the key that takes back the last deed of the desk, the row of the ledger with it.
    let confirmed = house.street(day, &["warn", "confirm", "TB-6"]);
    house.ran(day, "沈卫东", &["undo", "--reason", "还没核实"]).done();
    assert!(holds("TB-6"));
    let rows = house.street(day, &["ledger", "list", "accountability"]).to_string();
    assert!(!rows.contains(confirmed["about"].as_str().unwrap()), "{rows}");
}

/// What no record shows is entered, and the ladder of the year counts all of it.
fn by_hand(house: &House) {
    let day = "2026-11-17";
    let add = ["warn", "add", "GP-1", "--reason", "区安委会通报整改逾期"];
    assert_eq!(house.street(day, &add)["code"], "GP-1");
    // Once of a day: nobody climbs two rungs by a slip.
    let twice = house.ran(day, "沈卫东", &add).refused(1);
    assert!(twice.contains("不用再登记") && twice.contains("--since"), "{twice}");
    let stranger = ["warn", "add", "JM-3", "--reason", "事实", "--person", "张三"];
    let stranger = house.ran(day, "沈卫东", &stranger).refused(1);
    assert!(stranger.contains("“张三”不在人员名单里"), "{stranger}");
    let person = ["warn", "add", "YT-7", "--reason", "例会三次缺席"];
    let nobody = house.ran(day, "沈卫东", &person).refused(1);
    assert!(nobody.contains("请写明责任人"), "{nobody}");
    let person = [&person[..], &["--person", "陈一鸣"]].concat();
    let where_and_when = house.ran(day, "沈卫东", &person).refused(1);
    assert!(where_and_when.contains("“约谈地点”还没有填"), "{where_and_when}");
    let early =
        ["--set", "held_on=2026-11-20", "--set", "held_at=9时30分", "--set", "place=会议室"];
    let early = [&person[..], &early, &["--set", "decided_on=2025-01-25"]].concat();
    let said = house.ran(day, "沈卫东", &early).refused(1);
    assert!(said.contains("决定日期写的是2025年1月25日"), "{said}");
    for (on, at, why) in [
        ("2026-09-01", "9时30分", "“约谈日期”2026年9月1日已经过去"),
        ("2026-11-20", "25时80分", "看不出几时几分"),
    ] {
        let (on, at) = (format!("held_on={on}"), format!("held_at={at}"));
        let at = ["--set", &on, "--set", &at, "--set", "place=会议室"];
        let said = house.ran(day, "沈卫东", &[&person[..], &at[..]].concat()).refused(1);
        assert!(said.contains(why), "{said}");
    }
    let at = ["--set", "held_on=2026-11-20", "--set", "held_at=9时30分", "--set", "place=会议室"];
    let interview = house.street(day, &[&person[..], &at[..]].concat());
    assert_eq!(interview["paper"], "interview_notice");

    let ladder = house.street(day, &["warn", "ladder"]);
    let rung = |at: usize| {
        let standing = &ladder[at];
        let counts: Vec<i64> = ["circular", "interview", "supervision", "admonition", "transfer"]
            .iter()
            .map(|kind| standing["counts"][kind].as_i64().unwrap())
            .collect();
        (standing["target"].as_str().unwrap().to_owned(), counts, standing["next"].clone())
    };
    assert_eq!(rung(0), ("招联社区".to_owned(), vec![1, 0, 2, 0, 0], Value::Null));
    assert_eq!(rung(1), ("招联社区陈一鸣".to_owned(), vec![0, 1, 0, 0, 0], json!("admonition")));
    // Another year begins at the first rung.
    let before = house.street(day, &["warn", "ladder", "--year", "2025"]);
    assert_eq!(before[0]["next"], "circular");
    let said = house.street(day, &["warn", "said"]);
    let codes: Vec<&str> =
        said.as_array().unwrap().iter().map(|each| each["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["YT-7", "GP-1", "TB-6", "TB-6", "GP-2", "GP-2", "YT-3", "TB-4"]);
    let verified = house.ran(day, "", &["--json", "journal", "--verify"]).json();
    assert_eq!(verified["sound"], true);
    // What no record shows is suggested by nobody once it is taken back.
    let other = house.street(day, &["warn", "add", "TB-8", "--reason", "登记错了的"]);
    let withdraw = ["warn", "withdraw", other["id"].as_str().unwrap(), "--reason", "登记错了"];
    let said = house.ran(day, "沈卫东", &withdraw).done();
    assert!(said.contains("这是手工登记的，不会再提醒"), "{said}");
    house.street(day, &["warn", "add", "TB-8", "--reason", "又登记错了的"]);
    let said = house.ran(day, "沈卫东", &["undo", "--reason", "登记错了"]).done();
    assert!(said.contains("这是手工登记的，不会再提醒"), "{said}");
    // A month after the circular the same kind of situation still holds.
    let still = house.told("2026-12-16");
    assert!(
        still.iter().any(|each| each == "YT-2 holds 招联社区网格责任人 2026-12-16"),
        "{still:?}"
    );
    // The circular is told by its first line.
    let shown = house.ran("2026-12-16", "沈卫东", &["warn", "show", "YT-2"]).done();
    let line = shown.lines().find(|line| line.contains("通报督办登记")).unwrap();
    assert!(line.contains("，2026年11月11日，1条隐患整改期限届满后没有及时复查。"), "{line}");
    assert!(!line.contains("恒捷鞋材厂"), "{line}");
    // No letter goes to a post without a name: who confirms says who it is.
    let confirm = ["warn", "confirm", "YT-2", "--target", "招联社区网格责任人"];
    let at = ["--set", "held_on=2026-12-21", "--set", "held_at=9时30分", "--set", "place=会议室"];
    let confirm = [&confirm[..], &at].concat();
    let whose = house.ran("2026-12-16", "沈卫东", &confirm).refused(1);
    assert!(whose.contains("看不出招联社区的责任人是谁"), "{whose}");
    let named = [&confirm[..], &["--person", "林安全"]].concat();
    house.ran("2026-12-16", "沈卫东", &named).done();
    let rows = house.street("2026-12-16", &["ledger", "list", "interview"]).to_string();
    assert!(rows.contains("招联社区林安全") && !rows.contains("社区网格责任人"), "{rows}");
}

/// The ladder goes by place and person: a new name of the community changes neither's rungs.
#[test]
fn the_ladder_knows_a_community_and_a_person_by_more_than_the_name() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let day = "2026-11-16";
        house.street(day, &["warn", "confirm", "TB-4"]);
        let at =
            ["--set", "held_on=2026-11-20", "--set", "held_at=9时30分", "--set", "place=会议室"];
        let person = ["warn", "confirm", "YT-3", "--target", "陈一鸣"];
        house.street(day, &[&person[..], &at].concat());
        let rename = ["unit", "edit", "招联社区", "--rename", "招莲社区"];
        house.ran("2026-11-17", "", &rename).done();
        let again = ["warn", "add", "TB-8", "--reason", "例会两次缺席"];
        house.street("2026-11-18", &again);
        let person = ["warn", "add", "YT-7", "--person", "陈一鸣", "--reason", "例会缺席"];
        house.street("2026-11-18", &[&person[..], &at].concat());
        let ladder = house.street("2026-11-18", &["warn", "ladder"]);
        let rungs: Vec<String> = ladder
            .as_array()
            .unwrap()
            .iter()
            .map(|each| {
                let count = |kind: &str| each["counts"][kind].as_i64().unwrap();
                let target = each["target"].as_str().unwrap();
                format!("{target} {} {}", count("circular"), count("interview"))
            })
            .collect();
        assert_eq!(rungs, ["招莲社区 2 0", "招莲社区陈一鸣 0 2"]);
        assert_eq!(ladder[0]["next"], "interview");
    }
}

/// What ledgers show, on one engine: a late task, accidents, a check from above, penalties, premises not fit.
#[test]
fn the_ledgers_show_situations_too() {
    let house = house(None);
    let add = |day: &str, ledger: &str, premises: &str, fields: &[&str]| {
        let mut all = vec!["ledger", "add", ledger];
        if !premises.is_empty() {
            all.extend(["--premises", premises]);
        }
        for field in fields {
            all.extend(["--set", field]);
        }
        house.run(day, &all);
    };
    let task = ["assigned_on=2026-11-03", "from=例会", "content=查电动车", "owner=陈一鸣"];
    add("2026-11-03", "task", "", &[&task[..], &["due_on=2026-11-06"]].concat());
    let by = ["level=区", "why=专项督查", "checkers=区督查组"];
    let check = |premises: &str, said: &[&str]| {
        add("2026-11-10", "spot_check", premises, &[&by[..], said].concat());
    };
    check("恒捷鞋材厂", &["found_any=是", "problems=通道仍堵塞"]);
    // What is written decides nothing: not that it is fine, nor that it is not.
    check("恒捷鞋材厂", &["found_any=否", "problems=通道堵塞已改"]);
    check("恒捷鞋材厂", &["problems=没有发现问题"]);
    check("恒捷鞋材厂", &["problems=无"]);
    let warned = house.ran("2026-11-12", "沈卫东", &["warn"]).done();
    assert!(
        warned.contains("有1条抽查督查写了发现的问题，没有选“查出问题”是或否，不作提醒，请核实"),
        "{warned}"
    );
    let fire = ["happened_at=2时", "place=车间", "kind=火灾", "dead=3", "missing=0", "injured=0"];
    let rest = ["course=电线短路", "reporter=林安全", "happened_on=2026-11-11"];
    add("2026-11-11", "accident", "恒捷鞋材厂", &[&fire[..], &rest[..]].concat());
    let unfit = ["premises", "unfit", "丰泽服饰", "--reason", "三合一，无法改造"];
    house.run("2026-11-09", &unfit);
    let all = house.told("2026-11-12");
    for each in [
        "YT-1 holds 招联社区陈一鸣 2026-11-07",
        "JM-2 holds 招联社区陈一鸣 2026-11-10",
        "JM-1 holds 招联社区陈一鸣 2026-11-11",
        "GP-4 holds 招联社区 2026-11-11",
        "YS-1 holds 招联社区陈一鸣 2026-11-11",
        "GP-3 holds 招联社区 2026-11-12",
    ] {
        assert!(all.iter().any(|told| told == each), "{each} is not in {all:#?}");
    }
    assert_eq!(all.iter().filter(|told| told.starts_with("JM-2")).count(), 1, "{all:#?}");
    // The gravest comes first.
    assert!(all[0].starts_with("YS-1"), "{all:#?}");
    let warned = house.warnings("2026-11-12");
    let says = |code: &str| {
        let of = warned.iter().find(|each| each["code"] == code).unwrap();
        of["message"].as_str().unwrap().to_owned()
    };
    let facts = "2026年11月11日2时，恒捷鞋材厂（车间）发生火灾事故，死亡3人、重伤0人，属较大事故";
    assert_eq!(says("YS-1"), format!("{facts}，自2026年11月11日起算。"));
    // Of the alternatives the one that holds: there had been a visit, and two hazards were open.
    assert_eq!(
        says("JM-1"),
        format!("{facts}。事故发生前，该单位有2条隐患没有销号，自2026年11月11日起算。")
    );
    assert_eq!(
        says("GP-4"),
        format!("{facts}。当时该单位有2条隐患逾期没有整改，自2026年11月11日起算。")
    );
    assert_eq!(
        says("JM-2"),
        "2026年11月10日区抽查督查恒捷鞋材厂发现问题，此前该单位有2条隐患逾期没有整改，自2026年11月10日起算。"
    );
    // The letter names each of the two once.
    let transfer = house.street("2026-11-12", &["warn", "confirm", "YS-1"]);
    let rows = house.street("2026-11-12", &["ledger", "list", "accountability"]).to_string();
    assert!(rows.contains(transfer["about"].as_str().unwrap()), "{rows}");
    assert!(rows.contains("2．恒捷鞋材厂") && !rows.contains("3．"), "{rows}");
    // What was sent in time is no TB-7.
    assert!(!all.iter().any(|told| told.starts_with("TB-7")), "{all:#?}");
}

const FAULT: &str = "default = \"normal\"\n[answers]\nq20 = \"堵塞\"\n";

/// What courses and notices show: failed twice, extended twice, closed and back, a void notice, too many overdue.
#[test]
fn the_courses_of_hazards_show_situations_too() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let first = house.hazard(1, 1);
        for (day, deadline) in [("2026-11-05", "2026-11-09"), ("2026-11-09", "2026-11-12")] {
            let failed = ["hazard", "recheck", &first, "--failed", "--deadline", deadline];
            house.run(day, &failed);
        }
        let second = house.hazard(1, 2);
        for (day, deadline) in [("2026-11-04", "2026-11-10"), ("2026-11-10", "2026-11-17")] {
            let extend = ["hazard", "extend", &second, "--deadline", deadline];
            house.run(day, &[&extend[..], &["--reason", "配件未到"]].concat());
        }
        // The major hazard is stopped at once, and known only later: no YT-3 for it.
        let major = house.hazard(2, 1);
        let stop = ["hazard", "stop", &major, "--by", "陈一鸣", "--on", "2026-11-02"];
        house.run(
            "2026-11-04",
            &[&stop[..], &["--at", "16:30", "--measures", "清人、断电"]].concat(),
        );
        let all = house.told("2026-11-12");
        for each in ["TB-6 holds 招联社区 2026-11-12", "YT-4 holds 招联社区陈一鸣 2026-11-10"]
        {
            assert!(all.iter().any(|told| told == each), "{each} is not in {all:#?}");
        }
        assert!(!all.iter().any(|told| told.starts_with("YT-3")), "{all:#?}");
        // Reported after its second failure, in time: nothing.
        let report = ["hazard", "report", &first, "--to", "street", "--reason", "两次不合格"];
        house.run("2026-11-11", &report);
        let all = house.told("2026-11-12");
        assert!(!all.iter().any(|told| told.starts_with("TB-6")), "{all:#?}");

        // Closed, and the same item is found a fortnight later.
        house.inspect("2026-11-12", "恒捷鞋材厂", FAULT);
        let blocked = house.hazard(3, 1);
        house.run(
            "2026-11-13",
            &["hazard", "recheck", &blocked, "--passed", "--acceptor", "林安全"],
        );
        house.run("2026-11-13", &["hazard", "close", &blocked]);
        house.inspect("2026-11-24", "恒捷鞋材厂", FAULT);
        let all = house.told("2026-11-24");
        let again = "YT-6 holds 招联社区陈一鸣 2026-11-24";
        assert!(all.iter().any(|told| told == again), "{all:#?}");

        // A notice is voided on Wednesday; on Friday nobody has issued another.
        let void = ["notice", "void", "招联安监整改〔2026〕4号", "--reason", "填错日期"];
        house.run("2026-11-25", &void);
        let late = "TB-2 near 招联社区 2026-11-27";
        let all = house.told("2026-11-26");
        assert!(all.iter().any(|told| told == late), "{all:#?}");
        let all = house.told("2026-11-27");
        let late = "TB-2 holds 招联社区 2026-11-27";
        assert!(all.iter().any(|told| told == late), "{all:#?}");
        let shown = house.ran("2026-11-27", "沈卫东", &["warn", "show", "TB-2"]).done();
        assert!(shown.contains("检查 ") && shown.contains("恒捷鞋材厂"), "{shown}");

        // Seven are overdue when November ends; it is told from the Tuesday before.
        house.inspect("2026-11-16", "丰泽服饰", TWO);
        house.inspect("2026-11-17", "恒捷鞋材厂", TWO);
        let month = |day: &str| -> Vec<String> {
            house.told(day).into_iter().filter(|told| told.starts_with("TB-1")).collect()
        };
        assert!(month("2026-11-24").is_empty());
        assert_eq!(month("2026-11-25"), ["TB-1 near 招联社区 2026-12-01"]);
        // On the last day things can still be put right.
        assert_eq!(month("2026-11-30"), ["TB-1 near 招联社区 2026-12-01"]);
        assert_eq!(month("2026-12-01"), ["TB-1 holds 招联社区 2026-12-01"]);
        assert_eq!(month("2026-12-10"), ["TB-1 holds 招联社区 2026-12-01"]);
        // The figure is the number of its rows.
        for (day, words) in [("2026-11-30", "到月底逾期"), ("2026-12-10", "月底逾期")] {
            let all = house.warnings(day);
            let of = all.iter().find(|each| each["code"] == "TB-1").unwrap();
            let rows = of["evidence"].as_array().unwrap().len();
            let message = of["message"].as_str().unwrap();
            assert!(
                rows > 5 && message.contains(&format!("，{words}{rows}条")),
                "{message} {rows}"
            );
        }
        // A month without a visit, when its report can say no more in time that nothing was found.
        let all = house.told("2027-01-06");
        let empty = "TB-3 holds 招联社区 2027-01-06";
        assert!(all.iter().any(|told| told == empty), "{all:#?}");
    }
}

const STOP: &str = r#"default = "normal"
[[hazards]]
text = "喷漆房与宿舍相通"
grade = "general"
disposal = "suspend"
days = 5
requirement = "停业，砌墙隔开"
interim = "停止喷漆"
"#;

/// Agreed to work again and then not put right; penalties that add up.
#[test]
fn a_stop_that_was_lifted_too_early_and_penalties_are_seen() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        house.inspect("2026-11-03", "恒捷鞋材厂", STOP);
        let change = |day: &str, to: &str| {
            let change = ["premises", "change", "恒捷鞋材厂", "--to", to, "--on", day];
            house.run(day, &[&change[..], &["--reason", "停业整改"]].concat());
        };
        change("2026-11-03", "suspended");
        let stopped = house.hazard(3, 1);
        house.run(
            "2026-11-05",
            &["hazard", "recheck", &stopped, "--passed", "--acceptor", "林安全"],
        );
        house.run("2026-11-05", &["hazard", "close", &stopped]);
        change("2026-11-06", "resumed");
        assert!(!house.told("2026-11-06").iter().any(|told| told.starts_with("TB-5")));
        house.run("2026-11-09", &["hazard", "reopen", &stopped, "--reason", "墙没有砌"]);
        let all = house.told("2026-11-09");
        for each in ["TB-5 holds 招联社区 2026-11-06", "YT-6 holds 招联社区陈一鸣 2026-11-09"]
        {
            assert!(all.iter().any(|told| told == each), "{each} is not in {all:#?}");
        }

        // One of long ago is in no count.
        let once = ["ledger", "add", "penalty", "--premises", "丰泽服饰"];
        let once = [&once[..], &["--set", "decided_on=2026-01-20", "--set", "kind=罚款"]].concat();
        let once =
            [&once[..], &["--set", "basis=消防法", "--set", "organ=区消防救援大队"]].concat();
        house.run("2026-11-04", &once);
        // Three penalties within 180 days at a premises with a major hazard: closure is asked for within two days.
        for day in ["2026-11-04", "2026-11-05", "2026-11-09"] {
            let on = format!("decided_on={day}");
            let add = ["ledger", "add", "penalty", "--premises", "丰泽服饰", "--set", &on];
            let fields =
                ["--set", "kind=罚款", "--set", "basis=夜间住人", "--set", "organ=区应急管理局"];
            house.run(day, &[&add[..], &fields[..]].concat());
        }
        let closure = |day: &str| -> Vec<String> {
            house.told(day).into_iter().filter(|told| told.starts_with("GP-3")).collect()
        };
        assert_eq!(closure("2026-11-10"), ["GP-3 near 招联社区 2026-11-12"]);
        assert_eq!(closure("2026-11-12"), ["GP-3 holds 招联社区 2026-11-12"]);
        // It is said of which premises, and shown by the penalties that are counted alone.
        let shown = house.ran("2026-11-12", "沈卫东", &["warn", "show", "GP-3"]).done();
        assert!(shown.contains("丰泽服饰180日内3次处罚"), "{shown}");
        assert!(!shown.contains("不具备安全生产条件的单位"), "{shown}");
        assert_eq!(shown.matches("台账 ").count(), 3, "{shown}");
        let unfit = [
            "premises",
            "unfit",
            "丰泽服饰",
            "--reason",
            "三次处罚",
            "--reported-on",
            "2026-11-11",
        ];
        house.run("2026-11-11", &unfit);
        assert!(closure("2026-11-12").is_empty());
    }
}

/// Who does the work is told nothing; a stop that is ordered after work was rightly resumed accuses nobody.
#[test]
fn a_clean_office_is_told_nothing_and_a_new_stop_is_no_early_resumption() {
    for database in [None, Some(Schema::new())] {
        let house = new_house(database);
        assert_eq!(house.warnings("2026-10-26"), Vec::<Value>::new());
        house.inspect("2026-10-27", "恒捷鞋材厂", STOP);
        house.inspect("2026-10-28", "丰泽服饰", "default = \"normal\"\n");
        let change = ["premises", "change", "恒捷鞋材厂", "--reason", "停业整改", "--to"];
        house.run("2026-10-29", &[&change[..], &["suspended", "--on", "2026-10-29"]].concat());
        let stopped = house.hazard(1, 1);
        let recheck = ["hazard", "recheck", &stopped, "--passed", "--acceptor", "林安全"];
        house.run("2026-10-30", &recheck);
        house.run("2026-11-02", &["hazard", "close", &stopped]);
        house.run("2026-11-02", &[&change[..], &["resumed", "--on", "2026-11-02"]].concat());
        house.run(
            "2026-11-02",
            &["report", "submit", "problem_list", "--sure", "--period", "2026-10"],
        );
        assert_eq!(house.warnings("2026-11-03"), Vec::<Value>::new());

        house.inspect("2026-11-09", "恒捷鞋材厂", STOP);
        let all = house.told("2026-11-10");
        assert!(!all.iter().any(|told| told.starts_with("TB-5")), "{all:#?}");
    }
}

/// TB-1 names the hazards that keep a community's rate down, though none of them is overdue.
#[test]
fn a_community_behind_the_street_sees_which_hazards_keep_it_back() {
    for database in [None, Some(Schema::new())] {
        let house = new_house(database);
        let begin = |args: &[&str]| drop(house.ran("2026-10-26", "", args).done());
        begin(&["unit", "add", "霞美社区"]);
        begin(&["grid", "add", "二网格", "--community", "霞美社区", "--lead", "林二"]);
        begin(&["staff", "add", "林二", "--role", "grid_officer", "--unit", "霞美社区"]);
        let roster =
            house.desk.write("霞美.csv", "名称,地址,负责人,行业\n霞美纸箱厂,霞美路1号,黄霞,纸箱\n");
        begin(&["premises", "import", &roster, "--grid", "二网格"]);
        let hazards: String = (1..=6)
            .map(|n| {
                format!(
                    "[[hazards]]\ntext = \"第{n}处堆物\"\ngrade = \"general\"\n\
                     disposal = \"by_deadline\"\ndays = 30\nrequirement = \"清除\"\ninterim = \"值守\"\n"
                )
            })
            .collect();
        let six = house
            .desk
            .write("六条.toml", format!("default = \"normal\"\nacceptor = \"林安全\"\n{hazards}"));
        for (premises, by) in [("恒捷鞋材厂", "陈一鸣"), ("霞美纸箱厂", "林二")] {
            let record = ["inspect", "record", "--premises", premises, "--form", "table4"];
            let words = ["--answers", &six, "--by", by, "--sure"];
            house.ran("2026-10-27", "", &[&record[..], &words[..]].concat()).done();
        }
        let all = house.ran("2026-10-28", "", &["--json", "hazard", "list"]).json();
        let ids = |premises: &str| -> Vec<String> {
            let of = |each: &&Value| each.to_string().contains(premises);
            let id = |each: &Value| each["id"].as_str().unwrap().to_owned();
            let mut ids: Vec<String> = all.as_array().unwrap().iter().filter(of).map(id).collect();
            ids.sort();
            ids
        };
        for id in ids("霞美纸箱厂") {
            let recheck = ["hazard", "recheck", &id, "--passed", "--acceptor", "林二"];
            house.ran("2026-10-28", "", &recheck).done();
        }
        let behind: Vec<Value> = house
            .warnings("2026-11-03")
            .into_iter()
            .filter(|each| each["code"] == "TB-1")
            .collect();
        assert_eq!(behind.len(), 1, "{behind:#?}");
        assert_eq!(behind[0]["target"], "招联社区");
        // The community reads what the street reads.
        let own = house.ran("2026-11-03", "林安全", &["--json", "warn"]).json();
        let own = own.as_array().unwrap().iter().find(|each| each["code"] == "TB-1").unwrap();
        assert_eq!(own["message"], behind[0]["message"]);
        let message = own["message"].as_str().unwrap();
        assert!(message.contains("（全街道查出12条、整改6条）"), "{message}");
        let evidence = behind[0]["evidence"].as_array().unwrap().iter();
        let mut evidence: Vec<&str> = evidence.map(|id| id.as_str().unwrap()).collect();
        evidence.sort_unstable();
        assert_eq!(evidence, ids("恒捷鞋材厂"));
        // October is told as it ended, whatever is put right in November.
        for id in ids("恒捷鞋材厂") {
            let recheck = ["hazard", "recheck", &id, "--passed", "--acceptor", "林安全"];
            house.ran("2026-11-03", "", &recheck).done();
        }
        let later = house.warnings("2026-11-04");
        let later = later.iter().find(|each| each["code"] == "TB-1").unwrap();
        let told = |case: &Value| [case["message"].clone(), case["since"].clone()];
        assert_eq!(told(later), told(&behind[0]));
        let mut evidence: Vec<&str> =
            later["evidence"].as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect();
        evidence.sort_unstable();
        assert_eq!(evidence, ids("恒捷鞋材厂"));
    }
}

/// TB-2: a visit that is typed in days later had no notice until then; one of the working day before is in time.
#[test]
fn a_notice_that_came_days_after_the_visit_is_told() {
    for database in [None, Some(Schema::new())] {
        let house = new_house(database);
        let file = house.desk.write("答案.toml", TWO);
        let enter = |day: &str, on: &str, premises: &str| {
            let record = ["inspect", "record", "--premises", premises, "--form", "table4"];
            let words = ["--answers", &file, "--by", "陈一鸣", "--on", on, "--sure"];
            house.run(day, &[&record[..], &words[..]].concat());
        };
        let late = |day: &str| -> Vec<Value> {
            house.warnings(day).into_iter().filter(|each| each["code"] == "TB-2").collect()
        };
        // Friday's on Monday.
        enter("2026-11-09", "2026-11-06", "丰泽服饰");
        assert_eq!(late("2026-11-10"), Vec::<Value>::new());
        enter("2026-11-23", "2026-11-10", "恒捷鞋材厂");
        let told = late("2026-11-23");
        assert_eq!(told.len(), 1, "{told:#?}");
        assert_eq!((&told[0]["state"], &told[0]["since"]), (&json!("holds"), &json!("2026-11-12")));
        let words = "2026年11月10日的检查过了13天才下发整改通知书，自2026年11月12日起算。";
        assert_eq!(told[0]["message"], words);
        assert_eq!(told[0]["evidence"].as_array().unwrap().len(), 1);
        house.street("2026-11-23", &["warn", "dismiss", "TB-2", "--reason", "当天已送手写通知书"]);
        assert_eq!(late("2026-11-24"), Vec::<Value>::new());
    }
}

/// Nobody is called to account by nobody, and nobody without a name.
#[test]
fn a_named_person_says_so_about_a_named_person() {
    let house = house(None);
    let day = "2026-11-16";
    let nobody = house.ran(day, "", &["warn", "confirm", "TB-4"]).refused(1);
    assert!(nobody.contains("没有写明由谁签字，不能登记、确认、搁置问责"), "{nobody}");
    let aside = ["warn", "dismiss", "TB-4", "--reason", "已复查"];
    assert!(house.ran(day, "", &aside).refused(1).contains("没有写明由谁签字"));
    let officer = house.ran(day, "", &["warn", "confirm", "TB-4", "--by", "陈一鸣"]).refused(1);
    assert!(officer.contains("不能登记、确认、搁置问责"), "{officer}");
    house.ran(day, "", &["warn", "confirm", "TB-4", "--by", "沈卫东"]).done();
    let said = house.street(day, &["warn", "said"]);
    assert_eq!(said[0]["by"], "沈卫东", "{said:#}");
}

/// YT-5 is about whoever has a grid; a grid that nobody has is the head's, and nobody's where there is none.
#[test]
fn silence_is_told_of_each_officer_by_name_and_never_of_a_placeholder() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let begin = |args: &[&str]| house.ran("2026-10-01", "", args).done();
        begin(&["grid", "add", "二网格", "--community", "招联社区", "--lead", "许小梅"]);
        begin(&["staff", "add", "许小梅", "--role", "grid_officer", "--unit", "招联社区"]);
        begin(&["premises", "add", "顺发纸箱厂", "--grid", "二网格"]);
        let day = "2026-11-17";
        let silent = |day: &str| -> Vec<String> {
            house.told(day).into_iter().filter(|told| told.starts_with("YT-5 holds")).collect()
        };
        // Each by the own last word: one went out on the 2nd, the other never.
        let both = ["招联社区许小梅 2026-11-03", "招联社区陈一鸣 2026-11-10"];
        assert_eq!(silent(day), both.map(|told| format!("YT-5 holds {told}")));
        let log = ["day=2026-11-16", "name=顺发纸箱厂", "contact=查电线", "writer=许小梅"];
        let sets = log.iter().flat_map(|field| ["--set", field]);
        let add = ["ledger", "add", "worklog", "--premises", "顺发纸箱厂"];
        house.run("2026-11-16", &add.into_iter().chain(sets).collect::<Vec<_>>());
        assert_eq!(silent(day), ["YT-5 holds 招联社区陈一鸣 2026-11-10"]);
        // Nobody has the third grid.
        begin(&["grid", "add", "三网格", "--community", "招联社区"]);
        begin(&["premises", "add", "联兴印刷厂", "--grid", "三网格"]);
        assert_eq!(silent(day)[0], "YT-5 holds 招联社区网格责任人 2026-11-03");
        let of = ["warn", "confirm", "YT-5", "--target", "招联社区网格责任人"];
        let at =
            ["--set", "held_on=2026-11-20", "--set", "held_at=9时30分", "--set", "place=会议室"];
        let confirm = [&of[..], &at[..]].concat();
        let confirmed = |more: &[&str]| house.ran(day, "沈卫东", &[&confirm[..], more].concat());
        for nobody in [&[][..], &["--set", "target=招联社区网格责任人"], &["--person", " "]]
        {
            let whose = confirmed(nobody).refused(1);
            assert!(whose.contains("看不出招联社区的责任人是谁"), "{whose}");
            assert!(whose.contains("--person 姓名，或 --set target=姓名"), "{whose}");
        }
        let unknown = confirmed(&["--person", "张无名"]).refused(1);
        assert!(unknown.contains("“张无名”不在人员名单里"), "{unknown}");
        confirmed(&["--set", "target=林安全"]).done();
        let rows = house.street(day, &["ledger", "list", "interview"]).to_string();
        assert!(rows.contains("招联社区林安全"), "{rows}");
        assert!(!rows.contains("招联社区网格责任人"), "{rows}");
        // With a head the records name somebody.
        begin(&["grid", "add", "四网格", "--community", "招联社区"]);
        begin(&["premises", "add", "永盛五金厂", "--grid", "四网格"]);
        begin(&["staff", "add", "蔡书记", "--role", "community_head", "--unit", "招联社区"]);
        let head = house.warnings(day);
        let head = head.iter().find(|each| each["target"] == "招联社区蔡书记").unwrap();
        assert!(head["message"].as_str().unwrap().starts_with("四网格没有网格员"), "{head:#}");
    }
}

/// Whoever takes over a grid answers for what comes after, and whoever had it for what was before.
#[test]
fn who_takes_over_a_grid_is_not_told_of_what_was_before() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let first = house.hazard(1, 1);
        let recheck = ["hazard", "recheck", &first, "--passed", "--acceptor", "林安全"];
        house.run("2026-11-04", &recheck);
        house.run("2026-11-04", &["hazard", "close", &first]);
        house.run("2026-11-24", &["hazard", "reopen", &first, "--reason", "又堆放"]);
        for (day, name) in [("2026-11-25", "甲新"), ("2026-11-26", "乙新")] {
            let hire = ["staff", "add", name, "--role", "grid_officer", "--unit", "招联社区"];
            house.ran(day, "", &hire).done();
            let assign = ["grid", "assign", "一网格", "--lead", name, "--from", day];
            house.ran(day, "", &assign).done();
        }
        // Two changes of the grid in two days are no 推诿, and what was closed falsely was 陈一鸣's.
        let of = |day: &str, code: &str| -> Vec<String> {
            house.told(day).into_iter().filter(|told| told.starts_with(code)).collect()
        };
        assert_eq!(of("2026-11-26", "YT-6"), ["YT-6 holds 招联社区陈一鸣 2026-11-24"]);
        assert_eq!(of("2026-11-26", "YT-5"), Vec::<String>::new());
        assert_eq!(of("2026-11-26", "YT-1"), ["YT-1 holds 招联社区陈一鸣 2026-11-23"]);
        assert!(!house.told("2026-11-26").iter().any(|told| told.contains("新")));
        // Two weeks of which nobody had both, and the first two that are the new one's.
        assert_eq!(of("2026-12-07", "YT-1"), Vec::<String>::new());
        assert_eq!(of("2026-12-08", "YT-1"), ["YT-1 near 招联社区乙新 2026-12-14"]);
        assert_eq!(of("2026-12-14", "YT-1"), ["YT-1 holds 招联社区乙新 2026-12-14"]);
        // His own silence begins with his own first day.
        assert_eq!(of("2026-12-04", "YT-5"), ["YT-5 holds 招联社区乙新 2026-12-04"]);
        // A fire finds the hazards as they were owned on its eve.
        let fire = ["kind=火灾", "happened_at=2时", "place=车间", "dead=0", "missing=0"];
        let rest = ["injured=0", "course=电线短路", "reporter=林安全", "happened_on=2026-11-12"];
        let sets = fire.iter().chain(&rest).flat_map(|field| ["--set", *field]);
        let add = ["ledger", "add", "accident", "--premises", "恒捷鞋材厂"];
        house.run("2026-11-27", &add.into_iter().chain(sets).collect::<Vec<_>>());
        assert_eq!(of("2026-11-27", "JM-1"), ["JM-1 holds 招联社区陈一鸣 2026-11-12"]);
    }
}

/// Nobody had to be at a premises before it was registered, nor before there was its grid: a fire or a check from above in
/// those days is held against nobody who had not been there.
#[test]
fn nobody_is_accused_of_not_having_been_where_nothing_was_yet() {
    for database in [None, Some(Schema::new())] {
        let house = new_house(database);
        report_october(&house, "2026-11-02");
        // Tuesday, in the middle of a week and of a month.
        let add = ["premises", "add", "新厂", "--grid", "一网格", "--address", "普贤路9号"];
        house.run("2026-11-10", &[&add[..], &["--key"]].concat());
        let row = |day: &str, ledger: &str, fields: &[&str]| {
            let sets = fields.iter().flat_map(|field| ["--set", *field]);
            let add = ["ledger", "add", ledger, "--premises", "新厂"].into_iter().chain(sets);
            house.run(day, &add.collect::<Vec<_>>());
        };
        let fire = |day: &str| {
            let on = format!("happened_on={day}");
            let fields = ["kind=火灾", "happened_at=2时", "place=车间", "dead=0", "missing=0"];
            let rest = ["injured=0", "course=电线短路", "reporter=林安全", &on];
            row(day, "accident", &[&fields[..], &rest].concat());
        };
        let check = |day: &str| {
            let by = ["level=区", "why=专项督查", "checkers=区督查组", "found_any=是"];
            row(day, "spot_check", &[&by[..], &["problems=通道堵塞"]].concat());
        };
        let of = |day: &str, code: &str| -> Vec<String> {
            house.told(day).into_iter().filter(|told| told.starts_with(code)).collect()
        };
        // The week from the 9th it did not owe from its first day.
        fire("2026-11-16");
        check("2026-11-16");
        assert_eq!((of("2026-11-20", "JM-1"), of("2026-11-20", "JM-2")), (vec![], vec![]));
        // A week that it owed as a whole has gone by.
        fire("2026-11-24");
        assert_eq!(of("2026-11-24", "JM-1"), ["JM-1 holds 招联社区陈一鸣 2026-11-24"]);
        check("2026-11-24");
        assert_eq!(of("2026-11-24", "JM-2"), ["JM-2 holds 招联社区陈一鸣 2026-11-24"]);
        // Its grid is new, and whoever has it since yesterday had neither week.
        let grid = ["grid", "add", "二网格", "--community", "招联社区"];
        house.ran("2026-12-02", "", &grid).done();
        let hire = ["staff", "add", "甲新", "--role", "grid_officer", "--unit", "招联社区"];
        house.ran("2026-12-02", "", &hire).done();
        let lead = ["grid", "assign", "二网格", "--lead", "甲新", "--from", "2026-12-02"];
        house.ran("2026-12-02", "", &lead).done();
        house.run("2026-12-02", &["premises", "edit", "新厂", "--grid", "二网格"]);
        fire("2026-12-08");
        assert_eq!(of("2026-12-08", "JM-1"), ["JM-1 holds 招联社区陈一鸣 2026-11-24"]);
    }
}

/// Days of registered leave are not held against anybody; staying away is.
#[test]
fn who_is_on_leave_is_told_of_no_silence_and_no_round() {
    for (kind, leave) in [("病假", true), ("旷工", false)] {
        for database in [None, Some(Schema::new())] {
            let house = house(database);
            let task = ["from=街道", "content=查电动车", "owner=陈一鸣", "due_on=2026-11-13"];
            let sets = task.iter().flat_map(|field| ["--set", *field]);
            let task = ["ledger", "add", "task"].into_iter().chain(sets);
            house.run("2026-11-02", &task.collect::<Vec<_>>());
            let kind = format!("kind={kind}");
            let row = ["name=陈一鸣", "absent_on=2026-11-03", "absent_to=2026-11-20", "days=14"];
            let sets = row.into_iter().chain([kind.as_str()]).flat_map(|field| ["--set", field]);
            let add = ["ledger", "add", "attendance"].into_iter().chain(sets);
            house.run("2026-11-03", &add.collect::<Vec<_>>());
            let of = |day: &str| -> Vec<String> {
                let told = house.told(day).into_iter();
                told.filter(|it| it.starts_with("YT-1") || it.starts_with("YT-5")).collect()
            };
            if leave {
                assert_eq!(of("2026-11-17"), Vec::<String>::new());
                // The task waits for the return; two weeks of leave are no rounds missed.
                assert_eq!(
                    of("2026-11-24"),
                    ["YT-1 holds 招联社区陈一鸣 2026-11-24", "YT-5 near 招联社区陈一鸣 2026-11-28",]
                );
                assert!(of("2026-11-28").contains(&"YT-5 holds 招联社区陈一鸣 2026-11-28".into()));
            } else {
                let held = of("2026-11-23").into_iter().filter(|told| told.contains("holds"));
                assert_eq!(
                    held.collect::<Vec<_>>(),
                    [
                        "YT-1 holds 招联社区陈一鸣 2026-11-14",
                        "YT-5 holds 招联社区陈一鸣 2026-11-10",
                    ]
                );
                let all = house.warnings("2026-11-23");
                let tasks = all.iter().find(|each| each["code"] == "YT-1").unwrap();
                assert_eq!(tasks["count"], 2, "{tasks:#}");
            }
        }
    }
}

/// A letter lists what it counts; what it has no room for is counted, and stands in a table behind it.
#[test]
fn a_letter_lists_what_it_counts_and_what_it_has_no_room_for_behind_it() {
    for database in [None, Some(Schema::new())] {
        let house = new_house(database);
        let rows: String =
            (1..=450).map(|n| format!("顺发{n:03}号文具店,招联路{n}号,黄顺发,零售\n")).collect();
        let roster = house.desk.write("大名册.csv", format!("名称,地址,负责人,行业\n{rows}"));
        house.ran("2026-10-26", "", &["premises", "import", &roster, "--grid", "一网格"]).done();
        for premises in ["恒捷鞋材厂", "丰泽服饰"] {
            house.inspect("2026-12-30", premises, "default = \"normal\"\n");
        }
        let (day, place) = ("2027-01-04", ["--set", "held_at=9时30分", "--set", "place=会议室"]);
        let held = [&["warn", "confirm", "YT-1", "--set", "held_on=2027-01-08"][..], &place];
        house.street(day, &held.concat());
        let entry = house.street(day, &["ledger", "list", "interview"])[0].clone();
        let subject = entry["fields"]["subject"].as_str().unwrap();
        let count = |before: &str, after: &str| -> usize {
            let (_, rest) = subject.split_once(before).unwrap();
            rest.split_once(after).unwrap().0.parse().unwrap()
        };
        assert_eq!(count("连续2期没有完成，", "家没有查到"), 450);
        let (listed, more) = (count("以上列出", "项，其余"), count("项，其余", "项见附表"));
        assert_eq!(listed + more, 450);
        let last = format!("{listed}．");
        assert!(subject.contains(&last) && !subject.contains(&format!("{}．", listed + 1)));
        // One act issues the letter with its table: all the others, by number, behind issuer and date.
        let about = entry["id"].as_str().unwrap();
        let contact = ["--set", "contact=沈卫东 0595-22770000"];
        let issue = [&["paper", "issue", "interview_notice", "--about", about][..], &contact];
        let issued = house.street(day, &issue.concat());
        let number = issued["number"].as_str().unwrap();
        let text = house.ran(day, "沈卫东", &["paper", "reprint", number, "--text"]).done();
        let (letter, table) = text.split_once("\n附表\n").unwrap_or_else(|| panic!("{text}"));
        assert!(letter.contains("2027年1月4日"), "the date is the letter's: {letter}");
        // Of the first copy.
        let table = table.split("约谈对象联").next().unwrap();
        let shops = |text: &str| text.matches("号文具店（").count();
        assert!(shops(letter) == listed && shops(table) == more, "{text}");
        let lines: Vec<&str> = table.lines().filter(|line| line.contains("号文具店（")).collect();
        let numbers = lines.iter().map(|line| line.split_whitespace().next().unwrap());
        let expected: Vec<String> = (listed + 1..=450).map(|n| n.to_string()).collect();
        assert_eq!(numbers.collect::<Vec<_>>(), expected, "{table}");
        // The record of the talk, which names the same words, has the table too.
        let record = ["paper", "print", "interview_record", "--about", about, "--text"];
        let text = house.ran(day, "沈卫东", &record).done();
        let record = text.split("约谈对象联").next().unwrap();
        assert_eq!(shops(record), 450, "{text}");
    }
}

/// Who takes out the words that name the table wants none.
#[test]
fn a_letter_that_names_no_table_has_none() {
    let house = new_house(None);
    let rows: String =
        (1..=300).map(|n| format!("顺发{n:03}号文具店,招联路{n}号,黄顺发,零售\n")).collect();
    let roster = house.desk.write("大名册.csv", format!("名称,地址,负责人,行业\n{rows}"));
    house.ran("2026-10-26", "", &["premises", "import", &roster, "--grid", "一网格"]).done();
    for premises in ["恒捷鞋材厂", "丰泽服饰"] {
        house.inspect("2026-12-30", premises, "default = \"normal\"\n");
    }
    let day = "2027-01-04";
    let sets = ["held_on=2027-01-08", "held_at=9时30分", "place=会议室", "subject=两个月没有巡查"];
    let sets = sets.iter().flat_map(|set| ["--set", set]);
    let confirm: Vec<&str> = ["warn", "confirm", "YT-1"].into_iter().chain(sets).collect();
    house.street(day, &confirm);
    let entry = house.street(day, &["ledger", "list", "interview"])[0].clone();
    let about = entry["id"].as_str().unwrap();
    let contact = ["--set", "contact=沈卫东 0595-22770000", "--text"];
    let print = [&["paper", "print", "interview_notice", "--about", about][..], &contact];
    let text = house.ran(day, "沈卫东", &print.concat()).done();
    assert!(text.contains("两个月没有巡查") && !text.contains("附表"), "{text}");
}

/// Who is given a task is on the staff list, or from elsewhere by the words of who gives it out.
#[test]
fn a_task_is_given_to_somebody_who_is_known() {
    let house = house(None);
    let day = "2026-11-16";
    let give = |owner: &str| {
        let fields = [format!("owner={owner}"), "due_on=2026-11-20".into(), "from=街道".into()];
        let sets = fields.iter().flat_map(|field| ["--set", field]);
        let args: Vec<&str> = ["ledger", "add", "task", "--set", "content=查电动车"]
            .into_iter()
            .chain(sets)
            .collect();
        house.ran(day, "林安全", &args)
    };
    let unknown = give("陈一鸣、张无名").refused(1);
    assert!(unknown.contains("“张无名”不在人员名单里"), "{unknown}");
    assert!(unknown.contains("“张无名（外单位）”"), "{unknown}");
    for owner in ["陈一鸣、林安全", "张无名（外单位）", "招联社区"] {
        give(owner).done();
    }
    let decisions = "清理通道，陈一鸣，11月20日\n查燃气，责任人：张无名，11月20日\n通知物业，王经理（外单位），11月20日";
    let fields =
        ["held_on=2026-11-16", "host=林安全", "present=陈一鸣", &format!("decisions={decisions}")];
    let sets = fields.iter().flat_map(|field| ["--set", field]);
    let meeting: Vec<&str> = ["ledger", "add", "meeting"].into_iter().chain(sets).collect();
    let said = house.run(day, &meeting);
    assert!(said.contains("第2项“查燃气”没有列入任务台账：“张无名”不在人员名单里"), "{said}");
    let tasks = house.run(day, &["ledger", "list", "task"]);
    assert!(tasks.contains("清理通道") && tasks.contains("王经理（外单位）"), "{tasks}");
    assert!(!tasks.contains("查燃气"), "{tasks}");
}

/// YT-6: a check finds unchanged what was closed.
#[test]
fn what_was_closed_and_is_found_unchanged_by_a_check_is_told() {
    let house = house(None);
    let first = house.hazard(1, 1);
    let recheck = ["hazard", "recheck", &first, "--passed", "--acceptor", "林安全"];
    house.run("2026-11-04", &recheck);
    house.run("2026-11-04", &["hazard", "close", &first]);
    let check = |unchanged: &str| {
        let fields = ["level=区", "why=随机抽取", "checkers=区督查组", "problems=通道仍堵塞"];
        let sets = fields.iter().chain([&unchanged]).flat_map(|field| ["--set", *field]);
        let add = ["ledger", "add", "spot_check", "--premises", "恒捷鞋材厂"];
        let args: Vec<&str> = add.into_iter().chain(sets).collect();
        house.run("2026-11-11", &args);
    };
    let told = || -> Vec<Value> {
        house.warnings("2026-11-11").into_iter().filter(|each| each["code"] == "YT-6").collect()
    };
    check("unchanged=否");
    assert_eq!(told(), Vec::<Value>::new());
    check("unchanged=是");
    let told = told();
    assert_eq!(told.len(), 1, "{told:#?}");
    assert_eq!(
        (&told[0]["target"], &told[0]["since"]),
        (&json!("招联社区陈一鸣"), &json!("2026-11-11"))
    );
    assert!(told[0]["evidence"].as_array().unwrap().contains(&house.id(&first)));
}

/// What time alone brings is told three working days before by the program, not by the rules alone.
#[test]
fn a_forecast_of_everything_that_time_brings_comes_in_time() {
    let house = house(None);
    let task = ["from=街道", "content=查电动车", "owner=陈一鸣", "due_on=2026-11-14"];
    let task: Vec<&str> = ["ledger", "add", "task"]
        .into_iter()
        .chain(task.iter().flat_map(|f| ["--set", f]))
        .collect();
    house.run("2026-11-03", &task);
    let six: String = (1..=6)
        .map(|n| {
            format!(
                "[[hazards]]\ntext = \"第{n}处堆物\"\ngrade = \"general\"\n\
                 disposal = \"by_deadline\"\ndays = 20\nrequirement = \"清除\"\ninterim = \"值守\"\n"
            )
        })
        .collect();
    house.inspect("2026-11-02", "恒捷鞋材厂", &format!("default = \"normal\"\n{six}"));
    // The day before the forecast, its first day, what begins on which day.
    for (silent, near, what) in [
        ("2026-11-03", "2026-11-04", "YT-5 near 招联社区陈一鸣 2026-11-10"),
        ("2026-11-04", "2026-11-05", "TB-4 near 招联社区 2026-11-11"),
        // Its last day is a Saturday.
        ("2026-11-09", "2026-11-10", "YT-1 near 招联社区陈一鸣 2026-11-15"),
        ("2026-11-24", "2026-11-25", "TB-1 near 招联社区 2026-12-01"),
        ("2026-11-30", "2026-12-01", "TB-7 near 招联社区 2026-12-05"),
        // New year's day is no working day, published or not.
        ("2026-12-29", "2026-12-30", "TB-3 near 招联社区 2027-01-06"),
    ] {
        let (before, then) = (house.told(silent), house.told(near));
        assert!(!before.iter().any(|told| told == what), "{what} on {silent}: {before:#?}");
        assert!(then.iter().any(|told| told == what), "{what} on {near}: {then:#?}");
    }
    house.street("2026-11-12", &["warn", "confirm", "TB-4"]);
    let still = "YT-2 near 招联社区网格责任人 2026-12-12";
    assert!(!house.told("2026-12-07").iter().any(|told| told == still));
    let then = house.told("2026-12-08");
    assert!(then.iter().any(|told| told == still), "{then:#?}");
}

#[test]
fn an_open_task_is_told_however_old_and_a_done_one_is_forgotten() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let given = ["assigned_on=2026-01-05", "from=例会", "owner=陈一鸣", "due_on=2026-01-09"];
        let mut ids = Vec::new();
        for content in ["查电动车", "查消火栓"] {
            let content = format!("content={content}");
            let sets = given.iter().copied().chain([content.as_str()]);
            let sets: Vec<&str> = sets.flat_map(|set| ["--set", set]).collect();
            let added = house
                .run("2026-01-05", &[&["--json", "ledger", "add", "task"], &sets[..]].concat());
            let added: Value = serde_json::from_str(&added).unwrap();
            ids.push(added["id"].as_str().unwrap().to_owned());
        }
        let done = ["--set", "done_on=2026-01-20", "--set", "result=已查"];
        house.run("2026-01-20", &[&["ledger", "edit", &ids[1]], &done[..]].concat());
        let tasks = |day: &str| -> Vec<Value> {
            let all = house.warnings(day).into_iter().filter(|each| each["code"] == "YT-1");
            all.flat_map(|each| each["evidence"].as_array().unwrap().clone())
                .filter(|id| ids.iter().any(|task| id == task))
                .collect()
        };
        assert_eq!(tasks("2026-02-02").len(), 2);
        // More than the 180 days that are looked back on.
        assert_eq!(tasks("2026-11-16"), [Value::from(ids[0].as_str())]);
    }
}

#[test]
fn what_no_record_shows_is_never_suggested_and_entered_with_its_facts() {
    let house = house(None);
    let day = "2026-11-17";
    let suggested = house.told(day);
    let at = ["--set", "held_on=2026-11-20", "--set", "held_at=9时30分", "--set", "place=会议室"];
    for (code, more) in [
        ("TB-8", vec![]),
        ("YT-7", [&["--person", "陈一鸣"][..], &at[..]].concat()),
        ("GP-1", vec![]),
        ("GP-5", vec![]),
        ("JM-3", vec!["--person", "陈一鸣"]),
    ] {
        assert!(!suggested.iter().any(|told| told.starts_with(code)), "{suggested:#?}");
        let nothing = [&["warn", "add", code, "--reason", " "][..], &more].concat();
        let nothing = house.ran(day, "沈卫东", &nothing).refused(1);
        assert!(nothing.contains("原因"), "{code}: {nothing}");
        let add = [&["warn", "add", code, "--reason", "街道例会上点名批评"][..], &more].concat();
        assert_eq!(house.street(day, &add)["code"], code);
    }
    let said = house.street(day, &["warn", "said"]);
    let mut codes: Vec<&str> =
        said.as_array().unwrap().iter().map(|each| each["code"].as_str().unwrap()).collect();
    codes.sort_unstable();
    assert_eq!(codes, ["GP-1", "GP-5", "JM-3", "TB-8", "YT-7"]);
}
