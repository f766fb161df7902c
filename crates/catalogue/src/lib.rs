//! The official forms as data.
//!
//! `forms/*.toml` hold the three forms, node by node in the order of print; this crate loads them
//! and checks them whole. It knows no documents: what a label looks like in a damaged copy is the
//! matching stage's concern.

mod access;
mod docs;
mod fields;
mod form;
mod keys;
mod lint;
mod load;
mod nesting;
mod options;
mod problem;
mod read;

pub use docs::{forms_markdown, items_markdown};
pub use form::{
    Catalogue, Form, FormKind, ItemKind, Node, NodeId, OptionText, Revision, Role, Variant,
};
pub use keys::{KeyEntry, KeyList};
pub use load::{EMBEDDED, KEYS_FILE, OPTIONS_FILE, check};
pub use problem::Problem;
