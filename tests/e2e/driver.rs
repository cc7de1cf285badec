//! The browser's driver of one window: WebKitWebDriver with the program on a screen of its own, or
//! chromedriver with the program's page.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{
    AtomEnum, BUTTON_PRESS_EVENT, BUTTON_RELEASE_EVENT, ClientMessageEvent, ConnectionExt,
    EventMask, InputFocus, KEY_PRESS_EVENT, KEY_RELEASE_EVENT, MOTION_NOTIFY_EVENT, MapState,
};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;

/// How long a driver may take to open its session, and the program its window.
const OPENING: Duration = Duration::from_secs(20);
/// How long one command may take.
const COMMAND: Duration = Duration::from_secs(60);
/// WebKitWebDriver now and then opens no session, or one that answers nothing, on a busy machine.
const STARTS: usize = 3;

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

impl Screen {
    /// Asks every window on it to close, as the button in its corner does.
    pub fn ask_to_close(&self) {
        self.each_window(|display, window, protocols, close| {
            let message = ClientMessageEvent::new(32, window, protocols, [close, 0, 0, 0, 0]);
            display.send_event(false, window, EventMask::NO_EVENT, message).unwrap();
        });
    }

    /// How many windows are shown, questions of the system among them.
    pub fn windows(&self) -> usize {
        let mut shown = 0;
        self.each_window(|display, window, _, _| {
            let state = display.get_window_attributes(window).unwrap().reply().unwrap().map_state;
            shown += usize::from(state == MapState::VIEWABLE);
        });
        shown
    }

    /// Every window that has a button to close it, with the names of the message it sends.
    fn each_window(&self, mut work: impl FnMut(&RustConnection, u32, u32, u32)) {
        let (display, number) = x11rb::connect(Some(&self.name)).unwrap();
        let atom =
            |name: &str| display.intern_atom(false, name.as_bytes()).unwrap().reply().unwrap().atom;
        let (protocols, close) = (atom("WM_PROTOCOLS"), atom("WM_DELETE_WINDOW"));
        let root = display.setup().roots[number].root;
        for window in display.query_tree(root).unwrap().reply().unwrap().children {
            let held = display.get_property(false, window, protocols, AtomEnum::ATOM, 0, 32);
            let held = held.unwrap().reply().unwrap();
            if held.value32().is_some_and(|mut held| held.any(|one| one == close)) {
                work(&display, window, protocols, close);
            }
        }
        display.flush().unwrap();
    }
}

/// The codes of keys on the display of a test.
pub mod x11 {
    pub const ESCAPE: u8 = 9;
    pub const ENTER: u8 = 36;
}

impl Screen {
    /// The window on it with one of these names.
    pub fn dialog(&self, names: [&str; 2]) -> Option<u32> {
        let (display, number) = x11rb::connect(Some(&self.name)).unwrap();
        let name = display.intern_atom(false, b"_NET_WM_NAME").unwrap().reply().unwrap().atom;
        let root = display.setup().roots[number].root;
        let all = display.query_tree(root).unwrap().reply().unwrap().children;
        all.into_iter().find(|window| {
            let held = display.get_property(false, *window, name, AtomEnum::ANY, 0, 64).unwrap();
            let shown = display.get_window_attributes(*window).unwrap().reply();
            let shown = shown.is_ok_and(|shown| shown.map_state == MapState::VIEWABLE);
            shown && held.reply().is_ok_and(|held| names.iter().any(|n| n.as_bytes() == held.value))
        })
    }

    /// Clicks this far from the upper left corner of the window with one of these names, if it is there.
    pub fn click_in_dialog(&self, names: [&str; 2], x: i16, y: i16) {
        let Some(window) = self.dialog(names) else { return };
        let (display, number) = x11rb::connect(Some(&self.name)).unwrap();
        let root = display.setup().roots[number].root;
        let at = display.translate_coordinates(window, root, x, y).unwrap().reply().unwrap();
        let now = x11rb::CURRENT_TIME;
        display.xtest_fake_input(MOTION_NOTIFY_EVENT, 0, now, root, at.dst_x, at.dst_y, 0).unwrap();
        for event in [BUTTON_PRESS_EVENT, BUTTON_RELEASE_EVENT] {
            display.xtest_fake_input(event, 1, now, x11rb::NONE, 0, 0, 0).unwrap();
        }
        display.flush().unwrap();
        std::thread::sleep(Duration::from_millis(200));
    }

