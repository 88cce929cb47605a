//! Which tables are exchanged and how; which are not, and why. `tests/it/exchange` holds this against the schema of both
//! engines, so that no new table or column is forgotten.

use std::sync::LazyLock;

use crate::domain::exchange::Grows;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    /// A place in the tree of units.
    Path,
    /// JSON, in which places and ids stand between quotation marks.
    Json,
    Int,
    Bool,
    Day,
    Id,
    /// Travels as a file of its own.
    Bytes,
}

/// What a column means for the exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    Key,
    /// Compared, and carried.
    Content,
    /// The same, and empty until somebody writes it: 作废, 离岗, a leader who was not known before.
    Once,
    /// Drawn from the rest, or a matter of this database: carried, never compared.
    Beside,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub name: &'static str,
    pub kind: Kind,
    pub weight: Weight,
    /// Names a record that has to be here.
    pub refers: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    pub name: &'static str,
    pub columns: Vec<Column>,
}

impl Table {
    /// Where a column stands.
    pub fn at(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    pub fn key(&self) -> impl Iterator<Item = (usize, &Column)> {
        self.columns.iter().enumerate().filter(|(_, column)| column.weight == Weight::Key)
    }

    /// The column whose place says whose row it is: the first of the key.
    pub fn place(&self) -> &'static str {
        self.columns.first().map_or("cid", |column| column.name)
    }

    pub fn names(&self) -> Vec<&'static str> {
        self.columns.iter().map(|column| column.name).collect()
    }
}

/// One kind of record: a row, and the rows that belong to it alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    pub table: &'static str,
    pub grows: Grows,
    /// Rows of a history, and the column that names the record.
    pub steps: Option<(&'static str, &'static str)>,
    /// Rows that are replaced with it.
    pub parts: Option<(&'static str, &'static str)>,
    /// What two records of this kind cannot both have: columns, and the column that is empty while that holds.
    pub unlike: &'static [(&'static [&'static str], &'static str)],
}

const fn record(table: &'static str, grows: Grows) -> Record {
    Record { table, grows, steps: None, parts: None, unlike: &[] }
}

/// In an order in which what is referred to comes first.
pub const RECORDS: &[Record] = &[
    record("unit", Grows::Corrected),
    Record {
        unlike: &[(&["unit", "name", "role"], "left_on")],
        ..record("staff", Grows::Corrected)
    },
    Record {
        unlike: &[(&["grid", "duty", "name"], "to_day")],
        ..record("assignment", Grows::Corrected)
    },
    record("campaign", Grows::Corrected),
    Record { parts: Some(("premises_change", "premises")), ..record("premises", Grows::Passing) },
    record("verification", Grows::Once),
    Record { unlike: &[(&["corrects"], "")], ..record("inspection", Grows::Once) },
    record("inspection_level", Grows::Once),
    record("filled", Grows::Once),
    Record { steps: Some(("hazard_step", "hazard")), ..record("hazard", Grows::BySteps) },
    record("recurrence", Grows::Once),
    Record { steps: Some(("matter_step", "matter")), ..record("matter", Grows::BySteps) },
    record("matter_link", Grows::Passing),
    Record {
        unlike: &[(&["unit", "series", "year", "serial"], ""), (&["inspection"], "void_on")],
        ..record("notice", Grows::Corrected)
    },
    Record {
        unlike: &[(&["unit", "code", "year", "serial"], "")],
        ..record("document", Grows::Corrected)
    },
    record("entry", Grows::Corrected),
    Record { unlike: &[(&["premises"], "lifted_on")], ..record("unfit", Grows::Corrected) },
    Record { parts: Some(("warning_case", "warning")), ..record("warning", Grows::Corrected) },
    Record {
        unlike: &[(&["premises", "person", "on_day"], "")],
        ..record("plan_visit", Grows::Passing)
    },
    Record {
        unlike: &[(&["code", "from_day", "to_day"], "returned_on")],
        ..record("report", Grows::Corrected)
    },
    record("paper", Grows::Once),
    Record { unlike: &[(&["subject", "sha"], "void_on")], ..record("evidence", Grows::Corrected) },
];

pub fn record_of(table: &str) -> Option<&'static Record> {
    RECORDS.iter().find(|record| record.table == table)
}

