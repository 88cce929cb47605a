//! What a meeting decides is listed among the tasks without being typed again (REP-12, REP-13): each line of the
//! minutes that says who and until when is one task, and follows the minutes until somebody has touched it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};

use super::{
    Office, Refusal,
    act::Trace,
    agenda::Begin,
    clock,
    known::unknown,
    ledger::day_of,
    review::{MEETINGS, Meeting, TASKS},
};
use crate::{
    domain::{
        decided::{Decided, decided},
        entry::{Entry, people},
        notice::Void,
        period,
        typed::name_key,
    },
    form::{ledger::Ledger, library::Kind},
    store::{
        self, Driver,
        entries::{self, Stored},
        forms::FormRevision,
    },
    terms,
};

/// Rows that are written together with the one they follow from.
#[derive(Default)]
pub(super) struct Following {
    pub add: Vec<Entry>,
    pub change: Vec<(Stored, Entry)>,
}

impl Following {
    fn has_tasks(&self) -> bool {
        let changed = self.change.iter().map(|(_, after)| after);
        self.add.iter().chain(changed).any(|entry| entry.ledger == TASKS)
    }

    /// Before the row itself, so that the last deed of the desk is that row. `own` is the revision of its ledger, `tasks` of
    /// that of the tasks where there are any.
    pub(super) fn write(
        &self,
        driver: &mut dyn Driver,
        trace: &mut Trace,
        own: &FormRevision,
        tasks: Option<&FormRevision>,
        today: NaiveDate,
    ) -> Result<(), Refusal> {
        if let Some(tasks) = tasks {
            store::forms::keep(driver, tasks)?;
        }
        let revision = |entry: &Entry| tasks.filter(|_| entry.ledger == TASKS).unwrap_or(own);
        for task in &self.add {
            entries::insert(driver, task, &revision(task).sha)?;
            trace.note("entry_add", Some(&task.community), task.id, task)?;
        }
        for (before, after) in &self.change {
            entries::update(driver, after, &revision(after).sha, before.version, today)?;
            let verb = if after.void.is_some() { "entry_void" } else { "entry_edit" };
            let body = serde_json::json!({ "before": before.entry, "after": after });
            trace.note(verb, Some(&after.community), after.id, &body)?;
        }
        Ok(())
    }
}

/// What minutes have come to: the tasks of their lines, and the lines that are none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Followed {
    pub tasks: Vec<Stored>,
    /// Each with its number among the lines.
    pub lacking: Vec<(usize, Decided)>,
}

impl Followed {
    /// In one sentence or two.
    pub fn says(&self) -> String {
        let mut says = String::new();
        if !self.tasks.is_empty() {
            says = format!("部署的事项有{}项列在任务台账里，到期前提醒。", self.tasks.len());
        }
        let strange = |line: &Decided| line.due.is_some() && !line.strangers.is_empty();
        for (no, line) in self.lacking.iter().filter(|(_, line)| strange(line)) {
            says += &format!("第{no}项“{}”没有列入任务台账：", line.content);
            line.strangers.iter().for_each(|name| says += &unknown(name));
        }
        let lacking = || self.lacking.iter().filter(|(_, line)| !strange(line));
        for (no, line) in lacking() {
            if !line.unread.is_empty() {
                says += &format!(
                    "第{no}项“{}”的期限“{}”看不出是例会以后的哪一天，没有列入任务台账。",
                    line.content, line.unread
                );
                continue;
            }
            let lacks = match (line.owner.is_empty(), line.due.is_none()) {
                (true, true) => "责任人和期限",
                (true, false) => "责任人",
                _ => "期限",
            };
            says += &format!("第{no}项“{}”没有写明{lacks}，没有列入任务台账。", line.content);
        }
        if lacking().next().is_some() {
            says += "每项一行，写成“事项，责任人或社区，期限”，例如“清理疏散通道，陈一鸣，11月27日前”。";
        }
        says
    }
}

/// How a task names the meeting that it comes from.
fn meeting_name(on: NaiveDate) -> String {
    format!("{}例会", terms::date(on))
}

