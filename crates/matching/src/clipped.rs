//! Values whose cell's box hides a part of them.
//!
//! A spreadsheet shows of a text what its cell has room for. Of the rest the file holds what the program painted
//! under the cell's clip, which `layout` has read with the text: lines that begin within the box, and all lines of
//! their paragraph. A paragraph that would begin below the box is not painted at all (`LibreOffice` Calc), so that
//! nothing tells whether the text ends where the file's does. A text is unclear then, with all of it that the file
//! holds as its candidate. What the form prints itself is complete where it is found: an option, a box with its option.

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
