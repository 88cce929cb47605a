//! 设置: who acts, the printer, the signs on the screen, backup and health, password and lock; where the data lies.

use std::path::PathBuf;

use super::{
    ask::{Ask, Done, fault, office, sentences},
    choose::{Choose, choice, refused},
    door::Door,
    exchange,
    opening::opened,
    password::{Whose, ask_clear, ask_lock, ask_set, recovery_code},
    report::Report,
    window::Window,
};
use crate::{
    domain::password::Shut,
    office::{Office, Refusal, desk_info::DeskInfo, encrypted::Password, told::told},
    terms,
    tui::{
        canvas::Canvas,
        keys::{Code, Command, Key, written},
        look::Symbols,
        screen::{Cx, Hint, Screen, hint},
        shared::{Shared, Sign},
        widget::{
            field::Takes,
            form::{Form, line, text},
            list::Cursor,
        },
    },
};
use ratatui::layout::Rect;

#[derive(Default)]
pub struct Settings {
    known: Option<DeskInfo>,
    cursor: Cursor,
    refused: Vec<String>,
}

/// A line that something can be done with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Entry {
    Person,
    Printer,
    Symbols,
    Backup,
    Check,
    Journal,
    Regime,
    Password,
    Lock,
    Exchange,
}

const ENTRIES: [(Entry, &str); 10] = [
    (Entry::Person, "经办人"),
    (Entry::Printer, "打印机"),
    (Entry::Symbols, "画面线框"),
    (Entry::Backup, "马上备份"),
    (Entry::Check, "体检"),
    (Entry::Journal, "留痕"),
    (Entry::Regime, "监管制度的数字和出处"),
    (Entry::Password, "密码"),
    (Entry::Lock, "自动锁屏"),
    (Entry::Exchange, "交换包"),
];

impl Settings {
    fn go(&self, cx: &mut Cx) {
        let Some((entry, _)) = ENTRIES.get(self.cursor.at) else { return };
        match entry {
            Entry::Person => self.choose_person(cx),
            Entry::Printer => {
                let printer =
                    self.known.as_ref().and_then(|known| known.printer.clone()).unwrap_or_default();
                cx.open(ask_printer(&printer));
            }
            Entry::Symbols => {
                let set = |label, symbols| {
                    choice(label, move |cx: &mut Cx| {
                        cx.share(move |shared| shared.look.symbols = symbols);
                        cx.run(Command::Redraw);
                    })
                };
                const LINES: &str = "制表符线框";
                let lines = match cx.shared.look.wide {
                    true => refused(LINES, "这个终端把线框显示成两格宽，画不齐，只能用普通符号。"),
                    false => set(LINES, Symbols::Box),
                };
                let choices = vec![lines, set("普通符号（线框乱了选这个）", Symbols::Ascii)];
                cx.open(Choose::new("settings", "画面线框", choices));
            }
            Entry::Backup => cx.open(ask_backup()),
            Entry::Check => read(cx, "体检", check),
            Entry::Journal => read(cx, "留痕（最近两百条）", journal),
            Entry::Regime => read(cx, "监管制度的数字和出处", regime),
            Entry::Password => self.choose_password(cx),
            Entry::Lock => {
                cx.open(ask_lock(self.known.as_ref().and_then(|known| known.lock_minutes)));
            }
            Entry::Exchange => exchange::open(cx),
        }
    }

    /// One's own password, and the recovery code of the office.
    fn choose_password(&self, cx: &mut Cx) {
        let Some(known) = &self.known else { return };
        let name = cx.shared.office.as_ref().map(|sign| sign.actor.clone()).unwrap_or_default();
        if name.is_empty() {
            return cx.alarm("密码是一个人的：请先按 1 选经办人，再设密码。");
        }
        let whose = Whose { who: String::new(), name, own: true, has: known.has_password };
        let set = ask_set(&whose);
        let mut choices = vec![choice("设我的密码", move |cx: &mut Cx| cx.open(set))];
        if whose.has {
            let (clear, id) = (ask_clear(&whose), cx.id());
            choices.push(choice("取消我的密码", move |cx: &mut Cx| cx.open(clear)));
            choices.push(choice("换恢复码，原来的作废", move |cx: &mut Cx| {
                cx.send(id, |_: &mut Settings, cx| {
                    cx.ask(
                        |office| office.new_recovery_code(),
                        |_: &mut Settings, result, cx| match result {
                            Ok(code) => cx.open(recovery_code(&code)),
                            Err(refusal) => cx.alarm(refusal.to_string()),
                        },
                    );
                });
            }));
        }
        cx.open(Choose::new("settings", "密码", choices));
    }

