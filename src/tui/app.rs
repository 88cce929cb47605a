//! The desk as a value: a stack of screens, what they share, and what waits for the worker. Keys and
//! answers change it; drawing only reads it.

use std::collections::VecDeque;

use ratatui::layout::Rect;

use super::{
    canvas::Canvas,
    keys::{self, Code, Command, Key},
    look::Look,
    screen::{Cx, Effect, Job, Message, Reply, Screen, ScreenId},
    screens,
    shared::{Shared, Sign},
    terminal::input::Input,
};
use crate::terms;

/// What stands in the line of keys that work everywhere; the menu has the rest.
const BAR: [Command; 16] = [
    Command::Help,
    Command::Today,
    Command::Premises,
    Command::Inspect,
    Command::Hazards,
    Command::Calendar,
    Command::Notices,
    Command::Units,
    Command::Menu,
    Command::Quit,
    Command::Matters,
    Command::Documents,
    Command::Ledgers,
    Command::Review,
    Command::Settings,
    Command::Reports,
];

/// Below this a screen has no room.
pub const SMALLEST: (u16, u16) = (80, 24);

/// Rows that a screen has at least, however much there is to tell below it.
const LEAST_BODY: u16 = 12;

pub struct App {
    pub shared: Shared,
    stack: Vec<(ScreenId, Box<dyn Screen>)>,
    next_id: u64,
    effects: Vec<(ScreenId, Effect)>,
    jobs: Vec<Job>,
    /// Keys that wait for an answer.
    ahead: VecDeque<Input>,
    message: Option<Message>,
    /// What was to be said while the desk was locked.
    held: Option<Message>,
    redraw: bool,
    /// The end was asked for.
    leaving: bool,
    over: bool,
}

impl App {
    /// The desk with its first screen.
    pub fn new(look: Look, first: impl Screen) -> App {
        let mut app = App {
            shared: Shared::new(look),
            stack: Vec::new(),
            next_id: 0,
            effects: Vec::new(),
            jobs: Vec::new(),
            ahead: VecDeque::new(),
            message: None,
            held: None,
            redraw: false,
            leaving: false,
            over: false,
        };
        app.push(Box::new(first));
        app.settle();
        app
    }

    pub fn is_over(&self) -> bool {
        self.over
    }

    /// The end of the desk; what is typed is kept.
    pub fn stop(&mut self) {
        self.leave();
        self.settle();
        self.over = true;
    }

    /// Tells every screen that it goes.
    fn leave(&mut self) {
        let ids: Vec<ScreenId> = self.stack.iter().map(|(id, _)| *id).collect();
        for id in ids {
            self.deliver(id, |screen, cx| screen.leaving(cx));
        }
    }

    /// Whether the whole screen has to be painted anew, once.
    pub fn wants_redraw(&mut self) -> bool {
        std::mem::take(&mut self.redraw)
    }

    /// What the worker is to do; each gives a [`Reply`] for [`App::reply`].
    pub fn take_jobs(&mut self) -> Vec<Job> {
        std::mem::take(&mut self.jobs)
    }

    pub fn reply(&mut self, reply: Reply) {
        self.shared.waiting = self.shared.waiting.saturating_sub(1);
        reply(self);
        self.settle();
        self.catch_up();
    }

    /// Midnight has passed, or who acts has other posts: what stands on the screens is read again.
    pub fn signed(&mut self, sign: Sign) {
        let before = self.shared.office.take();
        let before = before.as_ref();
        let mut text = String::new();
        if before.is_none_or(|before| before.today != sign.today) {
            text = format!("过了零点，今天是{}。", terms::date(sign.today));
        }
        match before {
            Some(before) if before.actor != sign.actor => {
                let settings = keys::written(Command::Settings.keys()[0]);
                let left = &before.actor;
                text += &format!("{left}已经离岗，现在没有经办人，按 {settings} 另选。");
            }
            Some(before) if before.unit != sign.unit => {
                text += &format!("经办人的职责变了，现在看的是{}。", sign.unit);
            }
            _ => {}
        }
        if before.is_none_or(|before| before.unit != sign.unit) {
            self.shared.finder = None;
            self.shared.finder_asked = false;
        }
        self.shared.office = Some(sign);
        self.message = Some(Message { text, alarm: false });
        self.with_top(|screen, cx| screen.shown(cx));
    }

