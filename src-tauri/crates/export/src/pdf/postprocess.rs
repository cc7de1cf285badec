//! What makes a written PDF one to keep: the fonts put in, version 1.7, a nested outline, the tree of
//! its parts, metadata, PDF/A-2u, an identifier made from its content, streams compressed.

use super::colour::srgb_profile;
use super::fields;
use super::tags::Tags;
use crate::error::NotPrinted;
use crate::escape::escaped;
use crate::identifier::Identifier;
use crate::subset::Program;
use flate2::{Compress, Compression, FlushCompress, Status};
use gongkai_layout::measures::POINT;
use gongkai_layout::{OutlineEntry, Pages, SignatureField};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};
use std::collections::HashMap;

const PRODUCER: &str = "公开年报";
/// How hard streams are compressed, of 9; 6 would make a three-hundredth less of the file.
const LEVEL: u32 = 2;

/// What a font descriptor says of the whole font, in thousandths of the type size.
pub(super) struct Metrics {
    bounds: [i64; 4],
    cap_height: i64,
    weight: u16,
}

impl Metrics {
    pub fn of(face: &ttf_parser::Face<'_>) -> Self {
        let scale = |number: i16| i64::from(number) * 1000 / i64::from(face.units_per_em().max(1));
        let bounds = face.global_bounding_box();
        Metrics {
            bounds: [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max].map(scale),
            cap_height: scale(face.capital_height().unwrap_or(face.ascender())),
            weight: face.weight().to_number(),
        }
    }
}

/// A font cut to what the pages use.
pub(super) struct Embedded {
    /// As printpdf was told.
    pub name: String,
    pub metrics: Metrics,
    pub program: Program,
}

/// The finished file.
pub(super) fn finish(
    mut file: Document,
    pages: &Pages,
    tags: &Tags<'_>,
    (author, subject): (&str, &str),
    fonts: Vec<Embedded>,
    fields: &[SignatureField],
) -> Result<Vec<u8>, NotPrinted> {
    file.version = "1.7".to_owned();
    put_in(&mut file, fonts)?;
    let page_ids: Vec<ObjectId> = file.page_iter().collect();
    // A document that is all turned is turned back for whoever reads it on a screen; on paper
    // nothing changes.
    let all_sideways = pages.pages.iter().all(|page| page.sideways);
    for id in &page_ids {
        let page = file.get_dictionary_mut(*id).map_err(|_| NotPrinted::File)?;
        page.remove(b"Annots");
        if all_sideways {
            page.set("Rotate", 90);
        }
    }
    let outline = outline(&mut file, pages, &page_ids);
    let forms = fields::put_in(&mut file, fields, &page_ids, text)?;
    tags.put_in(&mut file, &page_ids, &forms);
    describe(&mut file, pages, author, subject)?;
    if let Some(outline) = outline {
        let catalog = file.catalog_mut().map_err(|_| NotPrinted::File)?;
        catalog.set("Outlines", outline);
        catalog.set("PageMode", "UseOutlines");
    }
    compress(&mut file)?;
    let id = Object::String(identifier(&file), StringFormat::Hexadecimal);
    file.trailer.set("ID", vec![id.clone(), id]);
    let streams = file.objects.values().filter_map(|object| object.as_stream().ok());
    let mut bytes = Vec::with_capacity(streams.map(|s| s.content.len()).sum::<usize>() * 5 / 4);
    file.save_to(&mut bytes).map_err(|_| NotPrinted::File)?;
    Ok(bytes)
}

