//! What can be done with a paper of the office, a 整改通知书, a filled 表四, another document or a register: print
//! it, save it, read it.

use super::{
    ask::{Ask, Done, office},
    choose::{Choice, Choose, choice},
    resume::UNKNOWN,
    window::Window,
};
use crate::{
    domain::{evidence::About, id::Id, spelling},
    office::{
        Office, Refusal,
        documents::Request,
        evidence::{Said, Subject},
        exports::How,
        print::{Print, Printed},
        report::Wanted,
    },
    tui::{
        canvas::Canvas,
        keys::{Code, Command, Key},
        screen::{Cx, Hint, Screen, hint},
        shared::Shared,
        widget::{
            form::{Form, choice as pick, half, text},
            text::Reader,
        },
    },
};
use ratatui::layout::Rect;

/// A paper that is kept, or made from what is kept.
#[derive(Clone, Debug)]
pub enum Paper {
    /// By its number as printed.
    Notice(String),
    /// The checklist of a visit, and the premises' name.
    Checklist(Id, String),
    /// An issued paper, and how it is called.
    Document(Id, String),
    /// A submitted report as it was sent, and how it is called.
    Report(Id, String),
    /// A paper made from what is known now, and how it is called.
    Drafted(Box<Request>, String),
}

impl From<String> for Paper {
    fn from(number: String) -> Paper {
        Paper::Notice(number)
    }
}

impl Paper {
    fn title(&self) -> String {
        match self {
            Paper::Notice(number) => number.clone(),
            Paper::Checklist(_, name) => format!("检查表 {name}"),
            Paper::Document(_, title) | Paper::Report(_, title) | Paper::Drafted(_, title) => {
                title.clone()
            }
        }
    }

    fn pdf(&self, office: &mut Office, print: &Print) -> Result<Printed, Refusal> {
        match self {
            Paper::Notice(number) => office.notice_pdf(number, print),
            Paper::Checklist(visit, _) => office.checklist_pdf(*visit, None, print),
            Paper::Document(id, _) => office.document_pdf(&id.to_string(), print),
            Paper::Report(id, _) => office.report_pdf(*id, print),
            Paper::Drafted(request, _) => office.drafted_pdf(request, print),
        }
    }

    fn text(&self, office: &mut Office) -> Result<String, Refusal> {
        match self {
            Paper::Notice(number) => office.notice_text(number),
            Paper::Checklist(visit, _) => office.checklist_text(*visit, None),
            Paper::Document(id, _) => office.document_text(&id.to_string()),
            Paper::Report(id, _) => office.report_text(*id),
            Paper::Drafted(request, _) => office.drafted_text(request),
        }
    }
}

/// Sends a paper to the printer; where none takes it, it is saved as a file and that is said.
pub fn print(paper: impl Into<Paper>, printer: Option<String>, cx: &mut Cx) {
    print_by(paper.into(), Print::default(), printer, cx);
}

fn print_by(paper: Paper, print: Print, printer: Option<String>, cx: &mut Cx) {
    cx.open(Working::new(move |office| {
        let printed = paper.pdf(office, &print)?;
        office.send(&printed, printer.as_deref())
    }));
}

/// Saves a paper as PDF among the office's papers.
pub fn save(paper: impl Into<Paper>, cx: &mut Cx) {
    save_by(paper.into(), Print::default(), cx);
}

fn save_by(paper: Paper, print: Print, cx: &mut Cx) {
    cx.open(Working::new(move |office| {
        let printed = paper.pdf(office, &print)?;
        Ok(format!("已存成文件：{}", office.save_paper(&printed)?.display()))
    }));
}

/// Saves the pack of a hazard, one PDF with its notice, its log and its photos, among the office's papers.
pub fn save_pack(hazard: Id, cx: &mut Cx) {
    cx.open(Working::new(move |office| {
        let printed = office.hazard_pack(&hazard.to_string())?;
        Ok(format!("材料包已存成文件：{}", office.save_paper(&printed)?.display()))
    }));
}

/// Takes a photo or a scan from a file.
pub fn ask_evidence(of: Subject) -> Ask {
    let rows = vec![text("file", "文件", ""), text("note", "说明", "")];
    let about = written_down(&of);
    Ask::new("papers", "添照片或扫描件", Vec::new(), Form::new(rows), move |form| {
        // Dragged into a terminal, a path often comes in quotes.
        let file = form.get("file").trim_matches(['"', '\'']).to_owned();
        if file.is_empty() {
            return super::ask::fault("file", "请写文件的路径。");
        }
        let said = Said { note: form.get("note").to_owned(), ..Said::default() };
        let of = of.clone();
        office(move |office| {
            let (place, _) = office.add_evidence(&of, &[file.into()], &said)?;
            Ok(Done::said(format!("已存为{}的佐证。", place.says)))
        })
    })
    .kept(Window::Evidence, about, "添照片或扫描件")
}

