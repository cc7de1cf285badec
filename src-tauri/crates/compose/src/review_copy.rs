//! What stands behind the report in a copy for review → [`Document`]: what is still open, and the reasons
//! that were given.
//!
//! **Deliberately absent**: the report itself.

use crate::check_list::{CheckListInput, paragraph, table, told};
use gongkai_check::{Finding, Level};
use gongkai_model::document::{Block, Document, Role};

/// What the list at the end of a copy for review begins with; nothing from there on is the report's.
pub const REVIEW_LIST: &str = "附：送审时的问题和说明（不是年报内容）";

/// The list at the end of a copy for review.
pub fn review_list(listed: &CheckListInput) -> Document {
    let mut blocks = vec![paragraph(Role::Body, REVIEW_LIST)];
    let reason = |finding: &Finding| match listed.reasons.get(&finding.key) {
        Some(given) => format!("{}（{} {}）", given.text, given.who, given.at),
        None if finding.level == Level::Explain => "还没有说明".to_owned(),
        None => String::new(),
    };
    let rows = listed.findings.iter().filter(|finding| finding.level != Level::Hint);
    let rows: Vec<Vec<String>> = rows
        .enumerate()
        .map(|(at, finding)| {
            let (number, label) = ((at + 1).to_string(), finding.label().to_owned());
            vec![number, label, told(finding), reason(finding)]
        })
        .collect();
    blocks.push(match rows.is_empty() {
        true => paragraph(Role::Body, "没有要改、要说明的问题。"),
        false => {
            let heads = ["序号", "级别", "问题", "说明"];
            Block::Table(table(&heads, &[80, 120, 480, 320], rows))
        }
    });
    Document { blocks, ..Document::default() }
}
