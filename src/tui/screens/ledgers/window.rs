//! The windows in which a row is entered and put right.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::opening;
use crate::{
    domain::{entry::Entry, id::Id, unit::UnitPath},
    form::{facts::About, ledger::Ledger},
    office::{
        Office, Refusal,
        agenda::Begin,
        ledger::{DayLog, Drafted, Stored, Typed, Whose},
        premises,
    },
    terms,
    tui::{
        screen::{Cx, Screen},
        screens::{
            ask::{Ask, Done, Fault, Unnamed, fault, faults, office},
            choose::{Choose, choice},
            fields,
            window::Window,
        },
        widget::form::{Form, Row, choice as pick, text},
    },
};

/// The answer that says whose row it is: no field of a ledger is called so.
const PLACE: &str = "@place";

/// How the entering of a row is called: 送达登记 is entered as it stands, not 登记送达登记.
fn entering(ledger: &Ledger) -> String {
    let title = ledger.title.as_str();
    if title.ends_with("登记") { title.to_owned() } else { format!("登记{title}") }
}

/// The fields of a ledger, filled with what is known.
fn filled(ledger: &Ledger, known: &BTreeMap<String, String>) -> Vec<Row> {
    let value = |id: &String| known.get(id).map_or("", String::as_str);
    ledger.fields.iter().map(|field| fields::row(field, value(&field.id))).collect()
}

/// Every field as its kind asks for, or all that are not.
fn check(form: &Form, ledger: &Ledger, today: NaiveDate) -> Result<(), Fault> {
    let wrong = ledger.fields.iter().filter_map(|field| {
        let why = field.read(&fields::said(form, field, today)).err()?;
        Some((field.id.clone(), why))
    });
    faults(wrong.collect())
}

/// Asks whose row it is.
pub(super) fn ask_which(ledger: Ledger, begin: Begin, today: NaiveDate) -> Ask {
    ask_whose(ledger, begin, "", today)
}

/// The same with what was typed before.
fn ask_whose(ledger: Ledger, begin: Begin, typed: &str, today: NaiveDate) -> Ask {
    let needed = ledger.needs_premises() || ledger.about == About::Hazard;
    let row = match needed {
        true => text("premises", "单位*", typed),
        false => {
            text("premises", "单位", typed).help("登记册里没有的，或者不是一家单位的事，不写。")
        }
    };
    let rows = vec![row];
    let (title, about) = (entering(&ledger), whose(&ledger.code, &begin));
    let label = title.clone();
    Ask::new("ledgers", title, Vec::new(), Form::new(rows), move |form| {
        let wanted = form.get("premises").to_owned();
        let (ledger, begin) = (ledger.clone(), begin.clone());
        if wanted.is_empty() && needed {
            return fault("premises", "请写是哪家单位的。");
        }
        if wanted.is_empty() {
            return office(move |office| {
                Ok(Done::said("").next(new_row(office, ledger, None, begin, today)?))
            });
        }
        office(move |office| {
            let meant = office.premises_meant(&wanted)?;
            if meant.len() > 1 {
                return Ok(
                    Done::said("").next(choose_which(office, ledger, begin, &wanted, &meant))
                );
            }
            let entry = office.find_premises(&wanted)?.entry;
            let premises = Some((entry.id, entry.name));
            Ok(Done::said("").next(new_row(office, ledger, premises, begin, today)?))
        })
    })
    .kept(Window::WhoseEntry, about, label)
}

/// Several premises that a word may mean, to choose from; without a choice it is asked again whose row it is.
fn choose_which(
    office: &Office,
    ledger: Ledger,
    begin: Begin,
    wanted: &str,
    meant: &[premises::Stored],
) -> Choose {
    let choices = meant.iter().map(|stored| {
        let entry = &stored.entry;
        let premises = (entry.id, entry.name.clone());
        let (code, begin) = (ledger.code.clone(), begin.clone());
        let begin = move |cx: &mut Cx| opening::begin_for(code, premises, begin, cx);
        choice(entry.name.clone(), begin).noted(office.premises_place(entry))
    });
    let title = format!("“{wanted}”对得上不止一家，是哪一家");
    let choose = Choose::new("ledgers", title, choices.collect());
    let wanted = wanted.to_owned();
    choose.or_else(move |cx: &mut Cx| {
        let today = cx.shared.today();
        cx.open(ask_whose(ledger, begin, &wanted, today));
    })
}

/// What a window of a row is about: the ledger, or one with the premises, and behind a slash what is known of the row.
fn whose(ledger: &str, begin: &Begin) -> String {
    let known = (begin.place.as_ref().map(UnitPath::to_string), &begin.fields);
    match serde_json::to_string(&known) {
        Ok(known) if *begin != Begin::default() => format!("{ledger}/{known}"),
        _ => ledger.to_owned(),
    }
}

