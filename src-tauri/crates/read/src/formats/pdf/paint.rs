//! What a page is painted with: how bright, how opaque, and what it covers.
//!
//! **Deliberately absent**: colours as such; only whether words can be seen on their ground matters.

use super::fonts::number;
use lopdf::{Dictionary, Document as File, Object};

/// From so much on, paint hides what is under it.
const OPAQUE: f64 = 0.9;
/// Corners of a rectangle may be off by so much, in points.
const STRAIGHT: f64 = 0.5;

/// How the numbers of a colour are meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Space {
    #[default]
    Grey,
    Rgb,
    Cmyk,
    Other,
}

/// Paint for areas and letters, or for lines.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paint {
    space: Space,
    /// From 0 (black) to 1.
    light: Option<f64>,
    opacity: f64,
    /// Mixed with what is under it.
    mixed: bool,
}

impl Default for Paint {
    fn default() -> Self {
        Paint { space: Space::Grey, light: Some(0.0), opacity: 1.0, mixed: false }
    }
}

impl Paint {
    /// How bright it is on white.
    pub fn light(&self) -> Option<f64> {
        self.light.map(|light| 1.0 - self.opacity * (1.0 - light))
    }

    pub fn is_opaque(&self) -> bool {
        self.opacity >= OPAQUE && !self.mixed
    }

    /// Takes an operation in that sets a colour, for lines in capital letters; whether it is one.
    pub fn set(
        &mut self,
        file: &File,
        operator: &str,
        operands: &[Object],
        resources: &Dictionary,
        lines: bool,
    ) -> bool {
        let own = operator.bytes().all(|b| b.is_ascii_uppercase() == lines);
        let name = operator.to_ascii_lowercase();
        match name.as_str() {
            _ if !own => return false,
            "g" => self.space = Space::Grey,
            "rg" => self.space = Space::Rgb,
            "k" => self.space = Space::Cmyk,
            "cs" => {
                self.space =
                    operands.first().map_or(Space::Other, |s| space(file, s, resources, 0));
                self.light = (self.space != Space::Other).then_some(0.0);
                return true;
            }
            "sc" | "scn" => {}
            _ => return false,
        }
        let numbers: Vec<f64> =
            operands.iter().filter_map(number).map(|n| n.clamp(0.0, 1.0)).collect();
        self.light = match (self.space, numbers.as_slice()) {
            (Space::Grey, [grey]) => Some(*grey),
            (Space::Rgb, [red, green, blue]) => Some(0.299 * red + 0.587 * green + 0.114 * blue),
            (Space::Cmyk, [cyan, magenta, yellow, black]) => {
                let ink = 0.299 * cyan + 0.587 * magenta + 0.114 * yellow;
                Some((1.0 - ink) * (1.0 - black))
            }
            _ => None,
        };
        true
    }

    /// Takes in how opaque a state says it is.
    pub fn transparent(&mut self, file: &File, state: &Dictionary, key: &[u8]) {
        if let Some(opacity) = state.get_deref(key, file).ok().and_then(number) {
            self.opacity = opacity.clamp(0.0, 1.0);
        }
        if let Ok(mode) = state.get_deref(b"BM", file) {
            let first = mode.as_array().ok().and_then(|all| all.first()).unwrap_or(mode);
            self.mixed = first.as_name().is_ok_and(|n| n != b"Normal" && n != b"Compatible");
        }
    }
}

