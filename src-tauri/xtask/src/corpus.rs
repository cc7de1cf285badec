//! `cargo xtask corpus`: has other programs make files of the reports in `tests/corpus/*.md` for the
//! corpus test to read — LibreOffice's Word, web page, PDF and Excel files, and Chromium's PDF. They
//! are kept in `tests/corpus/files`, so that the test needs none of these programs.

use crate::command::{cargo, output, program, root, run, target};
use crate::setup;
use std::fs;
use std::path::{Path, PathBuf};

/// What LibreOffice makes: from our file of this ending, its filter, the name of what comes out.
const OFFICE: [(&str, &str, &str); 6] = [
    ("docx", "docx:MS Word 2007 XML", "libreoffice.docx"),
    ("docx", "doc:MS Word 97", "libreoffice.doc"),
    ("docx", "pdf:writer_pdf_Export", "libreoffice.pdf"),
    ("docx", "html:HTML (StarWriter)", "libreoffice.html"),
    ("xlsx", "xls:MS Excel 97", "libreoffice.xls"),
    ("xlsx", "xlsx:Calc MS Excel 2007 XML", "libreoffice.xlsx"),
];

pub fn corpus() -> Result<(), String> {
    setup::packages(&["libreoffice-writer", "libreoffice-calc", "chromium"])?;
    let kept = root().join("tests/corpus/files");
    let work = target().join("corpus");
    for folder in [&kept, &work] {
        fs::create_dir_all(folder).map_err(|error| format!("{}：{error}", folder.display()))?;
    }
    let mut test = cargo();
    test.args(["test", "--package", "gongkai-export", "--test", "corpus", "up_to_date"]);
    run(test.env("GONGKAI_CORPUS", &work))?;
    let fonts = only_our_fonts(&work)?;
    let reports = fs::read_dir(root().join("tests/corpus")).map_err(|error| error.to_string())?;
    let reports = reports.flatten().map(|entry| entry.path());
    for report in reports.filter(|path| path.extension().is_some_and(|ending| ending == "md")) {
        files_of(&report, &Work { folder: &work, fonts: &fonts }, &kept)?;
    }
    Ok(())
}

/// Where the files are made, and the settings of the fonts they are made with.
struct Work<'a> {
    folder: &'a Path,
    fonts: &'a Path,
}

/// Settings by which other programs see the fonts of this repository and no others, so that what
/// they make is the same on every machine.
fn only_our_fonts(work: &Path) -> Result<PathBuf, String> {
    let path = work.join("fonts.conf");
    let settings = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\"><fontconfig><dir>{}</dir>\
         <cachedir>{}</cachedir></fontconfig>",
        root().join("fonts").display(),
        work.join("fontconfig").display()
    );
    fs::write(&path, settings).map_err(|error| format!("{}：{error}", path.display()))?;
    Ok(path)
}

fn files_of(report: &Path, work: &Work<'_>, kept: &Path) -> Result<(), String> {
    let year = report.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let ours = |ending: &str| work.folder.join(format!("{year}.own.{ending}"));
    for (from, filter, name) in OFFICE {
        let made = office(&ours(from), filter, work)?;
        keep(&made, &kept.join(format!("{year}.{name}")))?;
    }
    // Headings in letters the browser makes bold itself are drawn glyph by glyph (Type 3): the title
    // is enough of them.
    let page = ours("html");
    let text = fs::read_to_string(&page).map_err(|error| format!("{}：{error}", page.display()))?;
    let text = text.replace("<body>", "<style>h1,h2,h3,th{font-weight:normal}</style><body>");
    fs::write(&page, text).map_err(|error| format!("{}：{error}", page.display()))?;
    let pdf = work.folder.join("chromium.pdf");
    let mut browser = program("chromium");
    browser.env("FONTCONFIG_FILE", work.fonts);
    browser.args(["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"]);
    browser.args(["--disable-background-networking", "--no-pdf-header-footer"]);
    browser.arg(format!("--user-data-dir={}", work.folder.join("browser").display()));
    browser.arg(format!("--print-to-pdf={}", pdf.display()));
    output(browser.arg(format!("file://{}", page.display())))?;
    keep(&pdf, &kept.join(format!("{year}.chromium.pdf")))
}

fn office(from: &Path, filter: &str, work: &Work<'_>) -> Result<PathBuf, String> {
    let out = work.folder.join("office");
    let mut office = program("soffice");
    office.env("FONTCONFIG_FILE", work.fonts);
    office.arg(format!("-env:UserInstallation=file://{}", work.folder.join("profile").display()));
    office.args(["--headless", "--convert-to", filter, "--outdir"]).arg(&out).arg(from);
    output(&mut office)?;
    let ending = filter.split(':').next().unwrap_or_default();
    let name = Path::new(from.file_name().unwrap_or_default()).with_extension(ending);
    Ok(out.join(name))
}

fn keep(made: &Path, kept: &Path) -> Result<(), String> {
    let size = fs::copy(made, kept).map_err(|error| format!("{}：{error}", made.display()))?;
    println!("{:>8} {}", size, kept.display());
    Ok(())
}
