//! The facts of the body, put together from everything that was found.
//!
//! Input: the chain and the sheet. Output: [`Matched`]: facts in the order of the form, missing keys,
//! unassigned content.

use hyokasho_catalogue::{Form, ItemKind, Node, NodeId, Role};
use hyokasho_document::Document;
use hyokasho_model::{
    Basis, Candidate, Fact, Flag, FlagState, FormInfo, Key, Status, Unassigned, Value, ValueObject,
};
use hyokasho_source::{Code, Diagnostic, Place};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::around;
use crate::clipped;
use crate::compose::{text_of, with_printed_marks};
use crate::distribute::{Assignment, Distribution, Ground, distribute};
use crate::files;
use crate::instances::Instances;
use crate::marks_lost;
use crate::parenthesis::labelled_parenthesis;
use crate::regions::{self, Piece};
use crate::sheet::Sheet;
use crate::{
    CONTENTS, CoverRead, FormIndex, LEAST_LABELS, Matched, Reading, checks, doubts, values,
};

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
    skip.retain(|line| {
        !reading
            .links
            .iter()
            .any(|link| link.candidate.line == *line)
    });
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

struct Maker<'a> {
    index: &'a FormIndex<'a>,
    document: &'a Document,
    sheet: &'a Sheet<'a>,
    /// Whether the copy lost the order in which the form is read.
    order_lost: bool,
}

