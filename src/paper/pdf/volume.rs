//! Very many papers in one file, never all of their pages at once: each is laid out twice, first for the
//! characters that it uses, then, some at a time, to be written.

use std::{collections::BTreeMap, ops::Range};

use lopdf::{Document, Object, ObjectId};

use super::{
    Cuts, Meta, PACKING, Used, archive, bundle::outline, cuts, drawn, note, pack, twins, written,
};
use crate::paper::{Fonts, Page, PaperError, fonts::Glyph, page::Mark};

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
    let cuts = cuts(&used, fonts)?;
    // A page with every character makes the fonts of the file; it is not among its pages.
    let mut file = drawn(&[specimen(&used)], cuts.clone(), &[None])?;
    let wrong = |error: lopdf::Error| PaperError::Pdf(error.to_string());
    let specimen = file.page_iter().next().ok_or_else(|| PaperError::Pdf("no page".to_owned()))?;
    let resources = file
        .get_dictionary(specimen)
        .and_then(|page| page.get(b"Resources").cloned())
        .map_err(wrong)?;
    let contents = file
        .get_dictionary(specimen)
        .and_then(|page| page.get(b"Contents")?.as_reference())
        .map_err(wrong)?;
    let tree = file.catalog().and_then(|root| root.get(b"Pages")?.as_reference()).map_err(wrong)?;
    file.objects.remove(&specimen);
    file.objects.remove(&contents);
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
        order.extend(add(&mut file, &pages, &cuts, (tree, &resources))?);
        beginnings.extend(named(&firsts, &order, taken));
    }
    let pages = file.get_dictionary_mut(tree).map_err(wrong)?;
    pages.set("Count", order.len() as i64);
    pages.set("Kids", order.into_iter().map(Object::Reference).collect::<Vec<_>>());
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

/// Writes pages into the file, with the resources of all of them; gives their ids in order.
fn add(
    file: &mut Document,
    pages: &[Page],
    cuts: &Cuts,
    (tree, resources): (ObjectId, &Object),
) -> Result<Vec<ObjectId>, PaperError> {
    if pages.is_empty() {
        return Ok(Vec::new());
    }
    let wrong = |error: lopdf::Error| PaperError::Pdf(error.to_string());
    let mut part = drawn(pages, cuts.clone(), &twins(pages))?;
    let ids: Vec<ObjectId> = part.page_iter().collect();
    // Streams that several pages have in common are taken over once.
    let mut moved: BTreeMap<ObjectId, ObjectId> = BTreeMap::new();
    let mut order = Vec::new();
    for id in ids {
        let Some(Object::Dictionary(mut page)) = part.objects.remove(&id) else { continue };
        let contents = match page.get(b"Contents").map_err(wrong)? {
            Object::Array(streams) => streams.clone(),
            one => vec![one.clone()],
        };
        let mut streams = Vec::new();
        for stream in contents {
            let old = stream.as_reference().map_err(wrong)?;
            let new = match moved.get(&old) {
                Some(new) => *new,
                None => {
                    let stream = part.objects.remove(&old).unwrap_or(Object::Null);
                    let new = file.add_object(stream);
                    moved.insert(old, new);
                    new
                }
            };
            streams.push(Object::Reference(new));
        }
        page.set("Contents", streams);
        page.set("Parent", tree);
        page.set("Resources", resources.clone());
        order.push(file.add_object(page));
    }
    // What is packed now waits in little room.
    pack(file, PACKING)?;
    Ok(order)
}

/// A page with every character of every face.
fn specimen(used: &Used) -> Page {
    let mut page = Page::default();
    for (face, glyphs) in used {
        let glyph = |id: u16, char: char| Glyph {
            char,
            face: *face,
            id,
            advance: 1.0,
            before: 0.0,
            after: 0.0,
            form: false,
        };
        let glyphs: Vec<Glyph> = glyphs
            .iter()
            .flat_map(|(id, chars)| chars.iter().map(|char| glyph(*id, *char)))
            .collect();
        page.marks.push(Mark::Text { x: 0.0, y: 0.0, size: 1.0, glyphs });
    }
    page
}
