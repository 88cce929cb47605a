//! Telephone numbers as they stand in rosters: several in a cell, in every spelling.

use super::typed::half_width;

mod masked;

pub use masked::masked;
pub(super) use masked::parts_numbers;

/// What kind of number it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PhoneKind {
    Mobile,
    Landline,
    /// 400 and 800 numbers.
    Service,
    /// 119, 110, 120, 12345, 12350.
    Short,
}

/// One number in the spelling that is kept: `13805950001`, `0595-22000004`, `0595-22000004转801`,
/// `400-000-0016`, `12345`; a landline without its area stays without it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Phone {
    pub kind: PhoneKind,
    pub number: String,
}

/// The numbers of a cell, each once, and the words that are not numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Phones {
    pub found: Vec<Phone>,
    pub left: Vec<String>,
}

impl Phones {
    /// The cell as it is kept: the numbers, then what was left, so that nothing typed is lost.
    pub fn text(&self) -> String {
        let numbers = self.found.iter().map(|phone| phone.number.as_str());
        numbers.chain(self.left.iter().map(String::as_str)).collect::<Vec<_>>().join("、")
    }
}

/// Reads a cell: parts split on `/ 、 , ; |` and line breaks, and on spaces where the parts are
/// numbers by themselves.
pub fn read(text: &str) -> Phones {
    let mut phones = Phones::default();
    for line in text.lines() {
        // Half-width would turn 、 into nothing we know, so the marks are taken first.
        for part in line.split(['/', '、', ',', '，', ';', '；', '|', '／', '\\', '或']) {
            read_part(&half_width(part), &mut phones);
        }
    }
    phones
}

fn read_part(part: &str, phones: &mut Phones) {
    let part = part.trim_matches([' ', '\'', '‘', '’', ':', '.']);
    if part.is_empty() {
        return;
    }
    if let Some(phone) = one(part) {
        phones.add(phone);
        return;
    }
    // Numbers parted by spaces only, or with a name beside them: take what is a number.
    let words: Vec<&str> = part
        .split(|c: char| c.is_whitespace() || (!c.is_ascii() && c != '转') || "()[]:".contains(c))
        .filter(|word| word.bytes().any(|b| b.is_ascii_digit()))
        .collect();
    let numbers: Vec<Phone> = words.iter().filter_map(|word| one(word)).collect();
    if numbers.is_empty() || numbers.len() != words.len() {
        phones.leave(part);
        return;
    }
    let mut rest = part.to_owned();
    for word in words {
        rest = rest.replacen(word, " ", 1);
    }
    numbers.into_iter().for_each(|phone| phones.add(phone));
    let rest = rest.split(['(', ')', ':', '[', ']', ' ']).filter(|word| !word.is_empty());
    rest.filter(|word| !LABELS.contains(word)).for_each(|word| phones.leave(word));
}

/// Words that only say that a number follows.
const LABELS: [&str; 8] = ["电话", "手机", "座机", "固话", "联系电话", "办公", "Tel", "TEL"];

impl Phones {
    fn add(&mut self, phone: Phone) {
        if !self.found.contains(&phone) {
            self.found.push(phone);
        }
    }

    fn leave(&mut self, word: &str) {
        if !self.left.iter().any(|left| left == word) {
            self.left.push(word.to_owned());
        }
    }
}

/// One number, or `None`.
fn one(text: &str) -> Option<Phone> {
    let text = whole_number(text).unwrap_or_else(|| text.to_owned());
    let (text, extension) = split_extension(&text);
    if !text.chars().all(|c| c.is_ascii_digit() || " -+().".contains(c)) {
        return None;
    }
    let abroad = text.trim_start().starts_with('+');
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let digits = match digits.strip_prefix("86").or(digits.strip_prefix("0086")) {
        // 0595… written as +86 595… has lost its zero.
        Some(rest) if abroad || digits.len() > 12 => match rest.as_bytes().first() {
            Some(b'1') if rest.len() == 11 => rest.to_owned(),
            Some(b'0') => rest.to_owned(),
            _ => format!("0{rest}"),
        },
        _ => digits,
    };
    let (kind, number) = classify(&digits)?;
    let number = match (kind, extension) {
        (_, "") => number,
        (PhoneKind::Landline | PhoneKind::Service, extension) => format!("{number}转{extension}"),
        _ => return None,
    };
    Some(Phone { kind, number })
}

fn classify(digits: &str) -> Option<(PhoneKind, String)> {
    let bytes = digits.as_bytes();
    match (bytes.len(), *bytes.first()?) {
        (11, b'1') if (b'3'..=b'9').contains(&bytes[1]) => {
            Some((PhoneKind::Mobile, digits.to_owned()))
        }
        // A zero dialled before a mobile number.
        (12, b'0') if bytes[1] == b'1' && (b'3'..=b'9').contains(&bytes[2]) => {
            Some((PhoneKind::Mobile, digits[1..].to_owned()))
        }
        (10..=12, b'0') => {
            let area = if matches!(bytes[1], b'1' | b'2') { 3 } else { 4 };
            let local = &digits[area..];
            let right = matches!(local.len(), 7 | 8) && (b'2'..=b'8').contains(&bytes[area]);
            right.then(|| (PhoneKind::Landline, format!("{}-{local}", &digits[..area])))
        }
        (10, _) if digits.starts_with("400") || digits.starts_with("800") => Some((
            PhoneKind::Service,
            format!("{}-{}-{}", &digits[..3], &digits[3..6], &digits[6..]),
        )),
        (7 | 8, b'2'..=b'8') => Some((PhoneKind::Landline, digits.to_owned())),
        _ if matches!(digits, "119" | "110" | "120" | "12345" | "12350") => {
            Some((PhoneKind::Short, digits.to_owned()))
        }
        _ => None,
    }
}

