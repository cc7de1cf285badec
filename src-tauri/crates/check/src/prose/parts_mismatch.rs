//! 分项相加与总数不符。

use crate::builder::FindingBuilder;
use crate::context::CheckContext;
use crate::passage::Passage;
use crate::prose::mismatch;
use crate::rule::rule;
use crate::text::quantity::quantities;
use crate::{Finding, Level};
use rust_decimal::Decimal;
use std::ops::Range;

rule! {
    /// 总数后面列出的各部分，相加应等于总数。
    ///
    /// ## 查什么
    /// “A条（其中：B、C、D）”或“A件（甲B件、乙C件）”：单位相同、都是确数的，各部分相加超过总数要求说明；不到总数的可能没有列全，几个渠道的可能重复，只提示。
    ///
    /// ## 为什么
    /// 分项与总数对不上，读者一算就知道。
    ///
    /// ## 依据
    /// 党政机关公文处理工作条例：内容准确。
    ///
    /// ## 正确
    /// 439条（其中：33条，44条，33条，233条，36条，60条）；3件（主办2件、协办1件）
    ///
    /// ## 错误
    /// 3件（主办2件、协办2件）
    "parts_told", "分项相加与总数不符", [Explain, Hint], find
}

/// With one of these in the list its members are not parts that add up.
const OTHERS: [&str; 17] = [
    "含", "另", "同比", "比", "不", "上年", "去年", "余", "以上", "已", "均", "办结", "答复",
    "完成", "率", "全部", "累计",
];
/// The same thing may go out by several of these.
const CHANNELS: [&str; 9] =
    ["网站", "微信", "公众号", "微博", "平台", "抖音", "渠道", "公示栏", "新媒体"];

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    mismatch::report_parts(context, &RULE, out);
    for passage in &context.passages {
        let mut from = 0;
        while let Some((list, end)) = next_list(&passage.text, from) {
            from = end;
            judge(context, passage, list, out);
        }
    }
}

/// The next bracket without another one in it, and where to look on: `（…）` with its brackets.
fn next_list(text: &str, from: usize) -> Option<(Range<usize>, usize)> {
    let mut start = from + text.get(from..)?.find('（')?;
    loop {
        let inside = start + '（'.len_utf8();
        let end = inside + text.get(inside..)?.find(['（', '）'])?;
        if text.get(end..)?.starts_with('）') {
            let end = end + '）'.len_utf8();
            return Some((start..end, end));
        }
        start = end;
    }
}

fn judge(context: &CheckContext, passage: &Passage, listed: Range<usize>, out: &mut Vec<Finding>) {
    let before = passage.text.get(..listed.start).unwrap_or_default();
    // A total is short: no more than its own clause is read.
    let clause = before.rfind(['，', '。', '；', '：', '）']).map_or(0, |at| at + '，'.len_utf8());
    let before = before.get(clause..).unwrap_or_default();
    let list = passage.text.get(listed.clone()).unwrap_or_default();
    if !list.contains(['件', '条', '份', '宗', '起', '个', '次', '项', '部', '篇', '例'])
    {
        return;
    }
    let parts = quantities(list);
    if parts.len() < 2 || OTHERS.iter().any(|word| list.contains(word)) {
        return;
    }
    if mismatch::parts_at(context, passage, &listed) {
        return;
    }
    let Some(total) = quantities(before).pop().filter(|q| q.range.end == before.len()) else {
        return;
    };
    let alike = parts.iter().all(|part| part.exact && part.unit == total.unit);
    let sum = parts.iter().try_fold(Decimal::ZERO, |sum, part| sum.checked_add(part.value));
    let Some(sum) = sum.filter(|sum| alike && total.exact && *sum != total.value) else { return };
    let overlapping = CHANNELS.iter().filter(|word| list.contains(**word)).count() > 1;
    let level = match sum > total.value {
        true if !overlapping => Level::Explain,
        _ => Level::Hint,
    };
    let figures: Vec<String> = parts.iter().map(|part| part.value.to_string()).collect();
    let message = format!("各部分{}＝{sum}，总数是{}", figures.join("＋"), total.value);
    let found = FindingBuilder::new(&RULE, level, message).sides(sum, total.value);
    let range = clause + total.range.start..listed.end;
    out.push(found.span(passage, range).of(context));
}

#[cfg(test)]
mod tests {
    use crate::Level;
    use crate::fixture::Fixture;

    fn found(text: &str) -> Vec<Level> {
        let found = Fixture::new("2021").text("overview", &[text]).of("parts_told");
        found.into_iter().map(|finding| finding.level).collect()
    }

    #[test]
    fn complete_lists_add_up() {
        for text in [
            "累计发布信息439条（其中：新闻33条，市场44条，监测33条，商务233条，县域36条，最新60条）。",
            "代表建议3件（主办2件、协办1件）、提案12件（主办5件、协办7件）。",
            "答复3278件（含上年度结转77件，另有58件顺延到下年度答复）。",
            "组织活动20场（次）。",
            "代表建议和提案5件（建议3件、提案2件，已办结5件）。",
            "共计公开70余条（甲20条、乙30条）。",
        ] {
            assert!(found(text).is_empty(), "{text}");
        }
        assert_eq!(found("代表建议3件（主办2件、协办2件）。"), [Level::Explain]);
        assert_eq!(
            found("发布信息100条（网站80条、微信公众号60条）。"),
            [Level::Hint],
            "the same goes out twice"
        );
        assert_eq!(found("发布信息439条（其中：新闻33条，市场44条）。"), [Level::Hint]);
    }
}
