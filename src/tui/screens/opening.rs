//! The first moment: the office is being opened.

use ratatui::layout::Rect;

use crate::{
    office::{self, Refusal},
    tui::{
        canvas::Canvas,
        keys::{Code, Key},
        screen::{Cx, Screen},
        shared::{Shared, Sign},
    },
};

use super::{door::Door, first_run::FirstRun, today::Today};

pub struct Opening {
    opening: office::Opening,
    /// Why it does not open.
    refused: Option<String>,
}

impl Opening {
    pub fn new(opening: office::Opening) -> Opening {
        Opening { opening, refused: None }
    }
}

/// What the desk does once the office is open: its sign over every screen, the register to search in, and
/// what is due today.
pub fn opened(sign: Sign, cx: &mut Cx) {
    cx.share(move |shared| shared.office = Some(sign));
    cx.home(Today::default());
}

impl Screen for Opening {
    fn topic(&self) -> &'static str {
        "desk"
    }

    fn title(&self, _: &Shared) -> String {
        String::new()
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Shared) {
        let text = self.refused.as_deref().unwrap_or("正在打开..");
        let mut lines = canvas.look.wrap(text, area.width - 4);
        if self.refused.is_some() {
            lines.push("办公室还没有打开，别的键在这里不起作用：按 Esc 退出，改好再打开。".into());
        }
        for (y, line) in (area.y + 1..area.bottom()).zip(lines) {
            canvas.put(area.x + 2, y, area.width - 4, &line, canvas.look.plain());
        }
    }

    fn shown(&mut self, cx: &mut Cx) {
        let opening = self.opening.clone();
        cx.ask_seat(
            move |seat| {
                if opening.database.is_none() && !opening.folder()?.holds_office()? {
                    return Ok(None);
                }
                Ok(Some(Sign::of(seat.office()?)))
            },
            |screen: &mut Opening, result, cx| match result {
                Ok(Some(sign)) => opened(sign, cx),
                Ok(None) => cx.home(FirstRun::new(&screen.opening)),
                Err(Refusal::Shut(shut)) => cx.replace(Door::first(&shut)),
                Err(refusal) => screen.refused = Some(refusal.to_string()),
            },
        );
    }

    fn waits(&self, _: Key, _: &Shared) -> bool {
        self.refused.is_none()
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        if key.code == Code::Esc {
            cx.quit();
        }
    }
}
