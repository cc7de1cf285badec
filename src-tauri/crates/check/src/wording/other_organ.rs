//! 出现了别的单位名称。

use crate::builder::FindingBuilder;
use crate::context::CheckContext;
use crate::rule::rule;
use crate::{Finding, Level};

rule! {
    /// 照搬别的单位的年报，常常忘了改名称。
    ///
    /// ## 查什么
    /// 本程序里登记的其他单位的全称有没有出现在本单位的年报里。
    ///
    /// ## 为什么
    /// 单位名称写错，说明照搬。
    ///
    /// ## 依据
    /// 国办公开办函〔2021〕30号：不得敷衍。
    ///
    /// ## 正确
    /// 青铜镇人民政府的年报里写“本镇”。
    ///
    /// ## 错误
    /// 青铜镇人民政府的年报里写“白银镇人民政府严格落实……”。
    "other_organ", "出现了别的单位名称", [Hint], find
}

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    let own = context.case.report.organ.as_deref().unwrap_or_default();
    for name in &context.case.settings.other_organs {
        if name.chars().count() < 4 || own.contains(name.as_str()) {
            continue;
        }
        for passage in &context.passages {
            let Some(at) = passage.text.find(name.as_str()) else { continue };
            // 白银市人民政府 within 白银市人民政府办公室 of the report's own name.
            let of_own = !own.is_empty()
                && passage
                    .text
                    .match_indices(own)
                    .any(|(from, _)| (from..from + own.len()).contains(&at));
            if !of_own {
                let message = format!("正文里出现了“{name}”，请看是不是照搬时没有改");
                let found = FindingBuilder::new(&RULE, Level::Hint, message);
                out.push(found.span(passage, at..at + name.len()).of(context));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::Fixture;

    #[test]
    fn names_of_other_offices() {
        let mut fixture = Fixture::new("2021").text("overview", &["白银镇人民政府严格落实条例。"]);
        assert!(fixture.of("other_organ").is_empty());
        fixture.settings.other_organs = vec!["白银镇人民政府".into(), "青铜镇人民政府".into()];
        assert_eq!(fixture.of("other_organ").len(), 1);
    }
}
