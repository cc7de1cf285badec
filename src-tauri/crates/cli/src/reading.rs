//! `read`: what was recognised in a file.

use crate::answer;
use crate::failure::{DONE, Failure};
use crate::files::{draft, print, print_json};
use gongkai_model::form::Forms;
use gongkai_model::report::Figure;
use gongkai_read::Draft;
use std::path::Path;

pub fn read(forms: &Forms, json: bool, file: &Path) -> Result<u8, Failure> {
    let draft = draft(forms, file)?;
    match json {
        true => print_json(&answer::Read::of(&draft)),
        false => print(&described(forms, &draft)),
    }
    Ok(DONE)
}

fn described(forms: &Forms, draft: &Draft) -> String {
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
    let edition = report.edition_in(forms);
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
