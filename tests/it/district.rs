//! A street of the district whose rules are S2 (雁政办发〔2018〕72号), told to both engines by command: reporting
//! days, deadlines, numbers, and the notice in the words of a street and of an enforcement office.

use crate::desk::Desk;
use crate::engines::Schema;

mod office;

const ANSWERS: &str = "default = \"正常\"
[answers]
q20 = \"堵塞\"
q24 = \"有\"
[[hazards]]
item = \"q20\"
disposal = \"当场\"
evidence = \"已清空\"
[[hazards]]
item = \"q24\"
days = 7
";

const CLEAN: &str = "default = \"正常\"\n";

/// A desk on one engine, with what it was told and what it answered.
struct House {
    desk: Desk,
    database: Option<Schema>,
    said: Vec<String>,
}

impl House {
    fn tell(&mut self, day: &str, who: &str, args: &[&str]) -> &mut House {
        let ran = self.desk.on(day, who, self.database.as_ref(), args);
        let folder = self.desk.path("");
        let shown = |text: &str| text.replace(&folder, "");
        self.said.push(format!("{} {who}$ {}", &day[5..], shown(&args.join(" "))));
        match ran.code {
            Some(0) => self.said.extend(ran.out.lines().map(shown)),
            code => {
                assert_eq!(code, Some(1), "{}", ran.err);
                assert_eq!(ran.out, "", "a refused command prints no result");
            }
        }
        self.said.extend(ran.err.lines().map(|line| format!("✗ {line}")));
        self
    }

    fn file(&self, name: &str) -> String {
        self.desk.path(name)
    }
}

#[test]
fn a_district_tells_one_story_on_both_engines() {
    let told = [None, Some(Schema::new())].map(|database| {
        let mut house = House { desk: Desk::bare(), database, said: Vec::new() };
        set_up(&mut house);
        as_a_street(&mut house);
        as_a_district(&mut house);
        elsewhere(&mut house);
        house.tell("2026-10-13", "", &["journal", "--verify"]);
        hide_ids(house.said)
    });
    assert_eq!(told[0], told[1]);
    insta::assert_snapshot!(told[0].join("\n"));
}

fn set_up(house: &mut House) {
    let init = "init --city 西安市 --district 雁塔区 --street 长延堡街道 --community 明德门社区 --community 长延堡社区 --regime yanta";
    house.tell("2026-09-01", "", &init.split(' ').collect::<Vec<_>>());
    // Where the data are is all that differs.
    house.said.retain(|line| !line.starts_with("数据在："));
    for deed in [
        "grid add 一网格 --community 明德门社区 --lead 张三",
        "grid add 二网格 --community 长延堡社区 --lead 李四",
        "staff add 张三 --role grid_officer --unit 明德门社区",
        "staff add 王安全 --role safety_officer --unit 明德门社区",
        "staff add 李四 --role grid_officer --unit 长延堡社区",
        "premises add 明德液化气站 --grid 一网格 --industry 液化石油气 --address 明德门1号 --person-in-charge 赵六 --phone 13805950001",
        "premises add 长安饭店 --grid 二网格 --industry 餐饮 --address 长延堡2号 --person-in-charge 钱七 --phone 13805950002",
    ] {
        house.tell("2026-09-01", "", &deed.split(' ').collect::<Vec<_>>());
    }
    house.desk.write("答案.toml", ANSWERS);
    house.desk.write("无.toml", CLEAN);
    // Its key list is its own, and its reporting days roll back before the holidays.
    house.tell("2026-09-01", "王安全", &["premises", "list", "--key"]);
    house.tell("2026-09-01", "", &["agenda", "--from", "2026-09-01", "--to", "2026-09-30"]);
    house.tell("2026-06-01", "", &["agenda", "--from", "2026-06-01", "--to", "2026-06-30"]);
}

fn record(house: &mut House, day: &str, premises: &str, answers: &str) {
    record_with(house, day, premises, answers, &[]);
}

