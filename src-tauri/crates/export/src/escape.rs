//! Text for files made of marks: XML, HTML, SVG.

/// A text between marks or in an attribute. Of controls other than those in `kept` (a line feed, a
/// tab) those that part words become a blank; the others, and what is no character of XML, are left
/// out.
pub(crate) fn escaped(text: &str, kept: &[char]) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() && !kept.contains(&c) => {
                out.extend(c.is_whitespace().then_some(' '));
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_written_out_and_controls_left_out() {
        assert_eq!(
            escaped("a<b>&\"c\"\u{1}\t\n\u{ffff}", &['\t']),
            "a&lt;b&gt;&amp;&quot;c&quot;\t "
        );
        assert_eq!(escaped("一\n二\t三", &['\n']), "一\n二 三");
    }
}
