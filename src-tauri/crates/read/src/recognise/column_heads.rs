//! The heads over the columns of a table with a grid, as rows of cells → which column of the form
//! each column is. A head may be written otherwise than the form has it, broken over rows of the
//! grid, or stand in another order; where two columns of the form have the same head (总计 of table
//! 4), what stands over it tells them apart.
//!
//! **Deliberately absent**: the figures under them.

use super::labels::{NEAR, reduced};
use super::lines::{Line, Place, Token};
use gongkai_model::document::normalize;
use gongkai_model::form::{Block, CellId, Column, ColumnLeaf, Forms, Kind, Row};
use std::collections::HashSet;
use std::ops::Range;

/// Shortest head taken for the form's though it reads a little otherwise, in characters.
const SHORTEST_NEAR: usize = 4;
/// From this likeness on, a head between two that are right is taken for the one between them.
const BETWEEN: f64 = 0.5;
/// Fewest columns that make a part of a row without a label (行政复议 with its five).
const FEWEST_OF_PART: usize = 3;

/// A column of figures as it is looked for.
struct Leaf {
    /// Its figure in the first row of its block.
    cell: (CellId, Kind),
    text: &'static str,
    /// Its wordings as keys.
    keys: Vec<String>,
    /// The same without what real files leave out.
    reduced: Vec<String>,
    /// The wordings of the head right over it, where other columns of the block read the same.
    parent: Vec<String>,
    /// Heads over others that read the same and not over this one.
    not_under: Vec<String>,
}

/// A part of a table of the form: its columns.
pub(super) struct BlockHeads {
    /// Its rows have labels.
    pub labelled: bool,
    leaves: Vec<Leaf>,
}

/// The heads of every edition, and what stands beside the rows.
pub(super) struct FormHeads {
    blocks: Vec<BlockHeads>,
    /// Every head as a key.
    heads: HashSet<String>,
    /// Every label beside a row or beside several, as a key without its numbering.
    row_labels: HashSet<String>,
}

/// A column of a table with its head; or several under one head.
struct Unit {
    columns: Range<usize>,
    /// As it is said to the user; empty where nothing stands over it.
    text: String,
    /// What it may read: its lowest cell, or its lowest cells together.
    names: Vec<String>,
    /// The same without what real files leave out.
    reduced: Vec<String>,
}

/// The heads over a table, and which column of the form each is.
pub(super) struct ColumnsFound<'a> {
    pub block: &'a BlockHeads,
    units: Vec<Unit>,
    /// For each column of the form the unit that holds its figures.
    pub of_leaf: Vec<Option<usize>>,
    /// Those of them whose head is not the form's.
    guessed: Vec<usize>,
    /// How many columns the table has.
    pub width: usize,
}

impl FormHeads {
    pub fn of(forms: &Forms) -> Self {
        let mut out =
            FormHeads { blocks: Vec::new(), heads: HashSet::new(), row_labels: HashSet::new() };
        for edition in forms.editions().iter().rev() {
            for table in &edition.tables {
                for block in &table.blocks {
                    out.learn(table.id, block);
                }
            }
        }
        out
    }

    fn learn(&mut self, table: &str, block: &Block) {
        fn heads(columns: &[Column], out: &mut HashSet<String>) {
            for column in columns {
                let plain = column.label.wordings().map(without_remarks);
                out.extend(plain.map(|plain| normalize::key(&plain)));
                out.extend(column.label.wordings().map(normalize::key));
                heads(&column.children, out);
            }
        }
        fn labels(rows: &[Row], out: &mut HashSet<String>) {
            for row in rows {
                out.extend(row.label.wordings().map(normalize::label_key));
                labels(&row.children, out);
            }
        }
        heads(&block.columns, &mut self.heads);
        self.heads.extend(block.corner.iter().flat_map(|c| c.wordings()).map(normalize::key));
        labels(&block.rows, &mut self.row_labels);
        self.heads.remove("");
        self.row_labels.remove("");
        let known = BlockHeads::of(table, block);
        let same = |other: &BlockHeads| {
            let keys = |block: &BlockHeads| -> Vec<Vec<String>> {
                block.leaves.iter().map(|leaf| leaf.keys.clone()).collect()
            };
            other.labelled == known.labelled && keys(other) == keys(&known)
        };
        if !self.blocks.iter().any(same) {
            self.blocks.push(known);
        }
    }

