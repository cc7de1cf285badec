//! Numbers as they stand in a database's pages.

/// Four bytes as a number, the highest first.
pub(super) fn number(bytes: &[u8], at: usize) -> Option<usize> {
    let word: [u8; 4] = bytes.get(at..at + 4)?.try_into().ok()?;
    usize::try_from(u32::from_be_bytes(word)).ok()
}

/// Two bytes as a number, the highest first.
pub(super) fn short(bytes: &[u8], at: usize) -> Option<usize> {
    let word: [u8; 2] = bytes.get(at..at + 2)?.try_into().ok()?;
    Some(usize::from(u16::from_be_bytes(word)))
}

/// A number of one to nine bytes, and where the next thing begins.
pub(super) fn varint(bytes: &[u8], at: usize) -> Option<(i64, usize)> {
    let mut value = 0_u64;
    for (nth, byte) in bytes.get(at..)?.iter().take(9).enumerate() {
        if nth == 8 {
            return Some(((value << 8 | u64::from(*byte)).cast_signed(), at + 9));
        }
        value = value << 7 | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Some((value.cast_signed(), at + nth + 1));
        }
    }
    None
}
