//! 总体情况过长。

use crate::builder::FindingBuilder;
use crate::context::CheckContext;
use crate::rule::rule;
use crate::{Finding, Level};
use gongkai_model::place::Place;

rule! {
    /// 总体情况原则上不超过一千字。
    ///
    /// ## 查什么
    /// 总体情况的字数（不计空格）。上限可以在设置里改。
    ///
    /// ## 为什么
    /// 格式要求简明，太长的部分上级平台会截断。
    ///
    /// ## 依据
    /// 国办公开办函〔2021〕30号：篇幅原则上不超过一千字。
    ///
    /// ## 正确
    /// 九百八十字。
    ///
    /// ## 错误
    /// 一千五百字。
    "length", "总体情况过长", [Hint], find,
    applies: |form, _| form.chapters.iter().any(|chapter| chapter.longest.is_some())
}

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    let Some(edition) = context.edition else { return };
    for form in &edition.chapters {
        let Some(longest) = form.longest else { continue };
        let longest = match context.case.settings.longest_overview {
            Some(own) if form.id == "overview" => own as usize,
            _ => longest,
        };
        let inside = context.passages.iter().filter(|passage| passage.chapter == form.id);
        let length: usize = inside.map(|passage| passage.text.chars().count()).sum();
        if length > longest {
            let message = format!("{}有{length}字，原则上不超过{longest}字", form.heading.text);
            let found = FindingBuilder::new(&RULE, Level::Hint, message);
            out.push(found.line(context, Place::chapter(form.id), form.heading.text).of(context));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::Fixture;

    #[test]
    fn a_thousand_characters() {
        let fixture =
            |length: usize| Fixture::new("2021").text("overview", &[&"字".repeat(length)]);
        assert!(fixture(1000).of("length").is_empty());
        assert_eq!(fixture(1001).of("length")[0].message, "总体情况有1001字，原则上不超过1000字");
        let mut more = fixture(1001);
        more.settings.longest_overview = Some(1500);
        assert!(more.of("length").is_empty());
        assert!(
            Fixture::new("2019").text("overview", &[&"字".repeat(1500)]).of("length").is_empty()
        );
    }
}
