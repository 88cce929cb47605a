//! The journal on both engines: append-only, one chain a desk, and whatever is changed behind it shows.

use anban::params;
use anban::store::journal::{self, ChainReport, Entry};
use anban::store::{Driver, Engine, Fault, Store, transaction};
use chrono::NaiveDate;

use crate::{
    desk::{Desk, in_chinese},
    engines::{on_each, on_each_place},
    visits::{BAD, Street},
};

fn entry(desk: &str, n: i64) -> Entry {
    Entry {
        desk: desk.into(),
        at_ms: 1_790_000_000_000 + n,
        day: NaiveDate::from_ymd_opt(2026, 11, 2).unwrap(),
        actor: "张三".into(),
        verb: "检查".into(),
        cid: "350503/北峰".into(),
        object: format!("premises/{n}"),
        body: format!("{{\"第\":{n}}}"),
    }
}

/// Desk 甲 with five links, desk 乙 with two, made in turn.
fn chains(driver: &mut dyn Driver) {
    for n in 1..=5 {
        append(driver, &entry("甲", n));
    }
    let two = [entry("乙", 6), entry("乙", 7)];
    transaction(driver, |driver| journal::append_many(driver, &two)).unwrap();
}

fn append(driver: &mut dyn Driver, entry: &Entry) -> String {
    transaction(driver, |driver| journal::append(driver, entry)).unwrap()
}

fn broken(driver: &mut dyn Driver) -> Vec<(String, i64, Option<i64>)> {
    let reports = journal::verify(driver).unwrap();
    reports.into_iter().map(|report| (report.desk, report.links, report.broken_at)).collect()
}

#[test]
fn it_only_grows() {
    on_each(|driver| {
        chains(driver);
        let mut orders = vec![
            "UPDATE journal SET body = 'x' WHERE seq = 1",
            "DELETE FROM journal WHERE seq = 1",
            "DELETE FROM journal",
        ];
        match driver.engine() {
            Engine::Sqlite => orders.push(
                "INSERT OR REPLACE INTO journal SELECT desk, seq, at_ms, day, 'x', verb, cid, object, body, hash FROM journal",
            ),
            Engine::Postgres => orders.push("TRUNCATE journal"),
        }
        for order in orders {
            let refused = driver.execute(order, &[]);
            assert!(matches!(refused, Err(Fault::Denied { .. })), "{order}: {refused:?}");
        }
        assert_eq!(broken(driver), [("乙".into(), 2, None), ("甲".into(), 5, None)]);
    });
}

#[test]
fn it_is_written_with_the_deed_or_not_at_all() {
    on_each(|driver| {
        assert!(matches!(journal::append(driver, &entry("甲", 1)), Err(Fault::Other { .. })));
        let undone: Result<(), Fault> = transaction(driver, |driver| {
            journal::append(driver, &entry("甲", 1))?;
            Err(Fault::Conflict)
        });
        assert_eq!(undone, Err(Fault::Conflict));
        assert_eq!(journal::verify(driver), Ok(vec![]));
        let head = append(driver, &entry("甲", 1));
        assert_eq!(
            journal::verify(driver),
            Ok(vec![ChainReport { desk: "甲".into(), links: 1, head, ..ChainReport::default() }])
        );
    });
}

#[test]
fn it_reads_back_by_time_and_by_record() {
    on_each(|driver| {
        chains(driver);
        let newest: Vec<(String, i64)> = journal::tail(driver, 3)
            .unwrap()
            .into_iter()
            .map(|link| (link.entry.desk, link.seq))
            .collect();
        assert_eq!(newest, [("乙".into(), 2), ("乙".into(), 1), ("甲".into(), 5)]);
        let of_one = journal::of_object(driver, "350503/北峰", "premises/4").unwrap();
        assert_eq!(of_one.len(), 1);
        assert_eq!((of_one[0].seq, &of_one[0].entry), (4, &entry("甲", 4)));
    });
}

