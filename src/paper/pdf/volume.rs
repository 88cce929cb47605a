//! Very many papers in one file, never all of their pages at once: each is laid out twice, first for the
//! characters that it uses, then, some at a time, to be written.

use std::ops::Range;

use lopdf::ObjectId;

use super::{Bodies, Meta, PACKING, Sheets, Used, archive, bundle::outline, note, pack, written};
use crate::paper::{Fonts, Page, PaperError};

/// Papers that are laid out, and in memory, at a time.
const TOGETHER: usize = 25;

/// The pages of each paper one behind the other, its title in the list beside them. A paper for which `lay` gives no
/// pages is left out; `lay` is asked twice for each, by its place in `titles`.
pub fn volume(
    titles: &[String],
    lay: &mut dyn FnMut(usize) -> Vec<Page>,
    meta: &Meta,
    fonts: &Fonts,
) -> Result<Vec<u8>, PaperError> {
    let mut used = Used::new();
    for at in 0..titles.len() {
        note(&lay(at), &mut used);
    }
    let mut sheets = Sheets::new(&used, fonts)?;
    let (mut order, mut beginnings) = (Vec::new(), Vec::new());
    let mut papers = titles.iter().map(String::as_str).enumerate().peekable();
    while papers.peek().is_some() {
        let (mut pages, mut firsts) = (Vec::new(), Vec::new());
        for (at, title) in papers.by_ref().take(TOGETHER) {
            let paper = lay(at);
            if !paper.is_empty() {
                firsts.push((title, pages.len()));
            }
            pages.extend(paper);
        }
        let taken = order.len()..order.len() + pages.len();
        order.extend(sheets.add(Bodies::of(&pages, false))?);
        // What is packed now waits in little room.
        pack(&mut sheets.file, PACKING)?;
        beginnings.extend(named(&firsts, &order, taken));
    }
    let wrong = |error: lopdf::Error| PaperError::Pdf(error.to_string());
    let mut file = sheets.end(order)?;
    archive(&mut file, meta, true).map_err(wrong)?;
    outline(&mut file, &beginnings).map_err(wrong)?;
    written(file)
}

/// The first page of each paper.
fn named<'t>(
    firsts: &[(&'t str, usize)],
    order: &[ObjectId],
    taken: Range<usize>,
) -> Vec<(&'t str, ObjectId)> {
    let pages = &order[taken];
    firsts.iter().filter_map(|(title, at)| Some((*title, *pages.get(*at)?))).collect()
}
