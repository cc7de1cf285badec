//! The window: as large as the configuration says, and never larger than the screen it is on.

use tauri::{App, PhysicalPosition, PhysicalSize, WebviewWindow, WebviewWindowBuilder};

/// Opens the window of the configuration. Its page may read the clipboard: our context menu pastes.
pub fn open(app: &App) -> tauri::Result<()> {
    for config in &app.config().app.windows {
        let builder = WebviewWindowBuilder::from_config(app, config)?;
        fit(&builder.enable_clipboard_access().build()?)?;
    }
    Ok(())
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