    pub fn alarm(&mut self, text: String) {
        self.tell(Message { text, alarm: true });
    }

    /// Says something, on a desk that is locked when it is open again.
    fn tell(&mut self, message: Message) {
        *(if self.is_locked() { &mut self.held } else { &mut self.message }) = Some(message);
    }

    pub fn is_locked(&self) -> bool {
        self.stack.last().is_some_and(|(_, top)| top.guards())
    }

    /// Whether what is typed now is a password.
    pub fn takes_secret(&self) -> bool {
        self.stack.last().is_some_and(|(_, top)| top.takes_secret())
    }

    /// How many minutes without a key lock the desk; `None` where nothing does, or it is locked.
    pub fn locks_after(&self) -> Option<u32> {
        self.shared.office.as_ref().filter(|_| !self.is_locked())?.lock_after
    }

    /// Covers the desk until somebody writes a password. What is typed and not kept yet is kept now; everything stays
    /// below as it is.
    pub fn lock(&mut self) {
        let Some(sign) = self.shared.office.as_ref().filter(|sign| sign.guarded) else {
            return self
                .alarm("还没有人设密码，锁不住。请先在“设置”的“密码”里给自己设一个。".into());
        };
        if self.is_locked() {
            return;
        }
        let cover = screens::door::Door::locked(&sign.actor);
        self.leave();
        self.settle();
        self.message = None;
        self.push(Box::new(cover));
        self.settle();
    }

    pub fn input(&mut self, input: Input) {
        match input {
            // A list may have more to tell, and what was pasted meanwhile finds its field.
            Input::Resize(columns, rows) => {
                self.shared.size = (columns, rows);
                let ids: Vec<ScreenId> = self.stack.iter().map(|(id, _)| *id).collect();
                for id in ids {
                    self.deliver(id, |screen, cx| screen.resized(cx));
                }
                self.settle();
            }
            // The way out is open whatever the office is at; what was typed before it is taken first, unless it is asked
            // for twice.
            Input::Key(key) if keys::command(key) == Some(Command::Quit) => {
                if std::mem::replace(&mut self.leaving, true) {
                    self.stop();
                } else if !self.ahead.is_empty() {
                    let text = "前面按的键还在办，办完就退出；再按一次 Ctrl+Q 马上退出。".into();
                    self.message = Some(Message { text, alarm: false });
                }
            }
            // Nobody presses a key for what cannot be seen; a pasted text is kept until it can.
            Input::Key(_) if self.is_too_small() => {}
            input => self.ahead.push_back(input),
        }
        self.catch_up();
    }

    fn is_too_small(&self) -> bool {
        let (columns, rows) = self.shared.size;
        columns < SMALLEST.0 || rows < SMALLEST.1
    }

    /// Takes the keys that need not wait any longer.
    fn catch_up(&mut self) {
        while let Some(input) = self.ahead.front() {
            if self.is_too_small() && !self.leaving {
                break;
            }
            let key = match input {
                Input::Key(key) => *key,
                Input::Paste(_) | Input::Resize(..) => Key::of(Code::Char(' ')),
            };
            let waits = self.stack.last().is_some_and(|(_, top)| top.waits(key, &self.shared));
            if waits && self.shared.waiting > 0 {
                return;
            }
            if let Some(input) = self.ahead.pop_front() {
                self.take(input);
            }
        }
        if self.leaving && !self.over {
            self.stop();
        }
    }

    fn take(&mut self, input: Input) {
        match input {
            Input::Key(key) => self.key(key),
            Input::Paste(text) => {
                self.message = None;
                self.with_top(|screen, cx| screen.paste(&text, cx));
            }
            Input::Resize(..) => {}
        }
        self.settle();
    }

