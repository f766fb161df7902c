//! Tokens to text: what each element does to the line.

use std::cell::RefCell;

use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult};
use hyokasho_document::mark;
use memchr::{memchr, memchr3};

use super::tags::is_page_furniture;
use super::{Fragment, Table, TableCell};

/// The widest cell that HTML allows.
const WIDEST: u32 = 1_000;
/// The tallest cell that HTML allows.
const TALLEST: u32 = 65_534;

/// What stands between two pieces of text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    Space,
    Line,
}

/// A cell that is being read.
struct OpenCell {
    /// Where its text starts, once there is any.
    start: Option<usize>,
    column_span: u32,
    row_span: u32,
    line: u32,
}

#[derive(Default)]
struct State {
    fragment: Fragment,
    gap: Gap,
    line: u32,
    first_line: u32,
    depth: u32,
    max_nesting: u32,
    /// Tables that are open, one in another.
    table_depth: u32,
    row: Option<u32>,
    cell: Option<OpenCell>,
    heading: Option<(Option<usize>, u8)>,
    hidden: Option<String>,
    after_span: bool,
}

/// Collects the text of a fragment.
pub(super) struct Flattener(RefCell<State>);

impl Flattener {
    pub(super) fn new(first_line: u32, max_nesting: u32) -> Self {
        Self(RefCell::new(State {
            first_line,
            max_nesting,
            ..State::default()
        }))
    }

    pub(super) fn finish(&self) -> Fragment {
        let mut state = self.0.take();
        state.end_table_at_depth(1);
        state.end_heading();
        if let Some(hidden) = state.hidden.take() {
            state.fragment.hidden.push(hidden);
        }
        state.fragment
    }
}

