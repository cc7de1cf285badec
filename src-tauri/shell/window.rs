//! The window: as large as the configuration says, and never larger than the screen it is on. It shows
//! the program's own page and never another.

use crate::closing::Closing;
use tauri::webview::{NewWindowResponse, PageLoadEvent};
use tauri::{
    App, Manager, PhysicalPosition, PhysicalSize, Url, WebviewWindow, WebviewWindowBuilder,
};

/// Opens the window of the configuration. Its page may read the clipboard: our context menu pastes.
pub fn open(app: &App) -> tauri::Result<()> {
    let dev = app.config().build.dev_url.clone().filter(|_| tauri::is_dev());
    for config in &app.config().app.windows {
        let dev = dev.clone();
        let builder = WebviewWindowBuilder::from_config(app, config)?
            .enable_clipboard_access()
            .on_navigation(move |to| is_own(to, dev.as_ref()))
            .on_new_window(|_, _| NewWindowResponse::Deny)
            .on_page_load(|window, page| {
                if page.event() == PageLoadEvent::Finished {
                    window.state::<Closing>().page_loaded();
                }
            });
        fit(&builder.build()?)?;
    }
    Ok(())
}

/// Whether this is the program's own page, on the system it runs on or while it is developed.
fn is_own(to: &Url, dev: Option<&Url>) -> bool {
    match to.scheme() {
        "tauri" => to.host_str() == Some("localhost"),
        "http" | "https" => {
            to.host_str() == Some("tauri.localhost")
                || dev.is_some_and(|dev| dev.origin() == to.origin())
        }
        _ => false,
    }
}

/// A window as large as on the large screen it was last used on is cut to the one it is on now.
fn fit(window: &WebviewWindow) -> tauri::Result<()> {
    let Some(monitor) = window.current_monitor()? else { return Ok(()) };
    let room = monitor.work_area();
    let (outer, inner) = (window.outer_size()?, window.inner_size()?);
    if let Some(size) = fitted(outer, inner, room.size) {
        window.set_size(size)?;
        window.set_position(PhysicalPosition::new(room.position.x, room.position.y))?;
    }
    Ok(())
}

/// The inner size with which the frame and all fits the room; none where it fits as it is.
fn fitted(
    outer: PhysicalSize<u32>,
    inner: PhysicalSize<u32>,
    room: PhysicalSize<u32>,
) -> Option<PhysicalSize<u32>> {
    let cut = |outer: u32, inner: u32, room: u32| inner.min(room.saturating_sub(outer - inner));
    let size = PhysicalSize::new(
        cut(outer.width.max(inner.width), inner.width, room.width),
        cut(outer.height.max(inner.height), inner.height, room.height),
    );
    (room.width > 0 && room.height > 0 && size != inner).then_some(size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_shows_the_program_s_own_page_and_no_other() {
        let url = |text: &str| text.parse::<Url>().unwrap();
        let dev = url("http://localhost:5173");
        for own in ["tauri://localhost/", "http://tauri.localhost/index.html"] {
            assert!(is_own(&url(own), None), "{own}");
        }
        assert!(is_own(&url("http://localhost:5173/src/main.ts"), Some(&dev)));
        for other in [
            "https://example.com/",
            "http://localhost:5173/",
            "tauri://example.com/",
            "http://tauri.localhost.example.com/",
            "file:///etc/passwd",
            "data:text/html,x",
            "javascript:alert(1)",
        ] {
            assert!(!is_own(&url(other), None), "{other}");
        }
    }

    #[test]
    fn a_window_is_cut_to_the_screen_with_its_frame() {
        let size = PhysicalSize::<u32>::new;
        let office = size(1366, 728);
        assert_eq!(fitted(size(1372, 767), size(1366, 728), office), Some(size(1360, 689)));
        assert_eq!(fitted(size(1920, 1080), size(1904, 1041), office), Some(size(1350, 689)));
        assert_eq!(fitted(size(1100, 700), size(1094, 661), office), None);
        // A screen that says nothing of itself.
        assert_eq!(fitted(size(1100, 700), size(1094, 661), size(0, 0)), None);
    }
}
