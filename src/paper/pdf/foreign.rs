//! PDF files made elsewhere (scans): whether they can be used, and their pages taken over as they are.

use std::{
    collections::{BTreeMap, VecDeque},
    io::Read,
};

use flate2::read::ZlibDecoder;
use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId, Stream};
use thiserror::Error;

/// Pages that one scan may have.
const MOST_PAGES: usize = 500;
/// Bytes that one packed table of a file may unpack to.
const MOST_TABLE: usize = 256 << 20;
/// Bytes that all packed streams of a file may unpack to.
const MOST_UNPACKED: u64 = 2 << 30;
/// Dictionaries above a page that are asked for what it inherits.
const DEEPEST: usize = 64;

/// Why a PDF cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ScanError {
    #[error("设了密码")]
    Locked,
    #[error("不完整或已损坏")]
    Broken,
    #[error("里面没有页面")]
    Empty,
    #[error("有{0}页，太多了")]
    TooLong(usize),
    #[error("展开后太大")]
    TooLarge,
}

/// Reads a PDF as far as its pages need it; gives how many there are.
pub fn scan(bytes: &[u8]) -> Result<usize, ScanError> {
    let file = load(bytes)?;
    let pages: Vec<ObjectId> = file.page_iter().take(MOST_PAGES + 1).collect();
    match pages.len() {
        0 => return Err(ScanError::Empty),
        1..=MOST_PAGES => {}
        _ => return Err(ScanError::TooLong(file.page_iter().count())),
    }
    let mut taken = Taken::new(&file, 1);
    for page in &pages {
        taken.page(*page)?;
    }
    let mut unpacked = 0;
    for stream in taken.objects.values().filter_map(|object| object.as_stream().ok()) {
        unpacked += unpacks(stream)?;
        if unpacked > MOST_UNPACKED {
            return Err(ScanError::TooLarge);
        }
    }
    Ok(pages.len())
}

pub(super) fn load(bytes: &[u8]) -> Result<Document, ScanError> {
    let options = LoadOptions::with_max_decompressed_size(MOST_TABLE);
    let file = Document::load_mem_with_options(bytes, options).map_err(|_| {
        // A file that asks for a password may not get as far as saying so.
        if memchr::memmem::find(bytes, b"/Encrypt").is_some() {
            ScanError::Locked
        } else {
            ScanError::Broken
        }
    })?;
    if file.trailer.has(b"Encrypt") || file.was_encrypted() {
        return Err(ScanError::Locked);
    }
    Ok(file)
}

/// How much a stream packed by deflate alone unpacks to; others are left to the programs that show them.
fn unpacks(stream: &Stream) -> Result<u64, ScanError> {
    let filters = stream.filters().unwrap_or_default();
    if filters.first().is_none_or(|filter| *filter != b"FlateDecode") {
        return Ok(0);
    }
    let mut rest = ZlibDecoder::new(stream.content.as_slice()).take(MOST_UNPACKED + 1);
    std::io::copy(&mut rest, &mut std::io::sink()).map_err(|_| ScanError::Broken)
}

/// What a page of another file may bring along; actions, tags and threads stay behind.
const KEPT: [&[u8]; 9] = [
    b"Contents",
    b"Resources",
    b"MediaBox",
    b"CropBox",
    b"BleedBox",
    b"TrimBox",
    b"Rotate",
    b"UserUnit",
    b"Group",
];
/// Those that a page may have from the dictionaries above it.
const INHERITED: [&[u8]; 4] = [b"Resources", b"MediaBox", b"CropBox", b"Rotate"];
/// What an annotation needs to look as it does.
const DRAWN: [&[u8]; 9] =
    [b"Type", b"Subtype", b"Rect", b"AP", b"AS", b"F", b"Border", b"BS", b"C"];

/// Pages of a file with everything they need, under new numbers.
pub(super) struct Taken<'a> {
    file: &'a Document,
    /// The next new number.
    next: u32,
    /// Old number → new number.
    numbers: BTreeMap<ObjectId, ObjectId>,
    waiting: VecDeque<ObjectId>,
    pub objects: BTreeMap<ObjectId, Object>,
}

