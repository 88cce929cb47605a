//! Fonts cut to what is used of them, as a file embeds them. The only file that knows printpdf and subsetter.
//!
//! They are cut before printpdf sees them: its light build would embed them whole.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::Document;
use printpdf::{
    FontId, FontMetrics, FontType, Mm, Op, ParsedFont, PdfDocument, PdfFont, PdfFontHandle,
    PdfFontMetricsStub, PdfPage, PdfSaveOptions, Pt, TextItem,
};
use sha2::{Digest, Sha256};

use super::{Used, font_name, ink::Numbers};
use crate::paper::{Fonts, PaperError, fonts::Face};

/// A file with the fonts, and a page on which all that is used of them stands; and how their glyphs are numbered there.
pub(super) fn fonts_of(used: &Used, fonts: &Fonts) -> Result<(Document, Numbers), PaperError> {
    let mut document = PdfDocument::new("");
    let mut numbers = Numbers::new();
    let mut ops = vec![Op::StartTextSection];
    for (face, glyphs) in used {
        let (font, own) = cut(fonts.face(*face), glyphs)?;
        let id = FontId(font_name(*face));
        document.resources.fonts.map.insert(id.clone(), PdfFont::new(font));
        numbers.insert(*face, own);
        ops.push(Op::SetFont { font: PdfFontHandle::External(id), size: Pt(1.0) });
        let all = TextItem::Text(glyphs.values().flatten().collect());
        ops.push(Op::ShowText { items: vec![all] });
    }
    ops.push(Op::EndTextSection);
    document.with_pages(vec![PdfPage::new(Mm(1.0), Mm(1.0), ops)]);
    let mut warnings = Vec::new();
    let file = document.to_lopdf_document(&PdfSaveOptions::default(), &mut warnings);
    match warnings.first() {
        Some(warning) => Err(PaperError::Pdf(format!("{warning:?}"))),
        None => Ok((file, numbers)),
    }
}

/// A side of a sheet, which was always said by way of millimetres: not a hair of a paper moves.
pub(super) fn side(points: f32) -> f32 {
    Pt::from(Mm::from(Pt(points))).0
}

/// A face cut to the glyphs used, in printpdf's terms; the new number of each of its glyphs.
fn cut(
    face: &Face,
    glyphs: &BTreeMap<u16, BTreeSet<char>>,
) -> Result<(ParsedFont, Vec<u16>), PaperError> {
    let mut remapper = subsetter::GlyphRemapper::new();
    let mut numbers = vec![0; usize::from(face.parsed.number_of_glyphs())];
    let mut codepoint_to_glyph = BTreeMap::new();
    let mut glyph_widths = BTreeMap::new();
    let mut tag = Sha256::new();
    for (&id, chars) in glyphs {
        let new = remapper.remap(id);
        if let Some(number) = numbers.get_mut(usize::from(id)) {
            *number = new;
        }
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
    let font = ParsedFont {
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
    };
    Ok((font, numbers))
}
