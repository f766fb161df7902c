//! Places in a document, diagnostics, and values that carry them.
//!
//! Every stage speaks of positions in the source and of findings about it in these types.
//! This crate knows nothing of formats, forms or files.

mod diagnostic;
mod place;

pub use diagnostic::{Code, Diagnosed, Diagnostic, Severity};
pub use place::{Place, Rect};
