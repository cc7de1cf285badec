//! The files written for others, by their kind: each is read back and compared before it is handed
//! out.
//!
//! **Deliberately absent**: how any kind of file is made.

use super::{docx, html, markdown, xlsx};
use gongkai_layout::{FontSet, PageOptions};
use gongkai_model::document::{Block, Document, normalize};
use gongkai_model::form::Forms;
use gongkai_model::report::{Figure, Report};
use gongkai_read::Unreadable;
use serde::{Deserialize, Serialize};

/// A kind of file a report is written as; the official page (PDF) is [`super::print`]'s.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileFormat {
    Docx,
    Html,
    Xlsx,
    Markdown,
}

impl FileFormat {
    pub const ALL: [FileFormat; 4] =
        [FileFormat::Docx, FileFormat::Html, FileFormat::Xlsx, FileFormat::Markdown];

    /// The ending of its files' names, without the dot.
    pub fn ending(self) -> &'static str {
        match self {
            FileFormat::Docx => "docx",
            FileFormat::Html => "html",
            FileFormat::Xlsx => "xlsx",
            FileFormat::Markdown => "md",
        }
    }

    /// The kind a file name's ending asks for.
    pub fn of_ending(ending: &str) -> Option<Self> {
        let ending = ending.to_ascii_lowercase();
        let ending = if ending == "htm" { "html" } else { ending.as_str() };
        Self::ALL.into_iter().find(|format| format.ending() == ending)
    }
}

/// Writes the report as a file of this kind; a Word file has the pages of these choices and fonts.
/// What was written has been read back and compared.
///
/// # Errors
/// When what is read back differs from the report.
pub fn file(
    report: &Report,
    forms: &Forms,
    format: FileFormat,
    options: &PageOptions,
    fonts: &FontSet,
) -> Result<Vec<u8>, NotWritten> {
    let document = gongkai_compose::document(report, forms);
    match format {
        FileFormat::Docx => docx(&document, options, fonts),
        FileFormat::Html => html(&document),
        FileFormat::Xlsx => xlsx(&document),
        FileFormat::Markdown => {
            let bytes = markdown(&document).into_bytes();
            same_report(report, &bytes, forms)?;
            Ok(bytes)
        }
    }
}

/// Markdown knows no merged cells, so its report is compared, not its grid: figure by figure and
/// chapter by chapter. An unread cell is written as a blank one.
fn same_report(report: &Report, bytes: &[u8], forms: &Forms) -> Result<(), NotWritten> {
    let again = gongkai_read::document(bytes, "年报.md")
        .and_then(|read| gongkai_read::recognise(&read, forms));
    let again = again.map_err(|_| NotWritten::File)?.report;
    let other = report
        .cells
        .iter()
        .find(|(id, cell)| cell.figure != Figure::Unread && again.figure(id) != cell.figure);
    if let Some((id, _)) = other {
        return Err(NotWritten::Different { place: id.as_str().to_owned() });
    }
    let texts = |report: &Report| -> Vec<(String, String)> {
        let chapters = report.chapters.iter();
        chapters.map(|c| (c.heading.clone(), normalize::text(&c.paragraphs.concat()))).collect()
    };
    let (written, back) = (texts(report), texts(&again));
    match written.iter().find(|chapter| !back.contains(chapter)) {
        Some((heading, _)) => Err(NotWritten::Different { place: heading.clone() }),
        None => Ok(()),
    }
}

/// Why no file was made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotWritten {
    #[error("没有生成文件：写出时出错；请再试一次，仍不成功请把日志发给维护人员。")]
    File,
    #[error(
        "没有生成文件：写出的文件与年报核对不一致（{place}）；年报内容没有改动，请再试一次，仍不成功请把日志发给维护人员。"
    )]
    Different { place: String },
}

/// Reads what was written and hands it out when `compare` finds no difference.
pub(super) fn checked(
    bytes: Vec<u8>,
    read: impl Fn(&[u8]) -> Result<Document, Unreadable>,
    compare: impl Fn(&Document) -> Result<(), String>,
) -> Result<Vec<u8>, NotWritten> {
    let back = read(&bytes).map_err(|_| NotWritten::File)?;
    compare(&back).map_err(|place| NotWritten::Different { place })?;
    Ok(bytes)
}

