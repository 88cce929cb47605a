//! Reports to the level above (S0 §二.3, S2 制度一、制度三): submitted once, kept as they were sent, given back by the
//! level above; and the list of who owes what by when.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::{
    Office, Refusal, clock,
    documents::{LISTED, Only, Request, lay_fields, written},
    exports::Listed,
    facts::{
        Gather, Period, Rows, SELF_REPORTED, SELF_REPORTS, Spoken, TAKEN, TOLD, adds_hazard,
        is_of_nothing, still_to_list,
    },
    print::{Print, Printed},
};
use crate::{
    domain::{
        id::Id,
        period,
        permission::Deed,
        report::{Figures, Report, Returned, sent_from, was_there},
        staff::{Role, Staff},
        unit::{Level, UnitPath},
    },
    form::{
        facts::{About, Facts},
        letter::Letter,
        library::Kind,
        paper::{self as paper_form, PaperForm},
        regime::ReportRule,
    },
    store::{self, reports},
    terms,
};

mod campaigns;
mod former;
mod owed;
mod sheet;
mod status;

pub(super) use campaigns::{AFTER, CAMPAIGN, NAME, apart, campaign_title};
pub use owed::StillOwed;

pub use crate::store::reports::Stored;

/// The kind under which the first print of a submitted report is kept.
const KEPT: &str = "report";

/// A report as a person names it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wanted {
    /// Code of the regime's rule, of a paper, or of both without the level (`monthly`).
    pub code: String,
    /// The unit it is of; the desk's own when not said.
    pub unit: Option<String>,
    /// What it speaks of; the period that is due when not said.
    pub period: Option<Period>,
}

/// A report found by its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    pub code: String,
    pub title: String,
    /// The paper that it is printed on.
    pub paper: String,
    pub form: PaperForm,
    pub rule: Option<ReportRule>,
    pub unit: UnitPath,
    pub period: Period,
    pub due: Option<NaiveDate>,
    /// What is told to the paper's own fields.
    pub fields: BTreeMap<String, String>,
}

/// Something that a unit owes, and what has come of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Owed {
    pub code: String,
    pub title: String,
    /// Of a campaign, not of the regime.
    pub campaign: bool,
    /// The rule or the paper that asks for it.
    pub rule: String,
    pub to: Level,
    pub unit: UnitPath,
    pub unit_name: String,
    pub period: Period,
    /// The last day in time; of what was given back and is not sent anew yet, the day for that.
    pub due: NaiveDate,
    /// Why it is due on that day, where the day was rolled back or it is to be sent anew.
    pub reason: String,
    /// Whether somebody asks for it; else it was sent all the same, and its day is the last that it speaks of.
    pub asked: bool,
    pub submitted: Option<Report>,
    /// One that was given back, and waits to be sent anew.
    pub returned: Option<Report>,
    pub late: bool,
}

