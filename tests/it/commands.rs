//! What scripts rely on (CLI.md): a day's work by command, field names and codes, exit codes, tables.

use std::fs;

use anban::store::{self, Driver};
use serde_json::{Value, json};

use crate::desk::{ANSWERS, Desk, INIT, PROGRAM, ROSTER, Ran};
use crate::engines::Schema;

const FIRST: &str = "招联安监整改〔2026〕1号";

#[track_caller]
fn has_fields(value: &Value, fields: &str) {
    for field in fields.split(' ') {
        assert!(value.get(field).is_some(), "{field} is missing in {value:#}");
    }
}

/// The named fields of each row, to compare with what is expected.
fn picked(rows: &Value, fields: &[&str]) -> Value {
    rows.as_array()
        .unwrap()
        .iter()
        .map(|row| fields.iter().map(|field| row[*field].clone()).collect::<Value>())
        .collect()
}

#[test]
fn a_roster_is_counted_row_by_row() {
    let desk = Desk::set_up();
    let roster = desk.write(
        "名册.csv",
        "北峰街道招联社区名册,,,,
单位名称,地址,负责人,联系方式,统一社会信用代码
恒捷鞋材厂,北峰路1号,黄恒捷,13805950001,91350503MA2XN0Y69J
丰泽服饰,北峰路2号,王大同,1380595000,91350503MA2XN0Y69J

恒捷鞋材厂,北峰路1号,黄恒捷,13805950001,91350503MA2XN0Y69J
,北峰路3号,张三,13805950003,无证
顺发纸箱厂,北峰路4号,李四,13805950004,无证
合计,4家,,,
注：本表由社区填报,,,,
",
    );
    let import = |flags: &[&str]| {
        desk.run(&[&["--json", "premises", "import", &roster, "--grid", "一网格"], flags].concat())
            .json()
    };
    let counts = |done: &Value| {
        ["added", "updated", "unchanged", "duplicates", "rejected", "skipped"]
            .map(|name| done[name].as_u64().unwrap_or_else(|| panic!("{name} in {done:#}")))
    };
    let tried = import(&["--dry-run"]);
    assert_eq!(desk.run(&["--json", "premises", "list"]).json(), json!([]));
    let rejects = desk.path("退回.xlsx");
    let done = import(&["--rejects", &rejects]);
    assert_eq!(counts(&tried), counts(&done));
    assert_eq!(
        counts(&done)[0] + counts(&done)[3] + counts(&done)[4],
        5,
        "every row is counted: {done:#}"
    );
    assert_eq!(counts(&done)[4], 1, "{done:#}");
    assert!(fs::metadata(&rejects).unwrap().len() > 0);
    let problems = done["problems"].as_array().unwrap();
    for problem in problems {
        has_fields(problem, "row column level code message");
        assert!(["error", "warning"].contains(&problem["level"].as_str().unwrap()));
    }
    let error = problems.iter().find(|problem| problem["level"] == "error").unwrap();
    assert_eq!(
        (error["row"].as_u64(), &error["column"]),
        (Some(7), &json!("单位名称")),
        "{error:#}"
    );
    // The same file again changes nothing.
    let again = counts(&import(&[]));
    assert_eq!((again[0], again[1], again[2]), (0, 0, counts(&done)[0]));

    desk.run(&["premises", "undo-import"]).done();
    assert_eq!(desk.run(&["--json", "premises", "list"]).json(), json!([]));
    desk.run(&["premises", "undo-import"]).refused(1);
    desk.sound();
}

