//! QR codes as black rectangles, the dark modules of a row merged.

use qrcode::{Color, EcLevel, QrCode};

use super::{PaperError, page::Mark};

/// A code with error correction M, `side` points wide, its corner at (`x`, `y`).
pub fn qr(text: &str, x: f32, y: f32, side: f32) -> Result<Vec<Mark>, PaperError> {
    let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M)
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
