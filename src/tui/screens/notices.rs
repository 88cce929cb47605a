//! 通知书: the list by number; the text as on the paper, print, reprint, void with a reason.

use ratatui::layout::Rect;

use super::{
    ask::{Ask, Done, fault, office, sentences},
    choose::{Choose, choice, refused},
    notice_acts,
};
use crate::{
    domain::notice::Notice,
    terms,
    tui::{
        canvas::Canvas,
        keys::{Code, Command, Key},
        screen::{Cx, Hint, Screen, hint},
        shared::Shared,
        spelt,
        widget::{
            field::{Field, Takes},
            form::{Form, text},
            list::Cursor,
        },
    },
};

pub struct Notices {
    all: Option<Vec<(Notice, String)>>,
    found: Vec<usize>,
    find: Field,
    cursor: Cursor,
    refused: Vec<String>,
}

impl Default for Notices {
    fn default() -> Notices {
        Notices {
            all: None,
            found: Vec::new(),
            find: Field::new(Takes::Half, 40),
            cursor: Cursor::default(),
            refused: Vec::new(),
        }
    }
}

impl Notices {
    fn search(&mut self) {
        let typed = self.find.text().trim().to_lowercase();
        let Some(all) = &self.all else { return };
        let fits = |(notice, name): &(Notice, String)| {
            notice.number.contains(&typed) || spelt::fits(name, &typed)
        };
        self.found = (0..all.len()).filter(|at| typed.is_empty() || fits(&all[*at])).collect();
        self.cursor.keep(self.found.len());
    }

    fn chosen(&self) -> Option<&(Notice, String)> {
        self.all.as_ref()?.get(*self.found.get(self.cursor.at)?)
    }

    fn acts(&self) -> Option<Choose> {
        let (notice, name) = self.chosen()?;
        let number = || notice.number.clone();
        let (read, print, copies, save, void, again) =
            (number(), number(), number(), number(), number(), number());
        let mut choices = vec![
            choice("看全文", move |cx| notice_acts::read(read, cx)),
            choice("打印", move |cx| notice_acts::print(print, None, cx)),
            choice("打印，另选打印机或份数", move |cx| {
                cx.open(notice_acts::ask_print(copies))
            }),
            choice("存成 PDF 文件", move |cx| notice_acts::save(save, cx)),
        ];
        match &notice.void {
            None => {
                choices.push(choice("作废", move |cx| cx.open(ask_void(void))));
                choices.push(refused("重发", "没有作废的通知书不用重发。"));
            }
            Some(_) => {
                choices.push(refused("作废", "已经作废了。"));
                choices.push(choice("重发：换新号，内容照旧", move |cx| {
                    cx.open(ask_reissue(again))
                }));
            }
        }
        Some(Choose::new("notices", notice.number.clone(), choices).intro(vec![name.clone()]))
    }
}

fn ask_void(number: String) -> Ask {
    let form = Form::new(vec![text("reason", "原因", "").help("作废的号留在清单里，不再用。")]);
    Ask::new("notices", format!("作废 {number}"), Vec::new(), form, move |form| {
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
}

fn ask_reissue(number: String) -> Ask {
    let form = Form::new(vec![text("note", "说明", "").help("可以不写；按 Ctrl+S 重发。")]);
    Ask::new("notices", format!("重发 {number}"), Vec::new(), form, move |_| {
        let number = number.clone();
        office(move |office| {
            let notice = office.reissue(&number)?;
            Ok(Done::said(format!("已重发，新号{}。", notice.number)))
        })
    })
}

impl Screen for Notices {
    fn topic(&self) -> &'static str {
        "notices"
    }

    fn title(&self, _: &Shared) -> String {
        format!("通知书 {}份", self.found.len())
    }

    fn hints(&self) -> &'static [Hint] {
        const HINTS: &[Hint] = &[hint("打字", "按号或单位查找"), hint("Enter", "办理")];
        HINTS
    }

    fn commands(&self) -> &'static [Command] {
        &[Command::Text, Command::Print, Command::Void]
    }

    fn shown(&mut self, cx: &mut Cx) {
        cx.ask(
            |office| office.notices(None),
            |screen: &mut Notices, result, _| match result {
                Ok(mut all) => {
                    all.sort_by_key(|(notice, _)| {
                        std::cmp::Reverse((notice.issued_on, notice.year, notice.serial))
                    });
                    screen.all = Some(all);
                    screen.search();
                }
                Err(refusal) => screen.refused = sentences(&refusal),
            },
        );
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Shared) {
        let look = canvas.look;
        let used = canvas.put(area.x + 1, area.y, 8, "查找：", look.plain());
        for (y, line) in (area.y + 2..area.bottom()).zip(&self.refused) {
            canvas.cell(area.x + 2, y, area.width - 4, line, look.alarm());
        }
        match &self.all {
            None if self.refused.is_empty() => {
                canvas.put(area.x + 2, area.y + 2, 30, "正在读取..", look.plain());
            }
            Some(_) if self.found.is_empty() => {
                canvas.put(
                    area.x + 2,
                    area.y + 2,
                    area.width - 4,
                    "没有通知书。保存一次检查就会开出一份。",
                    look.plain(),
                );
            }
            _ => {}
        }
        let rows = usize::from(area.height - 1);
        let top = self.cursor.top(self.found.len(), rows);
        for (row, at) in self.found.iter().skip(top).take(rows).enumerate() {
            let Some((notice, name)) = self.all.as_ref().and_then(|all| all.get(*at)) else {
                continue;
            };
            let chosen = top + row == self.cursor.at;
            let style = if chosen { look.selected() } else { look.plain() };
            let y = area.y + 1 + row as u16;
            canvas.put(area.x, y, 1, if chosen { ">" } else { " " }, style);
            canvas.cell(area.x + 1, y, 34, &notice.number, style);
            canvas.cell(area.x + 35, y, 12, &notice.issued_on.to_string(), style);
            let void = match &notice.void {
                Some(void) => format!("作废（{}）", void.reason),
                None => String::new(),
            };
            let rest = area.width.saturating_sub(47);
            canvas.cell(area.x + 47, y, rest, &format!("{name}  {void}"), style);
        }
        let field = Rect {
            x: area.x + 1 + used,
            y: area.y,
            width: area.width.saturating_sub(used + 3),
            height: 1,
        };
        self.find.draw(canvas, field, true);
    }

    fn waits(&self, _: Key, _: &Shared) -> bool {
        self.all.is_none() && self.refused.is_empty()
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        match key.code {
            Code::Esc if !self.find.is_empty() => {
                self.find.clear();
                self.search();
            }
            Code::Esc => cx.back(),
            Code::Enter => {
                if let Some(acts) = self.acts() {
                    cx.open(acts);
                }
            }
            _ if self.cursor.key(key, self.found.len(), 20) => {}
            _ => {
                if self.find.key(key) {
                    self.search();
                }
            }
        }
    }

    fn command(&mut self, command: Command, cx: &mut Cx) {
        let Some((notice, _)) = self.chosen() else { return cx.alarm("先选一份通知书。") };
        let number = notice.number.clone();
        match command {
            Command::Text => notice_acts::read(number, cx),
            Command::Print => notice_acts::print(number, None, cx),
            Command::Void if notice.void.is_some() => {
                cx.alarm(format!("{number}已经作废了：{}。", terms::date(notice.issued_on)));
            }
            Command::Void => cx.open(ask_void(number)),
            _ => {}
        }
    }

    fn paste(&mut self, text: &str, _: &mut Cx) {
        if self.find.paste(text) {
            self.search();
        }
    }
}
