//! Whose work a report counts.

use gongkai_model::report::{Report, Scope};

/// Whose requests, cases and decisions the report counts.
#[derive(Clone, Copy)]
pub(in crate::text) struct Whose<'t> {
    pub(super) organ: &'t str,
    pub(super) consolidated: bool,
    /// 县 of a government of a region with offices of their own, which may count theirs, too.
    pub(super) government: Option<char>,
}

impl<'t> Whose<'t> {
    pub(in crate::text) fn of(report: &'t Report) -> Self {
        let organ = report.organ.as_deref().unwrap_or_default();
        let region = organ.strip_suffix("人民政府").unwrap_or_default();
        let government = region.chars().next_back().filter(|c| "省市州盟区县旗".contains(*c));
        Whose { organ, consolidated: report.scope == Scope::Consolidated, government }
    }

    /// The name, long or short, is the report's own organ: 市监局 of 市场监督管理局.
    pub(super) fn is_named(&self, name: &str) -> bool {
        let mut organ = self.organ.chars();
        name.chars().all(|wanted| organ.any(|c| c == wanted))
    }
}
