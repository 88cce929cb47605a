//! What is read beside something else: by two at once, and over a second line that may have been cut.

use std::{collections::BTreeSet, sync::mpsc};

use anban::{
    params,
    store::{Engine, Read, Store, Worth},
};

use crate::engines::{self, Schema};

/// Each read is done once, by whoever comes to it; so it is where the second connection cannot be had.
#[test]
fn every_read_is_done_once() {
    engines::on_each_place(|place| {
        for worth in [Worth::Everywhere, Worth::InFile] {
            let mut store = place.open();
            let reads = (0..20).map(|number| -> Read<i64> {
                Box::new(move |driver| {
                    let rows = driver.query("SELECT $1 + 0", params![number])?;
                    rows[0].int(0)
                })
            });
            let aside = store.aside(worth, reads.collect());
            let read = store.wait(aside).unwrap();
            assert_eq!(read.len(), 20, "{worth:?}");
            assert_eq!(read.into_iter().collect::<BTreeSet<_>>(), (0..20).collect(), "{worth:?}");
        }
    });
}

/// The server's number of the second connection.
fn second(store: &mut Store) -> i64 {
    let (tell, told) = mpsc::channel();
    let read: Read<i64> = Box::new(move |driver| {
        let number = driver.query("SELECT pg_backend_pid()::bigint", &[])?[0].int(0)?;
        tell.send(number).unwrap();
        Ok(number)
    });
    let aside = store.aside(Worth::Everywhere, vec![read]);
    // The thread has taken it before anybody waits for it.
    let number = told.recv().unwrap();
    assert_eq!(store.wait(aside).unwrap(), [number]);
    number
}

/// At a server the second connection is used again, and made anew where the server has closed it.
#[test]
fn a_second_line_that_was_cut_is_made_anew() {
    let schema = Schema::new();
    let mut store = Store::open_url(&schema.url).unwrap();
    assert_eq!(store.driver.engine(), Engine::Postgres);
    let first = second(&mut store);
    assert_eq!(second(&mut store), first);
    let cut = "SELECT pg_terminate_backend($1::int, 10000)";
    assert!(store.driver.query(cut, params![first]).unwrap()[0].bool(0).unwrap());
    assert_ne!(second(&mut store), first);
}
