//! Events (网格事件): from five sources through the desks and back (S2, the flowchart at its end).

use chrono::NaiveDate;

use super::{
    Office, Refusal,
    matters::{About, Filter, brief},
    written::written_in,
};
use crate::domain::{
    event::{Course, Desk, Hop, Registered, Source, StateKind, Step, hops},
    linked::{Link, LinkKind},
    permission::Deed,
    rule::RuleError,
    time_of_day::TimeOfDay,
    unit::{Level, UnitPath},
};

mod links;

pub use self::links::{CLUES, Linked, Linking};

pub type Stored = super::matters::Stored<Course>;

/// What was reported.
#[derive(Clone, Debug, PartialEq)]
pub struct Registering {
    pub source: Source,
    /// The grid, or the community where no grid is known; that of the premises or the hazard when not said.
    pub grid: Option<String>,
    pub community: Option<String>,
    pub premises: Option<String>,
    pub hazard: Option<String>,
    /// What else it has to do with: the first of these tells the place where nothing above does.
    pub links: Linking,
    pub at: Option<TimeOfDay>,
    pub place: String,
    /// Whom or what it is about; the premises when not said.
    pub object: String,
    pub content: String,
    pub informant: String,
    pub phone: String,
    pub by: Option<String>,
    pub on: Option<NaiveDate>,
}

/// Which events a list has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Which {
    #[default]
    All,
    Open,
    /// They lie at one desk beyond the days that they may (督办用).
    Overdue,
}

impl Office {
    pub fn register_event(&mut self, registering: &Registering) -> Result<Stored, Refusal> {
        let on = self.act.day(registering.on)?;
        let hazard = match &registering.hazard {
            Some(wanted) => Some(self.hazard(wanted)?.hazard),
            None => None,
        };
        let found = self.named_links(&registering.links)?;
        let told = hazard.as_ref().map(|hazard| hazard.premises);
        let told = told.or_else(|| found.iter().find_map(|found| found.premises));
        let premises = match (&registering.premises, told) {
            (Some(name), _) => Some(self.find_premises(name)?.entry),
            (None, Some(id)) => Some(self.find_premises(&id.to_string())?.entry),
            (None, None) => None,
        };
        let known = premises.as_ref().map(|entry| (entry.grid.clone(), entry.community.clone()));
        let known = known.or_else(|| Some((None, found.first()?.community.clone())));
        let (seat, community): (UnitPath, UnitPath) =
            match (&registering.grid, &registering.community, known) {
                (Some(grid), _, _) => {
                    let grid = self.find_unit(Level::Grid, grid)?;
                    let community = grid.at(Level::Community).unwrap_or_else(|| grid.clone());
                    (grid, community)
                }
                (None, Some(name), _) => {
                    let community = self.find_unit(Level::Community, name)?;
                    (community.clone(), community)
                }
                (None, None, Some((grid, community))) => {
                    (grid.unwrap_or_else(|| community.clone()), community)
                }
                (None, None, None) => {
                    return Err(Refusal::said(
                        "没有写明事件在哪个网格。请写网格、社区，或涉及的单位、隐患、检查、线索。",
                    ));
                }
            };
        // A premises of another community would be looked for in the wrong place ever after.
        if let Some(entry) = premises.as_ref().filter(|entry| entry.community != community) {
            return Err(Refusal::said(format!(
                "“{}”在{}，与写的网格不在一个社区。请核对网格或单位。",
                entry.name,
                self.unit_name(&entry.community)
            )));
        }
        let hazard = hazard.as_ref().map(|hazard| hazard.id);
        let links: Vec<Link> = found
            .iter()
            .map(|found| found.link)
            .filter(|link| link.kind != LinkKind::Hazard || Some(link.id) != hazard)
            .collect();
        self.check_links(&links, &community)?;
        let content = registering.content.trim().to_owned();
        let object = match written_in("object", &registering.object, "对象")? {
            none if none.is_empty() => {
                premises.as_ref().map(|entry| entry.name.clone()).unwrap_or_default()
            }
            object => object,
        };
        let part = if object.is_empty() { "" } else { "：" };
        let about = About {
            community,
            title: format!("{object}{part}{}", brief(&content)),
            premises: premises.as_ref().map(|entry| entry.id),
            hazard,
        };
        let place = match (written_in("place", &registering.place, "地点")?, &premises) {
            (none, Some(entry)) if none.is_empty() => entry.whereabouts().place().to_owned(),
            (place, _) => place,
        };
        let registered = Registered {
            on,
            by: self.named(registering.by.as_deref()),
            grid: self.unit_name(&seat),
            source: registering.source,
            at: registering.at,
            place,
            object,
            content,
            informant: written_in("informant", &registering.informant, "来访、举报人")?,
            phone: written_in("phone", &registering.phone, "电话")?,
            hop_days: self.regime.event.hop_days,
        };
        self.open_linked("event_register", Deed::Event, about, &links, registered)
    }

    /// 处置 at the desk where it lies.
    pub fn handle_event(
        &mut self,
        wanted: &str,
        by: Option<&str>,
        note: &str,
        on: Option<NaiveDate>,
    ) -> Result<Stored, Refusal> {
        let (on, by) = (self.act.day(on)?, self.named(by));
        let step = Step::Handled { on, by, note: note.trim().to_owned() };
        self.event_step("event_handle", None, wanted, step)
    }

