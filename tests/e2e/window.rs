//! The program's window, driven through WebKitWebDriver, or its page in Chromium, driven through
//! chromedriver: what a user does and sees, and a picture of it as a build result.

use crate::bridge::Bridge;
use crate::driver::Driver;
use crate::driver::x11;
pub use crate::driver::{Engine, Opening};
use base64::Engine as _;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// How long anything may take to appear.
const PATIENCE: Duration = Duration::from_secs(15);
/// What the print dialog is called, in English and Chinese.
const PRINT_DIALOG: [&str; 2] = ["Print", "打印"];
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Texts that are written in an editor: what stands there, and the node and offset of a place in it.
const EDITORS: &str = r#"
  const nodesOf = (line) => {
    const walk = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walk.nextNode()) if (!walk.currentNode.parentElement.closest(".cm-placeholder")) nodes.push(walk.currentNode);
    return nodes;
  };
  const linesOf = (box) => [...box.querySelectorAll(".cm-line")];
  const textOf = (box) =>
    box.value ?? linesOf(box).map((line) => nodesOf(line).map((node) => node.data).join("")).join("\n");
  const placeIn = (box, at) => {
    for (const line of linesOf(box)) {
      const nodes = nodesOf(line);
      for (const node of nodes) {
        if (at <= node.data.length) return [node, at];
        at -= node.data.length;
      }
      if (nodes.length === 0 && at === 0) return [line, 0];
      at -= 1;
    }
    return [box, box.childNodes.length];
  };
"#;

/// One window with a screen and a data folder of its own.
pub struct Window {
    pub engine: Engine,
    scale: f64,
    driver: Driver,
    _bridge: Option<Bridge>,
    pub data: tempfile::TempDir,
    name: String,
}

/// Keys a keyboard has and a string has not.
pub mod key {
    pub const ENTER: &str = "\u{E007}";
    pub const TAB: &str = "\u{E004}";
    pub const BACKSPACE: &str = "\u{E003}";
    pub const DELETE: &str = "\u{E017}";
    pub const ESCAPE: &str = "\u{E00C}";
    pub const F1: &str = "\u{E031}";
    pub const PAGE_UP: &str = "\u{E00E}";
    pub const F2: &str = "\u{E032}";
    pub const F8: &str = "\u{E038}";
    pub const F9: &str = "\u{E039}";
    pub const F10: &str = "\u{E03A}";
    pub const LEFT: &str = "\u{E012}";
    pub const UP: &str = "\u{E013}";
    pub const RIGHT: &str = "\u{E014}";
    pub const DOWN: &str = "\u{E015}";
    pub const HOME: &str = "\u{E011}";
    pub const END: &str = "\u{E010}";
    pub const PAGE_DOWN: &str = "\u{E00F}";
    pub const ALT: &str = "\u{E00A}";
    pub const SHIFT: &str = "\u{E008}";
    pub const CONTROL: &str = "\u{E009}";
}

impl Window {
    /// Opens the program at this size; `name` is the test's and begins its pictures' names.
    pub fn open(name: &str, width: u32, height: u32) -> Window {
        Window::open_with(name, width, height, Opening::default())
    }

    /// Opens the program on a sound report with last year's beside it, and the report.
    pub fn open_report(name: &str, width: u32, height: u32) -> Window {
        let opening = Opening { data: crate::years::example(), ..Opening::default() };
        let window = Window::open_with(name, width, height, opening);
        window.click(&format!("tr[data-year='{}'] [data-test=open]", crate::years::in_hand()));
        window
    }

    /// The same as [`Window::open`], of another program or on other data.
    pub fn open_with(name: &str, width: u32, height: u32, opening: Opening<'_>) -> Window {
        let webkit = opening.engine == Engine::WebKit;
        let bridge = (!webkit).then(|| Bridge::open(opening.data.path()));
        let driver = Driver::start(&opening);
        let Opening { engine, dark, scale, data, .. } = opening;
        let address = bridge.as_ref().map(|bridge| bridge.address.clone());
        let name = name.to_owned();
        let window = Window { engine, scale, driver, _bridge: bridge, data, name };
        window.resize(width, height);
        if let Some(address) = address {
            let scheme = if dark { "dark" } else { "light" };
            let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
            window.chromium("Emulation.setEmulatedMedia", json!({ "features": features }));
            let allowed = json!(["clipboardReadWrite", "clipboardSanitizedWrite"]);
            window.chromium("Browser.grantPermissions", json!({ "permissions": allowed }));
            window.driver.post("url", json!({ "url": address })).unwrap();
        }
        window.element("main");
        window
    }

