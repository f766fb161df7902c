//! The change history (変更箇所) rebuilt: rows, dates, items, kinds of change, reconciliation, and the
//! document as of any date.
//!
//! Input: the blocks of the part and the facts of the body. Output: facts of kind `change`. Knows
//! the model and the catalogue; knows no formats and no files.

mod columns;
mod dates;
mod edits;
mod groups;
mod items;
mod kind;
mod lines;
mod phrases;
mod rebuild;
mod reconcile;
mod rows;
mod text;

pub use edits::{diff as text_edits, edits};
pub use items::{Resolution, Resolver};
pub use kind::change_kind;
pub use rebuild::rebuild;
