//! The columns of a list by the room there is: a table says how narrow each may be and what comes first, and the same
//! table serves 80 columns and 160.

use std::borrow::Cow;

use ratatui::{layout::Rect, style::Style};

use super::list::Cursor;
use crate::tui::canvas::Canvas;

/// A column with its heading. Those of rank 0 always show; the others come by their rank as far as there is room.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    head: Cow<'static, str>,
    rank: u8,
    least: u16,
    /// Columns it takes besides where there are some left.
    more: u16,
}

/// A column that always shows.
pub const fn always(head: &'static str, width: u16) -> Column {
    Column { head: Cow::Borrowed(head), rank: 0, least: width, more: 0 }
}

/// A column that shows where there is room, the lower rank first.
pub const fn further(head: &'static str, width: u16, rank: u8) -> Column {
    Column { head: Cow::Borrowed(head), rank, least: width, more: 0 }
}

impl Column {
    /// The same with a heading that is known at run time.
    pub fn headed(self, head: String) -> Column {
        Column { head: Cow::Owned(head), ..self }
    }

    /// Takes so many columns more where they are left.
    pub const fn up_to(mut self, more: u16) -> Column {
        self.more = more;
        self
    }

    /// Takes all that is left.
    pub const fn rest(self) -> Column {
        self.up_to(u16::MAX)
    }
}

/// The width of each column in so much room; 0 for one that does not show.
pub fn widths(columns: &[Column], room: u16) -> Vec<u16> {
    let mut widths: Vec<u16> =
        columns.iter().map(|column| if column.rank == 0 { column.least } else { 0 }).collect();
    let used = |widths: &[u16]| widths.iter().fold(0u16, |sum, width| sum.saturating_add(*width));
    let mut further: Vec<usize> = (0..columns.len()).filter(|at| columns[*at].rank > 0).collect();
    further.sort_by_key(|at| columns[*at].rank);
    for at in further {
        // A later one that is narrower does not take the place of an earlier one.
        if used(&widths).saturating_add(columns[at].least) > room {
            break;
        }
        widths[at] = columns[at].least;
    }
    // What is left goes to those that grow, evenly, those with a bound first.
    let mut growing: Vec<usize> =
        (0..columns.len()).filter(|at| widths[*at] > 0 && columns[*at].more > 0).collect();
    growing.sort_by_key(|at| columns[*at].more);
    for (place, at) in growing.iter().enumerate() {
        let left = room.saturating_sub(used(&widths));
        let share = left / (growing.len() - place) as u16;
        widths[*at] += share.min(columns[*at].more);
    }
    widths
}

/// Whether a list of this width has more to tell than one of 80 columns.
pub fn is_wide(width: u16) -> bool {
    width >= 100
}

/// A list in its columns, the chosen line marked; `line` makes the cells of a line, and is asked for those alone that
/// show. A line of one cell goes across all columns. Where further columns show, their headings stand above.
pub fn table(
    canvas: &mut Canvas,
    area: Rect,
    cursor: Cursor,
    len: usize,
    columns: &[Column],
    line: impl Fn(usize) -> Option<(Vec<String>, Style)>,
) {
    lay(canvas, area, cursor, len, columns, (false, line));
}

/// The same with its headings always.
pub fn headed(
    canvas: &mut Canvas,
    area: Rect,
    cursor: Cursor,
    len: usize,
    columns: &[Column],
    line: impl Fn(usize) -> Option<(Vec<String>, Style)>,
) {
    lay(canvas, area, cursor, len, columns, (true, line));
}

fn lay(
    canvas: &mut Canvas,
    area: Rect,
    cursor: Cursor,
    len: usize,
    columns: &[Column],
    (heads, line): (bool, impl Fn(usize) -> Option<(Vec<String>, Style)>),
) {
    let look = canvas.look;
    // One who hears the lines hears what matters.
    let room = area.width.saturating_sub(1);
    let widths = match look.plain {
        true => columns.iter().map(|it| if it.rank == 0 { it.least } else { 0 }).collect(),
        false => widths(columns, room),
    };
    let further = columns.iter().zip(&widths).any(|(column, width)| column.rank > 0 && *width > 0);
    let mut area = area;
    if (heads || further) && len > 0 && area.height > 1 {
        let heads = columns.iter().map(|column| column.head.to_string()).collect::<Vec<_>>();
        paint(canvas, area, area.y, &widths, &heads, look.quiet());
        area = Rect { y: area.y + 1, height: area.height - 1, ..area };
    }
    let rows = usize::from(area.height);
    let top = cursor.shown(canvas, len, rows);
    for (y, index) in (area.y..area.bottom()).zip(top..len) {
        let Some((cells, style)) = line(index) else { continue };
        let chosen = index == cursor.at;
        let style = if chosen { look.selected() } else { style };
        paint(canvas, area, y, &widths, &cells, style);
        canvas.put(area.x, y, 1, if chosen { ">" } else { " " }, style);
        if chosen {
            canvas.set_caret(area.x, y);
        }
    }
}

fn paint(canvas: &mut Canvas, area: Rect, y: u16, widths: &[u16], cells: &[String], style: Style) {
    canvas.blank(area.x, y, area.width, style);
    let plain = canvas.look.plain;
    let mut x = area.x + 1;
    if let [whole] = cells {
        return canvas.cell(x, y, area.right().saturating_sub(x), whole, style);
    }
    let last = widths.iter().rposition(|width| *width > 0).unwrap_or_default();
    for (at, (width, cell)) in widths.iter().zip(cells).enumerate() {
        if *width == 0 {
            continue;
        }
        let left = area.right().saturating_sub(x);
        // Told as lines, the last takes what it needs.
        let width = if at == last && plain { left } else { (*width).min(left) };
        // A blank stands between two columns.
        let inner = if at == last { width } else { width.saturating_sub(1) };
        canvas.cell(x, y, inner, cell, style);
        x += width;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn further_columns_come_by_rank_and_the_rest_is_shared() {
        let columns = [
            always("单位", 20).rest(),
            further("地址", 20, 2).up_to(10),
            further("电话", 12, 1),
            always("状态", 8),
        ];
        for (room, wanted) in [
            (20, [20, 0, 0, 8]),
            (28, [20, 0, 0, 8]),
            (39, [31, 0, 0, 8]),
            (40, [20, 0, 12, 8]),
            (59, [39, 0, 12, 8]),
            (60, [20, 20, 12, 8]),
            (70, [25, 25, 12, 8]),
            (100, [50, 30, 12, 8]),
        ] {
            assert_eq!(widths(&columns, room), wanted, "{room}");
        }
    }

    #[test]
    fn a_wide_column_is_not_skipped_for_a_narrow_one_behind_it() {
        let columns = [always("", 10), further("", 20, 1), further("", 5, 2)];
        assert_eq!(widths(&columns, 20), [10, 0, 0]);
    }
}
