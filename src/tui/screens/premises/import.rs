//! A roster from a spreadsheet: first what would come of it, then the import; and taking one back.

use std::path::PathBuf;

use crate::{
    domain::{
        premises::Namesake,
        unit::{Level, UnitPath},
    },
    office::{
        Office, Refusal,
        roster::{Import, Imported},
    },
    terms::{self, Term},
    tui::{
        said::words,
        screen::Cx,
        screens::{
            ask::{Ask, Done, fault, office},
            choose::{Choose, choice},
            report::Report,
            window::Window,
        },
        widget::form::{Form, choice as pick, text},
    },
};

use super::Premises;

/// Lines of the preview that name problems.
const PROBLEMS: usize = 200;

pub fn open(cx: &mut Cx) {
    cx.ask(
        |office| Ok(again(office)),
        |_: &mut Premises, result, cx| match result {
            Ok(ask) => cx.open(ask),
            Err(refusal) => cx.alarm(refusal.to_string()),
        },
    );
}

/// The form with the places of the office.
pub fn again(office: &Office) -> Ask {
    let places = office.roster_places();
    let communities = places.iter().filter(|(path, _)| path.level() == Level::Community);
    let several = communities.count() > 1;
    let places = places.into_iter().map(|(path, name)| (path.to_string(), name));
    ask(places.collect(), several)
}

/// The form that leads to the preview; the first run opens it too. Where there are `several` communities none of them
/// is the usual one: each row goes where its own column says.
pub fn ask(mut places: Vec<(String, String)>, several: bool) -> Ask {
    if several {
        places.insert(0, (String::new(), "按表里的“社区”一列".to_owned()));
    }
    let same_name =
        [("", "先不导入，逐家确认"), ("update", "都按同一家更新"), ("new", "都按另一家新增")]
            .map(|(code, label)| (code.to_owned(), label.to_owned()))
            .to_vec();
    let form = Form::new(vec![
        text("file", "文件", ""),
        pick("place", "导入到", places, ""),
        text("sheet", "工作表", ""),
        pick("same_name", "同名的行", same_name, ""),
    ]);
    let intro = vec!["先预览：看清楚会新增几家、哪些行有问题，再决定导不导。".to_owned()];
    Ask::new("import", "导入名册", intro, form, |form| {
        let written = form.get("file").trim_matches(['\'', '"']).to_owned();
        if written.is_empty() {
            return fault("file", "请写文件的位置。");
        }
        let some = |key: &str| Some(form.get(key).to_owned()).filter(|text| !text.is_empty());
        let file = PathBuf::from(written);
        let place = some("place");
        let is_grid =
            place.as_deref().and_then(UnitPath::parse).is_some_and(|p| p.level() == Level::Grid);
        let (grid, community) = if is_grid { (place, None) } else { (None, place) };
        let import = Import {
            sheet: some("sheet"),
            grid,
            community,
            dry_run: true,
            namesakes: Namesake::read(form.get("same_name")),
            ..Import::default()
        };
        office(move |office| {
            let imported = office.import(&file, &import)?;
            Ok(Done::said("").next(preview(file, import, imported)))
        })
    })
    .kept(Window::ImportRoster, "", "导入名册")
}

/// What the import would do, and the key that does it.
fn preview(file: PathBuf, import: Import, imported: Imported) -> Report {
    let mut lines = vec![counts(&imported), String::new()];
    lines.extend(imported.unused.iter().map(|column| words(&column.message)));
    let (problems, counted) = imported.listed();
    lines.extend(problems.iter().take(PROBLEMS).map(|problem| words(&problem.message)));
    if problems.len() > PROBLEMS {
        lines.push(format!("……另有{}处，导入后见退回的表格。", problems.len() - PROBLEMS));
    }
    lines.extend(counted.iter().map(|line| words(line)));
    let rejects = file.with_extension("退回.xlsx");
    let deed = Import { dry_run: false, rejects: Some(rejects.clone()), ..import };
    let title = format!("导入预览 {}", file.display());
    Report::new("import", title, lines.join("\n")).then(
        "按 Ctrl+S 导入，按 Esc 不导入",
        move |office| {
            let imported = office.import(&file, &deed)?;
            let mut said = format!("导入好了。{}", counts(&imported));
            if imported.rejected > 0 {
                said.push_str(&format!("退回的行在 {}。", rejects.display()));
            }
            Ok(said)
        },
    )
}

fn counts(imported: &Imported) -> String {
    let held = match imported.held {
        0 => String::new(),
        held => format!("（{held}行疑似同一场所，待确认）"),
    };
    format!(
        "新增{}家，更新{}家，没有变化{}家，重复{}行，退回{}行{held}，跳过{}行。",
        imported.added,
        imported.updated,
        imported.unchanged,
        imported.duplicates,
        imported.rejected,
        imported.skipped
    )
}

/// The imports, the last one first; choosing one takes it back.
pub fn open_undo(cx: &mut Cx) {
    cx.ask(
        |office: &mut Office| office.standing_imports(),
        |_: &mut Premises, result, cx| match result {
            Ok(batches) => {
                let choices: Vec<_> = batches
                    .into_iter()
                    .take(9)
                    .map(|batch| {
                        let id = batch.id;
                        let label = format!(
                            "{} {} 新增{}家、更新{}家",
                            terms::date(batch.on),
                            batch.file,
                            batch.added,
                            batch.updated
                        );
                        choice(label, move |cx: &mut Cx| cx.open(confirm(id)))
                    })
                    .collect();
                if choices.is_empty() {
                    cx.say("没有可以撤回的导入。");
                } else {
                    cx.open(Choose::new("import", "撤回哪一次导入", choices));
                }
            }
            Err(refusal) => cx.alarm(refusal.to_string()),
        },
    );
}

fn confirm(id: crate::domain::id::Id) -> Ask {
    let rest = [("", "有一家有了记录就都不撤"), ("rest", "只撤其余的")]
        .map(|(code, label)| (code.to_owned(), label.to_owned()))
        .to_vec();
    let form = Form::new(vec![text("reason", "原因", ""), pick("rest", "有了记录的", rest, "")]);
    Ask::new("import", "撤回导入", Vec::new(), form, move |form| {
        let (rest, reason) = (form.get("rest") == "rest", form.get("reason").to_owned());
        if reason.is_empty() {
            return fault("reason", "请写明为什么撤回。");
        }
        office(move |office| -> Result<Done, Refusal> {
            let undone = office.undo_import(Some(id), rest, &reason)?;
            let kept: Vec<String> = undone.into_iter().flat_map(|one| one.kept).collect();
            let said = match kept.len() {
                0 => "已撤回这次导入。".to_owned(),
                count => format!("已撤回其余的，留下{count}家：{}。", kept.join("、")),
            };
            Ok(Done::said(said).then(super::reread))
        })
    })
    .kept(Window::UndoImport, id, "撤回导入")
    .careful()
}

/// Opens the window again in which an import was to be taken back.
pub fn undo_again(office: &mut Office, about: &str) -> Result<Ask, Refusal> {
    let standing = office.standing_imports()?;
    match standing.iter().find(|batch| batch.id.to_string() == about) {
        Some(batch) => Ok(confirm(batch.id)),
        None => Err(Refusal::said("这次导入已经撤回了。")),
    }
}
