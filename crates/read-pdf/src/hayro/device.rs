//! The interpreter's device: what is painted, clipped and budgeted, goes to glyphs, rules, shapes
//! and images of one page.
//!
//! hayro has no way to end an interpretation early, so reaching a budget unwinds with [`Stopped`] as
//! its payload (no panic message is printed); `file` catches it where it catches panics, and what was
//! collected stands.

use std::panic::resume_unwind;

use hayro_cmap::{BfString, WritingMode};
use hayro_interpret::font::{Glyph as PdfGlyph, GlyphRun, PositionedGlyph};
use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, Paint, SoftMask,
};
use hayro_syntax::object::{Dict, String as PdfString};
use hayro_syntax::page::Page as PdfPage;
use hyokasho_document::page::{FieldState, Glyph, GlyphText};
use kurbo::{Affine, BezPath, PathEl, Rect, Shape};

use super::faces::Face;
use super::file::Fonts;
use super::symbols::{SymbolFont, is_private};
use super::widgets::Widget;
use crate::ReadOptions;
use crate::paint::clipped::ClippedText;
use crate::paint::glyphs::{Glyphs, Place};
use crate::paint::ink::Ink;
use crate::paint::outline::outlines;
use crate::paint::spans::Spans;
use crate::text_string;

/// Paint whose every component is above this is the paper's: white, and the off-whites that
/// colour management makes of it.
const PAPER: f32 = 0.985;
/// Paint of less opacity than this is not seen.
const UNSEEN: f32 = 0.02;
/// How far a widget's appearance may lie off the widget's area, in points: boxes are `f32` in hayro.
const SAME_AREA: f64 = 0.5;
/// How far the side of a clip may lie inside the page and still be the page's own edge, in points.
const PAGE_EDGE: f64 = 1.0;
/// From this weight on a face is bold (OpenType `usWeightClass`: 600 is semi-bold).
const BOLD: u32 = 600;

/// The payload with which a reached budget ends an interpretation.
pub(super) struct Stopped;

/// What the device counts against the options.
#[derive(Debug, Default)]
struct Spent {
    glyphs: u32,
    paths: u32,
}

/// A run as it was painted last, to recognise its second painting as stroke.
struct LastRun {
    transform: Affine,
    length: usize,
    glyphs: std::ops::Range<usize>,
}

/// Collects one page.
pub(super) struct Collector<'c, 'a> {
    page: &'c PdfPage<'a>,
    fonts: &'c mut Fonts<'a>,
    options: &'c ReadOptions,
    /// The clips inside one another, each with the number of its pushing; the first is the page.
    clips: Vec<(Rect, u32)>,
    /// Clips pushed so far.
    pushed: u32,
    spent: Spent,
    last_run: Option<LastRun>,
    spans: Spans,
    /// Glyphs of the page.
    pub glyphs: Glyphs,
    /// Text that clips hide.
    pub clipped: ClippedText,
    /// Rules and shapes of the page.
    pub ink: Ink,
    /// Areas of images.
    pub images: Vec<Rect>,
    /// Form fields; those whose text the appearance delivers are taken out.
    pub widgets: Vec<Widget>,
    /// Glyphs without a Unicode mapping.
    pub unmapped: u32,
    /// The box around those.
    pub unmapped_area: Option<hyokasho_source::Rect>,
    /// The widget whose appearance is being painted.
    widget: Option<usize>,
    /// Whether annotations are being painted.
    annotations: bool,
}

/// What one run's glyphs share.
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent properties of one run"
)]
struct Run {
    transform: Affine,
    bold: bool,
    symbols: Option<SymbolFont>,
    /// Whether the glyphs may be stretched one by one to the widths of a font that is not embedded.
    substituted: bool,
    vertical_font: bool,
    invisible: bool,
}

impl<'c, 'a> Collector<'c, 'a> {
    pub fn new(
        page: &'c PdfPage<'a>,
        fonts: &'c mut Fonts<'a>,
        options: &'c ReadOptions,
        area: Rect,
    ) -> Self {
        fonts.cids.turn_page();
        Self {
            page,
            fonts,
            options,
            clips: vec![(area, 0)],
            pushed: 0,
            spent: Spent::default(),
            last_run: None,
            spans: Spans::default(),
            glyphs: Glyphs::default(),
            clipped: ClippedText::default(),
            ink: Ink::default(),
            images: Vec::new(),
            widgets: Vec::new(),
            unmapped: 0,
            unmapped_area: None,
            widget: None,
            annotations: false,
        }
    }

