//! The seam under the SQL: plain values, rows, and the few calls that an engine answers.
//!
//! Statements are written once, with `$1`…`$n`, and mean the same on both engines: parameters are bound by
//! the number in the text, a wrong number of them is refused, and a statement that fails spoils the
//! transaction it stands in (PostgreSQL does so by itself; SQLite is held to it).

use std::path::Path;

use chrono::NaiveDate;

use super::fault::Fault;

/// Which of the two engines answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// One value on its way to or from a column.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Null,
    Int(i64),
    /// Finite only; NaN and infinities are refused, since SQLite would store NULL.
    Real(f64),
    /// Without NUL characters, which PostgreSQL cannot hold.
    Text(String),
    /// A UUID: BLOB of 16 bytes or UUID.
    Id([u8; 16]),
    Bool(bool),
    Bytes(Vec<u8>),
    /// A civil date of the years 1–9999: ISO text or DATE.
    Day(NaiveDate),
}

/// The parameters of one statement: `params![id, "名称", None::<i64>]`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::store::Value::from($value)),*][..] };
}

macro_rules! value_from {
    ($($from:ty => $to:expr),* $(,)?) => {
        $(impl From<$from> for Value { fn from(value: $from) -> Value { $to(value) } })*
    };
}

value_from! {
    i64 => Value::Int,
    i32 => |n| Value::Int(i64::from(n)),
    u32 => |n| Value::Int(i64::from(n)),
    f64 => Value::Real,
    String => Value::Text,
    &str => |s: &str| Value::Text(s.to_owned()),
    &String => |s: &String| Value::Text(s.clone()),
    bool => Value::Bool,
    [u8; 16] => Value::Id,
    uuid::Uuid => |id: uuid::Uuid| Value::Id(id.into_bytes()),
    Vec<u8> => Value::Bytes,
    &[u8] => |bytes: &[u8]| Value::Bytes(bytes.to_vec()),
    NaiveDate => Value::Day,
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Value {
        value.map_or(Value::Null, Into::into)
    }
}

/// One row of an answer. The getters know the type that is wanted, so that the engines need not agree on
/// how it is stored; a value of another kind is [`Fault::Damaged`], never a panic.
#[derive(Clone, Debug, PartialEq)]
pub struct Row(Vec<Value>);

