//! `cargo xtask judge`: prints the reports of `tests/reports` and hands the PDF to programs that are not
//! ours: qpdf for its structure, pdffonts for its fonts, pdftotext for its words, pdfinfo for what a
//! screen reader hears, pdftoppm for pictures to look at. The same report as OFD goes to two engines
//! (`tests/ofd_engines`), whose pages must look as the PDF's. One is signed twice, and pyHanko says
//! whether both signatures are good. Everything stays in `target/judge/`.

use crate::command::{cargo, output, program, root, run, target};
use crate::setup;
use crate::steps::{Count, Steps};
use crate::workspace::BUILD;
use std::fs;
use std::path::Path;

pub fn judge() -> Result<(), String> {
    let mut steps = Steps::of("judge");
    let reports = root().join("tests/reports");
    let folder = target().join("judge");
    let ready = setup::to_test(&mut steps)
        && steps.must("准备", || {
            setup::packages(&["qpdf", "poppler-utils"])?;
            run(cargo().arg("build").args(BUILD).args(["--bin", "gongkai-cli"]))?;
            let engines = root().join("tests/ofd_engines/Cargo.toml");
            run(cargo()
                .args(["build", "--locked", "--manifest-path"])
                .arg(engines)
                .args(["--target-dir".as_ref(), target().join("ofd-engines").as_os_str()]))?;
            fs::create_dir_all(&folder).map_err(|error| format!("{}：{error}", folder.display()))
        });
    if ready {
        let files = fs::read_dir(&reports)
            .map_err(|error| format!("{}：{error}", reports.display()))?
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "txt"));
        let mut files: Vec<_> = files.collect();
        files.sort();
        for file in files {
            let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let pdf = folder.join(format!("{name}.pdf"));
            steps.run(&name, || examined(&file, &pdf));
        }
        steps.run("两个签名", || signed_twice(&folder));
    }
    steps.end()
}

fn examined(report: &Path, pdf: &Path) -> Result<Count, String> {
    let cli = target().join("debug/gongkai-cli");
    run(program(&cli.to_string_lossy())
        .arg("pdf")
        .arg(report)
        .arg("-o")
        .arg(pdf)
        .args(["--fonts", "bundled", "--force"]))?;
    run(program("qpdf").arg("--check").arg(pdf))?;
    let fonts = output(program("pdffonts").arg(pdf))?;
    fonts_travel(&String::from_utf8_lossy(&fonts))?;

    let text = output(program("pdftotext").args(["-enc", "UTF-8"]).arg(pdf).arg("-"))?;
    let text: String = String::from_utf8_lossy(&text).split_whitespace().collect();
    let parts = output(program("pdfinfo").arg("-struct-text").arg(pdf))?;
    for part in ["H1 (block)", "H2 (block)", "TH:", "/Scope /Row", "\"四、结转下年度继续办理\""]
    {
        if !String::from_utf8_lossy(&parts).contains(part) {
            return Err(format!("pdfinfo 没有读到结构“{part}”"));
        }
    }
    let said = output(program(&cli.to_string_lossy()).arg("read").arg(report).arg("--json"))?;
    for words in ["四、结转下年度继续办理", "未经复议直接起诉", &title(&said)?] {
        if !text.contains(words) {
            return Err(format!("pdftotext 没有读到“{words}”"));
        }
    }
    run(program("pdftoppm").args(["-r", "80", "-png"]).arg(pdf).arg(pdf.with_extension("")))?;
    let title = title(&said)?;
    ofd_file(report, pdf, &["四、结转下年度继续办理", "未经复议直接起诉", &title])?;
    // LibreOffice is not asked for: where it is there, it says what it makes of the Word file.
    let word = output(program("soffice").arg("--version")).is_ok();
    if word {
        word_file(report, pdf)?;
    }
    Ok(Count { passed: 6 + usize::from(word), failed: 0 })
}

