//! All forms at hand: those compiled in, and over them those of the office's own folder.
//!
//! Nothing is read here: the caller hands over the paths and texts of the office's files. A form of the
//! office takes the place of the built-in one with the same kind and code; a faulty one is reported and
//! the built-in one stays, so that a slip in a file never stops the desk.

use std::{borrow::Cow, sync::OnceLock};

use crate::domain::workday::WorkCalendar;

use super::{
    calendar,
    calendar_file::{self, YearOff},
    checklist::Checklist,
    checklist_file,
    condition::Condition,
    criteria::Criteria,
    criteria_file,
    document::{schema_of, shown},
    fault::{Fault, Faults},
    field::FieldKind,
    ledger::{self, Ledger},
    map::{self, Map},
    notice::NoticeForm,
    notice_file,
    paper::{Body, Needed, PaperForm},
    paper_file,
    regime::{KeyRow, Listed, Regime},
    regime_file,
    region::{self, Region},
    register::{self, Register},
};

mod built_in;

use built_in::BUILT_IN;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Checklist,
    Notice,
    Paper,
    Ledger,
    Register,
    Regime,
    Criteria,
    Calendar,
    Region,
    Map,
}

impl Kind {
    pub const ALL: [Kind; 10] = [
        Kind::Checklist,
        Kind::Notice,
        Kind::Paper,
        Kind::Ledger,
        Kind::Register,
        Kind::Regime,
        Kind::Criteria,
        Kind::Calendar,
        Kind::Region,
        Kind::Map,
    ];

    /// Also the name of its folder under `forms/`.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Checklist => "checklist",
            Kind::Notice => "notice",
            Kind::Paper => "paper",
            Kind::Ledger => "ledger",
            Kind::Register => "register",
            Kind::Regime => "regime",
            Kind::Criteria => "criteria",
            Kind::Calendar => "calendar",
            Kind::Region => "region",
            Kind::Map => "map",
        }
    }
}

/// Facts of an entry that follow from its day and its place, whatever its ledger.
const DERIVED: [&str; 5] = ["weekday", "on", "until", "premises", "community"];

/// What a file turned out to be.
#[derive(Clone, Debug, PartialEq)]
pub enum Form {
    Checklist(Checklist),
    Notice(Box<NoticeForm>),
    Paper(Box<PaperForm>),
    Ledger(Box<Ledger>),
    Register(Register),
    Regime(Box<Regime>),
    Criteria(Criteria),
    Calendar(YearOff),
    Region(Region),
    Map(Map),
}

/// A form with its source. The store keeps the source of every revision that was ever used.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Path below `forms/`.
    pub path: String,
    pub source: String,
    pub form: Form,
    /// From the office's own folder.
    pub own: bool,
}

impl Entry {
    pub fn kind(&self) -> Kind {
        match &self.form {
            Form::Checklist(_) => Kind::Checklist,
            Form::Notice(_) => Kind::Notice,
            Form::Paper(_) => Kind::Paper,
            Form::Ledger(_) => Kind::Ledger,
            Form::Register(_) => Kind::Register,
            Form::Regime(_) => Kind::Regime,
            Form::Criteria(_) => Kind::Criteria,
            Form::Calendar(_) => Kind::Calendar,
            Form::Region(_) => Kind::Region,
            Form::Map(_) => Kind::Map,
        }
    }

    pub fn code(&self) -> &str {
        match &self.form {
            Form::Checklist(form) => &form.code,
            Form::Notice(form) => &form.code,
            Form::Paper(form) => &form.code,
            Form::Ledger(form) => &form.code,
            Form::Register(form) => &form.code,
            Form::Regime(form) => &form.code,
            Form::Criteria(form) => &form.code,
            Form::Calendar(form) => &form.code,
            Form::Region(form) => &form.code,
            Form::Map(form) => &form.code,
        }
    }

    pub fn revision(&self) -> u32 {
        match &self.form {
            Form::Checklist(form) => form.revision,
            Form::Notice(form) => form.revision,
            Form::Paper(form) => form.revision,
            Form::Ledger(form) => form.revision,
            Form::Register(form) => form.revision,
            Form::Regime(form) => form.revision,
            Form::Criteria(form) => form.revision,
            Form::Calendar(form) => form.revision,
            Form::Region(form) => form.revision,
            Form::Map(form) => form.revision,
        }
    }

