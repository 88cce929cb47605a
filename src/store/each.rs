//! One question put to several communities in one statement, each with an order and a limit of its own.

use super::{Driver, Fault, Row, Value};
use crate::domain::unit::UnitPath;

/// What counts are told of.
#[derive(Clone, Debug, PartialEq)]
pub enum Each {
    /// Each grid of a unit, and what stands in none.
    Place(UnitPath),
    /// These communities, each as a whole.
    Community(Vec<UnitPath>),
}

/// So many communities a statement: an engine takes only so many parts.
const AT_ONCE: usize = 50;

/// The rows of all, community by community as they are given. `question` is of one community and says `{cid}` for it;
/// `params` are its other parameters, from `$1` on. Which community a row is of, it must tell itself.
pub(super) fn ask(
    driver: &mut dyn Driver,
    communities: &[UnitPath],
    question: &str,
    params: &[Value],
) -> Result<Vec<Row>, Fault> {
    let mut rows = Vec::new();
    for communities in communities.chunks(AT_ONCE) {
        let mut all = params.to_vec();
        let mut parts = Vec::with_capacity(communities.len());
        for community in communities {
            all.push(community.as_str().into());
            let one = question.replace("{cid}", &format!("${}", all.len()));
            parts.push(format!("SELECT * FROM ({one}) AS q{}", all.len()));
        }
        rows.extend(driver.query(&parts.join(" UNION ALL "), &all)?);
    }
    Ok(rows)
}
