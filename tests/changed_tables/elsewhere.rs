//! Tables that stand in no chapter of theirs, and tables in parts.

use super::{assert_figures, document, filled, read_draft, tables, words};
use gongkai_model::document::{Block, Document, Paragraph, Role, Table, TableCell};
use gongkai_model::form::Forms;
use gongkai_model::report::Report;
use gongkai_read::Draft;
use rust_xlsxwriter::{Workbook, Worksheet};

/// A report with a figure of its own in every cell, and text around the tables.
fn whole() -> Report {
    let mut report = filled("2021");
    report.preface = vec!["本报告根据《中华人民共和国政府信息公开条例》编制。".to_owned()];
    for chapter in &mut report.chapters {
        let has_table = matches!(chapter.number.as_str(), "二" | "三" | "四");
        chapter.paragraphs = match has_table {
            true => Vec::new(),
            false => vec![
                "全年公开了应当公开的信息，没有发生泄密的事。".to_owned(),
                "下一年继续做好这项工作。".to_owned(),
            ],
        };
    }
    report.signature = Some("青铜镇人民政府".to_owned());
    report.date = Some("2025年1月17日".to_owned());
    report
}

/// Words of a report and its tables, each apart.
fn parted(report: &Report) -> (Vec<Block>, Vec<Table>) {
    let document = document(report);
    let mut texts = Vec::new();
    let mut tables = Vec::new();
    for block in document.blocks {
        match block {
            Block::Table(table) => tables.push(table),
            text => texts.push(text),
        }
    }
    (texts, tables)
}

fn text(text: &str) -> Block {
    Block::Paragraph(Paragraph::new(Role::Body, text))
}

fn heading(text: &str) -> Block {
    Block::Paragraph(Paragraph::new(Role::Heading(1), text))
}

/// The blocks in this order: a signature known as one goes behind everything in some formats.
fn of(mut blocks: Vec<Block>) -> Document {
    for block in &mut blocks {
        if let Block::Paragraph(paragraph) = block
            && matches!(paragraph.role, Role::Signature | Role::Date)
        {
            paragraph.role = Role::Body;
        }
    }
    Document { blocks, ..Document::default() }
}

/// Nothing but the place of the tables tells the draft from the report.
fn assert_whole(name: &str, draft: &Draft, report: &Report) {
    assert_figures(name, draft, report, &[]);
    let found = &draft.report;
    assert_eq!(found.organ, report.organ, "{name}");
    assert_eq!(found.year, report.year, "{name}");
    assert_eq!(found.signature, report.signature, "{name}");
    assert_eq!(found.date, report.date, "{name}");
    assert_eq!(found.preface, report.preface, "{name}");
    let texts = |report: &Report| -> Vec<(String, Vec<String>)> {
        report.chapters.iter().map(|c| (c.number.clone(), c.paragraphs.clone())).collect()
    };
    assert_eq!(texts(found), texts(report), "{name}");
}

/// The file in each format, in workbooks all on one sheet; there with and without a row between the
/// tables and the words behind them.
fn every_file(document: &Document) -> Vec<(&'static str, Vec<u8>)> {
    let mut files = words(document);
    files.push(("年报.xlsx", one_sheet(document, 1)));
    let tables = |pair: &[Block]| matches!(pair, [Block::Table(_), Block::Table(_)]);
    if !document.blocks.windows(2).any(tables) {
        files.push(("不空行.xlsx", one_sheet(document, 0)));
    }
    files
}

fn one_sheet(document: &Document, behind_tables: u32) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let mut row = 0;
    for block in &document.blocks {
        match block {
            Block::Paragraph(paragraph) => {
                sheet.write_string(row, 0, &paragraph.text).unwrap();
                row += 1;
            }
            Block::Table(table) => {
                cells(sheet, row, 0, table);
                row += u32::from(table.rows) + behind_tables;
            }
        }
    }
    book.save_to_buffer().unwrap()
}

/// The document is the report in every format that holds both words and tables.
fn assert_documents(name: &str, document: &Document, report: &Report) {
    for (file, bytes) in every_file(document) {
        let name = format!("{name}, {file}");
        assert_whole(&name, &read_draft(&bytes, file), report);
    }
}

