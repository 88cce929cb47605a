//! The command line as a script sees it: arguments in; standard output, standard error and code out.

use std::{collections::HashMap, ffi::OsString, fs, path::PathBuf};

use serde_json::Value;

use super::*;

/// A folder of its own for each test, gone when the test ends.
struct Desk {
    folder: PathBuf,
    env: HashMap<&'static str, OsString>,
    stdin: &'static str,
    columns: Option<usize>,
    /// Somebody sits at the terminal.
    person: bool,
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

impl Desk {
    /// A folder that holds no office yet; the day is 2026-11-20, a Friday.
    fn empty() -> Desk {
        let name = format!("anban-cli-{}", crate::office::clock::new_id());
        let folder = std::env::temp_dir().join(name);
        let env = HashMap::from([
            ("ANBAN_DATA", folder.clone().into_os_string()),
            ("ANBAN_TODAY", "2026-11-20".into()),
        ]);
        Desk { folder, env, stdin: "", columns: None, person: false }
    }

    /// An office with one grid, two people and one premises.
    fn open() -> Desk {
        let desk = Desk::empty();
        for line in [
            "init --city 泉州市 --district 丰泽区 --street 北峰街道 --community 招联社区 --regime beifeng",
            "staff add 陈一鸣 --role grid_officer --unit 招联社区 --card A001",
            "staff add 林安全 --role 社区安全员 --unit 招联社区",
            "grid add 招联一网格 --community 招联社区 --lead 陈一鸣",
            "premises add 恒捷鞋材厂 --grid 招联一网格 --industry 制鞋业 --person-in-charge 黄恒捷",
        ] {
            desk.done(line);
        }
        desk
    }

