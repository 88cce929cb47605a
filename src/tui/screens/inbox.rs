//! 收件: the photos and scans that lie in the watched folder. What a file's name says of a notice is taken in as it
//! stands; any other is attached to the record that a person finds.

use ratatui::layout::Rect;

use super::{
    ask::{Ask, Done, fault, office, sentences},
    choose::{Choose, choice, refused},
    papers,
    resume::UNKNOWN,
    window::Window,
};
use crate::{
    domain::id::Id,
    office::{
        Office, Refusal,
        evidence::{Shelved, Subject, Taken, Waiting},
        hazards, notices,
    },
    terms,
    tui::{
        canvas::Canvas,
        keys::{Code, Key},
        screen::{Cx, Hint, Screen, hint},
        shared::Shared,
        widget::{
            columns::is_wide,
            form::{Form, text},
            list::Cursor,
        },
    },
};

/// Records that a word may find before one is asked for a better word.
const MOST: u32 = 15;

#[derive(Default)]
pub struct Inbox {
    files: Option<Vec<Waiting>>,
    folder: String,
    cursor: Cursor,
    refused: Vec<String>,
}

impl Inbox {
    fn chosen(&self) -> Option<&Waiting> {
        self.files.as_ref()?.get(self.cursor.at)
    }

    fn acts(&self) -> Option<Choose> {
        let file = self.chosen()?;
        let named = || file.file.clone();
        let (said, notice, hazard, premises) = (named(), named(), named(), named());
        let ready = self.files.iter().flatten().filter(|file| file.place.is_ok());
        let ready: Vec<String> = ready.map(|file| file.file.clone()).collect();
        let all = format!("文件名里有文号的全部收下（{}份）", ready.len());
        let by_name = "按文件名收下";
        let choices = vec![
            match &file.place {
                Ok(_) => choice(by_name, move |cx: &mut Cx| {
                    papers::work(cx, move |office| Ok(shelved(&said, &office.take_named(&said)?)));
                }),
                Err(why) => refused(by_name, why.clone()),
            },
            choice("附到一份通知书：签过字的扫描件", move |cx: &mut Cx| {
                cx.open(ask(To::Notice, notice));
            }),
            choice("附到一条隐患：整改前后的照片", move |cx: &mut Cx| {
                cx.open(ask(To::Hazard, hazard));
            }),
            choice("附到一家单位", move |cx: &mut Cx| cx.open(ask(To::Premises, premises))),
            match ready.is_empty() {
                true => refused(all, "没有一份的文件名里有本单位的文号。请写明附到哪里。"),
                false => choice(all, |cx: &mut Cx| {
                    papers::work(cx, move |office| {
                        office.take_evidence().map(|taken| all_taken(&taken, &ready))
                    });
                }),
            },
        ];
        let intro = match &file.place {
            Ok(place) => format!("按文件名，附到{place}。"),
            Err(why) => why.clone(),
        };
        Some(Choose::new("inbox", file.file.clone(), choices).intro(vec![intro]))
    }
}

/// What a file is attached to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum To {
    Notice,
    Hazard,
    Premises,
}

/// Asks for the record, in words that find it.
fn ask(to: To, file: String) -> Ask {
    let (title, label) = match to {
        To::Notice => ("附到通知书", "通知书"),
        To::Hazard => ("附到隐患", "隐患"),
        To::Premises => ("附到单位", "单位"),
    };
    let form = Form::new(vec![text("which", label, ""), text("note", "说明", "")]);
    let (of, label) = (format!("{to:?}/{file}"), format!("{title} {file}"));
    Ask::new("inbox", title, vec![file.clone()], form, move |form| {
        let wanted = form.get("which").to_owned();
        if wanted.is_empty() {
            return fault("which", "请写附到哪里。");
        }
        let (file, note) = (file.clone(), form.get("note").to_owned());
        office(move |office| match find(office, to, &wanted)?.as_slice() {
            [] => Err(Refusal::said(format!(
                "没有找到“{wanted}”。请写单位名称、拼音首字母、文号或内容里的字，再试一次。"
            ))),
            [(subject, _)] => {
                Ok(Done::said(shelved(&file, &office.take_file(&file, subject, &note)?)))
            }
            several => Ok(Done::said("").next(which(several, &file, &note))),
        })
    })
    .kept(Window::Inbox, of, label)
}

