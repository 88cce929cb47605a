//! Who may do what, by command: the roles of S0 §一 hold on the command line as on the screens.

use serde_json::json;

use crate::{
    desk::Desk,
    images::{PHOTO, jpeg},
};

const NOTICE: &str = "招联安监整改〔2026〕1号";

/// A hazard that an officer did not dare to grade, and one by a deadline.
const UNSURE: &str = r#"default = "normal"
[answers]
q20 = "堵塞"
[[hazards]]
item = "q20"
text = "通道堆放鞋材"
days = 7
[[hazards]]
text = "二楼夹层住人"
grade = "unsure"
days = 7
requirement = "人员搬离"
interim = "夜间断电"
"#;

/// A desk with a register, one visit, and somebody of every role.
fn staffed() -> Desk {
    let desk = Desk::with_register();
    for (name, role, unit) in [
        ("蔡书记", "community_head", "招联社区"),
        ("周安平", "street_officer", "北峰街道"),
        ("沈卫东", "linked_leader", "北峰街道"),
        ("王管理", "admin", "北峰街道"),
    ] {
        desk.run(&["staff", "add", name, "--role", role, "--unit", unit]).done();
    }
    desk.write("待评估.toml", UNSURE);
    desk.inspect("恒捷鞋材厂", "待评估.toml").done();
    desk
}

#[test]
fn a_grid_officer_takes_no_order_back() {
    let desk = staffed();
    let before = desk.state();
    let general = format!("{NOTICE}-1");
    let unsure = format!("{NOTICE}-2");
    let deeds: [(&[&str], &str); 5] = [
        (
            &["notice", "void", NOTICE, "--reason", "写错"],
            "陈一鸣的职责是“网格员”，不能作废通知书。请由社区安全员、社区主干、街道安办执法人员或管理员办理。",
        ),
        (
            &["hazard", "regrade", &unsure, "--grade", "general", "--reason", "不严重"],
            "陈一鸣的职责是“网格员”，不能给待评估的隐患定级。请由社区安全员或街道安办执法人员办理。",
        ),
        (
            &[
                "hazard",
                "regrade",
                &unsure,
                "--grade",
                "general",
                "--reason",
                "x",
                "--by",
                "林安全",
            ],
            "陈一鸣的职责是“网格员”，不能替林安全给待评估的隐患定级。请由林安全本人登录办理，或请管理员代为录入。",
        ),
        (
            &["grid", "assign", "一网格", "--lead", "林安全"],
            "陈一鸣的职责是“网格员”，不能办理网格人员交接。请由社区安全员、社区主干、街道安办执法人员或管理员办理。",
        ),
        (
            &["staff", "add", "某某", "--role", "admin", "--unit", "招联社区"],
            "陈一鸣的职责是“网格员”，不能登记单位、网格和人员。请由社区主干、街道安办执法人员或管理员办理。",
        ),
    ];
    for (deed, sentence) in deeds {
        let said = desk.run(&[&["--as", "陈一鸣"], deed].concat()).refused(1);
        assert_eq!(said.trim(), sentence, "{deed:?}");
    }
    assert_eq!(desk.state(), before);

    // His own work is his.
    let own = |args: &[&str]| desk.run(&[&["--as", "陈一鸣"], args].concat()).done();
    own(&["hazard", "extend", &general, "--deadline", "2026-12-01", "--reason", "设备未到"]);
    own(&["hazard", "recheck", &general, "--passed", "--acceptor", "林安全"]);
    own(&["hazard", "close", &general]);
    let said =
        desk.run(&["--as", "陈一鸣", "hazard", "reopen", &general, "--reason", "回潮"]).refused(1);
    assert!(said.contains("不能撤销销号"), "{said}");
    desk.run(&["--as", "林安全", "hazard", "reopen", &general, "--reason", "回潮"]).done();
    // A major hazard's deadline is followed above the grid.
    own(&["hazard", "regrade", &general, "--grade", "major", "--reason", "唯一通道"]);
    let later = ["hazard", "extend", &general, "--deadline", "2026-12-20", "--reason", "设备未到"];
    let said = desk.run(&[&["--as", "陈一鸣"], &later[..]].concat()).refused(1);
    assert!(said.contains("不能给重大隐患延期"), "{said}");
    desk.run(&[&["--as", "周安平"], &later[..]].concat()).done();
    desk.sound();
}

/// ORG-10: 下派民警 and 街道纪工委 are people of the list with rights of their own (S0 §一.2(2), §四.4).
#[test]
fn the_police_and_the_discipline_commission_have_their_own_rights() {
    let desk = staffed();
    for (name, role, unit) in
        [("郑民警", "assigned_police", "招联社区"), ("何纪检", "discipline", "北峰街道")]
    {
        desk.run(&["staff", "add", name, "--role", role, "--unit", unit]).done();
    }
    let listed = desk.run(&["staff", "list"]).done();
    assert!(listed.contains("下派民警") && listed.contains("街道纪工委"), "{listed}");
    let general = format!("{NOTICE}-1");
    let before = desk.state();
    let recheck = ["hazard", "recheck", &general, "--passed", "--acceptor"];
    for (who, deed, sentence) in [
        (
            "郑民警",
            [&recheck[..], &["林安全"]].concat(),
            "郑民警的职责是“下派民警”，不能登记复查。",
        ),
        (
            "何纪检",
            [&recheck[..], &["林安全"]].concat(),
            "何纪检的职责是“街道纪工委”，不能登记复查。",
        ),
        // Neither is of the office that has it rectified.
        (
            "林安全",
            [&recheck[..], &["郑民警"]].concat(),
            "验收人“郑民警”不在本社区和街道的人员名册上",
        ),
    ] {
        let said = desk.run(&[&["--as", who], &deed[..]].concat()).refused(1);
        assert!(said.contains(sentence), "{said}");
    }
    assert_eq!(desk.state(), before);
    let event = ["event", "register", "--source", "call", "--content", "楼道堆放烟花"];
    desk.run(&[&["--as", "郑民警"], &event[..], &["--community", "招联社区"]].concat()).done();
    desk.sound();
}

