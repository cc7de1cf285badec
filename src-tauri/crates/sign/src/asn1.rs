//! The few pieces of ASN.1 in DER that signatures need: elements taken apart as they stand, and put
//! together. What others wrote is read more generously than DER allows: sets in any order.
//!
//! **Deliberately absent**: lengths without an end (BER), certificates; those are `x509_cert`'s.

pub(crate) use x509_cert::der::oid::ObjectIdentifier as Oid;

pub(crate) const BIT_STRING: u8 = 0x03;
pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const OCTET_STRING: u8 = 0x04;
pub(crate) const NULL: u8 = 0x05;
pub(crate) const OID: u8 = 0x06;
pub(crate) const GENERALIZED_TIME: u8 = 0x18;
pub(crate) const SEQUENCE: u8 = 0x30;
pub(crate) const SET: u8 = 0x31;
/// `[0]`, constructed; `[1]` is one more.
pub(crate) const CONTEXT: u8 = 0xa0;
/// `[0]`, primitive.
pub(crate) const CONTEXT_PRIMITIVE: u8 = 0x80;

/// One element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Element<'a> {
    pub tag: u8,
    /// With its tag and length.
    pub whole: &'a [u8],
    pub value: &'a [u8],
}

impl<'a> Element<'a> {
    /// The element `bytes` begin with, and what follows it.
    pub fn first(bytes: &'a [u8]) -> Option<(Self, &'a [u8])> {
        let (&tag, rest) = bytes.split_first()?;
        let (&length, rest) = rest.split_first()?;
        let (length, rest) = match length {
            0..=0x7f => (usize::from(length), rest),
            0x81..=0x84 => {
                let (digits, rest) = rest.split_at_checked(usize::from(length & 0x0f))?;
                (digits.iter().fold(0, |sum, digit| sum << 8 | usize::from(*digit)), rest)
            }
            _ => return None,
        };
        let (value, after) = rest.split_at_checked(length)?;
        let whole = bytes.get(..bytes.len() - after.len())?;
        Some((Element { tag, whole, value }, after))
    }

    /// The element `bytes` begin with, if it is of this kind.
    pub fn of(tag: u8, bytes: &'a [u8]) -> Option<Self> {
        Element::first(bytes).map(|(element, _)| element).filter(|element| element.tag == tag)
    }

    /// The elements within.
    pub fn parts(&self) -> Option<Vec<Element<'a>>> {
        let mut rest = self.value;
        let mut parts = Vec::new();
        while !rest.is_empty() {
            let (part, after) = Element::first(rest)?;
            parts.push(part);
            rest = after;
        }
        Some(parts)
    }

    pub fn is(&self, oid: Oid) -> bool {
        self.tag == OID && self.value == oid.as_bytes()
    }

    /// The object identifier a sequence begins with, as of an algorithm.
    pub fn named(&self) -> Option<Oid> {
        let name = Element::of(OID, self.value)?;
        Oid::from_bytes(name.value).ok()
    }
}

/// An element of this kind.
pub(crate) fn element(tag: u8, value: &[u8]) -> Vec<u8> {
    let length = value.len().to_be_bytes();
    let digits = length.iter().position(|digit| *digit != 0).unwrap_or(length.len());
    let digits = length.get(digits..).unwrap_or_default();
    let mut out = vec![tag];
    if value.len() > 0x7f {
        out.push(0x80 | digits.len() as u8);
        out.extend(digits);
    } else {
        out.push(value.len() as u8);
    }
    out.extend(value);
    out
}

pub(crate) fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
    element(SEQUENCE, &parts.concat())
}

/// A set, its parts in the order DER asks for.
pub(crate) fn set(mut parts: Vec<Vec<u8>>) -> Vec<u8> {
    parts.sort();
    element(SET, &parts.concat())
}

pub(crate) fn oid(oid: Oid) -> Vec<u8> {
    element(OID, oid.as_bytes())
}

pub(crate) fn integer(number: u8) -> Vec<u8> {
    element(INTEGER, &[number])
}

/// `[number]`, around or in the place of an element.
pub(crate) fn context(number: u8, value: &[u8]) -> Vec<u8> {
    element(CONTEXT + number, value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_together_is_taken_apart_again() {
        for length in [0, 1, 127, 128, 255, 256, 70_000] {
            let value = vec![7; length];
            let whole = sequence(&[element(OCTET_STRING, &value), integer(3)]);
            let parts = Element::of(SEQUENCE, &whole).unwrap().parts().unwrap();
            assert_eq!((parts.len(), parts[0].value), (2, &value[..]));
        }
    }

    #[test]
    fn cut_off_and_endless_elements_are_none() {
        for bytes in [&[][..], &[0x30], &[0x30, 5, 1], &[0x30, 0x80, 0, 0], &[0x30, 0x84, 0xff]] {
            assert_eq!(Element::first(bytes), None, "{bytes:?}");
        }
        assert_eq!(Element::of(SEQUENCE, &[0x30, 3, 2, 9, 1]).unwrap().parts(), None);
    }
}
