//! Text boxes: the text each holds stands behind the main text; a mark in the main text says where
//! the box is fixed.
//!
//! **Deliberately absent**: boxes of heads and feet; where on the page a box stands.

use super::pieces::{Character, entries, long};
use std::collections::HashMap;
use std::ops::Range;

/// Lengths of the texts before those of the boxes: main text, notes, heads, remarks, end notes.
const TEXTS_BEFORE: [usize; 5] = [0x4c, 0x50, 0x54, 0x5c, 0x60];
/// Length of the texts of boxes.
const TEXTS: usize = 0x64;
/// The list of texts, where an entry has the number of its shape; the list of shapes, each beginning
/// with its number.
const LIST_OF_TEXTS: (usize, usize) = (0x025a, 22);
const LIST_OF_SHAPES: (usize, usize) = (0x01da, 26);
const NUMBER_OF_SHAPE: usize = 14;

/// How many units the texts up to those of the boxes have together, these too.
pub(super) fn length_with_boxes(main: &[u8]) -> usize {
    before(main).saturating_add(long(main, TEXTS).unwrap_or(0))
}

fn before(main: &[u8]) -> usize {
    let lengths = TEXTS_BEFORE.iter().map(|at| long(main, *at).unwrap_or(0));
    lengths.fold(0, usize::saturating_add)
}

/// The boxes of a document that have not been read yet.
pub(super) struct TextBoxes<'a> {
    characters: &'a [Character],
    /// By the number of the shape.
    texts: HashMap<usize, Range<usize>>,
    /// By the place of the mark in the main text.
    shapes: HashMap<usize, usize>,
}

impl<'a> TextBoxes<'a> {
    pub fn of(main: &[u8], table: &[u8], characters: &'a [Character]) -> Self {
        let first = before(main);
        let mut behind = 0;
        let mut texts = HashMap::new();
        for (from, to, says) in entries(main, table, LIST_OF_TEXTS.0, LIST_OF_TEXTS.1) {
            let Some(shape) = long(says, NUMBER_OF_SHAPE).filter(|shape| *shape != 0) else {
                continue;
            };
            // Texts follow one another; none is read twice.
            if from >= behind && to > from {
                texts.insert(shape, first.saturating_add(from)..first.saturating_add(to));
                behind = to;
            }
        }
        let shapes = entries(main, table, LIST_OF_SHAPES.0, LIST_OF_SHAPES.1);
        let shapes = shapes.filter_map(|(mark, _, says)| Some((mark, long(says, 0)?)));
        TextBoxes { characters, texts, shapes: shapes.collect() }
    }

    /// Takes the text of the box that is fixed at this place of the main text.
    pub fn take(&mut self, mark: usize) -> Option<&'a [Character]> {
        let text = self.texts.remove(self.shapes.get(&mark)?)?;
        self.of_range(text)
    }

    /// Takes the texts of those boxes whose place is not known, in their order.
    pub fn take_rest(&mut self) -> Vec<&'a [Character]> {
        let mut rest: Vec<_> = std::mem::take(&mut self.texts).into_values().collect();
        rest.sort_by_key(|text| text.start);
        rest.into_iter().filter_map(|text| self.of_range(text)).collect()
    }

    fn of_range(&self, text: Range<usize>) -> Option<&'a [Character]> {
        let at = |number: usize| self.characters.partition_point(|c| c.number < number);
        self.characters.get(at(text.start)..at(text.end))
    }
}
