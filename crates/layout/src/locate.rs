//! Inks to the areas that hold them: each belongs to the smallest cell or drawing around its centre, or
//! to the cell at a table's upper or lower side that it stands across.

use crate::cells::{Grid, area};
use crate::figures::Drawing;
use crate::ink::Ink;

/// Height of a band of the search, a few lines.
const BAND: f64 = 24.0;
/// Bands of a page; a page is at most 14,400 pt high (PDF 32000-1, annex C).
const BANDS: usize = 640;

/// Share of an ink's height that lies in a table where the ink stands across the table's side: text in the
/// middle of a row's height that a page's end cuts. What is written above or below a table keeps off its rule.
const ACROSS: f64 = 0.25;

/// Ink numbers by the area that holds them, in painting order.
#[derive(Debug, Default)]
pub(crate) struct Held {
    /// By table, then cell.
    pub(crate) cells: Vec<Vec<Vec<u32>>>,
    /// By drawing.
    pub(crate) drawings: Vec<Vec<u32>>,
    /// Outside all.
    pub(crate) outside: Vec<u32>,
    /// Tables' cells whose box hides text that no ink stands for.
    pub(crate) cut: Vec<(usize, usize)>,
}

#[derive(Clone, Copy)]
enum Area {
    Table(usize),
    Drawing(usize),
}

/// Assigns every ink to its area.
pub(crate) fn inks_to_areas(inks: &[Ink], tables: &[Grid], drawings: &[Drawing]) -> Held {
    let bands = bands(tables, drawings);
    let around = |x: f64, y: f64| {
        bands[band(y)].iter().find_map(|&area| match area {
            Area::Table(t) => tables[t].cell_at(x, y).map(|cell| (area, cell)),
            Area::Drawing(d) => drawings[d].rect.contains(x, y).then_some((area, 0)),
        })
    };
    let place = |ink: &Ink| {
        let (x, y) = ink.rect.centre();
        around(x, y).or_else(|| {
            let across = ACROSS * ink.rect.height();
            [ink.rect.y0 + across, ink.rect.y1 - across]
                .into_iter()
                .find_map(|y| around(x, y).filter(|(area, _)| matches!(area, Area::Table(_))))
        })
    };
    let places: Vec<Option<(Area, usize)>> = inks.iter().map(place).collect();
    let mut counts: Vec<Vec<usize>> = tables.iter().map(|t| vec![0; t.cells.len()]).collect();
    for (area, cell) in places.iter().flatten() {
        if let Area::Table(t) = area {
            counts[*t][*cell] += 1;
        }
    }
    let room = |counts: Vec<usize>| counts.into_iter().map(Vec::with_capacity).collect();
    let mut held = Held {
        cells: counts.into_iter().map(room).collect(),
        drawings: vec![Vec::new(); drawings.len()],
        outside: Vec::new(),
        cut: Vec::new(),
    };
    for (i, place) in places.into_iter().enumerate() {
        match place {
            Some((Area::Table(t), cell)) => held.cells[t][cell].push(i as u32),
            Some((Area::Drawing(d), _)) => held.drawings[d].push(i as u32),
            None => held.outside.push(i as u32),
        }
    }
    held
}

fn band(y: f64) -> usize {
    ((y / BAND).max(0.0) as usize).min(BANDS - 1)
}

/// The areas that reach into each band, smallest first.
fn bands(tables: &[Grid], drawings: &[Drawing]) -> Vec<Vec<Area>> {
    let tables = tables
        .iter()
        .enumerate()
        .map(|(i, t)| (Area::Table(i), t.rect));
    let drawings = drawings
        .iter()
        .enumerate()
        .map(|(i, d)| (Area::Drawing(i), d.rect));
    let mut areas: Vec<_> = tables.chain(drawings).collect();
    areas.sort_by(|a, b| area(&a.1).total_cmp(&area(&b.1)));
    let mut bands = vec![Vec::new(); BANDS];
    for (place, rect) in areas {
        for band in &mut bands[band(rect.y0)..=band(rect.y1)] {
            band.push(place);
        }
    }
    bands
}
