//! The usual screens of offices, in both engines: every page and every table is whole there, without
//! moving it sideways.

use crate::window::{Engine, Opening, Window};
use std::fmt::Write as _;

/// What Windows leaves of a screen for the page, in its own pixels.
const SIZES: [(u32, u32); 6] = [
    (1920, 1040),
    (1366, 728),
    (1280, 680),
    // 1366 × 768 at 125 and at 150 %, 1280 × 720 at 125 %.
    (1093, 582),
    (910, 485),
    (1024, 540),
];
/// Of these a picture is kept.
const PICTURES: [(u32, u32); 4] = [(1920, 1040), (1366, 728), (1093, 582), (910, 485)];

/// Everything that is wider than its place, or cut, or beside the window; one line a fault.
const FAULTS: &str = r#"
  const faults = [];
  const wide = innerWidth;
  const seen = (el) => {
    const box = el.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && !el.closest(".unseen") && getComputedStyle(el).visibility === "visible";
  };
  const name = (el) => {
    const of = el.closest("[data-test],[data-cell],[data-chapter],[class]") ?? el;
    const words = (el.textContent || el.value || "").trim().slice(0, 24);
    return `${el.tagName.toLowerCase()}.${el.className?.baseVal ?? el.className} in ${of.dataset?.test ?? of.dataset?.cell ?? of.className} “${words}”`;
  };
  if (document.documentElement.scrollWidth > wide) faults.push(`the page is ${document.documentElement.scrollWidth} wide`);
  for (const el of document.querySelectorAll("body *")) {
    if (!seen(el) || el.closest(".name") && getComputedStyle(el.closest(".name")).clipPath !== "none") continue;
    const style = getComputedStyle(el);
    const over = el.scrollWidth - el.clientWidth;
    const cell = el.matches("td, th, .shown, .last");
    const holds = el.matches("button, h1, h2, h3, label, summary, td, th, legend, kbd");
    const cut = style.textOverflow === "ellipsis" && el.title !== "" && el.scrollWidth > 0;
    if (["auto", "scroll"].includes(style.overflowX) && over > 1 && !el.matches("textarea, input")) faults.push(`moves sideways by ${over}: ${name(el)}`);
    else if (["hidden", "clip"].includes(style.overflowX) && over > 1 && !cut && el.clientWidth > 0 && el.tagName !== "INPUT") faults.push(`cut by ${over}: ${name(el)}`);
    else if ((cell || holds) && over > 1 && !cut && style.display !== "inline") faults.push(`stands out by ${over}: ${name(el)}`);
    if (el.matches("button, input, select, textarea, th, td, h1, h2, h3, a, label, p, img")) {
      const box = el.getBoundingClientRect();
      if (box.right > wide + 1 || box.left < -1) faults.push(`beside the window (${Math.round(box.left)}–${Math.round(box.right)}): ${name(el)}`);
      for (let up = el.parentElement; up; up = up.parentElement) {
        const around = getComputedStyle(up);
        if (around.overflowX === "visible" && !around.contain.includes("strict")) continue;
        const room = up.getBoundingClientRect();
        if (box.right > room.right + 1 || box.left < room.left - 1) faults.push(`cut by ${up.className}: ${name(el)}`);
        break;
      }
    }
    if (el.matches("td.figure") && parseFloat(getComputedStyle(el.querySelector("input, .shown") ?? el).fontSize) < 12) faults.push(`too small: ${name(el)}`);
  }
  return [...new Set(faults)].slice(0, 20);
"#;

/// The chapters with a table.
pub const CELLS: [&str; 3] = ["disclosure", "requests", "cases"];

/// What is not whole of what is shown now; nothing when all is.
pub fn whole(window: &Window) -> String {
    let frames = "const done = arguments[0];
        requestAnimationFrame(() => requestAnimationFrame(() => done(1)));";
    window.wait_for(frames);
    let faults = window.run(FAULTS);
    let faults: Vec<&str> =
        faults.as_array().into_iter().flatten().filter_map(|f| f.as_str()).collect();
    faults.join("\n")
}

/// What was found so far.
struct Tour<'a> {
    window: &'a Window,
    /// In the dark pictures only: the widths are the same.
    sizes: &'a [(u32, u32)],
    found: String,
}

