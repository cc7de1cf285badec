//! What a screen reader needs of a PDF: which characters are a heading, a paragraph, a cell; which
//! heads go with a figure (ISO 32000-1, 14.7 and 14.8). What stands on a page for the eye only —
//! rules, page numbers, heads repeated on a further page — is an artifact.
//!
//! Every piece of a page belongs to a block or a cell of the document, so nothing is guessed.
//! **Deliberately absent**: the bytes of the page; `pdf` writes the marks this file numbers.

use gongkai_layout::Source;
use gongkai_model::document::accessibility::Scope;
use gongkai_model::document::{Block, Document, Paragraph, Role, Table, TableCell};
use lopdf::{Dictionary, Document as File, Object, ObjectId, dictionary};
use std::collections::{HashMap, HashSet};

/// What an artifact is marked with.
pub(super) const ARTIFACT: &str = "Artifact";

/// A numbered piece of a page.
pub(super) struct MarkedContent {
    pub tag: &'static str,
    /// MCID: its place among the page's pieces.
    pub number: i64,
}

/// A field of a page that is a part of its own.
pub(super) struct Form {
    pub page: ObjectId,
    pub widget: ObjectId,
}

/// The pieces of all pages.
pub(super) struct Tags<'a> {
    document: &'a Document,
    levels: Vec<Option<u8>>,
    /// By page, then by number: what each piece is.
    pages: Vec<Vec<Source>>,
    /// Cells that stand on an earlier page.
    told: HashSet<Source>,
}

impl<'a> Tags<'a> {
    pub fn new(document: &'a Document) -> Self {
        let levels = document.spoken_levels();
        Tags { document, levels, pages: Vec::new(), told: HashSet::new() }
    }

    /// The pieces numbered from here on stand on the next page.
    pub fn turn(&mut self) {
        let cells = self.pages.last().into_iter().flatten();
        self.told.extend(cells.filter(|of| matches!(of, Source::Cell(..))));
        self.pages.push(Vec::new());
    }

    /// Numbers a piece of the page; none where it is an artifact.
    pub fn piece(&mut self, of: Source) -> Option<MarkedContent> {
        let tag = match of {
            Source::Page => return None,
            Source::Cell(..) if self.told.contains(&of) => return None,
            Source::Cell(block, row, column) => self.cell(block, row, column).map_or("TD", kind),
            Source::Block(block, _) => self.paragraph(block),
            Source::Signatory => "P",
        };
        let page = self.pages.last_mut()?;
        page.push(of);
        Some(MarkedContent { tag, number: page.len() as i64 - 1 })
    }

    fn paragraph(&self, block: usize) -> &'static str {
        match self.levels.get(block).copied().flatten() {
            Some(1) => "H1",
            Some(2) => "H2",
            Some(3) => "H3",
            Some(4) => "H4",
            Some(_) => "H5",
            None => "P",
        }
    }

    fn cell(&self, block: usize, row: u16, column: u16) -> Option<&TableCell> {
        let Some(Block::Table(table)) = self.document.blocks.get(block) else { return None };
        table.cells.iter().find(|cell| (cell.row, cell.column) == (row, column))
    }

    /// Puts the tree of the document's parts into the file, with the way back from each piece.
    /// Fields to fill in come last.
    pub fn put_in(&self, file: &mut File, page_ids: &[ObjectId], forms: &[Form]) {
        let mut tree = Tree { file, kids: self.kids(page_ids), parents: HashMap::new() };
        let (root, whole) = (tree.file.new_object_id(), tree.file.new_object_id());
        let mut parts = Vec::new();
        for (index, block) in self.document.blocks.iter().enumerate() {
            match block {
                Block::Paragraph(Paragraph { role, .. }) => {
                    if matches!(role, Role::Signature | Role::Date) {
                        parts.extend(tree.signatory(whole));
                    }
                    let of = Source::Block(index, *role);
                    parts.push(tree.part(self.paragraph(index), whole, of, None));
                }
                Block::Table(table) => parts.push(tree.table(table, index, whole)),
            }
        }
        parts.extend(tree.signatory(whole));
        let fields: Vec<ObjectId> = forms.iter().map(|form| tree.form(form, whole)).collect();
        parts.extend(&fields);
        let element = dictionary! {
            "S" => "Document", "P" => root, "K" => references(&parts),
        };
        tree.file.objects.insert(whole, element.into());
        let parents = tree.parents;
        let mut numbers = Vec::new();
        for (at, (pieces, page)) in self.pages.iter().zip(page_ids).enumerate() {
            let of = |piece: &Source| parents.get(piece).map_or(Object::Null, |id| (*id).into());
            let pieces: Vec<Object> = pieces.iter().map(of).collect();
            numbers.extend([Object::Integer(at as i64), file.add_object(pieces).into()]);
            if let Ok(page) = file.get_dictionary_mut(*page) {
                page.set("StructParents", at as i64);
                page.set("Tabs", "S");
            }
        }
        for (number, (form, part)) in (self.pages.len() as i64..).zip(forms.iter().zip(&fields)) {
            numbers.extend([Object::Integer(number), (*part).into()]);
            if let Ok(widget) = file.get_dictionary_mut(form.widget) {
                widget.set("StructParent", number);
            }
        }
        let parents = file.add_object(dictionary! { "Nums" => numbers });
        let tree = dictionary! {
            "Type" => "StructTreeRoot",
            "K" => whole,
            "ParentTree" => parents,
            "ParentTreeNextKey" => (self.pages.len() + forms.len()) as i64,
        };
        file.objects.insert(root, tree.into());
        if let Ok(catalog) = file.catalog_mut() {
            catalog.set("StructTreeRoot", root);
            catalog.set("MarkInfo", dictionary! { "Marked" => true });
        }
    }

    /// The pieces of each part, with their pages.
    fn kids(&self, page_ids: &[ObjectId]) -> HashMap<Source, Vec<(ObjectId, i64)>> {
        let mut kids: HashMap<Source, Vec<(ObjectId, i64)>> = HashMap::new();
        for (pieces, page) in self.pages.iter().zip(page_ids) {
            for (number, of) in (0..).zip(pieces) {
                kids.entry(*of).or_default().push((*page, number));
            }
        }
        kids
    }
}

