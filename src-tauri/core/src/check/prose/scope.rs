//! What a figure in prose counts: a clause, and what its words and those before it say of its scope.

use super::quantity::{Quantity, quantities};
use crate::check::brief::Brief;
use crate::check::finding::Found;
use crate::check::passage::Passage;
use crate::report::Scope;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// A piece of a sentence up to a comma, semicolon, colon or bracket.
pub(super) struct Clause<'b> {
    pub passage: &'b Passage<'b>,
    pub text: &'b str,
    sentence: Range<usize>,
    start: usize,
    consolidated: bool,
}

/// Every clause of the chapters that tell of requests and cases, and of the preface.
pub(super) fn clauses<'b>(brief: &'b Brief<'_>) -> impl Iterator<Item = Clause<'b>> {
    let consolidated = brief.case.report.scope == Scope::Consolidated;
    let told = ["overview", "preface", "requests", "cases"];
    let passages = brief.passages.iter().filter(move |passage| told.contains(&passage.place));
    passages.flat_map(move |passage| {
        passage.sentences().flat_map(move |sentence| {
            let text = passage.text.get(sentence.clone()).unwrap_or_default();
            let mut from = 0;
            let ends: Vec<usize> = text
                .char_indices()
                .filter(|(_, c)| "，；：（）。！？,;:()".contains(*c))
                .map(|(at, c)| at + c.len_utf8())
                .chain([text.len()])
                .collect();
            ends.into_iter().filter_map(move |to| {
                let piece = text.get(from..to)?;
                let start = sentence.start + from;
                from = to;
                let clause = Clause {
                    passage,
                    text: piece,
                    sentence: sentence.clone(),
                    start,
                    consolidated,
                };
                (!piece.is_empty()).then_some(clause)
            })
        })
    })
}

static RECEIVED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:收到|受理|新收|接收|接到|收办|登记)[^，。；0-9]{0,30}$")
        .expect("a fixed pattern")
});
static YEAR: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(20\d{2})年").expect("a fixed pattern"));

/// Words that make requests a part of all requests.
const LIMITS: [&str; 38] = [
    "其中",
    "网上",
    "网络",
    "网站",
    "线上",
    "在线",
    "线下",
    "信函",
    "邮寄",
    "邮件",
    "邮箱",
    "电子",
    "现场",
    "当面",
    "传真",
    "口头",
    "书面",
    "平台",
    "渠道",
    "窗口",
    "自然人",
    "企业",
    "科研",
    "法律服务",
    "结转",
    "不予",
    "补正",
    "重复",
    "撤回",
    "收费",
    "逾期",
    "超期",
    "转办",
    "涉及",
    "关于",
    "因",
    "答复",
    "办结",
];
/// Work that is not disclosure on request.
const OTHER_WORK: [&str; 24] = [
    "建议",
    "提案",
    "工单",
    "热线",
    "留言",
    "来信",
    "信件",
    "投诉",
    "举报",
    "咨询",
    "信访",
    "许可",
    "审批",
    "办件",
    "政务服务",
    "复议",
    "诉讼",
    "仲裁",
    "执行",
    "登记申请",
    "补贴",
    "救助",
    "诉求",
    "问题",
];
const REGIONS: [&str; 20] = [
    "全市",
    "全县",
    "全区",
    "全省",
    "全州",
    "全盟",
    "全旗",
    "全镇",
    "全乡",
    "各县",
    "各区",
    "各镇",
    "各乡",
    "各部门",
    "各单位",
    "各级",
    "全系统",
    "下级",
    "所属",
    "辖区",
];

impl Clause<'_> {
    pub(super) fn sentence(&self) -> &str {
        self.passage.text.get(self.sentence.clone()).unwrap_or_default()
    }

    fn before(&self) -> &str {
        self.passage.text.get(self.sentence.start..self.start).unwrap_or_default()
    }

    /// The sentence is about requests for disclosure.
    pub(super) fn about_requests(&self) -> bool {
        let sentence = self.sentence();
        let asked = sentence.contains("申请") || sentence.contains("请求");
        sentence.contains("公开") && asked || self.passage.text.contains("依申请公开")
    }

    pub(super) fn about_disclosure(&self) -> bool {
        self.passage.place == "cases"
            || self.sentence().contains("公开")
            || self.passage.text.contains("信息公开")
    }

    /// The clause counts all requests of the office: not a part, not other work.
    pub(super) fn counts_requests(&self) -> bool {
        let (before, sentence) = (self.before(), self.sentence());
        self.about_requests()
            && !before.contains("其中")
            && !before.contains('含')
            && !before.ends_with(['（', '('])
            && !OTHER_WORK.iter().any(|word| {
                sentence.contains(word) && !word.contains("议") && !word.contains("诉讼")
            })
            && !OTHER_WORK.iter().any(|word| self.text.contains(word))
    }

    /// The clause speaks of some kinds of requests or ways to make them only.
    pub(super) fn limited(&self) -> bool {
        let text = self.text.replace("公民、法人", "").replace("法人和其他组织", "");
        let words = LIMITS.iter().filter(|word| !["答复", "办结"].contains(word));
        self.before().contains("其中") || words.into_iter().any(|word| text.contains(word))
    }

    /// The number of requests received, when the clause says so.
    pub(super) fn received(&self) -> Option<Quantity> {
        let verbs = ["收到", "受理", "新收", "接收", "接到", "收办", "登记"];
        if !verbs.iter().any(|verb| self.text.contains(verb)) {
            return None;
        }
        let told = quantities(self.text).into_iter().next()?;
        let before = self.text.get(..told.range.start)?;
        let behind = self.text.get(told.range.end..)?;
        let named = before.contains("申请")
            || behind.contains("申请")
            || (RECEIVED.is_match(before) && self.sentence().contains("公开申请"));
        let counted = ["件", "条", "份", "宗", "起", "个", "次"].contains(&told.unit.as_str());
        let right = named
            && counted
            && RECEIVED.is_match(before)
            && self.counts_requests()
            && !LIMITS.iter().any(|word| self.text.contains(word))
            && !["每", "人均", "累计自"].iter().any(|word| self.text.contains(word));
        right.then_some(told)
    }

    pub(super) fn quantities(&self) -> Vec<Quantity> {
        quantities(self.text)
    }

    /// Whole region in an office's own report; the office alone in a consolidated one.
    pub(super) fn of_region(&self) -> bool {
        let sentence = self.sentence();
        match self.consolidated {
            true => {
                ["本机关", "本级", "办公室", "本单位"].iter().any(|word| sentence.contains(word))
            }
            false => REGIONS.iter().any(|word| sentence.contains(word)),
        }
    }

    /// The sentence names another year than the report's, or compares with one.
    pub(super) fn of_another_year(&self, brief: &Brief) -> bool {
        let head = self.passage.text.get(self.sentence.start..self.start + self.text.len());
        let head = head.unwrap_or_default();
        let named =
            YEAR.captures_iter(head).any(|found| found[1].parse().ok() != brief.case.report.year);
        named
            || ["同比", "相比", "去年", "上年同期", "较上年", "比上年", "近年", "年来", "历年"]
                .iter()
                .any(|word| head.contains(word))
    }

    /// Points a finding at a piece of the clause.
    pub(super) fn point(&self, found: Found, range: Range<usize>) -> Found {
        found.span(self.passage, self.start + range.start..self.start + range.end)
    }
}
