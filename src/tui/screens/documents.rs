//! 文书: what was issued besides the notices, and every paper that can be made: of the unit here, of a record from
//! the record's own screen.

use crate::tui::screens::days;
use std::collections::BTreeMap;

use ratatui::layout::Rect;

use super::{
    ask::{Ask, Done, fault, office, sentences},
    choose::{Choose, choice},
    fields,
    papers::{self, Paper},
    reading,
    window::Window,
};
use crate::{
    domain::{document::Document, id::Id, period::Span, spelling},
    form::facts::About,
    office::{
        Office, Refusal,
        beside::Contact,
        documents::{Asked, Filter, Request},
        facts::Period,
        major,
    },
    tui::{
        canvas::Canvas,
        keys::{self, Code, Command, Key},
        screen::{Cx, Hint, Screen, hint},
        shared::Shared,
        widget::{
            columns::{Column, always, further, table},
            form::{Form, text},
            list::Cursor,
        },
    },
};

/// Lines that are read at once; at their end as many more are.
const MOST: u32 = 500;

const VOIDED: &str = "这份文书已经作废了。";

const COLUMNS: [Column; 6] = [
    always("出具", 11),
    always("号", 35),
    always("文书", 33).rest(),
    further("单位", 22, 1).up_to(14),
    further("出具单位", 14, 2),
    further("作废原因", 16, 3).rest(),
];

#[derive(Default)]
pub struct Documents {
    /// Each with its premises and the unit that issued it.
    lines: Option<Vec<(Document, Contact, String)>>,
    refused: Vec<String>,
    cursor: Cursor,
    /// So many times as many lines are read.
    pages: u32,
}

impl Documents {
    fn len(&self) -> usize {
        self.lines.as_ref().map_or(0, Vec::len)
    }

    /// Whether there may be more than what is read.
    fn more(&self) -> bool {
        self.len() as u32 >= MOST * self.pages.max(1)
    }

    fn chosen(&self) -> Option<&Document> {
        self.lines.as_ref()?.get(self.cursor.at).map(|(document, ..)| document)
    }
}

/// How an issued paper is called.
fn called(document: &Document) -> String {
    format!("{} {}", document.title, document.number).trim_end().to_owned()
}

/// What can be done with an issued paper.
fn acts(document: &Document) -> Choose {
    let paper = || Paper::Document(document.id, called(document));
    let (read, print, other, save) = (paper(), paper(), paper(), paper());
    let mut choices = vec![
        choice("看全文", move |cx: &mut Cx| papers::read(read, cx)),
        choice("打印", move |cx: &mut Cx| papers::print(print, None, cx)),
        choice("打印，另选打印机、份数或套打", move |cx: &mut Cx| {
            cx.open(papers::ask_print(other));
        }),
        choice("存成 PDF 文件", move |cx: &mut Cx| papers::save(save, cx)),
    ];
    if document.void.is_none() {
        let document = document.clone();
        choices.push(choice("作废", move |cx: &mut Cx| cx.open(ask_void(&document))));
    }
    Choose::new("documents", called(document), choices)
}

/// Opens the window again in which a paper was to be made void.
pub fn void_again(office: &mut Office, id: &str) -> Result<Ask, Refusal> {
    let document = office.document(id)?.document;
    match document.void {
        None => Ok(ask_void(&document)),
        Some(_) => Err(Refusal::said(VOIDED)),
    }
}

/// Opens the window of a paper again: `about` is the paper's code and, behind a slash, the record.
pub fn make_again(office: &mut Office, about: &str) -> Result<Ask, Refusal> {
    let (code, of) = about.split_once('/').unwrap_or((about, ""));
    let about = Some(of.to_owned()).filter(|of| !of.is_empty());
    let (request, known) =
        known(office, Request { code: code.to_owned(), about, ..Request::default() })?;
    Ok(ask(request, known, office.today()))
}

fn ask_void(document: &Document) -> Ask {
    let (id, called) = (document.id.to_string(), called(document));
    let form = Form::new(vec![text("reason", "原因", "")]);
    let (about, label) = (id.clone(), format!("作废 {called}"));
    Ask::new("documents", label.clone(), Vec::new(), form, move |form| {
        let reason = form.get("reason").to_owned();
        if reason.is_empty() {
            return fault("reason", "请写明为什么作废。");
        }
        let id = id.clone();
        office(move |office| {
            office.void_document(&id, &reason)?;
            Ok(Done::said("已作废。"))
        })
    })
    .kept(Window::VoidDocument, about, label)
    .careful()
}