/// Title, author, language and colour profile, as PDF/A-2 asks for them (ISO 19005-2, 6.2.3, 6.6).
fn describe(
    file: &mut Document,
    pages: &Pages,
    author: &str,
    subject: &str,
) -> Result<(), NotPrinted> {
    let metadata = file.add_object(
        Stream::new(
            dictionary! { "Type" => "Metadata", "Subtype" => "XML" },
            xmp(&pages.title, author, subject).into_bytes(),
        )
        .with_compression(false),
    );
    let profile = file.add_object(Stream::new(dictionary! { "N" => 3 }, srgb_profile()));
    let mut info = dictionary! {
        "Title" => text(&pages.title),
        "Author" => text(author),
        "Creator" => text(PRODUCER),
        "Producer" => text(PRODUCER),
    };
    if !subject.is_empty() {
        info.set("Subject", text(subject));
    }
    let info = file.add_object(info);
    let catalog = file.catalog_mut().map_err(|_| NotPrinted::File)?;
    catalog.set("Lang", Object::string_literal("zh-CN"));
    catalog.set("Metadata", metadata);
    catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    catalog.set(
        "OutputIntents",
        vec![Object::Dictionary(dictionary! {
            "Type" => "OutputIntent",
            "S" => "GTS_PDFA1",
            "OutputConditionIdentifier" => Object::string_literal("sRGB"),
            "Info" => Object::string_literal("sRGB"),
            "DestOutputProfile" => profile,
        })],
    );
    file.trailer.set("Info", info);
    Ok(())
}

/// Puts in the fonts, and what printpdf was not told of them.
fn put_in(file: &mut Document, fonts: Vec<Embedded>) -> Result<(), NotPrinted> {
    let mut fonts: HashMap<Vec<u8>, Embedded> =
        fonts.into_iter().map(|font| (font.name.clone().into_bytes(), font)).collect();
    let mut programs: Vec<(ObjectId, Stream)> = Vec::new();
    for object in file.objects.values_mut() {
        let Ok(descriptor) = object.as_dict_mut() else { continue };
        let name = descriptor.get(b"FontName").and_then(Object::as_name);
        let Some(font) = name.ok().and_then(|name| fonts.remove(name)) else { continue };
        let (key, stream) = match font.program {
            Program::Cff(table) => {
                ("FontFile3", Stream::new(dictionary! { "Subtype" => "CIDFontType0C" }, table))
            }
            Program::TrueType(whole) => {
                let length = dictionary! { "Length1" => whole.len() as i64 };
                ("FontFile2", Stream::new(length, whole))
            }
        };
        let place = descriptor.get(key.as_bytes()).and_then(Object::as_reference);
        programs.push((place.map_err(|_| NotPrinted::File)?, stream));
        let bounds = font.metrics.bounds.iter().map(|bound| Object::Integer(*bound)).collect();
        descriptor.set("FontBBox", Object::Array(bounds));
        descriptor.set("CapHeight", font.metrics.cap_height);
        // Thickness of stems as estimated from the weight.
        let weight = f64::from(font.metrics.weight) / 65.0;
        descriptor.set("StemV", (50.0 + weight * weight).round() as i64);
        // Symbolic: the characters are not those of the Latin standard set.
        descriptor.set("Flags", 4);
    }
    for (place, program) in programs {
        file.objects.insert(place, program.into());
    }
    if fonts.is_empty() { Ok(()) } else { Err(NotPrinted::Font) }
}

/// A nested outline; its root, when there are headings.
fn outline(file: &mut Document, pages: &Pages, page_ids: &[ObjectId]) -> Option<ObjectId> {
    if pages.outline.is_empty() {
        return None;
    }
    let root = file.new_object_id();
    let items: Vec<(ObjectId, &OutlineEntry)> =
        pages.outline.iter().map(|entry| (file.new_object_id(), entry)).collect();
    // A heading belongs to the nearest one before it of a higher rank.
    let parents: Vec<Option<usize>> = items
        .iter()
        .enumerate()
        .map(|(at, (_, entry))| {
            (0..at).rev().find(|&before| {
                items.get(before).is_some_and(|(_, earlier)| earlier.level < entry.level)
            })
        })
        .collect();
    let id_of = |at: Option<usize>| at.and_then(|at| items.get(at)).map_or(root, |item| item.0);
    for (at, (id, entry)) in items.iter().enumerate() {
        let parent = parents.get(at).copied().flatten();
        let sibling = |other: &usize| parents.get(*other).copied().flatten() == parent;
        let children: Vec<usize> = (at + 1..items.len())
            .filter(|c| parents.get(*c).copied().flatten() == Some(at))
            .collect();
        let y = (pages.height - entry.y) / POINT;
        let mut item = dictionary! { "Title" => text(&entry.text), "Parent" => id_of(parent) };
        if let Some(page) = page_ids.get(entry.page) {
            item.set(
                "Dest",
                vec![(*page).into(), "XYZ".into(), Object::Null, (y as f32).into(), Object::Null],
            );
        }
        if let Some(previous) = (0..at).rev().find(sibling) {
            item.set("Prev", id_of(Some(previous)));
        }
        if let Some(next) = (at + 1..items.len()).find(sibling) {
            item.set("Next", id_of(Some(next)));
        }
        add_children(&mut item, &children, &id_of);
        file.objects.insert(*id, item.into());
    }
    let top: Vec<usize> =
        (0..items.len()).filter(|at| parents.get(*at).copied().flatten().is_none()).collect();
    let mut tree = dictionary! { "Type" => "Outlines" };
    add_children(&mut tree, &top, &id_of);
    tree.set("Count", top.len() as i64);
    file.objects.insert(root, tree.into());
    Some(root)
}