    /// 上报. Without a desk it goes to the next one: the street from a grid or a community, then the district,
    /// then the city. Without a name it is the unit of that level.
    pub fn pass_event_up(
        &mut self,
        wanted: &str,
        by: Option<&str>,
        to: Option<Desk>,
        name: &str,
        opinion: &str,
        on: Option<NaiveDate>,
    ) -> Result<Stored, Refusal> {
        let (on, by) = (self.act.day(on)?, self.named(by));
        let stored = self.event(wanted)?;
        let to = to.unwrap_or(match stored.matter.course.seat().desk {
            Desk::Grid | Desk::Community | Desk::Section => Desk::Street,
            Desk::Street => Desk::District,
            Desk::District | Desk::Department | Desk::City => Desk::City,
        });
        let name = match name.trim() {
            "" => self.desk_name(to, &stored.matter.community),
            name => name.to_owned(),
        };
        let opinion = opinion.trim().to_owned();
        let step = Step::PassedUp { on, by, to, name, opinion };
        self.step_matter("event_up", where_it_lies(&stored), stored, step)
    }

    /// 指派 to a community, a section or a department, others helping.
    #[expect(clippy::too_many_arguments, reason = "the fields of one line of the flowchart")]
    pub fn assign_event(
        &mut self,
        wanted: &str,
        by: Option<&str>,
        to: Desk,
        name: &str,
        helpers: &[String],
        opinion: &str,
        on: Option<NaiveDate>,
    ) -> Result<Stored, Refusal> {
        let (on, by) = (self.act.day(on)?, self.in_the_name(Deed::AssignEvent, by)?);
        let stored = self.event(wanted)?;
        let name = match (name.trim(), to) {
            ("", Desk::Community) => self.desk_name(to, &stored.matter.community),
            (name, _) => name.to_owned(),
        };
        let step = Step::Assigned {
            on,
            by,
            to,
            name,
            helpers: helpers.iter().map(|name| name.trim().to_owned()).collect(),
            opinion: opinion.trim().to_owned(),
        };
        self.step_matter("event_assign", Deed::AssignEvent, stored, step)
    }

    /// 信息反馈, one desk down.
    pub fn feed_back_event(
        &mut self,
        wanted: &str,
        by: Option<&str>,
        opinion: &str,
        on: Option<NaiveDate>,
    ) -> Result<Stored, Refusal> {
        let (on, by) = (self.act.day(on)?, self.named(by));
        let step = Step::FedBack { on, by, opinion: opinion.trim().to_owned() };
        self.event_step("event_feed_back", None, wanted, step)
    }

    /// 办结, once the feedback is back at the grid.
    pub fn finish_event(
        &mut self,
        wanted: &str,
        by: Option<&str>,
        result: &str,
        on: Option<NaiveDate>,
    ) -> Result<Stored, Refusal> {
        let (on, by) = (self.act.day(on)?, self.named(by));
        let step = Step::Done { on, by, result: result.trim().to_owned() };
        self.event_step("event_done", Some(Deed::Event), wanted, step)
    }

    /// 兑现举报奖励 (INS-29): for what was looked into and is done.
    pub fn reward_event(
        &mut self,
        wanted: &str,
        by: Option<&str>,
        fen: u64,
        on: Option<NaiveDate>,
    ) -> Result<Stored, Refusal> {
        let (on, by) = (self.act.day(on)?, self.named(by));
        if self.event(wanted)?.matter.course.kind() != StateKind::Done {
            return Err(Refusal::said(
                "这个事件还没有办结，举报奖励在查实办结以后兑现。请先办结。",
            ));
        }
        let step = Step::Rewarded { on, by, fen };
        self.event_step("event_reward", Some(Deed::Event), wanted, step)
    }

    fn event_step(
        &mut self,
        verb: &'static str,
        deed: Option<Deed>,
        wanted: &str,
        step: Step,
    ) -> Result<Stored, Refusal> {
        let stored = self.event(wanted)?;
        let deed = deed.unwrap_or_else(|| where_it_lies(&stored));
        self.step_matter(verb, deed, stored, step)
    }

    pub fn event(&mut self, wanted: &str) -> Result<Stored, Refusal> {
        self.matter(wanted)
    }

    pub fn events(&mut self, which: Which) -> Result<Vec<Stored>, Refusal> {
        let filter = match which {
            Which::All => Filter::default(),
            Which::Open => Filter { open: true, ..Filter::default() },
            // The day itself is still in time.
            Which::Overdue => Filter { due_by: self.act.today.pred_opt(), ..Filter::default() },
        };
        self.list_matters(&filter)
    }

    /// The desk of that kind which has to do with a community.
    fn desk_name(&self, desk: Desk, community: &UnitPath) -> String {
        let level = match desk {
            Desk::Community => Level::Community,
            Desk::Street => Level::Street,
            Desk::District => Level::District,
            Desk::City => Level::City,
            Desk::Grid | Desk::Section | Desk::Department => return String::new(),
        };
        community.at(level).map(|path| self.unit_name(&path)).unwrap_or_default()
    }
}

/// Whose it is to write what a desk does: the grid's own, up to the community; above, those who hear of it there.
fn where_it_lies(stored: &Stored) -> Deed {
    match stored.matter.course.seat().desk {
        Desk::Grid | Desk::Community => Deed::Event,
        Desk::Street | Desk::Section | Desk::District | Desk::Department | Desk::City => {
            Deed::EventAbove
        }
    }
}

/// The way that an event took, hop by hop.
pub fn way(stored: &Stored) -> Result<Vec<Hop>, RuleError> {
    hops(&stored.matter.opening, &stored.road())
}