impl Screen for Documents {
    fn topic(&self) -> &'static str {
        "documents"
    }

    fn title(&self, _: &Shared) -> String {
        let more = if self.more() { "以上" } else { "" };
        format!("文书 {}份{more}", self.len())
    }

    fn hints(&self) -> &'static [Hint] {
        const HINTS: &[Hint] = &[hint("↑↓", "选择"), hint("Enter", "办理")];
        HINTS
    }

    fn commands(&self) -> &'static [Command] {
        &[Command::New, Command::Text, Command::Print, Command::Void]
    }

    fn shown(&mut self, cx: &mut Cx) {
        let filter = Filter { limit: Some(MOST * self.pages.max(1)), ..Filter::default() };
        cx.ask(
            move |office| {
                let lines = office.documents(&filter)?;
                let premises: Vec<Id> = lines.iter().filter_map(|line| line.premises).collect();
                let contacts = office.contacts(&premises)?;
                let told = lines.into_iter().map(|line| {
                    let contact = line.premises.and_then(|id| contacts.get(&id)).cloned();
                    let unit = office.unit_name(&line.unit);
                    (line, contact.unwrap_or_default(), unit)
                });
                Ok(told.collect::<Vec<_>>())
            },
            |screen: &mut Documents, result, _| match result {
                Ok(lines) => {
                    screen.cursor.keep(lines.len());
                    screen.lines = Some(lines);
                    screen.refused.clear();
                }
                Err(refusal) => screen.refused = sentences(&refusal),
            },
        );
    }

    fn waits(&self, _: Key, _: &Shared) -> bool {
        self.lines.is_none() && self.refused.is_empty()
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Shared) {
        let look = canvas.look;
        canvas.set_caret(area.x, area.y);
        canvas.refused(area, area.y + 1, &self.refused);
        if self.lines.as_ref().is_some_and(Vec::is_empty) {
            let new = keys::written(Command::New.keys()[0]);
            for (y, line) in (area.y + 1..).zip([
                format!("还没有出具过文书。按 {new} 出具本单位的文书和表册。"),
                "隐患、企业、通知书的文书，在各自的“办理”里出具。".to_owned(),
            ]) {
                canvas.put(area.x + 2, y, area.width - 4, &line, look.plain());
            }
        }
        table(canvas, area, self.cursor, self.len(), &COLUMNS, |at| {
            let (document, contact, unit) = self.lines.as_ref()?.get(at)?;
            let style = if document.void.is_some() { look.quiet() } else { look.plain() };
            let void = if document.void.is_some() { "（作废）" } else { "" };
            let why = document.void.as_ref().map_or("", |void| &void.reason);
            let cells = vec![
                document.issued_on.to_string(),
                document.number.clone(),
                format!("{void}{}", document.title),
                contact.name.clone(),
                unit.clone(),
                why.to_owned(),
            ];
            Some((cells, style))
        });
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        match key.code {
            Code::Esc => cx.back(),
            Code::Enter => {
                if let Some(document) = self.chosen() {
                    cx.open(acts(document));
                }
            }
            _ => {
                let moved = self.cursor.key(key, self.len(), 20);
                // At the end of what is read the next ones are.
                if moved && self.more() && self.cursor.at + 1 == self.len() {
                    self.pages = self.pages.max(1) + 1;
                    cx.say("更早的在往下读。一家单位、一条隐患的文书，在它自己的“办理”里找更快。");
                    self.shown(cx);
                }
            }
        }
    }

    fn command(&mut self, command: Command, cx: &mut Cx) {
        if command == Command::New {
            return open_for(About::None, String::new(), cx);
        }
        let Some(document) = self.chosen() else { return cx.alarm("先选一份文书。") };
        let paper = Paper::Document(document.id, called(document));
        match command {
            Command::Text => papers::read(paper, cx),
            Command::Print => papers::print(paper, None, cx),
            Command::Void if document.void.is_some() => cx.alarm(VOIDED),
            Command::Void => cx.open(ask_void(document)),
            _ => {}
        }
    }
}

/// The papers that can be made of a record, by number; of the unit for [`About::None`].
pub fn open_for(about: About, wanted: String, cx: &mut Cx) {
    let of = wanted.clone();
    let then = move |papers: Vec<(String, String)>, cx: &mut Cx| {
        if papers.is_empty() {
            cx.back();
            return cx.alarm("现在没有可以出的文书。");
        }
        let choices = papers.into_iter().map(|(code, title)| {
            let wanted = wanted.clone();
            choice(title, move |cx: &mut Cx| make(code, wanted, cx))
        });
        cx.replace(Choose::new("documents", "出哪一份文书", choices.collect()));
    };
    reading::read("documents", move |office| office.papers_about(about, &of), then, cx);
}

