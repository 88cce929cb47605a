//! Pages that say the same: the copies of a paper, which differ in their label alone. What they have in common is
//! written once.

use std::{
    collections::HashMap,
    hash::{BuildHasher, Hash, Hasher},
};

use crate::paper::{
    page::{Mark, Page},
    quick::Quick,
};

/// For each page the first page that says the same but for its last mark, which is the label of the
/// copy; `None` for a page that is like no other.
pub(super) fn twins(pages: &[Page]) -> Vec<Option<usize>> {
    // Pages that may be alike, the first of each kind first.
    let mut alike: HashMap<u64, Vec<usize>> = HashMap::new();
    let mut first_of: Vec<usize> = Vec::new();
    let mut many = vec![false; pages.len()];
    for (at, page) in pages.iter().enumerate() {
        let firsts = alike.entry(digest(page)).or_default();
        match firsts.iter().find(|first| same(&pages[**first], page)) {
            Some(first) => {
                many[*first] = true;
                first_of.push(*first);
            }
            None => {
                firsts.push(at);
                first_of.push(at);
            }
        }
    }
    first_of.into_iter().map(|first| many[first].then_some(first)).collect()
}

/// All but the label.
pub(super) fn body(page: &Page) -> &[Mark] {
    page.marks.split_last().map_or(&[], |(_, body)| body)
}

fn same(left: &Page, right: &Page) -> bool {
    (left.width, left.height) == (right.width, right.height) && body(left) == body(right)
}

/// Of the words of a page: pages that say the same have the same.
fn digest(page: &Page) -> u64 {
    let mut hasher = Quick::default().build_hasher();
    for mark in body(page) {
        if let Mark::Text { glyphs, .. } = mark {
            glyphs.iter().for_each(|glyph| glyph.char.hash(&mut hasher));
        }
    }
    hasher.finish()
}

/// The pages that stand for all of their twins.
pub(super) fn commons(twins: &[Option<usize>]) -> impl Iterator<Item = usize> {
    twins.iter().enumerate().filter(|&(at, twin)| *twin == Some(at)).map(|(at, _)| at)
}
