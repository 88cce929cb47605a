//! Tables to xlsx and csv. The only file that names rust_xlsxwriter.
//!
//! Every cell is written as text, so that codes and phone numbers stay whole and a value that begins like a formula
//! stays a value; but for columns that hold nothing but days, and those that a form or a map calls numbers.

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, IgnoreError, Workbook,
    XlsxError,
};
use thiserror::Error;
use unicode_width::UnicodeWidthStr;

use super::{
    columns::{COLUMNS, NAMESAKE},
    headings::{ROW, WHY},
    roster::{Rejected, Roster, RosterEntry},
};
use crate::{
    domain::typed::is_invisible,
    form::{field::bare_amount, letter::Sheet, map::CellKind},
};

/// The most characters a cell of a spreadsheet holds.
const CELL_LIMIT: usize = 32_767;

/// Widest column, in characters of the default font.
const WIDEST: usize = 50;

#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum WriteError {
    #[error("第{row}行“{column}”的内容超过{CELL_LIMIT}字，表格放不下：请缩短后再导出")]
    CellTooLong { row: usize, column: String },
    #[error("行数超过一张工作表的上限（1048576行）：请分批导出，或导出为csv")]
    TooManyRows,
    #[error("表格没有写成：{0}")]
    Failed(String),
}

/// The register as xlsx, in the columns of [`COLUMNS`].
pub fn roster_xlsx(entries: &[RosterEntry]) -> Result<Vec<u8>, WriteError> {
    let (heads, rows) = (headings(), roster_rows(entries));
    let mut kinds = days(&heads, &rows);
    for (kind, column) in kinds.iter_mut().zip(&COLUMNS) {
        if column.key == "staff" {
            *kind = CellKind::Number;
        }
    }
    typed_xlsx("名册", &heads, &kinds, &rows)
}

/// The register as csv.
pub fn roster_csv(entries: &[RosterEntry]) -> Vec<u8> {
    csv(&headings(), &roster_rows(entries))
}

/// The rows that an import kept out: the cells as they stood, the row they stood in, and why. Where one may mean
/// a premises already registered, a column is there in which to say so. What an earlier such sheet said of rows
/// and reasons is said anew.
pub fn rejects_xlsx(roster: &Roster) -> Result<Vec<u8>, WriteError> {
    let widest = roster.rejected.iter().map(|rejected| rejected.cells.len()).max().unwrap_or(0);
    let mut heads = roster.heads.clone();
    heads.resize(heads.len().max(widest), String::new());
    if roster.rejected.iter().any(|row| row.asks) && !heads.iter().any(|h| h == NAMESAKE.heading) {
        heads.push(NAMESAKE.heading.to_owned());
    }
    let kept: Vec<usize> =
        (0..heads.len()).filter(|at| ![ROW, WHY].contains(&heads[*at].as_str())).collect();
    let row = |rejected: &Rejected| {
        let cell = |at: &usize| rejected.cells.get(*at).cloned().unwrap_or_default();
        let said = [rejected.row.to_string(), rejected.reason.clone()];
        kept.iter().map(cell).chain(said).collect()
    };
    let heads: Vec<String> =
        kept.iter().map(|at| heads[*at].clone()).chain([ROW.into(), WHY.into()]).collect();
    xlsx("未导入的行", &heads, &roster.rejected.iter().map(row).collect::<Vec<_>>())
}

fn headings() -> Vec<String> {
    COLUMNS.iter().map(|column| column.heading.to_owned()).collect()
}

fn roster_rows(entries: &[RosterEntry]) -> Vec<Vec<String>> {
    let row = |entry| COLUMNS.iter().map(|column| (column.write)(entry)).collect();
    entries.iter().map(row).collect()
}

/// Any table as xlsx: one sheet, the heads styled and frozen, widths after the content. Every cell is text.
pub fn xlsx(sheet: &str, heads: &[String], rows: &[Vec<String>]) -> Result<Vec<u8>, WriteError> {
    typed_xlsx(sheet, heads, &[], rows)
}

/// The tables of a paper, each on a sheet of its own, with their days and figures.
pub fn book(sheets: &[Sheet]) -> Result<Vec<u8>, WriteError> {
    let mut book = empty();
    add_tables(&mut book, sheets)?;
    book.save_to_buffer().map_err(failed)
}

fn add_tables(book: &mut Workbook, sheets: &[Sheet]) -> Result<(), WriteError> {
    for sheet in sheets {
        let Sheet { name, heads, figures, rows, .. } = sheet;
        let mut kinds = days(heads, rows);
        for (kind, _) in kinds.iter_mut().zip(figures).filter(|(_, figure)| **figure) {
            *kind = CellKind::Number;
        }
        add(book, name, heads, &kinds, &sheet.lines())?;
    }
    Ok(())
}

