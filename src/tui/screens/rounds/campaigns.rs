//! 专项行动: the list with how far each has come; begun, put right, broken off.

use crate::tui::screens::days;
use chrono::{NaiveDate, Weekday};
use ratatui::layout::Rect;

use super::{Places, coverage::Covered, places, plan::Planning};
use crate::{
    domain::{
        campaign::{Campaign, Every, Reports, Scope},
        id::Id,
        premises::{Kind, Risk},
        spelling,
        unit::UnitPath,
    },
    office::{
        Office, Refusal,
        campaigns::{Stored, Typed},
        coverage::percent,
    },
    terms,
    tui::{
        canvas::Canvas,
        keys::{self, Code, Command, Key},
        screen::{Cx, Hint, Screen, hint},
        screens::{
            ask::{Ask, Done, Fault, fault, faults, office, sentences},
            choose::{Choose, choice, refused},
            window::Window,
        },
        shared::Shared,
        widget::{
            columns::{Column, always, further, table},
            form::{Form, Row, choice as pick, half, text},
            list::Cursor,
        },
    },
};

const COLUMNS: [Column; 7] = [
    always("状态", 7),
    always("名称", 24).up_to(16),
    always("时段", 20),
    always("进度", 28).up_to(6),
    further("加查", 12, 1),
    further("开展单位", 14, 2),
    further("依据", 12, 3).rest(),
];

#[derive(Default)]
pub struct Campaigns {
    lines: Option<Vec<Line>>,
    cursor: Cursor,
    refused: Vec<String>,
}

struct Line {
    stored: Stored,
    /// When it is reported on.
    reports: Reports,
    unit: String,
    /// None before its first day.
    progress: Option<Progress>,
    /// Why it cannot be taken back; `None` where it can.
    stays: Option<String>,
}

/// How far it has come in a stretch of its days.
struct Progress {
    /// 应查12 已查3 25.0%
    counts: String,
    days: (NaiveDate, NaiveDate),
    /// The day on which it is told.
    on: NaiveDate,
}

impl Campaigns {
    fn chosen(&self) -> Option<&Line> {
        self.lines.as_ref()?.get(self.cursor.at)
    }

    /// Opens the window for a new campaign, or for the one that is put right.
    fn open_form(known: Option<Stored>, cx: &mut Cx) {
        cx.ask(
            |office| Ok(places(office)),
            |_: &mut Campaigns, result, cx| match result {
                Ok(places) => cx.open(ask(known, places, cx.shared.today())),
                Err(refusal) => cx.alarm(refusal.to_string()),
            },
        );
    }
}

fn state(campaign: &Campaign, today: NaiveDate) -> &'static str {
    if campaign.withdrawn.is_some() {
        "已撤销"
    } else if today < campaign.from {
        "未开始"
    } else if campaign.runs_on(today) {
        "进行中"
    } else {
        "已结束"
    }
}