    /// As a list shows it.
    pub fn title(&self) -> String {
        match &self.form {
            Form::Checklist(form) => format!("{} {}", form.caption, form.title),
            Form::Notice(form) => form.title.clone(),
            Form::Paper(form) => form.title.clone(),
            Form::Ledger(form) => form.name(),
            Form::Register(form) => format!("{} {}", form.caption, form.title),
            Form::Regime(form) => format!("{}（{}）", form.title, form.source),
            Form::Criteria(form) => format!("{}（{}）", form.title, form.source),
            Form::Calendar(form) => format!("{}年放假安排", form.year),
            Form::Region(form) => format!("{}{}{}", form.province, form.city, form.name),
            Form::Map(form) => form.title.clone(),
        }
    }
}

fn no_ledger(code: &str) -> String {
    format!("没有代码为“{}”的台账：请用 anban form list 查看", shown(code))
}

fn no_field(ledger: &Ledger, id: &str) -> String {
    let fields: Vec<&str> = ledger.fields.iter().map(|field| &*field.id).collect();
    format!("台账 {} 没有字段“{}”：它的字段是 {}", ledger.code, shown(id), fields.join("、"))
}

/// A form in its place. It is parsed when it is first asked for: a desk that opens needs few of them.
#[derive(Clone, Debug)]
struct Slot {
    kind: Kind,
    code: String,
    path: String,
    source: Cow<'static, str>,
    own: bool,
    /// Nothing for a file with faults, which no built-in one has.
    entry: OnceLock<Option<Entry>>,
}

impl Slot {
    /// A built-in form: its folder says its kind and its name says its code.
    fn built_in(&(path, source): &(&'static str, &'static str)) -> Option<Slot> {
        let (folder, name) = path.split_once('/')?;
        Some(Slot {
            kind: Kind::ALL.into_iter().find(|kind| kind.code() == folder)?,
            code: name.strip_suffix(".toml")?.to_owned(),
            path: path.to_owned(),
            source: Cow::Borrowed(source),
            own: false,
            entry: OnceLock::new(),
        })
    }

    fn is(&self, kind: Kind, code: &str) -> bool {
        self.kind == kind && self.code == code
    }
}

/// The forms in use, by kind and code.
#[derive(Clone, Debug)]
pub struct Library {
    slots: Vec<Slot>,
}

impl Library {
    /// `own` holds the path below the office's `forms/` folder and the text of each of its files; what
    /// is not `.toml` is passed over. The faults are those of the office's files.
    pub fn new(own: &[(String, String)]) -> (Library, Vec<Fault>) {
        let mut slots: Vec<Slot> = BUILT_IN.iter().filter_map(Slot::built_in).collect();
        let mut faults = Vec::new();
        for (path, text) in own {
            if !path.ends_with(".toml") {
                continue;
            }
            let (form, found) = parse(path, text);
            faults.extend(found);
            let Some(form) = form else {
                continue;
            };
            let entry = Entry { path: path.clone(), source: String::new(), form, own: true };
            let slot = Slot {
                kind: entry.kind(),
                code: entry.code().to_owned(),
                path: path.clone(),
                source: Cow::Owned(text.clone()),
                own: true,
                entry: OnceLock::new(),
            };
            match slots.iter().position(|other| other.is(slot.kind, &slot.code)) {
                Some(at) if slots[at].own => faults.push(Fault {
                    file: path.clone(),
                    line: 1,
                    message: format!(
                        "与 {} 的 code 相同（{}）：请删去一个文件，或改用别的 code",
                        slots[at].path, slot.code
                    ),
                }),
                Some(at) => slots[at] = slot,
                None => slots.push(slot),
            }
        }
        let mut library = Library { slots };
        library.join(&mut faults);
        library.slots.sort_by(|a, b| (a.kind, &a.code).cmp(&(b.kind, &b.code)));
        (library, faults)
    }

