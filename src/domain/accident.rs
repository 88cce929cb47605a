//! The two clocks of an accident (生产安全事故报告和调查处理条例 第九条、第十一条): the 单位负责人 reports within the hour after
//! he has heard of it, every level above within two. How grave it is: `accountability::severity`.

use chrono::{Days, NaiveDate};

use super::time_of_day::TimeOfDay;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    pub on: NaiveDate,
    pub at: TimeOfDay,
}

impl Moment {
    /// Minutes from another moment to this one; negative where this one is earlier.
    pub fn minutes_from(self, other: Moment) -> i64 {
        (self.on - other.on).num_days() * 1440 + i64::from(self.at.minutes())
            - i64::from(other.at.minutes())
    }

    /// Later by some minutes; `None` at the end of the calendar.
    fn plus(self, minutes: u32) -> Option<Moment> {
        let minutes = u32::from(self.at.minutes()) + minutes;
        let on = self.on.checked_add_days(Days::new((minutes / 1440).into()))?;
        Some(Moment { on, at: TimeOfDay::of_minutes(minutes % 1440)? })
    }
}

/// What one clock says; times are minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// When it began to run is not entered.
    Unknown,
    /// Nothing is reported yet; the last moment, and the time left where the time of day is known.
    Runs { until: Moment, left: Option<u32> },
    /// The same after the last moment, and the time since where the time of day is known.
    Missed { until: Moment, over: Option<u32> },
    /// Reported, so long after it began.
    InTime { took: u32 },
    /// The same, and by how much too late.
    Late { took: u32, over: u32 },
    /// Entered as reported before it could be: one of the times is wrong.
    Contradicts,
}

impl Clock {
    /// From the moment that it begins to the report, `limit` minutes; on the minute is in time. `now` is the time of
    /// `today`, `None` where nobody looks at a watch: then a clock is over when the day of its last moment is.
    pub fn read(
        from: Option<Moment>,
        reported: Option<Moment>,
        limit: u32,
        today: NaiveDate,
        now: Option<TimeOfDay>,
    ) -> Clock {
        let Some((from, until)) = from.and_then(|from| Some((from, from.plus(limit)?))) else {
            return Clock::Unknown;
        };
        if let Some(reported) = reported {
            return match u32::try_from(reported.minutes_from(from)) {
                Err(_) => Clock::Contradicts,
                Ok(took) if took <= limit => Clock::InTime { took },
                Ok(took) => Clock::Late { took, over: took - limit },
            };
        }
        let Some(now) = now.map(|at| Moment { on: today, at }) else {
            return match today > until.on {
                true => Clock::Missed { until, over: None },
                false => Clock::Runs { until, left: None },
            };
        };
        match u32::try_from(until.minutes_from(now)) {
            Ok(left) => Clock::Runs { until, left: Some(left) },
            Err(_) => Clock::Missed { until, over: u32::try_from(now.minutes_from(until)).ok() },
        }
    }

    pub fn is_late(self) -> bool {
        matches!(self, Clock::Late { .. } | Clock::Missed { .. })
    }

    /// The last moment of a clock that nobody has stopped yet.
    pub fn until(self) -> Option<Moment> {
        match self {
            Clock::Runs { until, .. } | Clock::Missed { until, .. } => Some(until),
            Clock::Unknown | Clock::InTime { .. } | Clock::Late { .. } | Clock::Contradicts => None,
        }
    }