impl TokenSink for Flattener {
    type Handle = ();

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<()> {
        let state = &mut *self.0.borrow_mut();
        let offset = u32::try_from(line.saturating_sub(1)).unwrap_or(u32::MAX);
        state.line = state.first_line.saturating_add(offset);
        match token {
            Token::CharacterTokens(text) => state.text(&text),
            Token::NullCharacterToken => state.text("\u{FFFD}"),
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => state.start(&tag),
            Token::TagToken(tag) => state.end(&tag),
            Token::CommentToken(text) => state.fragment.hidden.push(text.to_string()),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl State {
    fn text(&mut self, text: &str) {
        if let Some(hidden) = &mut self.hidden {
            hidden.push_str(text);
            return;
        }
        let mut rest = text;
        while let Some(blank) = next_blank(rest.as_bytes()) {
            self.visible(&rest[..blank]);
            self.widen(Gap::Space);
            rest = &rest[blank + 1..];
        }
        self.visible(rest);
    }

    fn visible(&mut self, piece: &str) {
        if piece.is_empty() {
            return;
        }
        let out = &mut self.fragment.text;
        let gap = std::mem::take(&mut self.gap);
        if !out.is_empty() {
            match gap {
                Gap::None => {}
                Gap::Space => out.push(' '),
                Gap::Line => out.push('\n'),
            }
        }
        let start = out.len();
        out.push_str(piece);
        if let Some(cell) = &mut self.cell {
            cell.start.get_or_insert(start);
        }
        if let Some((heading, _)) = &mut self.heading {
            heading.get_or_insert(start);
        }
        if self
            .fragment
            .lines
            .last()
            .is_none_or(|&(_, line)| line != self.line)
        {
            self.fragment.lines.push((start, self.line));
        }
        self.after_span = false;
    }

    fn widen(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
    }

    fn mark(&mut self, mark: char) {
        self.visible(mark.encode_utf8(&mut [0; 4]));
    }

    fn start(&mut self, tag: &Tag) {
        if self.hidden.is_some() {
            return;
        }
        let name: &str = &tag.name;
        self.nest(name, 1);
        match name {
            "table" => self.start_table(),
            "tr" => self.start_row(),
            "td" | "th" => self.start_cell(tag),
            "input" => self.input(tag),
            "option" if has(tag, "selected") => {
                self.widen(Gap::Line);
                self.mark(mark::BOX_CHECKED);
                self.gap = Gap::Space;
            }
            "img" => self.text(attribute(tag, "alt").unwrap_or_default()),
            _ if is_hidden(name) => self.hidden = Some(String::new()),
            "span" if self.after_span => self.widen(Gap::Space),
            _ if ends_line(name) => self.widen(Gap::Line),
            _ => {}
        }
        if let Some(level) = heading_level(name) {
            self.end_heading();
            self.heading = Some((None, level));
        }
    }

    fn end(&mut self, tag: &Tag) {
        let name: &str = &tag.name;
        if let Some(hidden) = self.hidden.take_if(|_| is_hidden(name)) {
            self.fragment.hidden.push(hidden);
        }
        if self.hidden.is_some() {
            return;
        }
        self.nest(name, -1);
        match name {
            "table" => self.end_table_at_depth(1),
            "tr" => self.end_row(),
            "td" | "th" => self.end_cell(),
            "span" => self.after_span = true,
            _ if ends_line(name) => self.widen(Gap::Line),
            _ => {}
        }
        if heading_level(name).is_some() {
            self.end_heading();
        }
    }

    /// Counts elements that are open. Those that end by themselves where the next begins (`p`, `li`,
    /// table parts) do not nest by being left open.
    fn nest(&mut self, name: &str, by: i32) {
        let nests = matches!(
            name,
            "div"
                | "span"
                | "table"
                | "ul"
                | "ol"
                | "dl"
                | "b"
                | "i"
                | "u"
                | "s"
                | "em"
                | "strong"
                | "small"
                | "big"
                | "font"
                | "center"
                | "blockquote"
                | "section"
                | "article"
                | "a"
                | "label"
                | "form"
        );
        if nests {
            self.depth = self.depth.saturating_add_signed(by);
            self.fragment.too_deep |= self.depth > self.max_nesting;
        }
    }

    fn start_table(&mut self) {
        self.widen(Gap::Line);
        self.table_depth = self.table_depth.saturating_add(1);
        if self.table_depth == 1 {
            let start = self.fragment.text.len();
            self.fragment.tables.push(Table {
                range: start..start,
                cells: Vec::new(),
            });
            self.row = None;
        }
    }

    /// Rows whose table was opened elsewhere, or lost its tag, are a table all the same.
    fn ensure_table(&mut self) {
        if self.table_depth == 0 {
            self.start_table();
        }
    }

    fn start_row(&mut self) {
        self.widen(Gap::Line);
        self.ensure_table();
        if self.table_depth == 1 {
            self.close_cell();
            self.row = Some(self.row.map_or(0, |row| row + 1));
        }
    }

    fn start_cell(&mut self, tag: &Tag) {
        self.widen(Gap::Space);
        self.ensure_table();
        if self.table_depth != 1 {
            return;
        }
        self.close_cell();
        self.row.get_or_insert(0);
        let span = |name, most| {
            attribute(tag, name)
                .and_then(|value| value.trim().parse::<u32>().ok())
                .unwrap_or(1)
                .clamp(1, most)
        };
        self.cell = Some(OpenCell {
            start: None,
            column_span: span("colspan", WIDEST),
            row_span: span("rowspan", TALLEST),
            line: self.line,
        });
    }

    fn end_cell(&mut self) {
        self.widen(Gap::Space);
        if self.table_depth == 1 {
            self.close_cell();
        }
    }

    fn end_row(&mut self) {
        self.widen(Gap::Line);
        if self.table_depth == 1 {
            self.close_cell();
        }
    }

    fn close_cell(&mut self) {
        let Some(cell) = self.cell.take() else { return };
        let end = self.fragment.text.len();
        let OpenCell {
            column_span,
            row_span,
            line,
            ..
        } = cell;
        let range = cell.start.unwrap_or(end)..end;
        let row = self.row.unwrap_or(0);
        if let Some(table) = self.fragment.tables.last_mut() {
            table.cells.push(TableCell {
                row,
                range,
                column_span,
                row_span,
                line,
            });
        }
    }

    fn end_table_at_depth(&mut self, depth: u32) {
        self.widen(Gap::Line);
        if self.table_depth == depth {
            self.close_cell();
            let end = self.fragment.text.len();
            if let Some(table) = self.fragment.tables.last_mut() {
                table.range.end = end;
            }
        }
        self.table_depth = self.table_depth.saturating_sub(1);
    }

    fn end_heading(&mut self) {
        if let Some((Some(start), level)) = self.heading.take() {
            self.fragment
                .headings
                .push((start..self.fragment.text.len(), level));
        }
    }

    /// A box, or the text of a field that holds one.
    fn input(&mut self, tag: &Tag) {
        let kind = attribute(tag, "type")
            .unwrap_or_default()
            .to_ascii_lowercase();
        let value = attribute(tag, "value").unwrap_or_default();
        let is_field = matches!(
            kind.as_str(),
            "text" | "date" | "number" | "button" | "submit" | "tel" | "email"
        );
        if is_field && !value.trim().is_empty() {
            return self.text(value);
        }
        if kind == "hidden" {
            return;
        }
        if has(tag, "checked") {
            return self.mark(mark::BOX_CHECKED);
        }
        self.mark(mark::BOX);
        if kind == "radio" {
            let at = self.fragment.text.len() - mark::BOX.len_utf8();
            self.fragment.rounds.push(at);
        } else {
            self.fragment.squares += 1;
        }
    }
}

/// Where the next blank stands.
fn next_blank(text: &[u8]) -> Option<usize> {
    let blank = memchr3(b' ', b'\t', b'\n', text);
    let before = &text[..blank.unwrap_or(text.len())];
    memchr(b'\r', before).or(blank)
}

fn attribute<'a>(tag: &'a Tag, name: &str) -> Option<&'a str> {
    tag.attrs
        .iter()
        .find(|attribute| &*attribute.name.local == name)
        .map(|attribute| &*attribute.value)
}

fn has(tag: &Tag, name: &str) -> bool {
    attribute(tag, name).is_some()
}

/// Whether what stands in an element is no text of the document.
fn is_hidden(name: &str) -> bool {
    matches!(name, "style" | "script") || is_page_furniture(name.as_bytes())
}

fn heading_level(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
        _ => None,
    }
}

fn ends_line(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "br"
            | "ul"
            | "ol"
            | "li"
            | "dl"
            | "dt"
            | "dd"
            | "table"
            | "thead"
            | "tbody"
            | "tfoot"
            | "caption"
            | "center"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "hr"
            | "pre"
            | "blockquote"
            | "section"
            | "article"
            | "header"
            | "footer"
            | "main"
            | "nav"
            | "form"
            | "fieldset"
            | "legend"
            | "select"
            | "option"
            | "body"
            | "head"
            | "title"
            | "figure"
            | "figcaption"
    )
}
