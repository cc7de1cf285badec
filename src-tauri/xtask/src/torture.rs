//! `cargo xtask torture [--hours N]`: kills the program again and again while it works on its data, as the
//! test of it does in sixty rounds (`src-tauri/crates/app/tests/killed.rs`), and prints rounds and seconds.

use crate::command::{cargo, run};

pub fn torture(hours: &str) -> Result<(), String> {
    let hours: f64 = hours.parse().map_err(|_| format!("不是小时数：{hours}"))?;
    let seconds = format!("{:.0}", hours * 3600.0);
    let mut test = cargo();
    test.args(["test", "--package", "gongkai-app", "--test", "killed", "--", "--nocapture"]);
    run(test.arg("a_killed_program_loses_nothing").env("GONGKAI_TORTURE_SECONDS", seconds))
}
