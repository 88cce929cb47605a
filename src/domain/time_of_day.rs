//! A time of day to the minute, for what is entered with its hour (S0 §二.1(3): 及时督促停业整改).

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::typed::half_width;

/// Kept as `HH:MM`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimeOfDay {
    hour: u8,
    minute: u8,
}

impl TimeOfDay {
    /// Reads `9:05`, `09：05` and `9时5分`; `None` for what is no time of a day.
    pub fn read(text: &str) -> Option<TimeOfDay> {
        let text = half_width(text);
        let text = text.trim();
        let text = text.strip_suffix('分').unwrap_or(text);
        let (hour, minute) = text.split_once([':', '时', '点'])?;
        let minute = if minute.trim().is_empty() { "0" } else { minute };
        let number = |text: &str, below: u8| {
            let text = text.trim();
            let figures = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
            figures.then(|| text.parse().ok())?.filter(|number| *number < below)
        };
        Some(TimeOfDay { hour: number(hour, 24)?, minute: number(minute, 60)? })
    }

    /// Minutes since midnight.
    pub fn minutes(self) -> u16 {
        u16::from(self.hour) * 60 + u16::from(self.minute)
    }

    /// `None` for more than a day has.
    pub fn of_minutes(minutes: u32) -> Option<TimeOfDay> {
        let hour = u8::try_from(minutes / 60).ok().filter(|hour| *hour < 24)?;
        Some(TimeOfDay { hour, minute: (minutes % 60) as u8 })
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.hour, self.minute)
    }
}

impl Serialize for TimeOfDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TimeOfDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<TimeOfDay, D::Error> {
        let text = String::deserialize(deserializer)?;
        TimeOfDay::read(&text).ok_or_else(|| de::Error::custom("not a time of day"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_are_counted_from_midnight() {
        for (time, minutes) in [("0:00", 0), ("9:05", 545), ("23:59", 1439)] {
            let time = TimeOfDay::read(time).unwrap();
            assert_eq!(time.minutes(), minutes);
            assert_eq!(TimeOfDay::of_minutes(minutes.into()), Some(time));
        }
        assert_eq!(TimeOfDay::of_minutes(1440), None);
    }

    #[test]
    fn a_time_is_read_as_people_write_it() {
        for (text, read) in [
            ("9:05", Some("09:05")),
            ("０９：０５", Some("09:05")),
            ("14时30分", Some("14:30")),
            ("8点", Some("08:00")),
            (" 23:59 ", Some("23:59")),
            ("24:00", None),
            ("12:60", None),
            ("1430", None),
            ("上午九点", None),
            ("", None),
        ] {
            let got = TimeOfDay::read(text).map(|time| time.to_string());
            assert_eq!(got.as_deref(), read, "{text}");
        }
    }
}
