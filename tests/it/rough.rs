//! Bad input and bad days: what is refused says so in Chinese, with its exit code, and nothing is lost.

use std::fs::{self, File};
use std::os::unix::{fs::PermissionsExt, process::CommandExt};
use std::path::Path;
use std::process::{Command, Stdio};

use anban::params;
use anban::store::Store;

use crate::desk::{ANSWERS, Desk, INIT, PROGRAM, Ran, in_chinese};
use crate::tools::lacking;

/// An OLE container as Excel and WPS make it around a workbook with a password.
fn encrypted() -> Vec<u8> {
    let mut bytes = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    bytes.resize(512, 0);
    bytes.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    bytes.resize(4096, 0);
    bytes
}

#[test]
fn a_file_that_is_no_roster_is_refused_by_what_it_is() {
    let desk = Desk::set_up();
    let table: [(&str, Vec<u8>, &str); 6] = [
        ("空.xlsx", vec![], "文件是空的"),
        ("截断.xlsx", b"PK\x03\x04\x14\0\0\0\x08\0 cut off".to_vec(), "不完整或已损坏"),
        ("加密.xlsx", encrypted(), "打开密码"),
        ("文档.xlsx", b"%PDF-1.7\n%\xE2\xE3".to_vec(), "PDF 文档"),
        ("图.xlsx", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), "PNG 图片"),
        ("杂.csv", vec![0; 4096], "二进制文件"),
    ];
    let before = desk.state();
    for (name, bytes, wanted) in table {
        let said = desk.run(&["premises", "import", &desk.write(name, bytes)]).refused(1);
        assert!(said.contains(wanted), "{name}: {said}");
    }
    // A real workbook that a copy has cut short, wherever that was.
    let whole = anban::sheet::write::roster_xlsx(&[]).unwrap();
    for part in 1..8 {
        let cut = desk.write("半.xlsx", &whole[..whole.len() * part / 8]);
        let said = desk.run(&["premises", "import", &cut]).refused(1);
        assert!(said.contains("不完整或已损坏"), "{part}/8: {said}");
    }
    let huge = desk.path("大.xlsx");
    File::create(&huge).unwrap().set_len(210 << 20).unwrap();
    fs::create_dir(desk.path("夹.xlsx")).unwrap();
    std::os::unix::fs::symlink("圈.xlsx", desk.path("圈.xlsx")).unwrap();
    for (name, wanted) in [
        ("大.xlsx", "文件太大（210 MB，最多 200 MB）"),
        ("夹.xlsx", "文件夹"),
        ("没有.xlsx", "找不到文件"),
        ("空.xlsx/名册.xlsx", "打不开"),
        ("圈.xlsx", "打不开"),
    ] {
        let said = desk.run(&["premises", "import", &desk.path(name)]).refused(1);
        assert!(said.contains(wanted) && said.contains("请"), "{name}: {said}");
    }
    assert_eq!(desk.state(), before);
}

