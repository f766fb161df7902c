//! The newest quoted state of each item against the body, and marks that the history settles.
//!
//! Input: the change facts and the facts of the body. Output: `reconciled` on the newest rows, and a
//! finding for each difference, with both places.

use hyokasho_model::{Basis, Fact, Flag, FlagState, Reconciled, Value};
use hyokasho_normalize::fold_one;
use hyokasho_source::{Code, Diagnostic};
use rustc_hash::FxHashMap;

use crate::content::{compare, content, quoted_options, shown, worse};
use crate::order::{NumberedChange, oldest_first};
use crate::phrases::{Says, says};
use crate::quoted::Quoted;
use crate::text::is_letter;

/// Letters of either text that a finding quotes.
const QUOTED: usize = 60;
/// Letters by which the place of the row's text is found in the body.
const ANCHOR: usize = 8;
/// Items of a block that a row must quote by name to count as quoting the block.
const BLOCK_ITEMS: usize = 2;

/// Reconciles the newest rows with the body.
pub(crate) fn reconcile(changes: &mut [Fact], body: &[Fact]) -> Vec<Diagnostic> {
    let by_key: FxHashMap<&str, &Fact> =
        body.iter().map(|fact| (fact.key.as_str(), fact)).collect();
    let rows = oldest_first(changes);
    let mut findings = Vec::new();
    let mut verdicts: Vec<(u32, Reconciled)> = Vec::new();
    let mut newest: FxHashMap<&str, &Option<String>> = FxHashMap::default();
    let naming = rows_by_key(&rows);
    for (at, row) in rows.iter().enumerate().rev() {
        let mut verdict = None;
        for key in &row.change.keys {
            let last = newest.entry(key.as_str()).or_insert(&row.change.date);
            if *last != &row.change.date || shadowed(key, at, &rows, &naming) {
                continue;
            }
            let (one, facts) = one_key(key, row, &rows, body, &by_key);
            if one == Reconciled::Differs {
                findings.push(difference(key, row, &facts));
            }
            verdict = Some(verdict.map_or(one, |all| worse(all, one)));
        }
        verdicts.extend(verdict.map(|verdict| (row.number, verdict)));
    }
    findings.reverse();
    for (number, verdict) in verdicts {
        if let Some(Value::Change(change)) = changes
            .get_mut(number as usize - 1)
            .and_then(|fact| fact.object.value.as_mut())
        {
            change.reconciled = Some(verdict);
        }
    }
    findings
}

/// The places of the rows that name each key, oldest first.
fn rows_by_key<'a>(rows: &[NumberedChange<'a>]) -> FxHashMap<&'a str, Vec<usize>> {
    let mut naming: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (at, row) in rows.iter().enumerate() {
        for key in &row.change.keys {
            naming.entry(key).or_default().push(at);
        }
    }
    naming
}

