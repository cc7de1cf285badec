use super::*;
use gongkai_layout::samples::{sample, shipped, wide_table};
use gongkai_layout::{Font, FontRole, PageOptions, Seal, lay_out};
use gongkai_model::document::{Block, Document, Table};
use gongkai_model::form::Forms;
use gongkai_model::report::{Cell, Report};
use std::io::Read as _;
use std::sync::Arc;
use ttf_parser::{Face, RawFace};
use zip::ZipArchive;

fn composed(report: &Report) -> Document {
    gongkai_compose::document(report, &Forms::official())
}

/// The file of a document, with its pages; read back.
fn written(document: &Document, options: &PageOptions) -> (Vec<u8>, Pages) {
    let pages = lay_out(document, options, &shipped());
    let bytes = file(&pages, &shipped(), "青铜县").unwrap();
    let extra = if options.signature_line { SIGNATORY } else { "" };
    verify::ofd::compare(&bytes, &pages, document, extra).unwrap();
    (bytes, pages)
}

fn part(ofd: &[u8], name: &str) -> Vec<u8> {
    let mut zip = ZipArchive::new(Cursor::new(ofd)).unwrap();
    let mut out = Vec::new();
    zip.by_name(name).unwrap().read_to_end(&mut out).unwrap();
    out
}

#[test]
fn a_report_is_written_and_reads_back_in_every_arrangement() {
    let forms = Forms::official();
    for seal in [Seal::None, Seal::Space, Seal::Stamp] {
        let options = PageOptions {
            seal,
            signature_line: seal != Seal::Stamp,
            draft: seal == Seal::Stamp,
            example: seal == Seal::Space,
        };
        let write = || FORMAT.file(&sample(), &forms, &options, &shipped()).unwrap();
        let bytes = write();
        assert!(bytes == write(), "the same report gives the same bytes");
        let pages = lay_out(&composed(&sample()), &options, &shipped());
        let zip = ZipArchive::new(Cursor::new(&bytes)).unwrap();
        let names: Vec<&str> =
            zip.file_names().flatten().map(|name| &*name.into_owned().leak()).collect();
        let contents = names.iter().filter(|name| name.ends_with("Content.xml"));
        assert_eq!(contents.count(), pages.pages.len());
        assert_eq!(names.first(), Some(&"OFD.xml"));
        println!("{} bytes", bytes.len());
    }
}

#[test]
fn turned_tables_and_whole_documents_turned_read_back() {
    for (whole, table) in [(false, true), (true, false)] {
        let mut document = composed(&sample());
        document.sideways = whole;
        document.blocks.insert(3, Block::Table(Table { sideways: table, ..wide_table(50) }));
        let (bytes, pages) = written(&document, &PageOptions::default());
        assert!(pages.pages.iter().any(|page| page.sideways));
        let mut other = document.clone();
        let Some(Block::Table(table)) = other.blocks.get_mut(3) else { panic!() };
        table.cells[8].text = "别的单位".into();
        assert!(verify::ofd::compare(&bytes, &pages, &other, "").is_err());
    }
}

#[test]
fn what_the_file_shows_otherwise_than_pages_and_report_is_noticed() {
    let document = composed(&sample());
    let (bytes, pages) = written(&document, &PageOptions::default());
    let changes: [&dyn Fn(&mut Pages); 9] = [
        &|pages| pages.pages[0].runs[3].x += 0.01,
        &|pages| pages.pages[0].runs[3].y -= 0.01,
        &|pages| pages.pages[0].runs[3].size += 0.01,
        &|pages| pages.pages[1].runs[2].spacing += 0.01,
        &|pages| pages.pages[1].runs[2].text.push('。'),
        &|pages| _ = pages.pages[1].strokes.pop(),
        &|pages| pages.pages[1].strokes[5].x2 += 0.01,
        &|pages| pages.outline[1].y += 0.01,
        &|pages| pages.title.push('稿'),
    ];
    for (at, change) in changes.iter().enumerate() {
        let mut other = pages.clone();
        change(&mut other);
        assert!(verify::ofd::compare(&bytes, &other, &document, "").is_err(), "{at}");
    }
    let changes: [&dyn Fn(&mut Report); 5] = [
        &|r| _ = r.cells.insert("requests/new/business".into(), Cell::typed(4)),
        &|r| _ = r.cells.insert("requests/new/research".into(), Cell::typed(0)),
        &|r| _ = r.cells.insert("cases/reconsideration/total".into(), Cell::default()),
        &|r| r.chapters[0].paragraphs[1].push('。'),
        &|r| r.date = None,
    ];
    for (at, change) in changes.iter().enumerate() {
        let mut report = sample();
        change(&mut report);
        assert!(verify::ofd::compare(&bytes, &pages, &composed(&report), "").is_err(), "{at}");
    }
}

/// Every part of the file is needed: without it, or with it damaged, nothing is handed out.
#[test]
fn a_file_without_one_of_its_parts_does_not_read_back() {
    let document = composed(&sample());
    let (bytes, pages) = written(&document, &PageOptions::default());
    let mut zip = ZipArchive::new(Cursor::new(&bytes)).unwrap();
    for left_out in 0..zip.len() {
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        for at in (0..zip.len()).filter(|at| *at != left_out) {
            out.raw_copy_file(zip.by_index(at).unwrap()).unwrap();
        }
        let other = out.finish().unwrap().into_inner();
        assert!(verify::ofd::compare(&other, &pages, &document, "").is_err(), "{left_out}");
    }
}

