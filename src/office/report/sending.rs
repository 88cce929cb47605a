//! A report is sent once and kept as it was sent (S0 §二.3, S2 制度一、制度三).

use chrono::{Days, NaiveDate};

use super::{
    LATE_ANEW, Named, Office, Period, Refusal, Wanted,
    zero::{content, is_zero},
};
use crate::{
    domain::{
        permission::Deed,
        report::{Report, sent_from, was_there},
        staff::Role,
        unit::UnitPath,
    },
    form::{library::Kind, paper as paper_form},
    office::{
        clock,
        documents::{Only, lay_fields, written},
        facts::{Gather, Rows, SELF_REPORTS, Spoken, still_to_list},
    },
    store::{
        self,
        reports::{self, Stored},
    },
    terms,
};

impl Office {
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
        if rule.is_none() && self.is_sum_of_nothing(form, unit) {
            return Err(Refusal::said(format!(
                "“{title}”汇总下级报来的报表，这里没有下级要报的，不能上报。本单位的情况请报本单位的报表（anban report status 列有要报的）。"
            )));
        }
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
        let (first_on, back_on) = self.sent_before(unit, code, *period)?;
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
            first_on,
            back_on,
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

    /// When what was given back of these days was first sent, and when it was given back last; `None` of what was not
    /// sent before.
    fn sent_before(
        &mut self,
        unit: &UnitPath,
        code: &str,
        Period { from, to }: Period,
    ) -> Result<(Option<NaiveDate>, Option<NaiveDate>), Refusal> {
        let sent = reports::list(&mut *self.store.driver, unit, from, to)?;
        let same = || {
            sent.iter().filter(|sent| {
                sent.unit == *unit && sent.code == code && (sent.from, sent.to) == (from, to)
            })
        };
        let first = same().map(|sent| sent.submitted_on).min();
        let back = same().filter_map(|sent| sent.returned.as_ref()).map(|back| back.on).max();
        Ok((first.filter(|first| *first < self.act.today), back))
    }

    /// 重报逾期
    pub fn is_late_anew(&self, report: &Report) -> bool {
        report.is_late_anew(&self.calendar)
    }

    /// What is said of a report as it is sent: that it comes too late, or too late anew.
    pub fn late_said(&self, report: &Report) -> Option<String> {
        let due = report.due.filter(|_| report.is_late());
        let anew = report.anew_by(&self.calendar).filter(|_| report.is_late_anew(&self.calendar));
        match (due, anew) {
            (Some(due), _) => Some(format!("迟报：应在{}前报出。", terms::date(due))),
            (None, Some(by)) => Some(format!("{LATE_ANEW}：退回后应在{}前重报。", terms::date(by))),
            (None, None) => None,
        }
    }

    /// What a report would speak of if it were sent today.
    pub(super) fn spoken<'a>(&mut self, named: &'a Named) -> Result<Spoken<'a>, Refusal> {
        let Named { code, form, rule, unit, period, fields, .. } = named;
        let rule = rule.as_ref();
        let days = self.spoken_days(rule, unit, *period)?;
        let campaign = self.campaign_told(form, fields, *period)?;
        let within = self.within(campaign.as_ref(), unit, days.to)?;
        Ok(Spoken { code, rule, unit, period: *period, days, campaign, within, form })
    }

    /// Whether this desk may send it today: its own, and not before its days are over.
    pub(super) fn may_submit(&self, named: &Named) -> Result<(), Refusal> {
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

    /// Whether a unit was there, and this office, for what speaks of days up to one and was due on another.
    pub(super) fn was_there(&self, unit: &UnitPath, last: NaiveDate, due: NaiveDate) -> bool {
        let began = self.records_began();
        let since = self.unit(unit).map_or(began, |unit| unit.valid_from.max(began));
        was_there(since, last, due)
    }
}