impl Maker<'_> {
    fn facts(&self, assignments: &[Assignment], diagnostics: &mut Vec<Diagnostic>) -> Vec<Made> {
        let mut facts = Vec::with_capacity(assignments.len());
        for assignment in assignments {
            let node = &self.index.form.nodes[assignment.node];
            let text = text_of(self.sheet, &assignment.pieces);
            let fact = self.fact(
                assignment.node,
                &assignment.indices,
                &text,
                assignment,
                diagnostics,
            );
            facts.push(fact);
            for (inner, inner_text) in self.within(node, &text) {
                let fact = self.fact(
                    inner,
                    &assignment.indices,
                    &inner_text,
                    assignment,
                    diagnostics,
                );
                facts.push(fact);
            }
        }
        facts
    }

    /// Items that stand inside this one's value, with their text.
    fn within(&self, node: &Node, text: &str) -> Vec<(NodeId, String)> {
        let Some(key) = node.key.as_deref() else {
            return Vec::new();
        };
        let form = self.index.form;
        let inner = self.index.inner.iter().map(|&id| (id, &form.nodes[id]));
        inner
            .filter(|(_, inner)| inner.within.as_deref() == Some(key))
            .map(|(id, inner)| {
                let text = if inner.kind == Some(ItemKind::Count) {
                    text.to_owned()
                } else {
                    labelled_parenthesis(inner, node, &self.index.asides, text)
                };
                (id, text)
            })
            .collect()
    }

    fn fact(
        &self,
        id: NodeId,
        indices: &[u32],
        text: &str,
        assignment: &Assignment,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Made {
        let node = &self.index.form.nodes[id];
        let pattern = node.key.as_deref().unwrap_or_default();
        let key = Key::from_pattern(pattern, indices);
        let mut read = values::read(node, text, &self.index.asides);
        read.object.source = self.places(&assignment.pieces);
        read.object.label_source = self.places(&assignment.label);
        if read.object.source.is_empty() {
            read.object.source.clone_from(&read.object.label_source);
        }
        if assignment.by_position && !assignment.doubtful {
            mark_by_position(&mut read.object);
        }
        // Texts are blank as a rule where nothing stands; choices and dates hardly ever are.
        let displaced = self.order_lost
            && read.object.status == Status::Blank
            && read.object.kind != hyokasho_model::Kind::Text
            && doubts::in_lines(self.sheet, assignment);
        if assignment.doubtful || displaced {
            doubt(&mut read.object, node.name);
        } else if clipped::is_open(read.object.kind)
            && self.sheet.lacks(self.document, &assignment.pieces)
        {
            clipped::doubt(&mut read.object);
        }
        let placed = |diagnostic: Diagnostic| {
            diagnostic
                .about(key.as_str())
                .at(read.object.source.iter().copied().take(1))
        };
        diagnostics.extend(read.diagnostics.into_iter().map(placed));
        let own = node.within.is_none();
        if own && assignment.similarity < 1.0 && !assignment.label.is_empty() {
            let printed = with_printed_marks(&text_of(self.sheet, &assignment.label));
            diagnostics.push(placed(Diagnostic::new(
                Code::LabelRepaired,
                format!("「{printed}」 is read as 「{}」", node.label),
            )));
        }
        if own && assignment.by_position {
            diagnostics.push(placed(Diagnostic::new(
                Code::ValuesByPosition,
                "the value stands apart from its label",
            )));
        }
        let fact = Fact {
            key,
            label: node.label.clone(),
            number: node.path.clone(),
            object: read.object,
        };
        Made {
            node: id,
            indices: indices.to_vec(),
            fact,
        }
    }

    /// Distinct places of pieces, in order.
    fn places(&self, pieces: &[Piece]) -> Vec<Place> {
        let mut places: Vec<Place> = Vec::new();
        for piece in pieces {
            let range = trimmed(&self.sheet.cells[piece.cell].text, piece.range.clone());
            for place in self.sheet.places(self.document, piece.cell, &range) {
                merge_place(&mut places, place);
            }
        }
        places
    }

    /// `cover.form_revision`, which the form prints without a label.
    fn revision(&self, cover: &CoverRead) -> Option<Made> {
        let (text, line, _) = cover.revision.as_ref()?;
        let node = self
            .index
            .form
            .nodes
            .iter()
            .position(|node| node.role == Role::Item && node.label.starts_with('['))?;
        let line = &self.sheet.lines[*line as usize];
        let piece = Piece {
            cell: line.cell as usize,
            range: line.range.start as usize..line.range.end as usize,
        };
        let item = &self.index.form.nodes[node];
        let object = ValueObject {
            kind: values::kind_of(item),
            status: Status::Filled,
            value: Some(Value::Text(text.clone())),
            option: None,
            text: text.clone(),
            source: self.places(&[piece]),
            basis: Some(Basis::Bracket),
            candidates: Vec::new(),
            label_source: Vec::new(),
        };
        let key = Key::new(item.key.clone()?);
        Some(Made {
            node,
            indices: Vec::new(),
            fact: Fact {
                key,
                label: item.label.clone(),
                number: item.path.clone(),
                object,
            },
        })
    }

    /// What the form itself prints and no item is: <選択肢>, a remark behind a headline.
    fn is_furniture(&self, text: &str) -> bool {
        let chars = crate::fold::fold(text);
        let nodes = self
            .index
            .labels
            .exact(&chars)
            .map_or(&[][..], |label| &label.nodes);
        self.index.asides.contains(&chars)
            || nodes
                .iter()
                .any(|&node| self.index.form.nodes[node].role == Role::Furniture)
    }

    fn unassigned(&self, pieces: &[Piece], diagnostics: &mut Vec<Diagnostic>) -> Vec<Unassigned> {
        let mut out: Vec<Unassigned> = Vec::new();
        let mut characters = 0;
        for piece in pieces {
            let text = self.sheet.cells[piece.cell].text[piece.range.clone()].trim();
            if text.is_empty() || self.is_furniture(text) {
                continue;
            }
            characters += text.chars().count();
            let text = with_printed_marks(text);
            out.push(Unassigned {
                text,
                source: self.places(std::slice::from_ref(piece)),
            });
        }
        if let Some(first) = out.first() {
            let message = format!(
                "{characters} characters in {} places belong to no item of the form",
                out.len()
            );
            diagnostics
                .push(Diagnostic::new(Code::Unassigned, message).at(first.source.iter().copied()));
        }
        out
    }
}

fn trimmed(text: &str, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let part = &text[range.clone()];
    let start = range.start + (part.len() - part.trim_start().len());
    start..start + part.trim().len()
}

