//! What a final report is published with: all its files in one folder, and the text for the editor of
//! the office's web site.
//!
//! **Deliberately absent**: putting anything on a web site.

use super::report_files::name;
use crate::failure::{Code, Failure};
use crate::paths::{PROPOSED, pdf_name, whole_path};
use crate::report::{proposed_publication, whole};
use crate::session::Session;
use gongkai_export::{WebText, format_named, print_final, web_text};
use gongkai_layout::{FontSet, PageOptions};
use gongkai_model::form::Forms;
use gongkai_model::progress::ReportState;
use gongkai_model::report::Report;
use gongkai_platform::fonts::{self, Choice};
use gongkai_store::Publication;
use serde::Serialize;
use std::path::{Path, PathBuf};
use ts_rs::TS;

/// Kinds of files beside the PDF.
const KINDS: [&str; 5] = ["docx", "html", "xlsx", "json", "csv"];

/// The files a report is published with: their names and bytes, each read back and compared. `version`
/// is what the PDF says of the finalised version it shows.
///
/// # Errors
/// When cells were not read, a file can't be made, or does not read back the same.
pub fn publication_files(
    report: &Report,
    forms: &Forms,
    options: &PageOptions,
    fonts: &FontSet,
    version: &str,
) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    whole(report, forms, "不能公布")?;
    let pdf = pdf_name(&report.full_title());
    let named = |ending: &str| Path::new(&pdf).with_extension(ending).display().to_string();
    let printed = print_final(report, forms, options, fonts, version)?;
    let mut files = vec![(pdf.clone(), printed.pdf)];
    for format in KINDS.iter().filter_map(|kind| format_named(kind)) {
        let bytes = format.file(report, forms, options, fonts)?;
        files.push((named(format.ending()), bytes));
    }
    Ok(files)
}

/// The text of a report for the editor of a web site.
///
/// # Errors
/// When it does not read back the same.
pub fn publication_text(report: &Report, forms: &Forms) -> Result<WebText, Failure> {
    Ok(web_text(&gongkai_compose::document(report, forms))?)
}

/// What was made for publishing.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct PublicationFiles {
    /// The files, all in one folder.
    pub paths: Vec<String>,
    /// The report for the editor of a web site, as elements.
    pub html: String,
    /// The same as plain words.
    pub plain: String,
    /// Whether the report is marked as published.
    pub published: bool,
    /// When and where it was published; before that, what is proposed.
    pub publication: Publication,
}

impl Session {
    /// Writes all files a final report is published with into a folder of its own beside `path`, which
    /// is where its PDF goes. Where one of them is there already, none is written, unless told to.
    ///
    /// # Errors
    /// When the report is not final, cells were not read, one of the files is there, what is read back
    /// differs, one can't be written, or it was called off.
    pub fn export_publication(
        &self,
        id: i64,
        options: PageOptions,
        path: &str,
        overwrite: bool,
    ) -> Result<PublicationFiles, Failure> {
        let path = whole_path(path, PROPOSED)?;
        let token = self.tasks().exports.token();
        let open = self.flushed_snapshot(id)?;
        if !matches!(open.stored.state, ReportState::Final | ReportState::Published) {
            return Err(Failure::refused("先定稿，再生成公布用的文件。"));
        }
        let report = &open.stored.report;
        let folder = folder(&path, report)?;
        let options = open.page_options(options);
        let version = open.finalised.as_ref().map(|held| format!("定稿{}", held.described()));
        let fonts = fonts::find(Choice::System)?;
        let version = version.unwrap_or_default();
        let files = publication_files(report, self.forms(), &options, &fonts, &version)?;
        let text = publication_text(report, self.forms())?;
        let targets: Vec<PathBuf> = files.iter().map(|(name, _)| folder.join(name)).collect();
        let there: Vec<String> =
            targets.iter().filter(|path| path.exists()).map(|path| name(path)).collect();
        if !overwrite && !there.is_empty() {
            let sentence = format!("“{}”已经有了，没有覆盖。", there.join("”“"));
            return Err(Failure { code: Code::Exists, ..Failure::refused(sentence) });
        }
        token.check()?;
        std::fs::create_dir_all(&folder).map_err(|error| {
            let sentence = format!("不能建立文件夹“{}”；请换一个位置再试。", folder.display());
            Failure { details: error.to_string(), code: Code::Other, ..Failure::refused(sentence) }
        })?;
        let written = targets
            .iter()
            .zip(&files)
            .map(|(path, (_, bytes))| self.write_export(path, bytes, overwrite, &token));
        Ok(PublicationFiles {
            paths: written.collect::<Result<_, _>>()?,
            html: text.html,
            plain: text.plain,
            published: open.stored.state == ReportState::Published,
            publication: proposed_publication(&open.stored),
        })
    }
}

