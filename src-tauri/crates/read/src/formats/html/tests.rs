use super::*;
use crate::formats::grid::tests::drawn;
use gongkai_model::document::{Block, Role};

fn blocks(page: &str) -> Vec<Block> {
    read(page.as_bytes()).unwrap().blocks
}

fn texts(blocks: &[Block]) -> Vec<(Role, &str)> {
    let texts = blocks.iter().filter_map(|block| match block {
        Block::Paragraph(paragraph) => Some((paragraph.role, paragraph.text.as_str())),
        Block::Table(_) => None,
    });
    texts.collect()
}

#[test]
fn paragraphs_come_in_reading_order_without_what_is_not_shown() {
    let page = "<html><head><title>网站</title><style>p{}</style></head><body>
        <div class=nav><ul><li>首页<li>政务公开</ul></div>
        <script>document.write('<p>脚本</p>')</script>
        <p style='display: none'>看不见<p>看得见<div hidden>一<div>二</div></div>
        <h1>青铜镇人民政府<br>2026年政府信息公开工作年度报告</h1>
        <h2>一、总体情况</h2><p>&nbsp;&nbsp;&emsp;正文<b>粗</b>体 <del>删去</del>。</p>尾</body>";
    assert_eq!(
        texts(&blocks(page)),
        [
            (Role::Body, "首页"),
            (Role::Body, "政务公开"),
            (Role::Body, "看得见"),
            (Role::Title, "青铜镇人民政府"),
            (Role::Title, "2026年政府信息公开工作年度报告"),
            (Role::Heading(1), "一、总体情况"),
            (Role::Body, "正文粗体 。"),
            (Role::Body, "尾"),
        ]
    );
}

#[test]
fn tables_are_grids_whatever_their_markup() {
    let page = "<table border=1><tr><td rowspan=2 colspan=\"2\"><p>信息</p><p>内容</p>
        <th>本年<br/>制发<tr><td><span>1</span><span>2</span><o:p>&nbsp;</o:p></td>
        <tr><td>规章</td><td>&nbsp;</td><td style='display:none'>9</td><td>3</table>";
    assert_eq!(drawn(&blocks(page)), ["信息\n内容@0×2×2 本年\n制发@2", "12@2", "规章@0 @1 3@2"]);
}

#[test]
fn a_table_that_lays_out_the_page_is_dissolved() {
    let page = "<table><tr><td>导航</td><td><p>正文</p><table><tr><td>甲<td>乙</table><p>后文
        </td></tr></table>";
    let blocks = blocks(page);
    assert_eq!(texts(&blocks).iter().map(|t| t.1).collect::<Vec<_>>(), ["导航", "正文", "后文"]);
    assert_eq!(drawn(&blocks), ["甲@0 乙@1"]);
    assert!(matches!(blocks[2], Block::Table(_)));
}

#[test]
fn the_numbers_of_a_list_are_written_out() {
    let page =
        "<ol start=2><li>加强学习<li>（一）健全制度<li value=7>抓好落实</ol><ul><li>其他</ul>";
    let blocks = blocks(page);
    let texts: Vec<&str> = texts(&blocks).iter().map(|t| t.1).collect();
    assert_eq!(texts, ["2.加强学习", "（一）健全制度", "7.抓好落实", "其他"]);
}

#[test]
fn encodings_are_read_with_and_without_declaration() {
    let body = "<p>青铜镇人民政府政府信息公开工作年度报告，予以公开，不予公开，镕㙓</p>";
    let gb = |text: &str| encoding_rs::GB18030.encode(text).0.into_owned();
    let declared = |name: &str| format!("<meta charset=\"{name}\">{body}");
    for bytes in [
        body.as_bytes().to_vec(),
        gb(body),
        gb(&declared("gb2312")),
        gb(&declared("utf-8")),
        declared("gbk").into_bytes(),
    ] {
        let document = read(&bytes).unwrap();
        assert_eq!(
            texts(&document.blocks)[0].1,
            "青铜镇人民政府政府信息公开工作年度报告，予以公开，不予公开，镕㙓"
        );
    }
}

