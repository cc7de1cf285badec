//! The text chapters: numbers that follow, a figure quoted from the tables, the aspects, search and
//! replace.

use crate::window::{Window, key};

const TEXT: &str = ".text [role=textbox]";
const TITLE: &str = ".fields .field:first-child [role=textbox]";
const PREFACE: &str = ".fields .field:nth-child(2) [role=textbox]";
const SIGNATURE: &str = ".fields .field:first-child [role=textbox]";
const DATE: &str = ".with-button [role=textbox]";

/// Waits until the chapter's text holds these words.
fn holds(window: &Window, words: &str) {
    window.until_true(words, || window.written(TEXT).contains(words));
}

fn begin(name: &str) -> Window {
    let window = Window::open_report(name, 1366, 728);
    window.click("[data-chapter=overview]");
    window.element(TEXT);
    window
}

/// Puts the caret right behind these words of the chapter.
fn caret_behind(window: &Window, words: &str) {
    window.caret_behind(TEXT, words);
}

#[test]
fn the_pane_follows_the_caret_of_a_long_chapter() {
    let window = Window::open_report("long-chapter", 1366, 728);
    window.click("[data-chapter=other]");
    window.click(TEXT);
    window.chord(key::CONTROL, key::END);
    for line in 0..40 {
        window.type_keys(&format!("{}line{line}", key::ENTER));
    }
    holds(&window, "line39");
    // The last line stands at the foot of its box, the first at its head.
    let seen = |end: &str| {
        let held = format!(
            "const field = document.querySelector('{TEXT}').getBoundingClientRect();
             const pane = document.querySelector('.middle').getBoundingClientRect();
             return pane.top <= field.{end} + 14 && field.{end} - 14 <= pane.bottom;"
        );
        window.until_true(end, || window.run(&held) == true);
    };
    seen("bottom");
    window.picture("01-end");
    window.chord(key::CONTROL, key::HOME);
    seen("top");
    window.chord(key::CONTROL, key::END);
    seen("bottom");
}

#[test]
fn numbers_follow_when_paragraphs_come_move_and_go() {
    let window = begin("numbering");
    holds(&window, "（五）监督保障");
    caret_behind(&window, "（一）主动公开");
    window.type_keys(&format!("{}新设专栏", key::ENTER));
    holds(&window, "\n新设专栏\n");
    window.click("[data-depth='2']");
    holds(&window, "（二）新设专栏\n");
    holds(&window, "（六）监督保障");
    window.picture("01-numbered");
    window.click("[data-test=move-up]");
    holds(&window, "（一）新设专栏\n（二）主动公开");
    // One step each: the move, the level.
    window.chord(key::CONTROL, "z");
    holds(&window, "（一）主动公开\n（二）新设专栏");
    window.chord(key::CONTROL, "z");
    holds(&window, "\n新设专栏\n");
    holds(&window, "（五）监督保障");
    window.choose(TEXT, 0, 0);
    window
        .paste("　　（一）\t粘来的\r\n\r\n正文", "<p style=\"font-family:黑体\">（一）粘来的</p>");
    holds(&window, "（一）粘来的\n正文（一）主动公开");
}

#[test]
fn a_quoted_figure_stays_right_in_the_text_and_on_paper() {
    let window = begin("quoting");
    window.fill(TEXT, "全年收到申请件，行政许可件。");
    holds(&window, "行政许可件");
    caret_behind(&window, "收到申请");
    window.click("[data-test=quote]");
    window.click("[data-table=requests]");
    window.picture("01-by-a-cell");
    window.click(".figure-chooser [data-quote='requests/new/natural_person']");
    holds(&window, "全年收到申请12件");
    caret_behind(&window, "行政许可");
    window.click("[data-test=quote]");
    window.fill("[data-test=quote-search]", "许可 决定");
    window.picture("02-by-name");
    window.type_keys(key::ENTER);
    window.element(".text mark ~ mark");
    window.says("[data-test=quoted-here]", "行政许可");
    window.picture("03-quoted");
    // The table changes, and the text with it; a blank is said and must be filled in.
    window.click("[data-chapter=requests]");
    window.click("[data-cell='requests/new/natural_person']");
    window.type_keys(&format!("21{}", key::ENTER));
    window.shows("requests/new/total", "25");
    window.click("[data-chapter=overview]");
    holds(&window, "全年收到申请21件");
    window.click("[data-chapter=requests]");
    window.click("[data-cell='requests/new/natural_person']");
    window.type_keys(key::DELETE);
    window.click("[data-chapter=overview]");
    holds(&window, "全年收到申请【待填】件");
    window.element("li[data-rule=placeholders]");
    window.picture("04-blank");
    window.press("撤销");
    holds(&window, "全年收到申请21件");
    let barriers = window.barriers();
    assert!(barriers.is_empty(), "{barriers:#?}");
}

