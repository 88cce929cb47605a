//! 通知书: the list by number; the text as on the paper, print, reprint, void with a reason.

use std::collections::HashMap;

use chrono::NaiveDate;
use ratatui::layout::Rect;

use super::{
    ask::{Ask, Done, fault, office, sentences},
    barred::Barred,
    choose::{Choose, choice, refused},
    documents, papers,
    window::Window,
};
use crate::{
    domain::{id::Id, notice::entered_after, permission::Deed, spelling},
    form::facts::About,
    office::{
        Office, Refusal,
        beside::Standing,
        evidence::Subject,
        notices::{Filter, Line},
    },
    terms,
    tui::{
        canvas::Canvas,
        keys::{Code, Command, Key},
        screen::{Cx, Hint, Screen, hint},
        shared::Shared,
        widget::{
            columns::{Column, always, further, table},
            field::{Field, Takes},
            form::{Form, half, text},
            list::Cursor,
        },
    },
};

/// Lines that are read at once; at their end as many more are, and a search looks through all of them.
const MOST: u32 = 500;
/// Working days after its issue by which a notice should be back signed.
const WORKDAYS: u32 = 1;

/// The number, the day, whose it is; then how its hazards stand and whether it came back signed.
const COLUMNS: [Column; 7] = [
    always("号", 35),
    always("签发", 11),
    always("单位", 33).rest(),
    further("项数", 5, 1),
    further("未销号", 7, 2),
    further("期限", 10, 3),
    further("签收", 9, 4),
];

pub struct Notices {
    lines: Option<Vec<Line>>,
    /// How the hazards of each have come along.
    standings: HashMap<Id, Standing>,
    find: Field,
    /// What it was opened with from another screen; Esc leads back there.
    sought: String,
    /// Only those whose signed scan is missing a working day after their issue.
    unsigned: bool,
    cursor: Cursor,
    refused: Vec<String>,
    /// What the post of who acts does not allow here.
    barred: Barred,
    /// Entered after a number of a later day.
    late: HashMap<Id, NaiveDate>,
    /// So many lines are read.
    limit: u32,
    /// Counts the questions, so that a late answer to an earlier one is dropped.
    asked: u32,
}

impl Default for Notices {
    fn default() -> Notices {
        Notices {
            lines: None,
            standings: HashMap::new(),
            find: Field::new(Takes::Half, 40),
            sought: String::new(),
            unsigned: false,
            cursor: Cursor::default(),
            refused: Vec::new(),
            barred: Barred::default(),
            late: HashMap::new(),
            limit: MOST,
            asked: 0,
        }
    }
}

impl Notices {
    /// Those that a word finds, over the screen that has the word.
    pub fn finding(word: &str) -> Notices {
        let find = Field::new(Takes::Half, 40).with(word);
        Notices { sought: find.text().to_owned(), find, ..Notices::default() }
    }

    /// Those that should be back signed and are not.
    pub fn unsigned() -> Notices {
        Notices { unsigned: true, ..Notices::default() }
    }

    /// Whether Esc has something to clear: what was typed or chosen here.
    fn is_narrowed(&self) -> bool {
        self.unsigned || !(self.find.is_empty() || self.find.text() == self.sought)
    }

    /// Reads what is asked for now, from the first.
    fn anew(&mut self, cx: &mut Cx) {
        self.limit = MOST;
        self.cursor = Cursor::default();
        self.read(cx);
    }

    /// Whether there may be more than what is read.
    fn more(&self) -> bool {
        self.len() as u32 >= self.limit
    }

