//! The ways into a ledger: by its code, at a row, with a new row begun, of one premises.

use ratatui::layout::Rect;

use super::{
    Ledgers,
    entries::Entries,
    ticks::Sheet,
    window::{ask_which, new_row},
};
use crate::{
    domain::id::Id,
    form::{facts::About, ledger::Ledger},
    office::agenda::Begin,
    tui::{
        canvas::Canvas,
        keys::{Code, Key},
        screen::{Cx, Screen},
        screens::{
            ask::Ask,
            choose::{Choose, choice},
        },
        shared::Shared,
    },
};

/// Opens a ledger by its code, at one row when it is named.
pub fn open(code: String, entry: Option<Id>, cx: &mut Cx) {
    cx.open(Fetch { code, entry, batch: None });
}

/// Opens what is not seen to yet of one batch of a ledger.
pub fn open_waiting(code: String, batch: String, cx: &mut Cx) {
    cx.open(Fetch { code, entry: None, batch: Some(batch) });
}

/// The moment in which the ledger is read.
struct Fetch {
    code: String,
    entry: Option<Id>,
    batch: Option<String>,
}

impl Screen for Fetch {
    fn topic(&self) -> &'static str {
        "ledgers"
    }

    fn title(&self, _: &Shared) -> String {
        "台账".into()
    }

    fn overlay(&self) -> bool {
        true
    }

    fn draw(&self, _: &mut Canvas, _: Rect, _: &Shared) {}

    fn shown(&mut self, cx: &mut Cx) {
        let (code, entry, batch) = (self.code.clone(), self.entry, self.batch.clone());
        cx.ask(
            move |office| office.ledger(&code),
            move |_: &mut Fetch, result, cx| match result {
                Ok(ledger) => cx.replace(match &batch {
                    Some(batch) => Entries::waiting(ledger, batch),
                    None => Entries::at(ledger, entry),
                }),
                Err(refusal) => {
                    cx.back();
                    cx.alarm(refusal.to_string());
                }
            },
        );
    }

    fn waits(&self, _: Key, _: &Shared) -> bool {
        true
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        if key.code == Code::Esc {
            cx.back();
        }
    }
}

/// Goes on with a new row that was left half filled.
pub fn resume(code: &str, of: Option<Id>, cx: &mut Cx) {
    cx.open(Resuming { code: code.to_owned(), of, begin: None });
}

/// The row that a regular work asks for, with what is known of it in place.
pub fn begin(code: String, begin: Begin, cx: &mut Cx) {
    cx.open(Resuming { code, of: None, begin: Some(begin) });
}

/// Where a row is entered: in its window, or on a sheet of many.
enum Row {
    Asked(Box<Ask>),
    Ticks(Box<Sheet>),
}

/// The moment in which the ledger and its premises are read.
struct Resuming {
    code: String,
    of: Option<Id>,
    begin: Option<Begin>,
}

impl Screen for Resuming {
    fn topic(&self) -> &'static str {
        "ledgers"
    }

    fn title(&self, _: &Shared) -> String {
        "台账".into()
    }

    fn overlay(&self) -> bool {
        true
    }

    fn draw(&self, _: &mut Canvas, _: Rect, _: &Shared) {}

    fn shown(&mut self, cx: &mut Cx) {
        let (code, of, today) = (self.code.clone(), self.of, cx.shared.today());
        let begin = self.begin.clone();
        cx.ask(
            move |office| {
                let premises = match of {
                    Some(id) => Some((id, office.find_premises(&id.to_string())?.entry.name)),
                    None => None,
                };
                let Some(ledger) = office.library().ledger(&code).cloned() else { return Ok(None) };
                let day = begin.as_ref().and_then(|begin| begin.day);
                if let (Some(_), Some(day)) = (&ledger.tick, day) {
                    return Ok(Some(Row::Ticks(Box::new(Sheet::of(code, day)))));
                }
                // A work of the office itself; whose it is has to be asked where it is always somebody's.
                if begin.is_some() && ledger.needs_premises() {
                    let ask = ask_which(ledger, begin.unwrap_or_default(), today);
                    return Ok(Some(Row::Asked(Box::new(ask))));
                }
                let ask = new_row(office, ledger, premises, begin.unwrap_or_default(), today)?;
                Ok(Some(Row::Asked(Box::new(ask))))
            },
            |_: &mut Resuming, result, cx| match result {
                Ok(Some(Row::Asked(ask))) => cx.replace(*ask),
                Ok(Some(Row::Ticks(sheet))) => cx.replace(*sheet),
                Ok(None) => cx.replace(Ledgers::default()),
                Err(refusal) => {
                    cx.back();
                    cx.alarm(refusal.to_string());
                }
            },
        );
    }

    fn waits(&self, _: Key, _: &Shared) -> bool {
        true
    }

    fn key(&mut self, _: Key, cx: &mut Cx) {
        cx.back();
    }
}

/// The ledgers of one premises, by number.
pub fn open_for(id: Id, name: String, cx: &mut Cx) {
    cx.open(Choosing { id, name });
}

/// The moment in which the ledgers are read.
struct Choosing {
    id: Id,
    name: String,
}

impl Screen for Choosing {
    fn topic(&self) -> &'static str {
        "ledgers"
    }

    fn title(&self, _: &Shared) -> String {
        "台账".into()
    }

    fn overlay(&self) -> bool {
        true
    }

    fn draw(&self, _: &mut Canvas, _: Rect, _: &Shared) {}

    fn shown(&mut self, cx: &mut Cx) {
        cx.ask(
            |office| {
                let about = |ledger: &&Ledger| ledger.about != About::None;
                Ok(office.library().ledgers().filter(about).cloned().collect::<Vec<_>>())
            },
            |screen: &mut Choosing, result, cx| {
                let Ok(ledgers) = result else { return cx.back() };
                let choices = ledgers
                    .into_iter()
                    .map(|ledger| {
                        let premises = (screen.id, screen.name.clone());
                        choice(ledger.title.clone(), move |cx: &mut Cx| {
                            cx.open(Entries::of(ledger, Some(premises)));
                        })
                    })
                    .collect();
                cx.replace(Choose::new("ledgers", format!("台账 {}", screen.name), choices));
            },
        );
    }

    fn waits(&self, _: Key, _: &Shared) -> bool {
        true
    }

    fn key(&mut self, _: Key, cx: &mut Cx) {
        cx.back();
    }
}