fn record_with(house: &mut House, day: &str, premises: &str, answers: &str, more: &[&str]) {
    let answers = house.file(answers);
    let record = ["inspect", "record", "--premises", premises, "--form", "table4"];
    house.tell(day, "张三", &[&record[..], &["--answers", &answers], more].concat());
}

/// The notice as it comes with the program: a street has no power to punish.
fn as_a_street(house: &mut House) {
    // Seven days on are a holiday: 1 October, the first working day is the 8th.
    record(house, "2026-09-24", "明德液化气站", "答案.toml");
    house.tell("2026-09-24", "张三", &["notice", "show", "明德门安监整改[2026]1号"]);
}

/// The same office once its folder says that it writes as an enforcement office does.
fn as_a_district(house: &mut House) {
    let regime = include_str!("../../forms/regime/yanta.toml");
    let pattern = "{office}安监整改〔{year}〕{serial}号";
    assert!(regime.contains(pattern) && regime.contains("variant = \"street\""));
    let ours = regime
        .replace("revision = 1", "revision = 2")
        .replace(
            "variant = \"street\"",
            "variant = \"district\"\nreview_body = \"西安市雁塔区人民政府\"\ncourt = \"西安铁路运输\"",
        )
        .replacen(pattern, "（雁）应急责改〔{year}〕{serial}号", 1);
    let file = house.desk.write("办公室/forms/regime/yanta.toml", ours);
    house.tell("2026-10-12", "", &["form", "check", &file]);
    // The number goes on: one series of one community in one year.
    record(house, "2026-10-12", "明德液化气站", "答案.toml");
    let second = "（雁）应急责改〔2026〕2号";
    house.tell("2026-10-12", "张三", &["notice", "show", second]);
    record_with(house, "2026-10-12", "明德液化气站", "无.toml", &["--sure"]);
    house.tell("2026-10-12", "张三", &["notice", "show", "（雁）应急责改〔2026〕3号"]);
    // What was issued before stays in its own words.
    house.tell("2026-10-12", "张三", &["notice", "print", "明德门安监整改〔2026〕1号", "--text"]);
    house.tell("2026-10-12", "王安全", &["notice", "list"]);
    let wires = "明德门安监整改〔2026〕1号-2";
    let passed = ["hazard", "recheck", wires, "--passed", "--acceptor", "王安全"];
    house.tell("2026-10-13", "王安全", &["hazard", "list", "--overdue"]);
    house.tell("2026-10-13", "王安全", &passed);
    house.tell("2026-10-13", "王安全", &["hazard", "close", wires]);
    house.tell("2026-10-13", "王安全", &["agenda", "--to", "2026-10-31"]);
}

/// Somebody of one community asks for what belongs to the other.
fn elsewhere(house: &mut House) {
    for name in ["长安饭店", "没有的店"] {
        house.tell("2026-10-13", "张三", &["premises", "show", name]);
        record(house, "2026-10-13", name, "无.toml");
        house.tell("2026-10-13", "张三", &["premises", "edit", name, "--phone", "13805950009"]);
    }
    let yours = ["inspect", "record", "--premises", "明德液化气站", "--form", "table4"];
    let clean = house.file("无.toml");
    house.tell("2026-10-13", "李四", &[&yours[..], &["--answers", &clean]].concat());
    house.tell("2026-10-13", "李四", &["hazard", "show", "（雁）应急责改〔2026〕2号-2"]);
    house.tell("2026-10-13", "李四", &["notice", "show", "（雁）应急责改〔2026〕2号"]);
    // What lies below adds up, within what one may see.
    house.tell("2026-10-13", "", &["unit", "list"]);
    house.tell("2026-10-13", "李四", &["unit", "list"]);
}

/// Ids are made anew each time.
fn hide_ids(said: Vec<String>) -> Vec<String> {
    let is_id = |word: &str| {
        let word = word.trim_end_matches('。');
        matches!(word.len(), 8 | 36) && word.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
    };
    let hidden = |word| if is_id(word) { "········" } else { word };
    said.iter().map(|line| line.split(' ').map(hidden).collect::<Vec<_>>().join(" ")).collect()
}
