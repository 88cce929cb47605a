//! A checklist that is too long for one page: the head of the grid stands on every page, a group is cut between two
//! questions and only where it is higher than a page, the signatures stay with the last row.

use super::{
    ABOVE, Align, BOTTOM, Band, COLUMN, Desk, FOOT, HEIGHT, LEFT, MM, PAD, Page, PaperError, Row,
    Style, THICK, TOP, fixed,
};

/// Sizes in points; the largest that needs the fewest pages is taken.
const SIZES: [f32; 4] = [10.5, 10.0, 9.5, 9.0];
/// The page number below the text.
const BELOW: f32 = HEIGHT - 13.0 * MM;
/// A band is not begun for fewer lines than this at the foot of a page.
const FEWEST: usize = 6;

/// One copy, without its label.
pub(super) fn pages<'a>(desk: impl Fn(f32) -> Desk<'a>) -> Result<Vec<Page>, PaperError> {
    let mut best: Option<Vec<Page>> = None;
    for size in SIZES {
        let pages = desk(size).flow()?;
        if best.as_ref().is_none_or(|best| pages.len() < best.len()) {
            best = Some(pages);
        }
    }
    Ok(best.unwrap_or_default())
}

/// The pages so far, and where the next row begins on the last of them.
struct Flow<'a> {
    desk: &'a Desk<'a>,
    pages: Vec<Page>,
    page: Page,
    /// Where the table begins on this page.
    top: f32,
    y: f32,
    /// Stands above the groups on every page, and whether it has come yet.
    head: Row,
    headed: bool,
}

impl<'a> Desk<'a> {
    fn flow(&'a self) -> Result<Vec<Page>, PaperError> {
        let mut page = Page::default();
        let top = self.title(&mut page)?;
        let (pages, head) = (Vec::new(), self.column_head());
        let mut flow = Flow { desk: self, pages, page, top, y: top, head, headed: false };
        let mut bands = self.head_bands();
        bands.extend(self.group_bands());
        for (at, band) in bands.iter().enumerate() {
            flow.band(band, if at + 1 == bands.len() { FOOT } else { 0.0 });
        }
        let y = flow.y;
        self.foot(&mut flow.page, y);
        flow.turn();
        let mut pages = flow.pages;
        let count = pages.len();
        let pen = self.pen(Style::Small, 10.0);
        for (at, page) in pages.iter_mut().enumerate() {
            let line = pen.one(&format!("第{}页 共{count}页", at + 1));
            page.aligned(&fixed(line), pen.size, LEFT, BELOW, COLUMN, Align::Centre);
        }
        Ok(pages)
    }

    /// A further page says whose it is.
    fn further(&self) -> Page {
        let mut page = Page::default();
        let words = [&*self.whole_title(), &self.filled.number].join(" ");
        let line = fixed(self.pen(Style::Small, 9.5).one(words.trim()));
        page.aligned(&line, 9.5, LEFT, ABOVE, COLUMN, Align::Right);
        page
    }
}

impl<'a> Flow<'a> {
    /// A band whole, on the next page if need be; in pieces where it is higher than a page. `below` has to stand
    /// under its last row on the same page.
    fn band(&mut self, band: &Band<'a>, below: f32) {
        let grouped = matches!(band, Band::Groups(_));
        let head = if grouped { height(&self.head) } else { 0.0 };
        let before = if self.headed { 0.0 } else { head };
        let mut rows = self.desk.band(band, None);
        let whole: f32 = rows.iter().map(height).sum();
        let fresh = BOTTOM - TOP - head;
        if before + whole + below > BOTTOM - self.y {
            let leading = self.desk.pen(Style::Small, self.desk.size).leading;
            let lines = |room: f32| ((room - 2.0 * PAD) / leading).max(1.0) as usize;
            let here = lines(BOTTOM - self.y - before);
            let fits = whole + below <= fresh;
            if fits || here < FEWEST {
                self.next(grouped);
            }
            if !fits {
                let further = lines(fresh - FOOT);
                let first = if here < FEWEST { further } else { here };
                rows = self.desk.band(band, Some((first, further)));
            }
        }
        if grouped && !self.headed {
            self.head();
        }
        for (at, row) in rows.iter().enumerate() {
            if at > 0 || self.y + height(row) > BOTTOM {
                self.next(grouped);
            }
            self.row(row);
        }
    }

    fn row(&mut self, row: &Row) {
        let height = height(row);
        row.0.draw(&mut self.page, &row.1, self.y, height);
        self.y += height;
    }

    fn head(&mut self) {
        let head = self.head.clone();
        self.row(&head);
        self.headed = true;
    }

    /// Ends the page.
    fn turn(&mut self) {
        self.page.frame(LEFT, self.top, COLUMN, self.y - self.top, THICK);
        self.pages.push(std::mem::replace(&mut self.page, self.desk.further()));
        (self.top, self.y) = (TOP, TOP);
    }

    /// Goes on on a new page.
    fn next(&mut self, grouped: bool) {
        self.turn();
        if grouped {
            self.head();
        }
    }
}

fn height((grid, row): &Row) -> f32 {
    grid.height(row)
}
