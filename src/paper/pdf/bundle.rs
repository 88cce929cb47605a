//! Several papers in one file: pages laid out here, with pictures on them, between the pages of finished
//! files, whose content is not touched.

use std::collections::BTreeMap;

use lopdf::{Document, Object, ObjectId, Stream, dictionary};

use super::{
    Bodies, Meta, document,
    foreign::{Taken, load},
    unicode, written,
};
use crate::paper::{
    Fonts, Page, PaperError,
    picture::{Picture, Pixels},
};

/// A picture on a page.
pub struct Placed<'a> {
    /// Index of the page within its part.
    pub page: usize,
    /// Upper left corner and size in points, y downwards.
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
    pub picture: &'a Picture,
    /// The file that the picture was read from.
    pub bytes: &'a [u8],
}

/// One part of a bundle.
pub struct Part<'a> {
    /// Its name in the list beside the pages.
    pub title: String,
    pub content: Content<'a>,
}

pub enum Content<'a> {
    /// Pages laid out here, and the pictures on them.
    Pages(Vec<Page>, Vec<Placed<'a>>),
    /// A finished PDF of this program, whose pages go in as they are.
    Kept(&'a [u8]),
    /// A PDF made elsewhere, likewise.
    Foreign(&'a [u8]),
}

/// The parts one behind the other. The file is a PDF/A-1b as long as every part allows it: a PDF made elsewhere
/// may be anything, and a picture in inks may not stand in one; then the file does not say that it is one.
pub fn bundle(parts: &[Part], meta: &Meta, fonts: &Fonts) -> Result<Vec<u8>, PaperError> {
    let own: Vec<Page> = parts
        .iter()
        .filter_map(|part| match &part.content {
            Content::Pages(pages, _) => Some(pages),
            Content::Kept(_) | Content::Foreign(_) => None,
        })
        .flatten()
        .cloned()
        .collect();
    let archive = parts.iter().all(|part| match &part.content {
        Content::Pages(_, pictures) => !pictures.iter().any(|placed| placed.picture.inks()),
        Content::Kept(_) => true,
        Content::Foreign(_) => false,
    });
    let mut file = document(Bodies::of(&own, false), meta, fonts, archive)?;
    let wrong = |error: lopdf::Error| PaperError::Pdf(error.to_string());
    let tree = file.catalog().and_then(|root| root.get(b"Pages")?.as_reference()).map_err(wrong)?;
    let mut ours = file.get_pages().into_values().collect::<Vec<_>>().into_iter();
    let (mut order, mut beginnings) = (Vec::new(), Vec::new());
    for part in parts {
        let pages: Vec<ObjectId> = match &part.content {
            Content::Pages(pages, pictures) => {
                let ids: Vec<ObjectId> = ours.by_ref().take(pages.len()).collect();
                for placed in pictures {
                    if let (Some(id), Some(page)) = (ids.get(placed.page), pages.get(placed.page)) {
                        place(&mut file, *id, page, placed)?;
                    }
                }
                ids
            }
            Content::Kept(bytes) | Content::Foreign(bytes) => take(&mut file, tree, bytes)?,
        };
        beginnings.extend(pages.first().map(|first| (part.title.as_str(), *first)));
        order.extend(pages);
    }
    let pages = file.get_dictionary_mut(tree).map_err(wrong)?;
    pages.set("Count", order.len() as i64);
    pages.set("Kids", order.into_iter().map(Object::Reference).collect::<Vec<_>>());
    outline(&mut file, &beginnings).map_err(wrong)?;
    written(file)
}

/// Takes over the pages of a finished file.
fn take(file: &mut Document, tree: ObjectId, bytes: &[u8]) -> Result<Vec<ObjectId>, PaperError> {
    let wrong = |error: super::ScanError| PaperError::Pdf(error.to_string());
    let source = load(bytes).map_err(wrong)?;
    let mut taken = Taken::new(&source, file.max_id + 1);
    let mut pages = Vec::new();
    for id in source.page_iter() {
        let mut page = taken.page(id).map_err(wrong)?;
        page.set("Parent", tree);
        pages.push(page);
    }
    file.max_id = taken.last();
    file.objects.append(&mut taken.objects);
    // 1.7 at most: all of what is taken is plain objects, whatever its file was written in.
    if source.version > file.version {
        file.version.clone_from(&source.version);
    }
    Ok(pages.into_iter().map(|page| file.add_object(page)).collect())
}

/// Draws a picture on a page.
fn place(
    file: &mut Document,
    id: ObjectId,
    page: &Page,
    placed: &Placed,
) -> Result<(), PaperError> {
    let wrong = |error: lopdf::Error| PaperError::Pdf(error.to_string());
    let pixels =
        placed.picture.pixels(placed.bytes).map_err(|error| PaperError::Pdf(error.to_string()))?;
    let image = file.add_object(image(pixels));
    let name = format!("Picture{}", image.0);
    let bottom = page.height - placed.y - placed.height;
    let matrix = placed.picture.matrix(placed.x, bottom, placed.width, placed.height);
    let numbers: Vec<String> = matrix.iter().map(|number| format!("{:.3}", number + 0.0)).collect();
    let drawing = format!("q\n{} cm\n/{name} Do\nQ\n", numbers.join(" "));
    let drawing = file.add_object(Stream::new(dictionary! {}, drawing.into_bytes()));
    let dict = file.get_dictionary_mut(id).map_err(wrong)?;
    let mut contents = match dict.get(b"Contents").map_err(wrong)? {
        Object::Array(streams) => streams.clone(),
        one => vec![one.clone()],
    };
    contents.push(drawing.into());
    dict.set("Contents", contents);
    let resources = dict.get(b"Resources").and_then(Object::as_reference).map_err(wrong)?;
    let resources = file.get_dictionary_mut(resources).map_err(wrong)?;
    let mut pictures =
        resources.get(b"XObject").and_then(Object::as_dict).cloned().unwrap_or_default();
    pictures.set(name, image);
    resources.set("XObject", pictures);
    Ok(())
}

fn image(pixels: Pixels) -> Stream {
    let colours = match pixels.parts {
        1 => "DeviceGray",
        4 => "DeviceCMYK",
        _ => "DeviceRGB",
    };
    let mut dict = dictionary! {
        "Type" => "XObject",
        "Subtype" => "Image",
        "Width" => i64::from(pixels.width),
        "Height" => i64::from(pixels.height),
        "ColorSpace" => colours,
        "BitsPerComponent" => i64::from(pixels.bits),
        "Filter" => if pixels.jpeg { "DCTDecode" } else { "FlateDecode" },
    };
    if pixels.inverted {
        dict.set("Decode", [1, 0].repeat(4).into_iter().map(Object::Integer).collect::<Vec<_>>());
    }
    Stream::new(dict, pixels.data).with_compression(false)
}

/// The list of parts that a viewer shows beside the pages.
pub(super) fn outline(file: &mut Document, parts: &[(&str, ObjectId)]) -> Result<(), lopdf::Error> {
    if parts.is_empty() {
        return Ok(());
    }
    let root = file.new_object_id();
    let ids: Vec<ObjectId> = parts.iter().map(|_| file.new_object_id()).collect();
    let mut entries = BTreeMap::new();
    for (at, (title, page)) in parts.iter().enumerate() {
        let mut entry = dictionary! {
            "Title" => unicode(title),
            "Parent" => root,
            "Dest" => vec![Object::Reference(*page), "Fit".into()],
        };
        if at > 0 {
            entry.set("Prev", ids[at - 1]);
        }
        if let Some(next) = ids.get(at + 1) {
            entry.set("Next", *next);
        }
        entries.insert(ids[at], Object::Dictionary(entry));
    }
    let list = dictionary! {
        "Type" => "Outlines",
        "First" => ids[0],
        "Last" => ids[ids.len() - 1],
        "Count" => ids.len() as i64,
    };
    entries.insert(root, Object::Dictionary(list));
    file.objects.append(&mut entries);
    let catalog = file.trailer.get(b"Root")?.as_reference()?;
    let catalog = file.get_dictionary_mut(catalog)?;
    catalog.set("Outlines", root);
    catalog.set("PageMode", "UseOutlines");
    Ok(())
}
