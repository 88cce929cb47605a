//! Tells a story from a table of days and acts (`beifeng.txt`, `yanta.txt`): every act is a command line, what has to
//! come of it stands below it.
//!
//! ```text
//! # a comment
//! 2026-01-14 三                                   a day, with its weekday
//! 陈一鸣: 查 甲厂 乙店                             visits that find nothing
//! 陈一鸣: 查 甲厂 通道堵塞/限7@通道 q24=有/当场     one that finds hazards: words or answer, disposal, its name
//! 陈一鸣: 补 2026-01-07 甲厂 …                     one of an earlier day, entered late
//! 林安全: 合格 @通道                               rechecked and closed
//! 林安全: report submit problem_list --period …    any command; `:json` after the name asks for JSON
//! 郑街道: @抄告 = transfer send --hazard @通道 …    one whose record is called by a name from then on
//! 林安全! report submit …                          one that has to be refused
//!   ~ words                                       what was said, or written with -o, has these words …
//!   ^ words                                       … and these not
//!   | cell cell cell                              … a line of it has these cells, and no others
//!   = name value                                  … of JSON: the value by its path (`figures.found`)
//! 每周三 2026-01-07 2026-12-30 陈一鸣: 查 甲厂       on each such weekday that is a working day
//! ```

use std::{
    collections::{BTreeMap, HashMap},
    ffi::OsString,
};

use anban::{
    cli::{self, World},
    form::answers::Answers,
    office::{Office, Opening, inspect::Report},
};
use chrono::{Datelike, NaiveDate};
use serde_json::Value;

use crate::{
    desk::in_chinese,
    engines::{Folder, Schema},
};

/// The five 落实 of a major hazard, and the plan (S0 二.1(3)).
const FILLED: &str = r#"responsibility = "负责人负总责"
measures = "拆除隔板"
funds = "自筹2万元"
time_limit = "期限内"
plan = "已编制现场应急处置方案"
partial_stop = true
full_stop = false
"#;

pub struct Year {
    pub folder: Folder,
    database: Option<Schema>,
    names: HashMap<String, String>,
    /// Of each officer who goes his rounds.
    offices: HashMap<String, Office>,
}

/// What one command said.
pub struct Said {
    pub code: u8,
    pub out: String,
    pub err: String,
}

/// One line of a story.
#[derive(Clone)]
struct Act<'a> {
    line: usize,
    who: &'a str,
    words: &'a str,
    json: bool,
    refused: bool,
    /// The lines below it: what has to come of it.
    wants: Vec<(char, &'a str)>,
}

impl Year {
    pub fn new(database: Option<Schema>) -> Year {
        let folder = Folder::new();
        let filled = FILLED.to_owned() + &crate::major::boxes();
        std::fs::write(folder.file("填报.toml"), filled).unwrap();
        std::fs::write(folder.file("无.toml"), "default = \"normal\"\n").unwrap();
        Year { folder, database, names: HashMap::new(), offices: HashMap::new() }
    }

    pub fn opening(&self, day: &str, who: &str) -> Opening {
        Opening {
            data: Some(self.folder.file("办公室")),
            database: self.database.as_ref().map(|schema| schema.url.clone()),
            actor: Some(who.to_owned()).filter(|who| !who.is_empty()),
            today: Some(day.parse().unwrap()),
            ..Opening::default()
        }
    }

    /// One command of the program, run here and now.
    pub fn run(&self, day: &str, who: &str, args: &[String]) -> Said {
        let opening = self.opening(day, who);
        let env = |name: &str| -> Option<OsString> {
            match name {
                "ANBAN_DATA" => opening.data.clone().map(Into::into),
                "ANBAN_DATABASE" => opening.database.clone().map(Into::into),
                "ANBAN_USER" => opening.actor.clone().map(Into::into),
                "ANBAN_TODAY" => Some(day.into()),
                _ => None,
            }
        };
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let line = std::iter::once("anban".to_owned()).chain(args.iter().cloned());
        let world = World {
            env: &env,
            stdin: &mut std::io::empty(),
            stdout: &mut out,
            stderr: &mut err,
            columns: None,
            asks: false,
            desk: None,
            plain: &|_| Ok(()),
            keys: String::new,
            manual: String::new,
        };
        let code = cli::run(line.map(OsString::from).collect(), world);
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Said { code, out: text(out), err: text(err) }
    }

