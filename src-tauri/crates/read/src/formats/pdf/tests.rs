use super::*;
use crate::formats::grid::tests::drawn;
use gongkai_model::document::Block;
use lopdf::{Document as File, Object, Stream, dictionary};

/// A PDF of pages with this content; `F1` is a font of GBK codes as wide as high.
pub fn pdf(pages: &[String]) -> Vec<u8> {
    let mut file = File::with_version("1.5");
    let root = file.new_object_id();
    let font = file.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "SimSun", "Encoding" => "GBK-EUC-H",
        "DescendantFonts" => vec![Object::Dictionary(dictionary! {
            "Type" => "Font", "Subtype" => "CIDFontType2", "DW" => 1000,
        })],
    });
    let kids: Vec<Object> = pages
        .iter()
        .map(|content| {
            let (content, _, _) = encoding_rs::GBK.encode(content);
            let content = file.add_object(Stream::new(dictionary! {}, content.into_owned()));
            let page = file.add_object(dictionary! {
                "Type" => "Page", "Parent" => root, "Contents" => content,
                "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
                "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } },
            });
            Object::Reference(page)
        })
        .collect();
    let count = kids.len() as i64;
    file.objects.insert(
        root,
        Object::Dictionary(dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count }),
    );
    let catalog = file.add_object(dictionary! { "Type" => "Catalog", "Pages" => root });
    file.trailer.set("Root", catalog);
    let mut out = Vec::new();
    file.save_to(&mut out).unwrap();
    out
}

fn text(x: u32, y: u32, size: u32, text: &str) -> String {
    format!("BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET\n")
}

fn texts(document: &Document) -> Vec<&str> {
    let texts = document.blocks.iter().filter_map(|block| match block {
        Block::Paragraph(paragraph) => Some(paragraph.text.as_str()),
        Block::Table(_) => None,
    });
    texts.collect()
}

#[test]
fn lines_come_in_order_and_page_numbers_go() {
    let page = |number: u32| {
        text(100, 790, 9, "某网站")
            + &text(150, 60, 14, &format!("- {number} -"))
            + &text(132, 600, 16, "正文自此起，又自此行满到右边为止的一行")
            + &text(100, 570, 16, &format!("第二行也有这样长的一行文字，讫{number}月。"))
            + "BT 3 Tr /F1 16 Tf 1 0 0 1 100 300 Tm (暗) Tj ET 0 Tr"
    };
    let document = read(&pdf(&[page(1), page(2)])).unwrap();
    let texts = texts(&document);
    assert_eq!(
        texts[..2],
        ["　　正文自此起，又自此行满到右边为止的一行", "第二行也有这样长的一行文字，讫1月。"]
    );
    assert_eq!(texts.len(), 4);
    assert!(document.broken_lines);
}

#[test]
fn ruled_lines_make_tables_with_spans_over_pages() {
    // Columns at 100, 200, 300, 400: the first head over two of them.
    let lines = |ys: &[u32]| {
        let across: String = ys.iter().map(|y| format!("100 {y} m 400 {y} l S\n")).collect();
        let (low, high) = (ys.iter().min().unwrap(), ys.iter().max().unwrap());
        let down: String = [100, 300, 400]
            .iter()
            .map(|x| format!("{x} {low} 0.5 {} re f\n", high - low))
            .collect();
        across + &down
    };
    let first = lines(&[200, 230, 260])
        + "200 200 m 200 230 l S\n"
        + &text(110, 240, 10, "信息")
        + &text(310, 245, 10, "本年")
        + &text(310, 233, 10, "制发")
        + &text(110, 210, 10, "规章")
        + &text(210, 210, 10, "1")
        + &text(216, 210, 10, "2")
        + &text(310, 210, 10, "3");
    let second = lines(&[700, 730, 760])
        + "200 700 m 200 760 l S\n"
        + &text(110, 740, 10, "文件")
        + &text(310, 740, 10, "4")
        + &text(110, 710, 10, "许可")
        + &text(210, 710, 10, "5");
    let document = read(&pdf(&[first, second])).unwrap();
    assert_eq!(
        drawn(&document.blocks),
        ["信息@0×1×2 本年\n制发@2", "规章@0 12@1 3@2", "文件@0 @1 4@2", "许可@0 5@1 @2"]
    );
    assert_eq!(document.blocks.len(), 1);
}

#[test]
fn bad_files_get_their_sentence() {
    assert_eq!(read(b"%PDF-1.7 broken").unwrap_err(), Unreadable::Damaged(KIND));
    assert_eq!(read(&pdf(&["0 0 m 10 10 l S".to_owned()])).unwrap_err(), Unreadable::Scanned);
}

