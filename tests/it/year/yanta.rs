//! A year of 雁塔区 (S2): what goes up from the communities to the street and on to the district.

use super::tell::Year;
use crate::engines::Schema;

#[test]
fn a_year_by_s2_on_a_file() {
    told(None);
}

#[test]
fn a_year_by_s2_on_a_server() {
    told(Some(Schema::new()));
}

fn told(database: Option<Schema>) {
    Year::new(database).tell(include_str!("yanta.txt"));
}
