//! What a command prints: aligned tables, plain lines, or one JSON document.
//!
//! Everything is collected first and written once, so that a refused command prints nothing on
//! standard output.

use std::fmt::Write as _;

use serde_json::Value;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Between two columns.
const GAP: &str = "  ";

/// A result on its way to standard output.
#[derive(Debug, Default)]
pub struct Output {
    pub json: bool,
    /// Columns of the terminal; `None` when standard output is not one, and nothing is cut.
    pub columns: Option<usize>,
    bytes: Vec<u8>,
    remarks: Vec<String>,
    code: u8,
}

impl Output {
    pub fn new(json: bool, columns: Option<usize>) -> Output {
        Output { json, columns, ..Output::default() }
    }

    /// Something to think about; it goes to standard error and nothing is refused for it.
    pub fn remark(&mut self, sentence: impl Into<String>) {
        self.remarks.push(sentence.into());
    }

    /// What a check was made to find: the result is printed, and the exit code is 1 all the same.
    pub fn trouble(&mut self, sentence: impl Into<String>) {
        self.remarks.push(sentence.into());
        self.code = self.code.max(1);
    }

    /// What somebody still has to decide about: done as far as it goes, and the exit code is 3.
    pub fn left(&mut self, sentence: impl Into<String>) {
        self.remarks.push(sentence.into());
        self.code = self.code.max(3);
    }

    /// The same of a store that is damaged, with the code that CLI.md has for it.
    pub fn damage(&mut self, sentence: impl Into<String>) {
        self.remarks.push(sentence.into());
        self.code = 4;
    }

    /// One line of text; what comes from data is made harmless.
    pub fn line(&mut self, text: impl AsRef<str>) {
        self.bytes.extend(safe(text.as_ref()).bytes());
        self.bytes.push(b'\n');
    }

    /// Printed pages as text, an empty line between them.
    pub fn text(&mut self, text: &str) {
        for line in text.replace('\u{c}', "\n").lines() {
            self.line(line);
        }
    }

    pub fn table(&mut self, table: &Table) {
        for line in table.lines(self.columns) {
            self.line(line);
        }
    }

    /// The JSON document of the command.
    pub fn document(&mut self, value: &Value) {
        self.bytes.extend(escaped(value).bytes());
        self.bytes.push(b'\n');
    }

    /// A file that goes to standard output as it is.
    pub fn raw(&mut self, bytes: &[u8]) {
        self.bytes.extend(bytes);
    }

    /// What goes to standard output, what goes to standard error, and the exit code.
    pub fn finish(self) -> (Vec<u8>, Vec<String>, u8) {
        (self.bytes, self.remarks, self.code)
    }
}

/// Rows under headings, aligned by display width.
#[derive(Clone, Debug, Default)]
pub struct Table {
    headings: Vec<&'static str>,
    /// Headings of the columns that may be cut on a narrow terminal; the others are whole or not there.
    bending: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub fn new<const N: usize>(headings: [&'static str; N]) -> Table {
        Table { headings: headings.to_vec(), ..Table::default() }
    }

    /// Names the columns that are cut first; then columns are left out, the last ones first.
    pub fn bending<const N: usize>(mut self, headings: [&'static str; N]) -> Table {
        self.bending = headings.to_vec();
        self
    }

    pub fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.rows.push(cells.into_iter().map(|cell| safe(&cell)).collect());
    }

    /// The lines, no wider than `columns` as far as the narrowest form of the table allows.
    pub fn lines(&self, columns: Option<usize>) -> Vec<String> {
        let headings: Vec<String> = self.headings.iter().map(ToString::to_string).collect();
        let mut widths: Vec<usize> = headings.iter().map(|text| text.width()).collect();
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.width());
            }
        }
        let mut widths: Vec<Option<usize>> = widths.into_iter().map(Some).collect();
        if let Some(columns) = columns {
            self.narrow(&mut widths, columns);
        }
        std::iter::once(&headings).chain(&self.rows).map(|row| aligned(row, &widths)).collect()
    }

    fn bends(&self, column: usize) -> bool {
        self.headings.get(column).is_some_and(|heading| self.bending.contains(heading))
    }

    /// Fits the columns in: leaves out what has no room beside the bending columns at their least, then
    /// cuts the widest of these.
    fn narrow(&self, widths: &mut [Option<usize>], columns: usize) {
        /// Columns in which a cut text still says something.
        const LEAST: usize = 16;
        let total = |widths: &[Option<usize>], least: usize| -> usize {
            let shown = widths.iter().enumerate().filter_map(|(at, width)| {
                width.map(|width| if self.bends(at) { width.min(least) } else { width })
            });
            let (sum, count) = shown.fold((0, 0), |(sum, count), width| (sum + width, count + 1));
            sum + GAP.len() * usize::saturating_sub(count, 1)
        };
        while total(widths, LEAST) > columns {
            let last = (1..widths.len()).rev().find(|at| widths[*at].is_some() && !self.bends(*at));
            match last {
                Some(last) => widths[last] = None,
                None => break,
            }
        }
        let widest = (LEAST..=columns).rev().find(|widest| total(widths, *widest) <= columns);
        for (at, width) in widths.iter_mut().enumerate() {
            if self.bends(at) {
                *width = width.map(|width| width.min(widest.unwrap_or(LEAST)));
            }
        }
    }
}

