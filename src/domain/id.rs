//! The name of a record: sixteen bytes (UUIDv7), made at the desk, never reused.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub [u8; 16]);

impl Id {
    /// Reads the 36-character form, or 32 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Id> {
        let digits: Vec<u8> = text.bytes().filter(|byte| *byte != b'-').collect();
        if digits.len() != 32 {
            return None;
        }
        let mut bytes = [0; 16];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
            let high = (pair[0] as char).to_digit(16)?;
            let low = (pair[1] as char).to_digit(16)?;
            *byte = (high * 16 + low) as u8;
        }
        Some(Id(bytes))
    }

    /// The last eight digits: what a person reads out; the first ones are only the time.
    pub fn short(&self) -> String {
        let text = self.to_string();
        text[text.len() - 8..].to_owned()
    }

    /// Whether this one is written: whole, or by its last eight digits.
    pub fn is_written(&self, text: &str) -> bool {
        let text = text.trim();
        Id::parse(text) == Some(*self) || self.short().eq_ignore_ascii_case(text)
    }

    /// What tells it from others: the last eight digits, all of it where another ends alike.
    pub fn among<'a>(&self, others: impl IntoIterator<Item = &'a Id>) -> String {
        let alike = |other: &&Id| *other != self && other.short() == self.short();
        match others.into_iter().find(alike) {
            None => self.short(),
            Some(_) => self.to_string(),
        }
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        for (index, byte) in self.0.iter().enumerate() {
            if matches!(index, 4 | 6 | 8 | 10) {
                f.write_str("-")?;
            }
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Id, D::Error> {
        let text = String::deserialize(deserializer)?;
        Id::parse(&text).ok_or_else(|| de::Error::custom("not an id"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_as_it_was_written() {
        let id = Id(*b"0123456789abcdef");
        assert_eq!(id.to_string(), "30313233-3435-3637-3839-616263646566");
        assert_eq!(id.short(), "63646566");
        assert_eq!(Id::parse(&id.to_string()), Some(id));
        assert_eq!(Id::parse("30313233343536373839616263646566"), Some(id));
        assert_eq!(Id::parse("3031323334353637383961626364656g"), None);
        assert_eq!(Id::parse("招联"), None);
    }
}
