//! What happens to the store from outside: wrong files, full disks, cut lines, a program killed while it writes.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anban::params;
use anban::store::journal::{self, Entry};
use anban::store::migrate::dialect;
use anban::store::{self, Driver, Fault, Store, transaction};
use chrono::NaiveDate;

use crate::engines::{Folder, Schema, server};

fn refusal(path: &Path) -> Fault {
    Store::open_file(path).err().expect("the file should be refused")
}

/// A closed register with some hundred pages.
fn written(folder: &Folder) -> PathBuf {
    let path = folder.file("安办.db");
    let mut store = Store::open_file(&path).unwrap();
    store.driver.batch("CREATE TABLE filler(a TEXT)").unwrap();
    let rows: Vec<_> =
        (0..500).map(|n| params![format!("{n}{}", "安".repeat(300))].to_vec()).collect();
    transaction::<_, Fault>(&mut *store.driver, |driver| {
        driver.bulk("INSERT INTO filler VALUES ($1)", &rows)
    })
    .unwrap();
    path
}

#[test]
fn a_file_that_is_not_ours_is_named_and_left_as_it_was() {
    let folder = Folder::new();
    let text = folder.file("通知.docx");
    std::fs::write(&text, "这不是数据库".repeat(100)).unwrap();
    // A database of another program: valid, with a table, without our mark.
    let foreign = folder.file("别的.db");
    let ours = written(&folder);
    let mut bytes = std::fs::read(&ours).unwrap();
    bytes[68..72].copy_from_slice(&[0; 4]);
    std::fs::write(&foreign, &bytes).unwrap();
    for path in [text, foreign] {
        let before = std::fs::read(&path).unwrap();
        assert_eq!(refusal(&path), Fault::NotADatabase { path: path.clone() });
        assert_eq!(std::fs::read(&path).unwrap(), before);
    }
}

#[test]
fn a_place_where_no_file_can_be_is_named() {
    let folder = Folder::new();
    for path in [folder.path().to_owned(), folder.file("没有").join("安办.db")] {
        assert!(matches!(refusal(&path), Fault::CannotOpen { path: named, .. } if named == path));
    }
}

#[test]
fn a_file_that_was_cut_is_damaged() {
    let folder = Folder::new();
    let path = written(&folder);
    let whole = std::fs::read(&path).unwrap();
    for keep in [whole.len() / 2, whole.len() - 1, 5000, 4096] {
        // A name of its own: an earlier try may have left its log.
        let cut = folder.file(&format!("{keep}.db"));
        std::fs::write(&cut, &whole[..keep]).unwrap();
        let found = Store::open_file(&cut).and_then(|mut store| store.driver.check());
        let told = match &found {
            Err(Fault::Damaged { .. }) => true,
            Ok(troubles) => !troubles.is_empty(),
            Err(_) => false,
        };
        assert!(told, "{keep} of {} bytes: {found:?}", whole.len());
    }
    std::fs::write(&path, &whole).unwrap();
    assert_eq!(Store::open_file(&path).and_then(|mut store| store.driver.check()), Ok(vec![]));
}

#[test]
fn a_page_of_rubbish_is_found_by_the_check() {
    let folder = Folder::new();
    let path = written(&folder);
    let mut bytes = std::fs::read(&path).unwrap();
    let from = bytes.len() / 2 / 8192 * 8192;
    bytes[from..from + 8192].fill(0xa5);
    std::fs::write(&path, &bytes).unwrap();
    let found = Store::open_file(&path).and_then(|mut store| store.driver.check());
    assert!(!matches!(&found, Ok(troubles) if troubles.is_empty()), "{found:?}");
}

#[test]
fn a_full_disk_saves_nothing_and_is_told() {
    let folder = Folder::new();
    let mut store = Store::open_file(&folder.file("安办.db")).unwrap();
    let driver = &mut *store.driver;
    driver.batch("CREATE TABLE filler(a TEXT)").unwrap();
    let pages = driver.query("PRAGMA page_count", &[]).unwrap()[0].int(0).unwrap();
    driver.batch(&format!("PRAGMA max_page_count = {}", pages + 3)).unwrap();
    let insert = "INSERT INTO filler VALUES ($1)";
    let full: Result<u64, Fault> = transaction(driver, |driver| {
        driver.execute(insert, params!["一"])?;
        driver.execute(insert, params!["安".repeat(100_000)])
    });
    assert!(matches!(full, Err(Fault::DiskFull { .. })), "{full:?}");
    assert_eq!(driver.query("SELECT count(*) FROM filler", &[]).unwrap()[0].int(0), Ok(0));
    assert_eq!(
        transaction::<_, Fault>(driver, |driver| driver.execute(insert, params!["二"])),
        Ok(1)
    );
}