    /// Takes a final report back to a draft, with a reason.
    pub fn reopen(&self) {
        self.click("[data-test=reopen]");
        self.fill("[data-test=return-why]", "数字要改");
        self.click("[data-test=return-done]");
        self.says(".state", "草稿");
    }

    /// Makes the room for the page this large.
    pub fn resize(&self, width: u32, height: u32) {
        match self.engine {
            Engine::WebKit => {
                let rect = json!({ "x": 0, "y": 0, "width": width, "height": height });
                self.driver.post("window/rect", rect).unwrap();
            }
            Engine::Chromium => {
                self.chromium(
                    "Emulation.setDeviceMetricsOverride",
                    json!({ "width": width, "height": height, "deviceScaleFactor": self.scale, "mobile": false }),
                );
            }
        }
        let there = format!("return innerWidth === {width} && innerHeight === {height}");
        self.until_true(&format!("{width} × {height}"), || self.run(&there) == true);
    }

    /// One command of Chromium's own.
    pub fn chromium(&self, command: &str, given: Value) -> Value {
        let asked = json!({ "cmd": command, "params": given });
        self.driver.post("goog/cdp/execute", asked).unwrap()
    }

    /// The PDF Chromium prints of its page.
    pub fn printed(&self) -> Vec<u8> {
        let printed = self.chromium("Page.printToPDF", json!({ "preferCSSPageSize": true }));
        let pdf = printed["data"].as_str().expect("Chromium printed nothing");
        base64::engine::general_purpose::STANDARD.decode(pdf).unwrap()
    }

    /// Says yes to the print dialog of the system, which prints to a file in the folder of the test
    /// where there is no printer, and moves that file to `path`.
    pub fn print_to_file(&self, path: &Path) {
        let screen = self.driver.screen().expect("the program's own window");
        let printed = || {
            let pdf = |file: &PathBuf| file.extension().is_some_and(|ending| ending == "pdf");
            let named = |file: &PathBuf| {
                file.file_stem().is_some_and(|name| name.to_string_lossy().contains("年"))
            };
            let files = std::fs::read_dir(self.data.path()).unwrap();
            files.map(|file| file.unwrap().path()).find(|file| pdf(file) && named(file))
        };
        self.until_true("the dialog prints", || {
            // The first of the list, which is chosen by nobody else where there is no printer.
            screen.click_in_dialog(PRINT_DIALOG, 90, 86);
            screen.answer_dialog(PRINT_DIALOG, x11::ENTER);
            printed().is_some()
        });
        self.until_true("all of it is written", || {
            screen.dialog(PRINT_DIALOG).is_none()
                && printed().is_some_and(|file| whole(&std::fs::read(file).unwrap()))
        });
        std::fs::rename(printed().unwrap(), path).unwrap();
    }

    /// Says no to the print dialog of the system.
    pub fn turn_away_from_printing(&self) {
        let screen = self.driver.screen().expect("the program's own window");
        self.until_true("the dialog is there", || screen.dialog(PRINT_DIALOG).is_some());
        self.until_true("the dialog is gone", || {
            screen.answer_dialog(PRINT_DIALOG, x11::ESCAPE);
            screen.dialog(PRINT_DIALOG).is_none()
        });
    }

    fn until<T>(&self, what: &str, look: impl Fn() -> Result<T, String>) -> T {
        let started = Instant::now();
        loop {
            match look() {
                Ok(found) => return found,
                Err(error) if started.elapsed() > PATIENCE => {
                    self.picture("failed");
                    panic!("{what}: {error}");
                }
                Err(_) => std::thread::sleep(Duration::from_millis(30)),
            }
        }
    }

