//! Records as two offices with databases of their own exchange them (NF-04): rows of a community by a declared list of
//! tables, told without the place at which the community stands, since the other office may have numbered it otherwise.

mod kept;
mod place;
mod rebuild;
mod rows;
mod tables;

pub use self::{
    kept::{
        Agreed, Taken, agreed, forget, keep_agreed, keep_same, keep_taken, known_office, office,
        same, taken,
    },
    place::{Place, grid_number, grid_told},
    rebuild::rebuild,
    rows::{
        Values, from_json, given_outside, hold_still, insert, paper_bytes, read, remove,
        remove_parts, to_json, update, with_names,
    },
    tables::{
        Column, FORMS, Kind, NOT_EXCHANGED, RECORDS, Record, Table, Weight, has, record_of, table,
        tables,
    },
};