/// The revisions of forms that rows name by their sha256: of no community, and never anything else than what their sha says.
pub const FORMS: &str = "form_revision";

/// Columns by table: `name:kind`, `!` for the key, `+` for what is empty at first, `~` for what stands beside, `>` for what
/// names a record that has to be here.
const COLUMNS: &[(&str, &str)] = &[
    (FORMS, "sha:text! kind:text code:text revision:int source:text"),
    (
        "unit",
        "path:path! name:text office:text linked_leader:text+ boundary:text+ valid_from:day~ valid_to:day+ closed_why:text+
         trade:text+",
    ),
    (
        "staff",
        "unit:path! id:id! name:text role:text phone:text+ card:text+ full_time:bool origin:text+ since_day:day left_on:day+
         left_why:text+ left_to:text+",
    ),
    ("assignment", "grid:path! id:id! duty:text name:text post:text from_day:day to_day:day+"),
    (
        "campaign",
        "unit:path! id:id! name:text from_day:day to_day:day body:json ended_on:day+ ended_reason:text+ withdrawn_on:day+
         withdrawn_reason:text+ version:int~",
    ),
    (
        "premises",
        "cid:path! id:id! grid:path name:text sort:text~ find:text~ uscc:text licensed:bool kind:text address:text
         site_address:text industry:text category:text person_in_charge:text safety_lead:text phone:text is_key:bool
         key_reasons:json risk:text extra:json status:text since:day last_on:day~ street_on:day~ district_on:day~ version:int~ direct:text verified_on:day~",
    ),
    (
        "premises_change",
        "cid:path! id:id! premises:id> seq:int kind:text on_day:day reason:text actor:text after_entry:json batch:id~",
    ),
    ("verification", "cid:path! id:id! premises:id> on_day:day actor:text note:text"),
    (
        "inspection",
        "cid:path! id:id! grid:path premises:id> on_day:day inspectors:json form:text form_sha:text answers:json nature:json
         blanks:json hazards:int corrects:id level:text",
    ),
    ("inspection_level", "cid:path! inspection:id!> level:text!"),
    ("filled", "cid:path! inspection:id!> words:json"),
    (
        "hazard",
        "cid:path! id:id! grid:path premises:id> inspection:id> ordinal:int item:text text:text category:text disposal:text
         requirement:text interim:text basis:text responsible:text acceptor:text owner:text~ found_on:day first_grade:text
         term:json state:text~ grade:text~ is_open:bool~ deadline:day~ closed_on:day~ report:text~ report_on:day~ steps:int~
         form:text",
    ),
    ("hazard_step", "cid:path! hazard:id!> seq:int! on_day:day kind:text actor:text body:json"),
    ("recurrence", "cid:path! hazard:id!> earlier:id>"),
    (
        "matter",
        "cid:path! id:id! kind:text title:text premises:id> hazard:id> opening:json opened_on:day actor:text state:text~
         is_open:bool~ due:day~ closed_on:day~ steps:int~",
    ),
    ("matter_step", "cid:path! matter:id!> seq:int! on_day:day actor:text body:json"),
    ("matter_link", "cid:path! matter:id!> kind:text! target:id!"),
    (
        "notice",
        "cid:path! id:id! unit:path series:text year:int serial:int number:text inspection:id> premises:id> issued_on:day
         form_sha:text addressee:text letter:json void_on:day+ void_reason:text+ refused_on:day+ witnesses:json+ refusal:text+
         entered_on:day",
    ),
    (
        "document",
        "cid:path! id:id! code:text form_sha:text title:text subject:id premises:id> unit:path year:int serial:int
         number:text issued_on:day fields:json letter:json void_on:day+ void_reason:text+",
    ),
    (
        "entry",
        "cid:path! id:id! ledger:text form_sha:text premises:id> hazard:id> on_day:day until_day:day fields:json version:int~
         void_on:day+ void_reason:text+ waits:bool~ done_day:day changed_on:day~",
    ),
    (
        "unfit",
        "cid:path! id:id! premises:id> on_day:day reason:text actor:text reported_on:day+ lifted_on:day+ lifted_reason:text+",
    ),
    (
        "warning",
        "cid:path! id:id! code:text target:path confirmed:bool on_day:day since:day reason:text actor:text leads_to:id
         void_on:day+ void_reason:text+ beside:json",
    ),
    ("warning_case", "cid:path! code:text! subject:path! warning:id>"),
    (
        "plan_visit",
        "cid:path! id:id! grid:path premises:id> person:text on_day:day rule:text from_day:day to_day:day by_hand:bool
         version:int~",
    ),
    (
        "report",
        "cid:path! id:id! code:text title:text from_day:day to_day:day due_on:day submitted_on:day submitted_at:int actor:text
         signer:text is_zero:bool form_sha:text figures:json facts:json told:json letter:json returned_on:day+
         returned_by:text+ returned_reason:text+",
    ),
    ("paper", "cid:path! kind:text! subject:id!> sha:text made_on:day~ bytes:bytes~"),
    (
        "evidence",
        "cid:path! id:id! about:text subject:id> premises:id> kind:text name:text note:text media:text size:int sha:text
         taken_on:day added_on:day actor:text void_on:day+ void_reason:text+",
    ),
];

