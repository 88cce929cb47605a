//! The only place that looks at the watch or draws lots.
#![allow(clippy::disallowed_methods)]

use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{Local, NaiveDate};
use uuid::Uuid;

use crate::domain::id::Id;

/// The civil day here and now.
pub fn today() -> NaiveDate {
    Local::now().date_naive()
}

/// Milliseconds since 1970 UTC.
pub fn now_ms() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as i64)
}

/// A new id (UUIDv7): ordered by the time at which it was made.
pub fn new_id() -> Id {
    Id(Uuid::now_v7().into_bytes())
}
