//! What a screen is: it keeps its own state, answers keys, and paints itself from that state alone. What
//! it wants done it says to its [`Cx`]; the office is reached by asking, never by waiting.

use std::any::Any;

use ratatui::layout::Rect;

use super::{
    app::App,
    canvas::Canvas,
    keys::{Command, Key},
    said::on_desk,
    seat::Seat,
    shared::Shared,
};
use crate::office::{Office, Refusal};

/// Something the worker does with the office.
pub type Job = Box<dyn FnOnce(&mut Seat) -> Reply + Send>;
/// What came of it, brought back to the desk.
pub type Reply = Box<dyn FnOnce(&mut App) + Send>;

/// One name for a screen of the stack, so that an answer finds it again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScreenId(pub u64);

/// A key of the bottom line that is no command: `↑↓选择`.
pub struct Hint {
    pub keys: &'static str,
    pub says: &'static str,
}

pub const fn hint(keys: &'static str, says: &'static str) -> Hint {
    Hint { keys, says }
}

/// What F1 tells of the field that has the focus.
pub struct Explained {
    pub label: String,
    pub help: String,
}

impl Explained {
    pub fn of(here: Option<(&str, &str)>) -> Option<Explained> {
        here.map(|(label, help)| Explained { label: label.to_owned(), help: help.to_owned() })
    }
}

pub trait Screen: Any + Send {
    /// The section of the manual that tells about it.
    fn topic(&self) -> &'static str;

    /// The field that is being filled in.
    fn field(&self) -> Option<Explained> {
        None
    }

    /// What stands in the top line.
    fn title(&self, shared: &Shared) -> String;

    /// The keys of the bottom line that are no commands.
    fn hints(&self) -> &'static [Hint] {
        &[]
    }

    /// The commands that work here besides those that work everywhere.
    fn commands(&self) -> &'static [Command] {
        &[]
    }

    /// It covers a desk that is locked: nothing else is shown, and no command of the desk is done.
    fn guards(&self) -> bool {
        false
    }

    /// What is typed now is a password, which no line on paper or glass repeats.
    fn takes_secret(&self) -> bool {
        false
    }

    /// A popup is painted over the screen below it.
    fn overlay(&self) -> bool {
        false
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, shared: &Shared);

    /// On opening and whenever it comes back on top: ask for what is shown.
    fn shown(&mut self, cx: &mut Cx) {
        let _ = cx;
    }

    /// Whether a key has to wait, since what it acts on is still being read or saved. It is taken as soon
    /// as the answer is there, by whatever screen is on top then: one may type ahead.
    fn waits(&self, key: Key, shared: &Shared) -> bool {
        let _ = (key, shared);
        false
    }

    /// The screen goes without having been asked: another one is called, or the desk is closed. What is typed and not
    /// kept yet is kept now.
    fn leaving(&mut self, cx: &mut Cx) {
        let _ = cx;
    }

    /// What all screens share has changed while this one is on top.
    fn updated(&mut self, cx: &mut Cx) {
        let _ = cx;
    }

    /// The window has another size, whatever lies on top.
    fn resized(&mut self, cx: &mut Cx) {
        let _ = cx;
    }

    /// Whether a line end or a tab within a pasted text means something here: it leads to the next field.
    fn takes_lines(&self) -> bool {
        false
    }

    /// A key that is no command of the desk.
    fn key(&mut self, key: Key, cx: &mut Cx);

    /// One of [`Screen::commands`].
    fn command(&mut self, command: Command, cx: &mut Cx) {
        let _ = (command, cx);
    }

    /// A pasted text, whole.
    fn paste(&mut self, text: &str, cx: &mut Cx) {
        for c in text.chars() {
            let code = super::keys::Code::Char(if c.is_control() { ' ' } else { c });
            self.key(Key { pasted: true, ..Key::of(code) }, cx);
        }
    }
}

/// What the desk does once, later.
pub type Later = Box<dyn FnOnce(&mut Cx) + Send>;

/// What another screen is told once, later.
pub type Told = Box<dyn FnOnce(&mut dyn Screen, &mut Cx) + Send>;

/// What a screen wants done.
pub enum Effect {
    Open(Box<dyn Screen>),
    /// In place of the one that says it.
    Replace(Box<dyn Screen>),
    /// Everything is closed before.
    Home(Box<dyn Screen>),
    Back,
    Say(Message),
    Job(Job),
    Share(Box<dyn FnOnce(&mut Shared) + Send>),
    /// Closes a screen, wherever it is in the stack.
    Close(ScreenId),
    /// Something for another screen of the stack.
    To(ScreenId, Told),
    /// A command, as if its key had been pressed after what was said before.
    Run(Command),
    Quit,
}

/// A line over the keys: what was done, or what is wrong and what to do.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    pub text: String,
    pub alarm: bool,
}

