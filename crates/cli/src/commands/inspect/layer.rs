//! What of a page is shown.

use clap::ArgMatches;
use hyokasho_pipeline::InspectedPage;

/// What of a page is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layer {
    /// Glyphs.
    Glyphs,
    /// Horizontal and vertical lines.
    Rules,
    /// Other paths, and images.
    Shapes,
    /// Table cells.
    Cells,
    /// Paragraphs and drawings.
    Blocks,
    /// Form fields.
    Fields,
}

impl Layer {
    /// All layers in the order of the output.
    pub const ALL: [Self; 6] = [
        Self::Glyphs,
        Self::Rules,
        Self::Shapes,
        Self::Cells,
        Self::Blocks,
        Self::Fields,
    ];
    /// What text shows by default: glyphs and rules are thousands of lines.
    const SHORT: [Self; 4] = [Self::Shapes, Self::Cells, Self::Blocks, Self::Fields];

    /// The layer's name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Glyphs => "glyphs",
            Self::Rules => "rules",
            Self::Shapes => "shapes",
            Self::Cells => "cells",
            Self::Blocks => "blocks",
            Self::Fields => "fields",
        }
    }

    /// The layers that the arguments choose, in the order of the output.
    pub fn chosen(matches: &ArgMatches, format: &str) -> Vec<Self> {
        let Some(names) = matches.get_many::<String>("show") else {
            return if format == "text" {
                Self::SHORT.to_vec()
            } else {
                Self::ALL.to_vec()
            };
        };
        let names: Vec<&String> = names.collect();
        Self::ALL
            .into_iter()
            .filter(|layer| names.iter().any(|name| *name == layer.name()))
            .collect()
    }
}

/// How much there is of everything on a page, by name.
pub fn counts(page: &InspectedPage) -> [(&'static str, usize); 11] {
    let (seen, laid) = (&page.page, &page.layout);
    [
        ("glyphs", seen.glyphs.len()),
        (
            "invisible",
            seen.glyphs.iter().filter(|glyph| glyph.invisible).count(),
        ),
        ("rules", seen.rules.len()),
        ("shapes", seen.shapes.len()),
        ("images", seen.images.len()),
        ("fields", seen.fields.len()),
        ("tables", laid.tables.len()),
        (
            "cells",
            laid.tables.iter().map(|table| table.cells.len()).sum(),
        ),
        (
            "paragraphs",
            laid.paragraphs
                .iter()
                .filter(|paragraph| !paragraph.furniture)
                .count(),
        ),
        (
            "furniture",
            laid.paragraphs
                .iter()
                .filter(|paragraph| paragraph.furniture)
                .count(),
        ),
        ("figures", laid.figures.len()),
    ]
}