impl Screen for Campaigns {
    fn topic(&self) -> &'static str {
        "rounds"
    }

    fn title(&self, shared: &Shared) -> String {
        let today = shared.today();
        let running = self.lines.iter().flatten();
        let running = running.filter(|line| line.stored.campaign.runs_on(today)).count();
        format!("专项行动 进行中{running}个")
    }

    fn hints(&self) -> &'static [Hint] {
        const HINTS: &[Hint] = &[hint("↑↓", "选择"), hint("Enter", "办理"), hint("Tab", "覆盖率")];
        HINTS
    }

    fn commands(&self) -> &'static [Command] {
        &[Command::New]
    }

    fn shown(&mut self, cx: &mut Cx) {
        cx.ask(
            |office| {
                let mut lines = Vec::new();
                for stored in office.campaigns(false)? {
                    let stays = office.campaign_stays(&stored.campaign)?;
                    let told = match stored.campaign.withdrawn {
                        Some(_) => None,
                        None => office.campaign_progress(&stored.campaign)?,
                    };
                    let progress = told.map(|(rule, count)| Progress {
                        counts: format!(
                            "应查{} 已查{} {}",
                            count.required,
                            count.covered,
                            percent(count)
                        ),
                        days: (rule.from, rule.to),
                        on: office.today().min(stored.campaign.last()),
                    });
                    let unit = office.unit_name(&stored.campaign.unit);
                    let reports = office.reports_asked(&stored.campaign);
                    lines.push(Line { stored, reports, unit, progress, stays });
                }
                Ok(lines)
            },
            |screen: &mut Campaigns, result, _| match result {
                Ok(lines) => {
                    screen.cursor.keep(lines.len());
                    screen.lines = Some(lines);
                    screen.refused.clear();
                }
                Err(refusal) => screen.refused = sentences(&refusal),
            },
        );
    }

    fn waits(&self, _: Key, _: &Shared) -> bool {
        self.lines.is_none() && self.refused.is_empty()
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, shared: &Shared) {
        let look = canvas.look;
        canvas.set_caret(area.x, area.y);
        canvas.refused(area, area.y + 1, &self.refused);
        let Some(lines) = &self.lines else { return };
        if lines.is_empty() {
            let new = keys::written(Command::New.keys()[0]);
            let line = format!("没有专项行动。按 {new} 登记：时段、范围、加查几次、什么时候上报。");
            canvas.put(area.x + 2, area.y + 1, area.width - 4, &line, look.plain());
            return;
        }
        let foot = Rect { y: area.bottom() - 4, height: 4, ..area };
        let above = Rect { height: area.height - 4, ..area };
        table(canvas, above, self.cursor, lines.len(), &COLUMNS, |at| {
            let line = lines.get(at)?;
            let campaign = &line.stored.campaign;
            let state = state(campaign, shared.today());
            let style = if campaign.runs_on(shared.today()) { look.plain() } else { look.quiet() };
            let days = format!(
                "{}至{}",
                terms::month_day(campaign.from),
                terms::month_day(campaign.last())
            );
            let progress = line.progress.as_ref().map_or("", |told| &told.counts);
            let cells = vec![
                state.to_owned(),
                campaign.name.clone(),
                days,
                progress.to_owned(),
                format!("{}{}次", terms::campaign_every(campaign.every), campaign.times),
                line.unit.clone(),
                campaign.basis.clone(),
            ];
            Some((cells, style))
        });
        canvas.divide(foot, foot.y, "", look.quiet());
        if let Some(line) = self.chosen() {
            let told = about(line);
            let told = told.iter().flat_map(|line| look.wrap(line, foot.width - 2));
            for (y, line) in (foot.y + 1..foot.bottom()).zip(told) {
                canvas.cell(foot.x + 1, y, foot.width - 2, &line, look.quiet());
            }
        }
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        match key.code {
            Code::Esc => cx.back(),
            Code::Tab => cx.replace(Covered::default()),
            Code::BackTab => cx.replace(Planning::default()),
            Code::Enter => match self.chosen() {
                Some(line) => {
                    let choose = acts(line, cx);
                    cx.open(choose);
                }
                None => Campaigns::open_form(None, cx),
            },
            _ => {
                let len = self.lines.as_ref().map_or(0, Vec::len);
                self.cursor.key(key, len, 17);
            }
        }
    }

    fn command(&mut self, command: Command, cx: &mut Cx) {
        if command == Command::New {
            Campaigns::open_form(None, cx);
        }
    }
}

/// Scope, basis, reports, and why it was broken off.
fn about(line: &Line) -> Vec<String> {
    let campaign = &line.stored.campaign;
    let scope = &campaign.scope;
    let mut whom = Vec::new();
    if scope.key {
        whom.push("重点监管对象".to_owned());
    }
    whom.extend(scope.kinds.iter().map(|kind| terms::kind(*kind).to_owned()));
    whom.extend(scope.risks.iter().map(|risk| format!("风险{}", terms::risk(*risk))));
    if !scope.words.is_empty() {
        whom.push(format!("名称或行业有“{}”", scope.words.join("”“")));
    }
    if !scope.grids.is_empty() {
        whom.push(format!("{}个网格", scope.grids.len()));
    }
    if whom.is_empty() {
        whom.push("全部监管对象".to_owned());
    }
    let often = format!("{}{}次", terms::campaign_every(campaign.every), campaign.times);
    let days = match &line.progress {
        Some(Progress { days: (from, to), .. }) => {
            format!("，这一遍{}至{}", terms::month_day(*from), terms::month_day(*to))
        }
        None => String::new(),
    };
    let mut told = vec![format!("{}，范围：{}，{often}{days}", line.unit, whom.join("，"))];
    let reports = terms::campaign_reports(&line.reports);
    let reports = if reports.is_empty() { "不另报".to_owned() } else { reports };
    let basis = if campaign.basis.is_empty() { "没有写" } else { &campaign.basis };
    told.push(format!("上报：{reports}  依据：{basis}"));
    if let Some((on, reason)) = &campaign.ended {
        let word = if *on < campaign.to { "提前结束" } else { "结束" };
        told.push(format!("{}{word}：{reason}", terms::date(*on)));
    }
    if let Some((on, reason)) = &campaign.withdrawn {
        told.push(format!("{}撤销立项：{reason}", terms::date(*on)));
    }
    told
}

