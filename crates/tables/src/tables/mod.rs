//! The rows of each table.

mod changes;
mod diagnostics;
mod documents;
mod facts;
mod flags;
mod missing;
mod unassigned;

use hyokasho_model::Model;

use crate::agency::Agency;
use crate::cell::{Cell, CellKind};
use crate::schema::Columns;

/// One document as the tables see it.
pub(crate) struct Source<'a> {
    /// Its name in the run, the `doc` of every row.
    pub doc: &'a str,
    /// Its model.
    pub model: &'a Model,
    /// What its agency's name tells.
    pub agency: Agency<'a>,
}

/// Which table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Documents,
    Facts,
    Flags,
    Changes,
    Diagnostics,
    Missing,
    Unassigned,
}

impl Place {
    /// All tables in their order.
    pub const ALL: &[Self] = &[
        Self::Documents,
        Self::Facts,
        Self::Flags,
        Self::Changes,
        Self::Diagnostics,
        Self::Missing,
        Self::Unassigned,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Documents => "documents",
            Self::Facts => "facts",
            Self::Flags => "flags",
            Self::Changes => "changes",
            Self::Diagnostics => "diagnostics",
            Self::Missing => "missing",
            Self::Unassigned => "unassigned",
        }
    }

    /// Name, kind and null rule of each column.
    pub fn columns(self) -> Vec<(&'static str, CellKind, bool)> {
        match self {
            Self::Documents => documents::columns().outline(),
            Self::Facts => facts::columns().outline(),
            Self::Flags => flags::columns().outline(),
            Self::Changes => changes::columns().outline(),
            Self::Diagnostics => diagnostics::columns().outline(),
            Self::Missing => missing::columns().outline(),
            Self::Unassigned => unassigned::columns().outline(),
        }
    }

    /// Gives each row of a document to `take`, as long as it takes them.
    pub fn rows<E>(
        self,
        source: &Source<'_>,
        take: impl FnMut(&[Cell<'_>]) -> Result<(), E>,
    ) -> Result<(), E> {
        match self {
            Self::Documents => give(&documents::columns(), documents::rows(source), take),
            Self::Facts => give(&facts::columns(), facts::rows(source), take),
            Self::Flags => give(&flags::columns(), flags::rows(source), take),
            Self::Changes => give(&changes::columns(), changes::rows(source), take),
            Self::Diagnostics => give(&diagnostics::columns(), diagnostics::rows(source), take),
            Self::Missing => give(&missing::columns(), missing::rows(source), take),
            Self::Unassigned => give(&unassigned::columns(), unassigned::rows(source), take),
        }
    }
}

fn give<R, E>(
    columns: &Columns<R>,
    rows: impl Iterator<Item = R>,
    mut take: impl FnMut(&[Cell<'_>]) -> Result<(), E>,
) -> Result<(), E> {
    for row in rows {
        take(&columns.cells(&row))?;
    }
    Ok(())
}