/// The task of a line as long as nobody has touched it.
fn laid(line: &Decided, on: NaiveDate) -> BTreeMap<String, String> {
    [
        ("assigned_on", on.to_string()),
        ("from", meeting_name(on)),
        ("content", line.content.clone()),
        ("owner", line.owner.clone()),
        ("due_on", line.due.map(|due| due.to_string()).unwrap_or_default()),
    ]
    .map(|(id, value)| (id.to_owned(), value))
    .into()
}

/// Whether a task is what a line of minutes says: given out in the week of the meeting and not by another meeting, or still
/// to be done by the same people until the same day. What was done before is decided anew.
fn is_task_of(task: &Entry, line: &Decided, held: NaiveDate) -> bool {
    let field = |id: &str| task.fields.get(id).map_or("", String::as_str);
    let (from, to) = period::week_of(held);
    let elsewhere = task.on != held && field("from") == meeting_name(task.on);
    let given_out = from <= task.on && task.on <= to && !elsewhere;
    let is_named = people(field("owner")).any(|owner| owner == line.owner);
    let theirs = line.each || people(field("owner")).eq(people(&line.owner));
    let goes_on = task.waits && task.until == line.due && theirs;
    name_key(field("content")) == name_key(&line.content)
        && (is_named || !line.each)
        && (given_out || goes_on)
}

impl Office {
    /// The lines of minutes; none of another ledger's row, or of one that is struck out.
    fn lines(&mut self, entry: &Entry) -> Result<Vec<Decided>, Refusal> {
        if entry.ledger != MEETINGS || entry.void.is_some() {
            return Ok(Vec::new());
        }
        let field = |id: &str| entry.fields.get(id).map_or("", String::as_str);
        let staff = store::staff::under(&mut *self.store.driver, &self.home)?;
        let mut known: BTreeSet<String> = staff.into_iter().map(|person| person.name).collect();
        // Nobody gives anything out to a unit above or beside.
        let own = self.units.iter().filter(|unit| entry.community.covers(&unit.path));
        known.extend(own.map(|unit| unit.name.clone()));
        for id in ["present", "absent", "host", "recorder"] {
            known.extend(people(field(id)).map(str::to_owned));
        }
        let mut lines = decided(field("decisions"), entry.on, &known);
        for line in &mut lines {
            let owners: Vec<&str> = people(&line.owner).collect();
            line.strangers = self.strangers(&owners)?;
        }
        Ok(lines)
    }

    /// A line as tasks are made of it: where a unit above gives it to several, one for each.
    fn parts(&mut self, meeting: &Entry, line: Decided) -> Result<Vec<Decided>, Refusal> {
        let each = self.owed_apart(&meeting.community, &line.owner)?;
        let several = each.len() > 1;
        let part = |owner| Decided { owner, each: several, ..line.clone() };
        Ok(each.into_iter().map(part).collect())
    }

    /// The parts of the lines of which tasks are made.
    fn whole_parts(&mut self, meeting: &Entry) -> Result<Vec<Decided>, Refusal> {
        let mut parts = Vec::new();
        for line in self.lines(meeting)?.into_iter().filter(Decided::is_whole) {
            parts.extend(self.parts(meeting, line)?);
        }
        Ok(parts)
    }

    /// The tasks of the community that met.
    fn tasks_about(&mut self, meeting: &Entry) -> Result<Vec<Stored>, Refusal> {
        let filter = entries::Filter { ledger: Some(TASKS.to_owned()), ..Default::default() };
        Ok(entries::list(&mut *self.store.driver, &meeting.community, &filter)?)
    }

    /// What follows when a row is entered, put right or struck out, with the revision of the tasks where there are any.
    pub(super) fn following(
        &mut self,
        before: Option<&Entry>,
        after: &Entry,
    ) -> Result<(Following, Option<FormRevision>), Refusal> {
        let mut following = self.follow_minutes(before, after)?;
        self.follow_year(before, after, &mut following)?;
        self.with_revision(following)
    }

