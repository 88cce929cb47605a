//! Saving the sheet: what is wrong with it is said at once with a way to each place; what is right is
//! recorded, and the notice is one key away.

use chrono::NaiveDate;

use super::{
    super::{
        ask::{Ask, Done, Wrong, faults, office},
        choose::{Choose, choice},
        days,
        papers::{self, Paper},
        people,
        premises::form::fresh,
    },
    DRAFT, FORM, Inspection, Problem, SAVE,
    sheet::{Row, Sheet},
};
use crate::{
    domain::{id::Id, rule::RuleError},
    form::{
        answers::{self, Answers},
        hazard_draft::HazardEntry,
    },
    office::{
        Office, Refusal,
        inspect::{Recorded, Report},
    },
    terms,
    tui::{
        screen::Cx,
        widget::form::{Form, choice as pick, text},
    },
};

impl Inspection {
    /// Ctrl+S: the last questions, then the record.
    pub(super) fn finish(&mut self, cx: &mut Cx) {
        let Some(sheet) = &self.sheet else { return };
        let document = sheet.document();
        self.problems = wrong(sheet);
        if !self.problems.is_empty() {
            return self.show_problems(cx);
        }
        let open = sheet.answers.len() - sheet.answered();
        let mut intro = vec![format!(
            "{}：已答{}项，隐患{}条。",
            self.name,
            sheet.answered(),
            sheet.hazard_count()
        )];
        if open > 0 {
            intro.push(format!("还有{open}项没有答，记为“未查”，纸上是空框。"));
        }
        let day = cx.shared.today();
        let today = day.to_string();
        let actor = cx.shared.office.as_ref().map(|sign| sign.actor.clone()).unwrap_or_default();
        let mut rows = vec![
            text("inspectors", "检查人", &actor),
            days::day_row("on", "检查日期", &today, day),
            text("responsible", "整改责任人", ""),
            text("acceptor", "验收人", ""),
        ];
        // What was signed wrong is put right by an inspection in its place.
        if let Some(last) = &sheet.last {
            let corrects = format!("更正{}的检查", terms::month_day(last.on));
            let options = [(String::new(), "新的检查".to_owned()), (last.id.to_string(), corrects)];
            rows.push(pick("corrects", "这一次是", options, ""));
        }
        let form = Form::new(rows);
        let (id, premises) = (cx.id(), self.premises);
        let ask = Ask::new(
            "inspection",
            "保存检查，开具整改通知书",
            intro,
            form,
            move |form| {
                let corrects = Id::parse(form.get("corrects"));
                let mut wrong = Wrong::default();
                wrong.written(form, "inspectors", &terms::rule(&RuleError::InspectorMissing));
                let on = wrong.read("on", days::read(form.get("on"), day));
                let visit = on.flatten().unwrap_or(day);
                if visit > day {
                    let why = RuleError::InFuture { on: visit, today: day };
                    wrong.read::<()>("on", Err(terms::rule(&why)));
                } else if on.is_some() && corrects.is_none() {
                    // Either day may be the slip.
                    let early = early(&document, visit);
                    if let Some((number, term, _)) = early.first() {
                        let (on, term) = (terms::date(visit), terms::date(*term));
                        let why = format!("检查日期{on}晚于第{number}条隐患的期限{term}。");
                        wrong.read::<()>("on", Err(why));
                    }
                    for (number, _, why) in early {
                        wrong.read::<()>(&number.to_string(), Err(why));
                    }
                }
                faults(wrong.all())?;
                // A correction is of the day that it corrects, unless another one is written.
                let on = on.flatten().filter(|on| corrects.is_none() || *on != day);
                let some = |key: &str| {
                    Some(form.get(key)).filter(|text| !text.is_empty()).map(str::to_owned)
                };
                let mut document = document.clone();
                document.responsible = some("responsible");
                document.acceptor = some("acceptor");
                let report = Report {
                    premises: premises.to_string(),
                    form: FORM.into(),
                    answers: document,
                    on,
                    inspectors: form
                        .get("inspectors")
                        .split(['、', ',', '，'])
                        .map(|name| name.trim().to_owned())
                        .collect(),
                    corrects,
                    ..Report::default()
                };
                office(move |office| {
                    let mut report = report;
                    name_people(office, &mut report)?;
                    let recorded = office.record(&report)?;
                    office.drop_draft(DRAFT, &premises.to_string())?;
                    let found = office.finder_entry(premises)?;
                    Ok(Done::said("检查已保存。").next(done(&recorded)).then(move |cx| {
                        cx.close(id);
                        fresh(found, cx);
                    }))
                })
            },
        );
        let ask = self.keeping(ask, SAVE, "保存检查").people(&["inspectors", "acceptor"]);
        cx.open(ask.listed(move |hazard, why, cx| {
            let (number, why) = (hazard.parse().unwrap_or(0), why.to_owned());
            cx.send(id, move |screen: &mut Inspection, cx| screen.go_to_term(number, &why, cx));
        }));
    }

