//! Small PDFs written by hand: a page's content, its resources and annotations.

#![allow(dead_code, reason = "each test file uses a part of this one")]

use std::fmt::Write;

use hyokasho_document::page::Page;
use hyokasho_read_pdf::{ReadOptions, read};
use hyokasho_source::Diagnosed;

/// One page of a test PDF and the objects it uses (numbers from 10).
#[derive(Default)]
pub struct Sheet {
    /// Entries of the page's dictionary beside type, parent, contents and resources.
    pub entries: String,
    /// The content stream.
    pub content: String,
    /// The resources' dictionary beside the fonts `F1` (Helvetica) and `F2` (Helvetica-Bold).
    pub resources: String,
    /// Further objects from number 10: each a dictionary or a stream's dictionary and data.
    pub objects: Vec<(String, Option<Vec<u8>>)>,
}

/// A sheet of 200 by 100 points with this content.
pub fn sheet(content: &str) -> Sheet {
    Sheet {
        content: content.into(),
        ..Sheet::default()
    }
}

impl Sheet {
    /// The PDF's bytes.
    pub fn pdf(&self) -> Vec<u8> {
        let mut objects: Vec<(String, Option<Vec<u8>>)> = vec![
            (
                "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[]>>>>".into(),
                None,
            ),
            (
                "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 200 100]>>".into(),
                None,
            ),
            (
                format!(
                    "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R/F2 6 0 R>>{}>>{}>>",
                    self.resources, self.entries
                ),
                None,
            ),
            (String::new(), Some(self.content.clone().into_bytes())),
            (
                "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".into(),
                None,
            ),
            (
                "<</Type/Font/Subtype/TrueType/BaseFont/Arial,Bold/Encoding/WinAnsiEncoding>>"
                    .into(),
                None,
            ),
        ];
        objects.resize(9, ("null".into(), None));
        objects.extend(self.objects.iter().cloned());
        assemble(&objects)
    }

    /// What the reader makes of it.
    pub fn read(&self) -> Diagnosed<Page> {
        self.read_with(&ReadOptions::default())
    }

    /// What the reader makes of it with these options.
    pub fn read_with(&self, options: &ReadOptions) -> Diagnosed<Page> {
        let mut pages = read(self.pdf(), options).expect("a readable PDF");
        assert_eq!(pages.value.len(), 1);
        Diagnosed {
            value: pages.value.remove(0),
            diagnostics: pages.diagnostics,
        }
    }
}

/// A file of these objects, numbered from 1; the first is the catalog.
pub fn assemble(objects: &[(String, Option<Vec<u8>>)]) -> Vec<u8> {
    let mut pdf = b"%PDF-1.7\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (index, (dictionary, data)) in objects.iter().enumerate() {
        let _ = writeln!(table, "{:010} 00000 n ", pdf.len());
        let mut head = format!("{} 0 obj\n", index + 1);
        if let Some(data) = data {
            let inner = dictionary
                .strip_prefix("<<")
                .and_then(|d| d.strip_suffix(">>"))
                .unwrap_or("");
            let _ = write!(head, "<</Length {}{inner}>>\nstream\n", data.len());
            pdf.extend_from_slice(head.as_bytes());
            pdf.extend_from_slice(data);
            pdf.extend_from_slice(b"\nendstream");
        } else {
            head.push_str(dictionary);
            pdf.extend_from_slice(head.as_bytes());
        }
        pdf.extend_from_slice(b"\nendobj\n");
    }
    let start = pdf.len();
    let _ = write!(
        table,
        "trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n",
        objects.len() + 1
    );
    pdf.extend_from_slice(table.as_bytes());
    pdf
}

/// The glyphs' text in painting order.
pub fn text(page: &Page) -> String {
    page.glyphs
        .iter()
        .map(|glyph| glyph.text.as_str())
        .collect()
}

/// The findings' codes.
pub fn codes<T>(read: &Diagnosed<T>) -> Vec<&'static str> {
    read.diagnostics
        .iter()
        .map(|finding| finding.code.as_str())
        .collect()
}
