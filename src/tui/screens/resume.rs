//! What was left half filled is found again from 今日: the very window, with what was typed.

use super::{
    choose::{Choose, choice},
    documents, hazard_acts, inbox,
    inspection::{self, Inspection},
    kept::Kept,
    ledgers, major, matters, notices, officers, papers, premises, reading, reports, rounds, sample,
    settings, undo, units, warn,
    window::Window,
};
use crate::{
    domain::id::Id,
    office::{Office, Refusal, drafts::Draft},
    tui::{
        keys::{Command, written},
        said::on_desk,
        screen::{Cx, Screen},
    },
};

/// Why a draft opens nothing: its subject means nothing here.
pub(super) const UNKNOWN: &str = "这份草稿是别的版本留下的，打不开。";

/// The same where its record is none that this person sees.
const NOT_SEEN: &str = "这份草稿说的那条记录，现在没有了，或者不在您管的范围里。";

/// Goes on with what was left half filled. Where what it was about does not allow it any more, what was typed is shown;
/// so is somebody else's, who alone goes on with it.
pub fn resume(draft: &Draft, cx: &mut Cx) {
    let (kept, draft) = (draft.clone(), draft.clone());
    let find = move |office: &mut Office| {
        if !kept.is_of(&office.act().actor) {
            return Ok(Found::Others(office.is_orphaned(&kept)?));
        }
        Ok(match again(office, &kept).map_err(on_desk) {
            Ok(screen) => Found::Screen(screen),
            Err(refusal) => Found::Gone(refusal),
        })
    };
    let then = |found: Found, cx: &mut Cx| match found {
        Found::Screen(screen) => cx.replace_boxed(screen),
        Found::Gone(refusal) => cx.replace(gone(draft, &refusal.to_string())),
        Found::Others(false) => cx.replace(others(&draft)),
        Found::Others(true) => {
            let why = format!("这份草稿是{}填的，现在没有这个人了。", draft.who);
            cx.replace(gone(draft, &why));
        }
    };
    reading::read("today", find, then, cx);
}

/// What became of a draft that is to be gone on with.
enum Found {
    Screen(Box<dyn Screen>),
    Gone(Refusal),
    /// Of somebody else; whether nobody comes back to it.
    Others(bool),
}

/// What somebody else has half filled: whose it is and what it says, and nothing that would take it from them.
fn others(draft: &Draft) -> Choose {
    let seat = written(Command::Settings.keys()[0]);
    let mut intro =
        vec![format!("这份草稿是{0}填的，由{0}接着填：按 {seat} 1 换成{0}。", draft.who)];
    intro.extend(typed_in(draft));
    Choose::new("today", draft.title.clone(), vec![choice("留着", |_: &mut Cx| ())]).intro(intro)
}

/// What was typed, in words.
fn typed_in(draft: &Draft) -> Option<String> {
    let typed = Kept::read(&draft.body)?.words()?;
    Some(format!("填过的：{typed}"))
}

