//! Report → PDF, read back before it is handed out.

use super::{pdf, verify};
use crate::error::NotPrinted;
use crate::error::NotWritten;
use crate::format::{FileFormat, Source};
use gongkai_compose::document;
use gongkai_layout::fonts::{FontSet, Substitution};
use gongkai_layout::{PageOptions, lay_out};
use gongkai_layout::{Pages, SignatureField};
use gongkai_model::document::{Document, SIGNATORY};
use gongkai_model::form::Forms;
use gongkai_model::report::Report;

/// A written PDF.
#[derive(Clone, Debug)]
pub struct Printed {
    /// The pages the file shows.
    pub pages: Pages,
    /// The file.
    pub pdf: Vec<u8>,
    /// Roles set in another font than the official one.
    pub substituted: Vec<Substitution>,
}

/// The pages as they will be printed.
pub fn pages(report: &Report, forms: &Forms, options: &PageOptions, fonts: &FontSet) -> Pages {
    lay_out(&document(report, forms), options, fonts)
}

/// The official page.
pub(crate) const FORMAT: FileFormat =
    FileFormat { name: "pdf", called: "PDF", endings: &["pdf"], write };

fn write(source: &Source<'_>) -> Result<Vec<u8>, NotWritten> {
    Ok(print(source.report, source.forms, source.options, source.fonts)?.pdf)
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
    print_final(report, forms, options, fonts, "")
}

/// Prints a report as [`print`] does; the file says of itself which finalised version it shows.
///
/// # Errors
/// As [`print`].
pub fn print_final(
    report: &Report,
    forms: &Forms,
    options: &PageOptions,
    fonts: &FontSet,
    version: &str,
) -> Result<Printed, NotPrinted> {
    let author = report.organ.as_deref().unwrap_or_default();
    let document = document(report, forms);
    verify::document::whole(report, &document).map_err(|place| NotPrinted::Different { place })?;
    print_described(&document, (author, version), options, fonts, Pages::signature_fields)
}

/// Prints a document that is not itself a report — a check list, a comparison — in the same way;
/// `author` is the organ it is made for.
///
/// # Errors
/// As [`print`].
pub fn print_document(
    document: &Document,
    author: &str,
    options: &PageOptions,
    fonts: &FontSet,
) -> Result<Printed, NotPrinted> {
    print_described(document, (author, ""), options, fonts, |_| Vec::new())
}

fn print_described(
    document: &Document,
    (author, subject): (&str, &str),
    options: &PageOptions,
    fonts: &FontSet,
    fields: fn(&Pages) -> Vec<SignatureField>,
) -> Result<Printed, NotPrinted> {
    let pages = printable(document, options, fonts)?;
    let pdf = pdf::write(&pages, document, fonts, (author, subject), &fields(&pages))?;
    let extra = if options.signature_line { SIGNATORY } else { "" };
    verify::pdf::compare(&pdf, document, extra)?;
    Ok(Printed { pages, pdf, substituted: fonts.substitutions() })
}

/// The pages of a document as they go to a printer, or into a file: all of it can be shown.
///
/// # Errors
/// When a character is in no font, or a cell says more than a page holds.
pub fn printable(
    document: &Document,
    options: &PageOptions,
    fonts: &FontSet,
) -> Result<Pages, NotPrinted> {
    let pages = lay_out(document, options, fonts);
    if !pages.missing.is_empty() {
        let shown = |c: &char| format!("{c}（U+{:04X}）", *c as u32);
        let characters: Vec<String> = pages.missing.iter().take(10).map(shown).collect();
        return Err(NotPrinted::Missing { characters: characters.join("、") });
    }
    if pages.overfull {
        return Err(NotPrinted::Overfull);
    }
    Ok(pages)
}

#[cfg(test)]
mod tests {
    use super::super::svg;
    use super::*;
    use gongkai_layout::Seal;
    use gongkai_layout::fonts::Font;
    use gongkai_layout::samples::shipped;
    use gongkai_layout::samples::{sample, wide_table};
    use gongkai_model::document::Block;
    use gongkai_model::report::Cell;
    use proptest::prelude::*;
    use std::sync::Arc;

    fn options() -> [PageOptions; 3] {
        [Seal::None, Seal::Space, Seal::Stamp].map(|seal| PageOptions {
            seal,
            signature_line: seal != Seal::Stamp,
            draft: seal == Seal::Stamp,
            example: seal == Seal::Space,
        })
    }

    #[test]
    fn a_report_is_printed_and_reads_back_in_every_arrangement() {
        let (forms, fonts) = (Forms::official(), shipped());
        for options in options() {
            let printed = print(&sample(), &forms, &options, &fonts).unwrap();
            assert!(printed.pdf.starts_with(b"%PDF-1.7"));
            assert_eq!(printed.substituted.len(), 5);
            let again = print(&sample(), &forms, &options, &fonts).unwrap();
            assert!(printed.pdf == again.pdf, "the same report gives the same bytes");
        }
    }

