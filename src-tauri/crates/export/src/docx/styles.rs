//! What the parts of the text look like, the fonts' other names, the settings, page numbers, 草稿.

use super::xml::{HEAD, NAMESPACE};
use crate::escape::escaped;

/// From line to line (twentieths of a point): the most at which 22 lines stand on 225 mm.
pub(super) const PITCH: i64 = 579;
/// Two characters of the text (twentieths of a point).
pub(super) const TWO_CHARACTERS: i64 = 632;
/// Type size of tables, in half points.
pub(super) const TABLE_SIZE: f64 = 21.0;
/// From line to line in a table (twentieths of a point).
const TABLE_PITCH: u32 = 256;
/// What a character of 16 pt is set closer by (twentieths of a point), so that 28 of them fill 156 mm.
pub(super) const CLOSER: f64 = 5.0;

pub(super) const FANG_SONG: &str = "仿宋_GB2312";
pub(super) const KAI_TI: &str = "楷体_GB2312";
const HEI_TI: &str = "黑体";
const SONG_TI: &str = "宋体";
const BIAO_SONG: &str = "方正小标宋简体";

/// A font for Chinese and Latin characters alike, as in the PDF.
pub(super) fn font(name: &str) -> String {
    format!(
        "<w:rFonts w:ascii=\"{name}\" w:hAnsi=\"{name}\" w:eastAsia=\"{name}\" w:cs=\"{name}\"/>"
    )
}

fn size(half_points: f64) -> String {
    format!("<w:sz w:val=\"{half_points}\"/><w:szCs w:val=\"{half_points}\"/>")
}

pub(super) fn styles() -> String {
    let style = |id: &str, name: &str, paragraph: &str, run: &str| {
        format!(
            "<w:style w:type=\"paragraph\" w:customStyle=\"{}\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn w:val=\"a\"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>",
            u8::from(!name.is_ascii())
        )
    };
    let indent = format!("<w:ind w:firstLineChars=\"200\" w:firstLine=\"{TWO_CHARACTERS}\"/>");
    let heading = |level: u8| format!("<w:keepNext/>{indent}<w:outlineLvl w:val=\"{level}\"/>");
    let large = size(32.0);
    let fang_song = font(FANG_SONG);
    let mut out = format!(
        "{HEAD}<w:styles xmlns:w=\"{NAMESPACE}\"><w:docDefaults><w:rPrDefault><w:rPr>{fang_song}<w:spacing w:val=\"-{CLOSER}\"/>{large}<w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>\
         <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"a\"><w:name w:val=\"Normal\"/><w:qFormat/><w:pPr><w:widowControl w:val=\"0\"/><w:autoSpaceDE w:val=\"0\"/><w:autoSpaceDN w:val=\"0\"/><w:spacing w:line=\"{PITCH}\" w:lineRule=\"exact\"/><w:jc w:val=\"both\"/></w:pPr></w:style>"
    );
    out += &style("Text", "报告正文", &indent, "");
    out += &style(
        "Title",
        "Title",
        "<w:keepNext/><w:snapToGrid w:val=\"0\"/><w:jc w:val=\"center\"/>",
        &format!("{}<w:spacing w:val=\"0\"/>{}", font(BIAO_SONG), size(44.0)),
    );
    out += &style("1", "heading 1", &heading(0), &font(HEI_TI));
    out += &style("2", "heading 2", &heading(1), &font(KAI_TI));
    out += &style("3", "heading 3", &heading(2), "");
    out += &style("4", "heading 4", &heading(3), "");
    // Words keep clear of the rules; figures need every bit of a narrow column.
    let clear = "<w:ind w:left=\"23\" w:right=\"23\"/>";
    for (id, name, indent, align) in [
        ("TableFigure", "表格数字", "", "center"),
        ("TableLabel", "表格项目", clear, "center"),
        ("TableText", "表格文字", clear, "left"),
    ] {
        out += &style(
            id,
            name,
            &format!(
                "<w:snapToGrid w:val=\"0\"/><w:spacing w:line=\"{TABLE_PITCH}\" w:lineRule=\"exact\"/>{indent}<w:jc w:val=\"{align}\"/>"
            ),
            &format!("{}<w:spacing w:val=\"0\"/>{}", font(SONG_TI), size(TABLE_SIZE)),
        );
    }
    out + "</w:styles>"
}

