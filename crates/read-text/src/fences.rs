//! Drawings that a converter has written as diagram code: a fenced block of a language that draws.
//!
//! Input: lines from one on. Output: how many of them are such a block, its fences among them. A block that is not
//! closed is none.

use crate::lines::Line;

/// Languages of diagram code.
const LANGUAGES: [&str; 4] = ["mermaid", "plantuml", "graphviz", "dot"];
/// Lines of a diagram at most: a flow of a page.
const MOST_LINES: usize = 200;
/// What opens and closes a block.
const FENCE: &str = "```";

/// How many lines the diagram takes that begins at the first of these.
pub(crate) fn diagram(lines: &[Line<'_>]) -> Option<usize> {
    let language = lines.first()?.text.trim().strip_prefix(FENCE)?;
    if !LANGUAGES.contains(&language.trim()) {
        return None;
    }
    let behind = lines[1..].iter().take(MOST_LINES);
    let close = behind
        .map(|line| line.text.trim())
        .position(|text| text == FENCE)?;
    Some(close + 2)
}
