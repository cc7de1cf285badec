//! Rows of a table that the end of a page cut in two: half of the label and the figures in one part,
//! the other half of it beside empty cells in the other. They are made one again where the halves
//! together are a label of the form; the empty cells are no blanks.

use super::labels::RowLabel;
use super::lines::{Line, Shape, Token};
use gongkai_model::document::normalize;

/// Lines of a repeated head that may stand between the two parts.
const LONGEST_HEAD: usize = 4;

/// Puts the parts of broken rows together.
pub(super) fn rejoin(lines: &mut Vec<Line>, rows: &[RowLabel]) {
    let mut at = 0;
    while let Some(upper) = lines.get(at) {
        let below = (at + 1..lines.len()).take(LONGEST_HEAD + 1);
        let next = below.clone().find(|&below| lines.get(below).is_some_and(has_contents));
        let whole = next.and_then(|below| Some((below, joined(upper, lines.get(below)?, rows)?)));
        if let Some((below, whole)) = whole {
            lines.remove(below);
            if let Some(line) = lines.get_mut(at) {
                *line = whole;
            }
        }
        at += 1;
    }
}

fn has_contents(line: &Line) -> bool {
    !contents(line).is_empty()
}

/// What stands behind the last label of a line.
fn contents(line: &Line) -> &[Token] {
    let label = line.tokens.iter().rposition(|token| matches!(token, Token::Label(_)));
    line.tokens.get(label.map_or(0, |at| at + 1)..).unwrap_or_default()
}

fn joined(upper: &Line, lower: &Line, rows: &[RowLabel]) -> Option<Line> {
    // Where the heads over them tell which figures they are, rows are whole, and heads are no labels.
    let known = upper.cells.is_some() || lower.cells.is_some();
    if known || upper.shape != Shape::Row || lower.shape != Shape::Row {
        return None;
    }
    let full = match (upper.figures() > 0, lower.figures() > 0) {
        (true, true) => return None,
        (_, false) => upper,
        (false, true) => lower,
    };
    let (begin, rest) = (upper.labels().last()?, lower.labels().last().unwrap_or_default());
    let named = |label: &str| {
        let key = normalize::label_key(label);
        rows.iter().position(|row| !key.is_empty() && row.is_named(&key))
    };
    // A whole label beside empty cells and figures without any label are one row of a table, too; a
    // label of another row is its own.
    let label = format!("{begin}{rest}");
    let whole = named(&label)?;
    let another = named(rest).is_some_and(|row| row != whole);
    let apart = rest.is_empty() && upper.block != lower.block;
    if another || apart || contents(upper).len() != contents(lower).len() {
        return None;
    }
    let mut tokens: Vec<Token> = upper.tokens.clone();
    tokens.truncate(tokens.len() - contents(upper).len() - 1);
    tokens.push(Token::Label(label));
    tokens.extend_from_slice(contents(full));
    let text = format!("{}{}", upper.text, lower.text);
    let in_order = upper.in_order && lower.in_order;
    Some(Line { block: full.block, text, tokens, in_order, ..upper.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognise::labels;
    use gongkai_model::form::Forms;

    fn row(cells: &[&str]) -> Line {
        let token = |cell: &&str| match *cell {
            "" => Token::Empty,
            figure if figure.bytes().all(|byte| byte.is_ascii_digit()) => {
                Token::Figure(figure.to_owned())
            }
            label => Token::Label(label.to_owned()),
        };
        Line {
            block: 0,
            shape: Shape::Row,
            role: gongkai_model::document::Role::Body,
            text: cells.concat(),
            indent: 0,
            tokens: cells.iter().map(token).collect(),
            places: Vec::new(),
            in_order: false,
            cells: None,
        }
    }

    fn rejoined(rows: &[&[&str]]) -> Vec<Vec<Token>> {
        let forms = Forms::official();
        let labels: Vec<_> =
            forms.editions().iter().flat_map(|edition| labels::rows(&forms, edition)).collect();
        let mut lines: Vec<Line> = rows.iter().map(|cells| row(cells)).collect();
        rejoin(&mut lines, &labels);
        lines.into_iter().map(|line| line.tokens).collect()
    }

    #[test]
    fn halves_that_are_a_label_together_are_one_row() {
        let whole = row(&["2.没有现成信息需要另行制作", "47", "1", "48"]).tokens;
        for parts in [
            [&["2.没有现成信息需要", "47", "1", "48"][..], &["", "另行制作", "", "", ""]],
            [&["2.没有现成信息需要", "", "", ""], &["另行制作", "47", "1", "48"]],
            [&["2.没有现成信息需要另行制作", "", "", ""], &["47", "1", "48"]],
        ] {
            assert_eq!(rejoined(&parts), std::slice::from_ref(&whole));
        }
        // The first half alone is another wording of the row.
        let partly = [
            &["（二）部分公开", "2", "0", "2"][..],
            &["（区分处理的，只计这一情形，不计其他情形）", "", "", ""],
        ];
        assert_eq!(rejoined(&partly).len(), 1);
        let blank = [&["8.属于", "", "", ""][..], &["行政查询事项", "", "", ""]];
        assert_eq!(rejoined(&blank), [row(&["8.属于行政查询事项", "", "", ""]).tokens]);
        let head: &[&str] = &["自然人", "商业企业", "总计"];
        let parts = [&["2.没有现成信息", "47", "1", "48"][..], head, &["需要另行制作", "", "", ""]];
        assert_eq!(rejoined(&parts)[0], whole);
    }

    #[test]
    fn rows_that_are_whole_stay_apart() {
        for rows in [
            [&["1.属于国家秘密", "", "", ""][..], &["2.其他法律行政法规禁止公开", "1", "0", "1"]],
            [&["1.属于国家秘密", "4", "0", "4"], &["2.其他法律行政法规禁止公开", "", "", ""]],
            [&["2.没有现成信息需要", "47", "1", "48"], &["另行制作", "0", "0", "0"]],
            [&["1.属于国家", "4", "0", "4"], &["不知何物", "", "", ""]],
            [&["1.属于国家秘密", "", "", ""], &["1", "2"]],
        ] {
            assert_eq!(rejoined(&rows).len(), 2, "{rows:?}");
        }
    }
}
