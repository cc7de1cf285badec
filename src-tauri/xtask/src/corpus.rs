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
    setup::packages(&["libreoffice-writer", "libreoffice-calc", "chromium", "fonts-wqy-microhei"])?;
    run(cargo().args(["build", "--package", "gongkai-cli"]))?;
    let kept = root().join("tests/corpus/files");
    let work = target().join("corpus");
    for folder in [&kept, &work] {
        fs::create_dir_all(folder).map_err(|error| format!("{}：{error}", folder.display()))?;
    }
    let reports = fs::read_dir(root().join("tests/corpus")).map_err(|error| error.to_string())?;
    let reports = reports.flatten().map(|entry| entry.path());
    for report in reports.filter(|path| path.extension().is_some_and(|ending| ending == "md")) {
        files_of(&report, &work, &kept)?;
    }
    Ok(())
}

fn files_of(report: &Path, work: &Path, kept: &Path) -> Result<(), String> {
    let year = report.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let ours = |ending: &str| work.join(format!("{year}.{ending}"));
    for ending in ["docx", "xlsx", "html"] {
        let cli = target().join("debug/gongkai-cli");
        let mut convert = program(&cli.to_string_lossy());
        convert.arg("convert").arg(report).arg("-o").arg(ours(ending)).arg("--force");
        output(&mut convert)?;
    }
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
    let pdf = work.join("chromium.pdf");
    let mut browser = program("chromium");
    browser.args(["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"]);
    browser.args(["--disable-background-networking", "--no-pdf-header-footer"]);
    browser.arg(format!("--user-data-dir={}", work.join("browser").display()));
    browser.arg(format!("--print-to-pdf={}", pdf.display()));
    output(browser.arg(format!("file://{}", page.display())))?;
    keep(&pdf, &kept.join(format!("{year}.chromium.pdf")))
}

fn office(from: &Path, filter: &str, work: &Path) -> Result<PathBuf, String> {
    let out = work.join("office");
    let mut office = program("soffice");
    office.arg(format!("-env:UserInstallation=file://{}", work.join("profile").display()));
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
