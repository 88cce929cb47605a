//! The engine from the second desk on: a PostgreSQL server. Only this file names the postgres crate.

use std::collections::HashMap;
use std::error::Error as StdError;
use std::path::Path;
use std::time::Duration;

use ::postgres::config::Host;
use ::postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use ::postgres::{Client, Config, Error, NoTls, Statement};
use bytes::{BufMut, BytesMut};
use chrono::{Days, NaiveDate};

use super::driver::{Driver, Engine, Open, Row, Span, Value, check_values, wrong_count};
use super::fault::Fault;
use super::widen::widen;

/// Prepared statements kept on the server; past that all are given up and made again as they are used.
const STATEMENTS: usize = 256;

pub struct Postgres {
    config: Config,
    server: String,
    /// None after the line broke, until the next call outside a transaction.
    client: Option<Client>,
    statements: HashMap<String, Statement>,
    span: Span,
    /// The server closes it by itself when it is not used.
    may_rest: bool,
}

impl Postgres {
    /// Connects to `postgres://user:password@host:port/database`; a schema other than `public` is chosen with
    /// `?options=-c%20search_path%3Dname`.
    pub fn open(url: &str) -> Result<Postgres, Fault> {
        let mut config: Config =
            url.parse().map_err(|error: Error| Fault::BadAddress { detail: error.to_string() })?;
        config.application_name("anban").keepalives_idle(Duration::from_secs(30));
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(Duration::from_secs(5));
        }
        // A pulled cable is noticed in half a minute instead of a quarter of an hour.
        config.tcp_user_timeout(Duration::from_secs(30));
        Postgres::connected(config)
    }

    fn connected(config: Config) -> Result<Postgres, Fault> {
        let server = server_name(&config);
        let mut postgres = Postgres {
            config,
            server,
            client: None,
            statements: HashMap::new(),
            span: Span::Outside,
            may_rest: false,
        };
        postgres.client()?;
        Ok(postgres)
    }

    fn client(&mut self) -> Result<&mut Client, Fault> {
        if self.client.is_none() {
            if self.span != Span::Outside {
                return Err(self.unreachable("the line broke in this transaction"));
            }
            self.statements.clear();
            self.may_rest = false;
            let connected = self.config.connect(NoTls).and_then(|mut client| {
                // As long as SQLite waits for a lock on the desk. An index is read from memory or from a disk without
                // arms, never as the server's own default has it; what a desk asks is too short to be compiled, and
                // planning it anew for every value takes longer than asking it.
                client.batch_execute(
                    "SET lock_timeout = '5s'; SET client_min_messages = warning;
                     SET random_page_cost = 1.1; SET jit = off;
                     SET plan_cache_mode = force_generic_plan",
                )?;
                Ok(client)
            });
            self.client = Some(connected.map_err(|error| self.connect_fault(error))?);
        }
        self.client.as_mut().ok_or_else(|| Fault::other("no connection"))
    }

    fn prepare(&mut self, sql: &str, keep: bool) -> Result<Statement, Fault> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let prepared = self.client()?.prepare(sql);
        let statement = prepared.map_err(|error| self.fault(error))?;
        if keep {
            if self.statements.len() >= STATEMENTS {
                self.statements.clear();
            }
            self.statements.insert(sql.to_owned(), statement.clone());
        }
        Ok(statement)
    }

    fn run_query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, Fault> {
        check_values(params)?;
        self.client()?;
        let statement = self.prepare(sql, true)?;
        let references = references(&statement, params)?;
        let rows =
            self.client()?.query(&statement, &references).map_err(|error| self.fault(error))?;
        rows.iter()
            .map(|row| {
                let values: Result<Vec<Value>, Error> =
                    (0..row.len()).map(|column| row.try_get(column)).collect();
                values.map(Row::new).map_err(|error| Fault::other(describe(&error)))
            })
            .collect()
    }

    fn run(&mut self, sql: &str, params: &[Value], keep: bool) -> Result<u64, Fault> {
        self.client()?;
        let statement = self.prepare(sql, keep)?;
        let references = references(&statement, params)?;
        self.client()?.execute(&statement, &references).map_err(|error| self.fault(error))
    }

    fn run_batch(&mut self, sql: &str) -> Result<(), Fault> {
        let outcome = self.client()?.batch_execute(sql);
        outcome.map_err(|error| self.fault(error))
    }

    fn run_bulk(&mut self, sql: &str, rows: &[Vec<Value>]) -> Result<u64, Fault> {
        let Some(first) = rows.first() else {
            return Ok(0);
        };
        for row in rows {
            check_values(row)?;
            if row.len() != first.len() {
                return Err(wrong_count(first.len(), row.len()));
            }
        }
        // One round trip for many rows: a row at a time is mostly waiting for the line.
        let most = (4000 / first.len().max(1)).clamp(1, 500);
        let mut touched = 0;
        for rows in rows.chunks(most) {
            touched += match widen(sql, first.len(), rows.len()) {
                Some(wide) => self.run(&wide, &rows.concat(), rows.len() == most)?,
                None => {
                    let mut sum = 0;
                    for row in rows {
                        sum += self.run(sql, row, true)?;
                    }
                    sum
                }
            };
        }
        Ok(touched)
    }

    fn unreachable(&self, detail: impl Into<String>) -> Fault {
        Fault::Unreachable { server: self.server.clone(), detail: detail.into() }
    }

    fn connect_fault(&self, error: Error) -> Fault {
        let detail = describe(&error);
        match error.as_db_error().map(|error| error.code().code().to_owned()) {
            Some(code) if !code.starts_with("53") && !code.starts_with("57") => {
                Fault::Refused { server: self.server.clone(), detail }
            }
            None if !is_io(&error) && !error.is_closed() => {
                Fault::Refused { server: self.server.clone(), detail }
            }
            _ => self.unreachable(detail),
        }
    }

    fn fault(&mut self, error: Error) -> Fault {
        let detail = describe(&error);
        let Some(code) = error.as_db_error().map(|error| error.code().code().to_owned()) else {
            let closed = self.client.as_ref().is_none_or(Client::is_closed);
            if closed || error.is_closed() || is_io(&error) {
                self.client = None;
                return self.unreachable(detail);
            }
            return Fault::Other { detail };
        };
        match code.as_str() {
            "23505" => Fault::Unique { detail },
            "23503" => Fault::Foreign { detail },
            // NOT NULL, CHECK, wrong text for a type, out of range, too long.
            "23502" | "23514" | "22P02" | "22003" | "22001" | "22021" => Fault::Check { detail },
            // Raised by our own triggers.
            "P0001" => Fault::Denied { detail },
            "40001" | "40P01" | "55P03" => Fault::Busy { place: Some(self.server.clone()), detail },
            "42501" | "25006" => Fault::Refused { server: self.server.clone(), detail },
            "53100" => Fault::DiskFull { place: Some(self.server.clone()), detail },
            "XX001" | "XX002" => Fault::Damaged { place: Some(self.server.clone()), detail },
            // Another desk has changed the schema under a prepared statement: prepare again next time.
            "0A000" | "26000" => {
                self.statements.clear();
                Fault::Other { detail }
            }
            // The server is going down, or has thrown us out.
            "57P01" | "57P02" | "57P03" | "57P05" => {
                self.client = None;
                self.unreachable(detail)
            }
            _ => Fault::Other { detail },
        }
    }
}

