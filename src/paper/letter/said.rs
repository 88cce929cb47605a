//! Every text of a paper, for the question whether there are fonts for all of it before anything is laid out.

use std::borrow::Cow;

use crate::form::letter::{Block, Content, Letter, Table};

/// Every text that will be printed but the rows of tables, and the characters that the layout adds itself.
pub(super) fn said(letter: &Letter) -> Vec<Cow<'_, str>> {
    let mut words: Vec<Cow<str>> = vec![
        "0123456789第页共年月日：．□☑—（）存根送达单位填发期经办人收件签名".into(),
        letter.heading.as_str().into(),
        letter.title.as_str().into(),
        letter.number.as_str().into(),
        letter.addressee.as_str().into(),
        letter.issuer.as_str().into(),
        letter.footnote.as_str().into(),
    ];
    for block in &letter.blocks {
        match block {
            Block::Paragraph { text, .. } => words.push(text.into()),
            Block::Item { text, details, .. } => {
                words.push(text.into());
                let texts = details.iter().flat_map(|(label, text)| [label, text]);
                words.extend(texts.map(|text| Cow::from(text.as_str())));
            }
            Block::Ticks { label, options } => {
                words.push(label.into());
                words.extend(options.iter().map(|(option, _)| Cow::from(option.as_str())));
            }
            Block::Text { words: text, .. } => words.push(text.text().into()),
            Block::Entry { words: text, details, .. } => {
                words.push(text.text().into());
                for (label, text) in details {
                    words.extend([Cow::from(label.as_str()), text.text().into()]);
                }
            }
            Block::Grid(grid) => {
                for cell in grid.rows.iter().flat_map(|row| &row.cells) {
                    match &cell.content {
                        Content::Label(label) | Content::Sign { label, .. } => {
                            words.push(label.into());
                        }
                        Content::Words { words: text, .. } => words.push(text.text().into()),
                        Content::Ticks(options) => words
                            .extend(options.iter().map(|(option, _)| Cow::from(option.as_str()))),
                    }
                }
            }
            Block::Table(table) => {
                words.extend(table.columns.iter().map(|column| Cow::from(column.head.as_str())));
                words.extend(table.total.iter().map(|text| Cow::from(text.text())));
            }
            Block::Bars { bars, .. } => {
                let both = bars.iter().flat_map(|(label, value)| [label, value]);
                words.extend(both.map(|text| Cow::from(text.as_str())));
            }
            Block::Break | Block::Annex | Block::Space { .. } => {}
        }
    }
    for line in &letter.signatures {
        let texts = [&line.label, &line.second, &line.second_value];
        words.extend(texts.map(|text| Cow::from(text.as_str())));
    }
    words.extend(letter.copies.iter().map(|label| Cow::from(label.as_str())));
    words
}

/// The rows of tables: of a register they are many.
pub(super) fn rows(letter: &Letter) -> impl Iterator<Item = &str> + Clone {
    fn table(block: &Block) -> Option<&Table> {
        match block {
            Block::Table(table) => Some(table),
            _ => None,
        }
    }
    letter
        .blocks
        .iter()
        .filter_map(table)
        .flat_map(|table| (0..table.count()).flat_map(|at| table.row(at)))
}
