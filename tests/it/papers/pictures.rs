//! Every paper as a picture: `pictures/` has every page of each at 20 dots to the inch in shades of grey. A picture may differ by what another version of the renderer does to an edge, not by where something stands.
//! After a wanted change look at the new ones in `target/tmp/pictures` and copy them here.

use std::{fs, path::Path};

use anban::paper::Fonts;

use super::{
    library,
    shipped::{Copies, all},
};
use crate::picture::Picture;

/// Dots of a square, and how much its shade may differ.
const SQUARE: usize = 4;
const MOST: f64 = 24.0;

#[test]
fn every_paper_and_ledger_has_its_picture() {
    let (library, fonts) = (library(), Fonts::embedded().unwrap());
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pictures");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/papers/pictures");
    let mut wrong = Vec::new();
    let mut looked_at = 0;
    for paper in all(&library, &fonts, Copies::First) {
        let pdf = folder.join(format!("{}.pdf", paper.name));
        fs::write(&pdf, paper.pdf(&fonts)).unwrap();
        for page in 1..=paper.pages.len() {
            let name =
                if page == 1 { paper.name.clone() } else { format!("{}_{page}", paper.name) };
            // Without the renderer there is nothing to look at.
            let Some(made) = Picture::of_page(&pdf, page, 20, &name) else { return };
            looked_at += 1;
            let Ok(bytes) = fs::read(kept.join(format!("{name}.png"))) else {
                wrong.push(format!("{name}: no picture is kept"));
                continue;
            };
            let kept = Picture::read(&bytes);
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
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // Nothing is kept that no paper has any more.
    assert_eq!(fs::read_dir(&kept).unwrap().count(), looked_at);
}
