//! The editor of the texts, in both engines: input methods, very long texts, what other programs put on
//! the clipboard, findings at their place, the look of the page.

use crate::window::{Engine, Opening, Window, key};

const TEXT: &str = ".text [role=textbox]";
const TIP: &str = "[data-test=finding-tip]";

fn begin(name: &str, engine: Engine, chapter: &str) -> Window {
    let opening = Opening { engine, data: crate::years::example(), ..Opening::default() };
    let window = Window::open_with(name, 1366, 728, opening);
    window.click(&format!("tr[data-year='{}'] [data-test=open]", crate::years::in_hand()));
    window.click(&format!("[data-chapter={chapter}]"));
    window.element(TEXT);
    window
}

/// The paragraphs of a chapter as the program has them, parted by line feeds.
fn kept(window: &Window, chapter: &str) -> String {
    let kept = window.run(&format!(
        "const {{ invoke }} = window.__TAURI_INTERNALS__;
         return invoke('start')
           .then(({{ reports }}) => reports.find((one) => one.state === 'draft').id)
           .then((id) => invoke('open_report', {{ id }}))
           .then(({{ report }}) => report.chapters.find((one) => one.id === '{chapter}').paragraphs.join('\\n'))"
    ));
    kept.as_str().unwrap_or_default().to_owned()
}

fn keeps(window: &Window, chapter: &str, text: &str) {
    window.until_true(&format!("the program has {text}"), || kept(window, chapter) == text);
}

/// Composes as an input method does, up to these letters.
fn compose(window: &Window, letters: &str) {
    match window.engine {
        Engine::Chromium => {
            window.chromium(
                "Input.imeSetComposition",
                serde_json::json!({
                    "text": letters,
                    "selectionStart": letters.len(),
                    "selectionEnd": letters.len(),
                }),
            );
        }
        Engine::WebKit => {
            window.run(&format!(
                "const tell = (type) => document.querySelector('{TEXT}').dispatchEvent(
                   new CompositionEvent(type, {{ bubbles: true, data: '{letters}' }}));
                 const held = window.composed ?? '';
                 if (!held) tell('compositionstart');
                 window.composed = '{letters}';
                 const {{ focusNode: node, focusOffset: at }} = getSelection();
                 node.replaceData(at - held.length, held.length, '{letters}');
                 getSelection().collapse(node, at - held.length + '{letters}'.length);
                 tell('compositionupdate');"
            ));
        }
    }
}

/// Chooses the words an input method offers.
fn choose_words(window: &Window, words: &str) {
    match window.engine {
        Engine::Chromium => {
            window.chromium("Input.insertText", serde_json::json!({ "text": words }));
        }
        Engine::WebKit => {
            compose(window, words);
            window.run(&format!(
                "window.composed = '';
                 document.querySelector('{TEXT}').dispatchEvent(
                   new CompositionEvent('compositionend', {{ bubbles: true, data: '{words}' }}));"
            ));
        }
    }
}

fn an_input_method_is_let_finish(name: &str, engine: Engine) {
    let window = begin(name, engine, "improvement");
    window.fill(TEXT, "一是宣传不够。");
    keeps(&window, "improvement", "一是宣传不够。");
    // Another place, and back: what is composed is a step of its own, however soon it comes.
    window.click("[data-chapter=other]");
    window.click("[data-chapter=improvement]");
    window.writes(TEXT, "一是宣传不够。");
    window.caret_behind(TEXT, "一是");
    compose(&window, "ren");
    compose(&window, "renyuan");
    std::thread::sleep(std::time::Duration::from_millis(400));
    window.writes(TEXT, "一是renyuan宣传不够。");
    window.picture("01-composing");
    // Letters that are being composed are no text of the report.
    assert_eq!(kept(&window, "improvement"), "一是宣传不够。");
    choose_words(&window, "人员");
    window.writes(TEXT, "一是人员宣传不够。");
    keeps(&window, "improvement", "一是人员宣传不够。");
    window.chord(key::CONTROL, "z");
    window.writes(TEXT, "一是宣传不够。");
    window.chord(key::CONTROL, "y");
    window.writes(TEXT, "一是人员宣传不够。");
}

#[test]
fn an_input_method_is_let_finish_in_webkit() {
    an_input_method_is_let_finish("composing", Engine::WebKit);
}