    fn choose_person(&self, cx: &mut Cx) {
        let Some(known) = &self.known else { return };
        if known.staff.is_empty() {
            let units = written(Command::Units.keys()[0]);
            return cx.alarm(format!("还没有登记人员：按 {units}，选一个社区，办“登记人员”。"));
        }
        let id = cx.id();
        let choices = known
            .staff
            .iter()
            .map(|(person, unit)| {
                let (name, called) = (person.id.to_string(), person.name.clone());
                let mut label = format!("{}  {}", person.name, terms::role(person.role));
                // Of two with one name the unit and the phone tell which it is.
                if known.staff.iter().filter(|(other, _)| other.name == person.name).count() > 1 {
                    label = format!("{label}  {unit} {}", person.phone).trim_end().to_owned();
                }
                choice(label, move |cx: &mut Cx| {
                    cx.send(id, move |_: &mut Settings, cx| sit_down(name, called, cx));
                })
            })
            .chain([choice("不指定经办人", move |cx: &mut Cx| {
                cx.send(id, |_: &mut Settings, cx| sit_down(String::new(), String::new(), cx));
            })])
            .collect();
        cx.open(Choose::new("settings", "现在由谁办理", choices));
    }
}

/// The office is opened anew for another person, whose password is asked for where there are any.
fn sit_down(person: String, called: String, cx: &mut Cx) {
    let meant = person.clone();
    cx.ask_seat(
        move |seat| {
            let before = seat.opening.actor.replace(person.clone());
            seat.leave();
            let sat = seat.office().and_then(|office| {
                office.folder().keep_person(&person)?;
                Ok(Sign::of(office))
            });
            match sat {
                Ok(sign) => Ok(sign),
                Err(refusal) => {
                    seat.opening.actor = before;
                    seat.leave();
                    Err(refusal)
                }
            }
        },
        move |_: &mut Settings, result, cx| match result {
            // Who has no password, or has left, hears so at once.
            Err(Refusal::Shut(Shut::Asked { .. } | Shut::Waits { .. })) => {
                cx.open(Door::turning(&called, meant));
            }
            Ok(sign) => {
                cx.share(|shared| {
                    shared.finder = None;
                    shared.finder_asked = false;
                });
                cx.say(match sign.actor.as_str() {
                    "" => "没有指定经办人。".to_owned(),
                    actor => format!("现在由{actor}办理。"),
                });
                opened(sign, cx);
            }
            Err(refusal) => cx.alarm(refusal.to_string()),
        },
    );
}

/// Where the backup goes, and the password of an encrypted one. A password is kept nowhere, not even as a draft.
pub fn ask_backup() -> Ask {
    let form = Form::new(vec![
        text("file", "存到", ""),
        line("password", "密码", Takes::Secret, ""),
        line("again", "再写一遍密码", Takes::Secret, ""),
    ]);
    Ask::new("settings", "备份", Vec::new(), form, |form| {
        let file = Some(form.get("file")).filter(|text| !text.is_empty()).map(PathBuf::from);
        let password = form.get("password").to_owned();
        if form.get("again") != password {
            return fault("again", "两遍密码不一样，请再写一遍。");
        }
        office(move |office| {
            let made = match &*password {
                "" => office.backup(file.as_deref())?,
                typed => office.backup_encrypted(file.as_deref(), &Password::new(typed)?)?,
            };
            let lacking = match made.troubles.len() {
                0 => String::new(),
                count => format!("有{count}份佐证的文件没有备份到，请看体检。"),
            };
            Ok(Done::said(format!("已备份到 {}。{lacking}", made.file.display())))
        })
    })
    .kept(Window::Backup, "", "备份")
}

fn ask_printer(now: &str) -> Ask {
    let form = Form::new(vec![text("printer", "打印机", now)]);
    Ask::new("settings", "打印机", Vec::new(), form, |form| {
        let printer = form.get("printer").to_owned();
        office(move |office| {
            office.set_printer(&printer)?;
            Ok(Done::said("打印机设好了。"))
        })
    })
    .kept(Window::Printer, "", "打印机")
}

/// Opens the window of the printer's name again.
pub fn printer_again(office: &mut Office) -> Result<Ask, Refusal> {
    Ok(ask_printer(&office.desk_info()?.printer.unwrap_or_default()))
}

fn read(cx: &mut Cx, title: &'static str, job: fn(&mut Office) -> Result<String, Refusal>) {
    cx.ask(job, move |_: &mut Settings, result, cx| match result {
        Ok(text) => cx.open(Report::new("settings", title, text)),
        Err(refusal) => cx.alarm(refusal.to_string()),
    });
}

fn check(office: &mut Office) -> Result<String, Refusal> {
    let health = office.check()?;
    let mut lines = Vec::new();
    lines.extend(
        health
            .troubles
            .iter()
            .map(|trouble| format!("数据库有损坏：{trouble}。请用最近的备份恢复。")),
    );
    lines.extend(
        health.broken.iter().map(|desk| format!("电脑 {desk} 的留痕接不上，可能被改动过。")),
    );
    lines.extend(health.evidence.iter().cloned());
    if health.papers > 0 {
        lines.push(format!("有{}份打印过的文书和当时打印的不一样，可能被改动过。", health.papers));
    }
    lines.extend(
        health
            .gaps
            .iter()
            .map(|series| format!("{series}的文书编号不连续，可能有文书被删掉，请用备份核对。")),
    );
    if health.orphans > 0 {
        lines.push(format!("有{}家没有分到网格，请到“企业”里补上。", health.orphans));
    }
    lines.extend(
        health
            .years_unpublished
            .iter()
            .map(|year| format!("{year}年的放假安排还没有公布，期限按周末和法定节日计算。")),
    );
    if health.broken.is_empty() {
        lines.push(format!("留痕完好，共{}条。", health.journal_links));
    }
    if health.troubles.is_empty() {
        lines.push("数据库完好。".into());
    }
    Ok(lines.join("\n"))
}