/// Whether a later row changes a block that holds the key. Only rows that name such a block are looked
/// at: a table of many thousand rows would take minutes otherwise.
fn shadowed(
    key: &str,
    at: usize,
    rows: &[NumberedChange<'_>],
    naming: &FxHashMap<&str, Vec<usize>>,
) -> bool {
    let blocks = key.match_indices(['.', '[']).map(|(end, _)| &key[..end]);
    let mut later = blocks
        .filter_map(|block| naming.get(block))
        .flat_map(|places| places.iter().rev().take_while(|place| **place > at))
        .map(|place| &rows[*place]);
    later.any(|other| other.change.date != rows[at].change.date && !other.names(key))
}

fn one_key<'a>(
    key: &str,
    row: &NumberedChange<'_>,
    rows: &[NumberedChange<'_>],
    body: &'a [Fact],
    by_key: &FxHashMap<&str, &'a Fact>,
) -> (Reconciled, Vec<&'a Fact>) {
    if let Some(fact) = by_key.get(key) {
        return (
            compare(&row.change.before, &row.change.after, &fact.object),
            vec![fact],
        );
    }
    let held: Vec<&Fact> = body.iter().filter(|fact| fact.key.is_in(key)).collect();
    if held.is_empty() {
        let gone = matches!(
            says(&row.change.after),
            Says::Goes | Says::Nothing | Says::Blank
        );
        return (
            if gone {
                Reconciled::Agrees
            } else {
                Reconciled::NoItem
            },
            Vec::new(),
        );
    }
    block(row, rows, &held)
}

/// A row that quotes a block, against the block's items.
fn block<'a>(
    row: &NumberedChange<'_>,
    rows: &[NumberedChange<'_>],
    held: &[&'a Fact],
) -> (Reconciled, Vec<&'a Fact>) {
    if says(&row.change.after) != Says::Text {
        return (Reconciled::NotQuoted, Vec::new());
    }
    let after = content(&row.change.after);
    let texts = held
        .iter()
        .filter(|fact| matches!(fact.object.value, Some(Value::Text(_) | Value::Count(_))));
    let texts: Vec<(&Fact, String)> = texts
        .map(|fact| (*fact, content(&shown(&fact.object))))
        .filter(|(_, text)| !text.is_empty())
        .collect();
    if texts.iter().any(|(_, text)| text.contains(&after)) {
        return (Reconciled::Agrees, Vec::new());
    }
    let (there, absent): (Vec<_>, Vec<_>) = texts
        .iter()
        .partition(|(_, text)| after.contains(text.as_str()));
    if there.len() < BLOCK_ITEMS {
        return (Reconciled::NotQuoted, Vec::new());
    }
    let newer = |fact: &Fact| {
        rows.iter()
            .any(|other| other.number != row.number && other.covers(&fact.key) && later(other, row))
    };
    let differing: Vec<&Fact> = absent
        .iter()
        .filter(|(fact, _)| !newer(fact))
        .map(|(fact, _)| *fact)
        .collect();
    if differing.is_empty() {
        (Reconciled::Agrees, differing)
    } else {
        (Reconciled::Differs, differing)
    }
}

fn later(other: &NumberedChange<'_>, row: &NumberedChange<'_>) -> bool {
    row.change
        .date
        .as_deref()
        .is_some_and(|date| other.is_after(date) == Some(true))
}

fn difference(key: &str, row: &NumberedChange<'_>, facts: &[&Fact]) -> Diagnostic {
    let body = facts
        .first()
        .map(|fact| shown(&fact.object))
        .unwrap_or_default();
    let named = facts.first().map_or(key, |fact| fact.key.as_str());
    let (number, date) = (row.number, row.change.date.as_deref().unwrap_or("no date"));
    let options = match facts.first().map(|fact| &fact.object.value) {
        Some(Some(Value::Flags(flags))) => differing_options(&row.change.after, flags),
        _ => Vec::new(),
    };
    let head = format!("row {number} ({date}) gives");
    let message = if !options.is_empty() {
        format!("{head} {named} with {}", options.join(", "))
    } else if named != key {
        format!("{head} {key} without what the body has: {}", held(facts))
    } else if let Some((wanted, found)) = first_difference(&row.change.after, &body) {
        let (wanted, found) = (Quoted(&wanted), Quoted(&found));
        format!("{head} {named} with {wanted} where the body has {found}")
    } else {
        let quoted = cut(&row.change.after);
        let quoted = Quoted(&quoted);
        format!("{head} {named} as {quoted}, which the body does not hold")
    };
    let places = row
        .fact
        .object
        .source
        .iter()
        .chain(facts.iter().flat_map(|fact| &fact.object.source))
        .copied();
    Diagnostic::new(Code::HistoryDiffers, message)
        .about(named)
        .at(places)
}

/// The quoted options whose mark is not the body's, both states told.
fn differing_options(after: &str, flags: &[Flag]) -> Vec<String> {
    let quoted = quoted_options(after, flags);
    let told = quoted.iter().filter_map(|quote| {
        let flag = &flags[quote.option];
        let body = flag.state == FlagState::On;
        let on = quote
            .on
            .filter(|&on| on != body && flag.state != FlagState::Unclear)?;
        let state = |on: bool| if on { "on" } else { "off" };
        Some(format!(
            "{} {} where the body has it {}",
            Quoted(&flag.option),
            state(on),
            state(body)
        ))
    });
    told.collect()
}

/// The items of a block with their texts in the body.
fn held(facts: &[&Fact]) -> String {
    let item = |fact: &&Fact| {
        let text = cut(&shown(&fact.object));
        format!("{} {}", fact.key.as_str(), Quoted(&text))
    };
    facts.iter().map(item).collect::<Vec<_>>().join(", ")
}

fn cut(text: &str) -> String {
    let short: String = text.chars().take(QUOTED).collect();
    if short.len() < text.len() {
        format!("{short}…")
    } else {
        short
    }
}

/// Where the body begins as the row's text does, both from shortly before their difference on, as they
/// are written.
fn first_difference(wanted: &str, body: &str) -> Option<(String, String)> {
    let (wanted_letters, body_letters) = (placed(wanted), placed(body));
    let anchor = ANCHOR.min(wanted_letters.len());
    let same = |from: usize| {
        let pairs = body_letters[from..].iter().zip(&wanted_letters);
        pairs.take_while(|(a, b)| a.0 == b.0).count()
    };
    let (from, alike) = (0..body_letters.len())
        .map(|from| (from, same(from)))
        .filter(|&(_, alike)| anchor > 0 && alike >= anchor)
        .max_by_key(|&(_, alike)| alike)?;
    let skip = alike.saturating_sub(ANCHOR / 2);
    let short = |text: &str, letter: Option<&(char, usize)>| {
        let shown = letter.map_or("", |&(_, at)| &text[at..]);
        shown.chars().take(QUOTED / 2).collect::<String>()
    };
    Some((
        short(wanted, wanted_letters.get(skip)),
        short(body, body_letters.get(from + skip)),
    ))
}

/// The letters that are compared, each with its byte in the text.
fn placed(text: &str) -> Vec<(char, usize)> {
    let mut letters = Vec::with_capacity(text.len() / 3 + 1);
    for (at, c) in text.char_indices() {
        letters.extend(fold_one(c).filter(|&c| is_letter(c)).map(|c| (c, at)));
    }
    letters
}

/// Settles options whose state the body does not tell by the newest row that quotes them with a
/// mark. `facts` are the body's; `changes` the rebuilt rows. How many were settled.
pub fn settle_flags(facts: &mut [Fact], changes: &[Fact]) -> usize {
    let rows = oldest_first(changes);
    let mut settled = 0;
    for fact in facts {
        let key = &fact.key;
        let Some(Value::Flags(flags)) = &mut fact.object.value else {
            continue;
        };
        if flags.iter().all(|flag| flag.state != FlagState::Unclear) {
            continue;
        }
        let Some(newest) = rows.iter().rev().find(|row| row.covers(key)) else {
            continue;
        };
        let same_day = rows
            .iter()
            .rev()
            .filter(|row| row.names(key.as_str()) && row.change.date == newest.change.date);
        for row in same_day {
            for quote in quoted_options(&row.change.after, flags) {
                let flag = &mut flags[quote.option];
                let Some(on) = quote.on.filter(|_| flag.state == FlagState::Unclear) else {
                    continue;
                };
                flag.state = if on { FlagState::On } else { FlagState::Off };
                flag.basis = Some(Basis::History);
                settled += 1;
            }
        }
    }
    settled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_shown_as_they_are_written() {
        let shown = first_difference(
            "中間サーバーの管理者は課長",
            "「中間サーバーの管理者は係長」",
        );
        let (wanted, found) = shown.unwrap_or_default();
        assert!(
            wanted.ends_with("課長") && found.ends_with("係長」"),
            "{wanted} {found}"
        );
        let (wanted, _) = first_difference(
            "この装置を中間サーバーに置く",
            "この装置を中間サーバーと置く",
        )
        .unwrap_or_default();
        assert!(wanted.ends_with("サーバーに置く"), "{wanted}");
    }
}
