//! What is wrong in a form file, said so that the person who wrote the file can mend it.

use std::fmt;

/// One thing to mend: where it stands and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    /// A Chinese sentence.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}：{}", self.file, self.line, self.message)
    }
}

/// Collects the faults of one file; places are byte offsets in its text.
#[derive(Debug)]
pub struct Faults {
    file: String,
    /// Byte offset at which each line starts.
    starts: Vec<usize>,
    list: Vec<Fault>,
}

impl Faults {
    pub fn new(file: &str, text: &str) -> Faults {
        let starts =
            std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Faults { file: file.to_owned(), starts, list: Vec::new() }
    }

    /// The line of a place in the text.
    pub fn line(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at)
    }

    pub fn add(&mut self, at: usize, message: impl Into<String>) {
        let line = self.line(at);
        self.list.push(Fault { file: self.file.clone(), line, message: message.into() });
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// All faults in the order of the file.
    pub fn into_list(mut self) -> Vec<Fault> {
        self.list.sort_by_key(|fault| fault.line);
        self.list.dedup();
        self.list
    }
}
