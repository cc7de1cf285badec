//! 有个人信息或密级。

use crate::builder::FindingBuilder;
use crate::context::CheckContext;
use crate::pattern::pattern;
use crate::rule::rule;
use crate::{Finding, Level};
use chrono::NaiveDate;
use regex::Regex;
use std::sync::LazyLock;

rule! {
    /// 年报向社会公布，不能写个人的证件号码、手机号码，不能有密级标志。
    ///
    /// ## 查什么
    /// 校验正确的18位身份证号码；11位手机号码；“秘密★”等密级标志。
    ///
    /// ## 为什么
    /// 泄露个人信息、涉密信息都要追究责任。
    ///
    /// ## 依据
    /// 条例第十四条、第十五条；保守国家秘密法。
    ///
    /// ## 正确
    /// 申请人张某某；咨询电话写单位固定电话。
    ///
    /// ## 错误
    /// 申请人身份证号码全写；秘密★1年
    "private_facts", "有个人信息或密级", [Error], find
}

static DIGITS: LazyLock<Regex> = LazyLock::new(|| pattern(r"[0-9]{17}[0-9Xx]|[0-9]{11}"));
static SECRET: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:绝密|机密|秘密)[★☆]|[★☆](?:绝密|机密|秘密)|^(?:绝密|机密|秘密)$")
});

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    for passage in &context.passages {
        let mut say = |what: &str, range: std::ops::Range<usize>| {
            let message = format!("正文里有{what}，公布前必须删去");
            out.push(
                FindingBuilder::new(&RULE, Level::Error, message).span(passage, range).of(context),
            );
        };
        let long = has_digits(&passage.text, 11);
        for found in long.then(|| DIGITS.find_iter(&passage.text)).into_iter().flatten() {
            // Part of a longer number, an amount or an address is neither.
            let joins =
                |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || "-—.".contains(c));
            let before = passage.text.get(..found.start()).and_then(|t| t.chars().next_back());
            let behind = passage.text.get(found.end()..).and_then(|t| t.chars().next());
            let counted = behind.is_some_and(|c| "元万亿件条份次个".contains(c));
            if joins(before) || behind.is_some_and(|c| c.is_ascii_alphanumeric()) || counted {
                continue;
            }
            if is_identity_number(found.as_str()) {
                say("身份证号码", found.range());
            } else if is_mobile_number(found.as_str()) {
                say("手机号码", found.range());
            }
        }
        for found in SECRET.find_iter(&passage.text) {
            say("密级标志", found.range());
        }
    }
}

/// Whether this many digits stand in a row somewhere.
fn has_digits(text: &str, many: usize) -> bool {
    let mut row = 0;
    text.bytes().any(|byte| {
        row = if byte.is_ascii_digit() { row + 1 } else { 0 };
        row == many
    })
}

/// GB 11643-1999: a day of birth, and a check digit by ISO 7064 MOD 11-2.
fn is_identity_number(text: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECK: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    let part = |range: std::ops::Range<usize>| text.get(range).and_then(|t| t.parse::<u32>().ok());
    let (Some(year), Some(month), Some(day)) = (part(6..10), part(10..12), part(12..14)) else {
        return false;
    };
    if NaiveDate::from_ymd_opt(year as i32, month, day).is_none() || !(1900..2100).contains(&year) {
        return false;
    }
    let sum: u32 = text.chars().zip(WEIGHTS).filter_map(|(c, w)| Some(c.to_digit(10)? * w)).sum();
    let last = text.chars().last().map(|c| c.to_ascii_uppercase());
    text.len() == 18 && last == CHECK.get((sum % 11) as usize).copied()
}

fn is_mobile_number(text: &str) -> bool {
    let mut digits = text.bytes();
    text.len() == 11 && digits.next() == Some(b'1') && digits.next().is_some_and(|d| d >= b'3')
}

#[cfg(test)]
mod tests {
    use crate::fixture::Fixture;

    fn found(text: &str) -> usize {
        Fixture::new("2021").text("overview", &[text]).of("private_facts").len()
    }

    #[test]
    fn private_numbers_and_secrecy_marks() {
        assert_eq!(found("身份证号11010519491231002X。"), 1);
        assert_eq!(found("联系人电话13800138000。"), 1);
        assert_eq!(found("秘密★1年"), 1);
    }

    #[test]
    fn other_numbers() {
        for text in [
            "身份证号110105194912310021。",
            "统一编号12345678901234567890",
            "热线12345",
            "电话010-12345678901",
            "投入资金13800138000元",
            "属于国家秘密的不予公开",
        ] {
            assert_eq!(found(text), 0, "{text}");
        }
    }
}
