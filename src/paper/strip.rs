//! Strips → pages: pieces that are never cut, with what belongs together and what is repeated.

use std::{ops::Range, sync::Arc};

use super::{
    line::Line,
    page::{Mark, Page, Pen},
};

/// A piece of a page that is never cut, such as one line; marks from its own top left corner.
#[derive(Clone, Debug, Default)]
pub struct Strip {
    pub height: f32,
    pub marks: Vec<Mark>,
    /// Stands on the same page as the strip behind it.
    pub keep: bool,
    /// Goes before it where it begins a page: the head of its table.
    pub head: Option<Arc<Strip>>,
    /// Begins a new page.
    pub fresh: bool,
    /// Stands for many strips, its height for theirs.
    pub later: Option<Later>,
}

/// Rows of a long table that are laid out when their pages come.
#[derive(Clone, Debug)]
pub struct Later {
    /// Its place among the blocks of the paper.
    pub block: usize,
    pub rows: Range<usize>,
    /// Points, of its columns.
    pub widths: Vec<f32>,
    pub head: Arc<Strip>,
    /// Points that a page has below the head.
    pub fresh: f32,
}

impl Strip {
    pub fn space(height: f32) -> Strip {
        Strip { height, ..Strip::default() }
    }

    /// Lines of a paragraph, one strip each; its first two and its last two lines stay together.
    pub fn paragraph(pen: &Pen, lines: &[Line]) -> Vec<Strip> {
        let drop = (pen.leading - pen.size) / 2.0;
        lines
            .iter()
            .enumerate()
            .map(|(at, line)| {
                let mut page = Page::default();
                page.line(line, pen.size, 0.0, drop);
                Strip {
                    height: pen.leading,
                    marks: page.marks,
                    keep: lines.len() > 1 && (at == 0 || at + 2 == lines.len()),
                    ..Strip::default()
                }
            })
            .collect()
    }
}

/// Heights are sums of many small ones: so much more than the room, in points, is nothing.
const HAIR: f32 = 0.05;

/// Cuts strips into pages, as they come: `first` points of room on the first, `others` on the further ones.
/// A group kept together that is higher than a page is cut where the page ends.
pub struct Pager {
    first: f32,
    others: f32,
    /// What stands on the page so far, in points.
    used: f32,
    /// Pages begun.
    begun: usize,
    /// Strips that stay together, up to the last one.
    group: Vec<Strip>,
    page: Vec<Strip>,
    full: Vec<Vec<Strip>>,
}

impl Pager {
    pub fn new(first: f32, others: f32) -> Pager {
        Pager {
            first,
            others,
            used: 0.0,
            begun: 1,
            group: Vec::new(),
            page: Vec::new(),
            full: Vec::new(),
        }
    }

    pub fn push(&mut self, strip: Strip) {
        let keep = strip.keep;
        self.group.push(strip);
        if !keep {
            self.place();
        }
    }

    /// The pages that have become full since the last time.
    pub fn full(&mut self) -> Vec<Vec<Strip>> {
        std::mem::take(&mut self.full)
    }

    /// All pages that are left; the last one may be empty.
    pub fn end(mut self) -> Vec<Vec<Strip>> {
        if !self.group.is_empty() {
            self.place();
        }
        self.full.push(self.page);
        self.full
    }

    /// Puts the group down.
    fn place(&mut self) {
        let group = std::mem::take(&mut self.group);
        let height: f32 = group.iter().map(|strip| strip.height).sum();
        let mut room = if self.begun == 1 { self.first } else { self.others };
        let head = |strip: Option<&Strip>| strip.and_then(|strip| strip.head.clone());
        let repeated = head(group.first()).map_or(0.0, |head| head.height);
        let whole = height + repeated <= self.others + HAIR;
        let fresh = group.first().is_some_and(|strip| strip.fresh);
        if self.used > 0.0 && (fresh || whole && self.used + height > room + HAIR) {
            self.begin(head(group.first()));
            room = self.others;
        }
        for strip in group {
            if self.used + strip.height > room + HAIR && self.used > 0.0 && !whole {
                self.begin(head(Some(&strip)));
                room = self.others;
            }
            self.used += strip.height;
            self.page.push(strip);
        }
    }

    /// A new page with the head that is repeated on it.
    fn begin(&mut self, head: Option<Arc<Strip>>) {
        self.used = head.as_ref().map_or(0.0, |head| head.height);
        let page = head.iter().map(|head| Strip::clone(head)).collect();
        self.full.push(std::mem::replace(&mut self.page, page));
        self.begun += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_belongs_together_goes_to_the_next_page_together() {
        let shape = |heights: &[(f32, bool)], first, others| -> Vec<usize> {
            let mut pager = Pager::new(first, others);
            for &(height, keep) in heights {
                pager.push(Strip { height, keep, ..Strip::default() });
            }
            pager.end().iter().map(Vec::len).collect()
        };
        assert_eq!(shape(&[], 10.0, 10.0), [0]);
        assert_eq!(shape(&[(4.0, false); 4], 8.0, 12.0), [2, 2]);
        assert_eq!(shape(&[(4.0, false), (4.0, true), (4.0, false)], 8.0, 12.0), [1, 2]);
        // A group higher than any page is cut.
        assert_eq!(shape(&[(4.0, true); 7], 8.0, 12.0), [2, 3, 2]);
        assert_eq!(shape(&[(50.0, false), (1.0, false)], 8.0, 12.0), [1, 1]);
    }
}
