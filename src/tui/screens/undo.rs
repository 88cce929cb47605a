//! Ctrl+Z: take back the last deed of this desk, with a reason.

use super::{
    ask::{Ask, Done, fault, office},
    window::Window,
};
use crate::{
    office::{Office, Refusal, undo::Undoable},
    tui::{
        canvas::Canvas,
        keys::{Code, Key},
        said,
        screen::{Cx, Screen},
        shared::Shared,
        widget::form::{Form, text},
    },
};
use ratatui::layout::Rect;

/// Looks for what can be taken back, then asks for the reason.
pub struct Undo;

fn ask(last: Undoable) -> Ask {
    let form = Form::new(vec![text("reason", "原因", "")]);
    let (about, label) = (last.number(), format!("撤销上一步 {}", last.says));
    Ask::new("undo", "撤销上一步", vec![last.says.clone()], form, move |form| {
        let reason = form.get("reason").to_owned();
        if reason.is_empty() {
            return fault("reason", "请写明为什么撤销。");
        }
        let last = last.clone();
        office(move |office| office.undo(&last, &reason).map(|said| Done::said(said::words(&said))))
    })
    .kept(Window::Undo, about, label)
    .careful()
}

/// Opens the window again in which the last deed was to be taken back, by its number.
pub fn again(office: &mut Office, number: &str) -> Result<Ask, Refusal> {
    let last = office.last_deed()?;
    match last.number().to_string() == number {
        true => Ok(ask(last)),
        false => Err(Refusal::said("那以后本机又办了别的，这一步不再是上一步。")),
    }
}

impl Screen for Undo {
    fn topic(&self) -> &'static str {
        "undo"
    }

    fn title(&self, _: &Shared) -> String {
        "撤销".into()
    }

    fn overlay(&self) -> bool {
        true
    }

    fn draw(&self, _: &mut Canvas, _: Rect, _: &Shared) {}

    fn shown(&mut self, cx: &mut Cx) {
        cx.ask(
            |office| office.last_deed(),
            |_: &mut Undo, result, cx| match result {
                Ok(last) => cx.replace(ask(last)),
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
