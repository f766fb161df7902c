//! Stroked paths to rules and shapes: straight pieces along the axes are rules, small boxes are check
//! boxes, short diagonals are ticks, round outlines are rings.

use hyokasho_document::page::{Rule, ShapeKind};
use kurbo::{Point, Rect};

use super::ink::{Ink, is_ring, is_small_square};
use super::outline::{Outline, axis};

/// A stroke thicker than this paints a band, no line.
const BAND: f64 = 6.0;
/// A tick or cross is at most this wide and high: a check box and some overshoot.
const LARGEST_TICK: f64 = 24.0;
/// Two strokes of a tick may miss each other by this much.
const TOUCH: f64 = 1.0;

impl Ink {
    /// Adds a stroked path, cut to `clip`; `thickness` is that of the stroke on the page.
    pub fn stroke(&mut self, outlines: &[Outline], thickness: f64, clip: Rect) {
        for outline in outlines {
            self.stroke_one(outline, thickness, clip);
        }
    }

    fn stroke_one(&mut self, outline: &Outline, thickness: f64, clip: Rect) {
        let bounds = outline.bounds();
        if outline.is_box() {
            self.frame(bounds, thickness, clip);
        } else if outline.is_rounded_box() && is_small_square(bounds) {
            self.shape(ShapeKind::Square, bounds, false, clip);
        } else if outline.is_axis_parallel() {
            for (a, b) in outline.segments() {
                self.segment(a, b, thickness, clip);
            }
        } else if is_ring(outline) {
            self.shape(ShapeKind::Circle, bounds, false, clip);
        } else {
            self.drawn(outline, clip);
        }
    }

    fn segment(&mut self, a: Point, b: Point, thickness: f64, clip: Rect) {
        let Some(horizontal) = axis(a, b) else { return };
        if thickness > BAND {
            let band = Rect::from_points(a, b);
            let half = thickness / 2.0;
            let band = if horizontal {
                band.inflate(0.0, half)
            } else {
                band.inflate(half, 0.0)
            };
            return self.shape(ShapeKind::Area, band, true, clip);
        }
        let (at, from, to) = if horizontal {
            (f64::midpoint(a.y, b.y), a.x.min(b.x), a.x.max(b.x))
        } else {
            (f64::midpoint(a.x, b.x), a.y.min(b.y), a.y.max(b.y))
        };
        self.rule(
            Rule {
                at,
                from,
                to,
                thickness,
                horizontal,
            },
            clip,
        );
    }

    /// A stroke with diagonals or curves: a tick, the half of one, or anything else.
    fn drawn(&mut self, outline: &Outline, clip: Rect) {
        let bounds = outline.bounds();
        let small = bounds.width().max(bounds.height()) <= LARGEST_TICK && !outline.curved;
        let strokes = outline.segments().count();
        if small && strokes == 1 && self.completes_a_tick(bounds) {
            return;
        }
        let tick = small && !outline.closed && (2..=3).contains(&strokes);
        self.shape(
            if tick {
                ShapeKind::Tick
            } else {
                ShapeKind::Other
            },
            bounds,
            false,
            clip,
        );
        if small && strokes == 1 {
            self.last_diagonal = self.shapes.len().checked_sub(1);
        }
    }

    /// Joins a short diagonal to the one painted before it, where the two touch or cross.
    fn completes_a_tick(&mut self, bounds: Rect) -> bool {
        let Some(before) = self.last_diagonal.and_then(|at| self.shapes.get_mut(at)) else {
            return false;
        };
        let other = Rect::new(
            before.rect.x0,
            before.rect.y0,
            before.rect.x1,
            before.rect.y1,
        );
        let both = other.union(bounds);
        let touch = !other.inflate(TOUCH, TOUCH).intersect(bounds).is_zero_area();
        if !touch || both.width().max(both.height()) > LARGEST_TICK {
            return false;
        }
        before.kind = ShapeKind::Tick;
        before.rect = super::rect(both);
        self.last_diagonal = None;
        true
    }
}