fn space(file: &File, object: &Object, resources: &Dictionary, depth: usize) -> Space {
    let object = file.dereference(object).map_or(object, |(_, object)| object);
    if let Ok(name) = object.as_name() {
        return match name {
            b"DeviceGray" | b"CalGray" | b"G" => Space::Grey,
            b"DeviceRGB" | b"CalRGB" | b"RGB" => Space::Rgb,
            b"DeviceCMYK" | b"CMYK" => Space::Cmyk,
            name => {
                let named = resources.get_deref(b"ColorSpace", file).and_then(Object::as_dict);
                match named.and_then(|spaces| spaces.get(name)) {
                    Ok(found) if depth < 4 => space(file, found, resources, depth + 1),
                    _ => Space::Other,
                }
            }
        };
    }
    let Ok([kind, rest @ ..]) = object.as_array().map(Vec::as_slice) else { return Space::Other };
    match kind.as_name() {
        Ok(b"CalGray") => Space::Grey,
        Ok(b"CalRGB") => Space::Rgb,
        Ok(b"ICCBased") => {
            let profile = rest.first().and_then(|profile| file.dereference(profile).ok());
            let profile = profile.and_then(|(_, profile)| profile.as_stream().ok());
            match profile.and_then(|p| p.dict.get_deref(b"N", file).ok()?.as_i64().ok()) {
                Some(1) => Space::Grey,
                Some(3) => Space::Rgb,
                Some(4) => Space::Cmyk,
                _ => Space::Other,
            }
        }
        _ => Space::Other,
    }
}

/// Whether a marked part is not seen, or is there as a watermark.
pub(super) fn is_unseen(file: &File, operands: &[Object], resources: &Dictionary) -> bool {
    let tag = operands.first().and_then(|tag| tag.as_name().ok());
    let named = |name: &[u8]| {
        let all = resources.get_deref(b"Properties", file).and_then(Object::as_dict).ok()?;
        all.get(name).ok()
    };
    let given = operands.get(1);
    let properties = given.and_then(|given| given.as_name().map_or(Some(given), named));
    let Some(properties) = properties else { return false };
    match tag {
        Some(b"Artifact") => {
            let found = file.dereference(properties).ok().and_then(|(_, p)| p.as_dict().ok());
            let kind = found.and_then(|p| p.get_deref(b"Subtype", file).ok()?.as_name().ok());
            kind == Some(b"Watermark")
        }
        Some(b"OC") => {
            let off = || {
                let all = file.catalog().ok()?.get_deref(b"OCProperties", file).ok()?;
                let usual = all.as_dict().ok()?.get_deref(b"D", file).ok()?.as_dict().ok()?;
                usual.get_deref(b"OFF", file).ok()?.as_array().ok()
            };
            let own = properties.as_reference().ok();
            let is_own = |layer: &Object| own.is_some() && layer.as_reference().ok() == own;
            off().is_some_and(|off| off.iter().any(is_own))
        }
        _ => false,
    }
}

/// A straight piece of a path, from where to where.
pub(in crate::formats) type Piece = ((f64, f64), (f64, f64));

/// The upright rectangles a path consists of.
pub(in crate::formats) fn rectangles(path: &[Piece]) -> Vec<[f64; 4]> {
    path.chunk_by(|before, next| before.1 == next.0).filter_map(rectangle).collect()
}

/// The upright rectangle a path is.
pub(super) fn rectangle(path: &[Piece]) -> Option<[f64; 4]> {
    let straight =
        |((x1, y1), (x2, y2)): &Piece| (x1 - x2).abs() <= STRAIGHT || (y1 - y2).abs() <= STRAIGHT;
    if !(3..=5).contains(&path.len()) || !path.iter().all(straight) {
        return None;
    }
    let points = || path.iter().flat_map(|(from, to)| [*from, *to]);
    let side =
        |pick: fn((f64, f64)) -> f64, best: fn(f64, f64) -> f64| points().map(pick).reduce(best);
    Some([
        side(|p| p.0, f64::min)?,
        side(|p| p.1, f64::min)?,
        side(|p| p.0, f64::max)?,
        side(|p| p.1, f64::max)?,
    ])
}

/// What two areas share.
pub(super) fn within(a: [f64; 4], b: [f64; 4]) -> [f64; 4] {
    [a[0].max(b[0]), a[1].max(b[1]), a[2].min(b[2]), a[3].min(b[3])]
}
