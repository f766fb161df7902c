//! The pages that a value stands on, drawn with label, value and marks outlined.

use hyokasho_document::page::Page;
use hyokasho_model::Fact;
use hyokasho_pipeline::InspectedPage;

use super::evidence::{areas, marks_on_page, pages};
use crate::commands::drawing::{Entry, draw_glyphs, draw_paper, draw_rect, grown};
use crate::messages::Messages;

/// An outline stands this far outside what it marks.
const AROUND: f64 = 1.2;

/// Colours of label, value and mark: told apart by their lines too, for those who see no colours.
pub const MARK_STYLE: &str = "\
.glyph{fill:#3d4249}\
.label{fill:#2563eb;fill-opacity:.13;stroke:#2563eb;stroke-width:1.1;stroke-dasharray:3 1.6}\
.value{fill:#f59e0b;fill-opacity:.2;stroke:#d97706;stroke-width:1}\
.mark{fill:#16a34a;fill-opacity:.16;stroke:#15803d;stroke-width:1.7}\
@media (prefers-color-scheme:dark){.glyph{fill:#c9ced6}.label{fill:#60a5fa;stroke:#60a5fa}.value{fill:#fbbf24;stroke:#fbbf24;fill-opacity:.14}\
.mark{fill:#4ade80;stroke:#4ade80}}";

/// The pages that a fact stands on.
pub fn pages_of<'p>(fact: &Fact, inspected: &'p [InspectedPage]) -> Vec<&'p Page> {
    let numbers = pages(fact.object.label_source.iter().chain(&fact.object.source));
    inspected
        .iter()
        .map(|page| &page.page)
        .filter(|page| numbers.contains(&page.number))
        .collect()
}

/// Draws a page with what it shows of a fact outlined, the text on top.
pub fn draw_marked_page(out: &mut String, page: &Page, fact: &Fact, messages: &Messages) {
    draw_paper(out, page);
    let object = &fact.object;
    let layers = [
        ("value", areas(&object.source, page.number)),
        ("label", areas(&object.label_source, page.number)),
        ("mark", marks_on_page(fact, page)),
    ];
    for (class, areas) in layers {
        let title = messages.text(&format!("explain.legend.{class}"));
        for area in &areas {
            draw_rect(out, class, &grown(area, AROUND), &title);
        }
    }
    draw_glyphs(out, &page.glyphs);
}

/// What the colours stand for.
pub fn legend(messages: &Messages) -> Vec<Entry> {
    ["label", "value", "mark"]
        .map(|class| Entry {
            class,
            words: messages.text(&format!("explain.legend.{class}")),
        })
        .into()
}