impl Office {
    /// Finds a report by what was typed. `strict`: it has to be one unit's, as for submitting.
    pub fn named_report(&mut self, wanted: &Wanted, strict: bool) -> Result<Named, Refusal> {
        if let Some(named) = self.named_campaign(wanted)? {
            return Ok(named);
        }
        let code = wanted.code.trim();
        let named = wanted.unit.as_deref().map(str::trim).filter(|unit| !unit.is_empty());
        let unit = self.named_unit(named)?;
        let rules = || self.regime.reports.iter();
        let of_level = |level: Level| {
            let full = format!("{code}_{}", level.code());
            rules().find(|rule| {
                rule.from == level && (rule.code == code || rule.paper == code || rule.code == full)
            })
        };
        let mut rule = of_level(unit.level());
        let mut of = unit;
        if rule.is_none() && named.is_none() {
            // A desk above that names no unit means the only one that owes it.
            let below = Level::ALL.into_iter().filter(|level| *level > of.level());
            if let Some(owing) = below.filter_map(of_level).next() {
                let units: Vec<UnitPath> =
                    self.units_at(owing.from).map(|unit| unit.path.clone()).collect();
                match units.as_slice() {
                    [only] => {
                        rule = Some(owing);
                        of = only.clone();
                    }
                    _ if strict => {
                        let level = terms::level(owing.from);
                        return Err(Refusal::said(format!(
                            "“{}”由{level}报送，这里有{}个{level}。请用 --unit 写明是哪个{level}。",
                            owing.label,
                            units.len()
                        )));
                    }
                    _ => {}
                }
            }
        }
        if rule.is_none()
            && strict
            && let Some(other) = rules().find(|rule| rule.code == code || rule.paper == code)
        {
            return Err(Refusal::said(format!(
                "“{}”由{}报送，{}是{}。请用 --unit 写明由谁报送。",
                other.label,
                terms::level(other.from),
                self.unit_name(&of),
                terms::level(of.level())
            )));
        }
        // Above the communities a report of theirs is the sum of what they have sent.
        let summed = (of.level() < Level::Community).then(|| format!("{code}_sum"));
        let own = [of.level(), Level::Community].map(|level| format!("{code}_{}", level.code()));
        let mut own = summed.into_iter().chain(own);
        let by_level;
        let paper = match rule {
            Some(rule) => rule.paper.as_str(),
            // Where nobody asks for `monthly`, it may still be printed and sent.
            None if self.library.paper(code).is_some() => code,
            None => {
                by_level = own.find(|code| self.library.paper(code).is_some());
                by_level.as_deref().unwrap_or(code)
            }
        };
        let mut form = self.paper_form(paper)?;
        let mut paper = paper.to_owned();
        if form.about == About::Entry {
            // 工作日志 of a period is its ledger.
            paper = format!("{LISTED}{paper}");
            form = self.paper_form(&paper)?;
        }
        if of.level() == Level::Grid && form.about == About::None && !is_told_by_grid(&form) {
            return Err(Refusal::said(format!(
                "“{}”没有按网格的数，只按社区统计。请用 --unit 写明是哪个社区。",
                form.title
            )));
        }
        let period = match wanted.period {
            Some(period) => period,
            None => self.due_period(rule, &form),
        };
        if let Some(rule) = rule
            && rule.period(period.from) != (period.from, period.to)
        {
            let (from, to) = rule.period(period.from);
            return Err(Refusal::said(format!(
                "“{}”每次报{}，写的却是{}。请写成 --period {}。",
                rule.label,
                terms::period(from, to),
                terms::period(period.from, period.to),
                period::stretch_name(from, to)
            )));
        }
        let due = rule.and_then(|rule| rule.due(&self.calendar, period.from));
        Ok(Named {
            code: rule.map_or(&paper, |rule| &rule.code).clone(),
            paper: paper.clone(),
            title: rule.map_or(&form.title, |rule| &rule.label).clone(),
            form,
            rule: rule.cloned(),
            unit: of,
            period,
            due: due.map(|due| due.day),
            fields: BTreeMap::new(),
        })
    }

    /// What a report is about when nobody says so.
    fn due_period(&self, rule: Option<&ReportRule>, form: &PaperForm) -> Period {
        let today = self.act.today;
        let (from, to) = match rule {
            Some(rule) => {
                let (from, to) = rule.period(today);
                let eve = from.pred_opt().filter(|_| rule.of_previous);
                eve.map_or((from, to), |eve| rule.period(eve))
            }
            None => form.days_of(today),
        };
        Period { from, to }
    }

    /// Whether a unit was there, and this office, for what speaks of days up to one and was due on another.
    fn was_there(&self, unit: &UnitPath, last: NaiveDate, due: NaiveDate) -> bool {
        let began = self.records_began();
        let since = self.unit(unit).map_or(began, |unit| unit.valid_from.max(began));
        was_there(since, last, due)
    }

    /// The report that stands about these days, if it was sent.
    pub fn submitted(&mut self, named: &Named) -> Result<Option<Stored>, Refusal> {
        let Period { from, to } = named.period;
        let driver = &mut *self.store.driver;
        let found = reports::standing(driver, &named.unit, &named.code, from, from)?;
        Ok(found.into_iter().find(|stored| stored.report.to == to))
    }

