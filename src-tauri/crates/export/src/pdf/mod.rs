//! Pages → PDF through printpdf. The only file that knows printpdf.
//!
//! Of a font printpdf is told its kind, its codes and its widths only; the font itself, cut to the
//! characters used, is put in by `postprocess`, since printpdf would copy it four times. What
//! printpdf writes wrongly or not at all — outline, metadata, PDF/A — is put right there, too. The
//! same pages and fonts give the same bytes.

mod colour;
mod fields;
mod postprocess;
mod tags;

use self::postprocess::{Embedded, Metrics, finish};
use self::tags::{ARTIFACT, MarkedContent, Tags};
use crate::error::NotPrinted;
use crate::subset::{Program, cut};
use gongkai_layout::fonts::FontSet;
use gongkai_layout::measures::POINT;
use gongkai_layout::{Page, Pages, Run, SignatureField};
use gongkai_model::document::Document;
use printpdf::{
    DictItem, FontId, FontMetrics, Line, LinePoint, Mm, Op, ParsedFont, PdfDocument, PdfFont,
    PdfFontHandle, PdfPage, PdfSaveOptions, Point, Pt, TextItem, TextMatrix,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use subsetter::GlyphRemapper;
use ttf_parser::{Face, GlyphId};

/// A face and its layer, as embedded. Characters that share a glyph can't share a code, or they would be one
/// character to whoever searches or copies: each further one goes into another layer.
type Part = (u16, u16);

struct Layers {
    /// Layer of each character of a face.
    of: HashMap<(u16, char), u16>,
    characters: BTreeMap<Part, BTreeMap<char, u16>>,
}

/// Writes the pages of a document as a PDF, with these places to sign; `author` is the organ,
/// `subject` what else is to be said of it, or empty.
pub(super) fn write(
    pages: &Pages,
    document: &Document,
    fonts: &FontSet,
    (author, subject): (&str, &str),
    fields: &[SignatureField],
) -> Result<Vec<u8>, NotPrinted> {
    let faces: Vec<Option<Face<'_>>> =
        fonts.all().iter().map(|font| Face::parse(font.data(), font.index()).ok()).collect();
    let layers = layers(pages, &faces);
    let mut written = PdfDocument::new(&pages.title);
    let mut embedded = Vec::new();
    for (&(face, layer), characters) in &layers.characters {
        let font = fonts.all().get(usize::from(face)).ok_or(NotPrinted::Font)?;
        let parsed =
            faces.get(usize::from(face)).and_then(Option::as_ref).ok_or(NotPrinted::Font)?;
        let name = format!("{}+{}", tag(face, layer), font.postscript());
        let mut glyphs = GlyphRemapper::new();
        let codes = characters.iter().map(|(c, glyph)| (*c as u32, glyphs.remap(*glyph))).collect();
        let program = cut(font.data(), font.index(), parsed, &glyphs)?;
        let told = told(parsed, &program, codes, &glyphs, &name);
        written.resources.fonts.map.insert(font_id(face, layer), PdfFont::new(told));
        embedded.push(Embedded { name, metrics: Metrics::of(parsed), program });
    }
    let mut tags = Tags::new(document);
    written.pages = pages.pages.iter().map(|page| ops(page, pages, &layers, &mut tags)).collect();
    let options = PdfSaveOptions { optimize: false, subset_fonts: false, ..Default::default() };
    let mut warnings = Vec::new();
    let file = written.to_lopdf_document(&options, &mut warnings);
    finish(file, pages, &tags, (author, subject), embedded, fields)
}

fn layers(pages: &Pages, faces: &[Option<Face<'_>>]) -> Layers {
    let mut used: BTreeSet<(u16, char)> = BTreeSet::new();
    for run in pages.pages.iter().flat_map(|page| &page.runs) {
        used.extend(run.text.chars().map(|character| (run.face, character)));
    }
    let mut layers = Layers { of: HashMap::new(), characters: BTreeMap::new() };
    let mut taken: HashMap<(u16, u16), u16> = HashMap::new();
    for (face, character) in used {
        let glyph = faces
            .get(usize::from(face))
            .and_then(Option::as_ref)
            .and_then(|parsed| parsed.glyph_index(character))
            .map_or(0, |id| id.0);
        let layer = taken.entry((face, glyph)).or_default();
        layers.of.insert((face, character), *layer);
        layers.characters.entry((face, *layer)).or_default().insert(character, glyph);
        *layer += 1;
    }
    layers
}

fn font_id(face: u16, layer: u16) -> FontId {
    FontId(format!("F{face:02}L{layer:02}"))
}

/// The six capitals that mark a font as cut (ISO 32000-1, 9.6.4).
fn tag(face: u16, layer: u16) -> String {
    let letter = |number: u16| char::from(b'A' + (number % 26) as u8);
    ['G', 'K', letter(face / 26), letter(face), letter(layer / 26), letter(layer)].iter().collect()
}

/// What printpdf is told of a font: of the file its kind alone.
fn told(
    face: &Face<'_>,
    program: &Program,
    codes: BTreeMap<u32, u16>,
    glyphs: &GlyphRemapper,
    name: &str,
) -> ParsedFont {
    let kind: &[u8] = match program {
        Program::Cff(_) => b"OTTO",
        Program::TrueType(_) => &[0, 1, 0, 0],
    };
    let advance = |glyph: u16| face.glyph_hor_advance(GlyphId(glyph)).unwrap_or_default();
    let widths = (0..).zip(glyphs.remapped_gids().map(advance)).collect();
    let metrics = FontMetrics { ascent: face.ascender(), descent: face.descender() };
    let (name, units) = (Some(name.to_owned()), face.units_per_em());
    ParsedFont::with_glyph_data(kind.to_vec(), 0, name, codes, widths, units, metrics)
}

/// Points from the lower edge of the paper.
fn up(pages: &Pages, y: f64) -> Pt {
    Pt(((pages.height - y) / POINT) as f32)
}

fn across(x: f64) -> Pt {
    Pt((x / POINT) as f32)
}

fn ops(page: &Page, pages: &Pages, layers: &Layers, tags: &mut Tags<'_>) -> PdfPage {
    tags.turn();
    let mut ops = Vec::with_capacity(page.runs.len() * 5 + page.strokes.len() * 2 + 4);
    ops.push(mark(None));
    let mut thickness = None;
    for rule in &page.strokes {
        if thickness != Some(rule.thickness) {
            ops.push(Op::SetOutlineThickness { pt: Pt(rule.thickness as f32) });
            thickness = Some(rule.thickness);
        }
        let point = |x: f64, y: f64| LinePoint {
            p: Point { x: across(x), y: up(pages, y) },
            bezier: false,
        };
        let points = vec![point(rule.x1, rule.y1), point(rule.x2, rule.y2)];
        ops.push(Op::DrawLine { line: Line { points, is_closed: false } });
    }
    ops.push(Op::EndMarkedContent);
    ops.push(Op::StartTextSection);
    let mut set: Option<(u16, u16, f64)> = None;
    let mut spacing = 0.0;
    let mut of = None;
    for run in &page.runs {
        if of != Some(run.of) {
            if of.is_some() {
                ops.push(Op::EndMarkedContent);
            }
            ops.push(mark(tags.piece(run.of)));
            of = Some(run.of);
        }
        if spacing != run.spacing {
            ops.push(Op::SetCharacterSpacing { multiplier: (run.spacing / POINT) as f32 });
            spacing = run.spacing;
        }
        let (Pt(x), Pt(y)) = (across(run.x), up(pages, run.y));
        let matrix = match run.turned {
            false => TextMatrix::Raw([1.0, 0.0, 0.0, 1.0, x, y]),
            true => TextMatrix::Raw([0.0, 1.0, -1.0, 0.0, x, y]),
        };
        ops.push(Op::SetTextMatrix { matrix });
        for (layer, text) in pieces(run, layers) {
            if set != Some((run.face, layer, run.size)) {
                let font = PdfFontHandle::External(font_id(run.face, layer));
                ops.push(Op::SetFont { font, size: Pt(run.size as f32) });
                set = Some((run.face, layer, run.size));
            }
            ops.push(Op::ShowText { items: vec![TextItem::Text(text)] });
        }
    }
    if of.is_some() {
        ops.push(Op::EndMarkedContent);
    }
    ops.push(Op::EndTextSection);
    PdfPage::new(Mm(pages.width as f32), Mm(pages.height as f32), ops)
}

fn mark(piece: Option<MarkedContent>) -> Op {
    match piece {
        None => Op::BeginMarkedContent { tag: ARTIFACT.to_owned() },
        Some(MarkedContent { tag, number }) => {
            let map = BTreeMap::from([("MCID".to_owned(), DictItem::Int(number))]);
            let properties = DictItem::Dict { map };
            Op::BeginMarkedContentWithProperties { tag: tag.to_owned(), properties }
        }
    }
}

/// A run in pieces of one layer each: nearly always one.
fn pieces(run: &Run, layers: &Layers) -> Vec<(u16, String)> {
    let mut pieces: Vec<(u16, String)> = Vec::new();
    for character in run.text.chars() {
        let layer = layers.of.get(&(run.face, character)).copied().unwrap_or_default();
        match pieces.last_mut() {
            Some((last, text)) if *last == layer => text.push(character),
            _ => pieces.push((layer, character.to_string())),
        }
    }
    pieces
}
