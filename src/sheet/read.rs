//! Files to grids: xlsx, xlsb, xls, ods and text in every encoding met in offices.
//!
//! The only file that names calamine and encoding_rs. Whatever the bytes are, reading ends in a
//! grid or in a [`ReadError`].

use std::{
    borrow::Cow,
    cell::Cell as Flag,
    fs::File,
    io::{Cursor, ErrorKind, Read},
    panic::{self, AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::Once,
};

use calamine::{
    Data, DataRef, Dimensions, Ods, OdsError, Range, Reader, Sheet, SheetType, SheetVisible, Xls,
    XlsError, Xlsb, Xlsx, XlsxError,
};
use chrono::NaiveDate;
use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};

use super::{
    container::{self, Container},
    delimited,
    grid::{Cell, Grid, LAST_COLUMN, LAST_ROW, MAX_CELLS, MAX_FILE, MAX_ROWS, ReadError},
    legacy,
    merged::{self, Block},
    spans,
};

/// The sheet named, or else the first visible one that holds anything.
pub fn read(path: &Path, sheet: Option<&str>) -> Result<Grid, ReadError> {
    read_all(path, sheet)?.into_iter().next().ok_or(ReadError::Empty)
}

/// The sheet named (hidden ones can be named too), or else every visible sheet that holds
/// anything, in the order of the workbook. Never an empty list.
pub fn read_all(path: &Path, sheet: Option<&str>) -> Result<Vec<Grid>, ReadError> {
    read_bytes(&load(path)?, sheet)
}

/// As [`read_all`], from bytes.
pub fn read_bytes(bytes: &[u8], sheet: Option<&str>) -> Result<Vec<Grid>, ReadError> {
    let container = container::tell(bytes)?;
    let mut grids = match container {
        Container::Text => vec![text_grid(bytes)?],
        _ => guarded(|| workbook(container, bytes, sheet))?,
    };
    grids.retain(|grid| grid.rows.iter().any(|row| row.iter().any(|cell| !cell.is_blank())));
    if grids.is_empty() { Err(ReadError::Empty) } else { Ok(grids) }
}

thread_local! {
    /// Set while a third-party parser runs on this thread.
    static PARSING: Flag<bool> = const { Flag::new(false) };
}

/// Third-party parsers do panic on damaged files; here that is one more way of being damaged, and
/// nothing for the panic hook to print.
fn guarded<T>(parse: impl FnOnce() -> Result<T, ReadError>) -> Result<T, ReadError> {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !PARSING.try_with(Flag::get).unwrap_or(false) {
                before(info);
            }
        }));
    });
    PARSING.set(true);
    let outcome = catch_unwind(AssertUnwindSafe(parse));
    PARSING.set(false);
    outcome.unwrap_or(Err(ReadError::Damaged))
}

fn load(path: &Path) -> Result<Vec<u8>, ReadError> {
    let shown = path.display().to_string();
    let fail = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound => ReadError::NotFound(shown.clone()),
        ErrorKind::PermissionDenied => ReadError::Unreadable(shown.clone(), "没有权限"),
        ErrorKind::NotADirectory => ReadError::Unreadable(shown.clone(), "路径中有一段不是文件夹"),
        _ => ReadError::Unreadable(shown.clone(), "系统拒绝了读取"),
    };
    let file = File::open(path).map_err(fail)?;
    let metadata = file.metadata().map_err(fail)?;
    if metadata.is_dir() {
        return Err(ReadError::Unreadable(shown, "这是文件夹"));
    }
    const MB: u64 = 1024 * 1024;
    if metadata.len() > MAX_FILE {
        let size = metadata.len().div_ceil(MB);
        return Err(ReadError::TooBig(format!("{size} MB，最多 {} MB", MAX_FILE / MB)));
    }
    let mut bytes = Vec::with_capacity(metadata.len() as usize);
    // A pipe or a device has no length to look at, so the reading itself is bounded too.
    file.take(MAX_FILE + 1).read_to_end(&mut bytes).map_err(fail)?;
    if bytes.len() as u64 > MAX_FILE {
        return Err(ReadError::TooBig(format!("超过 {} MB", MAX_FILE / MB)));
    }
    Ok(bytes)
}

