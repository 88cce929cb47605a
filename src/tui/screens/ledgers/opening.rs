//! The ways into a ledger: by its code, at a row, with a new row begun, of one premises.

use ratatui::layout::Rect;

use super::{
    entries::Entries,
    ticks::Sheet,
    window::{ask_which, new_row},
};
use crate::{
    domain::id::Id,
    form::{facts::About, ledger::Ledger},
    office::{Office, agenda::Begin},
    tui::{
        canvas::Canvas,
        keys::{Code, Key},
        screen::{Cx, Screen},
        screens::{
            ask::Ask,
            choose::{Choose, choice},
            reading,
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

/// The row that a regular work asks for, with what is known of it in place. Whose it is has to be asked where it is
/// always somebody's.
pub fn begin(code: String, begin: Begin, cx: &mut Cx) {
    let today = cx.shared.today();
    let find = move |office: &mut Office| {
        let ledger = office.ledger(&code)?;
        if let (Some(_), Some(day)) = (&ledger.tick, begin.day) {
            return Ok(Row::Ticks(Box::new(Sheet::of(code, day))));
        }
        let ask = match ledger.needs_premises() {
            true => ask_which(ledger, begin, today),
            false => new_row(office, ledger, None, begin, today)?,
        };
        Ok(Row::Asked(Box::new(ask)))
    };
    let then = |row: Row, cx: &mut Cx| match row {
        Row::Asked(ask) => cx.replace(*ask),
        Row::Ticks(sheet) => cx.replace(*sheet),
    };
    reading::read("ledgers", find, then, cx);
}

/// A row of one premises, with what is known of it in place.
pub fn begin_for(code: String, premises: (Id, String), begin: Begin, cx: &mut Cx) {
    let today = cx.shared.today();
    let find = move |office: &mut Office| {
        let ledger = office.ledger(&code)?;
        new_row(office, ledger, Some(premises), begin, today)
    };
    reading::read("ledgers", find, |ask: Ask, cx| cx.replace(ask), cx);
}

/// Where a row is entered: in its window, or on a sheet of many.
enum Row {
    Asked(Box<Ask>),
    Ticks(Box<Sheet>),
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
