//! The moment in which the office is read before a window opens: nothing is painted, and keys wait for the window.

use ratatui::layout::Rect;

use crate::{
    office::{Office, Refusal},
    tui::{
        canvas::Canvas,
        keys::Key,
        screen::{Cx, Later, Screen},
        shared::Shared,
    },
};

struct Reading {
    topic: &'static str,
    start: Option<Later>,
}

/// Reads, then goes on with what was read; `then` puts another screen in its own place, or goes back. A refusal is told
/// where one was.
pub fn read<T: Send + 'static>(
    topic: &'static str,
    job: impl FnOnce(&mut Office) -> Result<T, Refusal> + Send + 'static,
    then: impl FnOnce(T, &mut Cx) + Send + 'static,
    cx: &mut Cx,
) {
    let start = move |cx: &mut Cx| {
        cx.ask(job, move |_: &mut Reading, result, cx| match result {
            Ok(read) => then(read, cx),
            Err(refusal) => {
                cx.back();
                cx.alarm(refusal.to_string());
            }
        });
    };
    cx.open(Reading { topic, start: Some(Box::new(start)) });
}

impl Screen for Reading {
    fn topic(&self) -> &'static str {
        self.topic
    }

    fn title(&self, _: &Shared) -> String {
        String::new()
    }

    fn overlay(&self) -> bool {
        true
    }

    fn draw(&self, _: &mut Canvas, _: Rect, _: &Shared) {}

    fn shown(&mut self, cx: &mut Cx) {
        if let Some(start) = self.start.take() {
            start(cx);
        }
    }

    fn waits(&self, _: Key, _: &Shared) -> bool {
        true
    }

    fn key(&mut self, _: Key, cx: &mut Cx) {
        cx.back();
    }
}
