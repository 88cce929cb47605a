//! Many units at once, from a list or the published table: first what would come of it, then the import.

use std::path::PathBuf;

use crate::{
    domain::unit::UnitPath,
    office::{
        Office, Refusal,
        units::{Listed, UnitImport},
    },
    terms,
    tui::{
        screens::{
            ask::{Ask, Done, fault, office},
            report::Report,
            window::Window,
        },
        widget::form::{Form, choice as pick, text},
    },
};

pub fn ask_import(above: &UnitPath, called: &str) -> Ask {
    let from = [("list", "名单文件"), ("table", "程序里的区划表")];
    let form = Form::new(vec![
        pick("from", "按什么登记", from, "list"),
        text("file", "文件", ""),
        text("sheet", "工作表", ""),
    ]);
    let intro = vec![
        "名单的表头写“社区名称”，街道写在“街道”一列，有代码的写在“代码”一列。".to_owned(),
        "先预览：看清楚会登记哪些、哪些行有问题，再决定登不登记。".to_owned(),
    ];
    let title = format!("{called}下面批量登记");
    let (about, label) = (above.clone(), title.clone());
    let above = above.to_string();
    Ask::new("units", title, intro, form, move |form| {
        let written = form.get("file").trim_matches(['\'', '"']).to_owned();
        let sheet = Some(form.get("sheet").to_owned()).filter(|sheet| !sheet.is_empty());
        let listed = form.get("from") == "list";
        if listed && written.is_empty() {
            return fault("file", "请写名单文件的位置；没有名单的，选“程序里的区划表”。");
        }
        let above = above.clone();
        office(move |office| {
            let rows = match listed {
                true => office.read_units_list(&PathBuf::from(written), sheet.as_deref())?,
                false => office.published_units(Some(&above))?,
            };
            let import = office.import_units(&rows, Some(&above), true)?;
            Ok(Done::said("").next(preview(office, above, rows, &import)))
        })
    })
    .kept(Window::ImportUnits, about, label)
}

/// What would be added, and the key that does it; with a faulty row nothing is.
fn preview(office: &Office, above: String, rows: Vec<Listed>, import: &UnitImport) -> Report {
    let known = match import.known.len() {
        0 => String::new(),
        known => format!("已经登记过的{known}个不重复。"),
    };
    let mut lines = vec![format!("将登记{}个单位。{known}", import.added.len()), String::new()];
    if !import.problems.is_empty() {
        lines.push("下面这些行不对，改好名单再导，现在一个也不登记：".to_owned());
        let said = |(row, why): &(usize, String)| format!("第{row}行：{why}");
        lines.extend(import.problems.iter().map(said));
        lines.push(String::new());
    }
    for unit in &import.added {
        let parent = unit.path.parent();
        // One that is new itself is named by its own line.
        let among = import.added.iter().find(|other| Some(&other.path) == parent.as_ref());
        let of = match (among, parent) {
            (Some(new), _) => new.name.clone(),
            (None, Some(path)) => office.unit_name(&path),
            (None, None) => String::new(),
        };
        let word = terms::level(unit.path.level());
        lines.push(format!("{word}  {}  编码 {}  属{of}", unit.name, unit.path));
    }
    let report = Report::new("units", "批量登记预览", lines.join("\n"));
    if import.added.is_empty() || !import.problems.is_empty() {
        return report;
    }
    report.then("按 Ctrl+S 登记，按 Esc 不登记", move |office| {
        let import = office.import_units(&rows, Some(&above), false)?;
        Ok::<String, Refusal>(format!("已登记{}个单位。", import.added.len()))
    })
}