    /// The same when a row goes to another community, struck out in its own: minutes take their tasks along, and a year of
    /// appraisals hears of what the row says, not of where it stands.
    pub(super) fn following_away(
        &mut self,
        before: &Entry,
        struck: &Entry,
        fresh: &Entry,
    ) -> Result<(Following, Option<FormRevision>), Refusal> {
        let mut following = self.follow_minutes(Some(before), struck)?;
        let there = self.follow_minutes(None, fresh)?;
        following.add.extend(there.add);
        following.change.extend(there.change);
        let same = Entry { id: before.id, ..fresh.clone() };
        self.follow_year(Some(before), &same, &mut following)?;
        self.with_revision(following)
    }

    fn with_revision(
        &mut self,
        following: Following,
    ) -> Result<(Following, Option<FormRevision>), Refusal> {
        let tasks =
            following.has_tasks().then(|| self.revision(Kind::Ledger, TASKS)).transpose()?;
        Ok((following, tasks))
    }

    /// What follows in the ledger of tasks when minutes are entered, put right or struck out. A task that says
    /// something else than the minutes have said is somebody's own, and stays.
    fn follow_minutes(
        &mut self,
        before: Option<&Entry>,
        after: &Entry,
    ) -> Result<Following, Refusal> {
        let Some(ledger) = self.library.ledger(TASKS).filter(|_| after.ledger == MEETINGS).cloned()
        else {
            return Ok(Following::default());
        };
        let said = match before {
            Some(before) => self.whole_parts(before)?,
            None => Vec::new(),
        };
        let says = self.whole_parts(after)?;
        let tasks = self.tasks_about(after)?;
        let was_on = before.map_or(after.on, |before| before.on);
        let mut following = Following::default();
        // What one of several owed is not the task of who is named in their place.
        let is_others = |task: &Stored, line: &Decided| {
            let mut others = said.iter().filter(|one| one.each && !one.is_same(line));
            others.any(|one| task.entry.fields == laid(one, was_on))
        };
        for line in &says {
            let earlier = said.iter().find(|one| one.is_same(line));
            let laid_then = earlier.map(|earlier| laid(earlier, was_on));
            let stands = tasks
                .iter()
                .find(|task| Some(&task.entry.fields) == laid_then.as_ref())
                .or_else(|| {
                    let mut known = tasks.iter().filter(|task| !is_others(task, line));
                    known.find(|task| is_task_of(&task.entry, line, after.on))
                });
            let twice = following.add.iter().any(|task| is_task_of(task, line, after.on));
            match (stands, earlier) {
                (None, None) if !twice => following.add.push(task_of(&ledger, after, line)),
                (Some(task), Some(earlier)) if task.entry.fields == laid(earlier, was_on) => {
                    let fresh = Entry { id: task.entry.id, ..task_of(&ledger, after, line) };
                    if fresh != task.entry {
                        following.change.push((task.clone(), fresh));
                    }
                }
                // Typed by hand before, changed by hand since, or struck out by hand.
                _ => {}
            }
        }
        for line in &said {
            if says.iter().any(|one| one.is_same(line)) {
                continue;
            }
            let untouched = |task: &&Stored| task.entry.fields == laid(line, was_on);
            if let Some(task) = tasks.iter().find(untouched) {
                // Said by other minutes as well, it is theirs from now on.
                if let Some((meeting, line)) = self.said_elsewhere(after, &task.entry)? {
                    let theirs = task_of(&ledger, &meeting, &line);
                    if theirs.fields != task.entry.fields {
                        let entry = Entry { id: task.entry.id, ..theirs };
                        following.change.push((task.clone(), entry));
                    }
                    continue;
                }
                let reason = match &after.void {
                    Some(void) => format!("例会记录作废：{}", void.reason),
                    None => "例会记录里已经改掉这一项".to_owned(),
                };
                let void = Some(Void { on: self.act.today, reason });
                let entry = Entry { void, waits: false, ..task.entry.clone() };
                following.change.push((task.clone(), entry));
            }
        }
        Ok(following)
    }

