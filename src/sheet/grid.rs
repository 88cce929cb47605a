//! A sheet as rows of cells, whatever file it came from, and why a file could not become one.

use chrono::NaiveDate;
use thiserror::Error;

/// Files above this size are refused before they are read (bytes).
pub const MAX_FILE: u64 = 200 * 1024 * 1024;

/// What a workbook may unpack to (bytes), so that a small file cannot fill the memory.
pub const MAX_UNPACKED: u64 = 1024 * 1024 * 1024;

/// Rows with content that one sheet may have.
pub const MAX_ROWS: usize = 200_000;

/// Cells that one sheet may take in memory, empty ones between full ones included.
pub const MAX_CELLS: usize = 8_000_000;

/// Rows and columns that a sheet has in any program, full ones or not.
pub const LAST_ROW: u32 = 1_048_576;
pub const LAST_COLUMN: u32 = 16_384;

#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    #[default]
    Empty,
    Text(String),
    Number(f64),
    Day(NaiveDate),
    Bool(bool),
}

impl Cell {
    /// The cell as people read it: whole numbers without a point or a power (13805950001, never
    /// 1.38E+10), days as 2020-03-05, truth as 是 and 否.
    pub fn text(&self) -> String {
        match self {
            Cell::Empty => String::new(),
            Cell::Text(text) => text.clone(),
            // Display of f64 never uses a power; the bound keeps absurd numbers short.
            Cell::Number(number) if number.abs() < 1e19 => format!("{number}"),
            Cell::Number(number) => format!("{number:e}"),
            Cell::Day(day) => day.format("%Y-%m-%d").to_string(),
            Cell::Bool(true) => "是".to_owned(),
            Cell::Bool(false) => "否".to_owned(),
        }
    }

    /// Whether there is nothing to read in it.
    pub fn is_blank(&self) -> bool {
        match self {
            Cell::Empty => true,
            Cell::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }
}

/// One sheet. Rows may differ in length; a missing cell is an empty one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Grid {
    /// Name of the sheet; empty for text files.
    pub name: String,
    pub rows: Vec<Vec<Cell>>,
    /// Number of the first of `rows` as the spreadsheet shows it, counted from 1.
    pub first_row: u32,
    /// Some bytes of the file were no text in its encoding, and stand as U+FFFD.
    pub broken_text: bool,
}

impl Grid {
    /// The cells of a row, by its number as the spreadsheet shows it, as people read them.
    pub fn cells_of(&self, number: u32) -> Vec<String> {
        let index = number.checked_sub(self.first_row).map(|index| index as usize);
        let row = index.and_then(|index| self.rows.get(index));
        row.map(|row| row.iter().map(Cell::text).collect()).unwrap_or_default()
    }

    /// The number of a row as the spreadsheet shows it.
    pub fn row_number(&self, index: usize) -> u32 {
        self.first_row.saturating_add(index as u32)
    }
}

/// Why a file did not become a grid. Each message says what to do.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ReadError {
    #[error("找不到文件“{0}”：请核对文件名和所在文件夹")]
    NotFound(String),
    #[error("文件“{0}”打不开（{1}）：若正在 Excel 或 WPS 中打开，请先关闭再导入")]
    Unreadable(String, &'static str),
    #[error("文件是空的，没有可导入的内容：请确认选对了文件，并且已经保存")]
    Empty,
    #[error("文件太大（{0}）：请删去无关的工作表或空行，或拆成几个文件再导入")]
    TooBig(String),
    /// A cell where no sheet has one. Which row that is cannot be told: the reader cuts the number to 32 bits.
    #[error(
        "有单元格写在工作表的范围（{LAST_ROW}行、{LAST_COLUMN}列）以外：文件可能已损坏，请用 Excel、WPS 打开核对，另存后再导入"
    )]
    OutOfSheet,
    #[error("文件设有打开密码：请在 Excel 或 WPS 中取消密码、另存后再导入")]
    PasswordProtected,
    #[error("文件不完整或已损坏：请重新拷贝，或用 Excel、WPS 打开后另存为 xlsx 再导入")]
    Damaged,
    #[error("这不是表格文件，而是{0}：请选择 xlsx、xls、ods、csv 或 txt 文件")]
    NotASheet(&'static str),
    #[error("没有名为“{wanted}”的工作表；文件中有：{}", .found.join("、"))]
    NoSuchSheet { wanted: String, found: Vec<String> },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_people_see_them() {
        for (number, text) in [
            (13805950001.0, "13805950001"),
            (913502000728319000.0, "913502000728319000"),
            (0.5, "0.5"),
            (-3.0, "-3"),
            (1e300, "1e300"),
        ] {
            assert_eq!(Cell::Number(number).text(), text);
        }
        assert_eq!(Cell::Day(NaiveDate::from_ymd_opt(2020, 3, 5).unwrap()).text(), "2020-03-05");
        assert!(Cell::Text(" \n".into()).is_blank());
    }
}
