//! 标题不规范。

use crate::builder::FindingBuilder;
use crate::context::CheckContext;
use crate::pattern::pattern;
use crate::rule::rule;
use crate::{Applicability, Finding, Fix, Level, TextFix};
use gongkai_model::place::Place;
use gongkai_model::report::Report;
use regex::Regex;
use std::sync::LazyLock;

rule! {
    /// 标题应为“机关全称＋年度＋政府信息公开工作年度报告”。
    ///
    /// ## 查什么
    /// 标题末尾是不是“政府信息公开工作年度报告”；年度是不是写成“2020年”；标题里的年度是不是报告年度。年度写在机关前面的不报。
    ///
    /// ## 为什么
    /// 标题是上级平台和公众检索年报的依据。
    ///
    /// ## 依据
    /// 政府信息公开工作年度报告格式；条例第五十条。
    ///
    /// ## 正确
    /// 青铜镇人民政府2026年政府信息公开工作年度报告
    ///
    /// ## 错误
    /// 青铜镇人民政府2026年政府信息公开年度工作报告（字序颠倒）；2026年度……年度报告（“年度”重复）
    "title", "标题不规范", [Explain, Hint], find
}

const ENDING: &str = "政府信息公开工作年度报告";

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    let report = context.case.report;
    let Some(printed) = report.title.as_deref() else { return };
    let title: String = printed.chars().filter(|c| !c.is_whitespace()).collect();
    if title.is_empty() || context.edition.is_none() {
        return;
    }
    let official = Report { title: None, ..Report::default() };
    let official = Report { organ: report.organ.clone(), year: report.year, ..official };
    let fix = || Fix {
        label: "改为规范标题".to_owned(),
        applicability: Applicability::Safe,
        cells: Vec::new(),
        texts: vec![TextFix::whole(Place::Title, printed, official.full_title())],
    };
    let mut say = |level, message: String| {
        let found = FindingBuilder::new(&RULE, level, message).line(context, Place::Title, printed);
        let known = report.organ.is_some() && report.year.is_some();
        out.push(if known { found.fix(fix()) } else { found }.of(context));
    };
    let bare = title.trim_end_matches(|c| "）)".contains(c));
    let bare = bare.split(['（', '(']).next().unwrap_or_default();
    if !bare.ends_with(ENDING) && !title.ends_with(ENDING) {
        let tail: String = {
            let after = title.rsplit_once('年').filter(|(_, tail)| tail.chars().count() > 4);
            let after = after.map_or(title.as_str(), |(_, tail)| tail);
            after.strip_prefix('度').unwrap_or(after).to_owned()
        };
        let tail = match title.find("政府信息公开") {
            Some(at) => title.get(at..).unwrap_or_default().to_owned(),
            None => tail,
        };
        say(Level::Explain, format!("标题写的是“{tail}”，应为“{ENDING}”"));
        return;
    }
    if let Some(year) = years(&title).into_iter().find(|year| Some(*year) != report.year)
        && let Some(own) = report.year
    {
        say(Level::Explain, format!("标题里的年度是{year}年，报告年度是{own}年"));
    } else if title.contains("年度政府信息公开") || doubled(&title, report.year) {
        let year = report.year.map(|year| year.to_string()).unwrap_or_default();
        say(Level::Hint, format!("标题里“年度”重复，写“{year}年”即可"));
    }
}

fn doubled(title: &str, year: Option<i32>) -> bool {
    year.is_some_and(|year| title.contains(&format!("{year}年度")))
}

/// Years named in a text: `2020年`.
fn years(text: &str) -> Vec<i32> {
    static YEAR: LazyLock<Regex> = LazyLock::new(|| pattern(r"(20\d{2})年"));
    YEAR.captures_iter(text).filter_map(|found| found[1].parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use crate::Level;
    use crate::fixture::Fixture;

    fn titled(title: &str) -> Vec<(Level, String)> {
        let mut fixture = Fixture::new("2021");
        fixture.report.year = Some(2026);
        fixture.report.title = Some(title.to_owned());
        fixture.of("title").into_iter().map(|finding| (finding.level, finding.message)).collect()
    }

    #[test]
    fn usual_titles_are_silent() {
        for title in [
            "青铜镇人民政府2026年政府信息公开工作年度报告",
            "2026年青铜镇人民政府政府信息公开工作年度报告",
            "青铜镇人民政府 2026 年政府信息公开工作年度报告",
            "青铜镇人民政府2026年政府信息公开工作年度报告（简版）",
        ] {
            assert!(titled(title).is_empty(), "{title}");
        }
    }

    #[test]
    fn words_turned_round_or_missing() {
        assert_eq!(
            titled("青铜镇人民政府2026年政府信息公开年度工作报告"),
            [(
                Level::Explain,
                "标题写的是“政府信息公开年度工作报告”，应为“政府信息公开工作年度报告”".to_owned()
            )]
        );
        assert_eq!(titled("青铜镇人民政府2026年信息公开年报")[0].0, Level::Explain);
        assert_eq!(titled("青铜镇人民政府2026年度政府信息公开工作年度报告")[0].0, Level::Hint);
        assert_eq!(
            titled("青铜镇人民政府2025年政府信息公开工作年度报告")[0].1,
            "标题里的年度是2025年，报告年度是2026年"
        );
    }
}
