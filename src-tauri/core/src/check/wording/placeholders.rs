//! 有未填的占位符。

use crate::check::brief::Brief;
use crate::check::finding::Found;
use crate::check::rule::rule;
use crate::check::{Finding, Level};
use regex::Regex;
use std::sync::LazyLock;

rule! {
    /// 模板里的占位符、粘贴带来的记号不能留在正文里。
    ///
    /// ## 查什么
    /// XX、××、空的【】、待补、（此处填写）等；Markdown记号、书签、页码。公布过的年报里，占位符要求说明。
    ///
    /// ## 为什么
    /// 占位符公布出去，等于没有审核。
    ///
    /// ## 依据
    /// 党政机关公文处理工作条例：公文签发前应当复核。
    ///
    /// ## 正确
    /// 全年收到申请12件。
    ///
    /// ## 错误
    /// 全年收到申请XX件；【此处填写】；[bookmark: _GoBack]
    "placeholders", "有未填的占位符", [Error, Explain, Hint], find
}

static LEFT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"X{2,}|x{2,}|Х{2,}|×{2,}|〇{3,}|【\s*】|[【（(](?:此处|请|待)(?:填写|填|补充|补|输入)[^】）)]*[】）)]|待补充?|待填写?|_{3,}",
    )
    .expect("a fixed pattern")
});
/// One of these stands in whatever [`LEFT`] finds.
const BEGINNINGS: [char; 10] = ['X', 'x', 'Х', '×', '〇', '【', '（', '(', '待', '_'];
static PASTED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"\*\*|^#{1,6}|\[bookmark[^\]]*\]|\]\(https?:|^[—\-－–]+\d{1,3}[—\-－–]+$|^第\d{1,3}页(?:共\d{1,3}页)?$",
    )
    .expect("a fixed pattern")
});
static BRACKETED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"【[^】]{1,20}】").expect("a fixed pattern"));

fn find(brief: &Brief, out: &mut Vec<Finding>) {
    let published = brief.case.published;
    let level = if published { Level::Explain } else { Level::Error };
    if let Some(title) = brief.case.report.title.as_deref()
        && let Some(found) = LEFT.find(title)
    {
        let message = format!("标题里有占位符“{}”", found.as_str());
        out.push(Found::new(&RULE, level, message).text("title", "题头", title).of(brief));
    }
    for passage in &brief.passages {
        let left = passage.text.contains(BEGINNINGS).then(|| LEFT.find_iter(&passage.text));
        for found in left.into_iter().flatten() {
            // A Latin word is no placeholder, nor is 二〇〇 of a year.
            let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
            let before = passage.text.get(..found.start()).and_then(|t| t.chars().next_back());
            let behind = passage.text.get(found.end()..).and_then(|t| t.chars().next());
            let latin = found.as_str().starts_with(['X', 'x']);
            // 等待补正 is a step of the procedure.
            if behind.is_some_and(|c| "正齐".contains(c)) && found.as_str() == "待补" {
                continue;
            }
            if latin && (letter(before) || letter(behind)) {
                continue;
            }
            let message = format!("有占位符“{}”没有填", found.as_str());
            out.push(Found::new(&RULE, level, message).span(passage, found.range()).of(brief));
        }
        // In an imported file such marks are traces of the file, not of the office.
        if published {
            continue;
        }
        for found in PASTED.find_iter(&passage.text) {
            let message = format!("有粘贴带来的记号“{}”", found.as_str());
            out.push(
                Found::new(&RULE, Level::Error, message).span(passage, found.range()).of(brief),
            );
        }
        for found in BRACKETED.find_iter(&passage.text).filter(|f| !LEFT.is_match(f.as_str())) {
            let message = format!("请看“{}”是不是模板里留下的", found.as_str());
            out.push(
                Found::new(&RULE, Level::Hint, message).span(passage, found.range()).of(brief),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::Level;
    use crate::check::trial::Trial;

    fn found(text: &str) -> Vec<Level> {
        let found = Trial::new("2021").text("overview", &[text]).of("placeholders");
        found.into_iter().map(|finding| finding.level).collect()
    }

    #[test]
    fn what_a_template_leaves() {
        for text in [
            "全年收到申请XX件。",
            "××镇人民政府",
            "数字待补。",
            "（此处填写具体问题）",
            "【】",
            "**主动公开**",
            "[bookmark: _GoBack]五、",
            "— 3 —",
        ] {
            assert!(found(text).contains(&Level::Error), "{text}: {:?}", found(text));
        }
    }

    #[test]
    fn what_is_no_placeholder() {
        for text in
            ["XXL号", "通过APP公开", "面积3×4米", "二〇二〇年", "第3页所列数据", "逾期待补正的申请"]
        {
            assert!(found(text).is_empty(), "{text}");
        }
        assert_eq!(found("开设【政策解读】栏目"), [Level::Hint]);
        let published =
            Trial::new("2021").text("overview", &["收到XX件。", "**粗体**"]).published();
        let levels: Vec<_> = published.of("placeholders").into_iter().map(|f| f.level).collect();
        assert_eq!(levels, [Level::Explain]);
    }
}
