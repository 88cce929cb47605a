//! A major hazard from the day it is found to its 销号, by command, told to both engines: every refusal on the
//! way in its own words, and what the program answers whole.

use crate::desk::{Desk, INIT};
use crate::engines::Schema;

const HAZARD: &str = "招联安监整改〔2026〕1号-1";

const FOUND: &str = r#"default = "normal"
[[hazards]]
text = "二楼夹层住人，与车间无分隔"
grade = "major"
disposal = "suspend"
days = 30
requirement = "人员搬离，拆除隔板"
interim = "切断夹层电源"
"#;

const GAPS: &str = r#"responsibility = "厂长黄恒捷负总责"
measures = "人员搬离，拆除隔板"
funds = "自筹2万元"
time_limit = "2026年12月10日前"
partial_stop = "是"
full_stop = "否"
"#;

/// The boxes of the report that have to be filled and that nothing is known for, but for what is stopped.
pub const BOXES: [(&str, &str); 6] = [
    ("categories", "三合一"),
    ("goals", "是"),
    ("organization", "是"),
    ("safety_plan", "是"),
    ("funds_ready", "是"),
    ("funds_amount", "2"),
];

const STOPS: [(&str, &str); 2] = [("partial_stop", "是"), ("full_stop", "否")];

/// As they stand in a file.
pub fn boxes() -> String {
    BOXES.map(|(name, value)| format!("{name} = \"{value}\"\n")).concat()
}

const PLAN: &str =
    r#"{"plan": "已编制现场应急处置方案", "partial_stop": true, "full_stop": false}"#;

/// A desk on one engine, with what it was told and what it answered.
pub struct House {
    pub desk: Desk,
    pub database: Option<Schema>,
    pub said: Vec<String>,
}

impl House {
    /// `day who words…`; what it answers is written down.
    pub fn tell(&mut self, day: &str, who: &str, args: &[&str]) {
        let ran = self.desk.on(day, who, self.database.as_ref(), args);
        let folder = self.desk.path("");
        let shown: Vec<String> = args.iter().map(|arg| arg.replace(&folder, "")).collect();
        self.said.push(format!("{} {who}$ {}", &day[5..], shown.join(" ")));
        match ran.code {
            Some(0) => self.said.extend(ran.out.lines().map(str::to_owned)),
            code => {
                assert_eq!(code, Some(1), "{}", ran.err);
                assert_eq!(ran.out, "", "a refused command prints no result");
            }
        }
        self.said.extend(ran.err.lines().map(|line| format!("✗ {line}")));
    }

    /// What it answers, in one text.
    pub fn hear(&mut self, day: &str, who: &str, args: &[&str]) -> String {
        let from = self.said.len();
        self.tell(day, who, args);
        self.said[from + 1..].join("\n")
    }
}

#[test]
fn a_major_hazard_goes_its_road_on_both_engines() {
    let [on_sqlite, on_postgres] = [None, Some(Schema::new())].map(|database| {
        let mut house = House { desk: Desk::bare(), database, said: Vec::new() };
        set_up(&mut house);
        house.said.clear();
        found(&mut house);
        report(&mut house);
        put_right(&mut house);
        shown(&mut house);
        house.said.join("\n")
    });
    insta::assert_snapshot!(on_sqlite);
    assert_eq!(on_postgres, on_sqlite);
}