#[test]
fn every_level_has_the_figures_of_what_lies_below() {
    let desk = Desk::with_register();
    desk.run(&["unit", "add", "招贤社区"]).done();
    desk.run(&["premises", "add", "招贤超市", "--community", "招贤社区"]).done();
    desk.inspect("恒捷鞋材厂", "答案.toml").done();
    let units = desk.run(&["--json", "unit", "list"]).json();
    let fields = ["name", "premises", "key_premises", "open_hazards", "partial"];
    assert_eq!(
        picked(&units, &fields),
        json!([
            ["泉州市", 3, 2, 1, true],
            ["丰泽区", 3, 2, 1, true],
            ["北峰街道", 3, 2, 1, false],
            ["招贤社区", 1, 0, 0, false],
            ["招联社区", 2, 2, 1, false],
            ["一网格", 2, 2, 1, false],
        ])
    );
    // Whoever has one community sees the figures of that one.
    let seen = desk.run(&["--as", "林安全", "--json", "unit", "list"]).json();
    let none = json!(null);
    assert_eq!(seen[0]["premises"], none);
    assert_eq!(seen[2]["premises"], none);
    assert_eq!((&seen[4]["name"], &seen[4]["premises"]), (&json!("招联社区"), &json!(2)));
}

#[test]
fn a_premises_is_found_as_people_look_for_it() {
    let desk = Desk::with_register();
    for (find, name) in [
        ("鞋材", "恒捷鞋材厂"),
        ("hjxc", "恒捷鞋材厂"),
        ("HJXCC", "恒捷鞋材厂"),
        ("hengjie", "恒捷鞋材厂"),
        ("91350503MA2XN0Y69J", "恒捷鞋材厂"),
        ("13805950002", "丰泽服饰"),
        ("fzfs", "丰泽服饰"),
    ] {
        let found = desk.run(&["--json", "premises", "list", "--find", find]).json();
        assert_eq!(picked(&found, &["name"]), json!([[name]]), "{find}");
    }
    let shown = desk.run(&["--json", "premises", "show", "hjxc"]).json();
    let entry = shown.get("premises").unwrap_or(&shown);
    has_fields(
        entry,
        "name uscc licensed kind address site_address industry category person_in_charge safety_lead phone grid key key_reasons risk status",
    );
    assert_eq!((&entry["kind"], &entry["status"]), (&json!("enterprise"), &json!("operating")));
}