    /// Whether a label stands beside rows of the form and over no column.
    pub fn is_row_label(&self, label: &str) -> bool {
        let key = normalize::label_key(label);
        self.row_labels.contains(&key) && !self.heads.contains(&normalize::key(label))
    }

    /// Whether a line is a row of heads: no figures, no label of a row, and heads of the form.
    pub fn are_in(&self, line: &Line) -> bool {
        let mut heads = 0;
        for token in &line.tokens {
            match token {
                Token::Label(label) if self.is_row_label(label) => return false,
                Token::Label(label) => heads += usize::from(self.is_head(label)),
                Token::Empty => {}
                _ => return false,
            }
        }
        let labels = line.labels().count();
        // 总计 alone may be a row's label, too.
        heads > 1 || heads == 1 && (labels > 1 || line.labels().all(|l| !self.is_ambiguous(l)))
    }

    fn is_head(&self, label: &str) -> bool {
        let key = normalize::key(label);
        self.heads.contains(&key) || self.heads.contains(&normalize::key(&without_remarks(label)))
    }

    fn is_ambiguous(&self, label: &str) -> bool {
        self.row_labels.contains(&normalize::key(label))
    }

    /// Which columns of the form stand under these rows of heads. `before` are the lines
    /// right before the table, the nearest first, as keys.
    pub fn columns(
        &self,
        rows: &[Line],
        width: usize,
        before: &[String],
    ) -> Option<ColumnsFound<'_>> {
        let grid = HeadGrid::of(rows, width);
        let units = grid.units();
        let found = self.blocks.iter().filter_map(|block| {
            let of_leaf = block.matched(&grid, &units, before);
            let count = of_leaf.iter().flatten().count();
            let whole = count == block.leaves.len();
            let enough = match block.labelled {
                true => whole || count * 2 > block.leaves.len() && count > 1,
                false => whole || block.has_part(&of_leaf),
            };
            enough.then_some((whole, count, block, of_leaf))
        });
        // Of equal ones the first: the newest edition's.
        let best = found.reduce(
            |best, next| {
                if (next.0, next.1) > (best.0, best.1) { next } else { best }
            },
        );
        let (_, _, block, mut of_leaf) = best?;
        let guessed = block.between(&units, &mut of_leaf);
        Some(ColumnsFound { block, units, of_leaf, guessed, width })
    }
}

