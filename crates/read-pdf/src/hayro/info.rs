//! The document information dictionary, decoded.

use hayro_syntax::{Pdf, PdfVersion};
use serde::{Deserialize, Serialize};

use crate::text_string;

/// What a PDF says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Info {
    /// PDF version, `1.7`.
    pub version: String,
    /// Whether the file is encrypted (it opened with the empty password).
    pub encrypted: bool,
    /// Title.
    pub title: Option<String>,
    /// Author.
    pub author: Option<String>,
    /// Subject.
    pub subject: Option<String>,
    /// The program that made the original.
    pub creator: Option<String>,
    /// The program that made the PDF.
    pub producer: Option<String>,
}

impl Info {
    pub(super) fn new(pdf: &Pdf, encrypted: bool) -> Self {
        let metadata = pdf.metadata();
        let text = |bytes: &Option<Box<[u8]>>| bytes.as_deref().map(text_string::decode);
        Self {
            version: version(pdf.version()).to_owned(),
            encrypted,
            title: text(&metadata.title),
            author: text(&metadata.author),
            subject: text(&metadata.subject),
            creator: text(&metadata.creator),
            producer: text(&metadata.producer),
        }
    }
}

fn version(version: PdfVersion) -> &'static str {
    match version {
        PdfVersion::Pdf10 => "1.0",
        PdfVersion::Pdf11 => "1.1",
        PdfVersion::Pdf12 => "1.2",
        PdfVersion::Pdf13 => "1.3",
        PdfVersion::Pdf14 => "1.4",
        PdfVersion::Pdf15 => "1.5",
        PdfVersion::Pdf16 => "1.6",
        PdfVersion::Pdf17 => "1.7",
        PdfVersion::Pdf20 => "2.0",
    }
}