#[test]
fn a_day_by_command() {
    let desk = Desk::with_register();
    desk.write(
        "两条.toml",
        "default = \"normal\"\n[answers]\nq20 = \"堵塞\"\nq21 = \"损坏\"\n
[[hazards]]\nitem = \"q20\"\ntext = \"东侧通道堆放鞋材\"\ndisposal = \"by_deadline\"\ndays = 7\n
[[hazards]]\nitem = \"q21\"\ntext = \"指示标志破损\"\ndisposal = \"on_the_spot\"\n",
    );
    let first = desk.inspect("恒捷鞋材厂", "两条.toml").json();
    has_fields(&first, "inspection hazards notice");
    assert_eq!(
        picked(
            &first["hazards"],
            &[
                "item",
                "text",
                "grade",
                "grade_label",
                "disposal",
                "disposal_label",
                "deadline",
                "state"
            ]
        ),
        json!([
            [
                "q20",
                "东侧通道堆放鞋材",
                "general",
                "一般",
                "by_deadline",
                "限期整改",
                "2026-11-27",
                "ordered"
            ],
            ["q21", "指示标志破损", "general", "一般", "on_the_spot", "当场整改", null, "closed"],
        ])
    );
    assert_eq!(first["notice"]["number"], FIRST);
    has_fields(&first["hazards"][0], "id");
    let clean = desk.write("无.toml", "default = \"normal\"\n");
    assert!(clean.ends_with("无.toml"));
    let second = desk.inspect("丰泽服饰", "无.toml").json();
    assert_eq!(
        (&second["hazards"], &second["notice"]["number"]),
        (&json!([]), &json!("招联安监整改〔2026〕2号"))
    );

    let text = desk.run(&["notice", "show", "招联安监整改[2026]1号"]).done();
    for wanted in [
        "整改通知书",
        FIRST,
        "恒捷鞋材厂：",
        "东侧通道堆放鞋材",
        "指示标志破损",
        "2026年11月27日前",
    ] {
        assert!(text.contains(wanted), "{wanted} in {text}");
    }

    // Each step with the day it is done on.
    let hazard = format!("{FIRST}-1");
    let follow = |day: &str, words: &[&str]| {
        let args = [
            &["--as", "林安全", "--json", "--today", day, "hazard", words[0], &hazard],
            &words[1..],
        ]
        .concat();
        let after = desk.run(&args).json();
        json!([
            after["state"],
            after["grade"],
            after["deadline"],
            after["rounds"],
            after["overdue"]
        ])
    };
    for (day, words, after) in [
        (
            "2026-11-25",
            &["extend", "--deadline", "2026-12-01", "--reason", "设备未到货"][..],
            json!(["ordered", "general", "2026-12-01", 0, false]),
        ),
        ("2026-12-02", &["show"], json!(["ordered", "general", "2026-12-01", 0, true])),
        (
            "2026-12-02",
            &["recheck", "--failed", "--days", "2", "--note", "仍有堆放"],
            json!(["ordered", "general", "2026-12-04", 1, false]),
        ),
        (
            "2026-12-04",
            &["recheck", "--passed", "--acceptor", "林安全"],
            json!(["passed", "general", "2026-12-04", 2, false]),
        ),
        ("2026-12-04", &["close"], json!(["closed", "general", "2026-12-04", 2, false])),
        (
            "2026-12-07",
            &["reopen", "--reason", "回潮", "--days", "3"],
            json!(["ordered", "general", "2026-12-10", 2, false]),
        ),
        (
            "2026-12-08",
            &["regrade", "--grade", "major", "--reason", "唯一通道"],
            json!(["ordered", "major", "2026-12-10", 2, false]),
        ),
        (
            "2026-12-08",
            &["report", "--to", "street", "--reason", "重大隐患"],
            json!(["reported", "major", "2026-12-10", 2, false]),
        ),
    ] {
        assert_eq!(follow(day, words), after, "{day} {words:?}");
    }
    let steps = desk.run(&["--json", "hazard", "show", &hazard]).json();
    assert_eq!(steps["raised_from"], "general");
    assert!(steps["steps"].as_array().unwrap().iter().all(|step| step["step_label"].is_string()));

    let count = |flags: &[&str]| {
        let args = [&["--json", "--today", "2026-12-11", "hazard", "list"], flags].concat();
        let listed = desk.run(&args).json();
        for row in listed.as_array().unwrap() {
            has_fields(
                row,
                "id item text grade grade_label disposal disposal_label state state_label deadline overdue premises grid notice",
            );
        }
        listed.as_array().unwrap().len()
    };
    assert_eq!(
        [
            count(&[]),
            count(&["--open"]),
            count(&["--overdue"]),
            count(&["--due-by", "2026-12-09"]),
            count(&["--due-by", "2026-12-10"]),
            count(&["--grade", "major"]),
            count(&["--premises", "丰泽服饰"]),
            count(&["--grid", "一网格"]),
        ],
        [2, 1, 1, 0, 1, 1, 0, 2]
    );

    // A backup is the office as it was.
    let before = desk.state();
    let backup = desk.path("备份.db");
    desk.run(&["backup", &backup]).done();
    desk.run(&["premises", "add", "新厂", "--grid", "一网格"]).done();
    assert_ne!(desk.state().1, before.1);
    let restored = desk.run(&["--json", "restore", &backup]).json();
    assert!(fs::metadata(restored["kept"].as_str().unwrap()).unwrap().len() > 0);
    assert_eq!(desk.state().1, before.1);
    // The restoring itself is noted, above all that was noted before.
    let journal = desk.run(&["--json", "journal"]).json();
    assert_eq!(journal[0]["verb"], "restore");
    desk.sound();
}

