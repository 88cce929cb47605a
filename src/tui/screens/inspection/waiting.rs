//! Hazards whose window was left before it was done: they are not on the sheet, and it is not saved over them.

use super::{
    super::{
        ask,
        choose::{Choose, choice},
        kept::Kept,
        resume::gone,
    },
    Inspection, SAVE,
    sheet::Row,
};
use crate::{
    office::{Office, Refusal, drafts::Draft},
    tui::screen::Cx,
};

/// Characters of its words that are shown of a hazard.
const SHOWN: usize = 24;

/// What waits in the windows of a premises' sheet.
pub fn left(office: &mut Office, premises: &str) -> Result<Vec<(String, Draft)>, Refusal> {
    let mut left = office.half_told(premises)?;
    left.retain(|(window, _)| window != SAVE);
    Ok(left)
}

impl Inspection {
    /// Does something with the sheet once no hazard waits; where some do, asks what is to become of them.
    pub(super) fn when_told(&mut self, cx: &mut Cx, then: fn(&mut Inspection, &mut Cx)) {
        let premises = self.premises.to_string();
        cx.ask(
            move |office| left(office, &premises),
            move |screen: &mut Inspection, result, cx| match result {
                Err(refusal) => cx.alarm(refusal.to_string()),
                Ok(left) => {
                    // The answer may have changed meanwhile: then there is no hazard to tell of.
                    let left: Vec<_> = left
                        .into_iter()
                        .filter_map(|(window, draft)| Some((screen.place(&window)?, draft)))
                        .collect();
                    if left.is_empty() {
                        then(screen, cx)
                    } else {
                        screen.ask_about(left, cx, then)
                    }
                }
            },
        );
    }

    /// The row of a window, none for the one of a new hazard; `None` where no such hazard is any more.
    fn place(&self, window: &str) -> Option<Option<Row>> {
        let number = |word: &str| window.strip_prefix(word)?.parse().ok();
        let sheet = self.sheet.as_ref()?;
        if let Some(item) = number("item") {
            return sheet.is_bad(item).then_some(Some(Row::Item(item)));
        }
        if let Some(index) = number("extra") {
            return (index < sheet.extra.len()).then_some(Some(Row::Extra(index)));
        }
        Some(None)
    }

    fn ask_about(
        &self,
        left: Vec<(Option<Row>, Draft)>,
        cx: &mut Cx,
        then: fn(&mut Inspection, &mut Cx),
    ) {
        let id = cx.id();
        let title = format!("还有{}条隐患写到一半，没有记进检查表", left.len());
        let subjects: Vec<String> = left.iter().map(|(_, draft)| draft.subject.clone()).collect();
        let mut choices: Vec<_> = left
            .into_iter()
            .map(|(row, draft)| {
                let label = format!("接着写：{}", words(&draft));
                choice(label, move |cx: &mut Cx| {
                    cx.send(id, move |screen: &mut Inspection, cx| screen.go_on(row, cx));
                })
            })
            .collect();
        choices.push(choice("都不要了，照检查表上的保存", move |cx: &mut Cx| {
            cx.send(id, move |_: &mut Inspection, cx| {
                cx.ask(
                    move |office| {
                        subjects
                            .iter()
                            .try_for_each(|subject| office.drop_draft(ask::DRAFT, subject))
                    },
                    move |screen: &mut Inspection, result, cx| match result {
                        Ok(()) => then(screen, cx),
                        Err(refusal) => cx.alarm(refusal.to_string()),
                    },
                );
            });
        }));
        cx.open(Choose::new("inspection", title, choices));
    }

    /// Opens the window for which the sheet was opened; what was typed about a row that is no hazard any more is shown.
    pub(super) fn open_again(&mut self, cx: &mut Cx) {
        let Some((window, draft)) = self.opens.take() else { return };
        if window == SAVE {
            return self.when_told(cx, Inspection::finish);
        }
        match self.place(&window) {
            Some(row) => self.go_on(row, cx),
            None => cx.open(gone(draft, "检查表上这一项现在不是隐患了。")),
        }
    }

    fn go_on(&mut self, row: Option<Row>, cx: &mut Cx) {
        let window = match row {
            Some(row) => {
                self.go(row);
                self.window(row, cx)
            }
            None => self.new_hazard(cx),
        };
        if let Some(window) = window {
            cx.open(window);
        }
    }
}

/// The first words of a hazard that was left.
fn words(draft: &Draft) -> String {
    let kept = Kept::read(&draft.body);
    let text = kept.as_ref().map_or("", |kept| kept.typed("text"));
    match text.char_indices().nth(SHOWN) {
        _ if text.trim().is_empty() => "还没有写内容".to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
