//! 文中办结数与表三不符。

use crate::check::brief::Brief;
use crate::check::finding::Found;
use crate::check::prose::scope::clauses;
use crate::check::rule::rule;
use crate::check::{Finding, Level};
use regex::Regex;
use std::sync::LazyLock;

rule! {
    /// 文中写的答复、办结件数，应当对得上表三（七）总计。
    ///
    /// ## 查什么
    /// “答复（办结、办复）N件”应等于（七）总计；“办理N件”也可以是本年新收，或本年新收＋上年结转。其中的部分、“予以公开答复”等不比。
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

static HANDLED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?P<verb>答复|办结|办复|办毕|办理)[^，。；0-9]{0,12}$").expect("a fixed pattern")
});
const PARTS: [&str; 14] = [
    "予以公开",
    "部分公开",
    "不予",
    "无法提供",
    "其他处理",
    "同意公开",
    "其中",
    "含",
    "未",
    "正在",
    "网",
    "信函",
    "当场",
    "当面",
];

fn find(brief: &Brief, out: &mut Vec<Finding>) {
    let cell = "requests/total/total";
    let Some(total) = brief.number(cell) else { return };
    let new = brief.number("requests/new/total");
    let both =
        new.zip(brief.number("requests/carried_in/total")).and_then(|(a, b)| a.checked_add(b));
    let verbs = ["答复", "办结", "办复", "办毕", "办理"];
    for clause in clauses(brief) {
        if !verbs.iter().any(|verb| clause.text.contains(verb)) {
            continue;
        }
        if clause.of_another_year(brief) || clause.of_region() || !clause.counts_requests() {
            continue;
        }
        let Some(told) = clause.quantities().into_iter().next().filter(|told| told.exact) else {
            continue;
        };
        let before = clause.text.get(..told.range.start).unwrap_or_default();
        let Some(found) = HANDLED.captures(before) else { continue };
        if PARTS.iter().any(|word| clause.text.contains(word)) {
            continue;
        }
        let loosely = &found["verb"] == "办理" && [new, both].contains(&Some(told.value));
        if told.value == total || loosely {
            continue;
        }
        let message = format!("文中{}{}件；表三（七）总计{total}件", &found["verb"], told.value);
        let about = Found::new(&RULE, Level::Explain, message).sides(told.value, total);
        let about = about.cells([cell.into()]).chapter(clause.passage.place);
        out.push(clause.point(about, told.range).of(brief));
    }
}

#[cfg(test)]
mod tests {
    use crate::check::trial::Trial;

    fn found(text: &str) -> usize {
        let trial = Trial::new("2021")
            .set("requests/new/total", 3259)
            .set("requests/carried_in/total", 77)
            .set("requests/total/total", 3278)
            .set("requests/carried_out/total", 58);
        trial.text("overview", &[text]).of("handled_told").len()
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