/// Adds a place; glyph runs of one page line that touch become one area.
fn merge_place(places: &mut Vec<Place>, place: Place) {
    if let (Some(Place::Page { page: a, bbox: old }), Place::Page { page: b, bbox: new }) =
        (places.last_mut(), place)
    {
        let same_line = (old[1] - new[1]).abs() < 2.0 && (old[3] - new[3]).abs() < 2.0;
        if *a == b && same_line {
            *old = [
                old[0].min(new[0]),
                old[1].min(new[1]),
                old[2].max(new[2]),
                old[3].max(new[3]),
            ];
            return;
        }
    }
    if places.last() != Some(&place) {
        places.push(place);
    }
}

fn mark_by_position(object: &mut ValueObject) {
    if object.status == Status::Filled
        && matches!(object.basis, Some(Basis::Label) | None)
        && object.kind != hyokasho_model::Kind::Flags
    {
        object.basis = Some(Basis::Position);
    }
}

/// A text that may belong to a neighbour: unclear, with what stands there as its candidate.
/// Flags stay, each unclear.
fn doubt(object: &mut ValueObject, is_name: bool) {
    if let Some(Value::Flags(flags)) = &mut object.value {
        for flag in flags {
            *flag = Flag {
                option: std::mem::take(&mut flag.option),
                state: FlagState::Unclear,
                basis: None,
                text: None,
                count: None,
            };
        }
        return;
    }
    if let Some(value) = object.value.take() {
        if let Some(text) = value.as_text()
            && let Some((name, _)) = text.split_once('\n')
            && is_name
            && around::goes_on(text)
        {
            object.candidates.push(Candidate {
                value: Value::Text(name.to_owned()),
                reason: Some("is what a name begins with".to_owned()),
            });
        }
        let reason = Some("stands apart from its label, with a neighbour's value".to_owned());
        object.candidates.push(Candidate { value, reason });
    }
    object.status = Status::Unclear;
    object.basis = None;
}

/// Items found more than once: a blank gives way, equal ones become one, texts are joined, others are
/// unclear.
fn merge_repeated(made: &mut Vec<Made>, diagnostics: &mut Vec<Diagnostic>) {
    let mut first: rustc_hash::FxHashMap<Key, usize> = rustc_hash::FxHashMap::default();
    let mut kept: Vec<Made> = Vec::with_capacity(made.len());
    for next in made.drain(..) {
        match first.get(&next.fact.key) {
            None => {
                first.insert(next.fact.key.clone(), kept.len());
                kept.push(next);
            }
            Some(&at) => merge_into(&mut kept[at], next, diagnostics),
        }
    }
    *made = kept;
}

fn merge_into(kept: &mut Made, next: Made, diagnostics: &mut Vec<Diagnostic>) {
    let (old, new) = (&mut kept.fact.object, next.fact.object);
    let says_nothing = |object: &ValueObject| {
        object.status == Status::Blank
            || (object.status == Status::Unclear && object.text.is_empty())
    };
    // an empty bracket, and the option list that a page parts from it
    let empty = old.kind == hyokasho_model::Kind::Choice
        && old.status == Status::Blank
        && !old.text.is_empty()
        && new.status == Status::Unclear
        && new.candidates.len() != 1;
    if empty {
        old.source.extend(new.source);
    } else if says_nothing(old) {
        *old = new;
    } else if says_nothing(&new) || old.value == new.value {
    } else if let (Some(Value::Text(a)), Some(Value::Text(b)), hyokasho_model::Kind::Text) =
        (&mut old.value, &new.value, new.kind)
    {
        // A row that a page parts may be printed again, from its beginning, with the rest.
        if b.starts_with(a.as_str()) && new.status == Status::Filled {
            a.clone_from(b);
        } else {
            a.push('\n');
            a.push_str(b);
        }
        old.text.clone_from(a);
        old.source.extend(new.source);
    } else if let (Some(Value::Flags(a)), Some(Value::Flags(b))) = (&mut old.value, &new.value) {
        merge_flags(a, b);
        old.text.push('\n');
        old.text.push_str(&new.text);
        old.source.extend(new.source);
    } else if leaves_open(&new, old) {
        old.source.extend(new.source);
    } else if leaves_open(old, &new) {
        *old = new;
    } else {
        let message = "the item is printed twice, with different values";
        diagnostics.push(
            Diagnostic::new(Code::DuplicateItem, message)
                .about(kept.fact.key.as_str())
                .at(new.source.iter().copied()),
        );
        let values = [old.value.take(), new.value].into_iter().flatten();
        old.candidates = values
            .map(|value| Candidate {
                value,
                reason: None,
            })
            .collect();
        old.status = Status::Unclear;
        old.option = None;
        old.source.extend(new.source);
    }
}

