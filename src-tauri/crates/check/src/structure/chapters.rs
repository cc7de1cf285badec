//! 章节不全或序号不对。

use crate::builder::FindingBuilder;
use crate::context::CheckContext;
use crate::rule::rule;
use crate::{Finding, Level};
use gongkai_model::form::ChapterForm;
use gongkai_model::place::Place;
use gongkai_model::report::{Chapter, Figure};

rule! {
    /// 六章一章不能少，次序和序号不能错。
    ///
    /// ## 查什么
    /// 格式规定的每一章是否都在、次序对不对、序号是不是一二三四五六、有没有重复。文件里有这一章的表而没有标题的，算文件丢了标题，不报。
    ///
    /// ## 为什么
    /// 章节和序号是格式的一部分，缺一章，这一章的内容就没有报告。
    ///
    /// ## 依据
    /// 国办公开办函〔2019〕60号、〔2021〕30号所附格式。
    ///
    /// ## 正确
    /// 一、总体情况 二、主动公开政府信息情况 …… 六、其他需要报告的事项（没有的写“无”）。
    ///
    /// ## 错误
    /// 没有第六章；“主动公开政府信息情况”前面没有“二、”。
    "chapters", "章节不全或序号不对", [Error, Hint], find
}

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    let Some(edition) = context.edition else { return };
    let chapters = &context.case.report.chapters;
    let known: Vec<(Place, &Chapter, usize)> = chapters
        .iter()
        .enumerate()
        .filter_map(|(index, chapter)| {
            let id = chapter.id.as_deref()?;
            let at = edition.chapters.iter().position(|form| form.id == id)?;
            Some((context.case.report.place_of_chapter(index), chapter, at))
        })
        .collect();
    let mut report = |level, place: Place, heading: &str, message: String| {
        out.push(
            FindingBuilder::new(&RULE, level, message).line(context, place, heading).of(context),
        );
    };

    for (at, form) in edition.chapters.iter().enumerate() {
        let there = known.iter().filter(|(.., known)| *known == at).count();
        if there > 1 {
            let message = format!("第{}章“{}”出现了{there}次", form.number, form.heading.text);
            report(Level::Error, Place::chapter(form.id), form.heading.text, message);
        } else if there == 0 && !heading_lost(context, form) {
            let message = format!("缺第{}章“{}”", form.number, form.heading.text);
            report(Level::Error, Place::chapter(form.id), form.heading.text, message);
        }
    }

    // Numbers made by a word processor are not part of the text: a file without any has lost them.
    let unnumbered = known.iter().all(|(_, chapter, _)| chapter.number.is_empty());
    let lost = unnumbered && context.case.published;
    if lost && !known.is_empty() {
        let message = "各章标题都没有序号：可能是文件丢了自动编号，请对照原件".to_owned();
        let first = edition.chapters.first().map_or("", |form| form.id);
        report(Level::Hint, Place::chapter(first), "", message);
    }
    let mut reached = 0;
    for (place, chapter, at) in &known {
        let Some(form) = edition.chapters.get(*at) else { continue };
        let number = chapter.number.as_str();
        if *at < reached {
            let message = format!("“{}”的位置不对，应当是第{}章", chapter.heading, form.number);
            report(Level::Error, place.clone(), &chapter.heading, message);
        } else if number != form.number && !lost {
            let message = match number {
                "" => format!("“{}”前面没有序号，应为“{}、”", chapter.heading, form.number),
                _ => format!("“{number}、{}”的序号不对，应为“{}、”", chapter.heading, form.number),
            };
            report(Level::Error, place.clone(), &chapter.heading, message);
        }
        reached = reached.max(*at);
    }
}

/// The chapter's table was read from the file, so only its heading is not there.
fn heading_lost(context: &CheckContext, form: &ChapterForm) -> bool {
    let Some(table) = form.table else { return false };
    context.case.published
        && context
            .case
            .report
            .cells
            .iter()
            .any(|(id, cell)| id.table() == table && matches!(cell.figure, Figure::Number(_)))
}

#[cfg(test)]
mod tests {
    use crate::Level;
    use crate::fixture::Fixture;

    fn messages(fixture: &Fixture) -> Vec<String> {
        fixture.of("chapters").into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn a_chapter_missing_doubled_or_misnumbered() {
        assert!(messages(&Fixture::new("2021")).is_empty());
        let mut fixture = Fixture::new("2021");
        fixture.report.chapters.pop();
        fixture.chapter("disclosure").number = String::new();
        fixture.chapter("cases").number = "二".to_owned();
        let twice = fixture.chapter("improvement").clone();
        fixture.report.chapters.push(twice);
        assert_eq!(
            messages(&fixture),
            [
                "“主动公开政府信息情况”前面没有序号，应为“二、”",
                "“二、政府信息公开行政复议、行政诉讼情况”的序号不对，应为“四、”",
                "第五章“存在的主要问题及改进情况”出现了2次",
                "缺第六章“其他需要报告的事项”",
            ]
        );
    }

    #[test]
    fn chapters_out_of_order() {
        let mut fixture = Fixture::new("2021");
        fixture.report.chapters.swap(4, 5);
        assert_eq!(messages(&fixture), ["“存在的主要问题及改进情况”的位置不对，应当是第五章"]);
    }

    #[test]
    fn a_heading_lost_by_the_file_is_not_the_office_s_fault() {
        let mut fixture = Fixture::new("2019").zeros().published();
        fixture.report.chapters.remove(2);
        assert!(messages(&fixture).is_empty());
        fixture.report.chapters.iter_mut().for_each(|chapter| chapter.number.clear());
        let found = fixture.of("chapters");
        assert_eq!((found.len(), found[0].level), (1, Level::Hint));
    }
}
