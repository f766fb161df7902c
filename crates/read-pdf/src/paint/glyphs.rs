//! Glyphs of a page: their boxes, and the second painting of a glyph recognised and dropped.
//!
//! Every box has the height of the em (0.88 above the base line, 0.12 below, as Japanese fonts divide
//! it), whatever the font says of itself, so that the boxes of one line agree across fonts. Its width is the advance.

use hyokasho_document::page::{Glyph, GlyphText};
use hyokasho_source::Rect;
use kurbo::{Affine, Point, Vec2};
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::ink::THIN;
use super::outline::Outline;

/// The em's part above the base line, in thousandths.
const ASCENT: f64 = 880.0;
/// The em's part below the base line, in thousandths.
const DESCENT: f64 = -120.0;
/// Units of an em in glyph space.
const EM: f64 = 1000.0;
/// A glyph painted again within this share of its size is the same glyph: bold faces are made by
/// shifting the second painting by up to a twentieth of the size, and no two neighbours of one
/// character stand nearer than a fifth.
const OVERSTRIKE: f64 = 0.1;
/// Glyphs of which a stroked path may be the outline; longer runs are not painted at once.
const RECENT: usize = 400;
/// A ring of this height or less is the outline of a full stop.
const DOT: f64 = 4.0;
/// Outlines of a page that are compared with glyphs; a page of bold text has some thousands.
const COMPARISONS: usize = 10_000;
/// How far outlines reach beyond their advance, in em.
const BEARING: f64 = 0.06;
/// How far they reach beyond the em's height: the descenders of Latin letters.
const DESCENDER: f64 = 0.14;
/// Glyphs that are drawn into: a tick in one is no outline of it.
const BOXES: &str = "□☐▢❏❑◻";
/// However large a glyph is, its second painting is no farther off, in points.
const FARTHEST: f64 = 4.0;
/// Edge of the squares in which glyphs are looked up, in points.
const SQUARE: f64 = 2.0;
/// Glyphs that there is room for at once; most pages have fewer.
const USUAL: usize = 1_500;

/// Where a glyph stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    /// Glyph space (thousandths of an em) to the page.
    pub transform: Affine,
    /// Advance in thousandths.
    pub advance: f64,
    /// Whether the font is set vertically.
    pub vertical_font: bool,
}

impl Place {
    /// The glyph's box.
    pub fn rect(&self) -> Rect {
        let width = if self.vertical_font { EM } else { self.advance };
        let bounds = self
            .transform
            .transform_rect_bbox(kurbo::Rect::new(0.0, DESCENT, width, ASCENT));
        super::rect(bounds)
    }

    /// The font size as shown, in points.
    pub fn size(&self) -> f64 {
        self.up().hypot()
    }

    /// Whether the line runs from top to bottom on the page.
    pub fn runs_down(&self) -> bool {
        let along = if self.vertical_font {
            -self.up()
        } else {
            self.transform * Point::new(EM, 0.0) - self.origin()
        };
        along.y > along.x.abs()
    }

    fn origin(&self) -> Point {
        self.transform.translation().to_point()
    }

    fn up(&self) -> Vec2 {
        self.transform * Point::new(0.0, EM) - self.origin()
    }
}

/// The glyphs of a page in painting order, each place and character once.
#[derive(Debug)]
pub(crate) struct Glyphs {
    list: Vec<Glyph>,
    /// Characters as painted, before `ActualText` takes their place.
    painted: FxHashMap<u64, u32>,
    /// Outlines that may still be compared with glyphs.
    comparisons: usize,
}

impl Default for Glyphs {
    fn default() -> Self {
        let painted = FxHashMap::with_capacity_and_hasher(USUAL, FxBuildHasher);
        Self {
            list: Vec::with_capacity(USUAL),
            painted,
            comparisons: COMPARISONS,
        }
    }
}

impl Glyphs {
    /// Adds a glyph, unless the same character stands at its place already, which then is bold.
    /// Gives the glyph's index where it is new.
    pub fn add(&mut self, glyph: Glyph) -> Option<usize> {
        let character = glyph.text.chars().next().filter(|c| !c.is_whitespace());
        let Some(character) = character else {
            return Some(self.push(glyph));
        };
        if let Some(before) = self.painted_at(character, &glyph) {
            let before = &mut self.list[before];
            before.bold |= !before.invisible && !glyph.invisible;
            before.invisible &= glyph.invisible;
            return None;
        }
        let index = self.push(glyph);
        let at = square(self.list[index].rect, 0.0, 0.0);
        self.painted.insert(key(character, at), index as u32);
        Some(index)
    }

    /// Marks glyphs as bold: those whose run was painted a second time.
    pub fn embolden(&mut self, range: std::ops::Range<usize>) {
        for glyph in self.list.get_mut(range).into_iter().flatten() {
            glyph.bold = true;
        }
    }