const NAMES: [[&str; 3]; 7] = [
    ["", "", ""],
    ["附表1", "附表2", "附表3"],
    [
        "附表1：主动公开政府信息情况",
        "附表2：收到和处理政府信息公开申请情况",
        "附表3：政府信息公开行政复议、行政诉讼情况",
    ],
    ["附件1", "附件2", "附件3"],
    [
        "表一 主动公开政府信息情况表",
        "表二 收到和处理政府信息公开申请情况表",
        "表三 行政复议、行政诉讼情况表",
    ],
    ["（表1）", "（表2）", "（表3）"],
    [
        "附：1.主动公开政府信息情况",
        "2.收到和处理政府信息公开申请情况",
        "3.政府信息公开行政复议、行政诉讼情况",
    ],
];

#[test]
fn tables_behind_the_signature() {
    let report = whole();
    for names in NAMES {
        for unit in ["", "单位：件"] {
            let (mut blocks, tables) = parted(&report);
            for (name, table) in names.into_iter().zip(tables) {
                blocks.extend([name, unit].into_iter().filter(|name| !name.is_empty()).map(text));
                blocks.push(Block::Table(table));
            }
            assert_documents(&format!("{names:?} {unit}"), &of(blocks), &report);
        }
    }
}

/// What stands over a table behind the signature is the heading of its chapter once more.
#[test]
fn tables_named_like_their_chapters() {
    let report = whole();
    let names = [
        "主动公开政府信息情况",
        "收到和处理政府信息公开申请情况",
        "政府信息公开行政复议、行政诉讼情况",
    ];
    for numbers in [["", "", ""], ["二、", "三、", "四、"]] {
        for annex in [false, true] {
            let (mut blocks, tables) = parted(&report);
            for (at, table) in tables.into_iter().enumerate() {
                blocks.extend(annex.then(|| text(&format!("附表{}", at + 1))));
                blocks.push(heading(&format!("{}{}", numbers[at], names[at])));
                blocks.push(Block::Table(table));
            }
            assert_documents(&format!("{numbers:?}, {annex}"), &of(blocks), &report);
        }
    }
}

#[test]
fn tables_before_the_title() {
    let report = whole();
    for names in NAMES {
        let (texts, tables) = parted(&report);
        let mut blocks = Vec::new();
        for (name, table) in names.into_iter().zip(tables) {
            blocks.extend(Some(name).filter(|name| !name.is_empty()).map(text));
            blocks.push(Block::Table(table));
        }
        blocks.extend(texts);
        assert_documents(&format!("before the title {names:?}"), &of(blocks), &report);
    }
}

/// Only some of the tables stand elsewhere.
#[test]
fn one_table_elsewhere() {
    let report = whole();
    for moved in 0..3 {
        for behind in [false, true] {
            let mut blocks = document(&report).blocks;
            let mut at = blocks.iter().enumerate().filter(|(_, b)| matches!(b, Block::Table(_)));
            let at = at.nth(moved).unwrap().0;
            let table = blocks.remove(at);
            match behind {
                true => blocks.extend([text("附表"), table]),
                false => blocks.insert(0, table),
            }
            let name = format!("table {moved}, behind: {behind}");
            assert_documents(&name, &of(blocks), &report);
        }
    }
}

/// The chapters without words of their own name their table.
#[test]
fn chapters_that_point_to_their_table() {
    let mut report = whole();
    for (chapter, said) in
        [(1, "详见附表1。"), (2, "收到和处理政府信息公开申请情况见附表2。"), (3, "见附表3")]
    {
        report.chapters[chapter].paragraphs = vec![said.to_owned()];
    }
    let (mut blocks, tables) = parted(&report);
    for (at, table) in tables.into_iter().enumerate() {
        blocks.extend([text(&format!("附表{}", at + 1)), Block::Table(table)]);
    }
    assert_documents("见附表", &of(blocks), &report);
}

fn cells(sheet: &mut Worksheet, row: u32, column: u16, table: &Table) {
    let format = rust_xlsxwriter::Format::new();
    for cell in &table.cells {
        let (row, column) = (row + u32::from(cell.row), column + cell.column);
        if cell.row_span > 1 || cell.column_span > 1 {
            let (bottom, right) =
                (row + u32::from(cell.row_span.max(1)) - 1, column + cell.column_span.max(1) - 1);
            sheet.merge_range(row, column, bottom, right, "", &format).unwrap();
        }
        match cell.text.parse::<f64>() {
            Ok(number) => sheet.write_number(row, column, number).unwrap(),
            Err(_) => sheet.write_string(row, column, &cell.text).unwrap(),
        };
    }
}