/// What evidence is about: the kind of the record and its name.
fn written_down(of: &Subject) -> String {
    let (kind, name) = match of {
        Subject::Hazard(name) => (About::Hazard, name.clone()),
        Subject::Notice(name) => (About::Notice, name.clone()),
        Subject::Premises(name) => (About::Premises, name.clone()),
        Subject::Inspection(id) => (About::Inspection, id.to_string()),
        Subject::Transfer(name) => (About::Transfer, name.clone()),
        Subject::Event(name) => (About::Event, name.clone()),
        Subject::Supervision(name) => (About::Supervision, name.clone()),
        Subject::Document(name) => (About::Document, name.clone()),
    };
    format!("{}/{name}", kind.code())
}

/// Opens the window again in which a photo or a scan was to be added: `about` as [`written_down`] says it.
pub fn evidence_again(office: &mut Office, about: &str) -> Result<Ask, Refusal> {
    let (kind, name) = about.split_once('/').unwrap_or((about, ""));
    let named = name.to_owned();
    let of = About::from_code(kind).and_then(|kind| {
        Some(match kind {
            About::Hazard => Subject::Hazard(named),
            About::Notice => Subject::Notice(named),
            About::Premises => Subject::Premises(named),
            About::Inspection => Subject::Inspection(Id::parse(name)?),
            About::Transfer => Subject::Transfer(named),
            About::Event => Subject::Event(named),
            About::Supervision => Subject::Supervision(named),
            About::Document => Subject::Document(named),
        })
    });
    let Some(of) = of else { return Err(Refusal::said(UNKNOWN)) };
    office.evidence_place(&of)?;
    Ok(ask_evidence(of))
}

/// Saves a register as a spreadsheet among the office's papers.
pub fn save_sheet(request: Request, title: String, masked: bool, cx: &mut Cx) {
    cx.open(Working::new(move |office| {
        let sheet = office.register_sheet(&request, How { csv: false, masked })?;
        let files = office.save_sheet(&sheet, &title, How { csv: false, masked })?;
        let files: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
        let empty = office.list_held(&request, sheet.rows)?.filter(|_| sheet.rows == 0);
        let empty = empty.map(|held| held.says()).unwrap_or_default();
        Ok(format!("{empty}已存成文件：{}", files.join("、")))
    }));
}

/// Saves a report as a spreadsheet among the office's papers; what was submitted as it was sent.
pub fn save_report(wanted: Wanted, how: How, cx: &mut Cx) {
    cx.open(Working::new(move |office| {
        let named = office.named_report(&wanted, false)?;
        let sent = office.submitted(&named)?;
        let sheet = office.report_table(&named, sent.as_ref(), None, how)?;
        let title = office.report_named(&named);
        let files = office.save_sheet(&sheet, &title, how)?;
        let files: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
        let columns = sheet.map.map(|map| format!("（平台录入用的列：{map}）")).unwrap_or_default();
        Ok(format!("已存成文件{columns}：{}", files.join("、")))
    }));
}

/// What can be done with a paper that is not kept: read, print, save, as a spreadsheet too.
pub fn acts(request: Request, title: String, table: bool) -> Choose {
    let choices = choices(request, &title, table);
    Choose::new("documents", title, choices)
}

/// The same as lines of a menu that has others as well.
pub fn choices(request: Request, title: &str, table: bool) -> Vec<Choice> {
    let title = title.to_owned();
    let paper = || Paper::Drafted(Box::new(request.clone()), title.clone());
    let (seen, printed, other, saved) = (paper(), paper(), paper(), paper());
    let mut choices = vec![
        choice("看全文", move |cx: &mut Cx| read(seen, cx)),
        choice("打印", move |cx: &mut Cx| print(printed, None, cx)),
        choice("打印，另选打印机、份数或套打", move |cx: &mut Cx| {
            cx.open(ask_print(other))
        }),
        choice("存成 PDF 文件", move |cx: &mut Cx| save(saved, cx)),
    ];
    if table {
        let hidden = request.clone();
        let (request, named) = (request.clone(), title.clone());
        choices.push(choice("存成电子表格（xlsx）", move |cx: &mut Cx| {
            save_sheet(request, named, false, cx);
        }));
        let (request, named) = (hidden, title.clone());
        choices.push(choice("存成电子表格，号码遮住", move |cx: &mut Cx| {
            save_sheet(request, named, true, cx);
        }));
        let hidden = || Print { masked: true, ..Print::default() };
        let (saved, printed) = (paper(), paper());
        choices.push(choice("存成 PDF 文件，号码遮住", move |cx: &mut Cx| {
            save_by(saved, hidden(), cx);
        }));
        choices.push(choice("打印，号码遮住", move |cx: &mut Cx| {
            print_by(printed, hidden(), None, cx);
        }));
    }
    choices
}

