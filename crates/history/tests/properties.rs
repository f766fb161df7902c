//! Properties: the resolver survives any text, and replaying a history gives the body again.

mod common;

use common::{SEEDS, body, catalogue, change_blocks, form, gold, seed};
use hyokasho_catalogue::FormKind;
use hyokasho_history::{Resolver, Text, oldest_first, rebuild, redo, undo};
use hyokasho_model::{Change, Fact};
use proptest::prelude::*;
use proptest::strategy::Just;

/// Pieces of item cells, so that random cells come near real ones.
const PIECES: [&str; 24] = [
    "Ⅰ",
    "III",
    "皿",
    "7",
    "(2)",
    "①",
    "⑨",
    "〜",
    "、",
    "-",
    " ",
    "\n",
    "リスク",
    "リスク3",
    "委託事項2",
    "移転先",
    "措置の内容",
    "特定個人情報",
    "ファイル",
    "の",
    "その他",
    "別添1",
    "P3",
    "�",
];

fn cell() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(&PIECES[..]).prop_map(str::to_owned),
        1 => any::<String>(),
        1 => Just("あ".repeat(700)),
    ];
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_cell_is_resolved_or_not_without_a_panic(item in cell(), before in cell(), after in cell()) {
        thread_local! {
            static RESOLVERS: Vec<Resolver<'static>> = {
                let catalogue = catalogue();
                [FormKind::Full, FormKind::Focused, FormKind::Basic].map(|kind| Resolver::new(form(&catalogue, kind), &[])).into()
            };
        }
        RESOLVERS.with(|resolvers| {
            for resolver in resolvers {
                let found = resolver.resolve(&item, &before, &after);
                prop_assert!(found.keys.is_empty() || found.candidates.is_empty());
                prop_assert!(found.keys.iter().all(|key| !key.contains("[n]") && !key.contains("[m]")));
            }
            Ok(())
        })?;
    }

    #[test]
    fn replaying_a_history_of_whole_texts_gives_the_last_one(texts in prop::collection::vec("[あ-さ税務 、。\n]{0,20}", 2..9)) {
        let rows: Vec<Change> = texts.windows(2).map(|pair| quoting(&pair[0], &pair[1])).collect();
        replays(&Text::Known(texts[texts.len() - 1].clone()), &rows.iter().collect::<Vec<_>>())?;
    }

    #[test]
    fn replaying_a_history_of_parts_gives_the_whole_text(
        head in "[あ-お]{0,9}", tail in "[さ-そ]{0,9}", parts in prop::collection::vec("[一二三税務課]{3,6}", 2..6)
    ) {
        let rows: Vec<Change> = parts.windows(2).map(|pair| quoting(&pair[0], &pair[1])).collect();
        let last = format!("{head}{}{tail}", parts[parts.len() - 1]);
        let first = rows.iter().rev().fold(Text::Known(last.clone()), |text, row| undo(&text, row, true));
        if let Text::Known(first) = &first {
            prop_assert_eq!(first, &format!("{head}{}{tail}", parts[0]));
        }
    }
}

fn quoting(before: &str, after: &str) -> Change {
    Change {
        date: None,
        date_basis: None,
        date_candidates: Vec::new(),
        item: String::new(),
        keys: Vec::new(),
        key_candidates: Vec::new(),
        before: before.to_owned(),
        after: after.to_owned(),
        timing: None,
        explanation: String::new(),
        change: None,
        group: 0,
        reconciled: None,
        edits: Vec::new(),
    }
}

fn letters(text: &Text) -> String {
    match text {
        Text::Known(text) => text.chars().filter(|c| c.is_alphanumeric()).collect(),
        Text::Unknown => "?".to_owned(),
    }
}

/// Goes back through all rows and forward again.
fn replays(body: &Text, rows: &[&Change]) -> Result<(), TestCaseError> {
    let first = rows
        .iter()
        .rev()
        .fold(body.clone(), |text, row| undo(&text, row, true));
    prop_assert!(first != Text::Unknown, "the first text is not known");
    let last = rows.iter().fold(first, |text, row| redo(&text, row, true));
    prop_assert_eq!(letters(&last), letters(body));
    Ok(())
}

#[test]
fn replaying_the_seeds_gives_their_bodies() {
    let catalogue = catalogue();
    let mut replayed = 0;
    for (number, kind) in SEEDS {
        let (Some(gold), Some(seed)) = (gold(number), seed(number)) else {
            return;
        };
        let body = body(&gold);
        let changes = rebuild(&change_blocks(&seed), form(&catalogue, kind), &body).value;
        let rows = oldest_first(&changes);
        for fact in &body {
            let own: Vec<&Change> = rows
                .iter()
                .filter(|row| row.covers(&fact.key))
                .map(|row| row.change)
                .collect();
            if !own.is_empty() && quotes_whole_texts(fact, &own) {
                let body = Text::Known(hyokasho_history::printed(fact));
                replays(&body, &own)
                    .unwrap_or_else(|error| panic!("{number} {}: {error}", fact.key));
                replayed += 1;
            }
        }
    }
    println!("{replayed} items replayed");
    assert!(replayed >= 10);
}

/// Whether every row quotes the item's whole text on both sides: each begins with what the one
/// before it ended with, and the last ends with the body.
fn quotes_whole_texts(fact: &Fact, rows: &[&Change]) -> bool {
    let same = |a: &str, b: &str| {
        letters(&Text::Known(a.to_owned())) == letters(&Text::Known(b.to_owned()))
    };
    rows.iter().all(|row| row.keys == [fact.key.as_str()])
        && rows
            .windows(2)
            .all(|pair| same(&pair[0].after, &pair[1].before))
        && rows
            .last()
            .is_some_and(|last| same(&last.after, &hyokasho_history::printed(fact)))
}
