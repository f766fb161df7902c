//! Findings about a document, each with a stable code, a severity and a place.

use serde::{Deserialize, Serialize};

use crate::Place;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; the values stand.
    Info,
    /// A value or a part of the document is in doubt.
    Warning,
    /// Something of the document could not be read.
    Error,
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $code:literal, $severity:ident;)+) => {
        /// The closed list of findings. The text form is stable and part of the output's contract.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Code {
            $($(#[doc = $doc])+ #[serde(rename = $code)] $name,)+
        }

        impl Code {
            /// Every code, in the order of this list.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The stable kebab-case name.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// The severity that the finding has.
            pub const fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity),+ }
            }

            /// What the finding means, one sentence.
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$name => concat!($($doc),+)),+ }
            }
        }
    };
}

codes! {
    // reading
    /// Bytes that are no text in the encoding were replaced by U+FFFD.
    EncodingDamaged = "encoding-damaged", Warning;
    /// A character without a Unicode mapping, or a private-use one, is kept as U+FFFD.
    UnmappedCharacter = "unmapped-character", Warning;
    /// HTML nesting deeper than the limit was read as flat text.
    NestingLimit = "nesting-limit", Warning;
    /// A limit of the reader was reached; what follows it was not read.
    LimitReached = "limit-reached", Error;
    /// The file ends early or is damaged; what could be read was read.
    FileDamaged = "file-damaged", Warning;
    /// A page holds images and no text: it needs OCR.
    PageNeedsOcr = "page-needs-ocr", Error;
    /// A cell's box hides a part of the cell's text; of further paragraphs nothing may be in the file.
    TextClipped = "text-clipped", Warning;
    /// A page's text comes from an invisible layer, as OCR writes it over a scan.
    InvisibleText = "invisible-text", Info;
    /// A table printed twice by the copy was read once.
    RepeatedTable = "repeated-table", Info;
    /// A table or a row that a page's end had cut was joined.
    JoinedAcrossPages = "joined-across-pages", Info;
    // matching
    /// The form's kind was recognised by its contents, not by its title.
    FormInferred = "form-inferred", Info;
    /// The title names one form and the contents are those of another.
    FormContradicts = "form-contradicts", Warning;
    /// The printed revision of the form is not in the catalogue.
    RevisionUnknown = "revision-unknown", Info;
    /// Content that belongs to no item of the form.
    Unassigned = "unassigned-content", Warning;
    /// A label was recognised though damaged.
    LabelRepaired = "label-repaired", Info;
    /// Values stood apart from their labels and were assigned by kind and order.
    ValuesByPosition = "values-by-position", Info;
    /// An option's text was damaged and repaired to the official one.
    OptionRepaired = "option-repaired", Info;
    /// What is selected is none of the form's options.
    OptionUnknown = "option-unknown", Warning;
    /// The copy does not tell whether a box is marked.
    MarkUnclear = "mark-unclear", Warning;
    /// Options that exclude one another are marked together.
    OptionsContradict = "options-contradict", Warning;
    /// A number that the form prints disagrees with the blocks found.
    CountMismatch = "count-mismatch", Warning;
    /// An item's label was found twice where the form has it once.
    DuplicateItem = "duplicate-item", Warning;
    /// What stands under a date item is no date.
    DateUnreadable = "date-unreadable", Warning;
    // history
    /// A change row's item cell names no item that the catalogue can tell.
    ItemUnresolved = "item-unresolved", Warning;
    /// A change row's date is missing, impossible or out of order.
    ChangeDateDoubtful = "change-date-doubtful", Warning;
    /// The change table's columns could not all be told.
    ChangeColumns = "change-columns", Warning;
    /// The newest quoted state of an item differs from the body.
    HistoryDiffers = "history-differs", Warning;
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One finding about a document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// What was found.
    pub code: Code,
    /// How much it matters.
    pub severity: Severity,
    /// The item it is about, where it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The finding in words, with the particulars.
    pub message: String,
    /// Where it stands.
    #[serde(default)]
    pub source: Vec<Place>,
}

impl Diagnostic {
    /// A finding with its code's own severity and no place yet.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            key: None,
            message: message.into(),
            source: Vec::new(),
        }
    }

    /// The same finding about an item.
    #[must_use]
    pub fn about(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// The same finding with its places.
    #[must_use]
    pub fn at(mut self, places: impl IntoIterator<Item = Place>) -> Self {
        self.source.extend(places);
        self
    }
}

/// A value and what was found on the way to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnosed<T> {
    /// The value.
    pub value: T,
    /// Findings, in the order of the document.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Diagnosed<T> {
    /// A value without findings.
    pub fn clean(value: T) -> Self {
        Self {
            value,
            diagnostics: Vec::new(),
        }
    }

    /// The value with its findings appended to `findings`.
    pub fn drain_into(self, findings: &mut Vec<Diagnostic>) -> T {
        findings.extend(self.diagnostics);
        self.value
    }
}