/// The screen that a draft belongs to. Whatever a window was about is read anew.
fn again(office: &mut Office, draft: &Draft) -> Result<Box<dyn Screen>, Refusal> {
    if draft.kind == inspection::DRAFT {
        return sheet(office, &draft.subject, None);
    }
    let unknown = || Refusal::said(UNKNOWN);
    let (window, about) = Window::of(&draft.subject).ok_or_else(unknown)?;
    let id = || Id::parse(about).ok_or_else(unknown);
    let ask = match window {
        Window::Sheet => {
            let (premises, place) = about.split_once('/').ok_or_else(unknown)?;
            return sheet(office, premises, Some((place.to_owned(), draft.clone())));
        }
        Window::NewPremises
        | Window::EditPremises
        | Window::ChangePremises
        | Window::VerifyPremises => premises::form::again(office, window, about)?,
        Window::FlagUnfit | Window::ReportUnfit | Window::LiftUnfit => {
            premises::unfit::again(office, window, id()?)?
        }
        Window::ImportRoster => premises::import::again(office),
        Window::UndoImport => premises::import::undo_again(office, about)?,
        Window::Hazard => hazard_acts::again(office, about)?,
        Window::Stop | Window::Transfer | Window::Supervise => {
            hazard_acts::again_beside(office, window, id()?)?
        }
        Window::FillMajor => major::fill_again(office, id()?)?,
        Window::StepMajor => major::step_again(office, about)?,
        Window::SuperviseCommunity => matters::ask_community(office.today()),
        Window::Event => ledgers::acts::event_again(office, Id::parse(about))?,
        Window::Matter => matters::again(office, about)?,
        Window::VoidNotice | Window::RefuseNotice => notices::again(office, window, about)?,
        Window::Evidence => papers::evidence_again(office, about)?,
        Window::Inbox => inbox::again(office, about)?,
        Window::VoidDocument => documents::void_again(office, about)?,
        Window::Paper => documents::make_again(office, about)?,
        Window::SubmitReport | Window::ReturnReport => reports::again(office, window, about)?,
        Window::WhoseEntry => ledgers::again::whose(office, about)?,
        Window::NewEntry => ledgers::again::new(office, about)?,
        Window::DayEntry => ledgers::again::day(office, about)?,
        Window::SpreadEntry => ledgers::again::spread(office, about)?,
        Window::EditEntry => ledgers::again::edit(office, id()?)?,
        Window::VoidEntry => ledgers::again::void(office, id()?)?,
        Window::NewGrid
        | Window::NewStaff
        | Window::EditStaff
        | Window::NewUnit
        | Window::ImportUnits
        | Window::EditUnit
        | Window::GridKind
        | Window::Handover
        | Window::CloseUnit
        | Window::Leave
        | Window::HandOverLeft
        | Window::MovePremises => units::again(office, window, about)?,
        Window::ConfirmWarning | Window::DismissWarning | Window::NewWarning => {
            warn::again(office, window, about)?
        }
        Window::MakePlan
        | Window::MoveVisit
        | Window::AddVisit
        | Window::NewCampaign
        | Window::EditCampaign
        | Window::EndCampaign
        | Window::WithdrawCampaign => rounds::again(office, window, about)?,
        Window::Appraise => officers::again(office, about)?,
        Window::Draw => sample::ask_draw(),
        Window::EnterDraw => sample::enter_again(office, about)?,
        Window::Printer => settings::printer_again(office)?,
        Window::Backup => settings::ask_backup(),
        Window::Undo => undo::again(office, about)?,
    };
    Ok(Box::new(ask))
}

/// The checklist of a premises; at one of its windows, where one is named with its draft.
fn sheet(
    office: &mut Office,
    premises: &str,
    window: Option<(String, Draft)>,
) -> Result<Box<dyn Screen>, Refusal> {
    let entry = office.find_premises(premises)?.entry;
    let sheet = Inspection::of(entry.id, &entry.name);
    Ok(Box::new(match window {
        Some((window, draft)) => sheet.at_window(window, draft),
        None => sheet,
    }))
}

/// What a draft was about is no more: what was typed is shown, and goes only when that is said.
pub fn gone(draft: Draft, why: &str) -> Choose {
    // An id says nothing to anybody.
    let is_id = |part: &str| Id::parse(part).is_some() && why.contains(part);
    let unknown = draft.subject.split('/').any(is_id);
    let why = if unknown { NOT_SEEN } else { why };
    let mut intro = vec![why.to_owned()];
    intro.extend(typed_in(&draft));
    let title = draft.title.clone();
    let drop = move |cx: &mut Cx| {
        cx.tell(move |office: &mut Office| office.let_go(&draft));
        cx.say("草稿丢掉了。");
    };
    let choices = vec![choice("留着", |_: &mut Cx| ()), choice("丢掉这份草稿", drop)];
    Choose::new("today", title, choices).intro(intro)
}
