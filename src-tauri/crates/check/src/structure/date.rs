//! 成文日期不对。

use crate::builder::FindingBuilder;
use crate::context::CheckContext;
use crate::rule::rule;
use crate::{Applicability, Finding, Fix, Level, TextFix};
use chrono::{Datelike, NaiveDate};
use gongkai_model::place::Place;
use gongkai_model::report::{parse_date, written_date};
use unicode_normalization::UnicodeNormalization;

rule! {
    /// 成文日期必须在报告年度之后，是日历上有的一天。
    ///
    /// ## 查什么
    /// 落款的日期是不是有效日期；是不是在报告年度结束以后；是不是用阿拉伯数字把年、月、日写全，月、日前面有没有多余的0。没有写日期的不报。
    ///
    /// ## 为什么
    /// 年报写的是全年的情况，年度没有过完就成文，一定是年份写错了。
    ///
    /// ## 依据
    /// 条例第四十九条、第五十条；GB/T 9704-2012 7.3.5.4：用阿拉伯数字将年、月、日标全，月、日不编虚位。
    ///
    /// ## 正确
    /// 2026年年报，2027年1月20日成文。
    ///
    /// ## 错误
    /// 2026年年报，2026年1月20日成文；2027.1.20；2027年01月20日；2027年2月30日。
    "date", "成文日期不对", [Error, Hint], find
}

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    let report = context.case.report;
    let Some(printed) = report.date.as_deref().filter(|date| !date.trim().is_empty()) else {
        return;
    };
    let change = |applicability, day: NaiveDate| Fix {
        label: format!("改为{}", written_date(day)),
        applicability,
        cells: Vec::new(),
        texts: vec![TextFix::whole(Place::Date, printed, written_date(day))],
    };
    // The same day, written otherwise.
    let rewrite = |day| change(Applicability::Safe, day);
    let found = |level, message: String| {
        FindingBuilder::new(&RULE, level, message).line(context, Place::Date, printed)
    };
    let arabic: String = printed.nfkc().filter(|c| !c.is_whitespace()).collect();
    let run_together = || NaiveDate::parse_from_str(&arabic, "%Y%m%d").ok();
    let Some(day) = parse_date(&arabic).or_else(run_together) else {
        let message = match arabic.chars().any(|c| c.is_ascii_digit()) {
            true => format!("成文日期“{printed}”不是日历上的一天"),
            false => format!("成文日期“{printed}”不是日期"),
        };
        out.push(found(Level::Error, message).of(context));
        return;
    };
    if let Some(year) = report.year
        && day.year() <= year
    {
        let message = format!("成文日期{printed}在报告年度{year}年结束之前");
        let found = found(Level::Error, message);
        out.push(match in_time(context, year, day) {
            Some(day) => found.fix(change(Applicability::Review, day)).of(context),
            None => found.of(context),
        });
    } else if !arabic.chars().any(|c| c.is_ascii_digit()) {
        let message = format!("成文日期“{printed}”要用阿拉伯数字写");
        out.push(found(Level::Hint, message).fix(rewrite(day)).of(context));
    } else if !["年", "月", "日"].iter().all(|mark| arabic.contains(mark)) {
        let message = format!("成文日期“{printed}”要写成“{}”", written_date(day));
        out.push(found(Level::Hint, message).fix(rewrite(day)).of(context));
    } else if ["年0", "月0"].iter().any(|zero| arabic.contains(zero)) {
        let message = format!("成文日期{printed}的月、日前面不加0");
        out.push(found(Level::Hint, message).fix(rewrite(day)).of(context));
    }
}

/// A day between the end of the report year and the date set for this office: the same day of the
/// year after, as with the year mistyped; else today; else the last day.
fn in_time(context: &CheckContext, year: i32, written: NaiveDate) -> Option<NaiveDate> {
    let next = year.checked_add(1)?;
    let first = NaiveDate::from_ymd_opt(next, 1, 1)?;
    let last = context.case.settings.due_date().of(year).filter(|last| *last >= first)?;
    let days = [written.with_year(next), context.case.today, Some(last)];
    days.into_iter().flatten().find(|day| (first..=last).contains(day))
}

#[cfg(test)]
mod tests {
    use crate::Level;
    use crate::fixture::Fixture;

    fn dated(date: &str) -> Vec<(Level, String)> {
        let mut fixture = Fixture::new("2019");
        fixture.report.year = Some(2020);
        fixture.report.date = Some(date.to_owned());
        let offered = |finding: crate::Finding| {
            (finding.level, finding.fix.map(|fix| fix.texts[0].replace.clone()).unwrap_or_default())
        };
        fixture.of("date").into_iter().map(offered).collect()
    }

    #[test]
    fn a_date_within_the_report_year_is_offered_the_next() {
        assert_eq!(dated("2020年1月13日"), [(Level::Error, "2021年1月13日".to_owned())]);
        assert_eq!(dated("2020年2月29日"), [(Level::Error, "2021年1月31日".to_owned())]);
        assert_eq!(dated("2020年12月31日"), [(Level::Error, "2021年1月31日".to_owned())]);
    }

    #[test]
    fn the_day_offered_is_never_after_the_deadline() {
        let offered = |written: &str, today: (i32, u32, u32)| {
            let mut fixture = Fixture::new("2019").today(day(today));
            fixture.report.year = Some(2020);
            fixture.report.date = Some(written.to_owned());
            fixture.of("date")[0].fix.clone().unwrap().texts.remove(0).replace
        };
        // Mistyped by a year, whatever today is.
        assert_eq!(offered("2020年1月13日", (2021, 1, 20)), "2021年1月13日");
        // Before the year is over and after the deadline: the last day. Between: today.
        assert_eq!(offered("2020年11月20日", (2020, 11, 30)), "2021年1月31日");
        assert_eq!(offered("2020年11月20日", (2021, 1, 1)), "2021年1月1日");
        assert_eq!(offered("2020年11月20日", (2021, 1, 19)), "2021年1月19日");
        assert_eq!(offered("2020年11月20日", (2021, 1, 31)), "2021年1月31日");
        assert_eq!(offered("2020年11月20日", (2021, 2, 1)), "2021年1月31日");
        assert_eq!(offered("2020年11月20日", (2024, 6, 1)), "2021年1月31日");
        assert_eq!(offered("1999年3月5日", (2021, 1, 19)), "2021年1月19日");
    }

    fn day((year, month, day): (i32, u32, u32)) -> chrono::NaiveDate {
        chrono::NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn other_dates() {
        assert_eq!(dated("2021年2月30日"), [(Level::Error, String::new())]);
        assert_eq!(dated("2021年01月5日"), [(Level::Hint, "2021年1月5日".to_owned())]);
        assert_eq!(dated("二〇二一年一月五日"), [(Level::Hint, "2021年1月5日".to_owned())]);
        for short in ["2021-01-20", "2021.1.20", "2021/1/20", "20210120", "２０２１．１．２０"]
        {
            assert_eq!(dated(short), [(Level::Hint, "2021年1月20日".to_owned())], "{short}");
        }
        assert_eq!(dated("20211320"), [(Level::Error, String::new())]);
        for right in ["2021年1月21日", "2021 年 1 月 25 日", ""] {
            assert!(dated(right).is_empty(), "{right}");
        }
        assert!(Fixture::new("2019").of("date").is_empty());
    }
}
