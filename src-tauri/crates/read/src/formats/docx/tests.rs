use super::*;
use crate::formats::grid::tests::drawn;
use gongkai_model::document::Role;
use std::io::{Cursor, Write};
use zip::write::{SimpleFileOptions, ZipWriter};

pub fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn document(body: &str) -> Vec<u8> {
    let xml = format!(
        "<?xml version=\"1.0\"?><w:document xmlns:w=\"x\"><w:body>{body}</w:body></w:document>"
    );
    zipped(&[("word/document.xml", &xml)])
}

fn texts(document: &Document) -> Vec<&str> {
    let texts = document.blocks.iter().filter_map(|block| match block {
        Block::Paragraph(paragraph) => Some(paragraph.text.as_str()),
        Block::Table(_) => None,
    });
    texts.collect()
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn cell(properties: &str, text: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p(text))
}

#[test]
fn merged_cells_become_spans() {
    let body = format!(
        "<w:tbl><w:tr>{}{}{}</w:tr><w:tr>{}{}{}{}</w:tr><w:tr>{}{}{}</w:tr></w:tbl>",
        cell("<w:vMerge w:val=\"restart\"/><w:textDirection w:val=\"tbRlV\"/>", "三"),
        cell("<w:gridSpan w:val=\"2\"/>", "头"),
        cell("", "总计"),
        cell("<w:vMerge/>", ""),
        cell("", "甲"),
        cell("", "1"),
        cell("", "2"),
        cell("<w:vMerge w:val=\"continue\"/>", ""),
        cell("<w:gridSpan w:val=\"2\"/>", ""),
        cell("", "3"),
    );
    let blocks = read(&document(&body)).unwrap().blocks;
    assert_eq!(drawn(&blocks), ["三@0×3×1 头@1×1×2 总计@3", "甲@1 1@2 2@3", "@1×1×2 3@3"]);
    let Block::Table(table) = &blocks[0] else { panic!("{blocks:?}") };
    assert!(table.cells[0].vertical && !table.cells[1].vertical);
}

#[test]
fn what_is_deleted_hidden_or_made_by_fields_is_not_read() {
    let body = "<w:p><w:r><w:t>收到</w:t></w:r><w:del><w:r><w:delText>12</w:delText></w:r></w:del>\
        <w:ins><w:r><w:t>1</w:t></w:r></w:ins><w:r><w:t>3件</w:t></w:r>\
        <w:r><w:rPr><w:vanish/></w:rPr><w:t>暗</w:t></w:r>\
        <w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom></w:p>\
        <w:p><w:r><w:fldChar w:fldCharType=\"begin\"/><w:instrText> TOC \\o </w:instrText>\
        <w:fldChar w:fldCharType=\"separate\"/><w:t>一、总体情况 1</w:t></w:r></w:p>\
        <w:p><w:r><w:t>二、目录 2</w:t><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>\
        <w:p><w:hyperlink><w:r><w:t>链接</w:t><w:tab/><w:t>后</w:t><w:br/><w:t>次行</w:t></w:r></w:hyperlink>\
        <w:fldSimple w:instr=\" DATE \"><w:r><w:t>今日</w:t></w:r></w:fldSimple></w:p>\
        <w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>删行</w:t></w:r></w:p></w:tc></w:tr>\
        <w:tr><w:tc><w:p><w:r><w:t>1</w:t></w:r><w:r><w:t xml:space=\"preserve\">2 </w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>";
    let read = read(&document(body)).unwrap();
    assert_eq!(texts(&read), ["收到13件", "链接\t后", "次行今日"]);
    assert_eq!(drawn(&read.blocks), ["12@0 @1"]);
}

#[test]
fn a_text_box_is_read_once_and_nested_tables_in_order() {
    let body = format!(
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>{0}</w:txbxContent></w:drawing></mc:Choice>\
         <mc:Fallback><w:pict><w:txbxContent>{0}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent>\
         <w:t>正文</w:t></w:r></w:p>\
         <w:tbl><w:tr><w:tc>{1}<w:tbl><w:tr>{2}{3}</w:tr></w:tbl></w:tc></w:tr></w:tbl>",
        p("框中"),
        p("表前"),
        cell("", "甲"),
        cell("", "1"),
    );
    let read = read(&document(&body)).unwrap();
    assert_eq!(texts(&read), ["正文", "框中", "表前"]);
    assert_eq!(drawn(&read.blocks), ["甲@0 1@1"]);
}