impl BlockHeads {
    fn of(table: &str, block: &Block) -> Self {
        let columns = block.column_leaves();
        let rows = block.row_leaves();
        let first = rows.first().map_or("", |row| row.id.as_str());
        let labelled = rows.iter().all(|row| !row.row.label.text.is_empty());
        let keys = |column: &Column| -> Vec<String> {
            column.label.wordings().map(normalize::key).filter(|key| !key.is_empty()).collect()
        };
        let leaf = |leaf: &ColumnLeaf<'_>| {
            let same = |other: &&ColumnLeaf<'_>| {
                other.id != leaf.id && other.column.label.text == leaf.column.label.text
            };
            let twins: Vec<&ColumnLeaf<'_>> = columns.iter().filter(same).collect();
            let own: Vec<String> = leaf.path.iter().flat_map(|head| keys(head)).collect();
            let others = twins.iter().flat_map(|twin| twin.path.iter()).flat_map(|head| keys(head));
            let not_under: Vec<String> = others.filter(|key| !own.contains(key)).collect();
            let over = leaf.path.iter().rev().nth(1).filter(|_| !twins.is_empty());
            Leaf {
                cell: (CellId::new(table, first, &leaf.id), leaf.column.kind),
                text: leaf.column.label.text,
                keys: keys(leaf.column),
                reduced: leaf
                    .column
                    .label
                    .wordings()
                    .flat_map(|wording| [reduced(wording), reduced(&without_remarks(wording))])
                    .collect(),
                parent: over.map(|head| keys(head)).unwrap_or_default(),
                not_under,
            }
        };
        BlockHeads { labelled, leaves: columns.iter().map(leaf).collect() }
    }

    /// Whether enough of one part of a row without a label is there.
    fn has_part(&self, of_leaf: &[Option<usize>]) -> bool {
        let found = self.leaves.iter().zip(of_leaf).filter(|(_, unit)| unit.is_some());
        let found: Vec<&Leaf> = found.map(|(leaf, _)| leaf).collect();
        found.chunk_by(|a, b| a.parent == b.parent).any(|part| part.len() >= FEWEST_OF_PART)
    }

    /// For each column of the form the unit that reads as its head: the best ones first.
    fn matched(&self, grid: &HeadGrid, units: &[Unit], before: &[String]) -> Vec<Option<usize>> {
        let mut of_leaf: Vec<Option<usize>> = vec![None; self.leaves.len()];
        let mut taken = vec![false; units.len()];
        for wanted in [3, 2, 1] {
            for (leaf, slot) in self.leaves.iter().zip(&mut of_leaf) {
                let free = |(at, unit): &(usize, &Unit)| {
                    taken.get(*at) == Some(&false)
                        && leaf.quality(unit) == wanted
                        && self.is_over(grid, units, unit, leaf, before)
                };
                if slot.is_some() {
                    continue;
                }
                *slot = units.iter().enumerate().find(free).map(|(at, _)| at);
                if let Some(used) = slot.and_then(|at| taken.get_mut(at)) {
                    *used = true;
                }
            }
        }
        of_leaf
    }

    /// Whether the head that tells a column from those that read the same stands over a unit, or
    /// before the table; where there is none anywhere, the columns stand in the form's order.
    fn is_over(
        &self,
        grid: &HeadGrid,
        units: &[Unit],
        unit: &Unit,
        leaf: &Leaf,
        before: &[String],
    ) -> bool {
        if leaf.parent.is_empty() {
            return true;
        }
        if grid.over(unit.columns.start).any(|head| leaf.parent.iter().any(|p| alike(p, head))) {
            return true;
        }
        let twins = || self.leaves.iter().filter(|other| other.keys == leaf.keys);
        let named = |other: &Leaf| {
            units.iter().any(|unit| {
                let mut over = grid.over(unit.columns.start);
                over.any(|head| other.parent.iter().any(|parent| alike(parent, head)))
            })
        };
        if twins().any(named) {
            return false;
        }
        // The nearest of the lines before it that names one of them.
        let names = |line: &&String| {
            let said = |key: &String| line.contains(key.as_str());
            twins().any(|twin| twin.parent.iter().chain(&twin.not_under).any(said))
        };
        let name = before.iter().find(names);
        let said = |keys: &[String]| {
            name.is_some_and(|line| keys.iter().any(|key| line.contains(key.as_str())))
        };
        if said(&leaf.parent) && !said(&leaf.not_under) {
            return true;
        }
        let alike: Vec<&Unit> = units.iter().filter(|other| leaf.quality(other) > 1).collect();
        let place = twins().position(|twin| twin.cell == leaf.cell);
        let here = alike.iter().position(|other| other.columns == unit.columns);
        !twins().any(|twin| said(&twin.parent)) && alike.len() == twins().count() && place == here
    }

    /// A head that is mistyped or missing between two that are right is the one between them.
    fn between(&self, units: &[Unit], of_leaf: &mut [Option<usize>]) -> Vec<usize> {
        let mut guessed = Vec::new();
        for (at, leaf) in self.leaves.iter().enumerate() {
            let unit_of = |leaf: usize| of_leaf.get(leaf).copied().flatten();
            if unit_of(at).is_some() || self.leaves.len() < 3 {
                continue;
            }
            let left = at.checked_sub(1).map(unit_of);
            let right = (at + 1 < self.leaves.len()).then(|| unit_of(at + 1));
            let place = match (left, right) {
                (Some(Some(left)), Some(Some(right))) if left + 2 == right => left + 1,
                (Some(Some(left)), None) => left + 1,
                (None, Some(Some(right))) if right > 0 => right - 1,
                _ => continue,
            };
            let Some(unit) = units.get(place) else { continue };
            let free = !of_leaf.contains(&Some(place));
            let likeness = |name: &String| {
                let alike = |key: &String| normalize::similarity(name, key);
                leaf.keys.iter().map(alike).fold(0.0, f64::max)
            };
            let inside = left.is_some() && right.is_some();
            let blank = unit.text.is_empty() && inside;
            if free
                && (blank || unit.names.iter().any(|name| likeness(name) >= BETWEEN))
                && let Some(slot) = of_leaf.get_mut(at)
            {
                *slot = Some(place);
                guessed.push(at);
            }
        }
        guessed
    }
}