    /// Looks up what papers, checklists and regimes name in other files. One of the office that names what is not there is reported and
    /// left out; the built-in one takes its place again. Built-in ones fit the built-in files.
    fn join(&mut self, faults: &mut Vec<Fault>) {
        let named = |slot: &&Slot| {
            let kinds = [Kind::Checklist, Kind::Paper, Kind::Ledger, Kind::Register, Kind::Regime];
            slot.own && kinds.contains(&slot.kind)
        };
        if self.slots.iter().find(named).is_none() {
            return;
        }
        let mut broken = Vec::new();
        for (at, slot) in self.slots.iter().enumerate() {
            if !matches!(slot.kind, Kind::Checklist | Kind::Paper | Kind::Regime) {
                continue;
            }
            let Some(entry) = self.read(slot) else { continue };
            let missing = self.missing(&slot.path, &entry.form);
            if !missing.is_empty() {
                broken.push(at);
                faults.extend(missing);
            }
        }
        for at in broken.into_iter().rev() {
            if !self.slots[at].own {
                continue;
            }
            let slot = self.slots.remove(at);
            let built_in = BUILT_IN.iter().filter_map(Slot::built_in);
            self.slots.extend(built_in.filter(|other| other.is(slot.kind, &slot.code)));
        }
    }

    /// The form of a slot, with what it names in other files.
    fn read<'l>(&'l self, slot: &'l Slot) -> Option<&'l Entry> {
        let entry = || {
            let mut form = parse(&slot.path, &slot.source).0?;
            if let Form::Paper(paper) = &mut form {
                for part in &mut paper.parts {
                    if let Body::Counters { register, form } = &mut part.body {
                        *form = self.register(register).cloned().map(Box::new);
                    }
                }
            }
            Some(Entry {
                path: slot.path.clone(),
                source: slot.source.to_string(),
                form,
                own: slot.own,
            })
        };
        slot.entry.get_or_init(entry).as_ref()
    }

    /// The forms of one kind, by code.
    fn of(&self, kind: Kind) -> impl Iterator<Item = &Form> + Clone {
        let slots = self.slots.iter().filter(move |slot| slot.kind == kind);
        slots.filter_map(|slot| self.read(slot)).map(|entry| &entry.form)
    }

    /// What a form names in other files and is not there.
    fn missing(&self, path: &str, form: &Form) -> Vec<Fault> {
        match form {
            Form::Paper(form) => self.missing_of_paper(path, form),
            Form::Checklist(form) => self.missing_of_checklist(path, form),
            Form::Regime(form) => self.missing_of_regime(path, form),
            _ => Vec::new(),
        }
    }

    /// The ledgers behind its items (`lapsed`): a name that is wrong would never answer anything.
    fn missing_of_checklist(&self, path: &str, form: &Checklist) -> Vec<Fault> {
        let fault = |line: usize, message: String| Fault { file: path.to_owned(), line, message };
        let lapses = form.items().flat_map(|item| &item.lapsed);
        let wrong = lapses.filter_map(|lapse| {
            let (at_ledger, at_field) = lapse.lines;
            let Some(ledger) = self.ledger(&lapse.ledger) else {
                return Some(fault(at_ledger, no_ledger(&lapse.ledger)));
            };
            if ledger.until.is_none() {
                let message = format!(
                    "台账 {} 没有到期的日期（until），lapsed 不会起作用：请换一个台账",
                    ledger.code
                );
                return Some(fault(at_ledger, message));
            }
            let known = ledger.field(&lapse.field).is_some();
            (!known).then(|| fault(at_field, no_field(ledger, &lapse.field)))
        });
        wrong.collect()
    }

    /// The ledgers that its lists list, the fields by which, and those of `[[key]]`: a name that is wrong would list nothing.
    fn missing_of_regime(&self, path: &str, form: &Regime) -> Vec<Fault> {
        let fault = |line: usize, message: String| Fault { file: path.to_owned(), line, message };
        let mut faults = Vec::new();
        for list in form.lists.iter().filter(|list| list.of == Listed::Ledger) {
            let Some(ledger) = self.ledger(&list.paper) else {
                faults.push(fault(list.line, no_ledger(&list.paper)));
                continue;
            };
            let wrong = |condition: &&Condition| ledger.field(&condition.fact).is_none();
            let wrong = list.filter.iter().filter(wrong);
            faults.extend(
                wrong.map(|condition| fault(condition.line, no_field(ledger, &condition.fact))),
            );
        }
        for row in form.keys.iter().flat_map(|rule| &rule.rows) {
            faults.extend(self.missing_of_key(row).map(|message| fault(row.line, message)));
        }
        faults
    }

