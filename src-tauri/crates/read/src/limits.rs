//! How much of a file is looked at. What is longer is no report; what is let through is read in
//! seconds, whatever it says.

use super::Unreadable;
use gongkai_model::document::{Block, Document};

/// Most characters; a long report has under a hundred thousand.
pub(super) const MOST_CHARACTERS: usize = 1_000_000;
/// Most pieces, which are lines, words between blanks and cells of tables; a long report has under
/// three thousand.
pub(super) const MOST_PIECES: usize = 50_000;

/// What has been taken in so far.
#[derive(Default)]
pub(super) struct Limits {
    characters: usize,
    pieces: usize,
}

impl Limits {
    /// # Errors
    /// [`Unreadable::TooLong`] as soon as it is more than any report has.
    pub fn add(&mut self, characters: usize, pieces: usize) -> Result<(), Unreadable> {
        self.characters = self.characters.saturating_add(characters);
        self.pieces = self.pieces.saturating_add(pieces);
        let within = self.characters <= MOST_CHARACTERS && self.pieces <= MOST_PIECES;
        if within { Ok(()) } else { Err(Unreadable::TooLong) }
    }

    /// A paragraph or a line: its words are its pieces, and an empty one is one as well.
    pub fn add_line(&mut self, text: &str) -> Result<(), Unreadable> {
        self.add(text.chars().count(), text.split_whitespace().count().max(1))
    }

    /// # Errors
    /// As [`Limits::add`].
    pub fn within(document: &Document) -> Result<(), Unreadable> {
        let mut limits = Limits::default();
        for block in &document.blocks {
            match block {
                Block::Paragraph(paragraph) => limits.add_line(&paragraph.text)?,
                Block::Table(table) => {
                    for cell in &table.cells {
                        limits.add(cell.text.chars().count(), 1)?;
                    }
                }
            }
        }
        Ok(())
    }
}
