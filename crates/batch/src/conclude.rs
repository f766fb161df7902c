//! The end of a run: the facts in order, the journal made short, left-over outputs, the report.

use std::io;

use rustc_hash::FxHashSet;
use serde::ser::{Error as _, SerializeSeq as _};
use serde::{Serialize, Serializer};

use crate::atomic::{Aside, FileMark, remove_with_folders, write_whole};
use crate::facts::{assemble, is_in_order, place, remove_logs};
use crate::folder::OutputFolder;
use crate::journal::{Done, Failed, Journal, Line, Memory, Segment, key_of_hash, name_key};
use crate::names::{is_safe, output_of};
use crate::records::{Finished, Records};
use crate::{Duplicate, FACTS_FILE, FailureKind, RUN_FILE, Report, Request};

/// What is left when all documents are done.
pub(crate) struct Remains {
    /// What became of each.
    pub records: Records,
    /// None when its writer is gone.
    pub journal: Option<Journal>,
    /// The facts in order with their length, as far as they could be put together on the way.
    pub facts: Option<(Aside, u64)>,
}

/// Brings a run to its end. What goes wrong here is a problem of the report; the journal then still
/// knows every output, and the next run mends it.
pub(crate) fn conclude(
    request: &Request,
    folder: &OutputFolder,
    memory: &Memory,
    remains: Remains,
    report: &mut Report,
) -> Records {
    let Remains {
        records,
        journal,
        facts,
    } = remains;
    let result = sum_up(folder, memory, &records, report).and_then(|()| {
        if request.prune {
            prune(folder, report);
        }
        let facts = facts_file(request, folder, memory, &records, facts)?;
        write_journal(request, folder, memory, journal, &records, report, facts)?;
        remove_logs(&folder.state())
    });
    if let Err(error) = result {
        report.problems.push(format!(
            "{FACTS_FILE} and the journal could not be completed: {error}"
        ));
    }
    records
}

/// Writes `run.json`: the report, then the documents one by one.
pub(crate) fn write_report(
    folder: &OutputFolder,
    report: &mut Report,
    records: &Records,
    sync: bool,
) {
    #[derive(Serialize)]
    struct Whole<'a> {
        #[serde(flatten)]
        report: &'a Report,
        #[serde(serialize_with = "write_documents")]
        documents: &'a Records,
    }
    let whole = Whole {
        report,
        documents: records,
    };
    let path = folder.root().join(RUN_FILE);
    let result = write_whole(&folder.unfinished(), &path, sync, |file| {
        serde_json::to_writer_pretty(&mut *file, &whole)?;
        io::Write::write_all(file, b"\n")
    });
    if let Err(error) = result {
        report
            .problems
            .push(format!("{RUN_FILE} could not be written: {error}"));
    }
}

fn write_documents<S: Serializer>(records: &Records, serializer: S) -> Result<S::Ok, S::Error> {
    let mut sequence = serializer.serialize_seq(Some(records.len()))?;
    for one in records.iter() {
        sequence.serialize_element(&one.map_err(S::Error::custom)?.outcome)?;
    }
    sequence.end()
}

/// Takes all documents into the report's sums; of each, keys of a fixed size alone are held.
fn sum_up(
    folder: &OutputFolder,
    memory: &Memory,
    records: &Records,
    report: &mut Report,
) -> io::Result<()> {
    let mut present = FxHashSet::default();
    let mut contents = Vec::new();
    for (at, one) in records.iter().enumerate() {
        let Finished { outcome, done } = one?;
        report.add(&outcome);
        if done.is_some() {
            present.insert(name_key(&outcome.document));
        }
        contents.extend(
            outcome
                .sha256
                .and_then(|hash| Some((key_of_hash(&hash)?, at))),
        );
    }
    report.duplicates = duplicates(contents, records)?;
    report.left_over = left_over(folder, memory, &present);
    Ok(())
}

/// Documents of the same bytes, by the keys of their contents and their places among the inputs.
fn duplicates(mut contents: Vec<(u128, usize)>, records: &Records) -> io::Result<Vec<Duplicate>> {
    contents.sort_unstable();
    let mut several: Vec<&[(u128, usize)]> = contents
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|same| same.len() > 1)
        .collect();
    several.sort_unstable_by_key(|same| same[0].1);
    let named = |same: &[(u128, usize)]| {
        let mut duplicate = Duplicate {
            sha256: String::new(),
            documents: Vec::with_capacity(same.len()),
        };
        for (_, at) in same {
            let outcome = records.get(*at)?.outcome;
            duplicate.sha256 = outcome.sha256.unwrap_or_default();
            duplicate.documents.push(outcome.document);
        }
        Ok(duplicate)
    };
    several.into_iter().map(named).collect()
}

