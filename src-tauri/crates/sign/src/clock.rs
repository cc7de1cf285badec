//! Times as PDF, ASN.1 and people write them.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDateTime, Timelike, Utc};

/// D:20270120103000+08'00' (ISO 32000-1, 7.9.4).
pub(crate) fn pdf_date(at: DateTime<FixedOffset>) -> String {
    let offset = at.offset().local_minus_utc() / 60;
    let sign = if offset < 0 { '-' } else { '+' };
    let (hours, minutes) = (offset.abs() / 60, offset.abs() % 60);
    format!("D:{}{sign}{hours:02}'{minutes:02}'", at.format("%Y%m%d%H%M%S"))
}

/// None where it is no date of this form with a time of day.
pub(crate) fn from_pdf_date(text: &str) -> Option<DateTime<FixedOffset>> {
    let digits = text.strip_prefix("D:").unwrap_or(text);
    let (time, zone) = digits.split_at_checked(14)?;
    let time = NaiveDateTime::parse_from_str(time, "%Y%m%d%H%M%S").ok()?;
    let zone: String = zone.chars().filter(|letter| *letter != '\'').collect();
    let minutes = match zone.strip_prefix(['+', '-']) {
        Some(offset) => {
            let (hours, minutes) = offset.split_at_checked(2)?;
            let minutes = if minutes.is_empty() { 0 } else { minutes.parse::<i32>().ok()? };
            let offset = hours.parse::<i32>().ok()? * 60 + minutes;
            if zone.starts_with('-') { -offset } else { offset }
        }
        None => 0,
    };
    let offset = FixedOffset::east_opt(minutes.checked_mul(60)?)?;
    time.and_local_timezone(offset).single()
}

/// 20270120023000Z, with or without parts of a second.
pub(crate) fn from_generalized(text: &[u8]) -> Option<DateTime<Utc>> {
    let text = std::str::from_utf8(text).ok()?.strip_suffix('Z')?;
    let whole = text.split('.').next()?;
    let time = NaiveDateTime::parse_from_str(whole, "%Y%m%d%H%M%S").ok()?;
    Some(time.and_utc())
}

/// 2027年1月20日10:30
pub(crate) fn in_words(at: DateTime<FixedOffset>) -> String {
    let (year, month, day) = (at.year(), at.month(), at.day());
    format!("{year}年{month}月{day}日{:02}:{:02}", at.hour(), at.minute())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_written_is_read_again() {
        for text in
            ["D:20270120103000+08'00'", "D:20270120103000-03'30'", "D:20261231235959+00'00'"]
        {
            assert_eq!(pdf_date(from_pdf_date(text).unwrap()), text);
        }
        let zulu = from_pdf_date("D:20270120103000Z").unwrap();
        assert_eq!(in_words(zulu), "2027年1月20日10:30");
        for text in ["", "D:2027", "D:20271340103000", "20270120103000+99'99'99", "去年一月二十日"]
        {
            assert_eq!(from_pdf_date(text), None, "{text}");
        }
        assert!(from_generalized(b"20270120023000.25Z").is_some());
    }
}