#[test]
fn the_report_is_filled_in_by_the_words_of_the_paper() {
    let mut house = House { desk: Desk::bare(), database: None, said: Vec::new() };
    set_up(&mut house);
    let answers = house.desk.write("答案.toml", FOUND);
    let visit = ["inspect", "record", "--premises", "恒捷鞋材厂", "--form", "table4"];
    let officer = |args: &[&str]| {
        house.desk.run(&[&["--today", "2026-11-10", "--as", "陈一鸣"], args].concat())
    };
    officer(&[&visit[..], &["--answers", &answers]].concat()).done();
    let stop = ["hazard", "stop", HAZARD, "--at", "10:30", "--measures", "停用夹层"];
    officer(&stop).done();
    let words = r#"# 五落实
责任 = "厂长黄恒捷负总责"
"措施" = """
人员搬离
资金 = 另行说明"""
资金 = "自筹2万元"
time_limit = "2026年12月10日前"
预案 ＝ "已编制现场应急处置方案"
需局部停产停业 = "是"
full_stop = "否"
隐患类别 = "三合一"
落实治理目标 = "是"
落实治理机构人员 = "是"
落实安全措施及应急预案 = "是"
落实治理经费物资 = "是"
"#;
    // Work stops in part or as a whole.
    let both = words.replace("full_stop = \"否\"", "full_stop = \"是\"") + "funds_amount = \"2\"\n";
    let file = house.desk.write("都停.toml", both);
    let said = officer(&["major", "fill", HAZARD, &file]).refused(1);
    assert!(said.contains("“需局部停产停业”“需全部停产停业”不能都选“是”"), "{said}");
    // A box that has to be filled is not left blank: all of them are named in one sentence.
    let before = house.desk.state();
    let file = house.desk.write("填报.toml", words);
    let said = officer(&["major", "fill", HAZARD, &file]).refused(1);
    assert!(
        said.contains("填报表还有1栏必填的没有填：落实治理经费（万元）（funds_amount）。请补填"),
        "{said}"
    );
    assert_eq!(house.desk.state(), before);
    // The example of the help is enough by itself.
    let help = house.desk.run(&["help", "major", "fill"]).done();
    let example: String = help
        .lines()
        .filter(|line| line.starts_with("  ") && line.contains(" = \""))
        .map(|line| format!("{}\n", line.trim()))
        .collect();
    let file = house.desk.write("说明里的.toml", example);
    officer(&["major", "fill", HAZARD, &file]).done();
    let file = house.desk.write("填报.toml", format!("{words}funds_amount = \"2\"\n"));
    let filled = officer(&["--json", "major", "fill", HAZARD, &file]).json();
    assert_eq!(filled["missing"], serde_json::json!([]), "{filled:#}");
    assert_eq!(filled["measures"]["responsibility"], "厂长黄恒捷负总责");
    assert_eq!(filled["measures"]["measures"], "人员搬离\n资金 = 另行说明");
    assert_eq!(filled["measures"]["funds"], "自筹2万元");
    let field = |id: &str| {
        let mut fields = filled["fields"].as_array().unwrap().iter();
        fields.find(|field| field["id"] == id).unwrap()["value"].clone()
    };
    assert_eq!((field("partial_stop"), field("full_stop")), ("是".into(), "否".into()));
    // A step is called as the source calls it; what nobody knows is answered with the words that are known.
    let safety = ["--today", "2026-11-11", "--as", "林安全", "major", "advance", HAZARD];
    house.desk.run(&[&safety[..], &["核实", "--opinion", "属实"]].concat()).done();
    let file = house.desk.write("错.toml", "负责人 = \"黄恒捷\"\n");
    let said = officer(&["major", "fill", HAZARD, &file]).refused(1);
    assert!(said.contains("没有“负责人”这一项") && said.contains("责任（"), "{said}");
    // A fault is told with the line of the file as it was written.
    let file = house.desk.write("坏.toml", "责任 = \"甲\"\n措施 = 乙\n");
    let said = officer(&["major", "fill", HAZARD, &file]).refused(1);
    assert!(said.contains("TOML") && said.contains("行"), "{said}");
}

/// A report of days when a box did not have to be filled is not verified over the blank.
#[test]
fn a_blank_box_of_an_earlier_report_is_named_before_it_is_verified() {
    let mut house = House { desk: Desk::bare(), database: None, said: Vec::new() };
    set_up(&mut house);
    let answers = house.desk.write("答案.toml", FOUND);
    let visit = ["inspect", "record", "--premises", "恒捷鞋材厂", "--form", "table4"];
    let officer = |args: &[&str]| {
        house.desk.run(&[&["--today", "2026-11-10", "--as", "陈一鸣"], args].concat())
    };
    officer(&[&visit[..], &["--answers", &answers]].concat()).done();
    officer(&["hazard", "stop", HAZARD, "--at", "10:30", "--measures", "停用夹层"]).done();
    let file = house.desk.write("填报.toml", GAPS.to_owned() + &boxes());
    officer(&["major", "fill", HAZARD, &file]).done();
    let form = include_str!("../../forms/paper/major.toml");
    let mobile = "label = \"手机\"\nkind = \"text\"\n";
    assert!(form.contains(mobile));
    let form = form.replace(mobile, &format!("{mobile}required = true\n")).replacen(
        "revision = ",
        "revision = 9",
        1,
    );
    house.desk.write("办公室/forms/paper/major.toml", form);
    let safety = |args: &[&str]| {
        house.desk.run(&[&["--today", "2026-11-11", "--as", "林安全"], args].concat())
    };
    let verify = ["major", "advance", HAZARD, "verified", "--opinion", "属实"];
    let said = safety(&verify).refused(1);
    assert!(said.contains("还有1栏必填的没有填：手机（mobile）"), "{said}");
    let file = house.desk.write("补填.toml", "手机 = \"13805950001\"\n");
    officer(&["major", "fill", HAZARD, &file]).done();
    safety(&verify).done();
}

