//! What is seen in a signed field: name, time and reason beside the seal.
//!
//! **Deliberately absent**: any mark that a signature is good; that only a reader of the file can say.

use super::outlines;
use super::picture::{SealPicture, packed};
use crate::error::{BadPicture, NotSigned};
use gongkai_layout::measures::POINT;
use gongkai_layout::{FontSet, Signer};
use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

/// What a signed field shows.
#[derive(Clone, Copy)]
pub(crate) struct Shown<'a> {
    pub signer: Signer,
    /// A paragraph each.
    pub words: &'a [String],
    pub fonts: &'a FontSet,
    pub seal: Option<&'a SealPicture>,
}

/// Adds the appearance of a signed field in the place of its blank one.
pub(super) fn add(
    file: &mut Document,
    blank: &Dictionary,
    shown: Shown<'_>,
) -> Result<ObjectId, NotSigned> {
    let (width, height) = size(blank).ok_or(NotSigned::NotOurs)?;
    let mut form = blank.clone();
    let mut content = String::new();
    if width * height == 0.0 && shown.seal.is_some() {
        return Err(BadPicture::NoPlace.into());
    }
    if width * height > 0.0 {
        let words = shown.signer.words(width, height);
        let at = (words.x / POINT, words.width);
        content = outlines::lines(shown.words, shown.fonts, at, height);
        if let Some(seal) = shown.seal {
            form.set(
                "Resources",
                dictionary! { "XObject" => dictionary! { "Seal" => image(file, seal) } },
            );
            // Seals are seen through (ISO 19005-2, 6.2.10).
            form.set(
                "Group",
                dictionary! { "Type" => "Group", "S" => "Transparency", "CS" => "DeviceRGB" },
            );
            content += &placed(seal, shown.signer.picture(width, height), height);
        }
    }
    form.remove(b"Filter");
    form.remove(b"Length");
    Ok(file.add_object(packed(form, content.as_bytes())))
}

/// In mm, of a field that shows nothing yet.
fn size(blank: &Dictionary) -> Option<(f64, f64)> {
    let corners = blank.get(b"BBox").ok()?.as_array().ok()?;
    let corners: Vec<f64> =
        corners.iter().map(|n| n.as_float().ok().map(f64::from)).collect::<Option<_>>()?;
    let [_, _, across, up] = corners.as_slice() else { return None };
    Some((across * POINT, up * POINT))
}

fn image(file: &mut Document, seal: &SealPicture) -> Object {
    let (mut picture, mask) = seal.streams();
    picture.dict.set("SMask", file.add_object(mask));
    file.add_object(picture).into()
}

/// The seal, its middle at this place of a field so high.
fn placed(seal: &SealPicture, (x, y): (f64, f64), height: f64) -> String {
    let (width, tall) = seal.size;
    let [left, low] = [x - width / 2.0, height - y - tall / 2.0].map(|length| length / POINT);
    let [width, tall] = [width, tall].map(|length| length / POINT);
    format!("q\n{width:.3} 0 0 {tall:.3} {left:.3} {low:.3} cm\n/Seal Do\nQ\n")
}
