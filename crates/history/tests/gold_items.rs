//! The resolver on the item cells of the gold facts.

mod common;

use common::{SEEDS, body, catalogue, form, gold, list, text};
use hyokasho_history::Resolver;

/// Share of the cells that must be resolved right.
const RIGHT: f64 = 0.97;

#[test]
fn gold_items_resolve() {
    let catalogue = catalogue();
    let (mut right, mut wrong, mut all) = (0, 0, 0);
    for (number, kind) in SEEDS {
        let Some(gold) = gold(number) else { return };
        let body = body(&gold);
        let resolver = Resolver::new(form(&catalogue, kind), &body);
        for row in gold.iter().filter(|g| text(g, "kind") == "change") {
            let found =
                resolver.resolve(text(row, "item"), text(row, "before"), text(row, "after"));
            let mut accepted: Vec<Vec<String>> = vec![list(&row["keys"])];
            accepted.extend(
                row["keys_accept"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .map(list),
            );
            all += 1;
            if accepted.contains(&found.keys) {
                right += 1;
            } else {
                wrong += usize::from(!found.keys.is_empty());
                println!(
                    "{number} {} {:?}: {found:?}, gold {accepted:?}",
                    text(row, "key"),
                    text(row, "item")
                );
            }
        }
    }
    println!("{right} of {all} right, {wrong} wrong");
    assert!(f64::from(right) >= RIGHT * f64::from(all) && wrong == 0);
}
