//! Text as bytes where printpdf writes it as hexadecimal digits: half as long, and it packs better.

use lopdf::{Document, Object};

/// Rewrites the strings of all streams with text in them.
pub(super) fn shorten(file: &mut Document) {
    for object in file.objects.values_mut() {
        if let Object::Stream(stream) = object
            && stream.allows_compression
            && stream.dict.iter().all(|(key, _)| key == b"Length")
            && let Some(short) = shortened(&stream.content)
        {
            stream.set_content(short);
        }
    }
}

/// `<0028>` as the two bytes that it says, in brackets; `None` where there is none.
fn shortened(content: &[u8]) -> Option<Vec<u8>> {
    // The tables that say which character a glyph is have such digits too.
    if !["Tj", "TJ"].iter().any(|show| memchr::memmem::find(content, show.as_bytes()).is_some()) {
        return None;
    }
    let mut short = Vec::with_capacity(content.len());
    let mut rest = content;
    while let Some(at) = memchr::memchr(b'<', rest) {
        short.extend_from_slice(&rest[..at]);
        let digits = &rest[at + 1..];
        let end = memchr::memchr(b'>', digits)?;
        short.push(b'(');
        for pair in digits[..end].chunks(2) {
            let [high, low] = pair else { return None };
            let byte = 16 * nibble(*high)? + nibble(*low)?;
            match byte {
                b'(' | b')' | b'\\' => short.extend([b'\\', byte]),
                // A bare end of line would be read as another.
                b'\r' => short.extend(b"\\r"),
                _ => short.push(byte),
            }
        }
        short.push(b')');
        rest = &digits[end + 1..];
    }
    short.extend_from_slice(rest);
    Some(short)
}

fn nibble(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_become_the_bytes_they_say() {
        assert_eq!(
            shortened(b"BT\n<00410028> Tj\n[<000D> 50 <005C>] TJ\nET\n").unwrap(),
            b"BT\n(\0A\0\\() Tj\n[(\0\\r) 50 (\0\\\\)] TJ\nET\n"
        );
        // What is no such string leaves all as it is.
        assert_eq!(shortened(b"<< /A 1 >> BDC\n<0041> Tj\n"), None);
        assert_eq!(shortened(b"1 beginbfchar\n<0001> <4E00>\nendbfchar\n"), None);
    }
}
