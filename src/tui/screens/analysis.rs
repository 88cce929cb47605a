//! 分析: the figures of today, the trend of twelve months as bars, and hazards by what they have in common. Enter
//! opens the rows behind a figure.

use chrono::NaiveDate;
use ratatui::{layout::Rect, style::Modifier};

use super::{
    ask::sentences,
    choose::{Choose, choice},
    documents,
    hazards::Hazards,
    visits,
};
use crate::{
    domain::{analysis::Tally, grade::Grade, id::Id},
    office::{
        analysis::{Analysis, Group, PAPER, Today},
        facts::Period,
        hazards::Filter,
        review::Within,
    },
    terms,
    tui::{
        canvas::Canvas,
        keys::{Code, Command, Key},
        screen::{Cx, Hint, Screen, ScreenId, hint},
        shared::Shared,
        widget::list::Cursor,
    },
};

#[derive(Default)]
pub struct Situation {
    lines: Vec<Line>,
    period: Option<Period>,
    cursor: Cursor,
    read: bool,
    refused: Vec<String>,
}

enum Line {
    Heading(String),
    Text(String),
    /// A figure of today, and the question that lists its rows.
    Hazards {
        says: String,
        name: String,
        rows: Box<Filter>,
    },
    /// What the rounds have reached: the coverage says which.
    Coverage(String),
    /// Figures with the bar of the first of the hazards, of the most that stands beside it.
    Figure {
        name: String,
        says: String,
        count: i64,
        most: i64,
        rows: Vec<Rows>,
    },
}

/// The way to the rows of a figure.
#[derive(Clone)]
enum Rows {
    /// What the figure says, and the question that lists its hazards.
    Hazards(String, Box<Filter>),
    /// The premises of those hazards.
    Premises(String, Box<Filter>),
    /// What was inspected on some days.
    Visits(String, NaiveDate, NaiveDate),
}

/// Those found and, of them, those still open.
fn found_and_open(tally: Tally, rows: &Filter) -> [Rows; 2] {
    let open = Filter { open: true, ..rows.clone() };
    [
        Rows::Hazards(format!("查出{}条", tally.found), Box::new(rows.clone())),
        Rows::Hazards(format!("未销号{}条", tally.open()), Box::new(open)),
    ]
}

fn says(tally: Tally) -> String {
    let rate = tally.rate().map(terms::rate).unwrap_or_default();
    format!("查出{} 未销号{} 整改率{rate}", tally.found, tally.open())
}

fn groups(title: &str, groups: Vec<Group>, lines: &mut Vec<Line>) {
    lines.push(Line::Heading(title.to_owned()));
    let most = groups.iter().map(|group| group.tally.found).max().unwrap_or(0);
    if groups.is_empty() {
        lines.push(Line::Text("没有查出隐患。".to_owned()));
    }
    lines.extend(groups.into_iter().map(|group| figure(group, most)));
}

fn figure(group: Group, most: i64) -> Line {
    Line::Figure {
        name: group.name,
        says: says(group.tally),
        count: group.tally.found,
        most,
        rows: found_and_open(group.tally, &group.rows).into(),
    }
}

/// Each street, its communities below it.
fn streets(streets: Vec<Group>, communities: &[Group], lines: &mut Vec<Line>) {
    lines.push(Line::Heading("按街道和社区".to_owned()));
    let most = streets.iter().map(|group| group.tally.found).max().unwrap_or(0);
    for street in streets {
        let of = street.rows.community.clone();
        let own = communities.iter().filter(|group| {
            let (of, community) = (of.as_ref(), group.rows.community.as_ref());
            of.zip(community).is_some_and(|(of, community)| of.covers(community))
        });
        lines.push(figure(street, most));
        lines.extend(own.map(|group| {
            let alone = group.name.rsplit(' ').next().unwrap_or(&group.name);
            figure(Group { name: format!("  {alone}"), ..group.clone() }, most)
        }));
    }
}

/// The figures of today, each with its rows; what was seen opens the coverage.
fn of_today(today: &Today, on: NaiveDate) -> Vec<Line> {
    let hazards = |name: &str, count: u32, rows: Filter| Line::Hazards {
        says: format!("{name}{count}条"),
        name: name.to_owned(),
        rows: Box::new(rows),
    };
    let seen =
        |says: &str, (seen, all): (u32, u32)| Line::Coverage(format!("{says}{seen}/{all}家"));
    let none = Filter::default;
    vec![
        hazards("今天到期", today.due_today, Filter { due_on: Some(on), ..none() }),
        hazards("逾期", today.overdue, Filter { overdue_on: Some(on), ..none() }),
        hazards(
            "未销号重大隐患",
            today.major_open,
            Filter { open: true, grade: Some(Grade::Major), ..none() },
        ),
        seen("本周重点已查", today.key_seen),
        seen("本月已查", today.month_seen),
    ]
}

