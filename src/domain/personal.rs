//! What names a person by number: telephone and identity numbers, hidden in what leaves the office (S2 五(三) 保密).

use super::phone;

/// A text with the middle of every mobile and identity number hidden: `138****0001`, `350503********0012`. Credit codes
/// and all other numbers stay.
pub fn masked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for run in text.split_inclusive(|c: char| !c.is_ascii_alphanumeric()) {
        let number = run.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
        if is_identity(number) {
            out.push_str(&run[..6]);
            out.push_str("********");
            out.push_str(&run[14..]);
        } else {
            out.push_str(run);
        }
    }
    phone::masked(&out)
}

/// 公民身份号码 (GB 11643): region, day of birth, order and check. The check is not asked for: a slip of the pen is
/// somebody's number, too.
fn is_identity(number: &str) -> bool {
    let (Some(digits), Some(last)) = (number.get(..17), number.get(17..)) else { return false };
    let within = |from: usize, to: usize, low: u32, high: u32| {
        digits[from..to].parse::<u32>().is_ok_and(|part| (low..=high).contains(&part))
    };
    digits.bytes().all(|byte| byte.is_ascii_digit())
        && last.len() == 1
        && last.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'X' | b'x'))
        && within(0, 2, 11, 83)
        && within(6, 10, 1900, 2099)
        && within(10, 12, 1, 12)
        && within(12, 14, 1, 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_people_are_hidden_and_those_of_enterprises_are_not() {
        for (text, hidden) in [
            ("13805950001", "138****0001"),
            ("黄恒捷 13805950001、13905950002", "黄恒捷 138****0001、139****0002"),
            ("黄恒捷 138 0595 0001、139-0595-0002", "黄恒捷 138 **** 0001、139-****-0002"),
            ("350503198001010012", "350503********0012"),
            ("证号35050319800101001X。", "证号350503********001X。"),
            ("35050319800101001x 13805950001", "350503********001x 138****0001"),
            // No day of birth, a credit code, a landline, a number of a paper.
            ("350503198013010012", "350503198013010012"),
            ("91350503MA31FQ2K4X", "91350503MA31FQ2K4X"),
            ("913505031980010100", "913505031980010100"),
            ("0595-22000004", "0595-22000004"),
            ("招联安监整改〔2026〕1号", "招联安监整改〔2026〕1号"),
            ("", ""),
        ] {
            assert_eq!(masked(text), hidden);
        }
    }
}