/// The window in which a row is put right, with whose it is below its fields.
pub(super) fn ask_edit(
    office: &mut Office,
    ledger: Ledger,
    stored: &Stored,
) -> Result<Ask, Refusal> {
    let label = format!("更正{}", ledger.title);
    let stands = Stands::of(office, &ledger, stored)?;
    let today = office.today();
    Ok(edit_row(ledger, stored, stands, today).kept(Window::EditEntry, stored.entry.id, label))
}

fn edit_row(ledger: Ledger, stored: &Stored, stands: Stands, today: NaiveDate) -> Unnamed {
    let (id, version) = (stored.entry.id, stored.version);
    let title = format!("更正{}", ledger.title);
    let intro = [stands.whose.clone()].into_iter().chain(stands.had.clone()).collect();
    let mut rows = filled(&ledger, &stored.entry.fields);
    rows.extend(stands.rows());
    Ask::new("ledgers", title, intro, Form::new(rows), move |form| {
        check(form, &ledger, today)?;
        let to = stands.goes_to(form)?;
        // A field that was emptied is emptied.
        let all: BTreeMap<String, String> = ledger
            .fields
            .iter()
            .map(|field| (field.id.clone(), fields::said(form, field, today)))
            .collect();
        office(move |office| {
            let entry = match &to {
                Some(to) => office.move_entry(id, to, &all, Some(version))?,
                None => office.edit_entry(id, &all, Some(version))?,
            };
            let more = adds_up(office, &entry)?;
            let where_to = match to {
                Some(_) => format!("已改登记到{}", office.whose_entry(&entry)?),
                None => "已更正".to_owned(),
            };
            Ok(Done::said(format!("{where_to}，原来的内容留在留痕里。{more}")))
        })
    })
}

/// Whose a row is as its window opens.
struct Stands {
    whose: String,
    /// Who had it before.
    had: Option<String>,
    /// Of its premises; empty where it is of none.
    name: String,
    community: UnitPath,
    /// Whether it may name premises, and whether it must.
    premises: Option<bool>,
    /// Where it may go instead, where it is of no premises.
    places: Vec<(UnitPath, String)>,
}

/// The answer that names other premises.
const PREMISES: &str = "@premises";

impl Stands {
    fn of(office: &mut Office, ledger: &Ledger, stored: &Stored) -> Result<Stands, Refusal> {
        let entry = &stored.entry;
        let whose = office.whose_entry(entry)?;
        let name = if entry.premises.is_some() { whose.clone() } else { String::new() };
        let named = ledger.about == About::Premises && entry.hazard.is_none();
        let mut places = office.places();
        // A row of a community that is no longer there is not put elsewhere by a choice that cannot show it.
        let known = places.iter().any(|(path, _)| *path == entry.community);
        if entry.premises.is_some() || entry.hazard.is_some() || !known {
            places.clear();
        }
        Ok(Stands {
            whose,
            had: office.formerly(stored)?,
            name,
            community: entry.community.clone(),
            premises: named.then(|| ledger.needs_premises()),
            places,
        })
    }

    fn rows(&self) -> Vec<Row> {
        let help = "登记错了单位的，写对的那一家：名称、拼音首字母或编号。";
        let premises = self.premises.map(|needed| {
            let label = if needed { "所属单位*" } else { "所属单位" };
            text(PREMISES, label, &self.name).help(help)
        });
        let place = place_row(&self.places, "所属", Some(&self.community));
        premises.into_iter().chain(place).collect()
    }

    /// Where it is to go; `None` where it stays.
    fn goes_to(&self, form: &Form) -> Result<Option<Whose>, Fault> {
        let said = form.get(PREMISES).trim();
        if let Some(needed) = self.premises.filter(|_| said != self.name) {
            return match (said.is_empty(), needed) {
                (true, true) => fault(PREMISES, "请写是哪家单位的。"),
                (true, false) => {
                    Ok(Some(Whose { community: Some(self.community.clone()), premises: None }))
                }
                (false, _) => Ok(Some(Whose { premises: Some(said.to_owned()), community: None })),
            };
        }
        let place = UnitPath::parse(form.get(PLACE)).filter(|place| *place != self.community);
        Ok(place.map(|place| Whose { community: Some(place), premises: None }))
    }
}

