//! An office's own rules at work: a file in its folder takes the place of ours from the next deed on, and what was
//! issued before stays as it was.

use std::fs;

use serde_json::{Value, json};

use crate::desk::Desk;

/// A hazard that says no days of its own.
const ANSWERS: &str = "default = \"normal\"
[[hazards]]
text = \"疏散通道堆放杂物\"
grade = \"general\"
disposal = \"by_deadline\"
requirement = \"清除杂物\"
interim = \"专人值守\"
";

fn deadlines(recorded: &Value) -> Vec<&Value> {
    recorded["hazards"].as_array().unwrap().iter().map(|hazard| &hazard["deadline"]).collect()
}

#[test]
fn the_next_deadline_follows_the_office_and_old_papers_print_as_before() {
    let desk = Desk::with_register();
    desk.write("答案.toml", ANSWERS);
    let printed = |number: &str, file: &str| {
        let file = desk.path(file);
        desk.run(&["notice", "print", number, "-o", &file]).done();
        let text = desk.run(&["notice", "print", number, "--text"]).done();
        (fs::read(file).unwrap(), text)
    };
    let first = desk.inspect("恒捷鞋材厂", "答案.toml").json();
    assert_eq!(deadlines(&first), [&json!("2026-11-27")], "seven days by our file");
    let number = first["notice"]["number"].as_str().unwrap();
    let before = printed(number, "前.pdf");

    let ours = include_str!("../../forms/regime/beifeng.toml");
    assert!(ours.contains("default_days = 7") && ours.contains("revision = 1"));
    let theirs = ours
        .replace("default_days = 7", "default_days = 3")
        .replace("revision = 1", "revision = 2");
    let file = desk.write("办公室/forms/regime/beifeng.toml", theirs);
    desk.run(&["form", "check", &file]).done();
    let second = desk.inspect("丰泽服饰", "答案.toml").json();
    assert_eq!(deadlines(&second), [&json!("2026-11-23")], "three days by the office's");
    assert!(printed(number, "后.pdf") == before, "the old notice is what was signed");
    let old = desk.run(&["--json", "hazard", "list", "--premises", "恒捷鞋材厂"]).json();
    assert_eq!(old[0]["deadline"], "2026-11-27");

    // Without the file ours holds again.
    fs::remove_file(file).unwrap();
    let third = desk.inspect("丰泽服饰", "答案.toml").json();
    assert_eq!(deadlines(&third), [&json!("2026-11-27")]);
    assert!(printed(number, "再.pdf") == before);
    desk.sound();
}

/// Papers are made by the forms with which the program began; a file that is broken meanwhile is told when it begins
/// anew, and nothing is lost.
#[test]
fn a_form_that_is_changed_under_a_running_program_waits_for_the_next() {
    let desk = Desk::with_register();
    let ours = include_str!("../../forms/paper/table1.toml");
    let file = desk.write("办公室/forms/paper/table1.toml", ours);
    let opening = anban::office::Opening {
        data: Some(desk.office()),
        today: "2026-11-20".parse().ok(),
        ..Default::default()
    };
    let mut running = anban::office::Office::open(&opening).unwrap();
    let request =
        anban::office::documents::Request { code: "table1".to_owned(), ..Default::default() };
    let mut print = || running.drafted_text(&request).unwrap().replace('\u{c}', "");
    let before = print();
    for broken in
        ["", "schema = \"paper/1\"\ncode = \"table1", &ours.replace("{row.name}", "{row.nam}")]
    {
        fs::write(&file, broken).unwrap();
        assert_eq!(print(), before, "{broken:.40}");
        let said = desk.run(&["paper", "print", "table1", "--text"]).refused(1);
        let first = said.lines().next().unwrap();
        assert!(first.starts_with("forms/paper/table1.toml:"), "{said}");
        assert!(said.contains("请改好这些地方，或先把文件移出 forms 文件夹"), "{said}");
    }
    fs::write(&file, "").unwrap();
    let said = desk.run(&["agenda"]).refused(1);
    assert_eq!(said.lines().count(), 2, "one thing is wrong with an empty file: {said}");
    fs::remove_file(&file).unwrap();
    let printed = desk.run(&["paper", "print", "table1", "--text"]).done();
    assert_eq!(
        printed.split_whitespace().collect::<Vec<_>>(),
        before.split_whitespace().collect::<Vec<_>>()
    );
    desk.sound();
}

