//! The five-level tree of units (S2 §三(三)): 市, 区, 街道, 社区, 网格. Every record carries its path.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::id::Id;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    City,
    District,
    Street,
    Community,
    Grid,
}

impl Level {
    pub const ALL: [Level; 5] =
        [Level::City, Level::District, Level::Street, Level::Community, Level::Grid];

    pub fn code(self) -> &'static str {
        match self {
            Level::City => "city",
            Level::District => "district",
            Level::Street => "street",
            Level::Community => "community",
            Level::Grid => "grid",
        }
    }

    pub fn from_code(code: &str) -> Option<Level> {
        Level::ALL.into_iter().find(|level| level.code() == code)
    }

    /// The next lower one.
    pub fn below(self) -> Option<Level> {
        Level::ALL.get(self as usize + 1).copied()
    }

    /// The next higher one.
    pub fn above(self) -> Option<Level> {
        Level::ALL.get((self as usize).checked_sub(1)?).copied()
    }

    /// What a name says of itself by its last word: 明德门社区 is a community.
    pub fn of_name(name: &str) -> Option<Level> {
        const WORDS: [(Level, &[&str]); 5] = [
            (Level::Grid, &["网格"]),
            (Level::Community, &["社区", "村", "居委会", "村委会", "居民委员会", "村民委员会"]),
            (Level::Street, &["街道", "街道办", "街道办事处", "镇", "乡"]),
            (Level::District, &["区", "县"]),
            (Level::City, &["市"]),
        ];
        let ends = |words: &[&str]| words.iter().any(|word| name.trim().ends_with(word));
        WORDS.into_iter().find(|(_, words)| ends(words)).map(|(level, _)| level)
    }
}

/// Where a unit stands in the tree, as the digits of the statistical region code split by level,
/// with two digits for the grid: `3505/03/008/006/01`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UnitPath(String);

