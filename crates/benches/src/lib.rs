//! What the benches run: one function a stage, and the inputs that they run on.
//!
//! The benches (`benches/stages.rs`), the smoke run (`tests/smoke.rs`) and the probe for profilers
//! (`examples/text_path.rs`) share these, so that none of them can rot. Nothing is measured here.

mod inputs;
mod rows;
mod stages;

pub use inputs::{Input, fixture_pdf, fixtures, seeds};
pub use rows::change_rows;
pub use stages::{Stages, normalize, read_pages, read_text};
