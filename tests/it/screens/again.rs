//! Every kind of window that keeps what is typed: left, or killed, it stands in 今日 as a line of its own, and Enter
//! opens that very window with what was typed in it.

use std::fs;

use anban::{
    domain::{period::Span, staff::Role, unit::Duty},
    office::{
        Office, Opening, leaving::Leaving, ledger::Typed, report::Wanted, roster::Import,
        units::People,
    },
    tui::screens::window::Window,
};

use super::{
    BOX, Bench, day, furnish, furnish_roads, opening,
    rounds::{campaign, furnish_rounds},
};
use crate::{
    engines::Folder,
    images::{PHOTO, jpeg},
};

const TODAY: &str = "2026-11-20";

/// A window, who opens it and on which day, the keys to a field of it, and what is typed there.
type Way = (Window, &'static str, &'static str, &'static str, &'static str);

/// At least one way to each window; the test fails when a kind has none.
const WAYS: &[Way] = &[
    (Window::NewPremises, "陈一鸣", TODAY, "F3 ^N", "半句"),
    (Window::EditPremises, "陈一鸣", TODAY, "F3 hjxc Enter ^E End", "半句"),
    (Window::ChangePremises, "陈一鸣", TODAY, "F3 hjxc Enter ^G Down Down", "半句"),
    (Window::VerifyPremises, "林安全", "2027-06-01", "F2 核实档案 Enter 1", "半句"),
    (Window::FlagUnfit, "林安全", TODAY, "F3 hjxc Enter ^D 4", "半句"),
    (Window::ReportUnfit, "林安全", TODAY, "F3 sfzx Enter ^D 5 Alt+c", "11-19"),
    (Window::LiftUnfit, "林安全", TODAY, "F3 sfzx Enter ^D 6", "半句"),
    (Window::ImportRoster, "陈一鸣", TODAY, "F3 ^O", "半句"),
    (Window::UndoImport, "陈一鸣", TODAY, "F3 ^B 1", "半句"),
    (Window::Sheet, "陈一鸣", TODAY, "F3 hjxc Enter F4 ^A ^Y", "半句"),
    (Window::Sheet, "陈一鸣", TODAY, "F3 hjxc Enter F4 ^A mhq 3 Enter", "半句"),
    (Window::Sheet, "陈一鸣", TODAY, "F3 sfzx Enter F4 ^A ^S Down Down", "半句"),
    (Window::Hazard, "林安全", TODAY, "F5 Enter 1 Down Down", "半句"),
    (Window::Hazard, "林安全", TODAY, "F5 Enter 3 Down", "半句"),
    (Window::Hazard, "林安全", TODAY, "F5 Enter 4 Down", "半句"),
    (Window::Hazard, "林安全", TODAY, "F5 Enter 5 Down Down", "半句"),
    (Window::Stop, "", TODAY, "F5 Enter 8 Down Down", "半句"),
    (Window::Transfer, "", TODAY, "F5 Enter 9", "半句"),
    (Window::Supervise, "", TODAY, "F5 Enter 0", "半句"),
    (Window::FillMajor, "林安全", TODAY, "F5 Tab Tab Tab Tab Enter 7 1 Down Down", "半句"),
    (Window::StepMajor, "蔡书记", TODAY, "F5 Tab Tab Tab Tab Enter 7 3", "半句"),
    (Window::SuperviseCommunity, "", TODAY, "Alt+x ^N 2", "半句"),
    (Window::Event, "", TODAY, "Alt+x ^N 1 Down", "半句"),
    (Window::Event, "", TODAY, "Alt+z 线索 Enter ^D 1 Down", "半句"),
    (Window::Matter, "", TODAY, "Alt+x Enter 1", "半句"),
    (Window::Matter, "", TODAY, "Alt+x End Enter 1", "半句"),
    (Window::Matter, "", TODAY, "Alt+x Down Enter End Enter", "半句"),
    (Window::VoidNotice, "林安全", TODAY, "F7 ^W", "半句"),
    (Window::RefuseNotice, "林安全", TODAY, "F7 Enter 9", "半句"),
    (Window::Evidence, "陈一鸣", TODAY, "F7 Enter 6", "半句"),
    (Window::Evidence, "陈一鸣", TODAY, "F3 hjxc Enter ^D 3", "半句"),
    (Window::Evidence, "", TODAY, "Alt+x Enter 6", "半句"),
    (Window::Inbox, "陈一鸣", TODAY, "Alt+s Enter 4", "半句"),
    (Window::VoidDocument, "", TODAY, "Alt+w ^W", "半句"),
    (Window::Paper, "", TODAY, "Alt+w ^N 3", "半句"),
    (Window::Paper, "", TODAY, "F3 hjxc Enter ^D 1 1 Down", "半句"),
    (Window::SubmitReport, "林安全", TODAY, "Alt+b Enter 1 Down", "半句"),
    (Window::ReturnReport, "周安平", TODAY, "Alt+b Home 迟报 Enter 7", "半句"),
    (Window::WhoseEntry, "陈一鸣", TODAY, "Alt+z 送达 Enter ^N", "半句"),
    (Window::NewEntry, "陈一鸣", TODAY, "Alt+z 送达 Enter ^N 恒捷 ^S", "半句"),
    (Window::NewEntry, "陈一鸣", TODAY, "Alt+z 会议 Enter ^N", "半句"),
    (Window::SpreadEntry, "陈一鸣", TODAY, "Alt+z 送达 Enter ^D 1 Down Down", "半句"),
    (
        Window::DayEntry,
        "陈一鸣",
        TODAY,
        "Alt+z 工作日志 Enter ^D 1 Down Alt+c 11-13 ^S Enter",
        "半句",
    ),
    (Window::EditEntry, "陈一鸣", TODAY, "Alt+z 送达 Enter Enter Alt+c", "半句"),
    (Window::VoidEntry, "陈一鸣", TODAY, "Alt+z 送达 Enter ^W", "半句"),
    (Window::NewGrid, "", TODAY, "F8 招联社区 Enter 1", "半句"),
    (Window::NewStaff, "", TODAY, "F8 招联社区 Enter 2", "半句"),
    (Window::EditUnit, "", TODAY, "F8 招联社区 Enter 4", "半句"),
    (Window::CloseUnit, "", TODAY, "F8 招联社区 Enter 5 Down", "半句"),
    (Window::NewUnit, "", TODAY, "F8 北峰街道 Enter 3", "半句"),
    (Window::ImportUnits, "", TODAY, "F8 北峰街道 Enter 4 Down", "半句"),
    (Window::GridKind, "", TODAY, "F8 招联一网格 Enter 4", "半句"),
    (Window::Handover, "", TODAY, "F8 招联一网格 Enter 1 Down", "半句"),
    (Window::CloseUnit, "", TODAY, "F8 招联一网格 Enter 6 Down", "半句"),
    (Window::EditStaff, "", TODAY, "F8 林安全 Enter 3", "1380"),
    (Window::Leave, "", TODAY, "F8 林安全 Enter 1 Down", "半句"),
    (Window::HandOverLeft, "", "2026-11-23", "F2 离岗 Enter", "半句"),
    (Window::MovePremises, "", TODAY, "F8 招联一网格 Enter 5", "半句"),
    (Window::ConfirmWarning, "", TODAY, "Alt+t ^D 1", "半句"),
    (Window::DismissWarning, "", TODAY, "Alt+t ^D 2", "半句"),
    (Window::NewWarning, "", TODAY, "Alt+t ^N 2", "半句"),
    (Window::MakePlan, "陈一鸣", TODAY, "Alt+j Tab Home Enter 3 Down Alt+c", "12-01"),
    (Window::MoveVisit, "陈一鸣", TODAY, "Alt+j Tab Home Down Enter 3 Down Alt+c", "半句"),
    (Window::AddVisit, "陈一鸣", TODAY, "Alt+j Tab ^N", "半句"),
    (Window::NewCampaign, "林安全", TODAY, "Alt+j Tab Tab ^N", "半句"),
    (Window::EditCampaign, "林安全", TODAY, "Alt+j Tab Tab Enter 2", "半句"),
    (Window::EndCampaign, "林安全", TODAY, "Alt+j Tab Tab Enter 3 Down", "半句"),
    (Window::WithdrawCampaign, "林安全", TODAY, "Alt+j Tab Tab End Enter 4", "半句"),
    (Window::Appraise, "林安全", TODAY, "Alt+k Enter 2 End", "半句"),
    (Window::Draw, "", TODAY, "Alt+z 抽查 Enter ^D 1 Down Down", "482913"),
    (Window::EnterDraw, "", TODAY, "Alt+z 抽查 Enter ^D 1 Alt+c 3 Down Down 482913 ^S ^S", "半句"),
    (Window::Printer, "陈一鸣", TODAY, "^U 2", "半句"),
    (Window::Backup, "陈一鸣", TODAY, "^U 4", "半句"),
    (Window::Undo, "陈一鸣", TODAY, "^Z", "半句"),
];

