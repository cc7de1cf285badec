//! The labels of the form as they are looked for in a file: rows and heads by their normalised
//! wording, near matches, and pieces of labels that were broken over lines.

use super::head_order::HeadOrder;
use super::heads::Heads;
use super::money;
use super::vocabulary::LONGEST_LABEL;
use gongkai_model::document::{normalize, numbering};
use gongkai_model::form::{Block, CellId, ColumnLeaf, Edition, Equation, Forms, Kind, Term};
use std::collections::VecDeque;
use std::rc::Rc;

/// From this likeness on, a label of five characters and more is taken for the form's.
pub(super) const NEAR: f64 = 0.8;
/// Shortest beginning of a label that stands for the whole when the rest is cut off, in characters.
const SHORTEST_BEGINNING: usize = 4;
/// Characters at the beginning of a label that no other label has.
const BEGINNING: usize = 6;
/// Most lines a label is broken over.
const MOST_LINES: usize = 12;
/// Most labels kept, and characters of them, that wait for their row's figures; the heads of the
/// widest table, each broken over lines, are eighty.
const MOST_PENDING: usize = 200;
const LONGEST_PENDING: usize = 4000;

/// A row of the form that is looked for.
#[derive(Debug)]
pub(super) struct RowLabel {
    /// Its wordings as keys without numbering; none for a row without a label.
    keys: Vec<String>,
    /// The same without what real files leave out.
    reduced: Vec<String>,
    /// The wording of the form itself, as a key without numbering.
    pub official: String,
    /// A column head reads the same (总计, 其他): this number of the row's has to stand before it.
    number: Option<String>,
    /// For a row without a label: the outermost heads that stand over it.
    heads: Vec<String>,
    /// For the part of such a row that stands under one head, in a table of its own.
    part: Option<Part>,
    pub cells: Vec<(CellId, Kind)>,
    /// The part of the edition's tables it stands in, counted from 0.
    pub block: usize,
    /// The heads that may stand over its figures.
    pub over: Heads,
    /// How its columns follow each other.
    pub order: Rc<HeadOrder>,
    /// It belongs to another edition than the tables around it.
    stray: bool,
    /// Its amounts are wanted in 万元.
    pub in_wan: bool,
    /// Sums within the row: places of the parts, place of the total.
    pub sums: Vec<(Vec<usize>, usize)>,
}

/// A head and the columns under it, as keys: 行政复议 with its five.
#[derive(Debug)]
struct Part {
    head: String,
    /// The heads of the row's other parts.
    others: Vec<String>,
    columns: String,
}

impl Part {
    fn is_headed(&self, labels: &str) -> bool {
        let others = |before: &str| self.others.iter().any(|other| before.contains(other));
        !self.head.is_empty()
            && labels
                .strip_suffix(&self.columns)
                .is_some_and(|before| before.contains(&self.head) && !others(before))
    }
}

impl RowLabel {
    /// Whether the row is one of several parts, so that its cells are all there is.
    pub fn is_part(&self) -> bool {
        self.part.is_some()
    }

    /// Whether its label begins somewhere in other labels, however the rest of it was scattered.
    fn begins_in(&self, labels: &str) -> bool {
        let begins = |key: &String| {
            let end = key.char_indices().nth(BEGINNING).map_or(key.len(), |(at, _)| at);
            let long = key.chars().count() >= SHORTEST_BEGINNING;
            long && key.get(..end).is_some_and(|beginning| labels.contains(beginning))
        };
        !self.stray && self.number.is_none() && self.keys.iter().any(begins)
    }

    /// Whether another edition's row has one of its names.
    pub fn shares_name(&self, other: &RowLabel) -> bool {
        self.keys.iter().any(|key| other.is_named(key))
    }

    /// The table it stands in.
    pub fn table(&self) -> &str {
        self.cells.first().map_or("", |(id, _)| id.table())
    }

    /// Whether a label, as a key without numbering, is the form's own or a part of it, but for what
    /// real files leave out.
    pub fn is_official(&self, key: &str) -> bool {
        self.official.contains(key) || reduced(&self.official) == reduced(key)
    }

    /// How alike a label is to one of its names, both as keys without numbering.
    pub fn likeness(&self, key: &str) -> f64 {
        self.keys.iter().map(|own| normalize::similarity(own, key)).fold(0.0, f64::max)
    }

    /// Whether this is its label, as a key without numbering.
    pub fn is_named(&self, key: &str) -> bool {
        self.keys.iter().any(|own| own == key)
    }
}

