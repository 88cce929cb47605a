//! People of the desk and what they may do (S0 §一).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    id::Id,
    unit::{Level, UnitPath},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 社区网格员
    GridOfficer,
    /// 社区安全员: has a grid officer's duties too (S0 §一.2).
    SafetyOfficer,
    /// 社区主干: signs the major report (S0 §二.1(3)).
    CommunityHead,
    /// 街道安办执法人员
    StreetOfficer,
    /// 挂钩社区党政领导
    LinkedLeader,
    /// 主要领导 of a street or a district: signs what goes up (S2 制度三).
    UnitHead,
    /// 区级部门执法人员: the district's own checks (S2 §职责二(二)3).
    DistrictOfficer,
    /// 下派民警: told of what is not rectified, beside the street (S0 §一.2(2)).
    AssignedPolice,
    /// 街道纪工委: 诫勉谈话, 问题线索 (S0 §四.4, §四.5).
    Discipline,
    /// 管理员
    Admin,
    /// 只读
    Viewer,
}

impl Role {
    pub const ALL: [Role; 11] = [
        Role::GridOfficer,
        Role::SafetyOfficer,
        Role::CommunityHead,
        Role::StreetOfficer,
        Role::LinkedLeader,
        Role::UnitHead,
        Role::AssignedPolice,
        Role::Discipline,
        Role::Admin,
        Role::Viewer,
        Role::DistrictOfficer,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Role::GridOfficer => "grid_officer",
            Role::SafetyOfficer => "safety_officer",
            Role::CommunityHead => "community_head",
            Role::StreetOfficer => "street_officer",
            Role::LinkedLeader => "linked_leader",
            Role::UnitHead => "unit_head",
            Role::DistrictOfficer => "district_officer",
            Role::AssignedPolice => "assigned_police",
            Role::Discipline => "discipline",
            Role::Admin => "admin",
            Role::Viewer => "viewer",
        }
    }

    pub fn from_code(code: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.code() == code)
    }

    /// Whether the role may write at all.
    pub fn may_write(self) -> bool {
        self != Role::Viewer
    }

    /// Whether the role is of the community or the street that has hazards rectified: who may be 验收人 (S0 §一.2(3)).
    pub fn accepts(self) -> bool {
        self.may_write()
            && !matches!(self, Role::AssignedPolice | Role::Discipline | Role::UnitHead)
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Staff {
    pub id: Id,
    pub unit: UnitPath,
    pub name: String,
    pub role: Role,
    pub phone: String,
    /// Number of the inspector's card (证号), printed beside the signature.
    pub card: String,
    /// 专职 rather than 兼职 (S2 §职责三).
    pub full_time: bool,
    /// What the person was before, in words: 利用现有巡防员、调解员…安全专干 (S2 §职责三). Empty when not said.
    #[serde(default)]
    pub origin: String,
    /// First day, where it was told: of whoever comes back it is.
    #[serde(default)]
    pub since: Option<NaiveDate>,
    #[serde(default)]
    pub left: Option<Left>,
}

/// 离岗.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Left {
    /// The first day on which the person is no longer there.
    pub on: NaiveDate,
    pub why: String,
    /// Who takes over on that day what is open under the name then; empty where nobody was named, or it is done.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub to: String,
}

impl Staff {
    /// Whether the person has the post on a day.
    pub fn serves_on(&self, day: NaiveDate) -> bool {
        self.since.is_none_or(|since| since <= day)
            && self.left.as_ref().is_none_or(|left| day < left.on)
    }

    /// Whether two posts are held on a day in common.
    pub fn meets(&self, other: &Staff) -> bool {
        let before = |one: &Staff, other: &Staff| match (&one.left, other.since) {
            (Some(left), Some(since)) => left.on <= since,
            _ => false,
        };
        let never = |post: &Staff| matches!((&post.left, post.since), (Some(left), Some(since)) if left.on <= since);
        !never(self) && !never(other) && !before(self, other) && !before(other, self)
    }

