//! Pages as pictures, in shades of grey.

use std::{fs, io::Cursor, path::Path};

use crate::tools::run;

/// Shades of a page, row by row.
pub struct Picture {
    pub width: usize,
    pub height: usize,
    pub shades: Vec<u8>,
}

impl Picture {
    /// Reads a PNG of eight bits a channel.
    pub fn read(bytes: &[u8]) -> Picture {
        let mut reader = png::Decoder::new(Cursor::new(bytes)).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let frame = reader.next_frame(&mut pixels).unwrap();
        let channels = frame.color_type.samples();
        let shades = pixels[..frame.buffer_size()].chunks(channels).map(|pixel| pixel[0]).collect();
        Picture { width: frame.width as usize, height: frame.height as usize, shades }
    }

    /// A page of a PDF, counted from 1, so many dots to the inch; written beside the PDF as `name`.png. `None` where the
    /// renderer is missing and may be.
    pub fn of_page(pdf: &Path, page: usize, dots: u32, name: &str) -> Option<Picture> {
        let made = pdf.with_file_name(name);
        let (page, dots) = (page.to_string(), dots.to_string());
        let arguments = ["-r", &dots, "-f", &page, "-l", &page, "-gray", "-png", "-singlefile"];
        let files = [pdf.to_str().unwrap(), made.to_str().unwrap()];
        let (good, said) = run("pdftoppm", &[&arguments[..], &files].concat())?;
        assert!(good, "{name}: {said}");
        Some(Picture::read(&fs::read(pdf.with_file_name(format!("{name}.png"))).unwrap()))
    }

    /// The mean shade of each square of so many dots.
    pub fn squares(&self, size: usize) -> Vec<f64> {
        let mut squares = Vec::new();
        for top in (0..self.height).step_by(size) {
            for left in (0..self.width).step_by(size) {
                let (mut sum, mut count) = (0.0, 0.0);
                for y in top..(top + size).min(self.height) {
                    for x in left..(left + size).min(self.width) {
                        sum += f64::from(self.shades[y * self.width + x]);
                        count += 1.0;
                    }
                }
                squares.push(sum / count);
            }
        }
        squares
    }

    /// What the only QR code on the page says.
    pub fn code(&self) -> String {
        let mut image =
            rqrr::PreparedImage::prepare_from_greyscale(self.width, self.height, |x, y| {
                self.shades[y * self.width + x]
            });
        let grids = image.detect_grids();
        assert_eq!(grids.len(), 1, "QR codes on the page");
        grids[0].decode().unwrap().1
    }
}
