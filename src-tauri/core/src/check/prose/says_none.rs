//! 文中说没有而表中有。

use crate::check::brief::Brief;
use crate::check::finding::Found;
use crate::check::prose::scope::clauses;
use crate::check::rule::rule;
use crate::check::{Finding, Level};
use regex::Regex;
use rust_decimal::Decimal;
use std::sync::LazyLock;

rule! {
    /// 文字说没有，表里就必须是0；文字说有，表里就不能是0。
    ///
    /// ## 查什么
    /// “未收到……申请”“受理申请0件”而表三本年新收大于0；文中说收到N件而表三全是0；“未发生行政复议、行政诉讼”而表四有件数。说的是全市、下级或某一类申请的不报；不能确定范围的只要求说明。
    ///
    /// ## 为什么
    /// 文字和表格直接矛盾，检查组一看便知。
    ///
    /// ## 依据
    /// 条例第五十条；政府信息公开工作年度报告格式：文字与数据一致。
    ///
    /// ## 正确
    /// 全年未收到政府信息公开申请，表三本年新收总计0。
    ///
    /// ## 错误
    /// 全年未收到政府信息公开申请，表三本年新收总计5。
    "says_none", "文中说没有而表中有", [Error, Explain], find
}

static NO_REQUEST: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:未|没有|没|尚未|无)曾?(?:收到|接到|接收到?|受理)[^，。；]{0,30}?(?:申请|请求)|(?:收到|受理|接收|接到|收办|新收)[^，。；0-9]{0,24}(?:申请|请求)[^，。；0-9]{0,8}0(?:件|条|份|宗|起|个|次)|(?:收到|受理|接收|接到|收办|新收)0(?:件|条|份|宗|起|个|次)[^，。；]{0,16}(?:申请|请求)",
    )
    .expect("a fixed pattern")
});
static NO_CASE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:未|没有|没|尚未|无)曾?(?:发生|出现|收到|产生|引起|引发|涉及|被|因|针对|有|行政复议|行政诉讼|政府信息公开|信息公开)[^，。；0-9]{0,30}?(?:复议|诉讼)[^，。；0-9]{0,20}|(?:未|没有|无)行政(?:复议|诉讼)[^，。；0-9]{0,20}|(?:复议|诉讼)(?:案件?|申请|应诉|、|和|行政)*[^，。；0-9]{0,6}0(?:件|起|宗|例)",
    )
    .expect("a fixed pattern")
});
/// Without one of these a clause tells of neither.
const WORDS: [&str; 8] = ["申请", "请求", "复议", "诉讼", "收到", "受理", "接", "收"];
/// Such cases are but some of all.
const OUTCOMES: [&str; 21] = [
    "败诉",
    "纠错",
    "纠正",
    "撤销",
    "变更",
    "违法",
    "维持",
    "新增",
    "新发生",
    "重大",
    "超期",
    "办理行政复议",
    "直接起诉",
    "后起诉",
    "审结",
    "结果",
    "未经",
    "驳回",
    "改变",
    "责令",
    "上年",
];

