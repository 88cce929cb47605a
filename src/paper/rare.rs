//! The rare characters of the serif face, packed in the program: few papers have one, and unpacked they would be a
//! quarter of the program.

use std::{io::Read, sync::OnceLock};

use flate2::read::ZlibDecoder;

use super::fonts::Face;

const PACKED: &[u8] = include_bytes!("../../forms/fonts/NotoSerifSC-Rare.ttf.zlib");

/// The face, unpacked when first asked for and kept for the life of the program.
pub(super) fn face() -> Option<&'static Face> {
    static RARE: OnceLock<Option<Face>> = OnceLock::new();
    let unpacked = || {
        let mut data = Vec::new();
        ZlibDecoder::new(PACKED).read_to_end(&mut data).ok()?;
        Face::parse(data.leak(), 0, "（内置）").ok()
    };
    RARE.get_or_init(unpacked).as_ref()
}
