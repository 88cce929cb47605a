//! Who may do what, by command: the roles of S0 §一 hold on the command line as on the screens.

use serde_json::json;

use crate::desk::Desk;

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
            "没有写明由谁签字，不能给待评估的隐患定级。请写明社区安全员或街道安办执法人员的姓名，或由本人登录办理。",
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
