//! What can be done with a matter as it stands; the office says no to what its road does not allow.

mod told;

use chrono::NaiveDate;
use ratatui::layout::Rect;

use self::told::{Offer, told};
use crate::{
    domain::{
        event::Desk, id::Id, matter::MatterKind, permission::Deed, rule::RuleError, supervision,
    },
    form::facts::About,
    office::{Office, Refusal, evidence::Subject},
    terms::{self, Term},
    tui::{
        canvas::Canvas,
        keys::Key,
        screen::{Cx, Screen},
        screens::{
            ask::{Ask, Done, Fault, fault, office},
            barred::Barred,
            choose::{Choice, Choose, choice},
            days, documents,
            major::said,
            papers, people,
            resume::UNKNOWN,
            window::Window,
        },
        shared::Shared,
        widget::form::{Form, Row, area, choice as pick, half, text},
    },
};

/// Reads a matter and shows what can be done with it.
pub fn open(kind: MatterKind, id: Id, cx: &mut Cx) {
    cx.open(Fetch { kind, id });
}

/// The moment in which it is read.
struct Fetch {
    kind: MatterKind,
    id: Id,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    Receive,
    Reply,
    FeedBack,
    Remind,
    Withdraw,
    Report,
    AskExtension,
    Grant,
    Deny,
    AskAcceptance,
    Accept,
    Lift,
    Handle,
    PassUp,
    Assign,
    Return,
    Finish,
    Reward,
    /// 撤销立项 of a supervision or an event.
    Unopen,
}

