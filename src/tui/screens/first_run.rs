//! The first time: the sample street, or five questions and then the roster.

use ratatui::layout::Rect;

use super::{
    ask::sentences,
    opening::opened,
    premises::{Premises, import},
};
use crate::{
    office::{self, Refusal, demo::demo, setup::Plan},
    tui::{
        canvas::Canvas,
        keys::{Code, Command, Key},
        manual,
        screen::{Cx, Explained, Hint, Screen, hint},
        seat::Seat,
        shared::{Shared, Sign},
        widget::form::{Did, Form, choice, text},
    },
};

pub struct FirstRun {
    opening: office::Opening,
    /// `None` while one chooses between the sample and an office of one's own.
    form: Option<Form>,
    /// What was typed before Esc led back to that choice.
    left: Option<Form>,
    busy: bool,
    refused: Vec<String>,
}

impl FirstRun {
    pub fn new(opening: &office::Opening) -> FirstRun {
        FirstRun {
            opening: opening.clone(),
            form: None,
            left: None,
            busy: false,
            refused: Vec::new(),
        }
    }

    fn set_up(&mut self, sample: bool, cx: &mut Cx) {
        if self.busy {
            return;
        }
        let opening = self.opening.clone();
        let plan = self.form.as_ref().map(plan);
        if let (Some(form), false) = (&mut self.form, sample) {
            form.clear_faults();
            for key in ["city", "district", "street", "community"] {
                if form.get(key).is_empty() {
                    return form.fault(key, "这一项要写。");
                }
            }
        }
        self.busy = true;
        cx.ask_seat(
            move |seat: &mut Seat| -> Result<Sign, Refusal> {
                let office = match plan {
                    Some(plan) if !sample => office::setup::init(&opening, &plan)?,
                    _ => demo(&opening)?,
                };
                let sign = Sign::of(&office);
                seat.take(office);
                Ok(sign)
            },
            move |screen: &mut FirstRun, result, cx| {
                screen.busy = false;
                match result {
                    Ok(sign) => {
                        opened(sign, cx);
                        if !sample {
                            cx.home(Premises::new());
                            let named = screen.form.as_ref().map(communities).unwrap_or_default();
                            let several = named.len() > 1;
                            let places = named.into_iter().map(|name| (name.clone(), name));
                            cx.open(import::ask(places.collect(), several));
                            cx.say("办公室建好了。有名册就现在导入，没有按 Esc，以后再导。");
                        }
                    }
                    Err(refusal) => screen.refused = sentences(&refusal),
                }
            },
        );
    }
}

fn questions() -> Form {
    Form::new(vec![
        text("city", "市", ""),
        text("district", "区（县）", ""),
        text("street", "街道（镇）", ""),
        text("community", "社区（村）", ""),
        choice(
            "regime",
            "监管制度",
            [("beifeng", "街道（北峰模式）"), ("yanta", "区级（雁塔模式）")],
            "beifeng",
        ),
    ])
    .explained(|label| manual::field("first", "", label))
}

/// The communities that were typed, each once.
fn communities(form: &Form) -> Vec<String> {
    let names = form.get("community").split(['、', ',', '，']).map(str::trim);
    let mut once: Vec<String> = Vec::new();
    for name in names.filter(|name| !name.is_empty()) {
        if !once.iter().any(|known| known == name) {
            once.push(name.to_owned());
        }
    }
    once
}

fn plan(form: &Form) -> Plan {
    Plan {
        city: form.get("city").to_owned(),
        district: form.get("district").to_owned(),
        street: form.get("street").to_owned(),
        communities: communities(form),
        regime: form.get("regime").to_owned(),
    }
}

impl Screen for FirstRun {
    fn topic(&self) -> &'static str {
        "first"
    }

    fn title(&self, _: &Shared) -> String {
        "第一次使用".into()
    }

    fn field(&self) -> Option<Explained> {
        Explained::of(self.form.as_ref().and_then(Form::here))
    }

    fn hints(&self) -> &'static [Hint] {
        const CHOOSE: &[Hint] = &[hint("1", "建办公室"), hint("2", "看示例"), hint("Esc", "退出")];
        const FILL: &[Hint] = &[hint("Enter", "下一项"), hint("Esc", "返回")];
        if self.form.is_some() { FILL } else { CHOOSE }
    }

    fn commands(&self) -> &'static [Command] {
        if self.form.is_some() { &[Command::Save, Command::Empty] } else { &[] }
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Shared) {
        let look = canvas.look;
        let mut y = area.y + 1;
        let inner = area.width - 6;
        let folder = self
            .opening
            .folder()
            .map(|folder| folder.path().display().to_string())
            .unwrap_or_default();
        let mut lines = vec!["欢迎使用安办。这台电脑上还没有办公室。".to_owned()];
        if self.form.is_none() {
            lines.extend([
                String::new(),
                "1  建自己的办公室：回答五个问题，再导入企业名册".to_owned(),
                "2  先看示例：一个虚构的街道，带一年的记录，随便试".to_owned(),
                String::new(),
                format!("数据放在：{folder}"),
            ]);
        }
        if self.busy {
            lines.push("正在建立..".to_owned());
        }
        let wrapped = |line: &String| match line.is_empty() {
            true => vec![String::new()],
            false => look.wrap(line, inner),
        };
        for line in lines.iter().flat_map(wrapped) {
            canvas.cell(area.x + 3, y, inner, &line, look.plain());
            y += 1;
        }
        for line in &self.refused {
            canvas.cell(area.x + 3, y, inner, line, look.alarm());
            y += 1;
        }
        if let Some(form) = &self.form {
            form.draw(
                canvas,
                Rect { x: area.x + 3, y: y + 1, width: inner, height: area.bottom() - y - 1 },
            );
        }
    }

    fn waits(&self, _: Key, _: &Shared) -> bool {
        self.busy
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        match (&mut self.form, key.code) {
            (Some(_), Code::Esc) => self.left = self.form.take(),
            (Some(form), _) => {
                if form.key(key) == Did::Finished {
                    self.set_up(false, cx);
                }
            }
            (None, Code::Esc) => cx.quit(),
            (None, _) if key.pasted => {}
            (None, _) => match key.digit() {
                Some(1) => self.form = Some(self.left.take().unwrap_or_else(questions)),
                Some(2) => self.set_up(true, cx),
                _ => {}
            },
        }
    }

    fn command(&mut self, command: Command, cx: &mut Cx) {
        match (command, &mut self.form) {
            (Command::Save, _) => self.set_up(false, cx),
            (Command::Empty, Some(form)) => {
                form.empty();
            }
            _ => {}
        }
    }

    fn takes_lines(&self) -> bool {
        self.form.is_some()
    }

    fn paste(&mut self, text: &str, _: &mut Cx) {
        if let Some(form) = &mut self.form {
            form.paste(text);
        }
    }
}