/// What a row is graded, which older one it leaves on the agenda, what the penalties of its premises come to with it
/// (安全生产法 第一百一十三条), or how grave an accident is and whether it was reported in time; empty for another ledger.
fn adds_up(office: &mut Office, entry: &Entry) -> Result<String, Refusal> {
    if let Some(rating) = office.rating_of(entry) {
        return Ok(format!("按各项计分：{}。", rating.says()));
    }
    if let Some((_, why)) = office.falls_short(entry) {
        return Ok(format!("{why}。"));
    }
    if let Some(told) = office.year_told(entry)? {
        return Ok(told);
    }
    if let Some(followed) = office.decided_after(entry)? {
        return Ok(followed.says());
    }
    if let Some(told) = office.given_apart(entry)? {
        return Ok(told);
    }
    if let Some(told) = office.row_not_listed(entry)? {
        return Ok(told);
    }
    if let Some(told) = office.left_beside(entry)? {
        return Ok(told);
    }
    let flag = office.penalties_after(entry)?;
    let flag = flag.map(|flag| format!("{}。", terms::penalty_flag(&flag)));
    let graded = office.accident_after(entry)?.map(|words| format!("{words}。"));
    Ok(flag.or(graded).unwrap_or_default())
}

/// Opens a row to put it right, on the screen `S`.
pub fn edit<S: Screen>(ledger: Ledger, stored: &Stored, cx: &mut Cx) {
    let stored = stored.clone();
    cx.ask(
        move |office| ask_edit(office, ledger, &stored),
        |_: &mut S, result, cx| match result {
            Ok(ask) => cx.open(ask),
            Err(refusal) => cx.alarm(refusal.to_string()),
        },
    );
}

/// The window of a new row, with what is known in place: of the premises, of the unit, of the work it is about.
pub(super) fn new_row(
    office: &mut Office,
    ledger: Ledger,
    premises: Option<(Id, String)>,
    begin: Begin,
    today: NaiveDate,
) -> Result<Ask, Refusal> {
    // Nobody fills in what he may not write.
    if let Some(why) = office.barred(ledger.deed()) {
        return Err(Refusal::said(why));
    }
    let mut known = office.entry_proposals(&ledger.code, premises.as_ref().map(|(id, _)| *id))?;
    known.extend(begin.fields.clone());
    let places = if premises.is_none() { office.places() } else { Vec::new() };
    let place = begin.place.clone().or_else(|| Some(places.first()?.0.clone()));
    let (of, name) = premises.clone().unzip();
    let label = format!("{} {}", entering(&ledger), name.unwrap_or_default());
    let about = match of {
        Some(of) => whose(&format!("{}/{of}", ledger.code), &begin),
        None => ledger.code.clone(),
    };
    let row = ask_row(ledger, premises, (places, place), &known, today);
    Ok(row.kept(Window::NewEntry, about, label.trim_end()))
}

/// Where there are several communities, whose row it is.
fn place_row(places: &[(UnitPath, String)], label: &str, chosen: Option<&UnitPath>) -> Option<Row> {
    let options = places.iter().map(|(path, name)| (path.to_string(), name.clone()));
    let chosen = chosen.map(UnitPath::to_string).unwrap_or_default();
    (places.len() > 1).then(|| pick(PLACE, label, options, &chosen))
}

/// The window of a row that a day's records have drafted.
pub(super) fn ask_drafted(log: &DayLog, row: &Drafted, today: NaiveDate) -> Ask {
    let premises = Some((row.premises, row.name.clone()));
    let about = format!("{}/{}/{}/{}", log.ledger.code, row.premises, log.on, log.by);
    let label = format!("{} {}", log.ledger.title, row.name);
    let places = (Vec::new(), None);
    ask_row(log.ledger.clone(), premises, places, &row.fields, today).kept(
        Window::DayEntry,
        about,
        label,
    )
}

fn ask_row(
    ledger: Ledger,
    premises: Option<(Id, String)>,
    (places, place): (Vec<(UnitPath, String)>, Option<UnitPath>),
    known: &BTreeMap<String, String>,
    today: NaiveDate,
) -> Unnamed {
    let (of, name) = premises.map(|(id, name)| (id.to_string(), name)).unzip();
    let title = entering(&ledger);
    let mut rows: Vec<Row> = place_row(&places, "登记到", place.as_ref()).into_iter().collect();
    rows.extend(filled(&ledger, known).into_iter().map(Row::suggested));
    Ask::new("ledgers", title, name.into_iter().collect(), Form::new(rows), move |form| {
        check(form, &ledger, today)?;
        let code = ledger.code.clone();
        let fields = fields::typed(form, &ledger.fields, today);
        let community = UnitPath::parse(form.get(PLACE));
        let typed = Typed { premises: of.clone(), community, fields, ..Typed::default() };
        office(move |office| {
            let entry = office.add_entry(&code, &typed)?;
            let owed = office.still_owed_before(&entry)?.unwrap_or_default();
            Ok(Done::said(format!("已登记。{}{owed}", adds_up(office, &entry)?)))
        })
    })
}
