//! What can be done with a 整改通知书: print it, save it, read it.

use super::ask::{Ask, Done, office};
use crate::{
    office::{
        Office, Refusal,
        print::{self, Print},
    },
    tui::{
        canvas::Canvas,
        keys::{Code, Key},
        screen::{Cx, Hint, Screen, hint},
        shared::Shared,
        widget::{
            form::{Form, half, text},
            text::Reader,
        },
    },
};
use ratatui::layout::Rect;

/// Sends a notice to the printer; where none takes it, it is saved as a file and that is said.
pub fn print(number: String, printer: Option<String>, cx: &mut Cx) {
    cx.open(Working::new(move |office| {
        let printed = office.notice_pdf(&number, &Print::default())?;
        match office.send(&printed, printer.as_deref()) {
            Ok(said) => Ok(said),
            Err(refusal) => {
                let file = written(office, &printed)?;
                Ok(format!("{refusal} 已存成文件：{file}"))
            }
        }
    }));
}

/// Saves a notice as PDF among the office's papers.
pub fn save(number: String, cx: &mut Cx) {
    cx.open(Working::new(move |office| {
        let printed = office.notice_pdf(&number, &Print::default())?;
        Ok(format!("已存成文件：{}", written(office, &printed)?))
    }));
}

/// The words of a notice, as they are on the paper.
pub fn read(number: String, cx: &mut Cx) {
    cx.open(Proof { number, text: None });
}

/// Printer and number of copies, then the printer.
pub fn ask_print(number: String) -> Ask {
    let form = Form::new(vec![
        text("printer", "打印机", "").help("不写用设置里的打印机，没有设置用系统默认的。"),
        half("copies", "份数", "").help("不写按通知书的联数打印（存档联、企业联）。"),
    ]);
    Ask::new("notices", format!("打印 {number}"), Vec::new(), form, move |form| {
        let printer = Some(form.get("printer").to_owned()).filter(|name| !name.is_empty());
        let copies = match form.get("copies") {
            "" => None,
            written => match written.parse() {
                Ok(copies @ 1..=50) => Some(copies),
                _ => return super::ask::fault("copies", "份数写 1 到 50 的数字。"),
            },
        };
        let number = number.clone();
        office(move |office| {
            let printed = office.notice_pdf(&number, &Print { copies, overlay: None })?;
            office.send(&printed, printer.as_deref()).map(Done::said)
        })
    })
}

fn written(office: &mut Office, printed: &print::Printed) -> Result<String, Refusal> {
    let file = print::default_file(office, printed);
    office.folder().make()?;
    crate::office::folder::write_whole(&file, &printed.bytes)?;
    Ok(file.display().to_string())
}

type Work = Box<dyn FnOnce(&mut Office) -> Result<String, Refusal> + Send>;

/// A window that stays while the office is at something that takes its time.
struct Working {
    work: Option<Work>,
}

impl Working {
    fn new(work: impl FnOnce(&mut Office) -> Result<String, Refusal> + Send + 'static) -> Working {
        Working { work: Some(Box::new(work)) }
    }
}

impl Screen for Working {
    fn topic(&self) -> &'static str {
        "notices"
    }

    fn title(&self, _: &Shared) -> String {
        "打印".into()
    }

    fn overlay(&self) -> bool {
        true
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Shared) {
        canvas.put(area.x + 2, area.bottom() - 1, 40, " 正在办理.. ", canvas.look.selected());
    }

    fn shown(&mut self, cx: &mut Cx) {
        if let Some(work) = self.work.take() {
            cx.ask(work, |_: &mut Working, result, cx| {
                cx.back();
                match result {
                    Ok(said) => cx.say(said),
                    Err(refusal) => cx.alarm(refusal.to_string()),
                }
            });
        }
    }

    fn waits(&self, _: Key, _: &Shared) -> bool {
        true
    }

    fn key(&mut self, _: Key, _: &mut Cx) {}
}

/// The notice as text, word for word what the paper says.
struct Proof {
    number: String,
    text: Option<Reader>,
}

impl Screen for Proof {
    fn topic(&self) -> &'static str {
        "notices"
    }

    fn title(&self, _: &Shared) -> String {
        format!("通知书全文 {}", self.number)
    }

    fn hints(&self) -> &'static [Hint] {
        const HINTS: &[Hint] = &[hint("↑↓ PgUp PgDn", "翻看"), hint("Esc", "返回")];
        HINTS
    }

    fn commands(&self) -> &'static [crate::tui::keys::Command] {
        &[crate::tui::keys::Command::Print]
    }

    fn shown(&mut self, cx: &mut Cx) {
        let number = self.number.clone();
        cx.ask(
            move |office| office.notice_text(&number),
            |proof: &mut Proof, result, cx| match result {
                Ok(text) => proof.text = Some(Reader::new(text)),
                Err(refusal) => {
                    cx.back();
                    cx.alarm(refusal.to_string());
                }
            },
        );
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Shared) {
        canvas.clear(area);
        let inner = Rect { x: area.x + 1, width: area.width - 2, ..area };
        match &self.text {
            Some(reader) => reader.draw(canvas, inner),
            None => {
                canvas.put(area.x + 2, area.y + 1, 30, "正在读取..", canvas.look.plain());
            }
        }
    }

    fn waits(&self, _: Key, _: &Shared) -> bool {
        self.text.is_none()
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        match (key.code, &mut self.text) {
            (Code::Esc, _) => cx.back(),
            (_, Some(reader)) => reader.key(key),
            (_, None) => {}
        }
    }

    fn command(&mut self, command: crate::tui::keys::Command, cx: &mut Cx) {
        if command == crate::tui::keys::Command::Print {
            cx.open(ask_print(self.number.clone()));
        }
    }
}
