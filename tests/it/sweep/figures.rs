//! Figures of papers: a spreadsheet reckons with them, and the last row of a table is the sum of those above it.

use std::io::Cursor;

use anban::form::letter::{Block, Letter};
use calamine::{Data, Reader, Xlsx};

/// Heads of columns whose digits are a name: nobody adds them up.
const CODES: &[&str] = &["联系方式", "电话", "证号", "编号", "文号", "统一社会信用代码", "年度"];

/// Columns of a workbook in which every cell could be reckoned with and some is text.
pub fn written_as_text(workbook: &[u8]) -> Vec<String> {
    let mut book = Xlsx::new(Cursor::new(workbook)).unwrap();
    let mut found = Vec::new();
    for (name, sheet) in book.worksheets() {
        let mut rows = sheet.rows();
        let heads: Vec<String> = rows.next().unwrap().iter().map(ToString::to_string).collect();
        let rows: Vec<&[Data]> = rows.collect();
        for (at, head) in heads.iter().enumerate() {
            if CODES.iter().any(|code| head.contains(code)) {
                continue;
            }
            let cells = rows.iter().map(|row| &row[at]);
            let texts: Vec<&str> = cells
                .filter_map(|cell| match cell {
                    Data::String(text) if !text.is_empty() => Some(text.as_str()),
                    _ => None,
                })
                .collect();
            if !texts.is_empty() && texts.iter().all(|text| is_figure(text)) {
                found.push(format!("{name}/{head}: {}", texts[0]));
            }
        }
    }
    found
}

/// 12, 95.1, 12,345.60元
fn is_figure(text: &str) -> bool {
    let bare = text.trim_end_matches('元').replace(',', "");
    bare.starts_with(|c: char| c.is_ascii_digit()) && bare.parse::<f64>().is_ok()
}

/// Columns whose last row is not the sum of what is printed above it.
pub fn summed_wrongly(letter: &Letter) -> Vec<String> {
    let mut found = Vec::new();
    for block in &letter.blocks {
        let Block::Table(table) = block else { continue };
        for (at, (total, column)) in table.total.iter().zip(&table.columns).enumerate() {
            let total = total.text();
            // Words beside a figure make it another one: 合计12家.
            if total.is_empty()
                || total.chars().any(|c| !c.is_ascii_digit() && !".（）/".contains(c))
            {
                continue;
            }
            let rows = table.rows.iter().map(|row| numbers(&row[at])).filter(|row| !row.is_empty());
            let mut rows = rows.peekable();
            if rows.peek().is_none() {
                continue;
            }
            let mut sums = vec![0.0; numbers(&total).len()];
            for row in rows {
                sums.iter_mut().zip(row).for_each(|(sum, figure)| *sum += figure);
            }
            if sums != numbers(&total) {
                found.push(format!("{}: {total} of {sums:?}", column.head));
            }
        }
    }
    found
}

fn numbers(text: &str) -> Vec<f64> {
    let parts = text.split(|c: char| !c.is_ascii_digit() && c != '.');
    parts.filter_map(|part| part.parse().ok()).collect()
}
