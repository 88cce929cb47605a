//! The sheet on the screen: groups under each other, in two columns when there is room.

use ratatui::layout::Rect;

use super::{
    Problem,
    sheet::{OWN_BASIS, Row, Sheet},
};
use crate::{
    domain::answer::Answer,
    form::{answers, checklist::Item},
    terms,
    tui::{canvas::Canvas, look::Symbols, widget::field::Field},
};

/// A painted line: a heading, or a row that keys act on.
#[derive(Clone, Copy)]
enum Line {
    Group(usize),
    Row(usize),
}

/// From this width on the sheet has two columns.
const TWO_COLUMNS: u16 = 120;

pub fn sheet(
    canvas: &mut Canvas,
    area: Rect,
    sheet: &Sheet,
    at: usize,
    find: &Field,
    problems: &[Problem],
) {
    let look = canvas.look;
    let rows = sheet.rows();
    let mut top = area.y;
    if !problems.is_empty() {
        let text = format!(" 有{}处要改（Ctrl+S 看全部）：{}", problems.len(), problems[0].text);
        canvas.cell(area.x, top, area.width, &text, look.alarm());
        top += 1;
    }
    // The foot tells about the chosen row: its hazard, or what was answered last time.
    let foot = area.bottom() - 3;
    let body = Rect { y: top, height: foot - top, ..area };
    let lines = lines(sheet, &rows);
    let height = usize::from(body.height);
    let columns: u16 = if area.width >= TWO_COLUMNS && !canvas.look.plain { 2 } else { 1 };
    let chosen =
        lines.iter().position(|line| matches!(line, Line::Row(row) if *row == at)).unwrap_or(0);
    let page = height * usize::from(columns);
    // Pages, not single lines: a sheet of paper does not crawl.
    let first =
        if lines.len() <= page { 0 } else { (chosen / page * page).min(lines.len() - page) };
    let first = if chosen < first { chosen } else { first };
    let width = area.width / columns;
    for (index, line) in lines.iter().enumerate().skip(first).take(page) {
        let place = index - first;
        let x = area.x + width * (place / height) as u16;
        let y = body.y + (place % height) as u16;
        match line {
            Line::Group(group) => {
                let title = sheet.form.groups.get(*group).map_or("", |group| group.title.as_str());
                canvas.cell(x + 1, y, width - 2, title, look.strong());
            }
            Line::Row(row) => {
                draw_row(
                    canvas,
                    Rect { x, y, width, height: 1 },
                    sheet,
                    rows[*row],
                    *row == at,
                    problems,
                );
            }
        }
    }
    draw_foot(
        canvas,
        Rect { y: foot, height: 3, ..area },
        sheet,
        rows.get(at).copied(),
        find,
        problems,
    );
}

fn lines(sheet: &Sheet, rows: &[Row]) -> Vec<Line> {
    let mut starts = Vec::new();
    let mut seen = 0;
    for group in &sheet.form.groups {
        starts.push(seen);
        seen += group.items.len();
    }
    let mut lines = Vec::with_capacity(rows.len() + starts.len());
    for (index, row) in rows.iter().enumerate() {
        if let Row::Item(item) = row
            && let Some(group) = starts.iter().position(|start| start == item)
            && !sheet.form.groups[group].title.is_empty()
        {
            lines.push(Line::Group(group));
        }
        lines.push(Line::Row(index));
    }
    lines
}

