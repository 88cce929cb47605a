//! What a person says to a suggestion: confirmed, with the row of a ledger or the supervision that the letter is about;
//! set aside; or entered by hand.

use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;

use super::{
    ACCOUNTABILITY, ByHand, Confirmed, INTERVIEW, Said, Suggestion, Which, Word,
    gather::holds_nobody, paper, records::BESIDE,
};
use crate::{
    domain::{
        accountability::{Found, Kind, Situation},
        id::Id,
        matter::{Matter, Road},
        permission::Deed,
        rule::RuleError,
        supervision::{self, Of, OfCommunity, Opened},
        time_of_day::TimeOfDay,
        unit::Level,
    },
    form::{filled, ledger::Ledger, library::Kind as FormKind},
    office::{Office, Refusal, clock},
    store::{
        self, entries, matters,
        warn::{self, Beside},
    },
    terms,
};

impl Office {
    /// What a letter would say, by the fields of its ledger; a supervision has none but its facts.
    pub fn warning_proposals(
        &mut self,
        suggestion: &Suggestion,
    ) -> Result<BTreeMap<String, String>, Refusal> {
        let (facts, _) = self.warning_facts(suggestion)?;
        let (situation, since) = (suggestion.situation, suggestion.found.day());
        self.letter_fields(situation, &suggestion.target, since, &facts)
    }

    /// Confirms a suggestion: the row of its ledger, or the supervision of its community, is made.
    pub fn confirm_warning(
        &mut self,
        which: &Which,
        word: &Word,
        fields: &BTreeMap<String, String>,
        reason: &str,
    ) -> Result<Confirmed, Refusal> {
        let suggestion = self.held(which)?;
        let by = self.spoken_by(word)?;
        let nobody = suggestion.names_nobody();
        let suggestion = self.naming(suggestion, word, fields)?;
        let mut fields = fields.clone();
        // Whom the letter is about is said by the name, in one spelling.
        fields.retain(|id, value| id != "target" || !(nobody || holds_nobody(value)));
        let fields = &fields;
        self.of_another(&suggestion, &by)?;
        let (facts, mut beside) = self.warning_facts(&suggestion)?;
        let facts = fields.get("facts").cloned().unwrap_or(facts);
        // Whoever has taken out the words that name it wants no table.
        if !fields.get("subject").unwrap_or(&facts).contains(BESIDE) {
            beside.clear();
        }
        let reason =
            if reason.trim().is_empty() { suggestion.message.clone() } else { reason.to_owned() };
        self.take_up("warn_confirm", &by, &suggestion, (&facts, &beside), fields, &reason)
    }

    /// Sets a suggestion aside, with the reason.
    pub fn dismiss_warning(
        &mut self,
        which: &Which,
        word: &Word,
        reason: &str,
    ) -> Result<Said, Refusal> {
        if reason.trim().is_empty() {
            return Err(RuleError::ReasonMissing.into());
        }
        let suggestion = self.held(which)?;
        let by = self.spoken_by(word)?;
        self.of_another(&suggestion, &by)?;
        let said = self.said(&suggestion, &by, reason, None);
        self.act.write(&mut self.store, Deed::Account, |driver, trace| {
            warn::say(driver, &said, &subjects(&suggestion), &[])?;
            trace.note("warn_dismiss", Some(&said.community), said.id, &said)
        })?;
        Ok(said)
    }

    /// Who answers for what is said: a named person with a fitting post.
    pub(super) fn spoken_by(&mut self, word: &Word) -> Result<String, Refusal> {
        let today = self.act.today;
        let by = self.signer(Deed::Account, word.by.as_deref(), None, today)?;
        // Who types for the street in a community, an administrator there, is of the community.
        if self.speaks_below() {
            return Err(Refusal::field(
                "by",
                format!(
                    "问责由街道的人登记、确认、搁置，{}是{}的，不能代为录入。请由{by}本人登录办理。",
                    self.act.actor,
                    self.unit_name(&self.scope)
                ),
            ));
        }
        Ok(by)
    }

