//! 网格员: who may inspect, what the year still asks of each, and the grades.

mod evidence;

use chrono::Days;
use ratatui::layout::Rect;

use self::evidence::Known;
use super::{
    ask::{Ask, Done, fault, office, sentences},
    choose::{Choose, choice},
    ledgers,
    window::Window,
};
use crate::{
    domain::{
        officer::{Mark, Strictness},
        period::{Span, read_stretch, stretch_name},
        unit::Level,
    },
    office::{
        Office, Refusal,
        officers::{Appraising, Officer, quarters},
    },
    terms,
    tui::{
        canvas::Canvas,
        keys::{Code, Command, Key},
        screen::{Cx, Hint, Screen, hint},
        shared::Shared,
        widget::{
            columns::{Column, always, further, table},
            form::{Form, choice as pick, half, text},
            list::Cursor,
        },
    },
};

#[derive(Default)]
pub struct Officers {
    lines: Option<Vec<Line>>,
    refused: Vec<String>,
    cursor: Cursor,
}

struct Line {
    officer: Officer,
    /// With the unit where others bear the name.
    called: String,
    /// The names of the grids.
    grids: String,
    /// May not inspect, or is to be told so.
    stopped: bool,
}

const COLUMNS: [Column; 8] = [
    always("姓名", 10),
    always("证书", 27),
    always("四季考核", 21),
    always("还缺", 21).up_to(19),
    further("网格", 14, 1).up_to(20),
    further("今年培训考核", 24, 2).rest(),
    further("年度", 8, 3),
    further("缺勤", 10, 4).up_to(10),
];

/// The ledgers of officers, as their menu names them.
const LEDGERS: [(&str, &str); 6] = [
    ("officer_exam", "岗前培训考试"),
    ("training", "培训"),
    ("appraisal", "考核登记"),
    ("attendance", "考勤"),
    ("reward", "以奖代补"),
    ("officer", "档案"),
];

impl Officers {
    fn chosen(&self) -> Option<&Line> {
        self.lines.as_ref()?.get(self.cursor.at)
    }
}

