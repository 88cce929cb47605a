//! Data → pages of positioned marks → PDF or plain text.