/// A workbook without a time of its own: the same rows are the same bytes, and nobody below the office reads the
/// watch.
fn empty() -> Workbook {
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_ymd(2000, 1, 1).unwrap_or_default();
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    book
}

/// The columns in which every cell is a day.
fn days(heads: &[String], rows: &[Vec<String>]) -> Vec<CellKind> {
    (0..heads.len())
        .map(|column| {
            let cells = || rows.iter().filter_map(|row| row.get(column)).filter(|c| !c.is_empty());
            let days = cells().next().is_some() && cells().all(|cell| day(cell).is_some());
            if days { CellKind::Day } else { CellKind::Text }
        })
        .collect()
}

/// With the kind of each column; those that are not named are text.
fn typed_xlsx(
    sheet: &str,
    heads: &[String],
    kinds: &[CellKind],
    rows: &[Vec<String>],
) -> Result<Vec<u8>, WriteError> {
    let mut book = empty();
    add(&mut book, sheet, heads, kinds, rows)?;
    book.save_to_buffer().map_err(failed)
}

/// The same, and behind it the other tables of its paper.
pub fn typed_book(
    first: (&str, &[String], &[CellKind], &[Vec<String>]),
    others: &[Sheet],
) -> Result<Vec<u8>, WriteError> {
    let (sheet, heads, kinds, rows) = first;
    let mut book = empty();
    add(&mut book, sheet, heads, kinds, rows)?;
    add_tables(&mut book, others)?;
    book.save_to_buffer().map_err(failed)
}

fn text_format() -> Format {
    Format::new().set_num_format("@")
}

fn day_format() -> Format {
    Format::new().set_align(FormatAlign::Top).set_num_format("yyyy\\-mm\\-dd")
}

fn add(
    book: &mut Workbook,
    sheet: &str,
    heads: &[String],
    kinds: &[CellKind],
    rows: &[Vec<String>],
) -> Result<(), WriteError> {
    if rows.len() >= 1_048_576 {
        return Err(WriteError::TooManyRows);
    }
    let head_style = Format::new()
        .set_bold()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap()
        .set_background_color(Color::RGB(0xD9E2F3))
        .set_border(FormatBorder::Thin)
        .set_num_format("@");
    let style = Format::new().set_align(FormatAlign::Top).set_text_wrap().set_num_format("@");
    let day_style = day_format();
    let number_styles =
        NUMBERS.map(|shown| Format::new().set_align(FormatAlign::Top).set_num_format(shown));
    let page = book.add_worksheet();
    page.set_name(sheet).map_err(failed)?;
    page.set_freeze_panes(1, 0).map_err(failed)?;
    // A cell takes the style of its column: that is looked up once a column and not once a cell.
    let widest = rows.iter().map(Vec::len).max().unwrap_or(0).max(heads.len());
    for column in 0..widest {
        let style = match kinds.get(column) {
            Some(CellKind::Day) => &day_style,
            Some(CellKind::Number) => &number_styles[Shown::Plain as usize],
            _ => &style,
        };
        page.set_column_format(column as u16, style).map_err(failed)?;
    }
    let mut widths = vec![4; heads.len()];
    for (at, row) in std::iter::once(heads).chain(rows.iter().map(Vec::as_slice)).enumerate() {
        for (column, text) in row.iter().enumerate() {
            let text: String = text.chars().filter(|c| *c == '\n' || !is_invisible(*c)).collect();
            if text.encode_utf16().count() > CELL_LIMIT {
                let column = heads.get(column).cloned().unwrap_or_default();
                return Err(WriteError::CellTooLong { row: at, column });
            }
            if let Some(width) = widths.get_mut(column) {
                let longest = text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0);
                *width = longest.clamp(*width, WIDEST);
            }
            // The row is below 1048576 and heads are few, so both numbers fit.
            let place = (at as u32, column as u16);
            let kind = if at == 0 { None } else { kinds.get(column) };
            let written = match kind {
                Some(CellKind::Day) => day(&text).and_then(excel).map(|day| {
                    page.write_datetime_with_format(place.0, place.1, &day, &day_style).map(drop)
                }),
                Some(CellKind::Number) => figure(&text).map(|(number, shown)| {
                    let style = &number_styles[shown as usize];
                    page.write_number_with_format(place.0, place.1, number, style).map(drop)
                }),
                _ => None,
            };
            match written {
                Some(written) => written,
                None if at == 0 => {
                    page.write_string_with_format(place.0, place.1, text, &head_style).map(drop)
                }
                None if matches!(kind, None | Some(CellKind::Text)) => {
                    page.write_string(place.0, place.1, text).map(drop)
                }
                None => page.write_string_with_format(place.0, place.1, text, &style).map(drop),
            }
            .map_err(failed)?;
        }
    }
    for (column, width) in widths.iter().enumerate() {
        page.set_column_width(column as u16, *width as f64 + 2.0).map_err(failed)?;
    }
    if let Some(last) = heads.len().checked_sub(1) {
        // Codes are text on purpose: no green corners.
        let error = IgnoreError::NumberStoredAsText;
        page.ignore_error_range(0, 0, rows.len() as u32, last as u16, error).map_err(failed)?;
    }
    Ok(())
}

