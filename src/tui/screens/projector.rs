//! 投影: the weekly board for a wall. What was decided first, then one grid a page in figures that are read from the
//! last row of chairs. Telephone numbers are masked.

use ratatui::{layout::Rect, style::Modifier};

use crate::{
    domain::{phone::masked, review::Counts},
    office::review::{self, Missed, Review},
    terms,
    tui::{
        canvas::Canvas,
        keys::{Code, Key},
        look::Look,
        screen::{Cx, Hint, Screen, hint},
        shared::Shared,
    },
};

pub struct Projector {
    week: String,
    pages: Vec<Page>,
    at: usize,
}

enum Page {
    /// A heading and what is said under it.
    Said {
        heading: &'static str,
        lines: Vec<String>,
    },
    Grid {
        name: String,
        figures: Vec<Figure>,
        below: String,
    },
}

/// A figure of this week, and of the week before.
struct Figure {
    label: &'static str,
    now: String,
    before: String,
}

fn figures(now: &Counts, before: &Counts) -> Vec<Figure> {
    let rounds = |counts: &Counts| format!("{}/{}", counts.key_inspected, counts.key_required);
    let one = |label, now: i64, before: i64| Figure {
        label,
        now: now.to_string(),
        before: before.to_string(),
    };
    vec![
        Figure { label: "重点已查", now: rounds(now), before: rounds(before) },
        one("检查", now.inspections, before.inspections),
        one("查出隐患", now.found, before.found),
        one("销号", now.closed, before.closed),
        one("逾期", now.overdue, before.overdue),
        one("延期", now.extended, before.extended),
        one("拒不整改", now.refused, before.refused),
        one("重大隐患", now.major_open, before.major_open),
    ]
}

/// Lines of so few on a page that each can be read from the last row, however it is broken.
const A_PAGE: usize = 6;

/// What is said under a heading, as many pages as it takes.
fn said(heading: &'static str, lines: impl Iterator<Item = String>, nothing: &str) -> Vec<Page> {
    let mut lines: Vec<String> = lines.map(|line| masked(&line)).collect();
    if lines.is_empty() {
        lines.push(nothing.to_owned());
    }
    lines.chunks(A_PAGE).map(|lines| Page::Said { heading, lines: lines.to_vec() }).collect()
}

/// What the meeting has to speak of besides the grids.
fn matters(review: &Review) -> impl Iterator<Item = String> {
    let missed = review.missed.iter().map(Missed::says);
    let majors = review.majors.iter().map(|(line, waits)| {
        let next = waits.as_ref().map(|waits| terms::next_stage(waits.stage)).unwrap_or_default();
        format!("重大隐患  {}  {}（等待{next}）", line.premises_name, line.text)
    });
    let unsigned =
        (review.unsigned > 0).then(|| format!("还没有签收件的通知书 {}份", review.unsigned));
    let reports = review.reports.iter().map(|report| {
        format!("{}前上报  {}", terms::month_day(report.due), report.says(review.week.end))
    });
    missed.chain(majors).chain(unsigned).chain(reports)
}

impl Projector {
    pub fn of(week: String, review: &Review) -> Projector {
        let decisions = review.decisions.iter().map(|decision| {
            let due = decision.due.map(terms::month_day).unwrap_or_default();
            format!(
                "{}  {}  {due}前  {}",
                decision.content,
                decision.owner,
                review::state(decision)
            )
        });
        let mut pages = said("上次部署的事项", decisions, "没有未完成的事项。");
        for row in &review.rows {
            let below = if row.missing.is_empty() {
                "本周的重点监管对象都查过了。".to_owned()
            } else {
                format!("本周还没有查：{}", row.missing.join("、"))
            };
            pages.push(Page::Grid {
                name: format!("{} {}", row.community, row.grid),
                figures: figures(&row.now, &row.before),
                below: masked(&below),
            });
        }
        pages.push(Page::Grid {
            name: "合计".to_owned(),
            figures: figures(&review.totals.0, &review.totals.1),
            below: String::new(),
        });
        pages.extend(said("要说的事", matters(review), "没有。"));
        Projector { week, pages, at: 0 }
    }

    fn turn(&mut self, to: usize) {
        self.at = to.min(self.pages.len() - 1);
    }
}

/// Figures stand four in a row, in two rows.
const ACROSS: u16 = 4;
const DOWN: u16 = 2;

