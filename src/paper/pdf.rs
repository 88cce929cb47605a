//! Pages → PDF/A-1b. The only file that knows printpdf and subsetter; what lies in `pdf/` knows lopdf too.
//!
//! Fonts are cut before printpdf sees them (its light build would embed them whole), and the finished
//! document is put right through lopdf: ids and dates that depend on the content alone, and what
//! PDF/A asks for. The same pages give the same bytes.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use flate2::{Compress, Compression, FlushCompress, Status};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};
use printpdf::{
    FontId, FontMetrics, FontType, Line, LinePoint, Mm, Op, ParsedFont, PdfDocument, PdfFont,
    PdfFontHandle, PdfFontMetricsStub, PdfPage, PdfSaveOptions, Point, Pt, TextItem,
};
use sha2::{Digest, Sha256};

use super::{
    Fonts, PaperError,
    fonts::{Face, Glyph},
    icc,
    page::{Mark, Page},
    xmp::xmp,
};

mod bundle;
mod foreign;
mod heads;
mod strings;
mod twins;
mod volume;

pub use bundle::{Content, Part, Placed, bundle};
pub use foreign::{ScanError, scan};
pub use volume::volume;

use twins::{commons, share, twins};

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
type Used = BTreeMap<u16, BTreeMap<u16, Vec<char>>>;

/// The faces, each cut to what is used of it.
type Cuts = BTreeMap<u16, ParsedFont>;

/// The pages as one file.
pub fn pdf(pages: &[Page], meta: &Meta, fonts: &Fonts) -> Result<Vec<u8>, PaperError> {
    let mut file = document(pages, meta, fonts, true)?;
    heads::share_heads(&mut file).map_err(|error| PaperError::Pdf(error.to_string()))?;
    if pages.len() > LONG {
        heads::inherit(&mut file).map_err(|error| PaperError::Pdf(error.to_string()))?;
        pack(&mut file, PACKED_LONG)?;
    }
    written(file)
}

/// The pages as a document; `archive` says that it is a PDF/A.
fn document(
    pages: &[Page],
    meta: &Meta,
    fonts: &Fonts,
    archive: bool,
) -> Result<Document, PaperError> {
    let mut used = Used::new();
    note(pages, &mut used);
    let mut file = drawn(pages, cuts(&used, fonts)?, &twins(pages))?;
    self::archive(&mut file, meta, archive).map_err(|error| PaperError::Pdf(error.to_string()))?;
    Ok(file)
}

/// The faces cut to the glyphs used.
fn cuts(used: &Used, fonts: &Fonts) -> Result<Cuts, PaperError> {
    used.iter().map(|(face, glyphs)| Ok((*face, cut(fonts.face(*face), glyphs)?))).collect()
}

/// Pages in cut fonts, without what a finished file says about itself.
fn drawn(pages: &[Page], cuts: Cuts, twins: &[Option<usize>]) -> Result<Document, PaperError> {
    let mut document = PdfDocument::new("");
    for (face, font) in cuts {
        document.resources.fonts.map.insert(font_id(face), PdfFont::new(font));
    }
    document.with_pages(write_pages(pages, twins));
    let mut warnings = Vec::new();
    let mut file = document.to_lopdf_document(&PdfSaveOptions::default(), &mut warnings);
    if let Some(warning) = warnings.first() {
        return Err(PaperError::Pdf(format!("{warning:?}")));
    }
    strings::shorten(&mut file);
    share(&mut file, pages.len(), twins).map_err(|error| PaperError::Pdf(error.to_string()))?;
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
            let chars = used.entry(glyph.face).or_default().entry(glyph.id).or_default();
            if !chars.contains(&glyph.char) {
                chars.push(glyph.char);
            }
        }
    }
}

/// Not F1…F14, which printpdf takes for its built-in fonts.
fn font_id(face: u16) -> FontId {
    FontId(format!("Face{face}"))
}