/// Compares text by text, figure by figure, span by span; the first place that differs.
pub(super) fn same(written: &Document, read: &Document) -> Result<(), String> {
    first_difference(&pieces(&written.blocks), &pieces(&read.blocks))
}

/// The same for the tables alone.
pub(super) fn same_tables(written: &Document, read: &Document) -> Result<(), String> {
    let tables = |document: &Document| {
        let tables = document.blocks.iter().filter(|block| matches!(block, Block::Table(_)));
        pieces(&tables.cloned().collect::<Vec<_>>())
    };
    first_difference(&tables(written), &tables(read))
}

fn first_difference(written: &[String], read: &[String]) -> Result<(), String> {
    let mut pairs = written.iter().zip(read);
    match pairs.find(|(written, read)| written != read) {
        Some((written, _)) => Err(written.chars().take(30).collect()),
        None if written.len() != read.len() => Err("篇末".to_owned()),
        None => Ok(()),
    }
}

fn pieces(blocks: &[Block]) -> Vec<String> {
    let mut out = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => {
                let lines = paragraph.text.lines().map(normalize::text);
                out.extend(lines.filter(|line| !line.is_empty()));
            }
            Block::Table(table) => {
                out.extend(table.cells.iter().map(|cell| {
                    let place = [cell.row, cell.column, cell.row_span, cell.column_span];
                    format!("{}{place:?}", normalize::text(&cell.text))
                }));
            }
        }
    }
    out
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use gongkai_model::form::Forms;
    use gongkai_model::report::{Cell, Figure, Report};

    /// A report of each edition, with awkward figures.
    pub fn reports() -> Vec<Document> {
        let forms = Forms::official();
        let notes = ["22（其中修订16件）", "/", "495（万元）", "减4", "<甲> & 乙", "+2/-1"];
        forms
            .editions()
            .iter()
            .map(|edition| {
                let mut report = Report::blank(edition, "青铜镇人民政府", 2026);
                report.chapters[0].paragraphs = vec!["（一）主动公开。<甲> & 乙“丙”。".into()];
                report.date = Some("2027年1月20日".into());
                for (at, cell) in report.cells.values_mut().enumerate() {
                    *cell = match at % 5 {
                        0 => Cell::typed(at as i64 * 37_137),
                        1 => Cell::typed(0),
                        2 => Cell::default(),
                        3 => Cell::typed(Figure::Number(rust_decimal::Decimal::new(961_716, 1))),
                        _ => Cell {
                            note: notes.get(at / 5 % notes.len()).map(|note| (*note).to_owned()),
                            ..Cell::typed(22)
                        },
                    };
                }
                gongkai_compose::document(&report, &forms)
            })
            .collect()
    }

    #[test]
    fn a_quoted_figure_is_written_as_a_figure_and_nothing_else() {
        let forms = Forms::official();
        let mut report = Report::blank(forms.edition("2021").unwrap(), "青铜镇人民政府", 2026);
        report.cells.insert("requests/new/total".into(), Cell::typed(12));
        report.chapters[0].paragraphs = vec!["收到\u{fffc}件。".into()];
        let figure = report.figure(&"requests/new/total".into());
        report.chapters[0].quote('\u{fffc}', "requests/new/total".into(), figure);
        let text = markdown(&gongkai_compose::document(&report, &forms));
        let back = gongkai_read::report(text.as_bytes(), "年报.md", &forms).unwrap().report;
        assert_eq!(back.chapters[0].paragraphs, ["收到12件。"]);
        assert!(back.chapters[0].quoted.is_empty());
    }

    #[test]
    fn a_difference_is_found_and_named() {
        let [document, _] = reports().try_into().unwrap();
        assert_eq!(same(&document, &document), Ok(()));
        let mut other = document.clone();
        let Some(Block::Table(table)) =
            other.blocks.iter_mut().find(|block| matches!(block, Block::Table(_)))
        else {
            panic!("no table")
        };
        let cell = table.cells.iter_mut().find(|cell| !cell.label && cell.text == "0").unwrap();
        cell.text = "1".into();
        assert!(same(&document, &other).unwrap_err().starts_with('0'));
        other.blocks.truncate(3);
        assert_eq!(same(&other, &document), Err("篇末".into()));
    }
}
