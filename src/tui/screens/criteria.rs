//! 判定标准: the clauses in force on the day of inspection that a hazard's words point to. One is read, and taken
//! over as the basis; whether it is met is judged on the spot.

use chrono::NaiveDate;
use ratatui::layout::Rect;

use super::ask::sentences;
use crate::{
    domain::id::Id,
    office::criteria::{Hint as Clause, Lookup},
    terms,
    tui::{
        canvas::Canvas,
        keys::{Code, Command, Key, written},
        screen::{Cx, Hint, Screen, hint},
        shared::Shared,
        widget::{
            field::{Field, Takes},
            form::Form,
            list::Cursor,
        },
    },
};

/// Lines at the foot for the clause that is chosen.
const FOOT: u16 = 8;

/// Whose clauses are looked up: those for the industry of the premises, in force on the day of inspection.
#[derive(Clone, Debug, PartialEq)]
pub struct Of {
    pub premises: Id,
    pub on: NaiveDate,
}

/// What choosing a clause does.
pub type Take = Box<dyn FnOnce(&Clause, &mut Cx) + Send>;

/// What is told of clauses beside the fields of a window while they are filled in.
pub struct Aside {
    of: Of,
    /// The field whose words are looked up; the words themselves where no field has them.
    words: Result<&'static str, String>,
    /// The field that a clause is taken over into.
    into: &'static str,
    asked: Option<String>,
    told: String,
}

impl Aside {
    /// For the words of a field.
    pub fn field(of: Of, words: &'static str, into: &'static str) -> Aside {
        Aside { of, words: Ok(words), into, asked: None, told: String::new() }
    }

    /// For words that do not change.
    pub fn words(of: Of, words: String, into: &'static str) -> Aside {
        Aside { of, words: Err(words), into, asked: None, told: String::new() }
    }

    pub fn of(&self) -> Of {
        self.of.clone()
    }

    pub fn into(&self) -> &'static str {
        self.into
    }

    pub fn text<'a>(&'a self, form: &'a Form) -> &'a str {
        match &self.words {
            Ok(field) => form.get(field),
            Err(words) => words,
        }
    }

    /// The words, when they are others than those looked up last.
    pub fn ask(&mut self, form: &Form) -> Option<String> {
        let text = self.text(form).to_owned();
        let fresh = self.asked.as_ref() != Some(&text);
        if fresh {
            self.asked = Some(text.clone());
        }
        fresh.then_some(text)
    }

    pub fn answered(&mut self, lookup: &Lookup) {
        let first = lookup.hints.first().map_or("", |clause| &*clause.clause);
        self.told = match lookup.hints.len() {
            0 => String::new(),
            count => format!(
                "判定标准有{count}条词语相近（如{first}），按 {} 看，可选作依据。",
                written(Command::Criteria.keys()[0])
            ),
        };
    }

    /// The line over the fields; empty when there is nothing to tell.
    pub fn told(&self) -> &str {
        &self.told
    }
}

pub struct Clauses {
    of: Of,
    find: Field,
    found: Option<Lookup>,
    cursor: Cursor,
    refused: Vec<String>,
    take: Option<Take>,
    /// Counts the questions, so that a late answer to an earlier one is dropped.
    asked: u32,
}

impl Clauses {
    pub fn new(
        of: Of,
        text: &str,
        take: impl FnOnce(&Clause, &mut Cx) + Send + 'static,
    ) -> Clauses {
        Clauses {
            of,
            find: Field::new(Takes::Text, 200).with(text),
            found: None,
            cursor: Cursor::default(),
            refused: Vec::new(),
            take: Some(Box::new(take)),
            asked: 0,
        }
    }

    fn read(&mut self, cx: &mut Cx) {
        self.asked += 1;
        let (asked, of, text) = (self.asked, self.of.clone(), self.find.text().to_owned());
        cx.ask(
            move |office| office.criteria(of.premises, &text, of.on),
            move |screen: &mut Clauses, result, _| {
                if screen.asked != asked {
                    return;
                }
                match result {
                    Ok(found) => {
                        screen.cursor.keep(found.hints.len());
                        screen.found = Some(found);
                        screen.refused.clear();
                    }
                    Err(refusal) => screen.refused = sentences(&refusal),
                }
            },
        );
    }

