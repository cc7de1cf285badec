//! Headings: in which font, where one that runs on into its paragraph ends, and no stray character
//! on its last line.

use super::balance::parting_costs;
use super::glyphs::Glyph;
use super::line::{Line, width};
use crate::FontRole;
use gongkai_model::document::numbering;

/// A heading that runs on into its paragraph has at most this many characters.
const LONGEST_RUN_IN: usize = 40;
/// The last line of a heading has at least this many characters.
const LEAST: f64 = 3.5;
/// How many characters farther up a heading is parted for the sake of its words.
const FARTHER: f64 = 3.0;

/// 一、 in 黑体, （一） in 楷体, the others like the text (7.3.3).
pub fn heading_font(level: u8) -> FontRole {
    match level {
        1 => FontRole::HeiTi,
        2 => FontRole::KaiTi,
        _ => FontRole::FangSong,
    }
}

/// （一）小标题。正文 → heading and what follows.
pub fn run_in(text: &str) -> Option<(&str, &str)> {
    let (level, _) = numbering(text)?;
    let end = text.find(['。', '：'])?;
    let end = end + text.get(end..)?.chars().next()?.len_utf8();
    let (head, rest) = text.split_at_checked(end)?;
    let short = head.chars().count() <= LONGEST_RUN_IN;
    (level == 2 && short && !head.contains(['，', '；']) && !rest.trim().is_empty())
        .then_some((head, rest))
}

/// A heading's lines with more than a few characters on the last: the line before it ends earlier,
/// behind a stop or between words where one is near, and is then not flush at the right.
pub(super) fn without_stray(mut lines: Vec<Line>, glyphs: &[Glyph], place: f64) -> Vec<Line> {
    let [.., before, last] = lines.as_mut_slice() else { return lines };
    let wide = |from: usize| width(glyphs.get(from..).unwrap_or_default());
    let was = last.glyphs.start;
    if wide(was) >= LEAST * place {
        return lines;
    }
    let costs = parting_costs(glyphs);
    let cost = |at: &usize| {
        costs.get(*at).copied().flatten().map(|cost| (was - at) as f64 + FARTHER * cost)
    };
    let parts = (before.glyphs.start + 1..was)
        .filter(|at| wide(*at) >= LEAST * place)
        .filter_map(|at| Some((cost(&at)?, at)));
    if let Some((_, at)) = parts.min_by(|a, b| a.0.total_cmp(&b.0)) {
        *before = Line::natural(before.glyphs.start..at);
        last.glyphs.start = at;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::super::glyphs::{Style, glyphs};
    use super::super::line::break_lines;
    use super::super::measures::{ADVANCE, AREA_WIDTH, BODY_SIZE, INDENT};
    use super::*;
    use crate::fonts::Faces;
    use crate::samples::shipped;

    fn lines(heading: &str) -> Vec<String> {
        let fonts = shipped();
        let style = Style { role: FontRole::HeiTi, size: BODY_SIZE, place: ADVANCE };
        let glyphs = glyphs(heading, style, &mut Faces::new(&fonts), &mut Vec::new());
        let lines = break_lines(&glyphs, AREA_WIDTH, INDENT * ADVANCE, ADVANCE, true);
        let text = |line: Line| glyphs[line.glyphs].iter().map(|l| l.character).collect();
        without_stray(lines, &glyphs, ADVANCE).into_iter().map(text).collect()
    }

    #[test]
    fn no_character_of_a_heading_is_left_alone() {
        let cases: [(&str, &[&str]); 4] = [
            ("一、总体情况", &["一、总体情况"]),
            (
                "四、因政府信息公开工作被公民申请行政复议提起行政诉讼情况",
                &["四、因政府信息公开工作被公民申请行政复议提起行政", "诉讼情况"],
            ),
            (
                "四、因本局政府信息公开工作被申请行政复议，提起行政诉讼情况",
                &["四、因本局政府信息公开工作被申请行政复议，", "提起行政诉讼情况"],
            ),
            (
                "（二）关于进一步做好民生商品保供稳价等信息发布工作的情况",
                &["（二）关于进一步做好民生商品保供稳价等信息发布", "工作的情况"],
            ),
        ];
        for (heading, expected) in cases {
            assert_eq!(lines(heading), expected);
        }
        for length in 20..60 {
            let heading = format!("一、{}", "政".repeat(length));
            let lines = lines(&heading);
            assert_eq!(lines.concat(), heading);
            assert!(lines.iter().all(|line| line.chars().count() > 3), "{lines:?}");
        }
    }

    #[test]
    fn a_heading_runs_in_only_when_it_is_short_and_text_follows() {
        assert_eq!(run_in("（一）主动公开。全年"), Some(("（一）主动公开。", "全年")));
        assert_eq!(run_in("（一）问题：更新慢。"), Some(("（一）问题：", "更新慢。")));
        for no in ["（一）主动公开。", "（一）主动公开", "一是公开。全年", "（一）先，后。全年"]
        {
            assert_eq!(run_in(no), None, "{no}");
        }
    }
}
