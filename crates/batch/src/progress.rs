//! What a run shows while it works.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::{Outcome, Status};

/// Somebody who looks on; called from all jobs.
pub trait Observer: Sync {
    /// So many documents were found.
    fn found(&self, documents: usize);
    /// One document is done with.
    fn finished(&self, outcome: &Outcome);
    /// All documents are done with; the outputs of all together are written now.
    fn ended(&self);
}

/// Nobody looks on.
#[derive(Debug, Clone, Copy, Default)]
pub struct Quiet;

impl Observer for Quiet {
    fn found(&self, _: usize) {}
    fn finished(&self, _: &Outcome) {}
    fn ended(&self) {}
}

/// A bar on the standard error output; draws nothing where that is no terminal.
#[derive(Debug)]
pub struct Bar {
    drawn: ProgressBar,
    pages: AtomicU64,
    failures: AtomicU64,
    pages_word: String,
    failures_word: String,
    tells_each: bool,
}

impl Bar {
    /// A bar. `template` is indicatif's, `pages` and `failures` are the words after its numbers;
    /// `tells_each` prints a line for each document, also where there is no terminal.
    pub fn new(template: &str, pages: &str, failures: &str, tells_each: bool) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Self {
            drawn: bar,
            pages: AtomicU64::new(0),
            failures: AtomicU64::new(0),
            pages_word: pages.to_owned(),
            failures_word: failures.to_owned(),
            tells_each,
        }
    }

    fn tell(&self, outcome: &Outcome) {
        let line = match &outcome.failure {
            Some(failure) => format!("{}: {}: {}", outcome.input, failure.cause, failure.message),
            None => format!(
                "{}: {} {:.3} s",
                outcome.input,
                outcome.status.as_str(),
                outcome.seconds
            ),
        };
        self.drawn.suspend(|| eprintln!("{line}"));
    }
}

impl Observer for Bar {
    fn found(&self, documents: usize) {
        self.drawn.set_length(documents as u64);
        self.drawn.enable_steady_tick(Duration::from_millis(200));
    }

    fn finished(&self, outcome: &Outcome) {
        let pages = outcome.tally.as_ref().map_or(0, |tally| tally.pages);
        let pages = self.pages.fetch_add(pages, Ordering::Relaxed) + pages;
        let failed = u64::from(outcome.status == Status::Failed);
        let failures = self.failures.fetch_add(failed, Ordering::Relaxed) + failed;
        self.drawn.set_message(format!(
            "{pages} {}, {failures} {}",
            self.pages_word, self.failures_word
        ));
        self.drawn.inc(1);
        if self.tells_each {
            self.tell(outcome);
        }
    }

    fn ended(&self) {
        self.drawn.finish_and_clear();
    }
}