/// A file says itself what it is: laid beside the folders it counts, and what is wrong with it is told.
#[test]
fn a_form_laid_beside_its_folder_counts() {
    let desk = Desk::with_register();
    let ours = include_str!("../../forms/paper/table1.toml");
    let renamed = ours.replacen("title = \"", "title = \"本街道", 1);
    for place in ["table1.toml", "ledger/table1.toml"] {
        let file = desk.write(&format!("办公室/forms/{place}"), &renamed);
        let printed = desk.run(&["paper", "print", "table1", "--text"]).done();
        assert!(printed.contains("本街道"), "{place}: {printed}");
        desk.write(&format!("办公室/forms/{place}"), "");
        let said = desk.run(&["agenda"]).refused(1);
        assert!(said.starts_with(&format!("forms/{place}:")), "{said}");
        fs::remove_file(file).unwrap();
    }
}

/// What a ledger does beyond being typed in stands in its file: the office's own words are what is drafted, ticked and kept
/// apart.
#[test]
fn the_offices_own_logs_ticks_and_batches_are_what_its_files_say() {
    let desk = Desk::with_register();
    let own = |ledger: &str, ours: &str, changes: &[(&str, &str)]| {
        let theirs = changes.iter().fold(ours.to_owned(), |text, (old, new)| {
            assert!(text.contains(old), "{ledger}: {old}");
            text.replace(old, new)
        });
        let file = desk.write(&format!("办公室/forms/ledger/{ledger}.toml"), theirs);
        desk.run(&["form", "check", &file]).done();
    };
    own(
        "worklog",
        include_str!("../../forms/ledger/worklog.toml"),
        &[
            ("text = \"监督员\"", "text = \"宣传员\""),
            ("text = \"{found}\"", "text = \"当日：{found}\""),
        ],
    );
    own(
        "self_check",
        include_str!("../../forms/ledger/self_check.toml"),
        &[
            ("\"未报\", \"停产停业\"", "\"未报\", \"停产停业\", \"放假\""),
            ("\"未\", \"停\"", "\"未\", \"停\", \"假\""),
            ("missing = [\"未报\"]", "missing = [\"未报\", \"放假\"]"),
        ],
    );
    own(
        "delivery",
        include_str!("../../forms/ledger/delivery.toml"),
        &[("batch = \"document\"", "batch = \"document_number\"")],
    );
    desk.inspect("恒捷鞋材厂", "答案.toml").done();
    let log = desk.run(&["--json", "ledger", "day", "worklog", "--by", "陈一鸣"]).json();
    let row = &log["rows"][0]["fields"];
    assert_eq!(row["duty"], "宣传员");
    assert!(row["problems"].as_str().unwrap().starts_with("当日："), "{row}");

    let tick = ["ledger", "tick", "self_check"];
    for name in ["恒捷鞋材厂", "丰泽服饰"] {
        desk.run(&["premises", "edit", name, "--key-reason", "历史事故"]).done();
        let said = desk.run(&[&tick[..], &["--premises", name, "--value", "放假"]].concat()).done();
        assert!(said.contains("没有报") && said.contains(name), "what it calls missing: {said}");
    }
    let shown = desk.run(&tick).done();
    assert_eq!(shown.matches("20假").count(), 2, "{shown}");

    // One document in two numbers is two batches, one number under two names is one.
    let spread = |number: &str, name: &str| {
        let (number, name) = (format!("document_number={number}"), format!("document={name}"));
        let words = [
            "ledger",
            "spread",
            "delivery",
            "--grid",
            "一网格",
            "--set",
            "method=直接送达",
            "--set",
            "deliverer=陈一鸣",
            "--set",
            "send_by=2026-11-27",
        ];
        desk.run(&[&words[..], &["--set", &number, "--set", &name]].concat()).done()
    };
    assert!(spread("1号", "提示").contains("已登记2家"));
    assert!(spread("2号", "提示").contains("已登记2家"));
    assert!(spread("2号", "另一份").contains("另2家登记过"));
    desk.sound();
}
