//! The whole of 2026, told to both engines: each table tells who did what on which day, and beside it the figures that
//! every report has to show, worked out by hand from the table.

mod beifeng;
mod tell;
mod yanta;
