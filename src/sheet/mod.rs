//! Spreadsheets in and out; one column list serves import and export.
