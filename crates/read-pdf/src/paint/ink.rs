//! Filled paths to rules and shapes, and the store of both; stroked paths come through `strokes`.
//!
//! A filled piece thinner than a rule's limit is a rule; a filled ring of two boxes is a drawn frame;
//! the rest are areas and marks. What is painted in the paper's colour is not handed in at all.

use hyokasho_document::page::{Rule, Shape, ShapeKind};
use kurbo::Rect;

use super::outline::Outline;
use super::rect;

/// A filled piece thinner than this is a rule: the thickest border of the spreadsheet programs is
/// 2.25 pt, the lowest shaded cell about 8 pt.
pub(crate) const THIN: f64 = 3.0;
/// A box with sides up to this is a check box, no table cell: form text is 8 to 11 pt, and check
/// boxes are drawn about as high.
const SMALL_BOX: f64 = 16.0;
/// A box smaller than this is a dot of a dotted line or a bullet.
const SMALLEST_BOX: f64 = 4.0;
/// A check box's longer side to its shorter, at most.
const SQUARE: f64 = 1.35;
/// Boxes that are painted side by side, as the shaded cells of a sheet are, leave no more between them.
const SIDE_BY_SIDE: f64 = 0.6;
/// A ring drawn as a mark goes around an option's text, at most so large.
const LARGEST_RING: f64 = 160.0;
/// A ring around the one or two lines of a long option: no higher than the first, no wider than the second.
const LONG_RING: (f64, f64) = (36.0, 420.0);

/// The rules and shapes of a page in painting order.
#[derive(Debug, Default)]
pub(crate) struct Ink {
    /// Horizontal and vertical lines.
    pub rules: Vec<Rule>,
    /// Everything else.
    pub shapes: Vec<Shape>,
    /// The last rule, where it is a dot whose direction the next one decides.
    pub(super) last_dot: Option<usize>,
    /// The last shape, where it is a short diagonal that the next one may complete to a tick.
    pub(super) last_diagonal: Option<usize>,
}

impl Ink {
    /// Adds a filled path, cut to `clip`.
    pub fn fill(&mut self, outlines: &[Outline], clip: Rect) {
        if let [outer, inner] = outlines
            && let Some(width) = ring_width(outer, inner)
        {
            return self.fill_ring(outer, width, clip);
        }
        for outline in outlines {
            self.fill_one(outline, clip);
        }
    }

    fn fill_ring(&mut self, outer: &Outline, width: f64, clip: Rect) {
        let bounds = outer.bounds().inset(-width / 2.0);
        if outer.curved && !outer.is_rounded_box() {
            self.shape(ShapeKind::Circle, bounds, false, clip);
        } else {
            self.frame(bounds, width, clip);
        }
    }

    fn fill_one(&mut self, outline: &Outline, clip: Rect) {
        let bounds = outline.bounds();
        let (width, height) = (bounds.width(), bounds.height());
        if width.min(height) < THIN && (!outline.curved || width.max(height) > 2.0 * THIN) {
            self.bar(bounds, clip);
        } else if outline.is_round() && may_mark(bounds) {
            self.shape(ShapeKind::Circle, bounds, true, clip);
        } else if outline.is_box() && is_small_square(bounds) {
            self.filled_square(bounds, clip);
        } else if outline.fill_share() > 0.6 {
            self.shape(ShapeKind::Area, bounds, true, clip);
        } else {
            self.shape(ShapeKind::Other, bounds, true, clip);
        }
    }

    /// A filled square: a check box, or shading where the box painted before it lies along its side, as
    /// spreadsheets shade a row of narrow cells. Check boxes stand apart.
    fn filled_square(&mut self, bounds: Rect, clip: Rect) {
        let before = self.shapes.last_mut();
        let shades = before.filter(|s| s.filled && adjoin(bounds, &s.rect));
        let kind = if let Some(before) = shades {
            if before.kind == ShapeKind::Square {
                before.kind = ShapeKind::Area;
            }
            ShapeKind::Area
        } else {
            ShapeKind::Square
        };
        self.shape(kind, bounds, true, clip);
    }

    /// A drawn frame: a check box where it is small and square, else four rules.
    pub(super) fn frame(&mut self, bounds: Rect, thickness: f64, clip: Rect) {
        if is_small_square(bounds) {
            return self.shape(ShapeKind::Square, bounds, false, clip);
        }
        let Rect { x0, y0, x1, y1 } = bounds;
        for y in [y0, y1] {
            self.rule(
                Rule {
                    at: y,
                    from: x0,
                    to: x1,
                    thickness,
                    horizontal: true,
                },
                clip,
            );
        }
        for x in [x0, x1] {
            self.rule(
                Rule {
                    at: x,
                    from: y0,
                    to: y1,
                    thickness,
                    horizontal: false,
                },
                clip,
            );
        }
    }

    /// A thin filled box as a rule along its longer side.
    fn bar(&mut self, bounds: Rect, clip: Rect) {
        let centre = bounds.center();
        let (width, height) = (bounds.width(), bounds.height());
        let dot = width.max(height) < THIN && width.max(height) < SQUARE * width.min(height);
        if dot {
            return self.dot(bounds, clip);
        }
        let rule = if width >= height {
            Rule {
                at: centre.y,
                from: bounds.x0,
                to: bounds.x1,
                thickness: height,
                horizontal: true,
            }
        } else {
            Rule {
                at: centre.x,
                from: bounds.y0,
                to: bounds.y1,
                thickness: width,
                horizontal: false,
            }
        };
        self.rule(rule, clip);
    }