    fn read(&mut self, cx: &mut Cx) {
        self.asked += 1;
        let asked = self.asked;
        let words = Some(self.find.text().trim().to_owned()).filter(|words| !words.is_empty());
        let filter = Filter { words, limit: Some(self.limit), ..Filter::default() };
        let unsigned = self.unsigned;
        cx.ask(
            move |office| {
                let lines = match unsigned {
                    true => office.unsigned_among(WORKDAYS, filter)?,
                    false => office.notices(&filter)?,
                };
                let ids: Vec<Id> = lines.iter().map(|line| line.notice.id).collect();
                let standings = office.standings(&ids)?;
                let deeds = [Deed::VoidNotice, Deed::Reissue, Deed::SignRefused];
                Ok((lines, standings, Barred::of(office, deeds)))
            },
            move |screen: &mut Notices, result, _| {
                if screen.asked != asked {
                    return;
                }
                match result {
                    Ok((lines, standings, barred)) => {
                        screen.barred = barred;
                        screen.cursor.keep(lines.len());
                        screen.standings = standings;
                        screen.late = entered_after(lines.iter().map(|line| &line.notice));
                        screen.lines = Some(lines);
                        screen.refused.clear();
                    }
                    Err(refusal) => screen.refused = sentences(&refusal),
                }
            },
        );
    }

    fn len(&self) -> usize {
        self.lines.as_ref().map_or(0, Vec::len)
    }

    fn chosen(&self) -> Option<&Line> {
        self.lines.as_ref()?.get(self.cursor.at)
    }

    fn acts(&self) -> Option<Choose> {
        let Line { notice, addressee } = self.chosen()?;
        let barred = &self.barred;
        let number = || notice.number.clone();
        let (read, print, copies, save, void, again) =
            (number(), number(), number(), number(), number(), number());
        let mut choices = vec![
            choice("看全文", move |cx| papers::read(read, cx)),
            choice("打印", move |cx| papers::print(print, None, cx)),
            choice("打印，另选打印机、份数或套打", move |cx| {
                cx.open(papers::ask_print(copies))
            }),
            choice("存成 PDF 文件", move |cx| papers::save(save, cx)),
        ];
        let (about, scan) = (number(), number());
        choices.push(choice("出文书：复查意见书、送达回证", move |cx| {
            documents::open_for(About::Notice, about, cx);
        }));
        choices.push(choice("附签过字的扫描件", move |cx| {
            cx.open(papers::ask_evidence(Subject::Notice(scan)));
        }));
        match &notice.void {
            None => {
                let then = move |cx: &mut Cx| cx.open(ask_void(void));
                choices.push(barred.act("作废", Deed::VoidNotice, None, then));
                choices.push(refused("重发", "没有作废的通知书不用重发。"));
            }
            Some(_) => {
                choices.push(refused("作废", "已经作废了。"));
                let then = move |cx: &mut Cx| cx.open(ask_reissue(again));
                choices.push(barred.act("重发：换新号，内容照旧", Deed::Reissue, None, then));
            }
        }
        let unsigned = number();
        choices.push(match (&notice.void, &notice.unsigned) {
            (None, None) => {
                let then = move |cx: &mut Cx| cx.open(ask_refused(unsigned));
                barred.act("单位拒签：记见证人", Deed::SignRefused, None, then)
            }
            (Some(_), _) => refused("单位拒签：记见证人", "已经作废了。"),
            (_, Some(refusal)) => {
                refused("单位拒签：记见证人", format!("{}。", terms::sign_refusal(refusal)))
            }
        });
        Some(Choose::new("notices", notice.number.clone(), choices).intro(vec![addressee.clone()]))
    }
}

/// Which notices the list shows.
fn choose_which(cx: &Cx) -> Choose {
    let id = cx.id();
    let show = |label: &str, unsigned: bool| {
        choice(label, move |cx: &mut Cx| {
            cx.send(id, move |screen: &mut Notices, cx| {
                screen.unsigned = unsigned;
                screen.anew(cx);
            });
        })
    };
    let unsigned = format!("没有签收件的（签发满{WORKDAYS}个工作日，还没有附上签过字的扫描件）");
    Choose::new("notices", "筛选", vec![show("全部", false), show(&unsigned, true)])
}

