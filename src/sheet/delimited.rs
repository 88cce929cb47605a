//! Text with separators: comma, tab, semicolon, Chinese comma or bar, quoted as spreadsheets do.

use super::grid::{Cell, MAX_CELLS, MAX_ROWS};

/// What may stand between two cells, likeliest first.
const SEPARATORS: [char; 6] = [',', '\t', ';', '，', '；', '|'];

/// Rows of a text, blank ones included so that the numbers agree with the spreadsheet. `None` when there are
/// more than a sheet may have: no more are read than it takes to know.
pub fn rows(text: &str) -> Option<Vec<Vec<Cell>>> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let (hint, text) = separator_line(text);
    let separator = hint.unwrap_or_else(|| sniff(text));
    let mut rows = split(text, separator, true)
        // A quote that never closes would swallow the rest of the file: it is an ordinary character.
        .or_else(|| split(text, separator, false))
        .unwrap_or_default();
    if hint.is_some() {
        rows.insert(0, Vec::new());
    }
    (!too_many(rows.len(), rows.iter().map(Vec::len).sum())).then_some(rows)
}

fn too_many(rows: usize, cells: usize) -> bool {
    rows > MAX_ROWS || cells > MAX_CELLS
}

/// The first line `sep=;` by which Excel is told the separator.
fn separator_line(text: &str) -> (Option<char>, &str) {
    let line = text.lines().next().unwrap_or_default();
    let rest = text.get(line.len()..).unwrap_or_default().trim_start_matches('\r');
    match line.strip_prefix("sep=").map(|separator| separator.chars().collect::<Vec<_>>()) {
        Some(separator) if separator.len() == 1 => {
            (Some(separator[0]), rest.strip_prefix('\n').unwrap_or(rest))
        }
        _ => (None, text),
    }
}

/// The separator that splits most of the first lines into the most cells, evenly.
fn sniff(text: &str) -> char {
    let sample: String = text.lines().take(30).fold(String::new(), |mut sample, line| {
        sample.push_str(line);
        sample.push('\n');
        sample
    });
    let mut best = (0, ',');
    for separator in SEPARATORS {
        let rows = split(&sample, separator, true)
            .or_else(|| split(&sample, separator, false))
            .unwrap_or_default();
        let mut widths: Vec<usize> = rows.iter().map(Vec::len).filter(|width| *width > 1).collect();
        widths.sort_unstable();
        let typical = widths.get(widths.len() / 2).copied().unwrap_or(0);
        let even = widths.iter().filter(|width| **width == typical).count();
        let score = even * typical.min(50);
        if score > best.0 {
            best = (score, separator);
        }
    }
    best.1
}

/// `None` when a quote is still open at the end. Ends early with one row more than a sheet may have.
fn split(text: &str, separator: char, quoting: bool) -> Option<Vec<Vec<Cell>>> {
    let mut rows = Vec::new();
    let mut row = Vec::new();
    let mut cells = 0;
    let mut cell = String::new();
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            c if quoted => cell.push(c),
            '"' if quoting && cell.trim().is_empty() => {
                cell.clear();
                quoted = true;
            }
            c if c == separator => row.push(finish(&mut cell)),
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' | '\r' => {
                row.push(finish(&mut cell));
                cells += row.len();
                rows.push(std::mem::take(&mut row));
                if too_many(rows.len(), cells) {
                    return Some(rows);
                }
            }
            c => cell.push(c),
        }
    }
    if quoted {
        return None;
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(finish(&mut cell));
        rows.push(row);
    }
    Some(rows)
}

fn finish(cell: &mut String) -> Cell {
    let text = std::mem::take(cell);
    if text.trim().is_empty() { Cell::Empty } else { Cell::Text(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<Vec<String>> {
        rows(text).unwrap().iter().map(|row| row.iter().map(Cell::text).collect()).collect()
    }

    #[test]
    fn separators_are_found() {
        for separator in SEPARATORS {
            let text =
                format!("名称{separator}电话\n丰泽服饰{separator}119\n泉州鞋材{separator}120");
            let expected = [["名称", "电话"], ["丰泽服饰", "119"], ["泉州鞋材", "120"]]
                .map(|row| row.to_vec());
            assert_eq!(texts(&text), expected, "{separator:?}");
        }
        assert_eq!(texts("sep=;\n甲;乙,丙\n"), [vec![], vec!["甲", "乙,丙"]]);
        assert_eq!(texts("名称\n丰泽服饰\n"), [["名称"], ["丰泽服饰"]]);
    }

    #[test]
    fn quotes_and_line_ends() {
        let table: [(&str, Vec<Vec<&str>>); 6] = [
            (
                "a,\"b,\"\"c\"\"\nd\",e\r\n1,2,3",
                vec![vec!["a", "b,\"c\"\nd", "e"], vec!["1", "2", "3"]],
            ),
            ("a,b\r\rc,d", vec![vec!["a", "b"], vec![""], vec!["c", "d"]]),
            ("a,b\n\nc,d\n", vec![vec!["a", "b"], vec![""], vec!["c", "d"]]),
            ("a,\"b\nc,d", vec![vec!["a", "\"b"], vec!["c", "d"]]),
            ("a,5\"管,c", vec![vec!["a", "5\"管", "c"]]),
            ("", vec![]),
        ];
        for (text, expected) in table {
            assert_eq!(texts(text), expected, "{text:?}");
        }
    }

    #[test]
    fn reading_stops_at_the_first_row_too_many() {
        assert_eq!(rows(&"甲,1\n".repeat(MAX_ROWS)).unwrap().len(), MAX_ROWS);
        let text = "甲,1\n".repeat(MAX_ROWS * 3);
        assert_eq!(rows(&text), None);
        assert_eq!(split(&text, ',', true).unwrap().len(), MAX_ROWS + 1);
        assert_eq!(rows(&format!("sep=;\n{}", "甲\n".repeat(MAX_ROWS))), None);
        assert_eq!(rows(&",".repeat(MAX_CELLS + 1)), None);
    }
}
