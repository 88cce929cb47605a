//! 报送: who owes which report by when, and what can be done with it: look, submit, as a 零报告 too, print, save, give
//! back.

use chrono::NaiveDate;
use ratatui::layout::Rect;

use super::{
    ask::{Ask, Done, fault, here, office, sentences},
    choose::{Choose, choice, refused},
    documents,
    major::said,
    papers::{self, Paper},
    people,
    window::Window,
};
use crate::{
    domain::{id::Id, period, report::Report, unit::UnitPath},
    form::facts::About,
    office::{
        Office, Refusal, agenda,
        documents::Request,
        exports::How,
        facts::Period,
        report::{Owed, Wanted},
    },
    terms,
    tui::{
        canvas::Canvas,
        keys::{Code, Command, Key},
        screen::{Cx, Hint, Screen, hint},
        shared::Shared,
        widget::{
            columns::{Column, always, further, headed},
            form::{Form, choice as pick, half, text},
            list::Cursor,
        },
    },
};

const COLUMNS: [Column; 9] = [
    always(" 到期", 12),
    always("时段", 14),
    always("单位", 13),
    always("报送", 11),
    always("报表", 29).rest(),
    further("报给", 6, 1),
    further("上报", 10, 2),
    further("上报人", 9, 3),
    further("期限怎么来的", 14, 4).up_to(30),
];

#[derive(Default)]
pub struct Reports {
    lines: Option<Vec<(Owed, Request)>>,
    refused: Vec<String>,
    seat: Seat,
    cursor: Cursor,
    /// The one to stand on when the list is first read.
    at: Option<(String, Period, Option<UnitPath>)>,
    only: Only,
}

/// Who sits at the desk, as far as the menu of a report asks.
#[derive(Clone, Default)]
struct Seat {
    /// Nobody signed in.
    nobody: bool,
    /// The unit of which nothing is given back from here, and why.
    own: Option<(UnitPath, String)>,
}

/// What the list is narrowed to; else it is what is due about now, and what is owed since longer.
#[derive(Clone, Default)]
struct Only {
    /// Periods of one report that some units owe since longer.
    older: Option<agenda::Paper>,
    /// What was due in these days.
    due: Option<(NaiveDate, NaiveDate)>,
    /// What was not sent.
    open: bool,
}

impl Only {
    fn holds(&self, owed: &Owed) -> bool {
        let open = owed.submitted.is_none();
        let older = self.older.as_ref().is_none_or(|of| {
            let meant = of.code == owed.code && of.units.contains(&owed.unit);
            open && meant && of.older.contains(&owed.period)
        });
        older && (open || !self.open)
    }

    /// 2026年, 以前各期; nothing of the whole list.
    fn says(&self) -> String {
        match (&self.older, self.due) {
            (Some(_), _) => "以前各期 ".to_owned(),
            (None, Some((from, to))) => format!("{} ", terms::period(from, to)),
            (None, None) => String::new(),
        }
    }
}

impl Reports {
    /// On the report of a reporting day of a unit, else of the first unit that still owes it; what is owed since longer by
    /// itself.
    pub fn of(paper: agenda::Paper) -> Reports {
        if paper.older.is_empty() {
            let unit = paper.units.into_iter().next();
            return Reports { at: Some((paper.code, paper.period, unit)), ..Reports::default() };
        }
        Reports { only: Only { older: Some(paper), ..Only::default() }, ..Reports::default() }
    }

    fn ask(&mut self, cx: &mut Cx) {
        let only = self.only.clone();
        cx.ask(
            move |office| {
                let (from, to) = only.due.unzip();
                let mut lines = Vec::new();
                for owed in office.report_status(from, to)?.into_iter().filter(|it| only.holds(it))
                {
                    let named = match office.named_report(&wanted(&owed), true) {
                        // Sent by an earlier regime, or on a paper that is there no more.
                        Err(_) if !owed.asked => continue,
                        named => named?,
                    };
                    lines.push((owed, office.report_request(&named)));
                }
                let scope = office.scope().clone();
                let own = office.kept_by_itself(&scope).map(|why| (scope, why));
                Ok((lines, Seat { nobody: office.act().actor.is_empty(), own }))
            },
            |screen: &mut Reports, result, _| match result {
                Ok((lines, seat)) => {
                    screen.seat = seat;
                    screen.read(lines);
                }
                Err(refusal) => screen.refused = sentences(&refusal),
            },
        );
    }

