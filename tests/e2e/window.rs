//! The program's window, driven through WebKitWebDriver, or its page in Chromium, driven through
//! chromedriver: what a user does and sees, and a picture of it as a build result.

use crate::bridge::Bridge;
use base64::Engine as _;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU16, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// How long anything may take to appear.
const PATIENCE: Duration = Duration::from_secs(15);
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// What draws the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// The program itself, on Linux.
    WebKit,
    /// The page alone, with the program's commands behind it: as in WebView2 on Windows.
    Chromium,
}

/// Chromium without a display, and without anything it would ask the network for.
const CHROMIUM: [&str; 9] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
];

/// What is opened, and on what.
pub struct Opening<'a> {
    pub engine: Engine,
    /// As on a desktop set to dark.
    pub dark: bool,
    /// Pixels of the screen to one of the page; Chromium only.
    pub scale: f64,
    pub program: &'a str,
    pub arguments: &'a [&'a str],
    /// Variables of the system.
    pub variables: &'a [(&'a str, &'a str)],
    /// WebKitGTK's layers, which the program is shipped without: without them the driver waits
    /// seconds for a picture.
    pub layers: bool,
    /// The data it finds in the folder `data` of this one.
    pub data: tempfile::TempDir,
}

impl Default for Opening<'_> {
    fn default() -> Self {
        Opening {
            engine: Engine::WebKit,
            dark: false,
            scale: 1.0,
            program: env!("CARGO_BIN_EXE_gongkai"),
            arguments: &[],
            variables: &[],
            layers: true,
            data: tempfile::Builder::new().prefix("gongkai-e2e-").tempdir().unwrap(),
        }
    }
}

/// A display as large as an office screen, for the windows of one test: two tests on one display
/// would take the focus from each other.
pub struct Screen {
    server: Child,
    pub name: String,
}