#[test]
fn a_sheet_for_every_table() {
    let report = whole();
    for (order, names) in [
        ([0, 1, 2, 3], ["正文", "表1", "表2", "表3"]),
        ([1, 2, 3, 0], ["Sheet1", "Sheet2", "Sheet3", "Sheet4"]),
        ([0, 3, 2, 1], ["文字", "主动公开", "依申请", "复议诉讼"]),
        ([2, 0, 1, 3], ["年报", "附表一", "附表二", "附表三"]),
    ] {
        for (row, column) in [(0, 0), (2, 1), (5, 3)] {
            for above in [&[][..], &["单位：件"], &["附表", "填报单位：青铜镇人民政府", "单位：件"]]
            {
                let (texts, tables) = parted(&report);
                let mut book = Workbook::new();
                for sheet_number in order {
                    let sheet = book.add_worksheet();
                    sheet.set_name(names[sheet_number]).unwrap();
                    if sheet_number == 0 {
                        for (at, block) in (0..).zip(&texts) {
                            let Block::Paragraph(paragraph) = block else { continue };
                            sheet.write_string(at, column, &paragraph.text).unwrap();
                        }
                        continue;
                    }
                    for (at, line) in (0..).zip(above) {
                        sheet.write_string(row + at, column, *line).unwrap();
                    }
                    let row = row + above.len() as u32;
                    cells(sheet, row, column, &tables[sheet_number - 1]);
                }
                let bytes = book.save_to_buffer().unwrap();
                let name = format!("sheets {order:?} from {row} {column} under {above:?}");
                assert_whole(&name, &read_draft(&bytes, "年报.xlsx"), &report);
            }
        }
    }
}

/// Some columns of a table as a table of their own, without the rows of heads above `from`.
fn part(table: &Table, columns: std::ops::Range<u16>, from: u16) -> Table {
    let inside = |cell: &&TableCell| {
        cell.row + cell.row_span.max(1) > from
            && cell.column < columns.end
            && columns.start < cell.column + cell.column_span.max(1)
    };
    let cut = |cell: &TableCell| {
        let start = cell.column.max(columns.start);
        let end = (cell.column + cell.column_span.max(1)).min(columns.end);
        let first = cell.row.max(from);
        TableCell {
            row: first - from,
            row_span: cell.row + cell.row_span.max(1) - first,
            column: start - columns.start,
            column_span: end - start,
            ..cell.clone()
        }
    };
    let part = Table {
        rows: table.rows - from,
        columns: columns.end - columns.start,
        widths: Vec::new(),
        head_rows: table.head_rows - from,
        cells: table.cells.iter().filter(inside).map(cut).collect(),
        sideways: false,
    };
    compact(part)
}

/// Without the rows and columns no cell begins in.
fn compact(mut table: Table) -> Table {
    let (rows, columns) = (table.rows, table.columns);
    let places = |begins: &dyn Fn(u16) -> bool, count: u16| -> Vec<u16> {
        (0..=count).map(|place| (0..place).filter(|at| begins(*at)).count() as u16).collect()
    };
    let row = places(&|row| table.cells.iter().any(|cell| cell.row == row), rows);
    let column = places(&|column| table.cells.iter().any(|cell| cell.column == column), columns);
    let moved = |to: &[u16], from: u16, span: u16| {
        let (start, end) = (to[usize::from(from)], to[usize::from(from + span.max(1))]);
        (start, end - start)
    };
    for cell in &mut table.cells {
        (cell.row, cell.row_span) = moved(&row, cell.row, cell.row_span);
        (cell.column, cell.column_span) = moved(&column, cell.column, cell.column_span);
    }
    table.head_rows = row[usize::from(table.head_rows)];
    (table.rows, table.columns) = (row[usize::from(rows)], column[usize::from(columns)]);
    table
}