impl UnitPath {
    /// `None` unless it has one to five segments of letters and digits.
    pub fn parse(text: &str) -> Option<UnitPath> {
        let mut depth = 0;
        let sound = text.split('/').all(|segment| {
            depth += 1;
            !segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_alphanumeric())
        });
        (sound && depth <= Level::ALL.len()).then(|| UnitPath(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn level(&self) -> Level {
        Level::ALL[self.0.matches('/').count()]
    }

    pub fn parent(&self) -> Option<UnitPath> {
        self.0.rsplit_once('/').map(|(parent, _)| UnitPath(parent.to_owned()))
    }

    pub fn child(&self, segment: &str) -> Option<UnitPath> {
        UnitPath::parse(&format!("{}/{segment}", self.0))
    }

    /// The unit of `level` that this one lies in (itself when it is of that level).
    pub fn at(&self, level: Level) -> Option<UnitPath> {
        let mut path = self.clone();
        while path.level() > level {
            path = path.parent()?;
        }
        (path.level() == level).then_some(path)
    }

    /// True for the unit itself and everything below it.
    pub fn covers(&self, other: &UnitPath) -> bool {
        other.0 == self.0
            || (other.0.starts_with(&self.0) && other.0.as_bytes().get(self.0.len()) == Some(&b'/'))
    }

    /// The half-open range of text that holds the unit and everything below it: an index range on
    /// both databases (`path >= low AND path < high`).
    pub fn range(&self) -> (String, String) {
        (self.0.clone(), format!("{}~", self.0))
    }

    /// The same of the unit itself without what lies below it: a blank comes before every other sign of a path.
    pub fn alone(&self) -> (String, String) {
        (self.0.clone(), format!("{} ", self.0))
    }

    /// The last segment.
    pub fn segment(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }
}

impl fmt::Display for UnitPath {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Unit {
    pub path: UnitPath,
    pub name: String,
    /// What stands for the unit in document numbers (机关代字).
    pub office: String,
    /// 挂钩社区党政领导 of a community (S0 §二.1(3)): name and post for the approval line.
    pub linked_leader: String,
    /// Where the boundary of a grid runs (S2 §三(一)1).
    pub boundary: String,
    pub valid_from: NaiveDate,
    /// The last day of one that was closed.
    pub valid_to: Option<NaiveDate>,
    /// Why it was closed.
    #[serde(default)]
    pub closed_why: String,
    /// What a 专业网格 looks after, 工业商贸集聚 (S2 §三(一)3); empty for a grid by area.
    #[serde(default)]
    pub trade: String,
}

impl Unit {
    /// Whether it was closed before a day.
    pub fn is_closed_on(&self, day: NaiveDate) -> bool {
        self.valid_to.is_some_and(|last| last < day)
    }

    /// Whether its 挂钩领导, written down with name and post, is of this name.
    pub fn is_led_by(&self, name: &str) -> bool {
        super::leader::names(&self.linked_leader, name)
    }

    /// 招联 for 招联社区: the name without the word for its level.
    pub fn short_name(name: &str) -> &str {
        parted(name).0
    }

    /// Whether a shorter or longer form of a name means this unit: 招联, 招联社区居委会; never 长延堡街道 for 长延堡社区.
    pub fn is_called(&self, wanted: &str) -> bool {
        let ((own, own_level), (short, level)) = (parted(&self.name), parted(wanted));
        own == short && own_level.zip(level).is_none_or(|(own, level)| own == level)
    }
}

/// A name without the word for its level, and the level that this word says.
fn parted(name: &str) -> (&str, Option<Level>) {
    const WORDS: [(&str, Level); 7] = [
        ("社区居委会", Level::Community),
        ("村委会", Level::Community),
        ("居委会", Level::Community),
        ("社区", Level::Community),
        ("街道办事处", Level::Street),
        ("街道", Level::Street),
        ("村", Level::Community),
    ];
    let part = |(word, level): &(&str, Level)| {
        let rest = name.strip_suffix(word).filter(|rest| !rest.is_empty())?;
        Some((rest, Some(*level)))
    };
    WORDS.iter().find_map(part).unwrap_or((name, None))
}

/// How many people a grid has at least (S2 §职责二(二)): 每个监管网格至少明确1名领导和2名工作人员.
pub const LEADERS: usize = 1;
pub const WORKERS: usize = 2;

/// People that a grid is short of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Shortage {
    pub leaders: usize,
    pub workers: usize,
}

impl Shortage {
    /// Of a grid with these people, who all hold their duties on the day asked about. 联系负责人 and 包保责任人
    /// are leaders (S2 §三(一)2: 联系负责人由街道分管领导担任), 网格员 and 监管责任人 work there; one person counts
    /// once, as a leader first.
    pub fn of(people: &[Assignment]) -> Shortage {
        let (mut leaders, mut workers): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
        let leads = |duty| matches!(duty, Duty::Contact | Duty::Guarantor);
        for person in people.iter().filter(|person| leads(person.duty)) {
            if !leaders.contains(&person.name.as_str()) {
                leaders.push(&person.name);
            }
        }
        for person in people.iter().filter(|person| !leads(person.duty)) {
            let name = person.name.as_str();
            if !leaders.contains(&name) && !workers.contains(&name) {
                workers.push(name);
            }
        }
        Shortage {
            leaders: LEADERS.saturating_sub(leaders.len()),
            workers: WORKERS.saturating_sub(workers.len()),
        }
    }

    pub fn is_none(self) -> bool {
        self == Shortage::default()
    }
}

/// What a person does for a grid (S2 §三(二)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Duty {
    /// 网格员
    GridOfficer,
    /// 监管责任人
    Supervisor,
    /// 联系负责人
    Contact,
    /// 包保责任人
    Guarantor,
}

impl Duty {
    pub const ALL: [Duty; 4] =
        [Duty::GridOfficer, Duty::Supervisor, Duty::Contact, Duty::Guarantor];

    pub fn code(self) -> &'static str {
        match self {
            Duty::GridOfficer => "grid_officer",
            Duty::Supervisor => "supervisor",
            Duty::Contact => "contact",
            Duty::Guarantor => "guarantor",
        }
    }

    pub fn from_code(code: &str) -> Option<Duty> {
        Duty::ALL.into_iter().find(|duty| duty.code() == code)
    }
}

