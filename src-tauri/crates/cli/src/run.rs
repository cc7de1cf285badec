//! One function a command: read, ask core, answer. Chinese by default, JSON when asked for.

use crate::answer;
use crate::{Cli, Command, Fonts, Out, Page, checking};
use gongkai_compare::{CellChange, Comparison};
use gongkai_layout::{FontSet, PageOptions, Seal};
use gongkai_model::form::{Comparable, Forms};
use gongkai_model::report::{Figure, Report};
use gongkai_platform::{files, fonts};
use gongkai_read::Draft;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

/// Nothing 必须改.
pub const DONE: u8 = 0;
/// Something 必须改.
pub const FAULTY: u8 = 1;
pub const UNREADABLE: u8 = 2;
pub const UNWRITTEN: u8 = 3;

/// Why a command could not do its work: one sentence and the exit code.
pub struct Failure {
    pub sentence: String,
    pub exit: u8,
}

pub fn failure(exit: u8) -> impl Fn(&dyn std::fmt::Display) -> Failure {
    move |cause| Failure { sentence: cause.to_string(), exit }
}

pub fn run(cli: Cli) -> Result<u8, Failure> {
    let forms = Forms::official();
    let json = cli.json;
    match cli.command {
        Command::Read { file } => {
            let draft = draft(&forms, &file.file)?;
            match json {
                true => print_json(&answer::Read::of(&draft)),
                false => print(&told(&forms, &draft)),
            }
            Ok(DONE)
        }
        Command::Check(options) => checking::check(&forms, json, &options),
        Command::Compare { file, last, out, force } => {
            let this = draft(&forms, &file.file)?;
            let mut years: Vec<Draft> =
                last.iter().map(|path| draft(&forms, path)).collect::<Result<_, _>>()?;
            match (out, years.as_slice()) {
                (Some(out), _) => {
                    years.push(this);
                    save_comparison(&forms, years, &Out { out, force })?;
                }
                (None, [last]) => {
                    let comparison = gongkai_compare::compare(&forms, &this.report, &last.report);
                    match json {
                        true => print_json(&answer::Compare::of(&comparison)),
                        false => print(&comparison_told(&this, last, &comparison)),
                    }
                }
                (None, _) => {
                    return Err(Failure {
                        sentence: "几年并列的对比请用 -o 写成 .pdf 或 .xlsx 文件。".to_owned(),
                        exit: UNREADABLE,
                    });
                }
            }
            Ok(DONE)
        }
        Command::Pdf { file, page, out } => {
            let draft = draft(&forms, &file.file)?;
            free(&out.out, out.force)?;
            let fonts = font_set(page.fonts)?;
            let printed = gongkai_export::print(&draft.report, &forms, &options(&page), &fonts)
                .map_err(|cause| failure(UNWRITTEN)(&cause))?;
            save(&out, &printed.pdf)?;
            let told = printed.substituted.iter();
            let told = told.map(|s| format!("本机没有公文{}字体，用“{}”代替。\n", s.label, s.used));
            eprint!("{}", told.collect::<String>());
            Ok(DONE)
        }
        Command::Pages { file, page } => {
            let draft = draft(&forms, &file.file)?;
            let document = gongkai_compose::document(&draft.report, &forms);
            let pages = gongkai_layout::lay_out(&document, &options(&page), &font_set(page.fonts)?);
            print_json(&pages);
            Ok(DONE)
        }
        Command::Convert { file, out } => {
            let draft = draft(&forms, &file.file)?;
            free(&out.out, out.force)?;
            let bytes = converted(&forms, &draft, &out.out)?;
            save(&out, &bytes)?;
            Ok(DONE)
        }
    }
}

pub fn draft(forms: &Forms, path: &Path) -> Result<Draft, Failure> {
    let unreadable = failure(UNREADABLE);
    let bytes = files::read(path).map_err(|cause| unreadable(&cause))?;
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let document = gongkai_read::document(&bytes, &name).map_err(|cause| unreadable(&cause))?;
    gongkai_read::recognise(&document, forms).map_err(|cause| unreadable(&cause))
}

