//! Columns in another order, and columns the form has not.

use super::{assert_read, document, filled, tables};
use gongkai_model::document::{Table, TableCell};
use std::collections::BTreeSet;

/// The columns of a table in another order: `to[old]` is the place of each.
fn moved(table: &mut Table, to: &[usize]) {
    for cell in &mut table.cells {
        let columns = usize::from(cell.column)..usize::from(cell.column + cell.column_span);
        let places: BTreeSet<usize> = columns.map(|column| to[column]).collect();
        let (first, last) = (*places.first().unwrap(), *places.last().unwrap());
        assert_eq!(last - first + 1, places.len(), "{} is torn apart", cell.text);
        cell.column = first as u16;
    }
    table.cells.sort_by_key(|cell| (cell.row, cell.column));
    table.widths = Vec::new();
}

/// The order with two columns in each other's place.
fn swapped(count: u16, a: usize, b: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..usize::from(count)).collect();
    order.swap(a, b);
    order
}

/// The order with one column in front of another.
fn put_before(count: u16, from: usize, at: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..usize::from(count)).collect();
    let column = order.remove(from);
    order.insert(at, column);
    let mut to = vec![0; order.len()];
    for (place, column) in order.into_iter().enumerate() {
        to[column] = place;
    }
    to
}

/// A column more, in front of `at`: its head beside the lowest heads, and what stands in each row.
fn added(table: &mut Table, at: u16, head: &str, text: impl Fn(u16) -> String) {
    let heads = table.head_rows;
    for cell in &mut table.cells {
        if cell.column >= at {
            cell.column += 1;
        } else if cell.column + cell.column_span > at {
            cell.column_span += 1;
        }
    }
    table.columns += 1;
    let plain = |row: u16, row_span: u16, text: String| TableCell {
        row,
        column: at,
        row_span,
        column_span: 1,
        text,
        ..TableCell::default()
    };
    let covered: Vec<u16> = table
        .cells
        .iter()
        .filter(|cell| cell.column < at && cell.column + cell.column_span > at)
        .flat_map(|cell| cell.row..cell.row + cell.row_span)
        .collect();
    let first = (0..heads).find(|row| !covered.contains(row)).unwrap();
    table.cells.push(plain(first, heads - first, head.to_owned()));
    for row in heads..table.rows {
        if !covered.contains(&row) {
            table.cells.push(plain(row, 1, text(row)));
        }
    }
    table.cells.sort_by_key(|cell| (cell.row, cell.column));
    table.widths = Vec::new();
}

#[test]
fn columns_in_another_order() {
    for edition in ["2019", "2021"] {
        let report = filled(edition);
        for (name, to) in [
            ("科研机构 before 商业企业", swapped(10, 4, 5)),
            ("其他 before 商业企业", swapped(10, 4, 8)),
            ("社会公益组织 before 科研机构", swapped(10, 5, 6)),
            ("法律服务机构 first", put_before(10, 7, 4)),
            ("总计 first", put_before(10, 9, 3)),
            ("自然人 last", put_before(10, 3, 9)),
            ("自然人 behind the others", put_before(10, 3, 8)),
        ] {
            let mut document = document(&report);
            moved(tables(&mut document).nth(1).unwrap(), &to);
            assert_read(name, &document, &report, &[]);
        }
        for (name, to) in [
            ("行政诉讼 before 行政复议", (0..15).map(|c| (c + 10) % 15).collect::<Vec<_>>()),
            (
                "复议后起诉 before 未经复议直接起诉",
                [0, 1, 2, 3, 4, 10, 11, 12, 13, 14, 5, 6, 7, 8, 9].into(),
            ),
            ("总计 first", put_before(15, 4, 0)),
            ("结果纠正 before 结果维持", swapped(15, 5, 6)),
            ("尚未审结 before 其他结果", swapped(15, 12, 13)),
        ] {
            let mut document = document(&report);
            moved(tables(&mut document).nth(2).unwrap(), &to);
            assert_read(name, &document, &report, &[]);
        }
    }
    for (edition, name, to) in [
        ("2021", "废止 before 制发", [0, 2, 1, 3]),
        ("2021", "有效 before 制发", [0, 2, 3, 1]),
        ("2021", "有效 before 废止", [0, 1, 3, 2]),
        ("2019", "公开 before 制作", [0, 2, 1, 3]),
        ("2019", "对外公开 first", [0, 2, 3, 1]),
    ] {
        let report = filled(edition);
        let mut document = document(&report);
        let table = tables(&mut document).next().unwrap();
        // Only the rows of the first item.
        for cell in table.cells.iter_mut().filter(|cell| (1..4).contains(&cell.row)) {
            cell.column = to[usize::from(cell.column)];
        }
        table.cells.sort_by_key(|cell| (cell.row, cell.column));
        assert_read(name, &document, &report, &[]);
    }
}

#[test]
fn columns_the_form_has_not_are_passed_over_and_told() {
    for edition in ["2019", "2021"] {
        let report = filled(edition);
        for (table, at, head) in [
            (1, 3, "单位"),
            (1, 3, "小计"),
            (1, 5, "小计"),
            (1, 9, "小计"),
            (1, 10, "备注"),
            (1, 10, "上年数"),
            (1, 4, "同比"),
            (1, 0, "序号"),
            (2, 5, "小计"),
            (2, 0, "本年案件"),
            (2, 15, "备注"),
        ] {
            let name = format!("{head} at {at} of {table}");
            let mut document = document(&report);
            let text = |row: u16| format!("{}", 7000 + row);
            added(tables(&mut document).nth(table).unwrap(), at, head, text);
            for draft in assert_read(&name, &document, &report, &[]) {
                let told =
                    draft.unmatched.iter().any(|line| line.contains(head) && line.contains("70"));
                assert!(told, "{name}: {:?}", draft.unmatched);
            }
            // Words there are no figures either.
            added(tables(&mut document).nth(table).unwrap(), at, "说明", |_| "见附件".to_owned());
            assert_read(&name, &document, &report, &[]);
        }
    }
}
