//! Pages that say the same: the copies of a paper, which differ in their label alone. What they have in common is
//! written once.

use std::collections::BTreeMap;

use lopdf::{Document, Object, ObjectId};

use crate::paper::page::Page;

/// For each page the first page that says the same but for its last mark, which is the label of the
/// copy; `None` for a page that is like no other.
pub(super) fn twins(pages: &[Page]) -> Vec<Option<usize>> {
    let body = |page: &Page| page.marks.len().saturating_sub(1);
    let alike = |left: &Page, right: &Page| {
        (left.width, left.height) == (right.width, right.height)
            && left.marks[..body(left)] == right.marks[..body(right)]
    };
    (0..pages.len())
        .map(|at| {
            let first = (0..=at).find(|&first| alike(&pages[first], &pages[at]))?;
            (first < at || pages[at + 1..].iter().any(|other| alike(&pages[at], other)))
                .then_some(first)
        })
        .collect()
}

/// The pages that stand for all of their twins.
pub(super) fn commons(twins: &[Option<usize>]) -> impl Iterator<Item = usize> {
    twins.iter().enumerate().filter(|&(at, twin)| *twin == Some(at)).map(|(at, _)| at)
}

/// Puts what twins have in common, written as pages behind the first `count`, under each of them.
pub(super) fn share(
    file: &mut Document,
    count: usize,
    twins: &[Option<usize>],
) -> Result<(), lopdf::Error> {
    let ids: Vec<ObjectId> = file.get_pages().into_values().collect();
    let (own, extra) = ids.split_at(count.min(ids.len()));
    let mut bodies = BTreeMap::new();
    for (first, id) in commons(twins).zip(extra) {
        if let Some(Object::Dictionary(page)) = file.objects.remove(id) {
            file.objects.remove(&page.get(b"Resources")?.as_reference()?);
            bodies.insert(first, page.get(b"Contents")?.clone());
        }
    }
    let mut known = Known::new();
    for (id, twin) in own.iter().zip(twins) {
        let page = file.get_dictionary(*id)?;
        let resources = page.get(b"Resources")?.as_reference()?;
        let label = page.get(b"Contents")?.as_reference()?;
        let resources = once(file, &mut known, resources)?;
        let contents = match twin.and_then(|first| bodies.get(&first)) {
            Some(body) => {
                let label = once(file, &mut known, label)?;
                Object::Array(vec![body.clone(), Object::Reference(label)])
            }
            None => Object::Reference(label),
        };
        let page = file.get_dictionary_mut(*id)?;
        page.set("Resources", resources);
        page.set("Contents", contents);
        // Both are the sheet (MediaBox) where they are not said.
        page.remove(b"CropBox");
        page.remove(b"TrimBox");
    }
    let pages = file.catalog()?.get(b"Pages")?.as_reference()?;
    let pages = file.get_dictionary_mut(pages)?;
    pages.set("Count", count as i64);
    pages.set("Kids", own.iter().map(|&id| Object::Reference(id)).collect::<Vec<_>>());
    Ok(())
}

/// Objects by what they say.
type Known = BTreeMap<Vec<u8>, ObjectId>;

/// The first object that says the same as this one, which is dropped when there is such.
fn once(file: &mut Document, known: &mut Known, id: ObjectId) -> Result<ObjectId, lopdf::Error> {
    let words = match file.get_object(id)? {
        Object::Stream(stream) => stream.content.clone(),
        other => format!("{other:?}").into_bytes(),
    };
    let first = *known.entry(words).or_insert(id);
    if first != id {
        file.objects.remove(&id);
    }
    Ok(first)
}