#[test]
fn a_stop_and_its_time_are_asked_before_anything_is_signed() {
    for database in [None, Some(Schema::new())] {
        let mut house = House { desk: Desk::bare(), database, said: Vec::new() };
        set_up(&mut house);
        house.said.clear();
        let answers = house.desk.write("答案.toml", FOUND);
        let (day, officer, safety) = ("2026-11-10", "陈一鸣", "林安全");
        let visit = ["inspect", "record", "--premises", "恒捷鞋材厂", "--form", "table4"];
        house.tell(day, officer, &[&visit[..], &["--answers", &answers]].concat());
        let all = |more: &[(&str, &str)]| -> String {
            let words = ["责任", "措施", "资金", "时限", "预案"].map(|five| (five, "已落实"));
            let lines = words.iter().chain(&BOXES).chain(&STOPS).chain(more);
            lines.map(|(name, value)| format!("{name} = \"{value}\"\n")).collect()
        };
        let mut last = |day: &str, who: &str, args: &[&str]| {
            let from = house.said.len();
            house.tell(day, who, args);
            house.said[from + 1..].join("\n")
        };
        let file = std::env::temp_dir().join(format!("anban-plan-{}.toml", std::process::id()));
        let file = file.to_str().unwrap().to_owned();
        std::fs::write(&file, all(&[("plan_on", "2025-12-01")])).unwrap();
        let said = last(day, officer, &["major", "fill", HAZARD, &file]);
        assert!(
            said.contains("计划完成整改时间2025年12月1日早于发现隐患的2026年11月10日"),
            "{said}"
        );
        std::fs::write(&file, all(&[])).unwrap();
        let said = last(day, officer, &["major", "fill", HAZARD, &file]);
        assert!(said.contains("先登记停业停用撤人的时刻") && said.contains("anban hazard stop"));
        std::fs::remove_file(&file).unwrap();
        let advance = ["major", "advance", HAZARD];
        let verify = [&advance[..], &["verified", "--opinion", "属实"]].concat();
        let said = last("2026-11-11", safety, &verify);
        assert!(said.contains("还没有登记停下的时刻"), "{said}");
        let said = last("2026-11-11", safety, &["agenda"]);
        assert!(said.contains("停业停用撤人还没有登记时刻"), "{said}");
        let stop = ["hazard", "stop", HAZARD, "--on", day, "--at", "10:30"];
        last("2026-11-11", safety, &[&stop[..], &["--measures", "停用夹层"]].concat());
        let said = last("2026-11-11", safety, &["agenda"]);
        assert!(!said.contains("没有登记时刻") && said.contains("待社区安全员核实"), "{said}");
        for (who, step) in [
            (safety, &["verified"][..]),
            (safety, &["signed", "--by", "蔡书记", "--by", "王主任"]),
            ("蔡书记", &["sealed"]),
        ] {
            last("2026-11-11", who, &[&advance[..], step].concat());
        }
        let said = last("2026-11-12", "沈卫东", &[&advance[..], &["approved"]].concat());
        assert!(said.contains("没有写明审定意见"), "{said}");
        let approved = [&advance[..], &["approved", "--opinion", "同意上报"]].concat();
        last("2026-11-12", "沈卫东", &approved);
        let said = last("2026-11-12", "周安平", &[&advance[..], &["received"]].concat());
        assert!(said.contains("没有写明街道安办接收的时刻"), "{said}");
        let received = [&advance[..], &["received", "--at", "15:20"]].concat();
        last("2026-11-12", "周安平", &received);
        let progress = [&advance[..], &["progress", "--opinion", "隔板已拆除"]].concat();
        last("2026-11-20", safety, &progress);
        // The paper has room for the street's officer and his day; the other half has the progress.
        let paper = last("2026-11-20", safety, &["major", "print", HAZARD, "--text"]);
        assert!(paper.contains("街道安办核实人（签名）"), "{paper}");
        assert!(paper.contains("接收时间：2026年11月12日15:20"), "{paper}");
        let asked = last("2026-11-20", safety, &["paper", "ask", "major_close", "--about", HAZARD]);
        assert!(asked.contains("2026年11月20日隔板已拆除"), "{asked}");
    }
}

