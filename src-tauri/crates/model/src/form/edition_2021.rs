//! Edition 2021: 国办公开办函〔2021〕30号, for report years since 2021, in force.

use super::tables::{cases, item, requests, subject};
use super::{
    Across, ChapterForm, Column, Comparable, Constraint, Edition, ExtraRows, Kind, Label, Link,
    Row, Side, TableForm,
};

pub(super) fn edition() -> Edition {
    Edition {
        id: "2021",
        document: "国办公开办函〔2021〕30号",
        first_year: 2021,
        chapters: chapters(),
        tables: vec![disclosure(), requests(other_handling()), cases()],
        links: vec![
            Link {
                now: &[
                    "requests/other_handling.overdue_correction",
                    "requests/other_handling.overdue_fee",
                    "requests/other_handling.other",
                ],
                before: &["requests/other_handling"],
                how: Comparable::Yes,
            },
            Link {
                now: &["disclosure/rules/issued"],
                before: &["disclosure/rules/newly_made"],
                how: Comparable::Changed,
            },
            Link {
                now: &["disclosure/normative_documents/issued"],
                before: &["disclosure/normative_documents/newly_made"],
                how: Comparable::Changed,
            },
            Link {
                now: &["disclosure/rules/in_force"],
                before: &["disclosure/rules/total_disclosed"],
                how: Comparable::No,
            },
            Link {
                now: &["disclosure/normative_documents/in_force"],
                before: &["disclosure/normative_documents/total_disclosed"],
                how: Comparable::No,
            },
            Link {
                now: &["disclosure/fees/amount"],
                before: &["disclosure/fees/prior_items"],
                how: Comparable::No,
            },
        ],
        extra: ExtraRows::default(),
    }
}

/// The six chapters, unchanged since 2019.
pub(super) fn chapters() -> Vec<ChapterForm> {
    let chapter = |id, number, heading: &'static str, aliases, table| ChapterForm {
        id,
        number,
        heading: Label { text: heading, aliases },
        table,
        longest: None,
    };
    vec![
        ChapterForm {
            longest: Some(1000), ..chapter("overview", "一", "总体情况", &[], None)
        },
        chapter(
            "disclosure",
            "二",
            "主动公开政府信息情况",
            &["行政机关主动公开政府信息情况"],
            Some("disclosure"),
        ),
        chapter(
            "requests",
            "三",
            "收到和处理政府信息公开申请情况",
            &["行政机关收到和处理政府信息公开申请情况"],
            Some("requests"),
        ),
        chapter(
            "cases",
            "四",
            "政府信息公开行政复议、行政诉讼情况",
            &["因政府信息公开工作被申请行政复议、提起行政诉讼情况"],
            Some("cases"),
        ),
        chapter(
            "improvement",
            "五",
            "存在的主要问题及改进情况",
            &["政府信息公开工作存在的主要问题及改进情况"],
            None,
        ),
        chapter("other", "六", "其他需要报告的事项", &[], None),
    ]
}

fn disclosure() -> TableForm {
    let documents = vec![
        Column::new("issued", "本年制发件数"),
        Column::new("repealed", "本年废止件数"),
        Column::new("in_force", "现行有效件数"),
    ];
    let decisions = || vec![Column::new("decisions", "本年处理决定数量").spanning(3)];
    let amount = Column::new("amount", "本年收费金额（单位：万元）").of(Kind::Amount).spanning(3);
    TableForm {
        id: "disclosure",
        name: "表二",
        widths: vec![280, 240, 240, 240],
        blocks: vec![
            item(
                "第二十条第（一）项",
                documents,
                vec![
                    subject("rules", "规章", &[]),
                    subject("normative_documents", "行政规范性文件", &["规范性文件"]),
                ],
            ),
            item("第二十条第（五）项", decisions(), vec![subject("licensing", "行政许可", &[])]),
            item(
                "第二十条第（六）项",
                decisions(),
                vec![subject("penalty", "行政处罚", &[]), subject("coercion", "行政强制", &[])],
            ),
            item(
                "第二十条第（八）项",
                vec![amount],
                vec![subject("fees", "行政事业性收费", &["行政事业性收费（万元）"])],
            ),
        ],
        constraints: vec![Constraint {
            rule: "in_force",
            across: Across::Columns,
            left: vec![Side::last("in_force"), Side::this("issued"), Side::less("repealed")],
            right: vec![Side::this("in_force")],
            computes: false,
        }],
    }
}

fn other_handling() -> Row {
    Row::group(
        "other_handling",
        "三（六）",
        "（六）其他处理",
        vec![
            Row::new(
                "overdue_correction",
                "三（六）1",
                "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
            ),
            Row::new(
                "overdue_fee",
                "三（六）2",
                "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
            ),
            Row::new("other", "三（六）3", "3.其他"),
        ],
    )
}