    /// Whether a stroked path traces glyphs that were painted just before it, which then are bold: so converters
    /// draw text that is filled and stroked. A tick in a box glyph and a ring around a character do not.
    pub fn trace(&mut self, outlines: &[Outline]) -> bool {
        let rules = outlines.iter().all(Outline::is_axis_parallel)
            && !outlines
                .iter()
                .all(|o| o.closed && (is_stroke(o.bounds()) || !o.is_box()));
        let ring = |outline: &Outline| outline.is_round() && outline.bounds().height() > DOT;
        if rules || matches!(outlines, [one] if ring(one)) || outlines.len() > self.comparisons {
            return false;
        }
        self.comparisons -= outlines.len();
        let first = self.list.len().saturating_sub(RECENT);
        let traced = |outline: &Outline| {
            let bounds = outline.bounds();
            let recent = self.list.iter().enumerate().skip(first).rev();
            recent
                .clone()
                .find_map(|(at, glyph)| traces(bounds, glyph).then_some(at))
        };
        let traced: Option<Vec<usize>> = outlines.iter().map(traced).collect();
        for at in traced.iter().flatten() {
            self.list[*at].bold |= !self.list[*at].invisible;
        }
        traced.is_some()
    }

    /// Whether the same character is seen at the glyph's place.
    pub fn shows(&self, glyph: &Glyph) -> bool {
        let character = glyph.text.chars().next();
        let at = character.and_then(|character| self.painted_at(character, glyph));
        at.is_some_and(|at| !self.list[at].invisible)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Sets a glyph's text.
    pub fn set_text(&mut self, index: usize, text: GlyphText) {
        if let Some(glyph) = self.list.get_mut(index) {
            glyph.text = text;
        }
    }

    /// A glyph's text.
    pub fn text(&self, index: usize) -> &str {
        self.list.get(index).map_or("", |glyph| &glyph.text)
    }

    /// All of them.
    pub fn into_list(self) -> Vec<Glyph> {
        self.list
    }

    fn push(&mut self, glyph: Glyph) -> usize {
        self.list.push(glyph);
        self.list.len() - 1
    }

    fn painted_at(&self, character: char, glyph: &Glyph) -> Option<usize> {
        let reach = (glyph.size * OVERSTRIKE).min(FARTHEST);
        let low = square(glyph.rect, -reach, -reach);
        let high = square(glyph.rect, reach, reach);
        let squares = (low.0..=high.0).flat_map(|x| (low.1..=high.1).map(move |y| (x, y)));
        squares.into_iter().find_map(|at| {
            let index = *self.painted.get(&key(character, at))? as usize;
            let before = self.list.get(index)?;
            let near = (before.rect.x0 - glyph.rect.x0).abs() <= reach
                && (before.rect.y0 - glyph.rect.y0).abs() <= reach
                && (before.size - glyph.size).abs() <= reach;
            near.then_some(index)
        })
    }
}

/// Whether closed straight pieces can be strokes of a character such as 三, and no box around one.
fn is_stroke(bounds: kurbo::Rect) -> bool {
    bounds.width().min(bounds.height()) < THIN
}

/// Whether bounds lie in a glyph that can have such an outline.
fn traces(bounds: kurbo::Rect, glyph: &Glyph) -> bool {
    let Rect { x0, y0, x1, y1 } = glyph.rect;
    let (beside, above) = (BEARING * glyph.size, DESCENDER * glyph.size);
    let within = x0 - beside <= bounds.x0
        && bounds.x1 <= x1 + beside
        && y0 - above <= bounds.y0
        && bounds.y1 <= y1 + above;
    within && !glyph.is_blank() && !glyph.text.chars().all(|c| BOXES.contains(c))
}

/// The square of the look-up grid that the box's corner, moved by so much, lies in.
fn square(rect: Rect, dx: f64, dy: f64) -> (i32, i32) {
    (
        floor((rect.x0 + dx) / SQUARE),
        floor((rect.y0 + dy) / SQUARE),
    )
}

/// The whole number below; `f64::floor` is a call of the C library where the processor is not known.
fn floor(v: f64) -> i32 {
    let towards_zero = v as i32;
    towards_zero.saturating_sub(i32::from(f64::from(towards_zero) > v))
}

/// A character in a square as one number. Squares so far away that they do not fit share numbers with nearer
/// ones; what is found there is too far off to count.
fn key(character: char, (x, y): (i32, i32)) -> u64 {
    const SIDE: u32 = 21;
    let side = |v: i32| u64::from(v as u32 & ((1 << SIDE) - 1));
    u64::from(u32::from(character)) << (2 * SIDE) | side(x) << SIDE | side(y)
}