#[test]
fn what_hides_in_cells_is_stored_clean_and_never_runs() {
    let desk = Desk::set_up();
    let roster = "名称,地址,负责人,联系方式
甲\u{1}乙\0鞋厂,北峰路1号,=cmd|'/c calc'!A0,13805950001
\u{202e}丙厂\u{200b},@SUM(A1),-2+3,13805950002
=1+1厂,\u{1b}[2J北峰路3号,+1,13805950003
@丁厂,\u{feff}北峰路4号,王五,13805950004
";
    let imported =
        desk.run(&["--json", "premises", "import", &desk.write("名册.csv", roster)]).json();
    assert_eq!((imported["added"].as_u64(), imported["rejected"].as_u64()), (Some(4), Some(0)));
    let rows: Vec<u64> = imported["problems"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|problem| problem["code"] == "invisible")
        .map(|problem| problem["row"].as_u64().unwrap())
        .collect();
    assert_eq!(rows, [2, 3, 4], "each row says that something was taken out");

    let listed = desk.run(&["--json", "premises", "list"]).json();
    let mut names: Vec<&str> =
        listed.as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect();
    names.sort_unstable();
    assert_eq!(names, ["=1+1厂", "@丁厂", "丙厂", "甲乙鞋厂"]);
    for args in [&["premises", "list"][..], &["premises", "show", "=1+1厂"], &["journal"]] {
        let shown = desk.run(args).done();
        let obeyed =
            |c: char| c != '\n' && (c.is_control() || ('\u{200b}'..='\u{202e}').contains(&c));
        assert!(!shown.contains(obeyed), "{args:?}: {shown:?}");
    }

    let csv = desk.path("出.csv");
    desk.run(&["premises", "export", &csv]).done();
    let text = fs::read_to_string(&csv).unwrap();
    for cell in text.lines().skip(1).flat_map(|line| line.split(',')) {
        let cell = cell.trim_start_matches('"');
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t']), "{cell} would run");
    }
    let xlsx = desk.path("出.xlsx");
    desk.run(&["premises", "export", &xlsx]).done();
    // Both come back as the same register.
    for file in [csv, xlsx] {
        let again = desk.run(&["--json", "premises", "import", &file]).json();
        let counts = ["added", "updated", "unchanged"].map(|name| again[name].as_u64().unwrap());
        assert_eq!(counts, [0, 0, 4], "{file}: {again:#}");
    }
}

#[test]
fn what_is_typed_is_as_clean_as_what_is_imported() {
    let desk = Desk::with_register();
    let before = desk.state();
    let long = "长".repeat(300);
    let deeds: [&[&str]; 4] = [
        &["premises", "add", &long],
        &["staff", "add", "甲\u{202e}", "--role", "admin", "--unit", "招联社区"],
        &["grid", "add", "二\u{feff}网格", "--community", "招联社区"],
        &["unit", "add", "新\u{9b}社区"],
    ];
    for deed in deeds {
        let said = desk.run(deed).refused(1);
        assert!(said.contains("控制字符") || said.contains("太长"), "{deed:?}: {said}");
    }
    desk.write(
        "暗.toml",
        "default = \"normal\"\n[[hazards]]\ntext = \"东侧\\u202e堵\"\nrequirement = \"\\u001b[2J\"\n",
    );
    let said = desk.inspect("恒捷鞋材厂", "暗.toml").refused(1);
    assert_eq!(said.matches("控制字符").count(), 2, "{said}");
    for far in ["9999-12-31", "1000-01-01"] {
        let said = desk.run(&["--today", far, "agenda"]).refused(2);
        assert!(said.contains("1949至2199年"), "{said}");
    }
    desk.run(&["--today", "2199-12-31", "agenda"]).done();
    desk.run(&["--today", "2199-12-31", "calendar"]).done();
    assert_eq!(desk.state(), before);

    // In an entry of the register the marks are taken out, as they are of a roster.
    let args = [
        "premises",
        "add",
        "\u{202e}新\u{1b}厂\u{200b}",
        "--industry",
        "制\u{7}鞋",
        "--address",
        "路\u{2066}1号",
    ];
    let added = desk.run(&[&["--json"], &args[..]].concat()).json();
    assert_eq!(
        ["name", "industry", "address"].map(|field| added[field].as_str().unwrap()),
        ["新厂", "制鞋", "路1号"]
    );
}

#[test]
fn rejected_rows_come_back_whole() {
    let desk = Desk::with_register();
    let roster = desk.write(
        "退.csv",
        "名称,地址,社区,联系方式\n好厂,路1号,招联社区,13805950007\n远厂,路2号,别处社区,13805950008\n,路3号,招联社区,13805950009\n",
    );
    let rejects = desk.path("退回.xlsx");
    let imported =
        desk.run(&["--json", "premises", "import", &roster, "--rejects", &rejects]).json();
    assert_eq!((imported["added"].as_u64(), imported["rejected"].as_u64()), (Some(1), Some(2)));
    let grid = anban::sheet::read::read(Path::new(&rejects), None).unwrap();
    let rows: Vec<String> = grid
        .rows
        .iter()
        .skip(1)
        .map(|row| row.iter().map(|cell| cell.text()).collect::<Vec<_>>().join("|"))
        .collect();
    assert!(
        rows.iter().any(|row| row.starts_with("远厂|路2号|别处社区|13805950008|3|")),
        "{rows:?}"
    );
    assert!(rows.iter().any(|row| row.starts_with("|路3号|招联社区|13805950009|4|")), "{rows:?}");
}

#[test]
fn answers_with_faults_are_refused_all_at_once() {
    let desk = Desk::with_register();
    let before = desk.state();
    let table: [(&str, &[&str]); 9] = [
        (
            "default = \"normal\"\n[answers]\nq98 = \"无\"\nzz = \"无\"\nq20 = \"满\"\n[[hazards]]\nitem = \"q99\"\ntext = \"x\"\n",
            &["q98", "zz", "q20（疏散通道）的答案“满”", "畅通、堵塞", "第1条隐患：检查项“q99”"],
        ),
        (
            "default = \"normal\"\n[answers]\nq20 = \"堵塞\"\n[[hazards]]\nitem = \"q20\"\ntext = \"x\"\ndeadline = \"2026-02-30\"\n[[hazards]]\ntext = \"y\"\ndisposal = \"quick\"\ndays = -3\ngrade = \"huge\"\n",
            &["“2026-02-30”不是日期", "“quick”", "-3", "“huge”"],
        ),
        (
            "default = \"normal\"\n[answers]\nq20 = \"堵塞\"\n[[hazards]]\nitem = \"q20\"\ntext = \"x\"\ndisposal = \"by_deadline\"\ndeadline = \"2026-11-19\"\n",
            &["第1条隐患", "2026年11月19日", "早于"],
        ),
        ("default = \"normal\n", &["第1行", "TOML"]),
        ("{\"default\":", &["第1行", "JSON"]),
        ("{\"answers\":{\"q20\":3}}", &["q20"]),
        ("answer = 1\n", &["answer"]),
        ("", &["没有一项"]),
        ("[answers]\nq01 = \"未查\"\n", &["没有一项"]),
    ];
    for (text, wanted) in table {
        desk.write("错.toml", text);
        let said = desk.inspect("恒捷鞋材厂", "错.toml").refused(1);
        for wanted in wanted {
            assert!(said.contains(wanted), "{wanted} in: {said}");
        }
    }
    desk.write("错.toml", b"default = \"\xb0\xa1\"");
    let said = desk.inspect("恒捷鞋材厂", "错.toml").refused(1);
    assert!(said.contains("UTF-8"), "{said}");
    let said = desk.inspect("没有的厂", "答案.toml").refused(1);
    assert!(said.contains("没有的厂") && said.contains("请先登记"), "{said}");
    assert_eq!(desk.state(), before);
}

#[test]
fn impossible_and_future_days_are_refused() {
    let desk = Desk::with_register();
    desk.inspect("恒捷鞋材厂", "答案.toml").done();
    let before = desk.state();
    let answers = desk.path("答案.toml");
    let record = |on: &str| {
        desk.run(&[
            "--as",
            "陈一鸣",
            "inspect",
            "record",
            "--premises",
            "恒捷鞋材厂",
            "--form",
            "table4",
            "--answers",
            &answers,
            "--on",
            on,
        ])
    };
    let hazard = "招联安监整改[2026]1号-1";
    let table = [
        (record("2026-02-30").refused(2), "2026年2月只有28天"),
        (record("昨天").refused(2), "不是日期"),
        (record("2026-11-21").refused(1), "还没有到"),
        (
            desk.run(&["hazard", "recheck", hazard, "--failed", "--deadline", "2026-02-30"])
                .refused(2),
            "28天",
        ),
        (
            desk.run(&["hazard", "recheck", hazard, "--failed", "--deadline", "2026-11-19"])
                .refused(1),
            "早于",
        ),
        (
            desk.run(&["hazard", "extend", hazard, "--deadline", "2026-11-19", "--reason", "忙"])
                .refused(1),
            "早于",
        ),
        (
            desk.run(&["hazard", "extend", hazard, "--deadline", "2026-12-01", "--reason", " "])
                .refused(1),
            "原因",
        ),
        (
            desk.run(&["hazard", "recheck", hazard, "--failed", "--days", "99999"]).refused(1),
            "期限太长",
        ),
        (desk.run(&["hazard", "recheck", hazard, "--passed"]).refused(1), "验收人"),
        (
            desk.run(&["hazard", "recheck", hazard, "--passed", "--acceptor", "黄恒捷"]).refused(1),
            "验收人",
        ),
        (desk.run(&["hazard", "close", hazard]).refused(1), "请先登记复查"),
        (
            desk.run(&[
                "--today",
                "2026-11-01",
                "hazard",
                "recheck",
                hazard,
                "--passed",
                "--acceptor",
                "林安全",
            ])
            .refused(1),
            "早于",
        ),
        (desk.run(&["hazard", "show", "招联安监整改〔2026〕1号-9"]).refused(1), "没有"),
        (desk.run(&["notice", "show", "招联安监整改〔2026〕9号"]).refused(1), "没有文号"),
        (desk.run(&["agenda", "--from", "2026-11-30", "--to", "2026-11-01"]).refused(1), "写反"),
        (desk.run(&["calendar", "--month", "2026-13"]).refused(2), "不是月份"),
    ];
    for (said, wanted) in table {
        assert!(said.contains(wanted), "{wanted} in: {said}");
    }
    assert_eq!(desk.state(), before);
}

const FAULTY: &str = "schema = 1
code = \"Bad Code\"
revision = 0
title = 3
[[groups]]
title = \"\"
";

#[test]
fn a_faulty_form_is_told_fault_by_fault_with_its_line() {
    let desk = Desk::with_register();
    let said = desk.run(&["form", "check", &desk.path("没有.toml")]).refused(1);
    assert!(said.contains("没有这个文件") && said.contains("请核对文件名"), "{said}");
    let said = desk.run(&["form", "check", &desk.path("")]).refused(1);
    assert!(said.contains("这是一个文件夹") && said.contains("请写出"), "{said}");
    let file = desk.write("坏表.toml", FAULTY);
    let said = desk.run(&["form", "check", &file]).refused(1);
    for line in 1..=5 {
        assert!(said.contains(&format!("{file}:{line}：")), "line {line} in: {said}");
    }
    assert!(said.lines().count() > 8, "{said}");
    let json = desk.run(&["--json", "form", "check", &file]);
    assert_eq!(json.code, Some(1));
    in_chinese(&json.err);
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json["faults"].as_array().unwrap().len(), said.lines().count());
    assert!(json["faults"].as_array().unwrap().iter().all(|fault| fault["line"].is_u64()));

    // As an override it stops the work before anything is written on it, and says where it lies.
    let own = desk.write("办公室/forms/checklist/table4.toml", FAULTY);
    let said = desk.inspect("恒捷鞋材厂", "答案.toml").refused(1);
    assert!(said.contains("forms/checklist/table4.toml:2："), "{said}");
    fs::write(&own, b"\xff\xfe").unwrap();
    let said = desk.inspect("恒捷鞋材厂", "答案.toml").refused(1);
    assert!(said.contains("UTF-8"), "{said}");
    fs::remove_file(&own).unwrap();
    desk.inspect("恒捷鞋材厂", "答案.toml").done();

    desk.write("办公室/office.toml", "[print]\nprinters = \"x\"\n");
    let said = desk.run(&["form", "preview", "table4", "-o", &desk.path("样.pdf")]).refused(1);
    assert!(said.contains("office.toml:2"), "{said}");
}

