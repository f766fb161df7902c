//! Compares facts with expected ones, fact by fact: what is right, what is doubted, what is wrong.
//!
//! Expected facts are NDJSON lines: `key`, `kind`, `status`, and `value`, or `states`/`texts`/`counts`
//! of flags, or the fields of a change row. Texts are compared after folding white space and signs that
//! differ between fonts alone.

use hyokasho::{Fact, FlagState, Model, Status, Value};
use serde_json::Value as Json;
use unicode_normalization::UnicodeNormalization;

/// How one expected fact was met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Right.
    Correct,
    /// A text that is 0.80 to 0.98 alike.
    Partial,
    /// Doubted.
    Unclear,
    /// Not there.
    Missing,
    /// Wrong without a doubt said.
    Silent,
}

/// The tally of a document.
#[derive(Debug, Default)]
pub struct Score {
    /// Facts compared.
    pub facts: usize,
    points: f64,
    /// What was not correct, in words.
    pub faults: Vec<(Outcome, String)>,
}

#[allow(dead_code, reason = "each test program uses a part of this module")]
impl Score {
    /// Correct facts and half of the partial ones, over all.
    pub fn value(&self) -> f64 {
        if self.facts == 0 {
            1.0
        } else {
            self.points / self.facts as f64
        }
    }

    /// How many are wrong without a doubt said.
    pub fn silent(&self) -> usize {
        self.faults
            .iter()
            .filter(|(outcome, _)| *outcome == Outcome::Silent)
            .count()
    }

    fn add(&mut self, outcome: Outcome, what: impl FnOnce() -> String) {
        self.facts += 1;
        match outcome {
            Outcome::Correct => self.points += 1.0,
            Outcome::Partial => self.points += 0.5,
            _ => {}
        }
        if outcome != Outcome::Correct {
            self.faults.push((outcome, what()));
        }
    }
}

/// Scores a model's body (not its change rows) against expected facts.
#[allow(
    dead_code,
    reason = "each test that shares the score uses a part of it"
)]
pub fn score_body(model: &Model, expected: &str) -> Score {
    score_facts(model, expected, |kind| kind != "change")
}

/// Scores a model, change rows and all, against expected facts.
#[allow(
    dead_code,
    reason = "each test that shares the score uses a part of it"
)]
pub fn score_all(model: &Model, expected: &str) -> Score {
    score_facts(model, expected, |_| true)
}

fn score_facts(model: &Model, expected: &str, wanted: fn(&str) -> bool) -> Score {
    let mut score = Score::default();
    for line in expected.lines().filter(|line| !line.trim().is_empty()) {
        let gold: Json = serde_json::from_str(line).expect("expected facts are JSON lines");
        let key = gold["key"].as_str().expect("every expected fact has a key");
        if gold["kind"].as_str().is_some_and(wanted) {
            judge(&mut score, key, &gold, model.fact(key));
        }
    }
    score
}

fn judge(score: &mut Score, key: &str, gold: &Json, fact: Option<&Fact>) {
    match gold["kind"].as_str() {
        Some("flags") => judge_flags(score, key, gold, fact),
        Some("change") => judge_change(score, key, gold, fact),
        Some("text") => {
            let blank = gold["status"] == "blank";
            let expected = if blank {
                ""
            } else {
                gold["value"].as_str().unwrap_or_default()
            };
            let outcome = match fact {
                None => Outcome::Missing,
                Some(fact) if fact.object.status == Status::Unclear => Outcome::Unclear,
                Some(fact) => judge_text(
                    fact.object
                        .value
                        .as_ref()
                        .and_then(Value::as_text)
                        .unwrap_or_default(),
                    expected,
                ),
            };
            score.add(outcome, || {
                format!(
                    "{key}: {:?}, expected {expected:?}",
                    fact.map(|f| &f.object.value)
                )
            });
        }
        _ => {
            let outcome = judge_value(gold, fact);
            score.add(outcome, || {
                format!(
                    "{key}: {:?}, expected {gold}",
                    fact.map(|f| (f.object.status, &f.object.value))
                )
            });
        }
    }
}

