//! How long it takes from a key to totals and findings on the screen.

use crate::window::{Opening, Window, key};

#[test]
fn a_key_is_answered_on_the_screen_at_once() {
    let shipped = Opening { layers: false, ..Opening::default() };
    let window = Window::open_with("pace", 1366, 728, shipped);
    window.click("[data-test=way-example]");
    window.click("[data-chapter=requests]");
    window.click("[data-cell='requests/new/natural_person']");
    // From the key to the frame after the total it changes.
    window.run(
        "window.times = []; let at = 0;
         addEventListener('keydown', () => at = performance.now(), true);
         const total = document.querySelector('[data-cell=\"requests/new/total\"]');
         new MutationObserver(() => { const from = at; requestAnimationFrame(() => times.push(performance.now() - from)); })
           .observe(total, { subtree: true, characterData: true, childList: true });",
    );
    for round in 1..=30 {
        window.type_keys(&format!("{}{}", round % 9 + 1, key::ENTER));
        window.run("return 1");
        std::thread::sleep(std::time::Duration::from_millis(60));
        window.click("[data-cell='requests/new/natural_person']");
    }
    let mut times: Vec<f64> = window
        .run("return times")
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|time| time.as_f64())
        .collect();
    times.sort_by(f64::total_cmp);
    assert!(times.len() >= 20, "{times:?}");
    let (middle, late) = (times[times.len() / 2], times[times.len() * 95 / 100]);
    println!("from key to total: middle {middle:.0} ms, 95th percentile {late:.0} ms");
    // The aim of 50 ms is for what is shipped; a debug build on a busy machine only must not stall.
    let most = if cfg!(debug_assertions) { 3_000.0 } else { 50.0 };
    assert!(late <= most, "{late:.0} ms");
}
