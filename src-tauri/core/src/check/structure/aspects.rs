//! 总体情况缺少方面。

use crate::check::brief::Brief;
use crate::check::finding::Found;
use crate::check::rule::rule;
use crate::check::{Finding, Level};
use crate::organ::OrganKind;

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
    "aspects", "总体情况缺少方面", [Hint], find
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

fn find(brief: &Brief, out: &mut Vec<Finding>) {
    // The five aspects came with the form that asks for documents in force.
    if !brief.has(&"disclosure/normative_documents/in_force".into()) {
        return;
    }
    let Some(chapter) = brief.case.report.chapter("overview") else { return };
    let text: String = chapter.paragraphs.concat().chars().filter(|c| !c.is_whitespace()).collect();
    if text.is_empty() {
        return;
    }
    let organ = brief.case.report.organ.as_deref().unwrap_or_default();
    let kind = match brief.case.published {
        true => OrganKind::suggested_by(organ),
        false => brief.case.settings.kind,
    };
    let more = if kind.is_government() { &OF_GOVERNMENTS[..] } else { &[] };
    let missing: Vec<&str> = ASPECTS
        .iter()
        .chain(more)
        .filter(|(_, words)| !words.iter().any(|word| text.contains(word)))
        .map(|(aspect, _)| *aspect)
        .collect();
    if !missing.is_empty() {
        let message = format!("总体情况好像没有写到：{}", missing.join("、"));
        let found = Found::new(&RULE, Level::Hint, message);
        out.push(found.text("overview", brief.number_of("overview"), &chapter.heading).of(brief));
    }
}

#[cfg(test)]
mod tests {
    use crate::check::trial::Trial;
    use crate::organ::OrganKind;

    const FIVE: &str =
        "主动公开信息若干条。依申请公开渠道畅通。健全审查制度。网站专栏更新及时。开展监督。";

    #[test]
    fn every_aspect_is_touched() {
        let trial = Trial::new("2021").text("overview", &[FIVE]);
        assert!(trial.of("aspects").is_empty());
        let four = Trial::new("2021").text("overview", &[&FIVE.replace("网站专栏更新及时。", "")]);
        assert_eq!(four.of("aspects")[0].message, "总体情况好像没有写到：政府信息公开平台建设");
        assert!(Trial::new("2019").text("overview", &["公开。"]).of("aspects").is_empty());
    }

    #[test]
    fn a_government_has_three_more() {
        let mut trial = Trial::new("2021").text("overview", &[FIVE]);
        trial.settings.kind = OrganKind::County;
        let found = trial.of("aspects");
        assert_eq!(found[0].message, "总体情况好像没有写到：工作考核、社会评议、责任追究");
    }
}
