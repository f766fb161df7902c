//! How wide the columns are that hold text.
//!
//! Input: the widths of texts that surely stand in one cell. Output: [`Width`], which tells whether a
//! word has room in a cell.

/// Columns by which a text must be wider than its column to have no room in it.
const OVER: u32 = 1;
/// Columns that are left where a cell is not full.
const NOT_FULL: u32 = 8;
/// Lines that tell how wide a column is but for a few of them.
const MANY: usize = 20;

/// How wide a column is.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Width {
    /// What has more has no room in it.
    most: u32,
    /// What its full lines have at least.
    usual: u32,
}

impl Width {
    /// Whether a text of this width has no room in the column.
    pub(super) fn has_no_room(self, width: u32) -> bool {
        width > self.most + OVER
    }

    /// Whether a text of this width may fill the column.
    pub(super) fn may_fill(self, width: u32) -> bool {
        width + NOT_FULL > self.usual
    }

    /// Whether enough lines tell the width.
    pub(super) fn is_told(self) -> bool {
        self.usual > 0
    }

    /// The same, but no more than full width in all of the page's columns.
    pub(super) fn within(self, columns: u32) -> Self {
        let room = 2 * columns + 2 * OVER;
        Self {
            most: self.most.min(room),
            ..self
        }
    }

    /// The width that lines of a column tell.
    pub(super) fn of(mut widths: Vec<u32>) -> Self {
        widths.sort_unstable();
        if widths.len() < MANY {
            // none of them may be full
            return Self {
                most: u32::MAX - OVER,
                usual: 0,
            };
        }
        let part = |of_hundred: usize| {
            let at = widths.len() * of_hundred / 100;
            widths.get(at).copied().unwrap_or(0)
        };
        Self {
            // a few lines hold the next column's text too
            most: part(95),
            usual: part(75),
        }
    }
}