#[test]
fn a_copy_is_complete_and_the_open_file_is_never_its_target() {
    let folder = Folder::new();
    let path = written(&folder);
    let mut store = Store::open_file(&path).unwrap();
    let copy = folder.file("备份 '1'.db");
    std::fs::write(folder.file("备份 '1'.db.part"), "left by a copy that was cut short").unwrap();
    for _ in 0..2 {
        store.driver.backup_to(&copy).unwrap();
    }
    assert!(!folder.file("备份 '1'.db.part").exists());
    let mut copied = Store::open_file_read_only(&copy).unwrap();
    assert_eq!(copied.driver.query("SELECT count(*) FROM filler", &[]).unwrap()[0].int(0), Ok(500));
    let refused = copied.driver.execute("INSERT INTO filler VALUES ($1)", params!["一"]);
    assert_eq!(refused, Err(Fault::ReadOnly { path: copy }));
    assert!(matches!(store.driver.backup_to(&path), Err(Fault::CannotOpen { .. })));
    assert_eq!(store.driver.check(), Ok(vec![]));
}

#[test]
fn a_line_that_was_cut_is_told_once_and_made_again() {
    let schema = Schema::new();
    let mut store = Store::open_url(&schema.url).unwrap();
    let driver = &mut *store.driver;
    let mut administrator = store::connect(&server()).unwrap();
    let mut cut = |driver: &mut dyn Driver| {
        let pid = driver.query("SELECT CAST(pg_backend_pid() AS BIGINT)", &[]).unwrap()[0]
            .int(0)
            .unwrap();
        // With a time limit it returns when the other process is gone.
        let order = format!("SELECT pg_terminate_backend({pid}, 10000)");
        assert_eq!(administrator.query(&order, &[]).unwrap()[0].bool(0), Ok(true));
    };
    let put = "INSERT INTO meta(key, value) VALUES ($1, $2)";
    driver.execute(put, params!["a", "1"]).unwrap();

    cut(driver);
    assert!(matches!(driver.execute(put, params!["b", "1"]), Err(Fault::Unreachable { .. })));
    driver.execute(put, params!["b", "1"]).unwrap();

    cut(driver);
    transaction::<_, Fault>(driver, |driver| driver.execute(put, params!["c", "1"])).unwrap();

    let lost: Result<(), Fault> = transaction(driver, |driver| {
        driver.execute(put, params!["d", "1"])?;
        cut(driver);
        let first = driver.execute(put, params!["e", "1"]).unwrap_err();
        assert!(
            driver.execute(put, params!["f", "1"]).is_err(),
            "half a transaction does not go on"
        );
        Err(first)
    });
    assert!(matches!(lost, Err(Fault::Unreachable { .. })), "{lost:?}");

    let unknown: Result<(), Fault> = transaction(driver, |driver| {
        driver.execute(put, params!["g", "1"])?;
        cut(driver);
        Ok(())
    });
    assert!(matches!(unknown, Err(Fault::CommitUnknown { .. })), "{unknown:?}");

    let keys = driver.query("SELECT key FROM meta ORDER BY key", &[]).unwrap();
    assert_eq!(keys.iter().map(|row| row.text(0).unwrap()).collect::<String>(), "abc");
}

#[test]
fn an_address_that_leads_nowhere_is_told() {
    let fault = |url: &str| store::connect(url).err().expect("no server there");
    assert!(matches!(fault("http://a/b"), Fault::BadAddress { .. }));
    // Port 1 of this machine: nobody listens.
    assert!(
        matches!(fault("postgres://a@127.0.0.1:1/b"), Fault::Unreachable { server, .. } if server == "127.0.0.1:1")
    );
    let (head, _) =
        server().rsplit_once('/').map(|(head, tail)| (head.to_owned(), tail.to_owned())).unwrap();
    assert!(matches!(fault(&format!("{head}/nowhere")), Fault::Refused { .. }));
}

/// The environment variable by which a killed writer knows its file.
const WRITER: &str = "ANBAN_TEST_WRITER";
const ROUNDS: u32 = 60;
const ROWS: i64 = 5;

