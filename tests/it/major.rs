//! A major hazard from the day it is found to its 销号, by command, told to both engines: every refusal on the
//! way in its own words, and what the program answers whole.

use crate::desk::Desk;
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
"#;

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
        let mut all = vec!["--today", day, "--as", who];
        let url = self.database.as_ref().map(|schema| schema.url.clone());
        if let Some(url) = &url {
            all.extend(["--database", url]);
        }
        all.extend(args);
        let ran = self.desk.run(&all);
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
"#;
    let file = house.desk.write("填报.toml", words);
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

/// Six people, one of each post and two heads, and a register of two.
pub fn set_up(house: &mut House) {
    const FIRST: &str = "2026-11-02";
    house.tell(
        FIRST,
        "",
        &[
            "init",
            "--city",
            "泉州市",
            "--district",
            "丰泽区",
            "--street",
            "北峰街道",
            "--community",
            "招联社区",
            "--regime",
            "beifeng",
        ],
    );
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
