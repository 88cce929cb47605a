//! Deeds by command beside the day's story: entered a day late, said in Chinese words, at a seat that only
//! looks, after a notice was made void.

use std::fs;

use serde_json::json;

use crate::desk::Desk;

const FIRST: &str = "招联安监整改〔2026〕1号";

/// Two hazards of one visit, one of them by the shortest words that people write.
const TWO: &str = "default = \"正常\"
[answers]
q20 = \"堵塞\"
[[hazards]]
item = \"q20\"
text = \"东侧通道堆放鞋材\"
disposal = \"限期\"
days = 7
[[hazards]]
text = \"配电箱前堆物\"
grade = \"一般\"
disposal = \"限期整改\"
days = 10
requirement = \"清走\"
interim = \"专人看护\"
";

/// With an inspection of two hazards on 20 November.
fn with_two() -> Desk {
    let desk = Desk::with_register();
    desk.write("两条.toml", TWO);
    desk.inspect("恒捷鞋材厂", "两条.toml").done();
    desk
}

#[test]
fn grades_and_disposals_are_written_in_chinese_too() {
    let desk = Desk::with_register();
    let words = [
        ("当场", "一般", "on_the_spot", "general"),
        ("限期", "待评估", "by_deadline", "unsure"),
        ("停业停用撤人", "重大", "suspend", "major"),
        ("上报", "一般", "refer", "general"),
    ];
    let mut text = "default = \"normal\"\n".to_owned();
    for (disposal, grade, ..) in words {
        text.push_str(&format!(
            "[[hazards]]\ntext = \"{disposal}的隐患\"\ngrade = \"{grade}\"\ndisposal = \"{disposal}\"\nrequirement = \"改\"\ninterim = \"看护\"\n"
        ));
    }
    desk.write("中文.toml", text);
    let recorded = desk.inspect("恒捷鞋材厂", "中文.toml").json();
    for (hazard, (.., disposal, grade)) in recorded["hazards"].as_array().unwrap().iter().zip(words)
    {
        assert_eq!(
            (&hazard["disposal"], &hazard["grade"]),
            (&json!(disposal), &json!(grade)),
            "{hazard:#}"
        );
    }

    desk.write(
        "错词.toml",
        "default = \"normal\"\n[answers]\nq20 = \"满\"\n[[hazards]]\ntext = \"x\"\ngrade = \"严重\"\ndisposal = \"尽快\"\nrequirement = \"改\"\ninterim = \"看护\"\n",
    );
    let said = desk.inspect("恒捷鞋材厂", "错词.toml").refused(1);
    for wanted in ["“严重”不认识", "suspend（停业整改）", "“尽快”不认识", "的答案“满”"]
    {
        assert!(said.contains(wanted), "{wanted} in: {said}");
    }
    let args = [
        "inspect",
        "record",
        "--premises",
        "恒捷鞋材厂",
        "--form",
        "table4",
        "--answers",
        "中文.toml",
    ];
    let said = desk.run(&args).refused(1);
    assert!(said.contains("没有写明检查人") && said.contains("--by"), "{said}");
}

#[test]
fn what_is_entered_late_stands_on_its_own_day() {
    let desk = with_two();
    let hazard = &format!("{FIRST}-1");
    let run = |today: &str, args: &[&str]| {
        desk.run(&[&["--as", "林安全", "--today", today, "--json"], args].concat())
    };
    let last = |today: &str, args: &[&str]| {
        let after = run(today, args).json();
        let step = after["steps"].as_array().unwrap().last().unwrap().clone();
        (step["on"].clone(), after["deadline"].clone())
    };
    let extend = ["hazard", "extend", hazard, "--deadline", "2026-12-01", "--reason", "等料"];
    let said = run("2026-11-25", &[&extend[..], &["--on", "2026-11-26"]].concat()).refused(1);
    assert!(said.contains("还没有到"), "{said}");
    assert_eq!(
        last("2026-11-25", &[&extend[..], &["--on", "2026-11-23"]].concat()),
        (json!("2026-11-23"), json!("2026-12-01"))
    );
    let regrade = ["hazard", "regrade", hazard, "--grade", "重大", "--reason", "唯一通道"];
    assert_eq!(
        last("2026-11-26", &[&regrade[..], &["--on", "2026-11-24"]].concat()).0,
        "2026-11-24"
    );
    let other = &format!("{FIRST}-2");
    run("2026-11-27", &["hazard", "recheck", other, "--passed", "--acceptor", "林安全"]).done();
    run("2026-11-27", &["hazard", "close", other]).done();
    let reopen = ["hazard", "reopen", other, "--reason", "回潮", "--days", "3", "--on"];
    let said = run("2026-12-01", &[&reopen[..], &["2026-11-26"]].concat()).refused(1);
    assert!(said.contains("早于上一步"), "{said}");
    // The three days run from the day on which it was taken back.
    assert_eq!(
        last("2026-12-01", &[&reopen[..], &["2026-11-28"]].concat()),
        (json!("2026-11-28"), json!("2026-12-01"))
    );

    run("2026-12-02", &["notice", "void", FIRST, "--reason", "写错"]).done();
    let reissue = |on: &str| run("2026-12-03", &["notice", "reissue", FIRST, "--on", on]);
    assert!(reissue("2026-12-01").refused(1).contains("早于上一步"));
    assert_eq!(reissue("2026-12-02").json()["issued_on"], "2026-12-02");
    desk.sound();
}