/// Every row of an edition.
pub(super) fn rows(forms: &Forms, edition: &Edition) -> Vec<RowLabel> {
    let mut out = Vec::new();
    let equations = forms.expanded(edition).map_or(&[][..], |form| &form.equations);
    let mut number_of_block = 0;
    for table in &edition.tables {
        for block in &table.blocks {
            let columns = block.column_leaves();
            let heads: Vec<String> =
                columns.iter().map(|leaf| normalize::key(leaf.column.label.text)).collect();
            let order = Rc::new(HeadOrder::of(block));
            let over = Heads::of(block);
            for leaf in block.row_leaves() {
                let mut keys: Vec<String> =
                    leaf.row.label.wordings().map(normalize::label_key).collect();
                keys.retain(|key| !key.is_empty());
                let cells: Vec<(CellId, Kind)> = columns
                    .iter()
                    .map(|c| (CellId::new(table.id, &leaf.id, &c.id), c.column.kind))
                    .collect();
                out.push(RowLabel {
                    official: normalize::label_key(leaf.row.label.text),
                    number: keys
                        .iter()
                        .any(|key| heads.contains(key))
                        .then(|| number(leaf.row.label.text))
                        .flatten(),
                    reduced: keys.iter().map(|key| reduced(key)).collect(),
                    keys,
                    heads: block.columns.iter().map(|c| normalize::key(c.label.text)).collect(),
                    part: None,
                    block: number_of_block,
                    over: over.clone(),
                    order: Rc::clone(&order),
                    stray: false,
                    in_wan: columns.iter().any(|c| c.column.label.text.contains(money::OF_FORM)),
                    sums: sums_within(equations, &cells),
                    cells: cells.clone(),
                });
                if leaf.row.label.text.is_empty() {
                    let parts = parts(&columns, &cells, equations);
                    out.extend(
                        parts.into_iter().map(|row| RowLabel { block: number_of_block, ..row }),
                    );
                }
            }
            number_of_block += 1;
        }
    }
    out
}

/// The parts of a row without a label, one under each head that stands right over columns.
fn parts(
    columns: &[ColumnLeaf<'_>],
    cells: &[(CellId, Kind)],
    equations: &[Equation],
) -> Vec<RowLabel> {
    let head = |leaf: &ColumnLeaf<'_>| {
        let over = leaf.path.iter().rev().nth(1);
        over.map_or_else(String::new, |head| normalize::key(head.label.text))
    };
    let heads: Vec<String> = columns.iter().map(head).collect();
    let mut at = 0;
    let part = |columns: &[ColumnLeaf<'_>]| {
        let own: Vec<(CellId, Kind)> = cells.iter().skip(at).take(columns.len()).cloned().collect();
        at += columns.len();
        let head = columns.first().map(head).unwrap_or_default();
        let mut others: Vec<String> =
            heads.iter().filter(|other| **other != head).cloned().collect();
        others.dedup();
        let columns = columns.iter().map(|leaf| normalize::key(leaf.column.label.text)).collect();
        RowLabel {
            keys: Vec::new(),
            reduced: Vec::new(),
            official: String::new(),
            number: None,
            heads: Vec::new(),
            part: Some(Part { head, others, columns }),
            block: 0,
            over: Heads::default(),
            order: Rc::default(),
            stray: false,
            in_wan: false,
            sums: sums_within(equations, &own),
            cells: own,
        }
    };
    columns.chunk_by(|a, b| head(a) == head(b)).map(part).collect()
}

/// The totals whose parts all stand in the same row.
fn sums_within(equations: &[Equation], cells: &[(CellId, Kind)]) -> Vec<(Vec<usize>, usize)> {
    let place = |term: &Term| cells.iter().position(|(id, _)| *id == term.cell);
    let sum = |equation: &Equation| {
        let [total] = equation.right.as_slice() else { return None };
        let parts = equation.left.iter().map(place).collect::<Option<Vec<usize>>>()?;
        Some((parts, place(total)?))
    };
    equations.iter().filter(|equation| equation.computes).filter_map(sum).collect()
}

/// The rows of an edition, and behind them those of other editions that fit into its tables:
/// offices mix them (the single row （六）其他处理 in a table of 2021).
pub(super) fn rows_with_strays(forms: &Forms, edition: &Edition) -> Vec<RowLabel> {
    let mut out = rows(forms, edition);
    let others: Vec<(&Edition, Vec<RowLabel>)> = forms
        .editions()
        .iter()
        .filter(|other| other.id != edition.id)
        .map(|other| (other, rows(forms, other)))
        .collect();
    learn_heads(&mut out, &others);
    let own: Vec<CellId> = edition.figures().into_iter().map(|figure| figure.id).collect();
    let column = |id: &CellId| id.as_str().rsplit('/').next().map(str::to_owned);
    for (_, rows) in others {
        for row in rows {
            let fits = row.cells.iter().all(|(id, _)| {
                let beside = |o: &&CellId| o.table() == id.table() && column(o) == column(id);
                !own.contains(id) && own.iter().any(|o| beside(&o))
            });
            if fits && !out.iter().any(|own| own.shares_name(&row)) {
                out.push(RowLabel { stray: true, ..row });
            }
        }
    }
    out
}

