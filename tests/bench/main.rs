//! How fast the desk is at the size of a whole street: 100,000 premises, 200,000 hazards, a million answers.
//!
//! `tests/run --bench` runs it. Each figure stands beside a floor taken in the same run, since a machine's
//! own speed varies; nothing here fails a build.
#![allow(clippy::disallowed_methods)]

mod filled;
mod growth;
mod program;
mod server;
mod street;
mod tty;

use std::{path::PathBuf, time::Instant};

use anban::{
    domain::unit::UnitPath,
    office::{
        Office, Opening, coverage::By, finder::Narrow, hazards, print::Print, roster::Import, setup,
    },
    paper,
    sheet::{roster::RosterEntry, write},
    store::{self, Engine, Store},
};
use uuid::Uuid;

use street::{Street, TODAY, day};

/// Half of the runs and nineteen in twenty of them stay below.
#[derive(Clone, Copy)]
struct Times {
    p50: f64,
    p95: f64,
}

/// Milliseconds of so many runs, after one that warms up.
fn time(runs: usize, mut deed: impl FnMut(usize)) -> Times {
    deed(0);
    let mut times: Vec<f64> = (1..=runs)
        .map(|run| {
            let start = Instant::now();
            deed(run);
            start.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize];
    Times { p50: at(0.5), p95: at(0.95) }
}

/// Milliseconds of one run.
fn once(deed: impl FnOnce()) -> Times {
    let start = Instant::now();
    deed();
    let took = start.elapsed().as_secs_f64() * 1000.0;
    Times { p50: took, p95: took }
}

struct Table;

impl Table {
    fn head(title: &str) {
        println!("\n{title}");
        println!(
            "{:<46} {:>10} {:>10} {:>10} {:>8} {:>10}",
            "", "p50 ms", "p95 ms", "floor ms", "ratio", "target"
        );
    }

    fn row(what: &str, times: Times, floor: Times, target: Option<f64>) {
        let verdict = target.map_or("", |target| if times.p95 <= target { "PASS" } else { "FAIL" });
        let target = target.map_or(String::new(), |target| format!("{target:.0}"));
        println!(
            "{what:<46} {:>10.2} {:>10.2} {:>10.3} {:>8.1} {target:>10} {verdict}",
            times.p50,
            times.p95,
            floor.p50,
            times.p50 / floor.p50
        );
    }

    /// A count, beside the most it may be.
    fn bytes(what: &str, count: u64, most: u64) {
        let verdict = if count <= most { "PASS" } else { "FAIL" };
        println!("{what:<46} {count:>10} {most:>41} {verdict}");
    }

    fn size(what: &str, bytes: u64, most: u64) {
        let verdict = if bytes <= most { "PASS" } else { "FAIL" };
        println!(
            "{what:<46} {:>10} KB {:>32} {verdict}",
            bytes / 1024,
            format!("{} KB", most / 1024)
        );
    }
}

/// A folder of its own, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Folder {
        let path = std::env::temp_dir().join(format!("anban-bench-{}", Uuid::now_v7()));
        std::fs::create_dir(&path).unwrap();
        Folder(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn main() {
    // `cargo bench` passes `--bench`; a word narrows what is run: sqlite, desk, postgres, import, paper (filled: every
    // paper of the filled office alone), million (one community among a million premises; with `postgres` on the server
    // too; runs when it is named). `small` fills a fiftieth of the street, to try the benchmark itself, and `busy`
    // puts five years into one; `many` fills a million premises where a folder or a register is kept, and
    // `million left=FOLDER` measures such a folder.
    // `keep=FOLDER` fills that folder and leaves it, to be opened with the desk; `postgres keep` leaves the register on the
    // server, and `postgres at=URL` measures one that was left.
    let wanted: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let small = wanted.iter().any(|word| word == "small");
    let busy = wanted.iter().any(|word| word == "busy");
    let all = wanted.iter().all(|word| word == "small" || word == "busy" || word == "many");
    let runs = |part: &str| all || wanted.iter().any(|word| word == part);
    let many = wanted.iter().any(|word| word == "many");
    let size = if small { street::SMALL } else { street::FULL };
    let size = if many { street::Size::of(growth::COMMUNITIES[1]) } else { size };
    let size = if busy { size.busy() } else { size };
    if runs("import") {
        import();
    }
    let kept = wanted.iter().find_map(|word| word.strip_prefix("keep=")).map(PathBuf::from);
    let folder = Folder::new();
    if ["sqlite", "desk", "paper", "filled"].into_iter().any(runs) || kept.is_some() {
        let data = kept.unwrap_or_else(|| folder.0.clone());
        let opening =
            Opening { data: Some(data.clone()), today: Some(day(TODAY)), ..Opening::default() };
        let store = || Store::open_file(&data.join("anban.db")).unwrap();
        let street = fill(&opening, "SQLite", size, store);
        if runs("desk") {
            tty::desk(&data);
        }
        if runs("sqlite") {
            desk(&opening, &street, Engine::Sqlite);
        }
        if runs("paper") {
            papers(&opening, &street);
        }
        if runs("paper") || runs("filled") {
            filled::papers(&opening, &street, program::floor());
        }
    }
    let keep = wanted.iter().any(|word| word == "keep");
    let million = wanted.iter().any(|word| word == "million");
    if million {
        growth::on_file(wanted.iter().find_map(|word| word.strip_prefix("left=")));
    }
    if let (true, Ok(url)) = (runs("postgres"), std::env::var("ANBAN_TEST_POSTGRES")) {
        if million {
            growth::on_server(&url);
        } else {
            let measured = |opening: &Opening, street: &Street| {
                desk(opening, street, Engine::Postgres);
            };
            match wanted.iter().find_map(|word| word.strip_prefix("at=")) {
                Some(url) => server::left(url, size, measured),
                None => server::filled(&url, size, keep, measured),
            }
        }
    }
}

/// Sets an office up and fills its register.
fn fill(
    opening: &Opening,
    engine: &str,
    size: street::Size,
    open: impl FnOnce() -> Store,
) -> Street {
    let mut office = setup::init(opening, &street::plan(size)).unwrap();
    let mut filled = None;
    let took = once(|| filled = Some(street::fill(&mut office, &mut *open().driver, size)));
    let street = filled.unwrap();
    println!(
        "\n{engine}: {} premises, {} hazards, {} answers in {:.0} s",
        street.premises,
        street.hazards,
        street.inspections * 44,
        took.p50 / 1000.0
    );
    street
}

/// What a desk does all day, at full size: as the whole street and as one of its communities.
fn desk(opening: &Opening, street: &Street, engine: Engine) {
    let mut floor = store_of(opening);
    let (low, high) = UnitPath::parse(&street.home).unwrap().range();
    let scan = time(20, |_| {
        let sql = "SELECT COUNT(*) FROM hazard WHERE is_open AND cid >= $1 AND cid < $2";
        floor.driver.query(sql, anban::params![low.as_str(), high.as_str()]).unwrap();
    });
    let sync = time(40, |run| {
        let saved: Result<(), store::Fault> = store::transaction(&mut *floor.driver, |driver| {
            store::meta::set(driver, "bench", &run.to_string())
        });
        saved.unwrap();
    });
    Table::head(&format!(
        "{engine:?}; floors: the index of open hazards counted; one small commit"
    ));
    for (who, actor) in [("street", street::STREET_OFFICER), ("community", street::SAFETY_OFFICER)]
    {
        let opening = Opening { actor: Some(actor.to_owned()), ..opening.clone() };
        let mut office = Office::open(&opening).unwrap();
        let looked = Some(50.0);
        let agenda = time(20, |_| drop(office.agenda(None, None).unwrap()));
        Table::row(&format!("agenda ({who})"), agenda, scan, looked);
        let month = time(20, |_| drop(office.month(day(TODAY)).unwrap()));
        Table::row(&format!("calendar month ({who})"), month, scan, looked);
        let filter = hazards::Filter {
            overdue_on: Some(day(TODAY)),
            limit: Some(50),
            ..hazards::Filter::default()
        };
        let overdue = time(20, |_| drop(office.hazards(&filter).unwrap()));
        let target = Some(20.0);
        Table::row(&format!("overdue list, one page ({who})"), overdue, scan, target);
        let board = time(20, |_| drop(office.review(None).unwrap()));
        Table::row(&format!("board of the week ({who})"), board, scan, looked);
        let coverage = time(20, |_| {
            drop(office.coverage(None, By::default(), Some(200)).unwrap());
        });
        Table::row(&format!("coverage ({who})"), coverage, scan, looked);
        let warn = time(5, |_| drop(office.suggestions().unwrap()));
        Table::row(&format!("suggestions of accountability ({who})"), warn, scan, None);
        let find = anban::office::premises::Filter {
            find: "hxjgc".into(),
            limit: Some(50),
            ..anban::office::premises::Filter::default()
        };
        let find = time(20, |_| drop(office.list_premises(&find).unwrap()));
        Table::row(&format!("find by initials ({who})"), find, scan, None);
        let mut finder = None;
        let load = time(3, |_| finder = Some(office.finder().unwrap()));
        Table::row(&format!("read the register to find in ({who})"), load, scan, None);
        let finder = finder.unwrap();
        for typed in ["y", "hx", "hxjgc", "hengxin", "恒鑫", "1380"] {
            let found = time(20, |_| drop(finder.find(typed, &Narrow::default())));
            Table::row(&format!("find {typed} in memory ({who})"), found, scan, Some(5.0));
        }
        let mut names = street.names(who);
        let save = time(40, |_| {
            // Premises are few enough to be seen again on the same day: asked whether that is meant, it is.
            let report = street::report(&names.next().unwrap());
            office.meaning(true, |office| office.record(&report)).unwrap();
        });
        Table::row(&format!("save a finished inspection ({who})"), save, sync, target);
    }
    let open = time(20, |_| drop(Office::open(opening).unwrap()));
    Table::row("open the office", open, scan, None);
}

fn store_of(opening: &Opening) -> Store {
    match &opening.database {
        Some(url) => Store::open_url(url).unwrap(),
        None => Store::open_file(&opening.data.clone().unwrap().join("anban.db")).unwrap(),
    }
}

/// Ten thousand premises from a spreadsheet into an office that has none.
fn import() {
    let rows: Vec<RosterEntry> = (0..10_000).map(|index| street::row(index, 20)).collect();
    let folder = Folder::new();
    let file = folder.0.join("名册.xlsx");
    std::fs::write(&file, write::roster_xlsx(&rows).unwrap()).unwrap();
    let floor = time(3, |_| {
        use calamine::Reader;
        let mut book: calamine::Xlsx<_> = calamine::open_workbook(&file).unwrap();
        let name = book.sheet_names()[0].clone();
        assert_eq!(book.worksheet_range(&name).unwrap().height(), 10_001);
    });
    Table::head("Import of 10,000 premises; floor: the same file read by calamine alone");
    let office = |name: &str| {
        let data = folder.0.join(name);
        let opening = Opening { data: Some(data), today: Some(day(TODAY)), ..Opening::default() };
        setup::init(&opening, &street::plan(street::FULL)).unwrap()
    };
    let import = Import { community: Some(street::community_name(0)), ..Import::default() };
    let mut last = None;
    let times = time(3, |run| {
        let mut office = office(&run.to_string());
        let done = office.import(&file, &import).unwrap();
        assert_eq!(done.added, 10_000, "{:?}", done.problems.first());
        last = Some(office);
    });
    Table::row("import (with setting the office up)", times, floor, Some(5_000.0));
    let mut office = last.unwrap();
    let again = time(3, |_| {
        assert_eq!(office.import(&file, &import).unwrap().unchanged, 10_000);
    });
    Table::row("the same file again: nothing to do", again, floor, Some(5_000.0));
}

/// Notices to paper: in an open desk, as a program of its own, and a thousand at once.
fn papers(opening: &Opening, street: &Street) {
    let fonts = paper::Fonts::embedded().unwrap();
    let meta = paper::Meta { title: "空".into(), author: "空".into(), date: day(TODAY) };
    let empty = time(20, |_| {
        paper::pdf(&[paper::Page::default()], &meta, &fonts).unwrap();
    });
    Table::head("Paper; floor: the PDF of an empty page");
    let mut office = Office::open(opening).unwrap();
    let numbers = street.numbers(&mut office, 1_100);
    let mut largest = 0;
    let warm = time(40, |run| {
        let printed = office.notice_pdf(&numbers[run], &Print::default()).unwrap();
        largest = largest.max(printed.bytes.len() as u64);
    });
    Table::row("a notice in an open desk", warm, empty, Some(20.0));
    let again = time(40, |_| drop(office.notice_pdf(&numbers[0], &Print::default()).unwrap()));
    Table::row("the same notice again (kept bytes)", again, empty, None);
    let thousand = once(|| {
        let stack = office.print_notices(&numbers[100..], &Print::default(), None).unwrap();
        assert_eq!(stack.done.len(), 1_000);
    });
    Table::row("a thousand notices, each kept", thousand, empty, Some(5_000.0));
    let stack = opening.data.clone().unwrap().join("stack");
    let files = once(|| {
        let done = office.print_notices(&numbers[100..], &Print::default(), Some(&stack)).unwrap();
        assert_eq!(done.done.len(), 1_000);
    });
    Table::row("the same again, each into a file", files, empty, Some(5_000.0));
    Table::size("largest notice", largest, 120 * 1024);
    program::papers(opening, |run| numbers[50 + run].clone());
}
