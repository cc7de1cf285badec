//! The panes beside what is written: folded, shown, and sharing one column in a narrow window.

use crate::sizes::{CELLS, whole};
use crate::window::{Window, key};

fn shown(window: &Window, pane: &str) -> bool {
    let look = format!(
        "const pane = document.querySelector('[data-pane={pane}]');
         return pane !== null && pane.getBoundingClientRect().width > 100;"
    );
    window.run(&look) == true
}

#[test]
fn a_wide_window_has_both_panes_and_each_can_be_folded() {
    let window = Window::open("panes", 1366, 728);
    window.click("[data-test=way-example]");
    window.click("[data-chapter=overview]");
    assert!(shown(&window, "findings") && shown(&window, "last"));
    // Last year's text begins where this year's does, beside it.
    let tops = window.run(
        "return ['.middle .top', '[data-pane=last]', '[data-pane=findings]']
           .map((css) => document.querySelector(css).getBoundingClientRect().top)",
    );
    assert_eq!(tops[0], tops[1]);
    assert_eq!(tops[1], tops[2]);
    // What differs is marked there unless it is not wanted.
    window.element("[data-pane=last] del");
    window.click("[data-pane=last] .choice input");
    window.gone("[data-pane=last] del");
    window.click("[data-pane=last] .choice input");
    // The keys are told by the button under the chapters, too.
    window.click(".chapters .keys");
    window.element("dialog[open]");
    window.type_keys(key::ESCAPE);
    window.gone("dialog[open]");
    let width = || window.run("return document.querySelector('.middle').clientWidth").as_f64();
    let before = width();
    window.click("[data-test=fold-last]");
    assert!(!shown(&window, "last") && shown(&window, "findings"));
    assert!(width() > before);
    window.click("[data-test=fold-findings]");
    window.picture("01-folded");
    window.click("[data-test=unfold-last]");
    assert!(shown(&window, "last") && !shown(&window, "findings"));
    // A finding that is gone to brings its pane.
    window.click("[data-chapter=requests]");
    window.click("[data-cell='requests/new/natural_person']");
    window.type_keys("13");
    window.element("li[data-rule=balance]");
    window.type_keys(key::F8);
    assert!(shown(&window, "findings"));
    window.element("li.current");
}

#[test]
fn a_narrow_window_has_one_column_with_tabs_and_a_table_is_whole_beside_it() {
    let window = Window::open("panes-narrow", 1093, 582);
    window.click("[data-test=way-example]");
    window.click("[data-chapter=overview]");
    assert!(shown(&window, "last") && !shown(&window, "findings"));
    window.click("[data-pane=last] [data-test=tab-findings]");
    assert!(!shown(&window, "last") && shown(&window, "findings"));
    window.click("[data-pane=findings] [data-test=tab-last]");
    assert!(shown(&window, "last"));
    // Beside a table it is folded until asked for, and then the table is whole all the same.
    for (width, height) in [(1093, 582), (910, 485)] {
        window.resize(width, height);
        for chapter in CELLS {
            window.click(&format!("[data-chapter={chapter}]"));
            if shown(&window, "findings") {
                window.click("[data-test=fold-findings]");
            }
            assert!(!shown(&window, "findings"));
            assert_eq!(whole(&window), "");
            window.click("[data-test=unfold-findings]");
            assert!(shown(&window, "findings"));
            assert_eq!(whole(&window), "", "{chapter} beside the findings at {width}");
            window.picture(&format!("{chapter}-{width}"));
        }
    }
    // As it was left: folded beside text, the choice of a table is another.
    window.click("[data-chapter=overview]");
    assert!(shown(&window, "last"));
    window.click("[data-pane=last] [data-test=fold-last]");
    window.click("[data-chapter=other]");
    assert!(!shown(&window, "last") && !shown(&window, "findings"));
}

#[test]
fn the_chapters_keep_their_lines_when_marks_appear() {
    for (width, height) in [(1366, 728), (1093, 582)] {
        let window = Window::open("chapter-marks", width, height);
        window.click("[data-test=way-example]");
        let places = "return JSON.stringify([...document.querySelectorAll('.chapters button')]
            .map((one) => { const { top, height } = one.getBoundingClientRect(); return [top, height]; }))";
        window.click("[data-chapter=requests]");
        let before = window.run(places);
        window.click("[data-cell='requests/new/natural_person']");
        window.type_keys("13");
        window.element("[data-chapter=requests] .mark");
        assert_eq!(window.run(places), before);
        // All of them stand there, without moving the list.
        let room = window.run(
            "const list = document.querySelector('.chapters'); return list.scrollHeight <= list.clientHeight",
        );
        assert_eq!(room, true);
        window.picture(&format!("{width}"));
        let opened = window.run(
            "const box = (node) => { const range = document.createRange(); range.selectNodeContents(node); return range.getClientRects().length; };
             return [...document.querySelectorAll('.chapters .name')].flatMap((name) =>
               [...name.childNodes].filter((node) => node.nodeType === 3 && box(node) > 1).map((node) => node.textContent))",
        );
        assert_eq!(opened.as_array().map(Vec::len), Some(0), "words in two lines: {opened}");
    }
}
