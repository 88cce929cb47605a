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
    /// Goes behind it where it ends a page that is not the last of its row: the rule below. It takes no room.
    pub foot: Option<Arc<Strip>>,
    /// The same in smaller ones, for when it does not fit on what is left of a page.
    pub parts: Option<Arc<[Strip]>>,
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

/// So many lines of what is parted stand on the page on which it begins.
const LEAST_LINES: usize = 3;

/// Heights are sums of many small ones: so much more than the room, in points, is nothing.
const HAIR: f32 = 0.05;

/// Less than this share of a page stays empty before a strip that could be parted.
const GAP: f32 = 0.25;

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
        if !fresh && let Some(at) = self.parted(&group, room, whole) {
            return self.place_parted(group, at);
        }
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

    /// The strip of a group that is to be parted: the last one before the page ends, where the group would leave much of
    /// it empty or no page holds it.
    fn parted(&self, group: &[Strip], room: f32, whole: bool) -> Option<usize> {
        let mut used = self.used;
        let over = group.iter().position(|strip| {
            used += strip.height;
            used > room + HAIR
        })?;
        let (at, parts) = group[..=over]
            .iter()
            .enumerate()
            .rev()
            .find_map(|(at, strip)| Some((at, strip.parts.as_ref()?)))?;
        let begun: f32 = group[..at].iter().map(|strip| strip.height).sum();
        let least: f32 = parts.iter().take(LEAST_LINES).map(|part| part.height).sum();
        let fits = self.used + begun + least <= room + HAIR;
        let gaping = room - self.used > GAP * self.others;
        (fits && (gaping || !whole)).then_some(at)
    }

    fn place_parted(&mut self, group: Vec<Strip>, at: usize) {
        for (number, strip) in group.into_iter().enumerate() {
            let parts = if number == at { strip.parts.clone() } else { None };
            let Some(parts) = parts else {
                self.push(strip);
                continue;
            };
            let last = parts.len().saturating_sub(1);
            for (number, part) in parts.iter().enumerate() {
                let keep = if number == last { strip.keep } else { part.keep };
                self.push(Strip { keep, ..part.clone() });
            }
        }
        if !self.group.is_empty() {
            self.place();
        }
    }

    /// A new page with the head that is repeated on it.
    fn begin(&mut self, head: Option<Arc<Strip>>) {
        if let Some(foot) = self.page.last().and_then(|strip| strip.foot.clone()) {
            self.page.push(Strip::clone(&foot));
        }
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

    #[test]
    fn what_can_be_parted_fills_the_page_on_which_it_begins() {
        let line = |keep, foot: bool| Strip {
            height: 1.0,
            keep,
            foot: foot.then(Arc::default),
            ..Strip::default()
        };
        let shape = |above: f32, behind: bool| -> Vec<f32> {
            let mut pager = Pager::new(10.0, 10.0);
            pager.push(Strip::space(above));
            let parts: Vec<Strip> = (0..8).map(|at| line(at == 0 || at == 6, at < 7)).collect();
            let keep = behind;
            pager.push(Strip { height: 8.0, keep, parts: Some(parts.into()), ..Strip::default() });
            if behind {
                pager.push(Strip::space(3.0));
            }
            let pages = pager.end();
            pages.iter().map(|page| page.iter().map(|strip| strip.height).sum()).collect()
        };
        assert_eq!(shape(2.0, false), [10.0], "it fits whole");
        assert_eq!(shape(5.0, false), [10.0, 3.0], "the rest of the page is not left empty");
        assert_eq!(shape(8.0, false), [8.0, 8.0], "little of the page is left");
        // What is kept with its end takes its last two lines along.
        assert_eq!(shape(2.0, true), [8.0, 5.0]);
        assert_eq!(shape(0.0, true), [6.0, 5.0]);
    }
}