/// A cell that is a day and nothing else, as papers print it: 2026-11-05, 2026年11月5日.
fn day(text: &str) -> Option<NaiveDate> {
    if text.len() > 17 || !text.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    let text = text.trim_end_matches('日').replace(['年', '月'], "-");
    let sound = text.len() <= 10 && text.split('-').count() == 3;
    sound.then(|| NaiveDate::parse_from_str(&text, "%Y-%m-%d").ok()).flatten()
}

fn excel(day: NaiveDate) -> Option<ExcelDateTime> {
    let (year, month) = (u16::try_from(day.year()).ok()?, u8::try_from(day.month()).ok()?);
    ExcelDateTime::from_ymd(year, month, u8::try_from(day.day()).ok()?).ok()
}

/// How a number is shown: one of [`NUMBERS`].
#[derive(Clone, Copy)]
enum Shown {
    Plain,
    Money,
    Cents,
    Percent,
    Tenths,
}

/// As a spreadsheet spells them.
const NUMBERS: [&str; 5] = ["General", "#,##0\"元\"", "#,##0.00\"元\"", "0%", "0.0%"];

/// A number, and how it looks as on paper: an amount of money keeps its unit, a share its sign.
fn figure(text: &str) -> Option<(f64, Shown)> {
    if let Some(percent) = text.strip_suffix('%') {
        let shown = if percent.contains('.') { Shown::Tenths } else { Shown::Percent };
        return Some((number(percent)? / 100.0, shown));
    }
    let Some(bare) = bare_amount(text) else { return Some((number(text)?, Shown::Plain)) };
    let shown = if bare.contains('.') { Shown::Cents } else { Shown::Money };
    Some((number(&bare)?, shown))
}

fn number(text: &str) -> Option<f64> {
    let bare = text.strip_prefix('-').unwrap_or(text);
    let plain = bare.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && bare.len() <= 15;
    text.parse().ok().filter(|_| plain)
}

fn failed(error: XlsxError) -> WriteError {
    WriteError::Failed(error.to_string())
}

/// Spreadsheet or text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    Csv,
    Xlsx,
}

/// A table too long to be held: its rows go out as they come.
pub struct Long<W> {
    out: W,
    /// None for csv, whose rows wait here until there are some.
    book: Option<Workbook>,
    text: String,
    head_style: Format,
    text_style: Format,
    kinds: Vec<CellKind>,
    day_style: Format,
    rows: usize,
}

/// Bytes of csv that are written at once.
const AT_ONCE: usize = 1 << 16;

impl<W: std::io::Write + Send> Long<W> {
    /// With heads and the widths of its columns, in characters of the default font, and the kind of each; those that
    /// are not named are text.
    pub fn begin(
        ending: Ending,
        out: W,
        sheet: &str,
        heads: &[&str],
        widths: &[u16],
        kinds: &[CellKind],
    ) -> Result<Long<W>, WriteError> {
        let mut book = None;
        if ending == Ending::Xlsx {
            let mut new = empty();
            let page = new.add_worksheet_with_constant_memory().map_err(failed)?;
            page.set_name(sheet).map_err(failed)?;
            page.set_freeze_panes(1, 0).map_err(failed)?;
            for (column, width) in widths.iter().enumerate() {
                let style = match kinds.get(column) {
                    Some(CellKind::Day) => day_format(),
                    _ => text_format(),
                };
                page.set_column_width(column as u16, *width).map_err(failed)?;
                page.set_column_format(column as u16, &style).map_err(failed)?;
            }
            book = Some(new);
        }
        let head_style = Format::new().set_bold().set_num_format("@");
        let text = String::from('\u{FEFF}');
        let (kinds, day_style) = (kinds.to_vec(), day_format());
        let text_style = text_format();
        let mut long = Long { out, book, text, head_style, text_style, kinds, day_style, rows: 0 };
        long.row(heads.iter().copied())?;
        Ok(long)
    }