#[test]
fn a_figure_is_quoted_in_the_text_behind_a_table() {
    const BEHIND: &str = ".sheet ~ .around [role=textbox]";
    let window = begin("around");
    window.click("[data-chapter=requests]");
    window.click("[data-test=around]");
    window.fill(BEHIND, "其中自然人件。");
    window.caret_behind(BEHIND, "其中自然人");
    window.click(".sheet ~ .around [data-test=quote]");
    window.fill("[data-test=quote-search]", "新收 自然人");
    window.type_keys(key::ENTER);
    window.element(".sheet ~ .around mark");
    window.picture("01-quoted");
    window.click("[data-cell='requests/new/natural_person']");
    window.type_keys(&format!("21{}", key::ENTER));
    window.writes(BEHIND, "其中自然人21件。");
    let barriers = window.barriers();
    assert!(barriers.is_empty(), "{barriers:#?}");
}

#[test]
fn the_old_year_is_replaced_place_by_place_and_aspects_are_ticked() {
    let window = begin("replacing");
    let year = window.run("return window.__TAURI_INTERNALS__.invoke('start').then(s => s.year)");
    let (last, this) = (year.as_i64().unwrap() - 1, year.as_i64().unwrap());
    window.fill(TEXT, &format!("{last}年公开信息30条，比{last}年多；{last}年底清理文件。"));
    window.says("[data-aspect=监督保障]", "没有看到");
    window.click("[data-aspect=监督保障] input");
    window.says("[data-aspect=监督保障]", "自己勾选");
    window.click("[data-test=search]");
    window.element("li [data-test=replace-one]");
    window.picture("01-found");
    window.click("li [data-test=replace-one]");
    holds(&window, &format!("{this}年公开信息30条，比{last}年多"));
    window.click("li [data-test=replace-skip]");
    window.click("li [data-test=replace-one]");
    holds(&window, &format!("比{last}年多；{this}年底"));
    window.says("[data-test=replace-panel]", "都看过了");
    window.press("撤销");
    holds(&window, &format!("{this}年公开信息30条，比{last}年多；{last}年底"));
    window.says("[data-test=replace-panel]", "替换这 2 处");
    window.picture("02-replaced");
    let barriers = window.barriers();
    assert!(barriers.is_empty(), "{barriers:#?}");
}

#[test]
fn what_stands_before_and_behind_the_chapters_is_undone_where_it_is_typed() {
    let window = begin("front-and-end");
    let value = |css: &str| window.written(css);
    for (chapter, field) in
        [("title", TITLE), ("title", PREFACE), ("signature", SIGNATURE), ("signature", DATE)]
    {
        window.click(&format!("[data-chapter={chapter}]"));
        window.element(field);
        let before = value(field);
        window.fill(field, "改");
        window.until_true("it is typed", || value(field) == "改");
        window.says(".saved", "已保存");
        window.chord(key::CONTROL, "z");
        window.until_true("it is taken back", || value(field) == before);
        window.chord(key::CONTROL, "y");
        window.until_true("it is done again", || value(field) == "改");
        window.chord(key::CONTROL, "z");
        window.until_true("it is taken back once more", || value(field) == before);
    }
    window.fill(DATE, "改");
    window.click(".with-button button");
    window.until_true("today's date is there", || value(DATE).ends_with('日'));
    window.picture("01-today");
    // A character made for one office's machines is in no font: it is said before it is printed.
    window.click("[data-chapter=overview]");
    window.fill(TEXT, "全年收到\u{E83A}某的申请。");
    holds(&window, "全年收到");
    window.click("[data-test=print]");
    window.says("aside", "所有字体里都没有这些字");
    window.picture("02-no-font");
}
