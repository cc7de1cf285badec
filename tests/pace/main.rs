//! How quick and how large the window is, in what is shipped: `cargo xtask bench window`.
//!
//! Everything is compared with an empty Tauri window in the same run, built the same way. Needs
//! Xvfb and WebKitWebDriver.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a measure ends where it cannot go on")]

#[path = "../e2e/bridge.rs"]
mod bridge;
#[path = "../e2e/driver.rs"]
#[allow(dead_code, reason = "the flows use the rest of it")]
mod driver;
#[path = "../e2e/window.rs"]
#[allow(dead_code, reason = "the flows use the rest of it")]
mod window;

mod measures;
mod years;

use measures::{Start, median, percentile};
use std::process::ExitCode;
use window::Opening;

/// The folder both programs were built into.
const BUILT: &str = "GONGKAI_BUILT";
const STARTS: usize = 7;

/// Aims: milliseconds, times, megabytes.
const KEY: f64 = 50.0;
const STARTING: f64 = 1.3;
const MEMORY: f64 = 120.0;

fn main() -> ExitCode {
    let built = std::env::var(BUILT).expect("run me by `cargo xtask bench window`");
    let [own, empty] = ["gongkai", "gongkai-empty-window"].map(|name| format!("{built}/{name}"));
    let empty = || Opening { program: &empty, layers: false, ..Opening::default() };
    let of = |organs| {
        let data = years::of(organs);
        Opening { program: &own, layers: false, data, ..Opening::default() }
    };

    // The first of each warms the disk's memory and is not counted.
    let mut starts: [Vec<Start>; 2] = Default::default();
    for round in 0..=STARTS {
        for (opening, starts) in [empty(), of(1)].into_iter().zip(&mut starts) {
            let (_, start) = Start::of(opening);
            if round > 0 {
                starts.push(start);
            }
        }
    }
    let [bare, mut whole] = starts.map(|starts| Start::middle(&starts));

    let (window, _) = Start::of(of(1));
    let mut keys = measures::type_figures(&window, 120);
    whole.memory = measures::memory(&window);
    drop(window);

    let late = percentile(&mut keys, 95);
    println!("从按键到数和问题在屏幕上（存有八年，{} 次）：", keys.len());
    println!("  中位数 {:.0} ms，第 95 百分位 {late:.0} ms（目标 {KEY:.0} ms）", median(&mut keys));
    let ratio = whole.usable / bare.usable;
    println!("从启动到可用（中位数，各 {STARTS} 次）：");
    println!(
        "  空窗口 {:.0} ms，本程序 {:.0} ms，{ratio:.2} 倍（目标 {STARTING} 倍）",
        bare.usable, whole.usable
    );
    let more = whole.memory - bare.memory;
    println!("内存（各进程 PSS 之和）：");
    println!(
        "  空窗口 {:.0} MB，本程序 {:.0} MB，多 {more:.0} MB（目标 {MEMORY:.0} MB）",
        bare.memory, whole.memory
    );
    let (window, crowd) = Start::of(of(200));
    let mut organs = measures::look_for_organs(&window, 20);
    drop(window);
    println!("二百个单位、各八年：");
    println!(
        "  启动到可用 {:.0} ms；搜索并打开一个单位 中位数 {:.0} ms，第 95 百分位 {:.0} ms",
        crowd.usable,
        median(&mut organs),
        percentile(&mut organs, 95)
    );
    if late <= KEY && ratio <= STARTING && more <= MEMORY {
        println!("全部达到目标。");
        ExitCode::SUCCESS
    } else {
        println!("没有全部达到目标。");
        ExitCode::FAILURE
    }
}
