//! One fact of each assignment.
//!
//! Input: what was assigned to whom. Output: facts with their values, places and findings; what belongs to no item.

use hyokasho_catalogue::{ItemKind, Node, NodeId, Role};
use hyokasho_document::Document;
use hyokasho_model::{
    Basis, Candidate, Fact, Flag, FlagState, Key, Kind, Status, Unassigned, Value, ValueObject,
};
use hyokasho_source::{Code, Diagnostic, Place};

use super::Made;
use crate::compose::{text_of, with_printed_marks};
use crate::distribute::Assignment;
use crate::parenthesis::labelled_parenthesis;
use crate::regions::Piece;
use crate::sheet::Sheet;
use crate::{CoverRead, FormIndex, around, clipped, doubts, values};

pub(super) struct Maker<'a> {
    /// The form.
    pub index: &'a FormIndex<'a>,
    /// The document.
    pub document: &'a Document,
    /// Its cells and lines.
    pub sheet: &'a Sheet<'a>,
    /// Whether the copy lost the order in which the form is read.
    pub order_lost: bool,
}

impl Maker<'_> {
    pub fn facts(
        &self,
        assignments: &[Assignment],
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<Made> {
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
            && read.object.kind != Kind::Text
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
    pub fn revision(&self, cover: &CoverRead) -> Option<Made> {
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

    pub fn unassigned(
        &self,
        pieces: &[Piece],
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<Unassigned> {
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
        && object.kind != Kind::Flags
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