impl Screen for Officers {
    fn topic(&self) -> &'static str {
        "officers"
    }

    fn title(&self, _: &Shared) -> String {
        let lines = || self.lines.iter().flatten();
        let short = lines().filter(|line| line.officer.owed.iter().any(|owed| owed.short));
        format!("网格员 {}人 还缺培训考核{}人", lines().count(), short.count())
    }

    fn hints(&self) -> &'static [Hint] {
        const HINTS: &[Hint] = &[hint("↑↓", "选择"), hint("Enter", "办理")];
        HINTS
    }

    fn shown(&mut self, cx: &mut Cx) {
        cx.ask(
            |office| {
                let mut lines = Vec::new();
                // The last quarter of who has left is still to be graded.
                let (quarter, _) = Span::Quarter.of(office.today());
                let (since, _) = Span::Quarter.of(quarter - Days::new(1));
                for officer in office.grid_officers_since(since)? {
                    let stopped = officer.strictness != Strictness::Off && officer.left.is_none();
                    let grids: Vec<String> =
                        officer.grids.iter().map(|grid| office.grid_name(Some(grid))).collect();
                    let called = office.officer_called(&officer);
                    lines.push(Line { officer, called, grids: grids.join("、"), stopped });
                }
                Ok(lines)
            },
            |screen: &mut Officers, result, _| match result {
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
        let Some(lines) = &self.lines else { return };
        if lines.is_empty() {
            let line = "还没有网格员。请在“网格”里登记人员。";
            canvas.put(area.x + 2, area.y + 1, area.width - 4, line, look.plain());
        }
        table(canvas, area, self.cursor, lines.len(), &COLUMNS, |at| {
            let line = lines.get(at)?;
            let one = &line.officer;
            let short = one.owed.iter().filter(|owed| owed.short);
            let short = short.map(|owed| format!("缺{}{}/{}", owed.label, owed.have, owed.times));
            let style = if line.stopped { look.alarm() } else { look.plain() };
            let owed = one.owed.iter();
            let owed = owed.map(|owed| format!("{}{}/{}", owed.label, owed.have, owed.times));
            let absent = one.absences.iter().map(|(kind, times)| format!("{kind}{times}"));
            let cells = vec![
                line.called.clone(),
                terms::certified(&one.certified),
                quarters(one),
                short.collect::<Vec<_>>().join("、"),
                line.grids.clone(),
                owed.collect::<Vec<_>>().join("、"),
                one.mark.map_or("", terms::mark).to_owned(),
                absent.collect::<Vec<_>>().join("、"),
            ];
            Some((cells, style))
        });
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        match (key.code, self.chosen()) {
            (Code::Esc, _) => cx.back(),
            (Code::Enter, Some(line)) => cx.open(acts(line)),
            (Code::Enter, None) => cx.run(Command::Units),
            _ => {
                let len = self.lines.as_ref().map_or(0, Vec::len);
                self.cursor.key(key, len, 20);
            }
        }
    }
}

fn acts(line: &Line) -> Choose {
    let wanted = line.officer.wanted();
    let (known, graded) = (Known::of(wanted.clone(), line.called.clone()), line.called.clone());
    let nowhere = line.officer.community().is_none();
    let mut choices = vec![
        choice("情况和本季考核依据", move |cx: &mut Cx| cx.open(known)),
        choice("登记季度或年度考核", move |cx: &mut Cx| {
            let (from, to) = Span::Quarter.of(cx.shared.today());
            cx.open(ask((&wanted, &graded), &stretch_name(from, to), nowhere));
        }),
    ];
    choices.extend(LEDGERS.map(|(code, label)| {
        choice(format!("台账：{label}"), move |cx: &mut Cx| {
            ledgers::open(code.to_owned(), None, cx)
        })
    }));
    Choose::new("officers", line.called.clone(), choices)
}

/// `wanted` finds the officer, who is `called` so. `nowhere`: the community is asked, since neither a grid nor the staff list
/// tells it.
fn ask((wanted, called): (&str, &str), period: &str, nowhere: bool) -> Ask {
    let mut rows = vec![
        half("period", "时段", period).suggested(),
        pick("grade", "考核等次", Mark::ALL.map(|mark| (mark.code(), terms::mark(mark))), "pass"),
        half("ability", "工作能力", ""),
        half("attitude", "工作态度", ""),
        half("performance", "工作绩效", ""),
        text("opinion", "考核意见", ""),
        text("by", "考核人", ""),
    ];
    if nowhere {
        rows.push(text("community", "社区", "").help("只有一个社区时不用写。"));
    }
    let form = Form::new(rows);
    let intro = vec!["依据由检查、隐患、任务和考勤记录填好；等次由考核人评。".to_owned()];
    let (wanted, called) = (wanted.to_owned(), called.to_owned());
    let (about, title) = (wanted.clone(), format!("考核 {called}"));
    Ask::new("officers", title.clone(), intro, form, move |form| {
        let Some(period) = read_stretch(form.get("period")) else {
            return fault("period", "请写成 2026-Q4（季度）或 2026（年度）。");
        };
        for score in ["ability", "attitude", "performance"] {
            if form.get(score).is_empty() {
                return fault(score, "这一项要写分数。");
            }
        }
        let community = form.get("community").to_owned();
        let mut said = Appraising {
            officer: wanted.clone(),
            period,
            grade: Mark::from_code(form.get("grade")).unwrap_or(Mark::Pass),
            scores: ["ability", "attitude", "performance"].map(|id| form.get(id).to_owned()),
            opinion: form.get("opinion").to_owned(),
            by: Some(form.get("by").to_owned()).filter(|name| !name.is_empty()),
            community: None,
        };
        let called = called.clone();
        office(move |office| {
            if !community.is_empty() {
                said.community = Some(office.find_unit(Level::Community, &community)?);
            }
            let entry = office.appraise(&said)?;
            let told = office.year_told(&entry)?.unwrap_or_default();
            let (period, mark) =
                (terms::period(said.period.0, said.period.1), terms::mark(said.grade));
            Ok(Done::said(format!("已登记：{called}，{period}{mark}。{told}")))
        })
    })
    .kept(Window::Appraise, about, title)
}

/// Opens the appraisal of an officer again.
pub fn again(office: &mut Office, wanted: &str) -> Result<Ask, Refusal> {
    let officers = office.grid_officers()?;
    let Some(officer) = officers.iter().find(|officer| officer.wanted() == wanted) else {
        return Err(Refusal::said(format!("“{wanted}”现在不是网格员，不用考核。")));
    };
    let (nowhere, called) = (officer.community().is_none(), office.officer_called(officer));
    let (from, to) = Span::Quarter.of(office.today());
    Ok(ask((wanted, &called), &stretch_name(from, to), nowhere))
}
