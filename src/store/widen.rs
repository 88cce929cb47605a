//! Makes one INSERT of many rows out of the INSERT of one, for an engine at the end of a line.

/// `… VALUES ($1, $2) …` for `rows` rows: `… VALUES ($1, $2), ($3, $4) …`. None where the statement has
/// another shape: parameters elsewhere, a literal in the group, or no group at all.
pub(super) fn widen(sql: &str, width: usize, rows: usize) -> Option<String> {
    let (head, rest) = sql.split_once("VALUES")?;
    let rest = rest.trim_start();
    let mut depth = 0;
    let end = rest.char_indices().find_map(|(at, c)| {
        depth += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        (depth == 0).then_some(at + c.len_utf8())
    })?;
    let (group, tail) = rest.split_at(end);
    if !group.starts_with('(') || group.contains('\'') || head.contains('$') || tail.contains('$') {
        return None;
    }
    let mut pieces = group.split('$');
    let mut wide = format!("{head}VALUES {}", if rows == 0 { "" } else { pieces.next()? });
    let open = group.split('$').next()?;
    let numbered: Vec<(usize, &str)> = pieces
        .map(|piece| {
            let digits = piece.len() - piece.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            Some((piece[..digits].parse().ok()?, &piece[digits..]))
        })
        .collect::<Option<_>>()?;
    for row in 0..rows {
        if row > 0 {
            wide.push_str(", ");
            wide.push_str(open);
        }
        for (number, text) in &numbered {
            wide.push_str(&format!("${}{text}", number + row * width));
        }
    }
    wide.push(' ');
    wide.push_str(tail.trim_start());
    Some(wide)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_insert_is_widened_and_other_shapes_are_left() {
        let wide = |sql, width, rows| widen(sql, width, rows).unwrap_or_default();
        assert_eq!(
            wide("INSERT INTO t(a, b) VALUES ($2, $1) ON CONFLICT DO NOTHING", 2, 3),
            "INSERT INTO t(a, b) VALUES ($2, $1), ($4, $3), ($6, $5) ON CONFLICT DO NOTHING"
        );
        assert_eq!(
            wide("INSERT INTO t VALUES(coalesce($1, $1), 7)", 1, 2),
            "INSERT INTO t VALUES (coalesce($1, $1), 7), (coalesce($2, $2), 7) "
        );
        for other in [
            "UPDATE t SET a = $1 WHERE b = $2",
            "INSERT INTO t VALUES ($1, 'a)')",
            "INSERT INTO t VALUES ($1) ON CONFLICT(a) DO UPDATE SET b = $2",
            "INSERT INTO t SELECT $1",
        ] {
            assert_eq!(widen(other, 2, 3), None, "{other}");
        }
    }
}
