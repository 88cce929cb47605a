//! The desk without a terminal: the real screens over a real office, worked by keys, painted into memory.

mod fuzz;
mod looks;
mod major;
mod rough;
mod strokes;
mod ways;

use anban::{
    domain::{
        staff::Role,
        unit::{Duty, Level},
    },
    office::{
        Office, Opening,
        inspect::Report,
        premises::Fields,
        setup::{self, Plan},
        units::People,
    },
    tui::{
        app::App,
        canvas::{Canvas, is_wide},
        keys::{Code, Key},
        look::{Look, Symbols},
        screens::opening,
        seat::Seat,
        terminal::input::{Input, mark_pasted},
        worker,
    },
};
use chrono::NaiveDate;
use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};

use crate::engines::Folder;

pub const BOX: Look = Look { symbols: Symbols::Box, wide: false, colour: true, plain: false };

/// A desk on which every job is done before the next key.
pub struct Bench {
    pub app: App,
    pub seat: Seat,
    pub size: (u16, u16),
    pub folder: Folder,
}

/// What was painted: rows of text, and where the cursor stands.
pub struct Painted {
    look: Look,
    pub buffer: Buffer,
    pub caret: Option<Position>,
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn opening(folder: &Folder, today: &str) -> Opening {
    Opening {
        data: Some(folder.file("办公室")),
        actor: Some("陈一鸣".into()),
        today: Some(day(today)),
        ..Opening::default()
    }
}

/// A community with a grid, three people, five premises and two visits of the week before.
fn furnish(folder: &Folder) {
    let plan = Plan {
        city: "泉州市".into(),
        district: "丰泽区".into(),
        street: "北峰街道".into(),
        communities: vec!["招联社区".into()],
        regime: "beifeng".into(),
    };
    let set_up = Opening { actor: None, ..opening(folder, "2026-10-01") };
    let mut office = setup::init(&set_up, &plan).unwrap();
    let people = People {
        people: vec![(Duty::GridOfficer, "陈一鸣".into()), (Duty::Supervisor, "沈卫东".into())],
    };
    office.add_grid("招联社区", "招联一网格", "东至普贤路", &people).unwrap();
    for (name, role) in [
        ("陈一鸣", Role::GridOfficer),
        ("林安全", Role::SafetyOfficer),
        ("蔡书记", Role::CommunityHead),
    ] {
        office.add_staff(name, role, "招联社区", "13805950000", "AB-1").unwrap();
    }
    let grid = office.units_at(Level::Grid).next().unwrap().path.clone();
    for (name, industry, person) in [
        ("恒捷鞋材厂", "制鞋业", "黄恒捷"),
        ("厦门单氏重工商行", "五金加工", "单长乐"),
        ("顺发纸箱厂", "纸制品", "曾顺发"),
        ("䶮成塑胶（𠮷）", "塑料制品", "解䶮成"),
        ("阿芳小吃店", "餐饮", "查阿芳"),
    ] {
        let fields = Fields {
            name: Some(name.into()),
            industry: Some(industry.into()),
            person_in_charge: Some(person.into()),
            address: Some("北峰街道普贤路1号".into()),
            phone: Some("13805950001".into()),
            grid: Some(grid.clone()),
            ..Fields::default()
        };
        office.add_premises(None, &fields, None).unwrap();
    }
    drop(office);
    let mut office = Office::open(&opening(folder, "2026-11-13")).unwrap();
    for (name, item, word) in [("恒捷鞋材厂", "q20", "堵塞"), ("顺发纸箱厂", "q40", "失效")]
    {
        let mut report =
            Report { premises: name.into(), form: "table4".into(), ..Report::default() };
        report.answers.rest = Some("normal".into());
        report.answers.answers.insert(item.into(), word.into());
        let recorded = office.record(&report);
        assert!(recorded.is_ok(), "{recorded:?}");
    }
}

impl Bench {
    /// The desk in a furnished office, on the 20th of November 2026.
    pub fn new() -> Bench {
        let folder = Folder::new();
        furnish(&folder);
        Bench::over(folder, (80, 24), BOX)
    }

    pub fn over(folder: Folder, size: (u16, u16), look: Look) -> Bench {
        let opening = opening(&folder, "2026-11-20");
        let app = App::new(look, opening::Opening::new(opening.clone()));
        let mut bench = Bench { app, seat: Seat::new(opening), size, folder };
        bench.work();
        bench
    }

    /// Opens the desk anew on the same folder, as after a power cut.
    pub fn again(self) -> Bench {
        let Bench { folder, size, app, .. } = self;
        Bench::over(folder, size, app.shared.look)
    }

