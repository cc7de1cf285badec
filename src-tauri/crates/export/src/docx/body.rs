//! The text: paragraphs and tables in their order, signature and date behind them, and the page they
//! stand on.

use super::styles::{CLOSER, KAI_TI, PITCH, TWO_CHARACTERS, font};
use super::table;
use super::xml::{HEAD, NAMESPACE, OFFICE, closer, runs, twips};
use gongkai_layout::measures::{SIDEWAYS, UPRIGHT};
use gongkai_layout::plan::{ClosingLine, Plan};
use gongkai_layout::{PageOptions, Seal, run_in};
use gongkai_model::document::{Block, Document, Paragraph, Role, SIGNATORY};
use std::fmt::Write as _;

/// The text of the document with its plan; `behind` it, what a copy for review has.
pub(super) fn body(
    (document, plan): (&Document, &Plan),
    behind: Option<&(&Document, Plan)>,
    options: &PageOptions,
) -> String {
    let mut out =
        format!("{HEAD}<w:document xmlns:w=\"{NAMESPACE}\" xmlns:r=\"{OFFICE}\"><w:body>");
    let page = Page { options, review: behind.is_some() };
    let turned = blocks(document, plan, &page, plan.sideways.contains(&0), &mut out);
    let turned = match behind {
        Some((list, plan)) => blocks(list, plan, &page, turned, &mut out),
        None => turned,
    };
    let _ = write!(out, "{}</w:body></w:document>", section(turned, &page));
    out
}

/// What all pages have.
struct Page<'a> {
    options: &'a PageOptions,
    /// There is room for notes beside the text.
    review: bool,
}

/// Writes a document with signature and date behind it; whether its last page is a turned one.
fn blocks(
    document: &Document,
    plan: &Plan,
    page: &Page<'_>,
    mut turned: bool,
    out: &mut String,
) -> bool {
    let last = (0..document.blocks.len()).rev().find(|at| !plan.closes(*at));
    // The table before, while nothing else follows it.
    let mut above: Option<usize> = None;
    for (at, block) in document.blocks.iter().enumerate() {
        if plan.closes(at) {
            continue;
        }
        if plan.sideways.contains(&at) != turned {
            let _ = write!(
                out,
                "<w:p><w:pPr><w:spacing w:line=\"20\" w:lineRule=\"exact\"/>{}</w:pPr></w:p>",
                section(turned, page)
            );
            turned = !turned;
            above = None;
        }
        match block {
            Block::Paragraph(paragraph) => {
                let place = Place {
                    at,
                    before: above.map_or(0, |above| space_below(plan, above)),
                    // Signature and date do not stand without text.
                    keep: last == Some(at) && !plan.closing.is_empty(),
                };
                write_paragraph(paragraph, &place, plan, out);
                if ends_title(document, at) {
                    out.push_str("<w:p><w:pPr><w:keepNext/></w:pPr></w:p>");
                }
                above = None;
            }
            Block::Table(whole) => {
                // Tables without a paragraph between them would be one.
                if above.is_some() {
                    out.push_str(SMALL);
                }
                let width = if turned { SIDEWAYS.width } else { UPRIGHT.width };
                let turns = plan.turns.contains(&at);
                table::write(whole, plan.tables.get(&at), width, turns, out);
                above = Some(at);
            }
        }
    }
    if plan.closing.is_empty() && above.is_some() {
        out.push_str(SMALL);
    }
    write_closing(document, plan, page.options, turned, out);
    turned
}

/// An empty paragraph that takes no room.
const SMALL: &str = "<w:p><w:pPr><w:spacing w:line=\"20\" w:lineRule=\"exact\"/></w:pPr></w:p>";

fn ends_title(document: &Document, at: usize) -> bool {
    let is_title = |at: usize| matches!(document.blocks.get(at), Some(Block::Paragraph(p)) if p.role == Role::Title);
    is_title(at) && !is_title(at + 1)
}

/// What stays free between a table and the line under it.
fn space_below(plan: &Plan, table: usize) -> i64 {
    let lowered = plan.tables.get(&table).map_or(0.0, table::lowered);
    plan.below.get(&table).map_or(0, |free| twips(free + lowered).max(0))
}

/// Lines that stand closer so that all of them fit stand this much closer still (twentieths of a
/// point): the last one must not be the one too many.
const TIGHTER: i64 = 6;

struct Place {
    at: usize,
    /// Space above, in twentieths of a point.
    before: i64,
    keep: bool,
}

fn write_paragraph(paragraph: &Paragraph, place: &Place, plan: &Plan, out: &mut String) {
    let style = match paragraph.role {
        Role::Title => "Title",
        Role::Heading(1) => "1",
        Role::Heading(2) => "2",
        Role::Heading(3) => "3",
        Role::Heading(_) => "4",
        Role::Body | Role::Signature | Role::Date => "Text",
    };
    let _ = write!(out, "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>");
    out.push_str(if place.keep { "<w:keepNext/>" } else { "" });
    out.push_str(if plan.turns.contains(&place.at) { "<w:pageBreakBefore/>" } else { "" });
    spacing(place.before, plan.pitches.get(&place.at).copied(), out);
    out.push_str("</w:pPr>");
    match plan.titles.get(&place.at) {
        Some(lines) => out.push_str(&runs(&lines.join("\n"), "")),
        None => match run_in(&paragraph.text).filter(|_| paragraph.role == Role::Body) {
            Some((head, rest)) => {
                out.push_str(&runs(head, &font(KAI_TI)));
                out.push_str(&runs(rest, ""));
            }
            None => {
                // The characters of the text are set closer already.
                let own = plan.closer.get(&place.at).map(|by| closer(by + CLOSER / 1440.0 * 25.4));
                out.push_str(&runs(&paragraph.text, own.as_deref().unwrap_or_default()));
            }
        },
    }
    out.push_str("</w:p>");
}

