//! Days on which somebody who answers for a grid did nothing at all (YT-5).

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::{Draft, Gather, SOMEBODY};
use crate::{
    domain::{
        accountability::{self as rules, Charge, Situation, Watched},
        unit::UnitPath,
    },
    office::{
        Refusal,
        warn::{Proof, Record},
    },
    store::{
        Driver,
        warn::{self, Whose},
    },
    terms,
};

impl Gather<'_> {
    /// YT-5: whoever answers for a grid neither inspects nor follows a hazard nor writes the log. A grid that nobody
    /// has is its community's heads' to fill.
    pub(super) fn silence(&mut self, driver: &mut dyn Driver) -> Result<(), Refusal> {
        let working = warn::operating_grids(driver, self.scope)?;
        let mut grids: BTreeMap<UnitPath, Vec<Option<UnitPath>>> = BTreeMap::new();
        for (community, grid) in working {
            grids.entry(community).or_default().push(grid);
        }
        for place in self.places {
            let Some(grids) = grids.get(&place.path) else { continue };
            // What lies in no grid is judged where the community has none.
            let known: Vec<Option<&UnitPath>> = match grids.iter().any(Option::is_some) {
                true => grids.iter().filter_map(Option::as_ref).map(Some).collect(),
                false => vec![None],
            };
            let (posts, today) = (self.posts, self.clock.today);
            let charges: Vec<Charge<'_>> = known
                .into_iter()
                .map(|grid| Charge {
                    grid,
                    officers: grid
                        .map(|grid| rules::charged_on(posts, grid, today))
                        .unwrap_or_default(),
                    vacant: grid.and_then(|grid| rules::vacant_since(posts, grid, today)),
                })
                .collect();
            let head = self.heads.get(&place.path);
            let head = head.map(|(name, since)| (name.as_str(), *since));
            for Watched { person, grid, since } in rules::watched(&charges, head, place.since) {
                let whose = match (grid, person) {
                    (Some(grid), _) => Whose::Grid(grid),
                    (None, Some(person)) if charges[0].grid.is_some() => Whose::Person(person),
                    _ => Whose::Community,
                };
                self.silent(driver, &place.path, (person, grid), whose, since)?;
            }
        }
        Ok(())
    }

    fn silent(
        &mut self,
        driver: &mut dyn Driver,
        community: &UnitPath,
        (person, grid): (Option<&str>, Option<&UnitPath>),
        whose: Whose<'_>,
        since: NaiveDate,
    ) -> Result<(), Refusal> {
        let last = warn::last_word(driver, community, whose)?.map_or(since, |day| day.max(since));
        let unable = person.map(|person| self.unable(person, community)).unwrap_or_default();
        let Some(found) = rules::silent(self.clock, self.limits, last, &unable) else {
            return Ok(());
        };
        // Why it is so many working days and yet so late.
        let left_out = match unable.any(last + Days::new(1), found.day()) {
            true => "（请假和不能检查的日子不算）",
            false => "",
        };
        let nobody = match grid {
            Some(grid) => {
                format!("{}没有网格员，", self.grids.get(grid).map_or("", |grid| &grid.name))
            }
            None => String::new(),
        };
        let says = format!(
            "{nobody}{}以后{}个工作日{left_out}没有检查、办理隐患，也没有工作日志",
            terms::month_day(last),
            self.limits.silent_workdays
        );
        let proof = warn::last_inspection(driver, community, whose)?;
        let proofs = proof.map(|id| Proof::of(Record::Inspection, id));
        let about = match (grid, person) {
            (Some(grid), _) => format!("silent/{grid}"),
            (None, Some(person)) => format!("silent/{person}"),
            (None, None) => "silent".to_owned(),
        };
        let of = Draft::of(Situation::ShovedAbout, community, about);
        self.put(of.by(person.unwrap_or(SOMEBODY)).shown_by(proofs).saying(says), Some(found));
        Ok(())
    }
}