/// What pyHanko is asked of each signature; it ends with an error where one is not as it should be.
const PYHANKO: &str = "\
import sys
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
trusted = ValidationContext(trust_roots=[load_cert_from_pemder('root.pem')])
reader = PdfFileReader(open('signed-twice.pdf', 'rb'))
found = [validate_pdf_signature(one, trusted) for one in reader.embedded_signatures]
for one in found:
    print(one.coverage, one.modification_level, one.bottom_line)
last = found[-1].coverage.name == 'ENTIRE_FILE'
sys.exit(not (len(found) == 2 and last and all(one.bottom_line for one in found)))
";

/// One of the PDFs signed for the organ and for the person in charge.
fn signed_twice(folder: &Path) -> Result<Count, String> {
    let python = folder.join("pyhanko/bin/python");
    if !python.exists() {
        setup::packages(&["openssl", "python3-venv"])?;
        run(program("python3").args(["-m", "venv"]).arg(folder.join("pyhanko")))?;
        let wanted = ["pyhanko==0.38.*", "pyhanko-certvalidator==0.33.*"];
        run(program(&python.to_string_lossy()).args(["-m", "pip", "install", "-q"]).args(wanted))?;
    }
    let openssl =
        |arguments: &str| run(program("openssl").args(arguments.split(' ')).current_dir(folder));
    openssl(
        "req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -subj /CN=root -days 30",
    )?;
    openssl("req -newkey rsa:2048 -nodes -keyout own.key -out own.csr -subj /CN=organ")?;
    let write = |name: &str, text: &str| {
        fs::write(folder.join(name), text).map_err(|error| format!("{name}：{error}"))
    };
    write("use", "keyUsage=critical,digitalSignature,nonRepudiation\n")?;
    openssl(
        "x509 -req -in own.csr -CA root.pem -CAkey root.key -CAcreateserial -extfile use -out own.pem",
    )?;
    openssl("pkcs12 -export -inkey own.key -in own.pem -out own.p12 -passout pass:judge")?;
    write("password", "judge\n")?;
    let cli = target().join("debug/gongkai-cli");
    let report = root().join("tests/reports/title_of_two_lines.txt");
    run(program(&cli.to_string_lossy())
        .arg("pdf")
        .arg(report)
        .args(["-o", "unsigned.pdf", "--signature-line", "--force"])
        .current_dir(folder))?;
    let signings =
        [("unsigned.pdf", "signed.pdf", "organ"), ("signed.pdf", "signed-twice.pdf", "person")];
    for (from, to, field) in signings {
        let password = fs::File::open(folder.join("password"))
            .map_err(|error| format!("{}：{error}", folder.display()))?;
        run(program(&cli.to_string_lossy())
            .args(["sign", from, "-o", to, "--field", field])
            .args(["--p12", "own.p12", "--password-stdin", "--force"])
            .stdin(password)
            .current_dir(folder))?;
    }
    run(program(&python.to_string_lossy()).args(["-c", PYHANKO]).current_dir(folder))?;
    Ok(Count { passed: 2, failed: 0 })
}

/// Two engines find nothing missing in the OFD, read its words and draw its pages as the PDF's.
fn ofd_file(report: &Path, pdf: &Path, words: &[&str]) -> Result<(), String> {
    let cli = target().join("debug/gongkai-cli");
    let file = pdf.with_extension("ofd");
    run(program(&cli.to_string_lossy())
        .arg("convert")
        .arg(report)
        .arg("-o")
        .arg(&file)
        .args(["--fonts", "bundled", "--force"]))?;
    let engines = target().join("ofd-engines/debug/gongkai-ofd-engines");
    let pictures = pdf.with_extension("");
    let text = output(program(&engines.to_string_lossy()).arg(&file).arg(&pictures))?;
    let text: String = String::from_utf8_lossy(&text).split_whitespace().collect();
    match words.iter().find(|words| !text.contains(**words)) {
        Some(words) => Err(format!("OFD 引擎没有读到“{words}”")),
        None => Ok(()),
    }
}

