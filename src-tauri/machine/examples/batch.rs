//! A thousand reports printed in one process, each with figures and a text of its own: how many a
//! second of one core, and whether memory stays flat. Run by `cargo xtask bench pdf` (Linux).

#[path = "../../core/benches/six_pages/mod.rs"]
mod six_pages;

use gongkai_core::form::Forms;
use gongkai_core::write::{PageOptions, print};
use gongkai_machine::fonts::{Choice, find};
use six_pages::report;
use std::fs;

const REPORTS: usize = 1_000;
/// Memory is compared from here on.
const WARM: usize = 100;
/// What `/proc` counts time in (`man 5 proc`: USER_HZ).
const TICKS: f64 = 100.0;

fn main() {
    let (forms, fonts, options) =
        (Forms::official(), find(Choice::Bundled), PageOptions::default());
    let fonts = fonts.expect("run `cargo xtask fonts`");
    let start = cpu_seconds();
    let mut warm = 0.0;
    for number in 0..REPORTS {
        let printed = print(&report(&forms, number), &forms, &options, &fonts);
        assert!(printed.is_ok_and(|printed| printed.pages.pages.len() >= 6), "{number}");
        if number + 1 == WARM {
            warm = megabytes("VmRSS:");
        }
    }
    let seconds = cpu_seconds() - start;
    println!("每秒每核：{:.1} 份", REPORTS as f64 / seconds);
    println!("内存：第 {WARM} 份后 {warm:.0} MB，第 {REPORTS} 份后 {:.0} MB", megabytes("VmRSS:"));
    println!("内存峰值：{:.0} MB", megabytes("VmHWM:"));
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
