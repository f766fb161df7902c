//! The end of a run: the facts in order, the journal made short, left-over outputs, the report.

use std::collections::BTreeSet;
use std::io;

use crate::atomic::{remove_with_folders, write_whole};
use crate::facts::{assemble, is_in_order, remove_logs};
use crate::folder::OutputFolder;
use crate::journal::{Done, Failed, Journal, Line, Memory, Segment};
use crate::names::{is_safe, output_of};
use crate::{FACTS_FILE, FailureKind, Outcome, RUN_FILE, Report, Request};

/// A document at its end.
pub(crate) struct Finished {
    /// What became of it.
    pub outcome: Outcome,
    /// Its record, where it has an output.
    pub done: Option<Box<Done>>,
}

/// Brings a run to its end. What goes wrong here is a problem of the report; the journal then still
/// knows every output, and the next run mends it.
pub(crate) fn conclude(
    request: &Request,
    folder: &OutputFolder,
    memory: &Memory,
    journal: Option<Journal>,
    finished: Vec<Finished>,
    report: &mut Report,
) {
    let left_over = left_over(folder, memory, &finished);
    report.left_over = left_over
        .iter()
        .map(|done| output_of(&done.document))
        .collect();
    if request.prune {
        prune(folder, report);
    }
    if let Err(error) = write_facts_and_journal(request, folder, memory, journal, &finished, report)
    {
        report.problems.push(format!(
            "{FACTS_FILE} and the journal could not be completed: {error}"
        ));
    }
    report.documents = finished.into_iter().map(|one| one.outcome).collect();
    report.sum_up();
}

/// Writes `run.json`.
pub(crate) fn write_report(folder: &OutputFolder, report: &mut Report, sync: bool) {
    let result = serde_json::to_vec_pretty(report)
        .map_err(io::Error::from)
        .and_then(|mut json| {
            json.push(b'\n');
            write_whole(
                &folder.unfinished(),
                &folder.root().join(RUN_FILE),
                &json,
                sync,
            )
        });
    if let Err(error) = result {
        report
            .problems
            .push(format!("{RUN_FILE} could not be written: {error}"));
    }
}

/// Records whose output stands though no document of this run has it.
fn left_over<'a>(
    folder: &OutputFolder,
    memory: &'a Memory,
    finished: &[Finished],
) -> Vec<&'a Done> {
    let present: BTreeSet<&str> = finished
        .iter()
        .filter_map(|one| one.done.as_ref())
        .map(|done| done.document.as_str())
        .collect();
    let stands = |done: &&Done| {
        is_safe(&done.document)
            && folder
                .root()
                .join(output_of(&done.document))
                .symlink_metadata()
                .is_ok()
    };
    memory
        .done
        .values()
        .filter(|done| !present.contains(done.document.as_str()))
        .filter(stands)
        .collect()
}

fn prune(folder: &OutputFolder, report: &mut Report) {
    for output in std::mem::take(&mut report.left_over) {
        match folder
            .standing(&output)
            .and_then(|path| remove_with_folders(folder.root(), &path))
        {
            Ok(()) => report.removed.push(output),
            Err(error) => {
                report
                    .problems
                    .push(format!("{output} could not be removed: {error}"));
                report.left_over.push(output);
            }
        }
    }
}

/// Puts the facts in order and the journal in its short form: one line a document, its facts in
/// `facts.ndjson`. Each step leaves a folder that the next run understands.
fn write_facts_and_journal(
    request: &Request,
    folder: &OutputFolder,
    memory: &Memory,
    journal: Option<Journal>,
    finished: &[Finished],
    report: &Report,
) -> io::Result<()> {
    let Some(mut journal) = journal else {
        return Err(io::Error::other("the journal's writer is gone"));
    };
    let done: Vec<&Done> = finished
        .iter()
        .filter_map(|one| one.done.as_deref())
        .collect();
    let segments: Vec<&Segment> = done.iter().filter_map(|done| done.facts.as_ref()).collect();
    let standing = memory
        .facts
        .as_ref()
        .filter(|mark| mark.holds(&folder.root().join(FACTS_FILE)));
    let facts = match standing.filter(|mark| is_in_order(&segments, mark)) {
        Some(mark) => mark.clone(),
        None => assemble(folder, &segments, request.sync)?,
    };
    let mut lines = vec![Line::Begin(memory.runs + 1)];
    lines.extend(in_facts_file(&done));
    lines.extend(left_over_lines(memory, report));
    lines.extend(failed_lines(request, finished));
    lines.push(Line::End(facts));
    journal.rewrite(&folder.unfinished(), lines.into_iter())?;
    remove_logs(&folder.state())
}

/// The records of this run's outputs, their facts where `facts.ndjson` has them.
fn in_facts_file(done: &[&Done]) -> Vec<Line> {
    let mut offset = 0;
    let mut lines = Vec::with_capacity(done.len());
    for one in done {
        let mut one = (*one).clone();
        if let Some(segment) = &mut one.facts {
            *segment = Segment {
                file: FACTS_FILE.to_owned(),
                offset,
                bytes: segment.bytes,
            };
            offset += segment.bytes;
        }
        lines.push(Line::Done(Box::new(one)));
    }
    lines
}

/// The records of outputs that stay without a document; `facts.ndjson` no longer has their facts.
fn left_over_lines<'a>(memory: &'a Memory, report: &'a Report) -> impl Iterator<Item = Line> + 'a {
    let kept: BTreeSet<&str> = report.left_over.iter().map(String::as_str).collect();
    let is_kept = move |done: &&Done| kept.contains(output_of(&done.document).as_str());
    memory.done.values().filter(is_kept).map(|done| {
        Line::Done(Box::new(Done {
            facts: None,
            ..done.clone()
        }))
    })
}

fn failed_lines(request: &Request, finished: &[Finished]) -> Vec<Line> {
    let recipe = request.recipe.hash(&request.options);
    let failed = |outcome: &Outcome| {
        let failure = outcome
            .failure
            .clone()
            .filter(|failure| failure.kind != FailureKind::File)?;
        let (document, sha256) = (outcome.document.clone(), outcome.sha256.clone()?);
        Some(Line::Failed(Failed {
            document,
            sha256,
            recipe: recipe.clone(),
            failure,
        }))
    };
    finished
        .iter()
        .filter_map(|one| failed(&one.outcome))
        .collect()
}