/// 验收人 is of the office; 拒不整改 before the deadline is somebody's word, and is noted (S0 §一.2(2)(3)).
#[test]
fn who_accepts_is_on_the_staff_list_and_a_refusal_before_its_day_is_said() {
    let desk = staffed();
    desk.run(&["staff", "add", "过客", "--role", "viewer", "--unit", "招联社区"]).done();
    let general = format!("{NOTICE}-1");
    let before = desk.state();
    for name in ["某某人", "过客"] {
        let said =
            desk.run(&["hazard", "recheck", &general, "--passed", "--acceptor", name]).refused(1);
        assert!(said.contains(&format!("验收人“{name}”不在本社区和街道的人员名册上")), "{said}");
    }
    let refuse = ["hazard", "recheck", &general, "--failed", "--refused"];
    let said = desk.run(&refuse).refused(1);
    assert!(said.contains("整改期限2026年11月27日还没有到") && said.contains("谁在场"), "{said}");
    assert_eq!(desk.state(), before);
    let words = "老板黄恒捷说不改，林安全在场";
    desk.run(&[&refuse[..], &["--note", words]].concat()).done();
    let shown = desk.run(&["hazard", "show", &general]).done();
    assert!(shown.contains(words) && shown.contains("拒不整改"), "{shown}");
    // On the last day and after it the recheck itself says it.
    let desk = staffed();
    desk.run(&[&["--today", "2026-11-27"], &refuse[..]].concat()).done();
    // Named at the visit, he is asked for: until he accepts, he can be written down.
    let named = desk.write("外人.toml", format!("acceptor = \"外来人\"\n{UNSURE}"));
    let record =
        ["inspect", "record", "--premises", "丰泽服饰", "--form", "table4", "--answers", &named];
    let ran = desk.run(&[&["--as", "陈一鸣"], &record[..]].concat());
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(
        ran.err.contains("验收人“外来人”不在本社区和街道的人员名册上，验收以前请先登记"),
        "{ran:?}"
    );
}