    /// Opens the window of a hazard at its term; the hazards are counted from one in the order of the sheet.
    fn go_to_term(&mut self, number: usize, why: &str, cx: &mut Cx) {
        let Some(row) = self.sheet.as_ref().and_then(|sheet| row_of(sheet, number)) else { return };
        self.go(row);
        if let Some(ask) = self.window(row, cx) {
            cx.open(ask.at("term", why));
        }
    }

    /// The summary: each line leads to its place.
    fn show_problems(&self, cx: &mut Cx) {
        let id = cx.id();
        let choices = self
            .problems
            .iter()
            .map(|problem| {
                let row = problem.row;
                let (field, text) = (problem.field, problem.text.clone());
                choice(problem.text.clone(), move |cx| {
                    cx.send(id, move |screen: &mut Inspection, cx| {
                        let Some(row) = row else { return };
                        screen.go(row);
                        if let Some((field, ask)) = field.zip(screen.window(row, cx)) {
                            cx.open(ask.at(field, &text));
                        }
                    });
                })
            })
            .collect();
        cx.open(Choose::new(
            "inspection",
            format!("有{}处要改，选一处去改", self.problems.len()),
            choices,
        ));
    }
}

/// What keeps a sheet from being saved.
pub(super) fn wrong(sheet: &Sheet) -> Vec<Problem> {
    match answers::judge(&sheet.form, &sheet.document()) {
        Ok(_) => Vec::new(),
        Err(sentences) => sentences.into_iter().map(|text| placed(sheet, text)).collect(),
    }
}

/// A sentence with the row that it is about.
fn placed(sheet: &Sheet, text: String) -> Problem {
    let of_item = sheet.form.items().position(|item| text.contains(&item.id)).map(Row::Item);
    let of_hazard = || {
        let (_, after) = text.split_once('第')?;
        row_of(sheet, after.split_once('条')?.0.parse().ok()?)
    };
    let row = of_item.or_else(of_hazard);
    let (text, field) = in_words(sheet, &text);
    Problem { row, field, text }
}

/// The row of a hazard by its number, counted from one.
fn row_of(sheet: &Sheet, number: usize) -> Option<Row> {
    let written =
        sheet.entries.keys().filter(|item| sheet.is_bad(**item)).map(|item| Row::Item(*item));
    written.chain((0..sheet.extra.len()).map(Row::Extra)).nth(number.checked_sub(1)?)
}

/// The people of the visit as the staff list knows them; all who are not clear are told at once.
fn name_people(office: &mut Office, report: &mut Report) -> Result<(), Refusal> {
    let mut unclear = Vec::new();
    let mut named = |field: &str, name: &str| match people::named(office, field, Some(name)) {
        Ok(named) => Ok(named),
        Err(Refusal::Asked(asked)) => {
            unclear.extend(asked);
            Ok(None)
        }
        Err(other) => Err(other),
    };
    for name in &mut report.inspectors {
        *name = named("inspectors", name)?.unwrap_or_default();
    }
    if let Some(acceptor) = report.answers.acceptor.take() {
        report.answers.acceptor = named("acceptor", &acceptor)?;
    }
    match unclear.is_empty() {
        true => Ok(()),
        false => Err(Refusal::Asked(unclear)),
    }
}

