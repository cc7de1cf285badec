//! Table `cells`: the figures, by the id that is the same in every edition.

use crate::column::{EnumText, FigureText};
use crate::error::Result;
use gongkai_model::form::CellId;
use gongkai_model::report::{Cell, Figure};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::BTreeMap;

pub(crate) fn load(connection: &Connection, report: i64) -> Result<BTreeMap<CellId, Cell>> {
    let mut query = connection
        .prepare_cached("SELECT cell, figure, note, origin FROM cells WHERE report_id = ?1")?;
    let cells = query.query_map([report], |row| {
        let id = CellId::from(row.get_ref(0)?.as_str()?);
        let figure = row.get::<_, FigureText>(1)?.0;
        Ok((id, Cell { figure, note: row.get(2)?, origin: row.get::<_, EnumText<_>>(3)?.0 }))
    })?;
    Ok(cells.collect::<rusqlite::Result<_>>()?)
}

/// One figure of a report; blank where the report has none of this id.
pub(crate) fn figure(connection: &Connection, report: i64, cell: &CellId) -> Result<Figure> {
    let mut query =
        connection.prepare_cached("SELECT figure FROM cells WHERE report_id = ?1 AND cell = ?2")?;
    let figure = query
        .query_row(params![report, cell.as_str()], |row| row.get::<_, FigureText>(0))
        .optional()?;
    Ok(figure.map_or(Figure::Blank, |FigureText(figure)| figure))
}

pub(crate) fn save<'a>(
    edit: &Connection,
    report: i64,
    cells: impl Iterator<Item = (&'a CellId, &'a Cell)>,
) -> Result<()> {
    let mut write = edit.prepare_cached(
        "INSERT INTO cells (report_id, cell, figure, note, origin) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT DO UPDATE SET figure = excluded.figure, note = excluded.note,
                                   origin = excluded.origin",
    )?;
    for (id, cell) in cells {
        write.execute(params![
            report,
            id.as_str(),
            FigureText(cell.figure),
            cell.note,
            EnumText(cell.origin)
        ])?;
    }
    Ok(())
}

pub(crate) fn clear(edit: &Connection, report: i64) -> Result<()> {
    edit.execute("DELETE FROM cells WHERE report_id = ?1", [report])?;
    Ok(())
}
