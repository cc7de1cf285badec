use super::*;
use crate::samples::reports;
use gongkai_compose::document;
use gongkai_layout::Seal;
use gongkai_layout::samples::shipped;
use gongkai_layout::samples::{sample, wide_table};
use gongkai_model::form::Forms;
use gongkai_model::report::{Cell, Report};
use std::io::Read;

fn written(document: &Document, options: &PageOptions) -> Vec<u8> {
    docx(document, options, &shipped()).unwrap()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut file = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    file.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The pieces of a text from each `start` to the next `end`.
fn pieces<'a>(text: &'a str, start: &str, end: &str) -> Vec<&'a str> {
    let pieces = text.split(start).skip(1);
    pieces.map(|piece| piece.split(end).next().unwrap_or_default()).collect()
}

fn all_options() -> [PageOptions; 3] {
    [Seal::None, Seal::Space, Seal::Stamp].map(|seal| PageOptions {
        seal,
        signature_line: seal != Seal::Stamp,
        draft: seal == Seal::Stamp,
        example: seal == Seal::Space,
    })
}

#[test]
fn a_report_of_each_edition_is_written_and_reads_back() {
    let forms = Forms::official();
    for options in all_options() {
        for document in reports().into_iter().chain([document(&sample(), &forms)]) {
            let bytes = written(&document, &options);
            let read = gongkai_read::docx::read(&bytes).unwrap();
            let recognised = |document| gongkai_read::recognise(document, &forms).unwrap().report;
            let (before, after) = (recognised(&document), recognised(&read));
            assert_eq!(before.cells, after.cells);
            assert_eq!(before.full_title(), after.full_title());
            let last = |report: &Report| report.chapters.last().map(|last| last.paragraphs.clone());
            assert_eq!(last(&before), last(&after), "the line to sign on is no text");
            assert_eq!((before.signature, before.date), (after.signature, after.date));
            assert_eq!(bytes, written(&document, &options), "the same document, the same bytes");
        }
    }
}

#[test]
fn an_empty_document_is_no_file() {
    let empty = docx(&Document::default(), &PageOptions::default(), &shipped());
    assert_eq!(empty, Err(NotWritten::File));
}

#[test]
fn the_title_parts_as_on_the_page() {
    let (forms, options) = (Forms::official(), PageOptions::default());
    let body = part(&written(&document(&sample(), &forms), &options), "word/document.xml");
    let title = pieces(&body, "<w:pStyle w:val=\"Title\"/>", "</w:p>");
    let [title] = title.as_slice() else { panic!("{title:?}") };
    let lines: Vec<&str> = title.split("<w:br/>").collect();
    let text =
        |xml: &str| -> String { pieces(xml, "<w:t xml:space=\"preserve\">", "</w:t>").concat() };
    let lines: Vec<String> = lines.into_iter().map(text).collect();
    assert_eq!(lines, ["青铜县市场监督管理局2026年", "政府信息公开工作年度报告"]);
}

#[test]
fn labels_stand_as_on_the_page_and_anew_where_a_page_begins() {
    let forms = Forms::official();
    let mut report = sample();
    report.cells.values_mut().for_each(|cell| *cell = Cell::typed(3));
    let document = document(&report, &forms);
    let plan = plan(&document, &PageOptions::default(), &shipped());
    let sizes: Vec<usize> = plan.tables.values().map(|table| table.heights.len()).collect();
    let requests = plan.tables.iter().find(|(_, table)| table.heights.len() == 28);
    let (block, requests) = requests.unwrap_or_else(|| panic!("{sizes:?}"));
    let starts = &requests.starts;
    assert!(!starts.is_empty(), "the sample's table 3 reaches two pages");
    let body = part(&written(&document, &PageOptions::default()), "word/document.xml");
    let tables: Vec<&str> = pieces(&body, "<w:tbl>", "</w:tbl>");
    let tables: Vec<&&str> = tables.iter().filter(|table| table.contains("自然人")).collect();
    assert_eq!(tables.len(), starts.len() + 1, "a table for each page");
    let breaks = "<w:pageBreakBefore/>";
    assert!(body.matches(breaks).count() >= starts.len());
    let edges: Vec<usize> = std::iter::once(0).chain(starts.iter().copied()).chain([28]).collect();
    for (table, edge) in tables.iter().zip(edges.windows(2)) {
        let rows = pieces(table, "<w:tr>", "</w:tr>");
        let repeated = if edge[0] > 0 { 3 } else { 0 };
        assert_eq!(rows.len(), edge[1] - edge[0] + repeated);
        assert!(rows[..3].iter().all(|row| row.contains("<w:tblHeader/>")));
        // The results' label reaches the rows below the first two; it is there once on each page.
        let reached = edge[0].max(5)..edge[1].min(27);
        assert_eq!(table.matches("三、本年度办理结果").count(), usize::from(!reached.is_empty()));
        for row in reached.clone() {
            let first = pieces(rows[row - edge[0] + repeated], "<w:tc>", "</w:tc>")[0];
            let begins = row == reached.start;
            assert_eq!(first.contains("三、本年度办理结果"), begins);
            assert_eq!(first.contains("<w:vMerge w:val=\"restart\"/>"), begins, "row {row}");
        }
    }
    assert!(body.contains("<w:textDirection w:val=\"tbRlV\"/>"));
    let table = body.as_str();
    let style = |text: &str| {
        let cell = pieces(table, "<w:tc>", "</w:tc>").into_iter().find(|cell| cell.contains(text));
        pieces(cell.unwrap(), "<w:pStyle w:val=\"", "\"")[0]
    };
    assert_eq!(style("四、结转下年度继续办理"), "TableText");
    assert_eq!(style("自然人"), "TableLabel");
    let Block::Table(whole) = &document.blocks[*block] else { panic!() };
    for (cell, plan) in whole.cells.iter().zip(&requests.cells).filter(|(cell, _)| cell.label) {
        let printed = gongkai_layout::is_flush_label(whole, cell);
        assert_eq!(plan.flush, printed, "{}", cell.text);
    }
}

