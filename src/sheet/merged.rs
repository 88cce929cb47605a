//! Cells that were merged in the spreadsheet get the value of their first cell, all of them.

use super::grid::{Cell, Grid, MAX_CELLS};

/// A merged block: first and last row and column, counted from 0 over the whole sheet.
#[derive(Clone, Copy, Debug)]
pub struct Block {
    pub rows: (u32, u32),
    pub columns: (u32, u32),
}

/// Fills the blocks, within the rows and columns that hold anything.
pub fn fill(grid: &mut Grid, blocks: &[Block]) {
    let width = grid.rows.iter().map(Vec::len).max().unwrap_or(0) as u32;
    let height = grid.rows.len() as u32;
    let Some(first) = grid.first_row.checked_sub(1) else { return };
    // Blocks do not overlap in an honest file; a file made of overlaps must not take forever.
    let mut left_to_fill = MAX_CELLS as u64;
    for block in blocks {
        let Some(top) = block.rows.0.checked_sub(first).filter(|top| *top < height) else {
            continue;
        };
        let bottom = block.rows.1.saturating_sub(first).min(height - 1);
        let (left, right) = (block.columns.0, block.columns.1.min(width.saturating_sub(1)));
        let value = grid.rows[top as usize].get(left as usize).cloned().unwrap_or_default();
        if value.is_blank() || left > right || top > bottom {
            continue;
        }
        let area = u64::from(bottom - top + 1) * u64::from(right - left + 1);
        let Some(rest) = left_to_fill.checked_sub(area) else { return };
        left_to_fill = rest;
        for row in top..=bottom {
            let cells = &mut grid.rows[row as usize];
            // A narrow block far to the right makes its rows long.
            let longer = u64::from(left).saturating_sub(cells.len() as u64);
            let Some(rest) = left_to_fill.checked_sub(longer) else { return };
            left_to_fill = rest;
            if cells.len() <= right as usize {
                cells.resize(right as usize + 1, Cell::Empty);
            }
            for column in left..=right {
                let cell = &mut cells[column as usize];
                if cell.is_blank() {
                    *cell = value.clone();
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_filled_within_the_sheet() {
        let text = |s: &str| Cell::Text(s.into());
        let mut grid = Grid {
            rows: vec![vec![text("负责人"), Cell::Empty, text("地址")], vec![text("姓名")], vec![]],
            first_row: 3,
            ..Grid::default()
        };
        let blocks = [
            Block { rows: (2, 2), columns: (0, 1) },
            Block { rows: (2, 900_000), columns: (2, 16_000) },
            Block { rows: (0, 1), columns: (0, 9) },
            Block { rows: (5, 4), columns: (9, 3) },
        ];
        fill(&mut grid, &blocks);
        assert_eq!(grid.rows[0], [text("负责人"), text("负责人"), text("地址")]);
        assert_eq!(grid.rows[1], [text("姓名"), Cell::Empty, text("地址")]);
        assert_eq!(grid.rows[2], [Cell::Empty, Cell::Empty, text("地址")]);
    }

    #[test]
    fn a_long_block_far_to_the_right_takes_no_more_than_a_sheet() {
        let mut first = vec![Cell::Empty; 16_383];
        first.push(Cell::Text("末".into()));
        let mut grid = Grid { rows: vec![first], first_row: 1, ..Grid::default() };
        grid.rows.resize(100_000, Vec::new());
        fill(&mut grid, &[Block { rows: (0, u32::MAX), columns: (16_383, u32::MAX) }]);
        let cells: usize = grid.rows.iter().map(Vec::len).sum();
        assert!((16_384 * 2..=MAX_CELLS + 16_384).contains(&cells), "{cells}");
    }
}