#[test]
fn a_successor_says_what_was_put_right_meanwhile() {
    let desk = with_two();
    let run = |args: &[&str]| {
        desk.run(&[&["--as", "林安全", "--today", "2026-11-24"], args].concat()).done()
    };
    let closed = &format!("{FIRST}-1");
    run(&["hazard", "recheck", closed, "--passed", "--acceptor", "林安全"]);
    run(&["hazard", "close", closed]);
    run(&["notice", "void", FIRST, "--reason", "地址写错"]);
    run(&["notice", "reissue", FIRST]);
    let second = "招联安监整改〔2026〕2号";
    let words: String =
        run(&["notice", "show", second]).chars().filter(|c| !c.is_whitespace()).collect();
    for wanted in [
        // Both are still listed, and only the open one is demanded.
        "东侧通道堆放鞋材",
        "已整改，复查合格",
        "配电箱前堆物",
        "现要求你单位对上述第2项问题于2026年11月30日前整改完毕",
    ] {
        assert!(words.contains(wanted), "{wanted} in: {words}");
    }
    assert!(
        !words.contains("2026年11月27日前"),
        "the closed one has no deadline any more: {words}"
    );
    // The old road of the closed one stays, the open one is on the new paper.
    let shown = |hazard: &str| {
        desk.run(&["--today", "2026-11-24", "--json", "hazard", "show", hazard]).json()
    };
    let second_id = desk.run(&["--json", "notice", "show", second]).json()["id"].clone();
    assert_eq!(shown(&format!("{second}-1"))["state"], "closed");
    assert_ne!(shown(&format!("{second}-1"))["notice_id"], second_id);
    assert_eq!(shown(&format!("{second}-2"))["notice_id"], second_id);

    // With nothing left open there is nothing to demand, and the paper says what was put right.
    let open = &format!("{second}-2");
    run(&["hazard", "recheck", open, "--passed", "--acceptor", "林安全"]);
    run(&["hazard", "close", open]);
    run(&["notice", "void", second, "--reason", "又写错"]);
    run(&["notice", "reissue", second]);
    let words: String = run(&["notice", "show", "招联安监整改〔2026〕3号"])
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    assert_eq!(words.matches("已整改，复查合格").count(), 2, "{words}");
    assert!(!words.contains("现要求") && !words.contains("逾期不整改"), "{words}");
    desk.sound();
}

#[test]
fn a_seat_that_only_looks_prints_and_keeps_nothing() {
    let desk = with_two();
    desk.run(&["staff", "add", "看客", "--role", "viewer", "--unit", "招联社区"]).done();
    let print = |who: &str, flags: &[&str]| {
        let file = desk.path("印.pdf");
        desk.run(&[&["--as", who, "notice", "print", FIRST, "-o", &file], flags].concat()).done();
        fs::read(file).unwrap()
    };
    let before = desk.state();
    let looked_at = print("看客", &[]);
    assert!(looked_at.starts_with(b"%PDF-"));
    print("看客", &["--copies", "3"]);
    desk.run(&["--as", "看客", "notice", "print", FIRST, "--text"]).done();
    assert_eq!(desk.state(), before, "a look leaves nothing, not even the first print");
    // Whoever writes prints it first; both have the same paper, and the kept one is handed out ever after.
    assert!(print("陈一鸣", &[]) == looked_at);
    let journal = desk.run(&["--json", "journal", "--limit", "1"]).json();
    assert_eq!((&journal[0]["verb"], &journal[0]["actor"]), (&json!("print"), &json!("陈一鸣")));
    let form = include_str!("../../forms/notice/rectification.toml");
    desk.write("办公室/forms/notice/rectification.toml", form.replace("整改通知书", "别的通知书"));
    assert!(print("看客", &[]) == looked_at);

    for deed in [
        &["notice", "void", FIRST, "--reason", "错"][..],
        &["notice", "reissue", FIRST],
        &["hazard", "stop", &format!("{FIRST}-1"), "--at", "10:30", "--measures", "停用"],
    ] {
        let said = desk.run(&[&["--as", "看客"], deed].concat()).refused(1);
        assert!(said.contains("只读") || said.contains("仍然有效"), "{deed:?}: {said}");
    }
}

