//! A form with rows it does not have: offices mix the editions, and what a report holds is kept where
//! the office had it (the single row （六）其他处理 of 2019 in the table of 2021).
//!
//! **Deliberately absent**: rows no edition has; they are told when a file is read.

use super::{Block, CellId, Edition, ExtraRows, Row, TableForm};

/// The edition with those rows of the others in which a report holds a cell. A row of the edition
/// that stands for the same and holds none is left out, as the office left it out.
pub(super) fn with_extra_rows(
    edition: &Edition,
    others: &[Edition],
    is_held: &dyn Fn(&CellId) -> bool,
) -> Edition {
    let mut whole = edition.clone();
    for other in others.iter().rev().filter(|other| other.id != edition.id) {
        for table in &mut whole.tables {
            let Some(from) = other.table(table.id) else { continue };
            let id = table.id;
            for block in &mut table.blocks {
                let columns = columns(block);
                let same = from.blocks.iter().filter(|theirs| self::columns(theirs) == columns);
                for theirs in same {
                    let holds =
                        |row: &str| columns.iter().any(|c| is_held(&CellId::new(id, row, c)));
                    let mut merge = Merge { table: id, holds: &holds, extra: &mut whole.extra };
                    merge.put(&mut block.rows, &theirs.rows, "");
                }
            }
        }
    }
    whole
}

/// The ids of the columns of figures.
fn columns(block: &Block) -> Vec<String> {
    block.column_leaves().into_iter().map(|leaf| leaf.id).collect()
}

struct Merge<'a> {
    table: &'a str,
    /// Whether the report holds a cell of the row of this id.
    holds: &'a dyn Fn(&str) -> bool,
    extra: &'a mut ExtraRows,
}

impl Merge<'_> {
    /// Puts those of the other rows in that the report holds and the form does not have.
    fn put(&mut self, own: &mut Vec<Row>, others: &[Row], path: &str) {
        let mut next = 0;
        for other in others {
            let id = joined(path, other.id);
            let same = own.iter().position(|row| row.id == other.id && !row.extra);
            let group = |row: &Row| !row.children.is_empty();
            if let Some(at) = same
                && let Some(row) = own.get_mut(at)
                && group(row) == group(other)
            {
                next = at + 1;
                if group(row) {
                    self.put(&mut row.children, &other.children, &id);
                }
                continue;
            }
            let Some(added) = self.held(other, path) else { continue };
            let ids = self.named(&leaves(&added, path));
            if ids.iter().any(|id| self.extra.added.contains(id)) {
                continue;
            }
            self.extra.added.extend(ids);
            let stands_for = same.and_then(|at| Some((at, leaves(own.get(at)?, path))));
            match stands_for {
                Some((at, rows)) if !rows.iter().any(|row| (self.holds)(row)) => {
                    self.extra.left_out.extend(self.named(&rows));
                    own.splice(at..=at, [added]);
                    next = at + 1;
                }
                Some((at, _)) => {
                    // The row for all of them stands before its parts.
                    own.insert(at + usize::from(group(&added)), added);
                    next = at + 2;
                }
                None => {
                    own.insert(next.min(own.len()), added);
                    next += 1;
                }
            }
        }
    }

    /// The row with those under it that the report holds; none where it holds none.
    fn held(&self, row: &Row, path: &str) -> Option<Row> {
        let id = joined(path, row.id);
        let mut row = Row { extra: true, ..row.clone() };
        if row.children.is_empty() {
            return (self.holds)(&id).then_some(row);
        }
        row.children = row.children.iter().filter_map(|child| self.held(child, &id)).collect();
        (!row.children.is_empty()).then_some(row)
    }

    /// Rows as `table/row`.
    fn named(&self, rows: &[String]) -> Vec<String> {
        rows.iter().map(|row| format!("{}/{row}", self.table)).collect()
    }
}

/// The ids of the rows of figures in a row.
fn leaves(row: &Row, path: &str) -> Vec<String> {
    let id = joined(path, row.id);
    match row.children.as_slice() {
        [] => vec![id],
        children => children.iter().flat_map(|child| leaves(child, &id)).collect(),
    }
}

fn joined(path: &str, id: &str) -> String {
    match (path, id) {
        ("", id) => id.to_owned(),
        (path, "") => path.to_owned(),
        (path, id) => format!("{path}.{id}"),
    }
}