/// A face cut to the glyphs used, in printpdf's terms.
fn cut(face: &Face, glyphs: &BTreeMap<u16, Vec<char>>) -> Result<ParsedFont, PaperError> {
    let mut remapper = subsetter::GlyphRemapper::new();
    let mut codepoint_to_glyph = BTreeMap::new();
    let mut glyph_widths = BTreeMap::new();
    let mut tag = Sha256::new();
    for (&id, chars) in glyphs {
        let new = remapper.remap(id);
        let advance = face.parsed.glyph_hor_advance(ttf_parser::GlyphId(id));
        glyph_widths.insert(new, advance.unwrap_or_default());
        codepoint_to_glyph.extend(chars.iter().map(|&c| (u32::from(c), new)));
        tag.update(id.to_be_bytes());
    }
    let original_bytes = subsetter::subset(face.data, face.index, &remapper)
        .map_err(|error| PaperError::Pdf(format!("{}: {error:?}", face.name)))?;
    let tag: String = tag.finalize()[..6].iter().map(|byte| char::from(b'A' + byte % 26)).collect();
    let units_per_em = face.parsed.units_per_em();
    let bounds = face.parsed.global_bounding_box();
    Ok(ParsedFont {
        original_bytes,
        font_index: 0,
        font_name: Some(format!("{tag}+{}", face.name)),
        codepoint_to_glyph,
        glyph_widths,
        units_per_em,
        font_metrics: FontMetrics {
            ascent: face.parsed.ascender(),
            descent: face.parsed.descender(),
        },
        font_type: if face.parsed.tables().cff.is_some() {
            FontType::OpenTypeCFF(())
        } else {
            FontType::TrueType
        },
        pdf_font_metrics: PdfFontMetricsStub {
            units_per_em,
            x_min: bounds.x_min,
            y_min: bounds.y_min,
            x_max: bounds.x_max,
            y_max: bounds.y_max,
            caret_slope_rise: 1,
            caret_slope_run: 0,
            us_weight_class: face.parsed.weight().to_number(),
        },
    })
}

/// Each page, of one with twins the label alone; behind them what twins have in common.
fn write_pages(pages: &[Page], twins: &[Option<usize>]) -> Vec<PdfPage> {
    let parts = parts(pages.len());
    let part = |page: &Page, common: bool| {
        let (label, body) = page
            .marks
            .split_last()
            .map_or((&[][..], &[][..]), |(last, rest)| (std::slice::from_ref(last), rest));
        write_page(page, if common { body } else { label }, parts)
    };
    let own = pages.iter().zip(twins).map(|(page, twin)| match twin {
        Some(_) => part(page, false),
        None => write_page(page, &page.marks, parts),
    });
    let common = commons(twins).map(|first| part(&pages[first], true));
    own.chain(common).collect()
}

/// What is written of a page so far.
#[derive(Default)]
struct Written {
    /// Of a point.
    parts: f32,
    ops: Vec<Op>,
    thickness: f32,
    /// Where the last line of text began, in its font and size, while a text section is open.
    text: Option<(FontId, Pt, Place)>,
}

/// Parts of a point: finer than any printer, and short in the file.
type Place = (i64, i64);

/// How many parts a point has; of a long list, whose every place counts, fewer.
fn parts(pages: usize) -> f32 {
    if pages > LONG { 4.0 } else { 100.0 }
}

fn write_page(page: &Page, marks: &[Mark], parts: f32) -> PdfPage {
    let mut content = Written { parts, ..Written::default() };
    for mark in marks {
        match mark {
            Mark::Text { x, y, size, glyphs } => {
                content.write(*x, page.height - y, *size, glyphs);
            }
            Mark::Rule { from, to, width } => content.stroke(page, *from, *to, *width),
            Mark::Fill { x, y, w, h } => {
                // A thick stroke says the same as a filled rectangle in half the operators; the
                // overlap hides the seam between the rows of a code.
                let middle = y + h / 2.0;
                content.stroke(page, (*x, middle), (x + w, middle), h + SEAM);
            }
        }
    }
    content.close();
    PdfPage::new(Mm::from(Pt(page.width)), Mm::from(Pt(page.height)), content.ops)
}

