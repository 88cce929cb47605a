//! 清单增减: the lists that take a premises by hand, each with the way that is left, and the window of the row that says so.

use crate::{
    domain::id::Id,
    office::{
        agenda::Begin,
        facts::{BY_HAND, Offered},
    },
    tui::{
        screen::Cx,
        screens::{
            choose::{Choose, choice},
            ledgers, reading,
        },
    },
};

pub fn open(id: Id, name: String, cx: &mut Cx) {
    let then = move |offered: Vec<Offered>, cx: &mut Cx| {
        if offered.is_empty() {
            cx.back();
            return cx.alarm("监管制度里没有由人增减的清单：清单都照各自的记录列。");
        }
        cx.replace(menu(id, &name, offered));
    };
    reading::read("page", move |office| office.lists_by_hand(id), then, cx);
}

fn menu(id: Id, name: &str, offered: Vec<Offered>) -> Choose {
    let choices = offered.into_iter().map(|list| {
        let premises = (id, name.to_owned());
        let note =
            if list.stands { "在上面，选它移出" } else { "不在上面，选它列入" };
        let title = list.title.clone();
        let row = choice(title, move |cx: &mut Cx| {
            let fields = list.fields().map(|(field, said)| (field.to_owned(), said.to_owned()));
            let begin = Begin { fields: fields.into(), ..Begin::default() };
            ledgers::begin_for(BY_HAND.to_owned(), premises, begin, cx);
        });
        row.noted(note)
    });
    Choose::new("page", format!("列入、移出清单 {name}"), choices.collect())
}