    /// What a row of `[[key]]` names that no ledger has: it would ask for nobody.
    fn missing_of_key(&self, row: &KeyRow) -> Option<String> {
        let Some(ledger) = self.ledger(&row.ledger) else { return Some(no_ledger(&row.ledger)) };
        let Some(field) = ledger.field(&row.field) else {
            return Some(no_field(ledger, &row.field));
        };
        let options: Vec<&str> = match field.kind {
            FieldKind::YesNo => vec!["是", "否"],
            _ => field.options.iter().map(String::as_str).collect(),
        };
        (!options.is_empty() && !options.contains(&row.value.as_str()))
            .then(|| format!("“{}”不是“{}”可选的词", shown(&row.value), shown(&row.field)))
    }

    fn missing_of_paper(&self, path: &str, form: &PaperForm) -> Vec<Fault> {
        let major = self.paper("major");
        let ledger = self.ledger(&form.ledger);
        let said = |needed: &Needed| match needed {
            Needed::Register(code) if self.register(code).is_none() => {
                Some(format!("没有代码为“{}”的统计表：请用 anban form list 查看", shown(code)))
            }
            Needed::Ledger(code) if self.ledger(code).is_none() => Some(no_ledger(code)),
            Needed::LedgerField(id) => {
                let derived = DERIVED.contains(&id.as_str());
                ledger
                    .filter(|ledger| !derived && ledger.field(id).is_none())
                    .map(|ledger| no_field(ledger, id))
            }
            Needed::MajorField(id)
                if form.code != "major" && major.is_none_or(|major| major.field(id).is_none()) =>
            {
                Some(format!(
                    "不认识的事实“major.{}”：重大隐患填报表（major）没有这个字段；能用的请看 anban form facts hazard",
                    shown(id)
                ))
            }
            Needed::MajorField(id) if form.code == "major" && form.field(id).is_none() => {
                Some(format!("不认识的事实“major.{}”：本表没有这个字段", shown(id)))
            }
            _ => None,
        };
        let fault = |need: &super::paper::Need| {
            let message = said(&need.what)?;
            Some(Fault { file: path.to_owned(), line: need.line, message })
        };
        let mut faults: Vec<Fault> = form.needs.iter().filter_map(fault).collect();
        faults.sort();
        faults.dedup();
        faults
    }

    /// Every fault of one file, also where it names what is not in the forms at hand.
    pub fn check(&self, path: &str, text: &str) -> Vec<Fault> {
        match parse(path, text) {
            (Some(form), faults) if faults.is_empty() => self.missing(path, &form),
            (_, faults) => faults,
        }
    }

    /// By kind, then code.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.slots.iter().filter_map(|slot| self.read(slot))
    }

    pub fn entry(&self, kind: Kind, code: &str) -> Option<&Entry> {
        let slot = self.slots.iter().find(|slot| slot.is(kind, code))?;
        self.read(slot)
    }

    /// The text of a form, as the store keeps it beside its sha256.
    pub fn source(&self, kind: Kind, code: &str) -> Option<&str> {
        self.entry(kind, code).map(|entry| entry.source.as_str())
    }

    pub fn checklist(&self, code: &str) -> Option<&Checklist> {
        match &self.entry(Kind::Checklist, code)?.form {
            Form::Checklist(form) => Some(form),
            _ => None,
        }
    }

    pub fn checklists(&self) -> impl Iterator<Item = &Checklist> {
        self.entries().filter_map(|entry| match &entry.form {
            Form::Checklist(form) => Some(form),
            _ => None,
        })
    }

    pub fn notice(&self, code: &str) -> Option<&NoticeForm> {
        match &self.entry(Kind::Notice, code)?.form {
            Form::Notice(form) => Some(form),
            _ => None,
        }
    }

    pub fn paper(&self, code: &str) -> Option<&PaperForm> {
        match &self.entry(Kind::Paper, code)?.form {
            Form::Paper(form) => Some(form),
            _ => None,
        }
    }

    /// By code.
    pub fn papers(&self) -> impl Iterator<Item = &PaperForm> {
        self.of(Kind::Paper).filter_map(|form| match form {
            Form::Paper(form) => Some(&**form),
            _ => None,
        })
    }

    pub fn ledger(&self, code: &str) -> Option<&Ledger> {
        match &self.entry(Kind::Ledger, code)?.form {
            Form::Ledger(form) => Some(form),
            _ => None,
        }
    }

    /// By code.
    pub fn ledgers(&self) -> impl Iterator<Item = &Ledger> {
        self.of(Kind::Ledger).filter_map(|form| match form {
            Form::Ledger(form) => Some(&**form),
            _ => None,
        })
    }

    pub fn register(&self, code: &str) -> Option<&Register> {
        match &self.entry(Kind::Register, code)?.form {
            Form::Register(form) => Some(form),
            _ => None,
        }
    }

    pub fn regime(&self, code: &str) -> Option<&Regime> {
        match &self.entry(Kind::Regime, code)?.form {
            Form::Regime(form) => Some(form),
            _ => None,
        }
    }

    /// Every pack of criteria, by its code.
    pub fn criteria(&self) -> impl Iterator<Item = &Criteria> + Clone {
        self.of(Kind::Criteria).filter_map(|form| match form {
            Form::Criteria(form) => Some(form),
            _ => None,
        })
    }

    pub fn regions(&self) -> impl Iterator<Item = &Region> {
        self.of(Kind::Region).filter_map(|form| match form {
            Form::Region(form) => Some(form),
            _ => None,
        })
    }

    pub fn map(&self, code: &str) -> Option<&Map> {
        match &self.entry(Kind::Map, code)?.form {
            Form::Map(form) => Some(form),
            _ => None,
        }
    }

    /// The built-in working days with the calendar files over them.
    pub fn work_calendar(&self) -> WorkCalendar {
        calendar::work_calendar(self.of(Kind::Calendar).filter_map(|form| match form {
            Form::Calendar(form) => Some(form),
            _ => None,
        }))
    }
}

