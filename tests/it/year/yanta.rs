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
    let mut year = Year::new(database);
    year.tell(include_str!("yanta.txt"));
    // As they were sent; their figures stand in the table.
    for report in ["quarterly --period 2026-Q1", "monthly --period 2026-03"] {
        let sent = year.done("2026-12-31", "郑街道", &format!("report {report} --text"));
        insta::assert_snapshot!(format!("yanta {report}"), sent);
    }
}
