//! Pages → PDF/A-1b.
//!
//! ```text
//! Page ─ ink.rs → what it says, in the fonts' own glyphs ┐
//! Fonts ─ cut.rs → each cut to what is used of it ───────┴ sheets.rs → Document ─ pack, ids → bytes
//! ```
//!
//! Only `cut.rs` knows printpdf and subsetter; all that lies here knows lopdf. Ids and dates depend on the content
//! alone: the same pages give the same bytes, on however many processors they are made.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use flate2::{Compress, Compression, FlushCompress, Status};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};
use sha2::{Digest, Sha256};

use super::{
    Fonts, PaperError, crew, icc,
    page::{Leaf, Mark, Page},
    xmp::xmp,
};

mod bundle;
mod cut;
mod foreign;
mod heads;
mod ink;
mod sheets;
mod twins;
mod volume;

pub use bundle::{Content, Part, Placed, bundle};
pub use foreign::{ScanError, scan};
pub(super) use ink::Ink;
pub use volume::volume;

use sheets::{Bodies, Sheets};

/// How hard streams are packed, of 9: packing is most of the time that a page takes.
const PACKING: u32 = 2;
/// A list of more pages than this is sent and kept: it is packed harder.
const LONG: usize = 120;
const PACKED_LONG: u32 = 6;

/// Streams shorter than this many bytes are left as they are.
const WORTH_PACKING: usize = 128;

/// What the file says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meta {
    pub title: String,
    /// The office.
    pub author: String,
    /// Day of the paper: the day of making too, so that a reprint has the same bytes.
    pub date: NaiveDate,
}

const PRODUCER: &str = concat!("anban ", env!("CARGO_PKG_VERSION"));

/// The characters used of each face: glyph id → characters drawn with it.
type Used = BTreeMap<u16, BTreeMap<u16, BTreeSet<char>>>;

/// The pages as one file.
pub fn pdf(pages: &[Page], meta: &Meta, fonts: &Fonts) -> Result<Vec<u8>, PaperError> {
    let bodies = Bodies::of(pages, pages.len() > LONG);
    finished(document(bodies, meta, fonts, true)?)
}

/// Pages that were turned into ink as they were laid out, as one file: once for each label.
pub(super) fn inked(
    pages: Vec<Ink>,
    labels: Vec<Ink>,
    meta: &Meta,
    fonts: &Fonts,
) -> Result<Vec<u8>, PaperError> {
    finished(document(Bodies::copies(pages, labels), meta, fonts, true)?)
}

fn finished(mut file: Document) -> Result<Vec<u8>, PaperError> {
    let wrong = |error: lopdf::Error| PaperError::Pdf(error.to_string());
    heads::share_heads(&mut file).map_err(wrong)?;
    if file.page_iter().count() > LONG {
        heads::inherit(&mut file).map_err(wrong)?;
        pack(&mut file, PACKED_LONG)?;
    }
    written(file)
}

/// The pages as a document; `archive` says that it is a PDF/A.
fn document(
    bodies: Bodies,
    meta: &Meta,
    fonts: &Fonts,
    archive: bool,
) -> Result<Document, PaperError> {
    let mut used = Used::new();
    bodies.note(&mut used);
    let mut sheets = Sheets::new(&used, fonts)?;
    let order = sheets.add(bodies)?;
    let mut file = sheets.end(order)?;
    self::archive(&mut file, meta, archive).map_err(|error| PaperError::Pdf(error.to_string()))?;
    Ok(file)
}

/// The bytes of a finished document.
fn written(mut file: Document) -> Result<Vec<u8>, PaperError> {
    pack(&mut file, PACKING)?;
    let id = Object::String(content_id(&file), StringFormat::Hexadecimal);
    file.trailer.set("ID", vec![id.clone(), id]);
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).map_err(|error| PaperError::Pdf(error.to_string()))?;
    Ok(bytes)
}

/// Adds the characters of pages to those known.
fn note(pages: &[Page], used: &mut Used) {
    for mark in pages.iter().flat_map(|page| &page.marks) {
        let Mark::Text { glyphs, .. } = mark else {
            continue;
        };
        for glyph in glyphs {
            used.entry(glyph.face).or_default().entry(glyph.id).or_default().insert(glyph.char);
        }
    }
}

