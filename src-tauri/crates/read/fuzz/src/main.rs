//! Throws mutated files at one reader after the other: `cargo xtask fuzz READER`. The reader is
//! named by the variable `GONGKAI_FUZZ`; what it makes of the bytes goes on through recognition, as
//! in the program.
//!
//! A failure is: a panic of our own code, or one of a library that no reader catches; more than
//! [`memory::MOST`] bytes at a time; more than ten seconds (`-timeout`).

#![no_main]

mod containers;
mod memory;

use gongkai_model::document::{Block, Document, Paragraph, Role, Table, TableCell};
use gongkai_model::form::Forms;
use gongkai_read::{Container, Unreadable};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

#[global_allocator]
static MEMORY: memory::Counted = memory::Counted;

static FORMS: LazyLock<Forms> = LazyLock::new(Forms::official);
#[expect(clippy::expect_used, reason = "without it there is nothing to try")]
static READER: LazyLock<String> =
    LazyLock::new(|| std::env::var("GONGKAI_FUZZ").expect("GONGKAI_FUZZ names the reader"));

/// A library that gives up on hostile bytes with a panic is caught by the reader that stands on
/// it; a panic of ours is a fault wherever it happens.
fn only_our_panics_count() {
    let aborting = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let library = panic.location().is_some_and(|place| place.file().contains("/registry/src/"));
        if !library {
            aborting(panic);
        }
    }));
}

fuzz_target!(
    init: only_our_panics_count(),
    |bytes: &[u8]| {
        memory::begin();
        if let Ok(document) = document(bytes) {
            let _ = gongkai_read::recognise(&document, &FORMS);
        }
    }
);

fn document(bytes: &[u8]) -> Result<Document, Unreadable> {
    if *READER == "recognise" {
        return Ok(table(bytes));
    }
    let format = gongkai_read::FORMATS.iter().find(|format| format.name == *READER);
    let format = format.unwrap_or_else(|| panic!("no reader is called {}", *READER));
    let packed = match format.container {
        Container::Zip => containers::zipped(bytes),
        Container::Compound => containers::compound(bytes),
        Container::Pdf => containers::pdf(bytes),
        Container::Plain => bytes.to_vec(),
    };
    gongkai_read::document(&packed, &format!("a.{}", format.endings[0]))
}

/// Lines as a document: those with `|` are rows of a table, the rest are paragraphs. `^3` before a
/// cell's text is its span over columns, `_2` its span over rows.
fn table(bytes: &[u8]) -> Document {
    let text = String::from_utf8_lossy(bytes);
    let mut document = Document::default();
    let mut table = Table::default();
    for line in text.lines() {
        if !line.contains('|') {
            document.blocks.extend(finished(std::mem::take(&mut table)));
            document.blocks.push(Block::Paragraph(Paragraph::new(Role::Body, line)));
            continue;
        }
        let mut column = 0;
        for text in line.split('|').take(40) {
            let (text, column_span) = span(text, '^');
            let (text, row_span) = span(text, '_');
            let text = text.to_owned();
            let row = table.rows;
            table.cells.push(TableCell {
                row,
                column,
                row_span,
                column_span,
                text,
                ..TableCell::default()
            });
            column += column_span;
        }
        table.columns = table.columns.max(column);
        table.rows += 1;
    }
    document.blocks.extend(finished(table));
    document
}

fn finished(table: Table) -> Option<Block> {
    (table.rows > 0).then_some(Block::Table(table))
}

fn span(text: &str, mark: char) -> (&str, u16) {
    let marked = text.strip_prefix(mark).and_then(|rest| {
        let digit = rest.chars().next()?.to_digit(10)?;
        Some((rest.get(1..)?, digit as u16))
    });
    marked.map_or((text, 1), |(text, span)| (text, span.max(1)))
}