impl TableForm {
    /// The label of the row a figure stands in, where the form does not have that row.
    pub fn extra_row(&self, cell: &CellId) -> Option<&'static str> {
        let holds = |block: &Block, row: &str| {
            block
                .column_leaves()
                .iter()
                .any(|column| CellId::new(self.id, row, &column.id) == *cell)
        };
        self.blocks.iter().find_map(|block| {
            let rows = block.row_leaves();
            let row = rows.iter().find(|row| row.row.extra && holds(block, &row.id))?;
            Some(row.row.label.text)
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::form::{CellId, Edition, Forms, GridContent};
    use crate::report::{Cell, Report};

    const SINGLE: &str = "requests/other_handling/business";
    const THIRD: &str = "requests/other_handling.other/business";

    fn holding(edition: &str, cells: &[&str]) -> (Forms, Report) {
        let forms = Forms::official();
        let mut report = Report::blank(forms.edition(edition).unwrap(), "青铜镇人民政府", 2025);
        report.cells.extend(cells.iter().map(|id| (CellId::from(*id), Cell::typed(3))));
        (forms, report)
    }

    fn rows(edition: &Edition) -> Vec<String> {
        let table = edition.table("requests").unwrap();
        let rows = table.blocks[0].row_leaves();
        rows.into_iter().map(|row| row.id).filter(|id| id.starts_with("other_handling")).collect()
    }

    #[test]
    fn a_row_of_the_other_edition_stands_in_the_place_of_what_it_stands_for() {
        let (forms, report) = holding("2021", &[SINGLE]);
        let edition = report.edition_in(&forms).unwrap();
        assert_eq!(rows(edition), ["other_handling"]);
        assert_eq!(edition.extra.added, ["requests/other_handling"]);
        let table = edition.table("requests").unwrap();
        assert_eq!(table.extra_row(&SINGLE.into()), Some("（六）其他处理"));
        assert_eq!(table.extra_row(&"requests/new/business".into()), None);
        let grid = table.grid();
        let marked: Vec<&str> = grid
            .cells
            .iter()
            .filter_map(|cell| match &cell.content {
                GridContent::Label { text, extra: true, .. } => Some(text.as_str()),
                _ => None,
            })
            .collect();
        assert_eq!((grid.rows, marked), (26, vec!["（六）其他处理"]));
        let sums = edition.equations();
        let sum = sums.iter().find(|sum| sum.rule == "results_sum").unwrap();
        assert_eq!(sum.left.len(), 19);
        assert!(
            sum.left.iter().any(|term| term.cell.as_str().starts_with("requests/other_handling/"))
        );

        let (forms, report) = holding("2019", &[THIRD]);
        let edition = report.edition_in(&forms).unwrap();
        assert_eq!(rows(edition), ["other_handling.other"]);
    }

    #[test]
    fn where_a_report_holds_both_both_are_there() {
        for edition in ["2019", "2021"] {
            let (forms, report) = holding(edition, &[SINGLE, THIRD]);
            let edition = report.edition_in(&forms).unwrap();
            let rows = rows(edition);
            assert!(rows.contains(&"other_handling".to_owned()), "{rows:?}");
            assert!(rows.contains(&"other_handling.other".to_owned()), "{rows:?}");
            assert!(edition.extra.left_out.is_empty());
        }
    }

    #[test]
    fn without_such_a_row_it_is_the_form_itself_and_so_again_once_the_row_is_emptied() {
        let (forms, mut report) = holding("2021", &[SINGLE]);
        assert!(!std::ptr::eq(report.edition_in(&forms).unwrap(), forms.edition("2021").unwrap()));
        report.cells.insert(SINGLE.into(), Cell::default());
        let own = report.edition_in(&forms).unwrap();
        assert!(std::ptr::eq(own, forms.edition("2021").unwrap()));
    }

    #[test]
    fn the_row_compares_with_the_rows_it_stands_for() {
        let (forms, mixed) = holding("2021", &[SINGLE]);
        let of = |edition: &str| forms.edition(edition).unwrap();
        let mixed = mixed.edition_in(&forms).unwrap();
        let of_single = |this: &Edition, last: &Edition| {
            let mapping = forms.mapping(this, last).unwrap();
            mapping.group_of(&SINGLE.into()).map(|group| (group.this.len(), group.last.len()))
        };
        assert_eq!(of_single(mixed, of("2019")), Some((1, 1)));
        assert_eq!(of_single(mixed, of("2021")), Some((1, 3)));
        assert_eq!(of_single(mixed, mixed), Some((1, 1)));
        let back = forms.mapping(of("2021"), mixed).unwrap().group_of(&THIRD.into()).unwrap();
        assert_eq!((back.this.len(), back.last.len()), (3, 1));
        let first = forms.mapping(mixed, of("2021")).unwrap();
        let same = first.last_of(&"requests/new/total".into()).unwrap();
        assert_eq!(same.0, ["requests/new/total".into()]);
    }
}