#[test]
fn a_viewer_looks_and_writes_nothing() {
    let desk = Desk::with_register();
    desk.inspect("恒捷鞋材厂", "答案.toml").done();
    desk.run(&["staff", "add", "看客", "--role", "viewer", "--unit", "招联社区"]).done();
    let before = desk.state();
    let roster = desk.path("名册.csv");
    let deeds: [&[&str]; 7] = [
        &["premises", "add", "新厂"],
        &["premises", "edit", "丰泽服饰", "--phone", "13805950009"],
        &["premises", "import", &roster, "--community", "招联社区", "--grid", "一网格"],
        &[
            "hazard",
            "extend",
            "招联安监整改〔2026〕1号-1",
            "--deadline",
            "2026-12-01",
            "--reason",
            "忙",
        ],
        &["notice", "void", "招联安监整改〔2026〕1号", "--reason", "错"],
        &["staff", "add", "某某", "--role", "admin", "--unit", "招联社区"],
        &["grid", "add", "二网格", "--community", "招联社区"],
    ];
    for deed in deeds {
        let ran = desk.run(&[&["--as", "看客"], deed].concat());
        if deed[1] == "import" {
            ran.refused(2); // --grid and --community exclude each other
            continue;
        }
        assert!(ran.refused(1).contains("只读"), "{deed:?}");
    }
    assert_eq!(desk.state(), before);
    for look in
        [&["agenda"][..], &["premises", "list"], &["hazard", "list"], &["journal", "--verify"]]
    {
        desk.run(&[&["--as", "看客"], look].concat()).done();
    }
    let said = desk.run(&["--as", "路人", "agenda"]).refused(1);
    assert!(said.contains("路人") && said.contains("陈一鸣"), "{said}");
}