/// An office in which every one of these windows can be opened.
fn furnished() -> Folder {
    let folder = Folder::new();
    furnish(&folder);
    furnish_roads(&folder);
    furnish_rounds(&folder);
    let open = |who: &str, on: &str| {
        let actor = Some(who.to_owned()).filter(|who| !who.is_empty());
        Office::open(&Opening { actor, ..opening(&folder, on) }).unwrap()
    };
    let mut office = open("林安全", "2026-11-19");
    let reason = "无安全出口，限期整改两次未改";
    office.flag_unfit("顺发纸箱厂", None, reason, None).unwrap();
    let mut office = open("", "2026-11-19");
    let typed = [("found_on", "2026-11-19"), ("kind", "非法生产"), ("place", "后巷平房")]
        .into_iter()
        .chain([("content", "无证喷漆"), ("reporter", "陈一鸣"), ("situation", "已掌握")])
        .map(|(field, value)| (field.to_owned(), value.to_owned()));
    let clue = Typed { fields: typed.collect(), ..Typed::default() };
    office.add_entry("clue", &clue).unwrap();
    office.make_plan(Span::Month, day("2026-11-19")).unwrap();
    // Over long ago and never reported on: it can be taken back.
    let (from, to) = (day("2026-10-12"), day("2026-10-16"));
    office.add_campaign(&campaign("节后检查", from, to)).unwrap();
    office.add_staff("许小梅", Role::GridOfficer, "招联社区", "", "").unwrap();
    let people = People { people: vec![(Duty::GridOfficer, "许小梅".into())] };
    office.assign("招联一网格", &people, day("2026-11-23"), false).unwrap();
    let (on, to) = (Some(day("2026-11-23")), Some("许小梅"));
    office.leave(&Leaving { who: "陈一鸣", on, why: "调走", to }).unwrap();
    let owed = office.report_status(None, None).unwrap();
    // The first one waits for who submits it; of the others one is sent.
    let sent = owed.iter().skip(1).any(|owed| {
        let (code, unit) = (owed.code.clone(), Some(owed.unit.to_string()));
        let wanted = Wanted { code, unit, period: Some(owed.period) };
        let send = |office: &mut Office| {
            office.submit_report(&wanted, false, Some("林安全"), Some("蔡书记")).is_ok()
        };
        office.meaning(true, send)
    });
    assert!(sent, "{owed:?}");
    let roster = folder.file("名册.csv");
    fs::write(&roster, "名称,地址\n新来一厂,一号\n").unwrap();
    office.import(&roster, &Import::default()).unwrap();
    let inbox = folder.file("办公室").join("收件");
    fs::create_dir_all(&inbox).unwrap();
    fs::write(inbox.join("IMG_1.jpg"), jpeg(PHOTO)).unwrap();
    folder
}

