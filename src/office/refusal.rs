//! Why the office does not do what it was asked: one Chinese sentence, and what kind of "no" it is.

use std::fmt;

use crate::{
    domain::{
        password::Shut,
        rule::{Asked, RuleError},
    },
    form, store, terms,
};

#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// A rule of the field says no.
    Rule(RuleError),
    /// The store failed or another desk was first.
    Store(store::Fault),
    /// Faults in a form file or an answers file, all at once.
    Faults(Vec<form::fault::Fault>),
    /// The door of the office does not open.
    Shut(Shut),
    /// Said in the verb's own words: what is wrong, where, what to do.
    Said(String),
    /// Several of them, each a sentence.
    Many(Vec<String>),
    /// About what was asked, each with its sentence.
    Asked(Vec<(Asked, String)>),
    /// It looks like a slip: nothing was done before somebody says that it is meant ([`crate::office::Office::meaning`]).
    Unsure(Vec<(Asked, String)>),
}

impl Refusal {
    pub fn said(sentence: impl Into<String>) -> Refusal {
        Refusal::Said(sentence.into())
    }

    /// About one thing that was asked.
    pub fn of(asked: Asked, sentence: impl Into<String>) -> Refusal {
        Refusal::Asked(vec![(asked, sentence.into())])
    }

    /// About a field by its own name.
    pub fn field(name: &str, sentence: impl Into<String>) -> Refusal {
        Refusal::of(Asked::Named(name.to_owned()), sentence)
    }

    /// What has to be put right, each with its sentence, and the sentences that are about nothing that was asked.
    pub fn asked(&self) -> (Vec<(Asked, String)>, Vec<String>) {
        let said = |refusal: &Refusal| refusal.to_string().lines().map(str::to_owned).collect();
        match self {
            Refusal::Rule(rule) => match rule.asked() {
                Some(asked) => (vec![(asked, terms::rule(rule))], Vec::new()),
                None => (Vec::new(), said(self)),
            },
            Refusal::Asked(asked) | Refusal::Unsure(asked) => (asked.clone(), Vec::new()),
            Refusal::Store(_)
            | Refusal::Faults(_)
            | Refusal::Shut(_)
            | Refusal::Said(_)
            | Refusal::Many(_) => (Vec::new(), said(self)),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Refusal::Rule(rule) => f.write_str(&terms::rule(rule)),
            Refusal::Store(fault) => fault.fmt(f),
            Refusal::Faults(faults) => {
                for (index, fault) in faults.iter().enumerate() {
                    write!(f, "{}{fault}", if index > 0 { "\n" } else { "" })?;
                }
                Ok(())
            }
            Refusal::Shut(shut) => f.write_str(&terms::shut(shut)),
            Refusal::Said(sentence) => f.write_str(sentence),
            Refusal::Many(sentences) => f.write_str(&sentences.join("\n")),
            Refusal::Asked(asked) | Refusal::Unsure(asked) => {
                let sentences: Vec<&str> =
                    asked.iter().map(|(_, sentence)| sentence.as_str()).collect();
                f.write_str(&sentences.join("\n"))
            }
        }
    }
}

impl std::error::Error for Refusal {}

impl From<RuleError> for Refusal {
    fn from(rule: RuleError) -> Refusal {
        Refusal::Rule(rule)
    }
}

impl From<Shut> for Refusal {
    fn from(shut: Shut) -> Refusal {
        Refusal::Shut(shut)
    }
}

impl From<Vec<form::filled::Problem>> for Refusal {
    fn from(problems: Vec<form::filled::Problem>) -> Refusal {
        let asked = |problem: form::filled::Problem| (Asked::Named(problem.field), problem.message);
        Refusal::Asked(problems.into_iter().map(asked).collect())
    }
}

impl From<store::Fault> for Refusal {
    fn from(fault: store::Fault) -> Refusal {
        Refusal::Store(fault)
    }
}