/// Tells every row the heads other editions have over rows of the same name in the same table.
fn learn_heads(own: &mut [RowLabel], others: &[(&Edition, Vec<RowLabel>)]) {
    for (other, rows) in others {
        let blocks: Vec<&Block> = other.tables.iter().flat_map(|table| &table.blocks).collect();
        for row in rows {
            let Some(block) = blocks.get(row.block) else { continue };
            let same =
                |known: &&mut RowLabel| known.table() == row.table() && known.shares_name(row);
            own.iter_mut().filter(same).for_each(|known| known.over.learn(block));
        }
    }
}

/// A label as it was read, with what it is compared by.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub text: String,
    key: String,
    /// Without its numbering.
    pub bare: String,
    /// Characters of `key`.
    length: usize,
}

impl Piece {
    pub fn new(text: &str) -> Self {
        let key = normalize::key(text);
        let length = key.chars().count();
        Piece { text: text.to_owned(), bare: normalize::label_key(text), length, key }
    }
}

/// The labels read since the last row. Of endless ones only the last are kept.
#[derive(Debug, Default)]
pub(super) struct Pending {
    pieces: VecDeque<Piece>,
    /// Characters of all keys.
    length: usize,
}

impl Pending {
    pub fn push(&mut self, piece: Piece) {
        self.length += piece.length;
        self.pieces.push_back(piece);
        while self.pieces.len() > 1
            && (self.pieces.len() > MOST_PENDING || self.length > LONGEST_PENDING)
            && let Some(first) = self.pieces.pop_front()
        {
            self.length -= first.length;
        }
    }

    /// All of them as one key.
    pub fn joined(&self) -> String {
        self.pieces.iter().map(|piece| piece.key.as_str()).collect()
    }

    /// The order the heads among them give the columns of a part of a table; none where it is the
    /// form's.
    pub fn order(&self, heads: &HeadOrder) -> Option<Vec<usize>> {
        let keys: Vec<&str> = self.pieces.iter().map(|piece| piece.key.as_str()).collect();
        heads.among(&keys)
    }

    pub fn last(&self) -> Option<&Piece> {
        self.pieces.back()
    }

    /// The row they lead up to; the last `beside` of them stand on the same line as the figures.
    pub fn row(&self, rows: &[RowLabel], beside: usize) -> Option<usize> {
        let pieces: Vec<&Piece> = self.pieces.iter().collect();
        let all = self.joined();
        if all.is_empty() {
            return None;
        }
        let unlabelled = rows.iter().position(|row| {
            row.keys.is_empty()
                && row.heads.len() > 1
                && row.heads.iter().all(|head| all.contains(head.as_str()))
        });
        let headed = |row: &RowLabel| row.part.as_ref().is_some_and(|part| part.is_headed(&all));
        let unlabelled = unlabelled.or_else(|| rows.iter().position(headed));
        if unlabelled.is_some() {
            return unlabelled;
        }
        let found = look_up(rows, &pieces, &all).or_else(|| {
            // A vertical label's characters and a group's label stand between the lines of a row's.
            let long: Vec<&Piece> = pieces.iter().copied().filter(|p| p.length > 2).collect();
            let all: String = long.iter().map(|piece| piece.key.as_str()).collect();
            if long.len() < pieces.len() { look_up(rows, &long, &all) } else { None }
        })?;
        // Several rows' labels, then figures on lines of their own: nobody knows whose they are.
        let own = rows.get(found)?.keys.iter().find_map(|key| all.strip_suffix(key.as_str()));
        let before = own.unwrap_or(&all);
        let another = |(at, row): (usize, &RowLabel)| at != found && row.begins_in(before);
        let named = |piece: &&Piece| {
            let named = |(at, row): (usize, &RowLabel)| {
                let numbered = row.number.is_none() || row.number == number(&piece.text);
                at != found && !row.stray && numbered && row.is_named(&piece.bare)
            };
            rows.iter().enumerate().any(named)
        };
        let heap = || pieces.iter().any(named) || rows.iter().enumerate().any(another);
        (beside > 0 || !heap()).then_some(found)
    }
}

