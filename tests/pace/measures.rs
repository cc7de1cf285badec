//! What is measured: in the page's own clock, so that the driver's time is not counted.

use crate::window::{Opening, Window, key};
use crate::years;
use serde_json::Value;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// A start of a program.
#[derive(Clone, Copy)]
pub struct Start {
    /// Milliseconds from its process to a page that can be used.
    pub usable: f64,
    /// Megabytes (PSS) of all its processes then.
    pub memory: f64,
}

impl Start {
    pub fn of(opening: Opening<'_>) -> (Window, Start) {
        let window = Window::open_with("pace", 1366, 728, opening);
        let mark = "const mark = performance.getEntriesByName('usable')[0];
                    return mark ? performance.timeOrigin + mark.startTime : null;";
        let usable = number(&until(|| Some(window.run(mark)).filter(|at| !at.is_null())));
        let program = window.processes()[0];
        let start = Start { usable: usable - started(program), memory: memory(&window) };
        (window, start)
    }

    pub fn middle(starts: &[Start]) -> Start {
        let of = |pick: fn(&Start) -> f64| median(&mut starts.iter().map(pick).collect::<Vec<_>>());
        Start { usable: of(|start| start.usable), memory: of(|start| start.memory) }
    }
}

/// When a process began, in milliseconds since 1970.
fn started(process: u32) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).expect("a live process");
    let behind_name = stat.rsplit(')').next().expect("a name in brackets");
    // Ticks of a hundredth of a second since the machine was switched on: field 22.
    let ticks: f64 = behind_name.split_whitespace().nth(19).and_then(|t| t.parse().ok()).unwrap();
    let uptime = std::fs::read_to_string("/proc/uptime").expect("/proc");
    let uptime: f64 = uptime.split_whitespace().next().and_then(|t| t.parse().ok()).unwrap();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs_f64();
    (now - uptime + ticks / 100.0) * 1e3
}

/// Megabytes of all processes of the program; what they share is counted once.
pub fn memory(window: &Window) -> f64 {
    let of = |process: u32| {
        let rollup = std::fs::read_to_string(format!("/proc/{process}/smaps_rollup")).ok()?;
        let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?;
        line.split_whitespace().next()?.parse::<f64>().ok()
    };
    window.processes().into_iter().filter_map(of).sum::<f64>() / 1024.0
}

/// Types figures that break a sum, at a clerk's pace; milliseconds from each key to the frame in
/// which the row's total and the finding with the new figures stand on the screen.
pub fn type_figures(window: &Window, times: usize) -> Vec<f64> {
    window.click("tr[data-year] [data-test=open]");
    window.click("[data-chapter=requests]");
    window.click("[data-cell='requests/new/natural_person']");
    window.element("[data-cell='requests/new/natural_person'] input");
    window.run(
        "window.pace = [];
         const text = css => document.querySelector(css)?.textContent ?? '';
         const total = () => text(\"[data-cell='requests/new/total'] .shown\");
         const rest = Number(total()) - Number(document.activeElement.value);
         let at = 0, key = null;
         addEventListener('keydown', e => {
           if (/^\\d$/.test(e.key)) { key = e.key; at = Math.min(e.timeStamp, performance.now()); }
         }, true);
         new MutationObserver(() => {
           if (key === null || total() !== String(Number(key) + rest)) return;
           if (!text('li[data-rule=balance] .message').includes(`（${key}）`)) return;
           key = null;
           requestAnimationFrame(() => setTimeout(() => pace.push(performance.now() - at)));
         }).observe(document.body, { subtree: true, characterData: true, childList: true });",
    );
    for round in 0..times {
        window.type_keys(&(round % 9 + 1).to_string());
        std::thread::sleep(Duration::from_millis(120));
        window.type_keys(key::ENTER);
        window.chord(key::SHIFT, key::ENTER);
        std::thread::sleep(Duration::from_millis(30));
    }
    let found = all(&window.run("return pace"));
    assert!(found.len() * 10 >= times * 9, "only {} of {times} keys were answered", found.len());
    found
}

/// Looks for one organ after another; milliseconds from the last key to its years on the screen.
pub fn look_for_organs(window: &Window, times: usize) -> Vec<f64> {
    window.element("nav.organs input");
    let mut found = Vec::new();
    for round in 0..times {
        let name = years::name(round * 9 + 7);
        let look = format!(
            "const done = arguments[0], box = document.querySelector('nav.organs input');
             const from = performance.now();
             box.value = '{name}';
             box.dispatchEvent(new Event('input', {{ bubbles: true }}));
             requestAnimationFrame(() => {{
               document.querySelector('nav.organs li:last-child button').click();
               requestAnimationFrame(() => setTimeout(() => done(
                 document.querySelector('.years h2').textContent === '{name}'
                   && document.querySelectorAll('tr[data-year]').length === 8
                   ? performance.now() - from : null)));
             }});"
        );
        found.push(number(&window.wait_for(&look)));
    }
    found
}

fn until<T>(look: impl Fn() -> Option<T>) -> T {
    let since = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(since.elapsed() < Duration::from_secs(30), "the window never became usable");
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("not measured: {value}"))
}

fn all(value: &Value) -> Vec<f64> {
    value.as_array().into_iter().flatten().map(number).collect()
}

pub fn median(values: &mut [f64]) -> f64 {
    percentile(values, 50)
}

/// The value that this many per cent do not exceed; 0 of none.
pub fn percentile(values: &mut [f64], per_cent: usize) -> f64 {
    values.sort_by(f64::total_cmp);
    let at = (values.len() * per_cent).div_ceil(100).saturating_sub(1);
    values.get(at).copied().unwrap_or_default()
}
