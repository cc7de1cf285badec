//! The words that tell what a figure in prose counts, found in one pass over a text.

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use std::ops::{BitOr, BitOrAssign, Range};
use std::sync::LazyLock;

/// A set of kinds of words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Words(u32);

impl Words {
    pub const NONE: Words = Words(0);
    /// 申请, 请求
    pub const ASKED: Words = Words(1);
    pub const OPEN: Words = Words(1 << 1);
    /// 信息公开
    pub const OPEN_INFORMATION: Words = Words(1 << 2);
    /// 依申请公开
    pub const ON_REQUEST: Words = Words(1 << 3);
    pub const RECEIVED: Words = Words(1 << 4);
    pub const HANDLED: Words = Words(1 << 5);
    pub const CARRIED: Words = Words(1 << 6);
    pub const RECONSIDERED: Words = Words(1 << 7);
    pub const SUED: Words = Words(1 << 8);
    /// 规范性文件
    pub const DOCUMENTS: Words = Words(1 << 9);
    /// 其中
    pub const AMONG: Words = Words(1 << 10);
    /// 含
    pub const WITH: Words = Words(1 << 11);
    /// Requests of some kinds, or made in some ways.
    pub const LIMITED: Words = Words(1 << 12);
    /// Work that is not disclosure on request.
    pub const OTHER_WORK: Words = Words(1 << 13);
    /// The same, where it is named in the very clause.
    pub const OTHER_WORK_HERE: Words = Words(1 << 14);
    /// More than the office.
    pub const REGION: Words = Words(1 << 15);
    /// The office alone.
    pub const OFFICE: Words = Words(1 << 16);
    /// Another year beside this one.
    pub const COMPARED: Words = Words(1 << 17);
    /// One result of requests.
    pub const RESULT: Words = Words(1 << 18);
    /// Some of all cases: by outcome, by stage.
    pub const OUTCOME: Words = Words(1 << 19);
    /// Cases that are not about this office's disclosure.
    pub const OTHER_CASES: Words = Words(1 << 20);
    /// 没有, 未 …
    pub const NOTHING: Words = Words(1 << 21);
    /// What is asked for or received besides disclosure.
    pub const OTHER_MATTER: Words = Words(1 << 22);
    /// 每, 人均: not a count of the year.
    pub const RATE: Words = Words(1 << 23);
    /// 年, of which the caller sees to the number before it.
    pub const YEAR: Words = Words(1 << 24);
    /// 全部, 均
    pub const ALL: Words = Words(1 << 25);
    /// What else the tables count.
    pub const DECIDED: Words = Words(1 << 26);

    pub const fn or(self, other: Words) -> Words {
        Words(self.0 | other.0)
    }

    /// Whether one of these is among the words.
    pub fn any(self, of: Words) -> bool {
        self.0 & of.0 != 0
    }

    /// Whether each of these is among the words.
    pub fn all(self, of: Words) -> bool {
        self.0 & of.0 == of.0
    }
}

impl BitOr for Words {
    type Output = Words;

    fn bitor(self, other: Words) -> Words {
        self.or(other)
    }
}

impl BitOrAssign for Words {
    fn bitor_assign(&mut self, other: Words) {
        self.0 |= other.0;
    }
}

