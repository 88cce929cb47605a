//! Why the office does not do what it was asked: one Chinese sentence, and what kind of "no" it is.

use std::fmt;

use crate::{domain::rule::RuleError, form, store, terms};

#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// A rule of the field says no.
    Rule(RuleError),
    /// The store failed or another desk was first.
    Store(store::Fault),
    /// Faults in a form file or an answers file, all at once.
    Faults(Vec<form::fault::Fault>),
    /// Said in the verb's own words: what is wrong, where, what to do.
    Said(String),
    /// Several of them, each a sentence.
    Many(Vec<String>),
}

impl Refusal {
    pub fn said(sentence: impl Into<String>) -> Refusal {
        Refusal::Said(sentence.into())
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
            Refusal::Said(sentence) => f.write_str(sentence),
            Refusal::Many(sentences) => f.write_str(&sentences.join("\n")),
        }
    }
}

impl std::error::Error for Refusal {}

impl From<RuleError> for Refusal {
    fn from(rule: RuleError) -> Refusal {
        Refusal::Rule(rule)
    }
}

impl From<store::Fault> for Refusal {
    fn from(fault: store::Fault) -> Refusal {
        Refusal::Store(fault)
    }
}