fn find(brief: &Brief, out: &mut Vec<Finding>) {
    let new = brief.number("requests/new/total");
    let some = |cell: &str| brief.number(cell).is_some_and(|number| number > Decimal::ZERO);
    for clause in clauses(brief)
        .filter(|clause| WORDS.iter().any(|word| clause.text.contains(word)))
        .filter(|clause| !clause.of_another_year(brief))
    {
        let level = if clause.of_region() { Level::Explain } else { Level::Error };
        if (clause.text.contains("申请") || clause.text.contains("请求"))
            && let Some(found) = NO_REQUEST.find(clause.text)
            && clause.about_requests()
            && !clause.limited()
            && !["复议", "诉讼", "投诉", "举报", "收费"]
                .iter()
                .any(|word| clause.text.contains(word))
            && let Some(new) = new.filter(|new| *new > Decimal::ZERO)
        {
            let message = format!("文中说“{}”，表三本年新收总计是{new}件", found.as_str());
            let about = Found::new(&RULE, level, message).cells(["requests/new/total".into()]);
            out.push(clause.point(about, found.range()).of(brief));
        }
        if (clause.text.contains("复议") || clause.text.contains("诉讼"))
            && let Some(found) = NO_CASE.find(clause.text)
            && clause.about_disclosure()
            && !OUTCOMES.iter().any(|word| clause.text.contains(word))
            && clause.quantities().iter().all(|told| told.value.is_zero())
        {
            let reconsidered = clause.text.contains("复议") && some("cases/reconsideration/total");
            let suits = ["cases/direct_suit/total", "cases/suit_after_reconsideration/total"];
            let sued = clause.text.contains("诉讼") && suits.iter().any(|cell| some(cell));
            if reconsidered || sued {
                let of = if reconsidered { &["cases/reconsideration/total"][..] } else { &[] };
                let cells: Vec<_> = of.iter().chain(if sued { &suits[..] } else { &[] }).collect();
                let figures: Vec<String> = cells
                    .iter()
                    .filter_map(|cell| {
                        let number = brief.number(cell)?;
                        Some(format!("{}{number}件", brief.row_of(&(**cell).into())))
                    })
                    .collect();
                let message = format!("文中说“{}”，表四是{}", found.as_str(), figures.join("、"));
                let about = Found::new(&RULE, level, message);
                let about = about.cells(cells.into_iter().map(|cell| (*cell).into()));
                out.push(clause.point(about.chapter("cases"), found.range()).of(brief));
            }
        }
        let nothing = ["requests/new/total", "requests/carried_in/total", "requests/total/total"]
            .map(|cell| brief.number(cell));
        if nothing == [Some(Decimal::ZERO); 3]
            && let Some(told) = clause.received()
            && told.exact
            && told.value > Decimal::ZERO
        {
            let message =
                format!("文中说收到申请{}件，表三本年新收、上年结转、总计都是0", told.value);
            let about = Found::new(&RULE, level, message).cells(["requests/new/total".into()]);
            out.push(clause.point(about, told.range).of(brief));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::Level;
    use crate::check::trial::Trial;

    fn found(text: &str, cells: &[(&str, i64)]) -> Vec<Level> {
        let trial = Trial::new("2021").zeros().text("overview", &[text]);
        let trial = cells.iter().fold(trial, |trial, (cell, number)| trial.set(cell, *number));
        trial.of("says_none").into_iter().map(|finding| finding.level).collect()
    }

    #[test]
    fn requests_there_are() {
        let five = [("requests/new/total", 5)];
        for text in [
            "全年未收到政府信息公开申请。",
            "2021年，未接到依申请公开请求。",
            "全年没有收到依申请公开政府信息的申请，也没有收到投诉举报的情况。",
            "全局共受理信息公开申请0件。",
            "未收到公民、法人和其他组织提出的政府信息公开申请。",
        ] {
            assert_eq!(found(text, &five), [Level::Error], "{text}");
            assert!(found(text, &[]).is_empty(), "{text}");
        }
        assert_eq!(found("全市未收到政府信息公开申请。", &five), [Level::Explain]);
        assert_eq!(found("全年收到政府信息公开申请5件。", &[]), [Level::Error]);
    }

    #[test]
    fn some_requests_are_not_all() {
        let five = [("requests/new/total", 5)];
        for text in [
            "未收到网上提交的政府信息公开申请。",
            "其中受理信函申请公开0件。",
            "未收到因政府信息公开申请引起的投诉。",
            "2020年未收到政府信息公开申请。",
            "没有收取申请公开的费用。",
        ] {
            assert!(found(text, &five).is_empty(), "{text}");
        }
    }

    #[test]
    fn cases_there_are() {
        let one = [("cases/direct_suit/total", 1), ("cases/reconsideration/total", 2)];
        for text in [
            "全年未发生因政府信息公开引起的行政复议、行政诉讼。",
            "没有收到因申请信息公开而申请行政复议、提起诉讼或收到投诉举报的情况。",
            "针对本单位政务信息公开事务的行政复议案0件。",
        ] {
            assert_eq!(found(text, &one), [Level::Error], "{text}");
            assert!(found(text, &[]).is_empty(), "{text}");
        }
        for text in [
            "未发生信息公开行政诉讼败诉案件。",
            "因信息公开被提起行政诉讼1件，其中未经复议直接起诉1件，复议后起诉0件。",
            "因信息公开被申请行政复议2件，尚未审结的行政复议案件0件。",
            "信息公开行政复议结果纠正0件，其他结果0件。",
        ] {
            assert!(found(text, &one).is_empty(), "{text}");
        }
    }
}