#[test]
fn list_numbers_are_written_out_and_styles_give_roles() {
    let numbering = "<w:numbering><w:abstractNum w:abstractNumId=\"7\">\
        <w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/><w:lvlText w:val=\"%1、\"/></w:lvl>\
        <w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/><w:lvlText w:val=\"（%2）\"/></w:lvl>\
        <w:lvl w:ilvl=\"2\"><w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\"●\"/></w:lvl>\
        </w:abstractNum><w:num w:numId=\"3\"><w:abstractNumId w:val=\"7\"/></w:num></w:numbering>";
    let styles = "<w:styles><w:style w:type=\"paragraph\" w:styleId=\"1\"><w:name w:val=\"heading 1\"/>\
        <w:pPr><w:numPr><w:numId w:val=\"3\"/></w:numPr></w:pPr></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"a3\"><w:name w:val=\"Title\"/></w:style></w:styles>";
    let item = |style: &str, list: &str, text: &str| {
        format!("<w:p><w:pPr>{style}{list}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
    };
    let level =
        |level: u8| format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"3\"/></w:numPr>");
    let heading = "<w:pStyle w:val=\"1\"/>";
    let body = [
        item("<w:pStyle w:val=\"a3\"/>", "", "年度报告"),
        item(heading, "", "总体情况"),
        item("", &level(1), "主动公开"),
        item("", &level(1), "依申请公开"),
        item("", &level(2), "其中"),
        item(heading, "", "其他"),
        item("", &level(1), "第一"),
    ]
    .concat();
    let xml = format!("<w:document><w:body>{body}</w:body></w:document>");
    let bytes = zipped(&[
        ("word/document.xml", &xml),
        ("word/numbering.xml", numbering),
        ("word/styles.xml", styles),
    ]);
    let read = read(&bytes).unwrap();
    assert_eq!(
        texts(&read),
        [
            "年度报告",
            "一、总体情况",
            "（一）主动公开",
            "（二）依申请公开",
            "其中",
            "二、其他",
            "（一）第一"
        ]
    );
    let roles: Vec<Role> = read
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Paragraph(paragraph) => Some(paragraph.role),
            Block::Table(_) => None,
        })
        .collect();
    assert_eq!(roles[..3], [Role::Title, Role::Heading(1), Role::Body]);
}

#[test]
fn bad_files_get_their_sentence() {
    assert_eq!(read(b"PK\x03\x04 broken").unwrap_err(), Unreadable::Damaged(KIND));
    assert_eq!(read(&zipped(&[("a.txt", "1")])).unwrap_err(), Unreadable::Damaged(KIND));
    assert_eq!(read(&document("")).unwrap_err(), Unreadable::Empty);
    let cut = zipped(&[("word/document.xml", "<w:document><w:body><w:p>")]);
    assert_eq!(read(&cut).unwrap_err(), Unreadable::Damaged(KIND));
    let wide =
        "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"9999999\"/></w:tcPr></w:tc></w:tr></w:tbl>";
    assert_eq!(read(&document(wide)).unwrap_err(), Unreadable::Excessive);
    let deep = "<w:tbl><w:tr><w:tc>".repeat(40) + &"</w:tc></w:tr></w:tbl>".repeat(40);
    assert_eq!(read(&document(&deep)).unwrap_err(), Unreadable::Excessive);
}

#[test]
fn a_file_that_unpacks_to_very_much_is_refused() {
    let bomb = zipped(&[("word/document.xml", &" ".repeat(60_000_000))]);
    assert!(bomb.len() < 100_000);
    assert_eq!(read(&bomb).unwrap_err(), Unreadable::Excessive);
}

#[test]
fn marks_prompts_choices_and_pictures_of_cells_are_neither_figures_nor_blank() {
    let run = |properties: &str, text: &str| {
        format!("<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>")
    };
    let raised = run("<w:vertAlign w:val='superscript'/>", "1");
    let choice = "<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:ddList><w:result w:val='1'/>\
        <w:listEntry w:val='3'/><w:listEntry w:val='5'/></w:ddList></w:ffData></w:fldChar></w:r>\
        <w:r><w:fldChar w:fldCharType='end'/></w:r>";
    let sum = "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>=SUM(ABOVE)\
        </w:instrText></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r>";
    let prompt = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>请输入</w:t>\
        </w:r></w:sdtContent></w:sdt>";
    for (content, text) in [
        (run("", "26") + &raised, "26¹"),
        (run("<w:strike/>", "45") + &run("", "35"), "35"),
        (run("<w:vanish/>", "45") + &run("", "35"), "35"),
        (choice.to_owned(), "5"),
        (sum.to_owned(), "（无法读取的内容）"),
        ("<w:r><w:drawing/></w:r>".to_owned(), "（无法读取的内容）"),
        (prompt.to_owned(), ""),
    ] {
        let body = format!(
            "<w:tbl><w:tr>{}<w:tc><w:p>{content}</w:p></w:tc></w:tr></w:tbl>",
            cell("", "规章")
        );
        let read = read(&document(&body)).unwrap();
        assert_eq!(drawn(&read.blocks), [format!("规章@0 {text}@1")]);
        let hidden = content.contains("strike") || content.contains("vanish");
        assert_eq!(read.passed_over.len(), usize::from(hidden), "{content}");
    }
}

#[test]
fn documents_taken_in_whole_are_read_where_they_stand() {
    let main = "<w:document xmlns:w='x' xmlns:r='y'><w:body><w:p><w:r><w:t>前</w:t></w:r></w:p>\
        <w:altChunk r:id='a'/><w:altChunk r:id='b'/><w:altChunk r:id='c'/></w:body></w:document>";
    let relations = "<Relationships><Relationship Id='a' Target='a.html'/><Relationship Id='b' \
        Target='/word/b.txt'/><Relationship Id='c' Target='c.mht'/></Relationships>";
    let mail = "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n<p>丙";
    let bytes = zipped(&[
        ("word\\document.xml", main),
        ("word\\_rels\\document.xml.rels", relations),
        ("word\\a.html", "<html><p>甲"),
        ("word\\b.txt", "乙"),
        ("word\\c.mht", mail),
    ]);
    assert_eq!(texts(&crate::document(&bytes, "x.docx").unwrap()), ["前", "甲", "乙", "丙"]);
}
