//! What is to be signed or sealed by hand is left free: no cell, line or column for it has anything of the case in it.

use anban::form::letter::{Block, Content, Letter, Words};

/// What a hand or a seal is asked for with.
const MARKS: [&str; 6] = ["签名", "签字", "盖章", "签到", "签收", "印章"];
/// What only tells of it: who has signed and when, as registers have it, and how many have not.
const TOLD: [&str; 3] = ["签收日期", "签收人", "未签收"];

fn asks(label: &str) -> bool {
    let told = |label: &str| TOLD.iter().any(|word| label.contains(word));
    MARKS.iter().any(|mark| label.contains(mark)) && !told(label)
}

fn case(words: &Words) -> String {
    words.pieces().filter(|piece| piece.case).map(|piece| piece.text.trim()).collect()
}

/// Running words where a fact stands on the line that is to be signed: 负责人（签名）：王五.
fn signed_in(words: &Words) -> Option<String> {
    let mut open = false;
    for piece in words.pieces() {
        if piece.case && open && !piece.text.trim().is_empty() {
            return Some(words.text());
        }
        let end = piece.text.trim_end_matches(['：', ' ', '　', '）']);
        open = !piece.case && MARKS.iter().any(|mark| end.ends_with(mark));
    }
    None
}

/// Every place of a paper that should have been left free, as it is printed.
pub fn printed_full(letter: &Letter) -> Vec<String> {
    let mut full = Vec::new();
    for block in &letter.blocks {
        match block {
            Block::Grid(grid) => {
                for row in &grid.rows {
                    for (at, cell) in row.cells.iter().enumerate() {
                        let (label, beside) = match &cell.content {
                            Content::Label(label) => (label.clone(), row.cells.get(at + 1)),
                            // Its own words ask for it.
                            Content::Words { words, .. } => {
                                let own = words.pieces().filter(|piece| !piece.case);
                                (own.map(|piece| piece.text).collect(), Some(cell))
                            }
                            _ => continue,
                        };
                        if let (true, Some(Content::Words { words, .. })) =
                            (asks(&label), beside.map(|cell| &cell.content))
                            && !case(words).is_empty()
                        {
                            full.push(format!("{label}: {}", words.text()));
                        }
                    }
                }
            }
            Block::Table(table) => {
                for (at, column) in table.columns.iter().enumerate() {
                    let cells = table.rows.iter().filter_map(|row| row.get(at));
                    let cells = cells.filter(|cell| asks(&column.head) && !cell.trim().is_empty());
                    full.extend(cells.map(|cell| format!("{}: {cell}", column.head)));
                }
            }
            Block::Text { words, .. } => full.extend(signed_in(words)),
            Block::Entry { words, details, .. } => {
                full.extend(signed_in(words));
                let details =
                    details.iter().filter(|(label, words)| asks(label) && !case(words).is_empty());
                full.extend(details.map(|(label, words)| format!("{label}: {}", words.text())));
            }
            _ => {}
        }
    }
    for line in &letter.signatures {
        if asks(&line.second) && !line.second_value.is_empty() {
            full.push(format!("{}: {}", line.second, line.second_value));
        }
    }
    full
}

#[test]
fn a_place_to_sign_with_a_name_in_it_is_found() {
    let words = |pieces: &[(&str, bool)]| {
        let mut words = Words::default();
        pieces.iter().for_each(|(text, case)| words.push(text, *case));
        words
    };
    let text = |pieces: &[(&str, bool)]| Block::Text {
        words: words(pieces),
        face: Default::default(),
        align: Default::default(),
        flush: false,
    };
    let grid = |cells: Vec<Content>| {
        use anban::form::letter::{Grid, GridCell, GridRow};
        let cells = cells.into_iter().map(GridCell::new).collect();
        Block::Grid(Grid { columns: vec![1.0; 2], rows: vec![GridRow { height: 0.0, cells }] })
    };
    let cell = |pieces: &[(&str, bool)]| Content::Words {
        words: words(pieces),
        align: Default::default(),
    };
    let label = |text: &str| Content::Label(text.into());
    for (block, found) in [
        (grid(vec![label("见证人签名或盖章"), cell(&[("刘新", true)])]), 1),
        (grid(vec![label("见证人签名或盖章"), cell(&[("年　月　日", false)])]), 0),
        (grid(vec![label("签收日期"), cell(&[("2026年11月30日", true)])]), 0),
        (grid(vec![label("领导"), cell(&[("王五", true), ("（签名）", false)])]), 1),
        (text(&[("负责人（签名）：", false), ("王五", true)]), 1),
        (text(&[("负责人（签名）：＿＿＿　填表人：", false), ("王五", true)]), 0),
    ] {
        let letter = Letter { blocks: vec![block], ..Letter::default() };
        assert_eq!(printed_full(&letter).len(), found, "{letter:?}");
    }
}