/// The Word file has the title and the pages of the PDF. A page more is let pass: LibreOffice 7 sets
/// space beside figures although the file forbids it.
fn word_file(report: &Path, pdf: &Path) -> Result<(), String> {
    let cli = target().join("debug/gongkai-cli");
    let folder = pdf.with_extension("word");
    fs::create_dir_all(&folder).map_err(|error| format!("{}：{error}", folder.display()))?;
    let file = folder.join("年报.docx");
    run(program(&cli.to_string_lossy())
        .arg("convert")
        .arg(report)
        .arg("-o")
        .arg(&file)
        .arg("--force"))?;
    run(program("soffice")
        .args(["--headless", "--convert-to", "pdf", "--outdir"])
        .arg(&folder)
        .arg(&file))?;
    let written = folder.join("年报.pdf");
    run(program("pdftoppm").args(["-r", "80", "-png"]).arg(&written).arg(folder.join("页")))?;
    let pages = |pdf: &Path| -> Result<usize, String> {
        let told = output(program("pdfinfo").arg(pdf))?;
        let told = String::from_utf8_lossy(&told).into_owned();
        let pages = told.lines().find_map(|line| line.strip_prefix("Pages:"));
        pages.and_then(|pages| pages.trim().parse().ok()).ok_or("pdfinfo 没有给出页数".to_owned())
    };
    let (ours, theirs) = (pages(pdf)?, pages(&written)?);
    if theirs < ours || theirs > ours + 1 {
        return Err(format!("Word 文件有{theirs}页，PDF 有{ours}页"));
    }
    let title = |pdf: &Path| -> Result<Vec<String>, String> {
        let text =
            output(program("pdftotext").args(["-l", "1", "-enc", "UTF-8"]).arg(pdf).arg("-"))?;
        let text = String::from_utf8_lossy(&text).into_owned();
        let lines = text.lines().map(|line| line.split_whitespace().collect::<String>());
        Ok(lines.filter(|line| !line.is_empty()).take(2).collect())
    };
    let (ours, theirs) = (title(pdf)?, title(&written)?);
    if ours != theirs {
        return Err(format!("Word 文件的标题是{theirs:?}，PDF 的是{ours:?}"));
    }
    Ok(())
}

/// Every font is embedded, as a subset, with a way back to its characters.
fn fonts_travel(table: &str) -> Result<(), String> {
    let rows: Vec<&str> = table.lines().skip(2).collect();
    let all = |row: &&str| {
        let words: Vec<&str> = row.split_whitespace().collect();
        matches!(words.as_slice(), [.., "yes", "yes", "yes", _, _])
    };
    match rows.iter().find(|row| !all(row)) {
        Some(row) => Err(format!("字体没有嵌入，或者读不回文字：{row}")),
        None if rows.is_empty() => Err("没有字体".to_owned()),
        None => Ok(()),
    }
}

/// The title in what `read` answers, without blanks.
fn title(json: &[u8]) -> Result<String, String> {
    let json = String::from_utf8_lossy(json);
    let (_, rest) = json.split_once("\"title\"").ok_or("read 没有给出标题")?;
    let title = rest.split('"').nth(1).ok_or("read 没有给出标题")?;
    Ok(title.split_whitespace().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_font_that_is_not_embedded_is_found() {
        let head = "name type encoding emb sub uni object ID\n---- ---- ----\n";
        let good = "AAAAAA+Fang CID Type 0C Identity-H yes yes yes 12 0\n";
        let bad = "Helvetica Type 1 Standard no no no 5 0\n";
        assert!(fonts_travel(&format!("{head}{good}")).is_ok());
        assert!(fonts_travel(&format!("{head}{good}{bad}")).is_err());
        assert!(fonts_travel(head).is_err());
    }

    #[test]
    fn the_title_is_found_in_the_answer() {
        let json = "{\n  \"title\": \"某镇2020年 年度报告\",\n  \"organ\": null }";
        assert_eq!(title(json.as_bytes()).unwrap(), "某镇2020年年度报告");
    }
}
