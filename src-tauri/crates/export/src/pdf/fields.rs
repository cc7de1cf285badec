//! The empty signature fields of a report's PDF: widget, blank appearance, part of the tree. They stand
//! there from the first writing on, so that whoever signs fills in values alone and every signature
//! given before stays good.
//!
//! **Deliberately absent**: signatures; `gongkai_sign` fills the fields.

use super::tags::Form;
use crate::error::NotPrinted;
use gongkai_layout::SignatureField;
use gongkai_layout::measures::{PAPER_HEIGHT, POINT};
use lopdf::{Document as File, Object, ObjectId, Stream, dictionary};

/// Printed with the page (ISO 32000-1, 12.5.3), as PDF/A asks (ISO 19005-2, 6.3.2).
const PRINT: i64 = 4;
/// There are fields for signatures, and changes are appended (12.7.2).
const SIGNATURES_APPENDED: i64 = 3;

/// Puts the fields on their pages; gives what the tree of parts has to hold of them.
pub(super) fn put_in(
    file: &mut File,
    fields: &[SignatureField],
    page_ids: &[ObjectId],
    text: impl Fn(&str) -> Object,
) -> Result<Vec<Form>, NotPrinted> {
    let mut forms = Vec::new();
    for field in fields {
        let page = *page_ids.get(field.page).ok_or(NotPrinted::File)?;
        let appearance = file.add_object(blank(field));
        let widget = file.add_object(dictionary! {
            "Type" => "Annot",
            "Subtype" => "Widget",
            "FT" => "Sig",
            "T" => Object::string_literal(field.signer.field()),
            "TU" => text(field.signer.called()),
            "F" => PRINT,
            "P" => page,
            "Rect" => rectangle(field),
            "AP" => dictionary! { "N" => appearance },
        });
        forms.push(Form { page, widget });
    }
    for page in page_ids {
        let on_page = forms.iter().filter(|form| form.page == *page);
        let widgets: Vec<Object> = on_page.map(|form| form.widget.into()).collect();
        if !widgets.is_empty() {
            let page = file.get_dictionary_mut(*page).map_err(|_| NotPrinted::File)?;
            page.set("Annots", widgets);
        }
    }
    if !forms.is_empty() {
        let widgets: Vec<Object> = forms.iter().map(|form| form.widget.into()).collect();
        let form = dictionary! { "Fields" => widgets, "SigFlags" => SIGNATURES_APPENDED };
        file.catalog_mut().map_err(|_| NotPrinted::File)?.set("AcroForm", form);
    }
    Ok(forms)
}

fn points(lengths: &[f64]) -> Vec<Object> {
    lengths.iter().map(|length| ((length / POINT) as f32).into()).collect()
}

/// From lower left to upper right, in points.
fn rectangle(field: &SignatureField) -> Vec<Object> {
    let at = field.place;
    let (right, bottom) = (at.x + at.width, at.y + at.height);
    if at.width * at.height == 0.0 {
        return points(&[0.0; 4]);
    }
    match field.turned {
        false => points(&[at.x, PAPER_HEIGHT - bottom, right, PAPER_HEIGHT - at.y]),
        true => points(&[at.y, at.x, bottom, right]),
    }
}

/// An appearance that shows nothing, upright as the text around it.
fn blank(field: &SignatureField) -> Stream {
    let at = field.place;
    let mut form = dictionary! {
        "Type" => "XObject",
        "Subtype" => "Form",
        "BBox" => points(&[0.0, 0.0, at.width, at.height]),
        "Resources" => dictionary! {},
    };
    if field.turned {
        let turn = [0, 1, -1, 0].map(Object::Integer).into_iter();
        form.set("Matrix", turn.chain(points(&[at.height, 0.0])).collect::<Vec<_>>());
    }
    Stream::new(form, Vec::new())
}
