//! Address, person in charge and phone beside the premises in view: read a page at a time as one scrolls, where the
//! screen is wide enough to show them, and where two bear one name. The register in memory holds no addresses.

use std::collections::HashMap;

use crate::{
    domain::id::Id,
    office::beside::{Contact, PAGE},
    tui::{
        screen::{Cx, Screen},
        shared::Shared,
        widget::{columns, list::Cursor},
    },
};

/// So many are kept; then they are read anew.
const MOST: usize = 4_000;

#[derive(Default)]
pub struct Contacts {
    known: HashMap<Id, Contact>,
    /// Counts the questions; an answer to an earlier one is dropped.
    asked: u32,
    waits: bool,
}

impl Contacts {
    pub fn of(&self, id: Id) -> Option<&Contact> {
        self.known.get(&id)
    }

    /// What was read may be otherwise now.
    pub fn forget(&mut self) {
        self.known.clear();
        (self.asked, self.waits) = (self.asked + 1, false);
    }
}

/// A list of premises that is scrolled.
pub trait Scrolled: Screen {
    fn contacts(&mut self) -> &mut Contacts;

    /// Where one stands, and among how many.
    fn place(&self, shared: &Shared) -> (Cursor, usize);

    fn premises(&self, at: usize, shared: &Shared) -> Option<Id>;

    /// Whether another of the same name stands beside it, so that the address has to tell them apart.
    fn is_namesake(&self, _at: usize, _shared: &Shared) -> bool {
        false
    }
}

/// Asks for what is not known of the rows in view, in one question.
pub fn look<S: Scrolled>(screen: &mut S, cx: &mut Cx) {
    let (columns, lines) = cx.shared.size;
    if screen.contacts().waits {
        return;
    }
    let wide = columns::is_wide(columns);
    let (cursor, len) = screen.place(cx.shared);
    let rows = usize::from(lines).min(PAGE);
    let top = cursor.top(len, rows);
    let aside = (PAGE - rows) / 2;
    let ids = |screen: &S, from: usize, to: usize| {
        (from..to.min(len))
            .filter(|at| wide || screen.is_namesake(*at, cx.shared))
            .filter_map(|at| screen.premises(at, cx.shared))
            .collect::<Vec<Id>>()
    };
    let in_view = ids(screen, top, top + rows);
    let known = &screen.contacts().known;
    if in_view.iter().all(|id| known.contains_key(id)) {
        return;
    }
    let wanted = ids(screen, top.saturating_sub(aside), top + rows + aside);
    let contacts = screen.contacts();
    (contacts.asked, contacts.waits) = (contacts.asked + 1, true);
    let asked = contacts.asked;
    cx.ask(
        move |office| {
            let told = office.contacts(&wanted)?;
            Ok((wanted, told))
        },
        move |screen: &mut S, result, cx| {
            let contacts = screen.contacts();
            if contacts.asked != asked {
                return;
            }
            contacts.waits = false;
            // Without them the list is as on a narrow screen.
            let Ok((wanted, mut told)) = result else { return };
            if contacts.known.len() > MOST {
                contacts.known.clear();
            }
            for id in wanted {
                contacts.known.insert(id, told.remove(&id).unwrap_or_default());
            }
            look(screen, cx);
        },
    );
}
