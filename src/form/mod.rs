//! What a file under `forms/` means: parse, lint, fill, judge, revision.

pub mod checklist;
pub mod letter;