impl Act {
    fn says(self) -> &'static str {
        match self {
            Act::Receive => "接收：部门已经收到",
            Act::Reply => "回复：部门说怎样处理",
            Act::FeedBack => "反馈：部门的处理结果",
            Act::Remind => "催办",
            Act::Withdraw => "撤回：抄告错了",
            Act::Report => "报告治理进展",
            Act::AskExtension => "申请延期",
            Act::Grant => "同意延期",
            Act::Deny => "不同意延期",
            Act::AskAcceptance => "申请验收",
            Act::Accept => "验收意见",
            Act::Lift => "解除督办",
            Act::Handle => "处置",
            Act::PassUp => "处置不了，上报",
            Act::Assign => "指派社区、科室或部门",
            Act::Return => "反馈到下一级",
            Act::Finish => "办结",
            Act::Reward => "兑现举报奖励",
            Act::Unopen => "撤销立项：登记错了",
        }
    }

    /// What has to be allowed to who does it.
    fn deed(self) -> Deed {
        match self {
            Act::Receive | Act::Reply | Act::FeedBack | Act::Remind | Act::Withdraw => {
                Deed::Transfer
            }
            Act::Report | Act::AskExtension | Act::AskAcceptance => Deed::SuperviseReport,
            Act::Grant | Act::Deny | Act::Accept | Act::Unopen => Deed::Supervise,
            Act::Lift => Deed::LiftSupervision,
            Act::Assign => Deed::AssignEvent,
            Act::Handle | Act::PassUp | Act::Return | Act::Finish | Act::Reward => Deed::Event,
        }
    }

    /// The step of a supervision that the act is.
    fn step(self) -> Option<supervision::StepKind> {
        use supervision::StepKind::*;
        Some(match self {
            Act::AskExtension => ExtensionAsked,
            Act::Grant => ExtensionGranted,
            Act::Deny => ExtensionDenied,
            Act::AskAcceptance => AcceptanceAsked,
            Act::Accept => AcceptanceGiven,
            _ => return None,
        })
    }

    /// Why a supervised hazard does not allow the act now. Whether it may be lifted hangs on the hazard too.
    fn refused(self, state: supervision::StateKind) -> Option<String> {
        use supervision::StateKind::*;
        let step = self.step()?;
        let fits = match self {
            Act::AskExtension | Act::AskAcceptance => state == Running,
            Act::Grant | Act::Deny => state == ExtensionAsked,
            _ => state == AcceptanceAsked,
        };
        let why = RuleError::SupervisionNotNow { step, state };
        (!fits).then(|| terms::rule(&why))
    }

    /// What has to be written for the act.
    fn wanted(self, passed: bool) -> Option<&'static str> {
        Some(match self {
            Act::Reply => "请写部门怎样回复。",
            Act::FeedBack | Act::Finish => "请写处理的结果。",
            Act::Report => "请写治理进展。",
            Act::Withdraw => "请写为什么撤回。",
            Act::Unopen => "请写为什么撤销立项。",
            Act::Handle => "请写怎样处置的。",
            Act::AskExtension => "请写申请延期的理由。",
            Act::Deny => "请写不同意的理由。",
            Act::Accept if !passed => "请写哪里不合格。",
            _ => return None,
        })
    }

    fn rows(self, today: NaiveDate) -> Vec<Row> {
        let on = || days::day_row("on", "日期", &today.to_string(), today);
        let by = || text("by", "由谁", "");
        let words = |label: &'static str| area("words", label, "");
        match self {
            Act::Receive | Act::AskAcceptance => vec![by(), on()],
            Act::Reply | Act::Accept | Act::Grant | Act::Deny | Act::Return => {
                let mut rows = vec![by(), on()];
                if self == Act::Accept {
                    let options = [("passed", "合格"), ("failed", "不合格")];
                    rows.push(pick("passed", "验收", options, "passed"));
                }
                if self == Act::Grant {
                    rows.push(days::day_row("until", "延期至", "", today));
                }
                rows.push(words("意见"));
                rows
            }
            Act::FeedBack | Act::Finish => vec![by(), on(), words("结果")],
            Act::Remind | Act::Report | Act::Handle => vec![by(), on(), words("情况")],
            Act::AskExtension => {
                vec![by(), on(), days::day_row("until", "延期至", "", today), words("理由")]
            }
            Act::Withdraw | Act::Unopen => vec![by(), on(), words("理由")],
            Act::Lift => vec![by(), on(), words("说明")],
            Act::PassUp => {
                let desks = [Desk::Community, Desk::Street, Desk::District, Desk::City];
                let mut options = vec![(String::new(), "上一级".to_owned())];
                options.extend(desks.map(|desk| (desk.code().to_owned(), desk.label().to_owned())));
                vec![
                    by(),
                    on(),
                    pick("desk", "报到", options, ""),
                    text("name", "单位名称", ""),
                    words("意见"),
                ]
            }
            Act::Assign => {
                let desks = [Desk::Community, Desk::Section, Desk::Department];
                vec![
                    by(),
                    on(),
                    pick(
                        "desk",
                        "指派给",
                        desks.map(|desk| (desk.code(), desk.label())),
                        "community",
                    ),
                    text("name", "单位名称", ""),
                    text("helpers", "协助单位", ""),
                    words("意见"),
                ]
            }
            Act::Reward => vec![by(), on(), half("money", "金额（元）", "")],
        }
    }

    fn ask(self, kind: MatterKind, id: Id, about: Vec<String>, today: NaiveDate) -> Ask {
        let title = self.says().split('：').next().unwrap_or_default().to_owned();
        let of = format!("{}/{id}/{self:?}", kind.code());
        let label = format!("{title} {}", about.first().map_or("", String::as_str));
        Ask::new("matters", title, about, Form::new(self.rows(today)), move |form| {
            let typed = Typed {
                by: said(form, "by"),
                on: days::day(form, "on", today)?,
                words: form.get("words").to_owned(),
                until: days::day(form, "until", today)?,
                desk: Desk::from_code(form.get("desk")),
                name: form.get("name").to_owned(),
                helpers: form
                    .get("helpers")
                    .split(['、', '，', ','])
                    .map(|name| name.trim().to_owned())
                    .filter(|name| !name.is_empty())
                    .collect(),
                passed: form.get("passed") == "passed",
                fen: if self == Act::Reward { Some(fen(form.get("money"))?) } else { None },
            };
            if self == Act::AskExtension && typed.until.is_none() {
                return fault("until", "请写延期到哪一天。");
            }
            if let Some(why) = self.wanted(typed.passed).filter(|_| typed.words.is_empty()) {
                return fault("words", why);
            }
            office(move |office| {
                let by = people::named(office, "by", typed.by.as_deref())?;
                self.perform(office, (kind, &id.to_string()), &Typed { by, ..typed })?;
                Ok(Done::said("已办好。"))
            })
        })
        .kept(Window::Matter, of, label)
        .people(&["by"])
    }

    fn perform(
        self,
        office: &mut Office,
        (kind, id): (MatterKind, &str),
        typed: &Typed,
    ) -> Result<(), Refusal> {
        let Typed { by, on, words, until, desk, name, helpers, passed, fen } = typed;
        let (by, on) = (by.as_deref(), *on);
        let here = Desk::Community;
        match self {
            Act::Receive => office.receive_transfer(id, by, on).map(drop),
            Act::Reply => office.reply_transfer(id, by, words, on).map(drop),
            Act::FeedBack => office.feed_back_transfer(id, by, words, on).map(drop),
            Act::Remind => office.remind_transfer(id, by, words, on).map(drop),
            Act::Withdraw => office.withdraw_transfer(id, by, words, on).map(drop),
            Act::Report => office.report_supervision(id, by, words, on).map(drop),
            Act::AskExtension => {
                let until = until.unwrap_or(office.today());
                office.ask_extension(id, by, until, words, on).map(drop)
            }
            Act::Grant => office.grant_extension(id, by, *until, words, on).map(drop),
            Act::Deny => office.deny_extension(id, by, words, on).map(drop),
            Act::AskAcceptance => office.ask_acceptance(id, by, on).map(drop),
            Act::Accept => office.give_acceptance(id, by, *passed, words, on).map(drop),
            Act::Lift => office.lift_supervision(id, by, words, on).map(drop),
            Act::Handle => office.handle_event(id, by, words, on).map(drop),
            Act::PassUp => office.pass_event_up(id, by, *desk, name, words, on).map(drop),
            Act::Assign => office
                .assign_event(id, by, desk.unwrap_or(here), name, helpers, words, on)
                .map(drop),
            Act::Return => office.feed_back_event(id, by, words, on).map(drop),
            Act::Finish => office.finish_event(id, by, words, on).map(drop),
            Act::Reward => office.reward_event(id, by, fen.unwrap_or_default(), on).map(drop),
            Act::Unopen if kind == MatterKind::Event => {
                office.withdraw_event(id, by, words, on).map(drop)
            }
            Act::Unopen => office.withdraw_supervision(id, by, words, on).map(drop),
        }
    }
}

