//! Fields of forms and remarks on a page: what they show belongs to the page as it is seen.
//!
//! **Deliberately absent**: stamps, links, notes that open; scripts that would compute a field;
//! signatures and the seals they show, which are of the file and not of its text.

use super::content_stream::{Mark, Matrix, Walk, Way};
use super::fonts::number;
use crate::Unreadable;
use lopdf::{Dictionary, Document as File, Object, ObjectId, Stream};

/// Most remarks of a page.
const MOST_ANNOTATIONS: usize = 5000;

impl Walk<'_> {
    pub(super) fn annotations(&mut self, page: ObjectId, base: Matrix) -> Result<(), Unreadable> {
        let file = self.file;
        let all = file.get_dictionary(page).and_then(|page| page.get_deref(b"Annots", file));
        let Ok(all) = all.and_then(Object::as_array) else { return Ok(()) };
        for object in all.iter().take(MOST_ANNOTATIONS) {
            let found = file.dereference(object).ok().and_then(|(_, object)| object.as_dict().ok());
            let Some(annotation) = found else { continue };
            let flags = annotation.get_deref(b"F", file).and_then(Object::as_i64).unwrap_or(0);
            // Invisible, hidden, not to be viewed.
            if flags & (1 | 2 | 32) != 0 {
                continue;
            }
            let of_field = annotation.get_deref(b"FT", file).and_then(Object::as_name);
            if of_field.is_ok_and(|kind| kind == b"Sig") {
                continue;
            }
            let kind = annotation.get_deref(b"Subtype", file).and_then(Object::as_name);
            let Some(sides) = self.sides(annotation, base) else { continue };
            match kind {
                Ok(b"StrikeOut") => self.sheet.struck.push(sides),
                Ok(b"Widget" | b"FreeText" | b"Square") => self.shown(annotation, base, sides)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// Where a remark stands on the page.
    fn sides(&self, annotation: &Dictionary, base: Matrix) -> Option<[f64; 4]> {
        let [a, b, c, d] = self.four(annotation.get_deref(b"Rect", self.file).ok()?)?;
        let ((x1, y1), (x2, y2)) = (base.place(a, b), base.place(c, d));
        Some([x1.min(x2), y1.min(y2), x1.max(x2), y1.max(y2)])
    }

    fn four(&self, object: &Object) -> Option<[f64; 4]> {
        let numbers = object.as_array().ok()?.iter();
        let numbers: Vec<f64> = numbers
            .map(|n| self.file.dereference(n).ok().and_then(|(_, n)| number(n)))
            .collect::<Option<_>>()?;
        numbers.try_into().ok()
    }

    /// Draws what a remark shows, or writes the value of a field that shows nothing yet.
    fn shown(
        &mut self,
        annotation: &Dictionary,
        base: Matrix,
        sides: [f64; 4],
    ) -> Result<(), Unreadable> {
        let before = self.sheet.marks.len();
        self.start_anew(base);
        if let Some(stream) = appearance(self.file, annotation)
            && let (Some(from), Ok(rect)) = (
                stream.dict.get_deref(b"BBox", self.file).ok().and_then(|b| self.four(b)),
                annotation.get_deref(b"Rect", self.file),
            )
            && let Some(to) = self.four(rect)
        {
            let scale = |a: f64, b: f64, c: f64, d: f64| {
                if (b - a).abs() > 0.001 { (d - c).abs() / (b - a).abs() } else { 1.0 }
            };
            let (x, y) =
                (scale(from[0], from[2], to[0], to[2]), scale(from[1], from[3], to[1], to[3]));
            let left = to[0].min(to[2]) - from[0].min(from[2]) * x;
            let bottom = to[1].min(to[3]) - from[1].min(from[3]) * y;
            self.start_anew(Matrix([x, 0.0, 0.0, y, left, bottom]).then(base));
            self.form(stream, &Dictionary::new(), 1)?;
        }
        if self.sheet.marks.len() == before {
            self.write_value(annotation, sides);
        }
        Ok(())
    }

    /// Marks of a field's value where the field stands.
    fn write_value(&mut self, field: &Dictionary, [left, top, right, bottom]: [f64; 4]) {
        let file = self.file;
        let own = |key: &[u8]| {
            let parent = || field.get_deref(b"Parent", file).ok()?.as_dict().ok();
            field.get_deref(key, file).ok().or_else(|| parent()?.get_deref(key, file).ok())
        };
        if !matches!(own(b"FT").and_then(|kind| kind.as_name().ok()), Some(b"Tx" | b"Ch")) {
            return;
        }
        let Some(value) = own(b"V").and_then(|value| lopdf::decode_text_string(value).ok()) else {
            return;
        };
        let size = (0.7 * (bottom - top)).clamp(4.0, 12.0);
        let baseline = (top + bottom) / 2.0 + 0.35 * size;
        self.strings += 1;
        let mut at = left + 1.0;
        for c in value.trim().chars().take(200) {
            let width = if c.is_ascii() { 0.5 } else { 1.0 } * size;
            // What has no room is in the field all the same.
            let place = at.min((right - 0.5).max(left));
            at += width;
            if !c.is_whitespace() {
                self.sheet.marks.push(Mark {
                    text: c.to_string(),
                    left: place,
                    right: (place + width).min(right.max(place)),
                    baseline,
                    size,
                    light: Some(0.0),
                    way: Some(Way::Right),
                    string: self.strings,
                });
            }
        }
    }
}

/// The drawing a remark shows in its present state.
fn appearance<'a>(file: &'a File, annotation: &'a Dictionary) -> Option<&'a Stream> {
    let all = annotation.get_deref(b"AP", file).ok()?.as_dict().ok()?;
    let usual = all.get_deref(b"N", file).ok()?;
    if let Ok(stream) = usual.as_stream() {
        return Some(stream);
    }
    let state = annotation.get_deref(b"AS", file).ok()?.as_name().ok()?;
    usual.as_dict().ok()?.get_deref(state, file).ok()?.as_stream().ok()
}
