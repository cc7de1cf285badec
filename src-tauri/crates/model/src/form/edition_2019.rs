//! Edition 2019 (格式（试行）): 国办公开办函〔2019〕60号, for the report years 2019 and 2020. Offices have
//! used its tables for later years, too.

use super::edition_2021::chapters;
use super::tables::{cases, item, requests, subject};
use super::{
    Across, ChapterForm, Column, Constraint, Edition, ExtraRows, Kind, Row, Side, TableForm,
};

pub(super) fn edition() -> Edition {
    Edition {
        id: "2019",
        document: "国办公开办函〔2019〕60号",
        first_year: 2019,
        // 篇幅原则上不超过一千字 came with the next edition.
        chapters: chapters()
            .into_iter()
            .map(|chapter| ChapterForm { longest: None, ..chapter })
            .collect(),
        tables: vec![
            disclosure(),
            requests(Row::new("other_handling", "三（六）", "（六）其他处理")),
            cases(),
        ],
        links: Vec::new(),
        extra: ExtraRows::default(),
    }
}

fn disclosure() -> TableForm {
    let documents = vec![
        Column::new("newly_made", "本年新制作数量"),
        Column::new("newly_disclosed", "本年新公开数量"),
        Column::new("total_disclosed", "对外公开总数量"),
    ];
    let change = |span| Column::new("net_change", "本年增/减").of(Kind::Change).spanning(span);
    let items = || {
        vec![
            Column::new("prior_items", "上一年项目数量"),
            change(1),
            Column::new("decisions", "处理决定数量"),
        ]
    };
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
                    subject("normative_documents", "规范性文件", &["行政规范性文件"]),
                ],
            ),
            item(
                "第二十条第（五）项",
                items(),
                vec![
                    subject("licensing", "行政许可", &[]),
                    subject("other_services", "其他对外管理服务事项", &[]),
                ],
            ),
            item(
                "第二十条第（六）项",
                items(),
                vec![subject("penalty", "行政处罚", &[]), subject("coercion", "行政强制", &[])],
            ),
            item(
                "第二十条第（八）项",
                vec![Column::new("prior_items", "上一年项目数量"), change(2)],
                vec![subject("fees", "行政事业性收费", &[])],
            ),
            item(
                "第二十条第（九）项",
                vec![
                    Column::new("projects", "采购项目数量"),
                    Column::new("amount", "采购总金额").of(Kind::Amount).spanning(2),
                ],
                vec![subject("procurement", "政府集中采购", &["政府集中釆购"])],
            ),
        ],
        constraints: vec![Constraint {
            rule: "items",
            across: Across::Columns,
            left: vec![Side::last("prior_items"), Side::last("net_change")],
            right: vec![Side::this("prior_items")],
            computes: false,
        }],
    }
}