    fn work(&mut self) {
        loop {
            let jobs = self.app.take_jobs();
            if jobs.is_empty() {
                return;
            }
            for job in jobs {
                let reply = worker::perform(&mut self.seat, job);
                self.app.reply(reply);
            }
        }
    }

    pub fn input(&mut self, input: Input) {
        if let Input::Resize(columns, rows) = input {
            self.size = (columns, rows);
        }
        self.app.input(input);
        self.work();
    }

    /// Inputs that came together.
    pub fn burst(&mut self, mut inputs: Vec<Input>) {
        mark_pasted(&mut inputs);
        for input in inputs {
            self.input(input);
        }
    }

    pub fn key(&mut self, key: Key) {
        self.input(Input::Key(key));
    }

    /// Keys by name, a blank between them: `F3 ^S Enter Down 3`; other words are typed letter by letter.
    pub fn press(&mut self, keys: &str) -> &mut Bench {
        for word in keys.split_whitespace() {
            match named(word) {
                Some(key) => self.key(key),
                None => word.chars().for_each(|c| self.key(Key::of(Code::Char(c)))),
            }
        }
        self
    }

    /// Letters as they are, blanks too.
    pub fn typed(&mut self, text: &str) -> &mut Bench {
        text.chars().for_each(|c| self.key(Key::of(Code::Char(c))));
        self
    }

    pub fn is_over(&self) -> bool {
        self.app.is_over()
    }

    pub fn paint(&self) -> Painted {
        let mut buffer = Buffer::empty(Rect::new(0, 0, self.size.0, self.size.1));
        let mut canvas = Canvas::new(&mut buffer, self.app.shared.look);
        self.app.draw(&mut canvas);
        let caret = canvas.caret();
        Painted { look: self.app.shared.look, buffer, caret }
    }

    pub fn screen(&self) -> String {
        self.paint().text()
    }
}

fn named(word: &str) -> Option<Key> {
    let code = match word {
        "Enter" => Code::Enter,
        "Esc" => Code::Esc,
        "Tab" => Code::Tab,
        "Up" => Code::Up,
        "Down" => Code::Down,
        "Left" => Code::Left,
        "Right" => Code::Right,
        "Home" => Code::Home,
        "End" => Code::End,
        "PgUp" => Code::PageUp,
        "PgDn" => Code::PageDown,
        "Del" => Code::Delete,
        "Back" => Code::Backspace,
        "Space" => Code::Char(' '),
        _ => {
            if let Some(number) = word.strip_prefix('F') {
                return number.parse().ok().map(|n| Key::of(Code::F(n)));
            }
            let mut letters = word.strip_prefix('^')?.chars();
            return letters.next().map(|c| Key::ctrl(c.to_ascii_lowercase()));
        }
    };
    Some(Key::of(code))
}

impl Painted {
    /// The rows as a person reads them, blanks at their ends left out.
    pub fn text(&self) -> String {
        let area = self.buffer.area;
        let mut text = String::new();
        for y in 0..area.height {
            let mut row = String::new();
            let mut x = 0;
            while x < area.width {
                row.push_str(self.buffer[(x, y)].symbol());
                x += if is_wide(&self.buffer, x, y) { 2 } else { 1 };
            }
            text.push_str(row.trim_end());
            text.push('\n');
        }
        text
    }

    /// Every row is as wide as the screen, no wide character is cut, and the cursor is on the screen.
    pub fn check(&self) -> Result<(), String> {
        let area = self.buffer.area;
        if area.width == 0 || area.height == 0 {
            return Ok(());
        }
        for y in 0..area.height {
            let (mut x, mut columns) = (0, 0);
            while x < area.width {
                columns += self.look.width(self.buffer[(x, y)].symbol());
                x += if is_wide(&self.buffer, x, y) { 2 } else { 1 };
            }
            if columns != area.width {
                return Err(format!("row {y} takes {columns} columns of {}", area.width));
            }
            for x in 0..area.width {
                if !is_wide(&self.buffer, x, y) {
                    continue;
                }
                if x + 1 >= area.width {
                    return Err(format!("a wide character in the last column of row {y}"));
                }
                let half = &self.buffer[(x + 1, y)];
                if half.symbol() != " " || is_wide(&self.buffer, x + 1, y) {
                    return Err(format!(
                        "the half of a wide character at {x},{y} is {:?}",
                        half.symbol()
                    ));
                }
            }
        }
        match self.caret {
            Some(caret) if caret.x < area.width && caret.y < area.height => Ok(()),
            other => Err(format!("the cursor is at {other:?} on {area:?}")),
        }
    }
}