fn judge_value(gold: &Json, fact: Option<&Fact>) -> Outcome {
    let Some(fact) = fact else {
        return Outcome::Missing;
    };
    let got = match (fact.object.status, &fact.object.value) {
        (Status::Blank, _) => Json::from("blank"),
        (Status::Unclear, _) => Json::from("unclear"),
        (_, Some(Value::Count(count))) => Json::from(*count),
        (_, value) => Json::from(value.as_ref().and_then(Value::as_text).unwrap_or_default()),
    };
    let own = if gold["status"] == "filled" {
        gold["value"].clone()
    } else {
        gold["status"].clone()
    };
    let accepted = gold["accept"]
        .as_array()
        .cloned()
        .unwrap_or_else(|| vec![own]);
    let same = |a: &Json| match (a.as_str(), got.as_str()) {
        (Some(a), Some(b)) => fold(a) == fold(b),
        _ => *a == got,
    };
    if accepted.iter().any(same) {
        Outcome::Correct
    } else if fact.object.status == Status::Unclear {
        Outcome::Unclear
    } else {
        Outcome::Silent
    }
}

fn judge_flags(score: &mut Score, key: &str, gold: &Json, fact: Option<&Fact>) {
    let flags = match fact.and_then(|fact| fact.object.value.as_ref()) {
        Some(Value::Flags(flags)) => flags.as_slice(),
        _ => &[],
    };
    let find = |option: &str| flags.iter().find(|flag| fold(&flag.option) == fold(option));
    for (option, states) in gold["states"].as_object().into_iter().flatten() {
        let flag = find(option);
        let state = flag.map(|flag| match flag.state {
            FlagState::On => "on",
            FlagState::Off => "off",
            FlagState::Unclear => "unclear",
        });
        let allowed = states
            .as_array()
            .is_some_and(|states| states.iter().any(|s| s.as_str() == state));
        let outcome = match state {
            None => Outcome::Missing,
            Some(_) if allowed => Outcome::Correct,
            Some("unclear") => Outcome::Unclear,
            Some(_) => Outcome::Silent,
        };
        score.add(outcome, || {
            format!("{key} {option}: {state:?}, expected {states}")
        });
    }
    for (option, text) in gold["texts"].as_object().into_iter().flatten() {
        let expected = text.as_str().unwrap_or_default();
        let outcome = find(option).map_or(Outcome::Missing, |flag| {
            judge_text(flag.text.as_deref().unwrap_or_default(), expected)
        });
        score.add(outcome, || {
            format!("{key} {option} text: expected {expected}")
        });
    }
    for (option, count) in gold["counts"].as_object().into_iter().flatten() {
        let got = find(option).and_then(|flag| flag.count);
        let outcome = match got {
            None => Outcome::Missing,
            Some(got) if Some(got) == count.as_u64() => Outcome::Correct,
            Some(_) => Outcome::Silent,
        };
        score.add(outcome, || {
            format!("{key} {option} count: {got:?}, expected {count}")
        });
    }
}