#[test]
fn an_input_method_is_let_finish_in_chromium() {
    an_input_method_is_let_finish("composing-chromium", Engine::Chromium);
}

/// 500 paragraphs, 50,000 characters.
fn long() -> String {
    let paragraph = |number: usize| format!("第{number}段{}", "政务公开工作情况".repeat(12));
    (0..500).map(paragraph).collect::<Vec<_>>().join("\n")
}

fn a_very_long_text_is_written_at_both_its_ends(name: &str, engine: Engine) {
    let window = begin(name, engine, "other");
    let long = long();
    assert!(long.chars().count() > 50_000);
    window.click(TEXT);
    window.chord(key::CONTROL, "a");
    window.paste(&long, "");
    keeps(&window, "other", &long);
    window.chord(key::CONTROL, key::HOME);
    window.type_keys("首");
    window.chord(key::CONTROL, key::END);
    window.type_keys("尾");
    keeps(&window, "other", &format!("首{long}尾"));
    window.says(TEXT, "尾");
    window.picture("01-end");
    // Another chapter, and back: nothing is lost.
    window.type_keys("处");
    window.click("[data-chapter=overview]");
    window.click("[data-chapter=other]");
    window.says(TEXT, "首第0段");
    keeps(&window, "other", &format!("首{long}尾处"));
    // The whole of it is copied, not what is drawn.
    window.click(TEXT);
    window.chord(key::CONTROL, "a");
    let copied = window.run(&format!(
        "const data = new DataTransfer();
         document.querySelector('{TEXT}').dispatchEvent(
           new ClipboardEvent('copy', {{ clipboardData: data, bubbles: true, cancelable: true }}));
         return data.getData('text/plain').length"
    ));
    assert_eq!(copied.as_u64(), Some(long.chars().count() as u64 + 3));
    window.type_keys(key::DELETE);
    keeps(&window, "other", "");
}

#[test]
fn a_very_long_text_in_webkit() {
    a_very_long_text_is_written_at_both_its_ends("very-long", Engine::WebKit);
}

#[test]
fn a_very_long_text_in_chromium() {
    a_very_long_text_is_written_at_both_its_ends("very-long-chromium", Engine::Chromium);
}

/// What Word, WPS and a browser put on the clipboard, and what is to stand in the text.
const PASTED: [(&str, &str, &str); 3] = [
    (
        "　　（一）主动公开。\r\n　　全年公开信息30条。\r\n",
        "<html xmlns:o=\"urn:schemas-microsoft-com:office:office\"><body><!--StartFragment-->\
         <p class=MsoNormal style='text-indent:32.0pt'><span style='font-family:楷体'>（一）主动公开。</span><o:p></o:p></p>\
         <p class=MsoNormal><b>全年公开信息30条。</b></p><!--EndFragment--></body></html>",
        "（一）主动公开。\n全年公开信息30条。",
    ),
    (
        "\u{a0}\u{a0}（一）主动公开。\n\n\u{a0}\u{a0}全年公开信息30条。\n",
        "<meta name=Generator content=\"WPS Office\"><p style=\"mso-char-indent-count:2\">（一）主动公开。</p><p>全年公开信息30条。</p>",
        "（一）主动公开。\n全年公开信息30条。",
    ),
    (
        "（一）主动公开。\n全年公开信息30条。",
        "<div style=\"color:red;background:yellow\"><h3>（一）主动公开。</h3><a href=\"http://127.0.0.1/\">全年公开信息30条。</a><img src=x></div>",
        "（一）主动公开。\n全年公开信息30条。",
    ),
];

fn words_of_other_programs_come_without_their_formatting(name: &str, engine: Engine) {
    let window = begin(name, engine, "improvement");
    for (text, html, stands) in PASTED {
        window.fill(TEXT, "");
        window.paste(text, html);
        window.writes(TEXT, stands);
        keeps(&window, "improvement", stands);
        let plain = format!(
            "return document.querySelectorAll('{TEXT} :is(b, a, img, p, o\\\\:p, h3, font), {TEXT} span[style]').length"
        );
        assert_eq!(window.run(&plain), 0);
        // One step.
        window.chord(key::CONTROL, "z");
        window.writes(TEXT, "");
    }
    window.picture("01-pasted");
}