    /// The id of the report that stands about these days; refused where none was sent.
    pub fn report_sent(&mut self, named: &Named) -> Result<Id, Refusal> {
        let Some(stored) = self.submitted(named)? else {
            let Period { from, to } = named.period;
            return Err(Refusal::said(format!(
                "{}没有报过{}的“{}”，或者已经退回，没有可退回的。请核对是哪一段、哪个单位的（--period、--unit），报了哪些用 anban report status 查看。",
                self.unit_name(&named.unit),
                terms::period(from, to),
                named.title
            )));
        };
        Ok(stored.report.id)
    }

    /// What is said where a report is made as of now that was sent: two papers of the same days would tell two things.
    pub fn sent_already(&mut self, request: &Request) -> Result<Option<String>, Refusal> {
        if !self.regime.reports.iter().any(|rule| rule.paper == request.code) {
            return Ok(None);
        }
        let form = self.paper_form(&request.code)?;
        let (from, to) = form.days_of(self.act.day(request.on)?);
        let wanted = Wanted {
            code: request.code.clone(),
            unit: request.about.clone(),
            period: Some(request.period.unwrap_or(Period { from, to })),
        };
        let Ok(named) = self.named_report(&wanted, false) else { return Ok(None) };
        let Some(Stored { report, .. }) = self.submitted(&named)? else { return Ok(None) };
        Ok(Some(format!(
            "{}的这份报表已由{}在{}上报，这里印的是现在的数。要印报出的那一份，请从报送里打印（anban report {} --period {} --unit {}）。",
            terms::period(report.from, report.to),
            report.by,
            terms::date(report.submitted_on),
            report.code,
            period::stretch_name(report.from, report.to),
            self.unit_name(&report.unit)
        )))
    }

    pub fn submitted_report(&mut self, id: Id) -> Result<Stored, Refusal> {
        reports::by_id(&mut *self.store.driver, &self.scope, id)?
            .ok_or_else(|| Refusal::said("没有这份报表。请用 anban report status 查看报送情况。"))
    }