fn acts(line: &Line, cx: &Cx) -> Choose {
    let campaign = &line.stored.campaign;
    let (id, name) = (campaign.id, campaign.name.clone());
    let mut choices = Vec::new();
    let withdrawn = campaign.withdrawn.is_some();
    match line.progress.as_ref().map(|told| told.on) {
        _ if withdrawn => choices.push(refused("进度", WITHDRAWN)),
        Some(on) => choices.push(choice(
            "进度：各网格应查、已查、未查",
            move |cx: &mut Cx| {
                cx.open(Covered::of(id.to_string(), on));
            },
        )),
        None => choices.push(refused("进度", "还没有开始。")),
    }
    let stored = line.stored.clone();
    let screen = cx.id();
    choices.push(match withdrawn {
        true => refused("更正", WITHDRAWN),
        false => choice("更正", move |cx: &mut Cx| {
            cx.send(screen, move |_: &mut Campaigns, cx| Campaigns::open_form(Some(stored), cx));
        }),
    });
    let today = cx.shared.today();
    let called = name.clone();
    let end = move |cx: &mut Cx| cx.open(ask_end(id, &called, cx.shared.today()));
    if campaign.runs_on(today) {
        choices.push(choice("提前结束", end));
    } else if campaign.is_open_behind(today) {
        choices.push(choice("登记结束：漏查的不再列", end));
    } else {
        choices.push(refused("提前结束", if withdrawn { WITHDRAWN } else { NOT_RUNNING }));
    }
    let called = name.clone();
    choices.push(match &line.stays {
        Some(why) => refused("撤销立项：登记错了", why),
        None => choice("撤销立项：登记错了", move |cx: &mut Cx| {
            cx.open(ask_withdraw(id, &called));
        }),
    });
    Choose::new("rounds", name, choices)
}

fn ask_withdraw(id: Id, name: &str) -> Ask {
    let form = Form::new(vec![text("reason", "原因", "")]);
    let intro = vec!["撤销后不再计入覆盖率、今日和报表；按它排过的计划请再排一次。".to_owned()];
    let title = format!("撤销立项 {name}");
    Ask::new("rounds", title.clone(), intro, form, move |form| {
        let reason = form.get("reason").to_owned();
        if reason.is_empty() {
            return fault("reason", "请写明为什么撤销立项。");
        }
        office(move |office| {
            let campaign = office.withdraw_campaign(&id.to_string(), &reason)?;
            Ok(Done::said(format!("已撤销立项：{}。", campaign.name)))
        })
    })
    .kept(Window::WithdrawCampaign, id, title)
    .careful()
}

fn ask_end(id: Id, name: &str, today: NaiveDate) -> Ask {
    let form =
        Form::new(vec![days::day_row("on", "最后一天", "", today), text("reason", "原因", "")]);
    let intro = vec!["最后一天不写是今天。".to_owned()];
    let title = format!("结束 {name}");
    Ask::new("rounds", title.clone(), intro, form, move |form| {
        let Ok(on) = spelling::typed_day(form.get("on"), today) else {
            return fault("on", "请写成 2026-11-30 或 11-30。");
        };
        let reason = form.get("reason").to_owned();
        if reason.is_empty() {
            return fault("reason", "请写明为什么结束，例如已经验收。");
        }
        office(move |office| {
            let campaign = office.end_campaign(&id.to_string(), on, &reason)?;
            Ok(Done::said(format!("已结束，最后一天{}。", terms::date(campaign.last()))))
        })
    })
    .kept(Window::EndCampaign, id, title)
}