    fn key(&mut self, key: Key) {
        self.message = None;
        if key.ctrl && key.code == Code::Char('c') {
            self.message = Some(Message {
                text: "要退出请按 Ctrl+Q；填了一半的会存为草稿。".into(),
                alarm: false,
            });
            return;
        }
        let Some(command) = keys::command(key) else {
            // What was pasted opens nothing and switches nothing.
            let ends = key.pasted && matches!(key.code, Code::Enter | Code::Tab);
            let kept = self.stack.last().is_some_and(|(_, top)| top.takes_lines());
            let key = if ends && !kept { Key { code: Code::Char(' '), ..key } } else { key };
            return self.with_top(|screen, cx| screen.key(key, cx));
        };
        let here = self.stack.last().is_some_and(|(_, top)| top.commands().contains(&command));
        if here {
            self.with_top(|screen, cx| screen.command(command, cx));
        } else {
            self.global(command);
        }
    }

    /// Runs a command as if its key had been pressed (palette, menu).
    fn global(&mut self, command: Command) {
        let open = self.shared.office.is_some();
        match command {
            Command::Quit => self.stop(),
            _ if self.is_locked() && command != Command::Redraw => {
                let text = "屏幕锁着：请写密码打开；不办了按 Ctrl+Q 退出，填过的都在。".into();
                self.message = Some(Message { text, alarm: true });
            }
            Command::Help => {
                let top = self.stack.last();
                let topic = top.map_or("desk", |(_, top)| top.topic());
                let field = top.and_then(|(_, top)| top.field());
                self.push(Box::new(screens::help::Help::about(topic, field, &self.shared)));
            }
            Command::Redraw => self.redraw = true,
            _ if !open => self.alarm("还没有打开办公室，请先完成这一步。".into()),
            Command::Palette => {
                let here = self.stack.last().map_or(&[] as &[Command], |(_, top)| top.commands());
                self.push(Box::new(screens::palette::Palette::new(here)));
            }
            Command::Menu => self.push(Box::new(screens::menu::main())),
            Command::Undo => self.push(Box::new(screens::undo::Undo)),
            Command::Lock => self.lock(),
            command => match screens::home(command) {
                Some(screen) => self.go_home(None, screen),
                None => self.alarm(format!("“{}”在这个画面不能用。", command.label())),
            },
        }
    }

    /// A command chosen from a list: the screen below the list takes it when it knows it.
    pub fn run(&mut self, command: Command) {
        let here = self.stack.last().is_some_and(|(_, top)| top.commands().contains(&command));
        if here {
            self.with_top(|screen, cx| screen.command(command, cx));
        } else {
            self.global(command);
        }
        self.settle();
    }

    /// Brings an answer to the screen that asked.
    pub fn deliver(&mut self, id: ScreenId, then: impl FnOnce(&mut dyn Screen, &mut Cx)) {
        let App { stack, shared, effects, .. } = self;
        if let Some((_, screen)) = stack.iter_mut().find(|(known, _)| *known == id) {
            then(&mut **screen, &mut Cx::new(shared, id, effects));
        }
    }

    /// Changes what all screens share; the one on top is told.
    pub fn share(&mut self, change: impl FnOnce(&mut Shared)) {
        change(&mut self.shared);
        self.with_top(|screen, cx| screen.updated(cx));
    }

    fn with_top(&mut self, deed: impl FnOnce(&mut dyn Screen, &mut Cx)) {
        if let Some((id, _)) = self.stack.last() {
            self.deliver(*id, deed);
        }
    }

    /// What opens while the desk is locked lies below the cover.
    fn push(&mut self, screen: Box<dyn Screen>) {
        self.next_id += 1;
        let id = ScreenId(self.next_id);
        let at = self.stack.len() - usize::from(self.is_locked());
        self.stack.insert(at, (id, screen));
        self.deliver(id, |screen, cx| screen.shown(cx));
    }

    /// The same for who goes home: only the cover itself, when it opens for somebody else, takes itself off.
    fn go_home(&mut self, by: Option<ScreenId>, screen: Box<dyn Screen>) {
        let cover = self.stack.pop_if(|(id, top)| top.guards() && Some(*id) != by);
        if cover.is_none() {
            // What was for who sat here before.
            self.held = None;
        }
        self.leave();
        self.stack.clear();
        self.push(screen);
        self.stack.extend(cover);
    }

