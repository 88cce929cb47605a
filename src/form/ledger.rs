//! `forms/ledger/*.toml`: a register whose rows an office types in (台账: 送达登记, 处罚, 线索 …), defined by the
//! file alone.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{
    agree::{self, Agree},
    daily::{self, Daily},
    document::{self, Header, Placed, Section},
    facts::{About, Scope},
    fault::{Fault, Faults},
    field::{self, Field, FieldKind},
    letter::{Align, Face, Look},
    mend::{self, Mend},
    numbered::{self, Holds, Numbered},
    own::{self, Own},
    paper::{Body, Column, PaperForm, Part, Table},
    rating::{self, Rating},
    template::Template,
    tick::{self, Tick},
};
use crate::domain::permission::Deed;

pub const SCHEMA: &str = "ledger/1";

/// One file under `forms/ledger/`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ledger {
    pub code: String,
    pub revision: u32,
    pub title: String,
    /// 台账一; may be empty.
    pub caption: String,
    pub source: String,
    pub note: String,
    pub copies: Vec<String>,
    /// What an entry may point to: nothing, a premises, a hazard.
    pub about: About,
    /// It need not be about a premises of the register: who builds or makes things unlawfully rarely is on it, and a
    /// training of the officers is nobody's.
    pub unregistered: bool,
    pub fields: Vec<Field>,
    /// Its rows stand until they are put right or struck out (证照、设备、人员), whenever they were entered: a list of them
    /// has no first day. Otherwise they happen, each on its day.
    pub stands: bool,
    /// The field that says whose a row is, where a column of the list has it; else the list begins with 单位.
    pub whose: Option<String>,
    /// The list says the address as well.
    pub address: bool,
    /// The field of the day on which an entry stops to hold.
    pub until: Option<String>,
    /// That day is the end of a validity, and what has run out is entered all the same: it is what a visit finds.
    pub validity: bool,
    /// The field of the day from which it holds: not after `until`, and not to come.
    pub since: Option<String>,
    /// What has to be done by the day of `until`, for the agenda; without it that day is only kept.
    pub due: Template,
    /// Of several rows that say the same in these fields only the one that holds longest is to be renewed.
    pub renews: Vec<String>,
    /// Two numbers are two things that hold side by side, unless one was given as the other came to its end.
    pub numbered: Option<Numbered>,
    /// Which rows renew another; all where it is not said.
    pub holds: Option<Holds>,
    /// The field of the day on which that was done.
    pub done: Option<String>,
    /// The field that says who signed for it: with it, and not before, it is seen to.
    pub signed: Option<String>,
    /// Rows that say the same here are one work for several premises, which the agenda tells in one line.
    pub batch: Option<String>,
    /// The field that is the entry's day; the day it is entered when none is named.
    pub day: Option<String>,
    /// Of the printed list and the spreadsheet, without the serial number before them.
    pub columns: Vec<LedgerColumn>,
    /// How a row is graded from its other fields.
    pub rating: Option<Rating>,
    /// How a row is drafted from somebody's day.
    pub daily: Option<Daily>,
    /// How its rows are entered on a sheet of premises and days.
    pub tick: Option<Tick>,
    /// Whose word its rows are, where they are not anybody's of the office.
    pub word: Option<Deed>,
    /// What those below the level that has written a row say of it: they neither change nor strike out the rest. `None` where
    /// the rows are anybody's of the office.
    pub below: Option<Vec<String>>,
    /// Whose own record a row is.
    pub own: Option<Own>,
    /// What its fields say has to go together.
    pub agrees: Vec<Agree>,
    /// What its rows ask to be put right.
    pub mends: Vec<Mend>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct LedgerColumn {
    pub field: String,
    /// Relative.
    pub width: f32,
}

/// Whose word the rows are, where they are not anybody's.
const DEEDS: [(&str, Deed); 4] = [
    ("account", Deed::Account),
    ("score", Deed::Score),
    ("oversee", Deed::Oversee),
    ("officers", Deed::Officers),
];

const ABOUT: [(&str, About); 3] =
    [("none", About::None), ("premises", About::Premises), ("hazard", About::Hazard)];

/// Above a printed list, as above the others.
const WHOSE: &str = "单位：{unit.name}　　时段：{period}　　制表日期：{issued_on}";

/// Rows that wait, as a list of facts.
pub const WAITING: &str = "waiting";

/// Width of the day by which something is due, where the ledger has no column for it.
const UNTIL: f32 = 31.0;

/// Widths of what the list says beside the fields: whose a row is, and where that is.
const UNIT: f32 = 40.0;
const ADDRESS: f32 = 48.0;