fn options(page: &Page) -> PageOptions {
    let seal = if page.seal_space { Seal::Space } else { Seal::None };
    PageOptions { seal, signature_line: page.signature_line, ..PageOptions::default() }
}

pub fn font_set(fonts: Fonts) -> Result<FontSet, Failure> {
    let choice = match fonts {
        Fonts::System => fonts::Choice::System,
        Fonts::Bundled => fonts::Choice::Bundled,
    };
    fonts::find(choice).map_err(|cause| failure(UNWRITTEN)(&cause))
}

/// Says at once that the output file exists, not after the work is done.
pub fn free(out: &Path, force: bool) -> Result<(), Failure> {
    match !force && out.exists() {
        true => Err(Failure {
            sentence: format!(
                "“{}”已经存在，没有覆盖；请换一个文件名，或加上 --force。",
                out.display()
            ),
            exit: UNWRITTEN,
        }),
        false => Ok(()),
    }
}

fn save(out: &Out, bytes: &[u8]) -> Result<(), Failure> {
    files::write_whole(&out.out, bytes, out.force).map_err(|cause| failure(UNWRITTEN)(&cause))
}

fn converted(forms: &Forms, draft: &Draft, path: &Path) -> Result<Vec<u8>, Failure> {
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    if ending == "json" {
        return Ok(json(&answer::Read::of(draft)).into_bytes());
    }
    let Some(format) = gongkai_export::FileFormat::of_ending(&ending) else {
        return Err(Failure {
            sentence: format!(
                "不能转成“.{ending}”；输出文件的扩展名可以是 .docx、.html、.xlsx、.json、.md。"
            ),
            exit: UNWRITTEN,
        });
    };
    let fonts = font_set(Fonts::System)?;
    gongkai_export::file(&draft.report, forms, format, &PageOptions::default(), &fonts)
        .map_err(|cause| failure(UNWRITTEN)(&cause))
}

fn written(bytes: Result<Vec<u8>, gongkai_export::NotWritten>) -> Result<Vec<u8>, Failure> {
    bytes.map_err(|cause| failure(UNWRITTEN)(&cause))
}

/// The years side by side, those that changed first, as a file.
fn save_comparison(forms: &Forms, mut years: Vec<Draft>, out: &Out) -> Result<(), Failure> {
    let ending = out.out.extension().map(|e| e.to_string_lossy().to_lowercase());
    let ending = ending.unwrap_or_default();
    if !["pdf", "xlsx"].contains(&ending.as_str()) {
        return Err(Failure {
            sentence: format!("不能写成“.{ending}”；对比的扩展名可以是 .pdf、.xlsx。"),
            exit: UNWRITTEN,
        });
    }
    free(&out.out, out.force)?;
    years.sort_by_key(|draft| draft.report.year);
    let reports: Vec<&Report> = years.iter().map(|draft| &draft.report).collect();
    let organ = reports.last().and_then(|report| report.organ.as_deref()).unwrap_or_default();
    let years = gongkai_compare::over_years(forms, &reports);
    let (changed, same): (Vec<_>, Vec<_>) = years.rows.iter().partition(|row| row.changed);
    let compared = gongkai_compose::Compared {
        organ,
        forms,
        years: &years,
        rows: changed.into_iter().chain(same).collect(),
        charts: &gongkai_compare::charts(forms, &reports),
        reasons: &BTreeMap::new(),
    };
    let bytes = match ending.as_str() {
        "xlsx" => written(gongkai_export::comparison_book(&compared))?,
        _ => {
            let document = gongkai_compose::comparison(&compared);
            let fonts = font_set(Fonts::System)?;
            gongkai_export::print_document(&document, organ, &PageOptions::default(), &fonts)
                .map_err(|cause| failure(UNWRITTEN)(&cause))?
                .pdf
        }
    };
    save(out, &bytes)
}

