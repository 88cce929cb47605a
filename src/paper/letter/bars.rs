//! Upright bars beside each other, each with its figure above and its name below.

use super::{Desk, Style};
use crate::paper::{
    page::{Align, MM, Mark, Page},
    strip::Strip,
    table::THIN,
};

/// The part of its place that a bar takes.
const FULL: f32 = 0.45;

impl Desk<'_> {
    pub(super) fn bars(&self, bars: &[(String, String)], height: f32) -> Vec<Strip> {
        let (size, leading) = self.look.detail;
        let pen = self.pen(Style::Small, (size, leading));
        let column = self.sheet.column;
        let mut page = Page::default();
        let height = height * MM;
        let foot = height - leading;
        let most = bars.iter().filter_map(|(_, value)| figure(value)).fold(0.0, f32::max);
        let wide = column / bars.len().max(1) as f32;
        for (at, (label, value)) in bars.iter().enumerate() {
            let x = at as f32 * wide;
            let tall = match figure(value) {
                Some(figure) if most > 0.0 => (foot - leading) * figure / most,
                _ => 0.0,
            };
            if tall > 0.0 {
                let (x, w) = (x + wide * (1.0 - FULL) / 2.0, wide * FULL);
                page.marks.push(Mark::Fill { x, y: foot - tall, w, h: tall });
            }
            let mut word = |text: &str, top: f32| {
                let line = pen.one(text);
                self.put(&mut page, &line, size, (x, top, wide), Align::Centre);
            };
            let inset = (leading - size) / 2.0;
            word(value, foot - tall - leading + inset);
            word(label, foot + inset);
        }
        if !self.overlay {
            page.rule((0.0, foot), (column, foot), THIN);
        }
        vec![Strip { height, marks: page.marks, ..Strip::default() }]
    }
}

fn figure(value: &str) -> Option<f32> {
    value.trim_end_matches('%').parse().ok().filter(|figure: &f32| *figure >= 0.0)
}