    /// Sends a report: its words, rows and figures stay as they are today. `zero` says that there was nothing
    /// (零报告), which has to be said and has to be true. `by`: who sends it, where that is not who acts. `signer`: the
    /// leader whose signature it bears, where the regime asks for one.
    pub fn submit_report(
        &mut self,
        wanted: &Wanted,
        zero: bool,
        by: Option<&str>,
        signer: Option<&str>,
    ) -> Result<Report, Refusal> {
        let named = self.named_report(wanted, true)?;
        let Named { code, title, form, rule, unit, period, due, .. } = &named;
        self.may_submit(&named)?;
        if let Some(stored) = self.submitted(&named)? {
            let sent = &stored.report;
            return Err(Refusal::said(format!(
                "{}{}的“{title}”已由{}在{}上报，报出的不再改动。以后的变动由下一次报表更正；要重报，请上级先退回。",
                self.unit_name(unit),
                terms::period(period.from, period.to),
                sent.by,
                terms::date(sent.submitted_on)
            )));
        }
        let by = self.report_sender(&named, by)?;
        let signer = self.report_signer(&named, signer)?;
        let today = self.act.today;
        let spoken = self.spoken(&named)?;
        let days = spoken.days;
        let mut subject =
            self.unit_subject(form, Only::all(), unit.clone(), today, days, &Gather::All)?;
        lay_fields(&mut subject.facts, form, &named.fields);
        let (figures, told) = self.report_facts(&mut subject.facts, &spoken)?;
        let found_none = is_zero(form, rule.as_ref(), &subject.facts, &figures);
        let quiet = match form.prints_figures() {
            true => figures.is_nothing(),
            false => figures.closed_before == 0,
        };
        let span = terms::period(period.from, period.to);
        // The period before the office began is often the first that it reports; of earlier ones it knows nothing.
        let began = self.records_began();
        if zero && period.to + (period.to - period.from) < began {
            return Err(Refusal::said(format!(
                "{span}在建立办公室（{}）以前，登记册里没有那时的记录，不能作零报告。",
                terms::date(began)
            )));
        }
        if zero && !found_none {
            return Err(Refusal::said(format!(
                "{}{span}{}，不能作零报告，请照实上报。",
                self.unit_name(unit),
                content(&subject.facts, &figures)
            )));
        }
        // A month in which something was put right or punished needs no 零报告, though none was found.
        if found_none && quiet && !zero {
            return Err(Refusal::said(format!(
                "{}{span}没有可报的内容。确实没有的，请作零报告（命令行加 --zero）；漏登的，请先补登再报。",
                self.unit_name(unit)
            )));
        }
        let lists = form.lists();
        if lists.contains("corrections")
            && form.tells_of_hazards()
            && !lists.contains(SELF_REPORTS)
            && rule.as_ref().is_none_or(|rule| rule.sums.is_empty())
            && !subject.facts.lists.contains_key("hazards")
        {
            // What the next report compares with.
            let hazards = self
                .unit_list("hazards", unit, days, Rows::of(""), &Gather::All)?
                .unwrap_or_default();
            let hazards = still_to_list(hazards, &subject.facts);
            subject.facts.lists.insert("hazards".to_owned(), hazards);
        }
        if zero {
            subject.facts.set("report.zero", "零报告");
        }
        subject.facts.set("report.signer", signer.clone());
        subject.facts.set("actor", by.clone());
        let listed = self.library.paper(&named.paper).is_none();
        let revision =
            self.revision(if listed { Kind::Ledger } else { Kind::Paper }, &form.code)?;
        let report = Report {
            id: clock::new_id(),
            unit: unit.clone(),
            code: code.clone(),
            title: title.clone(),
            from: period.from,
            to: period.to,
            // Nobody is late with what was before the unit was there.
            due: due.filter(|due| self.was_there(unit, period.to, *due)),
            submitted_on: today,
            first_on: self.first_sent(unit, code, *period)?,
            submitted_at: clock::now_ms(),
            by,
            signer,
            zero,
            figures,
            returned: None,
        };
        self.ask_about_former(&named)?;
        let letter = paper_form::fill(form, &subject.facts);
        let mut facts = subject.facts;
        for row in facts.lists.values_mut().flatten() {
            row.retain(|_, value| !value.is_empty());
        }
        let stored = Stored {
            report: report.clone(),
            form_sha: revision.sha.clone(),
            facts,
            told,
            letter: written(&letter)?,
        };
        self.act.write(&mut self.store, Deed::Submit, |driver, trace| {
            store::forms::keep(driver, &revision)?;
            reports::insert(driver, &stored)?;
            trace.note("report_submit", Some(&report.unit), report.id, &report)
        })?;
        Ok(report)
    }

    /// When what was given back of these days was first sent; `None` of what was not sent before.
    fn first_sent(
        &mut self,
        unit: &UnitPath,
        code: &str,
        Period { from, to }: Period,
    ) -> Result<Option<NaiveDate>, Refusal> {
        let sent = reports::list(&mut *self.store.driver, unit, from, to)?;
        let same = sent.into_iter().filter(|sent| {
            sent.unit == *unit && sent.code == code && (sent.from, sent.to) == (from, to)
        });
        Ok(same.map(|sent| sent.submitted_on).min().filter(|first| *first < self.act.today))
    }