#[test]
fn a_killed_program_leaves_nothing_torn_and_loses_nothing_it_acknowledged() {
    let folder = Folder::new();
    let path = folder.file("安办.db");
    let mut store = Store::open_file(&path).unwrap();
    let table =
        "CREATE TABLE deed(id {ID} NOT NULL, n {INT} NOT NULL, PRIMARY KEY(id, n)){STRICT};";
    store.driver.batch(&dialect(table, store.driver.engine())).unwrap();
    drop(store);

    let mut acknowledged = Vec::new();
    for round in 0..ROUNDS {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["damage::writer", "--exact", "--ignored", "--nocapture", "--test-threads=1"])
            .env(WRITER, &path)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        let mut said = String::new();
        // The random id of its first deed says after how many the knife falls, and how soon after that.
        let mut plan: Option<(u32, u32)> = None;
        while plan.is_none_or(|(left, _)| left > 0) {
            let mut line = String::new();
            assert!(
                lines.read_line(&mut line).unwrap() > 0,
                "round {round}: the writer ended by itself: {said}"
            );
            if let Some(id) = id_of(&line) {
                let (left, pause) =
                    plan.unwrap_or((u32::from(id[15] % 12) + 1, u32::from(id[14]) * 8));
                plan = Some((left - 1, pause));
            }
            said.push_str(&line);
        }
        let pause = plan.map_or(0, |(_, pause)| pause);
        let falls = std::time::Instant::now() + std::time::Duration::from_micros(pause.into());
        while std::time::Instant::now() < falls {
            std::hint::spin_loop();
        }
        child.kill().unwrap();
        // What it had said before it died counts as well, but for a line cut in the middle.
        lines.read_to_string(&mut said).unwrap();
        child.wait().unwrap();
        let whole = said.rfind('\n').map_or("", |end| &said[..end]);
        acknowledged.extend(whole.lines().filter_map(id_of));
    }

    let mut store = Store::open_file(&path).unwrap();
    let driver = &mut *store.driver;
    assert_eq!(driver.check(), Ok(vec![]));
    let deeds = driver.query("SELECT id, count(*), sum(n) FROM deed GROUP BY id", &[]).unwrap();
    let torn = deeds
        .iter()
        .filter(|row| (row.int(1), row.int(2)) != (Ok(ROWS), Ok(ROWS * (ROWS - 1) / 2)))
        .count();
    let kept: std::collections::HashSet<[u8; 16]> =
        deeds.iter().map(|row| row.id(0).unwrap()).collect();
    println!("{ROUNDS} kills, {} deeds kept, {} acknowledged", kept.len(), acknowledged.len());
    let lost = acknowledged.iter().filter(|id| !kept.contains(*id)).count();
    assert_eq!((torn, lost), (0, 0), "{} deeds, {} acknowledged", kept.len(), acknowledged.len());
    assert!(acknowledged.len() >= ROUNDS as usize);
    let reports = journal::verify(driver).unwrap();
    assert_eq!(reports.len(), 1);
    assert_eq!(
        (reports[0].links, reports[0].broken_at),
        (kept.len() as i64, None),
        "a deed has its trace"
    );
}

fn id_of(line: &str) -> Option<[u8; 16]> {
    let (_, id) = line.trim_end().rsplit_once("saved ")?;
    uuid::Uuid::parse_str(id).ok().map(uuid::Uuid::into_bytes)
}

#[test]
#[ignore = "the other half of the test above, which starts it"]
fn writer() {
    let mut store = Store::open_file(Path::new(&std::env::var_os(WRITER).unwrap())).unwrap();
    loop {
        let id = uuid::Uuid::now_v7();
        let saved: Result<(), Fault> = transaction(&mut *store.driver, |driver| {
            for n in 0..ROWS {
                driver.execute("INSERT INTO deed(id, n) VALUES ($1, $2)", params![id, n])?;
            }
            journal::append(
                driver,
                &Entry {
                    desk: "甲".into(),
                    at_ms: 1,
                    day: NaiveDate::from_ymd_opt(2026, 11, 2).unwrap(),
                    actor: "张三".into(),
                    verb: "检查".into(),
                    cid: "c".into(),
                    object: id.to_string(),
                    body: String::new(),
                },
            )?;
            Ok(())
        });
        saved.unwrap();
        let mut out = std::io::stdout().lock();
        writeln!(out, "saved {id}").unwrap();
        out.flush().unwrap();
    }
}