fn lines(analysis: Analysis, on: NaiveDate) -> Vec<Line> {
    let mut lines = vec![Line::Heading("今日".to_owned())];
    lines.extend(of_today(&analysis.today, on));
    lines.push(Line::Heading("十二个月查出的隐患".to_owned()));
    let most = analysis.months.iter().map(|month| month.tally.found).max().unwrap_or(0);
    for month in &analysis.months {
        lines.push(Line::Figure {
            name: terms::month(month.days.0),
            says: format!("检查{} {}", month.inspections, says(month.tally)),
            count: month.tally.found,
            most,
            rows: found_and_open(month.tally, &month.rows())
                .into_iter()
                .chain([Rows::Visits(
                    format!("检查{}次", month.inspections),
                    month.days.0,
                    month.days.1,
                )])
                .collect(),
        });
    }
    let (from, to) = analysis.days;
    groups("按类别", analysis.categories, &mut lines);
    groups("按行业", analysis.industries, &mut lines);
    if !analysis.streets.is_empty() {
        streets(analysis.streets, &analysis.communities, &mut lines);
    } else if analysis.communities.len() > 1 {
        groups("按社区", analysis.communities, &mut lines);
    }
    groups("按网格", analysis.grids, &mut lines);
    lines.push(Line::Heading("常见和回潮的检查项".to_owned()));
    let most = analysis.items.iter().map(|item| i64::from(item.premises)).max().unwrap_or(0);
    for item in analysis.items {
        let found = Filter {
            item: Some(item.item),
            form: Some(item.form),
            found: Some((from, to)),
            ..Filter::default()
        };
        let back = Filter { recurring: true, ..found.clone() };
        lines.push(Line::Figure {
            name: item.name,
            says: format!("{}家 {}条 回潮{}", item.premises, item.hazards, item.recurring),
            count: item.premises.into(),
            most,
            rows: vec![
                Rows::Premises(format!("涉及{}家", item.premises), Box::new(found.clone())),
                Rows::Hazards(format!("查出{}条", item.hazards), Box::new(found)),
                Rows::Hazards(format!("回潮{}条", item.recurring), Box::new(back)),
            ],
        });
    }
    lines
}

/// The figures of a line, each with its rows.
fn figures(name: &str, rows: &[Rows], screen: ScreenId) -> Choose {
    let choices = rows.iter().cloned().map(|rows| match rows {
        Rows::Hazards(says, filter) => {
            let title = format!("{name} {says}");
            choice(says, move |cx: &mut Cx| cx.open(Hazards::of(title, *filter)))
        }
        Rows::Premises(says, filter) => {
            let title = format!("{name} {says}");
            choice(says, move |cx: &mut Cx| {
                cx.send(screen, move |_: &mut Situation, cx| found_at(title, *filter, cx));
            })
        }
        Rows::Visits(says, from, to) => {
            let title = format!("{name} {says}");
            choice(says, move |cx: &mut Cx| {
                cx.send(screen, move |_: &mut Situation, cx| visited(title, (from, to), cx));
            })
        }
    });
    Choose::new("analysis", name, choices.collect())
}

/// The premises at which hazards were found, those with most of them first; each opens its own.
fn found_at(title: String, filter: Filter, cx: &mut Cx) {
    let asked = filter.clone();
    cx.ask(
        move |office| office.hazards(&asked),
        move |_: &mut Situation, result, cx| match result {
            Ok(lines) => {
                let mut at: Vec<(Id, String, usize)> = Vec::new();
                for line in lines {
                    match at.iter_mut().find(|(id, ..)| *id == line.premises) {
                        Some((.., count)) => *count += 1,
                        None => at.push((line.premises, line.premises_name, 1)),
                    }
                }
                at.sort_by_key(|(.., count)| std::cmp::Reverse(*count));
                let choices = at.into_iter().map(|(id, name, count)| {
                    let own = Filter { premises: Some(id), ..filter.clone() };
                    let title = format!("{name} {title}");
                    choice(format!("{name} {count}条"), move |cx: &mut Cx| {
                        cx.open(Hazards::of(title, own));
                    })
                });
                cx.open(Choose::new("analysis", &title, choices.collect()));
            }
            Err(refusal) => cx.alarm(refusal.to_string()),
        },
    );
}

fn visited(title: String, (from, to): (NaiveDate, NaiveDate), cx: &mut Cx) {
    cx.ask(
        move |office| {
            let all = Within::all_of(office.scope().clone());
            office.visits_in(&all, from, to)
        },
        move |_: &mut Situation, result, cx| match result {
            Ok(lines) => cx.open(visits::list("analysis", title, lines)),
            Err(refusal) => cx.alarm(refusal.to_string()),
        },
    );
}

