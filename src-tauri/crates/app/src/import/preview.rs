//! A file that is being imported: recognised, shown, corrected where it was read wrongly.
//!
//! **Deliberately absent**: mending what the file says. A sum that is wrong in the file is shown
//! with both its sides and stored as published.

use crate::report::{CellEdit, CellEntry, FormView, How, Refused};
use gongkai_check::{Case, Finding, Level, Settings};
use gongkai_model::document::{Block, Document, Role};
use gongkai_model::form::{CellId, ExtraRows, Forms};
use gongkai_model::organ::OrganKind;
use gongkai_model::report::{Cell, Figure, Report};
use gongkai_read::{Doubt, Draft, Unreadable};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use ts_rs::TS;

/// Most corrections that can be taken back.
const MOST_STEPS: usize = 200;

/// A file as recognised and not yet stored.
#[derive(Clone)]
pub(crate) struct ImportPreview {
    pub name: String,
    pub bytes: Vec<u8>,
    pub(crate) draft: Draft,
    source: Vec<SourceBlock>,
    /// Cells the user has put right.
    corrected: BTreeSet<CellId>,
    /// What a correction replaced: the cells and which of them had been corrected.
    steps: Vec<(BTreeMap<CellId, Cell>, BTreeSet<CellId>)>,
    /// The last correction left the report with other rows.
    rows_changed: bool,
}

/// A cell of a table as it stands in the file.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SourceCell {
    /// From 0.
    pub row: u16,
    /// From 0.
    pub column: u16,
    /// At least 1.
    pub row_span: u16,
    /// At least 1.
    pub column_span: u16,
    /// What it says.
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

/// A figure as it is printed in the file.
#[derive(Clone, Debug, Serialize, TS)]
pub struct PrintedFigure {
    /// The cell of the form.
    pub cell: CellId,
    /// What the form calls it.
    pub name: String,
    /// As printed.
    pub text: String,
}

/// A rule the file breaks.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SourceFault {
    /// What is wrong.
    pub finding: Finding,
    /// Figures of the form that ought to add up and do not.
    pub mismatch: bool,
    /// The figures it is about.
    pub figures: Vec<PrintedFigure>,
    /// A figure of it is doubtful or was corrected: the fault may be the reading's.
    pub doubtful: bool,
}

/// How far a file was recognised; it changes with every correction.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ImportStatus {
    /// The figures as they stand now.
    pub cells: BTreeMap<CellId, Cell>,
    /// How many figures of the form were found.
    pub recognised: usize,
    /// Figures of the form not found in the file.
    pub unread: Vec<CellId>,
    /// Figures the user had better look at, and has not put right.
    pub doubts: Vec<Doubt>,
    /// Cells the user has put right.
    pub corrected: Vec<CellId>,
    /// The rules it breaks.
    pub faults: Vec<SourceFault>,
    /// What the user had better know before storing it.
    pub notices: Vec<String>,
    /// What was typed and not taken.
    pub refused: Vec<Refused>,
    /// One sentence about a paste that did not go in as it was.
    pub said: Option<String>,
    /// A correction can be taken back.
    pub can_take_back: bool,
    /// The form, when the last correction brought a row in that it does not have, or took it out.
    pub form: Option<FormView>,
}

/// What was recognised in a file, beside what stands in it.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ImportView {
    /// Name of the file.
    pub name: String,
    /// What stands in the file, block by block.
    pub source: Vec<SourceBlock>,
    /// The form its tables follow.
    pub form: Option<FormView>,
    /// The report as recognised.
    pub report: Report,
    /// How far it was recognised.
    pub status: ImportStatus,
    /// Pieces of tables that belong to no label of the form.
    pub unmatched: Vec<String>,
    /// Number of the block a figure was found in.
    pub places: BTreeMap<CellId, usize>,
    /// Whose report it is; empty where it does not say.
    pub organ: String,
    /// What the office is, as far as its name tells.
    pub kind: OrganKind,
    /// The report year, where it says one.
    pub year: Option<i32>,
}

