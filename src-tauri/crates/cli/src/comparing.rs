//! `compare`: year against year, on standard output or as a file.

use crate::answer;
use crate::failure::{DONE, Failure, unreadable, unwritten};
use crate::files::{draft, ending, free, print, print_json, save};
use crate::options::Out;
use gongkai_app::YearsCompared;
use gongkai_app::export::ListFormat;
use gongkai_compare::{CellChange, Comparison};
use gongkai_model::form::{Comparable, Forms};
use gongkai_model::report::Report;
use gongkai_read::Draft;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub fn compare(
    forms: &Forms,
    json: bool,
    file: &Path,
    last: &[PathBuf],
    out: Option<Out>,
) -> Result<u8, Failure> {
    let this = draft(forms, file)?;
    let mut years: Vec<Draft> =
        last.iter().map(|path| draft(forms, path)).collect::<Result<_, _>>()?;
    match (out, years.as_slice()) {
        (Some(out), _) => {
            years.push(this);
            save_comparison(forms, years, &out)?;
        }
        (None, [last]) => {
            let comparison = gongkai_compare::compare(forms, &this.report, &last.report);
            match json {
                true => print_json(&answer::Compare::of(&comparison)),
                false => print(&described(&this, last, &comparison)),
            }
        }
        (None, _) => {
            return Err(unreadable("几年并列的对比请用 -o 写成 .pdf 或 .xlsx 文件。"));
        }
    }
    Ok(DONE)
}

/// The years side by side, those that changed first, as a file.
fn save_comparison(forms: &Forms, mut years: Vec<Draft>, out: &Out) -> Result<(), Failure> {
    let ending = ending(&out.out);
    let format = ListFormat::of_ending(&ending).ok_or_else(|| {
        unwritten(format!("不能写成“.{ending}”；对比的扩展名可以是 .pdf、.xlsx。"))
    })?;
    free(&out.out, out.force)?;
    years.sort_by_key(|draft| draft.report.year);
    let reports: Vec<&Report> = years.iter().map(|draft| &draft.report).collect();
    let organ = reports.last().and_then(|report| report.organ.as_deref()).unwrap_or_default();
    let compared = YearsCompared::of(forms, organ, &reports);
    let (changed, same): (Vec<_>, Vec<_>) = compared.years.rows.iter().partition(|row| row.changed);
    let rows = changed.into_iter().chain(same).collect();
    let bytes = compared.file(forms, rows, &BTreeMap::new(), format).map_err(unwritten)?;
    save(out, &bytes)
}

fn described(this: &Draft, last: &Draft, comparison: &Comparison) -> String {
    let year = |draft: &Draft| draft.report.year.map_or("？".to_owned(), |year| year.to_string());
    let mut out = format!("项目\t{}\t{}\t增减\t％\n", year(last), year(this));
    for cell in &comparison.cells {
        if cell.last == cell.this && cell.comparable == Comparable::Yes {
            continue;
        }
        out += &row_described(cell);
    }
    out += "\n章节文字与上年的重复率\n";
    for text in &comparison.texts {
        out += &format!("  {} {}：{:.0}%\n", text.chapter, text.heading, text.repeat_rate * 100.0);
    }
    out
}

fn row_described(cell: &CellChange) -> String {
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