/// Opens a window about a campaign again, by its id.
pub fn again(office: &mut Office, window: Window, about: &str) -> Result<Ask, Refusal> {
    let today = office.today();
    if window == Window::NewCampaign {
        return Ok(ask(None, places(office), today));
    }
    let stored = office.campaign(about)?;
    let Campaign { id, name, .. } = &stored.campaign;
    if window == Window::EditCampaign {
        return Ok(ask(Some(stored), places(office), today));
    }
    if window == Window::WithdrawCampaign {
        return match office.campaign_stays(&stored.campaign)? {
            Some(why) => Err(Refusal::said(why)),
            None => Ok(ask_withdraw(*id, name)),
        };
    }
    match stored.campaign.runs_on(today) {
        true => Ok(ask_end(*id, name, today)),
        false => Err(Refusal::said(NOT_RUNNING)),
    }
}

const WITHDRAWN: &str = "已经撤销立项，要开展的请重新登记。";
const NOT_RUNNING: &str = "现在不在它的时段里。";

/// Several codes stand in one choice with commas between them: what another desk has said stays as it is.
fn joined<'a>(codes: impl Iterator<Item = &'a str>) -> String {
    codes.collect::<Vec<_>>().join(",")
}

/// The choices of a scope, with what stands now where it is none of them.
fn options(mut all: Vec<(String, String)>, now: &str) -> Vec<(String, String)> {
    if !all.iter().any(|(code, _)| code == now) {
        let label = |code: &str| {
            let known = all.iter().find(|(known, _)| known == code);
            known.map_or(code.to_owned(), |(_, label)| label.clone())
        };
        let labels: Vec<String> = now.split(',').map(label).collect();
        all.push((now.to_owned(), labels.join("、")));
    }
    all
}

const REPORTS: [(&str, &str); 4] =
    [("none", "不另报"), ("daily", "每个工作日"), ("weekly", "每周"), ("days", "写明的日子")];
const WEEKDAYS: [(&str, &str); 7] =
    [("0", "一"), ("1", "二"), ("2", "三"), ("3", "四"), ("4", "五"), ("5", "六"), ("6", "日")];

fn form(known: Option<&Campaign>, places: Places, today: NaiveDate) -> Form {
    let scope = known.map(|known| known.scope.clone()).unwrap_or_default();
    let said = |of: fn(&Campaign) -> String| known.map(of).unwrap_or_default();
    let kinds = joined(scope.kinds.iter().map(|kind| kind.code()));
    let risks = joined(scope.risks.iter().map(|risk| risk.code()));
    let grids = joined(scope.grids.iter().map(UnitPath::as_str));
    let all = || vec![(String::new(), "全部".to_owned())];
    let coded = |code: &str, label: &str| (code.to_owned(), label.to_owned());
    let every = Every::ALL.map(|every| (every.code(), terms::campaign_every(every)));
    let (reports, weekday, days) = match known.map(|known| &known.reports) {
        None | Some(Reports::None) => ("none", 4, String::new()),
        Some(Reports::Daily) => ("daily", 4, String::new()),
        Some(Reports::Weekly(day)) => ("weekly", day.num_days_from_monday(), String::new()),
        Some(Reports::Days(days)) => {
            ("days", 4, days.iter().map(NaiveDate::to_string).collect::<Vec<_>>().join("、"))
        }
    };
    let (from, times) = known.map_or((today, 1), |known| (known.from, known.times));
    // What was entered before is put right; for a new one it is only suggested.
    let own = |row: Row| if known.is_some() { row.written() } else { row.suggested() };
    Form::new(vec![
        text("name", "名称", &said(|known| known.name.clone())),
        own(days::day_row("from", "从", &from.to_string(), today)),
        own(days::day_row("to", "到", &said(|known| known.to.to_string()), today)),
        text("basis", "依据", &said(|known| known.basis.clone())),
        pick(
            "unit",
            "社区",
            options(places.communities, known.map_or("", |known| known.unit.as_str())),
            known.map_or("", |known| known.unit.as_str()),
        ),
        pick("grids", "网格", options(places.grids, &grids), &grids),
        pick(
            "key",
            "重点",
            [("", "全部"), ("yes", "只查重点")],
            if scope.key { "yes" } else { "" },
        ),
        pick(
            "kinds",
            "类型",
            options(
                all()
                    .into_iter()
                    .chain(Kind::ALL.map(|kind| coded(kind.code(), terms::kind(kind))))
                    .collect(),
                &kinds,
            ),
            &kinds,
        ),
        pick(
            "risks",
            "风险等级",
            options(
                all()
                    .into_iter()
                    .chain(Risk::ALL.map(|risk| coded(risk.code(), terms::risk(risk))))
                    .collect(),
                &risks,
            ),
            &risks,
        ),
        text("words", "行业", &scope.words.join("、")),
        pick("every", "多久一遍", every, known.map_or(Every::Week, |known| known.every).code()),
        own(half("times", "每遍次数", &times.to_string())),
        pick("reports", "上报", REPORTS, reports),
        pick("weekday", "每周星期", WEEKDAYS, &weekday.to_string()),
        half("days", "上报日子", &days),
    ])
}

