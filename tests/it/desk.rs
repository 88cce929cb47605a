//! A desk of an office: the real program, run in a folder of its own on a fixed day.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::engines::{Folder, Schema};

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_anban");

/// One bad answer, everything else in order.
pub const ANSWERS: &str = "default = \"normal\"\n[answers]\nq20 = \"堵塞\"\n";

pub const ROSTER: &str = "名称,地址,负责人,联系方式,行业,统一社会信用代码
恒捷鞋材厂,北峰路1号,黄恒捷,13805950001,制鞋业,91350503MA2XN0Y69J
丰泽服饰,北峰路2号,王大同,13805950002,服装,无证
";

/// Two hazards within three days, nothing else wrong.
pub const TWO: &str = r#"default = "normal"
[[hazards]]
text = "疏散通道堆放杂物"
grade = "general"
disposal = "by_deadline"
days = 3
requirement = "清除杂物"
interim = "专人值守"
[[hazards]]
text = "电线私拉乱接"
grade = "general"
disposal = "by_deadline"
days = 3
requirement = "拆除"
interim = "断电"
"#;

/// One hazard within three days, and a major one that stops the work.
pub const GRAVE: &str = r#"default = "normal"
[answers]
q20 = "堵塞"
[[hazards]]
item = "q20"
text = "疏散通道堆放鞋材"
days = 3
[[hazards]]
text = "夹层住人"
grade = "major"
disposal = "suspend"
days = 30
requirement = "搬离"
interim = "撤出住宿人员"
"#;

/// The street of most tests, with one community.
pub const INIT: [&str; 11] = [
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
];

pub struct Desk {
    pub folder: Folder,
}

/// What the program did.
#[derive(Debug)]
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Desk {
    /// A folder without an office.
    pub fn bare() -> Desk {
        Desk { folder: Folder::new() }
    }

    /// An office with one community, a grid, two people and nobody on the register.
    pub fn set_up() -> Desk {
        let desk = Desk::bare();
        desk.init().done();
        desk.run(&["grid", "add", "一网格", "--community", "招联社区", "--lead", "陈一鸣"]).done();
        for (name, role) in [("陈一鸣", "grid_officer"), ("林安全", "safety_officer")] {
            desk.run(&["staff", "add", name, "--role", role, "--unit", "招联社区"]).done();
        }
        desk
    }

    /// The same with two premises, and `答案.toml` beside the office.
    pub fn with_register() -> Desk {
        let desk = Desk::set_up();
        let roster = desk.write("名册.csv", ROSTER);
        desk.run(&["premises", "import", &roster, "--grid", "一网格"]).done();
        desk.write("答案.toml", ANSWERS);
        desk
    }

    /// One command on a day, by somebody or by nobody (empty), in the folder or on a server.
    pub fn on(&self, day: &str, who: &str, server: Option<&Schema>, args: &[&str]) -> Ran {
        Ran::of(self.command_on(day, who, server, args).output().unwrap())
    }

    pub fn command_on(
        &self,
        day: &str,
        who: &str,
        server: Option<&Schema>,
        args: &[&str],
    ) -> Command {
        let mut all = vec!["--today", day];
        if !who.is_empty() {
            all.extend(["--as", who]);
        }
        if let Some(schema) = server {
            all.extend(["--database", &schema.url]);
        }
        all.extend(args);
        self.command(&all)
    }

    pub fn init(&self) -> Ran {
        self.run(&INIT)
    }

    pub fn office(&self) -> PathBuf {
        self.folder.file("办公室")
    }

    /// Writes a file beside the office; gives its path.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.folder.file(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// The path of a file beside the office.
    pub fn path(&self, name: &str) -> String {
        self.folder.file(name).to_str().unwrap().to_owned()
    }

    /// The program with nothing of the tester's environment that it listens to.
    pub fn command(&self, args: &[&str]) -> Command {
        self.command_of(PROGRAM, args)
    }

    /// The same by a copy of the program.
    pub fn command_of(&self, program: &str, args: &[&str]) -> Command {
        let mut command = Command::new(program);
        command
            .env_remove("ANBAN_DATABASE")
            .env_remove("ANBAN_USER")
            .env("ANBAN_DATA", self.office())
            .env("ANBAN_TODAY", "2026-11-20")
            .current_dir(self.folder.path())
            .args(args)
            .stdin(Stdio::null());
        command
    }

    /// With these lines typed.
    pub fn typed(&self, args: &[&str], lines: &str) -> Ran {
        let mut command = self.command(args);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
        Ran::of(child.wait_with_output().unwrap())
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        Ran::of(self.command(args).output().unwrap())
    }

    /// Records an inspection on the answers of a file beside the office, on one day as often as wanted.
    pub fn inspect(&self, premises: &str, answers: &str) -> Ran {
        self.run(&[
            "--as",
            "陈一鸣",
            "--json",
            "inspect",
            "record",
            "--premises",
            premises,
            "--form",
            "table4",
            "--answers",
            &self.path(answers),
            "--sure",
        ])
    }

    /// What a refused deed must leave as it was: the whole journal and the whole register.
    pub fn state(&self) -> (String, String) {
        let journal = self.run(&["--json", "journal", "--limit", "100000"]).json();
        // A restore leaves its own trace on what it brought back.
        let deeds = journal.as_array().unwrap().iter().filter(|deed| deed["verb"] != "restore");
        let journal = deeds.map(ToString::to_string).collect::<Vec<_>>().join("\n");
        (journal, self.run(&["--json", "premises", "list"]).done())
    }

    pub fn sound(&self) {
        let verified = self.run(&["--json", "journal", "--verify"]).json();
        assert_eq!(verified["sound"], true, "{verified:#}");
        let health = self.run(&["check"]);
        assert_eq!(health.code, Some(0), "{health:?}");
    }
}

impl Ran {
    pub fn of(output: Output) -> Ran {
        Ran {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).expect("the output is UTF-8"),
            err: String::from_utf8(output.stderr).expect("the sentences are UTF-8"),
        }
    }

    /// The output of a command that did what it was told.
    #[track_caller]
    pub fn done(self) -> String {
        assert_eq!(self.code, Some(0), "{}{}", self.out, self.err);
        self.out
    }

    #[track_caller]
    pub fn json(self) -> Value {
        serde_json::from_str(&self.done()).unwrap()
    }

    /// The sentences of a command that was refused with this code, in Chinese and on stderr alone.
    #[track_caller]
    pub fn refused(self, code: i32) -> String {
        assert_eq!(self.code, Some(code), "{}{}", self.out, self.err);
        assert_eq!(self.out, "", "a refused command prints no result");
        in_chinese(&self.err);
        self.err
    }
}

/// Every line says something in Chinese, and no line holds English but names of files and commands.
#[track_caller]
pub fn in_chinese(said: &str) {
    assert!(!said.trim().is_empty(), "nothing was said");
    for line in said.lines() {
        assert!(line.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{line}");
        assert!(line.chars().all(|c| !c.is_control()), "{line:?}");
        for sign in ["panicked", "os error", "Error", "backtrace"] {
            assert!(!line.contains(sign), "{line}");
        }
        // Two words of letters side by side are English, unless a command is being named.
        let (mut before, mut command) = (false, false);
        for token in line.split_whitespace() {
            let word = token.bytes().all(|byte| byte.is_ascii_alphabetic());
            assert!(!(word && before && !command), "English in: {line}");
            command = token.ends_with("anban") || (command && token.is_ascii());
            before = word;
        }
    }
}