#[test]
fn words_of_other_programs_come_without_their_formatting_in_webkit() {
    words_of_other_programs_come_without_their_formatting("pasted", Engine::WebKit);
}

#[test]
fn words_of_other_programs_come_without_their_formatting_in_chromium() {
    words_of_other_programs_come_without_their_formatting("pasted-chromium", Engine::Chromium);
}

fn findings_stand_at_their_place(name: &str, engine: Engine) {
    let window = begin(name, engine, "overview");
    window.fill(TEXT, "我镇举办促销费活动三次，群众满意。");
    window.element("li[data-rule=wrong_characters]");
    window.until_true("the very words are marked", || {
        let marked =
            "return document.querySelector('.text [data-found=wrong_characters]')?.textContent";
        window.run(marked) == "促销费"
    });
    let style = "const style = getComputedStyle(document.querySelector('.text .found'));
        return `${style.textDecorationLine} ${style.textDecorationStyle}`";
    assert_eq!(window.run(style), "underline wavy");
    window.picture("01-marked");
    // By keyboard: the sentence, and the fix.
    window.caret_behind(TEXT, "举办促销");
    window.chord(key::ALT, key::ENTER);
    window.says(TIP, "促消费");
    window.element(&format!("{TIP} button:focus"));
    window.picture("02-by-key");
    let barriers = window.barriers();
    assert!(barriers.is_empty(), "{barriers:#?}");
    window.type_keys(key::ESCAPE);
    window.gone(TIP);
    window.element(&format!("{TEXT}:focus"));
    window.chord(key::ALT, key::ENTER);
    window.click(&format!("{TIP} [data-test=fix]"));
    window.click(&format!("{TIP} [data-test=fix]"));
    window.writes(TEXT, "我镇举办促消费活动三次，群众满意。");
    window.gone(TIP);
    window.gone(".text [data-found=wrong_characters]");
    // Under the pointer, with what is typed before it.
    window.chord(key::CONTROL, "z");
    window.writes(TEXT, "我镇举办促销费活动三次，群众满意。");
    window.chord(key::CONTROL, key::HOME);
    window.type_keys("今年");
    window.writes(TEXT, "今年我镇举办促销费活动三次，群众满意。");
    window.point_at(".text [data-found=wrong_characters]");
    window.says(TIP, "促消费");
    window.picture("03-under-the-pointer");
    // It stays while the pointer is in it, and goes with it.
    let pointer = |what: &str| {
        window.run(&format!(
            "document.querySelector('.finding-tip').dispatchEvent(new MouseEvent('{what}'))"
        ));
    };
    pointer("mouseenter");
    window.element(TIP);
    pointer("mouseleave");
    window.gone(TIP);
    // A reason is written where the words stand.
    window.fill(TEXT, "我镇举办XX件促销费活动。");
    window.element(".text [data-found=placeholders]");
    window.element(".text [data-found=wrong_characters]");
    // Where two findings meet, both are told.
    window.caret_behind(TEXT, "举办XX件");
    window.chord(key::ALT, key::ENTER);
    window.says(TIP, "XX");
    let wrong = format!("{TIP} li[data-rule=wrong_characters]");
    window.click(&format!("{wrong} [data-test=reason]"));
    window.fill(&format!("{wrong} textarea"), "活动的名称就是这样");
    window.type_keys(key::ENTER);
    window.gone(TIP);
    window.gone(".text [data-found=wrong_characters]");
    window.element(".text [data-found=placeholders]");
}

#[test]
fn findings_stand_at_their_place_in_webkit() {
    findings_stand_at_their_place("found", Engine::WebKit);
}

#[test]
fn findings_stand_at_their_place_in_chromium() {
    findings_stand_at_their_place("found-chromium", Engine::Chromium);
}