impl Leaf {
    /// 3 where a unit reads as this head, 2 where it does but for what real files leave out, 1 where
    /// it nearly does, else 0.
    fn quality(&self, unit: &Unit) -> u8 {
        let names = || unit.names.iter();
        if names().any(|name| self.keys.contains(name)) {
            return 3;
        }
        if unit.reduced.iter().any(|name| self.reduced.contains(name)) {
            return 2;
        }
        let near = |name: &String, key: &String| {
            let (one, other) = (name.chars().count(), key.chars().count());
            let (shorter, longer) = (one.min(other), one.max(other));
            // What differs by more characters than the likeness allows need not be compared.
            shorter >= SHORTEST_NEAR
                && shorter as f64 >= NEAR * longer as f64
                && normalize::similarity(name, key) >= NEAR
        };
        u8::from(names().any(|name| self.keys.iter().any(|key| near(name, key))))
    }
}

impl ColumnsFound<'_> {
    /// The first column that holds figures of the form.
    pub fn first_column(&self) -> usize {
        let units = self.of_leaf.iter().flatten().filter_map(|unit| self.units.get(*unit));
        units.map(|unit| unit.columns.start).min().unwrap_or(0)
    }

    /// The columns that hold a figure of the form.
    pub fn of(&self, leaf: usize) -> Option<Range<usize>> {
        let unit = self.of_leaf.get(leaf).copied().flatten()?;
        self.units.get(unit).map(|unit| unit.columns.clone())
    }

    /// Behind the last column that holds figures of the form.
    pub fn end(&self) -> usize {
        let units = self.of_leaf.iter().flatten().filter_map(|unit| self.units.get(*unit));
        units.map(|unit| unit.columns.end).max().unwrap_or(0)
    }

    /// Whether a cell reaches from the columns of a figure into those of another, or of the labels.
    pub fn reaches_out(&self, columns: &Range<usize>, place: &Place) -> bool {
        let other = |unit: &Unit| {
            let apart = unit.columns.start != columns.start && !unit.text.is_empty();
            apart && unit.columns.start < place.end() && place.column < unit.columns.end
        };
        self.units.iter().any(other)
    }

    pub fn leaves(&self) -> usize {
        self.of_leaf.len()
    }

    /// The figure a column of the form has in the first row of its part of the table.
    pub fn cell(&self, leaf: usize) -> Option<&(CellId, Kind)> {
        self.block.leaves.get(leaf).map(|leaf| &leaf.cell)
    }

    /// Whether these are the form's columns in its order and no others.
    pub fn is_plain(&self) -> bool {
        let first = self.first_column();
        let units: Vec<usize> = self.of_leaf.iter().flatten().copied().collect();
        let behind =
            self.units.iter().filter(|u| u.columns.start >= first && !u.text.is_empty()).count();
        units.len() == self.of_leaf.len() && units.is_sorted() && behind == units.len()
    }

    /// The columns of the form by the order their figures stand in; none for one it has not.
    pub fn in_order(&self) -> Vec<Option<usize>> {
        let first = self.first_column();
        let behind = self.units.iter().enumerate().filter(|(_, u)| u.columns.start >= first);
        let named =
            behind.filter(|(at, u)| !u.text.is_empty() || self.of_leaf.contains(&Some(*at)));
        let leaf = |(unit, _): (usize, &Unit)| self.of_leaf.iter().position(|u| *u == Some(unit));
        named.map(leaf).collect()
    }

    /// What stands over a column that is none of the form's; none for one that is.
    pub fn strange(&self, column: usize) -> Option<&str> {
        let unit = self.units.iter().position(|unit| unit.columns.contains(&column))?;
        let own = self.of_leaf.contains(&Some(unit));
        if own { None } else { self.units.get(unit).map(|unit| unit.text.as_str()) }
    }

    /// The head a column stands under, by the place of its first column.
    pub fn head(&self, column: usize) -> Option<(usize, &str)> {
        let unit = self.units.iter().find(|unit| unit.columns.contains(&column))?;
        Some((unit.columns.start, unit.text.as_str()))
    }

    /// What is to be said of heads that are not the form's: the figure under it in the first row.
    pub fn guesses(&self) -> Vec<(CellId, String)> {
        let said = |leaf: &usize| {
            let unit = self.units.get(self.of_leaf.get(*leaf).copied().flatten()?)?;
            let leaf = self.block.leaves.get(*leaf)?;
            let why = match unit.text.as_str() {
                "" => format!("这一列没有表头，按前后两列认作“{}”，请核对。", leaf.text),
                text => format!("这一列的表头是“{text}”，按前后的列认作“{}”，请核对。", leaf.text),
            };
            Some((leaf.cell.0.clone(), why))
        };
        self.guessed.iter().filter_map(said).collect()
    }
}

