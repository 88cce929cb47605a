//! Small pictures and PDF files, made as a camera, a scanner or an office program would make them.

use std::io::Write;

use flate2::{Compression, Crc, write::ZlibEncoder};
use lopdf::{Document, Object, Stream, dictionary};

/// How a sample JPEG is made.
#[derive(Clone, Copy)]
pub struct Jpeg<'a> {
    pub width: u16,
    pub height: u16,
    /// 1 grey, 3 colour, 4 inks.
    pub parts: u8,
    pub progressive: bool,
    /// Orientation and time as a camera writes them.
    pub exif: Option<(u8, &'a str)>,
    /// How dark: another one gives another file.
    pub tone: u8,
}

pub const PHOTO: Jpeg =
    Jpeg { width: 64, height: 48, parts: 3, progressive: false, exif: None, tone: 200 };

/// A JPEG of one tone: in every block the first coefficient alone.
pub fn jpeg(how: Jpeg) -> Vec<u8> {
    let mut bytes = vec![0xFF, 0xD8];
    let mut segment = |mark: u8, body: &[u8]| {
        bytes.extend([0xFF, mark]);
        bytes.extend((body.len() as u16 + 2).to_be_bytes());
        bytes.extend(body);
    };
    if let Some((turn, taken)) = how.exif {
        segment(0xE1, &exif(turn, taken));
    }
    if how.parts == 4 {
        segment(0xEE, b"Adobe\0\x64\0\0\0\0\0");
    }
    segment(0xDB, &[&[0][..], &[1; 64]].concat());
    let [h1, h0] = how.height.to_be_bytes();
    let [w1, w0] = how.width.to_be_bytes();
    let mut frame = vec![8, h1, h0, w1, w0, how.parts];
    for part in 1..=how.parts {
        frame.extend([part, 0x11, 0]);
    }
    segment(if how.progressive { 0xC2 } else { 0xC0 }, &frame);
    // 00 no change, 01 a change of eight bits.
    segment(0xC4, &[&[0x00, 0, 2][..], &[0; 14], &[0, 8]].concat());
    // 0 end of block.
    segment(0xC4, &[&[0x10, 1][..], &[0; 15], &[0]].concat());
    let mut scan = vec![how.parts];
    for part in 1..=how.parts {
        scan.extend([part, 0x00]);
    }
    scan.extend([0, if how.progressive { 0 } else { 63 }, 0]);
    segment(0xDA, &scan);
    let mut bits = String::new();
    let blocks = how.width.div_ceil(8) as usize * how.height.div_ceil(8) as usize;
    for block in 0..blocks {
        for part in 0..how.parts {
            match (block, part) {
                (0, 0) => bits += &format!("01{:08b}", how.tone | 0x80),
                _ => bits += "00",
            }
            if !how.progressive {
                bits += "0";
            }
        }
    }
    while !bits.len().is_multiple_of(8) {
        bits.push('1');
    }
    for byte in bits.as_bytes().chunks(8) {
        let byte = u8::from_str_radix(std::str::from_utf8(byte).unwrap(), 2).unwrap();
        bytes.push(byte);
        if byte == 0xFF {
            bytes.push(0);
        }
    }
    bytes.extend([0xFF, 0xD9]);
    bytes
}

/// Orientation in the first folder, the day of the photo in the second.
fn exif(turn: u8, taken: &str) -> Vec<u8> {
    let mut bytes = b"Exif\0\0MM\0*\0\0\0\x08".to_vec();
    bytes.extend([0, 2]);
    bytes.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, turn, 0, 0]);
    bytes.extend([0x87, 0x69, 0, 4, 0, 0, 0, 1, 0, 0, 0, 38]);
    bytes.extend([0, 0, 0, 0]);
    bytes.extend([0, 1]);
    bytes.extend([0x90, 0x03, 0, 2, 0, 0, 0, 20, 0, 0, 0, 56]);
    bytes.extend([0, 0, 0, 0]);
    bytes.extend(taken.bytes());
    bytes.push(0);
    bytes
}

/// A PNG of one colour with transparency.
pub fn png(width: u32, height: u32, colour: [u8; 4]) -> Vec<u8> {
    let mut rows = Vec::new();
    for _ in 0..height {
        rows.push(0);
        rows.extend(colour.repeat(width as usize));
    }
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(&rows).unwrap();
    let mut head = [width.to_be_bytes(), height.to_be_bytes()].concat();
    head.extend([8, 6, 0, 0, 0]);
    let mut bytes = b"\x89PNG\r\n\x1A\n".to_vec();
    for (kind, body) in
        [(&b"IHDR"[..], head), (b"IDAT", packer.finish().unwrap()), (b"IEND", Vec::new())]
    {
        let mut crc = Crc::new();
        crc.update(kind);
        crc.update(&body);
        bytes.extend((body.len() as u32).to_be_bytes());
        bytes.extend(kind);
        bytes.extend(&body);
        bytes.extend(crc.sum().to_be_bytes());
    }
    bytes
}

/// A PDF as a scanner makes it: what a page inherits stands above it, its content is not packed, and a stamp and a
/// link lie on it.
pub fn pdf(pages: usize) -> Vec<u8> {
    let mut file = Document::with_version("1.6");
    let tree = file.new_object_id();
    let font = file.add_object(
        dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" },
    );
    let stamp = file.add_object(Stream::new(
        dictionary! { "Type" => "XObject", "Subtype" => "Form", "BBox" => vec![0.into(), 0.into(), 50.into(), 20.into()] },
        b"0 0 50 20 re f".to_vec(),
    ));
    let kids: Vec<Object> = (1..=pages)
        .map(|page| {
            let words = format!("BT /F1 24 Tf 100 600 Td (SIGNED SCAN {page}) Tj ET");
            let content = file.add_object(Stream::new(dictionary! {}, words.into_bytes()));
            let rect: Vec<Object> = vec![100.into(), 100.into(), 150.into(), 120.into()];
            let notes = vec![
                Object::Dictionary(dictionary! {
                    "Type" => "Annot", "Subtype" => "Stamp", "Rect" => rect.clone(), "F" => 4,
                    "AP" => dictionary! { "N" => stamp }, "P" => tree
                }),
                Object::Dictionary(dictionary! {
                    "Type" => "Annot", "Subtype" => "Link", "Rect" => rect,
                    "A" => dictionary! { "S" => "URI", "URI" => Object::string_literal("http://example.com") }
                }),
            ];
            file.add_object(dictionary! {
                "Type" => "Page", "Parent" => tree, "Contents" => content, "Annots" => notes
            })
            .into()
        })
        .collect();
    let above = dictionary! {
        "Type" => "Pages", "Count" => pages as i64, "Kids" => kids,
        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
        "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } }
    };
    file.objects.insert(tree, Object::Dictionary(above));
    let root = file.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    file.trailer.set("Root", root);
    saved(file)
}

/// A PDF that asks for a password.
pub fn locked_pdf() -> Vec<u8> {
    let mut file = Document::load_mem(&pdf(1)).unwrap();
    let lock = file.add_object(dictionary! {
        "Filter" => "Standard", "V" => 1, "R" => 2, "P" => -44,
        "O" => Object::string_literal("o".repeat(32)), "U" => Object::string_literal("u".repeat(32))
    });
    file.trailer.set("Encrypt", lock);
    file.trailer.set("ID", vec![Object::string_literal("1"), Object::string_literal("1")]);
    saved(file)
}

fn saved(mut file: Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).unwrap();
    bytes
}