/// Children of an item; closed until the reader opens them.
fn add_children(
    item: &mut Dictionary,
    children: &[usize],
    id_of: &dyn Fn(Option<usize>) -> ObjectId,
) {
    if let (Some(first), Some(last)) = (children.first(), children.last()) {
        item.set("First", id_of(Some(*first)));
        item.set("Last", id_of(Some(*last)));
        item.set("Count", -(children.len() as i64));
    }
}

/// A text string (ISO 32000-1, 7.9.2.2): UTF-16 with its mark.
fn text(text: &str) -> Object {
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    Object::String(units.flat_map(u16::to_be_bytes).collect(), StringFormat::Hexadecimal)
}

fn xmp(title: &str, author: &str, subject: &str) -> String {
    let (title, author) = (escaped(title, &[]), escaped(author, &[]));
    let description = match subject {
        "" => String::new(),
        subject => format!(
            "\n<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">{}</rdf:li></rdf:Alt></dc:description>",
            escaped(subject, &[])
        ),
    };
    format!(
        r#"<?xpacket begin="{mark}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>{description}
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>zh-CN</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>{PRODUCER}</pdf:Producer>
<xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool>
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>U</pdfaid:conformance>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"#,
        mark = '\u{feff}'
    )
}

fn compress(file: &mut Document) -> Result<(), NotPrinted> {
    // Its tables are larger than most streams, so one serves all.
    let mut packer = Compress::new(Compression::new(LEVEL), true);
    for object in file.objects.values_mut() {
        let Ok(stream) = object.as_stream_mut() else { continue };
        // Metadata stays readable without a PDF reader (ISO 19005-2, 6.6.2.1).
        let metadata = stream.dict.get_type().is_ok_and(|name| name == b"Metadata");
        // Outlines of this kind are packed as they are; a twentieth less would cost an eighth of
        // all the time a PDF takes.
        let kind = stream.dict.get(b"Subtype").and_then(Object::as_name);
        let outlines = kind.is_ok_and(|kind| kind == b"CIDFontType0C");
        if metadata || outlines || stream.dict.has(b"Filter") {
            continue;
        }
        let packed = pack(&mut packer, &stream.content).ok_or(NotPrinted::File)?;
        stream.dict.set("Filter", "FlateDecode");
        stream.set_content(packed);
    }
    Ok(())
}

fn pack(packer: &mut Compress, content: &[u8]) -> Option<Vec<u8>> {
    packer.reset();
    let mut packed = Vec::with_capacity(content.len() + content.len() / 8 + 64);
    loop {
        let rest = content.get(packer.total_in() as usize..)?;
        match packer.compress_vec(rest, &mut packed, FlushCompress::Finish).ok()? {
            Status::StreamEnd => return Some(packed),
            Status::Ok | Status::BufError => packed.reserve(packed.capacity()),
        }
    }
}

/// Depends on every stream of the file, and so on all its text, places, fonts and metadata.
fn identifier(file: &Document) -> Vec<u8> {
    let mut identifier = Identifier::default();
    for (id, object) in &file.objects {
        let Ok(stream) = object.as_stream() else { continue };
        identifier.add(u64::from(id.0), &stream.content);
    }
    identifier.bytes()
}
