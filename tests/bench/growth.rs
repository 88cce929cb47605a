//! What a community's desk does, in a register of two communities and in one of two hundred: it must not feel the others.

use std::path::PathBuf;

use anban::{
    office::{Office, Opening, coverage::By, hazards},
    store::Store,
};

use crate::{Folder, Times, fill, server, street, street::TODAY, street::day, time};

/// 10,000 and 1,000,000 premises.
pub const COMMUNITIES: [usize; 2] = [2, 200];
/// So many times as long at most.
const MOST: f64 = 2.0;

/// One question of the desk.
struct Question(&'static str, fn(&mut Office));

const QUESTIONS: [Question; 7] = [
    Question("agenda", |office| drop(office.agenda(None, None).unwrap())),
    Question("calendar month", |office| drop(office.month(day(TODAY)).unwrap())),
    Question("overdue list, one page", |office| drop(office.hazards(&overdue()).unwrap())),
    Question("board of the week", |office| drop(office.review(None).unwrap())),
    Question("coverage", |office| {
        drop(office.coverage(None, By::default(), Some(200)).unwrap());
    }),
    Question("find by initials", |office| drop(office.list_premises(&initials()).unwrap())),
    Question("read the register to find in", |office| drop(office.finder().unwrap())),
];

fn overdue() -> hazards::Filter {
    hazards::Filter { overdue_on: Some(day(TODAY)), limit: Some(50), ..Default::default() }
}

fn initials() -> anban::office::premises::Filter {
    anban::office::premises::Filter { find: "hxjgc".into(), limit: Some(50), ..Default::default() }
}

fn asked(opening: &Opening) -> Vec<Times> {
    let actor = Some(street::SAFETY_OFFICER.to_owned());
    let mut office = Office::open(&Opening { actor, ..opening.clone() }).unwrap();
    QUESTIONS.iter().map(|Question(_, ask)| time(20, |_| ask(&mut office))).collect()
}

/// `left`: a folder that was filled with the million before.
pub fn on_file(left: Option<&str>) {
    let [few, many] = COMMUNITIES.map(|communities| {
        let folder = Folder::new();
        let left = left.filter(|_| communities == COMMUNITIES[1]);
        let data = left.map_or(folder.0.clone(), PathBuf::from);
        let opening =
            Opening { data: Some(data.clone()), today: Some(day(TODAY)), ..Opening::default() };
        if left.is_none() {
            let open = || Store::open_file(&data.join("anban.db")).unwrap();
            fill(&opening, "SQLite", street::Size::of(communities), open);
        }
        asked(&opening)
    });
    table("SQLite", &few, &many);
}

pub fn on_server(url: &str) {
    let [few, many] = COMMUNITIES.map(|communities| {
        server::filled(url, street::Size::of(communities), false, |opening, _| asked(opening))
    });
    table("PostgreSQL", &few, &many);
}

fn table(engine: &str, few: &[Times], many: &[Times]) {
    println!("\n{engine}: one community's desk among 10,000 premises and among 1,000,000");
    println!("{:<46} {:>10} {:>10} {:>8} {:>10}", "", "few ms", "many ms", "ratio", "target");
    for ((Question(what, _), few), many) in QUESTIONS.iter().zip(few).zip(many) {
        let ratio = many.p50 / few.p50;
        let verdict = if ratio <= MOST { "PASS" } else { "FAIL" };
        println!(
            "{what:<46} {:>10.2} {:>10.2} {ratio:>8.2} {MOST:>10.0} {verdict}",
            few.p50, many.p50
        );
    }
}
