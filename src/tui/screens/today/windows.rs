//! What was typed in a window that has no way of its own: 今日 leads to the screen where it is opened, and says so.

use crate::{
    office::drafts::Draft,
    tui::{
        keys::Command,
        screen::Cx,
        screens::{
            ask::UNLISTED,
            choose::{Choose, choice},
        },
    },
};

/// Which of them.
pub fn choose(windows: Vec<Draft>, cx: &mut Cx) {
    let choices = windows.into_iter().map(|draft| {
        let (label, title) = (draft.title.clone(), draft.title.clone());
        let screen = home(&draft.subject);
        choice(label, move |cx: &mut Cx| {
            if let Some(screen) = screen {
                cx.run(screen);
            }
            cx.say(format!("在这里再打开“{title}”，会问要不要接着填；填过的都在。"));
        })
    });
    cx.open(Choose::new("today", "没有填完的窗口", choices.collect()));
}

/// The screen from which a window of this subject is opened: the subject names the topic first.
fn home(subject: &str) -> Option<Command> {
    let topic = subject.strip_prefix(UNLISTED)?.split('/').next()?;
    Some(match topic {
        "premises" | "page" | "import" => Command::Premises,
        "inspection" => Command::Inspect,
        "hazards" | "hazard" | "major" | "criteria" => Command::Hazards,
        "calendar" => Command::Calendar,
        "notices" | "papers" => Command::Notices,
        "units" => Command::Units,
        "matters" => Command::Matters,
        "documents" => Command::Documents,
        "ledgers" | "accident" => Command::Ledgers,
        "review" | "projector" => Command::Review,
        "reports" => Command::Reports,
        "rounds" => Command::Rounds,
        "officers" => Command::Officers,
        "warn" => Command::Warn,
        "analysis" => Command::Analysis,
        "inbox" => Command::Inbox,
        "settings" => Command::Settings,
        "undo" => Command::Undo,
        _ => return None,
    })
}