    /// The page's content is done; its annotations follow, the form fields among them known by their areas.
    pub fn begin_annotations(&mut self, widgets: Vec<Widget>, area: Rect) {
        self.clips = vec![(area, 0)];
        self.spans = Spans::default();
        self.last_run = None;
        self.widgets = widgets;
        self.annotations = true;
    }

    fn clip(&self) -> Rect {
        self.clips.last().map(|clip| clip.0).unwrap_or_default()
    }

    /// Whether a button's appearance is being painted, which its state replaces.
    fn muted(&self) -> bool {
        self.widget
            .and_then(|at| self.widgets.get(at))
            .is_some_and(Widget::is_button)
    }

    fn spend_paths(&mut self, segments: usize) {
        self.spent.paths = self.spent.paths.saturating_add(segments as u32);
        if self.spent.paths > self.options.paths_per_page {
            resume_unwind(Box::new(Stopped));
        }
    }

    fn spend_glyph(&mut self) {
        self.spent.glyphs = self.spent.glyphs.saturating_add(1);
        if self.spent.glyphs > self.options.glyphs_per_page {
            resume_unwind(Box::new(Stopped));
        }
    }

    fn push_clip(&mut self, area: Rect) {
        self.spend_paths(1);
        if self.annotations && self.clips.len() == 1 {
            self.widget = self
                .widgets
                .iter()
                .position(|widget| same_area(widget.area, area));
        }
        let clip = self.clip();
        let within = area.intersect(clip);
        // Kurbo's empty intersection is a point of the first box; move it where nothing is.
        let overlap =
            area.x0 <= clip.x1 && clip.x0 <= area.x1 && area.y0 <= clip.y1 && clip.y0 <= area.y1;
        self.pushed += 1;
        let within = if overlap {
            within
        } else {
            Rect::new(-1.0, -1.0, -1.0, -1.0)
        };
        self.clips.push((within, self.pushed));
        if self.clips.len() > self.options.nesting as usize * 8 {
            resume_unwind(Box::new(Stopped));
        }
    }

    /// The run just painted, painted again as a stroke: `Tr 2`, with which bold is made.
    fn is_repeated(&self, run: &GlyphRun<'_, 'a>, transform: Affine) -> bool {
        let Some(last) = &self.last_run else {
            return false;
        };
        let first = run.glyphs().first().map(PositionedGlyph::transform);
        last.length == run.glyphs().len()
            && first.is_some_and(|first| transform * first == last.transform)
    }

    fn paint_run(&mut self, run: &GlyphRun<'_, 'a>, transform: Affine, invisible: bool) {
        let Some(first) = run.glyphs().first() else {
            return;
        };
        let shared = self.shared(run, first, transform, invisible);
        let mut font = None;
        let from = self.glyphs.len();
        for glyph in run.glyphs() {
            let own = glyph.as_unicode().filter(is_mapped);
            let text = own.or_else(|| {
                let font = font.get_or_insert_with(|| self.fonts.cids.of_run(run, self.page));
                font.as_ref()?.unicode(glyph.char_code()).filter(is_mapped)
            });
            self.paint_glyph(glyph, text, &shared);
        }
        self.last_run = Some(LastRun {
            transform: transform * first.transform(),
            length: run.glyphs().len(),
            glyphs: from..self.glyphs.len(),
        });
    }

    fn shared(
        &mut self,
        run: &GlyphRun<'_, 'a>,
        first: &PositionedGlyph<'a>,
        transform: Affine,
        invisible: bool,
    ) -> Run {
        let (data, substitute) = match &**first {
            PdfGlyph::Outline(outline) => match outline.font_data() {
                Some(data) => (Some(data), None),
                None => (None, self.fonts.substitutes.bold(outline)),
            },
            PdfGlyph::Type3(_) => (None, None),
        };
        let (name, weight) = data.map_or((None, None), |data| (data.postscript_name, data.weight));
        let face = name.map_or_else(Face::default, |name| self.fonts.faces.by_name(name));
        let heavy = weight.is_some_and(|weight| weight >= BOLD);
        Run {
            transform,
            bold: substitute.unwrap_or(false) || heavy || face.bold,
            symbols: face.symbols,
            substituted: substitute.is_some(),
            vertical_font: run.writing_mode() == WritingMode::Vertical,
            invisible,
        }
    }

