//! 标题层次不规范。

use crate::builder::FindingBuilder;
use crate::context::CheckContext;
use crate::rule::rule;
use crate::{Finding, Level};
use gongkai_model::document::numbering;

rule! {
    /// 标题层次依次为一、（一）1.（1）。
    ///
    /// ## 查什么
    /// 每章正文的第一层小标题是不是（一）；有没有直接用1.或（1）的。
    ///
    /// ## 为什么
    /// 层次跳级，全文的层级关系就看不清。
    ///
    /// ## 依据
    /// GB/T 9704-2012 7.3.3：结构层次序数依次可以用“一、”“（一）”“1.”“（1）”标注。
    ///
    /// ## 正确
    /// 一、总体情况 （一）主动公开 1.公开目录
    ///
    /// ## 错误
    /// 一、总体情况 1.主动公开；一、总体情况 （1）主动公开
    "heading_levels", "标题层次不规范", [Hint], find
}

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    let Some(edition) = context.edition else { return };
    for (index, chapter) in context.case.report.chapters.iter().enumerate() {
        let (Some(_), Some(mark)) = (&chapter.id, &chapter.mark) else { continue };
        let printed = format!("{}{mark}", chapter.number);
        let message = format!("“{printed}”应写“{}、”：层次依次为一、（一）1.（1）", chapter.number);
        let found = FindingBuilder::new(&RULE, Level::Hint, message);
        let place = context.case.report.place_of_chapter(index);
        out.push(found.line(context, place, &printed).of(context));
    }
    for form in edition.chapters.iter().filter(|form| form.table.is_none()) {
        let numbered = || {
            let inside = context.passages.iter().filter(|passage| passage.chapter == form.id);
            inside.filter_map(|passage| Some((passage, numbering(&passage.text)?)))
        };
        let Some((_, (first, _))) = numbered().next() else { continue };
        let same: Vec<_> = numbered().filter(|(_, (level, _))| *level == first).collect();
        if first <= 2 || same.len() < 2 {
            continue;
        }
        let marks: Vec<&str> =
            same.iter().filter_map(|(passage, (_, end))| passage.text.get(..*end)).collect();
        let message = format!(
            "“{}、”下面直接用了{}：层次依次为一、（一）1.（1）",
            form.number,
            marks.join("、")
        );
        let found = same.iter().fold(
            FindingBuilder::new(&RULE, Level::Hint, message),
            |found, (p, (_, end))| {
                let line = p.text.char_indices().nth(20).map_or(p.text.len(), |(at, _)| at);
                found.span(p, 0..line.max(*end))
            },
        );
        out.push(found.of(context));
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::Fixture;

    #[test]
    fn a_chapter_numbered_with_a_stop() {
        let mut fixture = Fixture::new("2019");
        fixture.report.chapters[0].mark = Some(".".to_owned());
        let found = fixture.of("heading_levels");
        assert_eq!(found[0].message, "“一.”应写“一、”：层次依次为一、（一）1.（1）");
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn a_level_skipped() {
        let one = ["（1）积极推动主动公开。", "正文。", "(2)加强新媒体。"];
        let found = Fixture::new("2019").text("overview", &one).of("heading_levels");
        assert_eq!(found[0].message, "“一、”下面直接用了（1）、(2)：层次依次为一、（一）1.（1）");
        let dots = Fixture::new("2019").text("overview", &["1.主动公开", "正文。", "2.依申请公开"]);
        assert_eq!(dots.of("heading_levels")[0].spans.len(), 2);
    }

    #[test]
    fn levels_in_their_order() {
        let right = ["（一）主动公开", "1.公开目录", "2.公开指南", "（二）依申请公开"];
        assert!(Fixture::new("2019").text("overview", &right).of("heading_levels").is_empty());
        let plain = ["一是加强学习。", "二是压实责任。"];
        assert!(Fixture::new("2019").text("overview", &plain).of("heading_levels").is_empty());
    }
}
