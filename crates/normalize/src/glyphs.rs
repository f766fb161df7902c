//! Which characters are marks, empty boxes and dashes, by the tables `circles.tsv`, `checks.tsv`
//! and `dashes.tsv`.

use std::sync::LazyLock;

use hyokasho_document::mark;

use crate::tsv;

const CIRCLES: &str = include_str!("../data/circles.tsv");
const CHECKS: &str = include_str!("../data/checks.tsv");
const DASHES: &str = include_str!("../data/dashes.tsv");

struct Glyphs {
    on: Vec<char>,
    doubtful: Vec<char>,
    off: Vec<char>,
    dashes: Vec<char>,
}

static GLYPHS: LazyLock<Glyphs> = LazyLock::new(|| {
    let sorted = |chars: &mut dyn Iterator<Item = char>| {
        let mut chars: Vec<char> = chars.collect();
        chars.sort_unstable();
        chars
    };
    let marks = |state: &'static str, sure: &'static str| {
        let circles = tsv::rows(CIRCLES)
            .filter(move |&[_, s, _]| state == "on" && s == sure)
            .map(|[g, ..]| g);
        let checks = tsv::rows(CHECKS)
            .filter(move |&[_, st, s, _]| st == state && s == sure)
            .map(|[g, ..]| g);
        circles.chain(checks).filter_map(tsv::single)
    };
    Glyphs {
        on: sorted(&mut marks("on", "yes")),
        doubtful: sorted(&mut marks("on", "no")),
        off: sorted(&mut marks("off", "yes")),
        dashes: sorted(&mut dashes(|alone, _| alone == "yes")),
    }
});

fn dashes(accept: impl Fn(&str, &str) -> bool) -> impl Iterator<Item = char> {
    tsv::rows(DASHES)
        .filter(move |&[_, alone, folds, _]| accept(alone, folds))
        .filter_map(|[g, ..]| tsv::single(g))
}

/// The dashes that label comparison takes for one another.
pub(crate) fn folding_dashes() -> impl Iterator<Item = char> {
    dashes(|_, folds| folds == "yes")
}

/// Whether the character in a bracket or beside an option says that it is on: a circle, a tick, a
/// filled box, `<input checked>` or a mark seen on the page.
pub fn is_on_glyph(c: char) -> bool {
    matches!(c, mark::BOX_CHECKED | mark::SEEN_ON) || GLYPHS.on.binary_search(&c).is_ok()
}

/// Whether the character in a bracket is one that OCR writes for a circle or a tick, and that may
/// be something else.
pub fn is_doubtful_on_glyph(c: char) -> bool {
    GLYPHS.doubtful.binary_search(&c).is_ok()
}

/// Whether the character is an empty box: an option that is off. `<input>` without `checked`
/// ([`mark::BOX`]) is none: the copy may have lost its state.
pub fn is_off_glyph(c: char) -> bool {
    c == mark::SEEN_OFF || GLYPHS.off.binary_search(&c).is_ok()
}

/// Whether the character is a dash that alone in a cell says that nothing is written there.
pub fn is_dash(c: char) -> bool {
    GLYPHS.dashes.binary_search(&c).is_ok()
}

/// Whether a text says nothing: it is empty or holds dashes and white space only.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || is_dash(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_tables_is_read() {
        for [glyph, sure, note] in tsv::rows(CIRCLES) {
            assert!(
                tsv::single(glyph).is_some() && ["yes", "no"].contains(&sure),
                "{note}"
            );
        }
        for [glyph, state, sure, note] in tsv::rows(CHECKS) {
            let known = ["on", "off"].contains(&state) && ["yes", "no"].contains(&sure);
            assert!(tsv::single(glyph).is_some() && known, "{note}");
        }
        for [glyph, alone, folds, note] in tsv::rows(DASHES) {
            let known = ["yes", "no"].contains(&alone) && ["yes", "no"].contains(&folds);
            assert!(tsv::single(glyph).is_some() && known, "{note}");
        }
    }
}