impl ImportPreview {
    /// Recognises the report in a file.
    pub fn of(forms: &Forms, name: &str, bytes: Vec<u8>) -> Result<Self, Unreadable> {
        let document = gongkai_read::document(&bytes, name)?;
        let draft = gongkai_read::recognise(&document, forms)?;
        Ok(ImportPreview::with(name, bytes, document, draft))
    }

    fn with(name: &str, bytes: Vec<u8>, document: Document, draft: Draft) -> Self {
        ImportPreview {
            name: name.to_owned(),
            bytes,
            draft,
            source: document.blocks.iter().map(source).collect(),
            corrected: BTreeSet::new(),
            steps: Vec::new(),
            rows_changed: false,
        }
    }

    /// Recognises what was copied in another program: its mark-up, which knows its tables, before
    /// its bare words.
    pub fn pasted(forms: &Forms, html: &str, text: &str) -> Result<Self, Unreadable> {
        let marked = match html.trim() {
            "" => None,
            html => ImportPreview::of(forms, "粘贴的内容.html", html.as_bytes().to_vec()).ok(),
        };
        let figures = |looked: &ImportPreview| looked.draft.sources.len();
        match marked {
            Some(marked) if figures(&marked) > 0 || text.trim().is_empty() => Ok(marked),
            marked => {
                let plain = ImportPreview::of(forms, "粘贴的文字.txt", text.as_bytes().to_vec());
                marked.map_or(plain, Ok)
            }
        }
    }

    pub fn report(&self) -> &Report {
        &self.draft.report
    }

    /// Puts figures right. What is no figure is refused and leaves its cell as it was,
    /// before the first key of what is typed. `going_on`: more of the same figure is typed; it is taken
    /// back in one.
    pub fn correct(&mut self, forms: &Forms, edits: Vec<CellEdit>, going_on: bool) -> CellEntry {
        let edition = self.report().edition_in(forms);
        let extra = edition.map(|edition| &edition.extra);
        let figures = edition.map(|edition| edition.figures()).unwrap_or_default();
        let before = (self.report().cells.clone(), self.corrected.clone());
        let mut entry = CellEntry::default();
        if !going_on && self.steps.last() != Some(&before) {
            self.steps.push(before);
            if self.steps.len() > MOST_STEPS {
                self.steps.remove(0);
            }
        }
        let typed = matches!(edits.as_slice(), [only] if only.how != How::Pasted);
        for edit in edits {
            let Some(form) = figures.iter().find(|figure| figure.id == edit.cell) else {
                continue;
            };
            let Some(figure) = entry.figure(&edit, form.kind) else { continue };
            self.corrected.insert(edit.cell.clone());
            self.draft.report.cells.insert(edit.cell, Cell::typed(figure));
        }
        if typed
            && !entry.refused.is_empty()
            && let Some((cells, corrected)) = self.steps.last().cloned()
        {
            self.draft.report.cells = cells;
            self.corrected = corrected;
        }
        self.rows_changed = extra != self.extra_rows(forms);
        entry
    }

