//! Blocks of the document → lines and tables in their order, handed to [`paginate`] for their pages.

use crate::PageOptions;
use crate::fonts::Faces;
use crate::measures::{SIDEWAYS, UPRIGHT};
use crate::paginate::{Flowing, PageContent, TextLine, paginate};
use crate::paragraph::set_paragraph;
use crate::signature_block::signature_block;
use crate::table::{LaidTable, is_too_wide, lay_table};
use gongkai_model::document::{Block, Document, Paragraph, Role};

/// What comes on which page, nothing drawn yet.
pub(crate) struct Arranged<'a> {
    pub sheets: Vec<PageContent>,
    pub tables: Vec<LaidTable<'a>>,
    pub title: String,
    pub missing: Vec<char>,
}

pub(crate) fn arrange<'a>(
    document: &'a Document,
    options: &PageOptions,
    faces: &mut Faces<'_>,
) -> Arranged<'a> {
    let mut missing = Vec::new();
    let mut flowing = Vec::new();
    let (mut signature, mut date) = (None, None);
    let mut titles: Vec<&str> = Vec::new();
    let mut area = UPRIGHT;
    for (index, block) in document.blocks.iter().enumerate() {
        let turned = document.sideways || is_sideways(document, index, faces);
        if turned != area.turned && !closes(block) {
            area = if turned { SIDEWAYS } else { UPRIGHT };
            flowing.push(Flowing::Turn(area));
        }
        match block {
            Block::Table(table) => {
                let laid = lay_table(index, table, area, faces, &mut missing);
                flowing.push(Flowing::Table(laid));
            }
            Block::Paragraph(paragraph) => {
                let text = paragraph.text.as_str();
                match paragraph.role {
                    Role::Signature if signature.is_none() => signature = Some((index, text)),
                    Role::Date if date.is_none() => date = Some((index, text)),
                    _ => {
                        if paragraph.role == Role::Title {
                            titles.push(text.trim());
                        }
                        let lines = set_paragraph(index, paragraph, &area, faces, &mut missing);
                        flowing.extend(lines.into_iter().map(Flowing::Line));
                    }
                }
            }
        }
        let title_ends = is_title(block) && !document.blocks.get(index + 1).is_some_and(is_title);
        if title_ends {
            flowing.push(Flowing::Line(TextLine { keep: true, ..TextLine::blank() }));
        }
    }
    let closing = signature_block(signature, date, options, &area, faces, &mut missing);
    let (sheets, tables) = paginate(flowing, closing);
    Arranged { sheets, tables, title: titles.concat(), missing }
}

fn is_title(block: &Block) -> bool {
    matches!(block, Block::Paragraph(paragraph) if paragraph.role == Role::Title)
}

fn closes(block: &Block) -> bool {
    matches!(block, Block::Paragraph(Paragraph { role: Role::Signature | Role::Date, .. }))
}

/// Whether a block stands on a turned page: a table that is wider than the page, and the title and
/// headings right above it.
fn is_sideways(document: &Document, index: usize, faces: &mut Faces<'_>) -> bool {
    let heads = |block: &&Block| {
        matches!(block, Block::Paragraph(Paragraph { role: Role::Title | Role::Heading(_), .. }))
    };
    let mut rest = document.blocks.get(index..).unwrap_or_default().iter();
    match rest.find(|block| !heads(block)) {
        Some(Block::Table(table)) => table.sideways || is_too_wide(table, faces),
        _ => false,
    }
}
