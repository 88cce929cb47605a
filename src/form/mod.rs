//! What a file under `forms/` means: parse, lint, fill, judge, revision.

pub mod answers;
pub mod answers_file;
pub mod calendar;
pub mod calendar_file;
pub mod checklist;
pub mod checklist_file;
pub mod document;
pub mod facts;
pub mod fault;
pub mod field;
pub mod filled;
pub mod hazard_draft;
pub mod ledger;
pub mod letter;
pub mod library;
pub mod notice;
pub mod notice_file;
pub mod paper;
pub mod paper_file;
pub mod regime;
pub mod regime_file;
pub mod region;
pub mod register;
pub mod syntax;
pub mod template;
pub mod words;