fn draw_row(
    canvas: &mut Canvas,
    area: Rect,
    sheet: &Sheet,
    row: Row,
    chosen: bool,
    problems: &[Problem],
) {
    let look = canvas.look;
    let Rect { x, y, width, .. } = area;
    let faulty = problems.iter().any(|problem| problem.row == Some(row));
    canvas.put(x, y, 1, if chosen { ">" } else { " " }, look.strong());
    let base = match (chosen, faulty) {
        (_, true) => look.alarm(),
        (true, false) => look.strong(),
        (false, false) => look.plain(),
    };
    match row {
        Row::Nature => {
            let options = sheet.form.nature.as_ref();
            let words: Vec<&str> = options
                .map(|nature| {
                    sheet
                        .nature
                        .iter()
                        .filter_map(|at| nature.options.get(*at))
                        .map(String::as_str)
                        .collect()
                })
                .unwrap_or_default();
            let label = options.map_or("", |nature| nature.label.as_str());
            let shown = if words.is_empty() {
                "（Enter 选，可以选几项）".into()
            } else {
                words.join("、")
            };
            canvas.cell(
                x + 1,
                y,
                width - 2,
                &format!("{} {shown}", label.trim_end_matches('：')),
                base,
            );
            if chosen {
                canvas.set_caret(x, y);
            }
        }
        Row::Item(index) => {
            let Some((item, answer)) = sheet.item(index).zip(sheet.answers.get(index)) else {
                return;
            };
            let end = draw_item(canvas, area, item, *answer, chosen, base);
            draw_last(canvas, area, end, sheet, index, *answer);
        }
        Row::Blank(item, blank) => {
            let label = sheet
                .item(item)
                .and_then(|item| item.blanks.get(blank))
                .map_or("", |blank| blank.label.as_str());
            let used = canvas.put(x + 5, y, 30, label, base);
            let empty = Field::new(crate::tui::widget::field::Takes::Text, 1);
            let field = sheet.blanks.get(&(item, blank)).unwrap_or(&empty);
            field.draw(
                canvas,
                Rect { x: x + 6 + used, y, width: width.saturating_sub(used + 8), height: 1 },
                chosen,
            );
        }
        Row::Extra(index) => {
            let text =
                sheet.extra.get(index).and_then(|entry| entry.text.as_deref()).unwrap_or_default();
            canvas.cell(x + 1, y, width - 2, &format!("另有隐患：{text}"), base);
            if chosen {
                canvas.set_caret(x, y);
            }
        }
    }
}

/// `疏散通道 1( )畅通 2(*)堵塞 3( )闭锁`, with the sign of a hazard before it. A long question gives way to its
/// answers. Gives the column behind them.
fn draw_item(
    canvas: &mut Canvas,
    area: Rect,
    item: &Item,
    answer: Answer,
    chosen: bool,
    base: ratatui::style::Style,
) -> u16 {
    let look = canvas.look;
    let Rect { x, y, width, .. } = area;
    let bad = answers::is_bad(item, answer);
    let sign = match (answer, bad, look.symbols) {
        (Answer::Unchecked, ..) => " ",
        (Answer::NotApplicable, ..) => "-",
        (Answer::Option(_), true, Symbols::Box) => "×",
        (Answer::Option(_), true, Symbols::Ascii) => "!",
        (Answer::Option(_), false, Symbols::Box) => "√",
        (Answer::Option(_), false, Symbols::Ascii) => " ",
    };
    let sign_style = if bad { look.alarm() } else { look.quiet() };
    canvas.put(x + 1, y, 2, sign, sign_style);
    let end = x + width - 1;
    let mut at = x + 4;
    let sign = if chosen { 5 } else { 4 };
    let options: u16 = item.options.iter().map(|option| look.width(option) + sign).sum();
    let room = (end - at).saturating_sub(options);
    let ask = look.fit(item.ask.trim_end_matches('：'), room);
    at += canvas.put(at, y, end - at, &ask, base);
    if !item.ask.is_empty() {
        at += 1;
    }
    let mut caret = at;
    for (index, option) in item.options.iter().enumerate() {
        let ticked = answer == Answer::Option(index as u8);
        let style = match (ticked, bad) {
            (true, true) => look.alarm(),
            (true, false) => look.strong(),
            (false, _) => look.plain(),
        };
        let number = if chosen { format!("{}", index + 1) } else { String::new() };
        if ticked {
            caret = at + look.width(&number) + 1;
        }
        let text = format!("{number}({}){option} ", if ticked { "*" } else { " " });
        if at + look.width(&text) > end {
            break;
        }
        at += canvas.put(at, y, end - at, &text, style);
    }
    if answer == Answer::NotApplicable {
        at += canvas.put(at, y, end.saturating_sub(at), terms::NOT_APPLICABLE, look.quiet());
    }
    if chosen {
        canvas.set_caret(caret, y);
    }
    at
}

