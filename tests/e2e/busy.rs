//! Keys are answered while the program works at something that takes long.

use crate::window::Window;
use std::fs;
use std::time::{Duration, Instant};

/// Files checked in one go.
const FILES: usize = 200;
/// Lists exported at the same time: more than threads answer the window.
const EXPORTS: usize = 8;
/// Figures typed meanwhile.
const FIGURES: usize = 12;

#[test]
fn typing_goes_on_while_two_hundred_files_are_checked_and_lists_are_written() {
    let window = Window::open_report("busy", 1366, 728);
    let folder = window.path("各单位");
    fs::create_dir_all(&folder).unwrap();
    for number in 0..FILES {
        let report = include_str!("../fixtures/this.md")
            .replace("青铜镇人民政府", &format!("第{number}镇人民政府"))
            .replace("{year}", "2026")
            .replace("{last}", "2025")
            .replace("{next}", "2027");
        fs::write(folder.join(format!("{number}.md")), report).unwrap();
    }
    let id = window.run(
        "return window.__TAURI_INTERNALS__.invoke('start').then((s) => s.reports.find((r) => r.state === 'draft').id)",
    );
    window.click("[data-chapter=requests]");
    window.click("[data-cell='requests/new/natural_person']");
    let (path, lists) = (text(&folder), text(&window.path("核对单")));
    window.run(&format!(
        "const {{ invoke, transformCallback }} = window.__TAURI_INTERNALS__;
         window.finished = {{ checked: null, exports: 0 }};
         const progress = `__CHANNEL__:${{transformCallback(() => undefined)}}`;
         invoke('check_folder', {{ path: {path}, progress }}).then((all) => (finished.checked = all.lines.length));
         for (let at = 0; at < {EXPORTS}; at += 1)
           invoke('export_check_list', {{ id: {id}, path: `${{{lists}}}${{at}}.pdf`, overwrite: true }})
             .then(() => (finished.exports += 1));",
    ));
    let finished = |what: &str| window.run(&format!("return finished.{what}")).as_u64();
    let figure = |cell: &str| window.figure(cell).parse::<usize>().unwrap();
    let others = figure("requests/new/total") - figure("requests/new/natural_person");
    let mut slowest = Duration::ZERO;
    for round in 0..FIGURES {
        let figure = round + 20;
        let begun = Instant::now();
        window.fill("[data-cell='requests/new/natural_person'] input", &figure.to_string());
        // The total is the program's.
        window.shows("requests/new/total", &(figure + others).to_string());
        slowest = slowest.max(begun.elapsed());
    }
    println!("slowest of {FIGURES} figures: {} ms", slowest.as_millis());
    // Whatever the machine: the last figure was answered before the files were done.
    assert_eq!(
        finished("checked"),
        None,
        "answered behind the files, or there was too little to do"
    );
    let until = Instant::now() + Duration::from_secs(300);
    while finished("checked").is_none() || finished("exports") < Some(EXPORTS as u64) {
        assert!(Instant::now() < until, "{:?}", window.run("return finished"));
        std::thread::sleep(Duration::from_millis(100));
    }
    assert_eq!(finished("checked"), Some(FILES as u64));
    assert!(fs::read(window.path("核对单0.pdf")).unwrap().starts_with(b"%PDF"));
}

fn text(path: &std::path::Path) -> String {
    serde_json::to_string(path.to_str().unwrap()).unwrap()
}