impl Screen {
    pub fn open() -> Screen {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1920x1080x24", "-nolisten", "tcp"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb is not installed");
        let mut number = String::new();
        let said = server.stdout.take().unwrap();
        BufReader::new(said).read_line(&mut number).unwrap();
        assert!(!number.trim().is_empty(), "Xvfb gave no display");
        Screen { server, name: format!(":{}", number.trim()) }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// A port no other window is given, outside those the system hands to connections.
fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(20_000);
    loop {
        let port = NEXT.fetch_add(1, Ordering::Relaxed);
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

/// One window with a screen and a data folder of its own.
pub struct Window {
    pub engine: Engine,
    scale: f64,
    driver: Child,
    _screen: Option<Screen>,
    _bridge: Option<Bridge>,
    base: String,
    session: String,
    agent: ureq::Agent,
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
        let port = free_port();
        let Opening { engine, dark, scale, program, arguments, variables, layers, data } = opening;
        let webkit = engine == Engine::WebKit;
        let screen = webkit.then(Screen::open);
        let bridge = (!webkit).then(|| Bridge::open(data.path()));
        let mut driver = Command::new(if webkit { "WebKitWebDriver" } else { "chromedriver" });
        driver
            .arg(format!("--port={port}"))
            .env("DISPLAY", screen.as_ref().map_or("", |screen| &screen.name))
            // The desktop's settings and accessibility bus are not there, and not missed.
            .env("GDK_BACKEND", "x11")
            .env("GSETTINGS_BACKEND", "memory")
            .env("NO_AT_BRIDGE", "1")
            .env("TAURI_AUTOMATION", "true")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("GONGKAI_DATA", data.path().join("data"))
            // What the web view keeps (the size everything is shown in) is the test's own, too.
            .env("XDG_DATA_HOME", data.path().join("share"))
            .env("XDG_CACHE_HOME", data.path().join("cache"))
            .envs(dark.then_some(("GTK_THEME", "Adwaita:dark")))
            .envs(variables.iter().copied())
            .env_remove("WEBKIT_DISABLE_COMPOSITING_MODE")
            .env_remove("WEBKIT_DISABLE_DMABUF_RENDERER")
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        if layers {
            driver.env("WEBKIT_DISABLE_COMPOSITING_MODE", "0");
        }
        let driver = driver.spawn().expect("the browser's driver is not installed");
        let agent = ureq::Agent::config_builder()
            .timeout_global(Some(Duration::from_secs(60)))
            .http_status_as_error(false)
            .build();
        let address = bridge.as_ref().map(|bridge| bridge.address.clone());
        let mut window = Window {
            engine,
            scale,
            driver,
            _screen: screen,
            _bridge: bridge,
            base: format!("http://127.0.0.1:{port}"),
            session: String::new(),
            agent: agent.into(),
            data,
            name: name.to_owned(),
        };
        let wanted = if webkit {
            // The program ends with its driver, however the test ends.
            let mut words = vec!["--pdeathsig", "KILL", program];
            words.extend(arguments);
            json!({ "webkitgtk:browserOptions": { "binary": "/usr/bin/setpriv", "args": words } })
        } else {
            let profile = format!("--user-data-dir={}", window.path("profile").display());
            let mut words: Vec<String> = CHROMIUM.iter().map(|&word| word.to_owned()).collect();
            words.push(profile);
            json!({ "goog:chromeOptions": { "args": words } })
        };
        window.begin(&json!({ "capabilities": { "alwaysMatch": wanted } }));
        window.resize(width, height);
        if let Some(address) = address {
            let scheme = if dark { "dark" } else { "light" };
            let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
            window.chromium("Emulation.setEmulatedMedia", json!({ "features": features }));
            let allowed = json!(["clipboardReadWrite", "clipboardSanitizedWrite"]);
            window.chromium("Browser.grantPermissions", json!({ "permissions": allowed }));
            window.post("url", json!({ "url": address })).unwrap();
        }
        window.element("main");
        window
    }

    /// Makes the room for the page this large.
    pub fn resize(&self, width: u32, height: u32) {
        match self.engine {
            Engine::WebKit => {
                let rect = json!({ "x": 0, "y": 0, "width": width, "height": height });
                self.post("window/rect", rect).unwrap();
            }
            Engine::Chromium => self.chromium(
                "Emulation.setDeviceMetricsOverride",
                json!({ "width": width, "height": height, "deviceScaleFactor": self.scale, "mobile": false }),
            ),
        }
        let there = format!("return innerWidth === {width} && innerHeight === {height}");
        self.until_true(&format!("{width} × {height}"), || self.run(&there) == true);
    }

    /// One command of Chromium's own.
    fn chromium(&self, command: &str, given: Value) {
        self.post("goog/cdp/execute", json!({ "cmd": command, "params": given })).unwrap();
    }

    fn begin(&mut self, wanted: &Value) {
        let started = Instant::now();
        self.session = loop {
            let answer = self.agent.post(format!("{}/session", self.base)).send_json(wanted);
            let answer = answer.and_then(|mut answer| answer.body_mut().read_json::<Value>());
            // The driver gives an empty name to a session whose program it did not reach.
            let session = answer.as_ref().ok().and_then(|it| it["value"]["sessionId"].as_str());
            match session {
                Some(session) if !session.is_empty() => break session.to_owned(),
                _ if started.elapsed() > PATIENCE => panic!("no session: {answer:?}"),
                _ => std::thread::sleep(Duration::from_millis(50)),
            }
        };
    }

    fn post(&self, path: &str, body: Value) -> Result<Value, String> {
        let url = format!("{}/session/{}/{path}", self.base, self.session);
        Self::value(self.agent.post(url).send_json(&body))
    }

    fn get(&self, path: &str) -> Result<Value, String> {
        let url = format!("{}/session/{}/{path}", self.base, self.session);
        Self::value(self.agent.get(url).call())
    }

    fn value(
        answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>,
    ) -> Result<Value, String> {
        let mut answer = answer.map_err(|error| error.to_string())?;
        let body: Value = answer
            .body_mut()
            .with_config()
            .limit(64 << 20)
            .read_json()
            .map_err(|error| error.to_string())?;
        match body["value"]["error"].as_str() {
            Some(error) => Err(format!("{error}: {}", body["value"]["message"])),
            None => Ok(body["value"].clone()),
        }
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
        let answer = self.post("element", json!({ "using": "css selector", "value": css }))?;
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
            if self.get(&format!("element/{element}/enabled"))? != json!(true) {
                return Err("it is disabled".to_owned());
            }
            self.post(&format!("element/{element}/click"), json!({}))
        });
    }

    /// Clicks the button with these words.
    pub fn press(&self, words: &str) {
        let xpath = format!("//button[contains(normalize-space(.), '{words}') and not(@disabled)]");
        self.until(words, || {
            let found = self.post("element", json!({ "using": "xpath", "value": xpath }))?;
            let element = found[ELEMENT].as_str().ok_or("no such button")?.to_owned();
            self.post(&format!("element/{element}/click"), json!({}))
        });
    }

    /// Writes into a field, in place of what stands there.
    pub fn fill(&self, css: &str, text: &str) {
        let element = self.element(css);
        // The driver's own clearing is no input the page hears of.
        self.run(&format!(
            "const box = document.querySelector(`{css}`); box.focus(); box.select();"
        ));
        self.post(&format!("element/{element}/value"), json!({ "text": text })).unwrap();
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
        self.post("actions", keyboard).unwrap();
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
        self.post("actions", mouse).unwrap();
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
        self.post("actions", mouse).unwrap();
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
        self.post("actions", mouse).unwrap();
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
            let text = self.get(&format!("element/{element}/text"))?;
            let text = text.as_str().unwrap_or_default();
            if text.contains(words) { Ok(()) } else { Err(format!("it says {text}")) }
        });
    }

    /// The words an element shows.
    pub fn text(&self, css: &str) -> String {
        let element = self.element(css);
        let text = self.get(&format!("element/{element}/text")).unwrap();
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
        self.post("execute/sync", json!({ "script": script, "args": [] })).unwrap()
    }

    /// Runs a script that is given `arguments[0]` to call with its result, and waits for it.
    pub fn wait_for(&self, script: &str) -> Value {
        self.post("execute/async", json!({ "script": script, "args": [] })).unwrap()
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
        let _ = self.post("execute/async", json!({ "script": wait, "args": [] }));
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/screenshots");
        std::fs::create_dir_all(&folder).unwrap();
        let Ok(picture) = self.get("screenshot") else { return };
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
        let found = self.post("execute/async", json!({ "script": look, "args": [] })).unwrap();
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
        let Ok(ran) = self.post("execute/sync", json!({ "script": script, "args": [] })) else {
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
        let _ = self.agent.delete(format!("{}/session/{}", self.base, self.session)).call();
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