#[test]
fn what_was_not_assessed_is_assessed_before_it_is_closed() {
    let mut house = House { desk: Desk::bare(), database: None, said: Vec::new() };
    set_up(&mut house);
    let found = FOUND.replace("\"major\"", "\"unsure\"");
    let answers = house.desk.write("答案.toml", &found);
    let visit = ["inspect", "record", "--premises", "恒捷鞋材厂", "--form", "table4"];
    house.tell("2026-11-10", "陈一鸣", &[&visit[..], &["--answers", &answers]].concat());
    let passed = ["hazard", "recheck", HAZARD, "--passed", "--acceptor", "林安全"];
    house.tell("2026-11-12", "林安全", &passed);
    let said = house.said.last().unwrap();
    assert!(!said.contains("可以销号") && said.contains("请社区安全员先定级"), "{said}");
}

#[test]
fn the_list_of_problems_has_the_first_deadline_beside_the_later_one() {
    let mut house = House { desk: Desk::bare(), database: None, said: Vec::new() };
    set_up(&mut house);
    let answers = house.desk.write("答案.toml", FOUND);
    let visit = ["inspect", "record", "--premises", "恒捷鞋材厂", "--form", "table4"];
    house.tell("2026-11-10", "陈一鸣", &[&visit[..], &["--answers", &answers]].concat());
    let print = ["paper", "print", "problem_list", "--month", "2026-11", "--text"];
    let list = |house: &mut House| {
        let from = house.said.len();
        house.tell("2026-11-20", "林安全", &print);
        house.said[from + 1..].join("\n")
    };
    let before = list(&mut house);
    assert_eq!(before.matches("2026-12-10").count(), 2, "a copy each: {before}");
    let extend = ["hazard", "extend", HAZARD, "--deadline", "2026-12-31", "--reason", "到货推迟"];
    house.tell("2026-11-20", "周安平", &extend);
    let after = list(&mut house);
    for day in ["2026-12-10", "2026-12-31"] {
        assert_eq!(after.matches(day).count(), 2, "{day}: {after}");
    }
}

/// Six people, one of each post and two heads, and a register of two.
pub fn set_up(house: &mut House) {
    const FIRST: &str = "2026-11-02";
    house.tell(FIRST, "", &INIT);
    house.tell(
        FIRST,
        "",
        &["grid", "add", "一网格", "--community", "招联社区", "--lead", "陈一鸣"],
    );
    for (name, role, unit) in [
        ("陈一鸣", "grid_officer", "招联社区"),
        ("林安全", "safety_officer", "招联社区"),
        ("蔡书记", "community_head", "招联社区"),
        ("王主任", "community_head", "招联社区"),
        ("周安平", "street_officer", "北峰街道"),
        ("沈卫东", "linked_leader", "北峰街道"),
    ] {
        house.tell(FIRST, "", &["staff", "add", name, "--role", role, "--unit", unit]);
    }
    let roster = house.desk.write("名册.csv", crate::desk::ROSTER);
    house.tell(FIRST, "", &["premises", "import", &roster, "--grid", "一网格"]);
    assert_eq!(house.said.iter().find(|line| line.starts_with('✗')), None);
}

fn found(house: &mut House) {
    let answers = house.desk.write("答案.toml", FOUND);
    house.tell(
        "2026-11-10",
        "陈一鸣",
        &[
            "inspect",
            "record",
            "--premises",
            "恒捷鞋材厂",
            "--form",
            "table4",
            "--answers",
            &answers,
        ],
    );
    // Ids differ each time; the numbers of papers do not.
    let from = house.said.len() - 1;
    house.said.truncate(from.min(1));
    let officer = |house: &mut House, args: &[&str]| house.tell("2026-11-10", "陈一鸣", args);
    officer(
        house,
        &["hazard", "stop", HAZARD, "--at", "10:30", "--measures", "停用夹层，撤出12人"],
    );
    officer(house, &["major", "advance", HAZARD, "verified", "--by", "林安全"]);
    let gaps = house.desk.write("填报.toml", GAPS);
    officer(house, &["major", "fill", HAZARD, &gaps]);
    let gaps = house.desk.write("填报.toml", GAPS.to_owned() + &boxes());
    officer(house, &["major", "fill", HAZARD, &gaps]);
    officer(house, &["major", "advance", HAZARD, "verified", "--by", "陈一鸣"]);
    officer(house, &["major", "advance", HAZARD, "verified", "--by", "林安全"]);
}