/// Tables that the parcels of older programs do not have, each with the step that brought it.
const LATER: &[(&str, &str)] = &[("inspection_level", "0062_joint")];

/// Whether a database of this newest step has a table.
pub fn has(schema: &str, table: &str) -> bool {
    LATER.iter().all(|(name, since)| *name != table || *since <= schema)
}

/// What stays at home, and why.
pub const NOT_EXCHANGED: &[(&str, &str)] = &[
    ("schema_step", "what this database has become; told in the manifest"),
    ("meta", "settings of this office and the heads of its chains"),
    ("journal", "each desk's own chain, which no other database can continue"),
    ("password", "opens the doors of this office alone"),
    ("password_wrong", "was typed at these doors"),
    ("recovery_code", "opens these doors once more"),
    ("draft", "half-filled windows of a desk; no records"),
    ("import_batch", "an import is taken back where it was made; its changes of premises travel"),
    ("serial", "the last number given: drawn from the notices and papers that come in"),
    ("evidence_bytes", "travel as files by their sha256"),
    ("exchange", "what this office has heard of others"),
    (
        "exchanged",
        "the same by record; what was heard of the receiver is told in a member of its own",
    ),
    ("exchange_same", "what was said here about records of others"),
];

/// Every exchanged table with its columns.
pub fn tables() -> &'static [Table] {
    static TABLES: LazyLock<Vec<Table>> = LazyLock::new(|| {
        COLUMNS.iter().map(|(name, spec)| Table { name, columns: columns(spec) }).collect()
    });
    &TABLES
}

pub fn table(name: &str) -> Option<&'static Table> {
    tables().iter().find(|table| table.name == name)
}

fn columns(spec: &'static str) -> Vec<Column> {
    spec.split_whitespace().filter_map(column).collect()
}

fn column(spec: &'static str) -> Option<Column> {
    let (name, rest) = spec.split_once(':')?;
    let word = rest.trim_end_matches(['!', '+', '~', '>']);
    let kind = match word {
        "text" => Kind::Text,
        "path" => Kind::Path,
        "json" => Kind::Json,
        "int" => Kind::Int,
        "bool" => Kind::Bool,
        "day" => Kind::Day,
        "id" => Kind::Id,
        "bytes" => Kind::Bytes,
        _ => return None,
    };
    let weight = match rest {
        rest if rest.contains('!') => Weight::Key,
        rest if rest.contains('+') => Weight::Once,
        rest if rest.contains('~') => Weight::Beside,
        _ => Weight::Content,
    };
    Some(Column { name, kind, weight, refers: rest.contains('>') })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_declaration_is_understood() {
        for (name, spec) in COLUMNS {
            let table = table(name).unwrap();
            assert_eq!(table.columns.len(), spec.split_whitespace().count(), "{name}");
            assert!(table.key().count() > 0, "{name}");
        }
        for record in RECORDS {
            let of = table(record.table).unwrap();
            let unlike = record.unlike.iter().flat_map(|(columns, ends)| {
                columns.iter().copied().chain((!ends.is_empty()).then_some(*ends))
            });
            assert!(unlike.into_iter().all(|column| of.at(column).is_some()), "{}", record.table);
            for (part, link) in record.steps.iter().chain(&record.parts) {
                assert!(table(part).is_some_and(|part| part.at(link).is_some()), "{part}");
            }
        }
    }
}
