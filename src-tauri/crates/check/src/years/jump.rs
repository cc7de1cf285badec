//! 变动较大。

use crate::builder::FindingBuilder;
use crate::context::CheckContext;
use crate::rule::rule;
use crate::{Finding, Level};
use gongkai_model::form::Comparable;
use rust_decimal::Decimal;

rule! {
    /// 与上年相比变动大的数字，再看一眼。
    ///
    /// ## 查什么
    /// 逐格与上年比较：变动超过50%且相差10以上，或者一年是0而另一年是10以上。两个界限都可以在设置里改。
    ///
    /// ## 为什么
    /// 变动大的数字检查组会问，也最可能是多按少按了一位。
    ///
    /// ## 依据
    /// 年报数据审核惯例。
    ///
    /// ## 正确
    /// 上年100，本年120。
    ///
    /// ## 错误
    /// 上年12，本年121。
    "jump", "变动较大", [Hint], find, against_last_year: true
}

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    let settings = context.case.settings;
    let least = Decimal::from(settings.jump_at_least.max(1));
    for (form, now, last) in context.cells.both_years() {
        let Some(last) = last.filter(|last| last.how == Comparable::Yes) else { continue };
        let (Some(now), Some(before)) = (now.number(), last.figure.number()) else { continue };
        let Some(change) = now.checked_sub(before).filter(|change| change.abs() >= least) else {
            continue;
        };
        let percent = change
            .checked_mul(Decimal::ONE_HUNDRED)
            .and_then(|change| change.checked_div(before.abs()))
            .map(|percent| percent.round_dp(1).normalize());
        let message = match percent {
            Some(percent) if percent.abs() <= settings.jump_percent.into() => continue,
            Some(percent) => {
                let sign = if percent > Decimal::ZERO { "+" } else { "" };
                format!("{}：上年{before}，本年{now}（{sign}{percent}%）", form.name)
            }
            None => format!("{}：上年{before}，本年{now}", form.name),
        };
        let found = FindingBuilder::new(&RULE, Level::Hint, message).cells([form.id.clone()]);
        out.push(found.last_cells(last.cells.iter().cloned()).of(context));
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::Fixture;

    fn jumps(before: i64, now: i64) -> Vec<String> {
        let cell = "disclosure/licensing/decisions";
        let fixture = Fixture::new("2021").set(cell, now).last("2019").set_last(cell, before);
        fixture.of("jump").into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn much_in_figures_and_in_per_cent() {
        assert_eq!(jumps(12, 121), ["行政许可 · 本年处理决定数量：上年12，本年121（+908.3%）"]);
        assert_eq!(jumps(0, 10), ["行政许可 · 本年处理决定数量：上年0，本年10"]);
        assert_eq!(jumps(30, 0), ["行政许可 · 本年处理决定数量：上年30，本年0（-100%）"]);
        for (before, now) in [(100, 120), (3, 8), (20, 30), (0, 9)] {
            assert!(jumps(before, now).is_empty(), "{before} {now}");
        }
    }
}
