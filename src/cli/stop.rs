//! Why a command stops, and the exit code that says so to a script (CLI.md).

use crate::{
    domain::password::Shut,
    office::{Fault, Refusal},
};

#[derive(Debug)]
pub enum Stop {
    /// The command line cannot be understood.
    Usage(String),
    /// The office says no.
    Refused(Refusal),
}

impl Stop {
    pub fn said(sentence: impl Into<String>) -> Stop {
        Stop::Refused(Refusal::said(sentence))
    }

    pub fn code(&self) -> u8 {
        match self {
            Stop::Usage(_) => 2,
            Stop::Refused(Refusal::Store(fault)) => match fault {
                Fault::Conflict => 3,
                Fault::Unique { .. }
                | Fault::Foreign { .. }
                | Fault::Check { .. }
                | Fault::Denied { .. }
                | Fault::Unsupported { .. } => 1,
                Fault::BadAddress { .. } => 2,
                Fault::Busy { .. }
                | Fault::Damaged { .. }
                | Fault::Emptied { .. }
                | Fault::Lost { .. }
                | Fault::NoEntry { .. }
                | Fault::Newer { .. }
                | Fault::Altered { .. }
                | Fault::NetworkDrive { .. }
                | Fault::ReadOnly { .. }
                | Fault::DiskFull { .. }
                | Fault::Unreachable { .. }
                | Fault::CommitUnknown { .. }
                | Fault::Refused { .. }
                | Fault::NotADatabase { .. }
                | Fault::CannotOpen { .. }
                | Fault::Disk { .. }
                | Fault::Other { .. } => 4,
            },
            Stop::Refused(
                Refusal::Rule(_)
                | Refusal::Faults(_)
                | Refusal::Shut(_)
                | Refusal::Said(_)
                | Refusal::Many(_)
                | Refusal::Asked(_)
                | Refusal::Unsure(_),
            ) => 1,
        }
    }

    /// What the database said, where a person who maintains the program can do more with it than the desk.
    pub fn detail(&self) -> Option<&str> {
        let Stop::Refused(Refusal::Store(fault)) = self else { return None };
        match fault {
            Fault::Damaged { .. }
            | Fault::Disk { .. }
            | Fault::CannotOpen { .. }
            | Fault::CommitUnknown { .. }
            | Fault::Other { .. } => Some(fault.detail()),
            _ => None,
        }
    }

    pub fn sentence(&self) -> String {
        match self {
            Stop::Usage(sentence) => sentence.clone(),
            Stop::Refused(refusal @ Refusal::Shut(Shut::Nameless)) => {
                format!("{refusal}写法：anban --as 姓名，或环境变量 ANBAN_USER。")
            }
            Stop::Refused(refusal @ Refusal::Unsure(_)) => {
                format!("{refusal}\n没有登记。核对过、确实要这样登记的，加上 --sure 再办一次。")
            }
            Stop::Refused(refusal) => refusal.to_string(),
        }
    }
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Stop {
        Stop::Refused(refusal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rule::RuleError;

    #[test]
    fn the_code_tells_a_script_what_kind_of_no_it_is() {
        let store = |fault| Stop::Refused(Refusal::Store(fault));
        for (stop, code) in [
            (Stop::said("不行。"), 1),
            (Stop::Refused(RuleError::ReasonMissing.into()), 1),
            (store(Fault::Unique { detail: String::new() }), 1),
            (Stop::Usage("写错了。".into()), 2),
            (store(Fault::Conflict), 3),
            (store(Fault::Busy { place: None, detail: String::new() }), 4),
            (store(Fault::Damaged { place: None, detail: String::new() }), 4),
            (store(Fault::Newer { place: None, step: String::new() }), 4),
            (store(Fault::NetworkDrive { path: "Z:".into() }), 4),
        ] {
            assert_eq!(stop.code(), code, "{stop:?}");
            assert!(stop.sentence().ends_with('。'), "{stop:?}");
        }
    }
}
