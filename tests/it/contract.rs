//! What the store promises about its two engines: the same words mean the same, and fail the same.

use anban::params;
use anban::store::migrate::{self, Step, dialect};
use anban::store::{Driver, Engine, Fault, Store, Value, transaction};
use chrono::NaiveDate;

use crate::engines::{Folder, Place, on_each, on_each_place};

const TABLES: &str = "
CREATE TABLE owner(id {ID} NOT NULL PRIMARY KEY, name {TEXT} NOT NULL UNIQUE){STRICT};
CREATE TABLE thing(
  id {ID} NOT NULL PRIMARY KEY, owner {ID} NOT NULL REFERENCES owner(id), n {INT} NOT NULL CHECK(n >= 0)
){STRICT};
CREATE TABLE every(
  a {ID}, b {INT}, c {BOOL}, d {REAL}, e {TEXT}, f {DAY}, g {BYTES}
){STRICT};";

const OWNER: &str = "INSERT INTO owner(id, name) VALUES ($1, $2)";
const THING: &str = "INSERT INTO thing(id, owner, n) VALUES ($1, $2, $3)";

fn id(n: u8) -> [u8; 16] {
    [n; 16]
}

/// Two owners and the tables that they stand in.
fn furnish(driver: &mut dyn Driver) {
    driver.batch(&dialect(TABLES, driver.engine())).unwrap();
    driver.execute(OWNER, params![id(1), "甲"]).unwrap();
    driver.execute(OWNER, params![id(2), "乙"]).unwrap();
}

fn count(driver: &mut dyn Driver, table: &str) -> i64 {
    driver.query(&format!("SELECT count(*) FROM {table}"), &[]).unwrap()[0].int(0).unwrap()
}

#[test]
fn parameters_are_bound_by_their_number() {
    on_each(|driver| {
        let sql = "SELECT CAST($2 AS TEXT), CAST($1 AS TEXT), CAST($2 AS TEXT)";
        for _ in 0..2 {
            let row = &driver.query(sql, params!["a", "b"]).unwrap()[0];
            assert_eq!(
                [row.text(0), row.text(1), row.text(2)],
                ["b", "a", "b"].map(|s| Ok(s.to_owned()))
            );
        }
    });
}

#[test]
fn a_wrong_number_of_parameters_is_refused() {
    on_each(|driver| {
        furnish(driver);
        let wrong: [(&str, &[Value]); 4] = [
            (OWNER, params![id(3)]),
            (OWNER, params![id(3), "丙", 1i64]),
            ("SELECT CAST($1 AS TEXT)", params![]),
            ("SELECT CAST($2 AS TEXT)", params!["b"]),
        ];
        for (sql, given) in wrong {
            assert!(matches!(driver.query(sql, given), Err(Fault::Other { .. })), "{sql}");
        }
        assert!(matches!(driver.execute(OWNER, params![id(3)]), Err(Fault::Other { .. })));
        let short = transaction(driver, |driver| {
            driver.bulk(OWNER, &[params![id(3), "丙"].to_vec(), params![id(4)].to_vec()])
        });
        assert!(matches!(short, Err(Fault::Other { .. })), "{short:?}");
        assert_eq!(count(driver, "owner"), 2);
    });
}

#[test]
fn failures_have_the_same_name_on_both() {
    on_each(|driver| {
        furnish(driver);
        driver.execute(THING, params![id(9), id(1), 1i64]).unwrap();
        type Is = fn(&Fault) -> bool;
        let table: [(&str, &[Value], Is); 9] = [
            (OWNER, params![id(1), "丙"], |f| matches!(f, Fault::Unique { .. })),
            (OWNER, params![id(3), "甲"], |f| matches!(f, Fault::Unique { .. })),
            (THING, params![id(8), id(7), 1i64], |f| matches!(f, Fault::Foreign { .. })),
            ("DELETE FROM owner WHERE id = $1", params![id(1)], |f| {
                matches!(f, Fault::Foreign { .. })
            }),
            (THING, params![id(8), id(1), -1i64], |f| matches!(f, Fault::Check { .. })),
            (THING, params![id(8), id(1), None::<i64>], |f| matches!(f, Fault::Check { .. })),
            (OWNER, params![id(3), "a\0b"], |f| matches!(f, Fault::Check { .. })),
            ("INSERT INTO every(d) VALUES ($1)", params![f64::INFINITY], |f| {
                matches!(f, Fault::Check { .. })
            }),
            ("INSERT INTO nowhere(d) VALUES ($1)", params!["a"], |f| {
                matches!(f, Fault::Other { .. })
            }),
        ];
        for (sql, params, is) in table {
            let fault = driver.execute(sql, params).unwrap_err();
            assert!(is(&fault), "{sql} {params:?}: {fault:?}");
        }
        assert_eq!((count(driver, "owner"), count(driver, "thing")), (2, 1));
    });
}

