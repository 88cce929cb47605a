//! The agenda as a calendar file (RFC 5545), for the calendar of a phone or a mail program.

use chrono::{Days, NaiveDate};

/// Octets of a line, its end not counted.
const LINE: usize = 75;
/// The hour of the day at which an alarm goes off.
const HOUR: u32 = 9;

/// Something that is due on a day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Event {
    /// Stays the same from one file to the next, so that a calendar that takes in the new one moves the event.
    pub uid: String,
    pub day: NaiveDate,
    pub summary: String,
    pub description: String,
    pub category: String,
    /// Days before the day on which an alarm goes off; none for what has passed.
    pub alarm: Option<u32>,
}

/// A whole file. `stamp` is the day on which it was made.
pub fn calendar(name: &str, stamp: NaiveDate, events: &[Event]) -> String {
    let mut file = String::new();
    let mut put = |line: &str| fold(line, &mut file);
    put("BEGIN:VCALENDAR");
    put("VERSION:2.0");
    put("PRODID:-//anban//agenda//ZH");
    put("CALSCALE:GREGORIAN");
    put("METHOD:PUBLISH");
    put(&format!("X-WR-CALNAME:{}", escaped(name)));
    for event in events {
        put("BEGIN:VEVENT");
        put(&format!("UID:{}", event.uid));
        put(&format!("DTSTAMP:{}T000000Z", stamp.format("%Y%m%d")));
        put(&format!("DTSTART;VALUE=DATE:{}", event.day.format("%Y%m%d")));
        let end = event.day + Days::new(1);
        put(&format!("DTEND;VALUE=DATE:{}", end.format("%Y%m%d")));
        put(&format!("SUMMARY:{}", escaped(&event.summary)));
        if !event.description.is_empty() {
            put(&format!("DESCRIPTION:{}", escaped(&event.description)));
        }
        put(&format!("CATEGORIES:{}", escaped(&event.category)));
        put("TRANSP:TRANSPARENT");
        if let Some(days) = event.alarm {
            put("BEGIN:VALARM");
            put("ACTION:DISPLAY");
            put(&format!("DESCRIPTION:{}", escaped(&event.summary)));
            put(&format!("TRIGGER:{}", trigger(days)));
            put("END:VALARM");
        }
        put("END:VEVENT");
    }
    put("END:VCALENDAR");
    file
}

/// From the beginning of the day to the hour of the alarm, so many days before.
fn trigger(days: u32) -> String {
    match days {
        0 => format!("PT{HOUR}H"),
        1 => format!("-PT{}H", 24 - HOUR),
        days => format!("-P{}DT{}H", days - 1, 24 - HOUR),
    }
}

/// A text as a value: what separates is escaped, what would command is left out.
fn escaped(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => {
                value.push('\\');
                value.push(c);
            }
            '\n' => value.push_str("\\n"),
            c if c.is_control() => {}
            c => value.push(c),
        }
    }
    value
}

/// Lines longer than 75 octets go on behind a blank; no character is cut.
fn fold(line: &str, file: &mut String) {
    let mut room = LINE;
    for c in line.chars() {
        if c.len_utf8() > room {
            file.push_str("\r\n ");
            room = LINE - 1;
        }
        room -= c.len_utf8();
        file.push(c);
    }
    file.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_file_is_as_the_standard_wants_it() {
        let event = Event {
            uid: "recheck-019a@anban".into(),
            day: day("2026-12-31"),
            summary: "复查 恒捷鞋材厂；A,B".into(),
            description: "整改期限2026年12月31日\n依据：二、2\u{7}".into(),
            category: "复查".into(),
            alarm: Some(3),
        };
        let past = Event { alarm: None, description: String::new(), ..event.clone() };
        let file = calendar("北峰街道", day("2026-11-20"), &[event, past]);
        let lines: Vec<&str> = file.split("\r\n").collect();
        assert_eq!(
            lines[..21],
            [
                "BEGIN:VCALENDAR",
                "VERSION:2.0",
                "PRODID:-//anban//agenda//ZH",
                "CALSCALE:GREGORIAN",
                "METHOD:PUBLISH",
                "X-WR-CALNAME:北峰街道",
                "BEGIN:VEVENT",
                "UID:recheck-019a@anban",
                "DTSTAMP:20261120T000000Z",
                "DTSTART;VALUE=DATE:20261231",
                "DTEND;VALUE=DATE:20270101",
                "SUMMARY:复查 恒捷鞋材厂；A\\,B",
                "DESCRIPTION:整改期限2026年12月31日\\n依据：二、2",
                "CATEGORIES:复查",
                "TRANSP:TRANSPARENT",
                "BEGIN:VALARM",
                "ACTION:DISPLAY",
                "DESCRIPTION:复查 恒捷鞋材厂；A\\,B",
                "TRIGGER:-P2DT15H",
                "END:VALARM",
                "END:VEVENT",
            ]
        );
        assert_eq!(lines[21..].iter().filter(|line| line.starts_with("BEGIN:")).count(), 1);
        assert_eq!(lines[lines.len() - 2..], ["END:VCALENDAR", ""]);
        assert!(!file.replace("\r\n", "").contains(['\r', '\n']));
    }

    #[test]
    fn an_alarm_goes_off_in_the_morning() {
        for (days, said) in [(0, "PT9H"), (1, "-PT15H"), (2, "-P1DT15H"), (30, "-P29DT15H")] {
            assert_eq!(trigger(days), said);
        }
    }

    #[test]
    fn a_long_line_is_folded_between_characters() {
        for text in ["a".repeat(300), "丰泽服饰𠮷".repeat(40), format!("x{}", "厂".repeat(60))]
        {
            let mut file = String::new();
            fold(&text, &mut file);
            let lines: Vec<&str> = file.trim_end_matches("\r\n").split("\r\n").collect();
            assert!(lines.iter().all(|line| line.len() <= LINE), "{lines:?}");
            // Full as far as whole characters go.
            assert!(lines[..lines.len() - 1].iter().all(|line| line.len() > LINE - 4));
            assert!(lines[1..].iter().all(|line| line.starts_with(' ')));
            assert_eq!(file.replace("\r\n ", "").trim_end(), text);
        }
        let mut file = String::new();
        fold(&"a".repeat(75), &mut file);
        assert_eq!(file, format!("{}\r\n", "a".repeat(75)));
    }
}
