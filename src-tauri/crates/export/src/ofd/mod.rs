//! Pages → OFD (GB/T 33190-2016), the fixed-layout format of offices: the very pages of the PDF, with
//! text, embedded fonts and their maps of characters, lines, outline and metadata. The same pages and
//! fonts give the same bytes.
//!
//! **Deliberately absent**: signatures and seals (GB/T 38540). A seal that counts is made by the
//! office's own seal client, with the key it was issued on; the file is one such a client takes.

mod content;
mod fonts;
mod sfnt;
mod xml;

use self::content::Fonts;
use self::fonts::{Embedded, embedded};
use self::xml::{HEAD, Ids, NAMESPACE, Number};
use crate::error::{NotPrinted, NotWritten};
use crate::escape::escaped;
use crate::format::{FileFormat, Source};
use crate::identifier::Identifier;
use crate::print::printable;
use crate::verify;
use gongkai_layout::{FontSet, OutlineEntry, Pages};
use gongkai_model::document::SIGNATORY;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

/// How hard parts are compressed, of 9.
const LEVEL: i64 = 2;

/// The official page as offices exchange and keep it.
pub(crate) const FORMAT: FileFormat =
    FileFormat { name: "ofd", called: "OFD", endings: &["ofd"], write };

fn write(source: &Source<'_>) -> Result<Vec<u8>, NotWritten> {
    let pages = printable(&source.document, source.options, source.fonts)?;
    let author = source.report.organ.as_deref().unwrap_or_default();
    let bytes = file(&pages, source.fonts, author).map_err(not_written)?;
    let extra = if source.options.signature_line { SIGNATORY } else { "" };
    verify::ofd::compare(&bytes, &pages, &source.document, extra).map_err(not_written)?;
    Ok(bytes)
}

/// Sentences about a PDF are not for a file that is none.
fn not_written(cause: NotPrinted) -> NotWritten {
    match cause {
        NotPrinted::Different { place } => NotWritten::Different { place },
        NotPrinted::File => NotWritten::File,
        other => NotWritten::Page(other),
    }
}

/// The file of these pages; `author` is the organ.
fn file(pages: &Pages, fonts: &FontSet, author: &str) -> Result<Vec<u8>, NotPrinted> {
    let fonts = embedded(pages, fonts)?;
    let mut ids = Ids::default();
    let named: Fonts<'_> = fonts.iter().map(|(face, font)| (*face, (ids.next(), font))).collect();
    let numbers: Vec<u32> = pages.pages.iter().map(|_| ids.next()).collect();
    let contents: Vec<String> =
        pages.pages.iter().map(|page| content::content(page, &named, &mut ids)).collect();
    let mut parts: Vec<(String, Vec<u8>)> = vec![
        ("Doc_0/Document.xml".into(), document(pages, &numbers, ids.largest()).into_bytes()),
        ("Doc_0/PublicRes.xml".into(), resources(&named).into_bytes()),
    ];
    for (at, content) in contents.into_iter().enumerate() {
        parts.push((format!("Doc_0/{}", page_place(at)), content.into_bytes()));
    }
    let mut identifier = Identifier::default();
    for (at, (_, part)) in (0..).zip(&parts) {
        identifier.add(at, part);
    }
    for (at, font) in (0..).zip(fonts.values()) {
        identifier.add(at, &font.file);
    }
    let entry = entry(&pages.title, author, &identifier);
    parts.insert(0, ("OFD.xml".into(), entry.into_bytes()));
    packed(&parts, &fonts).map_err(|_| NotPrinted::File)
}

fn page_place(at: usize) -> String {
    format!("Pages/Page_{at}/Content.xml")
}

/// 7.4: what the file is, and where its document lies.
fn entry(title: &str, author: &str, identifier: &Identifier) -> String {
    let id: String = identifier.bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    let author = match author {
        "" => String::new(),
        author => format!("<ofd:Author>{}</ofd:Author>", escaped(author, &[])),
    };
    format!(
        "{HEAD}<ofd:OFD {NAMESPACE} Version=\"1.0\" DocType=\"OFD\"><ofd:DocBody><ofd:DocInfo>\
         <ofd:DocID>{id}</ofd:DocID><ofd:Title>{}</ofd:Title>{author}\
         <ofd:DocUsage>Normal</ofd:DocUsage><ofd:Creator>公开年报</ofd:Creator></ofd:DocInfo>\
         <ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        escaped(title, &[])
    )
}

