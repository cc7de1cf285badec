//! The tools beside a text: paragraphs moved and numbered, words searched and replaced everywhere, a
//! figure chosen by keys, a finding's reason taken back.

use crate::window::{Window, key};

const TEXT: &str = ".text [role=textbox]";

fn begin(name: &str) -> Window {
    let window = Window::open_report(name, 1366, 728);
    window.click("[data-chapter=overview]");
    window.element(TEXT);
    window
}

/// Waits until the chapter's text is this.
fn is(window: &Window, words: &str) {
    window.writes(TEXT, words);
}

fn caret(window: &Window, at: usize) {
    window.choose(TEXT, at, at);
}

#[test]
fn paragraphs_are_moved_and_numbered_anew() {
    let window = begin("paragraphs");
    let paste = || {
        window.click(TEXT);
        window.chord(key::CONTROL, "a");
        window.paste("（一）甲\n２．乙\n５．丙\n（三）丁", "");
    };
    // Paragraphs that come follow; numbers the writer changes stay, until a button puts them in
    // order, full-width digits as such.
    paste();
    is(&window, "（一）甲\n１．乙\n２．丙\n（二）丁");
    paste();
    is(&window, "（一）甲\n２．乙\n５．丙\n（三）丁");
    window.click("[data-test=renumber]");
    is(&window, "（一）甲\n１．乙\n２．丙\n（二）丁");
    window.gone("[data-test=renumber]");
    // With one's hands on the keys, and with the button.
    caret(&window, 5);
    window.chord(key::ALT, key::DOWN);
    is(&window, "（一）甲\n１．丙\n２．乙\n（二）丁");
    window.chord(key::ALT, key::UP);
    is(&window, "（一）甲\n１．乙\n２．丙\n（二）丁");
    window.click("[data-test=move-down]");
    is(&window, "（一）甲\n１．丙\n２．乙\n（二）丁");
    window.chord(key::CONTROL, "z");
    is(&window, "（一）甲\n１．乙\n２．丙\n（二）丁");
    window.chord(key::CONTROL, "y");
    is(&window, "（一）甲\n１．丙\n２．乙\n（二）丁");
    window.picture("01-moved");
}

#[test]
fn words_are_searched_and_replaced_in_all_chapters() {
    let window = begin("replace-all");
    window.fill(TEXT, "本年办理件数。其他件数。");
    window.click("[data-chapter=improvement]");
    window.fill(TEXT, "公开件数不多。");
    window.says(".saved", "已保存");
    window.chord(key::CONTROL, "h");
    window.fill("[data-test=replace-words]", "件数");
    window.type_keys(key::ENTER);
    window.element("[data-test=replace-panel] li:nth-child(3)");
    window.fill("[data-test=replace-with]", "数量");
    window.click("[data-test=replace-look]");
    // A click on a place leads to it.
    window.click("[data-test=replace-panel] li:first-child .place");
    window.element("[data-chapter=overview].on, [data-chapter=overview][aria-current=true]");
    window.until_true("the words are chosen", || window.chosen() == "件数");
    window.picture("01-found");
    window.click("[data-test=replace-all]");
    is(&window, "本年办理数量。其他数量。");
    window.says("[data-test=replace-panel]", "都看过了");
    window.click("[data-chapter=improvement]");
    is(&window, "公开数量不多。");
    // Places one right after the other: each is replaced where those before have moved it to.
    window.fill(TEXT, "数量甲。数量乙，数量丙。");
    window.fill("[data-test=replace-words]", "数量");
    window.fill("[data-test=replace-with]", "件");
    window.click("[data-test=replace-look]");
    let buttons = "[...document.querySelectorAll('li [data-test=replace-one]')]";
    let found = format!("return {buttons}.length");
    window.until_true("all places are found", || window.run(&found) == 5);
    window.run(&format!("{buttons}.slice(-3).forEach((button) => button.click())"));
    is(&window, "件甲。件乙，件丙。");
    // Last year's year, as it is offered.
    window.click("[data-test=replace-offer]");
    window.says("[data-test=replace-panel]", "没有");
    window.click("[data-test=replace-words]");
    window.type_keys(key::ESCAPE);
    window.gone("[data-test=replace-panel]");
}

#[test]
fn a_figure_is_chosen_by_keys_and_goes_as_a_whole() {
    let window = begin("figure-chooser");
    window.fill(TEXT, "收到申请件。");
    caret(&window, 4);
    window.click("[data-test=quote]");
    window.fill("[data-test=quote-search]", "新收");
    window.type_keys(key::DOWN);
    window.element(".figure-chooser li:nth-child(2) .on");
    window.picture("01-chosen");
    window.type_keys(key::ESCAPE);
    window.gone(".figure-chooser");
    window.click("[data-test=quote]");
    window.fill("[data-test=quote-search]", "新收 自然人");
    window.click(".figure-chooser [data-quote='requests/new/natural_person']");
    is(&window, "收到申请12件。");
    caret(&window, 6);
    window.type_keys(key::BACKSPACE);
    is(&window, "收到申请件。");
}