/// Reads one file by the grammar that its `schema` names. `None` when it has faults.
pub fn parse(path: &str, text: &str) -> (Option<Form>, Vec<Fault>) {
    fn named<T>(read: (Option<T>, Vec<Fault>), form: fn(T) -> Form) -> (Option<Form>, Vec<Fault>) {
        (read.0.map(form), read.1)
    }
    match schema_of(text).as_deref() {
        Some(checklist_file::SCHEMA) => named(checklist_file::parse(path, text), Form::Checklist),
        // A file without a schema is taken for a checklist only to have its TOML looked at: where it says none, what
        // a checklist would have beside it is not missed.
        None => {
            let (_, mut faults) = checklist_file::parse(path, text);
            if faults.iter().any(|fault| fault.message.starts_with("缺少 schema")) {
                let missed = |fault: &Fault| fault.message.starts_with("缺少");
                faults.retain(|fault| !missed(fault) || fault.message.contains("schema"));
            }
            (None, faults)
        }
        Some(notice_file::SCHEMA) => {
            named(notice_file::parse(path, text), |form| Form::Notice(Box::new(form)))
        }
        Some(paper_file::SCHEMA) => {
            named(paper_file::parse(path, text), |form| Form::Paper(Box::new(form)))
        }
        Some(ledger::SCHEMA) => {
            named(ledger::parse(path, text), |ledger| Form::Ledger(Box::new(ledger)))
        }
        Some(register::SCHEMA) => named(register::parse(path, text), Form::Register),
        Some(regime_file::SCHEMA) => {
            named(regime_file::parse(path, text), |form| Form::Regime(Box::new(form)))
        }
        Some(criteria_file::SCHEMA) => named(criteria_file::parse(path, text), Form::Criteria),
        Some(calendar_file::SCHEMA) => named(calendar_file::parse(path, text), Form::Calendar),
        Some(region::SCHEMA) => named(region::parse(path, text), Form::Region),
        Some(map::SCHEMA) => named(map::parse(path, text), Form::Map),
        Some(other) => {
            let known = [
                checklist_file::SCHEMA,
                notice_file::SCHEMA,
                paper_file::SCHEMA,
                ledger::SCHEMA,
                register::SCHEMA,
                regime_file::SCHEMA,
                criteria_file::SCHEMA,
                calendar_file::SCHEMA,
                region::SCHEMA,
                map::SCHEMA,
            ];
            let mut faults = Faults::new(path, text);
            faults.add(
                text.find("schema").unwrap_or(0),
                format!("不认识的 schema“{}”：只能写 {}", shown(other), known.join("、")),
            );
            (None, faults.into_list())
        }
    }
}

#[cfg(test)]
mod tests;
