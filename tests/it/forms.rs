//! Paper forms: what is wrong in a file, what each block looks like, the geometry of official letters, and the manual
//! for whoever writes a form.

mod faults;
mod geometry;
mod manual;
mod pages;

use anban::{
    form::{
        letter::Letter,
        library::{Form, Library, parse},
        paper::{self as form, PaperForm},
    },
    paper::{Fonts, Page, letter},
};
use chrono::NaiveDate;

/// A paper that has every kind of part, in a look of one's choice.
pub const EVERYTHING: &str = include_str!("forms/everything.toml");

pub fn read(text: &str) -> PaperForm {
    match parse("forms/paper/x.toml", text) {
        (Some(Form::Paper(form)), faults) => {
            assert_eq!(faults, []);
            *form
        }
        (_, faults) => panic!("{faults:?}"),
    }
}

pub fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 30).unwrap()
}

/// The form filled with samples, as the library knows it.
pub fn sampled(text: &str) -> Letter {
    let own = ("paper/x.toml".to_owned(), text.to_owned());
    let (library, faults) = Library::new(&[own]);
    assert_eq!(faults, []);
    let form = library.paper(&read(text).code).unwrap();
    form::fill(form, &form::sample(form, library.ledger(&form.ledger), day()))
}

pub fn pages(letter_: &Letter) -> Vec<Page> {
    letter(letter_, &Fonts::embedded().unwrap(), None).unwrap()
}

/// The form in another look; what only a numbered form has stays.
pub fn in_look(look: &str) -> String {
    let text = EVERYTHING.replace("look = \"form\"", &format!("look = \"{look}\""));
    if look == "form" { text } else { text.replace("stub = true\n", "") }
}
