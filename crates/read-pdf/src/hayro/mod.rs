//! The adapter to the `hayro` crates: nothing outside this folder knows them.
//!
//! [`file`] opens a PDF and reads its pages, [`device`] collects what the interpreter paints,
//! [`cids`] finds Unicode for fonts that bring none, [`faces`] what a font's name tells, [`widgets`] reads
//! form fields, [`info`] the document information. A panic in the parser is caught here and becomes a diagnostic.
//!
//! What hayro does itself: cross-reference repair, decryption with the empty password, object streams,
//! inherited page attributes, form `XObject`s to 50 levels, predefined `CMap`s, optional content that is
//! switched off (its glyphs and paths are not delivered), appearances of annotations.

mod cids;
mod content;
mod device;
mod faces;
mod file;
mod info;
mod substitutes;
mod symbols;
mod widgets;

pub use file::{Cache, PdfFile, open, read};
pub use info::Info;