    /// What a command said that had to be done.
    pub fn done(&self, day: &str, who: &str, line: &str) -> String {
        let said = self.run(day, who, &words(line));
        assert_eq!(said.code, 0, "{day} {who}: {line}\n{}{}", said.out, said.err);
        said.out
    }

    /// The whole story, each day after the other.
    pub fn tell(&mut self, story: &str) {
        for (day, acts) in days(story) {
            for act in acts {
                self.act(&day.to_string(), &act);
            }
        }
    }

    fn act(&mut self, day: &str, act: &Act) {
        let finds = act.words.starts_with(['查', '补']);
        let called = if finds { act.words.to_owned() } else { self.called(act.words) };
        let words = words(&called.replace("{day}", day));
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match words[..] {
            ["查", premises, ref found @ ..] if found.iter().any(|word| word.contains('/')) => {
                self.visit(day, act, (premises, day), found);
            }
            ["补", on, premises, ref found @ ..] => self.visit(day, act, (premises, on), found),
            ["查", ref all @ ..] => {
                for premises in all {
                    self.round(day, act, premises);
                }
            }
            ["合格", ref hazards @ ..] => {
                for hazard in hazards {
                    let passed = format!("hazard recheck {hazard} --passed --acceptor {}", act.who);
                    self.done(day, act.who, &passed);
                    self.done(day, act.who, &format!("hazard close {hazard}"));
                }
            }
            _ => self.command(day, act, &words),
        }
    }

    /// A visit that finds nothing. There are many: by the verb itself, in an office that stays open.
    fn round(&mut self, day: &str, act: &Act, premises: &str) {
        let opening = self.opening(day, act.who);
        let office = self
            .offices
            .entry(act.who.to_owned())
            .or_insert_with(|| Office::open(&opening).unwrap());
        office.turn_to(day.parse().unwrap()).unwrap();
        let answers = Answers { rest: Some("normal".into()), ..Answers::default() };
        let report = Report {
            premises: premises.to_owned(),
            form: "table4".to_owned(),
            answers,
            ..Report::default()
        };
        if let Err(refusal) = office.record(&report) {
            panic!("line {}, {day}: {}\n{refusal}", act.line, act.words);
        }
    }

    /// A visit that finds something, and gives its hazards their names.
    fn visit(&mut self, day: &str, act: &Act, (premises, on): (&str, &str), found: &[&str]) {
        let file = self.folder.file("答案.toml");
        std::fs::write(&file, answers(found)).unwrap();
        let file = file.to_str().unwrap();
        let words = ["--json", "inspect", "record", "--premises", premises, "--form", "table4"];
        let words = [&words[..], &["--answers", file, "--on", on, "--sure"]].concat();
        let said = self.run(
            day,
            act.who,
            &words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>(),
        );
        assert_eq!(said.code, 0, "line {}, {day}: {}\n{}", act.line, act.words, said.err);
        let told: Value = serde_json::from_str(&said.out).unwrap();
        let hazards = told["hazards"].as_array().unwrap();
        assert_eq!(hazards.len(), found.len(), "line {}: {told:#}", act.line);
        for (found, hazard) in found.iter().zip(hazards) {
            if let Some((_, name)) = found.split_once('@') {
                self.names.insert(name.to_owned(), hazard["id"].as_str().unwrap().to_owned());
            }
        }
    }