    fn paint_glyph(&mut self, glyph: &PositionedGlyph<'a>, text: Option<BfString>, run: &Run) {
        self.spend_glyph();
        let place = place(glyph, run);
        let rect = place.rect();
        let (x, y) = rect.centre();
        let size = place.size();
        if !(x.is_finite() && y.is_finite() && size.is_finite()) {
            return;
        }
        let (clip, number) = self.clips.last().copied().unwrap_or_default();
        let hidden = x < clip.x0 || x > clip.x1 || y < clip.y0 || y > clip.y1;
        if hidden && (run.invisible || !self.hides(clip, x, y)) {
            return self.spans.painted(None);
        }
        let text = shown_text(text, run.symbols);
        if !hidden && text.contains(char::REPLACEMENT_CHARACTER) {
            self.unmapped += 1;
            self.unmapped_area = Some(self.unmapped_area.map_or(rect, |area| area.union(&rect)));
        }
        let glyph = Glyph {
            text,
            rect,
            size,
            bold: run.bold,
            vertical: place.runs_down(),
            invisible: run.invisible,
        };
        if hidden {
            self.clipped.hide(glyph, clip, number);
            return self.spans.painted(None);
        }
        if let Some(index) = self.glyphs.add(glyph) {
            self.clipped.show(index, number);
            self.spans.painted(Some(index));
        }
        if let Some(widget) = self.widget.take() {
            self.delivered(widget);
        }
    }

    /// Whether it is a clip of the content that hides a place, not the page's own edge or a clip that lets
    /// nothing through.
    fn hides(&self, clip: Rect, x: f64, y: f64) -> bool {
        let page = self.clips.first().map(|page| page.0).unwrap_or_default();
        let inner = (x < clip.x0 && clip.x0 > page.x0 + PAGE_EDGE)
            || (x > clip.x1 && clip.x1 < page.x1 - PAGE_EDGE)
            || (y < clip.y0 && clip.y0 > page.y0 + PAGE_EDGE)
            || (y > clip.y1 && clip.y1 < page.y1 - PAGE_EDGE);
        inner && clip.area() > 0.0
    }

    /// A text field's appearance shows its text: the field itself need not say it again.
    fn delivered(&mut self, widget: usize) {
        if let Some(Widget {
            state: FieldState::Text(text),
            ..
        }) = self.widgets.get_mut(widget)
        {
            text.clear();
        }
    }

    fn paint_path(
        &mut self,
        path: impl IntoIterator<Item = PathEl>,
        transform: Affine,
        mode: &DrawMode,
    ) {
        let clip = self.clip();
        let outlines = outlines(path, transform);
        match mode {
            DrawMode::Fill(_) => self.ink.fill(&outlines, clip),
            DrawMode::Stroke(_) if self.glyphs.trace(&outlines) => {}
            DrawMode::Stroke(props) => {
                let scale = transform.determinant().abs().sqrt();
                self.ink
                    .stroke(&outlines, f64::from(props.line_width) * scale, clip);
            }
            DrawMode::FillAndStroke(..) | DrawMode::Invisible => {}
        }
    }
}

impl<'a> Device<'a> for Collector<'_, 'a> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        self.spend_paths(path.elements().len());
        if !self.muted() && is_seen(&props.paint) {
            self.paint_path(path.iter(), props.transform, mode);
        }
    }

    fn draw_rect(&mut self, rect: &Rect, props: DrawProps<'a>, mode: &DrawMode) {
        self.spend_paths(4);
        if !self.muted() && is_seen(&props.paint) {
            self.paint_path(rect.path_elements(0.1), props.transform, mode);
        }
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        self.spend_paths(clip.path.elements().len());
        self.push_clip(clip.path.bounding_box());
    }

    fn push_clip_rect(&mut self, rect: &Rect) {
        self.push_clip(*rect);
    }

    fn pop_clip(&mut self) {
        if self.clips.len() > 1 {
            self.clips.pop();
        }
        if self.clips.len() == 1 {
            self.widget = None;
        }
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}

    fn pop_transparency_group(&mut self) {}

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        if self.muted() {
            return;
        }
        if matches!(mode, DrawMode::Stroke(_)) && self.is_repeated(run, props.transform) {
            if let Some(last) = self.last_run.take() {
                self.glyphs.embolden(last.glyphs);
            }
            return;
        }
        self.paint_run(run, props.transform, matches!(mode, DrawMode::Invisible));
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        self.spend_paths(1);
        let pixels = Rect::new(
            0.0,
            0.0,
            f64::from(image.width()),
            f64::from(image.height()),
        );
        let area = props.transform.transform_rect_bbox(pixels);
        let seen = area.intersect(self.clip());
        if area.is_finite() && seen.area() > 0.0 && !self.muted() {
            self.images.push(seen);
        }
    }

    fn begin_marked_content(&mut self, _: &[u8], properties: Option<&Dict<'_>>) {
        let replacement = properties.and_then(|p| p.get::<PdfString<'_>>(b"ActualText"));
        self.spans
            .begin(replacement.map(|text| unified(&text_string::decode(&text))));
    }

    fn end_marked_content(&mut self) {
        self.spans.end(&mut self.glyphs);
    }
}