/// Not F1…F14, which printpdf takes for its built-in fonts.
fn font_name(face: u16) -> String {
    format!("Face{face}")
}

/// Packs every stream that may be packed. lopdf itself always packs at the hardest, most of a page's time.
fn pack(file: &mut Document, hard: u32) -> Result<(), PaperError> {
    let open = |object| match object {
        &mut Object::Stream(ref mut stream)
            if stream.allows_compression
                && !stream.dict.has(b"Filter")
                && stream.content.len() >= WORTH_PACKING =>
        {
            Some(stream)
        }
        _ => None,
    };
    let streams: Vec<&mut Stream> = file.objects.values_mut().filter_map(open).collect();
    let size = if streams.len() < SHARES { SHARES } else { streams.len().div_ceil(SHARES) };
    let mut shares: Vec<Vec<&mut Stream>> = Vec::new();
    for stream in streams {
        match shares.last_mut() {
            Some(share) if share.len() < size => share.push(stream),
            _ => shares.push(vec![stream]),
        }
    }
    crew::each(shares, |share| pack_share(share, hard)).into_iter().collect()
}

/// Streams are packed in so many shares, each with one packer; fewer streams than these are one share.
const SHARES: usize = 64;

fn pack_share(streams: Vec<&mut Stream>, hard: u32) -> Result<(), PaperError> {
    let mut packer = Compress::new(Compression::new(hard), true);
    let mut packed = Vec::new();
    for stream in streams {
        // Packed or not, a stream takes at most this much; so one call is enough.
        packed.clear();
        packed.reserve(stream.content.len() + stream.content.len() / 8 + 64);
        packer.reset();
        let status = packer
            .compress_vec(&stream.content, &mut packed, FlushCompress::Finish)
            .map_err(|error| PaperError::Pdf(error.to_string()))?;
        if status == Status::StreamEnd && packed.len() < stream.content.len() {
            stream.set_content(packed.clone());
            stream.dict.set("Filter", "FlateDecode");
        }
    }
    Ok(())
}

/// What PDF/A-1b asks for beyond what printpdf writes, and nothing that changes from run to run. A file that
/// is not wholly ours does not say that it is one (`claim`).
fn archive(file: &mut Document, meta: &Meta, claim: bool) -> Result<(), lopdf::Error> {
    file.version = "1.4".into();
    finish_fonts(file)?;
    let profile = Stream::new(dictionary! {"N" => 3}, icc::srgb());
    let profile = file.add_object(profile);
    let day = meta.date.format("%Y-%m-%d");
    let made = format!("{day}T00:00:00+08:00");
    let words = xmp(&meta.title, &meta.author, PRODUCER, &made, claim);
    let metadata =
        Stream::new(dictionary! {"Type" => "Metadata", "Subtype" => "XML"}, words.into_bytes())
            .with_compression(false);
    let metadata = file.add_object(metadata);
    let root = file.trailer.get(b"Root")?.as_reference()?;
    let catalog = file.get_dictionary_mut(root)?;
    catalog.set("Lang", Object::string_literal("zh-CN"));
    catalog.set("ViewerPreferences", dictionary! {"DisplayDocTitle" => true});
    catalog.set("Metadata", metadata);
    let intent = dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => Object::string_literal("sRGB"),
        "Info" => Object::string_literal("sRGB"),
        "DestOutputProfile" => profile,
    };
    catalog.set("OutputIntents", vec![Object::Dictionary(intent)]);
    let made = Object::string_literal(meta.date.format("D:%Y%m%d000000+08'00'").to_string());
    let info = dictionary! {
        "Title" => unicode(&meta.title),
        "Author" => unicode(&meta.author),
        "Creator" => unicode(PRODUCER),
        "Producer" => unicode(PRODUCER),
        "CreationDate" => made.clone(),
        "ModDate" => made,
    };
    let info_id = file.trailer.get(b"Info")?.as_reference()?;
    file.objects.insert(info_id, Object::Dictionary(info));
    Ok(())
}