/// What to take where a computer has not the font of the standard.
pub(super) fn fonts() -> String {
    let other = [
        (FANG_SONG, "仿宋"),
        (KAI_TI, "楷体"),
        (BIAO_SONG, "方正小标宋_GBK"),
        (HEI_TI, "SimHei"),
        (SONG_TI, "SimSun"),
    ];
    let fonts = other.map(|(name, other)| {
        format!(
            "<w:font w:name=\"{name}\"><w:altName w:val=\"{other}\"/><w:charset w:val=\"86\"/><w:family w:val=\"auto\"/><w:pitch w:val=\"variable\"/></w:font>"
        )
    });
    format!("{HEAD}<w:fonts xmlns:w=\"{NAMESPACE}\">{}</w:fonts>", fonts.concat())
}

/// Odd and even pages differ; as Word 2013 and later lay out, lines that end with a break are not
/// spread.
pub(super) fn settings() -> String {
    format!(
        "{HEAD}<w:settings xmlns:w=\"{NAMESPACE}\"><w:evenAndOddHeaders/>\
         <w:characterSpacingControl w:val=\"compressPunctuation\"/>\
         <w:compat><w:doNotExpandShiftReturn/><w:useFELayout/>\
         <w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/>\
         </w:compat></w:settings>"
    )
}

/// A foot with the page number between one-em dashes, one character from the outer edge, which is
/// on this side.
pub(super) fn footer(side: &str) -> String {
    let font = font(SONG_TI);
    let large = size(28.0);
    let run = |inside: &str| {
        format!("<w:r><w:rPr>{font}<w:spacing w:val=\"0\"/>{large}</w:rPr>{inside}</w:r>")
    };
    let text = |text: &str| run(&format!("<w:t xml:space=\"preserve\">{text}</w:t>"));
    let field = |kind: &str| run(&format!("<w:fldChar w:fldCharType=\"{kind}\"/>"));
    format!(
        "{HEAD}<w:ftr xmlns:w=\"{NAMESPACE}\"><w:p><w:pPr><w:snapToGrid w:val=\"0\"/><w:spacing w:line=\"280\" w:lineRule=\"exact\"/><w:ind w:{side}=\"280\"/><w:jc w:val=\"{side}\"/></w:pPr>{}{}{}{}{}{}{}</w:p></w:ftr>",
        text("— "),
        field("begin"),
        run("<w:instrText xml:space=\"preserve\"> PAGE </w:instrText>"),
        field("separate"),
        text("1"),
        field("end"),
        text(" —"),
    )
}

/// 草稿 or 示例 over the right edge of the type area, and behind it a line in small type.
pub(super) fn mark(says: &str, line: &str) -> String {
    let line = match line.is_empty() {
        true => String::new(),
        false => format!(
            "<w:r><w:rPr>{}<w:spacing w:val=\"0\"/>{}</w:rPr><w:t xml:space=\"preserve\">　{}</w:t></w:r>",
            font(SONG_TI),
            size(TABLE_SIZE),
            escaped(line, &[])
        ),
    };
    format!(
        "{HEAD}<w:hdr xmlns:w=\"{NAMESPACE}\"><w:p><w:pPr><w:snapToGrid w:val=\"0\"/><w:spacing w:line=\"320\" w:lineRule=\"exact\"/><w:jc w:val=\"right\"/></w:pPr><w:r><w:rPr>{}<w:spacing w:val=\"0\"/></w:rPr><w:t>{says}</w:t></w:r>{line}</w:p></w:hdr>",
        font(HEI_TI)
    )
}