fn json(answer: &impl Serialize) -> String {
    serde_json::to_string_pretty(answer).unwrap_or_default() + "\n"
}

pub fn print_json(answer: &impl Serialize) {
    print(&json(answer));
}

/// A closed pipe (`| head`) is no failure.
pub fn print(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}

fn told(forms: &Forms, draft: &Draft) -> String {
    let report = &draft.report;
    let or_none = |text: Option<&str>| text.unwrap_or("（没有）").to_owned();
    let mut out = format!(
        "标题：{}\n单位：{}\n年度：{}\n格式：{}\n署名：{}\n成文日期：{}\n",
        or_none(report.title.as_deref()),
        or_none(report.organ.as_deref()),
        report.year.map_or("（没有）".to_owned(), |year| year.to_string()),
        report
            .edition
            .as_deref()
            .map_or("没有统一表格，只保留文字".to_owned(), |e| format!("{e} 年格式")),
        or_none(report.signature.as_deref()),
        or_none(report.date.as_deref()),
    );
    let unread = report.cells.values().filter(|cell| cell.figure == Figure::Unread).count();
    let read = report.cells.len() - unread;
    out += &format!("认出 {read} 项，未读到 {unread} 项，存疑 {} 项\n", draft.doubts.len());
    let edition = report.edition.as_deref().and_then(|id| forms.edition(id));
    out += "\n不为 0 的数据\n";
    for figure in edition.into_iter().flat_map(|edition| edition.figures()) {
        let Some(cell) = report.cells.get(&figure.id) else { continue };
        match cell.figure {
            Figure::Unread => out += &format!("  {}：未读到\n", figure.name),
            Figure::Number(number) if !number.is_zero() => {
                out += &format!("  {}：{}\n", figure.name, cell.printed());
            }
            Figure::Number(_) | Figure::Blank => {}
        }
    }
    out += "\n章节\n";
    for chapter in &report.chapters {
        let number = if chapter.number.is_empty() { "（无序号）" } else { &chapter.number };
        out += &format!("  {number} {}：{} 段\n", chapter.heading, chapter.paragraphs.len());
    }
    for text in &draft.unmatched {
        out += &format!("\n没有认出：{text}\n");
    }
    out
}

fn comparison_told(this: &Draft, last: &Draft, comparison: &Comparison) -> String {
    let year = |draft: &Draft| draft.report.year.map_or("？".to_owned(), |year| year.to_string());
    let mut out = format!("项目\t{}\t{}\t增减\t％\n", year(last), year(this));
    for cell in &comparison.cells {
        if cell.last == cell.this && cell.comparable == Comparable::Yes {
            continue;
        }
        out += &row_told(cell);
    }
    out += "\n章节文字与上年的重复率\n";
    for text in &comparison.texts {
        out += &format!("  {} {}：{:.0}%\n", text.chapter, text.heading, text.repeat_rate * 100.0);
    }
    out
}

fn row_told(cell: &CellChange) -> String {
    let shown = |value: &Option<String>, unread: bool| match (value, unread) {
        (_, true) => "未读到".to_owned(),
        (Some(value), _) if value.is_empty() => "（空）".to_owned(),
        (Some(value), _) => value.clone(),
        (None, _) => "—".to_owned(),
    };
    let remark = match cell.comparable {
        Comparable::Yes => "",
        Comparable::Changed => "\t口径变化",
        Comparable::No => "\t不可比",
        Comparable::Dropped => "\t新格式无此项",
        Comparable::New => "\t上年格式无此项",
    };
    let percent = cell.percent.map_or(String::new(), |percent| format!("{percent:+.1}"));
    format!(
        "{}\t{}\t{}\t{}\t{percent}{remark}\n",
        cell.name,
        shown(&cell.last, cell.last_unread),
        shown(&cell.this, cell.this_unread),
        cell.change.as_deref().unwrap_or_default(),
    )
}
