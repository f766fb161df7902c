//! What every reader produces, and all that the stages behind them see of a format.
//!
//! Two shapes: [`Document`], blocks of cells in reading order (a text reader makes it at once, the
//! layout stage makes it from pages), and [`page::Page`], the glyphs, rules and shapes of a PDF page.
//! This crate knows no format and no form.

mod block;
pub mod mark;
pub mod page;

pub use block::{Block, BlockKind, Cell, Document, Run};
