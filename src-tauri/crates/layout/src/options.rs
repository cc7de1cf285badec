//! What the user chooses for the page.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How signature and date stand (GB/T 9704-2012, 7.3.5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Seal {
    /// 不加盖印章
    #[default]
    None,
    /// 加盖印章: room is kept for it.
    Space,
    /// 加盖签发人签名章
    Stamp,
}

/// What the user chooses for the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PageOptions {
    /// How signature and date stand.
    pub seal: Seal,
    /// A line 单位负责人（签字）：________ after the text.
    #[serde(default)]
    pub signature_line: bool,
    /// 草稿 above the type area of each page. The program says so, not the user.
    #[serde(skip)]
    #[ts(skip)]
    pub draft: bool,
    /// 示例 there: no report of an office. The program says so, too.
    #[serde(skip)]
    #[ts(skip)]
    pub example: bool,
}

impl PageOptions {
    /// What stands above the type area of each page.
    pub fn mark(&self) -> Option<&'static str> {
        match (self.example, self.draft) {
            (true, _) => Some("示例"),
            (false, true) => Some("草稿"),
            (false, false) => None,
        }
    }
}
