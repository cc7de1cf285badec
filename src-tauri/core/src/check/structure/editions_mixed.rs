//! 表格与年度不符。

use crate::check::brief::Brief;
use crate::check::finding::Found;
use crate::check::rule::rule;
use crate::check::{Finding, Level};

rule! {
    /// 年报要用当年规定的格式。
    ///
    /// ## 查什么
    /// 各表用的是哪一种格式，与报告年度规定的是不是同一种。
    ///
    /// ## 为什么
    /// 用了旧格式的表，新格式要求的数字就没有报。
    ///
    /// ## 依据
    /// 国办公开办函〔2021〕30号自2021年年报起使用，此前用国办公开办函〔2019〕60号。
    ///
    /// ## 正确
    /// 2021年及以后的年报用2021年格式。
    ///
    /// ## 错误
    /// 2022年年报仍用2019年格式的表。
    "editions_mixed", "表格与年度不符", [Explain], find
}

fn find(brief: &Brief, out: &mut Vec<Finding>) {
    let (Some(edition), Some(year)) = (brief.edition, brief.case.report.year) else { return };
    let Some(prescribed) = brief.case.forms.for_year(year) else { return };
    if prescribed.id != edition.id {
        let message = format!(
            "{year}年年报规定用{}的格式，各表用的是{}的格式",
            prescribed.document, edition.document
        );
        out.push(Found::new(&RULE, Level::Explain, message).chapter("disclosure").of(brief));
    }
}

#[cfg(test)]
mod tests {
    use crate::check::trial::Trial;

    #[test]
    fn the_year_prescribes_the_tables() {
        assert!(Trial::new("2021").of("editions_mixed").is_empty());
        let mut trial = Trial::new("2019");
        trial.report.year = Some(2022);
        assert_eq!(
            trial.of("editions_mixed")[0].message,
            "2022年年报规定用国办公开办函〔2021〕30号的格式，各表用的是国办公开办函〔2019〕60号的格式"
        );
    }
}
