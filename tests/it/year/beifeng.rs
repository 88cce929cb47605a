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
    let mut year = Year::new(database);
    year.tell(include_str!("beifeng.txt"));
    // As they were sent; their figures stand in the table.
    for report in ["problem_list --period 2026-11", "problem_list --period 2026-05"] {
        let sent = year.done("2026-12-31", "林安全", &format!("report {report} --text"));
        insta::assert_snapshot!(format!("beifeng {report}"), sent);
    }
}