/// Opens the window of a file again: `about` is what it was to be attached to and the file's name.
pub fn again(office: &mut Office, about: &str) -> Result<Ask, Refusal> {
    let (to, file) = about.split_once('/').unwrap_or((about, ""));
    let to = [To::Notice, To::Hazard, To::Premises].into_iter().find(|of| format!("{of:?}") == to);
    let Some(to) = to else { return Err(Refusal::said(UNKNOWN)) };
    match office.inbox()?.iter().any(|waiting| waiting.file == file) {
        true => Ok(ask(to, file.to_owned())),
        false => Err(Refusal::said(format!("“{file}”已经不在收件里，不用再附。"))),
    }
}

/// The records that words find, each in a line.
fn find(office: &mut Office, to: To, words: &str) -> Result<Vec<(Subject, String)>, Refusal> {
    let (narrowed, limit) = (Some(words.to_lowercase()), Some(MOST));
    Ok(match to {
        To::Notice => {
            let filter = notices::Filter { words: narrowed, limit, ..Default::default() };
            let found = office.notices(&filter)?.into_iter();
            let standing = found.filter(|line| line.notice.void.is_none());
            standing
                .map(|line| {
                    let words = format!("{} {}", line.notice.number, line.addressee);
                    (Subject::Notice(line.notice.id.to_string()), words)
                })
                .collect()
        }
        To::Hazard => {
            if let Ok(one) = office.hazard(words) {
                return Ok(vec![of_hazard(one.hazard.id, one.hazard.text)]);
            }
            let filter =
                hazards::Filter { open: true, words: narrowed, limit, ..Default::default() };
            let found = office.hazards(&filter)?.into_iter();
            found
                .map(|line| {
                    let words = format!(
                        "{} {} {}",
                        terms::month_day(line.found_on),
                        line.premises_name,
                        line.text
                    );
                    of_hazard(line.id, words)
                })
                .collect()
        }
        To::Premises => {
            let entry = office.find_premises(words)?.entry;
            vec![(Subject::Premises(entry.id.to_string()), entry.name)]
        }
    })
}

fn of_hazard(id: Id, words: String) -> (Subject, String) {
    (Subject::Hazard(id.to_string()), words)
}

/// Which of several that were found.
fn which(found: &[(Subject, String)], file: &str, note: &str) -> Choose {
    let choices = found
        .iter()
        .cloned()
        .map(|(subject, words)| {
            let (file, note) = (file.to_owned(), note.to_owned());
            choice(words, move |cx: &mut Cx| {
                papers::work(cx, move |office| {
                    Ok(shelved(&file, &office.take_file(&file, &subject, &note)?))
                });
            })
        })
        .collect();
    Choose::new("inbox", format!("{file} 附到哪一条"), choices)
}

/// What came of one file.
fn shelved(file: &str, (place, added, stays): &Shelved) -> String {
    let mut said = match added.known {
        true => format!("{}已经有同样的一份，没有重复附。", place.says),
        false => format!("“{file}”已附到{}。", place.says),
    };
    for more in added.remark.iter().chain(stays) {
        said += more;
    }
    said
}

/// What came of all of them; of those that stay one is told, first of all one that should have gone.
fn all_taken(taken: &Taken, ready: &[String]) -> String {
    let unexpected = taken.left.iter().find(|(file, _)| ready.contains(file));
    match unexpected.or(taken.left.first()) {
        None => format!("收下{}份。", taken.taken.len()),
        Some((file, why)) => {
            format!("收下{}份，{}份留在收件里：“{file}”{why}", taken.taken.len(), taken.left.len())
        }
    }
}