/// Saves a copy of a photo or a scan among the office's papers, where other programs show it.
pub fn save_evidence(evidence: Id, cx: &mut Cx) {
    cx.open(Working::new(move |office| {
        office.folder().make()?;
        let folder = office.folder().papers();
        let file = office.save_evidence(&evidence.to_string(), &folder)?;
        Ok(format!("已存成文件，可以打开看：{}", file.display()))
    }));
}

/// The words of a paper, as they are on it.
pub fn read(paper: impl Into<Paper>, cx: &mut Cx) {
    cx.open(Proof { paper: paper.into(), text: None });
}

/// Printer, number of copies, 套打 and, of what may have one, 存根; then the printer.
pub fn ask_print(paper: impl Into<Paper>) -> Ask {
    let paper = paper.into();
    let mut fields = vec![
        text("printer", "打印机", ""),
        half("copies", "份数", ""),
        half("overlay", "套打", "")
            .help("印在已经印好的纸上：写横、纵各移几毫米，如 0,-1.5；不移写 0,0。不套打的不写。"),
    ];
    if !matches!(paper, Paper::Checklist(..) | Paper::Report(..)) {
        let ways = [("", "照文书的样式"), ("yes", "有"), ("no", "无")];
        fields.push(pick("stub", "存根", ways, "").help(
            "印在交出去的那一份上端，裁线上文号骑缝，裁下来留存。不编文号的文书、公文和横排大表没有。",
        ));
    }
    let title = format!("打印 {}", paper.title());
    Ask::new("notices", title, Vec::new(), Form::new(fields), move |form| {
        let printer = Some(form.get("printer").to_owned()).filter(|name| !name.is_empty());
        let copies = match form.get("copies") {
            "" => None,
            written => match written.parse() {
                Ok(copies @ 1..=Print::MOST) => Some(copies as usize),
                _ => {
                    let why = format!("份数写 1 到 {} 的数字。", Print::MOST);
                    return super::ask::fault("copies", why);
                }
            },
        };
        let overlay = match form.get("overlay") {
            "" => None,
            written => match spelling::offset(written) {
                Some(offset) => Some(offset),
                None => {
                    return super::ask::fault("overlay", "请写成 1.5,-2 的样子，最多各移30毫米。");
                }
            },
        };
        let stub = match form.get("stub") {
            "" => None,
            way => Some(way == "yes"),
        };
        let (paper, print) = (paper.clone(), Print { copies, overlay, stub, ..Print::default() });
        office(move |office| {
            let printed = paper.pdf(office, &print)?;
            office.send(&printed, printer.as_deref()).map(Done::said)
        })
    })
    .passing()
}

type Work = Box<dyn FnOnce(&mut Office) -> Result<String, Refusal> + Send>;

/// Has the office do something that takes its time, and says what came of it.
pub fn work(
    cx: &mut Cx,
    work: impl FnOnce(&mut Office) -> Result<String, Refusal> + Send + 'static,
) {
    cx.open(Working::new(work));
}

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

/// The paper as text, word for word.
struct Proof {
    paper: Paper,
    text: Option<Reader>,
}

impl Screen for Proof {
    fn topic(&self) -> &'static str {
        "notices"
    }

    fn title(&self, _: &Shared) -> String {
        format!("全文 {}", self.paper.title())
    }

    fn hints(&self) -> &'static [Hint] {
        const HINTS: &[Hint] =
            &[hint("↑↓ PgUp PgDn", "翻看"), hint("←→", "看两边"), hint("Esc", "返回")];
        HINTS
    }

    fn commands(&self) -> &'static [Command] {
        &[Command::Print]
    }

    fn shown(&mut self, cx: &mut Cx) {
        let paper = self.paper.clone();
        cx.ask(
            move |office| paper.text(office),
            |proof: &mut Proof, result, cx| match result {
                Ok(text) => proof.text = Some(Reader::sheet(text)),
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

    fn command(&mut self, command: Command, cx: &mut Cx) {
        if command == Command::Print {
            cx.open(ask_print(self.paper.clone()));
        }
    }
}