    fn command(&mut self, day: &str, act: &Act, words: &[&str]) {
        let json = ["--json"].into_iter().filter(|_| act.json);
        // A name in front keeps what is made under it: `@移送 = transfer send …`.
        let (name, words) = match words {
            [name, "=", rest @ ..] => (Some(name.trim_start_matches('@')), rest),
            _ => (None, words),
        };
        let args: Vec<String> = json
            .chain(name.map(|_| "--json"))
            .chain(words.iter().copied())
            .map(str::to_owned)
            .collect();
        let said = self.run(day, act.who, &args);
        let at = format!("line {}, {day}: {}", act.line, act.words);
        if act.refused {
            assert_eq!(said.code, 1, "{at}\n{}{}", said.out, said.err);
            assert_eq!(said.out, "", "{at}");
            in_chinese(&said.err);
        } else {
            assert_eq!(said.code, 0, "{at}\n{}", said.err);
        }
        if let Some(name) = name {
            let made: Value = serde_json::from_str(&said.out).unwrap();
            self.names.insert(name.to_owned(), made["id"].as_str().unwrap().to_owned());
        }
        let written = args.iter().position(|arg| arg == "-o").map(|at| &args[at + 1]);
        let all = match written {
            Some(file) => std::fs::read_to_string(file).unwrap(),
            None => format!("{}{}", said.out, said.err),
        };
        for (sign, want) in &act.wants {
            let want = self.called(want);
            match sign {
                '~' => assert!(all.contains(&want), "{at}\n  ~ {want}\n{all}"),
                '^' => assert!(!all.contains(&want), "{at}\n  ^ {want}\n{all}"),
                '|' => assert!(has_line(&all, &want), "{at}\n  | {want}\n{all}"),
                _ => holds(&said.out, &want, &at),
            }
        }
    }

    /// Words with what was named before in the place of its name.
    fn called(&self, words: &str) -> String {
        let mut names: Vec<(&String, &String)> = self.names.iter().collect();
        names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        let folder = self.folder.path().to_str().unwrap().replace(' ', "\u{a0}");
        let mut said = words.replace("{folder}", &folder);
        for (name, id) in names {
            said = said.replace(&format!("@{name}"), id);
        }
        said
    }
}

/// Blanks part words; a blank within one is written as 　 or not at all.
fn words(line: &str) -> Vec<String> {
    line.split(' ')
        .filter(|word| !word.is_empty())
        .map(|word| word.replace('\u{a0}', " "))
        .collect()
}

/// The answers of a visit that found these: `通道堵塞/限7@通道` by its own words, `q24=有/限7` by an answer of the form.
fn answers(found: &[&str]) -> String {
    let (mut told, mut hazards) = (String::new(), String::new());
    for found in found {
        let (what, rest) = found.split_once('/').unwrap();
        match what.split_once('=') {
            Some((item, word)) => {
                told += &format!("{item} = \"{word}\"\n");
                hazards += &format!("[[hazards]]\nitem = \"{item}\"\n");
            }
            None => hazards += &format!("[[hazards]]\ntext = \"{what}\"\nrequirement = \"改正\"\n"),
        }
        let mut rest = rest.split('@').next().unwrap();
        for (word, grade) in [("重大", "major"), ("待评估", "unsure"), ("", "general")] {
            if let Some(way) = rest.strip_prefix(word) {
                hazards += &format!("grade = \"{grade}\"\n");
                rest = way;
                break;
            }
        }
        hazards += &match rest.strip_prefix('限') {
            Some(days) => {
                format!("disposal = \"by_deadline\"\ndays = {days}\ninterim = \"专人值守\"\n")
            }
            None if rest == "停业" => {
                "disposal = \"suspend\"\ndays = 30\ninterim = \"断电\"\n".to_owned()
            }
            None if rest == "当场" => {
                "disposal = \"on_the_spot\"\nevidence = \"已当场改正\"\n".to_owned()
            }
            None => panic!("{found}"),
        };
    }
    format!("default = \"normal\"\n[answers]\n{told}{hazards}")
}

