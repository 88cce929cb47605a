//! 交换包 at the desk: giving a community's records out, looking into a parcel, deciding, taking it in.

use std::path::PathBuf;

use super::{
    ask::{Ask, Done, fault, office},
    choose::{Choose, choice},
    premises,
    report::Report,
    settings::Settings,
};
use crate::{
    domain::unit::Level,
    office::{
        encrypted::Password,
        exchange::{Decisions, Unpacked, is_locked},
    },
    tui::{
        screen::Cx,
        widget::{
            field::Takes,
            form::{Form, choice as pick, line, text},
        },
    },
};

const TOPIC: &str = "exchange";

pub fn open(cx: &mut Cx) {
    let id = cx.id();
    let choices = vec![
        choice("导出交换包", move |cx: &mut Cx| {
            cx.send(id, |_: &mut Settings, cx| pack(cx));
        }),
        choice("导入交换包", |cx: &mut Cx| cx.open(ask_in())),
    ];
    cx.open(Choose::new(TOPIC, "交换包", choices));
}

fn pack(cx: &mut Cx) {
    cx.ask(
        |office| {
            let communities = office.units_at(Level::Community);
            let named = communities.map(|unit| (unit.path.to_string(), unit.name.clone()));
            Ok(named.collect::<Vec<_>>())
        },
        |_: &mut Settings, result, cx| match result {
            Ok(communities) => cx.open(ask_out(communities)),
            Err(refusal) => cx.alarm(refusal.to_string()),
        },
    );
}

/// A file as it is typed or dragged into the window.
fn file(form: &Form) -> Option<PathBuf> {
    let written = form.get("file").trim_matches(['\'', '"']);
    (!written.is_empty()).then(|| PathBuf::from(written))
}

fn ask_out(communities: Vec<(String, String)>) -> Ask {
    let lock = [("", "加密，写密码"), ("open", "不加密")]
        .map(|(code, label)| (code.to_owned(), label.to_owned()))
        .to_vec();
    let form = Form::new(vec![
        text("file", "存到", ""),
        pick("community", "社区", communities, ""),
        pick("lock", "加密", lock, ""),
        line("password", "密码", Takes::Secret, ""),
        line("again", "再写一遍密码", Takes::Secret, ""),
    ]);
    Ask::new(TOPIC, "导出交换包", Vec::new(), form, |form| {
        let Some(file) = file(form) else {
            return fault("file", "请写存到哪个 .zip 文件。");
        };
        let (community, password) =
            (form.get("community").to_owned(), form.get("password").to_owned());
        let open = form.get("lock") == "open";
        if !open && form.get("again") != password {
            return fault("again", "两遍密码不一样，请再写一遍。");
        }
        office(move |office| {
            let password = if open { None } else { Some(Password::new(&password)?) };
            let packed = office.pack_community(&community, &file, password.as_ref())?;
            let lacking = match packed.lacking.len() {
                0 => String::new(),
                count => format!("有{count}份佐证的文件没有带上，请看体检。"),
            };
            Ok(Done::said(format!(
                "{}的交换包已写到 {}。{lacking}",
                packed.community_name,
                file.display()
            )))
        })
    })
    .passing()
}

fn ask_in() -> Ask {
    let form =
        Form::new(vec![text("file", "文件", ""), line("password", "密码", Takes::Secret, "")]);
    let intro = vec!["先预览：看清楚会收下什么、有什么要定，再决定导不导入。".to_owned()];
    Ask::new(TOPIC, "导入交换包", intro, form, |form| {
        let Some(file) = file(form) else { return fault("file", "请写交换包的位置。") };
        let typed = form.get("password").to_owned();
        if typed.is_empty() && is_locked(&file) {
            return fault("password", "这个交换包加了密，请写密码。");
        }
        let password = (!typed.is_empty()).then(|| Password::of(&typed));
        office(move |office| {
            let told = office.look_into(&file, password.as_ref(), &Decisions::default())?;
            Ok(Done::said("").next(preview(file, password, &told)))
        })
    })
    .passing()
}

/// What it would bring, and the key that leads on.
fn preview(file: PathBuf, password: Option<Password>, told: &Unpacked) -> Report {
    let report = Report::new(TOPIC, format!("导入预览 {}", file.display()), lines(told).join("\n"));
    if told.older {
        return report;
    }
    let undecided = told.conflicts.len();
    report.opens("按 Ctrl+S 导入，按 Esc 不导入", move |cx| {
        cx.open(ask_decisions(file.clone(), password.clone(), undecided));
    })
}

fn ask_decisions(file: PathBuf, password: Option<Password>, undecided: usize) -> Ask {
    const DECISIONS: [(&str, &str); 4] =
        [("theirs", "取对方的"), ("ours", "留本机的"), ("same", "同一个"), ("apart", "另一个")];
    let decisions = DECISIONS.iter().filter(|_| undecided > 0);
    let fields = decisions.map(|(key, label)| text(*key, label, ""));
    let form = Form::new(fields.chain([text("list", "结果存到", "")]).collect());
    let intro = match undecided {
        0 => Vec::new(),
        many => vec![format!("{many}条待定，写序号；不写的留本机的，下次再定。")],
    };
    Ask::new(TOPIC, "导入", intro, form, move |form| {
        let words = |key: &str| {
            let typed = if undecided > 0 { form.get(key) } else { "" };
            Some(typed.to_owned()).filter(|text| !text.is_empty()).into_iter().collect()
        };
        let decisions = Decisions {
            theirs: words("theirs"),
            ours: words("ours"),
            same: words("same"),
            apart: words("apart"),
        };
        let list = Some(form.get("list")).filter(|text| !text.is_empty()).map(PathBuf::from);
        let (file, password) = (file.clone(), password.clone());
        office(move |office| {
            let told = office.unpack(&file, password.as_ref(), &decisions)?;
            if let Some(list) = &list {
                office.write_unpacked(&told, list)?;
            }
            let said = match told.moves() {
                0 => "没有新的，记录都没有改动。".to_owned(),
                _ => format!("已导入{}：{}。", told.community_name, told.summed()),
            };
            let report = Report::new(TOPIC, "导入结果", lines(&told).join("\n"));
            Ok(Done::said(said).then(premises::reread).next(report))
        })
    })
    .passing()
}

/// What a parcel brings, a line a kind, and what has to be decided.
fn lines(told: &Unpacked) -> Vec<String> {
    let mut lines = vec![format!("{}。", told.says), String::new()];
    if told.older {
        lines.push("更新的交换包已经导入过，这一份旧了，没有要收的。".into());
        return lines;
    }
    for count in &told.counts {
        lines.push(format!("{}：{}", count.kind_label, count.summed()));
    }
    if !told.conflicts.is_empty() {
        lines.extend([String::new(), "待定：".to_owned()]);
    }
    for one in &told.conflicts {
        lines.extend([
            format!("{} {} {}：{}", one.no, one.kind_label, one.what, one.clash_label),
            format!("   本机 {}", one.ours),
            format!("   对方 {}", one.theirs),
            format!("   {}。", one.advice),
        ]);
    }
    if told.waiting() > 0 {
        lines.push(format!("有{}条跟着待定的，定了再导入一次就收。", told.waiting()));
    }
    if let Some(backup) = &told.backup {
        lines.push(format!("导入前的数据库留存在 {}。", backup.display()));
    }
    lines.extend(told.lacking.iter().cloned());
    lines
}
