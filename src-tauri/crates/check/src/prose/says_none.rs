//! 文中说没有而表中有。

use crate::builder::FindingBuilder;
use crate::context::CheckContext;
use crate::pattern::pattern;
use crate::rule::rule;
use crate::text::clauses::Clause;
use crate::text::words::{RECEIVING, Words, shortly_before};
use crate::{Finding, Level};
use gongkai_model::place::Place;
use regex::Regex;
use rust_decimal::Decimal;
use std::ops::Range;
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

static NOT_RECEIVED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:未|没有|没|无)曾?(?:收到|接到|接收到?|受理)"));
static NO_CASE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:未|没有|没|无)曾?(?:发生|出现|收到|产生|引起|引发|涉及|被|因|针对|有|行政复议|行政诉讼|政府信息公开|信息公开)",
    )
});
/// How far apart the words of one statement may stand, in characters.
const APART: usize = 30;

/// No room for a kind of requests or cases.
static NONE_AT_ALL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:未|没有|没|无)曾?(?:(?:收到|接到|接收|受理)到?过?(?:任何)?(?:申请|请求)|(?:发生|出现|产生|收到|被|申请|提起|有|任何)*(?:行政)?(?:复议|诉讼))$",
    )
});

/// Where the clause says that there was no request.
fn no_request(clause: &Clause) -> Option<Range<usize>> {
    let text = clause.text;
    let said = NOT_RECEIVED.find(text).and_then(|found| {
        let rest = text.get(found.end()..)?;
        let asked = ["申请", "请求"].iter().filter_map(|word| Some(rest.find(word)? + word.len()));
        let end = asked.min().filter(|end| {
            rest.get(..*end).is_some_and(|words| words.chars().count() <= APART + 2)
        })?;
        Some(found.start()..found.end() + end)
    });
    let zero = || {
        let told = clause.told().find(|told| {
            let quantity = told.quantity;
            quantity.value.is_zero() && quantity.exact && quantity.counts_requests()
        })?;
        let received = shortly_before(told.lead, &RECEIVING, APART).is_some();
        let named = told.lead.contains("申请") || told.behind.contains("申请");
        let range = &told.quantity.range;
        (received && named).then(|| range.start - told.lead.len()..range.end)
    };
    said.or_else(zero)
}

/// Where the clause says that there was no such case.
fn no_case(clause: &Clause) -> Option<Range<usize>> {
    let text = clause.text;
    let case = |text: &str| {
        let found = ["复议", "诉讼"].iter().filter_map(|word| Some(text.find(word)? + word.len()));
        found.min()
    };
    let said = NO_CASE.find(text).and_then(|found| {
        let whole = text.get(found.start()..)?;
        let end = case(whole).filter(|end| {
            let words = whole.get(..*end).unwrap_or_default();
            words.chars().count() <= APART + 8 && !words.contains(|c: char| c.is_ascii_digit())
        })?;
        Some(found.start()..found.start() + end)
    });
    let zero = || {
        let told = clause.told().find(|told| {
            told.quantity.value.is_zero() && told.quantity.exact && told.quantity.counts_requests()
        })?;
        let range = &told.quantity.range;
        case(told.lead).map(|_| range.start - told.lead.len()..range.end)
    };
    said.or_else(zero)
}