fn regime(office: &mut Office) -> Result<String, Refusal> {
    let mut lines = vec![
        "数字和出处写在监管制度文件里，要改的把文件放进数据文件夹的 forms。".to_owned(),
        String::new(),
    ];
    for rule in office.regime_told() {
        lines.push(format!("{}：{}", rule.label, rule.says));
        let source =
            if rule.source.is_empty() { "文件没有写，用惯例" } else { &rule.source };
        lines.push(format!("    出处：{source}"));
    }
    Ok(lines.join("\n"))
}

fn journal(office: &mut Office) -> Result<String, Refusal> {
    let links = office.journal(200)?;
    let lines: Vec<String> = links
        .iter()
        .map(|link| {
            let (entry, told) = (&link.entry, told(link));
            let about = if told.is_empty() { told } else { format!("：{told}") };
            format!("{} {} {}{about}", entry.day, entry.actor, terms::verb(&entry.verb))
        })
        .collect();
    Ok(lines.join("\n"))
}

impl Screen for Settings {
    fn topic(&self) -> &'static str {
        "settings"
    }

    fn title(&self, _: &Shared) -> String {
        "设置".into()
    }

    fn hints(&self) -> &'static [Hint] {
        const HINTS: &[Hint] = &[hint("数字", "直接选"), hint("↑↓", "选择"), hint("Enter", "办理")];
        HINTS
    }

    fn shown(&mut self, cx: &mut Cx) {
        cx.ask(
            |office| office.desk_info(),
            |screen: &mut Settings, result, _| match result {
                Ok(known) => {
                    screen.known = Some(known);
                    screen.refused.clear();
                }
                Err(refusal) => screen.refused = sentences(&refusal),
            },
        );
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, shared: &Shared) {
        let look = canvas.look;
        canvas.refused(area, area.y + ENTRIES.len() as u16 + 2, &self.refused);
        let Some(known) = &self.known else { return };
        let lock = known
            .lock_minutes
            .map_or_else(|| "不自己锁".to_owned(), |minutes| format!("{minutes}分钟没有按键"));
        for (index, (entry, label)) in ENTRIES.iter().enumerate() {
            let chosen = index == self.cursor.at;
            let style = if chosen { look.selected() } else { look.plain() };
            let now = match entry {
                Entry::Person => {
                    let actor = shared.office.as_ref().map_or("", |sign| sign.actor.as_str());
                    if actor.is_empty() { "未登录" } else { actor }
                }
                Entry::Printer => known.printer.as_deref().unwrap_or("系统默认"),
                Entry::Symbols if look.symbols == Symbols::Box => "制表符",
                Entry::Symbols => "普通符号",
                Entry::Password if known.has_password => "已经设了",
                Entry::Password => "没有设",
                Entry::Lock => &*lock,
                Entry::Backup | Entry::Check | Entry::Journal | Entry::Regime | Entry::Exchange => {
                    ""
                }
            };
            let y = area.y + 1 + index as u16;
            let text =
                format!("{}{} {label}  {now}", if chosen { ">" } else { " " }, (index + 1) % 10);
            canvas.cell(area.x + 1, y, area.width - 2, &text, style);
            if chosen {
                canvas.set_caret(area.x + 1, y);
            }
        }
        let facts = [
            format!("数据：{}", known.data),
            format!("监管制度：{}", known.regime),
            format!("字体：{}", known.fonts.join("；")),
        ];
        let lines = facts.iter().flat_map(|fact| look.wrap(fact, area.width - 6));
        let below = area.y + ENTRIES.len() as u16 + 2;
        for (y, line) in (below..area.bottom()).zip(lines) {
            canvas.cell(area.x + 3, y, area.width - 6, &line, look.quiet());
        }
    }

    fn waits(&self, _: Key, _: &Shared) -> bool {
        self.known.is_none() && self.refused.is_empty()
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        match (key.code, key.digit()) {
            (Code::Esc, _) => cx.back(),
            (Code::Enter, _) => self.go(cx),
            // The tenth has the 0.
            (_, Some(digit)) if !key.pasted && ENTRIES.len() > (digit + 9) % 10 => {
                self.cursor.go((digit + 9) % 10);
                self.go(cx);
            }
            _ => {
                self.cursor.key(key, ENTRIES.len(), ENTRIES.len());
            }
        }
    }
}
