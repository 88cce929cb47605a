//! Merged cells of an ods file: the parser leaves them out, so they are read from its `content.xml` here.

use super::{grid::LAST_COLUMN, merged::Block};

/// The most blocks that are taken from one sheet; more are no roster.
const MOST: usize = 100_000;

/// The merged blocks of one sheet. Tags are found by their usual names, as the parser finds them.
pub fn of(content: &str, sheet: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let (mut here, mut row, mut column, mut rows) = (false, 0u32, 0u32, 1u32);
    for tag in content.split('<').skip(1) {
        let tag = tag.split('>').next().unwrap_or_default();
        let name = tag.split([' ', '\t', '\n', '\r', '/']).next().unwrap_or_default();
        let number = |key| attribute(tag, key).and_then(|text| text.parse().ok()).unwrap_or(1u32);
        match name {
            "table:table" => {
                here = attribute(tag, "table:name").is_some_and(|text| unescaped(text) == sheet);
                row = 0;
            }
            "table:table-row" if here => {
                (column, rows) = (0, number("table:number-rows-repeated"));
                if tag.ends_with('/') {
                    row = row.saturating_add(rows);
                }
            }
            "table:table-cell" | "table:covered-table-cell" if here => {
                let high = number("table:number-rows-spanned").max(1) - 1;
                let wide = number("table:number-columns-spanned").max(1) - 1;
                if (high > 0 || wide > 0) && blocks.len() < MOST {
                    blocks.push(Block {
                        rows: (row, row.saturating_add(high)),
                        columns: (column, column.saturating_add(wide)),
                    });
                }
                column = column.saturating_add(number("table:number-columns-repeated"));
            }
            // The name is empty before the slash of an end tag.
            "" if here && tag.starts_with("/table:table-row") && !tag.contains("rows") => {
                row = row.saturating_add(rows);
            }
            _ => {}
        }
    }
    blocks
}

/// Rows times columns of the largest sheet, as far as anything stands in it, with what is repeated.
pub fn largest(content: &str) -> u64 {
    let (mut most, mut row, mut rows) = (0u64, 0u64, 1u64);
    let (mut column, mut width) = (0u64, 0u64);
    for tag in content.split('<').skip(1) {
        let tag = tag.split('>').next().unwrap_or_default();
        let name = tag.split([' ', '\t', '\n', '\r', '/']).next().unwrap_or_default();
        let number = |key| attribute(tag, key).and_then(|text| text.parse().ok()).unwrap_or(1u64);
        match name {
            "table:table" => (row, rows, column, width) = (0, 0, 0, 0),
            "table:table-row" => {
                row = row.saturating_add(rows);
                (column, rows) = (0, number("table:number-rows-repeated"));
            }
            "table:table-cell" | "table:covered-table-cell" => {
                let end = column.saturating_add(number("table:number-columns-repeated"));
                column = end;
                let full = !tag.ends_with('/') || attribute(tag, "office:value-type").is_some();
                if full {
                    width = width.max(end.min(u64::from(LAST_COLUMN)));
                    most = most.max(row.saturating_add(rows).saturating_mul(width));
                }
            }
            _ => {}
        }
    }
    most
}

/// The value of an attribute as it stands in the tag.
fn attribute<'a>(tag: &'a str, key: &str) -> Option<&'a str> {
    tag.match_indices(key).find_map(|(at, _)| {
        let before = tag[..at].chars().next_back()?;
        let value = tag[at + key.len()..].trim_start().strip_prefix('=')?.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        before.is_whitespace().then(|| value[1..].split(quote).next()).flatten()
    })
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_found_behind_repeated_rows_and_cells() {
        let content = r#"<table:table table:name="旧"><table:table-row><table:table-cell table:number-columns-spanned="9"/></table:table-row></table:table>
<table:table table:name='A&amp;B' table:style-name="x"><table:table-column table:number-columns-repeated="4"/>
<table:table-header-rows><table:table-row table:number-rows-repeated="2"/></table:table-header-rows>
<table:table-row><table:table-cell table:number-columns-repeated="3"/><table:table-cell
 table:number-columns-spanned="2" table:number-rows-spanned="1"><text:p>x</text:p></table:table-cell><table:covered-table-cell/></table:table-row>
<table:table-row><table:table-cell table:number-rows-spanned="3" table:number-columns-spanned="1"/></table:table-row>
</table:table>"#;
        let found = |sheet| -> Vec<_> {
            of(content, sheet).iter().map(|block| (block.rows, block.columns)).collect()
        };
        assert_eq!(found("A&B"), [((2, 2), (3, 4)), ((3, 5), (0, 0))]);
        assert_eq!(found("旧"), [((0, 0), (0, 8))]);
        assert!(found("新").is_empty());
        assert!(
            of("<table:table table:name=\"新\"><table:table-cell table:number-rows-spanned=", "新")
                .is_empty()
        );
    }

    #[test]
    fn what_is_repeated_counts_as_far_as_anything_stands() {
        let sheet = |rows: &str| format!("<table:table table:name='甲'>{rows}</table:table>");
        let row = |repeated: u64, cell: &str| {
            format!(
                "<table:table-row table:number-rows-repeated='{repeated}'>{cell}</table:table-row>"
            )
        };
        let full =
            "<table:table-cell office:value-type='string'><text:p>x</text:p></table:table-cell>";
        let wide = "<table:table-cell office:value-type='float' office:value='1' table:number-columns-repeated='16384'/>";
        let bare = "<table:table-cell table:number-columns-repeated='16384'/>";
        for (rows, area) in [
            (row(3, full) + &row(1_048_573, bare), 3),
            (row(3, full) + &row(10, bare) + &row(2, full), 15),
            (row(100_000_000, full), 100_000_000),
            (row(1000, wide), 16_384_000),
            (row(u64::MAX, full) + &row(u64::MAX, wide), u64::MAX),
            (String::new(), 0),
        ] {
            assert_eq!(largest(&sheet(&rows)), area, "{rows}");
            assert_eq!(largest(&(sheet(&rows) + &sheet(&row(1, full)))), area.max(1), "{rows}");
        }
    }
}
