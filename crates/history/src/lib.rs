//! The change history (変更箇所) rebuilt: rows, dates, items, kinds of change, reconciliation, and the
//! document as of any date.
//!
//! Input: the blocks of the part and the facts of the body. Output: facts of kind `change`. Knows
//! the model and the catalogue; knows no formats and no files.

mod aligned;
mod as_of;
mod columns;
mod content;
mod dates;
mod diff;
mod edits;
mod forms;
mod groups;
mod items;
mod joined;
mod kind;
mod lines;
mod order;
mod phrases;
mod quoted;
mod rebuild;
mod reconcile;
mod replay;
mod rows;
mod standing;
mod text;

pub use as_of::{AsOfValue, RestsOn, as_of, printed, timeline};
pub use diff::{DocumentDifference, diff};
pub use edits::{diff as text_edits, edits};
pub use forms::agree_on_keys;
pub use items::{ItemIndex, Resolution, Resolver};
pub use kind::change_kind;
pub use order::{NumberedChange, oldest_first};
pub use rebuild::{ChangeTable, rebuild};
pub use reconcile::settle_flags;
pub use replay::{Text, redo, undo};
