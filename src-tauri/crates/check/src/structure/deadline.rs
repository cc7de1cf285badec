//! 超过期限。

use crate::builder::FindingBuilder;
use crate::context::CheckContext;
use crate::rule::rule;
use crate::{Finding, Level};
use gongkai_model::organ::OrganKind;
use gongkai_model::place::Place;
use gongkai_model::report::written_date;

rule! {
    /// 年报要在规定的日期以前报送、公布。
    ///
    /// ## 查什么
    /// 成文日期（没有日期的，写完以后看今天）是不是过了本单位的期限。期限按单位类别，也可以在设置里改成本地的日期。
    ///
    /// ## 为什么
    /// 不按时发布年报的，要责令改正，情节严重的问责。
    ///
    /// ## 依据
    /// 条例第四十七条、第四十九条、第五十条。
    ///
    /// ## 正确
    /// 县级部门2026年年报，2027年1月20日成文。
    ///
    /// ## 错误
    /// 县级部门2026年年报，2027年2月3日成文，又没有说明原因。
    "deadline", "超过期限", [Explain], find
}

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    let case = context.case;
    let Some(year) = case.report.year else { return };
    let mut due = case.settings.due_date().of(year);
    if case.published {
        // Whose report it is, is known by its name only: the latest date it may mean holds.
        let name = case.report.organ.as_deref().unwrap_or_default();
        let vertical = ["税务", "海关", "气象", "烟草", "调查队", "监管分局", "邮政管理"];
        let kind = match vertical.iter().any(|word| name.contains(word)) {
            true => OrganKind::Vertical,
            false => OrganKind::suggested_by(name),
        };
        due = due.max(case.settings.due_of(kind).of(year));
    }
    let Some(due) = due else { return };
    let date = case.report.document_date();
    let late = match date {
        Some(date) => date > due,
        None => !case.published && context.filled && case.today.is_some_and(|today| today > due),
    };
    if !late {
        return;
    }
    let found = match (date, case.report.date.as_deref()) {
        (Some(date), Some(printed)) => {
            let message = format!("成文日期{}已过期限{}", written_date(date), written_date(due));
            FindingBuilder::new(&RULE, Level::Explain, message).line(context, Place::Date, printed)
        }
        _ => {
            let message = format!("期限{}已过，年报还没有定稿", written_date(due));
            FindingBuilder::new(&RULE, Level::Explain, message).place(Place::Date)
        }
    };
    out.push(found.of(context));
}

#[cfg(test)]
mod tests {
    use crate::fixture::Fixture;
    use chrono::NaiveDate;
    use gongkai_model::organ::{DueDate, OrganKind};

    fn dated(date: &str) -> Fixture {
        let mut fixture = Fixture::new("2021");
        fixture.report.date = Some(date.to_owned());
        fixture
    }

    #[test]
    fn the_kind_of_office_decides() {
        assert!(dated("2022年1月31日").of("deadline").is_empty());
        let late = dated("2022年2月3日");
        assert_eq!(late.of("deadline")[0].message, "成文日期2022年2月3日已过期限2022年1月31日");
        let mut county = late.clone();
        county.settings.kind = OrganKind::County;
        assert!(county.of("deadline").is_empty());
        county.settings.due = Some(DueDate { month: 1, day: 26 });
        assert_eq!(county.of("deadline").len(), 1);
    }

    #[test]
    fn without_a_date_today_counts_but_not_for_a_published_report() {
        let fixture = Fixture::new("2021").today(NaiveDate::from_ymd_opt(2022, 2, 1).unwrap());
        assert!(fixture.of("deadline").is_empty(), "nobody is late who has just begun");
        let fixture =
            fixture.zeros().text("overview", &["公开。"]).text("improvement", &["改进。"]);
        assert_eq!(fixture.of("deadline").len(), 1);
        assert!(fixture.published().of("deadline").is_empty());
    }
}
