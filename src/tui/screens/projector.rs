//! 投影: the weekly board for a wall. What was decided first, then one grid a page in figures that are read from the
//! last row of chairs. Telephone and identity numbers are masked.

use ratatui::{layout::Rect, style::Modifier};

use crate::{
    domain::{personal::masked, review::Counts},
    office::review::{self, Decision, Missed, Review},
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
    Said { heading: &'static str, lines: Vec<String> },
    Grid {
        name: String,
        figures: Vec<Figure>,
        /// What stands in words below the figures.
        counts: String,
        /// The key premises that nobody has seen; `None` where no grid is meant.
        missing: Option<Vec<String>>,
    },
}

/// What stands on one page of the wall.
enum Sheet<'p> {
    Said { heading: String, lines: Vec<String> },
    Grid { name: &'p str, figures: &'p [Figure], counts: &'p str, below: Vec<String> },
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

/// What is told beside the figures, with the week before.
fn counts(now: &Counts, before: &Counts) -> String {
    let one = |label: &str, now: i64, before: i64| format!("{label} {now}（上周 {before}）");
    [
        one("监管对象", now.premises, before.premises),
        one("通知书未签收", now.unsigned, before.unsigned),
        one("回潮", now.recurring, before.recurring),
    ]
    .join("  ")
}

/// Lines of so few on a page that each can be read from the last row, however it is broken.
const A_PAGE: usize = 6;

/// What is said under a heading.
fn said(heading: &'static str, lines: impl Iterator<Item = String>, nothing: &str) -> Page {
    let mut lines: Vec<String> = lines.map(|line| masked(&line)).collect();
    if lines.is_empty() {
        lines.push(nothing.to_owned());
    }
    Page::Said { heading, lines }
}

/// Lines below the figures of a grid; the first says the counts.
const FOOT: u16 = 4;

/// Columns left free at both sides.
const MARGIN: u16 = 4;

const MISSING: &str = "本周还没有查：";

/// The pages of what is said, as many as it takes: a free line between two things, and one that does not fit goes on
/// overleaf.
fn sheets_said<'p>(
    heading: &str,
    lines: &[String],
    look: Look,
    wide: u16,
    high: u16,
) -> Vec<Sheet<'p>> {
    let room = usize::from(high.saturating_sub(2)).max(1);
    let (mut pages, mut page, mut things): (Vec<Vec<String>>, Vec<String>, usize) =
        (Vec::new(), Vec::new(), 0);
    for each in lines {
        let mut rest = look.wrap(each, wide);
        let gap = usize::from(!page.is_empty());
        if things == A_PAGE || !page.is_empty() && page.len() + gap + rest.len() > room {
            pages.push(std::mem::take(&mut page));
            things = 0;
        } else if gap > 0 {
            page.push(String::new());
        }
        while rest.len() > room {
            let over = rest.split_off(room);
            pages.push(std::mem::replace(&mut rest, over));
        }
        page.append(&mut rest);
        things += 1;
    }
    pages.push(page);
    let heading = |at: usize| format!("{heading}{}", if at > 0 { "（续）" } else { "" });
    let page = |(at, lines)| Sheet::Said { heading: heading(at), lines };
    pages.into_iter().enumerate().map(page).collect()
}

