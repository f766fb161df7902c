//! Table rows in lines: cells parted by tabs, Markdown pipe tables, separator rows.

/// What a line is as far as tables go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Nothing but white space.
    Blank,
    /// Dashes that part rows or sections, and no text.
    Separator,
    /// Cells parted by tabs.
    Tabs,
    /// Cells between `|`.
    Pipes,
    /// No row.
    Text,
}

/// Tells what a line is.
pub(crate) fn kind(line: &str) -> Kind {
    let trimmed = line.trim();
    if trimmed.is_empty() {
        return Kind::Blank;
    }
    if is_separator(trimmed) {
        return Kind::Separator;
    }
    if memchr::memchr(b'\t', line.as_bytes()).is_some() {
        return Kind::Tabs;
    }
    if trimmed.starts_with('|') && unescaped_pipes(trimmed) > 1 {
        return Kind::Pipes;
    }
    Kind::Text
}

/// Rows of dashes under a heading or between rows: `---`, `| :-- | --- |`, `----<tab>--`. A dash
/// alone says that an item is blank, so each cell needs two and one of them three.
fn is_separator(trimmed: &str) -> bool {
    let first = trimmed.as_bytes().first();
    if !matches!(
        first,
        Some(b'-' | b'=' | b'_' | b'*' | b'|' | b':' | b'+' | b'`')
    ) && !trimmed.starts_with(['─', '━'])
    {
        return false;
    }
    if let Some(language) = trimmed.strip_prefix("```") {
        return language.bytes().all(|b| b.is_ascii_alphanumeric());
    }
    let mut longest = 0;
    for cell in trimmed.split(['\t', '|', '+']) {
        let dashes = cell.trim().trim_matches(':');
        let length = dashes.chars().filter(|c| *c != ' ').count();
        let kind = dashes.chars().next().unwrap_or('-');
        let alike = dashes.chars().all(|c| c == kind || c == ' ')
            && matches!(kind, '-' | '=' | '_' | '*' | '─' | '━');
        if !alike || length == 1 {
            return false;
        }
        longest = longest.max(length);
    }
    longest >= 3
}

/// Lines with a bar between spaces that show that the bars part cells: fewer may be in texts.
const FEWEST_LOOSE: usize = 5;

/// Whether the lines' cells are parted by ` | ` without bars around the rows. A Markdown table has both
/// bars around its rows and a row of dashes.
pub(crate) fn are_loose<'a>(lines: impl Iterator<Item = &'a str>) -> bool {
    let mut loose = 0;
    for line in lines.map(str::trim) {
        if memchr::memchr(b'|', line.as_bytes()).is_none() {
            continue;
        }
        if line.starts_with('|') {
            if is_separator(line) {
                return false;
            }
        } else if is_loose(line) {
            loose += 1;
        }
    }
    loose >= FEWEST_LOOSE
}

/// Whether a line has a bar between spaces, or one at its start or its end.
pub(crate) fn is_loose(line: &str) -> bool {
    let bytes = line.as_bytes();
    let spaced = |at: Option<usize>| {
        at.and_then(|at| bytes.get(at))
            .is_none_or(|byte| *byte == b' ')
    };
    memchr::memchr_iter(b'|', bytes).any(|at| spaced(at.checked_sub(1)) && spaced(Some(at + 1)))
        && memchr::memchr(b'\t', bytes).is_none()
}

/// The cells of a row without bars around it: those before a bar at its start and behind one at its end
/// are blank.
pub(crate) fn loose_cells(line: &str) -> impl Iterator<Item = &str> {
    let line = line.trim_start();
    let blank = line.starts_with('|').then_some("");
    let rest = line.strip_prefix('|').unwrap_or(line);
    blank.into_iter().chain(rest.split(" |").map(str::trim))
}

fn unescaped_pipes(text: &str) -> usize {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'|', bytes)
        .filter(|&at| at == 0 || bytes.get(at - 1) != Some(&b'\\'))
        .count()
}

/// The cells of a pipe row, trimmed.
pub(crate) fn pipe_cells(line: &str) -> Vec<&str> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let bytes = line.as_bytes();
    let mut cells = Vec::new();
    let mut start = 0;
    for at in
        memchr::memchr_iter(b'|', bytes).filter(|&at| at == 0 || bytes.get(at - 1) != Some(&b'\\'))
    {
        cells.push(line.get(start..at).unwrap_or_default().trim());
        start = at + 1;
    }
    let rest = line.get(start..).unwrap_or_default().trim();
    if !rest.is_empty() {
        cells.push(rest);
    }
    cells
}

/// How many cells a row of a table keeps: the table's width where it has so many, so that an empty
/// value beside a label stays and the empty cells that only filled the line up go.
pub(crate) fn kept_cells(cells: usize, filled: usize, width: usize) -> usize {
    filled.max(cells.min(width.max(2)))
}
