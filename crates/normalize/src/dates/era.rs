//! The eras of `data/eras.tsv`: names at the start of a text, conversion of years, first and last
//! days.

use std::sync::LazyLock;

use jiff::civil::Date;

use crate::tsv;

const ERAS: &str = include_str!("../../data/eras.tsv");

/// An era.
#[derive(Debug)]
pub(super) struct Era {
    name: &'static str,
    short: Vec<&'static str>,
    first: Date,
    last: Option<Date>,
}

static ALL: LazyLock<Vec<Era>> = LazyLock::new(|| tsv::rows(ERAS).filter_map(read).collect());

fn read([name, short, first, last]: [&'static str; 4]) -> Option<Era> {
    Some(Era {
        name,
        short: short.split(' ').collect(),
        first: first.parse().ok()?,
        last: last.parse().ok(),
    })
}

static FIRST_CHARACTERS: LazyLock<Vec<char>> = LazyLock::new(|| {
    let names = ALL
        .iter()
        .flat_map(|era| std::iter::once(&era.name).chain(&era.short));
    names.filter_map(|name| name.chars().next()).collect()
});

/// Whether an era's name starts with the character.
pub(super) fn may_start(c: char) -> bool {
    FIRST_CHARACTERS.contains(&c)
}

/// How an era is named at the start of a text.
pub(super) struct Named {
    pub(super) era: &'static Era,
    /// Bytes that the name takes.
    pub(super) len: usize,
    /// Whether it is abbreviated.
    pub(super) short: bool,
}

/// The era that the text starts with.
pub(super) fn named_at(text: &str) -> Option<Named> {
    let full = ALL.iter().find(|era| text.starts_with(era.name));
    if let Some(era) = full {
        return Some(Named {
            era,
            len: era.name.len(),
            short: false,
        });
    }
    ALL.iter().find_map(|era| {
        let short = era.short.iter().find(|short| text.starts_with(**short))?;
        Some(Named {
            era,
            len: short.len(),
            short: true,
        })
    })
}

impl Era {
    /// The western year of a year of this era.
    pub(super) fn western(&self, year: i32) -> i32 {
        i32::from(self.first.year()) + year - 1
    }

    /// Whether a day, month or year lies wholly outside the era.
    pub(super) fn excludes(&self, year: i32, month: Option<i32>, day: Option<i32>) -> bool {
        let earliest = (year, month.unwrap_or(1), day.unwrap_or(1));
        let latest = (year, month.unwrap_or(12), day.unwrap_or(31));
        let parts = |date: Date| {
            (
                i32::from(date.year()),
                i32::from(date.month()),
                i32::from(date.day()),
            )
        };
        latest < parts(self.first) || self.last.is_some_and(|last| parts(last) < earliest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_read_and_eras_follow_one_another() {
        assert_eq!(ALL.len(), tsv::rows::<4>(ERAS).count());
        for pair in ALL.windows(2) {
            assert_eq!(
                pair[0].last.and_then(|last| last.tomorrow().ok()),
                Some(pair[1].first),
                "{}",
                pair[1].name
            );
        }
    }
}
