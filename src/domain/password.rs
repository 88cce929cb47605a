//! What a password has to be, how often one may be wrong, who may give one, and what a recovery code looks like (ORG-15, NF-06).

use super::{time_of_day::TimeOfDay, unit::UnitPath};

/// Characters that a password has at least.
pub const LEAST: usize = 8;

/// Rounds of PBKDF2-HMAC-SHA256 for what is set from now on; each hash keeps the number it was made with.
/// A build that is not optimised takes ten times as long for each, and is nobody's office.
pub const ROUNDS: u32 = if cfg!(debug_assertions) { 10_000 } else { 210_000 };

/// So many wrong ones within [`WITHIN_MS`] shut the door for [`SHUT_MS`].
const WRONG: usize = 5;
pub const WITHIN_MS: i64 = 15 * 60 * 1000;
const SHUT_MS: i64 = 15 * 60 * 1000;

/// Passwords that everybody tries first.
const OBVIOUS: [&str; 14] = [
    "12345678",
    "123456789",
    "1234567890",
    "87654321",
    "11223344",
    "password",
    "password1",
    "qwertyui",
    "qwer1234",
    "1qaz2wsx",
    "abcd1234",
    "a1234567",
    "admin123",
    "woaini1314",
];

/// Why a password is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weak {
    Short,
    /// One that everybody tries, or one character again and again.
    Obvious,
    /// The person's name, telephone or card number, however often.
    Own,
}

/// Why somebody is not let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shut {
    /// Nobody has said who acts.
    Nameless,
    /// The password has not been given.
    Asked {
        name: String,
    },
    Wrong {
        name: String,
    },
    /// Too many wrong ones; it opens again at this time.
    Waits {
        name: String,
        until: TimeOfDay,
    },
    /// Has no password; these may give one.
    Bare {
        name: String,
        givers: Vec<String>,
    },
    /// Is not there any more, whatever day is named.
    Left {
        name: String,
    },
}

impl Shut {
    /// Who is meant; empty where nobody is.
    pub fn name(&self) -> &str {
        match self {
            Shut::Nameless => "",
            Shut::Asked { name }
            | Shut::Wrong { name }
            | Shut::Waits { name, .. }
            | Shut::Bare { name, .. }
            | Shut::Left { name } => name,
        }
    }
}

/// The password in what was typed: blanks around it do not count, since nobody sees them.
pub fn typed(text: &str) -> &str {
    text.trim()
}

/// Whether a password may be set by somebody of whom these words are known (name, telephone, number of the card).
pub fn check(password: &str, about: &[&str]) -> Result<(), Weak> {
    if password.chars().count() < LEAST {
        return Err(Weak::Short);
    }
    let lower = password.to_lowercase();
    let first = lower.chars().next();
    if OBVIOUS.contains(&lower.as_str()) || lower.chars().all(|c| Some(c) == first) {
        return Err(Weak::Obvious);
    }
    let of_person =
        |word: &&str| !word.is_empty() && lower.replace(&word.to_lowercase(), "").is_empty();
    if about.iter().any(of_person) { Err(Weak::Own) } else { Ok(()) }
}

/// When the door opens again for somebody, in milliseconds since 1970; `None` where it is not shut.
/// `wrong` are the moments of the wrong ones since the last right one, the oldest first.
pub fn shut_until(wrong: &[i64], now: i64) -> Option<i64> {
    let last = *wrong.last()?;
    let first = *wrong.get(wrong.len().checked_sub(WRONG)?)?;
    let until = last + SHUT_MS;
    (last - first <= WITHIN_MS && now < until).then_some(until)
}

/// Whether somebody who sees `scope` may give a password to who works in these units. `keepers` is what each sees who may
/// set people up: where one of them stands above, a password is given there and not by a neighbour.
pub fn may_give(scope: &UnitPath, units: &[UnitPath], keepers: &[UnitPath]) -> bool {
    let above = |unit: &UnitPath| keepers.iter().any(|keeper| keeper.covers(unit));
    units.iter().all(|unit| scope.covers(unit) || !above(unit))
}

/// Whether nobody could give passwords to others any more once some have none: `keepers` are those with a password who may
/// set people up, `others` those with one who may not, both without those who lose it.
pub fn leaves_nobody(keepers: usize, others: usize) -> bool {
    keepers == 0 && others > 0
}

/// Figures and letters that nobody takes for each other in handwriting.
const SIGNS: &[u8; 23] = b"34679ACDEFGHJKMNPQRTWXY";
const GROUPS: usize = 5;
const GROUP: usize = 4;

/// Bytes by lot that are enough for a code, all but certainly: one of ten is thrown away.
pub const LOTS: usize = 64;

/// A recovery code of 90 bits, `7KQM-...` in five groups; `None` where the lots did not reach.
pub fn code(lots: &[u8; LOTS]) -> Option<String> {
    let whole = SIGNS.len() * (256 / SIGNS.len());
    let mut signs = lots
        .iter()
        .map(|lot| usize::from(*lot))
        .filter(|lot| *lot < whole)
        .map(|lot| char::from(SIGNS[lot % SIGNS.len()]));
    let groups: Vec<String> = (0..GROUPS).map(|_| signs.by_ref().take(GROUP).collect()).collect();
    read_code(&groups.join("-"))
}

