//! `check`: the rules over one report or over a folder of them.

use crate::answer;
use crate::failure::{DONE, FAULTY, Failure, unreadable, unwritten};
use crate::files::{draft, ending, free, print, print_json, text};
use crate::options::CheckOptions;
use chrono::Local;
use gongkai_app::CancellationToken;
use gongkai_app::batch::{BatchProgress, check_folder};
use gongkai_app::export::{ListFormat, check_list_file};
use gongkai_check::{Finding, FolderLine, Level, NoReport, Settings, Verdict};
use gongkai_compose::CheckListInput;
use gongkai_model::document::Document;
use gongkai_model::form::Forms;
use gongkai_platform::files;
use std::collections::BTreeMap;

/// After how many files progress is told.
const STEP: usize = 100;

/// Checks a file, or every report of a folder.
pub fn check(forms: &Forms, json: bool, options: &CheckOptions) -> Result<u8, Failure> {
    let settings = settings(options)?;
    if let Some(out) = &options.list {
        free(out, options.force)?;
    }
    match options.path.is_dir() {
        true => folder(forms, json, options, &settings),
        false => one(forms, json, options, &settings),
    }
}

fn one(
    forms: &Forms,
    json: bool,
    options: &CheckOptions,
    settings: &Settings,
) -> Result<u8, Failure> {
    let this = draft(forms, &options.path)?;
    let last = options.last.as_ref().map(|path| draft(forms, path)).transpose()?;
    let last = last.as_ref().map(|last| &last.report);
    let not_last =
        last.and_then(|last| gongkai_check::not_last(&this.report, last, options.renamed));
    if let Some(why) = &not_last {
        eprintln!("{why}");
    }
    if last.is_some_and(|last| !options.renamed && !gongkai_check::same_organ(&this.report, last)) {
        eprintln!("如果是同一单位（例如改过名称），请加上 --renamed。");
    }
    let last = last.filter(|_| not_last.is_none());
    let (verdict, findings) = gongkai_check::published(forms, settings, &this.report, last);
    match json {
        true => print_json(&answer::Check::of(verdict, &findings)),
        false => print(&described(verdict, &findings)),
    }
    let list = gongkai_compose::check_list(&CheckListInput {
        finalised: None,
        report: &this.report,
        forms,
        last: last.and_then(|last| last.year),
        on: Some(Local::now().date_naive()),
        verdict,
        findings: &findings,
        reasons: &BTreeMap::new(),
    });
    save_list(&list, this.report.organ.as_deref().unwrap_or_default(), options)?;
    Ok(if verdict == Verdict::Fail { FAULTY } else { DONE })
}

fn folder(
    forms: &Forms,
    json: bool,
    options: &CheckOptions,
    settings: &Settings,
) -> Result<u8, Failure> {
    if options.last.is_some() {
        return Err(unreadable("核对文件夹时，上年的年报按单位和年度在文件夹里找，不用 --last。"));
    }
    let progress = |BatchProgress { checking, done, all }: BatchProgress| {
        if done.is_multiple_of(STEP) || done == all {
            eprintln!("{} {done}/{all}", if checking { "已核对" } else { "已读取" });
        }
    };
    let token = CancellationToken::default();
    let checked = check_folder(forms, settings, &options.path, &token, &progress);
    let checked = checked.map_err(unreadable)?;
    let (lines, without) = (&checked.lines, &checked.without);
    if lines.is_empty() {
        let folder = options.path.display();
        return Err(unreadable(format!("“{folder}”里没有找到年度报告；请检查是否选错了文件夹。")));
    }
    match json {
        true => print_json(&answer::Folder::of(lines, without)),
        false => print(&table(lines, without)),
    }
    let name = options.path.file_name().unwrap_or(options.path.as_os_str()).to_string_lossy();
    save_list(&gongkai_compose::folder_list(&name, lines, without), "", options)?;
    let failing = lines.iter().any(|line| line.verdict == Verdict::Fail);
    Ok(if failing { FAULTY } else { DONE })
}

/// The rules' settings, with the words of a list of its own.
fn settings(options: &CheckOptions) -> Result<Settings, Failure> {
    let mut settings = match &options.settings {
        Some(path) => Settings::from_file(&text(path)?).map_err(unreadable)?,
        None => Settings::default(),
    };
    if let Some(path) = &options.words {
        settings.words.extend(gongkai_check::read_words(&text(path)?).map_err(unreadable)?);
    }
    Ok(settings)
}

/// Writes the check list where it is asked for: `.pdf` or `.xlsx`.
fn save_list(list: &Document, organ: &str, options: &CheckOptions) -> Result<(), Failure> {
    let Some(out) = &options.list else { return Ok(()) };
    let format = ListFormat::of_path(out).ok_or_else(|| {
        let ending = ending(out);
        unwritten(format!("不能写成“.{ending}”；核对单的扩展名可以是 .pdf、.xlsx。"))
    })?;
    let bytes = check_list_file(list, organ, format).map_err(unwritten)?;
    files::write_whole(out, &bytes, options.force).map_err(unwritten)
}

fn described(verdict: Verdict, findings: &[Finding]) -> String {
    let count = |level: Level| findings.iter().filter(|f| f.level == level).count();
    // Of a report as published these are hints, yet as it stands it can't be finalised.
    let unfinished = findings.iter().any(|f| ["unread", "blank"].contains(&f.rule.as_str()));
    let head = match verdict {
        Verdict::Pass if unfinished => {
            "没有必须改的问题，但有没读到或空着的格；补齐以后才能定稿。".to_owned()
        }
        Verdict::Pass => "可以定稿。".to_owned(),
        Verdict::Explain => format!("还有 {} 项需说明。", count(Level::Explain)),
        Verdict::Fail => {
            format!("还有 {} 项必须改、{} 项需说明。", count(Level::Error), count(Level::Explain))
        }
    };
    let lines = findings.iter().map(|f| format!("【{}】{}\n", f.level.label(), f.message));
    format!("{head}\n{}", lines.collect::<String>())
}

fn table(lines: &[FolderLine], without: &[NoReport]) -> String {
    let failing = lines.iter().filter(|line| line.verdict == Verdict::Fail).count();
    let mut out = format!("共 {} 份年报，{failing} 份有必须改的问题。\n\n", lines.len());
    out += "单位\t年度\t结论\t必须改\t需说明\t提示\t上年年报\t文件\n";
    for line in lines {
        let verdict = match line.verdict {
            Verdict::Pass => "可以定稿",
            Verdict::Explain => "需说明",
            Verdict::Fail => "必须改",
        };
        out += &format!(
            "{}\t{}\t{verdict}\t{}\t{}\t{}\t{}\t{}\n",
            line.organ.as_deref().unwrap_or("（没有）"),
            line.year.map_or("（没有）".to_owned(), |year| year.to_string()),
            line.errors,
            line.explains,
            line.hints,
            line.last.as_deref().unwrap_or("没有"),
            line.file,
        );
    }
    if !without.is_empty() {
        out += "\n没有年报的文件\n";
    }
    for none in without {
        out += &format!("  {}：{}\n", none.file, none.why);
    }
    out
}
