//! 文中复议诉讼数与表四不符。

use crate::check::brief::Brief;
use crate::check::finding::Found;
use crate::check::prose::scope::{Clause, Told, clauses};
use crate::check::prose::words::Words;
use crate::check::rule::rule;
use crate::check::{Finding, Level};
use crate::form::CellId;
use rust_decimal::Decimal;

rule! {
    /// 文中写的复议、诉讼件数，应当对得上表四。
    ///
    /// ## 查什么
    /// “行政复议N件”应等于表四行政复议总计；“行政诉讼N件”应等于两组诉讼之和，或其中一组；“维持N件”“纠正N件”应等于所说的那一种案件的相应结果。
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

const RECONSIDERATION: &str = "reconsideration";
const SUITS: [&str; 2] = ["direct_suit", "suit_after_reconsideration"];
/// Words between 复议, 诉讼 and their number.
const BETWEEN: [&str; 8] = ["案件", "案", "申请", "应诉", "共计", "总计", "共", "为"];

fn find(brief: &Brief, out: &mut Vec<Finding>) {
    for clause in clauses(brief, Words::RECONSIDERED | Words::SUED | Words::OUTCOME) {
        let other = clause.of_another_year() || clause.of_region() || !clause.about_disclosure();
        if other || clause.has(Words::OTHER_CASES) {
            continue;
        }
        for told in clause.told().filter(|told| told.quantity.exact) {
            if !told.quantity.counts_requests() {
                continue;
            }
            let Some((groups, column, name)) = counted(&clause, &told) else { continue };
            let cells: Vec<CellId> =
                groups.iter().map(|group| CellId::new("cases", group, column)).collect();
            let numbers: Option<Vec<Decimal>> =
                cells.iter().map(|cell| brief.number(cell.as_str())).collect();
            let Some(numbers) = numbers else { continue };
            let all = numbers.iter().try_fold(Decimal::ZERO, |sum, n| sum.checked_add(*n));
            let (Some(all), value) = (all, told.quantity.value) else { continue };
            // Suits may be told together or one kind at a time. 0 against cases is the business of
            // says_none.
            if value == all || numbers.contains(&value) || value.is_zero() {
                continue;
            }
            let message = format!("文中{name}{value}件；表四{name}合计{all}件");
            let found = Found::new(&RULE, Level::Explain, message).sides(value, all);
            let found = found.cells(cells).chapter(clause.passage.place);
            out.push(clause.point(found, told.quantity.range.clone()).of(brief));
        }
    }
}

/// What the figure counts: groups and column of table 4, and their name; none where it is not sure.
fn counted(
    clause: &Clause,
    told: &Told,
) -> Option<(&'static [&'static str], &'static str, &'static str)> {
    let mut lead = told.lead;
    while let Some(rest) = BETWEEN.iter().find_map(|word| lead.strip_suffix(word)) {
        lead = rest;
    }
    let outcome = [("维持", "upheld"), ("纠正", "corrected")]
        .into_iter()
        .find(|(word, _)| lead.ends_with(word));
    if let Some((word, column)) = outcome {
        // Of the one kind of cases the sentence tells of.
        let reconsidered = clause.sentence_has(Words::RECONSIDERED);
        return match (reconsidered, clause.sentence_has(Words::SUED), word) {
            (true, false, "维持") => Some((&[RECONSIDERATION], column, "行政复议结果维持")),
            (true, false, _) => Some((&[RECONSIDERATION], column, "行政复议结果纠正")),
            (false, true, "维持") => Some((&SUITS, column, "行政诉讼结果维持")),
            (false, true, _) => Some((&SUITS, column, "行政诉讼结果纠正")),
            _ => None,
        };
    }
    if clause.has(Words::OUTCOME) || clause.follows(Words::AMONG) || clause.has(Words::AMONG) {
        return None;
    }
    match (lead.ends_with("复议"), lead.ends_with("诉讼")) {
        // 行政复议、行政诉讼2件 counts both.
        _ if lead.contains("复议") && lead.contains("诉讼") => None,
        (true, false) => Some((&[RECONSIDERATION], "total", "行政复议")),
        (false, true) => Some((&SUITS, "total", "行政诉讼")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::check::trial::Trial;

    fn found(text: &str) -> usize {
        let trial = Trial::new("2021")
            .set("cases/reconsideration/total", 2)
            .set("cases/direct_suit/total", 1)
            .set("cases/suit_after_reconsideration/total", 3)
            .set("cases/reconsideration/upheld", 1)
            .set("cases/reconsideration/corrected", 0)
            .set("cases/direct_suit/upheld", 1)
            .set("cases/suit_after_reconsideration/upheld", 2)
            .set("cases/direct_suit/corrected", 0)
            .set("cases/suit_after_reconsideration/corrected", 1);
        trial.text("overview", &[text]).of("cases_told").len()
    }

    #[test]
    fn cases_in_the_text() {
        for text in [
            "因政府信息公开被申请行政复议2件，被提起行政诉讼4件。",
            "信息公开行政诉讼案件1件。",
            "全年办理行政复议案件50件，主动公开文书。",
            "信息公开行政复议维持1件。",
            "因政府信息公开被申请行政复议2件、行政诉讼4件。",
            "因政府信息公开引起的行政复议2件，其中维持1件、尚未审结1件；行政诉讼4件，维持3件，纠正1件。",
            "政府信息公开行政复议、行政诉讼共6件。",
            "全年作为被告的行政诉讼案件30件，均与政府信息公开无关。",
        ] {
            assert_eq!(found(text), 0, "{text}");
        }
        assert_eq!(found("因政府信息公开被申请行政复议3件，被提起行政诉讼5件。"), 2);
        assert_eq!(found("因政府信息公开被申请行政复议3件、行政诉讼5件。"), 2);
        assert_eq!(found("政府信息公开行政复议2件，其中维持2件。"), 1);
        assert_eq!(found("政府信息公开行政诉讼4件，纠正2件，维持5件。"), 2);
    }
}
