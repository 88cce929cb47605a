//! A form in a window over the screen: what an action still has to be told. The office is asked when it is
//! complete; what it says no to stands over the fields, and nothing typed is lost.

use std::{borrow::Cow, collections::BTreeMap, fmt::Display, sync::Arc};

use ratatui::layout::Rect;

use crate::{
    office::{Office, Refusal, drafts::Draft},
    tui::{
        canvas::Canvas,
        keys::{Code, Command, Key, written},
        manual,
        screen::{Cx, Explained, Hint, Later, Screen, hint},
        screens::{
            asked,
            choose::{Choose, choice},
            criteria::{Aside, Clauses, Of},
            kept::{Clash, Kept},
            people,
            window::Window,
        },
        shared::Shared,
        widget::form::{Did, Form},
    },
};

/// Unfinished windows are kept under this word and their subject.
pub const DRAFT: &str = "form";

/// What is done with the office once the form is complete.
pub type Deed = Box<dyn FnOnce(&mut Office) -> Result<Done, Refusal> + Send>;

/// What came of it.
pub struct Done {
    pub say: String,
    /// The screen that follows.
    pub next: Option<Box<dyn Screen>>,
    /// What else changes on the desk, before the next screen opens.
    pub then: Option<Later>,
}

impl Done {
    pub fn said(say: impl Into<String>) -> Done {
        Done { say: say.into(), next: None, then: None }
    }

    pub fn next(mut self, screen: impl Screen) -> Done {
        self.next = Some(Box::new(screen));
        self
    }

    pub fn then(mut self, then: impl FnOnce(&mut Cx) + Send + 'static) -> Done {
        self.then = Some(Box::new(then));
        self
    }
}

/// A field that keeps the form from being complete, and why.
pub struct Fault {
    pub field: Cow<'static, str>,
    pub why: String,
    /// Further fields, each with what is wrong there.
    pub more: Vec<(String, String)>,
}

pub fn fault<T>(field: impl Into<Cow<'static, str>>, why: impl Into<String>) -> Result<T, Fault> {
    Err(Fault { field: field.into(), why: why.into(), more: Vec::new() })
}

/// Everything that is wrong at once, in the order of the fields; nothing wrong is no fault.
pub fn faults(wrong: Vec<(String, String)>) -> Result<(), Fault> {
    let mut wrong = wrong.into_iter();
    let Some((field, why)) = wrong.next() else { return Ok(()) };
    Err(Fault { field: field.into(), why, more: wrong.collect() })
}

/// Fields as they are read, one after the other, with what is wrong of each.
#[derive(Default)]
pub struct Wrong(Vec<(String, String)>);

impl Wrong {
    /// What a field says; nothing where it is wrong.
    pub fn read<T>(&mut self, field: &str, read: Result<T, String>) -> Option<T> {
        read.map_err(|why| self.0.push((field.to_owned(), why))).ok()
    }

    /// What a field says, and why it may not be empty.
    pub fn written(&mut self, form: &Form, field: &str, why: &str) -> Option<String> {
        let typed = form.get(field).to_owned();
        self.read(field, if typed.is_empty() { Err(why.to_owned()) } else { Ok(typed) })
    }

    /// All of it, in the order in which it was read.
    pub fn all(self) -> Vec<(String, String)> {
        self.0
    }

    /// All of it at once, in place of what a form leads to.
    pub fn told(self) -> Result<Then, Fault> {
        faults(self.0).and_then(|()| here(|_| ()))
    }
}

/// What a complete form leads to.
pub enum Then {
    /// The office is asked; the form stays until it has said yes.
    Office(Deed),
    /// Something of the screens alone.
    Here(Later),
}

impl From<Deed> for Then {
    fn from(deed: Deed) -> Then {
        Then::Office(deed)
    }
}

/// A deed of the office, in a form's answer.
pub fn office(
    deed: impl FnOnce(&mut Office) -> Result<Done, Refusal> + Send + 'static,
) -> Result<Then, Fault> {
    Ok(Then::Office(Box::new(deed)))
}

/// Something of the screens alone, in a form's answer.
pub fn here(deed: impl FnOnce(&mut Cx) + Send + 'static) -> Result<Then, Fault> {
    Ok(Then::Here(Box::new(deed)))
}

type Submit = Box<dyn Fn(&Form) -> Result<Then, Fault> + Send>;

/// A window of which has not been said yet whether it keeps what is typed: it cannot be opened before that.
#[must_use]
pub struct Unnamed(Ask);

