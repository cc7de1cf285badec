use super::*;
use crate::formats::pdf::Way;
use gongkai_model::document::{Block, Role};
use std::io::{Cursor, Write};
use zip::write::{SimpleFileOptions, ZipWriter};

const NAMESPACE: &str = "xmlns:ofd=\"http://www.ofdspec.org/2016\"";

fn zipped(parts: &[(&str, String)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A file of one page with these objects, as another program would write it: places from the top,
/// paper said by the page, a template, drawing parameters.
fn ofd(objects: &str) -> Vec<u8> {
    let page = |inner: &str| format!("<ofd:Page {NAMESPACE}>{inner}</ofd:Page>");
    zipped(&[
        (
            "OFD.xml",
            format!(
                "<ofd:OFD {NAMESPACE} Version=\"1.0\" DocType=\"OFD\"><ofd:DocBody><ofd:DocInfo/>\
                 <ofd:DocRoot>/Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
            ),
        ),
        (
            "Doc_0/Document.xml",
            format!(
                "<ofd:Document {NAMESPACE}><ofd:CommonData><ofd:MaxUnitID>99</ofd:MaxUnitID>\
                 <ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>\
                 <ofd:TemplatePage ID=\"2\" BaseLoc=\"Tpls/Tpl_0/Content.xml\"/></ofd:CommonData>\
                 <ofd:Pages><ofd:Page ID=\"1\" BaseLoc=\"./Pages/../Pages/Page_0/Content.xml\"/>\
                 </ofd:Pages></ofd:Document>"
            ),
        ),
        (
            "Doc_0/DocumentRes.xml",
            format!(
                "<ofd:Res {NAMESPACE} BaseLoc=\"Res\"><ofd:DrawParams><ofd:DrawParam ID=\"7\">\
                 <ofd:FillColor Value=\"245 245 245\"/></ofd:DrawParam></ofd:DrawParams></ofd:Res>"
            ),
        ),
        (
            "Doc_0/Tpls/Tpl_0/Content.xml",
            page(&format!(
                "<ofd:Content><ofd:Layer>{}</ofd:Layer></ofd:Content>",
                text("20 20 100 8", "DrawParam=\"7\"", "X=\"0\" Y=\"6\"", "内部资料")
            )),
        ),
        (
            "Doc_0/Pages/Page_0/Content.xml",
            page(&format!(
                "<ofd:Template TemplateID=\"2\"/><ofd:Area><ofd:PhysicalBox>0 0 210 297\
                 </ofd:PhysicalBox></ofd:Area><ofd:Content><ofd:Layer><ofd:PageBlock>{objects}\
                 </ofd:PageBlock></ofd:Layer></ofd:Content>"
            )),
        ),
    ])
}

fn text(boundary: &str, object: &str, code: &str, says: &str) -> String {
    format!(
        "<ofd:TextObject Boundary=\"{boundary}\" Font=\"3\" Size=\"5\" {object}>\
         <ofd:TextCode {code}>{says}</ofd:TextCode></ofd:TextObject>"
    )
}

fn path(boundary: &str, object: &str, data: &str) -> String {
    format!(
        "<ofd:PathObject Boundary=\"{boundary}\" LineWidth=\"0.2\" {object}>\
         <ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )
}

/// Lines of text and tables as `甲|乙/12|30`.
fn shown(bytes: &[u8]) -> (Vec<String>, Vec<String>) {
    let document = read(bytes).unwrap();
    let shown = document.blocks.iter().map(|block| match block {
        Block::Paragraph(paragraph) => paragraph.text.trim().to_owned(),
        Block::Table(table) => {
            let row = |row: u16| {
                let cells = table.cells.iter().filter(|cell| cell.row == row);
                cells.map(|cell| cell.text.clone()).collect::<Vec<_>>().join("|")
            };
            (0..table.rows).map(row).collect::<Vec<_>>().join("/")
        }
    });
    (shown.collect(), document.passed_over)
}

const GRID: &str = "M 0 0 L 60 0 M 0 10 L 60 10 M 0 20 L 60 20 \
                    M 0 0 L 0 20 M 30 0 L 30 20 M 60 0 L 60 20";

fn cells() -> String {
    let at = |x: u8, y: u8, says: &str| {
        text(&format!("{x} {y} 20 8"), "", "X=\"1\" Y=\"6\" DeltaX=\"g 5 2.5\"", says)
    };
    at(31, 101, "新收") + &at(61, 101, "120") + &at(31, 111, "结转") + &at(61, 111, "30")
}

#[test]
fn a_page_of_another_program_is_read_line_by_line_and_cell_by_cell() {
    let title = text("40 40 150 8", "", "X=\"0\" Y=\"6\" DeltaX=\"g 6 5 5\"", "公开工作年度报告");
    let pages = title + &path("30 100 60 20", "", GRID) + &cells();
    let (shown, passed_over) = shown(&ofd(&pages));
    assert_eq!(shown, ["公开工作年度报告", "新收|120/结转|30"]);
    assert!(passed_over.iter().any(|told| told.contains("内部资料")), "{passed_over:?}");
}

#[test]
fn thin_areas_rule_a_table_as_lines_do() {
    let areas: String = [
        "30 100 60 0.2",
        "30 110 60 0.2",
        "30 120 60 0.2",
        "30 100 0.2 20",
        "60 100 0.2 20",
        "90 100 0.2 20.2",
    ]
    .map(|area| {
        let [_, _, w, h] = area.split(' ').collect::<Vec<_>>()[..] else { panic!() };
        let data = format!("M 0 0 L {w} 0 L {w} {h} L 0 {h} C");
        path(area, "Fill=\"true\" Stroke=\"false\"", &data)
    })
    .concat();
    assert_eq!(shown(&ofd(&(areas + &cells()))).0, ["新收|120/结转|30"]);
}

#[test]
fn what_is_covered_hidden_or_white_is_not_read() {
    let says = |more: &str, says: &str| text("40 40 50 8", more, "X=\"0\" Y=\"6\"", says);
    let objects = says("", "甲乙丙丁")
        + &path("39 39 60 12", "Fill=\"true\"", "M 0 0 L 60 0 L 60 12 L 0 12 C")
            .replace("<ofd:Abb", "<ofd:FillColor Value=\"255 255 255\"/><ofd:Abb")
        + &text("40 60 50 8", "", "X=\"0\" Y=\"6\"", "看得见")
        + &text("40 80 50 8", "Visible=\"false\"", "X=\"0\" Y=\"6\"", "看不见")
        + &text("40 90 50 8", "Fill=\"false\"", "X=\"0\" Y=\"6\"", "没有填充");
    let (shown, passed_over) = shown(&ofd(&objects));
    assert_eq!(shown, ["看得见"]);
    assert!(passed_over.iter().any(|told| told.contains("甲乙丙丁")), "{passed_over:?}");
}

#[test]
fn a_turned_page_is_held_upright() {
    for (matrix, way) in
        [("0 -1 1 0 6 100", Way::Up), ("-1 0 0 -1 100 2", Way::Left), ("0 1 -1 0 2 0", Way::Down)]
    {
        let turned = format!("CTM=\"{matrix}\"");
        let bytes = ofd(&text(
            "40 40 10 100",
            &turned,
            "X=\"0\" Y=\"0\" DeltaX=\"5\"",
            "自下而上地写的一行字",
        ));
        let mut package = Package::open(&bytes, KIND).unwrap();
        let pages = pages(&mut package).unwrap();
        let sheet = sheet(&pages[0], &mut Budget::default()).unwrap();
        let text: Vec<&str> = sheet
            .marks
            .iter()
            .filter(|mark| mark.way == Some(Way::Right))
            .map(|m| &*m.text)
            .collect();
        assert_eq!(text.concat(), "自下而上地写的一行字", "{way:?}");
        let high = if way == Way::Left { 297.0 } else { 210.0 };
        assert!((sheet.height - high * 72.0 / 25.4).abs() < 0.01);
    }
    let slanted =
        text("40 40 10 100", "CTM=\"1 1 -1 1 0 0\"", "X=\"0\" Y=\"0\"", "受控") + &cells();
    assert!(shown(&ofd(&slanted)).1.iter().any(|told| told.contains("受控")));
}

#[test]
fn steps_are_repeated_and_the_last_goes_on() {
    let steps = |written: &str, most| super::content::deltas(written, most);
    assert_eq!(steps("g 3 4.5 10", 6), [4.5, 4.5, 4.5, 10.0, 10.0, 10.0]);
    assert_eq!(steps("g 99999999999 1", 2), [1.0, 1.0]);
    assert_eq!(steps("x g", 3), [] as [f64; 0]);
}

#[test]
fn what_is_no_report_gets_a_sentence() {
    let picture = "<ofd:ImageObject Boundary=\"0 0 210 297\" ResourceID=\"9\"/>";
    let bytes = ofd(picture);
    // The template's pale words are all there is.
    assert_eq!(
        read(&bytes).unwrap_err().to_string(),
        "这是 OFD 扫描件，里面只有图片、没有文字，本程序不能读取；请在原来的软件中另存为 Word \
         文件（.docx）或文本文件（.txt）后再导入。"
    );
    for parts in [
        vec![("OFD.xml", "<ofd:OFD>".to_owned())],
        vec![("OFD.xml", "<OFD><DocBody><DocRoot>a.xml</DocRoot></DocBody></OFD>".to_owned())],
        vec![("OFD.xml", "<OFD/>".to_owned())],
    ] {
        assert_eq!(read(&zipped(&parts)).unwrap_err(), Unreadable::Damaged(KIND));
    }
    let document = crate::document(&ofd(&cells()), "x.zip").unwrap();
    assert!(
        document
            .blocks
            .iter()
            .any(|block| matches!(block, Block::Paragraph(p) if p.role == Role::Body))
    );
}