/// The cells of heads, by rows and columns.
struct HeadGrid {
    cells: Vec<(Place, String, String)>,
    /// Rows they stand in.
    rows: Vec<usize>,
    width: usize,
}

impl HeadGrid {
    fn of(rows: &[Line], width: usize) -> Self {
        let mut cells = Vec::new();
        for (number, line) in rows.iter().enumerate() {
            for (token, place) in line.tokens.iter().zip(&line.places) {
                if let Token::Label(text) = token {
                    let place = Place { row: number, ..*place };
                    cells.push((place, normalize::key(text), text.clone()));
                }
            }
        }
        HeadGrid { cells, rows: (0..rows.len()).collect(), width }
    }

    /// The cells over a column, from top to bottom.
    fn above(&self, column: usize) -> Vec<usize> {
        let over = self.cells.iter().enumerate().filter(|(_, (place, ..))| place.covers(column));
        over.map(|(at, _)| at).collect()
    }

    fn units(&self) -> Vec<Unit> {
        let mut out: Vec<(Option<usize>, Unit)> = Vec::new();
        for column in 0..self.width {
            let above = self.above(column);
            let lowest = above.last().copied();
            if let Some((last, unit)) = out.last_mut()
                && lowest.is_some()
                && *last == lowest
            {
                unit.columns.end = column + 1;
                continue;
            }
            let mut names = Vec::new();
            let mut joined = String::new();
            for (_, key, text) in above.iter().rev().filter_map(|at| self.cells.get(*at)) {
                if joined.is_empty() {
                    names.push(normalize::key(&without_remarks(text)));
                }
                joined.insert_str(0, key);
                names.push(joined.clone());
            }
            names.retain(|name| !name.is_empty());
            names.dedup();
            let text = lowest.and_then(|at| self.cells.get(at)).map(|(_, _, text)| text.clone());
            let text = text.unwrap_or_default();
            let reduced = names.iter().map(|name| reduced(name)).collect();
            out.push((lowest, Unit { columns: column..column + 1, text, names, reduced }));
        }
        out.into_iter().map(|(_, unit)| unit).collect()
    }

    /// What stands over a column in each row of heads; where nobody merged it to the right, what
    /// stands left of it.
    fn over(&self, column: usize) -> impl Iterator<Item = &str> {
        self.rows.iter().filter_map(move |row| {
            let own = self.cells.iter().filter(|(place, ..)| place.row == *row);
            let left = own.filter(|(place, ..)| place.column <= column);
            left.max_by_key(|(place, ..)| place.column).map(|(_, key, _)| key.as_str())
        })
    }
}

/// Whether a head is this one, with more or less said.
fn alike(key: &str, head: &str) -> bool {
    const SHORTEST: usize = 4;
    head.contains(key) || (head.chars().count() >= SHORTEST && key.contains(head))
}

/// A head without what stands in brackets: 总计（件）.
fn without_remarks(text: &str) -> String {
    let mut depth = 0usize;
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}