/// A label as a key without its numbering and without the words real files leave out or put
/// otherwise: 上年度结转申请数量 for 上年结转政府信息公开申请数量, 合计 for 总计.
pub(super) fn reduced(label: &str) -> String {
    const OTHERWISE: [(&str, &str); 13] = [
        ("政府信息公开", ""),
        ("政府信息", ""),
        ("下一年", "下年"),
        ("上一年", "上年"),
        ("年度", "年"),
        ("合计", "总计"),
        ("共计", "总计"),
        ("其它", "其他"),
        ("的", ""),
        ("数量", ""),
        ("件数", ""),
        ("总数", ""),
        ("申请数", "申请"),
    ];
    let key = normalize::label_key(label);
    OTHERWISE.iter().fold(key, |key, (said, meant)| key.replace(said, meant))
}

/// The number at the beginning of a label: `3` of `3.其他`, `七` of `（七）总计`.
fn number(label: &str) -> Option<String> {
    let (_, end) = numbering(label)?;
    label.get(..end).map(normalize::key)
}

/// The row whose label was read last; before it may stand group labels and heads.
fn look_up(rows: &[RowLabel], pending: &[&Piece], all: &str) -> Option<usize> {
    let mut ends: Vec<String> = Vec::new();
    let (mut exact, mut loosely) = (None, None);
    let mut length = 0;
    let mut tail = String::new();
    for (count, piece) in pending.iter().rev().enumerate().take(MOST_LINES) {
        length += piece.length;
        if length > LONGEST_LABEL {
            break;
        }
        tail.insert_str(0, &piece.text);
        let end = normalize::label_key(&tail);
        let number = number(&tail);
        let alone = number.is_none() && count + 1 == pending.len();
        let numbered = |row: &RowLabel| row.number.is_none() || row.number == number || alone;
        exact = exact.or_else(|| rows.iter().position(|row| row.is_named(&end) && numbered(row)));
        if exact.is_none() && loosely.is_none() {
            loosely = loose(rows, &end, &numbered);
        }
        ends.push(end);
        // A number begins a label: what stands before it is another's.
        if numbering(&piece.text).is_some() {
            break;
        }
    }
    exact
        .or(loosely)
        .or_else(|| near(rows, &ends))
        .or_else(|| glued(rows, all))
        .or_else(|| cut(rows, &ends))
}

/// A label without the words real files leave out, where it is one row's alone.
fn loose(rows: &[RowLabel], end: &str, numbered: &dyn Fn(&RowLabel) -> bool) -> Option<usize> {
    let said = reduced(end);
    let named = |(_, row): &(usize, &RowLabel)| numbered(row) && row.reduced.contains(&said);
    let mut named = rows.iter().enumerate().filter(named);
    let (first, row) = named.next()?;
    let same = |other: &RowLabel| other.reduced.iter().any(|name| row.reduced.contains(name));
    named.all(|(_, other)| other.cells == row.cells || other.stray && same(other)).then_some(first)
}

/// A label with a character wrong or missing.
fn near(rows: &[RowLabel], ends: &[String]) -> Option<usize> {
    let mut best: Option<(f64, usize)> = None;
    for end in ends {
        let length = end.chars().count();
        if length < 5 {
            continue;
        }
        for (at, row) in rows.iter().enumerate() {
            for key in &row.keys {
                let other = key.chars().count();
                // What they share bounds their likeness.
                let enough = |shared: usize| shared as f64 >= NEAR * length.max(other) as f64;
                if other < 5
                    || !enough(length.min(other))
                    || !enough(end.chars().filter(|c| key.contains(*c)).count())
                {
                    continue;
                }
                let likeness = normalize::similarity(end, key);
                if likeness >= NEAR && best.is_none_or(|(other, _)| likeness > other) {
                    best = Some((likeness, at));
                }
            }
        }
    }
    best.map(|(_, at)| at)
}

/// A label that runs on from a group's label without a break.
fn glued(rows: &[RowLabel], all: &str) -> Option<usize> {
    let ends = |row: &RowLabel| {
        row.keys
            .iter()
            .filter(|key| key.chars().count() >= 4 && all.ends_with(key.as_str()))
            .map(String::len)
            .max()
    };
    let found = rows.iter().enumerate().filter_map(|(at, row)| Some((ends(row)?, at)));
    found.max_by_key(|(length, _)| *length).map(|(_, at)| at)
}

/// The beginning of one row's label and of no other's: a page break cut the rest off. The end of a
/// label alone is no proof, since what stood before it is lost with its figures.
fn cut(rows: &[RowLabel], ends: &[String]) -> Option<usize> {
    ends.iter().find_map(|end| {
        if end.chars().count() < SHORTEST_BEGINNING {
            return None;
        }
        let begins = |row: &RowLabel| row.keys.iter().any(|key| key.starts_with(end.as_str()));
        let mut found = rows.iter().enumerate().filter(|(_, row)| begins(row)).map(|(at, _)| at);
        let first = found.next()?;
        found.next().is_none().then_some(first)
    })
}
