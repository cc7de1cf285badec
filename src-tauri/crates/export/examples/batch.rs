//! Layout alone, and a thousand reports printed in one process, each with figures and a text of its
//! own: how many a second of one core, and whether memory stays flat. Run by `cargo xtask bench pdf`
//! (Linux).

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a measure ends where it cannot go on")]

#[path = "../benches/six_pages/mod.rs"]
mod six_pages;

use gongkai_compose::document;
use gongkai_export::print;
use gongkai_layout::{PageOptions, lay_out};
use gongkai_model::form::Forms;
use gongkai_platform::fonts::{Choice, find};
use six_pages::report;
use std::fs;

const REPORTS: usize = 1_000;
const LAYOUTS: usize = 500;
/// Memory is compared from here on.
const WARM: usize = 100;
/// What `/proc` counts time in (`man 5 proc`: USER_HZ).
const TICKS: f64 = 100.0;

fn main() {
    let (forms, fonts, options) =
        (Forms::official(), find(Choice::Bundled), PageOptions::default());
    let fonts = fonts.expect("run `cargo xtask fonts`");
    let laid = document(&report(&forms, 0), &forms);
    let start = cpu_seconds();
    for _ in 0..LAYOUTS {
        assert!(lay_out(&laid, &options, &fonts).pages.len() >= 6);
    }
    let milliseconds = (cpu_seconds() - start) * 1000.0 / LAYOUTS as f64;
    println!("只排版，六页：{milliseconds:.2} 毫秒");
    let start = cpu_seconds();
    let (mut held, mut peak) = (0.0, 0.0);
    for number in 0..REPORTS {
        let printed = print(&report(&forms, number), &forms, &options, &fonts);
        assert!(printed.is_ok_and(|printed| printed.pages.pages.len() >= 6), "{number}");
        if number + 1 == WARM {
            (held, peak) = (megabytes("VmRSS:"), megabytes("VmHWM:"));
        }
    }
    let seconds = cpu_seconds() - start;
    println!("连续印 {REPORTS} 份，每秒每核：{:.1} 份", REPORTS as f64 / seconds);
    println!("第 {WARM} 份后：内存 {held:.0} MB，峰值 {peak:.0} MB");
    let (held, peak) = (megabytes("VmRSS:"), megabytes("VmHWM:"));
    println!("第 {REPORTS} 份后：内存 {held:.0} MB，峰值 {peak:.0} MB");
}

/// User and system time of this process so far.
fn cpu_seconds() -> f64 {
    let told = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let (_, after) = told.rsplit_once(')').unwrap_or_default();
    after.split_whitespace().skip(11).take(2).filter_map(|n| n.parse::<f64>().ok()).sum::<f64>()
        / TICKS
}

fn megabytes(line: &str) -> f64 {
    let told = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = told.lines().find_map(|l| l.strip_prefix(line)).unwrap_or_default();
    line.split_whitespace().next().and_then(|n| n.parse::<f64>().ok()).unwrap_or_default() / 1024.0
}
