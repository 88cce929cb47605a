//! Every paper on the filled office, each by a program of its own: for one community, and for the street where the
//! paper is about a unit. What papers need beside the register is entered first, as people would enter it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anban::{
    form::{
        facts::About,
        field::{Field, FieldKind},
        library::Library,
        paper::PaperForm,
    },
    office::Opening,
};
use serde_json::{Map, Value};

use crate::{
    Table, Times, once,
    street::{SAFETY_OFFICER, STREET_OFFICER, Street, TODAY, community_name},
    time,
};

/// Cold, from the start of the program to its end (PAPER.md).
const BOUND: f64 = 150.0;
/// What takes longer, in milliseconds, is not run again.
const LONG: f64 = 1_000.0;
const MAJOR: &str = r#"default = "normal"
[[hazards]]
text = "二楼夹层住人，与车间无分隔"
grade = "major"
disposal = "suspend"
days = 30
requirement = "人员搬离，拆除隔板"
interim = "切断夹层电源"
"#;

/// The desk of one person on the filled office.
struct Desk<'a> {
    data: &'a Path,
    actor: &'a str,
}

impl Desk<'_> {
    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_anban"));
        command.arg("--data").arg(self.data);
        command.args(["--today", TODAY, "--as", self.actor, "--json"]).args(args);
        command
    }

    fn say(&self, args: &[&str]) -> Result<Value, String> {
        let done = self.command(args).output().unwrap();
        if !done.status.success() {
            return Err(String::from_utf8_lossy(&done.stderr).trim().to_owned());
        }
        Ok(serde_json::from_slice(&done.stdout).unwrap_or_default())
    }

    /// The id that a deed answers with.
    fn id(&self, args: &[&str]) -> String {
        let said = self.say(args).unwrap_or_else(|why| panic!("{args:?}: {why}"));
        said["id"].as_str().unwrap_or_else(|| panic!("{args:?}: {said:#}")).to_owned()
    }
}

/// What the papers are about.
struct Subjects {
    premises: String,
    hazard: String,
    inspection: String,
    notice: String,
    grid: String,
    transfer: String,
    supervision: String,
    /// Of the community.
    accountable: String,
    event: String,
}

impl Subjects {
    fn new(data: &Path, street: &Street) -> Subjects {
        let officer = Desk { data, actor: SAFETY_OFFICER };
        let office = Desk { data, actor: STREET_OFFICER };
        let premises = street.names("community").nth(60).unwrap();
        let file = data.join("重大.toml");
        fs::write(&file, MAJOR).unwrap();
        let answers = file.to_str().unwrap();
        let visit = ["inspect", "record", "--premises", &premises, "--form", "table4"];
        let visit =
            officer.say(&[&visit[..], &["--answers", answers, "--by", "陈一鸣"]].concat()).unwrap();
        let of = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let hazard = of(&visit["hazards"][0]["id"]);
        let community = community_name(0);
        let stop = ["hazard", "stop", &hazard, "--at", "10:30", "--measures", "停用夹层"];
        officer.say(&stop).unwrap();
        let unit =
            ["--unit", "丰泽区安委会办公室", "--leader", "刘副区长", "--deadline", "2026-12-31"];
        let supervision = office.id(&[&["supervise", "open", &hazard][..], &unit].concat());
        let accountable = ["supervise", "open", "--community", &community, "--situation", "GP-2"];
        let words = ["--unit", "北峰街道", "--leader", "沈卫东", "--words", "三次复查仍未整改"];
        let accountable = office.id(&[&accountable[..], &words].concat());
        let to =
            ["--to", "区消防救援大队", "--approver", STREET_OFFICER, "--opinion", "请依法查处"];
        let transfer = office.id(&[&["transfer", "send", "--hazard", &hazard][..], &to].concat());
        let event = ["event", "register", "--source", "call", "--premises", &premises];
        let event = officer.id(&[&event[..], &["--content", "夜间住人"]].concat());
        Subjects {
            hazard,
            inspection: of(&visit["inspection"]),
            notice: of(&visit["notice"]["id"]),
            grid: "第1网格".into(),
            premises,
            transfer,
            supervision,
            accountable,
            event,
        }
    }