    fn found(&self, css: &str) -> Result<String, String> {
        let answer =
            self.driver.post("element", json!({ "using": "css selector", "value": css }))?;
        answer[ELEMENT].as_str().map(str::to_owned).ok_or_else(|| format!("{answer}"))
    }

    /// The element this selector finds, as soon as there is one.
    pub fn element(&self, css: &str) -> String {
        self.until(css, || self.found(css))
    }

    /// Clicks the element this selector finds, as soon as it takes clicks.
    pub fn click(&self, css: &str) {
        self.until(css, || {
            let element = self.found(css)?;
            if self.driver.get(&format!("element/{element}/enabled"))? != json!(true) {
                return Err("it is disabled".to_owned());
            }
            self.driver.post(&format!("element/{element}/click"), json!({}))
        });
    }

    /// Clicks the button with these words.
    pub fn press(&self, words: &str) {
        let xpath = format!("//button[contains(normalize-space(.), '{words}') and not(@disabled)]");
        self.until(words, || {
            let found = self.driver.post("element", json!({ "using": "xpath", "value": xpath }))?;
            let element = found[ELEMENT].as_str().ok_or("no such button")?.to_owned();
            self.driver.post(&format!("element/{element}/click"), json!({}))
        });
    }

    /// Writes into a field, in place of what stands there.
    pub fn fill(&self, css: &str, text: &str) {
        let element = self.element(css);
        let focus = format!("const box = document.querySelector(`{css}`); box.focus();");
        if self.run(&format!("{focus} return box.isContentEditable")) == true {
            self.chord(key::CONTROL, "a");
            self.type_keys(if text.is_empty() { key::DELETE } else { text });
            return;
        }
        // The driver's own clearing is no input the page hears of.
        self.run(&format!("{focus} box.select();"));
        self.driver.post(&format!("element/{element}/value"), json!({ "text": text })).unwrap();
    }

