//! Report → [`Document`]: what stands on paper, in its order, without a thought of pages.
//!
//! **Deliberately absent**: type sizes, positions, fonts. Every kind of file is written from this
//! one document.

use gongkai_model::document::{
    Block, Document, Paragraph, Role, Table, TableCell, TextSource, heading_level,
};
use gongkai_model::form::{Edition, Forms, GridContent, TableForm};
use gongkai_model::place::{Characters, Place, TextRange};
use gongkai_model::report::{Cell, Chapter, Report};

/// The report as a document: title, preface, chapters with their tables, signature, date.
///
/// A chapter's table stands where the report says ([`Chapter::table_at`]); a report without an
/// edition, or of one the forms do not have, has text only. A table whose chapter the report has
/// lost is not left out as long as it has a figure: it stands where the chapter would.
pub fn document(report: &Report, forms: &Forms) -> Document {
    let edition = report.edition_in(forms);
    let mut blocks = vec![match &report.title {
        Some(title) => paragraph(Role::Title, title, Place::Title, None),
        None => Block::Paragraph(Paragraph::new(Role::Title, report.full_title().trim())),
    }];
    let preface = report.preface.iter().enumerate();
    blocks.extend(preface.map(|(at, text)| body(text, Place::Preface, at)));
    let mut lost = lost_tables(report, edition);
    let mut placed = Vec::new();
    for (index, chapter) in report.chapters.iter().enumerate() {
        let own = index_of(chapter, edition);
        while let Some(form) = lost.pop_if(|(at, _)| own.is_some_and(|own| *at < own)) {
            blocks.push(Block::Table(table(form.1, report)));
        }
        let form = table_of(chapter, edition).filter(|form| !placed.contains(&form.id));
        placed.extend(form.map(|form| form.id));
        let place = report.place_of_chapter(index);
        chapter_blocks(chapter, &place, form.map(|form| table(form, report)), &mut blocks);
    }
    blocks.extend(lost.into_iter().rev().map(|(_, form)| Block::Table(table(form, report))));
    let closing = [
        (Role::Signature, Place::Signature, &report.signature),
        (Role::Date, Place::Date, &report.date),
    ];
    for (role, place, text) in closing {
        let text = text.as_deref().filter(|text| !text.trim().is_empty());
        blocks.extend(text.map(|text| paragraph(role, text, place, None)));
    }
    Document { blocks, ..Document::default() }
}

/// Which chapter of the form it is, from 0.
fn index_of(chapter: &Chapter, edition: Option<&Edition>) -> Option<usize> {
    let id = chapter.id.as_deref()?;
    edition?.chapters.iter().position(|form| form.id == id)
}

/// The tables with figures whose chapters the report has lost, with the places of those chapters;
/// last first. They are printed where the chapters would stand.
fn lost_tables<'a>(report: &Report, edition: Option<&'a Edition>) -> Vec<(usize, &'a TableForm)> {
    let filled = |form: &TableForm| {
        let said = |cell: &Cell| cell.figure.number().is_some() || cell.note.is_some();
        report.cells.iter().any(|(id, cell)| id.table() == form.id && said(cell))
    };
    let Some(edition) = edition else { return Vec::new() };
    let chapters = edition.chapters.iter().enumerate().rev();
    chapters
        .filter(|(_, chapter)| report.chapter(chapter.id).is_none())
        .filter_map(|(place, chapter)| Some((place, edition.table(chapter.table?)?)))
        .filter(|(_, form)| filled(form))
        .collect()
}

fn table_of<'a>(chapter: &Chapter, edition: Option<&'a Edition>) -> Option<&'a TableForm> {
    let edition = edition?;
    let form = edition.chapter(chapter.id.as_deref()?)?;
    edition.table(form.table?)
}

fn chapter_blocks(chapter: &Chapter, place: &Place, table: Option<Table>, out: &mut Vec<Block>) {
    let number = match chapter.number.trim() {
        "" => String::new(),
        number => format!("{number}{}", chapter.mark.as_deref().unwrap_or("、")),
    };
    if !number.is_empty() || !chapter.heading.trim().is_empty() {
        out.push(numbered(Role::Heading(1), &number, &chapter.heading, place.clone(), None));
    }
    let paragraphs = chapter.paragraphs.iter().enumerate();
    let mut paragraphs: Vec<Block> =
        paragraphs.map(|(at, text)| body(text, place.clone(), at)).collect();
    let behind = paragraphs.split_off(chapter.table_at.min(paragraphs.len()));
    out.extend(paragraphs);
    out.extend(table.map(Block::Table));
    out.extend(behind);
}

/// A paragraph of the text: a heading of its own when its numbering says so.
fn body(text: &str, place: Place, at: usize) -> Block {
    // A chapter's own heading is the only 一、: within a chapter it is an ordinary paragraph.
    let role = match heading_level(text) {
        Some(level) if level > 1 => Role::Heading(level),
        _ => Role::Body,
    };
    paragraph(role, text, place, Some(at))
}

fn paragraph(role: Role, text: &str, place: Place, at: Option<usize>) -> Block {
    numbered(role, "", text, place, at)
}

/// A text of the report without blanks around it, behind a number that is not of the text.
fn numbered(role: Role, number: &str, text: &str, place: Place, at: Option<usize>) -> Block {
    let blank = text.chars().take_while(|c| c.is_whitespace()).count();
    let length = text.trim().chars().count();
    let characters = Characters { at: blank, length };
    let source = TextSource {
        range: TextRange { place, paragraph: at, characters },
        before: number.chars().count(),
    };
    let text = format!("{number}{}", text.trim());
    Block::Paragraph(Paragraph { text, role, source: Some(source) })
}