    /// Nobody speaks of what is suggested against himself.
    fn of_another(&self, suggestion: &Suggestion, by: &str) -> Result<(), Refusal> {
        let person = suggestion.person.as_str();
        if person.is_empty() || (person != by && person != self.act.actor) {
            return Ok(());
        }
        Err(Refusal::field(
            "by",
            format!("这条提醒是关于{person}的，不能由本人确认或搁置。请由街道的其他人或区里办理。"),
        ))
    }

    /// The suggestion about the person who is meant. Where the records name nobody, who confirms it names somebody.
    fn naming(
        &mut self,
        mut of: Suggestion,
        word: &Word,
        fields: &BTreeMap<String, String>,
    ) -> Result<Suggestion, Refusal> {
        if !of.names_nobody() {
            return Ok(of);
        }
        let target = fields.get("target").map(String::as_str);
        let community = self.unit_name(&of.community);
        let person = word.person.as_deref().filter(|name| !name.trim().is_empty());
        let named = person.or(target).map(str::trim).unwrap_or_default();
        let street = of.community.parent().map(|street| self.unit_name(&street));
        let own = [Some(community.clone()), street];
        let name = own.iter().flatten().find_map(|unit| named.strip_prefix(unit.as_str()));
        let name = name.unwrap_or(named);
        // Never a placeholder on a letter.
        if name.is_empty() || holds_nobody(name) {
            return Err(Refusal::field(
                "person",
                format!(
                    "记录里看不出{community}的责任人是谁。请核实后写明责任人的姓名（--person 姓名，或 --set target=姓名）。"
                ),
            ));
        }
        self.check_known(name, "person")?;
        of.person = name.to_owned();
        let staff = self.staff()?;
        of.target = self.target(&of.community, name, &staff);
        Ok(of)
    }

    /// Enters a situation that no record shows.
    pub fn add_warning(&mut self, by_hand: &ByHand, word: &Word) -> Result<Confirmed, Refusal> {
        if by_hand.facts.trim().is_empty() {
            return Err(RuleError::ReasonMissing.into());
        }
        let by = self.spoken_by(word)?;
        let situation = by_hand.situation;
        let person = by_hand.person.trim();
        if situation.kind().of_person() && person.is_empty() {
            return Err(Refusal::field(
                "person",
                format!(
                    "{}是对个人的，请写明责任人（--person）。",
                    terms::accountability(situation.kind())
                ),
            ));
        }
        let community = self.community_for(by_hand.community.as_ref(), None)?;
        let since = self.act.day(by_hand.since)?;
        let person = if situation.kind().of_person() { person } else { "" };
        if !person.is_empty() {
            self.check_known(person, "person")?;
        }
        let staff = self.staff()?;
        let suggestion = Suggestion {
            situation,
            target: self.target(&community, person, &staff),
            community,
            person: person.to_owned(),
            found: Found::Holds { since },
            cases: Vec::new(),
            message: by_hand.facts.trim().to_owned(),
        };
        self.only_once(&suggestion)?;
        let facts = suggestion.message.clone();
        self.take_up("warn_add", &by, &suggestion, (&facts, &[]), &by_hand.fields, &facts)
    }

    /// The same situation of the same day is entered once against the same.
    fn only_once(&mut self, of: &Suggestion) -> Result<(), Refusal> {
        let (code, since) = (of.situation.code(), of.found.day());
        let same = |said: &&Said| {
            said.confirmed
                && said.void.is_none()
                && (said.code.as_str(), &said.target, said.since) == (code, &of.target, since)
        };
        match self.warnings_said()?.iter().find(same) {
            None => Ok(()),
            Some(said) => Err(Refusal::field(
                "since",
                format!(
                    "{}的“{}”（自{}起）已由{}在{}登记或者确认过，不用再登记。是另一次的，请写明从哪天起（--since）；\
                     登记错的，请先撤回那一次（anban warn said 里有它的编号）。",
                    of.target,
                    terms::accountable(of.situation),
                    terms::date(since),
                    said.by,
                    terms::date(said.on)
                ),
            )),
        }
    }