#[test]
fn the_journal_is_read_in_words() {
    let desk = with_two();
    let hazard = &format!("{FIRST}-1");
    let run = |args: &[&str]| {
        desk.run(&[&["--as", "林安全", "--today", "2026-11-24"], args].concat()).done()
    };
    run(&["hazard", "extend", hazard, "--deadline", "2026-12-01", "--reason", "等料"]);
    run(&["premises", "edit", "丰泽服饰", "--phone", "13905950002", "--reason", "换了号码"]);
    run(&["notice", "void", FIRST, "--reason", "地址写错"]);
    let listed = run(&["journal"]);
    let mut lines = listed.lines();
    assert_eq!(
        lines.next().unwrap().split_whitespace().collect::<Vec<_>>(),
        ["序号", "日期", "办理人", "事项", "对象", "内容"]
    );
    let told: Vec<Vec<&str>> = lines.map(|line| line.split_whitespace().collect()).collect();
    let told = |at: usize| (told[at][2], told[at][3], told[at][5..].join(" "));
    assert_eq!(told(0), ("林安全", "作废通知书", "地址写错".into()));
    assert_eq!(told(1), ("林安全", "登记变动", "丰泽服饰，换了号码".into()));
    assert_eq!(told(2), ("林安全", "延期", "2026-12-01，等料".into()));
    assert_eq!(told(3), ("陈一鸣", "开出通知书", FIRST.into()));
    // No code of the program stands where people read.
    for sign in ["{", "\"", "hazard_", "general", "by_deadline"] {
        assert!(!listed.contains(sign), "{sign} in: {listed}");
    }
}

#[test]
fn a_stop_is_shown_with_its_time() {
    let desk = Desk::with_register();
    desk.write(
        "重大.toml",
        "default = \"normal\"\n[[hazards]]\ntext = \"夹层住人\"\ngrade = \"重大\"\ndisposal = \"停业\"\nrequirement = \"搬离\"\n",
    );
    desk.inspect("恒捷鞋材厂", "重大.toml").done();
    let hazard = &format!("{FIRST}-1");
    for (at, measures) in [("14:05", "拆下电闸"), ("10:30", "停用夹层，撤出12人")] {
        let stop = ["--as", "陈一鸣", "hazard", "stop", hazard, "--at", at, "--measures", measures];
        desk.run(&stop).done();
    }
    // The first, also when it was entered last.
    for kind in ["hazard", "major"] {
        let text = desk.run(&[kind, "show", hazard]).done();
        let line = text.lines().find(|line| line.starts_with("停业停用")).unwrap();
        assert!(line.ends_with("2026年11月20日 10:30"), "{text}");
        let json = desk.run(&["--json", kind, "show", hazard]).json();
        assert_eq!(
            (&json["stopped_on"], &json["stopped_at"]),
            (&json!("2026-11-20"), &json!("10:30"))
        );
    }
    let text = desk.run(&["hazard", "show", hazard]).done();
    assert!(text.contains("停业停用撤人：10:30 停用夹层，撤出12人，陈一鸣"), "{text}");
}

#[test]
fn a_filled_checklist_stays_on_the_form_that_it_was_filled_on() {
    let desk = with_two();
    let visit =
        desk.run(&["--json", "inspect", "list"]).json()[0]["id"].as_str().unwrap().to_owned();
    let text = |desk: &Desk| desk.run(&["inspect", "print", &visit, "--text"]).done();
    let filled = text(&desk);
    assert!(filled.contains("疏散通道") && filled.contains("恒捷鞋材厂"), "{filled}");
    let form = include_str!("../../forms/checklist/table4.toml");
    let ours = form.replacen("revision = 2", "revision = 3", 1).replace("疏散通道", "逃生通道");
    assert_ne!(form, ours);
    desk.write("办公室/forms/checklist/table4.toml", ours);
    assert_eq!(text(&desk), filled);
    let shown = desk.run(&["--json", "inspect", "show", &visit]).json();
    let asked = |shown: &serde_json::Value| {
        let answers = shown["answers"].as_array().unwrap();
        let asked = answers.iter().find(|answer| answer["item"] == "q20").unwrap();
        asked["ask"].as_str().unwrap().to_owned()
    };
    assert!(asked(&shown).contains("疏散通道"));
    let next = desk.inspect("恒捷鞋材厂", "两条.toml").json();
    let next = next["inspection"].as_str().unwrap().to_owned();
    let shown = desk.run(&["--json", "inspect", "show", &next]).json();
    assert!(asked(&shown).contains("逃生通道"), "{shown:#}");
}