fn workbook(
    container: Container,
    bytes: &[u8],
    wanted: Option<&str>,
) -> Result<Vec<Grid>, ReadError> {
    let cursor = Cursor::new(bytes);
    match container {
        Container::Xlsx => {
            let mut book = Xlsx::new(cursor).map_err(xlsx_error)?;
            each_sheet(choose(book.sheets_metadata(), wanted)?, |name| xlsx_grid(&mut book, name))
        }
        Container::Xlsb => {
            let mut book = Xlsb::new(cursor).map_err(|_| ReadError::Damaged)?;
            each_sheet(choose(book.sheets_metadata(), wanted)?, |name| xlsb_grid(&mut book, name))
        }
        Container::Xls => {
            legacy::inspect(bytes)?;
            let mut book = Xls::new(cursor).map_err(|error| match error {
                XlsError::Password => ReadError::PasswordProtected,
                _ => ReadError::Damaged,
            })?;
            each_sheet(choose(book.sheets_metadata(), wanted)?, |name| {
                let merged = book.merge_cells_by_sheet_name(name).unwrap_or_default();
                let range = book.worksheet_range(name).map_err(|_| ReadError::Damaged)?;
                range_grid(name, range, &blocks(&merged))
            })
        }
        Container::Ods => {
            let content = container::unpack(bytes, "content.xml").unwrap_or_default();
            // The parser lays repeated cells out one by one, all of them, as it opens the file.
            if spans::largest(&content) > MAX_CELLS as u64 {
                return Err(too_many_rows());
            }
            let mut book = Ods::new(cursor).map_err(|error| match error {
                OdsError::Password => ReadError::PasswordProtected,
                OdsError::CellLimitExceeded { .. } => ReadError::TooBig("单元格太多".to_owned()),
                _ => ReadError::Damaged,
            })?;
            each_sheet(choose(book.sheets_metadata(), wanted)?, |name| {
                let range = book.worksheet_range(name).map_err(|_| ReadError::Damaged)?;
                range_grid(name, range, &spans::of(&content, name))
            })
        }
        Container::Text => Err(ReadError::Damaged),
    }
}

fn xlsx_error(error: XlsxError) -> ReadError {
    match error {
        XlsxError::Password => ReadError::PasswordProtected,
        _ => ReadError::Damaged,
    }
}

/// Names of the sheets to read.
fn choose(sheets: &[Sheet], wanted: Option<&str>) -> Result<Vec<String>, ReadError> {
    let sheets: Vec<&Sheet> =
        sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet).collect();
    let Some(wanted) = wanted else {
        let visible = sheets.iter().filter(|sheet| sheet.visible == SheetVisible::Visible);
        return Ok(visible.map(|sheet| sheet.name.clone()).collect());
    };
    match sheets.iter().find(|sheet| sheet.name.trim() == wanted.trim()) {
        Some(sheet) => Ok(vec![sheet.name.clone()]),
        None => Err(ReadError::NoSuchSheet {
            wanted: wanted.to_owned(),
            found: sheets.iter().map(|sheet| sheet.name.clone()).collect(),
        }),
    }
}

fn each_sheet(
    names: Vec<String>,
    mut grid: impl FnMut(&str) -> Result<Grid, ReadError>,
) -> Result<Vec<Grid>, ReadError> {
    names.iter().map(|name| grid(name)).collect()
}

