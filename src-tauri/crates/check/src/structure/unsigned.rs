//! 没有署名或日期。

use crate::builder::FindingBuilder;
use crate::context::CheckContext;
use crate::rule::rule;
use crate::{Finding, Level};
use gongkai_model::place::Place;

rule! {
    /// 年报末尾一般写上单位全称和成文日期。
    ///
    /// ## 查什么
    /// 要定稿的年报，三张表和各章都写完以后，看有没有署名和成文日期。已公布、导入的年报不查。
    ///
    /// ## 为什么
    /// 格式没有规定，但公布的年报大多有署名和日期；没有日期，看不出是不是按时编制的。
    ///
    /// ## 依据
    /// GB/T 9704-2012 7.3.5：发文机关署名、成文日期。
    ///
    /// ## 正确
    /// 青铜镇人民政府　2027年1月20日
    ///
    /// ## 错误
    /// 正文以后什么也没有，又没有说明原因。
    "unsigned", "没有署名或日期", [Explain], find
}

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    let case = context.case;
    if case.published || !context.filled {
        return;
    }
    let closing = [
        ("署名", Place::Signature, &case.report.signature),
        ("成文日期", Place::Date, &case.report.date),
    ];
    for (what, place, held) in closing {
        if held.as_deref().is_none_or(|held| held.trim().is_empty()) {
            let message = format!("没有写{what}：写上{what}，不写的说明原因");
            let found = FindingBuilder::new(&RULE, Level::Explain, message).about(what);
            out.push(found.place(place).of(context));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::Fixture;

    #[test]
    fn what_a_report_to_be_finalised_lacks_at_its_end() {
        let text = "公开目录更新不及时的问题仍然存在，下一步将按月核对目录。";
        let mut fixture = Fixture::new("2021").zeros().text("overview", &[text]);
        assert!(fixture.of("unsigned").is_empty(), "chapter five is still to be written");
        fixture = fixture.text("improvement", &[text]);
        let [date] = fixture.of("unsigned").try_into().unwrap();
        assert_eq!(date.message, "没有写成文日期：写上成文日期，不写的说明原因");
        fixture.report.signature = None;
        let [signature, again] = fixture.of("unsigned").try_into().unwrap();
        assert_eq!(again.key, date.key);
        fixture.report.date = Some("2022年1月20日".to_owned());
        assert_eq!(fixture.of("unsigned"), [signature]);
        assert!(fixture.clone().blank("requests/new/other").of("unsigned").is_empty());
        assert!(fixture.published().of("unsigned").is_empty());
    }
}
