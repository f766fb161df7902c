//! PDF bytes to pages of glyphs, rules, shapes, images and form fields.
//!
//! [`read`] reads a whole file, many pages in parallel; [`open`] gives a [`PdfFile`] whose pages are
//! read one by one. Coordinates are points from the top left of the page as it is shown: crop box,
//! rotation and `UserUnit` are applied.
//!
//! The PDF itself (syntax, fonts, graphics state) is read by the `hayro` crates behind one adapter,
//! `hayro`; `paint` holds what we make of it and knows kurbo's geometry alone. This crate knows
//! no form and no layout: glyphs come out in painting order, rules as they were drawn.

mod error;
mod hayro;
mod options;
mod paint;
mod preflight;
mod text_string;

pub use error::ReadError;
pub use hayro::{Cache, Info, PdfFile, open, read};
pub use options::ReadOptions;
