//! The windows in which a password is set or taken away, and the recovery code is shown. None of them is kept as a draft.

use super::{
    ask::{Ask, Done, fault, office},
    report::Report,
};
use crate::{
    office::{Office, passwords::Set},
    tui::{
        screen::Cx,
        widget::{
            field::Takes,
            form::{Form, Row, half, line},
        },
    },
};

/// Whose password it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Whose {
    /// As the office knows them; empty for who acts.
    pub who: String,
    pub name: String,
    /// Of who acts.
    pub own: bool,
    pub has: bool,
}

fn secret(key: &'static str, label: &str) -> Row {
    line(key, label, Takes::Secret, "")
}

pub fn ask_set(whose: &Whose) -> Ask {
    let mut rows = vec![secret("password", "新密码"), secret("again", "再写一遍密码")];
    if whose.own && whose.has {
        rows.insert(0, secret("old", "原来的密码"));
    }
    let intro = match (whose.own, whose.has) {
        (true, _) => "至少8个字，字母、数字、汉字、标点都可以。写的不显示，也不存草稿。",
        (false, false) => "先给一个，告诉本人，让本人进来以后自己改。写的不显示，也不存草稿。",
        (false, true) => "重设以后原来的不能再用。告诉本人，让本人进来以后自己改。",
    };
    let who = whose.who.clone();
    let title = format!("设密码 {}", whose.name);
    Ask::new("units", title, vec![intro.to_owned()], Form::new(rows), move |form| {
        let new = form.get("password").to_owned();
        if form.get("again") != new {
            return fault("again", "两遍密码不一样，请再写一遍。");
        }
        let (who, old) = (who.clone(), form.get("old").to_owned());
        office(move |office| {
            let Set { name, recovery } = office.set_password(&who, Some(&old), &new)?;
            let done = Done::said(format!("{name}的密码设好了。")).then(guarded(office));
            Ok(match recovery {
                Some(code) => done.next(recovery_code(&code)),
                None => done,
            })
        })
    })
    .passing()
}

/// The office is open to everybody again once the last one is taken away.
pub fn ask_clear(whose: &Whose) -> Ask {
    let rows = if whose.own { vec![secret("old", "原来的密码")] } else { Vec::new() };
    let intro = vec![
        "取消以后，这个人在重新设密码以前进不来；谁也没有密码了，办公室就谁都能打开。".to_owned(),
    ];
    let who = whose.who.clone();
    let title = format!("取消密码 {}", whose.name);
    Ask::new("units", title, intro, Form::new(rows), move |form| {
        let (who, old) = (who.clone(), form.get("old").to_owned());
        office(move |office| {
            let cleared = office.clear_password(&who, Some(&old))?;
            Ok(Done::said(cleared.says()).then(guarded(office)))
        })
    })
    .passing()
    .careful()
}

/// Minutes without a key after which the desk locks itself.
pub fn ask_lock(minutes: Option<u32>) -> Ask {
    let now = minutes.map(|minutes| minutes.to_string()).unwrap_or_default();
    let form = Form::new(vec![half("minutes", "几分钟", &now)]);
    let intro = vec!["这台电脑几分钟没有按键就自己锁屏；不写就不自己锁。".to_owned()];
    Ask::new("settings", "自动锁屏", intro, form, |form| {
        let minutes = match form.get("minutes") {
            "" | "0" => None,
            typed => match typed.parse::<u32>() {
                Ok(minutes @ 1..=600) => Some(minutes),
                _ => return fault("minutes", "请写1到600的整数，例如 10；不要自己锁就空着。"),
            },
        };
        office(move |office| {
            office.set_lock_minutes(minutes)?;
            let said = match (minutes, office.locks_after()) {
                (None, _) => "不自己锁屏。".to_owned(),
                (Some(minutes), None) => {
                    format!("{minutes}分钟没有按键就锁屏，设了密码以后起作用。")
                }
                (Some(minutes), _) => format!("{minutes}分钟没有按键就锁屏。"),
            };
            Ok(Done::said(said).then(guarded(office)))
        })
    })
    .passing()
}

/// A recovery code, the only time that it is shown.
pub fn recovery_code(code: &str) -> Report {
    let text = format!(
        "恢复码\n\n    {code}\n\n请抄在纸上锁好，不要存在电脑里。\n\n能给人设密码的都忘了密码时，打开安办，写其中一人的姓名，在密码那里写这个恢复码，就能设新密码。\n\n它只显示这一次，按 Esc 就不再出现。用过一次就换新的；丢了的，请在“设置”的“密码”里换一个。"
    );
    Report::new("door", "恢复码", text)
}

/// What the desk knows of the door from now on.
fn guarded(office: &Office) -> impl FnOnce(&mut Cx) + Send + 'static {
    let (guarded, lock_after) = (office.is_guarded(), office.locks_after());
    move |cx: &mut Cx| {
        cx.share(move |shared| {
            if let Some(sign) = &mut shared.office {
                (sign.guarded, sign.lock_after) = (guarded, lock_after);
            }
        });
    }
}