/// Where a screen says what it wants.
pub struct Cx<'a> {
    pub shared: &'a Shared,
    id: ScreenId,
    effects: &'a mut Vec<(ScreenId, Effect)>,
}

impl<'a> Cx<'a> {
    pub fn new(
        shared: &'a Shared,
        id: ScreenId,
        effects: &'a mut Vec<(ScreenId, Effect)>,
    ) -> Cx<'a> {
        Cx { shared, id, effects }
    }

    fn push(&mut self, effect: Effect) {
        self.effects.push((self.id, effect));
    }

    pub fn open(&mut self, screen: impl Screen) {
        self.push(Effect::Open(Box::new(screen)));
    }

    pub fn replace(&mut self, screen: impl Screen) {
        self.push(Effect::Replace(Box::new(screen)));
    }

    pub fn replace_boxed(&mut self, screen: Box<dyn Screen>) {
        self.push(Effect::Replace(screen));
    }

    pub fn home(&mut self, screen: impl Screen) {
        self.push(Effect::Home(Box::new(screen)));
    }

    pub fn open_boxed(&mut self, screen: Box<dyn Screen>) {
        self.push(Effect::Open(screen));
    }

    /// Closes the screen that says it.
    pub fn back(&mut self) {
        self.push(Effect::Back);
    }

    pub fn run(&mut self, command: Command) {
        self.push(Effect::Run(command));
    }

    /// Closes another screen.
    pub fn close(&mut self, screen: ScreenId) {
        self.push(Effect::Close(screen));
    }

    pub fn quit(&mut self) {
        self.push(Effect::Quit);
    }

    pub fn say(&mut self, text: impl Into<String>) {
        self.push(Effect::Say(Message { text: text.into(), alarm: false }));
    }

    pub fn alarm(&mut self, text: impl Into<String>) {
        self.push(Effect::Say(Message { text: text.into(), alarm: true }));
    }

    /// The name under which other screens reach this one.
    pub fn id(&self) -> ScreenId {
        self.id
    }

    /// Tells another screen something, once it is on top again.
    pub fn send<S: Screen>(
        &mut self,
        to: ScreenId,
        what: impl FnOnce(&mut S, &mut Cx) + Send + 'static,
    ) {
        self.push(Effect::To(
            to,
            Box::new(move |screen, cx| {
                if let Some(screen) = (screen as &mut dyn Any).downcast_mut::<S>() {
                    what(screen, cx);
                }
            }),
        ));
    }

    pub fn share(&mut self, change: impl FnOnce(&mut Shared) + Send + 'static) {
        self.push(Effect::Share(Box::new(change)));
    }

    /// Asks the office; the answer comes back to this screen, if it is still there.
    pub fn ask<S: Screen, T: Send + 'static>(
        &mut self,
        job: impl FnOnce(&mut Office) -> Result<T, Refusal> + Send + 'static,
        then: impl FnOnce(&mut S, Result<T, Refusal>, &mut Cx) + Send + 'static,
    ) {
        self.ask_seat(move |seat| seat.office().and_then(job), then);
    }

    /// The same, of the seat: before there is an office, or to open another.
    pub fn ask_seat<S: Screen, T: Send + 'static>(
        &mut self,
        job: impl FnOnce(&mut Seat) -> Result<T, Refusal> + Send + 'static,
        then: impl FnOnce(&mut S, Result<T, Refusal>, &mut Cx) + Send + 'static,
    ) {
        let id = self.id;
        self.push(Effect::Job(Box::new(move |seat| {
            let result = job(seat).map_err(on_desk);
            Box::new(move |app| {
                app.deliver(id, move |screen, cx| {
                    if let Some(screen) = (screen as &mut dyn Any).downcast_mut::<S>() {
                        then(screen, result, cx);
                    }
                });
            })
        })));
    }

    /// Asks the office for something that all screens share; it counts whatever screen is open by then.
    pub fn load<T: Send + 'static>(
        &mut self,
        job: impl FnOnce(&mut Office) -> Result<T, Refusal> + Send + 'static,
        then: impl FnOnce(&mut Shared, Result<T, Refusal>) + Send + 'static,
    ) {
        self.push(Effect::Job(Box::new(move |seat| {
            let result = seat.office().and_then(job).map_err(on_desk);
            Box::new(move |app| app.share(move |shared| then(shared, result)))
        })));
    }

    /// Tells the office something that no answer is needed for; a refusal is shown.
    pub fn tell(&mut self, job: impl FnOnce(&mut Office) -> Result<(), Refusal> + Send + 'static) {
        self.push(Effect::Job(Box::new(move |seat| {
            let result = seat.office().and_then(job).map_err(on_desk);
            Box::new(move |app| {
                if let Err(refusal) = result {
                    app.alarm(refusal.to_string());
                }
            })
        })));
    }
}