/// The outputs that stand though no document of this run has them, by name.
fn left_over(folder: &OutputFolder, memory: &Memory, present: &FxHashSet<u128>) -> Vec<String> {
    let stands = |output: &String| folder.root().join(output).symlink_metadata().is_ok();
    let mut left_over: Vec<String> = memory
        .all_done()
        .filter(|done| is_safe(&done.document) && !present.contains(&name_key(&done.document)))
        .map(|done| output_of(&done.document))
        .filter(stands)
        .collect();
    left_over.sort_unstable();
    left_over
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

/// Puts the journal in its short form: one line a document, its facts in `facts.ndjson`, which is in
/// its place. Each step leaves a folder that the next run understands.
fn write_journal(
    request: &Request,
    folder: &OutputFolder,
    memory: &Memory,
    journal: Option<Journal>,
    records: &Records,
    report: &Report,
    facts: FileMark,
) -> io::Result<()> {
    let Some(mut journal) = journal else {
        return Err(io::Error::other("the journal's writer is gone"));
    };
    let lines = std::iter::once(Ok(Line::Begin(memory.runs + 1)))
        .chain(in_facts_file(records))
        .chain(left_over_lines(memory, report).map(Ok))
        .chain(failed_lines(request, records))
        .chain(std::iter::once(Ok(Line::End(facts))));
    journal.rewrite(&folder.unfinished(), lines)
}

/// Puts `facts.ndjson` into its place unless it already is what it should be.
fn facts_file(
    request: &Request,
    folder: &OutputFolder,
    memory: &Memory,
    records: &Records,
    whole: Option<(Aside, u64)>,
) -> io::Result<FileMark> {
    let segments = || {
        records
            .done()
            .filter_map(|done| done.map(|done| done.facts).transpose())
    };
    if let Some(mark) = memory.facts.as_ref()
        && mark.holds(&folder.root().join(FACTS_FILE))
        && is_in_order(segments(), mark)
    {
        return Ok(mark.clone());
    }
    let bytes: u64 = segments()
        .map(|segment| segment.map(|segment| segment.bytes))
        .sum::<io::Result<_>>()?;
    let whole = match whole.filter(|(_, length)| *length == bytes) {
        Some((whole, _)) => whole,
        None => assemble(folder, segments())?,
    };
    place(folder, whole, request.sync)
}

/// The records of this run's outputs, their facts where `facts.ndjson` has them.
fn in_facts_file(records: &Records) -> impl Iterator<Item = io::Result<Line>> + '_ {
    let mut end = 0;
    records.done().map(move |done| {
        let mut done = done?;
        if let Some(segment) = &mut done.facts {
            *segment = Segment {
                file: FACTS_FILE.to_owned(),
                offset: end,
                bytes: segment.bytes,
            };
            end += segment.bytes;
        }
        Ok(Line::Done(Box::new(done)))
    })
}

/// The records of outputs that stay without a document; `facts.ndjson` no longer has their facts.
fn left_over_lines<'a>(memory: &'a Memory, report: &'a Report) -> impl Iterator<Item = Line> + 'a {
    let is_kept = |done: &Done| {
        report
            .left_over
            .binary_search(&output_of(&done.document))
            .is_ok()
    };
    memory.all_done().filter(is_kept).map(|done| {
        Line::Done(Box::new(Done {
            facts: None,
            ..done
        }))
    })
}

fn failed_lines<'a>(
    request: &Request,
    records: &'a Records,
) -> impl Iterator<Item = io::Result<Line>> + 'a {
    let recipe = request.recipe.hash(&request.options);
    records.iter().filter_map(move |one| {
        let outcome = match one {
            Ok(one) => one.outcome,
            Err(error) => return Some(Err(error)),
        };
        let failure = outcome
            .failure
            .filter(|failure| failure.kind != FailureKind::File)?;
        Some(Ok(Line::Failed(Failed {
            document: outcome.document,
            sha256: outcome.sha256?,
            recipe: recipe.clone(),
            failure,
        })))
    })
}