/// A PDF whose objects from 3 on lie in a stream: `index` names their places in `objects`.
fn packed(index: &str, objects: &str) -> Vec<u8> {
    let mut out = b"%PDF-1.5\n".to_vec();
    let mut places = Vec::new();
    let mut object = |number: usize, text: String| {
        places.push(out.len());
        out.extend(format!("{number} 0 obj\n{text}\nendobj\n").bytes());
    };
    object(1, "<</Type/Catalog/Pages 2 0 R>>".to_owned());
    object(2, "<</Type/Pages/Count 0/Kids[]>>".to_owned());
    let (count, first) = (index.split_whitespace().count() / 2, index.len());
    let length = first + objects.len();
    object(
        3,
        format!(
            "<</Type/ObjStm/N {count}/First {first}/Length {length}>>stream\n{index}{objects}\nendstream"
        ),
    );
    let table = out.len();
    let places: String = places.iter().map(|place| format!("{place:010} 00000 n \n")).collect();
    let end = format!(
        "xref\n0 4\n0000000000 65535 f \n{places}trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n"
    );
    out.extend(end.bytes());
    out
}

#[test]
fn objects_that_lie_on_each_other_are_not_read_again_and_again() {
    let apart = packed("4 0 5 5 ", "[1 2]<</A(b\\))>>");
    assert_eq!(load::load(&apart).unwrap().objects.len(), 5);
    let again: String = (0..2000).map(|number| format!("{number} 0 ")).collect();
    let upon = packed(&again, &format!("[{}]", "1 ".repeat(2000)));
    assert_eq!(load::load(&upon).unwrap_err(), Unreadable::Excessive);
    let within: String = (0..2000).map(|number| format!("{number} {number} ")).collect();
    let endless = packed(&within, &"a".repeat(40_000));
    assert_eq!(load::load(&endless).unwrap_err(), Unreadable::Excessive);
    assert_eq!(load::load(&vec![b'['; 2_000_000]).unwrap_err(), Unreadable::Excessive);
}

/// A table of one row whose second cell, from 200 to 300 across and 200 to 230 high, holds this.
fn cell(content: &str) -> Document {
    let ruled = "100 200 m 300 200 l S 100 230 m 300 230 l S 100 200 m 100 230 l S \
                 200 200 m 200 230 l S 300 200 m 300 230 l S\n";
    read(&pdf(&[ruled.to_owned() + &text(110, 210, 10, "规章") + content])).unwrap()
}

#[test]
fn what_is_not_seen_is_no_figure_and_is_told() {
    let old = text(210, 210, 10, "45");
    let new = text(212, 210, 10, "35");
    let white = "1 1 1 rg 205 205 40 20 re f 0 0 0 rg\n";
    let slanted = "BT /F1 30 Tf 0.9 0.4 -0.4 0.9 210 205 Tm (44) Tj ET\n";
    for (content, told) in [
        (old.clone() + white + &new, "盖住"),
        (format!("{old}209 213.5 m 221 213.5 l S {}", text(240, 210, 10, "35")), "划去"),
        (format!("1 1 1 rg {old} 0 g {}", text(240, 210, 10, "35")), "颜色太浅"),
        (format!("0.85 g {} 0 g {new}", text(180, 205, 30, "44")), "颜色太浅"),
        (format!("{slanted}{new}"), "斜排"),
        (format!("/Artifact <</Subtype /Watermark>> BDC {old} EMC {new}"), ""),
        (format!("q 0 0 50 50 re W n {old} Q {new}"), ""),
    ] {
        let document = cell(&content);
        assert_eq!(drawn(&document.blocks), ["规章@0 35@1"], "{content}");
        let said = document.passed_over.iter().any(|said| said.contains(told));
        assert_eq!(said, !told.is_empty(), "{content}: {:?}", document.passed_over);
    }
    let on_dark = format!("0 0 0.4 rg 205 205 40 20 re f 1 1 1 rg {new}");
    assert_eq!(drawn(&cell(&on_dark).blocks), ["规章@0 35@1"]);
}

#[test]
fn digits_of_different_figures_are_not_joined() {
    let read = |content: &str| drawn(&cell(content).blocks);
    let first = text(210, 210, 10, "26");
    assert_eq!(read(&(first.clone() + &text(220, 214, 5, "1"))), ["规章@0 26¹@1"]);
    let lying = read(&(first.clone() + &text(216, 210, 10, "4")));
    let larger = read(&(first + &text(220, 210, 16, "4")));
    for row in [lying, larger] {
        assert!(row[0].contains("无法读取"), "{row:?}");
    }
}