    /// Whether two posts are one person's: a name once within a unit and those above it.
    pub fn is_same_person(&self, other: &Staff) -> bool {
        self.name == other.name && (self.unit.covers(&other.unit) || other.unit.covers(&self.unit))
    }

    /// Whose visit one of this person is (INS-04): the district's of who is of the district, the street's of who is of the
    /// street, else the community's.
    pub fn visits_for(&self) -> Level {
        match (self.role, self.unit.level()) {
            (_, level @ (Level::City | Level::District)) => level.max(Level::District),
            (Role::DistrictOfficer, _) => Level::District,
            (Role::StreetOfficer | Role::LinkedLeader, _) | (_, Level::Street) => Level::Street,
            _ => Level::Community,
        }
    }

    /// The same of a visit in a community: whoever is of another street or district makes no round of that one.
    pub fn visits_for_at(&self, community: &UnitPath) -> Level {
        let level = self.visits_for();
        let own = self.unit.at(level);
        if own.is_none_or(|own| own.covers(community)) { level } else { Level::Community }
    }

    /// Whether somebody who writes a name or an id means this person.
    pub fn is_meant_by(&self, wanted: &str) -> bool {
        self.name == wanted || self.id.is_written(wanted)
    }
}

/// What the list knows of a name on a day, at a place where it is told which: who works near there goes before a namesake
/// elsewhere, who serves on that day before who has left or comes later.
pub fn listed<'a>(
    staff: &'a [Staff],
    name: &str,
    at: Option<&UnitPath>,
    on: NaiveDate,
) -> Vec<&'a Staff> {
    let near = |unit: &UnitPath| at.is_none_or(|at| is_near(unit, at));
    let mut listed: Vec<&Staff> = staff.iter().filter(|person| person.name == name).collect();
    listed.sort_by_key(|person| (!near(&person.unit), !person.serves_on(on)));
    listed
}

/// How somebody of this name has left who worked at a place and does not any more on a day.
pub fn left_by<'a>(
    staff: &'a [Staff],
    name: &str,
    at: &UnitPath,
    on: NaiveDate,
) -> Option<&'a Left> {
    let posts = || staff.iter().filter(|post| post.name == name && is_near(&post.unit, at));
    let left = posts().filter_map(|post| post.left.as_ref()).max_by_key(|left| left.on);
    left.filter(|_| !posts().any(|post| post.serves_on(on)))
}

/// Whether a post of a unit is one at a place: of its community, or of a unit above it.
pub fn is_near(unit: &UnitPath, at: &UnitPath) -> bool {
    let community = at.at(Level::Community);
    let at = community.as_ref().unwrap_or(at);
    unit.covers(at) || at.covers(unit)
}

/// 证号 of who signs by this name on a day; empty where none is known.
pub fn card_of<'a>(staff: &'a [Staff], name: &str, on: NaiveDate) -> &'a str {
    let cards = listed(staff, name, None, on).into_iter().map(|person| person.card.as_str());
    cards.into_iter().find(|card| !card.is_empty()).unwrap_or_default()
}

