//! Every screen as it looks at both sizes, kept as pictures.

use crate::window::Window;

fn tour(name: &str, width: u32, height: u32) {
    let window = Window::open(name, width, height);
    window.element("[data-test=way-example]");
    window.picture("01-empty");
    window.click("[data-test=way-example]");
    window.element("nav.chapters");
    window.picture("02-overview");
    for chapter in ["disclosure", "requests", "cases", "improvement", "title", "signature"] {
        window.click(&format!("[data-chapter={chapter}]"));
        window.picture(&format!("03-{chapter}"));
    }
    window.click("[data-test=compare]");
    window.element("table.lines");
    window.picture("04-comparison");
    window.click("[data-test=texts]");
    window.picture("05-texts");
    window.click("[data-test=back]");
    window.click("[data-test=print]");
    window.element("[data-test=page]");
    std::thread::sleep(std::time::Duration::from_millis(800));
    window.picture("05-pages");
    window.click("[data-test=back]");
    window.click("[data-test=back]");
    window.element("[data-test=write]");
    window.picture("06-start");
    window.click("[data-test=settings]");
    window.element("dl");
    window.picture("07-settings");
    window.click("[data-test=back]");
    window.click("[data-test=import]");
    window.element("[data-test=path]");
    window.picture("08-import");
    assert!(!window.is_there("[data-test=failure]"));
}

#[test]
fn every_screen_at_1366() {
    tour("look-1366", 1366, 728);
}

#[test]
fn every_screen_at_1920() {
    tour("look-1920", 1920, 1040);
}