    /// The earliest of the community's other minutes that say a task, with their line.
    fn said_elsewhere(
        &mut self,
        but: &Entry,
        task: &Entry,
    ) -> Result<Option<(Entry, Decided)>, Refusal> {
        let filter = entries::Filter { ledger: Some(MEETINGS.to_owned()), ..Default::default() };
        let mut others = entries::list(&mut *self.store.driver, &but.community, &filter)?;
        others.retain(|other| other.entry.id != but.id);
        others.sort_by_key(|other| (other.entry.on, other.entry.id));
        for Stored { entry, .. } in others {
            let says = |line: &Decided| is_task_of(task, line, entry.on);
            if let Some(line) = self.whole_parts(&entry)?.into_iter().find(says) {
                return Ok(Some((entry, line)));
            }
        }
        Ok(None)
    }

    /// What is known of a task that a community's meeting in the week of a day gives out: its minutes if they are on
    /// record, and the day before which the next meeting asks for it.
    pub fn decision_begin(&self, of: Option<NaiveDate>, meeting: Option<&Meeting>) -> Begin {
        let today = self.act.today;
        let (from, to) = period::week_of(of.unwrap_or(today));
        let (on, name) = match meeting.and_then(|meeting| meeting.minutes.as_ref()) {
            Some(minutes) => (minutes.entry.on, meeting_name(minutes.entry.on)),
            None => (to.min(today), format!("{}例会", period::week_name(from))),
        };
        let due = to + Days::new(7);
        let fields = [("assigned_on", on.to_string()), ("from", name), ("due_on", due.to_string())];
        Begin {
            place: meeting.map(|meeting| meeting.community.clone()),
            fields: fields.map(|(id, value)| (id.to_owned(), value)).into(),
            day: None,
        }
    }

    /// The minutes that a task comes from: of the meeting held in its week those that say it, else those that it names.
    pub fn minutes_behind(&mut self, task: &Entry) -> Result<Option<Stored>, Refusal> {
        if task.ledger != TASKS {
            return Ok(None);
        }
        let (from, to) = period::week_of(task.on);
        let filter = entries::Filter {
            ledger: Some(MEETINGS.to_owned()),
            from: Some(from),
            to: Some(to),
            ..Default::default()
        };
        let named = task.fields.get("from").map_or("", String::as_str);
        let mut behind = None;
        for meeting in entries::list(&mut *self.store.driver, &task.community, &filter)? {
            let held = meeting.entry.on;
            if self.lines(&meeting.entry)?.iter().any(|line| is_task_of(task, line, held)) {
                return Ok(Some(meeting));
            }
            if meeting_name(held) == named {
                behind = Some(meeting);
            }
        }
        Ok(behind)
    }

    /// What minutes have come to; `None` for a row of another ledger or one that is struck out.
    pub fn decided_after(&mut self, entry: &Entry) -> Result<Option<Followed>, Refusal> {
        if entry.ledger != MEETINGS || entry.void.is_some() || self.library.ledger(TASKS).is_none()
        {
            return Ok(None);
        }
        let lines = self.lines(entry)?;
        let tasks = self.tasks_about(entry)?;
        let mut followed = Followed::default();
        for (no, line) in (1..).zip(lines) {
            let mut is_task = false;
            for part in self.parts(entry, line.clone())? {
                if let Some(task) =
                    tasks.iter().find(|task| is_task_of(&task.entry, &part, entry.on))
                {
                    is_task = true;
                    followed.tasks.push(task.clone());
                }
            }
            if !is_task && !line.is_whole() {
                followed.lacking.push((no, line));
            }
        }
        Ok(Some(followed))
    }
}

fn task_of(ledger: &Ledger, meeting: &Entry, line: &Decided) -> Entry {
    let fields = laid(line, meeting.on);
    let until = day_of(&fields, &ledger.until);
    Entry {
        id: clock::new_id(),
        community: meeting.community.clone(),
        ledger: ledger.code.clone(),
        premises: None,
        hazard: None,
        on: meeting.on,
        until,
        waits: ledger.waits(until, &fields),
        fields,
        void: None,
    }
}
