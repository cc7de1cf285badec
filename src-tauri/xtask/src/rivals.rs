//! `cargo xtask bench pdf`: the same content of six pages made a PDF by this program, by typst and
//! by LibreOffice, in one run, whole processes, by turns, best of several rounds; then layout alone
//! and a batch of a thousand reports in one process. Everything lies in `target/rivals/`.
//!
//! The others get the text and the tables without merged cells: rather less work than ours.

use crate::command::{output, program, root, run, target};
use crate::workspace::release;
use crate::{fonts, setup};
use std::fs;
use std::path::Path;
use std::process::Command;

/// Rounds in which each has its turn, so that load from other programs falls on all of them; the best is
/// shown, as others disturb a machine but never help it.
const ROUNDS: usize = 9;

/// What a whole process took.
struct Cost {
    cpu_seconds: f64,
    peak_megabytes: f64,
}

/// A program that makes the same report a PDF.
struct Rival<'a> {
    name: &'a str,
    /// What it writes.
    file: &'a str,
    command: &'a dyn Fn() -> Command,
    /// How often it runs in one turn.
    row: usize,
}

pub fn bench_pdf() -> Result<(), String> {
    setup::packages(&["time", "libreoffice-writer", "poppler-utils"])?;
    fonts::fetch()?;
    run(&mut release(&["--bin", "gongkai-cli", "--example", "batch"]))?;
    let folder = target().join("rivals");
    fs::create_dir_all(&folder).map_err(|error| format!("{}：{error}", folder.display()))?;
    let typst = folder.join("wheels");
    if !typst.is_dir() {
        let mut pip = program("python3");
        pip.args(["-m", "pip", "install", "-q", "--no-deps", "typst", "--target"]).arg(&typst);
        run(&mut pip)?;
    }
    let cli = target().join("release/gongkai-cli");
    let report = root().join("../shared/reports/wuzhong-2020.txt");
    let markdown = folder.join("report.md");
    output(
        program(&text(&cli)).arg("convert").arg(&report).arg("-o").arg(&markdown).arg("--force"),
    )?;
    let content = fs::read_to_string(&markdown).map_err(|error| error.to_string())?;
    write(&folder.join("report.typ"), &as_typst(&content))?;
    write(&folder.join("report.html"), &as_html(&content))?;
    write(
        &folder.join("compile.py"),
        "import typst\ntypst.compile('report.typ', output='typst.pdf', font_paths=['../../fonts'])\n",
    )?;

    let ours = || {
        let mut command = program(&text(&cli));
        command.arg("pdf").arg(&markdown).args(["-o", "ours.pdf", "--force", "--fonts", "bundled"]);
        // As it is printed to be sealed: six pages.
        command.args(["--seal-space", "--signature-line"]);
        command
    };
    // Not by a launcher of some Python manager, whose time would count as typst's.
    let python = output(program("python3").args(["-c", "import sys; print(sys.executable)"]))?;
    let python = String::from_utf8_lossy(&python).trim().to_owned();
    let theirs = || {
        let mut command = program(&python);
        command.arg("compile.py").env("PYTHONPATH", &typst);
        command
    };
    let office = || {
        let mut command = program("soffice");
        command.args(["--headless", "--convert-to", "pdf:writer_web_pdf_Export", "report.html"]);
        command
    };
    // A hundredth of a second is as fine as GNU time counts: the short ones run in a row.
    let rivals: [Rival<'_>; 3] = [
        Rival { name: "公开年报", file: "ours.pdf", command: &ours, row: 20 },
        Rival { name: "typst", file: "typst.pdf", command: &theirs, row: 3 },
        Rival { name: "LibreOffice", file: "report.pdf", command: &office, row: 1 },
    ];
    let mut best =
        rivals.each_ref().map(|_| Cost { cpu_seconds: f64::INFINITY, peak_megabytes: 0.0 });
    for _ in 0..ROUNDS {
        for (rival, best) in rivals.iter().zip(&mut best) {
            let cost = timed(&(rival.command)(), rival.row, &folder)?;
            best.cpu_seconds = best.cpu_seconds.min(cost.cpu_seconds);
            best.peak_megabytes = best.peak_megabytes.max(cost.peak_megabytes);
        }
    }
    println!("{:<16}{:>12}{:>14}{:>8}", "", "CPU（毫秒）", "内存峰值（MB）", "页");
    for (at, (rival, cost)) in rivals.iter().zip(&best).enumerate() {
        let times = match at {
            0 => String::new(),
            _ => format!("  {:.1} 倍", cost.cpu_seconds / best[0].cpu_seconds),
        };
        println!(
            "{:<16}{:>12.1}{:>14.0}{:>8}{times}",
            rival.name,
            cost.cpu_seconds * 1000.0,
            cost.peak_megabytes,
            pages(&folder.join(rival.file))?
        );
    }
    run(&mut program(&text(&target().join("release/examples/batch"))))
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

fn write(path: &Path, content: &str) -> Result<(), String> {
    fs::write(path, content).map_err(|error| format!("{}：{error}", path.display()))
}

/// Runs a command `row` times in a row under GNU time in this folder.
fn timed(command: &Command, row: usize, folder: &Path) -> Result<Cost, String> {
    let arguments = command.get_args().map(|word| word.to_string_lossy().into_owned());
    let words =
        std::iter::once(command.get_program().to_string_lossy().into_owned()).chain(arguments);
    let log = folder.join("time.txt");
    let mut time = Command::new("/usr/bin/time");
    time.current_dir(folder).args(["-f", "%U %S %M", "-o"]).arg(&log);
    for (name, value) in command.get_envs() {
        if let Some(value) = value {
            time.env(name, value);
        }
    }
    time.args(["sh", "-c", &format!("for i in $(seq {row}); do \"$@\"; done"), "sh"]);
    time.args(words);
    output(&mut time)?;
    let told = fs::read_to_string(&log).map_err(|error| error.to_string())?;
    let numbers: Vec<f64> =
        told.split_whitespace().filter_map(|number| number.parse().ok()).collect();
    match numbers.as_slice() {
        [.., user, system, kilobytes] => Ok(Cost {
            cpu_seconds: (user + system) / row as f64,
            peak_megabytes: kilobytes / 1024.0,
        }),
        _ => Err(format!("time：{told}")),
    }
}

fn pages(pdf: &Path) -> Result<String, String> {
    let told = output(Command::new("pdfinfo").arg(pdf))?;
    let told = String::from_utf8_lossy(&told).into_owned();
    let line = told.lines().find_map(|line| line.strip_prefix("Pages:"));
    line.map(|count| count.trim().to_owned()).ok_or_else(|| format!("{}：没有页", pdf.display()))
}

/// A line of the report as Markdown.
enum Line<'a> {
    Title(&'a str),
    Heading(&'a str),
    Row(Vec<&'a str>),
    Text(&'a str),
}

fn lines(markdown: &str) -> impl Iterator<Item = Line<'_>> {
    let lines =
        markdown.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with("| ---"));
    lines.map(|line| match line {
        _ if line.starts_with("# ") => Line::Title(line.trim_start_matches("# ")),
        _ if line.starts_with('#') => Line::Heading(line.trim_start_matches(['#', ' '])),
        _ if line.starts_with('|') => {
            Line::Row(line.trim_matches('|').split('|').map(str::trim).collect())
        }
        _ => Line::Text(line),
    })
}

fn as_typst(markdown: &str) -> String {
    let quoted = |text: &str| format!("#{:?}", text);
    let mut out = String::from(
        "#set page(paper: \"a4\", margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm), \
         numbering: \"— 1 —\")\n#set text(font: \"FandolFang R\", size: 15.75pt, lang: \"zh\")\n\
         #set par(justify: true, leading: 13.2pt, spacing: 13.2pt, \
         first-line-indent: (amount: 2em, all: true))\n",
    );
    let mut open = false;
    for line in lines(markdown) {
        if open && !matches!(line, Line::Row(_)) {
            out.push_str(")]\n");
            open = false;
        }
        match line {
            Line::Title(text) => out.push_str(&format!(
                "#align(center, text(font: \"Noto Serif CJK SC\", size: 22pt)[{}])\n\n",
                quoted(text)
            )),
            Line::Heading(text) => {
                out.push_str(&format!("#text(font: \"Noto Sans SC\")[{}]\n\n", quoted(text)))
            }
            Line::Text(text) => out.push_str(&format!("{}\n\n", quoted(text))),
            Line::Row(cells) => {
                if !open {
                    // Widths as on our page, so that it makes six pages, too.
                    let columns = match cells.len() {
                        10 => "(13mm, 18mm, 31mm) + 7 * (1fr,)".to_owned(),
                        count => format!("{count} * (1fr,)"),
                    };
                    out.push_str(&format!(
                        "#text(font: \"Noto Serif SC\", size: 10.5pt)\
                         [#table(inset: 2.5pt, columns: {columns}, "
                    ));
                    open = true;
                }
                cells.iter().for_each(|cell| out.push_str(&format!("[{}], ", quoted(cell))));
            }
        }
    }
    out
}

fn as_html(markdown: &str) -> String {
    let mut out = String::from(
        "<html><head><meta charset=\"utf-8\"><style>p{font:15.75pt FandolFang R;text-indent:2em}\
         td{font:10.5pt Noto Serif SC;border:1px solid}</style></head><body>",
    );
    let mut open = false;
    for line in lines(markdown) {
        if open && !matches!(line, Line::Row(_)) {
            out.push_str("</table>");
            open = false;
        }
        match line {
            Line::Title(text) => out.push_str(&format!("<h1>{text}</h1>")),
            Line::Heading(text) => out.push_str(&format!("<h2>{text}</h2>")),
            Line::Text(text) => out.push_str(&format!("<p>{text}</p>")),
            Line::Row(cells) => {
                if !open {
                    out.push_str("<table>");
                    open = true;
                }
                out.push_str("<tr>");
                cells.iter().for_each(|cell| out.push_str(&format!("<td>{cell}</td>")));
                out.push_str("</tr>");
            }
        }
    }
    out.push_str("</body></html>");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_tables_reach_both_rivals() {
        let markdown =
            "# 年报\n\n## 一、总体情况\n\n正文#1。\n\n| 甲 | 乙 |\n| --- | --- |\n| 1 |  |\n\n完。";
        let typst = as_typst(markdown);
        assert!(typst.contains(
            "#table(inset: 2.5pt, columns: 2 * (1fr,), [#\"甲\"], [#\"乙\"], [#\"1\"], [#\"\"], )]"
        ));
        assert!(typst.ends_with("#\"完。\"\n\n"));
        let html = as_html(markdown);
        assert!(html.contains("<table><tr><td>甲</td><td>乙</td></tr><tr><td>1</td>"));
    }
}
