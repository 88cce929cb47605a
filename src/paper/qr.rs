//! QR codes as black rectangles, the dark modules of a row merged.

use qrcode::{Color, EcLevel, QrCode, QrResult, Version, bits::Bits, types::QrError};

use super::{PaperError, page::Mark};

const LEVEL: EcLevel = EcLevel::M;
/// The number of UTF-8 among the character sets that a code can name (ECI).
const UTF_8: u32 = 26;
/// The largest code there is.
const LARGEST: i16 = 40;

/// The text as UTF-8 in the smallest code that holds it. The code says so: a reader would guess another character set,
/// and the crate's own choice of modes would take some bytes of Chinese for Shift-JIS.
fn bits(text: &str) -> QrResult<Bits> {
    for version in (1..=LARGEST).map(Version::Normal) {
        let mut bits = Bits::new(version);
        bits.push_eci_designator(UTF_8)?;
        let filled =
            bits.push_byte_data(text.as_bytes()).and_then(|()| bits.push_terminator(LEVEL));
        match filled {
            Err(QrError::DataTooLong) => {}
            filled => return filled.map(|()| bits),
        }
    }
    Err(QrError::DataTooLong)
}

/// A code with error correction M, `side` points wide, its corner at (`x`, `y`).
pub fn qr(text: &str, x: f32, y: f32, side: f32) -> Result<Vec<Mark>, PaperError> {
    let code = bits(text)
        .and_then(|bits| QrCode::with_bits(bits, LEVEL))
        .map_err(|_| PaperError::Qr(text.len()))?;
    let count = code.width();
    let module = side / count as f32;
    let mut marks = Vec::new();
    for (row, colours) in code.to_colors().chunks(count).enumerate() {
        let mut column = 0;
        for run in colours.chunk_by(|left, right| left == right) {
            if run[0] == Color::Dark {
                marks.push(Mark::Fill {
                    x: x + column as f32 * module,
                    y: y + row as f32 * module,
                    w: run.len() as f32 * module,
                    h: module,
                });
            }
            column += run.len();
        }
    }
    Ok(marks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_names_its_character_set_before_its_bytes() {
        // Mode 0111 and 26 in eight bits, then mode 0100, how many bytes, and the bytes.
        let text = "招1";
        let bytes = bits(text).unwrap().into_bytes();
        assert_eq!(bytes[..3], [0b0111_0001, 0b1010_0100, text.len() as u8]);
        assert_eq!(bytes[3..3 + text.len()], *text.as_bytes());
    }

    #[test]
    fn a_code_fills_its_square_and_too_much_text_is_refused() {
        let marks = qr("招联安监整改〔2026〕11号 7F3A9C21", 10.0, 20.0, 48.0).unwrap();
        let right = marks
            .iter()
            .map(|mark| match mark {
                Mark::Fill { x, w, .. } => x + w,
                _ => 0.0,
            })
            .fold(0.0, f32::max);
        assert!((right - 58.0).abs() < 0.01);
        assert_eq!(qr(&"x".repeat(5000), 0.0, 0.0, 1.0), Err(PaperError::Qr(5000)));
    }
}