impl Screen for Situation {
    fn topic(&self) -> &'static str {
        "analysis"
    }

    fn title(&self, _: &Shared) -> String {
        "形势分析".into()
    }

    fn hints(&self) -> &'static [Hint] {
        const HINTS: &[Hint] = &[hint("↑↓", "选择"), hint("Enter", "看明细")];
        HINTS
    }

    fn commands(&self) -> &'static [Command] {
        &[Command::Print]
    }

    fn shown(&mut self, cx: &mut Cx) {
        self.read = false;
        cx.ask(
            |office| office.analysis(None),
            |screen: &mut Situation, result, cx| {
                screen.read = true;
                match result {
                    Ok(analysis) => {
                        let (from, to) = analysis.days;
                        screen.period = Some(Period { from, to });
                        screen.lines = lines(analysis, cx.shared.today());
                        screen.cursor.keep(screen.lines.len());
                        screen.refused.clear();
                    }
                    Err(refusal) => screen.refused = sentences(&refusal),
                }
            },
        );
    }

    fn waits(&self, _: Key, _: &Shared) -> bool {
        !self.read
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Shared) {
        let look = canvas.look;
        canvas.refused(area, area.y + 1, &self.refused);
        if self.lines.is_empty() && self.refused.is_empty() {
            canvas.put(area.x + 2, area.y + 1, 30, "正在读取..", look.plain());
        }
        let rows = usize::from(area.height);
        let top = self.cursor.shown(canvas, self.lines.len(), rows);
        // Name, bar, figures.
        let (name, figures) = (20, 40);
        let bar = area.width.saturating_sub(2 + name + 1 + 1 + figures);
        for (index, line) in self.lines.iter().enumerate().skip(top).take(rows) {
            let y = area.y + (index - top) as u16;
            let chosen = index == self.cursor.at;
            let style = if chosen { look.selected() } else { look.plain() };
            match line {
                Line::Heading(text) => {
                    let style = if chosen { style } else { look.strong() };
                    canvas.cell(area.x + 1, y, area.width - 1, text, style);
                }
                Line::Text(text) | Line::Coverage(text) | Line::Hazards { says: text, .. } => {
                    canvas.cell(area.x + 2, y, area.width - 2, text, style)
                }
                Line::Figure { name: called, says, count, most, .. } => {
                    canvas.cell(area.x + 2, y, name, called, style);
                    let x = area.x + 2 + name + 1;
                    let long = (i64::from(bar) * count + most - 1).checked_div(*most).unwrap_or(0);
                    // Blanks in reverse stand on every terminal.
                    canvas.blank(x, y, long as u16, look.plain().add_modifier(Modifier::REVERSED));
                    canvas.cell(x + bar + 1, y, figures, says, style);
                }
            }
            canvas.put(area.x, y, 1, if chosen { ">" } else { " " }, style);
            if chosen {
                canvas.set_caret(area.x, y);
            }
        }
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        match key.code {
            Code::Esc => cx.back(),
            Code::Enter => match self.lines.get(self.cursor.at) {
                Some(Line::Coverage(_)) => cx.run(Command::Rounds),
                Some(Line::Hazards { name, rows, .. }) => {
                    cx.open(Hazards::of(name.clone(), (**rows).clone()));
                }
                Some(Line::Figure { name, rows, .. }) => {
                    cx.open(figures(name, rows, cx.id()));
                }
                _ => cx.say("这一行没有明细。"),
            },
            _ => {
                self.cursor.key(key, self.lines.len(), 16);
            }
        }
    }

    fn command(&mut self, command: Command, cx: &mut Cx) {
        match (command, self.period) {
            (Command::Print, Some(period)) => documents::make_of(PAPER.to_owned(), period, cx),
            (Command::Print, None) => documents::make(PAPER, String::new(), cx),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::unit::UnitPath;

    /// A street stands with its communities below it, each line with the rows of its own unit.
    #[test]
    fn communities_stand_below_their_street() {
        let group = |path: &str, name: &str, found| {
            let community = UnitPath::parse(path);
            let tally = Tally { found, closed: 0, major: 0 };
            Group { name: name.to_owned(), tally, rows: Filter { community, ..Filter::default() } }
        };
        let all =
            vec![group("6101/13/002", "长延堡街道", 3), group("6101/13/001", "小寨路街道", 2)];
        let communities = [
            group("6101/13/002/001", "长延堡街道 明德门社区", 2),
            group("6101/13/002/002", "长延堡街道 长延堡社区", 1),
            group("6101/13/001/001", "小寨路街道 兴善社区", 2),
        ];
        let mut lines = Vec::new();
        streets(all, &communities, &mut lines);
        let told: Vec<(String, i64, String)> = lines
            .into_iter()
            .filter_map(|line| match line {
                Line::Figure { name, count, rows, .. } => match rows.into_iter().next() {
                    Some(Rows::Hazards(_, rows)) => {
                        Some((name, count, rows.community?.as_str().to_owned()))
                    }
                    _ => None,
                },
                _ => None,
            })
            .collect();
        let line = |name: &str, count, path: &str| (name.to_owned(), count, path.to_owned());
        assert_eq!(
            told,
            [
                line("长延堡街道", 3, "6101/13/002"),
                line("  明德门社区", 2, "6101/13/002/001"),
                line("  长延堡社区", 1, "6101/13/002/002"),
                line("小寨路街道", 2, "6101/13/001"),
                line("  兴善社区", 2, "6101/13/001/001"),
            ]
        );
    }
}