#[test]
fn words_are_utf_8_in_every_locale_and_bytes_that_are_not_are_refused() {
    use std::os::unix::ffi::OsStrExt;
    let desk = Desk::with_register();
    let expected = desk.run(&["premises", "list"]).done();
    for locale in [Some("C"), Some("POSIX"), Some("zh_CN.GBK"), None] {
        let mut command = desk.command(&["premises", "list"]);
        for name in ["LANG", "LC_ALL", "LC_CTYPE"] {
            match locale {
                Some(locale) => command.env(name, locale),
                None => command.env_remove(name),
            };
        }
        assert_eq!(Ran::of(command.output().unwrap()).done(), expected, "{locale:?}");
    }
    let gbk = std::ffi::OsStr::from_bytes(b"\xba\xe3\xbd\xdd");
    let mut command = desk.command(&["premises", "list", "--find"]);
    let said = Ran::of(command.arg(gbk).output().unwrap()).refused(2);
    assert!(said.contains("UTF-8"), "{said}");
    let mut command = desk.command(&["premises", "import"]);
    Ran::of(command.arg(gbk).output().unwrap()).refused(1);
    let mut command = desk.command(&["agenda"]);
    let said = Ran::of(command.env("ANBAN_USER", gbk).output().unwrap()).refused(2);
    assert!(said.contains("ANBAN_USER"), "{said}");
}

#[test]
fn a_reader_that_goes_away_is_no_failure_and_a_full_output_is() {
    let desk = Desk::with_register();
    // Nobody reads: the pipe is closed before the program writes.
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let ran = Ran::of(desk.command(&["--help"]).stdout(writer).output().unwrap());
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    if let Ok(full) = File::options().write(true).open("/dev/full") {
        let ran = Ran::of(desk.command(&["premises", "list"]).stdout(full).output().unwrap());
        assert!(ran.refused(1).contains("写不出来"));
    }
    // All three closed, as a scheduler may start it.
    let script = format!("exec '{PROGRAM}' premises list <&- >&- 2>&-");
    let mut shell = desk.command(&[]);
    let mut closed = Command::new("sh");
    closed.args(["-c", &script]).env("ANBAN_DATA", desk.office());
    assert!(closed.status().unwrap().success());
    shell.args([
        "inspect",
        "record",
        "--premises",
        "恒捷鞋材厂",
        "--form",
        "table4",
        "--answers",
        "-",
        "--by",
        "陈一鸣",
    ]);
    let said = Ran::of(shell.stdin(Stdio::null()).output().unwrap()).refused(1);
    assert!(said.contains("没有一项"), "{said}");
}

#[test]
fn a_damaged_or_foreign_database_is_left_alone() {
    let desk = Desk::with_register();
    desk.inspect("恒捷鞋材厂", "答案.toml").done();
    let good = desk.path("备份.db");
    desk.run(&["backup", &good]).done();
    let before = desk.state();
    let database = desk.office().join("anban.db");
    let bytes = fs::read(&good).unwrap();

    let mut flipped = bytes.clone();
    for byte in flipped.iter_mut().skip(8192).take(40_000) {
        *byte ^= 0xff;
    }
    let half = bytes.len() / 4096 / 2 * 4096;
    let table: [(&str, Vec<u8>, &str); 5] = [
        ("flipped", flipped, "有损坏"),
        ("cut at a page", bytes[..half].to_vec(), "有损坏"),
        ("cut inside a page", bytes[..half + 100].to_vec(), "有损坏"),
        ("text", "这不是数据库，是一封信。".repeat(200).into_bytes(), "不是安办的数据库"),
        ("empty pages", vec![0; 8192], "数据库"),
    ];
    for (name, damaged, wanted) in table {
        fs::write(&database, &damaged).unwrap();
        for args in [&["agenda"][..], &["premises", "add", "新厂"], &["check"]] {
            let said = desk.run(args).refused(4);
            assert!(said.contains(wanted) && said.contains("请"), "{name} {args:?}: {said}");
            assert!(said.contains("anban.db"), "the file is named: {name} {args:?}: {said}");
        }
        desk.init().refused(1);
        // Its first page is ours to write; what is not ours is not touched at all.
        let from = if name == "flipped" { 4096 } else { 0 };
        let same = |file: &Path| fs::read(file).unwrap()[from..] == damaged[from..];
        assert!(same(&database), "{name}: the file was touched");
        // The way back, which keeps even the damaged file.
        let restored = desk.run(&["--json", "restore", &good]).json();
        let kept = restored["kept"].as_str().unwrap();
        assert!(same(Path::new(kept)), "{name}: not kept as it was");
        assert_eq!(desk.state().1, before.1, "{name}");
    }

    // The engine's own words are in the log, and nowhere else.
    let log = fs::read_to_string(desk.office().join("anban.log")).unwrap();
    assert!(log.lines().count() >= 9 && log.contains("malformed"), "{log}");

    let mut store = Store::open_file(&database).unwrap();
    let step = params!["9999_future", "x"];
    store.driver.execute("INSERT INTO schema_step VALUES ($1, $2)", step).unwrap();
    drop(store);
    let newer = fs::read(&database).unwrap();
    for args in [&["agenda"][..], &["premises", "add", "新厂"], &["backup"]] {
        let said = desk.run(args).refused(4);
        assert!(said.contains("9999_future") && said.contains("升级"), "{said}");
    }
    let untouched = || fs::read(&database).unwrap()[4096..] == newer[4096..];
    assert!(untouched());
    let said = desk.run(&["restore", &desk.path("名册.csv")]).refused(1);
    assert!(said.contains("不是安办的备份"), "{said}");
    desk.run(&["restore", &desk.path("没有.db")]).refused(1);
    assert!(untouched());
}

#[test]
fn a_health_check_says_in_chinese_what_does_not_hold_together() {
    let desk = Desk::with_register();
    let mut store = Store::open_file(&desk.office().join("anban.db")).unwrap();
    store
        .driver
        .batch("PRAGMA foreign_keys = OFF; DELETE FROM unit WHERE path LIKE '%/01'")
        .unwrap();
    drop(store);
    let ran = desk.run(&["check"]);
    assert_eq!(ran.code, Some(4), "{ran:?}");
    in_chinese(&ran.err);
    assert!(ran.err.contains("损坏或对不上") && ran.err.contains("备份"), "{}", ran.err);
    let json = desk.run(&["--json", "check"]);
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json["sound"], false);
    assert!(!json["troubles"].as_array().unwrap().is_empty());
}

