//! Figures put into cells: typed, pasted by position, pasted by the labels of a whole table.

use super::Session;
use crate::failure::Failure;
use crate::report::{
    CellEdit, CellEntry, Edited, Editing, How, Refused, Step, StepName, StepPlace, none_taken,
};
use gongkai_model::entry;
use gongkai_model::form::{CellId, Kind};
use gongkai_model::report::{Cell, Figure, Origin, Report};
use gongkai_read::PastedTable;
use std::collections::BTreeMap;

impl Session {
    /// Puts figures into cells. What is no figure is refused and leaves its cell as it was; typed on,
    /// as it was before the first key: the beginning of `45.5` is another figure.
    ///
    /// # Errors
    /// When the report can't be opened or is final.
    pub fn edit_cells(
        &self,
        id: i64,
        edits: Vec<CellEdit>,
        going_on: bool,
    ) -> Result<Edited, Failure> {
        self.edit(id, |editing| editing.edit_cells(edits, going_on))
    }

    /// Puts the figures of a table with labels into the cells they belong to; what is no figure leaves
    /// its cell as it was.
    ///
    /// # Errors
    /// When the report can't be opened, is final or has no tables, or what was copied can't be read.
    pub fn paste_table(&self, id: i64, html: &str, text: &str) -> Result<Edited, Failure> {
        let report = self.snapshot(id)?;
        let edition = report
            .edition(self.forms())
            .ok_or_else(|| Failure::refused("这份年报没有统一表格，没有地方可粘贴。"))?;
        let table = gongkai_read::pasted_table(html, text, self.forms(), edition)?;
        self.edit(id, |editing| editing.paste_table(table))
    }
}

impl Editing<'_> {
    fn edit_cells(&mut self, edits: Vec<CellEdit>, going_on: bool) -> Result<Edited, Failure> {
        let mut report = self.copy();
        let kinds = self.kinds();
        let mut entry = CellEntry::default();
        let (label, place) = match edits.as_slice() {
            [only] if only.how != How::Pasted => ("填数", Some(StepPlace::Cell(only.cell.clone()))),
            many if many.iter().any(|edit| edit.how == How::Pasted) => ("粘贴", None),
            many if many.iter().all(|edit| edit.text.is_empty()) => ("清空", None),
            _ => ("填数", None),
        };
        if let Some(place) = &place
            && !going_on
        {
            self.report.writable()?;
            let begun = Step {
                label: label.into(),
                place: Some(place.clone()),
                cells: Vec::new(),
                texts: None,
            };
            self.history.push(begun, false);
        }
        for edit in edits {
            put(&mut report, &kinds, edit, &mut entry);
        }
        if let Some(place) = &place
            && !entry.refused.is_empty()
            && let Some(step) = self.history.of(place)
        {
            for (cell, before, _) in &step.cells {
                report.cells.insert(cell.clone(), before.clone());
            }
        }
        let name = match place {
            Some(place) => StepName::at(label, place, true),
            None => StepName::once(label),
        };
        let edited = self.commit(report, name)?;
        Ok(Edited { said: entry.paste_outcome(), refused: entry.refused, ..edited })
    }

    fn paste_table(&mut self, found: PastedTable) -> Result<Edited, Failure> {
        let mut report = self.copy();
        let kinds = self.kinds();
        let mut refused = Vec::new();
        let mut totals = Vec::new();
        let (mut filled, mut unread) = (0, 0);
        for (cell, pasted) in found.cells {
            let held = report.cells.get(&cell).cloned().unwrap_or_default();
            if held.origin == Origin::Computed {
                totals.push((cell, pasted.figure));
                continue;
            }
            let why = match (pasted.figure, kinds.get(&cell)) {
                (Figure::Number(number), Some(kind)) => {
                    entry::figure(&number.to_string(), *kind).err().map(str::to_owned)
                }
                (Figure::Unread, _) => {
                    let doubt = found.doubts.iter().find(|doubt| doubt.cell == cell);
                    unread += usize::from(doubt.is_some());
                    doubt.map(|doubt| doubt.why.clone())
                }
                _ => None,
            };
            match why {
                Some(why) => refused.push(Refused { cell, why }),
                None => {
                    filled += 1;
                    report.cells.insert(cell, Cell { origin: Origin::Typed, ..pasted });
                }
            }
        }
        let mut edited = self.commit(report, StepName::once("粘贴表格"))?;
        let report = &self.report.stored.report;
        let differ = totals.iter().filter(|(cell, total)| report.figure(cell) != *total).count();
        edited.said = Some(match (filled, found.doubts.first()) {
            (0, Some(doubt)) => doubt.why.clone(),
            (0, None) if !refused.is_empty() => none_taken(refused.len()),
            (0, None) => "粘贴的内容里没有认出这几张表的项目，也不是数字，没有粘贴。".to_owned(),
            _ => {
                let odd = refused.len() - unread;
                pasted_table_outcome(filled, found.doubts.len(), odd, found.unmatched.len(), differ)
            }
        });
        Ok(Edited { refused, ..edited })
    }

    fn kinds(&self) -> BTreeMap<CellId, Kind> {
        let figures = self.edition().map(|edition| edition.figures()).unwrap_or_default();
        figures.into_iter().map(|figure| (figure.id, figure.kind)).collect()
    }
}