impl Driver for Postgres {
    fn engine(&self) -> Engine {
        Engine::Postgres
    }

    fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, Fault> {
        self.span.ready()?;
        let outcome = self.run_query(sql, params);
        self.span.note(outcome)
    }

    fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64, Fault> {
        self.span.ready()?;
        let outcome = check_values(params).and_then(|()| self.run(sql, params, true));
        self.span.note(outcome)
    }

    fn batch(&mut self, sql: &str) -> Result<(), Fault> {
        self.span.ready()?;
        let outcome = self.run_batch(sql);
        self.span.note(outcome)
    }

    fn bulk(&mut self, sql: &str, rows: &[Vec<Value>]) -> Result<u64, Fault> {
        self.span.ready_for_bulk()?;
        let outcome = self.run_bulk(sql, rows);
        self.span.note(outcome)
    }

    fn begin(&mut self) -> Result<(), Fault> {
        self.span.ready_to_begin()?;
        match self.run_batch("BEGIN") {
            // Nothing has been asked yet, so a line that went down overnight may be made again unseen.
            Err(Fault::Unreachable { .. }) => self.run_batch("BEGIN")?,
            outcome => outcome?,
        }
        self.span = Span::Inside;
        Ok(())
    }

    fn commit(&mut self) -> Result<(), Fault> {
        // PostgreSQL answers COMMIT of a failed transaction with a quiet ROLLBACK.
        if let Err(fault) = self.span.ready_to_commit() {
            self.rollback()?;
            return Err(fault);
        }
        let outcome = match self.client() {
            Ok(client) => client.batch_execute("COMMIT"),
            Err(fault) => {
                self.span = Span::Outside;
                return Err(fault);
            }
        };
        self.span = Span::Outside;
        outcome.map_err(|error| match self.fault(error) {
            Fault::Unreachable { server, detail } => Fault::CommitUnknown { server, detail },
            fault => fault,
        })
    }