    fn close(&mut self, id: ScreenId) {
        if self.stack.len() > 1 || self.stack.first().is_some_and(|(first, _)| *first != id) {
            let top = self.stack.last().is_some_and(|(top, _)| *top == id);
            self.stack.retain(|(known, _)| *known != id);
            if top {
                if !self.is_locked() {
                    self.message = self.held.take().or(self.message.take());
                }
                self.with_top(|screen, cx| screen.shown(cx));
            }
        }
    }

    /// Does what the screens said, until they have nothing more to say.
    fn settle(&mut self) {
        while !self.effects.is_empty() {
            for (id, effect) in std::mem::take(&mut self.effects) {
                match effect {
                    Effect::Open(screen) => self.push(screen),
                    Effect::Replace(screen) => {
                        self.stack.retain(|(known, _)| *known != id);
                        self.push(screen);
                    }
                    Effect::Home(screen) => self.go_home(Some(id), screen),
                    Effect::Back => self.close(id),
                    Effect::Close(other) => self.close(other),
                    Effect::Say(message) if self.is_top(id) => self.message = Some(message),
                    Effect::Say(message) => self.tell(message),
                    Effect::Job(job) => {
                        self.shared.waiting += 1;
                        self.jobs.push(job);
                    }
                    Effect::Share(change) => self.share(change),
                    Effect::To(other, what) => self.deliver(other, what),
                    Effect::Run(command) => self.run(command),
                    Effect::Quit => self.stop(),
                }
            }
        }
    }

    fn is_top(&self, id: ScreenId) -> bool {
        self.stack.last().is_some_and(|(top, _)| *top == id)
    }

    /// What the line over the keys says now.
    pub fn message_text(&self) -> Option<&str> {
        self.message.as_ref().map(|message| message.text.as_str())
    }

    /// The keys of the screen on top, a line each.
    pub fn keys_here(&self) -> String {
        let Some((_, top)) = self.stack.last() else { return String::new() };
        let look = self.shared.look;
        let hints = top.hints().iter();
        let hints = hints.map(|hint| format!("{}：{}\n", look.keys(hint.keys), hint.says));
        let here = top.commands();
        let everywhere = keys::EVERYWHERE.iter().filter(|command| !here.contains(command));
        let commands = here.iter().chain(everywhere);
        let commands = commands.map(|command| {
            let (key, label) = shown(*command);
            format!("{key}{label}：{}\n", command.says())
        });
        hints.chain(commands).collect()
    }