    #[test]
    fn turned_tables_and_whole_documents_turned_read_back() {
        let fonts = shipped();
        for (whole, table) in [(false, true), (true, false)] {
            let mut document = document(&sample(), &Forms::official());
            document.sideways = whole;
            document.blocks.insert(
                3,
                Block::Table(gongkai_model::document::Table { sideways: table, ..wide_table(50) }),
            );
            let options = PageOptions {
                seal: Seal::Space,
                signature_line: true,
                draft: true,
                example: false,
            };
            let printed = print_document(&document, "青铜县", &options, &fonts).unwrap();
            let turned = printed.pages.pages.iter().filter(|page| page.sideways).count();
            assert_eq!(turned == printed.pages.pages.len(), whole);
            assert!(turned > 1);
            let mut other = document.clone();
            let Some(Block::Table(table)) = other.blocks.get_mut(3) else { panic!() };
            table.cells[8].text = "别的单位".into();
            let extra = SIGNATORY;
            assert!(verify::pdf::compare(&printed.pdf, &other, extra).is_err());
        }
    }

    #[test]
    fn every_figure_of_the_form_has_a_named_place() {
        let (forms, fonts) = (Forms::official(), shipped());
        for edition in forms.editions() {
            let report = Report::blank(edition, "青铜镇人民政府", 2026);
            let pages = pages(&report, &forms, &PageOptions::default(), &fonts);
            let mut named: Vec<_> = pages
                .pages
                .iter()
                .flat_map(|page| &page.figures)
                .map(|figure| figure.cell.clone().unwrap())
                .collect();
            named.sort();
            let mut all: Vec<_> = edition.figures().into_iter().map(|f| f.id).collect();
            all.sort();
            assert_eq!(named, all);
        }
    }

    #[test]
    fn what_the_pdf_says_otherwise_than_the_report_is_noticed() {
        let (forms, fonts) = (Forms::official(), shipped());
        let printed = print(&sample(), &forms, &PageOptions::default(), &fonts).unwrap();
        let different = |change: &dyn Fn(&mut Report)| {
            let mut report = sample();
            change(&mut report);
            verify::pdf::compare(&printed.pdf, &document(&report, &forms), "").unwrap_err()
        };
        let changes: [&dyn Fn(&mut Report); 7] = [
            &|r| {
                r.cells.insert("requests/new/business".into(), Cell::typed(4));
            },
            &|r| {
                r.cells.insert("requests/new/research".into(), Cell::typed(0));
            },
            &|r| {
                r.cells.insert("cases/reconsideration/total".into(), Cell::default());
            },
            &|r| r.chapters[0].paragraphs[1].push('。'),
            &|r| r.chapters[5].heading = "其他事项".into(),
            &|r| r.date = None,
            &|r| r.title = Some("年报".into()),
        ];
        for change in changes {
            let error = different(change);
            assert!(matches!(error, NotPrinted::Different { .. }), "{error}");
        }
    }

    #[test]
    fn what_a_screen_reader_would_hear_otherwise_is_noticed() {
        use gongkai_model::document::Role;
        let forms = Forms::official();
        let options = PageOptions { signature_line: true, ..PageOptions::default() };
        let printed = print(&sample(), &forms, &options, &shipped()).unwrap();
        let document = document(&sample(), &forms);
        assert_eq!(verify::pdf::compare(&printed.pdf, &document, SIGNATORY), Ok(()));
        let heard = |change: &dyn Fn(&mut Block)| {
            let mut document = document.clone();
            document.blocks.iter_mut().for_each(change);
            verify::pdf::compare(&printed.pdf, &document, SIGNATORY).unwrap_err().to_string()
        };
        // The eye sees no difference.
        let text_for_heading = heard(&|block| {
            if let Block::Paragraph(paragraph) = block
                && matches!(paragraph.role, Role::Heading(_))
            {
                paragraph.role = Role::Body;
            }
        });
        let figure_for_head = heard(&|block| {
            if let Block::Table(table) = block {
                table.cells.iter_mut().for_each(|cell| cell.label = true);
            }
        });
        assert!(text_for_heading.contains("朗读“一、总体情况”一段"), "{text_for_heading}");
        assert!(figure_for_head.contains("朗读表格第"), "{figure_for_head}");
    }

    #[test]
    fn a_damaged_pdf_is_no_success() {
        let (forms, fonts) = (Forms::official(), shipped());
        let printed = print(&sample(), &forms, &PageOptions::default(), &fonts).unwrap();
        let document = document(&sample(), &forms);
        for length in [0, 100, printed.pdf.len() / 2] {
            assert!(verify::pdf::compare(&printed.pdf[..length], &document, "").is_err());
        }
    }