/// A recovery code as it is kept, in what was typed with or without strokes and blanks; `None` for what is none.
pub fn read_code(text: &str) -> Option<String> {
    let between = |c: &char| c.is_whitespace() || matches!(c, '-' | '－' | '—' | '–');
    let signs: Vec<char> =
        text.chars().filter(|c| !between(c)).map(|c| c.to_ascii_uppercase()).collect();
    let known = |c: &char| u8::try_from(*c).is_ok_and(|byte| SIGNS.contains(&byte));
    (signs.len() == GROUPS * GROUP && signs.iter().all(known)).then(|| {
        let groups: Vec<String> = signs.chunks(GROUP).map(|group| group.iter().collect()).collect();
        groups.join("-")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_short_or_tried_first_is_not_taken() {
        let about = ["王管理", "13805950001", "FZ-0017"];
        for (password, taken) in [
            ("", Err(Weak::Short)),
            ("1234567", Err(Weak::Short)),
            ("网格安全员一起", Err(Weak::Short)),
            ("12345678", Err(Weak::Obvious)),
            ("88888888", Err(Weak::Obvious)),
            ("AAAAaaaa", Err(Weak::Obvious)),
            ("哈哈哈哈哈哈哈哈", Err(Weak::Obvious)),
            ("PassWord", Err(Weak::Obvious)),
            ("13805950001", Err(Weak::Own)),
            ("王管理王管理王管理", Err(Weak::Own)),
            ("fz-0017FZ-0017", Err(Weak::Own)),
            ("王管理的门 2026", Ok(())),
            ("网格安全员一起来", Ok(())),
            ("correct horse", Ok(())),
            ("12345679", Ok(())),
        ] {
            assert_eq!(check(password, &about), taken, "{password}");
        }
        assert_eq!(check("一个好密码，够长", &["", "王管理"]), Ok(()));
        assert_eq!(typed("　 长 密 码 够 了 \n"), "长 密 码 够 了");
    }

    #[test]
    fn five_wrong_ones_in_a_quarter_of_an_hour_shut_the_door_for_another() {
        const MIN: i64 = 60_000;
        let at = |minutes: &[i64]| minutes.iter().map(|minute| minute * MIN).collect::<Vec<_>>();
        for (wrong, now, until) in [
            (vec![], 0, None),
            (at(&[0, 1, 2, 3]), 3, None),
            (at(&[0, 1, 2, 3, 4]), 4, Some(19)),
            (at(&[0, 1, 2, 3, 4]), 18, Some(19)),
            (at(&[0, 1, 2, 3, 4]), 19, None),
            (at(&[0, 4, 8, 12, 15]), 15, Some(30)),
            (at(&[0, 4, 8, 12, 16]), 16, None),
            // Open again, and wrong once more: the four before still count.
            (at(&[0, 1, 2, 3, 4, 19]), 19, None),
            (at(&[5, 6, 7, 8, 9, 10]), 10, Some(25)),
        ] {
            let shut = shut_until(&wrong, now * MIN);
            assert_eq!(shut, until.map(|minute: i64| minute * MIN), "{wrong:?} {now}");
        }
    }

    #[test]
    fn a_password_is_given_from_above() {
        let paths = |texts: &[&str]| -> Vec<UnitPath> {
            texts.iter().map(|text| UnitPath::parse(text).unwrap()).collect()
        };
        const STREET: &str = "3505/03/008";
        const ONE: &str = "3505/03/008/006";
        const TWO: &str = "3505/03/008/007";
        for (scope, units, keepers, may) in [
            (STREET, vec![ONE], vec![STREET], true),
            (STREET, vec![STREET, ONE], vec![STREET], true),
            (ONE, vec![ONE], vec![STREET, ONE], true),
            // A post in the community makes nobody the community's.
            (ONE, vec![ONE, STREET], vec![STREET, ONE], false),
            (ONE, vec![STREET], vec![STREET, ONE], false),
            (ONE, vec![TWO], vec![ONE, TWO], false),
            // Nobody stands above: somebody has to.
            (ONE, vec![STREET], vec![ONE], true),
            (ONE, vec![TWO], vec![ONE], true),
        ] {
            let seen = UnitPath::parse(scope).unwrap();
            assert_eq!(may_give(&seen, &paths(&units), &paths(&keepers)), may, "{scope} {units:?}");
        }
    }

    #[test]
    fn whoever_could_let_others_in_does_not_go_alone() {
        for (keepers, others, nobody) in [(0, 0, false), (0, 1, true), (1, 0, false), (1, 3, false)]
        {
            assert_eq!(leaves_nobody(keepers, others), nobody, "{keepers} {others}");
        }
    }

    #[test]
    fn a_code_is_read_as_it_is_written_down() {
        let lots = std::array::from_fn(|at| (at * 37) as u8);
        let code = code(&lots).unwrap();
        assert_eq!((code.len(), code.matches('-').count()), (24, 4));
        for written in [
            code.clone(),
            code.to_lowercase(),
            code.replace('-', " "),
            format!(" {} ", code.replace('-', "")),
        ] {
            assert_eq!(read_code(&written).as_deref(), Some(&*code), "{written}");
        }
        for other in ["", "一个好密码", &code[1..], &code.replace(&code[..1], "0")] {
            assert_eq!(read_code(other), None, "{other}");
        }
        // A lot that would favour some signs is thrown away.
        assert_eq!(super::code(&[255; LOTS]), None);
    }
}