fn ask_void(number: String) -> Ask {
    let form = Form::new(vec![text("reason", "原因", "")]);
    let (about, title) = (number.clone(), format!("作废 {number}"));
    Ask::new("notices", title.clone(), Vec::new(), form, move |form| {
        let reason = form.get("reason").to_owned();
        if reason.is_empty() {
            return fault("reason", "请写明为什么作废。");
        }
        let number = number.clone();
        office(move |office| {
            office.void_notice(&number, &reason)?;
            Ok(Done::said(format!("{number}已作废。要重新开具，请选它再办“重发”。")))
        })
    })
    .kept(Window::VoidNotice, about, title)
    .careful()
}

/// Opens the window in which a notice was to be made void, or its refusal told, again.
pub fn again(office: &mut Office, window: Window, number: &str) -> Result<Ask, Refusal> {
    let notice = office.notice(number)?.0;
    let number = notice.number;
    if let Some(void) = notice.void {
        return Err(Refusal::said(format!("{number}已经作废了：{}。", void.reason)));
    }
    match (window, notice.unsigned) {
        (Window::VoidNotice, _) => Ok(ask_void(number)),
        (_, Some(refusal)) => Err(Refusal::said(format!("{}。", terms::sign_refusal(&refusal)))),
        (_, None) => Ok(ask_refused(number)),
    }
}

/// Who saw that the premises would not sign.
fn ask_refused(number: String) -> Ask {
    let form = Form::new(vec![
        text("witnesses", "见证人*", "").help("在场看到的人，几个人用顿号隔开。"),
        half("on", "日期", "").help("不写是今天。"),
        text("note", "当时情况", ""),
    ]);
    let intro = vec!["单位拒绝签名的，由见证人在通知书上签名；签好的那份要扫描附上。".to_owned()];
    let (about, title) = (number.clone(), format!("拒签 {number}"));
    Ask::new("notices", title.clone(), intro, form, move |form| {
        let witnesses: Vec<String> = form
            .get("witnesses")
            .split(['、', '，', ',', ' '])
            .map(|name| name.trim().to_owned())
            .filter(|name| !name.is_empty())
            .collect();
        if witnesses.is_empty() {
            return fault("witnesses", "请写清在场的见证人。");
        }
        let on = form.get("on").to_owned();
        let (number, note) = (number.clone(), form.get("note").to_owned());
        office(move |office| {
            let on = spelling::typed_day(&on, office.today())
                .map_err(|_| Refusal::said("日期请写成 2026-11-30 或 11-30。"))?;
            office.sign_refused(&number, &witnesses, on, &note)?;
            Ok(Done::said("已登记拒签，请把见证人签过字的那份扫描附上。"))
        })
    })
    .kept(Window::RefuseNotice, about, title)
}

fn ask_reissue(number: String) -> Ask {
    let intro = vec!["内容照旧，编新的文号；作废的那份和它的文号留着。".to_owned()];
    Ask::new("notices", format!("重发 {number}"), intro, Form::new(Vec::new()), move |_| {
        let number = number.clone();
        office(move |office| {
            let notice = office.reissue(&number, None)?;
            Ok(Done::said(format!("已重发，新号{}。", notice.number)))
        })
    })
    .passing()
    .careful()
}

