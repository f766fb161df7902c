//! The `JUnit` file of a check: a test case a document.

use std::fmt::Write as _;

use quick_junit::{NonSuccessKind, Report as Junit, TestCase, TestCaseStatus, TestSuite};
use serde_json::Value as Json;

use crate::{Difference, Document, Motion, Outcome, Report, State, excerpt};

/// Differences of one document that its test case tells; the whole stands in the check's JSON.
const TOLD: usize = 100;

/// The `JUnit` XML of a check over these documents; no time is in it.
pub fn junit(report: &Report, documents: &[Document]) -> String {
    let mut suite = TestSuite::new("golden");
    let mut told = report.documents.iter().peekable();
    for document in documents {
        let of_document = told.next_if(|outcome| outcome.document == document.name);
        suite.add_test_case(TestCase::new(
            document.name.clone(),
            of_document.map_or_else(TestCaseStatus::success, status),
        ));
    }
    for outcome in told {
        suite.add_test_case(TestCase::new(outcome.document.clone(), status(outcome)));
    }
    let mut junit = Junit::new("hyokasho");
    junit.add_test_suite(suite);
    junit.to_string().unwrap_or_default()
}

fn status(outcome: &Outcome) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
    let kind = match outcome.state {
        State::Unchanged => return TestCaseStatus::success(),
        State::Moved => "moved",
        State::New => "new",
        State::Gone => "gone",
        State::Failed => "failed",
    };
    status.set_type(kind);
    let message = outcome.failure.as_ref().map_or_else(
        || format!("{kind}: {} differences", outcome.differences.len()),
        |failure| format!("{}: {}", failure.code, failure.message),
    );
    status.set_message(message);
    status.set_description(
        outcome
            .differences
            .iter()
            .take(TOLD)
            .map(told)
            .collect::<String>(),
    );
    status
}

fn told(difference: &Difference) -> String {
    let mut text = String::new();
    let key = difference.key.as_deref().unwrap_or_default();
    let sign = match difference.motion {
        Motion::Added => '+',
        Motion::Removed => '-',
        Motion::Modified => '~',
    };
    let number = difference.number.as_deref().unwrap_or_default();
    let label = difference.label.as_deref().unwrap_or_default();
    let _ = writeln!(text, "{sign} {:?} {key} {number} {label}", difference.part);
    for field in &difference.fields {
        let _ = writeln!(
            text,
            "    {}: {}",
            field.name,
            excerpt(&words(&field.before), &words(&field.after))
        );
    }
    let _ = writeln!(
        text,
        "    at {}",
        serde_json::to_string(&difference.places).unwrap_or_default()
    );
    text
}

fn words(value: &Json) -> String {
    match value {
        Json::Null => String::new(),
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}
