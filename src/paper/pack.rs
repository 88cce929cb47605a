//! The sheets that hold a pack of papers together: a cover that names what is in it and on which page, tables,
//! photos two a page with a line under each.

use super::{
    Fonts, PaperError, Style,
    fit::Needs,
    page::{Align, HEIGHT, MM, Page, Pen, WIDTH},
    pdf::Placed,
    picture::Picture,
    table::{Area, Cell, Grid},
};

const LEFT: f32 = 22.0 * MM;
const COLUMN: f32 = WIDTH - 2.0 * LEFT;
const TOP: f32 = 22.0 * MM;
const BOTTOM: f32 = HEIGHT - 22.0 * MM;
/// The line of page numbers.
const BELOW: f32 = HEIGHT - 15.0 * MM;
const AREA: Area = Area { top: TOP, bottom: BOTTOM };
const PAD: f32 = 4.0;
/// Lines that a caption may take.
const CAPTION: usize = 3;

/// One line of a cover.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    pub what: String,
    pub note: String,
    /// First and last page in the pack, from 1; `None` for what could not be put in.
    pub pages: Option<(usize, usize)>,
}

/// A picture with the line under it.
pub struct Shot<'a> {
    pub picture: &'a Picture,
    pub bytes: &'a [u8],
    pub caption: String,
}

/// Pages, and the pictures on them.
pub type Shots<'a> = (Vec<Page>, Vec<Placed<'a>>);

fn small(fonts: &Fonts) -> Pen<'_> {
    Pen { fonts, style: Style::Small, size: 10.5, leading: 16.0 }
}

fn heading(fonts: &Fonts) -> Pen<'_> {
    Pen { fonts, style: Style::Heading, size: 10.5, leading: 16.0 }
}

/// Title, facts as lines, and the list of what is in the pack.
pub fn cover(
    title: &str,
    facts: &[(&str, String)],
    listed: &[Listed],
    fonts: &Fonts,
) -> Result<Vec<Page>, PaperError> {
    fonts.require(facts.iter().flat_map(|(label, text)| [*label, text]).chain([title]))?;
    let mut page = Page::default();
    let mut y = headline(&mut page, title, fonts);
    let label = Pen { size: 12.0, leading: 20.0, ..heading(fonts) };
    let pen = Pen { fonts, style: Style::Body, size: 12.0, leading: 20.0 };
    let indent = 6.0 * pen.size;
    for (name, text) in facts.iter().filter(|(_, text)| !text.is_empty()) {
        page.line(&label.one(&format!("{name}：")), label.size, LEFT, y);
        for line in pen.lines(text, COLUMN - indent, 0.0, 0.0) {
            page.line(&line, pen.size, LEFT + indent, y);
            y += pen.leading;
        }
    }
    let rows: Vec<Vec<String>> = listed
        .iter()
        .enumerate()
        .map(|(at, listed)| {
            let pages = match listed.pages {
                Some((first, last)) if first == last => format!("{first}"),
                Some((first, last)) => format!("{first}—{last}"),
                None => "未附".to_owned(),
            };
            vec![(at + 1).to_string(), listed.what.clone(), listed.note.clone(), pages]
        })
        .collect();
    let columns = [("序号", 13.0), ("材料", 48.0), ("说明", 88.0), ("页码", 17.0)];
    ruled(vec![page], y + 8.0, &columns, &rows, fonts)
}

/// A table under a title, over as many pages as it takes; widths are in proportion.
pub fn table(
    title: &str,
    columns: &[(&str, f32)],
    rows: &[Vec<String>],
    fonts: &Fonts,
) -> Result<Vec<Page>, PaperError> {
    fonts.require([title])?;
    let mut page = Page::default();
    let y = headline(&mut page, title, fonts);
    ruled(vec![page], y, columns, rows, fonts)
}

