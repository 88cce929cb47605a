//! What was typed to find records that are about premises, as a clause of a query.

use super::{Value, search::wanted, text::like};

/// ` AND (… LIKE … OR … IN (…))` over columns that hold the text as it stands, a column of premises ids, and
/// what else `more` names with `$text` for the pattern. The query's `$1` and `$2` bound the scope.
pub(super) fn clause(
    typed: &str,
    columns: &[&str],
    premises: &str,
    more: &[&str],
    params: &mut Vec<Value>,
) -> String {
    params.push(like(typed.trim()).into());
    let text = format!("${} ESCAPE '!'", params.len());
    params.push(like(&wanted(typed)).into());
    let found = format!("${} ESCAPE '!'", params.len());
    let mut any: Vec<String> =
        columns.iter().map(|column| format!("{column} LIKE {text}")).collect();
    any.push(format!(
        "{premises} IN (SELECT q.id FROM premises q WHERE q.cid >= $1 AND q.cid < $2 AND q.find LIKE {found})"
    ));
    any.extend(more.iter().map(|part| part.replace("$text", &text)));
    format!(" AND ({})", any.join(" OR "))
}