/// Every font is marked symbolic and lists the glyphs it has.
fn finish_fonts(file: &mut Document) -> Result<(), lopdf::Error> {
    let descriptors: Vec<ObjectId> = file
        .objects
        .iter()
        .filter(|(_, object)| {
            object.as_dict().is_ok_and(|entries| entries.has_type(b"FontDescriptor"))
        })
        .map(|(&id, _)| id)
        .collect();
    for id in descriptors {
        let glyphs = glyph_count(file, file.get_dictionary(id)?)?;
        let mut present = vec![0_u8; glyphs.div_ceil(8)];
        for glyph in 0..glyphs {
            present[glyph / 8] |= 0x80 >> (glyph % 8);
        }
        let set = file.add_object(Stream::new(Dictionary::new(), present));
        let descriptor = file.get_dictionary_mut(id)?;
        descriptor.set("Flags", 4);
        descriptor.set("CIDSet", set);
    }
    Ok(())
}

fn glyph_count(file: &Document, descriptor: &Dictionary) -> Result<usize, lopdf::Error> {
    let stream = |key: &[u8]| file.get_object(descriptor.get(key)?.as_reference()?)?.as_stream();
    let content =
        |stream: &Stream| stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
    let count = match stream(b"FontFile2") {
        Ok(font) => ttf_parser::RawFace::parse(&content(font), 0).ok().and_then(|face| {
            let table = face.table(ttf_parser::Tag::from_bytes(b"maxp"))?;
            Some(u16::from_be_bytes([*table.get(4)?, *table.get(5)?]))
        }),
        Err(_) => ttf_parser::cff::Table::parse(&content(stream(b"FontFile3")?))
            .map(|table| table.number_of_glyphs()),
    };
    Ok(usize::from(count.unwrap_or_default()))
}

/// UTF-16 with its mark, as PDF 1.4 wants Chinese.
fn unicode(text: &str) -> Object {
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    Object::String(units.flat_map(u16::to_be_bytes).collect(), StringFormat::Hexadecimal)
}

/// The file's id is a digest of what it holds.
fn content_id(file: &Document) -> Vec<u8> {
    let mut digest = Sha256::new();
    for object in file.objects.values() {
        if let Object::Stream(stream) = object {
            digest.update(&stream.content);
        }
    }
    digest.finalize()[..16].to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::{Style, page::Pen};

    fn sample(fonts: &Fonts) -> Vec<u8> {
        let mut page = Page::default();
        let pen = Pen { fonts, style: Style::Body, size: 14.0, leading: 20.0 };
        page.line(&pen.one("䶮㛃𠮷镕堃：□有☑无"), 14.0, 50.0, 50.0);
        page.frame(50.0, 80.0, 100.0, 100.0, 0.5);
        let meta = Meta {
            title: "整改通知书".into(),
            author: "招联社区".into(),
            date: NaiveDate::from_ymd_opt(2026, 3, 5).unwrap(),
        };
        pdf(&[page], &meta, fonts).unwrap()
    }

    #[test]
    fn the_same_page_gives_the_same_bytes() {
        let first = sample(&Fonts::embedded().unwrap());
        let second = sample(&Fonts::embedded().unwrap());
        assert!(first == second);
        assert!(first.len() < 40_000, "{} bytes", first.len());
    }

    #[test]
    fn the_file_says_what_it_is_and_when_it_was_made() {
        let file = Document::load_mem(&sample(&Fonts::embedded().unwrap())).unwrap();
        let info = file.trailer.get(b"Info").unwrap().as_reference().unwrap();
        let info = file.get_dictionary(info).unwrap();
        assert_eq!(
            info.get(b"CreationDate").unwrap().as_str().unwrap(),
            b"D:20260305000000+08'00'"
        );
        let text = file.extract_text(&[1]).unwrap().replace('\n', "");
        assert!(text.contains("䶮㛃𠮷镕堃"), "{text}");
        assert!(text.contains("□有☑无"), "{text}");
    }
}
