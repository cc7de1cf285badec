//! 文中复议诉讼数与表四不符。

use crate::check::brief::Brief;
use crate::check::finding::Found;
use crate::check::prose::scope::clauses;
use crate::check::rule::rule;
use crate::check::{Finding, Level};
use regex::Regex;
use rust_decimal::Decimal;
use std::sync::LazyLock;

rule! {
    /// 文中写的复议、诉讼件数，应当对得上表四。
    ///
    /// ## 查什么
    /// “行政复议N件”应等于表四行政复议总计；“行政诉讼N件”应等于两组诉讼之和，或其中一组。
    ///
    /// ## 为什么
    /// 同一份年报里两个数字，总有一个是错的。
    ///
    /// ## 依据
    /// 政府信息公开工作年度报告格式：文字与数据一致。
    ///
    /// ## 正确
    /// 行政复议2件，行政诉讼1件；表四行政复议总计2，未经复议直接起诉1，复议后起诉0。
    ///
    /// ## 错误
    /// 行政复议3件，表四行政复议总计2。
    "cases_told", "文中复议诉讼数与表四不符", [Explain], find
}

static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:复议|诉讼)(?:案件?|申请|应诉案件|应诉)?(?:共计?|总计|为)?$")
        .expect("a fixed pattern")
});
const OTHERS: [&str; 10] =
    ["办理行政复议", "审理", "作为", "维持", "纠正", "撤销", "其中", "审结", "纠错", "应诉率"];

fn find(brief: &Brief, out: &mut Vec<Finding>) {
    let reconsideration = "cases/reconsideration/total";
    let suits = ["cases/direct_suit/total", "cases/suit_after_reconsideration/total"];
    for clause in clauses(brief) {
        if !(clause.text.contains("复议") || clause.text.contains("诉讼")) {
            continue;
        }
        let skip =
            clause.of_another_year(brief) || clause.of_region() || !clause.about_disclosure();
        if skip || OTHERS.iter().any(|word| clause.text.contains(word)) {
            continue;
        }
        let Some(told) = clause.quantities().into_iter().next().filter(|told| told.exact) else {
            continue;
        };
        let before = clause.text.get(..told.range.start).unwrap_or_default();
        let (reconsidered, sued) = (before.contains("复议"), before.contains("诉讼"));
        if !BEFORE.is_match(before) || reconsidered == sued {
            continue;
        }
        let (cells, readings): (Vec<&str>, Vec<Decimal>) = if reconsidered {
            (vec![reconsideration], brief.number(reconsideration).into_iter().collect())
        } else {
            let numbers: Vec<Decimal> =
                suits.iter().filter_map(|cell| brief.number(cell)).collect();
            let [direct, after] = numbers.as_slice() else { continue };
            let both = direct.checked_add(*after).unwrap_or(*direct);
            (suits.to_vec(), vec![both, *direct, *after])
        };
        let Some(right) = readings.first().filter(|_| !readings.contains(&told.value)) else {
            continue;
        };
        // 0 against cases is the business of says_none.
        if told.value.is_zero() {
            continue;
        }
        let what = if reconsidered { "行政复议" } else { "行政诉讼" };
        let message = format!("文中{what}{}件；表四{what}合计{right}件", told.value);
        let found = Found::new(&RULE, Level::Explain, message).sides(told.value, *right);
        let found = found.cells(cells.into_iter().map(Into::into)).chapter(clause.passage.place);
        out.push(clause.point(found, told.range).of(brief));
    }
}

#[cfg(test)]
mod tests {
    use crate::check::trial::Trial;

    fn found(text: &str) -> usize {
        let trial = Trial::new("2021")
            .set("cases/reconsideration/total", 2)
            .set("cases/direct_suit/total", 1)
            .set("cases/suit_after_reconsideration/total", 3);
        trial.text("overview", &[text]).of("cases_told").len()
    }

    #[test]
    fn cases_in_the_text() {
        for text in [
            "因政府信息公开被申请行政复议2件，被提起行政诉讼4件。",
            "信息公开行政诉讼案件1件。",
            "全年办理行政复议案件50件，主动公开文书。",
            "信息公开行政复议维持1件。",
        ] {
            assert_eq!(found(text), 0, "{text}");
        }
        assert_eq!(found("因政府信息公开被申请行政复议3件，被提起行政诉讼5件。"), 2);
    }
}
