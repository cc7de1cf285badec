//! The window's page for a browser: served over HTTP as it was built, and behind it the program's own
//! commands on Tauri's mock runtime. So the page runs in Chromium, the engine of Windows' WebView2.
//!
//! **Deliberately absent**: what belongs to a window of the system (title, size of everything,
//! files dropped on it, native dialogs); such calls are answered with nothing. Progress on its way
//! does not arrive, only the answer behind it.

use gongkai::UsedFolders;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc;
use std::thread;
use tauri::ipc::{CallbackFn, InvokeBody, InvokeResponseBody};
use tauri::test::{
    INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder, mock_context, noop_assets,
};
use tauri::webview::{InvokeRequest, WebviewWindow, WebviewWindowBuilder};
use tiny_http::{Header, Request, Response, Server};

/// What the page finds in place of the program's web view.
const INTERNALS: &str = r#"<script>
(() => {
  let last = 0;
  const nothing = () => {};
  window.__TAURI_EVENT_PLUGIN_INTERNALS__ = { unregisterListener: nothing };
  window.__TAURI_INTERNALS__ = {
    metadata: { currentWindow: { label: "main" }, currentWebview: { windowLabel: "main", label: "main" } },
    transformCallback(callback) {
      last += 1;
      window[`_${last}`] = callback;
      return last;
    },
    unregisterCallback: nothing,
    async invoke(command, given) {
      if (command.startsWith("plugin:")) return null;
      const answer = await fetch(`/invoke/${command}`, { method: "POST", body: JSON.stringify(given ?? {}) });
      const value = JSON.parse((await answer.text()) || "null");
      if (answer.ok) return value;
      throw value;
    },
  };
})();
</script>"#;

/// Serves one page on one data folder until it is dropped.
pub struct Bridge {
    server: Arc<Server>,
    pub address: String,
}

impl Bridge {
    pub fn open(data: &Path) -> Bridge {
        let server = Arc::new(Server::http("127.0.0.1:0").unwrap());
        let port = server.server_addr().to_ip().unwrap().port();
        let (held, data) = (server.clone(), data.join("data"));
        let (ready, opened) = mpsc::channel();
        thread::spawn(move || {
            let app =
                gongkai::with_commands(mock_builder()).build(mock_context(noop_assets())).unwrap();
            fs::create_dir_all(&data).unwrap();
            let noted = UsedFolders::noted_in(&data, [data.join("config")]);
            gongkai::open_session(&app, data.clone(), data, noted);
            let window =
                WebviewWindowBuilder::new(&app, "main", Default::default()).build().unwrap();
            ready.send(()).unwrap();
            for request in held.incoming_requests() {
                let window = window.clone();
                thread::spawn(move || answer(&window, request));
            }
        });
        opened.recv().expect("the program did not open on the mock runtime");
        Bridge { server, address: format!("http://127.0.0.1:{port}") }
    }
}

impl Drop for Bridge {
    fn drop(&mut self) {
        self.server.unblock();
    }
}

fn answer(window: &WebviewWindow<MockRuntime>, mut request: Request) {
    let path = request.url().split('?').next().unwrap_or_default().to_owned();
    let (code, kind, bytes) = match path.strip_prefix("/invoke/") {
        Some(command) => {
            let mut given = String::new();
            request.as_reader().read_to_string(&mut given).unwrap();
            let (code, answer) = invoke(window, command, &given);
            (code, "application/json", answer)
        }
        None => page(&path),
    };
    let header = Header::from_bytes("Content-Type", kind).unwrap();
    let response = Response::from_data(bytes).with_status_code(code).with_header(header);
    // The page may be gone by now.
    let _ = request.respond(response);
}

/// The answer of a command as JSON; its failure with the code 500.
fn invoke(window: &WebviewWindow<MockRuntime>, command: &str, given: &str) -> (u16, Vec<u8>) {
    let request = InvokeRequest {
        cmd: command.to_owned(),
        callback: CallbackFn(0),
        error: CallbackFn(1),
        url: "tauri://localhost".parse().unwrap(),
        body: InvokeBody::Json(serde_json::from_str(given).unwrap()),
        headers: Default::default(),
        invoke_key: INVOKE_KEY.to_owned(),
    };
    match get_ipc_response(window, request) {
        Ok(InvokeResponseBody::Json(answer)) => (200, answer.into_bytes()),
        Ok(InvokeResponseBody::Raw(bytes)) => (200, bytes),
        Err(failure) => (500, failure.to_string().into_bytes()),
    }
}

/// A file of the built page.
fn page(path: &str) -> (u16, &'static str, Vec<u8>) {
    let name = if path == "/" { "index.html" } else { path.trim_start_matches('/') };
    // The page that counts which of its functions run, where the flows are run with it.
    let folder = std::env::var("GONGKAI_PAGE").unwrap_or_else(|_| "ui/dist".to_owned());
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder).join(name);
    let Ok(bytes) = fs::read(&file) else { return (404, "text/plain", Vec::new()) };
    let kind = match file.extension().and_then(|ending| ending.to_str()) {
        Some("html") => "text/html",
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    };
    if name != "index.html" {
        return (200, kind, bytes);
    }
    let html =
        String::from_utf8(bytes).unwrap().replacen("<head>", &format!("<head>{INTERNALS}"), 1);
    (200, kind, html.into_bytes())
}