    fn run_args(&self, args: Vec<OsString>) -> (u8, String, String) {
        let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
        let env = |name: &str| self.env.get(name).cloned();
        let code = run(
            std::iter::once("anban".into()).chain(args).collect(),
            World {
                env: &env,
                stdin: &mut self.stdin.as_bytes(),
                stdout: &mut stdout,
                stderr: &mut stderr,
                columns: self.columns,
                asks: self.person,
                desk: self.person.then_some(&|_, _| Ok(())),
                plain: &|_| Ok(()),
                keys: String::new,
                manual: String::new,
            },
        );
        (code, String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
    }

    fn run(&self, line: &str) -> (u8, String, String) {
        self.run_args(line.split(' ').map(OsString::from).collect())
    }

    /// What a command prints that has to succeed.
    fn done(&self, line: &str) -> String {
        let (code, stdout, stderr) = self.run(line);
        assert_eq!(code, 0, "{line}: {stderr}");
        stdout
    }

    fn json(&self, line: &str) -> Value {
        let stdout = self.done(&format!("{line} --json"));
        serde_json::from_str(&stdout).unwrap_or_else(|error| panic!("{line}: {error}: {stdout}"))
    }

    /// What a command says that has to fail: its code and its sentence; nothing on standard output.
    fn refused(&self, line: &str) -> (u8, String) {
        let (code, stdout, stderr) = self.run(line);
        assert_eq!(stdout, "", "{line}");
        assert!(code > 0, "{line}");
        (code, stderr.trim_end().to_owned())
    }

    fn inspect(&mut self, answers: &'static str) -> Value {
        self.stdin = answers;
        self.json("inspect record --premises 恒捷鞋材厂 --form table4 --answers - --by 陈一鸣")
    }
}

const BLOCKED: &str = r#"
default = "normal"
acceptor = "林安全"
[answers]
q20 = "堵塞"
[[hazards]]
item = "q20"
text = "疏散通道堆放鞋材"
disposal = "by_deadline"
days = 7
interim = "专人值守"
requirement = "清理疏散通道"
"#;

#[test]
fn the_tree_is_sound_and_every_help_is_chinese() {
    fn check(desk: &Desk, command: &clap::Command, path: &str) {
        let help = desk.done(format!("{path} --help").trim_start());
        assert!(help.contains("用法：anban"), "{path}: {help}");
        for english in ["Usage", "Options", "Commands", "[OPTIONS]", "Print help", "default:"] {
            assert!(!help.contains(english), "{path} says {english}");
        }
        for arg in command.get_arguments() {
            assert!(arg.get_help().is_some(), "{path} {} has no help", arg.get_id());
        }
        for below in command.get_subcommands() {
            check(desk, below, format!("{path} {}", below.get_name()).trim_start());
        }
    }
    let tree = help::in_chinese(Line::command());
    tree.clone().debug_assert();
    check(&Desk::empty(), &tree, "");
}

#[test]
fn help_shows_what_a_command_takes() {
    let desk = Desk::empty();
    assert_eq!(
        desk.done("hazard recheck --help"),
        "\
登记复查

用法：anban hazard recheck 编号 --passed|--failed [选项]

参数：
  编号  隐患的编号（列表里的后八位即可），或“文号-序号”

选项：
  --passed         合格
  --failed         不合格，要写明新的期限，或 --refused
  --acceptor 姓名  验收人，合格时必须写
  --days 天数      新的期限：多少天（从办理次日算起）
  --workdays 天数  新的期限：多少个工作日
  --deadline 日期  新的期限：哪一天
  --refused        拒不整改
  --on 日期        复查的日期，不写是今天
  --note 文字      现场情况

例：
  anban hazard recheck 63646566 --passed --acceptor 林安全
  anban hazard recheck 63646566 --failed --days 7 --note 仍堆放纸箱
  anban hazard recheck 63646566 --failed --refused --note 拒绝搬离

通用选项见 anban --help
"
    );
    assert_eq!(desk.done("help journal"), desk.done("journal -h"));
    assert_eq!(
        desk.done("journal -h"),
        "\
留痕：谁在什么时候做了什么

用法：anban journal [选项]

选项：
  --verify      核对留痕是否被改动过
  --exports     只看导出：谁、哪天、哪份清单、多少行
  --limit 行数  看最近几条，不写是50条

例：anban journal --verify

通用选项见 anban --help
"
    );
    assert_eq!(desk.done("--version"), concat!("anban ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn wrong_usage_is_one_chinese_sentence_and_code_2() {
    let desk = Desk::empty();
    for (line, sentence) in [
        (
            "premise list",
            "没有“premise”这个命令。您要的也许是“premises”；请用 anban --help 查看用法。",
        ),
        (
            "hazard shwo",
            "没有“shwo”这个命令。您要的也许是“show”；请用 anban hazard --help 查看用法。",
        ),
        (
            "agenda --form 2026-11-20",
            "没有 --form 这个选项。您要的也许是 --from；请用 anban agenda --help 查看用法。",
        ),
        (
            "premises list 恒捷",
            "多写了“恒捷”，不知道是什么。名称里有空格时请加引号；请用 anban premises list --help 查看用法。",
        ),
        ("grid add 招联一网格", "缺少 --community，请补上。请用 anban grid add --help 查看用法。"),
        (
            "hazard recheck 63646566",
            "缺少 --passed 或 --failed 之一，请补上。请用 anban hazard recheck --help 查看用法。",
        ),
        ("hazard show", "缺少 “编号”，请补上。请用 anban hazard show --help 查看用法。"),
        ("hazard recheck x --passed --failed", "--passed 不能与 --failed 同时使用，请只留一个。"),
        (
            "hazard recheck x --failed",
            "复查不合格要写明下一步。请加 --days、--workdays 或 --deadline 写明新的期限，或加 --refused 登记拒不整改。",
        ),
        (
            "agenda --from 2026-02-30",
            "--from 的日期“2026-02-30”不存在：2026年2月只有28天。请写成 2026-11-22 的样子。",
        ),
        ("--today 明天 agenda", "--today 的“明天”不是日期。请写成 2026-11-22 的样子。"),
        (
            "hazard list --grade 严重",
            "--grade 的“严重”不是隐患等级。可写：general（一般）、major（重大）、unsure（待评估）。",
        ),
        ("agenda --from", "--from 后面没有写值，请补上。请用 anban agenda --help 查看用法。"),
        ("agenda --json --json", "--json 写了不止一次，请只留一个。"),
        (
            "premises",
            "没有写明要做什么。anban premises 后面可写：import、undo-import、list、show、add、edit、change、unfit、verify、export。",
        ),
    ] {
        // The rules of a recheck are looked at once the office is open.
        let desk = if line == "hazard recheck x --failed" { &Desk::open() } else { &desk };
        assert_eq!(desk.refused(line), (2, sentence.into()), "{line}");
    }
}

#[cfg(unix)]
#[test]
fn text_that_is_not_utf_8_is_refused_in_chinese() {
    use std::os::unix::ffi::OsStringExt;
    let (code, stdout, stderr) = Desk::empty().run_args(vec![
        "agenda".into(),
        "--as".into(),
        OsString::from_vec(vec![0xc4, 0xe3]),
    ]);
    assert_eq!((code, stdout.as_str()), (2, ""));
    assert_eq!(
        stderr,
        "命令行里有不是 UTF-8 编码的文字，看不懂。请把终端的编码改为 UTF-8 再输入。\n"
    );
}

#[test]
fn the_environment_stands_behind_the_flags() {
    let mut desk = Desk::open();
    assert_eq!(desk.json("agenda")["today"], "2026-11-20");
    assert_eq!(desk.json("agenda --today 2026年11月21日")["today"], "2026-11-21");
    assert_eq!(desk.json("--today 20261122 agenda")["today"], "2026-11-22");
    desk.env.insert("ANBAN_USER", "".into());
    desk.done("agenda");
    desk.env.insert("ANBAN_USER", "张三丰".into());
    let (code, sentence) = desk.refused("agenda");
    assert_eq!(code, 1);
    assert!(sentence.starts_with("人员中没有“张三丰”"), "{sentence}");
    desk.env.insert("ANBAN_TODAY", "今天".into());
    assert_eq!(
        desk.refused("agenda --as 陈一鸣"),
        (2, "环境变量 ANBAN_TODAY 的“今天”不是日期。请写成 2026-11-22 的样子。".into())
    );
}

#[test]
fn an_office_is_not_made_over_another() {
    let desk = Desk::open();
    let init = "init --city 泉州市 --district 丰泽区 --street 北峰街道 --community 招贤社区 --regime beifeng";
    for line in [init, "demo --no-open"] {
        let (code, sentence) = desk.refused(line);
        assert_eq!(code, 1, "{line}");
        assert!(sentence.contains("已经有办公室"), "{sentence}");
    }
    assert_eq!(desk.json("unit list").as_array().unwrap().len(), 5);
}

#[test]
fn without_a_command_the_desk_says_what_is_due_or_how_to_begin() {
    let (code, sentence) = Desk::empty().refused("--json");
    assert_eq!(code, 1);
    assert!(sentence.contains("anban init") && sentence.contains("anban demo"), "{sentence}");
    let desk = Desk::open();
    let screen = desk.run_args(Vec::new()).1;
    assert!(screen.starts_with("北峰街道  2026年11月20日 星期五\n隐患逾期 0"), "{screen}");
    assert!(screen.contains(&format!("办公室在：{}", desk.folder.display())), "{screen}");
}

#[test]
fn a_hazard_goes_from_the_checklist_to_its_closure() {
    let mut desk = Desk::open();
    let recorded = desk.inspect(BLOCKED);
    assert_eq!(recorded["notice"]["number"], "招联安监整改〔2026〕1号");
    let hazard = &recorded["hazards"][0];
    for (field, wanted) in [
        ("item", "q20"),
        ("text", "疏散通道堆放鞋材"),
        ("grade", "general"),
        ("grade_label", "一般"),
        ("disposal", "by_deadline"),
        ("disposal_label", "限期整改"),
        ("deadline", "2026-11-27"),
        ("state", "ordered"),
        ("state_label", "整改中"),
    ] {
        assert_eq!(hazard[field], wanted, "{field}");
    }
    let id = hazard["id"].as_str().unwrap();

    let listed = desk.json("hazard list --overdue --today 2026-11-30");
    assert_eq!((&listed[0]["id"], &listed[0]["days_late"]), (&hazard["id"], &Value::from(3)));
    assert_eq!(desk.json("hazard list --overdue"), serde_json::json!([]));

    let (code, sentence) = desk.refused(&format!("hazard close {id}"));
    assert_eq!(
        (code, sentence.as_str()),
        (1, "这条隐患现在是“整改中”，不能办“销号”。请先登记复查。")
    );
    assert_eq!(desk.refused(&format!("hazard recheck {id} --passed")).0, 1);
    let failed = desk.json(&format!("hazard recheck {id} --failed --deadline 2026.12.01"));
    assert_eq!((&failed["state"], &failed["deadline"]), (&"ordered".into(), &"2026-12-01".into()));
    desk.done(&format!("hazard extend {id} --deadline 2026-12-04 --reason 设备未到货"));
    let passed = desk.json(&format!("hazard recheck {id} --passed --acceptor 林安全"));
    assert_eq!(passed["state_label"], "待销号");
    let closed = desk.json(&format!("hazard close {}", hazard["short"].as_str().unwrap()));
    assert_eq!((&closed["state"], &closed["closed_on"]), (&"closed".into(), &"2026-11-20".into()));
    let steps: Vec<&str> = closed["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| step["step_label"].as_str().unwrap())
        .collect();
    assert_eq!(steps, ["通知整改", "复查不合格", "延期", "复查合格", "销号"]);
    let reopened = desk.json(&format!("hazard reopen {id} --reason 回潮 --days 7"));
    assert_eq!(reopened["deadline"], "2026-11-27");
}

#[test]
fn a_notice_is_shown_voided_and_issued_again() {
    let mut desk = Desk::open();
    desk.inspect(BLOCKED);
    let number = "招联安监整改〔2026〕1号";
    let shown = desk.done(&format!("notice show {number}"));
    assert!(shown.contains("疏散通道堆放鞋材"), "{shown}");
    let printed = desk.done("notice print 招联安监整改[2026]1号 --text");
    assert!(printed.starts_with(&shown) && printed.contains("企业联"), "{printed}");
    let file = desk.folder.join("通知书.pdf");
    desk.done(&format!("notice print {number} -o {}", file.display()));
    assert!(fs::read(&file).unwrap().starts_with(b"%PDF"));
    let plain = fs::read(&file).unwrap();
    let again = desk.done(&format!("notice print {number} -o {}", file.display()));
    assert!(again.ends_with("，换掉了原来的同名文件。\n"), "{again}");
    for overlay in ["--overlay -1,2", "--overlay"] {
        desk.done(&format!("notice print {number} {overlay} -o {}", file.display()));
        assert!(fs::read(&file).unwrap() != plain, "{overlay}");
    }
    for stub in ["--stub", "--stub --copies 1", "--stub --overlay 0,0"] {
        desk.done(&format!("notice print {number} {stub} -o {}", file.display()));
        assert!(fs::read(&file).unwrap() != plain, "{stub}");
    }
    // A print that would lie off the sheet in part is none: the file stays as it was.
    let before = fs::read(&file).unwrap();
    for (how, lost) in [
        (
            "notice print --overlay 30,0",
            "套打移得太多，二维码、“《中华人民共和国安全生产法》第四…”会超出纸的右边4毫米，没有印。",
        ),
        ("notice print --overlay 0,-30", "套打移得太多，二维码会超出纸的上边19.3毫米，没有印。"),
        ("inspect print --overlay 30,0", "会超出纸的右边"),
    ] {
        let (code, said) = desk.refused(&format!("{how} {number} -o {}", file.display()));
        assert!(code == 1 && said.contains(lost) && said.contains("横最多移-"), "{how}: {said}");
    }
    // As far as it was said to fit.
    desk.done(&format!("notice print --overlay 26,-10.7 {number} -o {}", file.display()));
    fs::write(&file, &before).unwrap();
    assert!(fs::read(&file).unwrap() == before);
    // What was printed first stays as it is.
    desk.done(&format!("notice print {number} -o {}", file.display()));
    assert!(fs::read(&file).unwrap() == plain);
    desk.done(&format!("notice print {number} --no-stub -o {}", file.display()));
    assert!(fs::read(&file).unwrap() == plain);
    let (code, said) =
        desk.refused(&format!("paper print problem_list --stub -o {}", file.display()));
    assert!(code == 1 && said.contains("没有文号") && said.contains("请不带存根打印"), "{said}");
    // The checklist of the visit: whole, the same again, and over a printed form.
    let print = |desk: &Desk, how: &str| {
        desk.done(&format!("inspect print {number} -o {}{how}", file.display()));
        fs::read(&file).unwrap()
    };
    let whole = print(&desk, "");
    for how in [" --overlay", " --overlay 1,-2", " --copies 1"] {
        assert!(print(&desk, how) != whole, "{how}");
    }
    assert!(print(&desk, "") == whole);
    assert_eq!(desk.refused(&format!("notice reissue {number}")).0, 1);
    let void = desk.json(&format!("notice void {number} --reason 写错"));
    assert_eq!((&void["void"], &void["void_reason"]), (&true.into(), &"写错".into()));
    assert_eq!(desk.json(&format!("notice reissue {number}"))["serial"], 2);
    assert_eq!(desk.json("notice list").as_array().unwrap().len(), 2);
    for entry in desk.json("journal").as_array().unwrap() {
        assert_ne!(entry["verb_label"], entry["verb"], "a deed without its word");
    }
}

#[test]
fn bad_answers_are_all_named_and_nothing_is_kept() {
    let mut desk = Desk::open();
    desk.stdin = r#"{"answers": {"q20": "半堵", "q99": "有"}}"#;
    let (code, sentence) =
        desk.refused("inspect record --premises 恒捷鞋材厂 --form table4 --answers - --by 陈一鸣");
    assert_eq!(code, 1);
    assert!(sentence.contains("q20") && sentence.contains("q99"), "{sentence}");
    assert_eq!(desk.json("inspect list"), serde_json::json!([]));
}

#[test]
fn the_register_is_listed_changed_and_exported() {
    let desk = Desk::open();
    assert_eq!(desk.json("premises list --find hjxc")[0]["kind_label"], "生产经营单位");
    assert_eq!(
        desk.done("premises list"),
        "\
名称        重点  状态  网格        上次检查  负责人  电话  行业
恒捷鞋材厂  重点  在产  招联一网格            黄恒捷        制鞋业
共1家
"
    );
    desk.done("premises edit 恒捷鞋材厂 --phone 13805950001 --reason 换号");
    let changed = desk.json("premises change 恒捷鞋材厂 --to suspended --reason 订单不足");
    assert_eq!(
        (&changed["status"], &changed["phone"]),
        (&"suspended".into(), &"13805950001".into())
    );
    assert_eq!(desk.json("premises list --as-of 2026-11-19"), serde_json::json!([]));
    let kinds: Vec<Value> = desk.json("premises show 恒捷鞋材厂")["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|change| change["kind_label"].clone())
        .collect();
    assert_eq!(kinds, ["新增", "更正", "停产"]);
    let file = desk.folder.join("名册.csv");
    desk.done(&format!("premises export {}", file.display()));
    let again = desk.json(&format!("premises import {}", file.display()));
    assert_eq!((&again["added"], &again["unchanged"]), (&0.into(), &1.into()));
}

#[test]
fn the_office_is_kept() {
    let desk = Desk::open();
    let backup = desk.folder.join("备份.db");
    desk.done(&format!("backup {}", backup.display()));
    desk.done("premises add 丰泽服饰 --grid 招联一网格");
    desk.done(&format!("restore {}", backup.display()));
    assert_eq!(desk.json("premises list").as_array().unwrap().len(), 1);
    assert_eq!(desk.json("journal --verify")["sound"], true);
    assert_eq!(desk.json("check")["sound"], true);
    fs::write(desk.folder.join("anban.db"), b"not a database, and long enough to be read").unwrap();
    assert_eq!(desk.refused("agenda").0, 4);
}

#[test]
fn a_person_is_asked_before_a_backup_takes_the_place_of_a_filled_office() {
    let mut desk = Desk::open();
    let backup = desk.folder.join("备份.db");
    desk.done(&format!("backup {}", backup.display()));
    desk.done("premises add 丰泽服饰 --grid 招联一网格");
    let count = |desk: &Desk| desk.json("premises list").as_array().unwrap().len();
    desk.person = true;
    for answer in ["", "\n", "否\n", "不是\n"] {
        desk.stdin = answer;
        let (code, said) = desk.refused(&format!("restore {}", backup.display()));
        assert_eq!(code, 1, "{answer:?}");
        assert!(
            said.contains("有2家监管对象、0条没有销号的隐患，最近一次办理在2026年11月20日"),
            "{said}"
        );
        assert!(said.ends_with("没有恢复，什么也没有改。"), "{said}");
        assert_eq!(count(&desk), 2, "{answer:?}");
    }
    desk.stdin = "是\n";
    desk.done(&format!("restore {}", backup.display()));
    assert_eq!(count(&desk), 1);
    // Not asked: who says so, who has nothing to lose, and a script.
    desk.stdin = "";
    desk.done(&format!("restore {} --yes", backup.display()));
    let elsewhere = desk.folder.join("新电脑");
    desk.done(&format!("--data {} restore {}", elsewhere.display(), backup.display()));
    desk.person = false;
    desk.done(&format!("restore {}", backup.display()));
}

#[test]
fn a_password_is_asked_twice_and_once_and_taken_as_a_terminal_sends_it() {
    let mut desk = Desk::open();
    desk.person = true;
    let backup = desk.folder.join("备份.zip");
    let backup = backup.display();
    for (answer, what) in [
        ("secret-of-1234\rsecret-of-1235\r", "两遍密码不一样"),
        ("secret\x03", "没有读到密码"),
        ("", "没有读到密码"),
    ] {
        desk.stdin = answer;
        let (_, said) = desk.refused(&format!("backup --encrypt {backup}"));
        assert!(said.contains(what), "{said}");
    }
    desk.stdin = "secret-of-12x\x7f34\rsecret-of-1234\n";
    desk.done(&format!("backup --encrypt {backup}"));
    desk.done("premises add 丰泽服饰 --grid 招联一网格");
    desk.stdin = "是\nsecret-of-123\r";
    assert!(desk.refused(&format!("restore {backup}")).1.contains("密码不对"));
    desk.stdin = "是\nsecret-of-1234\r";
    desk.done(&format!("restore {backup}"));
    assert_eq!(desk.json("premises list").as_array().unwrap().len(), 1);
}

#[test]
fn forms_are_listed_shown_and_checked() {
    let desk = Desk::empty();
    let listed = desk.json("form list");
    let table4 = listed.as_array().unwrap().iter().find(|form| form["code"] == "table4").unwrap();
    assert_eq!((&table4["kind"], &table4["kind_label"]), (&"checklist".into(), &"检查表".into()));
    assert_eq!(desk.json("form show table4")["items"].as_array().unwrap().len(), 44);
    fs::create_dir_all(&desk.folder).unwrap();
    let file = desk.folder.join("bad.toml");
    fs::write(&file, "schema = 1\n=\n").unwrap();
    let (code, sentence) = desk.refused(&format!("form check {}", file.display()));
    assert_eq!(code, 1);
    assert!(sentence.contains("bad.toml:2："), "{sentence}");
}

#[test]
fn the_calendar_has_a_row_a_day() {
    let desk = Desk::open();
    let days = desk.json("calendar --month 2026-10");
    assert_eq!(days.as_array().unwrap().len(), 31);
    assert_eq!((&days[0]["mark"], &days[0]["workday"]), (&"休".into(), &false.into()));
    assert!(desk.done("calendar").starts_with("2026年11月\n日期"));
}

#[test]
fn a_reader_that_went_away_is_no_failure() {
    struct Gone;
    impl Write for Gone {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut stderr = Vec::new();
    assert_eq!(written(&mut Gone, &mut stderr, b"text"), 0);
    assert!(stderr.is_empty());
}