impl Page {
    fn sheets(&self, look: Look, wide: u16, high: u16) -> Vec<Sheet<'_>> {
        match self {
            Page::Said { heading, lines } => sheets_said(heading, lines, look, wide, high),
            Page::Grid { name, figures, counts, missing } => {
                let room = usize::from(FOOT) - 1;
                let names = missing.as_deref().unwrap_or_default();
                let first = |below| Sheet::Grid { name, figures, counts, below };
                if names.is_empty() {
                    let seen = missing.as_ref().map(|_| "本周的重点监管对象都查过了。".to_owned());
                    return vec![first(seen.into_iter().collect())];
                }
                let told = look.wrap_names(names, wide - look.width(MISSING));
                if let [line] = told.as_slice() {
                    return vec![first(vec![format!("{MISSING}{line}")])];
                }
                let told = look.wrap_names(names, wide);
                if told.len() < room {
                    let below = [vec![MISSING.to_owned()], told].concat();
                    return vec![first(below)];
                }
                let some = look.listed(names, wide - look.width(MISSING));
                let below = vec![format!("{MISSING}{some}"), "全部名单见下页。".to_owned()];
                let heading = format!("{name}  {MISSING}{}家", names.len());
                let mut sheets = vec![first(below)];
                let page = usize::from(high.saturating_sub(2)).max(1);
                sheets.extend(told.chunks(page).enumerate().map(|(at, lines)| Sheet::Said {
                    heading: format!("{heading}{}", if at > 0 { "（续）" } else { "" }),
                    lines: lines.to_vec(),
                }));
                sheets
            }
        }
    }
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
        let told = |decisions: &[Decision]| -> Vec<String> {
            let line = |decision: &Decision| {
                let due = decision.due.map(terms::month_day).unwrap_or_default();
                format!(
                    "{}  {}  {due}前  {}",
                    decision.content,
                    decision.owner,
                    review::state(decision)
                )
            };
            decisions.iter().map(line).collect()
        };
        let before = told(&review.decisions).into_iter();
        let mut pages = vec![said("上次部署的事项", before, "没有未完成的事项。")];
        for row in &review.rows {
            pages.push(Page::Grid {
                name: format!("{} {}", row.community, row.grid),
                figures: figures(&row.now, &row.before),
                counts: counts(&row.now, &row.before),
                // Where there are none to be seen nobody has seen them all.
                missing: (row.now.key_required > 0)
                    .then(|| row.missing.iter().map(|name| masked(name)).collect()),
            });
        }
        pages.push(Page::Grid {
            name: "合计".to_owned(),
            figures: figures(&review.totals.0, &review.totals.1),
            counts: counts(&review.totals.0, &review.totals.1),
            missing: None,
        });
        pages.push(said("要说的事", matters(review), "没有。"));
        if !review.decided.is_empty() {
            pages.push(said("本次部署的事项", told(&review.decided).into_iter(), ""));
        }
        Projector { week, pages, at: 0 }
    }

    /// The pages as they stand on a window of this size. A line is left free for what the desk may have to say.
    fn sheets(&self, shared: &Shared) -> Vec<Sheet<'_>> {
        let (columns, rows) = shared.size;
        let (wide, high) = (columns.saturating_sub(MARGIN), rows.saturating_sub(4));
        self.pages.iter().flat_map(|page| page.sheets(shared.look, wide, high)).collect()
    }

    fn turn(&mut self, to: usize, cx: &Cx) {
        self.at = to.min(self.sheets(cx.shared).len().saturating_sub(1));
    }
}

/// Figures stand four in a row, in two rows.
const ACROSS: u16 = 4;
const DOWN: u16 = 2;

impl Screen for Projector {
    fn topic(&self) -> &'static str {
        "projector"
    }

    fn title(&self, shared: &Shared) -> String {
        let all = self.sheets(shared).len();
        format!("{}  第{}页 共{all}页", self.week, self.at.min(all - 1) + 1)
    }

    fn hints(&self) -> &'static [Hint] {
        const HINTS: &[Hint] =
            &[hint("←→ 空格", "换页"), hint("Home End", "首页末页"), hint("Esc", "返回")];
        HINTS
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, shared: &Shared) {
        let look = canvas.look;
        canvas.set_caret(area.x, area.y);
        let sheets = self.sheets(shared);
        let (x, wide) = (area.x + MARGIN / 2, area.width.saturating_sub(MARGIN));
        match sheets.get(self.at).or(sheets.last()) {
            None => {}
            Some(Sheet::Said { heading, lines }) => {
                canvas.cell(x, area.y, wide, heading, look.strong());
                for (y, line) in (area.y + 2..area.bottom()).zip(lines) {
                    canvas.cell(x, y, wide, line, look.plain());
                }
            }
            Some(Sheet::Grid { name, figures, counts, below }) => {
                canvas.cell(x, area.y, wide, name, look.strong());
                let foot = FOOT;
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
                let foot = area.bottom().saturating_sub(foot);
                canvas.cell(area.x + 2, foot, area.width - 4, counts, look.strong());
                for (y, line) in (foot + 1..area.bottom()).zip(below) {
                    canvas.cell(area.x + 2, y, area.width - 4, line, look.quiet());
                }
            }
        }
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        match key.code {
            Code::Esc => cx.back(),
            Code::Right | Code::PageDown | Code::Down | Code::Enter | Code::Char(' ') => {
                self.turn(self.at + 1, cx);
            }
            Code::Left | Code::PageUp | Code::Up => self.turn(self.at.saturating_sub(1), cx),
            Code::Home => self.turn(0, cx),
            Code::End => self.turn(usize::MAX, cx),
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
