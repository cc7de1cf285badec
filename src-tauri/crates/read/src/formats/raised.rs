//! Raised and lowered words (superscripts, subscripts) as plain text: a digit becomes the raised or
//! lowered digit of Unicode, so that no mark behind a figure is ever taken for one more digit of it.
//!
//! **Deliberately absent**: what the mark means.

/// Marks within which a digit stands apart from what is before it.
const OPENING: &[char] = &['[', '［', '【', '〔', '(', '（', '注', '*', '※'];
const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
const LOWERED: [char; 10] = ['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉'];

/// How far from the line words stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shift {
    Raised,
    Lowered,
}

impl Shift {
    /// The words as plain text.
    pub fn written(self, text: &str) -> String {
        if text.trim_start().starts_with(OPENING) {
            return text.to_owned();
        }
        let digits = if self == Shift::Raised { RAISED } else { LOWERED };
        let shifted = |c: char| {
            let value = match c {
                '0'..='9' => u32::from(c) - u32::from('0'),
                '０'..='９' => u32::from(c) - u32::from('０'),
                _ => return c,
            };
            digits.get(value as usize).copied().unwrap_or(c)
        };
        text.chars().map(shifted).collect()
    }

    /// By the words of HTML and of Word: `super`, `superscript`, `sub`, `subscript`.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "sup" | "super" | "superscript" => Some(Shift::Raised),
            "sub" | "subscript" => Some(Shift::Lowered),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_digit_is_left_that_could_join_a_figure() {
        for (text, raised) in
            [("1", "¹"), ("１2", "¹²"), ("[1]", "[1]"), ("注1", "注1"), (".5", ".⁵"), ("①", "①")]
        {
            assert_eq!(Shift::Raised.written(text), raised);
        }
        assert_eq!(Shift::Lowered.written("20"), "₂₀");
    }
}
