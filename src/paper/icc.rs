//! The sRGB profile that PDF/A asks for, made from the numbers of IEC 61966-2-1: a matrix profile of
//! ICC version 2 with the curve approximated by gamma 2.2.

/// Chromatic adaptation to D50 is already in these columns (X, Y, Z).
const WHITE: [f64; 3] = [0.9642, 1.0, 0.8249];
const RED: [f64; 3] = [0.4361, 0.2225, 0.0139];
const GREEN: [f64; 3] = [0.3851, 0.7169, 0.0971];
const BLUE: [f64; 3] = [0.1431, 0.0606, 0.7141];

const HEADER: usize = 128;

pub fn srgb() -> Vec<u8> {
    let tags = [
        (b"desc", description("sRGB")),
        (b"cprt", text("No copyright")),
        (b"wtpt", xyz(WHITE)),
        (b"rXYZ", xyz(RED)),
        (b"gXYZ", xyz(GREEN)),
        (b"bXYZ", xyz(BLUE)),
        (b"rTRC", gamma()),
        (b"gTRC", gamma()),
        (b"bTRC", gamma()),
    ];
    let mut table = (tags.len() as u32).to_be_bytes().to_vec();
    let mut body = Vec::new();
    let start = HEADER + 4 + tags.len() * 12;
    for (name, data) in &tags {
        table.extend_from_slice(*name);
        table.extend(((start + body.len()) as u32).to_be_bytes());
        table.extend((data.len() as u32).to_be_bytes());
        body.extend(data);
        body.resize(body.len().next_multiple_of(4), 0);
    }
    let mut profile = vec![0; HEADER];
    let size = (HEADER + table.len() + body.len()) as u32;
    profile[0..4].copy_from_slice(&size.to_be_bytes());
    profile[8..12].copy_from_slice(&[2, 0x10, 0, 0]);
    profile[12..24].copy_from_slice(b"mntrRGB XYZ ");
    // A fixed day of making: 2026-01-01.
    profile[24..30].copy_from_slice(&[0x07, 0xEA, 0, 1, 0, 1]);
    profile[36..40].copy_from_slice(b"acsp");
    for (at, value) in WHITE.into_iter().enumerate() {
        profile[68 + at * 4..72 + at * 4].copy_from_slice(&fixed(value));
    }
    profile.extend(table);
    profile.extend(body);
    profile
}

/// s15Fixed16Number
fn fixed(value: f64) -> [u8; 4] {
    ((value * 65536.0).round() as i32).to_be_bytes()
}

fn xyz(values: [f64; 3]) -> Vec<u8> {
    let mut data = b"XYZ \0\0\0\0".to_vec();
    data.extend(values.into_iter().flat_map(fixed));
    data
}

/// One entry, u8Fixed8Number: 2.2.
fn gamma() -> Vec<u8> {
    let mut data = b"curv\0\0\0\0\0\0\0\x01".to_vec();
    data.extend(563_u16.to_be_bytes());
    data
}

fn text(words: &str) -> Vec<u8> {
    [b"text\0\0\0\0", words.as_bytes(), b"\0"].concat()
}

/// textDescriptionType: ASCII, then empty Unicode and Macintosh names.
fn description(words: &str) -> Vec<u8> {
    let mut data = b"desc\0\0\0\0".to_vec();
    data.extend((words.len() as u32 + 1).to_be_bytes());
    data.extend(words.as_bytes());
    data.resize(data.len() + 1 + 4 + 4 + 2 + 1 + 67, 0);
    data
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_profile_says_its_own_size_and_its_columns_add_up_to_white() {
        let profile = srgb();
        assert_eq!(profile[0..4], (profile.len() as u32).to_be_bytes());
        assert_eq!(&profile[36..40], b"acsp");
        for axis in 0..3 {
            let sum = RED[axis] + GREEN[axis] + BLUE[axis];
            assert!((sum - WHITE[axis]).abs() < 0.0005);
        }
    }
}
