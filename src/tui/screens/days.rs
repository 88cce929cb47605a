//! Days and terms as they are typed in a form: what is none is told as its field is left, and again when the form is
//! handed in.

use chrono::NaiveDate;
use ratatui::layout::Rect;

use super::ask::{Fault, fault};
use crate::{
    domain::spelling,
    office::hazards::Term,
    terms,
    tui::{
        canvas::Canvas,
        widget::form::{Form, Row, half},
    },
};

/// Days that a number may mean; a longer one is a date or a mistake.
const MOST: i64 = 1000;

/// A field that takes a day, or nothing. A day that stands in it is suggested.
pub fn day_row(key: &'static str, label: &str, value: &str, today: NaiveDate) -> Row {
    half(key, label, value).suggested().checked(move |typed| read(typed, today).err())
}

/// A field that takes the last day of a term, or its days from today.
pub fn term_row(key: &'static str, label: &str, value: &str, today: NaiveDate) -> Row {
    half(key, label, value).checked(move |typed| match read_term(typed, today) {
        // What is entered late may have run out already.
        Ok(Some(Term::Day(day))) if day < today => {
            Some(format!("{}已经过去，补录以前的检查才这样写。", crate::terms::date(day)))
        }
        read => read.err(),
    })
}

/// The day on which something was done; left empty it is today.
pub fn day(form: &Form, field: &'static str, today: NaiveDate) -> Result<Option<NaiveDate>, Fault> {
    read(form.get(field), today).or_else(|why| fault(field, why))
}

/// A term that has to be written.
pub fn term(form: &Form, field: &'static str, today: NaiveDate) -> Result<Term, Fault> {
    match read_term(form.get(field), today) {
        Ok(Some(term)) => Ok(term),
        Ok(None) => fault(field, "请写日期，如 11-30，或写天数，如 7。"),
        Err(why) => fault(field, why),
    }
}

/// Says in the last line of an area that the days off of a year are not published, and gives what is left above it.
pub fn note_year(canvas: &mut Canvas, area: Rect, year: Option<i32>) -> Rect {
    note(canvas, area, year.map(terms::year_unpublished))
}

/// Says something in the last line of an area, and gives what is left above it.
pub fn note(canvas: &mut Canvas, area: Rect, said: Option<String>) -> Rect {
    let Some(said) = said.filter(|_| area.height > 1) else { return area };
    let text = format!(" {said}");
    canvas.cell(area.x, area.bottom() - 1, area.width, &text, canvas.look.quiet());
    Rect { height: area.height - 1, ..area }
}

/// A day as it is typed, or nothing.
pub fn read(typed: &str, today: NaiveDate) -> Result<Option<NaiveDate>, String> {
    spelling::typed_day(typed, today)
        .map_err(|_| format!("“{typed}”不是日期。请写成 2026-11-30 或 11-30。"))
}

/// Any spelling of a day, the year left out, or a number of days from today on.
pub fn read_term(typed: &str, today: NaiveDate) -> Result<Option<Term>, String> {
    let days = typed.trim_end_matches(['天', '日']).parse::<i64>().ok();
    if let Some(days) = days.filter(|days| *days < MOST) {
        return match u32::try_from(days) {
            Ok(days @ 1..) => Ok(Some(Term::Days(days))),
            Ok(0) | Err(_) => Err("期限至少写1天。当场就改好的，请选当场整改。".to_owned()),
        };
    }
    match spelling::typed_day(typed, today) {
        Ok(day) => Ok(day.map(Term::Day)),
        Err(_) => Err(format!("“{typed}”不是日期。请写成 2026-11-30、11-30，或写天数，如 7。")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_is_days_or_a_day() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let today = day("2026-11-20");
        for (typed, term) in [
            ("", None),
            ("7", Some(Term::Days(7))),
            ("7天", Some(Term::Days(7))),
            ("11-30", Some(Term::Day(day("2026-11-30")))),
            ("1-5", Some(Term::Day(day("2027-01-05")))),
            ("2025-12-01", Some(Term::Day(day("2025-12-01")))),
            ("今天", Some(Term::Day(today))),
        ] {
            assert_eq!(read_term(typed, today), Ok(term), "{typed}");
        }
        for (typed, why) in [
            ("0", "期限至少写1天"),
            ("-3", "期限至少写1天"),
            ("下周", "“下周”不是日期"),
            ("13-40", "“13-40”不是日期"),
        ] {
            let said = read_term(typed, today).unwrap_err();
            assert!(said.contains(why), "{typed}: {said}");
        }
    }
}