/// Points by which the rows of a code overlap.
const SEAM: f32 = 0.02;

/// To a hundredth.
fn pt(points: f32) -> Pt {
    Pt((points * 100.0).round() / 100.0)
}

impl Written {
    fn part(&self, points: f32) -> Pt {
        Pt(self.place(points) as f32 / self.parts)
    }

    fn place(&self, points: f32) -> i64 {
        (points * self.parts).round() as i64
    }

    /// PDF counts from the bottom.
    fn stroke(&mut self, page: &Page, from: (f32, f32), to: (f32, f32), width: f32) {
        self.close();
        if self.thickness != width {
            self.ops.push(Op::SetOutlineThickness { pt: pt(width) });
            self.thickness = width;
        }
        let points = [from, to].map(|(x, y)| LinePoint {
            p: Point { x: self.part(x), y: self.part(page.height - y) },
            bezier: false,
        });
        self.ops.push(Op::DrawLine { line: Line { points: points.to_vec(), is_closed: false } });
    }

    fn close(&mut self) {
        if self.text.take().is_some() {
            self.ops.push(Op::EndTextSection);
        }
    }

    /// A stretch for each face; the room between glyphs goes in as offsets.
    fn write(&mut self, mut x: f32, y: f32, size: f32, glyphs: &[Glyph]) {
        for run in glyphs.chunk_by(|left, right| left.face == right.face) {
            self.move_to(font_id(run[0].face), size, x + run[0].before * size, y);
            let mut items = Vec::new();
            let mut words = String::new();
            let mut offset = 0.0;
            for (at, glyph) in run.iter().enumerate() {
                if at > 0 {
                    offset += glyph.before;
                }
                // Thousandths of an em, to one decimal.
                let units = (-offset * 10_000.0).round() / 10.0;
                if units != 0.0 {
                    if !words.is_empty() {
                        items.push(TextItem::Text(std::mem::take(&mut words)));
                    }
                    items.push(TextItem::Offset(units));
                }
                words.push(glyph.char);
                offset = glyph.after;
                x += glyph.width() * size;
            }
            items.push(TextItem::Text(words));
            self.ops.push(Op::ShowText { items });
        }
    }

    /// Text that follows text says only what is new: the font if it is another, and how far it is from the line before,
    /// which packs to almost nothing in a column.
    fn move_to(&mut self, font: FontId, size: f32, x: f32, y: f32) {
        let (size, place) = (pt(size), (self.place(x), self.place(y)));
        let (same, from) = match &self.text {
            Some((last, last_size, from)) => (*last == font && *last_size == size, *from),
            None => {
                self.ops.push(Op::StartTextSection);
                (false, (0, 0))
            }
        };
        if !same {
            let font = PdfFontHandle::External(font.clone());
            self.ops.push(Op::SetFont { font, size });
        }
        let moved = |to: i64, from: i64| Pt((to - from) as f32 / self.parts);
        let pos = Point { x: moved(place.0, from.0), y: moved(place.1, from.1) };
        self.ops.push(Op::SetTextCursor { pos });
        self.text = Some((font, size, place));
    }
}

/// Packs every stream that may be packed. lopdf itself always packs at the hardest, most of a page's time.
fn pack(file: &mut Document, hard: u32) -> Result<(), PaperError> {
    let mut packer = Compress::new(Compression::new(hard), true);
    let mut packed = Vec::new();
    for object in file.objects.values_mut() {
        let Object::Stream(stream) = object else { continue };
        if !stream.allows_compression
            || stream.dict.has(b"Filter")
            || stream.content.len() < WORTH_PACKING
        {
            continue;
        }
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
    for page in file.get_pages().into_values() {
        let page = file.get_dictionary_mut(page)?;
        if let Ok(Object::Array(notes)) = page.get(b"Annots")
            && notes.is_empty()
        {
            page.remove(b"Annots");
        }
    }
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
