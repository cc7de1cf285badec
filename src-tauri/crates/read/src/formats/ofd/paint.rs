//! How bright what is painted is, from 0 (black) to 1; none where its colour is not known.
//!
//! **Deliberately absent**: colours as such; only whether words can be seen on their ground matters.

use super::numbers::numbers;
use crate::formats::xml::Element;
use std::collections::HashMap;

/// How bright what has these drawing parameters is filled, by their identifiers.
pub(super) type Paints = HashMap<String, Option<f64>>;

/// From so much on, paint hides what is under it (of 255).
const OPAQUE: f64 = 230.0;
const WHOLE: f64 = 255.0;

/// Takes in the drawing parameters of a part of resources.
pub(super) fn collect(resources: &Element, paints: &mut Paints) {
    let groups = resources.elements().filter(|group| &*group.name == "DrawParams");
    for parameters in groups.flat_map(Element::elements) {
        let colour = parameters.child("FillColor");
        if let (Some(id), Some(colour)) = (parameters.attribute("ID"), colour) {
            paints.insert(id.to_owned(), of_colour(colour));
        }
    }
}

/// How bright an object is filled: by its own colour, by its parameters, or by those of its layer.
pub(super) fn light(object: &Element, layer: Option<&str>, paints: &Paints) -> Option<f64> {
    let own = object.child("FillColor").map(of_colour);
    let named = [object.attribute("DrawParam"), layer];
    let of_parameters = || named.into_iter().flatten().find_map(|id| paints.get(id).copied());
    let light = own.or_else(of_parameters).unwrap_or(Some(0.0))?;
    Some(1.0 - alpha(object) / WHOLE * (1.0 - light))
}

pub(super) fn is_opaque(object: &Element) -> bool {
    alpha(object) >= OPAQUE && object.child("FillColor").is_none_or(|c| alpha(c) >= OPAQUE)
}

fn alpha(element: &Element) -> f64 {
    let alpha = element.attribute("Alpha").and_then(|alpha| alpha.parse::<f64>().ok());
    alpha.filter(|alpha| alpha.is_finite()).unwrap_or(WHOLE).clamp(0.0, WHOLE)
}

fn of_colour(colour: &Element) -> Option<f64> {
    let parts: Vec<f64> = numbers(colour.attribute("Value")?)
        .into_iter()
        .map(|part| (part / WHOLE).clamp(0.0, 1.0))
        .collect();
    let light = match parts.as_slice() {
        [grey] => *grey,
        [red, green, blue] => 0.299 * red + 0.587 * green + 0.114 * blue,
        [cyan, magenta, yellow, black] => {
            (1.0 - 0.299 * cyan - 0.587 * magenta - 0.114 * yellow) * (1.0 - black)
        }
        _ => return None,
    };
    Some(1.0 - alpha(colour) / WHOLE * (1.0 - light))
}