impl Tour<'_> {
    /// Looks at what is open at every size.
    fn look(&mut self, of: &str) {
        for &(width, height) in self.sizes {
            self.window.resize(width, height);
            for fault in whole(self.window).lines() {
                writeln!(self.found, "{of} at {width} × {height}: {fault}").unwrap();
            }
            if PICTURES.contains(&(width, height)) {
                self.window.picture(&format!("{of}-{width}"));
            }
        }
        let (width, height) = self.sizes[0];
        self.window.resize(width, height);
    }

    fn every_page(&mut self) {
        let window = self.window;
        window.element("[data-test=way-example]");
        self.look("00-empty");
        window.click("[data-test=way-example]");
        window.element("nav.chapters");
        let chapters = [
            "title",
            "overview",
            "disclosure",
            "requests",
            "cases",
            "improvement",
            "other",
            "signature",
        ];
        for (at, chapter) in chapters.iter().enumerate() {
            window.click(&format!("[data-chapter={chapter}]"));
            self.look(&format!("{:02}-{chapter}", at + 1));
        }
        window.click("[data-test=compare]");
        window.element("table.lines");
        self.look("10-comparison");
        window.click("[data-test=texts]");
        self.look("11-texts");
        window.click("[data-test=back]");
        window.click("[data-test=print]");
        window.element(".pages .sheet:nth-child(3) img");
        self.look("12-pages");
        window.click("[data-test=back]");
        window.click("[data-test=back]");
        window.element("[data-test=write]");
        self.look("13-start");
        window.click("[data-test=settings]");
        window.element("dl");
        self.look("14-settings");
        window.click("[data-test=back]");
        window.click("[data-test=import]");
        window.element("[data-test=path]");
        self.look("15-import");
    }
}

fn tour(name: &str, opening: Opening<'_>) {
    let sizes: &[_] = if opening.dark { &PICTURES } else { &SIZES };
    let window = Window::open_with(name, 1920, 1040, opening);
    let mut tour = Tour { window: &window, sizes, found: String::new() };
    tour.every_page();
    assert!(tour.found.is_empty(), "\n{}", tour.found);
}

/// Names as long as offices have them break no page, and move no list sideways.
#[test]
fn long_names_of_offices_are_whole_or_give_way() {
    let window = Window::open("long-names", 1366, 728);
    let name =
        "青铜镇黄河流域生态保护和高质量发展先行示范区管理委员会政务服务和公共资源交易监督管理局";
    window.click("[data-test=way-blank]");
    window.fill("[data-test=organ-name]", name);
    window.click("[data-test=organ-done]");
    window.element("nav.chapters");
    let mut tour = Tour {
        window: &window,
        sizes: &[(1366, 728), (1093, 582), (910, 485)],
        found: String::new(),
    };
    tour.look("writing");
    window.click("[data-test=print]");
    window.element(".pages .sheet img");
    tour.look("printing");
    window.click("[data-test=back]");
    window.click("[data-test=back]");
    window.element("[data-test=write]");
    tour.look("start");
    window.click("[data-test=add-organ]");
    window.fill("[data-test=organ-name]", &format!("{name}第二分局"));
    window.click("[data-test=organ-done]");
    window.element("[data-test=every]");
    tour.look("start-two");
    window.click("[data-test=every]");
    window.element("tr[data-organ]");
    tour.look("all");
    window.click("[data-test=settings]");
    window.element("dl");
    tour.look("settings");
    window.click("[data-test=back]");
    // From files named as the office is, in a folder and one by one.
    let text = include_str!("../../src-tauri/example/last.md");
    let text =
        text.replace("{year}", "2025").replace("{next}", "2026").replace("青铜镇人民政府", name);
    let folder = window.path("各单位年报");
    std::fs::create_dir_all(&folder).unwrap();
    for part in ["", "第二分局"] {
        let text = text.replace(name, &format!("{name}{part}"));
        std::fs::write(folder.join(format!("{name}{part}2025年政府信息公开工作年度报告.md")), text)
            .unwrap();
    }
    window.click("[data-test=folder]");
    window.fill("[data-test=folder-path]", folder.to_str().unwrap());
    window.click("[data-test=folder-begin]");
    window.element("tbody tr");
    tour.look("folder");
    window.click("[data-test=back]");
    window.click("nav.organs li:nth-child(2) button");
    window.click("[data-test=import]");
    window.fill("[data-test=path]", folder.to_str().unwrap());
    window.click("[data-test=read]");
    window.element("tbody tr");
    tour.look("found");
    assert!(tour.found.is_empty(), "\n{}", tour.found);
}

#[test]
fn every_page_is_whole_in_webkit() {
    tour("whole", Opening::default());
}

#[test]
fn every_page_is_whole_in_chromium() {
    // One size of the page's pixels is as good as another for what fits; this one is an office's.
    tour("whole-chromium", Opening { engine: Engine::Chromium, scale: 1.25, ..Opening::default() });
}

#[test]
fn every_page_is_whole_in_the_dark() {
    tour("whole-dark", Opening { dark: true, ..Opening::default() });
}