impl Bench {
    /// Sits down for a way.
    fn for_way(mut self, who: &str, on: &str) -> Bench {
        self.seat.opening.today = Some(day(on));
        self.seated(who)
    }

    /// The keys of a way; Chinese words among them go to the line that has them.
    pub(super) fn walk(&mut self, keys: &str) {
        for word in keys.split(' ') {
            if word.is_ascii() {
                self.press(word);
                continue;
            }
            // Where typing finds a line it is found; else one goes down to it.
            if self.screen().contains("查找：") || self.screen().contains("单位*") {
                self.typed(word);
                continue;
            }
            for _ in 0..60 {
                let screen = self.screen();
                if screen.lines().any(|line| line.starts_with('>') && line.contains(word)) {
                    break;
                }
                self.press("Down");
            }
        }
    }

    /// The kinds of the windows in which something is half filled.
    fn half_filled(&mut self) -> Vec<Window> {
        let drafts = self.seat.office().unwrap().drafts().unwrap();
        drafts.iter().filter_map(|draft| Some(Window::of(&draft.subject)?.0)).collect()
    }
}

/// The title of the window on top.
fn title(screen: &str) -> String {
    let line = screen.lines().rfind(|line| line.contains('┌')).unwrap_or_default();
    line.trim_matches(|c| "┌─┐│ ".contains(c)).to_owned()
}

fn goes_back(bench: Bench, (window, who, on, keys, typed): Way) -> (Bench, Result<(), String>) {
    let mut bench = bench.for_way(who, on);
    bench.press("F2");
    bench.walk(keys);
    bench.typed(typed);
    let opened = title(&bench.screen());
    let told = bench.screen();
    // The desk is killed in the middle of the word, then left with Esc.
    let mut bench = bench.again().for_way(who, on);
    let kept = bench.half_filled();
    if kept != [window] {
        return (bench, Err(format!("{window:?}: {kept:?} is kept\n{told}")));
    }
    for how in ["killed", "left"] {
        bench.go_on();
        let offered = bench.screen();
        bench.press("1");
        let screen = bench.screen();
        if !offered.contains("上次填到一半") || !screen.contains(typed) || title(&screen) != opened
        {
            return (bench, Err(format!("{window:?} {how}: not “{opened}”\n{offered}\n{screen}")));
        }
        bench.press("Esc");
    }
    bench.go_on();
    bench.press("2");
    let left = bench.half_filled();
    let gone = if left.is_empty() { Ok(()) } else { Err(format!("{window:?}: {left:?} stays")) };
    (bench, gone)
}

#[test]
fn every_window_that_keeps_what_is_typed_is_opened_again_from_today() {
    for window in Window::ALL {
        assert!(WAYS.iter().any(|(of, ..)| of == window), "no way leads to {window:?}");
    }
    let mut bench = Bench::over(furnished(), (80, 24), BOX);
    let mut wrong = Vec::new();
    for way in WAYS {
        let (after, result) = goes_back(bench, *way);
        bench = after.again();
        if let Err(why) = result {
            wrong.push(why);
            let office = bench.seat.office().unwrap();
            for draft in office.drafts().unwrap() {
                office.drop_draft(&draft.kind, &draft.subject).unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), WAYS.len(), wrong.join("\n"));
}
