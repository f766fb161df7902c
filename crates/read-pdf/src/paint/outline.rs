//! A path, subpath by subpath, in page coordinates: its corners, whether it is closed or curved, and
//! what it looks like (box, ellipse, straight pieces). Input to the rules and shapes of `ink`.

use kurbo::{Affine, ParamCurve, PathEl, Point, Rect, Vec2};

/// Two positions nearer than this lie on one line: a quarter of a hairline at 300 dpi is 0.06 pt, and
/// producers round coordinates to 0.1 or even 0.24 pt.
const STRAIGHT: f64 = 0.3;
/// How far a point of a round outline may lie off the ellipse in its box, as a share of the radius.
/// A circle of four Bézier curves is off by 0.0003; hand-drawn rings by some percent; a rectangle's
/// corner by 0.41.
const ROUND: f64 = 0.12;

/// Corners of a box, the first one again at its end.
const BOX: usize = 5;

/// One subpath in page coordinates.
#[derive(Debug, Clone, Default)]
pub(crate) struct Outline {
    /// The ends of its segments.
    pub corners: Vec<Point>,
    /// Points along it, the corners among them, where it is curved; none where it is not.
    samples: Vec<Point>,
    /// Whether it ends where it begins.
    pub closed: bool,
    /// Whether a segment of it is a curve.
    pub curved: bool,
}

/// The subpaths of a path, transformed to the page.
pub(crate) fn outlines(path: impl IntoIterator<Item = PathEl>, transform: Affine) -> Vec<Outline> {
    let mut all = Vec::new();
    let mut current = Outline::default();
    // where a subpath that follows a closed one without moving begins
    let mut closed_at: Option<Point> = None;
    for element in path {
        let element = transform * element;
        match element {
            PathEl::MoveTo(_) => closed_at = None,
            PathEl::ClosePath => {}
            _ => current.begin(closed_at.take()),
        }
        match element {
            PathEl::MoveTo(p) => {
                finish(&mut current, &mut all);
                current.begin(Some(p));
            }
            PathEl::LineTo(p) => current.line_to(p),
            PathEl::QuadTo(c, p) => current.curve_to(|from| kurbo::QuadBez::new(from, c, p), p),
            PathEl::CurveTo(c, d, p) => {
                current.curve_to(|from| kurbo::CubicBez::new(from, c, d, p), p);
            }
            PathEl::ClosePath => {
                current.closed = true;
                closed_at = current.corners.first().copied().or(closed_at);
                finish(&mut current, &mut all);
            }
        }
    }
    finish(&mut current, &mut all);
    all
}

fn finish(current: &mut Outline, all: &mut Vec<Outline>) {
    let mut outline = std::mem::take(current);
    if outline.corners.len() < 2 || !outline.corners.iter().all(|p| p.is_finite()) {
        return;
    }
    if let (Some(&first), Some(&last)) = (outline.corners.first(), outline.corners.last()) {
        if outline.corners.len() > 2 && near(first, last) {
            outline.closed = true;
        } else if outline.closed {
            outline.line_to(first);
        }
    }
    all.push(outline);
}

fn near(a: Point, b: Point) -> bool {
    (a - b).hypot() < STRAIGHT
}

impl Outline {
    fn begin(&mut self, at: Option<Point>) {
        if let Some(at) = at {
            self.corners.reserve(BOX);
            self.line_to(at);
        }
    }

    fn line_to(&mut self, p: Point) {
        self.corners.push(p);
        if self.curved {
            self.samples.push(p);
        }
    }

    fn curve_to<C: ParamCurve>(&mut self, curve: impl FnOnce(Point) -> C, end: Point) {
        let Some(&from) = self.corners.last() else {
            return self.line_to(end);
        };
        let curve = curve(from);
        if !self.curved {
            self.samples.clone_from(&self.corners);
        }
        self.samples
            .extend([0.25, 0.5, 0.75].map(|t| curve.eval(t)));
        self.curved = true;
        self.line_to(end);
    }

    /// Points along it, the corners among them.
    fn samples(&self) -> &[Point] {
        if self.curved {
            &self.samples
        } else {
            &self.corners
        }
    }

    /// The box around it.
    pub fn bounds(&self) -> Rect {
        let mut points = self.samples().iter();
        let first = points.next().copied().unwrap_or_default();
        points.fold(Rect::from_points(first, first), |bounds, &p| {
            bounds.union_pt(p)
        })
    }

    /// Its segments, those of no length left out.
    pub fn segments(&self) -> impl Iterator<Item = (Point, Point)> {
        self.corners.windows(2).filter_map(|pair| match pair {
            [a, b] if a != b => Some((*a, *b)),
            _ => None,
        })
    }

    /// Whether every segment is straight and parallel to an axis.
    pub fn is_axis_parallel(&self) -> bool {
        !self.curved && self.segments().all(|(a, b)| axis(a, b).is_some())
    }

    /// Whether it is a rectangle with sides parallel to the axes.
    pub fn is_box(&self) -> bool {
        if !self.closed || !self.is_axis_parallel() {
            return false;
        }
        let bounds = self.bounds();
        let on_edge =
            |v: f64, low: f64, high: f64| (v - low).abs() < STRAIGHT || (v - high).abs() < STRAIGHT;
        let cornered =
            |p: &Point| on_edge(p.x, bounds.x0, bounds.x1) && on_edge(p.y, bounds.y0, bounds.y1);
        self.corners.len() >= 4 && self.corners.iter().all(cornered) && self.fill_share() > 0.9
    }

    /// Whether it is a box with rounded corners: most of its way is straight and parallel to the axes.
    pub fn is_rounded_box(&self) -> bool {
        let bounds = self.bounds();
        let straight: f64 = self
            .segments()
            .filter(|(a, b)| axis(*a, *b).is_some())
            .map(|(a, b)| (b - a).hypot())
            .sum();
        self.closed
            && self.curved
            && straight > bounds.width() + bounds.height()
            && self.fill_share() > 0.85
    }

    /// Whether it follows the ellipse in its box all around.
    pub fn is_round(&self) -> bool {
        let bounds = self.bounds();
        let (rx, ry) = (bounds.width() / 2.0, bounds.height() / 2.0);
        if !self.curved || rx <= 0.0 || ry <= 0.0 || self.fill_share() < 0.6 {
            return false;
        }
        let centre = bounds.center();
        let radius = |p: &Point| {
            let d = *p - centre;
            Vec2::new(d.x / rx, d.y / ry).hypot()
        };
        self.samples()
            .iter()
            .all(|p| (radius(p) - 1.0).abs() < ROUND)
    }

    /// The share of its box that it encloses.
    pub fn fill_share(&self) -> f64 {
        let twice: f64 = self
            .samples()
            .iter()
            .zip(self.samples().iter().cycle().skip(1))
            .map(|(a, b)| a.to_vec2().cross(b.to_vec2()))
            .sum();
        let area = self.bounds().area();
        if area > 0.0 {
            twice.abs() / 2.0 / area
        } else {
            0.0
        }
    }
}

/// Whether a segment is horizontal (`Some(true)`), vertical (`Some(false)`) or neither.
pub(crate) fn axis(a: Point, b: Point) -> Option<bool> {
    let d = b - a;
    match (d.x.abs() < STRAIGHT, d.y.abs() < STRAIGHT) {
        (_, true) if d.x.abs() >= d.y.abs() => Some(true),
        (true, _) => Some(false),
        (false, _) => None,
    }
}