/// Last time's answer at the right edge, where it was another one and what stands before `end` leaves room.
fn draw_last(
    canvas: &mut Canvas,
    area: Rect,
    end: u16,
    sheet: &Sheet,
    index: usize,
    answer: Answer,
) {
    if sheet.grounds.contains_key(&index) {
        let (text, style) = match sheet.is_grounded(index) {
            true => ("按台账", canvas.look.notice()),
            false => ("台账已到期", canvas.look.alarm()),
        };
        let width = canvas.look.width(text);
        if end + width < area.right() {
            canvas.put(area.right() - width - 1, area.y, width, text, style);
        }
        return;
    }
    let Some((last, item)) = sheet.last.as_ref().zip(sheet.item(index)) else { return };
    let Some(before) = last
        .answers
        .get(index)
        .filter(|before| **before != answer && **before != Answer::Unchecked)
    else {
        return;
    };
    let text = format!("上次{}", answers::word_of(item, *before));
    let width = canvas.look.width(&text);
    if end + width < area.right() {
        let style =
            if answers::is_bad(item, *before) { canvas.look.notice() } else { canvas.look.quiet() };
        canvas.put(area.right() - width - 1, area.y, width, &text, style);
    }
}

fn draw_foot(
    canvas: &mut Canvas,
    area: Rect,
    sheet: &Sheet,
    row: Option<Row>,
    find: &Field,
    problems: &[Problem],
) {
    let look = canvas.look;
    let title = match &sheet.last {
        Some(last) => format!("上次检查 {}", last.on),
        None => "还没有检查过".to_owned(),
    };
    canvas.divide(area, area.y, &title, look.quiet());
    let inner = area.width - 2;
    let problem = problems.iter().find(|problem| row.is_some() && problem.row == row);
    let (first, second) = match (row, problem) {
        (_, Some(problem)) => (problem.text.clone(), String::new()),
        (Some(Row::Item(item)), None) if sheet.is_bad(item) => {
            let entry = sheet.entry(item);
            let disposal =
                entry.disposal.as_deref().and_then(crate::domain::grade::Disposal::from_code);
            let written = sheet.entries.contains_key(&item);
            let disposal = match disposal {
                // Unless it is said by hand, nothing counts as put right on the spot.
                Some(crate::domain::grade::Disposal::OnTheSpot) if !written => {
                    terms::disposal(crate::domain::grade::Disposal::ByDeadline)
                }
                Some(disposal) => terms::disposal(disposal),
                None => "",
            };
            let grade = entry
                .grade
                .as_deref()
                .and_then(crate::domain::grade::Grade::from_code)
                .map(terms::grade);
            (
                format!("隐患：{}", entry.text.unwrap_or_default()),
                format!(
                    "{} {disposal}  依据：{}",
                    grade.unwrap_or_default(),
                    entry.basis.filter(|basis| !basis.is_empty()).as_deref().unwrap_or(OWN_BASIS)
                ),
            )
        }
        (Some(Row::Item(item)), None) => {
            let before =
                sheet.last.as_ref().and_then(|last| last.answers.get(item)).zip(sheet.item(item));
            let word = before.map_or("", |(answer, item)| answers::word_of(item, *answer));
            (if word.is_empty() { String::new() } else { format!("上次：{word}") }, String::new())
        }
        _ => (String::new(), String::new()),
    };
    let ground = match row {
        Some(Row::Item(item)) if problem.is_none() => sheet.grounds.get(&item),
        _ => None,
    };
    let second = match (ground, row) {
        (Some(ground), Some(Row::Item(item))) if sheet.is_grounded(item) => {
            format!("按台账答的：{}", ground.words)
        }
        (Some(ground), _) => format!("台账里{}，请核对。", ground.words),
        (None, _) => second,
    };
    canvas.cell(area.x + 1, area.y + 1, inner, &first, look.plain());
    if find.is_empty() {
        canvas.cell(area.x + 1, area.y + 2, inner, &second, look.quiet());
    } else {
        let used = canvas.put(area.x + 1, area.y + 2, 8, "找项：", look.strong());
        let field = Rect { x: area.x + 1 + used, y: area.y + 2, width: inner - used, height: 1 };
        find.draw(canvas, field, true);
    }
}
