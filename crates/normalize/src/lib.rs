//! `nfkc-ja-1` text normalization, label folding, Japanese dates, numbers and marks.
//!
//! # nfkc-ja-1
//!
//! Unicode NFKC with these exceptions and additions (docs/normalization.md has the examples):
//!
//! - enclosed numbers ⓪ ① … ㊿ stay;
//! - ～, ∼ and the ASCII tilde become the wave dash 〜 (U+301C), but for `~` right after a slash,
//!   as in a web address;
//! - CJK radicals become their unified ideographs (NFKC does so for Kangxi radicals and
//!   compatibility ideographs already, and makes Ⅲ `III`);
//! - runs of spaces, tabs and ideographic spaces become one space; those at the start and the end
//!   of a line go; runs of line ends become one `\n`, none stands at the start or the end;
//! - zero-width characters, soft hyphens and direction marks go;
//! - private-use characters, control characters and noncharacters become U+FFFD, but for the marks
//!   of [`hyokasho_document::mark`], which stay.
//!
//! The tables in `data/` say which characters these are. This crate knows no document and no form.

mod class;
pub mod dates;
mod fold;
pub mod glyphs;
mod nfkc_ja;
pub mod numbers;
mod numerals;
mod spans;
mod tsv;

pub use fold::{fold, fold_chars_into, fold_filtered, fold_into, fold_mapped, fold_one};
pub use nfkc_ja::{is_normalized, normalize, normalize_cow, normalize_mapped};
pub use spans::{Normalized, SpanMap};

/// The name of the normalization, as outputs state it.
pub const NORMALIZATION: &str = "nfkc-ja-1";
