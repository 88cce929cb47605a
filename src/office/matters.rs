//! What transfers, supervisions and events have in common: one is found by its id, opened, and goes on by
//! steps, each with its trace.

use super::{Office, Refusal, clock};
use crate::{
    domain::{
        id::Id,
        linked::Link,
        matter::{Matter, MatterKind, Road},
        permission::Deed,
        unit::UnitPath,
    },
    store::{self, matters},
    terms,
};

pub use crate::store::matters::{Filter, Line, Stored};

/// What a new matter is about.
pub(super) struct About {
    pub community: UnitPath,
    pub title: String,
    pub premises: Option<Id>,
    pub hazard: Option<Id>,
}

impl Office {
    /// Matters of one kind, or of all, as lines: of a premises, of a hazard, open ones.
    pub fn matters(
        &mut self,
        kind: Option<MatterKind>,
        filter: &Filter,
    ) -> Result<Vec<Line>, Refusal> {
        Ok(matters::lines(&mut *self.store.driver, &self.scope, kind, filter)?)
    }

    /// A matter by its id or the last digits of it.
    pub(super) fn matter<R: Road>(&mut self, wanted: &str) -> Result<Stored<R>, Refusal> {
        let wanted = wanted.trim();
        let word = terms::matter(R::KIND);
        let unknown = || {
            Refusal::said(format!(
                "没有编号为“{wanted}”的{word}。请用 anban {} list 查看编号，再试一次。",
                command(R::KIND)
            ))
        };
        let driver = &mut *self.store.driver;
        let ending = wanted.to_ascii_lowercase().replace('-', "");
        let id = match Id::parse(wanted) {
            Some(id) => id,
            None if ending.len() < 6 || !ending.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
                return Err(unknown());
            }
            None => match matters::ids_ending(driver, &self.scope, R::KIND, &ending)?.as_slice() {
                [id] => *id,
                [] => return Err(unknown()),
                several => {
                    return Err(Refusal::said(format!(
                        "编号以“{wanted}”结尾的{word}有{}件，请写全编号。",
                        several.len()
                    )));
                }
            },
        };
        matters::by_id(driver, &self.scope, id)?.ok_or_else(unknown)
    }

    pub(super) fn open_matter<R: Road>(
        &mut self,
        verb: &'static str,
        deed: Deed,
        about: About,
        opening: R::Opening,
    ) -> Result<Stored<R>, Refusal> {
        self.open_linked(verb, deed, about, &[], opening)
    }

    /// One that has to do with more than it is about.
    pub(super) fn open_linked<R: Road>(
        &mut self,
        verb: &'static str,
        deed: Deed,
        about: About,
        links: &[Link],
        opening: R::Opening,
    ) -> Result<Stored<R>, Refusal> {
        let course = R::open(&opening)?;
        let actor = self.act.signature().to_owned();
        let About { community, title, premises, hazard } = about;
        let matter =
            Matter { id: clock::new_id(), community, title, premises, hazard, opening, course };
        self.act.write(&mut self.store, deed, |driver, trace| {
            matters::insert(driver, &matter, &actor)?;
            for link in links {
                store::links::insert(driver, &matter.community, matter.id, *link)?;
            }
            trace.note(
                verb,
                Some(&matter.community),
                matter.id,
                &serde_json::json!({
                    "title": matter.title, "premises": matter.premises, "hazard": matter.hazard,
                    "links": links, "opening": matter.opening, "state": matter.course.state_code()
                }),
            )
        })?;
        self.matter(&matter.id.to_string())
    }

    pub(super) fn step_matter<R: Road>(
        &mut self,
        verb: &'static str,
        deed: Deed,
        stored: Stored<R>,
        step: R::Step,
    ) -> Result<Stored<R>, Refusal> {
        let Stored { matter, actor: opener, premises_name, mut steps } = stored;
        let before = (matter.course.state_code(), matter.course.due());
        let matter = Matter { course: matter.course.take(&step)?, ..matter };
        let actor = self.act.signature().to_owned();
        self.act.write(&mut self.store, deed, |driver, trace| {
            matters::follow(driver, &matter, steps.len(), &step, &actor)?;
            let after = (matter.course.state_code(), matter.course.due());
            trace.note(
                verb,
                Some(&matter.community),
                matter.id,
                &serde_json::json!({ "before": before, "step": step, "after": after }),
            )
        })?;
        steps.push((step, actor));
        Ok(Stored { matter, actor: opener, premises_name, steps })
    }

    pub(super) fn list_matters<R: Road>(
        &mut self,
        filter: &Filter,
    ) -> Result<Vec<Stored<R>>, Refusal> {
        Ok(matters::list(&mut *self.store.driver, &self.scope, filter)?)
    }

    /// Who takes a step of a matter: the named person, who may be of another office, else who acts.
    pub(super) fn named(&self, by: Option<&str>) -> String {
        match by.map(str::trim).filter(|name| !name.is_empty()) {
            Some(name) => name.to_owned(),
            None => self.act.signature().to_owned(),
        }
    }

    /// The same of a deed that goes out in somebody's name.
    pub(super) fn in_the_name(&self, deed: Deed, by: Option<&str>) -> Result<String, Refusal> {
        if by.is_none_or(|name| name.trim().is_empty()) {
            self.act.person().in_own_name(deed)?;
        }
        Ok(self.named(by))
    }
}

fn command(kind: MatterKind) -> &'static str {
    match kind {
        MatterKind::Transfer => "transfer",
        MatterKind::Supervision => "supervise",
        MatterKind::Event => "event",
    }
}

/// Longest piece of what was written that a title repeats.
const BRIEF: usize = 30;

pub(super) fn brief(text: &str) -> String {
    let mut letters = text.trim().chars();
    let mut short: String = letters.by_ref().take(BRIEF).collect();
    if letters.next().is_some() {
        short.push('…');
    }
    short
}