#[test]
fn odd_and_even_pages_have_their_number_outside() {
    let bytes = written(&document(&sample(), &Forms::official()), &PageOptions::default());
    assert!(part(&bytes, "word/settings.xml").contains("<w:evenAndOddHeaders/>"));
    let body = part(&bytes, "word/document.xml");
    let relations = part(&bytes, "word/_rels/document.xml.rels");
    for (kind, side) in [("default", "right"), ("even", "left")] {
        let id = pieces(&body, &format!("<w:footerReference w:type=\"{kind}\" r:id=\""), "\"")[0];
        let target = pieces(&relations, &format!("Id=\"{id}\""), "/>")[0];
        let name = pieces(target, "Target=\"", "\"")[0];
        let footer = part(&bytes, &format!("word/{name}"));
        assert!(footer.contains(&format!("<w:jc w:val=\"{side}\"/>")), "{footer}");
        let shown = pieces(&footer, "<w:t xml:space=\"preserve\">", "</w:t>").concat();
        assert_eq!(shown, "— 1 —");
    }
    assert!(!body.contains("headerReference"));
}

#[test]
fn signature_line_and_draft_mark_stand_where_they_are_chosen() {
    let document = document(&sample(), &Forms::official());
    let [none, space, stamp] = all_options().map(|options| {
        let bytes = written(&document, &options);
        (part(&bytes, "word/document.xml"), bytes, options)
    });
    for (body, bytes, options) in [&none, &space, &stamp] {
        assert_eq!(body.contains(SIGNATORY), options.signature_line);
        assert_eq!(body.contains("w:leader=\"underscore\""), options.signature_line);
        assert_eq!(body.contains("headerReference"), options.mark().is_some());
        if options.draft {
            assert!(part(bytes, "word/header6.xml").contains("草稿"));
        }
    }
    let end_of = |body: &str| -> Vec<String> {
        let paragraphs = pieces(body, "<w:p>", "</w:p>");
        paragraphs.into_iter().rev().take(9).map(str::to_owned).collect()
    };
    // The date ends four characters from the right edge with a seal, two without.
    let right = |body: &str| -> f64 {
        let date = end_of(body).into_iter().find(|p| p.contains("2027年1月20日")).unwrap();
        pieces(&date, "w:right=\"", "\"")[0].parse::<f64>().unwrap() / 1440.0 * 25.4
    };
    let advance = gongkai_layout::measures::ADVANCE;
    assert!((right(&space.0) - 4.0 * advance).abs() < 0.2);
    assert!((right(&stamp.0) - 4.0 * advance).abs() < 0.2);
    // The signature is longer than the date, which begins two characters to its right.
    assert!(right(&none.0) > 2.0 * advance);
    let signature = end_of(&space.0).into_iter().find(|p| p.contains("管理局")).unwrap();
    assert!(signature.contains("<w:jc w:val=\"center\"/>"), "centred over the date: {signature}");
}

#[test]
fn the_settings_of_paragraphs_stand_in_the_order_of_the_schema() {
    const ORDER: [&str; 12] = [
        "pStyle",
        "keepNext",
        "keepLines",
        "pageBreakBefore",
        "widowControl",
        "tabs",
        "autoSpaceDE",
        "autoSpaceDN",
        "snapToGrid",
        "spacing",
        "ind",
        "jc",
    ];
    for options in all_options() {
        let mut document = document(&sample(), &Forms::official());
        document.blocks.insert(3, Block::Table(wide_table(40)));
        let bytes = written(&document, &options);
        let mut texts = vec![part(&bytes, "word/document.xml"), part(&bytes, "word/styles.xml")];
        texts.push(part(&bytes, "word/footer4.xml"));
        for properties in texts.iter().flat_map(|text| pieces(text, "<w:pPr>", "</w:pPr>")) {
            let names = pieces(properties, "<w:", ">").into_iter();
            let names = names.filter_map(|name| name.split([' ', '/']).next());
            let places: Vec<usize> =
                names.filter_map(|name| ORDER.iter().position(|known| *known == name)).collect();
            assert!(places.is_sorted(), "{properties}");
        }
    }
}

#[test]
fn a_turned_table_stands_on_turned_pages() {
    let mut document = document(&sample(), &Forms::official());
    let turned = gongkai_model::document::Table { sideways: true, ..wide_table(50) };
    document.blocks.insert(3, Block::Table(turned));
    let body = part(&written(&document, &PageOptions::default()), "word/document.xml");
    let sections = pieces(&body, "<w:sectPr>", "</w:sectPr>");
    let landscape: Vec<bool> = sections.iter().map(|s| s.contains("landscape")).collect();
    assert_eq!(landscape, [false, true, false]);
}

#[test]
fn long_names_are_written_and_read_back() {
    let forms = Forms::official();
    for length in [0, 12, 30, 60] {
        let mut report: Report = sample();
        report.organ = Some("青".repeat(length));
        report.signature = Some("铜县市场监督管理局".repeat(length / 6 + 1));
        for options in all_options() {
            written(&document(&report, &forms), &options);
        }
    }
}
