//! What becomes of a record that two offices keep each in a database of their own, when one hears from the other
//! (交换包, NF-04). Pure: what either side holds comes in as words to compare.

/// How a kind of record grows, which decides what may be taken over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grows {
    /// Written once: signed visits, printed papers.
    Once,
    /// By steps that are never rewritten: hazards with their reports, matters.
    BySteps,
    /// It is corrected, and the newest is what holds.
    Corrected,
    /// The same, and it may be taken out again: a visit of a plan, a link.
    Passing,
}

/// Two roads of steps held beside each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Roads {
    Alike,
    /// Ours goes on where theirs ends.
    OursOn,
    TheirsOn,
    /// They have so many steps in common, and then each its own.
    Parted(usize),
}

/// Compares two roads step by step.
pub fn roads<T: PartialEq>(ours: &[T], theirs: &[T]) -> Roads {
    let common = ours.iter().zip(theirs).take_while(|(a, b)| a == b).count();
    match (common == ours.len(), common == theirs.len()) {
        (true, true) => Roads::Alike,
        (true, false) => Roads::TheirsOn,
        (false, true) => Roads::OursOn,
        (false, false) => Roads::Parted(common),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Ours,
    Theirs,
}

/// A record as both sides hold it. Content is told by a word that is the same for the same content (a sha256).
#[derive(Clone, Copy, Debug)]
pub struct Held<'a> {
    pub grows: Grows,
    /// `None` where it is not here.
    pub ours: Option<&'a str>,
    /// `None` where the other office does not have it.
    pub theirs: Option<&'a str>,
    /// Both sides hold the same content.
    pub alike: bool,
    /// Ours and theirs as they were when one side last took in what the other had.
    pub agreed: Option<(&'a str, &'a str)>,
    /// Where there are steps.
    pub roads: Option<Roads>,
    /// The side that has written what may be written once (作废、离岗、解除), while all else is alike; or whose history
    /// goes on where the other's ends.
    pub further: Option<Side>,
}

/// What becomes of it here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Same,
    /// It comes in.
    New,
    /// Theirs takes the place of ours, or its steps are added.
    Forward,
    /// Ours stays, because it is the newer.
    Ours,
    /// It was taken out there, and goes here.
    Gone,
    /// Ours stays until somebody decides.
    Conflict(Clash),
}

/// Why nobody but a person can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clash {
    /// Each side took steps of its own after so many in common.
    Parted(usize),
    /// Both sides changed it since they last agreed, or they never did.
    BothChanged,
    /// Written once, and not alike.
    Altered,
    /// Taken out here and changed there.
    GoneHere,
    /// Taken out there and changed here.
    GoneThere,
}

/// The rule, in the order in which one thing outweighs another.
pub fn verdict(held: &Held) -> Verdict {
    let passing = held.grows == Grows::Passing;
    let (ours, theirs) = match (held.ours, held.theirs) {
        (None, None) => return Verdict::Same,
        (None, Some(theirs)) => {
            return match held.agreed {
                // It was here once and was taken out since.
                Some((_, agreed)) if passing && agreed == theirs => Verdict::Ours,
                // Somebody has said before that exactly this is not taken in.
                Some(("", agreed)) if agreed == theirs => Verdict::Ours,
                Some(_) if passing => Verdict::Conflict(Clash::GoneHere),
                _ => Verdict::New,
            };
        }
        (Some(ours), None) => {
            return match held.agreed {
                Some((agreed, _)) if passing && agreed == ours => Verdict::Gone,
                Some(_) if passing => Verdict::Conflict(Clash::GoneThere),
                // A record that they never had, or that is never taken out.
                _ => Verdict::Ours,
            };
        }
        (Some(ours), Some(theirs)) => (ours, theirs),
    };
    if held.alike {
        return Verdict::Same;
    }
    // Somebody has said before that ours stays against exactly this of theirs.
    let theirs_rests = held.agreed.is_some_and(|(_, agreed)| agreed == theirs);
    let ours_rests = held.agreed.is_some_and(|(agreed, _)| agreed == ours);
    match (held.grows, held.roads) {
        (Grows::Once, _) if theirs_rests => return Verdict::Ours,
        (Grows::Once, _) => return Verdict::Conflict(Clash::Altered),
        (Grows::BySteps, Some(Roads::OursOn)) => return Verdict::Ours,
        (Grows::BySteps, Some(Roads::TheirsOn)) => return Verdict::Forward,
        (Grows::BySteps, Some(Roads::Parted(_))) if theirs_rests => return Verdict::Ours,
        (Grows::BySteps, Some(Roads::Parted(common))) => {
            return Verdict::Conflict(Clash::Parted(common));
        }
        (Grows::BySteps, Some(Roads::Alike) | None) => {
            return Verdict::Conflict(Clash::Altered);
        }
        (Grows::Corrected | Grows::Passing, _) => {}
    }
    match (theirs_rests, ours_rests, held.further) {
        (true, _, _) => Verdict::Ours,
        (false, true, _) => Verdict::Forward,
        (false, false, Some(Side::Theirs)) => Verdict::Forward,
        (false, false, Some(Side::Ours)) => Verdict::Ours,
        (false, false, None) => Verdict::Conflict(Clash::BothChanged),
    }
}