#[test]
fn values_come_back_as_they_went() {
    on_each(|driver| {
        furnish(driver);
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        let rows = [
            (id(7), i64::MIN, true, -0.125, "北峰𠮷丰", day(1, 1, 1), vec![9u8; 16]),
            (id(0), i64::MAX, false, f64::MAX, "", day(9999, 12, 31), vec![]),
            (id(255), 0, true, 1e-300, "一行\n二行'\"", day(1999, 12, 31), vec![0, 255]),
        ];
        let insert = "INSERT INTO every(a, b, c, d, e, f, g) VALUES ($1, $2, $3, $4, $5, $6, $7)";
        let read = "SELECT a, b, c, d, e, f, g FROM every";
        for (a, b, c, d, e, f, g) in rows {
            driver.execute(insert, params![a, b, c, d, e, f, g.clone()]).unwrap();
            let row = &driver.query(&format!("{read} WHERE f = $1"), params![f]).unwrap()[0];
            assert_eq!((row.id(0), row.int(1), row.bool(2)), (Ok(a), Ok(b), Ok(c)));
            assert_eq!((row.real(3), row.text(4)), (Ok(d), Ok(e.to_owned())));
            assert_eq!((row.day(5), row.bytes(6)), (Ok(f), Ok(g)));
        }
        driver.execute(insert, &vec![Value::Null; 7]).unwrap();
        let row = &driver.query(&format!("{read} WHERE f IS NULL"), &[]).unwrap()[0];
        assert_eq!(
            (row.opt_id(0), row.opt_int(1), row.opt_bool(2)),
            (Ok(None), Ok(None), Ok(None))
        );
        assert_eq!((row.opt_real(3), row.opt_text(4)), (Ok(None), Ok(None)));
        assert_eq!((row.opt_day(5), row.opt_bytes(6)), (Ok(None), Ok(None)));
        assert!(matches!(row.day(5), Err(Fault::Damaged { .. })));

        let days = driver
            .query("SELECT f FROM every WHERE f > $1 ORDER BY f", params![day(1, 1, 1)])
            .unwrap();
        assert_eq!(
            days.iter().map(|row| row.day(0).unwrap()).collect::<Vec<_>>(),
            [day(1999, 12, 31), day(9999, 12, 31)]
        );
    });
}

#[test]
fn an_upsert_returns_what_is_stored() {
    on_each(|driver| {
        furnish(driver);
        let sql = "INSERT INTO owner(id, name) VALUES ($1, $2)
            ON CONFLICT(id) DO UPDATE SET name = excluded.name WHERE owner.name <> excluded.name RETURNING name";
        assert_eq!(
            driver.query(sql, params![id(1), "丙"]).unwrap()[0].text(0),
            Ok("丙".to_owned())
        );
        assert!(driver.query(sql, params![id(1), "丙"]).unwrap().is_empty(), "nothing to change");
        assert_eq!(
            driver.execute("UPDATE owner SET name = $2 WHERE id = $1", params![id(6), "丁"]),
            Ok(0)
        );
    });
}

#[test]
fn many_rows_are_written_by_one_statement() {
    on_each(|driver| {
        furnish(driver);
        let rows: Vec<Vec<Value>> = (0..1234u32)
            .map(|n| params![uuid::Uuid::from_u128(n.into()), id(1), n].to_vec())
            .collect();
        assert!(
            matches!(driver.bulk(THING, &rows), Err(Fault::Other { .. })),
            "outside a transaction"
        );
        let touched: Result<u64, Fault> = transaction(driver, |driver| driver.bulk(THING, &rows));
        assert_eq!(touched, Ok(1234));
        let sum = "SELECT CAST(sum(n) AS BIGINT), count(*) FROM thing";
        let row = &driver.query(sum, &[]).unwrap()[0];
        assert_eq!((row.int(0), row.int(1)), (Ok(1233 * 1234 / 2), Ok(1234)));

        let again = format!("{THING} ON CONFLICT(id) DO NOTHING");
        assert_eq!(transaction::<_, Fault>(driver, |driver| driver.bulk(&again, &rows)), Ok(0));
        let broken = [rows.clone(), vec![params![id(9), id(9), 1u32].to_vec()]].concat();
        let outcome: Result<u64, Fault> =
            transaction(driver, |driver| driver.bulk(&again, &broken));
        assert!(matches!(outcome, Err(Fault::Foreign { .. })), "{outcome:?}");
    });
}