fn ask(known: Option<Stored>, places: Places, today: NaiveDate) -> Ask {
    let form = form(known.as_ref().map(|known| &known.campaign), places, today);
    let title = if known.is_some() { "更正专项行动" } else { "登记专项行动" };
    let intro = vec!["时段里的每一遍，范围内的每家都要查到；计划和今日会加上。".to_owned()];
    let (window, about, label) = match &known {
        Some(Stored { campaign: Campaign { id, name, .. }, .. }) => {
            (Window::EditCampaign, id.to_string(), format!("{title} {name}"))
        }
        None => (Window::NewCampaign, String::new(), title.to_owned()),
    };
    Ask::new("rounds", title, intro, form, move |form| {
        let typed = typed(form, today)?;
        let known = known.as_ref().map(|known| (known.campaign.id, known.version));
        office(move |office| {
            let campaign = match known {
                Some((id, version)) => {
                    office.edit_campaign(&id.to_string(), &typed, Some(version))?
                }
                None => office.add_campaign(&typed)?,
            };
            let nobody = office.campaign_of_nobody(&campaign)?.unwrap_or_default();
            Ok(Done::said(format!("已登记：{}。{nobody}", campaign.name)))
        })
    })
    .kept(window, about, label)
}

fn typed(form: &Form, today: NaiveDate) -> Result<Typed, Fault> {
    let day = |field: &'static str| match spelling::typed_day(form.get(field), today) {
        Ok(Some(day)) => Ok(day),
        Ok(None) => fault(field, "这一项要写。"),
        Err(_) => fault(field, "请写成 2026-11-30 或 11-30。"),
    };
    let words = |field: &str| -> Vec<String> {
        let parts = form.get(field).split(['、', '，', ',', ' ']);
        parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
    };
    let empty = ["name", "from", "to"].into_iter().filter(|field| form.get(field).is_empty());
    faults(empty.map(|field| (field.to_owned(), "这一项要写。".to_owned())).collect())?;
    let reports = match form.get("reports") {
        "daily" => Reports::Daily,
        "weekly" => {
            let day = form.get("weekday").parse::<u8>().ok();
            let day = day.and_then(|day| Weekday::try_from(day).ok());
            Reports::Weekly(day.unwrap_or(Weekday::Fri))
        }
        "days" => {
            let mut days = Vec::new();
            for word in words("days") {
                match spelling::typed_day(&word, today) {
                    Ok(Some(day)) => days.push(day),
                    _ => return fault("days", format!("“{word}”不是日期，请写成 2026-11-30。")),
                }
            }
            if days.is_empty() {
                return fault("days", "请写明哪几天上报。");
            }
            Reports::Days(days)
        }
        _ => Reports::None,
    };
    let Ok(times @ 1..=31) = form.get("times").parse() else {
        return fault("times", "写 1 到 31 的数字。");
    };
    Ok(Typed {
        name: form.get("name").to_owned(),
        unit: UnitPath::parse(form.get("unit")),
        from: day("from")?,
        to: day("to")?,
        basis: form.get("basis").to_owned(),
        scope: Scope {
            key: form.get("key") == "yes",
            kinds: words("kinds").iter().filter_map(|code| Kind::from_code(code)).collect(),
            risks: words("risks").iter().filter_map(|code| Risk::from_code(code)).collect(),
            words: words("words"),
            grids: words("grids").iter().filter_map(|path| UnitPath::parse(path)).collect(),
        },
        every: Every::ALL
            .into_iter()
            .find(|every| every.code() == form.get("every"))
            .unwrap_or_default(),
        times,
        reports,
    })
}