/// The hazards whose deadline lies before the visit: the number, the deadline, and what is wrong.
fn early(document: &Answers, on: NaiveDate) -> Vec<(usize, NaiveDate, String)> {
    let deadline = |entry: &HazardEntry| entry.deadline.as_ref()?.parse::<NaiveDate>().ok();
    let told = |(number, entry): (usize, &HazardEntry)| {
        let day = deadline(entry).filter(|day| *day < on)?;
        let why =
            format!("第{number}条隐患：期限{}早于检查日期{}。", terms::date(day), terms::date(on));
        Some((number, day, why))
    };
    (1..).zip(&document.hazards).filter_map(told).collect()
}

/// The keys of an answers file, as the hazard's window calls them, and the window's fields.
const KEYS: [(&str, &str, &str); 11] = [
    ("text", "隐患内容", "text"),
    ("disposal", "处置方式", "disposal"),
    ("days", "天数", "term"),
    ("workdays", "工作日数", "term"),
    ("deadline", "期限", "term"),
    ("interim", "临时措施", "interim"),
    ("grade", "隐患等级", "grade"),
    ("requirement", "整改要求", "requirement"),
    ("basis", "依据", "basis"),
    ("category", "隐患类别", "category"),
    ("evidence", "整改情况", "evidence"),
];

/// A sentence about an answers file as it is said at the desk: keys and the marks of items in their words, and
/// the field that it is about.
fn in_words(sheet: &Sheet, text: &str) -> (String, Option<&'static str>) {
    let (mut said, mut field) = (String::new(), None);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let letter = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let end = match letter(first) {
            true => rest.find(|c| !letter(c)).unwrap_or(rest.len()),
            false => first.len_utf8(),
        };
        let (word, after) = rest.split_at(end);
        let item = sheet.form.items().find(|item| item.id == word);
        match (KEYS.iter().find(|(key, ..)| *key == word), item) {
            (Some((_, label, of)), _) => {
                said.truncate(said.trim_end_matches(' ').len());
                said.push_str(label);
                field = field.or(Some(*of));
            }
            (None, Some(item)) => said.push_str(item.ask.trim_end_matches('：')),
            (None, None) => said.push_str(word),
        }
        rest = after;
    }
    (said, field)
}

/// What comes after the record: the notice.
fn done(recorded: &Recorded) -> Choose {
    let number = || recorded.notice.number.clone();
    let (print, save, read) = (number(), number(), number());
    let sheet = Paper::Checklist(recorded.inspection.id, recorded.premises.name.clone());
    let mut intro = vec![format!("{}，隐患{}条。", number(), recorded.hazards.len())];
    intro.extend(terms::joint(&recorded.inspection));
    for (hazard, lookup) in recorded.hazards.iter().zip(&recorded.criteria) {
        if let Some(clause) = lookup.as_ref().and_then(|found| found.hints.first()) {
            intro.push(format!("“{}”请对照{}判定等级。", hazard.text, clause.basis));
        }
    }
    // A day that was written and is not the day that stands on the paper.
    for hazard in &recorded.hazards {
        if let Some(term) = hazard.term.as_ref().filter(|term| term.rolled.is_some()) {
            intro.push(format!("“{}”的期限：{}。", hazard.text, terms::deadline_reason(term)));
        }
    }
    intro.extend(recorded.warnings.iter().cloned());
    Choose::new(
        "inspection",
        "检查已保存，整改通知书已编号",
        vec![
            choice("打印通知书", move |cx| papers::print(print, None, cx)),
            choice("存成 PDF 文件", move |cx| papers::save(save, cx)),
            choice("看通知书全文", move |cx| papers::read(read, cx)),
            choice("打印检查表", move |cx| papers::print(sheet, None, cx)),
            choice("先不打印", |_: &mut Cx| {}),
        ],
    )
    .printing(0)
    .intro(intro)
}
