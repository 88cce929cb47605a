//! What comes out of an empty office that took a parcel in is what went into it, paper by paper and figure by figure.

use serde_json::Value;

use super::Side;
use crate::{engines::Place, sweep::records::Records};

const COMMUNITIES: [&str; 2] = ["招贤社区", "招联社区"];

/// Lists whose rows are of a community, each by the command that gives it.
const LISTS: [&[&str]; 10] = [
    &["premises", "list"],
    &["hazard", "list"],
    &["notice", "list"],
    &["inspect", "list"],
    &["transfer", "list"],
    &["event", "list"],
    &["evidence", "list", "--all"],
    &["grid", "list"],
    &["major", "list"],
    &["analysis"],
];

#[test]
fn an_empty_office_has_it_all_afterwards() {
    let street = Records::new();
    let from = Side { today: "2026-12-31", ..Side::of(street.desk) };
    // One is printed before, the other after it has travelled.
    let notices = from.json(&["notice", "list"]);
    let number = |at: usize| notices[at]["number"].as_str().unwrap().to_owned();
    let (printed, unprinted) = (number(0), number(1));
    let signed = from.bytes(&["notice", "print", &printed], "签过.pdf");
    let files: Vec<String> = COMMUNITIES
        .iter()
        .map(|community| {
            let file = from.desk.path(&format!("{community}.zip"));
            from.run(&["pack", "--community", community, "--out", &file, "--no-password"]).done();
            file
        })
        .collect();
    for place in Place::both() {
        let engine = place.engine();
        let to = Side { today: "2026-12-31", ..Side::new(place) }.init(&COMMUNITIES);
        for file in &files {
            let (told, code) = to.unpack(file, &[]);
            assert_eq!(
                (code, &told["conflicts"]),
                (Some(0), &Value::Array(Vec::new())),
                "{told:#}"
            );
            let (again, code) = to.unpack(file, &[]);
            let moved = |told: &Value| -> u64 {
                let counts = told["counts"].as_array().unwrap().iter();
                counts
                    .map(|one| one["new"].as_u64().unwrap() + one["forward"].as_u64().unwrap())
                    .sum()
            };
            assert!(moved(&told) > 100, "{told:#}");
            assert_eq!((moved(&again), code), (0, Some(0)), "{again:#}");
        }
        for list in LISTS {
            assert_eq!(from.json(list), to.json(list), "{engine:?} {list:?}");
        }
        // What the street itself decided and began is not the communities' to carry.
        let board = |side: &Side| {
            let board = side.json(&["review", "--week", "2026-W47"]);
            (board["grids"].clone(), board["totals"].clone())
        };
        assert_eq!(board(&from), board(&to), "{engine:?}");
        assert_eq!(to.bytes(&["notice", "print", &printed], "再印.pdf"), signed);
        let fresh = from.bytes(&["notice", "print", &unprinted], &format!("{engine:?}.pdf"));
        assert_eq!(to.bytes(&["notice", "print", &unprinted], "初印.pdf"), fresh);
        assert_eq!(to.run(&["check"]).code, Some(0));
        // And what goes back brings nothing new.
        let back = to.pack("带回.zip");
        let (told, code) = from.unpack(&back, &[]);
        let counts = told["counts"].as_array().unwrap();
        assert!(counts.iter().all(|one| one["new"] == 0 && one["forward"] == 0), "{told:#}");
        assert_eq!(code, Some(0), "{told:#}");
    }
}

#[test]
fn the_same_records_are_the_same_bytes() {
    let side = Side::of(crate::desk::Desk::with_register());
    side.desk.inspect("恒捷鞋材厂", "答案.toml").done();
    let members = |file: &str| -> Vec<(String, Vec<u8>)> {
        let mut zip = zip::ZipArchive::new(std::fs::File::open(file).unwrap()).unwrap();
        (0..zip.len())
            .map(|at| {
                let mut entry = zip.by_index(at).unwrap();
                let mut bytes = Vec::new();
                std::io::Read::read_to_end(&mut entry, &mut bytes).unwrap();
                (entry.name().unwrap().into_owned(), bytes)
            })
            .filter(|(name, _)| name != "manifest.json")
            .collect()
    };
    let (first, second) = (side.pack("一.zip"), side.pack("二.zip"));
    let first = members(&first);
    assert!(
        first.len() > 20
            && first.iter().any(|(name, bytes)| name.contains("hazard") && !bytes.is_empty())
    );
    assert_eq!(first, members(&second));
}
