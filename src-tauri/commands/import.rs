//! A file comes in: chosen, looked at, stored.

use super::{Answer, TheDesk};
use crate::desk::{FormView, Inner, LookedAt};
use crate::failure::{Code, Failure};
use gongkai_core::document::{Block, Role};
use gongkai_core::form::CellId;
use gongkai_core::organ::OrganKind;
use gongkai_core::read::{self, Doubt};
use gongkai_core::report::{Figure, Report, Scope};
use gongkai_machine::files;
use gongkai_store::{State, StoreError};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;
use tauri_plugin_dialog::DialogExt;
use ts_rs::TS;

/// A cell of a table as it stands in the file.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SourceCell {
    pub row: u16,
    pub column: u16,
    pub row_span: u16,
    pub column_span: u16,
    pub text: String,
}

/// A piece of the file.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum SourceBlock {
    /// `level` is 0 for text, 1 for the title and headings of the first level …
    Paragraph {
        text: String,
        level: u8,
    },
    Table {
        rows: u16,
        cells: Vec<SourceCell>,
    },
}

/// What was recognised in a file, beside what stands in it.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ImportView {
    pub name: String,
    pub source: Vec<SourceBlock>,
    pub form: Option<FormView>,
    pub report: Report,
    /// How many figures of the form were found.
    pub recognised: usize,
    pub unread: Vec<CellId>,
    pub doubts: Vec<Doubt>,
    pub unmatched: Vec<String>,
    /// Number of the block a figure was found in.
    pub places: BTreeMap<CellId, usize>,
    pub organ: String,
    pub kind: OrganKind,
    pub year: Option<i32>,
}

fn source(block: &Block) -> SourceBlock {
    match block {
        Block::Paragraph(paragraph) => SourceBlock::Paragraph {
            text: paragraph.text.clone(),
            level: match paragraph.role {
                Role::Title => 1,
                Role::Heading(level) => level,
                Role::Body | Role::Signature | Role::Date => 0,
            },
        },
        Block::Table(table) => SourceBlock::Table {
            rows: table.rows,
            cells: table
                .cells
                .iter()
                .map(|cell| SourceCell {
                    row: cell.row,
                    column: cell.column,
                    row_span: cell.row_span,
                    column_span: cell.column_span,
                    text: cell.text.clone(),
                })
                .collect(),
        },
    }
}

fn look(desk: &mut Inner, name: &str, bytes: Vec<u8>) -> Answer<ImportView> {
    let document = read::document(&bytes, name)?;
    let draft = read::recognise(&document, &desk.forms)?;
    let edition = draft.report.edition.as_deref().and_then(|id| desk.forms.edition(id));
    let figures = edition.map(|edition| edition.figures()).unwrap_or_default();
    let (unread, found): (Vec<CellId>, Vec<CellId>) = figures
        .into_iter()
        .map(|figure| figure.id)
        .partition(|id| draft.report.figure(id) == Figure::Unread);
    let organ = draft.report.organ.clone().unwrap_or_default();
    let view = ImportView {
        name: name.to_owned(),
        source: document.blocks.iter().map(source).collect(),
        form: edition.map(FormView::of),
        recognised: found.len(),
        unread,
        doubts: draft.doubts.clone(),
        unmatched: draft.unmatched.clone(),
        places: draft.sources.clone(),
        kind: OrganKind::suggested_by(&organ),
        organ,
        year: draft.report.year,
        report: draft.report.clone(),
    };
    desk.looked_at = Some(LookedAt { name: name.to_owned(), bytes, draft });
    Ok(view)
}

/// Asks for a file; none when the user turns away.
#[tauri::command(async)]
pub fn choose_file(app: tauri::AppHandle) -> Option<String> {
    let all = ["txt", "md", "docx", "doc", "wps", "html", "htm", "mht", "pdf", "xlsx", "xls"];
    let chosen = app
        .dialog()
        .file()
        .set_title("选择往年的年报")
        .add_filter("年报文件", &all)
        .add_filter("所有文件", &["*"])
        .blocking_pick_file()?;
    chosen.into_path().ok().map(|path| path.to_string_lossy().into_owned())
}

#[tauri::command(async)]
pub fn preview_file(desk: TheDesk, path: String) -> Answer<ImportView> {
    let path = Path::new(&path);
    let bytes = files::read(path)?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    desk.with(|desk| look(desk, &name.unwrap_or_default(), bytes))
}

#[tauri::command(async)]
pub fn preview_text(desk: TheDesk, text: String) -> Answer<ImportView> {
    desk.with(|desk| look(desk, "粘贴的文字.txt", text.into_bytes()))
}

/// Stores the file last looked at as the report of this organ and year.
#[tauri::command(async)]
pub fn accept_import(
    desk: TheDesk,
    organ: String,
    kind: OrganKind,
    year: i32,
    scope: Scope,
    replace: bool,
) -> Answer<i64> {
    desk.with(|desk| {
        let name = organ.trim().to_owned();
        let held = desk
            .store
            .organs()?
            .into_iter()
            .find(|organ| organ.name == name)
            .map(|organ| desk.store.find(organ.id, year, scope))
            .transpose()?
            .flatten();
        if held.is_some() && !replace {
            return Err(StoreError::Exists.into());
        }
        let looked_at = desk
            .looked_at
            .take()
            .ok_or_else(|| Failure::refused("要存入的文件已经不在了，请重新选择文件。"))?;
        let report = Report {
            organ: Some(name.clone()),
            year: Some(year),
            scope,
            ..looked_at.draft.report.clone()
        };
        let stored = desk.organ_named(&name, kind).and_then(|organ| {
            let source = Some((looked_at.name.as_str(), looked_at.bytes.as_slice()));
            match held {
                Some(id) => {
                    desk.store.replace(id, &report, source)?;
                    desk.store.set_state(id, State::Imported)?;
                    desk.forget_steps(id);
                    Ok(id)
                }
                None => Ok(desk.store.create(organ, &report, State::Imported, source)?),
            }
        });
        desk.clear();
        if stored.as_ref().is_err_and(|failure| failure.code != Code::Exists) {
            // It can be tried again.
            desk.looked_at = Some(looked_at);
        }
        let id = stored?;
        desk.checked(id)?;
        Ok(id)
    })
}