#[test]
fn a_transaction_is_saved_whole_or_not_at_all() {
    on_each(|driver| {
        furnish(driver);
        let refused: Result<(), Fault> = transaction(driver, |driver| {
            driver.execute(OWNER, params![id(3), "丙"])?;
            Err(Fault::Conflict)
        });
        assert_eq!(refused, Err(Fault::Conflict));

        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            transaction::<(), Fault>(driver, |driver| {
                driver.execute(OWNER, params![id(3), "丙"])?;
                panic!("a fault in a verb");
            })
        }));
        assert!(panicked.is_err() && !driver.in_transaction());

        // A verb that overlooks a failure cannot save the rest.
        let overlooked: Result<(), Fault> = transaction(driver, |driver| {
            driver.execute(OWNER, params![id(3), "丙"])?;
            let _ = driver.execute(OWNER, params![id(4), "甲"]);
            assert!(driver.query("SELECT 1", &[]).is_err(), "nothing runs after a failure");
            Ok(())
        });
        assert!(matches!(overlooked, Err(Fault::Other { .. })), "{overlooked:?}");
        assert_eq!(count(driver, "owner"), 2);

        let nested: Result<(), Fault> = transaction(driver, |driver| {
            driver.execute(OWNER, params![id(3), "丙"])?;
            assert!(
                transaction::<(), Fault>(driver, |_| Ok(())).is_err(),
                "no transaction inside another"
            );
            Ok(())
        });
        assert_eq!(nested, Ok(()));
        assert_eq!(count(driver, "owner"), 3);
        assert!(driver.commit().is_err() && driver.rollback().is_ok());
    });
}

#[test]
fn who_waits_too_long_is_told_that_it_is_busy() {
    on_each_place(|place| {
        let (mut first, mut second) = (place.open(), place.open());
        furnish(&mut *first.driver);
        second
            .driver
            .batch(match place.engine() {
                Engine::Sqlite => "PRAGMA busy_timeout = 20",
                Engine::Postgres => "SET lock_timeout = '20ms'",
            })
            .unwrap();
        let rename = "UPDATE owner SET name = $2 WHERE id = $1";
        first.driver.begin().unwrap();
        first.driver.execute(rename, params![id(1), "一"]).unwrap();
        let waited: Result<u64, Fault> =
            transaction(&mut *second.driver, |driver| driver.execute(rename, params![id(1), "二"]));
        assert!(matches!(waited, Err(Fault::Busy { .. })), "{waited:?}");
        first.driver.commit().unwrap();
        let waited: Result<u64, Fault> =
            transaction(&mut *second.driver, |driver| driver.execute(rename, params![id(1), "二"]));
        assert_eq!(waited, Ok(1));
    });
}

const FIRST: Step = ("9001_first", "CREATE TABLE first(a {INT}){STRICT};");
const SECOND: Step = ("9002_second", "CREATE TABLE second(a {DAY}){STRICT};");
const ALTERED: Step = ("9001_first", "CREATE TABLE first(a {TEXT}){STRICT};");
const FAILING: Step =
    ("9002_second", "CREATE TABLE second(a {INT}){STRICT}; CREATE TABLE second(a {INT}){STRICT};");

#[test]
fn steps_are_applied_once_and_in_one_piece() {
    on_each(|driver| {
        assert_eq!(migrate::migrate(driver, migrate::STEPS), Ok(vec![]));
        let steps = [migrate::STEPS, &[FIRST]].concat();
        assert_eq!(migrate::migrate(driver, &steps), Ok(vec!["9001_first"]));
        assert!(migrate::migrate(driver, &[&steps[..], &[FAILING]].concat()).is_err());
        // Nothing of the failing step is left, or the good one could not make its table.
        assert_eq!(
            migrate::migrate(driver, &[&steps[..], &[SECOND]].concat()),
            Ok(vec!["9002_second"])
        );
        driver.batch("SELECT a FROM first; SELECT a FROM second;").unwrap();
    });
}

