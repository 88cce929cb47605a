//! Data → pages of positioned marks → PDF or plain text.
//!
//! ```text
//! Letter ─ letter.rs ──┐
//! Checklist ─ checklist.rs ─┤→ Vec<Page> ─┬─ pdf.rs   → bytes
//! rows ─ table.rs ─────┘   (page.rs)   └─ plain.rs → text
//! pictures, finished PDFs ─ pack.rs ─ pdf/bundle.rs → bytes
//! ```
//!
//! The pages know nothing of PDF; the writers know nothing of letters. No clock: every date is passed
//! in, so the same record gives the same bytes.

pub mod checklist;
mod crew;
mod error;
mod fit;
pub mod fonts;
mod icc;
pub mod letter;
pub mod line;
pub mod pack;
pub mod page;
mod pdf;
mod picture;
mod plain;
mod qr;
mod quick;
mod rare;
mod shift;
mod strip;
mod system;
pub mod table;
mod xmp;

pub use checklist::checklist;
pub use error::PaperError;
pub use fonts::{Fonts, Style};
pub use letter::{letter, letter_pdf};
pub use page::Page;
pub use pdf::{Content, Meta, Part, Placed, ScanError, bundle, pdf, scan, volume};
pub use picture::{Picture, PictureError};
pub use plain::plain;
pub use shift::{Edge, Lost, OffSheet};
pub use system::find as system_fonts;