/// Whether one line has these cells and no others; cells have no blanks in them.
fn has_line(text: &str, cells: &str) -> bool {
    let cells: Vec<&str> = cells.split_whitespace().collect();
    text.lines().any(|line| line.split_whitespace().eq(cells.iter().copied()))
}

/// Every `path value` of a line holds in the JSON.
fn holds(json: &str, wants: &str, at: &str) {
    let json: Value =
        serde_json::from_str(json).unwrap_or_else(|_| panic!("{at}: no JSON\n{json}"));
    let wants: Vec<&str> = wants.split_whitespace().collect();
    let (pairs, rest) = wants.as_chunks::<2>();
    assert!(rest.is_empty(), "{at}: {wants:?}");
    let differs: Vec<String> = pairs
        .iter()
        .filter_map(|[path, want]| {
            let value = path.split('.').fold(&json, |value, key| match key.parse::<usize>() {
                Ok(at) => &value[at],
                Err(_) => &value[key],
            });
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            (value != *want).then(|| format!("{path}: wanted {want}, is {value}"))
        })
        .collect();
    assert!(differs.is_empty(), "{at}\n{}\n{json:#}", differs.join("\n"));
}

const WEEKDAYS: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];

/// The acts of each day.
fn days(story: &str) -> BTreeMap<NaiveDate, Vec<Act<'_>>> {
    let mut days: BTreeMap<NaiveDate, Vec<Act>> = BTreeMap::new();
    let mut regular: Vec<(NaiveDate, Act)> = Vec::new();
    let mut today = NaiveDate::MIN;
    for (index, line) in story.lines().enumerate() {
        let at = index + 1;
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with('#') {
            continue;
        }
        if let Some(want) = line.strip_prefix("  ") {
            let mut chars = want.chars();
            let sign = chars.next().unwrap();
            assert!("~^|=".contains(sign), "line {at}: {line}");
            let acts = days.get_mut(&today).unwrap();
            acts.last_mut().unwrap().wants.push((sign, chars.as_str().trim()));
        } else if let Some(rest) = line.strip_prefix("每周") {
            let parts: Vec<&str> = rest.splitn(4, ' ').collect();
            let [weekday, from, to, act] = parts[..] else { panic!("line {at}: {line}") };
            let (from, to): (NaiveDate, NaiveDate) = (from.parse().unwrap(), to.parse().unwrap());
            for day in from.iter_days().take_while(|day| *day <= to) {
                if WEEKDAYS[day.weekday().num_days_from_monday() as usize] == weekday {
                    regular.push((day, parsed(at, act)));
                }
            }
        } else if line.starts_with("20") {
            let (day, weekday) = line.split_once(' ').unwrap();
            let day: NaiveDate = day.parse().unwrap();
            let named = WEEKDAYS[day.weekday().num_days_from_monday() as usize];
            assert_eq!(weekday.trim(), named, "line {at}: {line}");
            assert!(day >= today, "line {at}: {line} is told too late");
            today = day;
            days.entry(today).or_default();
        } else {
            days.get_mut(&today).unwrap().push(parsed(at, line));
        }
    }
    // Rounds come in the morning, and on no day off.
    let calendar = anban::form::library::Library::new(&[]).0.work_calendar();
    regular.retain(|(day, _)| calendar.is_workday(*day));
    for (day, act) in regular.into_iter().rev() {
        days.entry(day).or_default().insert(0, act);
    }
    days
}

fn parsed(line: usize, text: &str) -> Act<'_> {
    let at = text.find([':', '!']).unwrap_or_else(|| panic!("line {line}: {text}"));
    let refused = text[at..].starts_with('!');
    let (who, rest) = (&text[..at], text[at + 1..].trim());
    let (json, words) = match rest.strip_prefix("json ") {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    Act { line, who: who.trim(), words, json, refused, wants: Vec::new() }
}