    /// Presses a key in the window with one of these names, if it is there.
    pub fn answer_dialog(&self, names: [&str; 2], key: u8) {
        let Some(window) = self.dialog(names) else { return };
        let (display, _) = x11rb::connect(Some(&self.name)).unwrap();
        display.set_input_focus(InputFocus::PARENT, window, x11rb::CURRENT_TIME).unwrap();
        for event in [KEY_PRESS_EVENT, KEY_RELEASE_EVENT] {
            display
                .xtest_fake_input(event, key, x11rb::CURRENT_TIME, x11rb::NONE, 0, 0, 0)
                .unwrap();
        }
        display.flush().unwrap();
        std::thread::sleep(Duration::from_millis(300));
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

/// A session of a driver; it ends with its program and its screen.
pub struct Driver {
    process: Child,
    screen: Option<Screen>,
    base: String,
    session: String,
    agent: ureq::Agent,
}

impl Driver {
    /// Starts the driver and opens a session that answers.
    ///
    /// # Panics
    /// When it did not open one in [`STARTS`] starts.
    pub fn start(opening: &Opening<'_>) -> Driver {
        for number in 1..=STARTS {
            let mut driver = Driver::spawn(opening);
            match driver.begin(opening) {
                Ok(()) => return driver,
                Err(error) => eprintln!("start {number} of the driver: {error}"),
            }
        }
        panic!("no session in {STARTS} starts of the driver");
    }

    fn spawn(opening: &Opening<'_>) -> Driver {
        let port = free_port();
        let webkit = opening.engine == Engine::WebKit;
        let screen = webkit.then(Screen::open);
        let data = opening.data.path();
        let mut command = Command::new(if webkit { "WebKitWebDriver" } else { "chromedriver" });
        command
            .arg(format!("--port={port}"))
            .env("DISPLAY", screen.as_ref().map_or("", |screen| &screen.name))
            // The desktop's settings and accessibility bus are not there, and not missed.
            .env("GDK_BACKEND", "x11")
            .env("GSETTINGS_BACKEND", "memory")
            .env("NO_AT_BRIDGE", "1")
            .env("TAURI_AUTOMATION", "true")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("GONGKAI_DATA", data.join("data"))
            // What the web view keeps (the size everything is shown in) is the test's own, too.
            .env("XDG_DATA_HOME", data.join("share"))
            .env("XDG_CACHE_HOME", data.join("cache"))
            .env("XDG_CONFIG_HOME", data.join("config"))
            .envs(opening.dark.then_some(("GTK_THEME", "Adwaita:dark")))
            .envs(opening.variables.iter().copied())
            .env_remove("WEBKIT_DISABLE_COMPOSITING_MODE")
            .env_remove("WEBKIT_DISABLE_DMABUF_RENDERER")
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        if opening.layers {
            command.env("WEBKIT_DISABLE_COMPOSITING_MODE", "0");
        }
        Driver {
            process: command.spawn().expect("the browser's driver is not installed"),
            screen,
            base: format!("http://127.0.0.1:{port}"),
            session: String::new(),
            agent: agent(COMMAND),
        }
    }

    fn begin(&mut self, opening: &Opening<'_>) -> Result<(), String> {
        let wanted = capabilities(opening);
        let agent = agent(OPENING);
        let started = Instant::now();
        self.session = loop {
            let answer = agent.post(format!("{}/session", self.base)).send_json(&wanted);
            let answer = answer.and_then(|mut answer| answer.body_mut().read_json::<Value>());
            // The driver gives an empty name to a session whose program it did not reach.
            let session = answer.as_ref().ok().and_then(|it| it["value"]["sessionId"].as_str());
            match session {
                Some(session) if !session.is_empty() => break session.to_owned(),
                _ if started.elapsed() > OPENING => return Err(format!("{answer:?}")),
                _ => std::thread::sleep(Duration::from_millis(50)),
            }
        };
        let first = agent.get(format!("{}/session/{}/url", self.base, self.session)).call();
        value(first).map(drop)
    }

    pub fn post(&self, path: &str, body: Value) -> Result<Value, String> {
        let url = format!("{}/session/{}/{path}", self.base, self.session);
        value(self.agent.post(url).send_json(&body))
    }

    pub fn get(&self, path: &str) -> Result<Value, String> {
        let url = format!("{}/session/{}/{path}", self.base, self.session);
        value(self.agent.get(url).call())
    }

    /// The screen the program's window is on.
    pub fn screen(&self) -> Option<&Screen> {
        self.screen.as_ref()
    }

    /// The driver's process.
    pub fn id(&self) -> u32 {
        self.process.id()
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        if !self.session.is_empty() {
            let session = format!("{}/session/{}", self.base, self.session);
            let _ = agent(OPENING).delete(session).call();
        }
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn agent(patience: Duration) -> ureq::Agent {
    ureq::Agent::config_builder()
        .timeout_global(Some(patience))
        .http_status_as_error(false)
        .build()
        .into()
}

fn capabilities(opening: &Opening<'_>) -> Value {
    let wanted = if opening.engine == Engine::WebKit {
        // The program ends with its driver, however the test ends.
        let mut words = vec!["--pdeathsig", "KILL", opening.program];
        words.extend(opening.arguments);
        json!({ "webkitgtk:browserOptions": { "binary": "/usr/bin/setpriv", "args": words } })
    } else {
        let profile = opening.data.path().join("profile");
        let mut words: Vec<String> = CHROMIUM.iter().map(|&word| word.to_owned()).collect();
        words.push(format!("--user-data-dir={}", Path::display(&profile)));
        json!({ "goog:chromeOptions": { "args": words } })
    };
    json!({ "capabilities": { "alwaysMatch": wanted } })
}

fn value(answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Result<Value, String> {
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