macro_rules! getters {
    ($($(#[$doc:meta])* $get:ident / $opt:ident -> $out:ty, $name:literal: $($pattern:pat => $value:expr),+;)*) => {
        $(
            $(#[$doc])*
            pub fn $get(&self, column: usize) -> Result<$out, Fault> {
                self.$opt(column)?.ok_or_else(|| self.mismatch(column, $name))
            }

            /// The same, where NULL is `None`.
            pub fn $opt(&self, column: usize) -> Result<Option<$out>, Fault> {
                match self.value(column)? {
                    Value::Null => Ok(None),
                    $($pattern => $value.map(Some).ok_or_else(|| self.mismatch(column, $name)),)+
                    _ => Err(self.mismatch(column, $name)),
                }
            }
        )*
    };
}

impl Row {
    pub fn new(values: Vec<Value>) -> Row {
        Row(values)
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value as the engine gave it. Columns count from 0.
    pub fn value(&self, column: usize) -> Result<&Value, Fault> {
        self.0
            .get(column)
            .ok_or_else(|| Fault::other(format!("no column {column} in a row of {}", self.0.len())))
    }

    getters! {
        int / opt_int -> i64, "an integer": Value::Int(n) => Some(*n);
        real / opt_real -> f64, "a real": Value::Real(x) => Some(*x);
        text / opt_text -> String, "text": Value::Text(s) => Some(s.clone());
        bool / opt_bool -> bool, "a truth value": Value::Bool(b) => Some(*b), Value::Int(0) => Some(false), Value::Int(1) => Some(true);
        id / opt_id -> [u8; 16], "an id": Value::Id(id) => Some(*id), Value::Bytes(b) => <[u8; 16]>::try_from(b.as_slice()).ok();
        bytes / opt_bytes -> Vec<u8>, "bytes": Value::Bytes(b) => Some(b.clone());
        day / opt_day -> NaiveDate, "a day": Value::Day(day) => Some(*day), Value::Text(s) => day_from_text(s);
    }

    /// Text that need not be kept; NULL is `None`.
    pub fn opt_str(&self, column: usize) -> Result<Option<&str>, Fault> {
        match self.value(column)? {
            Value::Null => Ok(None),
            Value::Text(text) => Ok(Some(text)),
            _ => Err(self.mismatch(column, "text")),
        }
    }

    /// Text moved out of the row, which keeps an empty one.
    pub fn take_text(&mut self, column: usize) -> Result<String, Fault> {
        match self.0.get_mut(column) {
            Some(Value::Text(text)) => Ok(std::mem::take(text)),
            _ => self.text(column),
        }
    }

    fn mismatch(&self, column: usize, wanted: &str) -> Fault {
        // The value itself may be somebody's name: only its kind goes to the log.
        let found = match self.0.get(column) {
            None | Some(Value::Null) => "NULL",
            Some(Value::Int(_)) => "an integer",
            Some(Value::Real(_)) => "a real",
            Some(Value::Text(_)) => "text",
            Some(Value::Id(_)) => "an id",
            Some(Value::Bool(_)) => "a truth value",
            Some(Value::Bytes(_)) => "bytes",
            Some(Value::Day(_)) => "a day",
        };
        Fault::damaged(format!("column {column}: wanted {wanted}, found {found}"))
    }
}

/// Opens a connection, in whatever thread it is called.
pub type Open = Box<dyn FnOnce() -> Result<Box<dyn Driver>, Fault> + Send>;

/// A database that is open for one desk. Statements are cached by their text, so a text should be constant.
pub trait Driver: Send {
    fn engine(&self) -> Engine;

    /// Rows of a statement, all of them: a query that may grow is asked in pages.
    fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, Fault>;

    /// Runs a statement; returns how many rows it touched.
    fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64, Fault>;

    /// Runs several statements without parameters (schema text).
    fn batch(&mut self, sql: &str) -> Result<(), Fault>;

    /// Runs one statement for every row of parameters, faster than one by one; returns the rows touched.
    ///
    /// For an upsert, two rows of one call must not have the same key (PostgreSQL sends many rows at once).
    fn bulk(&mut self, sql: &str, rows: &[Vec<Value>]) -> Result<u64, Fault>;

    /// Starts a transaction that may write. Prefer [`super::transaction`].
    fn begin(&mut self) -> Result<(), Fault>;

    /// Ends it. After a failed statement nothing is committed and this is an error on both engines.
    fn commit(&mut self) -> Result<(), Fault>;

    /// Gives it up; also right after the engine has given it up by itself.
    fn rollback(&mut self) -> Result<(), Fault>;

    fn in_transaction(&self) -> bool;

    /// Reads everything and compares it with itself: one English line for each trouble, none when sound.
    fn check(&mut self) -> Result<Vec<String>, Fault>;

    /// Lets go of the pages it holds, before much else is to be held.
    fn ease(&mut self) -> Result<(), Fault> {
        Ok(())
    }

    /// How a second connection is opened, to read on it.
    fn another(&self) -> Open;

    /// Whether it may be left open when nobody needs it: the other end closes it by itself.
    fn may_rest(&self) -> bool {
        false
    }

    /// A verified copy of the whole database in one file, complete or absent.
    fn backup_to(&mut self, path: &Path) -> Result<(), Fault>;
}

/// Where a connection stands between `begin` and its end; the same rule for both engines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Span {
    Outside,
    Inside,
    /// A statement failed: nothing more is run, nothing will be committed.
    Spoiled,
}

impl Span {
    /// Called before a statement.
    pub fn ready(self) -> Result<(), Fault> {
        match self {
            Span::Spoiled => Err(Fault::other("a statement of this transaction has failed before")),
            Span::Outside | Span::Inside => Ok(()),
        }
    }

    pub fn ready_for_bulk(self) -> Result<(), Fault> {
        match self {
            // Outside, a failure half way would leave half of the rows.
            Span::Outside => Err(Fault::other("many rows are written inside a transaction only")),
            Span::Inside | Span::Spoiled => self.ready(),
        }
    }

    pub fn ready_to_begin(self) -> Result<(), Fault> {
        match self {
            Span::Outside => Ok(()),
            Span::Inside | Span::Spoiled => Err(Fault::other("a transaction is open already")),
        }
    }

    pub fn ready_to_commit(self) -> Result<(), Fault> {
        match self {
            Span::Inside => Ok(()),
            Span::Outside => Err(Fault::other("there is no transaction to commit")),
            Span::Spoiled => self.ready(),
        }
    }

    /// Called with the outcome of a statement.
    pub fn note<T>(&mut self, outcome: Result<T, Fault>) -> Result<T, Fault> {
        if outcome.is_err() && *self == Span::Inside {
            *self = Span::Spoiled;
        }
        outcome
    }
}

/// Refuses what one of the engines would refuse, or would store as something else.
pub(super) fn check_values(params: &[Value]) -> Result<(), Fault> {
    for (index, value) in params.iter().enumerate() {
        let fault = match value {
            Value::Text(text) if text.contains('\0') => "a NUL character",
            Value::Real(x) if !x.is_finite() => "a number that is not finite",
            Value::Day(day) if day_to_text(*day).is_none() => "a year outside 1–9999",
            _ => continue,
        };
        return Err(Fault::Check { detail: format!("${}: {fault}", index + 1) });
    }
    Ok(())
}

pub(super) fn wrong_count(wanted: usize, given: usize) -> Fault {
    Fault::other(format!("the statement takes {wanted} parameters, {given} were given"))
}

/// ISO text of ten characters, so that text order is date order.
pub(super) fn day_to_text(day: NaiveDate) -> Option<String> {
    use chrono::Datelike;
    let (year, month, day) = (day.year(), day.month(), day.day());
    (1..=9999).contains(&year).then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// Ten characters and no fewer: `2026-1-2` would break the order of days. Read by hand, since every list does
/// it in each of its lines.
fn day_from_text(text: &str) -> Option<NaiveDate> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text.as_bytes() else { return None };
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0, |number, digit| {
            digit.is_ascii_digit().then(|| number * 10 + u32::from(digit - b'0'))
        })
    };
    let year = number(&[y1, y2, y3, y4]).filter(|year| *year > 0)?;
    NaiveDate::from_ymd_opt(year as i32, number(&[m1, m2])?, number(&[d1, d2])?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_getter_takes_both_engines_and_refuses_the_rest() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 2).unwrap();
        let row = Row::new(vec![
            Value::Text("2026-11-02".into()),
            Value::Day(day),
            Value::Bytes(vec![7; 16]),
            Value::Id([7; 16]),
            Value::Int(1),
            Value::Bool(true),
            Value::Null,
        ]);
        assert_eq!((row.day(0), row.day(1)), (Ok(day), Ok(day)));
        assert_eq!((row.id(2), row.id(3)), (Ok([7; 16]), Ok([7; 16])));
        assert_eq!((row.bool(4), row.bool(5)), (Ok(true), Ok(true)));
        assert_eq!((row.opt_day(6), row.opt_int(6)), (Ok(None), Ok(None)));
        for wrong in [row.text(6).err(), row.text(4).err(), row.int(5).err(), row.int(0).err()] {
            assert!(matches!(wrong, Some(Fault::Damaged { .. })), "{wrong:?}");
        }
        assert!(matches!(row.int(9), Err(Fault::Other { .. })));
    }

    #[test]
    fn a_day_is_ten_characters() {
        for wrong in [
            "2026-1-2",
            "2026-13-01",
            "2026-02-29",
            "20260102",
            "",
            "+2026-01-02",
            "2026-01-02 ",
            "0000-01-01",
            "2026-0a-02",
            "2026/01/02",
        ] {
            assert_eq!(day_from_text(wrong), None, "{wrong}");
        }
        assert_eq!(day_from_text("0001-01-01"), NaiveDate::from_ymd_opt(1, 1, 1));
    }

    #[test]
    fn values_that_one_engine_would_bend_are_refused() {
        let bad = [Value::from("a\0b"), Value::from(f64::NAN), Value::from(NaiveDate::MAX)];
        for value in bad {
            assert!(matches!(check_values(&[Value::Null, value]), Err(Fault::Check { .. })));
        }
        assert_eq!(check_values(params![1i64, "一", None::<&str>, vec![0u8]]), Ok(()));
    }
}