    /// What a report would speak of if it were sent today.
    fn spoken<'a>(&mut self, named: &'a Named) -> Result<Spoken<'a>, Refusal> {
        let Named { code, form, rule, unit, period, fields, .. } = named;
        let rule = rule.as_ref();
        let days = self.spoken_days(rule, unit, *period)?;
        let campaign = self.campaign_told(form, fields, *period)?;
        let within = self.within(campaign.as_ref(), unit, days.to)?;
        Ok(Spoken { code, rule, unit, period: *period, days, campaign, within, form })
    }

    /// Whether this desk may send it today: its own, and not before its days are over.
    fn may_submit(&self, named: &Named) -> Result<(), Refusal> {
        let Named { title, rule, unit, period, .. } = named;
        let today = self.act.today;
        let own = self.speaks_for(unit, &self.scope)
            || self.act.roles.is_empty()
            || self.act.roles.contains(&Role::Admin);
        if !own {
            return Err(self.sent_by_others(named, &self.unit_name(&self.scope)));
        }
        let span = terms::period(period.from, period.to);
        if period.from > today {
            return Err(Refusal::said(format!("{span}还没有到，不能上报。")));
        }
        // A due day that is rolled back may come before its period is over: it may be sent on that day.
        let due = named.due.is_some_and(|due| due <= today);
        if rule.as_ref().is_some_and(|rule| rule.of_previous) && period.to >= today && !due {
            return Err(Refusal::said(format!(
                "“{title}”要等{span}过完再报，请从{}起上报。",
                terms::date(period.to + Days::new(1))
            )));
        }
        let last = named.due.unwrap_or(period.to);
        let first = sent_from((period.from, period.to), last);
        if first > today {
            return Err(Refusal::said(format!(
                "“{title}”报的是{span}，现在还早，报出以后不再改动。请从{}起上报。",
                terms::date(first)
            )));
        }
        Ok(())
    }

    /// Whose word the report is: of the unit that owes it, or the administrator's.
    fn report_sender(&mut self, named: &Named, by: Option<&str>) -> Result<String, Refusal> {
        let (unit, today) = (&named.unit, self.act.today);
        let by = by.map(str::trim).filter(|name| !name.is_empty());
        let staff = store::staff::under(&mut *self.store.driver, &self.home)?;
        if let Some(name) = by.filter(|_| staff.is_empty()) {
            return Ok(name.to_owned());
        }
        let sender = self.signer(Deed::Submit, by, Some(unit), today)?;
        let own = |post: &Staff| self.speaks_for(unit, &post.unit) || post.role == Role::Admin;
        let mut posts = staff.iter().filter(|post| post.name == sender && post.serves_on(today));
        // Who acts was judged by [`Office::may_submit`].
        if by.is_some() && !posts.any(own) {
            return Err(self.sent_by_others(named, &sender));
        }
        Ok(sender)
    }

    /// Whether people of a place send the reports of a unit: its own, and where it was closed those above.
    fn speaks_for(&self, unit: &UnitPath, place: &UnitPath) -> bool {
        let closed = self.unit(unit).is_some_and(|unit| unit.is_closed_on(self.act.today));
        place == unit || closed && place.covers(unit)
    }

    fn sent_by_others(&self, named: &Named, who: &str) -> Refusal {
        Refusal::field(
            "by",
            format!(
                "“{}”由{}报送，请由该单位的人员上报；{who}可以退回、不能代报。",
                named.title,
                self.unit_name(&named.unit)
            ),
        )
    }

    /// 经本单位主要领导签字后上报 (S2 制度三): whose signature it bears, where the regime asks for one, or else the paper.
    fn report_signer(&mut self, named: &Named, signer: Option<&str>) -> Result<String, Refusal> {
        let roles: Vec<Role> = match self.regime.signs(&named.form.code) {
            Some(rule) => rule.roles.iter().filter_map(|role| Role::from_code(role)).collect(),
            None => named.form.signed_by.clone(),
        };
        if roles.is_empty() {
            return Ok(signer.unwrap_or_default().trim().to_owned());
        }
        let wanted = signer.map(str::trim).filter(|name| !name.is_empty());
        let staff = store::staff::under(&mut *self.store.driver, &self.home)?;
        // 本单位: a community's is that of its street, every other unit's its own.
        let own = named.unit.at(Level::Street).unwrap_or_else(|| named.unit.clone());
        let fits = |person: &&Staff| {
            person.serves_on(self.act.today)
                && own.covers(&person.unit)
                && person.unit.covers(&named.unit)
                && roles.contains(&person.role)
        };
        let names: Vec<&str> =
            staff.iter().filter(fits).map(|person| person.name.as_str()).collect();
        match wanted {
            Some(name) if staff.is_empty() || names.contains(&name) => Ok(name.to_owned()),
            _ => {
                let called: Vec<&str> = roles.iter().map(|role| terms::role(*role)).collect();
                let who = if names.is_empty() {
                    let codes: Vec<&str> = roles.iter().map(|role| role.code()).collect();
                    format!(
                        "。{}还没有登记{}，请先用 anban staff add 登记，职责写{}",
                        self.unit_name(&named.unit),
                        called.join("、"),
                        codes.join("或")
                    )
                } else {
                    format!("，可以是：{}", names.join("、"))
                };
                Err(Refusal::said(format!(
                    "“{}”要经本单位主要领导签字后上报。请写明签字人（命令行用 --signer）{who}。",
                    named.title,
                )))
            }
        }
    }

    /// Why a report of a unit is not given back from this desk: what is sent comes back from above.
    pub fn kept_by_itself(&self, unit: &UnitPath) -> Option<String> {
        (self.scope == *unit && !self.act.roles.is_empty()).then(|| {
            format!("报出的报表只能由上级退回，{}不能自己收回。请联系上级。", self.unit_name(unit))
        })
    }

    /// 退回: by the level above, with the reason. The unit may then send it anew.
    pub fn give_back_report(&mut self, id: Id, reason: &str) -> Result<Report, Refusal> {
        let report = self.submitted_report(id)?.report;
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Refusal::said("请写明为什么退回。"));
        }
        if let Some(returned) = &report.returned {
            return Err(Refusal::said(format!(
                "这份报表已在{}退回（{}），请等重报。",
                terms::date(returned.on),
                returned.reason
            )));
        }
        if let Some(why) = self.kept_by_itself(&report.unit) {
            return Err(Refusal::said(why));
        }
        // What is given back to a unit here is given back by somebody; of the office's own a letter from above tells.
        if report.unit != self.home {
            self.act.person().in_own_name(Deed::GiveBack)?;
        }
        let returned = Returned {
            on: self.act.today,
            by: self.act.signature().to_owned(),
            reason: reason.to_owned(),
        };
        self.act.write(&mut self.store, Deed::GiveBack, |driver, trace| {
            reports::give_back(driver, &report, &returned)?;
            trace.note("report_give_back", Some(&report.unit), report.id, &returned)
        })?;
        Ok(Report { returned: Some(returned), ..report })
    }

    /// What is printed when nothing was sent yet: the same as would be sent today.
    pub fn report_request(&self, named: &Named) -> Request {
        Request {
            code: named.paper.clone(),
            about: Some(named.unit.to_string()),
            period: Some(named.period),
            fields: named.fields.clone(),
            blanks: true,
            ..Request::default()
        }
    }

    /// A submitted report as PDF: the first print is kept and always the same bytes.
    pub fn report_pdf(&mut self, id: Id, print: &Print) -> Result<Printed, Refusal> {
        let stored = self.submitted_report(id)?;
        let report = &stored.report;
        let kept = print.is_kept(report.returned.is_some());
        let title = self.report_title(report);
        let letter = shown(&stored)?;
        if kept && let Some(paper) = self.kept_paper(&report.unit, KEPT, report.id)? {
            let list = Listed::of(&letter, false);
            return Ok(Printed { bytes: paper.bytes, title, warnings: Vec::new(), list });
        }
        let mut printed = self.letter_pdf(letter, title, report.submitted_on, print)?;
        if kept {
            printed.bytes = self.keep_paper(&report.unit, KEPT, report.id, printed.bytes)?;
        }
        Ok(printed)
    }

    pub fn report_text(&mut self, id: Id) -> Result<String, Refusal> {
        let letter = shown(&self.submitted_report(id)?)?;
        self.letter_text(&letter)
    }

    fn report_title(&self, report: &Report) -> String {
        let span = terms::period(report.from, report.to);
        format!("{} {} {span}", report.title, self.unit_name(&report.unit))
    }
}

