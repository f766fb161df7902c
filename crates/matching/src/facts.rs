//! The facts of the body, put together from everything that was found.
//!
//! Input: the chain and the sheet. Output: [`Matched`]: facts in the order of the form, missing keys,
//! unassigned content.

mod maker;
mod merge;
mod missing;

use hyokasho_catalogue::{Form, Node, NodeId, Role};
use hyokasho_document::Document;
use hyokasho_model::{Fact, FormInfo};
use hyokasho_source::{Code, Diagnostic};
use rustc_hash::FxHashSet;

use crate::around;
use crate::compose::text_of;
use crate::distribute::{Distribution, Ground, distribute};
use crate::files;
use crate::instances::Instances;
use crate::marks_lost;
use crate::regions::{self, Piece};
use crate::sheet::Sheet;
use crate::{CONTENTS, CoverRead, FormIndex, LEAST_LABELS, Matched, Reading, checks, doubts};
use maker::Maker;
use merge::merge_repeated;
use missing::missing;

/// Assembles what a form made of a sheet.
pub(crate) fn assemble(
    index: &FormIndex<'_>,
    document: &Document,
    sheet: &Sheet,
    cover: &CoverRead,
    reading: &Reading,
    recognised_by: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Matched {
    let form = index.form;
    let skip = lines_without_value(sheet, cover, reading);
    let regions = regions::part(sheet, &reading.links, &skip, reading.end);
    // The first region stands before the first label.
    let says = |link: usize| {
        let region = regions.get(link + 1);
        region.map_or_else(String::new, |region| {
            text_of(sheet, &region.pieces).trim().to_owned()
        })
    };
    let instances = Instances::new(form, &index.blocks, &reading.links, says);
    let ground = Ground {
        sheet,
        form,
        links: &reading.links,
        instances: &instances,
        asides: &index.asides,
        labels_first: false,
    };
    let stand_before = around::stand_before(&ground, &regions);
    let Distribution {
        mut assignments,
        mut unassigned,
    } = distribute(&ground, regions);
    doubts::mark(
        form,
        sheet,
        &reading.crossed,
        &index.asides,
        &index.options,
        &mut assignments,
    );
    doubts::mark_mixed(form, sheet, &index.asides, &index.options, &mut assignments);
    if let Some(message) = around::doubt(index, sheet, &mut assignments) {
        diagnostics.push(Diagnostic::new(Code::ValuesByPosition, message));
    }
    if stand_before {
        around::doubt_all(sheet, &mut assignments);
        let message =
            "what no heading has stands behind the headings: values stand before their labels";
        diagnostics.push(Diagnostic::new(Code::ValuesByPosition, message));
    }
    unassigned.extend(drawn(sheet, reading.end));
    unassigned.extend(attached(sheet, reading));
    let maker = Maker {
        index,
        document,
        sheet,
        order_lost: doubts::order_is_lost(form, sheet, &index.asides, &assignments),
    };
    if maker.order_lost {
        let message = "values stand apart from their labels: an empty place behind a choice's or a date's label tells nothing";
        diagnostics.push(Diagnostic::new(Code::ValuesByPosition, message));
    }
    let mut made = maker.facts(&assignments, diagnostics);
    if let Some(fact) = maker.revision(cover) {
        made.push(fact);
    }
    merge_repeated(&mut made, diagnostics);
    marks_lost::doubt(form, &mut made);
    files::share_among_files(index, &mut made);
    sort_in_form_order(&mut made, index);
    let revision = cover.revision.as_ref().map(|(text, ..)| text.clone());
    let revision_date = revision
        .as_deref()
        .and_then(hyokasho_normalize::dates::parse)
        .map(|p| p.found.iso);
    check_revision(
        form,
        revision.as_deref(),
        revision_date.as_deref(),
        diagnostics,
    );
    let missing = missing(index, &made, revision_date.as_deref());
    let mut facts: Vec<Fact> = made.into_iter().map(|made| made.fact).collect();
    checks::check(form, &mut facts, diagnostics);
    let unassigned = maker.unassigned(&unassigned, diagnostics);
    let parts = parts(form, reading, !changes(sheet, document, reading).is_empty());
    let info = FormInfo {
        kind: form.kind.as_str().to_owned(),
        revision,
        revision_date,
        recognised_by: recognised_by.to_owned(),
        parts,
    };
    let changes = changes(sheet, document, reading);
    Matched {
        kind: form.kind,
        form: info,
        facts,
        missing,
        unassigned,
        changes,
        told: recognised_by != CONTENTS || reading.links.len() >= LEAST_LABELS,
    }
}

/// Lines that carry no value: titles, the printed revision, heads of block ranges, drawings.
fn lines_without_value(sheet: &Sheet, cover: &CoverRead, reading: &Reading) -> Vec<u32> {
    let mut skip = reading.range_lines.clone();
    skip.extend(reading.attached.iter().cloned().flatten());
    skip.extend(&cover.title_lines);
    skip.extend(cover.revision.iter().map(|(_, line, _)| *line));
    skip.extend(
        (0..reading.end.min(sheet.lines.len()))
            .filter(|&at| sheet.lines[at].figure)
            .map(|at| at as u32),
    );
    // A line that a label takes is the label's, whatever else it looks like.
    let labels: FxHashSet<u32> = reading.links.iter().map(|l| l.candidate.line).collect();
    skip.retain(|line| !labels.contains(line));
    skip.sort_unstable();
    skip
}

/// The texts of drawings: the form has no item for them.
fn drawn(sheet: &Sheet, end: usize) -> Vec<Piece> {
    let lines = sheet.lines[..end.min(sheet.lines.len())]
        .iter()
        .filter(|line| line.figure);
    lines
        .map(|line| Piece {
            cell: line.cell as usize,
            range: line.range.start as usize..line.range.end as usize,
        })
        .collect()
}

/// The texts of sheets that the document adds to the form.
fn attached(sheet: &Sheet, reading: &Reading) -> Vec<Piece> {
    let lines = reading.attached.iter().cloned().flatten();
    let piece = |line: u32| {
        let line = &sheet.lines[line as usize];
        Piece {
            cell: line.cell as usize,
            range: line.range.start as usize..line.range.end as usize,
        }
    };
    lines.map(piece).collect()
}

/// A fact with the place of its item in the form.
#[derive(Clone)]
pub(crate) struct Made {
    pub(crate) node: NodeId,
    pub(crate) indices: Vec<u32>,
    pub(crate) fact: Fact,
}

/// Sorts facts as the form prints them, block by block.
fn sort_in_form_order(made: &mut [Made], index: &FormIndex<'_>) {
    made.sort_by_cached_key(|made| {
        let mut order: Vec<(NodeId, u32)> = index
            .blocks
            .spans
            .iter()
            .filter(|(open, end, _)| *open <= made.node && made.node < *end)
            .zip(&made.indices)
            .map(|((open, ..), &at)| (*open, at))
            .collect();
        order.push((made.node, 0));
        order
    });
}

fn check_revision(
    form: &Form,
    printed: Option<&str>,
    date: Option<&str>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let (Some(printed), Some(date)) = (printed, date) else {
        return;
    };
    if !form
        .revisions
        .iter()
        .any(|revision| date.starts_with(revision.date.as_str()))
    {
        diagnostics.push(Diagnostic::new(
            Code::RevisionUnknown,
            format!("{printed} is not in the catalogue"),
        ));
    }
}

/// The parts of the form that the chain came through, by number or label.
fn parts(form: &Form, reading: &Reading, has_changes: bool) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let name = |node: &Node| node.number.clone().unwrap_or_else(|| node.label.clone());
    for link in &reading.links {
        let id = link.candidate.node;
        let part = std::iter::once((id, &form.nodes[id]))
            .chain(form.ancestors(id))
            .find(|(_, node)| node.role == Role::Part);
        if let Some((_, part)) = part {
            let name = name(part);
            if !parts.contains(&name) {
                parts.push(name);
            }
        }
    }
    if has_changes {
        parts.extend(form.parts().last().map(|(_, part)| name(part)));
    }
    parts
}

/// The blocks of the change history.
fn changes(sheet: &Sheet, document: &Document, reading: &Reading) -> std::ops::Range<usize> {
    let end = document.blocks.len();
    match sheet.lines.get(reading.end) {
        Some(line) => sheet.cells[line.cell as usize].block as usize..end,
        None => end..end,
    }
}