    fn len(&self) -> usize {
        self.lines.as_ref().map_or(0, Vec::len)
    }

    fn chosen(&self) -> Option<&(Owed, Request)> {
        self.lines.as_ref()?.get(self.cursor.at)
    }

    fn read(&mut self, lines: Vec<(Owed, Request)>) {
        let stands = match self.at.take() {
            Some((code, period, unit)) => {
                let is = |(owed, _): &(Owed, Request)| owed.code == code && owed.period == period;
                let open = |line: &(Owed, Request)| is(line) && line.0.submitted.is_none();
                let own = |line: &(Owed, Request)| unit.as_ref() == Some(&line.0.unit);
                let first = lines.iter().position(|line| open(line) && own(line));
                let first = first.or_else(|| lines.iter().position(open));
                first.or_else(|| lines.iter().position(is))
            }
            // What is late, else what is due next.
            None if self.lines.is_none() => {
                lines.iter().position(|(owed, _)| owed.submitted.is_none())
            }
            None => None,
        };
        if let Some(at) = stands {
            self.cursor.at = at;
        }
        self.cursor.keep(lines.len());
        self.lines = Some(lines);
        self.refused.clear();
    }
}

fn called(owed: &Owed) -> String {
    let span = terms::period(owed.period.from, owed.period.to);
    format!("{} {} {span}", owed.title, owed.unit_name)
}

fn wanted(owed: &Owed) -> Wanted {
    Wanted { code: owed.code.clone(), unit: Some(owed.unit.to_string()), period: Some(owed.period) }
}

/// How a line's report is looked at: as it was sent, else as it would be sent today.
fn paper(owed: &Owed, request: &Request) -> Paper {
    match &owed.submitted {
        Some(report) => Paper::Report(report.id, called(owed)),
        None => Paper::Drafted(Box::new(request.clone()), called(owed)),
    }
}

fn acts(owed: &Owed, request: &Request, seat: &Seat) -> Choose {
    let nobody = seat.nobody;
    let (seen, printed, other, saved) =
        (paper(owed, request), paper(owed, request), paper(owed, request), paper(owed, request));
    let (sheet, csv, hidden) = (wanted(owed), wanted(owed), wanted(owed));
    let mut choices = Vec::new();
    if owed.submitted.is_none() {
        let owed = owed.clone();
        choices.push(choice("上报", move |cx: &mut Cx| cx.open(ask_submit(&owed, nobody))));
    }
    let words =
        if owed.submitted.is_some() { "看报出的全文" } else { "看全文（还没有报）" };
    choices.push(choice(words, move |cx: &mut Cx| papers::read(seen, cx)));
    choices.push(choice("打印", move |cx: &mut Cx| papers::print(printed, None, cx)));
    choices.push(choice("打印，另选打印机或份数", move |cx: &mut Cx| {
        cx.open(papers::ask_print(other));
    }));
    choices.push(choice("存成 PDF 文件", move |cx: &mut Cx| papers::save(saved, cx)));
    choices.push(choice("存成电子表格（xlsx）", move |cx: &mut Cx| {
        papers::save_report(sheet, How::default(), cx);
    }));
    choices.push(choice("存成 csv 文件", move |cx: &mut Cx| {
        papers::save_report(csv, How { csv: true, masked: false }, cx);
    }));
    if let Some(report) = owed.submitted.clone() {
        let called = called(owed);
        let own = seat.own.as_ref().filter(|(unit, _)| *unit == report.unit);
        choices.push(match own {
            Some((_, why)) => refused("退回重报", why.clone()),
            None => choice("退回重报", move |cx: &mut Cx| cx.open(ask_back(&report, &called))),
        });
    }
    choices.push(choice("存成电子表格，号码遮住", move |cx: &mut Cx| {
        papers::save_report(hidden, How { csv: false, masked: true }, cx);
    }));
    Choose::new("reports", called(owed), choices)
}

/// A period as its column has room for it: 2026年11月; 12-01至12-07 of one that is no month, quarter or year.
fn stretch(period: Period) -> String {
    let said = terms::period(period.from, period.to);
    match said.contains('至') {
        true => format!("{}至{}", period.from.format("%m-%d"), period.to.format("%m-%d")),
        false => said,
    }
}