    fn rollback(&mut self) -> Result<(), Fault> {
        let open = std::mem::replace(&mut self.span, Span::Outside) != Span::Outside;
        // Without a line the server has rolled back; where the order fails, hanging up does it.
        if open
            && self.client.as_mut().is_some_and(|client| client.batch_execute("ROLLBACK").is_err())
        {
            self.client = None;
        }
        Ok(())
    }

    fn in_transaction(&self) -> bool {
        self.span != Span::Outside
    }

    fn another(&self) -> Open {
        let config = self.config.clone();
        Box::new(move || {
            let mut second = Postgres::connected(config)?;
            // Servers before 14 do not know it.
            second.may_rest = second.run_batch("SET idle_session_timeout = '60s'").is_ok();
            Ok(Box::new(second))
        })
    }

    fn may_rest(&self) -> bool {
        self.may_rest && self.client.is_some()
    }

    /// Reads every row of every table, which lets the server compare its page checksums where it has them.
    fn check(&mut self) -> Result<Vec<String>, Fault> {
        let mut troubles = Vec::new();
        let tables = "SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = current_schema() ORDER BY 1";
        for row in self.query(tables, &[])? {
            let table = row.text(0)?;
            // A whole-row count cannot be answered from an index.
            match self
                .query(&format!("SELECT count(t) FROM \"{}\" t", table.replace('"', "\"\"")), &[])
            {
                Ok(_) => {}
                Err(Fault::Damaged { detail, .. }) => troubles.push(format!("{table}: {detail}")),
                Err(fault) => return Err(fault),
            }
        }
        Ok(troubles)
    }

    fn backup_to(&mut self, _path: &Path) -> Result<(), Fault> {
        Err(Fault::Unsupported {
            advice: "几台电脑合用的数据库在服务器上备份（pg_dump），本机不能代办。请找管理员。",
        })
    }
}

fn references<'a>(
    statement: &Statement,
    params: &'a [Value],
) -> Result<Vec<&'a (dyn ToSql + Sync)>, Fault> {
    // The crate panics on a wrong number.
    if statement.params().len() != params.len() {
        return Err(wrong_count(statement.params().len(), params.len()));
    }
    Ok(params.iter().map(|value| value as &(dyn ToSql + Sync)).collect())
}