    fn clauses(&self) -> &[Clause] {
        self.found.as_ref().map_or(&[], |found| &found.hints)
    }
}

impl Screen for Clauses {
    fn topic(&self) -> &'static str {
        "criteria"
    }

    fn title(&self, _: &Shared) -> String {
        format!("判定标准 {}施行的", terms::date(self.of.on))
    }

    fn hints(&self) -> &'static [Hint] {
        const HINTS: &[Hint] = &[
            hint("打字", "换个说法查"),
            hint("↑↓", "选一条"),
            hint("Enter", "选作依据"),
            hint("Esc", "返回"),
        ];
        HINTS
    }

    fn shown(&mut self, cx: &mut Cx) {
        self.read(cx);
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Shared) {
        let look = canvas.look;
        canvas.clear(area);
        let used = canvas.put(area.x + 1, area.y, 6, "内容：", look.plain());
        canvas.refused(area, area.y + 2, &self.refused);
        let foot = Rect { y: area.bottom() - FOOT, height: FOOT, ..area };
        let inner = area.width - 2;
        let mut y = area.y + 1;
        if let Some(found) = &self.found {
            let told = found.pending.iter().flat_map(|text| look.wrap(text, inner));
            for line in told.take(usize::from((foot.y - y) / 2)) {
                canvas.cell(area.x + 1, y, inner, &line, look.notice());
                y += 1;
            }
        }
        let list = Rect { y, height: foot.y - y, ..area };
        let rows = usize::from(list.height);
        let clauses = self.clauses();
        let top = self.cursor.shown(canvas, clauses.len(), rows);
        for (index, clause) in clauses.iter().enumerate().skip(top).take(rows) {
            let chosen = index == self.cursor.at;
            let style = if chosen { look.selected() } else { look.plain() };
            let y = list.y + (index - top) as u16;
            let sign = if chosen { ">" } else { " " };
            canvas.cell(list.x, y, 20, &format!("{sign} {}", clause.clause), style);
            canvas.cell(list.x + 20, y, list.width.saturating_sub(20), &clause.text, style);
        }
        canvas.divide(foot, foot.y, "", look.quiet());
        let lines: Vec<String> = match (clauses.get(self.cursor.at), &self.found) {
            (Some(clause), _) => {
                let note = match clause.paraphrase {
                    true => "（条文大意，没有逐字核对过，请对照原文）",
                    false => "",
                };
                let text = format!("{}{note}", clause.text);
                let why =
                    format!("对上的词：{}。是不是重大隐患，由人判定。", clause.found.join("、"));
                [&clause.basis, &text, &why].into_iter().flat_map(|t| look.wrap(t, inner)).collect()
            }
            (None, Some(_)) => {
                let text =
                    "没有查到词语相符的条款。可以换个说法再查；是不是重大隐患，由人对照标准判定。";
                look.wrap(text, inner)
            }
            (None, None) if self.refused.is_empty() => vec!["正在查找..".to_owned()],
            (None, None) => Vec::new(),
        };
        for (y, line) in (foot.y + 1..foot.bottom()).zip(lines) {
            canvas.cell(area.x + 1, y, inner, &line, look.plain());
        }
        let field = Rect {
            x: area.x + 1 + used,
            y: area.y,
            width: area.width.saturating_sub(used + 2),
            height: 1,
        };
        self.find.draw(canvas, field, true);
    }

    fn waits(&self, _: Key, _: &Shared) -> bool {
        self.found.is_none() && self.refused.is_empty()
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        let len = self.clauses().len();
        match key.code {
            Code::Esc => cx.back(),
            Code::Enter => {
                let clause = self.clauses().get(self.cursor.at).cloned();
                if let Some((clause, take)) = clause.and_then(|one| Some((one, self.take.take()?)))
                {
                    cx.back();
                    take(&clause, cx);
                }
            }
            _ if self.cursor.key(key, len, 10) => {}
            _ => {
                if self.find.key(key) {
                    self.read(cx);
                }
            }
        }
    }

    fn paste(&mut self, text: &str, cx: &mut Cx) {
        if self.find.paste(text) {
            self.read(cx);
        }
    }
}
