//! The tables worked like a sheet: ranges by pointer and keys, the clipboard, tables with labels from
//! other programs, the size of everything.

use crate::window::{Window, key};

fn requests(name: &str) -> Window {
    let window = Window::open_report(name, 1366, 728);
    window.click("[data-chapter=requests]");
    window.click("[data-cell='requests/new/natural_person']");
    window
}

fn chosen(window: &Window) -> i64 {
    window.run("return document.querySelectorAll('td.chosen, td.active').length").as_i64().unwrap()
}

#[test]
fn a_range_is_chosen_by_drag_or_shift_and_goes_over_the_clipboard() {
    let window = requests("range");
    window.drag(
        "[data-cell='requests/new/natural_person']",
        "[data-cell='requests/carried_in/research']",
    );
    assert_eq!(chosen(&window), 6);
    window.picture("01-dragged");
    window.type_keys(key::ESCAPE);
    window.click("[data-cell='requests/new/natural_person']");
    window.chord(key::SHIFT, key::DOWN);
    window.chord(key::SHIFT, key::RIGHT);
    assert_eq!(chosen(&window), 4);
    // Ctrl+X takes the figures away, Ctrl+Z brings them back in one step.
    window.chord(key::CONTROL, "x");
    window.shows("requests/new/natural_person", "");
    window.shows("requests/carried_in/business", "");
    window.chord(key::CONTROL, "z");
    window.shows("requests/new/natural_person", "12");
    window.shows("requests/carried_in/natural_person", "1");
}

#[test]
fn a_table_with_labels_finds_its_cells_and_goes_with_one_undo() {
    let window = requests("labels");
    // From a spreadsheet: text with tabs, figures with separators and full-width digits.
    window.paste(
        "一、本年新收政府信息公开申请数量\t1,015\t３\t0\t1\t0\t0\t1019\r\n\
         四、结转下年度继续办理\t1004\t0\t0\t0\t0\t0\t1004\r\n",
        "",
    );
    window.says(".toast", "按标签填入 12 格");
    window.shows("requests/new/natural_person", "1015");
    window.shows("requests/new/total", "1019");
    window.shows("requests/carried_out/natural_person", "1004");
    window.picture("01-labels");
    window.chord(key::CONTROL, "z");
    window.shows("requests/new/natural_person", "12");
    window.shows("requests/carried_out/natural_person", "1");
    window.chord(key::CONTROL, "y");
    window.shows("requests/carried_out/natural_person", "1004");
    window.chord(key::CONTROL, "z");
    // From a word processor or a web page: a table with merged cells, of another chapter even.
    let page = "<table><tr><td colspan=4>第二十条第（一）项</td></tr>\
        <tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>\
        <tr><td>规章</td><td>0</td><td>0</td><td>0</td></tr>\
        <tr><td>行政规范性文件</td><td><p>4</p></td><td>2</td><td>13</td></tr></table>";
    window.paste("行政规范性文件\t4\t2\t13", page);
    window.says(".toast", "按标签填入 6 格");
    window.click("[data-chapter=disclosure]");
    window.shows("disclosure/normative_documents/in_force", "13");
    window.chord(key::CONTROL, "z");
    window.shows("disclosure/normative_documents/in_force", "11");
}

#[test]
fn a_pasted_range_is_taken_cell_by_cell_as_it_is_meant() {
    let window = requests("odd-paste");
    window.paste("-\t３件\t/\r\n=A1+1\t5\t无\r\n", "");
    window.says(".toast", "粘贴了 5 格");
    window.says(".toast", "3 格写的是“-”“/”或“无”，按空白填入");
    window.says(".toast", "1 格的数带着单位，只填了数");
    window.says(".toast", "1 格不是能填的数，原来的数没有动");
    window.shows("requests/new/natural_person", "");
    window.shows("requests/new/business", "3");
    window.shows("requests/new/research", "");
    window.shows("requests/carried_in/natural_person", "1");
    window.shows("requests/carried_in/business", "5");
    window.element("td.refused[data-cell='requests/carried_in/natural_person'] .note");
    window.picture("01-taken");
    // One step back brings all of it.
    window.chord(key::CONTROL, "z");
    window.shows("requests/new/natural_person", "12");
    window.shows("requests/carried_in/business", "0");
    // What lies beyond the table is counted, not written.
    window.click("[data-cell='requests/new/other']");
    window.paste("2\t\t7\t8", "");
    window.says(".toast", "有 2 个数在表格之外");
    window.shows("requests/new/other", "2");
    window.chord(key::CONTROL, "z");
    window.click("[data-cell='requests/new/natural_person']");
    window.shows("requests/new/natural_person", "12");
    // With labels it is the same: the cell that is no figure stays, the others are filled.
    window.paste("一、本年新收政府信息公开申请数量\t-12\t3\t0\t1\t0\t0\t16", "");
    window.says(".toast", "按标签填入 5 格；1 格不是能填的数，原来的数没有动");
    window.shows("requests/new/natural_person", "12");
    window.shows("requests/new/business", "3");
}

