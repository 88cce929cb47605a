//! F1: the section of the manual that tells about the screen, and the keys that work there.

use ratatui::layout::Rect;

use crate::tui::{
    canvas::Canvas,
    keys::{Code, Key},
    manual,
    screen::{Cx, Explained, Hint, Screen, hint},
    shared::Shared,
    widget::text::Reader,
};

pub struct Help {
    title: String,
    reader: Reader,
}

impl Help {
    pub fn about(topic: &str, field: Option<Explained>, shared: &Shared) -> Help {
        let cited = shared.office.as_ref().map(|office| office.accountable.as_str());
        let section = manual::section(topic, cited);
        let text = match field {
            Some(field) => {
                let label = field.label.trim_end_matches('*');
                let filling = manual::text("ask");
                format!("这一项：{label}\n{}\n\n{filling}\n\n{}", field.help, section.text)
            }
            None => section.text,
        };
        Help { title: format!("说明：{}", section.title), reader: Reader::new(text) }
    }
}

impl Screen for Help {
    fn topic(&self) -> &'static str {
        "help"
    }

    fn title(&self, _: &Shared) -> String {
        self.title.clone()
    }

    fn hints(&self) -> &'static [Hint] {
        const HINTS: &[Hint] = &[hint("↑↓ PgUp PgDn", "翻看"), hint("Esc", "返回")];
        HINTS
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Shared) {
        let inner = Rect { x: area.x + 2, width: area.width - 4, ..area };
        canvas.clear(area);
        self.reader.draw(canvas, inner);
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        match key.code {
            Code::Esc => cx.back(),
            _ => self.reader.key(key),
        }
    }
}
