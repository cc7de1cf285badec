//! 总体情况缺少方面。

use crate::builder::FindingBuilder;
use crate::context::CheckContext;
use crate::rule::{has_figure, rule};
use crate::{Finding, Level};
use gongkai_model::form::Edition;
use gongkai_model::organ::OrganKind;
use gongkai_model::place::Place;
use gongkai_model::report::Report;
use serde::Serialize;
use ts_rs::TS;

/// The five aspects came with the form that asks for documents in force.
const OF_THE_FORM: &str = "disclosure/normative_documents/in_force";

rule! {
    /// 总体情况要写到规定的各个方面。
    ///
    /// ## 查什么
    /// 2021年格式：主动公开、依申请公开、政府信息管理、平台建设、监督保障；人民政府还有工作考核、社会评议、责任追究。按常用词查找。
    ///
    /// ## 为什么
    /// 格式逐项列出了要写的方面，检查组也逐项打勾。
    ///
    /// ## 依据
    /// 国办公开办函〔2021〕30号，“一、总体情况”的说明。
    ///
    /// ## 正确
    /// （一）主动公开 （二）依申请公开 （三）政府信息管理 （四）平台建设 （五）监督保障
    ///
    /// ## 错误
    /// 通篇没有提到监督保障。
    "aspects", "总体情况缺少方面", [Hint], find,
    applies: |form, _| has_figure(form, OF_THE_FORM)
}

const ASPECTS: [(&str, &[&str]); 5] = [
    ("主动公开", &["主动公开", "公开信息", "发布信息", "公开政府信息"]),
    ("依申请公开", &["依申请", "公开申请", "申请公开", "信息公开的申请"]),
    ("政府信息管理", &["信息管理", "审查", "审核", "制度", "规范性文件", "清理", "动态调整"]),
    ("政府信息公开平台建设", &["平台", "网站", "公众号", "新媒体", "专栏", "专区"]),
    ("监督保障", &["监督", "保障", "培训", "考核", "检查", "责任"]),
];
const OF_GOVERNMENTS: [(&str, &[&str]); 3] = [
    ("工作考核", &["考核"]),
    ("社会评议", &["评议", "满意度", "测评"]),
    ("责任追究", &["责任追究", "追责", "问责", "追究责任"]),
];

/// An aspect 总体情况 is to tell of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Aspect {
    /// As the form names it: `主动公开`.
    pub name: String,
    /// A word of the text that tells of it; none where none of the usual ones is there.
    pub word: Option<String>,
    /// The user says that the text tells of it.
    pub ticked: bool,
}

/// The aspects an office of this kind is to tell of, in the form's order; none where the form asks
/// for none.
pub fn aspects(edition: &Edition, report: &Report, kind: OrganKind) -> Vec<Aspect> {
    if !has_figure(edition, OF_THE_FORM) {
        return Vec::new();
    }
    let Some(chapter) = report.chapter("overview") else { return Vec::new() };
    let text: String = chapter.paragraphs.concat().chars().filter(|c| !c.is_whitespace()).collect();
    let more = if kind.is_government() { &OF_GOVERNMENTS[..] } else { &[] };
    let aspects = ASPECTS.iter().chain(more).map(|(name, words)| Aspect {
        name: (*name).to_owned(),
        word: words.iter().find(|word| text.contains(*word)).map(|word| (*word).to_owned()),
        ticked: chapter.ticked.iter().any(|ticked| ticked == name),
    });
    aspects.collect()
}

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    let Some(chapter) = context.case.report.chapter("overview") else { return };
    if chapter.paragraphs.iter().all(|text| text.trim().is_empty()) {
        return;
    }
    let organ = context.case.report.organ.as_deref().unwrap_or_default();
    let kind = match context.case.published {
        true => OrganKind::suggested_by(organ),
        false => context.case.settings.kind,
    };
    let aspects = context.edition.map(|edition| aspects(edition, context.case.report, kind));
    let aspects = aspects.unwrap_or_default();
    let missing: Vec<&str> = aspects
        .iter()
        .filter(|aspect| aspect.word.is_none() && !aspect.ticked)
        .map(|aspect| aspect.name.as_str())
        .collect();
    if !missing.is_empty() {
        let message = format!("总体情况好像没有写到：{}", missing.join("、"));
        let found = FindingBuilder::new(&RULE, Level::Hint, message);
        out.push(found.line(context, Place::chapter("overview"), &chapter.heading).of(context));
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::Fixture;
    use gongkai_model::organ::OrganKind;

    const FIVE: &str =
        "主动公开信息若干条。依申请公开渠道畅通。健全审查制度。网站专栏更新及时。开展监督。";

    #[test]
    fn every_aspect_is_touched() {
        let fixture = Fixture::new("2021").text("overview", &[FIVE]);
        assert!(fixture.of("aspects").is_empty());
        let four =
            Fixture::new("2021").text("overview", &[&FIVE.replace("网站专栏更新及时。", "")]);
        assert_eq!(four.of("aspects")[0].message, "总体情况好像没有写到：政府信息公开平台建设");
        assert!(Fixture::new("2019").text("overview", &["公开。"]).of("aspects").is_empty());
    }

    #[test]
    fn what_the_user_ticks_is_told_of() {
        let mut fixture = Fixture::new("2021").text("overview", &["主动公开信息。"]);
        fixture.chapter("overview").ticked =
            ["依申请公开", "政府信息管理", "政府信息公开平台建设"].map(str::to_owned).into();
        assert_eq!(fixture.of("aspects")[0].message, "总体情况好像没有写到：监督保障");
    }

    #[test]
    fn a_government_has_three_more() {
        let mut fixture = Fixture::new("2021").text("overview", &[FIVE]);
        fixture.settings.kind = OrganKind::County;
        let found = fixture.of("aspects");
        assert_eq!(found[0].message, "总体情况好像没有写到：工作考核、社会评议、责任追究");
    }
}