#[test]
fn what_is_changed_behind_it_shows() {
    type Edit = (&'static str, Vec<(String, i64, Option<i64>)>);
    let whole = || ("乙".to_owned(), 2, None);
    let edits: [Edit; 8] = [
        (
            "UPDATE journal SET body = 'x' WHERE desk = '甲' AND seq = 3",
            vec![whole(), ("甲".into(), 5, Some(3))],
        ),
        (
            "UPDATE journal SET day = '2026-11-01' WHERE desk = '甲' AND seq = 5",
            vec![whole(), ("甲".into(), 5, Some(5))],
        ),
        (
            "DELETE FROM journal WHERE desk = '甲' AND seq = 2",
            vec![whole(), ("甲".into(), 4, Some(3))],
        ),
        (
            "DELETE FROM journal WHERE desk = '甲' AND seq = 1",
            vec![whole(), ("甲".into(), 4, Some(2))],
        ),
        (
            "UPDATE journal SET desk = '丙' WHERE desk = '乙'",
            vec![("丙".into(), 2, Some(1)), ("乙".into(), 0, Some(1)), ("甲".into(), 5, None)],
        ),
        // The end cut off, one chain gone, all of it: the heads that are kept know better.
        (
            "DELETE FROM journal WHERE desk = '甲' AND seq > 3",
            vec![whole(), ("甲".into(), 3, Some(4))],
        ),
        (
            "DELETE FROM journal WHERE desk = '乙'",
            vec![("乙".into(), 0, Some(1)), ("甲".into(), 5, None)],
        ),
        ("DELETE FROM journal", vec![("乙".into(), 0, Some(1)), ("甲".into(), 0, Some(1))]),
    ];
    for (edit, expected) in edits {
        on_each(|driver| {
            chains(driver);
            driver
                .batch(match driver.engine() {
                    Engine::Sqlite => {
                        "DROP TRIGGER journal_no_update; DROP TRIGGER journal_no_delete;"
                    }
                    Engine::Postgres => "DROP TRIGGER journal_no_change ON journal;",
                })
                .unwrap();
            driver.batch(edit).unwrap();
            assert_eq!(broken(driver), expected, "{edit}");
        });
    }
}

#[test]
fn a_long_chain_is_followed_over_its_pages() {
    on_each(|driver| {
        let many: Vec<Entry> =
            (0..10_003).map(|n| entry(if n % 3 == 0 { "乙" } else { "甲" }, n)).collect();
        let heads = transaction(driver, |driver| journal::append_many(driver, &many)).unwrap();
        let reports = journal::verify(driver).unwrap();
        let found: Vec<_> = reports
            .iter()
            .map(|report| (report.desk.as_str(), report.links, report.broken_at))
            .collect();
        assert_eq!(found, [("乙", 3335, None), ("甲", 6668, None)]);
        assert!(reports.iter().all(|report| heads[&report.desk] == report.head));
        // Read through the index of the key, not from the beginning for every page.
        let plan = match driver.engine() {
            Engine::Sqlite => {
                "EXPLAIN QUERY PLAN SELECT * FROM journal WHERE (desk, seq) > ('甲', 5) ORDER BY desk, seq LIMIT 10"
            }
            Engine::Postgres => return,
        };
        let plan = driver.query(plan, &[]).unwrap()[0].text(3).unwrap();
        assert!(plan.contains("SEARCH journal USING INDEX"), "{plan}");
    });
}

#[test]
fn two_programs_on_one_desk_keep_one_chain() {
    on_each_place(|place| {
        place.open();
        std::thread::scope(|scope| {
            for worker in 0..4 {
                scope.spawn(move || {
                    let mut store = place.open();
                    for n in 0..10 {
                        append(&mut *store.driver, &entry("甲", worker * 100 + n));
                    }
                });
            }
        });
        assert_eq!(broken(&mut *place.open().driver), [("甲".into(), 40, None)]);
    });
}

#[test]
fn a_row_that_is_not_a_link_is_damage_and_no_panic() {
    on_each(|driver| {
        if driver.engine() == Engine::Postgres {
            return;
        }
        driver
            .execute(
                "INSERT INTO journal VALUES ('甲', 1, 1, $1, '', '', '', '', '', '')",
                params!["昨天"],
            )
            .unwrap();
        assert!(matches!(journal::verify(driver), Err(Fault::Damaged { .. })));
    });
}

#[test]
fn a_journal_that_was_cut_or_emptied_is_not_sound() {
    let desk = Desk::with_register();
    let database = desk.office().join("anban.db");
    let verify = || desk.run(&["journal", "--verify"]);
    verify().done();
    let mut store = Store::open_file(&database).unwrap();
    let driver = &mut *store.driver;
    driver.batch("DROP TRIGGER journal_no_delete").unwrap();
    driver.batch("DELETE FROM journal WHERE seq = (SELECT MAX(seq) FROM journal)").unwrap();
    drop(store);
    let said = verify();
    assert_eq!(said.code, Some(4), "{said:?}");
    assert!(said.err.contains("末尾被删过") && !said.out.contains("留痕完好"), "{said:?}");
    assert_eq!(desk.run(&["check"]).code, Some(4));
    let mut store = Store::open_file(&database).unwrap();
    // With the heads that are kept too: an office without a trace is none.
    store
        .driver
        .batch("DELETE FROM journal; DELETE FROM meta WHERE key LIKE 'journal_head/%'")
        .unwrap();
    drop(store);
    let said = verify();
    assert_eq!(said.code, Some(4), "{said:?}");
    assert!(said.err.contains("留痕是空的"), "{said:?}");
}

/// Cut together with its head it still follows; the newest backup knows what had been written.
#[test]
fn a_journal_shorter_than_its_backup_is_told() {
    let cut = "DROP TRIGGER journal_no_delete; DELETE FROM journal WHERE seq > 3;
        UPDATE meta SET value = (SELECT seq || ' ' || hash FROM journal ORDER BY seq DESC LIMIT 1)
        WHERE key LIKE 'journal_head/%'";
    let desk = Desk::with_register();
    let verify = || desk.run(&["journal", "--verify"]);
    let [before, after] = ["前.db", "后.db"]
        .map(|name| desk.office().join("backups").join(name).to_str().unwrap().to_owned());
    desk.run(&["backup", &before]).done();
    desk.inspect("恒捷鞋材厂", "答案.toml").done();
    desk.run(&["backup", &after]).done();
    desk.inspect("丰泽服饰", "答案.toml").done();
    let told = verify().done();
    assert!(told.contains("后.db") && told.contains("备份时的留痕都在"), "{told}");
    let mut store = Store::open_file(&desk.office().join("anban.db")).unwrap();
    store.driver.batch(cut).unwrap();
    drop(store);
    let said = verify();
    assert_eq!(said.code, Some(4), "{said:?}");
    assert!(said.err.contains("的留痕到第3条为止，而备份里有到第"), "{said:?}");
    assert!(said.err.contains("后.db"), "{said:?}");
    in_chinese(&said.err);
    let said = desk.run(&["--json", "journal", "--verify"]);
    let json: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert!(json["chains"][0]["lost_since_backup"].as_i64() > Some(3), "{json:#}");
    // With the older one in its place the newer one tells of another past.
    desk.run(&["restore", &before, "--yes"]).done();
    let told = verify().done();
    assert!(told.contains("留痕完好") && !told.contains("后.db"), "{told}");
}

#[test]
fn a_number_taken_out_of_its_series_is_found() {
    let desk = Desk::with_register();
    for premises in ["恒捷鞋材厂", "丰泽服饰"] {
        desk.inspect(premises, "答案.toml").done();
    }
    desk.run(&["check"]).done();
    let mut store = Store::open_file(&desk.office().join("anban.db")).unwrap();
    store.driver.execute("UPDATE notice SET serial = 3 WHERE serial = 2", &[]).unwrap();
    drop(store);
    let ran = desk.run(&["check"]);
    assert_eq!(ran.code, Some(4), "{ran:?}");
    assert!(ran.err.contains("招联社区〔2026〕的文书编号不连续"), "{ran:?}");
}

#[test]
fn the_command_names_the_entry_that_was_tampered_with() {
    let swapped =
        "UPDATE journal SET seq = 400 WHERE seq = 4; UPDATE journal SET seq = 4 WHERE seq = 5;
        UPDATE journal SET seq = 5 WHERE seq = 400;";
    // What was done to the chain, the first link that does not follow, and what is said before and after its name.
    let table = [
        ("UPDATE journal SET body = '{}' WHERE seq = 3", 3, "", "和前面接不上"),
        ("UPDATE journal SET actor = '李四' WHERE verb = 'inspect'", 0, "", "和前面接不上"),
        ("DELETE FROM journal WHERE seq = 4", 5, "第4条不见了，后面是", "。"),
        ("DELETE FROM journal WHERE seq IN (2, 3, 4)", 5, "第2条到第4条不见了，后面是", "。"),
        (swapped, 4, "", "和前面接不上"),
    ];
    for (tampering, at, before, after) in table {
        for street in Street::both().map(Street::with_safety_officer) {
            street.record("2026-11-20", "恒捷鞋材厂", BAD, &["陈一鸣"]).done();
            let verify = |json: &[&str]| {
                street.ran("2026-11-20", "", &[json, &["journal", "--verify"]].concat())
            };
            assert!(verify(&[]).done().contains("留痕完好"));
            let mut store = match &street.database {
                None => Store::open_file(&street.desk.office().join("anban.db")).unwrap(),
                Some(schema) => Store::open_url(&schema.url).unwrap(),
            };
            let open = match store.driver.engine() {
                Engine::Sqlite => "DROP TRIGGER journal_no_update; DROP TRIGGER journal_no_delete;",
                Engine::Postgres => "DROP TRIGGER journal_no_change ON journal;",
            };
            store.driver.batch(open).unwrap();
            store.driver.batch(tampering).unwrap();
            drop(store);
            let links = street.ran("2026-11-20", "", &["--json", "journal"]).json();
            let is_it = |link: &&serde_json::Value| match at {
                0 => link["verb"] == "inspect",
                at => link["seq"] == at,
            };
            let link = links.as_array().unwrap().iter().find(is_it).unwrap();
            let [actor, verb] = ["actor", "verb_label"].map(|name| link[name].as_str().unwrap());
            let day =
                if link["day"] == "2026-10-01" { "2026年10月1日" } else { "2026年11月20日" };
            let at = link["seq"].as_i64().unwrap();
            let said = format!("{before}第{at}条（{day} {actor} {verb}）{after}");
            let ran = verify(&[]);
            assert_eq!((ran.code, ran.out.as_str()), (Some(4), ""), "{tampering}: {ran:?}");
            in_chinese(&ran.err);
            assert!(
                ran.err.contains(&said) && ran.err.contains("备份"),
                "{tampering}: {}",
                ran.err
            );
            let ran = verify(&["--json"]);
            assert_eq!(ran.code, Some(4), "{ran:?}");
            let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
            assert_eq!(
                (&json["sound"], &json["chains"][0]["broken_at"]),
                (&false.into(), &at.into())
            );
            let ran = street.ran("2026-11-20", "", &["check"]);
            assert_eq!(ran.code, Some(4), "{ran:?}");
            assert!(ran.err.contains("留痕对不上"), "{}", ran.err);
        }
    }
}
