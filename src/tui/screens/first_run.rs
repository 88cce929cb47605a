//! The first time: the sample street, or the office of a street (five questions, then the roster) or of a district
//! (four, then the tree of its units).

use std::path::{self, Path};

use ratatui::layout::Rect;

use super::{
    ask::sentences,
    opening::opened,
    premises::{Premises, import},
    units::Units,
};
use crate::{
    domain::unit::Level,
    office::{
        self, Refusal,
        demo::demo,
        setup::{Begun, Branch, Plan},
    },
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
    /// Whose office the questions are about; `None` while one chooses.
    level: Option<Level>,
    /// What was typed for each, kept when Esc leads back to that choice.
    street: Form,
    district: Form,
    /// What is kept of it in the folder; `None` until it was looked for.
    kept: Option<Begun>,
    /// Somebody has left answers there before.
    offered: bool,
    busy: bool,
    refused: Vec<String>,
}

impl FirstRun {
    pub fn new(opening: &office::Opening) -> FirstRun {
        FirstRun {
            opening: opening.clone(),
            level: None,
            street: questions(Level::Street),
            district: questions(Level::District),
            kept: None,
            offered: false,
            busy: false,
            refused: Vec::new(),
        }
    }

    fn form(&self) -> Option<&Form> {
        Some(match self.level? {
            Level::District => &self.district,
            _ => &self.street,
        })
    }

    fn form_mut(&mut self) -> Option<&mut Form> {
        Some(match self.level? {
            Level::District => &mut self.district,
            _ => &mut self.street,
        })
    }

    /// Keeps what is answered, where it is not what was kept last.
    fn keep(&mut self, cx: &mut Cx) {
        let begun = Begun { street: self.street.values(), district: self.district.values() };
        if self.kept.as_ref() == Some(&begun) {
            return;
        }
        self.kept = Some(begun.clone());
        let opening = self.opening.clone();
        cx.ask_seat(
            move |_| begun.keep(&opening),
            |screen: &mut FirstRun, result: Result<(), Refusal>, _| {
                if let Err(refusal) = result {
                    screen.refused = sentences(&refusal);
                }
            },
        );
    }

    /// Lays out what was left, to be gone on with.
    fn offer(&mut self, left: Option<Begun>) {
        let usual = Begun { street: self.street.values(), district: self.district.values() };
        if let Some(left) = &left {
            for (form, answers) in
                [(&mut self.street, &left.street), (&mut self.district, &left.district)]
            {
                answers.iter().for_each(|(key, value)| form.set(key, value));
            }
        }
        self.offered = left.as_ref().is_some_and(|left| *left != usual);
        self.kept = Some(left.unwrap_or(usual));
    }

    /// Builds the office that was asked about; the sample where none was.
    fn set_up(&mut self, cx: &mut Cx) {
        if self.busy {
            return;
        }
        let (opening, level) = (self.opening.clone(), self.level);
        if let Some(form) = self.form_mut() {
            form.clear_faults();
            let asked = if level == Some(Level::District) { 3 } else { 4 };
            for key in ["city", "district", "street", "community"].into_iter().take(asked) {
                if form.get(key).is_empty() {
                    return form.fault(key, "这一项要写。");
                }
            }
        }
        let plan = self.form().zip(level).map(|(form, level)| plan(form, level));
        self.busy = true;
        cx.ask_seat(
            move |seat: &mut Seat| -> Result<Sign, Refusal> {
                let office = match plan {
                    Some(plan) => office::setup::init(&opening, &plan)?,
                    None => demo(&opening)?,
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
                        match level {
                            Some(Level::District) => {
                                cx.home(Units::default());
                                cx.say("办公室建好了。在这里登记各街道的社区、网格和人员。");
                            }
                            Some(_) => {
                                cx.home(Premises::new());
                                let named = names(screen.street.get("community"));
                                let several = named.len() > 1;
                                let places = named.into_iter().map(|name| (name.clone(), name));
                                cx.open(import::ask(places.collect(), several));
                                cx.say("办公室建好了。有名册就现在导入，没有按 Esc，以后再导。");
                            }
                            None => {}
                        }
                    }
                    Err(refusal) => screen.refused = sentences(&refusal),
                }
            },
        );
    }
}

/// Where a folder is, whatever the program was started from.
fn whole(folder: &Path) -> String {
    path::absolute(folder).unwrap_or_else(|_| folder.to_owned()).display().to_string()
}

fn questions(level: Level) -> Form {
    let regime = |usual| {
        choice(
            "regime",
            "监管制度",
            [("beifeng", "街道（北峰模式）"), ("yanta", "区级（雁塔模式）")],
            usual,
        )
    };
    let mut rows = vec![text("city", "市", ""), text("district", "区（县）", "")];
    match level {
        Level::District => rows.extend([text("street", "各街道（镇）", ""), regime("yanta")]),
        _ => rows.extend([
            text("street", "街道（镇）", ""),
            text("community", "社区（村）", ""),
            regime("beifeng"),
        ]),
    }
    Form::new(rows).explained(|label| manual::field("first", "", label))
}