impl Screen for Notices {
    fn topic(&self) -> &'static str {
        "notices"
    }

    fn title(&self, _: &Shared) -> String {
        let more = if self.more() { "以上" } else { "" };
        let which = if self.unsigned { "没有签收件 " } else { "" };
        format!("通知书 {which}{}份{more}", self.len())
    }

    fn hints(&self) -> &'static [Hint] {
        const HINTS: &[Hint] = &[hint("打字", "按号或单位查找"), hint("Enter", "办理")];
        HINTS
    }

    fn commands(&self) -> &'static [Command] {
        &[Command::Text, Command::Print, Command::Void, Command::Filter]
    }

    fn shown(&mut self, cx: &mut Cx) {
        self.read(cx);
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, shared: &Shared) {
        let look = canvas.look;
        let used = canvas.put(area.x + 1, area.y, 8, "查找：", look.plain());
        canvas.refused(area, area.y + 2, &self.refused);
        let empty = match &self.lines {
            None if self.refused.is_empty() => "正在读取..",
            Some(lines) if lines.is_empty() && self.find.is_empty() && self.unsigned => {
                "都有签收件了。按 Esc 看全部。"
            }
            Some(lines) if lines.is_empty() && self.find.is_empty() => {
                "没有通知书。保存一次检查就会开出一份。"
            }
            Some(lines) if lines.is_empty() => {
                "没有找到。可以按号的一部分、单位名称或拼音首字母查找。"
            }
            _ => "",
        };
        canvas.put(area.x + 2, area.y + 2, area.width - 4, empty, look.plain());
        let list = Rect { y: area.y + 1, height: area.height - 1, ..area };
        table(canvas, list, self.cursor, self.len(), &COLUMNS, |at| {
            let Line { notice, addressee } = self.lines.as_ref()?.get(at)?;
            let entered = if self.late.contains_key(&notice.id) { "  补登" } else { "" };
            let void = match (&notice.void, &notice.unsigned) {
                (Some(void), _) => format!("作废（{}）", void.reason),
                (None, Some(refusal)) if self.unsigned => {
                    format!("已登记拒签  见证人{}", refusal.witnesses.join("、"))
                }
                (None, _) => String::new(),
            };
            let told = self.standings.get(&notice.id).copied().unwrap_or_default();
            let signed = match (&notice.void, &notice.unsigned, told.signed) {
                (Some(_), ..) => "",
                (None, _, true) => "已签收",
                (None, Some(_), false) => "拒签",
                (None, None, false) => "未签收",
            };
            let late = notice.void.is_none() && told.due.is_some_and(|due| due < shared.today());
            let cells = vec![
                notice.number.clone(),
                notice.issued_on.to_string(),
                format!("{addressee}{entered}  {void}"),
                told.items.to_string(),
                told.open.to_string(),
                told.due.map(terms::month_day).unwrap_or_default(),
                signed.to_owned(),
            ];
            Some((cells, if late { look.alarm() } else { look.plain() }))
        });
        let field = Rect {
            x: area.x + 1 + used,
            y: area.y,
            width: area.width.saturating_sub(used + 3),
            height: 1,
        };
        self.find.draw(canvas, field, true);
    }

    fn waits(&self, _: Key, _: &Shared) -> bool {
        self.lines.is_none() && self.refused.is_empty()
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        match key.code {
            Code::Esc if self.is_narrowed() => {
                self.find.clear();
                self.unsigned = false;
                self.anew(cx);
            }
            Code::Esc => cx.back(),
            Code::Enter => {
                if let Some(acts) = self.acts() {
                    cx.open(acts);
                }
            }
            _ if self.cursor.key(key, self.len(), 20) => {
                // At the end of what is read the next ones are.
                if self.more() && self.cursor.at + 1 == self.len() {
                    self.limit += MOST;
                    cx.say("更早的在往下读。也可以直接打号查找：12、2026 12、[2026]12号都认得。");
                    self.read(cx);
                }
            }
            _ => {
                if self.find.key(key) {
                    self.anew(cx);
                }
            }
        }
    }

    fn command(&mut self, command: Command, cx: &mut Cx) {
        if command == Command::Filter {
            return cx.open(choose_which(cx));
        }
        let Some(Line { notice, .. }) = self.chosen() else {
            return cx.alarm("先选一份通知书。");
        };
        let number = notice.number.clone();
        match command {
            Command::Text => papers::read(number, cx),
            Command::Print => papers::print(number, None, cx),
            Command::Void if notice.void.is_some() => {
                cx.alarm(format!("{number}已经作废了：{}。", terms::date(notice.issued_on)));
            }
            Command::Void => match self.barred.why(Deed::VoidNotice) {
                Some(why) => cx.alarm(why),
                None => cx.open(ask_void(number)),
            },
            _ => {}
        }
    }

    fn paste(&mut self, text: &str, cx: &mut Cx) {
        if self.find.paste(text) {
            self.anew(cx);
        }
    }
}
