//! The menu of the second mouse button and of its key, in both engines: ours, never the web view's.

use crate::window::{Engine, Opening, Window, key};

const MENU: &str = "[data-test=context-menu]";
const FIRST: &str = "[data-cell='requests/new/natural_person']";

fn requests(name: &str, engine: Engine) -> Window {
    let opening = Opening { engine, ..Opening::default() };
    let window = Window::open_with(name, 1366, 728, opening);
    window.click("[data-test=way-example]");
    window.click("[data-chapter=requests]");
    window.click(FIRST);
    // Whether any press of the second button was left to the web view.
    window.run(
        "window.left = 0;
         addEventListener('contextmenu', (e) => setTimeout(() => (left += e.defaultPrevented ? 0 : 1)));",
    );
    window
}

/// Chooses the first two cells of the first two rows.
fn four(window: &Window) {
    window.click(FIRST);
    window.chord(key::SHIFT, key::DOWN);
    window.chord(key::SHIFT, key::RIGHT);
}

fn works_on_cells(window: &Window) {
    // On the cell under the pointer, which is chosen by it.
    window.context_click("[data-cell='requests/new/business']");
    window.says(MENU, "填 0");
    window.element("td.active[data-cell='requests/new/business']");
    window.picture("01-cell");
    window.click("[data-test=menu-copy]");
    window.gone(MENU);
    window.context_click("[data-cell='requests/new/research']");
    window.click("[data-test=menu-paste]");
    window.shows("requests/new/research", "3");
    // On the range it is pressed in.
    four(window);
    window.context_click("[data-cell='requests/carried_in/natural_person']");
    window.click("[data-test=menu-cut]");
    window.shows("requests/new/natural_person", "");
    window.shows("requests/carried_in/business", "");
    window.click("[data-cell='requests/new/public_welfare']");
    window.context_click("[data-cell='requests/new/public_welfare']");
    window.click("[data-test=menu-paste]");
    window.shows("requests/new/public_welfare", "12");
    window.shows("requests/new/legal_service", "3");
    four(window);
    window.context_click(FIRST);
    window.click("[data-test=menu-zero]");
    window.shows("requests/new/natural_person", "0");
    window.shows("requests/carried_in/business", "0");
    // One step takes it back.
    window.chord(key::CONTROL, "z");
    window.shows("requests/carried_in/business", "");
    window.context_click(FIRST);
    window.click("[data-test=menu-all]");
    let all = "return document.querySelectorAll('td.chosen, td.active').length === 175";
    window.until_true("all is chosen", || window.run(all) == true);
    window.type_keys(key::ESCAPE);
    window.chord(key::CONTROL, key::HOME);
    window.element(&format!("td.active{FIRST}"));
}

fn works_by_keys_and_in_texts(window: &Window) {
    window.chord(key::SHIFT, key::F10);
    window.element(MENU);
    window.type_keys(key::ESCAPE);
    window.gone(MENU);
    window.element(&format!("{FIRST} input:focus"));
    window.chord(key::SHIFT, key::F10);
    window.element(MENU);
    window.type_keys(&key::DOWN.repeat(4));
    window.element("[data-test=menu-zero]:focus");
    window.picture("02-keys");
    window.type_keys(key::UP);
    window.element("[data-test=menu-paste]:focus");
    window.type_keys(&format!("{}{}", key::DOWN, key::ENTER));
    window.shows("requests/new/natural_person", "0");

    window.click("[data-chapter=other]");
    let box_ = ".middle [role=textbox]";
    let text = || window.written(box_);
    let before = text();
    window.click(box_);
    window.context_click(box_);
    window.element("[data-test=menu-cut]:disabled");
    assert!(!window.is_there("[data-test=menu-zero]"));
    window.click("[data-test=menu-all]");
    window.context_click(box_);
    window.picture("03-text");
    window.click("[data-test=menu-cut]");
    window.until_true("the words are cut", || text().is_empty());
    window.context_click(box_);
    window.click("[data-test=menu-paste]");
    window.until_true("the words are there again", || text() == before);
    // A press elsewhere closes it, and brings none where there is nothing to work on.
    window.context_click(box_);
    window.element(MENU);
    window.click(".top h2");
    window.gone(MENU);
    window.context_click(".top h2");
    window.context_click("header.bar h1");
    assert!(!window.is_there(MENU));
    // A plain field of the page.
    window.click("[data-test=back]");
    window.click("[data-test=settings]");
    window.fill("#who", "张三");
    let who = || window.run("return document.querySelector('#who').value");
    window.context_click("#who");
    window.click("[data-test=menu-all]");
    window.context_click("#who");
    window.click("[data-test=menu-cut]");
    window.until_true("the name is cut", || who() == "");
    window.context_click("#who");
    window.click("[data-test=menu-paste]");
    window.until_true("the name is there again", || who() == "张三");
    window.click("[data-test=back]");
    window.click("[data-test=write]");
    window.element("nav.chapters");
    assert_eq!(window.run("return left"), 0, "a press was left to the web view");
}

#[test]
fn the_menu_is_ours_in_webkit() {
    let window = requests("menu", Engine::WebKit);
    works_on_cells(&window);
    works_by_keys_and_in_texts(&window);
    // What is final can be copied, and nothing else.
    window.click("[data-chapter=requests]");
    window.click("[data-cell='requests/new/total']");
    window.context_click("[data-cell='requests/new/total']");
    window.click("[data-test=menu-zero]");
    window.says("td.active .note", "按 F2");
}

#[test]
fn the_menu_is_ours_in_chromium() {
    let window = requests("menu-chromium", Engine::Chromium);
    works_on_cells(&window);
    works_by_keys_and_in_texts(&window);
}
