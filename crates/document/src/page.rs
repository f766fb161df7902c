//! A PDF page as the reader sees it: glyphs, rules, shapes, images and form fields.
//!
//! All coordinates are points from the top left of the page as it is shown (crop box and rotation
//! applied), y downwards.

use hyokasho_source::Rect;
use serde::{Deserialize, Serialize};

/// The text of a glyph: short, and kept in place rather than on the heap.
pub use smol_str::SmolStr as GlyphText;

/// A page's contents in painting order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// Page number, from 1.
    pub number: u32,
    /// Width in points.
    pub width: f64,
    /// Height in points.
    pub height: f64,
    /// Glyphs that are seen, or that lie in an invisible text layer.
    pub glyphs: Vec<Glyph>,
    /// Horizontal and vertical lines: stroked segments, and filled rectangles thinner than 3 pt.
    pub rules: Vec<Rule>,
    /// Paths that are no rules: squares, circles, ticks, arrows, curves.
    pub shapes: Vec<Shape>,
    /// Areas of images.
    pub images: Vec<Rect>,
    /// Form fields (`AcroForm`) with their state.
    pub fields: Vec<Field>,
    /// Text that a clip of the page's content hides: what a spreadsheet's cell has no room for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clipped: Vec<Clipped>,
}

/// Glyphs that follow one another in painting order under one clip, none of which the clip shows.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Clipped {
    /// The glyphs, in painting order.
    pub glyphs: Vec<Glyph>,
    /// The clip.
    pub clip: Rect,
    /// Index of the glyph that the same clip shows and that was painted last before them.
    pub after: Option<u32>,
    /// Index of the glyph that the same clip shows and that was painted next.
    pub before: Option<u32>,
}

/// One glyph.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Glyph {
    /// Its text: mostly one character; more for a ligature or an `ActualText` span, whose other
    /// glyphs then have none.
    pub text: GlyphText,
    /// Its box: the advance width by the font's ascent and descent.
    pub rect: Rect,
    /// Font size in points as shown.
    pub size: f64,
    /// Whether the face is bold (by name, or painted twice).
    pub bold: bool,
    /// Whether the line runs from top to bottom.
    pub vertical: bool,
    /// Whether the text is painted invisibly (text render mode 3).
    pub invisible: bool,
}

impl Glyph {
    /// Whether it shows nothing: no text, or white space.
    pub fn is_blank(&self) -> bool {
        self.text.chars().all(char::is_whitespace)
    }
}

/// A horizontal or vertical line.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// Where it lies along its direction: y of a horizontal, x of a vertical rule.
    pub at: f64,
    /// Its start along the other axis.
    pub from: f64,
    /// Its end along the other axis, `from <= to`.
    pub to: f64,
    /// Thickness in points.
    pub thickness: f64,
    /// Whether it is horizontal.
    pub horizontal: bool,
}

/// What a path looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ShapeKind {
    /// A small, about square outline: a check box.
    Square,
    /// A closed, about round outline: a circle drawn as a mark.
    Circle,
    /// A short open path of two or three strokes inside or near a square: a tick or a cross.
    Tick,
    /// A filled area larger than a rule: shading.
    Area,
    /// Anything else: diagonals, arrows, curves.
    Other,
}

/// A path that is no rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Shape {
    /// What it looks like.
    pub kind: ShapeKind,
    /// Its bounding box.
    pub rect: Rect,
    /// Whether it is filled.
    pub filled: bool,
}

/// A form field with what it shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// Its area.
    pub rect: Rect,
    /// What it holds.
    pub state: FieldState,
}

/// What a form field holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FieldState {
    /// A check box or radio button: whether it is on.
    Button(bool),
    /// A text or choice field: its text.
    Text(String),
}
