//! The columns of a table: none is so narrow that a date, a telephone number or another number is broken over two
//! lines in it (DESIGN §7); what one needs more the others give, each of the room that it can spare.

use std::collections::HashMap;

use super::{
    line::{is_plain, wholes},
    page::Pen,
    quick::Quick,
};

/// Longer words with digits in them, such as an address of the web, may be broken.
const LONGEST: usize = 24;
/// Stands for every plain character.
const PLAIN: char = '字';
/// What a column keeps in any case, in em: a name.
const LEAST: f32 = 3.05;

/// What the words of a table need, measured once each.
pub struct Needs<'p> {
    pen: &'p Pen<'p>,
    /// By the text, in which one digit stands for every other where all are of one width, and one character for all those
    /// that a line may be broken beside: the addresses of a street are measured once for each kind of them.
    known: HashMap<Box<str>, f32, Quick>,
    /// Whether all digits are of one width.
    even: bool,
    pattern: String,
    /// Points, for each column.
    widest: Vec<f32>,
}

impl<'p> Needs<'p> {
    pub fn new(pen: &'p Pen<'p>, columns: usize) -> Needs<'p> {
        let zero = pen.measure("0");
        let even = ('1'..='9').all(|digit| pen.measure(digit.encode_utf8(&mut [0; 4])) == zero);
        Needs {
            pen,
            known: HashMap::default(),
            even,
            pattern: String::new(),
            widest: vec![0.0; columns],
        }
    }

    /// Takes the text of a cell into account.
    pub fn cell(&mut self, column: usize, text: &str) {
        if !text.bytes().any(|byte| byte.is_ascii_digit()) {
            return;
        }
        // A code is one word, and no other is written like it.
        let code = text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let width = if code { self.measured(text) } else { self.widest_of(text) };
        if let Some(widest) = self.widest.get_mut(column) {
            *widest = widest.max(width);
        }
    }

    /// Of what stays whole in it.
    fn widest_of(&mut self, text: &str) -> f32 {
        self.pattern.clear();
        let even = self.even;
        self.pattern.extend(text.chars().map(|c| match c {
            '0'..='9' if even => '0',
            c if is_plain(c) => PLAIN,
            c => c,
        }));
        if let Some(width) = self.known.get(self.pattern.as_str()) {
            return *width;
        }
        let width = wholes(text).iter().map(|whole| self.measured(whole)).fold(0.0, f32::max);
        self.known.insert(self.pattern.as_str().into(), width);
        width
    }

    fn measured(&self, whole: &str) -> f32 {
        if whole.chars().count() > LONGEST { 0.0 } else { self.pen.measure(whole) }
    }

    /// The widths as they were wished for, with room for what each column needs between its rules, `pad` on
    /// either side.
    pub fn fitted(&self, wished: &[f32], pad: f32) -> Vec<f32> {
        // So much more as rounding takes.
        const HAIR: f32 = 0.1;
        let need = |width: f32| if width > 0.0 { width + 2.0 * pad + HAIR } else { 0.0 };
        let needs: Vec<f32> = self.widest.iter().map(|width| need(*width)).collect();
        fit(wished, &needs, LEAST * self.pen.size + 2.0 * pad)
    }
}

/// `wished` widths, each at least what it needs as far as the others can spare it.
fn fit(wished: &[f32], needs: &[f32], least: f32) -> Vec<f32> {
    let lacks: Vec<f32> =
        wished.iter().zip(needs).map(|(width, need)| (need - width).max(0.0)).collect();
    let spares: Vec<f32> =
        wished.iter().zip(needs).map(|(width, need)| (width - need.max(least)).max(0.0)).collect();
    let (lack, spare): (f32, f32) = (lacks.iter().sum(), spares.iter().sum());
    if lack == 0.0 || spare == 0.0 {
        return wished.to_vec();
    }
    let (given, taken) = ((spare / lack).min(1.0), (lack / spare).min(1.0));
    let moved = lacks.iter().zip(&spares).map(|(lack, spare)| lack * given - spare * taken);
    wished.iter().zip(moved).map(|(width, moved)| width + moved).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::{Fonts, Style};

    #[test]
    fn what_was_measured_for_one_text_holds_for_those_like_it() {
        let fonts = Fonts::embedded().unwrap();
        let pen = Pen { fonts: &fonts, style: Style::Small, size: 9.0, leading: 12.0 };
        let mut all = Needs::new(&pen, 1);
        for (like, text) in [
            ("招联街8号", "普贤路9号"),
            ("黄恒捷 13805950001", "查阿芳 13905952228"),
            ("2026-11-22前整改", "2025-03-10到复查"),
            ("甲（12）乙、丙", "丁（90）戊、己"),
            ("第3次", "第8次"),
            // Not like the one before it: a unit stays with its number.
            ("货架3排", "货架3层"),
            ("91350503MA31FQ2K4X", "91350503MA31WWWWWW"),
        ] {
            for text in [like, text] {
                let mut alone = Needs::new(&pen, 1);
                alone.cell(0, text);
                let mut both = Needs::new(&pen, 2);
                both.cell(0, like);
                both.cell(1, text);
                assert_eq!(both.widest[1], alone.widest[0], "{text}");
                all.cell(0, text);
                assert!(all.widest[0] >= alone.widest[0], "{text}");
            }
        }
    }

    #[test]
    fn a_column_takes_what_it_needs_from_those_that_can_spare_it() {
        for (wished, needs, expected) in [
            // Nobody lacks anything.
            ([20.0, 60.0, 40.0], [10.0, 0.0, 40.0], [20.0, 60.0, 40.0]),
            ([20.0, 60.0, 50.0], [32.0, 0.0, 10.0], [32.0, 53.3, 44.7]),
            // There is not enough for all.
            ([20.0, 30.0, 20.0], [60.0, 0.0, 20.0], [40.0, 10.0, 20.0]),
        ] {
            let fitted = fit(&wished, &needs, 10.0);
            let near = |(left, right): (&f32, &f32)| (left - right).abs() < 0.05;
            assert!(fitted.iter().zip(&expected).all(near), "{wished:?}: {fitted:?}");
        }
    }
}
