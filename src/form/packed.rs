//! Rows of a table that are too many for a text a cell: each is one text.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Between the cells of a row; no text that was typed has it.
const BETWEEN: char = '\u{1F}';

/// Rows of cells. A street's register has two hundred thousand of fifteen cells each: as a text a row they take half the
/// room.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Packed(Vec<Box<str>>);

impl Packed {
    pub fn push<'c>(&mut self, cells: impl IntoIterator<Item = &'c str>) {
        let mut row = String::new();
        for (at, cell) in cells.into_iter().enumerate() {
            if at > 0 {
                row.push(BETWEEN);
            }
            row.extend(cell.chars().filter(|c| *c != BETWEEN));
        }
        self.0.push(row.into_boxed_str());
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The cells of a row; none behind the last.
    pub fn row(&self, at: usize) -> impl Iterator<Item = &str> + Clone {
        self.0.get(at).into_iter().flat_map(|row| row.split(BETWEEN))
    }

    /// Writes every row anew, as it is said of each text that holds one; what stands between the cells has to stay.
    pub fn rewrite(&mut self, said: impl Fn(&str) -> String) {
        for row in &mut self.0 {
            *row = said(row).into_boxed_str();
        }
    }

    pub fn rows(&self) -> Vec<Vec<String>> {
        (0..self.len()).map(|at| self.row(at).map(str::to_owned).collect()).collect()
    }
}

/// As rows of cells, so that nobody who keeps them has to know how they are held.
impl Serialize for Packed {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.rows().serialize(to)
    }
}

impl<'de> Deserialize<'de> for Packed {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Packed, D::Error> {
        let mut packed = Packed::default();
        for row in Vec::<Vec<String>>::deserialize(from)? {
            packed.push(row.iter().map(String::as_str));
        }
        Ok(packed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_out_as_they_went_in() {
        let mut packed = Packed::default();
        let rows = [vec!["1", "", "恒捷鞋材厂", ""], vec!["2", "甲\n乙", "", "13805950001"]];
        rows.iter().for_each(|row| packed.push(row.iter().copied()));
        assert_eq!((packed.len(), packed.row(1).collect::<Vec<_>>()), (2, rows[1].clone()));
        assert_eq!(packed.row(2).next(), None);
        let kept = serde_json::to_string(&packed).unwrap();
        assert_eq!(kept, r#"[["1","","恒捷鞋材厂",""],["2","甲\n乙","","13805950001"]]"#);
        assert_eq!(serde_json::from_str::<Packed>(&kept).unwrap(), packed);
        packed.rewrite(crate::domain::personal::masked);
        assert_eq!(packed.row(1).last(), Some("138****0001"));
    }
}