/// `…/青铜镇人民政府2026年政府信息公开工作年度报告（公布）`
fn folder(path: &Path, report: &Report) -> Result<PathBuf, Failure> {
    let parent = path.parent().ok_or_else(|| Failure::refused(PROPOSED))?;
    let pdf = pdf_name(&report.full_title());
    let title = Path::new(&pdf).file_stem().unwrap_or_default().to_string_lossy().into_owned();
    Ok(parent.join(format!("{title}（公布）")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use gongkai_model::report::{Cell, Figure};

    fn example() -> (tempfile::TempDir, Session, i64) {
        let folder = tempfile::tempdir().unwrap();
        let session = Session::open(&folder.path().join("data"));
        let id = session.sound_example().unwrap();
        (folder, session, id)
    }

    #[test]
    fn all_files_go_into_one_folder_and_hold_the_same_report() {
        let (folder, session, id) = example();
        let path = folder.path().join("年报.pdf").display().to_string();
        let options = PageOptions::default();
        let refused = session.export_publication(id, options, &path, false).unwrap_err();
        assert!(refused.sentence.contains("先定稿"), "{}", refused.sentence);
        session.set_state(id, ReportState::Final, true, "").unwrap();
        let made = session.export_publication(id, options, &path, false).unwrap();
        let report = session.snapshot(id).unwrap().stored.report.clone();
        let parents: Vec<_> = made.paths.iter().map(|path| Path::new(path).parent()).collect();
        assert!(parents.iter().all(|parent| *parent == parents[0]));
        assert!(made.paths[0].contains("（公布）"));
        let endings: Vec<_> =
            made.paths.iter().map(|path| Path::new(path).extension().unwrap()).collect();
        assert_eq!(endings, ["pdf", "docx", "html", "xlsx", "json", "csv"]);
        for path in &made.paths[..3] {
            let bytes = std::fs::read(path).unwrap();
            let back = gongkai_read::report(&bytes, path, session.forms()).unwrap().report;
            for (id, cell) in &report.cells {
                let figure = back.figure(id);
                assert!(figure == cell.figure || figure == Figure::Unread, "{path} {id}");
            }
        }
        let json = std::fs::read_to_string(&made.paths[4]).unwrap();
        assert!(json.contains("\"requests/new/natural_person\""));
        assert!(made.html.starts_with("<h1 ") && made.plain.contains('\t'));
        assert!(!made.published && !made.publication.date.is_empty());
        for path in &made.paths {
            assert!(session.written_file(path).is_ok());
        }
        let again = session.export_publication(id, options, &path, false).unwrap_err();
        assert_eq!(again.code, Code::Exists);
        std::fs::write(&made.paths[5], "").unwrap();
        session.export_publication(id, options, &path, true).unwrap();
        assert!(std::fs::metadata(&made.paths[5]).unwrap().len() > 1000);
    }

    #[test]
    fn where_no_folder_can_be_made_or_a_cell_was_not_read_nothing_is_written() {
        let (folder, session, id) = example();
        session.set_state(id, ReportState::Final, true, "").unwrap();
        std::fs::write(folder.path().join("文件"), "").unwrap();
        let below = folder.path().join("文件/年报.pdf").display().to_string();
        let failure =
            session.export_publication(id, PageOptions::default(), &below, false).unwrap_err();
        assert!(failure.sentence.contains("不能建立文件夹"), "{}", failure.sentence);
        let mut report = session.snapshot(id).unwrap().stored.report.clone();
        let unread = Cell { figure: Figure::Unread, ..Cell::default() };
        report.cells.insert("requests/new/natural_person".into(), unread);
        let fonts = fonts::find(Choice::System).unwrap();
        let options = PageOptions::default();
        let failure = publication_files(&report, session.forms(), &options, &fonts, "");
        assert!(failure.unwrap_err().sentence.contains("不能公布"));
    }
}