#[test]
fn keys_pass_over_totals_and_a_digit_there_says_how_to_override() {
    let window = requests("totals");
    let there = |cell: &str| {
        window.element(&format!("td.active[data-cell='{cell}']"));
    };
    window.click("[data-cell='requests/new/other']");
    window.type_keys(key::TAB);
    there("requests/carried_in/natural_person");
    window.chord(key::SHIFT, key::TAB);
    there("requests/new/other");
    // Arrows and the pointer lead there all the same.
    window.type_keys(key::RIGHT);
    there("requests/new/total");
    window.type_keys("9");
    window.says("td.active .note", "按 F2");
    window.picture("01-total");
    let before = window.figure("requests/new/total");
    window.type_keys(&format!("{}9", key::F2));
    window.shows("requests/new/total", &format!("{before}9"));
    window.element("td.overridden[data-cell='requests/new/total']");
    // A double click does as F2.
    window.double_click("[data-cell='requests/carried_in/total']");
    there("requests/carried_in/total");
    let before = window.figure("requests/carried_in/total");
    window.type_keys(&format!("{}9", key::END));
    window.shows("requests/carried_in/total", &format!("{before}9"));
    window.element("td.overridden[data-cell='requests/carried_in/total']");
}

#[test]
fn what_is_typed_is_taken_whole_or_not_at_all() {
    let window = requests("whole-entry");
    let cell = "requests/new/natural_person";
    let box_holds = |text: &str| {
        let holds = format!("return document.querySelector('td.active input').value === '{text}'");
        window.until_true(text, || window.run(&holds) == true);
    };
    for (text, why) in [("45.5", "不能有小数"), ("-3", "不能是负数")] {
        window.click(&format!("[data-cell='{cell}']"));
        window.type_keys(text);
        window.says(".note", why);
        box_holds(text);
        window.picture("01-refused");
        window.type_keys(key::TAB);
        window.shows(cell, "12");
        window.says(".toast", "仍是原来的数");
    }
    // Esc before the answers: what is shown is what is held.
    window.delay("edit_cells", 300);
    window.click(&format!("[data-cell='{cell}']"));
    window.type_keys(&format!("47{}", key::ESCAPE));
    window.says(".saved", "已保存");
    box_holds("12");
    window.shows("requests/carried_in/natural_person", "1");
    // The small figure of last year belongs to its cell.
    window.click("[data-cell='requests/new/research'] .last");
    window.type_keys("6");
    window.shows("requests/new/research", "6");
    window.double_click("[data-cell='requests/new/business'] .last");
    window.type_keys("7");
    window.shows("requests/new/business", "7");
}

#[test]
fn a_bad_paste_changes_nothing_and_says_why() {
    let window = requests("bad-paste");
    let whole = "return JSON.stringify([...document.querySelectorAll('.shown, td input')].map(e => e.value ?? e.textContent))";
    let before = window.run(whole);
    for (text, word) in [
        ("=A1+1", "没有动"),
        ("-3\t约3件", "没有动"),
        ("1.5\t3-5件", "没有动"),
        ("abc", "没有动"),
        ("今天天气很好，去河边走了走。", "没有认出"),
        ("张三\t12\n李四\t9", "没有认出"),
        ("一、本年新收政府信息公开申请数量\t12\t3", "无法确定"),
    ] {
        window.paste(text, "");
        window.says(".toast", word);
        assert_eq!(window.run(whole), before, "{text}");
        assert_eq!(window.is_there("td.refused .note"), word.contains("没有动"), "{text}");
        window.picture("01-refused");
    }
    // Ten thousand by ten thousand cells.
    window.run(
        "const data = new DataTransfer();
         data.setData('text/plain', ('1\\t'.repeat(10000) + '\\n').repeat(10000));
         document.activeElement.dispatchEvent(
           new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));",
    );
    window.says(".toast", "太大");
    assert_eq!(window.run(whole), before);
    // The keyboard is where it was, and works.
    window.type_keys("9");
    window.shows("requests/new/natural_person", "9");
}

#[test]
fn everything_is_shown_larger_and_smaller_by_keys() {
    let window = requests("zoom");
    let width = || window.run("return innerWidth").as_f64().unwrap();
    let usual = width();
    for _ in 0..3 {
        window.chord(key::CONTROL, "=");
    }
    window.says(".toast", "150%");
    let larger = width();
    assert!(larger < usual / 1.4, "{usual} to {larger}");
    window.picture("01-150");
    let barriers = window.barriers();
    assert!(barriers.is_empty(), "{barriers:#?}");
    window.chord(key::CONTROL, "0");
    window.says(".toast", "100%");
    window.chord(key::CONTROL, "-");
    window.says(".toast", "90%");
    window.picture("02-90");
    window.chord(key::CONTROL, "0");
    window.says(".toast", "100%");
    window.until_true("the usual size", || width() == usual);
    // With the wheel as with the keys.
    for (turn, size) in [(-100, "110%"), (100, "100%")] {
        window.run(&format!(
            "window.dispatchEvent(new WheelEvent('wheel', {{ deltaY: {turn}, ctrlKey: true, cancelable: true }}))"
        ));
        window.says(".toast", size);
    }
    window.until_true("the usual size", || width() == usual);
}
