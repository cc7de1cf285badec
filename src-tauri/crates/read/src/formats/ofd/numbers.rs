//! Numbers as the attributes of OFD hold them.

/// Numbers parted by blanks; what is none is left out.
pub(super) fn numbers(text: &str) -> Vec<f64> {
    let numbers = text.split_whitespace().filter_map(|number| number.parse::<f64>().ok());
    numbers.filter(|number| number.is_finite()).collect()
}
