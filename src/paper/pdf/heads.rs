//! What many pages begin with, the head of a long list, is written once and stands before what each has of its own.

use std::collections::BTreeSet;

use lopdf::{Document, Object, ObjectId, Stream};

/// Fewer pages are not worth it.
const MANY: usize = 4;
/// Bytes that a head has at least.
const WORTH: usize = 128;

/// Parts the streams of pages that begin alike; the streams of a page are read as if they were one.
pub(super) fn share_heads(file: &mut Document) -> Result<(), lopdf::Error> {
    let mut streams: Vec<ObjectId> = Vec::new();
    let mut seen = BTreeSet::new();
    let pages: Vec<ObjectId> = file.get_pages().into_values().collect();
    for page in &pages {
        let first = match file.get_dictionary(*page)?.get(b"Contents")? {
            Object::Array(streams) => streams.first().cloned(),
            one => Some(one.clone()),
        };
        let Some(first) = first else { continue };
        let first = first.as_reference()?;
        if seen.insert(first) {
            streams.push(first);
        }
    }
    if streams.len() < MANY {
        return Ok(());
    }
    let like = content(file, streams[streams.len() / 2])?.to_vec();
    let mut alike = Vec::new();
    for stream in &streams {
        alike.push(in_common(&like, content(file, *stream)?));
    }
    let length = best(&alike);
    if length < WORTH {
        return Ok(());
    }
    let head = file.add_object(Stream::new(lopdf::Dictionary::new(), like[..length].to_vec()));
    let mut headed = BTreeSet::new();
    for (stream, alike) in streams.iter().zip(alike) {
        if alike >= length
            && let Object::Stream(stream_) = file.get_object_mut(*stream)?
        {
            let rest = stream_.content[length..].to_vec();
            stream_.set_content(rest);
            headed.insert(*stream);
        }
    }
    for page in pages {
        let page = file.get_dictionary_mut(page)?;
        let mut contents = match page.get(b"Contents")? {
            Object::Array(streams) => streams.clone(),
            one => vec![one.clone()],
        };
        let first = contents.first().and_then(|first| first.as_reference().ok());
        if first.is_some_and(|first| headed.contains(&first)) {
            contents.insert(0, Object::Reference(head));
            page.set("Contents", contents);
        }
    }
    Ok(())
}

/// The sheet and the fonts, which are those of all pages, are said once for all.
pub(super) fn inherit(file: &mut Document) -> Result<(), lopdf::Error> {
    let pages: Vec<ObjectId> = file.get_pages().into_values().collect();
    let tree = file.catalog()?.get(b"Pages")?.as_reference()?;
    for key in [&b"MediaBox"[..], b"Resources"] {
        let Some(first) = pages.first() else { return Ok(()) };
        let all = file.get_dictionary(*first)?.get(key)?.clone();
        let mut same = true;
        for page in &pages {
            same &= file.get_dictionary(*page)?.get(key).is_ok_and(|one| *one == all);
        }
        if same {
            for page in &pages {
                file.get_dictionary_mut(*page)?.remove(key);
            }
            file.get_dictionary_mut(tree)?.set(key, all);
        }
    }
    Ok(())
}

fn content(file: &Document, stream: ObjectId) -> Result<&[u8], lopdf::Error> {
    Ok(&file.get_object(stream)?.as_stream()?.content)
}

/// Bytes up to the end of the last line that both begin with.
fn in_common(left: &[u8], right: &[u8]) -> usize {
    let same = left.iter().zip(right).take_while(|(left, right)| left == right).count();
    left[..same].iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1)
}

/// The length that spares the most.
fn best(alike: &[usize]) -> usize {
    let mut lengths = alike.to_vec();
    lengths.sort_unstable();
    let spared = |(at, length): (usize, &usize)| (length * (alike.len() - at - 1), *length);
    lengths.iter().enumerate().map(spared).max().map_or(0, |(_, length)| length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_is_cut_at_the_end_of_a_line() {
        assert_eq!(in_common(b"BT\n0 1 Td\nA", b"BT\n0 1 Td\nB"), 10);
        assert_eq!(in_common(b"BT", b"BT"), 0);
        // Two of ten bytes spare less than three of eight.
        assert_eq!(best(&[0, 8, 8, 10, 10, 8]), 8);
    }
}
