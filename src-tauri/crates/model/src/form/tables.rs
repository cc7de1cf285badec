//! The tables both editions share: table 3 (依申请公开) and table 4 (复议、诉讼), and how the rows of
//! table 2 are put together.

use super::{Across, Block, Column, Constraint, Label, Row, Side, TableForm};

/// The six kinds of applicants, without 总计.
const APPLICANTS: [&str; 6] =
    ["natural_person", "business", "research", "public_welfare", "legal_service", "other"];

/// A block of table 2: an item of article 20 (第二十条第（…）项).
pub(super) fn item(title: &'static str, columns: Vec<Column>, rows: Vec<Row>) -> Block {
    Block { title: Some(title.into()), corner: Some("信息内容".into()), stub: 1, columns, rows }
}

/// A row of table 2; messages name it by its label.
pub(super) fn subject(
    id: &'static str,
    label: &'static str,
    aliases: &'static [&'static str],
) -> Row {
    Row::new(id, label, Label { text: label, aliases })
}

/// Table 3. `other_handling` is （六）其他处理, the one place where the editions differ.
pub(super) fn requests(other_handling: Row) -> TableForm {
    let organisations = vec![
        Column::new("business", "商业企业"),
        Column::new("research", "科研机构"),
        Column::new("public_welfare", "社会公益组织"),
        Column::new("legal_service", "法律服务机构"),
        Column::new("other", "其他"),
    ];
    let applicants = vec![
        Column::new("natural_person", "自然人"),
        Column::head("", "法人或其他组织", organisations),
        Column::new("total", "总计"),
    ];
    let results = vec![
        Row::new("disclosed", "三（一）", "（一）予以公开").aliases(&["（一）同意公开"]),
        Row::new("partly", "三（二）", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）")
            .aliases(&[
                "（二）部分公开",
                "（二）部分公开（区分处理的，只计这一情形，不计其它情形）",
            ]),
        Row::group(
            "refused",
            "三（三）",
            "（三）不予公开",
            vec![
                Row::new("state_secret", "三（三）1", "1.属于国家秘密"),
                Row::new("prohibited_by_law", "三（三）2", "2.其他法律行政法规禁止公开")
                    .aliases(&["2.其他法律、行政法规禁止公开", "2.法律行政法规禁止公开"]),
                Row::new("security_and_stability", "三（三）3", "3.危及“三安全一稳定”"),
                Row::new("third_party_rights", "三（三）4", "4.保护第三方合法权益"),
                Row::new("internal_affairs", "三（三）5", "5.属于三类内部事务信息"),
                Row::new("deliberative", "三（三）6", "6.属于四类过程性信息"),
                Row::new("enforcement_file", "三（三）7", "7.属于行政执法案卷"),
                Row::new("administrative_inquiry", "三（三）8", "8.属于行政查询事项"),
            ],
        ),
        Row::group(
            "unavailable",
            "三（四）",
            "（四）无法提供",
            vec![
                Row::new("not_held", "三（四）1", "1.本机关不掌握相关政府信息")
                    .aliases(&["1.本行政机关不掌握相关政府信息"]),
                Row::new("needs_creation", "三（四）2", "2.没有现成信息需要另行制作"),
                Row::new("still_unclear", "三（四）3", "3.补正后申请内容仍不明确"),
            ],
        ),
        Row::group(
            "not_processed",
            "三（五）",
            "（五）不予处理",
            vec![
                Row::new("petition", "三（五）1", "1.信访举报投诉类申请"),
                Row::new("duplicate", "三（五）2", "2.重复申请"),
                Row::new("publication", "三（五）3", "3.要求提供公开出版物"),
                Row::new("excessive", "三（五）4", "4.无正当理由大量反复申请"),
                Row::new("reissue", "三（五）5", "5.要求行政机关确认或重新出具已获取信息"),
            ],
        ),
        other_handling,
        Row::new("total", "三（七）", "（七）总计"),
    ];
    let corner = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）";
    TableForm {
        id: "requests",
        name: "表三",
        widths: vec![62, 80, 248, 88, 87, 87, 87, 87, 87, 87],
        blocks: vec![Block {
            title: None,
            corner: Some(corner.into()),
            stub: 3,
            columns: vec![Column::head("", "申请人情况", applicants)],
            rows: vec![
                Row::new("new", "一", "一、本年新收政府信息公开申请数量"),
                Row::new("carried_in", "二", "二、上年结转政府信息公开申请数量"),
                Row::group("", "三", "三、本年度办理结果", results).vertical(),
                Row::new("carried_out", "四", "四、结转下年度继续办理"),
            ],
        }],
        constraints: vec![
            Constraint {
                rule: "row_sum",
                across: Across::Columns,
                left: APPLICANTS.map(Side::this).into(),
                right: vec![Side::this("total")],
                computes: true,
            },
            Constraint {
                rule: "results_sum",
                across: Across::Rows,
                left: [
                    "disclosed",
                    "partly",
                    "refused",
                    "unavailable",
                    "not_processed",
                    "other_handling",
                ]
                .map(Side::this)
                .into(),
                right: vec![Side::this("total")],
                computes: true,
            },
            Constraint {
                rule: "balance",
                across: Across::Rows,
                left: vec![Side::this("new"), Side::this("carried_in")],
                right: vec![Side::this("total"), Side::this("carried_out")],
                computes: false,
            },
            Constraint {
                rule: "carry_over",
                across: Across::Rows,
                left: vec![Side::last("carried_out")],
                right: vec![Side::this("carried_in")],
                computes: false,
            },
        ],
    }
}

/// Table 4: reconsideration and litigation, fifteen figures in one row.
pub(super) fn cases() -> TableForm {
    let outcomes = || {
        vec![
            Column::new("upheld", "结果维持"),
            Column::new("corrected", "结果纠正"),
            Column::new("other_outcome", "其他结果"),
            Column::new("pending", "尚未审结"),
            Column::new("total", "总计"),
        ]
    };
    let sum = |group: [&'static str; 5]| Constraint {
        rule: "case_sum",
        across: Across::Columns,
        left: group[..4].iter().map(|id| Side::this(id)).collect(),
        right: vec![Side::this(group[4])],
        computes: true,
    };
    TableForm {
        id: "cases",
        name: "表四",
        widths: vec![67, 67, 67, 67, 66, 67, 67, 67, 67, 66, 67, 67, 66, 66, 66],
        blocks: vec![Block {
            title: None,
            corner: None,
            stub: 0,
            columns: vec![
                Column::head("reconsideration", "行政复议", outcomes()),
                Column::head(
                    "",
                    "行政诉讼",
                    vec![
                        Column::head("direct_suit", "未经复议直接起诉", outcomes()),
                        Column::head("suit_after_reconsideration", "复议后起诉", outcomes()),
                    ],
                ),
            ],
            rows: vec![Row::new("", "", "")],
        }],
        constraints: vec![
            sum([
                "reconsideration/upheld",
                "reconsideration/corrected",
                "reconsideration/other_outcome",
                "reconsideration/pending",
                "reconsideration/total",
            ]),
            sum([
                "direct_suit/upheld",
                "direct_suit/corrected",
                "direct_suit/other_outcome",
                "direct_suit/pending",
                "direct_suit/total",
            ]),
            sum([
                "suit_after_reconsideration/upheld",
                "suit_after_reconsideration/corrected",
                "suit_after_reconsideration/other_outcome",
                "suit_after_reconsideration/pending",
                "suit_after_reconsideration/total",
            ]),
        ],
    }
}