#[test]
fn a_number_given_after_the_backup_is_not_given_again() {
    let desk = Desk::with_register();
    let answers = desk.write("正常.toml", "default = \"normal\"\n");
    let numbered = |premises: &str| {
        let recorded = desk.inspect(premises, &answers).json();
        recorded["notice"]["number"].as_str().unwrap().to_owned()
    };
    assert!(numbered("恒捷鞋材厂").ends_with("1号"));
    let backup = desk.path("备份.db");
    desk.run(&["backup", &backup]).done();
    for end in ["2号", "3号"] {
        assert!(numbered("丰泽服饰").ends_with(end));
    }
    let restored = desk.run(&["--json", "restore", &backup]).json();
    let said = restored["given"][0].as_str().unwrap();
    assert!(said.contains("整改通知书〔2026〕2号至3号，这些号不再使用"), "{said}");
    assert!(numbered("丰泽服饰").ends_with("4号"));
    // Where no database stood, none is kept and nothing was given.
    let elsewhere = desk.path("新电脑");
    let restored = desk.run(&["--data", &elsewhere, "--json", "restore", &backup]).json();
    assert!(restored["kept"].is_null() && restored["given"] == serde_json::json!([]), "{restored}");
    // Restored once more, what is given already is known.
    let again = desk.run(&["--json", "restore", &backup]).json();
    assert!(again["given"][0].as_str().unwrap().contains("2号至4号"));
}

#[test]
fn an_issued_notice_is_always_the_same_paper() {
    let desk = Desk::with_register();
    for _ in 0..2 {
        desk.inspect("恒捷鞋材厂", "答案.toml").done();
    }
    let second = "招联安监整改〔2026〕2号";
    let print = |number: &str, flags: &[&str]| {
        let file = desk.path("印.pdf");
        desk.run(&[&["notice", "print", number, "-o", &file], flags].concat()).done();
        fs::read(file).unwrap()
    };
    let words = |number: &str| desk.run(&["notice", "print", number, "--text"]).done();
    let (paper, text) = (print(FIRST, &[]), words(second));
    assert!(paper.starts_with(b"%PDF-"));
    assert!(print(FIRST, &[]) == paper, "the same once more");

    desk.run(&["premises", "edit", "恒捷鞋材厂", "--name", "恒捷新材料厂", "--reason", "更名"])
        .done();
    let form = include_str!("../../forms/notice/rectification.toml");
    let ours = form
        .replacen("revision = 1", "revision = 2", 1)
        .replace("整改通知书", "安全隐患整改通知书");
    assert_ne!(form, ours);
    desk.write("办公室/forms/notice/rectification.toml", ours);
    assert!(print(FIRST, &[]) == paper, "printed before: the bytes on file");
    assert_eq!(words(second), text, "not printed before: the words on file");
    let two = print(FIRST, &["--copies", "3"]);
    assert!(two != paper && print(FIRST, &[]) == paper);

    // The next one is on the new form and to the new name, and so is a successor.
    desk.inspect("恒捷新材料厂", "答案.toml").done();
    let third = words("招联安监整改〔2026〕3号");
    assert!(third.contains("安全隐患整改通知书") && third.contains("恒捷新材料厂："), "{third}");
    let void = desk.run(&["--json", "notice", "void", FIRST, "--reason", "单位更名"]).json();
    assert_eq!((&void["void"], &void["void_reason"]), (&json!(true), &json!("单位更名")));
    desk.run(&["notice", "void", FIRST, "--reason", "再来"]).refused(1);
    let again = desk.run(&["--json", "notice", "reissue", FIRST]).json();
    assert_eq!(again["number"], "招联安监整改〔2026〕4号");
    desk.run(&["notice", "reissue", FIRST]).refused(1);
    assert!(words("招联安监整改〔2026〕4号").contains("恒捷新材料厂："));
    assert!(words(FIRST).contains("作废"));
    let listed = desk.run(&["--json", "notice", "list"]).json();
    assert_eq!(
        picked(&listed, &["serial", "void", "addressee"]),
        json!([
            [1, true, "恒捷鞋材厂"],
            [2, false, "恒捷鞋材厂"],
            [3, false, "恒捷新材料厂"],
            [4, false, "恒捷新材料厂"]
        ])
    );
    desk.sound();
}

