//! The change table's rows to facts.
//!
//! Input: the blocks of the part 変更箇所, the form, the facts of the body. Output: one fact for each
//! row, resolved, dated, grouped and reconciled, and the findings.

use std::collections::BTreeSet;
use std::sync::Arc;

use hyokasho_catalogue::{Form, Node, Role};
use hyokasho_document::{Block, BlockKind};
use hyokasho_model::{Candidate, Change, ChangeKind, Fact, Key, Kind, Status, Value, ValueObject};
use hyokasho_source::{Code, Diagnosed, Diagnostic, Place};

use crate::columns::{ColumnLabels, Field};
use crate::dates::{DateCell, RowDate, date_rows, is_ditto};
use crate::edits::edits;
use crate::groups::number_groups;
use crate::items::{ItemIndex, Resolution, Resolver};
use crate::joined;
use crate::kind::change_kind;
use crate::quoted::Quoted;
use crate::rows::{Row, read_rows};

/// What the part's own number (別添2, 別添3) weighs beside the item cells: two numbers of items.
const PART_NUMBER: f32 = 6.0;

/// A form's change table: its labels and its items, indexed once and shared by documents.
#[derive(Debug)]
pub struct ChangeTable {
    labels: ColumnLabels,
    items: Arc<ItemIndex>,
    label: String,
    number: String,
    /// The number that the part's headline prints (別添2, 別添3), where it prints one.
    headline: Option<String>,
}

impl ChangeTable {
    /// Indexes a form.
    pub fn new(form: &Form) -> Self {
        let part = change_part(form);
        Self {
            labels: ColumnLabels::new(form),
            items: Arc::new(ItemIndex::new(form)),
            label: part.map(|part| part.label.clone()).unwrap_or_default(),
            number: part.map(|part| part.path.clone()).unwrap_or_default(),
            headline: part.and_then(|part| part.number.clone()),
        }
    }

    /// How well the form explains what the part names: letters and numbers of the item cells that agree
    /// less those that do not, each cell once, and the part's own number.
    pub fn fit(&self, blocks: &[Block]) -> f32 {
        let rows = read_rows(blocks, &self.labels, &mut Vec::new());
        let items: BTreeSet<&str> = rows.iter().map(|row| row.text(Field::Item)).collect();
        let resolver = Resolver::with_index(Arc::clone(&self.items), &[]);
        let items: f32 = items.into_iter().map(|item| resolver.fit(item)).sum();
        if self.is_headed(blocks) {
            items + PART_NUMBER
        } else {
            items
        }
    }

    /// Whether the part's number stands above the table.
    fn is_headed(&self, blocks: &[Block]) -> bool {
        let Some(number) = &self.headline else {
            return false;
        };
        let lines = blocks
            .iter()
            .take_while(|block| !matches!(block.kind, BlockKind::Row { .. }));
        let mut texts = lines.flat_map(|block| &block.cells);
        texts.any(|cell| hyokasho_normalize::normalize_cow(&cell.text).contains(number))
    }

    /// Rebuilds the change history from the blocks of its part.
    ///
    /// The facts are `changes[1]` … in the table's order. `body` are the facts of the document's
    /// other parts: evidence for items, and what the newest rows are reconciled with.
    pub fn rebuild(&self, blocks: &[Block], body: &[Fact]) -> Diagnosed<Vec<Fact>> {
        let mut findings = Vec::new();
        let mut rows = read_rows(blocks, &self.labels, &mut findings);
        if rows.is_empty() {
            return Diagnosed {
                value: Vec::new(),
                diagnostics: findings,
            };
        }
        let cells: Vec<DateCell<'_>> = rows
            .iter()
            .map(|row| DateCell {
                text: row.text(Field::Date),
                span: row.date_span,
                blank_span: row.blank_date_span,
                ruled: row.own_date
                    && row
                        .places
                        .iter()
                        .all(|place| matches!(place, Place::Page { .. })),
                page: first_page(&row.places),
                after_break: row.after_break,
                place: crate::dates::form_place(row.text(Field::Item)),
            })
            .collect();
        let dates = date_rows(&cells);
        let resolver = Resolver::with_index(Arc::clone(&self.items), body);
        self.settle_joined(&mut rows, &resolver, body);
        let mut facts = Vec::with_capacity(rows.len());
        let mut named = String::new();
        for (row, date) in rows
            .into_iter()
            .zip(dates)
            .filter(|(row, _)| !row.is_date_alone())
        {
            if !is_ditto(row.text(Field::Item)) {
                row.text(Field::Item).clone_into(&mut named);
            }
            facts.push(self.fact(row, date, &named, &resolver, facts.len() + 1, &mut findings));
        }
        number_groups(&mut facts);
        findings.extend(crate::reconcile::reconcile(&mut facts, body));
        Diagnosed {
            value: facts,
            diagnostics: findings,
        }
    }

