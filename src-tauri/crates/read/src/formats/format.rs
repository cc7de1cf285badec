//! What a kind of file that is read has to say of itself.

use super::contents::Contents;
use crate::Unreadable;
use gongkai_model::document::Document;
use std::panic::AssertUnwindSafe;

/// A kind of file that is read.
pub struct Format {
    /// Its name for developers: in the fuzzer, its seeds, benches and tests.
    pub name: &'static str,
    /// What its files are in the user's words, as behind 这个 (` Word 文件`); two kinds may be the same
    /// to the user.
    pub called: &'static str,
    /// Endings of its files' names, the usual one first, in small letters and without the dot.
    pub endings: &'static [&'static str],
    /// What its files are packed in.
    pub container: Container,
    /// Whether a file is of this kind, by its content.
    pub(super) is: fn(&Contents<'_>) -> bool,
    pub(super) read: fn(&[u8]) -> Result<Document, Unreadable>,
}

/// What a file is packed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    /// Parts in a zip file.
    Zip,
    /// Streams in a compound file, as Microsoft's older programs write them.
    Compound,
    /// The objects of a PDF.
    Pdf,
    /// Nothing.
    Plain,
}

impl Format {
    /// Reads a file of this kind. Should a library give up on hostile bytes with a panic, the file is
    /// damaged, and the program goes on.
    ///
    /// # Errors
    /// Where it can't be read.
    pub fn read(&self, bytes: &[u8]) -> Result<Document, Unreadable> {
        std::panic::catch_unwind(AssertUnwindSafe(|| (self.read)(bytes)))
            .unwrap_or(Err(Unreadable::Damaged(self.called)))
    }
}