#[test]
fn twenty_at_once_get_twenty_numbers_without_a_gap() {
    let desk = Desk::with_register();
    let mut waiting = 20;
    let mut rounds = 0;
    while waiting > 0 {
        rounds += 1;
        assert!(rounds <= 5, "the busy ones never got through");
        let running: Vec<_> = (0..waiting)
            .map(|_| {
                desk.command(&[
                    "--as",
                    "陈一鸣",
                    "inspect",
                    "record",
                    "--premises",
                    "恒捷鞋材厂",
                    "--form",
                    "table4",
                    "--answers",
                    &desk.path("答案.toml"),
                    "--sure",
                ])
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap()
            })
            .collect();
        waiting = 0;
        for child in running {
            let ran = Ran::of(child.wait_with_output().unwrap());
            if ran.code != Some(0) {
                assert!(ran.refused(4).contains("占用"), "only being busy is an excuse");
                waiting += 1;
            }
        }
    }
    let listed = desk.run(&["--json", "notice", "list"]).json();
    let mut serials: Vec<u64> =
        listed.as_array().unwrap().iter().map(|row| row["serial"].as_u64().unwrap()).collect();
    serials.sort_unstable();
    assert_eq!(serials, (1..=20).collect::<Vec<_>>());
    desk.sound();
}

/// A roster so large that saving it takes a while.
fn many_rows(count: u32) -> String {
    let mut roster = String::from("名称,地址,负责人,联系方式\n");
    for n in 0..count {
        roster.push_str(&format!("第{n}鞋材加工厂,北峰路{n}号,负责人{n},138{n:08}\n"));
    }
    roster
}

#[test]
fn a_killed_import_leaves_all_or_nothing() {
    let origin = Desk::set_up();
    let roster = origin.write("名册.csv", many_rows(10_000));
    let (origin, roster) = (&origin, roster.as_str());
    // Killed once the log has grown beyond so many bytes: at the beginning, in the middle and late.
    let torn = std::thread::scope(|scope| {
        let killed = [1, 300_000, 3_000_000]
            .map(|limit| scope.spawn(move || killed_import(origin, roster, limit)));
        killed.map(|round| usize::from(round.join().unwrap())).iter().sum::<usize>()
    });
    assert!(torn > 0, "no import was killed in time");
}