impl Screen for Projector {
    fn topic(&self) -> &'static str {
        "projector"
    }

    fn title(&self, _: &Shared) -> String {
        format!("{}  第{}页 共{}页", self.week, self.at + 1, self.pages.len())
    }

    fn hints(&self) -> &'static [Hint] {
        const HINTS: &[Hint] =
            &[hint("←→ 空格", "换页"), hint("Home End", "首页末页"), hint("Esc", "返回")];
        HINTS
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Shared) {
        let look = canvas.look;
        canvas.set_caret(area.x, area.y);
        match &self.pages[self.at] {
            Page::Said { heading, lines } => {
                canvas.cell(area.x + 2, area.y, area.width - 4, heading, look.strong());
                let mut y = area.y + 2;
                for each in lines {
                    for line in look.wrap(each, area.width - 4) {
                        canvas.cell(area.x + 2, y, area.width - 4, &line, look.plain());
                        y += 1;
                    }
                    // A free line between two.
                    y += 1;
                }
            }
            Page::Grid { name, figures, below } => {
                canvas.cell(area.x + 2, area.y, area.width - 4, name, look.strong());
                let foot = 3;
                let (wide, high) =
                    (area.width / ACROSS, area.height.saturating_sub(2 + foot) / DOWN);
                for (at, figure) in figures.iter().enumerate() {
                    let (column, row) = (at as u16 % ACROSS, at as u16 / ACROSS);
                    let tile = Rect {
                        x: area.x + column * wide,
                        y: area.y + 2 + row * high,
                        width: wide,
                        height: high,
                    };
                    draw_figure(canvas, tile, figure, look);
                }
                let lines = look.wrap(below, area.width - 4);
                for (y, line) in (area.bottom() - foot..area.bottom()).zip(&lines) {
                    canvas.cell(area.x + 2, y, area.width - 4, line, look.quiet());
                }
            }
        }
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        match key.code {
            Code::Esc => cx.back(),
            Code::Right | Code::PageDown | Code::Down | Code::Enter | Code::Char(' ') => {
                self.turn(self.at + 1);
            }
            Code::Left | Code::PageUp | Code::Up => self.turn(self.at.saturating_sub(1)),
            Code::Home => self.turn(0),
            Code::End => self.turn(usize::MAX),
            _ => {}
        }
    }
}

/// The name and the figure in words, for readers of lines; below it the figure as large as there is room, and the week
/// before.
fn draw_figure(canvas: &mut Canvas, tile: Rect, figure: &Figure, look: Look) {
    let room = tile.width.saturating_sub(2);
    let name = format!("{} {}", figure.label, figure.now);
    canvas.cell(tile.x + 2, tile.y, room, &name, look.strong());
    let before = format!("上周 {}", figure.before);
    canvas.cell(tile.x + 2, tile.bottom().saturating_sub(1), room, &before, look.quiet());
    let (columns, lines) = size(&figure.now);
    let scale = (room / columns).min(tile.height.saturating_sub(2) / lines).min(3);
    if scale == 0 {
        return;
    }
    // Blanks in reverse stand on every terminal, whatever it takes a block for.
    let ink = look.plain().add_modifier(Modifier::REVERSED);
    let mut x = tile.x + 2;
    for c in figure.now.chars() {
        let dots = dots(c);
        for (row, dots) in (0u16..).zip(dots) {
            for (column, dot) in (0u16..).zip(dots.bytes()) {
                if dot == b'#' {
                    for line in 0..scale {
                        let y = tile.y + 1 + row * scale + line;
                        canvas.blank(x + column * scale, y, scale, ink);
                    }
                }
            }
        }
        x += (dots[0].len() as u16 + 1) * scale;
    }
}

/// Columns and lines of a figure at the smallest.
fn size(figure: &str) -> (u16, u16) {
    (figure.chars().map(|c| dots(c)[0].len() as u16 + 1).sum(), 5)
}

/// The dots of a digit or stroke, five rows of them.
fn dots(c: char) -> [&'static str; 5] {
    match c {
        '0' => ["###", "# #", "# #", "# #", "###"],
        '1' => [" # ", "## ", " # ", " # ", "###"],
        '2' => ["###", "  #", "###", "#  ", "###"],
        '3' => ["###", "  #", "###", "  #", "###"],
        '4' => ["# #", "# #", "###", "  #", "  #"],
        '5' => ["###", "#  ", "###", "  #", "###"],
        '6' => ["###", "#  ", "###", "# #", "###"],
        '7' => ["###", "  #", "  #", " # ", " # "],
        '8' => ["###", "# #", "###", "# #", "###"],
        '9' => ["###", "# #", "###", "  #", "###"],
        '/' => ["  #", "  #", " # ", "#  ", "#  "],
        _ => ["   ", "   ", "###", "   ", "   "],
    }
}