/// INS-11: the report of a major hazard is filled when it is found; a recheck before it says what still has to follow, and
/// nothing is closed without it.
#[test]
fn a_major_hazard_that_is_put_right_before_its_report_is_filled_still_waits_for_it() {
    let desk = staffed();
    let hazard = format!("{NOTICE}-1");
    desk.run(&[
        "--as",
        "林安全",
        "hazard",
        "regrade",
        &hazard,
        "--grade",
        "major",
        "--reason",
        "唯一通道",
    ])
    .done();
    let ran = desk.run(&["hazard", "recheck", &hazard, "--passed", "--acceptor", "林安全"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(
        ran.err.contains("《重大隐患填报表》还没有填报") && ran.err.contains("major fill"),
        "{ran:?}"
    );
    desk.run(&["hazard", "close", &hazard]).refused(1);
    let advance = ["major", "advance", &hazard, "accepted", "--by", "林安全"];
    desk.run(&[&["--as", "林安全"], &advance[..]].concat()).refused(1);
}

#[test]
fn a_signature_names_its_person() {
    let desk = staffed();
    let unsure = format!("{NOTICE}-2");
    let regrade = |who: &[&str], by: &[&str]| {
        let deed =
            ["--json", "hazard", "regrade", &unsure, "--grade", "general", "--reason", "可搬离"];
        desk.run(&[who, &deed[..], by].concat())
    };
    let before = desk.state();
    for (who, by, sentence) in [
        (
            &[][..],
            &[][..],
            "没有写明由谁签字，不能给待评估的隐患定级。请写明社区安全员或街道安办执法人员的姓名，或由本人登录办理（命令行用 --as 姓名）。",
        ),
        (
            &[],
            &["--by", "路人"],
            "人员中没有“路人”（或不在这个社区、街道），不能由其给待评估的隐患定级。请先登记这个人员，或写明社区安全员或街道安办执法人员的姓名。",
        ),
        (
            &[],
            &["--by", "陈一鸣"],
            "陈一鸣的职责是“网格员”，不能给待评估的隐患定级。请由社区安全员或街道安办执法人员办理。",
        ),
        (
            &["--as", "王管理"],
            &[],
            "王管理的职责是“管理员”，不能给待评估的隐患定级。请由社区安全员或街道安办执法人员办理。",
        ),
    ] {
        assert_eq!(regrade(who, by).refused(1).trim(), sentence, "{who:?} {by:?}");
    }
    assert_eq!(desk.state(), before);
    // Typed in by the administrator, told by the safety officer: the step is hers, the journal his.
    let told = regrade(&["--as", "王管理"], &["--by", "林安全"]).json();
    let step = told["steps"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&step["actor"], &step["step"]), (&json!("林安全"), &json!("regraded")));
    let journal = desk.run(&["--json", "journal", "--limit", "1"]).json();
    assert_eq!(journal[0]["actor"], "王管理", "{journal:#}");

    // Whoever inspects is of the office; others may come along.
    let answers = desk.path("答案.toml");
    let visit = |by: &[&str]| {
        let record =
            ["inspect", "record", "--premises", "丰泽服饰", "--form", "table4", "--answers"];
        desk.run(&[&record[..], &[&answers], by].concat())
    };
    let said = visit(&["--by", "消防员"]).refused(1);
    assert!(said.contains("人员中没有“消防员”"), "{said}");
    let said = visit(&["--by", "沈卫东"]).refused(1);
    assert!(said.contains("沈卫东的职责是“挂钩领导”，不能登记检查"), "{said}");
    visit(&["--by", "陈一鸣", "--by", "消防员"]).done();
    desk.sound();
}

#[test]
fn two_posts_give_the_rights_of_both() {
    let desk = staffed();
    desk.run(&["staff", "add", "陈一鸣", "--role", "safety_officer", "--unit", "招联社区"]).done();
    let unsure = format!("{NOTICE}-2");
    let deed = ["hazard", "regrade", &unsure, "--grade", "major", "--reason", "住宿与生产合用"];
    desk.run(&[&["--as", "陈一鸣"], &deed[..]].concat()).done();
}

#[test]
fn a_hazard_says_who_inspected_signed_answers_and_follows() {
    let desk = staffed();
    let shown = desk.run(&["--json", "hazard", "show", &format!("{NOTICE}-1")]).json();
    let people = |value: &serde_json::Value| {
        ["inspected_by", "signed_by", "responsible", "grid_responsible", "followed_by"]
            .map(|field| value[field].clone())
    };
    assert_eq!(
        people(&shown),
        [json!(["陈一鸣"]), json!(["陈一鸣"]), json!("黄恒捷"), json!(["陈一鸣"]), json!("陈一鸣")]
    );
    assert_eq!(shown["notice"], NOTICE);
    let text = desk.run(&["hazard", "show", &format!("{NOTICE}-1")]).done();
    for line in [
        "谁检查      陈一鸣",
        "谁签字      陈一鸣（招联安监整改〔2026〕1号）",
        "谁负责      黄恒捷（企业整改责任人）、陈一鸣（网格员）",
        "谁跟踪      陈一鸣",
    ] {
        assert!(text.contains(line), "{line} in {text}");
    }
}

#[test]
fn a_grid_is_handed_over_with_its_open_work() {
    let desk = staffed();
    let officer = ["staff", "add", "林小芳", "--role", "grid_officer", "--unit", "招联社区"];
    desk.run(&officer).done();
    // The street's own visit is followed by the street.
    let answers = desk.path("答案.toml");
    let visit = ["inspect", "record", "--premises", "丰泽服饰", "--form", "table4", "--answers"];
    desk.run(&[&["--as", "周安平"], &visit[..], &[&answers]].concat()).done();
    let owner = |hazard: &str| {
        let shown = desk.run(&["--json", "hazard", "show", hazard]).json();
        let last = shown["steps"].as_array().unwrap().last().unwrap().clone();
        (shown["followed_by"].clone(), last["step"].clone(), last["on"].clone())
    };
    let (first, second) = (format!("{NOTICE}-1"), format!("{NOTICE}-2"));
    desk.run(&["--as", "陈一鸣", "hazard", "recheck", &first, "--passed", "--acceptor", "林安全"])
        .done();
    desk.run(&["--as", "陈一鸣", "hazard", "close", &first]).done();

    // Kept where it is, when that is said; not yet, when the day has not come.
    let assign = |day: &str, flags: &[&str]| {
        let assign = ["--as", "蔡书记", "--today", day, "--json", "grid", "assign", "一网格"];
        desk.run(&[&assign[..], &["--lead", "林小芳"], flags].concat()).json()
    };
    let kept = assign("2026-11-23", &["--keep-work"]);
    assert_eq!((&kept["hazards_moved"], owner(&second).0), (&json!(0), json!("陈一鸣")));
    let said = desk.run(&[
        "--as",
        "蔡书记",
        "--today",
        "2026-11-24",
        "grid",
        "assign",
        "一网格",
        "--lead",
        "陈一鸣",
        "--from",
        "2026-12-01",
    ]);
    assert!(said.err.contains("现在不移交"), "{said:?}");

    let moved = desk
        .run(&["--as", "蔡书记", "--today", "2026-11-25", "--json", "grid", "handover", "一网格"])
        .json();
    assert_eq!(moved["hazards_moved"], 1, "{moved:#}");
    assert_eq!(owner(&second), (json!("林小芳"), json!("handed_over"), json!("2026-11-25")));
    assert_eq!(owner(&first).0, "陈一鸣", "what is closed stays");
    assert_eq!(owner("招联安监整改〔2026〕2号-1").0, "周安平", "the street's stays");
    let journal = desk.run(&["--json", "journal", "--limit", "2"]).json();
    let verbs: Vec<_> = journal.as_array().unwrap().iter().map(|deed| &deed["verb"]).collect();
    assert!(verbs.contains(&&json!("grid_work")), "{journal:#}");
    // A second time there is nothing left to move.
    let again = ["--as", "蔡书记", "--today", "2026-11-25", "--json", "grid", "handover", "一网格"];
    assert_eq!(desk.run(&again).json()["hazards_moved"], 0);
    desk.sound();
}

#[test]
fn an_assignment_moves_the_work_in_the_same_deed() {
    let desk = staffed();
    let assign = ["--as", "林安全", "grid", "assign", "一网格", "--lead", "林安全"];
    let said = desk.run(&assign).done();
    assert!(said.contains("已移交没有销号的隐患2条，现在由林安全跟踪"), "{said}");
    let shown = desk.run(&["--json", "hazard", "show", &format!("{NOTICE}-1")]).json();
    assert_eq!(shown["grid_responsible"], json!(["林安全"]));
    desk.sound();
}

#[test]
fn a_stopped_premises_resumes_after_a_passed_recheck() {
    let desk = staffed();
    desk.write(
        "停业.toml",
        "default = \"normal\"\n[answers]\nq20 = \"闭锁\"\n[[hazards]]\nitem = \"q20\"\ntext = \"安全出口锁闭\"\ndisposal = \"suspend\"\ndays = 5\n",
    );
    desk.inspect("恒捷鞋材厂", "停业.toml").done();
    let stop = "招联安监整改〔2026〕2号-1";
    let change = |who: &str, day: &str, to: &str| {
        desk.run(&[
            "--as",
            who,
            "--today",
            day,
            "premises",
            "change",
            "恒捷鞋材厂",
            "--to",
            to,
            "--reason",
            "停业整改",
        ])
    };
    change("陈一鸣", "2026-11-20", "suspended").done();
    let said = change("林安全", "2026-11-23", "resumed").refused(1);
    assert_eq!(
        said.trim(),
        "“恒捷鞋材厂”有1条停业整改的隐患没有复查、验收合格，不能复产复工：招联安监整改〔2026〕2号-1“安全出口锁闭”（整改中）。请先到现场复查，重大隐患还要验收，合格后再登记。"
    );
    // The paper is held to it as the deed is.
    let opinion = |day: &str, decision: &str| {
        let decision = format!("decision={decision}恢复生产经营");
        let about = ["paper", "issue", "resumption_opinion", "--about", stop];
        let fields = ["--set", "asked_on=2026-11-23", "--set", decision.as_str()];
        desk.run(&[&["--as", "林安全", "--today", day][..], &about, &fields].concat())
    };
    let said = opinion("2026-11-23", "同意").refused(1);
    assert!(said.contains("没有复查、验收合格，不能同意恢复生产经营"), "{said}");
    opinion("2026-11-23", "不同意").done();
    // Nor by taking the stop back.
    desk.run(&[
        "--as",
        "林安全",
        "--today",
        "2026-11-23",
        "hazard",
        "recheck",
        stop,
        "--passed",
        "--acceptor",
        "林安全",
    ])
    .done();
    // Who agrees is above the grid.
    let said = change("陈一鸣", "2026-11-23", "resumed").refused(1);
    assert!(said.contains("不能同意停业整改的单位复产复工"), "{said}");
    opinion("2026-11-23", "同意").done();
    change("林安全", "2026-11-23", "resumed").done();
    // A stop for want of orders ends like any change of the register.
    change("陈一鸣", "2026-11-24", "suspended").done();
    let closed = ["--as", "林安全", "--today", "2026-11-24", "hazard", "close", stop];
    desk.run(&closed).done();
    change("陈一鸣", "2026-11-25", "resumed").refused(1);
    change("周安平", "2026-11-25", "resumed").done();
    change("陈一鸣", "2026-11-26", "suspended").done();
    change("陈一鸣", "2026-11-27", "resumed").done();
    desk.sound();
}

/// What a hazard has not come to is on no paper of it, and what was taken up again counts no longer.
#[test]
fn a_paper_is_made_only_where_its_record_is_so_far() {
    let desk = staffed();
    desk.write(
        "堵塞.toml",
        "default = \"normal\"\n[answers]\nq20 = \"堵塞\"\n[[hazards]]\nitem = \"q20\"\ntext = \"疏散通道堆物\"\ndays = 5\n",
    );
    desk.inspect("恒捷鞋材厂", "堵塞.toml").done();
    let hazard = "招联安监整改〔2026〕2号-1";
    let at = |day: &str, args: &[&str]| {
        desk.run(&[&["--as", "林安全", "--today", day][..], args].concat())
    };
    let paper = |day: &str, code: &str, about: &str| {
        at(day, &["paper", "print", code, "--about", about, "--text"])
    };
    for (code, said) in [
        ("resumption_opinion", "没有要求停业整改"),
        ("major_report", "不是重大隐患"),
        ("major_close", "不是重大隐患"),
    ] {
        let refused = paper("2026-11-21", code, hazard).refused(1);
        assert!(refused.contains(said), "{code}: {refused}");
    }
    at("2026-11-21", &["hazard", "recheck", hazard, "--passed", "--acceptor", "林安全"]).done();
    let passed = paper("2026-11-21", "recheck", "招联安监整改〔2026〕2号").done();
    assert!(passed.contains("疏散通道堆物") && passed.contains("整改合格"), "{passed}");
    at("2026-11-21", &["hazard", "close", hazard]).done();
    at("2026-11-24", &["hazard", "reopen", hazard, "--reason", "又堆上了", "--days", "3"]).done();
    let again = paper("2026-11-24", "recheck", "招联安监整改〔2026〕2号");
    let again = again.refused(1);
    assert!(!again.contains("合格，符合"), "{again}");
}

/// Whatever hangs on one premises of an import keeps all of it: a flag, an event, a photo, a ledger's row, a paper.
#[test]
fn an_import_is_not_taken_back_from_under_what_hangs_on_it() {
    let photo = jpeg(PHOTO);
    let deeds: [(&str, &[&str]); 5] = [
        ("陈一鸣", &["premises", "unfit", "丰泽服饰", "--reason", "三合一，无法改造"]),
        (
            "陈一鸣",
            &[
                "event",
                "register",
                "--source",
                "call",
                "--premises",
                "丰泽服饰",
                "--content",
                "夜间住人",
            ],
        ),
        ("陈一鸣", &["evidence", "add", "现场.jpg", "--premises", "丰泽服饰"]),
        (
            "陈一鸣",
            &[
                "ledger",
                "add",
                "certificate",
                "--premises",
                "丰泽服饰",
                "--set",
                "kind=营业执照",
                "--set",
                "holder=王大同",
            ],
        ),
        (
            "陈一鸣",
            &[
                "inspect",
                "record",
                "--premises",
                "丰泽服饰",
                "--form",
                "table4",
                "--answers",
                "答案.toml",
            ],
        ),
    ];
    for (who, deed) in deeds {
        let desk = Desk::with_register();
        desk.write("现场.jpg", &photo);
        desk.run(&[&["--as", who], deed].concat()).done();
        let before = desk.state();
        let said = desk.run(&["premises", "undo-import"]).refused(1);
        assert!(said.contains("这1家已有检查、变动或别的记录，不能整批撤销：丰泽服饰"), "{said}");
        assert_eq!(desk.state(), before, "{deed:?}");
    }
    let desk = Desk::with_register();
    desk.run(&["premises", "undo-import"]).done();
    assert!(desk.run(&["--json", "premises", "list"]).json().as_array().unwrap().is_empty());
}

#[test]
fn an_unfit_premises_waits_for_its_report() {
    let desk = staffed();
    let unfit = |who: &str, day: &str, flags: &[&str]| {
        let unfit = ["--as", who, "--today", day, "premises", "unfit", "丰泽服饰"];
        desk.run(&[&unfit[..], flags].concat())
    };
    unfit("陈一鸣", "2026-09-29", &[]).refused(2);
    let said = unfit("陈一鸣", "2026-09-29", &["--reported-on", "2026-09-29"]).refused(1);
    assert!(said.contains("没有登记不具备安全生产条件"), "{said}");
    // Two working days after the 29th of September: the 30th, and after the holiday the 8th of October.
    let said = unfit("陈一鸣", "2026-09-29", &["--reason", "三合一，无法改造"]).done();
    assert!(said.contains("请在2026年10月8日前上报依法予以关闭"), "{said}");
    unfit("陈一鸣", "2026-09-29", &["--reason", "再来一次"]).refused(1);
    let waiting = |day: &str| {
        let agenda = desk.run(&["--json", "--today", day, "agenda"]).json();
        let items = agenda["items"].as_array().unwrap().clone();
        let item = items.into_iter().find(|item| item["task"] == "report_unfit");
        item.map(|item| (item["urgency"].clone(), item["day"].clone()))
    };
    assert_eq!(waiting("2026-10-08"), Some((json!("today"), json!("2026-10-08"))));
    assert_eq!(waiting("2026-10-09"), Some((json!("overdue"), json!("2026-10-08"))));
    let reason = ["--to", "resumed", "--reason", "复产"];
    let stop = ["--today", "2026-11-20", "premises", "change", "丰泽服饰"];
    desk.run(&[&stop[..], &["--to", "suspended", "--reason", "停"]].concat()).done();
    let said = desk.run(&[&stop[..], &reason].concat()).refused(1);
    assert!(said.contains("登记为不具备安全生产条件（三合一，无法改造）"), "{said}");
    unfit("陈一鸣", "2026-10-09", &["--reported-on", "2026-10-09"]).done();
    assert_eq!(waiting("2026-10-12"), None);
    let shown = desk.run(&["--json", "premises", "show", "丰泽服饰"]).json();
    assert_eq!(shown["unfit"]["reported_on"], "2026-10-09", "{shown:#}");
    unfit("陈一鸣", "2026-11-20", &["--lifted", "--reason", "已改造"]).refused(1);
    unfit("林安全", "2026-11-20", &["--lifted", "--reason", "已改造"]).done();
    desk.run(&[&stop[..], &reason].concat()).done();
    desk.sound();
}

#[test]
fn what_comes_back_within_a_year_is_marked() {
    let desk = Desk::with_register();
    let visit = |day: &str, premises: &str| {
        let record = [
            "--as",
            "陈一鸣",
            "--today",
            day,
            "--json",
            "inspect",
            "record",
            "--premises",
            premises,
            "--form",
            "table4",
            "--answers",
        ];
        desk.run(&[&record[..], &[&desk.path("答案.toml"), "--sure"]].concat()).json()
    };
    let close = |day: &str, hazard: &str| {
        let hazard_at = |words: &[&str]| {
            desk.run(&[&["--as", "林安全", "--today", day, "hazard"], words].concat()).done()
        };
        hazard_at(&["recheck", hazard, "--passed", "--acceptor", "林安全"]);
        hazard_at(&["close", hazard]);
    };
    let first = visit("2025-11-19", "恒捷鞋材厂");
    let earlier = first["hazards"][0]["id"].clone();
    assert_eq!(first["hazards"][0]["recurs_of"], json!(null));
    close("2025-11-20", earlier.as_str().unwrap());
    // A year later to the day it is back; at another premises it is not.
    let back = visit("2026-11-20", "恒捷鞋材厂");
    assert_eq!(back["hazards"][0]["recurs_of"], earlier, "{back:#}");
    let warnings = back["warnings"].to_string();
    assert!(warnings.contains("回潮：同一检查项的隐患2025年11月20日才销号"), "{warnings}");
    assert!(!warnings.contains("建议把"), "it is on the key list: {warnings}");
    assert_eq!(visit("2026-11-20", "丰泽服饰")["hazards"][0]["recurs_of"], json!(null));
    // While the first is still open nothing comes back of it.
    assert_eq!(visit("2026-11-20", "恒捷鞋材厂")["hazards"][0]["recurs_of"], earlier);

    // The day after the year is over.
    let other = Desk::with_register();
    let record = |day: &str| {
        let record = [
            "--as",
            "陈一鸣",
            "--today",
            day,
            "--json",
            "inspect",
            "record",
            "--premises",
            "丰泽服饰",
            "--form",
            "table4",
            "--answers",
        ];
        other.run(&[&record[..], &[&other.path("答案.toml"), "--sure"]].concat()).json()
    };
    let id = record("2025-11-19")["hazards"][0]["id"].as_str().unwrap().to_owned();
    for words in [&["recheck", &id, "--passed", "--acceptor", "林安全"][..], &["close", &id]] {
        let close = ["--as", "林安全", "--today", "2025-11-19", "hazard"];
        other.run(&[&close[..], words].concat()).done();
    }
    other.run(&["premises", "edit", "丰泽服饰", "--not-key", "--reason", "人工核对"]).done();
    assert_eq!(record("2026-11-20")["hazards"][0]["recurs_of"], json!(null));
    let suggested = record("2026-11-19");
    assert!(
        suggested["warnings"].to_string().contains("建议把“丰泽服饰”列入重点监管"),
        "{suggested:#}"
    );

    // So does living where goods are made, the first time it is found.
    other.write("答案.toml", "default = \"normal\"\n[answers]\nq17 = \"有\"\n");
    let lived_in = record("2026-11-19")["warnings"].to_string();
    assert!(lived_in.contains("建议把“丰泽服饰”") && !lived_in.contains("销号"), "{lived_in}");

    let listed = |flags: &[&str]| {
        desk.run(&[&["--json", "hazard", "list"], flags].concat()).json().as_array().unwrap().len()
    };
    assert_eq!((listed(&[]), listed(&["--recurring"])), (4, 2));
    let table = desk.run(&["hazard", "list"]).done();
    assert_eq!(table.matches("  回潮  ").count(), 3, "a heading and two marks: {table}");
    let shown = desk.run(&["hazard", "show", back["hazards"][0]["id"].as_str().unwrap()]).done();
    assert!(shown.contains("回潮        上次的隐患"), "{shown}");
    let counts = desk.run(&["--json", "hazard", "recurring"]).json();
    assert_eq!(
        counts,
        json!([{
            "form": "table4", "item": "q20", "ask": "疏散通道", "premises": 2, "hazards": 3,
            "recurring": 2
        }])
    );
    let table = desk.run(&["hazard", "recurring", "--months", "24"]).done();
    assert!(table.contains("q20     疏散通道  2     4     2"), "{table}");
    desk.sound();
}

/// Two checklists number their items alike: what was found on one is not what was found on the other.
#[test]
fn an_item_is_the_same_only_on_the_same_checklist() {
    crate::report::on_both(|database| {
        let street = crate::report::Street::new(database, "beifeng", "2026-10-01");
        let run = |day: &str, args: &[&str]| street.at(day, "林安全", args);
        let desk = &street.desk;
        let own = include_str!("../../forms/checklist/table4.toml")
            .replace("code = \"table4\"", "code = \"wuxiao\"")
            .replace("caption = \"表四\"", "caption = \"五小表\"");
        desk.write("办公室/forms/checklist/wuxiao.toml", own);
        desk.write("堵.toml", "default = \"normal\"\n[answers]\nq20 = \"堵塞\"\n");
        let answers = desk.path("堵.toml");
        for (day, premises, form) in [
            ("2026-10-12", "恒捷鞋材厂", "table4"),
            ("2026-10-13", "丰泽服饰", "table4"),
            ("2026-10-14", "恒捷鞋材厂", "wuxiao"),
            ("2026-10-15", "丰泽服饰", "wuxiao"),
            ("2026-10-16", "丰泽服饰", "wuxiao"),
        ] {
            let record = ["inspect", "record", "--premises", premises, "--form", form];
            let rest = ["--answers", &answers, "--by", "陈一鸣"];
            run(day, &[&record[..], &rest].concat()).done();
        }
        let table = run("2026-10-20", &["hazard", "recurring"]).done();
        for (code, name, hazards) in
            [("wuxiao/q20", "疏散通道（五小表）", "3"), ("table4/q20", "疏散通道（表四）", "2")]
        {
            let line = table.lines().find(|line| line.contains(code)).expect(code);
            let words: Vec<&str> = line.split_whitespace().collect();
            assert_eq!(words[..4], [code, name, "2", hazards], "{table}");
        }
        let listed = |item: &str| {
            let args = ["--json", "hazard", "list", "--item", item];
            run("2026-10-20", &args).json().as_array().unwrap().len()
        };
        let counts = ["q20", "table4/q20", "wuxiao/q20", "五小表/q20"].map(listed);
        assert_eq!(counts, [5, 2, 3, 3]);
        let refused = run("2026-10-20", &["hazard", "list", "--item", "表九/q20"]).refused(1);
        assert!(refused.contains("没有代码为“表九”的检查表"), "{refused}");
        let analysis = run("2026-10-20", &["analysis"]).done();
        assert!(analysis.contains("疏散通道（五小表）"), "{analysis}");
    });
}

/// Grids of several communities bear one name: the community that is named tells which is meant.
#[test]
fn a_grid_is_looked_for_in_the_community_that_is_named() {
    let desk = Desk::with_register();
    desk.run(&["unit", "add", "霞美社区"]).done();
    desk.run(&["grid", "add", "一网格", "--community", "霞美社区"]).done();
    let add = |name: &str, community: &str| {
        let add = ["--json", "premises", "add", name, "--address", "霞美路1号", "--grid", "一网格"];
        desk.run(&[&add[..], &["--community", community]].concat())
    };
    assert_eq!(add("霞美纸箱厂", "霞美社区").json()["community"], "霞美社区");
    let unsaid = ["premises", "add", "无处厂", "--address", "霞美路3号", "--grid", "一网格"];
    assert!(desk.run(&unsaid).refused(1).contains("不止一个"));
    desk.run(&["unit", "add", "新社区"]).done();
    let none = add("新厂", "新社区").refused(1);
    assert!(none.contains("没有叫“一网格”的网格"), "{none}");
}

/// 回潮: what came back most often is told first, however many premises another item was found at.
#[test]
fn what_came_back_stands_before_what_is_common() {
    let desk = Desk::with_register();
    let visit = |day: &str, premises: &str, item: &str| {
        desk.write("答案.toml", format!("default = \"normal\"\n[answers]\n{item}\n"));
        let act = ["--as", "陈一鸣", "--today", day, "--json", "inspect", "record"];
        let of = ["--premises", premises, "--form", "table4", "--answers"];
        desk.run(&[&act[..], &of, &[&desk.path("答案.toml")]].concat()).json()
    };
    let blocked = "q20 = \"堵塞\"";
    let first = visit("2026-10-12", "恒捷鞋材厂", blocked)["hazards"][0]["id"].clone();
    let id = first.as_str().unwrap();
    for words in [&["recheck", id, "--passed", "--acceptor", "林安全"][..], &["close", id]] {
        let act = ["--as", "林安全", "--today", "2026-10-13", "hazard"];
        desk.run(&[&act[..], words].concat()).done();
    }
    visit("2026-11-16", "恒捷鞋材厂", blocked);
    for day in ["2026-11-17", "2026-11-18"] {
        visit(day, "丰泽服饰", "q17 = \"有\"");
        visit(day, "恒捷鞋材厂", "q17 = \"有\"");
    }
    let counts = desk.run(&["--today", "2026-11-20", "--json", "hazard", "recurring"]).json();
    let told: Vec<String> = counts
        .as_array()
        .unwrap()
        .iter()
        .map(|it| format!("{} {} {}", it["item"], it["premises"], it["recurring"]))
        .collect();
    assert_eq!(told, ["\"q20\" 1 1", "\"q17\" 2 0"]);
    let analysis = desk.run(&["--today", "2026-11-20", "analysis"]).done();
    let at = |item: &str| analysis.rfind(item).unwrap_or_else(|| panic!("{item}: {analysis}"));
    assert!(at("疏散通道") < at("生产、储存、居住"), "{analysis}");
}

#[test]
fn the_basis_is_that_of_the_day_of_inspection() {
    let desk = Desk::with_register();
    let answers = |basis: &str| {
        let basis = if basis.is_empty() { String::new() } else { format!("basis = \"{basis}\"\n") };
        desk.write(
            "重大.toml",
            format!(
                "default = \"normal\"\n[[hazards]]\ntext = \"住人房间用彩钢夹芯板搭建\"\ngrade = \"major\"\ndisposal = \"suspend\"\nrequirement = \"拆除\"\n{basis}"
            ),
        );
    };
    let record = |day: &str| {
        let record = [
            "--as",
            "陈一鸣",
            "--today",
            day,
            "--json",
            "inspect",
            "record",
            "--premises",
            "恒捷鞋材厂",
            "--form",
            "table4",
            "--answers",
        ];
        desk.run(&[&record[..], &[&desk.path("重大.toml"), "--sure"]].concat())
    };
    // On the last day of the old standard its clause is proposed; on the first of the new one it is said that
    // the clauses are still to be entered.
    answers("");
    let old = record("2025-10-31").json();
    assert_eq!(old["hazards"][0]["criteria"][0]["key"], "fire_2017/d6_10", "{old:#}");
    assert!(!old["warnings"].to_string().contains("条文"), "{old:#}");
    let new = record("2025-11-01").json();
    assert_eq!(new["hazards"][0]["criteria"], json!([]), "{new:#}");
    let said = new["warnings"].to_string();
    assert!(
        said.contains(
            "《重大火灾隐患判定规则》（GB 35181-2025）自2025年11月1日起施行，条文由本办公室录入"
        ),
        "{said}"
    );
    // A clause named by its key is printed in full, where it was in force.
    answers("fire_2017/d6_10");
    let printed = record("2025-10-31").json();
    assert_eq!(
        printed["hazards"][0]["basis"],
        "《重大火灾隐患判定方法》（GB 35181-2017 第6章）6.10"
    );
    let number = printed["notice"]["number"].as_str().unwrap();
    let notice = desk.run(&["notice", "show", number]).done();
    assert!(notice.contains("《重大火灾隐患判定方法》"), "{notice}");
    let before = desk.state();
    let said = record("2025-11-01").refused(1);
    assert!(said.contains("施行到2025年10月31日为止，不能作为2025年11月1日检查的依据"), "{said}");
    assert_eq!(desk.state(), before);
    for (basis, sentence) in [
        ("fire_2016/d1", "没有代码为“fire_2016”的判定标准"),
        ("gongmao_2023/a99", "里没有编号为“a99”的条款"),
    ] {
        answers(basis);
        let said = record("2026-11-20").refused(1);
        assert!(said.contains(sentence), "{said}");
    }
    // Words of one's own stand, with a warning where they name what no longer holds.
    answers("重大火灾隐患判定方法 6.10");
    let own = record("2026-11-20").json();
    assert_eq!(own["hazards"][0]["basis"], "重大火灾隐患判定方法 6.10");
    assert!(own["warnings"].to_string().contains("施行到2025年10月31日为止"), "{own:#}");

    let looked = |text: &str, flags: &[&str]| {
        desk.run(&[&["--json", "form", "criteria", text], flags].concat()).json()
    };
    let welding = looked("电焊工无证上岗", &[]);
    assert_eq!(welding["items"][0]["key"], "gongmao_2023/a03_2", "{welding:#}");
    assert_eq!(welding["pending"].as_array().unwrap().len(), 1);
    let old = looked("彩钢夹芯板", &["--on", "2025-10-31"]);
    assert_eq!((&old["items"][0]["key"], &old["pending"]), (&json!("fire_2017/d6_10"), &json!([])));
    assert_eq!(looked("熔炼炉炉坑积水", &["--industry", "制鞋业"])["items"], json!([]));
    let shown = desk.run(&["form", "criteria", "电焊工无证上岗"]).done();
    assert!(shown.contains("第三条（二）"), "{shown}");
    // An article whose words are not entered is named as such; its number may stand on a notice.
    let ammonia = looked("液氨制冷车间", &[]);
    assert_eq!(ammonia["items"], json!([]));
    let said = ammonia["pending"][0].as_str().unwrap();
    assert!(
        said.contains("第十二条（使用液氨制冷的企业）条文由本办公室录入，还没有录入"),
        "{said}"
    );
    let shown = desk.run(&["form", "criteria", "液氨制冷车间"]);
    assert!(shown.out.contains("已经录入的条款里没有对得上的"), "{}", shown.out);
    assert!(shown.err.contains("第十二条"), "{}", shown.err);
}

#[test]
fn what_waits_for_its_grade_is_late_after_one_working_day() {
    let desk = Desk::with_register();
    desk.write("待评估.toml", UNSURE);
    // The day before the national holiday; the next working day is the 8th of October.
    desk.run(&[
        "--as",
        "陈一鸣",
        "--today",
        "2026-09-30",
        "inspect",
        "record",
        "--premises",
        "恒捷鞋材厂",
        "--form",
        "table4",
        "--answers",
        &desk.path("待评估.toml"),
    ])
    .done();
    let queue = |day: &str| {
        let listed = desk.run(&["--json", "--today", day, "hazard", "list", "--unsure"]).json();
        let row = &listed[0];
        assert_eq!(listed.as_array().unwrap().len(), 1, "{listed:#}");
        assert_eq!(
            (&row["assessors"], &row["found_on"]),
            (&json!(["林安全"]), &json!("2026-09-30"))
        );
        json!([row["assess_by"], row["overdue"], row["days_late"]])
    };
    let agenda = |day: &str| {
        let agenda = desk.run(&["--json", "--today", day, "agenda"]).json();
        let items = agenda["items"].as_array().unwrap().clone();
        let item = items.into_iter().find(|item| item["task"] == "assess").unwrap();
        json!([item["day"], item["urgency"]])
    };
    for (day, waiting, urgency) in [
        ("2026-10-07", json!(["2026-10-08", false, 0]), "this_week"),
        ("2026-10-08", json!(["2026-10-08", false, 0]), "today"),
        ("2026-10-09", json!(["2026-10-08", true, 1]), "overdue"),
    ] {
        assert_eq!(queue(day), waiting, "{day}");
        assert_eq!(agenda(day), json!(["2026-10-08", urgency]), "{day}");
    }
    let table = desk.run(&["--today", "2026-10-09", "hazard", "list", "--unsure"]).done();
    assert!(table.contains("2026-10-08  1天") && table.contains("林安全"), "{table}");
    let assess = [
        "--as",
        "林安全",
        "--today",
        "2026-10-09",
        "hazard",
        "regrade",
        "招联安监整改〔2026〕1号-2",
        "--grade",
        "major",
        "--reason",
        "住宿与生产合用",
    ];
    desk.run(&assess).done();
    let done = desk.run(&["--today", "2026-10-09", "hazard", "list", "--unsure"]).done();
    assert_eq!(done.trim(), "没有等级待评估的隐患。");
}

#[test]
fn penalties_that_add_up_are_flagged_when_they_are_entered() {
    let desk = Desk::with_register();
    let penalty = |day: &str, kind: &str| {
        let on = format!("decided_on={day}");
        let kind = format!("kind={kind}");
        let ran = desk.run(&[
            "ledger",
            "add",
            "penalty",
            "--premises",
            "恒捷鞋材厂",
            "--set",
            &on,
            "--set",
            &kind,
            "--set",
            "unit=恒捷鞋材厂",
            "--set",
            "basis=安全生产法第一百零二条",
            "--set",
            "organ=丰泽区应急管理局",
        ]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        ran.err
    };
    assert_eq!(penalty("2026-05-20", "罚款"), "");
    assert_eq!(penalty("2026-06-01", "警告"), "");
    // An order to correct is no penalty.
    assert_eq!(penalty("2026-07-01", "责令改正"), "");
    // The 180th day after the first.
    assert_eq!(
        penalty("2026-11-16", "罚款").trim(),
        "180日内3次处罚（2026年5月20日、2026年6月1日、2026年11月16日）：存在重大事故隐患的，应上报提请关闭（安全生产法第一百一十三条）。"
    );
    let shown = desk.run(&["--json", "premises", "show", "恒捷鞋材厂"]).json();
    assert_eq!(shown["penalties"]["reached"], "three_in_180_days", "{shown:#}");
    assert!(desk.run(&["premises", "show", "恒捷鞋材厂"]).done().contains("180日内3次处罚"));
}