/// 380KB, 2.4MB
fn size(bytes: u64) -> String {
    match bytes {
        0..1_048_576 => format!("{}KB", bytes.div_ceil(1024)),
        _ => format!("{:.1}MB", bytes as f64 / 1_048_576.0),
    }
}

impl Screen for Inbox {
    fn topic(&self) -> &'static str {
        "inbox"
    }

    fn title(&self, _: &Shared) -> String {
        format!("收件 {}份", self.files.as_ref().map_or(0, Vec::len))
    }

    fn hints(&self) -> &'static [Hint] {
        const HINTS: &[Hint] = &[hint("↑↓", "选一份"), hint("Enter", "附上"), hint("Esc", "返回")];
        HINTS
    }

    fn shown(&mut self, cx: &mut Cx) {
        cx.ask(
            |office| {
                let folder = office.folder().inbox().display().to_string();
                Ok((office.inbox()?, folder))
            },
            |screen: &mut Inbox, result, _| match result {
                Ok((files, folder)) => {
                    screen.cursor.keep(files.len());
                    (screen.files, screen.folder) = (Some(files), folder);
                    screen.refused.clear();
                }
                Err(refusal) => screen.refused = sentences(&refusal),
            },
        );
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Shared) {
        let look = canvas.look;
        canvas.refused(area, area.y + 1, &self.refused);
        let Some(files) = &self.files else {
            if self.refused.is_empty() {
                canvas.put(area.x + 2, area.y + 1, 30, "正在读取..", look.plain());
            }
            return;
        };
        if files.is_empty() {
            let text = format!(
                "收件里没有文件。把照片（jpg、png）和扫描件（pdf）放到 {}，文件名写文号的会自己找到通知书。",
                self.folder
            );
            let lines = look.wrap(&text, area.width - 4);
            for (y, line) in (area.y + 1..area.bottom()).zip(lines) {
                canvas.cell(area.x + 2, y, area.width - 4, &line, look.plain());
            }
            return;
        }
        let foot = Rect { y: area.bottom() - 4, height: 4, ..area };
        let rows = usize::from(foot.y - area.y);
        let top = self.cursor.shown(canvas, files.len(), rows);
        let name = area.width / 2;
        for (index, file) in files.iter().enumerate().skip(top).take(rows) {
            let chosen = index == self.cursor.at;
            let style = if chosen { look.selected() } else { look.plain() };
            let y = area.y + (index - top) as u16;
            canvas.put(area.x, y, 1, if chosen { ">" } else { " " }, style);
            canvas.blank(area.x + 1, y, 1, style);
            canvas.cell(area.x + 2, y, name - 2, &file.file, style);
            canvas.cell_right(area.x + name, y, 8, &size(file.size), style);
            let place = match &file.place {
                Ok(place) => format!("  {place}"),
                Err(why) if is_wide(area.width) => format!("  {why}"),
                Err(_) => "  要写明附到哪里".to_owned(),
            };
            let x = area.x + name + 8;
            canvas.cell(x, y, area.right().saturating_sub(x), &place, style);
            if chosen {
                canvas.set_caret(area.x, y);
            }
        }
        canvas.divide(foot, foot.y, "", look.quiet());
        let about = match self.chosen().map(|file| &file.place) {
            Some(Ok(place)) => format!("按文件名，附到{place}。"),
            Some(Err(why)) => why.clone(),
            None => String::new(),
        };
        let lines = look.wrap(&about, area.width - 2);
        for (y, line) in (foot.y + 1..foot.bottom()).zip(lines) {
            canvas.cell(area.x + 1, y, area.width - 2, &line, look.quiet());
        }
    }

    fn waits(&self, _: Key, _: &Shared) -> bool {
        self.files.is_none() && self.refused.is_empty()
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        match key.code {
            Code::Esc => cx.back(),
            Code::Enter => {
                if let Some(acts) = self.acts() {
                    cx.open(acts);
                }
            }
            _ => {
                let len = self.files.as_ref().map_or(0, Vec::len);
                self.cursor.key(key, len, 16);
            }
        }
    }
}