    /// Paints everything; the caret of the canvas stands in the focused field.
    pub fn draw(&self, canvas: &mut Canvas) {
        let area = canvas.area();
        if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
            let text = format!(
                "窗口太小：现在{}列{}行，请放大到{}列{}行以上。填过的都在，放大就回来；放大之前按键不起作用，只有 Ctrl+Q 退出。",
                area.width, area.height, SMALLEST.0, SMALLEST.1
            );
            for (y, line) in (area.y..area.bottom()).zip(canvas.look.wrap(&text, area.width)) {
                canvas.put(area.x, y, area.width, &line, canvas.look.strong());
            }
            canvas.set_caret(area.x, area.y);
            return;
        }
        let base = self.stack.iter().rposition(|(_, screen)| !screen.overlay()).unwrap_or(0);
        let message = self.message_lines(canvas);
        // What is told takes lines of its own: no window, field or row lies under it.
        let foot = 1 + message.len().max(1) as u16;
        let body = Rect { y: area.y + 1, height: area.height - 1 - foot, ..area };
        if let Some((_, screen)) = self.stack.get(base) {
            self.title(canvas, &screen.title(&self.shared));
        }
        let from = if canvas.look.plain { self.stack.len().saturating_sub(1) } else { base };
        for (_, screen) in self.stack.iter().skip(from) {
            canvas.within(body, |canvas| screen.draw(canvas, body, &self.shared));
        }
        self.keys(canvas, &message);
        if canvas.caret().is_none() {
            canvas.set_caret(area.x, area.bottom() - 1);
        }
    }

    fn title(&self, canvas: &mut Canvas, title: &str) {
        let area = canvas.area();
        let style = canvas.look.selected();
        let sign = self.shared.office.as_ref().filter(|_| !self.is_locked());
        let unit = sign.map_or("", |sign| sign.unit.as_str());
        let left = format!(" 安办 {unit}  {title} ");
        // The day gives way to a long title; the date and the person stay.
        let room = area.width.saturating_sub(canvas.look.width(&left) + 1);
        let line = sign.map_or("", |sign| {
            if canvas.look.width(&sign.line) <= room {
                sign.line.as_str()
            } else {
                sign.short.as_str()
            }
        });
        let right = canvas.look.width(line) + 1;
        canvas.cell(area.x, area.y, area.width - right, &left, style);
        canvas.cell_right(area.right() - right, area.y, right - 1, line, style);
        canvas.blank(area.right() - 1, area.y, 1, style);
    }

    /// The message, as many lines of it as leave the screens their room.
    fn message_lines(&self, canvas: &Canvas) -> Vec<String> {
        let Some(message) = &self.message else { return Vec::new() };
        let area = canvas.area();
        let mut lines = canvas.look.wrap(&one_line(&message.text), area.width - 2);
        lines.truncate(usize::from(area.height - 2 - LEAST_BODY));
        lines
    }

    /// At the foot what works everywhere (or a message), and what works here.
    fn keys(&self, canvas: &mut Canvas, told: &[String]) {
        let area = canvas.area();
        let (above, below) = (area.bottom() - 2, area.bottom() - 1);
        match &self.message {
            Some(message) => {
                let style = if message.alarm { canvas.look.alarm() } else { canvas.look.strong() };
                for (y, line) in (0..=above).rev().zip(told.iter().rev()) {
                    canvas.cell(area.x, y, area.width, &format!(" {line}"), style);
                }
            }
            None => {
                let bar_here: &[Command] = match self.shared.office {
                    Some(_) if self.is_locked() => &[Command::Quit],
                    Some(_) => &BAR,
                    None => &[Command::Help, Command::Quit],
                };
                let parts: Vec<_> = bar_here.iter().map(|command| shown(*command)).collect();
                bar(canvas, above, &parts, canvas.look.quiet());
            }
        }
        let Some((_, top)) = self.stack.last() else { return };
        let mut parts: Vec<_> =
            top.hints().iter().map(|hint| (canvas.look.keys(hint.keys), hint.says)).collect();
        let here = top.commands();
        // Where a pack is made, printing makes it too: it is told once.
        let twice = |command: Command| command == Command::Print && here.contains(&Command::Pack);
        parts.extend(here.iter().filter(|it| !twice(**it)).map(|command| shown(*command)));
        if !top.overlay() && !top.guards() && self.shared.office.is_some() {
            let further = [Command::Palette, Command::Undo];
            let further: Vec<_> =
                further.into_iter().filter(|it| !here.contains(it)).map(shown).collect();
            // Their room comes first, but on a screen that takes back in its own way: its keys are all it has.
            let room = if further.len() > 1 { area.width } else { u16::MAX };
            let width = |parts: &[(String, &str)]| -> u16 {
                let look = canvas.look;
                parts.iter().map(|(key, says)| look.width(key) + look.width(says) + 1).sum()
            };
            while !parts.is_empty() && width(&parts) + width(&further) > room {
                parts.pop();
            }
            parts.extend(further);
        }
        bar(canvas, below, &parts, canvas.look.plain());
    }
}

/// Its key and its name.
fn shown(command: Command) -> (String, &'static str) {
    let key = command.keys().first().map(|key| keys::written(*key)).unwrap_or_default();
    (key, command.label())
}

/// Keys, set off from what they do, side by side; what has no room is left out whole.
fn bar(canvas: &mut Canvas, y: u16, parts: &[(String, &str)], style: ratatui::style::Style) {
    let area = canvas.area();
    let mut x = area.x + 1;
    for (key, says) in parts {
        let width = canvas.look.width(key) + canvas.look.width(says);
        if x + width > area.right() {
            break;
        }
        let used = canvas.put(x, y, width, key, canvas.look.key());
        canvas.put(x + used, y, width - used, says, style);
        x += width + 1;
    }
}

/// Sentences and what they list, one after the other.
fn one_line(text: &str) -> String {
    text.replace("：\n", "：").replace('\n', "；")
}