impl Owed {
    /// What has come of it, in a word.
    pub fn state(&self) -> &'static str {
        match (&self.submitted, &self.returned, self.late) {
            (Some(_), _, true) => "迟报",
            (Some(report), _, false) if report.zero => "零报告",
            (Some(_), _, false) => "已报",
            (None, Some(_), _) => "退回待重报",
            (None, None, true) => "逾期未报",
            (None, None, false) => "未报",
        }
    }
}

/// Whether all that a paper prints is known of a single grid. Figures, ledgers and trends are kept by community.
fn is_told_by_grid(form: &PaperForm) -> bool {
    const BY_GRID: [&str; 10] = [
        "premises",
        "key_premises",
        "grids",
        "hazards",
        "unfinished",
        "inspections",
        "categories",
        "duties",
        "tree",
        "planned",
    ];
    !form.is_report() && form.lists().iter().all(|list| BY_GRID.contains(&list.as_str()))
}

/// How many lines it tells that an earlier report should have told.
fn added(facts: &Facts) -> usize {
    facts.rows("corrections").iter().filter(|row| adds_hazard(row)).count()
}

/// What stands in the way of a 零报告.
fn content(facts: &Facts, figures: &Figures) -> String {
    let enterprises = facts.rows(SELF_REPORTS);
    if !enterprises.is_empty() {
        let told = SELF_REPORTED.map(|(name, label, unit)| {
            let counts = enterprises.iter().filter_map(|row| row.get(name)?.parse::<i64>().ok());
            format!("{label}{}{unit}", counts.sum::<i64>())
        });
        return told.join("，");
    }
    if is_of_nothing(facts) {
        let none = facts.rows("reported").iter().all(|row| !row.contains_key("submitted_on"));
        return match none {
            true => "还没有收到下级的报表".to_owned(),
            false => "收到的汇总本身都没有收到下级的报表".to_owned(),
        };
    }
    let mut parts = vec![format!("查出隐患{}条", figures.found)];
    if figures.found_late != 0 {
        parts.push(format!("补报{}条", figures.found_late));
    }
    for name in ["closed", "closed_before"].into_iter().chain(TAKEN) {
        let count = figures.get(name);
        // Of those found that were put right nobody asks here.
        if count != 0 && (name != "closed" || figures.found == 0) {
            parts.push(terms::counted_later(name, count));
        }
    }
    if is_told(facts) {
        parts.push("有已由别的一期报过的数".to_owned());
    }
    parts.join("，")
}

