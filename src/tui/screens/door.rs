//! The door at the desk: who comes, and the password. It is the first window of an office that has passwords, the cover of a desk
//! that is locked, and what is asked when somebody else takes over. Nothing of it is kept.

use ratatui::layout::Rect;

use super::{
    opening::opened,
    password::recovery_code,
    people::{listed, offered},
};
use crate::{
    domain::password::Shut,
    office::{Refusal, door},
    tui::{
        canvas::Canvas,
        keys::{Code, Command, Key},
        manual,
        screen::{Cx, Explained, Hint, Screen, hint},
        seat::{Sat, Seat},
        shared::{Shared, Sign},
        widget::{
            field::Takes,
            form::{Did, Form, line, text},
        },
    },
};

/// Columns of the window.
const WIDTH: u16 = 74;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Before {
    /// Nothing is open yet.
    Office,
    /// The desk goes on below when the same person is back.
    LockedDesk,
    /// Another desk is left as it is until somebody else sits down.
    AnotherPerson,
}

pub struct Door {
    before: Before,
    /// Who is meant while the name stands as it was, and how they are called at the office where that is not by name.
    known: (String, Option<String>),
    form: Form,
    /// The recovery code was right, of this person: a new password is asked for.
    renews: Option<(Option<String>, String)>,
    names: Vec<String>,
    busy: bool,
}

fn asked(name: &str) -> Form {
    let rows = vec![text("who", "经办人", name), line("password", "密码", Takes::Secret, "")];
    let mut form = Form::new(rows).explained(|label| manual::field("door", "", label));
    if !name.is_empty() {
        form.key(Key::of(Code::Enter));
    }
    form
}

/// A new password, twice.
fn asked_anew() -> Form {
    let rows = vec![
        line("password", "新密码", Takes::Secret, ""),
        line("again", "再写一遍密码", Takes::Secret, ""),
    ];
    Form::new(rows).explained(|label| manual::field("door", "", label))
}

impl Door {
    fn new(before: Before, name: &str, person: Option<String>) -> Door {
        Door {
            before,
            known: (name.to_owned(), person),
            form: asked(name),
            renews: None,
            names: Vec::new(),
            busy: false,
        }
    }

    /// Before anything is open; whoever was meant is kept.
    pub fn first(shut: &Shut) -> Door {
        let mut door = Door::new(Before::Office, shut.name(), None);
        if !matches!(shut, Shut::Nameless | Shut::Asked { .. }) {
            door.form.problems = vec![Refusal::from(shut.clone()).to_string()];
        }
        door
    }

    /// Over the desk of somebody.
    pub fn locked(name: &str) -> Door {
        Door::new(Before::LockedDesk, name, None)
    }

    /// For somebody else, by name and as the office knows them.
    pub fn turning(name: &str, person: String) -> Door {
        Door::new(Before::AnotherPerson, name, Some(person))
    }

    /// Who is meant: `None` is who was meant before.
    fn person(&self) -> Result<Option<String>, String> {
        let typed = self.form.get("who");
        let (name, person) = &self.known;
        if typed.is_empty() {
            return Err("请写经办人的姓名。".to_owned());
        }
        if typed == name {
            return Ok(person.clone());
        }
        // Of two people of one name each has a number.
        let number = typed.len() >= 8 && typed.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
        if number || self.names.is_empty() {
            return Ok(Some(typed.to_owned()));
        }
        listed(&self.names, typed).map(|name| {
            let same = name == self.known.0;
            if same { person.clone() } else { Some(name) }
        })
    }

    fn finish(&mut self, cx: &mut Cx) {
        if self.busy {
            return;
        }
        self.form.clear_faults();
        if self.renews.is_some() {
            return self.renew(cx);
        }
        let person = match self.person() {
            Ok(person) => person,
            Err(why) => return self.form.fault("who", why),
        };
        let typed = self.form.get("password").to_owned();
        if typed.is_empty() {
            return self.form.fault("password", "请写密码。");
        }
        self.busy = true;
        let (meant, code) = (person.clone(), typed.clone());
        cx.ask_seat(
            move |seat: &mut Seat| seat.sit(meant, &typed),
            move |door: &mut Door, result, cx| {
                door.busy = false;
                match result {
                    Ok(Sat::Down(sign)) => door.open(sign, cx),
                    Ok(Sat::Recovers) => {
                        door.renews = Some((person, code));
                        door.form = asked_anew();
                    }
                    Err(refusal) => door.refuse(&refusal),
                }
            },
        );
    }

