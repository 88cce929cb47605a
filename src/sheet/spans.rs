//! Merged cells of an ods file: the parser leaves them out, so they are read from its `content.xml` here.

use super::merged::Block;

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
}
