//! Report → PDF, read back before it is handed out.

use super::fonts::{FontSet, Substitution};
use super::layout::page::Pages;
use super::layout::{PageOptions, SIGNATORY, lay_out};
use super::{document, pdf, read_back};
use crate::document::{Block, Document};
use crate::form::{Forms, GridContent};
use crate::report::Report;
use std::collections::BTreeMap;

/// A written PDF.
#[derive(Clone, Debug)]
pub struct Printed {
    pub pages: Pages,
    pub pdf: Vec<u8>,
    /// Roles set in another font than the official one.
    pub substituted: Vec<Substitution>,
}

/// Why nothing was written. Its sentence is shown as it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotPrinted {
    #[error(
        "没有生成文件：所有字体中都没有这些字：{characters}；请安装含有这些字的字体，或改用其他写法。"
    )]
    Missing { characters: String },
    #[error("没有生成文件：有一个表格单元格内容太多，一页放不下；请缩短该格的内容。")]
    Overfull,
    #[error("没有生成文件：字体文件不能使用；请重新安装字体，或改用随程序提供的字体。")]
    Font,
    #[error("没有生成文件：写出 PDF 时出错；请重试，仍不成功请把日志发给维护人员。")]
    File,
    #[error(
        "没有生成文件：写出的 PDF 读回后与年报不一致（{place}）；年报内容没有改动，请重试，仍不成功请把日志发给维护人员。"
    )]
    Different { place: String },
}

/// The pages as they will be printed, with the figures' places named.
pub fn pages(report: &Report, forms: &Forms, options: &PageOptions, fonts: &FontSet) -> Pages {
    let document = document(report, forms);
    named(&document, report, forms, options, fonts)
}

fn named(
    document: &Document,
    report: &Report,
    forms: &Forms,
    options: &PageOptions,
    fonts: &FontSet,
) -> Pages {
    let mut pages = lay_out(document, options, fonts);
    let edition = report.edition.as_deref().and_then(|id| forms.edition(id));
    let mut names = BTreeMap::new();
    for (index, block) in document.blocks.iter().enumerate() {
        let Block::Table(table) = block else { continue };
        // A table of the document is known by its figures' places: the form's tables differ.
        let form = edition.iter().flat_map(|edition| &edition.tables).map(|form| form.grid());
        let grid = form.into_iter().find(|grid| {
            grid.rows == table.rows
                && grid.cells.len() == table.cells.len()
                && grid.cells.iter().zip(&table.cells).all(|(a, b)| {
                    let text = match &a.content {
                        GridContent::Label { text, .. } => Some(text),
                        GridContent::Figure { .. } => None,
                    };
                    (a.row, a.column) == (b.row, b.column)
                        && text.is_none_or(|text| *text == b.text)
                })
        });
        for cell in grid.into_iter().flat_map(|grid| grid.cells) {
            if let GridContent::Figure { cell: id, .. } = cell.content {
                names.insert((index, cell.row, cell.column), id);
            }
        }
    }
    for figure in pages.pages.iter_mut().flat_map(|page| &mut page.figures) {
        figure.cell = names.get(&figure.at).cloned();
    }
    pages
}

/// Prints a report: pages, PDF, and the PDF read back and compared with the report.
///
/// # Errors
/// When a character is in no font, a cell says more than a page holds, a font can't be embedded, or
/// what was written does not read back the same.
pub fn print(
    report: &Report,
    forms: &Forms,
    options: &PageOptions,
    fonts: &FontSet,
) -> Result<Printed, NotPrinted> {
    let document = document(report, forms);
    let pages = named(&document, report, forms, options, fonts);
    if !pages.missing.is_empty() {
        let shown = |c: &char| format!("{c}（U+{:04X}）", *c as u32);
        let characters: Vec<String> = pages.missing.iter().take(10).map(shown).collect();
        return Err(NotPrinted::Missing { characters: characters.join("、") });
    }
    if pages.overfull {
        return Err(NotPrinted::Overfull);
    }
    let pdf = pdf::write(&pages, fonts, report.organ.as_deref().unwrap_or_default())?;
    let extra = if options.signature_line { SIGNATORY } else { "" };
    read_back::compare(&pdf, &document, extra)?;
    Ok(Printed { pages, pdf, substituted: fonts.substitutions() })
}