impl Unnamed {
    /// Keeps what is typed until it is done: it stands among the drafts of 今日, and the next window of this kind about
    /// the same goes on with it. `about` is what [`super::resume`] reads to open it again.
    pub fn kept(self, window: Window, about: impl Display, label: impl Into<String>) -> Ask {
        let subject = window.subject(&about.to_string());
        Ask { subject, label: label.into(), looking: true, ..self.0 }
    }

    /// Keeps nothing: it narrows a list, says where a file goes, or asks for a yes alone.
    pub fn passing(self) -> Ask {
        self.0
    }
}

pub struct Ask {
    topic: &'static str,
    title: String,
    /// What it is about, over the fields.
    intro: Vec<String>,
    form: Form,
    submit: Submit,
    /// The office is at it.
    busy: bool,
    /// Only the chord does it, no Enter.
    careful: bool,
    /// Under which what is typed is kept until it is done; empty for a window that keeps nothing.
    subject: String,
    /// How it is called among the drafts.
    label: String,
    /// What was left unfinished has not been looked for yet.
    looking: bool,
    /// The values that the window opened with, and those that are kept.
    opened_with: BTreeMap<String, String>,
    kept: BTreeMap<String, String>,
    /// The office is keeping what was typed; what is typed meanwhile is kept after it.
    keeping: bool,
    /// Clauses of the standards that are told beside the fields.
    aside: Option<Aside>,
    /// Fields for a person, below which those of the staff list are offered.
    people: &'static [&'static str],
    /// Where it tells all that is wrong in one menu: leads to what lies outside of the window.
    elsewhere: Option<Elsewhere>,
}

/// Goes to a field that the window has not, with what is wrong there.
type Elsewhere = Arc<dyn Fn(&str, &str, &mut Cx) + Send + Sync>;

impl Ask {
    #[expect(clippy::new_ret_no_self, reason = "it is no window before it has said what it keeps")]
    pub fn new(
        topic: &'static str,
        title: impl Into<String>,
        intro: Vec<String>,
        form: Form,
        submit: impl Fn(&Form) -> Result<Then, Fault> + Send + 'static,
    ) -> Unnamed {
        let title = title.into();
        let form = form.explained(|label| manual::field(topic, &title, label));
        Unnamed(Ask {
            topic,
            subject: String::new(),
            label: String::new(),
            looking: false,
            title,
            intro,
            opened_with: form.values(),
            kept: form.values(),
            form,
            submit: Box::new(submit),
            busy: false,
            careful: false,
            keeping: false,
            aside: None,
            people: &[],
            elsewhere: None,
        })
    }

