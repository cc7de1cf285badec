//! `gongkai-ofd-engines FILE.ofd PREFIX`: two engines (ofd-core and sofd) open the file, find nothing
//! missing in it and draw its pages to `PREFIX-ofd-core-1.png` and so on. Each page has the ink where
//! `PREFIX-1.png` has it, which another program has drawn of the PDF. Prints the text of the file.

use image::{GrayImage, ImageBuffer, Rgba, RgbaImage};
use ofd_core::{OfdReader, RenderOptions, check_path};
use sofd::Document;
use std::path::Path;
use std::process::ExitCode;

/// Dots of an inch, as the pictures of the PDF have them.
const RESOLUTION: f64 = 80.0;
/// The pages are compared in squares of so many dots: 4 mm.
const SQUARE: u32 = 13;
/// Most by which two engines may differ in how dark a square is, of 1: engines smooth edges in ways
/// of their own.
const MOST_DIFFERENT: f64 = 0.12;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, prefix] = arguments.as_slice() else {
        eprintln!("gongkai-ofd-engines FILE.ofd PREFIX");
        return ExitCode::FAILURE;
    };
    match examined(Path::new(file), prefix) {
        Ok(text) => {
            println!("{text}");
            ExitCode::SUCCESS
        }
        Err(cause) => {
            eprintln!("{cause}");
            ExitCode::FAILURE
        }
    }
}

fn examined(file: &Path, prefix: &str) -> Result<String, String> {
    let first = ofd_core(file).map_err(|cause| format!("ofd-core：{cause}"))?;
    let (second, text) = sofd(file).map_err(|cause| format!("sofd：{cause}"))?;
    if first.len() != second.len() || first.is_empty() {
        return Err(format!("ofd-core 有{}页，sofd 有{}页", first.len(), second.len()));
    }
    for (engine, pages) in [("ofd-core", first), ("sofd", second)] {
        for (at, page) in (1..).zip(pages) {
            let place = format!("{prefix}-{engine}-{at}.png");
            page.save(&place).map_err(|cause| format!("{place}：{cause}"))?;
            let pdf = format!("{prefix}-{at}.png");
            let pdf = image::open(&pdf).map_err(|cause| format!("{pdf}：{cause}"))?.into_luma8();
            let (most, place) = most_different(&image::DynamicImage::from(page).into_luma8(), &pdf);
            eprintln!("{engine} 第{at}页：与 PDF 相差最多 {most:.3}，在 {place:?}");
            if most > MOST_DIFFERENT {
                return Err(format!("{engine} 第{at}页与 PDF 不同，在 {place:?}（毫米）"));
            }
        }
    }
    Ok(text)
}

fn ofd_core(file: &Path) -> Result<Vec<RgbaImage>, String> {
    let report = check_path(file);
    if !report.conforms() {
        return Err(report.problems.join("；"));
    }
    let said = |cause: ofd_core::OfdError| cause.to_string();
    let mut reader = OfdReader::open(file).map_err(said)?;
    let body = reader.ofd().doc_bodies.first().cloned().ok_or("没有文档")?;
    let title = body.doc_info.title.clone().unwrap_or_default();
    if title.is_empty() {
        return Err("没有标题".to_owned());
    }
    let document = reader.load_document(&body).map_err(said)?;
    let outline = document.document.outlines.as_ref().map_or(0, |all| all.outline_elems.len());
    if outline == 0 {
        return Err("没有目录".to_owned());
    }
    let options = RenderOptions::with_dpi(RESOLUTION);
    let page = |at| {
        let picture = reader.render_page_to_image(&document, at, &options).map_err(said)?;
        // The engine stands on an older version of the library of pictures than it need.
        let (width, height) = (picture.width(), picture.height());
        ImageBuffer::<Rgba<u8>, _>::from_raw(width, height, picture.into_raw())
            .ok_or_else(|| "没有图片".to_owned())
    };
    (0..document.pages().len()).map(page).collect()
}

fn sofd(file: &Path) -> Result<(Vec<RgbaImage>, String), String> {
    let bytes = std::fs::read(file).map_err(|cause| cause.to_string())?;
    let document = Document::open_bytes(&bytes).map_err(|cause| cause.to_string())?;
    let options = sofd::RenderOptions { dpi: RESOLUTION, ..sofd::RenderOptions::default() };
    let mut pages = Vec::new();
    for at in 0..document.page_count() {
        let drawn = document.render_page(at, &options).map_err(|cause| cause.to_string())?;
        if !drawn.is_complete() {
            return Err(format!("第{}页缺字形或字体：{:?}", at + 1, drawn.missing_fonts));
        }
        let picture = RgbaImage::from_raw(drawn.width, drawn.height, drawn.rgba_bytes());
        pages.push(picture.ok_or("没有图片")?);
    }
    let missing = document.missing_fonts();
    if !missing.is_empty() {
        return Err(format!("缺字体：{missing:?}"));
    }
    Ok((pages, text(&document)))
}

/// All text objects, in the order they are drawn in.
fn text(document: &Document) -> String {
    let ops = document.display_list().pages.iter().flat_map(|page| &page.ops);
    let texts = ops.filter_map(|op| match op {
        sofd_display::DrawOp::Text(run) => run.text.clone(),
        _ => None,
    });
    texts.collect()
}

/// By how much two pages differ in the square where they differ most, and where that is, in mm.
fn most_different(a: &GrayImage, b: &GrayImage) -> (f64, (u32, u32)) {
    let (width, height) = (a.width().min(b.width()), a.height().min(b.height()));
    let dark = |page: &GrayImage, left: u32, top: u32| {
        let dots = (left..left + SQUARE).flat_map(|x| (top..top + SQUARE).map(move |y| (x, y)));
        let sum: f64 = dots.map(|(x, y)| 1.0 - f64::from(page.get_pixel(x, y).0[0]) / 255.0).sum();
        sum / f64::from(SQUARE * SQUARE)
    };
    let mut most = (0.0, (0, 0));
    for left in (0..width.saturating_sub(SQUARE)).step_by(SQUARE as usize) {
        for top in (0..height.saturating_sub(SQUARE)).step_by(SQUARE as usize) {
            let difference = (dark(a, left, top) - dark(b, left, top)).abs();
            if difference > most.0 {
                let mm = |dots: u32| (f64::from(dots) / RESOLUTION * 25.4) as u32;
                most = (difference, (mm(left), mm(top)));
            }
        }
    }
    most
}
