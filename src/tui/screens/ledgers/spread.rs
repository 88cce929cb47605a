//! A row for every premises of a place in one act: whose, then what all of them say.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use ratatui::layout::Rect;

use super::Entries;
use crate::{
    domain::unit::UnitPath,
    form::{field::Field, ledger::Ledger},
    office::{
        Office, Refusal,
        ledger::{Spread, Spreaded},
    },
    tui::{
        canvas::Canvas,
        keys::Key,
        screen::{Cx, Screen},
        screens::{
            ask::{Ask, Done, faults, office},
            fields,
            window::Window,
        },
        shared::Shared,
        widget::form::{Form, Row, choice as pick, text},
    },
};

/// Answers that say whose rows they are: no field of a ledger is called so.
const OF: &str = "@of";
const KEY: &str = "@key";
const FIND: &str = "@find";

/// The moment in which the places of the desk are read.
pub(super) struct Opening {
    pub ledger: Ledger,
}

impl Screen for Opening {
    fn topic(&self) -> &'static str {
        "ledgers"
    }

    fn title(&self, _: &Shared) -> String {
        self.ledger.title.clone()
    }

    fn overlay(&self) -> bool {
        true
    }

    fn draw(&self, _: &mut Canvas, _: Rect, _: &Shared) {}

    fn shown(&mut self, cx: &mut Cx) {
        let (ledger, today) = (self.ledger.clone(), cx.shared.today());
        cx.ask(
            move |office| ask_spread(office, ledger, today),
            |_: &mut Opening, result, cx| match result {
                Ok(ask) => cx.replace(ask),
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

/// The window: the places of the desk, then the fields that all rows share.
pub(super) fn ask_spread(
    of: &mut Office,
    ledger: Ledger,
    today: NaiveDate,
) -> Result<Ask, Refusal> {
    let known = of.entry_proposals(&ledger.code, None)?;
    let shared: Vec<Field> =
        ledger.fields.iter().filter(|field| !ledger.is_own(&field.id)).cloned().collect();
    let mut places: Vec<(String, String)> = vec![(String::new(), "全部".to_owned())];
    places.extend(of.roster_places().into_iter().map(|(path, name)| (path.to_string(), name)));
    let mut rows: Vec<Row> = vec![
        pick(OF, "哪些单位", places, ""),
        pick(KEY, "重点监管", [("", "不论"), ("1", "只要重点监管")], ""),
        text(FIND, "查找", "").help("只要名册里这样找得到的，如 鞋、沙县小吃；不写是全部。"),
    ];
    rows.extend(
        shared
            .iter()
            .map(|field| fields::row(field, known.get(&field.id).map_or("", String::as_str))),
    );
    let intro = vec!["在营的每家登记一条；同一批登记过的不重复登记。".to_owned()];
    let title = format!("{}：多家一起登记", ledger.title);
    let (code, label) = (ledger.code.clone(), title.clone());
    let ask = Ask::new("ledgers", title, intro, Form::new(rows), move |form| {
        let wrong = shared.iter().filter_map(|field| {
            let why = field.read(&fields::said(form, field, today)).err()?;
            Some((field.id.clone(), why))
        });
        faults(wrong.collect())?;
        let typed: BTreeMap<String, String> = fields::typed(form, &shared, today);
        let to = Spread {
            of: UnitPath::parse(form.get(OF)),
            key: !form.get(KEY).is_empty(),
            find: form.get(FIND).to_owned(),
        };
        let ledger = ledger.clone();
        office(move |office| {
            let done = office.spread(&ledger.code, &to, &typed)?;
            Ok(Done::said(told(&done)).next(Entries::waiting(ledger, "")))
        })
    });
    Ok(ask.kept(Window::SpreadEntry, code, label))
}

fn told(Spreaded { made, before }: &Spreaded) -> String {
    let before = match before {
        0 => String::new(),
        before => format!("，另{before}家登记过，没有重复登记"),
    };
    format!("已登记{}家{before}。", made.len())
}