#[test]
fn every_exit_code_has_its_meaning() {
    let desk = Desk::with_register();
    desk.run(&["agenda"]).done();
    desk.run(&["premises", "show", "没有的厂"]).refused(1);
    desk.run(&["premises", "shew", "恒捷鞋材厂"]).refused(2);
    desk.run(&["--database", "postgres://a:b@127.0.0.1:1/x", "agenda"]).refused(4);
}

/// Backends that wait for a lock which this one holds.
fn waiting(watch: &mut dyn Driver, holder: i64) -> i64 {
    let sql = "SELECT count(*) FROM pg_stat_activity WHERE CAST($1 AS BIGINT) = ANY(CAST(pg_blocking_pids(pid) AS BIGINT[]))";
    watch.query(sql, &[holder.into()]).unwrap()[0].int(0).unwrap()
}

#[test]
fn the_second_of_two_desks_is_told_to_look_again() {
    let (desk, schema) = (Desk::bare(), Schema::new());
    let shared = |args: &[&str]| {
        let mut command = desk.command(args);
        command.env("ANBAN_DATABASE", &schema.url);
        command
    };
    let run = |args: &[&str]| Ran::of(shared(args).output().unwrap());
    run(&INIT).done();
    run(&["premises", "add", "恒捷鞋材厂", "--phone", "13805950001"]).done();

    let mut first = store::connect(&schema.url).unwrap();
    let mut watch = store::connect(&schema.url).unwrap();
    first.begin().unwrap();
    let holder =
        first.query("SELECT CAST(pg_backend_pid() AS BIGINT)", &[]).unwrap()[0].int(0).unwrap();
    first.execute("UPDATE premises SET version = version + 1", &[]).unwrap();
    // It has read the entry as it was, and now waits to write.
    let mut second = shared(&["premises", "edit", "恒捷鞋材厂", "--phone", "13805950002"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    while waiting(&mut *watch, holder) == 0 {
        assert!(second.try_wait().unwrap().is_none(), "{PROGRAM} did not wait");
    }
    first.commit().unwrap();
    let said = Ran::of(second.wait_with_output().unwrap()).refused(3);
    assert!(said.contains("另一台电脑") && said.contains("请重新打开"), "{said}");
    let entry = run(&["--json", "premises", "list"]).json();
    assert_eq!(entry[0]["phone"], "13805950001");
    run(&["premises", "edit", "恒捷鞋材厂", "--phone", "13805950002"]).done();
}

#[test]
fn a_calendar_has_a_row_a_day() {
    let desk = Desk::with_register();
    desk.inspect("恒捷鞋材厂", "答案.toml").done();
    let month = desk.run(&["--json", "calendar", "--month", "2026-11"]).json();
    let days = month.as_array().unwrap();
    assert_eq!(days.len(), 30);
    for day in days {
        has_fields(
            day,
            "date weekday lunar festival holiday workday due overdue planned done reports",
        );
    }
    assert_eq!((&days[19]["date"], &days[19]["done"]), (&json!("2026-11-20"), &json!(1)));
    assert_eq!((&days[22]["due"], &days[22]["overdue"]), (&json!(1), &json!(0)));
    let later = desk.run(&["--json", "--today", "2026-11-24", "calendar"]).json();
    assert_eq!(later[22]["overdue"], 1);

    let february = desk.run(&["calendar", "--month", "2026-02"]).done();
    assert_eq!(
        february,
        "\
2026年2月
日期     星期    农历  休班    到期  逾期  巡查  已检  上报
2月1日   星期日  十四
2月2日   星期一  十五
2月3日   星期二  十六
2月4日   星期三  立春
2月5日   星期四  十八                                  隐患排查治理问题清单
2月6日   星期五  十九
2月7日   星期六  二十
2月8日   星期日  廿一
2月9日   星期一  廿二
2月10日  星期二  廿三
2月11日  星期三  廿四
2月12日  星期四  廿五
2月13日  星期五  廿六
2月14日  星期六  廿七  班春节
2月15日  星期日  廿八  休春节
2月16日  星期一  廿九  休除夕
2月17日  星期二  正月  休春节
2月18日  星期三  雨水  休春节
2月19日  星期四  初三  休春节
2月20日  星期五  初四  休春节
2月21日  星期六  初五  休春节
2月22日  星期日  初六  休春节
2月23日  星期一  初七  休春节
2月24日  星期二  初八
2月25日  星期三  初九
2月26日  星期四  初十
2月27日  星期五  十一
2月28日  星期六  十二  班春节
"
    );
}

#[test]
fn tables_and_help_as_a_person_sees_them() {
    let desk = Desk::with_register();
    let answers = desk.path("答案.toml");
    let record = [
        "inspect",
        "record",
        "--premises",
        "恒捷鞋材厂",
        "--form",
        "table4",
        "--answers",
        &answers,
    ];
    desk.run(&[&["--as", "陈一鸣", "--today", "2026-11-10"], &record[..]].concat()).done();
    assert_eq!(
        desk.run(&["agenda"]).done(),
        "\
北峰街道  2026年11月20日 星期五
隐患逾期 1  今日到期 0  本周重点未查 2/2  本月未查 1/2  草稿 0

时间      要办      单位        内容                                                        属地
逾期9天   复查      恒捷鞋材厂  疏散通道、安全出口被物品堵塞，不能保证畅通。（复查已超期）  一网格
今日      定期工作              重点监管企业每日自查：还没有登记过，从登记的第一天起算
11月22日  重点巡查  2家         丰泽服饰、恒捷鞋材厂                                        招联社区
11月30日  每月检查  丰泽服饰    还没有检查过                                                一网格
"
    );
    let agenda = desk.run(&["--json", "agenda"]).json();
    has_fields(
        &agenda,
        "today from to unit overdue due_today key_unseen key_all month_unseen month_all items",
    );
    assert_eq!(
        picked(&agenda["items"], &["task", "urgency", "day"])[0],
        json!(["recheck", "overdue", "2026-11-11"])
    );
    assert_eq!(
        desk.run(&["notice", "list"]).done(),
        "\
文号                     日期        送达单位    作废
招联安监整改〔2026〕1号  2026-11-10  恒捷鞋材厂
"
    );
    assert_eq!(
        desk.run(&["help", "notice", "void"]).done(),
        "\
作废一份通知书，文号保留

用法：anban notice void 文号 --reason 原因

参数：
  文号  文号或编号

选项：
  --reason 原因  作废的原因

例：anban notice void 招联安监整改〔2026〕11号 --reason 单位名称写错

通用选项见 anban --help
"
    );
    let elsewhere = ["--data", "别处", "--json", "--today=2026-11-01", "help", "notice", "void"];
    assert_eq!(desk.run(&elsewhere).done(), desk.run(&["notice", "void", "--help"]).done());
    // The example that help gives for a ledger is whole.
    let example = desk.run(&["help", "ledger", "add"]).done();
    let line = example.lines().find(|line| line.contains("ledger add penalty")).unwrap();
    let words: Vec<&str> = line.split_whitespace().skip(1).collect();
    desk.run(&words).done();
    let (_, file) = example.split_once("送达.toml（").unwrap();
    let rows: Vec<&str> = file.lines().skip(1).take_while(|line| !line.is_empty()).collect();
    desk.write("送达.toml", rows.join("\n"));
    let kinds = desk.run(&["ledger", "kinds"]).done();
    assert!(kinds.contains("kind*=处罚种类（警告、罚款、"), "{kinds}");
    let line = example.lines().find(|line| line.contains("ledger add delivery")).unwrap();
    let words: Vec<&str> = line.split_whitespace().skip(1).collect();
    desk.run(&words).done();
    // The same help by both ways of asking.
    for command in [
        "init",
        "premises import",
        "inspect record",
        "hazard recheck",
        "calendar",
        "backup",
        "journal",
    ] {
        let words: Vec<&str> = command.split(' ').collect();
        let help = desk.run(&[&["help"], &words[..]].concat()).done();
        assert_eq!(desk.run(&[&words[..], &["--help"]].concat()).done(), help);
        assert!(help.contains("用法：anban "), "{help}");
    }
}

#[test]
fn a_district_works_by_its_own_regime() {
    let desk = Desk::bare();
    desk.run(&[
        "init",
        "--city",
        "西安市",
        "--district",
        "雁塔区",
        "--street",
        "长延堡街道",
        "--community",
        "某某社区",
        "--regime",
        "yanta",
    ])
    .done();
    desk.write("名册.csv", ROSTER);
    desk.run(&["premises", "import", &desk.path("名册.csv")]).done();
    let shown = desk.run(&["--json", "agenda", "--to", "2026-12-31"]).json();
    let reports: Vec<(&str, &str)> = shown["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|item| item["task"] == "report")
        .map(|item| (item["day"].as_str().unwrap(), item["text"].as_str().unwrap()))
        .collect();
    let on = |day: &str, words: &str| {
        reports.iter().any(|(at, text)| *at == day && text.contains(words))
    };
    // The 20th is a Sunday: the working day before it; the street's 25th is a Friday.
    assert!(on("2026-12-18", "社区月报"), "{reports:?}");
    assert!(on("2026-12-25", "街道月报"), "{reports:?}");
    assert!(on("2026-12-31", "季度汇总"), "{reports:?}");
    desk.write("答案.toml", format!("acceptor = \"周网格长\"\n{ANSWERS}"));
    let recorded = desk.inspect("恒捷鞋材厂", "答案.toml").json();
    let number = recorded["notice"]["number"].as_str().unwrap().to_owned();
    assert_eq!(number, "某某安监整改〔2026〕1号");
    let text = desk.run(&["notice", "print", &number, "--text"]).done();
    assert!(text.contains("整改通知书") && text.contains("企业联"), "{text}");
}

/// The code of a place outside the shipped tables is made of its name; of many names some come to the same letters.
#[test]
fn many_communities_outside_the_tables_are_all_set_up() {
    let desk = Desk::bare();
    let names: Vec<String> = (1..=200).map(|number| format!("第{number}社区")).collect();
    let place = "init --city 某市 --district 某区 --street 某街道 --regime beifeng";
    let place: Vec<&str> = place.split(' ').collect();
    let communities = names.iter().flat_map(|name| ["--community", name]);
    desk.run(&place.iter().copied().chain(communities).collect::<Vec<_>>()).done();
    desk.run(&["unit", "add", "第201社区"]).done();
    let twice = desk.run(&["unit", "add", "第7社区"]).refused(1);
    assert!(twice.contains("“第7社区”已经登记过"), "{twice}");
    let listed = desk.run(&["--json", "unit", "list"]).json().to_string();
    for number in 1..=201 {
        assert!(listed.contains(&format!("\"第{number}社区\"")), "{number}");
    }
    let desk = Desk::bare();
    let twice = ["--community", "甲社区", "--community", "甲社区"];
    let twice = desk.run(&[&place[..], &twice[..]].concat()).refused(1);
    assert!(twice.contains("社区“甲社区”写了两次"), "{twice}");
}