    /// Offers the people of the staff list below these fields.
    pub fn people(self, fields: &'static [&'static str]) -> Ask {
        Ask { people: fields, ..self }
    }

    /// Tells all that is wrong in one menu, each line of which leads to its field; `elsewhere` leads to what this window
    /// has no field for.
    pub fn listed(self, elsewhere: impl Fn(&str, &str, &mut Cx) + Send + Sync + 'static) -> Ask {
        Ask { elsewhere: Some(Arc::new(elsewhere)), ..self }
    }

    /// Tells of the clauses that its words point to while it is filled in.
    pub fn beside(self, aside: Aside) -> Ask {
        Ask { aside: Some(aside), ..self }
    }

    /// With a field that says something already.
    pub fn with(mut self, field: &str, value: &str) -> Ask {
        self.form.set(field, value);
        self
    }

    /// Looks the words up again when they have changed.
    fn look_up(&mut self, cx: &mut Cx) {
        let Some(aside) = &mut self.aside else { return };
        let Some(text) = aside.ask(&self.form) else { return };
        let Of { premises, on } = aside.of();
        cx.ask(
            move |office| office.criteria(premises, &text, on),
            |ask: &mut Ask, result, _| {
                // Nothing hangs on it: what cannot be looked up is not told.
                if let (Some(aside), Ok(found)) = (&mut ask.aside, result) {
                    aside.answered(&found);
                }
            },
        );
    }

    /// Asks once who is on the staff list.
    fn offer(&mut self, cx: &mut Cx) {
        let fields = std::mem::take(&mut self.people);
        if fields.is_empty() {
            return;
        }
        cx.ask(people::names, move |ask: &mut Ask, result, _| {
            // Nothing hangs on it: a name can be written without.
            let told = result.map(|names| people::offered(&names)).unwrap_or_default();
            fields.iter().for_each(|field| ask.form.tell(field, &told));
        });
    }

    /// Opens the clauses; the one that is chosen becomes the basis.
    fn open_clauses(&self, cx: &mut Cx) {
        let Some(aside) = &self.aside else { return };
        let (id, into) = (cx.id(), aside.into());
        cx.open(Clauses::new(aside.of(), aside.text(&self.form), move |clause, cx| {
            let basis = clause.basis.clone();
            cx.send(id, move |ask: &mut Ask, cx| {
                ask.form.set(into, &basis);
                ask.keep(cx);
            });
        }));
    }

    /// It destroys something: an Enter at its end does not do it.
    pub fn careful(self) -> Ask {
        Ask { careful: true, ..self }
    }

    /// Opens at a field, with what is wrong beside it.
    pub fn at(mut self, field: &str, why: &str) -> Ask {
        self.form.fault(field, why);
        self
    }

    /// Keeps what has changed since it was kept last.
    fn keep(&mut self, cx: &mut Cx) {
        let values = self.form.values();
        if self.subject.is_empty() || self.busy || self.keeping || values == self.kept {
            return;
        }
        self.keeping = true;
        self.kept.clone_from(&values);
        let (subject, title) = (self.subject.clone(), self.label.clone());
        let changed = values != self.opened_with;
        let body = Kept::new(&self.form, &self.opened_with);
        cx.ask(
            move |office| match serde_json::to_string(&body) {
                Ok(body) if changed => office.save_draft(DRAFT, &subject, &title, &body),
                _ => office.drop_draft(DRAFT, &subject),
            },
            |ask: &mut Ask, result, cx| {
                ask.keeping = false;
                match result {
                    Ok(()) => ask.keep(cx),
                    Err(refusal) => cx.alarm(refusal.to_string()),
                }
            },
        );
    }

    /// Says that a field could not take all that was typed.
    fn tell_cut(&mut self, cx: &mut Cx) {
        if let Some(cut) = self.form.take_cut() {
            cx.alarm(cut);
        }
    }

    /// Lets go of what was kept.
    fn forget(&self, cx: &mut Cx) {
        if self.subject.is_empty() {
            return;
        }
        let subject = self.subject.clone();
        cx.ask(move |office| office.drop_draft(DRAFT, &subject), |_: &mut Ask, _, _| {});
    }

    /// Asks whether to go on with what was left unfinished.
    fn ask_to_go_on(&self, draft: &Draft, cx: &mut Cx) {
        let Some(kept) = Kept::read(&draft.body) else { return };
        let id = cx.id();
        let choices = vec![
            choice("接着填", move |cx| {
                cx.send(id, move |ask: &mut Ask, cx| ask.go_on(kept, cx));
            }),
            choice("不要了，重新填", move |cx| {
                cx.send(id, |ask: &mut Ask, cx| ask.forget(cx));
            }),
        ];
        // Who does not choose leaves it as it lies.
        cx.open(
            Choose::new(self.topic, "上次填到一半，没有登记", choices)
                .or_else(move |cx| cx.send(id, |_: &mut Ask, cx| cx.back())),
        );
    }

    /// Lays what was left over what stands now; whose word holds where both sides have changed a field is asked.
    fn go_on(&mut self, kept: Kept, cx: &mut Cx) {
        let clashes = kept.clashes(&self.form);
        if clashes.is_empty() {
            return self.lay(&kept, &[], true);
        }
        let id = cx.id();
        let line = |label: &str, own: bool| {
            let (kept, clashes) = (kept.clone(), clashes.clone());
            choice(label, move |cx: &mut Cx| {
                cx.send(id, move |ask: &mut Ask, _| ask.lay(&kept, &clashes, own));
            })
        };
        let choices = vec![line("这几项用您写的", true), line("这几项用现在的", false)];
        let title = format!("您没填完的时候，别处改过其中{}项", clashes.len());
        let menu = Choose::new(self.topic, title, choices)
            .intro(clashes.iter().map(Clash::says).collect())
            .or_else(move |cx| cx.send(id, |_: &mut Ask, cx| cx.back()));
        cx.open(menu);
    }

    /// What both sides have changed is told beside its field, whosever word holds.
    fn lay(&mut self, kept: &Kept, clashes: &[Clash], own: bool) {
        kept.lay(&mut self.form, own);
        for clash in clashes.iter().rev() {
            self.form.fault(&clash.key, clash.says_beside());
        }
        self.kept = self.form.values();
    }

    /// Goes to the field that a refusal means, with its words beside it; what is about none of them stands on top.
    fn show(&mut self, refusal: &Refusal, cx: &mut Cx) {
        let (asked, mut said) = refusal.asked();
        let mut wrong = Vec::new();
        for (asked, words) in asked.into_iter().rev() {
            match asked::place(&self.form, &asked) {
                Some(field) => wrong.insert(0, (field, words)),
                None => drop(said.splice(0..0, words.lines().map(str::to_owned))),
            }
        }
        if let Some((_, first)) = wrong.first() {
            cx.alarm(first.clone());
        }
        self.mark(wrong, cx);
        self.form.problems = said;
    }

    /// Says beside each field what is wrong with it; the first has the focus. Where the window tells it all at once, several
    /// are listed, and so is what lies outside of it.
    fn mark(&mut self, wrong: Vec<(String, String)>, cx: &mut Cx) {
        for (field, why) in wrong.iter().rev() {
            self.form.fault(field, why);
        }
        let inside =
            |(field, _): &(String, String)| self.form.rows().iter().any(|it| it.key == *field);
        if self.elsewhere.is_none() || wrong.len() < 2 && wrong.iter().all(inside) {
            return;
        }
        let (id, title) = (cx.id(), format!("有{}处要改，选一处去改", wrong.len()));
        let choices = wrong.into_iter().map(|(field, why)| {
            choice(why.clone(), move |cx: &mut Cx| {
                cx.send(id, move |ask: &mut Ask, cx| ask.go_to(&field, &why, cx));
            })
        });
        cx.open(Choose::new(self.topic, title, choices.collect()));
    }

    /// Goes to what is wrong, out of this window where it is not in it; what was typed is kept.
    fn go_to(&mut self, field: &str, why: &str, cx: &mut Cx) {
        if self.form.rows().iter().any(|row| row.key == field) {
            return self.form.fault(field, why);
        }
        if let Some(elsewhere) = self.elsewhere.clone() {
            self.leaving(cx);
            cx.back();
            elsewhere(field, why, cx);
        }
    }

    /// What looks like a slip: the person goes back to it, or says that it is meant.
    fn ask_whether_meant(&self, refusal: &Refusal, cx: &mut Cx) {
        let id = cx.id();
        let back = || {
            let refusal = refusal.clone();
            move |cx: &mut Cx| cx.send(id, move |ask: &mut Ask, cx| ask.show(&refusal, cx))
        };
        let choices = vec![
            choice("回去改", back()),
            choice("核对过了，照样登记", move |cx| {
                cx.send(id, |ask: &mut Ask, cx| ask.finish(true, cx));
            }),
        ];
        let menu = Choose::new(self.topic, "请先核对，还没有登记", choices);
        cx.open(menu.intro(sentences(refusal)).or_else(back()));
    }

    /// `meant`: whoever fills it in was asked about what looks like a slip, and means it.
    fn finish(&mut self, meant: bool, cx: &mut Cx) {
        if self.busy {
            return;
        }
        self.form.clear_faults();
        match (self.submit)(&self.form) {
            Err(Fault { field, why, more }) => {
                cx.alarm(match more.len() {
                    0 => why.clone(),
                    further => format!("{why}（共{}处要改，都标在旁边）", further + 1),
                });
                let first = (field.into_owned(), why);
                self.mark([first].into_iter().chain(more).collect(), cx);
            }
            Ok(Then::Here(deed)) => {
                self.forget(cx);
                cx.back();
                deed(cx);
            }
            Ok(Then::Office(deed)) => {
                self.busy = true;
                let subject = self.subject.clone();
                let deed = move |office: &mut Office| {
                    let done = office.meaning(meant, deed)?;
                    if !subject.is_empty() {
                        office.drop_draft(DRAFT, &subject)?;
                    }
                    Ok(done)
                };
                cx.ask(deed, |ask: &mut Ask, result, cx| {
                    ask.busy = false;
                    match result {
                        Ok(Done { say, next, then }) => {
                            cx.back();
                            if let Some(then) = then {
                                then(cx);
                            }
                            if !say.is_empty() {
                                cx.say(say);
                            }
                            if let Some(next) = next {
                                cx.open_boxed(next);
                            }
                        }
                        Err(refusal) => {
                            match refusal {
                                Refusal::Unsure(_) => ask.ask_whether_meant(&refusal, cx),
                                _ => ask.show(&refusal, cx),
                            }
                            ask.keep(cx);
                        }
                    }
                });
            }
        }
    }
}