/// Photos two a page, or one a page for what has to be read.
pub fn shots<'a>(
    title: &str,
    shots: Vec<Shot<'a>>,
    a_page: usize,
    fonts: &Fonts,
) -> Result<Shots<'a>, PaperError> {
    let a_page = a_page.max(1);
    fonts.require(shots.iter().map(|shot| shot.caption.as_str()).chain([title]))?;
    let pen = small(fonts);
    let under = CAPTION as f32 * pen.leading + 6.0;
    let (mut pages, mut placed) = (Vec::new(), Vec::new());
    let mut top = TOP;
    for (at, shot) in shots.into_iter().enumerate() {
        if at % a_page == 0 {
            let mut page = Page::default();
            top = headline(&mut page, title, fonts);
            pages.push(page);
        }
        let Some(page) = pages.last_mut() else { continue };
        let slot = (BOTTOM - top) / a_page as f32;
        let y = top + slot * (at % a_page) as f32;
        let (across, down) = shot.picture.shown();
        let (across, down) = (across as f32, down as f32);
        let scale = (COLUMN / across).min((slot - under) / down);
        let (width, height) = (across * scale, down * scale);
        let x = LEFT + (COLUMN - width) / 2.0;
        let mut line_y = y + height + 4.0;
        for line in pen.lines(&shot.caption, COLUMN, 0.0, 0.0).into_iter().take(CAPTION) {
            page.aligned(&line, pen.size, LEFT, line_y, COLUMN, Align::Centre);
            line_y += pen.leading;
        }
        placed.push(Placed {
            page: pages.len() - 1,
            x,
            y,
            width,
            height,
            picture: shot.picture,
            bytes: shot.bytes,
        });
    }
    Ok((pages, placed))
}

/// Numbers pages as they stand in the whole pack: `first` is the number of the first of them.
pub fn number(pages: &mut [Page], first: usize, all: usize, fonts: &Fonts) {
    let pen = Pen { size: 10.0, leading: 15.0, ..small(fonts) };
    for (at, page) in pages.iter_mut().enumerate() {
        let line = pen.one(&format!("第{}页 共{all}页", first + at));
        page.aligned(&line, pen.size, LEFT, BELOW, COLUMN, Align::Centre);
    }
}

/// A title in the middle; gives where the rest begins.
fn headline(page: &mut Page, title: &str, fonts: &Fonts) -> f32 {
    let pen = Pen { fonts, style: Style::Title, size: 18.0, leading: 26.0 };
    let line = pen.one(title);
    let size = pen.size.min(COLUMN / line.width().max(1.0));
    page.aligned(&line, size, LEFT, TOP, COLUMN, Align::Centre);
    TOP + pen.leading + 8.0
}

fn ruled(
    mut pages: Vec<Page>,
    y: f32,
    columns: &[(&str, f32)],
    rows: &[Vec<String>],
    fonts: &Fonts,
) -> Result<Vec<Page>, PaperError> {
    fonts.require(
        rows.iter().flatten().map(String::as_str).chain(columns.iter().map(|column| column.0)),
    )?;
    let sum: f32 = columns.iter().map(|column| column.1).sum();
    let widths: Vec<f32> = columns.iter().map(|column| column.1 / sum * COLUMN).collect();
    let (pen, label) = (small(fonts), heading(fonts));
    let mut needs = Needs::new(&pen, widths.len());
    for row in rows {
        row.iter().enumerate().for_each(|(at, text)| needs.cell(at, text));
    }
    let widths = needs.fitted(&widths, PAD);
    let head: Vec<Cell> = columns
        .iter()
        .zip(&widths)
        .map(|(column, width)| Cell::new(&label, column.0, *width, PAD, Align::Centre))
        .collect();
    let rows = rows
        .iter()
        .map(|row| {
            row.iter()
                .zip(&widths)
                .map(|(text, width)| Cell::new(&pen, text, *width, PAD, Align::Left))
                .collect()
        })
        .collect();
    let grid = Grid { x: LEFT, widths, pad: PAD };
    grid.flow(&mut pages, AREA, y, &head, rows);
    Ok(pages)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cover_names_what_is_in_the_pack_and_where() {
        let fonts = Fonts::embedded().unwrap();
        let listed = |what: &str, pages| Listed { what: what.into(), note: "说明".into(), pages };
        let listed = [
            listed("整改通知书", Some((2, 5))),
            listed("照片", Some((6, 6))),
            listed("签收单", None),
        ];
        let pages = cover("隐患材料", &[("单位", "恒捷鞋材厂".into())], &listed, &fonts).unwrap();
        let [page] = pages.as_slice() else { panic!("{} pages", pages.len()) };
        assert_eq!(
            page.text().split_whitespace().collect::<Vec<_>>().join(" "),
            "隐患材料 单位： 恒捷鞋材厂 序号 材料 说明 页码 1 整改通知书 说明 2—5 2 照片 说明 6 3 签收单 说明 未附"
        );
    }
}