#[test]
fn a_database_of_another_make_is_left_alone() {
    on_each(|driver| {
        let steps = [migrate::STEPS, &[FIRST]].concat();
        migrate::migrate(driver, &steps).unwrap();
        let newer = migrate::migrate(driver, migrate::STEPS);
        assert_eq!(newer, Err(Fault::Newer { place: None, step: "9001_first".into() }));
        let altered = migrate::migrate(driver, &[migrate::STEPS, &[ALTERED, SECOND]].concat());
        assert_eq!(altered, Err(Fault::Altered { place: None, step: "9001_first".into() }));
        assert!(driver.query("SELECT a FROM second", &[]).is_err(), "no step was applied");
    });
}

#[test]
fn two_programs_that_upgrade_at_once_do_it_once() {
    // A new file is made by all of them in the same moment, so that moment comes more than once.
    let files = || (0..8).map(|_| Place::File(Folder::new()));
    for place in files().chain([Place::Server(crate::engines::Schema::new())]) {
        let together = std::sync::Barrier::new(4);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    together.wait();
                    count(&mut *place.open().driver, "schema_step")
                });
            }
        });
        assert_eq!(count(&mut *place.open().driver, "schema_step"), migrate::STEPS.len() as i64);
    }
}

#[test]
fn an_upgrade_keeps_a_copy_of_the_file_as_it_was() {
    let folder = Folder::new();
    let path = folder.file("安办.db");
    let old = [migrate::STEPS, &[FIRST]].concat();
    let mut store = Store::open_file_at(&path, &old).unwrap();
    store.driver.execute("INSERT INTO first(a) VALUES ($1)", params![7i64]).unwrap();
    let names = || {
        let entries = std::fs::read_dir(folder.path()).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    };
    drop(store);
    drop(Store::open_file_at(&path, &old).unwrap());
    assert_eq!(names(), ["安办.db"], "nothing to upgrade, nothing to copy");

    let new = [&old[..], &[SECOND]].concat();
    drop(Store::open_file_at(&path, &new).unwrap());
    assert_eq!(names(), ["安办.db", "安办.db.9001_first.bak"]);
    let mut copy = Store::open_file_at(&folder.file("安办.db.9001_first.bak"), &old).unwrap();
    assert_eq!(copy.driver.query("SELECT a FROM first", &[]).unwrap()[0].int(0), Ok(7));
}

/// The step that adds roles builds the table anew: whoever stood in it stands in it still.
#[test]
fn people_stay_when_roles_are_added() {
    const ADD: &str =
        "INSERT INTO staff(unit, id, name, role, phone, card, active, full_time, origin)
         VALUES ($1, $2, $3, $4, '', '', TRUE, FALSE, '巡防员')";
    for place in Place::both() {
        let mut driver: Box<dyn Driver> = match &place {
            Place::File(folder) => {
                Store::open_file_at(&folder.file("安办.db"), &[]).unwrap().driver
            }
            Place::Server(schema) => anban::store::connect(&schema.url).unwrap(),
        };
        let before = migrate::STEPS.iter().position(|(name, _)| *name == "0025_roles").unwrap();
        migrate::migrate(&mut *driver, &migrate::STEPS[..before]).unwrap();
        driver
            .batch(
                "INSERT INTO unit(path, name, office, linked_leader, boundary, valid_from)
                 VALUES ('3505', '泉州市', '', '', '', '2026-11-02')",
            )
            .unwrap();
        driver.execute(ADD, params!["3505", id(1), "陈一鸣", "grid_officer"]).unwrap();
        assert!(driver.execute(ADD, params!["3505", id(2), "何纪检", "discipline"]).is_err());
        migrate::migrate(&mut *driver, &migrate::STEPS[..=before]).unwrap();
        driver.execute(ADD, params!["3505", id(2), "何纪检", "discipline"]).unwrap();
        assert!(driver.execute(ADD, params!["3505", id(3), "某某", "mayor"]).is_err());
        migrate::migrate(&mut *driver, migrate::STEPS).unwrap();
        let rows = driver.query("SELECT name, role, origin FROM staff ORDER BY id", &[]).unwrap();
        let rows: Vec<[String; 3]> =
            rows.iter().map(|row| [0, 1, 2].map(|at| row.text(at).unwrap())).collect();
        assert_eq!(
            rows,
            [["陈一鸣", "grid_officer", "巡防员"], ["何纪检", "discipline", "巡防员"]]
        );
        let gone = driver.query("SELECT name FROM staff WHERE left_on IS NOT NULL", &[]).unwrap();
        assert!(gone.is_empty(), "nobody leaves by a new program");
    }
}
