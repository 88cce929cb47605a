//! Tables: cells of broken lines, a head repeated on every page, rows that are cut by lines when they
//! are taller than a page.

use super::{
    line::Line,
    page::{Align, Page, Pen},
};

/// Thickness of the rules inside and of the frame, in points.
pub const THIN: f32 = 0.5;
pub const THICK: f32 = 1.2;

/// The lines of one cell.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    pub lines: Vec<Line>,
    pub align: Align,
    /// Points; the cell's own size and pitch.
    pub size: f32,
    pub leading: f32,
}

/// Where a table stands: its columns and the room around the words, in points.
#[derive(Clone, Debug)]
pub struct Grid {
    pub x: f32,
    pub widths: Vec<f32>,
    /// Between rule and words.
    pub pad: f32,
}

/// The part of a page that a table may use, from `top` to `bottom`.
#[derive(Clone, Copy, Debug)]
pub struct Area {
    pub top: f32,
    pub bottom: f32,
}

impl Cell {
    /// A text broken for a column of `width` points with `pad` on both sides.
    pub fn new(pen: &Pen, text: &str, width: f32, pad: f32, align: Align) -> Cell {
        Cell {
            lines: pen.lines(text, width - 2.0 * pad, 0.0, 0.0),
            align,
            size: pen.size,
            leading: pen.leading,
        }
    }

    fn height(&self) -> f32 {
        self.lines.len() as f32 * self.leading
    }

    /// The lines that fit `room` points, taken off the front.
    fn split(&mut self, room: f32) -> Cell {
        let fits = (room / self.leading).floor().max(0.0) as usize;
        Cell { lines: self.lines.drain(..fits.min(self.lines.len())).collect(), ..*self }
    }
}

impl Grid {
    pub fn width(&self) -> f32 {
        self.widths.iter().sum()
    }

    pub fn height(&self, row: &[Cell]) -> f32 {
        row.iter().map(Cell::height).fold(0.0, f32::max) + 2.0 * self.pad
    }

    /// One row with its rules; the words stand in the middle of its height.
    pub fn draw(&self, page: &mut Page, row: &[Cell], y: f32, height: f32) {
        let mut x = self.x;
        for (cell, width) in row.iter().zip(&self.widths) {
            page.frame(x, y, *width, height, THIN);
            let mut top = y + (height - cell.height()) / 2.0 + (cell.leading - cell.size) / 2.0;
            for line in &cell.lines {
                let room = width - 2.0 * self.pad;
                page.aligned(line, cell.size, x + self.pad, top, room, cell.align);
                top += cell.leading;
            }
            x += width;
        }
    }

    /// Rows from `y` on the last of `pages` downwards, the head again on every new page. Gives where
    /// the last row ends.
    pub fn flow(
        &self,
        pages: &mut Vec<Page>,
        area: Area,
        y: f32,
        head: &[Cell],
        rows: Vec<Vec<Cell>>,
    ) -> f32 {
        let head_height = self.height(head);
        let mut page = pages.pop().unwrap_or_default();
        let mut y = self.head(&mut page, head, y);
        for mut row in rows {
            loop {
                let height = self.height(&row);
                let room = area.bottom - y;
                if height <= room {
                    self.draw(&mut page, &row, y, height);
                    y += height;
                    break;
                }
                let fresh = area.bottom - area.top - head_height;
                if height > fresh {
                    // Cut by lines: what fits here, the rest on the next page.
                    let part: Vec<Cell> =
                        row.iter_mut().map(|cell| cell.split(room - 2.0 * self.pad)).collect();
                    if part.iter().any(|cell| !cell.lines.is_empty()) {
                        self.draw(&mut page, &part, y, self.height(&part));
                    } else if room >= fresh {
                        // Not even one line fits an empty page: print it over the edge.
                        self.draw(&mut page, &row, y, height);
                        break;
                    }
                }
                let next = Page { marks: Vec::new(), ..page };
                pages.push(std::mem::replace(&mut page, next));
                y = self.head(&mut page, head, area.top);
            }
        }
        pages.push(page);
        y
    }

    fn head(&self, page: &mut Page, head: &[Cell], y: f32) -> f32 {
        if head.is_empty() {
            return y;
        }
        let height = self.height(head);
        self.draw(page, head, y, height);
        y + height
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::fonts::{Fonts, Style};

    const AREA: Area = Area { top: 40.0, bottom: 240.0 };

    fn flow(texts: &[String]) -> Vec<String> {
        let fonts = Fonts::embedded().unwrap();
        let pen = Pen { fonts: &fonts, style: Style::Small, size: 10.0, leading: 16.0 };
        let grid = Grid { x: 50.0, widths: vec![40.0, 110.0], pad: 5.0 };
        let cell = |text: &str, column: usize| {
            Cell::new(&pen, text, grid.widths[column], grid.pad, Align::Left)
        };
        let rows = texts
            .iter()
            .enumerate()
            .map(|(at, text)| vec![cell(&(at + 1).to_string(), 0), cell(text, 1)])
            .collect();
        let mut pages = vec![Page::default()];
        let head = [cell("序号", 0), cell("隐患", 1)];
        let end = grid.flow(&mut pages, AREA, AREA.top, &head, rows);
        assert!(end <= AREA.bottom);
        pages.iter().map(Page::text).collect()
    }

    #[test]
    fn the_head_is_repeated_and_no_row_is_lost() {
        let pages = flow(&vec!["堵塞".to_owned(); 12]);
        // 200 points hold the head and six rows of 26.
        assert_eq!(pages.len(), 2);
        assert!(pages.iter().all(|page| page.starts_with("序号\n隐患\n")));
        assert_eq!(pages.concat().matches("堵塞").count(), 12);
        assert!(pages[1].contains("\n7\n"));
    }

    #[test]
    fn a_row_taller_than_a_page_is_cut_by_lines() {
        let long: String = "安全出口堵塞且未设疏散指示".repeat(20);
        let pages = flow(&["前".to_owned(), long.clone(), "后".to_owned()]);
        assert_eq!(pages.len(), 3);
        let words: String = pages
            .concat()
            .replace("序号\n隐患\n", "")
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect();
        assert_eq!(words, format!("1前2{long}3后"));
    }
}
