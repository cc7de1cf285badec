//! Table `cells`: the figures, by the id that is the same in every edition.

use crate::column::{FigureText, Word};
use crate::reports::touch;
use crate::{Result, Store};
use gongkai_model::form::CellId;
use gongkai_model::report::Cell;
use rusqlite::{Connection, params};
use std::collections::BTreeMap;

impl Store {
    /// Keeps these cells as they are, in one transaction, and leaves the others alone. Gives the
    /// time of saving.
    pub fn save_cells(&mut self, id: i64, cells: &[(CellId, Cell)]) -> Result<String> {
        self.edit(|edit| {
            let saved_at = touch(edit, id)?;
            save(edit, id, cells.iter().map(|(id, cell)| (id, cell)))?;
            Ok(saved_at)
        })
    }
}

pub(crate) fn load(connection: &Connection, report: i64) -> Result<BTreeMap<CellId, Cell>> {
    let mut query = connection
        .prepare_cached("SELECT cell, figure, note, origin FROM cells WHERE report_id = ?1")?;
    let cells = query.query_map([report], |row| {
        let id = CellId::from(row.get_ref(0)?.as_str()?);
        let figure = row.get::<_, FigureText>(1)?.0;
        Ok((id, Cell { figure, note: row.get(2)?, origin: row.get::<_, Word<_>>(3)?.0 }))
    })?;
    Ok(cells.collect::<rusqlite::Result<_>>()?)
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
            Word(cell.origin)
        ])?;
    }
    Ok(())
}

pub(crate) fn clear(edit: &Connection, report: i64) -> Result<()> {
    edit.execute("DELETE FROM cells WHERE report_id = ?1", [report])?;
    Ok(())
}
