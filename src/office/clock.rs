//! The only place that looks at the watch or draws lots.
#![allow(clippy::disallowed_methods)]

use std::{
    cell::Cell,
    time::{Instant, SystemTime, UNIX_EPOCH},
};

use chrono::{DateTime, Local, NaiveDate, Timelike};
use uuid::Uuid;

use super::Refusal;
use crate::domain::{id::Id, time_of_day::TimeOfDay};

thread_local! {
    /// Set while the demo is made: milliseconds and a count, in place of the watch and of chance.
    static REHEARSAL: Cell<Option<(i64, u64)>> = const { Cell::new(None) };
}

/// The civil day here and now.
pub fn today() -> NaiveDate {
    Local::now().date_naive()
}

/// The time of day here and now.
pub fn time_of_day() -> Option<TimeOfDay> {
    TimeOfDay::of_minutes(Local::now().num_seconds_from_midnight() / 60)
}

/// From here on it is counted how long ago this was.
pub fn moment() -> Instant {
    Instant::now()
}

/// The time of day here of a moment in milliseconds since 1970 UTC; a minute that has begun is told as the next.
pub fn time_at(ms: i64) -> Option<TimeOfDay> {
    let moment = DateTime::from_timestamp_millis(ms.checked_add(59_999)?)?.with_timezone(&Local);
    TimeOfDay::of_minutes(moment.num_seconds_from_midnight() / 60)
}

/// Bytes by lot, for what nobody may guess.
pub fn lots<const N: usize>() -> Result<[u8; N], Refusal> {
    let mut lots = [0; N];
    match getrandom::fill(&mut lots) {
        Ok(()) => Ok(lots),
        Err(_) => Err(Refusal::said("系统给不出随机数，密码设不了。请重启电脑后再试。")),
    }
}

/// Milliseconds since 1970 UTC.
pub fn now_ms() -> i64 {
    match REHEARSAL.get() {
        Some((ms, _)) => ms,
        None => {
            SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as i64)
        }
    }
}

/// A new id (UUIDv7): ordered by the time at which it was made.
pub fn new_id() -> Id {
    let Some((ms, count)) = REHEARSAL.get() else { return Id(Uuid::now_v7().into_bytes()) };
    REHEARSAL.set(Some((ms, count + 1)));
    let mut bytes = [0; 16];
    bytes[..6].copy_from_slice(&ms.to_be_bytes()[2..]);
    bytes[6] = 0x70;
    bytes[8..].copy_from_slice(&mixed(count).to_be_bytes());
    bytes[8] = 0x80 | (bytes[8] & 0x3f);
    // The count keeps ids apart and in order within the day; the mixed digits are what people read.
    bytes[6..8].copy_from_slice(&(0x7000 | (count as u16 & 0x0fff)).to_be_bytes());
    Id(bytes)
}

/// Runs a deed with a made-up clock, so that it comes out the same each time; `set_day` moves it.
pub(super) fn rehearse<T>(deed: impl FnOnce() -> T) -> T {
    REHEARSAL.set(Some((0, 0)));
    let value = deed();
    REHEARSAL.set(None);
    value
}

/// Moves the made-up clock to nine in the morning of a day.
pub(super) fn set_day(day: NaiveDate) {
    if let Some((_, count)) = REHEARSAL.get() {
        let days = (day - NaiveDate::default()).num_days();
        REHEARSAL.set(Some((days * 86_400_000 + 3_600_000, count)));
    }
}

/// Spreads a count over 64 bits (the finaliser of SplitMix64).
fn mixed(count: u64) -> u64 {
    let mut z = count.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