/// The names that were typed in one row, each once.
pub(super) fn names(typed: &str) -> Vec<String> {
    let between = |c: char| c.is_whitespace() || "、,，;；".contains(c);
    let names = typed.split(between).map(str::trim);
    let mut once: Vec<String> = Vec::new();
    for name in names.filter(|name| !name.is_empty()) {
        if !once.iter().any(|known| known == name) {
            once.push(name.to_owned());
        }
    }
    once
}

fn plan(form: &Form, level: Level) -> Plan {
    let (city, district, regime) = (form.get("city"), form.get("district"), form.get("regime"));
    if level == Level::District {
        let streets = names(form.get("street")).into_iter().map(Branch::bare).collect();
        return Plan::of_district([city, district], streets, regime);
    }
    let communities = names(form.get("community"));
    let communities = communities.iter().map(String::as_str);
    Plan::of_street([city, district, form.get("street")], communities, regime)
}

impl Screen for FirstRun {
    fn topic(&self) -> &'static str {
        "first"
    }

    fn title(&self, _: &Shared) -> String {
        "第一次使用".into()
    }

    fn field(&self) -> Option<Explained> {
        Explained::of(self.form().and_then(Form::here))
    }

    fn hints(&self) -> &'static [Hint] {
        const CHOOSE: &[Hint] = &[
            hint("1", "建街道的办公室"),
            hint("2", "看示例"),
            hint("3", "建区的办公室"),
            hint("Esc", "退出"),
        ];
        const FILL: &[Hint] = &[hint("Enter", "下一项"), hint("Esc", "返回")];
        if self.level.is_some() { FILL } else { CHOOSE }
    }

    fn commands(&self) -> &'static [Command] {
        if self.level.is_some() { &[Command::Save, Command::Empty] } else { &[] }
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Shared) {
        let look = canvas.look;
        let mut y = area.y + 1;
        let inner = area.width - 6;
        let folder = self.opening.folder().map(|folder| whole(folder.path())).unwrap_or_default();
        let mut lines = vec!["欢迎使用安办。这台电脑上还没有办公室。".to_owned()];
        if self.level.is_none() {
            lines.extend([
                String::new(),
                "1  建自己的办公室（街道）：回答五个问题，再导入企业名册".to_owned(),
                "2  先看示例：一个虚构的街道，带一年的记录，随便试".to_owned(),
                "3  建区（县）的办公室：回答四个问题，再登记各街道的社区和人员".to_owned(),
                String::new(),
                format!("数据放在：{folder}"),
            ]);
            if self.offered {
                lines.push("上次填了一半的还在：选 1 或 3，接着填。".to_owned());
            }
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
        for line in self.refused.iter().flat_map(|line| look.wrap(line, inner)) {
            canvas.cell(area.x + 3, y, inner, &line, look.alarm());
            y += 1;
        }
        if let Some(form) = self.form() {
            form.draw(
                canvas,
                Rect { x: area.x + 3, y: y + 1, width: inner, height: area.bottom() - y - 1 },
            );
        }
    }

    /// Where nothing can be kept is said before anybody answers five questions.
    fn shown(&mut self, cx: &mut Cx) {
        let opening = self.opening.clone();
        cx.ask_seat(
            move |_| {
                opening.folder()?.can_be_made()?;
                Ok(Begun::left(&opening))
            },
            |screen: &mut FirstRun, result, _| match result {
                Ok(left) if screen.kept.is_none() => screen.offer(left),
                Ok(_) => {}
                Err(refusal) => screen.refused = sentences(&refusal),
            },
        );
    }

    fn waits(&self, _: Key, _: &Shared) -> bool {
        self.busy
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        match (self.form_mut(), key.code) {
            (Some(_), Code::Esc) => self.level = None,
            (Some(form), _) => {
                let did = form.key(key);
                self.keep(cx);
                if did == Did::Finished {
                    self.set_up(cx);
                }
            }
            (None, Code::Esc) => cx.quit(),
            (None, _) if key.pasted => {}
            (None, _) => match key.digit() {
                Some(1) => self.level = Some(Level::Street),
                Some(2) => self.set_up(cx),
                Some(3) => self.level = Some(Level::District),
                _ => {}
            },
        }
    }

    fn command(&mut self, command: Command, cx: &mut Cx) {
        match (command, self.form_mut()) {
            (Command::Save, Some(_)) => self.set_up(cx),
            (Command::Empty, Some(form)) => {
                form.empty();
                self.keep(cx);
            }
            _ => {}
        }
    }

    fn takes_lines(&self) -> bool {
        self.level.is_some()
    }

    fn paste(&mut self, text: &str, cx: &mut Cx) {
        if let Some(form) = self.form_mut() {
            form.paste(text);
            self.keep(cx);
        }
    }
}