fn report(house: &mut House) {
    let mut step = |day: &str, who: &str, args: &[&str]| {
        house.tell(day, who, &[&["major", "advance", HAZARD], args].concat());
    };
    step("2026-11-11", "林安全", &["verified", "--opinion", "现场核实，情况属实"]);
    step("2026-11-11", "林安全", &["signed", "--by", "蔡书记"]);
    step("2026-11-11", "林安全", &["signed", "--by", "蔡书记", "--by", "蔡书记"]);
    step("2026-11-11", "林安全", &["signed", "--by", "蔡书记", "--by", "周安平"]);
    step("2026-11-11", "林安全", &["sealed", "--by", "蔡书记"]);
    step("2026-11-11", "林安全", &["signed", "--by", "蔡书记", "--by", "王主任"]);
    step("2026-11-11", "蔡书记", &["sealed"]);
    step("2026-11-12", "沈卫东", &["approved", "--opinion", "同意上报"]);
    let plan = house.desk.write("补填.json", PLAN);
    house.tell("2026-11-12", "林安全", &["major", "fill", HAZARD, &plan]);
    house.tell("2026-11-12", "林安全", &["major", "list"]);
    hide_ids(house);
    let mut step = |day: &str, who: &str, args: &[&str]| {
        house.tell(day, who, &[&["major", "advance", HAZARD], args].concat());
    };
    step("2026-11-12", "沈卫东", &["approved", "--opinion", "同意上报"]);
    step("2026-11-12", "周安平", &["received", "--at", "15:20"]);
    step("2026-11-13", "周安平", &["street_verified", "--on", "2026-11-11"]);
    step("2026-11-13", "周安平", &["street_verified", "--opinion", "已停用，正在搬离"]);
    house.tell("2026-11-13", "林安全", &["major", "fill", HAZARD, &plan]);
}

fn put_right(house: &mut House) {
    let (day, safety) = ("2026-12-01", "林安全");
    house.tell(
        "2026-11-20",
        safety,
        &["major", "advance", HAZARD, "progress", "--opinion", "隔板已拆除"],
    );
    house.tell(day, safety, &["hazard", "close", HAZARD]);
    house.tell(day, safety, &["major", "advance", HAZARD, "accepted"]);
    house.tell(day, safety, &["hazard", "recheck", HAZARD, "--passed", "--acceptor", safety]);
    house.tell(day, safety, &["hazard", "close", HAZARD]);
    house.tell(day, "陈一鸣", &["major", "advance", HAZARD, "accepted"]);
    house.tell(day, safety, &["major", "advance", HAZARD, "accepted", "--opinion", "验收合格"]);
    house.tell("2026-12-02", safety, &["hazard", "close", HAZARD]);
    house.tell("2026-12-02", safety, &["undo", "--reason", "点错了"]);
    house.tell("2026-12-02", safety, &["hazard", "close", HAZARD]);
    house.tell(
        "2026-12-02",
        safety,
        &["major", "advance", HAZARD, "progress", "--opinion", "回访"],
    );
}

fn shown(house: &mut House) {
    let from = house.said.len();
    house.tell("2026-12-02", "林安全", &["major", "show", HAZARD]);
    // Its id, and the fields of the paper, which the paper's own tests know.
    let end = house.said.iter().position(|line| line == "各栏").unwrap();
    house.said.truncate(end);
    house.said.remove(from + 1);
    house.tell("2026-12-02", "林安全", &["journal", "--verify"]);
}

/// The first column of a table of hazards is their ids, made anew each time.
fn hide_ids(house: &mut House) {
    for line in &mut house.said {
        let id = line.split("  ").next().filter(|id| id.len() == 8).unwrap_or_default();
        if id.bytes().all(|byte| byte.is_ascii_hexdigit()) && !id.is_empty() {
            *line = line.replacen(id, "········", 1);
        }
    }
}