fn the_text_looks_like_the_page(name: &str, engine: Engine) {
    let window = begin(name, engine, "improvement");
    window.fill(
        TEXT,
        &format!("（一）主要问题{}一是主动公开的内容还不够充实，公开的及时性还有待提高，群众关心的事项公开得不够。", key::ENTER),
    );
    window.element(".text .heading.level-2");
    // Twenty-eight characters a line, the first of them indented by two.
    let line = "const line = document.querySelectorAll('.text .cm-line')[1];
        const node = document.createTreeWalker(line, NodeFilter.SHOW_TEXT).nextNode();
        const range = document.createRange();
        let top = null, count = 0;
        for (let at = 0; at < node.data.length; at += 1) {
          range.setStart(node, at); range.setEnd(node, at + 1);
          const box = range.getBoundingClientRect();
          top ??= box.top;
          if (Math.abs(box.top - top) > 4) break;
          count += 1;
        }
        return count;";
    window.until_true("26 characters behind the indent", || {
        let count = window.run(line).as_u64();
        matches!(count, Some(25..=26))
    });
    window.picture("01-page");
    window.resize(1920, 1010);
    window.until_true("and as many on a large screen", || {
        let count = window.run(line).as_u64();
        matches!(count, Some(25..=26))
    });
    window.picture("02-large");
    // Last year's passages are greyed, where one wishes.
    window.resize(1366, 728);
    window.fill(TEXT, "");
    window.click("[data-test=take-text]");
    window.until_true("last year's text is there", || window.written(TEXT).chars().count() > 20);
    assert!(!window.is_there(".text .last-years"));
    window.click("[data-test=grey-last]");
    window.element(".text .last-years");
    window.picture("03-greyed");
    window.click("[data-test=grey-last]");
    window.gone(".text .last-years");
    // A field of one line has no second.
    const TITLE: &str = ".fields .field:first-child [role=textbox]";
    window.click("[data-chapter=title]");
    window.element(TITLE);
    let title = window.written(TITLE);
    window.click(TITLE);
    window.type_keys(key::ENTER);
    assert_eq!(window.written(TITLE), title);
}

#[test]
fn the_text_looks_like_the_page_in_webkit() {
    the_text_looks_like_the_page("page-look", Engine::WebKit);
}

#[test]
fn the_text_looks_like_the_page_in_chromium() {
    the_text_looks_like_the_page("page-look-chromium", Engine::Chromium);
}

fn the_caret_is_moved_and_words_are_chosen_by_keys(name: &str, engine: Engine) -> Window {
    let window = begin(name, engine, "improvement");
    window.fill(TEXT, &format!("甲乙丙丁{}戊己庚辛", key::ENTER));
    window.writes(TEXT, "甲乙丙丁\n戊己庚辛");
    window.type_keys(key::HOME);
    window.type_keys(key::DELETE);
    window.writes(TEXT, "甲乙丙丁\n己庚辛");
    window.type_keys(key::UP);
    window.type_keys(key::END);
    window.type_keys(key::BACKSPACE);
    window.writes(TEXT, "甲乙丙\n己庚辛");
    window.chord(key::SHIFT, key::HOME);
    window.type_keys("子");
    window.writes(TEXT, "子\n己庚辛");
    // Only a line end, which is no paragraph; and nothing is copied where nothing is chosen.
    window.chord(key::CONTROL, key::END);
    window.type_keys(key::ENTER);
    let copied = format!(
        "const data = new DataTransfer();
         document.querySelector('{TEXT}').dispatchEvent(
           new ClipboardEvent('cut', {{ clipboardData: data, bubbles: true, cancelable: true }}));
         return data.getData('text/plain')"
    );
    assert_eq!(window.run(&copied), "");
    keeps(&window, "improvement", "子\n己庚辛");
    window
}

#[test]
fn the_caret_is_moved_and_words_are_chosen_by_keys_in_webkit() {
    the_caret_is_moved_and_words_are_chosen_by_keys("text-keys", Engine::WebKit);
}

#[test]
fn the_caret_is_moved_and_words_are_chosen_by_keys_in_chromium() {
    let window =
        the_caret_is_moved_and_words_are_chosen_by_keys("text-keys-chromium", Engine::Chromium);
    // What is dropped is cleaned as what is pasted.
    window.run(&format!(
        "const box = document.querySelector('{TEXT}').getBoundingClientRect();
         const data = new DataTransfer(); data.setData('text/plain', '　　丑\\t寅');
         document.querySelector('{TEXT} .cm-line').dispatchEvent(new DragEvent('drop', {{
           dataTransfer: data, bubbles: true, cancelable: true, clientX: box.left + 2, clientY: box.top + 20 }}));"
    ));
    window.writes(TEXT, "丑 寅子\n己庚辛\n");
}