#[test]
fn a_year_without_its_holidays_is_said_until_the_office_has_them() {
    let desk = Desk::with_register();
    desk.write(
        "元旦.toml",
        "default = \"normal\"\n[answers]\nq20 = \"堵塞\"\n[[hazards]]\nitem = \"q20\"\ndisposal = \"限期\"\ndays = 10\n",
    );
    let record = |day: &str| {
        let answers = desk.path("元旦.toml");
        desk.run(&[
            "--as",
            "陈一鸣",
            "--json",
            "--today",
            day,
            "inspect",
            "record",
            "--premises",
            "恒捷鞋材厂",
            "--form",
            "table4",
            "--answers",
            &answers,
            "--sure",
        ])
        .json()
    };
    let guessed = record("2026-12-22");
    assert_eq!(guessed["hazards"][0]["deadline"], "2027-01-04");
    assert!(guessed.to_string().contains("元旦休假，顺延至1月4日（放假安排未公布"), "{guessed:#}");
    let said = desk.run(&[
        "--as",
        "陈一鸣",
        "--today",
        "2026-12-22",
        "inspect",
        "record",
        "--premises",
        "恒捷鞋材厂",
        "--form",
        "table4",
        "--answers",
        &desk.path("元旦.toml"),
        "--sure",
    ]);
    let both = format!("{}{}", said.out, said.err);
    assert_eq!(both.matches("放假安排未公布").count(), 1, "said once: {both}");
    // Two make-up days of that year would not fall on a weekend in this one.
    let year: String = include_str!("../../forms/calendar/2026.toml")
        .lines()
        .filter(|line| !line.contains("day = 2026-01-04") && !line.contains("day = 2026-09-20"))
        .map(|line| line.replace("2026", "2027") + "\n")
        .collect();
    let file = desk.write("办公室/forms/calendar/2027.toml", year);
    desk.run(&["form", "check", &file]).done();
    let known = record("2026-12-22");
    assert_ne!(known["hazards"][0]["deadline"], "2027-01-01", "New Year's Day is off: {known:#}");
    assert!(!known.to_string().contains("未公布"), "{known:#}");
}

#[test]
fn the_people_of_a_grid_change_on_their_day_without_a_gap() {
    let desk = Desk::set_up();
    let assign = [
        "grid",
        "assign",
        "一网格",
        "--lead",
        "林安全",
        "--contact",
        "沈卫东",
        "--from",
        "2026-12-01",
    ];
    desk.run(&assign).done();
    for (day, lead, until) in
        [("2026-11-30", "陈一鸣", json!("2026-11-30")), ("2026-12-01", "林安全", json!(null))]
    {
        let grids = desk.run(&["--json", "--today", day, "grid", "list"]).json();
        let people = grids[0]["people"].as_array().unwrap();
        let leads: Vec<_> =
            people.iter().filter(|person| person["duty"] == "grid_officer").collect();
        assert_eq!(leads.len(), 1, "{day}: {people:#?}");
        assert_eq!((&leads[0]["name"], &leads[0]["to"]), (&json!(lead), &until), "{day}");
    }
}

#[test]
fn all_three_kinds_are_registered_with_a_licence_or_without() {
    let desk = Desk::with_register();
    for (name, kind) in
        [("兰花作坊", "enterprise"), ("北峰路9号出租房", "出租房"), ("招联小学", "social")]
    {
        let add = ["premises", "add", name, "--kind", kind, "--unlicensed", "--grid", "一网格"];
        let added = desk.run(&[&["--json"], &add[..]].concat()).json();
        assert_eq!((&added["licensed"], &added["uscc"]), (&json!(false), &json!("")), "{added:#}");
    }
    let kinds =
        |name: &str| desk.run(&["--json", "premises", "show", name]).json()["kind_label"].clone();
    assert_eq!(
        ["兰花作坊", "北峰路9号出租房", "招联小学"].map(kinds),
        [json!("生产经营单位"), json!("出租房"), json!("社会单位")]
    );
}