/// A table of the form with the figures of the report; a blank cell stays blank, one that was not read
/// says so.
pub(super) fn table(form: &TableForm, report: &Report) -> Table {
    let grid = form.grid();
    let cells = grid.cells.into_iter().map(|cell| {
        let (text, figure, vertical) = match cell.content {
            GridContent::Label { text, vertical, .. } => (text, None, vertical),
            GridContent::Figure { cell, .. } => {
                let printed = report.cells.get(&cell).map(|cell| cell.printed());
                (printed.unwrap_or_default(), Some(cell), false)
            }
        };
        TableCell {
            row: cell.row,
            column: cell.column,
            row_span: cell.row_span,
            column_span: cell.column_span,
            text,
            label: figure.is_none(),
            figure,
            vertical,
            bar: None,
        }
    });
    Table {
        rows: grid.rows,
        columns: grid.widths.len() as u16,
        widths: grid.widths,
        head_rows: grid.head_rows,
        cells: cells.collect(),
        sideways: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gongkai_model::report::Figure;

    fn texts(document: &Document) -> Vec<(Role, &str)> {
        let paragraphs = document.blocks.iter().filter_map(|block| match block {
            Block::Paragraph(paragraph) => Some((paragraph.role, paragraph.text.as_str())),
            Block::Table(_) => None,
        });
        paragraphs.collect()
    }

    fn tables(document: &Document) -> Vec<&Table> {
        let tables = document.blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            Block::Paragraph(_) => None,
        });
        tables.collect()
    }

    #[test]
    fn a_blank_report_has_title_six_chapters_and_three_tables() {
        let forms = Forms::official();
        for edition in forms.editions() {
            let report = Report::blank(edition, "青铜镇人民政府", 2026);
            let document = document(&report, &forms);
            let texts = texts(&document);
            assert_eq!(texts[0], (Role::Title, "青铜镇人民政府2026年政府信息公开工作年度报告"));
            assert_eq!(texts[1], (Role::Heading(1), "一、总体情况"));
            assert_eq!(texts.last(), Some(&(Role::Signature, "青铜镇人民政府")));
            let tables = tables(&document);
            assert_eq!(tables.len(), 3);
            assert_eq!(tables[1].head_rows, 3);
            assert!(tables[1].cells.iter().all(|cell| cell.label || cell.text.is_empty()));
        }
    }

    #[test]
    fn figures_stand_as_entered_and_blank_stays_blank() {
        let forms = Forms::official();
        let mut report = Report::blank(forms.edition("2019").unwrap(), "青铜镇人民政府", 2020);
        let mut set = |id: &str, cell: Cell| report.cells.insert(id.into(), cell);
        set("disclosure/rules/newly_made", Cell::typed(0));
        set(
            "disclosure/procurement/amount",
            Cell { figure: 495.into(), note: Some("495（万元）".into()), ..Cell::default() },
        );
        set("disclosure/fees/net_change", Cell { figure: Figure::Unread, ..Cell::default() });
        let document = document(&report, &forms);
        let filled: Vec<&str> = tables(&document)[0]
            .cells
            .iter()
            .filter(|cell| !cell.label && !cell.text.is_empty())
            .map(|cell| cell.text.as_str())
            .collect();
        assert_eq!(filled, ["0", "未读到", "495（万元）"]);
    }

    #[test]
    fn the_table_stands_between_the_paragraphs_where_the_report_says() {
        let forms = Forms::official();
        let mut report = Report::blank(forms.edition("2021").unwrap(), "青铜镇人民政府", 2026);
        report.chapters[1].paragraphs = vec!["表前一段。".into(), "（一）表后小标题".into()];
        report.chapters[1].table_at = 1;
        let document = document(&report, &forms);
        let at = document.blocks.iter().position(|b| matches!(b, Block::Table(_))).unwrap();
        let around = [&document.blocks[at - 1], &document.blocks[at + 1]];
        let place = Place::chapter("disclosure");
        assert_eq!(around[0], &paragraph(Role::Body, "表前一段。", place.clone(), Some(0)));
        let behind = paragraph(Role::Heading(2), "（一）表后小标题", place, Some(1));
        assert_eq!(around[1], &behind);
    }

    #[test]
    fn a_report_without_edition_is_text_and_an_unknown_chapter_is_printed() {
        let forms = Forms::official();
        let chapter = Chapter {
            number: "七".into(),
            heading: "附则".into(),
            paragraphs: vec!["内容。".into()],
            table_at: 9,
            ..Chapter::default()
        };
        let report = Report { chapters: vec![chapter], year: Some(2018), ..Report::default() };
        let document = document(&report, &forms);
        assert!(tables(&document).is_empty());
        assert_eq!(texts(&document)[1..], [(Role::Heading(1), "七、附则"), (Role::Body, "内容。")]);
    }

    #[test]
    fn a_table_whose_chapter_is_missing_is_not_lost() {
        let forms = Forms::official();
        let mut report = Report::blank(forms.edition("2021").unwrap(), "青铜镇人民政府", 2026);
        report.chapters.retain(|chapter| chapter.id.as_deref() != Some("requests"));
        assert_eq!(tables(&document(&report, &forms)).len(), 2);
        report.cells.insert("requests/new/total".into(), Cell::typed(3));
        assert_eq!(tables(&document(&report, &forms)).len(), 3);
    }
}