/// Opens the window of an act again: `about` is the kind, the matter and the act, `event/018f…/Handle`.
pub fn again(office: &mut Office, about: &str) -> Result<Ask, Refusal> {
    let mut parts = about.split('/');
    let mut part = || parts.next().unwrap_or_default();
    let (kind, id, name) = (MatterKind::from_code(part()), Id::parse(part()), part());
    let Some((kind, id)) = kind.zip(id) else { return Err(Refusal::said(UNKNOWN)) };
    let told = told(office, kind, &id.to_string())?;
    let named = told.intro.into_iter().take(1).collect();
    match told.acts.into_iter().chain(told.unopen).find(|offer| format!("{:?}", offer.act) == name)
    {
        Some(Offer { act, why: None, .. }) => Ok(act.ask(kind, id, named, office.today())),
        Some(Offer { why: Some(why), .. }) => Err(Refusal::said(why)),
        None => Err(Refusal::said("这件事项已经办到下一步，这一步不用再填。")),
    }
}

/// What was typed for an act.
struct Typed {
    by: Option<String>,
    on: Option<NaiveDate>,
    words: String,
    until: Option<NaiveDate>,
    desk: Option<Desk>,
    name: String,
    helpers: Vec<String>,
    passed: bool,
    fen: Option<u64>,
}

/// An amount of money in fen.
fn fen(written: &str) -> Result<u64, Fault> {
    let (yuan, part) = written.split_once('.').unwrap_or((written, ""));
    let sound = !yuan.is_empty() && part.len() <= 2;
    let number = format!("{yuan}{part:0<2}");
    match number.parse::<u64>() {
        Ok(fen) if sound => Ok(fen),
        _ => fault("money", "金额写成 500 或 500.50 的样子。"),
    }
}

impl Screen for Fetch {
    fn topic(&self) -> &'static str {
        "matters"
    }

    fn title(&self, _: &Shared) -> String {
        "事项".into()
    }

    fn overlay(&self) -> bool {
        true
    }

    fn draw(&self, _: &mut Canvas, _: Rect, _: &Shared) {}

    fn shown(&mut self, cx: &mut Cx) {
        let (kind, id) = (self.kind, self.id.to_string());
        cx.ask(
            move |office| {
                let told = told(office, kind, &id)?;
                let deeds = told.acts.iter().chain(&told.unopen).map(|offer| offer.deed);
                let barred = Barred::of(office, deeds.chain([Deed::Evidence]));
                Ok((told, barred))
            },
            |screen: &mut Fetch, result, cx| match result {
                Ok((told, barred)) => {
                    let (kind, id, today) = (screen.kind, screen.id, cx.shared.today());
                    let about = match screen.kind {
                        MatterKind::Transfer => About::Transfer,
                        MatterKind::Supervision => About::Supervision,
                        MatterKind::Event => About::Event,
                    };
                    let named: Vec<String> = told.intro.iter().take(1).cloned().collect();
                    let line = |Offer { act, deed, why }: Offer| {
                        let named = named.clone();
                        barred.act(act.says(), deed, why.as_deref(), move |cx| {
                            cx.open(act.ask(kind, id, named, today));
                        })
                    };
                    let mut choices: Vec<Choice> = told.acts.into_iter().map(line).collect();
                    choices.push(choice("出文书", move |cx: &mut Cx| {
                        documents::open_for(about, id.to_string(), cx);
                    }));
                    // The department's slip, a photo from the spot.
                    let of: fn(String) -> Subject = match kind {
                        MatterKind::Transfer => Subject::Transfer,
                        MatterKind::Event => Subject::Event,
                        MatterKind::Supervision => Subject::Supervision,
                    };
                    choices.push(barred.act(
                        "添照片或扫描件",
                        Deed::Evidence,
                        None,
                        move |cx| {
                            cx.open(papers::ask_evidence(of(id.to_string())));
                        },
                    ));
                    choices.extend(told.links.map(|links| {
                        choice("关联检查、隐患、线索", move |cx: &mut Cx| {
                            links.open(id, cx)
                        })
                    }));
                    choices.extend(told.unopen.map(line));
                    let title = terms::matter(screen.kind);
                    cx.replace(Choose::new("matters", title, choices).intro(told.intro));
                }
                Err(refusal) => {
                    cx.back();
                    cx.alarm(refusal.to_string());
                }
            },
        );
    }

    fn waits(&self, _: Key, _: &Shared) -> bool {
        true
    }

    fn key(&mut self, _: Key, cx: &mut Cx) {
        cx.back();
    }
}
