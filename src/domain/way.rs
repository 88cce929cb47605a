//! The order in which one walks past addresses: by street, then by house number as a number (INS-05 按规定区域和路线).

/// A piece of an address; numbers stand before words, as 2号 stands before 2号楼上.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Piece {
    Number(u64),
    Word(String),
}

/// Where an address stands on the way. Addresses that say nothing come last.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Way {
    unknown: bool,
    pieces: Vec<Piece>,
}

impl Way {
    /// 北峰街道普贤路12号 and 普贤路１２号 stand at the same place.
    pub fn of(address: &str) -> Way {
        let mut pieces: Vec<Piece> = Vec::new();
        for c in street_on(address).chars().filter(|c| !c.is_whitespace()) {
            match (figure(c), pieces.last_mut()) {
                (Some(figure), Some(Piece::Number(number))) => {
                    *number = number.saturating_mul(10).saturating_add(figure);
                }
                (Some(figure), _) => pieces.push(Piece::Number(figure)),
                (None, Some(Piece::Word(word))) => word.push(c),
                (None, _) => pieces.push(Piece::Word(c.to_string())),
            }
        }
        Way { unknown: pieces.is_empty(), pieces }
    }
}

fn figure(c: char) -> Option<u64> {
    match c {
        '0'..='9' => Some(u64::from(c) - u64::from('0')),
        '０'..='９' => Some(u64::from(c) - u64::from('０')),
        _ => None,
    }
}

/// The address from its street on: what lies above is the same for the whole community, and half of the rosters
/// leave it out.
fn street_on(address: &str) -> &str {
    let above = ["街道办事处", "街道", "社区", "居委会"];
    let end = above.iter().filter_map(|word| Some(address.rfind(word)? + word.len())).max();
    end.and_then(|end| address.get(end..)).filter(|rest| !rest.is_empty()).unwrap_or(address)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_street_is_walked_by_its_numbers(street in "[甲乙丙丁戊己庚辛]{1,4}路", a in 1u32..5000, b in 1u32..5000) {
            let at = |number: u32| Way::of(&format!("{street}{number}号"));
            prop_assert_eq!(at(a).cmp(&at(b)), a.cmp(&b));
            prop_assert_eq!(at(a), Way::of(&format!("雁塔区长延堡街道明德门社区{street} {a}号")));
            let wide: String =
                a.to_string().chars().filter_map(|c| char::from_u32(c as u32 + 0xFEE0)).collect();
            prop_assert_eq!(at(a), Way::of(&format!("{street}{wide}号")));
            // Whoever says nothing of where he is comes last.
            prop_assert!(at(a) < Way::of(""));
        }
    }

    #[test]
    fn numbers_count_as_numbers_and_the_street_comes_first() {
        let walked = [
            "北清路3号",
            "招联街18号",
            "北峰街道普贤路2号",
            "普贤路２号二楼",
            "泉州市丰泽区北峰街道招联社区普贤路10号",
            "普贤路10号3楼",
            "普贤路10号12楼",
            "普贤路101号",
            "",
        ];
        let mut shuffled = walked;
        shuffled.reverse();
        shuffled.sort_by_key(|address| Way::of(address));
        assert_eq!(shuffled, walked);
        assert_eq!(Way::of("北峰街道普贤路12号"), Way::of("普贤路 １２号"));
        assert_eq!(Way::of("北峰街道"), Way::of("北峰街道"));
        assert!(Way::of("普贤路99999999999999999999999号") > Way::of("普贤路1号"));
    }
}
