//! Values whose cell's box hides a part of them that was not read.
//!
//! A spreadsheet shows of a text what its cell has room for, and paints the rest under the cell's clip. What goes on
//! with what the cell shows `layout` has read with the text, which is then what the file says of it. Where it does not
//! go on, the text is not all that the cell says, and is unclear, with what was read as its candidate. What the form
//! prints itself is complete where it is found: an option, a box with its option.

use hyokasho_model::{Candidate, Kind, Status, ValueObject};

/// Whether nothing but the cell tells where a value of this kind ends.
pub fn is_open(kind: Kind) -> bool {
    matches!(kind, Kind::Text | Kind::Date | Kind::Count)
}

/// Makes a value unclear of which more may be written than is read.
pub fn doubt(object: &mut ValueObject) {
    if let Some(value) = object.value.take() {
        let reason = Some("the cell has no room for all of its text".to_owned());
        object.candidates.push(Candidate { value, reason });
        object.status = Status::Unclear;
        object.basis = None;
    }
}
