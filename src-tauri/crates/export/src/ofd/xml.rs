//! What all parts of an OFD are written with.

use std::fmt;

pub(super) const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
pub(super) const NAMESPACE: &str = "xmlns:ofd=\"http://www.ofdspec.org/2016\"";
/// Parts of a millimetre that are written.
const PARTS: f64 = 10_000.0;

/// Identifiers of objects, each given once.
#[derive(Default)]
pub(super) struct Ids(u32);

impl Ids {
    pub fn next(&mut self) -> u32 {
        self.0 += 1;
        self.0
    }

    /// The largest given so far.
    pub fn largest(&self) -> u32 {
        self.0
    }
}

/// A length to the ten-thousandth of a millimetre, without needless zeros.
pub(super) struct Number(pub f64);

impl Number {
    /// The length as it is written.
    pub fn rounded(length: f64) -> f64 {
        (length * PARTS).round() / PARTS
    }
}

impl fmt::Display for Number {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = (self.0 * PARTS).round() as i64;
        let (sign, parts) = (if parts < 0 { "-" } else { "" }, parts.unsigned_abs());
        let (whole, mut rest) = (parts / PARTS as u64, parts % PARTS as u64);
        write!(out, "{sign}{whole}")?;
        if rest > 0 {
            let mut digits = 4;
            while rest % 10 == 0 {
                (rest, digits) = (rest / 10, digits - 1);
            }
            write!(out, ".{rest:0digits$}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_written_short_and_exact() {
        let written = |length: f64| Number(length).to_string();
        assert_eq!(["0", "5", "5.5", "0.0001"], [0.0, 5.0, 5.5, 0.00012].map(written));
        assert_eq!(["-0.25", "297", "10.0402"], [-0.25, 297.0, 10.0402].map(written));
        assert_eq!(written(-0.00001), "0");
    }
}
