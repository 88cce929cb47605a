//! 抽查 on the desk: what was drawn, by which seed and why, before it is entered.

use crate::tui::screens::days;
use ratatui::layout::Rect;

use super::{
    ask::{Ask, Done, fault, office},
    papers, people,
    resume::UNKNOWN,
    window::Window,
};
use crate::{
    domain::{spelling, unit::Level},
    office::{
        Office, Refusal,
        documents::Request,
        sample::{Draw, Order, PAPER, Wanted},
    },
    terms,
    tui::{
        canvas::Canvas,
        keys::{Code, Command, Key},
        screen::{Cx, Hint, Screen, hint},
        shared::Shared,
        widget::{
            form::{Form, choice as pick, half, text},
            list::{Cursor, rows},
        },
    },
};

/// How many, and of which; what was drawn follows.
pub fn ask_draw() -> Ask {
    const OF: [(&str, &str); 4] =
        [("all", "监管对象"), ("key", "重点监管的"), ("community", "社区"), ("street", "街道")];
    let form = Form::new(vec![
        half("count", "抽几家", "10").suggested(),
        pick("of", "抽哪些", OF, "all"),
        half("seed", "抽签号", ""),
    ]);
    let intro = vec!["零报告的、没有查出隐患的多放签。抽出来先看，再登记。".to_owned()];
    Ask::new("sample", "抽取一批", intro, form, |form| {
        let Ok(count) = form.get("count").parse() else {
            return fault("count", "请写抽几家，例如 10。");
        };
        let seed = match form.get("seed") {
            "" => None,
            written => match written.parse() {
                Ok(seed) => Some(seed),
                Err(_) => return fault("seed", "抽签号是一个数，例如 482913。"),
            },
        };
        let of = form.get("of").to_owned();
        office(move |office| {
            let wanted = wanted(count, &of, seed);
            let draw = office.draw(&wanted)?;
            let places = draw.drawn.iter().map(|drawn| match (&drawn.premises, &drawn.grid) {
                (None, _) => String::new(),
                (_, Some(grid)) => office.unit_name(grid),
                (_, None) => office.unit_name(&drawn.unit),
            });
            let places = places.collect();
            let drawn = Drawn { of, draw, places, cursor: Cursor::default() };
            Ok(Done::said("还没有登记。").next(drawn))
        })
    })
    .kept(Window::Draw, "", "抽取一批")
}

/// What was asked for, as far as the window says it.
fn wanted(count: usize, of: &str, seed: Option<u32>) -> Wanted {
    let units = match of {
        "community" => Some(Level::Community),
        "street" => Some(Level::Street),
        _ => None,
    };
    Wanted { count, of: None, units, key: of == "key", seed }
}

/// Opens the window of a draw again: `about` is how many, of which, the seed, and the mark of what was drawn.
pub fn enter_again(office: &mut Office, about: &str) -> Result<Ask, Refusal> {
    let mut parts = about.split('/');
    let mut part = || parts.next().unwrap_or_default();
    let (count, of, seed, mark) = (part().parse().ok(), part(), part().parse().ok(), part());
    let Some((count, seed)) = count.zip(seed) else { return Err(Refusal::said(UNKNOWN)) };
    let draw = office.draw(&wanted(count, of, Some(seed)))?;
    match draw.mark() == mark {
        true => Ok(ask_enter(of.to_owned(), draw, office.today())),
        false => Err(Refusal::said(format!(
            "登记册或记录变了，抽签号{seed}现在抽出来的不一样。请重新抽取一批。"
        ))),
    }
}

struct Drawn {
    /// Which were asked for.
    of: String,
    draw: Draw,
    /// The grid of each, or its community where it has none.
    places: Vec<String>,
    cursor: Cursor,
}

impl Screen for Drawn {
    fn topic(&self) -> &'static str {
        "sample"
    }

    fn title(&self, _: &Shared) -> String {
        format!("抽签号{} 抽出{}家", self.draw.seed, self.draw.drawn.len())
    }

    fn hints(&self) -> &'static [Hint] {
        const HINTS: &[Hint] = &[hint("↑↓", "翻看"), hint("Esc", "不登记")];
        HINTS
    }

    fn commands(&self) -> &'static [Command] {
        &[Command::Save]
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Shared) {
        let look = canvas.look;
        let said = look.wrap(&self.draw.words(), area.width - 2);
        for (y, line) in (area.y..).zip(&said) {
            canvas.cell(area.x + 1, y, area.width - 2, line, look.strong());
        }
        let head = said.len() as u16;
        let list = Rect { y: area.y + head, height: area.height.saturating_sub(head), ..area };
        let shown = self.draw.drawn.iter().zip(&self.places).map(|(drawn, place)| {
            let cells = vec![
                (30, drawn.name.clone()),
                (18, place.clone()),
                (14, terms::drawn_why(drawn.why).to_owned()),
                (u16::MAX, format!("{}支签", drawn.lots)),
            ];
            (cells, look.plain())
        });
        rows(canvas, list, self.cursor, self.draw.drawn.len(), shown);
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        match key.code {
            Code::Esc => cx.back(),
            _ => {
                self.cursor.key(key, self.draw.drawn.len(), 20);
            }
        }
    }

    fn command(&mut self, _: Command, cx: &mut Cx) {
        cx.open(ask_enter(self.of.clone(), self.draw.clone(), cx.shared.today()));
    }
}

fn ask_enter(of: String, draw: Draw, today: chrono::NaiveDate) -> Ask {
    let form = Form::new(vec![
        text("checkers", "检查人员", ""),
        days::day_row("due", "查毕期限", "", today),
    ]);
    let intro = vec![draw.words()];
    let about = format!("{}/{of}/{}/{}", draw.drawn.len(), draw.seed, draw.mark());
    let label = format!("登记抽查 抽签号{}", draw.seed);
    Ask::new("sample", "登记抽查", intro, form, move |form| {
        let Ok(due) = spelling::typed_day(form.get("due"), today) else {
            return fault("due", "请写日期，例如 2026-12-15。");
        };
        let typed = form.get("checkers").to_owned();
        let draw = draw.clone();
        office(move |office| {
            let order = Order { checkers: people::all(office, "checkers", &typed)?, due };
            let rows = office.enter_draw(&draw, &order)?;
            let again = draw.drawn.len() - rows.len();
            let before = match again {
                0 => String::new(),
                again => format!("，另{again}家这个抽签号登记过，没有重复登记"),
            };
            let done = Done::said(format!("已登记到抽查督查台账{}家{before}。", rows.len()));
            // Entered before or now: the list has all of the draw.
            let about = office.entered(&draw)?.first().map(|entry| entry.id.to_string());
            let request = Request { code: PAPER.to_owned(), about, ..Request::default() };
            Ok(done.next(papers::acts(request, format!("抽查抽签单 {}", draw.seed), true)))
        })
    })
    .kept(Window::EnterDraw, about, label)
    .people(&["checkers"])
}