#[test]
fn pages_whose_text_runs_another_way_are_turned() {
    for matrix in ["0 1 -1 0 595 0", "-1 0 0 -1 595 842", "0 -1 1 0 0 842"] {
        let content = format!("{matrix} cm\n{}", text(110, 210, 10, "规章 12"));
        let document = read(&pdf(&[content])).unwrap();
        assert!(texts(&document)[0].trim().starts_with("规章"), "{matrix}");
    }
}

#[test]
fn a_file_with_a_wrong_table_of_objects_is_read() {
    let whole = pdf(&[text(110, 210, 10, "规章")]);
    let at = whole.windows(9).rposition(|word| word == b"startxref").unwrap();
    let mut wrong = whole[..at].to_vec();
    wrong.extend(b"startxref\n7\n%%EOF\n");
    let mut around = b"HTTP/1.1 200 OK\r\n\r\n".to_vec();
    around.extend(&whole);
    around.extend(b"<!-- end -->");
    for bytes in [wrong, whole[..at].to_vec(), around] {
        assert_eq!(texts(&read(&bytes).unwrap())[0].trim(), "规章");
    }
}

/// Columns of two tables on a page that nearly stand below each other are not drawn together: the
/// first table's are as narrow as they are ruled, and a figure that was broken there is one figure.
#[test]
fn a_table_keeps_its_own_columns_beside_another_on_the_page() {
    let box_of = |x: f64, y: f64, width: f64| format!("{x} {y} {width} 26 re S\n");
    let first: String = [100.0, 115.0, 130.0].iter().map(|x| box_of(*x, 700.0, 15.0)).collect();
    let second: String = [103.0, 133.0, 163.0].iter().map(|x| box_of(*x, 500.0, 30.0)).collect();
    let figures = text(103, 714, 8, "12")
        + &text(105, 704, 8, "3")
        + &text(118, 714, 8, "45")
        + &text(120, 704, 8, "6")
        + &text(133, 710, 8, "78")
        + &text(110, 510, 8, "90");
    let document = read(&pdf(&[first + &second + &figures])).unwrap();
    let tables: Vec<_> = document.blocks.chunks(1).map(drawn).collect();
    assert_eq!(tables, [["123@0 456@1 78@2"], ["90@0 @1 @2"]]);
}

/// A simple font whose glyphs have these names from code 65 on, and a table of meanings.
fn named(content: &str, names: &[&str], meanings: &str) -> Vec<u8> {
    let mut file = File::load_mem(&pdf(&[content.to_owned()])).unwrap();
    let table = file.add_object(Stream::new(dictionary! {}, meanings.as_bytes().to_vec()));
    let differences = names.iter().map(|name| Object::Name(name.as_bytes().to_vec()));
    let differences: Vec<Object> = std::iter::once(65.into()).chain(differences).collect();
    let mut font = dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "ABCDEF+Digits", "FirstChar" => 65,
        "Widths" => vec![Object::from(500); 16],
        "Encoding" => dictionary! { "Differences" => differences },
    };
    if !meanings.is_empty() {
        font.set("ToUnicode", table);
    }
    let font = file.add_object(font);
    let page = file.page_iter().next().unwrap();
    let fonts = file.get_object_mut(page).unwrap().as_dict_mut().unwrap();
    let fonts = fonts.get_mut(b"Resources").unwrap().as_dict_mut().unwrap();
    fonts.get_mut(b"Font").unwrap().as_dict_mut().unwrap().set("F2", font);
    let mut out = Vec::new();
    file.save_to(&mut out).unwrap();
    out
}

#[test]
fn a_glyph_that_says_nothing_of_itself_is_told_and_never_dropped_or_guessed() {
    let content = text(100, 700, 10, "规章三件")
        + "BT /F2 10 Tf 1 0 0 1 150 700 Tm (ABC) Tj ET\n"
        + &text(100, 600, 10, "规章");
    for (names, meanings, said) in [
        (["one", "three.oldstyle", "uni0034"], "", "134"),
        (["one", "g17", "two"], "", "1\u{fffd}2"),
        (["one", "g17", "two"], "1 beginbfchar <42> <0038> endbfchar", "182"),
        (["one", "two", "three"], "1 beginbfchar <42> <0000> endbfchar", "1\u{fffd}3"),
    ] {
        let document = read(&named(&content, &names, meanings)).unwrap();
        assert_eq!(texts(&document)[0].trim(), format!("规章三件 {said}"), "{names:?}");
        let told = document.passed_over.iter().any(|told| told.contains("没有写明是什么字"));
        assert_eq!(told, said.contains('\u{fffd}'), "{:?}", document.passed_over);
    }
    let content = "BT /F2 10 Tf 1 0 0 1 150 700 Tm (ABCABC) Tj ET\n";
    let nothing = read(&named(content, &["g1", "g2", "g3"], "")).unwrap_err();
    assert!(matches!(nothing, Unreadable::NotSupported(_)), "{nothing}");
}