/// Below the list of rows that somebody has to see to.
const OPEN_TOO: &str = "注：时段到今天的，以前登记、还没有办完的也列出。";

/// What the office tells of a row beside its fields, for a column: how grave an accident is.
const TOLD: [(&str, &str); 1] = [("severity", "事故等级")];

/// Share of the column 序号 in the width of the others.
const SERIAL: f32 = 0.045;

impl Ledger {
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.id == id)
    }

    /// What it takes to write its rows.
    pub fn deed(&self) -> Deed {
        self.word.unwrap_or(Deed::Entry)
    }

    /// Whether two states of a row differ at the most in what is left to those below its writer.
    pub fn is_left_below(
        &self,
        before: &BTreeMap<String, String>,
        after: &BTreeMap<String, String>,
    ) -> bool {
        let Some(below) = &self.below else { return false };
        let said = |fields: &BTreeMap<String, String>, id: &str| {
            fields.get(id).cloned().unwrap_or_default()
        };
        let mut all = before.keys().chain(after.keys());
        all.all(|id| below.contains(id) || said(before, id) == said(after, id))
    }

    /// Whether an entry must name a premises of the register.
    pub fn needs_premises(&self) -> bool {
        self.about == About::Premises && !self.unregistered
    }

    /// What a row asks to be put right.
    pub fn mend(&self, fields: &BTreeMap<String, String>) -> Option<&Mend> {
        self.mends.iter().find(|mend| mend.is_asked(fields))
    }

    /// The last day of a row of a day: of what it says it holds until, or by which it is to be put right.
    pub fn last_day(&self, on: NaiveDate, fields: &BTreeMap<String, String>) -> Option<NaiveDate> {
        let until = self.until.as_ref().and_then(|id| fields.get(id)?.parse().ok());
        let mended = self.mend(fields).map(|mend| mend.by(on));
        until.into_iter().chain(mended).min()
    }

    /// What has to be done by that day.
    pub fn asks(&self, fields: &BTreeMap<String, String>) -> &Template {
        self.mend(fields).map_or(&self.due, |mend| &mend.due)
    }

    /// Whether any of its rows asks for something.
    pub fn has_asked(&self) -> bool {
        !self.due.is_empty() || !self.mends.is_empty()
    }

    /// Whether an entry still has to be seen to by its last day.
    pub fn waits(&self, until: Option<NaiveDate>, fields: &BTreeMap<String, String>) -> bool {
        let filled = |id: &String| fields.get(id).is_some_and(|value| !value.is_empty());
        let done =
            self.done.as_ref().is_some_and(filled) && self.signed.as_ref().is_none_or(filled);
        until.is_some() && !self.asks(fields).is_empty() && !done
    }

    /// What an entry says: each field with its label, in the order of the form, without its day and what is left out.
    pub fn told(&self, fields: &BTreeMap<String, String>, left_out: &[&str]) -> String {
        let shown = |field: &&Field| {
            Some(&field.id) != self.day.as_ref() && !left_out.contains(&field.id.as_str())
        };
        let said = self.fields.iter().filter(shown).filter_map(|field| {
            let value = fields.get(&field.id).filter(|value| !value.is_empty())?;
            let printed = field.printed(value);
            Some(format!("{}：{}", field.label, printed.trim_end_matches('。')))
        });
        said.collect::<Vec<_>>().join("；")
    }

    /// 台账一 送达登记
    pub fn name(&self) -> String {
        format!("{} {}", self.caption, self.title).trim().to_owned()
    }

    /// The printed list of those that somebody still has to see to, whatever their day, with the day by which.
    pub fn waiting(&self) -> PaperForm {
        let mut columns = self.columns.clone();
        if let Some(until) = &self.until
            && columns.iter().all(|column| column.field != *until)
        {
            columns.push(LedgerColumn { field: until.clone(), width: UNTIL });
        }
        let all =
            Ledger {
                columns, title: format!("{}（没有办完的）", self.title), ..self.clone()
            };
        let mut form = all.list();
        for part in &mut form.parts {
            if let Body::Table(table) = &mut part.body {
                WAITING.clone_into(&mut table.rows);
            }
        }
        form
    }

    /// The printed list: its rows are the list `entries`.
    pub fn list(&self) -> PaperForm {
        let beside = self.beside();
        let width = self.columns.iter().map(|column| column.width).sum::<f32>()
            + beside.iter().map(|column| column.width).sum::<f32>();
        let serial = Column {
            head: "序号".to_owned(),
            width: SERIAL * width,
            text: Template::parse("{row.no}").unwrap_or_default(),
            align: Align::Centre,
            figure: true,
            ..Column::default()
        };
        let column = |column: &LedgerColumn| {
            let field = self.field(&column.field);
            let told = TOLD.iter().find(|(id, _)| *id == column.field).map(|(_, label)| *label);
            let align = match field.map(|field| field.kind) {
                None if told.is_some() => Align::Centre,
                Some(FieldKind::Text | FieldKind::Long) | None => Align::Left,
                Some(_) => Align::Centre,
            };
            let label = field.map(|field| &*field.label).or(told);
            Column {
                head: label.unwrap_or_default().to_owned(),
                width: column.width,
                text: Template::parse(&format!("{{row.{}}}", column.field)).unwrap_or_default(),
                align,
                figure: field.is_some_and(|field| {
                    matches!(field.kind, FieldKind::Number | FieldKind::Money)
                }),
                ..Column::default()
            }
        };
        let columns = std::iter::once(serial).chain(beside).chain(self.columns.iter().map(column));
        let columns = columns.collect();
        let whose = Body::Text {
            text: Template::parse(WHOSE).unwrap_or_default(),
            face: Face::Small,
            align: Align::Left,
            flush: true,
        };
        let table = Table { rows: "entries".to_owned(), columns, ..Table::default() };
        PaperForm {
            code: self.code.clone(),
            revision: self.revision,
            title: self.name(),
            name: self.name(),
            source: self.source.clone(),
            ledger: self.code.clone(),
            look: Look::Wide,
            copies: self.copies.clone(),
            footnote: match (&self.done, self.note.as_str()) {
                (None, note) => note.to_owned(),
                (Some(_), "") => OPEN_TOO.to_owned(),
                (Some(_), note) => format!("{note}{}", OPEN_TOO.trim_start_matches("注：")),
            },
            stands: self.stands,
            parts: vec![
                Part { when: None, body: whose },
                Part { when: None, body: Body::Table(table) },
            ],
            ..PaperForm::default()
        }
    }
}