    /// What was said to suggestions, the newest first.
    pub fn warnings_said(&mut self) -> Result<Vec<Said>, Refusal> {
        Ok(warn::said(&mut *self.store.driver, &self.scope)?)
    }

    fn held(&mut self, which: &Which) -> Result<Suggestion, Refusal> {
        let suggestion = self.warning(which)?;
        if let Found::Near { on } = suggestion.found {
            return Err(Refusal::said(format!(
                "这种情形{}才成立，现在还来得及办理，不用确认或搁置。",
                terms::date(on)
            )));
        }
        Ok(suggestion)
    }

    fn said(&self, suggestion: &Suggestion, by: &str, reason: &str, leads_to: Option<Id>) -> Said {
        Said {
            id: clock::new_id(),
            community: suggestion.community.clone(),
            code: suggestion.situation.code().to_owned(),
            target: suggestion.target.clone(),
            confirmed: leads_to.is_some(),
            on: self.act.today,
            since: suggestion.found.day(),
            reason: reason.trim().to_owned(),
            by: by.to_owned(),
            leads_to,
            void: None,
        }
    }

    fn letter_fields(
        &mut self,
        situation: Situation,
        target: &str,
        since: NaiveDate,
        facts: &str,
    ) -> Result<BTreeMap<String, String>, Refusal> {
        let today = self.act.today;
        let kind = situation.kind();
        let words = terms::accountable(situation).to_owned();
        let mut fields = BTreeMap::from([("facts".to_owned(), facts.to_owned())]);
        let mut put = |id: &str, value: String| fields.insert(id.to_owned(), value);
        match kind {
            Kind::Supervision => {}
            Kind::Interview => {
                put("decided_on", today.to_string());
                put("target", target.to_owned());
                put("situation", words);
                put("subject", facts.to_owned());
                fields.remove("facts");
            }
            Kind::Circular | Kind::Admonition | Kind::Transfer => {
                put("decided_on", today.to_string());
                put("kind", terms::accountability(kind).to_owned());
                put("target", target.to_owned());
                put("situation", words);
                put("since", since.to_string());
            }
        }
        fields.retain(|_, value| !value.is_empty());
        Ok(fields)
    }

    /// The row or the supervision, and what was said, in one deed.
    fn take_up(
        &mut self,
        verb: &'static str,
        by: &str,
        suggestion: &Suggestion,
        (facts, beside): (&str, &[Beside]),
        over: &BTreeMap<String, String>,
        reason: &str,
    ) -> Result<Confirmed, Refusal> {
        let kind = suggestion.situation.kind();
        let paper = paper(kind);
        if kind == Kind::Supervision {
            let matter = self.supervised(suggestion, by, facts)?;
            let said = self.said(suggestion, by, reason, Some(matter.id));
            self.act.write(&mut self.store, Deed::Account, |driver, trace| {
                matters::insert(driver, &matter, by)?;
                warn::say(driver, &said, &subjects(suggestion), beside)?;
                trace.note("supervise_open", Some(&said.community), matter.id, &matter.opening)?;
                trace.note(verb, Some(&said.community), said.id, &said)
            })?;
            return Ok(Confirmed { about: matter.id, said, paper });
        }
        let (target, since) = (&suggestion.target, suggestion.found.day());
        let known = self.letter_fields(suggestion.situation, target, since, facts)?;
        let mut fields = known.clone();
        fields.extend(over.clone());
        let code = if kind == Kind::Interview { INTERVIEW } else { ACCOUNTABILITY };
        let ledger = self.ledger(code)?;
        let revision = self.revision(FormKind::Ledger, code)?;
        let fields = filled::check(&ledger.fields, &fields)?;
        check_as_suggested(&ledger, &known, &fields)?;
        self.check_held(kind, since, &fields)?;
        let fields = self.with_report_by(&ledger, fields, None);
        let entry = self.laid_out(&ledger, suggestion.community.clone(), None, None, fields)?;
        let said = self.said(suggestion, by, reason, Some(entry.id));
        self.act.write(&mut self.store, Deed::Account, |driver, trace| {
            store::forms::keep(driver, &revision)?;
            entries::insert(driver, &entry, &revision.sha)?;
            warn::say(driver, &said, &subjects(suggestion), beside)?;
            trace.note("entry_add", Some(&entry.community), entry.id, &entry)?;
            trace.note(verb, Some(&said.community), said.id, &said)
        })?;
        Ok(Confirmed { about: entry.id, said, paper })
    }

