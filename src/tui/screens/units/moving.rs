//! 单位划到别的网格: all premises of a grid, as when it is closed.

use chrono::NaiveDate;

use crate::{
    office::{premises::Share, units::GridView},
    tui::{
        screens::{
            ask::{Ask, Done, Wrong, office},
            days,
            window::Window,
        },
        widget::form::{Form, text},
    },
};

/// `others` are the grids of the same community.
pub fn ask_move(grid: &GridView, others: &[String], today: NaiveDate) -> Ask {
    let only = if let [only] = others { only.as_str() } else { "" };
    let form = Form::new(vec![
        text("to", "划到网格", only),
        text("words", "按地址分", ""),
        days::day_row("on", "从哪天起", &today.to_string(), today),
        text("reason", "原因", ""),
    ]);
    let intro = vec![
        format!("同社区的网格：{}", others.join("、")),
        "要分到几个网格的，在“按地址分”写 普贤路=招联二网格；地址里没有这些字的，划到上面的网格。"
            .to_owned(),
        "计划里还没去的检查一起划转；没有销号的隐患仍由原来的人跟踪。".to_owned(),
    ];
    let (path, title) = (grid.path.to_string(), format!("单位划到别的网格 {}", grid.name));
    let about = path.clone();
    Ask::new("units", title.clone(), intro, form, move |form| {
        let mut wrong = Wrong::default();
        let words = wrong.read("words", shares(form.get("words")));
        let on = wrong.read("on", days::read(form.get("on"), today));
        let reason = wrong.written(form, "reason", "请写明原因，如 三网格撤并。");
        let (Some(mut shares), Some(on), Some(reason)) = (words, on, reason) else {
            return wrong.told();
        };
        let rest = form.get("to");
        if !rest.is_empty() {
            shares.push(Share { to: rest.to_owned(), word: String::new() });
        }
        let path = path.clone();
        office(move |office| {
            let moved = office.move_grid(&path, &shares, on, &reason)?;
            Ok(Done::said(office.says_moved(&moved)))
        })
    })
    .kept(Window::MovePremises, about, title)
}

/// 普贤路=招联二网格；北峰路=招联一网格
fn shares(typed: &str) -> Result<Vec<Share>, String> {
    let parts = typed.split([';', '；']).map(str::trim).filter(|part| !part.is_empty());
    parts
        .map(|part| match part.split_once(['=', '＝']) {
            Some((word, to)) if !word.trim().is_empty() && !to.trim().is_empty() => {
                Ok(Share { to: to.trim().to_owned(), word: word.trim().to_owned() })
            }
            _ => Err(format!("“{part}”看不出划到哪里。请写成 普贤路=招联二网格，几条用分号隔开。")),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_addresses_are_read_with_their_grids() {
        let read = |typed: &str| {
            let shares = shares(typed)?;
            Ok::<_, String>(shares.into_iter().map(|share| (share.word, share.to)).collect())
        };
        let of = |all: &[(&str, &str)]| -> Vec<(String, String)> {
            all.iter().map(|(word, to)| ((*word).to_owned(), (*to).to_owned())).collect()
        };
        for (typed, said) in [
            ("", Some(of(&[]))),
            ("普贤路=二网格", Some(of(&[("普贤路", "二网格")]))),
            (
                "普贤路＝二网格； 北峰路 = 一网格；",
                Some(of(&[("普贤路", "二网格"), ("北峰路", "一网格")])),
            ),
            ("普贤路", None),
            ("=二网格", None),
            ("普贤路=", None),
        ] {
            assert_eq!(read(typed).ok(), said, "{typed}");
        }
    }
}