const KINDS: &[(Words, &[&str])] = &[
    (Words::ASKED, &["申请", "请求"]),
    (Words::OPEN, &["公开"]),
    (Words::OPEN_INFORMATION, &["信息公开"]),
    (Words::ON_REQUEST, &["依申请公开"]),
    (Words::RECEIVED, &RECEIVING),
    (Words::HANDLED, &HANDLING),
    (
        Words::CARRIED,
        &[
            "结转",
            "转结",
            "转入",
            "遗留",
            "顺延",
            "转下",
            "转至",
            "转到",
            "正在",
            "在办",
            "办理中",
            "未到",
            "继续办理",
            "跨年",
        ],
    ),
    (Words::RECONSIDERED, &["复议"]),
    (Words::SUED, &["诉讼"]),
    (Words::DOCUMENTS, &["规范性文件"]),
    (Words::AMONG, &["其中"]),
    (Words::WITH, &["含"]),
    (
        Words::LIMITED,
        &[
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
            "公益组织",
            "上级",
            "下级",
        ],
    ),
    (
        Words::OTHER_WORK,
        &[
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
            "仲裁",
            "执行",
            "登记申请",
            "补贴",
            "救助",
            "诉求",
            "问题",
        ],
    ),
    (Words::OTHER_WORK_HERE, &["建议", "复议", "诉讼"]),
    (
        Words::REGION,
        &[
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
            "各市",
            "各部门",
            "各单位",
            "各级",
            "全系统",
            "下级",
            "所属",
            "辖区",
            "各地",
        ],
    ),
    (Words::OFFICE, &["本机关", "本级", "办公室", "本单位", "市政府", "县政府", "区政府"]),
    (
        Words::COMPARED,
        &[
            "同比",
            "相比",
            "去年",
            "上年同期",
            "较上年",
            "比上年",
            "近年",
            "年来",
            "历年",
            "上年度收到",
            "上年收到",
            "以来",
        ],
    ),
    (
        Words::RESULT,
        &[
            "予以公开",
            "部分公开",
            "不予",
            "无法提供",
            "其他处理",
            "同意公开",
            "其中",
            "含",
            "未",
            "正在",
            "网",
            "信函",
            "当场",
            "当面",
            "超期",
            "逾期",
            "补正",
            "撤回",
            "即时",
            "提前",
        ],
    ),
    (
        Words::OUTCOME,
        &[
            "败诉",
            "纠错",
            "纠正",
            "撤销",
            "变更",
            "违法",
            "维持",
            "新增",
            "新发生",
            "重大",
            "超期",
            "办理行政复议",
            "直接起诉",
            "后起诉",
            "审结",
            "结果",
            "未经",
            "驳回",
            "改变",
            "责令",
            "上年",
        ],
    ),
    (Words::OTHER_CASES, &["办理", "各类", "审理", "作为", "撤销", "纠错", "应诉率", "驳回"]),
    (Words::NOTHING, &["未", "没", "无", "零"]),
    (Words::OTHER_MATTER, &["复议", "诉讼", "投诉", "举报", "收费"]),
    (Words::RATE, &["每", "人均", "累计自", "平均"]),
    (Words::YEAR, &["年"]),
    (Words::ALL, &["全部", "均"]),
    (
        Words::DECIDED,
        &[
            "规章",
            "行政许可",
            "行政处罚",
            "行政强制",
            "对外管理",
            "行政事业",
            "集中采购",
            "许可决定",
            "处罚决定",
            "自然人",
            "商业企业",
            "被诉",
            "起诉",
            "收费",
            "费用",
        ],
    ),
];

/// Verbs of requests that come in.
pub(crate) const RECEIVING: [&str; 7] = ["收到", "受理", "新收", "接收", "接到", "收办", "登记"];
/// Verbs of requests that are dealt with.
pub(crate) const HANDLING: [&str; 5] = ["答复", "办结", "办复", "办毕", "办理"];

#[expect(
    clippy::expect_used,
    reason = "the words stand above, and every test of a rule on prose builds it"
)]
static FINDER: LazyLock<(AhoCorasick, Vec<Words>)> = LazyLock::new(|| {
    let words = || KINDS.iter().flat_map(|(kind, words)| words.iter().map(move |w| (*kind, *w)));
    // Building takes longer than a report's searches: the kind that is built in one pass.
    let finder = AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::NoncontiguousNFA))
        .build(words().map(|(_, word)| word))
        .expect("a fixed list");
    (finder, words().map(|(kind, _)| kind).collect())
});

/// Every word of the list in a text, by where it ends.
pub(crate) fn found(text: &str) -> impl Iterator<Item = (Range<usize>, Words)> + '_ {
    let (finder, kinds) = &*FINDER;
    finder.find_overlapping_iter(text).map(|found| {
        let kind = kinds.get(found.pattern().as_usize()).copied().unwrap_or_default();
        (found.range(), kind)
    })
}

/// The first of these words from which it is at most `longest` characters, none of them a figure, to
/// the end of the text: `办理` in `办理政府信息公开申请`.
pub(crate) fn shortly_before<'w>(text: &str, words: &[&'w str], longest: usize) -> Option<&'w str> {
    let tail = text.rfind(|c: char| c.is_ascii_digit()).map_or(0, |at| at + 1);
    let tail = text.get(tail..)?;
    let places = tail.char_indices().map(|(at, _)| at).rev().take(longest + 4);
    let mut first = None;
    for at in places {
        let rest = tail.get(at..).unwrap_or_default();
        let word = words.iter().find(|word| {
            rest.strip_prefix(**word).is_some_and(|rest| rest.chars().count() <= longest)
        });
        first = word.copied().or(first);
    }
    first
}