#[test]
fn the_last_table_in_parts() {
    for edition in ["2019", "2021"] {
        let report = filled(edition);
        let three = [("行政复议", 0..5), ("未经复议直接起诉", 5..10), ("复议后起诉", 10..15)];
        let two = [("行政复议", 0..5), ("行政诉讼", 5..15)];
        let backwards = [("行政诉讼", 5..15), ("行政复议", 0..5)];
        for parts in [&three[..], &two, &backwards] {
            for named in [false, true] {
                for from in [0, 1] {
                    // Without the upper heads their name has to stand before the table.
                    if from == 1 && !named {
                        continue;
                    }
                    let mut document = document(&report);
                    let at = document.blocks.iter().rposition(|b| matches!(b, Block::Table(_)));
                    let Block::Table(table) = document.blocks.remove(at.unwrap()) else { continue };
                    let blocks = parts.iter().enumerate().flat_map(|(number, (name, columns))| {
                        let name = named
                            .then(|| text(&format!("（{}）{name}", ["一", "二", "三"][number])));
                        let name = name.unwrap_or_else(|| text(""));
                        [name, Block::Table(part(&table, columns.clone(), from))]
                    });
                    let blocks: Vec<Block> = blocks.collect();
                    document.blocks.splice(at.unwrap()..at.unwrap(), blocks);
                    let name = format!("{edition}: {parts:?}, named: {named}, from {from}");
                    for (file, bytes) in every_file(&document) {
                        assert_figures(
                            &format!("{name}, {file}"),
                            &read_draft(&bytes, file),
                            &report,
                            &[],
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn the_first_table_in_parts() {
    let report = filled("2021");
    let mut document = document(&report);
    let table = tables(&mut document).next().unwrap().clone();
    let at = document.blocks.iter().position(|b| matches!(b, Block::Table(_))).unwrap();
    // Its items, each with its own heads.
    let heads: Vec<u16> = (0..table.rows)
        .filter(|row| table.cells.iter().any(|c| c.row == *row && c.text.contains("第二十条")))
        .collect();
    let rows = |from: u16, to: u16| {
        let own = table.cells.iter().filter(|cell| (from..to).contains(&cell.row));
        let cells = own.map(|cell| TableCell { row: cell.row - from, ..cell.clone() }).collect();
        compact(Table { rows: to - from, widths: Vec::new(), head_rows: 0, cells, ..table.clone() })
    };
    let ends = heads.iter().skip(1).copied().chain([table.rows]);
    let parts: Vec<Block> = heads
        .iter()
        .zip(ends)
        .flat_map(|(from, to)| [text(""), Block::Table(rows(*from, to))])
        .collect();
    assert!(parts.len() > 4);
    document.blocks.splice(at..=at, parts);
    for (file, bytes) in every_file(&document) {
        assert_figures(file, &read_draft(&bytes, file), &report, &[]);
    }
}

/// A table as a page has it.
fn html(table: &Table, compact: bool) -> String {
    let mut out = "<table border=\"1\">".to_owned();
    let line = if compact { "" } else { "\n" };
    for row in table.cells.chunk_by(|a, b| a.row == b.row) {
        out += line;
        out += "<tr>";
        for cell in row {
            out += "<td";
            if cell.row_span > 1 {
                out += &format!(" rowspan=\"{}\"", cell.row_span);
            }
            if cell.column_span > 1 {
                out += &format!(" colspan={}", cell.column_span);
            }
            out += &format!(">{}</td>", cell.text);
        }
        out += "</tr>";
    }
    out + line + "</table>"
}

#[test]
fn tables_of_a_page_within_markdown() {
    let report = whole();
    let (texts, tables) = parted(&report);
    let title = |paragraph: &Paragraph| matches!(paragraph.role, Role::Title | Role::Heading(1));
    for (marks, gap) in [("# ", "\n\n"), ("## ", "\n\n"), ("", "\n\n"), ("**", "\n\n"), ("", "\n")]
    {
        for compact in [false, true] {
            for wrapped in ["", "<div>", "<html><body>", "<center>"] {
                let mut text = String::new();
                let mut left = tables.iter();
                for block in &texts {
                    let Block::Paragraph(paragraph) = block else { continue };
                    text += if title(paragraph) { marks } else { "" };
                    text += &paragraph.text;
                    text += if title(paragraph) && marks == "**" { "**" } else { "" };
                    text += gap;
                    let wanted = ["二", "三", "四"]
                        .iter()
                        .any(|n| paragraph.text.starts_with(&format!("{n}、")));
                    if wanted && let Some(table) = left.next() {
                        text += wrapped;
                        text += &html(table, compact);
                        text += &wrapped
                            .replace("<html><body>", "</body></html>")
                            .replace('<', "</")
                            .replace("<//", "</");
                        text += gap;
                    }
                }
                let name = format!("{marks:?} {gap:?} compact: {compact}, in {wrapped}");
                for file in ["年报.md", "年报.txt"] {
                    let name = format!("{name}, {file}");
                    assert_whole(&name, &read_draft(text.as_bytes(), file), &report);
                }
            }
        }
    }
}

#[test]
fn the_form_is_whole() {
    let report = whole();
    assert_documents("as it should be", &document(&report), &report);
    assert_eq!(report.edition.as_deref(), Some(Forms::official().editions().last().unwrap().id));
}
