//! The columns of a table: none is so narrow that a date, a telephone number or another number is broken over two
//! lines in it (DESIGN §7); what one needs more the others give, each of the room that it can spare.

use std::collections::HashMap;

use super::{line::wholes, page::Pen};

/// Longer words with digits in them, such as an address of the web, may be broken.
const LONGEST: usize = 24;
/// What a column keeps in any case, in em: a name.
const LEAST: f32 = 3.05;

/// What the words of a table need, measured once each.
pub struct Needs<'p> {
    pen: &'p Pen<'p>,
    known: HashMap<String, f32>,
    /// Points, for each column.
    widest: Vec<f32>,
}

impl<'p> Needs<'p> {
    pub fn new(pen: &'p Pen<'p>, columns: usize) -> Needs<'p> {
        Needs { pen, known: HashMap::new(), widest: vec![0.0; columns] }
    }

    /// Takes the text of a cell into account.
    pub fn cell(&mut self, column: usize, text: &str) {
        if !text.bytes().any(|byte| byte.is_ascii_digit()) {
            return;
        }
        for whole in wholes(text) {
            if whole.chars().count() > LONGEST {
                continue;
            }
            let pen = self.pen;
            let width = match self.known.get(&whole) {
                Some(width) => *width,
                None => {
                    let width = pen.measure(&whole);
                    self.known.insert(whole, width);
                    width
                }
            };
            if let Some(widest) = self.widest.get_mut(column) {
                *widest = widest.max(width);
            }
        }
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