/// Space above, and from line to line where that is not the usual pitch (mm).
fn spacing(before: i64, pitch: Option<f64>, out: &mut String) {
    if before == 0 && pitch.is_none() {
        return;
    }
    let line = pitch.map_or(PITCH, |pitch| twips(pitch) - TIGHTER);
    // The grid of the page would spread lines that stand closer.
    out.push_str(if pitch.is_some() { "<w:snapToGrid w:val=\"0\"/>" } else { "" });
    let _ =
        write!(out, "<w:spacing w:before=\"{before}\" w:line=\"{line}\" w:lineRule=\"exact\"/>");
}

/// Signature, date and the line to sign on, where the layout has them.
fn write_closing(
    document: &Document,
    plan: &Plan,
    options: &PageOptions,
    turned: bool,
    out: &mut String,
) {
    let area = if turned { SIDEWAYS } else { UPRIGHT };
    let pitch = (plan.closing_pitch != area.pitch()).then_some(plan.closing_pitch);
    let mut left = plan.closing.len();
    for lines in plan.closing.chunk_by(ClosingLine::same_block) {
        let Some(line) = lines.first() else { continue };
        left -= lines.len();
        out.push_str("<w:p><w:pPr>");
        out.push_str(if left > 0 { "<w:keepNext/>" } else { "" });
        match line {
            ClosingLine::Blank => {
                spacing(0, pitch, out);
                out.push_str("</w:pPr>");
            }
            ClosingLine::Signatory { left, end } => {
                let _ = write!(
                    out,
                    "<w:tabs><w:tab w:val=\"left\" w:leader=\"underscore\" w:pos=\"{}\"/></w:tabs>",
                    twips(*end)
                );
                spacing(0, pitch, out);
                let left = twips(*left).max(TWO_CHARACTERS);
                let _ = write!(
                    out,
                    "<w:ind w:left=\"{left}\"/><w:jc w:val=\"left\"/></w:pPr>{}<w:r><w:tab/></w:r>",
                    runs(SIGNATORY, "")
                );
            }
            ClosingLine::Of { block, role, left, right, .. } => {
                spacing(0, pitch, out);
                let centred =
                    *role == Role::Signature && (options.seal == Seal::Space || lines.len() > 1);
                let (from, to) = match centred {
                    // As much free on both sides of the signature.
                    true if left + right > area.width => (left + right - area.width, 0.0),
                    true => (0.0, area.width - left - right),
                    false => (0.0, area.width - right),
                };
                let _ = write!(
                    out,
                    "<w:ind w:left=\"{}\" w:right=\"{}\"/><w:jc w:val=\"{}\"/></w:pPr>{}",
                    twips(from),
                    twips(to),
                    if centred { "center" } else { "right" },
                    runs(&closing_text(document, *block, lines), "")
                );
            }
        }
        out.push_str("</w:p>");
    }
}

/// A signature in its lines; as it is where a character of it can't be drawn.
pub(super) fn closing_text(document: &Document, block: usize, lines: &[ClosingLine]) -> String {
    let texts = lines.iter().filter_map(|line| match line {
        ClosingLine::Of { text, .. } => Some(text.as_str()),
        _ => None,
    });
    let texts: Vec<&str> = texts.collect();
    match document.blocks.get(block) {
        Some(Block::Paragraph(paragraph)) if texts.concat() != paragraph.text.trim() => {
            paragraph.text.trim().to_owned()
        }
        _ => texts.join("\n"),
    }
}

/// A4 with margins of 37, 26, 35 and 28 mm and 22 lines. The 28 characters of a line come of their
/// spacing: in a grid of characters LibreOffice gives each two places where it is wider than one. A
/// turned page has its head on the binding side. A copy for review has the same text further to the
/// left: 40 mm are free on its right.
fn section(turned: bool, page: &Page<'_>) -> String {
    let headers = match page.options.mark() {
        Some(_) => {
            "<w:headerReference w:type=\"default\" r:id=\"rId6\"/>\
             <w:headerReference w:type=\"even\" r:id=\"rId6\"/>"
        }
        None => "",
    };
    let (paper, margins) = match turned {
        false if page.review => (
            "w:w=\"11906\" w:h=\"16838\"",
            "w:top=\"2098\" w:right=\"2268\" w:bottom=\"1984\" w:left=\"793\" w:header=\"1243\" w:footer=\"1440\"",
        ),
        false => (
            "w:w=\"11906\" w:h=\"16838\"",
            "w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1587\" w:header=\"1243\" w:footer=\"1440\"",
        ),
        true => (
            "w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"",
            "w:top=\"1587\" w:right=\"2098\" w:bottom=\"1474\" w:left=\"1984\" w:header=\"851\" w:footer=\"851\"",
        ),
    };
    format!(
        "<w:sectPr>{headers}<w:footerReference w:type=\"default\" r:id=\"rId4\"/>\
         <w:footerReference w:type=\"even\" r:id=\"rId5\"/><w:pgSz {paper}/>\
         <w:pgMar {margins} w:gutter=\"0\"/>\
         <w:docGrid w:type=\"lines\" w:linePitch=\"{PITCH}\"/></w:sectPr>"
    )
}