/// Cells one by one: a dense range would take memory for every cell up to the farthest.
fn xlsx_grid(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Grid, ReadError> {
    let mut building = Building::default();
    let mut cells = book.worksheet_cells_reader(name).map_err(xlsx_error)?;
    while let Some(cell) = cells.next_cell().map_err(xlsx_error)? {
        let (row, column) = cell.get_position();
        building.put(row, column, borrowed_cell(cell.get_value()))?;
    }
    drop(cells);
    let merged = book.merge_cells_by_sheet_name(name).unwrap_or_default();
    Ok(building.finish(name, &blocks(&merged)))
}

fn xlsb_grid(book: &mut Xlsb<Cursor<&[u8]>>, name: &str) -> Result<Grid, ReadError> {
    let mut building = Building::default();
    let mut cells = book.worksheet_cells_reader(name).map_err(|_| ReadError::Damaged)?;
    while let Some(cell) = cells.next_cell().map_err(|_| ReadError::Damaged)? {
        let (row, column) = cell.get_position();
        building.put(row, column, borrowed_cell(cell.get_value()))?;
    }
    Ok(building.finish(name, &[]))
}

fn blocks(merged: &[Dimensions]) -> Vec<Block> {
    let block = |area: &Dimensions| Block {
        rows: (area.start.0, area.end.0),
        columns: (area.start.1, area.end.1),
    };
    merged.iter().map(block).collect()
}

fn range_grid(name: &str, range: Range<Data>, merged: &[Block]) -> Result<Grid, ReadError> {
    let mut building = Building::default();
    let (top, left) = range.start().unwrap_or_default();
    for (row, column, data) in range.used_cells() {
        let at =
            |first: u32, on: usize| first.saturating_add(u32::try_from(on).unwrap_or(u32::MAX));
        building.put(at(top, row), at(left, column), owned_cell(data))?;
    }
    Ok(building.finish(name, merged))
}

/// Rows under construction, with the caps on them.
#[derive(Default)]
struct Building {
    rows: Vec<Vec<Cell>>,
    full_rows: usize,
    cells: usize,
}

impl Building {
    fn put(&mut self, row: u32, column: u32, cell: Cell) -> Result<(), ReadError> {
        if cell.is_blank() {
            return Ok(());
        }
        // Before anything grows: a position is what the file says.
        if row >= LAST_ROW || column >= LAST_COLUMN {
            return Err(ReadError::OutOfSheet);
        }
        let (row, column) = (row as usize, column as usize);
        if self.rows.len() <= row {
            self.rows.resize_with(row + 1, Vec::new);
        }
        let cells = &mut self.rows[row];
        if cells.is_empty() {
            self.full_rows += 1;
        }
        if cells.len() <= column {
            self.cells += column + 1 - cells.len();
            if self.cells > MAX_CELLS || self.full_rows > MAX_ROWS {
                return Err(too_many_rows());
            }
            cells.resize(column + 1, Cell::Empty);
        }
        cells[column] = cell;
        Ok(())
    }

    fn finish(self, name: &str, merged: &[Block]) -> Grid {
        let mut grid = Grid { name: name.to_owned(), rows: self.rows, ..Grid::default() };
        grid.first_row = 1;
        merged::fill(&mut grid, merged);
        grid
    }
}

fn too_many_rows() -> ReadError {
    ReadError::TooBig(format!("一张工作表超过 {MAX_ROWS} 行"))
}

fn borrowed_cell(data: &DataRef) -> Cell {
    match data {
        DataRef::SharedString(text) => Cell::Text((*text).to_owned()),
        DataRef::String(text) => Cell::Text(text.clone()),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::Empty => Cell::Empty,
        other => owned_cell(&Data::from(other.clone())),
    }
}

fn owned_cell(data: &Data) -> Cell {
    match data {
        Data::Empty => Cell::Empty,
        Data::String(text) => Cell::Text(text.clone()),
        Data::Int(number) => Cell::Number(*number as f64),
        Data::Float(number) => Cell::Number(*number),
        Data::Bool(truth) => Cell::Bool(*truth),
        Data::DateTime(moment) if moment.is_datetime() && moment.as_f64() >= 1.0 => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day))
                .map_or(Cell::Number(moment.as_f64()), Cell::Day)
        }
        Data::DateTime(moment) => Cell::Number(moment.as_f64()),
        Data::DateTimeIso(text) => text
            .get(..10)
            .and_then(|day| NaiveDate::parse_from_str(day, "%Y-%m-%d").ok())
            .map_or_else(|| Cell::Text(text.clone()), Cell::Day),
        Data::DurationIso(text) => Cell::Text(text.clone()),
        Data::Error(error) => Cell::Text(error.to_string()),
    }
}

fn text_grid(bytes: &[u8]) -> Result<Grid, ReadError> {
    let (text, broken_text) = decode(bytes);
    // Text may hold a stray zero, which is taken out like any control character; a program or a picture
    // holds no Chinese beside its zeros.
    if text.contains('\0') && (broken_text || text.is_ascii()) {
        return Err(ReadError::NotASheet("无法识别的二进制文件"));
    }
    let rows =
        delimited::rows(&text).ok_or_else(|| ReadError::TooBig(format!("超过 {MAX_ROWS} 行")))?;
    Ok(Grid { name: String::new(), rows, first_row: 1, broken_text })
}

/// Text and whether some of it was lost: a mark at the start decides, then strict UTF-8, then
/// UTF-16 without a mark, then GB18030 (which holds GBK and GB2312).
fn decode(bytes: &[u8]) -> (Cow<'_, str>, bool) {
    let with = |encoding: &'static encoding_rs::Encoding, bytes| {
        encoding.decode_without_bom_handling(bytes)
    };
    match bytes {
        [0xFF, 0xFE, rest @ ..] => return with(UTF_16LE, rest),
        [0xFE, 0xFF, rest @ ..] => return with(UTF_16BE, rest),
        [0xEF, 0xBB, 0xBF, rest @ ..] => {
            return (String::from_utf8_lossy(rest), std::str::from_utf8(rest).is_err());
        }
        _ => {}
    }
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') || !text.is_ascii() => return (text.into(), false),
        Ok(_) => {}
        // Cut off in the middle of the last character, with Chinese before it.
        Err(error) if error.error_len().is_none() && error.valid_up_to() > 0 => {
            let (valid, _) = bytes.split_at(error.valid_up_to());
            if !valid.is_ascii() {
                return (String::from_utf8_lossy(bytes), true);
            }
        }
        Err(_) => {}
    }
    // UTF-16 shows as a zero byte in every ASCII character, always on the same side.
    let zeros = |side| bytes.iter().skip(side).step_by(2).take(2048).filter(|b| **b == 0).count();
    match (zeros(0), zeros(1)) {
        (0, 1..) => with(UTF_16LE, bytes),
        (1.., 0) => with(UTF_16BE, bytes),
        _ => with(GB18030, bytes),
    }
}

#[cfg(test)]
#[path = "read_tests.rs"]
mod tests;