fn server_name(config: &Config) -> String {
    let port = config.get_ports().first().copied().unwrap_or(5432);
    match config.get_hosts().first() {
        Some(Host::Tcp(name)) => format!("{name}:{port}"),
        #[cfg(unix)]
        Some(Host::Unix(folder)) => folder.display().to_string(),
        None => config
            .get_hostaddrs()
            .first()
            .map_or_else(String::new, |address| format!("{address}:{port}")),
    }
}

fn is_io(error: &Error) -> bool {
    error.source().is_some_and(|source| source.is::<std::io::Error>())
}

/// Code and message, without the server's DETAIL line, which quotes the values of the row.
fn describe(error: &Error) -> String {
    match (error.as_db_error(), error.source()) {
        (Some(db), _) => format!("{} {}", db.code().code(), db.message()),
        (None, Some(source)) => format!("{error}: {source}"),
        (None, None) => error.to_string(),
    }
}

fn epoch() -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(2000, 1, 1)
}

impl ToSql for Value {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn StdError + Sync + Send>> {
        match (self, kind) {
            (Value::Null, _) => return Ok(IsNull::Yes),
            (Value::Int(n), &Type::INT8) => out.put_i64(*n),
            (Value::Int(n), &Type::INT4) => out.put_i32(i32::try_from(*n)?),
            (Value::Int(n), &Type::INT2) => out.put_i16(i16::try_from(*n)?),
            (Value::Real(x), &Type::FLOAT8) => out.put_f64(*x),
            (Value::Bool(truth), &Type::BOOL) => out.put_u8(u8::from(*truth)),
            (Value::Text(text), &Type::TEXT | &Type::VARCHAR) => out.put_slice(text.as_bytes()),
            (Value::Id(id), &Type::UUID) => out.put_slice(id),
            (Value::Bytes(bytes), &Type::BYTEA) => out.put_slice(bytes),
            (Value::Day(day), &Type::DATE) => {
                let days = day.signed_duration_since(epoch().ok_or("no epoch")?).num_days();
                out.put_i32(i32::try_from(days)?);
            }
            (value, kind) => {
                return Err(format!("{:?} is not for {kind}", std::mem::discriminant(value)).into());
            }
        }
        Ok(IsNull::No)
    }

    fn accepts(_kind: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for Value {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> Result<Value, Box<dyn StdError + Sync + Send>> {
        Ok(match *kind {
            Type::INT8 => Value::Int(i64::from_sql(kind, raw)?),
            Type::INT4 => Value::Int(i32::from_sql(kind, raw)?.into()),
            Type::INT2 => Value::Int(i16::from_sql(kind, raw)?.into()),
            Type::FLOAT8 => Value::Real(f64::from_sql(kind, raw)?),
            Type::BOOL => Value::Bool(bool::from_sql(kind, raw)?),
            Type::TEXT | Type::VARCHAR | Type::NAME => {
                Value::Text(std::str::from_utf8(raw)?.to_owned())
            }
            Type::UUID => Value::Id(raw.try_into()?),
            Type::BYTEA => Value::Bytes(raw.to_vec()),
            Type::DATE => {
                let days = i64::from(i32::from_be_bytes(raw.try_into()?));
                let count = Days::new(days.unsigned_abs());
                let day = epoch().and_then(|epoch| {
                    if days < 0 {
                        epoch.checked_sub_days(count)
                    } else {
                        epoch.checked_add_days(count)
                    }
                });
                Value::Day(day.ok_or("a date out of range")?)
            }
            Type::VOID => Value::Null,
            _ => return Err(format!("{kind} is not read by the store: CAST it").into()),
        })
    }

    fn from_sql_null(_kind: &Type) -> Result<Value, Box<dyn StdError + Sync + Send>> {
        Ok(Value::Null)
    }

    fn accepts(_kind: &Type) -> bool {
        true
    }
}