/// True when the import was killed before it was done.
fn killed_import(origin: &Desk, roster: &str, limit: u64) -> bool {
    let desk = Desk::bare();
    fs::create_dir(desk.office()).unwrap();
    for name in ["anban.db", "desk"] {
        fs::copy(origin.office().join(name), desk.office().join(name)).unwrap();
    }
    let log = desk.office().join("anban.db-wal");
    let mut import = desk
        .command(&["premises", "import", roster, "--grid", "一网格"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    while import.try_wait().unwrap().is_none()
        && fs::metadata(&log).map_or(0, |log| log.len()) < limit
    {
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    let _ = import.kill();
    let whole = import.wait().unwrap().success();
    let listed = desk.run(&["--json", "premises", "list"]).json();
    let count = listed.as_array().unwrap().len();
    assert!(count == 0 || count == 10_000, "killed at {limit}: {count} rows");
    assert!(!whole || count == 10_000, "what was acknowledged is there");
    desk.sound();
    desk.run(&["premises", "add", "新厂", "--grid", "一网格"]).done();
    !whole
}

#[test]
fn a_database_that_was_emptied_is_no_office_that_was_never_made() {
    let desk = Desk::with_register();
    let copy = desk.office().join("backups/好.db");
    desk.run(&["backup", copy.to_str().unwrap()]).done();
    let database = desk.office().join("anban.db");
    fs::write(&database, b"").unwrap();
    let init = || desk.run(&INIT);
    for ran in [desk.run(&["agenda"]), desk.run(&["premises", "add", "新厂"]), init()] {
        let said = ran.refused(4);
        assert!(said.contains("anban.db") && said.contains("0字节"), "{said}");
        assert!(said.contains("anban restore") && said.contains("好.db"), "{said}");
        assert!(!said.contains("anban init"), "{said}");
    }
    assert_eq!(fs::metadata(&database).unwrap().len(), 0, "nothing was written");
    desk.run(&["restore", copy.to_str().unwrap()]).done();
    assert_eq!(desk.run(&["--json", "premises", "list"]).json().as_array().unwrap().len(), 2);

    // Nothing was kept aside yet: the name of its desk is proof enough.
    let used = Desk::with_register();
    for left in [&b""[..], b"x"] {
        fs::write(used.office().join("anban.db"), left).unwrap();
        let said = used.run(&["agenda"]).refused(4);
        assert!(said.contains("0字节") && !said.contains("anban init"), "{said}");
    }
    for log in ["anban.db", "anban.db-wal", "anban.db-shm"] {
        let _ = fs::remove_file(used.office().join(log));
    }
    for ran in [used.run(&["agenda"]), used.init()] {
        let said = ran.refused(4);
        assert!(said.contains("anban.db 不见了") && said.contains("anban restore"), "{said}");
    }

    // Where nothing but an office's beginning lies, it is set up as before.
    let bare = Desk::bare();
    fs::create_dir(bare.office()).unwrap();
    fs::write(bare.office().join("anban.db"), b"").unwrap();
    bare.init().done();
}

#[test]
fn a_folder_that_may_not_be_entered_is_no_empty_one() {
    let desk = Desk::with_register();
    let closed = fs::Permissions::from_mode(0o700);
    fs::set_permissions(desk.office(), closed).unwrap();
    let root = Command::new("id").arg("-u").output().unwrap().stdout == b"0\n";
    if !root {
        // Its owner enters every folder but one that is closed to all.
        fs::set_permissions(desk.office(), fs::Permissions::from_mode(0o000)).unwrap();
    }
    // Where the program was built, nobody else may enter perhaps.
    let program = desk.path("anban");
    fs::copy(crate::desk::PROGRAM, &program).unwrap();
    for args in [&["agenda"][..], &["demo"], &INIT] {
        let mut command = desk.command_of(&program, args);
        if root {
            command.uid(65_534).gid(65_534);
        }
        let said = Ran::of(command.output().unwrap()).refused(4);
        assert!(said.contains("没有权限") && said.contains("办公室"), "{args:?}: {said}");
        assert!(!said.contains("anban init"), "{said}");
    }
    fs::set_permissions(desk.office(), fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn a_setting_up_that_was_cut_short_can_be_done_again() {
    let desk = Desk::bare();
    fs::create_dir(desk.office()).unwrap();
    // What is left when the machine stops after the tables were made and before the office was.
    drop(Store::open_file(&desk.office().join("anban.db")).unwrap());
    let said = desk.run(&["agenda"]).refused(1);
    assert!(said.contains("anban init"), "{said}");
    desk.init().done();
    desk.run(&["agenda"]).done();
    let said = desk.init().refused(1);
    assert!(said.contains("已经有办公室"), "{said}");
}

/// Runs a script of `run NAME COMMAND…` lines as one who may mount, in a mount namespace of its own that
/// ends with it. `None`, with the reason printed, where the machine allows no such thing.
fn in_own_mounts(desk: &Desk, script: &str) -> Option<()> {
    let unshare = |script: &str| {
        let mut command = desk.command(&[]);
        let environment: Vec<_> =
            command.get_envs().filter_map(|(k, v)| Some((k.to_owned(), v?.to_owned()))).collect();
        let root = Command::new("id").arg("-u").output().unwrap().stdout == b"0\n";
        command = Command::new("unshare");
        command.args([if root { "-m" } else { "-rm" }, "sh", "-euc", script]).envs(environment);
        command.env_remove("ANBAN_USER").env("ANBAN", PROGRAM).env("PLACE", desk.folder.path());
        command.current_dir(desk.folder.path()).output()
    };
    let probe = unshare("mkdir -p probe && mount -t tmpfs -o size=1m tmpfs probe");
    let Ok(probe) = probe else { return lacking("unshare") };
    if !probe.status.success() {
        println!("skipped: this machine allows no mount namespace (unshare -m, tmpfs)");
        return None;
    }
    let run = "run() { name=$1; shift; code=0; \"$ANBAN\" \"$@\" >$PLACE/$name.out 2>$PLACE/$name.err || code=$?; echo $code >$PLACE/$name.code; }\n";
    let ran = unshare(&format!("{run}{script}")).unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    Some(())
}

/// What the command of this name did.
fn ran(desk: &Desk, name: &str) -> Ran {
    let read = |ending: &str| fs::read_to_string(desk.path(&format!("{name}.{ending}"))).unwrap();
    Ran { code: read("code").trim().parse().ok(), out: read("out"), err: read("err") }
}

#[test]
fn a_place_that_cannot_be_written_is_named() {
    let desk = Desk::with_register();
    let before = desk.state();
    let script = "
        mount --bind 办公室 办公室
        mount -o remount,bind,ro 办公室
        run look agenda
        run add premises add 新厂
        run copy backup
        umount 办公室
        : >whole
        mount --bind 办公室/anban.db 办公室/anban.db
        mount -o remount,bind,ro 办公室/anban.db
        run file premises add 新厂
        umount 办公室/anban.db
        mkdir 只读; mount -t tmpfs -o ro,size=1m tmpfs 只读
        run init --data 只读/办公室 init --city 泉州市 --district 丰泽区 --street 北峰街道 --community 招联社区 --regime beifeng
        run export premises export 只读/名册.xlsx
    ";
    if in_own_mounts(&desk, script).is_none() {
        return;
    }
    for name in ["look", "add", "copy", "file"] {
        let said = ran(&desk, name).refused(4);
        assert!(said.contains("不能写入") && said.contains("anban.db"), "{name}: {said}");
    }
    for name in ["init", "export"] {
        let said = ran(&desk, name).refused(1);
        assert!(said.contains("只读") && said.contains("请换"), "{name}: {said}");
    }
    assert_eq!(desk.state(), before);
}

#[test]
fn a_full_disk_loses_nothing_that_was_acknowledged() {
    let desk = Desk::bare();
    desk.write("答案.toml", format!("acceptor = \"林安全\"\n{ANSWERS}"));
    desk.write("名册.csv", crate::desk::ROSTER);
    desk.write("大名册.csv", many_rows(3_000));
    let init = "init --city 泉州市 --district 丰泽区 --street 北峰街道 --community 招联社区 --regime beifeng";
    let inspect = "--as 陈一鸣 --json inspect record --premises 恒捷鞋材厂 --form table4 --answers 答案.toml --sure";
    let script = format!(
        "
        mkdir 办公室 小盘
        mount -t tmpfs -o size=3m tmpfs 办公室
        run init {init}
        run few premises import 名册.csv
        run first {inspect}
        # Too many rows for the disk.
        run many premises import 大名册.csv
        run after_many --json premises list
        head -c 6000000 /dev/zero >办公室/filler 2>/dev/null || true
        run look agenda
        run list_full --json notice list
        run add premises add 新厂
        run second {inspect}
        run copy backup
        run export premises export 办公室/名册.xlsx
        rm 办公室/filler
        run third {inspect}
        run list --json notice list
        run verify --json journal --verify
        run check check
        ls -A 办公室 办公室/backups >listing
        # Too small for an office at all, until there is room.
        mount -t tmpfs -o size=300k tmpfs 小盘
        run small --data 小盘 {init}
        mount -o remount,size=6m 小盘
        run again --data 小盘 {init}
    "
    );
    if in_own_mounts(&desk, &script).is_none() {
        return;
    }
    for name in ["init", "few", "first"] {
        ran(&desk, name).done();
    }
    for name in ["many", "add", "second", "copy", "small"] {
        let said = ran(&desk, name).refused(4);
        assert!(said.contains("磁盘已满") && said.contains("请清出空间"), "{name}: {said}");
        let place = if name == "small" { "小盘" } else { "办公室/" };
        assert!(said.contains(place), "which disk is full: {name}: {said}");
    }
    // What is saved can be looked at.
    ran(&desk, "look").done();
    assert_eq!(ran(&desk, "list_full").json().as_array().unwrap().len(), 1);
    // It is the other file that cannot be written.
    assert!(ran(&desk, "export").refused(1).contains("磁盘已满"));
    assert_eq!(ran(&desk, "after_many").json().as_array().unwrap().len(), 2);
    let number = |name| ran(&desk, name).json()["notice"]["number"].as_str().unwrap().to_owned();
    assert_eq!(number("first"), "招联安监整改〔2026〕1号");
    assert_eq!(number("third"), "招联安监整改〔2026〕2号", "the number of what failed is not lost");
    assert_eq!(ran(&desk, "list").json().as_array().unwrap().len(), 2);
    assert_eq!(ran(&desk, "verify").json()["sound"], true);
    ran(&desk, "check").done();
    let left = fs::read_to_string(desk.path("listing")).unwrap();
    assert!(!left.contains(".part"), "half a copy was left behind: {left}");
    ran(&desk, "again").done();
}

#[test]
fn what_was_kept_out_never_covers_the_roster() {
    let desk = Desk::with_register();
    let roster = desk.write("名册.csv", "名称,地址\n甲厂,一号\n,二号\n");
    let before = fs::read(&roster).unwrap();
    let around = desk.path("./名册.csv");
    for (rejects, what) in [(&roster, "盖掉"), (&around, "盖掉"), (&desk.path("退回.csv"), ".xlsx")]
    {
        for more in [&[][..], &["--dry-run"]] {
            let import = ["premises", "import", &roster, "--rejects", rejects];
            let said = desk.run(&[&import[..], more].concat()).refused(1);
            assert!(said.contains(what), "{said}");
        }
    }
    assert!(fs::read(&roster).unwrap() == before);
    let said =
        desk.run(&["notice", "print", "1", "-o", "一.pdf", "--copies", "4000000000"]).refused(2);
    assert!(said.contains("1 到 50 份"), "{said}");
}

/// What has run out is what a visit finds: it is entered; that something begins after its end is not.
#[test]
fn a_certificate_that_has_run_out_is_entered() {
    let desk = Desk::with_register();
    let add = |issued: &str, expires: &str| {
        let [issued, expires] = [format!("issued_on={issued}"), format!("expires_on={expires}")];
        let what = ["ledger", "add", "certificate", "--premises", "恒捷鞋材厂"];
        let sets = ["--set", "kind=营业执照", "--set", &issued, "--set", &expires];
        desk.run(&[&what[..], &sets[..]].concat())
    };
    add("2023-12-01", "2025-12-01").done();
    let agenda = desk.run(&["agenda"]).done();
    assert!(agenda.contains("营业执照") && agenda.contains("逾期"), "{agenda}");
    let said = add("2026-10-31", "2026-09-30").refused(1);
    assert!(said.contains("2026年9月30日早于") && said.contains("2026年10月31日"), "{said}");
    let task = "ledger add task --set from=每周例会 --set content=查消防通道 --set owner=陈一鸣";
    let task: Vec<&str> = task.split(' ').collect();
    let days = ["--set", "assigned_on=2026-11-20", "--set", "due_on=2026-11-19"];
    let said = desk.run(&[&task[..], &days[..]].concat()).refused(1);
    assert!(said.contains("早于"), "{said}");
}

/// A pipe takes the bytes; no file may stand in its place afterwards, least of all in that of a device.
#[test]
#[cfg(unix)]
fn a_paper_that_goes_into_a_pipe_leaves_the_pipe() {
    use std::{os::unix::fs::FileTypeExt, process::Command};
    let desk = Desk::with_register();
    desk.write("答案.toml", "default = \"normal\"\n");
    let recorded = desk.inspect("恒捷鞋材厂", "答案.toml").json();
    let number = recorded["notice"]["number"].as_str().unwrap();
    let (pipe, out) = (desk.path("管道"), desk.path("出.pdf"));
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let into = fs::File::create(&out).unwrap();
    let mut reader = Command::new("cat").arg(&pipe).stdout(into).spawn().unwrap();
    desk.run(&["notice", "print", number, "-o", &pipe]).done();
    assert!(reader.wait().unwrap().success());
    assert!(fs::metadata(&pipe).unwrap().file_type().is_fifo());
    assert!(fs::read(&out).unwrap().starts_with(b"%PDF"));
}

/// One entry that no font can print keeps a register from being printed: the sentence says which.
#[test]
fn a_name_without_a_font_is_named_where_it_stands_in_the_way() {
    let desk = Desk::with_register();
    let add = ["premises", "add", "笑脸\u{1F600}店", "--address", "普贤路9号", "--grid", "一网格"];
    desk.run(&add).done();
    let file = desk.path("一.pdf");
    let said = desk.run(&["paper", "print", "table1", "-o", &file]).refused(1);
    assert!(said.contains("“笑脸\u{1F600}店”里的这些字"), "{said}");
}

/// A grid given to a name that nobody knows, and a key premises that has gone.
#[test]
fn slips_of_the_register_are_told() {
    let desk = Desk::with_register();
    let said = desk.run(&["grid", "assign", "一网格", "--lead", "无名氏"]);
    assert!(said.err.contains("“无名氏”不在人员名册上"), "{}", said.err);
    let listed = |more: &[&str]| {
        let rows = desk.run(&[&["--json", "premises", "list", "--key"], more].concat()).json();
        rows.as_array().unwrap().len()
    };
    assert_eq!(listed(&[]), 2);
    let gone = ["premises", "change", "丰泽服饰", "--to", "moved_out", "--reason", "搬到外区"];
    desk.run(&gone).done();
    assert_eq!([listed(&[]), listed(&["--status", "moved_out"]), listed(&["--left"])], [1, 1, 2]);
}

/// Nothing that is written out may take the place of the office's own data, whatever the file is named.
#[test]
fn no_output_lies_down_on_the_records() {
    let desk = Desk::with_register();
    desk.write("答案.toml", "default = \"normal\"\n");
    let recorded = desk.inspect("恒捷鞋材厂", "答案.toml").json();
    let number = recorded["notice"]["number"].as_str().unwrap().to_owned();
    let scan = desk.write("照片.jpg", crate::images::jpeg(crate::images::PHOTO));
    let kept = desk.run(&["--json", "evidence", "add", &scan, "--notice", &number]).json();
    let sha = kept[0]["sha256"].as_str().unwrap().to_owned();
    let evidence = walk(&desk.office().join("evidence"));
    let evidence = evidence.iter().find(|file| file.to_string_lossy().contains(&sha[..16]));
    let evidence = evidence.unwrap().to_string_lossy().into_owned();
    desk.write("办公室/office.toml", "[print]\nprinter = \"柜台\"\n");
    let own = ["anban.db", "anban.db-wal", "office.toml"];
    let own = own.map(|name| desk.office().join(name).to_string_lossy().into_owned());
    for file in own.iter().chain([&evidence]) {
        // What is printed is kept in the database, which goes on as one.
        let is_database = file.ends_with(".db") || file.ends_with("-wal");
        let before = fs::read(file).unwrap_or_default();
        for args in [
            vec!["notice", "print", &number, "-o", file],
            vec!["notice", "print", &number, "--text", "-o", file],
            vec!["inspect", "print", &number, "--text", "-o", file],
            vec!["form", "preview", "table4", "-o", file],
            vec!["agenda", "--ics", file],
            vec!["paper", "print", "table1", "--text", "-o", file],
            vec!["premises", "export", file],
        ] {
            let said = desk.run(&args);
            assert_ne!(said.code, Some(0), "{args:?}");
            let same = fs::read(file).unwrap_or_default() == before;
            assert!(is_database || same, "{args:?}");
        }
    }
    desk.sound();
}

/// Every file below a folder.
fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}

/// A certificate of tomorrow is a slip, whatever its end; what has run out is entered as it is found.
#[test]
fn what_holds_from_a_day_to_come_is_not_entered() {
    let desk = Desk::with_register();
    let add = |line: &str| {
        desk.run(&[&["ledger", "add"][..], &line.split(' ').collect::<Vec<_>>()].concat())
    };
    let card = "certificate --premises 恒捷鞋材厂 --set kind=特种作业操作证 --set holder=黄恒捷 --set certificate_number=T1";
    let exam = "officer_exam --set name=李新 --set trained_from=2026-11-02 --set trained_to=2026-11-06 --set hours=16 --set score=88 --set result=合格";
    let gear = "fire_station --set station=招联微型消防站 --set name=灭火器 --set quantity=2 --set place=值班室 --set keeper=李四 --set checked_on=2026-11-20 --set condition=失效";
    for (line, why) in [
        (
            format!("{card} --set issued_on=2026-11-21 --set expires_on=2032-11-20"),
            Some("“发证日期”2026年11月21日还没有到"),
        ),
        (format!("{card} --set issued_on=2026-11-20 --set expires_on=2032-11-20"), None),
        (format!("{card} --set issued_on=2020-11-01 --set expires_on=2026-10-31"), None),
        (format!("{exam} --set valid_to=2026-11-05"), Some("早于“培训止”2026年11月6日")),
        (format!("{exam} --set valid_to=2029-11-05"), None),
        (
            format!("{gear} --set equipped_on=2026-12-01 --set expires_on=2028-12-01"),
            Some("“配备日期”2026年12月1日还没有到"),
        ),
        (
            format!("{gear} --set equipped_on=2024-12-01 --set expires_on=2024-11-01"),
            Some("早于“配备日期”2024年12月1日"),
        ),
        // Run out, and found so.
        (format!("{gear} --set equipped_on=2020-12-01 --set expires_on=2025-12-01"), None),
    ] {
        match why {
            Some(why) => {
                let said = add(&line).refused(1);
                assert!(said.contains(why), "{line}: {said}");
            }
            None => drop(add(&line).done()),
        }
    }
}

/// Two premises of one name: the refusal tells them apart, and eight digits of one of them name it.
#[test]
fn a_namesake_is_named_by_the_end_of_its_number() {
    let desk = Desk::with_register();
    for address in ["招联街8号", "普贤路9号"] {
        let add = ["premises", "add", "好又多超市", "--grid", "一网格", "--address", address];
        desk.run(&add).done();
    }
    let said = desk.run(&["premises", "show", "好又多超市"]).refused(1);
    for (address, other) in [("招联街8号", "普贤路9号"), ("普贤路9号", "招联街8号")]
    {
        let line =
            said.lines().find(|line| line.contains(address)).unwrap_or_else(|| panic!("{said}"));
        let (_, id) = line.split_once("编号 ").unwrap();
        let id = id.trim_end_matches(['）', '。']);
        assert_eq!(id.len(), 8, "{said}");
        for id in [id.to_owned(), id.to_ascii_uppercase()] {
            let shown = desk.run(&["premises", "show", &id]).done();
            assert!(shown.contains(address) && !shown.contains(other), "{id}: {shown}");
        }
    }
    let said = desk.run(&["premises", "show", "ffffffff"]).refused(1);
    assert!(said.contains("登记册里没有“ffffffff”"), "{said}");
}