fn judge_change(score: &mut Score, key: &str, gold: &Json, fact: Option<&Fact>) {
    let Some(Value::Change(row)) = fact.and_then(|fact| fact.object.value.as_ref()) else {
        return score.add(Outcome::Missing, || {
            format!("{key}: no row, expected {}", gold["item"])
        });
    };
    let one_of = |got: Option<&str>, accepted: &[&Json]| match got {
        None => Outcome::Unclear,
        Some(got)
            if accepted
                .iter()
                .any(|a| a.as_str().map(fold) == Some(fold(got))) =>
        {
            Outcome::Correct
        }
        Some(_) => Outcome::Silent,
    };
    let dates: Vec<&Json> = gold["dates"]
        .as_array()
        .map_or_else(|| vec![&gold["date"]], |dates| dates.iter().collect());
    score.add(one_of(row.date.as_deref(), &dates), || {
        format!("{key} date: {:?}, expected {dates:?}", row.date)
    });
    let timing = row.timing.as_deref().unwrap_or_default();
    score.add(one_of(Some(timing), &[&gold["timing"]]), || {
        format!("{key} timing: {timing}, expected {}", gold["timing"])
    });
    for (name, got) in [
        ("item", &row.item),
        ("before", &row.before),
        ("after", &row.after),
        ("explanation", &row.explanation),
    ] {
        let outcome = judge_text(got, gold[name].as_str().unwrap_or_default());
        score.add(outcome, || {
            format!("{key} {name}: {got:?}, expected {}", gold[name])
        });
    }
    let mut keys: Vec<&str> = row.keys.iter().map(String::as_str).collect();
    keys.sort_unstable();
    let same_keys = |accepted: &Json| {
        let mut accepted: Vec<&str> = accepted
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Json::as_str)
            .collect();
        accepted.sort_unstable();
        accepted == keys
    };
    let outcome = match keys.is_empty() {
        _ if alternatives(gold, "keys").any(same_keys) => Outcome::Correct,
        true => Outcome::Missing,
        false => Outcome::Silent,
    };
    score.add(outcome, || {
        format!("{key} keys: {keys:?}, expected {}", gold["keys"])
    });
    let change = serde_json::to_value(row.change).unwrap_or_default();
    let kinds: Vec<&Json> = alternatives(gold, "change").collect();
    score.add(one_of(change.as_str(), &kinds), || {
        format!("{key} change: {change}, expected {kinds:?}")
    });
}

/// What a field may be: the value itself and those of `FIELD_accept`.
fn alternatives<'a>(gold: &'a Json, field: &str) -> impl Iterator<Item = &'a Json> {
    let more = gold[format!("{field}_accept")].as_array();
    std::iter::once(&gold[field]).chain(more.into_iter().flatten())
}

fn judge_text(got: &str, expected: &str) -> Outcome {
    let (got, expected) = (fold(got), fold(expected));
    if expected.is_empty() {
        return if got.is_empty() || got == "-" || got == "ー" {
            Outcome::Correct
        } else {
            Outcome::Silent
        };
    }
    match alike(&got, &expected) {
        a if a >= 0.98 => Outcome::Correct,
        a if a >= 0.8 => Outcome::Partial,
        _ if got.is_empty() => Outcome::Missing,
        _ => Outcome::Silent,
    }
}

/// Folds signs and white space that fonts and layouts change.
pub fn fold(text: &str) -> String {
    text.nfkc()
        .filter_map(|c| match c {
            c if c.is_whitespace() => None,
            '•' | '·' | '□' | '☐' => None,
            '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '─' | '━' => Some('-'),
            '〜' => Some('~'),
            '○' | '〇' | '◯' => Some('O'),
            '⟨' | '〈' => Some('<'),
            '⟩' | '〉' => Some('>'),
            c => Some(c),
        })
        .collect()
}

/// Likeness of two folded texts: by edit distance when short, by shared trigrams when long.
fn alike(a: &str, b: &str) -> f64 {
    if a == b {
        return 1.0;
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let longest = a.len().max(b.len());
    if longest <= 64 {
        1.0 - distance(&a, &b) as f64 / longest as f64
    } else {
        trigrams(&a, &b)
    }
}

fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let substitute = diagonal + usize::from(ca != cb);
            diagonal = row[j + 1];
            row[j + 1] = substitute.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

fn trigrams(a: &[char], b: &[char]) -> f64 {
    let count = |text: &[char]| {
        let mut grams: rustc_hash::FxHashMap<Vec<char>, usize> = rustc_hash::FxHashMap::default();
        for gram in text.windows(3.min(text.len())) {
            *grams.entry(gram.to_vec()).or_default() += 1;
        }
        grams
    };
    let (a, b) = (count(a), count(b));
    let shared: usize = a
        .iter()
        .map(|(gram, n)| (*n).min(b.get(gram).copied().unwrap_or(0)))
        .sum();
    2.0 * shared as f64 / (a.values().sum::<usize>() + b.values().sum::<usize>()) as f64
}