    pub fn code(self) -> &'static str {
        match self {
            Clock::Unknown => "unknown",
            Clock::Runs { .. } => "runs",
            Clock::Missed { .. } => "missed",
            Clock::InTime { .. } => "in_time",
            Clock::Late { .. } => "late",
            Clock::Contradicts => "contradicts",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> Option<Moment> {
        let (day, time) = text.split_once(' ')?;
        let on = format!("2026-{day}").parse().unwrap();
        Some(Moment { on, at: TimeOfDay::read(time).unwrap() })
    }

    fn told(clock: Clock) -> String {
        let minutes = |minutes: Option<u32>| minutes.map_or("?".to_owned(), |m| m.to_string());
        match clock {
            Clock::Runs { until, left: some } | Clock::Missed { until, over: some } => {
                format!(
                    "{} {} {} {}",
                    clock.code(),
                    until.on.format("%m-%d"),
                    until.at,
                    minutes(some)
                )
            }
            Clock::InTime { took } => format!("in_time {took}"),
            Clock::Late { took, over } => format!("late {took} {over}"),
            Clock::Unknown | Clock::Contradicts => clock.code().to_owned(),
        }
    }

    #[test]
    fn a_clock_runs_from_minute_to_minute() {
        let today = "2026-11-11".parse().unwrap();
        for (from, reported, limit, now, expected) in [
            ("11-11 08:00", "11-11 08:59", 60, "", "in_time 59"),
            ("11-11 08:00", "11-11 09:00", 60, "", "in_time 60"),
            ("11-11 08:00", "11-11 09:01", 60, "", "late 61 1"),
            ("11-11 08:00", "11-11 08:00", 60, "", "in_time 0"),
            ("11-11 08:00", "11-11 07:59", 60, "", "contradicts"),
            ("11-11 08:00", "11-10 23:00", 60, "", "contradicts"),
            ("11-10 23:30", "11-11 00:30", 60, "", "in_time 60"),
            ("11-10 23:30", "11-11 00:31", 60, "", "late 61 1"),
            ("11-10 23:30", "11-12 00:30", 60, "", "late 1500 1440"),
            ("11-11 08:00", "11-11 10:00", 120, "", "in_time 120"),
            ("11-11 08:00", "11-11 10:01", 120, "", "late 121 1"),
            // What is reported does not ask for the watch.
            ("11-11 08:00", "11-11 09:00", 60, "23:59", "in_time 60"),
            ("11-11 08:00", "", 60, "08:00", "runs 11-11 09:00 60"),
            ("11-11 08:00", "", 60, "08:59", "runs 11-11 09:00 1"),
            ("11-11 08:00", "", 60, "09:00", "runs 11-11 09:00 0"),
            ("11-11 08:00", "", 60, "09:01", "missed 11-11 09:00 1"),
            ("11-11 08:00", "", 120, "10:30", "missed 11-11 10:00 30"),
            ("11-10 23:30", "", 60, "00:10", "runs 11-11 00:30 20"),
            ("11-10 23:30", "", 60, "00:31", "missed 11-11 00:30 1"),
            ("11-10 08:00", "", 60, "08:00", "missed 11-10 09:00 1380"),
            ("11-11 23:30", "", 60, "23:40", "runs 11-12 00:30 50"),
            ("11-11 08:00", "", 60, "", "runs 11-11 09:00 ?"),
            ("11-11 23:30", "", 60, "", "runs 11-12 00:30 ?"),
            ("11-10 22:00", "", 60, "", "missed 11-10 23:00 ?"),
            // Its last moment is today: whether it has passed nobody knows who has no watch.
            ("11-10 23:00", "", 60, "", "runs 11-11 00:00 ?"),
            ("11-10 23:00", "", 120, "", "runs 11-11 01:00 ?"),
            ("", "11-11 09:00", 60, "09:00", "unknown"),
            ("", "", 60, "09:00", "unknown"),
        ] {
            let now = TimeOfDay::read(now);
            let clock = Clock::read(moment(from), moment(reported), limit, today, now);
            assert_eq!(told(clock), expected, "{from} {reported} {limit} {now:?}");
            let late = expected.starts_with("late") || expected.starts_with("missed");
            assert_eq!(clock.is_late(), late, "{expected}");
            let open = expected.starts_with("runs") || expected.starts_with("missed");
            assert_eq!(clock.until().is_some(), open, "{expected}");
        }
        let last = Moment { on: NaiveDate::MAX, at: TimeOfDay::read("23:30").unwrap() };
        assert_eq!(Clock::read(Some(last), None, 60, today, None), Clock::Unknown);
    }
}
