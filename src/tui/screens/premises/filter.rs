//! Which premises the list shows: by grid, key list, state, category.

use super::Premises;
use crate::{
    domain::{
        premises::Status,
        unit::{Level, UnitPath},
    },
    office::{Office, finder::Narrow},
    terms,
    tui::{
        screen::Cx,
        screens::ask::{Ask, here},
        widget::form::{Form, choice as pick},
    },
};

/// What is filtered by, as it stands in the corner of the list.
pub fn words(narrow: &Narrow, chosen: &Chosen) -> String {
    let mut words = Vec::new();
    match narrow.key {
        Some(true) => words.push("只看重点"),
        Some(false) => words.push("不看重点"),
        None => {}
    }
    if let Some(state) = narrow.state {
        words.push(terms::status(state));
    }
    if narrow.orphan {
        words.push("未分网格");
    }
    if narrow.grid.is_some() {
        words.push(&chosen.grid);
    }
    if narrow.category.is_some() {
        words.push(&chosen.category);
    }
    words.join(" ")
}

/// The names of the grid and the category that are filtered by.
#[derive(Clone, Default)]
pub struct Chosen {
    grid: String,
    category: String,
}

impl Chosen {
    pub fn of(grid: String) -> Chosen {
        Chosen { grid, category: String::new() }
    }
}

/// The choice of those that no grid has.
const ORPHANS: &str = "none";

/// What can be filtered by, as the office knows it.
struct Lists {
    grids: Vec<(String, String)>,
    categories: Vec<(String, String)>,
}

/// Every grid of the office by its path, all of them first.
pub fn grids(office: &Office) -> Vec<(String, String)> {
    let grids = office.units_at(Level::Grid);
    [(String::new(), "全部".to_owned())]
        .into_iter()
        .chain(grids.map(|unit| (unit.path.to_string(), unit.name.clone())))
        .collect()
}

pub fn open(cx: &mut Cx) {
    cx.ask(
        |office| {
            let mut grids = grids(office);
            grids.insert(1, (ORPHANS.to_owned(), "未分网格".to_owned()));
            let mut categories = vec![(String::new(), "全部".to_owned())];
            if let Some(table) = office.library().register("table2") {
                categories.extend(
                    table
                        .counters
                        .iter()
                        .map(|counter| (counter.id.clone(), counter.label.clone())),
                );
            }
            Ok(Lists { grids, categories })
        },
        |screen: &mut Premises, result, cx| match result {
            Ok(lists) => cx.open(ask(lists, &screen.narrow, cx)),
            Err(refusal) => cx.alarm(refusal.to_string()),
        },
    );
}

fn ask(lists: Lists, narrow: &Narrow, cx: &Cx) -> Ask {
    let grid = match (&narrow.grid, narrow.orphan) {
        (Some(grid), _) => grid.to_string(),
        (None, true) => ORPHANS.to_owned(),
        (None, false) => String::new(),
    };
    let states = [("", "全部")]
        .into_iter()
        .chain(Status::ALL.map(|state| (state.code(), terms::status(state))));
    let form = Form::new(vec![
        pick(
            "key",
            "重点",
            [("", "全部"), ("yes", "只看重点"), ("no", "不看重点")],
            match narrow.key {
                Some(true) => "yes",
                Some(false) => "no",
                None => "",
            },
        ),
        pick("state", "状态", states, narrow.state.map_or("", Status::code)),
        pick("grid", "网格", lists.grids.clone(), &grid),
        pick(
            "category",
            "类别",
            lists.categories.clone(),
            narrow.category.as_deref().unwrap_or_default(),
        ),
    ]);
    let id = cx.id();
    Ask::new("premises", "筛选", Vec::new(), form, move |form| {
        let narrow = Narrow {
            orphan: form.get("grid") == ORPHANS,
            grid: UnitPath::parse(form.get("grid")).filter(|_| form.get("grid") != ORPHANS),
            key: match form.get("key") {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            },
            state: Status::from_code(form.get("state")),
            category: Some(form.get("category").to_owned()).filter(|code| !code.is_empty()),
        };
        let named = |list: &[(String, String)], code: &str| {
            let found = list.iter().find(|(known, _)| known == code);
            found.map(|(_, name)| name.clone()).unwrap_or_default()
        };
        let chosen = Chosen {
            grid: named(&lists.grids, form.get("grid")),
            category: named(&lists.categories, form.get("category")),
        };
        here(move |cx| {
            cx.send(id, move |screen: &mut Premises, cx| {
                screen.narrow = narrow;
                screen.chosen_by = chosen;
                screen.narrowed(cx.shared.finder.as_ref());
            });
        })
    })
    .passing()
}