/// What the window of a report to submit is about.
fn submitting(owed: &Owed) -> String {
    let Owed { code, unit, period, .. } = owed;
    format!("{code}/{}/{}/{unit}", period.from, period.to)
}

/// Opens the window again in which a report was to be submitted (`about` as [`submitting`] says it) or given back.
pub fn again(office: &mut Office, window: Window, about: &str) -> Result<Ask, Refusal> {
    let gone = || Refusal::said("草稿说的那一期报表已经报出或退回，不用再填。");
    if window == Window::ReturnReport {
        let id = Id::parse(about).ok_or_else(gone)?;
        let sent = office.submitted_report(id)?.report;
        let unit = office.unit_name_apart(&sent.unit);
        let called = format!("{} {unit} {}", sent.title, terms::period(sent.from, sent.to));
        return match sent.returned {
            Some(_) => Err(gone()),
            None => Ok(ask_back(&sent, &called)),
        };
    }
    let nobody = office.act().actor.is_empty();
    let owed = office.report_status(None, None)?;
    let mut open = owed.iter().filter(|owed| owed.submitted.is_none());
    let found = open.find(|owed| submitting(owed) == about);
    found.map(|owed| ask_submit(owed, nobody)).ok_or_else(gone)
}

/// `nobody`: nobody signed in at the desk, so that it is asked who sends it.
fn ask_submit(owed: &Owed, nobody: bool) -> Ask {
    let wanted = wanted(owed);
    let mut intro =
        vec![format!("{}前报{}。报出的不再改动。", terms::date(owed.due), terms::level(owed.to))];
    if let Some(returned) = owed.returned.as_ref().and_then(|report| report.returned.as_ref()) {
        intro.push(format!("{}退回：{}", terms::date(returned.on), returned.reason));
    }
    let mut rows = vec![
        pick("zero", "零报告", [("no", "否"), ("yes", "是")], "no"),
        text("signer", "签字人", ""),
    ];
    if nobody {
        rows.insert(0, text("by", "报送人", ""));
    }
    let (label, about) = (format!("上报 {}", called(owed)), submitting(owed));
    Ask::new("reports", label.clone(), intro, Form::new(rows), move |form| {
        let wanted = wanted.clone();
        let zero = form.get("zero") == "yes";
        let (by, signer) = (said(form, "by"), said(form, "signer"));
        office(move |office| {
            let by = people::named(office, "by", by.as_deref())?;
            let report = office.submit_report(&wanted, zero, by.as_deref(), signer.as_deref())?;
            let late = office.late_said(&report).unwrap_or_default();
            let zero = if report.zero { "（零报告）" } else { "" };
            let unseen = if report.is_unseen() { terms::UNSEEN } else { "" };
            Ok(Done::said(format!("已上报{zero}。{late}{unseen}")))
        })
    })
    .kept(Window::SubmitReport, about, label)
    .people(&["by"])
}

/// What was due in a year, a quarter or a month; what was not sent.
fn ask_filter(only: &Only, cx: &Cx) -> Ask {
    let due = only.due.map(|(from, to)| period::stretch_name(from, to)).unwrap_or_default();
    let open = if only.open { "open" } else { "all" };
    let form = Form::new(vec![
        half("due", "到期", &due).suggested(),
        pick("which", "哪些", [("all", "全部"), ("open", "没有报的")], open),
    ]);
    let id = cx.id();
    Ask::new("reports", "筛选", Vec::new(), form, move |form| {
        let due = match form.get("due") {
            "" => None,
            written => match period::read_stretch(written) {
                Some(due) => Some(due),
                None => return fault("due", "请写成 2026、2026-Q4 或 2026-10。"),
            },
        };
        let only = Only { older: None, due, open: form.get("which") == "open" };
        here(move |cx| {
            cx.send(id, move |screen: &mut Reports, cx| {
                screen.only = only;
                screen.lines = None;
                screen.ask(cx);
            });
        })
    })
    .passing()
}

