//! A page as the objects of OFD: a text object a run, a path object for all lines of one thickness
//! (GB/T 33190-2016, 8, 9 and 11).

use super::fonts::Embedded;
use super::xml::{HEAD, Ids, NAMESPACE, Number};
use crate::escape::escaped;
use gongkai_layout::measures::POINT;
use gongkai_layout::{Page, Run, Stroke};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// How far a text object reaches above and below its baseline, in parts of its size: beyond any
/// glyph, since readers show nothing outside.
const ABOVE: f64 = 1.1;
const BELOW: f64 = 0.5;

/// The fonts with the identifiers they have in the file.
pub(super) type Fonts<'a> = BTreeMap<u16, (u32, &'a Embedded)>;

/// The content of a page.
pub(super) fn content(page: &Page, fonts: &Fonts<'_>, ids: &mut Ids) -> String {
    let mut out = format!("{HEAD}<ofd:Page {NAMESPACE}><ofd:Content>");
    let _ = write!(out, "<ofd:Layer ID=\"{}\" Type=\"Body\">", ids.next());
    let mut rules: Vec<(f64, Vec<&Stroke>)> = Vec::new();
    for rule in &page.strokes {
        match rules.iter_mut().find(|(thickness, _)| *thickness == rule.thickness) {
            Some((_, same)) => same.push(rule),
            None => rules.push((rule.thickness, vec![rule])),
        }
    }
    for (thickness, rules) in rules {
        path(&mut out, thickness * POINT, &rules, ids);
    }
    for run in &page.runs {
        if let Some((font, embedded)) = fonts.get(&run.face) {
            text(&mut out, run, *font, embedded, ids);
        }
    }
    out.push_str("</ofd:Layer></ofd:Content></ofd:Page>");
    out
}

fn path(out: &mut String, thickness: f64, rules: &[&Stroke], ids: &mut Ids) {
    let ends = || rules.iter().flat_map(|rule| [(rule.x1, rule.y1), (rule.x2, rule.y2)]);
    let least = |of: fn((f64, f64)) -> f64| ends().map(of).fold(f64::INFINITY, f64::min);
    let most = |of: fn((f64, f64)) -> f64| ends().map(of).fold(f64::NEG_INFINITY, f64::max);
    let (left, top) = (least(|end| end.0) - thickness, least(|end| end.1) - thickness);
    let width = most(|end| end.0) + thickness - left;
    let height = most(|end| end.1) + thickness - top;
    let [width, height, thickness] = [width, height, thickness].map(Number);
    let _ = write!(
        out,
        "<ofd:PathObject ID=\"{}\" Boundary=\"{} {} {width} {height}\" LineWidth=\"{thickness}\" \
         Stroke=\"true\" Fill=\"false\"><ofd:StrokeColor Value=\"0 0 0\"/><ofd:AbbreviatedData>",
        ids.next(),
        Number(left),
        Number(top)
    );
    for (at, rule) in rules.iter().enumerate() {
        let blank = if at > 0 { " " } else { "" };
        let ends = [rule.x1 - left, rule.y1 - top, rule.x2 - left, rule.y2 - top].map(Number);
        let [x1, y1, x2, y2] = ends;
        let _ = write!(out, "{blank}M {x1} {y1} L {x2} {y2}");
    }
    out.push_str("</ofd:AbbreviatedData></ofd:PathObject>");
}

fn text(out: &mut String, run: &Run, font: u32, embedded: &Embedded, ids: &mut Ids) {
    let size = run.size * POINT;
    // Readers may drop blanks at the ends, and with them the places of what follows.
    let shown = run.text.trim_matches(' ');
    if shown.is_empty() {
        return;
    }
    let advance = |c: char| embedded.advance(c) * size + run.spacing;
    let before: f64 = run.text.chars().take_while(|c| *c == ' ').map(advance).sum();
    let last = shown.chars().last().map_or(0.0, |c| embedded.advance(c) * size);
    let mut pen = 0.0;
    let mut steps = String::new();
    let mut written = 0.0;
    for (at, character) in shown.chars().enumerate() {
        if at > 0 {
            // Steps between rounded places, so that what is rounded off does not add up.
            let step = Number::rounded(pen - written);
            let blank = if at > 1 { " " } else { "" };
            let _ = write!(steps, "{blank}{}", Number(step));
            written += step;
        }
        pen += advance(character);
    }
    let (above, height, width) = (ABOVE * size, (ABOVE + BELOW) * size, written + last);
    // Of a turned object the x axis runs up the paper and the y axis to the right.
    let (x, y, boundary, matrix) = match run.turned {
        false => (before, above, [run.x, run.y - above, before + width, height], String::new()),
        true => {
            let (right, down) = (Number(above), Number(before + width));
            let matrix = format!(" CTM=\"0 -1 1 0 {right} {down}\"");
            let top = run.y - before - width;
            (before, 0.0, [run.x - above, top, height, before + width], matrix)
        }
    };
    let [left, top, width, height] = boundary.map(Number);
    let _ = write!(
        out,
        "<ofd:TextObject ID=\"{}\" Boundary=\"{left} {top} {width} {height}\"{matrix} \
         Font=\"{font}\" Size=\"{}\"><ofd:TextCode X=\"{}\" Y=\"{}\"",
        ids.next(),
        Number(size),
        Number(x),
        Number(y)
    );
    if !steps.is_empty() {
        let _ = write!(out, " DeltaX=\"{steps}\"");
    }
    let _ = write!(out, ">{}</ofd:TextCode></ofd:TextObject>", escaped(shown, &[]));
}