/// A check list that a page parts and whose label is printed again: each part tells its own options. What both tell
/// otherwise is not told.
fn merge_flags(kept: &mut [Flag], next: &[Flag]) {
    for (flag, other) in kept.iter_mut().zip(next) {
        // of two options of which the form prints one, a part with neither says nothing
        if flag.option != other.option {
            if flag.state == FlagState::Unclear {
                flag.clone_from(other);
            }
            continue;
        }
        if flag.state == FlagState::Unclear {
            (flag.state, flag.basis) = (other.state, other.basis);
        } else if other.state != FlagState::Unclear && other.state != flag.state {
            (flag.state, flag.basis) = (FlagState::Unclear, None);
        }
        flag.text = flag.text.take().or_else(|| other.text.clone());
        flag.count = flag.count.or(other.count);
    }
}

/// Whether one printing of a choice, of which the copy shows the options alone, leaves open what another one tells.
fn leaves_open(open: &ValueObject, told: &ValueObject) -> bool {
    let value = told.value.as_ref();
    open.kind == hyokasho_model::Kind::Choice
        && open.status == Status::Unclear
        && told.status == Status::Filled
        && (open.candidates.is_empty()
            || open.candidates.iter().any(|one| Some(&one.value) == value))
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

/// Keys that the form prints and no fact shows: outside of blocks, and in every block that is there.
fn missing(index: &FormIndex<'_>, made: &[Made], revision: Option<&str>) -> Vec<String> {
    let have: FxHashSet<&str> = made.iter().map(|made| made.fact.key.as_str()).collect();
    let patterns: Vec<String> = made.iter().map(|made| made.fact.key.pattern()).collect();
    let mut instances: FxHashMap<&str, Vec<Vec<u32>>> = FxHashMap::default();
    let mut missing = Vec::new();
    for (_, node) in index.form.items() {
        let Some(pattern) = node.key.as_deref() else {
            continue;
        };
        let dated = node.since.is_some() || node.until.is_some();
        let printed = revision.map_or(!dated, |revision| node.is_in(revision));
        if !printed || pattern.starts_with("changes[") {
            continue;
        }
        let prefix = pattern.rfind(']').map_or("", |at| &pattern[..=at]);
        let open = instances
            .entry(prefix)
            .or_insert_with(|| instances_of(prefix, made, &patterns));
        for indices in open.iter() {
            let key = Key::from_pattern(pattern, indices);
            if !have.contains(key.as_str()) {
                missing.push(key.as_str().to_owned());
            }
        }
    }
    missing
}

/// The indices under which a block occurs, by its pattern; 1 where it does not occur at all.
fn instances_of(prefix: &str, made: &[Made], patterns: &[String]) -> Vec<Vec<u32>> {
    let depth = prefix.matches('[').count();
    if depth == 0 {
        return vec![Vec::new()];
    }
    let mut seen: Vec<Vec<u32>> = made
        .iter()
        .zip(patterns)
        .filter(|(made, own)| made.indices.len() >= depth && own.starts_with(prefix))
        .map(|(made, _)| made.indices[..depth].to_vec())
        .collect();
    seen.sort_unstable();
    seen.dedup();
    if seen.is_empty() {
        vec![vec![1; depth]]
    } else {
        seen
    }
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
