//! Which form a document is: by its title, by the revision that it prints, by its contents.
//!
//! Input: the sheet and the forms. Output: the kind with its evidence, the printed revision, and the
//! lines that say so. Contents are compared by the caller, which has the chains.

use hyokasho_catalogue::{Catalogue, Form, FormKind};

use crate::fold::fold;
use crate::sheet::Sheet;

/// Titles stand on the cover: among the first lines. Running heads repeat them later.
const COVER_LINES: usize = 80;
/// The revision stands within so many, where the copy puts the pages' feet first.
const REVISION_LINES: usize = 3 * COVER_LINES;
/// The title's second half alone, (重点項目評価書), is told among the very first lines only.
const HEADLINE_LINES: usize = 12;
/// A title line may carry a mark of a draft behind it, and no more.
const TITLE_SLACK: usize = 8;

/// What the cover says.
#[derive(Debug, Default)]
pub struct Cover {
    /// The kind that the title names.
    pub title: Option<FormKind>,
    /// Lines of the title.
    pub title_lines: Vec<u32>,
    /// The revision as printed, without brackets, its line, and the kind that its 様式 names.
    pub revision: Option<(String, u32, Option<FormKind>)>,
}

/// What covers of the forms print, folded once a catalogue.
pub struct CoverLabels {
    titles: Vec<Title>,
    /// The 様式 of each kind.
    styles: Vec<(FormKind, Vec<char>)>,
}

impl CoverLabels {
    /// The titles and styles of the catalogue's forms.
    pub fn new(catalogue: &Catalogue) -> Self {
        let style = |form: &Form| fold(&hyokasho_normalize::normalize(&form.style));
        Self {
            titles: titles(catalogue),
            styles: catalogue
                .forms
                .iter()
                .map(|form| (form.kind, style(form)))
                .collect(),
        }
    }
}

impl Cover {
    /// Whether the lines tell title and revision, or all of them that may were looked at.
    pub fn is_told(&self, lines: usize) -> bool {
        self.title.is_some() && (self.revision.is_some() || lines >= REVISION_LINES)
    }
}

/// Reads title and revision.
pub fn read_cover(sheet: &Sheet, labels: &CoverLabels) -> Cover {
    let mut cover = Cover::default();
    for (at, line) in sheet.lines.iter().enumerate() {
        let chars = sheet.folded(line);
        // Behind the title the same words are the end of the assessment's name.
        let headline = at < HEADLINE_LINES && cover.title.is_none();
        if let Some(kind) = title_kind(chars, &labels.titles, at < COVER_LINES, headline) {
            cover.title_lines.push(at as u32);
            cover.title = cover.title.or(kind);
        } else if let Some((_, first, _)) = &cover.revision {
            // A running head repeats it.
            if line.only && chars == sheet.folded(&sheet.lines[*first as usize]) {
                cover.title_lines.push(at as u32);
            }
        } else if at < COVER_LINES && is_half_revision(sheet.text(line), chars, &labels.styles) {
            cover.title_lines.push(at as u32);
        } else if at < REVISION_LINES {
            cover.revision = revision(sheet.text(line), chars, &labels.styles)
                .map(|(text, kind)| (text, at as u32, kind));
        }
    }
    cover
}

/// A title in its parts: whole, before the parenthesis, and the parenthesis.
struct Title {
    kind: FormKind,
    whole: Vec<char>,
    before: Vec<char>,
    inner: Vec<char>,
}

fn titles(catalogue: &Catalogue) -> Vec<Title> {
    catalogue
        .forms
        .iter()
        .flat_map(|form| form.titles.iter().map(move |title| (form.kind, title)))
        .map(|(kind, title)| {
            let whole = fold(&hyokasho_normalize::normalize(title));
            let open = whole.iter().position(|&c| c == '(').unwrap_or(whole.len());
            let inner = whole[open..]
                .iter()
                .copied()
                .filter(|c| !matches!(c, '(' | ')'))
                .collect();
            Title {
                kind,
                before: whole[..open].to_vec(),
                inner,
                whole,
            }
        })
        .collect()
}

/// Whether a line is a title: `Some(None)` for its first half alone.
#[expect(clippy::option_option, reason = "a title line may name no kind")]
fn title_kind(
    chars: &[char],
    titles: &[Title],
    cover: bool,
    headline: bool,
) -> Option<Option<FormKind>> {
    for title in titles {
        if chars.starts_with(&title.whole) && chars.len() <= title.whole.len() + TITLE_SLACK {
            return Some(Some(title.kind));
        }
    }
    if !cover {
        return None;
    }
    let bare: Vec<char> = chars
        .iter()
        .copied()
        .filter(|c| !matches!(c, '(' | ')'))
        .collect();
    for title in titles {
        // In brackets or further down the same words are a chosen option.
        if (bare == title.inner && headline)
            || (chars.starts_with(&title.before) && bare.ends_with(&title.inner))
        {
            return Some(Some(title.kind));
        }
    }
    titles
        .iter()
        .any(|title| chars == title.before.as_slice())
        .then_some(None)
}

/// A revision parted over two lines: its date behind an opening bracket that does not close, or its 様式
/// before a closing one.
fn is_half_revision(text: &str, chars: &[char], styles: &[(FormKind, Vec<char>)]) -> bool {
    let is_date = |text: &str| {
        let parsed = hyokasho_normalize::dates::parse(text);
        parsed.is_some_and(|parsed| parsed.rest.trim().is_empty())
    };
    let opened = text.trim().strip_prefix(['[', '［']);
    opened.is_some_and(is_date)
        || chars
            .strip_suffix(&[']'])
            .is_some_and(|bare| styles.iter().any(|(_, style)| bare == style.as_slice()))
}

/// `[令和7年5月 様式3]`: brackets around a date and a 様式; without brackets nothing but these two.
fn revision(
    text: &str,
    chars: &[char],
    styles: &[(FormKind, Vec<char>)],
) -> Option<(String, Option<FormKind>)> {
    const OPENING: [char; 5] = ['[', '(', '〔', '［', '【'];
    const CLOSING: [char; 5] = [']', ')', '〕', '］', '】'];
    if chars.len() > 24 {
        return None;
    }
    let (kind, style) = styles
        .iter()
        .find(|(_, style)| chars.windows(style.len()).any(|w| w == style.as_slice()))?;
    let date = hyokasho_normalize::dates::parse(text)?.found;
    let bracketed = text.trim().starts_with(OPENING) && text.trim().ends_with(CLOSING);
    let alone = || date.start == 0 && fold(text.get(date.end..).unwrap_or_default()) == *style;
    if !bracketed && !alone() {
        return None;
    }
    let inside = text
        .trim()
        .trim_start_matches(OPENING)
        .trim_end_matches(CLOSING);
    Some((inside.trim().to_owned(), Some(*kind)))
}
