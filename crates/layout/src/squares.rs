//! Check boxes drawn as lines: short rules that close a small square of their own.
//!
//! They are taken out before edges snap and join, or a box close to its cell's border would become
//! a cell. The narrow cells of a table are none: other rules touch their corners.

use hyokasho_document::page::Rule;
use hyokasho_source::Rect;

/// Sides of a check box.
pub(crate) const CHECK_BOX: std::ops::RangeInclusive<f64> = 4.0..=18.0;
/// Shortest side of a check box against its longest.
pub(crate) const CHECK_BOX_SHAPE: f64 = 0.75;
/// How near the ends of rules of one square lie to one another.
const CORNER: f64 = 0.3;
/// Short rules of one page that are looked at; more are the dashes of borders.
const LIMIT: usize = 2_000;

/// The squares, and the rules that are none of theirs.
pub(crate) fn take_squares(rules: &[Rule]) -> (Vec<Rect>, Vec<Rule>) {
    let short: Vec<usize> = (0..rules.len())
        .filter(|&i| rules[i].to - rules[i].from <= *CHECK_BOX.end())
        .collect();
    if short.len() < 4 || short.len() > LIMIT {
        return (Vec::new(), rules.to_vec());
    }
    let mut squares = Vec::new();
    let mut taken = vec![false; rules.len()];
    for group in touching(rules, &short) {
        let areas = group.iter().map(|&i| area(&rules[i]));
        let Some(rect) = areas.reduce(|all, area| all.union(&area)) else {
            continue;
        };
        let long = || rules.iter().filter(|r| r.to - r.from > *CHECK_BOX.end());
        if is_square(&rect) && closes(rules, &group, &rect) && stands_alone(&rect, long()) {
            squares.push(rect);
            for &i in &group {
                taken[i] = true;
            }
        }
    }
    let rest = rules
        .iter()
        .zip(taken)
        .filter(|(_, taken)| !taken)
        .map(|(rule, _)| *rule);
    (squares, rest.collect())
}

/// Whether no long rule touches a square, or all that do run past it along one side: a box set down to the
/// border of its cell. The neighbours of a narrow cell touch it at two sides and more.
fn stands_alone<'a>(rect: &Rect, long: impl Iterator<Item = &'a Rule>) -> bool {
    let mut side: Option<(bool, bool)> = None;
    for rule in long.filter(|rule| touches(&area(rule), rect)) {
        let (near, far, from, to) = if rule.horizontal {
            (rect.y0, rect.y1, rect.x0, rect.x1)
        } else {
            (rect.x0, rect.x1, rect.y0, rect.y1)
        };
        let far_side = (rule.at - far).abs() <= CORNER;
        let along = far_side || (rule.at - near).abs() <= CORNER;
        let past = rule.from < from - CORNER && to + CORNER < rule.to;
        if !(along && past && side.is_none_or(|side| side == (rule.horizontal, far_side))) {
            return false;
        }
        side = Some((rule.horizontal, far_side));
    }
    true
}

fn area(rule: &Rule) -> Rect {
    if rule.horizontal {
        Rect::new(rule.from, rule.at, rule.to, rule.at)
    } else {
        Rect::new(rule.at, rule.from, rule.at, rule.to)
    }
}

fn touches(a: &Rect, b: &Rect) -> bool {
    a.x0 <= b.x1 + CORNER && b.x0 <= a.x1 + CORNER && a.y0 <= b.y1 + CORNER && b.y0 <= a.y1 + CORNER
}

/// Groups of rules that touch one another.
fn touching(rules: &[Rule], short: &[usize]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut left: Vec<usize> = short.to_vec();
    left.sort_by(|&a, &b| area(&rules[a]).y0.total_cmp(&area(&rules[b]).y0));
    while let Some(first) = left.pop() {
        let mut group = vec![first];
        let mut at = 0;
        while at < group.len() {
            let here = area(&rules[group[at]]);
            left.retain(|&other| {
                let near = touches(&here, &area(&rules[other]));
                if near {
                    group.push(other);
                }
                !near
            });
            at += 1;
        }
        groups.push(group);
    }
    groups
}

fn is_square(rect: &Rect) -> bool {
    let (w, h) = (rect.width(), rect.height());
    CHECK_BOX.contains(&w) && CHECK_BOX.contains(&h) && w.min(h) >= CHECK_BOX_SHAPE * w.max(h)
}

/// Whether rules cover the four sides and nothing else.
fn closes(rules: &[Rule], group: &[usize], rect: &Rect) -> bool {
    let covered = |horizontal: bool, at: f64| -> f64 {
        group
            .iter()
            .map(|&i| &rules[i])
            .filter(|r| r.horizontal == horizontal && (r.at - at).abs() <= CORNER)
            .map(|r| r.to - r.from)
            .sum()
    };
    let on_side = |r: &Rule| {
        let (a, b) = if r.horizontal {
            (rect.y0, rect.y1)
        } else {
            (rect.x0, rect.x1)
        };
        (r.at - a).abs() <= CORNER || (r.at - b).abs() <= CORNER
    };
    let full = |length: f64, side: f64| length >= 0.9 * side;
    full(covered(true, rect.y0), rect.width())
        && full(covered(true, rect.y1), rect.width())
        && full(covered(false, rect.x0), rect.height())
        && full(covered(false, rect.x1), rect.height())
        && group.iter().all(|&i| on_side(&rules[i]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(horizontal: bool, at: f64, from: f64, to: f64) -> Rule {
        Rule {
            horizontal,
            at,
            from,
            to,
            thickness: 0.5,
        }
    }

    /// A box of 8 pt at (200, 100), and other rules.
    fn squares_beside(others: &[Rule]) -> usize {
        let mut rules = vec![
            rule(true, 100.0, 200.0, 208.0),
            rule(true, 108.0, 200.0, 208.0),
            rule(false, 200.0, 100.0, 108.0),
            rule(false, 208.0, 100.0, 108.0),
        ];
        rules.extend_from_slice(others);
        let (squares, rest) = take_squares(&rules);
        assert_eq!(rules.len() - rest.len(), 4 * squares.len());
        squares.len()
    }

    #[test]
    fn a_box_may_stand_on_the_border_of_its_cell() {
        let border = rule(true, 108.2, 40.0, 540.0);
        assert_eq!(squares_beside(&[border]), 1);
        assert_eq!(squares_beside(&[border, border]), 1);
    }

    #[test]
    fn a_narrow_cell_is_no_box() {
        let above = rule(true, 100.0, 40.0, 540.0);
        let below = rule(true, 108.0, 40.0, 540.0);
        assert_eq!(squares_beside(&[above, below]), 0);
        assert_eq!(squares_beside(&[rule(true, 108.0, 208.0, 540.0)]), 0);
        assert_eq!(squares_beside(&[below, rule(false, 208.0, 50.0, 500.0)]), 0);
    }
}
