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