fn has_what_readers_ask_for(font: &[u8], characters: &str) {
    let raw = RawFace::parse(font, 0).unwrap();
    for tag in [b"OS/2", b"cmap", b"head", b"hhea", b"hmtx", b"maxp", b"name", b"post"] {
        assert!(raw.table(ttf_parser::Tag::from_bytes(tag)).is_some(), "{tag:?}");
    }
    let words = font.chunks(4).map(|word| {
        let mut four = [0; 4];
        four[..word.len()].copy_from_slice(word);
        u32::from_be_bytes(four)
    });
    assert_eq!(words.fold(0, u32::wrapping_add), 0xB1B0_AFBA, "the sum of the whole file");
    let face = Face::parse(font, 0).unwrap();
    let formats: Vec<bool> =
        face.tables().cmap.unwrap().subtables.into_iter().map(|map| map.is_unicode()).collect();
    assert_eq!(formats, [true, true]);
    for character in characters.chars() {
        let of = |map: ttf_parser::cmap::Subtable<'_>| map.glyph_index(u32::from(character));
        let found: Vec<_> = face.tables().cmap.unwrap().subtables.into_iter().map(of).collect();
        assert!(found[1].is_some_and(|glyph| glyph.0 > 0), "{character}");
        assert!(found[0] == found[1] || u32::from(character) > 0xFFFF, "{character}");
    }
}

#[test]
fn fonts_hold_every_character_in_both_maps_and_no_more() {
    let mut report = sample();
    // A Kangxi radical and the character it looks like share a glyph.
    report.chapters[5].paragraphs = vec!["⼀一⼈人⽅方 A1—―".into()];
    let (bytes, pages) = written(&composed(&report), &PageOptions::default());
    for (face, font) in shipped().all().iter().enumerate() {
        let runs = pages.pages.iter().flat_map(|page| &page.runs);
        let text: String =
            runs.filter(|run| usize::from(run.face) == face).map(|run| run.text.as_str()).collect();
        if text.is_empty() {
            continue;
        }
        let cut = part(&bytes, &format!("Doc_0/Res/font_{face}.otf"));
        has_what_readers_ask_for(&cut, &text);
        assert!(cut.len() * 10 < font.data().len());
        let count = Face::parse(&cut, 0).unwrap().number_of_glyphs();
        let characters: std::collections::BTreeSet<char> = text.chars().collect();
        assert!(usize::from(count) <= characters.len() + 1);
    }
}

/// A font of curves of the second order, as Windows' are, on computers that have one.
#[cfg(unix)]
#[test]
fn a_true_type_font_is_embedded_with_its_maps() {
    let path = "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc";
    let bytes = Arc::new(std::fs::read(path).expect("fonts-wqy-microhei"));
    let roles = FontRole::ALL.map(|_| Font::new(bytes.clone(), 0, true).unwrap());
    let fonts = FontSet::new(roles, Vec::new());
    let mut report = sample();
    report.chapters[0].paragraphs.truncate(2);
    let ofd = FORMAT.file(&report, &Forms::official(), &PageOptions::default(), &fonts).unwrap();
    has_what_readers_ask_for(&part(&ofd, "Doc_0/Res/font_1.ttf"), "本机关坚持1234");
}

#[test]
fn what_the_file_says_of_itself() {
    let (bytes, pages) = written(&composed(&sample()), &PageOptions::default());
    let entry = String::from_utf8(part(&bytes, "OFD.xml")).unwrap();
    for said in [pages.title.as_str(), "<ofd:Author>青铜县<", "DocType=\"OFD\"", "公开年报"]
    {
        assert!(entry.contains(said), "{said}");
    }
    let document = String::from_utf8(part(&bytes, "Doc_0/Document.xml")).unwrap();
    assert_eq!(document.matches("<ofd:OutlineElem ").count(), pages.outline.len());
    assert_eq!(document.matches("</ofd:OutlineElem>").count(), pages.outline.len());
    let content = String::from_utf8(part(&bytes, "Doc_0/Pages/Page_0/Content.xml")).unwrap();
    let number = pages.pages[0].runs.iter().filter(|run| run.of == gongkai_layout::Source::Page);
    let number: Vec<&str> = number.map(|run| run.text.trim_matches(' ')).collect();
    assert!(number.concat().contains('1'));
    assert!(number.iter().all(|part| content.contains(&format!(">{part}<"))));
    // Every identifier is given once, and none is larger than the file says.
    let mut ids: Vec<u32> = Vec::new();
    for name in ZipArchive::new(Cursor::new(&bytes)).unwrap().file_names().flatten() {
        if name.ends_with(".xml") {
            let text = String::from_utf8(part(&bytes, &name)).unwrap();
            let found = text.split(" ID=\"").skip(1);
            ids.extend(found.map(|rest| rest.split('"').next().unwrap().parse::<u32>().unwrap()));
        }
    }
    ids.sort_unstable();
    let largest = *ids.last().unwrap();
    assert_eq!(ids, (1..=largest).collect::<Vec<_>>());
    assert!(document.contains(&format!("<ofd:MaxUnitID>{largest}<")));
}