/// One person's duty for one grid, from a day to a day (both count).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Assignment {
    pub id: Id,
    pub grid: UnitPath,
    pub duty: Duty,
    pub name: String,
    pub post: String,
    pub from: NaiveDate,
    pub to: Option<NaiveDate>,
}

impl Assignment {
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> UnitPath {
        UnitPath::parse(text).unwrap()
    }

    #[test]
    fn paths_know_their_level_and_what_they_cover() {
        let community = path("3505/03/008/006");
        assert_eq!(community.level(), Level::Community);
        assert_eq!(community.parent(), Some(path("3505/03/008")));
        assert_eq!(community.child("01").unwrap().level(), Level::Grid);
        assert_eq!(path("3505/03/008/006/01").at(Level::Community), Some(community.clone()));
        assert_eq!(path("3505/03").at(Level::Community), None);
        assert!(community.covers(&path("3505/03/008/006/01")));
        assert!(!community.covers(&path("3505/03/008/0061")));
        assert!(path("3505/03").covers(&community));
        for bad in ["", "3505//03", "3505/03/008/006/01/1", "三/四", "a/b'"] {
            assert_eq!(UnitPath::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_range_holds_the_unit_and_what_lies_below() {
        let (low, high) = path("3505/03/008/006").range();
        let inside = |text: &str| text >= low.as_str() && text < high.as_str();
        assert!(inside("3505/03/008/006"));
        assert!(inside("3505/03/008/006/01"));
        assert!(!inside("3505/03/008/007"));
        assert!(!inside("3505/03/008"));
    }

    #[test]
    fn a_grid_has_a_leader_and_two_who_work_there() {
        let people = |posts: &[(Duty, &str)]| -> Vec<Assignment> {
            posts
                .iter()
                .map(|(duty, name)| Assignment {
                    id: Id([0; 16]),
                    grid: path("3505/03/008/006/01"),
                    duty: *duty,
                    name: (*name).into(),
                    post: String::new(),
                    from: NaiveDate::default(),
                    to: None,
                })
                .collect()
        };
        use Duty::*;
        for (posts, leaders, workers) in [
            (&[] as &[(Duty, &str)], 1, 2),
            (&[(Contact, "甲"), (GridOfficer, "乙"), (Supervisor, "丙")], 0, 0),
            (&[(Guarantor, "甲"), (GridOfficer, "乙"), (GridOfficer, "丙")], 0, 0),
            (&[(GridOfficer, "乙"), (Supervisor, "丙"), (GridOfficer, "丁")], 1, 0),
            // One person with two duties is one person, and a leader does not count twice.
            (&[(Contact, "甲"), (GridOfficer, "乙"), (Supervisor, "乙")], 0, 1),
            (&[(Contact, "甲"), (Supervisor, "甲"), (GridOfficer, "乙")], 0, 1),
        ] {
            let short = Shortage { leaders, workers };
            assert_eq!(Shortage::of(&people(posts)), short, "{posts:?}");
            assert_eq!(short.is_none(), leaders + workers == 0);
        }
    }

    #[test]
    fn a_name_tells_its_level_by_its_last_word() {
        for (name, level) in [
            ("明德门社区", Some(Level::Community)),
            ("吉祥村委会", Some(Level::Community)),
            ("长延堡街道", Some(Level::Street)),
            ("罗店镇", Some(Level::Street)),
            ("雁塔区", Some(Level::District)),
            ("石狮市", Some(Level::City)),
            ("招联一网格", Some(Level::Grid)),
            ("开发区管委会", None),
        ] {
            assert_eq!(Level::of_name(name), level, "{name}");
        }
        assert_eq!(Level::District.below(), Some(Level::Street));
        assert_eq!(Level::Grid.below(), None);
        assert_eq!(Level::Street.above(), Some(Level::District));
        assert_eq!(Level::City.above(), None);
    }

    #[test]
    fn short_names_drop_the_level() {
        for (name, short) in [
            ("招联社区", "招联"),
            ("北峰街道", "北峰"),
            ("社区", "社区"),
            ("霞美社区居委会", "霞美"),
        ] {
            assert_eq!(Unit::short_name(name), short);
        }
    }
}