/// Makes one paper of a record: asks what is missing, then issues or prints it.
pub fn make(code: impl Into<String>, wanted: String, cx: &mut Cx) {
    let about = Some(wanted).filter(|wanted| !wanted.is_empty());
    begin(Request { code: code.into(), about, ..Request::default() }, cx);
}

/// Makes a paper of the unit about a period.
pub fn make_of(code: String, period: Period, cx: &mut Cx) {
    begin(Request { code, period: Some(period), ..Request::default() }, cx);
}

/// Looks up what a paper has to be told, beyond what is said already.
pub fn begin(request: Request, cx: &mut Cx) {
    let then = |(request, known): (Request, Known), cx: &mut Cx| {
        if known.asked.is_empty() && !known.numbered && known.periodic.is_none() {
            return cx.replace(papers::acts(request, known.title, known.table));
        }
        cx.replace(ask(request, known, cx.shared.today()));
    };
    reading::read("documents", move |office| known(office, request), then, cx);
}

/// What is known of a paper before it is made.
struct Known {
    title: String,
    numbered: bool,
    table: bool,
    /// It speaks of a period.
    periodic: Option<Span>,
    asked: Vec<Asked>,
}

fn known(office: &mut Office, request: Request) -> Result<(Request, Known), Refusal> {
    let form = office.paper_form(&request.code)?;
    let mut asked = office.asked(&request)?;
    let mut request = request;
    // It was filled in on its own screen; what is still open is written by hand.
    if let Some(hazard) = request.about.clone().filter(|_| request.code == major::PAPER) {
        request = office.major_paper(&hazard)?;
        asked.clear();
    }
    let table = form.tables().next().is_some();
    let known = Known {
        title: form.title.clone(),
        numbered: form.number.is_some(),
        table,
        periodic: (form.about == About::None && table && !form.stands).then_some(form.span),
        asked,
    };
    Ok((request, known))
}

/// The window of a paper: its fields, then issuing it or choosing what to do with it.
fn ask(request: Request, known: Known, today: chrono::NaiveDate) -> Ask {
    let mut rows = Vec::new();
    if let Some(span) = known.periodic {
        let (from, to) =
            request.period.map_or_else(|| span.of(today), |period| (period.from, period.to));
        rows.push(days::day_row("from:", "从", &from.to_string(), today));
        rows.push(days::day_row("to:", "到", &to.to_string(), today));
    }
    for asked in &known.asked {
        let said = request.fields.get(&asked.field.id).unwrap_or(&asked.proposal);
        rows.push(fields::row(&asked.field, said).suggested());
    }
    if known.numbered && rows.is_empty() {
        rows.push(days::day_row("on:", "日期", &today.to_string(), today));
    }
    let about = match &request.about {
        Some(of) => format!("{}/{of}", request.code),
        None => request.code.clone(),
    };
    let (title, label) = (known.title.clone(), known.title.clone());
    let intro = if known.numbered {
        vec!["带*的必填；其余留空的，纸上留白手写。办理后编号存档。".to_owned()]
    } else {
        vec!["带*的必填；其余留空的，纸上留白手写。".to_owned()]
    };
    Ask::new("documents", title, intro, Form::new(rows), move |form| {
        let mut request = request.clone();
        let mut filled = BTreeMap::new();
        for asked in &known.asked {
            let field = &asked.field;
            let said = fields::said(form, field, today);
            match field.read(&said) {
                Ok(_) => {
                    filled.insert(field.id.clone(), said);
                }
                Err(why) => return fault(field.id.clone(), why),
            }
        }
        request.fields = filled;
        let read_day = |key: &'static str| match spelling::typed_day(form.get(key), today) {
            Ok(day) => Ok(day),
            Err(_) => fault(key, "请写成 2026-11-30 或 11-30。"),
        };
        if let Some(span) = known.periodic {
            let (from, to) = (read_day("from:")?, read_day("to:")?);
            let (from, to) = from.zip(to).unwrap_or_else(|| span.of(today));
            if to < from {
                return fault("to:", "止的日期早于起的日期。");
            }
            request.period = Some(Period { from, to });
        }
        if form.rows().iter().any(|row| row.key == "on:") {
            request.on = read_day("on:")?;
        }
        let (title, table) = (known.title.clone(), known.table);
        if !known.numbered {
            return super::ask::here(move |cx| cx.open(papers::acts(request, title, table)));
        }
        office(move |office| {
            let document = office.issue_paper(&request)?;
            let said = format!("已出具：{}。", called(&document));
            Ok(Done::said(said).next(acts(&document)))
        })
    })
    .kept(Window::Paper, about, label)
}