fn kind(cell: &TableCell) -> &'static str {
    if cell.label { "TH" } else { "TD" }
}

fn references(ids: &[ObjectId]) -> Vec<Object> {
    ids.iter().map(|id| (*id).into()).collect()
}

/// The tree being made.
struct Tree<'f> {
    file: &'f mut File,
    kids: HashMap<Source, Vec<(ObjectId, i64)>>,
    parents: HashMap<Source, ObjectId>,
}

impl Tree<'_> {
    /// A part that holds pieces; one without any (a blank cell) is there all the same.
    fn part(
        &mut self,
        tag: &str,
        parent: ObjectId,
        of: Source,
        attributes: Option<Dictionary>,
    ) -> ObjectId {
        let mut element = dictionary! { "S" => tag, "P" => parent };
        if let Some(attributes) = attributes {
            element.set("A", attributes);
        }
        let kids = self.kids.remove(&of).unwrap_or_default();
        if let Some((first, _)) = kids.first() {
            let kid = |(page, number): &(ObjectId, i64)| match page == first {
                true => Object::Integer(*number),
                false => dictionary! { "Type" => "MCR", "Pg" => *page, "MCID" => *number }.into(),
            };
            let mut kids: Vec<Object> = kids.iter().map(kid).collect();
            element.set("Pg", *first);
            element.set("K", if kids.len() == 1 { kids.remove(0) } else { kids.into() });
        }
        let id = self.file.add_object(element);
        self.parents.insert(of, id);
        id
    }

    /// The line to sign on, where it stands: before the signature or the date, else at the end.
    fn signatory(&mut self, parent: ObjectId) -> Option<ObjectId> {
        let there = self.kids.contains_key(&Source::Signatory);
        there.then(|| self.part("P", parent, Source::Signatory, None))
    }

    fn form(&mut self, form: &Form, parent: ObjectId) -> ObjectId {
        let kid = dictionary! { "Type" => "OBJR", "Obj" => form.widget, "Pg" => form.page };
        self.file.add_object(dictionary! {
            "S" => "Form", "P" => parent, "Pg" => form.page, "K" => kid,
        })
    }

    fn table(&mut self, table: &Table, block: usize, parent: ObjectId) -> ObjectId {
        let whole = self.file.new_object_id();
        let mut rows = Vec::new();
        for row in table.cells.chunk_by(|a, b| a.row == b.row) {
            let id = self.file.new_object_id();
            let cell = |cell: &TableCell| {
                let of = Source::Cell(block, cell.row, cell.column);
                self.part(kind(cell), id, of, attributes(table, cell))
            };
            let cells: Vec<ObjectId> = row.iter().map(cell).collect();
            let element = dictionary! {
                "S" => "TR", "P" => whole, "K" => references(&cells),
            };
            self.file.objects.insert(id, element.into());
            rows.push(id);
        }
        let element = dictionary! {
            "S" => "Table", "P" => parent, "K" => references(&rows),
        };
        self.file.objects.insert(whole, element.into());
        whole
    }
}

/// What a cell spans and what a head is the head of (ISO 32000-1, 14.8.5.7).
fn attributes(table: &Table, cell: &TableCell) -> Option<Dictionary> {
    let mut attributes = dictionary! { "O" => "Table" };
    if cell.label {
        let scope = match table.scope(cell) {
            Scope::Row => "Row",
            Scope::Column => "Column",
        };
        attributes.set("Scope", scope);
    }
    for (name, span) in [("RowSpan", cell.row_span), ("ColSpan", cell.column_span)] {
        if span > 1 {
            attributes.set(name, i64::from(span));
        }
    }
    (attributes.len() > 1).then_some(attributes)
}