    /// What is written in a field or in the editor of a text, as far as it is drawn.
    pub fn written(&self, css: &str) -> String {
        self.element(css);
        let held = self.run(&format!("{EDITORS} return textOf(document.querySelector(`{css}`))"));
        held.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until this is written there.
    pub fn writes(&self, css: &str, text: &str) {
        self.until(&format!("{css} holds {text}"), || {
            let held = self.written(css);
            if held == text { Ok(()) } else { Err(format!("it holds {held}")) }
        });
    }

    /// Chooses what stands between these places of the editor of a text, in UTF-16 units.
    pub fn choose(&self, css: &str, from: usize, to: usize) {
        self.element(css);
        self.wait_for(&format!(
            "{EDITORS} const done = arguments[0];
             const box = document.querySelector(`{css}`); box.focus();
             getSelection().setBaseAndExtent(...placeIn(box, {from}), ...placeIn(box, {to}));
             setTimeout(() => requestAnimationFrame(() => done(1)), 30);"
        ));
    }

    /// Puts the caret right behind these words of the editor of a text.
    pub fn caret_behind(&self, css: &str, words: &str) {
        let held = self.written(css);
        let (before, _) = held.split_once(words).unwrap_or_else(|| panic!("no {words} in {held}"));
        let at = before.encode_utf16().count() + words.encode_utf16().count();
        self.choose(css, at, at);
    }

    /// The words that are chosen in the page.
    pub fn chosen(&self) -> String {
        self.run("return String(getSelection())").as_str().unwrap_or_default().to_owned()
    }

    /// Types with the keyboard, wherever the focus is.
    pub fn type_keys(&self, keys: &str) {
        let actions: Vec<Value> = keys
            .chars()
            .flat_map(|key| {
                let key = key.to_string();
                [
                    json!({ "type": "keyDown", "value": key }),
                    json!({ "type": "keyUp", "value": key }),
                ]
            })
            .collect();
        self.act(actions);
    }

    /// Presses a key with one or more others held down.
    pub fn chord(&self, held: &str, key: &str) {
        let each = |what: &str| {
            held.chars()
                .map(|one| json!({ "type": what, "value": one.to_string() }))
                .collect::<Vec<Value>>()
        };
        let mut actions = each("keyDown");
        actions.push(json!({ "type": "keyDown", "value": key }));
        actions.push(json!({ "type": "keyUp", "value": key }));
        actions.extend(each("keyUp"));
        self.act(actions);
    }

    fn act(&self, actions: Vec<Value>) {
        let keyboard =
            json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": actions }] });
        self.driver.post("actions", keyboard).unwrap();
    }

    /// Goes on with Tab until the focus is there.
    pub fn tab_to(&self, css: &str) {
        self.element(css);
        let there = format!("return document.activeElement.matches(\"{css}\")");
        for _ in 0..120 {
            if self.run(&there) == true {
                return;
            }
            self.type_keys(key::TAB);
        }
        self.picture("failed");
        panic!("Tab never came to {css}");
    }

    /// Drags the pointer from the middle of one element to the middle of another.
    pub fn drag(&self, from: &str, to: &str) {
        let at = |css: &str| json!({ ELEMENT: self.element(css) });
        let go = |css: &str| json!({ "type": "pointerMove", "duration": 50, "origin": at(css), "x": 0, "y": 0 });
        let actions = json!([
            go(from),
            { "type": "pointerDown", "button": 0 },
            go(to),
            { "type": "pointerUp", "button": 0 },
        ]);
        let mouse =
            json!({ "actions": [{ "type": "pointer", "id": "mouse", "actions": actions }] });
        self.driver.post("actions", mouse).unwrap();
    }

    /// Moves the pointer there, and leaves it.
    pub fn point_at(&self, css: &str) {
        let element = self.element(css);
        if self.engine == Engine::WebKit {
            // Its driver moves the pointer only to press a button.
            self.run(&format!(
                "const pointed = document.querySelector(`{css}`);
                 const {{ left, top, width, height }} = pointed.getBoundingClientRect();
                 const at = {{ clientX: left + width / 2, clientY: top + height / 2 }};
                 pointed.dispatchEvent(new MouseEvent('mouseover', {{ ...at, bubbles: true }}));"
            ));
            return;
        }
        let actions = json!([
            { "type": "pointerMove", "duration": 50, "origin": { ELEMENT: element }, "x": 0, "y": 0 },
        ]);
        let mouse =
            json!({ "actions": [{ "type": "pointer", "id": "mouse", "actions": actions }] });
        self.driver.post("actions", mouse).unwrap();
    }

    /// Clicks there twice at once.
    pub fn double_click(&self, css: &str) {
        let mut actions = vec![
            json!({ "type": "pointerMove", "duration": 20, "origin": { ELEMENT: self.element(css) }, "x": 0, "y": 0 }),
        ];
        for _ in 0..2 {
            actions.push(json!({ "type": "pointerDown", "button": 0 }));
            actions.push(json!({ "type": "pointerUp", "button": 0 }));
        }
        let mouse =
            json!({ "actions": [{ "type": "pointer", "id": "mouse", "actions": actions }] });
        self.driver.post("actions", mouse).unwrap();
    }

    /// Has the program begin with this command so many milliseconds after it is asked.
    pub fn delay(&self, command: &str, milliseconds: u32) {
        self.run(&format!(
            "const asked = window.fetch;
             window.fetch = async (...given) => {{
               if (String(given[0]).endsWith('/{command}')) await new Promise((go) => setTimeout(go, {milliseconds}));
               return asked(...given);
             }};"
        ));
    }

    /// Presses the second button of the mouse there.
    pub fn context_click(&self, css: &str) {
        let element = self.element(css);
        if self.engine == Engine::WebKit {
            // Its driver presses the button and never lets it go.
            self.run(&format!(
                "const pressed = document.querySelector(`{css}`);
                 const {{ left, top, width, height }} = pressed.getBoundingClientRect();
                 const at = {{ clientX: left + width / 2, clientY: top + height / 2 }};
                 const first = document.elementFromPoint(at.clientX, at.clientY) ?? pressed;
                 first.dispatchEvent(
                   new MouseEvent('contextmenu', {{ ...at, button: 2, bubbles: true, cancelable: true }}));"
            ));
            return;
        }
        let actions = json!([
            { "type": "pointerMove", "duration": 20, "origin": { ELEMENT: element }, "x": 0, "y": 0 },
            { "type": "pointerDown", "button": 2 },
            { "type": "pointerUp", "button": 2 },
        ]);
        let mouse =
            json!({ "actions": [{ "type": "pointer", "id": "mouse", "actions": actions }] });
        self.driver.post("actions", mouse).unwrap();
    }

    /// Puts text, and a web page with it, on the clipboard as a spreadsheet or word processor does,
    /// and pastes it where the focus is.
    pub fn paste(&self, text: &str, html: &str) {
        let (text, html) = (json!(text), json!(html));
        self.run(&format!(
            "const data = new DataTransfer();
             data.setData('text/plain', {text}); data.setData('text/html', {html});
             document.activeElement.dispatchEvent(
               new ClipboardEvent('paste', {{ clipboardData: data, bubbles: true, cancelable: true }}));"
        ));
    }

    /// Waits until the text of an element holds these words.
    pub fn says(&self, css: &str, words: &str) {
        self.until(&format!("{css} says {words}"), || {
            let element = self.found(css)?;
            let text = self.driver.get(&format!("element/{element}/text"))?;
            let text = text.as_str().unwrap_or_default();
            if text.contains(words) { Ok(()) } else { Err(format!("it says {text}")) }
        });
    }

    /// The words an element shows.
    pub fn text(&self, css: &str) -> String {
        let element = self.element(css);
        let text = self.driver.get(&format!("element/{element}/text")).unwrap();
        text.as_str().unwrap_or_default().to_owned()
    }

    pub fn is_there(&self, css: &str) -> bool {
        self.found(css).is_ok()
    }

    /// Waits until nothing is found.
    pub fn gone(&self, css: &str) {
        self.until(&format!("{css} is gone"), || match self.found(css) {
            Ok(_) => Err("still there".to_owned()),
            Err(_) => Ok(()),
        });
    }

    /// Waits until this holds.
    pub fn until_true(&self, what: &str, holds: impl Fn() -> bool) {
        self.until(what, || if holds() { Ok(()) } else { Err("it does not".to_owned()) });
    }

    /// Runs a script in the window and gives what it returns.
    pub fn run(&self, script: &str) -> Value {
        self.driver.post("execute/sync", json!({ "script": script, "args": [] })).unwrap()
    }

    /// Runs a script that is given `arguments[0]` to call with its result, and waits for it.
    pub fn wait_for(&self, script: &str) -> Value {
        self.driver.post("execute/async", json!({ "script": script, "args": [] })).unwrap()
    }

    /// What the figure's cell shows, without last year's under it.
    pub fn figure(&self, cell: &str) -> String {
        let script = format!(
            "const td = document.querySelector('[data-cell=\"{cell}\"]');
             return td.querySelector('input')?.value ?? td.querySelector('.shown').textContent;"
        );
        self.run(&script).as_str().unwrap_or_default().to_owned()
    }

    /// Waits until the figure's cell shows this.
    pub fn shows(&self, cell: &str, figure: &str) {
        self.until(&format!("{cell} shows {figure}"), || {
            let shown = self.figure(cell);
            if shown == figure { Ok(()) } else { Err(format!("it shows {shown}")) }
        });
    }

    /// Keeps a picture under target/screenshots. Two animation frames first: it would be one old.
    pub fn picture(&self, of: &str) {
        let wait = "const done = arguments[0];
                    requestAnimationFrame(() => requestAnimationFrame(() => done(1)));";
        let _ = self.driver.post("execute/async", json!({ "script": wait, "args": [] }));
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/screenshots");
        std::fs::create_dir_all(&folder).unwrap();
        let Ok(picture) = self.driver.get("screenshot") else { return };
        let bytes = base64::engine::general_purpose::STANDARD
            .decode(picture.as_str().unwrap_or_default())
            .unwrap();
        std::fs::write(folder.join(format!("{}-{of}.png", self.name)), bytes).unwrap();
    }

    /// What axe-core finds against WCAG 2.2 AA, one line a finding.
    pub fn barriers(&self) -> Vec<String> {
        let axe = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/node_modules/axe-core/axe.min.js");
        let axe = std::fs::read_to_string(axe).expect("run `npm ci` in ui");
        if self.run("return typeof axe") != "object" {
            self.run(&format!("{axe}; window.axe = axe;"));
        }
        let look = "const done = arguments[0];
            axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })
              .then(r => done(r.violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.html.slice(0, 160)}`))))
              .catch(e => done([String(e)]));";
        let found =
            self.driver.post("execute/async", json!({ "script": look, "args": [] })).unwrap();
        let found = found.as_array().cloned().unwrap_or_default();
        found.iter().filter_map(|one| one.as_str().map(str::to_owned)).collect()
    }

    /// The program's processes: those the driver started, and all of theirs.
    pub fn processes(&self) -> Vec<u32> {
        let parents: Vec<(u32, u32)> = std::fs::read_dir("/proc")
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|entry| {
                let process = entry.file_name().to_str()?.parse().ok()?;
                let stat = std::fs::read_to_string(entry.path().join("stat")).ok()?;
                let parent = stat.rsplit(')').next()?.split_whitespace().nth(1)?.parse().ok()?;
                Some((process, parent))
            })
            .collect();
        let mut family = vec![self.driver.id()];
        let mut at = 0;
        while let Some(&one) = family.get(at) {
            family.extend(parents.iter().filter(|(_, parent)| *parent == one).map(|(p, _)| p));
            at += 1;
        }
        family.split_off(1)
    }

    /// The program's own process and, after it, those that draw its page.
    pub fn program(&self) -> Vec<u32> {
        let named = |process: &u32| {
            let name = std::fs::read_to_string(format!("/proc/{process}/comm")).unwrap_or_default();
            let name = name.trim().to_owned();
            (name == "gongkai" || name.starts_with("WebKit"))
                .then_some((name != "gongkai", *process))
        };
        let mut found: Vec<(bool, u32)> = self.processes().iter().filter_map(named).collect();
        found.sort_unstable();
        found.into_iter().map(|(_, process)| process).collect()
    }

    /// Asks the window to close, as the button in its corner does.
    pub fn ask_to_close(&self) {
        self.keep_what_ran();
        self.driver.screen().expect("the program's own window").ask_to_close();
    }

    /// Waits until the system asks something beside the window.
    pub fn asked_beside(&self) {
        let screen = self.driver.screen().expect("the program's own window");
        self.until_true("the question is asked", || screen.windows() == 2);
    }

    /// Waits until the program has ended.
    pub fn ended(&self) {
        let gone = |process: u32| {
            let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
            stat.rsplit(')')
                .next()
                .is_none_or(|rest| rest.trim_start().starts_with(['Z', 'X']) || rest.is_empty())
        };
        self.until_true("the program has ended", || {
            self.program().first().is_none_or(|&program| gone(program))
        });
    }

    /// Loads the page anew, as the program does at its start.
    pub fn reload(&self) {
        self.keep_what_ran();
        self.run("location.reload()");
    }

    /// Keeps in target/coverage which functions of the page have run, where the page counts them.
    fn keep_what_ran(&self) {
        static KEPT: AtomicUsize = AtomicUsize::new(0);
        let script = "return Object.fromEntries(Object.entries(window.__coverage__ ?? {})
            .map(([file, { f }]) => [file, Object.keys(f).filter((number) => f[number] > 0)]))";
        let Ok(ran) = self.driver.post("execute/sync", json!({ "script": script, "args": [] }))
        else {
            return;
        };
        if ran.as_object().is_none_or(serde_json::Map::is_empty) {
            return;
        }
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/coverage/flows");
        let number = KEPT.fetch_add(1, Ordering::Relaxed);
        let file = format!("{}-{}-{number}.json", self.name, std::process::id());
        // No panic on the way out of a test that failed: what was not kept is listed as not run.
        let _ = std::fs::create_dir_all(&folder);
        let _ = std::fs::write(folder.join(file), ran.to_string());
    }

    /// A path in the test's own folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.data.path().join(name)
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        self.keep_what_ran();
    }
}

/// Whether a PDF is written to its end.
fn whole(pdf: &[u8]) -> bool {
    pdf.trim_ascii_end().ends_with(b"%%EOF")
}
