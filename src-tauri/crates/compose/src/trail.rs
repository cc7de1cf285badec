//! The trail of a report's states → [`Document`].
//!
//! **Deliberately absent**: what a state allows.

use crate::check_list::{paragraph, table};
use gongkai_model::document::{Block, Document, Role};

/// A step the report has taken, as it is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrailRow {
    /// 定稿
    pub step: String,
    /// Who took it; empty where nobody was named.
    pub who: String,
    /// When.
    pub at: String,
    /// Why; empty where that was not asked.
    pub why: String,
    /// Number of the version that belongs to it.
    pub version: Option<i64>,
    /// Of a finalised version: its SHA-256 in hexadecimal digits.
    pub hash: Option<String>,
}

/// The trail of the report with this title.
pub fn trail(title: &str, rows: &[TrailRow]) -> Document {
    let mut blocks = vec![paragraph(Role::Title, &format!("{title}状态记录"))];
    let version = |row: &TrailRow| row.version.map(|number| format!("第{number}版"));
    let cells = rows.iter().map(|row| {
        vec![
            row.step.clone(),
            row.at.clone(),
            row.who.clone(),
            row.why.clone(),
            version(row).unwrap_or_default(),
        ]
    });
    let heads = ["状态", "时间", "经办人", "原因", "版本"];
    blocks.push(Block::Table(table(&heads, &[120, 260, 180, 300, 140], cells.collect())));
    for row in rows {
        if let (Some(version), Some(hash)) = (version(row), &row.hash) {
            let line = format!("{version}定稿的校验值（SHA-256）：{hash}");
            blocks.push(paragraph(Role::Body, &line));
        }
    }
    Document { blocks, ..Document::default() }
}
