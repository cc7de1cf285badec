//! What is printed: in both engines the pages on paper are those of the PDF, each ink mark within 0.3 mm
//! of where the PDF has it. In the real window the dialog of the system opens, and prints to a file.

use crate::driver::{Engine, Opening};
use crate::window::{Window, key};
use std::path::Path;
use std::process::Command;

/// Dots of a picture of a page to a millimetre.
const DOTS: usize = 10;
/// How far apart two marks may be, in dots: 0.3 mm.
const APART: usize = 3;
/// The same of pages, in dots; a browser's paper is whole points wide.
const EDGE: usize = 4;

/// A page in black and white.
struct Picture {
    width: usize,
    height: usize,
    dark: Vec<bool>,
}

impl Picture {
    fn of(file: &[u8]) -> Picture {
        let mut fields = file.splitn(4, |byte| byte.is_ascii_whitespace());
        assert_eq!(fields.next().unwrap(), b"P4");
        let mut number = || std::str::from_utf8(fields.next().unwrap()).unwrap().parse().unwrap();
        let (width, height): (usize, usize) = (number(), number());
        let bits = fields.next().unwrap();
        let row = width.div_ceil(8);
        let dark = (0..height)
            .flat_map(|y| (0..width).map(move |x| (x, y)))
            .map(|(x, y)| bits[y * row + x / 8] >> (7 - x % 8) & 1 == 1)
            .collect();
        Picture { width, height, dark }
    }

    fn near(&self, x: usize, y: usize) -> bool {
        let rows = y.saturating_sub(APART)..(y + APART + 1).min(self.height);
        rows.into_iter().any(|row| {
            let from = x.saturating_sub(APART).min(self.width);
            let to = (x + APART + 1).min(self.width);
            self.dark[row * self.width + from..row * self.width + to].contains(&true)
        })
    }

    /// Where this has ink and the other has none near it, in mm.
    fn alone(&self, other: &Picture) -> Vec<(f64, f64)> {
        let mm = |at: usize| at as f64 / DOTS as f64;
        let ink = self.dark.iter().enumerate().filter(|(_, dark)| **dark);
        let at = ink.map(|(at, _)| (at % self.width, at / self.width));
        at.filter(|&(x, y)| !other.near(x, y)).map(|(x, y)| (mm(x), mm(y))).collect()
    }
}

fn pictures(pdf: &Path) -> Vec<Picture> {
    let folder = tempfile::tempdir().unwrap();
    let drawn = Command::new("pdftoppm")
        .args(["-r", &format!("{}", DOTS as f64 * 25.4), "-mono"])
        .args([pdf, &folder.path().join("page")])
        .status()
        .unwrap();
    assert!(drawn.success());
    let mut files: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| Picture::of(&std::fs::read(file).unwrap())).collect()
}

/// Both show the same marks at the same places, on as many pages.
fn same(name: &str, printed: &Path, ours: &Path) {
    let (printed, ours) = (pictures(printed), pictures(ours));
    assert_eq!(printed.len(), ours.len(), "{name}: pages");
    for (page, (printed, ours)) in printed.iter().zip(&ours).enumerate() {
        let page = page + 1;
        assert!(ours.dark.contains(&true), "{name}: page {page} of the PDF is empty");
        assert!(
            printed.width.abs_diff(ours.width) <= EDGE
                && printed.height.abs_diff(ours.height) <= EDGE,
            "{name}: page {page} is {} × {} dots",
            printed.width,
            printed.height
        );
        for (what, alone) in [("printed", printed.alone(ours)), ("ours", ours.alone(printed))] {
            let some = &alone[..alone.len().min(5)];
            assert!(alone.is_empty(), "{name}: page {page}, {what} alone: {some:?}");
        }
    }
}

fn opened(name: &str, engine: Engine) -> Window {
    let data = crate::years::example();
    let home = data.path().display().to_string();
    let variables = [("HOME", home.as_str())];
    let opening = Opening { engine, data, variables: &variables, ..Opening::default() };
    let window = Window::open_with(name, 1366, 728, opening);
    window.click(&format!("tr[data-year='{}'] [data-test=open]", crate::years::in_hand()));
    window.element("nav.chapters");
    window
}

/// Every place something is printed from: the way there, what prints it, and our own PDF of it.
fn from_every_place(window: &Window, printed: impl Fn(&Window) -> std::path::PathBuf) {
    let written = |name: &str, target: &str, act: &str, done: &str| {
        let path = window.path(name);
        window.fill(target, path.to_str().unwrap());
        window.click(act);
        window.element(done);
        path
    };
    window.click("[data-test=print]");
    window.says("[data-test=mark-on-pages]", "草稿");
    let ours =
        written("报告.pdf", "[data-test=target]", "[data-test=export]", "[data-test=exported]");
    window.click("[data-test=list-pdf]");
    window.element("[data-test=list-written]");
    let list = window.path("报告核对单.pdf");
    window.click("[data-test=to-printer]");
    same("the preview", &printed(window), &ours);
    window.chord(key::CONTROL, "p");
    same("keys on the preview", &printed(window), &ours);
    window.click("[data-test=list-print]");
    same("the check list", &printed(window), &list);
    window.click("[data-test=back]");
    window.element("nav.chapters");
    window.chord(key::CONTROL, "p");
    same("the writing page", &printed(window), &ours);

    window.click("[data-test=compare]");
    window.element("table.lines");
    let years =
        written("对比", "[data-test=target]", "[data-test=export-pdf]", "[data-test=exported]");
    window.chord(key::CONTROL, "p");
    same("the comparison", &printed(window), &years.with_extension("pdf"));
    window.click("[data-test=to-printer]");
    printed(window);
    window.click("[data-test=back]");
    window.click("[data-test=back]");

    window.click("[data-test=blank-form]");
    let form = written(
        "空白.pdf",
        "[data-test=blank-path]",
        "[data-test=blank-export]",
        "[data-test=blank-written]",
    );
    window.chord(key::CONTROL, "p");
    same("the blank form", &printed(window), &form);
    window.click("[data-test=blank-print]");
    printed(window);
}

#[test]
fn chromium_prints_the_very_pages_of_the_pdf() {
    let window = opened("paper-chromium", Engine::Chromium);
    // Without a printer no dialog says that it is there; the pages are ready when it is asked for.
    window.run(
        "window.asked = 0;
         const fetch = window.fetch;
         window.fetch = (to, given) => {
           if (String(to).includes('open_print_dialog')) window.asked += 1;
           return fetch(to, given);
         };",
    );
    from_every_place(&window, |window| {
        window.until_true("the dialog is asked for", || window.run("return window.asked") == 1);
        window.run("window.asked = 0");
        let path = window.path("printed.pdf");
        std::fs::write(&path, window.printed()).unwrap();
        path
    });
}

#[test]
fn the_window_prints_the_very_pages_of_the_pdf_through_the_dialog_of_the_system() {
    let window = opened("paper", Engine::WebKit);
    from_every_place(&window, |window| {
        let path = window.path("printed.pdf");
        window.print_to_file(&path);
        path
    });
    // Turned away from, nothing is printed, and the page is as it was.
    window.chord(key::CONTROL, "p");
    window.turn_away_from_printing();
    assert!(!window.is_there("[data-test=failure]"));
    window.element("[data-test=blank-print]");
}
