//! The form about one hazard of the sheet, with the checklist's own words filled in.

use crate::tui::screens::days;
use chrono::NaiveDate;

use super::{
    super::{
        ask::{Ask, Fault, Then, Unnamed, fault, here},
        criteria::{Aside, Of},
    },
    Inspection,
    sheet::Sheet,
};
use crate::{
    domain::{
        grade::{Disposal, Grade},
        id::Id,
    },
    form::hazard_draft::HazardEntry,
    office::hazards::Term,
    terms,
    tui::{
        screen::{Cx, ScreenId},
        widget::form::{Form, choice, text},
    },
};

/// About the bad answer of an item.
pub fn of_item(sheet: &Sheet, item: usize, cx: &Cx) -> Unnamed {
    let entry = sheet.entry(item);
    let asked = sheet.item(item).map(|item| item.ask.clone()).unwrap_or_default();
    let elsewhere = sheet.item(item).and_then(|item| sheet.elsewhere.get(&item.id)).copied();
    let title = format!("隐患：{}", asked.trim_end_matches('：'));
    ask(title, &entry, (Some(item), None), elsewhere.unwrap_or(0), cx)
}

/// About a hazard that no item asks for: a new one, or one already written.
pub fn extra(sheet: &Sheet, index: Option<usize>, cx: &Cx) -> Unnamed {
    let entry = index.and_then(|index| sheet.extra.get(index)).cloned().unwrap_or_default();
    ask("表上没有的隐患".into(), &entry, (None, index), 0, cx)
}

/// The clauses in force on the day of inspection, beside the words of a hazard.
pub fn clauses(premises: Id, cx: &Cx) -> Aside {
    Aside::field(Of { premises, on: cx.shared.today() }, "text", "basis")
}

fn ask(
    title: String,
    entry: &HazardEntry,
    (item, index): (Option<usize>, Option<usize>),
    elsewhere: u32,
    cx: &Cx,
) -> Unnamed {
    let known = |value: &Option<String>| value.clone().unwrap_or_default();
    let term = match (&entry.deadline, entry.days) {
        (Some(day), _) => day.clone(),
        (None, Some(days)) => days.to_string(),
        (None, None) => String::new(),
    };
    let disposal = match known(&entry.disposal) {
        code if code.is_empty() => Disposal::ByDeadline.code().to_owned(),
        code => code,
    };
    let grade = match known(&entry.grade) {
        code if code.is_empty() => Grade::General.code().to_owned(),
        code => code,
    };
    let today = cx.shared.today();
    let form = Form::new(vec![
        text("text", "隐患内容", &known(&entry.text)),
        choice(
            "disposal",
            "处置方式",
            Disposal::ALL.map(|it| (it.code(), terms::disposal(it))),
            &disposal,
        ),
        days::term_row("term", "期限", &term, today),
        text("interim", "临时措施", &known(&entry.interim)),
        choice("grade", "隐患等级", Grade::ALL.map(|it| (it.code(), terms::grade(it))), &grade),
        text("requirement", "整改要求", &known(&entry.requirement)),
        text("basis", "依据", &known(&entry.basis)),
        text("category", "隐患类别", &known(&entry.category)),
        text("evidence", "整改情况", &known(&entry.evidence)),
    ]);
    let (id, of) = (cx.id(), entry.item.clone());
    let mut intro = vec!["按 Ctrl+S 记下；各项都已按检查表填好，只改要改的。".to_owned()];
    intro.extend(terms::across(elsewhere));
    Ask::new("hazard", title, intro, form, move |form| {
        written(form, of.clone(), today, id, item, index)
    })
}

fn written(
    form: &Form,
    of: Option<String>,
    today: NaiveDate,
    id: ScreenId,
    item: Option<usize>,
    index: Option<usize>,
) -> Result<Then, Fault> {
    let some = |key: &str| Some(form.get(key)).filter(|text| !text.is_empty()).map(str::to_owned);
    // What was emptied stays empty: left out, the form's own words would come back.
    let own = |key: &str| Some(form.get(key).to_owned());
    if some("text").is_none() {
        return fault("text", "请写隐患内容。");
    }
    let (days, deadline) = match days::read_term(form.get("term"), today) {
        Ok(None) => (None, None),
        Ok(Some(Term::Days(days) | Term::Workdays(days))) => (Some(i64::from(days)), None),
        Ok(Some(Term::Day(day))) => (None, Some(day.to_string())),
        Err(why) => return fault("term", why),
    };
    let on_the_spot = form.get("disposal") == Disposal::OnTheSpot.code();
    let entry = HazardEntry {
        item: of,
        text: some("text"),
        grade: some("grade"),
        disposal: some("disposal"),
        days: days.filter(|_| !on_the_spot),
        workdays: None,
        deadline: deadline.filter(|_| !on_the_spot),
        interim: own("interim"),
        requirement: own("requirement"),
        basis: own("basis"),
        category: own("category"),
        evidence: some("evidence"),
    };
    here(move |cx| {
        cx.send(id, move |screen: &mut Inspection, cx| screen.put_entry(item, index, entry, cx));
    })
}