fn aligned(cells: &[String], widths: &[Option<usize>]) -> String {
    let mut line = String::new();
    for (cell, width) in cells.iter().zip(widths) {
        let Some(width) = *width else { continue };
        if !line.is_empty() {
            line.push_str(GAP);
        }
        let cell = cut(cell, width);
        line.push_str(&cell);
        line.extend(std::iter::repeat_n(' ', width.saturating_sub(cell.width())));
    }
    line.truncate(line.trim_end().len());
    line
}

/// The text in at most `width` columns, with a mark where something was left out.
pub fn cut(text: &str, width: usize) -> String {
    const MARK: &str = "..";
    if text.width() <= width {
        return text.to_owned();
    }
    let mut short = String::new();
    let mut used = MARK.len();
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used > width {
            break;
        }
        short.push(c);
    }
    short.push_str(MARK);
    short
}

/// The text with spaces behind it up to `width` columns.
pub fn padded(text: &str, width: usize) -> String {
    let mut text = text.to_owned();
    text.extend(std::iter::repeat_n(' ', width.saturating_sub(text.width())));
    text
}

/// Text without anything that a terminal would obey: control characters and marks that turn the
/// direction of writing around become visible.
pub fn safe(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\r' | '\t' => ' ',
            '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}'),
            c if obeyed(c) => '\u{fffd}',
            c => c,
        })
        .collect()
}

/// Characters beyond the C0 set that change how a terminal shows the rest of the line.
fn obeyed(c: char) -> bool {
    matches!(c,
        '\u{7f}'..='\u{9f}'
        | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// JSON as text. Inside strings, what a terminal would obey is written as an escape; it reads back the same.
fn escaped(value: &Value) -> String {
    let text = format!("{value:#}");
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        if obeyed(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a String cannot fail.
                let _ = write!(safe, "\\u{unit:04x}");
            }
        } else {
            safe.push(c);
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Table {
        let mut table = Table::new(["名称", "电话", "网格"]);
        table.row(["泉州市丰泽区恒捷鞋材厂".into(), "13805950001".into(), "招联一网格".into()]);
        table.row(["䶮成塑胶".into(), "".into(), "招联二网格".into()]);
        table.row(["𠮷田ABC".into(), "119".into(), "".into()]);
        table
    }

    #[test]
    fn columns_stand_under_each_other_by_display_width() {
        assert_eq!(
            sample().lines(None).join("\n"),
            "名称                    电话         网格\n\
             泉州市丰泽区恒捷鞋材厂  13805950001  招联一网格\n\
             䶮成塑胶                             招联二网格\n\
             𠮷田ABC                 119"
        );
    }

    #[test]
    fn a_narrow_terminal_cuts_what_bends_and_leaves_out_the_last_columns() {
        let table = sample().bending(["名称"]);
        for (columns, first) in [
            (47, "泉州市丰泽区恒捷鞋材厂  13805950001  招联一网格"),
            (46, "泉州市丰泽区恒捷鞋..   13805950001  招联一网格"),
            (41, "泉州市丰泽区恒..  13805950001  招联一网格"),
            (40, "泉州市丰泽区恒捷鞋材厂  13805950001"),
            (30, "泉州市丰泽区恒..   13805950001"),
            (28, "泉州市丰泽区恒捷鞋材厂"),
            (20, "泉州市丰泽区恒捷鞋.."),
        ] {
            let lines = table.lines(Some(columns));
            assert_eq!(lines[1], first, "{columns}");
            assert!(lines.iter().all(|line| line.width() <= columns), "{lines:?}");
        }
        assert_eq!(cut("鞋材厂", 5), "鞋..");
        assert_eq!(cut("鞋材厂", 6), "鞋材厂");
    }

    #[test]
    fn data_cannot_command_the_terminal() {
        assert_eq!(
            safe("恒捷\u{1b}[2J\u{7}\u{9b}厂\u{202e}a\nb"),
            "恒捷␛[2J␇\u{fffd}厂\u{fffd}a b"
        );
        let value = serde_json::json!({ "name": "恒捷\u{1b}\u{9b}\u{202e}厂" });
        let text = escaped(&value);
        assert!(!text.chars().any(|c| obeyed(c) || c == '\u{1b}'), "{text}");
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
    }
}
