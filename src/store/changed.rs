//! Who has changed on the register, told first: PostgreSQL would begin with the premises and look each one's changes up.

/// A source `c` of `cid`, `premises` and `on_day`, the last one since then: the premises of a scope (`$1` to `$2`) with a
/// change that `which` tells.
pub(super) fn changed(which: &str) -> String {
    // Grouped, it is a step of its own that no engine turns round. No record is kept under a grid, of which there are many.
    format!(
        "(SELECT c.cid, c.premises, MAX(c.on_day) AS on_day FROM unit u CROSS JOIN premises_change c
          WHERE u.path >= $1 AND u.path < $2 AND u.path NOT LIKE '%/%/%/%/%' AND c.cid = u.path AND {which}
          GROUP BY c.cid, c.premises) AS c"
    )
}