    fn extra_rows<'f>(&self, forms: &'f Forms) -> Option<&'f ExtraRows> {
        self.report().edition_in(forms).map(|edition| &edition.extra)
    }

    /// Takes the last correction back.
    pub fn take_back(&mut self, forms: &Forms) {
        let extra = self.extra_rows(forms);
        if let Some((cells, corrected)) = self.steps.pop() {
            self.draft.report.cells = cells;
            self.corrected = corrected;
        }
        self.rows_changed = extra != self.extra_rows(forms);
    }

    pub fn findings(&self, forms: &Forms) -> Vec<Finding> {
        let report = self.report();
        let organ = report.organ.as_deref().unwrap_or_default();
        let settings = Settings { kind: OrganKind::suggested_by(organ), ..Settings::default() };
        gongkai_check::check(&Case {
            forms,
            report,
            last: None,
            last_unconfirmed: true,
            published: true,
            settings: &settings,
            today: None,
        })
    }

    /// The figures of the form not found in the file, and those found.
    pub fn split(&self, forms: &Forms) -> (Vec<CellId>, Vec<CellId>) {
        let edition = self.report().edition_in(forms);
        let figures = edition.map(|edition| edition.figures()).unwrap_or_default();
        figures
            .into_iter()
            .map(|figure| figure.id)
            .partition(|id| self.report().figure(id) == Figure::Unread)
    }

    pub fn status(&self, forms: &Forms, entry: CellEntry) -> ImportStatus {
        let (unread, found) = self.split(forms);
        let open = |doubt: &&Doubt| !self.corrected.contains(&doubt.cell);
        let doubts: Vec<Doubt> = self.draft.doubts.iter().filter(open).cloned().collect();
        ImportStatus {
            recognised: found.len(),
            faults: self.faults(forms),
            notices: self.notices(forms),
            cells: self.report().cells.clone(),
            corrected: self.corrected.iter().cloned().collect(),
            can_take_back: self.steps.iter().any(|(cells, _)| *cells != self.report().cells),
            unread,
            doubts,
            said: entry.paste_outcome(),
            refused: entry.refused,
            form: self.rows_changed.then(|| self.form(forms)).flatten(),
        }
    }

    /// Whether a finding is one of figures that do not add up by an equation of the form.
    pub fn is_mismatch(&self, forms: &Forms, finding: &Finding) -> bool {
        let edition = self.report().edition_in(forms);
        let equations = edition.map(|edition| edition.equations()).unwrap_or_default();
        equations.iter().any(|equation| equation.rule == finding.rule)
    }

    /// The rules it breaks, with the figures as printed in the file.
    fn faults(&self, forms: &Forms) -> Vec<SourceFault> {
        let report = self.report();
        let edition = report.edition_in(forms);
        let names: BTreeMap<CellId, String> = edition
            .map(|edition| edition.figures().into_iter().map(|f| (f.id, f.name)).collect())
            .unwrap_or_default();
        let doubtful = |cell: &CellId| {
            self.corrected.contains(cell)
                || report.figure(cell) == Figure::Unread
                || self.draft.doubts.iter().any(|doubt| doubt.cell == *cell)
        };
        let fault = |finding: Finding| SourceFault {
            figures: finding
                .cells
                .iter()
                .map(|cell| PrintedFigure {
                    cell: cell.clone(),
                    name: names.get(cell).cloned().unwrap_or_default(),
                    text: report.cells.get(cell).map(Cell::printed).unwrap_or_default(),
                })
                .collect(),
            doubtful: finding.cells.iter().any(doubtful),
            mismatch: self.is_mismatch(forms, &finding),
            finding,
        };
        let findings = self.findings(forms).into_iter();
        findings.filter(|finding| finding.level != Level::Hint).map(fault).collect()
    }

    fn notices(&self, forms: &Forms) -> Vec<String> {
        let report = self.report();
        let mut out = Vec::new();
        if report.title.is_none() {
            out.push("文件里没有年报标题，请在上面填好单位和年度。".to_owned());
        }
        let said = |cell: &Cell| matches!(cell.figure, Figure::Number(_)) || cell.note.is_some();
        if report.edition.is_some() && !report.cells.values().any(said) {
            out.push("三张表里一个数也没有；如果这是空白模板，请换成填好的年报。".to_owned());
        }
        let prescribed = report.year.and_then(|year| forms.for_year(year));
        if let (Some(year), Some(prescribed), Some(used)) =
            (report.year, prescribed, report.edition.as_deref())
            && prescribed.id != used
        {
            out.push(format!(
                "文件里的表是 {used} 年格式，{year} 年的年报应当用 {} 年格式；按文件原样读入，没有改动。",
                prescribed.id
            ));
        }
        out
    }

    fn form(&self, forms: &Forms) -> Option<FormView> {
        self.report().edition_in(forms).map(FormView::of)
    }

    pub fn view(&self, forms: &Forms) -> ImportView {
        let report = self.report();
        let organ = report.organ.clone().unwrap_or_default();
        ImportView {
            name: self.name.clone(),
            source: self.source.clone(),
            form: self.form(forms),
            status: self.status(forms, CellEntry::default()),
            unmatched: self.draft.unmatched.clone(),
            places: self.draft.sources.clone(),
            kind: OrganKind::suggested_by(&organ),
            organ,
            year: report.year,
            report: report.clone(),
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::How;

    fn forms() -> Forms {
        Forms::official()
    }

    /// A report with a sum that is wrong: 12 + 3 is not 16.
    fn page() -> String {
        let forms = forms();
        let mut report = Report::blank(forms.edition("2021").unwrap(), "青铜镇人民政府", 2025);
        for figure in forms.edition("2021").unwrap().figures() {
            report.cells.insert(figure.id, Cell::typed(0));
        }
        for (cell, figure) in [("natural_person", 12), ("business", 3), ("total", 16)] {
            let id = CellId::new("requests", "new", cell);
            report.cells.insert(id, Cell::typed(figure));
        }
        String::from_utf8(
            gongkai_export::html(&gongkai_compose::document(&report, &forms)).unwrap(),
        )
        .unwrap()
    }

    fn preview() -> ImportPreview {
        ImportPreview::of(&forms(), "去年.html", page().into_bytes()).unwrap()
    }

    #[test]
    fn a_wrong_sum_of_the_file_is_shown_with_its_figures_and_stays() {
        let preview = preview();
        let view = preview.view(&forms());
        let fault = view.status.faults.iter().find(|f| f.finding.rule == "row_sum").unwrap();
        assert!(!fault.doubtful);
        assert!(fault.figures.iter().any(|figure| figure.text == "16"));
        assert!(fault.finding.message.contains("15") && fault.finding.message.contains("16"));
        assert_eq!(view.report.figure(&"requests/new/total".into()), 16.into());
    }

    /// A chapter that is missing is no sum that does not come out.
    #[test]
    fn what_does_not_add_up_is_told_apart_from_what_is_missing() {
        let page = page();
        let from = page.find("六、").unwrap();
        let from = page[..from].rfind('<').unwrap();
        let preview = ImportPreview::of(&forms(), "去年.html", page[..from].into()).unwrap();
        let faults = preview.status(&forms(), CellEntry::default()).faults;
        let of = |mismatch: bool| -> BTreeSet<String> {
            let faults = faults.iter().filter(|fault| fault.mismatch == mismatch);
            faults.map(|fault| fault.finding.rule.to_string()).collect()
        };
        assert!(of(true).contains("row_sum"), "{:?}", of(true));
        assert!(!of(true).contains("chapters"), "{:?}", of(true));
        assert!(of(false).contains("chapters"), "{:?}", of(false));
    }

    #[test]
    fn a_correction_that_is_refused_as_it_goes_on_leaves_what_was_read() {
        let forms = forms();
        let mut preview = preview();
        let total: CellId = "requests/new/total".into();
        for (at, text) in ["1", "15", "15.", "15.5"].into_iter().enumerate() {
            let edit = CellEdit { cell: total.clone(), text: text.to_owned(), how: How::Typed };
            preview.correct(&forms, vec![edit], at > 0);
        }
        assert_eq!(preview.report().figure(&total), 16.into());
        assert!(preview.status(&forms, CellEntry::default()).corrected.is_empty());
    }

    #[test]
    fn a_cell_read_wrongly_is_put_right_and_back() {
        let forms = forms();
        let mut preview = preview();
        let edit = |text: &str| CellEdit {
            cell: "requests/new/total".into(),
            text: text.to_owned(),
            how: How::Typed,
        };
        assert_eq!(preview.correct(&forms, vec![edit("无")], false).refused.len(), 1);
        assert!(!preview.status(&forms, CellEntry::default()).can_take_back);
        assert!(preview.correct(&forms, vec![edit("1")], false).refused.is_empty());
        assert!(preview.correct(&forms, vec![edit("15")], true).refused.is_empty());
        let reading = preview.status(&forms, CellEntry::default());
        assert_eq!(reading.corrected, ["requests/new/total".into()]);
        assert!(!reading.faults.iter().any(|fault| fault.finding.rule == "row_sum"));
        preview.take_back(&forms);
        let reading = preview.status(&forms, CellEntry::default());
        assert!(reading.corrected.is_empty());
        assert!(reading.faults.iter().any(|fault| fault.finding.rule == "row_sum"));
    }

    #[test]
    fn a_row_the_form_does_not_have_is_taken_out_and_back() {
        let forms = forms();
        let edition = forms.edition("2021").unwrap();
        let mut report = Report::blank(edition, "青铜镇人民政府", 2025);
        report.cells.values_mut().for_each(|cell| *cell = Cell::typed(0));
        report.cells.retain(|id, _| !id.as_str().contains("other_handling"));
        let row: Vec<CellId> = ["business", "total"]
            .map(|column| CellId::new("requests", "other_handling", column))
            .into();
        report.cells.extend(row.iter().map(|id| (id.clone(), Cell::typed(3))));
        let document = gongkai_compose::document(&report, &forms);
        let bytes = gongkai_export::html(&document).unwrap();
        let mut preview = ImportPreview::of(&forms, "年报.html", bytes).unwrap();
        let rows = |form: Option<FormView>| form.map(|form| form.tables[1].rows);
        assert_eq!(rows(preview.view(&forms).form), Some(26));
        let empty = |column: &str| CellEdit {
            cell: CellId::new("requests", "other_handling", column),
            text: String::new(),
            how: How::Deliberate,
        };
        let columns = edition.table("requests").unwrap().blocks[0].column_leaves();
        let edits: Vec<CellEdit> = columns.iter().map(|column| empty(&column.id)).collect();
        preview.correct(&forms, edits, false);
        assert_eq!(rows(preview.status(&forms, CellEntry::default()).form), Some(28));
        preview.take_back(&forms);
        let status = preview.status(&forms, CellEntry::default());
        assert_eq!(status.cells[&row[0]].printed(), "3");
        assert_eq!(rows(status.form), Some(26));
    }

    #[test]
    fn a_copied_table_is_recognised_by_its_mark_up_and_else_by_its_words() {
        let forms = forms();
        let page = page();
        let from = page.find("三、").map(|at| at + page[at..].find("<table").unwrap()).unwrap();
        let table = &page[from..from + page[from..].find("</table>").unwrap() + 8];
        let copied = format!("<html><body><!--StartFragment-->{table}<!--EndFragment--></body>");
        let preview = ImportPreview::pasted(&forms, &copied, "无关的文字").unwrap();
        let reading = preview.status(&forms, CellEntry::default());
        assert_eq!(reading.recognised, 175);
        assert!(reading.notices.iter().any(|notice| notice.contains("单位和年度")));

        let words = "一、本年新收政府信息公开申请数量\t12\t3\t0\t0\t0\t0\t16\n二、上年结转政府信息公开申请数量\t0\t0\t0\t0\t0\t0\t0\n（七）总计\t0\t0\t0\t0\t0\t0\t0\n";
        let preview = ImportPreview::pasted(&forms, "<p>无关</p>", words).unwrap();
        assert_eq!(preview.status(&forms, CellEntry::default()).recognised, 21);
        assert!(ImportPreview::pasted(&forms, "<p>无关</p>", "无关").is_err());
    }

    #[test]
    fn a_blank_form_and_tables_of_another_edition_are_told() {
        let forms = forms();
        let report = Report::blank(forms.edition("2019").unwrap(), "青铜镇人民政府", 2024);
        let bytes = gongkai_export::docx(
            &gongkai_compose::document(&report, &forms),
            &gongkai_layout::PageOptions::default(),
            &gongkai_platform::fonts::find(gongkai_platform::fonts::Choice::Bundled).unwrap(),
        )
        .unwrap();
        let preview = ImportPreview::of(&forms, "年报.docx", bytes).unwrap();
        let notices = preview.status(&forms, CellEntry::default()).notices;
        assert!(notices.iter().any(|notice| notice.contains("空白模板")), "{notices:?}");
        assert!(notices.iter().any(|notice| notice.contains("2019 年格式")), "{notices:?}");
    }
}