impl Clash {
    /// Whether the other side may be taken at a person's word. A history that is only added to is not rewritten.
    pub fn may_take_theirs(self) -> bool {
        match self {
            Clash::BothChanged | Clash::GoneHere | Clash::GoneThere => true,
            Clash::Parted(_) | Clash::Altered => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_road_that_goes_on_is_told_from_one_that_parted() {
        for (ours, theirs, expected) in [
            ("", "", Roads::Alike),
            ("ab", "ab", Roads::Alike),
            ("abc", "ab", Roads::OursOn),
            ("a", "abc", Roads::TheirsOn),
            ("", "a", Roads::TheirsOn),
            ("abx", "aby", Roads::Parted(2)),
            ("x", "yz", Roads::Parted(0)),
        ] {
            let (a, b): (Vec<char>, Vec<char>) = (ours.chars().collect(), theirs.chars().collect());
            assert_eq!(roads(&a, &b), expected, "{ours} {theirs}");
        }
    }

    #[test]
    fn nothing_goes_back_and_nothing_is_taken_unasked() {
        use {Clash::*, Grows::*, Verdict::*};
        type Case = (
            Grows,
            Option<&'static str>,
            Option<&'static str>,
            Option<(&'static str, &'static str)>,
            Option<Roads>,
            Option<Side>,
            Verdict,
        );
        let cases: &[Case] = &[
            // There only, here only, alike.
            (Corrected, None, Some("t"), None, None, None, New),
            (Corrected, Some("o"), None, None, None, None, Ours),
            (Corrected, Some("x"), Some("x"), None, None, None, Same),
            // A record that is never taken out comes in, even if they agreed on it before (a restored backup).
            (Corrected, None, Some("t"), Some(("t", "t")), None, None, New),
            (Corrected, Some("o"), None, Some(("o", "o")), None, None, Ours),
            // One side changed since they agreed, both did, or they never did.
            (Corrected, Some("a"), Some("b"), Some(("a", "a")), None, None, Forward),
            (Corrected, Some("b"), Some("a"), Some(("a", "a")), None, None, Ours),
            (Corrected, Some("b"), Some("c"), Some(("a", "a")), None, None, Conflict(BothChanged)),
            (Corrected, Some("b"), Some("c"), None, None, None, Conflict(BothChanged)),
            // Somebody has said that ours stays against theirs.
            (Corrected, Some("b"), Some("c"), Some(("b", "c")), None, None, Ours),
            (Corrected, Some("b"), Some("d"), Some(("b", "c")), None, None, Forward),
            // 作废 on one side alone needs no agreement.
            (Corrected, Some("a"), Some("v"), None, None, Some(Side::Theirs), Forward),
            (Corrected, Some("v"), Some("a"), None, None, Some(Side::Ours), Ours),
            // ... but what they agreed on outweighs it: a leaving that was taken back there.
            (Corrected, Some("v"), Some("a"), Some(("v", "v")), None, Some(Side::Ours), Forward),
            // Somebody has said that it is not taken in, and it has changed since.
            (Corrected, None, Some("t"), Some(("", "t")), None, None, Ours),
            (Corrected, None, Some("u"), Some(("", "t")), None, None, New),
            // Written once.
            (Once, Some("a"), Some("b"), None, None, None, Conflict(Altered)),
            (Once, Some("a"), Some("b"), Some(("a", "b")), None, None, Ours),
            (Once, Some("a"), Some("b"), Some(("a", "a")), None, None, Conflict(Altered)),
            // Steps: the longer, never one against the other.
            (BySteps, Some("a"), Some("b"), None, Some(Roads::TheirsOn), None, Forward),
            (BySteps, Some("a"), Some("b"), Some(("a", "a")), Some(Roads::OursOn), None, Ours),
            (
                BySteps,
                Some("a"),
                Some("b"),
                None,
                Some(Roads::Parted(2)),
                None,
                Conflict(Parted(2)),
            ),
            (BySteps, Some("a"), Some("b"), Some(("a", "b")), Some(Roads::Parted(2)), None, Ours),
            (BySteps, Some("a"), Some("b"), None, Some(Roads::Alike), None, Conflict(Altered)),
            // Taken out on one side.
            (Passing, None, Some("t"), None, None, None, New),
            (Passing, None, Some("t"), Some(("t", "t")), None, None, Ours),
            (Passing, None, Some("u"), Some(("t", "t")), None, None, Conflict(GoneHere)),
            (Passing, Some("o"), None, Some(("o", "o")), None, None, Gone),
            (Passing, Some("p"), None, Some(("o", "o")), None, None, Conflict(GoneThere)),
            (Passing, Some("o"), None, None, None, None, Ours),
        ];
        for case in cases {
            let (grows, ours, theirs, agreed, roads, further, expected) = *case;
            let alike = ours.is_some() && ours == theirs;
            let held = Held { grows, ours, theirs, alike, agreed, roads, further };
            assert_eq!(verdict(&held), expected, "{case:?}");
        }
    }

    #[test]
    fn a_history_is_never_rewritten_at_a_word() {
        assert!(Clash::BothChanged.may_take_theirs());
        assert!(!Clash::Parted(1).may_take_theirs() && !Clash::Altered.may_take_theirs());
    }
}