impl Ledger {
    /// The columns before those of the fields: whose a row is, and where that is. A list of a street is no good without.
    fn beside(&self) -> Vec<Column> {
        let column = |head: &str, width, fact: &str| Column {
            head: head.to_owned(),
            width,
            text: Template::parse(&format!("{{row.{fact}}}")).unwrap_or_default(),
            ..Column::default()
        };
        let whose = self.whose.is_none().then(|| column("单位", UNIT, "whose"));
        let address = self.address.then(|| column("地址", ADDRESS, "whose_address"));
        whose.into_iter().chain(address).collect()
    }
}

pub fn parse(file: &str, text: &str) -> (Option<Ledger>, Vec<Fault>) {
    document::read(file, text, SCHEMA, ledger)
}

fn ledger(top: &mut Section<'_>, header: Header, faults: &mut Faults) -> Option<Ledger> {
    let title = top.words("title", faults);
    let optional = |top: &mut Section<'_>, key, faults: &mut Faults| {
        top.optional(key, faults).map(|text| text.value).unwrap_or_default()
    };
    let caption = optional(top, "caption", faults);
    let source = top.words("source", faults);
    let note = optional(top, "note", faults);
    let copies = top.optional_texts("copies", faults);
    let about = top.choice("about", &ABOUT, faults).unwrap_or_default();
    let unregistered = top.flag("unregistered", faults);
    let validity = top.flag("validity", faults);
    let stands = top.flag("stands", faults);
    let address = top.flag("address", faults);
    let taken = |id: &str| {
        matches!(
            id,
            "no" | "on"
                | "ledger"
                | "number"
                | "text"
                | "premises"
                | "community"
                | "whose"
                | "whose_address"
        )
    };
    let sections = top.sections("field", faults);
    let (fields, proposals) = field::fields(sections, &taken, faults);
    if fields.iter().any(|field| field.only.is_some() || field.workday) {
        faults.add(top.at, "字段的 only、workday 只能用在文书（paper/1）里");
    }
    let scope = Scope::of(about);
    for proposal in proposals {
        if !scope.has(&proposal.value) {
            faults
                .add(proposal.at, super::paper_file::unknown(&proposal.value, about, &scope, &[]));
        }
    }
    let mut day_field = |key, top: &mut Section<'_>| {
        let named = top.optional(key, faults)?;
        let day = |field: &&Field| field.id == named.value && field.kind == FieldKind::Day;
        if !fields.iter().any(|field| day(&field)) {
            faults.add(named.at, format!("{key} 要写一个 kind = \"day\" 的字段的 id"));
        }
        Some(named.value)
    };
    let until = day_field("until", top);
    let since = day_field("since", top);
    let day = day_field("day", top);
    let done = day_field("done", top);
    if (validity || since.is_some()) && until.is_none() {
        faults.add(top.at, "validity、since 要和 until 一起写：until 是有效期止的日子");
    }
    let due = due(top, &fields, until.as_deref(), faults);
    if let (Some(_), true) = (&done, due.is_empty()) {
        faults.add(top.at, "done 要和 due 一起写：due 是到期要办的事");
    }
    let mut renews = Vec::new();
    for named in top.optional_texts("renews", faults) {
        if due.is_empty() || !fields.iter().any(|field| field.id == named.value) {
            faults.add(named.at, "renews 要和 due 一起写，写的是上面字段的 id");
        }
        renews.push(named.value);
    }
    let numbered = numbered::read(top, &fields, !renews.is_empty() && since.is_some(), faults);
    let holds = numbered::read_holds(top, &fields, !renews.is_empty(), faults);
    let mut named_field = |key, top: &mut Section<'_>| {
        let named = top.optional(key, faults)?;
        if !fields.iter().any(|field| field.id == named.value) {
            faults.add(named.at, format!("{key} 要写一个字段的 id"));
        }
        Some(named.value)
    };
    let signed = named_field("signed", top);
    let whose = named_field("whose", top);
    let batch = named_field("batch", top);
    if signed.is_some() && done.is_none() {
        faults.add(top.at, "signed 要和 done 一起写：done 是办到的日子，signed 是谁签收");
    }
    let rating = rating::read(top, &fields, faults);
    let daily = daily::read(top, &fields, faults);
    let tick = tick::read(top, &fields, faults);
    let word = match top.has("deed") {
        true => top.choice("deed", &DEEDS, faults),
        false => None,
    };
    let left = top.has("below").then(|| top.optional_texts("below", faults));
    let below = left.map(|named| {
        let known = |id: &str| fields.iter().any(|field| field.id == id);
        for id in named.iter().filter(|id| !known(&id.value)) {
            let id = (id.at, document::shown(&id.value));
            faults.add(id.0, format!("below 里的“{}”不是上面的字段", id.1));
        }
        named.into_iter().map(|id| id.value).collect()
    });
    let own = own::read(top, &fields, faults);
    let agrees = agree::read(top, &fields, faults);
    let mends = mend::read(top, &fields, faults);
    let mut columns = Vec::new();
    let mut named: Vec<Placed<String>> = Vec::new();
    for mut section in top.sections("columns", faults) {
        if let Some(field) = section.text("field", faults) {
            let told = TOLD.iter().any(|(id, _)| *id == field.value);
            if !told && !fields.iter().any(|known| known.id == field.value) {
                faults.add(
                    field.at,
                    format!("columns 里的“{}”不是上面的字段", document::shown(&field.value)),
                );
            }
            named.push(field);
        }
        let width = section.measure("width", 1.0..=1000.0, faults).unwrap_or_default();
        section.finish(faults);
        let field = named.last().map(|field| field.value.clone()).unwrap_or_default();
        columns.push(LedgerColumn { field, width });
    }
    document::no_doubles("列 ", named.iter().map(|name| (name.value.as_str(), name.at)), faults);
    Some(Ledger {
        code: header.code,
        revision: header.revision,
        title,
        caption,
        source,
        note,
        copies: copies.into_iter().map(|copy| copy.value).collect(),
        about,
        unregistered,
        stands,
        whose,
        address,
        fields,
        until,
        validity,
        since,
        due,
        renews,
        numbered,
        holds,
        done,
        signed,
        batch,
        day,
        columns,
        rating,
        daily,
        tick,
        word,
        below,
        own,
        agrees,
        mends,
    })
}

/// The words of what is due: the names in braces are fields of the ledger.
fn due(
    top: &mut Section<'_>,
    fields: &[Field],
    until: Option<&str>,
    faults: &mut Faults,
) -> Template {
    let Some(text) = top.optional("due", faults) else { return Template::default() };
    if until.is_none() {
        faults.add(text.at, "due 要和 until 一起写：until 是到期的日子");
    }
    asked("due", &text, fields, faults)
}

/// Words of something to be done, as a key has them: the names in braces are fields of the ledger.
pub(super) fn asked(
    key: &str,
    text: &Placed<String>,
    fields: &[Field],
    faults: &mut Faults,
) -> Template {
    let template = Template::parse(&text.value).unwrap_or_else(|why| {
        faults.add(text.at, why);
        Template::default()
    });
    for place in template.places() {
        if !fields.iter().any(|field| field.id == place) {
            faults.add(text.at, format!("{key} 里的“{}”不是上面的字段", document::shown(place)));
        }
    }
    template
}