    /// It is decided once it holds. The letter calls somebody to a day and an hour: they lie ahead, and can be read.
    fn check_held(
        &self,
        kind: Kind,
        since: NaiveDate,
        fields: &BTreeMap<String, String>,
    ) -> Result<(), Refusal> {
        let said = |id: &str| fields.get(id).map_or("", |value| value.trim());
        let decided: Option<NaiveDate> = said("decided_on").parse().ok();
        if let Some(decided) = decided.filter(|day| !(since..=self.act.today).contains(day)) {
            return Err(Refusal::field(
                "decided_on",
                format!(
                    "决定日期写的是{}，应当在情形成立（{}）以后，到今天为止。",
                    terms::date(decided),
                    terms::date(since)
                ),
            ));
        }
        if kind != Kind::Interview {
            return Ok(());
        }
        let held: Option<NaiveDate> = said("held_on").parse().ok();
        if held.is_some_and(|held| held < self.act.today) {
            return Err(Refusal::field(
                "held_on",
                format!(
                    "“约谈日期”{}已经过去，通知书不能通知过去的约谈。约谈过的，请直接登记在“约谈登记”里（anban ledger add interview）。",
                    held.map(terms::date).unwrap_or_default()
                ),
            ));
        }
        if TimeOfDay::read(said("held_at")).is_none() {
            return Err(Refusal::field(
                "held_at",
                format!(
                    "“约谈时间”写的是“{}”，看不出几时几分。请写成 9时30分 或 9:30。",
                    said("held_at")
                ),
            ));
        }
        Ok(())
    }

    fn supervised(
        &self,
        suggestion: &Suggestion,
        by: &str,
        facts: &str,
    ) -> Result<Matter<supervision::Course>, Refusal> {
        let Some(situation) = suggestion.situation.of_supervision() else {
            return Err(Refusal::said("这种情形不是挂牌督办的情形。"));
        };
        let opening = Opened {
            on: self.act.today,
            by: by.to_owned(),
            // Of the street or above: whose people put it up.
            unit: self
                .unit_name(&self.scope.at(Level::Street).unwrap_or_else(|| self.scope.clone())),
            every: self.regime.supervision.every,
            of: Of::Community(OfCommunity { situation, words: facts.to_owned() }),
        };
        let course = supervision::Course::open(&opening)?;
        let title = format!("{}：{}", suggestion.target, terms::situation(situation));
        let community = suggestion.community.clone();
        let id = clock::new_id();
        Ok(Matter { id, community, title, premises: None, hazard: None, opening, course })
    }
}

/// Who is called to account, for what and how, is that of the suggestion: the letter and the ladder say the same.
fn check_as_suggested(
    ledger: &Ledger,
    known: &BTreeMap<String, String>,
    said: &BTreeMap<String, String>,
) -> Result<(), Refusal> {
    for id in ["kind", "target", "situation"] {
        let (Some(known), Some(said)) = (known.get(id), said.get(id)) else { continue };
        if known != said {
            let label = ledger.fields.iter().find(|field| field.id == id);
            let label = label.map_or("内容", |field| &field.label);
            return Err(Refusal::field(
                id,
                format!(
                    "这一条的{label}是“{known}”，不能改成“{said}”。对别人、用别的方式或者因别的情形追究的，请用 anban warn add 另行登记。"
                ),
            ));
        }
    }
    Ok(())
}

fn subjects(suggestion: &Suggestion) -> Vec<String> {
    let all: HashSet<&String> = suggestion.cases.iter().map(|case| &case.subject).collect();
    all.into_iter().cloned().collect()
}