fn place(glyph: &PositionedGlyph<'_>, run: &Run) -> Place {
    let advance = match &**glyph {
        PdfGlyph::Outline(outline) => outline.advance_width(),
        PdfGlyph::Type3(drawn) => drawn.advance_width(),
    };
    let mut transform = run.transform * glyph.transform();
    if run.substituted {
        transform = unstretched(transform);
    }
    Place {
        transform,
        advance: f64::from(advance.unwrap_or(0.0)),
        vertical_font: run.vertical_font,
    }
}

/// hayro stretches a substitute's glyph to the width the PDF gives; the advance is that width already.
fn unstretched(transform: Affine) -> Affine {
    let [a, b, c, d, ..] = transform.as_coeffs();
    let (along, up) = (a.hypot(b), c.hypot(d));
    if along > 0.0 {
        transform * Affine::scale_non_uniform(up / along, 1.0)
    } else {
        transform
    }
}

/// Whether the parser's text for a glyph is one: fonts map unknown glyphs to NUL or U+FFFD.
fn is_mapped(text: &BfString) -> bool {
    match text {
        BfString::Char(c) => is_character(*c),
        BfString::String(s) => s.chars().all(is_character) && !s.is_empty(),
    }
}

fn is_character(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{E}'..='\u{1F}' | '\u{FFFD}'..='\u{FFFF}')
}

fn shown_text(text: Option<BfString>, symbols: Option<SymbolFont>) -> GlyphText {
    if let Some(BfString::Char(c)) = text
        && shows_itself(c)
    {
        return GlyphText::new_inline(c.encode_utf8(&mut [0; 4]));
    }
    let mut shown = String::new();
    let mut push = |c: char| match c {
        '\t' | '\n' | '\r' | '\u{B}' | '\u{C}' => shown.push(' '),
        // Variation selectors choose a glyph's shape, not the character.
        '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' => {}
        c if is_private(c) => {
            let meant = symbols.and_then(|font| font.shows(c));
            shown.push(meant.unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        '\u{2E80}'..='\u{2FD5}' => {
            shown.push_str(&hyokasho_normalize::normalize(c.encode_utf8(&mut [0; 4])));
        }
        c => shown.push(c),
    };
    match text {
        Some(BfString::Char(c)) => push(c),
        Some(BfString::String(s)) => s.chars().for_each(push),
        None => push(char::REPLACEMENT_CHARACTER),
    }
    shown.into()
}

/// Whether a character is among those that need no second look: printed ASCII, kana, the common ideographs
/// and full-width forms.
fn shows_itself(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{3000}'..='\u{D7FF}' | '\u{FF00}'..='\u{FFEF}')
}

/// The text with radicals as the ideographs they show.
fn unified(text: &str) -> String {
    let shown = text
        .chars()
        .map(|c| shown_text(Some(BfString::Char(c)), None));
    shown.fold(String::new(), |all, c| all + &c)
}

/// Whether paint shows on white paper.
fn is_seen(paint: &Paint<'_>) -> bool {
    match paint {
        Paint::Color(color) => {
            let [r, g, b, alpha] = color.to_rgba().components();
            alpha >= UNSEEN && !(r > PAPER && g > PAPER && b > PAPER)
        }
        Paint::Pattern(_) => true,
    }
}

fn same_area(a: Rect, b: Rect) -> bool {
    [a.x0 - b.x0, a.y0 - b.y0, a.x1 - b.x1, a.y1 - b.y1]
        .iter()
        .all(|d| d.abs() < SAME_AREA)
}