    /// Sets the password that takes the place of the forgotten one.
    fn renew(&mut self, cx: &mut Cx) {
        let Some((person, code)) = self.renews.clone() else { return };
        let new = self.form.get("password").to_owned();
        if self.form.get("again") != new {
            return self.form.fault("again", "两遍密码不一样，请再写一遍。");
        }
        self.busy = true;
        cx.ask_seat(
            move |seat: &mut Seat| seat.renew(person, &code, &new),
            |door: &mut Door, result, cx| {
                door.busy = false;
                match result {
                    Ok((sign, next)) => {
                        door.open(sign, cx);
                        cx.open(recovery_code(&next));
                    }
                    Err(refusal) => door.refuse(&refusal),
                }
            },
        );
    }

    /// The name stays, what was wrong goes.
    fn refuse(&mut self, refusal: &Refusal) {
        self.form.set("password", "");
        self.form.set("again", "");
        match refusal {
            Refusal::Shut(_) | Refusal::Asked(_) => {
                self.form.fault("password", refusal.to_string());
            }
            _ => self.form.problems = vec![refusal.to_string()],
        }
    }

    /// The same person goes on where the desk was locked; for anybody else it begins anew.
    fn open(&self, sign: Sign, cx: &mut Cx) {
        let same = cx.shared.office.as_ref().is_some_and(|before| before.is_of(&sign));
        if self.before == Before::LockedDesk && same {
            cx.share(|shared| shared.office = Some(sign));
            return cx.back();
        }
        cx.share(|shared| {
            shared.finder = None;
            shared.finder_asked = false;
        });
        opened(sign, cx);
    }

    fn intro(&self) -> &'static str {
        match (self.before, self.renews.is_some()) {
            (_, true) => "恢复码对。请设新密码，写两遍；设好以后给出新的恢复码。",
            (Before::Office, _) => "这个办公室设了密码。请写经办人和密码。",
            (Before::LockedDesk, _) => {
                "屏幕锁着，办了一半的都在。请写密码打开；换别人办理的，写那个人的姓名和密码。"
            }
            (Before::AnotherPerson, _) => "换一个人办理，请写那个人的密码。",
        }
    }
}

impl Screen for Door {
    fn topic(&self) -> &'static str {
        "door"
    }

    fn field(&self) -> Option<Explained> {
        Explained::of(self.form.here())
    }

    fn title(&self, _: &Shared) -> String {
        match self.before {
            Before::Office => "登录".into(),
            Before::LockedDesk => "锁屏".into(),
            Before::AnotherPerson => "换人办理".into(),
        }
    }

    fn hints(&self) -> &'static [Hint] {
        const HINTS: &[Hint] = &[hint("Enter", "下一项、打开"), hint("↑↓", "上下项")];
        const BACK: &[Hint] =
            &[hint("Enter", "下一项、打开"), hint("↑↓", "上下项"), hint("Esc", "不换了")];
        if self.before == Before::AnotherPerson { BACK } else { HINTS }
    }

    fn commands(&self) -> &'static [Command] {
        &[Command::Save, Command::Empty]
    }

    fn guards(&self) -> bool {
        self.before == Before::LockedDesk
    }

    fn takes_secret(&self) -> bool {
        self.form.is_secret()
    }

    fn shown(&mut self, cx: &mut Cx) {
        cx.ask_seat(
            |seat: &mut Seat| door::names(&seat.opening),
            |door: &mut Door, result, _| {
                // Nothing hangs on it: a name can be written out.
                let names = result.unwrap_or_default();
                door.form.tell("who", &offered(&names));
                door.names = names;
            },
        );
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Shared) {
        let look = canvas.look;
        let width = WIDTH.min(area.width);
        let x = area.x + (area.width - width) / 2;
        let mut y = area.y + (area.height / 5).max(1);
        for line in look.wrap(self.intro(), width) {
            canvas.cell(x, y, width, &line, look.strong());
            y += 1;
        }
        y += 1;
        self.form.draw(canvas, Rect { x, y, width, height: area.bottom().saturating_sub(y) });
        if self.busy {
            canvas.put(x, area.bottom() - 1, width, "正在核对..", look.strong());
        }
    }

    fn waits(&self, _: Key, _: &Shared) -> bool {
        self.busy
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        match key.code {
            Code::Esc if self.before == Before::AnotherPerson => cx.back(),
            Code::Esc => cx.say("还没有打开：请写经办人和密码；不办了按 Ctrl+Q 退出。"),
            _ => {
                if self.form.key(key) == Did::Finished {
                    self.finish(cx);
                }
            }
        }
    }

    fn command(&mut self, command: Command, cx: &mut Cx) {
        match command {
            Command::Save => self.finish(cx),
            Command::Empty => drop(self.form.empty()),
            _ => {}
        }
    }

    fn takes_lines(&self) -> bool {
        true
    }

    fn paste(&mut self, text: &str, _: &mut Cx) {
        self.form.paste(text);
    }
}
