//! The desk without a terminal: the real screens over a real office, worked by keys, painted into memory.

mod across;
mod acts;
mod again;
mod asked;
mod clerk;
mod district;
mod fuzz;
mod glass;
mod grids;
mod kept;
mod ledgers;
mod left;
mod lists;
mod looks;
mod major;
mod meeting;
mod menus;
mod month;
mod numbers;
mod palette;
mod roads;
mod rough;
mod rounds;
mod said;
mod street;
mod strokes;
mod warn;
mod ways;
mod windows;

pub use looks::SCREENS;

use anban::{
    domain::{
        event::Source,
        major::Advance,
        staff::Role,
        time_of_day::TimeOfDay,
        unit::{Duty, Level},
    },
    form::hazard_draft::HazardEntry,
    office::{
        Office, Opening,
        documents::Request,
        event::{Linking, Registering},
        inspect::Report,
        ledger::Typed,
        major::Signing,
        premises::Fields,
        setup::{self, Plan},
        supervision::{Putting, Target},
        transfer::Sending,
        units::People,
    },
    tui::{
        app::App,
        canvas::{Canvas, Laid, is_wide},
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
    style::Modifier,
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

/// What was painted: rows of text, where the cursor stands, and what lies where.
pub struct Painted {
    look: Look,
    pub buffer: Buffer,
    pub caret: Option<Position>,
    laid: Laid,
    /// The message over the keys.
    message: Option<String>,
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
    let plan = Plan::of_street(["泉州市", "丰泽区", "北峰街道"], ["招联社区"], "beifeng");
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

/// What the longer roads show: a major hazard whose report waits for its 双签, one that waits for its grade, a
/// transfer, a supervision, two events, an issued paper and a row of a ledger. Gives the major hazard's number.
fn furnish_roads(folder: &Folder) -> String {
    let open = |who: &str, on: &str| {
        Office::open(&Opening { actor: Some(who.into()), ..opening(folder, on) }).unwrap()
    };
    let mut office = open("蔡书记", "2026-10-02");
    for (name, role, unit) in [
        ("王主任", Role::CommunityHead, "招联社区"),
        ("周安平", Role::StreetOfficer, "北峰街道"),
        ("沈卫东", Role::LinkedLeader, "北峰街道"),
    ] {
        office.add_staff(name, role, unit, "", "").unwrap();
    }
    let said = |text: &str| Some(text.to_owned());
    let mut office = open("陈一鸣", "2026-11-16");
    let mut found = |premises: &str, grade: &str, disposal: &str, text: &str| {
        let mut report =
            Report { premises: premises.into(), form: "table4".into(), ..Report::default() };
        report.answers.rest = said("normal");
        report.answers.hazards.push(HazardEntry {
            text: said(text),
            grade: said(grade),
            disposal: said(disposal),
            days: Some(30),
            requirement: said("人员搬离，拆除隔板"),
            interim: said("切断夹层电源"),
            ..HazardEntry::default()
        });
        office.record(&report).unwrap().hazards[0].id.to_string()
    };
    let major = found("䶮成塑胶（𠮷）", "major", "suspend", "二楼夹层住人，与车间无分隔");
    found("阿芳小吃店", "unsure", "by_deadline", "液化气瓶放在地下室");
    let at = TimeOfDay::read("10:30").unwrap();
    office.stop(&major, None, at, "停用夹层，撤出12人", Some("陈一鸣")).unwrap();
    let event = |content: &str, informant: &str| Registering {
        source: Source::Call,
        grid: None,
        community: None,
        premises: said("恒捷鞋材厂"),
        hazard: None,
        links: Linking::default(),
        at: TimeOfDay::read("21:40"),
        place: "厂门口".into(),
        object: String::new(),
        content: content.into(),
        informant: informant.into(),
        phone: String::new(),
        by: None,
        on: None,
    };
    office.register_event(&event("消防通道停放电动车", "")).unwrap();
    let up = office.register_event(&event("夜间违规生产，噪声大", "热心居民")).unwrap();
    office.pass_event_up(&up.matter.id.to_string(), None, None, "", "请街道处置", None).unwrap();
    let delivered = [("document", "整改通知书"), ("method", "直接送达"), ("unit", "恒捷鞋材厂")]
        .into_iter()
        .chain([("delivered_on", "2026-11-16"), ("receiver", "黄恒捷"), ("deliverer", "陈一鸣")])
        .map(|(field, value)| (field.to_owned(), value.to_owned()));
    let typed =
        Typed {
            premises: said("恒捷鞋材厂"), fields: delivered.collect(), ..Typed::default()
        };
    office.add_entry("delivery", &typed).unwrap();
    let mut office = open("林安全", "2026-11-17");
    let filled = [
        ("responsibility", "厂长解䶮成负总责"),
        ("measures", "人员搬离，拆除隔板"),
        ("funds", "自筹2万元"),
        ("time_limit", "2026年12月10日前"),
        ("plan", "已编制现场应急处置方案"),
        ("partial_stop", "是"),
        ("full_stop", "否"),
    ];
    let filled = filled.into_iter().chain(crate::major::BOXES);
    let filled = filled.map(|(field, words)| (field.to_owned(), words.to_owned())).collect();
    office.fill_major(&major, &filled, None, None).unwrap();
    let signing = Signing { by: vec!["林安全".into()], ..Signing::default() };
    office.advance_major(&major, Advance::Verified, &signing).unwrap();
    let mut office = open("周安平", "2026-11-18");
    let sending = Sending {
        hazard: said("招联安监整改〔2026〕1号-1"),
        to: "丰泽区消防救援大队".into(),
        approver: "沈卫东".into(),
        opinion: "请依法查处并回复".into(),
        ..Sending::default()
    };
    office.send_transfer(&sending).unwrap();
    let of = Target::Hazard {
        hazard: major.clone(),
        responsible_unit: String::new(),
        responsible: String::new(),
        leader: "分管副区长".into(),
        deadline: day("2026-12-28"),
    };
    let unit = "丰泽区安委会办公室".into();
    office.open_supervision(&Putting { of, unit, every: None, by: None, on: None }).unwrap();
    let about = said("招联安监整改〔2026〕1号");
    let fields = [("document".to_owned(), "整改通知书".to_owned())].into();
    let request = Request { code: "service_receipt".into(), about, fields, ..Request::default() };
    office.issue_paper(&request).unwrap();
    major
}

impl Bench {
    /// The same with the longer roads begun.
    pub fn with_roads() -> Bench {
        let folder = Folder::new();
        furnish(&folder);
        furnish_roads(&folder);
        Bench::over(folder, (80, 24), BOX)
    }

    /// Somebody else sits down at the desk; nobody for an empty name.
    pub fn seated(mut self, who: &str) -> Bench {
        self.seat.opening.actor = Some(who.to_owned()).filter(|who| !who.is_empty());
        self.seat.leave();
        self
    }

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
        bench.input(Input::Resize(size.0, size.1));
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

    /// Keys by name, a blank between them: `F3 ^S Alt+x Enter Down 3`; other words are typed letter by letter.
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

    /// Moves down to the line with these words.
    pub fn choose(&mut self, words: &str) -> &mut Bench {
        for _ in 0..40 {
            if self.screen().lines().any(|line| line.starts_with('>') && line.contains(words)) {
                return self;
            }
            self.press("Down");
        }
        panic!("{words}:\n{}", self.screen());
    }

    pub fn is_over(&self) -> bool {
        self.app.is_over()
    }

    pub fn paint(&self) -> Painted {
        let mut buffer = Buffer::empty(Rect::new(0, 0, self.size.0, self.size.1));
        let mut canvas = Canvas::new(&mut buffer, self.app.shared.look);
        self.app.draw(&mut canvas);
        let (caret, laid) = (canvas.caret(), canvas.laid().clone());
        let message = self.app.message_text().map(str::to_owned);
        Painted { look: self.app.shared.look, buffer, caret, laid, message }
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
        "BackTab" => Code::BackTab,
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
            if let Some(letter) = word.strip_prefix("Alt+") {
                return letter.chars().next().map(Key::alt);
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

    /// The screen and every window on it are whole, and the cursor is where it belongs.
    pub fn check(&self) -> Result<(), String> {
        let area = self.buffer.area;
        if area.is_empty() {
            return Ok(());
        }
        for y in 0..area.height {
            self.row(Rect { y, height: 1, ..area })?;
        }
        if let Some(place) = self.laid.strayed {
            return Err(format!("something is painted outside of its area, at {place:?}"));
        }
        for (at, (window, framed)) in self.laid.windows.iter().enumerate() {
            let under = &self.laid.windows[at + 1..];
            // Another window may lie over it; a message never does.
            let free = |y: u16| !under.iter().any(|(over, _)| rows(over).contains(&y));
            for y in rows(window).filter(|y| free(*y)) {
                self.row(Rect { y, height: 1, ..*window })?;
                let sides = [window.x, window.right() - 1].map(|x| self.buffer[(x, y)].symbol());
                let edge = y == window.y || y == window.bottom() - 1;
                let whole = match edge {
                    true => ["┌┐", "└┘", "++"].iter().any(|ends| *ends == sides.concat()),
                    false => sides.iter().all(|side| "│├┤|+".contains(*side)),
                };
                if *framed && !whole {
                    return Err(format!("row {y} of the window {window:?} ends in {sides:?}"));
                }
            }
        }
        self.caret()
    }

    /// The first row of what stands at the foot of the screen: the message or the keys.
    fn foot(&self) -> u16 {
        let area = self.buffer.area;
        let columns = area.width.saturating_sub(2);
        let lines = |text: &String| self.look.wrap(&text.replace('\n', "；"), columns).len();
        let lines = self.message.as_ref().map_or(1, lines).max(1) as u16;
        area.height.saturating_sub(1 + lines).max(1)
    }

    /// A row is as wide as its area, and no wide character is cut, at its ends or within.
    fn row(&self, area: Rect) -> Result<(), String> {
        let (y, mut x, mut columns) = (area.y, area.x, 0);
        if x > 0 && is_wide(&self.buffer, x - 1, y) {
            return Err(format!("row {y} of {area:?} begins in the middle of a character"));
        }
        while x < area.right() {
            let (wide, symbol) = (is_wide(&self.buffer, x, y), self.buffer[(x, y)].symbol());
            let width = self.look.width(symbol);
            if width != if wide { 2 } else { 1 } {
                return Err(format!("{symbol:?} at {x},{y} takes {width} columns"));
            }
            if wide && x + 1 < area.right() {
                let half = self.buffer[(x + 1, y)].symbol();
                if half != " " || is_wide(&self.buffer, x + 1, y) {
                    return Err(format!("the half of {symbol:?} at {x},{y} is {half:?}"));
                }
            }
            columns += width;
            x += width;
        }
        match columns == area.width {
            true => Ok(()),
            false => Err(format!("row {y} of {area:?} takes {columns} columns")),
        }
    }

    /// The cursor stands on the screen, in the window on top; in a field that has the focus it stands behind exactly
    /// what the field shows before it, on cells that look like a field.
    fn caret(&self) -> Result<(), String> {
        let area = self.buffer.area;
        let Some(caret) = self.caret.filter(|caret| area.contains(*caret)) else {
            return Err(format!("the cursor is at {:?} on {area:?}", self.caret));
        };
        if let Some((window, _)) = self.laid.windows.last()
            && !window.contains(caret)
        {
            return Err(format!("the cursor is at {caret:?}, outside of the window {window:?}"));
        }
        let Some((line, before)) = &self.laid.focus else { return Ok(()) };
        if !line.contains(caret) || caret.y >= self.foot() {
            return Err(format!("the cursor is at {caret:?}, not in the field {line:?}"));
        }
        let mut shown = String::new();
        let mut x = line.x;
        while x < caret.x {
            shown.push_str(self.buffer[(x, caret.y)].symbol());
            x += if is_wide(&self.buffer, x, caret.y) { 2 } else { 1 };
        }
        // Characters that are never painted take no place, nor do marks that have nothing to stand on.
        let before: String = before
            .chars()
            .filter(|c| self.look.columns(*c).is_some())
            .skip_while(|c| self.look.columns(*c) == Some(0))
            .collect();
        if shown != before || x != caret.x {
            return Err(format!("the cursor is behind {shown:?} and belongs behind {before:?}"));
        }
        let field = self.buffer[(caret.x, caret.y)].modifier.contains(Modifier::UNDERLINED);
        field.then_some(()).ok_or_else(|| format!("no field is at the cursor {caret:?}"))
    }
}

fn rows(area: &Rect) -> std::ops::Range<u16> {
    area.top()..area.bottom()
}