/// 7.5: paper, pages and outline.
fn document(pages: &Pages, numbers: &[u32], largest: u32) -> String {
    let mut out = format!(
        "{HEAD}<ofd:Document {NAMESPACE}><ofd:CommonData><ofd:MaxUnitID>{largest}</ofd:MaxUnitID>\
         <ofd:PageArea><ofd:PhysicalBox>0 0 {} {}</ofd:PhysicalBox></ofd:PageArea>\
         <ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages>",
        Number(pages.width),
        Number(pages.height)
    );
    for (at, number) in numbers.iter().enumerate() {
        let _ = write!(out, "<ofd:Page ID=\"{number}\" BaseLoc=\"{}\"/>", page_place(at));
    }
    out.push_str("</ofd:Pages>");
    if !pages.outline.is_empty() {
        outline(&mut out, &pages.outline, numbers);
        out.push_str(
            "<ofd:VPreferences><ofd:PageMode>UseOutlines</ofd:PageMode>\
             <ofd:TabDisplay>DocTitle</ofd:TabDisplay></ofd:VPreferences>",
        );
    }
    out + "</ofd:Document>"
}

/// 7.8: a heading belongs to the nearest one before it of a higher rank.
fn outline(out: &mut String, entries: &[OutlineEntry], numbers: &[u32]) {
    out.push_str("<ofd:Outlines>");
    let mut open: Vec<u8> = Vec::new();
    for entry in entries {
        while open.last().is_some_and(|level| *level >= entry.level) {
            out.push_str("</ofd:OutlineElem>");
            open.pop();
        }
        open.push(entry.level);
        let page = numbers.get(entry.page).copied().unwrap_or_default();
        let _ = write!(
            out,
            "<ofd:OutlineElem Title=\"{}\"><ofd:Actions><ofd:Action Event=\"CLICK\"><ofd:Goto>\
             <ofd:Dest Type=\"XYZ\" PageID=\"{page}\" Left=\"0\" Top=\"{}\"/>\
             </ofd:Goto></ofd:Action></ofd:Actions>",
            escaped(&entry.text, &[]),
            Number(entry.y)
        );
    }
    for _ in open {
        out.push_str("</ofd:OutlineElem>");
    }
    out.push_str("</ofd:Outlines>");
}

fn font_place(face: u16, font: &Embedded) -> String {
    format!("font_{face}.{}", font.ending)
}

/// 7.9 and 11.2: the fonts.
fn resources(fonts: &Fonts<'_>) -> String {
    let mut out = format!("{HEAD}<ofd:Res {NAMESPACE} BaseLoc=\"Res\"><ofd:Fonts>");
    for (face, (id, font)) in fonts {
        let (name, family) = (escaped(&font.name, &[]), escaped(&font.family, &[]));
        let _ = write!(
            out,
            "<ofd:Font ID=\"{id}\" FontName=\"{name}\" FamilyName=\"{family}\">\
             <ofd:FontFile>{}</ofd:FontFile></ofd:Font>",
            font_place(*face, font)
        );
    }
    out + "</ofd:Fonts></ofd:Res>"
}

/// Fonts are packed as they are: outlines hardly become smaller.
fn packed(
    parts: &[(String, Vec<u8>)],
    fonts: &BTreeMap<u16, Embedded>,
) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let small = SimpleFileOptions::default().compression_level(Some(LEVEL));
    for (name, bytes) in parts {
        zip.start_file(name, small)?;
        zip.write_all(bytes)?;
    }
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (face, font) in fonts {
        zip.start_file(format!("Doc_0/Res/{}", font_place(*face, font)), stored)?;
        zip.write_all(&font.file)?;
    }
    Ok(zip.finish()?.into_inner())
}

#[cfg(test)]
mod tests;