    fn of(
        &self,
        form: &PaperForm,
        library: &Library,
        [officer, office]: [&Desk; 2],
    ) -> Option<String> {
        Some(match form.about {
            About::None => return None,
            About::Premises => self.premises.clone(),
            About::Hazard => self.hazard.clone(),
            About::Inspection => self.inspection.clone(),
            About::Notice => self.notice.clone(),
            About::Grid => self.grid.clone(),
            About::Transfer => self.transfer.clone(),
            About::Supervision if form.code.starts_with("community") => self.accountable.clone(),
            About::Supervision => self.supervision.clone(),
            About::Event => self.event.clone(),
            About::Entry => {
                let ledger = library.ledger(&form.ledger).unwrap();
                let filled: Vec<String> = ledger
                    .fields
                    .iter()
                    .filter(|field| field.required)
                    .flat_map(|field| {
                        ["--set".to_owned(), format!("{}={}", field.id, typed(field))]
                    })
                    .collect();
                let mut words = vec!["ledger", "add", &ledger.code, "--sure"];
                match ledger.about {
                    About::None => words.extend(["--community", self.community()]),
                    _ => words.extend(["--premises", &self.premises]),
                }
                words.extend(filled.iter().map(String::as_str));
                let is_ours = ["accountability", "interview"].contains(&ledger.code.as_str());
                if is_ours { office.id(&words) } else { officer.id(&words) }
            }
        })
    }

    fn community(&self) -> &'static str {
        "招联一社区"
    }
}

/// What somebody types into a field.
fn typed(field: &Field) -> String {
    match field.kind {
        FieldKind::Text if field.id.ends_with("_at") => "14时05分".to_owned(),
        FieldKind::Day => "2026-11-18".to_owned(),
        FieldKind::Money => "500".to_owned(),
        _ => field.sample(),
    }
}

/// One paper made again and again; the first run tells whether it is worth it.
fn timed(desk: &Desk, words: &[&str], out: &Path) -> Result<Times, String> {
    let mut failed = None;
    let mut run = || {
        let _ = fs::remove_file(out);
        failed = desk.say(words).err().or(failed.take());
    };
    let first = once(&mut run);
    let times = if first.p50 > LONG { first } else { time(3, |_| run()) };
    match failed {
        Some(why) => Err(why),
        None => Ok(times),
    }
}

pub fn papers(opening: &Opening, street: &Street, floor: Times) {
    let data: PathBuf = opening.data.clone().unwrap();
    let (library, _) = Library::new(&[]);
    let subjects = Subjects::new(&data, street);
    let out = data.join("一份.pdf");
    let officer = Desk { data: &data, actor: SAFETY_OFFICER };
    let office = Desk { data: &data, actor: STREET_OFFICER };
    Table::head("Every paper of the filled office by a program of its own; floor as above");
    let mut failed = Vec::new();
    let mut row = |what: String, desk: &Desk, words: &[&str]| match timed(desk, words, &out) {
        Ok(times) => {
            let size = fs::metadata(&out).map_or(0, |file| file.len() / 1024);
            Table::row(&format!("{what}, {size} KB"), times, floor, Some(BOUND));
        }
        Err(why) => failed.push(format!("{what}: {why}")),
    };
    for form in library.papers() {
        // Letters to and about communities are the street's.
        let letter = form.number.is_some()
            && matches!(form.about, About::Supervision | About::Transfer | About::Entry);
        let writer = if letter { &office } else { &officer };
        let about = subjects.of(form, &library, [writer, &office]);
        let values: Map<String, Value> = form
            .fields
            .iter()
            .filter(|field| field.required)
            .map(|field| (field.id.clone(), typed(field).into()))
            .collect();
        let file = data.join("填写.json");
        fs::write(&file, Value::Object(values).to_string()).unwrap();
        let verb = if form.number.is_some() { "issue" } else { "print" };
        let mut words = vec!["paper", verb, &*form.code];
        let (file, to) = (file.to_str().unwrap().to_owned(), out.to_str().unwrap().to_owned());
        words.extend(["--values", &file, "-o", &to]);
        match &about {
            Some(about) => {
                words.extend(["--about", about]);
                row(form.code.clone(), writer, &words);
            }
            None => {
                row(format!("{} (community)", form.code), &officer, &words);
                row(format!("{} (street)", form.code), &office, &words);
            }
        }
    }
    for ledger in library.ledgers() {
        let code = format!("ledger/{}", ledger.code);
        let to = out.to_str().unwrap().to_owned();
        row(format!("{code} (community)"), &officer, &["paper", "print", &code, "-o", &to]);
    }
    for why in failed {
        println!("not made: {why}");
    }
}