    /// A dot of a dotted line: its direction is that in which the dot before it lies.
    fn dot(&mut self, bounds: Rect, clip: Rect) {
        let before = self
            .last_dot
            .and_then(|at| self.rules.get(at).copied().map(|rule| (at, rule)));
        let vertical = before.is_some_and(|(_, rule)| below(&rule, bounds));
        if vertical && let Some((at, rule)) = before.filter(|(_, rule)| rule.horizontal) {
            self.rules[at] = turned(&rule);
        }
        let centre = bounds.center();
        let rule = Rule {
            at: centre.y,
            from: bounds.x0,
            to: bounds.x1,
            thickness: bounds.height(),
            horizontal: true,
        };
        let count = self.rules.len();
        self.rule(if vertical { turned(&rule) } else { rule }, clip);
        self.last_dot = (self.rules.len() > count).then_some(count);
    }

    /// Adds a rule, cut to `clip`.
    pub(super) fn rule(&mut self, rule: Rule, clip: Rect) {
        let (across, along) = if rule.horizontal {
            ((clip.y0, clip.y1), (clip.x0, clip.x1))
        } else {
            ((clip.x0, clip.x1), (clip.y0, clip.y1))
        };
        let half = rule.thickness / 2.0;
        let (from, to) = (rule.from.max(along.0), rule.to.min(along.1));
        if from <= to && rule.at + half >= across.0 && rule.at - half <= across.1 {
            self.last_dot = None;
            self.rules.push(Rule { from, to, ..rule });
        }
    }

    /// Adds a shape, cut to `clip`.
    pub(super) fn shape(&mut self, kind: ShapeKind, bounds: Rect, filled: bool, clip: Rect) {
        let seen = bounds.intersect(clip);
        let inside = bounds.x0 <= clip.x1
            && clip.x0 <= bounds.x1
            && bounds.y0 <= clip.y1
            && clip.y0 <= bounds.y1;
        if inside {
            self.last_diagonal = None;
            self.shapes.push(Shape {
                kind,
                rect: rect(seen),
                filled,
            });
        }
    }
}

/// Whether the dot lies above or below the one before it rather than beside it.
fn below(before: &Rule, dot: Rect) -> bool {
    let centre = dot.center();
    let (x, y) = if before.horizontal {
        (f64::midpoint(before.from, before.to), before.at)
    } else {
        (before.at, f64::midpoint(before.from, before.to))
    };
    (x - centre.x).abs() < THIN / 2.0 && (y - centre.y).abs() > THIN / 4.0
}

/// The same dot as a rule of the other direction.
fn turned(rule: &Rule) -> Rule {
    let half = rule.thickness / 2.0;
    Rule {
        at: f64::midpoint(rule.from, rule.to),
        from: rule.at - half,
        to: rule.at + half,
        thickness: rule.to - rule.from,
        horizontal: !rule.horizontal,
    }
}

/// Whether two boxes have a side in common.
fn adjoin(a: Rect, b: &hyokasho_source::Rect) -> bool {
    let same = |a: f64, b: f64| (a - b).abs() <= SIDE_BY_SIDE;
    let beside = |a: (f64, f64), b: (f64, f64)| same(a.1, b.0) || same(b.1, a.0);
    let (columns, rows) = (((a.x0, a.x1), (b.x0, b.x1)), ((a.y0, a.y1), (b.y0, b.y1)));
    let alike = |(a, b): ((f64, f64), (f64, f64))| same(a.0, b.0) && same(a.1, b.1);
    (alike(rows) && beside(columns.0, columns.1)) || (alike(columns) && beside(rows.0, rows.1))
}

/// Whether a box has a check box's size.
pub(super) fn is_small_square(bounds: Rect) -> bool {
    let (width, height) = (bounds.width(), bounds.height());
    let (short, long) = (width.min(height), width.max(height));
    short >= SMALLEST_BOX && long <= SMALL_BOX && long <= short * SQUARE
}

/// The width of the band between two outlines, the second inside the first, where it is thin all
/// around and both are boxes or both are round.
fn ring_width(outer: &Outline, inner: &Outline) -> Option<f64> {
    let (a, b) = (outer.bounds(), inner.bounds());
    let (outer, inner) = if a.contains_rect(b) {
        (outer, inner)
    } else {
        (inner, outer)
    };
    let (a, b) = (outer.bounds(), inner.bounds());
    let gaps = [b.x0 - a.x0, b.y0 - a.y0, a.x1 - b.x1, a.y1 - b.y1];
    let alike = (outer.is_box() && inner.is_box())
        || (outer.is_round() && inner.is_round())
        || (outer.is_rounded_box() && (inner.is_rounded_box() || inner.is_box()));
    let thin = gaps.iter().all(|gap| (0.01..THIN).contains(gap));
    (alike && thin).then(|| gaps.iter().sum::<f64>() / 4.0)
}

/// Whether a ring with these bounds may stand around an option.
fn may_mark(bounds: Rect) -> bool {
    let (height, width) = LONG_RING;
    bounds.width().max(bounds.height()) <= LARGEST_RING
        || (bounds.height() <= height && bounds.width() <= width)
}

/// Whether a ring is small enough to be drawn as a mark.
pub(super) fn is_ring(outline: &Outline) -> bool {
    outline.closed && outline.is_round() && may_mark(outline.bounds())
}
