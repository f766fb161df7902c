//! The pages in `docs/` are those that the catalogue gives.

use std::path::PathBuf;

use hyokasho_catalogue::{Catalogue, forms_markdown, items_markdown};

fn check(name: &str, generated: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../docs")
        .join(name);
    let page = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = page
        .lines()
        .zip(generated.lines())
        .position(|(old, new)| old != new);
    assert!(
        page == generated,
        "docs/{name} is not what the catalogue gives (first difference: line {:?}); \
         `cargo run -p hyokasho-catalogue --example docs` writes it anew",
        differs.map(|at| at + 1)
    );
}

#[test]
fn the_page_of_forms_is_current() {
    check("forms.md", &forms_markdown(Catalogue::embedded()));
}

#[test]
fn the_page_of_items_is_current() {
    check("items.md", &items_markdown(Catalogue::embedded()));
}