    #[test]
    fn hostile_reports_give_a_page_or_a_sentence() {
        let (forms, fonts) = (Forms::official(), shipped());
        let attempt = |change: &dyn Fn(&mut Report)| {
            let mut report = sample();
            change(&mut report);
            print(&report, &forms, &PageOptions::default(), &fonts).map(|p| p.pages.pages.len())
        };
        let note = |text: String| Cell { note: Some(text), ..Cell::default() };
        let printed: [&dyn Fn(&mut Report); 9] = [
            // Squeezed marks overlap with narrow letters.
            &|r| r.chapters[0].paragraphs = vec!["“i“l，“r“j”，i。“".repeat(40)],
            &|r| r.chapters[0].paragraphs = vec!["政".repeat(50_000)],
            &|r| r.chapters[0].paragraphs = vec!["9".repeat(3_000), "）".repeat(3_000)],
            &|r| r.chapters[0].paragraphs = vec!["政\u{202e}府\u{0}\u{1b}\t\r\n信息".into()],
            &|r| {
                r.cells.insert("cases/direct_suit/total".into(), note("9".repeat(40)));
            },
            &|r| {
                r.chapters[0].paragraphs =
                    vec!["\u{202b}\u{202e}政\u{2066}府\u{2069}\u{202c}信息".repeat(50)]
            },
            // Two hundred pages of text.
            &|r| r.chapters[0].paragraphs = vec!["政".repeat(28 * 22 - 2); 200],
            &|r| r.organ = Some("青".repeat(400)),
            &|r| *r = Report::default(),
        ];
        for (at, change) in printed.into_iter().enumerate() {
            assert!(attempt(change).is_ok(), "{at}: {:?}", attempt(change));
        }
        let refused = attempt(&|r| {
            r.cells.insert("cases/direct_suit/total".into(), note("长".repeat(9_000)));
        });
        assert_eq!(refused, Err(NotPrinted::Overfull));
        let missing = attempt(&|r| r.signature = Some("\u{10fffd}局".into()));
        assert!(
            matches!(&missing, Err(NotPrinted::Missing { characters }) if characters.contains("U+10FFFD"))
        );
    }

    #[test]
    fn a_damaged_font_is_refused_or_printed_with_but_never_brings_the_program_down() {
        let (forms, whole) = (Forms::official(), shipped());
        let bytes = whole.all()[1].data().to_vec();
        let mut damaged: Vec<Vec<u8>> =
            (1..12).map(|part| bytes[..bytes.len() * part / 12].to_vec()).collect();
        for step in [997, 4_099, 65_537] {
            let mut holes = bytes.clone();
            holes.iter_mut().step_by(step).for_each(|byte| *byte ^= 0x5a);
            damaged.push(holes);
        }
        for bytes in damaged {
            let Ok(font) = Font::new(Arc::new(bytes), 0, true) else { continue };
            let other = |at: usize| whole.all()[at].clone();
            let fonts = FontSet::new([other(0), font, other(2), other(3), other(4)], Vec::new());
            if let Ok(printed) = print(&sample(), &forms, &PageOptions::default(), &fonts) {
                assert!(printed.pages.pages.len() > 2);
            }
            let pages = pages(&sample(), &forms, &PageOptions::default(), &fonts);
            pages.pages.iter().for_each(|page| assert!(svg(page, &fonts).ends_with("</svg>\n")));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]
        #[test]
        fn whatever_is_printed_reads_back(
            figures in proptest::collection::vec(0_i64..2_000_000_000, 200),
            texts in proptest::collection::vec("[政府信息公开，。；：“”（）《》—…0-9A-Za-z％% ]{0,200}", 6),
            table_at in 0_usize..4,
            seal in 0_usize..3,
        ) {
            let forms = Forms::official();
            let mut report = sample();
            for (cell, figure) in report.cells.values_mut().zip(figures) {
                *cell = Cell::typed(figure);
            }
            for (chapter, text) in report.chapters.iter_mut().zip(texts) {
                chapter.paragraphs.push(text);
                chapter.table_at = table_at;
            }
            let printed = print(&report, &forms, &options()[seal], &shipped());
            prop_assert!(printed.is_ok(), "{:?}", printed.err());
        }
    }

    #[test]
    fn characters_that_share_a_glyph_stay_what_they_are() {
        let (forms, fonts) = (Forms::official(), shipped());
        let mut report = sample();
        // A Kangxi radical and the character it looks like.
        report.chapters[5].paragraphs = vec!["⼀一⼈人⽅方".into()];
        print(&report, &forms, &PageOptions::default(), &fonts).unwrap();
    }
}
