//! Golden model files: what a collection of documents said when somebody looked at it, and what has
//! moved since.
//!
//! [`update`] writes the document JSON of each document under a folder, by the document's own name;
//! [`check`] extracts again and tells, item by item, what differs. Whole documents or only some keys
//! can be accepted ([`Accept`]). How a document is read is the caller's closure; printing is the
//! caller's too, but for the `JUnit` file ([`junit`]). No clock is read.

mod accept;
mod compare;
mod content;
mod documents;
mod excerpt;
mod junit;
mod outcome;
mod run;

pub use accept::{Accept, PatternError};
pub use compare::{Difference, Field, Motion, Part, compare};
pub use content::{Content, Failure};
pub use documents::{Document, Selection, find_documents};
pub use excerpt::excerpt;
pub use junit::junit;
pub use outcome::{Outcome, Report, State, Totals};
pub use run::{Extract, GoldenError, check, update};