#[test]
fn a_page_saved_whole_is_taken_out_of_its_archive() {
    let (gb, _, _) = encoding_rs::GBK.encode("<p>年度报告=1</p>");
    let quoted: String = gb.iter().map(|byte| format!("={byte:02X}")).collect();
    let archive = format!(
        "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\
         \ttype=\"text/html\";\r\n\tboundary=\"----x\"\r\n\r\n------x\r\n\
         Content-Type: image/png\r\n\r\nPNG\r\n------x\r\nContent-Type: text/html; charset=gbk\r\n\
         Content-Transfer-Encoding: quoted-printable\r\n\r\n{}=\r\n{}\r\n------x--\r\n",
        &quoted[..6],
        &quoted[6..]
    );
    let document = read(archive.as_bytes()).unwrap();
    assert_eq!(texts(&document.blocks), [(Role::Body, "年度报告=1")]);
    let base64 = "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\
                  Content-Transfer-Encoding: base64\n\nPHA+5bm05oqlPC9wPg==\n";
    let document = read(base64.as_bytes()).unwrap();
    assert_eq!(texts(&document.blocks), [(Role::Body, "年报")]);
}

#[test]
fn hostile_pages_are_refused_or_read_to_the_end() {
    let deep = "<table><tr><td>".repeat(1000);
    assert_eq!(read(deep.as_bytes()).unwrap_err(), Unreadable::Excessive);
    assert_eq!(read(b"<html><body><p> </p></body>").unwrap_err(), Unreadable::Empty);
    for hostile in [
        "<b><p>".repeat(200_000),
        format!("<a {}", "b=1 ".repeat(400_000)),
        "<table>".repeat(20) + &"<td rowspan=100000 colspan=100000>1".repeat(20_000),
        "<ol><li>".repeat(100_000),
        "&".repeat(1_000_000),
        "<!--".repeat(300_000),
        "<a b=\"".repeat(200_000),
    ] {
        let _ = read(hostile.as_bytes());
    }
}

#[test]
fn marks_fields_and_pictures_of_cells_are_neither_figures_nor_blank() {
    for (cell, text) in [
        ("0<sup>2</sup>", "0²"),
        ("0<sup>[<a>2</a>]</sup>", "0[2]"),
        ("5<span style='vertical-align: super'>1</span>", "5¹"),
        ("<s>45</s>35", "35"),
        ("<span style='text-decoration:line-through'>45</span>35", "35"),
        ("<input type=text value=12>", "12"),
        ("<input type=hidden value=12>", ""),
        ("<textarea>7</textarea>", "7"),
        ("<select><option>1<option selected>2</select>", "2"),
        ("<select><option>1</option><option>2</option></select>", "1"),
        ("<img src=1.png>", "（无法读取的内容）"),
        ("3<img src=1.png>", "3"),
        ("<b class=no>9</b>4", "4"),
    ] {
        let page = format!(
            "<style>.a,.no {{ display : none }}</style><table><tr><td>甲<td>{cell}<td>乙</table>"
        );
        let expected = format!("甲@0 {text}@1 乙@2");
        assert_eq!(drawn(&blocks(&page)), [expected], "{cell}");
    }
    let struck = read(b"<table><tr><td>1<td><s>45</s>35</table>").unwrap();
    assert_eq!(struck.passed_over, ["网页中不显示或者划去的内容没有读：45"]);
}

#[test]
fn the_page_of_a_frame_stands_where_the_frame_does() {
    let archive = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n\
        Content-Type: text/html\n\n<p>前<iframe src='cid:1@b'></iframe><p>中<iframe src='../b/c.html'>\
        </iframe><p>后\n--x\nContent-Type: text/html\nContent-ID: <1@b>\n\n<p>一\n--x\n\
        Content-Type: text/html\nContent-Location: http://a.cn/b/c.html\n\n<p>二\n--x--\n";
    let document = read(archive.as_bytes()).unwrap();
    let texts: Vec<&str> = texts(&document.blocks).iter().map(|text| text.1).collect();
    assert_eq!(texts, ["前", "一", "中", "二", "后"]);
}
