//! Who is meant where records name people: several of the staff may bear one name, and the place of a record tells them
//! apart.

use std::collections::BTreeMap;

use super::{
    staff::{Staff, is_near},
    unit::UnitPath,
};

/// A person as records name people.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Who {
    pub name: String,
    /// Of a name that several people bear: the unit of the post of this one. The place of the record where it cannot be
    /// told who is meant, so that it is nobody's.
    pub unit: Option<UnitPath>,
}

/// The names that several people of the staff bear at the same time, with the units of their posts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Namesakes(BTreeMap<String, Vec<UnitPath>>);

impl Namesakes {
    /// Posts that follow one another are one person who has moved; whoever serves in two places at once is two people,
    /// unless one lies within the other (a name once within a unit and those above it).
    pub fn of(staff: &[Staff]) -> Namesakes {
        let mut by: BTreeMap<&str, Vec<&Staff>> = BTreeMap::new();
        for post in staff {
            by.entry(&post.name).or_default().push(post);
        }
        let apart = |one: &Staff, other: &Staff| !one.is_same_person(other) && one.meets(other);
        by.retain(|_, posts| posts.iter().any(|one| posts.iter().any(|other| apart(one, other))));
        let units = |(name, posts): (&str, Vec<&Staff>)| {
            let mut units: Vec<UnitPath> = posts.iter().map(|post| post.unit.clone()).collect();
            units.sort();
            units.dedup();
            (name.to_owned(), units)
        };
        Namesakes(by.into_iter().map(units).collect())
    }

    /// Whom a record at a place means by a name.
    pub fn who(&self, name: &str, at: &UnitPath) -> Who {
        let unit = self.0.get(name).map(|units| match told(units, at) {
            Some(unit) => unit.clone(),
            None => at.clone(),
        });
        Who { name: name.to_owned(), unit }
    }

    /// The units of those among whom a record at a place cannot tell; none where it is clear who is meant.
    pub fn unclear(&self, name: &str, at: &UnitPath) -> &[UnitPath] {
        match self.0.get(name) {
            Some(units) if told(units, at).is_none() => units,
            _ => &[],
        }
    }
}

/// The post of the place itself goes before one above it, and the only one below it is meant too.
fn told<'a>(units: &'a [UnitPath], at: &UnitPath) -> Option<&'a UnitPath> {
    let near = || units.iter().filter(|unit| is_near(unit, at));
    let above = near().filter(|unit| unit.covers(at)).max_by_key(|unit| unit.level());
    above.or_else(|| near().next().filter(|_| near().nth(1).is_none()))
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::domain::{
        id::Id,
        staff::{Left, Role},
    };

    const HERE: &str = "3505/03/008/006";
    const THERE: &str = "3505/03/008/007";
    const STREET: &str = "3505/03/008";

    fn unit(path: &str) -> UnitPath {
        UnitPath::parse(path).unwrap()
    }

    fn post((at, since, left): (&str, &str, &str)) -> Staff {
        let day = |text: &str| text.parse::<NaiveDate>().ok();
        Staff {
            id: Id([4; 16]),
            unit: unit(at),
            name: "陈一鸣".into(),
            role: Role::GridOfficer,
            phone: String::new(),
            card: String::new(),
            full_time: true,
            origin: String::new(),
            since: day(since),
            left: day(left).map(|on| Left { on, why: "调动".into(), to: String::new() }),
        }
    }

    type Post = (&'static str, &'static str, &'static str);
    type Case<'a> = (&'a str, &'a [Post], &'a str, Option<&'a str>, bool);

    #[test]
    fn a_name_that_several_bear_is_told_by_the_place_of_the_record() {
        let grid = "3505/03/008/006/01";
        let elsewhere = "3505/03/008/009";
        let (only, here, there) = ((HERE, "", ""), (HERE, "2025-01-01", ""), (THERE, "", ""));
        let cases: [Case; 12] = [
            ("one post", &[only], THERE, None, true),
            ("of the place", &[here, there], HERE, Some(HERE), true),
            ("of its grid", &[here, there], grid, Some(HERE), true),
            ("of the other place", &[here, there], THERE, Some(THERE), true),
            ("of the street nobody knows", &[here, there], STREET, Some(STREET), false),
            ("of a third place nobody knows", &[here, there], elsewhere, Some(elsewhere), false),
            ("moved", &[(HERE, "", "2026-03-01"), (THERE, "2026-03-01", "")], HERE, None, true),
            ("met", &[(HERE, "", "2026-03-02"), (THERE, "2026-03-01", "")], HERE, Some(HERE), true),
            ("no day", &[(HERE, "2026-03-01", "2026-03-01"), there], HERE, None, true),
            ("two posts of one", &[only, (STREET, "", "")], HERE, None, true),
            ("above", &[there, (STREET, "", ""), here], elsewhere, Some(STREET), true),
            ("of the place before above", &[there, (STREET, "", ""), here], HERE, Some(HERE), true),
        ];
        for (case, posts, at, expected, clear) in cases {
            let staff: Vec<Staff> = posts.iter().copied().map(post).collect();
            let namesakes = Namesakes::of(&staff);
            let who = namesakes.who("陈一鸣", &unit(at));
            assert_eq!(who.unit, expected.map(unit), "{case}");
            assert_eq!(namesakes.unclear("陈一鸣", &unit(at)).is_empty(), clear, "{case}");
        }
    }
}