#[test]
fn a_refused_signature_is_kept_with_those_who_saw_it() {
    let desk = with_two();
    let refused = |args: &[&str]| desk.run(&[&["notice", "refused", FIRST], args].concat());
    assert!(refused(&["--witness", " "]).refused(1).contains("没有写见证人"));
    let early = refused(&["--witness", "刘新", "--on", "2026-11-19"]).refused(1);
    assert!(early.contains("11月19日"), "{early}");
    let both = ["--witness", "刘新", "--witness", "周洋", "--note", "负责人当场离开"];
    assert!(refused(&both).done().contains("已登记拒签"));
    assert!(refused(&both).refused(1).contains("已经登记过了"));

    let shown = desk.run(&["--json", "notice", "show", FIRST]).json();
    assert_eq!(
        shown["sign_refused"],
        json!({"on": "2026-11-20", "witnesses": ["刘新", "周洋"], "note": "负责人当场离开"})
    );
    let said = "2026年11月20日拒绝签名，见证人刘新、周洋：负责人当场离开";
    assert!(desk.run(&["notice", "show", FIRST]).done().contains(said));
    // On the report to the street and the police, and on the receipt that the witnesses sign.
    let about = format!("{FIRST}-1");
    let report = [
        "paper",
        "print",
        "refusal_report",
        "--about",
        &about,
        "--text",
        "--set",
        "request=请依法查处",
    ];
    assert!(desk.run(&report).done().replace(['\n', ' '], "").contains("见证人刘新、周洋"));
    // The paper with the witnesses' names is still waited for.
    let waiting =
        desk.run(&["notice", "list", "--unsigned", "--workdays", "0", "--today", "2026-11-25"]);
    assert!(waiting.done().contains(FIRST));
    assert!(desk.run(&["journal"]).done().contains("登记拒签"));
    desk.sound();
}

#[test]
fn a_street_and_its_community_of_one_name_are_told_apart() {
    let desk = Desk::bare();
    let init = "init --city 泉州市 --district 丰泽区 --street 北峰街道 --community 北峰社区 --community 招联社区 --regime beifeng";
    desk.run(&init.split(' ').collect::<Vec<_>>()).done();
    for (name, role, unit) in [
        ("周安平", "street_officer", "北峰街道"),
        ("林安全", "safety_officer", "北峰社区"),
        ("沈卫东", "linked_leader", "北峰"),
    ] {
        desk.run(&["staff", "add", name, "--role", role, "--unit", unit]).done();
    }
    let staff = desk.run(&["--json", "staff", "list"]).json();
    let unit = |name: &str| {
        let mut people = staff.as_array().unwrap().iter();
        people.find(|person| person["name"] == name).unwrap()["unit"].clone()
    };
    assert_eq!((unit("周安平"), unit("林安全")), ("北峰街道".into(), "北峰社区".into()));
    // In short it is the lower one.
    assert_eq!(unit("沈卫东"), "北峰社区");
    // A report that is looked at says whose it is by name.
    let file = desk.path("清单.pdf");
    let words =
        ["report", "problem_list", "--unit", "北峰社区", "--period", "2026-10", "-o", &file];
    let said = desk.run(&[&["--as", "周安平"], &words[..]].concat()).done();
    assert!(said.contains("北峰社区") && !said.contains("3505/"), "{said}");
}

#[test]
fn a_recheck_nobody_has_made_has_no_opinion_and_a_site_record_is_one_page() {
    let desk = with_two();
    let visit = desk.run(&["--json", "inspect", "list"]).json()[0].clone();
    let (visit, number) =
        (visit["id"].as_str().unwrap().to_owned(), visit["notice"].as_str().unwrap().to_owned());
    let said = desk.run(&["paper", "issue", "recheck", "--about", &number]).refused(1);
    assert!(said.contains("还没有复查") && said.contains("请先登记复查"), "{said}");
    let hazard = format!("{number}-1");
    let recheck = ["hazard", "recheck", &hazard, "--passed", "--acceptor", "林安全"];
    desk.run(&recheck).done();
    let said = desk.run(&["paper", "issue", "recheck", "--about", &number, "--text"]).done();
    assert!(said.contains("以下隐患已整改合格"), "{said}");

    let record = desk.run(&["paper", "print", "site_record", "--about", &visit, "--text"]).done();
    let record: String = record.chars().filter(|c| !c.is_whitespace()).collect();
    for words in ["1．营业执照：有；2．营业执照是否超期未检：否；", "非法生产经营储存危险品：无。"]
    {
        assert!(record.contains(words), "{words} in {record}");
    }
    assert!(!record.contains("第1页"), "{record}");
}