/// S2 §职责三: 每个村（社区）至少配备一名专职网格员. Whether a community has one on its own list on a day.
pub fn has_full_time_officer(community: &UnitPath, staff: &[Staff], on: NaiveDate) -> bool {
    staff.iter().any(|person| {
        person.serves_on(on)
            && person.full_time
            && person.role == Role::GridOfficer
            && community.covers(&person.unit)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_post_is_held_from_its_first_day_until_the_day_before_the_person_is_gone() {
        for (since, left, on, serves) in [
            (None, None, "2026-01-01", true),
            (None, Some("2026-06-15"), "2026-06-14", true),
            (None, Some("2026-06-15"), "2026-06-15", false),
            (None, Some("2026-06-15"), "2027-01-01", false),
            (Some("2026-09-01"), None, "2026-08-31", false),
            (Some("2026-09-01"), None, "2026-09-01", true),
            (Some("2026-09-01"), Some("2026-10-01"), "2026-09-30", true),
            (Some("2026-09-01"), Some("2026-10-01"), "2026-10-01", false),
            // Entered on the wrong day and struck at once: no day at all.
            (Some("2026-09-01"), Some("2026-09-01"), "2026-09-01", false),
        ] {
            let person = Staff {
                id: Id([4; 16]),
                unit: UnitPath::parse("3505/03/008/006").unwrap(),
                name: "陈一鸣".into(),
                role: Role::GridOfficer,
                phone: String::new(),
                card: String::new(),
                full_time: true,
                origin: String::new(),
                since: since.map(day),
                left: left.map(|on| Left { on: day(on), why: "退休".into(), to: String::new() }),
            };
            assert_eq!(person.serves_on(day(on)), serves, "{since:?} {left:?} {on}");
            let (community, staff) = (person.unit.clone(), [person]);
            assert_eq!(has_full_time_officer(&community, &staff, day(on)), serves);
        }
    }

    #[test]
    fn a_visit_is_of_the_level_of_who_has_the_round() {
        const HERE: &str = "3505/03/008/006";
        for (role, unit, at, level) in [
            (Role::GridOfficer, HERE, HERE, Level::Community),
            (Role::StreetOfficer, "3505/03/008", HERE, Level::Street),
            (Role::StreetOfficer, HERE, "3505/03/008/007", Level::Street),
            (Role::LinkedLeader, "3505/03/008", HERE, Level::Street),
            // Of another street: no round of this one.
            (Role::StreetOfficer, "3505/03/009", HERE, Level::Community),
            (Role::DistrictOfficer, "3505/03/009", HERE, Level::District),
            (Role::DistrictOfficer, "3505/03", HERE, Level::District),
            (Role::DistrictOfficer, "3505/04", HERE, Level::Community),
            // Of the city: in every district of it.
            (Role::DistrictOfficer, "3505", HERE, Level::District),
        ] {
            let person = Staff {
                id: Id([4; 16]),
                unit: UnitPath::parse(unit).unwrap(),
                name: "周安平".into(),
                role,
                phone: String::new(),
                card: String::new(),
                full_time: true,
                origin: String::new(),
                since: None,
                left: None,
            };
            let at = UnitPath::parse(at).unwrap();
            assert_eq!(person.visits_for_at(&at), level, "{role:?} {unit} {at:?}");
        }
    }

    #[test]
    fn a_name_is_known_by_the_post_of_the_day_and_the_place() {
        let post = |unit: &str, since: Option<&str>, left: Option<&str>, card: &str| Staff {
            id: Id([4; 16]),
            unit: UnitPath::parse(unit).unwrap(),
            name: "陈一鸣".into(),
            role: Role::GridOfficer,
            phone: String::new(),
            card: card.into(),
            full_time: true,
            origin: String::new(),
            since: since.map(day),
            left: left.map(|on| Left { on: day(on), why: "退休".into(), to: String::new() }),
        };
        let here = "3505/03/008/006";
        let staff = [
            post(here, None, Some("2026-11-10"), "旧"),
            post("3505/03/008/007", None, None, "别处"),
            post(here, Some("2026-12-01"), None, "新"),
        ];
        let grid = UnitPath::parse("3505/03/008/006/01").unwrap();
        for (on, card, gone) in [
            ("2026-11-09", "旧", None),
            ("2026-11-20", "旧", Some("2026-11-10")),
            ("2026-12-01", "新", None),
        ] {
            let first = listed(&staff, "陈一鸣", Some(&grid), day(on));
            assert_eq!(first.first().map(|post| post.card.as_str()), Some(card), "{on}");
            let left = left_by(&staff, "陈一鸣", &grid, day(on));
            assert_eq!(left.map(|left| left.on), gone.map(day), "{on}");
        }
        assert_eq!(listed(&staff, "某某", None, day("2026-11-20")).len(), 0);
        let only = [post(here, None, None, ""), post(here, None, Some("2026-11-10"), "旧")];
        assert_eq!(card_of(&only, "陈一鸣", day("2026-11-20")), "旧");
    }
}
