//! An identifier made of a file's content: the same content, the same identifier. It tells files
//! apart; it is no safeguard.

const PRIME: u64 = 0x0100_0000_01b3;

/// FNV-1a over words of eight bytes, twice.
pub(crate) struct Identifier([u64; 2]);

impl Default for Identifier {
    fn default() -> Self {
        Identifier([0xcbf2_9ce4_8422_2325, 0x6c62_272e_07bb_0142])
    }
}

impl Identifier {
    /// Takes in a part under its number.
    pub(crate) fn add(&mut self, number: u64, content: &[u8]) {
        self.word(number);
        self.word(content.len() as u64);
        for chunk in content.chunks(8) {
            let mut word = [0; 8];
            chunk.iter().zip(&mut word).for_each(|(byte, slot)| *slot = *byte);
            self.word(u64::from_be_bytes(word));
        }
    }

    fn word(&mut self, word: u64) {
        for (at, hash) in self.0.iter_mut().enumerate() {
            *hash = (*hash ^ word.rotate_left(at as u32)).wrapping_mul(PRIME);
            *hash ^= *hash >> 29;
        }
    }

    /// Sixteen bytes.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.0.iter().flat_map(|hash| hash.to_be_bytes()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_and_every_number_counts() {
        let of = |parts: &[(u64, &[u8])]| {
            let mut identifier = Identifier::default();
            parts.iter().for_each(|(number, content)| identifier.add(*number, content));
            identifier.bytes()
        };
        let first = of(&[(1, b"0123456789"), (2, b"")]);
        assert_eq!(first, of(&[(1, b"0123456789"), (2, b"")]));
        for other in [
            of(&[(1, b"0123456788"), (2, b"")]),
            of(&[(1, b"0123456789"), (3, b"")]),
            of(&[(1, b"0123456789\0"), (2, b"")]),
            of(&[(1, b"0123456789")]),
        ] {
            assert_ne!(first, other);
        }
    }
}