    /// Cuts the rows whose cells the copy joins.
    fn settle_joined(&self, rows: &mut [Row], resolver: &Resolver<'_>, body: &[Fact]) {
        if rows.iter().all(|row| row.joined.is_empty()) {
            return;
        }
        let by_key = body.iter().map(|fact| (fact.key.as_str(), fact)).collect();
        for row in rows {
            joined::settle(row, &self.labels, resolver, &by_key);
        }
    }

    /// The fact of a row; `named` is the item that its cell names, its own text or that of a row above.
    fn fact(
        &self,
        mut row: Row,
        date: RowDate,
        named: &str,
        resolver: &Resolver<'_>,
        number: usize,
        findings: &mut Vec<Diagnostic>,
    ) -> Fact {
        let key = Key::new(format!("changes[{number}]"));
        let text = row.printed();
        let keys = resolver.resolve(named, row.text(Field::Before), row.text(Field::After));
        let change = change(&mut row, date, &self.labels, keys, &key, findings);
        let change = Value::Change(Box::new(change));
        let (value, candidates) = match row.doubt {
            None => (Some(change), Vec::new()),
            Some(doubt) => {
                let reason = format!("the copy does not tell {doubt}");
                findings.push(
                    Diagnostic::new(
                        Code::ChangeColumns,
                        format!("a change row is unclear: {reason}"),
                    )
                    .about(key.as_str())
                    .at(row.places.iter().copied()),
                );
                let candidate = Candidate {
                    value: change,
                    reason: Some(reason),
                };
                (None, vec![candidate])
            }
        };
        Fact {
            key,
            label: self.label.clone(),
            number: self.number.clone(),
            object: ValueObject {
                kind: Kind::Change,
                status: if candidates.is_empty() {
                    Status::Filled
                } else {
                    Status::Unclear
                },
                value,
                option: None,
                text,
                source: row.places,
                basis: None,
                candidates,
                label_source: Vec::new(),
            },
        }
    }
}

/// Rebuilds the change history of one document; for many of them index the form once, with
/// [`ChangeTable`].
pub fn rebuild(blocks: &[Block], form: &Form, body: &[Fact]) -> Diagnosed<Vec<Fact>> {
    ChangeTable::new(form).rebuild(blocks, body)
}

/// The first of the pages that the places stand on.
fn first_page(places: &[Place]) -> Option<u32> {
    let pages = places.iter().filter_map(|place| match place {
        Place::Page { page, .. } => Some(*page),
        Place::Line { .. } => None,
    });
    pages.min()
}

/// The part that holds the change table.
fn change_part(form: &Form) -> Option<&Node> {
    let column = form.nodes.iter().find(|node| {
        node.key
            .as_deref()
            .is_some_and(|key| key.starts_with("changes["))
    })?;
    column
        .parent
        .and_then(|parent| form.nodes.get(parent))
        .filter(|node| node.role == Role::Part)
}

/// The change that a row states; takes the row's texts.
fn change(
    row: &mut Row,
    date: RowDate,
    labels: &ColumnLabels,
    named: Resolution,
    key: &Key,
    findings: &mut Vec<Diagnostic>,
) -> Change {
    let one_side = row.has_one_side();
    let [_, item, before, after, timing, explanation] = std::mem::take(&mut row.texts);
    let mut find = |code, message: String| {
        findings.push(
            Diagnostic::new(code, message)
                .about(key.as_str())
                .at(row.places.iter().copied()),
        );
    };
    if named.keys.is_empty() {
        find(Code::ItemUnresolved, unresolved(&item, &named.candidates));
    }
    if let Some(doubt) = date.doubt {
        find(Code::ChangeDateDoubtful, doubt);
    }
    let timing = labels
        .timing(&timing)
        .or_else(|| labels.timing_in(&timing))
        .map(str::to_owned);
    Change {
        date: date.date,
        date_basis: date.basis,
        date_candidates: date.candidates,
        change: row.doubt.is_none().then(|| kind(one_side, &before, &after)),
        edits: edits(&before, &after),
        item,
        keys: named.keys,
        key_candidates: named.candidates,
        before,
        after,
        timing,
        explanation,
        group: 0,
        reconciled: None,
    }
}

/// What the row does to its item. One cell in place of both sides tells of the change without quoting either.
fn kind(one_side: bool, before: &str, after: &str) -> ChangeKind {
    if one_side {
        ChangeKind::Unstated
    } else {
        change_kind(before, after)
    }
}

fn unresolved(item: &str, candidates: &[String]) -> String {
    let quoted = Quoted(item);
    match (item.is_empty(), candidates.is_empty()) {
        (true, _) => "the row names no item".to_owned(),
        (_, true) => format!("no item of the form is named by {quoted}"),
        _ => format!("{quoted} may name any of: {}", candidates.join(", ")),
    }
}
