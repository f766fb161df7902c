//! What is wrong with a catalogue file, and where.

use std::fmt;

/// Something wrong with a file of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file's name as it was given.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// What is wrong, in one sentence.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

/// Problems of one file, collected while it is read.
#[derive(Debug)]
pub(crate) struct Problems {
    file: String,
    found: Vec<Problem>,
}

impl Problems {
    pub(crate) fn new(file: &str) -> Self {
        Self {
            file: file.to_owned(),
            found: Vec::new(),
        }
    }

    pub(crate) fn add(&mut self, line: u32, message: impl Into<String>) {
        self.found.push(Problem {
            file: self.file.clone(),
            line,
            message: message.into(),
        });
    }

    /// Takes the problems, by line; those of one line stay in the order in which they were found.
    pub(crate) fn take_sorted(&mut self) -> Vec<Problem> {
        let mut found = std::mem::take(&mut self.found);
        found.sort_by_key(|problem| problem.line);
        found.dedup();
        found
    }
}