    /// A cell that cannot be read as the kind of its column is text.
    pub fn row<'a>(&mut self, cells: impl Iterator<Item = &'a str>) -> Result<(), WriteError> {
        match &mut self.book {
            Some(book) => {
                let at = u32::try_from(self.rows).unwrap_or(u32::MAX);
                if at >= 1_048_576 {
                    return Err(WriteError::TooManyRows);
                }
                let page = book.worksheet_from_index(0).map_err(failed)?;
                for (column, cell) in cells.enumerate() {
                    let text: String = cell.chars().filter(|c| !is_invisible(*c)).collect();
                    let kind = if at == 0 { None } else { self.kinds.get(column) };
                    let day = kind.filter(|kind| **kind == CellKind::Day).and_then(|_| day(&text));
                    let column = column as u16;
                    match day.and_then(excel) {
                        Some(day) => {
                            page.write_datetime_with_format(at, column, &day, &self.day_style)
                        }
                        None if at == 0 => {
                            page.write_string_with_format(at, column, text, &self.head_style)
                        }
                        // An empty cell of a day, or one that is none.
                        None if kind == Some(&CellKind::Day) => {
                            page.write_string_with_format(at, column, text, &self.text_style)
                        }
                        None => page.write_string(at, column, text),
                    }
                    .map_err(failed)?;
                }
            }
            None => {
                for (at, cell) in cells.enumerate() {
                    if at > 0 {
                        self.text.push(',');
                    }
                    push_csv(&mut self.text, cell, guard(cell));
                }
                self.text.push_str("\r\n");
                if self.text.len() > AT_ONCE {
                    self.flush()?;
                }
            }
        }
        self.rows += 1;
        Ok(())
    }

    /// How many rows stand below the heads.
    pub fn end(mut self) -> Result<usize, WriteError> {
        match self.book.take() {
            Some(mut book) => book.save_to_writer(&mut self.out).map_err(failed)?,
            None => self.flush()?,
        }
        Ok(self.rows - 1)
    }

    fn flush(&mut self) -> Result<(), WriteError> {
        let written = self.out.write_all(self.text.as_bytes());
        self.text.clear();
        written.map_err(|error| WriteError::Failed(error.to_string()))
    }
}

/// Any table as csv for a spreadsheet: UTF-8 with a mark for Excel, CRLF, quoted where needed. A value that begins
/// like a formula gets a `'` before it, a number too long for a spreadsheet a tab; a day is 2026-11-05, however it
/// stands on paper.
pub fn csv(heads: &[String], rows: &[Vec<String>]) -> Vec<u8> {
    delimited(heads, rows, guard, |cell| day(cell).map(|day| day.to_string()))
}

/// The same for another program, which takes in each value as it is written: nothing is put before it.
pub fn csv_for_a_platform(heads: &[String], rows: &[Vec<String>]) -> Vec<u8> {
    delimited(heads, rows, |_| "", |_| None)
}

/// `spelt`: a value as it is written, where that is not as it is.
fn delimited(
    heads: &[String],
    rows: &[Vec<String>],
    guard: fn(&str) -> &'static str,
    spelt: fn(&str) -> Option<String>,
) -> Vec<u8> {
    let mut out = String::from('\u{FEFF}');
    for row in std::iter::once(heads).chain(rows.iter().map(Vec::as_slice)) {
        for (at, text) in row.iter().enumerate() {
            if at > 0 {
                out.push(',');
            }
            let spelt = spelt(text);
            let text = spelt.as_deref().unwrap_or(text);
            push_csv(&mut out, text, guard(text));
        }
        out.push_str("\r\n");
    }
    out.into_bytes()
}

/// What keeps a spreadsheet from counting with a value; a number below nothing is one.
fn guard(text: &str) -> &'static str {
    if text.starts_with(['=', '+', '-', '@']) && number(text).is_none() {
        "'"
    } else if text.len() > 15 && text.parse::<f64>().is_ok() {
        "\t"
    } else {
        ""
    }
}

fn push_csv(out: &mut String, text: &str, guard: &str) {
    if guard.is_empty() && !text.contains([',', '"', '\n', '\r', '\t', ';', '，', '；', '|']) {
        return out.push_str(text);
    }
    out.push('"');
    out.push_str(guard);
    out.push_str(&text.replace('"', "\"\""));
    out.push('"');
}

/// Tests of reading build their own workbooks; this is the only file that may name the crate.
#[cfg(test)]
pub(super) mod for_tests {
    pub use rust_xlsxwriter::{Format, Workbook};
}

#[cfg(test)]
#[path = "write_tests.rs"]
mod tests;
