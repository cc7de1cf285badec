//! The offices that report, and by when.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Who reports; it decides the due date and what the text must touch.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS,
)]
#[serde(rename_all = "snake_case")]
pub enum OrganKind {
    /// A department (部门) of county level or above.
    #[default]
    Department,
    /// 乡镇人民政府、街道办事处
    Township,
    /// 县（市、区）人民政府
    County,
    /// 设区的市级人民政府
    Prefecture,
    /// 省级人民政府
    Province,
    /// 实行垂直领导的部门
    Vertical,
}

impl OrganKind {
    /// All of them, in the order they are offered.
    pub const ALL: [OrganKind; 6] = [
        OrganKind::Department,
        OrganKind::Township,
        OrganKind::County,
        OrganKind::Prefecture,
        OrganKind::Province,
        OrganKind::Vertical,
    ];

    /// As the user reads it.
    pub fn label(self) -> &'static str {
        match self {
            OrganKind::Department => "县级以上人民政府部门",
            OrganKind::Township => "乡镇人民政府、街道办事处",
            OrganKind::County => "县（市、区）人民政府",
            OrganKind::Prefecture => "市（州）人民政府",
            OrganKind::Province => "省级人民政府",
            OrganKind::Vertical => "垂直管理部门",
        }
    }

    /// A government, not a department.
    pub fn is_government(self) -> bool {
        !matches!(self, OrganKind::Department | OrganKind::Vertical)
    }

    /// Whether it may make 规章 at all (立法法: 省级、设区的市级人民政府，国务院部门).
    pub fn may_make_rules(self) -> bool {
        matches!(self, OrganKind::Prefecture | OrganKind::Province | OrganKind::Vertical)
    }

    /// The kind a name suggests; the user has the last word.
    pub fn suggested_by(name: &str) -> Self {
        let government = name.ends_with("人民政府");
        let ends = |tails: &[&str]| tails.iter().any(|tail| name.ends_with(tail));
        match name {
            _ if ends(&["镇人民政府", "乡人民政府", "苏木人民政府", "街道办事处"]) => {
                OrganKind::Township
            }
            _ if ends(&["省人民政府", "自治区人民政府"]) => OrganKind::Province,
            _ if ends(&["县人民政府", "区人民政府", "旗人民政府"]) => {
                OrganKind::County
            }
            _ if government => OrganKind::Prefecture,
            _ => OrganKind::Department,
        }
    }
}

/// A day of the year after the report year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DueDate {
    /// 1 to 12
    pub month: u32,
    /// 1 to 31
    pub day: u32,
}

impl DueDate {
    /// The date by which the regulation asks for the report (条例第四十九、五十条 and the notices
    /// on them): 31 January, 20 February, 10 March, 31 March.
    pub fn usual(kind: OrganKind) -> Self {
        let (month, day) = match kind {
            OrganKind::Department | OrganKind::Township => (1, 31),
            OrganKind::County => (2, 20),
            OrganKind::Prefecture => (3, 10),
            OrganKind::Province | OrganKind::Vertical => (3, 31),
        };
        DueDate { month, day }
    }

    /// Whether there is such a day in some year.
    pub fn is_a_day(self) -> bool {
        NaiveDate::from_ymd_opt(2024, self.month, self.day).is_some()
    }

    /// The day a report on `year` is due; the month's last day where the month is shorter.
    pub fn of(self, year: i32) -> Option<NaiveDate> {
        (self.day.saturating_sub(3)..=self.day)
            .rev()
            .find_map(|day| NaiveDate::from_ymd_opt(year.checked_add(1)?, self.month, day))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_suggest_the_kind() {
        let kinds = [
            ("青铜镇人民政府", OrganKind::Township),
            ("青铜县人民政府", OrganKind::County),
            ("青铜市人民政府", OrganKind::Prefecture),
            ("青铜省人民政府", OrganKind::Province),
            ("青铜县发展和改革局", OrganKind::Department),
        ];
        for (name, kind) in kinds {
            assert_eq!(OrganKind::suggested_by(name), kind, "{name}");
        }
    }

    #[test]
    fn a_due_date_lies_in_the_year_after() {
        let due = DueDate::usual(OrganKind::Township).of(2026);
        assert_eq!(due, NaiveDate::from_ymd_opt(2027, 1, 31));
        assert_eq!(DueDate { month: 2, day: 31 }.of(2026), NaiveDate::from_ymd_opt(2027, 2, 28));
    }
}