/// Whether a 零报告 would be true: no hazard was found, none is told late, or the rows that it is made of are none. A sum
/// of which nothing has come says nothing, and not that there was nothing.
fn is_zero(form: &PaperForm, rule: Option<&ReportRule>, facts: &Facts, figures: &Figures) -> bool {
    let first = form.tables().next().map(|table| table.rows.as_str());
    let summed = rule.is_some_and(|rule| !rule.sums.is_empty());
    match first {
        _ if is_told(facts) || summed && is_of_nothing(facts) => false,
        Some(SELF_REPORTS) => facts.rows(SELF_REPORTS).is_empty(),
        // What came late from below is in the sum.
        Some(_) if summed => {
            [figures.found, figures.found_late, figures.closed].into_iter().all(|count| count == 0)
        }
        Some("hazards" | "reported" | "streets" | "communities" | "quarter") | None => {
            figures.found == 0 && figures.found_late == 0 && added(facts) == 0
        }
        Some(list) => facts.rows(list).is_empty(),
    }
}

/// Whether another report has told some of it, before this one was sent anew.
fn is_told(facts: &Facts) -> bool {
    let says = |name: &'static str| {
        move |row: &BTreeMap<String, String>| row.get(name).is_some_and(|said| said == TOLD)
    };
    facts.rows("corrections").iter().any(says("kind"))
        || facts.rows("reported").iter().any(says("state"))
}

/// What is printed of a submitted report; one that was given back says so.
fn shown(stored: &Stored) -> Result<Letter, Refusal> {
    let mut letter: Letter = serde_json::from_str(&stored.letter).map_err(|error| {
        Refusal::Store(store::Fault::Damaged {
            place: None,
            detail: format!("a report cannot be read: {error}"),
        })
    })?;
    if stored.report.returned.is_some() {
        letter.title = format!("{}（已退回）", letter.title);
    }
    Ok(letter)
}
