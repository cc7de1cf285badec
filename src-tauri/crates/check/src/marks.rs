//! The marks that cut a text: one list for every rule that reads figures in prose.

/// What a character does to the figures on both sides of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CuttingMark {
    /// `。` Ends a sentence.
    Sentence,
    /// `；` Ends a part of a sentence that could be one.
    Part,
    /// `，` Ends a clause.
    Clause,
    /// `、` Between the members of a list.
    List,
    Open,
    Close,
    /// `：` What stands before it heads what follows.
    Colon,
    /// `——`, `“`: words before it may still be said of the figure behind it.
    Soft,
}

/// The mark a character is, if it is one.
pub(crate) fn mark(character: char) -> Option<CuttingMark> {
    Some(match character {
        '。' | '！' | '？' | '!' | '?' | '｡' => CuttingMark::Sentence,
        '；' | ';' => CuttingMark::Part,
        '，' | ',' | '﹐' | '|' | '•' | '●' | '■' | '◆' | '…' => CuttingMark::Clause,
        '①'..='⑳' | '⑴'..='⒇' => CuttingMark::Clause,
        '、' | '/' | '·' | '､' => CuttingMark::List,
        '（' | '(' | '[' | '〔' | '〖' | '｛' | '{' => CuttingMark::Open,
        '）' | ')' | ']' | '〕' | '〗' | '｝' | '}' => CuttingMark::Close,
        '：' | ':' => CuttingMark::Colon,
        '—' | '–' | '―' | '－' | '-' | '“' | '”' | '"' | '‘' | '’' | '\'' | '「' | '」' | '『'
        | '』' | '《' | '》' | '〈' | '〉' | '【' | '】' | '→' => CuttingMark::Soft,
        _ => return None,
    })
}

/// The mark at a byte of a text; `1,408` is one figure.
pub(crate) fn mark_at(text: &str, at: usize, character: char) -> Option<CuttingMark> {
    let digit = |at: Option<usize>| {
        at.and_then(|at| text.as_bytes().get(at)).is_some_and(u8::is_ascii_digit)
    };
    let within = character == ',' && digit(at.checked_sub(1)) && digit(Some(at + 1));
    mark(character).filter(|_| !within)
}
