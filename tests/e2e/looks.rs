//! Every screen as it looks at both sizes, light and dark, kept as pictures, and open to everybody
//! (WCAG 2.2 AA, looked at by axe-core).

use crate::window::{Opening, Window};

fn look(window: &Window, of: &str) {
    window.picture(of);
    let barriers = window.barriers();
    assert!(barriers.is_empty(), "{of}: {barriers:#?}");
}

fn tour(window: &Window) {
    window.element("[data-test=way-example]");
    look(window, "01-empty");
    window.click("[data-test=way-example]");
    window.element("nav.chapters");
    look(window, "02-overview");
    window.click("[data-test=quote]");
    window.element("[data-test=quote-search]");
    window.click("[data-table=requests]");
    look(window, "02-quoting");
    window.click(".figure-chooser .link");
    window.click("[data-test=search]");
    window.element("[data-test=replace-panel] [role=status], [data-test=replace-one]");
    look(window, "02-replacing");
    window.click("[data-test=replace-panel] header .link:last-child");
    window.gone("[data-test=replace-panel]");
    for chapter in ["disclosure", "cases", "improvement", "title", "signature", "requests"] {
        window.click(&format!("[data-chapter={chapter}]"));
        look(window, &format!("03-{chapter}"));
    }
    window.click("li[data-rule=balance] .message");
    window.element("td.framed");
    look(window, "03-finding");
    window.click("[data-test=compare]");
    window.element("table.lines");
    look(window, "04-comparison");
    window.click("[data-test=texts]");
    look(window, "05-texts");
    window.click("[data-test=back]");
    window.click("[data-test=print]");
    window.element(".pages .sheet:nth-child(3) img");
    look(window, "05-pages");
    window.click("[data-test=back]");
    window.click("[data-test=back]");
    window.element("[data-test=write]");
    look(window, "06-start");
    window.click("[data-test=settings]");
    window.element("dl");
    look(window, "07-settings");
    window.click("[data-test=back]");
    window.click("[data-test=import]");
    window.element("[data-test=path]");
    look(window, "08-import");
    assert!(!window.is_there("[data-test=failure]"));
}

#[test]
fn every_screen_at_1366() {
    tour(&Window::open("look-1366", 1366, 728));
}

#[test]
fn every_screen_at_1920() {
    tour(&Window::open("look-1920", 1920, 1040));
}

fn tour_in_the_dark(name: &str, width: u32, height: u32) {
    let opening = Opening { dark: true, ..Opening::default() };
    let window = Window::open_with(name, width, height, opening);
    let dark = window.run("return matchMedia('(prefers-color-scheme: dark)').matches");
    assert_eq!(dark, true);
    tour(&window);
}

#[test]
fn every_screen_in_the_dark_at_1366() {
    tour_in_the_dark("look-dark", 1366, 728);
}

#[test]
fn every_screen_in_the_dark_at_1920() {
    tour_in_the_dark("look-dark-1920", 1920, 1040);
}
