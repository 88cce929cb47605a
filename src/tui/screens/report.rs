//! A long result to read, and the one thing that can be done after reading it.

use ratatui::layout::Rect;

use super::ask::sentences;
use crate::{
    office::{Office, Refusal},
    tui::{
        canvas::Canvas,
        keys::{Code, Command, Key},
        screen::{Cx, Hint, Screen, hint},
        shared::Shared,
        widget::text::Reader,
    },
};

type Deed = Box<dyn FnOnce(&mut Office) -> Result<String, Refusal> + Send>;
type Way = Box<dyn Fn(&mut Cx) + Send>;

/// What Ctrl+S leads to.
enum Then {
    Office(Deed),
    /// A window, which may be opened again.
    Window(Way),
}

pub struct Report {
    topic: &'static str,
    title: String,
    reader: Reader,
    /// What Ctrl+S does, and the line that says so.
    then: Option<(String, Then)>,
    busy: bool,
}

impl Report {
    pub fn new(topic: &'static str, title: impl Into<String>, text: String) -> Report {
        Report { topic, title: title.into(), reader: Reader::new(text), then: None, busy: false }
    }

    pub fn then(
        mut self,
        says: &str,
        deed: impl FnOnce(&mut Office) -> Result<String, Refusal> + Send + 'static,
    ) -> Report {
        self.then = Some((says.to_owned(), Then::Office(Box::new(deed))));
        self
    }

    /// Ctrl+S opens something.
    pub fn opens(mut self, says: &str, way: impl Fn(&mut Cx) + Send + 'static) -> Report {
        self.then = Some((says.to_owned(), Then::Window(Box::new(way))));
        self
    }
}

impl Screen for Report {
    fn topic(&self) -> &'static str {
        self.topic
    }

    fn title(&self, _: &Shared) -> String {
        self.title.clone()
    }

    fn hints(&self) -> &'static [Hint] {
        const HINTS: &[Hint] = &[hint("↑↓ PgUp PgDn", "翻看"), hint("Esc", "返回")];
        HINTS
    }

    fn commands(&self) -> &'static [Command] {
        if self.then.is_some() { &[Command::Save] } else { &[] }
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Shared) {
        canvas.clear(area);
        let says = match (&self.then, self.busy) {
            (_, true) => "正在办理..",
            (Some((says, _)), false) => says,
            (None, false) => "",
        };
        canvas.cell(area.x + 1, area.y, area.width - 2, says, canvas.look.strong());
        let inner =
            Rect { x: area.x + 1, y: area.y + 1, width: area.width - 2, height: area.height - 1 };
        self.reader.draw(canvas, inner);
    }

    fn waits(&self, _: Key, _: &Shared) -> bool {
        self.busy
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        match key.code {
            Code::Esc => cx.back(),
            _ => self.reader.key(key),
        }
    }

    fn command(&mut self, command: Command, cx: &mut Cx) {
        if command != Command::Save || self.busy {
            return;
        }
        if let Some((_, Then::Window(way))) = &self.then {
            return way(cx);
        }
        let Some((_, Then::Office(deed))) = self.then.take() else { return };
        self.busy = true;
        cx.ask(deed, |report: &mut Report, result, cx| {
            report.busy = false;
            match result {
                Ok(said) => {
                    cx.back();
                    super::premises::reread(cx);
                    cx.say(said);
                }
                Err(refusal) => report.reader = Reader::new(sentences(&refusal).join("\n")),
            }
        });
    }
}
