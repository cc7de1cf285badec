//! 文中办结数与表三不符。

use crate::check::brief::Brief;
use crate::check::finding::Found;
use crate::check::prose::scope::clauses;
use crate::check::prose::words::{HANDLING, Words, shortly_before};
use crate::check::rule::rule;
use crate::check::{Finding, Level};

rule! {
    /// 文中写的答复、办结件数，应当对得上表三（七）总计。
    ///
    /// ## 查什么
    /// “答复（办结、办复）N件”应等于（七）总计，或（七）总计－上年结转（只说今年的）；“办理N件”也可以是本年新收，或本年新收＋上年结转。其中的部分、“予以公开答复”等不比。
    ///
    /// ## 为什么
    /// 同一份年报里两个数字，总有一个是错的。
    ///
    /// ## 依据
    /// 政府信息公开工作年度报告格式：文字与数据一致。
    ///
    /// ## 正确
    /// 答复3278件（含上年度结转77件），表三（七）总计3278。
    ///
    /// ## 错误
    /// 答复3287件，表三（七）总计3278。
    "handled_told", "文中办结数与表三不符", [Explain], find
}

fn find(brief: &Brief, out: &mut Vec<Finding>) {
    let cell = "requests/total/total";
    let Some(total) = brief.number(cell) else { return };
    let new = brief.number("requests/new/total");
    let carried = brief.number("requests/carried_in/total");
    let both = new.zip(carried).and_then(|(new, carried)| new.checked_add(carried));
    // Of this year's requests alone.
    let own = carried.and_then(|carried| total.checked_sub(carried));
    for clause in clauses(brief, Words::HANDLED) {
        let part = clause.has(Words::RESULT) || !clause.counts_requests();
        if part || clause.of_another_year() || clause.of_region() {
            continue;
        }
        for told in
            clause.told().filter(|told| told.quantity.exact && told.quantity.counts_requests())
        {
            let Some(verb) = shortly_before(told.lead, &HANDLING, 12) else { continue };
            // 结转下年度继续办理 is not handled yet.
            if ["结转", "顺延", "转至", "转下", "转到"].iter().any(|word| told.lead.contains(word))
            {
                continue;
            }
            let number = told.quantity.value;
            let loosely = verb == "办理" && [new, both].contains(&Some(number));
            if number == total || own == Some(number) || loosely {
                continue;
            }
            let message = format!("文中{verb}{number}件；表三（七）总计{total}件");
            let about = Found::new(&RULE, Level::Explain, message).sides(number, total);
            let about = about.cells([cell.into()]).chapter(clause.passage.place);
            out.push(clause.point(about, told.quantity.range.clone()).of(brief));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::trial::Trial;

    fn found(text: &str) -> usize {
        Trial::busy_year().text("overview", &[text]).of("handled_told").len()
    }

    #[test]
    fn the_total_and_its_parts() {
        for text in [
            "受理政府信息公开申请3259件，答复3278件（含上年度结转77件，另有58件顺延到下年度答复）。",
            "受理政府信息公开申请3259件，办结3278件，其中予以公开2000件，不予公开12件。",
            "办理政府信息公开申请3336件。",
            "收到公开申请3259件，予以公开答复2000件，不予公开答复12件。",
            "全年累计接（转）工单58件，办结58件，办结率100%。",
            "收到政府信息公开申请3259件，其中网络申请100件，答复98件。",
        ] {
            assert_eq!(found(text), 0, "{text}");
        }
        assert_eq!(found("受理政府信息公开申请3259件，答复3287件。"), 1);
    }
}