/// A refusal as lines to read.
pub fn sentences(refusal: &Refusal) -> Vec<String> {
    refusal.to_string().lines().map(str::to_owned).collect()
}

impl Screen for Ask {
    fn topic(&self) -> &'static str {
        self.topic
    }

    fn title(&self, _: &Shared) -> String {
        self.title.clone()
    }

    fn field(&self) -> Option<Explained> {
        Explained::of(self.form.here())
    }

    fn hints(&self) -> &'static [Hint] {
        const HINTS: &[Hint] = &[
            hint("Enter", "下一项"),
            hint("数字", "选择"),
            hint("↑↓", "上下项"),
            hint("Esc", "不办了"),
        ];
        HINTS
    }

    fn commands(&self) -> &'static [Command] {
        match self.aside {
            Some(_) => &[Command::Save, Command::Empty, Command::Criteria],
            None => &[Command::Save, Command::Empty],
        }
    }

    fn overlay(&self) -> bool {
        true
    }

    fn takes_secret(&self) -> bool {
        self.form.is_secret()
    }

    fn shown(&mut self, cx: &mut Cx) {
        self.look_up(cx);
        self.offer(cx);
        if !self.looking {
            return;
        }
        let subject = self.subject.clone();
        cx.ask(
            move |office| office.draft(DRAFT, &subject),
            |ask: &mut Ask, result, cx| {
                ask.looking = false;
                if let Ok(Some(draft)) = result {
                    ask.ask_to_go_on(&draft, cx);
                }
            },
        );
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Shared) {
        let look = canvas.look;
        // Where hardly anything would show beside it, it takes the whole width.
        let width = if area.width < 90 { area.width } else { 78 };
        let inner = width - 4;
        let mut intro: Vec<String> =
            self.intro.iter().flat_map(|line| look.wrap(line, inner)).take(6).collect();
        let plain = intro.len();
        if let Some(told) = self.aside.as_ref().map(Aside::told).filter(|told| !told.is_empty()) {
            intro.extend(look.wrap(told, inner));
        }
        let problems: usize = self
            .form
            .problems
            .iter()
            .map(|line| look.wrap(line, inner).len().saturating_sub(1))
            .sum();
        let height = (self.form.height(look, inner) + intro.len() as u16 + problems as u16 + 4)
            .min(area.height);
        let window = Rect {
            x: area.x + (area.width - width) / 2,
            y: area.y + (area.height - height) / 2,
            width,
            height,
        };
        canvas.clear(window);
        canvas.frame(window, &self.title, look.strong());
        let mut y = window.y + 1;
        for (index, line) in intro.iter().enumerate() {
            let style = if index < plain { look.quiet() } else { look.notice() };
            canvas.cell(window.x + 2, y, inner, line, style);
            y += 1;
        }
        let rest = Rect {
            x: window.x + 2,
            y: y + 1,
            width: inner,
            height: window.bottom().saturating_sub(y + 2),
        };
        self.form.draw(canvas, rest);
        if self.busy {
            canvas.put(window.x + 2, window.bottom() - 1, inner, " 正在办理.. ", look.strong());
        }
    }

    fn leaving(&mut self, cx: &mut Cx) {
        // No answer comes to a window that is closed.
        self.keeping = false;
        self.keep(cx);
    }

    fn waits(&self, _: Key, _: &Shared) -> bool {
        self.busy || self.looking
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        match key.code {
            Code::Esc => {
                self.leaving(cx);
                cx.back();
            }
            _ if self.busy => {}
            _ => match self.form.key(key) {
                Did::Finished if self.careful => {
                    cx.say(format!("按 {} 才会{}。", written(Command::Save.keys()[0]), self.title));
                }
                Did::Finished => self.finish(false, cx),
                Did::Changed => {
                    self.keep(cx);
                    self.tell_cut(cx);
                }
                Did::Moved => self.look_up(cx),
                Did::Nothing => self.tell_cut(cx),
            },
        }
    }

    fn command(&mut self, command: Command, cx: &mut Cx) {
        match command {
            Command::Save => self.finish(false, cx),
            Command::Criteria => self.open_clauses(cx),
            Command::Empty if !self.busy => {
                self.form.empty();
                self.keep(cx);
            }
            _ => {}
        }
    }

    fn takes_lines(&self) -> bool {
        true
    }

    fn paste(&mut self, text: &str, cx: &mut Cx) {
        self.form.paste(text);
        self.keep(cx);
        self.tell_cut(cx);
    }
}