/// 未收到申请, 未发生行政复议: none of any kind, so none for disclosure.
fn none_at_all(clause: &Clause, range: &Range<usize>) -> bool {
    let said = clause.text.get(range.clone()).unwrap_or_default();
    NONE_AT_ALL.is_match(said) && !clause.sentence_has(Words::OTHER_WORK)
}

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    let number = |cell: &str| context.cells.number(cell);
    let new = number("requests/new/total").filter(|new| *new > Decimal::ZERO);
    let nothing = ["requests/new/total", "requests/carried_in/total", "requests/total/total"]
        .map(number)
        .iter()
        .all(|number| *number == Some(Decimal::ZERO));
    let some = |cell: &str| number(cell).is_some_and(|number| number > Decimal::ZERO);
    let about = Words::ASKED | Words::RECONSIDERED | Words::SUED | Words::RECEIVED;
    for clause in context.clauses(about).filter(|clause| !clause.of_another_year()) {
        let level = if clause.of_region() { Level::Explain } else { Level::Error };
        if let Some(new) = new
            && clause.has(Words::ASKED)
            && !clause.limited()
            && !clause.has(Words::OTHER_MATTER)
            && let Some(range) = no_request(&clause)
            && (clause.about_requests() || none_at_all(&clause, &range))
        {
            let said = clause.text.get(range.clone()).unwrap_or_default();
            let message = format!("文中说“{said}”，表三本年新收总计是{new}件");
            let about =
                FindingBuilder::new(&RULE, level, message).cells(["requests/new/total".into()]);
            out.push(about.span(clause.passage, clause.in_passage(&range)).of(context));
        }
        if clause.has(Words::RECONSIDERED | Words::SUED)
            && !clause.has(Words::OUTCOME)
            && clause.told().all(|told| told.quantity.value.is_zero())
        {
            let reconsidered =
                clause.has(Words::RECONSIDERED) && some("cases/reconsideration/total");
            let suits = ["cases/direct_suit/total", "cases/suit_after_reconsideration/total"];
            let sued = clause.has(Words::SUED) && suits.iter().any(|cell| some(cell));
            if (reconsidered || sued)
                && let Some(range) = no_case(&clause)
                && (clause.about_disclosure() || none_at_all(&clause, &range))
            {
                let of = if reconsidered { &["cases/reconsideration/total"][..] } else { &[] };
                let cells: Vec<_> = of.iter().chain(if sued { &suits[..] } else { &[] }).collect();
                let figures: Vec<String> = cells
                    .iter()
                    .filter_map(|cell| {
                        let number = context.cells.number(cell)?;
                        Some(format!("{}{number}件", context.cells.row_of(&(**cell).into())))
                    })
                    .collect();
                let said = clause.text.get(range.clone()).unwrap_or_default();
                let message = format!("文中说“{said}”，表四是{}", figures.join("、"));
                let about = FindingBuilder::new(&RULE, level, message);
                let about = about.cells(cells.into_iter().map(|cell| (*cell).into()));
                out.push(
                    about
                        .place(Place::chapter("cases"))
                        .span(clause.passage, clause.in_passage(&range))
                        .of(context),
                );
            }
        }
        if nothing
            && let Some(told) = clause.received()
            && told.exact
            && told.value > Decimal::ZERO
        {
            let message =
                format!("文中说收到申请{}件，表三本年新收、上年结转、总计都是0", told.value);
            let about =
                FindingBuilder::new(&RULE, level, message).cells(["requests/new/total".into()]);
            out.push(about.span(clause.passage, clause.in_passage(&told.range)).of(context));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Level;
    use crate::fixture::Fixture;

    fn found(text: &str, cells: &[(&str, i64)]) -> Vec<Level> {
        let fixture = Fixture::new("2021").zeros().text("overview", &[text]);
        let fixture =
            cells.iter().fold(fixture, |fixture, (cell, number)| fixture.set(cell, *number));
        fixture.of("says_none").into_iter().map(|finding| finding.level).collect()
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
        assert_eq!(found("全年未收到申请。", &five), [Level::Error]);
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
            "未收到行政许可申请。",
            "未收到法人或者其他组织提出的政府信息公开申请。",
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
            "未发生行政复议、行政诉讼。",
        ] {
            assert_eq!(found(text, &one), [Level::Error], "{text}");
            assert!(found(text, &[]).is_empty(), "{text}");
        }
        for text in [
            "未发生信息公开行政诉讼败诉案件。",
            "未发生民事诉讼。",
            "因信息公开被提起行政诉讼1件，其中未经复议直接起诉1件，复议后起诉0件。",
            "因信息公开被申请行政复议2件，尚未审结的行政复议案件0件。",
            "信息公开行政复议结果纠正0件，其他结果0件。",
        ] {
            assert!(found(text, &one).is_empty(), "{text}");
        }
    }
}
