//! Why a PDF gives no pages.

/// There is no document: the container cannot be opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The bytes are no PDF.
    #[error("the file is not a PDF")]
    NotPdf,
    /// The file opens with a password only.
    #[error("the PDF is encrypted and needs a password")]
    Encrypted,
    /// The file is encrypted in a way that cannot be read.
    #[error("the PDF's encryption is damaged or of an unknown kind")]
    UnsupportedEncryption,
    /// The file begins like a PDF, and no page tree can be found in it.
    #[error("the PDF is damaged: no pages can be found in it")]
    Damaged,
    /// The file is sound and has no page.
    #[error("the PDF has no pages")]
    NoPages,
    /// The file is larger than [`ReadOptions::bytes`](crate::ReadOptions::bytes).
    #[error("the PDF has {bytes} bytes, more than the limit of {limit}")]
    TooLarge {
        /// Bytes of the file.
        bytes: u64,
        /// The limit.
        limit: u64,
    },
}

impl ReadError {
    /// A stable kebab-case name of the cause.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotPdf => "not-a-pdf",
            Self::Encrypted => "encrypted",
            Self::UnsupportedEncryption => "unsupported-encryption",
            Self::Damaged => "damaged",
            Self::NoPages => "no-pages",
            Self::TooLarge { .. } => "too-large",
        }
    }
}
