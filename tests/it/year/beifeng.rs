//! A year of 北峰街道 (S0).

use super::tell::Year;
use crate::engines::Schema;

#[test]
fn a_year_by_s0_on_a_file() {
    told(None);
}

#[test]
fn a_year_by_s0_on_a_server() {
    told(Some(Schema::new()));
}

fn told(database: Option<Schema>) {
    Year::new(database).tell(include_str!("beifeng.txt"));
}
