//! 文中结转数与表三不符。

use crate::builder::FindingBuilder;
use crate::context::CheckContext;
use crate::pattern::pattern;
use crate::prose::mismatch;
use crate::rule::rule;
use crate::text::counted::Family;
use crate::text::quantity::{Quantity, quantities};
use crate::text::words::Words;
use crate::{Finding, Level};
use regex::Regex;
use rust_decimal::Decimal;
use std::sync::LazyLock;

rule! {
    /// 文中写的结转件数，应当对得上表三。
    ///
    /// ## 查什么
    /// “上年结转N件”应等于表三第二项总计，“结转下年度N件”应等于第四项总计；“无结转”而有结转的，“全部办结”而第四项总计大于0、文中又没有写结转的，也要求说明。
    ///
    /// ## 为什么
    /// 结转数连着两年的年报，错了，明年也跟着错。
    ///
    /// ## 依据
    /// 政府信息公开工作年度报告格式：文字与数据一致。
    ///
    /// ## 正确
    /// 含上年结转77件，表三二、总计77；另有58件结转下年度，表三四、总计58。
    ///
    /// ## 错误
    /// 申请全部办结，表三四、总计58。
    "carried_told", "文中结转数与表三不符", [Explain], find
}

static ALL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:全部|均已?)(?:已|按时|按期|如期|依法|在(?:法定|规定)(?:期限|时限)内)*(?:予以)?(?:答复|办结|办理完毕)",
    )
});

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    mismatch::report(context, &RULE, Family::Carried, out);
    all_handled(context, out);
}

/// 全部办结, while some are left and nothing is said of them.
fn all_handled(context: &CheckContext, out: &mut Vec<Finding>) {
    let cell = "requests/carried_out/total";
    let Some(left) = context.cells.number(cell).filter(|left| *left > Decimal::ZERO) else {
        return;
    };
    let number = |cell: &str| context.cells.number(cell);
    let (handled, new) = (number("requests/total/total"), number("requests/new/total"));
    let both = new.zip(number("requests/carried_in/total")).and_then(|(a, b)| a.checked_add(b));
    let whole = [new, both];
    // The figures of the passage that was looked at last.
    let mut figures: Option<(&str, Vec<Quantity>)> = None;
    for clause in context.clauses(Words::HANDLED) {
        let all = clause.has(Words::ALL) && clause.counts_requests() && !clause.rest_told();
        if !all || clause.of_region() || clause.of_another_year() {
            continue;
        }
        let Some(found) = ALL.find(clause.text) else { continue };
        let text = clause.passage.text.as_str();
        let (_, told) = match figures.take() {
            Some(known) if std::ptr::eq(known.0, text) => figures.insert(known),
            _ => figures.insert((text, quantities(text))),
        };
        // 答复13件，均按期答复 is said of these 13.
        let others = clause.last_told(told).is_some_and(|q| !whole.contains(&Some(q.value)));
        let some = !whole.contains(&handled) && told.iter().any(|q| Some(q.value) == handled);
        if others || some {
            continue;
        }
        let message = format!("文中说“{}”，表三四、结转下年度总计{left}件", found.as_str());
        let about = FindingBuilder::new(&RULE, Level::Explain, message).cells([cell.into()]);
        out.push(about.span(clause.passage, clause.in_passage(&found.range())).of(context));
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::Fixture;

    fn found(text: &str) -> usize {
        Fixture::busy_year().text("overview", &[text]).of("carried_told").len()
    }

    #[test]
    fn carried_in_and_out() {
        for text in [
            "受理公开申请3259件，答复3278件（含上年度结转77件，另有58件顺延到下年度答复）。",
            "公开申请上年结转77件，结转下年度继续办理58件。",
        ] {
            assert_eq!(found(text), 0, "{text}");
        }
        assert_eq!(found("公开申请上年结转78件，结转下年度57件。"), 2);
        assert_eq!(found("受理公开申请3259件，已全部办结。"), 1);
        assert_eq!(found("受理公开申请3259件，除58件结转下年度外全部办结。"), 0);
    }
}