/// `0595-22000004转801`, `0595-22000004-801`.
fn split_extension(text: &str) -> (&str, &str) {
    if let Some((number, extension)) = text.split_once('转') {
        let extension = extension.trim_matches([' ', '-', ':']);
        if extension.bytes().all(|b| b.is_ascii_digit()) && (1..=6).contains(&extension.len()) {
            return (number, extension);
        }
        return (text, "");
    }
    let dashes: Vec<&str> = text.split('-').collect();
    match dashes.as_slice() {
        [area, local, extension]
            if area.starts_with('0')
                && matches!(local.len(), 7 | 8)
                && (1..=6).contains(&extension.len())
                && extension.bytes().all(|b| b.is_ascii_digit()) =>
        {
            (&text[..area.len() + 1 + local.len()], extension)
        }
        _ => (text, ""),
    }
}

/// A number that went through a spreadsheet: `13805950001.0`, `1.3805950001E10`. `None` when the
/// power form has lost digits (`1.38E+10`) or the text is no such number.
fn whole_number(text: &str) -> Option<String> {
    let mantissa = match text.split_once(['e', 'E']) {
        Some((mantissa, _)) => mantissa,
        None => return text.strip_suffix(".0").map(str::to_owned),
    };
    let number = text.parse::<f64>().ok().filter(|n| n.fract() == 0.0 && *n < 1e12)?;
    let digits = format!("{number}");
    let kept = mantissa.bytes().filter(u8::is_ascii_digit).count();
    // Trailing zeros are dropped from the mantissa of a whole number; more than two are not a phone.
    (kept + 2 >= digits.len()).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, found: &[&str], left: &[&str]) {
        let phones = read(text);
        let numbers: Vec<&str> = phones.found.iter().map(|phone| phone.number.as_str()).collect();
        assert_eq!(
            (numbers.as_slice(), phones.left.as_slice()),
            (found, left.iter().map(|s| s.to_string()).collect::<Vec<_>>().as_slice()),
            "{text:?}"
        );
        assert_eq!(read(&phones.text()), phones, "reading again changes nothing: {text:?}");
    }

    #[test]
    fn one_number_in_every_spelling() {
        for text in [
            "13805950001",
            "138 0595 0001",
            "138-0595-0001",
            "+8613805950001",
            "+86 138 0595 0001",
            "008613805950001",
            "8613805950001",
            "１３８０５９５０００１",
            "13805950001.0",
            "'13805950001",
            "1.3805950001E10",
            "1.3805950001E+10",
            "013805950001",
            "\u{200B}13805950001 ",
            "手机：13805950001",
        ] {
            check(text, &["13805950001"], &[]);
        }
        for text in [
            "0595-22000004",
            "059522000004",
            "０５９５－２２００００４４",
            "(0595)22000004",
            "+86 595 22000004",
            "0595—22000004",
        ] {
            let expected = if text.starts_with('０') { "0595-22000044" } else { "0595-22000004" };
            check(text, &[expected], &[]);
        }
        check("029-85250001", &["029-85250001"], &[]);
        check("0595-22000004转801", &["0595-22000004转801"], &[]);
        check("0595-22000004-801", &["0595-22000004转801"], &[]);
        check("22000006", &["22000006"], &[]);
        check("400-000-0016", &["400-000-0016"], &[]);
        check("4000000016", &["400-000-0016"], &[]);
        check("119", &["119"], &[]);
        check("", &[], &[]);
    }

    #[test]
    fn several_numbers_in_a_cell() {
        let both = &["13805950001", "0595-22000012"];
        for text in [
            "13805950001/0595-22000012",
            "13805950001、0595-22000012",
            "13805950001,0595-22000012",
            "13805950001；059522000012",
            "13805950001 0595-22000012",
            "13805950001\n0595-22000012",
            "13805950001、13805950001、0595-22000012",
        ] {
            check(text, both, &[]);
        }
    }

    #[test]
    fn what_is_not_a_number_is_left() {
        check("1380000001", &[], &["1380000001"]);
        check("1.38E+10", &[], &["1.38E+10"]);
        check("见附件", &[], &["见附件"]);
        check("张三13805950001", &["13805950001"], &["张三"]);
        check("13805950001（王五）", &["13805950001"], &["王五"]);
        check("13805950001/1380", &["13805950001"], &["1380"]);
        check("12805950001", &[], &["12805950001"]);
    }
}
