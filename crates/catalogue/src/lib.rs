//! The official forms as data.
//!
//! `forms/*.toml` hold the three forms, node by node in the order of print; this crate loads them
//! and checks them whole. It knows no documents: what a label looks like in a damaged copy is the
//! matching stage's concern.

mod form;

pub use form::{Catalogue, Form, FormKind, ItemKind, Node, NodeId, OptionText, Revision, Role, Variant};