fn ask_back(report: &Report, called: &str) -> Ask {
    let id = report.id;
    let form = Form::new(vec![text("reason", "原因", "")]);
    let label = format!("退回 {called}");
    Ask::new("reports", label.clone(), Vec::new(), form, move |form| {
        let reason = form.get("reason").to_owned();
        if reason.is_empty() {
            return fault("reason", "请写明为什么退回。");
        }
        office(move |office| {
            office.give_back_report(id, &reason)?;
            Ok(Done::said("已退回，请通知该单位重报。"))
        })
    })
    .kept(Window::ReturnReport, id, label)
}

impl Screen for Reports {
    fn topic(&self) -> &'static str {
        "reports"
    }

    fn title(&self, _: &Shared) -> String {
        let lines = self.lines.iter().flatten();
        let owed = lines.filter(|(owed, _)| owed.submitted.is_none()).count();
        format!("报送 {}未报{owed}份", self.only.says())
    }

    fn hints(&self) -> &'static [Hint] {
        const HINTS: &[Hint] = &[hint("↑↓", "选择"), hint("Enter", "办理")];
        HINTS
    }

    fn commands(&self) -> &'static [Command] {
        &[Command::New, Command::Filter, Command::Text, Command::Print]
    }

    fn shown(&mut self, cx: &mut Cx) {
        self.ask(cx);
    }

    fn waits(&self, _: Key, _: &Shared) -> bool {
        self.lines.is_none() && self.refused.is_empty()
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Shared) {
        let look = canvas.look;
        canvas.set_caret(area.x, area.y);
        canvas.refused(area, area.y + 1, &self.refused);
        let Some(lines) = &self.lines else { return };
        if lines.is_empty() {
            let text = "这一段没有要报的表。";
            canvas.put(area.x + 2, area.y + 1, area.width - 4, text, look.plain());
            return;
        }
        let foot = area.bottom() - 1;
        let list = Rect { height: area.height - 1, ..area };
        headed(canvas, list, self.cursor, lines.len(), &COLUMNS, |at| {
            let (owed, _) = lines.get(at)?;
            let style = match (&owed.submitted, owed.late) {
                (None, true) => look.alarm(),
                (None, false) => look.plain(),
                (Some(_), _) => look.quiet(),
            };
            let late = owed.submitted.is_none() && owed.late;
            let sent = owed.submitted.as_ref();
            let cells = vec![
                format!("{}{}", if late { "!" } else { " " }, owed.due),
                stretch(owed.period),
                owed.unit_name.clone(),
                owed.state().to_owned(),
                owed.title.clone(),
                terms::level(owed.to).to_owned(),
                sent.map(|report| terms::month_day(report.submitted_on)).unwrap_or_default(),
                sent.map_or("", |report| &report.by).to_owned(),
                owed.reason.clone(),
            ];
            Some((cells, style))
        });
        if let Some((owed, _)) = self.chosen() {
            let text = match (&owed.submitted, &owed.returned) {
                (Some(report), _) => {
                    format!(" {}由{}上报。", terms::date(report.submitted_on), report.by)
                }
                (None, Some(report)) => {
                    let returned = report.returned.as_ref();
                    let reason = returned.map(|returned| returned.reason.clone());
                    format!(" 退回：{}", reason.unwrap_or_default())
                }
                (None, None) if owed.reason.is_empty() => format!(" 报{}。", terms::level(owed.to)),
                (None, None) => format!(" 报{}；{}。", terms::level(owed.to), owed.reason),
            };
            canvas.cell(area.x, foot, area.width, &text, look.quiet());
        }
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        match key.code {
            Code::Esc => cx.back(),
            Code::Enter => {
                if let Some((owed, request)) = self.chosen() {
                    cx.open(acts(owed, request, &self.seat));
                }
            }
            _ => {
                self.cursor.key(key, self.len(), 20);
            }
        }
    }

    fn command(&mut self, command: Command, cx: &mut Cx) {
        match command {
            Command::New => return documents::open_for(About::None, String::new(), cx),
            Command::Filter => return cx.open(ask_filter(&self.only, cx)),
            _ => {}
        }
        let Some((owed, request)) = self.chosen() else { return cx.alarm("先选一份报表。") };
        match command {
            Command::Text => papers::read(paper(owed, request), cx),
            Command::Print => papers::print(paper(owed, request), None, cx),
            _ => {}
        }
    }
}
