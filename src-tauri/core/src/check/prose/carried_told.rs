//! 文中结转数与表三不符。

use crate::check::brief::Brief;
use crate::check::finding::Found;
use crate::check::prose::scope::clauses;
use crate::check::prose::words::Words;
use crate::check::rule::rule;
use crate::check::{Finding, Level};
use regex::Regex;
use rust_decimal::Decimal;
use std::sync::LazyLock;

rule! {
    /// 文中写的结转件数，应当对得上表三。
    ///
    /// ## 查什么
    /// “上年结转N件”应等于表三第二项总计，“结转下年度N件”应等于第四项总计；“全部办结”而第四项总计大于0。
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

static IN: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"上一?年度?(?:结转|转结|转入|遗留)").expect("a fixed pattern"));
static OUT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:结转|顺延|转)[至到入]?(?:下|次|20\d\d)一?年度?(?:继续)?(?:办理|答复)?")
        .expect("a fixed pattern")
});
static ALL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:全部|均已?)(?:已|按时|按期|如期|依法|在(?:法定|规定)(?:期限|时限)内)*(?:予以)?(?:答复|办结|办理完毕)")
        .expect("a fixed pattern")
});

/// The words a figure belongs to, at most `longest` characters before the end of the text.
fn close_to_end(words: &Regex, text: &str, longest: usize) -> bool {
    words.find_iter(text).last().is_some_and(|found| {
        let rest = text.get(found.end()..).unwrap_or_default();
        rest.chars().count() <= longest && !rest.contains(|c: char| c.is_ascii_digit())
    })
}

/// At most `longest` characters after the beginning of the text.
fn close_to_start(words: &Regex, text: &str, longest: usize) -> bool {
    words.find(text).is_some_and(|found| {
        text.get(..found.start()).unwrap_or_default().chars().count() <= longest
    })
}

fn find(brief: &Brief, out: &mut Vec<Finding>) {
    let (cell_in, cell_out) = ("requests/carried_in/total", "requests/carried_out/total");
    for clause in clauses(brief, Words::CARRIED | Words::HANDLED) {
        if clause.of_region() || !clause.about_requests() {
            continue;
        }
        for told in clause.told().filter(|told| told.quantity.exact) {
            let (cell, name) = match () {
                () if !clause.has(Words::CARRIED) => break,
                () if close_to_end(&IN, told.lead, 10) => (cell_in, "二、上年结转"),
                () if close_to_end(&OUT, told.lead, 6) || close_to_start(&OUT, told.behind, 8) => {
                    (cell_out, "四、结转下年度")
                }
                () => continue,
            };
            let value = told.quantity.value;
            let Some(number) = brief.number(cell).filter(|number| *number != value) else {
                continue;
            };
            let message = format!("文中结转{value}件；表三{name}总计{number}件");
            let found = Found::new(&RULE, Level::Explain, message).sides(value, number);
            let found = found.cells([cell.into()]).chapter(clause.passage.place);
            out.push(clause.point(found, told.quantity.range.clone()).of(brief));
        }
        let left = brief.number(cell_out).filter(|left| *left > Decimal::ZERO);
        if let Some(left) = left
            && clause.has(Words::HANDLED)
            && clause.has(Words::ALL)
            && clause.counts_requests()
            && !clause.sentence_has(Words::CARRIED)
            && !clause.of_another_year()
            && let Some(found) = ALL.find(clause.text)
        {
            let message = format!("文中说“{}”，表三四、结转下年度总计{left}件", found.as_str());
            let about = Found::new(&RULE, Level::Explain, message).cells([cell_out.into()]);
            let about = about.chapter(clause.passage.place);
            out.push(clause.point(about, found.range()).of(brief));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::trial::Trial;

    fn found(text: &str) -> usize {
        Trial::busy_year().text("overview", &[text]).of("carried_told").len()
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