impl<'a> Taken<'a> {
    pub fn new(file: &'a Document, next: u32) -> Taken<'a> {
        Taken {
            file,
            next,
            numbers: BTreeMap::new(),
            waiting: VecDeque::new(),
            objects: BTreeMap::new(),
        }
    }

    /// The highest number given.
    pub fn last(&self) -> u32 {
        self.next - 1
    }

    /// Takes a page; gives its dictionary, which wants a parent still.
    pub fn page(&mut self, id: ObjectId) -> Result<Dictionary, ScanError> {
        let page = self.file.get_dictionary(id).map_err(|_| ScanError::Broken)?;
        let mut kept = Dictionary::new();
        kept.set("Type", "Page");
        for key in KEPT {
            let own = page.get(key).ok();
            let value = match own {
                None if INHERITED.contains(&key) => self.above(page, key),
                own => own,
            };
            if let Some(value) = value {
                let value = self.renumbered(value.clone());
                kept.set(key, value);
            }
        }
        if !kept.has(b"MediaBox") {
            return Err(ScanError::Broken);
        }
        let drawn = self.annotations(page);
        if !drawn.is_empty() {
            kept.set("Annots", drawn);
        }
        self.fetch()?;
        Ok(kept)
    }

    /// What a page has from above.
    fn above(&self, page: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
        let mut at = page;
        for _ in 0..DEEPEST {
            at = self.file.get_dictionary(at.get(b"Parent").ok()?.as_reference().ok()?).ok()?;
            if let Ok(value) = at.get(key) {
                return Some(value);
            }
        }
        None
    }

    /// Stamps, ink and filled fields as they look, without what they do.
    fn annotations(&mut self, page: &Dictionary) -> Vec<Object> {
        let listed = page.get(b"Annots").and_then(|listed| self.file.dereference(listed));
        let Ok((_, Object::Array(listed))) = listed else { return Vec::new() };
        let mut drawn = Vec::new();
        for annotation in listed {
            let Ok((_, Object::Dictionary(annotation))) = self.file.dereference(annotation) else {
                continue;
            };
            let subtype = annotation.get(b"Subtype").and_then(Object::as_name).unwrap_or_default();
            if !annotation.has(b"AP") || matches!(subtype, b"Link" | b"Popup") {
                continue;
            }
            let mut kept = Dictionary::new();
            for key in DRAWN {
                if let Ok(value) = annotation.get(key) {
                    kept.set(key, self.renumbered(value.clone()));
                }
            }
            drawn.push(Object::Dictionary(kept));
        }
        drawn
    }

    /// The object with its references pointing to the new numbers.
    fn renumbered(&mut self, mut object: Object) -> Object {
        self.renumber(&mut object);
        object
    }

    fn renumber(&mut self, object: &mut Object) {
        match object {
            Object::Reference(id) => {
                let next = &mut self.next;
                let waiting = &mut self.waiting;
                *id = *self.numbers.entry(*id).or_insert_with(|| {
                    waiting.push_back(*id);
                    let new = (*next, 0);
                    *next += 1;
                    new
                });
            }
            Object::Array(items) => items.iter_mut().for_each(|item| self.renumber(item)),
            Object::Dictionary(entries) => {
                entries.iter_mut().for_each(|(_, value)| self.renumber(value));
            }
            Object::Stream(stream) => {
                stream.dict.iter_mut().for_each(|(_, value)| self.renumber(value));
            }
            _ => {}
        }
    }

    /// Copies what was referred to, and what that refers to.
    fn fetch(&mut self) -> Result<(), ScanError> {
        while let Some(old) = self.waiting.pop_front() {
            let mut object = match self.file.objects.get(&old) {
                Some(object) => object.clone(),
                // What the file never had is nothing; what it has and nobody can read is damage.
                None if self.file.reference_table.get(old.0).is_some_and(|entry| {
                    matches!(
                        entry,
                        lopdf::xref::XrefEntry::Normal { .. }
                            | lopdf::xref::XrefEntry::Compressed { .. }
                    )
                }) =>
                {
                    return Err(ScanError::Broken);
                }
                None => Object::Null,
            };
            let structure = object.as_dict().is_ok_and(|entries| {
                [&b"Page"[..], b"Pages", b"Catalog"].iter().any(|kind| entries.has_type(kind))
            });
            if structure {
                object = Object::Null;
            }
            if let Object::Stream(stream) = &mut object {
                // As it is: not even packed, where it is not.
                stream.allows_compression = false;
                stream.dict.set("Length", stream.content.len() as i64);
            }
            self.renumber(&mut object);
            if let Some(new) = self.numbers.get(&old) {
                self.objects.insert(*new, object);
            }
        }
        Ok(())
    }
}
