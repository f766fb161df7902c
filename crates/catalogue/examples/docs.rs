//! Writes `docs/forms.md` and `docs/items.md` from the catalogue.

use std::path::PathBuf;
use std::{fs, io};

use hyokasho_catalogue::{Catalogue, forms_markdown, items_markdown};

fn main() -> io::Result<()> {
    let docs = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    let catalogue = Catalogue::embedded();
    fs::write(docs.join("forms.md"), forms_markdown(catalogue))?;
    fs::write(docs.join("items.md"), items_markdown(catalogue))
}
