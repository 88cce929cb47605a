//! What was left undone at a premises before a day, each part with whose it was: nobody answers for what is another's.

use crate::domain::id::Id;

/// A hazard that was open on the eve of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenThen {
    pub id: Id,
    /// Who followed it; `None` where the records name nobody who answers for it.
    pub owner: Option<String>,
    /// Past its deadline on the day.
    pub overdue: bool,
}

/// What of it one person answers for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part<'a> {
    /// `None` for somebody whom the records do not name.
    pub who: Option<&'a str>,
    /// A visit that was due.
    pub unseen: bool,
    pub hazards: Vec<Id>,
}

/// The overdue ones of some hazards, all of them where none is overdue: whoever has time left for his own does not answer
/// for what another has let pass.
pub fn worst(open: &[OpenThen]) -> Vec<&OpenThen> {
    let overdue: Vec<&OpenThen> = open.iter().filter(|each| each.overdue).collect();
    if overdue.is_empty() { open.iter().collect() } else { overdue }
}

/// One part a person, in the order in which they come: a visit that was due and not made (`unseen`, by whom) and hazards,
/// each by who followed it.
pub fn parts<'a>(
    unseen: Option<Option<&'a str>>,
    hazards: impl IntoIterator<Item = &'a OpenThen>,
) -> Vec<Part<'a>> {
    let mut all: Vec<Part<'a>> = Vec::new();
    if let Some(who) = unseen {
        all.push(Part { who, unseen: true, hazards: Vec::new() });
    }
    for hazard in hazards {
        let who = hazard.owner.as_deref();
        match all.iter_mut().find(|part| part.who == who) {
            Some(part) => part.hazards.push(hazard.id),
            None => all.push(Part { who, unseen: false, hazards: vec![hazard.id] }),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `陈!` is one of 陈一鸣's that is overdue, `-` one of nobody's.
    fn open(told: &str) -> Vec<OpenThen> {
        let one = |(at, word): (usize, &str)| {
            let owner = word.trim_end_matches('!');
            let owner = (owner != "-").then(|| owner.to_owned());
            OpenThen { id: Id([at as u8 + 1; 16]), owner, overdue: word.ends_with('!') }
        };
        told.split_whitespace().enumerate().map(one).collect()
    }

    #[test]
    fn each_answers_for_his_own() {
        for (unseen, hazards, expected) in [
            ("", "", ""),
            ("吴", "", "吴 unseen"),
            ("-", "", "- unseen"),
            ("", "陈", "陈 1"),
            // A newer one of another's, before or behind it.
            ("", "陈! 周", "陈 1"),
            ("", "周 陈!", "陈 2"),
            ("", "陈! 周!", "陈 1,周 2"),
            ("", "陈! 周! 陈!", "陈 13,周 2"),
            // None is overdue: each has one that is open.
            ("", "陈 周", "陈 1,周 2"),
            // The visit and the hazards are of one, and of two.
            ("陈", "陈!", "陈 unseen1"),
            ("陈", "周!", "陈 unseen,周 1"),
            ("陈", "周! 陈", "陈 unseen,周 1"),
            ("-", "-! 陈!", "- unseen1,陈 2"),
            ("", "-! 陈", "- 1"),
        ] {
            let open = open(hazards);
            let unseen = match unseen {
                "" => None,
                "-" => Some(None),
                name => Some(Some(name)),
            };
            let all = parts(unseen, worst(&open));
            let says = |part: &Part| {
                let ids: String = part.hazards.iter().map(|id| id.0[0].to_string()).collect();
                let unseen = if part.unseen { "unseen" } else { "" };
                format!("{} {unseen}{ids}", part.who.unwrap_or("-"))
            };
            let told = all.iter().map(says).collect::<Vec<_>>().join(",");
            assert_eq!(told, expected, "{unseen:?} {hazards}");
        }
    }
}
