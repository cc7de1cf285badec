//! Figures that ran together when text was extracted (`640020470`): parted again only where the
//! sums of the row leave exactly one way.

use rust_decimal::Decimal;
use std::str::FromStr;

/// Ways looked at in a whole file before giving up; a row of a report has under a thousand.
pub(super) const MOST_WAYS: usize = 500_000;

/// The only way to part `digits` into `count` whole numbers so that `holds` for them; none when
/// there is no way, or more than one. Without a sum to tell (`holds` always true) that is the case
/// only when every figure has one digit.
///
/// Each way looked at is taken off `left`; with none left there is no answer.
pub(super) fn only_way(
    digits: &str,
    count: usize,
    holds: &dyn Fn(&[Decimal]) -> bool,
    left: &mut usize,
) -> Option<Vec<String>> {
    let digits: Vec<char> = digits.chars().filter(|c| c.is_ascii_digit()).collect();
    if count == 0 || digits.len() < count {
        return None;
    }
    let mut search = Search { digits: &digits, count, holds, ways: left, found: Vec::new() };
    search.part(0, &mut Vec::new())?;
    match search.found.as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    }
}

struct Search<'a> {
    digits: &'a [char],
    count: usize,
    holds: &'a dyn Fn(&[Decimal]) -> bool,
    ways: &'a mut usize,
    found: Vec<Vec<String>>,
}

impl Search<'_> {
    /// None when it was given up.
    fn part(&mut self, from: usize, parts: &mut Vec<String>) -> Option<()> {
        *self.ways = self.ways.checked_sub(1)?;
        if self.found.len() > 1 {
            return None;
        }
        let left = self.count - parts.len();
        let rest = self.digits.get(from..).unwrap_or_default();
        if left == 0 {
            let numbers: Option<Vec<Decimal>> =
                parts.iter().map(|part| Decimal::from_str(part).ok()).collect();
            if rest.is_empty() && numbers.is_some_and(|numbers| (self.holds)(&numbers)) {
                self.found.push(parts.clone());
            }
            return Some(());
        }
        // A figure does not begin with 0 unless it is 0.
        let longest =
            if rest.first() == Some(&'0') { 1 } else { rest.len() + 1 - left.min(rest.len() + 1) };
        for length in 1..=longest.min(9) {
            if rest.len() - length < left - 1 {
                break;
            }
            parts.push(rest.iter().take(length).collect());
            self.part(from + length, parts)?;
            parts.pop();
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summed(numbers: &[Decimal]) -> bool {
        numbers.split_last().is_some_and(|(total, parts)| parts.iter().sum::<Decimal>() == *total)
    }

    #[test]
    fn digits_are_parted_where_the_sum_leaves_one_way() {
        let way =
            |digits: &str| only_way(digits, 7, &summed, &mut 100_000).map(|parts| parts.join(" "));
        assert_eq!(way("0000000").as_deref(), Some("0 0 0 0 0 0 0"));
        assert_eq!(way("120000012").as_deref(), Some("12 0 0 0 0 0 12"));
        assert_eq!(way("640020470").as_deref(), Some("64 0 0 2 0 4 70"));
        assert_eq!(way("1100003"), None);
        // 1 + 12 = 13 and 11 + 2 = 13.
        assert_eq!(way("1120000130"), None);
        assert_eq!(way("12"), None);
    }

    #[test]
    fn without_a_sum_only_single_digits_are_certain() {
        let way =
            |digits: &str| only_way(digits, 3, &|_| true, &mut 100).map(|parts| parts.join(" "));
        assert_eq!(way("105").as_deref(), Some("1 0 5"));
        assert_eq!(way("1205"), None);
    }

    #[test]
    fn endless_digits_are_given_up() {
        let mut left = MOST_WAYS;
        assert_eq!(only_way(&"1".repeat(40), 15, &|_| false, &mut left), None);
        assert_eq!(left, 0);
        assert_eq!(only_way("1234567", 7, &|_| true, &mut left), None);
    }
}
