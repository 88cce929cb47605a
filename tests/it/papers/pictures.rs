//! Every paper as a picture: `pictures/` has the first page of each at 20 dots to the inch in shades of grey. A picture may
//! differ by what another version of the renderer does to an edge, not by where something stands. After a wanted change look
//! at the new ones in `target/tmp/pictures` and copy them here.

use std::{fs, io::Cursor, path::Path};

use anban::{
    form::{
        library::Library,
        paper::{fill, sample},
    },
    paper::{self, Fonts, Meta},
};
use chrono::NaiveDate;

use crate::paper::run;

/// Shades of a page, row by row.
struct Picture {
    width: usize,
    height: usize,
    shades: Vec<u8>,
}

/// Reads a PNG of eight bits a channel.
fn read(bytes: &[u8]) -> Picture {
    let mut reader = png::Decoder::new(Cursor::new(bytes)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let frame = reader.next_frame(&mut pixels).unwrap();
    let channels = frame.color_type.samples();
    let shades = pixels[..frame.buffer_size()].chunks(channels).map(|pixel| pixel[0]).collect();
    Picture { width: frame.width as usize, height: frame.height as usize, shades }
}

impl Picture {
    /// The mean shade of each square of so many dots.
    fn squares(&self, size: usize) -> Vec<f64> {
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
}

/// Dots of a square, and how much its shade may differ.
const SQUARE: usize = 4;
const MOST: f64 = 24.0;

#[test]
fn every_paper_and_ledger_has_its_picture() {
    let (library, _) = Library::new(&[]);
    let fonts = Fonts::embedded().unwrap();
    let date = NaiveDate::from_ymd_opt(2026, 11, 25).unwrap();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pictures");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/papers/pictures");
    let lists: Vec<_> = library.ledgers().map(|ledger| (ledger.list(), Some(ledger))).collect();
    let papers = library.papers().map(|form| (form.clone(), library.ledger(&form.ledger)));
    let mut wrong = Vec::new();
    for (at, (form, ledger)) in papers.chain(lists).enumerate() {
        let mut letter = fill(&form, &sample(&form, ledger, date));
        letter.copies.truncate(1);
        let pages = paper::letter(&letter, &fonts, None).unwrap();
        let meta = Meta { title: form.title.clone(), author: "北峰街道".into(), date };
        // A worklog is a paper and a ledger.
        let kind = if at < library.papers().count() { "paper" } else { "ledger" };
        let name = format!("{kind}_{}", form.code);
        let pdf = folder.join(format!("{name}.pdf"));
        fs::write(&pdf, paper::pdf(&pages, &meta, &fonts).unwrap()).unwrap();
        let made = folder.join(&name);
        let arguments = [
            "-r",
            "20",
            "-gray",
            "-png",
            "-singlefile",
            pdf.to_str().unwrap(),
            made.to_str().unwrap(),
        ];
        // Without the renderer there is nothing to look at.
        let Some((good, said)) = run("pdftoppm", &arguments) else { return };
        assert!(good, "{name}: {said}");
        let made = read(&fs::read(made.with_extension("png")).unwrap());
        let Ok(bytes) = fs::read(kept.join(format!("{name}.png"))) else {
            wrong.push(format!("{name}: no picture is kept"));
            continue;
        };
        let kept = read(&bytes);
        if (made.width, made.height) != (kept.width, kept.height) {
            wrong.push(format!("{name}: another sheet"));
            continue;
        }
        let pairs = made.squares(SQUARE).into_iter().zip(kept.squares(SQUARE));
        let worst = pairs.map(|(made, kept)| (made - kept).abs()).fold(0.0, f64::max);
        if worst > MOST {
            wrong.push(format!("{name}: a square differs by {worst:.0} of 255"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