/// Puts one figure into its cell, unless it is none or the program computes it.
fn put(report: &mut Report, kinds: &BTreeMap<CellId, Kind>, edit: CellEdit, entry: &mut CellEntry) {
    let Some(kind) = kinds.get(&edit.cell) else { return };
    let held = report.cells.get(&edit.cell).cloned().unwrap_or_default();
    let deliberate = edit.how == How::Deliberate;
    if held.origin == Origin::Computed && !deliberate {
        // A paste over a whole table holds the totals, too; they are computed anyway.
        return;
    }
    let Some(figure) = entry.figure(&edit, *kind) else { return };
    let over = deliberate
        && figure != Figure::Blank
        && matches!(held.origin, Origin::Computed | Origin::Overridden);
    let origin = if over { Origin::Overridden } else { Origin::Typed };
    report.cells.insert(edit.cell, Cell { figure, note: None, origin });
}

/// What became of a table pasted by its labels.
fn pasted_table_outcome(
    filled: usize,
    unread: usize,
    odd: usize,
    unmatched: usize,
    totals: usize,
) -> String {
    let mut said = format!("按标签填入 {filled} 格");
    if unread > 0 {
        said.push_str(&format!("；{unread} 格没有读准，没有动"));
    }
    if odd > 0 {
        said.push_str(&format!("；{odd} 格不是能填的数，原来的数没有动"));
    }
    if unmatched > 0 {
        said.push_str(&format!("；{unmatched} 行不是这几张表的项目"));
    }
    if totals > 0 {
        said.push_str(&format!("；{totals} 个总计与粘贴的不同，请看问题"));
    }
    said + "。"
}

#[cfg(test)]
mod tests {
    use super::*;
    use gongkai_model::report::Scope;

    /// A row of the other edition, in the session: imported with its file, changed, taken out, taken
    /// back, and there again after the program was closed.
    #[test]
    fn a_row_the_form_does_not_have_is_edited_taken_out_and_taken_back() {
        let folder = tempfile::tempdir().unwrap();
        let single = |column: &str| CellId::new("requests", "other_handling", column);
        let edit = |column: &str, text: &str| CellEdit {
            cell: single(column),
            text: text.to_owned(),
            how: How::Deliberate,
        };
        let columns = [
            "natural_person",
            "business",
            "research",
            "public_welfare",
            "legal_service",
            "other",
            "total",
        ];
        let id = {
            let session = Session::open(folder.path());
            let example = session.sound_example().unwrap();
            let stored = session.snapshot(example).unwrap().stored.clone();
            let mut report = Report { scope: Scope::Consolidated, ..stored.report.clone() };
            report.cells.retain(|id, _| !id.as_str().contains("other_handling"));
            let imported = |figure: i64| Cell { origin: Origin::Imported, ..Cell::typed(figure) };
            report.cells.extend(columns.map(|column| (single(column), imported(0))));
            let state = gongkai_model::progress::ReportState::Draft;
            let id = session
                .change(move |store| Ok(store.create(stored.organ_id, &report, state, None)?))
                .unwrap();
            let rows = |form: &crate::report::FormView| form.tables[1].rows;
            assert_eq!(session.report_view(id).unwrap().form.as_ref().map(rows), Some(26));
            let edited = session.edit_cells(id, vec![edit("business", "2")], false).unwrap();
            assert!(edited.form.is_none() && edited.refused.is_empty());
            assert_eq!(
                session.snapshot(id).unwrap().stored.report.figure(&single("business")),
                2.into()
            );
            let out = columns.map(|column| edit(column, "")).into();
            let edited = session.edit_cells(id, out, false).unwrap();
            assert_eq!(edited.form.as_ref().map(rows), Some(28));
            let back = session.undo(id).unwrap();
            assert_eq!(back.form.as_ref().map(rows), Some(26));
            session.flush().unwrap();
            id
        };
        let session = Session::open(folder.path());
        let report = session.snapshot(id).unwrap().stored.report.clone();
        assert_eq!(report.figure(&single("business")), 2.into());
        assert_eq!(report.edition_in(session.forms()).unwrap().extra.added.len(), 1);
    }
}
