//! Any item cell of a change row, with any text before and after, on each of the three forms.

#![no_main]

use std::cell::RefCell;

use hyokasho_catalogue::Catalogue;
use hyokasho_history::Resolver;
use libfuzzer_sys::fuzz_target;

/// Runs after which the resolvers are made anew: they remember what they have read.
const RUNS: u32 = 2_000;

thread_local! {
    static RESOLVERS: RefCell<(u32, Vec<Resolver>)> = const { RefCell::new((0, Vec::new())) };
}

fuzz_target!(|cells: (&str, &str, &str)| {
    let (item, before, after) = cells;
    RESOLVERS.with_borrow_mut(|(runs, resolvers)| {
        if *runs % RUNS == 0 {
            *resolvers = Catalogue::embedded()
                .forms
                .iter()
                .map(|form| Resolver::new(form, &[]))
                .collect();
        }
        *runs = runs.wrapping_add(1);
        for resolver in resolvers {
            let _ = resolver.resolve(item, before, after);
        }
    });
});
